"""The roles that a column can play: the canonical columns of every output, in their order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from italclean.core.cleaner import Cleaner
from italclean.registry import CLEANERS


@dataclass(frozen=True, slots=True)
class Role:
    """What a column holds.

    Attributes:
        name: The role's name, which is also the canonical column.
        cleaner: The cleaner of its values.
        options: The options with which the cleaner reads it.
        telling: Whether its values show by themselves what they are, so that the content may overrule the
            header.
    """

    name: str
    cleaner: Cleaner
    options: Mapping[str, Any] = field(default_factory=dict)
    telling: bool = False


_BIRTH = {"purpose": "nascita"}


def _role(name: str, cleaner: str = "testo", telling: bool = False, **options: Any) -> Role:
    return Role(name, CLEANERS[cleaner], options, telling)


_ALL = (
    _role("id"),
    _role("source"),
    _role("tipo", "tipo"),
    _role("titolo"),
    _role("cognome", "persona", part="cognome"),
    _role("nome", "persona", part="nome"),
    _role("nominativo", "nominativo"),
    _role("ragione_sociale", "nominativo"),
    _role("forma_giuridica"),
    _role("referente"),
    _role("azienda_di_appartenenza"),
    _role("saluto"),
    _role("codice_fiscale", "codice_fiscale", telling=True),
    _role("partita_iva", "partita_iva", telling=True),
    _role("sesso", "sesso", telling=True),
    _role("data_nascita", "data", telling=True, **_BIRTH),
    _role("luogo_nascita", "luogo_nascita"),
    _role("indirizzo", "indirizzo"),
    _role("civico", "civico"),
    _role("cap", "cap", telling=True),
    _role("comune", "comune", telling=True),
    _role("provincia", "provincia", telling=True),
    _role("regione"),
    _role("nazione"),
    _role("email", "email", telling=True),
    _role("email_stato"),
    _role("pec", "email", telling=True),
    _role("telefono", "telefono", telling=True),
    _role("cellulare", "telefono", telling=True),
    _role("fax", "telefono", telling=True),
    _role("codice_destinatario", "codice_destinatario", telling=True),
    _role("iban", "iban", telling=True),
    _role("consenso_marketing", "consenso"),
    _role("data_consenso", "data", telling=True),
    _role("fonte_consenso"),
    _role("opposizione", "consenso", opposition=True),
    _role("data_revoca", "data", telling=True),
    _role("contattabile_email"),
    _role("contattabile_email_motivo"),
    _role("contattabile_telefono"),
    _role("contattabile_telefono_motivo"),
    _role("contattabile_posta"),
    _role("contattabile_posta_motivo"),
    _role("data_ultimo_ordine", "data", telling=True),
    _role("data_modifica", "data", telling=True),
    _role("stato", "stato"),
    _role("annotazione"),
)

ROLES: dict[str, Role] = {role.name: role for role in _ALL}
"""Every role by its name, in the order of the canonical columns."""

INPUT_ONLY = ("nominativo", "opposizione", "data_revoca")
"""Roles whose values go to other columns: names to their parts, oppositions and withdrawals to the consents."""

CANONICAL = tuple(name for name in ROLES if name not in ("source", "id", *INPUT_ONLY))
"""The canonical columns of `cleaned` and `golden`; `source` and `id` stand before them as `source` and `source_id`."""

_FAMILIES = ("data_consenso", "data_revoca", "opposizione")


_STATE = re.compile(r"^email_[2-9]_stato$")


def role_of(name: str) -> Role | None:
    """Return the role of that name, None where there is none.

    Any `consenso_…`, `data_consenso_…`, `opposizione_…` and `data_revoca_…` is one, and so is the state of a further
    address, `email_2_stato`, which an earlier run has written.
    """
    if _STATE.match(name):
        return Role(name, CLEANERS["testo"])
    for family in _FAMILIES:
        if name.startswith(f"{family}_") and len(name) > len(family) + 1:
            return replace(ROLES[family], name=name)
    if name.startswith("consenso_") and len(name) > len("consenso_"):
        return Role(name, CLEANERS["consenso"])
    return ROLES.get(name)


def canonical_position(column: str) -> tuple[int, str]:
    """Sort key that puts canonical columns, and their second ones (`telefono_2`), in the canonical order."""
    if _STATE.match(column) or column == "email_stato":
        # Each state behind its address: email, email_stato, email_2, email_2_stato.
        return list(ROLES).index("email"), column.replace("email_stato", "email_1_stato")
    base = column.rstrip("0123456789").rstrip("_") if column[-1:].isdigit() else column
    if base in ROLES:
        return list(ROLES).index(base), column
    for family, first in (("consenso_", "consenso_marketing"), *((f"{name}_", name) for name in _FAMILIES)):
        if base.startswith(family):
            return list(ROLES).index(first), column
    return len(ROLES), column
