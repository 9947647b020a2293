"""Whether a customer may be contacted by e-mail, by telephone and by post: `si`, `no` or `da_verificare`, and why.

A refusal, a death or a missing address is a `no`; a `si` needs a consent that proves it and an address that works;
whatever is neither is for a person to look at.

Source: Codice privacy (d.lgs. 196/2003) art. 130; GDPR art. 5(2), 7(1) and 21(2)-(3); for telephone and paper
mail the Registro pubblico delle opposizioni (l. 5/2018, d.P.R. 26/2022), which is not consulted here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from italclean.consent.note_patterns import Mark
from italclean.consent.purposes import (
    GENERAL,
    PRIVACY,
    REACH,
    UNTOLD,
    channels_of,
    columns_of,
    date_column,
    purposes,
)
from italclean.core.columns import is_true
from italclean.core.copies import is_of, parted

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
REFUSED_BY_OTHERS = "rifiuto_di_altri"
"""Another customer refuses with the same mailbox or number."""
UNREADABLE, MISSING = "consenso_illeggibile", "consenso_mancante"
"""What could not be read is empty in a cleaned list, and is told of again."""
_USELESS = ("email_chiusa", "email_inesistente", "email_non_valida")


@dataclass(frozen=True, slots=True)
class Means:
    """A means of contact.

    Attributes:
        name: What stands behind `contattabile_`.
        channels: The channels of consents that it is, the first one its own, the others kindred: a number takes
            messages as well as calls.
        contacts: The fields of its addresses.
        mark: What a note says that refuses this means alone.
        noted: The reason of such a note.
        missing: The reason where there is no address.
    """

    name: str
    channels: tuple[str, ...]
    contacts: tuple[str, ...]
    mark: Mark
    noted: str
    missing: str


MEANS = (
    Means("email", ("email",), ("email",), Mark.NO_EMAIL, "nota_non_scrivere", "manca_email"),
    Means(
        "telefono",
        ("telefono", "sms", "whatsapp"),
        ("telefono", "cellulare"),
        Mark.NO_CALL,
        "nota_non_chiamare",
        "manca_telefono",
    ),
    Means("posta", ("posta",), ("indirizzo",), Mark.NO_POST, "nota_non_spedire", "manca_indirizzo"),
)
READ_OF = {"email": Mark.READ_EMAIL, "telefono": Mark.READ_CALL, "posta": Mark.READ_POST}
"""What a note restricts of each means alone."""
_CHANNELS_OF = {
    "email": ("email",),
    "telefono": ("telefono",),
    "cellulare": ("telefono", "sms", "whatsapp"),
    "fax": ("fax",),
    "indirizzo": ("posta",),
}


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
        >>> rows = {"email": ["a@x.it", "b@x.it", None], "consenso_email": [None, "no", None]}
        >>> rows["consenso_marketing"] = ["si"] * 3
        >>> of_contact(pl.DataFrame(rows), "email").to_list()
        ['si', 'no', None]
    """
    present = (
        frame[column].is_not_null() if column in frame.columns else pl.Series([False]).new_from_index(0, frame.height)
    )
    return _own_consent(_Sayings(frame), column, present)


def of_person(frame: pl.DataFrame, column: str) -> pl.Series:
    """Return what each row says of the channels of a column, whether or not the row has a contact there."""
    return _own_consent(_Sayings(frame), column, pl.Series([True]).new_from_index(0, frame.height))


class _Sayings:
    """What the purposes of a list say, row by row, each column read once."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame
        self.purposes = purposes(frame.columns)
        read = frame.select(
            *(
                _said(purpose, frame.columns).is_in(_REFUSED).fill_null(value=False).alias(f"no {purpose}")
                for purpose in self.purposes
            ),
            *(
                (_said(purpose, frame.columns) == YES).fill_null(value=False).alias(f"si {purpose}")
                for purpose in self.purposes
            ),
        )
        self.refused = {purpose: read[f"no {purpose}"] for purpose in self.purposes}
        self.given = {purpose: read[f"si {purpose}"] for purpose in self.purposes}

    def of(self, channels: Iterable[str]) -> list[str]:
        """The purposes that name a channel, in the order of the channels."""
        every = [purpose for channel in channels for purpose in self.purposes if channel in channels_of(purpose)]
        return list(dict.fromkeys(every))

    def refusing(self, channels: Sequence[str]) -> list[tuple[str, pl.Series]]:
        """The purposes that refuse some channels, and where; a later consent to them undoes a general refusal."""
        named = self.of(channels)
        general = [purpose for purpose in (GENERAL, PRIVACY) if purpose in self.refused]
        return [
            *((purpose, self.refused[purpose]) for purpose in named),
            *((purpose, self._not_undone(purpose, named)) for purpose in general),
        ]

    def _not_undone(self, purpose: str, named: Sequence[str]) -> pl.Series:
        refused = self.refused[purpose]
        columns = self.frame.columns
        dated = date_column(purpose, columns)
        for one in named:
            date = date_column(one, columns)
            if dated in columns and date in columns and date != dated:
                refused = refused & ~(self.given[one] & (self.frame[date] > self.frame[dated])).fill_null(value=False)
        return refused

    def giving(self, channels: Sequence[str]) -> list[tuple[str, pl.Series]]:
        """The purposes that consent to some channels, and where."""
        return [(purpose, self.given[purpose]) for purpose in (*self.of(channels), GENERAL) if purpose in self.given]


def _said(purpose: str, columns: Sequence[str]) -> pl.Expr:
    """What a purpose's columns say; they agree in a list that was cleaned, and a refusal stands where they do not."""
    named = [pl.col(name) for name in columns_of(purpose, columns)]
    if len(named) == 1:
        return named[0]
    return pl.coalesce(*(pl.when(column.is_in(_REFUSED)).then(column) for column in named), *named)


def _own_consent(sayings: _Sayings, column: str, present: pl.Series) -> pl.Series:
    frame = sayings.frame
    channels = _CHANNELS_OF.get(parted(column)[0], ())
    codes = np.zeros(frame.height, dtype=np.uint8)
    for _, given in sayings.giving(channels):
        codes[given.to_numpy()] = 1
    for purpose, refused in reversed(sayings.refusing(channels)):
        withdrawn = frame.select((_said(purpose, frame.columns) == "revocato").fill_null(value=False)).to_series()
        codes[(refused & ~withdrawn).to_numpy()] = 2
        codes[(refused & withdrawn).to_numpy()] = 3
    codes[~present.to_numpy()] = 0
    return pl.Series(column, [None, YES, *_REFUSED], dtype=pl.String)[pl.Series(codes, dtype=pl.UInt32)]


def means_of(columns: Iterable[str]) -> list[Means]:
    """Return the means of which a list has a contact, a consent of its own, or an earlier answer."""
    columns = list(columns)
    named = {channel for purpose in purposes(columns) for channel in channels_of(purpose)}
    return [
        means
        for means in MEANS
        if named & set(means.channels)
        or REACH + means.name in columns
        or any(is_of(name, *means.contacts) for name in columns)
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
    sayings = _Sayings(frame)
    told: dict[str, pl.Series] = {}
    for means in means_of(frame.columns):
        cases = list(_cases(sayings, means, known))
        codes = np.zeros(frame.height, dtype=np.uint32)
        for code in range(len(cases) - 1, -1, -1):
            codes[cases[code][0].to_numpy()] = code
        picked = pl.Series(codes)
        name = REACH + means.name
        told[name] = pl.Series(name, [answer for _, answer, _ in cases])[picked]
        told[name + REASON] = pl.Series(name + REASON, [reason for _, _, reason in cases])[picked]
    return told


def _cases(sayings: _Sayings, means: Means, known: Known) -> Iterator[tuple[pl.Series, str, str]]:
    """Yield the answers and where they hold; the first one that holds is a row's.

    What is known of the person comes first, then a refusal, then the address, then a doubt, then a consent.
    """
    frame = sayings.frame
    own, *kindred = means.channels
    never = pl.Series([False]).new_from_index(0, frame.height)

    def noted(mark: Mark) -> pl.Series:
        return never if known.marks is None else (known.marks & int(mark)) != 0

    given = sayings.giving((own,))
    any_given = _any([where for _, where in given], never)
    others = [purpose for purpose in sayings.of(kindred) if own not in channels_of(purpose)]
    yield noted(Mark.DECEASED), NO, "deceduto"
    for purpose, where in sayings.refusing((own,)):
        yield where, NO, f"rifiuto_{purpose}"
    for purpose in others:
        yield sayings.refused[purpose] & ~any_given, NO, f"rifiuto_{purpose}"
    yield noted(Mark.NO_CONTACT), NO, "nota_non_contattare"
    yield noted(means.mark), NO, means.noted
    yield noted(Mark.CEASED), NO, "cessata"
    weaknesses = _weaknesses(frame, means, known, never)
    useless = (*_USELESS, means.missing)
    yield from ((where, NO, reason) for where, reason in weaknesses if reason in useless)
    unread = [
        rows.fill_null(value=False)
        for purpose, rows in known.unread.items()
        if purpose in (GENERAL, PRIVACY) or channels_of(purpose) & set(means.channels)
    ]
    yield _any(unread, never), OPEN, UNREADABLE
    for purpose in others:
        yield sayings.refused[purpose], OPEN, f"rifiuto_{purpose}"
    yield noted(Mark.READ | READ_OF[means.name]), OPEN, "nota_da_leggere"
    # Of PRIVACY 1 and CONSENSO 2 nobody tells which one is marketing.
    untold = [
        sayings.refused[purpose]
        for purpose in sayings.purposes
        if re.fullmatch(rf"(?:{PRIVACY}|{UNTOLD})[0-9]", purpose)
    ]
    yield noted(Mark.MAYBE_REFUSED) | _any(untold, never), OPEN, "forse_rifiuto"
    yield from ((where, OPEN, reason) for where, reason in weaknesses if reason not in useless)
    others_given = [(purpose, sayings.given[purpose]) for purpose in others]
    yield ~any_given & ~_any([where for _, where in others_given], never), OPEN, MISSING
    unproven = known.unproven.get(means.name, never)
    yield unproven, OPEN, "consenso_altro_recapito"
    # A yes to a newsletter is none to a call.
    narrow = noted(Mark.EMAIL_ONLY) if own != "email" else never
    for purpose, where in given:
        yield (where & ~narrow if purpose == GENERAL else where), YES, f"consenso_{purpose}"
    for purpose, where in others_given:
        yield where, YES, f"consenso_{purpose}"
    yield ~never, OPEN, "consenso_solo_email"


def _any(wheres: Sequence[pl.Series], never: pl.Series) -> pl.Series:
    found = never
    for where in wheres:
        found = found | where
    return found


def _weaknesses(frame: pl.DataFrame, means: Means, known: Known, never: pl.Series) -> list[tuple[pl.Series, str]]:
    """What is wrong with the addresses of a means where none of them is sound, that of the first one."""
    columns = [name for name in frame.columns if is_of(name, *means.contacts)]
    if not columns:
        return [(~never, means.missing)]
    held = frame.select(
        *(pl.col(name).is_not_null().alias(name) for name in columns),
        *(_fault(frame.columns, name, known).alias(f"wrong {name}") for name in columns),
    )
    present = [held[name] for name in columns]
    sound = _any([held[name] & held[f"wrong {name}"].is_null() for name in columns], never)
    first = held.select(pl.coalesce(pl.when(name).then(f"wrong {name}") for name in columns)).to_series()
    reasons = first.drop_nulls().unique().sort()
    named = [(is_true((first == reason) & ~sound), reason) for reason in reasons]
    return [(~_any(present, never), means.missing), *named]


def _fault(columns: Sequence[str], name: str, known: Known) -> pl.Expr:
    """What keeps an address from being used; null where nothing does."""
    value = pl.col(name)
    nothing = pl.lit(None, dtype=pl.String)
    if name.startswith("indirizzo"):
        places = [pl.col(one).is_null() for one in ("comune", "cap") if one in columns]
        return pl.when(pl.all_horizontal(places) if places else pl.lit(value=False)).then(
            pl.lit("indirizzo_incompleto")
        )
    fault = nothing
    if known.doubtful is not None and len(known.doubtful):
        fault = pl.when(value.is_in(known.doubtful.implode())).then(pl.lit("recapito_dubbio"))
    if not name.startswith("email"):
        return fault
    wrong = pl.when(~value.str.contains("@", literal=True)).then(pl.lit("email_non_valida"))
    states = [one for one in (f"{name}_stato", name.replace("email", "email_stato", 1)) if one in columns]
    if not states:
        return pl.coalesce(wrong, fault)
    state = pl.col(states[0])
    told = state.replace_strict(_STATES, default="email_da_verificare", return_dtype=pl.String).replace("", None)
    return pl.coalesce(wrong, pl.when(state.is_null()).then(fault).otherwise(told))
