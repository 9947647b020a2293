"""What threads import and fill late: whole for each of them, however they meet."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal, assert_series_equal

import italclean
from italclean.core.late import library
from italclean.core.parallel import each
from italclean.core.reference import folder

PACKAGE = Path(italclean.__file__).parent
OURS_AND_STANDARD = {"italclean", *sys.stdlib_module_names}
EMPTY_PACKAGES = {"dns"}
"""Their `__init__` does nothing that a submodule could miss."""

_SLOWLY = """
import importlib.abc, random, sys, time

class Slow(importlib.abc.MetaPathFinder):
    "Takes its time before each import of a library, so that other threads come in between."
    pauses = random.Random(int(sys.argv[1]))

    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in ("phonenumbers", "email_validator", "stdnum", "disposable_email_domains"):
            time.sleep(self.pauses.choice((0, 0, 0.0005, 0.002)))

sys.meta_path.insert(0, Slow())
sys.setswitchinterval(1e-5)
"""
_TELEPHONES = """
import polars as pl
from italclean.cleaners.telefono import telefono
from italclean.core.parallel import each

columns = [["333 1234567"], ["+44 20 7946 0958"], ["02 55507676"], ["+41 91 1234567"]]
found = each(lambda values: telefono.series(pl.Series(values)), columns, most=4)
assert [series[0]["value"] for series in found] == [
    "+393331234567", "+442079460958", "+390255507676", "+41911234567"
]
"""
_ROWS = """
import polars as pl
import italclean as ic

row = {
    "Cognome": "Rossi", "Telefono": "02 55507676", "Cellulare": "+41 79 123 45 67", "Fax": "02 55507677",
    "Email": "b è@rossi.it", "PEC": "è@pec.it", "IBAN": "DE89370400440532013000", "Partita IVA": "DE136695976",
}
found = ic.clean(pl.DataFrame([row])).cleaned.row(0, named=True)
assert (found["telefono"], found["cellulare"], found["fax"]) == ("+390255507676", "+41791234567", "+390255507677")
"""


def run_fresh(numbered: tuple[int, str]) -> str:
    number, job = numbered
    ran = subprocess.run(
        [sys.executable, "-c", _SLOWLY + job, str(number)], capture_output=True, text=True, check=False, timeout=300
    )
    return ran.stderr


def test_thirty_fresh_interpreters_read_several_columns() -> None:
    jobs = [(number, _ROWS if number % 10 == 0 else _TELEPHONES) for number in range(30)]
    with ThreadPoolExecutor(max_workers=2) as pool:
        assert set(pool.map(run_fresh, jobs)) == {""}


def late_imports(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.ImportFrom) and node.module:
                    yield function, node.module
                elif isinstance(node, ast.Import):
                    yield from ((function, alias.name) for alias in node.names)


def test_no_submodule_is_imported_late_before_its_package() -> None:
    partial = []
    for path in PACKAGE.rglob("*.py"):
        for function, module in late_imports(ast.parse(path.read_text(encoding="utf-8"))):
            package, _, inner = module.partition(".")
            whole = f"library('{package}')" in ast.unparse(function)
            if package not in OURS_AND_STANDARD | EMPTY_PACKAGES and inner and not whole:
                partial.append((path.name, module))
    assert partial == []


def test_a_submodule_cannot_be_asked_for() -> None:
    with pytest.raises(AssertionError):
        library("phonenumbers.phonemetadata")


def caches() -> dict[str, Callable[[], Any]]:
    """Every function of the package whose answer is kept, with nothing left to be told."""
    found: dict[str, Callable[[], Any]] = {}
    for module in pkgutil.walk_packages([str(PACKAGE)], "italclean."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if not isinstance(value, _lru_cache_wrapper) or value.__module__ != module.name:
                continue
            where = f"{module.name}.{name}"
            wanted = list(inspect.signature(value).parameters)
            if not wanted:
                found[where] = value
            else:
                arguments = _ARGUMENTS[where]()
                found |= {
                    f"{where}({given})": lambda value=value, given=given: value(
                        *(given if isinstance(given, tuple) else (given,))
                    )
                    for given in arguments
                }
    return found


_ARGUMENTS: dict[str, Callable[[], list[Any]]] = {
    "italclean.rows.consents._names_newsletter": lambda: ["Newsletter", "Privacy"],
    "italclean.consent.headers.header_words": lambda: ["HasOptedOutOfEmail", "Città"],
    "italclean.consent.headers.smells_of_consent": lambda: ["Auguri", "Città"],
    "italclean.names.given.common_given_names": lambda: [0, 100],
    # What it reads holds nothing but the words themselves.
    "italclean.consent.headers._read": list,
    "italclean.names.impersonal._words_of": lambda: ["luogo", "segno"],
    "italclean.readers.sheets.formats.mask_of": lambda: ["00000", "0.00"],
    "italclean.readers.sheets.formats.is_of_dates": lambda: ["dd/mm/yyyy", "00000"],
    "italclean.telephones.numbering.cost": lambda: [("0143635755", "IT"), ("3331234567", "IT")],
    "italclean.fields.headers._read": lambda: [("Cod. Fisc.", ()), ("billing_city", (("Tessera", "tessera"),))],
    "italclean.fields.headers._headers": lambda: [((),), ((("Tessera", "tessera"),),)],
    "italclean.core.reference.table": lambda: sorted(
        file.name.removesuffix(".csv") for file in folder().iterdir() if file.name.endswith(".csv")
    ),
    "italclean.core.cleaner._filler": list,
    "italclean.core.cleaner._status": lambda: [(("format", "blank"),)],
    "italclean.core.text.groups": lambda: [("line", "(a)(?<b>b)")],
    # Its templates are equal only to themselves.
    "italclean.report.templating._environment": list,
    # What it keeps is what a cache of its own gives.
    "italclean.core.known._held": list,
    "italclean.names.given._common": list,
    "italclean.pairs.known_names._spelling": lambda: ["a", "b"],
    "italclean.pairs.short_forms._begins": lambda: [("a", "b")],
    "italclean.core.late.library": lambda: ["phonenumbers", "email_validator", "stdnum"],
}


def clear_caches() -> None:
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("italclean"):
            for value in vars(module).values():
                if isinstance(value, _lru_cache_wrapper):
                    value.cache_clear()


def assert_same(one: Any, other: Any) -> None:
    assert type(one) is type(other)
    # Some are sets: distinct values in any order.
    if isinstance(one, pl.DataFrame):
        assert_frame_equal(one, other, check_row_order=False)
    elif isinstance(one, pl.Series):
        assert_series_equal(one, other, check_order=False)
    elif isinstance(one, pl.Expr):
        assert str(one) == str(other)
    elif isinstance(one, np.ndarray):
        assert np.array_equal(one, other)
    elif isinstance(one, tuple | list):
        assert len(one) == len(other)
        for mine, yours in zip(one, other, strict=True):
            assert_same(mine, yours)
    elif isinstance(one, dict):
        assert_same(list(one.items()), list(other.items()))
    elif dataclasses.is_dataclass(one):
        for part in dataclasses.fields(one):
            assert_same(getattr(one, part.name), getattr(other, part.name))
    else:
        assert one == other


def test_every_cache_gives_every_thread_the_same() -> None:
    """Threads that come to empty caches together, each from another side, find what one thread alone finds."""
    clear_caches()
    asked = caches()
    assert len(asked) > 40
    alone = {name: ask() for name, ask in asked.items()}
    names = list(asked)
    threads = 4
    clear_caches()
    start = threading.Barrier(threads)

    def ask_all(turn: int) -> dict[str, Any]:
        start.wait(60)
        first = turn * len(names) // threads
        return {name: asked[name]() for name in names[first:] + names[:first]}

    # Compared when all have ended: polars 1.36 keeps the interpreter to itself while it compares two frames, and waits
    # for its threads, one of which may wait for the interpreter.
    with ThreadPoolExecutor(max_workers=threads) as pool:
        answers = list(pool.map(ask_all, range(threads)))
    for found in answers:
        for name in names:
            assert_same(found[name], alone[name])


def test_cleaners_filled_by_threads_judge_as_one_thread_does() -> None:
    values = pl.Series(
        ["333 1234567", "+44 20 7946 0958", "mario@gmail.con", "è@rossi.it", "MI", "Bolzano", "via Roma 1"]
    )
    cleaners = list(italclean.registry.CLEANERS.values())
    alone = [cleaner.series(values) for cleaner in cleaners]
    clear_caches()
    for found, expected in zip(each(lambda cleaner: cleaner.series(values), cleaners), alone, strict=True):
        assert_series_equal(found, expected)
