"""HTML that is safe by construction: whatever is not `Markup` is escaped on its way in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONGEST = 72
_EMPTY_ELEMENTS = ("br", "meta", "hr")

Content = object
"""What a tag may hold: `Markup` as it is, None as nothing, an iterable of contents, anything else as escaped text."""


class Markup(str):
    """Text that is HTML already; templates know it by `__html__` and leave it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def text(content: Content) -> Markup:
    """Return a content as HTML."""
    if isinstance(content, Markup):
        return content
    if type(content) is str and content.isascii() and content.isprintable():
        # Nearly all there is: only the signs of HTML itself can stand in it.
        return Markup(html.escape(content, quote=True))
    if content is None:
        return Markup("")
    if isinstance(content, list | tuple):
        return Markup("".join(text(part) for part in content))
    if hasattr(content, "__html__"):
        # What a template made.
        return Markup(content.__html__())
    plain = str(content).encode("utf-8", "replace").decode("utf-8")
    return Markup(html.escape(_UNPRINTABLE.sub("\ufffd", plain), quote=True))


def tag(name: str, /, *contents: Content, **attributes: object) -> Markup:
    """Return an element.

    Args:
        name: The element's name.
        contents: What it holds.
        attributes: Its attributes; a trailing underscore is dropped (`class_`), others become hyphens, and
            those that are None are left out.

    Examples:
        >>> tag("td", "<b>", class_="x")
        '<td class="x">&lt;b&gt;</td>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _EMPTY_ELEMENTS:
        return Markup(f"<{name}{given}>")
    held = text(contents[0]) if len(contents) == 1 else "".join(map(text, contents))
    return Markup(f"<{name}{given}>{held}</{name}>")


def short(value: object, longest: int = _LONGEST) -> str:
    """Return a value as text of bounded length."""
    whole = "" if value is None else str(value)
    return whole if len(whole) <= longest else whole[: longest - 1] + "…"


def table(
    headings: Sequence[Content], rows: Iterable[Sequence[Content]], *, numbers: Sequence[int] = (), **attributes: object
) -> Markup:
    """Return a table that scrolls by itself where the screen is narrow.

    Args:
        headings: The headings of the columns.
        rows: The cells; a cell that is a `td` already stays as it is.
        numbers: The places of the columns that hold numbers.
        attributes: Attributes of the table.
    """
    style: Mapping[int, str] = dict.fromkeys(numbers, "number")
    head = tag(
        "tr", *(tag("th", heading, scope="col", class_=style.get(place)) for place, heading in enumerate(headings))
    )
    body = [tag("tr", *(_cell(cell, style.get(place)) for place, cell in enumerate(row))) for row in rows]
    # A table of records is wide: the keys scroll it, too.
    reached = "0" if "records" in str(attributes.get("class_")) else None
    whole = tag("table", tag("thead", head), tag("tbody", *body), **attributes)
    return tag("div", whole, class_="scroll", tabindex=reached)


def _cell(cell: Content, style: str | None) -> Markup:
    if isinstance(cell, Markup) and cell.startswith(("<td", "<th")):
        return cell
    return tag("td", cell, class_=style)


def bar(parts: Sequence[tuple[str, float]], label: str) -> Markup:
    """Return a bar of shares.

    Args:
        parts: The style and the share (0 to 1) of each part; together at most 1.
        label: What the bar says, for those who do not see it.
    """
    drawn = [tag("span", class_=style, style=f"width:{100 * share:.2f}%") for style, share in parts if share > 0]
    return tag("div", *drawn, class_="bar", role="img", aria_label=label, title=label)
