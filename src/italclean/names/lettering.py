"""Capitals and accents for print, as Italians write names.

Works on tokens (words of a name): a token typed in one case is rewritten, one typed in mixed case
(`McDonald`, `d'Annunzio`) was typed with care and stays.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.columns import is_true, rows_where
from italclean.core.known import among
from italclean.core.reference import table
from italclean.core.remembered import remembers
from italclean.names.given import common_given_names

_ELISIONS = r"^(?:D|L|DELL|DALL|NELL|ALL|SULL|SANT|O|UN|QUELL|DE|CA|FRA)'$"
_WELL_KNOWN, _COMMON_SURNAME = 20, 10
"""How many people of a sample bear a given name, and the weight of a surname, from which on its spelling is sure."""
_GRAVE = dict(zip("AEIOUaeiou", "ÀÈÌÒÙàèìòù", strict=True))
_ROMAN = r"^(?:II|III|IV|VI|VII|VIII|IX|XI|XII|XX|XXV|XXIII)$"


def one_case(token: pl.Expr) -> pl.Expr:
    """Tell tokens that are all capitals or all small letters."""
    return (token == token.str.to_uppercase()) | (token == token.str.to_lowercase())


@remembers
def restore_accents(tokens: pl.Series, *, names: bool = False) -> pl.Series:
    """Put the accents back that capitals typed as an apostrophe or left out (`NICOLO'`, `CANTU'`).

    A final apostrophe is an accent unless the word is an elision (`D'`, `SANT'`); without the apostrophe
    only words of `data/nomi_accentati.csv` that are nothing else without their accent get it.

    Args:
        tokens: Distinct tokens with straight apostrophes.
        names: Whether they are names of persons: well-known ones that have no accent lose the apostrophe (`MARIA'`).
    """
    frame = tokens.to_frame("token").with_columns(upper=text.fold(pl.col("token")))
    frame = frame.with_columns(
        ascii=pl.col("upper").str.replace_all("'", "", literal=True),
        typed_accent=pl.col("upper").str.contains("[AEIOU]'$"),
    )
    frame = frame.join(_accented(), on="ascii", how="left", maintain_order="left")
    ascii_only = pl.col("token").str.len_bytes() == pl.col("token").str.len_chars()
    listed = pl.col("nome").is_not_null() & (pl.col("typed_accent") | (pl.col("solo_con_apostrofo") != "yes"))
    some = rows_where(frame.select((ascii_only & (pl.col("typed_accent") | listed)).fill_null(value=False)).to_series())
    bare = pl.col("token").str.strip_chars_end("'")
    graved = pl.concat_str(
        bare.str.head(-1), bare.str.tail(1).replace_strict(_GRAVE, default=None, return_dtype=pl.String)
    )
    elided = pl.col("upper").str.contains(_ELISIONS)
    plain = among(pl.col("ascii"), _plain_names) if names else pl.lit(value=False)
    restored = frame[some].select(
        pl.when(listed)
        .then("nome")
        .when(plain & pl.col("typed_accent"))
        .then(bare)
        .when(~elided)
        .then(graved)
        .otherwise("token")
    )
    return tokens.clone().scatter(some, restored.to_series())


@cache
def _plain_names() -> pl.Series:
    """Well-known names that are written without an accent, folded."""
    given = common_given_names(_WELL_KNOWN)
    surnames = table("cognomi").filter(pl.col("peso").cast(pl.Int64) >= _COMMON_SURNAME)["cognome"]
    return pl.concat([given, surnames]).unique().sort()


@cache
def _accented() -> pl.DataFrame:
    return table("nomi_accentati").unique("ascii", maintain_order=True)


@remembers
def print_name(tokens: pl.Series) -> pl.Series:
    """Write the tokens of personal names for print: `D'Angelo`, `Nicolò`, `McDonald`, `Maier-Huber`.

    Args:
        tokens: Distinct tokens with straight apostrophes.
    """
    double = is_true(tokens.str.contains(r"\p{L}'?-\p{L}"))
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
    return _print_single(tokens).scatter(rows_where(double), joined["printed"])


def _print_single(tokens: pl.Series) -> pl.Series:
    # ß has no capital, and keyboards type à small among capitals: NICOLò, WEIß.
    capitals = pl.col("token").str.replace_all("[ßẞàèéìòù]", "")
    shouted = (capitals != "") & (capitals == capitals.str.to_uppercase()) & capitals.str.contains(r"\p{Lu}")
    # rOSSI: typed with the capitals locked.
    locked = pl.col("token").str.contains(r"^\p{Ll}\p{Lu}{2,}$")
    frame = pl.DataFrame({"token": tokens, "accented": restore_accents(tokens, names=True)})
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
