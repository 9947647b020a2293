"""A sentence for a user: its key and what fills it, written out when its language is known.

The sentences stand in the tables beside this module, each in Italian and English. The library speaks Python, the
command line speaks flags: `[[--force|force=True]]` in a sentence is what the one and the other says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

Language = Literal["it", "en"]
Voice = Literal["flags", "python"]

TEXTS: dict[str, tuple[str, str]] = {}
"""Every sentence by its key: Italian, English."""

_HALVES = re.compile(r"\[\[(.*?)\|(.*?)\]\]", re.DOTALL)
_FLAGS = {
    "mapping": "map",
    "dormant": "dormant-after",
    "resolver": "dns-resolver",
    "timeout": "dns-timeout",
    "retries": "dns-retries",
    "concurrency": "dns-concurrency",
    "cache": "dns-cache",
    "max_age": "dns-max-age",
    "language": "lang",
    "examples": "no-examples",
}
"""The flags that are not called as their argument is."""
_PLACED = {"golden_id": "GOLDEN_ID", "master": "MASTER", "new": "NEW", "one": "A", "other": "B", "names": "ID"}
"""The arguments that are no flags on the command line, but have their place, as its help calls them."""

_voices: list[Voice] = ["python"]
"""Of the whole process, and not of a context: the threads of a run speak as the run does. The last one counts."""


def learn(texts: Mapping[str, tuple[str, str]]) -> None:
    """Add a table of sentences.

    Args:
        texts: The sentences by their key: Italian, English.

    Raises:
        ValueError: A key stands in another table, too.
    """
    twice = TEXTS.keys() & texts.keys()
    if twice:
        raise ValueError(f"sentences that stand twice: {', '.join(sorted(twice))}")
    TEXTS.update(texts)


def voice() -> Voice:
    """Return who speaks: the command line in flags, or the library in Python.

    Examples:
        >>> voice()
        'python'
    """
    return _voices[-1]


@contextmanager
def speak_flags() -> Iterator[None]:
    """Let sentences name flags: the command line speaks, until it is done.

    Examples:
        >>> with speak_flags():
        ...     voice()
        'flags'
        >>> voice()
        'python'
    """
    _voices.append("flags")
    try:
        yield
    finally:
        _voices.pop()


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument's name, for a sentence: `skip_rows`, or `--skip-rows`."""

    name: str

    def __str__(self) -> str:
        if voice() == "python":
            return self.name
        if self.name in _PLACED:
            return _PLACED[self.name]
        return f"--{_FLAGS.get(self.name, self.name.replace('_', '-'))}"


def argument(name: str) -> Argument:
    """Return an argument's name as a detail of a sentence, which is written as the voice has it.

    Args:
        name: Its name in Python.

    Examples:
        >>> str(argument("skip_rows"))
        'skip_rows'
        >>> with speak_flags():
        ...     str(argument("skip_rows")), str(argument("mapping"))
        ('--skip-rows', '--map')
    """
    return Argument(name)


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence that is not written out yet; `said` makes it.

    Attributes:
        key: Which sentence.
        details: What fills it, by name.
    """

    key: str
    details: tuple[tuple[str, Any], ...] = ()

    def text(self, language: Language) -> str:
        """Write the sentence out.

        Args:
            language: `it` or `en`.

        Examples:
            >>> said("read.padded", count=3).text("en")
            '3 rows are shorter than the header: the fields that they lack at the end are empty.'
        """
        sentence = TEXTS[self.key][0 if language == "it" else 1]
        if "[[" in sentence:
            # Before the details are filled in: a cell may hold these signs.
            sentence = _HALVES.sub(r"\1" if voice() == "flags" else r"\2", sentence)
        return sentence.format_map({name: _written(detail, language) for name, detail in self.details})

    @property
    def italian(self) -> str:
        """The sentence in Italian."""
        return self.text("it")

    @property
    def english(self) -> str:
        """The sentence in English."""
        return self.text("en")


def _written(detail: Any, language: Language) -> Any:
    if isinstance(detail, Text | Spoken):
        return detail.text(language)
    if isinstance(detail, tuple) and detail and all(isinstance(one, Text) for one in detail):
        return "\n".join(str(_written(one, language)) for one in detail)
    return str(detail) if isinstance(detail, Argument) else detail


@dataclass(frozen=True, slots=True)
class Spoken:
    """A detail that was written out before, in both languages.

    Attributes:
        italian: In Italian.
        english: In English.
    """

    italian: str
    english: str

    def text(self, language: Language) -> str:
        """Return it in a language.

        Args:
            language: `it` or `en`.

        Examples:
            >>> said("plan.as_told", why=Spoken("intestazione", "header")).text("en")
            'header'
        """
        return self.italian if language == "it" else self.english


def said(key: str, /, **details: Any) -> Text:
    """Make a sentence.

    Args:
        key: Which one.
        **details: What fills it: text, numbers, other sentences (written in the same language), arguments' names; of
            several sentences in a tuple each is a line.
            Nothing in them is taken for a part of the sentence.

    Raises:
        KeyError: There is no such sentence.

    Examples:
        >>> said("plan.by_header", name="{CF}").text("it")
        "l'intestazione «{CF}»"
    """
    if key not in TEXTS:
        raise KeyError(key)
    return Text(key, tuple(details.items()))
