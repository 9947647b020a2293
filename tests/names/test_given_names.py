"""What given names tell."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from italclean.names.given import full_names, sex_of_given_names


@pytest.mark.parametrize(
    ("name", "sex"),
    [
        ("Mario", "M"),
        ("Maria", "F"),
        # The exceptions of Italian: men in -a, women in -o or another letter.
        ("Andrea", "M"),
        ("Luca", "M"),
        ("Nicola", "M"),
        ("Elia", "M"),
        ("Beatrice", "F"),
        ("Consuelo", "F"),
        # The first name tells; the second of a man is Maria, too.
        ("Carlo Maria", "M"),
        ("Maria Giovanni", "F"),
        ("NICOLO'", "M"),
        # In no list: by the ending.
        ("Zelindora", "F"),
        ("Ermenegildino", "M"),
        ("Xhyqr", None),
        ("M.", None),
    ],
)
def test_sex(name: str, sex: str | None) -> None:
    assert sex_of_given_names(pl.Series([name])).to_list() == [sex]


def test_sex_of_real_people(real: Callable[[str], pl.DataFrame]) -> None:
    people = real("amministratori_2025.parquet").filter(pl.col("sesso").is_in(["M", "F"]))
    told = sex_of_given_names(people["nome"])
    assert told.is_null().mean() <= 0.02
    decided = people.filter(told.is_not_null())
    assert (decided["sesso"] == told.drop_nulls()).mean() >= 0.993


def test_full_names() -> None:
    names = pl.Series(["Beppe", "Mario", "Tino", None])
    full = full_names(names).to_list()
    assert full[0] == "Giuseppe"
    assert full[1] is None
    assert "Agostino" in (full[2] or "")
    assert full[3] is None
