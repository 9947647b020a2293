"""Contacts that stand in the wrong column."""

from __future__ import annotations

from italclean.cleaning.worksheet import Worksheet
from italclean.core import text


def move_pec(sheet: Worksheet) -> None:
    """Move certified addresses from the e-mail column to that of the PEC, where it is free."""
    if "email" not in sheet.cells:
        return
    cells = sheet.cells["email"]
    certified = sheet.finding("email", "pec").fill_null(value=False) & cells.value.is_not_null()
    if not certified.any():
        return
    free = sheet.value("pec").is_null() | (sheet.value("pec") == cells.value)
    moved = certified & free
    sheet.fill("pec", moved, cells.value, "email")
    cells.decide(moved, text.nothing(sheet.height), "moved", "fixed", "pec")
    cells.decide(certified & ~free, None, "email_is_pec", "suspect")
