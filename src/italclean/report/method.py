"""The section on how it was done: promises, stages, blocking passes and versions."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import TYPE_CHECKING

from italclean.report.markup import Markup, table, tag
from italclean.version import __version__

if TYPE_CHECKING:
    from italclean.report.words import Words
    from italclean.result import Result

_KNOWN_STAGES = ("read", "plan", "clean", "dedupe")


def method(result: Result, words: Words) -> Markup:
    """Return the section on how it was done."""
    parts: list[Markup] = []
    if result.deduped is not None:
        parts += [tag("p", words("promises")), tag("p", words("consent"))]
    parts += [tag("p", words("offline")), _stages(result, words)]
    if result.deduped is not None:
        parts.append(_passes(result, words))
    versions = f"italclean {__version__}, polars {version('polars')}, Python {platform.python_version()}"
    parts.append(tag("p", f"{words('versions')}: {versions}", class_="soft"))
    return Markup("".join(parts))


def _stages(result: Result, words: Words) -> Markup:
    rows = [
        (
            words(f"stage_{stage.name}") if stage.name in _KNOWN_STAGES else stage.name,
            words.number(stage.seconds, 2),
            "–" if stage.peak_mb is None else words.number(stage.peak_mb),
        )
        for stage in result.stages
    ]
    peaks = [stage.peak_mb for stage in result.stages if stage.peak_mb is not None]
    total = words.number(sum(stage.seconds for stage in result.stages), 2)
    rows.append((tag("b", words("stage_total")), tag("b", total), tag("b", words.number(max(peaks)) if peaks else "–")))
    return table([words("stage"), words("seconds"), words("memory")], rows, numbers=(1, 2))


def _passes(result: Result, words: Words) -> Markup:
    assert result.deduped is not None  # the caller asked
    pairs = result.deduped.figures.get("pairs_compared", 0)
    rows = [
        (
            tag("code", given.name),
            *(words.number(count) for count in (given.pairs, given.largest, given.refined, given.windowed)),
        )
        for given in result.deduped.passes
    ]
    headings = [words(name) for name in ("key", "pairs", "largest_block", "refined", "windowed")]
    compared = words.number(pairs) if isinstance(pairs, int) else "–"
    return Markup(
        tag("h3", words("passes"))
        + tag("p", words("passes_intro", pairs=compared), class_="soft")
        + table(headings, rows, numbers=(1, 2, 3, 4))
    )
