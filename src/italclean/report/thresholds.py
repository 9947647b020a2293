"""What other thresholds of merging would give on this list: a curve, and the figures behind it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from italclean.pairs.expected import Choice
from italclean.report.markup import Content, Markup, tag
from italclean.report.templating import render

if TYPE_CHECKING:
    from italclean.report.words import Words
    from italclean.result import Result

_WIDTH, _HEIGHT, _EDGE = 360, 180, 22
_WRONG, _MISSED = "var(--invalid,#c8433c)", "var(--accent,#0b5a8f)"


def thresholds(result: Result, words: Words) -> Markup:
    """Return what to expect of the merges by likeness, and of other thresholds."""
    deduped = result.deduped
    if deduped is None:
        return Markup("")
    expected = deduped.expected
    if not expected.is_learned:
        return render("thresholds", words, learned=_learned(result, words), now="")
    chosen = expected.chosen
    now = words(
        "expected_now",
        merged=words.number(chosen.merged),
        wrong=_range(chosen, words),
        missed=words.number(chosen.missed),
    )
    said, picture = _curve(expected.choices, words)
    names = ("merge_from", "merged_pairs", "pairs_asked", "wrong_merges", "missed_pairs")
    return render(
        "thresholds",
        words,
        learned=_learned(result, words),
        now=now,
        wrong_shade=_WRONG,
        missed_shade=_MISSED,
        picture=picture,
        said=said,
        headings=[words(name) for name in names],
        rows=[_row(choice, words) for choice in expected.choices],
    )


def _learned(result: Result, words: Words) -> str:
    """How many pairs are known by their codes, and whether anything was learned from them."""
    assert result.deduped is not None  # the caller asked
    told = []
    for taught in result.deduped.expected.taught:
        kind = words("persons" if taught.kind == "P" else "companies")
        key = "learned" if taught.regression is not None else taught.why_not
        told.append(words(f"labels_{key}", kind=kind, labels=words.number(taught.labels)))
    return " ".join(told)


def _row(choice: Choice, words: Words) -> list[Content]:
    return [
        words.number(choice.merge_from, 3),
        words.number(choice.merged),
        words.number(choice.review),
        _range(choice, words),
        words.number(choice.missed),
    ]


def _range(choice: Choice, words: Words) -> str:
    return f"{words.number(choice.wrong_from)}–{words.number(choice.wrong_to)}"


def _curve(choices: Sequence[Choice], words: Words) -> tuple[str, Markup]:
    """Say and draw the wrong merges, as the range that is told, and the missed duplicates, over the thresholds."""
    most = max(1.0, *(max(choice.wrong_to, choice.missed) for choice in choices))
    across = [_EDGE + place * (_WIDTH - 2 * _EDGE) / (len(choices) - 1) for place in range(len(choices))]

    def height(value: float) -> float:
        # Both are counts of which a tenth matters as much as the whole.
        return _HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * math.log1p(value) / math.log1p(most)

    def points(values: Sequence[float]) -> list[str]:
        return [f"{x:.1f},{height(value):.1f}" for x, value in zip(across, values, strict=True)]

    least, upper = points([choice.wrong_from for choice in choices]), points([choice.wrong_to for choice in choices])
    drawn = [
        tag("polygon", points=" ".join([*least, *reversed(upper)]), fill=_WRONG, fill_opacity="0.3"),
        tag("polyline", points=" ".join(points([choice.wrong for choice in choices])), fill="none", stroke=_WRONG),
        tag("polyline", points=" ".join(points([choice.missed for choice in choices])), fill="none", stroke=_MISSED),
    ]
    labels = [
        tag("text", f"{choice.merge_from:g}", x=f"{x:.1f}", y=_HEIGHT - _EDGE + 16, text_anchor="middle")
        for x, choice in zip(across, choices, strict=True)
    ]
    said = words("curve", most=words.number(most))
    picture = tag(
        "svg",
        tag("title", said),
        *drawn,
        *labels,
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        role="img",
        style="max-width:520px;width:100%;font-size:10px;fill:currentColor",
    )
    return said, picture
