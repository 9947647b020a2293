"""Comune: a municipality of today in its official spelling.

    >>> from italclean import comune
    >>> comune.check("FORLI'").value
    'Forlì'
    >>> comune.check("reggio emilia (RE)").value
    "Reggio nell'Emilia"
    >>> outcome = comune.check("NICASTRO")
    >>> outcome.value, outcome.issue
    ('Lamezia Terme', 'comune_former')
    >>> comune.check("CASTRO").message("en")
    'More than one comune has this name: Castro (BG), Castro (LE).'

Source: ISTAT's list of comuni (`data/comuni.csv`), the archives of the comuni (`data/luoghi.csv`,
`data/luoghi_soppressi.csv`).
"""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl

from italclean.cleaners.cap import cap_beside, without_cap
from italclean.cleaners.luogo_nascita import (
    LONGEST,
    MOST_NAMED,
    SAINTS,
    candidate_places,
    known_places,
    loose,
    only,
    parted_places,
    prepare,
)
from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.empty import remembers_empty
from italclean.core.long_text import read_short
from italclean.core.luoghi import ABROAD, places
from italclean.core.near import one_slip, rests
from italclean.core.reference import table
from italclean.core.short_name import short_for

_SHORTEST_MISSPELT = 5
_MOST_WORDS = 6
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
_LONG = 14
"""The letters of a name that a single slip inside does not make another's: Montecassino is not Montecassiano."""
_WORDS_OF = (("nomi", "nome"), ("cognomi", "cognome"), ("parole_azienda", "parola"), ("tipi_strada", "canonica"))
_SHORTEST_CEASED, _SHORTEST_PAST = 4, 6
_PAST = date(1940, 1, 1)
"""Comuni that ceased before are known to few lists, and their names are many words: Acqua, Alone, Banco, Barra."""
_LONGEST_CHAIN = 4
_STILL_USED = "1970-01-01"
"""Names that were in force since then are in lists that are kept by computer."""


@cleaner(
    extras={
        "sigla": pl.String,
        "regione": pl.String,
        "belfiore": pl.String,
        "istat": pl.String,
        "stato": pl.String,
        "frazione": pl.String,
        "cap": pl.String,
        "candidati": pl.String,
    },
    fillers=False,
    scalar=True,
    prepare=prepare,
)
def comune(values: pl.Series) -> pl.DataFrame:
    """Find the comune that a text names.

    The value is the official name; a name that no comune bears or bore is kept as typed. Extras: `sigla`,
    `regione`, `belfiore` and `istat` code of the one comune that it can be, the foreign `stato` of a city
    abroad, the `frazione` that stands in brackets, the `cap` beside the name,
    and the codes of all comuni that it can be (`candidati`).
    """
    return read_short(values, LONGEST, "comune_unknown", _judged)


def _judged(values: pl.Series) -> pl.DataFrame:
    typed = values.to_frame("typed").select(without_cap(pl.col("typed")))
    parted = parted_places(typed.with_row_index("at"))
    found = _with_fractions(parted, candidate_places(parted))
    bearer = found.filter(pl.col("living") & pl.col("last_name") & ~pl.col("elsewhere"))
    unmet = parted.join(bearer, on="at", how="anti").filter(pl.col("state").is_null() & ~pl.col("unread"))
    unmet = unmet.filter(~_names_no_comune(pl.col("words")))
    weak = pl.concat([found.filter(~pl.col("elsewhere")), _shortened(unmet)], how="diagonal")
    weak = pl.concat([weak, _misspelt(unmet.join(weak, on="at", how="anti"))], how="diagonal")
    weak = pl.concat([weak, _quarters(unmet.join(weak, on="at", how="anti"))], how="diagonal")
    weak = pl.concat([weak, _localities(unmet.join(weak, on="at", how="anti"))], how="diagonal")
    rest = found.filter("elsewhere").join(weak, on="at", how="anti")
    found = pl.concat([weak, rest], how="diagonal").join(
        parted.select("at", beside="beside_sigla"), on="at", how="left"
    )
    found = found.join(parted.select("at", "words", spelling=loose(pl.col("words"))), on="at", how="left").join(
        renamed(), on=["codice", "spelling"], how="left"
    )
    frame = parted.select("at", "typed", "words").join(_chosen(found), on="at", how="left", maintain_order="left")
    unknown = pl.col("candidati").is_null()
    filler = unknown & text.is_filler(pl.col("typed"))
    city = pl.coalesce("city", pl.when("is_city").then("words")).str.to_titlecase()
    return frame.with_columns(cap=values.to_frame("typed").select(cap_beside(pl.col("typed"))).to_series()).select(
        value=pl.when(~filler).then(pl.coalesce(city, "nome", "typed")),
        issue=pl.when(filler).then(pl.lit("filler")).when(unknown).then(pl.lit("comune_unknown")).otherwise("issue"),
        **{
            name: pl.col(name)
            for name in ("detail", "sigla", "regione", "belfiore", "istat", "stato", "frazione", "cap", "candidati")
        },
    )


def _with_fractions(parted: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Read brackets that hold no province: `Cervia (Milano Marittima)`, `Milano Marittima (Cervia)`."""
    nothing = {"frazione": pl.lit(None, dtype=pl.String), "manner": pl.lit(None, dtype=pl.String)}
    if not parted["unread"].any():
        return found.with_columns(**nothing)
    outside = parted.filter("unread").select("at", frazione=pl.col("beside").str.to_titlecase())
    found = found.join(outside, on="at", how="left").with_columns(
        elsewhere=pl.col("elsewhere") & pl.col("frazione").is_null()
    )
    unnamed = parted.filter("unread").join(found, on="at", how="anti")
    inside = candidate_places(parted_places(unnamed.select("at", typed="beside")))
    names = unnamed.select("at", frazione=pl.col("words").str.to_titlecase())
    return pl.concat([found, inside.join(names, on="at", how="left")], how="diagonal").with_columns(
        manner=pl.lit(None, dtype=pl.String)
    )


def _names_no_comune(words: pl.Expr) -> pl.Expr:
    """Tell regions, states and what is hardly a name: nothing is near them."""
    return words.is_in(_other_names().implode()) | words.str.contains("[0-9]")


@cache
def _other_names() -> pl.Series:
    """Regions, states, and words that stand where a comune should."""
    states = table("stati")
    regions = table("province_alias").filter(pl.col("tipo").is_in(["region", "region_variant"]))
    names = pl.concat([regions["alias"], table("province")["regione"], states["nome"], states["nome_inglese"]])
    spelled = names.drop_nulls().to_frame("name").select(text.words(pl.col("name"))).to_series()
    return pl.concat([spelled, pl.Series(["ITALIA", "ITALY", "ALTRO", "VARIE", "VARI", "CENTRO"])]).unique()


@remembers_empty
def _shortened(asked: pl.DataFrame) -> pl.DataFrame:
    """Find the comuni whose name begins with the words typed: S.MARIA CAPUA V., Santarcangelo (RN)."""
    typed = asked.select("at", "beside_sigla", key=pl.col("words").str.replace_all(SAINTS, "S"))
    abbreviated = pl.col("key").str.contains(" [A-Z]$")
    by_words, by_letter = _beginnings()
    whole = typed.filter(~abbreviated).join(by_words, on="key", how="inner")
    cut = typed.filter(abbreviated).join(by_letter, on="key", how="inner")
    begun = pl.concat([_of_province(whole, "short"), _of_province(cut, "abbreviated")])
    rest = asked.join(begun, on="at", how="anti")
    names = _current_names().with_columns(known="words")
    pairs = short_for(rest["name"].unique(), names["known"].unique())
    contracted = rest.join(pairs, left_on="name", right_on="typed", how="inner").drop("words")
    return pl.concat([begun, _of_province(contracted.join(names, on="known", how="inner"), "abbreviated")])


@cache
def _beginnings() -> tuple[pl.DataFrame, pl.DataFrame]:
    """The comuni by the first words of their name, and by these and the first letter of the next."""
    italian = _current_names().with_columns(tokens=pl.col("words").str.replace_all(SAINTS, "S").str.split(" "))
    tokens = pl.col("tokens")
    begun = [
        italian.filter(tokens.list.len() > length).select(
            pl.all().exclude("tokens"),
            head=tokens.list.head(length).list.join(" "),
            letter=tokens.list.get(length).str.head(1),
        )
        for length in range(1, _MOST_WORDS)
    ]
    every = pl.concat(begun)
    return every.with_columns(key="head"), every.with_columns(key=pl.concat_str("head", pl.lit(" "), "letter"))


@cache
def _current_names() -> pl.DataFrame:
    """The names of the comuni of today, as they are called today."""
    places = known_places().filter(~pl.col("siglas").str.starts_with(ABROAD) & ~pl.col("is_city"))
    return places.filter(pl.col("living") & pl.col("last_name"))


@remembers_empty
def _of_province(near: pl.DataFrame, manner: str) -> pl.DataFrame:
    fits = pl.col("siglas").str.contains(pl.col("beside_sigla"), literal=True).fill_null(value=True)
    return near.filter(fits).select(
        "at",
        "codice",
        "living",
        "last_name",
        "printed",
        manner=pl.lit(manner),
        accented=False,
        is_city=False,
        elsewhere=False,
        clear=pl.col("clear") if "clear" in near.columns else pl.lit(value=False),
    )


@remembers_empty
def _misspelt(asked: pl.DataFrame) -> pl.DataFrame:
    """Find the comuni one slip away from names that no place bears."""
    key = pl.col("words").str.replace_all(" ", "")
    typed = asked.select("at", "beside_sigla", key=key)
    enough = _SHORTEST_MISSPELT - pl.col("beside_sigla").is_not_null().cast(pl.UInt32)
    typed = typed.filter(pl.col("key").str.len_bytes() >= enough)
    italian = _current_names().with_columns(known=key)
    pairs = one_slip(typed["key"].unique(), _rests_of_names())
    near = typed.join(pairs, left_on="key", right_on="typed", how="inner").join(italian, on="known", how="inner")
    ends = (pl.col("key").str.head(1) == pl.col("known").str.head(1)) & (
        pl.col("key").str.tail(1) == pl.col("known").str.tail(1)
    )
    near = near.with_columns(clear=ends & (pl.col("known").str.len_bytes() >= _LONG))
    return _of_province(near, "misspelt")


@cache
def _rests_of_names() -> pl.DataFrame:
    return rests(_current_names().select(pl.col("words").str.replace_all(" ", "")).to_series().unique())


@remembers_empty
def _quarters(asked: pl.DataFrame) -> pl.DataFrame:
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
        for length in range(1, _MOST_WORDS)
    ]
    known = pl.col("beside_sigla").is_not_null() & (pl.col("head").str.len_bytes() >= _SHORTEST_MISSPELT - 1)
    told = pl.col("quarter").is_in(_OF_NO_COMUNE) & (pl.col("head").str.len_bytes() >= _SHORTEST_MISSPELT)
    begun = pl.concat(heads).filter(known | told)
    named = begun.join(_current_names(), left_on="head", right_on="words", how="inner")
    near = _of_province(named, "quarter").join(
        named.select("at", "codice", "length", frazione=pl.col("quarter").str.to_titlecase()), on=["at", "codice"]
    )
    longest = pl.col("length") == pl.col("length").max().over("at")
    return near.filter(longest).drop("length")


@remembers_empty
def _localities(asked: pl.DataFrame) -> pl.DataFrame:
    """Find the comuni that a locality's name stands before or behind: `FRAZ. LOCARA SAN BONIFACIO`, `VAGO LAVAGNO`.

    Without a word that says so, the locality is one only where it is no person's name and nothing that goes on in the
    comune's name (`MARINA DI PISA`).
    """
    spelled = asked.select("at", "beside_sigla", whole=text.words(pl.col("name")))
    parts = pl.col("whole").str.extract_groups(rf"^(.+?) (?:{_LOCALITY}) (.+)$").struct
    behind = spelled.select("at", "beside_sigla", head=parts.field("1"), part=parts.field("2")).drop_nulls("head")
    led = pl.col("whole").str.extract(rf"^(?:{_LOCALITY}) (.+)$")
    rest = spelled.select("at", "beside_sigla", words=pl.coalesce(led, "whole"), led=led.is_not_null())
    rest = rest.join(behind.filter(pl.col("head").is_in(_current_names()["words"].implode())), on="at", how="anti")
    # A locality of the name of a comune: of which comune it is, nobody says.
    rest = rest.filter(~pl.col("words").is_in(known_places()["words"].implode()))
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
        for length in range(1, _MOST_WORDS)
    ]
    parted = pl.concat(ends).with_columns(
        part=pl.col("words").str.head(
            pl.col("words").str.len_bytes().cast(pl.Int64) - pl.col("head").str.len_bytes().cast(pl.Int64) - 1
        )
    )
    before = parted.drop("words").join(_current_names(), left_on="head", right_on="words", how="inner")
    before = before.filter(pl.col("length") == pl.col("length").max().over("at"))
    last = pl.col("part").str.extract(r"(\S+)$")
    long_enough = pl.col("head").str.len_bytes() >= _SHORTEST_MISSPELT
    # SEGRATE MILANO is the comune and its province, CLIENTE MILANO nothing.
    capital = pl.col("codice").is_in(table("comuni").filter(pl.col("capoluogo") == "1")["belfiore"].implode())
    comune = pl.col("part").is_in(known_places()["words"].implode()) | pl.col("part").is_in(
        _beginnings()[0]["key"].implode()
    )
    # Colonna and Medicina are comuni and surnames.
    capital |= pl.col("head").is_in(other_words().implode())
    told = pl.col("led") | (~capital & ~comune & _reads_as_locality(pl.col("part")))
    before = before.filter(long_enough & ~last.is_in(_OPEN_ENDS.split()) & told)
    behind = behind.join(_current_names(), left_on="head", right_on="words", how="inner")
    found = pl.concat([behind, before], how="diagonal")
    near = _of_province(found, "quarter").join(
        found.select("at", "codice", frazione=pl.col("part").str.to_titlecase()), on=["at", "codice"]
    )
    return near.unique(["at", "codice"], maintain_order=True)


def _reads_as_locality(part: pl.Expr) -> pl.Expr:
    """Tell what can be the name of a locality: up to three words, none of them a person's, a firm's or a street's."""
    taken = other_words()
    words = part.str.split(" ")
    saintly = part.str.contains(f"^{SAINTS}")
    open_ends = _OPEN_ENDS.split()
    named = words.list.eval(pl.element().is_in(taken.implode()) | pl.element().is_in(open_ends)).list.any()
    return part.str.contains(r"^[A-Z]{4,}(?: [A-Z]{2,}){0,2}$") & ~named & ~saintly


@cache
def other_words() -> pl.Series:
    """Names of people, words of firms and streets: in a place's column they hardly name a comune of the past."""
    words = pl.concat([table(name)[column].alias("word") for name, column in _WORDS_OF]).to_frame()
    return words.select(text.words(pl.col("word"))).to_series().unique()


@cache
def renamed() -> pl.DataFrame:
    """The names that comuni of today bore until not long ago: lists still hold them."""
    bore = table("luoghi").filter(pl.col("al") >= _STILL_USED).select("codice", renamed="nome")
    bore = bore.join(_current_names().select("codice").unique(), on="codice", how="semi")
    words = text.words(text.straight(pl.col("renamed")).str.replace_all("'", " "))
    spelled = bore.with_columns(words=words).join(_current_names(), on=["codice", "words"], how="anti")
    return spelled.select("codice", "renamed", spelling=loose(pl.col("words"))).unique(
        ["codice", "spelling"], keep="last", maintain_order=True
    )


def _chosen(found: pl.DataFrame) -> pl.DataFrame:
    """One row for each text: its comune, or the issue that tells why there is none.

    A name means the comune of today that bears it. What else points to a single comune (a name of the past, one cut
    short or misspelt) settles it beside its province, or if a ceased comune bore it last, or if it is an abbreviation;
    else it is only said.
    """
    letters = pl.col("words").str.len_bytes()
    past = (letters >= _SHORTEST_PAST) & ~pl.col("words").is_in(other_words().implode())
    told = past | (pl.col("lately") & (letters >= _SHORTEST_CEASED))
    today, current = pl.col("oggi"), pl.col("living") & pl.col("last_name") & pl.col("manner").is_null()
    by_text = (
        found.join(_today(), on="codice", how="left")
        .group_by("at", maintain_order=True)
        .agg(
            candidati=today.unique(maintain_order=True).str.join(" "),
            bearer=pl.coalesce(only(today.filter(current)), only(today.filter(pl.col("living") & pl.col("accented")))),
            hinted=pl.when(~current.any()).then(only(today)),
            borne=current.any(),
            ceased=(pl.col("last_name") & ~pl.col("living")).any(),
            lately=(pl.col("ended") >= _PAST).any().fill_null(value=False),
            clear=pl.col("clear").any().fill_null(value=False),
            words=pl.col("words").first(),
            former=pl.coalesce(
                pl.when(~pl.col("living").any()).then(pl.col("printed").first()),
                pl.when(~current.any()).then(pl.col("renamed").drop_nulls().first()),
            ),
            renamed=pl.col("renamed").is_not_null().any(),
            elsewhere=pl.col("elsewhere").all(),
            manner=pl.col("manner").drop_nulls().first(),
            beside=pl.col("beside").first(),
            is_city=pl.col("is_city").any(),
            abroad=pl.col("codice").str.starts_with("Z").all(),
            city=pl.col("city").first(),
            frazione=pl.col("frazione").first(),
            printed=pl.col("oggi_printed").unique(maintain_order=True).sort(),
            bare=pl.col("oggi_nome").unique(maintain_order=True),
        )
        .with_columns(
            sure=pl.col("beside").is_not_null()
            | (pl.col("ceased") & told & (pl.col("manner").is_null() | (pl.col("manner") != "misspelt")))
            | pl.col("renamed")
            | (pl.col("manner").eq_missing("abbreviated") & (letters >= _SHORTEST_PAST))
            | pl.col("manner").eq_missing("quarter")
            | pl.col("clear")
            | pl.col("is_city")
            # A state by any of its names.
            | pl.col("abroad")
            | pl.col("city").is_not_null()
        )
        .with_columns(
            choice=pl.when(~pl.col("elsewhere")).then(pl.coalesce("bearer", pl.when(pl.col("sure")).then("hinted")))
        )
    )
    comuni = table("comuni").select("nome", "sigla", "regione", "istat", choice="belfiore", belfiore="belfiore")
    states = table("stati").select(choice="codice", stato="nome")
    names = pl.col("printed").list.head(MOST_NAMED).list.join(", ")
    reasons: dict[str, tuple[pl.Expr, pl.Expr]] = {
        "comune_province": (pl.col("elsewhere"), names),
        "comune_maybe": (pl.col("choice").is_null() & pl.col("hinted").is_not_null(), names),
        "comune_unknown": (
            pl.col("choice").is_null() & pl.col("manner").eq_missing("misspelt"),
            pl.lit(None, dtype=pl.String),
        ),
        "comune_ambiguous": (pl.col("choice").is_null(), names),
        "comune_state": (
            pl.col("stato").is_not_null() & pl.col("city").is_null() & ~pl.col("is_city"),
            pl.col("stato"),
        ),
        "comune_misspelt": (pl.col("bearer").is_null() & (pl.col("manner") == "misspelt"), pl.col("nome")),
        "comune_former": (pl.col("former").is_not_null() & pl.col("istat").is_not_null(), pl.col("former")),
        "comune_short": (
            pl.col("bearer").is_null() & pl.col("manner").is_in(["short", "abbreviated"]),
            pl.col("nome"),
        ),
        "comune_frazione": (pl.col("frazione").is_not_null(), pl.col("frazione")),
    }
    # The one name of all that share it is right, whichever it is.
    shared = pl.when(pl.col("borne") & (pl.col("bare").list.len() == 1) & ~pl.col("elsewhere")).then(
        pl.col("bare").list.first()
    )
    return (
        by_text.join(comuni, on="choice", how="left", maintain_order="left")
        .join(states, on="choice", how="left", maintain_order="left")
        .with_columns(
            issue=pl.coalesce(pl.when(where).then(pl.lit(code)) for code, (where, _) in reasons.items()),
            detail=pl.coalesce(
                pl.when(where).then(pl.coalesce(detail, pl.lit(""))) for where, detail in reasons.values()
            ),
            nome=pl.coalesce("nome", "stato", shared),
        )
        .select(
            *("at", "candidati", "issue", "detail", "is_city", "city", "frazione", "nome"),
            *("sigla", "regione", "istat", "belfiore", "stato"),
        )
    )


@cache
def _today() -> pl.DataFrame:
    """The comuni of today that each code stands for: itself, or those that took a ceased one in."""
    known = places().select("codice", "luogo", "printed", "living", "ended")
    heirs = table("luoghi_soppressi").select(
        "codice", oggi=pl.concat_str("erede", "altri_eredi", separator=" ", ignore_nulls=True).str.split(" ")
    )
    ceased = known.filter(~pl.col("living")).select("codice").join(heirs.explode("oggi"), on="codice", how="left")
    alive = known.filter("living").select("codice", oggi="codice")
    # An heir may have been taken in by another in its turn.
    for _ in range(_LONGEST_CHAIN):
        further = ceased.join(heirs.explode("oggi"), left_on="oggi", right_on="codice", how="left", suffix="_next")
        ceased = further.select("codice", oggi=pl.coalesce("oggi_next", "oggi")).unique()
    today = pl.concat([alive, ceased]).with_columns(oggi=pl.coalesce(pl.col("oggi").replace("", None), "codice"))
    named = known.select(oggi="codice", oggi_nome="luogo", oggi_printed="printed")
    ended = known.select("codice", "ended")
    return today.unique().join(named, on="oggi", how="left").join(ended, on="codice", how="left").sort("codice", "oggi")
