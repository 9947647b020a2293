"""How alike two names are: surnames, given names with their short forms, names of firms.

All functions take the distinct pairs of unequal names and return a level for each (`Levels` of `compare`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from italclean.core import text
from italclean.core.empty import remembers_empty
from italclean.core.given_names import are_given_names, sex_of_given_names
from italclean.core.reference import table
from italclean.dedup.levels import CLOSE, CONFLICT, PARTLY, SAME, Levels

Flags = npt.NDArray[np.bool_]

_LONG = 6
"""From how many letters on two slips of the pen leave a name to be recognised."""

_TWO_SLIPS = 8
"""From how many letters on two slips leave a word of a firm's name to be recognised."""

_SHORTEST = 3
"""How many letters a given name has at least that is looked for in another."""

_COMMON = 1000
"""How many people bear a name that is too common to be another one mistyped: MARCO and MARIO are brothers."""

_RESEMBLING = 65
"""How alike names of firms are, with their words sorted, that may be one's with words shortened or left out."""

_OF_ITS_OWN = 100
"""How many people bear a name that is given for itself, whatever it is short for."""

_HARDLY_ANYBODY, _SO_MANY_MORE, _MANY_MORE = 25, 100, 50
"""Under how many people, and beside a name of how many times as many, a name a slip away may be that one mistyped."""

BORNE = 10
"""How many people bear a name that is surely one: rarer ones of the lists may be slips themselves."""


@remembers_empty
def edits(a: pl.Series, b: pl.Series, most: int) -> npt.NDArray[np.int32]:
    """Return the Damerau-Levenshtein distance of each pair; beyond `most` it is only known to be more."""
    return process.cpdist(
        a.to_list(), b.to_list(), scorer=DamerauLevenshtein.distance, score_cutoff=most, dtype=np.int32, workers=-1
    )


@remembers_empty
def likeness(a: pl.Series, b: pl.Series) -> npt.NDArray[np.float32]:
    """Return the Jaro-Winkler similarity of each pair, from 0 to 1."""
    return process.cpdist(
        a.to_list(), b.to_list(), scorer=JaroWinkler.normalized_similarity, dtype=np.float32, workers=-1
    )


def _lengths(a: pl.Series, b: pl.Series) -> npt.NDArray[np.int64]:
    return np.asarray(np.minimum(a.str.len_bytes().to_numpy(), b.str.len_bytes().to_numpy()), dtype=np.int64)


def _flags(frame: pl.DataFrame) -> list[Flags]:
    return [frame[name].fill_null(value=False).to_numpy().astype(np.bool_) for name in frame.columns]


@remembers_empty
def _contains(a: pl.Series, b: pl.Series) -> Flags:
    inside = pl.DataFrame({"a": a, "b": b}).select(
        pl.col("a").str.contains(pl.col("b"), literal=True) | pl.col("b").str.contains(pl.col("a"), literal=True)
    )
    return _flags(inside)[0]


@remembers_empty
def surnames(a: pl.Series, b: pl.Series) -> Levels:
    """Close: a slip of the pen; partly: one of two surnames."""
    shortest = _lengths(a, b)
    close = (edits(a, b, 2) <= np.where(shortest >= 8, 2, 1)) & (shortest >= 4)
    partly = _contains(a, b) & (shortest >= 4)
    return np.where(close, CLOSE, np.where(partly, PARTLY, CONFLICT)).astype(np.uint8)


@remembers_empty
def given_names(a: pl.Series, b: pl.Series) -> Levels:
    """Close: a slip of the pen, a short form, the first of several names; partly: an initial, another of several.

    Args:
        a: Given names in upper-case words.
        b: Those that they are compared with.
    """
    one, other = a.str.replace_all(" ", ""), b.str.replace_all(" ", "")
    shortest = _lengths(one, other)
    looks = pl.DataFrame({"a": one, "b": other}).select(
        begins=pl.col("a").str.starts_with(pl.col("b")) | pl.col("b").str.starts_with(pl.col("a")),
        # M. GRAZIA, MARIA GRAZIA
        initial=(pl.col("a").str.head(1) == pl.col("b").str.head(1))
        & (pl.col("a").str.tail(4) == pl.col("b").str.tail(4)),
    )
    begins, initial = _flags(looks)
    # MARIA LUISA, LUISA: one of two given names used alone.
    inside = _contains(one, other) & (shortest >= 4)
    partly = (begins & ((shortest >= 4) | (shortest == 1))) | inside | (initial & (shortest >= 6))
    # FRANCO is short for FRANCESCO, and his brother.
    two_names = _are_names(one, _OF_ITS_OWN) & _are_names(other, _OF_ITS_OWN)
    close = _is_slip(one, other) | (_of_one_group(one, other) & ~two_names)
    level = np.where(close, CLOSE, np.where(partly, PARTLY, CONFLICT)).astype(np.uint8)
    open_ = np.flatnonzero(level == CONFLICT)
    if len(open_):
        level[open_] = _word_by_word(a.gather(pl.Series(open_)), b.gather(pl.Series(open_)))
    open_ = np.flatnonzero(level == CONFLICT)
    if len(open_):
        level[open_[_both_mistyped(one.gather(pl.Series(open_)), other.gather(pl.Series(open_)))]] = PARTLY
    level = np.where((level == PARTLY) & _begin_alike(a, b), CLOSE, level)
    # MARIO JR is not MARIO SR, and may or may not be MARIO.
    suffixes = pl.DataFrame({"a": one, "b": other}).select(pl.all().str.extract("(J|S)(?:R|UNIOR|ENIOR)$"))
    both, alone = _flags(
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
    judged = distinct.with_columns(two=pl.Series(_are_two_names(distinct["a"], distinct["b"]), dtype=pl.Boolean))
    words = words.join(judged, on=["a", "b"], how="left", maintain_order="left")
    told = words.group_by("at", "slot").agg(pl.col("two").all()).filter("two")["at"].unique()
    found = np.zeros(len(a), dtype=np.bool_)
    found[told.to_numpy()] = True
    return found


_OTHER_SPELLINGS = (
    ("(?:CH|K|Q)", "C"),
    ("PH", "F"),
    ("H", ""),
    ("W", "V"),
    ("[YJ]", "I"),
    ("X", "SS"),
    ("AA", "A"),
    ("EE", "E"),
    ("II", "I"),
    ("OO", "O"),
    ("UU", "U"),
    ("BB", "B"),
    ("CC", "C"),
    ("DD", "D"),
    ("FF", "F"),
    ("GG", "G"),
    ("LL", "L"),
    ("MM", "M"),
    ("NN", "N"),
    ("PP", "P"),
    ("RR", "R"),
    ("SS", "S"),
    ("TT", "T"),
    ("ZZ", "Z"),
    ("([LNRS])E?$", "$1"),
)
"""What one name is also written with: `ERIKA`, `KATIA`, `CHRISTIAN`, `RAFAEL`, `DANIEL`."""


def _spelling(name: pl.Expr) -> pl.Expr:
    """Reduce a name to what its spellings have in common."""
    for written, read in _OTHER_SPELLINGS:
        name = name.str.replace_all(written, read)
    return name


@remembers_empty
def _are_two_names(a: pl.Series, b: pl.Series) -> Flags:
    """Tell two known given names that are not one another's short form or other spelling, nor one a part of the other.

    `MARCO`, `MIRCO`; `GIOVANNI`, `GIOVANNA`. A name that nobody bears (`SERGOI`) may be the other one mistyped, and so
    may one that hardly anybody bears beside one that very many do: `FARNCESCO` is in the lists, too.
    """
    pairs = pl.DataFrame({"a": a, "b": b}).with_row_index("at")
    short = pl.col("a").str.len_bytes() < pl.col("b").str.len_bytes()
    pairs = pairs.filter(is_known(pl.col("a")) & is_known(pl.col("b")) & (pl.col("a") != pl.col("b"))).with_columns(
        few=pl.when(short).then("a").otherwise("b"), many=pl.when(short).then("b").otherwise("a")
    )
    pairs = pairs.filter(_spelling(pl.col("a")) != _spelling(pl.col("b")))
    pairs = pairs.filter(~_is_part(pl.col("few"), pl.col("many")))
    people = [_people_of(pairs[side]) for side in ("a", "b")]
    rare, common = np.minimum(*people), np.maximum(*people)
    doubtful = (rare > 0) & (rare < _HARDLY_ANYBODY) & (common > rare * _SO_MANY_MORE)
    # Two letters in each other's place are the commonest slip: MAIRA, but not CLARA beside CARLA.
    letters = pairs.select((_letters(pl.col("a")) == _letters(pl.col("b"))).fill_null(value=False))
    doubtful |= (rare > 0) & (common > rare * _MANY_MORE) & letters.to_series().to_numpy()
    two = ~_of_one_group(pairs["a"], pairs["b"])
    at = pl.Series(np.flatnonzero(doubtful))
    two[doubtful] &= edits(pairs["a"].gather(at), pairs["b"].gather(at), 1) > 1
    # LUIS is no Italian's whole name: cut off, it may be that of a man with one letter more, not of LUISA.
    sexes = pairs.select(sex_of_given_names(pairs[side]).rename(side) for side in ("a", "b"))
    cut = pairs.select(
        pl.col("many").str.starts_with(pl.col("few"))
        & (pl.col("many").str.len_bytes() == pl.col("few").str.len_bytes() + 1)
        & ~pl.col("few").str.contains("[AEIOU]$")
    )
    two &= ~(_flags(cut)[0] & (sexes["a"] == sexes["b"]).fill_null(value=False).to_numpy())
    found = np.zeros(len(a), dtype=np.bool_)
    found[pairs["at"].to_numpy()[two]] = True
    return found


def _letters(name: pl.Expr) -> pl.Expr:
    return name.str.split("").list.sort().list.join("")


@remembers_empty
def _people_of(names: pl.Series) -> npt.NDArray[np.int64]:
    """Return how many people bear each name; 0 for names in no list."""
    counted = table("nomi").select(name="nome", people=pl.sum_horizontal(pl.col("maschi", "femmine").cast(pl.Int64)))
    found = names.to_frame("name").join(counted, on="name", how="left", maintain_order="left")["people"]
    return np.asarray(found.fill_null(0).to_numpy(), dtype=np.int64)


def _is_part(few: pl.Expr, many: pl.Expr) -> pl.Expr:
    """Tell one of two names that were typed as one: `ANNA` of `ANNAMARIA`, `MARIA` of `MARIANNA`."""
    behind, before = many.str.strip_prefix(few), many.str.strip_suffix(few)
    begins, ends = many.str.starts_with(few), many.str.ends_with(few)
    shared = few.str.tail(1) + behind
    return (
        (begins & is_known(behind) & (behind.str.len_bytes() >= _SHORTEST))
        | (begins & is_known(shared) & (shared.str.len_bytes() > _SHORTEST))
        | (ends & is_known(before) & (before.str.len_bytes() >= _SHORTEST))
    )


@remembers_empty
def _begin_alike(a: pl.Series, b: pl.Series) -> Flags:
    """Tell names with one first word that says who it is: `DANIELA TIZIANA`, `DANIELA T`; ANNA R. may be anybody."""
    first = pl.DataFrame({"a": a, "b": b}).select(pl.all().str.extract(r"^(\S+)"))
    telling = (pl.col("a").str.len_bytes() > _SHORTEST + 1) & (pl.col("a") != "MARIA")
    return _flags(first.select((pl.col("a") == pl.col("b")) & telling))[0]


@remembers_empty
def apart(words: pl.Series) -> pl.Series:
    """Part two given names that were typed as one (`PINAFIONA`), where there is one place only to part them.

    Args:
        words: Distinct given names in upper-case words.
    """
    single = words.to_frame("word").with_row_index("at").filter(words.str.len_bytes() >= 2 * _SHORTEST)
    single = single.filter(~pl.col("word").str.contains(" ", literal=True) & ~is_known(pl.col("word")))
    cuts = single.with_columns(
        cut=pl.int_ranges(_SHORTEST, pl.col("word").str.len_bytes().cast(pl.Int64) - _SHORTEST + 1)
    ).explode("cut")
    cuts = cuts.with_columns(first=pl.col("word").str.head("cut"), second=pl.col("word").str.slice("cut"))
    cuts = cuts.filter(is_known(pl.col("first")) & is_known(pl.col("second"))).filter(pl.len().over("at") == 1)
    parted = cuts.select(pl.concat_str("first", "second", separator=" ")).to_series()
    return words.clone().scatter(cuts["at"], parted)


def is_known(word: pl.Expr) -> pl.Expr:
    """Tell the given names that some people bear, and their short forms."""
    return word.is_in(_known().implode())


@cache
def _known() -> pl.Series:
    borne = table("nomi").filter(pl.sum_horizontal(pl.col("maschi", "femmine").cast(pl.Int64)) >= BORNE)
    return pl.concat([borne["nome"], _groups()["form"].rename("nome")]).unique()


@remembers_empty
def _is_slip(a: pl.Series, b: pl.Series) -> Flags:
    """Tell pairs that differ by a slip of the pen, and not as two names do (`MARIO`, `MARIA`; `SARA`, `MARA`)."""
    slip = edits(a, b, 1) <= 1
    at = np.flatnonzero(slip)
    near = pl.DataFrame({"a": a.gather(pl.Series(at)), "b": b.gather(pl.Series(at))})
    last_a, last_b = pl.col("a").str.tail(1), pl.col("b").str.tail(1)
    stem = pl.col("a").str.head(-1) == pl.col("b").str.head(-1)
    looks = near.select(
        sexes=stem & last_a.is_in(["A", "O"]) & last_b.is_in(["A", "O"]),
        endings=stem & last_a.str.contains("[AEIO]") & last_b.str.contains("[AEIO]"),
        same_length=pl.col("a").str.len_bytes() == pl.col("b").str.len_bytes(),
    )
    sexes, endings, same_length = _flags(looks)
    two_names, two_common = (
        np.logical_and(*(_are_names(near[side], least) for side in ("a", "b"))) for least in (BORNE, _COMMON)
    )
    shortest = _lengths(near["a"], near["b"])
    # What is no name is the other one mistyped, however short: SARQ, ALNA.
    long_enough = (shortest >= 5) | (~same_length & (shortest >= 4)) | (~two_names & (shortest >= 3))
    slip[at] = long_enough & ~sexes & ~(endings & two_names) & ~two_common
    return slip


@remembers_empty
def _are_names(texts: pl.Series, least: int) -> Flags:
    """Tell which are names that so many people bear."""
    return np.asarray(are_given_names(texts, least).fill_null(value=False).to_numpy(), dtype=np.bool_)


@remembers_empty
def _both_mistyped(a: pl.Series, b: pl.Series) -> Flags:
    """Tell what is a slip away from one name on either side, and no name on any (`ROBWRTO`, `ROBRETO`)."""
    slips = (edits(a, b, 2) <= 2) & (_lengths(a, b) >= _LONG)
    at = pl.Series(np.flatnonzero(slips))
    slips[at.to_numpy()] = ~_are_names(a.gather(at), BORNE) & ~_are_names(b.gather(at), BORNE)
    return slips


@remembers_empty
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
    words = _crossed(pairs)
    distinct = words.select("few", "many").unique(maintain_order=True)
    matched = distinct.with_columns(
        matches=pl.Series(_are_one_name(distinct["few"], distinct["many"]), dtype=pl.Boolean),
        whole=_is_whole(distinct["few"], distinct["many"]),
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


def _crossed(pairs: pl.DataFrame) -> pl.DataFrame:
    """Put each word of `few` (its `slot`) beside each of `many` (its `place`), of pairs with two words and more."""
    words = pairs.filter(pl.col("few").list.len() >= 2)
    words = words.with_columns(slot=pl.int_ranges(pl.col("few").list.len())).explode("few", "slot")
    return words.with_columns(place=pl.int_ranges(pl.col("many").list.len())).explode("many", "place")


def _is_whole(a: pl.Series, b: pl.Series) -> pl.Series:
    """Tell the pairs of words that are the same, or a slip away, and long enough to say so."""
    size = _lengths(a, b)
    same = (a == b).to_numpy()
    return pl.Series((same & (size >= 3)) | ((edits(a, b, 1) <= 1) & (size >= 5)), dtype=pl.Boolean)


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
    matched = distinct.with_columns(matches=pl.Series(_are_one_name(distinct["a"], distinct["b"])))
    words = words.join(matched, on=["a", "b"], how="left", maintain_order="left")
    found = words.group_by("at", "slot").agg(pl.col("matches").any()).group_by("at").agg(pl.col("matches").all())
    fits = pairs.select("at").join(found, on="at", how="left", maintain_order="left")["matches"]
    return np.where(fits.fill_null(value=False).to_numpy(), PARTLY, CONFLICT).astype(np.uint8)


@remembers_empty
def _are_one_name(a: pl.Series, b: pl.Series) -> Flags:
    """Tell the pairs of words that stand for one name: the same, mistyped, or short for it, mistyped as well."""
    same = (a == b).to_numpy() | _is_slip(a, b)
    open_ = np.flatnonzero(~same)
    if len(open_):
        one, other = a.gather(pl.Series(open_)), b.gather(pl.Series(open_))
        same[open_] = (
            _of_one_group(one, other)
            | _begins(one, other)
            | _is_initial_of_a_form(one, other)
            | _is_initial_of_a_form(other, one)
            | _near_a_short_form(one, other)
            | _near_a_short_form(other, one)
        )
    like = np.flatnonzero(same)
    same[like] = ~_are_two_names(a.gather(pl.Series(like)), b.gather(pl.Series(like)))
    return np.asarray(same)


@remembers_empty
def _begins(a: pl.Series, b: pl.Series) -> Flags:
    """Tell a name from its beginning, as a pet name may end or not (`DANI`, `DANIELE`; `MICHI`, `MICHELE`)."""
    pairs = pl.DataFrame({"a": a, "b": b})
    found = np.zeros(len(a), dtype=np.bool_)
    for short, whole in (("a", "b"), ("b", "a")):
        stem = pl.col(short).str.strip_suffix("I")
        begins = pl.col(whole).str.starts_with(stem) & (stem.str.len_bytes() >= 4)
        begins |= pl.col(whole).str.starts_with(pl.col(short)) & (pl.col(short).str.len_bytes() >= 4)
        initial = (pl.col(short).str.len_bytes() == 1) & pl.col(whole).str.starts_with(pl.col(short))
        found |= _flags(pairs.select(begins | initial))[0]
    return found


@remembers_empty
def _is_initial_of_a_form(a: pl.Series, b: pl.Series) -> Flags:
    """Tell the initial of another form of a name: `G.` may be Beppe, who is a Giuseppe."""
    pairs = pl.DataFrame({"a": a, "b": b}).with_row_index("at").filter(a.str.len_bytes() == 1)
    groups = _groups()
    forms = pairs.join(groups.rename({"form": "b"}), on="b").join(groups, on="name")
    met = forms.filter(pl.col("form").str.starts_with(pl.col("a")))["at"].unique()
    found = np.zeros(len(a), dtype=np.bool_)
    found[met.to_numpy()] = True
    return found


@remembers_empty
def _of_one_group(a: pl.Series, b: pl.Series) -> Flags:
    """Tell short forms and their names, and two short forms of one name (`MASINO`, `TOMMY`)."""
    pairs = pl.DataFrame({"a": a, "b": b}).with_row_index("at")
    groups = _groups()
    met = (
        pairs.join(groups.rename({"form": "a"}), on="a")
        .join(groups.rename({"form": "b"}), on=["b", "name"])
        .select("at")
        .unique()
    )
    found = np.zeros(len(a), dtype=np.bool_)
    found[met["at"].to_numpy()] = True
    return found


@remembers_empty
def _near_a_short_form(a: pl.Series, b: pl.Series) -> Flags:
    """Tell words of `a` that are no name, and a slip away from another form of the name in `b` (`GINNO`, `LUIGI`)."""
    pairs = pl.DataFrame({"a": a, "b": b}).with_row_index("at")
    pairs = pairs.filter((pl.col("a").str.len_bytes() >= 4) & ~is_known(pl.col("a")))
    groups = _groups()
    forms = pairs.join(groups.rename({"form": "b"}), on="b").join(groups, on="name").select("at", "a", "form")
    # One slip leaves the first letter or the last: most forms need no closer look.
    ends = (pl.col("a").str.head(1) == pl.col("form").str.head(1)) | (
        pl.col("a").str.tail(1) == pl.col("form").str.tail(1)
    )
    lengths = pl.col("a").str.len_bytes().cast(pl.Int32) - pl.col("form").str.len_bytes().cast(pl.Int32)
    forms = forms.filter(ends & (lengths.abs() <= 1)).unique()
    near = _is_slip(forms["a"], forms["form"])
    found = np.zeros(len(a), dtype=np.bool_)
    found[forms["at"].to_numpy()[near]] = True
    return found


@cache
def _groups() -> pl.DataFrame:
    """Every form of every name that has short ones: the columns `form` and `name`."""
    pairs = table("diminutivi")
    return pl.concat([pairs.select(form="diminutivo", name="nome"), pairs.select(form="nome", name="nome")]).unique(
        maintain_order=True
    )


@remembers_empty
def companies(a: pl.Series, b: pl.Series) -> Levels:
    """Same: but for blanks; close: one slip, or the words in another order; partly: most words in common."""
    one, other = a.str.replace_all(" ", ""), b.str.replace_all(" ", "")
    same = (one == other).to_numpy()
    shortest = _lengths(one, other)
    close = (edits(one, other, 2) <= np.where(shortest >= 10, 2, 1)) & (shortest >= 5)
    sorted_ratio = _ratio(a, b, fuzz.token_sort_ratio, _RESEMBLING)
    reordered = sorted_ratio >= 92
    like = (_ratio(a, b, fuzz.token_set_ratio) >= 90) | (_ratio(one, other, fuzz.partial_ratio) >= 90)
    like |= likeness(one, other) >= 0.93
    level = np.where(close | (reordered & (shortest >= 5)), CLOSE, np.where(like & (shortest >= 6), PARTLY, CONFLICT))
    # CONDOMINIO VIA ROMA 12 is not that of number 14.
    numbers = pl.DataFrame({"a": a, "b": b}).select(pl.all().str.replace_all("[^0-9]+", ""))
    several = (pl.col("a") != pl.col("b")) & (pl.col("a") != "") & (pl.col("b") != "")
    (numbered,) = _flags(numbers.select(several))
    level = np.where(numbered, CONFLICT, np.where(same, SAME, level)).astype(np.uint8)
    open_ = np.flatnonzero((level >= PARTLY) & ~numbered)
    if len(open_):
        short = _is_abbreviated(a.gather(pl.Series(open_)), b.gather(pl.Series(open_)))
        level[open_[short]] = CLOSE
    open_ = np.flatnonzero((level == CONFLICT) & (sorted_ratio >= _RESEMBLING) & ~numbered)
    if len(open_):
        met = _words_met(a.gather(pl.Series(open_)), b.gather(pl.Series(open_)))
        level[open_[met]] = PARTLY
    open_ = np.flatnonzero((level == CLOSE) | (level == PARTLY))
    if len(open_):
        level[open_[_differ_in_a_word(a.gather(pl.Series(open_)), b.gather(pl.Series(open_)))]] = CONFLICT
    return level


_JOINING = [
    "E", "ED", "DI", "DEL", "DELLA", "DELLO", "DEI", "DEGLI", "DELLE", "DELL", "DA", "DAL", "DALLA", "IL", "LA", "LO",
    "LE", "GLI", "L", "AL", "ALLA", "IN", "PER", "AND", "THE",
]  # fmt: skip


@remembers_empty
def _differ_in_a_word(a: pl.Series, b: pl.Series) -> Flags:
    """Tell names that each have a word of their own which is not the other's, mistyped or shortened.

    However much else is the same: `ISTITUTO DI DIRITTO ROMANO`, `ISTITUTO DI DIRITTO PUBBLICO`; `SCALA A`, `SCALA B`.
    Two words a slip apart that are both names of people or places (`BURANO`, `MURANO`) are two.
    """
    pairs = pl.DataFrame({"a": a, "b": b}).select(pl.all().str.split(" ").list.set_difference(_JOINING))
    own = pairs.select(a=pl.col("a").list.set_difference("b"), b=pl.col("b").list.set_difference("a")).with_row_index(
        "at"
    )
    own = own.filter((pl.col("a").list.len() > 0) & (pl.col("b").list.len() > 0))
    swap = pl.col("a").list.len() > pl.col("b").list.len()
    own = own.select(
        "at",
        few=pl.when(swap).then("b").otherwise("a"),
        many=pl.when(swap).then("a").otherwise("b"),
    )
    words = own.explode("few").with_columns(slot=pl.int_range(pl.len()).over("at")).explode("many")
    distinct = words.select("few", "many").unique(maintain_order=True)
    judged = distinct.with_columns(alike=pl.Series(_are_one_word(distinct["few"], distinct["many"]), dtype=pl.Boolean))
    words = words.join(judged, on=["few", "many"], how="left", maintain_order="left")
    told = words.group_by("at", "slot").agg(pl.col("alike").any()).filter(~pl.col("alike"))["at"].unique()
    found = np.zeros(len(a), dtype=np.bool_)
    found[told.to_numpy()] = True
    return found


@remembers_empty
def _are_one_word(a: pl.Series, b: pl.Series) -> Flags:
    """Tell words of firms' names of which one is the other mistyped or shortened, or typed with the next one."""
    pairs = pl.DataFrame({"a": a, "b": b})
    shortest = _lengths(a, b)
    begins = pairs.select(pl.col("a").str.starts_with(pl.col("b")) | pl.col("b").str.starts_with(pl.col("a")))
    inside = _flags(begins)[0] | (_contains(a, b) & (shortest > _SHORTEST))
    # DSTR has the consonants of DISTRIBUZIONE.
    one, other = (pl.col(side).str.replace_all("[AEIOU]", "") for side in ("a", "b"))
    short = pairs.select(
        (pl.col("a").str.head(1) == pl.col("b").str.head(1))
        & ((pl.col("a") == one) | (pl.col("b") == other))
        & (one.str.starts_with(other) | other.str.starts_with(one))
    )
    known = pairs.select(pl.all().is_in(_names_of_firms().implode()))
    one_known, two = _flags(known.select(one=pl.any_horizontal(pl.all()), two=pl.all_horizontal(pl.all())))
    # FARNCESCO is in the lists of names, and is FRANCESCO mistyped.
    given = _flags(pairs.select(pl.all_horizontal(is_known(pl.col("a")), is_known(pl.col("b")))))[0]
    names = np.flatnonzero(two & given)
    two[names] = _are_two_names(a.gather(pl.Series(names)), b.gather(pl.Series(names)))
    most = np.where(shortest >= _TWO_SLIPS, 2, np.where(shortest >= _SHORTEST, 1, 0))
    most = np.where(~one_known & (shortest >= _LONG), 2, most)
    return np.asarray(inside | _flags(short)[0] | ((edits(a, b, 2) <= most) & ~two))


@cache
def _names_of_firms() -> pl.Series:
    """Words of four letters or more that stand for somebody or some place: surnames, given names, places."""
    places = [table("luoghi").select(word="nome"), table("luoghi_soppressi").select(word="nome")]
    named = pl.concat([*places, table("cognomi").select(word="cognome")]).select(text.words(pl.col("word")))
    words = pl.concat([named["word"], _known().rename("word")]).unique()
    return words.filter(words.str.contains("^[A-Z]{4,}$"))


@remembers_empty
def _is_abbreviated(a: pl.Series, b: pl.Series) -> Flags:
    """Tell names whose words are the same, a slip away, or begin the other's, not all of them the last.

    `MAGLIE MECC`, `MAGLIE MECCANICA`; `MEDITERRAEA IMM`, `MEDITERRANEA IMMOBILIARE`.
    """
    pairs = pl.DataFrame({"a": a.str.split(" "), "b": b.str.split(" ")}).with_row_index("at")
    pairs = pairs.filter((pl.col("a").list.len() == pl.col("b").list.len()) & (pl.col("a").list.len() > 1))
    words = pairs.explode("a", "b")
    words = words.with_columns(whole=_is_whole(words["a"], words["b"]))
    begins = pl.col("a").str.starts_with(pl.col("b")) | pl.col("b").str.starts_with(pl.col("a"))
    shortest = pl.min_horizontal(pl.col("a").str.len_bytes(), pl.col("b").str.len_bytes())
    # AUTO and BIO are words of their own: what is cut off ends in a consonant.
    short = pl.when(pl.col("a").str.len_bytes() < pl.col("b").str.len_bytes()).then("a").otherwise("b")
    cut = begins & (shortest >= 2) & ~short.str.contains("[AEIOU]$")
    fits = (pl.col("a") == pl.col("b")) | pl.col("whole") | cut
    judged = words.group_by("at").agg(fits=fits.all(), whole=pl.col("whole").any())
    found = np.zeros(len(a), dtype=np.bool_)
    found[judged.filter(pl.col("fits") & pl.col("whole"))["at"].to_numpy()] = True
    return found


@remembers_empty
def _words_met(a: pl.Series, b: pl.Series) -> Flags:
    """Tell names of which one's words all stand in the other, in any order, whole, mistyped or shortened.

    `VIDONI SERV`, `SERVIZI VIDONI`; `RIST DA SERAFINO`, `RISTORANTE DA SERAFINO OLIBONA`. One at least is whole.
    """
    swap = a.str.count_matches(" ", literal=True) > b.str.count_matches(" ", literal=True)
    pairs = pl.DataFrame({"few": b.zip_with(swap, a), "many": a.zip_with(swap, b)}).select(pl.all().str.split(" "))
    pairs = pairs.with_row_index("at")
    words = _crossed(pairs)
    # What is short for a word begins as it does.
    words = words.filter(pl.col("few").str.head(1) == pl.col("many").str.head(1))
    words = words.with_columns(whole=_is_whole(words["few"], words["many"]))
    begins = pl.col("few").str.starts_with(pl.col("many")) | pl.col("many").str.starts_with(pl.col("few"))
    shortest = pl.min_horizontal(pl.col("few").str.len_bytes(), pl.col("many").str.len_bytes())
    met = words.filter(pl.col("whole") | (begins & (shortest >= 2)))
    found = met.group_by("at").agg(
        slots=pl.col("slot").n_unique(), places=pl.col("place").n_unique(), whole=pl.col("whole").any()
    )
    judged = pairs.select("at", size=pl.col("few").list.len()).join(found, on="at")
    fits = judged.filter((pl.col("slots") == pl.col("size")) & (pl.col("places") >= pl.col("size")) & pl.col("whole"))
    met_at = np.zeros(len(a), dtype=np.bool_)
    met_at[fits["at"].to_numpy()] = True
    return met_at


def _ratio(a: pl.Series, b: pl.Series, scorer: Callable[..., float], least: float = 85) -> npt.NDArray[np.float32]:
    return process.cpdist(a.to_list(), b.to_list(), scorer=scorer, score_cutoff=least, dtype=np.float32, workers=-1)
