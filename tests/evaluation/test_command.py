"""`italclean evaluate`, in an interpreter of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from italclean.cli.app import main

CROSSWALK = "source;row;source_id;golden_id;probability;reason\n" + "".join(
    f"clienti;{row};{row:05};{golden};1.0;\n" for row, golden in enumerate("aabbc", start=1)
)


def italclean(*arguments: str, folder: Path, stdin: bytes = b"") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "italclean", "evaluate", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "crosswalk.csv").write_text(CROSSWALK, encoding="utf-8")
    return tmp_path


def test_a_labelled_list_that_misses_rows(folder: Path) -> None:
    (folder / "vero.csv").write_text("id\tentità\n00001\tx\n2\tx\n00003\ty\n00099\tz\n", encoding="cp1252")
    code, out, err = italclean(".", "vero.csv", "--json", "--lang", "it", folder=folder)
    assert code == 0
    found = json.loads(out)
    assert (found["kind"], found["by"]) == ("rows", ["id"])
    assert found["figures"]["precision"]["value"] == 1
    assert found["counts"]["truth_unknown"] == 1
    assert "senza gli zeri iniziali" in err
    assert "copre 3 righe su 5" in err
    assert "1 coppie unite hanno una riga nella verità e l'altra no" in err


def test_a_labelled_sample_of_pairs(folder: Path) -> None:
    (folder / "coppie.csv").write_text("row_a,row_b,esito\n1,2,stesso\n3,4,Diverso\n4,5,SÌ\n", encoding="utf-8")
    code, out, err = italclean("crosswalk.csv", "coppie.csv", "--lang", "en", folder=folder)
    assert code == 0
    assert out.splitlines()[0].startswith("3 labelled pairs: 1 rightly merged, 1 wrongly, 1 apart but one customer")
    assert "precision  0.5000  0.0945–0.9055  1 pairs right of 2 merged" in out
    assert "B-cubed cannot be told from pairs" in err


def test_a_filled_review(folder: Path) -> None:
    lines = [f"{number};clienti;{number};clienti;5;0,9;{word};=1+1" for number, word in enumerate(["sì", "no", ""], 1)]
    header = "pair_id;source_a;row_a;source_b;row_b;probability;decision;nominativo_a"
    (folder / "review.csv").write_text("\r\n".join([header, *lines, ""]), encoding="utf-8-sig")
    code, out, err = italclean(".", "review.csv", "--quiet", folder=folder)
    assert (code, err) == (0, "")
    assert out.startswith("3 pairs asked, 2 decided: 1 one customer, 1 different ones")
    assert "0.90–0.95" in out


def test_standard_input_and_a_chosen_column(folder: Path) -> None:
    typed = b"row|entity|chi\n1|x|u\n2|y|u\n"
    code, out, _ = italclean(".", "-", "--entity", "chi", "--json", "--quiet", folder=folder, stdin=typed)
    assert code == 0
    assert json.loads(out)["figures"]["precision"]["value"] == 1


REFUSED = {
    "empty file": (b"", 3, "is empty"),
    "header alone": (b"row;entity\n", 3, "only the header"),
    "no text": (b"PK\x03\x04" + b"\x00" * 40, 3, "CSV"),
    "ragged": (b"row;entity\n1;2;3\n", 3, "more fields than the header"),
    "one column": (b"entity\nx\n", 2, "no column says which row"),
    "no entity": (b"row;nome;cognome\n1;a;b\n", 2, "--entity COLUMN"),
    "unknown word": (b"row_a;row_b;esito\n1;2;forse\n", 2, "neither same nor different"),
    "nothing decided": (b"row_a;row_b;decision\n1;2;\n", 2, "write same or different"),
    "other list": (b"id;entity\nX7;1\n", 2, "none of its rows"),
}


def refused(*arguments: str) -> int:
    """Run the command in this process: what is refused needs no interpreter of its own to be so."""
    with pytest.raises(SystemExit) as stopped:
        main(["evaluate", *arguments])
    return int(stopped.value.code or 0)


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_has_its_code_and_says_what_to_try(
    folder: Path, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data, code, words = REFUSED[case]
    (folder / "truth.csv").write_bytes(data)
    assert refused(str(folder), str(folder / "truth.csv"), "--lang", "en") == code
    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err
    assert "Traceback" not in told.err


def test_a_file_that_is_not_there(folder: Path) -> None:
    assert refused(str(folder), str(folder / "nulla.csv")) == 3
    assert refused(str(folder / "nulla"), str(folder / "nulla.csv")) == 3
    assert refused(str(folder)) == 2
