"""A contract replayed: what is read by it, with which settings, and its gates held against what came out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from italclean.contract.contract import Contract
from italclean.contract.gates import NAMES, Gate
from italclean.readers.sources import Input
from italclean.result import Result
from italclean.settings import Settings


@dataclass(frozen=True, slots=True)
class Replay:
    """A run by a contract; one without is what it was told.

    Attributes:
        given: What is read.
        settings: All that the run is told.
        gates: The figures that may not be over a maximum.
        contract: The contract.
    """

    given: Input | None
    settings: Settings
    gates: tuple[Gate, ...] = ()
    contract: Contract | None = None

    @classmethod
    def of(
        cls,
        contract: Contract | str | Path | None,
        given: Input | None,
        settings: Settings,
        typed: Collection[str] | None = None,
    ) -> Replay:
        """Find what a run by a contract reads, and what it is told.

        Args:
            contract: The contract, its file, or None for a run without one.
            given: The files of this run; None for those of the contract.
            settings: What the run was told beside the contract, which wins.
            typed: The names of the settings that were really given; None for those that are not the default.

        Raises:
            FileMissing: There is no such contract.
            BadContract: It cannot be used.
            BadOption: Nothing was given, and the contract names no file of a source.

        Examples:
            >>> replay = Replay.of(Contract("clienti"), "clienti.csv", Settings())
            >>> replay.given, replay.settings.contract.name
            ('clienti.csv', 'clienti')
        """
        if contract is None:
            return cls(given, settings)
        agreed = contract if isinstance(contract, Contract) else Contract.read(contract)
        return cls(agreed.inputs(given), agreed.settings(settings, typed), agreed.gates, agreed)

    def held(self, result: Result) -> Result:
        """Hold the gates against what came out, but for those of an audit.

        Args:
            result: The result.
        """
        if not self.gates:
            return result
        figures = result.figures()
        return replace(result, gates=tuple(gate.held(figures) for gate in self.gates if gate.name in NAMES))
