"""Stato: what a customer is to the firm: `lead`, `cliente attivo`, `cliente dormiente`, `sospeso`, `cessato`.

    >>> from italclean import stato
    >>> [stato.check(typed).value for typed in ("Attivo", "PROSPECT", "ex cliente", "S")]
    ['cliente attivo', 'lead', 'cliente cessato', 'cliente attivo']

Only the words are read here; within a list the last order tells who sleeps.

Source: usage of Italian management software, CRMs and mailing platforms.
"""

from __future__ import annotations

import polars as pl

from italclean.core import text
from italclean.core.cleaner import cleaner

LEAD, ACTIVE, DORMANT = "lead", "cliente attivo", "cliente dormiente"
_SUSPENDED, _CEASED = "cliente sospeso", "cliente cessato"
ALL = (LEAD, ACTIVE, DORMANT, _SUSPENDED, _CEASED)
"""Every state that is known."""

_WORDS = {
    word.replace("_", " "): meaning
    for meaning, words in (
        (LEAD, "LEAD PROSPECT POTENZIALE CLIENTE_POTENZIALE CONTATTO NUOVO_CONTATTO SUSPECT OPPORTUNITA SUBSCRIBER"),
        (
            ACTIVE,
            "CLIENTE_ATTIVO ATTIVO ATTIVA ATT A CLIENTE CUSTOMER ACTIVE ABITUALE ACQUISITO IN_ESSERE S SI Y YES 1 X "
            "TRUE VERO NUOVO_CLIENTE FIDELIZZATO",
        ),
        (
            DORMANT,
            "CLIENTE_DORMIENTE DORMIENTE INATTIVO INATTIVA INACTIVE NON_ATTIVO NON_ATTIVA CLIENTE_INATTIVO I SILENTE "
            "PERSO LOST CHURNED N NO 0 FALSE FALSO",
        ),
        (_SUSPENDED, "CLIENTE_SOSPESO SOSPESO SOSPESA BLOCCATO BLOCCATA BLOCKED SUSPENDED FERMO INSOLUTO INSOLVENTE"),
        (
            _CEASED,
            "CLIENTE_CESSATO CESSATO CESSATA CHIUSO CHIUSA EX EX_CLIENTE ANNULLATO ANNULLATA CANCELLATO ELIMINATO "
            "DISMESSO ARCHIVIATO DELETED CLOSED DECEDUTO FALLITO FALLITA LIQUIDATO",
        ),
    )
    for word in words.split()
}


# 0 is a word here, though it fills fields elsewhere.
@cleaner(fillers=False)
def stato(values: pl.Series) -> pl.DataFrame:
    """Read the state of a customer: the value is one of five, or the text as typed."""
    word = text.words(pl.col("typed"))
    return (
        values.to_frame("typed")
        .select("typed", found=word.replace_strict(_WORDS, default=None, return_dtype=pl.String))
        .with_columns(filler=pl.col("found").is_null() & (text.is_filler(pl.col("typed")) | (word == "")))
        .select(
            value=pl.when(~pl.col("filler")).then(pl.coalesce("found", "typed")),
            issue=pl.when("filler")
            .then(pl.lit("filler"))
            .when(pl.col("found").is_null())
            .then(pl.lit("state_unknown")),
            detail=pl.lit(None, dtype=pl.String),
        )
    )
