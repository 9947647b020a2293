"""Any accepted input to named tables of text."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from italclean.core.text import encodable
from italclean.databases.address import refuse_as_path
from italclean.errors import EmptyInput, FileMissing, InputError, NoParts, UnsupportedInput
from italclean.messages.text import said
from italclean.readers.archives import SUFFIXES as PACKED
from italclean.readers.archives import unpacked
from italclean.readers.base import File, Found, Reader
from italclean.readers.databases import check_query, from_database, is_database, name_of
from italclean.readers.dbf.reader import Dbf
from italclean.readers.delimited import Delimited
from italclean.readers.fixed_width import FixedWidth
from italclean.readers.foreign import Foreign
from italclean.readers.frames import as_text, is_frame, to_polars
from italclean.readers.json_lines import JsonLines
from italclean.readers.sheets.workbooks import Workbooks
from italclean.readers.table import Table, table_of
from italclean.readers.typed import Parquet
from italclean.settings import Reading

READERS: tuple[Reader, ...] = (Workbooks(), Parquet(), Dbf(), FixedWidth(), JsonLines(), Delimited())
"""The readers, in the order in which they are asked; the last one takes any text, and says what it cannot take."""

SUFFIXES = tuple(suffix for reader in READERS for suffix in reader.suffixes)
"""How the names of lists end."""

_NAME = re.compile(r"[\w-]+")
"""What a source may be called on the command line: letters, digits, `_` and `-` before the first `=`."""

Frame = pl.DataFrame | pl.LazyFrame
Source = str | Path | Frame
"""One list: a path, the address of a database, or a frame of polars, pandas or Arrow."""
Input = Source | Sequence[Source] | Mapping[str, Source]


def read(given: Input, reading: Reading | None = None) -> list[Table]:
    """Read the sources of a run.

    Args:
        given: A path (`-` is standard input, `name=path` names the source), a polars frame, several of
            them in a list, or a mapping of names to them.
        reading: How files are read; what is not said is found out.

    Raises:
        InputError: A source cannot be read; the message says why and what to try.
    """
    reading = reading or Reading()
    named = named_sources(given)
    check_query([source for _, source in named], reading)
    tables: list[Table] = []
    for number, (wanted, source) in enumerate(named):
        for table in _tables(wanted, source, reading):
            name = _free(table.name, {other.name for other in tables})
            tables.append(replace(table, name=name, given=number))
    # One frame without rows stands beside others; a run of nothing is a mistake.
    if tables and all(table.frame.is_empty() and table.rejected.is_empty() for table in tables):
        raise EmptyInput(path=tables[0].name, reason=said("read.empty_frame"))
    return tables


def _tables(wanted: str, source: Source, reading: Reading) -> Iterable[Table]:
    """Read the lists of a source by what it is."""
    if is_frame(source):
        return [_from_frame(wanted, source)]
    if is_database(source):
        return [from_database(wanted, str(source), reading)]
    return _from_file(wanted, str(source), reading)


def _free(wanted: str, taken: set[str]) -> str:
    """Number a source whose name another one has."""
    name, copy = wanted, 2
    while name in taken:
        name, copy = f"{wanted}_{copy}", copy + 1
    return name


def named_sources(given: Any) -> list[tuple[str, Source]]:
    """Name every source, and refuse what is none.

    Args:
        given: As for `read`.

    Raises:
        UnsupportedInput: It is neither a list nor several of them.

    Examples:
        >>> named_sources(["erp=clienti.csv", "iscritti.csv"])
        [('erp', 'clienti.csv'), ('iscritti', 'iscritti.csv')]
    """
    if isinstance(given, str | Path) or is_frame(given):
        given = [given]
    if isinstance(given, Mapping):
        named = [(encodable(str(name)), source) for name, source in given.items()]
    elif isinstance(given, Iterable) and not isinstance(given, bytes):
        named = [_name(source) for source in given]
    else:
        raise UnsupportedInput(kind=type(given).__name__)
    if not named:
        raise UnsupportedInput(kind="[]")
    for _, source in named:
        if not isinstance(source, str | Path) and not is_frame(source):
            raise UnsupportedInput(kind=type(source).__name__)
    return named


def _name(source: Source) -> tuple[str, Source]:
    if not isinstance(source, str | Path):
        return "frame", source
    path = str(source)
    name, sign, rest = path.partition("=")
    # The address of a database and the name of a file may have this sign in them, too.
    if sign and _NAME.fullmatch(name) and not _exists(located(path)[0]):
        return encodable(name), rest
    if is_database(source):
        return encodable(name_of(path)), path
    return stem_of(located(path)[0]), path


def stem_of(path: str) -> str:
    """Return what a file is called as a source that nobody named: without its endings, that of the packed file, too.

    Args:
        path: Where it is; `-` is standard input.

    Examples:
        >>> stem_of("elenchi/soci.2024.csv.gz"), stem_of("soci.2024.gz"), stem_of("-")
        ('soci.2024', 'soci.2024', 'stdin')
    """
    if path == "-":
        return "stdin"
    outer = Path(path)
    inner = Path(outer.stem)
    is_packed = outer.suffix.lower() in PACKED and inner.suffix.lower() in SUFFIXES
    return encodable(inner.stem if is_packed else outer.stem)


def _from_frame(name: str, frame: Any) -> Table:
    written, notices = as_text(to_polars(frame))
    return table_of(name, Found(written, notices=notices))


def _from_file(name: str, given: str, reading: Reading) -> list[Table]:
    """Read a file, each member of it if it is an archive, each of its lists."""
    path, part = located(given)
    data = bytes_of(path)
    shown = encodable(path)
    if not data.strip():
        raise EmptyInput(path=shown, reason=said("read.empty_file"))
    file = File(shown, data, part, beside=lambda suffix: _beside(path, suffix))
    # What is read alone holds the bytes: it lets go of them as soon as it has the text.
    del data
    # One list of a file that was given a name of its own is called by it.
    is_named = part is not None and name != stem_of(path)
    tables: list[Table] = []
    foreign = Foreign(SUFFIXES)
    for member in unpacked(file):
        for found in _found(member, reading, foreign):
            notices = tuple(said("read.of", source=member.path, said=notice) for notice in found.notices)
            called = name if is_named else "_".join(filter(None, (name, member.name, found.part)))
            tables.append(table_of(called, replace(found, notices=notices), shown))
    if not tables:
        raise foreign.refusal(shown)
    left_out = tuple(said("read.of", source=shown, said=notice) for notice in foreign.notices())
    return [replace(tables[0], notices=(*left_out, *tables[0].notices)), *tables[1:]]


def _found(member: File, reading: Reading, foreign: Foreign) -> Iterable[Found]:
    """Read a file; one of several in an archive may be left out."""
    if not member.other:
        return _lists(member, reading)
    if foreign.is_text(member, reading):
        return ()
    try:
        if not member.data.strip():
            raise EmptyInput(path=member.path, reason=said("read.empty_file"))
        return list(_lists(member, reading))
    except InputError as error:
        foreign.leave_out(member, error)
        return ()


def _lists(file: File, reading: Reading) -> Iterator[Found]:
    """Read a file by the first reader that recognises it."""
    reader = next(reader for reader in READERS if reader.recognises(file.data, reading))
    if file.part is not None and not reader.several:
        raise NoParts(path=file.path, part=file.part)
    return reader.read(file, reading)


def located(given: str) -> tuple[str, str | None]:
    """Part what was given into a file and the list of it that is wanted, as `clienti.xlsx#Foglio1` says.

    Args:
        given: A path, which may hold the sign itself, or `-`.
    """
    place = given.find("#")
    if place < 0 or _exists(given):
        return given, None
    while place >= 0:
        if _exists(given[:place]) or given[:place] == "-":
            return given[:place], given[place + 1 :]
        place = given.find("#", place + 1)
    return given, None


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def _beside(path: str, suffix: str) -> bytes | None:
    """Read the file of the same name with another ending, in whatever capitals."""
    if path == "-":
        return None
    wanted = Path(path).with_suffix(suffix)
    try:
        found = next((one for one in wanted.parent.iterdir() if one.name.casefold() == wanted.name.casefold()), None)
        return None if found is None else found.read_bytes()
    except (OSError, ValueError):
        return None


def bytes_of(path: str) -> bytes:
    """Return what stands in a file.

    Args:
        path: Where it is; `-` is standard input.

    Raises:
        FileMissing: There is no such file, or it may not be read.
        BadAddress: It is the address of a database, which is none of a file.
    """
    refuse_as_path(path)
    try:
        if path == "-":
            if sys.stdin is None:
                raise FileMissing(path=path, reason=said("read.stdin_closed"))
            return sys.stdin.buffer.read()
        return Path(path).read_bytes()
    except OSError as error:
        raise FileMissing(path=encodable(path), reason=error.strerror or type(error).__name__) from None
    except ValueError:
        # A null byte in the name.
        raise FileMissing(path=encodable(path), reason=said("read.no_path")) from None
