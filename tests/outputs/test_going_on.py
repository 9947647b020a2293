"""Tables to which each delivery adds, whatever types an earlier one wrote them in."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import polars as pl
import pytest

from italclean.outputs.tables import _after
from italclean.result import Result

TEXT, NAMES = pl.String(), pl.Categorical()
FEW, MORE = pl.Enum(["blank"]), pl.Enum(["blank", "format"])


def table(cells: list[str], row: Any, dtype: Any) -> pl.DataFrame:
    return pl.DataFrame({"row": range(len(cells)), "issue": cells}, schema={"row": row, "issue": dtype})


@pytest.mark.parametrize(
    ("earlier", "now", "row", "found"),
    [
        (MORE, MORE, pl.UInt32, MORE),
        (NAMES, NAMES, pl.UInt32, NAMES),
        # An earlier version knew fewer issues; a folder of CSV holds text.
        (FEW, MORE, pl.UInt32, TEXT),
        (TEXT, MORE, pl.String, TEXT),
        (TEXT, NAMES, pl.UInt32, TEXT),
    ],
)
def test_what_earlier_deliveries_left_stands_first(earlier: Any, now: Any, row: Any, found: Any) -> None:
    old, new = table(["blank"], row, earlier), table(["blank", "blank"], pl.UInt32, now)
    parts = _after("issues", lambda _: [new.slice(at, 1) for at in range(new.height)])
    told = SimpleNamespace(earlier={"issues": lambda: [old, old.select("issue", "row")]})
    whole = pl.concat(parts(cast("Result", told)))
    assert whole.schema == {"row": pl.UInt32(), "issue": found}
    assert whole.with_columns(pl.col("issue").cast(pl.String)).rows() == [
        (0, "blank"),
        (0, "blank"),
        (0, "blank"),
        (1, "blank"),
    ]


@pytest.mark.parametrize(("old_rows", "new_rows"), [(0, 1), (1, 0), (0, 0)])
def test_one_of_the_two_may_have_none(old_rows: int, new_rows: int) -> None:
    old, new = table(["blank"], pl.UInt32, FEW), table(["format"], pl.UInt32, MORE)
    parts = _after("issues", lambda _: [new] * new_rows)
    found = list(parts(cast("Result", SimpleNamespace(earlier={"issues": lambda: [old] * old_rows}))))
    assert [part["issue"].to_list() for part in found] == [["blank"]] * old_rows + [["format"]] * new_rows
