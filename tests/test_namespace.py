"""The cleaners as methods of expressions and Series."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_series_equal

import italclean as ic
from italclean.registry import CLEANERS

FRAME = pl.DataFrame({"prov": ["milano", "(RM)", None, "Narnia"], "data": ["03/04/1985", "25/12/99", "x", None]})


def test_expression_takes_the_name_of_the_column() -> None:
    assert FRAME.select(pl.col("prov").ital.provincia()).columns == ["prov"]
    assert FRAME.select(pl.col("prov").str.to_uppercase().ital.provincia().alias("p"))["p"].struct.field(
        "value"
    ).to_list() == [
        "MI",
        "RM",
        None,
        None,
    ]


def test_options_reach_the_cleaner() -> None:
    by_month = FRAME.select(pl.col("data").ital.data(order="mdy", purpose="nascita")).unnest("data")["value"].to_list()
    assert by_month == ["1985-03-04", "1999-12-25", None, None]
    assert_series_equal(FRAME["data"].ital.data(order="mdy"), ic.data.series(FRAME["data"], order="mdy"))


def test_wrong_option_raises() -> None:
    with pytest.raises(TypeError):
        ic.data.check("1/2/2020", ordine="mdy")


@pytest.mark.parametrize("given", [pl.col("prov"), FRAME["prov"]], ids=["expression", "series"])
def test_cleaners_are_listed_and_others_refused(given: pl.Expr | pl.Series) -> None:
    assert dir(given.ital) == list(CLEANERS)
    with pytest.raises(AttributeError, match="provincia"):
        _ = given.ital.bollo
    with pytest.raises(AttributeError):
        _ = given.ital._private


def test_in_a_group_and_in_a_filter() -> None:
    assert FRAME.filter(pl.col("prov").ital.provincia().struct.field("value") == "MI").height == 1
    grouped = FRAME.group_by(
        pl.col("prov").ital.provincia().struct.field("status").cast(pl.String).alias("status")
    ).len()
    assert dict(grouped.iter_rows()) == {"fixed": 2, "missing": 1, "invalid": 1}
