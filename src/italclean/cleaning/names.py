"""Whose name it is, and which part is the surname: what the fields of a row prove about its names."""

from __future__ import annotations

import polars as pl

from italclean.cleaners.azienda import azienda
from italclean.cleaners.persona import persona
from italclean.cleaning.worksheet import Worksheet
from italclean.core import text
from italclean.fiscal.agreement import agreement
from italclean.fiscal.encoding import given_name_code, surname_code

_PERSON_PARTS = ("titolo", "cognome", "nome")
_COMPANY_PARTS = ("ragione_sociale", "forma_giuridica")
_LONGEST_SURNAME = 3


def settle_names(sheet: Worksheet) -> None:
    """Decide row by row who is a person and who a company, and put the parts of the names into their columns.

    A stated `tipo` decides first, then what the name itself says, then the row's codes: 16 characters are a
    person's, 11 digits alone a company's.
    """
    code, number = sheet.value("codice_fiscale"), sheet.value("partita_iva")
    personal_code = code.str.len_bytes() == 16
    body_code = code.str.len_bytes() == 11
    born = sheet.value("data_nascita").is_not_null()
    for name_column in ("nominativo", "ragione_sociale"):
        if name_column not in sheet.cells:
            continue
        found = sheet.findings[name_column].with_columns(value=sheet.cells[name_column].value)
        stated = sheet.value("tipo")
        default = "persona" if name_column == "nominativo" else "azienda"
        tipo = found.select(
            pl.when(stated.is_in(["persona", "azienda"]))
            .then(stated)
            .when((pl.col("tipo") == "persona") & body_code.fill_null(value=False))
            .then(pl.lit("azienda"))
            .when(pl.col("tipo").is_not_null())
            .then("tipo")
            .when(pl.col("value").is_null() & pl.col("cognome").is_null())
            .then(None)
            .when(personal_code.fill_null(value=False) & (pl.lit(default) == "persona"))
            .then(pl.lit("persona"))
            .when(body_code.fill_null(value=False) | (number.is_not_null() & ~personal_code.fill_null(value=False)))
            .then(pl.lit("azienda"))
            # Only people are born.
            .when(born & number.is_null())
            .then(pl.lit("persona"))
            .otherwise(pl.lit(default))
        ).to_series()
        sure = (
            found["tipo"].is_not_null() | personal_code | body_code | number.is_not_null() | born | stated.is_not_null()
        )
        _place_name(sheet, name_column, tipo, sure.fill_null(value=False))
    if not {"nominativo", "ragione_sociale"} & sheet.cells.keys():
        _kind_without_name(sheet)


def _place_name(sheet: Worksheet, name_column: str, tipo: pl.Series, sure: pl.Series) -> None:
    cells = sheet.cells[name_column]
    found = _company_reading(cells.raw, sheet.findings[name_column], tipo)
    present = cells.verdict["status"] != "missing"
    is_person = present & (tipo == "persona") & (cells.value.is_not_null() | found["cognome"].is_not_null())
    is_company = present & (tipo == "azienda") & cells.value.is_not_null()
    # What the cleaner read by the name alone gives way to what the row's codes say.
    whole = pl.concat_str("nome", "cognome", separator=" ", ignore_nulls=True)
    printed = found.select(
        pl.when(is_company).then("ragione_sociale").when(is_person).then(whole).otherwise(cells.value)
    ).to_series()
    cells.verdict = cells.verdict.with_columns(
        value=pl.when(present & cells.value.is_not_null()).then(printed).otherwise("value")
    )
    undecided = (
        cells.verdict["issue"]
        .is_in(["name_order", "name_several", "name_digits", "name_remark"])
        .fill_null(value=False)
    )
    cells.decide(is_company & undecided, None, "split", "fixed")
    plain = cells.verdict["issue"].is_null() | (cells.verdict["issue"] == "format")
    cells.decide(present & plain & cells.value.is_not_null(), None, "split", "fixed")
    everywhere = pl.Series([True]).new_from_index(0, sheet.height)
    _put(sheet, "tipo", everywhere, pl.select(pl.when((is_person | is_company) & sure).then(tipo)).to_series())
    for part in _PERSON_PARTS:
        _put(sheet, part, is_person, found[part])
    for part in _COMPANY_PARTS:
        _put(sheet, part, is_company, found[part])
    sheet.findings[name_column] = found.with_columns(is_person=is_person, is_company=is_company)


def _company_reading(raw: pl.Series, found: pl.DataFrame, tipo: pl.Series) -> pl.DataFrame:
    """Read as companies' the names that only the row's codes call so, and as persons' the other way round."""
    for kind, cleaner, parts in (("azienda", azienda, _COMPANY_PARTS), ("persona", persona, _PERSON_PARTS)):
        unread = (tipo == kind) & (found["ragione_sociale"] if kind == "azienda" else found["cognome"]).is_null()
        if unread.fill_null(value=False).any():
            read = cleaner.series(pl.select(pl.when(unread).then(raw)).to_series()).struct.unnest()
            read = read.rename({"value": "ragione_sociale"}) if kind == "azienda" else read
            found = found.with_columns(
                pl.when(unread).then(read[part]).otherwise(pl.col(part)).alias(part)
                for part in (*parts, "parole")
                if part in read.columns
            )
    return found


def _put(sheet: Worksheet, name: str, where: pl.Series, values: pl.Series) -> None:
    """Give a canonical column the parts of a name, where it has nothing of its own."""
    if name in sheet.cells and sheet.cells[name].output is not None:
        sheet.fill(name, where, values, "nominativo")
        return
    current = sheet.value(name)
    empty = current.is_null() & where.fill_null(value=False)
    filled = pl.select(pl.when(empty).then(values).otherwise(current)).to_series()
    sheet.derived[name] = filled.rename(name)


def _kind_without_name(sheet: Worksheet) -> None:
    """A row with surname and given name in their own columns is a person's, one with a company name a company's."""
    stated = sheet.value("tipo")
    person = sheet.value("cognome").is_not_null() | sheet.value("nome").is_not_null()
    company = sheet.value("ragione_sociale").is_not_null()
    kind = pl.select(
        pl.when(stated.is_in(["persona", "azienda"]))
        .then(stated)
        .when(company)
        .then(pl.lit("azienda"))
        .when(person)
        .then(pl.lit("persona"))
    ).to_series()
    if kind.is_not_null().any():
        _put(sheet, "tipo", kind.is_not_null(), kind)


def settle_order(sheet: Worksheet) -> None:
    """Where the codice fiscale fits another reading of the name than the one chosen, take that one."""
    people = pl.DataFrame([sheet.value(name) for name in ("codice_fiscale", "cognome", "nome")])
    held = agreement(people, strict=True)
    unfit = (~(held["cognome"] & held["nome"])).fill_null(value=False)
    frame = (
        people.with_row_index("at")
        .filter(unfit)
        .select(
            "at",
            surname="cognome",
            given="nome",
            initials=pl.col("codice_fiscale").str.slice(0, 6),
        )
        .drop_nulls()
    )
    if frame.is_empty():
        return
    orders = {"forth": ["surname", "given"], "back": ["given", "surname"]}
    frame = frame.with_columns(
        pl.concat_str(parts, separator=" ").str.split(" ").alias(order) for order, parts in orders.items()
    ).with_columns(pl.col(order).list.eval(text.key(pl.element())).alias(f"{order}_keys") for order in orders)
    chosen_surname, chosen_given = pl.lit(None, dtype=pl.String), pl.lit(None, dtype=pl.String)
    for order in orders:
        words, keys = pl.col(order), pl.col(f"{order}_keys")
        for length in range(1, _LONGEST_SURNAME + 1):
            head, tail = words.list.head(length).list.join(" "), words.list.slice(length).list.join(" ")
            letters = surname_code(keys.list.head(length).list.join("")) + given_name_code(
                keys.list.slice(length).list.join("")
            )
            fits = (letters == pl.col("initials")) & (tail != "")
            chosen_surname = pl.when(fits).then(head).otherwise(chosen_surname)
            chosen_given = pl.when(fits).then(tail).otherwise(chosen_given)
    swapped = frame.select("at", surname=chosen_surname, given=chosen_given).filter(pl.col("surname").is_not_null())
    if swapped.is_empty():
        return
    where = pl.Series([False]).new_from_index(0, sheet.height).scatter(swapped["at"], [True] * swapped.height)
    for name, part in (("cognome", "surname"), ("nome", "given")):
        values = sheet.value(name).scatter(swapped["at"], swapped[part])
        if name in sheet.cells:
            sheet.cells[name].decide(where, values, "name_swapped", "fixed")
        else:
            sheet.derived[name] = values
    whole = pl.DataFrame([sheet.value("nome"), sheet.value("cognome")]).select(
        pl.concat_str(pl.all(), separator=" ", ignore_nulls=True)
    )
    for name_column in ("nominativo", "ragione_sociale"):
        if name_column in sheet.cells:
            persons = where & sheet.findings[name_column]["is_person"]
            sheet.cells[name_column].decide(persons, whole.to_series(), "split", "fixed")
