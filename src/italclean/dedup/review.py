"""The pairs that a person must decide, out and back in."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from italclean.errors import BadDecisions

KEY_FIELDS = ("nominativo", "codice_fiscale", "partita_iva", "data_nascita", "indirizzo", "comune", "email", "telefono")
COLUMNS = (
    "pair_id",
    "source_a",
    "row_a",
    "id_a",
    "source_b",
    "row_b",
    "id_b",
    "probability",
    "reason",
    "decision",
    *(f"{name}_{side}" for name in KEY_FIELDS for side in ("a", "b")),
)
_SAME = ("same", "stesso", "stessa", "si", "sì", "s", "y", "yes", "1")
_DIFFERENT = ("different", "diverso", "diversa", "diversi", "no", "n", "0")


def make_review(frame: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Lay out the pairs for a spreadsheet, the most doubtful first.

    Args:
        frame: The cleaned list.
        pairs: `low`, `high` (rows of the frame), `probability`, `reason`.
    """
    shown = frame.select(
        "source", "row", pl.col("source_id").alias("id"), *(_shown(frame, name) for name in KEY_FIELDS)
    )
    ordered = pairs.sort((pl.col("probability") - 0.5).abs(), "reason", "low", "high")
    sides = []
    for side, column in (("a", "low"), ("b", "high")):
        rows = shown[ordered[column]]
        sides.append(rows.rename({name: f"{name}_{side}" for name in rows.columns}))
    return (
        pl.concat([ordered.select("probability", "reason"), *sides], how="horizontal")
        .with_columns(pair_id=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32), decision=pl.lit(None, dtype=pl.String))
        .select(COLUMNS)
    )


def _shown(frame: pl.DataFrame, name: str) -> pl.Expr:
    if name == "nominativo":
        parts = [part for part in ("ragione_sociale", "cognome", "nome") if part in frame.columns]
        return pl.concat_str(parts, separator=" ", ignore_nulls=True).alias(name) if parts else pl.lit("").alias(name)
    if name == "telefono":
        numbers = [part for part in ("cellulare", "telefono") if part in frame.columns]
        return pl.coalesce(numbers).alias(name) if numbers else pl.lit(None, dtype=pl.String).alias(name)
    return pl.col(name) if name in frame.columns else pl.lit(None, dtype=pl.String).alias(name)


def read_decisions(path: str | Path, frame: pl.DataFrame) -> pl.DataFrame:
    """Read a filled review file.

    Args:
        path: The file.
        frame: The cleaned list that it speaks of.

    Returns:
        `low`, `high` (rows of the frame) and `same` (True or False), one row for each decision taken.

    Raises:
        BadDecisions: The file is not a review file, speaks of rows that are not there, or contradicts itself.
    """
    try:
        head = Path(path).read_bytes()[:4096]
        separator = max(";,\t", key=lambda mark: head.split(b"\n")[0].count(mark.encode()))
        filled = pl.read_csv(path, separator=separator, infer_schema=False, encoding="utf8-lossy")
    except (OSError, pl.exceptions.PolarsError) as error:
        raise BadDecisions(path=path, reason=str(error)) from None
    filled = filled.rename(lambda name: name.lstrip("\ufeff"))
    needed = ("source_a", "row_a", "source_b", "row_b", "decision")
    missing = [name for name in needed if name not in filled.columns]
    if missing:
        raise BadDecisions(path=path, reason=f"mancano le colonne / missing columns: {', '.join(missing)}")
    word = pl.col("decision").str.strip_chars().str.to_lowercase()
    taken = filled.filter(word.str.len_bytes() > 0).with_columns(word=word)
    unknown = taken.filter(~pl.col("word").is_in([*_SAME, *_DIFFERENT]))
    if len(unknown):
        raise BadDecisions(
            path=path, reason=f"«{unknown['decision'][0]}» non è same né different / is neither same nor different"
        )
    rows = frame.select("source", pl.col("row").cast(pl.String), pl.int_range(pl.len()).alias("at"))
    placed = taken.select("source_a", "row_a", "source_b", "row_b", same=pl.col("word").is_in(_SAME)).join(
        rows.rename({"source": "source_a", "row": "row_a", "at": "one"}),
        on=["source_a", "row_a"],
        how="left",
        maintain_order="left",
    )
    placed = placed.join(
        rows.rename({"source": "source_b", "row": "row_b", "at": "other"}),
        on=["source_b", "row_b"],
        how="left",
        maintain_order="left",
    )
    lost = placed.filter(pl.col("one").is_null() | pl.col("other").is_null())
    if len(lost):
        raise BadDecisions(
            path=path,
            reason=f"{lost['row_a'][0]} / {lost['row_b'][0]}: righe che non ci sono / rows that are not there",
        )
    _same_rows(path, taken, frame, placed)
    decided = placed.select(
        low=pl.min_horizontal("one", "other"), high=pl.max_horizontal("one", "other"), same="same"
    ).unique(maintain_order=True)
    twice = decided.filter(pl.len().over("low", "high") > 1)
    if len(twice):
        raise BadDecisions(
            path=path, reason="la stessa coppia è decisa in due modi / the same pair is decided both ways"
        )
    return decided


def _same_rows(path: str | Path, taken: pl.DataFrame, frame: pl.DataFrame, placed: pl.DataFrame) -> None:
    """Make sure that the rows are still those that were decided on: lists get sorted and exported again."""
    for side, column in (("a", "one"), ("b", "other")):
        for field, wanted in (("id", "source_id"), ("codice_fiscale", "codice_fiscale")):
            name = f"{field}_{side}"
            if name not in taken.columns or wanted not in frame.columns:
                continue
            now = frame[wanted].gather(placed[column]).fill_null("")
            moved = (taken[name].fill_null("") != now).arg_true()
            if len(moved):
                row = taken[f"row_{side}"][moved[0]]
                raise BadDecisions(
                    path=path,
                    reason=f"la riga {row} non è più quella decisa / row {row} is no longer the one decided on",
                )
