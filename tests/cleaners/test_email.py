"""E-mail: syntax as email-validator judges it, domains by the tables."""

from __future__ import annotations

import polars as pl
import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given, settings
from hypothesis import strategies as st

from italclean import email
from italclean.core.reference import table

KNOWN_TYPOS = set(table("email_errori")["dominio"])


def oracle(address: str) -> str | None:
    try:
        return validate_email(address, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None


_INNER = "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789._-+'!#$%&*/=?^{|}~àèü"
_EDGE = "abcxyzABC0123456789_-+àé"
_label = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_àüxn", min_size=1, max_size=12) | st.sampled_from(
    ["xn--caf-dma", "xn--", "a" * 63, "a" * 64, "a--b", "1", "gmail", "pec", "-a", "a-"]
)
_ending = st.sampled_from(
    [
        "it",
        "com",
        "IT",
        "example",
        "test",
        "invalid",
        "local",
        "localhost",
        "arpa",
        "onion",
        "museum",
        "i",
        "1t",
        "c0m",
        "xn--p1ai",
        "corp",
    ]
)
_local = st.one_of(
    st.builds(
        lambda first, rest, last: first + rest + last,
        st.sampled_from(_EDGE),
        st.text(_INNER, max_size=12),
        st.sampled_from(_EDGE),
    ),
    st.sampled_from(["a" * 64, "a" * 65, "a..b", "a.-b", "-", "_", "+", "a.b.c"]),
)


@st.composite
def addresses(draw: st.DrawFn) -> str:
    labels = draw(st.lists(_label, min_size=1, max_size=3))
    if draw(st.integers(0, 30)) == 0:
        labels += ["b" * 60] * 4
    return f"{draw(_local)}@{'.'.join([*labels, draw(_ending)])}"


@settings(max_examples=400)
@given(st.lists(addresses(), min_size=1, max_size=10))
def test_agrees_with_email_validator(given_addresses: list[str]) -> None:
    # A cell is parted at / and |, and quotes at its ends are taken off: not compared here.
    typed = [
        address
        for address in given_addresses
        if not set(address) & set("/|'") and address.rpartition("@")[2].lower() not in KNOWN_TYPOS
    ]
    found = email.series(pl.Series(typed, dtype=pl.String)).struct.unnest()
    for address, value, issue in zip(typed, found["value"], found["issue"], strict=True):
        assert value == oracle(address.lower()) or issue == "email_filler", address


@settings(max_examples=100)
@given(
    st.lists(
        st.from_regex(
            r"\A[a-z0-9]([a-z0-9_+.-]{0,10}[a-z0-9_+-])?@([a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?\.){1,3}[a-z]{2,5}\Z"
        ),
        min_size=1,
        max_size=30,
    )
)
def test_plain_addresses_agree_with_email_validator(typed: list[str]) -> None:
    typed = [address for address in typed if address.rpartition("@")[2] not in KNOWN_TYPOS]
    found = (
        email.series(pl.Series(typed, dtype=pl.String))
        .struct.unnest()
        .with_columns(typed=pl.Series(typed, dtype=pl.String))
    )
    found = found.filter(pl.col("issue").ne_missing("email_filler"))
    assert found["value"].to_list() == [oracle(address) for address in found["typed"]]


@pytest.mark.parametrize(
    ("typed", "value", "issue"),
    [
        ("Mario.Rossi@Example.COM", "mario.rossi@example.com", "format"),
        ("mailto:mario@rossi.it", "mario@rossi.it", "email_mended"),
        ("E-mail: mario@rossi.it", "mario@rossi.it", "email_mended"),
        ("Mario Rossi <mario@rossi.it>", "mario@rossi.it", "email_mended"),
        ("mario @ rossi.it", "mario@rossi.it", "email_mended"),
        ("mario@@rossi.it", "mario@rossi.it", "email_mended"),
        ("mario(at)rossi.it", "mario@rossi.it", "email_mended"),
        ("mario [at] rossi.it", "mario@rossi.it", "email_mended"),
        ("mario@rossi.it.", "mario@rossi.it", "email_mended"),
        ("<mario@rossi.it>", "mario@rossi.it", "email_mended"),
        ("mario@rossi.it;anna@rossi.it", "mario@rossi.it", "email_several"),
        ("mario@rossi.it / anna@rossi.it", "mario@rossi.it", "email_several"),
        ("mario@rossi.it anna@rossi.it", "mario@rossi.it", "email_several"),
        ("mario rossi@rossi.it", None, "email_syntax"),
        ("mario@rossi", None, "email_syntax"),
        ("mario", None, "email_syntax"),
        ("@rossi.it", None, "email_syntax"),
        ("mario@", None, "email_syntax"),
        ("mario@rossi..it", None, "email_syntax"),
        ("ma..rio@rossi.it", None, "email_syntax"),
        ("mario@-rossi.it", None, "email_syntax"),
        ("mario chiocciola rossi.it", "mario@rossi.it", "email_mended"),
        ("mario@rossi.it; MARIO@rossi.it", "mario@rossi.it", "email_mended"),
        ("mario@rossi.it <mario@rossi.it>", "mario@rossi.it", "email_mended"),
        ("mail mario@rossi.it", "mario@rossi.it", "email_mended"),
        ("mario@rossi.it - moglie", "mario@rossi.it", "email_mended"),
        ("mario@rossi.it tel 02123456", "mario@rossi.it", "email_and_tel"),
        ("mario@rossi.it#mailto:mario@rossi.it#", "mario@rossi.it", "email_mended"),
        ("mailto:mario@rossi.it?subject=ciao", "mario@rossi.it", "email_mended"),
        ("Rossi Mario [mario@rossi.it]", "mario@rossi.it", "email_mended"),
        ("mario @ rossi . it", "mario@rossi.it", "email_mended"),
        ("mario@rossi.it (vecchia)", "mario@rossi.it", "contact_doubted"),
        ("vecchio@rossi.it", "vecchio@rossi.it", None),
        ("non ha mail", None, "email_filler"),
        ("nd@nd.it", None, "email_filler"),
        ("nessuna", None, "filler"),
        ("n.d.", None, "filler"),
        ("mario@rossi.it (casa)", "mario@rossi.it", None),
        ("o'neil@rossi.it", "o'neil@rossi.it", None),
        ("mario+x@rossi.it", "mario+x@rossi.it", None),
    ],
)
def test_typed(typed: str, value: str | None, issue: str | None) -> None:
    outcome = email.check(typed)
    assert outcome.value == value
    if issue is not None:
        assert outcome.issue == issue


def test_other_addresses_of_the_cell_are_kept() -> None:
    outcome = email.check("mario@rossi.it; anna@rossi.it, Bruno <bruno@rossi.it>")
    assert (outcome.value, outcome.altri) == ("mario@rossi.it", "anna@rossi.it bruno@rossi.it")


def of_domains(domains: list[str]) -> dict[str, dict[str, object]]:
    """Judge one address of each domain."""
    found = email.series(pl.Series([f"mario@{domain}" for domain in domains])).struct.unnest()
    return dict(zip(domains, found.to_dicts(), strict=True))


TYPOS = table("email_errori").unique("dominio", maintain_order=True)


def test_mistyped_domains_are_corrected_held_or_left_as_their_row_says() -> None:
    judged = of_domains(TYPOS["dominio"].to_list())
    for row in TYPOS.iter_rows(named=True):
        found = judged[row["dominio"]]
        if row["corretto"] is None:
            # A real domain that other programs take for a slip: hotmail.it.
            assert found["value"] == f"mario@{row['dominio']}", row
            assert found["issue"] not in ("email_typo", "email_suspect_domain"), row
        elif row["correzione"] == "safe" and row["confidenza"] != "low":
            assert (found["value"], found["status"]) == (f"mario@{row['corretto']}", "fixed"), row
        elif found["value"] is None:
            # gmail and libero@.it are no domains: email-validator refuses them.
            assert found["status"] == "invalid", row
        else:
            # Somebody else may own that domain (fiscal_facts.md 6.15): held, with the suggestion.
            assert (found["value"], found["status"]) == (f"mario@{row['dominio']}", "suspect"), row
            assert found["issue"] == "email_suspect_domain", row
            assert found["forse"] == row["corretto"], row


def test_domains_of_providers_are_judged_as_their_row_says() -> None:
    typos = set(TYPOS.filter(pl.col("corretto").is_not_null())["dominio"])
    domains = table("email_domini").unique("dominio").filter(~pl.col("dominio").is_in(list(typos)))
    judged = of_domains(domains["dominio"].to_list())
    for row in domains.iter_rows(named=True):
        found = judged[row["dominio"]]
        assert found["value"] == f"mario@{row['dominio']}", row
        if row["stato"] == "discontinued":
            wanted = "email_maybe_discontinued" if row["confidenza"] == "low" else "email_discontinued"
            assert (found["issue"], found["status"]) == (wanted, "suspect"), row
        else:
            assert found["status"] == "valid" or found["issue"] == "email_maybe_pec", row
            kind = {"active": "gratuita", "legacy": "storica"}[row["stato"]]
            assert found["genere"] in (kind, "pec"), row


EXAMPLES = {  # of forms: an address of each
    r"(^|\.)pec\.": "pec.studiorossi.it",
    r"(^|[.-])pec-|-pec([.-]|$)": "pec-rossi.it",
    r"(^|\.)(postacert|postacertificata|mailcert|certmail)\.": "postacert.rossi.it",
}


def test_certified_domains_are_judged_as_their_row_says() -> None:
    rows = table("pec_domini").filter(
        pl.col("confronto").is_in(["exact", "suffix"]) & (pl.col("stato") != "discontinued")
    )
    judged = of_domains(rows["schema"].to_list())
    for row in rows.iter_rows(named=True):
        found = judged[row["schema"]]
        if row["confidenza"] == "low" and not found["pec"]:
            assert (found["issue"], found["status"]) == ("email_maybe_pec", "suspect"), row
        else:
            assert (found["pec"], found["genere"]) == (True, "pec"), row
            # pec.aruba.it is the host of PEC boxes at arubapec.it, and likely mistyped.
            assert found["status"] == "valid" or found["issue"] == "email_suspect_domain", row
    beneath = of_domains([f"studio.{name}" for name in rows.filter(pl.col("confronto") == "suffix")["schema"]])
    assert all(found["pec"] or found["issue"] == "email_maybe_pec" for found in beneath.values())
    notes = table("pec_domini").filter(pl.col("confronto") == "note")["schema"]
    for domain, found in of_domains([name for name in notes if "@" not in name]).items():
        assert (found["pec"], found["issue"]) == (False, None), domain
    for form, domain in EXAMPLES.items():
        assert form in table("pec_domini")["schema"]
        assert of_domains([domain])[domain]["issue"] in (None, "email_maybe_pec")


def test_certified_mail_that_was_closed() -> None:
    # CEC-PAC, the citizens' PEC of the State, was closed in 2015.
    assert email.check("mario.rossi@postacertificata.gov.it").issue == "email_discontinued"


@pytest.mark.parametrize(
    ("typed", "kind", "role", "issue"),
    [
        ("mario@gmail.com", "gratuita", False, None),
        ("mario@alice.it", "storica", False, None),
        ("mario@rossi.it", "aziendale", False, None),
        ("info@rossi.it", "aziendale", True, None),
        ("amministrazione@rossi.it", "aziendale", True, None),
        ("mario@mailinator.com", "usa e getta", False, "email_disposable"),
        ("mario@rossi.con", "aziendale", False, "email_tld"),
        ("mario@rossi.itt", "aziendale", False, "email_tld"),
        ("noreply@rossi.it", "aziendale", True, "email_no_reply"),
        ("non-rispondere@rossi.it", "aziendale", True, "email_no_reply"),
        ("niccolò@rossi.it", "aziendale", False, "email_accents"),
        ("mario@città.it", "aziendale", False, None),
    ],
)
def test_what_kind_of_mailbox(typed: str, kind: str, role: bool, issue: str | None) -> None:
    outcome = email.check(typed)
    assert (outcome.genere, outcome.ruolo, outcome.issue) == (kind, role, issue)
    assert outcome.value == typed


def test_international_domains_are_one_in_both_spellings() -> None:
    assert email.check("mario@xn--citt-3na.it").value == email.check("mario@CITTÀ.it").value == "mario@città.it"


@pytest.mark.parametrize(
    "address",
    [
        "mario@pec.it",
        "mario@legalmail.it",
        "mario@pec.studiorossi.it",
        "a@postacert.toscana.it",
        "m.rossi@pec.ordineavvocatimilano.it",
    ],
)
def test_certified_mail(address: str) -> None:
    assert email.check(address).pec is True


@pytest.mark.parametrize(
    "address", ["mario@gmail.com", "mario@pecora.it", "mario@specchio.it", "mario@libero.it", "pec@rossi.it"]
)
def test_ordinary_mail(address: str) -> None:
    assert email.check(address).pec is False


def test_gmail_it_belongs_to_somebody_else() -> None:
    # fiscal_facts.md 6.15: gmail.it is a privately owned domain; a correction of it may not be silent.
    outcome = email.check("mario@gmail.it")
    assert outcome.status == "suspect"
    assert outcome.value == "mario@gmail.it"


@pytest.mark.parametrize(
    ("typed", "value", "status"),
    [
        # Somebody's, however short.
        ("aa@comune.it", "aa@comune.it", "valid"),
        ("aa@crea.gov.it", "aa@crea.gov.it", "valid"),
        ("x@rossi.it", "x@rossi.it", "valid"),
        ("mario@aa.com", "mario@aa.com", "valid"),
        ("test@rossi.it", "test@rossi.it", "valid"),
        ("info@comune.it", "info@comune.it", "valid"),
        ("a@a.it", None, "missing"),
        ("xxx@xxx.com", None, "missing"),
        ("test@test.it", None, "missing"),
        ("noemail@gmail.com", None, "missing"),
        ("nomail@nomail.it", None, "missing"),
        ("mancante@mancante.it", None, "missing"),
        # Hyphens of a word processor.
        *((f"info{sign}vendite@ditta.it", "info-vendite@ditta.it", "fixed") for sign in "\u00ad‐‑‒–—―−"),
        *((f"info@mia{sign}ditta.it", "info@mia-ditta.it", "fixed") for sign in "\u00ad‐‑‒–—―−"),
        ("in\u200bfo@ditta.it", "info@ditta.it", "fixed"),
        # A comma for a dot, and other signs.
        ("cristina@villageta,it", "cristina@villageta.it", "fixed"),
        ("cristina@mail.villageta,com", "cristina@mail.villageta.com", "fixed"),
        ("cristina@villageta;it", "cristina@villageta.it", "fixed"),
        ("cristina@villageta .it", "cristina@villageta.it", "fixed"),
        ("cristina@villageta. it", "cristina@villageta.it", "fixed"),
        ("mario[at]rossi[dot]it", "mario@rossi.it", "fixed"),
        ("mario (chiocciola) rossi punto it", "mario@rossi.it", "fixed"),
        ("mailto: mario@rossi.it", "mario@rossi.it", "fixed"),
        ("«mario@rossi.it»;", "mario@rossi.it", "fixed"),
        ("mario＠rossi.it", "mario@rossi.it", "fixed"),
        # The comma may part two words as well.
        ("mario,rossi@rossi.it", None, "invalid"),
        ("mario rossi@rossi.it", None, "invalid"),
    ],
)
def test_short_and_mended_addresses(typed: str, value: str | None, status: str) -> None:
    outcome = email.check(typed)
    assert (outcome.value, outcome.status) == (value, status)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("mike@alice", "alice.it"), ("mike@hotmail", "hotmail.com / hotmail.it"), ("mike@tin", "tin.it")],
)
def test_a_provider_without_its_ending_is_suggested(typed: str, meant: str) -> None:
    outcome = email.check(typed)
    assert (outcome.value, outcome.issue, outcome.forse, outcome.detail) == (None, "email_no_ending", meant, meant)


@pytest.mark.parametrize(
    "sign",
    [" ", ";", "; ", ",", ", ", "/", " / ", "//", "|", " || ", "&", " & ", "+", " + ", " - ", "-", " – ", " · ", " e ",
     " o ", " oppure ", "\n", "\t", ">; <"],
)  # fmt: skip
def test_several_addresses_in_every_separator(sign: str) -> None:
    outcome = email.check(sign.join(["ugo@rossi.it", "ada@neri.it", "eva@verdi.com"]))
    assert (outcome.value, outcome.altri, outcome.issue) == (
        "ugo@rossi.it",
        "ada@neri.it eva@verdi.com",
        "email_several",
    )
    assert outcome.nota is None


@pytest.mark.parametrize(
    ("typed", "note", "number"),
    [
        ("Mario Rossi <mario@x.it>", "Mario Rossi", None),
        ("mario@x.it (moglie)", "moglie", None),
        ("mario@x.it ufficio", "ufficio", None),
        ("mario@x.it - chiedere di Ugo", "chiedere di Ugo", None),
        ("mario@x.it 0143 635755", None, "0143635755"),
        ("tel. 333 1234567 o mario@x.it", None, "3331234567"),
    ],
)
def test_what_stands_beside_an_address(typed: str, note: str | None, number: str | None) -> None:
    outcome = email.check(typed)
    assert (outcome.value, outcome.status) == ("mario@x.it", "fixed")
    assert (outcome.nota, outcome.telefono) == (note, number)
