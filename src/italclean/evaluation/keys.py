"""Which row of the crosswalk the truth speaks of: by its source and number, or by its source and id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from italclean.errors import BadCrosswalk, BadTruth
from italclean.evaluation.tables import filled, first_of, listed, plain
from italclean.fields.headers import read_header
from italclean.messages.text import Text, said

SOURCES = ("source", "sorgente", "fonte")
ROWS = ("row", "riga", "numero_riga", "n_riga")
IDS = ("source_id", "id")
ENTITIES = (
    *("entity", "entita", "entity_id", "id_entita", "cliente_vero", "vero_cliente", "cliente_reale", "persona_vera"),
    *("true_id", "true_entity", "truth", "verita", "cluster", "cluster_id", "gruppo", "group", "group_id", "etichetta"),
    *("label", "golden_id"),
)
"""Names of the column that says which customer a row is, the surest first."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns in which a table says which row is meant; None where it has none.

    Attributes:
        source: The source.
        row: The number of the row in it.
        id: The id of the row.
    """

    source: str | None
    row: str | None
    id: str | None


def columns_of(names: list[str], suffix: str = "") -> Columns:
    """Find the columns that say which row is meant.

    Args:
        names: The columns of the table.
        suffix: What stands behind their names: `_a` of a pair's first side.

    Examples:
        >>> columns_of(["Fonte", "Cod. Cliente", "entita"])
        Columns(source='Fonte', row=None, id='Cod. Cliente')
        >>> columns_of(["row_a", "row_b"], "_a")
        Columns(source=None, row='row_a', id=None)
    """
    source, row, own = (first_of([f"{name}{suffix}" for name in wanted], names) for wanted in (SOURCES, ROWS, IDS))
    if own is None and not suffix:
        own = next((name for name in names if plain(name) not in ENTITIES and read_header(name).default == "id"), None)
    return Columns(source, row, own)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the rows that the truth names stand in the crosswalk.

    Attributes:
        at: For each line of the truth the row of the crosswalk, null where there is none.
        by: By what they were found: `source` and `row`, `row`, `source` and `id`, or `id`.
        notices: What a user should know about it.
    """

    at: pl.Series
    by: tuple[str, ...]
    notices: tuple[Text, ...] = ()


class Finder:
    """Finds the rows of a crosswalk.

    Args:
        crosswalk: The crosswalk, its columns called plainly.
        path: What it is called in messages.
    """

    def __init__(self, crosswalk: pl.DataFrame, path: str) -> None:
        self._path = path
        columns = columns_of(crosswalk.columns)
        self._rows = _known(crosswalk, columns)
        self.sources: list[str] = self._rows["source"].drop_nulls().unique().sort().to_list()
        self.height = crosswalk.height
        if columns.row is None and columns.id is None:
            raise BadCrosswalk(
                path=path, reason=said("evaluate.no_key_in_crosswalk", columns=listed(crosswalk.columns))
            )
        if columns.row is not None:
            twice = self._rows.filter(pl.col("row").is_not_null() & pl.struct("source", "row").is_duplicated())
            if twice.height:
                raise BadCrosswalk(path=path, reason=said("evaluate.row_twice", row=twice["row"][0]))

    def find(self, truth: pl.DataFrame, columns: Columns, path: str, names: Sequence[str] | None = None) -> Places:
        """Find the rows that lines of the truth name.

        Args:
            truth: The truth.
            columns: Where it names them.
            path: What it is called in messages.
            names: The columns to be told where none is a key, if they are not those of `truth`.

        Raises:
            BadTruth: It does not say which rows it means, or none of them is there.
        """
        asked = _known(truth, columns)
        notices: list[Text] = []
        by_row = self._has("row") and columns.row is not None and asked["row"].is_not_null().any()
        by_id = self._has("id") and columns.id is not None and asked["id"].is_not_null().any()
        if not by_row and not by_id:
            raise BadTruth(path=path, reason=said("evaluate.no_key", columns=listed(names or truth.columns)))
        key = "row" if by_row else "id"
        by_source = self._asks_source(asked, key, path)
        if asked["source"].is_not_null().any() and self.sources and not by_source:
            notices.append(said("evaluate.source_ignored", source=self.sources[0]))
        on = ["source", key] if by_source else [key]
        at = _joined(asked, self._rows, on)
        if key == "id":
            at, bare = _without_zeros(at, asked, self._rows, on)
            if bare:
                notices.append(said("evaluate.without_zeros", count=bare))
            several = asked.filter(at.is_null()).join(
                self._rows.filter(pl.struct(on).is_duplicated()), on=on, how="semi"
            )
            if several.height:
                notices.append(said("evaluate.id_of_several", count=several.height))
        elif by_id:
            # Zeros that a spreadsheet took away make no other id.
            one, other_one = (
                asked["id"].str.strip_chars_start("0"),
                self._rows["id"].gather(at).str.strip_chars_start("0"),
            )
            other = (one != other_one).fill_null(value=False).sum()
            if other:
                notices.append(said("evaluate.other_ids", count=int(other)))
        if at.is_null().all():
            raise BadTruth(path=path, reason=self._nothing_found(asked, on))
        return Places(at, tuple(on), tuple(notices))

    def _has(self, key: str) -> bool:
        return bool(self._rows[key].is_not_null().any())

    def _asks_source(self, asked: pl.DataFrame, key: str, path: str) -> bool:
        """Whether rows are found by their source, too: a list of one source may be called otherwise by the truth."""
        named = set(asked["source"].drop_nulls().unique())
        if not self.sources or (len(self.sources) == 1 and not named & set(self.sources)):
            return False
        if not named and not (key == "id" and self._rows["id"].drop_nulls().is_unique().all()):
            raise BadTruth(path=path, reason=said("evaluate.no_source", sources=listed(self.sources)))
        return bool(named)

    def _nothing_found(self, asked: pl.DataFrame, on: list[str]) -> Text:
        example = ", ".join(str(asked[name].drop_nulls()[0]) for name in on if asked[name].is_not_null().any())
        known = ", ".join(str(self._rows[name].drop_nulls()[0]) for name in on)
        return said("evaluate.nothing_found", key=" + ".join(on), asked=example[:60], known=known[:60])


def _known(table: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    """What a table says of its rows: `source`, `row` (a number), `id`."""
    number = r"^\+?0*([0-9]{1,18})(?:[.,]0+)?$"
    texts = {"source": columns.source, "row": columns.row, "id": columns.id}
    said_of = table.select(
        pl.lit(None, dtype=pl.String).alias(name) if column is None else filled(column).alias(name)
        for name, column in texts.items()
    )
    if said_of.height != table.height:  # nothing but literals
        said_of = pl.DataFrame(
            {name: pl.Series([None], dtype=pl.String).new_from_index(0, table.height) for name in texts}
        )
    # A spreadsheet or pandas may have made 7.0 of the row 7.
    return said_of.with_columns(pl.col("row").str.extract(number).cast(pl.Int64, strict=False))


def _joined(asked: pl.DataFrame, rows: pl.DataFrame, on: list[str]) -> pl.Series:
    """The row of each key that stands for one row alone."""
    known = rows.select(*on, at=pl.int_range(pl.len(), dtype=pl.Int64)).drop_nulls()
    known = known.filter(pl.struct(on).is_unique())
    return asked.select(on).join(known, on=on, how="left", maintain_order="left")["at"]


def _without_zeros(at: pl.Series, asked: pl.DataFrame, rows: pl.DataFrame, on: list[str]) -> tuple[pl.Series, int]:
    """Find ids that a spreadsheet took the zeros from: 00123 became 123."""
    if not at.is_null().any():
        return at, 0
    bare = pl.col("id").str.extract(r"^0*([1-9][0-9]*)$")
    again = _joined(asked.with_columns(bare), rows.with_columns(bare), on)
    # An id that stands there as it was typed, for several rows, is not another one's without its zeros.
    typed = asked.select(on).join(
        rows.select(on).unique().with_columns(there=True), on=on, how="left", maintain_order="left"
    )
    again = pl.select(pl.when(typed["there"].is_null()).then(again)).to_series()
    found = int((at.is_null() & again.is_not_null()).sum())
    return pl.select(pl.coalesce(at, again)).to_series().alias("at"), found
