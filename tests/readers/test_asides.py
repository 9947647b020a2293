"""Rows that are no customers, and customers that look like such rows."""

from __future__ import annotations

import pytest

from italclean.readers import apart
from italclean.readers.delimited import Delimited, parse

HEADER = "Codice;Ragione Sociale;Indirizzo;CAP;Note"
ROWS = [f"{number};Rossi;Via Po {number};20121;x" for number in range(1, 16)]


def parsed(*lines: str, header: str = HEADER) -> Delimited:
    return parse("\n".join([header, *ROWS, *lines]).encode(), None, "x")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("TOTALE;40;;;", apart.TOTAL),
        ("Totale clienti: 2;;;;", apart.TOTAL),
        (";;TOTALE;;1.234,50", apart.TOTAL),
        ("Totale provincia MB;40;;;", apart.TOTAL),
        ("TOT. AGENTE: ROSSI MARIO 12;;;;", apart.TOTAL),
        ("Sub-totale zona Nord;12;;;1.200,00", apart.TOTAL),
        ("Stampato da: admin;;;;", apart.TOTAL),
        ("Totale generale;40;;;€ 12.000,00", apart.TOTAL),
        ("SUBTOTALE;3;;;", apart.TOTAL),
        ("Totale clienti: 2", apart.TOTAL),
        ("N. clienti: 40;;;;", apart.TOTAL),
        ("40 righe;;;;", apart.TOTAL),
        ("(40 rows affected)", apart.TOTAL),
        ("a riportare;300;;;", apart.TOTAL),
        ("Pagina 1 di 3;;;;", apart.TOTAL),
        ("Pag. 2;;;;", apart.TOTAL),
        (";;;Pagina;2", apart.TOTAL),
        ("Page 1 of 3", apart.TOTAL),
        ("Stampato il 31/12/2025 alle 10:30;;;;pag. 1", apart.TOTAL),
        ("*** Fine elenco ***;;;;", apart.TOTAL),
        (";;;;", apart.EMPTY),
        (" ; ;\t;\u00a0;", apart.EMPTY),
        ('"";"";"";"";""', apart.EMPTY),
        ("------;------;-----;---;--", apart.EMPTY),
        (HEADER, apart.REPEATED),
        ("\ufeff" + HEADER, apart.REPEATED),
    ],
)
def test_set_apart(line: str, reason: str) -> None:
    found = parsed(line, "16;Neri;Via Po;20121;y")
    assert found.rejected.select("line", "reason", "text").rows() == [(17, reason, line)]
    assert found.frame.height == 16
    assert "rejected.csv" in found.notices[0].text("en")


@pytest.mark.parametrize(
    "line",
    [
        "Totale Srl;;;;",
        "Totale Area Srl;12;;;",
        "Totale Area;Via Roma 3;20121;Milano;",
        "17;Totale Srl;Via Po 3;10121;",
        "17;TOTALE;;;",
        "Pagina;Anna;Via Po 3;10121;",
        "Pagina Anna;;;;",
        "17;Pagina;;;",
        "Totò;;;;",
        "Total Erg SpA;;;;",
        "TOTALE;00743110157;;;",
        "TOTALE;0612345678;;;",
        "Riporti Srl;;;;",
        "Fine Anna;;;;",
        "Stampa 3D srl;;;;",
        "Numero Uno srl;;;;",
        "Clienti 40 srl;;;;",
        "Record Srl;40;;;",
        "17;Ragione Sociale;;;",
    ],
)
def test_customers_stay(line: str) -> None:
    found = parsed(line)
    assert found.frame.height == 16
    assert ";".join(cell or "" for cell in found.frame.row(15)) == line
    assert found.rejected.is_empty()


def test_many_empty_rows() -> None:
    found = parse("\n".join([HEADER, *ROWS, *[";;;;"] * 50_000]).encode(), None, "x")
    assert found.frame.height == 15
    assert found.rejected["line"].to_list() == list(range(17, 50_017))
    assert found.rejected["text"].unique().to_list() == [";;;;"]


def test_pieces_of_a_broken_row() -> None:
    # A line end in a cell without quotes: the second part would put a CAP among the addresses.
    found = parsed("16;Rossi;Via", "Po 3;20121;x", "17;Blu", "18;Alfa 2000")
    assert [row[0] for row in found.rejected.select("line").iter_rows()] == [17, 18]
    assert found.rejected["reason"].unique().to_list() == [apart.PIECE]
    assert found.frame["Codice"].to_list()[-2:] == ["17", "18"]


def test_a_piece_alone() -> None:
    found = parsed("int. 3;20121;x", "17;Blu")
    assert found.rejected["text"].to_list() == ["int. 3;20121;x"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_short_and_long_rows(end: str) -> None:
    lines = [HEADER, "1;Rossi", "2;Neri;Via Po;20121;x;;;", '3;"Blu; Bea"', "4;Verdi;Via Po;20121;y", '5;A;B;C;D;"";']
    found = parse(end.join(lines).encode(), None, "x")
    assert [[cell or "" for cell in row] for row in found.frame.iter_rows()] == [
        ["1", "Rossi", "", "", ""],
        ["2", "Neri", "Via Po", "20121", "x"],
        ["3", "Blu; Bea", "", "", ""],
        ["4", "Verdi", "Via Po", "20121", "y"],
        ["5", "A", "B", "C", "D"],
    ]
    assert found.rejected.is_empty()
    assert [notice.italian.split()[0] for notice in found.notices] == ["2", "2"]


def test_rows_of_two_widths_in_any_order_against_a_slow_reading() -> None:
    import random

    rng = random.Random(7)
    for _ in range(60):
        typed, expected = [], []
        for number in range(rng.randrange(1, 30)):
            cells = [
                f"a{number}",
                "Rossi",
                *(rng.choice(["Via Po", "x y", '"q; r"', '"due\nrighe"']) for _ in range(3)),
            ]
            width = rng.choice((2, 3, 5, 5, 5))
            typed.append(";".join(cells[:width]) + ";" * rng.choice((0, 0, 5 - width, 7 - width)))
            expected.append([cell.strip('"') for cell in cells[:width]] + [""] * (5 - width))
            if rng.random() < 0.2:
                typed.append("")
        end = rng.choice(("\n", "\r\n"))
        text = end.join([HEADER, *typed])
        found = parse(text.encode(), None, "x")
        assert [[cell or "" for cell in row] for row in found.frame.iter_rows()] == expected
