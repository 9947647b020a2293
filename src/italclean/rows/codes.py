"""Fiscal codes and the other fields of their row: put in their column, mended, compared, read for what is empty."""

from __future__ import annotations

import polars as pl

from italclean.cleaners.codice_fiscale import codice_fiscale
from italclean.cleaners.partita_iva import partita_iva
from italclean.core.columns import flags_at, is_true, rows_where
from italclean.fields.catalogue import CODES
from italclean.fiscal.agreement import PARTS, agreement
from italclean.fiscal.encoding import name_letters
from italclean.fiscal.repair import repair
from italclean.places.register import country_codes, places
from italclean.rows.step import Fact, step
from italclean.rows.worksheet import Cells, Worksheet

_CODE, _NUMBER = CODES
_FROM_CODE = "codice fiscale"
_WRONG = ("pi_format", "pi_length", "pi_check", "pi_is_cf")


@step(reads=["nazione"], writes=CODES)
def separate_codes(sheet: Worksheet) -> None:
    """Put codes into the column that they prove to belong to.

    A codice fiscale among the partite IVA, a partita IVA beside a codice fiscale in one cell, and the two in
    each other's column, each proven by its own check character.
    """
    if _NUMBER in sheet.cells:
        _codes_from_numbers(sheet, sheet.cells[_NUMBER])
        _numbers_of_countries(sheet, sheet.cells[_NUMBER])
    if _CODE in sheet.cells:
        _numbers_from_codes(sheet, sheet.cells[_CODE])


def _codes_from_numbers(sheet: Worksheet, numbers: Cells) -> None:
    typed = sheet.finding(_NUMBER, _CODE)
    if typed.null_count() == sheet.height:
        return
    judged = codice_fiscale.series(typed).struct.field("value")
    there = sheet.value(_CODE)
    alone = (numbers.verdict["issue"] == "pi_is_cf").fill_null(value=False)
    free = there.is_null() | (there == judged)
    sheet.fill(_CODE, judged.is_not_null() & free, judged, "partita IVA")
    numbers.decide(alone & judged.is_not_null() & free, None, "moved", "codice_fiscale")
    swapped = (alone & judged.is_not_null() & (there.str.len_bytes() == 11)).fill_null(value=False)
    numbers.decide(swapped, there, "moved", "codice_fiscale")
    if _CODE in sheet.cells:
        sheet.cells[_CODE].decide(swapped, judged, "derived", "partita IVA")


def _numbers_from_codes(sheet: Worksheet, codes: Cells) -> None:
    beside = sheet.finding(_CODE, _NUMBER)
    # DE136695976 in the column of the codici fiscali: no code of ours, but a sound number of its country.
    refused = codes.empty & codes.raw.str.contains(r"^\s*[A-Za-z]{2,3}.*[0-9]")
    foreign = pl.select(pl.when(is_true(refused)).then(codes.raw)).to_series()
    if beside.null_count() == foreign.null_count() == sheet.height:
        return
    read = partita_iva.series(foreign).struct.unnest()
    sound = read["value"].is_not_null() & read["issue"].cast(pl.String).fill_null("format").eq("format")
    sound &= is_true(read["paese"] != "IT")
    free = sheet.value(_NUMBER).is_null()
    number = partita_iva.series(beside).struct.field("value")
    sheet.fill(_NUMBER, free, number, _FROM_CODE)
    sheet.fill(_NUMBER, free & sound, read["value"], _FROM_CODE)
    codes.decide(free & sound, None, "moved", "partita_iva")


def _numbers_of_countries(sheet: Worksheet, numbers: Cells) -> None:
    """Put the country in front of foreign numbers without it, where the row's state says which."""
    wrong = is_true(numbers.verdict["issue"].cast(pl.String).is_in(_WRONG))
    if "nazione" not in sheet.cells or not wrong.any():
        return
    country = country_codes(sheet.value("nazione"))
    typed = numbers.raw.str.to_uppercase().str.replace_all("[^A-Z0-9]", "")
    asked = wrong & is_true(country != "IT")
    prefixed = pl.DataFrame({"country": country, "typed": typed}).select(
        pl.when(asked).then(pl.concat_str("country", "typed"))
    )
    read = partita_iva.series(prefixed.to_series()).struct.unnest()
    sound = asked & read["value"].is_not_null() & (read["status"] == "valid")
    numbers.decide(sound, read["value"], "pi_country", country)
    unchecked = asked & is_true(read["issue"] == "pi_foreign_unchecked")
    numbers.decide(unchecked, read["value"], "pi_foreign_unchecked", country)
    sound |= unchecked
    # What no check of that country accepts may still be a number of another kind there.
    numbers.decide(asked & ~sound & typed.str.contains("[0-9]{5}"), typed, "pi_foreign_check", country)


@step(reads=PARTS, writes=[_CODE])
def mend_codes(sheet: Worksheet) -> None:
    """Mend mistyped codici fiscali where the row proves the only candidate, else offer the candidates."""
    if _CODE not in sheet.cells:
        return
    cells = sheet.cells[_CODE]
    typed = cells.raw.str.to_uppercase().str.replace_all("[^A-Z0-9]", "")
    broken = cells.empty & typed.str.contains("^[A-Z0-9]{15,17}$") & typed.str.contains("[A-Z].*[A-Z]")
    broken &= (cells.verdict["issue"] != "moved").fill_null(value=True)
    rows = rows_where(broken)
    if not len(rows):
        return
    people = _people(sheet).with_columns(codice_fiscale=typed)[rows]
    found = repair(people)
    found = _with_names_turned(people, found)
    whole = pl.DataFrame({"row": rows}).hstack(found)
    everywhere = pl.DataFrame({"row": pl.int_range(sheet.height, dtype=pl.UInt32, eager=True)})
    whole = everywhere.join(whole, on="row", how="left", maintain_order="left")
    mended = whole["value"].is_not_null()
    cells.decide(mended, whole["value"], "cf_repaired", whole["proofs"])
    cells.decide(~mended & whole["candidates"].is_not_null(), None, "cf_candidates", whole["candidates"])


def _with_names_turned(people: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Try the rest with surname and given name in each other's place, where both then lead to the code's letters."""
    turned = people.with_row_index("at").filter(found["value"].is_null())
    turned = turned.rename({"cognome": "nome", "nome": "cognome"}).drop_nulls(["cognome", "nome"])
    turned = turned.with_columns(letters=name_letters(pl.col("cognome"), pl.col("nome")))
    # One slip leaves the letters of one name whole.
    code, letters = pl.col(_CODE), pl.col("letters")
    turned = turned.filter(
        (code.str.slice(0, 3) == letters.str.slice(0, 3)) | (code.str.slice(3, 3) == letters.str.slice(3, 3))
    )
    if turned.is_empty():
        return found
    other = repair(turned.drop("at", "letters")).with_columns(turned["at"], turned["letters"])
    won = other.filter(pl.col("value").str.slice(0, 6) == pl.col("letters"))
    return found.with_columns(
        value=found["value"].scatter(won["at"], won["value"]), proofs=found["proofs"].scatter(won["at"], won["proofs"])
    )


@step(reads=PARTS, writes=[_CODE])
def choose_codes(sheet: Worksheet) -> None:
    """Of two codici fiscali in one cell take the one that fits the row, where the first does not."""
    if _CODE not in sheet.cells:
        return
    cells = sheet.cells[_CODE]
    second = sheet.finding(_CODE, "altri")
    asked = (cells.verdict["issue"] == "cf_several") & second.str.contains(r"^[A-Z0-9]{16}$")
    rows = rows_where(asked)
    if not len(rows):
        return
    people = _people(sheet)[rows]
    first, other = agreement(people), agreement(people.with_columns(second[rows].alias(_CODE)))
    against = [frame.select(pl.any_horizontal(~pl.col(part) for part in PARTS)).to_series() for frame in (first, other)]
    fits = other.select(pl.any_horizontal(PARTS)).to_series()
    better = (against[0] & ~against[1].fill_null(value=False) & fits).fill_null(value=False)
    where = flags_at(sheet.height, rows.filter(better))
    cells.decide(where, second, "cf_several", cells.value)
    # What was found was found in the first.
    sheet.findings[_CODE] = sheet.findings[_CODE].with_columns(pl.when(~where).then("sesso").alias("sesso"))


@step(reads=("tipo", "forma_giuridica", _NUMBER, *PARTS), writes=(_CODE, "data_nascita", "sesso", "luogo_nascita"))
def check_codes(sheet: Worksheet) -> None:
    """Hold codici fiscali against the other fields of their row, and fill what is empty from them.

    A disagreement makes the code `suspect`, never invalid: a married name, a typing error or somebody
    else's code look alike from here. Nothing is filled from a code that disagrees.
    """
    if _CODE not in sheet.cells and _CODE not in sheet.derived:
        return
    people = _people(sheet)
    personal = is_true(people[_CODE].str.len_bytes() == 16)
    held = agreement(people)
    disagreeing = pl.concat_str(
        *(pl.when(~pl.col(part)).then(pl.lit(part)) for part in PARTS), separator=", ", ignore_nulls=True
    )
    doubts = held.select(disagreeing.alias("doubts"))["doubts"]
    doubtful = personal & (doubts.str.len_bytes() > 0)
    found = _read_codes(sheet, people[_CODE])
    if _CODE in sheet.cells:
        cells = sheet.cells[_CODE]
        # That a cell holds several codes says more.
        several = is_true(cells.verdict["issue"] == "cf_several")
        cells.decide(doubtful & ~several, None, "cf_disagrees", doubts)
        married = (doubts == "cognome") & held["nome"] & held["data_nascita"] & (found["sesso"] == "F")
        cells.decide(married, None, "cf_married_name")
        _not_personal(sheet, cells)
    sure = personal & ~is_true(doubtful) & (sheet.value("tipo") != "azienda").fill_null(value=True)
    if _CODE in sheet.cells:
        # Whose code stands among words only the name can tell.
        remarked = sheet.cells[_CODE].verdict["issue"].is_in(["cf_words", "cf_several"])
        sure &= ~is_true(remarked) | is_true(held["cognome"] & held["nome"])
    presumed = found["secolo"] == "presunto"
    sheet.fill("data_nascita", sure & ~presumed, found["data_nascita"], _FROM_CODE)
    sheet.fill("data_nascita", sure & presumed, found["data_nascita"], _FROM_CODE, issue="derived_century")
    sheet.fill("sesso", sure, found["sesso"], _FROM_CODE)
    _settle_place(sheet, sure, found["codice_luogo"], held["luogo_nascita"])


def _people(sheet: Worksheet) -> pl.DataFrame:
    return pl.DataFrame([sheet.value(name) for name in (_CODE, *PARTS)])


def _read_codes(sheet: Worksheet, codes: pl.Series) -> pl.DataFrame:
    """What the codes say; those that were moved or mended are read now."""
    wanted = ("secolo", "data_nascita", "sesso", "codice_luogo")
    found = pl.DataFrame([sheet.finding(_CODE, name) for name in wanted])
    arrived = is_true(codes.str.len_bytes() == 16) & found["sesso"].is_null()
    if not arrived.any():
        return found
    read = codice_fiscale.series(codes.filter(arrived)).struct.unnest()
    return found.with_columns(found[name].scatter(rows_where(arrived), read[name]) for name in wanted)


def _settle_place(sheet: Worksheet, sure: pl.Series, codes: pl.Series, agrees: pl.Series) -> None:
    """Fill empty birth places from the codes, and let the code say which of several places of one name it is."""
    printed = places().select("codice", "printed")
    named = codes.to_frame("codice").join(printed, on="codice", how="left", maintain_order="left")["printed"]
    sheet.fill("luogo_nascita", sure, named, _FROM_CODE)
    if "luogo_nascita" in sheet.cells:
        cells = sheet.cells["luogo_nascita"]
        open_name = is_true(cells.verdict["issue"] == "luogo_ambiguous")
        cells.decide(open_name & sure & agrees, named, "derived", _FROM_CODE)


def _not_personal(sheet: Worksheet, cells: Cells) -> None:
    """Name the eleven digits that stand as a person's code, and the personal code that stands as a company's."""
    form = sheet.value("forma_giuridica")
    company = (sheet.value("tipo") == "azienda") & form.is_not_null() & (form != "Ditta individuale")
    cells.decide(company & (cells.value.str.len_bytes() == 16), None, "cf_of_person")
    digits = (sheet.value("tipo") == "persona") & (cells.value.str.len_bytes() == 11)
    own_number = cells.value == sheet.value(_NUMBER)
    body = cells.value.str.contains("^[89]")
    cells.decide(digits, None, "cf_provisional")
    cells.decide(digits & body, None, "cf_of_body")
    cells.decide(digits & is_true(own_number), None, "cf_is_piva")


def _codes_of_numbers(sheet: Worksheet) -> pl.DataFrame:
    """The distinct codici fiscali beside each partita IVA."""
    if _NUMBER not in sheet.cells:
        return pl.DataFrame(schema={"number": pl.String, "code": pl.String})
    return pl.DataFrame({"number": sheet.cells[_NUMBER].value, "code": sheet.value(_CODE)}).drop_nulls().unique()


def _shared(found: pl.DataFrame) -> pl.DataFrame:
    """The numbers that stand on several codes of one kind, and on how many."""
    kind = pl.col("code").str.len_bytes()
    return (
        # One sole trader and the number typed twice are no two codes.
        found.filter((kind == 11) | (pl.col("code") != pl.col("number")))
        .group_by("number", kind.alias("kind"))
        .agg(codes=pl.len())
        .filter(pl.col("codes") > 1)
        .group_by("number")
        .agg(codes=pl.col("codes").max().cast(pl.String))
    )


SHARED_NUMBERS = Fact(
    "shared_numbers",
    found=_codes_of_numbers,
    together=lambda parts: pl.concat(parts).unique(),
    concluded=_shared,
)
"""The partite IVA that stand on several codici fiscali, `number` and how many `codes`."""


@step(writes=[_NUMBER], needs=[SHARED_NUMBERS])
def report_shared_numbers(sheet: Worksheet) -> None:
    """Flag partite IVA that stand on several codici fiscali: a VAT group is one number of many bodies.

    Source: DPR 633/1972 art. 70-bis and following; the key of a member is its codice fiscale.
    """
    shared = sheet.facts[SHARED_NUMBERS.name]
    if _NUMBER not in sheet.cells or shared.is_empty():
        return
    numbers = sheet.cells[_NUMBER]
    counted = numbers.value.to_frame("number").join(shared, on="number", how="left", maintain_order="left")["codes"]
    # What makes a cell doubtful by itself is said first.
    plain = numbers.verdict["status"] != "suspect"
    numbers.decide(counted.is_not_null() & plain, None, "pi_shared", counted)
