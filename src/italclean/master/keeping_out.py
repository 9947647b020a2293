"""A run that keeps forgotten persons out, as `add` does: their fingerprints lie in a folder, the key elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import polars as pl

from italclean.core.columns import no_text
from italclean.customers.known import Known
from italclean.errors import MasterUnreadable
from italclean.master.fingerprints import COLUMNS, Forgotten, checked, read_key
from italclean.master.reading import read_text, written_as_it_was
from italclean.master.suppressing import Suppressed, keep_out
from italclean.messages.text import said
from italclean.outputs.folder import FORGOTTEN
from italclean.result import Result
from italclean.rows.batches import Cleaned
from italclean.stages import Sources


@dataclass(slots=True)
class KeepOut:
    """Keeps the rows of forgotten persons out of a run.

    Attributes:
        forgotten: Their fingerprints.
    """

    forgotten: Forgotten
    _kept: Suppressed = field(default_factory=Suppressed)
    _cleaned: Cleaned | None = None

    def sift(self, cleaned: Cleaned, sources: Sources) -> tuple[Cleaned, Sources]:
        """Leave their rows out.

        Args:
            cleaned: The rows.
            sources: What is told of their sources.
        """
        cleaned, sources, self._kept = keep_out(self.forgotten, (), cleaned, sources)
        self._cleaned = cleaned
        return cleaned, sources

    def bars(self, ids: pl.Series) -> Known | None:
        """Return what keeps ids of forgotten customers from being given again; None where none was.

        Args:
            ids: The golden id of each row.
        """
        again = self.forgotten.bars(ids.unique()).any()
        return nothing_known(len(ids), self.forgotten) if again else None

    def told(self, result: Result) -> Result:
        """Say in the result who was kept out; the fingerprints go on with it.

        Args:
            result: What the run found.
        """
        if self._cleaned is None:
            return result
        return replace(
            result,
            beside={**result.beside, **self._kept.tables},
            notices=(*self._kept.notices, *result.notices),
            erased=self._kept.erased(self._cleaned.frame, self._cleaned.hints),
        )


def nothing_known(rows: int, forgotten: Forgotten) -> Known:
    """Return what is known of rows that all are new, but that ids of forgotten customers are given to nobody.

    Args:
        rows: How many rows there are.
        forgotten: The fingerprints.
    """
    ids = pl.Series("golden_id", [], dtype=pl.String)
    return Known(
        np.full(rows, -1, dtype=np.int64),
        np.zeros(rows, dtype=np.bool_),
        ids,
        ids,
        np.zeros(rows, dtype=np.int64),
        no_text(rows).cast(pl.Int32),
        no_text(rows).cast(pl.Float64),
        np.zeros(rows, dtype=np.bool_),
        barred=forgotten.bars,
    )


def kept_out_by(key: Path | None, folders: Iterable[Path | None], needed: Path | None = None) -> KeepOut | None:
    """Find who is kept out of a run; None where there is no key, or nobody was forgotten.

    Args:
        key: The file of the key, as a contract names it.
        folders: The folders in which fingerprints may lie: that of the results.
        needed: A folder in which they must lie.

    Raises:
        MasterUnreadable: They were written, and are missing or were changed.
        BadOption: The key is another one than theirs, cannot be read, or lies beside them.
    """
    if key is None:
        return None
    found: list[Forgotten] = []
    for folder in dict.fromkeys([*([needed] if needed else []), *(folder for folder in folders if folder)]):
        table = _fingerprints_in(folder) if folder.is_dir() else None
        if table is None and folder == needed:
            raise MasterUnreadable(path=folder, reason=said("master.missing", names=FORGOTTEN))
        if table is not None:
            found.append(checked(Forgotten(table, read_key(key, folder)), key))
    if not found:
        return None
    table = pl.concat([one.table for one in found]).unique(["kind", "fingerprint"], keep="first")
    return KeepOut(replace(found[0], table=table.sort("fingerprint")))


def _fingerprints_in(folder: Path) -> pl.DataFrame | None:
    path = written_as_it_was(folder, FORGOTTEN)
    if path is None:
        return None
    with path.open("rb") as file:
        header = file.readline().decode()
    # The delimiter is that of the list; the first column is `kind`, whichever it is.
    return read_text(path, header[len(next(iter(COLUMNS)))]).select(list(COLUMNS))
