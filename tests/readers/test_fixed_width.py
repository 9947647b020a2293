"""Columns of fixed width: cut where the user says, and nothing is lost behind the last one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import italclean as ic
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


@pytest.mark.parametrize(
    "widths", ["4,x", "0,3", "-1", "4,,x", "manca.toml", pytest.param("[[column]]\nwidth = 4", id="no name")]
)
def test_widths_that_make_no_sense_are_refused(tmp_path: Path, widths: str) -> None:
    if "\n" in widths:
        (tmp_path / "colonne.toml").write_text(widths, encoding="utf-8")
        widths = str(tmp_path / "colonne.toml")
    with pytest.raises(BadOption, match="widths") as raised:
        one(tmp_path / "c.txt", LINES, widths=widths)
    assert raised.value.exit_code == 2


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
