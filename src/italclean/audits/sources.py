"""The two systems as they are given, and which of the tables that are read are of which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from italclean.contract.contract import Contract
from italclean.errors import BadOption
from italclean.messages.text import said
from italclean.readers.sources import Input, Source, named_sources
from italclean.readers.table import Table
from italclean.settings import Settings
from italclean.stages import Arrange


@dataclass
class Pair:
    """Two systems.

    Attributes:
        given: The two, as readers take them.
        names: What they are called.
        tables: The tables of each, once they were read: an archive or a workbook may hold several.
        rows: How many rows each has, once they were read.
    """

    given: Input
    names: tuple[str, str]
    tables: tuple[frozenset[str], frozenset[str]] = field(default=(frozenset(), frozenset()))
    rows: tuple[int, int] = (0, 0)

    @property
    def files(self) -> list[str | Path]:
        """Where the two lie, as far as they are no frames."""
        return [source for _, source in named_sources(self.given) if isinstance(source, str | Path)]

    @classmethod
    def of(cls, a: Any, b: Any = None, contract: Contract | None = None) -> Pair:
        """Find the two systems.

        Args:
            a: The one, or both of them: a list of two, a mapping of two names; None for those of the contract.
            b: The other.
            contract: The contract: a system may be called by its name in it.

        Raises:
            BadOption: There are not two.
            UnsupportedInput: One of them is nothing that is read.

        Examples:
            >>> Pair.of("erp=clienti.csv", "iscritti.csv").names
            ('erp', 'iscritti')
        """
        given: Any = a if b is None else [a, b]
        if contract is not None:
            given = contract.inputs(_placed(given, contract))
        named = named_sources(given if given is not None else [])
        if len(named) != 2:
            reason = said("audit.two_systems", count=len(named), names=", ".join(name for name, _ in named))
            raise BadOption(value=len(named), option="audit", reason=reason)
        first, second = (name for name, _ in named)
        return cls(given, (first, second if second != first else f"{second}_2"))

    def seen(self, settings: Settings) -> Arrange:
        """Return what looks at the tables when they were read, and leaves them as they are.

        Args:
            settings: What the run is told, which stays as it is.
        """

        def look(tables: Sequence[Table]) -> tuple[Sequence[Table], Settings]:
            of = [[table for table in tables if table.given == side] for side in (0, 1)]
            self.tables = (frozenset(one.name for one in of[0]), frozenset(one.name for one in of[1]))
            self.rows = (sum(one.frame.height for one in of[0]), sum(one.frame.height for one in of[1]))
            # One table has its own name: so it is called in the contract, and in every output.
            a, b = (one[0].name if len(one) == 1 else name for one, name in zip(of, self.names, strict=True))
            self.names = (a, b)
            return tables, settings

        return look


def _placed(given: Any, contract: Contract) -> Any:
    """Read `erp` as the file of that source of the contract, where there is no file of that name."""
    if isinstance(given, str | Path):
        given = [given]
    if not isinstance(given, list | tuple):
        return given
    placed: list[Source] = []
    for one in given:
        agreed = contract.sources.get(str(one)) if isinstance(one, str | Path) else None
        is_named = agreed is not None and agreed.file is not None and not Path(str(one)).exists()
        placed.append(f"{one}={contract.placed(str(agreed.file))}" if is_named and agreed is not None else one)
    return placed
