"""Cells that are too long to be a name or a line."""

from __future__ import annotations

import polars as pl
import pytest

from italclean import comune, indirizzo, luogo_nascita
from italclean.core.long_text import read_short


def test_only_short_values_are_read() -> None:
    asked: list[str] = []

    def read(values: pl.Series) -> pl.DataFrame:
        asked.extend(values)
        return pl.DataFrame(
            {"value": values.str.to_uppercase(), "issue": ["read"] * len(values), "more": [1] * len(values)}
        )

    values = pl.Series(["a" * 11, "b", "c" * 10, "d" * 100])
    found = read_short(values, 10, "long", read)
    assert asked == ["b", "c" * 10]
    assert found["value"].to_list() == ["a" * 11, "B", "C" * 10, "d" * 100]
    assert found["issue"].to_list() == ["long", "read", "read", "long"]
    assert found["more"].to_list() == [None, 1, 1, None]
    assert read_short(values.head(0), 10, "long", read).height == 0
    assert read_short(values.head(1), 10, "long", read)["value"].to_list() == ["a" * 11]


@pytest.mark.parametrize(
    ("cleaner", "issue"),
    [(indirizzo, "indirizzo_unread"), (comune, "comune_unknown"), (luogo_nascita, "luogo_unknown")],
)
@pytest.mark.parametrize("piece", ["Via Roma 5, ", "s.m. ", "fraz. x ", "(", "20121 Milano (MI) - Italia "])
def test_a_text_is_kept_and_not_read(cleaner: object, issue: str, piece: str) -> None:
    typed = (piece * 100_000)[:100_000].strip()
    outcome = cleaner.check(typed)  # type: ignore[attr-defined]
    assert outcome.issue == issue
    assert outcome.value is not None
    assert len(outcome.value) > 90_000
