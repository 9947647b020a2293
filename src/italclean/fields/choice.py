"""What a header says of a column, held against the column's values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from italclean.fields import detect as content
from italclean.fields.catalogue import NAMES, field_of, of_group
from italclean.fields.headers import Header
from italclean.fields.sample import Sample, share_of
from italclean.messages.text import Text, said

_CONTRADICTED = 0.2
# Name of a CRM is the whole name of whoever it is, Nome beside Cognome a given name.
_ANY_NAME = frozenset({"NAME", "NOME", "NOME CLIENTE", "NOME CONTATTO", "BILLING NAME", "DEFAULT ADDRESS NAME"})
# These codes may be of anything: only one that is different in each row names the row.
_WEAK_IDS = frozenset(
    {"CODICE", "COD", "CONTO", "SOTTOCONTO", "NO", "UID", "MATRICOLA", "CODICE CONTO", "COD CONTO", "ACCOUNT ID"}
)
_DIFFERENT = 0.9
# What is yes or no under these headers is no telephone, but whether somebody may be called.
_NEVER_FLAGS = (*of_group("email", "telefono"), "iban", "codice_", "partita_iva", "data_")
# Of these a number is the code in some table: CODICE PROVINCIA, id_country of a shop.
_WORDS = ("comune", "provincia", "regione", "nazione")
_SPEAK_AGAINST_NAMES = ("email", "codice_fiscale", "partita_iva", "cellulare", "telefono")


@dataclass(frozen=True, slots=True)
class Beside:
    """What the other columns of the source are.

    Attributes:
        named: The roles that the user and the headers name.
        given_name: Whether a header names given names alone.
        splits: Whether a column of origins names the rows' sources: the user has not named them.
    """

    named: Collection[str]
    given_name: bool
    splits: bool


def is_any_name(header: Header) -> bool:
    """Tell a header of names of whatever kind: `Name`, `Nome`."""
    return header.default == "nome" and header.base in _ANY_NAME


def is_weak(header: Header) -> bool:
    """Tell a header that names rows only if nothing else does."""
    return header.words in _WEAK_IDS


def choose_role(name: str, header: Header, sample: Sample, beside: Beside) -> tuple[str | None, Text] | None:
    """Choose the role of a column whose header says something.

    Args:
        name: The header as it is.
        header: What it says.
        sample: The column's values.
        beside: What the other columns are.

    Returns:
        The role, or None, and why; None at all where the values alone must tell.
    """
    role = header.default
    if len(header.roles) > 1 or role is None:
        meant, share = content.choose(header.roles, sample)
        if meant is not None and meant != role:
            return meant, said("plan.by_both", name=name, share=share, role=meant)
        if role is None:
            return None
    if role == "source" and not beside.splits:
        return None, said("plan.sources_named", name=name)
    if role == "nome":
        role = _which_name(header, sample, beside)
    if role == "id" and is_weak(header) and sample.speaks and sample.unique < _DIFFERENT:
        return None, said("plan.codes_repeat", name=name)
    if role == "nominativo" and share_of(sample.values.str.contains(r"^[0-9]+$")) > content.CONVINCING:
        role = "id"
    return _checked(role, name, sample, beside)


def _which_name(header: Header, sample: Sample, beside: Beside) -> str:
    whole = share_of(sample.values.str.contains(r"\S\s+\S"))
    if is_any_name(header) and beside.given_name:
        # Business Central: Name is the firm's or the person's, First Name the person's alone.
        return "nominativo"
    if "cognome" not in beside.named and whole > (0.5 if is_any_name(header) else content.CONVINCING):
        return "nominativo"
    return "nome"


def _checked(role: str, name: str, sample: Sample, beside: Beside) -> tuple[str | None, Text]:
    """Hold a role that the header names against the content."""
    known = field_of(role)
    by_header = said("plan.by_header", name=name)
    if known is None or not content.fits(role, sample):
        return (None, said("plan.no_value_fits", name=name, role=role)) if known else (role, by_header)
    kind = content.kind_of(sample)
    if kind is not None and kind.name == "flag" and role.startswith(_NEVER_FLAGS) and content.answers(sample):
        return None, said("plan.header_but_content", name=name, kind=kind.said)
    if role in _WORDS and share_of(sample.values.str.contains(r"^[0-9]+$")) > content.CONVINCING:
        return None, said("plan.header_but_content", name=name, kind=said("plan.kind_number"))
    if not sample.speaks or not (known.telling or role in NAMES or role == "indirizzo"):
        return role, by_header
    share = content.recognised(known, sample) if known.telling else 0.0
    if known.telling and share > _CONTRADICTED:
        return role, said("plan.by_header_recognised", name=name, share=share)
    # What else the content could be is only asked where it contradicts the header.
    if known.telling:
        other, other_share = content.role_by_content(sample)
    else:
        other, other_share = content.role_by_content(sample, asked=_SPEAK_AGAINST_NAMES)
    if other and _kin(other) != _kin(role) and other not in beside.named:
        if known.telling:
            return other, said(
                "plan.content_wins_recognised", name=name, share=share, other=other, other_share=other_share
            )
        return other, said("plan.content_wins", name=name, other=other, other_share=other_share)
    if kind is not None and not (kind.name == "date" and role.startswith("data_")) and kind.name != "flag":
        return None, said("plan.header_but_content", name=name, kind=kind.said)
    return role, by_header


def _kin(role: str) -> str:
    """Roles whose values look alike: the content cannot contradict one in favour of the other."""
    known = field_of(role)
    return (known.kin if known else "") or role
