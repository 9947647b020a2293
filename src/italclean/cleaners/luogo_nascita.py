"""Luogo di nascita: a comune of today or of the past, or a foreign state, with the code that it has in codici fiscali.

    >>> from italclean import luogo_nascita
    >>> outcome = luogo_nascita.check("S.GIULIANO TERME (PI)")
    >>> outcome.value, outcome.codice_luogo
    ('San Giuliano Terme', 'A562')
    >>> luogo_nascita.check("CASTRO").message("en")
    'More than one place has this name: Castro (BG), Castro (LE).'
    >>> luogo_nascita.check("Parigi (Francia)").codice_luogo
    'Z110'

Births are registered under the comune as it was then, so ceased comuni are as good as those of today.

Source: `data/luoghi.csv`, `data/luoghi_soppressi.csv`, `data/stati.csv`, `data/comuni.csv`.
"""

from __future__ import annotations

import polars as pl

from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.empty import remembers_empty
from italclean.core.long_text import read_short
from italclean.places.index import LONGEST, MOST_NAMED, candidate_places, only, parted_places, prepare
from italclean.places.register import ABROAD, places


@cleaner(
    extras={
        "luogo": pl.String,
        "sigla": pl.String,
        "stato": pl.String,
        "codice_luogo": pl.String,
        "candidati": pl.String,
    },
    fillers=False,
    scalar=True,
    prepare=prepare,
)
def luogo_nascita(values: pl.Series) -> pl.DataFrame:
    """Find the birth place that a text names.

    The value is the official name, with the sigla where the name alone is not enough; a place that is not
    in the register stays as typed. Extras: `luogo`, `sigla` (`EE` abroad), `stato` and `codice_luogo` of the
    one place that it can be, and the codes of all that it can be (`candidati`).
    """
    return read_short(values, LONGEST, "luogo_unknown", _judged)


def _judged(values: pl.Series) -> pl.DataFrame:
    parted = parted_places(values.to_frame("typed").with_row_index("at"))
    chosen = _chosen(candidate_places(parted))
    frame = parted.drop("city").join(chosen, on="at", how="left", maintain_order="left")
    known = pl.col("codice_luogo").is_not_null()
    filler = pl.col("candidati").is_null() & text.is_filler(pl.col("typed"))
    # "Parigi (Francia)": the city says more than the state.
    city = pl.coalesce("city", pl.when("is_city").then("words")).str.to_titlecase()
    abroad = known & (pl.col("sigla") == ABROAD) & city.is_not_null()
    return frame.select(
        value=pl.when(filler)
        .then(None)
        .when(abroad)
        .then(pl.concat_str(city, pl.lit(" ("), "luogo", pl.lit(")")))
        .when(known | (pl.col("issue").is_null() & pl.col("names").is_not_null()))
        .then("names")
        .otherwise("typed"),
        issue=pl.when(filler)
        .then(pl.lit("filler"))
        .when(pl.col("candidati").is_null())
        .then(pl.lit("luogo_unknown"))
        .otherwise("issue"),
        detail=pl.when(pl.col("issue").is_not_null()).then("names"),
        luogo="luogo",
        sigla="sigla",
        stato="stato",
        codice_luogo="codice_luogo",
        candidati="candidati",
    )


@remembers_empty
def _chosen(found: pl.DataFrame) -> pl.DataFrame:
    """One row for each text: its candidates, the one that it names, or the issue that tells why there is none."""
    by_text = found.group_by("at", maintain_order=True).agg(
        candidati=pl.col("codice").unique(maintain_order=True).str.join(" "),
        # A name means the only place that ever bore it, else the only one that bears it today, else at its end.
        choice=pl.coalesce(
            only(pl.col("codice")),
            only(pl.col("codice").filter(pl.col("living") & pl.col("last_name"))),
            only(pl.col("codice").filter(pl.col("living") & pl.col("accented"))),
            only(pl.col("codice").filter("last_name")),
        ),
        printed=pl.col("printed").unique(maintain_order=True).sort(),
        is_city=pl.col("is_city").any(),
        city=pl.col("city").first(),
        elsewhere=pl.col("elsewhere").all(),
    )
    issue = (
        pl.when("elsewhere")
        .then(pl.lit("luogo_province"))
        .when(pl.col("choice").is_null() & (pl.col("printed").list.len() > 1))
        .then(pl.lit("luogo_ambiguous"))
    )
    # Two codes of one state (old and new) are no doubt about the name.
    return (
        by_text.with_columns(issue=issue, choice=pl.when(~pl.col("elsewhere")).then("choice"))
        .join(
            places().select("codice", "luogo", "sigla", "stato", name="printed"),
            left_on="choice",
            right_on="codice",
            how="left",
        )
        .select(
            "at",
            "candidati",
            "issue",
            "is_city",
            "city",
            "luogo",
            "sigla",
            "stato",
            codice_luogo="choice",
            names=pl.coalesce("name", pl.col("printed").list.head(MOST_NAMED).list.join(", ")),
        )
    )
