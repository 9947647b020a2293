"""What a user should know about a whole run, in Italian and English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from italclean.errors import Language


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark that changes nothing, such as how many lines were rejected."""

    italian: str
    english: str

    def text(self, language: Language) -> str:
        """Return the remark in Italian or English."""
        return self.italian if language == "it" else self.english
