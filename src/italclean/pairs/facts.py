"""What is known of pairs of records when the rules are asked: levels, and what follows from several of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from italclean.pairs import bearing
from italclean.pairs.compare import FIELDS
from italclean.pairs.encode import Encoded, Rows
from italclean.pairs.labels import is_mixed
from italclean.pairs.levels import CLOSE, CONFLICT, MISSING, PARTLY, SAME, Levels
from italclean.pairs.odds import DEFAULT, Flags, Floats, Odds, Thresholds, probable


def forbidden(levels: Levels) -> Flags:
    """Tell the pairs that contradict each other: two valid codes, two given names, two birth dates, two numbers.

    One and the same codice fiscale overrules all but a conflict of given names.
    """
    at = {name: levels[:, place] for place, name in enumerate(FIELDS)}
    same_cf = at["codice_fiscale"] == SAME
    two_codes = (at["codice_fiscale"] == CONFLICT) | (at["codice_fiscale"] == PARTLY)
    contradiction = (at["data_nascita"] == CONFLICT) | (at["partita_iva"] == CONFLICT)
    return np.asarray(two_codes | (at["nome"] == CONFLICT) | (contradiction & ~same_cf))


class Facts:
    """What is known of pairs of records; all is one flag for each pair, computed when it is first asked for.

    Attributes:
        data: The encoded features.
        levels: The pairs' levels, in the order of `compare.FIELDS`.
        low: The first row of each pair.
        high: The second row of each pair.
        odds: What likeness says of each pair.
        thresholds: From which probability on a pair is merged, or shown to a person.
        open: The pairs on which no rule has decided yet: text is asked about these alone.
    """

    def __init__(
        self,
        data: Encoded,
        levels: Levels,
        low: Rows,
        high: Rows,
        odds: Odds,
        thresholds: Thresholds = DEFAULT,
    ) -> None:
        self.data = data
        self.levels = levels
        self.low = low
        self.high = high
        self.odds = odds
        self.learned = odds.is_learned
        self.thresholds = thresholds
        self.open: Flags = np.ones(len(low), dtype=np.bool_)

    def has(self, field: str, *levels: int) -> Flags:
        """Tell the pairs on which a field has one of some levels."""
        column = self.levels[:, FIELDS.index(field)]
        return np.asarray(np.logical_or.reduce([column == level for level in levels]))

    def ask(self, about: Callable[..., Flags], asked: Flags, *more: str) -> Flags:
        """Ask something of the text of those pairs that are open and asked about; of the others it does not hold."""
        return about(self.data, self.low, self.high, asked & self.open, *more)

    def _both(self, code: str) -> tuple[Rows, Rows]:
        codes = self.data.codes[code].astype(np.int64)
        return codes[self.low], codes[self.high]

    # The names

    @cached_property
    def is_firm(self) -> Flags:
        """A firm's name on both sides."""
        return ~self.has("ragione_sociale", MISSING)

    @cached_property
    def is_person(self) -> Flags:
        """No firm's name to compare."""
        return self.has("ragione_sociale", MISSING)

    @cached_property
    def one_given(self) -> Flags:
        """Given names that do not contradict each other; also where one is missing."""
        return ~self.has("nome", CONFLICT)

    @cached_property
    def one_surname(self) -> Flags:
        """Surnames that do not contradict each other; also where one is missing."""
        return ~self.has("cognome", CONFLICT)

    @cached_property
    def one_company(self) -> Flags:
        """Firms' names that do not contradict each other; also where one is missing."""
        return ~self.has("ragione_sociale", CONFLICT)

    @cached_property
    def women(self) -> Flags:
        """Two women."""
        low, high = self._both("woman")
        return np.asarray((low >= 0) & (high >= 0))

    @cached_property
    def told_apart(self) -> Flags:
        """Notes that tell which one of a name each is: ROSSI MARIO FU UGO and FU ALDO, (MADRE) and (FIGLIA)."""
        low, high = self._both("which_one")
        two = (low >= 0) & (high >= 0) & (low != high)
        return np.asarray(two & self.is_person & ~self.one_cf)

    @cached_property
    def mixed(self) -> Flags:
        """A person on one side, a firm on the other."""
        return is_mixed(self.data, self.low, self.high)

    @cached_property
    def corporate(self) -> Flags:
        """A legal form other than that of a sole trader on either side."""
        low, high = self._both("form")
        return np.asarray((low >= 0) | (high >= 0))

    @cached_property
    def other_form(self) -> Flags:
        """Two legal forms."""
        low, high = self._both("form")
        return np.asarray((low >= 0) & (high >= 0) & (low != high))

    def words_met(self, asked: Flags) -> Flags:
        """Tell, of the pairs asked about, those of which the words of one name all stand in the other."""
        return self.ask(bearing.all_words_met, asked)

    # Codes and dates

    @cached_property
    def one_cf(self) -> Flags:
        """One valid codice fiscale on both sides."""
        return self.has("codice_fiscale", SAME)

    @cached_property
    def two_cf(self) -> Flags:
        """Two valid codici fiscali, also two that may be one person's."""
        return self.has("codice_fiscale", CONFLICT, PARTLY)

    @cached_property
    def two_identities(self) -> Flags:
        """Two codes, two numbers or two birth dates."""
        return self.two_cf | self.has("partita_iva", CONFLICT) | self.has("data_nascita", CONFLICT)

    @cached_property
    def one_piva(self) -> Flags:
        """One partita IVA, and no two codici fiscali, of two persons or two firms."""
        return self.has("partita_iva", SAME) & ~self.two_cf & ~self.mixed

    @cached_property
    def of_person_and_firm(self) -> Flags:
        """One code on a person and a firm."""
        one = self.one_cf | self.has("partita_iva", SAME)
        return one & ~self.has("codice_fiscale", CONFLICT) & self.mixed

    @cached_property
    def strangers(self) -> Flags:
        """A person and a firm without a code in common, and without two."""
        return self.mixed & ~self.of_person_and_firm & ~self.two_identities

    @cached_property
    def never(self) -> Flags:
        """What must never share a customer."""
        return forbidden(self.levels)

    @cached_property
    def one_birth(self) -> Flags:
        """One birth date on both sides."""
        return self.has("data_nascita", SAME)

    # Contacts and addresses

    @cached_property
    def personal(self) -> Flags:
        """One e-mail address or mobile."""
        return self.has("email", SAME) | self.has("telefono", SAME)

    @cached_property
    def contact(self) -> Flags:
        """One e-mail address, mobile or landline."""
        return self.personal | self.has("telefono", PARTLY)

    @cached_property
    def one_place(self) -> Flags:
        """One address, perhaps with a slip."""
        return self.has("luogo", SAME, CLOSE)

    @cached_property
    def seat(self) -> Flags:
        """A contact or an address in common."""
        return self.contact | self.one_place

    # Likeness

    @cached_property
    def agreed(self) -> Flags:
        """What the rules and the model would have merged without what was learned."""
        return np.asarray(
            (probable(self.odds.model) >= DEFAULT.by_model) & self.enough & ~self.mixed & ~self.half_named
        )

    @cached_property
    def bits(self) -> Floats:
        """The log-odds by which is decided: the lower bound of what was learned, unless the rules agree with it."""
        caution = np.where(self.agreed, 0.0, self.odds.caution)
        return np.asarray(self.odds.model + self.odds.learned - caution)

    @cached_property
    def probability(self) -> Floats:
        """The probability by which is decided."""
        return probable(self.bits)

    @cached_property
    def likely(self) -> Flags:
        """More likely one than the bar of merging."""
        return np.asarray(self.probability >= self.thresholds.merging(self.learned))

    @cached_property
    def alike(self) -> Flags:
        """More likely one than the usual bar of merging: what a person is asked does not depend on the user's bar."""
        return np.asarray(self.probability >= DEFAULT.merging(self.learned))

    @cached_property
    def half_named(self) -> Flags:
        """Of a person on one side no surname is known: a given name and a mailbox are anybody's of an office."""
        return self.is_person & self.has("cognome", MISSING) & ~self.has("nome", MISSING)

    @cached_property
    def daughters(self) -> Flags:
        """Two women of one given name where no address says two: daughters are not called as their mothers."""
        return self.women & self.has("nome", SAME) & ~self.has("luogo", CONFLICT)

    @cached_property
    def evidence(self) -> Flags:
        """More than a name and a home that father and son share."""
        # Whose birth dates are a decade or more apart may be father and son, who share a landline and an e-mail.
        reached = np.where(self.has("data_nascita", PARTLY), self.has("telefono", SAME), self.contact)
        # An initial, and MARIA beside MARIA LUISA, may be anybody's of a family with one landline.
        reached &= ~self.has("nome", PARTLY) | self.personal
        # So may who shares a landline, and no address.
        one_age = self.has("data_nascita", SAME, CLOSE)
        reached &= self.personal | self.one_place | one_age | self.daughters
        # Two birth dates that are nearly one say so of who lives in one place.
        nearly = self.has("data_nascita", CLOSE) & self.one_place
        found = self.one_birth | nearly | self.has("codice_fiscale", CLOSE) | reached
        # A woman of one whole name at one address is one, where nothing says two.
        whole = self.daughters & self.has("cognome", SAME) & self.has("luogo", SAME)
        return np.asarray(found | (whole & self.has("data_nascita", MISSING)))

    @cached_property
    def enough_for_firm(self) -> Flags:
        """Of firms: a name and a seat, or the owner's birth date."""
        # Sister firms share a word, a seat and its landline, but not their e-mail.
        sisters = self.has("telefono", PARTLY) & self.has("email", CONFLICT)
        by_word = self.contact & ~self.other_form & ~sisters
        by_name = (self.seat & ~self.other_form) | (self.contact & ~self.has("luogo", CONFLICT))
        found = np.where(self.has("ragione_sociale", PARTLY), by_word, by_name)
        found |= self.has("ragione_sociale", SAME) & self.has("luogo", PARTLY) & ~self.other_form
        # Only sole traders have birth dates.
        one_trader = self.one_birth & ~self.corporate & self.has("luogo", SAME)
        return np.asarray((self.one_company & (found | one_trader)) | (one_trader & self.contact))

    @cached_property
    def enough_for_person(self) -> Flags:
        """Of persons: evidence and a name; of whole names in one column, two more things in common."""
        found = self.evidence & ~self.has("nome", MISSING)
        # A name whose parts stand in one column has no given name: the birth date and a contact of one's own do.
        whole = self.has("nome", MISSING) & self.has("cognome", SAME)
        found |= whole & self.one_birth & self.personal
        # A whole name there is one of two words; two more things in common are as much as a birth date.
        low, high = self._both("words")
        more = np.sum([self.has("email", SAME), self.has("telefono", SAME), self.one_place], axis=0) >= 2
        two_words = (low == high) & bearing.of_several_words(self.data, self.low)
        return np.asarray(found | (whole & two_words & more & ~self.has("data_nascita", PARTLY)))

    @cached_property
    def enough(self) -> Flags:
        """Enough in common of what their kind needs."""
        return np.where(self.is_firm, self.enough_for_firm, self.enough_for_person)

    @cached_property
    def one_by_likeness(self) -> Flags:
        """Likely one, and enough in common of what their kind needs."""
        return self.likely & self.mergeable

    @cached_property
    def mergeable(self) -> Flags:
        """Enough in common, if they are alike; what was learned has weighed that already."""
        return np.asarray((self.learned | self.enough) & ~self.mixed & ~self.half_named)

    @cached_property
    def other_surname(self) -> Flags:
        """One given name and two surnames: a marriage, or two people."""
        crossed = self.has("cognome", CONFLICT) & ~self.has("data_nascita", SAME, CLOSE)
        crossed &= ~self.has("codice_fiscale", CLOSE) & self.is_person
        # Women were filed under their husbands' surnames; one mobile at one address, or with one e-mail and no other
        # address, is one woman's.
        home = self.has("luogo", SAME) | (self.has("email", SAME) & self.has("luogo", MISSING, CLOSE))
        crossed &= ~(self.women & self.has("nome", SAME) & self.has("telefono", SAME) & home)
        # The code of one bears the other's surname: her own, from before or beside the husband's.
        asked = crossed & self.one_by_likeness & self.personal
        return np.asarray(crossed & ~self.ask(bearing.bears_name_in_code, asked))

    @cached_property
    def two_firms_of_a_name(self) -> Flags:
        """Firms that are alike but for what tells sisters, branches and successors."""
        asked = self.one_by_likeness & self.is_firm
        partly = asked & self.has("ragione_sociale", PARTLY) & ~self.one_birth & ~self.has("telefono", SAME)
        # The next school and the other branch share a switchboard or a mailbox, but no address.
        elsewhere = partly & ~self.one_place
        more = self.ask(bearing.has_a_word_more, elsewhere)
        # At one address a word more is a longer spelling, unless it is a trade.
        more |= self.ask(bearing.has_a_trade_more, partly & self.one_place & ~self.has("email", SAME))
        # The firms of a Gruppo IVA have one number, also where it is mistyped.
        group = self.has("ragione_sociale", CONFLICT) & self.has("partita_iva", CLOSE)
        # O.D.V. and ONLUS are what an association is besides, not another one.
        two_forms = self.ask(bearing.are_two_companies, asked & self.other_form)
        return np.asarray(more | two_forms | (asked & group))

    @cached_property
    def refused_another(self) -> Flags:
        """Hardly more than a name in common, and two codes, one of them refused as typed."""
        return self.ask(bearing.has_refused_another, self.one_by_likeness & ~self.seat & ~self.one_birth)

    # One code

    @cached_property
    def names_agree(self) -> Flags:
        """Under one codice fiscale: names that are one."""
        given = self.has("nome", MISSING)
        agree = np.where(given, self.one_surname & self.one_company, self.one_given)
        agree |= self.words_met(self.one_cf & ~agree & self.is_person)
        asked = self.one_cf & self.has("nome", CONFLICT) & self.one_surname
        return np.asarray(agree | self.ask(bearing.alike_given, asked))

    @cached_property
    def names_fit(self) -> Flags:
        """Under one partita IVA: names that do not contradict each other."""
        partly = self.has("ragione_sociale", PARTLY) & self.other_form
        return self.one_company & self.one_given & ~partly

    @cached_property
    def own_firm(self) -> Flags:
        """The firm bears the person's whole name."""
        return self.words_met(self.of_person_and_firm)

    @cached_property
    def bears_the_name(self) -> Flags:
        """Without a code in common: a sole trader's firm bears the person's whole name, and they share something."""
        shared = self.contact | self.one_birth | self.has("luogo", SAME)
        return self.words_met(self.strangers & ~self.corporate & shared)

    @cached_property
    def owner(self) -> Flags:
        """A sole trader's codice fiscale is the owner's: with a seat, a number or the surname, and of nobody else."""
        asked = self.of_person_and_firm & self.one_cf
        found = self.one_cf & (self.seat | self.has("partita_iva", SAME) | self.ask(bearing.bears_surname, asked))
        return found & ~self.ask(bearing.is_of_another, self.of_person_and_firm & ~self.own_firm & found)
