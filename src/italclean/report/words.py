"""The report's texts in its language, and how each language writes numbers."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from italclean.errors import Language
from italclean.messages.text import said


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language.

    Attributes:
        language: The language.
        review: What the file of pairs to decide is called.
        part: The part of the sentences.
    """

    language: Language
    review: str = "review.csv"
    part: str = "report"

    def __call__(self, name: str, /, **values: object) -> str:
        """Return a text with its values filled in."""
        return said(f"{self.part}.{name}", **values).text(self.language)

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number as the language writes it.

        Examples:
            >>> Words("it").number(1234567), Words("en").number(1234.5, 1)
            ('1.234.567', '1,234.5')
        """
        written = f"{value:,.{digits}f}"
        return written.translate(str.maketrans(",.", ".,")) if self.language == "it" else written

    def share(self, part: float, whole: float) -> str:
        """Return a part as a percentage; what is neither nothing nor all never looks so.

        Examples:
            >>> Words("it").share(1, 3), Words("en").share(1, 100_000), Words("en").share(99_999, 100_000)
            ('33,3%', '<0.1%', '>99.9%')
        """
        percent = 100 * part / whole if whole else 0.0
        if 0 < percent < 0.1:
            return f"<{self.number(0.1, 1)}%"
        if 99.9 < percent < 100:
            return f">{self.number(99.9, 1)}%"
        return f"{self.number(percent, 0 if percent in (0, 100) else 1)}%"

    def date(self, day: datetime.date) -> str:
        """Return a day as the language writes it."""
        return day.strftime("%d/%m/%Y") if self.language == "it" else day.isoformat()
