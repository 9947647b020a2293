"""Which fields come from one record together, and what was agreed on each such block."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from italclean.core.copies import parted
from italclean.customers import consents
from italclean.customers.contact_columns import contact_columns
from italclean.fields.catalogue import ADDRESS, FIRM, PLACED, is_canonical
from italclean.terms import FieldTerms, Terms

KIND = "tipo"
_TOGETHER = (
    (KIND, (KIND,)),
    ("cognome", ("cognome", "nome", "titolo")),
    ("ragione_sociale", FIRM),
    ("comune", ADDRESS),
)
NOTHING_AGREED = FieldTerms()
"""The terms of a field on which there are none."""


@dataclass(frozen=True, slots=True)
class Block:
    """Fields that a golden record takes from one record.

    Attributes:
        leads: The fields without which a record is asked last.
        members: All of them, as the list has them.
        terms: What was agreed on them.
    """

    leads: tuple[str, ...]
    members: tuple[str, ...]
    terms: FieldTerms = NOTHING_AGREED


def terms_of(terms: Terms, *names: str) -> FieldTerms:
    """Return what was agreed on the first of some columns of which it was; that on `iban` holds for `iban_2`.

    Args:
        terms: What was agreed.
        names: The columns.

    Examples:
        >>> terms_of(Terms(fields={"iban": FieldTerms("owner", "erp")}), "iban_2").owner
        'erp'
    """
    for name in names:
        for known in (name, parted(name)[0] if is_canonical(name) else name):
            if known in terms.fields:
                return terms.fields[known]
    return NOTHING_AGREED


def blocks_of(fields: Sequence[str], terms: Terms) -> list[Block]:
    """Part fields into blocks, those that always travel together first; consents and contacts have rules of their own.

    Args:
        fields: The columns of a list.
        terms: What was agreed: further blocks, and the terms of fields. Those given for any member hold for the block.

    Examples:
        >>> agreed = Terms({}, {"Zona": FieldTerms("owner", "crm")}, {"Agente": ("Agente", "Zona")})
        >>> [(block.members, block.terms.owner) for block in blocks_of(["Zona", "Agente", "iban"], agreed)]
        [(('Agente', 'Zona'), 'crm'), (('iban',), None)]
    """
    declared = _declared(terms, {*contact_columns([*fields, *(name for its in terms.blocks.values() for name in its)])})
    taken = {name for name in fields if consents.is_merged_here(name)}
    blocks = []
    for lead, names in declared:
        present = tuple(name for name in names if name in fields and name not in taken)
        if present:
            first = lead if lead in present else present[0]
            leads = tuple(name for name in PLACED if name in present) if first == "comune" else (first,)
            blocks.append(Block(leads or present, present, terms_of(terms, *names)))
            taken.update(present)
    blocks.extend(Block((name,), (name,), terms_of(terms, name)) for name in fields if name not in taken)
    return blocks


def _declared(terms: Terms, contacts: Collection[str]) -> list[tuple[str, tuple[str, ...]]]:
    """The blocks that there always are, with what was agreed to travel with them, then those that were agreed."""
    declared = list(_TOGETHER)
    for lead, others in terms.blocks.items():
        asked = dict.fromkeys((lead, *others))
        names = [name for name in asked if not (name in contacts or consents.is_merged_here(name))]
        known = {name for _, members in declared for name in members}
        meets = [place for place, (_, members) in enumerate(declared) if set(members) & set(names)]
        added = tuple(name for name in names if name not in known)
        if meets:
            # A zone that was said to travel with the comune travels with the whole address.
            first, members = declared[meets[0]]
            declared[meets[0]] = (first, (*members, *added))
        elif added:
            declared.append((lead if lead in added else added[0], added))
    return declared
