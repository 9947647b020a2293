"""The sections on duplicates: what was merged and why, and the pairs that a person decides."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from italclean.fields.catalogue import CODES, SHOWN_NAME
from italclean.pairs.reasons import say
from italclean.pairs.review import KEY_FIELDS
from italclean.report import figures
from italclean.report.figures import Row
from italclean.report.markup import Content, Markup, bar, short, table, tag
from italclean.report.thresholds import thresholds
from italclean.report.waterfall import waterfall

if TYPE_CHECKING:
    from italclean.report.words import Words
    from italclean.result import Result

_LARGEST = 8
_REASONS = 12
_CLUSTERS = 6
_PAIRS = 20
_MOST_SOURCES = 20
_CELL = 48
_CERTAIN = 0.9999


def duplicates(result: Result, words: Words) -> Markup:
    """Return the section on what was merged."""
    merged = figures.merged_rows(result)
    if merged.is_empty():
        return tag("p", words("no_duplicates"))
    rules, reasons = figures.grounds(merged, _REASONS)
    parts = [
        tag("h3", words("sizes")),
        _sizes(result, words),
        tag("h3", words("grounds")),
        tag("p", words("grounds_intro"), class_="soft"),
        _counted(words("rule"), [(say(rule, words.language), rows) for rule, rows in rules], merged.height, words),
        tag(
            "details",
            tag("summary", words("most_frequent")),
            _counted(words("reason"), reasons, merged.height, words, bars=False),
            open="open",
        ),
        tag("h3", words("largest")),
        _largest(result, words),
        *_contacts(result, words),
        thresholds(result, words),
    ]
    if len(result.sources) > 1:
        parts = [tag("h3", words("meeting")), _sources(result, words), *parts]
    clusters = figures.cluster_examples(result, merged, _CLUSTERS)
    if clusters:
        parts += [tag("h3", words("clusters")), tag("p", words("clusters_intro"), class_="soft")]
        parts += [_cluster(say(rule, words.language), golden, rows, words) for rule, golden, rows in clusters]
    if result.deduped is not None and result.deduped.hardest:
        parts += [tag("h3", words("hardest")), tag("p", words("hardest_intro"), class_="soft")]
        parts += [waterfall(explained) for explained in result.deduped.hardest]
    return Markup("".join(parts))


def _sources(result: Result, words: Words) -> Markup:
    """Return what each source holds, and what each two have in common."""
    if result.deduped is None:
        return Markup("")
    held = [
        (tag("b", short(source)), *(words.number(count) for count in (rows, customers, only, rows - customers)))
        for source, rows, customers, only in result.deduped.sources.head(_MOST_SOURCES).iter_rows()
    ]
    shared = [
        (f"{short(one)} · {short(other)}", words.number(customers))
        for one, other, customers in result.deduped.links.sort("customers", descending=True, maintain_order=True)
        .head(_MOST_SOURCES)
        .iter_rows()
    ]
    headings = [words(name) for name in ("source", "rows", "customers", "only_here", "within")]
    return Markup(
        table(headings, held, numbers=(1, 2, 3, 4))
        + table([words("two_sources"), words("in_common")], shared, numbers=(1,))
    )


def _sizes(result: Result, words: Words) -> Markup:
    sizes = figures.cluster_sizes(result.golden)
    most = max(customers for _, customers in sizes)
    total = result.golden.height
    rows = []
    for size, customers in sizes:
        label = f"{size} {words('one_row' if size == '1' else 'size')}"
        said = f"{label}: {words.number(customers)} {words('customers').lower()}"
        drawn = tag("td", bar([("plain", customers / most)], said), class_="wide")
        rows.append((label, drawn, words.number(customers), words.share(customers, total)))
    return table([words("rows"), "", words("customers"), words("share")], rows, numbers=(2, 3))


def _counted(
    heading: str, counted: Sequence[tuple[str, int]], total: int, words: Words, *, bars: bool = True
) -> Markup:
    rows: list[list[Content]] = []
    for name, count in counted:
        shown, share = short(name, 160), words.share(count, total)
        drawn = [tag("td", bar([("plain", count / total)], f"{shown}: {share}"), class_="third")] if bars else []
        rows.append([tag("td", shown, class_="long"), *drawn, words.number(count), share])
    headings = [heading, *([""] if bars else []), words("merged_rows"), words("share")]
    return table(headings, rows, numbers=(len(headings) - 2, len(headings) - 1))


def _largest(result: Result, words: Words) -> Markup:
    fields = [name for name in (*CODES, "comune") if name in result.golden.columns]
    rows: list[list[Content]] = [
        [
            words.number(row["records"]),
            short(row["golden_id"], _CELL),
            _name(row),
            *(short(row[name], _CELL) for name in fields),
        ]
        for row in figures.largest(result.golden, _LARGEST)
    ]
    return table([words("rows"), words("customer"), words("name"), *fields], rows, numbers=(0,), class_="records")


def _contacts(result: Result, words: Words) -> list[Markup]:
    """Return how many contacts of each kind were kept, if there are any."""
    counts = {} if result.deduped is None else result.deduped.book.counts()
    rows = [(kind, words.number(count)) for kind, count in counts.items() if count]
    if not rows:
        return []
    counted = table([words("kind"), words("contact_lines")], rows, numbers=(1,))
    return [tag("h3", words("contacts")), tag("p", words("contacts_intro"), class_="soft"), counted]


def _name(row: Row) -> str:
    return short(" ".join(str(row[part]) for part in SHOWN_NAME if row.get(part)), _CELL)


def _cluster(rule: str, golden: Row, rows: Sequence[Row], words: Words) -> Markup:
    present = [
        name for name in figures.shown_fields(list(golden)) if golden[name] or any(row.get(name) for row in rows)
    ]
    fields = [name for name in present if name not in SHOWN_NAME]
    names = any(name in present for name in SHOWN_NAME)
    head = [tag("th", words("result"), scope="row"), *([tag("td", _name(golden))] if names else [])]
    lines = [
        tag("tr", *head, *(tag("td", short(golden[name], _CELL) or "–") for name in fields), tag("td"), class_="head")
    ]
    for row in rows:
        cells = [_compared(_name(row), _name(golden))] if names else []
        cells += [_compared(row.get(name), golden[name]) for name in fields]
        lines.append(
            tag(
                "tr",
                tag("td", _place(row["source"], row["row"], words)),
                *cells,
                tag("td", short(row["reason"], 160)),
            )
        )
    headings = ["", *([words("name")] if names else []), *fields, words("reason")]
    drawn = tag(
        "table",
        tag("thead", tag("tr", *(tag("th", heading, scope="col") for heading in headings))),
        tag("tbody", *lines),
        class_="records",
    )
    return Markup(tag("p", tag("b", rule)) + tag("div", drawn, class_="scroll"))


def _place(source: object, row: object, words: Words) -> Markup:
    return tag("span", short(source, 24), " · ", words("row_number", row=row), class_="soft")


def _compared(value: object, other: object) -> Markup:
    """Return a cell, marked where it says something else than the other one."""
    if value is None or value == "":
        return tag("td", "–", class_="none")
    return tag("td", short(value, _CELL), class_="differs" if value != other else None)


def pairs(result: Result, words: Words) -> Markup:
    """Return the section on the pairs that a person decides."""
    first = result.review.head(_PAIRS).to_dicts()
    if not first:
        return tag("p", words("review_none"))
    fields = [name for name in KEY_FIELDS if any(pair[f"{name}_a"] or pair[f"{name}_b"] for pair in first)]
    bodies = []
    for pair in first:
        title = words("pair", number=words.number(pair["pair_id"]))
        share = words.share(min(pair["probability"], _CERTAIN), 1)
        said = f"{title} · {short(pair['reason'], 160)} · {words('likelihood')} {share}"
        lines = [tag("tr", tag("td", tag("span", said, class_="pin"), colspan=len(fields) + 1), class_="head")]
        for side, other in (("a", "b"), ("b", "a")):
            cells = [_contrasted(pair[f"{name}_{side}"], pair[f"{name}_{other}"]) for name in fields]
            lines.append(tag("tr", tag("td", _place(pair[f"source_{side}"], pair[f"row_{side}"], words)), *cells))
        bodies.append(tag("tbody", *lines, class_="pair"))
    headings = [words("name") if name == "nominativo" else name for name in fields]
    head = tag("thead", tag("tr", *(tag("th", heading, scope="col") for heading in ("", *headings))))
    shown = words("review_all")
    if result.review.height > len(first):
        shown = words("review_first", shown=words.number(len(first)), count=words.number(result.review.height))
    return Markup(
        _gain(result, words)
        + tag("p", words("review_how_xlsx" if words.review.endswith(".xlsx") else "review_how"))
        + tag("pre", _command(result, words.review))
        + tag("p", words("review_left"))
        + tag("p", shown, class_="soft")
        + tag("div", tag("table", head, *bodies, class_="records"), class_="scroll")
    )


def _gain(result: Result, words: Words) -> Markup:
    """Return what answering is worth, where the list's own codes tell."""
    if result.deduped is None or not result.deduped.expected.is_learned:
        return Markup("")
    gain = words.number(result.deduped.expected.chosen.gain)
    return tag("p", words("review_gain", count=words.number(result.review.height), gain=gain))


def _contrasted(value: object, other: object) -> Markup:
    if not value:
        return tag("td", "–", class_="none")
    return tag("td", short(value, _CELL), class_="differs" if other and value != other else None)


def _command(result: Result, review: str) -> str:
    paths = [(source["source"], figures.shown_name(source["path"])) for source in result.sources if source["path"]]
    files = [shlex.quote(path if PurePath(path).stem == name else f"{name}={path}") for name, path in paths]
    given = short(" ".join(files), 240) or "FILE"
    return f"python -m italclean run {given} --out DIR --decisions {review}"
