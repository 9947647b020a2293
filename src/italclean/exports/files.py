"""The files of an export: cut where a system takes no more, with the rows of one account together."""

from __future__ import annotations

import codecs
import io

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.exports.target import Form


def cut(frame: pl.DataFrame, form: Form, groups: pl.Series | None = None) -> list[pl.DataFrame]:
    """Cut a table into files that are not too long, between two accounts where that can be.

    Args:
        frame: The table, all text.
        form: How files are written.
        groups: The account of each row; the rows of one stand together. None for rows that belong to none.

    Returns:
        The parts, at least one.

    Examples:
        >>> rows = pl.DataFrame({"account": ["A", "A", "B", "B", "B"]})
        >>> [part.height for part in cut(rows, Form(max_rows=4), rows["account"])]
        [2, 3]
    """
    height = frame.height
    most_rows = form.max_rows or height
    # A header stands on every file, and a mark on some.
    room = None if form.max_bytes is None else max(form.max_bytes - len(header_of(frame, form)), 1)
    if height <= most_rows and (room is None or frame.estimated_size() * 3 < room):
        return [frame]
    sizes = _sizes(frame, form).cumsum() if room is not None else np.arange(1, height + 1)
    starts = _starts(groups, height)
    parts, at = [], 0
    while at < height:
        end = min(at + most_rows, height)
        if room is not None:
            before = int(sizes[at - 1]) if at else 0
            end = min(end, max(int(np.searchsorted(sizes, before + room, side="right")), at + 1))
        if end < height:
            # The last row at which an account begins; of one that fills more than a file it is cut all the same.
            kept = int(starts[np.searchsorted(starts, end, side="right") - 1])
            end = kept if kept > at else end
        parts.append(frame[at:end])
        at = end
    return parts


def _starts(groups: pl.Series | None, height: int) -> npt.NDArray[np.int64]:
    """The rows at which another account begins; a row without one is one of its own."""
    if groups is None:
        return np.arange(height)
    begins = groups.ne_missing(groups.shift(1)) | groups.is_null()
    begins = begins.clone().scatter([0], True) if height else begins
    return np.flatnonzero(begins.to_numpy())


def _sizes(frame: pl.DataFrame, form: Form) -> npt.NDArray[np.int64]:
    """The bytes that each row takes at most: cells in quotes, quotes among them twice."""
    cells = [
        pl.col(name).str.len_bytes().fill_null(0) + pl.col(name).str.count_matches('"', literal=True).fill_null(0) + 3
        for name in frame.columns
    ]
    return frame.select(pl.sum_horizontal(cells)).to_series().to_numpy().astype(np.int64) + len(form.line_end)


def is_utf8(form: Form) -> bool:
    """Tell whether files are written in UTF-8, which has every letter."""
    return codecs.lookup(form.encoding).name == "utf-8"


def header_of(frame: pl.DataFrame, form: Form) -> bytes:
    """Return the bytes of a file without rows."""
    return as_bytes(frame.clear(), form)


def as_bytes(frame: pl.DataFrame, form: Form) -> bytes:
    r"""Write a table as a system reads it; nothing is put in front of cells, since programs read them.

    Args:
        frame: The table, all text.
        form: How it is written.

    Examples:
        >>> as_bytes(pl.DataFrame({"a": ["x;y", None], "b": ["=1", "à"]}), Form(delimiter=";", line_end="\r\n"))
        b'a;b\r\n"x;y";=1\r\n;\xc3\xa0\r\n'
    """
    written = io.BytesIO()
    frame.write_csv(
        written,
        separator=form.delimiter,
        line_terminator=form.line_end,
        quote_style="always" if form.quote == "always" else "necessary",
        null_value="",
        include_bom=form.bom and is_utf8(form),
    )
    raw = written.getvalue()
    if is_utf8(form):
        return raw
    # What the code page lacks was told by the pre-flight, and such a row is held.
    return raw.decode("utf-8").encode(form.encoding, errors="replace")
