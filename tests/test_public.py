"""What the package offers."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import polars as pl
import pytest

import italclean
from italclean import errors
from italclean.messages.errors import TEXTS as ERRORS
from italclean.readers.sources import read


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
    assert {key.removeprefix("error.") for key in ERRORS if key[6:7].isupper()} == set(classes)


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


def test_every_public_name_is_where_type_checkers_look_for_it() -> None:
    source = Path(italclean.__file__).read_text(encoding="utf-8")
    typed = {
        alias.name: node.module
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("italclean")
        for alias in node.names
    }
    assert set(italclean.__all__) <= set(typed)
    for name in italclean.__all__:
        given = getattr(italclean, name)
        assert given is getattr(importlib.import_module(str(typed[name])), name), name
    assert set(italclean.__all__) <= set(dir(italclean))
    with pytest.raises(AttributeError, match="no attribute 'bollo'"):
        _ = italclean.bollo


def test_the_package_alone_imports_no_more_than_polars() -> None:
    code = "import polars, sys; before = set(sys.modules); import italclean; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {
        "italclean",
        "italclean.namespace",
        "italclean.threads",
        "italclean.version",
        "__future__",
    }


def test_public_names_can_be_asked_for_from_many_threads() -> None:
    code = (
        "import threading, italclean as ic\n"
        "found = []\n"
        "names = ['run', 'partita_iva', 'Field', 'CLEANERS'] * 4\n"
        "threads = [threading.Thread(target=lambda n=n: found.append(getattr(ic, n))) for n in names]\n"
        "for thread in threads: thread.start()\n"
        "for thread in threads: thread.join()\n"
        "print(len(found), len({id(thing) for thing in found}))"
    )
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert (done.stdout.strip(), done.stderr) == ("16 4", "")


def test_the_version_is_that_of_the_package() -> None:
    done = subprocess.run([sys.executable, "-m", "italclean", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"italclean {italclean.__version__}" == f"italclean {version('italclean')}"


def test_what_is_shown_of_large_things_is_one_short_line() -> None:
    rows = pl.DataFrame({"Cognome": ["Rossi"] * 50, "Nome": ["Mario"] * 50, "CF": ["RSSMRA85T10A562S"] * 50})
    result = italclean.run(rows)
    for thing in (result, result.deduped, result.plan, *read(rows), italclean.clean(rows)):
        shown = repr(thing)
        assert len(shown) < 200
        assert "\n" not in shown
    assert repr(result) == "<Result: 50 rows of 1 sources, 1 customers, 0 pairs to decide>"


_TYPED = """
import italclean as ic
import polars as pl

def checked(frame: pl.DataFrame) -> pl.DataFrame:
    judged: pl.Expr = ic.ital(pl.col("prov")).provincia()
    column: pl.Series = ic.ital(frame["prov"]).provincia()
    outcome: ic.Outcome = ic.codice_fiscale.check("RSSMRA85T10A562S")
    result: ic.Result = ic.run(frame, priority=["erp"], periods=ic.Periods(dormant=12))
    return result.golden if outcome.ok else frame.select(judged, column)
"""


def test_code_that_uses_the_package_can_be_checked_strictly(tmp_path: Path) -> None:
    (tmp_path / "theirs.py").write_text(_TYPED, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--follow-imports=silent", "theirs.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    """But those that are data: sentences and issues."""
    package = Path(italclean.__file__).parent
    data = {package / "issues" / "built_in.py", *(package / "messages").glob("*.py")}
    long = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if path not in data and len(path.read_text(encoding="utf-8").splitlines()) > 400
    }
    assert long == set()


def test_no_folder_of_the_package_shadows_a_public_name() -> None:
    package = Path(italclean.__file__).parent
    names = {path.name.removesuffix(".py") for path in package.iterdir()} - {"fiscal"}
    assert names & set(italclean.__all__) == set()


def test_provisional_names_are_public() -> None:
    assert set(italclean.__all__) >= italclean.__provisional__
