"""What a person decided on pairs of rows: read, kept, and found again in a list.

A decision belongs to two customers, not to two lines of a file. Each side is known by its anchor (`anchor.py`); where
a file has none, by its source and id, or by all the fields of the review that it shows. A decision that fits no
row, or several, is kept and not applied: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl

from italclean.customers.decision_files import COLUMNS, SIDES, pair_keys, read_table, sides_of, table_of
from italclean.errors import BadDecisions
from italclean.messages.text import Text, said
from italclean.pairs import anchor
from italclean.pairs.review import COLUMNS as REVIEW_COLUMNS
from italclean.pairs.review import KEY_FIELDS, shown
from italclean.readers.frames import is_frame, to_polars

Files: TypeAlias = Any
"""A path or a frame of any kind that the reader of lists takes, or several of them."""
_NOT_APPLIED = ("no_row", "several_rows", "other_row", "no_anchor")
"""States of decisions that find no row of theirs."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions as files have them.

    Attributes:
        table: The columns of `COLUMNS`, and those that a person added; `decision` is `same` or `different`.
        changed: How many were decided otherwise in an earlier file.
    """

    table: pl.DataFrame
    changed: int = 0

    @classmethod
    def none(cls) -> Decisions:
        """Return no decisions."""
        return cls(pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String)))


@dataclass(frozen=True, slots=True)
class Placed:
    """Decisions and the rows that they speak of.

    Attributes:
        pairs: `low`, `high` (rows of the list) and `same`, those to apply.
        table: All decisions, with their `state`.
        changed: How many were decided otherwise before.
    """

    pairs: pl.DataFrame
    table: pl.DataFrame
    changed: int = 0

    def figures(self) -> dict[str, int]:
        """Return how many decisions there are, how many apply and how many find no row of theirs."""
        counted = dict(self.table.group_by("state").len().iter_rows())
        lost = sum(counted.get(state, 0) for state in _NOT_APPLIED)
        return {
            "decisions": self.table.height,
            "decisions_applied": counted.get("applied", 0),
            "decisions_unplaced": lost,
            "decisions_changed": self.changed,
        }

    def notices(self) -> list[Text]:
        """Return what is to be said of decisions that are not applied, or were changed."""
        counted = dict(self.table.group_by("state").len().iter_rows())
        notices = [
            said("decisions.not_applied", count=count, why=said(f"decisions.{state}"), state=state)
            for state in _NOT_APPLIED
            if (count := int(counted.get(state, 0)))
        ]
        changed = self.changed + int(counted.get("overruled", 0))
        if changed:
            notices.append(said("decisions.changed", count=changed))
        return notices


def read_decisions(files: Files) -> Decisions:
    """Read decisions: filled `review.csv`, and `decisions.csv`, as files or as frames.

    Args:
        files: One or several, later ones count more.

    Raises:
        BadDecisions: A file cannot be read, is no review file, or contradicts itself.
    """
    given = [files] if isinstance(files, str | Path) or is_frame(files) else list(files)
    return merged([read_table(to_polars(one) if is_frame(one) else Path(one)) for one in given])


def merged(tables: Sequence[pl.DataFrame]) -> Decisions:
    """Make one table of several; of two decisions on a pair the later one stays, in its place.

    Args:
        tables: What `Decisions.table` holds.
    """
    tables = [table for table in tables if table.height]
    if not tables:
        return Decisions.none()
    whole = pl.concat(tables, how="diagonal").select(*COLUMNS, pl.exclude(COLUMNS))
    pair = pair_keys(whole)
    keyed = whole.with_columns(pair=pair).with_columns(
        last=pl.col("pair").is_null() | pl.col("pair").is_last_distinct(),
        ways=pl.when(pl.col("pair").is_not_null()).then(pl.col("decision").n_unique().over("pair")),
    )
    changed = keyed.filter(pl.col("ways") > 1)["pair"].n_unique()
    return Decisions(keyed.filter("last").drop("pair", "last", "ways"), changed)


def has_decisions(path: Path) -> bool:
    """Return whether a file is laid out as `review.csv` or `decisions.csv`.

    Args:
        path: The file.
    """
    try:
        names = table_of(path).columns
    except BadDecisions:
        return False
    return "decision" in names and {"source_a", "source_b"} <= set(names)


def notes_beside(path: Path) -> bool:
    """Return whether somebody wrote into columns of a review that are not of it.

    Args:
        path: The review.
    """
    table = table_of(path)
    own = [name for name in table.columns if name not in (*REVIEW_COLUMNS, *COLUMNS)]
    return any((table[name].str.strip_chars().str.len_bytes() > 0).any() for name in own)


def place(decisions: Decisions, frame: pl.DataFrame, newest: pl.Series | None = None) -> Placed:
    """Find the rows that decisions speak of.

    Args:
        decisions: The decisions.
        frame: The cleaned list.
        newest: Which rows no later delivery brought anew; None where there was one delivery alone.
    """
    table = decisions.table
    found = _find(sides_of(table), frame, newest)
    one, other = (found.filter(pl.col("side") == side).sort("at") for side in SIDES)
    both = pl.DataFrame(
        {
            "one": one["row_at"],
            "other": other["row_at"],
            "state_a": one["state"],
            "state_b": other["state"],
            "same": table["decision"] == "same",
        }
    ).with_columns(
        low=pl.min_horizontal("one", "other"),
        high=pl.max_horizontal("one", "other"),
        state=pl.coalesce("state_a", "state_b"),
    )
    both = both.with_columns(
        state=pl.when(pl.col("state").is_null() & (pl.col("one") == pl.col("other")))
        .then(pl.lit("one_row"))
        .otherwise("state")
    )
    fits = pl.col("state").is_null()
    last = pl.struct("low", "high").is_last_distinct()
    placed = both.with_row_index("number").filter(fits).with_columns(last=last)
    final = placed.filter("last").select("low", "high", final="same")
    placed = placed.join(final, on=["low", "high"], how="left", maintain_order="left").select(
        "number",
        settled=pl.when(pl.col("same") == pl.col("final")).then(pl.lit("applied")).otherwise(pl.lit("overruled")),
    )
    state = (
        both.select("state")
        .with_row_index("number")
        .join(placed, on="number", how="left", maintain_order="left")
        .select(pl.coalesce("state", "settled"))
        .to_series()
    )
    pairs = (
        both.with_columns(state=state)
        .filter(pl.col("state") == "applied")
        .select(pl.col("low", "high").cast(pl.Int64), "same")
        .unique(maintain_order=True)
    )
    return Placed(pairs, table.with_columns(state=state), decisions.changed)


def _find(sides: pl.DataFrame, frame: pl.DataFrame, newest: pl.Series | None) -> pl.DataFrame:
    """Find the row of each side: `row_at`, or why there is none (`state`)."""
    sides = sides.with_row_index("number")
    rows = frame.select("source").with_row_index("row_at").with_columns(named=anchor.named(frame))
    there = frame["source"].unique()
    sides = sides.with_columns(gone=~pl.col("source").is_in(there.implode()))
    by_id = pl.concat(
        [
            _joined(sides.filter(~pl.col("gone")), rows, ["source", "named"]),
            _by_id_alone(sides.filter("gone"), frame),
        ]
    )
    by_id = _vouched(by_id, sides, frame)
    refused = by_id.filter(~pl.col("vouched"))["number"].unique()
    by_id = by_id.filter("vouched").select("number", "row_at")
    # Without an id, or where its source is called otherwise today, the content finds the row.
    rest = sides.filter(
        (pl.col("named").is_null() | pl.col("gone")) & ~pl.col("number").is_in(by_id["number"].implode())
    )
    by_content = _by_content(rest, frame) if rest.height else by_id.clear()
    found = pl.concat([by_id, by_content])
    if newest is not None:
        # Of the versions of a record the newest stands for it.
        new = newest[found["row_at"]]
        found = found.with_columns(new=new).filter(pl.col("new") | ~pl.col("new").any().over("number")).drop("new")
    found = _told_apart(found, sides, frame, goes_on=newest is not None)
    count = pl.len().over("number")
    one = found.with_columns(fits=count)
    single = one.filter(pl.col("fits") == 1).select("number", "row_at")
    several = one.filter(pl.col("fits") > 1)["number"].unique()
    known = pl.any_horizontal(pl.col(name).is_not_null() for name in ("named", "told", *KEY_FIELDS))
    return (
        sides.select("number", "side", "at", known=known)
        .join(single, on="number", how="left", maintain_order="left")
        .with_columns(
            state=pl.when(pl.col("row_at").is_not_null())
            .then(None)
            .when(~pl.col("known"))
            .then(pl.lit("no_anchor"))
            .when(pl.col("number").is_in(several.implode()))
            .then(pl.lit("several_rows"))
            .when(pl.col("number").is_in(refused.implode()))
            .then(pl.lit("other_row"))
            .otherwise(pl.lit("no_row"))
        )
    )


def _joined(sides: pl.DataFrame, rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    known = sides.select("number", *keys).drop_nulls()
    return known.join(rows, on=keys, how="inner").select("number", "row_at")


def _by_id_alone(sides: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of other sources with the id of a side: `clienti-2025.csv` came as `clienti-2026.csv`."""
    ids = frame.select(pl.col("source_id").alias("id")).with_row_index("row_at")
    return _joined(sides, ids, ["id"])


def _vouched(found: pl.DataFrame, sides: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """Say whether the row of an id is still the customer that was decided on.

    Ids are given anew (many are mere numbers of an export), and then belong to somebody else. The row says all that
    it said, or one telling field of it is the same and the codici fiscali are not two.
    """
    was = found.select("number").join(sides, on="number", how="left", maintain_order="left")
    alike = (was["told"] == anchor.told(frame[found["row_at"]])).fill_null(value=False)
    # Mostly nothing has changed: the closer look is for the rest.
    rest = (~alike).arg_true()
    vouched = alike.scatter(rest, _still_the_same(was[rest], frame[found["row_at"].gather(rest)]))
    return found.with_columns(vouched=vouched)


def _still_the_same(was: pl.DataFrame, some: pl.DataFrame) -> pl.Series:
    """Say of sides and rows that do not say just the same whether they are one customer."""
    now = some.select(shown(some, name).fill_null("") for name in KEY_FIELDS)
    no = pl.repeat(value=False, n=was.height, eager=True)
    agreed, asked, another = no, no, no
    for field in ("nominativo", "codice_fiscale", "partita_iva", "email", "telefono"):
        before, after = _folded(was[field], field), _folded(now[field], field)
        asked |= before != ""
        agreed |= (before != "") & (before == after)
        if field == "codice_fiscale":
            another = (before != "") & (after != "") & (before != after)
    # A file by hand may hold nothing but ids of a source that is there: they are taken at their word.
    bare = ~asked & was["told"].is_null() & ~was["gone"]
    return (agreed | bare) & ~another


def _folded(cells: pl.Series, field: str) -> pl.Series:
    """A field as a spreadsheet may have left it: names without order and case, numbers without leading zeros."""
    upper = cells.fill_null("").str.to_uppercase()
    if field == "nominativo":
        return upper.str.extract_all(r"[\p{L}\d]+").list.sort().list.join(" ")
    if field in ("codice_fiscale", "partita_iva", "telefono"):
        return upper.str.replace_all(r"\W", "").str.strip_chars_start("0")
    return upper.str.strip_chars()


def _by_content(sides: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows that say what a side says: of its source, or of any where the source is called otherwise today."""
    found = []
    told = sides.filter(pl.col("told").is_not_null())
    if told.height:
        rows = frame.select("source").with_row_index("row_at").with_columns(anchor.told(frame))
        found += [
            _joined(told.filter(~pl.col("gone")), rows, ["source", "told"]),
            _joined(told.filter("gone"), rows, ["told"]),
        ]
    # A file without anchors: all the fields that it shows must be those of the row.
    bare = sides.filter(pl.col("told").is_null())
    fields = [field for field in KEY_FIELDS if bare[field].is_not_null().any()]
    if fields:
        rows = frame.select("source", *(shown(frame, field).fill_null("") for field in fields)).with_row_index("row_at")
        rows = rows.with_columns(_folded(rows[field], field).alias(field) for field in fields)
        asked = bare.filter(pl.any_horizontal(pl.col(field).is_not_null() for field in fields))
        asked = asked.with_columns(_folded(asked[field], field).alias(field) for field in fields)
        found += [
            _joined(asked.filter(~pl.col("gone")), rows, ["source", *fields]),
            _joined(asked.filter("gone"), rows, fields),
        ]
    return pl.concat([pl.DataFrame(schema={"number": pl.UInt32, "row_at": pl.UInt32}), *found])


def _told_apart(found: pl.DataFrame, sides: pl.DataFrame, frame: pl.DataFrame, *, goes_on: bool) -> pl.DataFrame:
    """Of several rows that fit a side, keep the one that says just what it said, and of twins the one meant.

    Args:
        found: `number` of a side and `row_at` of a row that fits it.
        sides: The sides.
        frame: The cleaned list.
        goes_on: Whether rows were only added behind those of before: the second of two is the second of three, too.
    """
    if found.is_empty():
        return found
    several = found.filter(pl.len().over("number") > 1).sort("number", "row_at")
    if several.is_empty():
        return found
    was = several.select("number").join(
        sides.select("number", "told", "twin", "twins"), on="number", how="left", maintain_order="left"
    )
    alike = (was["told"] == anchor.told(frame[several["row_at"]])).fill_null(value=False)
    several = several.with_columns(was.select("twin", "twins").get_columns()).with_columns(alike=alike)
    several = several.filter(pl.col("alike") | ~pl.col("alike").any().over("number"))
    place_, count = pl.int_range(1, pl.len() + 1).over("number"), pl.len().over("number")
    known_again = (pl.col("twins") <= count) if goes_on else (pl.col("twins") == count)
    meant = pl.col("alike") & known_again & (pl.col("twin") == place_)
    several = several.with_columns(meant=meant.fill_null(value=False))
    several = several.filter(pl.col("meant") | ~pl.col("meant").any().over("number")).select("number", "row_at")
    single = found.filter(pl.len().over("number") == 1)
    return pl.concat([single, several])
