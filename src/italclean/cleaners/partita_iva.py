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

from functools import cache

import polars as pl
from stdnum.ch import uid as swiss_uid
from stdnum.eu import vat as eu_vat
from stdnum.util import get_cc_module

from italclean.codes.checksum import as_bytes, luhn
from italclean.codes.personal import SHAPE
from italclean.codes.within import (
    CODE_WITHIN,
    LABEL_IN_FRONT,
    LABELLED_NUMBER,
    NUMBER_WITHIN,
    WITHIN,
    codes_within,
    numbers_within,
    words_beside,
)
from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.columns import flags_at, is_true, rows_where
from italclean.core.empty import remembers_empty
from italclean.core.reference import table

_OFFICES = [f"{office:03}" for office in (*range(1, 101), 120, 121, 888, 999)]
_UNION = "AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GR|HR|HU|IE|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI"
# Neighbours and trade partners outside the Union; those that python-stdnum does not know stay unchecked.
_OUTSIDE = "GB|CHE|CH|LI|NO|IS|SM|MC|RS|ME|MK|AL|TR|RU|BA|UA|MD|AD"
_KNOWN_COUNTRY = rf"(?:{_UNION}|{_OUTSIDE})[A-Z]?[0-9][0-9A-Z]{{3,13}}"
# Of the rest of the world any letters of a state before a number of some length: US123456789, BR00000000000191.
_ANY_COUNTRY = (
    r"[A-Z]{2}[0-9]{6,18}[0-9A-Z]{0,4}|IN[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][0-9A-Z]Z[0-9A-Z]|MX[A-Z]{3,4}[0-9]{6}[0-9A-Z]{3}"
)
# TO-1234567 is a number of the register of firms of Torino.
_REGISTER = r"^[A-Z]{2}[0-9]{6,7}$"
_FOREIGN = rf"^(?:{_KNOWN_COUNTRY}|{_ANY_COUNTRY})$"
_PREFIX = rf"^({_UNION}|{_OUTSIDE}|[A-Z]{{2}})"
_FOREIGN_WITHIN = rf"\b(?:{_UNION}|{_OUTSIDE})[ -]?[A-Z]?[0-9][0-9A-Z.-]{{4,17}}[0-9A-Z]\b"
_COUNTRY = {"EL": "GR", "CHE": "CH", "XI": "GB", "UK": "GB"}
_FILLER = r"^(?:[A-Z]{2,3})?(?:0+|9+)$|^(?:OO9+|OO0+|EXTRA(?:UE|CEE)?0*)$"
_LABEL = r"^(?:PARTITAIVA|PIVA|IVA|VAT(?:NO|NR|NUMBER|ID|REG|N)?)"
# Letters typed or scanned for digits; the first two look like them in every hand.
_NUMERALS = {"O": "0", "I": "1", "L": "1", "Q": "0", "S": "5", "B": "8", "Z": "2", "G": "6"}
_MISREAD = r"^(?:IT)?([0-9OILQSBZG]{11})$"
_LIKE_DIGITS = r"^(?:IT)?[0-9OIL]+$"
_MOST_LETTERS = 3
_SHORTEST = 8
"""Excel drops at most the leading zeros: with fewer digits than eight the check digit alone is too short a proof."""


def _prepare(value: pl.Expr) -> pl.Expr:
    upper = value.str.normalize("NFKC").str.to_uppercase()
    number = upper.str.replace_all(r"[^A-Z0-9]", "")
    number = pl.coalesce(text.whole_number(value, least=_SHORTEST), number.str.extract(LABEL_IN_FRONT), number)
    number = number.str.replace(rf"{_LABEL}({_FOREIGN[1:]})", "$1")
    # Two numbers in a cell, or one among words: its signs tell where a number begins.
    whole = number.str.contains(rf"^[0-9]{{1,11}}$|^{SHAPE}$|{_FOREIGN}")
    several = upper.str.count_matches(rf"{_FOREIGN_WITHIN}|{NUMBER_WITHIN}") > 1
    signed = (~whole | several) & upper.str.contains(rf"{WITHIN}|{_FOREIGN_WITHIN}")
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
    frame = frame.with_columns(digits=pl.col("number").str.extract(r"^(?:IT)?([0-9]{1,11})$"))
    italian = frame["digits"].is_not_null()
    odd = _told_apart(frame.filter(~italian))
    parts = [
        _italian(frame.filter(italian).with_columns(mended=pl.lit(value=False))),
        _italian(odd.filter("mended")),
        _foreign(odd.filter("abroad")),
        _misshapen(odd.filter(~pl.col("mended") & ~pl.col("abroad"))),
    ]
    found = pl.concat(parts, how="diagonal").sort("at")
    return _with_remarks(pl.concat([frame.drop("at", "digits"), found.drop("at")], how="horizontal"))


@remembers_empty
def _told_apart(odd: pl.DataFrame) -> pl.DataFrame:
    """Tell foreign numbers (`abroad`, with their `country`) and letters for digits (`mended`) from the rest."""
    number, country = pl.col("number"), pl.col("country")
    odd = odd.with_columns(country=pl.when(number.str.contains(_FOREIGN)).then(number.str.extract(_PREFIX)))
    known = country.is_in(_UNION.split("|") + _OUTSIDE.split("|"))
    register = number.str.contains(_REGISTER) & country.is_in(table("province")["sigla"].implode()) & ~known
    abroad = country.is_in(_countries()) & ~register & ~number.str.contains(_FILLER)
    odd = odd.with_columns(abroad=abroad.fill_null(value=False))
    digits = odd.select(pl.when(~pl.col("abroad")).then(_with_digits(number))).to_series()
    return odd.with_columns(mended=_passes(digits), digits=digits)


def _with_digits(number: pl.Expr) -> pl.Expr:
    """Write digits for the letters like them of what is otherwise eleven digits: 00743110I57."""
    typed = number.str.extract(_MISREAD)
    letters = typed.str.count_matches("[A-Z]")
    return pl.when(letters.is_between(1, _MOST_LETTERS)).then(typed.str.replace_many(_NUMERALS))


def _passes(numbers: pl.Series) -> pl.Series:
    """Tell which numbers of eleven digits, nulls apart, have the right check digit and a known office."""
    places = rows_where(numbers.is_not_null())
    if not len(places):
        return numbers.is_not_null()
    some = numbers[places]
    sound = pl.Series(luhn(as_bytes(some, 11))) & some.str.slice(7, 3).is_in(_OFFICES)
    return flags_at(len(numbers), places.filter(sound))


@cache
def _countries() -> list[str]:
    """The letters by which states are told in VAT numbers; EU is that of the one-stop shop."""
    states = table("stati").filter(pl.col("al").is_null())["iso2"].drop_nulls().to_list()
    return [code for code in {*states, *_UNION.split("|"), *_OUTSIDE.split("|"), "GB", "EU"} if code != "IT"]


def _taken_apart(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the number of each cell, and what else stands in the cell; eleven digits stand alone."""
    alone = frame["typed"].str.contains("^[0-9]{11}$")
    parts = [_read_cells(frame.filter(~alone)), frame.filter(alone).with_columns(number="typed")]
    return pl.concat(parts, how="diagonal").sort("at")


@remembers_empty
def _read_cells(frame: pl.DataFrame) -> pl.DataFrame:
    typed = pl.col("typed")
    signed = typed.str.contains(r"[^A-Z0-9]")
    found = frame.with_columns(
        numbers=pl.when(signed).then(numbers_within(typed).list.unique(maintain_order=True)).otherwise([]),
        people=codes_within(typed).list.unique(maintain_order=True),
    )
    # Foreign numbers beside others, beside a codice fiscale or among words.
    italian_out = typed.str.replace_all(WITHIN, " ")
    found = found.with_columns(
        abroad=pl.when(signed)
        .then(italian_out.str.extract_all(_FOREIGN_WITHIN).list.eval(pl.element().str.replace_all("[^A-Z0-9]", "")))
        .otherwise([])
        .list.unique(maintain_order=True),
        left_over=pl.when(signed).then(words_beside(italian_out.str.replace_all(_FOREIGN_WITHIN, " "))),
    )
    numbers = pl.concat_list("numbers", "abroad")
    found = found.with_columns(
        number=pl.coalesce(typed.str.extract(LABELLED_NUMBER), numbers.list.first()), numbers=numbers
    )
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


@remembers_empty
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
        .when(pl.col("mended") & ~pl.col("number").str.contains(_LIKE_DIGITS))
        .then(pl.lit("pi_mended_unsure"))
        .when("mended")
        .then(pl.lit("pi_mended"))
    )
    detail = (
        pl.when(pl.col("issue") == "pi_office")
        .then("ufficio")
        .when(pl.col("issue") == "pi_length")
        .then(length.cast(pl.String))
        .when(pl.col("mended"))
        .then("number")
    )
    refused = pl.col("issue").is_in(["pi_filler", "pi_length", "pi_check", "pi_serial"]).fill_null(value=False)
    return (
        frame.select(
            "at",
            "digits",
            "number",
            padded,
            sound,
            mended=pl.col("mended"),
            ufficio=padded.str.slice(7, 3),
        )
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


@remembers_empty
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
        detail=pl.when(~is_true(sound)).then("country"),
        paese=pl.col("country").replace(_COUNTRY),
    )


def _is_sound(number: str, country: str) -> bool | None:
    """Tell whether a foreign number passes its country's check; None where there is nothing to check with."""
    if country in _UNION.split("|"):
        return bool(eu_vat.is_valid(number.replace("GR", "EL", 1) if country == "GR" else number))
    if country in ("CHE", "CH", "LI"):
        return bool(swiss_uid.is_valid(f"CHE{number.removeprefix(country)}"[:12]))
    national = get_cc_module(country.lower(), "vat") if country in _OUTSIDE.split("|") else None
    if national is None:
        return None
    return bool(national.is_valid(number) or national.is_valid(number.removeprefix(country)))


@remembers_empty
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
