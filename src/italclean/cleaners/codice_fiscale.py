"""Codice fiscale: the Italian tax code of persons (16 characters) and bodies (11 digits).

Shape, check letter and calendar decide whether a code is well formed; whether it was ever assigned only
the Agenzia delle Entrate can say. Letters in place of digits (omocodia) are decoded for reading, never
for matching: two codes that differ only by omocodia belong to two people.

    >>> from italclean import codice_fiscale
    >>> outcome = codice_fiscale.check("rss mra 85t10 a562s")
    >>> outcome.value, outcome.status, outcome.sesso, outcome.luogo
    ('RSSMRA85T10A562S', 'fixed', 'M', 'San Giuliano Terme')
    >>> codice_fiscale.check("RSSMRA85T10A562X").message("en")
    'The check letter does not fit: for the other 15 characters it would be S.'

Source: DPR 605/1973; DM 23 December 1976 (n. 13813), GU 345 of 29-12-1976, suppl.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core import text
from italclean.core.checksum import Bytes, as_bytes, as_text, check_letters, luhn
from italclean.core.cleaner import cleaner
from italclean.core.reference import table

MONTHS = "ABCDEHLMPRST"
"""The letters of the months, January to December."""

LETTER_OF_MONTH = {f"{number:02}": letter for number, letter in enumerate(MONTHS, start=1)}
"""The letter of each month, by its two digits."""

OMOCODIA = "LMNPQRSTUV"
"""The letters that replace the digits 0-9 when two people would share a code."""

OMOCODIA_POSITIONS = (6, 7, 9, 10, 12, 13, 14)
"""Where a digit may be replaced, counted from 0."""

_SHAPE = r"^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$"
_LAST_DAY = np.array([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])

_DIGIT = np.full(256, 255, dtype=np.uint8)
for _digit in range(10):
    _DIGIT[ord("0") + _digit] = _digit
    _DIGIT[ord(OMOCODIA[_digit])] = _digit
_MONTH = np.full(256, 255, dtype=np.uint8)
for _month, _letter in enumerate(MONTHS):
    _MONTH[ord(_letter)] = _month


def _prepare(value: pl.Expr) -> pl.Expr:
    value = value.str.replace(r"(?i)^\s*(?:c\.?\s?f\.?|cod(?:ice)?\.?\s*fisc(?:ale)?\.?)\s*[:=]\s*", "")
    code = value.str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "")
    # A spreadsheet writes the 11 digits of a body as a number: 97103880585.0
    code = (
        pl.when(value.str.contains(r"^\s*[0-9]{9,11}[.,]0+\s*$"))
        .then(value.str.extract(r"([0-9]{9,11})"))
        .otherwise(code)
    )
    # Nothing left, but something was there: keep it, so that it is judged and not taken for missing.
    return pl.when(code.str.len_bytes() > 0).then(code).otherwise(text.tidy(value))


@cleaner(
    extras={
        "tipo": pl.String,
        "data_nascita": pl.String,
        "sesso": pl.String,
        "luogo": pl.String,
        "sigla": pl.String,
        "codice_luogo": pl.String,
        "codice_base": pl.String,
        "omocodia": pl.Boolean,
    },
    prepare=_prepare,
)
def codice_fiscale(values: pl.Series) -> pl.DataFrame:
    """Judge codici fiscali.

    The value is the code in capitals. Extras: `tipo` (`persona`, `ente`), the birth date (ISO; only when
    a single century is possible for the code and its place), `sesso`, `luogo` and `sigla` at birth,
    `codice_luogo` (Belfiore or Z code), `codice_base` (omocodia undone; never a matching key) and
    whether the code has `omocodia`.
    """
    frame = values.to_frame("code").with_row_index("at")
    person = frame["code"].str.contains(_SHAPE)
    digits = frame["code"].str.contains(r"^[0-9]{8,11}$") & ~person
    parts = [
        _persons(frame.filter(person)),
        _bodies(frame.filter(digits)),
        _misshapen(frame.filter(~person & ~digits)),
    ]
    return pl.concat(parts, how="diagonal").sort("at").drop("at", "code")


def _persons(frame: pl.DataFrame) -> pl.DataFrame:
    cells = as_bytes(frame["code"], 16)
    expected = check_letters(cells[:, :15])
    plain = cells.copy()
    for position in OMOCODIA_POSITIONS:
        plain[:, position] = _DIGIT[cells[:, position]] + ord("0")
    omocodia = (plain != cells).any(axis=1)
    plain[:, 15] = check_letters(plain[:, :15])
    year = _number(plain, 6)
    month = _MONTH[cells[:, 8]].astype(np.int16)
    day = _number(plain, 9)
    woman = day > 40
    day = np.where(woman, day - 40, day)
    # Of the years ending in 00 only 2000 is a leap year, which is enough.
    leap_day = (month == 1) & (day == 29)
    real_date = (day >= 1) & (day <= _LAST_DAY[month]) & (~leap_day | (year % 4 == 0))
    found = frame.with_columns(
        expected=as_text(expected.reshape(-1, 1)),
        letter=pl.col("code").str.slice(15),
        codice_base=as_text(plain),
        omocodia=pl.Series(omocodia),
        sesso=pl.Series(np.where(woman, "F", "M"), dtype=pl.String),
        year=pl.Series(year),
        month=pl.Series(month + 1),
        day=pl.Series(day),
        real_date=pl.Series(real_date),
    ).with_columns(codice_luogo=pl.col("codice_base").str.slice(11, 4))
    found = _with_place(_with_century(found))
    issue = (
        pl.when(pl.col("letter") != pl.col("expected"))
        .then(pl.lit("cf_check_letter"))
        .when(~pl.col("real_date"))
        .then(pl.lit("cf_date"))
        .when(pl.col("place_issue").is_not_null())
        .then(pl.col("place_issue"))
    )
    detail = (
        pl.when(pl.col("issue") == "cf_check_letter")
        .then(pl.col("expected"))
        .when(pl.col("issue") == "cf_place_ceased")
        .then(pl.col("luogo"))
        .when(pl.col("issue").str.starts_with("cf_place"))
        .then(pl.col("codice_luogo"))
    )
    refused = pl.col("issue").is_in(["cf_check_letter", "cf_date", "cf_place"])
    readable = ("data_nascita", "sesso", "luogo", "sigla", "codice_luogo", "codice_base", "omocodia")
    return (
        found.with_columns(issue=issue)
        .with_columns(refused=refused.fill_null(value=False), detail=detail)
        .select(
            "at",
            "code",
            "issue",
            "detail",
            value=pl.when(~pl.col("refused")).then("code"),
            tipo=pl.when(~pl.col("refused")).then(pl.lit("persona")),
            **{name: pl.when(~pl.col("refused")).then(name) for name in readable},
        )
    )


def _number(cells: Bytes, position: int) -> npt.NDArray[np.int16]:
    pair = cells[:, position : position + 2].astype(np.int16) - ord("0")
    return pair[:, 0] * 10 + pair[:, 1]


def _with_century(found: pl.DataFrame) -> pl.DataFrame:
    """Add the birth date in either century, null where that day is in the future or does not exist."""
    today = date.today()

    def born(century: int) -> pl.Expr:
        text_date = pl.concat_str(
            (pl.col("year") + century).cast(pl.String),
            pl.col("month").cast(pl.String).str.zfill(2),
            pl.col("day").cast(pl.String).str.zfill(2),
            separator="-",
        )
        parsed = text_date.str.to_date("%Y-%m-%d", strict=False)
        return pl.when(parsed <= today).then(parsed)

    return found.with_columns(born_1900=born(1900), born_2000=born(2000))


def _with_place(found: pl.DataFrame) -> pl.DataFrame:
    """Add the place at birth, settle the century where only one fits, and judge the place code."""
    joined = found.join(_places(), on="codice_luogo", how="left", maintain_order="left").with_columns(
        ended=pl.col("ended").fill_null(date.max)
    )
    # A code lives on in those born before its place ceased, and may be used for births before it was
    # assigned (a comune refounded later); only a birth after its very last day contradicts it.
    joined = joined.with_columns(
        fits_1900=pl.col("born_1900").is_not_null() & (pl.col("born_1900") <= pl.col("ended")),
        fits_2000=pl.col("born_2000").is_not_null() & (pl.col("born_2000") <= pl.col("ended")),
    )
    # The century before this one is certain only when the other is impossible: a person may be 100.
    birth = (
        pl.when(pl.col("fits_1900") & ~pl.col("fits_2000"))
        .then("born_1900")
        .when(pl.col("fits_2000") & ~pl.col("fits_1900"))
        .then("born_2000")
    )
    number = pl.col("codice_luogo").str.slice(1).cast(pl.Int32)
    letter = pl.col("codice_luogo").str.slice(0, 1)
    never = (number == 0) | ~letter.is_in(list("ABCDEFGHILMZ")) | ((letter == "M") & (number > _last_m_code()))
    place_issue = (
        pl.when(pl.col("luogo").is_null() & never)
        .then(pl.lit("cf_place"))
        .when(pl.col("luogo").is_null())
        .then(pl.lit("cf_place_unknown"))
        .when(~pl.col("fits_1900") & ~pl.col("fits_2000"))
        .then(pl.lit("cf_place_ceased"))
    )
    return joined.with_columns(data_nascita=birth.dt.to_string("%Y-%m-%d"), place_issue=place_issue)


@cache
def _places() -> pl.DataFrame:
    """One row for each place code: its latest name and sigla, and its last day (null while it lives)."""
    comuni = table("luoghi").select("codice", "nome", "sigla", "dal", "al")
    states = table("stati").select("codice", "nome", pl.lit("EE").alias("sigla"), "dal", "al")
    return (
        pl.concat([comuni, states])
        .sort("codice", pl.col("al").fill_null("9999-12-31"))
        .group_by("codice", maintain_order=True)
        .agg(luogo=pl.col("nome").last(), sigla=pl.col("sigla").last(), ended=pl.col("al").last())
        .select(pl.col("codice").alias("codice_luogo"), "luogo", "sigla", pl.col("ended").str.to_date("%Y-%m-%d"))
    )


@cache
def _last_m_code() -> int:
    """The newest Belfiore number in our table, with room for the comuni founded since."""
    newest = table("luoghi").filter(pl.col("codice").str.starts_with("M"))["codice"].str.slice(1).cast(pl.Int32).max()
    return int(newest) + 60 if isinstance(newest, int) else 999


def _bodies(frame: pl.DataFrame) -> pl.DataFrame:
    """Eleven digits: a company, another body, or the provisional code of a person."""
    padded = frame["code"].str.zfill(11)
    sound = pl.Series(luhn(as_bytes(padded, 11))) & (padded != "0" * 11)
    return frame.select(
        "at",
        "code",
        value=pl.when(sound).then(padded),
        issue=pl.when(~sound)
        .then(pl.lit("cf_body_check"))
        .when(pl.col("code").str.len_bytes() < 11)
        .then(pl.lit("cf_zeros")),
        tipo=pl.when(sound).then(pl.lit("ente")),
    )


def _misshapen(frame: pl.DataFrame) -> pl.DataFrame:
    length = pl.col("code").str.len_chars()
    return frame.select(
        "at",
        "code",
        value=pl.lit(None, dtype=pl.String),
        issue=pl.when(length != 16).then(pl.lit("cf_length")).otherwise(pl.lit("cf_format")),
        detail=pl.when(length != 16).then(length.cast(pl.String)),
    )


def surname_code(name: pl.Expr) -> pl.Expr:
    """Encode surnames as the code's first three letters: consonants, then vowels, then X.

    Args:
        name: Names as folded by `italclean.core.text.key` (capital ASCII letters only).
    """
    consonants = name.str.replace_all("[^BCDFGHJKLMNPQRSTVWXYZ]", "")
    return _three(consonants, name)


def given_name_code(name: pl.Expr) -> pl.Expr:
    """Encode given names as the code's second three letters: of four or more consonants the 1st, 3rd, 4th.

    Args:
        name: Names as folded by `italclean.core.text.key` (capital ASCII letters only).
    """
    consonants = name.str.replace_all("[^BCDFGHJKLMNPQRSTVWXYZ]", "")
    many = consonants.str.len_bytes() >= 4
    chosen = pl.when(many).then(consonants.str.slice(0, 1) + consonants.str.slice(2, 2)).otherwise(consonants)
    return _three(chosen, name)


def _three(consonants: pl.Expr, name: pl.Expr) -> pl.Expr:
    vowels = name.str.replace_all("[^AEIOU]", "")
    return (consonants + vowels + "XXX").str.slice(0, 3)


def first_eleven(surname: pl.Expr, given_name: pl.Expr, birth: pl.Expr, sex: pl.Expr) -> pl.Expr:
    """Compute the first 11 characters of a code, all but the place; null where a part is missing.

    Args:
        surname: Surnames folded by `italclean.core.text.key`.
        given_name: Given names, folded alike.
        birth: Birth dates as ISO text.
        sex: `M` or `F`.
    """
    month = birth.str.slice(5, 2).replace_strict(LETTER_OF_MONTH, default=None, return_dtype=pl.String)
    day = birth.str.slice(8, 2).cast(pl.Int16, strict=False)
    day = pl.when(sex == "F").then(day + 40).when(sex == "M").then(day)
    return (
        surname_code(surname)
        + given_name_code(given_name)
        + birth.str.slice(2, 2)
        + month
        + day.cast(pl.String).str.zfill(2)
    )
