"""The worksheet of a batch as its steps find it: every cell read by its cleaner, nothing held against anything yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from italclean.consent.purposes import is_opposition, is_revocation
from italclean.core import text
from italclean.core.columns import no_text
from italclean.core.parallel import each
from italclean.fields.catalogue import WHOLE_NAMES, canonical_position, field_of
from italclean.fields.plan import UNTOUCHED, Column, Plan
from italclean.issues.outcome import STATUS
from italclean.issues.registry import issue_dtype
from italclean.readers.table import Table
from italclean.rows.log import no_unwrapped
from italclean.rows.packed import Findings, Packed, packed
from italclean.rows.worksheet import Cells, Worksheet
from italclean.settings import Periods

_VERDICT = ("value", "status", "issue", "detail")
# What is asked of the cleaners' findings later; the others are not kept.
_KEPT = {
    "tipo", "titolo", "cognome", "nome", "ragione_sociale", "forma_giuridica", "parole", "data_nascita", "sesso",
    "belfiore", "candidati", "stato", "secolo", "codice_luogo", "codice_fiscale", "partita_iva", "pec", "altri",
    "ordine", "frazione", "civico", "interno", "cap", "comune", "provincia",
    "nazione", "genere", "forse", "fax", "dominio", "data", "fonte", "nota", "accanto",
    "email", "telefono",
}  # fmt: skip
# Names, too, have a key; that of a street is asked for.
_KEPT_OF = {"indirizzo": {"via", "chiave"}}

_ROWS = 1 << 18
"""How many rows of a column are cleaned at a time."""

Told = Callable[[str, int, int], None]
"""`told(what, done, steps)`: which column is being cleaned, how many are done and how many there are."""


def open_sheet(
    tables: Sequence[Table],
    plan: Plan,
    periods: Periods,
    told: Told | None = None,
    retention: Mapping[str, int] | None = None,
) -> Worksheet:
    """Let the cleaners read every cell of a batch.

    Args:
        tables: The sources, or a part of each.
        plan: What was decided on their columns.
        periods: After how long a customer is silent.
        told: Called with what is being done.
        retention: After how many months of silence a row is over its time for a purpose with a clock of its own.
    """
    by_output = _columns_by_output(plan)
    steps = len(by_output) + 1
    sheet = Worksheet(_identity(tables, plan), {}, Findings(), {}, _passed_on(tables, plan), periods, retention or {})
    # One column's work has its single-threaded moments: another one's fills them.
    cleaned = each(lambda item: _clean_column(tables, *item), by_output.items(), most=2)
    for done, output in enumerate(by_output):
        if told:
            told(output, done, steps)
        sheet.cells[output], found = next(cleaned)
        sheet.findings.put(output, found)
    if told:
        told("", steps - 1, steps)
    return sheet


def _columns_by_output(plan: Plan) -> dict[str, list[Column]]:
    grouped: dict[str, list[Column]] = {}
    for column in plan.columns:
        if column.role not in (None, "id", "source"):
            grouped.setdefault(column.cells, []).append(column)
    return dict(sorted(grouped.items(), key=lambda item: canonical_position(item[0])))


def _identity(tables: Sequence[Table], plan: Plan) -> pl.DataFrame:
    """Name every record: its source, its number in it, and its id there."""
    parts = []
    for table in tables:
        ids = next((column.name for column in plan.of(table.name) if column.role == "id"), None)
        parts.append(
            table.frame.select(
                source=pl.lit(sources_of(table, plan)),
                row=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32) + table.before,
                # Ids are the customer's own: they stay as typed.
                source_id=pl.lit(None, dtype=pl.String) if ids is None else pl.lit(table.frame[ids]),
            )
        )
    return pl.concat(parts)


def sources_of(table: Table, plan: Plan) -> pl.Series:
    """Return the source of each row of a table: what the table is called, or what a column of it says.

    Args:
        table: The table.
        plan: What its columns are.
    """
    named = next((column.name for column in plan.of(table.name) if column.role == "source"), None)
    if named is None:
        return pl.repeat(table.name, table.frame.height, dtype=pl.String, eager=True).alias("source")
    alone = len({column.source for column in plan.columns}) == 1
    within = not alone if table.within is None else table.within
    said = pl.col(named) if not within else pl.lit(f"{table.name}/") + pl.col(named)
    return table.frame.select(source=pl.coalesce(said, pl.lit(table.name))).to_series()


def _passed_on(tables: Sequence[Table], plan: Plan) -> pl.DataFrame:
    parts = []
    for table in tables:
        names = {column.output: column.name for column in plan.of(table.name) if column.role in UNTOUCHED}
        # A source that lacks them all is as high as the others' columns.
        parts.append(
            [
                (table.frame[names[output]] if output in names else no_text(table.frame.height)).rename(output)
                for output in plan.passed_on()
            ]
        )
    return pl.concat(map(pl.DataFrame, parts))


def unwrapped(tables: Sequence[Table], plan: Plan) -> pl.DataFrame:
    """Return the cells of columns without a cleaner that are not passed on as they came (`="00184"` is 00184).

    Those of the others are in the log by themselves, because their cleaner is given what was typed.
    """
    parts = [no_unwrapped()]
    before = 0
    for table in tables:
        for column in plan.of(table.name):
            undone = table.undone.get(column.name)
            if undone is not None and column.role in (*UNTOUCHED, "id"):
                cleaned = table.frame[column.name][undone.rows]
                parts.append(
                    pl.DataFrame({"original": undone.typed, "value": cleaned})
                    .select(
                        pl.Series("at", undone.rows).cast(pl.UInt32) + before,
                        pl.lit(column.name, dtype=pl.String).alias("column"),
                        pl.lit(column.role, dtype=pl.String).alias("role"),
                        "original",
                        "value",
                        nothing=pl.col("value").is_null(),
                    )
                    .select(
                        "at",
                        "column",
                        "role",
                        "original",
                        "value",
                        pl.when("nothing")
                        .then(pl.lit("missing"))
                        .otherwise(pl.lit("fixed"))
                        .cast(STATUS)
                        .alias("status"),
                        pl.when("nothing")
                        .then(pl.lit("filler"))
                        .otherwise(pl.lit("format"))
                        .cast(issue_dtype())
                        .alias("issue"),
                    )
                )
        before += table.frame.height
    return pl.concat(parts).sort("at", maintain_order=True)


def _clean_column(
    tables: Sequence[Table], output: str, columns: Sequence[Column]
) -> tuple[Cells, list[dict[str, Packed]]]:
    by_source: dict[str, list[Column]] = {}
    for column in columns:
        # The one that the others are joined to comes first; they follow in their order.
        by_source.setdefault(column.source, []).append(column)
    most = max(map(len, by_source.values()))
    parts: list[list[pl.DataFrame]] = [[] for _ in range(most)]
    raw: list[pl.Series] = []
    verdicts: list[pl.DataFrame] = []
    findings: list[dict[str, Packed]] = []
    role = field_of(columns[0].role or "")
    assert role is not None  # only columns with a role come here
    kept = _KEPT | _KEPT_OF.get(role.name, set())
    for table in tables:
        # The column that the others are joined to comes first: its text begins, and its name stands in the log.
        held = sorted(by_source.get(table.name, []), key=lambda column: column.joins is not None)
        typed = _joined_text(table, held)
        for number in range(most):
            parts[number].append(_part(table, held[number] if number < len(held) else None))
        raw.append(typed.rename("raw"))
        options = {**role.options, **(held[0].options if held else {})}
        # What a name's cleaner finds besides is twenty columns: of some rows at a time, then packed.
        for start in range(0, max(table.frame.height, 1), _ROWS):
            found = role.cleaner.series(typed.slice(start, _ROWS), **options).struct.unnest()
            verdicts.append(found.select(_VERDICT))
            findings.append(packed(found.select(name for name in found.columns if name in kept)))
    names, *others = [pl.concat(some) for some in parts]
    cells = Cells(
        role=role.name,
        output=None if role.name in WHOLE_NAMES or is_opposition(role.name) or is_revocation(role.name) else output,
        names=names["name"],
        raw=pl.concat(raw),
        # Many steps take rows from it: at a third of the time where it is of one piece.
        verdict=pl.concat(verdicts, rechunk=True),
        parts=tuple((part["name"], part["raw"]) for part in (names, *others)) if others else (),
    )
    return cells, findings


def _part(table: Table, column: Column | None) -> pl.DataFrame:
    """A column's name, row by row, and its cells as they came."""
    height = table.frame.height
    name = pl.Series("name", [column.name if column else None], dtype=pl.Categorical()).new_from_index(0, height)
    return pl.DataFrame([name, (table.typed(column.name) if column else no_text(height)).rename("raw")])


def _joined_text(table: Table, columns: Sequence[Column]) -> pl.Series:
    """The cells of a column, or those of several in which one text goes on: RAGSOC1 and RAGSOC2.

    Fillers are no part of it, nor what another column says, too; where one column says something it stays as it came.
    """
    if not columns:
        return no_text(table.frame.height)
    if len(columns) == 1:
        return table.typed(columns[0].name)
    cells = pl.DataFrame([table.frame[column.name].rename(str(number)) for number, column in enumerate(columns)])
    tidy = cells.with_columns(text.tidy(pl.all()))
    kept: list[pl.Expr] = []
    for number, name in enumerate(tidy.columns):
        said = [pl.col(name).eq_missing(pl.col(before)) for before in tidy.columns[:number]]
        nothing_new = pl.any_horizontal(text.is_filler(pl.col(name)).fill_null(value=True), *said)
        kept.append(pl.when(~nothing_new).then(pl.col(name)).alias(name))
    spoken = tidy.select(kept)
    parts = spoken.select(pl.sum_horizontal(pl.all().is_not_null())).to_series()
    joined = spoken.select(pl.concat_str(pl.all(), separator=" ", ignore_nulls=True)).to_series()
    speaks = [spoken[name].is_not_null() for name in spoken.columns]
    first = [pl.when(where).then(pl.col(name)) for name, where in zip(cells.columns, speaks, strict=True)]
    alone = cells.select(pl.coalesce(*first, *cells.columns)).to_series()
    return pl.select(pl.when(parts > 1).then(joined).otherwise(alone)).to_series()
