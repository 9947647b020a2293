"""The command line: every command, every option, every way to go wrong."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from italclean.cli.app import main
from italclean.registry import CLEANERS
from tests.mail.dns_server import Loopback, Zone

GOOD = (
    "Cognome;Nome;Codice Fiscale;Prov;Telefono\n"
    "Rossi;Mario;RSSMRA85T10A562S;milano;333 1234567\n"
    "ROSSI;mario;rssmra85t10a562s;(MI);0039 333 1234567\n"
    "Bianchi;Anna;;Narnia;02 55507676\n"
)
OF_RUN_AND_CLEAN = [
    "--out",
    "--map",
    "--encoding",
    "--delimiter",
    "--skip-rows",
    "--lang",
    "--json",
    "--quiet",
    "--force",
    "--rewritten",
    "--dry-run",
    "--dormant-after",
    "--retention",
    "--today",
    "--dns",
    "--dns-resolver",
    "--dns-timeout",
    "--dns-retries",
    "--dns-concurrency",
    "--dns-cache",
    "--dns-max-age",
    "--fail-on",
]
OPTIONS = {
    "run": [*OF_RUN_AND_CLEAN, "--decisions", "--priority", "--unique"],
    "clean": OF_RUN_AND_CLEAN,
    "plan": ["--map", "--encoding", "--delimiter", "--skip-rows", "--lang", "--json"],
    "evaluate": ["--entity", "--lang", "--json", "--quiet"],
    "check": ["--lang"],
    "cleaners": [],
    "demo": ["--out", "--lang", "--json", "--quiet", "--force", "--rewritten", "--dry-run"],
}

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line in this process: exit code, standard output, standard error."""
    monkeypatch.setenv("LC_ALL", "it_IT.UTF-8")
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: object, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write(tmp_path / "clienti.csv", GOOD)


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


@pytest.mark.parametrize("command", OPTIONS)
def test_help_names_every_option(run: Run, command: str) -> None:
    code, out, _ = run(command, "--help")
    assert code == 0
    for option in OPTIONS[command]:
        assert option in out
    assert set(re.findall(r"--[a-z-]+", out)) >= {*OPTIONS[command], "--help"}


def test_help_names_every_command(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    for command in OPTIONS:
        assert re.search(rf"^\W*{command}\b", out, re.MULTILINE)
    assert run()[0] == 2


def test_run_writes_everything(run: Run, good: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, stdout, stderr = run("run", good, "--out", out)
    assert (code, stdout) == (0, "")
    assert names(out) >= {
        "golden.csv",
        "cleaned.csv",
        "crosswalk.csv",
        "issues.csv",
        "review.csv",
        "report.html",
        "run.json",
    }
    assert "3 righe lette" in stderr
    assert str(out) in stderr
    golden = pl.read_csv(out / "golden.csv", separator=";", infer_schema=False)
    assert golden.height == 2
    crosswalk = pl.read_csv(out / "crosswalk.csv", separator=";", infer_schema=False)
    assert crosswalk.columns == ["source", "row", "source_id", "golden_id", "probability", "reason"]
    assert crosswalk["row"].to_list() == ["1", "2", "3"]
    issues = pl.read_csv(out / "issues.csv", separator=";", infer_schema=False)
    assert issues.columns == [
        "source",
        "row",
        "source_id",
        "column",
        "role",
        "original",
        "cleaned",
        "status",
        "issue",
        "message",
    ]
    assert pl.read_csv(out / "cleaned.csv", separator=";", infer_schema=False).columns[:4] == [
        "source",
        "row",
        "source_id",
        "golden_id",
    ]
    summary = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert {"versions", "plan", "figures", "stages", "dedup", "sources"} <= set(summary)


def test_clean_writes_no_golden_records(run: Run, good: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("clean", good, "--out", out)[0] == 0
    assert names(out) == {"cleaned.csv", "issues.csv", "report.html", "rewritten.parquet", "run.json"}
    assert "golden_id" not in (out / "cleaned.csv").read_text(encoding="utf-8").splitlines()[0]


BAD_INPUTS: dict[str, tuple[bytes | None, tuple[str, ...], int, str]] = {
    "missing file": (None, (), 3, r"Non riesco a leggere"),
    "empty file": (b"", (), 3, r"vuoto"),
    "blank file": (b" \r\n\r\n", (), 3, r"vuoto"),
    "header only": (b"Cognome;Nome;Email\n", (), 3, r"intestazione"),
    "one column": (b"Cognome^Nome\nRossi^Mario\nBianchi^Anna\n", (), 3, r"sola colonna.*«\^»"),
    "packed": (b"\x1f\x8b\x08" + bytes(range(256)) * 9, (), 3, r"archivio è danneggiato"),
    "web page": (b"<html><table><tr><td>Rossi</td></tr></table></html>", (), 3, r"HTML"),
    "nothing but totals": (b"Cognome;Nome\nTOTALE;3\n;\n", (), 3, r"nessuna riga"),
    "lines to skip": (GOOD.encode(), ("--skip-rows", "-1"), 2, r"--skip-rows"),
    "all lines skipped": (GOOD.encode(), ("--skip-rows", "9"), 3, r"vuoto"),
    "spreadsheet": (b"PK\x03\x04xl/" + bytes(range(256)) * 9, (), 3, r"foglio di calcolo.*danneggiato"),
    "pdf": (b"%PDF-1.4\n" + bytes(range(256)) * 9, (), 3, r"PDF"),
    "binary": (bytes(range(256)) * 40, (), 3, r"binario"),
    "wrong delimiter forced": (GOOD.encode(), ("--delimiter", ","), 3, r"«;»"),
    "unknown encoding forced": (GOOD.encode(), ("--encoding", "nonsense"), 3, r"nonsense"),
    "wrong encoding forced": ("Città;Nome\nForlì;Niccolò\n".encode("cp1252"), ("--encoding", "utf-8"), 3, r"utf-8"),
    "codec that is no text encoding": (GOOD.encode(), ("--encoding", "base64"), 3, r"base64"),
    "no usable column": (b"alfa;beta\nx1;\nx2;\nx3;\nx4;\nx5;\nx6;\n", (), 3, r"--map"),
    "mostly broken": (b"Cognome;Nome;Email\n" + b"a;b;c;d\n" * 20, (), 3, r"non hanno 3 campi"),
    "bad role": (GOOD.encode(), ("--map", "Prov=bollo"), 2, r"bollo"),
    "unknown column": (GOOD.encode(), ("--map", "Manca=provincia"), 2, r"Manca"),
    "map without sign": (GOOD.encode(), ("--map", "Prov"), 2, r"COLUMN=ROLE|COLONNA=RUOLO"),
    "bad gate": (GOOD.encode(), ("--fail-on", "invalid"), 2, r"invalid"),
    "gate that is no number": (GOOD.encode(), ("--fail-on", "invalid=molti"), 2, r"molti"),
    "gate of an unknown name": (GOOD.encode(), ("--fail-on", "bollo=1"), 2, r"bollo"),
    "gate that is not a number": (GOOD.encode(), ("--fail-on", "invalid=nan"), 2, r"nan"),
    "two delimiters": (GOOD.encode(), ("--delimiter", ";;"), 2, r";;"),
    "missing decisions": (GOOD.encode(), ("--decisions", "manca.csv"), 2, r"manca\.csv"),
    "unknown option": (GOOD.encode(), ("--bollo",), 2, r"--bollo"),
    "unknown language": (GOOD.encode(), ("--lang", "de"), 2, r"de"),
}


@pytest.mark.parametrize("case", BAD_INPUTS)
@pytest.mark.parametrize("command", ["run", "clean", "plan"])
def test_bad_input_ends_with_its_code_a_message_and_nothing_written(
    run: Run, tmp_path: Path, command: str, case: str
) -> None:
    content, options, expected, message = BAD_INPUTS[case]
    if {"--fail-on", "--decisions"} & set(options) and command != "run":
        pytest.skip("not an option of this command")
    path = tmp_path / "clienti.csv"
    if content is not None:
        write(path, content)
    before = names(tmp_path)
    code, stdout, stderr = run(command, path, *options, *(() if command == "plan" else ("--out", tmp_path / "out")))
    assert code == expected, stderr
    assert re.search(message, stderr), stderr
    assert stdout == ""
    assert "Traceback" not in stderr
    assert names(tmp_path) == before


@pytest.mark.parametrize(
    "case", ["missing file", "empty file", "one column", "spreadsheet", "no usable column", "bad role", "bad gate"]
)
def test_messages_in_english(run: Run, tmp_path: Path, case: str) -> None:
    content, options, expected, _ = BAD_INPUTS[case]
    path = tmp_path / "clienti.csv"
    if content is not None:
        write(path, content)
    code, _, stderr = run("run", path, *options, "--out", tmp_path / "out", "--lang", "en")
    assert code == expected
    english = {
        "missing file": "Cannot read",
        "empty file": "holds no data rows",
        "one column": "falls into one column",
        "spreadsheet": "it seems to be a spreadsheet",
        "no usable column": "is recognised",
        "bad role": "is not a role",
        "bad gate": "cannot be understood",
    }
    assert english[case] in stderr
    assert not re.search(r"\b(?:non|sembra|senza|colonna)\b", stderr.replace("colonna_", "")), stderr


def test_lines_above_the_header(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "clienti.csv", f"Titolo;di;cinque;campi;pieni\n{GOOD}")
    assert run("run", path, "--out", tmp_path / "a", "--skip-rows", "1")[0] == 0
    rejected = pl.read_csv(tmp_path / "a" / "rejected.csv", separator=";", infer_schema=False)
    assert rejected["text"].to_list() == ["Titolo;di;cinque;campi;pieni"]
    assert pl.read_csv(tmp_path / "a" / "cleaned.csv", separator=";").height == 3
    code, stdout, stderr = run("plan", path, "--skip-rows", "1", "--json")
    assert code == 0
    assert json.loads(stdout)["sources"][0]["rejected"] == 1
    assert "rejected.csv" in stderr


def test_every_tenth_line_broken(run: Run, tmp_path: Path) -> None:
    lines = ["Cognome;Nome;Email"]
    lines += [f"Rossi{n};Mario;r{n}@x.it" if n % 10 else f"rotta {n}" for n in range(1, 101)]
    path = write(tmp_path / "clienti.csv", "\n".join(lines))
    code, _, stderr = run("run", path, "--out", tmp_path / "out")
    assert code == 0
    assert "10 righe malformate" in stderr
    rejected = pl.read_csv(tmp_path / "out" / "rejected.csv", separator=";", infer_schema=False)
    assert rejected.columns == ["source", "line", "reason", "text"]
    assert rejected["line"].to_list() == [str(n + 1) for n in range(10, 101, 10)]
    assert rejected["text"].to_list() == [f"rotta {n}" for n in range(10, 101, 10)]
    assert pl.read_csv(tmp_path / "out" / "cleaned.csv", separator=";").height == 90
    assert run("run", path, "--out", tmp_path / "b", "--fail-on", "rejected=5%")[0] == 1
    assert run("run", path, "--out", tmp_path / "c", "--fail-on", "rejected=15%")[0] == 0


def test_output_that_exists(run: Run, good: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert run("run", good, "--out", out)[0] == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    code, _, stderr = run("run", good, "--out", out)
    assert code == 2
    assert "--force" in stderr
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert run("run", good, "--out", out, "--force")[0] == 0


@pytest.mark.parametrize("inside", ["", "dentro", "dentro/ancora"])
def test_a_file_in_the_way(run: Run, good: Path, tmp_path: Path, inside: str) -> None:
    write(tmp_path / "out", b"mio")
    code, _, stderr = run("run", good, "--out", tmp_path / "out" / inside)
    assert code == 2, stderr
    assert "Non posso scrivere" in stderr
    assert (tmp_path / "out").read_bytes() == b"mio"
    assert names(tmp_path) == {"clienti.csv", "out"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_folder_without_permission(run: Run, good: Path, tmp_path: Path) -> None:
    (tmp_path / "chiusa").mkdir(mode=0o500)
    assert run("run", good, "--out", tmp_path / "chiusa" / "out")[0] == 2


def test_two_columns_of_one_name(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "clienti.csv", "Cognome;Nome;Telefono;Telefono\nRossi;Mario;333 1234567;02 55507676\n")
    code, _, stderr = run("run", path, "--out", tmp_path / "out")
    assert code == 0
    assert "Telefono → Telefono_2" in stderr
    cleaned = pl.read_csv(tmp_path / "out" / "cleaned.csv", separator=";", infer_schema=False)
    assert (cleaned["telefono"][0], cleaned["telefono_2"][0]) == ("+393331234567", "+390255507676")


def test_hundreds_of_columns(run: Run, tmp_path: Path) -> None:
    header = ["Cognome", "Nome", *(f"campo {n}" for n in range(298))]
    path = write(
        tmp_path / "clienti.csv", ";".join(header) + "\n" + (";".join(["Rossi", "Mario", *(["x"] * 298)]) + "\n") * 3
    )
    assert run("run", path, "--out", tmp_path / "out", "--quiet")[0] == 0
    assert pl.read_csv(tmp_path / "out" / "cleaned.csv", separator=";", infer_schema=False).width >= 300


def test_a_cell_of_one_megabyte(run: Run, tmp_path: Path) -> None:
    note = "ab " * 350_000
    path = write(
        tmp_path / "clienti.csv",
        f'Cognome;Nome;Note;Email\nRossi;{note};"{note}\n{note}";{note}\nBianchi;Anna;;a@b.it\n',
    )
    assert run("run", path, "--out", tmp_path / "out", "--quiet")[0] == 0
    assert len((tmp_path / "out" / "cleaned.csv").read_bytes()) > 2_000_000


def test_gates(run: Run, good: Path, tmp_path: Path) -> None:
    code, _, stderr = run("run", good, "--out", tmp_path / "a", "--fail-on", "invalid=0", "--fail-on", "rejected=0")
    assert code == 1
    assert "invalid" in stderr
    assert "golden.csv" in names(tmp_path / "a")
    assert (
        run("run", good, "--out", tmp_path / "b", "--fail-on", "invalid=1000", "--fail-on", "duplicates=100%")[0] == 0
    )
    assert run("clean", good, "--dry-run", "--fail-on", "fixed=1%")[0] == 1
    assert run("run", good, "--dry-run", "--fail-on", "duplicates=0")[0] == 1


@pytest.mark.parametrize("command", ["run", "clean"])
def test_json_is_all_of_standard_output(run: Run, good: Path, tmp_path: Path, command: str) -> None:
    code, stdout, stderr = run(command, good, "--out", tmp_path / "out", "--json")
    assert code == 0
    summary = json.loads(stdout)
    assert summary == json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert summary["figures"]["rows"] == 3
    assert stderr


def test_dry_run_writes_nothing(run: Run, good: Path, tmp_path: Path) -> None:
    before = names(tmp_path)
    assert run("run", good, "--dry-run")[0] == 0
    code, stdout, _ = run("run", good, "--out", tmp_path / "out", "--dry-run", "--json")
    assert code == 0
    assert json.loads(stdout)["figures"]["rows"] == 3
    assert names(tmp_path) == before


def test_without_out(run: Run, good: Path) -> None:
    code, _, stderr = run("run", good)
    assert code == 2
    assert "--out" in stderr


def test_quiet_says_nothing(run: Run, good: Path, tmp_path: Path) -> None:
    assert run("run", good, "--out", tmp_path / "out", "--quiet") == (0, "", "")


def test_standard_input(run: Run, tmp_path: Path) -> None:
    assert run("run", "-", "--out", tmp_path / "out", stdin=GOOD.encode("cp1252"))[0] == 0
    assert pl.read_csv(tmp_path / "out" / "cleaned.csv", separator=";", infer_schema=False)[
        "source"
    ].unique().to_list() == ["stdin"]
    assert run("run", "-", "--out", tmp_path / "vuoto", stdin=b"")[0] == 3


def test_named_sources_and_priority(run: Run, tmp_path: Path) -> None:
    erp = write(tmp_path / "a.csv", "Cognome;Nome;Codice Fiscale;Email\nRossi;Mario;RSSMRA85T10A562S;erp@x.it\n")
    crm = write(
        tmp_path / "b.csv", "Codice Fiscale,Cognome,Nome,Email,Hobby\nRSSMRA85T10A562S,Rossi,Mario,crm@x.it,vela\n"
    )
    for priority, expected in (
        (("--priority", "vecchio,nuovo"), "erp@x.it"),
        (("--priority", "nuovo,vecchio"), "crm@x.it"),
    ):
        out = tmp_path / priority[1].partition(",")[0]
        assert run("run", f"vecchio={erp}", f"nuovo={crm}", "--out", out, *priority)[0] == 0
        golden = pl.read_csv(out / "golden.csv", separator=";", infer_schema=False)
        assert golden["email"].to_list() == [expected]
        assert golden["Hobby"].to_list() == ["vela"]
        assert pl.read_csv(out / "crosswalk.csv", separator=";", infer_schema=False)["source"].to_list() == [
            "vecchio",
            "nuovo",
        ]


def test_mapping_and_decisions(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "a;b;c\nRossi;Mario;RSSMRA85T10A562S\nRossi;Mario;RSSMRA85T10H501O\n")
    options = ("--map", "a=cognome", "--map", "b=nome", "--map", "c=codice_fiscale")
    assert run("run", path, "--out", tmp_path / "uno", *options)[0] == 0
    review = pl.read_csv(tmp_path / "uno" / "review.csv", separator=";", infer_schema=False)
    assert review.height == 1
    review.with_columns(decision=pl.lit("same")).write_csv(tmp_path / "d.csv", separator=";")
    assert run("run", path, "--out", tmp_path / "due", *options, "--decisions", tmp_path / "d.csv")[0] == 0
    assert pl.read_csv(tmp_path / "due" / "golden.csv", separator=";").height == 1
    write(tmp_path / "male.csv", "x;y\n1;2\n")
    code, _, stderr = run("run", path, "--out", tmp_path / "tre", *options, "--decisions", tmp_path / "male.csv")
    assert code == 2
    assert "male.csv" in stderr
    assert not (tmp_path / "tre").exists()


def test_decisions_are_kept_in_the_folder(run: Run, tmp_path: Path) -> None:
    lines = ["Cognome;Nome;Codice Fiscale;Note", "Rossi;Mario;RSSMRA85T10A562S;a", "Rossi;Mario;RSSMRA85T10H501O;b"]
    path, out = write(tmp_path / "x.csv", "\n".join(lines)), tmp_path / "out"
    assert run("run", path, "--out", out)[0] == 0
    # As an Italian Excel saves it.
    filled = pl.read_csv(out / "review.csv", separator=";", infer_schema=False).with_columns(decision=pl.lit("sì"))
    text = filled.write_csv(separator=";", line_terminator="\r\n")
    (out / "review.csv").write_bytes(text.encode("cp1252"))
    assert run("run", path, "--out", out, "--force")[0] == 0
    assert pl.read_csv(out / "golden.csv", separator=";").height == 1
    kept = pl.read_csv(out / "decisions.csv", separator=";", infer_schema=False)
    assert kept.select("decision", "state").rows() == [("same", "applied")]
    # Sorted otherwise, under another name, twice, dry or not: it holds.
    other = write(tmp_path / "y.csv", "\n".join([lines[0], *reversed(lines[1:])]))
    for options in (("--force",), ("--force",), ("--dry-run",)):
        code, stdout, _ = run("run", other, "--out", out, "--json", *options)
        assert code == 0
        assert json.loads(stdout)["figures"]["customers"] == 1
    assert pl.read_csv(out / "decisions.csv", separator=";", infer_schema=False).equals(kept)
    # A later file counts more; what fits no row is told, and may be a gate.
    kept.with_columns(decision=pl.lit("different")).write_csv(tmp_path / "no.csv")
    lost = kept.with_columns(anchor_a=pl.lit(None), codice_fiscale_a=pl.lit("altro"))
    lost.write_csv(tmp_path / "persa.csv", separator="\t")
    options = ("--force", "--decisions", str(tmp_path / "no.csv"), "--decisions", str(tmp_path / "persa.csv"))
    code, _, stderr = run("run", other, "--out", out, *options, "--fail-on", "decisions_unplaced=0")
    assert code == 1
    assert "data per ultima" in stderr
    assert "le loro righe non ci sono" in stderr
    assert pl.read_csv(out / "golden.csv", separator=";").height == 2
    assert sorted(pl.read_csv(out / "decisions.csv", separator=";")["state"].to_list()) == ["applied", "no_row"]


def test_nothing_of_others_is_overwritten(run: Run, good: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("run", good, "--out", out)[0] == 0
    for given, stdin in ((str(out / "cleaned.csv"), b""), (f"x={out}/../out/golden.csv", b"")):
        code, _, stderr = run("run", given, "--out", out, "--force", stdin=stdin)
        assert code == 2
        assert "sovrascritto" in stderr
    (out / "golden.csv").write_text("cambiato")
    code, _, stderr = run("run", good, "--out", out, "--force")
    assert code == 2
    assert "golden.csv" in stderr
    assert (out / "golden.csv").read_text() == "cambiato"


@pytest.mark.parametrize(("lang", "word"), [("it", "perché"), ("en", "why")])
def test_plan(run: Run, good: Path, tmp_path: Path, lang: str, word: str) -> None:
    before = names(tmp_path)
    code, stdout, _ = run("plan", good, "--lang", lang)
    assert code == 0
    for text in (word, "codice_fiscale", "provincia", "utf-8", "«;»" if lang == "it" else ";"):
        assert text in stdout
    assert names(tmp_path) == before
    code, stdout, _ = run("plan", good, "--json")
    assert [column["role"] for column in json.loads(stdout)["plan"]] == [
        "cognome",
        "nome",
        "codice_fiscale",
        "provincia",
        "telefono",
    ]


@pytest.mark.parametrize("name", sorted(CLEANERS))
def test_check(run: Run, name: str) -> None:
    values = ["Milano", "RSSMRA85T10A562S", "", "x y"]
    code, stdout, _ = run("check", name, *values)
    assert code == 0
    lines = [json.loads(line) for line in stdout.splitlines()]
    assert [line["input"] for line in lines] == values
    for line in lines:
        assert list(line)[:5] == ["input", "value", "status", "issue", "message"]
        assert list(line)[5:] == list(CLEANERS[name].extras)
    again = run("check", name, stdin=("\r\n".join(values) + "\r\n").encode())
    assert again[0] == 0
    assert [json.loads(line) for line in again[1].splitlines()] == lines


def test_check_negative_looking_values_and_unknown_cleaner(run: Run) -> None:
    code, stdout, _ = run("check", "telefono", "--", "-39 333 1234567")
    assert code == 0
    assert json.loads(stdout)["input"] == "-39 333 1234567"
    code, _, stderr = run("check", "bollo", "x")
    assert code == 2
    assert "provincia" in stderr
    assert run("check", "provincia", stdin=b"") == (0, "", "")


def test_cleaners(run: Run) -> None:
    code, stdout, _ = run("cleaners")
    assert code == 0
    assert [line.split()[0] for line in stdout.splitlines()] == sorted(CLEANERS)
    code, stdout, _ = run("cleaners", "--json")
    assert [json.loads(line)["name"] for line in stdout.splitlines()] == sorted(CLEANERS)


def test_demo(run: Run, tmp_path: Path) -> None:
    code, _, stderr = run("demo", "--out", tmp_path / "out", "--lang", "en")
    assert code == 0
    assert "309 rows read, 2 rejected" in stderr
    assert "rejected.csv" in names(tmp_path / "out")


@pytest.mark.parametrize(
    ("environment", "italian"),
    [
        ({"LC_ALL": "it_IT.UTF-8"}, True),
        ({"LC_ALL": "en_US.UTF-8"}, False),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "it_IT.UTF-8"}, True),
        ({"LC_ALL": "C"}, False),
    ],
)
def test_language_of_the_system(
    run: Run, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], italian: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    _, _, stderr = run("run", "manca.csv", "--dry-run")
    assert ("Non riesco" in stderr) == italian
    assert ("Cannot read" in stderr) != italian
    assert "Cannot read" in run("run", "manca.csv", "--dry-run", "--lang=en")[2]


def subprocess_run(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "italclean", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_as_a_program(good: Path, tmp_path: Path) -> None:
    done = subprocess_run("run", str(good), "--out", str(tmp_path / "out"), "--json", NO_COLOR="1", LC_ALL="C.UTF-8")
    assert done.returncode == 0
    json.loads(done.stdout)
    assert b"\x1b" not in done.stdout + done.stderr
    missing = subprocess_run("run", "manca.csv", "--out", str(tmp_path / "b"), LC_ALL="C.UTF-8")
    assert (missing.returncode, missing.stdout) == (3, b"")
    assert b"Traceback" not in missing.stderr


def test_colours_are_left_out_when_asked(good: Path) -> None:
    done = subprocess_run("plan", str(good), NO_COLOR="1", FORCE_COLOR="", TERM="xterm-256color")
    assert done.returncode == 0
    assert b"\x1b[3" not in done.stdout


def test_output_that_is_not_utf8() -> None:
    done = subprocess_run("check", "comune", "FORLI'", "日本", PYTHONIOENCODING="ascii", LC_ALL="C.UTF-8")
    assert b"Traceback" not in done.stderr
    assert done.returncode == 0


def test_reader_that_stops_early() -> None:
    program = [sys.executable, "-m", "italclean", "check", "provincia"]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b"milano\n" * 20_000)
        process.stdin.close()
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
        process.wait(timeout=60)
    assert b"Traceback" not in said


MAILS = (
    "Nominativo;Email;Data ultimo ordine\nROSSI MARIO;mario@mx-1.it;01/01/2026\nBIANCHI ANNA;anna@nx-1.it;01/01/2010\n"
)


def test_mail_domains_are_asked_for_and_an_interrupted_run_goes_on(run: Run, tmp_path: Path) -> None:
    path, out = tmp_path / "clienti.csv", tmp_path / "out"
    path.write_text(MAILS)
    with Loopback(Zone()) as server:
        options = ("--dns", "--dns-resolver", server.address, "--dns-timeout", "1", "--quiet")
        assert run("run", path, "--out", out, *options)[0] == 0
        told = json.loads((out / "run.json").read_text())["dns"]
        assert (told["asked"], told["outcomes"]) == (2, {"inesistente": 1, "mx": 1})
        golden = pl.read_csv(out / "golden.csv", separator=";", infer_schema=False)
        assert sorted(golden["email_stato"]) == ["inesistente", "utilizzabile"]
        # What an interrupted run leaves is the cache alone: it needs no --force, and nobody is asked again.
        for file in out.iterdir():
            if file.name != "dns-cache.sqlite":
                file.unlink()
        assert run("run", path, "--out", out, *options)[0] == 0
        assert json.loads((out / "run.json").read_text())["dns"]["asked"] == 0


def test_periods_are_counted_from_a_given_day(run: Run, tmp_path: Path) -> None:
    path, out = tmp_path / "clienti.csv", tmp_path / "out"
    path.write_text(MAILS)
    assert run("clean", path, "--out", out, "--today", "2026-06-30", "--dormant-after", "3", "--quiet")[0] == 0
    cleaned = pl.read_csv(out / "cleaned.csv", separator=";", infer_schema=False)
    assert cleaned["stato"].to_list() == ["cliente dormiente"] * 2
    assert pl.read_csv(out / "retention.csv", separator=";", infer_schema=False)["row"].to_list() == ["2"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--today", "domani"), "2026-12-31"),
        (("--today", "0001-01-01"), "2026-12-31"),
        (("--dormant-after", "99999"), "1200"),
        (("--retention", "-1"), "retention"),
        (("--dns", "--dns-resolver", "dns.example"), "127.0.0.1:5353"),
        (("--dns-resolver", "127.0.0.1"), "--dns"),
        (("--priority", "pippo"), "clienti"),
    ],
)
def test_wrong_values_of_options(run: Run, tmp_path: Path, options: tuple[str, ...], message: str) -> None:
    path = tmp_path / "clienti.csv"
    path.write_text(MAILS)
    code, stdout, stderr = run("run", path, "--out", tmp_path / "out", *options)
    assert (code, stdout) == (2, "")
    assert message in stderr
    assert "Traceback" not in stderr


@pytest.mark.parametrize(("lang", "word"), [("it", "Colonne non usate"), ("en", "Columns that are not used")])
def test_plan_ends_with_what_is_not_used(run: Run, tmp_path: Path, lang: str, word: str) -> None:
    path = tmp_path / "clienti.csv"
    path.write_text("Cognome;Ordine [x];Iscritto il\nRossi;02/5550101;1/2/2020\nVerdi;333 1234567;3/4/2021\n", "utf-8")
    code, stdout, _ = run("plan", path, "--lang", lang)
    assert code == 0
    assert word in stdout
    last = stdout.rstrip().splitlines()[-2:]
    assert '--map "Ordine [x]=telefono"' in last[0]
    assert '--map "Iscritto il=data_modifica"' in last[1]
    code, stdout, _ = run("plan", path, "--json")
    assert [column["map"] for column in json.loads(stdout)["unused"]] == [
        "Ordine [x]=telefono",
        "Iscritto il=data_modifica",
    ]
    code, stdout, _ = run("plan", path, "--map", "Ordine [x]=telefono", "--map", "Iscritto il=-", "--lang", lang)
    assert word not in stdout


def test_plan_shows_what_it_does_not_recognise(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "siti.csv"
    path.write_text("id;Sito\n" + "".join(f"{n};www.ditta{n}.it\n" for n in range(9)), "utf-8")
    code, stdout, stderr = run("plan", path, "--lang", "en")
    assert (code, "web addresses" in stdout, "--map COLUMN=ROLE" in stderr) == (0, True, True)
    assert run("run", path, "--out", tmp_path / "out")[0] == 3


def test_help_loads_nothing_of_the_work() -> None:
    """`--help`, `--version` and a wrong option are answered at once: what a run needs is imported by the run."""
    script = "import sys, italclean.cli.app; print(*(name for name in sys.modules if name.startswith('italclean.')))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[1] for name in done.stdout.split()}
    assert not loaded & {"rows", "pairs", "customers", "result", "report", "outputs", "pipeline", "cleaners"}
