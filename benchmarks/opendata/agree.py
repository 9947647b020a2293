"""Do the names typed for one fiscal code mean one firm? A strict test of its own.

About one pair in eight of the names that stand under one code belongs to somebody else: the code is wrong, not the
name. The test shares nothing with italclean. It looks at the words alone, knows how many codes bear each word, and
would rather leave a name out than take a stranger in.
"""

from __future__ import annotations

import html

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from opendata.source import plain

# Words that say nothing of who it is: legal forms, ranks in a group of bidders, titles.
_EMPTY_WORDS = tuple(
    """SRL SRLS SPA SNC SAS SS SCARL SCRL SC COOP COOPERATIVA SOC SOCIETA SOCIALE ARL RL ONLUS DITTA IMPRESA INDIVIDUALE
    UNIPERSONALE UNICO SOCIO CON A R L S P N C E ED DI DEL DELLA DEI DELLE DE IN SIGLA FRATELLI FLLI F LLI CO RTI ATI
    MANDANTE MANDATARIA CAPOGRUPPO ASSOCIATA AUSILIARIA ING ARCH GEOM DOTT DOTTSSA AVV PROF STUDIO ASD ASS AZIONI PER
    ASSOCIAZIONE RESPONSABILITA LIMITATA NOME COLLETTIVO ACCOMANDITA SEMPLICE UNINOMINALE CONSORTILE LIQUIDAZIONE
    """.split()  # noqa: SIM905 - a list of fifty words in quotes cannot be read
)
RARE_WORD, TELLING_LETTERS, SLIPS = 4, 4, 1


def words_of(names: pl.Series) -> pl.DataFrame:
    """Part names into their telling words: `words` the set of them, sorted; `joined` all of them in their order."""
    unescaped = pl.Series("name", [html.unescape(name) for name in names.to_list()], dtype=pl.String)
    # Dots inside of abbreviations join (S.R.L.), all other signs part.
    spaced = unescaped.to_frame().select(words=plain(pl.col("name").str.replace_all(r"[.’'`]", ""), " ").str.split(" "))
    telling = pl.col("words").list.set_difference(list(_EMPTY_WORDS)).list.sort()
    return spaced.select(
        words=telling,
        joined=pl.col("words").list.eval(pl.element().filter(~pl.element().is_in(_EMPTY_WORDS))).list.join(""),
    )


def agreeing(pairs: pl.DataFrame) -> pl.Series:
    """Tell for pairs of parted names (`joined`, `words`, `joined_b`, `words_b`, `rarest`) whether they mean one.

    They do where they are written alike, all but one slip; or where the words of one are all among those of the other
    and one of them is long and borne by few codes (`rarest`, over the words in common).
    """
    one, two = pairs["joined"], pairs["joined_b"]
    slips = pl.Series(process.cpdist(one.to_list(), two.to_list(), scorer=OSA.distance))
    long = pl.min_horizontal(pl.col("joined").str.len_chars(), pl.col("joined_b").str.len_chars()) >= 8
    common = pl.col("words").list.set_intersection("words_b").list.len()
    inside = common == pl.min_horizontal(pl.col("words").list.len(), pl.col("words_b").list.len())
    alike = ((slips == 0) & (one != "")) | ((slips <= SLIPS) & pairs.select(long).to_series())
    return pairs.select(alike | (inside & (common > 0) & (pl.col("rarest") <= RARE_WORD))).to_series()


def with_rarest(pairs: pl.DataFrame, borne: pl.DataFrame) -> pl.DataFrame:
    """Add `rarest`: of the long words that two names have in common, the codes that bear the rarest.

    Args:
        pairs: Pairs of parted names.
        borne: `word`, and the number of `codes` that bear it.
    """
    shared = (
        pairs.with_row_index("pair")
        .select("pair", word=pl.col("words").list.set_intersection("words_b"))
        .explode("word")
    )
    telling = shared.filter(pl.col("word").str.len_chars() >= TELLING_LETTERS).join(borne, on="word")
    rarest = telling.group_by("pair").agg(rarest=pl.col("codes").min())
    return (
        pairs.with_row_index("pair")
        .join(rarest, on="pair", how="left", maintain_order="left")
        .with_columns(pl.col("rarest").fill_null(1 << 30))
        .drop("pair")
    )
