"""Keyed fingerprints of forgotten persons: what a master keeps of them so that they do not come back.

Each is an HMAC-SHA256 of one identifier (RFC 2104; the standard library's). Of codici fiscali, numbers and names all
can be tried, so that a plain hash would hide nobody: the key lies outside the master, and without it nothing is told.
"""

from __future__ import annotations

import hmac
import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from italclean.errors import BadOption, KeyNeeded
from italclean.master.reading import Master, read_text, written_as_it_was
from italclean.messages.text import argument, said
from italclean.outputs.folder import FORGOTTEN

NAME, NO_CODE, GOLDEN, OMOCODE, CHECK = "nome", "senza_codice", "golden_id", "omocodia", "chiave"
"""The kinds of fingerprints beside those of identifiers: what a contact is bound to, ids that are not given again,
codes with omocodia undone, and the value by which another key shows."""

COLUMNS = {"kind": pl.String, "fingerprint": pl.String, "date": pl.String}
"""The columns of `forgotten.csv`."""

_BYTES, _LEAST = 32, 16
_OWNER = 0o600


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The fingerprints of a master, with their key.

    Attributes:
        table: `kind`, `fingerprint`, `date`.
        key: The key.
    """

    table: pl.DataFrame
    key: bytes

    def fingerprints(self, asked: pl.DataFrame) -> pl.DataFrame:
        """Add the fingerprint of each identifier.

        Args:
            asked: Any columns, among them `kind` and `value`.

        Returns:
            The same with `fingerprint`, and `held`: whether it is among those that are kept.
        """
        distinct = asked.select("kind", "value").unique()
        made = [_digest(self.key, kind, value) for kind, value in distinct.iter_rows()]
        told = distinct.with_columns(fingerprint=pl.Series(made, dtype=pl.String))
        kept = self.table.select("kind", "fingerprint").unique().with_columns(held=pl.lit(value=True))
        told = told.join(kept, on=["kind", "fingerprint"], how="left")
        told = told.with_columns(pl.col("held").fill_null(value=False))
        return asked.join(told, on=["kind", "value"], how="left", maintain_order="left")

    def held(self, asked: pl.DataFrame) -> pl.DataFrame:
        """Return those identifiers of which a fingerprint is kept; see `fingerprints`.

        Args:
            asked: Any columns, among them `kind` and `value`.
        """
        return self.fingerprints(asked).filter("held").drop("held")

    def bars(self, ids: pl.Series) -> pl.Series:
        """Tell the golden ids of forgotten customers.

        Args:
            ids: Ids.
        """
        asked = pl.DataFrame({"kind": pl.Series([GOLDEN]).new_from_index(0, len(ids)), "value": ids})
        return self.fingerprints(asked)["held"]

    def and_of(self, told: pl.DataFrame, day: str) -> Forgotten:
        """Keep fingerprints of some more identifiers.

        Args:
            told: `kind` and `value`.
            day: The day on which they were forgotten, ISO 8601.
        """
        made = self.fingerprints(told.select("kind", "value").unique()).filter(~pl.col("held"))
        table = pl.concat([self.table, made.select("kind", "fingerprint", date=pl.lit(day))])
        # In the order of the fingerprints, which tells neither who came first nor which are of one person.
        return replace(self, table=table.sort("fingerprint"))

    def without(self, lifted: pl.DataFrame) -> Forgotten:
        """Keep some fingerprints no longer.

        Args:
            lifted: `kind` and `fingerprint`.
        """
        return replace(
            self, table=self.table.join(lifted, on=["kind", "fingerprint"], how="anti", maintain_order="left")
        )


def fingerprints_of(master: Master) -> pl.DataFrame | None:
    """Read the fingerprints of a master, None where nobody was forgotten.

    Args:
        master: The list.

    Raises:
        MasterUnreadable: They are missing or were changed: persons would come back.
    """
    path = written_as_it_was(master.folder, FORGOTTEN)
    if path is None:
        return None
    return read_text(path, master.delimiter).select(list(COLUMNS))


def fingerprints_beside(master: Master) -> dict[str, pl.DataFrame]:
    """Return the fingerprints of a master as a table of its next state, which has them, too.

    Args:
        master: The list.

    Raises:
        MasterUnreadable: They are missing or were changed.
    """
    table = fingerprints_of(master)
    return {} if table is None else {"forgotten": table}


def forgotten_of(master: Master, key: str | Path | None) -> Forgotten | None:
    """Read the fingerprints of a master with their key, None where nobody was forgotten.

    Args:
        master: The list.
        key: The file of the key.

    Raises:
        MasterUnreadable: The fingerprints are missing or were changed.
        KeyNeeded: There is no key.
        BadOption: It is another one than theirs, cannot be read, or lies in the master.
    """
    table = fingerprints_of(master)
    if table is None:
        return None
    if key is None:
        raise KeyNeeded(path=master.folder)
    return checked(Forgotten(table, read_key(Path(key), master.folder)), Path(key))


def opened(master: Master, key: Path, *, make: bool) -> tuple[Forgotten, bool]:
    """Return the fingerprints of a master to which more are added, with their key, made where there is none.

    Args:
        master: The list.
        key: The file of the key.
        make: Whether a key may be written.

    Returns:
        The fingerprints, and whether the key was made.

    Raises:
        MasterUnreadable: The fingerprints are missing or were changed.
        BadOption: The key lies in the master, is another one than theirs, or cannot be read or written.
    """
    table = fingerprints_of(master)
    is_new = table is None and not os.path.lexists(key)
    if is_new:
        keep_outside(key, master.folder)
        found = secrets.token_bytes(_BYTES)
        if make:
            _write(key, found)
    else:
        found = read_key(key, master.folder)
    if table is not None:
        return checked(Forgotten(table, found), key), is_new
    check = pl.DataFrame({"kind": CHECK, "fingerprint": _digest(found, CHECK, ""), "date": ""}, schema=COLUMNS)
    return Forgotten(check, found), is_new


def read_key(path: Path, folder: Path) -> bytes:
    """Read a key.

    Args:
        path: Its file.
        folder: The master, in which it must not lie.

    Raises:
        BadOption: It lies there, cannot be read, or is too short for a key.
    """
    keep_outside(path, folder)
    try:
        found = path.read_bytes()
    except OSError as error:
        reason = said("master.key_unread", reason=error.strerror or str(error))
        raise BadOption(value=path, option=argument("key"), reason=reason) from None
    if len(found) < _LEAST:
        raise BadOption(value=path, option=argument("key"), reason=said("master.key_short", least=_LEAST))
    return found


def keep_outside(path: Path, folder: Path) -> None:
    """Refuse a key in a master: whoever has it beside the fingerprints can try who was forgotten.

    Args:
        path: The file of the key.
        folder: The master.

    Raises:
        BadOption: It lies there.
    """
    if path.resolve().is_relative_to(folder.resolve()):
        raise BadOption(value=path, option=argument("key"), reason=said("master.key_inside"))


def _write(path: Path, key: bytes) -> None:
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER)
        with os.fdopen(file, "wb") as opened_file:
            opened_file.write(key)
            opened_file.flush()
            os.fsync(opened_file.fileno())
    except OSError as error:
        reason = said("master.key_unwritten", reason=error.strerror or str(error))
        raise BadOption(value=path, option=argument("key"), reason=reason) from None


def checked(forgotten: Forgotten, path: Path) -> Forgotten:
    """Return fingerprints whose key is theirs.

    Args:
        forgotten: The fingerprints, with a key.
        path: The file of the key.

    Raises:
        BadOption: It is another one.
    """
    check = forgotten.table.filter(pl.col("kind") == CHECK)["fingerprint"].to_list()
    if not any(hmac.compare_digest(known, _digest(forgotten.key, CHECK, "")) for known in check):
        raise BadOption(value=path, option=argument("key"), reason=said("master.key_other"))
    return forgotten


def _digest(key: bytes, kind: str, value: str) -> str:
    return hmac.digest(key, f"{kind}\0{value}".encode(), "sha256").hex()
