"""The fields of one row against each other: what two of them prove about a third."""

from __future__ import annotations

import polars as pl

from italclean.cleaners.azienda import azienda
from italclean.cleaners.codice_fiscale import LETTER_OF_MONTH, codice_fiscale, given_name_code, surname_code
from italclean.cleaners.persona import persona
from italclean.cleaning.worksheet import Worksheet
from italclean.core import text

_PERSON_PARTS = ("titolo", "cognome", "nome")
_COMPANY_PARTS = ("ragione_sociale", "forma_giuridica")
_LONGEST_SURNAME = 3


def settle_names(sheet: Worksheet) -> None:
    """Decide row by row who is a person and who a company, and put the parts of the names into their columns.

    A stated `tipo` decides first, then what the name itself says, then the row's codes: 16 characters are a
    person's, 11 digits alone a company's. The codice fiscale settles which part is the surname.
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
    _settle_order(sheet)


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


def _settle_order(sheet: Worksheet) -> None:
    """Where the codice fiscale fits another reading of the name than the one chosen, take that one."""
    surname, given, code = sheet.value("cognome"), sheet.value("nome"), sheet.value("codice_fiscale")
    frame = pl.DataFrame({"surname": surname, "given": given, "code": code}).with_row_index("at")
    frame = frame.filter(
        pl.col("surname").is_not_null() & pl.col("given").is_not_null() & (pl.col("code").str.len_bytes() == 16)
    ).with_columns(initials=pl.col("code").str.slice(0, 6))
    frame = frame.filter(_initials(pl.col("surname"), pl.col("given")) != pl.col("initials"))
    if frame.is_empty():
        return
    words = pl.concat_str("surname", "given", separator=" ").str.split(" ")
    reversed_words = pl.concat_str("given", "surname", separator=" ").str.split(" ")
    chosen_surname, chosen_given = pl.lit(None, dtype=pl.String), pl.lit(None, dtype=pl.String)
    for sequence in (words, reversed_words):
        for length in range(1, _LONGEST_SURNAME + 1):
            head = sequence.list.head(length).list.join(" ")
            tail = sequence.list.slice(length).list.join(" ")
            fits = (_initials(head, tail) == pl.col("initials")) & (tail != "")
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


def _initials(surname: pl.Expr, given: pl.Expr) -> pl.Expr:
    return surname_code(text.key(surname)) + given_name_code(text.key(given))


def move_misplaced(sheet: Worksheet) -> None:
    """Move what proves to stand in the wrong column: a codice fiscale in the partita IVA, a PEC in the e-mail."""
    if "partita_iva" in sheet.cells:
        cells = sheet.cells["partita_iva"]
        misplaced = (cells.verdict["issue"] == "pi_is_cf").fill_null(value=False)
        if misplaced.any():
            judged = codice_fiscale.series(pl.select(pl.when(misplaced).then(cells.raw)).to_series()).struct.field(
                "value"
            )
            there = sheet.value("codice_fiscale")
            free = there.is_null() | (there == judged)
            proven = misplaced & judged.is_not_null() & free
            # Both in the other's column: each proves itself by its own check character.
            swapped = misplaced & judged.is_not_null() & (there.str.len_bytes() == 11)
            sheet.fill("codice_fiscale", proven, judged, "partita_iva")
            cells.decide(proven, None, "moved", "fixed", "codice_fiscale")
            if swapped.fill_null(value=False).any():
                cells.decide(swapped, there, "moved", "fixed", "codice_fiscale")
                sheet.cells["codice_fiscale"].decide(swapped, judged, "derived", "fixed", "partita_iva")
    if "email" in sheet.cells:
        cells = sheet.cells["email"]
        certified = sheet.finding("email", "pec").fill_null(value=False) & cells.value.is_not_null()
        if certified.any():
            free = sheet.value("pec").is_null() | (sheet.value("pec") == cells.value)
            moved = certified & free
            sheet.fill("pec", moved, cells.value, "email")
            nothing = pl.Series([None], dtype=pl.String).new_from_index(0, sheet.height)
            cells.decide(moved, nothing, "moved", "fixed", "pec")
            cells.decide(certified & ~free, None, "email_is_pec", "suspect")


def check_codes(sheet: Worksheet) -> None:
    """Hold a personal codice fiscale against the row's name, birth date and sex; fill what is empty from it.

    A disagreement makes the code `suspect`, never invalid: a married name, a typing error or somebody
    else's code look alike from here.
    """
    if "codice_fiscale" not in sheet.cells:
        return
    cells = sheet.cells["codice_fiscale"]
    judged = _code_findings(sheet)
    frame = pl.DataFrame(
        {
            "code": cells.value,
            "surname": sheet.value("cognome"),
            "given": sheet.value("nome"),
            "birth": sheet.value("data_nascita"),
            "sex": sheet.value("sesso"),
        }
    ).with_columns(code_birth=judged["data_nascita"], code_sex=judged["sesso"], base=judged["codice_base"])
    personal = pl.col("code").str.len_bytes() == 16
    born = pl.col("base").str.slice(6, 5)
    month = pl.col("birth").str.slice(5, 2).replace_strict(LETTER_OF_MONTH, default=None, return_dtype=pl.String)
    day = pl.col("birth").str.slice(8, 2).cast(pl.Int16, strict=False)
    same_day = (born.str.slice(3, 2).cast(pl.Int16, strict=False) % 40) == day
    birth_fits = (born.str.slice(0, 2) == pl.col("birth").str.slice(2, 2)) & (born.str.slice(2, 1) == month) & same_day
    parts = {
        "cognome": surname_code(text.key(pl.col("surname"))) == pl.col("code").str.slice(0, 3),
        "nome": given_name_code(text.key(pl.col("given"))) == pl.col("code").str.slice(3, 3),
        "data_nascita": birth_fits,
        "sesso": pl.col("sex") == pl.col("code_sex"),
    }
    disagreeing = pl.concat_str(
        *(pl.when(personal & ~agrees).then(pl.lit(part)) for part, agrees in parts.items()),
        separator=", ",
        ignore_nulls=True,
    )
    doubts = frame.select(disagreeing.alias("doubts"))["doubts"]
    doubtful = doubts.str.len_bytes() > 0
    cells.decide(doubtful, None, "cf_disagrees", "suspect", doubts)
    is_personal = (frame["code"].str.len_bytes() == 16).fill_null(value=False)
    sheet.fill("data_nascita", is_personal & ~doubtful, frame["code_birth"], "codice fiscale")
    sheet.fill("sesso", is_personal & ~doubtful, frame["code_sex"], "codice fiscale")


def _code_findings(sheet: Worksheet) -> pl.DataFrame:
    """What the codes say; those that came from another column are read now."""
    found = sheet.findings["codice_fiscale"]
    arrived = (sheet.cells["codice_fiscale"].verdict["issue"] == "derived").fill_null(value=False)
    if not arrived.any():
        return found
    read = codice_fiscale.series(sheet.value("codice_fiscale").filter(arrived)).struct.unnest().select(found.columns)
    return found.with_columns(found[name].scatter(arrived.arg_true(), read[name]) for name in found.columns)
