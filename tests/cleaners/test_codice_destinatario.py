"""Recipient codes of electronic invoices."""

from __future__ import annotations

import pytest

from italclean import codice_destinatario


@pytest.mark.parametrize(
    ("typed", "value", "kind", "issue"),
    [
        ("KRRH6B9", "KRRH6B9", "canale", None),
        (" krrh6b9 ", "KRRH6B9", "canale", "format"),
        ("M5UX CR1", "M5UXCR1", "canale", "format"),
        ("SDI: M5UXCR1", "M5UXCR1", "canale", "format"),
        ("UFE0TV", "UFE0TV", "pubblica amministrazione", None),
        # fiscal_facts.md 3.2 and 3.3
        ("0000000", "0000000", "nessun canale", None),
        ("XXXXXXX", "XXXXXXX", "estero", None),
        ("xxxxxxx", "XXXXXXX", "estero", "format"),
        # A spreadsheet leaves one zero of seven.
        ("0", "0000000", "nessun canale", "sdi_zeros"),
        ("000000", "0000000", "nessun canale", "sdi_zeros"),
        ("XXX", None, None, "filler"),
        ("n.d.", None, None, "filler"),
        ("12345", None, None, "sdi_format"),
        ("ABCDEFGH", None, None, "sdi_format"),
        ("rossi@pec.it", None, None, "sdi_pec"),
        ("SDI M5UXCR1", "M5UXCR1", "canale", "format"),
        ("KRRH6B9 Aruba", "KRRH6B9", "canale", "format"),
        ("M5UXCR1 rossi@pec.it", "M5UXCR1", "canale", "format"),
        ("OOOOOOO", "0000000", "nessun canale", "sdi_zeros"),
        # What is cut down to six characters is no office.
        ("KRRH6B.", None, None, "sdi_format"),
        ("5,00E+06", None, None, "sdi_format"),
        ("via Po 1", None, None, "sdi_format"),
        ("PRIVATO", None, None, "filler"),
    ],
)
def test_typed(typed: str, value: str | None, kind: str | None, issue: str | None) -> None:
    outcome = codice_destinatario.check(typed)
    assert (outcome.value, outcome.genere, outcome.issue) == (value, kind, issue)


def test_a_pec_in_its_place_is_not_lost() -> None:
    assert codice_destinatario.check("Rossi@PEC.it").pec == "rossi@pec.it"


@pytest.mark.parametrize("typed", ["KRRH6B9 / M5UXCR1", "KRRH6B9/M5UXCR1", "krrh6b9 m5uxcr1", "KRRH6B9;M5UXCR1"])
def test_several_codes_are_told(typed: str) -> None:
    outcome = codice_destinatario.check(typed)
    assert (outcome.value, outcome.issue, outcome.detail) == ("KRRH6B9", "sdi_several", "M5UXCR1")
