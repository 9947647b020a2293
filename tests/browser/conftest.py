"""A real Chromium, where there is one: `.ci/browser` installs it and the library that drives it.

`ITALCLEAN_TEST_CHROMIUM` says where it is, if it is called otherwise than on Debian.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

VARIABLE = "ITALCLEAN_TEST_CHROMIUM"
_CALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync")


def chromium() -> str | None:
    """Where Chromium is, None where there is none."""
    named = os.environ.get(VARIABLE)
    return named or next((path for name in _CALLED if (path := shutil.which(name))), None)


@pytest.fixture(name="browser", scope="session")
def browser_fixture() -> Iterator[Any]:
    driver = pytest.importorskip("playwright.sync_api", reason="no playwright: pip install --group browser")
    path = chromium()
    if path is None:
        pytest.skip(f"no Chromium: install it, or say where it is ({VARIABLE})")
    # A sandbox needs rights that root in a container does not have.
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with driver.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[*_QUIET, *as_root])
        yield started
        started.close()
