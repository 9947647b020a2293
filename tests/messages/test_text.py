"""Every sentence stands once, in both languages, is used, and speaks as its speaker does."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import typer.main
from hypothesis import given
from hypothesis import strategies as st

import italclean as ic
from italclean import errors
from italclean.cli.app import app, main
from italclean.messages.text import _FLAGS, _PLACED, TEXTS, argument, learn, said, speak_flags, voice

PACKAGE = Path(ic.__file__).parent
TEMPLATES = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("templates/*.html")]
PARTS = {
    "ballast": ("ballast",),
    "audits": ("audit",),
    "pairs": ("explain", "level", "pair"),
    "cli": ("cli",),
    "contract": ("contract",),
    "databases": ("database",),
    "decisions": ("decisions",),
    "errors": ("error",),
    "exports": ("export",),
    "template": ("template",),
    "evaluate": ("evaluate",),
    "files": ("archive", "dbf", "sheet", "typed"),
    "master": ("master",),
    "plan": ("plan",),
    "read": ("read",),
    "report": ("report", "look", "todo"),
    "review": ("review",),
    "run": ("run",),
    "segments": ("segment",),
}
HALVES = re.compile(r"\[\[(.*?)\|(.*?)\]\]", re.DOTALL)
FLAG = re.compile(r"--[a-z][a-z-]*")
SIGNS = st.sampled_from(["{", "}", "{name}", "{0}", "{{", "[[", "]]", "|", "[[a|b]]", "\n", "\\1", "%s", "«", "x", " "])
DETAILS = st.one_of(st.text(max_size=20), st.lists(SIGNS, max_size=8).map("".join))
CF = "RSSMRA85T10A562S"


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("part", sorted(PARTS))
def test_keys_bear_the_name_of_their_part(part: str) -> None:
    texts = import_module(f"italclean.messages.{part}").TEXTS
    assert texts
    assert {key.split(".")[0] for key in texts} == set(PARTS[part])


def test_every_table_is_known_and_a_key_stands_once() -> None:
    files = {path.stem for path in (PACKAGE / "messages").glob("*.py")} - {"__init__", "text"}
    assert files == set(PARTS)
    assert sum(len(import_module(f"italclean.messages.{part}").TEXTS) for part in PARTS) == len(TEXTS)
    with pytest.raises(ValueError, match=r"plan\.by_user"):
        learn({"plan.by_user": ("a", "b")})
    with pytest.raises(KeyError):
        said("plan.nothing")


def test_both_languages_have_the_same_blanks() -> None:
    for key, (italian, english) in TEXTS.items():
        assert italian.strip(), key
        assert english.strip(), key
        assert blanks(italian) == blanks(english), key
        # What is left out on one side must not be a blank that the other side's reader needs.
        assert len(HALVES.findall(italian)) == len(HALVES.findall(english)), key


def constants() -> Iterator[tuple[str, bool]]:
    """Yield the text constants of the package outside the tables; those that are put together as patterns."""
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name == "messages":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(one.value) if isinstance(one, ast.Constant) else r"\w+" for one in node.values]
                yield "".join(map(str, parts)), True
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value, False
    for template in TEMPLATES:
        for name in re.findall(r"""["'](\w+)["']""", template):
            yield name, False


@cache
def known_constants() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    found = list(constants())
    # Keys that are put together, of more than blanks: cli.stage_{stage}, {status}_means.
    patterns = [
        re.compile(one)
        for one, joined in found
        if joined and re.fullmatch(r"(?:\w|\\\.|\\w\+)+", one) and len(one.replace(r"\w+", "")) > 5
    ]
    return frozenset(one for one, joined in found if not joined), tuple(patterns)


def is_used(key: str) -> bool:
    plain, patterns = known_constants()
    part, _, name = key.partition(".")
    if part == "error" and name[0].isupper():
        return hasattr(errors, name)
    # Of the pages, code names a text without its part.
    names = {key, name} if part in ("report", "look", "todo", "audit") else {key}
    own = [pattern for pattern in patterns if pattern.pattern not in (r"report\.\w+", r"look\.\w+", r"audit\.\w+")]
    return bool(names & plain) or any(pattern.fullmatch(one) for pattern in own for one in names)


def test_every_sentence_is_used() -> None:
    assert [key for key in TEXTS if not is_used(key)] == []


def test_what_nobody_says_is_found() -> None:
    assert not is_used("plan.of_nobody")
    assert not is_used("report.of_nobody")
    assert is_used("plan.evidence_email")
    assert is_used("report.stage_read")


def called(name: str, within: str = "") -> Iterator[str]:
    """Yield the first argument of every call of a function in a part of the package, where it is a constant."""
    for path in (PACKAGE / within).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def test_every_sentence_asked_for_is_there() -> None:
    asked = {
        *called("said"),
        *(f"report.{name}" for name in called("words", "report")),
        *(f"audit.{name}" for name in called("words", "audits")),
        *(f"{part}.{name}" for part in ("look", "todo") for name in called("item", "report")),
        *(f"report.{name}" for one in TEMPLATES for name in re.findall(r'words\("(\w+)"[,)]', one)),
    }
    assert len(asked) > 150
    assert asked - set(TEXTS) == set()


def test_every_kind_of_an_error_has_its_sentence() -> None:
    class Own(ic.InputError):
        """One of somebody else's."""

    assert Own(reason="x").text("it") == "x"
    assert errors.BadOption(value=1, option=argument("today"), reason=said("error.not_a_date")).text("it") == (
        "«1» non va bene per today: serve una data come 2026-12-31."
    )


@given(DETAILS, DETAILS)
def test_details_come_out_as_they_are(name: str, lead: str) -> None:
    inner = said("plan.by_header", name=name)
    for language in ("it", "en"):
        opening, closing = (
            ("l'intestazione «", "»: si unisce a «") if language == "it" else ("the header “", "”: joined to “")
        )
        whole = said("plan.joined", why=inner, lead=lead).text(language)  # type: ignore[arg-type]
        assert whole == f"{opening}{name}{closing}{lead}{'»' if language == 'it' else '”'}"
    first = errors.NoUsableColumn(path="x", columns=lead, first=name)
    assert f'mapping={{"{name}": "nominativo"}}.' in str(first)
    assert f"({lead})" in str(first)
    with speak_flags():
        assert f'--map "{name}=nominativo".' in first.text("en")


@given(DETAILS)
def test_what_is_to_be_copied_is_python(name: str) -> None:
    option = said("plan.option", pair="x", column=name, role="nome").text("it")
    assert ast.literal_eval(option.removeprefix("mapping=")) == {name: "nome"}


def test_sentences_are_equal_where_their_details_are() -> None:
    assert said("read.padded", count=1) == said("read.padded", count=1)
    assert len({said("read.padded", count=1), said("read.padded", count=1), said("read.padded", count=2)}) == 2
    assert (said("read.padded", count=1).italian, said("read.padded", count=1).english) == tuple(
        said("read.padded", count=1).text(language)
        for language in ("it", "en")  # type: ignore[arg-type]
    )


def options() -> set[str]:
    group: Any = typer.main.get_command(app)
    return {name for command in group.commands.values() for one in command.params for name in one.opts}


PARAMETERS = {
    name
    for function in (
        ic.run,
        ic.clean,
        ic.dedupe,
        ic.evaluate,
        ic.add,
        ic.split,
        ic.explain,
        ic.forget,
        ic.export,
        ic.Result.write,
        ic.Dns,
        ic.Periods,
    )
    for name in inspect.signature(function).parameters
}


def test_both_voices() -> None:
    exists = errors.OutputExists(path="x")
    assert (voice(), str(exists)) == (
        "python",
        "The folder x already holds files. Choose another one, or add force=True to overwrite them.",
    )
    with speak_flags():
        assert voice() == "flags"
        assert "add --force to overwrite" in exists.text("en")
        with pytest.raises(ValueError, match="x"), speak_flags():
            raise ValueError("x")
        assert voice() == "flags"
    assert voice() == "python"


@pytest.mark.parametrize("language", [0, 1])
def test_flags_and_parameters_exist(language: int) -> None:
    known = options()
    for key, pair in TEXTS.items():
        sentence = pair[language]
        assert not FLAG.search(HALVES.sub("", sentence)), key
        assert ("[[" in HALVES.sub("", sentence)) is False, key
        for flags, python in HALVES.findall(sentence):
            assert set(FLAG.findall(flags)) <= known, key
            assert not FLAG.search(python), key
            assert set(re.findall(r"(?<![\w\"])([a-z_]+)=", python)) <= PARAMETERS, key
            if python.isidentifier():
                assert python in PARAMETERS, key


def test_every_argument_has_its_flag() -> None:
    assert set(_FLAGS) <= PARAMETERS
    not_on_the_command_line = {
        "given",
        "cleaned",
        "self",
        "folder",
        "periods",
        "progress",
        "crosswalk",
        "truth",
        "source",
    }
    with speak_flags():
        flags = {str(argument(name)) for name in PARAMETERS - not_on_the_command_line}
        assert {flag for flag in flags if flag.startswith("--")} <= options()
        assert flags - options() == set(_PLACED.values())
    assert {str(argument(name)) for name in PARAMETERS} == PARAMETERS


FAULTS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "no usable column": ("ic.run('odd.csv')", ("run", "odd.csv", "--dry-run"), "--map"),
    "folder that is not empty": ("ic.run('good.csv').write('.')", ("run", "good.csv", "--out", "."), "--force"),
    "folder that is a file": ("ic.run('good.csv').write('odd.csv')", ("run", "good.csv", "--out", "odd.csv"), "--out"),
    "unusual delimiter": ("ic.run('hats.csv')", ("run", "hats.csv", "--dry-run"), "--delimiter"),
    "wrong delimiter": (
        "ic.run('good.csv', delimiter=',')",
        ("run", "good.csv", "--dry-run", "--delimiter", ","),
        "--delimiter",
    ),
    "encoding": ("ic.run('good.csv', encoding='x')", ("run", "good.csv", "--dry-run", "--encoding", "x"), "--encoding"),
    "unknown source": (
        "ic.run('good.csv', unique=['x'])",
        ("run", "good.csv", "--dry-run", "--unique", "x"),
        "--unique",
    ),
}


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists")
    rows = {
        "good": ["Cognome;Nome;CF", f"Rossi;Mario;{CF}", "Neri;Ada;"],
        "odd": ["alfa;beta", *(f"x{number};" for number in range(9))],
        "hats": ["Cognome^Nome^CAP", "Rossi^Mario^20121", "Neri^Ada^10121", "Blu^Ugo^10121"],
    }
    for name, lines in rows.items():
        (folder / f"{name}.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    return folder


@pytest.mark.parametrize("fault", FAULTS)
def test_the_library_names_no_flag_and_the_command_line_does(
    fault: str, lists: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    call, command, flag = FAULTS[fault]
    monkeypatch.chdir(lists)
    for language in ("it", "en"):
        with pytest.raises(SystemExit) as stopped:
            main([*command, "--lang", language])
        assert stopped.value.code in (2, 3)
        assert flag in capfd.readouterr().err
        # The command line has spoken: the library speaks Python again.
        with pytest.raises(ic.ItalcleanError) as caught:
            eval(call, {"ic": ic})
        assert len(caught.value.text(language)) > 20  # type: ignore[arg-type]
        assert not FLAG.search(caught.value.text(language))  # type: ignore[arg-type]


def test_a_fresh_interpreter_speaks_python_and_a_fresh_command_line_flags(lists: Path) -> None:
    call, command, flag = FAULTS["folder that is not empty"]
    tried = f"import italclean as ic\ntry:\n    {call}\nexcept ic.ItalcleanError as error:\n    print(error)"
    spoken = subprocess.run([sys.executable, "-c", tried], cwd=lists, capture_output=True, text=True, check=True)
    assert "force=True" in spoken.stdout
    told = subprocess.run(
        [sys.executable, "-m", "italclean", *command, "--lang", "en"],
        cwd=lists,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 2
    assert flag in told.stderr


def test_rejected_lines_speak_one_language(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rows = [f"{number};Rossi;Mario" for number in range(20)]
    path.write_text("\n".join(["Elenco clienti", "Codice;Cognome;Nome", *rows, ";;", "a;b;c;d", "TOTALE;20;", ""]))
    said_in = {language: ic.clean(path, language=language).rejected for language in ("it", "en")}  # type: ignore[arg-type]
    assert said_in["it"].columns == ["source", "line", "reason", "text"]
    assert said_in["it"]["reason"].to_list() == [
        "riga sopra l'intestazione",
        "riga vuota",
        "4 campi invece di 3",
        "totale o piè di pagina",
    ]
    assert said_in["en"]["reason"].to_list() == [
        "line above the header",
        "empty row",
        "4 fields instead of 3",
        "total or page line",
    ]


def test_progress_is_labelled_in_the_language() -> None:
    stages = ("read", "plan", "clean", "dns", "dedupe")
    for language in ("it", "en"):
        labels = [said(f"cli.stage_{stage}").text(language) for stage in stages]  # type: ignore[arg-type]
        assert max(map(len, labels)) <= 10, "the column of the labels is that wide"
