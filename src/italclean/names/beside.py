"""What stands beside a person's name in its cell: notes, numbers, a second person.

`ROSSI MARIO - EREDI` is a name and a note, `NERI UGO, GALLI ADA` are two people, `ROSSI, MARIO` is one. The cell is
parted at its signs and each part is asked what it can be: a whole name, given names, a surname, or anything else.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.columns import flags_at, no_text, only_where, rows_where
from italclean.core.empty import remembers_empty
from italclean.core.known import among
from italclean.core.reference import table
from italclean.core.remembered import remembers
from italclean.names.given import PARTICLES, is_given_name

NEWLINE = "␤"
"""Stands for a line break within a cell, which tidying would make a blank."""

# What can be nothing but a note.
_SURE = (
    r"eredi|decedut[oa]|defunt[oa]|dec(?:ed)?\.|def\.ta?|c/o\b|p/o\b|presso|att\.? ?ne|alla c\.? ?a\.?|chiedere di|"
    r"non (?:chiamare|contattare|disturbare|usare|paga\w*|servire|spedire|inviare|fornire|risponde\w*)|cessat[oa]|"
    r"bloccat[oa]|insolvente|contenzioso|nuovo indirizzo|trasferit[oa]|disdett[oa]|fallit[oa]|sospes[oa]|"
    r"ved(?:i|ere) |rif\.|cliente |ex cliente|"
    r"(?:tel|cell|cel|fax|mob|p\.? ?iva|c\.? ?f|cod\.? ?fisc)\b\.?[:.]? *\+?[0-9a-z]*[0-9]"
)
# Moroso, Chiuso, Detto are surnames as well: behind a whole name only.
_BEHIND = rf"{_SURE}|erede|moros[oa]|chius[oa]|dett[oa]|titolare|amministratore|legale rappresentante|minorenne|minore"
_TRAILING = rf"(?i)^(.*?\p{{L}}[^\s,;:(*]*)[\s,;:(*–\-/{NEWLINE}]+((?:{_BEHIND}).*)$"
_AT_FIRST = (
    r"decedut[oa]|defunt[oa]|cessat[oa]|bloccat[oa]|moros[oa]|insolvente|fallit[oa]|sospes[oa]|erede|fu|c/o|presso|"
    r"non (?:chiamare|contattare|disturbare|usare|paga|servire)"
)
_LEADING = rf"(?i)^[*\s(]*((?:{_AT_FIRST})\b)[\s*:,;)–\-/]+(\p{{L}}.*)$"
_NUMBERED = r"^(.*?\p{L}\.?)[\s,;:–\-/#]+(\S*(?:[0-9@]|www\.).*)$"
_BRACKETS = r"[\s*]*[(\[]+\s*([^()\[\]]*?)\s*(?:[)\]]+\s*|$)"
# Two people, whoever wrote it: / ; + & | e. What a comma or a dash parts may be one.
_STRONG, _COMMA, _DASH, _HYPHEN = "\x11", "\x12", "\x13", "\x14"
_AND = "(?:e|ed|et|and|und|oppure|ovvero)"
_HINT = rf"(?i)[,;/+&|\\·•†✝()\[\]@0-9{NEWLINE}\-–—]|\b(?:o|{_AND}|{_AT_FIRST}|{_BEHIND})\b|\b(?:{_SURE})"
_BEGINNING = rf"(?i)^(.*?)\s*(?:[;/+&|\\·•,{NEWLINE}]|\s[-–—]|[-–—]\s|[–—]|\s{_AND}\s)"
_MOST_UNITS = 5
_LONGEST = 250
_MOST_WORDS = 30


def long_apart(values: pl.Series, read: Callable[[pl.Series], pl.DataFrame], kept: str = "value") -> pl.DataFrame:
    """Read what can be a name; what is too long for one stays as it is, and is told so.

    Args:
        values: Tidy text.
        read: Reads names: a frame with the columns `issue` and `kept`.
        kept: The column in which a long text stays.
    """
    long = (values.str.len_bytes() > _LONGEST) & (
        (values.str.len_chars() > _LONGEST) | (values.str.count_matches(" ", literal=True) >= _MOST_WORDS)
    )
    if not long.any():
        return read(values)
    found = read(values.filter(~long))
    nothing = pl.DataFrame({name: [None] for name in found.columns}, schema=found.schema)
    place = pl.select(pl.when(~long).then((~long).cast(pl.UInt32).cum_sum() - 1).otherwise(found.height)).to_series()
    return pl.concat([found, nothing])[place].with_columns(
        pl.when(long).then(values.str.replace_all(NEWLINE, "/", literal=True)).otherwise(kept).alias(kept),
        issue=pl.when(long).then(pl.lit("name_long")).otherwise("issue"),
    )


def one_line(value: pl.Expr) -> pl.Expr:
    """Mark line breaks, which tidying would make blanks."""
    return only_where(
        value,
        lambda typed: typed.str.contains(r"[\r\n]"),
        lambda typed: typed.str.replace_all(r"[\r\n]+", f" {NEWLINE} "),
    )


def lines_joined(value: pl.Expr, sign: str) -> pl.Expr:
    """Put a sign for the marks of line breaks."""
    return only_where(
        value,
        lambda typed: typed.str.contains(NEWLINE, literal=True),
        lambda typed: typed.str.replace_all(NEWLINE, sign, literal=True),
    )


@remembers_empty
def read_beside(typed: pl.Series, *, parts: bool = False) -> pl.DataFrame:
    """Part names from what stands beside them.

    Args:
        typed: Tidy names, line breaks as `NEWLINE`.
        parts: Whether the texts are surnames or given names alone, of which signs may be a part.

    Returns:
        The columns `name` (what is to be read as one name), `nota` (what stands beside it, else null), `several`
        (whether it is the name of several people), `firm` (whether an `&` makes it a firm's), `numbered` (whether the
        note begins with a number or address).
    """
    frame = pl.DataFrame({"typed": typed})
    rows = rows_where(typed.str.contains(_HINT))
    nothing = no_text(len(typed))
    no = flags_at(len(typed), rows.head(0))
    if rows.is_empty():
        return frame.select(name="typed", nota=nothing, several=no, firm=no, numbered=no)
    few = _cut(typed[rows], parts=parts)
    whole = _parted(few)
    if parts:
        # Anna e Marco in a column of given names are two, a whole name there may have been left as it was typed.
        couple = rf"(?i)\p{{L}}{{2}}\s*[;/+&|{NEWLINE}]\s*\p{{L}}{{2}}|\p{{L}}{{2}} (?:e|ed) \p{{L}}{{2}}"
        few = few.with_columns(several=pl.col("name").str.contains(couple) | whole["several"], firm=pl.lit(value=False))
    else:
        few = whole
    few = few.with_columns(name=pl.col("name").str.replace_all(rf"\s*{NEWLINE}\s*", " "))
    return frame.select(
        name=typed.clone().scatter(rows, few["name"]),
        nota=nothing.scatter(rows, few["nota"]),
        several=no.clone().scatter(rows, few["several"]),
        firm=no.clone().scatter(rows, few["firm"]),
        numbered=no.clone().scatter(rows, few["numbered"]),
    )


@remembers_empty
def _cut(typed: pl.Series, *, parts: bool) -> pl.DataFrame:
    """Take brackets, remarks and numbers off: `name` and `nota`."""
    frame = pl.DataFrame({"typed": typed, "name": typed})
    inside = pl.col("name").str.extract_all(_BRACKETS)
    bracketed = inside.list.eval(pl.element().str.strip_chars(" ()[]*")).list.join("; ").str.strip_chars("; ")
    outside = pl.col("name").str.replace_all(_BRACKETS, " ").str.replace_all(" {2,}", " ").str.strip_chars(" ,;:-–*/")
    frame = frame.with_columns(inside=bracketed)
    # ORLANDO GINO (GEOM.)
    titled = classes(frame["inside"]) == "T"
    frame = frame.with_columns(
        name=pl.when(titled).then(pl.col("name").str.replace_all(r"[()\[\]]", " ")).otherwise("name")
    ).with_columns(pl.col("name").str.replace_all(" {2,}", " ").str.strip_chars(" "))
    held = outside.str.contains(r"\p{L}{2}")
    frame = frame.with_columns(
        name=pl.when(held).then(outside).otherwise("name"),
        nota_1=pl.when(held & (bracketed != "")).then(bracketed),
    )
    dead = text.groups("name", r"^(.*\p{L}\.?)\s*([†✝+]+)$")
    frame = frame.with_columns(name=pl.coalesce(dead.struct.field("1"), "name"), nota_0=dead.struct.field("2"))
    leading = text.groups("name", _LEADING)
    frame = frame.with_columns(rest=leading.struct.field("2"), note=leading.struct.field("1"))
    frame = frame.with_columns(kind=classes(frame["rest"]))
    # EREDE MARIA GRAZIA has that surname.
    clear = ~pl.col("note").str.contains("(?i)^(?:erede|fu)$")
    led = (pl.col("kind") == "P") | ((pl.col("kind") == "GG") & clear) | (pl.lit(parts) & pl.col("kind").is_not_null())
    frame = frame.with_columns(name=pl.when(led).then("rest").otherwise("name"), nota_2=pl.when(led).then("note"))
    trailing = text.groups("name", _TRAILING)
    frame = frame.with_columns(rest=trailing.struct.field("1"), note=trailing.struct.field("2"))
    frame = frame.with_columns(kind=classes(frame["rest"]))
    sure = pl.col("note").str.contains(rf"(?i)^(?:{_SURE})")
    whole = pl.col("kind").is_in(["P", "GG"]) | (sure & (pl.col("kind") != "X"))
    if parts:
        whole = sure & pl.col("kind").is_not_null()
    frame = frame.with_columns(name=pl.when(whole).then("rest").otherwise("name"), nota_3=pl.when(whole).then("note"))
    numbered = text.groups("name", _NUMBERED)
    frame = frame.with_columns(rest=numbered.struct.field("1"), note=numbered.struct.field("2"))
    frame = frame.with_columns(kind=classes(frame["rest"]))
    behind = pl.col("kind").is_in(["P", "GG"]) & (not parts)
    return frame.select(
        "typed",
        name=pl.when(behind).then("rest").otherwise("name"),
        nota=pl.concat_str(
            "nota_2", "nota_1", "nota_3", "nota_0", pl.when(behind).then("note"), separator="; ", ignore_nulls=True
        )
        .str.replace_all(rf"\s*{NEWLINE}\s*", " ")
        .str.strip_chars(" ,;:-–*/()")
        .replace("", None),
        numbered=behind.fill_null(value=False),
    )


@remembers_empty
def _parted(few: pl.DataFrame) -> pl.DataFrame:
    """Part what is left at its signs, and tell notes, people and firms by what the parts can be."""
    marked = (
        pl.col("name")
        .str.replace_all(rf"(?i)\s*[;/+&|\\·•]\s*|\s{_AND}\s", _STRONG)
        .str.replace_all(r"(?i)(\S \S+)\so\s(\S+ \S)", f"${{1}}{_STRONG}${{2}}")
        .str.replace_all(rf"\s*[,{NEWLINE}]\s*", _COMMA)
        .str.replace_all(r"\s+[-–—]+\s*|\s*[-–—]+\s+|[–—]", _DASH)
    )
    # NERI UGO-GALLI ADA: a hyphen parts people only where a whole name stands at either side.
    bare = pl.col("marked").str.contains(r"^[^\x11-\x13-]+ [^\x11-\x13-]+-[^\x11-\x13-]+ [^\x11-\x13-]+$")
    few = few.with_columns(marked=marked).with_columns(
        marked=pl.when(bare).then(pl.col("marked").str.replace_all("-", _HYPHEN)).otherwise("marked")
    )
    signs = f"[{_STRONG}{_COMMA}{_DASH}{_HYPHEN}]"
    few = few.with_row_index("at").with_columns(
        first_sign=pl.col("marked").str.extract(f"({signs})"),
        strong=pl.col("marked").str.contains(_STRONG),
        ampersand=pl.col("name").str.contains("&", literal=True),
        initials=pl.col("name").str.contains(
            r"(?:^|[^\p{L}])\p{L}{1,2}&\p{L}|\p{L}\.?&\p{L}{1,2}(?:$|[^\p{L}])|^\p{L} ?&|& ?\p{L}$"
        ),
        beginning=pl.col("name").str.extract(_BEGINNING),
    )
    each = few.select("at", part=pl.col("marked").str.replace_all(signs, _STRONG).str.split(_STRONG)).explode("part")
    each = each.filter(pl.col("part").str.strip_chars(" .*_-") != "")
    each = each.with_columns(kind=classes(each["part"]))
    kinds = each.group_by("at", maintain_order=True).agg(kinds=pl.col("kind").str.join(" "))
    few = few.join(kinds, on="at", how="left", maintain_order="left")
    several, firm, note = _told(pl.col("kinds"))
    few = few.with_columns(several=several, firm=firm, note=note).with_columns(
        pl.col("several", "firm", "note").fill_null(value=False)
    )
    # The note as it was typed, its own signs with it.
    behind = pl.col("name").str.strip_prefix(pl.col("beginning")).str.strip_chars(f" ,;:-–—*/+&|{NEWLINE}")
    return few.select(
        "typed",
        "several",
        "firm",
        "numbered",
        nota=pl.when("note")
        .then(
            pl.concat_str("nota", behind.str.replace_all(rf"\s*{NEWLINE}\s*", " "), separator="; ", ignore_nulls=True)
        )
        .otherwise("nota"),
        name=pl.when("note").then("beginning").otherwise("name"),
    )


def _told(kinds: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Whether the kinds of the parts tell several people, a firm, or a name with a note behind it."""
    strong, sign = pl.col("strong"), pl.col("first_sign")
    parts = kinds.str.count_matches(" ", literal=True) + 1
    people = ~kinds.str.contains("X", literal=True) & (parts > 1)
    # Two surnames in a part are one name where signs are strong: ROSSI BIANCHI / VERDI ANNA.
    firm = pl.col("ampersand") & (pl.col("initials") | (kinds.str.contains(r"\b(?:X|SS)\b") & (parts > 1)))
    both = kinds.str.contains(r"^(?:P|GG)(?: (?:P|GG|G))+$")
    listed = kinds.str.contains(r"^(?:P|GG) P\b|^P (?:P|GG|G)\b") | (parts > 2) & people & kinds.str.contains("P")
    several = (
        pl.when(strong)
        .then(people & ~firm)
        .when(sign == _COMMA)
        .then(listed | kinds.str.contains(r"^S P$"))
        .when(sign == _DASH)
        .then(kinds.str.contains(r"^(?:P|GG) (?:P|G)\b|^P GG\b"))
        .when(sign == _HYPHEN)
        .then(both & kinds.str.contains(r"^P P$"))
        .otherwise(pl.lit(value=False))
    )
    noted = kinds.str.contains(r"^P (?:S|SS|X)\b|^GG X\b")
    note = (parts > 1) & ~several & ~firm & noted & sign.is_in([_COMMA, _DASH, _STRONG]) & (~pl.col("ampersand"))
    # MADRE TERESA E I POVERI is no name with a note.
    note &= ~pl.col("name").str.contains(r"(?i)^[^,;/+|␤–—]*\s(?:e|ed)\s")
    return several, firm, note


@remembers
def classes(texts: pl.Series) -> pl.Series:
    """Tell what texts can be, by their words.

    Returns:
        `P` (a whole name: given names and a surname), `G` (a given name), `GG` (several given names, or a surname that
        is one), `S` (a word that is no given name), `SS` (two of them), `T` (titles alone), `X` (anything else), null
        where there is no text.
    """
    distinct = texts.drop_nulls().unique(maintain_order=True)
    if distinct.is_empty():
        return no_text(len(texts), "kind")
    words = (
        distinct.to_frame("text")
        .with_columns(word=pl.col("text").str.replace_all(r"([.,])", "$1 ").str.split(" "))
        .explode("word")
        .with_columns(bare=pl.col("word").str.strip_chars(" .,*_:;-'\""))
        .filter(pl.col("bare") != "")
    )
    known = words.select(pl.col("bare").unique(maintain_order=True)).with_columns(key=text.key(pl.col("bare")))
    known = known.with_columns(
        title=pl.col("key").is_in(_titles().implode()),
        odd=among(pl.col("key"), _no_names) | ~pl.col("bare").str.contains(r"^\p{L}[\p{L}'’-]*$"),
        particle=pl.col("key").is_in(PARTICLES),
        # An initial stands for a given name: ROSSI M.
        given=is_given_name(pl.col("key")) | (pl.col("key").str.len_bytes() == 1),
    )
    words = words.join(known, on="bare", how="left", maintain_order="left")
    words = words.filter(~pl.col("title") | (pl.col("given") & ~pl.col("word").str.contains(".", literal=True)))
    same = (pl.col("text") == pl.col("text").shift(1)).fill_null(value=False)
    bound = pl.col("particle").shift(1).fill_null(value=False) & same
    ends = (pl.col("text") != pl.col("text").shift(-1)).fill_null(value=True)
    words = words.with_columns(bound=bound, unit=~pl.col("particle") | ends)
    counted = words.group_by("text").agg(
        units=pl.col("unit").sum(),
        given=(pl.col("unit") & pl.col("given") & ~pl.col("bound")).sum(),
        odd=pl.col("odd").any(),
    )
    other = pl.col("units").cast(pl.Int64) - pl.col("given").cast(pl.Int64)
    kind = (
        pl.when(pl.col("odd") | (pl.col("units") > _MOST_UNITS) | (other > 2))
        .then(pl.lit("X"))
        .when((other == 0) & (pl.col("units") == 1))
        .then(pl.lit("G"))
        .when(other == 0)
        .then(pl.lit("GG"))
        .when(pl.col("given") > 0)
        .then(pl.lit("P"))
        .when(pl.col("units") == 1)
        .then(pl.lit("S"))
        .otherwise(pl.lit("SS"))
    )
    told = distinct.to_frame("text").join(counted.select("text", kind=kind), on="text", how="left")
    told = told.with_columns(pl.col("kind").fill_null("T"))
    return texts.to_frame("text").join(told, on="text", how="left", maintain_order="left")["kind"]


@cache
def _titles() -> pl.Series:
    """The keys of titles and salutations."""
    kinds = ["honorific", "academic", "professional", "honour", "political", "religious", "military", "salutation"]
    listed = table("titoli").filter(pl.col("categoria").is_in(kinds)).select(key=text.key(pl.col("forma"))).to_series()
    parts = pl.Series(
        [
            "CAV",
            "GR",
            "UFF",
            "PROF",
            "DOTT",
            "SIG",
            "RA",
            "SSA",
            "ING",
            "ARCH",
            "GEOM",
            "AVV",
            "RAG",
            "DR",
            "FAM",
            "SIGG",
        ]
    )
    keys = pl.concat([listed, parts]).unique().sort()
    return keys.filter(keys.str.len_bytes() > 1)


@cache
def _no_names() -> pl.Series:
    """Words of businesses, and small words that no name of a person holds."""
    listed = table("parole_azienda").filter(~pl.col("genere").is_in(["cognome", "luogo"]).fill_null(value=False))
    small = [
        "PER",
        "CON",
        "NON",
        "IL",
        "GLI",
        "NEL",
        "NELLA",
        "SUL",
        "SULLA",
        "ALLA",
        "UN",
        "UNA",
        "VIA",
        "PIAZZA",
        "VIALE",
    ]
    return pl.concat([listed["parola"], pl.Series(small)]).unique().sort()
