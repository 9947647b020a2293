"""Plain tables: taken at their word."""

from __future__ import annotations

import pytest

from italclean.errors import BadDelimiter, BinaryInput, EmptyInput
from italclean.readers.plain import read_plain


@pytest.mark.parametrize(
    "data",
    [
        "row;entità\n01;007\n2;è\n".encode(),
        "row,entità\r\n01,007\r\n2,è\r\n".encode("utf-8-sig"),
        "sep=;\r\nrow;entità\r\n01;007\r\n2;è\r\n".encode("cp1252"),
        "row\tentità\r01\t007\r2\tè\r".encode(),
        "\n\nrow|entità\n01|007\n2|è".encode("utf-16"),
    ],
)
def test_any_encoding_delimiter_and_end_of_line(data: bytes) -> None:
    assert read_plain(data, "truth.csv").to_dicts() == [{"row": "01", "entità": "007"}, {"row": "2", "entità": "è"}]


@pytest.mark.parametrize("data", [b"", b" \n\n", b"\xef\xbb\xbf"])
def test_nothing(data: bytes) -> None:
    with pytest.raises(EmptyInput):
        read_plain(data, "truth.csv")


def test_a_header_alone_is_a_table_without_rows() -> None:
    assert read_plain(b"row;entity\n", "truth.csv").shape == (0, 2)


def test_what_is_no_table() -> None:
    with pytest.raises(BadDelimiter, match="more fields"):
        read_plain(b"row;entity\n1;2;3\n", "truth.csv")
    with pytest.raises(BinaryInput):
        read_plain(b"PK\x03\x04" + b"\x00" * 50, "truth.xlsx")
