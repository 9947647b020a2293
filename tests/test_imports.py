"""Dependencies point one way: each floor of the house uses only itself and those below it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import italclean

PACKAGE = Path(italclean.__file__).parent
PAGE = Path(__file__).resolve().parents[1] / "docs" / "architecture.md"
DRAWN = dict(re.findall(r"^\| `(\w+)` \| [^|]* \| ([^|]*) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
FLOORS = tuple(name for name in DRAWN if name != "namespace")
"""From the ground up, as the page on the architecture draws them. `namespace` stands on the registry, nothing on it."""

RANK = {floor: rank for rank, floor in enumerate(FLOORS)} | {"namespace": FLOORS.index("registry") + 0.5}
TOP = len(FLOORS)

EXCEPTIONS = {
    # A result shows itself in a notebook and writes itself to files: imported late, inside the methods.
    ("result", "report"),
    ("result", "outputs"),
    # A tariff reads its own file, as a contract does, and is held by the settings far below.
    ("tariff", "contract"),
    # So does an explanation.
    ("pairs.explain", "report"),
    # A run by a contract keeps out who was forgotten in a master, which is made of runs.
    ("pipeline", "master"),
}


def floor_of(module: str) -> str:
    return module.split(".", maxsplit=1)[0] if module else ""


def rank_of(module: str, as_target: bool = False) -> float:
    if as_target and module == "namespace":
        return TOP
    return RANK.get(floor_of(module), TOP)


def for_types_only(node: ast.If) -> bool:
    return "TYPE_CHECKING" in ast.unparse(node.test)


def imported(tree: ast.AST, inside_function: bool = False) -> Iterator[tuple[str, bool, int]]:
    """Yield the modules of the package that a module imports, whether late, and the line."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and for_types_only(node):
            continue
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in line {node.lineno}"
            if node.module == "italclean":
                for alias in node.names:
                    yield alias.name, inside_function, node.lineno
            elif node.module and node.module.startswith("italclean."):
                module = node.module.removeprefix("italclean.")
                for alias in node.names:
                    inner = PACKAGE.joinpath(*module.split("."), f"{alias.name}.py").is_file()
                    yield f"{module}.{alias.name}" if inner else module, inside_function, node.lineno
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name == "italclean" or alias.name.startswith("italclean."):
                    yield alias.name.removeprefix("italclean").removeprefix("."), inside_function, node.lineno
        else:
            function = inside_function or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from imported(node, function)


def violations(module: str, source: str) -> list[str]:
    """Return the imports of a module that point up."""
    found = []
    for target, late, line in imported(ast.parse(source)):
        if target and rank_of(target, as_target=True) <= rank_of(module):
            continue
        if late and (module, floor_of(target)) in EXCEPTIONS:
            continue
        found.append(f"{module}:{line} imports {target or 'italclean'}")
    return found


def modules() -> list[tuple[str, Path]]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        if name not in ("", "__main__"):
            found.append((name, path))
    return found


@pytest.mark.parametrize("floor", DRAWN)
def test_the_drawing_shows_what_each_floor_uses(floor: str) -> None:
    drawn = {name.strip() for name in DRAWN[floor].split(",") if name.strip()}
    used = {
        floor_of(target)
        for name, path in modules()
        if floor_of(name) == floor
        for target, late, _ in imported(ast.parse(path.read_text(encoding="utf-8")))
        if not late
    }
    assert drawn == used - {floor, ""}


@pytest.mark.parametrize(("module", "path"), modules(), ids=[name for name, _ in modules()])
def test_imports_point_down(module: str, path: Path) -> None:
    assert violations(module, path.read_text(encoding="utf-8")) == []


def test_every_module_stands_on_a_known_floor() -> None:
    assert {floor_of(name) for name, _ in modules()} <= set(RANK)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("core.text", "from italclean.cleaners.cap import cap"),
        ("core.text", "import italclean.registry"),
        ("core.text", "import italclean"),
        ("core.text", "from italclean import cleaners"),
        ("errors", "from italclean.core.text import tidy"),
        ("messages.text", "from italclean.errors import Language"),
        ("cleaners.cap", "def f():\n    from italclean.registry import CLEANERS"),
        ("customers.dedupe", "from italclean.result import Result"),
        ("result", "from italclean.report.html import report_page"),
        ("readers.sources", "def f():\n    from italclean.report.html import report_page"),
        ("fields.plan", "try:\n    import italclean.rows.opening\nexcept ImportError:\n    pass"),
        ("pipeline", "def f():\n    from italclean.cli.app import main"),
        ("fields.plan", "import italclean.namespace"),
        ("cleaners.cap", "from italclean import cap"),
    ],
)
def test_an_import_that_points_up_is_found(module: str, source: str) -> None:
    assert violations(module, source)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("core.text", "from __future__ import annotations\nimport polars\nfrom italclean.errors import Language"),
        ("core.text", "if TYPE_CHECKING:\n    from italclean.result import Result"),
        ("result", "def f():\n    from italclean.report.html import report_page"),
        ("cleaners.nominativo", "from italclean.cleaners.persona import persona"),
    ],
)
def test_an_import_that_points_down_is_allowed(module: str, source: str) -> None:
    assert violations(module, source) == []


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    names = [name for name, _ in modules()]
    graph = {
        name: {
            target
            for target, late, _ in imported(ast.parse(path.read_text(encoding="utf-8")))
            if not late and target in names
        }
        for name, path in modules()
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail, name))
        if name not in done:
            for target in sorted(graph[name]):
                visit(target, (*trail, name))
            done.add(name)

    for name in names:
        visit(name, ())


def test_no_module_is_a_drawer_for_everything() -> None:
    for name, path in modules():
        assert not {"utils", "helpers", "manager", "util", "misc"} & set(name.split(".")), name
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 1000, name
        assert "import *" not in path.read_text(encoding="utf-8"), name


def test_import_leaves_the_slow_libraries_alone() -> None:
    slow = ("email_validator", "typer", "rich", "phonenumbers", "jinja2")
    code = f"import sys, italclean; print(*(set({slow}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
