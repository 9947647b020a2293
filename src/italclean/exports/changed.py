"""Only what changed: the customers whose rows in a target are others since the last delivery, and keys that are gone.

`changes.csv` of a master tells what became of each customer. A row of a target depends on more than its customer: on
whoever shares the mailbox, of whom one bears it, and on the firm whose contact it is. These come along; a row that is
loaded once more as it was does no harm, one that is left out would be lost.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from italclean.core import formula, text
from italclean.core.copies import parted
from italclean.errors import BadOption
from italclean.exports.customers import key_length, keys_of
from italclean.exports.readme import behind
from italclean.exports.records import Records
from italclean.exports.target import Target
from italclean.messages.text import argument, said
from italclean.readers.plain import read_plain
from italclean.readers.sources import bytes_of

RETIRED = ("object", "old_key", "new_key", "old_id", "new_id", "what")
MERGE, DELETE = "unire", "cancellare"
"""What is done with a key that is gone: its record is merged into the other one, or deleted."""
_ALWAYS = ("tipo", "ragione_sociale", "cognome", "nome", "partita_iva", "email")
"""Fields that say to which object a customer goes, and whose row bears a mailbox."""
_OF_PARENTS = ("ragione_sociale", "forma_giuridica", "comune", "azienda_di_appartenenza")


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed since the last delivery.

    Attributes:
        ids: The customers whose rows are written.
        retired: The keys that are no customer's any more: the columns of `RETIRED`.
    """

    ids: pl.Series
    retired: pl.DataFrame


def changed_customers(listed: pl.DataFrame, target: Target, records: Records) -> Changed:
    """Find the customers whose rows in a target changed with the last delivery.

    Args:
        listed: The customers with what is derived of them (`@key`, `@parent`).
        target: The target.
        records: The records behind them.

    Raises:
        BadOption: There was one delivery alone.
    """
    lines = records.changes
    if lines is None:
        raise BadOption(value=target.name, option=argument("changes"), reason=said("export.no_changes"))
    lines = lines.with_columns(pl.all().cast(pl.String))
    moved = lines.filter(pl.col("change").is_in(["new", "merged", "split"]))
    told = lines.filter(pl.col("field").is_not_null())
    told = told.filter(_is_any_of("field", _taken(target), told))
    direct = pl.concat([moved["golden_id"], moved["other_id"], told["golden_id"]]).drop_nulls().unique()
    touched = pl.concat([lines["golden_id"], lines["other_id"]]).drop_nulls().unique()
    chosen = pl.col("golden_id").is_in(direct.implode())
    chosen |= _of_shared_mailboxes(lines, touched, records)
    chosen |= _of_firms(lines, moved, records)
    parents = listed.filter(chosen)["@key"]
    children = pl.col("@parent").is_in(parents.implode()).fill_null(value=False)
    ids = listed.filter(chosen | children)["golden_id"]
    merged = lines.filter(pl.col("change") == "merged").select(old_id="other_id", golden_id="golden_id")
    return Changed(ids, _retired(merged.unique(), target))


def _taken(target: Target) -> set[str]:
    fields = {field for one in target.objects for column in one.columns for field in behind(column)}
    return fields | {field for one in target.objects for field in one.needs} | {*_ALWAYS, *_OF_PARENTS}


def _is_any_of(column: str, fields: Collection[str], lines: pl.DataFrame) -> pl.Expr:
    """Whether a line is of one of some fields, of a further column of theirs (`email_2`) or of their family."""
    families = tuple(field[:-1] for field in fields if field.endswith("*"))
    names = [
        name
        for name in lines[column].drop_nulls().unique()
        if name in fields or parted(name)[0] in fields or (families and name.startswith(families))
    ]
    return pl.col(column).is_in(names)


def _values(lines: pl.DataFrame, rows: pl.DataFrame, field: str) -> pl.Series:
    """What a field held before and holds now, in lines of changes and on rows, second columns too."""
    some = lines.filter(_is_any_of("field", {field}, lines))
    columns = [name for name in rows.columns if parted(name)[0] == field]
    parts = [some["old"], some["new"], *(rows[name].cast(pl.String) for name in columns)]
    return pl.concat([part.alias("value") for part in parts]).drop_nulls()


def _of_shared_mailboxes(lines: pl.DataFrame, touched: pl.Series, records: Records) -> pl.Expr:
    """Those who share a mailbox with a customer of whom anything changed: one bears it, and its state is of all."""
    theirs = records.rows.filter(pl.col("golden_id").is_in(touched.implode()))
    mailboxes = _values(lines, theirs, "email").str.strip_chars().str.to_lowercase().unique()
    own = pl.col("email").str.strip_chars().str.to_lowercase()
    another = ~pl.col("golden_id").is_in(touched.implode()) | (pl.len().over(own) > 1)
    return (own.is_in(mailboxes.implode()) & another).fill_null(value=False)


def _of_firms(lines: pl.DataFrame, moved: pl.DataFrame, records: Records) -> pl.Expr:
    """Those who name a firm that came, went, or is called otherwise: of two of a name neither is their firm."""
    renamed = lines.filter(_is_any_of("field", set(_OF_PARENTS), lines))
    ids = pl.concat([moved["golden_id"], moved["other_id"], renamed["golden_id"]]).drop_nulls().unique()
    theirs = records.rows.filter(pl.col("golden_id").is_in(ids.implode()))
    names = _values(lines, theirs, "ragione_sociale").to_frame().select(text.key(pl.col("value"))).to_series()
    return text.key(pl.col("azienda_di_appartenenza")).is_in(names.unique().implode()).fill_null(value=False)


def _retired(pairs: pl.DataFrame, target: Target) -> pl.DataFrame:
    """Name the ids of both customers; a mailbox, where that is the key, is no longer known of the one that is gone."""
    keyed = [one for one in target.objects if one.key and "@key" in one.column(one.key).given]
    old, new = (keys_of(pairs[name], key_length(target)) for name in ("old_id", "golden_id"))
    nothing = pl.lit(None, pl.String)
    return pairs.select(
        nothing.alias("object"),
        (old if keyed else nothing).alias("old_key"),
        (new if keyed else nothing).alias("new_key"),
        "old_id",
        pl.col("golden_id").alias("new_id"),
        pl.lit(MERGE).alias("what"),
    )


def gone_since(folder: Path, listed: pl.DataFrame, target: Target, records: Records) -> pl.DataFrame:
    """Tell which keys of an earlier export are no customer's any more: merged since, or forgotten.

    Args:
        folder: The folder of the earlier export.
        listed: The customers.
        target: The target.
        records: The records behind them.

    Raises:
        BadOption: The folder holds no export.
    """
    path = folder / "keys.csv"
    if not path.is_file():
        raise BadOption(value=folder, option=argument("since"), reason=said("export.no_earlier"))
    keys = formula.in_frame(read_plain(bytes_of(str(path)), str(path)), undo=True)
    if not {"golden_id", "object", "key", "outcome"} <= set(keys.columns):
        raise BadOption(value=folder, option=argument("since"), reason=said("export.no_earlier"))
    loaded = keys.filter(pl.col("outcome").is_in(["import", "unchanged"]))
    gone = loaded.filter(~pl.col("golden_id").is_in(listed["golden_id"].implode()))
    gone = gone.unique(["golden_id", "object"], maintain_order=True)
    now = records.retired.unique("old_id", keep="first").join(listed.select("golden_id", "@key"), on="golden_id")
    whole = gone.join(now, left_on="golden_id", right_on="old_id", how="left", maintain_order="left", suffix="_now")
    keyed = [one.name for one in target.objects if one.key and "@key" in one.column(one.key).given]
    return whole.select(
        "object",
        pl.col("key").alias("old_key"),
        pl.when(pl.col("object").is_in(keyed)).then("@key").alias("new_key"),
        pl.col("golden_id").alias("old_id"),
        pl.col("golden_id_now").alias("new_id"),
        pl.when(pl.col("golden_id_now").is_null()).then(pl.lit(DELETE)).otherwise(pl.lit(MERGE)).alias("what"),
    )


def together(exact: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Put retired keys of two findings together, of each customer those of the first.

    Args:
        exact: What an earlier export had loaded.
        told: What the last delivery tells.
    """
    return pl.concat([exact, told.filter(~pl.col("old_id").is_in(exact["old_id"].implode()))])
