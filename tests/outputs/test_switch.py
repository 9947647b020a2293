"""New files in the place of old ones: killed at any step, the next start finds one whole set."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from italclean.outputs import switch
from italclean.outputs.lock import LOCK, locked

OLD = {"golden.csv": "vecchio", "issues.csv": "vecchio", "rejected.csv": "vecchio", "run.json": "vecchio"}
NEW = {"golden.csv": "nuovo", "issues.csv": "nuovo", "review.csv": "nuovo", "run.json": "nuovo"}
WATCHED = ("replace", "rename", "unlink", "mkdir", "rmdir", "fsync", "open", "chmod")
"""What changes a file or a folder."""


def content(folder: Path) -> dict[str, str]:
    return {entry.name: entry.read_text() for entry in folder.iterdir() if entry.is_file() and entry.name != LOCK}


def prepare(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in {**OLD, "mio.txt": "mio", "review.csv": "di Ugo"}.items():
        (folder / name).write_text(text)
    return folder


def work(folder: Path) -> None:
    """A start as `hold` and `write_into` do it, with files of a few letters."""
    with locked(folder):
        switch.recover(folder)
        scratch = switch.make_scratch(folder)
        try:
            for name, text in NEW.items():
                (switch.staged(scratch) / name).write_text(text)
                switch.flush(switch.staged(scratch) / name)
            kept = {"review.csv": "review-1.csv"}
            steps = [
                switch.Step(name, name in NEW, switch.state(folder / name), kept.get(name))
                for name in ("golden.csv", "issues.csv", "rejected.csv", "review.csv", "run.json")
            ]
            switch.switch(folder, scratch, steps)
        finally:
            switch.remove(scratch)


def start(folder: Path) -> None:
    with locked(folder):
        switch.recover(folder)


WHOLE_OLD = {**OLD, "mio.txt": "mio", "review.csv": "di Ugo"}
WHOLE_NEW = {**NEW, "mio.txt": "mio", "review-1.csv": "di Ugo"}


def test_a_switch_that_nobody_disturbs(tmp_path: Path) -> None:
    work(prepare(tmp_path))
    assert content(tmp_path) == WHOLE_NEW
    assert [entry for entry in tmp_path.iterdir() if entry.is_dir()] == []
    assert not (tmp_path / LOCK).exists()


def killed_at(step: int, job: Callable[[Path], None], folder: Path) -> bool:
    """Do a job in a process that ends, as by SIGKILL, before its step of that number; tell whether it came so far."""
    with warnings.catch_warnings():
        # The copy only makes calls of the system; threads of the parent do not matter to it.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        left = step

        def counted(call: Callable[..., object]) -> Callable[..., object]:
            def watched(*given: object, **named: object) -> object:
                nonlocal left
                left -= 1
                if left < 0:
                    os._exit(9)
                return call(*given, **named)

            return watched

        for name in WATCHED:
            setattr(os, name, counted(getattr(os, name)))
        try:
            job(folder)
        except BaseException:  # noqa: BLE001 - whatever it is, this process must not come back
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 9)
    return code == 9


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")


@needs_fork
def test_killed_at_any_step_the_next_start_finds_a_whole_set(tmp_path: Path) -> None:
    found = set()
    for step in range(1000):
        folder = prepare(tmp_path / str(step))
        if not killed_at(step, work, folder):
            break
        start(folder)
        after = content(folder)
        assert after in (WHOLE_OLD, WHOLE_NEW), step
        assert [entry.name for entry in folder.iterdir() if entry.name.startswith(".")] == [], step
        found.add(after == WHOLE_NEW)
    assert found == {True, False}
    assert step > 20


@needs_fork
def test_killed_again_while_it_is_being_mended(tmp_path: Path) -> None:
    # The first kill comes in the middle of the switch: the journal is there, some files are in place.
    for first in range(1000):
        probe = prepare(tmp_path / f"p{first}")
        killed_at(first, work, probe)
        if list(probe.glob(".italclean-run-*/journal.json")) and (probe / "golden.csv").exists() is False:
            break
    for step in range(1000):
        folder = prepare(tmp_path / str(step))
        assert killed_at(first, work, folder)
        if not killed_at(step, start, folder):
            break
        start(folder)
        assert content(folder) == WHOLE_NEW, step
    assert step > 5


def test_where_a_step_is_refused_all_is_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a spreadsheet that shows a file keeps it: it can be neither moved nor replaced."""
    for name in (*NEW, "rejected.csv"):
        folder = prepare(tmp_path / name)
        real = os.replace

        def refused(source: os.PathLike[str], target: os.PathLike[str]) -> None:
            if Path(target) == folder / name or Path(source) == folder / name:  # noqa: B023
                raise PermissionError(13, "in use")
            real(source, target)  # noqa: B023

        with monkeypatch.context() as patched:
            patched.setattr(os, "replace", refused)
            with pytest.raises(PermissionError):
                work(folder)
        assert content(folder) == WHOLE_OLD, name
        assert [entry.name for entry in folder.iterdir() if entry.name.startswith(".")] == []


def broken_off(folder: Path, steps: list[switch.Step], new: dict[str, str]) -> Path:
    """A folder as a kill right behind the journal leaves it."""
    scratch = switch.make_scratch(folder)
    for name, text in new.items():
        (switch.staged(scratch) / name).write_text(text)
    switch._write_journal(scratch, steps)
    return scratch


def test_what_somebody_wrote_between_a_kill_and_the_next_start_is_kept(tmp_path: Path) -> None:
    folder = prepare(tmp_path)
    steps = [switch.Step(name, name in NEW, switch.state(folder / name)) for name in ("golden.csv", "rejected.csv")]
    broken_off(folder, steps, {"golden.csv": "nuovo"})
    (folder / "golden.csv").write_text("di Ugo, cambiato")
    (folder / "rejected.csv").write_text("di Ugo, pure")
    start(folder)
    after = content(folder)
    assert after["golden.csv"] == "nuovo"
    assert after["golden-1.csv"] == "di Ugo, cambiato"
    assert after["rejected.csv"] == "di Ugo, pure"


@pytest.mark.parametrize("name", ["../fuori.csv", "/tmp/fuori.csv", "..", "a/b", ""])
def test_a_journal_does_not_lead_out_of_the_folder(tmp_path: Path, name: str) -> None:
    folder = prepare(tmp_path / "dentro")
    scratch = broken_off(folder, [], {})
    (scratch / "journal.json").write_text(json.dumps([[name, True, None, None]]))
    with pytest.raises(OSError, match=r"journal\.json"):
        start(folder)


def test_folders_of_others_are_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / ".italclean-run-mia"
    mine.mkdir()
    (mine / "appunti.txt").write_text("x")
    (tmp_path / "altrove").mkdir()
    (tmp_path / ".italclean-run-link").symlink_to(tmp_path / "altrove", target_is_directory=True)
    left = switch.make_scratch(tmp_path)
    (switch.staged(left) / "golden.csv").write_text("a metà")
    start(tmp_path)
    assert not left.exists()
    assert (mine / "appunti.txt").exists()
    assert (tmp_path / "altrove").is_dir()


def test_names_of_kept_files() -> None:
    assert switch.free_name("review.csv", ["review.csv"]) == "review-1.csv"
    assert switch.free_name("review.csv", ["review.csv", "Review-1.CSV"]) == "review-2.csv"
