"""The page of an audit: what is coherent, what is not and what to do, in plain words; no cell of anybody in it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from italclean.audits.coverage import UNKNOWN as NO_KIND
from italclean.audits.kinds import CONFLICTS, DIFFERENT, INVALID, MISSING, REWRITTEN, UNKNOWN
from italclean.audits.todo import to_do
from italclean.cleaners.stato import ALL as STATES
from italclean.report.html import whole_page
from italclean.report.markup import Content, Markup, bar, short, table, tag
from italclean.report.words import Words

if TYPE_CHECKING:
    from italclean.audits.audit import Audit

_MOST_FIELDS = 60
_MOST_NAMED = 6
_SOUND = 0.05
"""Up to this share of contradictions a field is called coherent."""
_FEW = 20
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_SHADES = (
    ("valid", "equal"),
    ("fixed", REWRITTEN),
    ("missing", "missing"),
    ("suspect", "invalid"),
    ("invalid", "unlike"),
)
_TILES = (("coherent", "valid"), ("consent_conflict", "invalid"), ("different", "suspect"), ("stale", "suspect"))


def audit_page(found: Audit) -> str:
    """Return an audit as one HTML page that needs nothing else, in its language.

    Args:
        found: The audit.

    Examples:
        >>> import polars as pl
        >>> import italclean as ic
        >>> found = ic.audit({"a": pl.DataFrame({"CF": ["<b>"]}), "<i>": pl.DataFrame({"CF": ["RSSMRA85T10A562S"]})})
        >>> page = audit_page(found)
        >>> page.startswith("<!DOCTYPE html>"), "&lt;i&gt;" in page, "<i>" in page, "RSSMRA" in page
        (True, True, False, False)
    """
    words = Words(found.language, part="audit")
    figures = found.figures()
    sections = [
        ("coverage", _coverage(found, words)),
        ("consents", _consents(found, words)),
        ("fields", _fields(found, words)),
        *([("statuses", _statuses(found, words))] if found.statuses.height else []),
        *([("behind", _behind(found, words))] if found.behind.height else []),
        *([("gates", _gates(found, words))] if found.gates else []),
        ("method", tag("p", words("method_text"))),
    ]
    title = words("title", a=short(found.names[0]), b=short(found.names[1]))
    body = tag(
        "main",
        tag("h1", title),
        tag("div", words("made", date=words.date(datetime.date.today())), class_="soft"),
        _lead(found, figures, words),
        tiles(found, figures, words),
        tag("h2", words("todo")),
        _todo(found, words),
        *(tag("section", tag("h2", words(name)), content, id=name) for name, content in sections),
        tag("footer", words("private")),
    )
    return whole_page(title, body, found.language, policy=_POLICY)


def notebook_view(found: Audit) -> str:
    """Return the headline figures and the fields, as notebooks show them.

    Args:
        found: The audit.
    """
    words = Words(found.language, part="audit")
    figures = found.figures()
    title = words("title", a=short(found.names[0]), b=short(found.names[1]))
    told = [
        tag("span", tag("b", count), f" {text}", style="margin-right:1.4em;white-space:nowrap")
        for count, text, _ in _headline(found, figures, words)
    ]
    return tag("div", tag("b", title), tag("div", *told, style="margin:.4em 0"), _fields(found, words))


def tiles(found: Audit, figures: dict[str, float], words: Words) -> Markup:
    """Return the headline figures.

    Args:
        found: The audit.
        figures: Its figures.
        words: The words of the page.
    """
    drawn = [
        tag("div", tag("b", count), tag("span", text), class_=f"figure {style}")
        for count, text, style in _headline(found, figures, words)
    ]
    return tag("div", *drawn, class_="figures")


def _headline(found: Audit, figures: dict[str, float], words: Words) -> list[tuple[str, str, str]]:
    only = [
        (words.number(figures[f"only_{side}"]), words("figure_only", name=short(name, 30)), "main")
        for side, name in zip("ab", found.names, strict=True)
    ]
    rest = [(words.number(figures[name]), words(f"figure_{name}"), style) for name, style in _TILES]
    return [(words.number(figures["both"]), words("figure_both"), "main"), *only, *rest]


def _lead(found: Audit, figures: dict[str, float], words: Words) -> Markup:
    both, coherent = figures["both"], figures["coherent"]
    if not both:
        return tag("p", words("nobody"), class_="lead")
    lead = words("lead", both=words.number(both), coherent=words.number(coherent), share=words.share(coherent, both))
    said = [tag("p", lead, class_="lead")]
    shares = [
        (row["field"], _contradicted(row), row["customers"]) for row in found.fields.to_dicts() if row["customers"]
    ]
    worst = sorted(shares, key=lambda one: -one[1] / one[2])
    for key, of in (
        ("coherent_fields", [one for one in reversed(worst) if one[1] <= _SOUND * one[2]]),
        ("incoherent_fields", [one for one in worst if one[1] > _SOUND * one[2]]),
    ):
        # Of what agrees the share is that of agreement.
        told = [
            words(
                "field_share",
                field=short(name, 40),
                share=words.share(bad if key == "incoherent_fields" else whole - bad, whole),
            )
            for name, bad, whole in of[:_MOST_NAMED]
        ]
        if told:
            more = ", …" if len(of) > _MOST_NAMED else ""
            said.append(tag("p", words(key, fields=", ".join(told) + more)))
    return Markup("".join(said))


def _contradicted(row: dict[str, Any]) -> int:
    return sum(row[kind] for kind in (*CONFLICTS, *UNKNOWN, *DIFFERENT, *INVALID))


def _todo(found: Audit, words: Words) -> Markup:
    items = to_do(found, words)
    if not items:
        return tag("p", words("todo_none"))
    listed = [
        tag(
            "li",
            tag("b", words.number(item.count)),
            tag("div", tag("span", item.text), tag("span", words("where", place=item.place), class_="soft")),
        )
        for item in items
    ]
    return tag("ol", *listed, class_="todo")


def _coverage(found: Audit, words: Words) -> Markup:
    a, b = (short(name, 30) for name in found.names)
    places = {"both": words("in_both"), "only_a": words("only_in", name=a), "only_b": words("only_in", name=b)}
    types = {"persona": words("persona"), "azienda": words("azienda"), NO_KIND: words("no_kind")}
    covered = found.covered.cast({"where": pl.String}).to_dicts()
    whole = sum(row["customers"] for row in covered) or 1
    # Who is in both comes first.
    covered.sort(key=lambda row: list(places).index(row["where"]))
    rows: list[list[Content]] = [
        [
            places[row["where"]],
            types.get(row["tipo"], short(row["tipo"], 30)),
            words.number(row["customers"]),
            tag("td", bar([("plain", row["customers"] / whole)], words.share(row["customers"], whole)), class_="wide"),
            *(words.number(row[name]) for name in ("rows_a", "rows_b", "repeated_a", "repeated_b")),
        ]
        for row in covered
    ]
    headings = [
        "", words("kind"), words("customers"), "", words("rows_in", name=a), words("rows_in", name=b),
        words("repeated_in", name=a), words("repeated_in", name=b),
    ]  # fmt: skip
    return Markup(tag("p", words("coverage_intro"), class_="soft") + table(headings, rows, numbers=(2, 4, 5, 6, 7)))


def _consents(found: Audit, words: Words) -> Markup:
    if found.consents.is_empty():
        return tag("p", words("consents_none"))
    a, b = (short(name, 30) for name in found.names)
    kinds = [*CONFLICTS, *UNKNOWN]
    rows: list[list[Content]] = [
        [
            tag("code", short(row["field"])),
            *(words.number(row[kind]) for kind in kinds),
            words.number(sum(row[kind] for kind in (*INVALID, *MISSING))),
            words.number(row["equal"] + row[REWRITTEN]),
        ]
        for row in found.consents.head(_MOST_FIELDS).to_dicts()
    ]
    told = [words(kind, a=a, b=b) for kind in kinds]
    headings = [words("consent"), *told, words("one_missing"), words("alike")]
    return Markup(
        tag("p", words("consents_intro"), class_="soft") + table(headings, rows, numbers=range(1, len(headings)))
    )


def _fields(found: Audit, words: Words) -> Markup:
    plain = found.fields.filter(~pl.col("field").is_in(found.consents["field"].implode()))
    rows: list[list[Content]] = []
    for row in plain.head(_MOST_FIELDS).to_dicts():
        whole = row["customers"] or 1
        counts = {
            "equal": row["equal"],
            REWRITTEN: row[REWRITTEN],
            "missing": sum(row[kind] for kind in MISSING),
            "invalid": sum(row[kind] for kind in INVALID),
            "unlike": sum(row[kind] for kind in DIFFERENT),
        }
        label = ", ".join(
            f"{words(_HEADINGS[name])} {words.share(count, whole)}" for name, count in counts.items() if count
        )
        parts = [(style, counts[name] / whole) for style, name in _SHADES]
        rows.append(
            [
                tag("code", short(row["field"], 40)),
                short(row["owner"] or "–", 30),
                words.number(row["customers"]),
                tag("td", bar(parts, label), class_="third"),
                *(words.number(count) for count in counts.values()),
                words.share(counts["unlike"] + counts["invalid"], whole) if row["customers"] else "–",
            ]
        )
    headings = [
        words("field"),
        words("owner"),
        words("customers"),
        "",
        *(words(_HEADINGS[name]) for _, name in _SHADES),
        "%",
    ]
    key = tag(
        "div", *(tag("span", tag("i", class_=style), words(_HEADINGS[name])) for style, name in _SHADES), class_="key"
    )
    alone = [
        tag("p", words("alone", name=short(name, 30), fields=_listed(fields)), class_="soft")
        for name, fields in zip(found.names, found.alone, strict=True)
        if fields
    ]
    numbers = (2, *range(4, len(headings)))
    unused = tuple(column.option for column in found.result.plan.unused)
    if unused:
        alone.append(tag("pre", short(words("unused", options=unused), 2000)))
    return Markup(
        tag("p", words("fields_intro"), class_="soft") + key + table(headings, rows, numbers=numbers) + "".join(alone)
    )


_HEADINGS = {
    "equal": "alike",
    REWRITTEN: "otherwise",
    "missing": "one_missing",
    "invalid": "one_invalid",
    "unlike": "unlike",
}


def _listed(names: Sequence[str]) -> str:
    more = " …" if len(names) > _FEW else ""
    return ", ".join(short(name, 40) for name in names[:_FEW]) + more


def _statuses(found: Audit, words: Words) -> Markup:
    """How often which state meets which; what somebody typed that is no state is not shown."""
    told = found.statuses.with_columns(
        pl.when(pl.col(name).is_in(STATES))
        .then(pl.col(name))
        .when(pl.col(name).is_null())
        .then(pl.lit(words("no_state")))
        .otherwise(pl.lit(words("other")))
        for name in ("state_a", "state_b")
    )
    counted = told.group_by("state_a", "state_b", maintain_order=True).agg(pl.col("customers").sum())
    ordered = counted.sort("customers", "state_a", "state_b", descending=[True, False, False])
    rows = [(a, b, words.number(count)) for a, b, count in ordered.iter_rows()]
    return Markup(
        tag("p", words("statuses_intro"), class_="soft")
        + table([*(short(name, 30) for name in found.names), words("customers")], rows, numbers=(2,))
    )


def _behind(found: Audit, words: Words) -> Markup:
    rows = [
        (
            tag("code", short(field, 40)),
            short(behind, 30),
            words.number(customers),
            *("–" if days is None else words.number(days) for days in (median, most)),
        )
        for field, behind, customers, median, most in found.behind.head(_MOST_FIELDS).iter_rows()
    ]
    headings = [words(name) for name in ("field", "behind_in", "customers", "median_days", "most_days")]
    return Markup(tag("p", words("behind_intro"), class_="soft") + table(headings, rows, numbers=(2, 3, 4)))


def _gates(found: Audit, words: Words) -> Markup:
    rows = [
        (
            tag("code", gate["name"]),
            words.number(gate["figure"]),
            gate["most"],
            words("over" if gate["over"] else "within"),
        )
        for gate in found.gates
    ]
    return table([words("gate"), words("figure"), words("most"), ""], rows, numbers=(1, 2))
