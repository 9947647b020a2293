"""How alike two names are: surnames, given names with their short forms, names of firms.

All functions take the distinct pairs of unequal names and return a level for each (`Levels` of `compare`).
"""

from __future__ import annotations

from functools import partial

import numpy as np
import polars as pl

from italclean.core.columns import is_true
from italclean.core.empty import remembers_empty
from italclean.core.remembered import remembers
from italclean.pairs.known_names import (
    _OF_ITS_OWN,
    BORNE,
    LONG,
    SHORTEST,
    are_names,
    are_two_names,
    is_known,
    is_slip,
    of_one_group,
)
from italclean.pairs.levels import CLOSE, CONFLICT, PARTLY, Levels
from italclean.pairs.short_forms import are_one_name
from italclean.pairs.strings import Flags, contains, crossed, edits, flags, is_whole, lengths, of_both


@remembers
def surnames(a: pl.Series, b: pl.Series) -> Levels:
    """Close: a slip of the pen; partly: one of two surnames."""
    shortest = lengths(a, b)
    close = (edits(a, b, 2) <= np.where(shortest >= 8, 2, 1)) & (shortest >= 4)
    partly = contains(a, b) & (shortest >= 4)
    return np.where(close, CLOSE, np.where(partly, PARTLY, CONFLICT)).astype(np.uint8)


@remembers
def given_names(a: pl.Series, b: pl.Series) -> Levels:
    """Close: a slip of the pen, a short form, the first of several names; partly: an initial, another of several.

    Args:
        a: Given names in upper-case words.
        b: Those that they are compared with.
    """
    one, other = a.str.replace_all(" ", ""), b.str.replace_all(" ", "")
    shortest = lengths(one, other)
    looks = pl.DataFrame({"a": one, "b": other}).select(
        begins=pl.col("a").str.starts_with(pl.col("b")) | pl.col("b").str.starts_with(pl.col("a")),
        # M. GRAZIA, MARIA GRAZIA
        initial=(pl.col("a").str.head(1) == pl.col("b").str.head(1))
        & (pl.col("a").str.tail(4) == pl.col("b").str.tail(4)),
    )
    begins, initial = flags(looks)
    # MARIA LUISA, LUISA: one of two given names used alone.
    inside = contains(one, other) & (shortest >= 4)
    partly = (begins & ((shortest >= 4) | (shortest == 1))) | inside | (initial & (shortest >= 6))
    # FRANCO is short for FRANCESCO, and his brother.
    two_names = np.logical_and(*of_both(partial(are_names, least=_OF_ITS_OWN), one, other))
    close = is_slip(one, other) | (of_one_group(one, other) & ~two_names)
    level = np.where(close, CLOSE, np.where(partly, PARTLY, CONFLICT)).astype(np.uint8)
    open_ = np.flatnonzero(level == CONFLICT)
    if len(open_):
        level[open_] = _word_by_word(a[pl.Series(open_)], b[pl.Series(open_)])
    open_ = np.flatnonzero(level == CONFLICT)
    if len(open_):
        level[open_[_both_mistyped(one[pl.Series(open_)], other[pl.Series(open_)])]] = PARTLY
    level = np.where((level == PARTLY) & _begin_alike(a, b), CLOSE, level)
    # MARIO JR is not MARIO SR, and may or may not be MARIO.
    suffixes = pl.DataFrame({"a": one, "b": other}).select(pl.all().str.extract("(J|S)(?:R|UNIOR|ENIOR)$"))
    both, alone = flags(
        suffixes.select(both=pl.col("a") != pl.col("b"), alone=pl.col("a").is_null() != pl.col("b").is_null())
    )
    level = np.where(alone & (level == CLOSE), PARTLY, level)
    return np.where(both | _name_two_people(a, b), CONFLICT, level).astype(np.uint8)


@remembers_empty
def _name_two_people(a: pl.Series, b: pl.Series) -> Flags:
    """Tell given names of which a word is another name than that beside it: `MARCO ANTONIO`, `MIRCO ANTONIO`.

    Twins bear such names: however much else they share, they are two. Of names of unlike length a word of the
    shorter one is another name than all of the longer one's (`LUCIA`, `LUCIANO MARIO`).
    """
    pairs = pl.DataFrame({"a": a.str.split(" "), "b": b.str.split(" ")}).with_row_index("at")
    # GRAZIA MARIA is MARIA GRAZIA.
    turned = pl.col("a").list.sort() == pl.col("b").list.sort()
    pairs = pairs.filter(~turned).with_columns(even=pl.col("a").list.len() == pl.col("b").list.len())
    even = pairs.filter("even").explode("a", "b").with_columns(slot=pl.int_range(pl.len()).over("at"))
    shorter = pl.col("a").list.len() < pl.col("b").list.len()
    uneven = pairs.filter(~pl.col("even")).select(
        "at",
        "even",
        a=pl.when(shorter).then("a").otherwise("b"),
        b=pl.when(shorter).then("b").otherwise("a"),
    )
    uneven = uneven.explode("a").with_columns(slot=pl.int_range(pl.len()).over("at")).explode("b")
    words = pl.concat([even.select("at", "slot", "a", "b"), uneven.select("at", "slot", "a", "b")])
    distinct = words.select("a", "b").unique(maintain_order=True)
    judged = distinct.with_columns(two=pl.Series(are_two_names(distinct["a"], distinct["b"]), dtype=pl.Boolean))
    words = words.join(judged, on=["a", "b"], how="left", maintain_order="left")
    told = words.group_by("at", "slot").agg(pl.col("two").all()).filter("two")["at"].unique()
    found = np.zeros(len(a), dtype=np.bool_)
    found[told.to_numpy()] = True
    return found


@remembers_empty
def _begin_alike(a: pl.Series, b: pl.Series) -> Flags:
    """Tell names with one first word that says who it is: `DANIELA TIZIANA`, `DANIELA T`; ANNA R. may be anybody."""
    first = pl.DataFrame({"a": a, "b": b}).select(pl.all().str.extract(r"^(\S+)"))
    telling = (pl.col("a").str.len_bytes() > SHORTEST + 1) & (pl.col("a") != "MARIA")
    return flags(first.select((pl.col("a") == pl.col("b")) & telling))[0]


@remembers
def apart(words: pl.Series) -> pl.Series:
    """Part two given names that were typed as one (`PINAFIONA`), where there is one place only to part them.

    Args:
        words: Distinct given names in upper-case words.
    """
    single = words.to_frame("word").with_row_index("at").filter(words.str.len_bytes() >= 2 * SHORTEST)
    single = single.filter(~pl.col("word").str.contains(" ", literal=True) & ~is_known(pl.col("word")))
    cuts = single.with_columns(
        cut=pl.int_ranges(SHORTEST, pl.col("word").str.len_bytes().cast(pl.Int64) - SHORTEST + 1)
    ).explode("cut")
    cuts = cuts.with_columns(first=pl.col("word").str.head("cut"), second=pl.col("word").str.slice("cut"))
    cuts = cuts.filter(is_known(pl.col("first")) & is_known(pl.col("second"))).filter(pl.len().over("at") == 1)
    parted = cuts.select(pl.concat_str("first", "second", separator=" ")).to_series()
    return words.clone().scatter(cuts["at"], parted)


@remembers_empty
def _both_mistyped(a: pl.Series, b: pl.Series) -> Flags:
    """Tell what is a slip away from one name on either side, and no name on any (`ROBWRTO`, `ROBRETO`)."""
    slips = (edits(a, b, 2) <= 2) & (lengths(a, b) >= LONG)
    at = pl.Series(np.flatnonzero(slips))
    slips[at.to_numpy()] = ~np.logical_or(*of_both(partial(are_names, least=BORNE), a[at], b[at]))
    return slips


@remembers
def persons(a: pl.Series, b: pl.Series) -> Flags:
    """Tell whole names of which one's words all stand in the other, wherever they were parted.

    `FALCONI CHECCO FEDERICO` has both words of `FALCONI FRANCESCO`. Each word of the shorter name stands for another
    word of the longer one; one of them at least is whole, and at most one an initial.

    Args:
        a: All words of names.
        b: Those that they are compared with.
    """
    swap = a.str.len_bytes() > b.str.len_bytes()
    few, many = (
        pl.select(pl.when(swap).then(one).otherwise(other)).to_series().str.split(" ")
        for one, other in ((b, a), (a, b))
    )
    pairs = pl.DataFrame({"few": few, "many": many}).with_row_index("at")
    words = crossed(pairs)
    distinct = words.select("few", "many").unique(maintain_order=True)
    matched = distinct.with_columns(
        matches=pl.Series(are_one_name(distinct["few"], distinct["many"]), dtype=pl.Boolean),
        whole=is_whole(distinct["few"], distinct["many"]),
    )
    words = words.join(matched, on=["few", "many"], how="left", maintain_order="left").filter("matches")
    # Each word has one of its own: as many words of the longer name are met as the shorter has.
    found = words.group_by("at").agg(
        slots=pl.col("slot").n_unique(),
        places=pl.col("place").n_unique(),
        whole=pl.col("slot").filter("whole").n_unique(),
        initials=pl.col("slot").filter(pl.col("few").str.len_bytes() == 1).n_unique(),
    )
    judged = pairs.join(found, on="at", how="left", maintain_order="left")
    size = pl.col("few").list.len()
    fits = (pl.col("slots") == size) & (pl.col("places") >= size) & (pl.col("whole") >= 1) & (pl.col("initials") <= 1)
    return np.asarray(judged.select(fits.fill_null(value=False)).to_series().to_numpy(), dtype=np.bool_)


@remembers_empty
def _word_by_word(a: pl.Series, b: pl.Series) -> Levels:
    """Compare given names word by word: `GIGI` is one of `LUIGI ENZO`, but `MARIA LUISA` is not `MARIA GRAZIA`."""
    pairs = pl.DataFrame({"a": a.str.split(" "), "b": b.str.split(" ")}).with_row_index("at")
    single = (pl.col("a").list.len() == 1) | (pl.col("b").list.len() == 1)
    # A single name with each of the other's; several with several, one after the other.
    alone = pairs.filter(single).explode("a").explode("b").with_columns(slot=pl.lit(0, dtype=pl.Int64))
    shorter = pl.min_horizontal(pl.col("a").list.len(), pl.col("b").list.len())
    several = pairs.filter(~single).with_columns(pl.col("a").list.head(shorter), pl.col("b").list.head(shorter))
    several = several.explode("a", "b").with_columns(slot=pl.int_range(pl.len()).over("at"))
    words = pl.concat([alone, several.select(alone.columns)])
    distinct = words.select("a", "b").unique(maintain_order=True)
    matched = distinct.with_columns(matches=pl.Series(are_one_name(distinct["a"], distinct["b"])))
    words = words.join(matched, on=["a", "b"], how="left", maintain_order="left")
    found = words.group_by("at", "slot").agg(pl.col("matches").any()).group_by("at").agg(pl.col("matches").all())
    fits = pairs.select("at").join(found, on="at", how="left", maintain_order="left")["matches"]
    return np.where(is_true(fits).to_numpy(), PARTLY, CONFLICT).astype(np.uint8)
