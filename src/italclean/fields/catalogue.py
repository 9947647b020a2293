"""The one catalogue of fields, in the order of the canonical columns; who asks for names of fields asks here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from italclean.core.copies import parted
from italclean.errors import BadOption
from italclean.fields.field import Field, Group
from italclean.messages.text import said
from italclean.registry import CLEANERS


def _field(name: str, cleaner: str = "testo", group: Group = "", **known: Any) -> Field:
    return Field(name, CLEANERS[cleaner], group=group, **known)


_BIRTH = {"purpose": "nascita"}

_ALL = (
    _field("id", many=False),
    _field("source", many=False),
    _field("tipo", "tipo", many=False),
    _field("titolo", group="persona"),
    _field("cognome", "persona", "persona", many=False, joined=True, options={"part": "cognome"}),
    _field("nome", "persona", "persona", many=False, joined=True, options={"part": "nome"}),
    _field("nominativo", "nominativo", "nome", many=False, joined=True, input_only=True),
    _field("ragione_sociale", "nominativo", "azienda", many=False, joined=True),
    _field("forma_giuridica", group="azienda"),
    _field("referente"),
    _field("azienda_di_appartenenza"),
    _field("saluto"),
    _field("codice_fiscale", "codice_fiscale", "codice", telling=True, many=False),
    _field("partita_iva", "partita_iva", "codice", telling=True),
    _field("sesso", "sesso", telling=True, many=False),
    _field("data_nascita", "data", telling=True, many=False, options=_BIRTH),
    _field("luogo_nascita", "luogo_nascita"),
    _field("indirizzo", "indirizzo", "indirizzo", joined=True),
    _field("civico", "civico", "indirizzo"),
    _field("cap", "cap", "indirizzo", telling=True),
    _field("comune", "comune", "indirizzo", telling=True, kin="provincia"),
    _field("provincia", "provincia", "indirizzo", telling=True),
    _field("regione", group="indirizzo"),
    _field("nazione", group="indirizzo"),
    _field("email", "email", "email", telling=True),
    _field("email_stato"),
    _field("pec", "email", "email", telling=True, kin="email"),
    _field("telefono", "telefono", "telefono", telling=True),
    _field("cellulare", "telefono", "telefono", telling=True, kin="telefono"),
    _field("fax", "telefono", "telefono", telling=True, kin="telefono"),
    _field("codice_destinatario", "codice_destinatario", telling=True),
    _field("iban", "iban", telling=True),
    _field("consenso_marketing", "consenso", "consenso"),
    _field("data_consenso", "data", "consenso", telling=True, family=True),
    _field("fonte_consenso"),
    _field("opposizione", "consenso", "consenso", options={"opposition": True}, family=True, input_only=True),
    _field("data_revoca", "data", "consenso", telling=True, family=True, input_only=True),
    _field("contattabile_email"),
    _field("contattabile_email_motivo"),
    _field("contattabile_telefono"),
    _field("contattabile_telefono_motivo"),
    _field("contattabile_posta"),
    _field("contattabile_posta_motivo"),
    _field("data_ultimo_ordine", "data", telling=True),
    _field("data_modifica", "data", telling=True),
    _field("stato", "stato"),
    _field("annotazione"),
)

FIELDS: dict[str, Field] = {field.name: field for field in _ALL}
"""Every field by its name, in the order of the canonical columns; `register_field` adds to it."""

RESERVED = ("source", "row", "source_id", "golden_id", "records", "segmento", "azione")
"""The columns of the outputs that are no fields: which row and which customer it is, of how many rows, in which segment
of a contract, and what is done with that."""


def of_group(*groups: Group) -> tuple[str, ...]:
    """Return the names of the fields of some groups, in the canonical order.

    Examples:
        >>> of_group("persona"), of_group("email", "telefono")
        (('titolo', 'cognome', 'nome'), ('email', 'pec', 'telefono', 'cellulare', 'fax'))
    """
    return tuple(name for name, field in FIELDS.items() if field.group in groups)


PERSON, FIRM = of_group("persona"), of_group("azienda")
WHOLE_NAMES = ("nominativo", "ragione_sociale")
"""The fields that hold a person or a firm as one."""
NAMES = (*WHOLE_NAMES, "cognome", "nome")
"""The fields that name a customer."""
SHOWN_NAME = ("ragione_sociale", "cognome", "nome")
"""A name as it is shown, the firm's first."""
CODES = of_group("codice")
ADDRESS = of_group("indirizzo")
SEAT = ("indirizzo", "civico", "cap", "comune")
"""What tells one address of a customer from another."""
PLACED = ("indirizzo", "cap", "comune")
"""What makes an address: a state or a province alone is none, another record may have one."""
MAILS, PHONES = of_group("email"), of_group("telefono")
CONTACTS = of_group("email", "telefono")

IDENTITY = (
    *CODES, "cognome", "nome", "ragione_sociale", "data_nascita", "email", "pec", "cellulare", "telefono", *SEAT,
)  # fmt: skip
"""What tells a customer. Its order is in the anchors of decisions and in golden ids: it must not change."""

ACTIVITY = ("data_ultimo_ordine", "data_modifica")
"""The dates that show that a record lives, the surest first."""

_STATE = re.compile(r"^email_[2-9]_stato$")
_CONSENT = "consenso_"


def canonical() -> tuple[str, ...]:
    """Return the canonical columns of `cleaned` and `golden`; `source` and `id` stand before them."""
    return tuple(name for name, field in FIELDS.items() if name not in ("source", "id") and not field.input_only)


def field_of(name: str) -> Field | None:
    """Return the field of that name, None where there is none.

    Any `consenso_…`, `data_consenso_…`, `opposizione_…` and `data_revoca_…` is one, and so is the state of a further
    address, `email_2_stato`, which an earlier run has written.

    Examples:
        >>> field_of("consenso_sms").cleaner.name, field_of("opposizione_sms").options, field_of("telefono_2")
        ('consenso', {'opposition': True}, None)
    """
    if _STATE.match(name):
        return Field(name, CLEANERS["testo"])
    if name.startswith(_CONSENT) and len(name) > len(_CONSENT):
        return FIELDS.get(name) or replace(FIELDS["consenso_marketing"], name=name)
    for family, field in FIELDS.items():
        if field.family and name.startswith(f"{family}_") and len(name) > len(family) + 1:
            return FIELDS.get(name) or replace(field, name=name)
    return FIELDS.get(name)


def columns_in(columns: Iterable[str], *fields: str) -> list[str]:
    """Pick the columns of some fields, further ones too: by field, then by number.

    Args:
        columns: The columns of a list.
        fields: The names of the fields.

    Examples:
        >>> columns_in(["nome", "telefono_3", "email_stato", "telefono", "email_2", "faxes"], "email", "telefono")
        ['email_2', 'telefono', 'telefono_3']
    """
    places = {name: place for place, name in enumerate(fields)}
    found = [
        (places[name], number, column) for column in columns for name, number in [parted(column)] if name in places
    ]
    return [column for _, _, column in sorted(found)]


def canonical_position(column: str) -> tuple[int, str]:
    """Sort key that puts canonical columns, and their second ones (`telefono_2`), in the canonical order."""
    order = list(FIELDS)
    if _STATE.match(column) or column == "email_stato":
        # Each state behind its address: email, email_stato, email_2, email_2_stato.
        return order.index("email"), column.replace("email_stato", "email_1_stato")
    base = column.rstrip("0123456789").rstrip("_") if column[-1:].isdigit() else column
    if base in FIELDS:
        return order.index(base), column
    if base.startswith(_CONSENT):
        return order.index("consenso_marketing"), column
    for name, field in FIELDS.items():
        if field.family and base.startswith(f"{name}_"):
            return order.index(name), column
    return len(order), column


def is_canonical(column: str) -> bool:
    """Tell a canonical column, also a second one and one of a family: it is no column without a role.

    Examples:
        >>> is_canonical("telefono_2"), is_canonical("consenso_sms"), is_canonical("agente")
        (True, True, False)
    """
    return canonical_position(column)[0] < len(FIELDS)


def without_role(columns: Iterable[str]) -> list[str]:
    """Pick the columns that are no fields: what came in without a role, and is passed on as it was.

    Args:
        columns: The columns of a list.
    """
    return [column for column in columns if column not in RESERVED and not is_canonical(column)]


def register_field(field: Field) -> None:
    """Add a field from outside: a role that a column can be given, and a canonical column behind the others.

    Args:
        field: The field. Its name is a word of small letters, digits and underscores.

    Raises:
        BadOption: The name is taken, or is no such word; or the field is said to be part of a group or read only, which
            the parts of a run know of their own fields alone.

    Examples:
        >>> from italclean.registry import CLEANERS
        >>> register_field(Field("tessera_socio", CLEANERS["testo"]))
        >>> field_of("tessera_socio").name, canonical()[-1]
        ('tessera_socio', 'tessera_socio')
        >>> forget_field("tessera_socio"), forget_field("cognome")
        (True, False)
    """
    if FIELDS.get(field.name) == field:
        return
    if not re.fullmatch(r"[a-z][a-z0-9_]*[a-z]", field.name) or field_of(field.name) or field.name in RESERVED:
        raise BadOption(
            value=field.name,
            option="Field",
            reason=said("error.field_name"),
        )
    if field.group or field.input_only:
        raise BadOption(
            value=field.name,
            option="Field",
            reason=said("error.field_from_outside"),
        )
    FIELDS[field.name] = field


def forget_field(name: str) -> bool:
    """Take back a field from outside; tell whether there was one of that name."""
    outside = name in list(FIELDS)[len(_ALL) :]
    if outside:
        del FIELDS[name]
    return outside


def headers_from_outside() -> tuple[tuple[str, str], ...]:
    """Return the headers of fields from outside, each with its field's name."""
    own = len(_ALL)
    return tuple((header, field.name) for field in list(FIELDS.values())[own:] for header in field.headers)
