"""Whom one may contact, row by row: what stands in notes and names, and the columns `contattabile_…`."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from italclean.cleaners.consenso import consenso
from italclean.consent import headers
from italclean.consent.note_patterns import Mark
from italclean.consent.notes import read_addresses, read_contacts, read_notes, together
from italclean.consent.purposes import REACH, purpose_of
from italclean.consent.reach import (
    KEPT_REASONS,
    MEANS,
    MISSING,
    OPEN,
    READ_OF,
    REASON,
    TOLD_AGAIN,
    UNREADABLE,
    YES,
    Known,
    tell_reach,
)
from italclean.core.columns import is_true, no_text
from italclean.core.copies import is_of
from italclean.fields.catalogue import CONTACTS, FIELDS, NAMES, PLACED, of_group
from italclean.rows.step import Fact, distinct, step
from italclean.rows.worksheet import Cells, Worksheet

CONSENTS, REACHED = of_group("consenso"), tuple(name for name in FIELDS if name.startswith(REACH))
_CONTACTS = ("telefono", "cellulare", "email")
_NOTE, _STATE, _ADDRESS = "annotazione", "stato", "indirizzo"
SOUND = ("tel_several", "email_several")
"""What is said of a cell whose first value is not doubted: that it holds several."""


def _doubted(sheet: Worksheet) -> pl.Series:
    """The distinct addresses and numbers that are doubted."""
    return distinct(list(doubted_contacts(sheet).values()))


DOUBTED = Fact("doubted", found=_doubted, together=distinct)
"""The addresses and numbers that are doubted in any row."""


def _answers_of_list(sheet: Worksheet) -> dict[str, pl.Series]:
    """The distinct values of the columns without a role whose header may be one of consents."""
    columns = [values for values in sheet.passed_on.get_columns() if values.dtype == pl.String]
    return {values.name: distinct([values]) for values in columns if headers.smells_of_consent(values.name)}


def _answers_together(parts: Sequence[dict[str, pl.Series]]) -> dict[str, pl.Series]:
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: distinct([part[name] for part in parts if name in part]) for name in names}


def _refusals(answers: dict[str, pl.Series]) -> dict[str, pl.Series]:
    """The refusals among the values of the columns that look like a consent."""
    found = {}
    for name, told in answers.items():
        if headers.looks_like_consent(name, told):
            read = consenso.series(told, opposition=headers.looks_like_no(name)).struct.field("value")
            found[name] = told.filter(read.is_in(["no", "revocato"]).fill_null(value=False))
    return found


MAYBE_REFUSALS = Fact("maybe_refusals", _answers_of_list, _answers_together, _refusals)
"""What is a refusal in the columns that look like a consent and were given no role, by the column's name."""


@step(
    reads=[*PLACED, *CONTACTS, *CONSENTS, "email_stato", _NOTE],
    writes=[*REACHED],
    needs=[DOUBTED, MAYBE_REFUSALS],
)
def tell_reachable(sheet: Worksheet) -> None:
    """Say of each row whether it may be contacted by e-mail, telephone and post, and why."""
    sheet.marks = _marks(sheet)
    frame = pl.DataFrame([sheet.value(name).rename(name) for name in _known_columns(sheet)])
    if frame.width == 0:
        return
    doubted = sheet.facts[DOUBTED.name]
    known = Known(marks=sheet.marks, unread=sheet.unread, doubtful=None if doubted.is_empty() else doubted)
    told = tell_reach(frame, known)
    for means in MEANS:
        name = REACH + means.name
        if name in told:
            _put(sheet, name, told[name], told[name + REASON])


def _known_columns(sheet: Worksheet) -> list[str]:
    """The canonical columns of contacts and consents."""
    held = [name for name, cells in sheet.cells.items() if cells.output is not None]
    every = [*held, *(name for name in sheet.derived if name not in held)]
    wanted = ("email_stato", "cap", "comune")
    return [
        name
        for name in every
        if purpose_of(name)
        or name.startswith(("data_consenso", "email_", REACH))
        or name in wanted
        or any(is_of(name, *means.contacts) for means in MEANS)
    ]


def doubted_contacts(sheet: Worksheet) -> dict[str, pl.Series]:
    """Return, for each column of addresses and numbers, those that its cleaner doubts; null for the others."""
    found = {}
    for name, cells in sheet.cells.items():
        if cells.output is None or not any(is_of(name, *means.contacts) for means in MEANS[:2]) or name == "email":
            continue
        issue = cells.verdict["issue"].cast(pl.String)
        doubtful = (cells.verdict["status"] == "suspect") & ~is_true(issue.is_in(list(SOUND)))
        if doubtful.any():
            found[name] = cells.value.zip_with(doubtful, no_text(sheet.height))
    return found


def _marks(sheet: Worksheet) -> pl.Series:
    """What is noted of each row, wherever it stands."""
    notes = [read_notes(cells.raw, names=True) for cells in sheet.cells.values() if cells.role in NAMES]
    notes.append(read_notes(sheet.value(_NOTE)))
    for cells in sheet.cells.values():
        if cells.role in _CONTACTS:
            # NO MAIL in the column of the mails is that there is none.
            beside = cells.raw.zip_with(_holds_contact(cells), no_text(sheet.height))
            notes.append(read_contacts(beside, READ_OF["email" if cells.role == "email" else "telefono"]))
        elif cells.role == _ADDRESS:
            notes.append(read_addresses(cells.raw))
        elif cells.role == _STATE:
            notes.append(_of_state(cells))
        elif cells.role.startswith(REACH) and not cells.role.endswith(REASON):
            notes.append(_typed(sheet, cells))
    for values in sheet.passed_on.get_columns():
        if values.dtype != pl.String:
            continue
        notes.append(read_notes(values))
        refusals = sheet.facts[MAYBE_REFUSALS.name].get(values.name)
        if refusals is not None:
            notes.append(_where(values.is_in(refusals.implode()), Mark.MAYBE_REFUSED))
    if sheet.only_email is not None:
        notes.append(_where(sheet.only_email, Mark.EMAIL_ONLY))
    return together(notes, sheet.height)


def _where(rows: pl.Series, mark: Mark) -> pl.Series:
    return pl.select(
        pl.when(rows.fill_null(value=False))
        .then(pl.lit(int(mark), dtype=pl.UInt16))
        .otherwise(pl.lit(0, dtype=pl.UInt16))
    ).to_series()


def _holds_contact(cells: Cells) -> pl.Series:
    pattern = "@" if cells.role == "email" else r"[0-9][0-9 ./-]{4,}[0-9]"
    return is_true(cells.raw.str.contains(pattern))


def _of_state(cells: Cells) -> pl.Series:
    """What a state says; of a customer who is one no more (`cessato`) a person decides."""
    read = read_notes(cells.raw)
    ceased = (read & int(Mark.CEASED)) != 0
    return (read & (0xFFFF ^ int(Mark.CEASED))) | _where(ceased, Mark.READ)


def _typed(sheet: Worksheet, cells: Cells) -> pl.Series:
    """What a list said of itself that its other columns may not say again (`no`, for a reason of the firm's own)."""
    (means,) = [one for one in MEANS if REACH + one.name == cells.role]
    reason = sheet.value(cells.role + REASON)
    refused = _says_no(cells.raw) & ~reason.is_in(list(TOLD_AGAIN)).fill_null(value=False)
    refused &= ~reason.str.starts_with("rifiuto_").fill_null(value=False)
    marks = _where(refused & ~reason.is_in(list(KEPT_REASONS)).fill_null(value=False), means.mark)
    for said, mark in KEPT_REASONS.items():
        # What restricts one means restricts no other when the list comes back.
        of_means = READ_OF[means.name] if mark == Mark.READ else mark
        marks = marks | _where((reason == said).fill_null(value=False), of_means)
    return marks


def _says_no(values: pl.Series) -> pl.Series:
    return values.str.strip_chars().str.to_lowercase().is_in(["no", "n", "0", "false", "f"]).fill_null(value=False)


def _put(sheet: Worksheet, name: str, told: pl.Series, reason: pl.Series) -> None:
    """Write an answer; what the list said itself stands where it is the more cautious and says why."""
    if name in sheet.cells:
        typed, why = sheet.cells[name].value, sheet.value(name + REASON)
        cautious = ((typed == OPEN) & (told == YES) & why.is_not_null()).fill_null(value=False)
        told, reason = typed.zip_with(cautious, told), why.zip_with(cautious, reason)
        unreadable = ((typed == told) & (why == UNREADABLE) & (reason == MISSING)).fill_null(value=False)
        reason = why.zip_with(unreadable, reason)
    for column, values in ((name, told), (name + REASON, reason)):
        if column in sheet.cells:
            cells = sheet.cells[column]
            cells.decide(cells.value.ne_missing(values), values, "derived", "consenso")
        else:
            sheet.derived[column] = values.rename(column)
