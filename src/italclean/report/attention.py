"""What to look at first: the findings that cost most when overlooked, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from italclean.fields.catalogue import CODES
from italclean.report import figures

if TYPE_CHECKING:
    from italclean.report.words import Words
    from italclean.result import Result

_MANY_ROWS = 10
_RULES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at.

    Attributes:
        count: How many lines, pairs, cells or customers it concerns.
        text: What it is, and why it matters.
        place: Where to find them.
    """

    count: int
    text: str
    place: str


_TEXTS: dict[str, tuple[str, str]] = {
    "rejected": (
        "Righe malformate, lasciate fuori da tutto il resto: correggerle alla fonte e ripetere il lavoro.",
        "Malformed lines, left out of everything else: mend them at the source and run again.",
    ),
    "disagrees": (
        "Codici fiscali validi che non concordano con il nome, la data o il sesso della riga: forse il codice di "
        "un'altra persona.",
        "Valid codici fiscali that disagree with the row's name, birth date or sex: perhaps another person's code.",
    ),
    "shared": (
        "Valori di {column} presenti su clienti diversi ({customers} clienti): lasciati separati perché il resto "
        "non concorda.",
        "Values of {column} that stand with different customers ({customers} customers): kept apart because the "
        "rest disagrees.",
    ),
    "review": (
        "Coppie di righe che forse sono lo stesso cliente e che decide una persona. Per motivo: {rules}.",
        "Pairs of rows that may be one customer and that a person decides. By reason: {rules}.",
    ),
    "refused_codes": (
        "Codici fiscali e partite IVA rifiutati: nel risultato la cella è vuota, e senza codice non si può fatturare.",
        "Refused codici fiscali and partite IVA: the cell is empty in the result, and without a code there is no "
        "invoicing.",
    ),
    "refused": (
        "Altre celle rifiutate, vuote nel risultato. Per colonna: {columns}.",
        "Other refused cells, empty in the result. By column: {columns}.",
    ),
    "consent_unknown": (
        "Consensi che non sono né un sì né un no: non valgono come consenso.",
        "Consents that are neither a yes nor a no: they do not count as consent.",
    ),
    "consent_contradiction": (
        "Clienti le cui righe danno risposte diverse sul consenso: vale la più restrittiva.",
        "Customers whose rows answer differently about consent: the strictest stands.",
    ),
    "consent_undated": (
        "Consensi «sì» senza una data: chi non sa dimostrare un consenso non lo ha (GDPR, art. 7).",
        "Consents “yes” without a date: who cannot prove a consent has none (GDPR, art. 7).",
    ),
    "mail": (
        "Indirizzi e-mail da non usare così: dominio forse scritto male o servizio chiuso.",
        "E-mail addresses not to be used as they are: a domain perhaps mistyped, or a service closed.",
    ),
    "pec": (
        "Caselle PEC tra le e-mail: per il marketing serve un consenso proprio.",
        "PEC mailboxes among the e-mail addresses: marketing needs a consent of its own.",
    ),
    "names": (
        "Nomi con più persone in una cella, o di cui non è chiaro quale parte sia il cognome.",
        "Names with several people in one cell, or where it is not clear which part is the surname.",
    ),
    "large": (
        "Clienti fatti di {many} righe o più: dare un'occhiata prima dell'importazione.",
        "Customers made of {many} rows or more: have a look before the import.",
    ),
    "windowed": (
        "Righe in gruppi troppo grandi, confrontate solo con le più vicine per nome.",
        "Rows in blocks too large, compared only with their nearest by name.",
    ),
}


def items(result: Result, words: Words) -> list[Item]:
    """Return what to look at first."""
    return [item for item in _all(result, words) if item.count > 0]


def _all(result: Result, words: Words) -> Iterator[Item]:
    def said(name: str, **values: object) -> str:
        return _TEXTS[name][0 if words.language == "it" else 1].format(**values)

    def named(counts: list[tuple[str, int]]) -> str:
        return ", ".join(f"{name} {words.number(count)}" for name, count in counts)

    issues = figures.issue_cells(result)
    yield Item(result.rejected.height, said("rejected"), "rejected.csv")
    yield Item(issues.get("cf_disagrees", 0), said("disagrees"), _in_log("cf_disagrees"))
    if result.deduped is not None:
        for column in CODES:
            values, customers = figures.shared(result.golden, column)
            yield Item(
                values, said("shared", column=column, customers=words.number(customers)), f"golden.csv, {column}"
            )
        yield Item(result.review.height, said("review", rules=named(_review_rules(result))), "review.csv")
    refused = [(column.column, column.cells.get("invalid", 0)) for column in figures.quality(result)]
    codes = sum(cells for column, cells in refused if column in CODES)
    others = sorted(
        ((column, cells) for column, cells in refused if cells and column not in CODES),
        key=lambda pair: -pair[1],
    )
    yield Item(codes, said("refused_codes"), "issues.csv, status = invalid")
    yield Item(
        sum(cells for _, cells in others),
        said("refused", columns=named(others[:_RULES_SHOWN])),
        "issues.csv, status = invalid",
    )
    yield Item(issues.get("consent_unknown", 0), said("consent_unknown"), _in_log("consent_unknown"))
    if result.deduped is not None:
        yield Item(figures.contradicting_consents(result), said("consent_contradiction"), "cleaned.csv, golden_id")
    undated_place = "golden.csv" if result.deduped is not None else "cleaned.csv"
    yield Item(figures.undated_consents(result), said("consent_undated"), f"{undated_place}, data_consenso")
    mail = ("email_suspect_domain", "email_discontinued")
    yield Item(sum(issues.get(code, 0) for code in mail), said("mail"), _in_log(*mail))
    yield Item(issues.get("email_is_pec", 0), said("pec"), _in_log("email_is_pec"))
    names = ("name_several", "name_order")
    yield Item(sum(issues.get(code, 0) for code in names), said("names"), _in_log(*names))
    if result.deduped is not None:
        large = result.golden.filter(pl.col("records") >= _MANY_ROWS).height
        yield Item(large, said("large", many=_MANY_ROWS), "golden.csv, records")
        yield Item(sum(given.windowed for given in result.deduped.passes), said("windowed"), "run.json, passes")


def _in_log(*codes: str) -> str:
    return f"issues.csv, issue = {', '.join(codes)}"


def _review_rules(result: Result) -> list[tuple[str, int]]:
    rule = pl.col("reason").str.splitn(": ", 2).struct.field("field_0")
    counted = result.review.group_by(rule.alias("rule")).len().sort("len", "rule", descending=[True, False])
    return [(str(name), int(count)) for name, count in counted.head(_RULES_SHOWN).iter_rows()]
