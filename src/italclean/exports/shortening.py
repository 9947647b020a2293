"""A shorter way to write a street or a comune that is too long for a target, by abbreviations that are read back.

A proposal is for a person: no value is shortened by itself. It is only made where what italclean knows of abbreviations
reads it as the long name again.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.reference import table
from italclean.places.short import short_for
from italclean.streets.street import read_streets
from italclean.streets.table import form_key, forms_of_types, short_words

_SMALL = (
    "di",
    "de",
    "del",
    "della",
    "delle",
    "dei",
    "degli",
    "dello",
    "in",
    "sul",
    "sulla",
    "la",
    "le",
    "e",
    "al",
    "con",
)


def shorter_streets(streets: pl.Series, longest: int) -> pl.DataFrame:
    """Propose abbreviated streets.

    Args:
        streets: Distinct streets, with or without a house number behind a comma.
        longest: How many characters there are.

    Returns:
        `long` and `short`, a row for each that can be abbreviated enough.

    Examples:
        >>> shorter_streets(pl.Series(["Piazza Generale Alberto Dalla Chiesa, 12"]), 37).rows()
        [('Piazza Generale Alberto Dalla Chiesa, 12', 'P.za Gen. Alberto Dalla Chiesa, 12')]
    """
    asked = streets.to_frame("long").with_columns(
        street=pl.col("long").str.replace(r",[^,]*$", ""), number=pl.col("long").str.extract(r"(,[^,]*)$").fill_null("")
    )
    types, names = _short_types(), _short_names()
    first = pl.col("street").str.extract(r"^(\S+)", 1)
    rest = pl.col("street").str.slice(first.str.len_chars())
    typed = first.replace_strict(types, default=first, return_dtype=pl.String) + rest
    both = first.replace_strict(types, default=first, return_dtype=pl.String) + (
        " " + rest.str.strip_chars()
    ).str.split(" ").list.eval(
        pl.element().replace_strict(names, default=pl.element(), return_dtype=pl.String)
    ).list.join(" ")
    tried = asked.with_columns(one=typed, two=both).unpivot(
        ["one", "two"], index=["long", "street", "number"], value_name="tried", variable_name="way"
    )
    tried = tried.filter((pl.col("tried") != pl.col("street")) & (_length("tried", "number") <= longest))
    return _read_back(tried).select("long", short=pl.col("tried") + pl.col("number"))


def _length(*names: str) -> pl.Expr:
    return pl.sum_horizontal(pl.col(name).str.len_chars() for name in names)


def _read_back(tried: pl.DataFrame) -> pl.DataFrame:
    """Keep of each street the first proposal that is read as the street itself."""
    if tried.is_empty():
        return tried
    every = pl.concat([tried["street"], tried["tried"]]).unique(maintain_order=True)
    keys = read_streets(every).select("typed", "key", "tipo")
    tried = tried.join(keys, left_on="street", right_on="typed", how="left", maintain_order="left").join(
        keys, left_on="tried", right_on="typed", how="left", maintain_order="left", suffix="_read"
    )
    same = (pl.col("key") == pl.col("key_read")) & pl.col("tipo").eq_missing(pl.col("tipo_read"))
    return tried.filter(same).sort("way").unique("long", keep="first", maintain_order=True)


def shorter_comuni(comuni: pl.Series, longest: int) -> pl.DataFrame:
    """Propose abbreviated names of comuni.

    Args:
        comuni: Distinct names.
        longest: How many characters there are.

    Returns:
        `long` and `short`, a row for each that can be abbreviated enough and stands for no other comune.

    Examples:
        >>> shorter_comuni(pl.Series(["San Valentino in Abruzzo Citeriore"]), 30).rows()
        [('San Valentino in Abruzzo Citeriore', 'S. Valentino in A. Citeriore')]
    """
    tried = [
        {"long": name, "tried": short, "way": way}
        for name in comuni.to_list()
        for way, short in enumerate(_abbreviated(name))
        if len(short) <= longest
    ]
    if not tried:
        return pl.DataFrame(schema={"long": pl.String, "short": pl.String})
    frame = pl.DataFrame(tried)
    known = table("comuni").select(text.words(pl.col("nome"))).to_series().unique()
    meant = short_for(frame["tried"].unique(), known)
    alone = meant.filter(pl.len().over("typed") == 1)
    read = frame.with_columns(own=text.words(pl.col("long"))).join(
        alone, left_on=["tried", "own"], right_on=["typed", "known"], how="inner"
    )
    return read.sort("way").unique("long", keep="first", maintain_order=True).select("long", short="tried").sort("long")


def _abbreviated(name: str) -> list[str]:
    """Abbreviate more and more words of a name to their first letter: the shorter ones first, the longest one never."""
    words = name.split(" ")
    order = sorted(
        (place for place, word in enumerate(words) if word.lower() not in _SMALL and len(word) > 2),
        key=lambda place: (not words[place].startswith("San"), len(words[place]), place),
    )
    made = []
    for place in order[:-1]:
        words[place] = f"{words[place][0]}."
        made.append(" ".join(words))
    return made


@cache
def _short_types() -> dict[str, str]:
    """The shortest form of each type of street that is shorter than the type and stands for it alone."""
    forms = table("tipi_strada").filter(pl.col("forma").str.contains(r"\p{L}\.\p{L}|\.$") & (pl.col("genere") == "dug"))
    known = forms_of_types().filter(pl.col("written").is_not_null() & pl.col("types").is_null())
    joined = forms.with_columns(key=form_key(pl.col("forma"))).join(known, on="key", how="inner")
    # V. is no saving that a reader would know again.
    joined = joined.filter(pl.col("written").str.contains(r"^\p{Lu}\p{Ll}{3,}$"))
    return _shortest(joined, "written")


@cache
def _short_names() -> dict[str, str]:
    """The same of words of names: Generale, Fratelli."""
    forms = table("tipi_strada").filter(
        pl.col("forma").str.ends_with(".")
        & ~pl.col("forma").str.contains(" ")
        & pl.col("genere").is_in(["name_abbrev"])
    )
    joined = forms.with_columns(key=form_key(pl.col("forma"))).join(short_words(), on="key", how="inner")
    joined = joined.filter(pl.col("full").str.to_lowercase() == pl.col("canonica").str.to_lowercase())
    return _shortest(joined, "full")


def _shortest(forms: pl.DataFrame, full: str) -> dict[str, str]:
    forms = forms.filter(pl.col("forma").str.len_chars() < pl.col(full).str.len_chars())
    # P.za is read more surely than Pz.; of forms of one length the capitalised one, and then always the same.
    contracted = pl.col("forma").str.contains(r"\p{L}\.\p{L}")
    ordered = forms.sort(
        ~contracted, pl.col("forma").str.len_chars(), ~pl.col("forma").str.contains(r"^\p{Lu}"), "forma"
    )
    chosen = ordered.unique(full, keep="first", maintain_order=True)
    titled = pl.col("forma").str.slice(0, 1).str.to_uppercase() + pl.col("forma").str.slice(1)
    return dict(chosen.select(full, titled).rows())
