"""Which part of a name is the surname, where the row's codice fiscale or an empty column says so."""

from __future__ import annotations

import polars as pl

from italclean.cleaners.nominativo import nominativo
from italclean.core import text
from italclean.core.columns import flags_at, is_true, no_text, once, rows_where
from italclean.fields.catalogue import NAMES, WHOLE_NAMES
from italclean.fiscal.encoding import given_name_code, surname_code
from italclean.names.given import are_given_names
from italclean.rows.step import step
from italclean.rows.worksheet import Worksheet

_LONGEST_SURNAME = 3
_SURE = 2.0
"""From which log-odds on the reading of a whole name is beyond doubt."""

_OPEN = ("name_order", "name_kind", "name_several", "name_digits", "name_remark")


@step(reads=["codice_fiscale"], writes=[*NAMES])
def settle_order(sheet: Worksheet) -> None:
    """Where the codice fiscale fits the names in one way of parting their words, part them so.

    What fits as it is was read rightly, however unsure; else every cut and both orders are tried.
    """
    people = pl.DataFrame([sheet.value(name) for name in ("codice_fiscale", "cognome", "nome")])
    coded = (people["codice_fiscale"].str.len_bytes() == 16) & people["nome"].is_not_null()
    coded = rows_where(coded)
    if coded.is_empty():
        return
    frame = people[coded].select(
        at=coded, surname="cognome", given="nome", initials=pl.col("codice_fiscale").str.slice(0, 6)
    )
    letters = once(frame["surname"], lambda name: surname_code(text.key(name)))
    letters += once(frame["given"], lambda name: given_name_code(text.key(name)))
    fits = is_true(letters == frame["initials"])
    _clear_order(sheet, coded.filter(fits))
    frame = frame.filter(~fits)
    led = pl.Series([True]).new_from_index(0, frame.height)
    if "nominativo" in sheet.findings:
        led = sheet.finding("nominativo", "ordine")[frame["at"]] != "nome cognome"
    frame = frame.with_columns(led=led.fill_null(value=True))
    in_order = pl.when("led").then(pl.concat_str("surname", pl.lit(" "), "given"))
    typed = in_order.otherwise(pl.concat_str("given", pl.lit(" "), "surname"))
    parted = fitting_names(frame.select("at", "initials", words=typed.str.split(" ")))
    if parted.is_empty():
        return
    where = flags_at(sheet.height, parted["at"])
    for name, part in (("cognome", "surname"), ("nome", "given")):
        values = sheet.value(name).clone().scatter(parted["at"], parted[part])
        if name in sheet.cells:
            sheet.cells[name].decide(where, values, "name_swapped")
        else:
            sheet.derived[name] = values
    _clear_order(sheet, parted["at"])


@step(reads=["tipo", "ragione_sociale"], writes=[*NAMES])
def part_whole_names(sheet: Worksheet) -> None:
    """Part whole names that stand in the column of one of their parts, beside an empty other one.

    A newsletter asks for a name, and gets `Nicola Celotti`. `Anna Maria` and what is in doubt stay as they are.
    """
    for name, other in (("nome", "cognome"), ("cognome", "nome")):
        if name in sheet.cells:
            _part(sheet, name, other)


def _part(sheet: Worksheet, name: str, other: str) -> None:
    cells = sheet.cells[name]
    alone = cells.value.is_not_null() & sheet.value(other).is_null() & sheet.value("ragione_sociale").is_null()
    alone &= (sheet.value("tipo") != "azienda").fill_null(value=True)
    where = (alone & cells.value.str.contains(" ", literal=True)).fill_null(value=False).arg_true()
    if where.is_empty():
        return
    whole = cells.value.gather(where)
    distinct = whole.unique().sort()
    read = nominativo.series(distinct).struct.unnest().with_columns(whole=distinct)
    sure = (pl.col("tipo") == "persona") & (pl.col("certezza") >= _SURE) & pl.col("nome").is_not_null()
    read = read.filter(sure & ~pl.col("issue").is_in(_OPEN).fill_null(value=False))
    read = read.filter(~are_given_names(read["cognome"]).fill_null(value=True))
    parted = pl.DataFrame({"at": where, "whole": whole}).join(read, on="whole", maintain_order="left")
    if parted.is_empty():
        return
    rows, nothing = flags_at(sheet.height, parted["at"]), no_text(sheet.height)
    cells.decide(rows, nothing.clone().scatter(parted["at"], parted[name]), "split")
    sheet.fill(other, rows, nothing.clone().scatter(parted["at"], parted[other]), name)


def _clear_order(sheet: Worksheet, rows: pl.Series) -> None:
    """Print the names of persons as they were parted: nothing is open about them any more."""
    where = flags_at(sheet.height, rows)
    whole = pl.DataFrame([sheet.value("nome"), sheet.value("cognome")]).select(
        pl.concat_str(pl.all(), separator=" ", ignore_nulls=True)
    )
    for name_column in WHOLE_NAMES:
        if name_column in sheet.cells:
            cells = sheet.cells[name_column]
            open_order = is_true(cells.verdict["issue"].is_in(["name_order", "name_kind", "split"]))
            persons = where & sheet.findings[name_column]["is_person"] & open_order
            cells.decide(persons, whole.to_series(), "split")


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
