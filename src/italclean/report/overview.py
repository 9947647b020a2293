"""The report's sections on the list as a whole: what came in, what to look at, the plan, rejected lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from italclean.report import figures
from italclean.report.attention import Item
from italclean.report.markup import Content, Markup, short, tag
from italclean.report.templating import render

if TYPE_CHECKING:
    from italclean.report.words import Words
    from italclean.result import Result

_MOST_SOURCES = 20
_MOST_COLUMNS = 80
_MOST_NOTICES = 20
_MOST_REJECTED = 20
_LONG = 160
_ALWAYS = ("source", "path", "rows", "rejected")
_TILES = ("rows", "customers", "duplicates", "review", "fixed", "repaired", "suspect", "invalid", "rejected")
_STYLES = {"rows": "main", "customers": "main", "duplicates": "main", "review": "suspect", "rejected": "invalid"}


def files(result: Result, words: Words) -> str:
    """Return the files of a result in a line."""
    return short(", ".join(_file(source, words) for source in result.sources), _LONG)


def headline(result: Result, words: Words) -> str:
    """Return what came out in a sentence."""
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


def sources(result: Result, words: Words) -> Markup:
    """Return the headline figures, the sources, how they were read, and what is to be known of the run."""
    shown = result.sources[:_MOST_SOURCES]
    # How a source was read: what its reader tells beside its name and its size.
    facts = [name for name in dict.fromkeys(name for source in shown for name in source) if name not in _ALWAYS]
    rows = [
        (
            tag("b", short(source["source"])),
            short(_file(source, words)),
            *(_fact(name, source.get(name), words) for name in facts),
            words.number(source["rows"]),
            words.number(source["rejected"]),
        )
        for source in shown
    ]
    found = result.figures()
    tiles = [
        {"style": _STYLES.get(name, name), "count": found[name], "text": words(f"figure_{name}")}
        for name in _TILES
        if name in found and (name != "rejected" or found[name])
    ]
    return render(
        "sources",
        words,
        tiles=tiles,
        headings=[words(name) for name in ("source", "file", *facts, "rows", "rejected")],
        rows=rows,
        numbers=(2 + len(facts), 3 + len(facts)),
        notices=[_without_folders(notice.text(result.language), result) for notice in result.notices[:_MOST_NOTICES]],
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


def to_look_at(found: list[Item], words: Words) -> Markup:
    """Return the prioritised list of what to look at."""
    return render("attention", words, found=found)


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
    new = [
        words("derived_cells", column=name, count=words.number(cells))
        for name, cells in figures.derived(result)
        if cells
    ]
    return render(
        "plan",
        words,
        headings=[*([words("source")] if several else []), words("column"), words("role"), words("why")],
        rows=rows,
        more=max(0, len(columns) - _MOST_COLUMNS),
        derived=", ".join(new[:_MOST_COLUMNS]),
    )


def rejected(result: Result, words: Words, *, examples: bool) -> Markup:
    """Return the first rejected lines, with what stands in them if `examples` may be shown."""
    first = result.rejected.head(_MOST_REJECTED)
    intro = words("rejected_intro")
    if result.rejected.height > first.height:
        intro += " " + words("first_of", shown=words.number(first.height), count=words.number(result.rejected.height))
    rows: list[list[Content]] = [
        [
            short(source, 30),
            words.number(line),
            short(reason, _LONG),
            *([tag("td", tag("code", short(said, _LONG)), class_="long")] if examples else []),
        ]
        for source, line, reason, said in first.select("source", "line", "reason", "text").iter_rows()
    ]
    names = ("source", "line", "reason", *(("text",) if examples else ()))
    return render("rejected", words, intro=intro, headings=[words(name) for name in names], rows=rows)
