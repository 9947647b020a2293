"""The first record that names columns, what stands above it, and lists that have none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.reference import table
from italclean.messages.text import Text, said
from italclean.readers.cutting import Cutter
from italclean.readers.known_names import are_known, plain_name
from italclean.readers.layout import Layout

LOOKED_AT = 200
"""How many records are looked at for a header."""
_MOST_TITLES = 25
_DATA = re.compile(
    r"@|^[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]$|^\d{5,}$|^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$|^\d{4}-\d{2}-\d{2}"
    r"|^\+?\d[\d /.-]{6,}$|^-?\d+(?:\.\d{3})*[.,]\d+$|^[A-Z]{2}\d{2}[A-Z0-9]{11,}$|^https?://"
    r"|^(?:via|viale|v\.le|piazza|p\.zza|corso|c\.so|largo|vicolo|strada|contrada)\s.*\d"
    r"|\b(?:s\.?\s?[rp]\.?\s?[la]\.?|s\.?n\.?c\.?|s\.?a\.?s\.?)$",
    re.IGNORECASE,
)
"""Cells that no column is named: addresses, codes, dates, numbers, firms with their legal form."""


@dataclass(frozen=True, slots=True)
class Record:
    """One of the first records of a list, whatever it was written in.

    Attributes:
        fields: Its cells.
        line: In which line it begins, from 0.
        lines: How many lines it takes.
        begin: Where it begins in the text, if it stands in one.
        end: Where the next one begins.
    """

    fields: list[str]
    line: int
    lines: int = 1
    begin: int = 0
    end: int = 0

    @property
    def filled(self) -> list[str]:
        """Its cells that say something."""
        return [cell for field in self.fields if (cell := _bare(field))]

    @property
    def says(self) -> bool:
        """Whether it is more than a blank line."""
        return len(self.fields) > 1 or bool(self.filled)


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the records.

    Attributes:
        typed: The names of the columns as typed, or None where there are none.
        width: How many columns there are.
        above: How many of the first records stand above the header, or above the data where there is none.
        doubtful: Whether the header may be a line of data.
    """

    typed: list[str] | None
    width: int
    above: int = 0
    doubtful: bool = False

    @property
    def first(self) -> int:
        """Which of the first records is the first one of data."""
        return self.above if self.typed is None else self.above + 1


def _bare(cell: str) -> str:
    return cell.strip("\ufeff\x00\x1a \t\r\n\v\f\u00a0\u200b")


def find_header(records: Sequence[Record], width: int, *, titles: bool) -> Header:
    """Find the header of a list.

    Args:
        records: Its first records, `LOOKED_AT` at most.
        width: How many columns most records have.
        titles: Whether lines may stand above the header; else the first one is it.
    """
    place = _place(records, width) if titles else 0
    header = records[place]
    following = [record.fields for record in records[place + 1 :]]
    evidence = _evidence_of_data(header.fields, following)
    known = sum(are_known(header.fields))
    nameless = _is_data(header.fields, evidence, known)
    if nameless:
        # A line that fills few columns is a title above a header, but a customer above a customer, or a header itself.
        place = next((at for at in range(place) if len(records[at].filled) > 1), place)
        header = records[place]
        evidence = _evidence_of_data(header.fields, following)
        nameless = evidence > 0 or not any(are_known(header.fields))
    if nameless:
        return Header(None, max(width, len(header.fields)), place)
    typed = [_bare(cell) for cell in header.fields]
    return Header(typed, len(typed), place, doubtful=known < 2 and evidence > 0)


def first_records(window: str, layout: Layout) -> list[Record]:
    """Cut the first records of a text, which are looked at for a header.

    Args:
        window: The beginning of the text.
        layout: How it is laid out.
    """
    cutter = Cutter(layout.delimiter, layout.quote)
    records: list[Record] = []
    place, line = 0, 0
    while place < len(window) and len(records) < LOOKED_AT:
        # A record longer than this is cut for nothing: only its first fields are looked at.
        cut = cutter.record(window[place : place + (1 << 17)] if records else window, layout.width)
        lines = max(window.count("\n", place, place + cut.end), 1)
        records.append(Record(cut.fields, line, lines, place, place + cut.end))
        place += cut.end
        line += lines
    return records


def _place(records: Sequence[Record], width: int) -> int:
    """Return which record is the header: the first that fills its columns, or names some."""
    top = records[:_MOST_TITLES]
    flat = iter(are_known([cell for record in top for cell in record.fields]))
    known = [sum(next(flat) for _ in record.fields) for record in top]
    if width == 1:
        named = next((place for place, count in enumerate(known) if count), None)
        if named is not None and not any(_DATA.search(cell) for record in top[:named] for cell in record.filled):
            return named
        return _first_filled(top)
    enough = max(2, (width + 1) // 2)
    for place, record in enumerate(top):
        filled = len(record.filled)
        # A list of two columns, one of them without a name, begins with a header of one.
        named = known[place] >= max(1, min(2, filled)) and len(record.fields) > 1
        if filled >= enough or named or (width == 2 and filled and len(record.fields) > 1):
            # The best of the next lines is the header if this one names nothing: Cliente:;Rossi Spa;;;
            better = next((at for at in range(place + 1, len(top)) if known[at] >= enough), None)
            if not known[place] and better is not None and better <= place + 5:
                return better
            return place
    return _first_filled(top)


def _first_filled(records: Sequence[Record]) -> int:
    return next((place for place, record in enumerate(records) if record.filled), 0)


def _is_data(cells: Sequence[str], evidence: float, known: int) -> bool:
    if known >= 2 or (known and len(cells) == 1):
        return evidence >= 4 * known
    least = 1.0 if len(cells) == 1 else 2.0
    return evidence >= (4.0 if known else least)


def _evidence_of_data(first: Sequence[str], following: Sequence[Sequence[str]]) -> float:
    """Weigh what speaks against names of columns: codes and numbers, values that come again, names of people."""
    known = are_known(first)
    cells = [_bare(cell) for cell in first]
    if _counts_up(cells):
        return 0.0
    others = [row for row in following if [_bare(cell) for cell in row] != cells]
    weight = 0.0
    for place, cell in enumerate(cells):
        if not cell or known[place]:
            continue
        if _DATA.search(cell):
            weight += 2.0 if len(cells) > 1 else 1.0
            continue
        below = [_bare(row[place]) for row in others if place < len(row)]
        if cell.isdecimal() or cell in below or _names_somebody(cell):
            weight += 1.0
    if len(cells) == 1 and len(others) < len(following):
        # In a list of one column a customer that stands there twice is no header that does.
        weight += 0.5
    return weight


def _counts_up(cells: Sequence[str]) -> bool:
    """Tell columns that are numbered from 0 or 1 instead of named."""
    numbers = [int(cell) for cell in cells if cell.isdecimal() and len(cell) < 6]
    if len(numbers) != len(cells) or len(numbers) < 2:
        return False
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1)


@cache
def _people_and_places() -> frozenset[str]:
    given = table("nomi").filter(pl.col("maschi").cast(pl.Int64) + pl.col("femmine").cast(pl.Int64) >= _BORNE_BY)
    return frozenset(given["nome"]) | frozenset(table("comuni").select(text.words(pl.col("nome"))).to_series())


_BORNE_BY = 5


def _names_somebody(cell: str) -> bool:
    words = pl.select(text.words(text.tidy(pl.lit(cell)))).item() or ""
    listed = _people_and_places()
    return words in listed or (" " in words and any(word in listed for word in words.split()[:4]))


def column_names(header: Header) -> tuple[list[str], list[Text]]:
    """Give every column a name of its own: blanks are numbered, repeated names too."""
    notices: list[Text] = []
    if header.typed is None:
        notices.append(said("read.no_header"))
        return [f"colonna_{number}" for number in range(1, header.width + 1)], notices
    if header.doubtful:
        notices.append(said("read.doubtful_header"))
    names: list[str] = []
    taken: set[str] = set()
    repeated: list[str] = []
    for number, cell in enumerate(header.typed, start=1):
        wanted = plain_name(cell) or f"colonna_{number}"
        name, copy = wanted, 2
        while name in taken:
            name, copy = f"{wanted}_{copy}", copy + 1
        if name != wanted:
            repeated.append(f"{wanted} → {name}")
        names.append(name)
        taken.add(name)
    if repeated:
        notices.append(said("read.same_name", names=", ".join(repeated)))
    return names, notices
