"""Names typed short, word by word: `Barcellona P.G.`, `Casale M.to`, `Cernusco S/N`."""

from __future__ import annotations

import polars as pl

from italclean.core import text
from italclean.core.empty import remembers_empty

_PARTICLES = "D|DI|DE|DEL|DELLO|DELLA|DEI|DEGLI|DELLE|DELL|NEL|NELLO|NELLA|NELL|IN|A|AL|SUL|SULL|SULLA|L|LA|LE|E"
_SHORTEST_WHOLE = 4


@remembers_empty
def short_for(typed: pl.Series, known: pl.Series) -> pl.DataFrame:
    """Pair short names with the known ones that they can stand for.

    One word of four letters and more must be whole; the others may be an initial (`P.`), a beginning (`Bals.`) or a
    contraction (`M.to`) of a word each, in their order. Particles may be left out.

    Args:
        typed: Distinct names with their signs.
        known: Distinct known names, in upper-case words.

    Returns:
        The columns `typed` and `known`, a row for each pair.
    """
    frame = typed.to_frame("typed").filter(pl.col("typed").str.contains(r"\p{L}[./]"))
    upper = text.fold(text.straight(pl.col("typed")))
    # What is short behind a dot is the end of a contraction: M.TO. Both halves stay marked as short.
    marked = upper.str.replace_all(r"([A-Z])\.([A-Z]{2,3})\b", "$1~$2").str.replace_all(r"([A-Z])[./]", "$1. ")
    tokens = marked.str.replace_all(r"[^A-Z.~ ]+", " ").str.strip_chars(" ").str.replace_all(" +", " ")
    frame = frame.with_columns(tokens=tokens.str.split(" ")).with_columns(
        whole=pl.col("tokens").list.eval(
            pl.element().filter(pl.element().str.contains(f"^[A-Z]{{{_SHORTEST_WHOLE},}}$"))
        )
    )
    frame = frame.with_columns(pattern=_pattern(), whole=pl.col("whole").list.first())
    words = known.to_frame("known").with_columns(whole=pl.col("known").str.split(" ")).explode("whole").unique()
    pairs = frame.join(words, on="whole", how="inner")
    return (
        pairs.filter(pl.col("known").str.contains(pl.col("pattern")))
        .select("typed", "known")
        .unique()
        .sort("typed", "known")
    )


def _pattern() -> pl.Expr:
    """The pattern of the names that a list of tokens can stand for."""
    token = pl.element()
    between = f"(?: (?:{_PARTICLES}))* "
    return (
        pl.lit("^")
        + pl.col("tokens")
        .list.eval(
            token.str.replace(r"^([A-Z]|[A-Z]+\.)$", r"$1[A-Z]*")
            .str.replace(".", "", literal=True)
            .str.replace(r"^([A-Z]+)~([A-Z]+)$", r"$1[A-Z]*$2")
        )
        .list.join(between)
        + pl.lit("$")
    )
