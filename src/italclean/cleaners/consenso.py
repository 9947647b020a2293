"""Consenso: consent to marketing, `si`, `no` or `revocato`; what is unclear is never a yes.

    >>> from italclean import consenso
    >>> [consenso.check(typed).value for typed in ("S", "1", "opt-out", "non so")]
    ['si', 'si', 'revocato', None]
    >>> consenso.check("non so").status
    'suspect'

In a column of oppositions (`Opt-out`, `Non contattare`) a yes is a refusal, and a no is no consent:

    >>> [consenso.check(typed, opposition=True).value for typed in ("S", "01/06/2022", "0", "")]
    ['revocato', 'revocato', None, None]

Source: GDPR art. 4(11), 7(1) and 7(3): consent is a clear affirmative act that the controller can prove
and the person can withdraw.
"""

from __future__ import annotations

import polars as pl

from italclean.cleaners.data import Order, data
from italclean.core import text
from italclean.core.cleaner import cleaner

_YES = (
    "S SI Y YES 1 X V T TRUE VERO OK OPTIN OPT_IN DOUBLE_OPT_IN DOPPIO_OPT_IN ISCRITTO ISCRITTA PRESTATO "
    "CONSENSO_PRESTATO PRESTA_IL_CONSENSO HA_PRESTATO_IL_CONSENSO CONSENSO_DATO CONSENSO_ACCORDATO "
    "CONSENSO_RILASCIATO CONSENSO_CONFERITO CONSENSO_ESPRESSO CONSENSO_SI RILASCIATO CONFERITO ACCONSENTE ACCONSENTO "
    "ACCETTA ACCETTO ACCETTATO ACCEPTED AUTORIZZATO AUTORIZZA AUTORIZZO ACCORDATO CONCESSO DATO FAVOREVOLE ATTIVO "
    "SUBSCRIBED GRANTED ALLOW ALLOWED OPTED_IN"
)
_NO = (
    "N NO 0 F FALSE FALSO KO NEGATO RIFIUTATO RIFIUTA RIFIUTO NON_PRESTATO CONSENSO_NEGATO CONSENSO_NON_PRESTATO "
    "CONSENSO_NO NON_ACCONSENTE NON_ACCETTA NON_ACCETTO NON_AUTORIZZATO NON_AUTORIZZA NON_CONCESSO NON_RILASCIATO "
    "CONTRARIO NEGATIVO NON_DATO DENIED DECLINED REFUSED NON_CONSENTE NESSUN_CONSENSO SENZA_CONSENSO NEGA OFF "
    "PRIVACY_NO DO_NOT_ALLOW NOT_ALLOWED NEGATA NON_FORNITO NON_FORNITA NON_CONFERITO NON_ACCORDATO MAI_DATO "
    "MAI_PRESTATO NON_ISCRITTO NON_ISCRITTA NON_SUBSCRIBED NOT_SUBSCRIBED NEVER_SUBSCRIBED"
)
_WITHDRAWN = (
    "R REVOCATO REVOCATA REVOCA CONSENSO_REVOCATO OPTOUT OPT_OUT OPTED_OUT DISISCRITTO DISISCRITTA CANCELLATO RITIRATO "
    "UNSUBSCRIBED UNSUBSCRIBE UNSUB WITHDRAWN REVOKED NON_PIU DISATTIVATO DISATTIVATA OPPOSIZIONE OPPOSTO RPO "
    "NON_CONTATTARE BLACKLIST BLACK_LIST BLACKLISTED BLOCKLISTED COMPLAINED SPAM DO_NOT_CONTACT DO_NOT_SEND"
)
_UNSAID = (
    "NON_ESPRESSO NON_RACCOLTO NON_RICHIESTO NON_CHIESTO NON_ACQUISITO NON_PRESENTE NON_DEFINITO DA_CHIEDERE "
    "DA_RICHIEDERE DA_ACQUISIRE IN_ATTESA PENDING NON_PERVENUTO NON_INDICATO"
)

_REFUSAL = (
    r"^(?:(?:IL )?CONSENSO )?(?:NO\b|MAI$|NEGA(?:T[OAIE])?\b|SENZA CONSENSO|RIFIUT|"
    r"(?:NON|MAI)(?: HA| MAI| E| STATO)* (?:ACCONSENT|ACCETT|AUTORIZZ|PREST|VUOL|INTERESS|CONTATT|INVIA|DESIDER|"
    r"CONSENT|RILASC|SCRIV|CHIAM|DISTURB|DAT[OA]\b|FORNIT|CONCESS|CONFERIT|ACCORDAT|ISCRITT)|"
    r"(?:NON|NOT|NEVER) (?:SUBSCRIB|OPTED IN|CONSENT|GIVEN|GRANTED|ALLOWED))"
)
_REVOCATION = (
    r"\b(?:REVOC|DISISCRI|OPT ?OUT|OPTED OUT|RITIRAT|OPPOS|OPPONE|BLACK ?LIST|WITHDR|REVOK|UNSUBSC|NON PIU|SPAM)"
)
_DATE = (
    r"\b([0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:[0-9]{4}|[0-9]{2})|[0-9]{4}[-/][0-9]{2}[-/][0-9]{2})"
    r"(?:[T ]+[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]+)?)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?(?:\s*(?:UTC|GMT))?"
)
# Signs that are drawn for a yes and for a no, with what only changes their looks.
_LOOKS = "[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*"
_TICKED = f"^(?:[✓✔☑✅🗸👍👌🆗]{_LOOKS} ?)+$"
_CROSSES = "✗✘❌✖✕×╳⨯👎🚫⛔🛑"
_CROSSED = f"^(?:[{_CROSSES}]{_LOOKS} ?)+$"
# In a column of oppositions whatever fills the box does.
_MARKED = "^(?:[☒❎●■◉⬤•*+]|[xX]{2,})$"
# Signs that are typed for nothing; any other may mean something.
_NOTHING = r"^[-‐‑‒–—―−_./\\,… ]*$"
# In a column of oppositions these say that there is none, or that there is one.
_UNOPPOSED = (
    "N NO 0 F FALSE FALSO KO OFF SUBSCRIBED OPTIN OPT_IN OPTED_IN DOUBLE_OPT_IN ALLOW ALLOWED SEND CONTATTABILE"
)
_OPPOSED = (
    "S SI Y YES 1 X V T TRUE VERO OK ISCRITTO ISCRITTA ATTIVO ATTIVA PRESENTE OPPOSTA OPPOSTI DO_NOT_SEND DISISCRITTI"
)
_UNOPPOSED_PHRASE = (
    r"^(?:NON? |NOT |NESSUN[AO]? |MAI |SENZA )(?:SI )?(?:E |HA |RISULTA )?(?:OPPOS|OPPONE|ISCRITT|PRESENT|REVOC|"
    r"DISISCRI|RITIRAT|OPT|"
    r"UNSUB|BLACK|BLOCK|INSERIT|TROVAT)"
)
# Where a consent was given. A channel (SI EMAIL) is none of these: it narrows the consent.
_ORIGIN = (
    r"\b(?:SITO(?: WEB)?|WEB|FORM(?: WEB| ONLINE)?|MODULO(?: CARTACEO| WEB| ONLINE)?|CARTACEO|LANDING(?: PAGE)?|FIERA|"
    r"NEGOZIO|PUNTO VENDITA|EVENTO|APP|CALL CENTER|CONTRATTO|VERBALE|REGISTRAZIONE|ECOMMERCE|NEWSLETTER)\b"
)
_JOINING = r"\b(?:IN DATA|IL|DEL|DAL|DALLA|DALLO|DA|VIA|TRAMITE|SUL|SU|IN|CON)\b"


def _vocabulary(*groups: tuple[str, str]) -> dict[str, str]:
    return {term.replace("_", " "): meaning for meaning, terms in groups for term in terms.split()}


_NONE = "none"
_CONSENTS = _vocabulary(("si", _YES), ("no", _NO), ("revocato", _WITHDRAWN), ("", _UNSAID))
# What affirms a consent (ACCETTO) is unclear beside a header that says no.
_OPPOSITIONS = {
    **_vocabulary(("revocato", _NO), ("revocato", _WITHDRAWN), ("", _UNSAID)),
    **_vocabulary((_NONE, _UNOPPOSED), ("revocato", _OPPOSED)),
}


def _prepare(value: pl.Expr) -> pl.Expr:
    return text.tidy(text.mend(value))


@cleaner(extras={"data": pl.String, "fonte": pl.String}, fillers=False, prepare=_prepare)
def consenso(values: pl.Series, *, opposition: bool = False, order: Order = "dmy") -> pl.DataFrame:
    """Read a consent: the value is `si`, `no` or `revocato`; a consent never asked is missing.

    Extras: the date that stands beside it in the cell (`data`, ISO 8601) and where it was given (`fonte`).

    Args:
        values: Tidy text.
        opposition: Whether the column says no: then a yes, a mark or a date alone is `revocato`, and a no says
            nothing, since who has not objected has not consented.
        order: Whether the day or the month comes first in the dates.
    """
    # A spreadsheet writes 1 and 0 as numbers.
    numbers = pl.col("typed").str.replace(r"^([01])[.,]0+$", "$1")
    frame = (
        values.to_frame("typed")
        .with_columns(typed=numbers)
        .with_columns(word=text.words(pl.col("typed")), said=text.words(pl.col("typed").str.replace(_DATE, " ")))
    )
    frame = frame.with_columns(origin=pl.col("said").str.extract(f"({_ORIGIN})"))
    bare = pl.col("said").str.replace_all(_ORIGIN, " ").str.replace_all(_JOINING, " ")
    bare = bare.str.replace_all(" +", " ").str.strip_chars(" ")
    word = pl.col("word")
    vocabulary = _OPPOSITIONS if opposition else _CONSENTS
    known = pl.coalesce(
        reading.replace_strict(vocabulary, default=None, return_dtype=pl.String) for reading in (word, bare)
    )
    # A refusal with a remark beside it is a refusal; a yes with a remark is not surely a yes.
    refusal = (
        pl.when(word.str.contains(_REVOCATION))
        .then(pl.lit("revocato"))
        .when((word.str.contains(_REFUSAL) & ~word.str.contains(r"\bSI\b")) | pl.col("typed").str.contains(_CROSSED))
        .then(pl.lit("no"))
        .when(pl.col("typed").str.contains(_TICKED))
        .then(pl.lit("si"))
    )
    dated = pl.col("typed").str.extract(_DATE)
    # Who writes SI? does not know, and SI ✖ says both.
    asked = pl.col("typed").str.contains(f"[?{_CROSSES}]") & (word != "")
    meaning = pl.coalesce(known, refusal)
    if opposition:
        dash = pl.any_horizontal(pl.col("typed").str.contains(signs) for signs in (_TICKED, _CROSSED, _MARKED))
        meaning = (
            pl.when(known.is_null() & word.str.contains(_UNOPPOSED_PHRASE))
            .then(pl.lit(_NONE))
            .when((meaning.is_in(["si", "no"]) & (known.is_null())) | dash | (dated.is_not_null() & (bare == "")))
            .then(pl.lit("revocato"))
            .otherwise(meaning)
        )
        meaning = pl.when(~(asked & (meaning == _NONE))).then(meaning)
    else:
        meaning = pl.when(~(asked & (meaning == "si"))).then(meaning)
    frame = frame.with_columns(meaning=meaning, dated=dated)
    # Another column's yes must not stand where a sign was typed that may say no.
    nothing = (word == "") & pl.col("typed").str.contains(_NOTHING)
    unsaid = (pl.col("meaning") == "") | (nothing & pl.col("meaning").is_null())
    filler = text.is_filler(pl.col("typed")) & pl.col("meaning").is_null() & (word != "")
    unopposed = pl.col("meaning") == _NONE
    decided = (pl.col("meaning") != "") & ~unopposed
    when = _dates(frame, order)
    return frame.select(
        value=pl.when(decided).then("meaning"),
        issue=pl.when(unsaid | filler)
        .then(pl.lit("filler"))
        .when(unopposed)
        .then(pl.lit("consent_not_opposed"))
        .when(pl.col("meaning").is_null())
        .then(pl.lit("consent_unknown")),
        detail=pl.lit(None, dtype=pl.String),
        data=pl.when(decided).then(when),
        fonte=pl.when(decided).then(pl.col("origin").str.to_lowercase()),
    )


def _dates(frame: pl.DataFrame, order: Order) -> pl.Series:
    """The date beside each consent: of several the last one for a refusal, the first one for a yes.

    SI 12/05/2018, REVOCATO 01/06/2022 was not withdrawn in 2018, and RINNOVATO does not tell what was renewed.
    """
    if frame["dated"].null_count() == len(frame):
        return frame["dated"]
    first = data.series(frame["dated"], order=order).struct.field("value")
    several = (frame["typed"].str.count_matches(_DATE) > 1).arg_true()
    if several.is_empty():
        return first
    spread = (
        frame[several]
        .select(pl.lit(several).alias("at"), "meaning", dates=pl.col("typed").str.extract_all(_DATE))
        .explode("dates")
        .with_columns(dates=pl.col("dates").str.extract(_DATE))
    )
    read = spread.with_columns(data.series(spread["dates"], order=order).struct.field("value").alias("read"))
    told = read.group_by("at", maintain_order=True).agg(
        pl.when(pl.col("meaning").first() == "si").then(pl.col("read").min()).otherwise(pl.col("read").max())
    )
    return first.scatter(told["at"], told["read"])
