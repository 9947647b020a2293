"""When two names are one."""

from __future__ import annotations

import polars as pl
import pytest

from italclean.pairs import company_names
from italclean.pairs import person_names as names
from italclean.pairs.levels import CLOSE, CONFLICT, PARTLY, SAME


def level(judge: object, one: str, other: str) -> int:
    found = {
        int(judge(pl.Series([a]), pl.Series([b]))[0])  # type: ignore[operator]
        for a, b in ((one, other), (other, one))
    }
    assert len(found) == 1, "the order of the two must not matter"
    return found.pop()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # A slip of the pen; what is no name is the other one mistyped, however short.
        ("GIUSEPPE", "GIUSEPE", CLOSE),
        ("ALAN", "ALNA", CLOSE),
        ("SARA", "SARQ", CLOSE),
        ("RENATO", "RENATI", CLOSE),
        # One letter apart, and two people.
        ("MARIO", "MARIA", CONFLICT),
        ("SARA", "MARA", CONFLICT),
        ("PAOLO", "PAOLA", CONFLICT),
        ("LUCIANO", "LUCIANA", CONFLICT),
        # Short forms, also two of one name, of one of several, mistyped, or in an initial.
        ("GIUSEPPE", "BEPPE", CLOSE),
        ("TOMMASO", "MASINO", CLOSE),
        ("GABRIELLA", "LELLA", CLOSE),
        ("ROBY", "BERTO", CLOSE),
        ("MICHELE", "MICHI", CLOSE),
        ("LUIGI ENZO", "GIGI", PARTLY),
        ("LUIGI", "GINNO", PARTLY),
        ("BERTO", "R", PARTLY),
        # MARI is short for MARIA, and a letter away from MARIO.
        ("MARIO", "MARI", CLOSE),
        ("DANIELE", "DANI QUINTINO", PARTLY),
        ("BEPPE", "G", PARTLY),
        ("MARIO", "M", PARTLY),
        # Short for the other, and names of their own: brothers.
        ("FRANCO", "FRANCESCO", PARTLY),
        ("SARA", "ROSARIA", PARTLY),
        ("ANNA", "ANNA RITA", PARTLY),
        # The first of two names; MARIA alone may be anybody.
        ("DANIELA TIZIANA", "DANIELA", CLOSE),
        ("RAFFAELE CRISTIAN", "RAFFAELE C", CLOSE),
        ("MARIA LUISA", "MARIA", PARTLY),
        # One of two names; others beside the same one are two people.
        ("MARIA LUISA", "LUISA", PARTLY),
        ("MARIA LUISA", "MARIA GRAZIA", CONFLICT),
        ("MARIO", "LUIGI", CONFLICT),
        ("MARIO", "G", CONFLICT),
        ("MARIO JR", "MARIO SR", CONFLICT),
    ],
)
def test_given_names(one: str, other: str, expected: int) -> None:
    assert level(names.given_names, one, other) == expected


@pytest.mark.parametrize(
    ("typed", "parted"),
    [
        ("GIANNAALESSANDRA", "GIANNA ALESSANDRA"),
        ("NICOLAENZO", "NICOLA ENZO"),
        # A name of the lists as it is, one that could be parted in two places, none that could.
        ("MARIAGRAZIA", "MARIAGRAZIA"),
        ("ALESSANDRO", "ALESSANDRO"),
        ("LINANGELA", "LINANGELA"),
        ("SUKHWINDER", "SUKHWINDER"),
        ("MARIA GRAZIA", "MARIA GRAZIA"),
    ],
)
def test_two_names_typed_as_one(typed: str, parted: str) -> None:
    assert names.apart(pl.Series([typed])).to_list() == [parted]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("ROSSI", "ROSSO", CLOSE),
        ("COLOMBO", "COLOBMO", CLOSE),
        ("ROSSI", "ROSSIBIANCHI", PARTLY),
        ("ROSSI", "BIANCHI", CONFLICT),
        ("RE", "RA", CONFLICT),
    ],
)
def test_surnames(one: str, other: str, expected: int) -> None:
    assert level(names.surnames, one, other) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("ALFA BETA", "ALFABETA", SAME),
        ("MAGLIE MECCANICA", "MAGLIE MECC", CLOSE),
        ("STUDIO MARAZZI", "ST MARAZZI", CLOSE),
        # What is cut off ends in a consonant; numbers are never slips.
        ("BRAMBILLA AUTO", "BRAMBILLA AUTOTRASPORTI", PARTLY),
        ("CONDOMINIO VIA ROMA 12", "CONDOMINIO VIA ROMA 14", CONFLICT),
        ("BETA 1", "BETA 2", CONFLICT),
        # Shortened and in another order; shortened, and a word less.
        ("VIDONI SERV", "SERVIZI VIDONI", PARTLY),
        ("RIST DA SERAFINO", "RISTORANTE DA SERAFINO OLIBONA", PARTLY),
        ("ALFA IMPIANTI ROMA", "ALFA IMMOBILIARE ROMA", CONFLICT),
        ("BAR ROMA ROSSI", "BAR SPORT ROSSI", CONFLICT),
        ("MAGLIE MECCANICA", "MECCANICA MAGLIE", CLOSE),
        ("CANILETTI INFISSI", "CANIETTI INFISSI", CLOSE),
        ("BAR SPORT", "BAR CENTRALE", CONFLICT),
        ("ROSSI COSTRUZIONI", "BIANCHI COSTRUZIONI", CONFLICT),
    ],
)
def test_companies(one: str, other: str, expected: int) -> None:
    assert level(company_names.companies, one, other) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # One name parted in two ways, a short form, an initial, a slip.
        ("FALCONI CHECCO FEDERICO", "FALCONI FRANCESCO", True),
        ("BERNARDINO VALERIO M", "MAURO BERNARDINO VALERIO", True),
        ("GOZZI FEDE BARBARA", "GOZZII FEDERICA B", True),
        ("DE LUCA ROSSI ANNA", "ROSSI ANNA", True),
        # One word in common is not enough, nor one met twice.
        ("ROSSI MARIO LUIGI", "ROSSI ANNA", False),
        ("ROSSI MARIO LUIGI", "ROSSI ROSSI", False),
        ("ROSSI M L", "R MARIO ANNA", False),
    ],
)
def test_whole_names(one: str, other: str, expected: bool) -> None:
    for a, b in ((one, other), (other, one)):
        assert bool(names.persons(pl.Series([a]), pl.Series([b]))[0]) is expected


def test_two_slips_of_one_name() -> None:
    assert level(names.given_names, "ROBWRTO", "ROBRETO") == PARTLY
    # Two names that people bear are two.
    assert level(names.given_names, "ROBERTO", "ALBERTO") == CONFLICT
    assert level(names.given_names, "MARCO", "MARIO") == CONFLICT


def test_abbreviated_and_mistyped_firms() -> None:
    assert level(company_names.companies, "MEDITERRAEA IMM", "MEDITERRANEA IMMOBILIARE") == CLOSE
    assert level(company_names.companies, "VSR IMM", "VSR IMMOBILIARE") == CLOSE


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("ISTITUTO DIRITTO ROMANO FACOLTA GIURISPRUDENZA", "ISTITUTO DIRITTO PUBBLICO FACOLTA GIURISPRUDENZA", False),
        ("BIBLIOTECA BURANO", "BIBLIOTECA MURANO", False),
        ("CONDOMINIO TIGLI SCALA A", "CONDOMINIO TIGLI SCALA B", False),
        ("SCUOLA PRIMARIA GIUSEPPE VERDI", "SCUOLA PRIMARIA GIUSEPPE MAZZINI", False),
        ("FARMACIA SAN MARCO", "FARMACIA SAN MARTINO", False),
        ("TERMOIDRAULICA ROSSI", "TERMOIDRAULICA RUSSO", False),
        # The same words mistyped, shortened, in another order, or without the least of them.
        ("TERMOIDRAULICA ROSSI", "TERMOIDRAULCIA ROSSI", True),
        ("CERCASA DISTRIBUZIONE", "CERCASA DSTR", True),
        ("ECO SERVICES", "ECOSERVICE", True),
        ("COOPERATIVA SOCIALE IL GIRASOLE", "COOPERATIVA SOCIALE GIRASOLE", True),
        ("VIVAIO ROMA GENTILI GIUSEPPE", "VIVAIO ROMA GENTILI GIUSEPEP", True),
    ],
)
def test_a_word_of_its_own_tells_a_firm(one: str, other: str, alike: bool) -> None:
    assert (level(company_names.companies, one, other) != CONFLICT) is alike
