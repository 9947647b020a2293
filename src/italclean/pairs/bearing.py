"""Whose name a record bears: what the rules ask of the text of two names, of the few pairs where it matters."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core.columns import is_true
from italclean.core.reference import table
from italclean.fiscal.encoding import given_name_code, surname_code
from italclean.names.company_words import PUBLIC
from italclean.names.given import are_given_names
from italclean.pairs.company_names import JOINING, trades
from italclean.pairs.compare import MISTYPED, one_refused, typed
from italclean.pairs.encode import Encoded, Rows
from italclean.pairs.known_names import BORNE, is_known, known
from italclean.pairs.levels import CONFLICT
from italclean.pairs.person_names import given_names
from italclean.pairs.strings import edits, likeness

Flags = npt.NDArray[np.bool_]

_ALIKE = 0.85
_NO_NAMES = ["DITTA", "IND", "INDIVIDUALE", "DI", "DA"]
_LEAST_LETTERS = 4
_LONGEST_OWNER = 4
_OWNED = r" DI \S+(?: \S+)?$"
_NEW = ["NUOVA", "NUOVO", "NUOVE", "NUOVI", "NEW", "BIS", "DUE", "TRE", "HOLDING", "GROUP", "IMMOBILIARE"]
"""What the name of a sister or a successor has more, beside the words of trades."""
_NO_OWNERS = ["NONNA", "NONNO", "ZIA", "ZIO", "MAMMA", "PAPA", "DON", "SAN", "SANTA"]
"""With whose names a sign begins (DA NONNA MARIA) that tells no owner."""


def _of_those_asked(tell: Callable[..., Flags]) -> Callable[..., Flags]:
    """Ask something of those pairs alone that are `asked` about, which takes text; of the others it does not hold."""

    def told(data: Encoded, low: Rows, high: Rows, asked: Flags, *about: str) -> Flags:
        flags = np.zeros(len(low), dtype=np.bool_)
        where = np.flatnonzero(asked)
        if len(where):
            flags[where] = tell(data, low[where], high[where], *about)
        return flags

    return told


@_of_those_asked
def alike_given(data: Encoded, low: Rows, high: Rows) -> Flags:
    """Tell given names that under one codice fiscale and surname are surely one (`ANTONIA`, `ANTONIETTA`)."""
    one, other = data.text("given", low), data.text("given", high)
    same_end = (one.str.tail(1) == other.str.tail(1)).fill_null(value=False).to_numpy()
    # CRISTOFOOR is nobody's name: the other one, mistyped.
    two_names = are_given_names(one, BORNE) & are_given_names(other, BORNE)
    mistyped = ~two_names.fill_null(value=False).to_numpy().astype(np.bool_)
    # Under the code of a LUISA, LUIS lacks a letter.
    pairs = pl.DataFrame({"a": one, "b": other})
    longer = pl.col("a").str.len_bytes().cast(pl.Int32) - pl.col("b").str.len_bytes().cast(pl.Int32)
    begins = pl.col("a").str.starts_with(pl.col("b")) | pl.col("b").str.starts_with(pl.col("a"))
    cut = pairs.select((begins & (longer.abs() == 1)).fill_null(value=False)).to_series().to_numpy()
    return np.asarray(((likeness(one, other) >= _ALIKE) & (same_end | mistyped)) | cut)


@_of_those_asked
def bears_surname(data: Encoded, low: Rows, high: Rows) -> Flags:
    """Tell the pairs of a person and a firm that bears the person's surname."""
    person, firm = _person_and_firm(data, low, high)
    words = data.text("words", firm).str.replace_all(" ", "")
    pairs = pl.DataFrame({"surname": data.text("surname", person), "firm": words})
    inside = pl.col("firm").str.contains(pl.col("surname"), literal=True) & (pl.col("surname").str.len_bytes() >= 4)
    return np.asarray(pairs.select(inside.fill_null(value=False)).to_series().to_numpy())


def of_several_words(data: Encoded, rows: Rows) -> Flags:
    """Tell the records with a name of more than one word."""
    several = data.values["words"].str.contains(" ", literal=True).to_numpy().astype(np.bool_)
    words = data.codes["words"][rows]
    return np.asarray((words >= 0) & several[np.maximum(words, 0)])


@_of_those_asked
def is_a_slip_away(data: Encoded, low: Rows, high: Rows, name: str) -> Flags:
    """Tell names of four letters or more, a firm's or a person's given ones, that are one slip apart."""
    one, other = (data.text(name, rows).str.replace_all(" ", "") for rows in (low, high))
    one, other = one.fill_null(""), other.fill_null("")
    shortest = np.minimum(one.str.len_bytes().to_numpy(), other.str.len_bytes().to_numpy())
    return np.asarray((edits(one, other, 1) <= 1) & (shortest >= _LEAST_LETTERS))


@_of_those_asked
def bears_name_in_code(data: Encoded, low: Rows, high: Rows) -> Flags:
    """Tell the pairs of which one's codice fiscale bears the letters of the other's name."""
    bears = np.zeros(len(low), dtype=np.bool_)
    for one, other in ((low, high), (high, low)):
        pairs = pl.DataFrame(
            {"code": data.text("cf", one), "surname": data.text("surname", other), "given": data.text("given", other)}
        )
        letters = surname_code(pl.col("surname")) + given_name_code(pl.col("given"))
        found = pairs.select((letters == pl.col("code").str.slice(0, 6)).fill_null(value=False)).to_series()
        # Rossi and Russo have one set of letters: a code that fits its own row says nothing of another's.
        bears |= found.to_numpy().astype(np.bool_) & (data.codes["others_code"][one] >= 0)
    return bears


@_of_those_asked
def is_of_another(data: Encoded, low: Rows, high: Rows) -> Flags:
    """Tell the pairs of a person and a firm that names its owner, somebody else (`BAR SPORT DI BIANCHI ANNA`)."""
    person, firm = _person_and_firm(data, low, high)
    pairs = pl.DataFrame(
        {
            "owner": data.text("words", firm).str.extract(r"^.* DI (\S+ \S.*?)(?: E C)?$").str.split(" "),
            "person": data.text("words", person).str.split(" "),
            "surname": data.text("surname", person),
            "given": data.words("given", person).fill_null(""),
        }
    )
    owner = pl.col("owner")
    named = owner.list.eval(pl.element().is_in(known().implode())).list.any()
    named &= ~owner.list.first().is_in(_NO_OWNERS) & (owner.list.len() <= _LONGEST_OWNER)
    of_family = owner.list.contains(pl.col("surname")) | owner.list.join("").str.contains(
        pl.col("surname"), literal=True
    )
    apart = owner.list.set_intersection("person").list.len() == 0
    told = pairs.select(
        named=named.fill_null(value=False),
        apart=(apart & ~of_family).fill_null(value=False),
        family=(of_family & (owner.list.len() == 2)).fill_null(value=False),
        word=owner.list.set_difference(pl.concat_list("surname")).list.first().fill_null(""),
        given="given",
    )
    flags = [told[name].to_numpy().astype(np.bool_) for name in ("named", "apart", "family")]
    other = (given_names(told["given"], told["word"]) == CONFLICT) & (told["given"] != told["word"]).to_numpy()
    other &= told.select(is_known(pl.col("word"))).to_series().to_numpy()
    return np.asarray((flags[0] & flags[1]) | (flags[2] & other))


@_of_those_asked
def has_a_word_more(data: Encoded, low: Rows, high: Rows) -> Flags:
    """Tell firms' names of which one has all words of the other, and more: a branch's, or the next school's.

    `PIZZERIA VESUVIO`, `PIZZERIA VESUVIO DI ESPOSITO`, `PIZZERIA VESUVIO ANNA` are one sole trader's: the owner
    more tells no second firm, but of bodies, which bear names of saints and places.
    """
    left = _left_over(data, low, high, "company")
    more = ((left["more"].list.len() > 0) & (left["fewer"].list.len() == 0)).to_numpy()
    owned = [is_true(data.text("words", rows).str.contains(_OWNED)).to_numpy() for rows in (low, high)]
    # Keys of firms' names leave the owner's given name out.
    whole = _left_over(data, low, high, "words")
    given = is_true(whole.select(pl.col("more").list.eval(is_known(pl.element())).list.any()).to_series()).to_numpy()
    sole_trader = (data.codes["form"][low] < 0) & (data.codes["form"][high] < 0)
    owner = (owned[0] != owned[1]) | (given & sole_trader)
    return np.asarray(more & (~owner | _are_bodies(data, low, high)))


@_of_those_asked
def has_a_trade_more(data: Encoded, low: Rows, high: Rows) -> Flags:
    """Tell firms' names of which one has all words of the other, and a trade: ALFONSI, ALFONSI IMMOBILIARE."""
    left = _left_over(data, low, high, "company")
    trade = left.select(
        pl.col("more").list.eval(pl.element().is_in(trades().implode()) | pl.element().is_in(_NEW)).list.any()
    )
    return np.asarray(is_true(trade.to_series()).to_numpy() & (left["fewer"].list.len() == 0).to_numpy())


@_of_those_asked
def are_two_companies(data: Encoded, low: Rows, high: Rows) -> Flags:
    """Tell the pairs of two companies or partnerships of unlike legal forms: S.R.L., S.N.C."""
    of_company = [data.text("form", rows).is_in(_forms_of_companies().implode()).to_numpy() for rows in (low, high)]
    return np.asarray(of_company[0] & of_company[1])


@cache
def _forms_of_companies() -> pl.Series:
    """The legal forms of companies with capital and of partnerships."""
    return table("forme_giuridiche").filter(pl.col("tipo").is_in(["capitali", "persone"]))["canonica"].unique()


@_of_those_asked
def are_bodies(data: Encoded, low: Rows, high: Rows) -> Flags:
    """Tell names of bodies that nobody owns: a comune, a school, a parish."""
    return _are_bodies(data, low, high)


def _are_bodies(data: Encoded, low: Rows, high: Rows) -> Flags:
    of_body = [is_true(data.text("words", rows).str.contains(PUBLIC)).to_numpy() for rows in (low, high)]
    return np.asarray(of_body[0] | of_body[1])


def _left_over(data: Encoded, low: Rows, high: Rows, name: str) -> pl.DataFrame:
    """The words of two names that the other name lacks: of that with the `more`, and of that with `fewer`."""
    one, other = data.text(name, low), data.text(name, high)
    words = pl.DataFrame({"a": one, "b": other}).select(pl.all().str.split(" ").list.set_difference(JOINING))
    left = words.select(a=pl.col("a").list.set_difference("b"), b=pl.col("b").list.set_difference("a"))
    swap = pl.col("a").list.len() < pl.col("b").list.len()
    return left.select(more=pl.when(swap).then("b").otherwise("a"), fewer=pl.when(swap).then("a").otherwise("b"))


@_of_those_asked
def has_refused_another(data: Encoded, low: Rows, high: Rows) -> Flags:
    """Tell the pairs with two codes, one of them refused as typed, that are not one code mistyped."""
    other = np.zeros(len(low), dtype=np.bool_)
    for code in ("cf", "piva"):
        asked = np.flatnonzero(one_refused(data, low, high, code))
        other[asked] |= edits(typed(data, low[asked], code), typed(data, high[asked], code), MISTYPED) > MISTYPED
    return other


def _person_and_firm(data: Encoded, one: Rows, other: Rows) -> tuple[Rows, Rows]:
    """Which of two records is the person's, and which the firm's."""
    is_person = data.codes["surname"][one] >= 0
    return np.where(is_person, one, other), np.where(is_person, other, one)


def _stands_in(few: str, many: str) -> pl.Expr:
    """Tell lists of words that all stand in others; an initial begins one that is left, and not all are initials.

    ASL ROMA A is not ASL ROMA B, nor FARMACIA COMUNALE 1 number 12.
    """
    initial = pl.element().str.contains("^[A-Z]$")
    of_a_name = ~initial & ~pl.element().is_in(_NO_NAMES)
    whole, initials = (pl.col(few).list.eval(pl.element().filter(which)) for which in (of_a_name, initial))
    initials = initials.list.set_difference(many)
    begun = pl.col(many).list.set_difference(few).list.eval(pl.element().str.head(1))
    return (
        (whole.list.len() > 0)
        & (whole.list.set_difference(many).list.len() == 0)
        & (initials.list.set_difference(begun).list.len() == 0)
    )


@_of_those_asked
def all_words_met(data: Encoded, low: Rows, high: Rows) -> Flags:
    """Tell the pairs where the words of one name all stand in the other (`BAR SPORT DI ROSSI MARIO`)."""
    one, other = data.text("words", low), data.text("words", high)
    words = pl.DataFrame({"a": one, "b": other}).select(pl.all().str.split(" "))
    inside = [_stands_in(*sides) for sides in (("a", "b"), ("b", "a"))]
    return np.asarray(words.select(pl.any_horizontal(inside).fill_null(value=False)).to_series().to_numpy())
