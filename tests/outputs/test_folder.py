"""What may be replaced in a folder, and what a person left there."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import sys
from pathlib import Path

import polars as pl
import pytest

import italclean as ic
from italclean.errors import (
    BadDecisions,
    InputInTheWay,
    ItalcleanError,
    OutputBusy,
    OutputExists,
    OutputForeign,
    OutputNotWritable,
)
from italclean.outputs import DNS_CACHE, hold
from italclean.outputs.folder import FILES, mode_of, written_files
from tests.customers.test_decisions import FRAME, groups

RESULT = ic.run(FRAME)
CLEANED = ic.clean(FRAME)


def fill(path: Path, word: str = "same", **options: object) -> None:
    table = pl.read_csv(path, infer_schema=False)
    table.with_columns(decision=pl.lit(word)).write_csv(path, **options)  # type: ignore[arg-type]


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def contents(folder: Path) -> dict[str, bytes]:
    return {entry.name: entry.read_bytes() for entry in folder.iterdir()}


def test_what_an_earlier_run_wrote_is_replaced(tmp_path: Path) -> None:
    RESULT.write(tmp_path)
    CLEANED.write(tmp_path, force=True)
    assert {path.name for path in tmp_path.iterdir()} == {
        "cleaned.csv",
        "issues.csv",
        "report.html",
        "rewritten.parquet",
        "run.json",
    }
    RESULT.write(tmp_path, force=True)
    assert set(written_files(tmp_path)) == {path.name for path in tmp_path.iterdir()}


def test_a_folder_that_was_copied_is_still_ours(tmp_path: Path) -> None:
    RESULT.write(tmp_path / "a")
    shutil.copytree(tmp_path / "a", tmp_path / "b", copy_function=shutil.copyfile)
    CLEANED.write(tmp_path / "b", force=True)
    assert not (tmp_path / "b" / "golden.csv").exists()


@pytest.mark.parametrize("name", sorted({*FILES, "decisions.csv"}))
@pytest.mark.parametrize("result", [RESULT, CLEANED], ids=["run", "clean"])
def test_a_file_of_somebody_is_never_overwritten(tmp_path: Path, name: str, result: ic.Result) -> None:
    (tmp_path / name).write_text("di Ugo")
    with pytest.raises(OutputForeign) as raised:
        result.write(tmp_path, force=True)
    assert name in raised.value.text("it")
    assert contents(tmp_path) == {name: b"di Ugo"}


@pytest.mark.parametrize(
    "name", ["golden.csv", "cleaned.csv", "issues.csv", "rewritten.parquet", "report.html", "run.json"]
)
def test_a_file_that_somebody_changed_is_never_overwritten(tmp_path: Path, name: str) -> None:
    RESULT.write(tmp_path)
    path = tmp_path / name
    if name == "run.json":
        path.write_text(path.read_text().replace("notices", "note"))
    else:
        path.write_bytes(path.read_bytes() + b"di Ugo")
    before = contents(tmp_path)
    with pytest.raises(OutputForeign, match=name.replace(".", r"\.")):
        RESULT.write(tmp_path, force=True)
    assert contents(tmp_path) == before


def test_a_change_of_one_letter_shows(tmp_path: Path) -> None:
    RESULT.write(tmp_path)
    path = tmp_path / "golden.csv"
    path.write_bytes(path.read_bytes().replace(b"Verdi", b"Verdo"))
    with pytest.raises(OutputForeign):
        RESULT.write(tmp_path, force=True)


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_a_link_is_no_file_of_ours(tmp_path: Path) -> None:
    RESULT.write(tmp_path / "out")
    (tmp_path / "altrove.csv").write_bytes((tmp_path / "out" / "golden.csv").read_bytes())
    (tmp_path / "out" / "golden.csv").unlink()
    (tmp_path / "out" / "golden.csv").symlink_to(tmp_path / "altrove.csv")
    with pytest.raises(OutputForeign):
        RESULT.write(tmp_path / "out", force=True)


def spelt(kind: str, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file under another name."""
    other = tmp_path / "altro.csv"
    if kind == "symlink":
        other.symlink_to(path)
    elif kind == "hard link":
        os.link(path, other)
    elif kind == "relative":
        monkeypatch.chdir(path.parent)
        return path.name
    elif kind == "dots":
        return str(path.parent / ".." / path.parent.name / path.name)
    elif kind == "named":
        return f"erp={path}"
    else:
        return str(path)
    return str(other)


@pytest.mark.skipif(os.name != "posix", reason="links")
@pytest.mark.parametrize("kind", ["plain", "symlink", "hard link", "relative", "dots", "named"])
@pytest.mark.parametrize("name", ["cleaned.csv", "rejected.csv", "decisions.csv"])
def test_an_input_is_never_overwritten(tmp_path: Path, kind: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    RESULT.write(out)
    path = out / name
    if not path.exists():
        shutil.copy(out / "cleaned.csv", path)
    given = spelt(kind, path, tmp_path, monkeypatch)
    before = contents(out)
    for force in (True, False):
        with pytest.raises(InputInTheWay), hold(out, force=force, inputs=[given]):
            pytest.fail("the work begins")
    if name == "cleaned.csv":
        with pytest.raises(InputInTheWay):
            ic.clean(given).write(out, force=True)
    assert contents(out) == before


def test_other_files_in_the_folder_of_the_input_are_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--out .`, beside the list."""
    monkeypatch.chdir(tmp_path)
    RESULT.cleaned.write_csv("clienti.csv")
    before = Path("clienti.csv").read_bytes()
    result = ic.clean("clienti.csv")
    with pytest.raises(OutputExists):
        result.write(".")
    assert Path("cleaned.csv") in result.write(".", force=True)
    result.write("./", force=True)
    assert Path("clienti.csv").read_bytes() == before
    assert not [name for name in os.listdir() if name.startswith(".")]  # noqa: PTH208 - as a user sees it


def test_filled_decisions_are_taken_over_before_the_review_is_replaced(tmp_path: Path) -> None:
    RESULT.write(tmp_path)
    assert not (tmp_path / "decisions.csv").exists()
    fill(tmp_path / "review.csv")
    RESULT.write(tmp_path, force=True)
    kept = read(tmp_path / "decisions.csv")
    assert kept["decision"].to_list() == ["same"]
    assert read(tmp_path / "review.csv")["decision"].null_count() == 1
    # From then on they are there, whatever is written, and apply when they are given.
    CLEANED.write(tmp_path, force=True)
    RESULT.write(tmp_path, force=True)
    assert read(tmp_path / "decisions.csv").equals(kept)
    again = ic.run(FRAME, decisions=tmp_path / "decisions.csv")
    assert frozenset({1, 2}) in groups(again)
    again.write(tmp_path, force=True)
    assert read(tmp_path / "decisions.csv")["state"].to_list() == ["applied"]
    assert read(tmp_path / "review.csv").is_empty()


def test_a_cleaning_keeps_decisions_too(tmp_path: Path) -> None:
    RESULT.write(tmp_path)
    fill(tmp_path / "review.csv", "different")
    CLEANED.write(tmp_path, force=True)
    assert read(tmp_path / "decisions.csv")["decision"].to_list() == ["different"]


def test_decisions_that_cannot_be_understood_stop_the_run(tmp_path: Path) -> None:
    RESULT.write(tmp_path)
    fill(tmp_path / "review.csv", "boh")
    before = contents(tmp_path)
    with pytest.raises(BadDecisions, match="boh"):
        RESULT.write(tmp_path, force=True)
    assert contents(tmp_path) == before


def test_a_review_with_notes_of_somebody_is_kept_beside(tmp_path: Path) -> None:
    RESULT.write(tmp_path)
    noted = read(tmp_path / "review.csv").with_columns(decision=pl.lit("same"), nota=pl.lit("chiesto a Ugo"))
    noted.write_csv(tmp_path / "review.csv")
    mine = (tmp_path / "review.csv").read_bytes()
    RESULT.write(tmp_path, force=True)
    assert (tmp_path / "review-1.csv").read_bytes() == mine
    assert read(tmp_path / "decisions.csv")["nota"].to_list() == ["chiesto a Ugo"]


def test_decisions_that_came_from_elsewhere_are_taken_over_and_kept_beside(tmp_path: Path) -> None:
    RESULT.review.with_columns(decision=pl.lit("same")).write_csv(tmp_path / "decisions.csv")
    mine = (tmp_path / "decisions.csv").read_bytes()
    RESULT.write(tmp_path, force=True)
    assert read(tmp_path / "decisions.csv")["decision"].to_list() == ["same"]
    assert (tmp_path / "decisions-1.csv").read_bytes() == mine
    RESULT.write(tmp_path, force=True)
    assert not (tmp_path / "decisions-2.csv").exists()


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_decisions_that_are_kept_elsewhere_stay_there(tmp_path: Path) -> None:
    out, shared = tmp_path / "out", tmp_path / "comuni.csv"
    RESULT.write(out)
    fill(out / "review.csv")
    RESULT.write(out, force=True)
    (out / "decisions.csv").rename(shared)
    (out / "decisions.csv").symlink_to(shared)
    before = shared.read_bytes()
    RESULT.write(out, force=True)
    assert shared.read_bytes() == before
    assert (out / "decisions-1.csv").is_symlink()
    assert read(out / "decisions.csv")["decision"].to_list() == ["same"]


def test_standard_input_that_is_closed_or_one_of_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    RESULT.write(tmp_path)
    monkeypatch.setattr(sys, "stdin", None)
    with hold(tmp_path, force=True, inputs=["-"]):
        pass
    with (tmp_path / "cleaned.csv").open() as file:
        monkeypatch.setattr(sys, "stdin", file)
        with pytest.raises(InputInTheWay), hold(tmp_path, force=True, inputs=["-"]):
            pytest.fail("the work begins")


def test_a_disk_that_knows_no_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stick (vfat) refuses them; some network drives cannot be asked to flush."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    def unknown(_: int) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(Path, "chmod", refused)
    monkeypatch.setattr(os, "fsync", unknown)
    assert CLEANED.write(tmp_path)


def test_what_is_filled_in_while_a_run_lasts_counts_last(tmp_path: Path) -> None:
    from italclean.outputs import write_into

    RESULT.write(tmp_path)
    fill(tmp_path / "review.csv", "same")
    early = ic.run(FRAME, decisions=tmp_path / "review.csv")
    with hold(tmp_path, force=True) as folder:
        fill(tmp_path / "review.csv", "different", separator=";")
        write_into(early, folder)
    assert read(tmp_path / "decisions.csv")["decision"].to_list() == ["different"]


@pytest.mark.parametrize("given", ["review.csv", "decisions.csv"])
def test_decisions_of_the_folder_itself_may_be_given(tmp_path: Path, given: str) -> None:
    RESULT.write(tmp_path)
    fill(tmp_path / "review.csv")
    RESULT.review.with_columns(decision=pl.lit("same")).write_csv(tmp_path / "decisions.csv")
    with hold(tmp_path, force=True, decisions=[tmp_path / given]) as folder:
        assert len(folder.decisions()) == 2
    with pytest.raises(InputInTheWay), hold(tmp_path, force=True, decisions=[tmp_path / "golden.csv"]):
        pytest.fail("the work begins")


def test_a_second_run_is_refused_at_once_and_nothing_is_left(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    with hold(out, force=False):
        for again in (out, tmp_path / "a" / ".." / "a" / "b"):
            with pytest.raises(OutputBusy) as raised:
                RESULT.write(again, force=True)
            assert "lavorando" in raised.value.text("it")
    assert list(tmp_path.iterdir()) == []


def test_what_killed_runs_leave_needs_no_force(tmp_path: Path) -> None:
    (tmp_path / ".italclean-run-abc" / "new").mkdir(parents=True)
    (tmp_path / ".italclean-run-abc" / "new" / "golden.csv").write_text("a metà")
    (tmp_path / ".italclean.lock").write_text("")
    for name in (DNS_CACHE, f"{DNS_CACHE}-journal"):
        (tmp_path / name).write_text("")
    RESULT.write(tmp_path)
    assert (tmp_path / "golden.csv").exists()
    assert not [entry for entry in tmp_path.iterdir() if entry.name.startswith(".")]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputNotWritable):
        RESULT.write(tmp_path)
    tmp_path.chmod(0o700)


def rights(folder: Path) -> set[int]:
    return {stat.S_IMODE(entry.stat().st_mode) for entry in folder.iterdir()}


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
@pytest.mark.parametrize(
    ("modes", "expected"),
    [
        ([0o644], 0o644),
        ([0o600], 0o600),
        ([0o640], 0o640),
        ([0o644, 0o600], 0o600),
        ([0o444], 0o644),
        ([0o640, 0o604], 0o600),
    ],
)
def test_results_are_read_by_nobody_who_may_not_read_the_input(tmp_path: Path, modes: list[int], expected: int) -> None:
    before = os.umask(0o022)
    try:
        files = []
        for number, mode in enumerate(modes):
            path = tmp_path / f"{number}.csv"
            FRAME.write_csv(path)
            path.chmod(mode)
            files.append(path)
        result = ic.clean(files)
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / DNS_CACHE).write_text("")
        result.write(tmp_path / "out")
        assert rights(tmp_path / "out") == {expected}
        # The input is gone, and nobody can say who might read it.
        files[0].unlink()
        result.write(tmp_path / "due")
        assert rights(tmp_path / "due") == {0o600}
        CLEANED.write(tmp_path / "tre")
        assert rights(tmp_path / "tre") == {0o600}
    finally:
        os.umask(before)


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_standard_input_and_frames_are_of_the_owner_alone(tmp_path: Path) -> None:
    assert mode_of(["-"], tmp_path) == mode_of([None], tmp_path) == 0o600
    assert mode_of([str(tmp_path / "manca.csv")], tmp_path) == 0o600


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only the superuser gives files away")
def test_another_group_reads_only_what_everybody_may(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("x")
    os.chown(path, -1, 4242)
    path.chmod(0o640)
    assert mode_of([str(path)], tmp_path) == 0o600
    path.chmod(0o644)
    assert mode_of([str(path)], tmp_path) == 0o644


def test_the_scratch_folder_is_of_the_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from italclean.outputs import switch

    seen = []
    real = switch.switch

    def watched(folder: Path, scratch: Path, steps: object) -> None:
        seen.append(stat.S_IMODE(scratch.stat().st_mode))
        real(folder, scratch, steps)  # type: ignore[arg-type]

    monkeypatch.setattr(switch, "switch", watched)
    CLEANED.write(tmp_path)
    assert os.name != "posix" or seen == [0o700]


def test_run_json_lists_the_files(tmp_path: Path) -> None:
    RESULT.write(tmp_path)
    listed = json.loads((tmp_path / "run.json").read_text())["files"]
    assert set(listed) == {path.name for path in tmp_path.iterdir()}
    assert listed["golden.csv"]["bytes"] == (tmp_path / "golden.csv").stat().st_size


def test_errors_are_said_in_both_languages(tmp_path: Path) -> None:
    for error in (
        OutputBusy(path=tmp_path),
        OutputForeign(path=tmp_path, names="golden.csv"),
        InputInTheWay(input="x.csv", path=tmp_path),
    ):
        assert isinstance(error, ItalcleanError)
        assert error.text("it") != error.text("en")
