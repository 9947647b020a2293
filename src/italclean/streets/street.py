"""Names of streets: their type written out, their letters for print, and the key by which spellings meet.

Source: the street types of `data/tipi_strada.csv`; ANNCSU's rules for the names of streets (type and name, no
abbreviations).
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.columns import rows_where
from italclean.core.empty import remembers_empty
from italclean.core.known import among
from italclean.core.reference import table
from italclean.core.remembered import remembers
from italclean.names.lettering import one_case
from italclean.streets.name import read_names
from italclean.streets.table import form_key, forms_of_types, is_bare_type, short_words

_SMALL_FRENCH = {"L'": "l'", "De ": "de ", "La ": "la ", "Le ": "le ", "Les ": "les ", "Du ": "du ", "Des ": "des "}
_FRENCH = ["Carrer", "Rue", "Avenue", "Place", "Chemin", "Hameau"]
# What a name holds that is more than words.
_ODD = r"(?i)['.,0-9]|\s\s|\b(?:dell|dall|nell|all|sull|degl|sant)\s|^(?:[vpclf]|s[spr])\s"
_ROADS = {
    "Strada Statale": r"s\.?\s?s\.?",
    "Strada Provinciale": r"s\.?\s?p\.?",
    "Strada Regionale": r"s\.?\s?r\.?",
}


@remembers
def read_streets(typed: pl.Series) -> pl.DataFrame:
    """Read distinct names of streets without their numbers.

    Args:
        typed: Distinct tidy texts with straight apostrophes.

    Returns:
        A row for each: `typed`; `printed`, the name for print; `tipo`, the street type, null where none is certain;
        `types`, the types that an abbreviation of several may stand for; `locality`, whether the type is one of a
        place and not of a street; `name`, what follows the type, null where nothing does; `bare`, whether it is a type
        that says nothing without a name, or a filler; `key`, under which the spellings of one name meet: without type,
        particles, initials and leading given names.
    """
    spaced = _set_apart(_spaced(typed))
    streets = _with_type(pl.DataFrame({"typed": typed, "text": spaced}))
    names = read_names(streets["name"].drop_nulls().unique(maintain_order=True))
    streets = streets.join(names, on="name", how="left", maintain_order="left")
    # Small letters for the particles of other languages, which in Italian names are capital (Via De Gasperi).
    foreign = rows_where(streets["tipo"].is_in(_FRENCH))
    small = streets["printed"][foreign].str.replace_many(list(_SMALL_FRENCH), list(_SMALL_FRENCH.values()))
    streets = streets.with_columns(printed=streets["printed"].clone().scatter(foreign, small))
    streets = streets.with_columns(printed=pl.concat_str("head", "printed", separator=" ", ignore_nulls=True))
    printed = pl.col("printed")
    # Of a type without a name the type itself is the key.
    key = pl.coalesce(pl.when(pl.col("key") != "").then("key"), text.key(printed))
    return streets.select(
        "typed",
        "tipo",
        "types",
        "locality",
        "name",
        printed=printed.str.slice(0, 1).str.to_uppercase() + printed.str.slice(1),
        bare=is_bare_type(pl.col("typed")) | text.is_filler(printed),
        key=pl.when(key != "").then(key),
    )


@remembers_empty
def _spaced(streets: pl.Series) -> pl.Series:
    """Close up elisions and abbreviations, and name the roads that are known by a number."""
    some = rows_where(streets.str.contains(_ODD))
    spaced = (
        pl.col("text")
        .str.replace_all(",", " ", literal=True)
        .str.replace_all(r"(?i)\b(d|l|dell|dall|nell|all|sull|sant)'\s+(\p{L})", "$1'$2")
        .str.replace(r"(?i)^([vpclf])\.?\s(le|zza|za|so|go|da|lo)\b\.?", "$1.$2")
        .str.replace_all(r"(?i)\b1o\s(\p{L})", "1° $1")
        # SANT ANNA, DELL ARTE, DE'PITTI, PROV. LE
        .str.replace_all(r"(?i)\b(dell|dall|nell|all|sull|degl|sant)\s([aeiou]\p{L}{2,})", "$1'$2")
        .str.replace_all(r"(?i)\b(de)'(\p{L})", "$1' $2")
        .str.replace_all(r"(?i)\b(prov|naz|com|comm|ind)\.\s(le)\b", "$1.$2")
        # V.S.ROCCO, VIA ROMA.3
        .str.replace(r"(?i)^v\.(\p{L}\.)", "V. $1")
        .str.replace(r"(?i)(\p{L}{3}[aeiouàèéìòù])\.$", "$1")
    )
    # Only what is behind them tells SS from the saints and SP from La Spezia.
    for road, short in _ROADS.items():
        spaced = spaced.str.replace(rf"(?i)^{short}\s*(?:n[.°º]*\s*)?([0-9]+|per\s)", f"{road} $1")
    changed = streets[some].to_frame("text").select(spaced.str.replace_all(r"\s+", " ").str.strip_chars(" "))
    return streets.clone().scatter(some, changed.to_series())


@remembers_empty
def _set_apart(streets: pl.Series) -> pl.Series:
    """Set initials and types apart from the word behind them: `S.MARIA`, `G.B.VICO`, `V.ROMA`; not so `F.LLI`."""
    some = rows_where(streets.str.contains(r"\.\p{L}{2}"))
    words = streets[some].to_frame("text").with_row_index("at")
    words = words.with_columns(word=pl.col("text").str.split(" ")).explode("word")
    distinct = words["word"].unique(maintain_order=True)
    apart = pl.DataFrame({"word": distinct, "apart": _apart(distinct)})
    words = words.join(apart, on="word", how="left", maintain_order="left").with_columns(word="apart")
    joined = words.group_by("at", maintain_order=True).agg(pl.col("word").str.join(" "))
    return streets.clone().scatter(some, joined["word"])


@cache
def _forms() -> pl.Series:
    """The keys of all forms of types."""
    return forms_of_types()["key"]


@cache
def _short_forms() -> pl.Series:
    """The keys of what is written short: types, and words of names."""
    return pl.concat([_forms(), short_words()["key"]])


@cache
def _listed_names() -> pl.Series:
    return table("nomi")["nome"]


@remembers_empty
def _apart(words: pl.Series) -> pl.Series:
    """The parts of distinct words, a blank between them."""
    word = pl.col("word")
    # P.ZZA.ROMA, FRAZ.S.LUCIA, G.B.VICO; what is short behind a dot ends a contraction (M.LLO) unless it is a name.
    type_and_name = word.str.extract_groups(r"^(.*\p{L}{2}.*)\.(\p{L}{3,}.*)$").struct
    after_type = among(form_key(type_and_name.field("1")), _forms)
    initials = word.str.extract_groups(r"^((?:\p{L}\.)+)(\p{L}{2,}.*)$").struct
    name = text.fold(initials.field("2"))
    is_name = (name.str.len_chars() > 3) | among(name, _listed_names)
    return (
        words.to_frame("word")
        .select(
            pl.when(among(form_key(word), _short_forms))
            .then(word)
            .when(after_type)
            .then(pl.concat_str(type_and_name.field("1"), pl.lit(". "), type_and_name.field("2")))
            .when(is_name)
            .then(pl.concat_str(initials.field("1"), pl.lit(" "), initials.field("2")))
            .otherwise(
                word.str.replace_all(r"(\p{L}{2,})\.(\p{L}\.)", "$1. $2").str.replace(r" (\p{L}\.)(\p{L})", " $1 $2")
            )
        )
        .to_series()
    )


@remembers_empty
def _with_type(streets: pl.DataFrame) -> pl.DataFrame:
    """Part each street into the type that its first words are (`head`, for print) and its `name`."""
    one, two = pl.col("text").str.extract(r"^(\S+)"), pl.col("text").str.extract(r"^(\S+ \S+)")
    streets = streets.with_columns(one=one, two=two, second=pl.col("text").str.extract(r"^\S+ (\S+)"))
    streets = streets.with_columns(_keys(streets[column], f"{column}_key") for column in ("one", "two", "second"))
    forms = forms_of_types()
    # CENTRO COMM.LE
    in_short = short_words().select(second_key="key", second_full=form_key(pl.col("full")))
    streets = streets.join(in_short, on="second_key", how="left", maintain_order="left")
    in_full = pl.concat_str("one_key", pl.lit(" "), "second_full")
    streets = streets.with_columns(
        two_key=pl.when(in_full.is_in(forms["key"].implode())).then(in_full).otherwise("two_key")
    )
    streets = streets.join(forms, left_on="one_key", right_on="key", how="left", maintain_order="left").join(
        forms, left_on="two_key", right_on="key", how="left", maintain_order="left", suffix="_two"
    )
    longer = pl.col("tipo_two").is_not_null()
    # V TRAVERSA is the fifth.
    ordinal = (pl.col("one") == "V") & pl.col("second_key").is_in(["TRAVERSA", "STRADA", "VICO", "VICOLO"])
    short = pl.col("dotted") & ~pl.col("one").str.contains(".", literal=True)
    typed = pl.coalesce(pl.when(longer).then("two"), pl.when(~ordinal.fill_null(value=False) & ~short).then("one"))
    found = {
        name: pl.when(longer).then(f"{name}_two").otherwise(name) for name in ("written", "tipo", "types", "locality")
    }
    streets = streets.with_columns(
        type_typed=pl.when(longer | pl.col("tipo").is_not_null() | pl.col("types").is_not_null()).then(typed), **found
    )
    met = pl.col("type_typed").is_not_null()
    typed_out = pl.col("type_typed")
    kept = typed_out.str.slice(0, 1).str.to_uppercase() + typed_out.str.slice(1).str.to_lowercase()
    # Short for a plan and a consortium, and written so.
    kept = kept.str.replace_many([" pip", " asi"], [" PIP", " ASI"])
    kept = pl.when(one_case(pl.col("type_typed"))).then(kept).otherwise("type_typed")
    name = (
        pl.col("text")
        .str.strip_prefix(pl.col("type_typed").fill_null(""))
        .str.strip_chars_start(" -.")
        .str.strip_chars_end(" -")
    )
    return streets.select(
        "typed",
        head=pl.when(met).then(pl.coalesce("written", kept)),
        name=pl.when(name != "").then(name),
        **{column: pl.when(met).then(column) for column in ("tipo", "types", "locality")},
    )


@remembers
def _keys(forms: pl.Series, name: str) -> pl.Series:
    """The keys of forms of types, of which there are few different ones."""
    distinct = forms.unique(maintain_order=True).to_frame("form").with_columns(key=form_key(pl.col("form")))
    found = forms.to_frame("form").join(distinct, on="form", how="left", maintain_order="left", nulls_equal=True)
    return found["key"].alias(name)
