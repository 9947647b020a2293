"""The rules on pairs: each by a scene of two records, the first that holds wins, every pair has one."""

from __future__ import annotations

import ast
import random
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import italclean as ic
from italclean.pairs import rules
from italclean.pairs.compare import FIELDS, compare
from italclean.pairs.decide import decide
from italclean.pairs.encode import Encoded, Rows, encode
from italclean.pairs.facts import Facts
from italclean.pairs.features import make_features
from italclean.pairs.levels import CONFLICT, PARTLY, Levels
from italclean.pairs.odds import Odds
from italclean.pairs.reasons import say
from italclean.pairs.rules import LIKENESS, MERGE, REVIEW, RULES, between_two, described, only_customer, same_record
from tests.cleaners.test_codice_fiscale import sealed
from tests.pairs.lists import Row, crowd

PERSON: Row = {"tipo": "persona", "cognome": "Rossi", "nome": "Mario"}
FIRM: Row = {"tipo": "azienda", "ragione_sociale": "Alfa Servizi"}
SRL: Row = {"tipo": "azienda", "ragione_sociale": "Alfa Servizi S.r.l.", "forma_giuridica": "S.r.l."}
HOME: Row = {"indirizzo": "Via Verdi 7", "cap": "20121", "comune": "Milano", "provincia": "MI"}
AWAY: Row = {"indirizzo": "Via Po 3", "cap": "00184", "comune": "Roma", "provincia": "RM"}
BORN: Row = {"data_nascita": "1985-12-10"}
MAIL: Row = {"email": "mario.rossi@x.it"}
MOBILE: Row = {"cellulare": "+393388697860"}
LANDLINE: Row = {"telefono": "+390255507676"}
CODE: Row = {"codice_fiscale": sealed("RSSMRA85T10A562")}
NUMBER: Row = {"partita_iva": "00743110157"}
SIGN: Row = {"tipo": "azienda", "ragione_sociale": "Bar Sport di Rossi Mario"}

SCENES: dict[str, tuple[Row, Row]] = {
    "company_of_that_name": (
        {**PERSON, **MAIL, **HOME},
        {**SRL, "ragione_sociale": "Rossi Mario S.r.l.", **MAIL, **HOME},
    ),
    "firm_of_its_owner": ({**PERSON, **BORN, **MAIL}, {**FIRM, "ragione_sociale": "Bar Sport", **BORN, **MAIL}),
    "firm_with_and_without_its_sign": (
        {**SIGN, **LANDLINE, **HOME},
        {"tipo": "azienda", "ragione_sociale": "Rossi Mario", **LANDLINE, **HOME},
    ),
    "firm_of_that_name_and_contact": ({**PERSON, **MOBILE}, {**SIGN, **MOBILE}),
    "firm_of_that_name": ({**PERSON, **HOME}, {**SIGN, **HOME}),
    "firm_of_that_family": (
        {**PERSON, **MAIL, **HOME},
        {"tipo": "azienda", "ragione_sociale": "Ferramenta Rossi", **MAIL, **HOME},
    ),
    "person_and_other_firm": ({**PERSON, **MAIL}, {**FIRM, **MAIL}),
    "company_without_its_form": (
        {"tipo": "persona", "cognome": "Alfa", "nome": "Servizi", **NUMBER},
        {**SRL, **NUMBER},
    ),
    "sole_trader": ({**PERSON, **CODE, **NUMBER}, {**SIGN, **CODE}),
    "person_and_firm_of_one_code": ({**PERSON, **CODE}, {**FIRM, **CODE}),
    "renamed_firm": (
        {**FIRM, "codice_fiscale": "00743110157", **LANDLINE},
        {**FIRM, "ragione_sociale": "Beta Trasporti", "codice_fiscale": "00743110157", **LANDLINE},
    ),
    "one_code_other_name": ({**PERSON, **CODE}, {**PERSON, "cognome": "Bianchi", "nome": "Anna", **CODE}),
    "one_code": ({**PERSON, **CODE}, {**PERSON, **CODE, **MAIL}),
    "one_number_and_contact": (
        {**FIRM, **NUMBER, **MOBILE},
        {**FIRM, "ragione_sociale": "Beta Trasporti", **NUMBER, **MOBILE},
    ),
    "one_number_mistyped_name": (
        {**FIRM, "ragione_sociale": "Beta", **NUMBER},
        {**FIRM, "ragione_sociale": "Beat", **NUMBER},
    ),
    "one_number_other_name": ({**FIRM, **NUMBER}, {**FIRM, "ragione_sociale": "Beta Trasporti", **NUMBER}),
    "one_number": ({**SRL, **NUMBER}, {**SRL, "ragione_sociale": "ALFA SERVIZI SRL", **NUMBER}),
    "two_codes_of_one_person": (
        {**PERSON, **CODE},
        {**PERSON, "codice_fiscale": sealed("RSSMRA85T10H501")},
    ),
    "somebody_elses_code": (
        {**PERSON, **CODE, **MAIL, **MOBILE, **HOME},
        {**PERSON, "codice_fiscale": sealed("BNCNNA80A41F205"), **MAIL, **MOBILE, **HOME},
    ),
    "twins_or_mistyped": (
        {**PERSON, "nome": "Marco", **BORN, **HOME},
        {**PERSON, "nome": "Mirco", **BORN, **HOME},
    ),
    "two_birth_dates": (
        {**PERSON, **BORN, **MAIL, **MOBILE, **HOME},
        {**PERSON, "data_nascita": "1984-03-02", **MAIL, **MOBILE, **HOME},
    ),
    "contradiction": ({**PERSON, **BORN}, {**PERSON, "data_nascita": "1960-03-02"}),
    "two_of_a_name": (
        {**PERSON, **HOME, **MAIL, "annotazione": "fu Ugo"},
        {**PERSON, **HOME, **MAIL, "annotazione": "fu Aldo"},
    ),
    "name_and_address_only": ({**PERSON, **HOME}, {**PERSON, **HOME}),
    "other_surname": (
        {**PERSON, "nome": "Anna", **MAIL, **MOBILE, **HOME},
        {**PERSON, "nome": "Anna", "cognome": "Bianchi", **MAIL, **MOBILE, **HOME},
    ),
    "two_firms_of_a_name": ({**SRL, **MAIL, **HOME}, {**SRL, "forma_giuridica": "S.p.A.", **MAIL, **HOME}),
    "other_code_refused": (
        {**SRL, **NUMBER, "cap": "20121", "comune": "Milano"},
        {**SRL, "piva_typed": "91234567890", "cap": "20121", "comune": "Milano"},
    ),
    "likeness": ({**PERSON, **BORN, **MAIL, **HOME}, {**PERSON, **BORN, **HOME}),
    "some_likeness": ({**SRL, **HOME}, {**SRL, **AWAY}),
    "unlike": ({**PERSON, **AWAY}, {"tipo": "persona", "cognome": "Bianchi", **HOME}),
}


def some_pairs(seed: int, rows: int = 120) -> tuple[Encoded, Levels, Rows, Rows, Odds]:
    """Records drawn from the scenes, compared each with each, with any likeness, of which some was learned."""
    chance = random.Random(seed)
    pieces = [row for scene in SCENES.values() for row in scene]
    drawn = [{**chance.choice(pieces), **chance.choice([{}, MAIL, HOME, BORN, CODE, NUMBER])} for _ in range(rows)]
    data = encode(make_features(pl.DataFrame([{"source": "a", **row} for row in drawn]), None))
    low, high = np.triu_indices(rows, 1)
    levels = compare(data, low, high)
    generator = np.random.default_rng(seed)
    learned = generator.random(len(low)) < 0.5
    added, caution = generator.normal(0, 2, len(low)) * learned, generator.random(len(low)) * learned
    odds = Odds(generator.normal(0, 8, len(low)), added, caution, learned)
    return data, levels, low.astype(np.int64), high.astype(np.int64), odds


@pytest.mark.parametrize("name", [rule.name for rule in RULES if rule not in (between_two, only_customer, same_record)])
def test_each_rule_has_its_scene(name: str) -> None:
    why = ic.dedupe(pl.DataFrame([*SCENES[name], *crowd()])).explain(1, 2)
    assert why.rule_name == name, str(why)


@pytest.mark.parametrize("seed", range(3))
def test_the_first_rule_that_holds_decides(seed: int) -> None:
    """One pair after the other, each rule asked about that pair alone: slow, and nothing can be forgotten."""
    data, levels, low, high, odds = some_pairs(seed, rows=40)
    found = decide(data, levels, low, high, odds)
    for pair in range(0, len(low), 3):
        one = slice(pair, pair + 1)
        facts = Facts(data, levels[one], low[one], high[one], odds.part(one))
        first = next(place for place, rule in enumerate(RULES) if rule.holds(facts)[0])
        rule = RULES[first]
        assert RULES[found.rule[pair]].name == rule.name
        assert found.verdict[pair] == rule.verdict
        least = max(facts.probability[0], rule.least)
        asked = rule.verdict == REVIEW and rule.says != LIKENESS
        assert found.probability[pair] == pytest.approx(min(least, 0.89) if asked else least, abs=1e-8)


@pytest.mark.parametrize("seed", range(3))
def test_what_contradicts_is_never_merged(seed: int) -> None:
    """But where a rule of one code or number says that two dates or names are one customer's."""
    data, levels, low, high, odds = some_pairs(seed)
    found = decide(data, levels, low, high, odds)
    at = {name: levels[:, place] for place, name in enumerate(FIELDS)}
    two_codes = (at["codice_fiscale"] == CONFLICT) | (at["codice_fiscale"] == PARTLY)
    # A person and the person's firm with two codes of one name and birth are joined, if at all, by no cluster.
    merged = np.array([RULES[place].says for place in found.rule[two_codes & (found.verdict == MERGE)]])
    assert set(merged) <= {"person_and_firm"}
    assert found.forbidden[two_codes].all()
    by_likeness = found.by_likeness & (found.verdict == MERGE)
    assert not (by_likeness & (at["nome"] == CONFLICT)).any()
    assert not (by_likeness & (at["data_nascita"] == CONFLICT)).any()


def test_pairs_are_decided_on_in_parts_as_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    given = some_pairs(5)
    whole = decide(*given)
    monkeypatch.setattr("italclean.pairs.decide._AT_ONCE", 97)
    parts = decide(*given)
    for name in ("verdict", "rule", "probability", "forbidden", "open"):
        assert np.array_equal(getattr(whole, name), getattr(parts, name)), name


def test_no_pairs_at_all() -> None:
    data, levels, low, high, odds = some_pairs(1, rows=3)
    assert len(decide(data, levels[:0], low[:0], high[:0], odds.part(slice(0, 0))).verdict) == 0


def test_every_rule_says_when_it_holds_and_has_words_for_its_reason() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert described(rule).endswith((".", "?")), rule.name
        assert say(rule.says, "it")
        assert say(rule.says, "en")
    assert set(SCENES) == {rule.name for rule in RULES} - {"between_two", "only_customer", "same_record"}


def test_no_function_of_the_pairs_is_longer_than_a_page() -> None:
    folder = Path(rules.__file__).parent
    long = [
        f"{file.name}:{node.name}"
        for file in folder.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 60
    ]
    assert long == []
