"""The report's first sections: what came in, the headline figures, what to look at, the plan, rejected lines."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from italclean.report import attention, figures
from italclean.report.markup import Content, Markup, short, table, tag

if TYPE_CHECKING:
    from italclean.report.words import Words
    from italclean.result import Result

_MOST_SOURCES = 20
_MOST_COLUMNS = 80
_MOST_NOTICES = 20
_MOST_REJECTED = 20
_LONG = 160
_ALWAYS = ("source", "path", "rows", "rejected")


def heading(result: Result, words: Words) -> Markup:
    """Return the title, the sources and the headline figures."""
    names = [_file(source, words) for source in result.sources]
    shown = result.sources[:_MOST_SOURCES]
    # How a source was read: what its reader tells beside its name and its size.
    facts = [name for name in dict.fromkeys(name for source in shown for name in source) if name not in _ALWAYS]
    rows = [
        (
            tag("b", short(source["source"])),
            short(name),
            *(_fact(name, source.get(name), words) for name in facts),
            words.number(source["rows"]),
            words.number(source["rejected"]),
        )
        for source, name in zip(shown, names, strict=False)
    ]
    headings = [words(name) for name in ("source", "file", *facts, "rows", "rejected")]
    return Markup(
        tag("h1", words("title"))
        + tag(
            "div",
            words("made", date=words.date(datetime.date.today())),
            " · ",
            short(", ".join(names), _LONG),
            class_="soft",
        )
        + tag("p", _headline(result, words), class_="lead")
        + tiles(result, words)
        + tag("h3", words("sources"))
        + table(headings, rows, numbers=(2 + len(facts), 3 + len(facts)))
        + "".join(
            tag("div", _without_folders(notice.text(result.language), result), class_="notice")
            for notice in result.notices[:_MOST_NOTICES]
        )
    )


def tiles(result: Result, words: Words) -> Markup:
    """Return the headline figures."""
    found = result.figures()
    styles = {"rows": "main", "customers": "main", "duplicates": "main", "review": "suspect", "rejected": "invalid"}
    order = ("rows", "customers", "duplicates", "review", "fixed", "repaired", "suspect", "invalid", "rejected")
    drawn = [
        tag(
            "div",
            tag("b", words.number(found[name])),
            tag("span", words(f"figure_{name}")),
            class_=f"figure {styles.get(name, name)}",
        )
        for name in order
        if name in found and (name != "rejected" or found[name])
    ]
    return tag("div", *drawn, class_="figures")


def _headline(result: Result, words: Words) -> str:
    found = result.figures()
    if result.deduped is None:
        return words("headline_clean", rows=words.number(found["rows"]))
    return words(
        "headline",
        rows=words.number(found["rows"]),
        customers=words.number(found["customers"]),
        duplicates=words.number(found["duplicates"]),
        share=words.share(found["duplicates"], found["rows"]),
    )


def _file(source: dict[str, Any], words: Words) -> str:
    path = source["path"]
    if not path:
        return words("in_memory")
    return words("stdin") if str(path) == "-" else figures.shown_name(path)


def _without_folders(said: str, result: Result) -> str:
    """Name files without their folders, which are nobody else's business."""
    for source in result.sources:
        if source["path"]:
            said = said.replace(str(source["path"]), figures.shown_name(source["path"]))
    return short(said, 400)


def _fact(name: str, value: str | None, words: Words) -> Content:
    if not value:
        return "–"
    if name == "delimiter":
        return words("tab") if value == "\t" else tag("code", value)
    return value


def to_look_at(result: Result, words: Words) -> Markup:
    """Return the prioritised list of what to look at."""
    found = attention.items(result, words)
    if not found:
        return tag("p", words("attention_none"))
    listed = [
        tag(
            "li",
            tag("b", words.number(item.count)),
            tag("div", tag("span", item.text), tag("span", words("where", place=item.place), class_="soft")),
        )
        for item in found
    ]
    return Markup(tag("p", words("attention_intro"), class_="soft") + tag("ol", *listed, class_="todo"))


def plan(result: Result, words: Words) -> Markup:
    """Return the role of each column, and why."""
    columns = result.plan.columns
    several = len(result.sources) > 1
    rows: list[list[Content]] = []
    for column in columns[:_MOST_COLUMNS]:
        role: Content = (
            tag("code", short(column.output)) if column.role else tag("span", words("no_role"), class_="none")
        )
        source = [short(column.source, 30)] if several else []
        rows.append([*source, tag("b", short(column.name)), role, short(column.why.text(result.language), _LONG)])
    headings = [*([words("source")] if several else []), words("column"), words("role"), words("why")]
    parts = [table(headings, rows)]
    if len(columns) > _MOST_COLUMNS:
        parts.append(tag("p", words("more_columns", count=words.number(len(columns) - _MOST_COLUMNS)), class_="soft"))
    new = [
        words("derived_cells", column=name, count=words.number(cells))
        for name, cells in figures.derived(result)
        if cells
    ]
    if new:
        parts.append(tag("p", words("derived", columns=", ".join(new[:_MOST_COLUMNS]))))
    return Markup("".join(parts))


def rejected(result: Result, words: Words) -> Markup:
    """Return the first rejected lines."""
    first = result.rejected.head(_MOST_REJECTED)
    intro = words("rejected_intro")
    if result.rejected.height > first.height:
        intro += " " + words("first_of", shown=words.number(first.height), count=words.number(result.rejected.height))
    rows = [
        (
            short(source, 30),
            words.number(line),
            short(reason, _LONG),
            tag("td", tag("code", short(line_text, _LONG)), class_="long"),
        )
        for source, line, reason, line_text in first.select("source", "line", "reason", "text").iter_rows()
    ]
    headings = [words(name) for name in ("source", "line", "reason", "text")]
    return Markup(tag("p", intro, class_="soft") + table(headings, rows, numbers=(1,)))
