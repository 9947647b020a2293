"""Partita IVA: the Italian VAT number, eleven digits with Luhn's check; foreign VAT numbers with their country.

    >>> from italclean import partita_iva
    >>> partita_iva.check("IT 743110157").value
    '00743110157'
    >>> outcome = partita_iva.check("DE136695976")
    >>> outcome.value, outcome.paese
    ('DE136695976', 'DE')
    >>> outcome = partita_iva.check("P.IVA 00743110157 - C.F. RSSMRA85T10A562S")
    >>> outcome.value, outcome.codice_fiscale
    ('00743110157', 'RSSMRA85T10A562S')

Source: DPR 633/1972 art. 35; the office codes are those that python-stdnum and other public validators
accept. An unlisted office is `suspect`, never invalid: new ones have appeared (999 in VIES).
"""

from __future__ import annotations

import polars as pl
from stdnum.ch import uid as swiss_uid
from stdnum.eu import vat as eu_vat
from stdnum.util import get_cc_module

from italclean.core import text
from italclean.core.checksum import as_bytes, luhn
from italclean.core.cleaner import cleaner
from italclean.core.code_text import (
    CODE_WITHIN,
    LABEL_IN_FRONT,
    LABELLED_NUMBER,
    WITHIN,
    codes_within,
    numbers_within,
    words_beside,
)
from italclean.core.personal_code import SHAPE

_OFFICES = [f"{office:03}" for office in (*range(1, 101), 120, 121, 888, 999)]
_UNION = "AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GR|HR|HU|IE|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI"
# Neighbours and trade partners outside the Union; those that python-stdnum does not know stay unchecked.
_OUTSIDE = "GB|CHE|CH|LI|NO|IS|SM|MC|RS|ME|MK|AL|TR|RU|BA|UA|MD|AD"
_FOREIGN = rf"^({_UNION}|{_OUTSIDE})[A-Z]?[0-9][0-9A-Z]{{3,13}}$"
_COUNTRY = {"EL": "GR", "CHE": "CH", "XI": "GB"}
_FILLER = r"^(?:IT)?(?:0+|9+)$|^(?:OO9+|OO0+|EXTRA(?:UE|CEE)?0*)$"
_SHORTEST = 8
"""Excel drops at most the leading zeros: with fewer digits than eight the check digit alone is too short a proof."""


def _prepare(value: pl.Expr) -> pl.Expr:
    upper = value.str.normalize("NFKC").str.to_uppercase()
    number = upper.str.replace_all(r"[^A-Z0-9]", "")
    number = pl.coalesce(text.whole_number(value, least=_SHORTEST), number.str.extract(LABEL_IN_FRONT), number)
    # Two numbers in a cell, or one among words: its signs tell where a number begins.
    whole = number.str.contains(rf"^[0-9]{{1,11}}$|^{SHAPE}$|{_FOREIGN}")
    signed = ~whole & upper.str.contains(WITHIN)
    # Scientific notation that lost digits keeps its signs, so that it can be told from a number.
    rounded = text.is_scientific(value) & ~whole
    number = pl.when(signed | rounded).then(upper.str.strip_chars()).otherwise(number)
    return pl.when(number.str.len_bytes() > 0).then(number).otherwise(text.tidy(value))


@cleaner(
    extras={"paese": pl.String, "ufficio": pl.String, "codice_fiscale": pl.String, "altri": pl.String},
    prepare=_prepare,
    regular="^[0-9]{11}$",
)
def partita_iva(values: pl.Series) -> pl.DataFrame:
    """Judge VAT numbers.

    The value is eleven digits for an Italian number, the country code and the number for a foreign one.
    Extras: `paese` (ISO 3166 alpha-2), `ufficio`, the three digits of the issuing office, a `codice_fiscale` that
    stands in the same cell, and the other numbers of the cell (`altri`).
    """
    frame = _taken_apart(values.to_frame("typed").with_row_index("at"))
    frame = frame.with_columns(
        digits=pl.col("number").str.extract(r"^(?:IT)?([0-9]{1,11})$"),
        country=pl.col("number").str.extract(_FOREIGN),
    )
    italian = frame["digits"].is_not_null()
    foreign = ~italian & frame["country"].is_not_null()
    parts = [
        _italian(frame.filter(italian)),
        _foreign(frame.filter(foreign)),
        _misshapen(frame.filter(~italian & ~foreign)),
    ]
    found = pl.concat(parts, how="diagonal").sort("at")
    return _with_remarks(pl.concat([frame.drop("at", "country", "digits"), found.drop("at")], how="horizontal"))


def _taken_apart(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the number of each cell, and what else stands in the cell; eleven digits stand alone."""
    alone = frame["typed"].str.contains("^[0-9]{11}$")
    parts = [_read_cells(frame.filter(~alone)), frame.filter(alone).with_columns(number="typed")]
    return pl.concat(parts, how="diagonal").sort("at")


def _read_cells(frame: pl.DataFrame) -> pl.DataFrame:
    typed = pl.col("typed")
    signed = typed.str.contains(r"[^A-Z0-9]")
    found = frame.with_columns(
        numbers=pl.when(signed).then(numbers_within(typed).list.unique(maintain_order=True)).otherwise([]),
        people=codes_within(typed).list.unique(maintain_order=True),
        left_over=pl.when(signed).then(words_beside(typed)),
    )
    # A foreign number beside a codice fiscale.
    joined = pl.col("left_over").str.replace_all(" ", "")
    foreign = pl.when((pl.col("people").list.len() > 0) & joined.str.contains(_FOREIGN)).then(joined)
    number = pl.coalesce(typed.str.extract(LABELLED_NUMBER), pl.col("numbers").list.first(), foreign)
    found = found.with_columns(number=number, left_over=pl.when(foreign.is_null()).then("left_over"))
    others = pl.col("numbers").list.set_difference(pl.concat_list("number")).list.sort()
    one_person = pl.col("people").list.len() == 1
    return found.select(
        "at",
        "typed",
        number=pl.coalesce("number", "typed"),
        altri=pl.concat_str(
            pl.when(pl.col("number").is_not_null() & (others.list.len() > 0)).then(others.list.join(" ")),
            pl.when(~one_person & (pl.col("people").list.len() > 0)).then(pl.col("people").list.join(" ")),
            separator=" ",
            ignore_nulls=True,
        ).replace("", None),
        codice_fiscale=pl.when(one_person).then(pl.col("people").list.first()),
        words=pl.when(pl.col("number").is_not_null()).then("left_over"),
    )


def _with_remarks(found: pl.DataFrame) -> pl.DataFrame:
    """Say of sound numbers what else stood in the cell."""
    clean = pl.col("issue").is_null() & pl.col("value").is_not_null()
    several, with_code = pl.col("altri").is_not_null(), pl.col("codice_fiscale").is_not_null()
    remark = (
        pl.when(several)
        .then(pl.lit("pi_several"))
        .when(pl.col("words").is_not_null())
        .then(pl.lit("pi_words"))
        .when(with_code)
        .then(pl.lit("pi_and_cf"))
    )
    return found.select(
        "value",
        issue=pl.when(clean).then(remark).otherwise("issue"),
        detail=pl.when(clean).then(pl.coalesce("altri", "words", "codice_fiscale")).otherwise("detail"),
        paese="paese",
        ufficio="ufficio",
        codice_fiscale="codice_fiscale",
        altri="altri",
    )


def _italian(frame: pl.DataFrame) -> pl.DataFrame:
    padded = frame["digits"].str.zfill(11).rename("padded")
    sound = pl.Series("sound", luhn(as_bytes(padded, 11)))
    length = pl.col("digits").str.len_bytes()
    issue = (
        pl.when(text.is_filler_number(pl.col("digits")))
        .then(pl.lit("pi_filler"))
        .when(length < _SHORTEST)
        .then(pl.lit("pi_length"))
        .when(~pl.col("sound"))
        .then(pl.when(length == 11).then(pl.lit("pi_check")).otherwise(pl.lit("pi_length")))
        .when(pl.col("padded").str.starts_with("0000000"))
        .then(pl.lit("pi_serial"))
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
    refused = pl.col("issue").is_in(["pi_filler", "pi_length", "pi_check", "pi_serial"]).fill_null(value=False)
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
    sound = pl.Series(
        [_is_sound(number, country) for number, country in frame.select("number", "country").iter_rows()],
        dtype=pl.Boolean,
    )
    return frame.select(
        "at",
        value="number",
        issue=pl.when(sound.is_null())
        .then(pl.lit("pi_foreign_unchecked"))
        .when(~sound)
        .then(pl.lit("pi_foreign_check")),
        detail=pl.when(~sound.fill_null(value=False)).then("country"),
        paese=pl.col("country").replace(_COUNTRY),
    )


def _is_sound(number: str, country: str) -> bool | None:
    """Tell whether a foreign number passes its country's check; None where there is nothing to check with."""
    if country in _UNION.split("|"):
        return bool(eu_vat.is_valid(number.replace("GR", "EL", 1) if country == "GR" else number))
    if country in ("CHE", "CH", "LI"):
        return bool(swiss_uid.is_valid(f"CHE{number.removeprefix(country)}"[:12]))
    national = get_cc_module(country.lower(), "vat")
    if national is None:
        return None
    return bool(national.is_valid(number) or national.is_valid(number.removeprefix(country)))


def _misshapen(frame: pl.DataFrame) -> pl.DataFrame:
    digits = pl.col("number").str.contains(r"^(?:IT)?[0-9]+$")
    rounded = text.is_scientific(pl.col("number"))
    issue = (
        pl.when(pl.col("number").str.contains(_FILLER))
        .then(pl.lit("pi_filler"))
        .when(rounded)
        .then(pl.lit("pi_scientific"))
        .when(pl.col("number").str.contains(CODE_WITHIN))
        .then(pl.lit("pi_is_cf"))
        .when(digits)
        .then(pl.lit("pi_length"))
        .otherwise(pl.lit("pi_format"))
    )
    length = pl.col("number").str.count_matches("[0-9]").cast(pl.String)
    nothing = pl.lit(None, dtype=pl.String)
    return frame.select(
        "at",
        value=nothing,
        issue=issue,
        detail=pl.when(issue == "pi_length").then(length),
        paese=nothing,
        ufficio=nothing,
    )
