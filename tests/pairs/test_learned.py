"""What a list's own codes teach: of which pairs, from how many labels, and when nothing is learned."""

from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import italclean as ic
from italclean.errors import BadOption
from italclean.pairs import labels
from italclean.pairs.blocking import candidates
from italclean.pairs.compare import FIELDS, compare
from italclean.pairs.encode import Encoded, encode
from italclean.pairs.features import make_features
from italclean.pairs.learned import LEAST_LABELS, MOST_UNLIKE, learn, times_likelier
from italclean.pairs.levels import CONFLICT, MISSING, PARTLY, SAME, Levels
from italclean.pairs.patterns import common_mailboxes, likeness_of, patterns_of, rare_mailboxes, rows_of
from tests.cleaners.test_codice_fiscale import sealed
from tests.pairs.lists import Row

SURNAMES = ["Esposito", "Ferrari", "Colombo", "Ricci", "Marino", "Greco", "Bruno", "Gallo", "Conti", "Costa"]
NAMES = {"Paolo": "PLA", "Marco": "MRC", "Davide": "DVD", "Fabio": "FBA", "Luca": "LCU", "Simone": "SMN"}
TOWNS = {"Milano": ("20121", "MI"), "Roma": ("00184", "RM"), "Bari": ("70121", "BA"), "Torino": ("10121", "TO")}
MONTHS = "ABCDEHLMPRST"
CONSONANTS = {
    "Esposito": "SPS", "Ferrari": "FRR", "Colombo": "CLM", "Ricci": "RCC", "Marino": "MRN", "Greco": "GRC",
    "Bruno": "BRN", "Gallo": "GLL", "Conti": "CNT", "Costa": "CST",
}  # fmt: skip


def household(rng: random.Random, number: int, coded: float, namesakes: float) -> list[Row]:
    """A man on some rows, and perhaps his son of the same name at the same address."""
    surname, name = rng.choice(SURNAMES), rng.choice(list(NAMES))
    town = rng.choice(list(TOWNS))
    home = {
        "tipo": "persona", "cognome": surname, "nome": name, "indirizzo": f"Via Verdi {number}",
        "cap": TOWNS[town][0], "comune": town, "provincia": TOWNS[town][1],
    }  # fmt: skip
    rows = []
    for person in range(1 + (rng.random() < namesakes)):
        year, month, day = rng.randint(40, 60) + 30 * person, rng.randint(1, 12), rng.randint(1, 28)
        code = sealed(f"{CONSONANTS[surname]}{NAMES[name]}{year:02}{MONTHS[month - 1]}{day:02}F205")
        mobiles = [f"+3933{rng.randint(10_000_000, 99_999_999)}" for _ in range(2)]
        mails = [f"{rng.choice('abcdefgh')}{rng.randint(1000, 9999)}@posta{place}.it" for place in range(2)]
        for _ in range(1 + (rng.random() < 0.7)):
            row = dict(home)
            if rng.random() < 0.5:
                row["cellulare"] = rng.choice(mobiles)
            if rng.random() < 0.4:
                row["email"] = rng.choice(mails)
            if rng.random() < coded:
                row["codice_fiscale"] = code
            rows.append({**row, "who": f"{number}-{person}"})
    return rows


@cache
def town(seed: int, *, coded: float = 0.7, namesakes: float = 0.3, homes: int = 900) -> pl.DataFrame:
    rng = random.Random(seed)
    rows = [row for number in range(homes) for row in household(rng, number + 1, coded, namesakes)]
    rng.shuffle(rows)
    return pl.DataFrame(rows)


def encoded(rows: list[Row]) -> Encoded:
    return encode(make_features(pl.DataFrame([{"source": "a", **row} for row in rows]), None))


def every_pair(data: Encoded) -> tuple[Levels, np.ndarray, np.ndarray]:
    low, high = (part.astype(np.int64) for part in np.triu_indices(len(data.codes["cf"]), 1))
    return compare(data, low, high), low, high


MARIO: Row = {"tipo": "persona", "cognome": "Rossi", "nome": "Mario"}


@pytest.mark.parametrize(
    ("one", "other", "known", "same"),
    [
        ({"codice_fiscale": sealed("RSSMRA85T10A562")}, {"codice_fiscale": sealed("RSSMRA85T10A562")}, True, True),
        ({"codice_fiscale": sealed("RSSMRA85T10A562")}, {"codice_fiscale": sealed("RSSMRA61B02A562")}, True, False),
        # One person with two codes, or two: nobody knows.
        ({"codice_fiscale": sealed("RSSMRA85T10A562")}, {"codice_fiscale": sealed("RSSMRA85T10H501")}, False, False),
        # A code that does not bear the name may be somebody else's.
        ({"codice_fiscale": sealed("BNCNNA85T50A562")}, {"codice_fiscale": sealed("RSSMRA61B02A562")}, False, False),
        ({"data_nascita": "1985-12-10"}, {"data_nascita": "1985-12-10"}, True, True),
        ({"data_nascita": "1985-12-10"}, {"data_nascita": "1961-02-02"}, True, False),
        ({"data_nascita": "1985-12-10"}, {"data_nascita": "1985-12-11"}, False, False),
        ({"codice_fiscale": sealed("RSSMRA85T10A562")}, {}, False, False),
        ({}, {}, False, False),
    ],
)
def test_which_pairs_are_labelled(one: Row, other: Row, known: bool, same: bool) -> None:
    data = encoded([{**MARIO, **one}, {**MARIO, **other}])
    levels, low, high = every_pair(data)
    found = labels.of_persons(data, levels, low, high)
    assert (bool(found.known[0]), bool(found.known[0] & found.same[0])) == (known, same)


def test_a_pattern_does_not_depend_on_which_record_comes_first() -> None:
    rows = town(4, homes=40).drop("who").to_dicts()
    data = encoded([{name: value for name, value in row.items() if value} for row in rows])
    levels, low, high = every_pair(data)
    boxes = rare_mailboxes(data, common_mailboxes(data))
    likeness = np.random.default_rng(1).normal(0, 20, len(low))
    one, other = (
        patterns_of(data, levels, first, second, likeness, boxes) for first, second in ((low, high), (high, low))
    )
    assert np.array_equal(one, other)
    assert np.abs(likeness_of(one) - np.clip(likeness, -40, 60)).max() <= 0.125
    assert len({rows_of(one).shape[1], rows_of(one[:1]).shape[1]}) == 1


@pytest.mark.parametrize(
    ("one", "other", "rare"),
    [
        ("lellapesca71@gmail.com", "lellapesca71@libero.it", True),
        ("info@alfa.it", "info@beta.it", False),  # four letters say nothing
        ("ufficio@alfa.it", "ufficio@beta.it", False),  # in many records
        ("lellapesca71@gmail.com", "lella@libero.it", False),
    ],
)
def test_one_mailbox_under_two_providers(one: str, other: str, rare: bool) -> None:
    crowd: list[Row] = [{**MARIO, "email": f"ufficio@studio{number}.it"} for number in range(12)]
    data = encoded([{**MARIO, "email": one}, {**MARIO, "email": other}, *crowd])
    boxes = rare_mailboxes(data, common_mailboxes(data))
    assert bool((boxes[0, 0] == boxes[1, 0]) & (boxes[0, 0] >= 0)) is rare


def patterns(names: int, place: int, count: int) -> np.ndarray:
    """Patterns of pairs of one surname, of one level of given names and of the place, of nothing else."""
    levels = np.zeros((count, len(FIELDS)), np.uint8)
    levels[:, 0], levels[:, 1], levels[:, FIELDS.index("luogo")] = SAME, names, place
    data = encoded([{**MARIO, "comune": "Roma"}] * 2)
    rows = np.zeros(count, np.int64)
    return patterns_of(data, levels, rows, rows + 1, np.zeros(count), np.full((2, 1), -1, np.int32))


def test_what_is_learned_is_what_the_labels_say() -> None:
    given = np.concatenate([patterns(SAME, SAME, 4000), patterns(SAME, CONFLICT, 4000)])
    same = np.concatenate([np.arange(4000) < 3600, np.arange(4000) < 200])
    taught = learn("P", given, same, 0.5)
    added, caution, learned = taught.added(np.unique(given)[::-1])
    shares = {round(float(share), 2) for share in 1 / (1 + np.exp2(-added))}
    assert shares == {0.9, 0.05}
    assert learned.all()
    assert (caution > 0).all()
    assert (caution < 0.5).all()


def test_of_names_that_no_label_shows_nothing_is_learned() -> None:
    given = np.concatenate([patterns(SAME, SAME, 4000), patterns(SAME, CONFLICT, 4000)])
    taught = learn("P", given, np.arange(8000) % 2 == 0, None)
    added, caution, learned = taught.added(patterns(MISSING, SAME, 3))
    assert not learned.any()
    assert (added == 0).all()
    assert (caution == 0).all()


@pytest.mark.parametrize(
    ("count", "cases", "unlike", "why"),
    [
        (LEAST_LABELS - 1, 200, 0.5, "few_labels"),
        (5000, 5000, 0.5, "few_labels"),
        (5000, 5, 0.5, "few_labels"),
        (0, 0, None, "few_labels"),
        (5000, 2500, MOST_UNLIKE * 1.1, "unlike_labels"),
        (5000, 2500, None, ""),
        (LEAST_LABELS, 200, MOST_UNLIKE, ""),
    ],
)
def test_when_nothing_is_learned(count: int, cases: int, unlike: float | None, why: str) -> None:
    taught = learn("P", patterns(SAME, SAME, count), np.arange(count) < cases, unlike)
    assert taught.why_not == why
    assert (taught.regression is None) == bool(why)


def test_contacts_that_contradict_each_other_more_often_elsewhere_are_told() -> None:
    def pairs(contradict: int, agree: int) -> Levels:
        levels = np.zeros((contradict + agree, len(FIELDS)), np.uint8)
        levels[:, 0] = levels[:, 1] = levels[:, FIELDS.index("luogo")] = SAME
        levels[:contradict, FIELDS.index("telefono")] = CONFLICT
        levels[contradict:, FIELDS.index("telefono")] = PARTLY
        return levels

    levels = np.concatenate([pairs(100, 200), pairs(300, 100)])
    labelled = np.arange(len(levels)) < 300
    assert times_likelier(levels, labelled, ~labelled) == pytest.approx(6, rel=0.05)
    assert times_likelier(levels, labelled, np.zeros(len(levels), bool)) is None


def wrong_and_missed(frame: pl.DataFrame, found: ic.Deduped) -> tuple[int, int]:
    both = found.crosswalk.select("golden_id").hstack(frame.select("who"))

    def pairs(*by: str) -> int:
        return int(both.group_by(by).len().select((pl.col("len") * (pl.col("len") - 1) // 2).sum()).item())

    common = pairs("golden_id", "who")
    return pairs("golden_id") - common, pairs("who") - common


def test_fathers_and_sons_are_learned_from_the_list() -> None:
    """Where one in three has a son of his name, one name at one address says little; where hardly any has, much."""
    many, few = town(1, namesakes=0.35), town(2, namesakes=0.03)
    with_many, with_few = (ic.dedupe(frame.drop("who")) for frame in (many, few))
    assert with_many.expected.is_learned
    assert with_few.expected.is_learned
    wrong, missed = wrong_and_missed(many, with_many)
    assert wrong <= 0.02 * many.height
    wrong_few, missed_few = wrong_and_missed(few, with_few)
    assert missed_few < missed
    assert with_few.expected.chosen.gain > 0.8 * with_few.review.height > 100
    assert with_many.review.height < 20
    assert with_few.expected.chosen.wrong_from <= wrong_few <= max(with_few.expected.chosen.wrong_to, 10)
    assert wrong <= max(with_many.expected.chosen.wrong_to, 10)


def test_without_codes_the_rules_decide_as_they_do() -> None:
    found = ic.dedupe(town(1, coded=0.0).drop("who"))
    assert not found.expected.is_learned
    assert found.expected.as_dict()["labels"]["P"]["why_not"] == "few_labels"
    assert set(found.crosswalk["reason"].str.extract("^([^:]*)")) <= {"unico", "somiglianza", "righe identiche"}


def test_the_order_of_the_rows_changes_nothing_that_was_learned() -> None:
    frame = town(3, homes=500).with_columns(source=pl.lit("a"), source_id=pl.int_range(pl.len()).cast(pl.String))
    turned = frame[::-1]
    one, other = (ic.dedupe(given.drop("who")).crosswalk for given in (frame, turned))
    order = ["source_id", "probability", "reason"]
    assert_frame_equal(one.select(order).sort("source_id"), other.select(order).sort("source_id"))
    together = [
        {frozenset(ids) for ids in given.group_by("golden_id").agg("source_id")["source_id"].to_list()}
        for given in (one, other)
    ]
    assert together[0] == together[1]


def test_threads_change_nothing_that_was_learned(repository: Path) -> None:
    job = (
        f"import sys; sys.path.insert(0, {str(repository)!r});"
        "import italclean as ic; from tests.pairs.test_learned import town;"
        "found = ic.dedupe(town(5, homes=400).drop('who'));"
        "print(found.crosswalk.write_csv(), found.expected.as_dict())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", job],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "POLARS_MAX_THREADS": threads},
        ).stdout
        for threads in ("1", "4")
    }
    assert len(told) == 1


def test_pairs_that_a_code_or_birth_date_proposed_teach_nothing() -> None:
    """That two codes met says nothing of names and contacts: such a pair may have nothing else in common."""
    code = sealed("RSSMRA85T10A562")
    data = encoded([{**MARIO, "codice_fiscale": code}, {"tipo": "persona", "codice_fiscale": code}])
    proposed = candidates(data)
    assert list(zip(proposed.low, proposed.high, strict=True)) == [(0, 1)]
    assert not proposed.by_likeness.any()
    alike = encoded([{**MARIO, "codice_fiscale": code, "email": "m@x.it"}, {**MARIO, "email": "m@x.it"}])
    assert candidates(alike).by_likeness.all()


def test_explanations_add_up_to_what_was_decided() -> None:
    found = ic.dedupe(town(2, namesakes=0.03).drop("who"))
    for pair in found.review.head(5).to_dicts():
        why = found.explain(pair["row_a"], pair["row_b"])
        if "codici" in pair["reason"]:
            # What was learned may round to nothing; how unsure it is does not.
            assert why.caution < 0
            assert why.probability == pytest.approx(1 / (1 + 2**-why.bits), abs=0.01)
    assert any("codici" in reason for reason in found.review["reason"])


@pytest.mark.parametrize("merge_from", [0.5, 0.9, 0.99, 1.0])
def test_the_threshold_is_the_users(merge_from: float) -> None:
    frame = town(1).drop("who")
    found = ic.dedupe(frame, merge_from=merge_from, review_from=0.5)
    by_likeness = found.crosswalk.filter(pl.col("reason").str.starts_with("somiglianza"))
    assert (by_likeness["probability"] >= merge_from).all()
    if merge_from == 1.0:
        assert by_likeness.is_empty()
        assert found.review.height > ic.dedupe(frame).review.height
    asked = found.review.filter(pl.col("reason").str.starts_with("somiglianza"))
    assert (asked["probability"] >= 0.5).all()


def test_a_higher_threshold_merges_less() -> None:
    choices = ic.dedupe(town(1).drop("who")).expected.choices
    for lower, higher in itertools.pairwise(choices):
        assert lower.merged >= higher.merged
        assert lower.wrong >= higher.wrong
        assert lower.missed <= higher.missed
        assert lower.merged + lower.review == higher.merged + higher.review or higher.merge_from < 0.5


def test_a_stricter_bar_asks_no_less() -> None:
    mail, born = {"email": "z@x.it", "cellulare": "+393331234567"}, ("1980-02-01", "1983-07-05")
    rows = [{**MARIO, **mail, "data_nascita": day} for day in born]
    assert ic.dedupe(pl.DataFrame(rows)).review.height == 1
    assert ic.dedupe(pl.DataFrame(rows), merge_from=1).review.height == 1


def test_what_is_expected_is_never_more_than_there_is() -> None:
    """Also where each row stands three times."""
    frame = pl.concat([town(1).drop("who")] * 3)
    found = ic.dedupe(frame)
    assert found.expected.is_learned
    for choice in found.expected.choices:
        assert 0 <= choice.wrong_from <= choice.wrong <= max(choice.wrong_to, 0) or choice.wrong_to == choice.merged
        assert choice.wrong_to <= choice.merged
        assert 0 <= choice.gain <= choice.review
        assert choice.gain <= choice.missed + 1e-6


@pytest.mark.parametrize("bar", [np.float32(0.9), np.float64(0.9), 0.9])
def test_numbers_of_others_are_numbers(bar: float) -> None:
    found = ic.run(town(6, homes=3).drop("who"), merge_from=bar)
    assert found.summary()["options"]["merge_from"] == pytest.approx(0.9)
    json.dumps(found.summary(), allow_nan=False)


@pytest.mark.parametrize("bar", ["0.9", True, np.float32(5), [0.9]])
def test_what_is_no_number_is_refused(bar: object) -> None:
    with pytest.raises(BadOption):
        ic.dedupe(town(6, homes=3).drop("who"), merge_from=bar)  # type: ignore[arg-type]
    with pytest.raises(BadOption):
        ic.dedupe(town(6, homes=3).drop("who"), review_from=None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("merge_from", "review_from"), [(0.4, 0.1), (1.1, 0.5), (0.9, 0.95), (0.9, -0.1), (float("nan"), 0.5)]
)
def test_thresholds_that_make_no_sense_are_refused(merge_from: float, review_from: float) -> None:
    with pytest.raises(BadOption):
        ic.dedupe(town(6, homes=3).drop("who"), merge_from=merge_from, review_from=review_from)
