"""Delimiters, quotes, lists of one column, and files that should have several."""

from __future__ import annotations

import pytest

from italclean.errors import BadDelimiter
from italclean.readers.delimited import parse
from italclean.readers.layout import find_layout

ROWS = "1;Rossi;Mario;20121\n2;Neri;Ada;10121\n3;Verdi;Ugo;00184\n"


@pytest.mark.parametrize(
    ("text", "delimiter", "width"),
    [
        ("Codice;Cognome;Nome;CAP\n" + ROWS, ";", 4),
        # A title with commas, notes with more commas than there are columns
        ("Elenco clienti, aggiornato al 31/12, Torino\nCodice;Cognome;Nome;CAP\n" + ROWS, ";", 4),
        ("Nome;Note\n" + "Rossi;a, b, c, d, e, f\n" * 20, ";", 2),
        ("Nome;Importo\n" + "Rossi;1,5\n" * 20, ";", 2),
        # Rows that lost their last fields, most of them
        ("Cognome;Nome;Via;CAP;Note\nRossi;Mario\nNeri;Ada\nVerdi;Ugo;Via Po, 1\nBlu;Bea;Via Po;10121;x\n", ";", 5),
        ("Cognome|Nome\nRossi|Mario\n", "|", 2),
        ('"a;b","c;d"\n"e;f","g;h"\n', ",", 2),
        ('"Cognome\ne nome";"Via"\nRossi Mario;Via Roma\n', ";", 2),
        ("Cognome, Nome\nRossi, Mario\nNeri, Ada\n", ",", 2),
    ],
)
def test_delimiter(text: str, delimiter: str, width: int) -> None:
    found = find_layout(text.encode(), None, "x")
    assert (found.delimiter, found.width) == (delimiter, width)


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("Codice fiscale\nRSSMRA85T10A562S\nBNCNNA80A41F205X\n", "Codice fiscale"),
        ("RSSMRA85T10A562S\nBNCNNA80A41F205X\n", None),
        ("E-mail\na@b.it\n\nc@d.it\n", "E-mail"),
        ("a.rossi@b.it\nc@d.it\n", None),
        ("Nominativo\nRossi, Mario\nNeri, Ada\nVerdi, Ugo\n", "Nominativo"),
        ("Rossi, Mario\nNeri, Ada\nVerdi, Ugo\n", None),
        ("Rossi Mario\nNeri Ada\n", None),
        ("Alfa Srl\nBeta Spa\nGamma s.n.c.\n", None),
        ("Indirizzo\nVia Roma, 1\nVia Po, 2\nVia Tasso, 3\n", "Indirizzo"),
        ("Telefono\n02 123; 333 456\n02 1234; 333 456\n", "Telefono"),
        ("Sito web\nhttps://a.it\nhttps://b.it\nhttp://c.it\n", "Sito web"),
        ("P.IVA\n00743110157\n", "P.IVA"),
        ("00743110157\n00462350018\n", None),
        ('"Ragione sociale"\n"Rossi; Neri & C."\n"Beta"\n', "Ragione sociale"),
        ("Elenco\nRossi\nNeri\n", "Elenco"),
    ],
)
def test_a_list_of_one_column(text: str, header: str | None) -> None:
    found = parse(text.encode(), None, "x")
    assert found.facts["delimiter"] == ";"
    assert found.frame.columns == [header or "colonna_1"]
    lines = [line.strip('"') for line in text.splitlines() if line]
    assert found.frame.to_series().to_list() == (lines[1:] if header else lines)
    assert found.rejected.is_empty()
    assert bool(found.notices) is (header is None)


@pytest.mark.parametrize(
    ("sign", "hint"),
    [("^", 'delimiter="^"'), ("~", 'delimiter="~"'), (":", "«:»"), ("#", "«#»"), ("¦", "«¦»"), ("\x1f", "0x1F")],
)
def test_an_unusual_delimiter_is_named(sign: str, hint: str) -> None:
    lines = [["Cognome", "Nome", "CAP"], ["Rossi", "Mario", "20121"], ["Neri", "Ada", "10121"]]
    text = "\n".join(sign.join(cells) for cells in lines)
    for language in ("it", "en"):
        with pytest.raises(BadDelimiter) as raised:
            parse(text.encode(), None, "x")
        assert hint in raised.value.text(language)  # type: ignore[arg-type]
        assert "Rossi" not in raised.value.text(language)  # type: ignore[arg-type]
    if sign.isascii():
        assert parse(text.encode(), sign, "x").frame.rows() == [tuple(cells) for cells in lines[1:]]


def test_columns_aligned_with_blanks_are_named() -> None:
    text = "Codice  Nome      Citta\n1       Rossi     Roma\n2       Neri      Torino\n"
    with pytest.raises(BadDelimiter, match="blanks"):
        parse(text.encode(), None, "x")


def test_single_quotes() -> None:
    text = "'Cognome';'Nome';'Note'\n'Rossi';'Mario';'a; b'\n'D''Angelo';'Ugo';'due\nrighe'\n"
    found = parse(text.encode(), None, "x")
    assert found.frame.columns == ["Cognome", "Nome", "Note"]
    assert found.frame.rows() == [("Rossi", "Mario", "a; b"), ("D'Angelo", "Ugo", "due\nrighe")]


def test_apostrophes_in_names_are_no_quotes() -> None:
    text = "Cognome;Nome;Note\n'Ntoni;Mario;'x'\n\"Neri; e figli\";Ada;L'altro\n"
    assert parse(text.encode(), None, "x").frame.rows() == [
        ("'Ntoni", "Mario", "'x'"),
        ("Neri; e figli", "Ada", "L'altro"),
    ]
