"""The second list with known truth: one seed, one list; every row in the truth; codes that are what they claim."""

import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl
import pytest
from stdnum.it import codicefiscale, iva

ROWS = 600


@pytest.fixture(scope="module")
def command(repository: Path) -> ModuleType:
    """The command, whose package lies beside it."""
    sys.path.insert(0, str(repository / "benchmarks"))
    try:
        import generate_second
    finally:
        sys.path.pop(0)
    return generate_second


def written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def read(path: Path, separator: str = ";") -> pl.DataFrame:
    return pl.read_csv(path, separator=separator, infer_schema=False)


def test_one_seed_is_one_set_of_files(command: ModuleType, tmp_path: Path) -> None:
    for folder, seed in (("a", 5), ("b", 5), ("c", 6)):
        command.main([str(ROWS), "--out", str(tmp_path / folder), "--seed", str(seed), "--sources"])
    assert written(tmp_path / "a") == written(tmp_path / "b")
    assert written(tmp_path / "a") != written(tmp_path / "c")


@pytest.mark.parametrize("options", [[], ["--codeless"], ["--poisoned"]])
def test_the_truth_covers_every_row_once(options: list[str], command: ModuleType, tmp_path: Path) -> None:
    command.main([str(ROWS), "--out", str(tmp_path), "--sources", *options])
    rows, truth = read(tmp_path / "clienti.csv"), read(tmp_path / "truth.csv", ",")
    assert len(rows) == ROWS
    assert truth["row"].to_list() == [str(i + 1) for i in range(ROWS)]
    assert truth["entity"].null_count() == 0
    assert 0.4 < truth["entity"].n_unique() / ROWS < 0.8
    assert ("Codice fiscale" in rows.columns) == ("--codeless" not in options)
    both = read(tmp_path / "truth_sources.csv", ",")
    assert both["entity"].to_list() == truth["entity"].to_list()
    for (source,), part in both.group_by("source"):
        separator = "," if source in {"crm", "shop"} else ";"
        assert len(read(tmp_path / f"{source}.csv", separator)) == len(part)
        assert part["row"].cast(pl.Int64).sort().to_list() == list(range(1, len(part) + 1))


def test_codes_have_their_check_digits(command: ModuleType, tmp_path: Path) -> None:
    command.main(["3000", "--out", str(tmp_path), "--seed", "2"])
    rows = read(tmp_path / "clienti.csv")
    people = (
        rows["Codice fiscale"].drop_nulls().filter(rows["Codice fiscale"].drop_nulls().str.contains("^[A-Z]{6}.{10}$"))
    )
    firms = rows["Partita IVA"].drop_nulls().filter(rows["Partita IVA"].drop_nulls().str.contains(r"^\d{11}$"))
    assert len(people) > 300
    assert len(firms) > 150
    # The rest are slips of those who typed them.
    assert np.mean([codicefiscale.is_valid(code) for code in people]) > 0.97
    assert np.mean([iva.is_valid(code) for code in firms]) > 0.97


def test_a_valid_code_has_one_owner(command: ModuleType) -> None:
    made = command.make(6000, 4)
    own = made.shown.code_of == made.rows.entity
    frame = made.cells.with_columns(entity=pl.Series(made.rows.entity)).filter(pl.Series(own))
    valid = frame.filter(pl.col("cf").map_elements(lambda c: len(c) == 16 and codicefiscale.is_valid(c), pl.Boolean))
    assert len(valid) > 800
    assert valid.group_by("cf").agg(pl.col("entity").n_unique())["entity"].max() == 1
    # Codes of the husband or wife, typed by mistake, are the exception that is meant.
    others = (made.shown.code_of >= 0) & ~own
    spouses = made.world.people.spouse[made.rows.entity[others]]
    assert np.array_equal(spouses, made.shown.code_of[others])


def test_few_rows_are_beyond_a_careful_reader(command: ModuleType) -> None:
    for codeless in (False, True):
        made = command.make(5000, 3, codeless=codeless)
        assert 0 < made.bare.mean() < 0.01


def test_sons_of_a_poisoned_list_have_no_codes(command: ModuleType) -> None:
    made = command.make(8000, 8, poisoned=True)
    people = made.rows.entity < len(made.world.people)
    sons = people & made.world.people.junior[np.where(people, made.rows.entity, 0)]
    assert sons.sum() > 50
    assert not (made.shown.code_of[sons] >= 0).any()
    assert not made.shown.birth[sons].any()


def test_the_code_of_a_second_of_two(command: ModuleType) -> None:
    del command
    from second_generator.codes import codici_fiscali, numbers

    day = np.array(["1980-01-01", "1980-01-01", "1971-12-31"], dtype="datetime64[D]")
    female = np.array([False, False, True])
    codes = codici_fiscali(
        ["ROSSI", "ROSSI", "FO"], ["MARIO", "MARIO", "ALESSANDRA"], day, female, ["H501"] * 3, np.zeros(3, dtype=bool)
    )
    assert codes[0] == "RSSMRA80A01H501U"
    assert codes[1].startswith("RSSMRA80A01H50M")
    assert codes[2].startswith("FOXLSN71T71H501")
    assert all(codicefiscale.is_valid(code) for code in codes)
    assert all(iva.is_valid(code) for code in numbers(np.array([74381, 6999999]), np.array([12, 100])))
