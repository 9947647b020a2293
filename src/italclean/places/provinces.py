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
from string import ascii_uppercase

import polars as pl

from italclean.core import text
from italclean.core.empty import remembers_empty
from italclean.core.reference import table
from italclean.core.remembered import remembers
from italclean.places.caps import cap_beside, without_cap
from italclean.places.near import one_slip, rests
from italclean.places.register import ABROAD

# A slip in a short name makes other words: Roma and nome, Ancona and ancora, Caserta and caserma. Of six letters and
# more two swapped letters (Bergmao) hardly ever are another word, of seven and more a doubled one (Pallermo), of nine
# and more (Alesandria) any slip that leaves both ends as they are.
_SHORTEST_SWAPPED, _SHORTEST_DOUBLED, _SHORTEST_MISSPELT = 6, 7, 9
# The words that are so all the same.
_WORDS = ["TORNIO", "PERUGGIA", "ALESSANDRA", "ALESSANDRINA"]
_ABROAD_WORDS = [ABROAD, "ESTERO", "STATO ESTERO"]
_DOUBLES = [2 * letter for letter in ascii_uppercase]
_SURE = ("sigla", "official_name", "long_form", "variant", "trap")
_AMBIGUOUS = ("ambiguous",)
_FORMER = ("historical_sigla", "historical_name")
_PREFIX = (
    r"^(?:(?:PROVINCIA|PROV|PR|CITTA METROPOLITANA|LIBERO CONSORZIO COMUNALE)"
    r"(?: AUTONOMA)?(?: DELLA| DELL| DEL| DI)? )?(.+)$"
)


def prepare(value: pl.Expr) -> pl.Expr:
    """Mend and tidy what was typed."""
    return text.tidy(text.mend(value))


@remembers
def read_provinces(values: pl.Series) -> pl.DataFrame:
    """Find the province that each text names; the findings are those of the cleaner `provincia`.

    Args:
        values: Prepared text, none empty.
    """
    whole = values.to_frame("typed")
    spelled = whole.select(cap=cap_beside(pl.col("typed")), typed=without_cap(pl.col("typed"))).with_columns(
        words=pl.when(text.is_filler(pl.col("typed")))
        .then(text.words(pl.col("typed")))
        # R.E., IT-MI, Roma (IT)
        .otherwise(
            text.words(pl.col("typed"))
            .str.replace("^([A-Z]) ([A-Z])$", "$1$2")
            .str.replace("^IT(?:A|ALIA|ALY)? ([A-Z]{2}|[A-Z]{4,}.*)$", "$1")
            .str.replace("^(.+) IT(?:A|ALIA|ALY)?$", "$1")
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
    found = _with_misspelt(_with_places(found)).join(
        table("province").select("sigla", "nome", "regione"), on="sigla", how="left", maintain_order="left"
    )
    filler = text.is_filler(pl.col("typed")) | (pl.col("words") == "")
    near = ~pl.col("known") & pl.col("sigla").is_null() & pl.col("maybe").is_not_null()
    return found.select(
        value=pl.when(pl.col("issue").is_in(["prov_ambiguous", "prov_foreign"]) | near)
        # A sigla is written in capitals, whatever it stands for.
        .then(pl.when(pl.col("words").str.len_bytes() == 2).then("words").otherwise("typed"))
        .otherwise("sigla"),
        issue=pl.when("known")
        .then("issue")
        .when(filler)
        .then(pl.lit("filler"))
        .when(pl.col("sigla").is_not_null())
        .then(pl.lit("prov_misspelt"))
        .when(near)
        .then(pl.lit("prov_maybe"))
        .otherwise(pl.lit("prov_unknown")),
        detail=pl.when(near)
        .then("maybe")
        .when(pl.col("known") | pl.col("sigla").is_null())
        .then("detail")
        .otherwise("nome"),
        nome="nome",
        regione="regione",
        cap="cap",
        al=pl.coalesce("al", "al_bare"),
    )


@remembers_empty
def _with_places(found: pl.DataFrame) -> pl.DataFrame:
    """Read what is no province beside its sigla: a comune of it (`Segrate (MI)`), a place abroad (`Wien (AT)`)."""
    odd = found.select(~pl.col("known") & pl.col("name").is_not_null()).to_series()
    if not odd.any():
        return found
    comuni = table("comuni").select(name=text.words(pl.col("nome")), code="sigla", here="nome").unique()
    states = table("stati").filter(pl.col("al").is_null()).select(code="iso2", state="nome").drop_nulls()
    states = states.unique("code", maintain_order=True)
    found = found.join(comuni, on=["name", "code"], how="left", maintain_order="left").join(
        states, on="code", how="left", maintain_order="left"
    )
    bracketed = pl.col("typed").str.contains(r"\([A-Za-z]{2}\)$")
    comune = ~pl.col("known") & pl.col("here").is_not_null()
    abroad = ~pl.col("known") & ~comune & bracketed & pl.col("state").is_not_null()
    return found.with_columns(
        sigla=pl.when(comune).then("code").otherwise("sigla"),
        issue=pl.when(comune).then(pl.lit("prov_comune")).when(abroad).then(pl.lit("prov_foreign")).otherwise("issue"),
        detail=pl.when(comune).then("here").when(abroad).then("state").otherwise("detail"),
        known=pl.col("known") | comune | abroad,
    ).drop("here", "state")


@cache
def _names_of_comuni() -> pl.Series:
    return table("comuni").select(text.words(pl.col("nome"))).to_series()


@cache
def _long_names() -> pl.Series:
    return _aliases().filter(pl.col("words").str.len_bytes() >= _SHORTEST_SWAPPED)["words"]


@cache
def _rests_of_names() -> pl.DataFrame:
    return rests(_long_names())


@cache
def _other_words() -> pl.Series:
    """Names of people and comuni, words of firms and streets, which are no misspelt province."""
    tables = (("nomi", "nome"), ("cognomi", "cognome"), ("parole_azienda", "parola"), ("tipi_strada", "canonica"))
    words = pl.concat([table(name)[column] for name, column in tables]).to_frame("word")
    spelled = words.select(text.words(pl.col("word"))).to_series()
    return pl.concat([spelled, _names_of_comuni(), pl.Series(_WORDS)]).unique()


@remembers_empty
def _with_misspelt(found: pl.DataFrame) -> pl.DataFrame:
    """Give names that are one sure slip away from those of a single province its sigla.

    A slip that may also make another word is only told (`maybe`), and none is looked for in what is a word or the name
    of a comune.
    """
    nothing = pl.lit(None, dtype=pl.String)
    unknown = ~pl.col("known") & (pl.col("bare").str.len_bytes() >= _SHORTEST_SWAPPED - 1)
    typed = found.filter(unknown)["bare"].unique()
    typed = typed.filter(~typed.is_in(_other_words().implode()))
    if typed.is_empty():
        return found.with_columns(maybe=nothing)
    siglas = _aliases().select(known="words", near="sigla")
    pairs = one_slip(typed, _long_names(), _rests_of_names).join(siglas, on="known", how="left")
    nearest = (
        pairs.with_columns(sure=_is_sure())
        .group_by("typed")
        .agg(
            near=pl.when((pl.col("near").n_unique() == 1) & pl.col("near").is_not_null().all()).then(
                pl.col("near").first()
            ),
            sure=pl.col("sure").any(),
        )
    )
    names = table("province").select(near="sigla", maybe=pl.concat_str("nome", pl.lit(" ("), "sigla", pl.lit(")")))
    nearest = nearest.join(names, on="near", how="left")
    found = found.join(nearest, left_on="bare", right_on="typed", how="left", maintain_order="left")
    return found.with_columns(
        sigla=pl.coalesce("sigla", pl.when(unknown & pl.col("sure")).then("near")),
        maybe=pl.when(unknown & ~pl.col("sure")).then("maybe"),
    )


def _is_sure() -> pl.Expr:
    """Tell which slips between `typed` and a `known` name hardly make another word."""
    typed, known = pl.col("typed"), pl.col("known")
    letters = known.str.len_bytes()
    more = typed.str.len_bytes() == letters + 1
    same = typed.str.len_bytes() == letters
    ends = (typed.str.head(1) == known.str.head(1)) & (typed.str.tail(1) == known.str.tail(1))
    sorted_letters = [name.str.split("").list.sort().list.join("") for name in (typed, known)]
    single = [name.str.replace_many(_DOUBLES, list(ascii_uppercase)) for name in (typed, known)]
    swapped = same & (sorted_letters[0] == sorted_letters[1])
    return (
        (swapped & ends & (letters >= _SHORTEST_SWAPPED))
        | (more & (single[0] == single[1]) & (letters >= _SHORTEST_DOUBLED))
        | (ends & (letters >= _SHORTEST_MISSPELT))
    )


@cache
def _aliases() -> pl.DataFrame:
    """One row for each distinct spelling: its sigla, or the issue that tells why it has none."""
    rows = table("province_alias").with_columns(words=text.words(pl.col("alias"))).filter(pl.col("words") != "")
    today = table("province")["sigla"]
    was_another = pl.col("tipo").is_in(_FORMER) & pl.col("ambiguo_con").is_not_null()
    by_spelling = rows.group_by("words", maintain_order=True).agg(
        sure=_siglas(_SURE),
        former=_siglas(_FORMER),
        clash=(pl.col("tipo").is_in(_AMBIGUOUS) | (was_another & (pl.col("confidenza") != "low"))).any(),
        unsettled=(pl.col("tipo").is_in(_SURE) & pl.col("sigla").is_null()).any(),
        names=pl.col("nome").unique(maintain_order=True).str.join("; "),
        region=pl.col("tipo").is_in(["region", "region_variant"]).any(),
        foreign=(pl.col("tipo") == "foreign_or_filler").any(),
        al=pl.col("al").filter(pl.col("tipo").is_in(_FORMER)).max(),
    )
    one = pl.col("sure").list.len() == 1
    # A sigla of today means the province of today: PO is Prato, though it was Pola in the archives.
    of_today = pl.col("words").is_in(today.implode())
    ambiguous = (pl.col("clash") | (pl.col("sure").list.len() > 1) | pl.col("unsettled")) & ~(one & of_today)
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
        .when(pl.col("foreign") & ~pl.col("words").is_in(_ABROAD_WORDS))
        .then(pl.lit("prov_foreign"))
        .when(~pl.col("words").is_in(_ABROAD_WORDS))
        .then(pl.lit("prov_ambiguous"))
    )
    return by_spelling.select(
        "words",
        sigla=pl.when(pl.col("words").is_in(_ABROAD_WORDS)).then(pl.lit(ABROAD)).otherwise(sigla),
        issue=issue,
        detail=pl.when(issue.is_not_null()).then("names"),
        al=pl.when(issue == "prov_former").then("al"),
        known=pl.lit(value=True),
    )


def _siglas(kinds: tuple[str, ...]) -> pl.Expr:
    return pl.col("sigla").filter(pl.col("tipo").is_in(kinds)).drop_nulls().unique(maintain_order=True)
