"""What lies in a folder beside the tables of a list, cleaned of persons who are gone from it.

Reviews that were kept under another name, because somebody had written notes into them, lose the pairs of which one of
the persons is a side; the cache of the DNS loses the mail domains that only they used.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from italclean.core import formula
from italclean.customers.decision_files import table_of
from italclean.customers.decisions import has_decisions
from italclean.customers.erased import Erased
from italclean.errors import BadDecisions, ExtraMissing
from italclean.messages.text import Text, said
from italclean.outputs import switch
from italclean.outputs.delimited import Delimited
from italclean.outputs.folder import DNS_CACHE, FILES, WORKBOOKS, is_unchanged, written_files
from italclean.outputs.lock import LOCK

_ASIDE = re.compile(r"^(?:review|review_earlier|decisions)(?:-[0-9]+)?\.csv$")
_DELIMITERS = ";,\t|"


def not_ours(folder: Path) -> list[Text]:
    """Return what lies in a folder and is not cleaned: it is somebody's own.

    Args:
        folder: The folder, which is held, before anything is written to it.
    """
    ours = written_files(folder)
    left = []
    for path in sorted(folder.iterdir()):
        name = path.name
        passing = name == LOCK or switch.is_scratch(name) or name.startswith(DNS_CACHE)
        replaced = name in FILES or (name in WORKBOOKS and name in ours and is_unchanged(path, ours[name]))
        if not (passing or replaced or _ASIDE.match(name)):
            left.append(name)
    return [said("master.not_cleaned", names=", ".join(left))] if left else []


def erase_beside(folder: Path, erased: Erased, written: Collection[str]) -> list[Text]:
    """Clean what was not written anew.

    Args:
        folder: The folder, which is held.
        erased: Who is gone.
        written: The files that were written.

    Returns:
        What could not be cleaned.
    """
    _forget_domains(folder / DNS_CACHE, erased)
    if not erased.customers:
        return []
    aside = (path for path in sorted(folder.iterdir()) if _ASIDE.match(path.name) and path.name not in written)
    left = [path.name for path in aside if not _cleaned(path, erased)]
    return [said("master.not_cleaned", names=", ".join(left))] if left else []


def _cleaned(path: Path, erased: Erased) -> bool:
    """Leave pairs out of a review that was kept aside; tell whether that could be done."""
    try:
        if path.is_symlink() or not has_decisions(path):
            return False
        table = table_of(path)
    except (BadDecisions, ExtraMissing, OSError):
        return False
    rest = erased.without(table)
    if rest.height == table.height:
        return True
    with path.open(encoding="utf-8", errors="replace") as file:
        header = file.readline()
    delimiter = max(_DELIMITERS, key=header.count)
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file_:
        Delimited(delimiter).write([formula.in_frame(rest)], file_)
    part.chmod(path.stat().st_mode & 0o777)
    switch.flush(part)
    part.replace(path)
    return True


def _forget_domains(path: Path, erased: Erased) -> None:
    """Take domains out of the cache, and out of the pages of its file that hold nothing any more."""
    if not erased.domains or not path.is_file():
        return
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA secure_delete = ON")
        with base:
            base.executemany("DELETE FROM domains WHERE domain = ?", [(domain,) for domain in erased.domains])
        base.execute("VACUUM")
