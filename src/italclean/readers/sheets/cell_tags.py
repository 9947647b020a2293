"""The cells of a sheet's XML told by their tags, many at a time, without taking the XML apart.

Every writer of spreadsheets writes `<c r="B7" s="3" t="s"><v>12</v></c>`: where the tags stand is found over the whole
text at once, and so are the attributes of each cell. XML of another form, which is right as well (a prefix before each
name, apostrophes, cells without an address), is written anew in this one first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO
from xml.parsers import expat
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt

from italclean.readers.sheets.seen import KEPT_DIGITS

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_QUOTE, _BLANK, _END, _SLASH, _EQUALS = (ord(sign) for sign in '" >/=')
_MOST_ATTRIBUTES, _LONGEST = 6, 12
_SHORTEST_EXPONENT = 2
SAFE = 9
"""How many characters a fraction may have so that the library writes it as it is."""


class Irregular(Exception):
    """The XML is of another form than most writers give it."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a piece of a sheet.

    Attributes:
        rows: Their rows, from 0.
        columns: Their columns, from 0.
        styles: The numbers of their styles.
        kinds: The first letter of their type (`s`, `b`, `e`, `d`, `i`), `n` for numbers, `f` for the text of a formula.
        begins: Where the value of each begins; -1 where it has none.
        lengths: How long it is.
        formulas: Whether a formula stands in them.
        filled: Whether anything does.
        exponents: Whether the value of a number has an exponent.
        fractions: Whether it has decimals and more characters than `SAFE`, so that the library may write it otherwise.
    """

    rows: Places
    columns: Places
    styles: Places
    kinds: Bytes
    begins: Places
    lengths: Places
    formulas: Flags
    filled: Flags
    exponents: Flags
    fractions: Flags


def cells_of(piece: bytes) -> Cells:
    """Find the cells of a piece of XML.

    Args:
        piece: Whole rows.

    Raises:
        Irregular: It is of another form.
    """
    signs = np.frombuffer(piece + b" " * 32, dtype=np.uint8)
    tags = np.flatnonzero(signs == ord("<"))
    letter, second = signs[tags + 1], signs[tags + 2]
    is_cell = (letter == ord("c")) & ((second == _BLANK) | (second == _END) | (second == _SLASH))
    fourth = signs[tags + 4]
    is_row = (letter == ord("r")) & (second == ord("o")) & (signs[tags + 3] == ord("w"))
    is_row &= (fourth == _BLANK) | (fourth == _END) | (fourth == _SLASH)
    is_value = (letter == ord("v")) & ((second == _END) | (second == _BLANK) | (second == _SLASH))
    is_formula = (letter == ord("f")) & ((second == _END) | (second == _BLANK) | (second == _SLASH))
    at_cells, at_rows = np.flatnonzero(is_cell), np.flatnonzero(is_row)
    cells, rows = tags[at_cells], tags[at_rows]
    row_numbers = _row_numbers(signs, rows)
    if not len(cells):
        return _none()
    place, columns, row_typed = _addresses(signs, cells)
    of_row = np.searchsorted(rows, cells) - 1
    if len(rows) == 0 or (of_row < 0).any() or (row_numbers[of_row] != row_typed).any():
        raise Irregular
    styles, kinds = _attributes(signs, place)
    begins, lengths = _values(signs, tags, np.flatnonzero(is_value), at_cells)
    formulas = _next_within(np.flatnonzero(is_formula), at_cells) >= 0
    inline = kinds == ord("i")
    number = kinds == ord("n")
    exponents = _with_exponent(signs, begins + lengths, np.flatnonzero(number & (lengths > _SHORTEST_EXPONENT)))
    fractions = _with_decimals(signs, begins, np.flatnonzero(number & (lengths > SAFE) & (lengths <= KEPT_DIGITS)))
    filled = (begins >= 0) | inline
    return Cells(row_typed, columns, styles, kinds, begins, lengths, formulas, filled, exponents, fractions)


def _with_exponent(signs: Bytes, ends: Places, which: Places) -> Flags:
    """Tell which of some values end in an exponent: `E5`, `e-07`, `E+308`."""
    found = np.zeros(len(ends), dtype=np.bool_)
    for back in range(2, 6):
        # Of letters of ASCII this bit alone says whether they are small.
        found[which] |= (signs[ends[which] - back] | 0x20) == ord("e")
    return found


def _with_decimals(signs: Bytes, begins: Places, which: Places) -> Flags:
    """Tell in which of some values a point stands."""
    found = np.zeros(len(begins), dtype=np.bool_)
    for place in range(1, KEPT_DIGITS):
        found[which] |= signs[begins[which] + place] == ord(".")
    return found


def _none() -> Cells:
    nothing = np.empty(0, dtype=np.int64)
    flags = np.empty(0, dtype=np.bool_)
    return Cells(nothing, nothing, nothing, np.empty(0, dtype=np.uint8), nothing, nothing, flags, flags, flags, flags)


def _row_numbers(signs: Bytes, rows: Places) -> Places:
    """Return the number of each row, from 0: `<row r="7"`."""
    for offset, sign in enumerate(b'r="', start=5):
        if (signs[rows + offset] != sign).any():
            raise Irregular
    number, end = _digits(signs, rows + 8)
    if (end == rows + 8).any():
        raise Irregular
    return number - 1


def _digits(signs: Bytes, place: Places) -> tuple[Places, Places]:
    """Read the numbers that begin at some places, and say where each ends."""
    number, end = np.zeros(len(place), dtype=np.int64), place.copy()
    for _ in range(_LONGEST):
        digit = signs[end].astype(np.int64) - ord("0")
        more = (digit >= 0) & (digit <= 9)
        if not more.any():
            break
        number = np.where(more, number * 10 + digit, number)
        end = end + more
    return number, end


def _addresses(signs: Bytes, cells: Places) -> tuple[Places, Places, Places]:
    """Read `<c r="AB12"`: where the attributes behind it begin, the column and the row."""
    for offset, sign in enumerate(b' r="', start=2):
        if (signs[cells + offset] != sign).any():
            raise Irregular
    place, columns = cells + 6, np.zeros(len(cells), dtype=np.int64)
    for _ in range(3):
        letter = signs[place].astype(np.int64) - ord("A")
        more = (letter >= 0) & (letter < 26)
        columns = np.where(more, columns * 26 + letter + 1, columns)
        place = place + more
    row, end = _digits(signs, place)
    if (signs[end] != _QUOTE).any() or (columns == 0).any() or (row == 0).any():
        raise Irregular
    return end + 1, columns - 1, row - 1


def _attributes(signs: Bytes, place: Places) -> tuple[Places, Bytes]:
    """Read the style and the type of each cell."""
    styles = np.zeros(len(place), dtype=np.int64)
    kinds = np.full(len(place), ord("n"), dtype=np.uint8)
    left = np.arange(len(place))
    for _ in range(_MOST_ATTRIBUTES):
        here = place[left]
        closed = (signs[here] == _END) | (signs[here] == _SLASH)
        left, here = left[~closed], here[~closed]
        if not len(left):
            return styles, kinds
        name = signs[here + 1]
        short = signs[here + 2] == _EQUALS
        # The other attributes have names of two letters: cm="1", vm="2", ph="1".
        begin = here + np.where(short, 4, 5)
        if (signs[here] != _BLANK).any() or (signs[begin - 1] != _QUOTE).any() or (signs[begin - 2] != _EQUALS).any():
            raise Irregular
        number, end = _digits(signs, begin)
        first = signs[begin]
        is_style, is_kind = short & (name == ord("s")), short & (name == ord("t"))
        styles[left[is_style]] = number[is_style]
        # `s` is a shared text, `str` that of a formula.
        formula = (first == ord("s")) & (signs[begin + 1] == ord("t"))
        kinds[left[is_kind]] = np.where(formula, ord("f"), first)[is_kind]
        for _ in range(_LONGEST):
            more = signs[end] != _QUOTE
            if not more.any():
                break
            end = end + more
        if (signs[end] != _QUOTE).any():
            raise Irregular
        place[left] = end + 1
    raise Irregular


def _next_within(wanted: Places, at_cells: Places) -> Places:
    """Return which of some tags is the first one within each cell; -1 where none is."""
    found = np.searchsorted(wanted, at_cells)
    following = np.append(wanted, np.iinfo(np.int64).max)[found]
    until = np.append(at_cells[1:], np.iinfo(np.int64).max - 1)
    return np.where(following < until, following, -1)


def _values(signs: Bytes, tags: Places, at_values: Places, at_cells: Places) -> tuple[Places, Places]:
    """Return where the value of each cell begins, and its length."""
    own = _next_within(at_values, at_cells)
    has = own >= 0
    value = tags[np.maximum(own, 0)]
    if (has & (signs[value + 2] == _BLANK)).any():
        raise Irregular
    following = tags[np.minimum(own + 1, len(tags) - 1)]
    lengths = np.where(has & (signs[value + 2] == _END), following - value - 3, 0)
    has &= lengths > 0
    return np.where(has, value + 3, -1), np.where(has, lengths, 0)


def regular(stream: IO[bytes]) -> bytes:
    """Write the cells of a sheet in the form that most writers give them.

    Args:
        stream: Any XML of a sheet.

    Raises:
        expat.ExpatError: It is no XML.
    """
    writer = _Writer()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    parser.ParseFile(stream)
    return "".join(writer.pieces).encode()


class _Writer:
    """Writes rows, cells and values anew, each row and cell with its address."""

    def __init__(self) -> None:
        self.pieces: list[str] = ["<worksheet>"]
        self._row = self._column = 0
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        self._inside = local == "v"
        if local == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column = 0
            hidden = ' hidden="1"' if attributes.get("hidden") in ("1", "true") else ""
            self.pieces.append(f'<row r="{self._row}"{hidden}>')
        elif local == "c":
            letters = attributes.get("r", "").rstrip("0123456789")
            self._column = _number_of(letters) if letters else self._column + 1
            known = "".join(f' {key}="{attributes[key]}"' for key in ("s", "t") if key in attributes)
            self.pieces.append(f'<c r="{_letters(self._column)}{self._row}"{known}>')
        elif local in ("v", "f"):
            self.pieces.append(f"<{local}>")
        elif local == "mergeCell":
            self.pieces.append("<mergeCell/>")
        elif local == "col" and attributes.get("hidden") in ("1", "true"):
            self.pieces.append(f'<col min="{attributes.get("min", 1)}" max="{attributes.get("max", 1)}" hidden="1"/>')

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        self._inside = False
        if local in ("row", "c", "v", "f"):
            self.pieces.append(f"</{local}>")

    def text(self, text: str) -> None:
        if self._inside:
            self.pieces.append(escape(text))


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
