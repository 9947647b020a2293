"""Titles above the header, headers and lines of data, lines that are skipped as asked."""

from __future__ import annotations

import pytest

from italclean.errors import EmptyInput
from italclean.readers.apart import SKIPPED
from italclean.readers.delimited import parse

HEADER = "Codice;Cognome;Nome;CAP;Note"
ROWS = ["1;Rossi;Mario;20121;x", "2;Neri;Ada;10121;", "3;Verdi;Ugo;00184;y"]


@pytest.mark.parametrize(
    "above",
    [
        ["ELENCO CLIENTI AL 31/12/2025"],
        ["ELENCO CLIENTI AL 31/12/2025;;;;"],
        ["ELENCO CLIENTI;;;;", ";;;;"],
        ["Azienda:;Alfa Srl;;;", "Data stampa:;31/12/2025;;;"],
        [";Dati;;Contatti;"],
        ["Report clienti, agente 3, pag. 1", "", "Filtro: tutti"],
        ["Alfa Srl;00743110157;;;"],
    ],
)
def test_titles_are_set_apart(above: list[str]) -> None:
    text = "\n".join([*above, HEADER, *ROWS])
    found = parse(text.encode(), None, "x")
    assert found.frame.columns == HEADER.split(";")
    assert found.frame["Cognome"].to_list() == ["Rossi", "Neri", "Verdi"]
    kept = [(number, line) for number, line in enumerate(above, start=1) if line]
    assert list(found.rejected.select("line", "text").iter_rows()) == kept
    assert "skip_rows" in found.notices[-1].text("it")


@pytest.mark.parametrize("header", ["Cognome;Nome;;;", "Nome;;Nome;Via;Nome", "Ditta;Xyz;;;", "A;B;C;D;E"])
def test_a_sparse_header_is_no_title(header: str) -> None:
    found = parse("\n".join([header, *ROWS]).encode(), None, "x")
    assert found.frame.height == 3
    assert found.rejected.is_empty()


@pytest.mark.parametrize(
    "rows",
    [
        ["0;Bruniaaa;Ada;Via Po 0;10121;Torino;TO", "1;Brunibbb;Ada;Via Po 1;10121;Torino;TO"],
        ["Rossi;Mario;Torino", "Neri;Ada;Roma"],
        ["RSSMRA85T10A562S;Rossi", "BNCNNA80A41F205X;Neri"],
        ["Alfa Srl;20121;Milano", "Beta Spa;10121;Torino"],
        ["17;Rossi;31/12/1980", "18;Neri;01/01/1990"],
    ],
)
def test_a_first_line_of_data_is_no_header(rows: list[str]) -> None:
    found = parse("\n".join(rows).encode(), None, "x")
    assert found.frame.columns == [f"colonna_{number}" for number in range(1, rows[0].count(";") + 2)]
    assert [";".join(row) for row in found.frame.iter_rows()] == rows
    assert "colonna_1" in found.notices[0].text("it")


@pytest.mark.parametrize(
    "header", ["Codice;Nome;Anno 2024", "F1;F2;F3", "0;1;2", "ID;Cliente;Roma", "CAP;Via;Prov", "x;y;z", "PR;TO;MI"]
)
def test_a_header_is_no_data(header: str) -> None:
    found = parse(f"{header}\n1;Rossi;3\n2;Neri;4\n".encode(), None, "x")
    assert found.frame.columns == header.split(";")


def test_a_doubtful_header_is_said() -> None:
    found = parse(b"Ditta;Xyz;12\nRossi;a;13\nNeri;b;14\n", None, "x")
    assert found.frame.height == 2
    assert len(found.notices) == 1
    assert "Rossi" not in "".join(notice.text("it") for notice in found.notices)


def test_a_customer_above_customers_is_no_title() -> None:
    rows = ["17;Rossi;;;;;;", "18;Neri;Ada;20121;Milano;MI;02 5550001;a@b.it", "19;Blu;Bea;20121;Milano;MI;;c@d.it"]
    found = parse("\n".join(rows).encode(), None, "x")
    assert found.frame["colonna_2"].to_list() == ["Rossi", "Neri", "Blu"]


def test_lines_are_skipped_as_asked() -> None:
    text = "\n".join(["Titolo;con;tutti;i;campi", "", HEADER, *ROWS])
    found = parse(text.encode(), None, "x", skip_rows=2)
    assert found.frame.columns == HEADER.split(";")
    assert found.rejected.rows() == [(1, SKIPPED, None, "Titolo;con;tutti;i;campi")]
    assert parse(text.encode(), None, "x", skip_rows=0).frame.columns[0] == "Titolo"
    with pytest.raises(EmptyInput):
        parse(text.encode(), None, "x", skip_rows=99)


def test_line_numbers_behind_skipped_lines_and_titles() -> None:
    text = "\n".join(["a", "b", "ELENCO CLIENTI;;;;", HEADER, *ROWS, "rotta", "4;Blu;Bea;1;2;3"])
    assert parse(text.encode(), None, "x").rejected["line"].to_list() == [1, 2, 3, 8, 9]
    assert parse(text.encode(), None, "x", skip_rows=3).rejected["line"].to_list() == [1, 2, 3, 8, 9]
