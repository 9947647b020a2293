"""Settings: said once, checked when they are made, the same on the command line, in Python and in run.json."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import typer.main

import italclean as ic
from italclean.cli.app import app
from italclean.cli.options import Job
from italclean.groups import Group
from italclean.messages.text import argument, speak_flags
from italclean.settings import Dns, Matching, Periods, Reading, Settings

GROUPS: tuple[type[Group], ...] = (Reading, Matching, Periods, Dns)
LIST = "Cognome;Nome;CF\nRossi;Mario;RSSMRA85T10A562S\nRossi;Mario;RSSMRA85T10A562S\n"


def flag_of(declared: Any) -> str:
    return str(declared.metadata["flag"] or f"--{declared.name.replace('_', '-')}")


@pytest.mark.parametrize("group", [*GROUPS, Job])
def test_each_setting_is_an_option_with_its_default(group: type[Group]) -> None:
    command: Any = typer.main.get_command(app)
    options = {flag: option for option in command.commands["run"].params for flag in option.opts}
    for declared in fields(group):
        option = options[flag_of(declared)]
        assert option.default == (declared.default or None if declared.default == () else declared.default)
        assert option.help == declared.metadata["help"]
        if group is not Job:
            with speak_flags():
                assert str(argument(declared.name)) == flag_of(declared)


@pytest.mark.parametrize("group", [Reading, Matching])
def test_each_setting_is_an_argument_with_its_default(group: type[Group]) -> None:
    parameters = inspect.signature(ic.run).parameters
    for declared in fields(group):
        assert parameters[declared.name].default == declared.default
        assert f"        {declared.name}: " in (ic.run.__doc__ or "")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"priority": "erp"}, "priority=['erp']"),
        ({"unique": "erp"}, "a list is needed"),
        ({"priority": b"erp"}, "a list is needed"),
        ({"skip_rows": -1}, "at least 0"),
        ({"delimiter": ";;"}, "one character"),
        ({"delimiter": ""}, "one character"),
        ({"mapping": "a=b"}, "mapping={"),
        ({"language": "de"}, "it and en"),
        ({"priority": ["crm"]}, "the sources are frame"),
    ],
)
def test_what_makes_no_sense_is_told_in_python(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ic.UsageError) as caught:
        ic.run(pl.DataFrame({"Cognome": ["Rossi"], "CF": ["RSSMRA85T10A562S"]}), **given)
    assert said in str(caught.value)
    assert "--" not in str(caught.value)
    assert caught.value.text("it") != caught.value.text("en")


@pytest.mark.parametrize(
    "made",
    [
        lambda: Periods(dormant=0),
        lambda: Periods(retention=1201),
        lambda: Dns(timeout=0),
        lambda: Dns(concurrency=901),
        lambda: Dns(max_age=-1),
        lambda: Reading(delimiter="\n"),
    ],
)
def test_bounds_hold_in_python_too(made: Any) -> None:
    with pytest.raises(ic.UsageError):
        made()


def test_a_row_that_is_not_there_cannot_be_explained() -> None:
    result = ic.run(pl.DataFrame({"Cognome": ["Rossi"] * 2, "CF": ["RSSMRA85T10A562S"] * 2}))
    for name in (3, 0, -1, ("erp", 1), "1", None, ("frame", "x"), 1.5):
        with pytest.raises(ic.UsageError):
            result.explain(1, name)  # type: ignore[arg-type]


def test_no_retention_is_no_flag() -> None:
    rows = pl.DataFrame({"Cognome": ["Rossi"], "Data ultimo ordine": ["01/01/2001"], "CF": ["RSSMRA85T10A562S"]})
    for retention in (0, None):
        assert ic.clean(rows, periods=Periods(retention=retention, today=date(2026, 1, 1))).retention.is_empty()


def test_run_json_holds_what_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "erp.csv").write_text(LIST, encoding="utf-8")
    command = [sys.executable, "-m", "italclean", "run", "erp.csv", "--out", "out", "--json", "--quiet"]
    options = ["--priority", "erp", "--skip-rows", "0", "--today", "2026-01-02", "--fail-on", "rejected=1%"]
    options += ["--fail-on", "duplicates=0", "--map", "CF=codice_fiscale", "--lang", "en"]
    done = subprocess.run([*command, *options], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    assert told == json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert told["folder"] == "out"
    assert {"golden.csv", "run.json"} <= set(told["files"])
    assert told["gates"] == [
        {"name": "rejected", "most": "1%", "figure": 0, "over": False},
        {"name": "duplicates", "most": "0", "figure": 1, "over": True},
    ]
    wanted = Settings(
        Reading(skip_rows=0),
        {"CF": "codice_fiscale"},
        Matching(["erp"]),
        Periods(today=date(2026, 1, 2)),
        language="en",
    )
    assert told["options"] == wanted.as_dict()


def test_settings_of_the_library_stand_in_the_summary() -> None:
    frame = pl.DataFrame({"Cognome": ["Rossi"], "CF": ["RSSMRA85T10A562S"]})
    summary = ic.clean(frame, periods=Periods(dormant=7)).summary()
    assert summary["options"]["dormant"] == 7
    assert summary["gates"] == []
