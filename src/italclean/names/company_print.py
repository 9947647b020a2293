"""How a firm's name is printed: which words are small, which stay in capitals, what an apostrophe joins."""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.columns import no_text, rows_where
from italclean.core.known import among
from italclean.names.company_words import STATE
from italclean.names.given import common_given_names
from italclean.names.impersonal import surnames
from italclean.names.legal_form import MARK
from italclean.names.lettering import restore_accents

# fmt: off
_SMALL = [
    "DI", "DEL", "DELLA", "DELLE", "DELLO", "DEI", "DEGLI", "DA", "DAL", "DALLA", "DALLE", "DALLO", "DAI", "DAGLI", "E",
    "ED", "IN", "CON", "PER", "TRA", "FRA", "A", "AL", "ALLA", "AI", "ALLE", "ALLO", "AGLI", "SU", "SUL", "SULLA",
    "SULLE", "SULLO", "SUI", "SUGLI", "NEL", "NELLA", "NELLE", "NELLO", "NEI", "NEGLI", "&", "OF", "THE", "AND",
]
# Articles are small behind one of these: per il Lavoro, but Il Faro.
_BEFORE_ARTICLES = r"(?i)^(?:per|con|tra|fra|e|ed|su|contro|verso|oltre|dopo|senza)$"
_ARTICLES = r"(?i)^(?:il|lo|la|i|gli|le|un|uno|una)$"
_SHORT_WORDS = [
    "BAR", "PUB", "ORO", "BIO", "GAS", "SUD", "EST", "SOL", "MIO", "MIA", "TUO", "UNO", "DUE", "TRE", "SEI", "BEL",
    "BLU", "VIA", "RIO", "REX", "RED", "NEW", "OLD", "ART", "ECO", "GEO", "LUX", "LA", "LO", "LE", "LI",
    "IL", "GLI", "VAL", "SAN", "DON", "DE", "SCI", "UN", "UNA", "NON", "CHE", "PRO", "RE", "PO", "CA", "I", "VOI",
    "NOI", "BOX", "TOP", "BIG", "SKY", "SUN", "SEA", "FOX", "POP", "INN", "TEA", "CAR", "ZOO", "UVA", "ALI", "VIE",
    "PIU", "ORA", "OGGI", "IO", "TU", "SE",
]
# Elided words; before a surname they are a part of it: Studio D'Angelo, Dell'Acqua Mario.
_ELIDED = r"(?i)^(dell|dall|all|nell|sull|coll|quell|d)'(\p{L}.*)$"
_NEVER_SURNAMES = r"(?i)^(?:all|nell|sull|coll|quell)'"
_ELIDED_NOUNS = [
    "ABBIGLIAMENTO", "ABRUZZO", "ACCOGLIENZA", "ADDA", "AGRICOLTURA", "ALBA", "ANCONA", "AOSTA", "APPELLO",
    "ARCHITETTURA", "AREZZO", "ARGENTO", "ARTE", "ARTIGIANATO", "ASILO", "ASTI", "AUTO", "AUTORE", "AVELLINO",
    "AZZARDO", "ELBA", "ENNA", "EPOCA", "ESTATE", "ESTE", "EUROPA", "IMPERIA", "IMPRESA", "IMPRESE", "INCONTRO",
    "INFANZIA", "INGEGNERIA", "INGROSSO", "INTERNI", "INVERNO", "ISCHIA", "ISERNIA", "ITALIA", "OC", "OGGI",
    "OLIVA", "OLTREMARE", "ORIENTE", "ORISTANO", "ORO", "URGENZA", "USATO", "UTENSILI",
]
# Surnames with dell' and dall'; in the name of a public body they are none: Università dell'Aquila.
_ELIDED_SURNAMES = [
    "AGNELLO", "AGNESE", "AGNOL", "AGLIO", "ANNA", "ANTONIA", "AQUILA", "ACQUA", "ARA", "ARCHE", "ARMI", "ARNO", "ASTA",
    "ASEN", "AVERSANA", "ERA", "ERBA", "IGNA", "ISOLA", "OCA", "OGLIO", "OLIO", "OMO", "ORCO", "ORO", "ORSO", "ORTO",
    "OSSO", "OSTA", "OSTE", "UNTO", "UOMO", "UTRI", "ALBA", "AMICO", "AMORE", "ONGARO", "OVA", "OSBEL",
]
_CONTRACTED = (
    r"(?i)^(?:f\.lli|s\.lle|dott\.ssa|prof\.ssa|sig\.(?:ra|na)|spett\.le|p\.zza|c\.so|v\.le|g\.ppe|ass\.ne|"
    r"coop\.va|comm\.le)$"
)
_BORNE = 20
# Bodies whose capitals nobody writes as a word, though they could be spoken as one.
_ACRONYMS = [
    "INPS", "INAIL", "INPDAP", "ENEL", "ANAS", "ENEA", "ISTAT", "ENASARCO", "AUSL", "ASUR", "ULSS", "ASST", "CGIL",
    "CISL", "UGL", "ACLI", "AVIS", "AIDO", "CONI", "ARCI", "ANPI", "RAEE", "ATER", "ALER", "ARPA", "AGEA", "FIAT",
]

def _capital(name: pl.Expr) -> pl.Expr:
    return name.str.slice(0, 1).str.to_uppercase() + name.str.slice(1)


def recased(words: pl.DataFrame) -> pl.Series:
    """Tell the words to be rewritten: of names typed in one case, and of such parts of one before or behind a form.

    The other part may have been typed with care: `ALFA SERVIZI Srl di Rossi Mario`.
    """
    rows = rows_where(words.select(~pl.col("one")).to_series())
    mixed = words.select("at", "word", is_form=pl.col("canonica").is_not_null())[rows]
    mixed = mixed.with_columns(row=rows, part=pl.col("is_form").cum_sum())
    formed = mixed.filter("is_form")["at"].unique()
    rest = mixed.filter(pl.col("at").is_in(formed.implode()) & ~pl.col("is_form"))
    upper = (pl.col("word") == pl.col("word").str.to_uppercase()).all()
    lower = (pl.col("word") == pl.col("word").str.to_lowercase()).all()
    plain = rest.group_by("at", "part").agg("row", plain=upper | lower).filter("plain").select(pl.col("row").explode())
    return words["one"].clone().scatter(plain["row"].sort(), pl.Series([True]).new_from_index(0, plain.height))


def for_print(words: pl.Series) -> pl.DataFrame:
    """Write distinct words for print: `cased` in a name typed in one case, `kept` in one typed with care."""
    frame = pl.DataFrame({"word": words, "accented": restore_accents(words)}).with_columns(
        bare=text.key(pl.col("word")),
        letters=pl.col("accented").str.to_uppercase(),
        spelled=pl.col("word").str.contains(r"^\p{L}(?:\.\p{L}){2,}\.?$"),
        initials=pl.col("word").str.contains(r"^(?:\p{L}\.){2,}\p{L}?$"),
    )
    bare = pl.col("bare")
    frame = frame.with_columns(
        shouted=bare.str.contains(r"^[BCDFGHJKLMNPQRSTVWXYZ0-9]+$|[0-9]")
        | ((bare.str.len_bytes() <= 3) & ~bare.is_in([*_SHORT_WORDS, *_SMALL]) & ~bare.is_in(_short_names().implode()))
        | bare.is_in(_ACRONYMS)
    )
    # One spelling of an acronym: INPS without dots, with them where without them it would read as a word.
    some = rows_where(frame["spelled"])
    plain = pl.col("letters").str.replace_all(".", "", literal=True)
    joined = frame[some].select(pl.when("shouted").then(plain).otherwise(plain.str.replace_all(r"(\p{L})", "${1}.")))
    frame = frame.with_columns(frame["accented"].clone().scatter(some, joined.to_series()).alias("kept"))
    contracted = pl.col("accented").str.contains(_CONTRACTED)
    return frame.with_columns(_elided(frame)).select(
        cased=pl.when("spelled")
        .then("kept")
        .when(pl.col("elided").is_not_null())
        .then("elided")
        .when(contracted)
        .then(_capital(pl.col("accented").str.to_lowercase()))
        .when(bare.str.len_bytes() == 0)
        .then("accented")
        .when(bare.is_in(_SMALL) & ~pl.col("word").str.ends_with("."))
        .then(pl.col("accented").str.to_lowercase())
        .when(pl.col("shouted") | pl.col("initials"))
        .then("letters")
        .otherwise(pl.col("accented").str.to_titlecase()),
        kept="kept",
    )


def _elided(words: pl.DataFrame) -> pl.Series:
    """Write elided words: dell'Infanzia and d'Italia, but D'Angelo and Dell'Acqua, as people are called."""
    rows = rows_where(words["accented"].str.contains(_ELIDED))
    parts = text.groups("accented", _ELIDED)
    few = words[rows].select(word="accented", before=parts.struct.field("1"), behind=parts.struct.field("2"))
    few = few.with_columns(bare=text.key(pl.col("behind")), key=text.key(pl.col("word")))
    own = pl.col("before").str.to_uppercase() == "D"
    surname = (
        pl.when(pl.col("word").str.contains(_NEVER_SURNAMES))
        .then(pl.lit(value=False))
        .when(own)
        .then(~pl.col("bare").is_in(_ELIDED_NOUNS))
        .otherwise(pl.col("bare").is_in(_ELIDED_SURNAMES) | among(pl.col("key"), surnames))
    )
    loud = pl.col("bare").is_in(_ACRONYMS) | pl.col("bare").str.contains(r"^[BCDFGHJKLMNPQRSTVWXZ0-9]+$")
    behind = pl.when(loud).then(pl.col("behind").str.to_uppercase()).otherwise(pl.col("behind").str.to_titlecase())
    before = pl.when(surname).then(pl.col("before").str.to_titlecase()).otherwise(pl.col("before").str.to_lowercase())
    written = few.select(pl.concat_str(before, pl.lit("'"), behind)).to_series()
    return no_text(words.height, "elided").scatter(rows, written)


@cache
def _short_names() -> pl.Series:
    """Given names of two and three letters, which are no acronyms: UGO, ADA."""
    names = common_given_names(_BORNE)
    return names.filter(names.str.len_bytes() <= 3)


def _in_context(words: pl.DataFrame) -> pl.DataFrame:
    """Write small what its neighbours make small: the article of `per il Lavoro`, the preposition of a public body."""
    before = pl.when(pl.col("at") == pl.col("at").shift(1)).then(pl.col("word").shift(1))
    article = pl.col("word").str.contains(_ARTICLES) & before.str.contains(_BEFORE_ARTICLES)
    body = pl.col("cased").str.contains("^D(?:ell|all)'") & pl.col("public")
    return words.with_columns(
        cased=pl.when(article.fill_null(value=False))
        .then(pl.col("cased").str.to_lowercase())
        .when(body)
        .then(pl.col("cased").str.head(1).str.to_lowercase() + pl.col("cased").str.slice(1))
        .otherwise("cased")
    )


def _form_of_name(words: pl.DataFrame, height: int) -> pl.Series:
    """The legal form of each name: of several the most telling, then the first."""
    found = (
        words.filter(pl.col("form").is_not_null())
        .group_by("at")
        .agg(pl.col("form").get(pl.col("rank").arg_min()))
        .sort("at")
    )
    return no_text(height).scatter(found["at"], found["form"])


def printed(cells: pl.DataFrame) -> pl.Series:
    """Finish the names for print: nothing but a blank around forms, the state in small letters."""
    rows = rows_where(cells["forma_giuridica"].is_not_null() | cells["stato_azienda"].is_not_null())
    few = cells.select("value", "stato_azienda")[rows]
    shown = (
        pl.col("value")
        .str.replace_all(rf"[ ,\-–]*{MARK}([^{MARK}]*){MARK}[ ,\-–]*", " ${1} ")
        .str.replace_all(" {2,}", " ")
        .str.replace_all(" ([),;:])", "${1}")
        .str.replace_all("([(]) ", "${1}")
    )
    state = pl.concat_str(pl.lit(" "), "stato_azienda")
    few = few.select(
        pl.when(pl.col("stato_azienda").is_not_null()).then(shown.str.replace(STATE, state)).otherwise(shown)
    )
    value = cells["value"].clone().scatter(rows, few.to_series())
    first = value.str.slice(0, 1).str.to_uppercase() + value.str.slice(1)
    return first.str.replace_all(" {2,}", " ").str.replace(r"(?: \.)+$", "").str.strip_chars(" ,-")
