"""The index of all places by which one can be called: spellings, parts, what stands beside a name."""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.columns import rows_where
from italclean.core.empty import remembers_empty
from italclean.core.known import among
from italclean.core.reference import table
from italclean.places.provinces import prepare as prepare_province
from italclean.places.provinces import read_provinces
from italclean.places.register import ABROAD, places, state_names

_IN_ITALY = r"(?i)^(.+?)[\s,;(–-]+(?:italia|italy)\s*\)?$"
# What stands beside a name: in brackets, after a comma, after "prov.", or two letters at the end.
_BESIDE = (
    r"^(.+?)\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]?$",
    r"(?i)^(.+?)[\s,;–-]+(prov(?:incia)?\b\.?.+)$",
    r"^(.+?)\s*,\s*([^,]+)$",
    r"^(.+?)(?:\s*[;/–-]\s*|\s+)([A-Za-z]{2})\.?$",
)
# APPIANO SULLA STRADA DEL VINO .EPPAN: the name in one language, and what stands behind both.
_BOTH_LANGUAGES = r"^([^.*/(\[]+?)\s*[.*/]\s*\p{L}.*?(\s*[(\[].*)?$"
_PROVINCE = r"(?i)^prov(?:incia)?\b\.?\s*(?:di\s+|del\s+|della\s+)?"
MOST_NAMED = 6
LONGEST = 200
"""The letters of the longest text that may name a place."""
_SHORTEST_LOOSE = 4
_PREFIX = r"^(?:NATO A|NATA A|COMUNE DI|CITTA DI|LOC) "
# Those in front are a part of the name: Di Marco is a surname, and not Marco.
_PARTICLES = r"^L\b| (?:L|DE|DI|DEL|DELLO|DELLA|DEI|DEGLI|DELLE|NEL|NELLO|NELLA|NEI|NELLE|IN|A|AL|D|DELL|NELL)\b"
SAINTS = r"\b(?:SANTISSIMA|SANTA|SANTO|SANTI|SANT|SAN|STA|STO|SS|S)\b"
# Forlì and Pesaro changed their sigle in 1999: who was born there before is written with either. Of those of the
# ceded provinces none is settled (the Agenzia delle Entrate uses PO, FM and ZA, the registries PL, FU and ZA).
# Of the provinces of Sardinia of 2010-2016 and since 2025, SU was another one between (Sud Sardegna).
_OTHER_SIGLAS = {
    "FO": "FC",
    "PS": "PU",
    "PL": "PO",
    "FU": "FM",
    "ZA": "ZR",
    "CA": "SU",
    "VS": "SU",
    "CI": "SU",
    "OT": "SS",
    "OG": "NU",
}
# A state's two letters, for cities abroad: Paris (FR).
_ISO = pl.col("iso2").replace("UK", "GB")


def prepare(value: pl.Expr) -> pl.Expr:
    """Mend and straighten the name of a place."""
    return text.straight(text.tidy(text.mend(value)))


def only(values: pl.Expr) -> pl.Expr:
    """The one value that all values of a group are, null where they differ."""
    return pl.when(values.n_unique() == 1).then(values.first())


@remembers_empty
def parted_places(spelled: pl.DataFrame) -> pl.DataFrame:
    """Part each name from the province or the state beside it.

    Returns:
        The columns `at`, `typed`, the `name`, its `words`, its `letters` with their accents, what stands `beside` it,
        the `beside_sigla` or `state` (a code) that this is, whether it could not be read (`unread`), and the `city`
        that a state follows.
    """
    name, whole = pl.col("name"), pl.col("whole")
    # Step by step: an expression that is used twice is computed twice.
    parted = spelled.with_columns(words=_words(pl.col("typed")), in_italy=pl.col("typed").str.extract(_IN_ITALY))
    parted = parted.with_columns(
        name=pl.when(among(pl.col("words"), names_of_places)).then("typed").otherwise(pl.coalesce("in_italy", "typed"))
    ).with_columns(words=_words(name))
    parted = _in_one_language(parted.with_columns(whole=among(pl.col("words"), names_of_places)))
    named = whole | (among(loose(pl.col("words")), _loose_names) & ~name.str.contains("[(,]"))
    *signs, trailing = _BESIDE
    parted = parted.with_columns(
        named=named,
        last=name.str.extract(trailing, 2).str.to_uppercase(),
        sign=pl.when(~whole).then(pl.coalesce(name.str.extract(sign, 2) for sign in signs)),
    )
    parted = parted.with_columns(trails=~pl.col("named") & among(pl.col("last"), _siglas))
    before = pl.coalesce(name.str.extract(sign, 1) for sign in signs)
    parted = parted.with_columns(
        beside=pl.coalesce("sign", pl.when("trails").then("last")).str.replace(_PROVINCE, "").str.to_uppercase(),
        name=pl.coalesce(
            pl.when(pl.col("sign").is_not_null()).then(before),
            pl.when("trails").then(name.str.extract(trailing, 1)),
            "name",
        ),
    ).with_columns(words=_words(name))
    parted = parted.with_columns(
        words=pl.when(among(pl.col("words"), names_of_places))
        .then("words")
        # The body that governs the comune of Roma since 2010.
        .otherwise(pl.col("words").str.replace(_PREFIX, "").replace("ROMA CAPITALE", "ROMA")),
    )
    return parted.join(
        _besides(parted["beside"]), on="beside", how="left", nulls_equal=True, maintain_order="left"
    ).select(
        "at",
        "typed",
        "name",
        "words",
        "beside",
        "beside_sigla",
        "state",
        letters=_letters(pl.col("name")),
        unread=pl.col("beside").is_not_null() & pl.col("beside_sigla").is_null() & pl.col("state").is_null(),
        city=pl.when(pl.col("state").is_not_null()).then("name"),
    )


@remembers_empty
def _in_one_language(parted: pl.DataFrame) -> pl.DataFrame:
    """Leave the first of two languages, however parted and cut off: APPIANO SULLA STRADA DEL VINO .EPPAN."""
    some = rows_where(parted.select(~pl.col("whole") & pl.col("name").str.contains("[.*/]")).to_series())
    if some.is_empty():
        return parted
    both = (
        parted["name"][some]
        .to_frame("name")
        .with_columns(
            first=pl.col("name").str.extract(_BOTH_LANGUAGES, 1),
            rest=pl.col("name").str.extract(_BOTH_LANGUAGES, 2).fill_null(""),
            second=_words(pl.col("name").str.extract(r"[.*/]\s*(\p{L}[^(\[]*)")),
        )
    )
    first = among(_words(pl.col("first")), names_of_places) & ~among(pl.col("second"), names_of_places)
    name = both.select(pl.when(first).then(pl.concat_str("first", "rest")).otherwise("name").alias("name"))
    name = name.with_columns(words=_words(pl.col("name")))
    return parted.with_columns(
        name=parted["name"].clone().scatter(some, name["name"]),
        words=parted["words"].clone().scatter(some, name["words"]),
    ).with_columns(whole=among(pl.col("words"), names_of_places))


@cache
def _states() -> pl.DataFrame:
    """The names that mean one state code only."""
    index = known_places().filter(pl.col("siglas").str.starts_with(ABROAD), ~pl.col("is_city"))
    return index.select("words", state="codice").unique("words", keep="none", maintain_order=True)


@cache
def _city_and_state() -> str:
    """The pattern of a city with its state behind it. But not SANTA LUCIA, of which Italy has its own."""
    states = _states().filter(~pl.col("words").str.contains("^SA(?:N|NTA|NTO|NT|INT) "))
    return rf"^(.+) ({'|'.join(states['words'])})$"


@cache
def _siglas() -> pl.Series:
    """All sigle of today and of the past."""
    return known_places()["siglas"].str.split(" ").explode().unique()


@remembers_empty
def _besides(beside: pl.Series) -> pl.DataFrame:
    """Read what stands beside names: a sigla, a province's name, or a state."""
    named = beside.unique(maintain_order=True).to_frame("beside")
    named = named.with_columns(province=prepare_province(pl.col("beside")))
    says = named.filter(pl.col("province").fill_null("") != "")
    read = says.with_columns(province=read_provinces(says["province"])["value"])
    named = named.select("beside").join(read, on="beside", how="left", maintain_order="left")
    two_letters = pl.col("beside").str.len_bytes() == 2
    return (
        named.with_columns(words=_words(pl.col("beside")))
        .join(_states(), on="words", how="left", maintain_order="left")
        .select(
            "beside",
            state=pl.when(~two_letters).then("state"),
            beside_sigla=pl.when(two_letters)
            .then("beside")
            .otherwise(pl.when(pl.col("state").is_null()).then("province")),
        )
        .with_columns(beside_sigla=pl.when(pl.col("beside_sigla").str.len_bytes() == 2).then("beside_sigla"))
    )


@remembers_empty
def candidate_places(parted: pl.DataFrame) -> pl.DataFrame:
    """Find the places that parted texts may name: by the exact name, else joined, else without its particles.

    Returns:
        One row for each text and place: `at`, `codice`, whether the place is `living`, the name its `last_name`, its
        accents as `accented`, the place a city (`is_city`) of the state `codice`, what stands beside it another
        province (`elsewhere`), the `printed` name and the `city` before a state.
    """
    columns = ["at", "codice", "living", "last_name", "accented", "is_city", "printed", "elsewhere", "city"]
    abroad = parted.filter(pl.col("state").is_not_null()).select("at", "city", codice="state")
    rest = parted.filter(pl.col("state").is_null()).drop("city")
    met: list[pl.DataFrame] = []
    for spelling, keyed in zip(_SPELLINGS, _keyed(), strict=True):
        if met and rest.is_empty():
            break
        typed = rest.with_columns(key=spelling(pl.col("words")))
        if met:
            typed = typed.filter(pl.col("key").str.len_bytes() >= _SHORTEST_LOOSE)
        met.append(typed.join(keyed, on="key", how="inner"))
        rest = rest.join(met[-1], on="at", how="anti")
    fits = ~pl.col("unread") & pl.col("siglas").str.contains(pl.col("beside_sigla"), literal=True).fill_null(value=True)
    found = pl.concat(met).with_columns(
        fits=fits, city=pl.lit(None, dtype=pl.String), accented=pl.col("letters") == _letters(pl.col("luogo"))
    )
    found = found.with_columns(elsewhere=~pl.col("fits").any().over("at"))
    found = found.filter(pl.col("fits") | pl.col("elsewhere"))
    abroad = pl.concat([abroad, _before_a_state(rest)])
    if abroad.is_empty():
        return found.select(columns).sort("at", "codice")
    abroad = abroad.join(places(), on="codice", how="left")
    abroad = abroad.with_columns(last_name=True, accented=True, is_city=False, elsewhere=False)
    return pl.concat([found.select(columns), abroad.select(columns)]).sort("at", "codice")


@remembers_empty
def _before_a_state(rest: pl.DataFrame) -> pl.DataFrame:
    """Find cities with their state behind them without any sign: `SETTAT MAROCCO (EE)`."""
    strange = ~pl.col("unread") & (pl.col("beside_sigla").fill_null(ABROAD) == ABROAD)
    ends = rest.filter(strange).select(
        "at",
        city=pl.col("words").str.extract(_city_and_state(), 1),
        words=pl.col("words").str.extract(_city_and_state(), 2),
    )
    # Without EE only of a city that is known to be abroad.
    told = pl.col("at").is_in(rest.filter(pl.col("beside_sigla") == ABROAD)["at"].implode())
    ends = ends.filter(told | among(pl.col("city"), _cities))
    return ends.join(_states(), on="words", how="inner").select("at", "city", codice="state")


def _words(name: pl.Expr) -> pl.Expr:
    """The words of a name; an apostrophe parts them, as a blank does in `SANT EGIDIO`."""
    return text.words(text.straight(name).str.replace_all("'", " "))


def _letters(name: pl.Expr) -> pl.Expr:
    """The letters of a name with its accents, typed as such or as apostrophes: Paternò and Paterno are two."""
    accented = name.str.to_lowercase().str.replace_many(
        ["a'", "e'", "è'", "i'", "o'", "u'", "é"], ["à", "è", "è", "ì", "ò", "ù", "è"], leftmost=True
    )
    letters = accented.str.replace_all(r"[^\p{L}]", "")
    # Without any accent a name may have lost one.
    return pl.when(letters.str.contains(r"[^\x00-\x7f]")).then(letters)


def _as_typed(words: pl.Expr) -> pl.Expr:
    return words


def _joined(words: pl.Expr) -> pl.Expr:
    """`SAN REMO` is Sanremo."""
    return words.str.replace_all(" ", "")


def loose(words: pl.Expr) -> pl.Expr:
    """Reduce to what all ways of writing one name share: saints to S, particles and blanks away."""
    return words.str.replace_all(SAINTS, "S").str.replace_all(_PARTICLES, "").str.replace_all(" ", "")


_SPELLINGS = (_as_typed, _joined, loose)
"""How a name is looked up, one way after the other."""


@cache
def _keyed() -> tuple[pl.DataFrame, ...]:
    """The known places by each of the spellings; foreign ones only by the first two."""
    italian = ~pl.col("siglas").str.starts_with(ABROAD)
    return tuple(
        known_places()
        .filter(italian if spelling is loose else pl.lit(value=True))
        .with_columns(key=spelling(pl.col("words")))
        .drop("words")
        .unique(["key", "codice"], maintain_order=True)
        for spelling in _SPELLINGS
    )


@cache
def names_of_places() -> pl.Series:
    """All names of places as they are known."""
    return known_places()["words"].unique()


@cache
def _cities() -> pl.Series:
    """The names of cities abroad."""
    return known_places().filter("is_city")["words"]


@cache
def _loose_names() -> pl.Series:
    """All names of places as typed and without their particles."""
    words = known_places()["words"]
    return pl.concat([words, known_places().select(loose(pl.col("words")))["words"]]).unique()


@cache
def known_places() -> pl.DataFrame:
    """One row for each name and place.

    The columns are `words`, `codice`, `printed`, all `siglas` that it had, whether it is `living`, whether the
    name is its `last_name`, and whether it is a city (`is_city`) of the state that `codice` is.
    """
    both = pl.concat_str("nome", pl.lit("/"), "altra")
    both_ways = pl.concat_str("altra", pl.lit("/"), "nome")
    comuni = table("comuni").select("sigla", codice="belfiore", nome="nome", altra="nome_altra_lingua")
    official = pl.concat(
        comuni.select("codice", "sigla", nome=name, official=True) for name in ("nome", "altra", both, both_ways)
    )
    italian = pl.concat(
        [
            official.drop_nulls("nome"),
            table("luoghi").select("codice", "nome", "sigla"),
            table("luoghi_soppressi").select("codice", "nome", "sigla"),
        ],
        how="diagonal",
    )
    siglas = italian.select("codice", "sigla").drop_nulls()
    others = siglas.with_columns(pl.col("sigla").replace(_OTHER_SIGLAS))
    siglas = pl.concat([siglas, others]).unique().sort("codice", "sigla")
    # Lists are joined all at once, groups one by one.
    siglas = siglas.group_by("codice", maintain_order=True).agg(siglas="sigla")
    siglas = siglas.with_columns(pl.col("siglas").list.join(" "))
    cities = table("citta_estere").select("nome", codice="stato", is_city=True)
    codes = places().select("codice", nome="codice")
    known = places().select("codice", "luogo", "living", "printed", last_words=_words(pl.col("luogo")))
    named = pl.concat([italian.select("codice", "nome", "official"), state_names(), cities, codes], how="diagonal")
    return (
        named.with_columns(words=_words(pl.col("nome")), is_city=pl.col("is_city").fill_null(value=False))
        .filter(pl.col("words").str.len_bytes() > 0)
        .unique(["words", "codice"], keep="first", maintain_order=True)
        .join(siglas, on="codice", how="left", maintain_order="left")
        .join(known, on="codice", how="left", maintain_order="left")
        .join(table("stati").select("codice", iso2=_ISO), on="codice", how="left", maintain_order="left")
        .select(
            "words",
            "codice",
            "luogo",
            "printed",
            "living",
            "is_city",
            siglas=pl.coalesce("siglas", pl.concat_str(pl.lit(ABROAD), "iso2", separator=" "), pl.lit(ABROAD)),
            last_name=(pl.col("words") == pl.col("last_words")) | pl.col("official").fill_null(value=False),
        )
        .sort("words", "codice")
    )
