"""Columns that nearly nobody fills, or that hold few different texts, kept in a fraction of their memory."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from italclean.core.columns import no_text, rows_where

_SPARSE = 0.75
"""The share of nulls from which only the filled cells are kept."""

_LONG = 1 << 16
"""From how many cells on a column is compressed."""

_FEW = 1 << 17
"""Up to how many different texts are numbered."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A column of text kept small; anything but text is kept as it is.

    Attributes:
        kept: The whole column, with its texts numbered where there are few, or the filled cells alone.
        places: Where the filled cells stand, in order; None where the whole column is kept.
        height: How many cells the column has.
    """

    kept: pl.Series
    places: pl.Series | None
    height: int

    def series(self) -> pl.Series:
        """Return the column as it was.

        Examples:
            >>> pack(pl.Series("note", [None, None, None, None, "x"])).series().to_list()
            [None, None, None, None, 'x']
        """
        whole = self.kept.cast(pl.String) if self.kept.dtype == pl.Categorical else self.kept
        if self.places is None:
            return whole
        return no_text(self.height, whole.name).scatter(self.places, whole)

    def at(self, rows: pl.Series) -> pl.Series:
        """Return some cells of the column.

        Examples:
            >>> pack(pl.Series("note", [None, None, None, None, "x"])).at(pl.Series([4, 0])).to_list()
            ['x', None]
        """
        if self.places is None:
            return self.kept[rows].cast(pl.String)
        filled = pl.DataFrame({"at": self.places.cast(pl.Int64), "cell": self.kept})
        asked = rows.cast(pl.Int64).to_frame("at")
        return asked.join(filled, on="at", how="left", maintain_order="left")["cell"].rename(self.kept.name)


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A packed column that is not needed for a while, compressed where it is long.

    A cell of text takes sixteen bytes, and holds on to the whole file that it was cut from; compressed it takes three,
    and a million of them a twentieth of a second.

    Attributes:
        held: The column; where it is long, without its texts.
        texts: These, compressed.
    """

    held: Packed
    texts: bytes | None

    @classmethod
    def of(cls, packed: Packed) -> Squeezed:
        """Squeeze a column.

        Examples:
            >>> Squeezed.of(pack(pl.Series(["a", None]))).packed().series().to_list()
            ['a', None]
        """
        if packed.kept.dtype != pl.String or packed.height < _LONG:
            return cls(packed, None)
        written = io.BytesIO()
        packed.kept.to_frame("kept").write_ipc(written, compression="lz4")
        return cls(Packed(packed.kept.clear(), packed.places, packed.height), written.getvalue())

    def packed(self) -> Packed:
        """Return the column as it was."""
        if self.texts is None:
            return self.held
        kept = pl.read_ipc(io.BytesIO(self.texts))["kept"].rename(self.held.kept.name)
        return Packed(kept, self.held.places, self.held.height)


def pack(values: pl.Series) -> Packed:
    """Keep a column small."""
    if values.dtype != pl.String:
        return Packed(values, None, len(values))
    if values.null_count() == len(values):
        return Packed(values.clear(), pl.Series([], dtype=pl.UInt32), len(values))
    if values.null_count() >= _SPARSE * len(values):
        places = rows_where(values.is_not_null())
        return Packed(values[places], places, len(values))
    if int(values.to_frame("one").select(pl.col("one").approx_n_unique()).item()) <= min(_FEW, len(values) // 4):
        return Packed(values.cast(pl.Categorical()), None, len(values))
    return Packed(values, None, len(values))


def packed(found: pl.DataFrame) -> dict[str, Packed]:
    """Keep some columns small, by their names."""
    return {values.name: pack(values) for values in found.get_columns()}


def joined(parts: Sequence[Packed]) -> Packed:
    """Put the parts of a column together, as they are kept where all are kept alike.

    Examples:
        >>> parts = [pack(pl.Series([None, None, None, text])) for text in ("x", "y")]
        >>> joined(parts).series().to_list()
        [None, None, None, 'x', None, None, None, 'y']
    """
    if len(parts) == 1:
        return parts[0]
    alike = len({(part.kept.dtype, part.places is None) for part in parts}) == 1
    if not alike:
        return pack(pl.concat([part.series() for part in parts], rechunk=True))
    kept = pl.concat([part.kept for part in parts], rechunk=True)
    places, before = [], 0
    for part in parts:
        if part.places is not None:
            places.append(part.places + before)
        before += part.height
    return Packed(kept, pl.concat(places) if places else None, before)


class Findings:
    """What cleaners found beyond the values of their columns, by the columns' names."""

    def __init__(self) -> None:
        self._packed: dict[str, dict[str, Packed]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._packed

    def __getitem__(self, name: str) -> pl.DataFrame:
        return pl.DataFrame([column.series().rename(extra) for extra, column in self._packed[name].items()])

    def __setitem__(self, name: str, found: pl.DataFrame) -> None:
        self._packed[name] = packed(found)

    def put(self, name: str, parts: Sequence[Mapping[str, Packed]]) -> None:
        """Keep what was found in a column part by part, each of which has the same findings."""
        self._packed[name] = {extra: joined([part[extra] for part in parts]) for extra in parts[0]}

    def find(self, name: str, extra: str) -> pl.Series | None:
        """Return one finding of a column, None where there is none."""
        packed = self._packed.get(name, {}).get(extra)
        return None if packed is None else packed.series().rename(extra)
