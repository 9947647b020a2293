"""Names of quarters and localities beside that of a comune, and names that are no comune's."""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.empty import remembers_empty
from italclean.core.known import among
from italclean.core.reference import table
from italclean.places.index import SAINTS, names_of_places
from italclean.places.today import MOST_WORDS, SHORTEST_MISSPELT, beginnings, current_names, of_province

_OF_NO_COMUNE = ["AL MARE", "LIDO", "SCALO", "STAZIONE", "CENTRO", "CAPOLUOGO", "PAESE", "ALTA", "BASSA"]
# Behind these a name goes on, or the comune's name is an attribute: Marina di Pisa, Borgo Roma.
_OPEN_ENDS = (
    "DI D DEL DELLO DELLA DELL DEI DEGLI DELLE DA DAL DALLA A AL ALLA AI IN NEL NELLA SU SUL SULLA PER CON E ED O "
    "LA LE LO IL I GLI L SAN SANT SANTA SANTO SANTI S SS STA STO BORGO PONTE VILLA CASTEL CASTELLO MONTE PIAN "
    "PIANO TORRE TORRI CASA CASE CASAL CASALE PORTA PORTO MARINA LIDO CAMPO COLLE COLLI ROCCA PIEVE VAL VALLE "
    "FORTE FORTINO PASSO NUOVA NUOVO VECCHIA VECCHIO RIVA LAGO ISOLA FONTE FONTANA CORTE TERRA TERRE POGGIO SERRA "
    "TERME FORNO ACQUA MADONNA ROSA NORD SUD EST OVEST CENTRO ALTA BASSA ALTO BASSO PICCOLA GRANDE QUARTIERE "
    "RIONE ZONA PRESSO VIA VIALE PIAZZA CORSO STRADA HOTEL BAR STAZIONE AEROPORTO FIERA OSPEDALE UNIVERSITA "
    "STADIO TEATRO MUSEO SCUOLA LICEO PARCO ENTE PROVINCIA COMUNE CITTA REGIONE DIOCESI ASL AUSL USL ATS CCIAA "
    "TRIBUNALE QUESTURA PREFETTURA"
)
_LOCALITY = (
    "FRAZ|FRAZIONE|FR|FRAZNE|LOC|LOCALITA|LOCALIT|LOCTA|CONTRADA|CDA|C DA|CTRDA|BORGATA|BTA|QUARTIERE|RIONE|VILLAGGIO"
)
_WORDS_OF = (("nomi", "nome"), ("cognomi", "cognome"), ("parole_azienda", "parola"), ("tipi_strada", "canonica"))


def names_no_comune(words: pl.Expr) -> pl.Expr:
    """Tell regions, states and what is hardly a name: nothing is near them."""
    return among(words, _other_names) | words.str.contains("[0-9]")


@cache
def _other_names() -> pl.Series:
    """Regions, states, and words that stand where a comune should."""
    states = table("stati")
    regions = table("province_alias").filter(pl.col("tipo").is_in(["region", "region_variant"]))
    names = pl.concat([regions["alias"], table("province")["regione"], states["nome"], states["nome_inglese"]])
    spelled = names.drop_nulls().to_frame("name").select(text.words(pl.col("name"))).to_series()
    return pl.concat([spelled, pl.Series(["ITALIA", "ITALY", "ALTRO", "VARIE", "VARI", "CENTRO"])]).unique()


@remembers_empty
def quarters(asked: pl.DataFrame) -> pl.DataFrame:
    """Find the comuni that a quarter's name stands behind: `GENOVA NERVI (GE)`, `Fondi Scalo`.

    Only in the province beside it; without one, only behind what no comune is called otherwise.
    """
    tokens = pl.col("words").str.split(" ")
    heads = [
        asked.filter(tokens.list.len() > length).select(
            "at",
            "beside_sigla",
            head=tokens.list.head(length).list.join(" "),
            quarter=tokens.list.slice(length).list.join(" "),
            length=pl.lit(length),
        )
        for length in range(1, MOST_WORDS)
    ]
    known = pl.col("beside_sigla").is_not_null() & (pl.col("head").str.len_bytes() >= SHORTEST_MISSPELT - 1)
    told = pl.col("quarter").is_in(_OF_NO_COMUNE) & (pl.col("head").str.len_bytes() >= SHORTEST_MISSPELT)
    begun = pl.concat(heads).filter(known | told)
    named = begun.join(current_names(), left_on="head", right_on="words", how="inner")
    near = of_province(named, "quarter").join(
        named.select("at", "codice", "length", frazione=pl.col("quarter").str.to_titlecase()), on=["at", "codice"]
    )
    longest = pl.col("length") == pl.col("length").max().over("at")
    return near.filter(longest).drop("length")


@remembers_empty
def localities(asked: pl.DataFrame) -> pl.DataFrame:
    """Find the comuni that a locality's name stands before or behind: `FRAZ. LOCARA SAN BONIFACIO`, `VAGO LAVAGNO`.

    Without a word that says so, the locality is one only where it is no person's name and nothing that goes on in the
    comune's name (`MARINA DI PISA`).
    """
    spelled = asked.select("at", "beside_sigla", whole=text.words(pl.col("name")))
    parts = text.groups("whole", rf"^(.+?) (?:{_LOCALITY}) (.+)$").struct
    behind = spelled.select("at", "beside_sigla", head=parts.field("1"), part=parts.field("2")).drop_nulls("head")
    led = pl.col("whole").str.extract(rf"^(?:{_LOCALITY}) (.+)$")
    rest = spelled.select("at", "beside_sigla", words=pl.coalesce(led, "whole"), led=led.is_not_null())
    rest = rest.join(behind.filter(among(pl.col("head"), _names_today)), on="at", how="anti")
    # A locality of the name of a comune: of which comune it is, nobody says.
    rest = rest.filter(~among(pl.col("words"), names_of_places))
    rest = rest.with_columns(tokens=pl.col("words").str.split(" "))
    tokens = pl.col("tokens")
    ends = [
        rest.filter(tokens.list.len() > length).select(
            "at",
            "beside_sigla",
            "led",
            head=tokens.list.tail(length).list.join(" "),
            words="words",
            length=pl.lit(length),
        )
        for length in range(1, MOST_WORDS)
    ]
    parted = pl.concat(ends).with_columns(
        part=pl.col("words").str.head(
            pl.col("words").str.len_bytes().cast(pl.Int64) - pl.col("head").str.len_bytes().cast(pl.Int64) - 1
        )
    )
    before = parted.drop("words").join(current_names(), left_on="head", right_on="words", how="inner")
    before = before.filter(pl.col("length") == pl.col("length").max().over("at"))
    last = pl.col("part").str.extract(r"(\S+)$")
    long_enough = pl.col("head").str.len_bytes() >= SHORTEST_MISSPELT
    # SEGRATE MILANO is the comune and its province, CLIENTE MILANO nothing.
    capital = pl.col("codice").is_in(table("comuni").filter(pl.col("capoluogo") == "1")["belfiore"].implode())
    comune = among(pl.col("part"), names_of_places) | among(pl.col("part"), _begun)
    # Colonna and Medicina are comuni and surnames.
    capital |= among(pl.col("head"), other_words)
    told = pl.col("led") | (~capital & ~comune & reads_as_locality(pl.col("part")))
    before = before.filter(long_enough & ~last.is_in(_OPEN_ENDS.split()) & told)
    behind = behind.join(current_names(), left_on="head", right_on="words", how="inner")
    found = pl.concat([behind, before], how="diagonal")
    near = of_province(found, "quarter").join(
        found.select("at", "codice", frazione=pl.col("part").str.to_titlecase()), on=["at", "codice"]
    )
    return near.unique(["at", "codice"], maintain_order=True)


def reads_as_locality(part: pl.Expr) -> pl.Expr:
    """Tell what can be the name of a locality: up to three words, none of them a person's, a firm's or a street's."""
    taken = other_words()
    words = part.str.split(" ")
    saintly = part.str.contains(f"^{SAINTS}")
    open_ends = _OPEN_ENDS.split()
    named = words.list.eval(pl.element().is_in(taken.implode()) | pl.element().is_in(open_ends)).list.any()
    return part.str.contains(r"^[A-Z]{4,}(?: [A-Z]{2,}){0,2}$") & ~named & ~saintly


@cache
def _names_today() -> pl.Series:
    return current_names()["words"]


@cache
def _begun() -> pl.Series:
    """The beginnings of names of comuni."""
    return beginnings()[0]["key"]


@cache
def other_words() -> pl.Series:
    """Names of people, words of firms and streets: in a place's column they hardly name a comune of the past."""
    words = pl.concat([table(name)[column].alias("word") for name, column in _WORDS_OF]).to_frame()
    return words.select(text.words(pl.col("word"))).to_series().unique()
