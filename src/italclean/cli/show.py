"""What a terminal shows: progress bars and summaries on standard error, the plan on standard output."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as RichTable
from rich.text import Text

from italclean.cli.terminal import put, readable, say
from italclean.errors import Language
from italclean.fields.plan import Plan
from italclean.messages.text import said
from italclean.readers.table import Table
from italclean.result import Result
from italclean.review.page import REVIEW_PAGE
from italclean.stages import Progress as Callback

_STAGES = ("read", "plan", "clean", "dns", "dedupe", "audit")
_DELIMITERS = {"\t": "TAB"}


@contextmanager
def progress_bars(language: Language, *, enabled: bool) -> Iterator[Callback | None]:
    """Show a bar for each stage on standard error."""
    if not enabled:
        yield None
        return
    columns = (
        TextColumn("{task.description:<10}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[what]:<20}", markup=False),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, object] = {}

        def advance(stage: str, what: str, done: int, steps: int) -> None:
            for name, task in tasks.items():
                if name != stage:
                    bars.update(task, completed=10**9)  # type: ignore[arg-type]
            if stage not in tasks:
                label = said(f"cli.stage_{stage}").text(language) if stage in _STAGES else stage
                tasks[stage] = bars.add_task(label, total=steps, what="")
            bars.update(tasks[stage], completed=done, total=steps, what=readable(what))  # type: ignore[arg-type]

        yield advance


def print_plan(tables: Sequence[Table], plan: Plan, language: Language) -> None:
    """Print what was detected on each source."""
    written = io.StringIO()
    console = Console(file=written, soft_wrap=False, width=Console().width, no_color=True)
    for table in tables:
        facts = [said("cli.rows", count=table.frame.height).text(language)]
        for fact, value in table.facts.items():
            shown = _DELIMITERS.get(value, f"«{value}»") if fact == "delimiter" else value
            facts.append(said(f"cli.fact_{fact}", shown=shown).text(language))
        if table.rejected.height:
            facts.append(said("cli.malformed", count=table.rejected.height).text(language))
        console.print(Text(readable(f"{table.path or table.name}: {', '.join(facts)}")), soft_wrap=True)
        grid = RichTable(box=None, pad_edge=False)
        for heading in (said("cli.column"), said("cli.role"), said("cli.why")):
            grid.add_column(heading.text(language), overflow="fold")
        for column in plan.of(table.name):
            # As Text: a header may hold what rich takes for markup, [red].
            cells = column.name, column.role or "–", column.why.text(language)
            grid.add_row(*(Text(readable(cell)) for cell in cells))
        console.print(grid)
    put(written.getvalue().rstrip("\n"))
    if plan.unused:
        _print_unused(plan, language, several=len(tables) > 1)


def _print_unused(plan: Plan, language: Language, *, several: bool) -> None:
    """Print what could be used and is not, and what to add for it, each on one line to copy."""
    put(f"\n{said('cli.unused').text(language)}")
    for column in plan.unused:
        of = f"{column.source}: " if several else ""
        put(readable(f"  {column.option.text(language)}  ({of}{column.said.text(language)})"))


def print_result(result: Result, out: Path | None, language: Language) -> None:
    """Print a few lines on what came out, on standard error."""
    figures = {name: f"{int(figure):,}" for name, figure in result.figures().items()}
    figures = {name: figure.replace(",", ".") if language == "it" else figure for name, figure in figures.items()}
    lines = [said("cli.read", **figures)]
    if result.deduped is not None:
        lines.append(said("cli.customers", **figures))
        if result.figures()["decisions_applied"]:
            lines.append(said("cli.decisions", count=figures["decisions_applied"]))
    if out is not None:
        lines.append(said("cli.results", out=out, report=out / "report.html"))
        if result.deduped is not None and not result.review.is_empty():
            lines.append(said("cli.review_page", page=out / REVIEW_PAGE))
    for line in lines:
        say(line.text(language))


def print_expected(result: Result, language: Language) -> None:
    """Print what other thresholds of merging would give on this list, on standard error."""
    deduped = result.deduped
    if deduped is None:
        return
    expected = deduped.expected
    if not expected.is_learned:
        say(said("cli.expected_unknown").text(language))
        return
    written = io.StringIO()
    grid = RichTable(box=None, pad_edge=False)
    for heading in ("merge_from", "merged_pairs", "pairs_asked", "wrong_merges", "missed_pairs"):
        grid.add_column(said(f"report.{heading}").text(language), justify="right")
    for choice in expected.choices:
        used = "*" if choice.merge_from == expected.chosen.merge_from else ""
        wrong = f"{choice.wrong_from}-{choice.wrong_to}"
        grid.add_row(
            f"{choice.merge_from:g}{used}", f"{choice.merged}", f"{choice.review}", wrong, f"{choice.missed:.0f}"
        )
    Console(file=written, width=Console().width, no_color=True).print(grid)
    for line in (said("cli.expected").text(language), *written.getvalue().rstrip("\n").splitlines()):
        say(line)
