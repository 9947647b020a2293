"""Codice destinatario: where the Sistema di Interscambio delivers electronic invoices.

    >>> from italclean import codice_destinatario
    >>> outcome = codice_destinatario.check("krrh6b9")
    >>> outcome.value, outcome.genere
    ('KRRH6B9', 'canale')
    >>> codice_destinatario.check("0").value
    '0000000'

Seven letters and digits are the channel of a private recipient, six an office of the public administration
(codice univoco ufficio). Seven zeros are no channel (the invoice lies in the tax portal or goes to the PEC), seven X
a foreign customer. The code belongs to the intermediary: thousands of customers share one, so it identifies nobody.

Source: technical specifications of the FatturaPA (Agenzia delle Entrate), `CodiceDestinatario`.
"""

from __future__ import annotations

import polars as pl

from italclean.core import text
from italclean.core.cleaner import cleaner

_NO_CHANNEL, _FOREIGN = "0000000", "XXXXXXX"
_LABEL = r"^(?:COD(?:ICE)?\.?\s*)?(?:SDI|S\.D\.I\.|DESTINATARIO|UNIVOCO|CUU|IPA)\s*(?:UFFICIO)?\s*[:.]\s*"


def _prepare(value: pl.Expr) -> pl.Expr:
    upper = text.tidy(value).str.to_uppercase().str.replace(_LABEL, "")
    return pl.when(upper.str.contains("@", literal=True)).then(upper).otherwise(upper.str.replace_all(r"[^A-Z0-9]", ""))


@cleaner(extras={"genere": pl.String, "pec": pl.String}, fillers=False, prepare=_prepare)
def codice_destinatario(values: pl.Series) -> pl.DataFrame:
    """Judge recipient codes of electronic invoices.

    The value is the code in capitals. Extras: its `genere` (`canale`, `pubblica amministrazione`, `nessun canale`,
    `estero`), and the `pec` that was typed in its place.
    """
    code = pl.col("typed")
    zeros = code.str.contains("^0+$") & (code.str.len_bytes() <= len(_NO_CHANNEL))
    crosses = code.str.contains("^X{6,8}$")
    value = (
        pl.when(zeros)
        .then(pl.lit(_NO_CHANNEL))
        .when(crosses)
        .then(pl.lit(_FOREIGN))
        .when(code.str.contains("^[A-Z0-9]{6,7}$"))
        .then(code)
    )
    pec = code.str.contains("@", literal=True)
    return (
        values.to_frame("typed")
        .with_columns(value=value)
        .select(
            "value",
            issue=pl.when(pec)
            .then(pl.lit("sdi_pec"))
            .when(code.str.contains(r"^(?:X{1,5}|X{9,}|N[ADC]|NESSUNO|NO|NULL|NONE|ND)$"))
            .then(pl.lit("filler"))
            .when(pl.col("value").is_null())
            .then(pl.lit("sdi_format"))
            .when(zeros & (code != _NO_CHANNEL))
            .then(pl.lit("sdi_zeros")),
            detail=pl.when(pl.col("value").is_null()).then(code.str.len_chars().cast(pl.String)),
            genere=pl.when(pl.col("value") == _NO_CHANNEL)
            .then(pl.lit("nessun canale"))
            .when(pl.col("value") == _FOREIGN)
            .then(pl.lit("estero"))
            .when(pl.col("value").str.len_bytes() == 6)
            .then(pl.lit("pubblica amministrazione"))
            .when(pl.col("value").is_not_null())
            .then(pl.lit("canale")),
            pec=pl.when(pec).then(code.str.to_lowercase()),
        )
    )
