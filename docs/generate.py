"""Keep the docs true to the code.

    python docs/generate.py            rewrite the generated parts
    python docs/generate.py --check    write nothing; exit with 1 and say what is stale, missing or wrong

Generated: the whole of `issues.md` and of `api.md`; the tables between `<!-- issues: … -->`, `<!-- examples: … -->`,
`<!-- roles -->`, `<!-- rules -->`, `<!-- floors -->`, `<!-- options -->` (of addresses of databases), `<!-- readers
-->`, `<!-- writers -->` and `<!-- end -->` in the other pages and the README. Examples are run, not remembered. Checked
as well: every cleaner has a page that names its extras, every option of the command line stands in `cli.md`, every
column of the output files in `files.md`, and the Python of the pages gives what they print.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import doctest
import inspect
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import typer.main

# A package of somebody's own that is installed here is no part of the docs.
os.environ["ITALCLEAN_NO_PLUGINS"] = "1"

import italclean as ic
from italclean.cli.app import app
from italclean.core.cleaner import Cleaner
from italclean.core.reference import folder, table
from italclean.databases.address import OPTIONS
from italclean.databases.opening import ENGINES, schemes_of
from italclean.fields.catalogue import FIELDS, canonical, field_of
from italclean.issues.registry import ISSUES, message
from italclean.outputs import FORMATS
from italclean.pairs.reasons import say
from italclean.pairs.rules import APART, MERGE, REVIEW, RULES, described
from italclean.readers import archives
from italclean.readers.sources import READERS

DOCS = Path(__file__).resolve().parent
BLOCK = re.compile(
    r"(<!-- (issues|examples|roles|rules|floors|options|readers|writers)(?:: (.*?))? -->\n).*?(<!-- end -->)", re.DOTALL
)
PROGRAMS = (DOCS / "own_cleaner.md",)
SESSIONS = (
    DOCS.parent / "README.md",
    DOCS / "python.md",
    DOCS / "tutorial.md",
    DOCS / "fiscal.md",
    DOCS / "evaluation.md",
    DOCS / "contract.md",
    DOCS / "export.md",
    DOCS / "master.md",
    DOCS / "audit.md",
)


def main() -> None:
    """Rewrite, or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, fail when something is stale")
    check = parser.parse_args().check
    faults = []
    for path, content in _pages():
        if path.exists() and path.read_text(encoding="utf-8") == content:
            continue
        if check:
            faults.append(f"{path.relative_to(DOCS.parent)} is stale: run python docs/generate.py")
        else:
            path.write_text(content, encoding="utf-8")
            print(f"wrote {path.relative_to(DOCS.parent)}")
    faults += [*_cleaner_faults(), *_option_faults(), *_column_faults(), *_session_faults(), *_program_faults()]
    for fault in faults:
        print(fault, file=sys.stderr)
    print("docs: " + (f"{len(faults)} faults" if faults else "as the code has it"))
    sys.exit(bool(faults))


def _pages() -> Iterator[tuple[Path, str]]:
    """Every page as it should be."""
    yield DOCS / "issues.md", _issues_page()
    yield DOCS / "api.md", _api_page()
    for path in (DOCS.parent / "README.md", *sorted(DOCS.rglob("*.md"))):
        if path.name in ("issues.md", "api.md"):
            continue
        text = path.read_text(encoding="utf-8")
        yield path, BLOCK.sub(partial(_block, path), text)


def _block(path: Path, found: re.Match[str]) -> str:
    opening, kind, given, closing = found.groups()
    if kind == "issues":
        lines = _issue_table([code for code in ISSUES if code in (given or "").split()])
    elif kind == "examples":
        lines = _example_table(ic.CLEANERS[path.stem], json.loads(given))
    elif kind == "rules":
        lines = _rule_table()
    elif kind == "options":
        rows = [f"| `{name}` | {_cell(says)} |" for name, says in OPTIONS.items()]
        lines = ["| option | says |", "| --- | --- |", *rows]
    elif kind == "readers":
        lines = _reader_table()
    elif kind == "writers":
        lines = _writer_table()
    elif kind == "floors":
        lines = _floor_table(re.findall(r"^\| `(\w+)` \|", found[0], re.MULTILINE))
    else:
        lines = _role_table()
    return opening + "\n" + "\n".join(lines) + "\n\n" + closing


def _issues_page() -> str:
    lines = [
        "# Issues",
        "",
        "Everything that italclean can say about a cell, made from `italclean.issues.built_in` by `docs/generate.py`.",
        "The code stands in the column `issue` of `issues.csv`, the text in `message`; `{detail}` is filled in with",
        "what the finding knows. Cells of those that are marked `rewritten` say what was typed, in canonical form and",
        "nothing else: they are not in `issues.csv`, but with their originals in [`rewritten.parquet`](files.md).",
        "",
        "| code | status | | Italiano | English |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| `{entry.code}` | {entry.status} | {'`rewritten`' if entry.rewriting else ''} | {_cell(entry.italian)} | "
        f"{_cell(entry.english)} |"
        for entry in ISSUES.values()
    ]
    return "\n".join(lines) + "\n"


def _api_page() -> str:
    """Every public name: its signature, what it is for, and whether it may still change."""
    lines = [
        "# Public names",
        "",
        "What `import italclean as ic` offers, made from the package by `docs/generate.py`. **Stable** names",
        "change with a major version alone, and first by a warning; **provisional** ones may change with a minor",
        "version. What is not on this page is the inside of the package, and may change at any time. Columns of the",
        "output files, codes of issues and exit codes are as stable as stable names.",
        "",
        "The namespace `ital` of polars is there as soon as the package is imported. Where types are checked, write",
        '`ic.ital(pl.col("prov")).provincia()`: polars learns of namespaces when it runs.',
        "",
        "| name | what it is | stability |",
        "| --- | --- | --- |",
    ]
    for name in ic.__all__:
        thing = getattr(ic, name)
        stability = "provisional" if name in ic.__provisional__ else "stable"
        lines.append(f"| `{name}{_signature(thing)}` | {_cell(_summary(name, thing))} | {stability} |")
    return "\n".join(lines) + "\n"


def _summary(name: str, thing: Any) -> str:
    if name == "CLEANERS":
        return "Every cleaner by its name, those from outside among them."
    first = (inspect.getdoc(thing) or "").splitlines()[0]
    return f"[Cleaner](cleaners/{name}.md). {first}" if isinstance(thing, Cleaner) else first


def _signature(thing: Any) -> str:
    if isinstance(thing, Cleaner):
        # The core's first argument is the column, which each of the three forms takes in its own way.
        options = list(inspect.signature(thing.core).parameters)[1:]
        return f"({', '.join(options)})" if options else ""
    if not callable(thing) or inspect.isclass(thing):
        return ""
    return f"({', '.join(inspect.signature(thing).parameters)})"


def _issue_table(codes: list[str]) -> list[str]:
    rows = [f"| `{code}` | {ISSUES[code].status} | {_cell(ISSUES[code].english)} |" for code in codes]
    return ["| issue | status | says |", "| --- | --- | --- |", *rows]


def _floor_table(floors: list[str]) -> list[str]:
    """The floors of the package in the order in which the page has them, and which of the others each uses."""
    package = Path(ic.__file__).parent
    rows = []
    for floor in floors:
        files = sorted((package / floor).rglob("*.py")) or [package / f"{floor}.py"]
        sources = [file.read_text(encoding="utf-8") for file in files]
        first = (ast.get_docstring(ast.parse(sources[0])) or "").splitlines()[0]
        imported = r"^from italclean(?:\.| import )(\w+)"
        used = {name for source in sources for name in re.findall(imported, source, re.MULTILINE)}
        listed = ", ".join(name for name in floors if name in used and name != floor)
        rows.append(f"| `{floor}` | {_cell(first)} | {listed} |")
    return ["| floor | holds | uses |", "| --- | --- | --- |", *rows]


def _reader_table() -> list[str]:
    """What is read, by the registry of readers."""
    known: list[tuple[str, Sequence[str], str, str]]
    known = [(reader.holds, reader.suffixes, reader.extra, reader.example) for reader in READERS]
    known.append((archives.HOLDS, archives.SUFFIXES, archives.EXTRA, archives.EXAMPLE))
    # An address has signs that mean something to a shell.
    known += [(one.holds, schemes_of(kind), one.extra, f'"{one.example}"') for kind, one in ENGINES.items()]
    rows = []
    for holds, suffixes, extra, example in known:
        endings = ", ".join(f"`{suffix}`" for suffix in suffixes)
        rows.append(f"| {_cell(holds)} | {endings} | {f'`{extra}`' if extra else ''} | `run {example} --out pulito` |")
    return ["| what | usual endings, addresses | extra | example |", "| --- | --- | --- | --- |", *rows]


def _writer_table() -> list[str]:
    """What is written, by the registries of formats and of databases."""
    known = [(form.holds, f"`{form.suffix}`", form.extra, form.example) for form in FORMATS]
    for kind, one in ENGINES.items():
        holds = one.holds.partition(":")[0] + ": all tables or none"
        schemes = ", ".join(f"`{scheme}`" for scheme in schemes_of(kind))
        known.append((holds, schemes, one.extra, f'clienti.csv --to "{one.target}"'))
    rows = [
        f"| {_cell(holds)} | {endings} | {f'`{extra}`' if extra else ''} | `run {example}` |"
        for holds, endings, extra, example in known
    ]
    return ["| what | ending, address | extra | example |", "| --- | --- | --- | --- |", *rows]


def _rule_table() -> list[str]:
    verdicts = {APART: "apart", REVIEW: "review", MERGE: "merged"}
    rows = [
        f"| `{rule.name}` | {_cell(described(rule))} | {verdicts[rule.verdict]} | {say(rule.says, 'en')} |"
        for rule in RULES
    ]
    return ["| rule | when | then | the reason says |", "| --- | --- | --- | --- |", *rows]


def _example_table(cleaner: Cleaner, values: list[str | None]) -> list[str]:
    heads = ["input", "value", "status", "issue", *(["extras"] if cleaner.extras else [])]
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    for value in values:
        outcome = cleaner.check(value)
        said = f"`{outcome.issue}`" if outcome.issue else ""
        if outcome.detail:
            said += f": {_cell(message(outcome.issue or '', outcome.detail, 'en'))}"
        cells = [_code(value), _code(outcome.value), outcome.status, said]
        if cleaner.extras:
            found = {name: extra for name, extra in outcome.extras.items() if extra not in {None, ""}}
            cells.append(", ".join(f"{name} {_code(_plain(extra))}" for name, extra in found.items()))
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _role_table() -> list[str]:
    headers: dict[str, list[str]] = {}
    for header, role in table("intestazioni").iter_rows():
        headers.setdefault(role, []).append(header)
    lines = ["| role | cleaner | content may overrule | at most one | headers |", "| --- | --- | --- | --- | --- |"]
    for name in [*FIELDS, *(role for role in headers if role not in FIELDS)]:
        role = field_of(name)
        assert role is not None
        cleaner = role.cleaner.name
        lines.append(
            f"| `{name}` | [{cleaner}](cleaners/{cleaner}.md) | {'yes' if role.telling else ''} | "
            f"{'yes' if not role.many else ''} | {', '.join(headers.get(name, []))} |"
        )
    return lines


def _plain(extra: Any) -> str:
    return f"{extra:.1f}" if isinstance(extra, float) else str(extra).lower() if isinstance(extra, bool) else str(extra)


def _code(value: str | None) -> str:
    if value is None:
        return "–"
    return f"`{_cell(value)}`" if value.strip() else "(blanks)" if value else "(empty)"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _cleaner_faults() -> Iterator[str]:
    for name, cleaner in ic.CLEANERS.items():
        page = DOCS / "cleaners" / f"{name}.md"
        if not page.exists():
            yield f"docs/cleaners/{name}.md is missing"
            continue
        text = page.read_text(encoding="utf-8")
        for extra in cleaner.extras:
            if f"| `{extra}` |" not in text:
                yield f"docs/cleaners/{name}.md does not explain the extra {extra}"
    for page in (DOCS / "cleaners").glob("*.md"):
        if page.stem not in ic.CLEANERS:
            yield f"docs/cleaners/{page.name} describes a cleaner that does not exist"


def _option_faults() -> Iterator[str]:
    text = (DOCS / "cli.md").read_text(encoding="utf-8")
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        if f"## {name}" not in text:
            yield f"docs/cli.md has no section on {name}"
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--") and f"`{option}" not in text:
                    yield f"docs/cli.md does not name {option} of {name}"


def _column_faults() -> Iterator[str]:
    text = (DOCS / "files.md").read_text(encoding="utf-8")
    result = _sample_result()
    assert result.deduped is not None
    written = {
        "crosswalk": result.crosswalk,
        "issues": result.issues,
        "rewritten": result.rewritten,
        "retention": result.retention,
        "review": result.review,
        "rejected": result.rejected,
        "survivorship": result.survivorship,
        "contatti": result.contacts,
    }
    for name, frame in written.items():
        for column in frame.columns:
            if f"`{column}`" not in text:
                yield f"docs/files.md does not name the column {column} of {name}"
    for column in canonical():
        if f"`{column}`" not in text and not column.endswith("_motivo"):
            yield f"docs/files.md does not name the canonical column {column}"
    for key in result.summary():
        if f"`{key}`" not in text:
            yield f"docs/files.md does not name {key} of run.json"


def _sample_result() -> ic.Result:
    return ic.run({"clienti": str(folder() / "demo" / "clienti.csv")})


def _session_faults() -> Iterator[str]:
    """Run each page's Python session in a folder where the sample file stands as `clienti.csv`."""
    sample = str(folder() / "demo" / "clienti.csv")
    for path in (page.resolve() for page in SESSIONS):
        with tempfile.TemporaryDirectory() as scratch, contextlib.chdir(scratch):
            shutil.copy(sample, "clienti.csv")
            failed, _ = doctest.testfile(os.fspath(path), module_relative=False, encoding="utf-8")
        if failed:
            yield f"{path.name}: {failed} lines of a Python session do not give what they print"


def _program_faults() -> Iterator[str]:
    """Run the Python blocks of pages that are one program; an expression gives what its comment says."""
    for page in PROGRAMS:
        blocks = re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
        source = "\n".join(blocks)
        lines, known = source.splitlines(), {}
        for node in ast.parse(source).body:
            said = lines[(node.end_lineno or 0) - 1].partition("  # ")[2]
            if isinstance(node, ast.Expr) and said:
                found = repr(eval(ast.unparse(node), known))  # noqa: S307 - our own pages
                if found != said:
                    yield f"{page.name}: {ast.unparse(node)} gives {found}"
            else:
                exec(compile(ast.Module([node], []), page.name, "exec"), known)  # noqa: S102 - our own pages


if __name__ == "__main__":
    main()
