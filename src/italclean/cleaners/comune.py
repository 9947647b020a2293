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

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.empty import remembers_empty
from italclean.core.known import among
from italclean.core.long_text import read_short
from italclean.core.reference import table
from italclean.places.caps import cap_beside, without_cap
from italclean.places.index import (
    LONGEST,
    MOST_NAMED,
    SAINTS,
    candidate_places,
    loose,
    only,
    parted_places,
    prepare,
)
from italclean.places.localities import localities, names_no_comune, other_words, quarters
from italclean.places.near import one_slip, rests
from italclean.places.short import short_for
from italclean.places.today import (
    _PAST,
    SHORTEST_MISSPELT,
    beginnings,
    comuni_today,
    current_names,
    of_province,
    renamed,
)

_LONG = 14
"""The letters of a name that a single slip inside does not make another's: Montecassino is not Montecassiano."""
_SHORTEST_CEASED, _SHORTEST_PAST = 4, 6


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
    unmet = unmet.filter(~names_no_comune(pl.col("words")))
    weak = pl.concat([found.filter(~pl.col("elsewhere")), _shortened(unmet)], how="diagonal")
    weak = pl.concat([weak, _misspelt(unmet.join(weak, on="at", how="anti"))], how="diagonal")
    weak = pl.concat([weak, quarters(unmet.join(weak, on="at", how="anti"))], how="diagonal")
    weak = pl.concat([weak, localities(unmet.join(weak, on="at", how="anti"))], how="diagonal")
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


@remembers_empty
def _shortened(asked: pl.DataFrame) -> pl.DataFrame:
    """Find the comuni whose name begins with the words typed: S.MARIA CAPUA V., Santarcangelo (RN)."""
    typed = asked.select("at", "beside_sigla", key=pl.col("words").str.replace_all(SAINTS, "S"))
    abbreviated = pl.col("key").str.contains(" [A-Z]$")
    by_words, by_letter = beginnings()
    whole = typed.filter(~abbreviated).join(by_words, on="key", how="inner")
    cut = typed.filter(abbreviated).join(by_letter, on="key", how="inner")
    begun = pl.concat([of_province(whole, "short"), of_province(cut, "abbreviated")])
    rest = asked.join(begun, on="at", how="anti")
    names = current_names().with_columns(known="words")
    pairs = short_for(rest["name"].unique(), names["known"].unique())
    contracted = rest.join(pairs, left_on="name", right_on="typed", how="inner").drop("words")
    return pl.concat([begun, of_province(contracted.join(names, on="known", how="inner"), "abbreviated")])


@remembers_empty
def _misspelt(asked: pl.DataFrame) -> pl.DataFrame:
    """Find the comuni one slip away from names that no place bears."""
    key = pl.col("words").str.replace_all(" ", "")
    typed = asked.select("at", "beside_sigla", key=key)
    enough = SHORTEST_MISSPELT - pl.col("beside_sigla").is_not_null().cast(pl.UInt32)
    typed = typed.filter(pl.col("key").str.len_bytes() >= enough)
    italian = current_names().with_columns(known=key)
    pairs = one_slip(typed["key"].unique(), _names_without_blanks(), _rests_of_names)
    near = typed.join(pairs, left_on="key", right_on="typed", how="inner").join(italian, on="known", how="inner")
    ends = (pl.col("key").str.head(1) == pl.col("known").str.head(1)) & (
        pl.col("key").str.tail(1) == pl.col("known").str.tail(1)
    )
    near = near.with_columns(clear=ends & (pl.col("known").str.len_bytes() >= _LONG))
    return of_province(near, "misspelt")


@cache
def _names_without_blanks() -> pl.Series:
    return current_names().select(pl.col("words").str.replace_all(" ", "")).to_series().unique()


@cache
def _rests_of_names() -> pl.DataFrame:
    return rests(_names_without_blanks())


def _chosen(found: pl.DataFrame) -> pl.DataFrame:
    """One row for each text: its comune, or the issue that tells why there is none.

    A name means the comune of today that bears it. What else points to a single comune (a name of the past, one cut
    short or misspelt) settles it beside its province, or if a ceased comune bore it last, or if it is an abbreviation;
    else it is only said.
    """
    letters = pl.col("words").str.len_bytes()
    past = (letters >= _SHORTEST_PAST) & ~among(pl.col("words"), other_words)
    told = past | (pl.col("lately") & (letters >= _SHORTEST_CEASED))
    today, current = pl.col("oggi"), pl.col("living") & pl.col("last_name") & pl.col("manner").is_null()
    by_text = (
        found.join(comuni_today(), on="codice", how="left")
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
