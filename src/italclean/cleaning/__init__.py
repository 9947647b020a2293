"""Runs the plan over the sources: every cell through its cleaner, then the fields of a row against each other."""

from italclean.cleaning.engine import Cleaned, clean_tables

__all__ = ["Cleaned", "clean_tables"]
