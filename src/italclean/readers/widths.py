"""The columns of text of fixed width, as the user gives them: as numbers, or in a TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeGuard

from italclean.errors import BadOption
from italclean.messages.text import Text, argument, said

_NOTHING = 0
_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: Its name; None where the file has it, or nobody.
        begin: At which character of a line it begins, from 0.
        width: How many characters it takes.
    """

    name: str | None
    begin: int
    width: int


def columns_of(widths: Sequence[str]) -> list[Column]:
    """Read the widths of columns, or the file that describes them.

    Args:
        widths: A number for each column, or the name of one TOML file.

    Raises:
        BadOption: They make no sense.

    Examples:
        >>> columns_of(["10", "30"])
        [Column(name=None, begin=0, width=10), Column(name=None, begin=10, width=30)]
    """
    if len(widths) == 1 and _is_file(widths[0]):
        return _described(widths[0])
    columns: list[Column] = []
    for width in widths:
        if not width.isdecimal() or int(width) == _NOTHING:
            raise _wrong(",".join(widths), said("error.widths"))
        columns.append(Column(None, _end(columns), int(width)))
    return columns


def _is_file(given: str) -> bool:
    """Tell whether a file was meant, which there need not be."""
    return not given.isdecimal() and (given.lower().endswith(".toml") or Path(given).exists())


def _described(path: str) -> list[Column]:
    """Read a TOML file: `[[column]]` with `name`, `width`, and `start` (from 1) where it is not behind the last one."""
    described = _parsed(path).get("column")
    if not isinstance(described, list) or not described:
        raise _wrong(path, said("error.widths"))
    columns: list[Column] = []
    for place, one in enumerate(described, start=1):
        name = str(one.get("name", "")).strip() if isinstance(one, dict) else ""
        begin, width = (one.get("start", _end(columns) + 1), one.get("width")) if name else (None, None)
        if not _is_number(begin) or not _is_number(width):
            raise _wrong(path, said("error.widths_column", place=place))
        columns.append(Column(name, begin - 1, width))
    _refuse_overlap(columns, path)
    return columns


def _parsed(path: str) -> dict[str, Any]:
    try:
        # Editors of Windows put a mark before the text, which TOML does not know.
        return tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise _wrong(path, said("error.widths_missing")) from None
    except UnicodeDecodeError:
        raise _wrong(path, said("error.widths_encoding")) from None
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        reason = said("error.widths_line", line=found[1]) if found else said("error.widths_end")
        raise _wrong(path, reason) from None
    except (OSError, ValueError):
        raise _wrong(path, said("error.widths_unreadable")) from None


def _refuse_overlap(columns: Sequence[Column], path: str) -> None:
    ordered = sorted(columns, key=lambda column: column.begin)
    for left, right in pairwise(ordered):
        if left.begin + left.width > right.begin:
            reason = said("error.widths_overlap", left=left.name, right=right.name, place=right.begin + 1)
            raise _wrong(path, reason)


def _is_number(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value > _NOTHING


def _end(columns: Sequence[Column]) -> int:
    return columns[-1].begin + columns[-1].width if columns else 0


def _wrong(value: str, reason: Text) -> BadOption:
    return BadOption(value=value, option=argument("widths"), reason=reason)
