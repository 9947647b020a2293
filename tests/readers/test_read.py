"""Any accepted input to named tables."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import polars as pl
import pytest

from italclean.errors import BadOption, EmptyInput, FileMissing
from italclean.readers.sources import read
from italclean.settings import Reading

TEXT = "Cognome;Nome\nRossi;Mario\nBianchi;\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "clienti.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_names_of_sources(file: Path) -> None:
    other = file.with_name("crm.csv")
    other.write_text(TEXT, encoding="utf-8")
    assert [table.name for table in read([str(file), other])] == ["clienti", "crm"]
    assert [table.name for table in read([f"erp={file}", f"crm={other}"])] == ["erp", "crm"]
    assert [table.name for table in read({"a": str(file), "b": pl.DataFrame({"x": [1]})})] == ["a", "b"]
    assert len({table.name for table in read([file, file, file])}) == 3


def test_a_path_with_an_equals_sign(tmp_path: Path) -> None:
    path = tmp_path / "anno=2024.csv"
    path.write_text(TEXT, encoding="utf-8")
    (table,) = read(str(path))
    assert (table.name, table.frame.height) == ("anno=2024", 2)


def test_frames_become_text_and_empty_becomes_null() -> None:
    frame = pl.DataFrame({"cap": [184, None], "nome": ["", "Anna"], "attivo": [True, False]})
    for given in (frame, frame.lazy(), [frame]):
        (table,) = read(given)
        assert set(table.frame.schema.values()) == {pl.String}
        assert table.frame["cap"].to_list() == ["184", None]
        assert table.frame["nome"].to_list() == [None, "Anna"]


def test_frame_with_dates_and_categories() -> None:
    frame = pl.DataFrame(
        {
            "d": pl.Series(["2020-01-31"]).str.to_date(),
            "c": pl.Series(["x"], dtype=pl.Categorical),
            "n": pl.Series([None], dtype=pl.Null),
        }
    )
    (table,) = read(frame)
    assert table.frame.row(0) == ("2020-01-31", "x", None)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    (table,) = read("-")
    assert (table.name, table.frame.height) == ("stdin", 2)


def test_what_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "manca.csv", tmp_path):
        with pytest.raises(FileMissing) as raised:
            read(str(path))
        assert str(path) in raised.value.text("it")
    with pytest.raises(EmptyInput):
        read(pl.DataFrame({"a": []}))


def test_rejected_lines_are_announced(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(TEXT + "rotta\n", encoding="utf-8")
    (table,) = read(path)
    assert table.rejected.height == 1
    assert "rejected.csv" in table.notices[-1].text("it")


def test_cells_of_spreadsheets_are_undone_and_kept() -> None:
    typed = {"cap": ['="00184"', "20121", "#N/D"], "nome": ["'Ntoni", "Anna", "Ugo"]}
    (table,) = read(pl.DataFrame(typed))
    assert table.frame["cap"].to_list() == ["00184", "20121", None]
    assert table.typed("cap").to_list() == typed["cap"]
    assert table.typed("nome").to_list() == table.frame["nome"].to_list() == typed["nome"]
    assert list(table.undone) == ["cap"]
    assert "2 celle" in table.notices[0].text("it")


def test_lines_are_skipped_as_asked(file: Path) -> None:
    file.write_text(f"Titolo;x\n{TEXT}", encoding="utf-8")
    (table,) = read(file, Reading(skip_rows=1))
    assert table.frame.columns == ["Cognome", "Nome"]
    with pytest.raises(BadOption):
        read(file, Reading(skip_rows=-1))


def test_a_line_of_delimiters_alone_in_a_list_of_one_column(tmp_path: Path) -> None:
    path = tmp_path / "telefoni.csv"
    path.write_bytes(b'\xef"\xbb\xbfTelefono\n"=""0635842"""\n;\xe0;\n\n;;;')
    (table,) = read(path)
    assert table.frame.to_series().to_list() == ["0635842"]
