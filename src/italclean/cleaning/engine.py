"""Every cell through its cleaner, every row's fields against each other, every change on record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from italclean.cleaning import activity, addresses, codes, consents, contacts, invoicing, names, places
from italclean.cleaning.activity import Periods
from italclean.cleaning.log import UNWRAPPED, IssueLog
from italclean.cleaning.packed import Findings
from italclean.cleaning.worksheet import Cells, Worksheet
from italclean.core import text
from italclean.core.outcome import ISSUE, STATUS
from italclean.core.parallel import each
from italclean.errors import Language
from italclean.files.read import Table
from italclean.plan import UNTOUCHED, Column, Plan
from italclean.roles import canonical_position, role_of

UNREAD = "unread_"
"""What the hints call a consent that could not be read: on a duplicate it lets no yes stand."""

_VERDICT = ("value", "status", "issue", "detail")
_NAME_ROLES = ("nominativo", "ragione_sociale")
# What is asked of the cleaners' findings later; the others are not kept.
_KEPT = {
    "tipo", "titolo", "cognome", "nome", "ragione_sociale", "forma_giuridica", "parole", "data_nascita", "sesso",
    "belfiore", "candidati", "stato", "secolo", "codice_luogo", "codice_fiscale", "partita_iva", "pec", "altri",
    "ordine", "frazione", "civico", "interno", "cap", "comune", "provincia",
    "genere", "forse", "fax", "dominio", "data", "fonte", "nota",
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
    contacts.settle_mailboxes(sheet)
    if check_domains is not None:
        contacts.hold_dead_domains(sheet, *check_domains(contacts.mail_domains(sheet)))
    addresses.part_addresses(sheet, places.are_abroad(sheet))
    places.settle_places(sheet)
    addresses.keep_localities(sheet)
    contacts.settle_numbers(sheet)
    contacts.tell_mailboxes(sheet)
    names.settle_names(sheet)
    codes.choose_codes(sheet)
    codes.mend_codes(sheet)
    names.settle_order(sheet)
    codes.check_codes(sheet)
    names.tell_sex(sheet)
    names.greet(sheet)
    codes.report_shared_numbers(sheet)
    invoicing.check_recipients(sheet)
    consents.hold_contradictions(sheet)
    consents.keep_evidence(sheet)
    activity.tell_activity(sheet, periods or Periods())
    counts = pl.concat([_counts(name, cells) for name, cells in sheet.cells.items()])
    log = IssueLog(sheet.identity, tuple(sheet.cells.values()), language, _unwrapped(tables, plan))
    derived = {name: len(values) - values.null_count() for name, values in sheet.derived.items()}
    return Cleaned(_frame(sheet), log, counts, plan, _hints(sheet), derived)


def _columns_by_output(plan: Plan) -> dict[str, list[Column]]:
    grouped: dict[str, list[Column]] = {}
    for column in plan.columns:
        if column.role not in (None, "id", "source"):
            grouped.setdefault(column.output, []).append(column)
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
    outputs = plan.passed_on()
    parts = []
    for table in tables:
        names = {column.output: column.name for column in plan.of(table.name) if column.role in UNTOUCHED}
        parts.append(
            table.frame.select(
                (pl.col(names[output]) if output in names else pl.lit(None, dtype=pl.String)).alias(output)
                for output in outputs
            )
            if outputs
            else pl.DataFrame()
        )
    return pl.concat(parts)


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
    by_source = {column.source: column for column in columns}
    headers, raw, found = [], [], []
    first = columns[0]
    role = role_of(first.role or "")
    assert role is not None  # only columns with a role come here
    for table in tables:
        column = by_source.get(table.name)
        typed = table.typed(column.name) if column else text.nothing(table.frame.height)
        options = {**role.options, **(column.options if column else {})}
        headers.append(
            pl.Series([column.name if column else None], dtype=pl.Categorical()).new_from_index(0, table.frame.height)
        )
        raw.append(typed.rename("raw"))
        found.append(role.cleaner.series(typed, **options).struct.unnest())
    verdict = pl.concat(found)
    cells = Cells(
        role=role.name,
        output=None if role.name in _NAME_ROLES else output,
        names=pl.concat(headers),
        raw=pl.concat(raw),
        verdict=verdict.select(_VERDICT),
    )
    return cells, verdict.select(name for name in verdict.columns if name in _KEPT)


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
    return pl.concat(
        [sheet.identity, pl.DataFrame([canonical[name] for name in ordered]), sheet.passed_on], how="horizontal"
    )


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
    return pl.DataFrame(
        {
            "cf_typed": typed,
            "company_words": _company_words(sheet),
            "other_phones": _joined(sheet, ("telefono", "cellulare")),
            **{
                f"{UNREAD}{name}": cells.verdict["issue"] == "consent_unknown"
                for name, cells in sheet.cells.items()
                if cells.role.startswith("consenso_")
            },
        }
    )


def _company_words(sheet: Worksheet) -> pl.Series:
    """The words of firms' names, where the name in the frame is the one that was read."""
    read = [name for name in _NAME_ROLES if name in sheet.cells]
    if len(read) != 1:
        return text.nothing(sheet.height, "company_words")
    words = sheet.finding(read[0], "parole").rename("company_words")
    return pl.select(pl.when(sheet.finding(read[0], "is_company")).then(words).alias("company_words")).to_series()


def _joined(sheet: Worksheet, names: Sequence[str]) -> pl.Series:
    others = pl.DataFrame({name: sheet.finding(name, "altri") for name in names})
    joined = others.select(pl.concat_str(pl.all(), separator=" ", ignore_nulls=True).alias("joined"))["joined"]
    return joined.set(joined == "", None) if len(joined) else joined
