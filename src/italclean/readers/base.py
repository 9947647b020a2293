"""What a reader of a kind of file is, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from italclean.messages.text import Text
from italclean.readers.apart import SCHEMA
from italclean.settings import Reading


@dataclass(frozen=True, slots=True)
class Found:
    """A list that stands in a file.

    Attributes:
        frame: Every record, every column text, as it was typed.
        facts: How it was read, for the report and `run.json`: `encoding`, `delimiter` and the like, by name.
        rejected: The lines that are no customers, as `apart.SCHEMA` has them.
        notices: What a user should know about the reading.
        part: What the list is called in a file of several, such as a sheet; empty where it is the file.
    """

    frame: pl.DataFrame
    facts: Mapping[str, str] = field(default_factory=dict)
    rejected: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SCHEMA))
    notices: tuple[Text, ...] = ()
    part: str = ""


def _nothing_beside(suffix: str) -> bytes | None:  # noqa: ARG001 - of standard input
    return None


@dataclass(slots=True)
class File:
    """A file that is to be read, or a member of an archive.

    Attributes:
        path: What it is called, for messages.
        data: What stands in it; nothing once it was taken.
        part: Which of its lists is wanted, as `clienti.xlsx#Foglio1` says; None for all.
        name: What a member of an archive of several is called; empty for a file.
        beside: Reads the file of the same name with another ending, as a DBF keeps its notes in; None if there is none.
        other: Of one of several members of an archive: what is typed to read another one alone.
    """

    path: str
    data: bytes
    part: str | None = None
    name: str = ""
    beside: Callable[[str], bytes | None] = _nothing_beside
    other: str = ""

    def take(self) -> bytes:
        """Return what stands in the file and let go of it, so that whoever has the text can let go of the bytes."""
        data, self.data = self.data, b""
        return data


class Reader(Protocol):
    """Reads one kind of file.

    Attributes:
        name: What the kind is called.
        suffixes: How the names of such files end, in small letters, for the docs; the content decides.
        holds: What such files are, for the docs.
        example: What is typed behind `run` to read one, for the docs; a test types it.
        extra: The extra of the package that it needs, or nothing.
        several: Whether such a file may hold several lists, of which `file.part` names one.
    """

    name: str
    suffixes: tuple[str, ...]
    holds: str
    example: str
    extra: str
    several: bool

    def recognises(self, data: bytes, reading: Reading) -> bool:
        """Tell whether a file is of this kind, by its content: what it is called says little.

        Args:
            data: What stands in the file.
            reading: How the user says that it is read.
        """

    def read(self, file: File, reading: Reading) -> Iterator[Found]:
        """Read the lists of a file, or the one that `file.part` names.

        Args:
            file: The file, which is not empty.
            reading: How the user says that it is read.

        Raises:
            InputError: It cannot be read; the message says why and what to try.
        """
