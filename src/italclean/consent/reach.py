"""Whether a customer may be contacted by e-mail, by telephone and by post: `si`, `no` or `da_verificare`, and why.

A refusal, a death or a missing address is a `no`; a `si` needs a consent that proves it and an address that works;
whatever is neither is for a person to look at.

Source: Codice privacy (d.lgs. 196/2003) art. 130; GDPR art. 5(2), 7(1) and 21(2)-(3); for telephone and paper
mail the Registro pubblico delle opposizioni (l. 5/2018, d.P.R. 26/2022), which is not consulted here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from italclean.consent.notes import Mark
from italclean.consent.purposes import (
    GENERAL,
    PRIVACY,
    REACH,
    channels_of,
    columns_of,
    date_column,
    purposes,
)

YES, NO, OPEN = "si", "no", "da_verificare"
REASON = "_motivo"
"""Behind the name of a column `contattabile_…`: the column that says why."""

_REFUSED = ("no", "revocato")
_STATES = {
    "utilizzabile": "",
    "storica": "",
    "sospesa": "email_sospesa",
    "chiusa": "email_chiusa",
    "usa e getta": "email_usa_e_getta",
    "pec": "email_pec",
    "inesistente": "email_inesistente",
    "non verificata": "email_non_verificata",
}
"""What the state of a mailbox keeps one from, by `email_stato`."""
KEPT_REASONS = {
    "deceduto": Mark.DECEASED,
    "cessata": Mark.CEASED,
    "nota_non_contattare": Mark.NO_CONTACT,
    "nota_non_scrivere": Mark.NO_EMAIL,
    "nota_non_chiamare": Mark.NO_CALL,
    "nota_non_spedire": Mark.NO_POST,
    "nota_da_leggere": Mark.READ,
    "forse_rifiuto": Mark.MAYBE_REFUSED,
    "consenso_solo_email": Mark.EMAIL_ONLY,
}
"""Reasons that a list which says them once keeps: the note that they were read from may be gone."""
TOLD_AGAIN = (
    "manca_email",
    "manca_telefono",
    "manca_indirizzo",
    "email_chiusa",
    "email_inesistente",
    "email_non_valida",
)
"""Reasons that are told again from the address."""
_USELESS = ("email_chiusa", "email_inesistente", "email_non_valida")


@dataclass(frozen=True, slots=True)
class Means:
    """A means of contact.

    Attributes:
        name: What stands behind `contattabile_`.
        channels: The channels of consents that it is, the first one its own, the others kindred: a number takes
            messages as well as calls.
        contacts: The pattern of the columns of its addresses.
        mark: What a note says that refuses this means alone.
        noted: The reason of such a note.
        missing: The reason where there is no address.
    """

    name: str
    channels: tuple[str, ...]
    contacts: re.Pattern[str]
    mark: Mark
    noted: str
    missing: str


MEANS = (
    Means("email", ("email",), re.compile(r"email(?:_[0-9]+)?"), Mark.NO_EMAIL, "nota_non_scrivere", "manca_email"),
    Means(
        "telefono",
        ("telefono", "sms", "whatsapp"),
        re.compile(r"(?:telefono|cellulare)(?:_[0-9]+)?"),
        Mark.NO_CALL,
        "nota_non_chiamare",
        "manca_telefono",
    ),
    Means(
        "posta", ("posta",), re.compile(r"indirizzo(?:_[0-9]+)?"), Mark.NO_POST, "nota_non_spedire", "manca_indirizzo"
    ),
)
_CHANNEL_OF = {"email": "email", "telefono": "telefono", "cellulare": "telefono", "fax": "fax", "indirizzo": "posta"}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the rows beyond their columns.

    Attributes:
        marks: The `Mark`s of each row, or None.
        unread: For each purpose the rows on which something stands that could not be read.
        doubtful: Addresses and numbers that a cleaner doubts.
        unproven: For each means the rows whose consent was given with another address than the one they have.
    """

    marks: pl.Series | None = None
    unread: Mapping[str, pl.Series] = field(default_factory=dict)
    doubtful: pl.Series | None = None
    unproven: Mapping[str, pl.Series] = field(default_factory=dict)


def of_contact(frame: pl.DataFrame, column: str) -> pl.Series:
    """Return what each row says of the contact in one of its columns: the row's own consent.

    What the channel says (`consenso_email` for an e-mail address) comes before what is said in general
    (`consenso_marketing`), but a general refusal is undone by a later, dated consent to the channel alone.

    Args:
        frame: A cleaned list: the canonical columns of consents and their dates.
        column: The column of the contact: `email`, `email_2`, `pec`, `telefono`, `cellulare_2`, `fax`, `indirizzo`.

    Returns:
        `si`, `no` or `revocato` for each row; null where nothing was said, or nothing that could be read, and
        where the row has no such contact.

    Examples:
        >>> rows = pl.DataFrame({
        ...     "email": ["a@x.it", "b@x.it", None], "consenso_marketing": ["si"] * 3, "consenso_email": [None, "no", None]
        ... })
        >>> of_contact(rows, "email").to_list()
        ['si', 'no', None]
    """
    base = re.sub(r"_[0-9]+$", "", column)
    channel = _CHANNEL_OF.get(base)
    answer = channel_consent(frame, (channel,) if channel else ())
    present = pl.col(column).is_not_null() if column in frame.columns else pl.lit(value=False)
    return frame.select(pl.when(present).then(answer.said).cast(pl.String).alias(column)).to_series()


@dataclass(frozen=True, slots=True)
class _Answer:
    """What consents say of a channel.

    Attributes:
        said: `si`, `no`, `revocato`, or null.
        of: The purpose that said it.
    """

    said: pl.Expr
    of: pl.Expr


def channel_consent(frame: pl.DataFrame, channels: Sequence[str]) -> _Answer:
    """Weigh what the purposes of some channels and the general one say; the channels in their order."""
    columns = frame.columns
    listed = purposes(columns)
    specific = [purpose for channel in channels for purpose in listed if channel in channels_of(purpose)]
    specific = list(dict.fromkeys(specific))
    said = {purpose: _said(purpose, columns) for purpose in (*specific, GENERAL, PRIVACY) if purpose in listed}
    when = {purpose: _when(purpose, columns) for purpose in said}
    nothing = pl.lit(None, dtype=pl.String)
    cases: list[tuple[pl.Expr, pl.Expr, str]] = []
    for purpose in specific:
        cases.append((said[purpose].is_in(_REFUSED), said[purpose], purpose))
    for purpose in (GENERAL, PRIVACY):
        if purpose in said:
            later = [((said[one] == "si") & (when[one] > when[purpose])).fill_null(value=False) for one in specific]
            undone = pl.any_horizontal(later) if later else pl.lit(value=False)
            cases.append((said[purpose].is_in(_REFUSED) & ~undone, said[purpose], purpose))
    for purpose in (*specific, GENERAL):
        if purpose in said:
            cases.append((said[purpose] == "si", said[purpose], purpose))
    value, of = nothing, nothing
    for holds, answer, purpose in reversed(cases):
        holds = holds.fill_null(value=False)
        value = pl.when(holds).then(answer).otherwise(value)
        of = pl.when(holds).then(pl.lit(purpose)).otherwise(of)
    return _Answer(value, of)


def _said(purpose: str, columns: Sequence[str]) -> pl.Expr:
    """What a purpose's columns say; they agree in a list that was cleaned, and a refusal stands where they do not."""
    named = [pl.col(name) for name in columns_of(purpose, columns)]
    refusals = [pl.when(column.is_in(_REFUSED)).then(column) for column in named]
    return pl.coalesce(*refusals, *named)


def _when(purpose: str, columns: Sequence[str]) -> pl.Expr:
    name = date_column(purpose, columns)
    return pl.col(name) if name in columns else pl.lit(None, dtype=pl.String)


def means_of(columns: Iterable[str]) -> list[Means]:
    """Return the means of which a list has a contact, or a consent of its own."""
    columns = list(columns)
    named = {channel for purpose in purposes(columns) for channel in channels_of(purpose)}
    return [
        means
        for means in MEANS
        if named & set(means.channels) or any(means.contacts.fullmatch(name) for name in columns)
    ]


def tell_reach(frame: pl.DataFrame, known: Known | None = None) -> dict[str, pl.Series]:
    """Say of each row whether it may be contacted.

    Args:
        frame: A cleaned list, or golden records.
        known: What is known beyond it.

    Returns:
        The columns `contattabile_…` and `contattabile_…_motivo`, for each means of which the list has a contact or
        a consent.

    Examples:
        >>> rows = pl.DataFrame({"email": ["a@x.it", "b@x.it", None], "consenso_email": ["si", None, "si"]})
        >>> [column.to_list() for column in tell_reach(rows).values()]
        [['si', 'da_verificare', 'no'], ['consenso_email', 'consenso_mancante', 'manca_email']]
    """
    known = known or Known()
    told: dict[str, pl.Series] = {}
    for means in means_of(frame.columns):
        answers = frame.select(_judged(frame, means, known)).unnest("reach")
        told[REACH + means.name] = answers["answer"].rename(REACH + means.name)
        told[REACH + means.name + REASON] = answers["reason"].rename(REACH + means.name + REASON)
    return told


def _judged(frame: pl.DataFrame, means: Means, known: Known) -> pl.Expr:
    own, *kindred = means.channels
    marks = pl.lit(0, dtype=pl.UInt16) if known.marks is None else pl.lit(known.marks)
    answer = channel_consent(frame, (own,))
    others = [purpose for purpose in purposes(frame.columns) if channels_of(purpose) & set(kindred)]
    said = {purpose: _said(purpose, frame.columns) for purpose in others}
    refused_other = pl.coalesce(
        pl.lit(None, dtype=pl.String), *(pl.when(said[one].is_in(_REFUSED)).then(pl.lit(one)) for one in others)
    )
    given_other = pl.coalesce(
        pl.lit(None, dtype=pl.String), *(pl.when(said[one] == YES).then(pl.lit(one)) for one in others)
    )
    given = answer.said == YES
    present, fault = _address(frame, means, known)
    narrowed = _has(marks, Mark.EMAIL_ONLY) & (answer.of == GENERAL) & pl.lit(own != "email")
    # The first that holds is the answer: what is known of the person, then a refusal, then the address, then a doubt.
    cases: list[tuple[pl.Expr, str, pl.Expr]] = [
        (_has(marks, Mark.DECEASED), NO, pl.lit("deceduto")),
        (answer.said.is_in(_REFUSED), NO, pl.concat_str(pl.lit("rifiuto_"), answer.of)),
        (
            refused_other.is_not_null() & ~given.fill_null(value=False),
            NO,
            pl.concat_str(pl.lit("rifiuto_"), refused_other),
        ),
        (_has(marks, Mark.NO_CONTACT), NO, pl.lit("nota_non_contattare")),
        (_has(marks, means.mark), NO, pl.lit(means.noted)),
        (_has(marks, Mark.CEASED), NO, pl.lit("cessata")),
        (~present, NO, pl.lit(means.missing)),
        (fault.is_in(_USELESS), NO, fault),
        (_any_unread(frame, means, known), OPEN, pl.lit("consenso_illeggibile")),
        (refused_other.is_not_null(), OPEN, pl.concat_str(pl.lit("rifiuto_"), refused_other)),
        (_has(marks, Mark.READ | Mark.READ_CALL if own == "telefono" else Mark.READ), OPEN, pl.lit("nota_da_leggere")),
        (_has(marks, Mark.MAYBE_REFUSED), OPEN, pl.lit("forse_rifiuto")),
        (fault.is_not_null(), OPEN, fault),
        (~given.fill_null(value=False) & given_other.is_null(), OPEN, pl.lit("consenso_mancante")),
        (narrowed & given_other.is_null(), OPEN, pl.lit("consenso_solo_email")),
        (_unproven(means, known), OPEN, pl.lit("consenso_altro_recapito")),
    ]
    verdict = pl.lit(YES)
    reason = pl.concat_str(
        pl.lit("consenso_"), pl.when(given.fill_null(value=False) & ~narrowed).then(answer.of).otherwise(given_other)
    )
    for holds, said_here, why in reversed(cases):
        where = holds.fill_null(value=False)
        verdict = pl.when(where).then(pl.lit(said_here)).otherwise(verdict)
        reason = pl.when(where).then(why).otherwise(reason)
    return pl.struct(answer=verdict, reason=reason).alias("reach")


def _has(marks: pl.Expr, mark: Mark) -> pl.Expr:
    return (marks & pl.lit(int(mark), dtype=pl.UInt16)) != 0


def _any_unread(frame: pl.DataFrame, means: Means, known: Known) -> pl.Expr:
    told = [
        pl.lit(rows)
        for purpose, rows in known.unread.items()
        if purpose in (GENERAL, PRIVACY) or channels_of(purpose) & set(means.channels)
    ]
    return pl.any_horizontal(told) if told else pl.lit(value=False)


def _unproven(means: Means, known: Known) -> pl.Expr:
    return pl.lit(known.unproven[means.name]) if means.name in known.unproven else pl.lit(value=False)


def _address(frame: pl.DataFrame, means: Means, known: Known) -> tuple[pl.Expr, pl.Expr]:
    """Whether there is an address of a means, and what is wrong with the best one; null where nothing is."""
    columns = [name for name in frame.columns if means.contacts.fullmatch(name)]
    if not columns:
        return pl.lit(value=False), pl.lit(None, dtype=pl.String)
    present = [pl.col(name).is_not_null() for name in columns]
    faults = [_fault(frame.columns, name, known) for name in columns]
    sound = [there & fault.is_null() for there, fault in zip(present, faults, strict=True)]
    worst = pl.coalesce(pl.when(there).then(fault) for there, fault in zip(present, faults, strict=True))
    return pl.any_horizontal(present), pl.when(~pl.any_horizontal(sound)).then(worst)


def _fault(columns: Sequence[str], name: str, known: Known) -> pl.Expr:
    """What keeps an address from being used."""
    value = pl.col(name)
    nothing = pl.lit(None, dtype=pl.String)
    if name.startswith("indirizzo"):
        places = [pl.col(one).is_null() for one in ("comune", "cap") if one in columns]
        return pl.when(pl.all_horizontal(places) if places else pl.lit(value=False)).then(
            pl.lit("indirizzo_incompleto")
        )
    doubted = pl.lit(value=False) if known.doubtful is None else value.is_in(known.doubtful.implode())
    fault = pl.when(doubted.fill_null(value=False)).then(pl.lit("recapito_dubbio")).otherwise(nothing)
    if name.startswith("email"):
        states = [one for one in (f"{name}_stato", name.replace("email", "email_stato", 1)) if one in columns]
        wrong = pl.when(~value.str.contains("@", literal=True)).then(pl.lit("email_non_valida"))
        told = [
            pl.col(one).replace_strict(_STATES, default="email_da_verificare", return_dtype=pl.String).replace("", None)
            for one in states[:1]
        ]
        known_state = [pl.when(pl.col(one).is_not_null()).then(state) for one, state in zip(states, told, strict=False)]
        unstated = pl.col(states[0]).is_null() if states else pl.lit(value=True)
        return pl.coalesce(wrong, *known_state, pl.when(unstated).then(fault))
    return fault
