"""The words of a verdict."""

from __future__ import annotations

import polars as pl
import pytest

from italclean.customers.decision_words import read_words


@pytest.mark.parametrize(
    ("word", "decided"),
    [
        ("same", "same"),
        (" STESSO ", "same"),
        ("Sì", "same"),
        ("si'", "same"),
        ("1", "same"),
        ("different", "different"),
        ("Diversi", "different"),
        ("«no»", "different"),
        ("0", "different"),
        ("falso", "different"),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_words(word: str | None, decided: str | None) -> None:
    assert read_words(pl.Series(["no", word]))[0].to_list() == ["different", decided]


def test_the_first_word_that_is_neither_is_told() -> None:
    decided, unknown = read_words(pl.Series(["si", " forse ", "boh"]))
    assert decided.to_list() == ["same", None, None]
    assert unknown == ("forse", 2)
    assert read_words(pl.Series(["si", None]))[1] is None
