"""Notes of merged customers: free text of all rows is joined, so that no `CHIUSO, NON CHIAMARE` goes under.

Only columns of free text are joined: an agent, a price list or a date stays one value, for what would an import do
with two? A column is judged once, by its header and by all that stands in it, so that all customers are treated alike.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from italclean.core import text
from italclean.customers.field_orders import FieldOrder
from italclean.customers.ranking import Rows

JOINT = " | "
"""What stands between two notes."""

_NOTES = (
    "NOTA", "NOTE", "NOTES", "ANNOTAZIONE", "ANNOTAZIONI", "OSSERVAZIONE", "OSSERVAZIONI", "COMMENTO", "COMMENTI",
    "COMMENT", "COMMENTS", "MEMO", "APPUNTI", "APPUNTO", "REMARK", "REMARKS", "AVVERTENZA", "AVVERTENZE", "MESSAGGIO",
    "PROMEMORIA", "AVVISO", "AVVISI", "SEGNALAZIONI",
)  # fmt: skip
# What is one of a list, however many words its name has: `Listino base 2024`.
_CODES = (
    "AGENTE", "AGENT", "ZONA", "AREA", "LISTINO", "PAGAMENTO", "PAG", "BANCA", "CATEGORIA", "CAT", "SETTORE", "CLASSE",
    "GRUPPO", "CANALE", "FILIALE", "SEDE", "MAGAZZINO", "VETTORE", "CORRIERE", "PORTO", "SPEDIZIONE", "CONSEGNA",
    "REFERENTE", "RESPONSABILE", "OPERATORE", "UTENTE", "COMMERCIALE", "VENDITORE", "OWNER", "USER", "STATO", "STATUS",
    "TIPO", "TIPOLOGIA", "TYPE", "CODICE", "COD", "ID", "DATA", "DATE", "ORA", "FLAG", "LINGUA", "LANGUAGE", "VALUTA",
    "IVA", "ALIQUOTA", "SCONTO", "FIDO", "ATTIVITA", "ATECO", "PROFESSIONE", "QUALIFICA", "RUOLO", "FONTE", "SOURCE",
    "ORIGINE", "PROVENIENZA", "CAMPAGNA", "URL", "LINK", "SITO", "WEB", "FILE",
)  # fmt: skip
_SAMPLE = 1 << 14
_FLAG = r"(?i)^\W*(?:s[iìí]?|no?|yes|y|x|v|t|f|true|false|vero|falso|on|off|ok|[0-9])?\W*$"
_WORD = r"\p{L}{2,}"
_MOST = 0.5
_THREE_WORDS = 0.3


def is_free_text(header: str, values: pl.Series) -> bool:
    """Tell whether a column without a role holds free text: notes, not numbers, dates, codes or flags.

    Args:
        header: The column's name.
        values: The whole column.

    Examples:
        >>> is_free_text("Note", pl.Series(["CHIUSO, NON CHIAMARE", None, "cliente storico"]))
        True
        >>> is_free_text("Agente", pl.Series(["Rossi Mario di Milano", "Bianchi Anna di Lodi"]))
        False
        >>> is_free_text("Note", pl.Series(["12/03/2024", "2024-01-05", "1.250,00"]))
        False
    """
    said = _sample(values)
    distinct = said.unique().to_frame("value")
    if distinct.is_empty():
        return False
    value = pl.col("value")
    letters = value.str.count_matches(r"\p{L}")
    seen = (
        distinct.select(
            # A number, a date, an amount, a code: more digits than letters, or one word with a digit in it.
            number=(letters <= value.str.count_matches(r"[0-9]")) | value.str.contains(r"^\S*[0-9]\S*$"),
            flag=value.str.contains(_FLAG),
            long=value.str.count_matches(_WORD) >= 3,
        )
        .select(pl.all().mean())
        .row(0, named=True)
    )
    if seen["number"] > _MOST or seen["flag"] > _MOST:
        return False
    words = set((pl.select(text.words(pl.lit(header))).item() or "").rstrip("0123456789 ").split())
    if words & set(_NOTES):
        return not words & {"ID", "COD", "CODICE", "DATA", "DATE", "TIPO", "TYPE", "STATO", "STATUS"}
    if words & set(_CODES):
        return False
    # What comes again and again is one of a list; a note is written for one customer.
    return bool(seen["long"] >= _THREE_WORDS and distinct.height >= _MOST * len(said))


def _sample(values: pl.Series) -> pl.Series:
    """Some of a column's texts, picked by what they say, so that the order of the rows plays no part."""
    said = values.drop_nulls()
    some = len(said) // _SAMPLE
    if some > 1:
        said = said.filter(said.hash(seed=13) % some == 0)
    tidy = said.to_frame("value").select(text.tidy(pl.col("value")))
    return tidy.filter(pl.col("value").is_not_null() & ~text.is_filler(pl.col("value"))).to_series()


def join_notes(values: pl.Series, chosen: Rows, order: FieldOrder) -> tuple[pl.Series, Rows]:
    """Join the distinct notes of each customer, those of the rows that are asked first.

    Args:
        values: The column, row by row.
        chosen: For each customer its first row with a note.
        order: The order in which the rows are asked.

    Returns:
        For each customer of whom several notes are known these, and the numbers of these customers.
    """
    told = (
        values[pl.Series(order.ranked)]
        .to_frame("note")
        .with_columns(customer=pl.Series(order.ranking.numbers[order.ranked]))
    )
    told = told.drop_nulls("note")
    # Of most customers one row at most says something, or all say the same.
    first = values[pl.Series(np.maximum(chosen[told["customer"].to_numpy()], 0))]
    asked = told.filter(told["note"] != first)["customer"].unique()
    notes = (
        told.filter(pl.col("customer").is_in(asked.implode()))
        .with_columns(pl.col("note").str.split(JOINT))
        .explode("note")
        .with_columns(pl.col("note").str.strip_chars())
        .filter(pl.col("note") != "")
        .unique(["customer", "note"], keep="first", maintain_order=True)
        .group_by("customer", maintain_order=True)
        .agg(pl.col("note").str.join(JOINT))
    )
    return notes["note"], notes["customer"].to_numpy()
