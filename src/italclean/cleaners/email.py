"""E-mail: syntax, mistyped and dead domains, certified mail (PEC).

    >>> from italclean import email
    >>> email.check("mailto:Mario.Rossi @ GMAIL.COM").value
    'mario.rossi@gmail.com'
    >>> outcome = email.check("mario@pec.it")
    >>> outcome.pec, outcome.genere
    (True, 'pec')
    >>> outcome = email.check("mario@gmail.it")  # not Google's: it belongs to somebody
    >>> outcome.value, outcome.status, outcome.forse
    ('mario@gmail.it', 'suspect', 'gmail.com')

The syntax is email-validator's; addresses of the plain kind that it surely accepts are recognised over
the whole column, all others go through the library one by one. What is known of a domain is looked up once
for each distinct domain: `data/email_domini.csv`, `data/email_errori.csv`, `data/pec_domini.csv`, `data/tld.csv`
and the list of disposable-email-domains. Only corrections marked safe are made.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.columns import no_text, only_where, rows_where
from italclean.core.known import among
from italclean.core.late import library
from italclean.core.reference import table
from italclean.mail.cell import parted
from italclean.telephones.numbering import ITALY

# RFC 5321 lengths; labels of letters, digits and inner hyphens; no label that could be punycode.
_PLAIN = (
    r"^[a-z0-9](?:[a-z0-9_+-]*[a-z0-9_+-])?(?:\.[a-z0-9_+-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?\.)+[a-z]{2,24}$"
)
_LOOKS_ODD = r"--|\.(?:test|invalid|localhost|local|arpa|onion)$"
_NO_MAIL = r"no-?e?-?mail|non-?ha-?(?:e?-?mail)?|senza-?e?-?mail|nonfornit[ao]|nonpresente"
_NOTHING = "nessun[oa]|test|prova|mail|email|info|nd|no|non|mancante|assente|sconosciut[oa]|abc|asd|xyz"
# aa@comune.it and x@rossi.it are somebody's: a letter or a word is a filler beside itself alone, a@a.it, test@test.it.
_FILLER = (
    rf"^(?:{_NO_MAIL})@|@(?:{_NO_MAIL}|nessun[oa])\.|^(?:no|non|nd|na)@(?:mail|email|disponibile|presente|nd|no|na)\.|"
    + "|".join(rf"^(?:{word})@(?:{word})\." for word in _NOTHING.split("|"))
    + "|"
    + "|".join(f"^{letter}+@{letter}+[.]" for letter in "abcdefghijklmnopqrstuvwxyz")
)
_NO_REPLY = r"^(?:no|non|do-?not|donot)[._-]?(?:reply|rispondere|risposta)[0-9]*$"
_NONE = r"(?i)^(?:no|non|nessun[oa]?|senza|in attesa|da chiedere)\b[^@]*$"
# A soft hyphen is taken for one that nobody sees, and lost: info\u00advendite@ditta.it
_SOFT_HYPHEN = "\u00ad"
_LONGEST_ADDRESS, _LONGEST_LOCAL = 254, 64


def _prepare(value: pl.Expr) -> pl.Expr:
    """Tidy; hyphens and lines that tidying would lose are kept as signs that everybody sees."""
    return text.tidy(
        only_where(
            value,
            lambda typed: typed.str.contains(r"\x{ad}|\S[\t\n\r\v]"),
            lambda typed: (
                typed.str.replace_all(r"([0-9A-Za-z])\x{ad}([0-9A-Za-z])", "${1}-${2}")
                .str.replace_all(r"[\t\n\r\v]+", " ; ")
                .str.strip_chars(" ;")
            ),
        )
    )


@cleaner(
    extras={
        "dominio": pl.String,
        "genere": pl.String,
        "ruolo": pl.Boolean,
        "pec": pl.Boolean,
        "altri": pl.String,
        "forse": pl.String,
        "telefono": pl.String,
        "nota": pl.String,
    },
    prepare=_prepare,
)
def email(values: pl.Series) -> pl.DataFrame:
    """Judge e-mail addresses.

    The value is the address in lower case. Extras: its `dominio`; the domain's `genere` (`pec`, `gratuita`,
    `storica`: a provider of the past whose boxes may live, `chiusa`, `usa e getta`, `aziendale`: all others);
    whether it is a `ruolo` (`info@`) and certified mail (`pec`); the other addresses of the cell (`altri`, one
    blank apart); the domain that was perhaps meant (`forse`); telephone numbers in the cell (`telefono`, as
    dialled, one blank apart) and what else stands in it (`nota`).
    """
    frame = _addresses(values).with_columns(
        local=pl.col("address").str.extract(r"^(.*)@"), typed_domain=pl.col("address").str.extract("@([^@]*)$")
    )
    known = _judge_domains(frame["typed_domain"].drop_nulls().unique(maintain_order=True))
    frame = frame.join(known, on="typed_domain", how="left", maintain_order="left").with_columns(
        address=pl.when(pl.col("corrected").is_not_null())
        .then(pl.concat_str("local", pl.lit("@"), "corrected"))
        .otherwise("address")
    )
    return _judge(_validated(frame))


def _addresses(values: pl.Series) -> pl.DataFrame:
    """Take the address out of each cell.

    The columns: `typed`, `plain` (surely sound), `address`, `altri`, `telefono`, `nota`.
    """
    lower = values.str.to_lowercase()
    plain = lower.str.contains(_PLAIN) & ~lower.str.contains(_LOOKS_ODD)
    nothing = no_text(len(values))
    frame = pl.DataFrame(
        {"typed": values, "plain": plain, "address": lower, "altri": nothing, "telefono": nothing, "nota": nothing}
    )
    odd = rows_where(~plain)
    if odd.is_empty():
        return frame
    distinct = values[odd].unique(maintain_order=True)
    found = [parted(typed, ITALY) for typed in distinct]
    known = pl.DataFrame(
        {
            "typed": distinct,
            "address": [cell.addresses[0] for cell in found],
            "altri": [" ".join(cell.addresses[1:]) or None for cell in found],
            "telefono": [" ".join(cell.numbers) or None for cell in found],
            "nota": [cell.note for cell in found],
        },
        schema=dict.fromkeys(("typed", "address", "altri", "telefono", "nota"), pl.String),
    )
    read = frame.select("typed")[odd].join(known, on="typed", how="left", maintain_order="left")
    return frame.with_columns(
        # scatter changes the Series that it is called on.
        frame[name].clone().scatter(odd, read[name])
        for name in ("address", "altri", "telefono", "nota")
    )


def _validated(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the sound address (`value`) or the `reason` why there is none."""
    # What was mended may be plain now; the domain's correction is plain as well.
    plain = (
        (pl.col("plain") | pl.col("address").str.contains(_PLAIN) & ~pl.col("address").str.contains(_LOOKS_ODD))
        & (pl.col("address").str.len_bytes() <= _LONGEST_ADDRESS)
        & (pl.col("local").str.len_bytes() <= _LONGEST_LOCAL)
    )
    frame = frame.with_columns(plain=plain.fill_null(value=False))
    odd = frame.filter(~pl.col("plain"))["address"].unique(maintain_order=True)
    verdicts = [_ask_library(address) for address in odd]
    judged = pl.DataFrame(
        {"address": odd, "normalized": [found for found, _ in verdicts], "reason": [reason for _, reason in verdicts]},
        schema={"address": pl.String, "normalized": pl.String, "reason": pl.String},
    )
    return frame.join(judged, on="address", how="left", maintain_order="left", nulls_equal=True).with_columns(
        value=pl.when("plain").then("address").otherwise("normalized")
    )


def _ask_library(address: str | None) -> tuple[str | None, str | None]:
    # Imported late: half of the package's import time, and most columns never need it.
    validator = library("email_validator")
    try:
        found = validator.validate_email(address or "", check_deliverability=False)
    except validator.EmailNotValidError as error:
        return None, str(error)
    return str(found.normalized).lower(), None


def _judge_domains(typed: pl.Series) -> pl.DataFrame:
    """Look up what is known of domains.

    Adds `corrected` (the domain that was surely meant), `forse` (the one perhaps meant), the `genere`, and the
    `domain_issue` with its `domain_detail`.
    """
    safe = (pl.col("correzione") == "safe") & (pl.col("confidenza") != "low")
    frame = (
        typed.to_frame("typed_domain")
        .join(_typos(), left_on="typed_domain", right_on="dominio", how="left", maintain_order="left")
        .with_columns(
            corrected=pl.when(safe).then("corretto"),
            forse=pl.when(~safe & pl.col("corretto").is_not_null()).then("corretto"),
        )
        .with_columns(dominio=pl.coalesce("corrected", "typed_domain"))
        .join(_domains(), on="dominio", how="left", maintain_order="left")
    )
    low = (pl.col("sicurezza") == "low").fill_null(value=False)
    closed = (pl.col("stato") == "discontinued").fill_null(value=False) | _is_closed_pec(pl.col("dominio"))
    disposable = among(pl.col("dominio"), _disposable) & pl.col("stato").is_null() & pl.col("forse").is_null()
    last_label = pl.col("dominio").str.extract(r"\.([^.]+)$")
    no_such_end = last_label.str.contains("^[a-z]+$") & ~last_label.is_in(table("tld")["tld"].implode())
    # Reserved for examples (RFC 2606): who writes it means a list made up.
    no_such_end &= last_label != "example"
    frame = frame.with_columns(
        genere=pl.when(_is_pec(pl.col("dominio"), "sure"))
        .then(pl.lit("pec"))
        .when(closed & ~low)
        .then(pl.lit("chiusa"))
        .when(closed | (pl.col("stato") == "legacy"))
        .then(pl.lit("storica"))
        .when(pl.col("stato") == "active")
        .then(pl.lit("gratuita"))
        .when(disposable)
        .then(pl.lit("usa e getta"))
        .otherwise(pl.lit("aziendale")),
        domain_issue=pl.when(pl.col("forse").is_not_null())
        .then(pl.lit("email_suspect_domain"))
        .when(closed)
        .then(pl.when(low).then(pl.lit("email_maybe_discontinued")).otherwise(pl.lit("email_discontinued")))
        .when(disposable)
        .then(pl.lit("email_disposable"))
        .when(_is_pec(pl.col("dominio"), "likely") & ~_is_pec(pl.col("dominio"), "sure"))
        .then(pl.lit("email_maybe_pec"))
        .when(no_such_end)
        .then(pl.lit("email_tld"))
        .when(pl.col("corrected").is_not_null())
        .then(pl.lit("email_typo")),
    )
    issue = pl.col("domain_issue")
    detail = (
        pl.when(issue == "email_suspect_domain")
        .then(pl.col("forse").str.replace_all("|", " / ", literal=True))
        .when(issue == "email_discontinued")
        .then(pl.concat_str(pl.lit(" ("), pl.col("chiuso_il").fill_null("?"), pl.lit(")")))
        .when(issue == "email_tld")
        .then(last_label)
        .when(issue == "email_typo")
        .then("corrected")
    )
    return frame.select("typed_domain", "corrected", "forse", "genere", "domain_issue", domain_detail=detail)


def _judge(frame: pl.DataFrame) -> pl.DataFrame:
    wrapped = pl.col("value") != pl.col("typed").str.to_lowercase()
    some = pl.col("value").is_not_null()
    # Only what is known of the domain as such; that it was corrected says less than what follows.
    grave = pl.col("domain_issue").is_not_null() & (pl.col("domain_issue") != "email_typo")
    remark = text.doubt(pl.col("typed"))
    # mike@alice: the end of the domain is missing, and there is a provider of that name.
    beginning = pl.col("address").str.extract(r"^[^@\s]+@([a-z0-9-]+)$")
    whole = beginning.replace_strict(*_providers(), default=None, return_dtype=pl.String)
    ends = pl.when(beginning.is_not_null()).then(
        pl.coalesce(pl.col("forse").str.replace_all("|", " / ", literal=True), whole)
    )
    issue = (
        pl.when((some & pl.col("value").str.contains(_FILLER)) | (~some & pl.col("typed").str.contains(_NONE)))
        .then(pl.lit("email_filler"))
        .when(~some & ends.is_not_null())
        .then(pl.lit("email_no_ending"))
        .when(~some)
        .then(pl.lit("email_syntax"))
        .when(grave)
        .then("domain_issue")
        .when(remark.is_not_null() & ~pl.col("value").str.contains(remark))
        .then(pl.lit("contact_doubted"))
        .when(pl.col("altri").is_not_null())
        .then(pl.lit("email_several"))
        .when(pl.col("local").str.contains(_NO_REPLY))
        .then(pl.lit("email_no_reply"))
        .when(pl.col("local").str.contains(r"[^\x00-\x7f]"))
        .then(pl.lit("email_accents"))
        .when(pl.col("domain_issue").is_not_null())
        .then("domain_issue")
        .when(pl.col("telefono").is_not_null())
        .then(pl.lit("email_and_tel"))
        .when(wrapped)
        .then(pl.lit("email_mended"))
    )
    detail = (
        pl.when(pl.col("issue") == "email_syntax")
        .then("reason")
        .when(pl.col("issue") == "email_no_ending")
        .then(ends)
        .when(pl.col("issue") == "email_several")
        .then("altri")
        .when(pl.col("issue") == "email_and_tel")
        .then("telefono")
        .when(pl.col("issue") == "contact_doubted")
        .then(remark)
        .when(pl.col("issue") == pl.col("domain_issue"))
        .then("domain_detail")
    )
    frame = frame.with_columns(issue=issue)
    frame = frame.with_columns(value=pl.when((pl.col("issue") != "email_filler").fill_null(value=True)).then("value"))
    some = pl.col("value").is_not_null()
    return frame.select(
        "value",
        "issue",
        detail=detail,
        dominio=pl.col("value").str.extract("@(.+)$"),
        genere=pl.when(some).then("genere"),
        ruolo=some & pl.col("local").is_in(table("email_ruoli")["nome"].implode()),
        pec=some & (pl.col("genere") == "pec").fill_null(value=False),
        altri="altri",
        forse=pl.when(some).then("forse").when(pl.col("issue") == "email_no_ending").then(ends),
        telefono="telefono",
        nota=pl.when(some | pl.col("telefono").is_not_null()).then("nota"),
    )


@cache
def _typos() -> pl.DataFrame:
    typos = table("email_errori").filter(pl.col("corretto").is_not_null())
    return typos.select("dominio", "corretto", "correzione", "confidenza").unique("dominio", maintain_order=True)


@cache
def _domains() -> pl.DataFrame:
    return (
        table("email_domini")
        .select("dominio", "stato", "chiuso_il", sicurezza="confidenza")
        .unique("dominio", maintain_order=True)
    )


@cache
def _providers() -> tuple[list[str], list[str]]:
    """The names of known providers without their endings, and the whole domains, with a bar between several."""
    known = (
        table("email_domini")
        .select(dominio="dominio", name=pl.col("dominio").str.extract(r"^([a-z0-9-]+)\.[a-z]+$"))
        .drop_nulls()
        .unique(maintain_order=True)
        .group_by("name", maintain_order=True)
        .agg(pl.col("dominio").sort().str.join(" / "))
    )
    return known["name"].to_list(), known["dominio"].to_list()


@cache
def _disposable() -> pl.Series:
    return pl.Series(sorted(library("disposable_email_domains").blocklist), dtype=pl.String)


@cache
def _pec() -> dict[str, tuple[pl.Series, str]]:
    """The names of certified domains and one pattern of their endings and forms: the sure ones, the likely ones."""
    known = table("pec_domini").filter(pl.col("confronto") != "note")
    found = {}
    for name, rows in (
        ("sure", known.filter(pl.col("confidenza") != "low")),
        ("likely", known.filter(pl.col("confidenza") == "low")),
    ):
        escaped = pl.col("schema").str.replace_all(".", r"\.", literal=True)
        form = pl.when(pl.col("confronto") == "suffix").then(pl.format(r"(?:^|\.){}$", escaped)).otherwise("schema")
        patterns = rows.filter(pl.col("confronto") != "exact").select(form).to_series()
        found[name] = rows.filter(pl.col("confronto") == "exact")["schema"], "|".join(patterns)
    return found


def _is_pec(domain: pl.Expr, grade: str) -> pl.Expr:
    """Tell the domains of certified mail, by name, ending or form."""
    names, patterns = _pec()[grade]
    return domain.is_in(names.implode()) | domain.str.contains(patterns)


def _is_closed_pec(domain: pl.Expr) -> pl.Expr:
    """Tell the certified domains of services that were closed (CEC-PAC)."""
    closed = table("pec_domini").filter(pl.col("stato") == "discontinued")["schema"]
    return domain.str.contains(
        "|".join(rf"(?:^|\.){name}$" for name in closed.str.replace_all(".", r"\.", literal=True))
    )
