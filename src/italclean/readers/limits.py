"""How large what was packed may become: a file of 40 KB can hold 4 GB of nothing."""

from __future__ import annotations

import zipfile
from io import BytesIO

from italclean.errors import UnreadableFile
from italclean.messages.text import said

LARGEST = 2 << 30
"""How many bytes may come out of an archive."""
_FREE, _RATIO = 256 << 20, 100
"""Above so many bytes, what was packed tighter than this is no list: text becomes a tenth, at best a fiftieth."""


def check_zip(data: bytes, path: str) -> None:
    """Refuse an archive that would fill the memory, before anything is unpacked.

    Args:
        data: The archive.
        path: Its name, for messages.

    Raises:
        UnreadableFile: It holds too much, or it is damaged.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as whole:
            size = sum(member.file_size for member in whole.infolist())
    except zipfile.BadZipFile:
        raise UnreadableFile(path=path, reason=said("archive.damaged"), hint=said("archive.try_again")) from None
    check(size, len(data), path)


def check(size: int, packed: int, path: str) -> None:
    """Refuse what is too large once it is unpacked.

    Args:
        size: How many bytes it has, or had so far.
        packed: How many it had.
        path: The file's name, for messages.

    Raises:
        UnreadableFile: It is too large.
    """
    if size > LARGEST or (size > _FREE and size > packed * _RATIO):
        reason = said("archive.too_large", size=f"{size / (1 << 30):.1f}")
        raise UnreadableFile(path=path, reason=reason, hint=said("archive.try_unpacking"))
