"""What is held against each other: for each field which columns hold it on each side, and what counts as the same.

A system has a field if it has a column for it: what the cleaning finds out besides (the sex in a codice fiscale, the
provincia of a comune) is no word of the system's. Two parts of one thing are one field: a name, a street and its
number. Names, streets and texts are the same if their words are; all else is if its cleaned values are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from italclean.audits.sides import Sides
from italclean.cleaners.indirizzo import indirizzo
from italclean.consent.purposes import ORIGIN, is_opposition, is_revocation, purpose_of
from italclean.core import text
from italclean.core.copies import numbered, parted
from italclean.fields.catalogue import (
    CODES,
    MAILS,
    PHONES,
    WHOLE_NAMES,
    canonical_position,
    columns_in,
    field_of,
)
from italclean.fields.plan import Plan
from italclean.rows.activity import LAST_ORDER, STATE

NAME, STREET = "nominativo", "indirizzo"
_PERSON, _FIRM, _NUMBER = ("cognome", "nome"), "ragione_sociale", "civico"
_OWN_WORD = ("id", "source", "annotazione", "saluto", "data_modifica", "email_stato", ORIGIN)
"""Each system's own: an id, a note, when the record was last changed there, how a consent came."""
_AS_TEXT = (NAME, STREET, "comune", "luogo_nascita")
"""Fields of words that have a cleaner of their own; those of free text are of words, too."""
_MOVED = (PHONES, MAILS, CODES)
"""Fields whose values the cleaning moves to where they belong: a mobile number typed as a telephone number."""

_PLACE = r"^(?:[0-9]{5} [A-Z]{3}[A-Z ]*|[A-Z]{3}[A-Z ]* [0-9]{5}(?: [A-Z ]+)?)$"
"""A comune with its CAP, as words in capitals."""

Values = tuple[tuple[pl.Expr, str | None], ...]
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A field that both systems have.

    Attributes:
        name: Its name.
        values: For each side the values: each an expression over the cleaned list, and the column of which it is the
            value, or None for one that is made of several.
        typed: For each side the columns in whose cells a value may have been typed that was not in its own.
        as_text: Whether the same words are the same.
        any_order: Whether the words may stand in any order.
        dated: Whether it is the day of an order: of two the later one is right.
        free: Whether it is a column without a role.
        agreed: The names under which terms of a contract, and what a merge takes, may stand.
    """

    name: str
    values: tuple[Values, Values]
    typed: tuple[Names, Names]
    as_text: bool = False
    any_order: bool = False
    dated: bool = False
    free: bool = False
    agreed: Names = ()


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of two systems.

    Attributes:
        compared: Those that both have.
        alone: Those that one of them has, by side.
    """

    compared: tuple[Compared, ...]
    alone: tuple[Names, Names]


def fields_of(plan: Plan, frame: pl.DataFrame, sides: Sides) -> Fields:
    """Find what two systems have in common.

    Args:
        plan: What was decided on their columns.
        frame: The cleaned list.
        sides: The two systems.
    """
    roles = [_roles(plan, tables) for tables in sides.tables]
    has = [_fields(known, frame, sides, side) for side, known in enumerate(roles)]
    names = sorted(has[0] | has[1], key=_position)
    compared = [_compared(name, frame.columns, roles) for name in names if name in has[0] and name in has[1]]
    met, free = _met(*(_without_role(plan, tables) for tables in sides.tables))
    compared += [_free(a, b) for a, b in met]
    alone_a, alone_b = (
        (*(name for name in names if name in mine and name not in theirs), *left)
        for mine, theirs, left in ((has[0], has[1], free[0]), (has[1], has[0], free[1]))
    )
    return Fields(tuple(compared), (alone_a, alone_b))


def same_words(value: pl.Expr, *, any_order: bool = False) -> pl.Expr:
    """Reduce a text to what makes it the same as another: its words in capitals, without accents and signs.

    Args:
        value: The text.
        any_order: Whether they may stand in any order.

    Examples:
        >>> typed = pl.DataFrame({"v": ["Nicolò D'Anna", "Rossi Mario"]})
        >>> typed.select(same_words(pl.col("v"), any_order=True))["v"].to_list()
        ['DANNA NICOLO', 'MARIO ROSSI']
    """
    words = text.words(value)
    return words.str.split(" ").list.sort().list.join(" ") if any_order else words


def same_streets(pairs: pl.DataFrame) -> pl.Series:
    """Tell which pairs of streets are the same that are written with more words or fewer, as the deduplication does.

    A marketing platform has the whole address in one cell: one that goes on with a place says no other street.

    Args:
        pairs: `value_a` and `value_b`, streets with their numbers.

    Examples:
        >>> a = ["Via Giuseppe Verdi 24", "Via Verdi 24", "Via Roma 3", "Via Roma 3"]
        >>> b = ["Via Verdi 24", "Piazza Verdi 24", "Via Roma, 3, Pisa, PI 56017", "Via Roma 3 interno 4"]
        >>> same_streets(pl.DataFrame({"value_a": a, "value_b": b})).to_list()
        [True, False, True, False]
    """
    values = pl.concat([pairs[name].rename("value") for name in pairs.columns]).unique()
    read = indirizzo.series(values).struct.unnest()
    beside = [name for name in read.columns if name not in ("value", "status", "issue", "detail", "via")]
    told = pl.concat_str((pl.col(name).cast(pl.String).fill_null("") for name in beside), separator="\n")
    keys = read.select(key=pl.when(pl.col("chiave").is_not_null()).then(told)).with_columns(value=values)
    known = pairs
    for name in ("value_a", "value_b"):
        of_side = keys.rename({"value": name, "key": f"{name}_key"})
        known = known.join(of_side, on=name, how="left", maintain_order="left")
    a, b = (same_words(pl.col(name)) for name in ("value_a", "value_b"))
    goes_on = _goes_on(a, b) | _goes_on(b, a)
    same = (pl.col("value_a_key") == pl.col("value_b_key")).fill_null(value=False) | goes_on
    return known.select(same.fill_null(value=False).alias("same")).to_series()


def _goes_on(short: pl.Expr, long: pl.Expr) -> pl.Expr:
    """Whether an address goes on behind a street and its number with nothing but a place and its CAP."""
    rest = pl.when(long.str.starts_with(short + pl.lit(" "))).then(long.str.slice(short.str.len_chars() + 1))
    return short.str.contains("[0-9][A-Z]?$") & rest.str.contains(_PLACE)


def _roles(plan: Plan, tables: Iterable[str]) -> set[str]:
    return {column.role for name in tables for column in plan.of(name) if column.role}


def _without_role(plan: Plan, tables: Iterable[str]) -> list[str]:
    of = [column for name in sorted(tables) for column in plan.of(name)]
    return list(dict.fromkeys(column.output for column in of if column.role is None))


def _fields(roles: set[str], frame: pl.DataFrame, sides: Sides, side: int) -> set[str]:
    """The fields that a system has."""
    found = set()
    for role in roles:
        if role in _OWN_WORD or purpose_of(role) or is_opposition(role) or is_revocation(role):
            continue
        found.add(NAME if role in (*WHOLE_NAMES, *_PERSON) else STREET if role == _NUMBER else role)
    for group in _MOVED:
        if roles & set(group):
            rows = pl.Series(sides.side == side)
            columns = columns_in(frame.columns, *group)
            found |= {parted(column)[0] for column in columns if frame[column].filter(rows).count()}
    if LAST_ORDER in roles and STATE in frame.columns:
        found.add(STATE)
    return {name for name in found if name == NAME or columns_in(frame.columns, name)}


def _position(name: str) -> tuple[int, str]:
    return canonical_position(_PERSON[0] if name == NAME else name)


def _compared(name: str, columns: Sequence[str], roles: Sequence[set[str]]) -> Compared:
    values: Values
    elsewhere: Names
    agreed: Names = (name,)
    if name == NAME:
        person = [part for part in _PERSON if part in columns]
        whole = [pl.concat_str(person, separator=" ", ignore_nulls=True).replace("", None)] if person else []
        firms = [pl.col(column) for column in columns_in(columns, _FIRM)]
        values = tuple((value, None) for value in (*firms, *whole))
        elsewhere, agreed = (*WHOLE_NAMES, *_PERSON), (_FIRM, *_PERSON)
    elif name == STREET:
        values = tuple((_street(column, columns), None) for column in columns_in(columns, STREET))
        elsewhere, agreed = (STREET, _NUMBER), (STREET, _NUMBER)
    else:
        values = tuple((pl.col(column), column) for column in columns_in(columns, name))
        group = next((group for group in _MOVED if name in group), ())
        # What a customer is, is told by the last order where nothing says it.
        elsewhere = (LAST_ORDER,) if name == STATE else tuple(columns_in(columns, *group))
    typed_a, typed_b = (tuple(one for one in elsewhere if parted(one)[0] in known) for known in roles)
    known = field_of(name)
    return Compared(
        name,
        (values, values),
        (typed_a, typed_b),
        as_text=name in _AS_TEXT or (known is not None and known.cleaner.name == "testo"),
        any_order=name == NAME,
        dated=name == LAST_ORDER,
        agreed=agreed,
    )


def _street(column: str, columns: Sequence[str]) -> pl.Expr:
    """A street with its number."""
    number = numbered(_NUMBER, parted(column)[1])
    street = pl.col(column)
    if number not in columns:
        return street
    return pl.when(street.is_not_null()).then(pl.concat_str(street, number, separator=" ", ignore_nulls=True))


def _called(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split())


def _met(a: Sequence[str], b: Sequence[str]) -> tuple[list[tuple[str, str]], tuple[list[str], list[str]]]:
    """Pair the columns without a role that are called alike: `Ultimo prodotto` and `ULTIMO_PRODOTTO`."""
    left = list(b)
    met = []
    for name in a:
        alike = [other for other in left if other == name] or [
            other for other in left if _called(other) == _called(name)
        ]
        if alike:
            met.append((name, alike[0]))
            left.remove(alike[0])
    paired = {name for name, _ in met}
    return met, ([name for name in a if name not in paired], left)


def _free(a: str, b: str) -> Compared:
    values: tuple[Values, Values] = ((pl.col(a), None),), ((pl.col(b), None),)
    return Compared(a, values, ((), ()), as_text=True, free=True, agreed=tuple(dict.fromkeys((a, b))))
