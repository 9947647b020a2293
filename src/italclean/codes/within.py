"""Fiscal codes within a text: where they begin, what they are called, what else stands there.

All patterns and functions are for capitals.
"""

from __future__ import annotations

import polars as pl

from italclean.codes.personal import GROUPS, SHAPE

CODE_WITHIN = rf"\b{'[ .-]?'.join(GROUPS)}\b"
"""A personal code within a text, with or without signs between its parts."""

NUMBER_WITHIN = r"\b(?:IT ?)?[0-9]{11}\b"
"""The eleven digits of a partita IVA or of a body's code within a text."""

_CODE_NAME = r"C\.? ?F|COD(?:ICE)?\.? ?FISC(?:ALE)?"
_NUMBER_NAME = r"P\.? ?IVA|PARTITA ?IVA|P\.? ?I|IVA|VAT"
LABELS = rf"\b(?:{_CODE_NAME}|{_NUMBER_NAME}|IT|E)\b|[^A-Z0-9]+"
"""What stands around the codes of a cell and is no remark: the names of the codes, blanks, signs."""

LABELLED_CODE = rf"\b(?:{_CODE_NAME})\b[^A-Z0-9]*({CODE_WITHIN}|[0-9]{{11}}\b)"
LABELLED_NUMBER = rf"\b(?:{_NUMBER_NAME})\b[^A-Z0-9]*(?:IT ?)?([0-9]{{11}}\b)"
"""A code, a number that is called so within a text."""

_JOINED_NAMES = r"(?:PARTITAIVA|PIVA|PI|IVA|VAT(?:NO|NR|NUMBER|ID|REG|N)?|CODICEFISCALE|CODFISC(?:ALE)?|CF|IT)"
LABEL_IN_FRONT = rf"^{_JOINED_NAMES}(?:E?{_JOINED_NAMES})*({SHAPE}|[0-9]{{1,11}})$"
"""The names of the codes in front of one, all signs taken out."""

WITHIN = f"{CODE_WITHIN}|{NUMBER_WITHIN}"
"""Either of the two within a text."""


def codes_within(typed: pl.Expr) -> pl.Expr:
    """List the personal codes of texts, without the signs between their parts."""
    return typed.str.extract_all(CODE_WITHIN).list.eval(pl.element().str.replace_all("[^A-Z0-9]", ""))


def numbers_within(typed: pl.Expr) -> pl.Expr:
    """List the numbers of eleven digits of texts."""
    return typed.str.extract_all(NUMBER_WITHIN).list.eval(pl.element().str.replace("^IT ?", ""))


def words_beside(typed: pl.Expr) -> pl.Expr:
    """What texts hold beside codes, their names and signs; null where there is nothing."""
    words = typed.str.replace_all(WITHIN, " ").str.replace_all(LABELS, " ").str.replace_all(" +", " ")
    return words.str.strip_chars(" ").replace("", None)
