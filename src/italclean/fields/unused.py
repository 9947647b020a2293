"""Columns that nobody uses though they look like telephones, dates, e-mails or consents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from italclean.consent.headers import likely_role
from italclean.fields.column import Column
from italclean.fields.detect import CONVINCING, evidence, kind_of
from italclean.fields.headers import Header
from italclean.fields.sample import Sample
from italclean.messages.text import Text, said

_MOSTLY = 0.5
_ANSWERS = 12
"""How many different answers a consent has at most."""
_CHANNELS = {"email": "consenso_email", "telefono": "consenso_telefono", "cellulare": "consenso_sms"}
# Which date a header means, as far as there is a role for it.
_DATES = (
    (re.compile(r"NASC|BIRTH"), "data_nascita"),
    (re.compile(r"ORDIN|ORDER|ACQUIST|PURCHASE|FATTUR|INVOICE|VENDIT|SPESA"), "data_ultimo_ordine"),
)


@dataclass(frozen=True, slots=True)
class Unused:
    """A column without a role that looks like something.

    Attributes:
        source: The name of the source that it comes from.
        column: Its name.
        looks_like: What it looks like: `telefono`, `email`, `date` or `consenso`.
        role: The role that it would have.
    """

    source: str
    column: str
    looks_like: str
    role: str

    @property
    def option(self) -> Text:
        """What to add to the command, or to the call."""
        quote = "'" if '"' in self.column else '"'
        pair = f"{quote}{self.column}={self.role}{quote}"
        return said("plan.option", pair=pair, column=self.column, role=self.role)

    @property
    def said(self) -> Text:
        """What it looks like, in words."""
        return said(f"plan.looks_like_{self.looks_like}")

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "source": self.source,
            "column": self.column,
            "looks_like": self.looks_like,
            "role": self.role,
            "map": f"{self.column}={self.role}",
        }


def find_unused(
    columns: Iterable[Column], headers: Mapping[str, Header], samples: Mapping[str, Sample], refused: Iterable[str]
) -> list[Unused]:
    """Find the columns of a source that could have a role and have none.

    Args:
        columns: What was decided on its columns.
        headers: What their headers say.
        samples: Their values.
        refused: The columns whose role the user took away.
    """
    found = []
    refused = set(refused)
    for column in columns:
        if column.role is not None or column.name in refused:
            continue
        looks_like, role = _looks_like(column.name, headers[column.name], samples[column.name])
        if looks_like:
            found.append(Unused(column.source, column.name, looks_like, role))
    return found


def _looks_like(name: str, header: Header, sample: Sample) -> tuple[str, str]:
    """What some values look like, and the role; few values are asked, too: nothing is decided here."""
    if not len(sample.values):
        return "", ""
    if evidence("email", sample, _MOSTLY) >= _MOSTLY:
        return "email", "email"
    kind = kind_of(sample, least=1)
    if kind is not None and kind.name == "date":
        known = next((role for pattern, role in _DATES if pattern.search(header.words)), "data_modifica")
        return "date", likely_role(name, dated=True) or known
    if kind is not None and kind.name == "flag" and header.default in _CHANNELS:
        # SMS: sì. No telephone, but whether one may be called.
        return "consenso", _CHANNELS[header.default]
    consent = likely_role(name)
    if consent and (kind is None or kind.name == "flag") and len(sample.values) <= _ANSWERS:
        return "consenso", consent
    if kind is None and evidence("telefono", sample, _MOSTLY) >= _MOSTLY:
        return "telefono", "cellulare" if evidence("cellulare", sample) >= CONVINCING else "telefono"
    return "", ""
