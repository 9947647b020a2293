r"""Line ends: those of Windows, Unix and old Macs, mixed, doubled or typed into a cell.

>>> even(b"a;b\r\r\nc;d\r\r\n")
b'a;b\r\nc;d\r\n'
>>> even(b"a;b\rc;d")
b'a;b\nc;d'
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.int64]
_LF, _CR = ord("\n"), ord("\r")


def even(data: bytes) -> bytes:
    """Undo line ends that a conversion doubled (CR CR LF), and turn those of old Macs (CR alone) into LF.

    A file that has both keeps its lone carriage returns: `part_at_returns` looks at each.
    """
    if b"\r" not in data:
        return data
    if b"\n" not in data:
        return data.replace(b"\r", b"\n")
    if b"\r\r\n" in data:
        data = re.sub(rb"\r{2,}\n", b"\r\n", data)
    return data


def part_at_returns(body: bytes, delimiter: str, width: int) -> bytes:
    """End a line at each carriage return that stands alone, unless it was typed into a cell.

    Lists of an old Mac and of Windows are pasted together, but addresses typed in two lines hold such a return, too.
    It was typed where the line as a whole has its number of fields.

    Args:
        body: Text.
        delimiter: The delimiter.
        width: How many fields a record has.
    """
    if b"\r" not in body or body.count(b"\r") == body.count(b"\r\n"):
        return body
    cells = np.frombuffer(body, dtype=np.uint8)
    ends = line_ends(cells)
    alone = lone_returns(cells)
    marks = np.flatnonzero(cells == ord(delimiter))
    line = np.searchsorted(ends, alone, side="right")
    begins = np.where(line > 0, ends[line - 1], 0)
    counted = np.searchsorted(marks, ends[line]) - np.searchsorted(marks, begins)
    typed = (counted == width - 1) & (width > 1)
    parted = cells.copy()
    parted[alone[~typed]] = _LF
    return parted.tobytes()


def line_ends(cells: npt.NDArray[np.uint8]) -> Positions:
    """Return where each line ends: behind its line feed, the last one at the end of the text."""
    ends = np.flatnonzero(cells == _LF) + 1
    if len(cells) and (len(ends) == 0 or ends[-1] != len(cells)):
        ends = np.append(ends, len(cells))
    return ends


def lone_returns(cells: npt.NDArray[np.uint8]) -> Positions:
    """Return where carriage returns stand that no line feed follows; one at the end of the text ends a line."""
    returns = np.flatnonzero(cells == _CR)
    behind = np.where(returns + 1 < len(cells), cells[np.minimum(returns + 1, max(len(cells) - 1, 0))], _LF)
    return np.asarray(returns[behind != _LF])
