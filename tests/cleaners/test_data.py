"""Dates, held against the calendar of the standard library."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from italclean import data
from italclean.cleaners.data import day_order

MONTHS = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
]
dates = st.dates(dt.date(1901, 1, 1), dt.date(2026, 1, 1))
separators = st.sampled_from(["/", "-", ".", " ", " / ", ". "])


@given(
    st.lists(
        st.tuples(
            dates, separators, st.booleans(), st.sampled_from(["", " 00:00:00", " 10.30", "T10:30:00", " 9:05:00.000"])
        ),
        min_size=1,
        max_size=30,
    )
)
def test_day_first(cells: list[tuple[dt.date, str, bool, str]]) -> None:
    typed = [
        (f"{day.day:02}{sep}{day.month:02}{sep}{day.year}" if padded else f"{day.day}{sep}{day.month}{sep}{day.year}")
        + clock
        for day, sep, padded, clock in cells
    ]
    found = data.series(pl.Series(typed)).struct.unnest()
    assert found["value"].to_list() == [day.isoformat() for day, *_ in cells]
    assert found["status"].unique().to_list() == ["fixed"]


@given(st.lists(dates, min_size=1, max_size=30), separators)
def test_month_first(days: list[dt.date], sep: str) -> None:
    typed = [f"{day.month}{sep}{day.day}{sep}{day.year}" for day in days]
    assert data.series(pl.Series(typed), order="mdy").struct.field("value").to_list() == [
        day.isoformat() for day in days
    ]


@given(st.lists(dates, min_size=1, max_size=20))
def test_other_spellings(days: list[dt.date]) -> None:
    for spell in (
        lambda day: day.isoformat(),
        lambda day: f"{day:%Y/%m/%d}",
        lambda day: f"{day:%Y%m%d}",
        lambda day: f"{day:%d%m%Y}",
        lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        lambda day: f"{day.day:02}-{MONTHS[day.month - 1][:3].upper()}-{day.year}",
        lambda day: f"{day.day}° {MONTHS[day.month - 1]} {day.year}",
        lambda day: f"{day.isoformat()} 12:30:00",
        lambda day: f"{day.isoformat()}T00:00:00Z",
    ):
        typed = [spell(day) for day in days]
        found = data.series(pl.Series(typed)).struct.field("value").to_list()
        assert found == [day.isoformat() for day in days], typed


@given(st.integers(10_000, 46_000))
def test_serial_numbers_of_spreadsheets(serial: int) -> None:
    outcome = data.check(str(serial))
    assert outcome.value == (dt.date(1899, 12, 30) + dt.timedelta(days=serial)).isoformat()
    assert outcome.issue == "data_serial"


@given(st.integers(0, 40), st.integers(0, 20), st.integers(1900, 2025))
def test_no_day_is_made_up(day: int, month: int, year: int) -> None:
    outcome = data.check(f"{day}/{month}/{year}")
    readings = []
    for d, m in ((day, month), (month, day)):
        try:
            readings.append(dt.date(year, m, d).isoformat())
        except ValueError:
            continue
    if outcome.value is None:
        assert not readings or outcome.issue == "data_filler"
    else:
        # The day comes first; only where no such day exists is it read the other way round.
        assert outcome.value == readings[0]


@pytest.mark.parametrize(
    ("typed", "purpose", "value"),
    [
        ("1/2/85", "nascita", "1985-02-01"),
        ("1/2/05", "nascita", "2005-02-01"),
        ("1/2/20", "nascita", "1920-02-01"),
        ("1/2/20", "evento", "2020-02-01"),
        ("1/2/99", "evento", "1999-02-01"),
    ],
)
def test_century_of_two_digits(typed: str, purpose: str, value: str) -> None:
    outcome = data.check(typed, purpose=purpose)
    assert (outcome.value, outcome.issue, outcome.detail) == (value, "data_century", value[:2])


@pytest.mark.parametrize(
    ("typed", "issue"),
    [
        ("31/02/1985", "data_impossible"),
        ("29/02/2023", "data_impossible"),
        ("32/01/2000", "data_impossible"),
        ("1985-13-01", "data_impossible"),
        ("99/99/9999", "data_impossible"),
        ("01/01/1900", "data_filler"),
        ("30/12/1899", "data_filler"),
        ("9999-12-31", "data_filler"),
        ("01/01/2090", "data_future"),
        ("01/01/1850", "data_remote"),
        ("5/3/28", "data_remote"),  # an event of 1928
        ("ieri", "data_format"),
        ("1985", "data_format"),
        ("12/1985", "data_format"),
        ("n.d.", "filler"),
        ("Mar 5, 2012", None),
        ("5 marz 2012", None),
    ],
)
def test_refused_or_doubted(typed: str, issue: str | None) -> None:
    outcome = data.check(typed)
    if issue:
        assert outcome.issue == issue
    else:
        assert outcome.value in (None, "2012-03-05")


def test_day_order_of_a_column() -> None:
    assert day_order(pl.Series(["13/01/2020", "02/03/2020", None, "x"])) == "dmy"
    assert day_order(pl.Series(["01/13/2020", "02/03/2020"])) == "mdy"
    assert day_order(pl.Series(["01/02/2020"])) is None
    assert day_order(pl.Series(["01/13/2020", "13/01/2020"])) == "mixed"
    assert day_order(pl.Series([], dtype=pl.String)) is None
    assert day_order(pl.Series(["13/01/2020"] * 95 + ["01/13/2020"] * 5)) == "dmy"


def test_a_column_of_both_orders_leaves_its_ambiguous_dates_open() -> None:
    outcome = data.check("03/04/2020", order="mixed")
    assert (outcome.value, outcome.issue, outcome.detail) == ("2020-04-03", "data_order", "2020-03-04")
    # What can be read one way only is sure.
    assert data.check("25/04/2020", order="mixed").status == "fixed"
    assert data.check("04/25/2020", order="mixed").value == "2020-04-25"
    assert data.check("2020-04-03", order="mixed").status == "valid"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("5031985", "1985-03-05"),  # 05031985 as a number
        ("Mar 25, 2020", "2020-03-25"),
        ("March 25th, 2020 10:20 AM", "2020-03-25"),
        ("lunedì 3 marzo 1985", "1985-03-03"),
        ("Lunedi', 3 marzo 1985", "1985-03-03"),
        ("15 mar. '85", "1985-03-15"),
        ("'10/12/1985", "1985-12-10"),
        ('="10/12/1985"', "1985-12-10"),
        ("10/12/1985 ore 15:30", "1985-12-10"),
        ("2018-05-20 14:33:21 UTC", "2018-05-20"),
        ("Tue, 10 Dec 1985 00:00:00 +0100", "1985-12-10"),
        ("19851210000000", "1985-12-10"),
        ("10 genn. 1985", "1985-01-10"),
        ("1º gennaio 1985", "1985-01-01"),
        ("1985-dic-10", "1985-12-10"),
        ("nato il 10/12/1985", "1985-12-10"),
    ],
)
def test_written_in_words_or_without_a_zero(typed: str, value: str) -> None:
    assert data.check(typed).value == value


@pytest.mark.parametrize(
    "typed",
    [
        "14/12/2017;", "14/12/2017,", "14/12/2017.", "(14/12/2017)", "[14/12/2017]", "'14/12/2017'", '"14/12/2017"',
        "- 14/12/2017", "14/12/2017 -", "*14/12/2017*", "Gio 14/12/2017", "gio. 14/12/2017", "Giovedì, 14/12/2017",
        "giovedì 14 dicembre 2017", "Giovedi' 14 dicembre 2017", "14 dicembre 2017, giovedì", "14/12/2017 (gio)",
        "Thu, 14 Dec 2017", "Thursday, December 14, 2017", "gio 2017-12-14", "il 14/12/2017", "data: 14/12/2017",
        "14/12/2017 00:00:00;", "14/12/2017 alle 10:30", "14/12/2017 ore 10", "14_12_2017", "14\\12\\2017",
        "14,12,2017",
        "2017-12-14;", "14-dic-2017;", "14th December 2017",
    ],
)  # fmt: skip
def test_marks_and_weekdays_say_nothing_more(typed: str) -> None:
    outcome = data.check(typed)
    assert (outcome.value, outcome.status) == ("2017-12-14", "fixed")


@pytest.mark.parametrize("typed", ["14/12/2017 15/12/2017", "14/12/2017-15/12/2018", "14/12/2017 circa", "domenica"])
def test_what_stands_beside_a_date_is_not_dropped(typed: str) -> None:
    assert data.check(typed).value is None


def test_a_month_is_no_weekday() -> None:
    # Mar is March and Tuesday (martedì).
    assert data.check("Mar 5, 2012").value == "2012-03-05"
    assert data.check("mar 5/12/2017").value == "2017-12-05"
    assert data.check("mar 5 dicembre 2017").value == "2017-12-05"
