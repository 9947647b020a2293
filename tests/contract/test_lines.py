"""Each key of a TOML file is found in its line, whatever stands around it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from italclean.contract.lines import Path, lines_of
from italclean.contract.toml import comment, entry, header

CASES: dict[str, tuple[str, dict[Path, int]]] = {
    "plain": ("a = 1\nb = 2\n", {("a",): 1, ("b",): 2}),
    "comments and blanks": ("# a = 1\n\n  b = 2 # c = 3\n", {("b",): 3}),
    "a table": ("[x.y]\nz = 1", {("x", "y"): 1, ("x", "y", "z"): 2}),
    "dots and quotes": ("a . \"b.c\" . 'd' = 1", {("a", "b.c", "d"): 1}),
    "escapes in a key": ('"t\\u0061b" = 1', {("tab",): 1}),
    "signs in texts": ("a = \"[x]\\\"#\"\nb = '] = '\nc = 1", {("a",): 1, ("b",): 2, ("c",): 3}),
    "a long text": ('a = """\nb = 1\n"" \\"""\n"""\nc = 1', {("a",): 1, ("c",): 5}),
    "a long literal text": ("a = '''\nb = 1\n\\'''\nc = 1", {("a",): 1, ("c",): 4}),
    "a list over lines": ("a = [\n 1, # b = 2\n [2, 3],\n]\nc = 1", {("a",): 1, ("c",): 5}),
    "tables in a list": (
        "a = [{x = 1}, {x = 2,\ty.z = [{w = 3}]}]",
        {("a",): 1, ("a", 0, "x"): 1, ("a", 1, "x"): 1, ("a", 1, "y", "z"): 1, ("a", 1, "y", "z", 0, "w"): 1},
    ),
    "tables in a list over lines": ("a = [\n{x = 1},\n{x = 2}\n]", {("a",): 1, ("a", 0, "x"): 2, ("a", 1, "x"): 3}),
    "lists of tables": (
        "[[s]]\na = 1\n[[s]]\na = 2\n[s.t]\nb = 3\n[[s.u]]\nc = 4",
        {
            ("s", 0): 1, ("s", 0, "a"): 2, ("s", 1): 3, ("s", 1, "a"): 4,
            ("s", 1, "t"): 5, ("s", 1, "t", "b"): 6, ("s", 1, "u", 0): 7, ("s", 1, "u", 0, "c"): 8,
        },
    ),
    "days and numbers": ("a = 2026-01-02 03:04:05\nb = 1_000\nc = +inf", {("a",): 1, ("b",): 2, ("c",): 3}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_keys_are_found_in_their_lines(case: str) -> None:
    text, lines = CASES[case]
    tomllib.loads(text)
    found = lines_of(text)
    assert {path: found.get(path) for path in lines} == lines
    # What else is found are the beginnings of these paths, where the first of them is.
    for path in found.keys() - lines.keys():
        longer = [line for other, line in lines.items() if other[: len(path)] == path]
        assert found[path] == min(longer), path


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=6)
VALUES = st.recursive(
    st.one_of(st.integers(-9, 9), st.booleans(), st.text(st.characters(codec="utf-8"), max_size=8)),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)
TABLES = st.dictionaries(NAMES, st.dictionaries(NAMES, VALUES, max_size=4), max_size=4)


def written(tables: dict[str, dict[str, Any]]) -> Iterator[tuple[str, Path | None]]:
    """Yield the lines of a file, each with the key that it holds."""
    for name, table in tables.items():
        yield from ((line, None) for line in ["", *comment(f"a = [{name!r}]")])
        yield header(name), (name,)
        for key, value in table.items():
            yield entry(key, value), (name, key)


@given(TABLES)
def test_what_is_written_is_read_and_found(tables: dict[str, dict[str, Any]]) -> None:
    lines = list(written(tables))
    text = "\n".join(line for line, _ in lines)
    assert tomllib.loads(text) == tables
    wanted = {path: number for number, (_, path) in enumerate(lines, start=1) if path is not None}
    assert lines_of(text) == wanted


@given(st.text(st.sampled_from("[]{}=,.#\"'\\\n ab1"), max_size=40))
def test_a_file_that_is_no_toml_ends_the_walk(text: str) -> None:
    assert all(isinstance(line, int) for line in lines_of(text).values())
