"""Every example in a docstring of the package does what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import italclean

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(italclean.__path__, "italclean.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", ["italclean", *MODULES])
def test_examples_of_module(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert failed == 0


def test_examples_exist() -> None:
    finder = doctest.DocTestFinder()
    count = sum(len(test.examples) for name in MODULES for test in finder.find(importlib.import_module(name)))
    assert count >= 25
