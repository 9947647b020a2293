"""Civico: a house number with its exponent, and the door, stair and floor behind it.

    >>> from italclean import civico
    >>> civico.check("n. 12 a").value
    '12/A'
    >>> outcome = civico.check("12 INT. 4 SC B")
    >>> outcome.value, outcome.numero, outcome.interno
    ('12 interno 4 scala B', '12', 'interno 4 scala B')
    >>> civico.check("s.n.c.").value
    'SNC'

Source: ANNCSU's model of a house number (number, exponent, internal number; kilometres outside of towns). The red
numbers (`12/R`) of Genoa, Florence and Savona are other doors than the black ones.
"""

from __future__ import annotations

import re

import polars as pl

from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.columns import no_text, rows_where
from italclean.core.empty import remembers_empty
from italclean.core.remembered import remembers
from italclean.streets.words import LABEL, NO_NUMBER

# What stands behind a number, and its spellings. A single i, p or ed may be an exponent (12 P), with its dot it is
# none.
_UNITS = {
    "interno": ["interno", "int", "i."],
    "scala": ["scala", "sca", "sc"],
    "piano": ["piano", "pian", "p.no", "pno", "p."],
    "edificio": ["edificio", "edif", "ed."],
    "palazzina": ["palazzina", "palaz.na", "pal.na", "p.na"],
    "palazzo": ["palazzo", "p.zzo"],
    # A palazzo or a palazzina.
    "pal.": ["pal"],
    "lotto": ["lotto", "lt"],
    "appartamento": ["appartamento", "app.to", "app"],
    "fabbricato": ["fabbricato", "fabbr", "fabb"],
    "isolato": ["isolato", "isol"],
    "capannone": ["capannone", "capann"],
    "negozio": ["negozio", "neg"],
    "ufficio": ["ufficio", "uff"],
    "unità": ["unità", "unita'", "unita"],
    "padiglione": ["padiglione", "pad"],
    "comparto": ["comparto"],
    "torre": ["torre"],
    "blocco": ["blocco"],
    "corpo": ["corpo"],
    "box": ["box"],
    "garage": ["garage"],
    "stanza": ["stanza"],
    "sala": ["sala"],
    "porta": ["porta"],
    "sub": ["sub"],
}
_FORMS = {form: unit for unit, forms in _UNITS.items() for form in forms}
_FLOORS = "terra|rialzato|ammezzato|seminterrato|attico|primo|secondo|terzo|quarto|quinto|sesto"
_NAMES = "|".join(sorted(map(re.escape, _FORMS), key=len, reverse=True))
_DIGITS = r"[0-9]{1,4}(?:[/-]?[a-z])?(?:[/-][0-9]{1,4})?"
_LETTERS = rf"(?:[a-z](?:/?[0-9]{{1,3}})?|aa|bb|cc|[ivx]{{2,4}}|{_FLOORS})"
UNIT = (
    # int4, but not PIAN O
    rf"(?i)(?:^|[\s,;/(-])(?:(?:{_NAMES})(?:\.?\s*(?:n[.°º]*\s*)?{_DIGITS}|(?:\.\s*|\s+){_LETTERS})\b[°º]?"
    rf"|(?:[0-9]{{1,2}}[°º]|[ivx]{{1,4}}|{_FLOORS})\s*piano\b|p\.?\s?t\b\.?|attico\b|seminterrato\b|ammezzato\b)"
)
"""A unit behind a house number: `int. 4`, `sc. B`, `2° piano`."""
# An initial before a word keeps its dot in a letter's disguise, which ends no exponent and no unit.
_DOT = "ʼ"
_INITIAL = r"(?i)\b([a-hj-oq-z])\.(\s?\p{L}{2,})"
_KM = r"(?i)^(?:km|chilometro|kilometro|k\.m)[\s.]*([0-9]{1,4}(?:\s?[.,+]\s?[0-9]{1,3})?)$"
_LETTER = r"(?:bis|ter|quater|quinquies|rosso|nero|barrato|barr|[a-z])\b"
_EXPONENT = (
    rf"(?:(?:\s?[/.-]?\s?{_LETTER}|\s?[/-]\s?[0-9]{{1,3}}[a-z]?\b)"
    rf"(?:\s?[/-]?\s?{_LETTER}|\s?/\s?[0-9]{{1,3}}[a-z]?\b){{0,2}})"
)
_NUMBER = (
    rf"(?i)^0*([1-9][0-9]{{0,4}})[°º]?((?:\s?[/-]\s?[0-9]{{1,4}}\b|\s?ed?\s[0-9]{{1,4}}\b)?{_EXPONENT}?)"
    r"(?:\.?$|[\s,;|/-]+(.*)$)"
)
_EXPONENTS = r"-[0-9]+|[0-9]+[A-Z]\b|[0-9]+|BIS|TER|QUATER|QUINQUIES|ROSSO|NERO|BARRATO|BARR|[A-Z]-[A-Z]\b|[A-Z]"
# Rome's barrato is a number of its own, which may be a letter or a second door: it is left as a word.
_COLOURS = {"/ROSSO": "/R", "/NERO": "/N", "/BARRATO": " barrato", "/BARR": " barrato"}


def _prepare(value: pl.Expr) -> pl.Expr:
    tidy = text.straight(text.tidy(value)).str.replace_all("\\", "/", literal=True)
    tidy = tidy.str.replace(r"^([0-9]{1,4})[.,]0+$", "$1").str.strip_chars("'\" ").str.strip_chars_end(",;")
    return tidy.str.replace(r"^\((.*)\)$", "$1")


@cleaner(
    extras={"numero": pl.String, "interno": pl.String},
    prepare=_prepare,
    regular=r"^[1-9][0-9]{0,3}(?:/[A-Z])?$",
)
def civico(values: pl.Series) -> pl.DataFrame:
    """Read house numbers.

    The value is the number with its exponent (`12/A`, `12/BIS`, `12/R`, `12-14`), `SNC` for a house without one, or
    the kilometre of a road, then the units behind it written out. Extras: the bare `numero`, and the units
    (`interno`). What cannot be read is kept as typed.
    """
    found = read_numbers(values)
    something = pl.col("civico").is_not_null() | pl.col("interno").is_not_null()
    found = found.with_columns(read=(pl.col("rest") == "") & something)
    value = pl.concat_str("civico", "interno", separator=" ", ignore_nulls=True)
    return found.select(
        value=pl.when("read").then(value).otherwise("typed"),
        issue=pl.when(~pl.col("read")).then(pl.lit("civico_unread")),
        detail=pl.lit(None, dtype=pl.String),
        numero=pl.when("read").then("numero"),
        interno=pl.when("read").then("interno"),
    )


@remembers
def read_numbers(typed: pl.Series) -> pl.DataFrame:
    """Read texts that a house number begins.

    Returns:
        The columns `typed`, `civico` (the number with its exponent), its bare `numero`, the `interno` behind it, and
        the `rest`, which was not understood: empty where all was.
    """
    bare = pl.col("typed").str.replace(LABEL, "")
    # 12 S. LUCIA, 12 E VIA VERDI: neither is an exponent.
    marked = bare.str.replace_all(_INITIAL, f"$1{_DOT}$2").str.replace(
        r"(?i)\se\s((?:via|v\.?le|viale|piazza|p\.|corso|c\.)\S*)", " | e $1"
    )
    frame = typed.to_frame("typed").with_columns(
        text=pl.when(bare.str.contains(r"\p{L}\p{L}")).then(marked).otherwise(bare)
    )
    # Most hold no unit.
    some = rows_where(frame["text"].str.contains(r"\p{L}{2}|\p{L}\.|[°º]"))
    units = _units(frame["text"][some])
    frame = frame.with_columns(
        text=frame["text"].clone().scatter(some, units["left"]),
        interno=no_text(frame.height).scatter(some, units["interno"]),
    ).with_columns(text=pl.col("text").str.strip_chars(" ,;:.()|/-"))
    parts = text.groups("text", _NUMBER).struct
    frame = frame.with_columns(numero=parts.field("1"), exponent=parts.field("2"), behind=parts.field("3"))
    kilometre = pl.col("text").str.extract(_KM).str.replace_all(" ", "")
    unnumbered = text.groups("text", rf"(?i)^({NO_NUMBER})(?:[\s,;|/-]+(.*))?$").struct
    civico = (
        pl.when(unnumbered.field("1").is_not_null())
        .then(pl.lit("SNC"))
        .when(kilometre.is_not_null())
        .then(pl.lit("km ") + kilometre)
        .when(pl.col("numero").is_not_null())
        .then(pl.col("numero") + _exponents(pl.col("exponent")))
    )
    # 0 says that there is none, or that nobody knows.
    zero = pl.col("text").str.contains("^0+$")
    behind = pl.coalesce("behind", unnumbered.field("2"), pl.lit(""))
    return frame.with_columns(civico=civico, behind=behind).select(
        "typed",
        "civico",
        "numero",
        "interno",
        rest=pl.when(zero)
        .then(pl.lit(""))
        .when(pl.col("civico").is_null())
        .then("text")
        .otherwise("behind")
        .str.replace_all(_DOT, "."),
    )


def _exponents(typed: pl.Expr) -> pl.Expr:
    """Write exponents one way: `12 a` is 12/A, `12bis` 12/BIS, `12 e 14` 12-14, `12 rosso` 12/R."""
    upper = typed.str.to_uppercase().str.replace(r"\s?\bED?\s([0-9])", "-$1").str.replace_all(r"\s*-\s*", "-")
    joined = upper.str.extract_all(_EXPONENTS).list.eval(pl.lit("/") + pl.element()).list.join("")
    return joined.str.replace_all("/-", "-", literal=True).str.replace_many(_COLOURS, leftmost=True)


@remembers_empty
def _units(texts: pl.Series) -> pl.DataFrame:
    """The units of each text written out and joined (`interno`), and what is `left` without them."""
    frame = texts.to_frame("text").with_row_index("at")
    units = frame.select("at", unit=pl.col("text").str.extract_all(UNIT)).explode("unit").drop_nulls()
    units = units.with_columns(pl.col("unit").str.strip_chars(" ,;/(-"))
    distinct = units["unit"].unique(maintain_order=True)
    written = pl.DataFrame({"unit": distinct, "written": _written_out(distinct)})
    joined = (
        units.join(written, on="unit", how="left", maintain_order="left")
        .group_by("at", maintain_order=True)
        .agg(interno=pl.col("written").str.join(" "))
    )
    return frame.join(joined, on="at", how="left", maintain_order="left").select(
        "interno", left=pl.col("text").str.replace_all(UNIT, " | ")
    )


@remembers_empty
def _written_out(units: pl.Series) -> pl.Series:
    """Write out distinct units: `Int.4` is interno 4, `2° PIANO` piano 2, `P.T.` piano terra."""
    unit = pl.col("unit").str.to_lowercase()
    floor = unit.str.extract(rf"^([0-9]{{1,2}}|[ivx]{{1,4}}|{_FLOORS})[°º]?\s*piano$")
    ground = pl.when(unit.str.contains(r"^p\.?\s?t\.?$")).then(pl.lit("terra"))
    parts = unit.str.extract_groups(rf"^({_NAMES})\.?\s*(?:n[.°º]*\s*)?([0-9a-z/-]+)[°º]?$").struct
    which, floors = _capital_letters(parts.field("2")), pl.lit("piano ") + pl.coalesce(_capital_letters(floor), ground)
    named = pl.concat_str(parts.field("1").replace(_FORMS), pl.lit(" "), which)
    return units.to_frame("unit").select(pl.coalesce(floors, named, unit)).to_series()


def _capital_letters(which: pl.Expr) -> pl.Expr:
    """Letters and numerals are capital, words as `terra` are not."""
    return pl.when(which.str.contains(f"^(?:{_FLOORS})$")).then(which).otherwise(which.str.to_uppercase())
