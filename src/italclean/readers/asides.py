"""Rows that are no customers: rows of nothing, repeated headers, totals, page lines, pieces of a broken row.

A customer may be called `Totale Srl` or `Pagina`: a row is set apart only if nothing but the total and its numbers
stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core.columns import is_true, rows_where
from italclean.names.legal_form import contains_form
from italclean.readers.apart import EMPTY, REPEATED, TOTAL
from italclean.readers.line_ends import Positions
from italclean.readers.records import Records

_NUMBER = (
    r"[-+]?(?:[0-9]{1,8}(?:[.,][0-9]{1,2})?|[0-9]{1,3}(?:[.' ][0-9]{3})+(?:,[0-9]+)?"
    r"|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?)"
)
"""A count or an amount; a partita IVA or a telephone number is longer."""
_SIGN = r"[\s*_=().,:;«»\"'#<>/|–—-]"
_COUNTED = (
    r"(?:client[ei]|fornitori|records?|righe|nominativi|contatti|anagrafiche|schede|voci|elementi|iscritti|soci|"
    r"generale|complessiv[oi]|parziale|elenco|lista|pagina|report|stampa|foglio|gruppo|zona|agente|provincia|"
    r"imponibile|import[oi]|fatturato|iva|euro|documento|saldo|rows?|customers?|lines?|trovati|estratti|stampati|"
    r"selezionati|attivi|n|nr|num|numero)\.?"
)
_GROUPED = r"(?:provinci[ae]|region[ei]|zon[ae]|area|agent[ei]|comun[ei]|citt[aà]|cap|filial[ei]|categori[ae]|gruppo)"
_LABEL = r"(?:[\s:.'-]*[A-Za-zÀ-ÿ0-9]+){0,4}"
"""What a subtotal is of: a province, an agent's name."""
_AMOUNTS = rf"(?:[\s:;=()*€$%._–—/-]|eur(?-u:\b)|{_NUMBER}(?:$|[^0-9A-Za-z]))*"
_DAY = r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{2,4}"
_FOUND = r"(?:trovat|estratt|stampat|selezionat)[ie]|selected|affected|found|exported|total[ei]?|in totale"
_PRINTED = r"(?:data\s+(?:di\s+)?stampa|stampat?[oa]?|estratt[oa]|aggiornat[oa]|printed|generat(?:[oa]|ed))"
_TOTALS = (
    # TOTALE 40; Totale clienti: 2; Sub-totale; Grand total 1.200,00; a riportare 300
    rf"(?:gran(?:d|de)?\s+)?(?:sub[\s-]?)?tot(?:al[ei]?|\.|(?-u:\b))(?:\s+{_COUNTED})*{_AMOUNTS}",
    rf"(?:a\s)?riport(?:o|are){_AMOUNTS}",
    # Stampato da: admin; Estratto da: gestionale clienti
    rf"{_PRINTED}\s+da\s*:{_LABEL}{_SIGN}*",
    # N. clienti: 40; Record: 40; 40 righe; (40 rows affected)
    rf"(?:n|nr|num|numero)[.°]?\s*{_COUNTED}(?:\s+{_COUNTED})*{_AMOUNTS}",
    rf"(?:records?|righe|rows|clienti|nominativi)\s*[:=]\s*{_NUMBER}{_SIGN}*",
    rf"{_NUMBER}\s+(?:clienti|records?|righe|nominativi|contatti|anagrafiche|rows?|customers?)(?:\s+(?:{_FOUND}))?{_SIGN}*",
    # Pagina 1 di 3; Pag. 2; Page 1 of 3; Stampato il 31/12/2025 alle 10:30 pag. 1
    r"(?:pag(?:ina|e|\.)?\s*(?:n[.°]?\s*)?[:.]?\s*[0-9]+(?:\s*(?:di|of|su|/|-)\s*[0-9]+)?"
    rf"|{_PRINTED}\s*(?:il|del|al|on|da)?\s*:?\s*{_DAY}"
    rf"|{_SIGN}|(?:ore|alle|il|del)(?-u:\b)|{_DAY}|[0-9]{{1,2}}[:.][0-9]{{2}}(?:[:.][0-9]{{2}})?)+",
    # *** Fine elenco ***; end of file
    rf"(?:fine|end)(?:\s+(?:elenco|lista|stampa|report|file|of\s+(?:file|report|list)|della\s+(?:stampa|lista)"
    rf"|dell.elenco)){_SIGN}*",
)
# Totale provincia MB 40; Totale agente: Rossi Mario; Tot. zona Nord 12: what else stands in the row is numbers.
_TOTAL_OF = r"(?:sub[\s-]?)?tot(?:al[ei]?|\.|(?-u:\b))\s+(?:(?:per|di|della|del)\s+)?"
_SUBTOTAL = rf"(?i)^{_SIGN}*{_TOTAL_OF}{_GROUPED}{_LABEL}{_AMOUNTS}$"
_NUMBERS = rf"(?i)^{_AMOUNTS}$"
_TOTAL = rf"(?i)^{_SIGN}*(?:{'|'.join(_TOTALS)})$"
_BEGINS = (
    rf"(?i)^{_SIGN}*(?:tot|sub|gran|(?:a\s)?riport|n[.°ru\s]|numero|records?|righe|rows|clienti|nominativi|pag|data\s+(?:di\s+)?stamp"
    r"a|stampa|estratt|aggiornat|printed|generat|fine|end"
    r"|[0-9.,' ]+\s+(?:clienti|record|righe|nominativi|contatti|anagrafiche|row|customer))"
)
"""How the first cell of a total or a page line begins: only such rows are looked at."""
_SOMETHING = r"[\p{L}\p{N}]"
_ENOUGH = 10
"""From how many filled cells a column is known by."""


def why_aside(frame: pl.DataFrame, header: Sequence[str] | None) -> pl.Series:
    """Tell which rows are no customers, and why, by the key of the reason; null for the others.

    Args:
        frame: The records.
        header: The names of the columns as typed, or None where there are none.
    """
    reasons = pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    first = frame.to_series(0)
    says = is_true(first.str.contains(_SOMETHING))
    nothing = rows_where(~says)
    if len(nothing):
        filled = frame[nothing].select(pl.any_horizontal(pl.all().str.contains(_SOMETHING).fill_null(value=False)))
        reasons = _told(reasons, nothing.filter(~filled.to_series()), EMPTY)
    if header is not None:
        reasons = _told(reasons, _repeated(frame, header), REPEATED)
    # The first cell of most rows is a code or a name: the whole row is asked only where it may be a total.
    suspects = _suspects(frame, says, reasons)
    if len(suspects):
        joined = frame[suspects].select(
            pl.concat_str(pl.all().str.strip_chars().replace("", None), separator=" ", ignore_nulls=True)
        )
        totals = is_true(joined.to_series().str.contains(_TOTAL)) | _subtotals(frame[suspects])
        reasons = _told(reasons, suspects.filter(totals), TOTAL)
    return reasons


def _subtotals(frame: pl.DataFrame) -> pl.Series:
    """Tell the rows whose first cell is the total of a group, with a number there or in another cell, and no more."""
    first, *others = frame.columns
    numbers = [pl.col(name).fill_null("").str.contains(_NUMBERS) for name in others]
    counted = pl.any_horizontal(pl.col(name).str.contains(r"[0-9]").fill_null(value=False) for name in frame.columns)
    named = pl.col(first).str.contains(_SUBTOTAL) & ~contains_form(pl.col(first))
    return frame.select(pl.all_horizontal(named.fill_null(value=False), counted, *numbers)).to_series()


def is_aside(line: str) -> str | None:
    """Return why a line without delimiters is no row, by key, where it is a total or a page line."""
    found = pl.select(pl.lit(line.strip()).str.contains(_TOTAL)).item()
    return TOTAL if found and re.search(r"\w", line) else None


def _told(reasons: pl.Series, rows: pl.Series, reason: str) -> pl.Series:
    return reasons.scatter(rows, [reason] * len(rows)) if len(rows) else reasons


def _repeated(frame: pl.DataFrame, header: Sequence[str]) -> pl.Series:
    named = [(place, name) for place, name in enumerate(header) if name]
    if not named:
        return pl.Series(dtype=pl.UInt32)
    place, name = max(named, key=lambda pair: len(pair[1]))
    same = frame.to_series(place).str.strip_chars("\ufeff \t\r\n\u00a0") == name
    rows = rows_where(same)
    if not len(rows):
        return rows
    clean = frame[rows].select(
        pl.all_horizontal(
            pl.nth(at).str.strip_chars("\ufeff \t\r\n\u00a0").fill_null("") == typed for at, typed in enumerate(header)
        )
    )
    return rows.filter(clean.to_series())


def _suspects(frame: pl.DataFrame, says: pl.Series, reasons: pl.Series) -> pl.Series:
    """Return the rows whose first filled cell may begin a total or a page line."""
    first = frame.to_series(0)
    asked = says & is_true(first.str.contains(_BEGINS))
    elsewhere = rows_where(~says & reasons.is_null())
    if len(elsewhere):
        told = (
            frame[elsewhere]
            .select(
                pl.coalesce(pl.when(pl.all().str.contains(_SOMETHING)).then(pl.all()).name.keep())
                .str.contains(_BEGINS)
                .fill_null(value=False)
            )
            .to_series()
        )
        asked = asked.clone().scatter(elsewhere, told)
    return rows_where(asked)


def pieces(records: Records) -> Positions:
    """Return which short rows do not fit their columns: pieces of rows broken by a line end in a cell.

    Of `Rossi;Mario;Via Po` and `int. 3;10121;Torino`, the second would put a CAP among the given names. A row is
    a piece where two of its cells (or the first of two) are of a kind that their columns do not have; so is the row
    before it that lacks just what the piece holds.

    Args:
        records: The records.
    """
    frame, short = records.frame, records.short
    if not len(short):
        return short
    strange, filled, begins_strange = _strange(frame, short)
    is_piece = (strange >= 2) | (begins_strange & (filled <= 2))
    # The last cell of the first part and the first of the second one were one cell: 3 + 3 fields of 5.
    follows = np.diff(records.lines[short], prepend=-2) == 1
    fits = records.missing + np.roll(records.missing, 1) == frame.width - 1
    second = np.flatnonzero(is_piece & follows & fits)
    is_piece[second - 1] = True
    return np.asarray(short[is_piece])


def shifted(records: Records) -> Positions:
    """Return which rows with an empty field too many do not fit their columns: a cell of theirs holds a delimiter.

    Of `309;Gasparetti; Olindo;;Via Cavour 8;46100` the name takes two fields, and the street stands in the place of the
    CAP: trimmed at its end the row would be another customer.

    Args:
        records: The records.
    """
    if not len(records.trimmed):
        return records.trimmed
    strange, _, _ = _strange(records.frame, records.trimmed)
    return np.asarray(records.trimmed[strange >= 2])


def _strange(frame: pl.DataFrame, rows: Positions) -> tuple[Positions, Positions, npt.NDArray[np.bool_]]:
    """Count the cells of some rows of a kind that their columns do not have elsewhere, and the filled cells.

    Tell, too, of which rows the first filled cell is such a one.
    """
    whole = np.ones(frame.height, dtype=np.bool_)
    whole[rows] = False
    known = frame.filter(pl.Series(whole))
    asked = frame[rows]
    strange, filled = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
    begins_strange = np.zeros(len(rows), dtype=np.bool_)
    for name in frame.columns:
        kinds = asked.select(_kind(pl.col(name))).to_series()
        filled += kinds.is_not_null().to_numpy()
        usual = known.select(_kind(pl.col(name)).alias("kind")).to_series().drop_nulls()
        if len(usual) < _ENOUGH:
            continue
        counts = usual.value_counts(name="cells")
        seen = counts.filter(pl.col("cells") * 200 >= len(usual))["kind"]
        unlike = is_true(kinds.is_not_null() & ~kinds.is_in(seen.implode())).to_numpy()
        strange += unlike
        begins_strange |= unlike & (filled == 1)
    return strange, filled, begins_strange


def _kind(cell: pl.Expr) -> pl.Expr:
    """Return a rough kind: an address of mail, digits (few or many), words, words with digits."""
    return (
        pl.when(~cell.str.contains(_SOMETHING))
        .then(None)
        .when(cell.str.contains("@", literal=True))
        .then(pl.lit("@"))
        .when(cell.str.contains(r"^[\s0-9./+():,-]{1,6}$"))
        .then(pl.lit("9"))
        .when(cell.str.contains(r"^[\s0-9./+():,-]+$"))
        .then(pl.lit("99"))
        .when(cell.str.contains(r"[0-9]"))
        .then(pl.lit("a9"))
        .when(cell.is_not_null())
        .then(pl.lit("a"))
    )
