"""What the package offers."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import italclean
from italclean import errors


def test_exported_names_exist_and_are_sorted() -> None:
    assert sorted(italclean.__all__) == list(italclean.__all__)
    for name in italclean.__all__:
        assert hasattr(italclean, name)


def test_error_tree_is_drawn_in_the_docstring() -> None:
    classes = {
        name: thing
        for name, thing in vars(errors).items()
        if isinstance(thing, type) and issubclass(thing, errors.ItalcleanError)
    }
    drawn = re.findall(r"^[ │]*[├└]── (\w+)", errors.__doc__ or "", re.MULTILINE)
    assert sorted([*drawn, "ItalcleanError"]) == sorted(classes)
    for thing in classes.values():
        assert thing.__doc__
        assert thing.exit_code in (2, 3)
        fields = [set(re.findall(r"{(\w+)}", text)) for text in (thing.italian, thing.english)]
        assert {name.removesuffix("_en") for name in fields[0]} == {name.removesuffix("_en") for name in fields[1]}


def test_errors_speak_both_languages() -> None:
    error = errors.UnknownColumn(column="prov", columns="a, b")
    assert "Le colonne" in error.text("it")
    assert "The columns" in error.text("en") == str(error)


def test_library_prints_nothing(tmp_path: Path) -> None:
    file = tmp_path / "clienti.csv"
    file.write_text(
        "Cognome;Nome;Codice Fiscale\nRossi;Mario;RSSMRA85T10A562S\nRossi;Mario;RSSMRA85T10A562S\n", encoding="utf-8"
    )
    code = "import sys, italclean as ic; r = ic.run(sys.argv[1]); r._repr_html_(); assert r.golden.height == 1"
    done = subprocess.run(
        [sys.executable, "-W", "error::SyntaxWarning", "-c", code, str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("module", ["italclean", "italclean.cli.app"])
def test_modules_import_without_warnings(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"import {module}"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
