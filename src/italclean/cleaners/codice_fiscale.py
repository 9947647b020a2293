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

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core import text
from italclean.core.checksum import Bytes, Flags, as_bytes, as_text, check_letters, luhn
from italclean.core.cleaner import cleaner
from italclean.core.luoghi import places

MONTHS = "ABCDEHLMPRST"
"""The letters of the months, January to December."""

OMOCODIA = "LMNPQRSTUV"
"""The letters that replace the digits 0-9 when two people would share a code."""

OMOCODIA_POSITIONS = (6, 7, 9, 10, 12, 13, 14)
"""Where a digit may be replaced, counted from 0."""

MONTH_POSITION = 8
"""Where the letter of the month stands, counted from 0."""

SHAPE = r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]"
"""A personal code, as a regular expression."""

_TEMPLATE = r"^(?:X{6}|A{6}|Z{6})[0-9]{2}[A-Z]00[A-Z]000[A-Z]$"
_GROUPS = (
    r"[A-Z]{3}", r"[A-Z]{3}", r"[0-9LMNPQRSTUV]{2}", r"[ABCDEHLMPRST]", r"[0-9LMNPQRSTUV]{2}",
    r"[A-Z][0-9LMNPQRSTUV]{3}", r"[A-Z]",
)  # fmt: skip
CODE_WITHIN = rf"\b{'[ .-]?'.join(_GROUPS)}\b"
"""A personal code within a text, with or without signs between its parts."""

NUMBER_WITHIN = r"\b(?:IT ?)?[0-9]{11}\b"
"""The eleven digits of a partita IVA or of a body's code within a text."""

_CODE_NAME = r"C\.? ?F|COD(?:ICE)?\.? ?FISC(?:ALE)?"
_NUMBER_NAME = r"P\.? ?IVA|PARTITA ?IVA|P\.? ?I|IVA|VAT"
LABELS = rf"\b(?:{_CODE_NAME}|{_NUMBER_NAME}|IT|E)\b|[^A-Z0-9]+"
"""What stands around the codes of a cell and is no remark: the names of the codes, blanks, signs."""

LABELLED_CODE = rf"\b(?:{_CODE_NAME})\b[^A-Z0-9]*({CODE_WITHIN}|[0-9]{{11}}\b)"
LABELLED_NUMBER = rf"\b(?:{_NUMBER_NAME})\b[^A-Z0-9]*(?:IT ?)?([0-9]{{11}}\b)"
"""A code, a number that is called so within a text."""

_JOINED_NAMES = r"(?:PARTITAIVA|PIVA|PI|IVA|VAT(?:NO|NR|NUMBER|ID|REG|N)?|CODICEFISCALE|CODFISC(?:ALE)?|CF|IT)"
LABEL_IN_FRONT = rf"^{_JOINED_NAMES}(?:E?{_JOINED_NAMES})*({SHAPE}|[0-9]{{1,11}})$"
"""The names of the codes in front of one, all signs taken out."""

_SPREADSHEET_DIGITS = 9
_LAST_DAY = np.array([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_FOREVER = 9999_12_31
_OLDEST = 110
"""The age in years above which a birth in the other century is presumed."""
_ROOM_FOR_NEW = 60

_DIGIT = np.full(256, 255, dtype=np.uint8)
for _digit in range(10):
    _DIGIT[ord("0") + _digit] = _digit
    _DIGIT[ord(OMOCODIA[_digit])] = _digit
_MONTH = np.full(256, 255, dtype=np.uint8)
for _month, _letter in enumerate(MONTHS):
    _MONTH[ord(_letter)] = _month

ALLOWED = np.zeros((16, 256), dtype=np.bool_)
"""Which characters (ASCII) each of the 16 positions may hold."""
for _position in range(16):
    _letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if _position != MONTH_POSITION else MONTHS
    _signs = f"0123456789{OMOCODIA}" if _position in OMOCODIA_POSITIONS else _letters
    ALLOWED[_position, [ord(sign) for sign in _signs]] = True

_LETTERS = pl.Series(list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))

Numbers = npt.NDArray[np.int32]


def _prepare(value: pl.Expr) -> pl.Expr:
    upper = value.str.normalize("NFKC").str.to_uppercase()
    code = upper.str.replace_all(r"[^A-Z0-9]", "")
    # A spreadsheet writes the 11 digits of a body as a number: 97103880585.0
    code = pl.coalesce(text.whole_number(value, least=_SPREADSHEET_DIGITS), code.str.extract(LABEL_IN_FRONT), code)
    # Two codes in a cell, or one among words: its signs tell where a code begins.
    whole = code.str.contains(rf"^[0-9]{{1,11}}$|^{SHAPE}$")
    signed = ~whole & upper.str.contains(rf"{CODE_WITHIN}|{NUMBER_WITHIN}")
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


def _read_cells(frame: pl.DataFrame) -> pl.DataFrame:
    typed = pl.col("typed")
    people = typed.str.extract_all(CODE_WITHIN).list.eval(pl.element().str.replace_all("[^A-Z0-9]", ""))
    numbers = typed.str.extract_all(NUMBER_WITHIN).list.eval(pl.element().str.replace("^IT ?", ""))
    found = frame.with_columns(
        codes=pl.concat_list(people, numbers).list.unique(maintain_order=True),
        called=typed.str.extract(LABELLED_CODE).str.replace_all("[^A-Z0-9]", ""),
        number=typed.str.extract(LABELLED_NUMBER),
    ).with_columns(
        code=pl.when(pl.col("codes").list.len() > 0).then(pl.coalesce("called", pl.col("codes").list.first()))
    )
    others = pl.col("codes").list.set_difference(pl.concat_list("code")).list.sort()
    one_number = (others.list.len() == 1) & others.list.first().str.contains("^[0-9]{11}$")
    personal = pl.col("code").str.len_bytes() == 16
    number = pl.when(one_number & (personal | (others.list.first() == pl.col("number")))).then(others.list.first())
    patterns = f"{CODE_WITHIN}|{NUMBER_WITHIN}"
    words = typed.str.replace_all(patterns, " ").str.replace_all(LABELS, " ").str.replace_all(" +", " ")
    read = found.with_columns(
        altri=pl.when(others.list.len() > 0).then(others.list.join(" ")),
        partita_iva=number,
        words=pl.when(pl.col("code").is_not_null()).then(words.str.strip_chars(" ")).replace("", None),
        code=pl.coalesce("code", typed.str.replace_all("[^A-Z0-9]", "")),
    )
    sound = luhn(as_bytes(read["partita_iva"].drop_nulls(), 11))
    unsound = read["partita_iva"].is_not_null().arg_true().filter(~pl.Series(sound, dtype=pl.Boolean))
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


def _persons(frame: pl.DataFrame) -> pl.DataFrame:
    cells = as_bytes(frame["code"], 16)
    read = read_code(cells)
    place = read.place
    register = _register()
    known = register.row[place]
    issue = np.select(
        [
            read.expected != cells[:, 15],
            ~read.real_date,
            register.never[place],
            known == 0,
            register.undated[known],
            ~read.fits_1900 & ~read.fits_2000,
        ],
        [1, 2, 3, 4, 4, 5],
        default=0,
    )
    refused = (issue >= 1) & (issue <= 3)
    year, century = _century(read)
    omocodia = (read.plain[:, :15] != cells[:, :15]).any(axis=1)
    places_of = {name: register.frame[name].gather(known) for name in ("luogo", "sigla", "stato")}
    names = pl.Series(["cf_check_letter", "cf_date", "cf_place", "cf_place_unknown", "cf_place_ceased"])
    judged = pl.DataFrame(
        {
            "number": pl.Series(issue, dtype=pl.UInt32),
            "expected": _LETTERS.gather(read.expected - ord("A")),
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


@dataclass(frozen=True, slots=True)
class CodeParts:
    """What personal codes of the right shape say, row by row.

    Attributes:
        plain: The codes with omocodia undone and the check letter of that, shape (rows, 16).
        expected: The check letter that fits the code as typed.
        year: The two digits of the year.
        month: The month, from 1.
        day: The day of the month.
        woman: Whether the day says woman.
        real_date: Whether such a day exists.
        place: The place code as a number, letter times 1000 and digits.
        fits_1900: Whether a birth in the 1900s is past and within the life of the place.
        fits_2000: The same for the 2000s.
    """

    plain: Bytes
    expected: Bytes
    year: Numbers
    month: Numbers
    day: Numbers
    woman: Flags
    real_date: Flags
    place: Numbers
    fits_1900: Flags
    fits_2000: Flags


def read_code(cells: Bytes) -> CodeParts:
    """Read personal codes of the right shape.

    Args:
        cells: Codes, shape (rows, 16).
    """
    plain = cells.copy()
    for position in OMOCODIA_POSITIONS:
        plain[:, position] = _DIGIT[cells[:, position]] + ord("0")
    plain[:, 15] = check_letters(plain[:, :15])
    year, day = _number(plain, 6, 2), _number(plain, 9, 2)
    month = _MONTH[cells[:, 8]].astype(np.int32)
    woman = day > 40
    day = np.where(woman, day - 40, day)
    # Of the years ending in 00 only 2000 is a leap year.
    leap_day = (month == 1) & (day == 29)
    real_date = (day >= 1) & (day <= _LAST_DAY[month]) & (~leap_day | (year % 4 == 0))
    place = (cells[:, 11].astype(np.int32) - ord("A")) * 1000 + _number(plain, 12, 3)
    register = _register()
    last_day = np.minimum(register.ended[register.row[place]], _as_number(date.today()))
    in_year = (month + 1) * 100 + day
    born_1900, born_2000 = (1900 + year) * 10000 + in_year, (2000 + year) * 10000 + in_year
    return CodeParts(
        plain=plain,
        expected=check_letters(cells[:, :15]),
        year=year,
        month=month + 1,
        day=day,
        woman=woman,
        real_date=real_date,
        place=place,
        # A code lives on in those born before its place ceased, and may be used for births before it was
        # assigned (a comune refounded later); only a birth after its very last day contradicts it.
        fits_1900=(born_1900 <= last_day) & ~((year == 0) & leap_day),
        fits_2000=born_2000 <= last_day,
    )


def _number(cells: Bytes, position: int, digits: int) -> Numbers:
    value = np.zeros(len(cells), dtype=np.int32)
    for place in range(position, position + digits):
        value = value * 10 + (cells[:, place] - ord("0"))
    return value


def _as_number(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


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
    return _all_days().gather(np.clip(day, 0, len(_all_days()) - 1))


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
    codes = _register().frame["codice"].gather(known)
    strange = np.flatnonzero(known == 0)
    return codes.scatter(strange, as_text(read.plain[strange, 11:15])) if len(strange) else codes


def _named(marked: Flags) -> pl.Series:
    """Name the marked positions, counted from 1: `13 15`; null where there are none."""
    named = pl.Series([None], dtype=pl.String).new_from_index(0, len(marked))
    where = np.flatnonzero(marked.any(axis=1))
    if not len(where):
        return named
    positions = pl.DataFrame({str(place + 1): marked[where, place] for place in range(marked.shape[1])}).select(
        pl.when(name).then(pl.lit(name)).alias(name) for name in (str(place + 1) for place in range(marked.shape[1]))
    )
    joined = positions.select(pl.concat_str(pl.all(), separator=" ", ignore_nulls=True)).to_series()
    return named.scatter(where, joined)


@dataclass(frozen=True, slots=True)
class _Register:
    """The places as arrays, by the number of their code; row 0 stands for a code that is not there."""

    frame: pl.DataFrame
    row: npt.NDArray[np.int32]
    ended: Numbers
    undated: Flags
    never: Flags


@cache
def _register() -> _Register:
    unknown = pl.DataFrame({"codice": [None]}, schema={"codice": pl.String})
    frame = pl.concat([unknown, places()], how="diagonal")
    letter = pl.col("codice").str.slice(0, 1).replace_strict({chr(65 + n): n for n in range(26)}, return_dtype=pl.Int32)
    numbers = frame.select(letter * 1000 + pl.col("codice").str.slice(1).cast(pl.Int32)).to_series()[1:].to_numpy()
    row = np.zeros(26_000, dtype=np.int32)
    row[numbers] = np.arange(1, frame.height)
    ended = frame.select(pl.col("ended").dt.strftime("%Y%m%d").cast(pl.Int32).fill_null(_FOREVER)).to_series()
    never = row == 0
    # New comuni take the next numbers in M; those of the years after our table are no error.
    newest = int(numbers[numbers < 13_000].max())
    never[newest + 1 : newest + 1 + _ROOM_FOR_NEW] = False
    return _Register(frame, row, ended.to_numpy(), frame["undated"].fill_null(value=False).to_numpy(), never)


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


def _fillers(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        value=pl.lit(None, dtype=pl.String), issue=pl.lit("cf_filler"), detail=pl.lit(None, dtype=pl.String)
    )


def _misshapen(frame: pl.DataFrame) -> pl.DataFrame:
    length = pl.col("code").str.len_chars()
    sixteen = frame["code"].str.contains("^[A-Z0-9]{16}$")
    wrong = pl.Series("wrong", [None], dtype=pl.String).new_from_index(0, frame.height)
    if sixteen.any():
        typed = as_bytes(frame["code"].filter(sixteen), 16)
        wrong = wrong.scatter(sixteen.arg_true(), _named(~ALLOWED[np.arange(16), typed]))
    return frame.with_columns(
        value=pl.lit(None, dtype=pl.String),
        issue=pl.when(length != 16).then(pl.lit("cf_length")).otherwise(pl.lit("cf_format")),
        detail=pl.when(length != 16).then(length.cast(pl.String)).otherwise(wrong),
    )
