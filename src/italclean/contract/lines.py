"""Where each key of a TOML file stands: `tomllib` gives what is said, and not in which line."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator

Path = tuple[str | int, ...]
"""A key's path: names of tables and keys, and numbers of what stands in a list."""

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_WORD = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[A-Za-z0-9_-]+')
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{1,2}(?!"))?|\'\'\'.*?\'\'\'(?:\'{1,2}(?!\'))?|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'',
    re.DOTALL,
)
_BARE = re.compile(r"[^,\]}#\r\n]+")


def lines_of(text: str) -> dict[Path, int]:
    r"""Return the line of each table and key, from 1; of the beginning of a path that of the first that has it.

    Args:
        text: What stands in a file that is TOML: where it is none, what was found before is told.

    Examples:
        >>> lines = lines_of('[fields.email]\nowner = "crm"\n\n[["a b"]]\nx = [1, {y.z = 2}]')
        >>> lines["fields", "email", "owner"], lines["a b", 0], lines["a b", 0, "x", 1, "y", "z"]
        (2, 4, 5)
    """
    ends = [found.start() for found in re.finditer("\n", text)]
    found: dict[Path, int] = {}
    for path, place in _Scan(text).statements():
        line = bisect_left(ends, place) + 1
        # `[fields.email]` is where `fields` begins, if nothing is before it.
        for size in range(1, len(path) + 1):
            found.setdefault(path[:size], line)
    return found


class _Scan:
    """A walk over the signs of a file, which is TOML: what is wrong with it was told before."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self._counts: dict[Path, int] = {}

    def statements(self) -> Iterator[tuple[Path, int]]:
        """Yield each table and each key, with where it stands."""
        table: Path = ()
        self._skip(_BLANK)
        while self._at < len(self._text):
            begun = self._at
            if self._text.startswith("[", begun):
                several = self._text.startswith("[[", begun)
                self._at += 2 if several else 1
                table = self._placed(self._key(), several=several)
                yield table, begun
                self._at += 2 if several else 1
            else:
                path = table + self._key()
                yield path, begun
                self._at += 1  # the sign between key and value
                yield from self._value(path)
            if self._at == begun:
                return
            self._skip(_BLANK)

    def _placed(self, key: Path, *, several: bool) -> Path:
        """Number the lists of tables that a header names."""
        placed: Path = ()
        for name in key[:-1]:
            placed = (*placed, name)
            if placed in self._counts:
                placed = (*placed, self._counts[placed])
        placed = (*placed, key[-1]) if key else placed
        if several:
            self._counts[placed] = self._counts.get(placed, -1) + 1
            return (*placed, self._counts[placed])
        return placed

    def _key(self) -> Path:
        names: list[str | int] = []
        while True:
            self._skip(_SPACE)
            word = self._skip(_WORD)
            names.append(_spelled(word))
            self._skip(_SPACE)
            if not word or not self._text.startswith(".", self._at):
                return tuple(names)
            self._at += 1

    def _value(self, path: Path) -> Iterator[tuple[Path, int]]:
        """Pass over a value, and yield the keys in it; lists and tables in it are a stack, as they may be deep."""
        open_: list[
            tuple[Path, int]
        ] = []  # the path of each, and the number of the next thing in a list, -1 in a table
        inner = path
        while True:
            self._skip(_BLANK if open_ else _SPACE)
            sign = self._text[self._at : self._at + 1]
            if sign in ("[", "{") and sign:
                self._at += 1
                open_.append((inner, 0 if sign == "[" else -1))
            elif sign in ("]", "}") and sign and open_:
                self._at += 1
                open_.pop()
            elif sign == "," and open_:
                self._at += 1
                held, place = open_[-1]
                open_[-1] = held, place + 1 if place >= 0 else -1
            elif not self._skip(_STRING) and not self._skip(_BARE):
                return
            if not open_:
                return
            self._skip(_BLANK)
            held, place = open_[-1]
            if place >= 0:
                inner = (*held, place)
            elif self._text[self._at : self._at + 1] not in ("}", ",", "]", ""):
                begun = self._at
                inner = held + self._key()
                yield inner, begun
                self._at += 1

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if found is None:
            return ""
        self._at = found.end()
        return found[0]


def _spelled(word: str) -> str:
    """What a key between quotes is."""
    if word[:1] == "'":
        return word[1:-1]
    if word[:1] != '"':
        return word
    try:
        return str(tomllib.loads(f"k = {word}")["k"])
    except tomllib.TOMLDecodeError:
        return word[1:-1]
