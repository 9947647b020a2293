"""Which pairs are one customer, which a person must look at: the promises first, the score for the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core.given_names import are_given_names
from italclean.dedup.compare import FIELDS
from italclean.dedup.encode import Encoded, Rows
from italclean.dedup.levels import CLOSE, CONFLICT, MISSING, PARTLY, SAME, Levels
from italclean.dedup.names import BORNE, edits, given_names, is_known, likeness
from italclean.fiscal.encoding import given_name_code, surname_code

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

MERGE_FROM = 0.90
"""The probability from which a pair is merged."""

REVIEW_FROM = 0.50
"""The probability from which a pair that is not merged is shown to a person."""

APART, REVIEW, MERGE = 0, 1, 2

_ALIKE = 0.85
_NO_NAMES = ["DITTA", "IND", "INDIVIDUALE", "DI", "DA"]
_OPEN = 0.89
_LEAST_LETTERS = 4
_LONGEST_OWNER = 4
_NO_OWNERS = ["NONNA", "NONNO", "ZIA", "ZIO", "MAMMA", "PAPA", "DON", "SAN", "SANTA"]
"""With whose names a sign begins (DA NONNA MARIA) that tells no owner."""

RULES = (
    "score",
    "same_cf",
    "same_cf_other_name",
    "two_codes",
    "same_piva",
    "same_piva_other_name",
    "person_and_firm",
    "name_and_address_only",
    "two_birth_dates",
    "two_given_names",
    "two_of_a_name",
    "between_two",
)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was decided on each pair.

    Attributes:
        verdict: `APART`, `REVIEW` or `MERGE`.
        rule: The place in `RULES` of what decided.
        probability: The model's probability, or the rule's.
        forbidden: Pairs that must never share a cluster.
    """

    verdict: npt.NDArray[np.uint8]
    rule: npt.NDArray[np.uint8]
    probability: Floats
    forbidden: Flags


def forbidden(levels: Levels) -> Flags:
    """Tell the pairs that contradict each other: two valid codes, two given names, two birth dates, two numbers.

    One and the same codice fiscale overrules all but a conflict of given names.
    """
    at = {name: levels[:, place] for place, name in enumerate(FIELDS)}
    same_cf = at["codice_fiscale"] == SAME
    two_codes = (at["codice_fiscale"] == CONFLICT) | (at["codice_fiscale"] == PARTLY)
    contradiction = (at["data_nascita"] == CONFLICT) | (at["partita_iva"] == CONFLICT)
    return np.asarray(two_codes | (at["nome"] == CONFLICT) | (contradiction & ~same_cf))


def decide(data: Encoded, levels: Levels, low: Rows, high: Rows, bits: Floats) -> Verdicts:
    """Decide on pairs of records.

    Args:
        data: The encoded features.
        levels: The pairs' levels.
        low: The first row of each pair.
        high: The second row of each pair.
        bits: The pairs' log-odds in bits.
    """
    at = {name: levels[:, place] for place, name in enumerate(FIELDS)}
    probability = 1.0 / (1.0 + np.exp2(-np.clip(bits, -60, 60)))
    given, surname, company = at["nome"], at["cognome"], at["ragione_sociale"]
    cf, piva, phone, place = at["codice_fiscale"], at["partita_iva"], at["telefono"], at["luogo"]
    contact = (at["email"] == SAME) | (phone == SAME) | (phone == PARTLY)
    seat = contact | (place == SAME) | (place == CLOSE)
    kinds = data.codes["kind"]
    mixed = (kinds[low] != kinds[high]) & (kinds[low] >= 0) & (kinds[high] >= 0)
    form_low, form_high = data.codes["form"][low], data.codes["form"][high]
    corporate = (form_low >= 0) | (form_high >= 0)
    other_form = (form_low >= 0) & (form_high >= 0) & (form_low != form_high)
    never = forbidden(levels)
    two_ids = (cf == CONFLICT) | (cf == PARTLY) | (piva == CONFLICT) | (at["data_nascita"] == CONFLICT)
    verdict = np.zeros(len(levels), dtype=np.uint8)
    rule = np.zeros(len(levels), dtype=np.uint8)

    def settle(where: Flags, outcome: int, name: str, least: float | None = None) -> None:
        verdict[where] = outcome
        rule[where] = RULES.index(name)
        if least is not None:
            probability[where] = np.maximum(probability[where], least)

    # 4. By score; a name at an address and nothing else may be father and son.
    personal = (at["email"] == SAME) | (phone == SAME)
    # Whose birth dates are a decade or more apart may be father and son, who share a landline and an e-mail.
    reached = np.where(at["data_nascita"] == PARTLY, phone == SAME, contact)
    # An initial, and MARIA beside MARIA LUISA, may be anybody's of a family with one landline.
    reached &= (given != PARTLY) | personal
    # Two birth dates that are nearly one say so of who lives in one place.
    nearly = (at["data_nascita"] == CLOSE) & ((place == SAME) | (place == CLOSE))
    # So may who shares a landline, and no address. Daughters are not called as their mothers.
    women = (data.codes["woman"][low] >= 0) & (data.codes["woman"][high] >= 0)
    one_age = (at["data_nascita"] == SAME) | (at["data_nascita"] == CLOSE)
    daughters = women & (given == SAME) & (place != CONFLICT)
    reached &= personal | (place == SAME) | (place == CLOSE) | one_age | daughters
    evidence = (at["data_nascita"] == SAME) | nearly | (cf == CLOSE) | reached
    # For the same reason a woman of one whole name at one address is one, where nothing says two.
    evidence |= daughters & (surname == SAME) & (place == SAME) & (at["data_nascita"] == MISSING)
    named = (given != MISSING) | (company != MISSING)
    settle(probability >= REVIEW_FROM, REVIEW, "score")
    # Sister firms share a word, a seat and its landline, but not their e-mail.
    sisters = (phone == PARTLY) & (at["email"] == CONFLICT)
    firm = np.where(
        company == PARTLY, contact & ~other_form & ~sisters, (seat & ~other_form) | (contact & (place != CONFLICT))
    )
    firm |= (company == SAME) & (place == PARTLY) & ~other_form
    # Only sole traders have birth dates.
    one_trader = (at["data_nascita"] == SAME) & ~corporate & (place == SAME)
    named_firm = ((company != CONFLICT) & (firm | one_trader)) | (one_trader & contact)
    enough = np.where(company != MISSING, named_firm, evidence & named)
    # A name whose parts stand in one column has no given name to compare: the birth date and a contact of one's own do.
    one_person = (given == MISSING) & (surname == SAME) & (at["data_nascita"] == SAME)
    enough |= (company == MISSING) & one_person & personal
    # A whole name there is one of two words; two more things in common are as much as a birth date.
    whole = (given == MISSING) & (surname == SAME) & (data.codes["words"][low] == data.codes["words"][high])
    more = [at["email"] == SAME, phone == SAME, (place == SAME) | (place == CLOSE)]
    whole &= (company == MISSING) & (np.sum(more, axis=0) >= 2) & (at["data_nascita"] != PARTLY)
    enough |= whole & _of_several_words(data, low)
    settle((probability >= MERGE_FROM) & enough & ~mixed, MERGE, "score")
    # One given name and two surnames: a marriage, or two people. Women were filed under their husbands' surnames;
    # one mobile at one address, or with one e-mail and no other address, is one woman's.
    crossed = (surname == CONFLICT) & (at["data_nascita"] != SAME) & (at["data_nascita"] != CLOSE) & (cf != CLOSE)
    one_home = (place == SAME) | ((at["email"] == SAME) & ((place == MISSING) | (place == CLOSE)))
    crossed &= ~(women & (given == SAME) & (phone == SAME) & one_home)
    # The code of one bears the other's surname: her own, from before or beside the husband's.
    asked = crossed & (verdict == MERGE) & (company == MISSING) & personal
    crossed &= ~_bears_name_in_code(data, low, high, asked)
    settle((verdict == MERGE) & crossed & (company == MISSING), REVIEW, "score")
    # ROSSI MARIO FU UGO and FU ALDO, (MADRE) and (FIGLIA): the notes say that they are two.
    which = data.codes["which_one"]
    two = (which[low] >= 0) & (which[high] >= 0) & (which[low] != which[high]) & (company == MISSING) & (cf != SAME)
    noted = (verdict == MERGE) & two
    settle(noted, REVIEW, "two_of_a_name")
    bare = (verdict == REVIEW) & ~noted & ~evidence & (company == MISSING) & (probability >= MERGE_FROM)
    settle(bare, REVIEW, "name_and_address_only")
    settle(never, APART, "score")
    # One name and one mobile or e-mail, and two birth dates: one of them is wrong, or these are two people.
    redated = (at["data_nascita"] == CONFLICT) & (cf != CONFLICT) & (cf != PARTLY) & (piva != CONFLICT) & personal
    one_name = ((given == SAME) | (given == CLOSE)) & ((surname == SAME) | (surname == CLOSE))
    settle(redated & one_name & (probability >= MERGE_FROM), REVIEW, "two_birth_dates")
    # Two given names a slip apart, born on one day in one home: twins, or one name mistyped.
    near = (given == CONFLICT) & (surname == SAME) & (at["data_nascita"] == SAME) & (personal | (place == SAME))
    near &= ~two_ids & (company == MISSING)
    settle(_is_a_slip_away(data, low, high, near, "given"), REVIEW, "two_given_names", 0.5)
    # Two valid codes of what looks like one person, one of them not of that name: typed by mistake.
    strange = data.codes["others_code"]
    mistaken = (cf == CONFLICT) & ((strange[low] >= 0) | (strange[high] >= 0)) & (company == MISSING)
    mistaken &= (probability >= MERGE_FROM) & (given != CONFLICT) & (surname != CONFLICT)
    settle(mistaken & (at["data_nascita"] != CONFLICT), REVIEW, "two_codes", 0.5)
    # 1. Two valid codes never meet; of one name, birth and sex they may be one person's.
    settle((cf == PARTLY) & (given != CONFLICT) & (surname != CONFLICT), REVIEW, "two_codes", 0.5)
    # 3. One partita IVA joins what agrees in name or seat, never two codici fiscali.
    one_piva = (piva == SAME) & (cf != CONFLICT) & (cf != PARTLY) & ~mixed
    name_fits = (company != CONFLICT) & (given != CONFLICT) & ~((company == PARTLY) & other_form)
    settle(one_piva & name_fits, MERGE, "same_piva", 0.99)
    settle(one_piva & ~name_fits & (company != MISSING) & (given == MISSING), REVIEW, "same_piva_other_name", 0.6)
    # One number is proof enough for what is a slip away, however short: BETA, BEAT.
    mistyped = one_piva & (company == CONFLICT) & ~other_form & (place != CONFLICT)
    settle(_is_a_slip_away(data, low, high, mistyped, "company"), MERGE, "same_piva", 0.99)
    # The firms of a Gruppo IVA share a switchboard, too.
    own_contact = (phone == SAME) | ((at["email"] == SAME) & ~other_form & (place != CONFLICT))
    settle(one_piva & (company == CONFLICT) & own_contact & (given == MISSING), MERGE, "same_piva", 0.95)
    # 2. One codice fiscale merges when the names agree.
    one_cf = cf == SAME
    agree = np.where(given == MISSING, (surname != CONFLICT) & (company != CONFLICT), given != CONFLICT)
    agree |= _all_words_met(data, low, high, one_cf & ~agree & (company == MISSING))
    agree |= _alike_given(data, low, high, one_cf & (given == CONFLICT) & (surname != CONFLICT))
    settle(one_cf & agree & ~mixed, MERGE, "same_cf", 0.999)
    settle(one_cf & ~agree & ~mixed, REVIEW, "same_cf_other_name", 0.5)
    settle(one_cf & ~agree & ~mixed & (company == CONFLICT) & seat, MERGE, "same_cf", 0.95)
    # A person and a firm: one customer only if the firm is the person's own.
    fiscal = (one_cf | (piva == SAME)) & (cf != CONFLICT) & mixed
    settle(fiscal, REVIEW, "person_and_firm", 0.6)
    own = _all_words_met(data, low, high, fiscal)
    # A sole trader's codice fiscale is the owner's.
    owner = one_cf & (seat | (piva == SAME) | _bears_surname(data, low, high, fiscal & one_cf))
    owner &= ~_is_of_another(data, low, high, fiscal & ~own & owner)
    settle(fiscal & ~corporate & (own | owner | ((piva == SAME) & seat)), MERGE, "person_and_firm", 0.95)
    # A name without a code under the partita IVA of the company that bears it: the company, its form left out.
    settle(fiscal & corporate & own & (piva == SAME) & (cf == MISSING), MERGE, "person_and_firm", 0.95)
    settle(mixed & ~fiscal, APART, "score")
    # Without a code in common: the firm bears the person's whole name, and they share a contact or a birth date.
    bears = mixed & ~fiscal & ~corporate & ~two_ids & (contact | (at["data_nascita"] == SAME) | (place == SAME))
    bears &= _all_words_met(data, low, high, bears)
    settle(bears, REVIEW, "person_and_firm", 0.6)
    # An accountant's e-mail joins homonyms of two towns.
    called = (phone == SAME) | (phone == PARTLY) | ((at["email"] == SAME) & (place != CONFLICT))
    settle(bears & (called | (at["data_nascita"] == SAME)), MERGE, "person_and_firm", 0.95)
    # Two names of a sole trader's firm: with and without the sign.
    signs = (company == CONFLICT) & ~mixed & ~corporate & ~two_ids & contact & (place == SAME)
    settle(signs & _all_words_met(data, low, high, signs), MERGE, "score", 0.95)
    # The sign alone or with a surname, with its owner's birth date and a contact of the owner's.
    of_owner = mixed & ~fiscal & ~corporate & ~two_ids & (at["data_nascita"] == SAME)
    named_after = _bears_surname(data, low, high, of_owner & contact)
    settle(of_owner & (personal | named_after), MERGE, "person_and_firm", 0.95)
    # A sign with the surname of who has its mobile or e-mail and its address may be anybody's of the family.
    of_family = mixed & ~fiscal & ~corporate & ~two_ids & personal & (place == SAME) & (verdict == APART)
    settle(of_family & _bears_surname(data, low, high, of_family), REVIEW, "person_and_firm", 0.6)
    # A company that bears the name and shares contact and seat may be meant, or its owner.
    meant = mixed & ~fiscal & corporate & ~two_ids & contact & (place == SAME)
    settle(meant & _all_words_met(data, low, high, meant), REVIEW, "person_and_firm", 0.6)
    # What a rule leaves to a person is not certain, however much the fields agree.
    probability = np.where((verdict == REVIEW) & (rule > 0), np.minimum(probability, _OPEN), probability)
    return Verdicts(verdict, rule, probability, never | noted)


def leave_between_two(verdicts: Verdicts, pairs: Rows) -> None:
    """Leave to a person the pairs of a record that fits two customers who exclude each other.

    Args:
        verdicts: The verdicts, which are changed.
        pairs: The places of the pairs.
    """
    verdicts.verdict[pairs] = REVIEW
    verdicts.rule[pairs] = RULES.index("between_two")
    verdicts.probability[pairs] = np.minimum(verdicts.probability[pairs], _OPEN)


def _of_those_asked(tell: Callable[..., Flags]) -> Callable[..., Flags]:
    """Ask something of those pairs alone that are `asked` about; of the others it does not hold."""

    def told(data: Encoded, low: Rows, high: Rows, asked: Flags, *about: str) -> Flags:
        flags = np.zeros(len(low), dtype=np.bool_)
        where = np.flatnonzero(asked)
        if len(where):
            flags[where] = tell(data, low[where], high[where], *about)
        return flags

    return told


@_of_those_asked
def _alike_given(data: Encoded, low: Rows, high: Rows) -> Flags:
    """Tell given names that under one codice fiscale and surname are surely one (`ANTONIA`, `ANTONIETTA`)."""
    one, other = data.text("given", low), data.text("given", high)
    same_end = (one.str.tail(1) == other.str.tail(1)).fill_null(value=False).to_numpy()
    # CRISTOFOOR is nobody's name: the other one, mistyped.
    two_names = are_given_names(one, BORNE) & are_given_names(other, BORNE)
    mistyped = ~two_names.fill_null(value=False).to_numpy().astype(np.bool_)
    # Under the code of a LUISA, LUIS lacks a letter.
    pairs = pl.DataFrame({"a": one, "b": other})
    longer = pl.col("a").str.len_bytes().cast(pl.Int32) - pl.col("b").str.len_bytes().cast(pl.Int32)
    begins = pl.col("a").str.starts_with(pl.col("b")) | pl.col("b").str.starts_with(pl.col("a"))
    cut = pairs.select((begins & (longer.abs() == 1)).fill_null(value=False)).to_series().to_numpy()
    return np.asarray(((likeness(one, other) >= _ALIKE) & (same_end | mistyped)) | cut)


@_of_those_asked
def _bears_surname(data: Encoded, low: Rows, high: Rows) -> Flags:
    """Tell the pairs of a person and a firm that bears the person's surname."""
    person, firm = _person_and_firm(data, low, high)
    words = data.text("words", firm).str.replace_all(" ", "")
    pairs = pl.DataFrame({"surname": data.text("surname", person), "firm": words})
    inside = pl.col("firm").str.contains(pl.col("surname"), literal=True) & (pl.col("surname").str.len_bytes() >= 4)
    return np.asarray(pairs.select(inside.fill_null(value=False)).to_series().to_numpy())


def _of_several_words(data: Encoded, rows: Rows) -> Flags:
    """Tell the records with a name of more than one word."""
    several = data.values["words"].str.contains(" ", literal=True).to_numpy().astype(np.bool_)
    words = data.codes["words"][rows]
    return np.asarray((words >= 0) & several[np.maximum(words, 0)])


@_of_those_asked
def _is_a_slip_away(data: Encoded, low: Rows, high: Rows, name: str) -> Flags:
    """Tell names of four letters or more, a firm's or a person's given ones, that are one slip apart."""
    one, other = (data.text(name, rows).str.replace_all(" ", "") for rows in (low, high))
    one, other = one.fill_null(""), other.fill_null("")
    shortest = np.minimum(one.str.len_bytes().to_numpy(), other.str.len_bytes().to_numpy())
    return np.asarray((edits(one, other, 1) <= 1) & (shortest >= _LEAST_LETTERS))


@_of_those_asked
def _bears_name_in_code(data: Encoded, low: Rows, high: Rows) -> Flags:
    """Tell the pairs of which one's codice fiscale bears the letters of the other's name."""
    bears = np.zeros(len(low), dtype=np.bool_)
    for one, other in ((low, high), (high, low)):
        pairs = pl.DataFrame(
            {"code": data.text("cf", one), "surname": data.text("surname", other), "given": data.text("given", other)}
        )
        letters = surname_code(pl.col("surname")) + given_name_code(pl.col("given"))
        found = pairs.select((letters == pl.col("code").str.slice(0, 6)).fill_null(value=False)).to_series()
        # Rossi and Russo have one set of letters: a code that fits its own row says nothing of another's.
        bears |= found.to_numpy().astype(np.bool_) & (data.codes["others_code"][one] >= 0)
    return bears


@_of_those_asked
def _is_of_another(data: Encoded, low: Rows, high: Rows) -> Flags:
    """Tell the pairs of a person and a firm that names its owner, somebody else (`BAR SPORT DI BIANCHI ANNA`)."""
    person, firm = _person_and_firm(data, low, high)
    pairs = pl.DataFrame(
        {
            "owner": data.text("words", firm).str.extract(r"^.* DI (\S+ \S.*?)(?: E C)?$").str.split(" "),
            "person": data.text("words", person).str.split(" "),
            "surname": data.text("surname", person),
            "given": data.words("given", person).fill_null(""),
        }
    )
    owner = pl.col("owner")
    named = owner.list.eval(is_known(pl.element())).list.any()
    named &= ~owner.list.first().is_in(_NO_OWNERS) & (owner.list.len() <= _LONGEST_OWNER)
    of_family = owner.list.contains(pl.col("surname")) | owner.list.join("").str.contains(
        pl.col("surname"), literal=True
    )
    apart = owner.list.set_intersection("person").list.len() == 0
    told = pairs.select(
        named=named.fill_null(value=False),
        apart=(apart & ~of_family).fill_null(value=False),
        family=(of_family & (owner.list.len() == 2)).fill_null(value=False),
        word=owner.list.set_difference(pl.concat_list("surname")).list.first().fill_null(""),
        given="given",
    )
    flags = [told[name].to_numpy().astype(np.bool_) for name in ("named", "apart", "family")]
    other = (given_names(told["given"], told["word"]) == CONFLICT) & (told["given"] != told["word"]).to_numpy()
    other &= told.select(is_known(pl.col("word"))).to_series().to_numpy()
    return np.asarray((flags[0] & flags[1]) | (flags[2] & other))


def _person_and_firm(data: Encoded, one: Rows, other: Rows) -> tuple[Rows, Rows]:
    """Which of two records is the person's, and which the firm's."""
    is_person = data.codes["surname"][one] >= 0
    return np.where(is_person, one, other), np.where(is_person, other, one)


def _stands_in(few: str, many: str) -> pl.Expr:
    """Tell lists of words that all stand in others; an initial begins one of them, and not all are initials."""
    initial = pl.element().str.len_bytes() == 1
    of_a_name = ~initial & ~pl.element().is_in(_NO_NAMES)
    whole, initials = (pl.col(few).list.eval(pl.element().filter(which)) for which in (of_a_name, initial))
    begun = pl.col(many).list.eval(pl.element().str.head(1))
    return (
        (whole.list.len() > 0)
        & (whole.list.set_difference(many).list.len() == 0)
        & (initials.list.set_difference(begun).list.len() == 0)
    )


@_of_those_asked
def _all_words_met(data: Encoded, low: Rows, high: Rows) -> Flags:
    """Tell the pairs where the words of one name all stand in the other (`BAR SPORT DI ROSSI MARIO`)."""
    one, other = data.text("words", low), data.text("words", high)
    words = pl.DataFrame({"a": one, "b": other}).select(pl.all().str.split(" "))
    inside = [_stands_in(*sides) for sides in (("a", "b"), ("b", "a"))]
    return np.asarray(words.select(pl.any_horizontal(inside).fill_null(value=False)).to_series().to_numpy())
