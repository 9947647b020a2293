"""Whose name it is, and which part is the surname: what the fields of a row prove about its names."""

from __future__ import annotations

import polars as pl

from italclean.cleaners.azienda import azienda
from italclean.cleaners.persona import persona, read_titles
from italclean.cleaning.worksheet import Worksheet
from italclean.core import text
from italclean.core.given_names import are_given_names, sex_of_given_names
from italclean.core.greeting import greet_company, greet_person
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
        named = _named_in_code(sheet.cells[name_column].raw, found, code)
        tipo = found.select(
            pl.when(stated.is_in(["persona", "azienda"]))
            .then(stated)
            .when(named)
            .then(pl.lit("persona"))
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


def _named_in_code(raw: pl.Series, found: pl.DataFrame, codes: pl.Series) -> pl.Series:
    """Tell the names that look like a firm's and give the letters of the person's code beside them: CARTA ANTONIO."""
    like_a_firm = (found["tipo"] == "azienda") & found["forma_giuridica"].is_null() & (codes.str.len_bytes() == 16)
    rows = like_a_firm.fill_null(value=False).arg_true()
    frame = pl.DataFrame({"at": rows, "typed": raw.gather(rows), "initials": codes.gather(rows).str.slice(0, 6)})
    words = text.words(pl.col("typed")).str.split(" ")
    named = fitting_names(frame.select("at", "initials", words=words))
    return text.rows(len(raw), named["at"])


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
        rows = unread.fill_null(value=False).arg_true()
        if len(rows):
            read = cleaner.series(raw.gather(rows)).struct.unnest()
            read = read.rename({"value": "ragione_sociale"}) if kind == "azienda" else read
            found = found.with_columns(
                found[part].scatter(rows, read[part]) for part in (*parts, "parole") if part in read.columns
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
    """Where the codice fiscale fits the names in one way of parting their words, part them so.

    What fits as it is was read rightly, however unsure; else every cut and both orders are tried.
    """
    people = pl.DataFrame([sheet.value(name) for name in ("codice_fiscale", "cognome", "nome")])
    coded = (people["codice_fiscale"].str.len_bytes() == 16) & people["nome"].is_not_null()
    coded = coded.fill_null(value=False).arg_true()
    if coded.is_empty():
        return
    frame = people[coded].select(
        at=coded, surname="cognome", given="nome", initials=pl.col("codice_fiscale").str.slice(0, 6)
    )
    letters = text.told(frame["surname"], lambda name: surname_code(text.key(name)))
    letters += text.told(frame["given"], lambda name: given_name_code(text.key(name)))
    fits = (letters == frame["initials"]).fill_null(value=False)
    _clear_order(sheet, coded.filter(fits))
    frame = frame.filter(~fits)
    led = pl.Series([True]).new_from_index(0, frame.height)
    if "nominativo" in sheet.findings:
        led = sheet.finding("nominativo", "ordine").gather(frame["at"]) != "nome cognome"
    frame = frame.with_columns(led=led.fill_null(value=True))
    in_order = pl.when("led").then(pl.concat_str("surname", pl.lit(" "), "given"))
    typed = in_order.otherwise(pl.concat_str("given", pl.lit(" "), "surname"))
    parted = fitting_names(frame.select("at", "initials", words=typed.str.split(" ")))
    if parted.is_empty():
        return
    where = text.rows(sheet.height, parted["at"])
    for name, part in (("cognome", "surname"), ("nome", "given")):
        values = sheet.value(name).clone().scatter(parted["at"], parted[part])
        if name in sheet.cells:
            sheet.cells[name].decide(where, values, "name_swapped", "fixed")
        else:
            sheet.derived[name] = values
    _clear_order(sheet, parted["at"])


def _clear_order(sheet: Worksheet, rows: pl.Series) -> None:
    """Print the names of persons as they were parted: nothing is open about them any more."""
    where = text.rows(sheet.height, rows)
    whole = pl.DataFrame([sheet.value("nome"), sheet.value("cognome")]).select(
        pl.concat_str(pl.all(), separator=" ", ignore_nulls=True)
    )
    for name_column in ("nominativo", "ragione_sociale"):
        if name_column in sheet.cells:
            cells = sheet.cells[name_column]
            open_order = cells.verdict["issue"].is_in(["name_order", "split"]).fill_null(value=False)
            persons = where & sheet.findings[name_column]["is_person"] & open_order
            cells.decide(persons, whole.to_series(), "split", "fixed")


def fitting_names(frame: pl.DataFrame) -> pl.DataFrame:
    """Part names so that they give the letters of a codice fiscale.

    Args:
        frame: The columns `at`, `words` (lists) and `initials`, the first six letters of the code.

    Returns:
        The columns `at`, `surname` and `given`, of the rows that a cut and an order fit.
    """
    left = frame.with_columns(keys=pl.col("words").list.eval(text.key(pl.element())))
    nothing = pl.lit(None, dtype=pl.String)
    found = [frame.clear().select("at", surname=nothing, given=nothing)]
    for length in range(1, _LONGEST_SURNAME + 1):
        left = left.filter(pl.col("words").list.len() > length)
        for in_front in (True, False):
            # Of no rows, older versions of polars forget that these are lists of text.
            if left.is_empty():
                break
            surname, given = _parted(pl.col("keys"), length, in_front=in_front)
            letters = surname_code(surname.list.join("")) + given_name_code(given.list.join(""))
            fits = left.select((letters == pl.col("initials")).fill_null(value=False)).to_series()
            if fits.any():
                surname, given = (part.list.join(" ") for part in _parted(pl.col("words"), length, in_front=in_front))
                found.append(left.filter(fits).select("at", surname=surname, given=given))
                left = left.filter(~fits)
    return pl.concat(found).sort("at")


def _parted(words: pl.Expr, length: int, *, in_front: bool) -> tuple[pl.Expr, pl.Expr]:
    """The surname and the given names of lists of words, for one length of the surname and one order."""
    if in_front:
        return words.list.head(length), words.list.slice(length)
    return words.list.tail(length), words.list.head(words.list.len() - length)


def tell_sex(sheet: Worksheet) -> None:
    """Fill the sex that the codice fiscale left open: by the title, else by the given name."""
    if "titolo" in sheet.cells:
        _write_titles(sheet)
    person = (sheet.value("tipo") == "persona").fill_null(value=False) & ~_open_names(sheet)
    by_title = read_titles(sheet.value("titolo"))["sesso"]
    sheet.fill("sesso", person, by_title, "titolo")
    sheet.fill("sesso", person, sex_of_given_names(sheet.value("nome")), "nome")


def greet(sheet: Worksheet) -> None:
    """Add the greeting of every customer whose name is beyond doubt."""
    title = read_titles(sheet.value("titolo"))
    names = pl.DataFrame([sheet.value(name) for name in ("tipo", "nome", "cognome", "ragione_sociale", "sesso")])
    names = names.with_columns(
        title["titolo"],
        title_sex=title["sesso"],
        name_sex=sex_of_given_names(names["nome"]),
        known=are_given_names(names["nome"]).fill_null(value=False),
        sure=~_open_names(sheet),
    )
    # Sig.ra Mario Rossi, or a man's name with a woman's code: one of the two is wrong.
    sexes = (("title_sex", "name_sex"), ("title_sex", "sesso"), ("name_sex", "sesso"))
    at_odds = pl.any_horizontal((pl.col(one) != pl.col(other)).fill_null(value=False) for one, other in sexes)
    greeting = (
        pl.when(~pl.col("sure") | at_odds)
        .then(None)
        .when(pl.col("tipo") == "persona")
        .then(greet_person(pl.col("titolo"), pl.col("nome"), pl.col("cognome"), pl.col("known")))
        .when(pl.col("tipo") == "azienda")
        .then(greet_company(pl.col("ragione_sociale")))
    )
    # Lazily: what several branches ask is then computed once.
    greetings = names.lazy().select(saluto=greeting).collect()["saluto"]
    sheet.fill("saluto", names["sure"], greetings, "nome")


def _open_names(sheet: Worksheet) -> pl.Series:
    """Tell the rows with a doubtful or refused cell among their names."""
    opened = pl.Series([False]).new_from_index(0, sheet.height)
    for name in ("nominativo", "ragione_sociale", "cognome", "nome"):
        if name in sheet.cells:
            opened |= sheet.cells[name].verdict["status"].is_in(["suspect", "invalid"])
    return opened


def _write_titles(sheet: Worksheet) -> None:
    """Write titles of a column of their own in their canonical spelling."""
    cells = sheet.cells["titolo"]
    canonical = read_titles(cells.value)["titolo"]
    cells.decide((canonical != cells.value).fill_null(value=False), canonical, "format", "fixed")
