"""Consenso: consent to marketing, `si`, `no` or `revocato`; what is unclear is never a yes.

    >>> from italclean import consenso
    >>> [consenso.check(typed).value for typed in ("S", "1", "opt-out", "non so")]
    ['si', 'si', 'revocato', None]
    >>> consenso.check("non so").status
    'suspect'

Source: GDPR art. 4(11), 7(1) and 7(3): consent is a clear affirmative act that the controller can prove
and the person can withdraw.
"""

from __future__ import annotations

import polars as pl

from italclean.core import text
from italclean.core.cleaner import cleaner

_YES = (
    "S SI Y YES 1 X V T TRUE VERO OK OPTIN OPT_IN ISCRITTO CONSENSO_PRESTATO PRESTATO ACCONSENTE ACCETTA ACCETTO "
    "ACCETTATO AUTORIZZATO AUTORIZZA ACCORDATO CONCESSO DATO FAVOREVOLE ATTIVO SUBSCRIBED"
)
_NO = (
    "N NO 0 F FALSE FALSO KO NEGATO RIFIUTATO RIFIUTA RIFIUTO NON_PRESTATO CONSENSO_NEGATO CONSENSO_NON_PRESTATO "
    "NON_ACCONSENTE NON_ACCETTA NON_ACCETTO NON_AUTORIZZATO NON_AUTORIZZA NON_CONCESSO CONTRARIO NEGATIVO NON_DATO"
)
_WITHDRAWN = (
    "R REVOCATO REVOCATA REVOCA CONSENSO_REVOCATO OPTOUT OPT_OUT DISISCRITTO DISISCRITTA CANCELLATO RITIRATO "
    "UNSUBSCRIBED UNSUBSCRIBE OPPOSIZIONE OPPOSTO RPO NON_CONTATTARE"
)
_UNSAID = "NON_ESPRESSO NON_RACCOLTO NON_RICHIESTO DA_CHIEDERE IN_ATTESA PENDING NON_PERVENUTO NON_INDICATO"


_REFUSAL = r"^(?:NO\b|MAI$|NON (?:ACCONSENT|ACCETT|AUTORIZZ|PREST|VUOL|INTERESS|CONTATT|INVIA|DESIDER))"


def _vocabulary() -> dict[str, str]:
    return {
        term.replace("_", " "): meaning
        for meaning, terms in (("si", _YES), ("no", _NO), ("revocato", _WITHDRAWN), ("", _UNSAID))
        for term in terms.split()
    }


def _prepare(value: pl.Expr) -> pl.Expr:
    return text.tidy(text.mend(value))


@cleaner(fillers=False, prepare=_prepare)
def consenso(values: pl.Series) -> pl.DataFrame:
    """Read a consent: the value is `si`, `no` or `revocato`; a consent never asked is missing."""
    word = text.words(pl.col("typed"))
    # A refusal with a remark beside it is a refusal; a yes with a remark is not surely a yes.
    refusal = (
        pl.when(word.str.contains(r"\b(?:REVOC|DISISCRI|OPT ?OUT|RITIRAT|OPPOS|OPPONE)"))
        .then(pl.lit("revocato"))
        .when((word.str.contains(_REFUSAL) & ~word.str.contains(r"\bSI\b")) | pl.col("typed").str.contains("^[✗✘❌]$"))
        .then(pl.lit("no"))
        .when(pl.col("typed").str.contains("^[✓✔☑]$"))
        .then(pl.lit("si"))
    )
    known = word.replace_strict(_vocabulary(), default=None, return_dtype=pl.String)
    meaning = values.to_frame("typed").with_columns(meaning=pl.coalesce(known, refusal), word=word)
    unsaid = (pl.col("meaning") == "") | ((pl.col("word") == "") & pl.col("meaning").is_null())
    filler = text.is_filler(pl.col("typed")) & pl.col("meaning").is_null()
    return meaning.select(
        value=pl.when(pl.col("meaning") != "").then("meaning"),
        issue=pl.when(unsaid | filler)
        .then(pl.lit("filler"))
        .when(pl.col("meaning").is_null())
        .then(pl.lit("consent_unknown")),
        detail=pl.lit(None, dtype=pl.String),
    )
