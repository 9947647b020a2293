"""Write measured figures into the page of the benchmarks, between two marks."""

from __future__ import annotations

import os
import platform
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def machine() -> str:
    """Describe the machine that figures are taken on."""
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def write_figures(block: str, figures: str) -> None:
    """Put figures between `<!-- BLOCK … -->` and `<!-- END OF BLOCK -->`.

    Args:
        block: The block's name, in capitals.
        figures: Markdown.
    """
    page = PAGE.read_text(encoding="utf-8")
    head, rest = page.split(f"<!-- {block}", 1)
    mark = rest.split("\n", 1)[0]
    tail = rest.split(f"<!-- END OF {block} -->", 1)[1]
    PAGE.write_text(f"{head}<!-- {block}{mark}\n\n{figures}\n\n<!-- END OF {block} -->{tail}", encoding="utf-8")
