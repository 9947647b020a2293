"""Hostile files, a few hundred of those that `benchmarks/fuzz.py` makes by the thousand."""

from __future__ import annotations

import random
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

FILES = 240
SHARES = 8


@pytest.fixture(scope="module")
def fuzz(repository: Path) -> ModuleType:
    """Load the one mutator, which is no part of the package."""
    spec = spec_from_file_location("fuzz", repository / "benchmarks" / "fuzz.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["fuzz"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("share", range(SHARES))
def test_no_hostile_file_crashes_the_reader_or_loses_a_cell(share: int, fuzz: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "clienti.csv"
    for number in range(share, FILES, SHARES):
        data = fuzz.hostile_file(random.Random(f"test-{number}"))
        faults = fuzz.faults_of(data, path, plan=number % 8 == 0, clean=number % 64 == 1)
        assert not faults, f"file {number}: {faults}\n{data!r}"


def test_the_fuzzer_notices_what_is_lost(fuzz: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from italclean.readers import delimited as read

    parse = read.parse

    def losing(*arguments: object, **options: object) -> object:
        from dataclasses import replace

        found = parse(*arguments, **options)  # type: ignore[arg-type]
        print("printed")
        return replace(found, frame=found.frame.head(1))

    monkeypatch.setattr(read, "parse", losing)
    faults = fuzz.faults_of(b"Cognome;Nome\nRossi;Mario\nNeri;Ada\n", tmp_path / "x.csv")
    assert len(faults) == 2
    assert "Neri" in faults[0]
    assert "printed" in faults[1]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfCognome;Nome\nRossi;Nicol\xe0\n",
        "Cognome;Nome\nRossi;Nicolò\n".encode("utf-16") + b"\n",
        "Cognome;Nome\nRossi;Nicolò\n".encode("utf-16")[:-1],
        "Cognome;Nome\nRossi;Nicolò\n".encode() + "Neri;Nicolò\n".encode("cp1252") + "Blu;Città\n".encode("cp850"),
        b"\xef\xbb\xbf\xff",
        b"\xff\xfe",
        b'"',
        b'";"',
        b'";\n"',
        b"\r",
        b";",
        b"a",
        b"a\n",
        b"a;b",
        b'a;b\n"',
        b'a;b\n"\r"',
        b'a;b\n1;"\r\n2;"\r',
        b"sep=;",
        b"sep=\xff\nA\n",
        b"\x00\x00\x00",
        b"\n;\n;\n",
        b"''\n''\n",
        b"=;=\n=;=\n",
    ],
)
def test_small_hostile_files(data: bytes, fuzz: ModuleType, tmp_path: Path) -> None:
    assert fuzz.faults_of(data, tmp_path / "x.csv", plan=True) == []
