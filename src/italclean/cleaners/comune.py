"""Comune: a municipality of today in its official spelling.

    >>> from italclean import comune
    >>> comune.check("FORLI'").value
    'Forlì'
    >>> comune.check("reggio nell'emilia (RE)").sigla
    'RE'

Source: ISTAT's list of comuni (`data/comuni.csv`).
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.reference import table


def _prepare(value: pl.Expr) -> pl.Expr:
    return text.straight(text.tidy(text.mend(value)))


@cleaner(extras={"sigla": pl.String, "belfiore": pl.String, "regione": pl.String}, fillers=False, prepare=_prepare)
def comune(values: pl.Series) -> pl.DataFrame:
    """Find the comune that a text names.

    The value is the official name; a name that no comune of today bears is kept as typed. Extras
    (`sigla`, `belfiore`, `regione`) are empty when several comuni share the name and no sigla beside it
    tells them apart.
    """
    spelled = values.to_frame("typed").with_columns(
        beside=pl.col("typed").str.extract(r"[\s(,/-]+\(?\s*([A-Za-z]{2})\s*\)?\s*$").str.to_uppercase(),
        whole=text.key(pl.col("typed")),
        letters=pl.col("typed").str.to_lowercase(),
    )
    spelled = spelled.with_columns(
        name=text.key(pl.col("typed").str.replace(r"[\s(,/-]+\(?\s*[A-Za-z]{2}\s*\)?\s*$", ""))
    )
    by_name = _by_name()
    by_sigla = _by_sigla()
    found = (
        spelled.join(by_name, left_on="whole", right_on="name", how="left", maintain_order="left")
        .join(_by_letters(), on="letters", how="left", maintain_order="left", suffix="_exact")
        .join(by_sigla, on=["name", "beside"], how="left", maintain_order="left", suffix="_beside")
        .select(
            "typed",
            nome=pl.coalesce("nome_beside", "nome_exact", "nome"),
            sigla=pl.coalesce("sigla_beside", "sigla_exact", "sigla"),
            belfiore=pl.coalesce("belfiore_beside", "belfiore_exact", "belfiore"),
            regione=pl.coalesce("regione_beside", "regione_exact", "regione"),
        )
    )
    # "None" is a comune of Piemonte, and no filler.
    filler = pl.col("nome").is_null() & text.is_filler(pl.col("typed"))
    return found.select(
        value=pl.when(~filler).then(pl.coalesce("nome", "typed")),
        issue=pl.when(filler).then(pl.lit("filler")).when(pl.col("nome").is_null()).then(pl.lit("comune_unknown")),
        detail=pl.lit(None, dtype=pl.String),
        sigla="sigla",
        belfiore="belfiore",
        regione="regione",
    )


@cache
def _spellings() -> pl.DataFrame:
    """Every official spelling of every comune: Italian, other language, and both with a slash."""
    comuni = table("comuni").select("nome", "nome_altra_lingua", "sigla", "belfiore", "regione")
    both = pl.concat_str("nome", pl.lit("/"), "nome_altra_lingua")
    spellings = pl.concat(
        comuni.with_columns(name=text.key(spelling.cast(pl.String)))
        for spelling in (pl.col("nome"), pl.col("nome_altra_lingua"), both)
    )
    return spellings.filter(pl.col("name").is_not_null()).unique(["name", "belfiore"], maintain_order=True)


@cache
def _by_name() -> pl.DataFrame:
    single = pl.col("belfiore").n_unique() == 1
    return (
        _spellings()
        .group_by("name", maintain_order=True)
        .agg(
            # Paternò and Paterno are two: what is typed without its accent is neither's for sure.
            pl.when(pl.col("nome").n_unique() == 1).then(pl.col("nome").first()).alias("nome"),
            *(pl.when(single).then(pl.col(extra).first()).alias(extra) for extra in ("sigla", "belfiore", "regione")),
        )
    )


@cache
def _by_letters() -> pl.DataFrame:
    """The comuni by their name with its accents, for the few that differ in nothing else."""
    alike = _spellings().filter(pl.col("nome").n_unique().over("name") > 1)
    accented = pl.col("nome").str.to_lowercase()
    # Capitals have their accents typed as apostrophes: PATERNO'.
    typed = accented.str.replace_many(list("àèéìòù"), ["a'", "e'", "e'", "i'", "o'", "u'"])
    return (
        pl.concat([alike.with_columns(letters=accented), alike.with_columns(letters=typed)])
        .unique(["letters", "belfiore"], maintain_order=True)
        .unique("letters", keep="none", maintain_order=True)
        .select("letters", "nome", "sigla", "belfiore", "regione")
    )


@cache
def _by_sigla() -> pl.DataFrame:
    return (
        _spellings()
        .with_columns(beside="sigla")
        .unique(["name", "beside"], keep="none", maintain_order=True)
        .select("name", "beside", "nome", "sigla", "belfiore", "regione")
    )
