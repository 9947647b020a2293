"""Capitals and accents for print, as Italians write names.

Works on tokens (words of a name): a token typed in one case is rewritten, one typed in mixed case
(`McDonald`, `d'Annunzio`) was typed with care and stays.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.reference import table

_ELISIONS = r"^(?:D|L|DELL|DALL|NELL|ALL|SULL|SANT|O|UN|QUELL|DE|CA|FRA)'$"
_GRAVE = dict(zip("AEIOUaeiou", "ÀÈÌÒÙàèìòù", strict=True))
_ROMAN = r"^(?:II|III|IV|VI|VII|VIII|IX|XI|XII|XX|XXV|XXIII)$"


def one_case(token: pl.Expr) -> pl.Expr:
    """Tell tokens that are all capitals or all small letters."""
    return (token == token.str.to_uppercase()) | (token == token.str.to_lowercase())


def restore_accents(tokens: pl.Series) -> pl.Series:
    """Put the accents back that capitals typed as an apostrophe or left out (`NICOLO'`, `CANTU'`).

    A final apostrophe is an accent unless the word is an elision (`D'`, `SANT'`); without the apostrophe
    only words of `data/nomi_accentati.csv` that are nothing else without their accent get it.

    Args:
        tokens: Distinct tokens with straight apostrophes.
    """
    upper = text.fold(pl.col("token"))
    last = pl.col("token").str.strip_chars_end("'").str.tail(1)
    graved = pl.concat_str(
        pl.col("token").str.strip_chars_end("'").str.head(-1),
        last.replace_strict(_GRAVE, default=None, return_dtype=pl.String),
    )
    frame = tokens.to_frame("token").with_columns(
        ascii=upper.str.replace_all("'", ""), typed_accent=upper.str.contains("[AEIOU]'$")
    )
    frame = frame.join(_accented(), on="ascii", how="left", maintain_order="left")
    already = pl.col("token").str.contains(r"[^\x00-\x7f]")
    return frame.select(
        pl.when(already)
        .then("token")
        .when(pl.col("nome").is_not_null() & (pl.col("typed_accent") | (pl.col("solo_con_apostrofo") != "yes")))
        .then("nome")
        .when(pl.col("typed_accent") & ~upper.str.contains(_ELISIONS))
        .then(graved)
        .otherwise("token")
        .alias("token")
    ).to_series()


@cache
def _accented() -> pl.DataFrame:
    return table("nomi_accentati").unique("ascii", maintain_order=True)


def print_name(tokens: pl.Series) -> pl.Series:
    """Write the tokens of personal names for print: `D'Angelo`, `Nicolò`, `McDonald`, `Maier-Huber`.

    Args:
        tokens: Distinct tokens with straight apostrophes.
    """
    double = tokens.str.contains(r"\p{L}'?-\p{L}").fill_null(value=False)
    if not double.any():
        return _print_single(tokens)
    halves = tokens.filter(double).to_frame("token").with_row_index("at")
    halves = halves.with_columns(half=pl.col("token").str.split("-")).explode("half")
    distinct = halves["half"].unique(maintain_order=True)
    printed = pl.DataFrame({"half": distinct, "printed": _print_single(distinct)})
    joined = (
        halves.join(printed, on="half", how="left", maintain_order="left")
        .group_by("at", maintain_order=True)
        .agg(pl.col("printed").str.join("-"))
    )
    return _print_single(tokens).scatter(double.arg_true(), joined["printed"])


def _print_single(tokens: pl.Series) -> pl.Series:
    # ß has no capital, and keyboards type à small among capitals: NICOLò, WEIß.
    capitals = pl.col("token").str.replace_all("[ßẞàèéìòù]", "")
    shouted = (capitals != "") & (capitals == capitals.str.to_uppercase()) & capitals.str.contains(r"\p{Lu}")
    # rOSSI: typed with the capitals locked.
    locked = pl.col("token").str.contains(r"^\p{Ll}\p{Lu}{2,}$")
    frame = pl.DataFrame({"token": tokens, "accented": restore_accents(tokens)})
    titled = pl.col("accented").str.to_titlecase().str.replace_all("i\u0307", "i")
    mac = titled.str.extract(r"^Mc([a-z])")
    titled = (
        pl.when(mac.is_not_null())
        .then(pl.concat_str(pl.lit("Mc"), mac.str.to_uppercase(), titled.str.slice(3)))
        .otherwise(titled)
    )
    titled = pl.when(pl.col("token").str.contains(_ROMAN)).then("token").otherwise(titled)
    plain = one_case(pl.col("token")) & ~pl.col("token").str.contains("[ßẞ]")
    return frame.select(pl.when(plain | shouted | locked).then(titled).otherwise("accented").alias("token")).to_series()
