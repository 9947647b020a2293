"""What a customer is to the firm, by the words of exports."""

from __future__ import annotations

import pytest

from italclean import stato


@pytest.mark.parametrize(
    ("typed", "value", "issue"),
    [
        ("Attivo", "cliente attivo", "format"),
        ("CLIENTE ATTIVO", "cliente attivo", "format"),
        ("cliente attivo", "cliente attivo", None),
        ("A", "cliente attivo", "format"),
        ("S", "cliente attivo", "format"),
        ("prospect", "lead", "format"),
        ("Potenziale", "lead", "format"),
        ("inattivo", "cliente dormiente", "format"),
        ("0", "cliente dormiente", "format"),
        ("bloccato", "cliente sospeso", "format"),
        ("ex-cliente", "cliente cessato", "format"),
        ("CESSATA", "cliente cessato", "format"),
        ("categoria B", "categoria B", "state_unknown"),
        ("n.d.", None, "filler"),
    ],
)
def test_typed(typed: str, value: str | None, issue: str | None) -> None:
    outcome = stato.check(typed)
    assert (outcome.value, outcome.issue) == (value, issue)
