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
from italclean.core.late import library
from italclean.core.reference import table

# RFC 5321 lengths; labels of letters, digits and inner hyphens; no label that could be punycode.
_PLAIN = (
    r"^[a-z0-9](?:[a-z0-9_+-]*[a-z0-9_+-])?(?:\.[a-z0-9_+-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?\.)+[a-z]{2,24}$"
)
_LOOKS_ODD = r"--|\.(?:test|invalid|localhost|local|arpa|onion)$"
_FILLER = (
    r"^(?:no-?e?-?mail|nomail|noemail|nessun[oa]?|non-?ha|nonhamail|senzamail|nonfornit[ao]|xx+|aa+)@"
    r"|@(?:no-?e?-?mail|nomail|noemail|nessun[oa]|senzamail|nonfornit[ao]|xx+|aa+)\."
    r"|^(?:test@test|prova@prova|mail@mail|email@email|a@a|x@x|info@info|nd@nd|no@no|non@disponibile)\."
)
_NO_REPLY = r"^(?:no|non|do-?not|donot)[._-]?(?:reply|rispondere|risposta)[0-9]*$"
_WRAPPING = r"^(?:mailto|e[-.]?mail|mail|pec)(?:\s*:\s*|\s+)"
# What Access and web forms hang on: x@gmail.com#mailto:x@gmail.com#, mailto:x@gmail.com?subject=
_TRAILER = r"(@[^\s@#?]+)(?:#.*|\?(?:subject|body|cc|bcc)=.*)$"
_NONE = r"(?i)^(?:no|non|nessun[oa]?|senza|in attesa|da chiedere)\b[^@]*$"
_LONGEST_ADDRESS, _LONGEST_LOCAL = 254, 64


@cleaner(
    extras={
        "dominio": pl.String,
        "genere": pl.String,
        "ruolo": pl.Boolean,
        "pec": pl.Boolean,
        "altri": pl.String,
        "forse": pl.String,
    }
)
def email(values: pl.Series) -> pl.DataFrame:
    """Judge e-mail addresses.

    The value is the address in lower case. Extras: its `dominio`; the domain's `genere` (`pec`, `gratuita`,
    `storica`: a provider of the past whose boxes may live, `chiusa`, `usa e getta`, `aziendale`: all others);
    whether it is a `ruolo` (`info@`) and certified mail (`pec`); the other addresses of the cell (`altri`, one
    blank apart); and the domain that was perhaps meant (`forse`).
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
    """Take the address out of each cell: the columns `typed`, `plain` (surely sound), `address` and `altri`."""
    lower = values.str.to_lowercase()
    plain = lower.str.contains(_PLAIN) & ~lower.str.contains(_LOOKS_ODD)
    odd = (~plain).arg_true()
    frame = pl.DataFrame({"typed": values, "plain": plain, "address": lower, "altri": text.nothing(len(values))})
    if odd.len():
        parted = _part(lower.gather(odd))
        frame = frame.with_columns(lower.clone().scatter(odd, parted["address"]).alias("address"))
        frame = frame.with_columns(frame["altri"].clone().scatter(odd, parted["altri"]).alias("altri"))
    return frame


def _part(lower: pl.Series) -> pl.DataFrame:
    """Take off what wraps an address and part several addresses in one cell."""
    bare = (
        pl.col("lower")
        .str.replace_all(r"\s*[(\[{]\s*(?:at|chiocciola)\s*[)\]}]\s*", "@")
        .str.replace_all(r"\s+(?:at|chiocciola)\s+", "@")
        .str.replace_all("@+", "@")
        .str.replace_all(r"\s*@\s*", "@")
        .str.replace_all(_WRAPPING, "")
        .str.replace(_TRAILER, "$1")
        .str.replace_all(r"(@[^\s@]+)\s+\.\s+", "$1.")
        # A remark after the address, in brackets or behind a dash.
        .str.replace(r"\s*\([^()@]*\)\s*$", "")
        .str.replace(r"(@[^\s@]+\.[a-z]{2,})\s+[^@]*$", "$1")
        .str.strip_chars(" .,;:<>\"'()[]/\\")
    )
    addresses = (
        pl.col("bare")
        .str.extract_all(r"[^\s;,<>()\[\]\"/|\\]+@[^\s;,<>()\[\]\"/|\\]+")
        .list.eval(pl.element().str.replace(_WRAPPING, "").str.strip_chars(".'"))
        .list.unique(maintain_order=True)
    )
    in_brackets = pl.col("bare").str.extract(r"[<\[]\s*([^<>\[\]\s]+@[^<>\[\]\s]+)\s*[>\]]?")
    frame = lower.to_frame("lower").with_columns(bare=bare).with_columns(addresses=addresses)
    several = (pl.col("bare").str.count_matches("@", literal=True) > 1) & (pl.col("addresses").list.len() > 0)
    return frame.select(
        address=pl.when(several)
        .then(pl.col("addresses").list.first())
        .when(in_brackets.is_not_null())
        .then(in_brackets)
        # A blank inside the only address: "mario rossi@gmail.com" has two readings, so it stays as typed.
        .otherwise("bare"),
        altri=pl.when(several & (pl.col("addresses").list.len() > 1)).then(
            pl.col("addresses").list.slice(1).list.join(" ")
        ),
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
    disposable = (
        pl.col("dominio").is_in(_disposable().implode()) & pl.col("stato").is_null() & pl.col("forse").is_null()
    )
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
    issue = (
        pl.when((some & pl.col("value").str.contains(_FILLER)) | (~some & pl.col("typed").str.contains(_NONE)))
        .then(pl.lit("email_filler"))
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
        .when(wrapped)
        .then(pl.lit("email_mended"))
    )
    detail = (
        pl.when(pl.col("issue") == "email_syntax")
        .then("reason")
        .when(pl.col("issue") == "email_several")
        .then("altri")
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
        forse=pl.when(some).then("forse"),
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
