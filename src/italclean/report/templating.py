"""Templates: the HTML of the report, filled with what Python counted; whatever goes in is escaped on its way."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from italclean.report.markup import Markup, bar, short, table, text

if TYPE_CHECKING:
    from jinja2 import Environment

    from italclean.report.words import Words

_PACKAGE = "italclean.report"


def render(name: str, words: Words, /, **values: Any) -> Markup:
    """Fill a template.

    Args:
        name: Its name in the folder `templates`, without `.html`.
        words: The words of the page, which templates ask as `words("…")`.
        values: What else it shows: text is escaped, `Markup` is HTML already.

    Examples:
        >>> from italclean.report.words import Words
        >>> str(render("note", Words("it"), text="<b>")).strip()
        '<p class="soft">&lt;b&gt;</p>'
    """
    template = _environment(_PACKAGE).get_template(f"{name}.html")
    return Markup(template.render(words=words, **values))


@cache
def _environment(package: str) -> Environment:
    """Return the templates of a package; imported late, since only a page needs them."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    # Read through importlib.resources, so that they are found in a zip file, too; none changes while a program runs.
    folder = files(package) / "templates"
    environment = Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8")),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Escapes as `markup` does: marks that turn text around, NUL and lone surrogates do not get through either.
        finalize=text,
    )
    environment.globals.update(table=table, bar=bar, short=short)
    return environment
