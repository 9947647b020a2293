"""Encodings of old exports."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from italclean.errors import BadEncoding, BinaryInput
from italclean.readers.charset import detect, to_utf8
from italclean.readers.sources import read

TEXT = "Cognome;Nome;Città\nNicolò;Forlì;Cantù\nD’Angelo;Perché;È già\n" * 3
PLAIN = TEXT.replace("’", "'")


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (TEXT.encode(), "utf-8", TEXT),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig", TEXT),
        (TEXT.encode("cp1252"), "cp1252", TEXT),
        (PLAIN.encode("cp850"), "cp850", PLAIN),
        (TEXT.encode("utf-16"), "utf-16", TEXT),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16", TEXT),
        (TEXT.encode("utf-16-le"), "utf-16-le", TEXT),
        (TEXT.encode("utf-16-be"), "utf-16-be", TEXT),
        ("Cognome;Nome\nRossi;Mario\n".encode("ascii"), "utf-8", "Cognome;Nome\nRossi;Mario\n"),
        (TEXT.encode() * 5 + "Nicolò;Cantù\n".encode("cp1252"), "utf-8+cp1252", TEXT * 5 + "Nicolò;Cantù\n"),
        (PLAIN.upper().encode("cp850"), "cp850", PLAIN.upper()),
        (PLAIN.upper().encode("cp1252"), "cp1252", PLAIN.upper()),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)
def test_detected(data: bytes, encoding: str, text: str) -> None:
    assert detect(data) == encoding
    content, used = to_utf8(data, None, "x")
    assert (content.decode().removeprefix("\ufeff"), used) == (text, encoding)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "cp850", "utf-16", "utf-16-le", "utf-16-be", "mac-roman"]
)
def test_given(encoding: str) -> None:
    content, used = to_utf8(PLAIN.encode(encoding), encoding, "x")
    assert (content.decode(), used) == (PLAIN, encoding)


@given(
    st.text(alphabet="abc àèìòùÀÈÌ;\n'", min_size=1, max_size=200), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
)
def test_unicode_is_never_misread(text: str, encoding: str) -> None:
    content, _ = to_utf8(text.encode(encoding), None, "x")
    assert content.decode() == text


@given(
    st.binary(min_size=1, max_size=300).map(lambda data: b"a;b\n" * 100 + bytes(byte for byte in data if byte >= 32))
)
def test_text_with_any_bytes_can_be_read(data: bytes) -> None:
    content, _ = to_utf8(data, None, "x")
    content.decode()


@pytest.mark.parametrize("encoding", ["nonsense", "ascii", "utf-16", "base64", "rot13", "hex", "idna"])
def test_wrong_encoding_is_an_error(encoding: str) -> None:
    with pytest.raises(BadEncoding) as raised:
        to_utf8(TEXT.encode("cp1252") + b"x", encoding, "clienti.csv")
    assert "clienti.csv" in raised.value.text("it")
    assert encoding in raised.value.text("en")


@pytest.mark.parametrize(
    "magic",
    [
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0",
        b"%PDF-1.4",
        b"\x1f\x8b\x08",
        b"PAR1",
        b"\x89PNG\r\n",
        bytes(range(32)) * 40,
        b"\x00\x01\x02\x03" * 500,
    ],
)
def test_binary_files_are_named(magic: bytes) -> None:
    with pytest.raises(BinaryInput):
        to_utf8(magic + b"\x00\x01;\n" * 50, None, "clienti.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "clienti.csv"
    path.write_bytes(PLAIN.encode(encoding))
    (table,) = read(str(path))
    assert table.frame.columns == ["Cognome", "Nome", "Città"]
    assert table.frame["Città"].to_list() == ["Cantù", "È già"] * 3
    assert table.rejected["line"].to_list() == [4, 7]  # the header comes again
