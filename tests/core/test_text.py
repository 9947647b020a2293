"""Text mended over columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from italclean.core import text


def apply(function: Callable[[pl.Expr], pl.Expr], *values: str | None) -> list[str | None]:
    return pl.DataFrame({"v": pl.Series(values, dtype=pl.String)}).select(function(pl.col("v")))["v"].to_list()


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("  a  b ", "a b"),
        ("a\u00a0b", "a b"),
        ("\ufeffa", "a"),
        ("a\u200bb", "ab"),
        ("a\u00adb", "ab"),
        ("a\x00b", "ab"),
        ("\t", None),
        ("", None),
        ("\u202f", None),
        ("a\r\nb", "a b"),
        ("\u2007a", "a"),
        ("a\x7f", "a"),
        (" \u200b ", None),
    ],
)
def test_tidy(typed: str, tidy: str | None) -> None:
    assert apply(text.tidy, typed) == [tidy]


@given(st.lists(st.text(), min_size=1, max_size=20))
def test_tidy_twice_is_tidy_once(values: list[str]) -> None:
    once = apply(text.tidy, *values)
    assert apply(text.tidy, *once) == once


@pytest.mark.parametrize("letter", "àáèéìòóùúÀÈÉÌÒÓÙÚçÇñÑüÜöÖäÄß")
@pytest.mark.parametrize("times", [1, 2])
def test_utf8_read_as_cp1252_is_mended(letter: str, times: int) -> None:
    wrong = f"citt{letter}"
    try:
        for _ in range(times):
            wrong = wrong.encode("utf-8").decode("cp1252")
    except UnicodeDecodeError:
        pytest.skip("cp1252 leaves a byte undefined")
    assert mended(wrong) == f"citt{letter}"


@pytest.mark.parametrize(
    ("typed", "right"),
    # The second byte of à is a no-break space in cp1252: at the end of a word it looks like a blank.
    [
        ("SocietÃ\u00a0", "Società"),
        ("SocietÃ\u00a0 Rossi", "Società Rossi"),
        # À among capitals: its second byte is a control character, and gone.
        ("QUALITÃ E AMBIENTE", "QUALITà E AMBIENTE"),
        ("CITTÃ", "CITTà"),
        ("VIA DELLA LIBERT…, 5", "VIA DELLA LIBERTà, 5"),
        ("SOCIET… AGRICOLA", "SOCIETà AGRICOLA"),
        # No letter before it: the second cleaning would make another word of it.
        ("Â)Ã", "Â)Ã"),
        ("Ã Anna", "Ã Anna"),
        ("Forza NicolÃ² e l'attivitÃ  sua", "Forza Nicolò e l'attività sua"),
    ],
)
def test_a_grave_misread_at_the_end_of_a_word(typed: str, right: str) -> None:
    assert mended(typed) == right


def mended(value: str) -> str | None:
    return apply(lambda typed: text.tidy(text.mend(typed)), value)[0]


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("Nicol&ograve;", "Nicolò"),
        ("D&#39;Angelo", "D'Angelo"),
        ("A &amp; B", "A & B"),
        ("perchÃ©", "perché"),
        ("caffÃ¨", "caffè"),
        ("lâ€™Aquila", "l’Aquila"),
        ("â‚¬ 5", "€ 5"),
        ("SÃO PAULO", "SÃO PAULO"),
        ("12Â°", "12°"),
        ("A&B", "A&B"),
        ("JOÃO", "JOÃO"),
        ("João", "João"),
        # Put into small letters after the damage.
        ("nicolã²", "nicolò"),
        ("cesarã¨", "cesarè"),
        ("gesã¹", "gesù"),
        # cp850 read as cp1252.
        ("Nicol• Rossi", "Nicolò Rossi"),
        ("Andr‚ Rossi", "André Rossi"),
        ("Alfa • Beta", "Alfa • Beta"),
        ("Alfa•Beta", "Alfa•Beta"),
        ("Città", "Città"),
    ],
)
def test_mend(typed: str, mended: str) -> None:
    assert apply(text.mend, typed) == [mended]


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=20))
def test_fold_agrees_with_unicodedata(value: str) -> None:
    odd = str.maketrans({"Æ": "AE", "Œ": "OE", "Ø": "O", "Đ": "D", "Ł": "L", "’": "'"})
    upper = value.upper()
    slow = "".join(
        sign for sign in unicodedata.normalize("NFKD", upper) if not unicodedata.category(sign).startswith("M")
    )
    assert apply(text.fold, value) == [slow.translate(odd)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("De Luca", "DELUCA"),
        ("D'Angelo", "D ANGELO"),
        ("Nicolò", "NICOLO'"),
        ("Dell’Acqua", "dell'acqua"),
        ("Straße", "STRASSE"),
        ("Æsir", "aesir"),
    ],
)
def test_spellings_of_one_name_share_their_key(one: str, other: str) -> None:
    first, second = apply(text.key, one, other)
    assert first == second


@pytest.mark.parametrize(
    "word",
    ["-", "--", ".", "n.d.", "ND", "N/D", "n/a", "NULL", "none", "NaN", "xxx", "ZZZZ", "000", "nessuno", "?", "#N/D"],
)
def test_fillers(word: str) -> None:
    assert apply(text.is_filler, word) == [True]


@pytest.mark.parametrize("word", ["NA", "N", "No", "NO", "X", "Nina", "00184", "Ne", "Nino", "Assenti", "10", "Nd 5"])
def test_words_that_stand_for_something(word: str) -> None:
    assert apply(text.is_filler, word) == [False]


@pytest.mark.parametrize(
    ("typed", "remark"),
    [
        ("333 1234567 NON CHIAMARE", "NON CHIAMARE"),
        ("333 1234567 (vecchio)", "vecchio"),
        ("mario@rossi.it errata", "errata"),
        ("333 1234567 moglie", None),
        ("cell. di Alessandro", None),
    ],
)
def test_remarks_that_cast_doubt(typed: str, remark: str | None) -> None:
    assert pl.select(text.doubt(pl.lit(typed))).item() == remark


@pytest.mark.parametrize(
    ("typed", "text_of_it"),
    [
        ('="00184"', "00184"),
        ('=""00184""', "00184"),
        (' = "00184" ', "00184"),
        ('="Bar ""Sport"""', 'Bar "Sport"'),
        ('=""', ""),
        ("'00184", "00184"),
        ("'Rossi Mario", "Rossi Mario"),
        ("'Mario Rossi'", "Mario Rossi"),
        ("''Rossi''", "Rossi"),
        ("'a@b.it'", "a@b.it"),
        ("'+39 333 1234567", "+39 333 1234567"),
        ("'=1+2", "=1+2"),
        ('\'="00184"', "00184"),
        ("'Dell'Acqua Mario", "Dell'Acqua Mario"),
        ("'D'Angelo'", "D'Angelo"),
        ("'A. Rossi", "A. Rossi"),
        ("'NA", "NA"),
        ("'99'", "99"),
        ("'Rossi\nMario'", "Rossi\nMario"),
        ("'", ""),
    ],
)
def test_what_spreadsheets_wrap_around_text_is_undone(typed: str, text_of_it: str) -> None:
    assert apply(text.undo, typed) == [text_of_it]
    assert apply(text.undo, text_of_it) == [text_of_it]


@pytest.mark.parametrize(
    "typed",
    [
        "#N/D", "#VALORE!", "#RIF!", "#NOME?", "#DIV/0!", "#NUM!", "#NULLO!", "#valore!", "#ESPANSIONE!",  # Italian
        "#N/A", "#VALUE!", "#REF!", "#NAME?", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA", "#ERROR!",  # English
        "#WERT!", "#BEZUG!", "#NV", "#VALEUR!", "#NOM?", "#¡VALOR!", "#¿NOMBRE?", "#WAARDE!", "#ARG!", "#ЗНАЧ!",
        "##", "#######", "Err:502", " #N/D ", "'#N/D", '="#N/D"',
    ],
)  # fmt: skip
def test_error_words_of_spreadsheets_are_nothing(typed: str) -> None:
    assert apply(text.undo, typed) == [None]


@pytest.mark.parametrize(
    "typed",
    [
        "=1+2", "=SOMMA(A1:A3)", '=A1&"x"', "=00184", "'Ntoni", "'NDRANGHETA", "'O SOLE MIO", "'O CAFFE'", "'A livella",
        "'s-Hertogenbosch", "'99", "'68 e dintorni", "'Na pizza", "MARIA'", "Nicolo' Rossi", "'Bar Sport' di Rossi",
        "'Rossi' e 'Bianchi'", "'NICOLO' ROSSI", "Rossi 'il Nino'", "#1", "# 3", "#adv", "C#", "Errore", "Erri De Luca",
        "L'Abate", "D'Angelo", "- ", "00184", "", "'a'-'b'",
    ],
)  # fmt: skip
def test_apostrophes_and_signs_that_belong_to_a_text_stay(typed: str) -> None:
    assert apply(text.undo, typed) == [typed]


@given(st.lists(st.text(alphabet="'\"=#0aR ND/!", max_size=9), min_size=1, max_size=30))
def test_undone_twice_is_undone_once(values: list[str]) -> None:
    once = [value for value in apply(text.undo, *values) if value]
    if once:
        assert apply(text.undo, *once) == once
