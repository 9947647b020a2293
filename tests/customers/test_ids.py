"""Golden ids stay the same when the same records come again."""

from __future__ import annotations

import re
from urllib.parse import unquote

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

import italclean as ic
from italclean.core.stable_hash import hashed
from italclean.customers.ids import golden_ids

FRAME = pl.DataFrame(
    {
        "Cognome": ["Rossi", "Bianchi", "Verdi", "ROSSI", "Neri"],
        "Nome": ["Mario", "Anna", "Ida", "MARIO", "Ugo"],
        "CF": ["RSSMRA85T10A562S", None, None, "RSSMRA85T10A562S", None],
        "E-mail": ["m@rossi.it", "anna@bianchi.it", "ida@verdi.it", None, None],
    }
)


def by_name(frame: pl.DataFrame) -> dict[str, str]:
    result = ic.run({"clienti": frame})
    return dict(result.golden.select("cognome", "golden_id").iter_rows())


def test_rows_without_ids_are_known_by_what_they_say() -> None:
    before = by_name(FRAME)
    assert before["Rossi"].startswith("clienti.~")
    new = pl.DataFrame({"Cognome": ["Gialli"], "Nome": ["Eva"], "CF": [None], "E-mail": ["eva@gialli.it"]})
    after = by_name(pl.concat([new, FRAME.reverse()], how="vertical_relaxed"))
    assert {name: after[name] for name in before} == before


def test_a_codice_fiscale_is_enough() -> None:
    moved = FRAME.with_columns(pl.lit("altro@altrove.it").alias("E-mail"))
    assert by_name(moved)["Rossi"] == by_name(FRAME)["Rossi"]


def test_ids_of_the_list_stand_before_what_it_says() -> None:
    numbered = FRAME.with_columns(pl.Series("Codice", ["C1", "C2", None, None, "C5"]))
    assert by_name(numbered) | {"Verdi": ""} == {
        "Rossi": "clienti.C1", "Bianchi": "clienti.C2", "Verdi": "", "Neri": "clienti.C5",
    }  # fmt: skip


def rows(*records: dict[str, str | None]) -> pl.DataFrame:
    names = dict.fromkeys(name for record in records for name in record)
    frame = pl.DataFrame(
        {name: [record.get(name) for record in records] for name in names}, schema=dict.fromkeys(names, pl.String)
    )
    absent = [pl.lit(None, dtype=pl.String).alias(name) for name in ("source_id",) if name not in names]
    return frame.with_columns(*absent, pl.Series("row", range(1, len(records) + 1), dtype=pl.UInt32))


def ids(frame: pl.DataFrame, labels: list[int] | None = None, priority: tuple[str, ...] = ()) -> list[str]:
    return golden_ids(frame, pl.Series("cluster", labels or list(range(frame.height))), priority).to_list()


def test_the_letters_never_change() -> None:
    # Computed by hand: the sum of (byte + 1) times the powers of the odd number, mixed, in digits of 26.
    def slow(text: str) -> str:
        odd, whole = 0x9E3779B97F4A7C15, 1 << 64
        total = sum((sign + 1) * pow(odd, place + 1, whole) for place, sign in enumerate(f"{text}\n".encode())) % whole
        total ^= total >> 32
        total = total * 0xD6E8FEB86659FD93 % whole
        total ^= total >> 32
        letters = ""
        for _ in range(14):
            total, digit = divmod(total, 26)
            letters = chr(ord("a") + digit) + letters
        return f"a.~{letters}"

    frame = rows(
        {
            "source": "a",
            "codice_fiscale": "RSSMRA85T10A562S",
            "cognome": "Rossi",
            "nome": "Mario",
            "email": "m@rossi.it",
        },
        {"source": "a", "cognome": "Città", "email": "x" * 300},
        {"source": "a"},
    )
    told = ["RSSMRA85T10A562S|Rossi|Mario", f"Città||{'x' * 300}", "||"]
    assert ids(frame) == [slow(text) for text in told]


ODD = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)


@given(st.lists(st.tuples(ODD, ODD), min_size=1, max_size=8, unique=True))
def test_other_systems_take_them_as_a_key(known: list[tuple[str, str]]) -> None:
    """No sign that Dataverse refuses, no blank, no accent; and two records never share one, whatever stands in them."""
    found = ids(rows(*({"source": source, "source_id": row_id} for source, row_id in known)))
    assert len(set(found)) == len(known)
    assert all(re.fullmatch(r"[A-Za-z0-9_.~-]+", one) for one in found)
    # Who knows the rule reads source and id back.
    for (source, row_id), one in zip(known, found, strict=True):
        parts = one.partition(".")[::2]
        read = [unquote(part.replace("%", "").replace("~", "%")) for part in parts]
        assert read == [source, row_id]


def test_the_most_trusted_source_names() -> None:
    frame = rows({"source": "crm", "source_id": "7"}, {"source": "erp", "source_id": "900"}, {"source": "erp"})
    assert ids(frame, [0, 0, 0]) == ["erp.900"] * 3
    assert ids(frame, [0, 0, 0], ("crm", "erp")) == ["crm.7"] * 3
    # An id of a less trusted source tells more than none.
    assert ids(frame, [0, 1, 0], ("erp", "crm")) == ["crm.7", "erp.900", "crm.7"]


def test_ids_that_come_twice() -> None:
    """Each is told by what it says, in any order, and none takes the other's when that one goes."""
    one = {"source": "erp", "source_id": "17", "cognome": "Rossi"}
    other = {"source": "erp", "source_id": "17", "cognome": "Bianchi"}
    third = {"source": "erp", "source_id": "18", "cognome": "Verdi"}
    found = dict(zip(["Rossi", "Bianchi", "Verdi"], ids(rows(one, other, third)), strict=True))
    assert found["Verdi"] == "erp.18"
    assert found["Rossi"].startswith("erp.17~")
    assert found["Bianchi"].startswith("erp.17~")
    assert ids(rows(third, other, one)) == [found["Verdi"], found["Bianchi"], found["Rossi"]]
    alike = ids(rows(one, one, {**one, "source_id": "17-2"}))
    assert len(set(alike)) == 3


def test_five_million() -> None:
    texts = pl.select(pl.int_range(5_000_000).cast(pl.String)).to_series()
    assert pl.Series(hashed(texts)).n_unique() == len(texts)


def test_rows_that_say_the_same_have_their_own_ids() -> None:
    frame = pl.DataFrame({"Cognome": ["Rossi"] * 3, "Nome": ["Mario"] * 3})
    result = ic.run(frame)
    assert result.golden["golden_id"].n_unique() == result.golden.height == 3
