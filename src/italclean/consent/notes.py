"""What notes say of contacting a customer: `NON CHIAMARE`, `deceduto`, `ditta cessata`, `no mail`.

>>> import polars as pl
>>> said = ["CHIUSO, NON CHIAMARE", "deceduta nel 2019", "non chiamare prima delle 9", "cliente dal 1998", None]
>>> [Mark(bits).name for bits in read_notes(pl.Series(said))]
['CEASED|NO_CALL', 'DECEASED', 'READ_CALL', None, None]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import polars as pl

from italclean.consent.note_patterns import (
    APART,
    ASCII,
    BROAD,
    CEASED_NAME,
    CROSS,
    DAY_MONTH_YEAR,
    DEAD_NAME,
    DEC,
    DEC_IN_NAME,
    DENIED,
    FIRM_OF_HEIRS,
    GLANCE,
    IN_NOTES,
    NARROW,
    NO_SENDING,
    READ_NAME,
    STREET,
    UNDELIVERED,
    Mark,
)
from italclean.core import text
from italclean.core.columns import is_true, no_text, rows_where


def read_notes(values: pl.Series, *, names: bool = False) -> pl.Series:
    """Return the `Mark`s of each note, as one number; 0 where it says nothing of contacting anybody.

    Args:
        values: Text.
        names: Whether these are names, beside which a note may stand (`ROSSI MARIO - DECEDUTO`).
    """
    return _asked(values, _of_name if names else _of_note)


def read_addresses(values: pl.Series) -> pl.Series:
    """Return the `Mark`s of what stands beside an address in its cell (`Via Po 5 - NO POSTA`, `TRASFERITO`).

    Args:
        values: Lines of addresses; a street's own name (`Via dei Morti`) says nothing.
    """
    return _asked(values, _of_address)


def read_contacts(values: pl.Series, doubt: Mark) -> pl.Series:
    """Return the `Mark`s of what stands beside a number or an e-mail address in its cell (`u@libero.it revocato`).

    Args:
        values: Numbers or e-mail addresses.
        doubt: What it means that this one works no more, or must be read of.
    """

    def read(notes: pl.Series) -> pl.Series:
        beside = _replaced(notes, r"[\w.+-]+@[\w.-]+", " ")
        said = _of_note(beside)
        # A note beside a number is of the number.
        doubted = (said & int(Mark.READ)).cast(pl.Boolean) | _words(beside).str.contains(ASCII + UNDELIVERED)
        return (said & (0xFFFF ^ int(Mark.READ))) | _where(doubted, doubt)

    return _asked(values, read)


def _asked(values: pl.Series, read: Callable[[pl.Series], pl.Series]) -> pl.Series:
    nothing = pl.Series(values.name, [0], dtype=pl.UInt16).new_from_index(0, len(values))
    glanced = values.to_frame("note").select(pl.col("note").str.contains(GLANCE).fill_null(value=False))
    places = rows_where(glanced.to_series())
    if places.is_empty():
        return nothing
    asked = values[places].rename("note").to_frame()
    distinct = asked.unique(maintain_order=True)
    marks = distinct.with_columns(marks=read(distinct.to_series()))
    found = asked.join(marks, on="note", how="left", maintain_order="left")["marks"]
    return nothing.scatter(places, found)


def _words(notes: pl.Series) -> pl.Series:
    words = notes.to_frame("note").select(text.words(pl.col("note"))).to_series()
    joined = r"\bNON(CONTATT|CHIAM|TELEFON|DISTURB|INVIA|SPEDI|SCRIV|MANDA)"
    parted = _replaced(_replaced(words, r"\bNN\b", "NON"), joined, "NON $1")
    return _replaced(parted, r"\bDALL(INDIRIZZ|ELENC|ARCHIVI|ANAGRAF|INVIO|EMAIL)", "DALL $1")


def _replaced(notes: pl.Series, pattern: str, by: str) -> pl.Series:
    return notes.to_frame("note").select(pl.col("note").str.replace_all(pattern, by)).to_series()


def _of_name(names: pl.Series) -> pl.Series:
    dead = _replaced(_replaced(names, CROSS, " DECEDUTO "), DEC_IN_NAME, " DECEDUTO")
    words = _words(dead)
    asked = [(Mark.CEASED, CEASED_NAME), *((mark, pattern) for mark, pattern in BROAD if mark != Mark.CEASED)]
    bits = _bits(words, asked)
    bits.append(_bit(words.str.replace(FIRM_OF_HEIRS, ""), Mark.READ, READ_NAME))
    bits.append(_bit(words, Mark.DECEASED, DEAD_NAME))
    # MORTO is a surname, too, of which one name alone stands in the cell.
    bits.append(_bit(words, Mark.READ, r"^RIP |^[A-Z]+ [A-Z]+ MORT[OA](?: [OA])?$"))
    bits.append(_of_note(_apart(names)) & (0xFFFF ^ int(Mark.CEASED)))
    return together(bits, len(names))


def _of_address(addresses: pl.Series) -> pl.Series:
    addresses = _replaced(addresses, CROSS, " - DECEDUTO")
    words = _words(addresses)
    # Behind a comma or a number, before a street, or without any.
    behind = addresses.str.extract(r"[,;]\s*(\p{L}[^,;()]*)$")
    numbered = addresses.str.extract(r"(?:[0-9](?:\s*/?\s*[A-Za-z]\b)?|(?i:\bsnc|\bs\.n\.c?\.?))\s+(\p{L}[^,;()]*)$")
    before = words.str.extract(rf"^((?:[A-Z]+ )+?){STREET} ")
    streetless = words.zip_with(~words.str.contains(rf"\b{STREET} "), no_text(len(words)))
    pieces = pl.concat(
        [one.rename("note") for one in (_apart(addresses), behind, numbered, before, streetless)], rechunk=True
    )
    said = _words(pieces)
    read = _of_note(pieces) & (0xFFFF ^ int(Mark.CEASED))
    read = read | _bit(said, Mark.READ_POST, UNDELIVERED) | _bit(said, Mark.NO_POST, NO_SENDING)
    return together((read.slice(at, len(words)) for at in range(0, len(pieces), len(words))), len(words))


def _apart(cells: pl.Series) -> pl.Series:
    """What stands in brackets or behind a dash."""
    parts = [cells.str.extract(APART, group) for group in (1, 2)]
    return parts[0].zip_with(parts[0].is_not_null(), parts[1])


def _of_note(notes: pl.Series) -> pl.Series:
    bits = []
    words = _words(_replaced(_replaced(notes, CROSS, " DECEDUTO "), DEC, " DECEDUTO "))
    # A date behind DEC. may be a contract's.
    bits.append(_bit(notes, Mark.READ, rf"(?i)\bdec\.\s*{DAY_MONTH_YEAR}"))
    rest = words.str.replace_all(ASCII + DENIED, " ")
    narrow = list(NARROW)
    # What says something is taken out before the next is asked; of most nothing stands in any note.
    while narrow:
        found = _bits(rest, narrow)
        first = next((number for number, bit in enumerate(found) if bit.max()), None)
        if first is None:
            break
        bits.append(found[first])
        rest = rest.str.replace_all(ASCII + narrow[first][1], " ")
        narrow = narrow[first + 1 :]
    bits += _bits(rest, (*BROAD, *IN_NOTES))
    return together(bits, len(notes))


def _where(rows: pl.Series, mark: Mark) -> pl.Series:
    return is_true(rows).cast(pl.UInt16) * int(mark)


def _bit(words: pl.Series, mark: Mark, pattern: str) -> pl.Series:
    return _bits(words, [(mark, pattern)])[0]


def _bits(words: pl.Series, asked: Sequence[tuple[Mark, str]]) -> list[pl.Series]:
    return [_where(found, mark) for found, (mark, _) in zip(_found(words, asked), asked, strict=True)]


def _found(words: pl.Series, asked: Sequence[tuple[Mark, str]]) -> list[pl.Series]:
    patterns = (pl.col("note").str.contains(ASCII + pattern) for _, pattern in asked)
    return words.to_frame("note").select(found.alias(str(at)) for at, found in enumerate(patterns)).get_columns()


def together(notes: Iterable[pl.Series], height: int) -> pl.Series:
    """Return what several notes of each row say together.

    Args:
        notes: The marks of each column of notes.
        height: How many rows there are.
    """
    marks = pl.Series("marks", [0], dtype=pl.UInt16).new_from_index(0, height)
    for read in notes:
        marks = marks | read
    return marks.rename("marks")
