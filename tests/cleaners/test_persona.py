"""Names of persons: hard ones, from the rules of name_facts.md."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from italclean import persona
from italclean.cleaners.persona import name_order

NAMES = [
    # typed, surname, given names, title
    ("ROSSI MARIO", "Rossi", "Mario", None),
    ("Mario Rossi", "Rossi", "Mario", None),
    ("rossi mario", "Rossi", "Mario", None),
    ("Sig. ROSSI MARIO", "Rossi", "Mario", "Sig."),
    ("SIG.ROSSI MARIO", "Rossi", "Mario", "Sig."),
    ("Sig.ra Bianchi Anna", "Bianchi", "Anna", "Sig.ra"),
    ("DOTT. FERRARI GIUSEPPE", "Ferrari", "Giuseppe", "Dott."),
    ("Dott.ssa Maria Esposito", "Esposito", "Maria", "Dott.ssa"),
    ("AVV. COLOMBO PAOLO", "Colombo", "Paolo", "Avv."),
    ("Ing. Ricci Luca", "Ricci", "Luca", "Ing."),
    ("GEOM. MARINO SALVATORE", "Marino", "Salvatore", "Geom."),
    ("Rag. Greco Rosa", "Greco", "Rosa", "Rag."),
    ("Prof.ssa Conti Giulia", "Conti", "Giulia", "Prof.ssa"),
    ("Arch. Elena Gallo", "Gallo", "Elena", "Arch."),
    # Particles belong to the surname and take a capital (2).
    ("DE LUCA MARIO", "De Luca", "Mario", None),
    ("Mario De Luca", "De Luca", "Mario", None),
    ("DI STEFANO ANNA", "Di Stefano", "Anna", None),
    ("Anna Di Stefano", "Di Stefano", "Anna", None),
    ("DELLA VALLE PAOLO", "Della Valle", "Paolo", None),
    ("DELLE DONNE ANNA", "Delle Donne", "Anna", None),
    ("DELLO RUSSO MARIO", "Dello Russo", "Mario", None),
    ("DEGLI ESPOSTI CARLA", "Degli Esposti", "Carla", None),
    ("DEL VECCHIO LUIGI", "Del Vecchio", "Luigi", None),
    ("DAL POZZO ANDREA", "Dal Pozzo", "Andrea", None),
    ("DALLA COSTA SILVIA", "Dalla Costa", "Silvia", None),
    ("DA ROS FRANCO", "Da Ros", "Franco", None),
    ("LA ROSA MARIA", "La Rosa", "Maria", None),
    ("LO PRESTI SALVATORE", "Lo Presti", "Salvatore", None),
    ("LI CAUSI VINCENZO", "Li Causi", "Vincenzo", None),
    ("LO GIUDICE CARMELA", "Lo Giudice", "Carmela", None),
    ("LA TORRE GIOVANNI", "La Torre", "Giovanni", None),
    ("MC DONALD ROBERT", "Mc Donald", "Robert", None),
    ("VAN DEN BERG JAN", "Van Den Berg", "Jan", None),
    # Apostrophes and accents (1).
    ("D'ANGELO CONCETTA", "D'Angelo", "Concetta", None),
    ("D' ANGELO CONCETTA", "D'Angelo", "Concetta", None),
    ("D’AMICO GIUSEPPE", "D'Amico", "Giuseppe", None),
    ("D`AMICO GIUSEPPE", "D'Amico", "Giuseppe", None),
    ("DELL'ACQUA MARCO", "Dell'Acqua", "Marco", None),
    ("DALL'OGLIO SARA", "Dall'Oglio", "Sara", None),
    ("O'NEIL SEAN", "O'Neil", "Sean", None),
    ("D'ANGELO NICOLO'", "D'Angelo", "Nicolò", None),
    ("ROSSI NICOLO'", "Rossi", "Nicolò", None),
    ("ROSSI JOSE'", "Rossi", "José", None),
    ("CANTU' MARIO", "Cantù", "Mario", None),
    ("Rossi NicolÃ²", "Rossi", "Nicolò", None),
    ("Rossi Nicol&ograve;", "Rossi", "Nicolò", None),
    # Capitals (4).
    ("MAIER-HUBER HANS", "Maier-Huber", "Hans", None),
    ("ROSSI-BIANCHI ANNA", "Rossi-Bianchi", "Anna", None),
    ("Gabriele d'Annunzio", "d'Annunzio", "Gabriele", None),
    ("MCDONALD RONALD", "McDonald", "Ronald", None),
    # Double given names (6).
    ("ROSSI MARIA GRAZIA", "Rossi", "Maria Grazia", None),
    ("MARIA GRAZIA ROSSI", "Rossi", "Maria Grazia", None),
    ("ROSSI GIAN LUCA", "Rossi", "Gian Luca", None),
    ("ROSSI PIER PAOLO", "Rossi", "Pier Paolo", None),
    ("DE LUCA MARIA GRAZIA", "De Luca", "Maria Grazia", None),
    ("Gian Carlo Rossi", "Rossi", "Gian Carlo", None),
    # Maiden and husband's surnames (7).
    ("ROSSI ANNA IN BIANCHI", "Rossi", "Anna", None),
    ("ROSSI ANNA VED. BIANCHI", "Rossi", "Anna", None),
    ("BIANCHI ANNA NATA ROSSI", "Rossi", "Anna", None),
    ("Anna Rossi ved. Bianchi", "Rossi", "Anna", None),
    # Punctuation and initials.
    ("ROSSI, MARIO", "Rossi", "Mario", None),
    ("ROSSI,MARIO", "Rossi", "Mario", None),
    ("ROSSI  MARIO ", "Rossi", "Mario", None),
    ("ROSSI M.", "Rossi", "M.", None),
    ("ROSSI MARIO.", "Rossi", "Mario", None),
    ('"ROSSI MARIO"', "Rossi", "Mario", None),
    ("*ROSSI MARIO*", "Rossi", "Mario", None),
    ("ESPOSITO GENNARO", "Esposito", "Gennaro", None),
    ("Gennaro Esposito", "Esposito", "Gennaro", None),
    ("Dott. Ing. Rossi Mario", "Rossi", "Mario", "Dott. Ing."),
]


@pytest.mark.parametrize(("typed", "surname", "given_names", "title"), NAMES, ids=[row[0] for row in NAMES])
def test_hard_names(typed: str, surname: str, given_names: str, title: str | None) -> None:
    outcome = persona.check(typed)
    assert (outcome.cognome, outcome.nome, outcome.titolo) == (surname, given_names, title)
    assert outcome.value == f"{given_names} {surname}"


@pytest.mark.parametrize("typed", ["-", ".", "XXX", "ND", "N.D.", "NN", "SCONOSCIUTO", "*", "ZZZ", "--", "n.d.", "???"])
def test_fillers_are_missing(typed: str) -> None:
    # name_facts.md 14.
    outcome = persona.check(typed)
    assert (outcome.value, outcome.status) == (None, "missing")


@pytest.mark.parametrize(
    "typed",
    [
        "PROVA",
        "TEST",
        "CLIENTE",
        "CLIENTE VARI",
        "CORRISPETTIVI",
        "BANCO",
        "PRIVATO",
        "ANONIMO",
        "CESSATO",
        "NON USARE",
        "VEDI ROSSI MARIO",
        "NON USARE - VEDI 12",
        "ANNULLATO",
        "DOPPIO",
    ],
)
def test_notes_are_no_names(typed: str) -> None:
    outcome = persona.check(typed)
    assert (outcome.value, outcome.issue) == (None, "name_note")


@pytest.mark.parametrize(
    "typed",
    [
        "ROSSI MARIO E BIANCHI ANNA",
        "ROSSI/BIANCHI",
        "Sigg. Rossi",
        "FAM. ROSSI",
        "Famiglia Rossi",
        "ROSSI MARIO & BIANCHI ANNA",
        "EREDI ROSSI MARIO",
        "F.LLI ROSSI",
        "Coniugi Rossi",
    ],
)
def test_several_people_are_flagged_and_not_parted(typed: str) -> None:
    outcome = persona.check(typed)
    assert outcome.issue == "name_several"
    assert outcome.value is not None
    assert outcome.nome is None


@pytest.mark.parametrize(
    ("typed", "sex"),
    [
        ("Sig. Rossi Mario", "M"),
        ("Sig.ra Rossi Anna", "F"),
        ("Dott.ssa Rossi", "F"),
        # Else the given name.
        ("Avv. Rossi Anna", "F"),
        ("Rossi Andrea", "M"),
        ("Sig.ra Rossi Andrea", "F"),
        ("Avv. Rossi", None),
    ],
)
def test_sex_of_the_title_or_the_name(typed: str, sex: str | None) -> None:
    assert persona.check(typed).sesso == sex


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        # An apostrophe at the end is an accent only where there is such a name.
        ("ROSSI MARIA'", "Maria Rossi"),
        ("Rossi Mario'", "Mario Rossi"),
        ("ROSSI' TERESA", "Teresa Rossi"),
        ("ROSSI NICOLO'", "Nicolò Rossi"),
        ("ROSSI GIOSUE'", "Giosuè Rossi"),
        ("PELLICANO' UGO", "Ugo Pellicanò"),
        ("CUTRI' ANNA", "Anna Cutrì"),
        ("TAVARNE' ANNA", "Anna Tavarnè"),
        ("'Mario Rossi'", "Mario Rossi"),
    ],
)
def test_closing_apostrophes(typed: str, value: str) -> None:
    assert persona.check(typed).value == value


def test_a_surname_left_aside_is_in_the_note() -> None:
    assert persona.check("ROSSI ANNA IN BIANCHI").nota == "in Bianchi"
    assert persona.check("ROSSI ANNA VED. BIANCHI").nota == "ved. Bianchi"
    assert persona.check("BIANCHI ANNA NATA ROSSI").nota == "in Bianchi"
    assert persona.check("ROSSI MARIO FU GIUSEPPE").nota == "fu GIUSEPPE"


@pytest.mark.parametrize(
    ("typed", "part", "issue"),
    [
        ("MARIO E ANNA", "nome", "name_several"),
        ("MARIO/ANNA", "nome", "name_several"),
        ("ROSSI2", "cognome", "name_digits"),
        ("FAM. ROSSI", "cognome", "name_several"),
    ],
)
def test_parts_in_doubt_stay_as_typed(typed: str, part: str, issue: str) -> None:
    outcome = persona.check(typed, part=part)
    assert (outcome.value, outcome.issue) == (typed, issue)


def test_acquired_surname() -> None:
    assert persona.check("ROSSI ANNA IN BIANCHI").cognome_acquisito == "Bianchi"
    assert persona.check("ROSSI ANNA VED. BIANCHI").cognome_acquisito == "Bianchi"


@pytest.mark.parametrize(
    ("typed", "part", "value"),
    [
        ("DE LUCA", "cognome", "De Luca"),
        ("MARIA GRAZIA", "nome", "Maria Grazia"),
        ("NICOLO'", "nome", "Nicolò"),
        ("Sig. ROSSI", "cognome", "Rossi"),
        ("LI CAUSI", "cognome", "Li Causi"),
        ("ROSSI BIANCHI", "cognome", "Rossi Bianchi"),
    ],
)
def test_parts_alone(typed: str, part: str, value: str) -> None:
    outcome = persona.check(typed, part=part)
    assert outcome.value == value
    assert (outcome.cognome if part == "cognome" else outcome.nome) == value


def test_order_of_a_column() -> None:
    people = ["ROSSI MARIO", "FERRARI GIUSEPPE", "COLOMBO PAOLO", "RICCI LUCA", "GRECO SALVATORE"] * 3
    turned = [" ".join(reversed(name.split())) for name in people]
    assert name_order(pl.Series(people)) > 1
    assert name_order(pl.Series(turned)) < -1
    assert name_order(pl.Series([], dtype=pl.String)) == 0
    assert persona.check("ANDREA LUCA", leaning=3.0).cognome == "Andrea"
    assert persona.check("ANDREA LUCA", leaning=-3.0).cognome == "Luca"


def test_verdict_does_not_depend_on_the_other_rows() -> None:
    names = [
        "De Luca Di Stefano",
        "Andrea Luca",
        "Gentile Serena",
        "Bruno Leone",
        "Franco De Franco",
        "a b",
        "Rosa Rosa",
        "Massimo Franco",
    ]
    crowd = [f"ROSSI MARIO {word}" for word in ("ANNA", "DE LUCA", "PAOLO", "X", "YY")] * 400
    alone = [persona.check(name) for name in names]
    found = persona.series(pl.Series(crowd + names)).struct.unnest().tail(len(names))
    assert found["value"].to_list() == [outcome.value for outcome in alone]
    assert found["certezza"].to_list() == [outcome.certezza for outcome in alone]


def test_administrators_in_either_order(real: Callable[[str], pl.DataFrame]) -> None:
    people = real("amministratori_2025.parquet").head(5000)
    surname = next(name for name in people.columns if "cognome" in name.lower())
    given = next(
        name for name in people.columns if name.lower() in ("nome", "nome_persona") or name.lower().startswith("nome")
    )
    for order in ((surname, given), (given, surname)):
        typed = people.select(pl.concat_str(*order, separator=" ")).to_series()
        found = persona.series(typed, leaning=name_order(typed)).struct.unnest()
        same = found["cognome"].str.to_uppercase().str.replace_all("[^A-Z]", "") == people[
            surname
        ].str.to_uppercase().str.replace_all("[^A-Z]", "")
        assert (same.mean() or 0) > 0.9


def _hard_names() -> list[dict[str, str]]:
    """Names as old registers and exports hold them, printed by hand by somebody who did not know the code."""
    with (Path(__file__).parent / "nomi_difficili.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


HARD = _hard_names()


@pytest.mark.parametrize("order", ["cognome_nome", "nome_cognome"])
def test_hard_names_are_printed_as_a_careful_italian_would(order: str) -> None:
    names = [case for case in HARD if case["order"] == order]
    # The leaning of a file whose names are all in this order.
    leaning = 6.0 if order == "cognome_nome" else -6.0
    found = persona.series(pl.Series([case["typed"] for case in names]), leaning=leaning).struct.unnest()
    parts = ("titolo", "cognome", "nome")
    expected = [{"typed": case["typed"], **{part: case[part] for part in parts}} for case in names]
    printed = [
        {"typed": case["typed"], **{part: row[part] or "" for part in parts}}
        for case, row in zip(names, found.iter_rows(named=True), strict=True)
    ]
    assert printed == expected
