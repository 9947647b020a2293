"""What a reader of a kind of file is, and what it gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


class Reader(Protocol):
    """Reads one kind of file.

    Attributes:
        name: What the kind is called.
        suffixes: How the names of such files end, in small letters, for the docs; the content decides.
    """

    name: str
    suffixes: tuple[str, ...]

    def recognises(self, data: bytes) -> bool:
        """Tell whether a file is of this kind, by its content: what it is called says little.

        Args:
            data: What stands in the file.
        """

    def read(self, data: bytes, path: str, reading: Reading) -> Iterator[Found]:
        """Read the lists of a file.

        Args:
            data: What stands in the file, which is not empty.
            path: The file's name, for messages.
            reading: How the user says that it is read.

        Raises:
            InputError: It cannot be read; the message says why and what to try.
        """
