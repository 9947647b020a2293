"""Cleaners and fields from outside: by a call, and by what is installed beside italclean."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

import italclean as ic
from italclean.issues.registry import ISSUES
from italclean.plugins import GROUP

PLUGIN = Path(__file__).parent / "plugin"
WRONG = ic.Issue("card_wrong", "invalid", "Non è una tessera.", "No card.")


def card_core(values: pl.Series) -> pl.DataFrame:
    sound = pl.col("value").str.contains("^[0-9]+$")
    return values.to_frame("value").select(
        value=pl.when(sound).then("value"), issue=pl.when(~sound).then(pl.lit("card_wrong")), detail=pl.lit(None)
    )


@pytest.fixture
def card() -> Iterator[ic.Field]:
    core = ic.Cleaner(card_core, extras={}, issues=[WRONG])
    field = ic.Field("tessera", core, headers=("Nr. tessera", "CF"))
    ic.register(field)
    yield field
    ic.unregister("tessera")


def installed(folder: Path, module: str, entries: dict[str, str], source: str | None = None) -> dict[str, str]:
    """Put a package beside italclean, as an installer leaves it, and return the environment that sees it."""
    if source is None:
        shutil.copy(PLUGIN / f"{module}.py", folder)
    else:
        (folder / f"{module}.py").write_text(source, encoding="utf-8")
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n", encoding="utf-8")
    lines = [f"[{GROUP}]", *(f"{name} = {value}" for name, value in entries.items())]
    (info / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
    before = os.environ.get("PYTHONPATH")
    own = {"PYTHONPATH": os.pathsep.join(filter(None, [str(folder), before])), "ITALCLEAN_NO_PLUGINS": ""}
    return {**os.environ, **own}


def test_an_installed_plugin_works_everywhere(tmp_path: Path) -> None:
    project = tomllib.loads((PLUGIN / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    site, out = tmp_path / "site", tmp_path / "out"
    site.mkdir()
    out.mkdir()
    environment = installed(site, "italclean_gestionale", project["entry-points"][GROUP])
    ran = subprocess.run(
        [sys.executable, str(PLUGIN / "try_it.py"), str(out)],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )
    assert (ran.returncode, ran.stdout.strip()) == (0, "the plug-in works"), ran.stderr


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("raise RuntimeError('no licence')", "RuntimeError: no licence"),
        ("FIELD = 3", "“int” will not do for register"),
        ("import italclean as ic\nFIELD = ic.Field('email', ic.CLEANERS['testo'])", "“email” will not do"),
        ("import not_there_at_all", "ModuleNotFoundError"),
        ("", "AttributeError"),
    ],
)
def test_a_plugin_that_cannot_be_loaded_is_told_and_left_out(tmp_path: Path, source: str, said: str) -> None:
    environment = installed(tmp_path, "broken_plugin", {"broken": "broken_plugin:FIELD"}, source)
    command = [sys.executable, "-m", "italclean", "check", "provincia", "Milano"]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    assert ran.returncode == 0, ran.stderr
    assert "MI" in ran.stdout
    assert "'broken'" in ran.stderr
    assert said in ran.stderr


def test_plugins_can_be_left_out(tmp_path: Path) -> None:
    environment = installed(tmp_path, "broken_plugin", {"broken": "broken_plugin:FIELD"}, "raise RuntimeError")
    command = [sys.executable, "-W", "error", "-c", "import italclean as ic; print(len(ic.CLEANERS))"]
    left_out = {**environment, "ITALCLEAN_NO_PLUGINS": "1"}
    ran = subprocess.run(command, check=True, capture_output=True, text=True, env=left_out)
    assert int(ran.stdout) == len(ic.CLEANERS)
    assert subprocess.run(command, check=False, capture_output=True, env=environment).returncode != 0


def test_headers_of_a_field_from_outside_come_before_those_of_the_others(card: ic.Field) -> None:
    frame = pl.DataFrame({"nr tessera": ["12", "x"], "CAP": ["20121"] * 2})
    result = ic.clean(frame)
    assert result.cleaned[card.name].to_list() == ["12", None]
    assert result.issues.filter(pl.col("role") == card.name)["message"].to_list() == ["Non è una tessera."]
    assert ic.clean(pl.DataFrame({"CF": ["12"]})).cleaned[card.name].to_list() == ["12"]
    ic.unregister(card.name)
    assert "codice_fiscale" in ic.clean(pl.DataFrame({"CF": ["12"]})).cleaned.columns
    ic.register(card)


def test_what_is_registered_twice_is_there_once(card: ic.Field) -> None:
    before = list(ISSUES)
    ic.register(card, card.cleaner, card)
    assert list(ISSUES) == before
    assert card.cleaner is ic.CLEANERS["card_core"]


@pytest.mark.usefixtures("card")
def test_names_that_are_taken() -> None:
    with pytest.raises(ic.UsageError):
        ic.register(ic.Cleaner(card_core, extras={}))
    with pytest.raises(ic.UsageError):
        ic.Cleaner(card_core, extras={}, issues=[ic.Issue("card_wrong", "suspect", "Altro.", "Else.")])
    with pytest.raises(ic.UsageError):
        ic.register("tessera")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "issue",
    [
        ic.Issue("Card", "invalid", "x", "x"),
        ic.Issue("card x", "invalid", "x", "x"),
        ic.Issue("card_x", "wrong", "x", "x"),
        ic.Issue("card_x", "invalid", "", "x"),
        ic.Issue("card_x", "invalid", "x", " "),
        ic.Issue("cf_length", "invalid", "x", "x"),
        ic.Issue("card_x", "suspect", "x", "x", rewriting=True),
        ic.Issue("card_x", "invalid", "x", "x", rewriting=True),
    ],
)
def test_issues_that_cannot_be_registered(issue: ic.Issue) -> None:
    with pytest.raises(ic.UsageError):
        ic.Cleaner(card_core, extras={}, issues=[issue])
    assert ISSUES.get(issue.code) is not issue


def test_results_of_before_can_still_be_read_and_written(tmp_path: Path) -> None:
    """The dtype of issues grows with what is registered: a result keeps that of its time."""
    result = ic.clean(pl.DataFrame({"CAP": ["20121", "x"]}))
    ic.register(ic.Cleaner(card_core, extras={}, issues=[WRONG]))
    try:
        assert result.issues.height == 1
        result.write(tmp_path / "out")
        assert ic.clean(pl.DataFrame({"CAP": ["x"]})).issues.height == 1
    finally:
        ic.unregister("card_core")


def test_cleaners_from_outside_are_asked_from_threads(card: ic.Field) -> None:
    found: list[list[str | None]] = []

    def ask() -> None:
        found.append(ic.clean(pl.DataFrame({"nr tessera": ["1", "x"]})).cleaned[card.name].to_list())

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["1", None]] * 4
