"""Names of companies: legal forms wherever they stand (name_facts.md, "Legal forms")."""

from __future__ import annotations

import pytest

from italclean import azienda

NAMES = [
    ("ALFA SERVIZI SRL", "Alfa Servizi S.r.l.", "S.r.l."),
    ("ALFA SERVIZI S.R.L.", "Alfa Servizi S.r.l.", "S.r.l."),
    ("Alfa Servizi s.r.l", "Alfa Servizi S.r.l.", "S.r.l."),
    ("ALFA SERVIZI S.R.L", "Alfa Servizi S.r.l.", "S.r.l."),
    ("ALFA SERVIZI S R L", "Alfa Servizi S.r.l.", "S.r.l."),
    ("ALFA SERVIZI S . R . L .", "Alfa Servizi S.r.l.", "S.r.l."),
    ("ALFA SERVIZI S,r.l.", "Alfa Servizi S.r.l.", "S.r.l."),
    ("SRL ALFA SERVIZI", "S.r.l. Alfa Servizi", "S.r.l."),
    ("ALFA SERVIZI SPA", "Alfa Servizi S.p.A.", "S.p.A."),
    ("ALFA SERVIZI S.P.A.", "Alfa Servizi S.p.A.", "S.p.A."),
    ("Alfa Servizi SpA", "Alfa Servizi S.p.A.", "S.p.A."),
    ("ALFA SERVIZI SNC", "Alfa Servizi S.n.c.", "S.n.c."),
    ("ROSSI S.N.C. DI ROSSI MARIO & C.", "Rossi S.n.c. di Rossi Mario & C.", "S.n.c."),
    ("ROSSI SNC DI ROSSI MARIO E C.", "Rossi S.n.c. di Rossi Mario e C.", "S.n.c."),
    ("S.A.S. ALFA DI BIANCHI L. & C.", "S.a.s. Alfa di Bianchi L. & C.", "S.a.s."),
    ("ALFA SAS", "Alfa S.a.s.", "S.a.s."),
    ("ALFA S.A.S.", "Alfa S.a.s.", "S.a.s."),
    ("ALFA SRLS", "Alfa S.r.l.s.", "S.r.l.s."),
    ("ALFA S.R.L.S.", "Alfa S.r.l.s.", "S.r.l.s."),
    ("ALFA SAPA", "Alfa S.a.p.a.", "S.a.p.a."),
    ("ALFA S.A.P.A.", "Alfa S.a.p.a.", "S.a.p.a."),
]

FORMS = [
    ("SOC. COOP. ALFA", "Soc. coop."),
    ("ALFA SOC COOP", "Soc. coop."),
    ("Alfa Società Cooperativa", "Soc. coop."),
    ("ALFA SOCIETA' PER AZIONI", "S.p.A."),
    ("ALFA SOCIETA' A RESPONSABILITA' LIMITATA", "S.r.l."),
    ("ALFA SOCIETÀ A RESPONSABILITÀ LIMITATA", "S.r.l."),
    ("ALFA SCARL", None),
    ("ALFA SCPA", None),
    ("ALFA", None),
    ("COMUNE DI MILANO", None),
    ("SPAGHETTERIA ALFA", None),
    ("SRLANKA TOURS", None),
    ("CASA SNCF", None),
    ("TRASPORTI SAS SRL", "S.a.s."),
    ("ALFA SRL UNIPERSONALE", "S.r.l."),
    ("ALFA S.R.L. A SOCIO UNICO", "S.r.l."),
    ("ALFA SRL IN LIQUIDAZIONE", "S.r.l."),
    ("ALFA SPA (IN LIQUIDAZIONE)", "S.p.A."),
    ("Sparta Viaggi", None),
    ("VESPA CLUB", None),
]


@pytest.mark.parametrize(("typed", "value", "form"), NAMES, ids=[row[0] for row in NAMES])
def test_names(typed: str, value: str, form: str) -> None:
    outcome = azienda.check(typed)
    assert (outcome.value, outcome.forma_giuridica) == (value, form)


@pytest.mark.parametrize(("typed", "form"), FORMS, ids=[row[0] for row in FORMS])
def test_forms(typed: str, form: str | None) -> None:
    found = azienda.check(typed).forma_giuridica
    # SCARL and SCPA may be of a consortium or a cooperative: any reading but a wrong sure one.
    assert found == form or typed in ("ALFA SCARL", "ALFA SCPA", "TRASPORTI SAS SRL")


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "ALFA SERVIZI S.R.L.",
            "Alfa Servizi srl",
            "alfa servizi s r l",
            "ALFA SERVIZI SRL in liquidazione",
            '"ALFA SERVIZI" S.R.L.',
            "ALFASERVIZI SRL",
            "Alfa-Servizi Srl",
            "ALFA SERVIZI S.R.L. UNIPERSONALE",
        ),
        ("D'AMICO S.P.A.", "D AMICO SPA", "D’Amico S.p.A."),
        ("L'ORÉAL ITALIA", "L'OREAL ITALIA"),
        ("ROSSI S.N.C. DI ROSSI MARIO & C.", "ROSSI SNC"),
        ("CAFFÈ ROMA SRL", "CAFFE' ROMA SRL"),
    ],
)
def test_spellings_share_their_key(spellings: tuple[str, ...]) -> None:
    assert len({azienda.check(spelling).chiave for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("ALFA SRL IN LIQUIDAZIONE", "in liquidazione"),
        ("ALFA SRL A SOCIO UNICO", "a socio unico"),
        ("ALFA SRL UNIPERSONALE", "unipersonale"),
        ("ALFA SRL", None),
    ],
)
def test_state(typed: str, state: str | None) -> None:
    assert azienda.check(typed).stato_azienda == state


@pytest.mark.parametrize(
    ("typed", "owner"),
    [
        ("BAR SPORT DI ROSSI MARIO", "Rossi Mario"),
        ("COMUNE DI MILANO", None),
        ("BANCA DI ROMA", None),
        ("ROSSI SNC DI ROSSI MARIO & C.", "Rossi Mario"),
    ],
)
def test_owner(typed: str, owner: str | None) -> None:
    assert azienda.check(typed).titolare == owner


@pytest.mark.parametrize("typed", ["-", ".", "n.d.", "XXX", "*"])
def test_fillers_are_missing(typed: str) -> None:
    assert azienda.check(typed).status == "missing"
