"""The consents of a row: several columns of one purpose to one answer, oppositions to the consents they refuse.

Every column says something of one purpose: a consent, an opposition (`Opt-out`: a yes is a refusal), the date of a
withdrawal (`Data revoca`). `consent.strictest` weighs what they say; here its answer is written to the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from italclean.consent import strictest
from italclean.consent.headers import header_words
from italclean.consent.purposes import (
    CONSENT,
    DATE,
    GENERAL,
    ORIGIN,
    covers,
    is_opposition,
    is_revocation,
    opposed_purpose,
    purpose_of,
)
from italclean.consent.strictest import UNREAD
from italclean.core.columns import is_true, no_text
from italclean.fields.catalogue import of_group
from italclean.rows.step import step
from italclean.rows.worksheet import Cells, Worksheet

_REFUSED = ["no", "revocato"]
_WITHDRAWN = "revocato"


@dataclass(frozen=True, slots=True)
class _Statements:
    """What one column says of one purpose, row by row.

    Attributes:
        name: The column.
        said: `si`, `no`, `revocato`, `?` or null.
        when: Its date, or null.
    """

    name: str
    said: pl.Series
    when: pl.Series


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the columns of one purpose say together, row by row.

    Attributes:
        said: `si`, `no`, `revocato` or null.
        when: Its date, or null.
        unread: Where nothing stands because something could not be read.
        told: Where anything was said at all.
        only_email: Where the yes of a general purpose was given to a newsletter.
    """

    said: pl.Series
    when: pl.Series
    unread: pl.Series
    told: pl.Series
    only_email: pl.Series


@step(writes=[*of_group("consenso"), ORIGIN])
def settle_consents(sheet: Worksheet) -> None:
    """Weigh what the columns of each purpose say, and write the answer, its date and origin beside each row."""
    answers = {purpose: _answer(sheet, purpose) for purpose in _purposes(sheet)}
    for purpose, answer in answers.items():
        _write(sheet, purpose, answer, len(answers))
        if answer.unread.any():
            sheet.unread[purpose] = answer.unread
        if answer.only_email.any():
            sheet.only_email = answer.only_email
    for purpose, answer in answers.items():
        _keep_undated(sheet, purpose, answer)
    _tell_oppositions(sheet, answers)
    _keep_origins(sheet)


def _listed(sheet: Worksheet) -> list[str]:
    """The purposes of which the list has columns of consents."""
    roles = (cells.role for cells in sheet.cells.values())
    return list(dict.fromkeys(purpose for role in roles if (purpose := purpose_of(role))))


def _purposes(sheet: Worksheet) -> list[str]:
    """Those purposes, and the ones that are only ever opposed."""
    listed = _listed(sheet)
    opposed = [_refused_purpose(sheet, cells.role) for cells in sheet.cells.values() if _says_no(cells.role)]
    return list(dict.fromkeys([*listed, *opposed]))


def _says_no(role: str) -> bool:
    return is_opposition(role) or is_revocation(role)


def _refused_purpose(sheet: Worksheet, role: str) -> str:
    """The purpose that a column of oppositions or withdrawals refuses.

    A date of withdrawal that names no purpose belongs to the only one that the list has.
    """
    purpose = opposed_purpose(role)
    if purpose == GENERAL and is_revocation(role):
        others = {opposed_purpose(cells.role) for cells in sheet.cells.values() if is_opposition(cells.role)}
        known = {*_listed(sheet), *others}
        return next(iter(known)) if len(known) == 1 else GENERAL
    return purpose


def _answer(sheet: Worksheet, purpose: str) -> _Answer:
    consents = list(_consents(sheet, purpose))
    statements = [*consents, *_refusals(sheet, purpose)]
    said = pl.DataFrame({f"s{place}": one.said for place, one in enumerate(statements)})
    when = pl.DataFrame({f"w{place}": one.when for place, one in enumerate(statements)})
    told = said.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    dates = pl.concat([said, when], how="horizontal").select(
        pl.when(pl.col(f"s{place}").is_not_null()).then(pl.col(f"w{place}")).alias(f"w{place}")
        for place in range(len(statements))
    )
    first = said.select(pl.coalesce(pl.all())).to_series()
    date = dates.select(pl.coalesce(pl.all())).to_series()
    if len(statements) > 1:
        contested = _contested(said, dates)
        if contested.any():
            first, date = _weighed(said, dates, contested, first, date)
    unread = told & (first.is_null() | (first == UNREAD)).fill_null(value=True)
    answer = first.zip_with(first != UNREAD, no_text(len(first))) if (first == UNREAD).any() else first
    return _Answer(answer, date, unread, told, _only_email(sheet, purpose, answer))


def _contested(said: pl.DataFrame, dates: pl.DataFrame) -> pl.Series:
    """The rows on which columns of one purpose say different things, or of different dates."""
    lowest, highest = (
        frame.select(pl.min_horizontal(pl.all()).alias("low"), pl.max_horizontal(pl.all()).alias("high"))
        for frame in (said, dates)
    )
    partly = pl.concat([said, dates], how="horizontal").select(
        pl.any_horizontal(pl.col(name).is_not_null() & pl.col(f"w{name[1:]}").is_null() for name in said.columns)
    )
    return (
        (lowest["low"] != lowest["high"])
        | (highest["low"] != highest["high"])
        | (highest["low"].is_not_null() & partly.to_series())
    ).fill_null(value=False)


def _weighed(
    said: pl.DataFrame, dates: pl.DataFrame, contested: pl.Series, first: pl.Series, date: pl.Series
) -> tuple[pl.Series, pl.Series]:
    places = contested.arg_true()
    # A row is one person with one set of addresses.
    statements = pl.concat(
        pl.DataFrame(
            {
                "group": places,
                "address": no_text(len(places)),
                "said": said[f"s{place}"].gather(places),
                "when": dates[f"w{place}"].gather(places),
            }
        ).with_columns(at=pl.lit(place))
        for place in range(said.width)
    )
    weighed = strictest(statements)
    return first.scatter(weighed["group"], weighed["said"]), date.scatter(weighed["group"], weighed["when"])


def _consents(sheet: Worksheet, purpose: str) -> Iterator[_Statements]:
    """What the columns of consents say, each with its date."""
    columns = {name: cells for name, cells in sheet.cells.items() if purpose_of(cells.role) == purpose}
    said = {name: _read(cells) for name, cells in columns.items()}
    shared = _date_of(sheet, purpose)
    revoked = _first_date(sheet, purpose)
    # One date beside a yes and a no is nobody's: it must not make the yes later than the no.
    alike = pl.Series([True]).new_from_index(0, sheet.height)
    if len(said) > 1:
        yes = pl.DataFrame({name: series == "si" for name, series in said.items()})
        both = pl.any_horizontal(pl.all().fill_null(value=False)) & pl.any_horizontal(
            (~pl.all()).fill_null(value=False)
        )
        alike = ~yes.select(both).to_series()
    for name, answers in said.items():
        frame = pl.DataFrame(
            {"said": answers, "own": sheet.finding(name, "data"), "shared": shared, "revoked": revoked, "alike": alike}
        )
        dated = pl.when("alike").then("shared")
        when = frame.select(
            pl.when(pl.col("said") == "si")
            .then(pl.coalesce(dated, "own"))
            .otherwise(pl.coalesce("own", "revoked", dated))
            .alias("when")
        ).to_series()
        yield _Statements(name, answers, when)


def _read(cells: Cells) -> pl.Series:
    unread = is_true(cells.verdict["issue"] == "consent_unknown")
    if not unread.any():
        return cells.value
    return cells.verdict.select(pl.when(unread).then(pl.lit(UNREAD)).otherwise("value").alias("said")).to_series()


def _date_of(sheet: Worksheet, purpose: str) -> pl.Series:
    """The date that stands in a column of its own, for each row: that of the purpose, else that of all."""
    own = f"{DATE}_{purpose}"
    shared = sheet.value(DATE)
    if purpose == GENERAL or own not in sheet.cells:
        return shared
    # A source that has the date of the purpose and leaves it empty does not mean the other one.
    elsewhere = sheet.cells[own].names.is_null()
    return sheet.value(own).zip_with(~elsewhere, shared)


def _revocations(sheet: Worksheet, purpose: str) -> list[str]:
    return [
        name
        for name, cells in sheet.cells.items()
        if is_revocation(cells.role) and covers(_refused_purpose(sheet, cells.role), purpose)
    ]


def _first_date(sheet: Worksheet, purpose: str) -> pl.Series:
    """The last date of a withdrawal that stands in a column of its own."""
    names = _revocations(sheet, purpose)
    if not names:
        return no_text(sheet.height)
    return (
        pl.DataFrame({name: sheet.cells[name].value for name in names}).select(pl.max_horizontal(pl.all())).to_series()
    )


def _refusals(sheet: Worksheet, purpose: str) -> Iterator[_Statements]:
    """What columns of oppositions and dates of withdrawals say of a purpose."""
    for name in _revocations(sheet, purpose):
        cells = sheet.cells[name]
        # Who typed what is no date into the column of withdrawals has withdrawn, nobody knows when.
        typed = cells.value.is_not_null() | (cells.verdict["status"] == "invalid")
        said = pl.select(pl.when(typed).then(pl.lit(_WITHDRAWN))).to_series()
        yield _Statements(name, said, cells.value)
    for name, cells in sheet.cells.items():
        if is_opposition(cells.role) and covers(opposed_purpose(cells.role), purpose):
            frame = pl.DataFrame({"own": sheet.finding(name, "data"), "revoked": _first_date(sheet, purpose)})
            yield _Statements(name, _read(cells), frame.select(pl.coalesce(pl.all())).to_series())


def _only_email(sheet: Worksheet, purpose: str, said: pl.Series) -> pl.Series:
    """Where every yes to marketing in general stands in a column that is called after a newsletter."""
    yes = is_true(said == "si")
    if purpose != GENERAL:
        return yes & False
    for cells in sheet.cells.values():
        if purpose_of(cells.role) == purpose:
            yes &= ~is_true((cells.value == "si") & ~_is_newsletter(cells.names))
    return yes


def _is_newsletter(names: pl.Series) -> pl.Series:
    """Tell which headers name a newsletter or mails alone."""
    distinct = names.unique().drop_nulls().cast(pl.String)
    narrow = distinct.filter(pl.Series([_names_newsletter(name) for name in distinct], dtype=pl.Boolean))
    return names.cast(pl.String).is_in(narrow.implode()) if len(narrow) else names.is_null()


@cache
def _names_newsletter(name: str) -> bool:
    return bool(re.search(r"\b(?:NEWS ?LETTERS?|NL|DEM|E ?MAILS?|MAILS?|MAILING|SUBSCRIB\w*)\b", header_words(name)))


def _write(sheet: Worksheet, purpose: str, answer: _Answer, purposes: int) -> None:
    """Write the answer to every column of the purpose that says otherwise, and its date to that of the date."""
    base = CONSENT + purpose
    refused = answer.said.is_in(_REFUSED)
    for cells in sheet.cells.values():
        if purpose_of(cells.role) != purpose:
            continue
        value, issue = cells.value, cells.verdict["issue"]
        unread = is_true(issue == "consent_unknown")
        cells.decide(refused & (value == "si"), answer.said, "consent_conflict", answer.said)
        cells.decide(answer.unread & (value == "si"), no_text(sheet.height), "consent_unclear")
        overruled = (answer.said == "si") & (value.is_in(_REFUSED) | unread)
        cells.decide(overruled, answer.said, "consent_later", answer.when)
    if base in sheet.cells:
        # A refusal may be a withdrawal by what another column says.
        graver = refused & sheet.value(base).is_in(_REFUSED) & (sheet.value(base) != answer.said)
        sheet.cells[base].decide(graver, answer.said, "consent_conflict", answer.said)
    sheet.fill(base, answer.said.is_not_null(), answer.said, _sources(sheet, purpose, base))
    target = (
        DATE
        if purpose == GENERAL or (purposes == 1 and f"{DATE}_{purpose}" not in sheet.cells)
        else f"{DATE}_{purpose}"
    )
    current = sheet.value(target)
    sheet.fill(target, answer.told, answer.when, base)
    # Beside what could not be read, too: the date of the yes that it does not let stand would make it older.
    wrong = answer.told & current.is_not_null() & current.ne_missing(answer.when)
    if wrong.any():
        sheet.cells[target].decide(wrong, answer.when, "consent_date", answer.said.fill_null("?"))


def _keep_undated(sheet: Worksheet, purpose: str, answer: _Answer) -> None:
    """Give an undated answer a column of dates of its own where it would be read with the date of another purpose."""
    own = f"{DATE}_{purpose}"
    if purpose == GENERAL or own in sheet.cells or own in sheet.derived:
        return
    if (answer.told & answer.when.is_null() & sheet.value(DATE).is_not_null()).any():
        sheet.derived[own] = no_text(sheet.height, own)


def _sources(sheet: Worksheet, purpose: str, base: str) -> str:
    names = [
        name
        for name, cells in sheet.cells.items()
        if name != base and (purpose_of(cells.role) == purpose or _refuses(sheet, cells.role, purpose))
    ]
    return ", ".join(names)


def _refuses(sheet: Worksheet, role: str, purpose: str) -> bool:
    return _says_no(role) and covers(_refused_purpose(sheet, role), purpose)


def _tell_oppositions(sheet: Worksheet, answers: dict[str, _Answer]) -> None:
    """Say in the log what became of each opposition."""
    for cells in sheet.cells.values():
        if not _says_no(cells.role):
            continue
        purpose = _refused_purpose(sheet, cells.role)
        answer = answers[purpose]
        told = cells.value.is_not_null()
        issue = "consent_opposed" if is_opposition(cells.role) else "consent_revoked"
        cells.decide(told & (answer.said != "si"), None, issue, CONSENT + purpose)
        cells.decide(told & (answer.said == "si"), None, "consent_overruled", answer.when)


def _keep_origins(sheet: Worksheet) -> None:
    """Put the origin that stands beside a consent into the column of the evidence (GDPR art. 7(1))."""
    names: Sequence[str] = [name for name, cells in sheet.cells.items() if purpose_of(cells.role)]
    for name in names:
        sheet.fill(ORIGIN, sheet.value(name).is_not_null(), sheet.finding(name, "fonte"), name)
