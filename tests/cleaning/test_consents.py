"""The evidence of consents."""

from __future__ import annotations

from tests.cleaning.rows import Row, cleaned, one

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
