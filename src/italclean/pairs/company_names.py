"""How alike two names of firms are."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
from rapidfuzz import fuzz

from italclean.core import text
from italclean.core.columns import rows_where
from italclean.core.empty import remembers_empty
from italclean.core.reference import table
from italclean.core.remembered import remembers
from italclean.pairs.known_names import LONG, SHORTEST, are_two_names, is_known, known
from italclean.pairs.levels import CLOSE, CONFLICT, PARTLY, SAME, Levels
from italclean.pairs.strings import Flags, contains, crossed, edits, flags, is_whole, lengths, likeness, ratio

_TWO_SLIPS = 8
"""From how many letters on two slips leave a word of a firm's name to be recognised."""
_RESEMBLING = 65
"""How alike names of firms are, with their words sorted, that may be one's with words shortened or left out."""


@remembers
def companies(a: pl.Series, b: pl.Series) -> Levels:
    """Same: but for blanks; close: one slip, or the words in another order; partly: most words in common."""
    a, b = _in_digits(a), _in_digits(b)
    one, other = a.str.replace_all(" ", ""), b.str.replace_all(" ", "")
    same = (one == other).to_numpy()
    shortest = lengths(one, other)
    close = (edits(one, other, 2) <= np.where(shortest >= 10, 2, 1)) & (shortest >= 5)
    sorted_ratio = ratio(a, b, fuzz.token_sort_ratio, _RESEMBLING)
    reordered = sorted_ratio >= 92
    like = (ratio(a, b, fuzz.token_set_ratio) >= 90) | (ratio(one, other, fuzz.partial_ratio) >= 90)
    like |= likeness(one, other) >= 0.93
    level = np.where(close | (reordered & (shortest >= 5)), CLOSE, np.where(like & (shortest >= 6), PARTLY, CONFLICT))
    numbered, unnumbered = _numbered(a, b)
    level = np.where(numbered, CONFLICT, np.where(same, SAME, level)).astype(np.uint8)
    open_ = np.flatnonzero((level >= PARTLY) & ~numbered)
    if len(open_):
        short = _is_abbreviated(a[pl.Series(open_)], b[pl.Series(open_)])
        level[open_[short]] = CLOSE
    open_ = np.flatnonzero((level == CONFLICT) & (sorted_ratio >= _RESEMBLING) & ~numbered)
    if len(open_):
        met = _words_met(a[pl.Series(open_)], b[pl.Series(open_)])
        level[open_[met]] = PARTLY
    open_ = np.flatnonzero((level == CLOSE) | (level == PARTLY))
    if len(open_):
        level[open_[_differ_in_a_word(a[pl.Series(open_)], b[pl.Series(open_)])]] = CONFLICT
    # ISTITUTO COMPRENSIVO, ISTITUTO COMPRENSIVO 3: a letter apart, and perhaps not of that number.
    level[(level == CLOSE) & unnumbered] = PARTLY
    open_ = np.flatnonzero(((level == PARTLY) | (level == CLOSE)) & _of_comuni(a, b))
    level[open_] = CONFLICT
    open_ = np.flatnonzero((level == CONFLICT) & ~numbered & _perhaps_initials(a, b))
    if len(open_):
        level[open_[_are_initials(a[pl.Series(open_)], b[pl.Series(open_)])]] = PARTLY
    return level


_ROMAN = {
    "XXIII": "23", "XVIII": "18", "XXII": "22", "XIII": "13", "XVII": "17", "XXIV": "24", "VIII": "8", "XXI": "21",
    "XII": "12", "XIV": "14", "XVI": "16", "XIX": "19", "III": "3", "VII": "7", "II": "2", "IV": "4", "VI": "6",
    "IX": "9", "XI": "11", "XV": "15", "XX": "20",
}  # fmt: skip
_ROMAN_DIGITS = {"I": "1", "V": "5", "X": "10"}


def _in_digits(names: pl.Series) -> pl.Series:
    """Write Roman numbers of two letters and more in digits; a single letter is as likely an initial."""
    rows = rows_where(names.str.contains(r"\b[IVX]{2,}\b"))
    if not len(rows):
        return names
    written = names[rows].str.split(" ").list.eval(pl.element().replace(_ROMAN)).list.join(" ")
    return names.clone().scatter(rows, written)


def _numbered(a: pl.Series, b: pl.Series) -> tuple[Flags, Flags]:
    """Tell names of two numbers, and names of which one alone has a number.

    CONDOMINIO VIA ROMA 12 is not that of number 14, nor ISTITUTO COMPRENSIVO I that of number 2: a single letter is a
    number where it stands behind all else and the other name has one.
    """
    names = pl.DataFrame({"a": a, "b": b})
    numbers = names.select(pl.all().str.replace_all("[^0-9]+", ""))
    either = (pl.col("a") != "") | (pl.col("b") != "")
    asked = np.flatnonzero(numbers.select(either).to_series().to_numpy())
    last = names[asked].select(pl.all().str.extract(r" ([IVX])$").replace_strict(_ROMAN_DIGITS, default=""))
    told = numbers[asked].select(
        pl.when(pl.col(side) == "").then(last[side]).otherwise(pl.col(side)).alias(side) for side in ("a", "b")
    )
    both = (pl.col("a") != "") & (pl.col("b") != "")
    two, one = np.zeros(len(a), dtype=np.bool_), np.zeros(len(a), dtype=np.bool_)
    two[asked], one[asked] = flags(told.select(two=both & (pl.col("a") != pl.col("b")), one=~both))
    return two, one


def _of_comuni(a: pl.Series, b: pl.Series) -> Flags:
    """Tell names of two comuni, one of which may be all in the other: COMUNE DI LODI, COMUNE DI LODI VECCHIO."""
    named = r"^(?:COMUNE|MUNICIPIO|CITTA)(?: DI| DEL| DELLA)? (.+)$"
    places = pl.DataFrame({"a": a, "b": b}).select(pl.all().str.extract(named))
    asked = np.flatnonzero((places["a"].is_not_null() & places["b"].is_not_null()).to_numpy())
    found = np.zeros(len(a), dtype=np.bool_)
    if len(asked):
        places = places[asked].select(pl.all().str.replace_all(" ", ""))
        known = pl.all_horizontal(pl.all().is_in(_comuni().implode()))
        (found[asked],) = flags(places.select(known & (pl.col("a") != pl.col("b"))))
    return found


@cache
def _comuni() -> pl.Series:
    """The names of all comuni, without blanks."""
    return table("comuni").select(text.words(pl.col("nome"))).to_series().str.replace_all(" ", "").unique()


_MOST_INITIALS = 5
JOINING = [
    "E", "ED", "DI", "DEL", "DELLA", "DELLO", "DEI", "DEGLI", "DELLE", "DELL", "DA", "DAL", "DALLA", "IL", "LA", "LO",
    "LE", "GLI", "L", "AL", "ALLA", "IN", "PER", "AND", "THE",
]  # fmt: skip


def _perhaps_initials(a: pl.Series, b: pl.Series) -> Flags:
    """Tell the few names of which one may begin with the initials of the other's words, at a glance."""
    names = pl.DataFrame({"a": a, "b": b})
    first = pl.col("a").str.head(1) == pl.col("b").str.head(1)
    blanks = [pl.col(side).str.count_matches(" ", literal=True) for side in ("a", "b")]
    head = [pl.col(side).str.extract("^([A-Z]+)").str.len_bytes() for side in ("a", "b")]
    short = pl.min_horizontal(head) <= _MOST_INITIALS
    return flags(names.select(first & short & (pl.max_horizontal(blanks) >= 1) & (blanks[0] != blanks[1])))[0]


@remembers_empty
def _are_initials(a: pl.Series, b: pl.Series) -> Flags:
    """Tell names of which one writes words of the other by their initials: `CNA`, `IC MANZONI`.

    Three initials at least, or two beside the same words: CONFEDERAZIONE NAZIONALE DELL'ARTIGIANATO, ISTITUTO
    COMPRENSIVO MANZONI.
    """
    swap = a.str.count_matches(" ", literal=True) > b.str.count_matches(" ", literal=True)
    pairs = pl.DataFrame({"few": b.zip_with(swap, a), "many": a.zip_with(swap, b)})
    # CONFEDERAZIONE NAZIONALE DELLARTIGIANATO
    joined = pl.col("many").str.replace_all(r"\b(?:DELL|ALL|DALL|NELL)([AEIOU])", "$1")
    words = pairs.select(few=pl.col("few").str.split(" "), many=joined.str.split(" ").list.set_difference(JOINING))
    own = words.select(
        few=pl.col("few").list.set_difference("many").list.join(""),
        initials=pl.col("many").list.set_difference("few").list.eval(pl.element().str.head(1)).list.join(""),
        shared=pl.col("few").list.set_intersection("many").list.len(),
    )
    size = pl.col("few").str.len_bytes()
    return flags(
        own.select((pl.col("few") == pl.col("initials")) & (size >= pl.when(pl.col("shared") > 0).then(2).otherwise(3)))
    )[0]


@remembers_empty
def _differ_in_a_word(a: pl.Series, b: pl.Series) -> Flags:
    """Tell names that each have a word of their own which is not the other's, mistyped or shortened.

    However much else is the same: `ISTITUTO DI DIRITTO ROMANO`, `ISTITUTO DI DIRITTO PUBBLICO`; `SCALA A`, `SCALA B`.
    Two words a slip apart that are both names of people or places (`BURANO`, `MURANO`) are two.
    """
    pairs = pl.DataFrame({"a": a, "b": b}).select(pl.all().str.split(" ").list.set_difference(JOINING))
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
    shortest = lengths(a, b)
    begins = pairs.select(pl.col("a").str.starts_with(pl.col("b")) | pl.col("b").str.starts_with(pl.col("a")))
    inside = flags(begins)[0] | (contains(a, b) & (shortest > SHORTEST))
    # DSTR has the consonants of DISTRIBUZIONE.
    one, other = (pl.col(side).str.replace_all("[AEIOU]", "") for side in ("a", "b"))
    short = pairs.select(
        (pl.col("a").str.head(1) == pl.col("b").str.head(1))
        & ((pl.col("a") == one) | (pl.col("b") == other))
        & (one.str.starts_with(other) | other.str.starts_with(one))
    )
    known = pairs.select(pl.all().is_in(_names_of_firms().implode()))
    one_known, two = flags(known.select(one=pl.any_horizontal(pl.all()), two=pl.all_horizontal(pl.all())))
    # FARNCESCO is in the lists of names, and is FRANCESCO mistyped.
    given = flags(pairs.select(pl.all_horizontal(is_known(pl.col("a")), is_known(pl.col("b")))))[0]
    names = np.flatnonzero(two & given)
    two[names] = are_two_names(a[pl.Series(names)], b[pl.Series(names)])
    most = np.where(shortest >= _TWO_SLIPS, 2, np.where(shortest >= SHORTEST, 1, 0))
    most = np.where(~one_known & (shortest >= LONG), 2, most)
    return np.asarray(inside | flags(short)[0] | ((edits(a, b, 2) <= most) & ~two))


@cache
def _names_of_firms() -> pl.Series:
    """Words of four letters or more that stand for somebody or some place: surnames, given names, places."""
    places = [table("luoghi").select(word="nome"), table("luoghi_soppressi").select(word="nome")]
    named = pl.concat([*places, table("cognomi").select(word="cognome")]).select(text.words(pl.col("word")))
    words = pl.concat([named["word"], known().rename("word")]).unique()
    return words.filter(words.str.contains("^[A-Z]{4,}$"))


@cache
def trades() -> pl.Series:
    """Words of trades, which are not a surname or a place as well."""
    return table("parole_azienda").filter(pl.col("genere").is_null())["parola"]


@remembers_empty
def _is_abbreviated(a: pl.Series, b: pl.Series) -> Flags:
    """Tell names whose words are the same, a slip away, or begin the other's, not all of them the last.

    `MAGLIE MECC`, `MAGLIE MECCANICA`; `MEDITERRAEA IMM`, `MEDITERRANEA IMMOBILIARE`.
    """
    pairs = pl.DataFrame({"a": a.str.split(" "), "b": b.str.split(" ")}).with_row_index("at")
    pairs = pairs.filter((pl.col("a").list.len() == pl.col("b").list.len()) & (pl.col("a").list.len() > 1))
    words = pairs.explode("a", "b")
    words = words.with_columns(whole=is_whole(words["a"], words["b"]))
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
    words = crossed(pairs)
    # What is short for a word begins as it does.
    words = words.filter(pl.col("few").str.head(1) == pl.col("many").str.head(1))
    words = words.with_columns(whole=is_whole(words["few"], words["many"]))
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
