"""Names of streets without their type: letters for print, and the key by which their spellings meet.

Works on distinct names, word by word; what a word means may depend on its neighbours (`S.` before Anna, `DI` behind
an initial).
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.empty import remembers_empty
from italclean.core.known import among
from italclean.core.reference import table
from italclean.core.remembered import remembers
from italclean.names.lettering import one_case, restore_accents
from italclean.streets.table import days, form_key, short_words

_PARTICLES = [
    "DI", "DEL", "DELLO", "DELLA", "DEI", "DEGLI", "DELLE", "E", "ED", "A", "AL", "ALLO", "ALLA", "AI", "AGLI", "ALLE",
    "IN", "DA", "DAL", "DALLA", "DAI", "DALLE", "NEL", "NELLA", "SU", "SUL", "SULLA", "PER", "CON", "TRA", "FRA",
]  # fmt: skip
_OF_SURNAMES = ["DI", "DEL", "DELLA", "DELLE", "DEGLI", "DAL", "DALLA"]
_ARTICLES = ["LA", "LE", "LO", "IL", "GLI", "DE", "L", "D"]
# Whoever bears them is found without them.
_TITLES = [
    "GENERALE", "MONSIGNOR", "MONSIGNORE", "CARDINALE", "MARESCIALLO", "CAPITANO", "COLONNELLO", "TENENTE", "ONOREVOLE",
    "SENATORE", "DOTTOR", "DOTTORE", "PROFESSOR", "PROFESSORE", "AVVOCATO", "INGEGNER", "INGEGNERE", "DON", "PADRE",
    "FRATELLI", "SERGENTE",
]  # fmt: skip
_NUMERAL = r"^(?:X{0,3})(?:IX|IV|V?I{0,3})[°º^ªo]?$"
_ROMAN = (
    "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI XXII XXIII XXIV XXV XXVI XXVII XXVIII "
    "XXIX XXX XXXI"
)
_IN_WORDS = (
    "UNO DUE TRE QUATTRO CINQUE SEI SETTE OTTO NOVE DIECI UNDICI DODICI TREDICI QUATTORDICI QUINDICI SEDICI "
    "DICIASSETTE DICIOTTO DICIANNOVE VENTI VENTUNO VENTIDUE VENTITRE VENTIQUATTRO VENTICINQUE VENTISEI VENTISETTE "
    "VENTOTTO VENTINOVE TRENTA TRENTUNO"
)
_ORDINALS = "PRIMO SECONDO TERZO QUARTO QUINTO SESTO SETTIMO OTTAVO NONO DECIMO UNDICESIMO DODICESIMO"
_NUMERALS = {
    word: str(number) for words in (_ROMAN, _IN_WORDS, _ORDINALS) for number, word in enumerate(words.split(), start=1)
} | {"MILLE": "1000", "1O": "1", "IO": "1"}
_INITIALS = r"^(?:(?:\p{Lu}\.)+\p{Lu}?|[B-DF-HJ-UWYZ])$"
_SAINTLY = r"^(?:SAN|SANTA|SANTO|SANTI|SS?\.?|S\.S\.)$"
_LEAST_BEARERS = 5
# Words of streets that are nothing else without their accent.
_ACCENTED = {
    "LIBERTA": "Libertà", "CITTA": "Città", "UNIVERSITA": "Università", "TRINITA": "Trinità", "CARITA": "Carità",
    "NATIVITA": "Natività", "LOCALITA": "Località", "VERITA": "Verità", "SANITA": "Sanità", "PIETA": "Pietà",
    "GESU": "Gesù", "VIRTU": "Virtù", "SOCIETA": "Società", "FRATERNITA": "Fraternità", "OSPEDALITA": "Ospedalità",
}  # fmt: skip
_FOREIGN_PARTICLES = ["den", "der", "dem", "am", "im", "zum", "zur", "van", "von", "du", "des", "les"]
_ACRONYMS = ["PIP", "ASI", "ACLI", "FIAT", "CEE", "ONU", "NATO", "INA", "ENI", "ENEL", "UNESCO"]
_GERMAN = ["DER", "DEN", "DEM", "VON", "VAN", "ZUM", "ZUR"]


@remembers
def read_names(names: pl.Series) -> pl.DataFrame:
    """Distinct names for print (`printed`), and the `key` of each."""
    words = names.to_frame("name").with_row_index("at").with_columns(word=pl.col("name").str.split(" ")).explode("word")
    read = _read_words(words["word"].unique(maintain_order=True))
    words = words.join(read, on="word", how="left", maintain_order="left")
    before, behind = pl.col("folded").shift(1).over("at"), pl.col("bare").shift(-1).over("at")
    words = words.with_columns(before=before, behind=behind)
    words = words.join(_saints(), on="behind", how="left", maintain_order="left").join(
        days(), left_on=["bare", "behind"], right_on=["day", "month"], how="left", maintain_order="left"
    )
    # Col di Lana is a mountain.
    followed = pl.col("behind").is_in(_PARTICLES) & pl.col("titled")
    words = words.with_columns(printed=pl.when(followed).then("as_typed").otherwise("printed"))
    saintly = pl.col("folded").is_in(["S", "S."]) & pl.col("saint").is_not_null()
    words = words.with_columns(
        printed=pl.when(saintly).then("saint").otherwise(pl.coalesce("written_day", _in_its_place())),
        part=pl.when(pl.col("behind").is_not_null() & (saintly | pl.col("folded").str.contains(_SAINTLY)))
        .then(pl.lit("S"))
        .otherwise("part"),
    )
    # Sant' and its name are one word.
    printed = pl.col("printed").str.join(" ").str.replace_all("Sant' ", "Sant'", literal=True)
    return (
        words.group_by("at", "name", maintain_order=True)
        .agg(printed=printed)
        .join(_keys_of_names(words), on="at", how="left", maintain_order="left")
        .select("name", "printed", "key")
    )


def _in_its_place() -> pl.Expr:
    """The letters of a word among its neighbours: De Gasperi and D'Annunzio behind an initial, no small first word."""
    capital = pl.col("printed").str.slice(0, 1).str.to_uppercase() + pl.col("printed").str.slice(1)
    first, last = pl.col("before").is_null(), pl.col("behind").is_null()
    initial = pl.col("before").str.contains(_INITIALS).fill_null(value=False)
    given = among(pl.col("before"), _given_names).fill_null(value=False)
    given &= ~pl.col("folded").shift(2).over("at").str.contains(_SAINTLY).fill_null(value=False)
    surname = (pl.col("folded").is_in(_OF_SURNAMES) & initial) | (pl.col("elided") & (first | initial | given))
    small = (
        pl.col("folded").is_in(["LA", "LE", "LO", "IL", "GLI", "I"])
        & pl.col("one_case")
        & (pl.col("before").is_in(_PARTICLES) | (~first & (pl.col("folded") == "IL")))
    )
    united = (pl.col("folded") == "UNITA") & pl.col("behind").str.starts_with("DITALIA")
    lone = pl.col("folded").str.contains("^[AEI]$") & (first | last)
    lower = pl.col("printed").str.to_lowercase()
    # Sardinian Su is an article (Via Su Planu).
    sardinian = (pl.col("folded") == "SU") & first
    german = pl.col("folded").is_in(_GERMAN) & ~first
    return (
        pl.when(surname | lone | sardinian)
        .then(capital)
        .when(small | german)
        .then(lower)
        .when(united)
        .then(pl.lit("Unità"))
        .otherwise("printed")
    )


@remembers_empty
def _keys_of_names(words: pl.DataFrame) -> pl.DataFrame:
    """The key of each name: Giuseppe Garibaldi is Garibaldi; Regina Elena and Umberto I stay whole."""
    given = among(pl.col("bare").str.split(" ").list.first(), _given_names)
    # Di Vittorio is a surname, Primo a number.
    given &= ~pl.col("part").str.contains("^[0-9]+$")
    telling = words.with_columns(known=given & ~pl.col("particle").shift(1).over("at").fill_null(value=False))
    telling = telling.filter(pl.col("part") != "")
    leading = pl.col("known").cast(pl.UInt8).cum_min().over("at") == 1
    named = (~pl.col("known") & ~pl.col("part").str.contains("^[0-9]+$")).any().over("at")
    holy = (pl.col("part") == "S").any().over("at")
    kept = telling.filter(~(leading & named) | holy)
    return kept.group_by("at").agg(key=pl.col("part").str.join(""))


@remembers
def _read_words(words: pl.Series) -> pl.DataFrame:
    """Read distinct words of names by themselves.

    Returns:
        The columns `word`, `folded`, `printed`, its `part` of the key, whether it is a `particle`, and whether it is
        `elided` (`D'ANNUNZIO`).
    """
    frame = words.to_frame("word").with_columns(abbreviation=form_key(pl.col("word")))
    frame = frame.join(short_words(), left_on="abbreviation", right_on="key", how="left", maintain_order="left")
    whole = pl.col("dotted") & ~pl.col("word").str.contains(".", literal=True)
    frame = frame.with_columns(full=pl.when(~whole.fill_null(value=False)).then("full"))
    frame = frame.with_columns(accented=restore_accents(frame["word"]), folded=text.fold(pl.coalesce("full", "word")))
    accented_words = pl.DataFrame({"folded": list(_ACCENTED), "accented_word": list(_ACCENTED.values())})
    frame = frame.join(accented_words, on="folded", how="left", maintain_order="left")
    frame = frame.with_columns(
        bare=pl.col("folded").str.replace_all("[^A-Z0-9 ]", ""),
        particle=pl.col("folded").is_in(_PARTICLES),
        elision=pl.col("folded").str.extract(r"^(D|DELL|DALL|NELL|ALL|SULL|DEGL|UN)'\p{L}"),
    )
    titled = pl.col("accented").str.to_titlecase()
    mac = titled.str.extract(r"^Mc(\p{L})").str.to_uppercase()
    elided = pl.col("elision").is_not_null()
    contracted = pl.col("folded").str.contains(r"^\p{L}+\.\p{L}{2,}\.?$")
    shortened = titled.str.slice(0, 1) + titled.str.slice(1).str.to_lowercase()
    acronym = pl.col("folded").str.contains("^[B-DF-HJ-NP-TV-Z]{2}$") | pl.col("folded").is_in(_ACRONYMS)
    typed_with_care = ~one_case(pl.col("word")) | pl.col("word").str.contains("[ßẞ]")
    in_print = (
        pl.when(typed_with_care)
        .then("accented")
        .when(pl.col("particle") | pl.col("folded").is_in(["BIS", "TER", "QUATER"]))
        .then(pl.col("word").str.to_lowercase())
        .when(pl.col("word").is_in(_FOREIGN_PARTICLES))
        .then("word")
        .when(pl.col("folded").str.contains(_NUMERAL) | pl.col("folded").str.contains(r"^SS\.?$|[0-9]") | acronym)
        .then(pl.col("word").str.to_uppercase())
        .when(elided)
        .then(pl.col("elision").str.to_lowercase() + titled.str.slice(pl.col("elision").str.len_chars()))
        .when(mac.is_not_null())
        .then(pl.concat_str(pl.lit("Mc"), mac, titled.str.slice(3)))
        .when(pl.col("folded") == "PO'")
        .then(pl.lit("Po"))
        .when(contracted)
        .then(shortened)
        .otherwise(pl.coalesce("accented_word", titled))
    )
    heard = pl.col("folded").str.replace(r"^(?:D|DELL|DALL|NELL|ALL|SULL|DEGL|L|UN)'", "").str.replace("^SANT'", "S")
    heard = heard.str.replace_all("[^A-Z0-9]", "")
    unheard = pl.col("particle") | pl.col("bare").is_in(_ARTICLES + _TITLES) | pl.col("folded").str.contains(_INITIALS)
    return frame.select(
        "word",
        "folded",
        "bare",
        "particle",
        one_case=one_case(pl.col("word")),
        titled=text.fold(pl.col("full")).is_in(_TITLES).fill_null(value=False),
        as_typed=in_print,
        printed=pl.coalesce("full", in_print),
        elided=elided & (pl.col("elision") == "D"),
        part=pl.when(unheard).then(pl.lit("")).otherwise(heard.replace(_NUMERALS).str.replace("STR$", "STRASSE")),
    )


@cache
def _given_names() -> pl.Series:
    """Given names, but for those that a single person bears, which are slips."""
    many = pl.col("maschi").cast(pl.Int64) + pl.col("femmine").cast(pl.Int64) > 1
    return table("nomi").filter(many)["nome"]


@cache
def _saints() -> pl.DataFrame:
    """How a saint is called before each name: San Rocco, Santa Lucia, Sant'Anna, Santo Stefano.

    As the names of comuni have it, else by the sex of the given name.
    """
    places = pl.concat([table("comuni")["nome"], table("luoghi")["nome"], table("luoghi_soppressi")["nome"]])
    called = (
        places.to_frame("nome")
        .select(found=pl.col("nome").str.extract_all(r"\b(?:San|Santa|Santo) \p{L}+|\bSant'\p{L}+"))
        .explode("found")
        .drop_nulls()
        .select(
            saint=pl.col("found").str.extract("^(San[a-z]*'?)"),
            behind=text.fold(pl.col("found").str.extract(r"(\p{L}+)$")),
        )
    )
    called = called.group_by("behind").agg(pl.col("saint").unique()).filter(pl.col("saint").list.len() == 1)
    men, women = pl.col("maschi").cast(pl.Int64), pl.col("femmine").cast(pl.Int64)
    vowel = pl.col("nome").str.contains("^[AEIOU]")
    by_sex = table("nomi").select(
        behind="nome",
        saint=pl.when(vowel & (men + women >= _LEAST_BEARERS))
        .then(pl.lit("Sant'"))
        .when((men >= _LEAST_BEARERS) & (men > 20 * women))
        .then(pl.when(pl.col("nome").str.contains("^S[^AEIOU]")).then(pl.lit("Santo")).otherwise(pl.lit("San")))
        .when((women >= _LEAST_BEARERS) & (women > 20 * men))
        .then(pl.lit("Santa")),
    )
    every = pl.concat(
        [called.with_columns(pl.col("saint").list.first()), by_sex.drop_nulls().select("behind", "saint")]
    )
    return every.unique("behind", keep="first", maintain_order=True)
