"""Whose name it is, and which part is the surname: what the fields of a row prove about its names."""

from __future__ import annotations

import polars as pl

from italclean.cleaners.azienda import azienda
from italclean.cleaners.persona import AS_TYPED, persona
from italclean.core import text
from italclean.core.columns import flags_at, is_true, no_text, rows_where
from italclean.fields.catalogue import CODES, FIRM, NAMES, PERSON, WHOLE_NAMES
from italclean.names.titles import read_titles
from italclean.rows.greetings import is_output
from italclean.rows.name_order import fitting_names
from italclean.rows.step import step
from italclean.rows.worksheet import Cells, Worksheet

_CONTACT, _EMPLOYER = "referente", "azienda_di_appartenenza"


@step(
    reads=[*CODES, "data_nascita"],
    writes=["tipo", *NAMES, *PERSON, *FIRM, _EMPLOYER, "annotazione"],
)
def settle_names(sheet: Worksheet) -> None:
    """Decide row by row who is a person and who a company, and put the parts of the names into their columns.

    A stated `tipo` decides first, then what the name itself says, then the row's codes: 16 characters are a
    person's, 11 digits alone a company's. Beside a whole person's name a firm's is that of a contact's employer, unless
    the row has a company's number.
    """
    for name in NAMES:
        if name in sheet.cells and name not in WHOLE_NAMES:
            sheet.annotate(sheet.finding(name, "nota"))
    code, number = sheet.value("codice_fiscale"), sheet.value("partita_iva")
    personal_code = code.str.len_bytes() == 16
    body_code = code.str.len_bytes() == 11
    born = sheet.value("data_nascita").is_not_null()
    undeclared = sheet.value("tipo").is_null()
    for name_column in WHOLE_NAMES:
        if name_column not in sheet.cells:
            continue
        found = sheet.findings[name_column].with_columns(value=sheet.cells[name_column].value)
        found = found.with_columns(doubted=_doubted(sheet.cells[name_column], found["nome"]))
        if name_column == "ragione_sociale":
            _prefer_companies(sheet, undeclared & number.is_not_null() & ~is_true(personal_code))
        stated = sheet.value("tipo")
        default = "persona" if name_column == "nominativo" else "azienda"
        named = _named_in_code(sheet.cells[name_column].raw, found, code)
        tipo = found.select(
            pl.when(stated.is_in(["persona", "azienda"]))
            .then(stated)
            .when(named)
            .then(pl.lit("persona"))
            .when((pl.col("tipo") == "persona") & is_true(body_code))
            .then(pl.lit("azienda"))
            .when(pl.col("tipo").is_not_null())
            .then("tipo")
            .when(pl.col("value").is_null() & pl.col("cognome").is_null())
            .then(None)
            .when(is_true(personal_code) & (pl.lit(default) == "persona"))
            .then(pl.lit("persona"))
            .when(is_true(body_code) | (number.is_not_null() & ~is_true(personal_code)))
            .then(pl.lit("azienda"))
            # Only people are born.
            .when(born & number.is_null())
            .then(pl.lit("persona"))
            # CAPRI 8 is no surname.
            .when(pl.col("doubted"))
            .then(pl.lit("azienda"))
            .otherwise(pl.lit(default))
        ).to_series()
        sure = (
            found["tipo"].is_not_null() | personal_code | body_code | number.is_not_null() | born | stated.is_not_null()
        )
        sure = is_true(sure)
        if name_column == "ragione_sociale":
            contacts = _contacts(sheet, (number.is_null() & ~is_true(body_code)))
            _set_employers(sheet, contacts)
            tipo, sure = tipo.set(contacts, None), sure & ~contacts
        _place_name(sheet, name_column, tipo, sure)
    _kind_without_name(sheet)


def _doubted(cells: Cells, given: pl.Series) -> pl.Series:
    """Tell names that may be nobody's: of saints, places and signs, links, and those unread for their digits."""
    issue = cells.verdict["issue"].cast(pl.String)
    doubted = issue.is_in(["name_kind", "name_link", "name_long"]) | ((issue == "name_digits") & given.is_null())
    return is_true(doubted)


def _left_as_typed(cells: Cells) -> pl.Series:
    return is_true(cells.verdict["issue"].cast(pl.String).is_in(AS_TYPED))


def _contacts(sheet: Worksheet, without_number: pl.Series) -> pl.Series:
    """Tell the rows of persons who stand beside the name of their firm, as every CRM exports its contacts."""
    stated = sheet.value("tipo")
    read_as = sheet.findings["ragione_sociale"]["tipo"]
    named = sheet.value("cognome").is_not_null() & sheet.value("nome").is_not_null()
    cells = sheet.cells["ragione_sociale"]
    by_statement = (stated == "persona") & ((read_as == "azienda") | named)
    by_name = ~is_true(stated.is_in(["persona", "azienda"])) & without_number
    firm = is_true(named & cells.value.is_not_null() & (is_true(by_statement) | by_name))
    return firm & ~_same_person(cells.raw, sheet, firm) & ~_same_person(cells.value, sheet, firm)


def _prefer_companies(sheet: Worksheet, where: pl.Series) -> None:
    """Call the customer a company where its name has a legal form and the row a number: the person is its contact."""
    if "tipo" not in sheet.derived:
        return
    formed = sheet.findings["ragione_sociale"]["forma_giuridica"].is_not_null()
    companies = (where & formed & (sheet.derived["tipo"] == "persona")).fill_null(value=False)
    sheet.derived["tipo"] = sheet.derived["tipo"].set(companies, "azienda")


def _same_person(names: pl.Series, sheet: Worksheet, where: pl.Series) -> pl.Series:
    """Tell which names, of some rows, have the words of the row's own surname and given names, in any order."""
    frame = pl.DataFrame([names.rename("name"), sheet.value("cognome"), sheet.value("nome")])
    asked = rows_where(where)
    own = text.words(pl.concat_str("cognome", "nome", separator=" ", ignore_nulls=True))
    sorted_words = [words.str.split(" ").list.sort().list.join(" ") for words in (text.words(pl.col("name")), own)]
    same = frame[asked].select((sorted_words[0] == sorted_words[1]).fill_null(value=False)).to_series()
    return flags_at(len(names), asked.filter(same))


def _set_employers(sheet: Worksheet, contacts: pl.Series) -> None:
    """Put the firms of contacts into a column of their own."""
    if not contacts.any():
        return
    cells, found = sheet.cells["ragione_sociale"], sheet.findings["ragione_sociale"]
    rows = rows_where(contacts)
    read = azienda.series(cells.raw[rows]).struct.field("value")
    typed = cells.raw[rows].to_frame("raw").select(text.tidy(pl.col("raw"))).to_series()
    firm = found["tipo"][rows] == "azienda"
    printed = read.zip_with(is_true(firm), typed).fill_null(typed)
    employers = no_text(sheet.height).scatter(rows, printed)
    sheet.fill(_EMPLOYER, contacts, employers, "ragione_sociale")
    plain = cells.verdict["status"].is_in(["valid", "fixed"])
    cells.decide(contacts & plain, None, "moved", _EMPLOYER)
    everywhere = pl.Series(["persona"]).new_from_index(0, sheet.height)
    _put(sheet, "tipo", contacts, everywhere)


def _named_in_code(raw: pl.Series, found: pl.DataFrame, codes: pl.Series) -> pl.Series:
    """Tell the names that look like a firm's and give the letters of the person's code beside them: CARTA ANTONIO."""
    like_a_firm = (found["tipo"] == "azienda") & found["forma_giuridica"].is_null() & (codes.str.len_bytes() == 16)
    rows = rows_where(like_a_firm)
    frame = pl.DataFrame({"at": rows, "typed": raw[rows], "initials": codes[rows].str.slice(0, 6)})
    words = text.words(pl.col("typed")).str.split(" ")
    named = fitting_names(frame.select("at", "initials", words=words))
    return flags_at(len(raw), named["at"])


def _place_name(sheet: Worksheet, name_column: str, tipo: pl.Series, sure: pl.Series) -> None:
    cells = sheet.cells[name_column]
    found = _company_reading(cells.raw, sheet.findings[name_column], tipo, _left_as_typed(cells) & sure)
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
    undecided = is_true(
        cells.verdict["issue"].is_in(["name_order", "name_several", "name_digits", "name_remark", "name_kind"])
    )
    cells.decide(is_company & undecided & sure, None, "split")
    # Whether VILLA ANNA is somebody is settled where the row says so; who, where her names are.
    settled = (cells.verdict["issue"] == "name_kind").fill_null(value=False) & found["nome"].is_not_null()
    cells.decide(is_person & settled & sure, None, "split")
    plain = cells.verdict["issue"].is_null() | (cells.verdict["issue"] == "format")
    cells.decide(present & plain & cells.value.is_not_null(), None, "split")
    everywhere = pl.Series([True]).new_from_index(0, sheet.height)
    _put(sheet, "tipo", everywhere, pl.select(pl.when((is_person | is_company) & sure).then(tipo)).to_series())
    for part in PERSON:
        _put(sheet, part, is_person, found[part])
    for part in FIRM:
        _put(sheet, part, is_company, found[part])
    sheet.findings[name_column] = found.with_columns(is_person=is_person, is_company=is_company)
    if "nota" in found.columns:
        # Beside a name that stays as it was typed, its note would stand twice.
        parted = is_person | (is_company & (sure | ~_left_as_typed(cells)))
        sheet.annotate(pl.select(pl.when(parted).then(found["nota"])).to_series())
    if name_column == "ragione_sociale":
        _keep_other_names(sheet, is_person, is_company)


def _keep_other_names(sheet: Worksheet, is_person: pl.Series, is_company: pl.Series) -> None:
    """Keep the names of a second column that the first one's left no room for."""
    cells = sheet.cells["ragione_sociale"]
    person = is_person & ~_same_person(cells.value, sheet, is_person)
    company = is_company & (cells.value != sheet.value("ragione_sociale"))
    lost = (person | company).fill_null(value=False)
    if lost.any():
        sheet.annotate(pl.select(pl.when(lost).then(cells.value)).to_series())


def _company_reading(raw: pl.Series, found: pl.DataFrame, tipo: pl.Series, settled: pl.Series) -> pl.DataFrame:
    """Read as companies' the names that only the row's codes call so, and as persons' the other way round.

    Names of companies that were left as typed while they were in doubt (`settled`) are read, too.
    """
    for kind, cleaner, parts in (("azienda", azienda, FIRM), ("persona", persona, PERSON)):
        unread = (tipo == kind) & (found["ragione_sociale"] if kind == "azienda" else found["cognome"]).is_null()
        if kind == "azienda":
            unread |= (tipo == kind) & settled
        rows = unread.fill_null(value=False).arg_true()
        if len(rows):
            read = cleaner.series(raw.gather(rows)).struct.unnest()
            read = read.rename({"value": "ragione_sociale"}) if kind == "azienda" else read
            found = found.with_columns(
                found[part].scatter(rows, read[part])
                for part in (*parts, "parole", "nota")
                if part in read.columns and part in found.columns
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
    if is_output(sheet):
        return
    read = [name for name in WHOLE_NAMES if name in sheet.cells]
    company = sheet.value("ragione_sociale").is_not_null()
    # What a column of whole names left open stays open, unless the row has columns of its parts.
    if read and not {"cognome", "nome"} & sheet.cells.keys():
        return
    kind = pl.select(
        pl.when(stated.is_in(["persona", "azienda"]))
        .then(stated)
        .when(company)
        .then(pl.lit(None, dtype=pl.String) if read else pl.lit("azienda"))
        .when(person)
        .then(pl.lit("persona"))
    ).to_series()
    if kind.is_not_null().any():
        _put(sheet, "tipo", kind.is_not_null(), kind)


@step(reads=["tipo"], writes=[*PERSON, *FIRM, _CONTACT, _EMPLOYER])
def part_kinds(sheet: Worksheet) -> None:
    """Leave persons without a firm's name and firms without a person's: each has a column of its own for the other.

    Asked for when the codes have been held against the names.
    """
    if "titolo" in sheet.cells:
        _write_titles(sheet)
    kind = sheet.value("tipo")
    person, firm = ((kind == name).fill_null(value=False) for name in ("persona", "azienda"))
    names = pl.DataFrame([sheet.value(name) for name in ("titolo", "nome", "cognome")])
    whole = names.select(pl.concat_str(pl.all(), separator=" ", ignore_nulls=True).replace("", None)).to_series()
    named = firm & (names["nome"].is_not_null() | names["cognome"].is_not_null())
    _move(sheet, named, whole, _CONTACT, PERSON)
    _move(sheet, person, sheet.value("ragione_sociale"), _EMPLOYER, FIRM)


def _move(sheet: Worksheet, where: pl.Series, values: pl.Series, target: str, origins: tuple[str, ...]) -> None:
    """Move names to the column of the other kind; what stands there already stays before them."""
    where = (where & values.is_not_null()).fill_null(value=False)
    if not where.any():
        return
    there = sheet.value(target)
    known = pl.DataFrame({"there": there, "value": values}).select(
        text.words(pl.col("there")).str.contains(text.words(pl.col("value")), literal=True).fill_null(value=False)
    )
    joined = pl.DataFrame({"there": there, "value": values}).select(
        pl.when(where & ~known.to_series())
        .then(pl.concat_str("there", "value", separator=" | ", ignore_nulls=True))
        .otherwise("there")
        .alias(target)
    )
    if target in sheet.cells:
        sheet.cells[target].decide(where & ~known.to_series(), joined[target], "derived", origins[-1])
    else:
        sheet.derived[target] = joined[target]
    nothing = no_text(sheet.height)
    for name in origins:
        filled = where & sheet.value(name).is_not_null()
        if name in sheet.cells and sheet.cells[name].output is not None:
            sheet.cells[name].decide(filled, nothing, "moved", target)
        elif name in sheet.derived:
            sheet.derived[name] = sheet.derived[name].set(filled, None)


def _write_titles(sheet: Worksheet) -> None:
    """Write titles of a column of their own in their canonical spelling."""
    cells = sheet.cells["titolo"]
    canonical = read_titles(cells.value)["titolo"]
    cells.decide((canonical != cells.value).fill_null(value=False), canonical, "format")
