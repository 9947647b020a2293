"""A person or a company in one column."""

from __future__ import annotations

import pytest

from italclean import nominativo

KINDS = [
    ("ROSSI MARIO", "persona"),
    ("Mario Rossi", "persona"),
    ("Sig. Rossi", "persona"),
    ("DE LUCA MARIA GRAZIA", "persona"),
    ("Dott.ssa D'Angelo Anna", "persona"),
    ("ESPOSITO GENNARO", "persona"),
    ("ROSSI ANNA IN BIANCHI", "persona"),
    ("ALFA SRL", "azienda"),
    ("Alfa S.p.A.", "azienda"),
    ("BAR SPORT DI ROSSI MARIO", "azienda"),
    ("STUDIO LEGALE ROSSI", "azienda"),
    ("COMUNE DI MILANO", "azienda"),
    ("CONDOMINIO VIA ROMA 12", "azienda"),
    ("PARROCCHIA SAN GIUSEPPE", "azienda"),
    ("ROSSI MARIO & C.", "azienda"),
    ("F.LLI BIANCHI SNC", "azienda"),
    ("Farmacia Centrale", "azienda"),
    ("ROSSI MARIO DITTA INDIVIDUALE", "azienda"),
    ("ASSOCIAZIONE CULTURALE LA ROSA", "azienda"),
    ("SOC. AGR. VERDE S.S.", "azienda"),
    ("ROSSI", None),
    ("QWERTY", None),
]


@pytest.mark.parametrize(("typed", "kind"), KINDS, ids=[row[0] for row in KINDS])
def test_kind(typed: str, kind: str | None) -> None:
    outcome = nominativo.check(typed)
    assert outcome.tipo == kind
    if kind == "persona":
        assert outcome.cognome
        assert outcome.ragione_sociale is None
    if kind == "azienda":
        assert outcome.ragione_sociale == outcome.value


@pytest.mark.parametrize("typed", ["CLIENTE VARI", "NON USARE", "PROVA", "VEDI 12"])
def test_notes_are_nobody(typed: str) -> None:
    outcome = nominativo.check(typed)
    assert (outcome.value, outcome.tipo, outcome.issue) == (None, None, "name_note")


@pytest.mark.parametrize("typed", ["-", ".", "n.d.", "XXX"])
def test_fillers_are_missing(typed: str) -> None:
    assert nominativo.check(typed).status == "missing"


def test_several_people() -> None:
    outcome = nominativo.check("ROSSI MARIO E BIANCHI ANNA")
    assert (outcome.tipo, outcome.issue) == ("persona", "name_several")
