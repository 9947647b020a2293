"""Cells as they come from a database: bytes that are text in one encoding or another, moments, names of columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import polars as pl


def decoded(values: pl.Series) -> tuple[pl.Series, bool]:
    r"""Read bytes as the text that they are: UTF-8, else cp1252, as old programs wrote it.

    Args:
        values: A column of bytes.

    Returns:
        The text, and whether any cell was not UTF-8.

    Examples:
        >>> decoded(pl.Series([b"citt\xe0", "Nicol\u00f2".encode(), None]))[0].to_list()
        ['città', 'Nicolò', None]
    """
    try:
        return values.cast(pl.String), False
    except pl.exceptions.ComputeError:
        # Rare: value by value, each of them once.
        return _once(values, _text_of), True


def from_bytes(values: pl.Series) -> pl.Series:
    """Write bytes as the text that they are, else in hexadecimal, as those of frames are.

    Args:
        values: A column of bytes.

    Examples:
        >>> from_bytes(pl.Series([b"Rossi", bytes([255, 0]), None])).to_list()
        ['Rossi', '0xff00', None]
    """
    return _once(values, shown)


def shown(value: bytes) -> str:
    """Write one value of bytes as `from_bytes` does.

    Args:
        value: The bytes.
    """
    try:
        return value.decode()
    except UnicodeDecodeError:
        return f"0x{value.hex()}"


def _text_of(value: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return value.decode(encoding)
        except UnicodeDecodeError:
            continue
    # Five bytes are no letter of cp1252: they stay what they are.
    return value.decode("latin-1")


def _once(values: pl.Series, written: Callable[[bytes], str]) -> pl.Series:
    distinct = values.unique().drop_nulls()
    known = pl.DataFrame({"value": distinct, "text": pl.Series(map(written, distinct), dtype=pl.String)})
    return (
        values.to_frame("value").join(known, on="value", how="left", maintain_order="left")["text"].alias(values.name)
    )


def plain_moments(values: pl.Series) -> pl.Series:
    """Write moments as days where all of them are midnight, and to the second elsewhere, as those of frames are.

    Args:
        values: A column of moments as a server writes them.

    Examples:
        >>> plain_moments(pl.Series(["2024-05-01 00:00:00", None])).to_list()
        ['2024-05-01', None]
        >>> plain_moments(pl.Series(["2024-05-01 10:30:00.25", "2024-05-02 00:00:00"])).to_list()
        ['2024-05-01 10:30:00', '2024-05-02 00:00:00']
    """
    seconds = values.str.replace(r"(:\d\d)\.\d+", "${1}")
    if bool(seconds.str.contains(r" 00:00(?::00)?").all()):
        return seconds.str.replace(r" 00:00(?::00)?", "")
    return seconds


def bearable(names: Sequence[str], limit: int) -> tuple[str, ...]:
    """Make names of columns ones that every database can bear: short, and told apart by more than capitals.

    Args:
        names: The names.
        limit: How many bytes a name may have.

    Examples:
        >>> bearable(["Note", "note", "xxxxxxx", "xxxxxxxx"], 7)
        ('Note', 'note_2', 'xxxxxxx', 'xxxxx_2')
    """
    made: list[str] = []
    taken: set[str] = set()
    for name in names:
        # Some have no room for signs beyond the first plane, none for NUL, and MariaDB lets no name end with a blank.
        plain = re.sub("[\0\U00010000-\U0010ffff\ud800-\udfff]", "_", name).rstrip() or "_"
        chosen, copy = _cut(plain, limit), 2
        while chosen.casefold() in taken:
            end = f"_{copy}"
            chosen, copy = _cut(plain, limit - len(end)) + end, copy + 1
        taken.add(chosen.casefold())
        made.append(chosen)
    return tuple(made)


def _cut(name: str, limit: int) -> str:
    return name.encode()[:limit].decode(errors="ignore").rstrip()
