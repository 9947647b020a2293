"""What holds for every registered cleaner."""

from __future__ import annotations

import importlib
import random
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal, assert_series_equal

import italclean
from italclean.core.cleaner import Cleaner
from italclean.errors import UnknownCleaner
from italclean.issues.issue import STATUSES
from italclean.issues.registry import ISSUES, message
from italclean.registry import CLEANERS, cleaner_named

from .corpus import OF, corpus

NAMES = sorted(CLEANERS)
OPTIONS: list[tuple[str, dict[str, Any]]] = [
    *((name, {}) for name in NAMES),
    ("data", {"order": "mdy"}),
    ("data", {"purpose": "nascita"}),
    ("persona", {"part": "cognome"}),
    ("persona", {"part": "nome"}),
    ("persona", {"leaning": 3.0}),
    ("persona", {"leaning": -3.0}),
    ("nominativo", {"leaning": 3.0}),
]
every_cleaner = pytest.mark.parametrize("name", NAMES)
every_way = pytest.mark.parametrize(
    ("name", "options"), OPTIONS, ids=[f"{name}{options or ''}" for name, options in OPTIONS]
)

_SPRINKLED = " .,;:'\"`-_/\\()[]<>&@#+=*\t\n\u00a0\u200b\u00ad°àèìòùÀÈ’“ÃÂ0123456789aAeEiIoOsSnNrRxXzZ€ß"


@st.composite
def dirty(draw: st.DrawFn, name: str) -> str:
    """Draw a value of a corpus with a few characters put in, taken out or swapped, or any text at all."""
    if draw(st.integers(0, 3)) == 0:
        return draw(st.text(max_size=25))
    typed = draw(st.sampled_from(corpus(name)))[:60]
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(typed)))
        match draw(st.integers(0, 3)):
            case 0:
                typed = typed[:place] + draw(st.sampled_from(_SPRINKLED)) + typed[place:]
            case 1:
                typed = typed[:place] + typed[place + 1 :]
            case 2:
                typed = typed[:place] + typed[place : place + 2][::-1] + typed[place + 2 :]
            case _:
                typed = draw(
                    st.sampled_from([typed.upper(), typed.lower(), typed.title(), f" {typed} ", typed + typed])
                )
    return typed


def judged(cleaner: Cleaner, values: list[str | None], **options: Any) -> pl.DataFrame:
    return cleaner.series(pl.Series("cell", values, dtype=pl.String), **options).struct.unnest()


def assert_sound(cleaner: Cleaner, values: list[str], options: dict[str, Any]) -> None:
    """Check the shape of the verdicts on any values, and that clean values stay as they are."""
    found = judged(cleaner, [*values], **options)
    assert found.schema == cleaner.schema
    assert found.height == len(values)
    for typed, row in zip(values, found.iter_rows(named=True), strict=True):
        assert row["status"] in STATUSES
        if row["issue"] is not None:
            assert ISSUES[row["issue"]].status == row["status"], (typed, row)
        else:
            assert row["status"] in ("valid", "missing"), (typed, row)
        empty = row["value"] is None
        if cleaner.name == "consenso" and row["issue"] == "consent_unknown":
            assert empty
        else:
            assert empty == (row["status"] in ("invalid", "missing")), (typed, row)
        if row["status"] == "valid":
            assert row["value"] == typed, (typed, row)
        if not empty:
            assert row["value"].strip() == row["value"] != "", (typed, row)
    # A leaning says in which order the names were typed, and is no longer true of the names as printed.
    swaps = "leaning" in options
    kept = [(typed, value) for typed, value in zip(values, found["value"], strict=True) if value is not None]
    again = judged(cleaner, [value for _, value in kept], **options)
    changed = [
        (typed, value, second)
        for (typed, value), second in zip(kept, again["value"], strict=True)
        if second != value and not (swaps and second is not None and sorted(second.split()) == sorted(value.split()))
    ]
    assert not changed, "cleaning a clean value changed it: (typed, clean, cleaned again)"


@every_way
def test_ugly_values_are_judged_soundly_and_clean_values_stay(name: str, options: dict[str, Any]) -> None:
    assert_sound(CLEANERS[name], corpus(name), options)


@every_way
def test_any_text_is_judged_soundly_and_clean_values_stay(name: str, options: dict[str, Any]) -> None:
    @settings(max_examples=12 if not options else 6)
    @given(st.lists(dirty(name), min_size=1, max_size=25))
    def check(values: list[str]) -> None:
        assert_sound(CLEANERS[name], values, options)

    check()


@every_cleaner
def test_values_of_other_cleaners_never_raise(name: str) -> None:
    foreign = [value for values in OF.values() for value in values]
    assert judged(CLEANERS[name], [*foreign]).height == len(foreign)


@every_cleaner
def test_null_is_missing_without_issue(name: str) -> None:
    outcome = CLEANERS[name].check(None)
    assert (outcome.value, outcome.status, outcome.issue) == (None, "missing", None)
    assert outcome.message("it") == outcome.message("en") == ""


@every_cleaner
@pytest.mark.parametrize("typed", ["", " ", "\t \u00a0", "\u200b"])
def test_blanks_are_missing(name: str, typed: str) -> None:
    outcome = CLEANERS[name].check(typed)
    assert (outcome.value, outcome.status) == (None, "missing")
    assert outcome.issue == (None if typed == "" else "blank")


@every_cleaner
def test_empty_and_all_null_columns(name: str) -> None:
    cleaner = CLEANERS[name]
    empty = pl.DataFrame({"cell": pl.Series([], dtype=pl.String)})
    assert empty.select(cleaner.clean("cell")).schema == {"cell": cleaner.dtype}
    assert cleaner.series(empty["cell"]).dtype == cleaner.dtype
    for dtype in (pl.String, pl.Null):
        nulls = pl.DataFrame({"cell": pl.Series([None] * 7, dtype=dtype)}).select(cleaner.clean("cell")).unnest("cell")
        assert nulls["status"].to_list() == ["missing"] * 7
        assert nulls["value"].null_count() == 7


@every_cleaner
def test_expression_series_single_value_and_namespaces_agree(name: str) -> None:
    cleaner = CLEANERS[name]
    values: list[str | None] = [None, *corpus(name)[::5]]
    frame = pl.DataFrame({"cell": pl.Series(values, dtype=pl.String)})
    by_series = cleaner.series(frame["cell"])
    assert by_series.name == "cell"
    assert_series_equal(frame.select(cleaner.clean("cell"))["cell"], by_series)
    assert_series_equal(frame.select(cleaner.clean(pl.col("cell")))["cell"], by_series)
    assert_series_equal(frame.select(getattr(pl.col("cell").ital, name)())["cell"], by_series)
    assert_series_equal(getattr(frame["cell"].ital, name)(), by_series)
    for typed, row in zip(values, by_series.to_list(), strict=True):
        outcome = cleaner.check(typed)
        single = {"value": outcome.value, "status": outcome.status, "issue": outcome.issue, "detail": outcome.detail}
        assert {**single, **outcome.extras} == row, typed


@every_cleaner
def test_order_and_repetition_of_the_rows_do_not_matter(name: str) -> None:
    cleaner = CLEANERS[name]
    values: list[str | None] = [None, *corpus(name)]
    alone = judged(cleaner, values)
    shuffled = list(range(len(values)))
    random.Random(5).shuffle(shuffled)
    assert_frame_equal(judged(cleaner, [values[place] for place in shuffled]), alone[shuffled])
    thrice = judged(cleaner, values * 3)
    assert_frame_equal(thrice, pl.concat([alone] * 3))
    mostly_new = judged(cleaner, values + [f"{name} {number}" for number in range(2000)])
    assert_frame_equal(mostly_new.head(len(values)), alone)


@every_cleaner
def test_streaming_and_lazy_equal_eager(name: str) -> None:
    cleaner = CLEANERS[name]
    frame = pl.DataFrame({"at": range(3 * len(corpus(name))), "cell": corpus(name) * 3})
    eager = frame.with_columns(cleaner.clean("cell"))
    lazy = frame.lazy().with_columns(cleaner.clean("cell"))
    assert lazy.collect_schema() == eager.schema
    assert_frame_equal(lazy.collect(), eager)
    assert_frame_equal(lazy.collect(engine="streaming").sort("at"), eager)
    filtered = lazy.filter(pl.col("at") % 3 == 1).collect(engine="streaming").sort("at")
    assert_frame_equal(filtered, eager.filter(pl.col("at") % 3 == 1))


@every_cleaner
def test_values_of_other_types_are_read_as_text(name: str) -> None:
    numbers = pl.Series("cell", [184, 20121, 743110157, None])
    assert_series_equal(CLEANERS[name].series(numbers), CLEANERS[name].series(numbers.cast(pl.String)))


@every_cleaner
def test_messages_exist_in_both_languages_and_are_filled(name: str) -> None:
    values = corpus(name)
    found = judged(CLEANERS[name], [*values])
    for typed, code, detail in zip(values, found["issue"], found["detail"], strict=True):
        if code is None:
            continue
        for language in ("it", "en"):
            said = message(code, detail, "it" if language == "it" else "en")
            assert said
            assert "{detail}" not in said
        if "{detail}" in ISSUES[code].italian and code not in ("name_note", "email_discontinued"):
            assert detail, (typed, code)


@every_cleaner
def test_outcome_offers_its_extras_and_nothing_else(name: str) -> None:
    outcome = CLEANERS[name].check("qualcosa")
    for extra in CLEANERS[name].extras:
        assert getattr(outcome, extra) == outcome.extras[extra]
    with pytest.raises(AttributeError, match="no 'bollo'"):
        _ = outcome.bollo


@every_cleaner
def test_docs_page_and_doctest_exist(name: str, repository: Path) -> None:
    assert (repository / "docs" / "cleaners" / f"{name}.md").is_file()
    documentation = importlib.import_module(f"italclean.cleaners.{name}").__doc__ or ""
    assert ">>> " in documentation
    assert "Source" in documentation or name in ("sesso", "tipo", "testo", "data", "email", "telefono", "nominativo")


@every_cleaner
def test_cleaner_is_exported_under_its_name(name: str) -> None:
    assert getattr(italclean, name) is CLEANERS[name]
    assert name in italclean.__all__
    assert cleaner_named(name) is CLEANERS[name]
    assert CLEANERS[name].__doc__


def test_unknown_cleaner_is_named_with_the_known_ones() -> None:
    with pytest.raises(UnknownCleaner, match="bollo") as raised:
        cleaner_named("bollo")
    assert "provincia" in str(raised.value)


def test_corpus_covers_every_cleaner() -> None:
    assert set(OF) >= set(CLEANERS)
