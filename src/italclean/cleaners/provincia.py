"""Provincia: any way of writing an Italian province, to its two-letter sigla.

    >>> from italclean import provincia
    >>> [provincia.check(typed).value for typed in ("MI", "milano", "(MI)", "prov. di Milano")]
    ['MI', 'MI', 'MI', 'MI']
    >>> provincia.check("Reggio").issue
    'prov_ambiguous'

Source: the aliases of `data/province_alias.csv` (ISTAT's list, former sigle and their decrees).
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.cleaners.cap import cap_beside, without_cap
from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.near import one_slip, rests
from italclean.core.reference import table

_SHORTEST_MISSPELT = 3
_SURE = ("sigla", "official_name", "long_form", "variant", "trap")
_AMBIGUOUS = ("ambiguous",)
_FORMER = ("historical_sigla", "historical_name")
_PREFIX = (
    r"^(?:(?:PROVINCIA|PROV|PR|CITTA METROPOLITANA|LIBERO CONSORZIO COMUNALE)"
    r"(?: AUTONOMA)?(?: DELLA| DELL| DEL| DI)? )?(.+)$"
)


def _prepare(value: pl.Expr) -> pl.Expr:
    return text.tidy(text.mend(value))


@cleaner(
    extras={"nome": pl.String, "regione": pl.String, "cap": pl.String, "al": pl.String}, fillers=False, prepare=_prepare
)
def provincia(values: pl.Series) -> pl.DataFrame:
    """Find the province that a text names.

    The value is the sigla; what is ambiguous keeps its text. Extras: the province's official `nome` and
    its `regione`, the `cap` typed beside it, and until when a former sigla or name was in force (`al`:
    a day, or a year where only that is known).
    """
    whole = values.to_frame("typed")
    spelled = whole.select(cap=cap_beside(pl.col("typed")), typed=without_cap(pl.col("typed"))).with_columns(
        words=pl.when(text.is_filler(pl.col("typed")))
        .then(text.words(pl.col("typed")))
        # R.E., IT-MI
        .otherwise(
            text.words(pl.col("typed")).str.replace("^([A-Z]) ([A-Z])$", "$1$2").str.replace("^IT ([A-Z]{2})$", "$1")
        )
    )
    spelled = spelled.with_columns(bare=pl.col("words").str.extract(_PREFIX))
    aliases = _aliases()
    # "Milano (MI)", "MI - Milano": a name and a sigla that say the same.
    spelled = spelled.with_columns(
        name=pl.coalesce(
            pl.col("words").str.extract(r"^(.+) [A-Z]{2}$"), pl.col("words").str.extract(r"^[A-Z]{2} (.+)$")
        ),
        code=pl.coalesce(
            pl.col("words").str.extract(r"^.+ ([A-Z]{2})$"), pl.col("words").str.extract(r"^([A-Z]{2}) .+$")
        ),
    )
    found = spelled
    for spelling in ("words", "bare", "name"):
        found = found.join(
            aliases.rename({"words": spelling}), on=spelling, how="left", maintain_order="left", suffix=f"_{spelling}"
        )
    agrees = pl.col("sigla_name") == pl.col("code")
    found = found.with_columns(
        sigla=pl.coalesce("sigla", "sigla_bare", pl.when(agrees).then("sigla_name")),
        issue=pl.when(pl.col("known").fill_null(value=False)).then("issue").otherwise("issue_bare"),
        detail=pl.when(pl.col("known").fill_null(value=False)).then("detail").otherwise("detail_bare"),
        known=pl.coalesce("known", "known_bare", agrees, pl.lit(value=False)),
    )
    found = _with_misspelt(found).join(
        table("province").select("sigla", "nome", "regione"), on="sigla", how="left", maintain_order="left"
    )
    filler = text.is_filler(pl.col("typed")) | (pl.col("words") == "")
    return found.select(
        value=pl.when(pl.col("issue").is_in(["prov_ambiguous", "prov_foreign"]))
        # A sigla is written in capitals, whatever it stands for.
        .then(pl.when(pl.col("words").str.len_bytes() == 2).then("words").otherwise("typed"))
        .otherwise("sigla"),
        issue=pl.when("known")
        .then("issue")
        .when(filler)
        .then(pl.lit("filler"))
        .when(pl.col("sigla").is_not_null())
        .then(pl.lit("prov_misspelt"))
        .otherwise(pl.lit("prov_unknown")),
        detail=pl.when(pl.col("known") | pl.col("sigla").is_null()).then("detail").otherwise("nome"),
        nome="nome",
        regione="regione",
        cap="cap",
        al=pl.coalesce("al", "al_bare"),
    )


@cache
def _names_of_comuni() -> pl.Series:
    return table("comuni").select(text.words(pl.col("nome"))).to_series()


@cache
def _rests_of_names() -> pl.DataFrame:
    return rests(_aliases().filter(pl.col("words").str.len_bytes() > _SHORTEST_MISSPELT)["words"])


def _with_misspelt(found: pl.DataFrame) -> pl.DataFrame:
    """Give names that are one slip away from those of a single province its sigla; a comune's name is none."""
    unknown = ~pl.col("known") & (pl.col("bare").str.len_bytes() >= _SHORTEST_MISSPELT)
    typed = found.filter(unknown)["bare"].unique()
    typed = typed.filter(~typed.is_in(_names_of_comuni().implode()))
    if typed.is_empty():
        return found
    siglas = _aliases().select(known="words", near="sigla")
    pairs = one_slip(typed, _rests_of_names()).join(siglas, on="known", how="left")
    sure = pairs.group_by("typed").agg(
        near=pl.when((pl.col("near").n_unique() == 1) & pl.col("near").is_not_null().all()).then(pl.col("near").first())
    )
    found = found.join(sure, left_on="bare", right_on="typed", how="left", maintain_order="left")
    return found.with_columns(sigla=pl.coalesce("sigla", pl.when(unknown).then("near")))


@cache
def _aliases() -> pl.DataFrame:
    """One row for each distinct spelling: its sigla, or the issue that tells why it has none."""
    rows = table("province_alias").with_columns(words=text.words(pl.col("alias"))).filter(pl.col("words") != "")
    today = table("province")["sigla"]
    was_another = pl.col("tipo").is_in(_FORMER) & pl.col("ambiguo_con").is_not_null()
    by_spelling = rows.group_by("words", maintain_order=True).agg(
        sure=_siglas(_SURE),
        former=_siglas(_FORMER),
        # PO is Prato, and was Pola in the archives.
        clash=(pl.col("tipo").is_in(_AMBIGUOUS) | (was_another & (pl.col("confidenza") != "low"))).any(),
        unsettled=(pl.col("tipo").is_in(_SURE) & pl.col("sigla").is_null()).any(),
        names=pl.col("nome").unique(maintain_order=True).str.join("; "),
        region=pl.col("tipo").is_in(["region", "region_variant"]).any(),
        foreign=(pl.col("tipo") == "foreign_or_filler").any(),
        al=pl.col("al").filter(pl.col("tipo").is_in(_FORMER)).max(),
    )
    one = pl.col("sure").list.len() == 1
    ambiguous = pl.col("clash") | (pl.col("sure").list.len() > 1) | pl.col("unsettled")
    old = ~one & (pl.col("former").list.len() == 1) & pl.col("former").list.first().is_in(today.to_list())
    sigla = (
        pl.when(~ambiguous & one)
        .then(pl.col("sure").list.first())
        .when(~ambiguous & old)
        .then(pl.col("former").list.first())
    )
    issue = (
        pl.when(ambiguous)
        .then(pl.lit("prov_ambiguous"))
        .when(one)
        .then(pl.lit(None, dtype=pl.String))
        .when(old)
        .then(pl.lit("prov_former"))
        .when("region")
        .then(pl.lit("prov_region"))
        .when("foreign")
        .then(pl.lit("prov_foreign"))
        .otherwise(pl.lit("prov_ambiguous"))
    )
    return by_spelling.select(
        "words",
        sigla=sigla,
        issue=issue,
        detail=pl.when(issue.is_not_null()).then("names"),
        al=pl.when(issue == "prov_former").then("al"),
        known=pl.lit(value=True),
    )


def _siglas(kinds: tuple[str, ...]) -> pl.Expr:
    return pl.col("sigla").filter(pl.col("tipo").is_in(kinds)).drop_nulls().unique(maintain_order=True)
