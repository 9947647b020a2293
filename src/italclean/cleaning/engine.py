"""Every cell through its cleaner, every row's fields against each other, every change on record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from italclean.cleaning import (
    activity,
    addresses,
    codes,
    consents,
    contacts,
    invoicing,
    mailboxes,
    names,
    numbers,
    places,
    reach,
)
from italclean.cleaning.activity import Periods
from italclean.cleaning.log import UNWRAPPED, IssueLog
from italclean.cleaning.packed import Findings
from italclean.cleaning.worksheet import Cells, Worksheet
from italclean.consent.purposes import CONSENT, is_opposition, is_revocation
from italclean.core import text
from italclean.core.outcome import ISSUE, STATUS
from italclean.core.parallel import each
from italclean.errors import Language
from italclean.fields.catalogue import WHOLE_NAMES, canonical_position, field_of
from italclean.files.read import Table
from italclean.plan import UNTOUCHED, Column, Plan

UNREAD = "unread_"
"""What the hints call a consent that could not be read: on a duplicate it lets no yes stand."""
MARKS = "consent_marks"
"""The hint of what is noted of each row about contacting it (`consent.notes.Mark`)."""
DOUBTED = "doubted_"
"""What the hints call the addresses and numbers of a column that a cleaner doubts."""

_VERDICT = ("value", "status", "issue", "detail")
# What is asked of the cleaners' findings later; the others are not kept.
_KEPT = {
    "tipo", "titolo", "cognome", "nome", "ragione_sociale", "forma_giuridica", "parole", "data_nascita", "sesso",
    "belfiore", "candidati", "stato", "secolo", "codice_luogo", "codice_fiscale", "partita_iva", "pec", "altri",
    "ordine", "frazione", "civico", "interno", "cap", "comune", "provincia",
    "nazione", "genere", "forse", "fax", "dominio", "data", "fonte", "nota", "accanto",
    "email", "telefono",
}  # fmt: skip

Progress = Callable[[str, int, int], None]
CheckDomains = Callable[[pl.Series], tuple[pl.DataFrame, Mapping[str, str]]]
"""Given domains: what was said of each (`dominio`, `esito`), and the issue of every `esito` that means no mail."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned list.

    Attributes:
        frame: One row for each input row: `source`, `row`, `source_id`, the canonical columns that apply,
            then the columns without a role.
        log: One entry for each changed, doubtful or refused cell.
        counts: How many cells of each column have which status and issue.
        plan: What was decided on the columns.
        hints: What the deduplication may use beyond the frame, row by row: refused codes as typed, second
            phones of a cell, the words of firms' names, consents that could not be read.
        derived: The canonical columns that no input column holds, and how many of their cells are filled.
    """

    frame: pl.DataFrame
    log: IssueLog
    counts: pl.DataFrame
    plan: Plan
    hints: pl.DataFrame
    derived: dict[str, int]


def clean_tables(
    tables: Sequence[Table],
    plan: Plan,
    *,
    language: Language = "it",
    progress: Progress | None = None,
    periods: Periods | None = None,
    check_domains: CheckDomains | None = None,
) -> Cleaned:
    """Clean the sources as planned.

    Args:
        tables: The sources as read.
        plan: What was decided on their columns.
        language: The language of the messages in the issue log.
        progress: Called with what is being done, how many steps are done and how many there are.
        periods: After how long a customer is dormant, a row over its time.
        check_domains: Asks which domains of e-mail addresses take no mail; without it nobody is asked.
    """
    by_output = _columns_by_output(plan)
    steps = len(by_output) + 1
    sheet = Worksheet(_identity(tables, plan), {}, Findings(), {}, _passed_on(tables, plan))
    # One column's work has its single-threaded moments: another one's fills them.
    cleaned = each(lambda item: _clean_column(tables, *item), by_output.items(), most=2)
    for done, output in enumerate(by_output):
        if progress:
            progress(output, done, steps)
        sheet.cells[output], sheet.findings[output] = next(cleaned)
    if progress:
        progress("", steps - 1, steps)
    codes.separate_codes(sheet)
    conflict = addresses.part_addresses(sheet, places.are_abroad(sheet))
    places.settle_places(sheet)
    addresses.settle_conflicts(sheet, conflict)
    addresses.keep_localities(sheet)
    numbers.read_numbers(sheet)
    contacts.settle_contacts(sheet)
    # All addresses are in their place: none arrives after the DNS was asked.
    dead: Mapping[str, str] = {}
    if check_domains is not None:
        outcomes, dead = check_domains(mailboxes.mail_domains(sheet))
        mailboxes.hold_dead_domains(sheet, outcomes, dead)
    mailboxes.tell_mailboxes(sheet, dead)
    names.settle_names(sheet)
    codes.choose_codes(sheet)
    codes.mend_codes(sheet)
    names.settle_order(sheet)
    codes.check_codes(sheet)
    names.part_kinds(sheet)
    names.tell_sex(sheet)
    names.greet(sheet)
    codes.report_shared_numbers(sheet)
    invoicing.check_recipients(sheet)
    consents.settle_consents(sheet)
    activity.tell_activity(sheet, periods or Periods())
    reach.tell_reachable(sheet)
    counts = pl.concat([_counts(name, cells) for name, cells in sheet.cells.items()])
    log = IssueLog(sheet.identity, tuple(sheet.cells.values()), language, _unwrapped(tables, plan))
    derived = {name: len(values) - values.null_count() for name, values in sheet.derived.items()}
    return Cleaned(_frame(sheet), log, counts, plan, _hints(sheet), derived)


def _columns_by_output(plan: Plan) -> dict[str, list[Column]]:
    grouped: dict[str, list[Column]] = {}
    for column in plan.columns:
        if column.role not in (None, "id", "source"):
            grouped.setdefault(column.cells, []).append(column)
    return dict(sorted(grouped.items(), key=lambda item: canonical_position(item[0])))


def _identity(tables: Sequence[Table], plan: Plan) -> pl.DataFrame:
    """Name every record: its source, its number in it, and its id there."""
    parts = []
    for table in tables:
        roles = {column.role: column.name for column in plan.of(table.name)}
        # Ids are the customer's own: they stay as typed.
        typed = {role: table.frame[roles[role]] for role in ("id", "source") if role in roles}
        source = pl.lit(table.name)
        if "source" in typed:
            named = pl.lit(typed["source"])
            source = pl.coalesce(named if len(tables) == 1 else pl.lit(f"{table.name}/") + named, source)
        parts.append(
            table.frame.select(
                source=source if "source" in typed else source.repeat_by(1).list.first(),
                row=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32),
                source_id=pl.lit(typed["id"]) if "id" in typed else pl.lit(None, dtype=pl.String),
            )
        )
    return pl.concat(parts)


def _passed_on(tables: Sequence[Table], plan: Plan) -> pl.DataFrame:
    parts = []
    for table in tables:
        names = {column.output: column.name for column in plan.of(table.name) if column.role in UNTOUCHED}
        # A source that lacks them all is as high as the others' columns.
        parts.append(
            [
                (table.frame[names[output]] if output in names else text.nothing(table.frame.height)).rename(output)
                for output in plan.passed_on()
            ]
        )
    return pl.concat(map(pl.DataFrame, parts))


def _unwrapped(tables: Sequence[Table], plan: Plan) -> pl.DataFrame:
    """Return the cells of columns without a cleaner that are not passed on as they came (`="00184"` is 00184).

    Those of the others are in the log by themselves, because their cleaner is given what was typed.
    """
    parts = [UNWRAPPED]
    before = 0
    for table in tables:
        for column in plan.of(table.name):
            undone = table.undone.get(column.name)
            if undone is not None and column.role in (*UNTOUCHED, "id"):
                cleaned = table.frame[column.name].gather(undone.rows)
                parts.append(
                    pl.DataFrame({"original": undone.typed, "value": cleaned})
                    .select(
                        pl.Series("at", undone.rows).cast(pl.UInt32) + before,
                        pl.lit(column.name, dtype=pl.String).alias("column"),
                        pl.lit(column.role, dtype=pl.String).alias("role"),
                        "original",
                        "value",
                        nothing=pl.col("value").is_null(),
                    )
                    .select(
                        "at",
                        "column",
                        "role",
                        "original",
                        "value",
                        pl.when("nothing")
                        .then(pl.lit("missing"))
                        .otherwise(pl.lit("fixed"))
                        .cast(STATUS)
                        .alias("status"),
                        pl.when("nothing")
                        .then(pl.lit("filler"))
                        .otherwise(pl.lit("format"))
                        .cast(ISSUE)
                        .alias("issue"),
                    )
                )
        before += table.frame.height
    return pl.concat(parts).sort("at", maintain_order=True)


def _clean_column(tables: Sequence[Table], output: str, columns: Sequence[Column]) -> tuple[Cells, pl.DataFrame]:
    by_source: dict[str, list[Column]] = {}
    for column in columns:
        # The one that the others are joined to comes first; they follow in their order.
        by_source.setdefault(column.source, []).append(column)
    most = max(map(len, by_source.values()))
    parts: list[list[pl.DataFrame]] = [[] for _ in range(most)]
    raw, found = [], []
    role = field_of(columns[0].role or "")
    assert role is not None  # only columns with a role come here
    for table in tables:
        # The column that the others are joined to comes first: its text begins, and its name stands in the log.
        held = sorted(by_source.get(table.name, []), key=lambda column: column.joins is not None)
        typed = _joined_text(table, held)
        for number in range(most):
            parts[number].append(_part(table, held[number] if number < len(held) else None))
        raw.append(typed.rename("raw"))
        options = {**role.options, **(held[0].options if held else {})}
        found.append(role.cleaner.series(typed, **options).struct.unnest())
    verdict = pl.concat(found)
    names, *others = [pl.concat(some) for some in parts]
    cells = Cells(
        role=role.name,
        output=None if role.name in WHOLE_NAMES or is_opposition(role.name) or is_revocation(role.name) else output,
        names=names["name"],
        raw=pl.concat(raw),
        verdict=verdict.select(_VERDICT),
        parts=tuple((part["name"], part["raw"]) for part in (names, *others)) if others else (),
    )
    return cells, verdict.select(name for name in verdict.columns if name in _KEPT)


def _part(table: Table, column: Column | None) -> pl.DataFrame:
    """A column's name, row by row, and its cells as they came."""
    height = table.frame.height
    name = pl.Series("name", [column.name if column else None], dtype=pl.Categorical()).new_from_index(0, height)
    return pl.DataFrame([name, (table.typed(column.name) if column else text.nothing(height)).rename("raw")])


def _joined_text(table: Table, columns: Sequence[Column]) -> pl.Series:
    """The cells of a column, or those of several in which one text goes on: RAGSOC1 and RAGSOC2.

    Fillers are no part of it, nor what another column says, too; where one column says something it stays as it came.
    """
    if not columns:
        return text.nothing(table.frame.height)
    if len(columns) == 1:
        return table.typed(columns[0].name)
    cells = pl.DataFrame([table.frame[column.name].rename(str(number)) for number, column in enumerate(columns)])
    tidy = cells.with_columns(text.tidy(pl.all()))
    kept: list[pl.Expr] = []
    for number, name in enumerate(tidy.columns):
        said = [pl.col(name).eq_missing(pl.col(before)) for before in tidy.columns[:number]]
        nothing_new = pl.any_horizontal(text.is_filler(pl.col(name)).fill_null(value=True), *said)
        kept.append(pl.when(~nothing_new).then(pl.col(name)).alias(name))
    spoken = tidy.select(kept)
    parts = spoken.select(pl.sum_horizontal(pl.all().is_not_null())).to_series()
    joined = spoken.select(pl.concat_str(pl.all(), separator=" ", ignore_nulls=True)).to_series()
    speaks = [spoken[name].is_not_null() for name in spoken.columns]
    first = [pl.when(where).then(pl.col(name)) for name, where in zip(cells.columns, speaks, strict=True)]
    alone = cells.select(pl.coalesce(*first, *cells.columns)).to_series()
    return pl.select(pl.when(parts > 1).then(joined).otherwise(alone)).to_series()


def _counts(name: str, cells: Cells) -> pl.DataFrame:
    return (
        cells.verdict.group_by("status", "issue")
        .agg(cells=pl.len())
        .select(pl.lit(name).alias("column"), "status", "issue", "cells")
        .sort("status", "issue", nulls_last=False)
    )


def _frame(sheet: Worksheet) -> pl.DataFrame:
    held = {cells.output: cells.value for cells in sheet.cells.values() if cells.output is not None}
    canonical = {name: series.rename(name) for name, series in {**sheet.derived, **held}.items()}
    ordered = sorted(canonical, key=canonical_position)
    columns = [sheet.identity, pl.DataFrame([canonical[name] for name in ordered]), sheet.passed_on]
    return pl.concat([some for some in columns if some.width], how="horizontal")


def _hints(sheet: Worksheet) -> pl.DataFrame:
    """Refused 16-character codes as typed, and the further numbers and addresses of a cell."""
    typed = text.nothing(sheet.height, "cf_typed")
    if "codice_fiscale" in sheet.cells:
        cells = sheet.cells["codice_fiscale"]
        typed = pl.DataFrame({"raw": cells.raw, "value": cells.value}).select(
            cf_typed=pl.when(pl.col("value").is_null()).then(
                pl.col("raw").str.to_uppercase().str.replace_all("[^A-Z0-9]", "").str.extract(r"^([A-Z0-9]{15,17})$")
            )
        )["cf_typed"]
    faxes = [*_further(sheet, "fax"), *_further(sheet, "telefono", "cellulare", extra="fax")]
    further = {
        "other_phones": _joined(_further(sheet, "telefono", "cellulare")),
        "other_faxes": _joined(faxes),
        "other_emails": _joined(_further(sheet, "email", "pec")),
    }
    return pl.DataFrame(
        {
            "cf_typed": typed,
            "company_words": _company_words(sheet),
            **{name: text.nothing(sheet.height) if more is None else more for name, more in further.items()},
            **({} if sheet.marks is None else {MARKS: sheet.marks}),
            **{f"{DOUBTED}{name}": values for name, values in reach.doubted_contacts(sheet).items()},
            **{f"{UNREAD}{CONSENT}{purpose}": rows for purpose, rows in sheet.unread.items()},
        }
    )


def _company_words(sheet: Worksheet) -> pl.Series:
    """The words of firms' names, where the name in the frame is the one that was read."""
    read = [name for name in WHOLE_NAMES if name in sheet.cells]
    if len(read) != 1:
        return text.nothing(sheet.height, "company_words")
    words = sheet.finding(read[0], "parole").rename("company_words")
    return pl.select(pl.when(sheet.finding(read[0], "is_company")).then(words).alias("company_words")).to_series()


def _further(sheet: Worksheet, *roles: str, extra: str = "altri") -> list[pl.Series]:
    """What the cleaners of some roles found beyond the values of their cells, role by role."""
    cells = [(name, cells.role) for name, cells in sheet.cells.items()]
    return [sheet.finding(name, extra) for role in roles for name, its in cells if its == role]


def _joined(found: Sequence[pl.Series]) -> pl.Series | None:
    """One text for each row, null where nothing was found."""
    some = [values.rename(str(place)) for place, values in enumerate(found) if values.null_count() < len(values)]
    if not some:
        return None
    joined = pl.DataFrame(some).select(pl.concat_str(pl.all(), separator=" ", ignore_nulls=True).alias("joined"))
    return joined["joined"].set(joined["joined"] == "", None)
