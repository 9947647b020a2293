"""Codice fiscale: the Italian tax code of persons (16 characters) and bodies (11 digits).

Shape, check letter, calendar and place decide whether a code is well formed; whether it was ever assigned
only the Agenzia delle Entrate can say. Letters in place of digits (omocodia) are decoded for reading, never
for matching: two codes that differ only by omocodia belong to two people.

    >>> from italclean import codice_fiscale
    >>> outcome = codice_fiscale.check("rss mra 85t10 a562s")
    >>> outcome.value, outcome.status, outcome.sesso, outcome.luogo
    ('RSSMRA85T10A562S', 'fixed', 'M', 'San Giuliano Terme')
    >>> codice_fiscale.check("RSSMRA85T10A562X").message("en")
    'The check letter does not fit: for the other 15 characters it would be S.'

Held against the other fields of its row, and mended where they prove it, it is in `italclean.fiscal`.

Source: DPR 605/1973; DM 23 December 1976 (n. 13813), GU 345 of 29-12-1976, suppl.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.codes.checksum import Flags, as_bytes, as_text, luhn
from italclean.codes.personal import ALLOWED, SHAPE, CodeParts, Numbers, read_code, register
from italclean.codes.within import (
    LABEL_IN_FRONT,
    LABELLED_CODE,
    LABELLED_NUMBER,
    WITHIN,
    codes_within,
    numbers_within,
    words_beside,
)
from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.columns import no_text, rows_where
from italclean.core.empty import remembers_empty

_TEMPLATE = r"^(?:X{6}|A{6}|Z{6})[0-9]{2}[A-Z]00[A-Z]000[A-Z]$"
_SPREADSHEET_DIGITS = 9
_OLDEST = 110
"""The age in years above which a birth in the other century is presumed."""
_LETTERS = pl.Series(list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _prepare(value: pl.Expr) -> pl.Expr:
    upper = value.str.normalize("NFKC").str.to_uppercase()
    code = upper.str.replace_all(r"[^A-Z0-9]", "")
    # A spreadsheet writes the 11 digits of a body as a number: 97103880585.0
    code = pl.coalesce(text.whole_number(value, least=_SPREADSHEET_DIGITS), code.str.extract(LABEL_IN_FRONT), code)
    # Two codes in a cell, or one among words: its signs tell where a code begins.
    whole = code.str.contains(rf"^[0-9]{{1,11}}$|^{SHAPE}$")
    signed = ~whole & upper.str.contains(WITHIN)
    # Scientific notation that lost digits keeps its signs, so that it can be told.
    signed |= ~whole & text.is_scientific(value)
    code = pl.when(signed).then(upper.str.strip_chars()).otherwise(code)
    # Nothing left, but something was there: keep it, so that it is judged and not taken for missing.
    return pl.when(code.str.len_bytes() > 0).then(code).otherwise(text.tidy(value))


@cleaner(
    extras={
        "tipo": pl.String,
        "data_nascita": pl.String,
        "secolo": pl.String,
        "sesso": pl.String,
        "luogo": pl.String,
        "sigla": pl.String,
        "stato": pl.String,
        "codice_luogo": pl.String,
        "codice_base": pl.String,
        "omocodia": pl.Boolean,
        "posizioni_omocodia": pl.String,
        "partita_iva": pl.String,
        "altri": pl.String,
    },
    prepare=_prepare,
    regular=rf"^{SHAPE}$",
)
def codice_fiscale(values: pl.Series) -> pl.DataFrame:
    """Judge codici fiscali.

    The value is the code in capitals. Extras: `tipo` (`persona`; of eleven digits `ente` for those that
    begin with 8 or 9, which are bodies other than companies, else `azienda`), the birth date (ISO; empty
    where both centuries are possible) and how its century is known (`secolo`: `certo`, `presunto` when the
    other one would make the person older than 110 years, `aperto`), `sesso`, `luogo`, `sigla` (`EE` abroad)
    and `stato` of birth, `codice_luogo` (Belfiore or Z code), `codice_base` (omocodia undone; never a
    matching key), whether the code has `omocodia` and in which positions, a `partita_iva` that stands in the
    same cell, and all other codes of the cell (`altri`).
    """
    frame = values.to_frame("typed").with_row_index("at")
    frame = _taken_apart(frame)
    filler = text.is_filler_number(pl.col("code")) | pl.col("code").str.contains(_TEMPLATE)
    kinds = frame.select(
        filler=filler,
        person=pl.col("code").str.contains(rf"^{SHAPE}$"),
        digits=pl.col("code").str.contains(r"^[0-9]{8,11}$"),
    )
    chosen = {
        _fillers: kinds["filler"],
        _persons: kinds["person"] & ~kinds["filler"],
        _bodies: kinds["digits"] & ~kinds["filler"],
        _misshapen: ~kinds["person"] & ~kinds["digits"] & ~kinds["filler"],
    }
    parts = [judge(frame.filter(where)) for judge, where in chosen.items() if where.any()]
    if not parts:
        parts = [_persons(frame)]
    found = pl.concat(parts, how="diagonal").sort("at") if len(parts) > 1 else parts[0]
    return _with_remarks(found)


def _taken_apart(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the code of each cell, and what else stands in the cell: further codes, a partita IVA, words."""
    alone = ~frame["typed"].str.contains("[^A-Z0-9]")
    parts = [_read_cells(frame.filter(~alone)), frame.filter(alone).with_columns(code="typed")]
    return pl.concat(parts, how="diagonal").sort("at")


@remembers_empty
def _read_cells(frame: pl.DataFrame) -> pl.DataFrame:
    typed = pl.col("typed")
    found = frame.with_columns(
        codes=pl.concat_list(codes_within(typed), numbers_within(typed)).list.unique(maintain_order=True),
        called=typed.str.extract(LABELLED_CODE).str.replace_all("[^A-Z0-9]", ""),
        number=typed.str.extract(LABELLED_NUMBER),
    ).with_columns(
        code=pl.when(pl.col("codes").list.len() > 0).then(pl.coalesce("called", pl.col("codes").list.first()))
    )
    others = pl.col("codes").list.set_difference(pl.concat_list("code")).list.sort()
    one_number = (others.list.len() == 1) & others.list.first().str.contains("^[0-9]{11}$")
    personal = pl.col("code").str.len_bytes() == 16
    number = pl.when(one_number & (personal | (others.list.first() == pl.col("number")))).then(others.list.first())
    read = found.with_columns(
        altri=pl.when(others.list.len() > 0).then(others.list.join(" ")),
        partita_iva=number,
        words=pl.when(pl.col("code").is_not_null()).then(words_beside(typed)),
        code=pl.coalesce("code", typed.str.replace_all("[^A-Z0-9]", "")),
    )
    sound = luhn(as_bytes(read["partita_iva"].drop_nulls(), 11))
    unsound = rows_where(read["partita_iva"].is_not_null()).filter(~pl.Series(sound, dtype=pl.Boolean))
    read = read.with_columns(read["partita_iva"].scatter(unsound, None) if len(unsound) else read["partita_iva"])
    return read.select("at", "typed", "code", "altri", "partita_iva", "words")


def _with_remarks(found: pl.DataFrame) -> pl.DataFrame:
    """Say of well-formed codes what else stood in the cell."""
    clean = pl.col("issue").is_null() & pl.col("value").is_not_null()
    remark = (
        pl.when(pl.col("altri").is_not_null() & pl.col("partita_iva").is_null())
        .then(pl.lit("cf_several"))
        .when(pl.col("words").is_not_null())
        .then(pl.lit("cf_words"))
        .when(pl.col("partita_iva").is_not_null())
        .then(pl.lit("cf_and_pi"))
    )
    detail = (
        pl.when(pl.col("altri").is_not_null() & pl.col("partita_iva").is_null())
        .then("altri")
        .otherwise(pl.coalesce("words", "partita_iva"))
    )
    return found.with_columns(
        issue=pl.when(clean).then(remark).otherwise("issue"),
        detail=pl.when(clean).then(detail).otherwise("detail"),
    ).drop("at", "typed", "code", "words")


@remembers_empty
def _persons(frame: pl.DataFrame) -> pl.DataFrame:
    cells = as_bytes(frame["code"], 16)
    read = read_code(cells)
    place = read.place
    known_places = register()
    known = known_places.row[place]
    issue = np.select(
        [
            read.expected != cells[:, 15],
            ~read.real_date,
            known_places.never[place],
            known == 0,
            known_places.undated[known],
            ~read.fits_1900 & ~read.fits_2000,
        ],
        [1, 2, 3, 4, 4, 5],
        default=0,
    )
    refused = (issue >= 1) & (issue <= 3)
    year, century = _century(read)
    omocodia = (read.plain[:, :15] != cells[:, :15]).any(axis=1)
    places_of = {name: known_places.frame[name][known] for name in ("luogo", "sigla", "stato")}
    names = pl.Series(["cf_check_letter", "cf_date", "cf_place", "cf_place_unknown", "cf_place_ceased"])
    judged = pl.DataFrame(
        {
            "number": pl.Series(issue, dtype=pl.UInt32),
            "expected": _LETTERS[read.expected - ord("A")],
            "data_nascita": _iso(year, read),
            "secolo": pl.Series(century, dtype=pl.UInt32),
            "sesso": pl.Series(read.woman),
            **places_of,
            "codice_luogo": _place_codes(read, known),
            "codice_base": frame["code"].scatter(np.flatnonzero(omocodia), as_text(read.plain[omocodia])),
            "omocodia": pl.Series(omocodia),
            "refused": pl.Series(refused),
        }
    )
    centuries = pl.Series(["aperto", "presunto", "certo"])
    issue_name = pl.when(pl.col("number") > 0).then(pl.lit(names).gather(pl.max_horizontal("number", 1) - 1))
    shown = judged.with_columns(
        issue=issue_name,
        secolo=pl.lit(centuries).gather(pl.col("secolo")),
        sesso=pl.when("sesso").then(pl.lit("F")).otherwise(pl.lit("M")),
        posizioni_omocodia=_named(read.plain[:, :15] != cells[:, :15]),
        detail=pl.when(pl.col("number") == 1)
        .then("expected")
        .when(pl.col("number") == 5)
        .then("luogo")
        .when(pl.col("number") > 2)
        .then("codice_luogo"),
    )
    readable = (
        "data_nascita", "secolo", "sesso", "luogo", "sigla", "stato", "codice_luogo", "codice_base", "omocodia",
        "posizioni_omocodia",
    )  # fmt: skip
    return pl.concat([frame, shown.select("issue", "detail", "refused", *readable)], how="horizontal").select(
        pl.all().exclude("refused", *readable),
        value=pl.when(~pl.col("refused")).then("code"),
        tipo=pl.when(~pl.col("refused")).then(pl.lit("persona")),
        **{name: pl.when(~pl.col("refused")).then(name) for name in readable},
    )


def _century(read: CodeParts) -> tuple[Numbers, Numbers]:
    """The year of birth (0 where it is open), and how it is known: 0 open, 1 presumed, 2 certain."""
    too_old = 1900 + read.year < date.today().year - _OLDEST
    year = np.select(
        [read.fits_1900 & ~read.fits_2000, read.fits_2000 & (~read.fits_1900 | too_old)],
        [1900 + read.year, 2000 + read.year],
        default=0,
    )
    known = np.where(year == 0, 0, np.where(read.fits_1900 & read.fits_2000, 1, 2))
    return year.astype(np.int32), known.astype(np.int32)


def _iso(year: Numbers, read: CodeParts) -> pl.Series:
    """Write dates as text, null where the year is open."""
    day = np.where(year > 0, (year - 1900) * 372 + (read.month - 1) * 31 + read.day - 1, len(_all_days()) - 1)
    return _all_days()[np.clip(day, 0, len(_all_days()) - 1)]


@cache
def _all_days() -> pl.Series:
    """Every day of 1900-2099 as if all months had 31, and a null behind them."""
    days = pl.DataFrame({"day": pl.int_range(200 * 372, eager=True)}).select(
        pl.format(
            "{}-{}-{}",
            pl.col("day") // 372 + 1900,
            (pl.col("day") // 31 % 12 + 1).cast(pl.String).str.zfill(2),
            (pl.col("day") % 31 + 1).cast(pl.String).str.zfill(2),
        )
    )
    return pl.concat([days.to_series(), pl.Series([None], dtype=pl.String)])


def _place_codes(read: CodeParts, known: npt.NDArray[np.int32]) -> pl.Series:
    codes = register().frame["codice"][known]
    strange = np.flatnonzero(known == 0)
    return codes.scatter(strange, as_text(read.plain[strange, 11:15])) if len(strange) else codes


def _named(marked: Flags) -> pl.Series:
    """Name the marked positions, counted from 1: `13 15`; null where there are none."""
    named = no_text(len(marked))
    where = np.flatnonzero(marked.any(axis=1))
    if not len(where):
        return named
    positions = pl.DataFrame({str(place + 1): marked[where, place] for place in range(marked.shape[1])}).select(
        pl.when(name).then(pl.lit(name)).alias(name) for name in (str(place + 1) for place in range(marked.shape[1]))
    )
    joined = positions.select(pl.concat_str(pl.all(), separator=" ", ignore_nulls=True)).to_series()
    return named.scatter(where, joined)


@remembers_empty
def _bodies(frame: pl.DataFrame) -> pl.DataFrame:
    """Eleven digits: a company, another body, or the provisional code of a person."""
    padded = frame["code"].str.zfill(11)
    sound = pl.Series(luhn(as_bytes(padded, 11)))
    # Bodies that are not companies begin with 8 or 9.
    kind = pl.when(padded.str.contains("^[89]")).then(pl.lit("ente")).otherwise(pl.lit("azienda"))
    return frame.with_columns(
        value=pl.when(sound).then(padded),
        issue=pl.when(~sound)
        .then(pl.lit("cf_body_check"))
        .when(pl.col("code").str.len_bytes() < 11)
        .then(pl.lit("cf_zeros")),
        detail=pl.lit(None, dtype=pl.String),
        tipo=pl.when(sound).then(kind),
    )


@remembers_empty
def _fillers(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        value=pl.lit(None, dtype=pl.String), issue=pl.lit("cf_filler"), detail=pl.lit(None, dtype=pl.String)
    )


@remembers_empty
def _misshapen(frame: pl.DataFrame) -> pl.DataFrame:
    length = pl.col("code").str.len_chars()
    rounded = text.is_scientific(pl.col("typed"))
    sixteen = frame["code"].str.contains("^[A-Z0-9]{16}$")
    wrong = no_text(frame.height, "wrong")
    if sixteen.any():
        typed = as_bytes(frame["code"].filter(sixteen), 16)
        wrong = wrong.scatter(rows_where(sixteen), _named(~ALLOWED[np.arange(16), typed]))
    return frame.with_columns(
        value=pl.lit(None, dtype=pl.String),
        issue=pl.when(rounded)
        .then(pl.lit("cf_scientific"))
        .when(length != 16)
        .then(pl.lit("cf_length"))
        .otherwise(pl.lit("cf_format")),
        detail=pl.when(rounded).then(None).when(length != 16).then(length.cast(pl.String)).otherwise(wrong),
    )
