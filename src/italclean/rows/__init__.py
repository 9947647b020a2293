"""Cells by their cleaners, rows by what stands in them, every change on record."""

from italclean.rows.batches import Batch, Cleaned, clean_batch, clean_batches

__all__ = ["Batch", "Cleaned", "clean_batch", "clean_batches"]
