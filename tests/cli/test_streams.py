"""The job is done whatever becomes of the terminal, and nothing of anybody's data reaches it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from italclean import pipeline
from italclean.cli import app
from italclean.cli.terminal import readable, valid_json

LIST = "Cod;Cliente;CF\n1;Rossi Mario;RSSMRA85T10A562S\n2;Mario Rossi;RSSMRA85T10A562S\n"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="streams are closed with a shell's redirections")


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """Run italclean (`$I` in the command) in a shell."""
    environment = {**os.environ, "I": f"{sys.executable} -m italclean", "LC_ALL": "C.UTF-8"}
    return subprocess.run(["sh", "-c", command], cwd=cwd, capture_output=True, env=environment, check=False)


@pytest.mark.parametrize(
    "streams",
    [">&-", "2>&-", "<&- >&- 2>&-", ">/dev/full 2>/dev/full", "--json >/dev/full", "--json >&-", "--json | true"],
)
def test_the_job_is_done(streams: str, tmp_path: Path) -> None:
    (tmp_path / "clienti.csv").write_text(LIST, encoding="utf-8")
    done = shell(f"$I run clienti.csv --out out {streams}; echo $? >code", tmp_path)
    assert (tmp_path / "code").read_text().strip() == "0", done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    golden = (tmp_path / "out" / "golden.csv").read_text(encoding="utf-8")
    assert len(golden.splitlines()) == 2
    assert json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["figures"]["rows"] == 2


@pytest.mark.parametrize("command", ["plan clienti.csv", "cleaners", "check cap 00184", "--help"])
@pytest.mark.parametrize(("stream", "code"), [(">/dev/full", 2), ("| head -c 1 >/dev/null", 0)])
def test_data_that_cannot_be_written(command: str, stream: str, code: int, tmp_path: Path) -> None:
    (tmp_path / "clienti.csv").write_text(LIST, encoding="utf-8")
    done = shell(f"$I {command} {stream}", tmp_path)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    assert (b"standard output" in done.stderr) is (code == 2)


def test_one_pipe_for_all_that_nobody_reads(tmp_path: Path) -> None:
    """The messages meet the closed pipe first, then the data: neither is an error, nor a gate."""
    (tmp_path / "clienti.csv").write_text(LIST, encoding="utf-8")
    for command in ("plan clienti.csv", "run clienti.csv --dry-run --json", "check cap 00184 00185"):
        shell(f"( $I {command}; echo $? >code ) 2>&1 | true", tmp_path)
        assert (tmp_path / "code").read_text().strip() == "0", command


def test_a_closed_standard_input(tmp_path: Path) -> None:
    done = shell("$I run - --out out <&-", tmp_path)
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr


def test_names_that_are_no_text(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/client\xec.csv"
    Path(os.fsdecode(name)).write_text(LIST, encoding="utf-8")
    done = shell("$I run client?.csv --out $(printf 'usc\\354ta') --map $(printf 'X\\354')=cap", tmp_path)
    assert done.returncode == 2, done.stderr
    done = shell("$I run client?.csv --out $(printf 'usc\\354ta')", tmp_path)
    assert done.returncode == 0, done.stderr
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/usc\xecta"))
    assert json.loads((folder / "run.json").read_text(encoding="utf-8"))["figures"]["rows"] == 2
    assert shell("$I check cap $(printf '00184\\354')", tmp_path).returncode == 0


HOSTILE = "[red]Cliente[/red]", "[/bold]CF", "Note\x1b[2J\x07\x9b31m", "\u202eafter"


def test_headers_never_rule_the_terminal(tmp_path: Path) -> None:
    text = (
        ";".join(HOSTILE)
        + "\nRossi Mario;RSSMRA85T10A562S;\x1b]0;owned\x07;x\n"
        + "Bianchi Anna;;a note of an ordinary kind;\n" * 60
    )
    (tmp_path / "clienti.csv").write_text(text.replace("]0;", "]0,"), encoding="utf-8")
    for command in ("plan", "run --out out", "run --dry-run --json", "plan --json"):
        done = shell(f"$I {command} clienti.csv --map '[red]Cliente[/red]=nominativo'", tmp_path)
        assert done.returncode == 0, done.stderr
        shown = done.stdout + done.stderr
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", shown.decode())
        assert b"owned" not in shown
    assert (
        "[red]Cliente[/red]"
        in shell("$I plan clienti.csv --map '[red]Cliente[/red]=nominativo'", tmp_path).stdout.decode()
    )


def test_what_a_terminal_would_obey() -> None:
    assert readable("Via Roma\x1b[2J\x9b\u202e\udcec\nCAP\t1") == "Via Roma\\x1b[2J\\x9b\\u202e\\udcec\nCAP\t1"
    line = json.dumps({"input": "a\x9bb\u202ec"}, ensure_ascii=False)
    assert json.loads(valid_json(line)) == json.loads(line)


@pytest.mark.parametrize("arguments", [[], ["--debug"]])
def test_a_fault_of_ours(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Panic(BaseException):
        """As compiled libraries raise."""

    def fail(*_: object, **__: object) -> None:
        try:
            raise Panic("Rossi Mario RSSMRA85T10A562S")
        except Panic as error:
            raise ValueError("SEGRETO") from error

    monkeypatch.setattr(pipeline, "run_with", fail)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clienti.csv").write_text(LIST, encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        app.main(["run", "clienti.csv", "--out", "out", "--lang", "en", *arguments])
    assert stopped.value.code == 4
    said = capsys.readouterr().err.strip()
    assert len(said.splitlines()) == 1
    assert "ValueError" in said
    written = list(tmp_path.glob("italclean-debug-*"))
    assert len(written) == len(arguments)
    told = "".join(file.read_text(encoding="utf-8") for file in written)
    for text in (said, told):
        assert "SEGRETO" not in text
        assert "Rossi" not in text
    if written:
        assert str(written[0].name) in said
        assert written[0].stat().st_mode & 0o077 == 0
        assert "Panic" in told
        assert "cli/app.py" in told
    assert not (tmp_path / "out").exists()


def test_an_interruption_is_no_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "run_with", stop)
    with pytest.raises(SystemExit) as stopped:
        app.main(["run", "clienti.csv", "--out", str(tmp_path / "out")])
    assert stopped.value.code == 130
