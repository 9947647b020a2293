"""Delimited text: delimiters, quotes, line ends, malformed lines."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from italclean.errors import BadDelimiter, EmptyInput
from italclean.readers.apart import EMPTY, in_words
from italclean.readers.delimited import Delimited, parse

HEADER = "Cognome;Nome;Note"


def parsed(text: str, delimiter: str | None = None) -> Delimited:
    return parse(text.encode(), delimiter, "clienti.csv")


def rows(found: Delimited) -> list[list[str]]:
    return [[cell or "" for cell in row] for row in found.frame.iter_rows()]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiter_is_found(delimiter: str) -> None:
    text = "\n".join(
        delimiter.join(row)
        for row in [["Cognome", "Nome", "Via"], ["Rossi", "Mario", "Via Roma"], ["Bianchi", "Anna", ""]]
    )
    found = parsed(text)
    assert found.facts["delimiter"] == delimiter
    assert rows(found) == [["Rossi", "Mario", "Via Roma"], ["Bianchi", "Anna", ""]]


def test_commas_in_cells_do_not_beat_the_semicolon() -> None:
    found = parsed("Cognome;Nome;Note\n" + "Rossi;Mario;a, b, c, d\n" * 20)
    assert found.facts["delimiter"] == ";"


def test_decimal_and_quoted_commas() -> None:
    found = parsed('Nome,Via,Importo\n"Rossi, Mario","Via Roma, 1","1,5"\n"Bianchi, A","Via Po, 2","2,5"\n')
    assert found.facts["delimiter"] == ","
    assert rows(found)[0] == ["Rossi, Mario", "Via Roma, 1", "1,5"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends(end: str, last: bool) -> None:
    found = parsed(end.join([HEADER, "Rossi;Mario;x", "Bianchi;Anna;"]) + (end if last else ""))
    assert found.frame.columns == ["Cognome", "Nome", "Note"]
    assert rows(found) == [["Rossi", "Mario", "x"], ["Bianchi", "Anna", ""]]
    assert found.rejected.is_empty()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            'Rossi;Mario;"riga 1\nriga 2"\nBianchi;Anna;y',
            [["Rossi", "Mario", "riga 1\nriga 2"], ["Bianchi", "Anna", "y"]],
        ),
        (
            'Rossi;Mario;"detto ""il Nino"""\nBianchi;Anna;y',
            [["Rossi", "Mario", 'detto "il Nino"'], ["Bianchi", "Anna", "y"]],
        ),
        ('Rossi;Mario;"a;b;c"\nBianchi;Anna;y', [["Rossi", "Mario", "a;b;c"], ["Bianchi", "Anna", "y"]]),
        (
            'Rossi;Mario;tubo da 3" nero\nBianchi;Anna;y',
            [["Rossi", "Mario", 'tubo da 3" nero'], ["Bianchi", "Anna", "y"]],
        ),
        ('Rossi;Mario;3"\nBianchi;Anna;y', [["Rossi", "Mario", '3"'], ["Bianchi", "Anna", "y"]]),
        ('Bar "Sport";Mario;x\nBianchi;Anna;y', [['Bar "Sport"', "Mario", "x"], ["Bianchi", "Anna", "y"]]),
        ('"Rossi";"Mario";""\n"Bianchi";"Anna";"y"', [["Rossi", "Mario", ""], ["Bianchi", "Anna", "y"]]),
        ('"";"";"x"\nBianchi;Anna;y', [["", "", "x"], ["Bianchi", "Anna", "y"]]),
        ('Rossi;Mario;"""\nBianchi;Anna;y', [["Rossi", "Mario", '"""'], ["Bianchi", "Anna", "y"]]),
        ("Rossi;Mario;\n\n\nBianchi;Anna;y\n\n", [["Rossi", "Mario", ""], ["Bianchi", "Anna", "y"]]),
        ("  Rossi ; Mario;  \nBianchi;Anna;y", [["  Rossi ", " Mario", "  "], ["Bianchi", "Anna", "y"]]),
        ("NA;null;0012\nNone;nan;1e5", [["NA", "null", "0012"], ["None", "nan", "1e5"]]),
        ("Rossi;Mario;D'Angelo\nL'Abate;Anna;'y'", [["Rossi", "Mario", "D'Angelo"], ["L'Abate", "Anna", "'y'"]]),
        ("Rossi;Mario;a\\;b\nBianchi;Anna;y\nVerdi;Ida;z", None),
    ],
)
def test_quotes(body: str, expected: list[list[str]] | None) -> None:
    found = parsed(f"{HEADER}\n{body}\n")
    if expected is None:
        assert found.rejected["line"].to_list() == [2]
        return
    assert rows(found) == expected
    assert found.rejected.is_empty()


def test_malformed_lines_keep_number_reason_and_text() -> None:
    lines = [
        HEADER,
        "Rossi;Mario;x",
        "troppo;lunga;riga;questa",
        'Verdi;Ida;"due\nrighe"',
        "corta;riga",
        "Bianchi;Anna;y",
        "",
        "sola",
        "Neri;Ugo;z",
        "Blu;Ada;w",
    ]
    found = parsed("\n".join(lines))
    assert rows(found) == [
        ["Rossi", "Mario", "x"],
        ["Verdi", "Ida", "due\nrighe"],
        ["corta", "riga", ""],
        ["Bianchi", "Anna", "y"],
        ["Neri", "Ugo", "z"],
        ["Blu", "Ada", "w"],
    ]
    assert found.rejected["line"].to_list() == [3, 9]
    assert found.rejected["text"].to_list() == ["troppo;lunga;riga;questa", "sola"]
    assert found.rejected["detail"].to_list() == ["4/3", "1/3"]
    assert in_words(found.rejected, "en")["reason"].to_list() == ["4 fields instead of 3", "1 fields instead of 3"]


def test_line_numbers_count_what_stands_before_the_header() -> None:
    found = parsed(f"\n\nsep=;\n{HEADER}\nRossi;Mario;x\nrotta\nBianchi;Anna;y\n")
    assert found.rejected["line"].to_list() == [6]
    assert parsed(f"sep=;\r\n{HEADER}\r\nRossi;Mario;x\r\nrotta\r\nBianchi;Anna;y\r\n").rejected["line"].to_list() == [
        4
    ]


def test_a_quote_that_never_closes_does_not_swallow_the_file() -> None:
    found = parsed(f'{HEADER}\n"Rossi;Mario;x\n' + "Bianchi;Anna;y\n" * 50)
    assert len(found.frame) + len(found.rejected) == 51
    assert found.frame.filter(pl.col("Cognome") == "Bianchi").height == 50


@pytest.mark.parametrize("mark", ["sep=;", "SEP=;", "sep=|"])
def test_separator_line_of_excel(mark: str) -> None:
    sign = mark[-1]
    found = parsed(f"{mark}\n{HEADER.replace(';', sign)}\nRossi{sign}Mario{sign}x\n")
    assert (found.facts["delimiter"], rows(found)) == (sign, [["Rossi", "Mario", "x"]])


def test_separator_line_of_old_mac_and_tab() -> None:
    assert rows(parsed("sep=\t\nA\tB\nx\ty\n")) == [["x", "y"]]


def test_trailing_delimiter_on_every_line() -> None:
    both = parsed("Cognome;Nome;\nRossi;Mario;\nBianchi;Anna;\n")
    assert [row[:2] for row in rows(both)] == [["Rossi", "Mario"], ["Bianchi", "Anna"]]
    records_only = parsed("Cognome;Nome\n" + "Rossi;Mario;\nBianchi;Anna;\n" * 5)
    assert [row[:2] for row in rows(records_only)] == [["Rossi", "Mario"], ["Bianchi", "Anna"]] * 5
    assert records_only.rejected.is_empty()


def test_trailing_delimiter_on_two_records_only() -> None:
    found = parsed("Cognome;Nome\nRossi;Mario;\nBianchi;Anna;\n")
    assert [row[:2] for row in rows(found)] == [["Rossi", "Mario"], ["Bianchi", "Anna"]]


def test_column_names() -> None:
    found = parsed("Nome;;Nome; Via ;Nome\na;b;c;d;e\n")
    assert found.frame.columns == ["Nome", "colonna_2", "Nome_2", "Via", "Nome_3"]
    assert len(set(found.frame.columns)) == 5
    assert "Nome_2" in found.notices[0].text("it")
    assert len(set(parsed("Nome;Nome_2;Nome\na;b;c\n").frame.columns)) == 3


def test_file_without_header() -> None:
    found = parsed("RSSMRA85T10A562S;Rossi Mario;mario@rossi.it\nBNCNNA80A41F205X;Bianchi Anna;anna@bianchi.it\n")
    assert found.frame.height == 2
    assert found.frame.columns == ["colonna_1", "colonna_2", "colonna_3"]
    assert found.notices


def test_header_in_quotes_over_two_lines() -> None:
    found = parsed('"Cognome\ne nome";"Via"\nRossi Mario;Via Roma\n')
    assert rows(found) == [["Rossi Mario", "Via Roma"]]
    assert len(found.frame.columns) == 2


@pytest.mark.parametrize(
    "text", ["", "\n\n", " \r\n ", HEADER, f"{HEADER}\n", f"{HEADER}\n\n\n", "sep=;\n", f"sep=;\n{HEADER}\n"]
)
def test_nothing_to_read(text: str) -> None:
    with pytest.raises(EmptyInput):
        parsed(text)


@pytest.mark.parametrize(
    ("text", "delimiter", "hint"),
    [
        ("Cognome^Nome\nRossi^Mario\nNeri^Ada\n", None, r"«\^»"),
        ("Cognome;Nome\nRossi;Mario\n", ",", "“;”|«;»"),
        ("Cognome,Nome\nRossi,Mario\n", ";", "«,»"),
    ],
)
def test_one_column_is_an_error_that_names_the_likely_delimiter(text: str, delimiter: str | None, hint: str) -> None:
    with pytest.raises(BadDelimiter, match=hint):
        parsed(text, delimiter)


def test_mostly_broken_is_an_error() -> None:
    with pytest.raises(BadDelimiter):
        parsed("a;b;c\n" + "1;2;3;4\n" * 10 + "1;2;3\n" * 3)


def test_two_thousand_columns() -> None:
    names = [f"c{number}" for number in range(2000)]
    found = parsed(";".join(names) + "\n" + (";".join(map(str, range(2000))) + "\n") * 3)
    assert found.frame.shape == (3, 2000)
    assert rows(found)[0] == [str(number) for number in range(2000)]


@pytest.mark.parametrize("quoted", [True, False])
def test_a_cell_of_one_megabyte(quoted: bool) -> None:
    cell = "x y" * 350_000 + ('\n"";' if quoted else "")
    typed = f'"{cell}"' if quoted else cell
    found = parsed(f"{HEADER}\nRossi;Mario;{typed}\nBianchi;Anna;y\n")
    assert rows(found) == [["Rossi", "Mario", cell.replace('""', '"')], ["Bianchi", "Anna", "y"]]


_CELL = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "  ",
            "NA",
            "null",
            "0012",
            "a",
            '"',
            '""',
            "'",
            ";",
            ",",
            "\t",
            "|",
            "a\nb",
            "\n",
            "a\r\nb",
            'a"b',
            '"a"',
            "àè",
            "1,5",
            "x;y",
            "sep=;",
            "#",
            "\\",
            '";"',
            '\n"',
        ]
    ),
    st.text(alphabet="ab àò;,\t|\"'\n #=\\0", max_size=8),
)


@settings(max_examples=300)
@given(
    table=st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(_CELL, min_size=width, max_size=width), min_size=1, max_size=8)
    ),
    delimiter=st.sampled_from(";,\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    end=st.sampled_from(["\n", "\r\n"]),
    told=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_any_table_written_as_csv_is_read_back_verbatim(
    table: list[list[str]], delimiter: str, quoting: int, end: str, told: bool, encoding: str
) -> None:
    from italclean.readers.charset import to_utf8

    names = [f"campo_{'abcde'[place]}" for place in range(len(table[0]))]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows([names, *table])
    content = to_utf8(out.getvalue().encode(encoding), encoding, "x")[0]
    oracle = list(csv.reader(io.StringIO(out.getvalue(), newline=""), delimiter=delimiter))[1:]
    says = [row for row in table if any(letter.isalnum() for cell in row for letter in cell)]
    if not says:
        with pytest.raises(EmptyInput):
            parse(content, delimiter, "x")
        return
    # A line of nothing but blanks and no delimiter is no record; here every record has a delimiter.
    found = (
        parse(content, delimiter if told else None, "x") if told or _plain(table) else parse(content, delimiter, "x")
    )
    assert found.facts["delimiter"] == delimiter
    assert found.frame.columns == names
    # A row of nothing is no customer: it is set apart.
    assert found.rejected["reason"].is_in([EMPTY]).all()
    assert oracle == table
    assert rows(found) == says
    assert len(found.rejected) == len(table) - len(says)


def _plain(table: list[list[str]]) -> bool:
    """Tell tables in which nothing but the delimiter looks like one."""
    return not any(set(cell) & set(';,\t|\n\r"') for row in table for cell in row)
