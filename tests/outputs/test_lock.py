"""One run at a time on a folder."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from italclean.errors import OutputBusy
from italclean.outputs.lock import LOCK, locked

HOLDER = """
import sys, time
from pathlib import Path
from italclean.outputs.lock import locked
with locked(Path(sys.argv[1])):
    print("preso", flush=True)
    time.sleep(600)
"""


def test_the_second_is_refused_and_the_lock_goes(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(OutputBusy), locked(tmp_path):
        pytest.fail("two at a time")
    with locked(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_the_lock_goes_with_its_process(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"preso\n"
        with pytest.raises(OutputBusy), locked(tmp_path):
            pytest.fail("two at a time")
        holder.kill()
        holder.wait()
    assert (tmp_path / LOCK).exists(), "a killed process takes nothing away"
    with locked(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_never_two_at_a_time(tmp_path: Path) -> None:
    """Who comes while the one before takes its file away must not hold a lock that nobody else sees."""
    inside, most, times = 0, 0, 0
    guard = threading.Lock()

    def come_and_go() -> None:
        nonlocal inside, most, times
        for _ in range(200):
            try:
                with locked(tmp_path):
                    with guard:
                        inside, times = inside + 1, times + 1
                        most = max(most, inside)
                    tmp_path.stat()
                    with guard:
                        inside -= 1
            except OutputBusy:
                continue

    threads = [threading.Thread(target=come_and_go) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert times >= 6


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_a_link_in_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / LOCK).symlink_to(tmp_path / "altrui.txt")
    with pytest.raises(OSError, match=r"\S"), locked(folder):
        pass
    assert not (tmp_path / "altrui.txt").exists()
