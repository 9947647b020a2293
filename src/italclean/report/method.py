"""The section on how it was done: promises, stages, blocking passes and versions."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING

from italclean.report.markup import Content, Markup, tag
from italclean.report.templating import render
from italclean.version import __version__

if TYPE_CHECKING:
    from italclean.report.words import Words
    from italclean.result import Result

_KNOWN_STAGES = ("read", "plan", "clean", "dedupe")


def method(result: Result, words: Words) -> Markup:
    """Return the section on how it was done."""
    deduped = result.deduped
    pairs = None if deduped is None else deduped.figures.get("pairs_compared", 0)
    passes = [] if deduped is None else [
        (
            tag("code", given.name),
            *(words.number(count) for count in (given.pairs, given.largest, given.refined, given.windowed)),
        )
        for given in deduped.passes
    ]  # fmt: skip
    return render(
        "method",
        words,
        deduped=deduped is not None,
        stages=_stages(result, words),
        pairs=words.number(pairs) if isinstance(pairs, int) else "–",
        headings=[words(name) for name in ("key", "pairs", "largest_block", "refined", "windowed")],
        passes=passes,
        versions=f"italclean {__version__}, polars {version('polars')}, Python {platform.python_version()}",
    )


def _stages(result: Result, words: Words) -> list[Sequence[Content]]:
    rows: list[Sequence[Content]] = [
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
    return rows
