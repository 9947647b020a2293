"""Data: dates of Italian exports, to ISO 8601 text.

    >>> from italclean import data
    >>> data.check("1.2.1985").value
    '1985-02-01'
    >>> data.check("31/02/1985").issue
    'data_impossible'
    >>> data.check("03/25/1985", order="mdy").value
    '1985-03-25'

Day comes before month, as Italians write, unless the column as a whole says otherwise: `day_order` finds
out. A two-digit year is read by the date's purpose: events are recent, births belong to living customers.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import polars as pl

from italclean.core import text
from italclean.core.cleaner import cleaner

Order = Literal["dmy", "mdy", "mixed"]
Purpose = Literal["evento", "nascita"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "GENNAIO GEN GENN JAN JANUARY",
            "FEBBRAIO FEB FEBB FEBRUARY",
            "MARZO MAR MARCH",
            "APRILE APR APRIL",
            "MAGGIO MAG MAY",
            "GIUGNO GIU GIUGN JUN JUNE",
            "LUGLIO LUG LUGL JUL JULY",
            "AGOSTO AGO AUG AUGUST",
            "SETTEMBRE SET SETT SEP SEPT SEPTEMBER",
            "OTTOBRE OTT OCT OCTOBER",
            "NOVEMBRE NOV NOVEMBER",
            "DICEMBRE DIC DEC DECEMBER",
        ),
        start=1,
    )
    for name in names.split()
}
_FILLER_DATES = (
    "1900-01-01",
    "1899-12-30",
    "1899-12-31",
    "1800-01-01",
    "1753-01-01",
    "9999-12-31",
    "2999-12-31",
    "2099-12-31",
    "1111-11-11",
    "0001-01-01",
)
_YOUNGEST_CUSTOMER = 14
_FIRST_LISTS = 1970
_CLOCK = r"(?:[T\s]+[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?(?:[.,][0-9]+)?(?:\s*[AP]M|Z|\s*[+-][0-9]{2}:?[0-9]{2})?)?$"
_DAYS = "lun|mar|mer|gio|ven|sab|dom|mon|tue|wed|thu|fri|sat|sun"
_SIGNS = r"[\s/.,_\\\-]+"
# Gio 14/12/2017, Giovedì 14 dicembre 2017, Thu, 14 Dec 2017: a day of the week says nothing more.
_WEEKDAY = (
    r"(?:(?:LU|MA|ME|GI|VE|SA|DO|LUN(?:EDI)?|MAR(?:TEDI)?|MER(?:C|COLEDI)?|GIO(?:V|VEDI)?|VEN(?:ERDI)?|SAB(?:ATO)?|"
    r"DOM(?:ENICA)?|MON(?:DAY)?|TUES?(?:DAY)?|WED(?:NESDAY)?|THU(?:RS?)?(?:DAY)?|FRI(?:DAY)?|SAT(?:URDAY)?|"
    r"SUN(?:DAY)?)['`]?[.,]*[\s-]*)"
)
_NUMERIC = rf"^{_WEEKDAY}?([0-9]{{1,2}}){_SIGNS}([0-9]{{1,2}}){_SIGNS}([0-9]{{2}}|[0-9]{{4}})" + _CLOCK
_ISO_WORDED = r"^([0-9]{4})[\s/.\-]+([A-Z]{3,9})[\s/.\-]+([0-9]{1,2})$"
_ISO = rf"^{_WEEKDAY}?([0-9]{{4}}){_SIGNS}([0-9]{{1,2}}){_SIGNS}([0-9]{{1,2}})" + _CLOCK
_COMPACT_ISO = r"^((?:18|19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$"
# A spreadsheet takes the zero of 05031985 away.
_COMPACT = r"^([0-9]{1,2})([0-9]{2})((?:18|19|20)[0-9]{2})$"
_WORDED_FIRST = r"^(?:[A-Z]+[.,]*\s+)?([A-Z]{3,9})\.?\s+([0-9]{1,2})(?:ST|ND|RD|TH)?,?\s+([0-9]{4})" + _CLOCK
_WORDED = (
    r"^(?:[A-Z]+'?[.,]*\s+)?([0-9]{1,2})(?:[Oo]\s|ST|ND|RD|TH)?[\s/.\-°º]*([A-Z]{3,9})\.?[\s/.\-,']*"
    r"([0-9]{2}|[0-9]{4})"
) + _CLOCK


def _prepare(value: pl.Expr) -> pl.Expr:
    # Marks around the date: ="10/12/1985" and '10/12/1985 keep a spreadsheet's hands off, 10/12/1985; was cut out.
    bare = text.tidy(value).str.replace_all(r"^[\s='\"(\[{<*,;:.\-]+|[\s='\")\]}>*,;:.\-/|]+$", "")
    # (nato) il, data:, ore and UTC say nothing more.
    bare = bare.str.replace(r"(?i)^(?:nat[oa]\s+)?(?:il|dal|del|al|li|lì|in data|data)[\s:]+", "")
    bare = bare.str.replace(r"(?i)\s+(?:alle ore|alle|ore|h)\s+[0-9]{1,2}$", "")
    bare = bare.str.replace(r"(?i)\s+(?:alle ore|alle|ore|h)\s+", " ")
    bare = bare.str.replace(rf"(?i)^([0-9].*[0-9])[\s,]+\(?(?:{_DAYS})\p{{L}}*\.?\)?$", "$1")
    bare = bare.str.replace(r"(?i)\s*(?:UTC|GMT)$", "").str.replace(r"^([0-9]{8})[0-9]{6}$", "$1")
    return pl.when(bare.str.len_bytes() > 0).then(bare).otherwise(text.tidy(value))


_REGULAR = r"^[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:[0-9]{2}|[0-9]{4})$|^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


@cleaner(extras={}, prepare=_prepare, regular=_REGULAR)
def data(values: pl.Series, *, order: Order = "dmy", purpose: Purpose = "evento") -> pl.DataFrame:
    """Read dates.

    The value is ISO 8601 text (`1985-12-10`), the time of day left out.

    Args:
        values: Tidy text.
        order: Whether the day (`dmy`) or the month (`mdy`) comes first in numeric dates; a date that the
            order makes impossible is read the other way round where only that way exists. In a `mixed` column,
            with dates of both kinds, one that can be read both ways is doubtful, the day taken first.
        purpose: `nascita` for birth dates, `evento` for all others.
    """
    typed = values.to_frame("typed").with_columns(upper=text.fold(pl.col("typed")))
    numeric = _groups(_NUMERIC)
    iso = _groups(_ISO)
    packed_iso = _groups(_COMPACT_ISO)
    packed = _groups(_COMPACT)
    worded = _groups(_WORDED)
    month_name, day_after, year_after = _groups(_WORDED_FIRST)
    iso_year, iso_name, iso_day = _groups(_ISO_WORDED)
    day_after, month_name, year_after = (
        pl.coalesce(*pair) for pair in ((day_after, iso_day), (month_name, iso_name), (year_after, iso_year))
    )
    worded = [pl.coalesce(*pair) for pair in zip(worded, (day_after, month_name, year_after), strict=True)]
    serial = pl.when(pl.col("upper").str.contains(r"^\d{5}(?:[.,]\d+)?$")).then(
        pl.col("upper").str.extract(r"^(\d{5})")
    )
    month_of_word = worded[1].replace_strict(_MONTHS, default=None, return_dtype=pl.Int32)
    first, second = pl.coalesce(numeric[0], packed[0]).cast(pl.Int32), pl.coalesce(numeric[1], packed[1]).cast(pl.Int32)
    swapped = (first > 12) & (second <= 12) if order == "mdy" else (second > 12) & (first <= 12)
    day_first = swapped if order == "mdy" else ~swapped
    year_text = pl.coalesce(numeric[2], iso[0], packed_iso[0], packed[2], worded[2])
    both_ways = (first <= 12) & (second <= 12) & (first != second) if order == "mixed" else pl.lit(value=False)
    frame = typed.with_columns(
        both_ways=both_ways.fill_null(value=False),
        year=_full_year(year_text, purpose),
        short_year=year_text.str.len_bytes() == 2,
        month=pl.coalesce(
            pl.when(day_first).then(second).otherwise(first),
            iso[1].cast(pl.Int32),
            packed_iso[1].cast(pl.Int32),
            month_of_word,
        ),
        day=pl.coalesce(
            pl.when(day_first).then(first).otherwise(second),
            iso[2].cast(pl.Int32),
            packed_iso[2].cast(pl.Int32),
            worded[0].cast(pl.Int32),
        ),
        serial=serial.cast(pl.Int32),
    ).with_columns(
        found=pl.coalesce(
            pl.concat_str(
                pl.col("year").cast(pl.String).str.zfill(4),
                pl.col("month").cast(pl.String).str.zfill(2),
                pl.col("day").cast(pl.String).str.zfill(2),
                separator="-",
            ).str.to_date("%Y-%m-%d", strict=False),
            # Excel counts days from 1899-12-30 (its 1900 was a leap year); 10000 is 1927, 60000 is 2064.
            pl.when(pl.col("serial").is_between(10_000, 60_000)).then(
                pl.lit(date(1899, 12, 30)) + pl.duration(days=pl.col("serial"))
            ),
        )
    )
    return _judge(frame, date(1900, 1, 1) if purpose == "nascita" else date(_FIRST_LISTS, 1, 1))


def _groups(pattern: str) -> list[pl.Expr]:
    return [pl.col("upper").str.extract(pattern, group) for group in (1, 2, 3)]


def _full_year(year: pl.Expr, purpose: Purpose) -> pl.Expr:
    number = year.cast(pl.Int32)
    now = date.today().year
    newest = now - _YOUNGEST_CUSTOMER if purpose == "nascita" else now + 1
    return (
        pl.when(year.str.len_bytes() == 4)
        .then(number)
        .when(number + 2000 <= newest)
        .then(number + 2000)
        .otherwise(number + 1900)
    )


def _judge(frame: pl.DataFrame, earliest: date) -> pl.DataFrame:
    iso = pl.col("found").dt.to_string("%Y-%m-%d")
    zeros = pl.col("upper").str.contains(r"^[0\s/.\-:]+$")
    issue = (
        pl.when(zeros | iso.is_in(_FILLER_DATES))
        .then(pl.lit("data_filler"))
        .when(pl.col("found").is_null() & pl.all_horizontal(pl.col("day", "month", "year").is_not_null()))
        .then(pl.lit("data_impossible"))
        .when(pl.col("found").is_null())
        .then(pl.lit("data_format"))
        .when(pl.col("found") > date.today())
        .then(pl.lit("data_future"))
        .when(pl.col("found") < date(1900, 1, 1))
        .then(pl.lit("data_remote"))
        # Two digits of a year make no event of before the lists were kept by computer.
        .when(pl.col("short_year") & (pl.col("found") < earliest))
        .then(pl.lit("data_remote"))
        .when("both_ways")
        .then(pl.lit("data_order"))
        .when(pl.col("serial").is_not_null() & pl.col("year").is_null())
        .then(pl.lit("data_serial"))
        .when("short_year")
        .then(pl.lit("data_century"))
    )
    refused = pl.col("issue").is_in(["data_filler", "data_impossible", "data_format"]).fill_null(value=False)
    return frame.with_columns(issue=issue).select(
        value=pl.when(~refused).then(iso),
        issue="issue",
        detail=pl.when(pl.col("issue") == "data_century")
        .then(iso.str.slice(0, 2))
        .when(pl.col("issue") == "data_order")
        .then(pl.concat_str(iso.str.slice(0, 5), iso.str.slice(8, 2), pl.lit("-"), iso.str.slice(5, 2))),
    )


def day_order(values: pl.Series) -> Order | None:
    """Tell whether the numeric dates of a column put the day or the month first.

    Args:
        values: The whole column, or a fair sample of it.

    Returns:
        The order of the dates that can be read one way only, if nearly all agree; `mixed` if they disagree;
        None if there is no such date.
    """
    frame = values.cast(pl.String).to_frame("upper")
    first, second, _ = (group.cast(pl.Int32) for group in _groups(_NUMERIC))
    day_first, month_first = frame.select(
        a=((first > 12) & (first <= 31) & (second <= 12)).sum(),
        b=((second > 12) & (second <= 31) & (first <= 12)).sum(),
    ).row(0)
    if day_first + month_first == 0:
        return None
    if min(day_first, month_first) > 0.1 * (day_first + month_first):
        return "mixed"
    return "dmy" if day_first > month_first else "mdy"
