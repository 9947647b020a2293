"""What the deduplication compares: one row of keys for each record, made from the cleaned columns.

A key joins the spellings of one value (`De Luca`, `DELUCA`) and is never shown to anybody.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.cleaners.azienda import azienda
from italclean.cleaners.codice_fiscale import OMOCODIA, given_name_code, surname_code
from italclean.core import text
from italclean.core.reference import table

_NEEDED = (
    "tipo", "forma_giuridica", "cognome", "nome", "ragione_sociale", "codice_fiscale", "partita_iva", "data_nascita", "indirizzo", "civico",
    "cap", "comune", "provincia", "email", "pec", "telefono", "cellulare",
)
_MONTHS = {letter: f"{number:02}" for number, letter in enumerate("ABCDEHLMPRST", start=1)}


def make_features(frame: pl.DataFrame, hints: pl.DataFrame | None = None) -> pl.DataFrame:
    """Build the keys of every record.

    Args:
        frame: The canonical columns of a cleaned list.
        hints: What the cleaning knows beyond them (`Cleaned.hints`), row by row.

    Returns:
        One row for each record, all columns text but `phones` (a list): `kind` (`P`, `A` or null), `form` (the legal
        form of firms that are not a sole trader's), `cf`,
        `cf_typed`, `piva`, `surname`, `given`, `given_first`, `full` (all name words, sorted), `company` (the words of a firm's name but for
        its form and owner), `words` (all words of the name), `birth`, `born` (surname code, name code and date, as the first 11
        characters of a codice fiscale hold them, without the sex), `street`, `number`, `cap`, `comune`,
        `provincia`, `email`, `phones`.
    """
    columns = {name: frame[name] if name in frame.columns else _nothing(name, frame.height) for name in _NEEDED}
    source = pl.DataFrame(columns)
    for name in ("telefono_2", "cellulare_2", "email_2", "telefono_3", "cellulare_3"):
        source = source.with_columns(frame[name] if name in frame.columns else _nothing(name, frame.height))
    for name in ("cf_typed", "other_phones"):
        present = hints is not None and name in hints.columns
        source = source.with_columns(hints[name] if hints is not None and present else _nothing(name, frame.height))
    named = source.select(
        kind=pl.col("tipo").replace_strict({"persona": "P", "azienda": "A"}, default=None, return_dtype=pl.String),
        form=pl.when(pl.col("forma_giuridica") != "Ditta individuale").then("forma_giuridica"),
        cf=pl.col("codice_fiscale"),
        cf_typed=pl.col("cf_typed"),
        # A company's codice fiscale is nearly always its partita IVA, typed in either column.
        piva=pl.coalesce("partita_iva", pl.when(pl.col("codice_fiscale").str.len_bytes() == 11).then("codice_fiscale")),
        surname=_key("cognome"),
        given=_key("nome"),
        given_first=text.key(pl.col("nome").str.extract(r"^(\S+)")),
        full=text.words(pl.concat_str("cognome", "nome", separator=" ")).str.split(" ").list.sort().list.join(""),
        words=text.words(
            pl.concat_str("ragione_sociale", "cognome", "nome", separator=" ", ignore_nulls=True)
        ),
        birth=pl.col("data_nascita"),
        cap=pl.when(pl.col("cap").str.contains(r"^\d{5}$")).then("cap"),
        comune=_key("comune"),
        provincia=pl.col("provincia"),
        email=pl.coalesce("email", "pec"),
        email_2=pl.coalesce("email_2", pl.when(pl.col("email").is_not_null()).then("pec")),
        phones=pl.concat_list(
            "cellulare", "telefono", "cellulare_2", "telefono_2", "cellulare_3", "telefono_3",
            pl.col("other_phones").str.split(" ").list.get(0, null_on_oob=True),
        ).list.drop_nulls(),
    )
    company = _company_words(source["ragione_sociale"])
    address = _address(source)
    named = named.with_columns(born=_born(named))
    # A birth date that contradicts the record's own codice fiscale is no evidence against another record.
    code_day, typed_day = pl.col("born").str.slice(6), pl.col("birth").str.replace_all("-", "").str.slice(2)
    contradicted = (pl.col("cf").str.len_bytes() == 16) & (code_day != typed_day)
    named = named.with_columns(birth=pl.when(~contradicted.fill_null(value=False)).then("birth"))
    return pl.concat([named, company.to_frame("company"), address], how="horizontal")


def _nothing(name: str, height: int) -> pl.Series:
    return pl.Series(name, [None], dtype=pl.String).new_from_index(0, height)


def _key(name: str) -> pl.Expr:
    folded = text.key(pl.col(name))
    return pl.when(folded.str.len_bytes() > 0).then(folded)


def _company_words(names: pl.Series) -> pl.Series:
    found = names.is_not_null()
    keys = azienda.series(names.filter(found)).struct.field("parole")
    places = pl.select(pl.when(found).then(found.cast(pl.UInt32).cum_sum() - 1)).to_series()
    return keys.gather(places)


def _born(named: pl.DataFrame) -> pl.Series:
    """Surname code, name code and birth date: from the codice fiscale where there is one, else computed."""
    code = pl.col("cf").str.slice(0, 11)
    digits = code.str.slice(6).str.replace_many(list(OMOCODIA), list("0123456789"))
    day = digits.str.slice(3, 2).cast(pl.Int16, strict=False) % 40
    # The month letters include L, M, P, R, S and T, which also stand for digits: it is read from the code itself.
    month = code.str.slice(8, 1).replace_strict(_MONTHS, default=None, return_dtype=pl.String)
    by_code = pl.concat_str(
        code.str.slice(0, 6), code.str.slice(6, 2).str.replace_many(list(OMOCODIA), list("0123456789")), month,
        day.cast(pl.String).str.zfill(2),
    )
    computed = pl.concat_str(
        surname_code(pl.col("surname")), given_name_code(pl.col("given")), pl.col("birth").str.slice(2, 2),
        pl.col("birth").str.slice(5, 2), pl.col("birth").str.slice(8, 2),
    )
    personal = pl.col("cf").str.len_bytes() == 16
    return named.select(pl.when(personal).then(by_code).otherwise(computed).alias("born")).to_series()


def _address(source: pl.DataFrame) -> pl.DataFrame:
    """The street's name without its type, and the house number."""
    typed = text.words(pl.col("indirizzo"))
    bare = typed.str.replace(_street_types(), "").str.replace_all(r"\b(?:N|NR|NUM|NUMERO|SNC|INT|INTERNO|SC|SCALA)\b", " ")
    number = pl.coalesce(
        text.words(pl.col("civico")).str.extract(r"(\d+)"),
        bare.str.extract(r"\D(\d{1,5})\b"),
    )
    street = bare.str.replace_all(r"\b\w\b|\d+", " ").str.replace_all(r"\s+", " ").str.strip_chars(" ")
    return source.select(
        street=pl.when(street.str.len_bytes() > 1).then(street.str.replace_all(" ", "")),
        street_last=pl.when(street.str.len_bytes() > 1).then(street.str.extract(r"(\S+)$")),
        number=number,
    )


@cache
def _street_types() -> str:
    """One pattern of all street types at the beginning of an address, longest first."""
    forms = (
        table("tipi_strada")
        .filter(pl.col("confidenza") != "low")
        .select(words=text.words(pl.col("forma")))["words"]
        .unique()
        .sort()
    )
    longest = sorted((form for form in forms if form and not form.isdigit()), key=len, reverse=True)
    return rf"^(?:{'|'.join(longest)})\b(?: (?:DI|DEL|DELLA|DELLE|DEI|DEGLI|DELL|D)\b)?"
