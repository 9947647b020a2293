"""Columns of fixed width: cut where the user says, and nothing is lost behind the last one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import italclean as ic
from italclean.cli.app import main
from italclean.errors import BadOption, EmptyInput
from italclean.readers.sources import read
from italclean.readers.table import Table
from italclean.settings import Reading

LINES = "0001Rossi     Mario   00184\n0002Verdì     Ida     20121\n"


def one(path: Path, text: str, encoding: str = "cp1252", **reading: Any) -> Table:
    path.write_bytes(text.encode(encoding))
    (table,) = read(str(path), Reading(**reading))
    return table


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "cp850"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_columns_are_cut_by_their_widths(tmp_path: Path, encoding: str, ends: str) -> None:
    table = one(tmp_path / "c.txt", LINES.replace("\n", ends), encoding, widths="4,10,8,5")
    assert table.frame.rows() == [("0001", "Rossi", "Mario", "00184"), ("0002", "Verdì", "Ida", "20121")]
    assert table.frame.columns == ["colonna_1", "colonna_2", "colonna_3", "colonna_4"]


def test_records_without_line_ends_are_cut_by_their_length(tmp_path: Path) -> None:
    table = one(tmp_path / "c.txt", LINES.replace("\n", ""), widths=[4, 10, 8, 5])
    assert table.frame["colonna_2"].to_list() == ["Rossi", "Verdì"]


def test_a_header_is_found_under_titles_and_totals_are_set_apart(tmp_path: Path) -> None:
    text = f"ELENCO CLIENTI\n\nCod.Cognome   Nome    CAP  \n{LINES}\nTOTALE CLIENTI: 2\n"
    table = one(tmp_path / "c.txt", text, widths="4,10,8,5")
    assert table.frame.columns == ["Cod.", "Cognome", "Nome", "CAP"]
    assert table.frame["CAP"].to_list() == ["00184", "20121"]
    assert table.rejected.select("line", "text").rows() == [(1, "ELENCO CLIENTI"), (7, "TOTALE CLIENTI: 2")]


def test_what_stands_behind_the_last_column_is_kept(tmp_path: Path) -> None:
    table = one(tmp_path / "c.txt", LINES.replace("20121", "20121 moroso"), widths="4,10,8,5")
    assert table.frame.row(1)[-1] == "moroso"


def test_a_file_of_columns_names_them(tmp_path: Path) -> None:
    described = tmp_path / "colonne.toml"
    described.write_text(
        '[[column]]\nname = "Codice"\nwidth = 4\n[[column]]\nname = "Cognome"\nwidth = 10\n'
        '[[column]]\nname = "CAP"\nstart = 23\nwidth = 5\n',
        encoding="utf-8",
    )
    table = one(tmp_path / "c.txt", LINES, widths=described)
    assert table.frame.rows(named=True)[0] == {"Codice": "0001", "Cognome": "Rossi", "CAP": "00184"}


def test_the_command_line_refuses_widths_of_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "c.txt").write_text(LINES, encoding="utf-8")
    with pytest.raises(SystemExit, match="2"):
        main(["plan", str(tmp_path / "c.txt"), "--widths", "", "--lang", "en"])
    assert "“” will not do for --widths" in capsys.readouterr().err


DESCRIBED = (
    '[[column]]\nname = "Codice"\nwidth = 4\n[[column]]\nname = "Cognome"\nwidth = 10\n'
    '[[column]]\nname = "Nome proprio"\nwidth = 8\n[[column]]\nname = "CAP"\nwidth = 5\n'
)


@pytest.mark.parametrize(
    "header",
    [
        "CodiCognome   Nome proCAP",
        "CODICOGNOME   NOME PROCAP",
        "Codice Cognome Nome proprio CAP",
        "codicecognome nomeproprioCAP",
    ],
)
@pytest.mark.parametrize("places", [[0], [1], [2], [0, 1, 2], [0, 0]])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_names_of_described_columns_are_no_customers(
    tmp_path: Path, header: str, places: list[int], mark: str
) -> None:
    described = tmp_path / "colonne.toml"
    described.write_text(mark + DESCRIBED, encoding="utf-8")
    lines = LINES.splitlines()
    for place in sorted(places, reverse=True):
        lines.insert(place, header)
    table = one(tmp_path / "c.txt", "\n".join(lines) + "\n", widths=described)
    assert table.frame["Cognome"].to_list() == ["Rossi", "Verdì"]
    assert table.rejected["text"].to_list() == [header] * len(places)
    assert table.rejected["line"].to_list() == [at for at, line in enumerate(lines, start=1) if line == header]
    assert set(table.rejected["reason"]) == {"read.apart_repeated"}


@pytest.mark.parametrize("line", ["Codice000 Rossi Mario", "CodiCognome   Ida     20121", "Cod Cognome Nome CAP"])
def test_a_line_that_says_anything_else_than_the_names_stays(tmp_path: Path, line: str) -> None:
    (tmp_path / "colonne.toml").write_text(DESCRIBED, encoding="utf-8")
    table = one(tmp_path / "c.txt", f"{line}\n{LINES}", widths=tmp_path / "colonne.toml")
    assert table.frame.height == 3
    assert table.rejected.is_empty()


def test_a_header_that_comes_again_is_no_customer(tmp_path: Path) -> None:
    header = "Cod.Cognome   Nome    CAP  \n"
    table = one(tmp_path / "c.txt", header + LINES + header + LINES, widths="4,10,8,5")
    assert table.frame["Cognome"].to_list() == ["Rossi", "Verdì"] * 2
    assert table.rejected.select("line", "reason").rows() == [(4, "read.apart_repeated")]


def test_rows_are_skipped_above_described_columns(tmp_path: Path) -> None:
    (tmp_path / "colonne.toml").write_text(DESCRIBED, encoding="utf-8")
    table = one(tmp_path / "c.txt", f"STAMPA\n\n{LINES}", widths=tmp_path / "colonne.toml", skip_rows=2)
    assert table.frame["Cognome"].to_list() == ["Rossi", "Verdì"]
    assert table.rejected.select("line", "reason", "text").rows() == [(1, "read.apart_skipped", "STAMPA")]


def test_names_alone_are_no_list(tmp_path: Path) -> None:
    (tmp_path / "colonne.toml").write_text(DESCRIBED, encoding="utf-8")
    with pytest.raises(EmptyInput, match="no line holds a customer"):
        one(tmp_path / "c.txt", "CodiCognome   Nome proCAP\n", widths=tmp_path / "colonne.toml")


@pytest.mark.parametrize("widths", ["4,x", "0,3", "-1", "4,,x", "4,,5", "4,5,", "x", "", "  ", ",", [""], [4, ""]])
def test_widths_that_make_no_sense_are_refused(tmp_path: Path, widths: Any) -> None:
    with pytest.raises(BadOption, match="widths") as raised:
        one(tmp_path / "c.txt", LINES, widths=widths)
    assert raised.value.exit_code == 2


@pytest.mark.parametrize(
    ("described", "says"),
    [
        (None, "there is no such TOML file"),
        (b"[[column]]\nwidth = 4", "column 1 lacks its name"),
        (b'[[column]]\nname = "A"\nwidth = 4\n[[column]]\nname = "B"\n', "column 2 lacks"),
        (b'[[column]]\nname = "A"\nwidth = 0\n', "column 1 lacks"),
        (b'[[column]]\nname = "A"\nstart = 0\nwidth = 3\n', "column 1 lacks"),
        (
            b'[[column]]\nname = "A"\nwidth = 4\n[[column]]\nname = "B"\nstart = 4\nwidth = 2\n',
            "overlap at character 4",
        ),
        (
            b'[[column]]\nname = "A"\nstart = 5\nwidth = 4\n[[column]]\nname = "B"\nstart = 1\nwidth = 5\n',
            "“B” and “A” overlap",
        ),
        (b'[[column]]\nname = "A"\nwidth == 4\n', "line 3 of the TOML file"),
        (b'[[column]]\nname = "A', "TOML file ends too early"),
        (b'[[column]]\nname = "Citt\xe0"\nwidth = 4\n', "not UTF-8"),
        (b"", "TOML file with a table column"),
        (b"column = 4", "TOML file with a table column"),
        (b"column = [4]", "column 1 lacks"),
    ],
)
def test_a_file_of_columns_that_makes_no_sense_says_why(tmp_path: Path, described: bytes | None, says: str) -> None:
    if described is not None:
        (tmp_path / "colonne.toml").write_bytes(described)
    with pytest.raises(BadOption, match=says) as raised:
        one(tmp_path / "c.txt", LINES, widths=tmp_path / "colonne.toml")
    assert raised.value.exit_code == 2
    assert "colonne.toml" in str(raised.value)


def test_blank_lines_are_no_list(tmp_path: Path) -> None:
    with pytest.raises(EmptyInput):
        one(tmp_path / "c.txt", "   \n  ", widths="4,10")


def test_the_same_list_is_cleaned_alike(tmp_path: Path) -> None:
    (tmp_path / "fisso.txt").write_text(f"Cod.Cognome   Nome    CAP  \n{LINES}", encoding="cp1252")
    (tmp_path / "clienti.csv").write_text(
        "Cod.;Cognome;Nome;CAP\n0001;Rossi;Mario;00184\n0002;Verdì;Ida;20121\n", encoding="cp1252"
    )
    fixed = ic.clean({"c": str(tmp_path / "fisso.txt")}, widths=[4, 10, 8, 5]).cleaned
    assert fixed.equals(ic.clean({"c": str(tmp_path / "clienti.csv")}).cleaned)
