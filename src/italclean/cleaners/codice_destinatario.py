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
_LENGTH = 7
_LABEL = r"^(?:COD(?:ICE)?\.?\s*)?(?:SDI|S\.D\.I\.|DEST(?:INATARIO)?\.?|UNIVOCO|CUU|IPA)\s*(?:UFFICIO)?\s*[:.]?\s+"
_WORDS = (
    r"^(?:X{1,5}|X{9,}|N[ADC]|NESSUN[OA]|NO|NULL|NONE|ND|PRIVAT[OIA]|CLIENT[EI]|ASSENTE|ITALIA|AZIENDA|MANCANTE|"
    r"CARTACEO|FATTURA|DA FARE)$"
)
_WITHIN = r"(?:^|[\s;,/(])([A-Z0-9]{7})(?:$|[\s;,/)])"


def _prepare(value: pl.Expr) -> pl.Expr:
    upper = (
        text.tidy(value).str.to_uppercase().str.strip_chars("'\" ").str.replace(_LABEL, "").str.replace(r"^SDI:", "")
    )
    # M5UX CR1 is a code typed in two; VIA PO 1 is none.
    parts = upper.str.extract(r"^([A-Z0-9]{2,5} [A-Z0-9]{2,5})$").str.replace(" ", "", literal=True)
    whole = parts.str.contains("[0-9]") & parts.str.contains("[A-Z]") & (parts.str.len_bytes() == _LENGTH)
    return pl.when(whole).then(parts).otherwise(upper.str.strip_chars(" "))


@cleaner(extras={"genere": pl.String, "pec": pl.String}, fillers=False, prepare=_prepare)
def codice_destinatario(values: pl.Series) -> pl.DataFrame:
    """Judge recipient codes of electronic invoices.

    The value is the code in capitals. Extras: its `genere` (`canale`, `pubblica amministrazione`, `nessun canale`,
    `estero`), and the `pec` that was typed in its place.
    """
    # KRRH6B9 Aruba, 0000000 PEC: a code among words, if there is one with a digit, or none but zeros.
    within = (
        pl.col("typed")
        .str.replace_all(r"\s+", "  ")
        .str.extract_all(_WITHIN)
        .list.eval(pl.element().str.replace_all("[^A-Z0-9]", ""))
        .list.eval(pl.element().filter(pl.element().str.contains("[0-9]")))
        .list.unique(maintain_order=True)
    )
    # KRRH6B9 / M5UXCR1: the first, and the others are told.
    several = pl.col("typed").str.contains(rf"^[A-Z0-9]{{{_LENGTH}}}(?:[\s;,/|+&-]+[A-Z0-9]{{{_LENGTH}}})+$")
    all_codes = pl.col("typed").str.extract_all(rf"[A-Z0-9]{{{_LENGTH}}}").list.unique(maintain_order=True)
    several &= all_codes.list.len() > 1
    within = pl.when(several).then(all_codes).otherwise(within)
    alone = pl.col("typed").str.contains(f"^[A-Z0-9]{{6,{_LENGTH}}}$")
    code = pl.when(~alone & ((within.list.len() == 1) | several)).then(within.list.first()).otherwise("typed")
    zeros = code.str.contains("^(?:0+|O{7})$") & (code.str.len_bytes() <= len(_NO_CHANNEL))
    filler = code.str.replace_all("[^A-Z0-9 ]", "").str.contains(_WORDS) | code.str.contains("^[^A-Z0-9]*$")
    crosses = code.str.contains("^X{6,8}$")
    value = (
        pl.when(zeros)
        .then(pl.lit(_NO_CHANNEL))
        .when(crosses)
        .then(pl.lit(_FOREIGN))
        .when(code.str.contains(f"^[A-Z0-9]{{6,{_LENGTH}}}$") & ~filler)
        .then(code)
    )
    pec = pl.col("typed").str.extract(r"([^\s;,<>()/]+@[^\s;,<>()/]+)")
    return (
        values.to_frame("typed")
        .with_columns(value=value)
        .select(
            "value",
            issue=pl.when(pec.is_not_null() & pl.col("value").is_null())
            .then(pl.lit("sdi_pec"))
            .when(filler)
            .then(pl.lit("filler"))
            .when(pl.col("value").is_null())
            .then(pl.lit("sdi_format"))
            .when(several)
            .then(pl.lit("sdi_several"))
            .when(zeros & (code != _NO_CHANNEL))
            .then(pl.lit("sdi_zeros")),
            detail=pl.when(several).then(within.list.slice(1).list.join(" ")),
            genere=pl.when(pl.col("value") == _NO_CHANNEL)
            .then(pl.lit("nessun canale"))
            .when(pl.col("value") == _FOREIGN)
            .then(pl.lit("estero"))
            .when(pl.col("value").str.len_bytes() == 6)
            .then(pl.lit("pubblica amministrazione"))
            .when(pl.col("value").is_not_null())
            .then(pl.lit("canale")),
            pec=pec.str.to_lowercase(),
        )
    )
