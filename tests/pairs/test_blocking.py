"""Blocking: within its budget every pair that shares a key is proposed."""

from __future__ import annotations

import itertools
import random

import polars as pl
import pytest

from italclean.pairs.blocking import BUDGET, candidates
from italclean.pairs.encode import encode
from italclean.pairs.features import make_features


def features(rows: list[dict[str, str | None]]) -> pl.DataFrame:
    names = [
        "cognome",
        "nome",
        "ragione_sociale",
        "codice_fiscale",
        "partita_iva",
        "data_nascita",
        "indirizzo",
        "cap",
        "comune",
        "provincia",
        "email",
        "cellulare",
    ]
    return make_features(
        pl.DataFrame([{name: row.get(name) for name in names} for row in rows], schema=dict.fromkeys(names, pl.String))
    )


def pairs(found: pl.DataFrame, budget: int = BUDGET) -> set[tuple[int, int]]:
    found_pairs = candidates(encode(found), budget)
    listed = list(zip(found_pairs.low.tolist(), found_pairs.high.tolist(), strict=True))
    assert len(set(listed)) == len(listed)
    assert all(a < b for a, b in listed)
    return set(listed)


def random_rows(count: int, seed: int) -> list[dict[str, str | None]]:
    rng = random.Random(seed)

    def maybe(*values: str) -> str | None:
        return rng.choice([None, *values])

    return [
        {
            "cognome": maybe("Rossi", "Bianchi", "Verdi", "Neri"),
            "nome": maybe("Mario", "Anna", "Luca"),
            "data_nascita": maybe("1980-01-01", "1985-05-05"),
            "email": maybe("a@x.it", "b@x.it", "c@x.it"),
            "cellulare": maybe("+393331234567", "+393337654321"),
            "partita_iva": maybe("00743110157", "12345670017"),
            "codice_fiscale": maybe("RSSMRA85T10A562S", "BNCNNA80A41F205X"),
            "cap": maybe("20121", "00184"),
            "comune": maybe("Milano", "Roma"),
        }
        for _ in range(count)
    ]


@pytest.mark.parametrize("seed", range(6))
def test_every_pair_that_shares_a_key_is_proposed(seed: int) -> None:
    rows = random_rows(30, seed)
    found = pairs(features(rows))
    for a, b in itertools.combinations(range(len(rows)), 2):
        for keys in (
            ("codice_fiscale",),
            ("partita_iva",),
            ("email",),
            ("cellulare",),
            ("cognome", "nome"),
            ("cognome", "data_nascita"),
            ("cognome", "nome", "cap"),
        ):
            # A birth date that contradicts the row's own code is left out of the comparison.
            if "data_nascita" in keys and (rows[a]["codice_fiscale"] or rows[b]["codice_fiscale"]):
                continue
            if all(rows[a][key] is not None and rows[a][key] == rows[b][key] for key in keys):
                assert (a, b) in found, (keys, rows[a], rows[b])


@pytest.mark.parametrize("seed", range(3))
def test_proposals_do_not_depend_on_the_order_of_the_rows(seed: int) -> None:
    rows = random_rows(60, seed)
    order = list(range(len(rows)))
    random.Random(seed).shuffle(order)
    direct = pairs(features(rows))
    turned = pairs(features([rows[place] for place in order]))
    assert {tuple(sorted((order[a], order[b]))) for a, b in turned} == direct


def test_a_block_over_its_budget_is_refined_and_reported() -> None:
    rows = [
        {"email": "info@x.it", "cognome": f"Cognome{number}", "nome": "Mario", "cap": f"{20000 + number}"}
        for number in range(3000)
    ]
    rows += [{"email": "info@x.it", "cognome": "Rossi", "nome": "Anna"}] * 2
    found = features(rows)
    proposed = candidates(encode(found))
    assert len(proposed.low) < 3002 * 60
    report = next(given for given in proposed.passes if given.name == "email")
    assert (report.largest, report.refined) == (3002, 3002)
    assert (3000, 3001) in pairs(found)


def test_no_block_explodes_even_when_all_rows_are_alike() -> None:
    found = candidates(
        encode(features([{"cognome": "Rossi", "nome": "Mario", "comune": "Roma", "cap": "00184"}] * 4000))
    )
    assert len(found.low) <= 4000 * 8
    assert any(given.windowed for given in found.passes)


def test_a_broken_code_meets_the_right_one() -> None:
    frame = pl.DataFrame(
        {"codice_fiscale": ["RSSMRA85T10A562S", None], "cognome": ["Rossi", None]},
        schema={"codice_fiscale": pl.String, "cognome": pl.String},
    )
    hints = pl.DataFrame(
        {"cf_typed": [None, "RSSMRA85T10A526S"], "other_phones": [None, None]},
        schema={"cf_typed": pl.String, "other_phones": pl.String},
    )
    assert pairs(make_features(frame, hints)) == {(0, 1)}


@pytest.mark.parametrize("count", [0, 1])
def test_no_pairs(count: int) -> None:
    assert pairs(features([{"cognome": "Rossi"}] * count)) == set()


@pytest.mark.parametrize("count", [BUDGET, BUDGET + 1, 3 * BUDGET, 700])
@pytest.mark.parametrize(
    "same",
    [{"codice_fiscale": "RSSMRA85T10A562S"}, {"partita_iva": "00743110157"}, {"email": "mario.rossi85@libero.it"}],
)
def test_one_identifying_key_is_never_cut(count: int, same: dict[str, str]) -> None:
    names = [("Rossi", "Mario"), ("Rossi", "M."), ("Rosi", "Mario"), ("Mario", "Rossi"), (None, None)]
    rows: list[dict[str, str | None]] = []
    for number in range(count):
        surname, given = names[number % len(names)]
        rows.append(
            {**same, "cognome": surname, "nome": given, "indirizzo": f"Via Roma {number}", "cap": f"{20100 + number}"}
        )
    random.Random(count).shuffle(rows)
    reached = {0}
    linked: dict[int, set[int]] = {}
    for low, high in pairs(features(rows)):
        linked.setdefault(low, set()).add(high)
        linked.setdefault(high, set()).add(low)
    open_ = [0]
    while open_:
        for other in linked.get(open_.pop(), set()) - reached:
            reached.add(other)
            open_.append(other)
    assert len(reached) == count
    # Each name meets each other one of that key: what is most alike is never only a neighbour's neighbour.
    assert len(pairs(features(rows))) <= count * (BUDGET + 10)
