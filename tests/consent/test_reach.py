"""Whom one may contact, and why."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from italclean.consent import of_contact
from italclean.consent.note_patterns import Mark
from italclean.consent.reach import Known, means_of, tell_reach

Row = dict[str, str | None]
MAIL: Row = {"email": "a@x.it"}
ALL: Row = {"email": "a@x.it", "telefono": "+390612345678", "indirizzo": "Via Po", "comune": "Roma"}


def reach(row: Row, known: Known | None = None) -> dict[str, tuple[str, str]]:
    told = tell_reach(pl.DataFrame([row], schema=dict.fromkeys(row, pl.String)), known)
    return {
        name.removeprefix("contattabile_"): (told[name][0], told[f"{name}_motivo"][0])
        for name in told
        if not name.endswith("_motivo")
    }


@pytest.mark.parametrize(
    ("row", "means", "answer"),
    [
        (MAIL, "email", ("da_verificare", "consenso_mancante")),
        (MAIL | {"consenso_email": "si"}, "email", ("si", "consenso_email")),
        (MAIL | {"consenso_marketing": "si"}, "email", ("si", "consenso_marketing")),
        (MAIL | {"consenso_privacy": "si"}, "email", ("da_verificare", "consenso_mancante")),
        (MAIL | {"consenso_privacy": "no", "consenso_email": "si"}, "email", ("no", "rifiuto_privacy")),
        (MAIL | {"consenso_privacy2": "no", "consenso_email": "si"}, "email", ("da_verificare", "forse_rifiuto")),
        (MAIL | {"consenso_marketing": "no"}, "email", ("no", "rifiuto_marketing")),
        (MAIL | {"consenso_marketing": "si", "consenso_email": "revocato"}, "email", ("no", "rifiuto_email")),
        # A general refusal is undone by a later consent to the channel alone.
        (MAIL | {"consenso_marketing": "no", "consenso_email": "si"}, "email", ("no", "rifiuto_marketing")),
        (
            MAIL
            | {
                "consenso_marketing": "no",
                "data_consenso": "2020-01-01",
                "consenso_email": "si",
                "data_consenso_email": "2022-01-01",
            },
            "email",
            ("si", "consenso_email"),
        ),
        (
            MAIL | {"consenso_marketing": "no", "data_consenso": "2022-01-01", "consenso_email": "si"},
            "email",
            ("no", "rifiuto_marketing"),
        ),
        # A refusal of one channel is none of another, but a number takes messages as well as calls.
        (ALL | {"consenso_email": "no", "consenso_marketing": "si"}, "telefono", ("si", "consenso_marketing")),
        (ALL | {"consenso_telefono": "no", "consenso_marketing": "si"}, "email", ("si", "consenso_marketing")),
        (ALL | {"consenso_telefono": "no", "consenso_marketing": "si"}, "telefono", ("no", "rifiuto_telefono")),
        (ALL | {"consenso_sms": "si"}, "telefono", ("si", "consenso_sms")),
        (ALL | {"consenso_sms": "no"}, "telefono", ("no", "rifiuto_sms")),
        (ALL | {"consenso_sms": "no", "consenso_telefono": "si"}, "telefono", ("da_verificare", "rifiuto_sms")),
        (ALL | {"consenso_email_sms": "no", "consenso_marketing": "si"}, "email", ("no", "rifiuto_email_sms")),
        (ALL | {"consenso_posta": "si"}, "posta", ("si", "consenso_posta")),
        (ALL | {"consenso_fax": "no", "consenso_marketing": "si"}, "posta", ("si", "consenso_marketing")),
        # The address.
        ({"email": None, "consenso_email": "si"}, "email", ("no", "manca_email")),
        (
            {"telefono": None, "cellulare": "+393331234567", "consenso_marketing": "si"},
            "telefono",
            ("si", "consenso_marketing"),
        ),
        (
            {"indirizzo": "Via Po", "comune": None, "cap": None, "consenso_posta": "si"},
            "posta",
            ("da_verificare", "indirizzo_incompleto"),
        ),
        (MAIL | {"email_stato": "sospesa", "consenso_email": "si"}, "email", ("da_verificare", "email_sospesa")),
        (MAIL | {"email_stato": "chiusa", "consenso_email": "si"}, "email", ("no", "email_chiusa")),
        (MAIL | {"email_stato": "pec", "consenso_email": "si"}, "email", ("da_verificare", "email_pec")),
        (MAIL | {"email_stato": "storica", "consenso_email": "si"}, "email", ("si", "consenso_email")),
        (
            MAIL | {"email_stato": "chiusa", "email_2": "b@x.it", "consenso_email": "si"},
            "email",
            ("si", "consenso_email"),
        ),
        (
            MAIL | {"email_stato": "chiusa", "email_2": "b@x.it", "email_2_stato": "chiusa", "consenso_email": "si"},
            "email",
            ("no", "email_chiusa"),
        ),
        ({"email": "rotta", "consenso_email": "si"}, "email", ("no", "email_non_valida")),
        # A refusal comes before the address.
        ({"email": None, "consenso_email": "no"}, "email", ("no", "rifiuto_email")),
    ],
)
def test_answers(row: Row, means: str, answer: tuple[str, str]) -> None:
    assert reach(row)[means] == answer


@pytest.mark.parametrize(
    ("mark", "answers"),
    [
        (Mark.DECEASED, {"email": "deceduto", "telefono": "deceduto", "posta": "deceduto"}),
        (Mark.CEASED, {"email": "cessata", "telefono": "cessata", "posta": "cessata"}),
        (Mark.NO_CONTACT, dict.fromkeys(("email", "telefono", "posta"), "nota_non_contattare")),
        (Mark.NO_CALL, {"email": "consenso_marketing", "telefono": "nota_non_chiamare", "posta": "consenso_marketing"}),
        (
            Mark.NO_EMAIL,
            {"email": "nota_non_scrivere", "telefono": "consenso_marketing", "posta": "consenso_marketing"},
        ),
        (Mark.NO_POST, {"email": "consenso_marketing", "telefono": "consenso_marketing", "posta": "nota_non_spedire"}),
        (Mark.READ, dict.fromkeys(("email", "telefono", "posta"), "nota_da_leggere")),
        (Mark.READ_CALL, {"email": "consenso_marketing", "telefono": "nota_da_leggere", "posta": "consenso_marketing"}),
        (
            Mark.READ_EMAIL,
            {"email": "nota_da_leggere", "telefono": "consenso_marketing", "posta": "consenso_marketing"},
        ),
        (Mark.READ_POST, {"email": "consenso_marketing", "telefono": "consenso_marketing", "posta": "nota_da_leggere"}),
        (
            Mark.EMAIL_ONLY,
            {"email": "consenso_marketing", "telefono": "consenso_solo_email", "posta": "consenso_solo_email"},
        ),
        (Mark.MAYBE_REFUSED, dict.fromkeys(("email", "telefono", "posta"), "forse_rifiuto")),
    ],
)
def test_notes_beside_a_yes(mark: Mark, answers: dict[str, str]) -> None:
    found = reach(ALL | {"consenso_marketing": "si"}, Known(marks=pl.Series([int(mark)], dtype=pl.UInt16)))
    assert {means: reason for means, (_, reason) in found.items()} == answers
    open_ones = {"nota_da_leggere", "consenso_solo_email", "forse_rifiuto"}
    for answer, reason in found.values():
        assert answer == ("si" if reason.startswith("consenso_m") else "da_verificare" if reason in open_ones else "no")


def test_what_was_not_read_and_what_is_doubted() -> None:
    row = ALL | {"consenso_marketing": None}
    unread = Known(unread={"marketing": pl.Series([True])})
    assert reach(row, unread)["email"] == ("da_verificare", "consenso_illeggibile")
    doubted = Known(doubtful=pl.Series(["+390612345678"]))
    assert reach(ALL | {"consenso_telefono": "si"}, doubted)["telefono"] == ("da_verificare", "recapito_dubbio")
    assert reach(ALL | {"consenso_telefono": "si", "cellulare": "+393331234567"}, doubted)["telefono"][0] == "si"


def test_only_what_the_list_has() -> None:
    assert [means.name for means in means_of(["email_2", "cognome"])] == ["email"]
    assert [means.name for means in means_of(["indirizzo", "cellulare"])] == ["telefono", "posta"]
    assert [means.name for means in means_of(["consenso_sms", "pec"])] == ["telefono"]
    assert means_of(["cognome", "consenso_marketing", "comune", "fax"]) == []


def test_the_consent_of_a_contact() -> None:
    rows = pl.DataFrame(
        {
            "email": ["a@x.it", "b@x.it", "c@x.it", None],
            "cellulare": ["+393331234567"] * 4,
            "consenso_marketing": ["si", "revocato", None, "si"],
            "consenso_sms": ["no", None, None, None],
            "consenso_telefono": [None, None, "si", None],
        }
    )
    assert of_contact(rows, "email").to_list() == ["si", "revocato", None, None]
    # Who refuses messages refuses them on the mobile.
    assert of_contact(rows, "cellulare").to_list() == ["no", "revocato", "si", "si"]
    assert of_contact(rows.rename({"cellulare": "telefono_2"}), "telefono_2").to_list() == [
        "si",
        "revocato",
        "si",
        "si",
    ]
    assert of_contact(rows, "email_2").to_list() == [None] * 4
    assert of_contact(rows.select("email"), "email").to_list() == [None] * 4


SAID = st.sampled_from([None, "si", "no", "revocato"])
WHEN = st.sampled_from([None, "2020-01-01", "2021-01-01"])


def obvious(row: Row) -> str:
    """What may be said of the mailbox of a row, consent by consent."""
    general, own = row["consenso_marketing"], row["consenso_email"]
    later = own == "si" and (row["data_consenso_email"] or "") > (row["data_consenso"] or "9")
    if own in ("no", "revocato") or (general in ("no", "revocato") and not later) or row["email"] is None:
        return "no"
    return "si" if "si" in (general, own) else "da_verificare"


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "email": st.sampled_from([None, "a@x.it"]),
                "consenso_marketing": SAID,
                "data_consenso": WHEN,
                "consenso_email": SAID,
                "data_consenso_email": WHEN,
            }
        ),
        min_size=1,
        max_size=20,
    )
)
def test_the_answer_is_the_obvious_one(rows: list[Row]) -> None:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))
    told = tell_reach(frame)["contattabile_email"].to_list()
    assert told == [obvious(row) for row in rows]
    # A row's own consent is never looser.
    own = of_contact(frame, "email").to_list()
    assert [answer == "si" for answer in own] == [answer == "si" for answer in told]
