"""What is known of one field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from italclean.core.cleaner import Cleaner

Group = Literal["", "persona", "azienda", "nome", "codice", "indirizzo", "email", "telefono", "consenso"]
"""What travels together, or is of one kind: the parts of a person's and of a firm's name, names as a whole, codes,
the parts of an address, mailboxes, telephone numbers, what is said of consents."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a column can hold.

    Attributes:
        name: The field's name: the role of a column, and the canonical column of the outputs.
        cleaner: The cleaner of its values.
        options: The options with which the cleaner reads it.
        telling: Whether its values show by themselves what they are, so that the content may overrule the header.
        group: What it is part of, or one kind with.
        kin: The field whose values look like its own, so that the content cannot tell which of the two it is.
        many: Whether a source may have several columns of it, of which the second is `telefono_2`.
        family: Whether every column that is called like it, with a word more, is one: `consenso_sms`.
        joined: Whether the columns that parted it are joined again: `RAGSOC1` and `RAGSOC2`.
        input_only: Whether its values go to other columns: names to their parts, oppositions to the consents.
        headers: Headers that name it, of a field from outside; those of the others stand in the table `intestazioni`.

    Examples:
        >>> from italclean.registry import CLEANERS
        >>> Field("tessera", CLEANERS["testo"]).many
        True
    """

    name: str
    cleaner: Cleaner
    options: Mapping[str, Any] = field(default_factory=dict)
    telling: bool = False
    group: Group = ""
    kin: str = ""
    many: bool = True
    family: bool = False
    joined: bool = False
    input_only: bool = False
    headers: tuple[str, ...] = ()
