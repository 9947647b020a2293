"""How many threads the command line takes for little."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from italclean.threads import few_for_little, is_command_line

ONE = {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, size in (("little.csv", 1_000), ("half.csv", 200_000), ("other.csv", 200_000), ("large.csv", 400_000)):
        (tmp_path / name).write_bytes(b"x" * size)
    (tmp_path / "out").mkdir()
    for folder, size in (("small-master", 1_000), ("master", 200_000)):
        (tmp_path / folder).mkdir()
        for name in ("cleaned.csv", "golden.csv"):
            (tmp_path / folder / name).write_bytes(b"x" * size)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "set_before", "asked"),
    [
        (["run", "little.csv", "--out", "out"], {}, ONE),
        (["run", "erp=little.csv", "half.csv"], {}, ONE),
        (["run", "half.csv", "other.csv"], {}, {}),
        (["run", "large.csv"], {}, {}),
        (["run", "little.csv", "large.csv"], {}, {}),
        (["run", "-"], {}, {}),
        (["run", "postgresql://u@host/db?table=clienti"], {}, {}),
        (["run", "out", "no\0file", "x" * 5_000], {}, {}),
        (["add", "small-master", "little.csv", "--out", "out"], {}, ONE),
        (["add", "master", "erp=little.csv", "--out", "out"], {}, {}),
        (["run", "little.csv", "--out", "master", "--force"], {}, ONE),
        ([], {}, {}),
        (["run", "little.csv"], {"POLARS_MAX_THREADS": "7"}, {"POLARS_MAX_THREADS": "7"}),
        (["run", "little.csv"], {"OPENBLAS_NUM_THREADS": "3"}, {"OPENBLAS_NUM_THREADS": "3"}),
    ],
)
@pytest.mark.usefixtures("files")
def test_small_files_need_one_thread(arguments: list[str], set_before: dict[str, str], asked: dict[str, str]) -> None:
    environment = dict(set_before)
    few_for_little(arguments, environment)
    assert environment == asked


@pytest.mark.parametrize(
    ("name", "started", "ours"),
    [
        ("-m", ["python", "-m", "italclean", "run"], True),
        ("-m", ["python", "-m", "pytest"], False),
        ("/usr/bin/italclean", ["python", "/usr/bin/italclean"], True),
        ("italclean.exe", ["python", "italclean.exe"], True),
        ("report.py", ["python", "report.py", "italclean"], False),
        ("", ["python"], False),
    ],
)
def test_the_command_line_is_known(monkeypatch: pytest.MonkeyPatch, name: str, started: list[str], ours: bool) -> None:
    monkeypatch.setattr(sys, "argv", [name])
    monkeypatch.setattr(sys, "orig_argv", started)
    assert is_command_line() is ours


def test_a_program_that_imports_italclean_keeps_its_threads(files: Path) -> None:
    code = "import italclean, os; print(os.environ.get('POLARS_MAX_THREADS'))"
    free = {name: value for name, value in os.environ.items() if name not in ONE}
    command = [sys.executable, "-c", code, str(files / "little.csv")]
    assert subprocess.run(command, capture_output=True, text=True, check=True, env=free).stdout.strip() == "None"
