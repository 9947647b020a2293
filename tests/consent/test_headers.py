"""What lists call their consents."""

from __future__ import annotations

import polars as pl
import pytest

import italclean as ic
from italclean.consent.headers import (
    header_words,
    looks_like_consent,
    looks_like_no,
    numbered_role,
    role_of_header,
    says_no,
    smells_of_consent,
    tells_subscriptions,
)
from tests.fields.test_plan import NAMES, planned, roles

FLAGS = ["si", "no"]

# Field names of Salesforce, Dataverse, HubSpot, Marketo, Mailchimp, Brevo and Business Central, and Italian usage.
OPPOSITIONS = {
    "opposizione": "Opt-out|Opt out|optout|unsubscribed|Unsubscribe|isUnsubscribed|Disiscritto|DISISCRITTA|"
    "non contattare|"
    "NonContattare|No marketing|NO_MARKETING|Opposizione|Opposizione marketing|Revoca|Revocato|Negato|Consenso negato|"
    "Consenso revocato|blacklist|Black list|msdyn_gdproptout|doNotContact|Do Not Contact|donotsendmm|"
    "Exclude from Segment|"
    "Privacy Blocked|No newsletter|Disiscritto newsletter|Non consente marketing|Senza consenso|No pubblicità|Rifiuto|"
    "do_not_mail|Nega consenso|Consenso non prestato|Consenso non dato|Consenso non concesso|Consenso non rilasciato|"
    "Consenso mai dato|Consenso assente|Consenso scaduto|Consenso annullato|Ritiro consenso|Privacy non firmata|"
    "Autorizzazione non concessa|Dissenso|Blocco invii|Bloccato marketing|marketing_block|Marketing blocked|"
    "Contatto vietato|Divieto di contatto|Divieto marketing|Vietato contattare|Marketing vietato|Rimosso da newsletter|"
    "Rimosso dalle liste|Removed from list|Tolto dal marketing|Uscito dalla newsletter|Elimina da newsletter|"
    "Rinuncia newsletter|Disdetta newsletter|Recesso newsletter|Non iscritto newsletter|Newsletter NO|Marketing: no|"
    "Newsletter disattivata|Lista nera|Niente pubblicità|Senza pubblicità|Contrario al marketing|Contrari al marketing|"
    "Sospendi invii|Invii sospesi|Cessata autorizzazione|GDPR: cancellato|Spam complaint|Richiesta oblio|"
    "Diritto all'oblio|Privacy revocata|Opposizione art.21|Cancellato dalla newsletter|Cancellati newsletter|DNC|"
    "Non desidera ricevere comunicazioni|Non gradisce pubblicità|Mai contattare|Non più contattare|Evitare contatti|"
    "Never contact|Not subscribed|Non acconsente|No consent|Non concede consenso|Negato il consenso|"
    "Rimosso dal marketing|Disiscritto dal marketing|Sosp. marketing",
    "opposizione_email": "EMAIL_BLACKLISTED|emailBlacklist|HasOptedOutOfEmail|donotbulkemail|donotemail|"
    "hs_email_optout|"
    "Opted out of email|Unsubscribed from all email|Do not allow Emails|Do not allow Bulk Emails|Email opt-out|"
    "opt_out_email|"
    "Non inviare email|No mail|Blocco email|Email bloccata|email_blocked|Email Invalid - Opted Out|Email NO|"
    "Lista nera email|Divieto invio email|Consenso email non prestato|Tolto dalla mailing list",
    "opposizione_telefono": "donotphone|DoNotCall|do not call|Do not allow Phone Calls|Registro opposizioni|RPO|"
    "Iscritto RPO|"
    "Registro Pubblico delle Opposizioni|Non chiamare|NON TELEFONARE|Opposizione telefono",
    "opposizione_sms": "SMS_BLACKLISTED|smsBlacklisted|SMS Opt Out|Do Not Text|NO_SMS|Opposizione_SMS|"
    "SMS bloccati|Niente SMS",
    "opposizione_whatsapp": "NO WA|No WhatsApp",
    "opposizione_posta": "donotpostalmail|donotbulkpostalmail|Do not allow Mails|Opposizione posta",
    "opposizione_fax": "HasOptedOutOfFax|donotfax",
    "opposizione_email_sms": "Opt-out email e SMS",
}
CONSENTS = {
    "consenso_marketing": "Mkt|Flag newsletter|Pubblicità|Newsletter|Iscritto newsletter|marketing_consent|optin|"
    "OptIn|Consenso|"
    "AcceptsMarketing|Buyer Accepts Marketing|ConsensoMarketing|CONSENSO_MARKETING|Consenso marketing 3|"
    "Newsletter SI/NO|Consenso SI o NO|"
    "Subscribed|"
    "Comunicazioni commerciali|Autorizzazione invio newsletter|Ricezione newsletter|Consenso commerciale",
    "consenso_email": "Accepts Email Marketing|email_consent|Email Marketing Consent|email_marketing_consent_state|"
    "Consenso Email|"
    "Consenso e-mail|Consenso DEM|OptIn email",
    "consenso_sms": "Accepts SMS Marketing|SMS Marketing Consent|Consenso SMS|OPTIN_SMS",
    "consenso_telefono": "Consenso telefono|Consenso chiamate|phone_consent",
    "consenso_posta": "Consenso posta|Consenso cartaceo",
    "consenso_privacy": "Consenso privacy|GDPR|Privacy|Flag privacy|DataProcessingConsent|"
    "Consenso al trattamento dei dati",
    "consenso_privacy1": "Privacy 1|PRIVACY_1|FlagPrivacy1",
    "consenso_profilazione": "Consenso profilazione|cons_profilazione|Profilazione",
    "consenso_terzi": "Consenso cessione a terzi|Marketing terze parti",
    "consenso_fidelity": "Consenso fidelity|fidelity_consent",
}
DATES = {
    "data_revoca": "Data revoca|Data disiscrizione|unsubscribed_at|UNSUB_TIME|opt_out_date|Data opposizione|"
    "Revocato il|Data cancellazione newsletter|Data rinuncia newsletter|Data rimozione newsletter|Data blocco invii|"
    "Data oblio|Data dissenso",
    "data_revoca_sms": "Data revoca consenso sms|sms_optout_date",
    "data_consenso": "Data consenso|DataConsenso|consent_date|OPTIN_TIME|accepts_marketing_at|"
    "Data iscrizione newsletter",
    "data_consenso_sms": "Data consenso sms|sms_consent_date",
}
OTHERS = (
    "Note|Provincia|Nome|Telefono|Email|Posta|POSTA ELETTRONICA|Codice rifiuto|Revoca mandato|UNSUB_REASON|OPTIN_IP|"
    "Consenso IP|Consenso note|Data iscrizione|Iscritto|Iscritto al registro|Codice promo|Consegna|"
    "Indirizzo di consegna|"
    "Telefono Cons|Data|Data di nascita|Data modifica|Flag email|Campagna|Corporate|No. telefono|Prof|Offerte|Contact|"
    "Bloccato|Blocco ordini|Blocco pagamento|Blocco promo|Contatto bloccato|Data cancellazione|Cancellato|"
    "Disdetta contratto|Data disdetta|Rimosso|Sospeso|Ordine cancellato|Offerta annullata|Email sospesa|"
    "Telefono cessato|"
    "Email non valida|Senza telefono|Tel no|Fax no|Data uscita newsletter|Rimosso da lista prezzi|Non dato|Reclamo|"
    "Vietato"
)
# A refusal, or a block of orders and the end of a contract.
MAYBE_NO = (
    "Bloccato|Blocco|Cliente bloccato|Contatto bloccato|Blocked|Stop|Rinuncia|Diffida|Disdetta|Recesso|Vietato|Spam|"
    "Complaint|Non interessato|Non iscritto|LEAVE_TIME|Consenso non richiesto"
)
CASES = [
    (header, role)
    for table in (OPPOSITIONS, CONSENTS, DATES)
    for role, names in table.items()
    for header in names.split("|")
]


@pytest.mark.parametrize(("header", "role"), CASES)
def test_headers_in_a_plan(header: str, role: str) -> None:
    values = ["2022-06-01", "2021-01-31"] if role.startswith("data_") else FLAGS
    assert roles({"Nominativo": NAMES[:2], header: values})[header] == role


@pytest.mark.parametrize(("header", "role"), [case for case in CASES if case[1].startswith("opposizione")])
def test_headers_that_say_no(header: str, role: str) -> None:
    assert says_no(header)
    # A list of customers none of whom has objected yet says so in its header alone.
    assert role_of_header(header) == role


@pytest.mark.parametrize("header", OTHERS.split("|"))
def test_headers_of_something_else(header: str) -> None:
    sample = pl.Series(["3331234567", "abc", "17"])
    assert role_of_header(header, sample) is None
    assert not looks_like_consent(header, sample)


@pytest.mark.parametrize(
    "header",
    [
        *("Consenso", "Privacy", "SMS", "Subscribed", "Note", "Notizie", "Nome marketing manager", "Newsletter SI/NO"),
        *("Accetta newsletter", "Consenso marketing", "Bloccato", "Cancellato", "Rimosso", "Disdetta contratto"),
    ],
)
def test_headers_that_say_yes_do_not_say_no(header: str) -> None:
    assert not says_no(header)


@pytest.mark.parametrize(
    "header",
    MAYBE_NO.split("|"),
)
def test_what_may_be_a_refusal_is_never_a_yes(header: str) -> None:
    assert smells_of_consent(header)
    assert looks_like_no(header)
    values = ["2022-06-01", "2021-01-31"] if header == "LEAVE_TIME" else FLAGS
    assert role_of_header(header, pl.Series(values)) is None
    assert looks_like_consent(header, pl.Series(values))
    assert not looks_like_consent(header, pl.Series(["Natale", "Rossi"]))


def test_words_written_in_one() -> None:
    assert header_words("HasOptedOutOfEmail") == "HAS OPTED OUT OF EMAIL"
    assert header_words("GDPROptOut") == "GDPR OPT OUT"
    assert header_words("Pubblicità_Sms") == "PUBBLICITA SMS"


def test_numbered_consents_are_purposes_of_their_own() -> None:
    found = roles({"Nominativo": NAMES[:2], "Privacy 1": FLAGS, "Privacy 2": FLAGS, "Consenso marketing 2": FLAGS})
    assert [found[name] for name in ("Privacy 1", "Privacy 2")] == ["consenso_privacy1", "consenso_privacy2"]
    assert found["Consenso marketing 2"] == "consenso_marketing"
    unnamed = ("Consenso 1", "Consenso 2", "Cons. 3", "Flag consenso 4")
    found = roles({"Nominativo": NAMES[:2], **dict.fromkeys(unnamed, FLAGS), "Data consenso 1": ["2022-06-01"] * 2})
    assert [found[name] for name in unnamed] == [f"consenso_numero{number}" for number in range(1, 5)]
    assert found["Data consenso 1"] == "data_consenso_numero1"
    assert numbered_role("Consenso 196") is None
    # A consignment.
    assert numbered_role("Cons. 3", pl.Series(["Via Roma 1", "12 colli"])) is None


def test_numbered_consents_of_an_earlier_run_keep_their_numbers() -> None:
    names = ("consenso_privacy1", "consenso_privacy2", "consenso_numero1", "data_consenso_numero1")
    found = roles({"golden_id": ["1", "2"], "nominativo": NAMES[:2], **dict.fromkeys(names, FLAGS)})
    assert [found[name] for name in names] == [*names]


@pytest.mark.parametrize(
    "header",
    ["Auguri", "Flag SMS", "Iscritto", "Mailing", "Autorizzazione", "Preferenze contatto", "Liberatoria", "Promo"],
)
def test_what_only_looks_like_a_consent_is_told(header: str) -> None:
    made = planned({"Nominativo": NAMES[:2], header: FLAGS})
    (column,) = [column for column in made.columns if column.name == header]
    assert column.role is None
    assert [header in notice.italian and header in notice.english for notice in made.notices] == [True]
    # The header alone is not enough.
    assert planned({"Nominativo": NAMES[:2], header: ["Natale", "Rossi"]}).notices == ()


def test_a_header_that_says_no_is_read_so_whatever_it_was_mapped_to() -> None:
    columns: dict[str, list[str | None]] = {
        "Nominativo": [*NAMES[:2]],
        "Opt-out": ["1", "0"],
        "Disiscritto": ["1", "0"],
    }
    made = planned(columns, {"Opt-out": "consenso_marketing", "Disiscritto": "consenso_email"})
    assert [column.role for column in made.columns] == ["nominativo", "opposizione", "opposizione_email"]
    assert len(made.notices) == 2
    assert planned(columns, {"Opt-out": "opposizione_sms"}).columns[1].role == "opposizione_sms"


def test_a_column_of_states_that_holds_subscriptions() -> None:
    platform = ["subscribed", "unsubscribed", "cleaned"]
    assert tells_subscriptions(pl.Series(platform))
    assert not tells_subscriptions(pl.Series(["attivo", "cessato"]))
    assert roles({"Nominativo": NAMES[:3], "Status": platform})["Status"] == "consenso_marketing"
    assert roles({"Nominativo": NAMES[:2], "Status": ["attivo", "cessato"]})["Status"] == "stato"


def test_values_hold_a_doubtful_header_to_what_it_is() -> None:
    assert role_of_header("No tel", pl.Series(["0612345678", "3331234567"])) is None
    assert role_of_header("No tel", pl.Series(["X"])) == "opposizione_telefono"
    assert role_of_header("Marketing", pl.Series(["Mario Rossi", "Ufficio 3"])) is None


@pytest.mark.parametrize(
    "name", ["No pubblicità", "Opt-out", "Non contattare", "Disiscritto", "Rifiuto", "No newsletter"]
)
@pytest.mark.parametrize(
    "cells", [["si", "no", "solo a Natale"], ["x", "", "chiamare prima"], ["SI", "NO", "lunedì", ""]]
)
def test_one_note_does_not_unseat_a_refusal(name: str, cells: list[str]) -> None:
    found = roles({"Cognome": ["Rossi"] * len(cells), name: list(cells)})
    assert str(found[name]).startswith("opposizione")


@pytest.mark.parametrize(
    "role", ["annotazione", "stato", "id", "telefono", "titolo", "data_ultimo_ordine", "data_nascita"]
)
def test_a_refusal_mapped_to_something_else_is_told(role: str) -> None:
    frame = pl.DataFrame({"Cognome": ["Rossi"], "Opt-out": ["si"]})
    told = " ".join(notice.english for notice in ic.run(frame, mapping={"Opt-out": role}).notices)
    assert "its refusals do not count" in told


@pytest.mark.parametrize("role", ["opposizione", "opposizione_email", "data_revoca", "consenso_email", "-"])
def test_a_refusal_mapped_to_a_consent_counts(role: str) -> None:
    frame = pl.DataFrame({"Cognome": ["Rossi"], "Opt-out": ["si"]})
    told = " ".join(notice.english for notice in ic.run(frame, mapping={"Opt-out": role}).notices)
    assert "its refusals do not count" not in told
