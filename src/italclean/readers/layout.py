"""How a delimited text is laid out: its delimiter, its quotes, how many fields its records have.

Lines are counted, not judged: most of them agree on the number of fields whatever titles, totals and broken lines
stand among them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from italclean.errors import BadDelimiter
from italclean.messages.text import said
from italclean.readers.known_names import are_known

DELIMITERS = (";", ",", "\t", "|")
UNUSUAL = ("^", "~", "¦", "§", "\x1f", "\x1e", "\x1c", "\x01", "#", "$", "%", "!", "*", ":")
"""Signs that some programs part fields with; a list of one column has none of them in every line."""
SHOWN = {";": "«;»", ",": "«,»", "\t": "TAB", "|": "«|»"}
_SAMPLE = 1 << 16
_LINES = 200
_FIRST = 3
"""Lines from which a sign that all of them hold is a delimiter."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is laid out.

    Attributes:
        delimiter: The delimiter; of a list of one column one that it does not hold.
        shown: The delimiter for what is written later.
        quote: The sign that quotes fields.
        width: How many fields most records have.
    """

    delimiter: str
    shown: str
    quote: str
    width: int


def find_layout(body: bytes, given: str | None, path: str) -> Layout:
    """Find how a text is laid out.

    Args:
        body: The text.
        given: The delimiter that the user gave, or None.
        path: The file's name, for the error message.

    Raises:
        BadDelimiter: The text should have several columns, but not by the given delimiter or any that is known.
    """
    sample = body[:_SAMPLE].decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = sample.split("\n")
    # The last line of a sample may be cut.
    lines = lines[:-1] if len(body) > _SAMPLE and len(lines) > 2 else lines
    quote = _quote([line for line in lines if line.strip()])
    lines = [line for line in _unquoted("\n".join(lines), quote).split("\n") if line.strip()][:_LINES]
    likely = _likely_delimiter(lines)
    delimiter = given or likely
    width = _usual(_counts(lines, delimiter)) + 1 if delimiter else 1
    if width == 1 and delimiter and _in_header(lines, delimiter):
        width = _counts(lines, delimiter)[0] + 1
    if delimiter and width > 1 and (given or likely):
        return Layout(delimiter, delimiter, quote, width)
    if given and likely:
        raise _not_that(path, given, likely)
    _refuse_unusual(lines, path)
    unused = next(sign for sign in "\x1f\x1e\x1d\x1c\x02\x03\x04\x05\x06\x07" if sign.encode() not in body)
    return Layout(unused, given or ";", quote, 1)


def _quote(lines: Sequence[str]) -> str:
    """Return the sign that quotes fields: an apostrophe where most fields stand between two of them."""
    single = sum(len(re.findall(r"(?:^|[;,\t|])'[^\n]*?'(?=[;,\t|]|$)", line)) for line in lines)
    double = sum(len(re.findall(r'(?:^|[;,\t|])"', line)) for line in lines)
    begun = sum(bool(re.match(r"\s*'", line)) for line in lines)
    fields = sum(len(re.findall(r"[;,\t|]", re.sub(r"'[^'\n]*'", "", line))) + 1 for line in lines)
    # With apostrophes around text alone, the numbers between stand bare.
    quoted = single > double and begun * 2 > len(lines) and single * 3 >= fields
    return "'" if quoted else '"'


def _unquoted(sample: str, quote: str) -> str:
    """Take the quotes from around the fields of a sample, and what could be taken for a delimiter out of them."""
    signs = "".join(map(re.escape, (*DELIMITERS, *UNUSUAL)))
    field = re.compile(rf"(?<![^{signs}\n]){quote}([^{quote}]*(?:{quote}{quote}[^{quote}]*)*){quote}(?![^{signs}\n])")
    return field.sub(lambda found: re.sub(rf"[{signs}\n]", "_", found.group(1)), sample)


def _counts(lines: Sequence[str], sign: str) -> list[int]:
    return [line.count(sign) for line in lines]


def _usual(counts: Sequence[int]) -> int:
    """Return the count that most lines have, of those that have any; 0 where few have any."""
    some = [count for count in counts if count]
    if not some or len(some) * 2 < len(counts):
        return 0
    usual = Counter(some).most_common()
    # Of counts that are as frequent, the first line's or the greater.
    best = [count for count, times in usual if times == usual[0][1]]
    return counts[0] if counts[0] in best else max(best)


def _in_header(lines: Sequence[str], sign: str) -> bool:
    """Tell whether a sign parts the names of columns in the first line, though few other lines hold it."""
    if not lines or sign not in lines[0]:
        return False
    return any(are_known(lines[0].split(sign)))


def _likely_delimiter(lines: Sequence[str]) -> str | None:
    """Return the delimiter that cuts most lines into one same number of fields above one, or None."""
    if not lines:
        return None
    head = next((line for line in lines if any(sign in line for sign in DELIMITERS)), "")

    def quality(sign: str) -> float:
        counts = _counts(lines, sign)
        usual = _usual(counts)
        agreeing = sum(count == usual for count in counts) / len(counts) if usual else 0.0
        some = sum(count > 0 for count in counts) / len(counts)
        # Commas in addresses and amounts are not in the header.
        return agreeing / 2 + some / 2 + min(usual, 10) / 10 * agreeing + 0.75 * (sign in head)

    best = max(DELIMITERS, key=lambda sign: (quality(sign), -DELIMITERS.index(sign)))
    if _usual(_counts(lines, best)) == 0 and not _in_header(lines, best):
        return None
    return None if _within_cells(lines, best) else best


def _within_cells(lines: Sequence[str], sign: str) -> bool:
    """Tell a sign that stands inside the cells of a list of one column: `Rossi, Mario`, `02 123; 333 456`."""
    first = lines[0]
    if sign not in first and are_known([first])[0]:
        return True
    if sign not in ",;" or _usual(_counts(lines, sign)) > 1:
        return False
    spaced = all(not re.search(rf"{sign}(?! )", line) for line in lines)
    return spaced and not any(are_known(first.split(sign)))


def _refuse_unusual(lines: Sequence[str], path: str) -> None:
    """Refuse what should have several columns: another sign, or runs of blanks, stands in every line."""
    for sign in UNUSUAL:
        # https://… and 08:30 are no fields parted by a colon.
        counts = [len(re.findall(rf"{re.escape(sign)}(?!//|[0-9]{{2}}\b)", line)) for line in lines]
        usual = _usual(counts)
        agreeing = sum(count == usual for count in counts)
        if len(lines) >= _FIRST and usual and agreeing * 5 >= len(lines) * 4 and (usual > 1 or agreeing == len(lines)):
            raise _unknown_delimiter(path, sign)
    aligned = sum(bool(re.search(r"\S {2,}\S", line)) for line in lines)
    if len(lines) >= _FIRST and aligned * 5 >= len(lines) * 4:
        raise BadDelimiter(
            path=path,
            delimiter=SHOWN[";"],
            reason=said("read.aligned"),
            hint=said("read.try_aligned"),
        )


def _unknown_delimiter(path: str, sign: str) -> BadDelimiter:
    shown = f"«{sign}»" if sign.isprintable() else f"0x{ord(sign):02X}"
    usable = sign.isascii() and sign.isprintable()
    return BadDelimiter(
        path=path,
        delimiter=SHOWN[";"],
        reason=said("read.one_column"),
        hint=said("read.try_delimiter", shown=shown, sign=sign) if usable else said("read.try_semicolon", shown=shown),
    )


def _not_that(path: str, given: str, likely: str) -> BadDelimiter:
    return BadDelimiter(
        path=path,
        delimiter=SHOWN.get(given, f"«{given}»"),
        reason=said("read.one_column"),
        hint=said("read.try_without", shown=SHOWN[likely]),
    )
