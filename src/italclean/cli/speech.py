"""What the command line says, and in which language."""

from __future__ import annotations

import json
import locale
import os
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from italclean.cli.terminal import is_terminal, put, say, valid_json
from italclean.errors import Language
from italclean.messages.text import Text

if TYPE_CHECKING:
    from italclean.cli.options import Lang


def language_of(given: Lang | None) -> Language:
    """Return the language that was asked for, else that of the system."""
    if given is not None:
        return "it" if given.value == "it" else "en"
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    named = named or locale.getlocale()[0] or ""
    return "it" if named.lower().startswith("it") else "en"


def language_typed(arguments: list[str]) -> Language:
    """Return the language of a command that is not read yet, or cannot be."""
    for place, word in enumerate(arguments):
        if word.startswith("--lang"):
            given = word.partition("=")[2] or (arguments[place + 1] if place + 1 < len(arguments) else "")
            if given in ("it", "en"):
                return "it" if given == "it" else "en"
    return language_of(None)


def tell(what: Text, language: Language) -> None:
    """Say a sentence on standard error."""
    say(f"italclean: {what.text(language)}")


def tell_all(notices: Iterable[Text], language: Language) -> None:
    """Say sentences on standard error, one a line."""
    for notice in notices:
        tell(notice, language)


def print_json(what: Any, indent: int | None = 1) -> None:
    """Print data as JSON on standard output."""
    # A terminal that cannot show accents still gets valid JSON.
    put(valid_json(json.dumps(what, ensure_ascii=not writes_utf8(), indent=indent, default=str)))


def writes_utf8() -> bool:
    """Tell whether standard output takes any letter."""
    return (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"


def progress(language: Language, *, quiet: bool) -> AbstractContextManager[Any]:
    """Show progress bars on a terminal; what is given is called with each step."""
    from italclean.cli.show import progress_bars

    return progress_bars(language, enabled=not quiet and is_terminal(sys.stderr))
