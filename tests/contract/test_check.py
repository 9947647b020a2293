"""What is wrong with a contract is told with its key, its line and what to try, all of it at once."""

from __future__ import annotations

from pathlib import Path

import pytest

import italclean as ic
from italclean.contract.contract import Contract, examine
from italclean.contract.fault import Fault
from italclean.errors import BadContract, FileMissing
from italclean.fields.catalogue import FIELDS
from italclean.terms import RULES
from tests.contract.lists import AGREED

SOURCES = '[sources.erp]\n[sources.crm.columns]\nFatturato = "-"\n"Cod. agente" = "-"\nDisiscritto = "-"\nZona = "-"\n'
OFFSET = SOURCES.count("\n")

MEANT: dict[str, tuple[str, str, int, str]] = {
    # What is added to the sources: the key at fault, its line among what is added, a part of what is said.
    "unknown table": ("[field.email]", "field", 1, "Did you mean “fields”"),
    "unknown key of a field": ('[fields.email]\nowner = "erp"\nrul = "owner"', "fields.email.rul", 3, "“rule”"),
    "unknown field": ('[fields.emial]\nowner = "erp"', "fields.emial", 1, "“email”"),
    "a further column": ('[fields.telefono_2]\nowner = "erp"', "fields.telefono_2", 1, "of “telefono”"),
    "a column of names": ('[fields.nominativo]\nowner = "erp"', "fields.nominativo", 1, "cognome"),
    "a source's own id": ('[fields.id]\nowner = "erp"', "fields.id", 1, "each source's own"),
    "unknown owner": ('[fields.email]\nowner = "crn"', "fields.email.owner", 2, "Did you mean “crm”"),
    "unknown writer": (
        '[fields.email]\nowner = "crm"\nwriters = [\n"erp", "emp"]',
        "fields.email.writers[1]",
        3,
        "Did you mean “erp”",
    ),
    "writers without an owner": ('[fields.email]\nwriters = ["erp"]', "fields.email.owner", 1, "add owner"),
    "a writer twice": (
        '[fields.email]\nowner = "crm"\nwriters = ["erp", "erp"]',
        "fields.email.writers",
        3,
        "there twice",
    ),
    "unknown rule": ('[fields.email]\nowner = "crm"\nrule = "most_recent"', "fields.email.rule", 3, "“most-recent”"),
    "rule without an owner": ('[fields.email]\nrule = "owner"', "fields.email.owner", 1, "add owner"),
    "valid-then-owner without one": ('[fields.iban]\nrule = "valid-then-owner"', "fields.iban.owner", 1, "add owner"),
    "sum of a code": ('[fields.iban]\nrule = "sum"\nsources = ["erp"]', "fields.iban.rule", 2, "no amount"),
    "sum of a CAP": ('[fields.cap]\nrule = "sum"\nsources = ["erp"]', "fields.cap.rule", 2, "no amount"),
    "sum of a name": ('[fields.cognome]\nrule = "sum"\nsources = ["erp"]', "fields.cognome.rule", 2, "no amount"),
    "sum of a code without a role": (
        '[fields."Cod. agente"]\nrule = "sum"\nsources = ["erp"]',
        'fields."Cod. agente".rule',
        2,
        "no amount",
    ),
    "maximum of a telephone": ('[fields.telefono]\nrule = "max"', "fields.telefono.rule", 2, "data_ultimo_ordine"),
    "maximum of a birth date": ('[fields.data_nascita]\nrule = "max"', "fields.data_nascita.rule", 2, "makes no sense"),
    "sum of nobody": ('[fields.Fatturato]\nrule = "sum"', "fields.Fatturato.sources", 1, "of which sources"),
    "sum of no source": (
        '[fields.Fatturato]\nrule = "sum"\nsources = []',
        "fields.Fatturato.sources",
        3,
        "of which sources",
    ),
    "sum of one who may not write": (
        '[fields.Fatturato]\nowner = "erp"\nwriters = []\nrule = "sum"\nsources = ["erp", "crm"]',
        "fields.Fatturato.sources[1]",
        5,
        "may not write",
    ),
    "sources without a sum": (
        '[fields.Fatturato]\nrule = "max"\nsources = ["erp"]',
        "fields.Fatturato.sources",
        3,
        "only the rule sum",
    ),
    "joined codes": ('[fields.partita_iva]\nrule = "join"', "fields.partita_iva.rule", 2, "no valid value"),
    "joined mails": ('[fields.email]\nrule = "join"', "fields.email.rule", 2, "nothing of “email” is lost"),
    "strictest of no consent": ('[fields.email]\nrule = "strictest"', "fields.email.rule", 2, "rule of consents"),
    "a column that says no": (
        '[fields.Disiscritto]\nowner = "crm"\nrule = "owner"',
        "fields.Disiscritto.rule",
        3,
        "only strictest or review",
    ),
    "a CAP of another": (
        '[fields.indirizzo]\nowner = "erp"\nrule = "owner"\n[fields.cap]\nowner = "crm"\nrule = "owner"',
        "fields.cap.owner",
        5,
        "travel together",
    ),
    "a given name by another rule": (
        '[fields.nome]\nowner = "erp"\nrule = "owner"\n[fields.cognome]\nowner = "erp"\nrule = "most-complete"',
        "fields.cognome.rule",
        6,
        "travel together",
    ),
    "a block that differs": (
        '[blocks]\nzona = ["Zona", "Fatturato"]\n[fields.Zona]\nrule = "join"\n[fields.Fatturato]\nrule = "max"',
        "fields.Fatturato.rule",
        6,
        "travel together",
    ),
    "a block of one": ('[blocks]\nzona = ["Zona"]', "blocks.zona", 2, "at least two"),
    "a block of unknown fields": ('[blocks]\nzona = ["Zona", "Zonna"]', "blocks.zona[1]", 2, "“Zona”"),
    "a block of two that there are": ('[blocks]\na = ["Zona", "cap", "nome"]', "blocks.a", 2, "different blocks"),
    "a block of two that were agreed": (
        '[blocks]\na = ["Zona", "cap"]\nb = ["Fatturato", "nome"]\nc = ["Zona", "Fatturato"]',
        "blocks.c",
        4,
        "different blocks",
    ),
    "a zone that differs from its address": (
        '[blocks]\na = ["Zona", "cap"]\n[fields.Zona]\nrule = "join"\n[fields.comune]\nrule = "most-recent"',
        "fields.comune.rule",
        6,
        "travel together",
    ),
    "a contact in a block": ('[blocks]\na = ["email", "Zona"]', "blocks.a", 2, "order of their own"),
    "a consent in a block": ('[blocks]\na = ["consenso_sms", "Zona"]', "blocks.a", 2, "go with them already"),
    "unknown kind": ('[sources.x]\nkind = "ERP"', "sources.x.kind", 2, "Did you mean “erp”"),
    "one priority twice": (
        "[sources.x]\npriority = 1\n[sources.y]\npriority = 1",
        "sources.y.priority",
        4,
        "“x” has the priority 1",
    ),
    "priority of nothing": ("[sources.x]\npriority = 0", "sources.x.priority", 2, "at least 1"),
    "unknown role": ('[sources.x.columns]\n"Tel." = "telefone"', 'sources.x.columns."Tel."', 2, "“telefono”"),
    "a password": (
        '[sources.x]\nfile = "postgresql://ida:segreta@db/erp"',
        "sources.x.file",
        2,
        "env:NAME",
    ),
    "no address": ('[sources.x]\nfile = "postgresql://"', "sources.x.file", 2, "database"),
    "thresholds that contradict": (
        "[thresholds]\nmerge_from = 0.6\nreview_from = 0.9",
        "thresholds.review_from",
        3,
        "more alike",
    ),
    "a threshold out of its bounds": ("[thresholds]\nmerge_from = 0.1", "thresholds.merge_from", 2, "at least 0.5"),
    "no number": ("[thresholds]\nmerge_from = nan", "thresholds.merge_from", 2, "a number"),
    "a number as text": ('[periods]\ndormant_after = "24"', "periods.dormant_after", 2, "whole number"),
    "a day as text": ('[periods]\ntoday = "2026-01-01"', "periods.today", 2, "without quotes"),
    "two queries": (
        '[reading]\nquery = "SELECT 1"\nquery_file = "a.sql"',
        "reading.query_file",
        3,
        "query",
    ),
    "a delimiter of two": ('[reading]\ndelimiter = ";;"', "reading.delimiter", 2, "one character"),
    "no widths": ("[reading]\nwidths = [10, true]", "reading.widths", 2, "widths"),
    "no resolver": ('[dns]\nask = true\nresolver = "dns.example"', "dns.resolver", 3, "IP address"),
    "a purpose misspelt": ("[retention]\nmarketig = 24", "retention.marketig", 2, "“marketing”"),
    "months below nothing": ("[retention]\ndefault = -1", "retention.default", 2, "at least 0"),
    "unknown gate": ("[gates]\nrejetced = 0", "gates.rejetced", 2, "“rejected”"),
    "no gate": ('[gates]\nrejected = "much"', "gates.rejected", 2, "share"),
    "unknown format": ('[outputs]\nformat = "xlsx"', "outputs.format", 2, "csv, parquet"),
    "unknown language": ('[contract]\nlanguage = "de"', "contract.language", 2, "it and en"),
    "a tariff that falls": (
        '[tariff]\ncounts = "emails"\nsteps = [{contacts_up_to = 9, price = 1}, {contacts_up_to = 8, price = 2}]',
        "tariff.steps[1].contacts_up_to",
        3,
        "does not follow 9",
    ),
    "a tariff of nothing": ('[tariff]\ncounts = "emails"', "tariff.steps", 1, "missing"),
    "a tariff that counts what nobody knows": (
        '[tariff]\ncounts = "email"\nsteps = [{contacts_up_to = 9, price = 1}]',
        "tariff.counts",
        2,
        "“emails”",
    ),
    "a tariff whose prices fall": (
        '[tariff]\ncounts = "emails"\nsteps = [{contacts_up_to = 9, price = 2}, {contacts_up_to = 99, price = 1.5}]',
        "tariff.steps[1].price",
        3,
        "1.5 is below 2",
    ),
    "a price of too many decimals": (
        '[tariff]\ncounts = "emails"\nsteps = [{contacts_up_to = 9, price = 0.12345}]',
        "tariff.steps[0].price",
        3,
        "at most 4 decimals",
    ),
    "a price that is a word": (
        '[tariff]\ncounts = "emails"\nsteps = [{contacts_up_to = 9, price = "gratis"}]',
        "tariff.steps[0].price",
        3,
        "89.9",
    ),
    "a tariff without steps": ('[tariff]\ncounts = "rows"\nsteps = []', "tariff.steps", 3, "at least one step"),
    "a key of a tariff misspelt": (
        '[tariff]\ncounts = "rows"\ncurency = "EUR"\nsteps = [{contacts_up_to = 9, price = 1}]',
        "tariff.curency",
        3,
        "“currency”",
    ),
    "a price further on that is none": (
        '[tariff]\ncounts = "rows"\nfurther_thousand = true\nsteps = [{contacts_up_to = 9, price = 1}]',
        "tariff.further_thousand",
        3,
        "a price goes from 0",
    ),
    "a segment of nothing": ("[segments.a]\naction = \"personal\"", "segments.a", 1, "at least one condition"),
    "a segment of an empty list": ("[segments.a]\nany = []", "segments.a.any", 2, "at least one condition"),
    "an unknown action": (
        '[segments.a]\naction = "personale"\nall = [{field = "stato", operator = "present"}]',
        "segments.a.action",
        2,
        "“personal”",
    ),
    "a key of a segment misspelt": (
        '[segments.a]\nacton = "personal"\nall = [{field = "stato", operator = "present"}]',
        "segments.a.acton",
        2,
        "“action”",
    ),
    "an unknown operator": (
        '[segments.a]\nall = [{field = "stato", operator = "older-then", value = 3}]',
        "segments.a.all[0].operator",
        2,
        "“older-than”",
    ),
    "months that are a day": (
        '[segments.a]\nall = [{field = "data_modifica", operator = "within", value = 2025-01-01}]',
        "segments.a.all[0].value",
        2,
        "whole number from 1 to 1200",
    ),
    "before a number": (
        '[segments.a]\nall = [{field = "records", operator = "before", value = 3}]',
        "segments.a.all[0].value",
        2,
        "a day as 2026-12-31",
    ),
    "a day between quotes": (
        '[segments.a]\nall = [{field = "data_modifica", operator = "after", value = "2025-01-01"}]',
        "segments.a.all[0].value",
        2,
        "without quotes",
    ),
    "a list of texts and numbers": (
        '[segments.a]\nall = [{field = "cap", operator = "in", value = ["20121", 184]}]',
        "segments.a.all[0].value",
        2,
        "all texts",
    ),
    "a number that is none": (
        '[segments.a]\nall = [{field = "records", operator = "at-least", value = nan}]',
        "segments.a.all[0].value",
        2,
        "a number",
    ),
    "a field that never comes to a customer": (
        '[segments.a]\nall = [{field = "nominativo", operator = "present"}]',
        "segments.a.all[0].field",
        2,
        "cognome, nome",
    ),
    "a value where there is none to compare": (
        '[segments.a]\nall = [{field = "stato", operator = "absent", value = 1}]',
        "segments.a.all[0].value",
        2,
        "no value",
    ),
    "an account manager whom no source knows": ('[tasks]\nmanager = "Agnte"', "tasks.manager", 2, "not known here"),
    "a context of nothing": ('[tasks]\ncontext = ["stato", "satto"]', "tasks.context[1]", 2, "“stato”"),
    "a segment of an unknown field": (
        '[[segments.a]]\nfield = "stato"\noperator = "present"\n[[segments.a]]\nfield = "satto"\noperator = "present"',
        "segments.a[1].field",
        5,
        "“stato”",
    ),
    "a segment that compares otherwise": (
        '[[segments.a]]\nfield = "stato"\noperator = "in"\nvalue = "x"',
        "segments.a[0].value",
        4,
        "a list of values",
    ),
    "a type that would lose zeros": ('[types]\ncap = "integer"', "types.cap", 2, "can only be: text"),
    "an unknown type": ('[types]\ndata_nascita = "data"', "types.data_nascita", 2, "“date”"),
    "a type of an unknown column": ('[types]\ndata_nascta = "date"', "types.data_nascta", 2, "“data_nascita”"),
    "targets without a list": ('[targets]\nnames = "HubSpot"', "targets.names", 2, "a list of texts"),
}  # fmt: skip


def faults_of(path: Path, text: str) -> tuple[Fault, ...]:
    path.write_text(text, encoding="utf-8")
    found = examine(path)
    assert not isinstance(found, Contract)
    return found


@pytest.mark.parametrize("case", MEANT)
def test_what_makes_no_sense_is_told_by_key_and_line(case: str, tmp_path: Path) -> None:
    added, key, line, part = MEANT[case]
    (fault,) = faults_of(tmp_path / "c.toml", SOURCES + added)
    assert (fault.key, fault.line) == (key, OFFSET + line)
    assert part in fault.reason.english
    assert fault.reason.italian != fault.reason.english
    assert "segreta" not in fault.reason.english


def test_the_sources_of_these_cases_are_sound(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(SOURCES, encoding="utf-8")
    assert isinstance(examine(path), Contract)
    path.write_text(AGREED, encoding="utf-8")
    assert isinstance(examine(path), Contract)


REFUSALS = [
    "consenso_marketing",
    "consenso_fiera",
    "data_consenso",
    "data_consenso_sms",
    "fonte_consenso",
    "opposizione",
    "opposizione_email",
    "data_revoca",
    "data_revoca_sms",
    "contattabile_email",
    "contattabile_posta_motivo",
]


@pytest.mark.parametrize("field", REFUSALS)
def test_no_rule_but_two_can_lose_a_refusal(field: str, tmp_path: Path) -> None:
    taken = []
    for rule in RULES:
        (tmp_path / "c.toml").write_text(
            f'[sources.erp]\n[fields.{field}]\nowner = "erp"\nrule = "{rule}"\n', encoding="utf-8"
        )
        found = examine(tmp_path / "c.toml")
        taken += [rule] if isinstance(found, Contract) else []
    assert taken == ["strictest", "review"]


def test_every_field_of_consents_is_held_to_it() -> None:
    from italclean.contract.rules import is_of_consents

    of_consents = {name for name, field in FIELDS.items() if field.group == "consenso"}
    assert {name for name in of_consents if not is_of_consents(name)} == set()
    others = (
        set(FIELDS) - of_consents - {name for name in FIELDS if name.startswith(("contattabile", "fonte_consenso"))}
    )
    assert {name for name in others if is_of_consents(name)} == set()


SYNTAX: dict[str, tuple[bytes, int, int, str]] = {
    "no sign": (b"[contract]\nname clienti\n", 2, 6, "without the sign ="),
    "no value": (b"[contract]\nname = clienti\n", 2, 8, "between quotes"),
    "a key twice": (b'[contract]\nname = "a"\nname = "b"\n', 3, 11, "written above"),
    "a table twice": (b"[sources.erp]\n[sources.crm]\n[sources.erp]\n", 3, 13, "written above"),
    "a text that is open": (b'[contract]\nname = "a\n', 2, 10, "quotes are not closed"),
    "a path of Windows": (b'[sources.a]\nfile = "C:\\dati\\x.csv"\n', 2, 13, "single quotes"),
    "a list that is open": (b"[targets]\nnames = [1\n", 3, 1, "not closed"),
    "a header that is open": (b"[contract\nname = 1\n", 1, 10, "not closed"),
    "two on a line": (b"a = 1 b = 2\n", 1, 7, "more behind"),
    "an accent in a bare key": ("[contract]\ncittà = 1\n".encode(), 2, 5, "sign ="),
    "not UTF-8": ("[contract]\nname = 'città'\n".encode("cp1252"), 2, 13, "UTF-8"),
    "UTF-16": ("[contract]".encode("utf-16"), 1, 1, "UTF-8"),
    "a sign of nothing": (b"a = 1\n\x00", 2, 1, "key = value"),
    "no day": (b"a = 2026-02-30\n", 1, 5, "cannot be understood"),
}


@pytest.mark.parametrize("case", SYNTAX)
def test_what_is_no_toml_is_told_by_line_and_column(case: str, tmp_path: Path) -> None:
    raw, line, column, part = SYNTAX[case]
    (tmp_path / "c.toml").write_bytes(raw)
    found = examine(tmp_path / "c.toml")
    assert not isinstance(found, Contract)
    (fault,) = found
    assert (fault.line, fault.column) == (line, column)
    assert part in fault.reason.english


@pytest.mark.parametrize("raw", [b"\xef\xbb\xbf[contract]\r\nname = 'x'\r\n", b"\t[contract]\t\n\tname\t=\t'x'", b""])
def test_what_windows_and_people_add_is_taken(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_bytes(raw)
    assert isinstance(examine(tmp_path / "c.toml"), Contract)


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(
        SOURCES + "\n".join(added for added, *_ in [MEANT["unknown field"], MEANT["sum of a code"], MEANT["no gate"]]),
        encoding="utf-8",
    )
    with pytest.raises(BadContract) as caught:
        ic.Contract.read(path)
    english = str(caught.value).splitlines()
    assert [line.split(":")[0].strip() for line in english[1:]] == [
        f"line {OFFSET + 1}, fields.emial",
        f"line {OFFSET + 4}, fields.iban.rule",
        f"line {OFFSET + 7}, gates.rejected",
    ]
    assert caught.value.exit_code == 2
    assert "riga 7, fields.emial" in caught.value.text("it")


def test_a_contract_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        ic.Contract.read(tmp_path / "c.toml")
