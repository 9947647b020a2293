"""Cutting a record into its fields, one record at a time, whatever its quotes.

>>> cutter = Cutter(";", '"')
>>> cutter.cut('Rossi;"Via Roma; 1";tubo da 3" nero')
Cut(fields=['Rossi', 'Via Roma; 1', 'tubo da 3" nero'], end=35, starved=False)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LONGEST_ODD = 20
"""Over how many lines a record may go that has not the number of fields it should have."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A record cut into its fields.

    Attributes:
        fields: Its fields, without the quotes around them.
        end: Where the next record begins in the text.
        starved: Whether a quote was still open where the text ended; it was then read as a plain sign.
    """

    fields: list[str]
    end: int
    starved: bool


class Cutter:
    """Cuts records of one delimiter and one sign for quotes.

    A quote opens only at the beginning of a field, and closes only before a delimiter or the end of a line; blanks
    beside it do no harm. Any other quote is a plain sign.
    """

    def __init__(self, delimiter: str, quote: str) -> None:
        mark, sign = re.escape(delimiter), re.escape(quote)
        inside = f"[^{sign}]*(?:{sign}{sign}[^{sign}]*)*"
        end = rf"{mark}|\n|\Z"
        self.delimiter = delimiter
        self.quote = quote
        self._field = re.compile(rf"(?:[ ]*{sign}({inside}){sign}[ ]*\r*(?={end})|([^{mark}\n]*))({end})")
        self._open = re.compile(rf"[ ]*{sign}{inside}\Z")

    def cut(self, text: str, place: int = 0) -> Cut:
        """Cut the record that begins at a place of a text."""
        fields: list[str] = []
        starved = False
        end = place
        for field in self._field.finditer(text, place):
            quoted, plain, behind = field.groups()
            if quoted is not None:
                fields.append(quoted.replace(self.quote * 2, self.quote))
            else:
                fields.append(plain)
                if plain.startswith((self.quote, " ")) and not starved:
                    starved = self._open.match(text, field.start()) is not None
            end = field.end()
            if behind != self.delimiter:
                if quoted is None:
                    fields[-1] = plain.rstrip("\r")
                break
        return Cut(fields, end, starved)

    def write(self, fields: list[str]) -> bytes:
        """Write a record in its regular form."""
        odd = (self.delimiter, self.quote, "\n", "\r")
        cells = [
            f"{self.quote}{field.replace(self.quote, self.quote * 2)}{self.quote}"
            if any(sign in field for sign in odd)
            else field
            for field in fields
        ]
        return f"{self.delimiter.join(cells)}\n".encode()

    def record(self, text: str, width: int) -> Cut:
        """Cut the first record of a text that should have a number of fields.

        A quote that was left open by mistake must not swallow the lines behind it up to the next quote: where the
        lines that a record would span are each a record of their own, the quotes are plain signs.
        """
        cut = self.cut(text)
        end = text.find("\n")
        if len(cut.fields) == width and (end < 0 or cut.end <= end + 1):
            return cut
        spanned = text[: cut.end].rstrip("\r\n").split("\n")
        # Empty fields too many at the end are trimmed later.
        fields = width if len(cut.fields) > width and not any(map(str.strip, cut.fields[width:])) else len(cut.fields)
        swallows = len(spanned) > 1 and self._swallows(spanned, fields, width)
        if fields == width and not swallows:
            return cut
        alone = self.cut(text[: len(text) if end < 0 else end + 1])
        if swallows:
            return Cut(alone.fields, alone.end, starved=False)
        if len(alone.fields) == width:
            return alone
        # Quotes around a delimiter, but with them there is a field too few: tubo da 3";x;da 4"
        plain = spanned[0].rstrip("\r").split(self.delimiter)
        if len(plain) == width:
            return Cut(plain, alone.end, cut.starved)
        return cut

    def _swallows(self, spanned: list[str], fields: int, width: int) -> bool:
        """Tell whether a record over several lines is several records, with quotes that were never closed."""
        counts = [len(self.cut(line).fields) for line in spanned]
        if fields != width:
            return len(spanned) > _LONGEST_ODD or any(count == width for count in counts[1:])
        if width < 2 or (width <= 3 and len(spanned) <= 3):  # a note of two lines may hold a delimiter in each
            return False
        inner = counts[1:-1]
        bare = not any(self.quote in line for line in spanned[1:-1])
        return all(count == width for count in counts) or (
            bare and bool(inner) and all(count == width for count in inner)
        )
