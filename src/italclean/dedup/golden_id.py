"""Ids of customers that stay the same when the same records come again."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

_TELLING = (
    "cognome", "nome", "ragione_sociale", "data_nascita", "email", "pec", "cellulare", "telefono", "indirizzo",
    "civico", "cap", "comune",
)  # fmt: skip
_CHUNK = 1 << 16
_ODD = 0x9E3779B97F4A7C15


def golden_ids(frame: pl.DataFrame, labels: pl.Series) -> pl.Series:
    """Name each customer after the first of its records, by source and id.

    A record without an id is known by its codice fiscale or partita IVA, or by what it says: wherever it stands in
    the file when it comes again, and whatever else has been added to it.

    Args:
        frame: The cleaned list: `source`, `source_id`, `row` and canonical columns.
        labels: The cluster of each row.

    Returns:
        The golden id of each row: the source, a colon and the id, or a colon, a tilde and twelve digits.
    """
    named = frame.select("source", "source_id", "row", unnamed=pl.col("source_id").is_null()).with_columns(
        cluster=labels
    )
    # The first record of a customer is one with an id, if there is any.
    places = named.select(pl.col("unnamed").all().over("cluster")).to_series().arg_true()
    known = pl.DataFrame({"at": places, "known": _fingerprints(frame[places])})
    first = (
        named.with_row_index("at")
        .join(known, on="at", how="left", maintain_order="left")
        .sort("unnamed", "source", "source_id", "known", "row")
        .unique("cluster", keep="first", maintain_order=True)
        .with_columns(golden_id=pl.concat_str("source", pl.coalesce("source_id", "known"), separator=":"))
    )
    # Ids come twice in old lists, and one may look like another's numbered copy: the row tells them apart.
    while first["golden_id"].n_unique() < first.height:
        again = pl.col("golden_id").is_first_distinct().not_()
        numbered = pl.concat_str("golden_id", pl.lit("#"), pl.col("row").cast(pl.String))
        first = first.with_columns(golden_id=pl.when(again).then(numbered).otherwise("golden_id"))
    return labels.to_frame().join(
        first.select("cluster", "golden_id"), on="cluster", how="left", maintain_order="left"
    )["golden_id"]


def _fingerprints(frame: pl.DataFrame) -> pl.Series:
    """Twelve digits for the codice fiscale or partita IVA of each row, or for all that tells its customer."""
    codes = [name for name in ("codice_fiscale", "partita_iva") if name in frame.columns]
    telling = [name for name in _TELLING if name in frame.columns]
    said = pl.concat_str([pl.col(name).fill_null("") for name in telling], separator="|") if telling else None
    # A list of nothing but consents tells no customer from another.
    said = pl.repeat("", pl.len()) if said is None else said
    texts = frame.select(pl.coalesce(*codes, said)).to_series()
    hashed = [_hash(texts.slice(start, _CHUNK)) for start in range(0, len(texts), _CHUNK)]
    together = np.concatenate([np.empty(0, np.uint64), *hashed])
    digits = pl.Series(together % np.uint64(10**12)).cast(pl.String).str.zfill(12)
    return pl.select(pl.lit("~") + digits).to_series()


def _hash(texts: pl.Series) -> npt.NDArray[np.uint64]:
    """A polynomial hash of each text, mixed: the same on every machine and with every version of any library."""
    ended = pl.select(texts + "\n").to_series()
    lengths = ended.str.len_bytes().to_numpy().astype(np.int64)
    signs = np.frombuffer(ended.str.join("").item().encode(), dtype=np.uint8)
    starts = np.cumsum(lengths) - lengths
    with np.errstate(over="ignore"):
        powers = np.cumprod(np.full(int(lengths.max()), _ODD, dtype=np.uint64))
        places = np.arange(len(signs)) - np.repeat(starts, lengths)
        total = np.add.reduceat((signs.astype(np.uint64) + np.uint64(1)) * powers[places], starts)
        total ^= total >> np.uint64(32)
        total *= np.uint64(0xD6E8FEB86659FD93)
        total ^= total >> np.uint64(32)
    return np.asarray(total, dtype=np.uint64)
