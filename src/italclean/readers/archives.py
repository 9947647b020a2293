"""Files that were packed: .gz, .zst and .zip, each member a source."""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath

from italclean.core.late import of_extra
from italclean.errors import BinaryInput, EmptyInput, InputError, UnknownPart, UnreadableFile, UnreadableMember
from italclean.messages.text import said
from italclean.readers.base import File
from italclean.readers.limits import check, check_zip

SUFFIXES = (".gz", ".zst", ".zip")
HOLDS = "any of these, packed: each member of an archive, or the one that is named behind `#`; the extra is for `.zst`"
EXAMPLE = "clienti.zip#elenco.csv"
"""What the docs say of packed files, as they do of each reader."""
EXTRA = "zstd"
"""The extra that brings the library for .zst."""

_GZIP, _ZSTD, _ZIP = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_TAR_HEAD = 512
_NESTED = (_GZIP, _ZSTD, b"BZh", b"\xfd7zXZ\x00", b"Rar!", b"7z\xbc\xaf")
_DOCUMENTS = ("[content_types].xml", "mimetype", "meta-inf/manifest.xml")
"""What stands in zip files that are documents: those are read, or told, as what they are."""
_BESIDE = (".dbt", ".fpt")
"""Members that are no lists, but belong to one."""
_CHUNK = 1 << 20
_ZSTD_CHUNK = 1 << 12
"""Of Zstandard a few bytes may stand for a hundred thousand: so little is taken that the limit is seen in time."""
_ENCRYPTED = 1


def unpacked(file: File) -> Iterator[File]:
    """Unpack a file: its members if it is an archive, else the file itself.

    Args:
        file: The file.

    Raises:
        UnreadableFile: It is damaged or locked, holds another archive, or too much.
        UnreadableMember: One of several members is damaged, or another archive.
        BinaryInput: It is an archive of a kind that is not unpacked.
        UnknownPart: There is no such member.
        EmptyInput: There is no member.
    """
    data = file.data
    if data.startswith(_GZIP):
        yield _alone(file, _gunzip(file.take(), file.path))
    elif data.startswith(_ZSTD):
        yield _alone(file, _unzstd(file.take(), file.path))
    elif data.startswith(_ZIP) and not _is_document(data):
        yield from _members(file)
    elif data.startswith(_EMPTY_ZIP):
        raise EmptyInput(path=file.path, reason=said("archive.empty"))
    elif _is_tar(data):
        raise _tar(file.path)
    else:
        # Whoever reads it alone is to hold it.
        del data
        yield file


def _alone(file: File, data: bytes) -> File:
    if not data.strip():
        raise EmptyInput(path=file.path, reason=said("read.empty_file"))
    if _is_tar(data):
        raise _tar(file.path)
    if _is_archive(data):
        raise _nested(file.path)
    return File(file.path, data, file.part)


def _is_archive(data: bytes) -> bool:
    return (
        data.startswith((*_NESTED, _EMPTY_ZIP)) or _is_tar(data) or (data.startswith(_ZIP) and not _is_document(data))
    )


def _is_tar(data: bytes) -> bool:
    """Tell a tar by the sum of its head: old ones have no sign."""
    try:
        tarfile.TarInfo.frombuf(data[:_TAR_HEAD], "utf-8", "replace")
    except tarfile.TarError:
        return False
    return True


def _is_document(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(data)) as whole:
            return any(name.replace("\\", "/").lower() in _DOCUMENTS for name in whole.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return any(name.encode() in data[:4096].lower() for name in (*_DOCUMENTS, "xl/"))


def _gunzip(data: bytes, path: str) -> bytes:
    """Unpack gzip, which may be several pieces one after the other, up to the limit."""
    pieces: list[bytes] = []
    size, packed = 0, len(data)
    try:
        while data:
            pump = zlib.decompressobj(wbits=31)
            while not pump.eof:
                piece = pump.decompress(data, _CHUNK)
                data = pump.unconsumed_tail
                if not piece and not data and not pump.eof:
                    raise zlib.error
                size += len(piece)
                check(size, packed, path)
                pieces.append(piece)
            # Zeros behind the last piece are filling.
            data = pump.unused_data.lstrip(b"\0")
    except zlib.error:
        raise _damaged(path) from None
    return b"".join(pieces)


def _unzstd(data: bytes, path: str) -> bytes:
    """Unpack Zstandard, which may be several pieces one after the other, up to the limit."""
    zstandard = of_extra("zstandard", EXTRA)
    pieces: list[bytes] = []
    size, place = 0, 0
    try:
        while place < len(data):
            pump = zstandard.ZstdDecompressor().decompressobj()
            while not pump.eof:
                if place >= len(data):
                    # The library would give what there is without a word.
                    raise _damaged(path)
                piece = pump.decompress(data[place : place + _ZSTD_CHUNK])
                place += _ZSTD_CHUNK
                size += len(piece)
                check(size, len(data), path)
                pieces.append(piece)
            place = min(place, len(data)) - len(pump.unused_data)
    except zstandard.ZstdError:
        raise _damaged(path) from None
    return b"".join(pieces)


def _members(file: File) -> Iterator[File]:
    """Unpack the members of a zip archive, one at a time."""
    data, path, part = file.take(), file.path, file.part
    check_zip(data, path)
    with zipfile.ZipFile(BytesIO(data)) as whole:
        listed = [member for member in whole.infolist() if _is_list(member)]
        if any(member.flag_bits & _ENCRYPTED for member in listed):
            raise UnreadableFile(path=path, reason=said("sheet.locked"), hint=said("archive.try_password"))
        lists = [member for member in listed if not _is_beside(member, listed)]
        inner = None
        if part is not None:
            lists, inner = _picked(lists, part, path)
        for place, member in enumerate(lists):
            called = f"{path}#{member.filename}"
            other = f"{path}#{lists[place - 1].filename}" if len(lists) > 1 else ""
            content = _read(whole, member, called, other)
            alone = len(lists) == 1 and part is None
            name = "" if alone else PurePosixPath(member.filename).stem
            notes = {other.filename.lower(): other for other in listed}

            def beside(suffix: str, stem: str = str(PurePosixPath(member.filename).with_suffix(""))) -> bytes | None:
                found = notes.get(f"{stem}{suffix}".lower())  # noqa: B023 - the same for every member
                return None if found is None else _content(whole, found, f"{path}#{found.filename}")

            yield File(called, content, inner, name, beside, other)
        if not lists:
            raise EmptyInput(path=path, reason=said("archive.nothing"))


def _is_beside(member: zipfile.ZipInfo, listed: list[zipfile.ZipInfo]) -> bool:
    """Tell a member that belongs to another one, as the notes of a table do."""
    path = PurePosixPath(member.filename.lower())
    others = (PurePosixPath(other.filename.lower()) for other in listed if other is not member)
    return path.suffix in _BESIDE and any(
        other.with_suffix("") == path.with_suffix("") and other.suffix not in _BESIDE for other in others
    )


def _read(whole: zipfile.ZipFile, member: zipfile.ZipInfo, called: str, other: str) -> bytes:
    try:
        content = _content(whole, member, called)
        if _is_archive(content):
            raise _nested(called)
    except UnreadableFile as error:
        raise of_member(error, other) from None
    return content


def of_member(error: InputError, other: str) -> InputError:
    """Return the error for a member that cannot be read, which says how to read the others.

    Args:
        error: Why it cannot be read.
        other: What is typed to read another one alone; nothing where there is none.
    """
    return UnreadableMember(said=error.sentence(), other=other) if other else error


def _is_list(member: zipfile.ZipInfo) -> bool:
    """Tell whether a member may be a list: no folder, nothing that a Mac or Windows keeps for itself."""
    name = PurePosixPath(member.filename.replace("\\", "/"))
    hidden = "__MACOSX" in name.parts or name.name.startswith(".") or name.name.lower() in ("thumbs.db", "desktop.ini")
    return not member.is_dir() and not hidden


def _picked(members: list[zipfile.ZipInfo], part: str, path: str) -> tuple[list[zipfile.ZipInfo], str | None]:
    """Return the member that is wanted, and which of its own lists: `archivio.zip#clienti.xlsx#Foglio1`."""
    for member in members:
        for called in (member.filename, PurePosixPath(member.filename).name):
            if part == called:
                return [member], None
            if part.startswith(f"{called}#"):
                return [member], part[len(called) + 1 :]
    raise UnknownPart(path=path, part=part, names=", ".join(member.filename for member in members))


def _content(whole: zipfile.ZipFile, member: zipfile.ZipInfo, path: str) -> bytes:
    try:
        with whole.open(member) as stream:
            # What the archive says of the size may be wrong.
            content = stream.read(member.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        raise _damaged(path) from None
    return content


def _tar(path: str) -> BinaryInput:
    return BinaryInput(path=path, kind=said("read.kind_tar"), hint=said("read.try_unpacking"))


def _nested(path: str) -> UnreadableFile:
    return UnreadableFile(path=path, reason=said("archive.nested"), hint=said("archive.try_inner"))


def _damaged(path: str) -> UnreadableFile:
    return UnreadableFile(path=path, reason=said("archive.damaged"), hint=said("archive.try_again"))
