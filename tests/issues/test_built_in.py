"""The catalogue of issues."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import italclean
from italclean.issues.issue import STATUSES
from italclean.issues.registry import ISSUES, message


@pytest.mark.parametrize("code", ISSUES)
def test_entry_is_complete(code: str) -> None:
    issue = ISSUES[code]
    assert issue.code == code
    assert re.fullmatch(r"[a-z_]+", code)
    assert issue.status in STATUSES
    assert issue.status != "valid"
    for said in (issue.italian, issue.english):
        assert said.strip() == said != ""
    assert ("{detail}" in issue.italian) == ("{detail}" in issue.english)
    assert set(re.findall(r"{(\w+)}", issue.italian + issue.english)) <= {"detail"}


@pytest.mark.parametrize("code", ISSUES)
def test_detail_is_filled_in_verbatim(code: str) -> None:
    for language in ("it", "en"):
        said = message(code, "{x} %s $1", "it" if language == "it" else "en")
        assert ("{x} %s $1" in said) == ("{detail}" in ISSUES[code].italian)


def test_every_code_is_used_somewhere() -> None:
    package = Path(italclean.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py") if path.name != "built_in.py")
    unused = [code for code in ISSUES if f'"{code}"' not in source]
    assert unused == []
