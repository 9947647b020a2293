"""A person or a company in one column."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
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


NOBODY = [
    ("SAN MICHELE", None),
    ("SANTA LUCIA", None),
    ("GS SAN GIORGIO", None),
    ("LA ROSA BLU", None),
    ("MADONNA DELLE GRAZIE", None),
    ("VILLA MARIA", None),
    ("CASA BIANCA", None),
    ("Casa Mario", None),
    ("Rosa Bianca", None),
    ("IL GATTO NERO", None),
    ("TRULLO ANNA", "azienda"),
    ("HOTEL MARIA", "azienda"),
    ("AGRITURISMO SAN GIORGIO", "azienda"),
]


@pytest.mark.parametrize(("typed", "kind"), NOBODY, ids=[row[0] for row in NOBODY])
def test_saints_places_and_signs_are_no_persons_and_not_greeted(typed: str, kind: str | None) -> None:
    outcome = nominativo.check(typed)
    assert (outcome.tipo, outcome.saluto) == (kind, None)
    if kind is None:
        assert (outcome.value, outcome.issue, outcome.ragione_sociale) == (typed, "name_kind", typed)


@pytest.mark.parametrize(
    ("typed", "greeting"),
    [
        ("San Filippo Mario", "Gentile Mario San Filippo"),
        ("Santa Maria Luigi", "Gentile Luigi Santa Maria"),
        ("Di San Marzano Paolo", "Gentile Paolo Di San Marzano"),
        ("LA ROSA MARIO", "Gentile Mario La Rosa"),
        ("SANTORO ANNA", "Gentile Anna Santoro"),
        ("Anna Villa", "Gentile Anna Villa"),
        ("Sig.ra Villa Anna", "Gentile Sig.ra Villa"),
        ("DELLA CASA LORENZO", "Gentile Lorenzo Della Casa"),
    ],
)
def test_people_called_like_saints_and_places_are_persons(typed: str, greeting: str) -> None:
    outcome = nominativo.check(typed)
    assert (outcome.tipo, outcome.saluto) == ("persona", greeting)


@pytest.mark.parametrize(
    "typed",
    [
        "B&B DOLCI RICORDI",
        "H&M",
        "G&G PETROLI",
        "A&amp;M PROCESSING",
        "TESSITURA RASTELLI & TROISI",
        "SANAMED DI ROBERTA ZEDDI E MARCO PUDDI",
    ],
)
def test_firms_of_two_letters_or_two_owners(typed: str) -> None:
    outcome = nominativo.check(typed)
    assert (outcome.tipo, outcome.cognome) == ("azienda", None)
    assert outcome.status in ("valid", "fixed")


def test_a_firm_or_two_people() -> None:
    outcome = nominativo.check("ROSSI & BIANCHI")
    assert (outcome.tipo, outcome.value, outcome.status) == (None, "ROSSI & BIANCHI", "suspect")
    assert nominativo.check("ROSSI MARIO & BIANCHI ANNA").issue == "name_several"


@pytest.mark.parametrize("typed", ["www.ditta.it", "https://www.ditta.it/chi", "mario@libero.it", "ditta.it"])
def test_addresses_of_the_web_are_no_names(typed: str) -> None:
    outcome = nominativo.check(typed)
    assert (outcome.value, outcome.tipo, outcome.issue, outcome.saluto) == (typed, None, "name_link", None)


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("ROSSI MARIO - EREDI", "EREDI"),
        ("ROSSI MARIO DECEDUTO", "DECEDUTO"),
        ("ROSSI MARIO (DEFUNTO)", "DEFUNTO"),
        ("ROSSI MARIO C/O STUDIO BIANCHI", "C/O STUDIO BIANCHI"),
        ("ROSSI MARIO - MILANO", "MILANO"),
        ("ROSSI MARIO * NON CHIAMARE", "NON CHIAMARE"),
        ("ROSSI MARIO\nVIA ROMA 3", "VIA ROMA 3"),
    ],
)
def test_notes_behind_a_person(typed: str, note: str) -> None:
    outcome = nominativo.check(typed)
    assert (outcome.tipo, outcome.value, outcome.nota) == ("persona", "Mario Rossi", note)
    assert (outcome.status, outcome.saluto) == ("suspect", None)


@pytest.mark.parametrize("typed", ["CAPRI 8", "PV01 TORTONA", "ANNE 27 DI PARETI DAVIDE", "NERI UGO, GALLI ADA"])
def test_a_name_in_doubt_stays_as_it_was_typed(typed: str) -> None:
    outcome = nominativo.check(typed)
    assert (outcome.value, outcome.status, outcome.saluto) == (typed, "suspect", None)


@pytest.mark.parametrize("count", [20_000, 40_000])
def test_no_name_is_as_long_as_that(count: int) -> None:
    typed = " ".join(f"w{number}" for number in range(count))
    outcome = nominativo.check(typed)
    assert (outcome.value, outcome.issue, outcome.tipo) == (typed, "name_long", None)


def test_administrators_are_persons_and_bodies_are_not(real: Callable[[str], pl.DataFrame]) -> None:
    people = real("amministratori_2025.parquet").head(10_000)
    typed = people.select(pl.concat_str("cognome", "nome", separator=" ")).to_series()
    assert (nominativo.series(typed).struct.field("tipo") == "persona").sum() > 0.97 * len(typed)
    bodies = real("cinque_per_mille_2022.parquet")["denominazione"].drop_nulls()
    found = nominativo.series(bodies).struct.unnest()
    assert (found["tipo"] == "persona").sum() < 0.008 * len(bodies)
    assert found["saluto"].str.starts_with("Gentile").sum() < 0.003 * len(bodies)
