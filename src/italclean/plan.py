"""Which column plays which role, and why.

The header is asked first, the content second. Where the content of a telling role (a codice fiscale, an
e-mail …) contradicts the header, the content wins; where the header says nothing, a column is given a
role only if nearly all of its values speak for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import polars as pl

from italclean.cleaners.data import Order, day_order
from italclean.cleaners.persona import name_order
from italclean.core import text
from italclean.core.luoghi import country_codes
from italclean.core.notice import Notice
from italclean.core.reference import table
from italclean.errors import NoUsableColumn, UnknownColumn, UnknownRole
from italclean.files.read import Table
from italclean.registry import CLEANERS
from italclean.roles import ROLES, Role, canonical_position, role_of

_SAMPLE = 2_000
_ENOUGH = 5
_CONVINCING = 0.8
_CONTRADICTED = 0.2
UNTOUCHED = (None, "source")
"""Columns without a role stay as they are; so does one of source names, which also names the rows' sources."""

_RESERVED = {"source", "row", "source_id", "golden_id", "records"}
# Roles whose values are recognised without a header, in the order in which they are tried.
_BY_CONTENT = ("email", "codice_fiscale", "partita_iva", "provincia", "cap", "cellulare", "telefono", "comune")
# A list has one of these at most; a second column of the others is kept as `email_2`, `telefono_2` …
_SINGLE = (
    "id",
    "source",
    "nominativo",
    "cognome",
    "nome",
    "ragione_sociale",
    "codice_fiscale",
    "data_nascita",
    "sesso",
    "tipo",
)


@dataclass(frozen=True, slots=True)
class Column:
    """What was decided on one column.

    Attributes:
        source: The name of the source that it comes from.
        name: Its name in the input.
        role: Its role, or None.
        output: The column of `cleaned` that holds it; for a `nominativo` the role itself.
        why: The reason.
        options: What the column as a whole says about how to read it, for its cleaner.
    """

    source: str
    name: str
    role: str | None
    output: str
    why: Notice
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known about the sources before a cell is cleaned.

    Attributes:
        columns: What was decided on every column of every source.
        notices: What a user should know about it.
    """

    columns: tuple[Column, ...]
    notices: tuple[Notice, ...] = ()

    def of(self, source: str) -> tuple[Column, ...]:
        """Return the columns of one source, in their order."""
        return tuple(column for column in self.columns if column.source == source)

    def passed_on(self) -> list[str]:
        """Return the output columns that hold their input as it came, of all sources, in order of appearance."""
        return list(dict.fromkeys(column.output for column in self.columns if column.role in UNTOUCHED))

    def as_dict(self) -> list[dict[str, Any]]:
        """Return the plan as plain data, as `run.json` holds it."""
        return [
            {
                "source": column.source,
                "column": column.name,
                "role": column.role,
                "output": column.output,
                "why": column.why.english,
                "perche": column.why.italian,
                "options": dict(column.options),
            }
            for column in self.columns
        ]


def make_plan(tables: Sequence[Table], mapping: Mapping[str, str] | None = None) -> Plan:
    """Decide on the role of every column.

    Args:
        tables: The sources as read.
        mapping: Roles that the user gave, by column name; the role `-` means none.

    Raises:
        UnknownRole: The mapping names a role that does not exist.
        UnknownColumn: The mapping names a column that no source has.
        NoUsableColumn: No column of any source could be given a role.
    """
    wanted = dict(mapping or {})
    known = {name for source in tables for name in source.frame.columns}
    for name, role in wanted.items():
        if role != "-" and role_of(role) is None:
            raise UnknownRole(role=role, roles=", ".join((*ROLES, "consenso_…", "data_consenso_…", "-")))
        if name not in known:
            raise UnknownColumn(column=name, columns=", ".join(sorted(known)))
    columns: list[Column] = []
    unusable: list[Table] = []
    for source in tables:
        decided = _decide(source, wanted)
        if all(column.role in (None, "id", "source") for column in decided):
            unusable.append(source)
        columns.extend(_named(decided))
    if len(unusable) == len(tables):
        names = [name for source in unusable for name in source.frame.columns]
        path = ", ".join(source.path or source.name for source in unusable)
        raise NoUsableColumn(path=path, columns=", ".join(names[:12]), first=names[0] if names else "")
    return Plan(tuple(columns), tuple(map(_unusable, unusable)))


def _unusable(source: Table) -> Notice:
    columns = ", ".join(source.frame.columns[:12])
    return Notice(
        f"Della sorgente {source.name} non riconosco nessuna colonna ({columns}): le sue righe restano come sono. "
        "Di' tu che cosa contengono: --map COLONNA=RUOLO.",
        f"No column of the source {source.name} is recognised ({columns}): its rows stay as they are. "
        "Say what they hold: --map COLUMN=ROLE.",
    )


def _decide(source: Table, wanted: Mapping[str, str]) -> list[Column]:
    samples = {name: _sample(source.frame[name]) for name in source.frame.columns}
    decided: dict[str, Column] = {}
    taken: set[str] = set()

    def settle(name: str, role: str | None, why: Notice) -> None:
        decided[name] = Column(source.name, name, role, name, why, {})
        if role:
            taken.add(role)

    for name in source.frame.columns:
        if name in wanted:
            role = None if wanted[name] == "-" else wanted[name]
            settle(name, role, Notice("indicato dall'utente", "given by the user"))
    for name in source.frame.columns:
        if name in decided:
            continue
        role = _role_by_header(name, samples[name], taken)
        if role is None:
            continue
        settle(name, *_checked(role, name, samples[name], taken))
    for name in source.frame.columns:
        if name in decided:
            continue
        role, share = _role_by_content(samples[name])
        if role and (role not in taken or (role not in _SINGLE and role in ("email", "telefono", "cellulare"))):
            settle(name, role, _by_content(role, share))
        else:
            settle(
                name,
                None,
                Notice("né l'intestazione né il contenuto dicono un ruolo", "neither header nor content tell a role"),
            )
    if not taken & {"nominativo", "cognome", "nome", "ragione_sociale"}:
        _find_names({name: column for name, column in decided.items() if name not in wanted}, samples, settle)
    return [_with_options(decided[name], samples[name]) for name in source.frame.columns]


def _find_names(decided: Mapping[str, Column], samples: Mapping[str, pl.Series], settle: Any) -> None:
    """With no column of names by header, take the one whose values are mostly persons and companies."""
    shares = {
        name: _share_of_names(samples[name])
        for name, column in decided.items()
        if column.role is None and len(samples[name]) >= _ENOUGH
    }
    best = max(shares, key=lambda name: shares[name], default=None)
    if best is not None and shares[best] >= 0.5:
        settle(best, "nominativo", _by_content("nominativo", shares[best]))


def _share_of_names(sample: pl.Series) -> float:
    found = CLEANERS["nominativo"].series(sample).struct.field("tipo")
    return _mean(found.is_not_null())


def _sample(values: pl.Series) -> pl.Series:
    """Distinct values from all over the column; fillers do not speak."""
    spread = values.gather_every(max(len(values) // (_SAMPLE * 4), 1)).drop_nulls().unique(maintain_order=True)
    tidy = spread.to_frame("value").select(text.tidy(pl.col("value")))
    return tidy.filter(pl.col("value").is_not_null() & ~text.is_filler(pl.col("value"))).head(_SAMPLE).to_series()


def _role_by_header(name: str, sample: pl.Series, taken: set[str]) -> str | None:
    words = pl.select(text.words(pl.lit(name))).item() or ""
    role = _headers().get(words) or _headers().get(words.rstrip("0123456789 "))
    if role is None:
        role = _purpose_by_header(words)
    if role == "stato" and _mean(country_codes(sample).is_not_null()) > _CONVINCING:
        return "nazione"
    if role == "nome" and "cognome" not in taken and _mostly_two_words(sample):
        return "nominativo"
    if role == "nominativo" and _mean(sample.str.contains(r"^[0-9]+$")) > _CONVINCING:
        return "id"
    if role in _SINGLE and role in taken:
        return None
    return role


# What stands beside a consent and is none itself.
_NO_PURPOSE = {"IP", "NOTE", "TESTO", "VERSIONE", "ORA", "UTENTE", "OPERATORE", "ID", "LINK", "URL"}


def _purpose_by_header(words: str) -> str | None:
    """The consent of another purpose, or its date: CONSENSO FIDELITY, DATA CONSENSO SMS."""
    for start, family in (("CONSENSO ", "consenso_"), ("DATA CONSENSO ", "data_consenso_")):
        purpose = words.removeprefix(start)
        if purpose != words and purpose not in _NO_PURPOSE:
            named = _headers().get(f"CONSENSO {purpose}", "").removeprefix("consenso_")
            return family + (named or purpose.replace(" ", "_").lower())
    return None


def _mostly_two_words(sample: pl.Series) -> bool:
    return _mean(sample.str.contains(r"\S\s+\S")) > _CONVINCING


@cache
def _headers() -> dict[str, str]:
    return dict(table("intestazioni").iter_rows())


def _checked(role: str, name: str, sample: pl.Series, taken: set[str]) -> tuple[str | None, Notice]:
    """Hold a role that the header names against the content."""
    known = role_of(role)
    by_header = Notice(f"l'intestazione «{name}»", f"the header “{name}”")
    if known is None or not known.telling or len(sample) < _ENOUGH:
        return role, by_header
    share = _share(known, sample)
    # What else the content could be is only asked where it contradicts the header.
    other, other_share = _role_by_content(sample) if share <= _CONTRADICTED else (None, 0.0)
    if other and other != role and _kin(other) != _kin(role):
        if other in taken and other in _SINGLE:
            return role, by_header
        return other, Notice(
            f"l'intestazione «{name}» non corrisponde al contenuto ({share:.0%}), che è «{other}» ({other_share:.0%})",
            f"the header “{name}” does not fit the content ({share:.0%}), which is “{other}” ({other_share:.0%})",
        )
    return role, Notice(
        f"l'intestazione «{name}» (valori riconosciuti: {share:.0%})",
        f"the header “{name}” (values recognised: {share:.0%})",
    )


def _kin(role: str) -> str:
    """Roles whose values look alike: the content cannot contradict one in favour of the other."""
    return {"cellulare": "telefono", "fax": "telefono", "pec": "email", "comune": "provincia"}.get(role, role)


def _by_content(role: str, share: float) -> Notice:
    return Notice(
        f"il contenuto: {share:.0%} dei valori è «{role}»", f"the content: {share:.0%} of the values are “{role}”"
    )


def _role_by_content(sample: pl.Series) -> tuple[str | None, float]:
    if len(sample) < _ENOUGH:
        return None, 0.0
    for role in _BY_CONTENT:
        if not sample.str.contains(_GLANCE[role]).any():
            continue
        if role == "provincia" and _mean(sample.str.contains(r"^\W*[A-Za-z]{2}\W*$")) < _CONVINCING:
            # Many provinces are named after a comune: names alone are comuni.
            continue
        share = _share(ROLES[role], sample)
        if share >= _CONVINCING:
            return role, share
    return None, 0.0


# What at least one value must look like, before a cleaner is asked about all of them.
_GLANCE = {
    "email": "@",
    "codice_fiscale": r"(?i)[a-z]{6}",
    "partita_iva": r"[0-9]{7}",
    "provincia": r"(?i)^\W*[a-z]",
    "cap": r"^[0-9]{4,5}$",
    "cellulare": r"3[0-9]",
    "telefono": r"[0-9]{4}",
    "comune": r"(?i)^[a-z]",
}


def _share(role: Role, sample: pl.Series) -> float:
    """Return how many of the sample's values are the role's, from 0 to 1."""
    found = role.cleaner.series(sample, **role.options).struct.unnest()
    good = found["status"].is_in(["valid", "fixed"])
    if role.name == "cellulare":
        good &= found["genere"] == "mobile"
    if role.name in ("cap", "partita_iva", "codice_fiscale"):
        good |= found["issue"].is_in(
            ["cap_generic", "pi_office", "cf_place_ceased", "cf_place_unknown", "cf_check_letter"]
        )
    return _mean(good)


def _mean(flags: pl.Series) -> float:
    """Return the share of true values, 0 for none."""
    return int(flags.sum()) / len(flags) if len(flags) else 0.0


def _with_options(column: Column, sample: pl.Series) -> Column:
    """Add what the column as a whole says: the order of names, of day and month."""
    role = role_of(column.role) if column.role else None
    if role is None:
        return column
    if role.cleaner.name == "data":
        order: Order | None = day_order(sample)
        return replace(column, options={"order": order}) if order in ("mdy", "mixed") else column
    if role.cleaner.name == "nominativo" and len(sample):
        leaning = round(name_order(sample), 1)
        return replace(column, options={"leaning": leaning}) if leaning else column
    return column


def _is_canonical(name: str) -> bool:
    """Tell a canonical column, and a second one: another source may fill `telefono_2`, or the cleaning."""
    return canonical_position(name)[0] < len(ROLES)


def _named(decided: Sequence[Column]) -> list[Column]:
    """Give every column its output: its role, numbered where it repeats; its own name where it has none."""
    named: list[Column] = []
    used: set[str] = set()
    for number, column in enumerate(decided, start=1):
        if column.role in ("id", "source") and column.role in used:
            # One column names the rows; a second one is kept as it is.
            column = replace(column, role=None)  # noqa: PLW2901
        if column.role not in UNTOUCHED and column.role:
            output, copy = column.role, 2
            while output in used:
                output, copy = f"{column.role}_{copy}", copy + 1
            used.add(output)
        else:
            # A nameless column is called what the reader of files calls it.
            output = column.name if column.name.strip() else f"colonna_{number}"
            while output in _RESERVED or output in used or _is_canonical(output):
                output += "_orig"
            used.update((output, column.role) if column.role else (output,))
        named.append(replace(column, output=output))
    return named
