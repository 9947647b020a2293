"""E-mail: syntax, mistyped and dead domains, certified mail (PEC).

    >>> from italclean import email
    >>> email.check("mailto:Mario.Rossi @ GMAIL.COM").value
    'mario.rossi@gmail.com'
    >>> outcome = email.check("mario@pec.it")
    >>> outcome.pec
    True

The syntax is email-validator's; addresses of the plain kind that it surely accepts are recognised over
the whole column, all others go through the library one by one. Domains come from `data/email_domini.csv`,
`data/email_errori.csv` and `data/pec_domini.csv`: only corrections marked safe are made.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.reference import table

# RFC 5321 lengths; labels of letters, digits and inner hyphens; no label that could be punycode.
_PLAIN = (
    r"^[a-z0-9](?:[a-z0-9_+-]*[a-z0-9_+-])?(?:\.[a-z0-9_+-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?\.)+[a-z]{2,24}$"
)
_LOOKS_ODD = r"--|\.(?:test|invalid|localhost|local|arpa|onion)$"
_FILLER = (
    r"^(?:no-?e?-?mail|nomail|noemail|nessun[oa]?|non-?ha|nonhamail|senzamail|xx+|aa+)@"
    r"|@(?:no-?e?-?mail|nomail|noemail|nessun[oa]|senzamail|xx+|aa+)\."
    r"|^(?:test@test|prova@prova|mail@mail|email@email|a@a|x@x|info@info)\."
)
_WRAPPING = r"^(?:mailto|e-?mail|mail|pec)\s*:\s*"


def _prepare(value: pl.Expr) -> pl.Expr:
    return text.tidy(value)


@cleaner(extras={"dominio": pl.String, "pec": pl.Boolean, "altri": pl.String}, prepare=_prepare)
def email(values: pl.Series) -> pl.DataFrame:
    """Judge e-mail addresses.

    The value is the address in lower case. Extras: its `dominio`, whether it is certified mail (`pec`),
    and the other addresses of the cell (`altri`, one blank apart).
    """
    frame = _split(values.to_frame("typed"))
    frame = _correct_domain(frame)
    plain = (
        pl.col("address").str.contains(_PLAIN)
        & ~pl.col("address").str.contains(_LOOKS_ODD)
        & (pl.col("address").str.len_bytes() <= 254)
        & (pl.col("local").str.len_bytes() <= 64)
    )
    frame = frame.with_columns(plain=plain.fill_null(value=False))
    odd = frame.filter(~pl.col("plain"))["address"].unique(maintain_order=True)
    verdicts = [_validate(address) for address in odd]
    judged = pl.DataFrame(
        {
            "address": odd,
            "normalized": [normalized for normalized, _ in verdicts],
            "reason": [reason for _, reason in verdicts],
        },
        schema={"address": pl.String, "normalized": pl.String, "reason": pl.String},
    )
    frame = frame.join(judged, on="address", how="left", maintain_order="left", nulls_equal=True).with_columns(
        value=pl.when("plain").then("address").otherwise("normalized")
    )
    return _judge(frame)


def _split(frame: pl.DataFrame) -> pl.DataFrame:
    """Take off what wraps an address and part several addresses in one cell."""
    bare = (
        pl.col("typed")
        .str.to_lowercase()
        .str.replace_all(r"\s*[(\[{]\s*(?:at|chiocciola)\s*[)\]}]\s*", "@")
        .str.replace_all("@+", "@")
        .str.replace_all(r"\s*@\s*", "@")
        .str.replace_all(_WRAPPING, "")
        # A remark after the address, in brackets.
        .str.replace(r"\s*\([^()@]*\)\s*$", "")
        .str.strip_chars(" .,;:<>\"'()[]")
    )
    simple = bare.str.count_matches("@", literal=True) <= 1
    in_brackets = bare.str.extract(r"<\s*([^<>\s]+@[^<>\s]+)\s*>?")
    addresses = bare.str.extract_all(r"[^\s;,<>()\[\]\"/|]+@[^\s;,<>()\[\]\"/|]+").list.eval(
        pl.element().str.replace(_WRAPPING, "").str.strip_chars(".'")
    )
    several = (~simple) & (addresses.list.len() > 1)
    return frame.with_columns(
        address=pl.when(several)
        .then(addresses.list.first())
        .when(in_brackets.is_not_null())
        .then(in_brackets)
        # A blank inside the only address: "mario rossi@gmail.com" has two readings, so it stays as typed.
        .otherwise(bare),
        altri=pl.when(several).then(addresses.list.slice(1).list.join(" ")),
    ).with_columns(
        local=pl.col("address").str.extract(r"^(.*)@"), typed_domain=pl.col("address").str.extract("@([^@]*)$")
    )


def _correct_domain(frame: pl.DataFrame) -> pl.DataFrame:
    """Correct domains whose correction is proven, note those that only look mistyped."""
    corrected = pl.when((pl.col("correzione") == "safe") & (pl.col("confidenza") != "low")).then("corretto")
    return (
        frame.join(_typos(), left_on="typed_domain", right_on="dominio", how="left", maintain_order="left")
        .with_columns(corrected=corrected)
        .with_columns(
            address=pl.when(pl.col("corrected").is_not_null())
            .then(pl.concat_str("local", pl.lit("@"), "corrected"))
            .otherwise("address")
        )
    )


def _judge(frame: pl.DataFrame) -> pl.DataFrame:
    frame = frame.with_columns(dominio=pl.col("value").str.extract("@(.+)$")).join(
        _domains(), on="dominio", how="left", maintain_order="left"
    )
    pec = _is_pec(pl.col("dominio"))
    doubtful = pl.col("corrected").is_null() & pl.col("corretto").is_not_null() & (pl.col("confidenza") != "low")
    closed = (pl.col("stato") == "discontinued") & (pl.col("sicurezza") != "low")
    wrapped = pl.col("value") != pl.col("typed").str.to_lowercase()
    filler = pl.col("value").str.contains(_FILLER).fill_null(value=False)
    issue = (
        pl.when(filler)
        .then(pl.lit("email_filler"))
        .when(pl.col("value").is_null())
        .then(pl.lit("email_syntax"))
        .when(pl.col("altri").is_not_null())
        .then(pl.lit("email_several"))
        .when(doubtful)
        .then(pl.lit("email_suspect_domain"))
        .when(closed)
        .then(pl.lit("email_discontinued"))
        .when(pl.col("corrected").is_not_null())
        .then(pl.lit("email_typo"))
        .when(wrapped)
        .then(pl.lit("email_mended"))
    )
    detail = (
        pl.when(pl.col("issue") == "email_syntax")
        .then("reason")
        .when(pl.col("issue") == "email_several")
        .then("altri")
        .when(pl.col("issue") == "email_suspect_domain")
        .then("corretto")
        .when(pl.col("issue") == "email_typo")
        .then("corrected")
        .when(pl.col("issue") == "email_discontinued")
        .then(pl.concat_str(pl.lit(" ("), "chiuso_il", pl.lit(")")))
    )
    return frame.with_columns(issue=issue).select(
        "value", "issue", detail=detail, dominio="dominio", pec=pec.fill_null(value=False), altri="altri"
    )


def _validate(address: str | None) -> tuple[str | None, str | None]:
    # Imported late: half of the package's import time, and most columns never need it.
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(address or "", check_deliverability=False)
    except EmailNotValidError as error:
        return None, str(error)
    return found.normalized.lower(), None


@cache
def _typos() -> pl.DataFrame:
    typos = table("email_errori").filter(pl.col("corretto").is_not_null())
    return typos.select("dominio", "corretto", "correzione", "confidenza").unique("dominio", maintain_order=True)


@cache
def _domains() -> pl.DataFrame:
    return (
        table("email_domini")
        .select("dominio", "stato", pl.col("chiuso_il").fill_null("?"), sicurezza="confidenza")
        .unique("dominio", maintain_order=True)
    )


def _is_pec(domain: pl.Expr) -> pl.Expr:
    """Tell the domains of certified mail, by name or by ending."""
    names, endings = _pec()
    return domain.is_in(names.implode()) | domain.str.contains(endings)


@cache
def _pec() -> tuple[pl.Series, str]:
    """The exact names, and one pattern of all endings and forms."""
    rows = table("pec_domini").filter(pl.col("confidenza") != "low")
    exact = rows.filter(pl.col("confronto") == "exact")["schema"]
    endings = rows.filter(pl.col("confronto") == "suffix")["schema"].str.replace_all(".", r"\.", literal=True)
    forms = rows.filter(pl.col("confronto") == "regex")["schema"]
    return exact, "|".join([*(f"(?:^|\\.){ending}$" for ending in endings), *forms])
