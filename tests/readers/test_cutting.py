"""Stray quotes, lone carriage returns and other line ends: no line swallows another."""

from __future__ import annotations

import pytest

from italclean.readers.delimited import parse
from italclean.readers.line_ends import even

HEADER = "Codice;Cognome;Nome;CAP;Note"


def rows(text: str | bytes) -> list[list[str]]:
    data = text if isinstance(text, bytes) else text.encode()
    return [[cell or "" for cell in row] for row in parse(data, None, "x").frame.iter_rows()]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # An open quote, and the next one far below: between them are rows.
        (
            ['1;Neri;"Ada;20121;', "2;Neri;Bea;20121;x", '3;Neri;Ada";20121;y'],
            [
                ["1", "Neri", '"Ada', "20121", ""],
                ["2", "Neri", "Bea", "20121", "x"],
                ["3", "Neri", 'Ada"', "20121", "y"],
            ],
        ),
        (
            ['1;Neri;"Ada', "2;Neri;Bea;20121;x", '3;Neri;Ada";20121;y'],
            [["1", "Neri", '"Ada', "", ""], ["2", "Neri", "Bea", "20121", "x"], ["3", "Neri", 'Ada"', "20121", "y"]],
        ),
        (['1;Neri;"Ada;20121;x'], [["1", "Neri", '"Ada', "20121", "x"]]),
        # Cells of several lines, with delimiters and quotes in them
        (
            ['1;Neri;"Via Po\nint. 3";20121;"due\nrighe; ""x"""', "2;Blu;Bea;1;y"],
            [["1", "Neri", "Via Po\nint. 3", "20121", 'due\nrighe; "x"'], ["2", "Blu", "Bea", "1", "y"]],
        ),
        (['1;"Via\nRoma";x', "2;Blu;Bea;1;y"], [["1", "Via\nRoma", "x", "", ""], ["2", "Blu", "Bea", "1", "y"]]),
        (['1;Bar "da Mario";;Via "A";x'], [["1", 'Bar "da Mario"', "", 'Via "A"', "x"]]),
        (['1;"Bar "Sport"";Ada;2;x'], [["1", '"Bar "Sport""', "Ada", "2", "x"]]),
        (['1; "Rossi; e figli" ;Ada;2;x'], [["1", "Rossi; e figli", "Ada", "2", "x"]]),
    ],
)
def test_quotes(lines: list[str], expected: list[list[str]]) -> None:
    assert rows("\n".join([HEADER, *lines])) == expected
    assert rows("\r\n".join([HEADER, *lines])) == [[cell.replace("\n", "\n") for cell in row] for row in expected]


def test_quotes_in_the_header() -> None:
    assert parse(b'Cognome;"Nome;Note\nRossi;Mario;x\n', None, "x").frame.columns == ["Cognome", '"Nome', "Note"]
    text = b'"Cognome;Nome;Note\nRossi;Mario;x\n"Neri;Ada;y"\n'
    assert parse(text, None, "x").frame.rows() == [("Rossi", "Mario", "x"), ('"Neri', "Ada", 'y"')]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"A;B\r1;2\r3;4", [["1", "2"], ["3", "4"]]),
        (b"A;B\r\r\n1;2\r\r\n3;4\r\r\n", [["1", "2"], ["3", "4"]]),
        (b"A;B\r1;2\r3;4\r\n5;6\n7;8\r\r\n", [["1", "2"], ["3", "4"], ["5", "6"], ["7", "8"]]),
        (b"A;B\r\n1;via\rroma\r\n3;4\r\n", [["1", "via\rroma"], ["3", "4"]]),
        (b'A;B\r\n1;"via\rroma"\r\n3;4\r\n', [["1", "via\rroma"], ["3", "4"]]),
        (b'"A"\r;"B"\r\n"1"\r;"2"\r\n', [["1", "2"]]),
        (b"A;B\n1;2\x00\n\x1a", [["1", "2\x00"]]),
        (b"\r\n\r\n\xef\xbb\xbf\nA;B\n1;2\n", [["1", "2"]]),
    ],
)
def test_line_ends(data: bytes, expected: list[list[str]]) -> None:
    assert rows(data) == expected


def test_regular_line_ends_are_left_alone() -> None:
    for data in (b"a\nb\n", b"a\r\nb\r\n", b"a\r\nb\rc\n"):
        assert even(data) == data


def test_the_limit_of_the_csv_module_is_left_alone() -> None:
    import subprocess
    import sys

    code = "import csv; before = csv.field_size_limit(); import italclean; assert csv.field_size_limit() == before"
    subprocess.run([sys.executable, "-c", code], check=True)
