"""The consents of a row: what several columns of one purpose say together, and the evidence."""

from __future__ import annotations

import itertools

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import italclean as ic
from tests.consent.obvious import Said, weighed
from tests.rows.rows import Row, cleaned, issue_of, one

NAMED: Row = {"Nominativo": "ROSSI MARIO"}


def test_date_and_origin_typed_beside_a_consent_are_kept() -> None:
    found = one(NAMED | {"Consenso marketing": "SI 12/05/2018 (web)"})
    assert (found["consenso_marketing"], found["data_consenso"], found["fonte_consenso"]) == ("si", "2018-05-12", "web")


def test_a_date_of_its_own_column_stays() -> None:
    row = NAMED | {"Consenso marketing": "SI 12/05/2018", "Data consenso": "01/02/2020"}
    assert one(row)["data_consenso"] == "2020-02-01"


def test_every_purpose_has_its_date() -> None:
    row = NAMED | {
        "Consenso marketing": "SI",
        "Data consenso": "01/02/2020",
        "Consenso SMS": "NO",
        "Data consenso SMS": "03/04/2021",
        "Consenso fidelity": "SI",
        "Consenso IP": "127.0.0.1",
        "Fonte consenso": "fiera",
    }
    found = one(row)
    assert found["consenso_sms"] == "no"
    assert found["data_consenso_sms"] == "2021-04-03"
    assert (found["consenso_fidelity"], found["fonte_consenso"], found["Consenso IP"]) == ("si", "fiera", "127.0.0.1")
    assert cleaned([row]).plan.as_dict()


def test_consent_to_the_processing_is_no_consent_to_marketing() -> None:
    found = one(NAMED | {"Privacy": "S", "Consenso marketing": "N"})
    assert (found["consenso_privacy"], found["consenso_marketing"]) == ("si", "no")
    assert one(NAMED | {"Privacy": "S"}).get("consenso_marketing") is None


def test_the_refusal_of_two_columns_of_one_purpose_stands() -> None:
    found = one(NAMED | {"Consenso marketing": "SI", "Newsletter": "REVOCATO"})
    assert (found["consenso_marketing"], found["consenso_marketing_2"]) == ("revocato", "revocato")


@pytest.mark.parametrize("order", list(itertools.permutations(["si", "si", "no"])))
def test_three_columns_of_one_purpose(order: tuple[str, ...]) -> None:
    headers = ("Consenso marketing", "Consenso mkt", "Newsletter")
    found = one(NAMED | dict(zip(headers, order, strict=True)))
    for name in ("consenso_marketing", "consenso_marketing_2", "consenso_marketing_3"):
        assert found[name] == "no"


@pytest.mark.parametrize(
    ("row", "answer", "date"),
    [
        # A yes below a header that says no is a refusal, a no is no consent.
        ({"Opt-out": "X"}, "revocato", None),
        ({"Opt-out": "0"}, None, None),
        ({"Opt-out": ""}, None, None),
        ({"Opt-out": "01/06/2022"}, "revocato", "2022-06-01"),
        ({"Disiscritto": "true", "Consenso marketing": "si"}, "revocato", None),
        ({"Disiscritto": "false", "Consenso marketing": "si"}, "si", None),
        ({"Disiscritto": "boh", "Consenso marketing": "si"}, None, None),
        ({"Disiscritto": "t", "Consenso marketing": "si", "Data consenso": "01/02/2020"}, "revocato", None),
        # The date of a withdrawal.
        ({"Data revoca": "01/06/2022", "Consenso marketing": "si"}, "revocato", "2022-06-01"),
        (
            {"Data revoca": "01/06/2022", "Consenso marketing": "si", "Data consenso": "1/1/2020"},
            "revocato",
            "2022-06-01",
        ),
        ({"Data revoca": "01/06/2022", "Consenso marketing": "si", "Data consenso": "1/1/2024"}, "si", "2024-01-01"),
        ({"Data revoca": "01/06/2022", "Consenso marketing": "no"}, "revocato", "2022-06-01"),
        (
            {"Data revoca": "01/06/2022", "Consenso marketing": "no", "Data consenso": "1/1/2020"},
            "revocato",
            "2022-06-01",
        ),
        ({"Data revoca": "x", "Consenso marketing": "si", "Data consenso": "1/1/2024"}, "revocato", None),
        ({"Data revoca": "", "Consenso marketing": "si", "Data consenso": "1/1/2024"}, "si", "2024-01-01"),
        ({"Data revoca": "01/06/2022", "Opt-out": "S", "Consenso marketing": "si"}, "revocato", "2022-06-01"),
        ({"Opt-out": "01/06/2022", "Consenso marketing": "si", "Data consenso": "1/1/2024"}, "si", "2024-01-01"),
        # The date in the cell is that of the refusal, whatever the date of the consent.
        ({"Consenso marketing": "revocato il 01/06/2022", "Data consenso": "1/1/2018"}, "revocato", "2022-06-01"),
        # One date beside a yes and a no is nobody's.
        ({"Consenso marketing": "si", "Newsletter": "no", "Data consenso": "1/1/2024"}, "no", None),
        ({"Consenso marketing": "si", "Newsletter": "no 1/1/2022", "Data consenso": "1/1/2024"}, "no", "2022-01-01"),
        ({"Consenso marketing": "si 1/1/2024", "Newsletter": "no 1/1/2022"}, "si", "2024-01-01"),
        ({"Consenso marketing": "no 1/1/2022", "Newsletter": "si 1/1/2024"}, "si", "2024-01-01"),
        ({"Consenso marketing": "no 1/1/2024", "Newsletter": "si 1/1/2022"}, "no", "2024-01-01"),
        # What is missing in one column is said in the other; what cannot be read lets no yes stand.
        ({"Consenso marketing": "", "Newsletter": "no"}, "no", None),
        ({"Consenso marketing": "", "Newsletter": "si"}, "si", None),
        ({"Consenso marketing": "si", "Newsletter": "non so"}, None, None),
        ({"Consenso marketing": "no", "Newsletter": "non so"}, "no", None),
        ({"Consenso marketing": "non so", "Newsletter": "si"}, None, None),
    ],
)
def test_what_the_columns_say_together(row: Row, answer: str | None, date: str | None) -> None:
    for order in (list(row.items()), list(row.items())[::-1]):
        found = one(NAMED | dict(order))
        assert found.get("consenso_marketing") == answer
        assert found.get("data_consenso") == date


@pytest.mark.parametrize(
    ("row", "consents"),
    [
        # An opposition to a channel refuses that channel; one to marketing refuses all.
        ({"HasOptedOutOfEmail": "true", "Consenso marketing": "si"}, {"email": "revocato", "marketing": "si"}),
        (
            {"Opposizione": "si", "Consenso email": "si", "Consenso sms": "si", "Privacy": "si"},
            {"marketing": "revocato", "email": "revocato", "sms": "revocato", "privacy": "si"},
        ),
        (
            {"Opposizione": "1/1/2020", "Consenso email": "si", "Data consenso email": "1/1/2022"},
            {"marketing": "revocato", "email": "si"},
        ),
        ({"Opt-out email e SMS": "1", "Consenso email": "si"}, {"email_sms": "revocato", "email": "revocato"}),
        ({"RPO": "iscritto", "Consenso telefono": "si"}, {"telefono": "revocato"}),
        ({"Data revoca": "1/1/2022", "Consenso fidelity": "si"}, {"fidelity": "revocato"}),
        (
            {"Data revoca sms": "1/1/2022", "Consenso sms": "si", "Consenso email": "si"},
            {"sms": "revocato", "email": "si"},
        ),
    ],
)
def test_an_opposition_refuses_its_channel(row: Row, consents: dict[str, str]) -> None:
    found = one(NAMED | row)
    for purpose, said in consents.items():
        assert found[f"consenso_{purpose}"] == said, purpose
    assert not [name for name in found if name.startswith(("opposizione", "data_revoca"))]


def test_oppositions_are_evidence_in_the_log() -> None:
    row = NAMED | {"Opt-out": "X", "Consenso marketing": "si"}
    assert issue_of(row, "opposizione") == ("consent_opposed", "fixed")
    assert issue_of(row, "consenso_marketing") == ("consent_conflict", "suspect")
    assert issue_of(NAMED | {"Opt-out": "no"}, "opposizione") == ("consent_not_opposed", "missing")
    assert issue_of(NAMED | {"Data revoca": "1/1/2022"}, "data_revoca") == ("consent_revoked", "fixed")
    later = NAMED | {"Opt-out": "1/1/2022", "Consenso marketing": "si", "Data consenso": "1/1/2023"}
    assert issue_of(later, "opposizione") == ("consent_overruled", "fixed")


def test_a_date_that_purposes_share_is_each_ones_own() -> None:
    row = {"Consenso marketing": "si", "Consenso sms": "no", "Opt-out SMS": "X", "Data consenso": "1/1/2024"}
    found = one(NAMED | row)
    assert (found["consenso_marketing"], found["data_consenso"]) == ("si", "2024-01-01")
    # Undated: not with the date of the other purpose.
    assert (found["consenso_sms"], found["data_consenso_sms"]) == ("revocato", None)


COLUMNS = {
    "Consenso marketing": ["", "si", "no", "si 1/1/2021", "revocato il 01/06/2022", "boh"],
    "Newsletter": ["", "si", "no 1/3/2020", "si 1/1/2023", "boh"],
    "Consenso mkt": ["", "si", "no"],
    "Data consenso": ["", "01/01/2020", "01/01/2024", "01/01/2999"],
    "Opt-out": ["", "0", "X", "01/05/2021"],
    "Data revoca": ["", "01/07/2022"],
}
READ = {
    "si": Said("si"),
    "no": Said("no"),
    "boh": Said("?"),
    "X": Said("revocato"),
    "01/05/2021": Said("revocato", "2021-05-01"),
    "01/07/2022": Said("revocato", "2022-07-01"),
    "si 1/1/2021": Said("si", "2021-01-01"),
    "si 1/1/2023": Said("si", "2023-01-01"),
    "no 1/3/2020": Said("no", "2020-03-01"),
    "revocato il 01/06/2022": Said("revocato", "2022-06-01"),
}
ISO = {"01/01/2020": "2020-01-01", "01/01/2024": "2024-01-01", "01/01/2999": "2999-01-01", "01/07/2022": "2022-07-01"}


def statements(row: Row, addresses: frozenset[str] = frozenset()) -> list[Said]:
    """What each cell of a row says, by the obvious reading."""
    consents = [READ[row[name] or ""] for name in ("Consenso marketing", "Newsletter", "Consenso mkt") if row.get(name)]
    alike = len({one.what == "si" for one in consents}) < 2
    shared = ISO.get(row.get("Data consenso") or "") if alike else None
    revoked = ISO.get(row.get("Data revoca") or "")
    found = []
    for said in consents:
        when = shared or said.when if said.what == "si" else said.when or revoked or shared
        found.append(Said(said.what, when, addresses))
    if row.get("Data revoca"):
        found.append(Said("revocato", revoked, addresses))
    if (opposed := row.get("Opt-out")) and opposed != "0":
        found.append(Said("revocato", READ[opposed].when or revoked, addresses))
    return found


ROW = st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in COLUMNS.items()})


@settings(max_examples=20)
@given(st.lists(ROW, min_size=1, max_size=12), st.permutations(list(COLUMNS)))
def test_rows_against_the_obvious_rule(rows: list[Row], order: list[str]) -> None:
    """Columns in every order, with every mixture of answers and dates."""
    typed = pl.DataFrame([{"Nominativo": "ROSSI MARIO", **{name: row[name] for name in order}} for row in rows])
    found = ic.clean(typed).cleaned
    for row, said in zip(rows, found.iter_rows(named=True), strict=True):
        wanted = weighed(statements(row))
        assert said.get("consenso_marketing") == (None if wanted is None or wanted.what == "?" else wanted.what), row
        if wanted is not None and wanted.what != "?":
            assert [said[f"consenso_marketing_{copy}"] for copy in (2, 3)].count("si") == 0 or wanted.what == "si"
            when = said.get("data_consenso")
            assert wanted.when == (None if when == "2999-01-01" else when), row


@settings(max_examples=8)
@given(st.lists(ROW, min_size=1, max_size=8))
def test_cleaning_what_was_cleaned_changes_no_consent(rows: list[Row]) -> None:
    once = ic.clean(pl.DataFrame([{"Nominativo": "ROSSI MARIO", **row} for row in rows])).cleaned
    names = [name for name in once.columns if name.startswith(("consenso_", "data_consenso", "contattabile_"))]
    again = ic.clean(once.drop("source", "row", "source_id")).cleaned
    assert again.select(names).equals(once.select(names))


WHOLE: Row = {
    "Nominativo": "GALLI PIETRO",
    "Email": "u@libero.it",
    "Telefono": "090 771132",
    "Indirizzo": "Via Po 5",
    "CAP": "00198",
    "Comune": "Roma",
    "Consenso marketing": "SI",
}


@pytest.mark.parametrize(
    ("cells", "answers"),
    [
        ({}, "si si si"),
        ({"Indirizzo": "Via Po 5 - NO POSTA"}, "si si no"),
        ({"Indirizzo": "Via Po 5 (deceduto)"}, "no no no"),
        ({"Indirizzo": "SCONOSCIUTO ALL'INDIRIZZO"}, "si si da_verificare"),
        ({"Indirizzo": "Via dei Morti 5"}, "si si si"),
        ({"Email": "u@libero.it revocato"}, "da_verificare si si"),
        ({"Telefono": "090 771132 disdetto"}, "si da_verificare si"),
        ({"Nominativo": "EREDI DI GALLI PIETRO"}, "da_verificare da_verificare da_verificare"),
        ({"Note": "OK SOLO EMAIL"}, "si da_verificare da_verificare"),
        ({"Note": "chiamare dopo le 5"}, "si si si"),
    ],
)
def test_what_stands_beside_any_value_counts_and_is_kept(cells: Row, answers: str) -> None:
    once = cleaned([WHOLE | cells]).cleaned
    again = ic.clean(once.drop("source", "row", "source_id")).cleaned
    for found in (once, again):
        assert " ".join(found[f"contattabile_{means}"][0] for means in ("email", "telefono", "posta")) == answers


@pytest.mark.parametrize("header", ["Privacy 2", "Consenso 2", "Flag consenso 3", "GDPR 1"])
def test_a_no_of_a_numbered_consent_leaves_a_yes_open(header: str) -> None:
    found = one(NAMED | {"Email": "a@libero.it", "Consenso marketing": "si", header: "no"})
    assert (found["contattabile_email"], found["contattabile_email_motivo"]) == ("da_verificare", "forse_rifiuto")
