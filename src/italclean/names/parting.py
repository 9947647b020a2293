"""Which words of a person's name are the surname."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

_UNDECIDED = 0.7
LEANING = 6.0
_PARTICLE_SCORE = -4.0
INITIAL_SCORE = 3.0
# Scores are added as whole thousandths, so that a sum does not depend on what stood before it in the column.
_THOUSANDTHS = 1000


def joined(tokens: pl.DataFrame, name: str) -> pl.DataFrame:
    """Join the printed words of each name; lists are joined at once, which is far faster than group by group."""
    return (
        tokens.group_by("at", maintain_order=True)
        .agg(pl.col("printed"))
        .select("at", pl.col("printed").list.join(" ").alias(name))
    )


def split(tokens: pl.DataFrame, leaning: float) -> pl.DataFrame:
    """Choose where the surname ends and which part comes first: the reading of the highest score.

    A reading's score is the sum of its words' log-odds, given names counted for it and surnames against.
    Particles are never parted from the word that follows: `DE LUCA` is one unit, and a surname.
    """
    if tokens.is_empty():
        return pl.DataFrame(
            schema={
                "at": tokens.schema["at"],
                "cognome": pl.String,
                "nome": pl.String,
                "certezza": pl.Float32,
                "ordine": pl.String,
            }
        )
    at = tokens["at"].to_numpy()
    begins = np.flatnonzero(np.concatenate([[True], at[1:] != at[:-1]]))
    lengths = np.diff(np.append(begins, len(at)))
    name = np.repeat(np.arange(len(begins)), lengths)
    last = np.append(begins[1:], len(at)) - 1
    is_last = np.zeros(len(at), dtype=np.bool_)
    is_last[last] = True
    joins_next = tokens["particle"].to_numpy() & ~is_last
    follows_particle = np.concatenate([[False], joins_next[:-1]])
    score = np.where(joins_next, 0.0, np.where(follows_particle, _PARTICLE_SCORE, tokens["score"].to_numpy()))
    score = np.rint(score * _THOUSANDTHS).astype(np.int64)

    def upto(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Running sums within each name."""
        running = np.cumsum(values)
        return running - (running[begins] - values[begins])[name]

    sums, first = upto(score), upto((~follows_particle).astype(np.int64))
    total, rest = sums[last][name], first[last][name] - first
    # A second surname is rarer than a second given name.
    lean = round(leaning * _THOUSANDTHS)
    surname_first = total - 2 * sums - 1500 * (first - 1) - 500 * (rest - 1) + lean
    name_first = 2 * sums - total - 500 * (first - 1) - 1500 * (rest - 1) - lean
    may_cut = (rest > 0) & ~joins_next
    best_sn, cut_sn = _best(np.where(may_cut, surname_first, -np.inf), begins, name)
    best_ns, cut_ns = _best(np.where(may_cut, name_first, -np.inf), begins, name)
    single = ~np.isfinite(best_sn)
    surname_leads = (best_sn >= best_ns) | single
    cut = np.where(single, last, np.where(surname_leads, cut_sn, cut_ns))
    in_head = np.arange(len(at)) <= cut[name]
    is_surname = in_head == surname_leads[name]
    with np.errstate(invalid="ignore"):
        margin = np.where(single, 0.0, np.abs(best_sn - best_ns) / _THOUSANDTHS)
    decided = pl.DataFrame(
        {
            "at": at[begins],
            "certezza": margin,
            "ordine": pl.Series(surname_leads).replace_strict({True: "cognome nome", False: "nome cognome"}),
            "single": single,
        }
    ).with_columns(ordine=pl.when(~pl.col("single")).then("ordine"))
    surname = pl.Series(is_surname)
    return (
        decided.drop("single")
        .join(joined(tokens.filter(surname), "cognome"), on="at", how="left", maintain_order="left")
        .join(joined(tokens.filter(~surname), "nome"), on="at", how="left", maintain_order="left")
    )


def _best(
    scores: npt.NDArray[np.float64], begins: npt.NDArray[np.int64], name: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """The highest score of each name, and the first word where it stands."""
    best = np.maximum.reduceat(scores, begins)
    hits = np.flatnonzero(scores == best[name])[::-1]
    where = begins.copy()
    where[name[hits]] = hits
    return best, where
