"""Lists of known identity from public open data, as `benchmarks/real_lists.py` makes them: small ones."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest

FAMILIES = {
    "candidati": "candidati_2022",
    "amministratori": "amministratori_2025",
    "omonimi": "amministratori_2025",
    "appalti": "appalti_soggetti",
    "cinque_per_mille": "cinque_per_mille_2022",
}
ROWS = 300


@pytest.fixture(scope="module")
def benchmark(repository: Path) -> Iterator[ModuleType]:
    """Import the benchmark, which is no part of the package."""
    sys.path.insert(0, str(repository / "benchmarks"))
    yield import_module("real_lists")
    sys.path.remove(str(repository / "benchmarks"))


@pytest.fixture(scope="module")
def families(benchmark: ModuleType, real: Callable[[str], pl.DataFrame]) -> Callable[[str], pl.DataFrame]:
    """Read a family once, or skip the test where the data are absent."""
    known: dict[str, pl.DataFrame] = {}

    def read(name: str) -> pl.DataFrame:
        if name not in known:
            real(f"{FAMILIES[name]}.parquet")
            known[name] = benchmark.family(name, benchmark.default_folder(), 1)
        return known[name]

    return read


def made(benchmark: ModuleType, families: Callable[[str], pl.DataFrame], name: str, codes: float, births: float) -> Any:
    return benchmark.make_list(name, families(name), ROWS, 7, codes, births)


@pytest.mark.parametrize("name", FAMILIES)
def test_one_seed_makes_one_list(name: str, benchmark: ModuleType, families: Callable[[str], pl.DataFrame]) -> None:
    one, again = (made(benchmark, families, name, 0.6, 0.6) for _ in range(2))
    assert one.rows.equals(again.rows)
    assert one.truth.equals(again.truth)
    other = benchmark.make_list(name, families(name), ROWS, 8, 0.6, 0.6)
    assert not one.rows.equals(other.rows)


@pytest.mark.parametrize("name", FAMILIES)
def test_truth_covers_every_row(name: str, benchmark: ModuleType, families: Callable[[str], pl.DataFrame]) -> None:
    given = made(benchmark, families, name, 0.6, 0.6)
    assert ROWS - 60 <= given.rows.height <= ROWS
    assert given.truth["row"].to_list() == list(range(1, given.rows.height + 1))
    assert given.truth.null_count().sum_horizontal().item() == 0
    assert given.truth["entity"].n_unique() < given.rows.height
    # One customer has one code, and no two have the same.
    coded = given.truth.filter(pl.col("code") != "").select("entity", "code").unique()
    assert coded["entity"].is_unique().all()
    assert coded["code"].is_unique().all()


@pytest.mark.parametrize("name", FAMILIES)
def test_hidden_codes_are_hidden(name: str, benchmark: ModuleType, families: Callable[[str], pl.DataFrame]) -> None:
    lists = {share: made(benchmark, families, name, share, share) for share in (1.0, 0.3, 0.0)}
    for share, given in lists.items():
        columns = given.rows.select(pl.col("^(COD.FISC.|P.IVA|DT_NASC)$").is_not_null())
        shown = columns.select(pl.any_horizontal(pl.col("^(COD.FISC.|P.IVA)$"))).to_series()
        assert shown.sum() <= round(share * given.rows.height)
        assert shown.sum() >= 0.9 * share * given.rows.height
        assert (given.truth.filter(~shown)["known"] == "").all()
        if "DT_NASC" in columns.columns:
            assert columns["DT_NASC"].sum() == round(share * given.rows.height)
        codes = given.truth.filter(pl.col("code") != "")["code"].unique()
        hidden = given.rows.filter(~shown).select(pl.concat_str(pl.all(), ignore_nulls=True).str.to_uppercase())
        assert not hidden.to_series().str.contains_any(codes.to_list()).any()
    # Nothing else differs: the same customers in the same rows, with the same contacts.
    kept = ("CODCLI", "INDIRIZZO", "CITTA", "TEL", "CELL", "E-MAIL")
    assert lists[1.0].rows.select(kept).equals(lists[0.0].rows.select(kept))
    assert lists[1.0].truth["entity"].equals(lists[0.0].truth["entity"])


@pytest.mark.parametrize("name", ["candidati", "appalti"])
def test_two_known_codes_never_meet(name: str, benchmark: ModuleType, families: Callable[[str], pl.DataFrame]) -> None:
    taken = benchmark.measure(made(benchmark, families, name, 0.6, 0.6), name, 0.6, 0.6, kinds=3)
    assert taken.two_codes == 0
    assert taken.missed == taken.score.true_pairs - taken.score.common_pairs
    assert sum(kind["pairs"] for kind in taken.kinds["misses"]) <= taken.missed
    assert benchmark.line(taken)[0] == name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ALDOVRA COSTRUZIONI S.R.L.", "Aldovra Costruzioni srl", True),
        ("ALDOVRA COSTRUZIONI SRL", "ALDOVRA COSTRUZONI", True),  # a slip
        ("ALDOVRA", "DITTA ALDOVRA COSTRUZIONI DI VERDI MARIO", True),  # a word that no other code bears
        ("EDILNORD COSTRUZIONI SRL", "COSTRUZIONI", False),  # a word that many bear
        ("ALDOVRA COSTRUZIONI SRL", "VERDI MARIO", False),
        ("ALFA SRL", "ALBA SRL", False),  # too short for a slip
        ("S.R.L.", "SPA", False),
    ],
)
def test_names_of_other_firms_are_not_taken_for_spellings(
    one: str, other: str, same: bool, benchmark: ModuleType
) -> None:
    from opendata.agree import agreeing, with_rarest, words_of  # type: ignore[import-not-found]

    assert benchmark.HELD_OUT in benchmark.FAMILIES
    parted, beside = (words_of(pl.Series([name])) for name in (one, other))
    pairs = parted.hstack(beside.rename({"words": "words_b", "joined": "joined_b"}))
    borne = pl.DataFrame({"word": ["ALDOVRA", "COSTRUZIONI"], "codes": [1, 900]})
    assert agreeing(with_rarest(pairs, borne)).item() == same


def test_a_mistyped_name_is_one_person_and_twins_are_two(benchmark: ModuleType) -> None:
    names = ["LUCA", "NICOLA", "GIORGIO", "GIROGIO", "ANNA", "ANNA MARIA"]
    people = pl.DataFrame(
        {
            "cognome": ["VERDINI"] * 6 + ["ALTRI"] * 6,
            "nome": [*names, "LUCA", "LUCA", "NICOLA", "NICOLA", "GIORGIO", "GIORGIO"],
            "nascita": ["01/02/1970", "01/02/1970", "03/04/1980", "03/04/1980", "05/06/1990", "05/06/1990"]
            + [f"0{day}/01/1960" for day in range(1, 7)],
            "comune": ["LODI"] * 12,
            "luogo": ["MILANO (MI)"] * 12,
        }
    ).with_row_index("line")
    found = benchmark.identity._one_person_mistyped(people)
    assert sorted(found.select("line", "line_b").rows()) == [(2, 3), (4, 5)]


def test_namesakes_live_behind_their_own_doors(benchmark: ModuleType, families: Callable[[str], pl.DataFrame]) -> None:
    from opendata.contacts import draw_contacts  # type: ignore[import-not-found]

    people = families("omonimi").unique("entity", keep="first", maintain_order=True)
    homes = draw_contacts(benchmark.np.random.default_rng(3), people).homes[0]
    first = people.select("door", "cognome", first=pl.col("nome").str.split(" ").list.first())
    seats = first.with_columns(seat=pl.Series(homes.landline.tolist()))
    assert seats.filter(pl.col("door").is_null() & (pl.len().over("cognome", "first", "seat") > 1)).height <= 2
    behind = seats.drop_nulls("door")
    assert behind.group_by("door").agg(pl.col("seat").n_unique())["seat"].max() == 1
    assert behind["seat"].n_unique() >= 0.99 * behind["door"].n_unique()
    assert 0.005 < behind.height / seats.height < 0.05
    assert 0.01 < 1 - seats["seat"].n_unique() / seats.height < 0.1
    assert seats.group_by("seat").len()["len"].max() <= 12


@pytest.mark.parametrize(
    ("dedup", "found"),
    [
        ({}, None),
        ({"expected": None}, None),
        ({"expected": {"wrong_merges": [2, 5.5]}}, (2.0, 5.5)),
        ({"expected": {"wrong_merges": {"low": 2, "high": 5, "mean": 3}}}, (2.0, 5.0)),
        ({"expected": {"wrong_merges_from": 2, "wrong_merges_to": 5, "missed": 3}}, (2.0, 5.0)),
        ({"expected": {"wrong_merges": 3}}, None),
    ],
)
def test_expected_wrong_merges_are_read_however_they_are_called(
    dedup: dict[str, object], found: tuple[float, float] | None, benchmark: ModuleType
) -> None:
    from opendata.measure import expected_wrong  # type: ignore[import-not-found]

    assert benchmark.measure
    assert expected_wrong(dedup) == found
