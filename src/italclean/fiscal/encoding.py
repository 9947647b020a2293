"""From the fields of a person to the characters of a codice fiscale.

A computed code is a guess: only the Agenzia delle Entrate assigns codes, and two people of one name, birth and
place get codes that differ (omocodia). italclean computes codes to compare and to check, never to fill a list.

Source: DPR 605/1973; DM 23 December 1976 (n. 13813), art. 2-8.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from italclean.cleaners.data import data
from italclean.cleaners.luogo_nascita import luogo_nascita
from italclean.cleaners.sesso import sesso as sex
from italclean.codes.checksum import as_bytes, check_letters
from italclean.codes.personal import MONTHS
from italclean.core import text
from italclean.core.columns import no_text
from italclean.core.reference import table
from italclean.issues.outcome import STATUS, Outcome
from italclean.issues.registry import issue_dtype

LETTER_OF_MONTH = {f"{number:02}": letter for number, letter in enumerate(MONTHS, start=1)}
"""The letter of each month, by its two digits."""

NEEDED = ("cognome", "nome", "data_nascita", "sesso", "luogo_nascita")
"""The fields that a codice fiscale is made from."""


def surname_code(name: pl.Expr) -> pl.Expr:
    """Encode surnames as the code's first three letters: consonants, then vowels, then X.

    Args:
        name: Names as folded by `italclean.core.text.key` (capital ASCII letters only).
    """
    consonants = name.str.replace_all("[^BCDFGHJKLMNPQRSTVWXYZ]", "")
    return _three(consonants, name)


def given_name_code(name: pl.Expr) -> pl.Expr:
    """Encode given names as the code's second three letters: of four or more consonants the 1st, 3rd, 4th.

    Args:
        name: Names as folded by `italclean.core.text.key` (capital ASCII letters only).
    """
    consonants = name.str.replace_all("[^BCDFGHJKLMNPQRSTVWXYZ]", "")
    many = consonants.str.len_bytes() >= 4
    chosen = pl.when(many).then(consonants.str.slice(0, 1) + consonants.str.slice(2, 2)).otherwise(consonants)
    return _three(chosen, name)


def name_letters(surname: pl.Expr, given_name: pl.Expr) -> pl.Expr:
    """Encode surnames and given names as typed into the code's first six letters."""
    return surname_code(text.key(surname)) + given_name_code(text.key(given_name))


def _three(consonants: pl.Expr, name: pl.Expr) -> pl.Expr:
    vowels = name.str.replace_all("[^AEIOU]", "")
    return (consonants + vowels + "XXX").str.slice(0, 3)


def first_eleven(surname: pl.Expr, given_name: pl.Expr, birth: pl.Expr, sex: pl.Expr) -> pl.Expr:
    """Compute the first 11 characters of a code, all but the place; null where a part is missing.

    Args:
        surname: Surnames folded by `italclean.core.text.key`.
        given_name: Given names, folded alike.
        birth: Birth dates as ISO text.
        sex: `M` or `F`.
    """
    month = birth.str.slice(5, 2).replace_strict(LETTER_OF_MONTH, default=None, return_dtype=pl.String)
    day = birth.str.slice(8, 2).cast(pl.Int16, strict=False)
    day = pl.when(sex == "F").then(day + 40).when(sex == "M").then(day)
    return (
        surname_code(surname)
        + given_name_code(given_name)
        + birth.str.slice(2, 2)
        + month
        + day.cast(pl.String).str.zfill(2)
    )


def computed(people: pl.DataFrame) -> pl.DataFrame:
    """Compute the codici fiscali of a frame of people.

    Args:
        people: The columns `cognome`, `nome`, `data_nascita`, `sesso`, `luogo_nascita`, as text of any form that
            the cleaners of those fields understand; the place may also be its code (`A562`).

    Returns:
        One row for each person: `value`, `status`, `issue`, `detail`. A code has the issue `cf_computed`; where
        a field is missing or cannot be read there is no code, and `detail` names the fields.

    Examples:
        >>> import polars as pl
        >>> people = pl.DataFrame(
        ...     {
        ...         "cognome": ["Rossi", "Bianchi"],
        ...         "nome": ["Mario", "Anna"],
        ...         "data_nascita": ["10/12/1985", "1990-01-31"],
        ...         "sesso": ["M", "F"],
        ...         "luogo_nascita": ["San Giuliano Terme", None],
        ...     }
        ... )
        >>> computed(people)["value"].to_list()
        ['RSSMRA85T10A562S', None]
    """
    typed = people.select(pl.col(name).cast(pl.String) for name in NEEDED)
    births = data.series(typed["data_nascita"], purpose="nascita").struct.field("value")
    births = births.set(births > date.today().isoformat(), None)
    places = luogo_nascita.series(typed["luogo_nascita"]).struct.unnest()
    # Of several given names those behind a comma are not in the code (DPR 396/2000, art. 35).
    names = {"cognome": pl.col("cognome"), "nome": pl.col("nome").str.extract("^([^,]*)")}
    read = typed.select(
        **{part: pl.when(text.key(name).str.contains("^[A-Z]+$")).then(text.key(name)) for part, name in names.items()},
        data_nascita=births,
        sesso=sex.series(typed["sesso"]).struct.field("value"),
        luogo_nascita=_at_birth(places, births),
    )
    unread = pl.concat_str(
        *(pl.when(pl.col(name).is_null()).then(pl.lit(name)) for name in NEEDED), separator=", ", ignore_nulls=True
    )
    eleven = first_eleven(pl.col("cognome"), pl.col("nome"), pl.col("data_nascita"), pl.col("sesso"))
    fifteen = read.select(fifteen=eleven + pl.col("luogo_nascita"), unread=unread)
    whole = fifteen["fifteen"].is_not_null()
    letters = check_letters(as_bytes(fifteen["fifteen"].filter(whole), 15))
    letter = no_text(fifteen.height, "letter")
    letter = letter.scatter(whole.arg_true(), pl.Series([chr(code) for code in letters], dtype=pl.String))
    return fifteen.select(
        value=pl.col("fifteen") + letter,
        status=pl.when(whole).then(pl.lit("suspect")).otherwise(pl.lit("missing")).cast(STATUS),
        issue=pl.when(whole).then(pl.lit("cf_computed")).otherwise(pl.lit("cf_not_computed")).cast(issue_dtype()),
        detail=pl.when(~whole).then("unread"),
    )


def _at_birth(read: pl.DataFrame, births: pl.Series) -> pl.Series:
    """Choose the place code that a birth was registered under.

    Of all places of a name the one that existed on that day; none where the place was founded later.
    """
    periods = table("luoghi").group_by("codice").agg(dal=pl.col("dal").min(), al=pl.col("al").fill_null("9999").max())
    rows = read.select("codice_luogo", "candidati").with_row_index("row").with_columns(births.alias("birth"))
    candidates = rows.select("row", "birth", codice=pl.col("candidati").str.split(" ")).explode("codice")
    alive = candidates.join(periods, on="codice", how="left").filter(
        pl.col("dal").is_null() | pl.col("birth").is_null() | pl.col("birth").is_between("dal", "al")
    )
    only = alive.group_by("row").agg(
        one=pl.when(pl.col("codice").n_unique() == 1).then(pl.col("codice").first()), all="codice"
    )
    chosen = rows.join(only, on="row", how="left", maintain_order="left")
    still = pl.col("all").list.contains(pl.col("codice_luogo"))
    return chosen.select(pl.coalesce("one", pl.when(still).then("codice_luogo"))).to_series()


def compute(
    cognome: str | None, nome: str | None, data_nascita: str | date | None, sesso: str | None, luogo_nascita: str | None
) -> Outcome:
    """Compute the codice fiscale that the fields of a person lead to.

    It is a guess, and says so (`cf_computed`, suspect): only the Agenzia delle Entrate assigns codes.

    Args:
        cognome: The surname at birth.
        nome: All given names of the civil register.
        data_nascita: The birth date, as a date or as text.
        sesso: `M` or `F`.
        luogo_nascita: The comune or state of birth as it was called then, or its code.

    Examples:
        >>> outcome = compute("Rossi", "Mario", "1985-12-10", "M", "San Giuliano Terme")
        >>> outcome.value, outcome.status
        ('RSSMRA85T10A562S', 'suspect')
        >>> outcome.message("en")
        'Computed, not assigned: only the Agenzia delle Entrate assigns codes.'
        >>> compute("Rossi", "Mario", None, "M", "Roma").message("en")
        'No code can be computed without: data_nascita.'
    """
    given = (cognome, nome, str(data_nascita) if data_nascita is not None else None, sesso, luogo_nascita)
    people = pl.DataFrame(
        {name: [value] for name, value in zip(NEEDED, given, strict=True)}, schema=dict.fromkeys(NEEDED, pl.String)
    )
    row = computed(people).row(0, named=True)
    return Outcome(input=None, value=row["value"], status=row["status"], issue=row["issue"], detail=row["detail"])
