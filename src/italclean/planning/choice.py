"""What a header says of a column, held against the column's values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from italclean.core.notice import Notice
from italclean.fields.catalogue import NAMES, field_of, of_group
from italclean.planning import content
from italclean.planning.content import Sample
from italclean.planning.headers import Header

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


def choose_role(name: str, header: Header, sample: Sample, beside: Beside) -> tuple[str | None, Notice] | None:
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
            return meant, _both(name, meant, share)
        if role is None:
            return None
    if role == "source" and not beside.splits:
        return None, Notice(
            f"l'intestazione «{name}»: le sorgenti hanno già un nome (per dividerle: --map COLONNA=source)",
            f"the header “{name}”: the sources have their names (to split them: --map COLUMN=source)",
        )
    if role == "nome":
        role = _which_name(header, sample, beside)
    if role == "id" and is_weak(header) and sample.speaks and sample.unique < _DIFFERENT:
        return None, Notice(
            f"l'intestazione «{name}», ma i codici si ripetono: non indicano la riga",
            f"the header “{name}”, but the codes repeat: they do not name the row",
        )
    if role == "nominativo" and content.share_of(sample.values.str.contains(r"^[0-9]+$")) > content.CONVINCING:
        role = "id"
    return _checked(role, name, sample, beside)


def _which_name(header: Header, sample: Sample, beside: Beside) -> str:
    whole = content.share_of(sample.values.str.contains(r"\S\s+\S"))
    if is_any_name(header) and beside.given_name:
        # Business Central: Name is the firm's or the person's, First Name the person's alone.
        return "nominativo"
    if "cognome" not in beside.named and whole > (0.5 if is_any_name(header) else content.CONVINCING):
        return "nominativo"
    return "nome"


def _both(name: str, role: str, share: float) -> Notice:
    return Notice(
        f"l'intestazione «{name}», e il contenuto: {share:.0%} dei valori è «{role}»",
        f"the header “{name}”, and the content: {share:.0%} of the values are “{role}”",
    )


def _checked(role: str, name: str, sample: Sample, beside: Beside) -> tuple[str | None, Notice]:
    """Hold a role that the header names against the content."""
    known = field_of(role)
    by_header = Notice(f"l'intestazione «{name}»", f"the header “{name}”")
    if known is None or not content.fits(role, sample):
        return (None, _unfit(name, role)) if known else (role, by_header)
    kind = content.kind_of(sample)
    if kind is not None and kind.name == "flag" and role.startswith(_NEVER_FLAGS) and content.answers(sample):
        return None, _of_kind(name, kind)
    if role in _WORDS and content.share_of(sample.values.str.contains(r"^[0-9]+$")) > content.CONVINCING:
        return None, Notice(
            f"l'intestazione «{name}», ma il contenuto sono numeri", f"the header “{name}”, but the content is numbers"
        )
    if not sample.speaks or not (known.telling or role in NAMES or role == "indirizzo"):
        return role, by_header
    share = content.recognised(known, sample) if known.telling else 0.0
    if known.telling and share > _CONTRADICTED:
        return role, Notice(
            f"l'intestazione «{name}» (valori riconosciuti: {share:.0%})",
            f"the header “{name}” (values recognised: {share:.0%})",
        )
    # What else the content could be is only asked where it contradicts the header.
    other, other_share = content.role_by_content(sample)
    if not known.telling and other not in _SPEAK_AGAINST_NAMES:
        other = None
    if other and _kin(other) != _kin(role) and other not in beside.named:
        said = f" ({share:.0%})" if known.telling else ""
        return other, Notice(
            f"l'intestazione «{name}» non corrisponde al contenuto{said}, che è «{other}» ({other_share:.0%})",
            f"the header “{name}” does not fit the content{said}, which is “{other}” ({other_share:.0%})",
        )
    if kind is not None and not (kind.name == "date" and role.startswith("data_")) and kind.name != "flag":
        return None, _of_kind(name, kind)
    return role, by_header


def _of_kind(name: str, kind: content.Kind) -> Notice:
    return Notice(
        f"l'intestazione «{name}», ma il contenuto sono {kind.italian}",
        f"the header “{name}”, but the content is {kind.english}",
    )


def _unfit(name: str, role: str) -> Notice:
    return Notice(
        f"l'intestazione «{name}», ma nessun valore è «{role}»",
        f"the header “{name}”, but no value is “{role}”",
    )


def _kin(role: str) -> str:
    """Roles whose values look alike: the content cannot contradict one in favour of the other."""
    known = field_of(role)
    return (known.kin if known else "") or role
