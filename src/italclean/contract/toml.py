"""Writing TOML: the few lines of a contract that is drafted. A file that a person wrote is never written anew."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from textwrap import wrap
from typing import Any

from italclean.core.text import encodable

_WIDTH = 110
_BARE = re.compile(r"[A-Za-z0-9_-]+")
# What JSON lets stand and TOML does not.
_ODD = re.compile("[\x7f\ufeff]")


def header(*path: str) -> str:
    """Write the header of a table.

    Examples:
        >>> header("sources", "elenco 2024")
        '[sources."elenco 2024"]'
    """
    return f"[{'.'.join(map(_key, path))}]"


def entry(key: str, value: Any) -> str:
    """Write a key and its value.

    Args:
        key: The key.
        value: A text, a number, a truth, a day, or a list of them.

    Examples:
        >>> entry("Cod.Fisc.", "codice_fiscale"), entry("unique", False), entry("widths", [1, 2])
        ('"Cod.Fisc." = "codice_fiscale"', 'unique = false', 'widths = [1, 2]')
    """
    return f"{_key(key)} = {_value(value)}"


def comment(text: str) -> Iterator[str]:
    r"""Write a text as comments, none of them too long to read.

    Examples:
        >>> list(comment("a\nb"))
        ['# a', '# b']
    """
    yield from (f"# {part}" for line in text.split("\n") for part in wrap(line, _WIDTH))


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float | date) else _text(str(value))


def _text(text: str) -> str:
    written = json.dumps(encodable(text), ensure_ascii=False)
    return _ODD.sub(lambda sign: f"\\u{ord(sign[0]):04x}", written)
