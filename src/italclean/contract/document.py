"""A contract as a document: the bytes of a file, what TOML makes of them, and where each key stands."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from italclean.contract.fault import Fault
from italclean.contract.lines import Path, lines_of
from italclean.messages.text import Text, said

_MOST = 1 << 20
"""What people write and read is smaller; a list of customers that was given instead of a contract is not."""

_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_REASONS = (
    (r"Cannot (?:overwrite a value|declare|mutate|redefine)|Duplicate inline", "contract.twice"),
    (r"Expected '=' after a key", "contract.no_sign"),
    (r"Invalid (?:value|date)", "contract.no_value"),
    (r"Expected newline or end of document", "contract.more_behind"),
    (r"Unclosed array", "contract.list_open"),
    (r"Unclosed inline table|Expected '\]|Unexpected end", "contract.table_open"),
    (r"Unterminated string|Expected \"|Expected '|Illegal character '\\n'|Unescaped", "contract.text_open"),
    (r"Invalid statement|Invalid initial character", "contract.no_statement"),
    (r"Illegal character|Found invalid character", "contract.odd_sign"),
)


@dataclass(frozen=True, slots=True)
class Document:
    """What stands in a contract.

    Attributes:
        data: What TOML makes of it.
        lines: The line of each key.
        sha256: The hash of the bytes.
    """

    data: Mapping[str, Any]
    lines: Mapping[Path, int]
    sha256: str


def read_document(raw: bytes) -> Document | Fault:
    r"""Read the bytes of a contract.

    Args:
        raw: The bytes: TOML in UTF-8, with or without the mark that Windows puts in front.

    Returns:
        What stands in it; or what is wrong with its form, with line and column.

    Examples:
        >>> fault = read_document(b"[contract]\nname clienti")
        >>> fault.line, fault.column, fault.reason.english
        (2, 6, 'a key without the sign =: write key = value, and text between quotes')
    """
    if len(raw) > _MOST:
        return Fault("", None, None, said("contract.too_long"))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        return Fault("", before.count(b"\n") + 1, column, said("contract.not_utf8"))
    # A carriage return before a line feed ends a line, too; alone it is no sign of TOML's.
    text = text.replace("\r\n", "\n")
    try:
        return Document(tomllib.loads(text), lines_of(text), hashlib.sha256(raw).hexdigest())
    except tomllib.TOMLDecodeError as error:
        return _fault(text, str(error))
    except RecursionError:
        return Fault("", None, None, said("contract.too_deep"))
    except ValueError:
        # A number of more digits than Python reads, a day that no calendar has.
        return Fault("", None, None, said("contract.no_number"))


def _fault(text: str, told: str) -> Fault:
    place = _PLACE.search(told)
    lines = text.split("\n")
    line, column = len(lines), len(lines[-1]) + 1
    if place is not None and place[1]:
        line, column = int(place[1]), int(place[2])
    return Fault("", line, column, _reason(told))


def _reason(told: str) -> Text:
    return said(next((key for pattern, key in _REASONS if re.match(pattern, told)), "contract.no_toml"))
