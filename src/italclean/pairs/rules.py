"""The rules on pairs, in their order: the first that holds decides.

A rule is a function of what is known of pairs (`facts.Facts`) that tells those for which it holds. Its declaration says
the verdict, what the reason calls it (`reasons`), and how sure a pair is at least on which it decides. The table of the
docs is made of the first lines of their docstrings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from italclean.pairs import bearing
from italclean.pairs.facts import Facts
from italclean.pairs.levels import CLOSE, CONFLICT, MISSING, PARTLY, SAME
from italclean.pairs.odds import DEFAULT, Flags

APART, REVIEW, MERGE = 0, 1, 2

LIKENESS = "score"
"""What the reason of a pair is called that is decided by its likeness."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule on pairs.

    Attributes:
        holds: Tells the pairs for which it holds.
        verdict: `APART`, `REVIEW` or `MERGE`.
        says: The reason, as `reasons` has it in words.
        least: How sure a pair is at least on which it decides.
    """

    holds: Callable[[Facts], Flags]
    verdict: int
    says: str
    least: float

    @property
    def name(self) -> str:
        """The name of the rule."""
        return self.holds.__name__

    @property
    def when(self) -> str:
        """When it holds, in a sentence."""
        return (self.holds.__doc__ or "").strip().splitlines()[0]


RULES: list[Rule] = []
"""Every rule, in the order in which they are asked."""


def rule(verdict: int, says: str, least: float = 0.0) -> Callable[[Callable[[Facts], Flags]], Rule]:
    """Declare a rule, behind those that are declared already."""

    def declare(holds: Callable[[Facts], Flags]) -> Rule:
        declared = Rule(holds, verdict, says, least)
        RULES.append(declared)
        return declared

    return declare


# A person and a firm without a code in common


@rule(REVIEW, "person_and_firm", 0.6)
def company_of_that_name(pair: Facts) -> Flags:
    """A company bears the person's name and shares a contact and the address, or two: it may be meant, or its owner."""
    two_contacts = pair.has("email", SAME) & pair.has("telefono", SAME, PARTLY) & ~pair.has("luogo", CONFLICT)
    met = (pair.contact & pair.has("luogo", SAME)) | two_contacts
    return pair.words_met(pair.strangers & pair.corporate & met)


@rule(MERGE, "person_and_firm", 0.95)
def firm_of_its_owner(pair: Facts) -> Flags:
    """A sole trader's firm has the person's birth date, with a mobile or e-mail, or the surname and a landline."""
    of_owner = pair.strangers & ~pair.corporate & pair.one_birth
    return of_owner & (pair.personal | pair.ask(bearing.bears_surname, of_owner & pair.contact))


@rule(MERGE, LIKENESS, 0.95)
def firm_with_and_without_its_sign(pair: Facts) -> Flags:
    """Two names of a sole trader's firm, of which one is all in the other, with a contact and one address."""
    signs = pair.has("ragione_sociale", CONFLICT) & ~pair.mixed & ~pair.corporate & ~pair.two_identities
    met = pair.words_met(signs & pair.contact & pair.has("luogo", SAME))
    return met & ~pair.ask(bearing.are_bodies, met)


@rule(MERGE, "person_and_firm", 0.95)
def firm_of_that_name_and_contact(pair: Facts) -> Flags:
    """A sole trader's firm bears the person's whole name and shares a telephone, an e-mail or the birth date."""
    # An accountant's e-mail joins homonyms of two towns.
    called = pair.has("telefono", SAME, PARTLY) | (pair.has("email", SAME) & ~pair.has("luogo", CONFLICT))
    return pair.bears_the_name & (called | pair.one_birth)


@rule(REVIEW, "person_and_firm", 0.6)
def firm_of_that_name(pair: Facts) -> Flags:
    """A sole trader's firm bears the person's whole name and shares less: an address, or an accountant's e-mail."""
    return pair.bears_the_name


@rule(REVIEW, "person_and_firm", 0.6)
def firm_of_that_family(pair: Facts) -> Flags:
    """A sole trader's firm bears the surname, with the mobile or e-mail and the address: anybody's of the family."""
    asked = pair.strangers & ~pair.corporate & pair.personal & pair.has("luogo", SAME)
    return pair.ask(bearing.bears_surname, asked)


@rule(APART, LIKENESS)
def person_and_other_firm(pair: Facts) -> Flags:
    """A person and a firm that none of this joins."""
    return pair.mixed & ~pair.of_person_and_firm


# A person and a firm with one code


@rule(MERGE, "person_and_firm", 0.95)
def company_without_its_form(pair: Facts) -> Flags:
    """A name without a code under the partita IVA of the company that bears it: the company, its form left out."""
    one = pair.of_person_and_firm & pair.corporate & pair.has("partita_iva", SAME)
    return one & pair.has("codice_fiscale", MISSING) & pair.own_firm


@rule(MERGE, "person_and_firm", 0.95)
def sole_trader(pair: Facts) -> Flags:
    """One code on a person and a sole trader's firm that bears the name, or shares a seat, number or surname."""
    one = pair.of_person_and_firm & ~pair.corporate
    return one & (pair.own_firm | pair.owner | (pair.has("partita_iva", SAME) & pair.seat))


@rule(REVIEW, "person_and_firm", 0.6)
def person_and_firm_of_one_code(pair: Facts) -> Flags:
    """One code on a person and a firm where less is shared, or the firm names another owner."""
    return pair.of_person_and_firm


# One codice fiscale


def _one_code_two_names(pair: Facts) -> Flags:
    return pair.one_cf & ~pair.mixed & ~pair.names_agree


@rule(MERGE, "same_cf", 0.95)
def renamed_firm(pair: Facts) -> Flags:
    """One codice fiscale of two firms' names, with a contact or address in common."""
    return _one_code_two_names(pair) & pair.has("ragione_sociale", CONFLICT) & pair.seat


@rule(REVIEW, "same_cf_other_name", 0.5)
def one_code_other_name(pair: Facts) -> Flags:
    """One codice fiscale, and names that contradict each other."""
    return _one_code_two_names(pair)


@rule(MERGE, "same_cf", 0.999)
def one_code(pair: Facts) -> Flags:
    """One codice fiscale, and names that agree."""
    return pair.one_cf & ~pair.mixed & pair.names_agree


# One partita IVA


@rule(MERGE, "same_piva", 0.95)
def one_number_and_contact(pair: Facts) -> Flags:
    """One partita IVA of two firms' names, with a mobile or an e-mail of their own in common."""
    # The firms of a Gruppo IVA share a switchboard, too.
    mail = pair.has("email", SAME) & ~pair.other_form & ~pair.has("luogo", CONFLICT)
    own = (pair.has("telefono", SAME) | mail) & pair.has("nome", MISSING)
    return pair.one_piva & pair.has("ragione_sociale", CONFLICT) & own


@rule(MERGE, "same_piva", 0.99)
def one_number_mistyped_name(pair: Facts) -> Flags:
    """One partita IVA of two firms' names a slip apart, however short: BETA, BEAT."""
    mistyped = pair.one_piva & pair.has("ragione_sociale", CONFLICT) & ~pair.other_form
    return pair.ask(bearing.is_a_slip_away, mistyped & ~pair.has("luogo", CONFLICT), "company")


@rule(REVIEW, "same_piva_other_name", 0.6)
def one_number_other_name(pair: Facts) -> Flags:
    """One partita IVA of two firms' names, or only a landline in common: a Gruppo IVA has one switchboard."""
    return pair.one_piva & ~pair.names_fit & pair.is_firm & pair.has("nome", MISSING)


@rule(MERGE, "same_piva", 0.99)
def one_number(pair: Facts) -> Flags:
    """One partita IVA, names that do not contradict each other, and no two codici fiscali."""
    return pair.one_piva & pair.names_fit


# Two codes, two dates, two given names


@rule(REVIEW, "two_codes", 0.5)
def two_codes_of_one_person(pair: Facts) -> Flags:
    """Two valid codici fiscali of one name, birth date and sex, other place: perhaps one person."""
    return pair.has("codice_fiscale", PARTLY) & pair.one_given & pair.one_surname


@rule(REVIEW, "two_codes", 0.5)
def somebody_elses_code(pair: Facts) -> Flags:
    """Two valid codici fiscali of what looks like one person, one of them not of that name: typed by mistake."""
    strange = pair.data.codes["others_code"]
    mistaken = pair.has("codice_fiscale", CONFLICT) & ((strange[pair.low] >= 0) | (strange[pair.high] >= 0))
    one_name = pair.is_person & pair.one_given & pair.one_surname
    return mistaken & one_name & pair.alike & ~pair.has("data_nascita", CONFLICT)


@rule(REVIEW, "two_given_names", 0.5)
def twins_or_mistyped(pair: Facts) -> Flags:
    """Two given names a slip apart, born on one day in one home: twins, or one name mistyped."""
    near = pair.has("nome", CONFLICT) & pair.has("cognome", SAME) & pair.one_birth & pair.is_person
    near &= (pair.personal | pair.has("luogo", SAME)) & ~pair.two_identities
    return pair.ask(bearing.is_a_slip_away, near, "given")


@rule(REVIEW, "two_birth_dates")
def two_birth_dates(pair: Facts) -> Flags:
    """One name and one mobile or e-mail, and two birth dates: one of them is wrong, or these are two people."""
    redated = pair.has("data_nascita", CONFLICT) & ~pair.two_cf & ~pair.has("partita_iva", CONFLICT) & pair.personal
    return redated & pair.has("nome", SAME, CLOSE) & pair.has("cognome", SAME, CLOSE) & pair.alike


@rule(APART, "excluded")
def contradiction(pair: Facts) -> Flags:
    """Two valid codes, two given names, two birth dates or two partite IVA: never one customer."""
    return pair.never


# Likeness


@rule(REVIEW, "two_of_a_name")
def two_of_a_name(pair: Facts) -> Flags:
    """Likely one, but notes tell which one of a family each is: `fu Ugo` and `fu Aldo`, `madre` and `figlia`."""
    return noted(pair)


@rule(REVIEW, "name_and_address_only")
def name_and_address_only(pair: Facts) -> Flags:
    """Likely one, but by nothing except a name and an address: father and son?"""
    merged = pair.one_by_likeness & ~pair.other_surname
    return pair.likely & pair.is_person & ~pair.evidence & ~merged


@rule(REVIEW, LIKENESS)
def other_surname(pair: Facts) -> Flags:
    """Likely one, but of two surnames: a marriage, or two people."""
    return pair.one_by_likeness & pair.other_surname


@rule(REVIEW, "two_firms_of_a_name")
def two_firms_of_a_name(pair: Facts) -> Flags:
    """Likely one firm, but of two legal forms, or one name has a trade more, or any word and another address."""
    return pair.two_firms_of_a_name


@rule(REVIEW, "refused_code")
def other_code_refused(pair: Facts) -> Flags:
    """Likely one, but by little more than a name, and with two codes, one of them refused as typed."""
    return pair.refused_another


@rule(MERGE, LIKENESS)
def likeness(pair: Facts) -> Flags:
    """A probability from {merge:.2f} on by the list's codes, or from {model:.2f} on and more than a name and a home."""
    return pair.one_by_likeness


@rule(REVIEW, LIKENESS)
def some_likeness(pair: Facts) -> Flags:
    """A probability from {review:.2f} on."""
    return pair.probability >= pair.thresholds.review_from


@rule(APART, LIKENESS)
def unlike(pair: Facts) -> Flags:
    """All other pairs."""
    return np.ones(len(pair.low), dtype=np.bool_)


@rule(REVIEW, "between_two")
def between_two(pair: Facts) -> Flags:
    """Fits two customers who exclude each other by their codes, neither nine times as likely as the other.

    This shows only when the pairs have become customers (`torn`): then it overrules the rule that decided.
    """
    return np.zeros(len(pair.low), dtype=np.bool_)


@rule(MERGE, "only_customer", 0.95)
def only_customer(pair: Facts) -> Flags:
    """One of the two holds a mailbox or a mobile and no name, and the other is of the only customer that has it.

    This shows only when the pairs have become customers (`contact_only`).
    """
    return np.zeros(len(pair.low), dtype=np.bool_)


@rule(MERGE, "same_record", 0.95)
def same_record(pair: Facts) -> Flags:
    """A later delivery of one source brought the record of this id anew, and nothing in it contradicts.

    This shows only when rows are added to a list that is known (`known`).
    """
    return np.zeros(len(pair.low), dtype=np.bool_)


def noted(pair: Facts) -> Flags:
    """Tell the pairs that are one by likeness but for notes that tell two of a name: they never share a customer."""
    return pair.alike & pair.mergeable & ~pair.other_surname & pair.told_apart


def place_of(declared: Rule) -> int:
    """Return the place of a rule in `RULES`, by which a verdict names it."""
    return RULES.index(declared)


def described(declared: Rule) -> str:
    """Return when a rule holds, with its figures."""
    return declared.when.format(merge=DEFAULT.merge_from, model=DEFAULT.by_model, review=DEFAULT.review_from)
