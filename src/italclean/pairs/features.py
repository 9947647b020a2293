"""What the deduplication compares: one row of keys for each record, made from the cleaned columns.

A key joins the spellings of one value (`De Luca`, `DELUCA`) and is never shown to anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

import polars as pl

from italclean.cleaners.azienda import azienda
from italclean.cleaners.indirizzo import indirizzo
from italclean.codes.personal import OMOCODIA
from italclean.core import text
from italclean.core.columns import is_true, no_text, once, rows_where
from italclean.core.copies import parted
from italclean.core.parallel import each
from italclean.fields.catalogue import MAILS, columns_in
from italclean.fiscal.encoding import LETTER_OF_MONTH, given_name_code, surname_code

_NEEDED = (
    "tipo",
    "forma_giuridica",
    "cognome",
    "nome",
    "ragione_sociale",
    "codice_fiscale",
    "partita_iva",
    "annotazione",
    "sesso",
    "data_nascita",
    "indirizzo",
    "civico",
    "cap",
    "comune",
    "provincia",
)
_HINTED = ("cf_typed", "piva_typed", "other_phones", "other_emails", "company_words", "street_key")
_NUMBERS = ("cellulare", "telefono")
_MOST = 8
"""How many telephones, and how many e-mails, of a record are compared."""

_MONTHS = {letter: month for month, letter in LETTER_OF_MONTH.items()}


def make_features(frame: pl.DataFrame, hints: pl.DataFrame | None = None) -> pl.DataFrame:
    """Build the keys of every record.

    Args:
        frame: The canonical columns of a cleaned list.
        hints: What the cleaning knows beyond them (`Cleaned.hints`), row by row.

    Returns:
        One row for each record, all columns text: `kind` (`P`, `A` or null), `form` (the legal form of firms that
        are not a sole trader's, cooperatives all as one), `cf`, `cf_typed`, `piva` (or the number that a body has
        for a codice fiscale), `vat` (the partita IVA alone), `piva_typed` (one that was refused), `surname`,
        `given`, `given_words`, `given_first`, `full` (all words of a whole personal name, sorted), `company` (the
        words of a firm's name but for its form and owner), `words` (all words of the name), `birth`, `born`
        (surname code, name code and date, as in a codice fiscale but without the sex), `street`, `number`, `cap`,
        `comune`, `provincia`, `woman` where she is one, `which_one` of several of the name it is, as far as a note
        says so (`fu Ugo`, `figlio`, `1950`), `others_code` where the codice fiscale does not bear the letters of
        the name, `mail_1`, `mail_2` … and `phone_1`, `phone_2` …, as many as the record with the most of them has.
    """
    known = {**dict(zip(frame.columns, frame.get_columns(), strict=True))}
    known |= {} if hints is None else dict(zip(hints.columns, hints.get_columns(), strict=True))
    contacts = (*MAILS, *_NUMBERS)
    asked = dict.fromkeys((*_NEEDED, *_HINTED, *contacts, *columns_in(frame.columns, *contacts)))
    source = pl.DataFrame([known.get(name, no_text(frame.height)).rename(name) for name in asked])
    named, company, address, reached = each(lambda make: make(source), (_named, _company, _address, _contacts))
    # A name that may be a person's or a company's is compared with both.
    firm = pl.when(pl.col("kind").is_null()).then(pl.coalesce("company", "words")).otherwise("company")
    return pl.concat([named, company, address, reached], how="horizontal").with_columns(company=firm)


def _which_one(note: pl.Expr) -> pl.Expr:
    """Read of a note which one of a family it is whose name stands before it: `fu Ugo`, `padre`, `1950`, `II`."""
    return text.fold(note).str.extract(
        r"(?:^|[|,;(] ?)(FU [A-Z]{3,}|PADRE|MADRE|FIGLI[OA]|SUOCER[OA]|NONN[OA]|NIPOTE|ZI[OA]|MOGLIE|MARITO|"
        r"FRATELLO|SORELLA|JUNIOR|SENIOR|(?:18|19|20)[0-9]{2}|I{1,3}|[1-3])(?:$|[|,;)])"
    )


def _named(source: pl.DataFrame) -> pl.DataFrame:
    """The keys of whom a record is about: all but those of firms' names and of streets."""
    surname, given, comune = (once(source[name], text.key) for name in ("cognome", "nome", "comune"))
    # G. in the place of the surname is the given name, in the wrong column.
    turned = is_true((surname.str.len_bytes() == 1) & (given.str.len_bytes() > 1))
    surname, given = given.zip_with(turned, surname), surname.zip_with(turned, given)
    names = source["cognome"], source["nome"]
    source = source.with_columns(
        cognome=names[1].zip_with(turned, names[0]),
        nome=names[0].zip_with(turned, names[1]),
        partita_iva=_numbers_of_states(source["partita_iva"]),
    )
    # A company's codice fiscale is nearly always its partita IVA, typed in either column.
    number = pl.coalesce("partita_iva", pl.when(pl.col("codice_fiscale").str.len_bytes() == 11).then("codice_fiscale"))
    named = source.select(
        kind=pl.col("tipo").replace_strict({"persona": "P", "azienda": "A"}, default=None, return_dtype=pl.String),
        form=_form(pl.col("forma_giuridica")),
        cf=pl.col("codice_fiscale"),
        cf_typed=pl.col("cf_typed"),
        piva=number,
        vat=pl.col("partita_iva"),
        piva_typed=pl.when(number.is_null()).then("piva_typed"),
        surname=surname,
        given=given,
        given_words=once(source["nome"], text.words),
        given_first=once(source["nome"], lambda name: text.key(name.str.extract(r"^(\S+)"))),
        words=_filled(
            text.words(pl.concat_str("ragione_sociale", "cognome", "nome", separator=" ", ignore_nulls=True))
        ),
        birth=pl.col("data_nascita"),
        woman=pl.when(pl.col("sesso") == "F").then(pl.lit("1")),
        which_one=_which_one(pl.col("annotazione")),
        cap=pl.when(pl.col("cap").str.contains(r"^[0-9]{5}$")).then("cap"),
        comune=comune,
        provincia=pl.col("provincia"),
    )
    whole = pl.when(pl.col("surname").is_not_null() & pl.col("given").is_not_null()).then("words")
    named = named.with_columns(full=whole.str.split(" ").list.sort().list.join(""))
    letters = pl.DataFrame(
        {"surname": once(named["surname"], surname_code), "given": once(named["given"], given_name_code)}
    ).select(pl.concat_str("surname", "given"))
    named = named.with_columns(letters.to_series().alias("letters"))
    named = named.with_columns(born=_born(named))
    # A birth date that contradicts the record's own codice fiscale is no evidence against another record.
    code_day, typed_day = pl.col("born").str.slice(6), pl.col("birth").str.replace_all("-", "").str.slice(2)
    contradicted = (pl.col("cf").str.len_bytes() == 16) & (code_day != typed_day)
    named = named.with_columns(birth=pl.when(~contradicted.fill_null(value=False)).then("birth"))
    # A code whose letters are not the record's own name may be somebody else's, typed by mistake.
    own = pl.col("letters") == pl.col("cf").str.slice(0, 6)
    other = (pl.col("cf").str.len_bytes() == 16) & ~own
    return named.with_columns(others_code=pl.when(other.fill_null(value=False)).then(pl.lit("1"))).drop("letters")


def _numbers_of_states(numbers: pl.Series) -> pl.Series:
    """Write the numbers of other states in one way: `SM03473`, `SM3473`; `EL094259216`, `GR94259216`; `CHE… MWST`.

    No state tells two firms apart by zeros in front, which programs add and drop, nor by the word for its tax behind.
    """
    rows = rows_where(numbers.str.contains("^[A-Z]"))
    if not len(rows):
        return numbers
    written = (
        numbers[rows]
        .str.replace("^GR", "EL")
        .str.replace("^(?:CHE|CH)([0-9]{9})(?:MWST|TVA|IVA|TPV|VAT)?$", "CHE$1")
        .str.replace("^(NO[0-9]{9})MVA$", "$1")
        .str.replace("^([A-Z]{2,3})0+", "$1")
    )
    return numbers.clone().scatter(rows, written)


def _contacts(frame: pl.DataFrame) -> pl.DataFrame:
    """The mailboxes and the telephones of each record, from whichever column: `mail_1` …, `phone_1` …."""
    # A PEC alone is the record's first mailbox.
    frame = frame.with_columns(
        mail_1=pl.coalesce("email", "pec", *_further(frame, MAILS)),
        pec=pl.when(pl.col("email").is_not_null()).then("pec"),
    )
    phones = [*_further(frame, _NUMBERS), "other_phones"]
    return frame.select(
        "mail_1",
        *_packed(frame, [*_further(frame, MAILS), "pec", "other_emails"], "mail", 2),
        pl.col("cellulare").alias("phone_1"),
        pl.col("telefono").alias("phone_2"),
        *_packed(frame, phones, "phone", 3),
    )


def _further(frame: pl.DataFrame, fields: Sequence[str]) -> list[str]:
    """The second columns of some fields, then the third ones."""
    found = [(parted(name)[1], name) for name in columns_in(frame.columns, *fields)]
    return [name for number, name in sorted(found, key=itemgetter(0)) if number > 1]


def _packed(frame: pl.DataFrame, columns: Sequence[str], name: str, number: int) -> list[pl.Series]:
    """Pack what stands in some columns into as few as hold it; a cell of a hint holds several, with blanks between."""
    joined = frame.select(pl.concat_str(columns, separator=" ", ignore_nulls=True).replace("", None)).to_series()
    rows = rows_where(joined.is_not_null())
    if not len(rows):
        return []
    several = joined[rows].str.split(" ").list.unique(maintain_order=True)
    width = min(int(several.list.len().max() or 0), _MOST + 1 - number)  # type: ignore[arg-type]
    # scatter changes the Series that it is called on.
    nothing = no_text(frame.height)
    return [
        nothing.clone().scatter(rows, several.list.get(place, null_on_oob=True)).alias(f"{name}_{number + place}")
        for place in range(width)
    ]


def _form(form: pl.Expr) -> pl.Expr:
    """The form of firms that are not a sole trader's; what is typed for one another in lists is one."""
    cooperative = form.str.starts_with("Soc. coop") | (form == "S.c. a r.l.")
    return (
        pl.when(cooperative)
        .then(pl.lit("Soc. coop."))
        .when(form == "S.r.l.s.")
        .then(pl.lit("S.r.l."))
        .when(form != "Ditta individuale")
        .then(form)
    )


def _filled(value: pl.Expr) -> pl.Expr:
    """A text, null where it is empty: two missing names are no agreement."""
    return pl.when(value.str.len_bytes() > 0).then(value)


def _company(source: pl.DataFrame) -> pl.DataFrame:
    """The words of firms' names, as the cleaning left them, or read again from a plain frame."""
    names, known = source["ragione_sociale"], source["company_words"]
    unread = names.is_not_null() & known.is_null()
    known = pl.select(pl.when(names.is_not_null()).then(known)).to_series()
    if unread.any():
        known = known.scatter(unread.arg_true(), azienda.series(names.filter(unread)).struct.field("parole"))
    return known.rename("company").to_frame().select(_once_only(pl.col("company")))


def _once_only(words: pl.Expr) -> pl.Expr:
    """Take a name that stands twice in its cell for one: `ALFONSI MECCANICA ALFONSI MECCANICA`."""
    half = (words.str.len_bytes() - 1) // 2
    first = words.str.head(half)
    return pl.when((first + " " + first == words) & (half > 0)).then(first).otherwise(words)


def _born(named: pl.DataFrame) -> pl.Series:
    """Surname code, name code and birth date: from the codice fiscale where there is one, else computed."""
    personal = named["cf"].str.len_bytes() == 16
    by_code = (
        named.select("cf")
        .filter(personal)
        .select(
            pl.concat_str(
                pl.col("cf").str.slice(0, 6),
                pl.col("cf").str.slice(6, 2).str.replace_many(list(OMOCODIA), list("0123456789")),
                # The letters of the months also stand for digits elsewhere: they are read apart.
                pl.col("cf").str.slice(8, 1).replace_strict(_MONTHS, default=None, return_dtype=pl.String),
                (
                    pl.col("cf")
                    .str.slice(9, 2)
                    .str.replace_many(list(OMOCODIA), list("0123456789"))
                    .cast(pl.Int16, strict=False)
                    % 40
                )
                .cast(pl.String)
                .str.zfill(2),
            ).alias("born")
        )["born"]
    )
    computed = named.select(
        pl.concat_str(
            pl.col("letters"),
            pl.col("birth").str.slice(2, 2),
            pl.col("birth").str.slice(5, 2),
            pl.col("birth").str.slice(8, 2),
        ).alias("born")
    )["born"]
    return computed.scatter(rows_where(personal), by_code)


def _address(source: pl.DataFrame) -> pl.DataFrame:
    """The key of the street's name, as the cleaning left it or read again, and the house number."""
    lines, keys, numbers = source["indirizzo"], source["street_key"], source["civico"]
    unread = rows_where(lines.is_not_null() & keys.is_null())
    read = indirizzo.series(lines[unread]).struct.unnest()
    keys = pl.select(pl.when(lines.is_not_null()).then(keys)).to_series().scatter(unread, read["chiave"])
    here = no_text(len(lines)).scatter(unread, read["civico"])
    return pl.DataFrame({"street": keys, "here": here, "civico": numbers}).select(
        "street", number=pl.coalesce("civico", "here").str.extract(r"([0-9]+)")
    )
