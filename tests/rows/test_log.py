"""The log, laid out as a whole, part by part, or only its first entries; what a person looks at, and the rest."""

from __future__ import annotations

from functools import partial

import polars as pl
import pytest

import italclean as ic
from italclean.core.lots import in_lots
from italclean.issues.registry import ISSUES, rewriting_codes
from italclean.rows import log
from tests.cleaners.test_codice_fiscale import sealed
from tests.logged import logged

ROWS = pl.DataFrame(
    {"CF": ["x", None, "y", "rssmra85t10a562s"] * 5, "Prov": ["(MI)", "Narnia", "RM", "(to)"] * 5, "N": ['="1"'] * 20}
)


@pytest.mark.parametrize("part", ["issue", "rewritten"])
def test_parts_are_the_whole(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    result = ic.clean(ROWS)
    whole = result.issues if part == "issue" else result.rewritten
    monkeypatch.setattr(log, "_ROWS", 3)
    monkeypatch.setattr(log, "in_lots", partial(in_lots, least=1))
    parts = list(getattr(ic.clean(ROWS).log, f"{part}_parts")())
    assert len(parts) > 4
    assert pl.concat(parts).equals(whole)


def test_first_entries_of_each_issue() -> None:
    result = ic.clean(ROWS)
    first = result.log.first(2)
    counts = first.group_by("column", "issue").len()
    assert counts["len"].max() == 2
    whole = logged(result).filter(pl.col("issue").is_not_null())
    assert set(counts.select("column", "issue").rows()) == set(whole.select("column", "issue").unique().rows())
    expected = whole.filter(pl.int_range(pl.len()).over("column", "issue") < 2)
    names = ["source", "row", "column", "original", "cleaned", "status", "issue"]
    assert first.select(names).sort("column", "row").equals(expected.select(names).sort("column", "row"))


def test_a_list_without_rows_to_log_has_the_columns_of_both_files() -> None:
    result = ic.clean(pl.DataFrame({"Prov": ["MI"], "Note": ["x"]}))
    full = ic.clean(ROWS)
    for empty, filled in ((result.issues, full.issues), (result.rewritten, full.rewritten)):
        assert empty.is_empty()
        assert empty.schema == filled.schema


def test_every_cell_stands_in_one_of_the_two() -> None:
    result = ic.clean(ROWS)
    assert set(result.issues["issue"].cast(pl.String)) == {"cf_length", "prov_unknown"}
    assert set(result.rewritten["issue"].cast(pl.String)) == {"format"}
    cells = ["source", "row", "column"]
    assert result.issues.join(result.rewritten, on=cells, how="semi").is_empty()


def test_the_log_and_the_counts_of_a_column_agree() -> None:
    result = ic.clean(ROWS)
    counted = result.counts.filter(pl.col("issue").is_not_null()).group_by("issue").agg(pl.col("cells").sum())
    with_cleaner = logged(result).filter(pl.col("role").is_not_null()).group_by("issue").len("cells")
    assert counted.sort("issue").rows() == with_cleaner.sort("issue").rows()
    figures = result.figures()
    assert figures["fixed"] == counted["cells"].sum() - figures["invalid"] == 15
    assert figures["repaired"] == 0


LOOKED_AT = {
    # A character was put in, taken out or changed, however sure that is.
    ("Codice fiscale", "RSSMRA85T1OA562S", "Cognome", "Rossi", "Nome", "Mario"): "cf_repaired",
    ("P.IVA", "743110157"): "pi_zeros",
    ("CAP", "184"): "cap_zeros",
    ("E-mail", "m.rossi@gmail.con"): "email_typo",
    ("E-mail", "<m.rossi@gmail.com>"): "email_mended",
    ("Provincia", "Milnao"): "prov_misspelt",
    # Somebody had to choose.
    ("Data di nascita", "10/12/85"): "data_century",
    ("Data ultimo ordine", "45000"): "data_serial",
    # It stands elsewhere now, or comes from elsewhere.
    ("E-mail", "rossi@pec.it"): "email_pec_moved",
    ("Telefono", "02 55507676 / 02 55507677"): "several_placed",
    ("Opt-out", "sì"): "consent_opposed",
    # It stands for nothing, but looks as if it stood for something.
    ("E-mail", "nomail@nomail.it"): "email_filler",
    ("Telefono", "333 3333333"): "tel_filler",
    ("Data di nascita", "01/01/1900"): "data_filler",
}


REWRITTEN = {
    ("Codice fiscale", "rss mra 85t10 a562s", "Cognome", "Rossi", "Nome", "Mario"): "format",
    ("Cognome", "ROSSI", "Nome", "Mario"): "format",
    ("Telefono", "02 55507676"): "format",
    ("Data di nascita", "10/12/1985"): "format",
    ("Provincia", "Milano"): "format",
    ("Nominativo", "ROSSI MARIO"): "split",
    ("Indirizzo", "Via Po 3"): "indirizzo_parted",
    ("Note", '="00184"'): "format",
    ("Provincia", " "): "blank",
    ("Provincia", "n.d."): "filler",
    ("Opt-out", "no"): "consent_not_opposed",
    # Nothing was typed: nothing was changed, either.
    ("Provincia", "", "Comune", "Milano"): "derived",
    ("CAP", "75001", "Nazione", "Francia", "Comune", "PARIGI"): "place_abroad",
}


@pytest.mark.parametrize("typed", [*LOOKED_AT, *REWRITTEN])
def test_what_a_person_looks_at_and_what_is_merely_rewritten(typed: tuple[str, ...]) -> None:
    named = {} if {"Nominativo", "Cognome"} & set(typed) else {"Ragione sociale": "Alfa S.r.l."}
    row = named | dict(zip(typed[::2], typed[1::2], strict=True))
    result = ic.clean(pl.DataFrame({name: [cell] for name, cell in row.items()}))
    issue = LOOKED_AT.get(typed) or REWRITTEN[typed]
    found = {
        name: frame["issue"].cast(pl.String).to_list()
        for name, frame in (("issues", result.issues), ("rewritten", result.rewritten))
    }
    assert issue in found["rewritten" if typed in REWRITTEN else "issues"], found
    assert not {code for code in found["issues"] if code} & set(rewriting_codes())
    assert all(ISSUES[code].status in ("fixed", "missing") for code in found["rewritten"] if code)


@pytest.mark.parametrize(
    ("typed", "issue"),
    [("", "derived"), (" ", "derived"), ("n.d.", "derived"), (None, "derived"), ("CASTRO", "replaced")],
)
def test_a_value_in_place_of_another_is_no_filled_gap(typed: str | None, issue: str) -> None:
    """What the row says of an empty cell takes nothing away; what was typed gives way only where a person sees it."""
    row = {"Codice Fiscale": [sealed("RSSMRA85T10M261")], "Luogo di nascita": [typed]}
    result = ic.clean(pl.DataFrame(row, schema=dict.fromkeys(row, pl.String)))
    found = logged(result).filter(pl.col("role") == "luogo_nascita")
    assert found["issue"].cast(pl.String).to_list() == [issue]
    assert result.issues.filter(pl.col("role") == "luogo_nascita").height == (issue == "replaced")
    assert result.counts.filter(pl.col("column") == "luogo_nascita")["issue"].cast(pl.String).to_list() == [issue]


def test_the_log_says_what_the_rows_themselves_say() -> None:
    """Cells as they came: what was filled in from elsewhere is no word of the row's, nor is a filler."""
    typed = {
        "RAGSOC1": ["ROSSI", "Alfa srl", None],
        "RAGSOC2": ["MARIO", None, None],
        "CAP": [" 184", "abc", "n.d."],
        "Città": ["Roma", "Milano", "Castelvetrano"],
    }
    log = ic.clean(pl.DataFrame(typed)).log
    cap = log.said("cap")
    assert cap is not None
    assert cap["typed"].to_list() == ["184", "abc", None]
    assert cap["refused"].to_list() == [False, True, False]
    names = log.said("ragione_sociale")
    assert names is not None
    assert names["typed"].to_list() == ["ROSSI MARIO", "Alfa srl", None]
    assert log.said("iban") is None
