"""Files of a person's decisions: a filled review.csv, the decisions.csv of a folder, frames."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import polars as pl

from italclean.core import formula
from italclean.customers.decision_words import read_words
from italclean.databases.address import refuse_as_path
from italclean.errors import BadDecisions, BadEncoding, BinaryInput, ExtraMissing, InputError, UnreadableFile
from italclean.messages.text import said
from italclean.pairs import anchor
from italclean.pairs.review import COLUMNS as REVIEW_COLUMNS
from italclean.pairs.review import KEY_FIELDS
from italclean.readers.frames import as_text
from italclean.readers.plain import read_plain

SIDES = ("a", "b")
SIDE_FIELDS = ("source", "row", "id", *KEY_FIELDS, "anchor")
COLUMNS = (
    "decision",
    "date",
    "state",
    *(f"{field}_{side}" for side in SIDES for field in ("source", "row", "id")),
    *(f"{field}_{side}" for field in KEY_FIELDS for side in SIDES),
    *(f"anchor_{side}" for side in SIDES),
)
"""The columns of `decisions.csv`; a person's own stand behind them."""
_LARGEST = 256 << 20


def read_table(source: Path | pl.DataFrame) -> pl.DataFrame:
    """Read the decisions of one file or frame into the columns of `COLUMNS`."""
    table = _typed(source) if isinstance(source, pl.DataFrame) else table_of(source)
    path = "(DataFrame)" if isinstance(source, pl.DataFrame) else source
    sides = [f"source_{side}" for side in SIDES]
    missing = [name for name in (*sides, "decision") if name not in table.columns]
    missing += [
        f"id_{side}"
        for side in SIDES
        if not any(f"{field}_{side}" in table.columns for field in ("anchor", "id", *KEY_FIELDS))
    ]
    if missing:
        raise BadDecisions(path=path, reason=said("decisions.columns_missing", columns=", ".join(missing)))
    decided, unknown = read_words(table["decision"])
    if unknown is not None:
        raise BadDecisions(path=path, reason=said("decisions.unknown_word", typed=unknown[0], row=unknown[1]))
    taken = table.with_columns(decided.alias("decision")).filter(pl.col("decision").is_not_null())
    absent = [pl.lit(None, dtype=pl.String).alias(name) for name in COLUMNS if name not in taken.columns]
    own = [name for name in taken.columns if name not in (*COLUMNS, *REVIEW_COLUMNS)]
    taken = taken.with_columns(absent).select(*COLUMNS, *own)
    taken = taken.with_columns(
        date=pl.when(pl.col("date").str.len_bytes() > 0).then("date").otherwise(pl.lit(_day(source))),
        state=pl.lit(None, dtype=pl.String),
    )
    pairs = taken.select("decision", pair=pair_keys(taken)).drop_nulls()
    if pairs.unique().height > pairs["pair"].n_unique():
        raise BadDecisions(path=path, reason=said("decisions.both_ways"))
    return taken


def _day(source: Path | pl.DataFrame) -> str:
    """The day on which a file was saved: when its decisions were taken, at the latest; of a frame, today."""
    if isinstance(source, pl.DataFrame):
        return datetime.now().astimezone().date().isoformat()
    return datetime.fromtimestamp(source.stat().st_mtime).astimezone().date().isoformat()


def table_of(path: Path) -> pl.DataFrame:
    """Read a file of any encoding and delimiter, or a workbook, as text, apostrophes before formulas taken away."""
    refuse_as_path(path)
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise BadDecisions(path=path, reason=said("decisions.too_large"))
        table = read_plain(data, str(path))
    except OSError as error:
        raise BadDecisions(path=path, reason=error.strerror or str(error)) from None
    except BinaryInput as error:
        raise BadDecisions(path=path, reason=said("decisions.binary", kind=error.details["kind"])) from None
    except BadEncoding:
        raise BadDecisions(path=path, reason=said("decisions.no_text")) from None
    except ExtraMissing:
        raise
    except UnreadableFile as error:
        raise BadDecisions(path=path, reason=error.details["reason"]) from None
    except InputError:
        raise BadDecisions(path=path, reason=said("decisions.ragged")) from None
    table = table.rename(_plain_names(table.columns))
    return formula.in_frame(table, undo=True)


def _typed(frame: pl.DataFrame) -> pl.DataFrame:
    """Take a filled review as a frame: every cell text, as its file would hold it."""
    table, _ = as_text(frame)
    return formula.in_frame(table.rename(_plain_names(table.columns)), undo=True)


def _plain_names(names: Sequence[str]) -> dict[str, str]:
    """Known names in any case and with blanks around them; others as they are."""
    known = {*COLUMNS, *REVIEW_COLUMNS}
    plain: dict[str, str] = {}
    for name in names:
        wanted = name.strip("\ufeff \t\r\u00a0").lower()
        plain[name] = wanted if wanted in known and wanted not in plain.values() else name
    return plain


def sides_of(table: pl.DataFrame) -> pl.DataFrame:
    """Both sides of decisions below each other: what each is known by, and the decision (`at`) that it is of."""
    sides = []
    for side in SIDES:
        fields = {f"{field}_{side}": field for field in SIDE_FIELDS}
        one = table.select(pl.col(name).cast(pl.String).alias(field) for name, field in fields.items())
        known = anchor.read_anchors(one["anchor"].fill_null(""))
        one = one.with_columns(
            pl.when(pl.col(name).str.len_bytes() > 0).then(pl.col(name)).alias(name) for name in one.columns
        )
        by_text = anchor.named(one, "source", "id")
        # A spreadsheet makes 123 of the id 00123, but leaves an anchor alone.
        anchored = pl.any_horizontal(pl.col("named", "told").is_not_null())
        sides.append(
            one.with_columns(known.get_columns()).with_columns(
                named=pl.when(anchored).then("named").otherwise(by_text),
                side=pl.lit(side),
                at=pl.int_range(pl.len(), dtype=pl.UInt32),
            )
        )
    return pl.concat(sides)


def pair_keys(table: pl.DataFrame) -> pl.Series:
    """What makes two decisions speak of one pair, whichever side stands first; null where a side is unknown."""
    sides = sides_of(table)
    shown_key = pl.concat_str(
        pl.lit("s"), *(pl.col(field).fill_null("") for field in ("source", *KEY_FIELDS)), separator="\n"
    )
    any_shown = pl.any_horizontal(pl.col(field).is_not_null() for field in KEY_FIELDS)
    # Twins need their places; what has an id of its own does not care how its content changes.
    twin = pl.when(pl.col("twins").is_not_null()).then(
        pl.format(".{}.{}.{}", pl.col("told"), pl.col("twin"), pl.col("twins"))
    )
    key = (
        pl.when(pl.col("named").is_not_null())
        .then(pl.format("n{}{}", "named", twin.fill_null("")))
        .when(pl.col("told").is_not_null())
        .then(pl.format("t{}{}{}", "told", twin.fill_null(""), pl.col("source").fill_null("")))
        .when(any_shown)
        .then(shown_key)
    )
    keys = sides.select("side", "at", key=key)
    one, other = (keys.filter(pl.col("side") == side).sort("at")["key"] for side in SIDES)
    return (
        pl.DataFrame({"one": one, "other": other})
        .select(
            pl.when(pl.col("one").is_not_null() & pl.col("other").is_not_null()).then(
                pl.min_horizontal("one", "other") + "\n\n" + pl.max_horizontal("one", "other")
            )
        )
        .to_series()
        .alias("pair")
    )
