"""Given names that are forms of one: BEPPE of GIUSEPPE, M. of MARIO."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl

from italclean.core.empty import remembers_empty
from italclean.core.remembered import remembers
from italclean.pairs.known_names import are_two_names, forms_beside, is_known, is_slip, of_one_group
from italclean.pairs.strings import Flags, either_way, flags


@remembers
def are_one_name(a: pl.Series, b: pl.Series) -> Flags:
    """Tell the pairs of words that stand for one name: the same, mistyped, or short for it, mistyped as well."""
    same = (a == b).to_numpy() | is_slip(a, b)
    open_ = np.flatnonzero(~same)
    if len(open_):
        one, other = a[pl.Series(open_)], b[pl.Series(open_)]
        same[open_] = (
            of_one_group(one, other)
            | begins(one, other)
            | either_way(_is_initial_of_a_form, one, other)
            | either_way(_near_a_short_form, one, other)
        )
    like = np.flatnonzero(same)
    same[like] = ~are_two_names(a[pl.Series(like)], b[pl.Series(like)])
    return np.asarray(same)


@remembers_empty
def begins(a: pl.Series, b: pl.Series) -> Flags:
    """Tell a name from its beginning, as a pet name may end or not (`DANI`, `DANIELE`; `MICHI`, `MICHELE`)."""
    pairs = pl.DataFrame({"a": a, "b": b})
    return flags(pairs.select(_begins("a", "b") | _begins("b", "a")))[0]


@cache
def _begins(short: str, whole: str) -> pl.Expr:
    stem = pl.col(short).str.strip_suffix("I")
    begins = pl.col(whole).str.starts_with(stem) & (stem.str.len_bytes() >= 4)
    begins |= pl.col(whole).str.starts_with(pl.col(short)) & (pl.col(short).str.len_bytes() >= 4)
    initial = (pl.col(short).str.len_bytes() == 1) & pl.col(whole).str.starts_with(pl.col(short))
    return begins | initial


@remembers_empty
def _is_initial_of_a_form(a: pl.Series, b: pl.Series) -> Flags:
    """Tell the initial of another form of a name: `G.` may be Beppe, who is a Giuseppe."""
    pairs = pl.DataFrame({"a": a, "b": b}).with_row_index("at").filter(a.str.len_bytes() == 1)
    forms = pairs.join(forms_beside(), on="b")
    met = forms.filter(pl.col("form").str.starts_with(pl.col("a")))["at"].unique()
    found = np.zeros(len(a), dtype=np.bool_)
    found[met.to_numpy()] = True
    return found


@remembers_empty
def _near_a_short_form(a: pl.Series, b: pl.Series) -> Flags:
    """Tell words of `a` that are no name, and a slip away from another form of the name in `b` (`GINNO`, `LUIGI`)."""
    pairs = pl.DataFrame({"a": a, "b": b}).with_row_index("at")
    pairs = pairs.filter((pl.col("a").str.len_bytes() >= 4) & ~is_known(pl.col("a")))
    forms = pairs.join(forms_beside(), on="b").select("at", "a", "form")
    # One slip leaves the first letter or the last: most forms need no closer look.
    ends = (pl.col("a").str.head(1) == pl.col("form").str.head(1)) | (
        pl.col("a").str.tail(1) == pl.col("form").str.tail(1)
    )
    lengths = pl.col("a").str.len_bytes().cast(pl.Int32) - pl.col("form").str.len_bytes().cast(pl.Int32)
    forms = forms.filter(ends & (lengths.abs() <= 1)).unique()
    near = is_slip(forms["a"], forms["form"])
    found = np.zeros(len(a), dtype=np.bool_)
    found[forms["at"].to_numpy()[near]] = True
    return found
