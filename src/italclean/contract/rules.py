"""Which rules of a conflict a field can have: what would lose a refusal, or make a value up, is refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from italclean.consent.headers import looks_like_no, smells_of_consent
from italclean.consent.purposes import CONSENT, DATE, OPPOSITION, ORIGIN, REACH, REVOKED
from italclean.contract.fault import unknown
from italclean.core.copies import parted
from italclean.customers.blocks import blocks_of
from italclean.fields.catalogue import ACTIVITY, CONTACTS, FIELDS, NAMES, canonical, field_of
from italclean.fields.headers import read_header
from italclean.messages.text import Text, said
from italclean.terms import RULES, Terms

DEFAULT = "default"
"""What a contract calls the rule of a field that nothing was agreed on: what golden records do by themselves."""

OWNED = ("owner", "valid-then-owner")
"""The rules that ask who owns a field."""

_OF_CONSENTS = ("strictest", "review")
# Of a column without a role its header tells what may not be added up: `Cod. agente`, `ID azienda`.
_CODE_WORDS = frozenset(
    {"COD", "CODICE", "CODE", "ID", "KEY", "CHIAVE", "NUMERO", "NUM", "NR", "N", "CAP", "ZIP", "ANNO", "YEAR"}
)


def is_of_consents(name: str) -> bool:
    """Tell a field of consents: a consent, a refusal, their evidence, and whom one may contact.

    A column without a role whose header reads as one counts, too: what is `-` today may hold refusals.

    Args:
        name: The field.

    Examples:
        >>> [is_of_consents(name) for name in ("consenso_sms", "data_revoca", "Disiscritto", "email", "Fatturato")]
        [True, True, True, False, False]
    """
    if name.startswith((CONSENT, DATE, OPPOSITION, REVOKED, REACH)) or name == ORIGIN:
        return True
    return field_of(parted(name)[0]) is None and (smells_of_consent(name) or looks_like_no(name))


def block_of(name: str, agreed: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return what a field travels with, itself among it; alone for one that travels alone.

    Golden records are asked, which take a block from one record: a street beside the CAP of another is no address.

    Args:
        name: The field.
        agreed: The blocks that a contract adds, by the first field of each.

    Examples:
        >>> block_of("civico", {})[:3], block_of("Fido", {"Fido": ("Fido", "Scadenza fido")}), block_of("iban", {})
        (('indirizzo', 'civico', 'cap'), ('Fido', 'Scadenza fido'), ('iban',))
    """
    others = [member for members in agreed.values() for member in members]
    names = list(dict.fromkeys([*canonical(), *others, name]))
    blocks = blocks_of(names, Terms(blocks={lead: tuple(members) for lead, members in agreed.items()}))
    return next((block.members for block in blocks if name in block.members), (name,))


def no_field(name: str, columns: Collection[str]) -> Text | None:
    """Say why a name is none of a field that can have terms; None where it is one.

    Args:
        name: The name.
        columns: The columns without a role that the sources have.
    """
    # A column that is called like a field is handed on with a sign (`fields/outputs.py`).
    if any(name in (column, f"{column}_orig", f"orig_{column}", f"orig_{column}_orig") for column in columns):
        return None
    field = field_of(name)
    first, number = parted(name)
    if field is None and number > 1 and field_of(first) is not None:
        return said("contract.further_column", name=name, field=first)
    if field is None:
        return unknown(name, [*FIELDS, *columns])
    if name in ("id", "source"):
        return said("contract.own_to_source", name=name)
    if name == "nominativo":
        return said("contract.goes_to", name=name, fields=", ".join(one for one in NAMES if one != name))
    if name.endswith("_stato") and name.startswith("email"):
        return said("contract.goes_to", name=name, fields="email")
    return None


def no_rule(rule: str, field: str) -> Text | None:
    """Say why a field cannot have a rule; None where it can.

    Args:
        rule: The rule.
        field: The field, known to be one.

    Examples:
        >>> no_rule("owner", "consenso_email").english
        'consents and refusals take only strictest or review: with owner a refusal could be lost'
        >>> no_rule("sum", "partita_iva") is None, no_rule("sum", "Fatturato 2025") is None
        (False, True)
    """
    if rule not in (*RULES, DEFAULT):
        return unknown(rule, (*RULES, DEFAULT))
    if is_of_consents(field):
        return None if rule in _OF_CONSENTS else said("contract.consent_rule", rule=rule)
    if rule == "strictest":
        return said("contract.only_consents", rule=rule)
    if rule == "sum" and not _is_amount(field):
        return said("contract.no_amount", field=field)
    if rule == "max" and not (_is_amount(field) or field in ACTIVITY):
        return said("contract.no_maximum", field=field, fields=", ".join(ACTIVITY))
    if rule == "join" and not _is_text(field):
        return said("contract.no_join_contact" if field in CONTACTS else "contract.no_join", field=field)
    return None


def _is_amount(field: str) -> bool:
    """Tell a field that may hold amounts: none of those that are known is one."""
    if field in FIELDS and not _is_from_outside(field):
        return False
    header = read_header(field)
    return not header.roles and not _CODE_WORDS & set(header.words.split(" "))


def _is_text(field: str) -> bool:
    """Tell a field whose values stay what they are beside each other: notes, and columns without a role."""
    known = field_of(field)
    if known is None:
        return _is_amount(field)
    return known.cleaner.name == "testo" and not known.group


def _is_from_outside(field: str) -> bool:
    # What stands in the catalogue itself has no headers of its own: those are in the table of headers.
    return bool(FIELDS[field].headers)
