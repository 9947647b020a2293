"""The register of birth places: every Belfiore code and state code that a codice fiscale may bear.

A code is never used again for another place and stays in the codici fiscali of those born there for ever,
so ceased comuni and states are here with their last day.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.reference import table

ABROAD = "EE"
"""What stands for a province in births abroad."""


@cache
def places() -> pl.DataFrame:
    """Return one row for each place code, under its latest name.

    Returns:
        The columns `codice`, `luogo`, `sigla` (`EE` abroad), `stato`, `ended` (the last day, null while the
        place lives), `undated` (a comune long suppressed, nobody tells when), `living`, `erede` (the code of the
        comune that took it in), `gruppo` (states that were once one, or one territory under several codes) and
        `printed`, the name for print, with the sigla where the name alone is not enough.
    """
    suppressed = table("luoghi_soppressi")
    comuni = _latest(table("luoghi").select("codice", "nome", "sigla", "dal", "al"))
    others = suppressed.join(comuni, on="codice", how="anti").select(
        "codice", "nome", "sigla", "al", undated=pl.col("al").is_null()
    )
    italian = (
        pl.concat([comuni.with_columns(undated=pl.lit(value=False)), others], how="diagonal")
        .join(suppressed.select("codice", "erede"), on="codice", how="left")
        .with_columns(stato=pl.lit("Italia"))
    )
    foreign = table("stati").select(
        "codice", "nome", "al", "gruppo", sigla=pl.lit(ABROAD), undated=pl.lit(value=False), stato="nome"
    )
    every = (
        pl.concat([italian, foreign], how="diagonal")
        .select(
            "codice",
            "sigla",
            "stato",
            "undated",
            "erede",
            "gruppo",
            luogo="nome",
            ended=pl.col("al").str.to_date("%Y-%m-%d"),
        )
        .with_columns(living=pl.col("ended").is_null() & ~pl.col("undated"))
        .sort("codice")
    )
    # A name alone means the only place that bears it, else the only one of those that lives.
    name = text.key(pl.col("luogo"))
    enough = (pl.len().over(name) == 1) | (pl.col("living") & (pl.col("living").sum().over(name) == 1))
    with_sigla = pl.concat_str("luogo", pl.lit(" ("), "sigla", pl.lit(")"))
    abroad = pl.col("sigla") == ABROAD
    return every.with_columns(printed=pl.when(abroad | enough).then("luogo").otherwise(with_sigla))


@cache
def state_names() -> pl.DataFrame:
    """Return one row for each name of a foreign state, Italian, English or other: its `codice` and the `nome`."""
    states = table("stati")
    return pl.concat(
        [
            states.select("codice", "nome"),
            states.select("codice", nome="nome_inglese"),
            states.select("codice", nome=pl.col("altri_nomi").str.split("|")).explode("nome"),
        ]
    ).drop_nulls("nome")


def country_codes(names: pl.Series) -> pl.Series:
    """Tell the ISO 3166 alpha-2 codes of states by any of their names, or by the code itself.

    Args:
        names: The names as typed.

    Returns:
        The codes, null for what names no state of today or more than one.
    """
    distinct = names.unique(maintain_order=True).to_frame("typed").with_columns(name=text.words(pl.col("typed")))
    named = distinct.join(_codes_by_name(), on="name", how="left", maintain_order="left")
    return names.to_frame("typed").join(named, on="typed", how="left", maintain_order="left")["iso2"]


@cache
def _codes_by_name() -> pl.DataFrame:
    living = table("stati").filter(pl.col("iso2").is_not_null() & pl.col("al").is_null())
    # The source writes UK, as Britain does; ISO 3166 keeps GB for it.
    codes = living.select("codice", pl.col("iso2").replace("UK", "GB"))
    spelled = pl.concat(
        [
            state_names().join(codes, on="codice").select("iso2", name="nome"),
            codes.select("iso2", name="iso2"),
            pl.DataFrame({"iso2": ["IT", "IT"], "name": ["Italia", "IT"]}),
        ]
    )
    return spelled.with_columns(name=text.words(pl.col("name"))).unique().unique("name", keep="none")


def _latest(periods: pl.DataFrame) -> pl.DataFrame:
    """One row for each code: the name and sigla of its last period."""
    return (
        periods.sort("codice", pl.col("al").fill_null("9999-12-31"))
        .group_by("codice", maintain_order=True)
        .agg(pl.col("nome", "sigla", "al").last())
    )
