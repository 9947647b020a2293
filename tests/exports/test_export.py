"""What an export promises of every list: no import file breaks what is known for sure, and nobody is lost."""

from __future__ import annotations

import re
from functools import cache

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import italclean as ic
from italclean.exports.customers import keys_of
from italclean.exports.facts import facts_of
from italclean.exports.target import Column, Target, TargetObject, find_target, targets
from tests.exports.lists import customers, traps

ASCII = set(map(chr, range(128)))
LATIN = set(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)]))
DATAVERSE = set("/<>*%&:\\?+")


@cache
def target(name: str) -> Target:
    return find_target(name)


def object_of(made: ic.Export, file: str) -> TargetObject:
    number = int(file.split("_", 1)[0])
    return made.target.objects[number - 1]


def breaks(value: str | None, column: Column) -> str:
    """Hold a cell against what is known of it for sure, one by one, in the plainest way."""
    fact = column.fact
    if value is None:
        return "required" if fact.required == "yes" and fact.required_holds else ""
    size = len(value.encode()) if fact.in_bytes else len(value)
    if fact.max_length is not None and fact.length_holds and size > fact.max_length:
        return "length"
    if fact.check_holds:
        if fact.pattern and not re.search(fact.pattern, value):
            return "pattern"
        if fact.allowed and value not in fact.allowed:
            return "allowed"
        if fact.characters == "no_letters" and any(letter.isalpha() for letter in value):
            return "letters"
        if fact.characters == "ascii" and set(value) - ASCII:
            return "ascii"
        if fact.characters == "ascii_local" and set(value.partition("@")[0]) - ASCII:
            return "ascii"
        if fact.characters == "latin1" and set(value) - LATIN:
            return "latin1"
    return ""


@pytest.mark.parametrize("name", targets())
@given(listed=customers())
@settings(max_examples=10, deadline=None)
def test_no_row_breaks_a_sure_fact_and_nobody_is_lost(name: str, listed: pl.DataFrame) -> None:
    made = ic.export(listed, target(name))
    for file, frame in made.files.items():
        one = object_of(made, file)
        for header in frame.columns:
            column = next((known for known in one.columns if known.name == header), None)
            if column is None:
                continue  # one of a family
            wrong = {breaks(value, column) for value in frame[header].to_list()} - {""}
            kinds_differ = set(column.only) != {"azienda", "persona_iva", "persona"}
            assert wrong - ({"required"} if kinds_differ else set()) == set(), (file, header, wrong)

    # Keys are unique whatever capitals they are written in, over all files of an object.
    for one in made.target.objects:
        frames = [frame for file, frame in made.files.items() if object_of(made, file) is one]
        keys = [key.lower() for frame in frames for key in frame[one.key].drop_nulls()]
        assert len(keys) == len(set(keys))
        if one.parent_object is not None:
            parent = next(other for other in made.target.objects if other.name == one.parent_object)
            there = {
                key
                for file, frame in made.files.items()
                if object_of(made, file) is parent
                for key in frame[parent.key]
            }
            links = {key for frame in frames for key in frame[one.parent].drop_nulls()}
            assert links <= there

    # Everybody is somewhere, once for each object.
    assert set(made.keys["golden_id"]) == set(listed["golden_id"])
    assert made.keys.height == made.keys.select("golden_id", "object").n_unique()
    imported = made.keys.filter(pl.col("outcome") == "import").height
    if made.files:
        assert imported == sum(frame.height for frame in made.files.values())
    assert made.keys.filter(pl.col("outcome") == "held").height == made.held.height
    explained = made.preflight.filter("held").select("golden_id", "object")
    assert made.held.join(explained, on=["golden_id", "object"], how="anti").is_empty()
    aside = made.keys.filter(pl.col("outcome") == "aside")
    assert aside.join(made.aside, on="golden_id", how="anti").is_empty()


@pytest.mark.parametrize("name", ["hubspot", "marketo", "mailchimp", "brevo"])
@given(listed=customers())
@settings(max_examples=10, deadline=None)
def test_only_a_proven_yes_is_in_a_marketing_file(name: str, listed: pl.DataFrame) -> None:
    made = ic.export(listed, target(name))
    said = {
        row["golden_id"]: (row["email"] or "").strip().lower() for row in listed.rows(named=True)
    }  # fmt: skip
    states = dict(listed.select("golden_id", "contattabile_email").rows())
    for file, key in made.keys.filter(pl.col("file").is_not_null()).select("file", "golden_id").rows():
        sharers = [one for one, mailbox in said.items() if mailbox and mailbox == said[key]]
        if "_si" in file:
            assert states[key] == "si"
            assert all(states[one] == "si" for one in sharers)
    mails = [
        mail.lower() for file, frame in made.files.items() for header in ("email", "EMAIL", "Email Address")
        if header in frame.columns for mail in frame[header].drop_nulls()
    ]  # fmt: skip
    assert len(mails) == len(set(mails))


@given(listed=customers())
@settings(max_examples=10, deadline=None)
def test_a_refusal_is_never_written_as_allowed(listed: pl.DataFrame) -> None:
    rows = listed.select("golden_id", "email", "contattabile_email").rows()
    mailboxes = {one: (mail or one).strip().lower() for one, mail, _ in rows}
    # A mailbox is written to if everybody allows it who has it.
    refused = {mailboxes[one] for one, _, state in rows if state != "si"}
    for name, header, allowed in (
        ("salesforce", "HasOptedOutOfEmail", "false"),
        ("dynamics_sales", "donotbulkemail", "Allow"),
    ):
        made = ic.export(listed, target(name))
        for file, frame in made.files.items():
            if header not in frame.columns:
                continue
            key = object_of(made, file).key
            ids = dict(made.keys.filter(pl.col("file") == file).select("key", "golden_id").rows())
            for own, flag in frame.select(key, header).rows():
                assert (flag == allowed) == (mailboxes[ids[own]] not in refused)


@given(
    st.lists(st.text("abAB01._~-", min_size=1, max_size=40), min_size=1, unique=True), st.sampled_from([20, 80, None])
)
@settings(deadline=None)
def test_no_golden_id_breaks_the_rules_of_keys(ids: list[str], longest: int | None) -> None:
    keys = keys_of(pl.Series([f"erp.{own}" for own in ids]), longest).to_list()
    assert len(set(keys)) == len(keys)
    # What is left of ids that capitals alone tell apart is one of each kind (`1b` and `1B`): the pre-flight holds both.
    for same in ([key for key in keys if key.lower() == other.lower()] for other in keys):
        assert len(same) <= 2
    for key in keys:
        assert not set(key) & DATAVERSE
        assert key.isascii()
        assert len(key) <= (longest or 1 << 20)


@given(customers(), st.randoms())
@settings(max_examples=15, deadline=None)
def test_the_order_of_the_list_changes_no_file(listed: pl.DataFrame, chance: object) -> None:
    places = list(range(listed.height))
    chance.shuffle(places)  # type: ignore[attr-defined]
    one, other = (ic.export(given_, target("hubspot")) for given_ in (listed, listed[places]))
    assert {name: sorted(frame.rows(), key=repr) for name, frame in one.files.items()} == {
        name: sorted(frame.rows(), key=repr) for name, frame in other.files.items()
    }


@pytest.mark.parametrize("name", [name for name in targets() if find_target(name).facts])
def test_a_target_says_nothing_that_the_table_of_facts_says(name: str) -> None:
    """A custom field is in no table; of all others the target names a row, and says no length of its own."""
    import tomllib
    from importlib.resources import files

    from italclean.exports.target_file import SAID_BY_FACTS

    made = tomllib.loads(files("italclean.exports").joinpath("targets", f"{name}.toml").read_text(encoding="utf-8"))
    facts = facts_of(made["target"]["facts"])
    not_known = []
    for one in made["objects"]:
        for column in one["columns"]:
            row = (column.get("of", one["facts"]), column.get("fact", column["name"]))
            if column.get("custom"):
                continue
            assert not set(SAID_BY_FACTS) & set(column), (name, column["name"])
            if row not in facts:
                not_known.append(column["name"])
    assert set(not_known) <= {"golden_id", "phone", "mobile", "email", "title", "comment"}, name


def test_each_trap_becomes_what_it_should() -> None:
    made = ic.export(traps(), target("business_central"), language="en")
    held = set(made.held["golden_id"])
    assert held == {"erp.6", "erp.9", "erp.11", "erp.12"}
    told = made.preflight.filter(pl.col("golden_id") == "erp.6").select("field", "check", "what").rows()
    assert ("City", "too_long", "it can be written “S. Valentino in A. Citeriore”") in told
    rows = {row["No."]: row for row in made.files["1_customer_18.csv"].rows(named=True)}
    # A trader is no Individual Person, and its VAT number has no country in front.
    trader = rows["ERP.3"]
    assert (trader["Individual Person"], trader["First Name"], trader["VAT Registration No."]) == (
        "false",
        None,
        "07643520567",
    )
    assert rows["CRM.A7"]["Individual Person"] == "true"
    # A long name goes on in Name 2, whole.
    long = rows["ERP.7"]
    assert len(long["Name"]) <= 100
    assert f"{long['Name']} {long['Name 2']}" == traps().filter(golden_id="erp.7")["ragione_sociale"][0]
    assert (rows["ERP.8"]["PA Code"], rows["ERP.1"]["PA Code"], rows["ERP.17"]["PA Code"]) == (
        "XXXXXXX",
        "0000000",
        None,
    )
    # Two ids that are one in capitals stay two; one that is too long is short.
    assert len(rows) == traps().height - len(held)
    assert all(len(key) <= 20 for key in rows)
    assert made.files["2_customer_bank_account_287.csv"].rows() == [
        ("ERP.1", "42811101000000123456", "IT60X0542811101000000123456")
    ]
    # Consistency of CAP and comune: 00184 is not Milano.
    assert ("Post Code", "places") in made.preflight.filter(golden_id="erp.7").select("field", "check").rows()


def test_each_iban_is_an_account_of_its_own() -> None:
    first, second = "IT60X0542811101000000123456", "DE89370400440532013000"
    golden = pl.DataFrame(
        {
            "golden_id": ["a.1", "a.2", "a.3"],
            "ragione_sociale": ["Alfa", "Beta", "Gamma"],
            "tipo": "azienda",
            # The check digits of the second one of Beta are wrong: its first one goes all the same.
            "iban": [first, second, None],
            "iban_2": [second, "IT61X0542811101000000123456", None],
            "iban_3": [first, None, None],
        }
    )
    made = ic.export(golden, target("business_central"), language="en")
    accounts = made.files["2_customer_bank_account_287.csv"]
    assert sorted(accounts.rows()) == [
        ("A.1", "42811101000000123456", first), ("A.1", "89370400440532013000", second),
        ("A.2", "89370400440532013000", second),
    ]  # fmt: skip
    assert made.held.select("golden_id", "object", "IBAN").rows() == [
        ("a.2", "Customer Bank Account", "IT61X0542811101000000123456")
    ]
    assert made.preflight.filter("held").select("row", "golden_id", "check").rows() == [(2, "a.2", "code")]
    # Whichever comes first some day, it is known by the same code.
    turned = golden.rename({"iban": "iban_2", "iban_2": "iban"})
    again = ic.export(turned, target("business_central")).files["2_customer_bank_account_287.csv"]
    assert sorted(again.rows()) == sorted(accounts.rows())


@pytest.mark.parametrize("name", targets())
def test_no_mail_goes_where_none_can_arrive(name: str) -> None:
    nowhere = "info@deltatrasporti.i"
    golden = pl.DataFrame(
        {
            "golden_id": ["a.1", "a.2"],
            "tipo": "persona",
            "cognome": ["Rossi", "Verdi"],
            "nome": ["Ada", "Ugo"],
            "email": [nowhere, "ada@verdi.it"],
            "email_2": ["ada@rossi.it", "ada@gialli"],
            "pec": ["rossi@pec.it", "niente"],
            "contattabile_email": "si",
        }
    )
    made = ic.export(golden, target(name), language="en")
    written = " ".join(cell or "" for frame in made.files.values() for row in frame.rows() for cell in row)
    assert "deltatrasporti" not in written
    assert "gialli" not in written
    assert "niente" not in written
    known_by_it = any(one.mailbox == "row" for one in made.target.objects)
    told = set(made.aside["value"]) | set(made.held.select(pl.selectors.string()).unpivot()["value"])
    if {"email", "email_2"} & {name for one in made.target.objects for column in one.columns for name in column.given}:
        assert nowhere in told
    if known_by_it:
        assert made.held["golden_id"].to_list() == ["a.1"]
        assert made.preflight.filter("held")["check"].to_list() == ["mailbox"]


def test_an_employee_is_a_contact_of_the_firm_that_is_known_for_certain() -> None:
    made = ic.export(traps(), target("salesforce"))
    links = dict(made.files["2_contact.csv"].select("Golden_Id__c", "Account.Golden_Id__c").rows())
    assert links["crm.A7"] == "erp.1"
    assert links["erp.3"] == "erp.3"
    assert links["erp.16"] is None
    assert ("no_firm", False) in made.preflight.filter(golden_id="erp.16").select("check", "held").rows()
    assert made.files["1_account.csv"].filter(Golden_Id__c="erp.1")["BillingStateCode"].to_list() == ["MI"]


def test_a_shared_mailbox_is_sent_once() -> None:
    made = ic.export(traps(), target("hubspot"), language="en")
    everybody = pl.concat([frame for name, frame in made.files.items() if name.startswith("2_")])
    mails = dict(everybody.select("contact_golden_id", "email").rows())
    assert (mails["erp.1"], mails["crm.A7"]) == ("info@alfa.it", None)
    assert (mails["erp.4"], mails["erp.5"]) == ("casa@bianchi.it", None)
    assert made.aside.select("golden_id", "field", "value", "why").rows()[0] == (
        "crm.A7", "email", "Info@alfa.it", "the address stands on the row of erp.1 already: it is loaded once",
    )  # fmt: skip
    where = dict(made.keys.filter(object="contacts").select("golden_id", "file").rows())
    # One of the family refuses, and one of the firm's mailbox never said anything.
    assert where["erp.4"] == where["erp.1"] == "2_contacts_da_verificare.csv"
    assert where["erp.3"] == "2_contacts_si.csv"
    assert where["erp.7"] == "2_contacts_senza_recapito.csv"
    assert made.files["2_contacts_si.csv"].height == 2
