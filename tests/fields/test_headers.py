"""What headers say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from italclean.core.reference import table
from italclean.fields.catalogue import field_of
from italclean.fields.headers import read_header

# Headers of Italian management software, and of exports of Business Central, Dynamics 365 Sales, Salesforce, HubSpot,
# Marketo, Odoo, Mailchimp, Brevo, WooCommerce, Magento, PrestaShop, Shopify, SAP, Google, Outlook and FatturaPA.
HEADERS = [
    ("Cod. Fisc.", "codice_fiscale"),
    ("RAGSOC1", "ragione_sociale"),
    ("DENOM", "ragione_sociale"),
    ("INDIR", "indirizzo"),
    ("LOCAL", "comune"),
    ("PROV", "provincia"),
    ("TELEF", "telefono"),
    ("PIVA", "partita_iva"),
    ("CODFIS", "codice_fiscale"),
    ("Cod. destinatario/PEC", "codice_destinatario"),
    ("Citta'", "comune"),
    ("CittÃ ", "comune"),
    ("Citt&agrave;", "comune"),
    ("DataUltimoOrdine", "data_ultimo_ordine"),
    ("dataUltimoOrdine", "data_ultimo_ordine"),
    ("data-ultimo-ordine", "data_ultimo_ordine"),
    ("CodiceFiscale", "codice_fiscale"),
    ("codiceFiscaleCliente", "codice_fiscale"),
    ("Telefono (casa)", "telefono"),
    ("Telefono (cellulare)", "cellulare"),
    ("telefoni", "telefono"),
    ("Tel. fisso", "telefono"),
    ("Recapiti telefonici", "telefono"),
    ("emailaddress1", "email"),
    ("telephone1", "telefono"),
    ("address1_line1", "indirizzo"),
    ("address1_postalcode", "cap"),
    ("address1_stateorprovince", "provincia"),
    ("mobilephone", "cellulare"),
    ("accountnumber", "id"),
    ("No.", "id"),
    ("VAT Registration No.", "partita_iva"),
    ("FNAME", "nome"),
    ("LNAME", "cognome"),
    ("MERGE0", "email"),
    ("Email Address", "email"),
    ("billing_first_name", "nome"),
    ("shipping_last_name", "cognome"),
    ("street", "indirizzo"),
    ("postcode", "cap"),
    ("vat_id", "partita_iva"),
    ("taxvat", "codice_fiscale"),
    ("Group", None),
    ("Default Address Zip", "cap"),
    ("Total Spent", None),
    ("zip", "cap"),
    ("l10n_it_codice_fiscale", "codice_fiscale"),
    ("l10n_it_pa_index", "codice_destinatario"),
    ("contact.email", "email"),
    ("customer_phone", "telefono"),
    ("Company", "ragione_sociale"),
    ("Phone 1 - Value", "telefono"),
    ("Phone 1 - Type", None),
    ("E-mail 2 - Value", "email"),
    ("Address 1 - Postal Code", "cap"),
    ("Organization 1 - Name", "ragione_sociale"),
    ("BillingPostalCode", "cap"),
    ("MailingCity", "comune"),
    ("OtherStreet", "indirizzo"),
    ("PersonEmail", "email"),
    ("PersonMobilePhone", "cellulare"),
    ("Codice_Fiscale__c", "codice_fiscale"),
    ("Partita_IVA__c", "partita_iva"),
    ("new_codicefiscale", "codice_fiscale"),
    ("cr123_partitaiva", "partita_iva"),
    ("Address 1: ZIP/Postal Code", "cap"),
    ("Address 1: City", "comune"),
    ("address2_city", "comune"),
    ("Indirizzo di spedizione", "indirizzo"),
    ("CAP consegna", "cap"),
    ("Città (uff.)", "comune"),
    ("Via (ab.)", "indirizzo"),
    ("N. civico", "civico"),
    ("Num. tel.", "telefono"),
    ("Numero di cellulare", "cellulare"),
    ("Data di nascita (gg/mm/aaaa)", "data_nascita"),
    ("Nome dell'azienda", "ragione_sociale"),
    ("Ragione Sociale / Cognome e Nome", "nominativo"),
    ("Ragione sociale (o cognome e nome)", "nominativo"),
    ("Cognome o Ragione Sociale", None),
    ("P.IVA/C.F.", "partita_iva"),
    ("C.F./P.IVA", "codice_fiscale"),
    ("Partita IVA / Codice fiscale", "partita_iva"),
    ("E-mail PEC", "pec"),
    ("Indirizzo PEC", "pec"),
    ("PEC (fatturazione)", "pec"),
    ("Codice univoco (SDI)", "codice_destinatario"),
    ("Email agente", None),
    ("Agente", None),
    ("Nome agente", None),
    ("Nome utente", None),
    ("Telefono banca", None),
    ("Codice articolo", None),
    ("Codice agente", None),
    ("Codice listino", None),
    ("Data contratto", None),
    ("Data scadenza", None),
    ("Numero fattura", None),
    ("Numero ordine", None),
    ("Indirizzo IP", None),
    ("Indirizzo web", None),
    ("Sito web", None),
    ("Nome file", None),
    ("Tipo pagamento", None),
    ("Tipo documento", None),
    ("Tipo indirizzo", None),
    ("Email type", None),
    ("Stato ordine", None),
    ("Stato pagamento", None),
    ("Stato civile", None),
    ("Data stato", None),
    ("Id ordine", None),
    ("Id agente", None),
    ("Nome prodotto", None),
    ("Nome banca", None),
    ("Nome contatto emergenza", None),
    ("Città banca", None),
    ("Partita", None),
    ("Cap. sociale", None),
    ("Capitale sociale", None),
    ("CAPITALE", None),
    ("Provvigione", None),
    ("Locale", None),
    ("Via libera", None),
    ("Viaggio", None),
    ("Contatore", None),
    ("Titolo libro", None),
    ("Sesso figlio", None),
    ("Tel. agente", None),
    ("Note telefono", None),
    ("Marketing", "consenso_marketing"),
    ("Company Phone", "telefono"),
    ("Company Address", "indirizzo"),
    ("Company City", "comune"),
    ("Work Email", "email"),
    ("Home Phone", "telefono"),
    ("Address Line 2", "indirizzo"),
    ("Street Address", "indirizzo"),
    ("Postal / Zip code", "cap"),
    ("Country/Region", "nazione"),
    ("State/Region", "provincia"),
    ("Record ID", "id"),
    ("Contact ID", "id"),
    ("Create Date", None),
    ("Last Modified Date", "data_modifica"),
    ("Contact owner", None),
    ("Lead Status", None),
    ("CellPhone", "cellulare"),
    ("tel_1", "telefono"),
    ("TEL2", "telefono"),
    ("email2", "email"),
    ("Email_2", "email"),
    ("EMAIL(2)", "email"),
    ("2° telefono", "telefono"),
    ("Altro telefono", "telefono"),
    ("Secondo cellulare", "cellulare"),
    ("E-mail aziendale", "email"),
    ("cliente_email", "email"),
    ("cliente.codice_fiscale", "codice_fiscale"),
    ("Cliente - Partita IVA", "partita_iva"),
    ("ANDESCRI", "ragione_sociale"),
    ("ANINDIRI", "indirizzo"),
    ("AN___CAP", "cap"),
    ("ANLOCALI", "comune"),
    ("CDS_CNT_RAGSOC", "ragione_sociale"),
    ("CDS_INDIR", "indirizzo"),
    ("CSG_PIVA", "partita_iva"),
    ("KUNNR", "id"),
    ("STRAS", "indirizzo"),
    ("PSTLZ", "cap"),
    ("ORT01", "comune"),
    ("TELF1", "telefono"),
    ("SMTP_ADDR", "email"),
    ("CessionarioCommittente/Sede/CAP", "cap"),
    ("Denominazione", "ragione_sociale"),
    ("Cell", "cellulare"),
    ("e-mail", "email"),
    ("Cod.", "id"),
    ("Comune di residenza", "comune"),
    ("Prov. res.", "provincia"),
    ("C.A.P.", "cap"),
    ("Loc.", "comune"),
    ("Naz.", "nazione"),
    ("Indirizzo (via e numero)", "indirizzo"),
    ("Cognome*", "cognome"),
    ("* Nome", "nome"),
    ("Cognome:", "cognome"),
    ('"Cognome"', "cognome"),
    ("[Cognome]", "cognome"),
    (" Cognome ", "cognome"),
    ("COGNOME_CLIENTE", "cognome"),
    ("nomeCliente", "nome"),
    ("Nato/a il", "data_nascita"),
    ("Nato/a a", "luogo_nascita"),
    ("Comune nascita", "luogo_nascita"),
    ("Provincia nascita", None),
    ("Prov. di nascita", None),
    ("Cellulare 2", "cellulare"),
    ("Telefono ufficio 2", "telefono"),
    ("phone_mobile", "cellulare"),
    ("id_customer", "id"),
    ("id_gender", "sesso"),
    ("Titolo sociale", "titolo"),
    ("Last Order", "data_ultimo_ordine"),
    ("Orders", None),
    ("Customer Since", None),
    ("Customer Group", None),
    ("ZIP", "cap"),
    ("State/Province", "provincia"),
    ("Tax VAT Number", "codice_fiscale"),
    ("Date of Birth", "data_nascita"),
    ("BIRTHDAY", "data_nascita"),
    ("OPTIN_TIME", None),
    ("LATITUDE", None),
    ("CC", None),
    ("WHATSAPP", "cellulare"),
    ("Data registrazione", None),
    ("Indirizzo1", "indirizzo"),
    ("Via/Piazza", "indirizzo"),
    ("Nr.", None),
]


@pytest.mark.parametrize(("header", "role"), HEADERS)
def test_roles(header: str, role: str | None) -> None:
    assert read_header(header).default == role


# Field names that one system has for one thing, in the ways in which people and systems write them.
SPELLINGS = ("{}", "{}_", " {} ", "{}:", "*{}", "({})", "{} *", "{}\u00a0")


@pytest.mark.parametrize(
    "words", ["codice fiscale", "ragione sociale", "data ultimo ordine", "partita iva", "first name"]
)
def test_one_name_in_all_its_spellings(words: str) -> None:
    parts = words.split(" ")
    camel = "".join(part.capitalize() for part in parts)
    forms = [
        words,
        words.upper(),
        words.title(),
        "_".join(parts),
        "-".join(parts),
        ".".join(parts),
        "".join(parts),
        camel,
    ]
    forms += [camel[0].lower() + camel[1:], "_".join(parts).upper(), f"billing_{'_'.join(parts)}", f"Customer {words}"]
    roles = {
        spelling.format(form): read_header(spelling.format(form)).default for form in forms for spelling in SPELLINGS
    }
    assert len(set(roles.values())) == 1, roles
    assert None not in roles.values()


@pytest.mark.parametrize(
    ("header", "number", "group", "late"),
    [
        ("Telefono", 1, "", False),
        ("Telefono 2", 2, "", False),
        ("telefono_3", 3, "", False),
        ("RAGSOC1", 1, "", False),
        ("RAGSOC2", 2, "", False),
        ("address1_line1", 1, "", False),
        ("address1_line3", 3, "", False),
        ("address2_line1", 1, "2", True),
        ("Address 2: City", 1, "2", True),
        ("billing_city", 1, "fatturazione", False),
        ("shipping_city", 1, "spedizione", True),
        ("Default Address City", 1, "", False),
        ("CAP domicilio", 1, "domicilio", True),
        ("Indirizzo residenza", 1, "residenza", False),
        ("Middle Name", 2, "", False),
        ("Ragione sociale (segue)", 2, "", False),
    ],
)
def test_which_of_several(header: str, number: int, group: str, late: bool) -> None:
    read = read_header(header)
    assert (read.number, read.group, read.late) == (number, group, late)


@pytest.mark.parametrize(
    "header",
    [
        *(
            "LAT",
            "Longitudine",
            "coord_x",
            "URL",
            "Sito web",
            "Foto",
            "Orario apertura",
            "Prezzo (€)",
            "Importo",
            "totale_speso",
        ),
        *(
            "Codice articolo",
            "N. ordine",
            "Quantità",
            "SKU",
            "EAN",
            "Anno",
            "Note",
            "Categoria",
            "Fonte",
            "linkedin_url",
        ),
    ],
)
def test_another_thing(header: str) -> None:
    assert read_header(header).other_thing


@pytest.mark.parametrize(
    "header", ["Agente", "email_agente", "Tel. banca", "Contact owner", "Created by", "Nome negozio"]
)
def test_another_party(header: str) -> None:
    assert read_header(header).other_party
    assert read_header(header).default is None


@given(st.text(max_size=60) | st.from_regex(r"[A-Za-z_ .()/0-9]{0,400}"))
def test_any_text(header: str) -> None:
    read = read_header(header)
    assert read.default is None or field_of(read.default) is not None
    assert all(field_of(role) is not None for role in read.roles)
    assert read.number >= 1


def test_the_tables_of_headers_agree() -> None:
    known = dict(table("intestazioni").select("intestazione", "ruolo").iter_rows())
    for words, roles in table("intestazioni_ambigue").iter_rows():
        assert re.fullmatch("[A-Z0-9]+( [A-Z0-9]+)*", words)
        assert all(field_of(role) is not None for role in roles.split(" "))
        assert known.get(words, roles.split(" ")[0]) in roles.split(" ")
    words = table("parole_intestazioni")
    assert set(words["uso"]) == {"ogni", "recapito", "altro", "terzi", "solo"}
    assert words.select("parola", "uso").is_unique().all()


def test_no_header_of_the_table_hides_behind_another() -> None:
    for words, role in table("intestazioni").select("intestazione", "ruolo").iter_rows():
        assert role in (read_header(words).default, *read_header(words).roles), words
