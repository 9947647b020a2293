"""An evaluation in words: the table that a terminal and a notebook show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from italclean.evaluation.estimate import Estimate
from italclean.evaluation.evaluation import Band, Evaluation
from italclean.messages.text import said
from italclean.report.markup import Markup, tag
from italclean.report.words import Words

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """A table to be shown.

    Attributes:
        title: What was measured, in a sentence.
        headings: The headings of its columns.
        rows: Its cells.
        remarks: What is said below it.
    """

    title: str
    headings: tuple[str, ...]
    rows: list[tuple[str, ...]]
    remarks: tuple[str, ...]


def shown(evaluation: Evaluation) -> Shown:
    """Return an evaluation as a table of text.

    Args:
        evaluation: The evaluation.
    """
    words = Words(evaluation.language)
    numbers = {name: words.number(count) for name, count in evaluation.counts.items()}
    title = said(f"evaluate.title_{evaluation.kind}", **numbers).text(evaluation.language)
    remarks = [evaluation.method.text(evaluation.language)]
    if evaluation.pile is None:
        heads: tuple[str, ...] = ("evaluate.figure", "evaluate.value", "evaluate.interval", "evaluate.counted")
        rows = [_figure(name, found, evaluation, words) for name, found in evaluation.estimates.items()]
    else:
        heads = (
            *("evaluate.probability", "evaluate.asked", "evaluate.decided", "evaluate.mean"),
            *("evaluate.same", "evaluate.interval", "evaluate.calibration"),
        )
        rows = [_band(band, evaluation, words) for band in evaluation.bands]
        rows.append(_band(evaluation.pile, evaluation, words, whole=True))
        if evaluation.gain is not None:
            remarks.insert(0, _gain(evaluation, evaluation.gain, words))
    headings = tuple(said(head).text(evaluation.language) for head in heads)
    return Shown(title, headings, rows, tuple(remarks))


def _figure(name: str, found: Estimate, evaluation: Evaluation, words: Words) -> tuple[str, ...]:
    counted = ""
    if found.whole is not None:
        details = {"part": words.number(found.part or 0), "whole": words.number(found.whole)}
        counted = said(f"evaluate.of_{name}", **details).text(evaluation.language)
    label = said(f"evaluate.name_{name}").text(evaluation.language)
    return label, _share(found.value, words), _interval(found, words), counted


def _band(band: Band, evaluation: Evaluation, words: Words, *, whole: bool = False) -> tuple[str, ...]:
    label = said("evaluate.all").text(evaluation.language) if whole else _range(band.low, band.high, words, 2)
    calibration = "" if band.calibration is None else said(f"evaluate.{band.calibration}").text(evaluation.language)
    return (
        label,
        words.number(band.pairs),
        words.number(band.decided),
        _share(band.probability, words),
        _share(band.same.value, words),
        _interval(band.same, words),
        calibration,
    )


def _gain(evaluation: Evaluation, gain: Estimate, words: Words) -> str:
    details = {name: words.number(getattr(gain, name) or 0) for name in ("value", "low", "high")}
    return said("evaluate.gain", open=words.number(evaluation.counts["open"]), **details).text(evaluation.language)


def _share(value: float | None, words: Words) -> str:
    return "–" if value is None else words.number(value, _DIGITS)


def _interval(found: Estimate, words: Words) -> str:
    if found.low is None or found.high is None:
        return "–"
    return _range(found.low, found.high, words, _DIGITS)


def _range(low: float, high: float, words: Words, digits: int) -> str:
    return f"{words.number(low, digits)}–{words.number(high, digits)}"


def as_text(table: Shown) -> str:
    """Return the table for a terminal.

    Args:
        table: The table.

    Examples:
        >>> print(as_text(Shown("Two rows.", ("figure", "value"), [("precision", "0.5")], ("Wilson.",))))
        Two rows.
        <BLANKLINE>
        figure     value
        precision  0.5
        <BLANKLINE>
        Wilson.
    """
    lines: list[Sequence[str]] = [table.headings, *table.rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(table.headings))]
    drawn = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([table.title, "", *drawn, "", *table.remarks])


def notebook_view(evaluation: Evaluation) -> str:
    """Return the table for a notebook, with what is to be known of it.

    Args:
        evaluation: The evaluation.
    """
    table = shown(evaluation)
    head = tag("tr", *(tag("th", heading, style="text-align:left") for heading in table.headings))
    body = [tag("tr", *(tag("td", cell, style="text-align:left") for cell in row)) for row in table.rows]
    notices = [notice.text(evaluation.language) for notice in evaluation.notices]
    below: list[Markup] = [tag("div", line, style="margin-top:.4em") for line in (*table.remarks, *notices)]
    return tag("div", tag("div", tag("b", table.title)), tag("table", tag("thead", head), tag("tbody", *body)), *below)
