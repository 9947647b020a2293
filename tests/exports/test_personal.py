"""Customers of personal segments are in no file that writes to people."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import italclean as ic
from italclean.exports.target import find_target, targets

SI = {"contattabile_email": "si", "contattabile_email_motivo": "consenso_marketing"}
GOLDEN = pl.DataFrame(
    [
        {"golden_id": "a", "nome": "Ada", "cognome": "Rossi", "email": "casa@rossi.it", "email_2": "ada@rossi.it",
         "segmento": "vip", "azione": "personale"},
        {"golden_id": "b", "nome": "Ugo", "cognome": "Rossi", "email": "Casa@Rossi.it"},
        {"golden_id": "c", "nome": "Ida", "cognome": "Neri", "email": "ada@rossi.it"},
        {"golden_id": "d", "nome": "Eva", "cognome": "Verdi", "email": "eva@verdi.it", "segmento": "altri",
         "azione": "automatica"},
        {"golden_id": "e", "nome": "Leo", "cognome": "Viola", "segmento": "vip", "azione": "personale"},
    ]
).with_columns(tipo=pl.lit("persona"), **{name: pl.lit(value) for name, value in SI.items()})  # fmt: skip
WRITING = {"hubspot", "marketo", "mailchimp", "brevo", "generic"}


@pytest.mark.parametrize("name", targets())
def test_who_is_written_to_by_a_person_is_in_no_file_that_writes(name: str) -> None:
    made = ic.export(GOLDEN, name, language="en")
    where = made.keys.filter(made.keys["outcome"] == "import")["golden_id"].unique().to_list()
    by_hand = {"a", "b", "c", "e"}
    if name in WRITING:
        assert by_hand.isdisjoint(where)
        assert "d" in where
        told = made.aside.filter(made.aside["why"].str.contains("a person writes"))
        assert set(told["golden_id"]) == by_hand
        assert told["why"].str.contains("segment vip").all()
        for content in map(made.content, made.names()):
            assert b"rossi" not in content.lower()
    else:
        assert not made.aside["why"].str.contains("a person writes").any()
        assert ic.export(GOLDEN.drop("segmento", "azione"), name).keys.equals(made.keys)
    # Every customer is somewhere.
    assert set(made.keys["golden_id"]) == set(GOLDEN["golden_id"])


def test_a_target_of_ones_own_that_greets(tmp_path: Path) -> None:
    path = tmp_path / "mio.toml"
    path.write_text(
        '[target]\nname = "mio"\n[[objects]]\nname = "lettere"\nfile = "lettere"\nkey = "id"\n'
        'columns = [{name = "id", from = "@key"}, {name = "Saluto", from = "saluto"}]\n',
        encoding="utf-8",
    )
    made = ic.export(GOLDEN, find_target(str(path)))
    assert made.files["1_lettere.csv"]["id"].to_list() == ["d"]
    assert "scrive una persona" in made.aside["why"][0]
