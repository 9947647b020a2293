"""The fields of all records as text, column by column."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.readers.dbf.layout import Field, Layout
from italclean.readers.dbf.notes import Notes, is_memo

Records = npt.NDArray[np.uint8]
_TEXTUAL = frozenset("CNFDLVQ")
_BLANKS = " \x00"
_JULIAN_EPOCH = 2_440_588
"""The Julian day of 1970-01-01, from which FoxPro's days are counted back."""
_LAST_DAY, _DAY = 5_373_484, 86_400_000
"""The Julian day of 9999-12-31, and how many milliseconds a day has."""
_SEPARATORS = bytes((*range(0x1C, 0x20), *range(0x01, 0x09), *range(0x0E, 0x1A)))


def columns_of(records: Records, layout: Layout, decode: Callable[[bytes], str], notes: Notes) -> list[pl.Series]:
    """Turn the fields into text.

    Args:
        records: The records, one a row.
        layout: Where their fields stand.
        decode: Turns bytes of the file into text.
        notes: The notes.
    """
    fields = [field for field in layout.fields if not field.hidden]
    texts = iter(_texts(records, [field for field in fields if field.kind in _TEXTUAL], decode))
    columns: list[pl.Series] = []
    for field in fields:
        if field.kind in _TEXTUAL:
            column = _written(next(texts), field)
        elif is_memo(field, layout):
            column = notes.column(_cells(records, field), field)
        else:
            column = _binary(records, field)
        columns.append(column)
    return _without_nulls(columns, records, layout)


def _texts(records: Records, fields: Sequence[Field], decode: Callable[[bytes], str]) -> list[pl.Series]:
    """Cut fields of text out of the records: signs that no record holds are put between them."""
    if not fields:
        return []
    used = np.bincount(records.reshape(-1), minlength=256) > 0
    free = [sign for sign in _SEPARATORS if not used[sign]]
    if len(free) < 2:
        return [
            pl.Series([decode(cell.tobytes()) for cell in _cells(records, field)], dtype=pl.String) for field in fields
        ]
    mark, end = free[:2]
    marks = np.full((len(records), 1), mark, dtype=np.uint8)
    parts = [part for field in fields for part in (_cells(records, field), marks)]
    parts[-1] = np.full((len(records), 1), end, dtype=np.uint8)
    text = decode(np.hstack(parts).tobytes()).encode()
    schema = {str(place): pl.String for place in range(len(fields))}
    frame = pl.read_csv(
        text,
        has_header=False,
        schema=schema,
        separator=chr(mark),
        eol_char=chr(end),
        quote_char=None,
    )
    assert frame.height == len(records)
    return frame.get_columns()


def _cells(records: Records, field: Field) -> Records:
    return np.ascontiguousarray(records[:, field.begin : field.begin + field.width])


def _written(typed: pl.Series, field: Field) -> pl.Series:
    """Write a field of text as a person would have typed it."""
    if field.kind in "CVQ":
        return typed.str.strip_chars_end(_BLANKS)
    bare = typed.str.strip_chars(_BLANKS)
    if field.kind == "L":
        return bare.str.to_uppercase().replace(
            {"T": "VERO", "Y": "VERO", "S": "VERO", "F": "FALSO", "N": "FALSO", "?": ""}
        )
    if field.kind != "D":
        return bare
    # A day that there is not stays as it was typed.
    day = bare.str.to_date("%Y%m%d", strict=False).dt.to_string("%Y-%m-%d")
    whole = bare.str.contains(r"^[0-9]{8}$") & day.is_not_null()
    return day.zip_with(whole, bare.replace("00000000", ""))


def _binary(records: Records, field: Field) -> pl.Series:
    """Write the numbers and moments that FoxPro keeps as bytes."""
    cells = _cells(records, field)
    if field.kind in "I+" and field.width == 4:
        # dBase 7 writes the greatest byte first, with the sign turned.
        numbers = cells.view("<i4").reshape(-1) if field.kind == "I" else (cells.view(">u4").reshape(-1) ^ 0x80000000)
        return pl.Series(numbers.astype(np.int64)).cast(pl.String)
    if field.kind == "Y" and field.width == 8:
        return _money(pl.Series(cells.view("<i8").reshape(-1).astype(np.int64)))
    if field.kind in "BO" and field.width == 8:
        doubles = pl.Series(cells.view("<f8").reshape(-1).astype(np.float64))
        whole = doubles.cast(pl.Int64, strict=False)
        return whole.cast(pl.String).zip_with(
            (whole.cast(pl.Float64) == doubles).fill_null(value=False), doubles.cast(pl.String)
        )
    if field.kind in "T@" and field.width == 8:
        days, parts = cells.view("<i4").reshape(-1, 2).astype(np.int64).T
        known = (days > 0) & (days <= _LAST_DAY) & (parts >= 0) & (parts < _DAY)
        moments = pl.Series(np.where(known, (days - _JULIAN_EPOCH) * _DAY + parts, 0)).cast(pl.Datetime("ms"))
        text = moments.dt.strftime("%Y-%m-%d %H:%M:%S").str.strip_suffix(" 00:00:00")
        empty = pl.Series(days == 0).replace_strict({True: None, False: ""}, return_dtype=pl.String)
        return text.zip_with(pl.Series(known), empty + _as_bytes(cells))
    return _as_bytes(cells)


def _as_bytes(cells: Records) -> pl.Series:
    """Write what has no other form as its bytes."""
    return pl.Series([cell.tobytes().hex() for cell in cells], dtype=pl.String)


def _money(amounts: pl.Series) -> pl.Series:
    """Write amounts in ten-thousandths."""
    amount = pl.col("amount")
    fraction = (amount.abs() % 10_000).cast(pl.String).str.zfill(4).str.replace("0{1,2}$", "")
    sign = pl.when(amount < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    whole = (amount.abs() // 10_000).cast(pl.String)
    return amounts.to_frame("amount").select(pl.concat_str(sign, whole, pl.lit("."), fraction)).to_series()


def _without_nulls(columns: list[pl.Series], records: Records, layout: Layout) -> list[pl.Series]:
    """Empty the fields that a bit of FoxPro's says are empty, and cut texts that say their own length."""
    flags = next((field for field in layout.fields if field.kind == "0"), None)
    if flags is None:
        return columns
    bits = np.unpackbits(_cells(records, flags), axis=1, bitorder="little").astype(np.bool_)
    place, at = 0, 0
    for field in layout.fields:
        short = gone = None
        if field.kind in "VQ":
            short, place = bits[:, place], place + 1
        if field.nullable:
            gone, place = bits[:, place], place + 1
        if field.hidden:
            continue
        if short is not None and short.any():
            lengths = pl.Series(records[:, field.begin + field.width - 1].astype(np.int64))
            cut = columns[at].str.slice(0, lengths)
            columns[at] = cut.zip_with(pl.Series(short), columns[at])
        if gone is not None and gone.any():
            columns[at] = (
                pl.Series([None], dtype=pl.String)
                .new_from_index(0, len(records))
                .zip_with(pl.Series(gone), columns[at])
            )
        at += 1
    return columns
