"""What stands in an archive beside the lists: a PDF, a picture, a letter, a text that says where the list comes from.

It is left out and named, unless it may hold customers after all: an Access database, a damaged workbook, whatever is
called as a list is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from italclean.errors import BinaryInput, EmptyInput, InputError, UnreadableFile
from italclean.messages.text import Text, said
from italclean.readers.archives import of_member
from italclean.readers.base import File
from italclean.readers.charset import to_utf8
from italclean.readers.known_names import are_known
from italclean.readers.layout import DELIMITERS
from italclean.settings import Reading

_TEXTS = (".txt", ".dat", ".asc")
"""How lists end whose name says no more than that they are text."""
_DOCUMENTS = frozenset(
    f"read.kind_{kind}" for kind in ("office", "old_office", "pdf", "image", "rtf", "html", "xml", "binary")
)
_LONGEST = 1 << 16
"""A text about a list is short."""
_LOOKED_AT = 25
_SENTENCE = re.compile(
    r"^[^;\t|]*[.:!?,]$"
    r"|^(?:[^\s;\t|]+ +){4}[^;\t|]*$"
    r"|^[#>*=-]"
    r"|^[^:=;\t|]{1,30}[:=] ?[^:=;\t|]*$"
)
"""A line that ends as a sentence does, has five words without a delimiter, is a title or `Data: 12/03/2024`."""


@dataclass(slots=True)
class Foreign:
    """The members of an archive that were left out.

    Attributes:
        suffixes: How the names of lists end.
        lists: Those that are no lists, as they are called.
        empty: Those that hold no customer.
    """

    suffixes: Sequence[str]
    lists: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)

    def is_text(self, member: File, reading: Reading) -> bool:
        """Tell a text without any table, and leave it out.

        Args:
            member: One of several members of an archive.
            reading: How the user says that files are read.
        """
        found = not self._is_called_a_list(member) and _is_prose(member, reading)
        if found:
            self.lists.append(member.path)
        return found

    def leave_out(self, member: File, error: InputError) -> None:
        """Leave out a member that cannot be read, if it is none that should be.

        Args:
            member: One of several members of an archive.
            error: Why it cannot be read.

        Raises:
            UnreadableMember: It should be.
        """
        if isinstance(error, EmptyInput):
            self.empty.append(member.path)
        elif isinstance(error, BinaryInput) and self._is_document(member, error):
            self.lists.append(member.path)
        else:
            raise of_member(error, member.other) from error

    def _is_document(self, member: File, error: BinaryInput) -> bool:
        return error.details["kind"].key in _DOCUMENTS and not self._is_called_a_list(member)

    def _is_called_a_list(self, member: File) -> bool:
        suffix = PurePosixPath(member.path).suffix.lower()
        return suffix in self.suffixes and suffix not in _TEXTS

    def notices(self) -> list[Text]:
        """Name those that were left out."""
        told = (("archive.left_out", self.lists), ("archive.without_rows", self.empty))
        return [said(key, names=_names(paths)) for key, paths in told if paths]

    def refusal(self, path: str) -> InputError:
        """Return the error where nothing else is in the archive.

        Args:
            path: The archive.
        """
        if not self.lists:
            return EmptyInput(path=path, reason=said("archive.nothing"))
        return UnreadableFile(
            path=path,
            reason=said("archive.no_lists", names=_names([*self.lists, *self.empty])),
            hint=said("archive.try_one", one=self.lists[0]),
        )


def _names(paths: Sequence[str]) -> str:
    return ", ".join(path.partition("#")[2] for path in paths)


def _is_prose(member: File, reading: Reading) -> bool:
    """Tell a text of sentences in which no line names columns."""
    if len(member.data) > _LONGEST:
        return False
    try:
        content, _ = to_utf8(member.data, reading.encoding, member.path)
    except InputError:
        return False
    lines = [line for typed in content.decode(errors="replace").splitlines() if (line := typed.strip())]
    if _is_parted(lines) or any(_names_columns(line) for line in lines[:_LOOKED_AT]):
        return False
    sentences = sum(_SENTENCE.search(line) is not None for line in lines)
    return bool(lines) and sentences * 2 >= len(lines)


def _is_parted(lines: Sequence[str]) -> bool:
    """Tell whether nearly all lines hold one delimiter equally often."""
    for sign in DELIMITERS:
        counts = Counter(line.count(sign) for line in lines if sign in line)
        if len(lines) > 1 and counts and max(counts.values()) * 5 >= len(lines) * 4:
            return True
    return False


def _names_columns(line: str) -> bool:
    cells = re.split(r"[;,\t|]| {2,}", line)
    known = sum(are_known(cells))
    # `Data: 12/03/2024` begins as the name of a column does.
    return known > 1 or (known == len(cells) and not _SENTENCE.search(line))
