"""What each mail address of a row is good for: the state beside it, and what the DNS says of its domain."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from italclean.core.copies import is_of
from italclean.fields.catalogue import MAILS
from italclean.rows.step import Fact, distinct, step
from italclean.rows.worksheet import Worksheet

EMAIL, PEC = MAILS
JUDGED = "esame"
"""The finding that holds the issue of an address which came from another column, as its own cell would have it."""

_DOMAINS = "domains"
# What a mailbox is good for, by the issue of its cell; the kind of its domain tells the rest.
_STATES = {
    "email_suspect_domain": "sospesa",
    "email_maybe_discontinued": "sospesa",
    "email_tld": "sospesa",
    "email_no_reply": "sospesa",
    "email_accents": "sospesa",
    "email_maybe_pec": "sospesa",
    "contact_doubted": "sospesa",
    "email_discontinued": "chiusa",
    "email_disposable": "usa e getta",
    "email_is_pec": "pec",
    "email_no_domain": "inesistente",
    "email_no_mail": "inesistente",
}
_USABLE, _OLD, _UNCHECKED = "utilizzabile", "storica", "non verificata"
_UNANSWERED = ["servfail", "timeout", "inattendibile"]


def mail_columns(sheet: Worksheet) -> list[str]:
    """Return the columns of mail addresses, whether the input holds them or not, the certified ones last."""
    held = [name for name, cells in sheet.cells.items() if cells.role == EMAIL]
    derived = [name for name in sheet.derived if is_of(name, EMAIL)]
    certified = [name for name in (*sheet.cells, *sheet.derived) if is_of(name, PEC)]
    return [*sorted({*held, *derived}, key=lambda name: (len(name), name)), *certified]


def _mail_domains(sheet: Worksheet) -> pl.Series:
    """The distinct domains of all mail addresses, wherever they stand."""
    return distinct([_domains(sheet, name) for name in mail_columns(sheet)])


CheckDomains = Callable[[pl.Series], tuple[pl.DataFrame, Mapping[str, str]]]
"""Given domains: what was said of each (`dominio`, `esito`), and the issue of every `esito` that means no mail."""

NOBODY_ASKED: tuple[pl.DataFrame | None, Mapping[str, str]] = (None, {})


def domains(check: CheckDomains | None) -> Fact:
    """Make the fact of what is known of all domains of a list.

    Args:
        check: Asks the DNS about them; None where nobody is asked.
    """
    return Fact(_DOMAINS, _mail_domains, distinct, check or (lambda _: NOBODY_ASKED))


@step(writes=MAILS, needs=[domains(None)])
def hold_dead_domains(sheet: Worksheet) -> None:
    """Hold the addresses of domains that take no mail."""
    outcomes, dead = sheet.facts[_DOMAINS]
    if outcomes is None:
        return
    for name in mail_columns(sheet):
        domain = _domains(sheet, name).rename("dominio").to_frame()
        outcome = domain.join(outcomes, on="dominio", how="left", maintain_order="left")["esito"]
        note_findings(sheet, name, esito=outcome)
        if name not in sheet.cells:
            continue
        cells = sheet.cells[name]
        sound = cells.verdict["status"].is_in(["valid", "fixed"]) & cells.value.is_not_null()
        for said, issue in dead.items():
            cells.decide(sound & (outcome == said), None, issue, said)


@step(reads=MAILS, writes=["email_stato"], needs=[domains(None)])
def tell_mailboxes(sheet: Worksheet) -> None:
    """Say what each mail address is good for, beside it: the import must not send to what is held."""
    issue_of = dict(sheet.facts[_DOMAINS][1])
    for name in mail_columns(sheet):
        if not is_of(name, EMAIL):
            continue
        value = sheet.value(name)
        arrived = sheet.finding(name, JUDGED)
        own = sheet.cells[name].verdict["issue"].cast(pl.String) if name in sheet.cells else arrived
        frame = pl.DataFrame(
            {
                "value": value,
                "own": own,
                "arrived": arrived,
                "kind": sheet.finding(name, "genere"),
                "outcome": sheet.finding(name, "esito"),
            }
        )
        told = frame.select(
            pl.when(pl.col("value").is_not_null()).then(
                pl.coalesce(
                    _state(pl.col("own")),
                    _state(pl.col("arrived")),
                    _state(pl.col("outcome").replace_strict(issue_of, default=None, return_dtype=pl.String)),
                    pl.when(pl.col("outcome").is_in(_UNANSWERED)).then(pl.lit(_UNCHECKED)),
                    pl.when(pl.col("kind") == _OLD).then(pl.lit(_OLD)),
                    pl.lit(_USABLE),
                )
            )
        ).to_series()
        _write(sheet, f"{name}_stato", told)


def _write(sheet: Worksheet, column: str, told: pl.Series) -> None:
    """Write states where none stands; one of an earlier run is only made stricter: it may know of a remark."""
    before = sheet.value(column)
    sheet.fill(column, told.is_not_null(), told, EMAIL)
    if column in sheet.cells:
        stricter = before.is_in([_USABLE, _OLD, _UNCHECKED]) & ~told.is_in([_USABLE, _OLD]) & (before != told)
        sheet.cells[column].decide(stricter.fill_null(value=False), told, "derived", EMAIL)


def _state(issue: pl.Expr) -> pl.Expr:
    return issue.replace_strict(_STATES, default=None, return_dtype=pl.String)


def _domains(sheet: Worksheet, name: str) -> pl.Series:
    return sheet.value(name).str.extract("@(.+)$")


def note_findings(sheet: Worksheet, name: str, **found: pl.Series) -> None:
    """Keep more findings of a column, in place of those of the same names."""
    columns = [values.rename(extra) for extra, values in found.items()]
    if name in sheet.findings:
        sheet.findings[name] = sheet.findings[name].with_columns(columns)
    else:
        sheet.findings[name] = pl.DataFrame(columns)
