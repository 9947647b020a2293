"""Partita IVA: the Italian VAT number, eleven digits with Luhn's check; foreign VAT numbers with their country.

    >>> from italclean import partita_iva
    >>> partita_iva.check("IT 743110157").value
    '00743110157'
    >>> outcome = partita_iva.check("DE136695976")
    >>> outcome.value, outcome.paese
    ('DE136695976', 'DE')

Source: DPR 633/1972 art. 35; the office codes are those that python-stdnum and other public validators
accept. An unlisted office is `suspect`, never invalid: new ones have appeared (999 in VIES).
"""

from __future__ import annotations

import polars as pl
from stdnum.eu import vat as eu_vat

from italclean.core import text
from italclean.core.checksum import as_bytes, luhn
from italclean.core.cleaner import cleaner

_OFFICES = [f"{office:03}" for office in (*range(1, 101), 120, 121, 888, 999)]
_COUNTRIES = "AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GR|HR|HU|IE|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|GB|XI|CHE|SM|NO"


def _prepare(value: pl.Expr) -> pl.Expr:
    number = value.str.to_uppercase().str.replace(r"^\s*P\.?\s*(?:IVA|I)\.?\s*:?\s*", "")
    number = (
        pl.when(number.str.contains(r"^\s*[0-9]+[.,]0+\s*$")).then(number.str.extract(r"([0-9]+)")).otherwise(number)
    )
    # Scientific notation keeps its signs, so that it can be told from a number.
    plain = number.str.replace_all(r"[^A-Z0-9]", "")
    science = number.str.replace_all(r"\s", "")
    kept = pl.when(science.str.contains(r"^[0-9]([.,][0-9]+)?E\+?[0-9]+$")).then(science).otherwise(plain)
    return pl.when(kept.str.len_bytes() > 0).then(kept).otherwise(text.tidy(value))


@cleaner(extras={"paese": pl.String, "ufficio": pl.String}, prepare=_prepare)
def partita_iva(values: pl.Series) -> pl.DataFrame:
    """Judge VAT numbers.

    The value is eleven digits for an Italian number, the country code and the number for a foreign one.
    Extras: `paese` (ISO 3166 alpha-2) and `ufficio`, the three digits of the issuing office.
    """
    frame = values.to_frame("number").with_row_index("at")
    science = pl.col("number").str.contains(r"E\+|[.,]")
    frame = frame.with_columns(
        science=science,
        code=pl.col("number").str.contains(r"^[A-Z]{6}[0-9L-NP-V]{2}[A-Z][0-9L-NP-V]{2}[A-Z][0-9L-NP-V]{3}[A-Z]$"),
        digits=pl.col("number").str.extract(r"^(?:IT)?(\d{1,11})$"),
        country=pl.col("number").str.extract(f"^({_COUNTRIES})[0-9A-Z]+$"),
    )
    italian = frame["digits"].is_not_null()
    foreign = ~italian & frame["country"].is_not_null() & ~frame["code"]
    parts = [
        _italian(frame.filter(italian)),
        _foreign(frame.filter(foreign)),
        _misshapen(frame.filter(~italian & ~foreign)),
    ]
    return pl.concat(parts, how="diagonal").sort("at").drop("at")


def _italian(frame: pl.DataFrame) -> pl.DataFrame:
    padded = frame["digits"].str.zfill(11).rename("padded")
    sound = pl.Series("sound", luhn(as_bytes(padded, 11)))
    length = pl.col("digits").str.len_bytes()
    # Excel drops at most the leading zeros: a serial below 1,000 (seven digits in all) is too short a proof.
    issue = (
        pl.when(pl.col("digits").str.contains(r"^(?:0+|1+|2+|3+|4+|5+|6+|7+|8+|9+|12345678901|01234567890)$"))
        .then(pl.lit("pi_filler"))
        .when(length < 8)
        .then(pl.lit("pi_length"))
        .when(~pl.col("sound") | pl.col("padded").str.starts_with("0000000"))
        .then(pl.when(length == 11).then(pl.lit("pi_check")).otherwise(pl.lit("pi_length")))
        .when(~pl.col("ufficio").is_in(_OFFICES))
        .then(pl.lit("pi_office"))
        .when(length < 11)
        .then(pl.lit("pi_zeros"))
    )
    detail = (
        pl.when(pl.col("issue") == "pi_office")
        .then("ufficio")
        .when(pl.col("issue") == "pi_length")
        .then(length.cast(pl.String))
    )
    refused = pl.col("issue").is_in(["pi_filler", "pi_length", "pi_check"]).fill_null(value=False)
    return (
        frame.select("at", "digits", padded, sound, ufficio=padded.str.slice(7, 3))
        .with_columns(issue=issue)
        .select(
            "at",
            "issue",
            value=pl.when(~refused).then("padded"),
            detail=detail,
            paese=pl.when(~refused).then(pl.lit("IT")),
            ufficio=pl.when(~refused).then("ufficio"),
        )
    )


def _foreign(frame: pl.DataFrame) -> pl.DataFrame:
    """Numbers of other countries, which python-stdnum knows: few, so one by one."""
    sound = pl.Series([_is_sound(number) for number in frame["number"]], dtype=pl.Boolean)
    return frame.select(
        "at",
        value="number",
        issue=pl.when(~sound).then(pl.lit("pi_foreign_check")),
        detail=pl.when(~sound).then("country"),
        paese=pl.col("country").replace({"EL": "GR", "CHE": "CH", "XI": "GB"}),
    )


def _is_sound(number: str) -> bool:
    # Outside the Union there is nothing to check against: the number stands as it is.
    outside = number.startswith(("GB", "XI", "CHE", "SM", "NO"))
    return outside or eu_vat.is_valid(number.replace("GR", "EL", 1) if number.startswith("GR") else number)


def _misshapen(frame: pl.DataFrame) -> pl.DataFrame:
    issue = (
        pl.when("science")
        .then(pl.lit("pi_scientific"))
        .when("code")
        .then(pl.lit("pi_is_cf"))
        .otherwise(pl.lit("pi_format"))
    )
    return frame.select("at", value=pl.lit(None, dtype=pl.String), issue=issue, detail=pl.lit(None, dtype=pl.String))
