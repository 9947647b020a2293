"""Whole audits: an oracle that goes row by row, a list against itself, the two changing places, sums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import italclean as ic
from italclean.audits.audit import Audit
from italclean.audits.kinds import KINDS, mirrored
from italclean.core import text
from tests.audits.lists import listed, person

CELLS: dict[str, list[str | None]] = {
    "CAP": [None, "20121", "20122", "184", "00184", "abc", "bcd"],
    "Email": [None, "a@libero.it", "A@LIBERO.IT", "b@libero.it", "c(at"],
    "Città": [None, "Milano", "MILANO", "Monza"],
    "IBAN": [None, "IT60X0542811101000000123456", "it60 x054 2811 1010 0000 0123 456", "IT60X0542811101000000123457"],
    "Ultimo ordine": [None, "10/02/2024", "2024-02-10", "11/02/2024", "32/13/2024"],
    "Newsletter": [None, "si", "S", "no", "boh"],
    "Agente": [None, "Neri", "NERI", "Gialli", "12,50", "12.5"],
}
FIELDS = {
    "CAP": "cap",
    "Email": "email",
    "Città": "comune",
    "IBAN": "iban",
    "Ultimo ordine": "data_ultimo_ordine",
    "Newsletter": "consenso_marketing",
    "Agente": "Agente",
}

rows = st.lists(
    st.fixed_dictionaries(
        {"who": st.integers(0, 4), **{name: st.sampled_from(cells) for name, cells in CELLS.items()}}
    ),
    min_size=1,
    max_size=10,
)


def frame_of(given_rows: list[dict[str, Any]]) -> pl.DataFrame:
    told = [{**person(row["who"]), **{name: row[name] for name in CELLS}} for row in given_rows]
    return listed(told)


def folded(value: str, field: str) -> str:
    """What is compared: words of texts, numbers of columns without a role, else the value."""
    if field == "Agente" and value in ("12,50", "12.5"):
        return "12.5"
    if field in ("comune", "Agente"):
        return str(pl.DataFrame({"v": [value]}).select(text.words(pl.col("v"))).item())
    return value


def oracle(found: Audit, frames: Mapping[str, pl.DataFrame]) -> dict[tuple[str, str], str]:
    """The kind of each field of each customer in both, cell by cell."""
    customers: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for cleaned in found.result.cleaned.to_dicts():
        typed = frames[cleaned["source"]].row(cleaned["row"] - 1, named=True)
        entry = {
            field: (cleaned[field], (typed[header] or "").strip() or None)
            for header, field in FIELDS.items()
            if field in cleaned
        }
        customers.setdefault(cleaned["golden_id"], {"a": [], "b": []})[cleaned["source"]].append(entry)
    kinds = {}
    for golden_id, sides in customers.items():
        if not sides["a"] or not sides["b"]:
            continue
        for field in FIELDS.values():
            pair = [[row[field] for row in sides[side] if field in row] for side in "ab"]
            kinds[golden_id, field] = consent(*pair) if field == "consenso_marketing" else kind(field, *pair)
    return kinds


def consent(a: list[tuple[Any, Any]], b: list[tuple[Any, Any]]) -> str:
    def state(rows: list[tuple[Any, Any]]) -> str:
        said = {value for value, _ in rows}
        unread = any(value is None and typed for value, typed in rows)
        if said & {"no", "revocato"}:
            return "no"
        # What cannot be read lets no yes stand.
        return "open" if unread else "yes" if "si" in said else ""

    one, other = state(a), state(b)
    told = {
        ("no", "yes"): "refused_a_yes_b", ("yes", "no"): "refused_b_yes_a",
        ("no", ""): "refused_a_unknown_b", ("no", "open"): "refused_a_unknown_b",
        ("", "no"): "refused_b_unknown_a", ("open", "no"): "refused_b_unknown_a",
        ("no", "no"): "same", ("yes", "yes"): "same", ("open", "open"): "same",
        ("open", "yes"): "invalid_a", ("yes", "open"): "invalid_b",
        ("open", ""): "invalid_a", ("", "open"): "invalid_b",
        ("", "yes"): "missing_a", ("yes", ""): "missing_b",
    }  # fmt: skip
    return told.get((one, other), "neither")


def kind(field: str, a: list[tuple[Any, Any]], b: list[tuple[Any, Any]]) -> str:
    cells = [[(value, typed) for value, typed in rows if typed is not None] for rows in (a, b)]
    valid = [[(folded(value, field), typed) for value, typed in rows if value is not None] for rows in cells]
    refused = [[typed for value, typed in rows if value is None] for rows in cells]
    if field == "data_ultimo_ordine":
        # The latest day is what a system knows.
        valid = [[cell for cell in rows if cell[0] == max(value for value, _ in rows)] for rows in valid]
        refused = [[] if rows else bad for rows, bad in zip(valid, refused, strict=True)]
    met = [(one, other) for one in valid[0] for other in valid[1] if one[0] == other[0]]
    bad = set(refused[0]) & set(refused[1])
    if bad or any(one[1] == other[1] for one, other in met):
        return "equal"
    if met:
        return "rewritten"
    if not cells[0] and not cells[1]:
        return "neither"
    bad_a, bad_b = (bool(rows) and not good for rows, good in zip(cells, valid, strict=True))
    if bad_a or bad_b:
        return "invalid_both" if bad_a and bad_b else "invalid_a" if bad_a else "invalid_b"
    if not cells[0] or not cells[1]:
        return "missing_a" if not cells[0] else "missing_b"
    if field == "data_ultimo_ordine":
        return "older_a" if valid[0][0][0] < valid[1][0][0] else "older_b"
    return "different"


@given(rows, rows)
@settings(max_examples=10)
def test_what_an_oracle_finds_row_by_row(a: list[dict[str, Any]], b: list[dict[str, Any]]) -> None:
    frames = {"a": frame_of(a), "b": frame_of(b)}
    found = ic.audit(frames)
    listed_kinds = found.differences.select("golden_id", "field", pl.col("kind").cast(pl.String))
    told = {(golden_id, field): kind for golden_id, field, kind in listed_kinds.iter_rows()}
    compared = set(found.fields["field"])
    counts: dict[tuple[str, str], int] = {}
    for (golden_id, field), expected in oracle(found, frames).items():
        if field not in compared:
            continue
        got = told.get((golden_id, field))
        if expected in ("equal", "neither"):
            assert got is None, (field, expected, got)
        elif expected == "same":
            assert got in (None, "rewritten", "invalid_both"), (field, got)
        else:
            assert got == expected, (field, expected, got)
        counts[field, expected] = counts.get((field, expected), 0) + 1
    for row in found.fields.to_dicts():
        for one in ("different", "missing_a", "invalid_b", "refused_a_yes_b", "older_b"):
            if row["field"] in FIELDS.values():
                assert row[one] == counts.get((row["field"], one), 0)


@given(rows)
@settings(max_examples=5)
def test_a_list_says_the_same_as_itself(a: list[dict[str, Any]]) -> None:
    found = ic.audit({"a": frame_of(a), "b": frame_of(a)})
    figures = found.figures()
    assert set(found.differences["kind"].cast(pl.String)) <= {"rewritten"}
    assert (figures["only_a"], figures["only_b"], figures["coherent"]) == (0, 0, figures["both"])
    assert found.coverage["rows_a"].equals(found.coverage["rows_b"].rename("rows_a"))


@given(rows, rows)
@settings(max_examples=5)
def test_the_two_may_change_places(a: list[dict[str, Any]], b: list[dict[str, Any]]) -> None:
    frames = {"a": frame_of(a), "b": frame_of(b)}
    one, other = ic.audit(frames), ic.audit(dict(reversed(frames.items())))
    sides = {
        f"{name}_{x}": f"{name}_{y}" for name in ("source", "row", "id", "value", "typed") for x, y in ("ab", "ba")
    }
    back = other.differences.rename(sides).with_columns(
        pl.col("kind").cast(pl.String).map_elements(mirrored, return_dtype=pl.String)
    )
    columns = one.differences.columns
    assert sorted(map(repr, one.differences.cast({"kind": pl.String}).rows())) == sorted(
        map(repr, back.select(columns).rows())
    )
    assert one.figures()["only_a"] == other.figures()["only_b"]
    swapped = {row["field"]: row for row in other.fields.to_dicts()}
    for row in one.fields.to_dicts():
        assert {name: row[name] for name in KINDS} == {mirrored(name): swapped[row["field"]][name] for name in KINDS}


@given(rows, rows)
@settings(max_examples=5)
def test_figures_add_up(a: list[dict[str, Any]], b: list[dict[str, Any]]) -> None:
    found = ic.audit({"a": frame_of(a), "b": frame_of(b)})
    figures = found.figures()
    assert figures["both"] + figures["only_a"] + figures["only_b"] == figures["customers"] == found.coverage.height
    assert figures["rows_a"] + figures["rows_b"] == figures["rows"] == found.crosswalk.height
    assert found.only("a").height == figures["only_a"]
    assert found.covered["customers"].sum() == figures["customers"]
    for row in found.fields.to_dicts():
        assert sum(row[name] for name in KINDS) == figures["both"]
        assert row["customers"] == figures["both"] - row["neither"]
    listed_kinds = found.differences.group_by("field", pl.col("kind").cast(pl.String)).len()
    for field, name, count in listed_kinds.iter_rows():
        assert found.fields.row(by_predicate=pl.col("field") == field, named=True)[name] == count
    worst = found.differences["kind"].to_physical().to_list()
    assert worst == sorted(worst)
    for name in ("different", "one_missing", "consent_conflict", "written_otherwise"):
        assert figures[name] <= figures["both"]


def test_a_sample_is_of_every_kind_and_the_same_for_one_seed() -> None:
    a = [{**person(number), "CAP": "20121", "Email": f"a{number}@libero.it"} for number in range(60)]
    b = [{**person(number), "CAP": "20122", "Email": f"a{number}@libero.it"} for number in range(60)]
    b[7]["Email"] = "altra@libero.it"
    found = ic.audit({"a": listed(a), "b": listed(b)})
    few = found.sample(4)
    assert few.height == 4
    # The one different address is there, though sixty other things differ.
    assert set(few["field"]) == {"cap", "email"}
    assert few.equals(found.sample(4))
    assert not few.equals(found.sample(4, seed=2))
    assert found.sample(1000).equals(found.differences)
    assert found.sample(0).is_empty()


def test_nobody_in_common() -> None:
    found = ic.audit({"a": listed([person(0)]), "b": listed([person(1)])})
    assert found.figures()["both"] == 0
    assert found.differences.is_empty()
    assert found.sample().is_empty()
    assert "plan" in found._repr_html_() or found.figures()["coherent"] == 0


@pytest.mark.parametrize("rows_of_b", [0, 1])
def test_a_system_without_rows(rows_of_b: int) -> None:
    empty = listed([person(0)]).head(rows_of_b)
    found = ic.audit({"a": listed([person(0), person(1)]), "b": empty})
    assert found.figures()["both"] == rows_of_b
    assert repr(found).startswith("<Audit of a and b")
