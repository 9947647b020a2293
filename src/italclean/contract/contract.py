"""`Contract`: what systems that share a list agreed on, read from a file, and the settings of a run that it makes."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from italclean.consent.purposes import CHANNELS, GENERAL, PRIVACY, purpose_of
from italclean.contract import shape
from italclean.contract.agreed_targets import AgreedTarget, read_targets
from italclean.contract.agreement import AgreedSource, read_blocks, read_fields, read_sources
from italclean.contract.beside import read_segments, read_tariff
from italclean.contract.column_types import read_types
from italclean.contract.document import Document, read_document
from italclean.contract.fault import Fault, Faults, shown, unknown
from italclean.contract.gates import AUDITED, NAMES, Gate, read_gates
from italclean.contract.shape import SETTINGS, fits, known_keys, said_settings, table_at
from italclean.databases.address import is_address
from italclean.errors import BadContract, BadGate, BadOption, Language
from italclean.fields.agreed import AUTO, NONE
from italclean.groups import Group
from italclean.messages.text import argument, said
from italclean.readers.sources import Input, Source, bytes_of
from italclean.settings import Dns, Reading, Settings
from italclean.terms import Agreement, Terms

Made = TypeVar("Made", bound=Group)

_FORMATS = ("csv", "parquet")
_FOREVER, _DEFAULT = 1200, "default"
_PATHS = {"reading": ("query_file",), "dns": ("cache",)}
_PURPOSES = (GENERAL, PRIVACY, "profilazione", *CHANNELS)


@dataclass(frozen=True)
class Contract:
    r"""What systems that share a list agreed on: a *contratto dei dati*.

    Attributes:
        name: Its name.
        version: Its version.
        sha256: The hash of the file.
        folder: The folder of the file, from which paths in it are told; None for one that stands in none.
        language: The language of messages, or None where it is not said.
        sources: What was agreed on each source.
        terms: Who owns which field, and how conflicts are settled.
        told: What else a run is told, by group (`reading`, `thresholds`, `periods`, `dns`): only what is said.
        asks_dns: Whether the DNS is asked.
        gates: Figures that may not be over a maximum.
        outputs: Where the results go, and as what.
        key_file: Where the key of the fingerprints of erased people lies, or None.
        forgotten_in: The master whose fingerprints they are, where it is not the folder of the results.
        tariff: What the target systems cost: what is counted, and the price up to each number of contacts.
        segments: The conditions of each segment.
        targets: The systems that the list goes to; each run writes their import files.

    Examples:
        >>> import tempfile
        >>> import italclean as ic
        >>> text = '[sources.erp]\nkind = "erp"\n[fields.email]\nowner = "erp"\nrule = "owner"\n'
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder, "contratto.toml")
        ...     _ = path.write_text(text, encoding="utf-8")
        ...     contract = ic.Contract.read(path)
        >>> contract.settings().terms.fields["email"].owner
        'erp'
    """

    name: str = "contratto"
    version: str = "1.0.0"
    sha256: str = ""
    folder: Path | None = None
    language: Language | None = None
    sources: Mapping[str, AgreedSource] = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)
    told: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    asks_dns: bool = False
    gates: tuple[Gate, ...] = ()
    outputs: Mapping[str, Any] = field(default_factory=dict)
    key_file: str | None = None
    tariff: Mapping[str, Any] = field(default_factory=dict)
    segments: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    targets: tuple[AgreedTarget, ...] = ()
    forgotten_in: str | None = None

    @classmethod
    def read(cls, path: str | Path) -> Contract:
        """Read a contract, and check what it means.

        Args:
            path: The file.

        Raises:
            FileMissing: There is no such file, or it may not be read.
            BadContract: It is no TOML, or what it says makes no sense: all that is wrong is told at once, each with
                its line and the path of its key.
        """
        found = examine(path)
        if isinstance(found, Contract):
            return found
        raise BadContract(path=str(path), faults=tuple(fault.sentence() for fault in found))

    def as_dict(self) -> dict[str, Any]:
        """Return what was agreed as plain data; of a query its hash alone."""
        reading = dict(self.told.get("reading", {}))
        told = Reading(**reading).as_dict()
        plain = {name: dict(said_of) for name, said_of in self.told.items()}
        plain |= {"reading": {name: told[name] for name in reading}} if reading else {}
        return {
            "name": self.name,
            "version": self.version,
            "sha256": self.sha256,
            "language": self.language,
            "sources": {name: {**asdict(one), "columns": dict(one.columns)} for name, one in self.sources.items()},
            "terms": self.terms.as_dict(),
            **{name: {key: _plain(value) for key, value in said_of.items()} for name, said_of in plain.items()},
            "asks_dns": self.asks_dns,
            "gates": {gate.name: gate.shown for gate in self.gates},
            "outputs": dict(self.outputs),
            "key_file": self.key_file,
            "tariff": dict(self.tariff),
            "segments": {name: [dict(one) for one in conditions] for name, conditions in self.segments.items()},
            "targets": [one.as_dict() for one in self.targets],
            "forgotten_in": self.forgotten_in,
        }

    def settings(self, given: Settings | None = None, typed: Collection[str] | None = None) -> Settings:
        """Return the settings of a run by the contract; what was given beside it wins.

        Args:
            given: What else the run was told.
            typed: The names of the settings in it that were really given; None for those that are not the default.

        Examples:
            >>> from italclean.settings import Matching
            >>> agreed = Contract(told={"thresholds": {"merge_from": 0.97, "review_from": 0.6}})
            >>> made = agreed.settings(Settings(matching=Matching(merge_from=0.99)))
            >>> made.matching.merge_from, made.matching.review_from
            (0.99, 0.6)
        """
        given = given or Settings()
        won = _given(given) if typed is None else typed
        order = sorted((one.priority, name) for name, one in self.sources.items() if one.priority is not None)
        matching = {
            "priority": tuple(name for _, name in order),
            "unique": tuple(name for name, one in self.sources.items() if one.unique),
            **self.told.get("thresholds", {}),
        }
        reading = dict(self._resolved("reading"))
        if {"query", "query_file"} & set(won):
            # One of the two that was typed stands for both.
            reading.pop("query", None)
            reading.pop("query_file", None)
        dns = given.dns or (Dns() if self.asks_dns else None)
        language = given.language if self.language is None or "language" in won or "lang" in won else self.language
        return replace(
            given,
            reading=_filled(given.reading, reading, won),
            matching=_filled(given.matching, matching, won),
            periods=_filled(given.periods, self.told.get("periods", {}), won),
            dns=dns and _filled(dns, self._resolved("dns"), won),
            language=language,
            terms=self.terms,
            contract=Agreement(
                self.name, self.version, self.sha256, {name: dict(one.columns) for name, one in self.sources.items()}
            ),
        )

    def inputs(self, given: Input | None = None) -> Input:
        """Return what is read: what was given, else the files of the contract.

        Args:
            given: The files of this run; None for those of the contract.

        Raises:
            BadOption: Nothing was given, and the contract names no file of a source.
        """
        if given is not None and not (isinstance(given, list | tuple) and not given):
            return given
        unread = [name for name, one in self.sources.items() if one.file is None]
        if unread or not self.sources:
            reason = said("contract.no_file", names=", ".join(unread) or "-")
            raise BadOption(value=self.name, option=argument("contract"), reason=reason)
        files: dict[str, Source] = {name: self.placed(str(one.file)) for name, one in self.sources.items()}
        return files

    @property
    def key(self) -> Path | None:
        """The file with the key of the fingerprints of forgotten persons, told from the contract's folder."""
        return None if self.key_file is None else Path(self.placed(self.key_file))

    @property
    def results(self) -> Path | None:
        """The folder that results go to, told from the contract's folder."""
        return Path(self.placed(self.outputs["out"])) if "out" in self.outputs else None

    @property
    def fingerprints(self) -> Path | None:
        """The folder in which the fingerprints of forgotten persons must lie, told from the contract's folder."""
        return None if self.forgotten_in is None else Path(self.placed(self.forgotten_in))

    def placed(self, path: str) -> str:
        """Return a path that the contract names, told from its folder; an address stays what it is.

        Args:
            path: What the contract says.
        """
        if self.folder is None or is_address(path) or path == "-":
            return path
        return str(self.folder / path)

    def _resolved(self, name: str) -> dict[str, Any]:
        """The settings of a table, paths among them told from the folder of the contract."""
        told = dict(self.told.get(name, {}))
        for key in _PATHS.get(name, ()):
            if key in told:
                told[key] = Path(self.placed(str(told[key])))
        widths = told.get("widths")
        if isinstance(widths, str) and not re.fullmatch(r"[0-9\s,]+", widths):
            told["widths"] = self.placed(widths)
        return told


def examine(path: str | Path) -> Contract | tuple[Fault, ...]:
    """Read a contract, or find all that is wrong with it.

    Args:
        path: The file.

    Raises:
        FileMissing: There is no such file, or it may not be read.
    """
    found = read_document(bytes_of(str(path)))
    if isinstance(found, Fault):
        return (found,)
    faults = Faults(found.lines)
    try:
        contract = _read(found, Path(path), faults)
    except RecursionError:
        return (Fault("", None, None, said("contract.too_deep")),)
    return faults.told() or contract


def _read(document: Document, path: Path, faults: Faults) -> Contract:
    data = document.data
    for name in data:
        if name not in shape.TABLES:
            faults.add((name,), unknown(name, shape.TABLES))
    head = known_keys(table_at(data, ("contract",), faults), shape.OF_CONTRACT, ("contract",), faults)
    language = head.get("language")
    if language not in (None, "it", "en"):
        faults.add(("contract", "language"), said("error.language"))
    sources = read_sources(data, faults)
    free = {column for one in sources.values() for column, role in one.columns.items() if role in (NONE, AUTO)}
    blocks = read_blocks(data, free, faults)
    fields_ = read_fields(data, sources, free, blocks, faults)
    kinds = {name: one.kind for name, one in sources.items() if one.kind is not None}
    dns = dict(table_at(data, ("dns",), faults))
    asks = dns.pop(shape.ASKED, False)
    fits(asks, shape.TRUTH, ("dns", shape.ASKED), faults)
    tables = {name: table_at(data, (name,), faults) for name in SETTINGS} | {"dns": dns}
    told = {name: said_settings(name, given, faults) for name, given in tables.items() if given}
    retention, purposes = _retention(data, sources, faults)
    if retention is not None:
        told["periods"] = {**told.get("periods", {}), "retention": retention}
    outputs = known_keys(table_at(data, ("outputs",), faults), shape.OF_OUTPUTS, ("outputs",), faults)
    for key in ("format", "rewritten"):
        if key in outputs and outputs[key] not in _FORMATS:
            faults.add(("outputs", key), unknown(outputs[key], _FORMATS))
    privacy = known_keys(table_at(data, ("privacy",), faults), shape.OF_PRIVACY, ("privacy",), faults)
    if "forgotten_in" in privacy and "key_file" not in privacy:
        faults.add(("privacy", "key_file"), said("contract.missing"))
    return Contract(
        head.get("name", path.stem),
        head.get("version", "1.0.0"),
        document.sha256,
        path.parent,
        language,
        sources,
        Terms(kinds, fields_, blocks, purposes, read_types(data, free, faults)),
        told,
        asks is True,
        _gates(data, faults),
        outputs,
        privacy.get("key_file"),
        read_tariff(data, faults),
        read_segments(data, free, faults),
        read_targets(data, sources, faults),
        privacy.get("forgotten_in"),
    )


def _retention(
    data: Mapping[str, Any], sources: Mapping[str, AgreedSource], faults: Faults
) -> tuple[int | None, dict[str, int]]:
    """Read `[retention]`: the months of silence, in general and by purpose."""
    named = {purpose for one in sources.values() for role in one.columns.values() if (purpose := purpose_of(role))}
    known = [_DEFAULT, *sorted({*_PURPOSES, *named})]
    months: dict[str, int] = {}
    for name, value in table_at(data, ("retention",), faults).items():
        path = ("retention", name)
        if name not in known and (near := unknown(name, known)).key == "contract.unknown_near":
            faults.add(path, near)
        elif fits(value, shape.WHOLE, path, faults):
            if not 0 <= value <= _FOREVER:
                bound = said(
                    "error.at_least" if value < 0 else "error.at_most", bound=str(0 if value < 0 else _FOREVER)
                )
                faults.add(path, bound)
            else:
                months[name] = value
    return months.pop(_DEFAULT, None), months


def _gates(data: Mapping[str, Any], faults: Faults) -> tuple[Gate, ...]:
    gates: list[Gate] = []
    known = (*NAMES, *AUDITED)
    for name, most in table_at(data, ("gates",), faults).items():
        path = ("gates", name)
        if name not in known:
            faults.add(path, unknown(name, known))
            continue
        if not isinstance(most, str) and not fits(most, shape.NUMBER, path, faults):
            continue
        try:
            gates += read_gates([f"{name}={most}"], known)
        except BadGate:
            faults.add(path, said("contract.no_gate", most=shown(most)))
    return tuple(gates)


def _given(settings: Settings) -> set[str]:
    """The names of the settings that are not what they are by default."""
    groups = [settings.reading, settings.matching, settings.periods, *([settings.dns] if settings.dns else [])]
    won = {one.name for group in groups for one in fields(group) if getattr(group, one.name) != one.default}
    return won | ({"language"} if settings.language != Settings.language else set())


def _filled(group: Made, agreed: Mapping[str, Any], won: Collection[str]) -> Made:
    """Take what was agreed where nothing else was given."""
    return replace(group, **{name: value for name, value in agreed.items() if name not in won})


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
