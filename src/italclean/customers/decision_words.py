"""The words with which a person says that two records are one customer, or are not."""

from __future__ import annotations

import polars as pl

_SAME = (
    *("same", "stesso", "stessa", "stessi", "stesse", "uguale", "uguali"),
    *("unire", "unisci", "si", "sì", "s", "y", "yes", "1", "true", "vero"),
)
_DIFFERENT = (
    *("different", "diverso", "diversa", "diversi", "diverse", "differente", "differenti", "distinti"),
    *("no", "n", "0", "false", "falso"),
)


def read_words(values: pl.Series) -> tuple[pl.Series, tuple[str, int] | None]:
    """Read what a person wrote into a column of verdicts, in any case, with any apostrophes and quotes around it.

    Args:
        values: Text, as it was typed.

    Returns:
        `same` or `different` for each, null where nothing was written; and the first word that is neither, if any, with
        its row, from 1.

    Examples:
        >>> decided, unknown = read_words(pl.Series(["Sì", "diverso", "", None, "boh"]))
        >>> decided.to_list(), unknown
        (['same', 'different', None, None, None], ('boh', 5))
    """
    typed = values.to_frame("typed").with_columns(
        word=pl.col("typed")
        .str.normalize("NFC")
        .str.to_lowercase()
        # si', sí, «sì»
        .str.replace_all(r"[\s'’`´.!\"«»\x{a0}]+", "")
        .str.replace(r"^s[^\x00-\x7f]$", "si")
    )
    decided = typed.select(
        pl.when(pl.col("word").is_in(_SAME))
        .then(pl.lit("same"))
        .when(pl.col("word").is_in(_DIFFERENT))
        .then(pl.lit("different"))
        .alias(values.name)
    ).to_series()
    unknown = typed.with_row_index("row", 1).filter(decided.is_null() & (pl.col("word").str.len_bytes() > 0))
    return decided, (unknown["typed"][0].strip()[:40], unknown["row"][0]) if unknown.height else None
