"""Several sources deduplicated together."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

import italclean as ic
from italclean.core.reference import folder
from italclean.errors import BadOption

ERP = pl.DataFrame(
    {
        "Codice": ["1", "2", "3", "4"],
        "Cognome": ["Rossi", "Bianchi", "Verdi", "Verdi"],
        "Nome": ["Mario", "Anna", "Ida", "Ida"],
        "E-mail": ["m@rossi.it", "anna@bianchi.it", "ida@verdi.it", "ida@verdi.it"],
    }
)
CRM = pl.DataFrame(
    {
        "Id": ["a", "b", "c"],
        "Cognome": ["ROSSI", "Neri", "VERDI"],
        "Nome": ["MARIO", "Ugo", "IDA"],
        "Mail": ["m@rossi.it", "ugo@neri.it", "ida@verdi.it"],
    }
)
WEB = pl.DataFrame({"Cognome": ["Gialli"], "Nome": ["Eva"], "Mail": ["eva@gialli.it"]})
SOURCES = {"erp": ERP, "crm": CRM, "web": WEB}


def groups(result: ic.Result) -> set[frozenset[tuple[str, int]]]:
    grouped = result.crosswalk.group_by("golden_id").agg(pl.struct("source", "row"))
    return {frozenset((row["source"], row["row"]) for row in rows) for rows in grouped["source"].to_list()}


def test_which_source_matches_which(tmp_path: Path) -> None:
    result = ic.run(SOURCES)
    assert result.deduped is not None
    assert result.deduped.sources.rows() == [("erp", 4, 3, 1), ("crm", 3, 3, 1), ("web", 1, 1, 1)]
    assert result.deduped.links.rows() == [("erp", "crm", 2), ("erp", "web", 0), ("crm", "web", 0)]
    result.write(tmp_path / "out")
    dedup = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["dedup"]
    assert dedup["links"][0] == {"source_a": "erp", "source_b": "crm", "customers": 2}
    assert dedup["sources"][0] == {"source": "erp", "rows": 4, "customers": 3, "only_here": 1}
    assert "erp · crm" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_no_two_rows_of_a_source_without_duplicates_meet() -> None:
    result = ic.run(SOURCES, unique=["erp"])
    found = groups(result)
    assert frozenset({("erp", 1), ("crm", 1)}) in found
    # The third row of the CRM belongs to one of the two: which one is asked, whether the two are one is not.
    assert {frozenset({("crm", 3)}), frozenset({("erp", 3)}), frozenset({("erp", 4)})} <= found
    pairs = result.review.select("source_a", "row_a", "source_b", "row_b").rows()
    asked = {frozenset({(one, row), (other, place)}) for one, row, other, place in pairs}
    assert asked == {frozenset({("erp", row), ("crm", 3)}) for row in (3, 4)}


def test_not_even_identical_rows_of_it() -> None:
    twice = pl.concat([ERP, ERP])
    assert ic.run({"erp": twice}).golden.height == 3
    result = ic.run({"erp": twice}, unique=["erp"])
    assert result.golden.height == 8
    assert result.review.is_empty()


def test_a_person_knows_better(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("source_a,id_a,source_b,id_b,decision\nerp,3,erp,4,same\n", encoding="utf-8")
    result = ic.run(SOURCES, unique=["erp"], decisions=path)
    assert frozenset({("erp", 3), ("erp", 4), ("crm", 3)}) in groups(result)


def test_a_source_that_is_not_there() -> None:
    with pytest.raises(BadOption, match="erp"):
        ic.run(SOURCES, unique=["sap"])


def test_a_list_in_pieces_gives_the_same_customers() -> None:
    # The lines with a cell too many are not of interest here.
    path = str(folder() / "demo" / "clienti.csv")
    whole = pl.read_csv(path, separator=";", infer_schema=False, encoding="cp1252", truncate_ragged_lines=True)
    whole = whole.with_columns(Pezzo=pl.int_range(pl.len()).cast(pl.String))

    def customers(sources: dict[str, pl.DataFrame]) -> set[frozenset[str]]:
        result = ic.run(sources, mapping={"Pezzo": "-"})
        rows = result.cleaned.select("golden_id", "Pezzo")
        return {frozenset(piece) for piece in rows.group_by("golden_id").agg("Pezzo")["Pezzo"].to_list()}

    half = whole.height // 2
    expected = customers({"clienti": whole})
    assert customers({"a": whole.head(half), "b": whole.slice(half)}) == expected
    shuffled = whole.sample(fraction=1, shuffle=True, seed=2)
    assert customers({"z": shuffled.head(half), "b": shuffled.slice(half)}) == expected
