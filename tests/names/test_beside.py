"""What stands beside a person's name in its cell."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from italclean.names.beside import classes, long_apart, read_beside

BESIDE = [
    # typed, name, note, several people
    ("ROSSI MARIO", "ROSSI MARIO", None, False),
    # Notes behind dashes, in brackets, as words.
    ("ROSSI MARIO - EREDI", "ROSSI MARIO", "EREDI", False),
    ("ROSSI MARIO EREDI", "ROSSI MARIO", "EREDI", False),
    ("ROSSI MARIO – Milano", "ROSSI MARIO", "Milano", False),
    ("Rossi Mario, Milano", "Rossi Mario", "Milano", False),
    ("ROSSI MARIO (DEFUNTO)", "ROSSI MARIO", "DEFUNTO", False),
    ("ROSSI MARIO [ex cliente]", "ROSSI MARIO", "ex cliente", False),
    ("ROSSI MARIO DECEDUTO IL 3/4/2020", "ROSSI MARIO", "DECEDUTO IL 3/4/2020", False),
    ("DECEDUTA - BIANCHI ANNA", "BIANCHI ANNA", "DECEDUTA", False),
    ("ROSSI MARIO C/O STUDIO BIANCHI", "ROSSI MARIO", "C/O STUDIO BIANCHI", False),
    ("ROSSI MARIO presso Bianchi", "ROSSI MARIO", "presso Bianchi", False),
    ("ROSSI MARIO * NON CHIAMARE", "ROSSI MARIO", "NON CHIAMARE", False),
    ("**BLOCCATO** SANTORO PAOLO", "SANTORO PAOLO", "BLOCCATO", False),
    ("ROSSI MARIO 3391234567", "ROSSI MARIO", "3391234567", False),
    ("ROSSI MARIO tel. 02 1234567", "ROSSI MARIO", "tel. 02 1234567", False),
    ("ROSSI MARIO mario@libero.it", "ROSSI MARIO", "mario@libero.it", False),
    ("ROSSI MARIO ␤ VIA ROMA 3", "ROSSI MARIO", "VIA ROMA 3", False),
    ("ROSSI MARIO - VIA ROMA 3 - MILANO", "ROSSI MARIO", "VIA ROMA 3 - MILANO", False),
    ("ROSSI MARIO DEC.", "ROSSI MARIO", "DEC.", False),
    ("ROSSI MARIO †", "ROSSI MARIO", "†", False),
    ("C/O ROSSI MARIO", "ROSSI MARIO", "C/O", False),
    ("FU ROSSI MARIO", "ROSSI MARIO", "FU", False),
    ("EREDE MARIA GRAZIA", "EREDE MARIA GRAZIA", None, False),
    ("ROSSI MARIO DETTO PIPPO", "ROSSI MARIO", "DETTO PIPPO", False),
    # Surnames that are remarks as well, titles behind a name, a name in two parts.
    ("MOROSO MARIO", "MOROSO MARIO", None, False),
    ("MARIO MOROSO", "MARIO MOROSO", None, False),
    ("ROSSI MARIO, ING.", "ROSSI MARIO, ING.", None, False),
    ("ROSSI MARIO (GEOM.)", "ROSSI MARIO GEOM.", None, False),
    ("ROSSI, MARIO", "ROSSI, MARIO", None, False),
    ("ROSSI ␤ MARIO", "ROSSI MARIO", None, False),
    ("DE LUCA, ANNA MARIA", "DE LUCA, ANNA MARIA", None, False),
    ("MARIO, ROSSI", "MARIO, ROSSI", None, False),
    # Double names.
    ("Rossi-Bianchi Anna", "Rossi-Bianchi Anna", None, False),
    ("DE LUCA-GALLI ADA", "DE LUCA-GALLI ADA", None, False),
    ("Anna-Maria Rossi", "Anna-Maria Rossi", None, False),
    ("ROSSI ANNA-MARIA", "ROSSI ANNA-MARIA", None, False),
    # Two people, whatever parts them.
    *(
        (f"NERI UGO{sign}GALLI ADA", f"NERI UGO{sign}GALLI ADA", None, True)
        for sign in (
            ", ",
            ",",
            "-",
            " - ",
            " – ",
            "/",
            " / ",
            " + ",
            "; ",
            " & ",
            " e ",
            " E ",
            " ed ",
            " | ",
            "\\",
            " · ",
            " o ",
            " oppure ",
            " et ",
        )
    ),
    ("NERI UGO ␤ GALLI ADA", "NERI UGO GALLI ADA", None, True),
    ("NERI UGO, GALLI ADA, ROSSI MARIO", "NERI UGO, GALLI ADA, ROSSI MARIO", None, True),
    ("MARIO E ANNA ROSSI", "MARIO E ANNA ROSSI", None, True),
    ("ROSSI MARIO E ANNA", "ROSSI MARIO E ANNA", None, True),
    ("ROSSI MARIO - ANNA", "ROSSI MARIO - ANNA", None, True),
    ("ROSSI/BIANCHI", "ROSSI/BIANCHI", None, True),
]


@pytest.mark.parametrize(("typed", "name", "note", "several"), BESIDE, ids=[row[0] for row in BESIDE])
def test_names_and_what_stands_beside_them(typed: str, name: str, note: str | None, several: bool) -> None:
    found = read_beside(pl.Series([typed])).row(0, named=True)
    assert (found["name"], found["nota"], found["several"]) == (name, note, several)


@pytest.mark.parametrize("typed", ["H&M", "B&B DOLCI RICORDI", "G&G PETROLI", "R & D", "TESSITURA RASTELLI & TROISI"])
def test_an_ampersand_that_joins_no_people_is_a_firms(typed: str) -> None:
    found = read_beside(pl.Series([typed])).row(0, named=True)
    assert (found["firm"], found["several"]) == (True, False)


@pytest.mark.parametrize(
    ("typed", "note", "several"),
    [
        ("ROSSI (DECEDUTO)", "DECEDUTO", False),
        ("ROSSI DECEDUTO", "DECEDUTO", False),
        ("ROSSI - BIANCHI", None, False),
        ("ANNA - MARIA", None, False),
        ("MARIO E ANNA", None, True),
        ("MARIO/ANNA", None, True),
        ("NERI UGO, GALLI ADA", None, True),
        ("MOROSO", None, False),
    ],
)
def test_surnames_and_given_names_alone(typed: str, note: str | None, several: bool) -> None:
    found = read_beside(pl.Series([typed]), parts=True).row(0, named=True)
    assert (found["nota"], found["several"]) == (note, several)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("ROSSI MARIO", "P"),
        ("Dott. Rossi Mario", "P"),
        ("DE LUCA MARIA GRAZIA", "P"),
        ("ROSSI M.", "P"),
        ("MARIA", "G"),
        ("MARIA GRAZIA", "GG"),
        ("QWERTY", "S"),
        ("DE LUCA", "S"),
        ("QWERTY ZXCVB", "SS"),
        ("BAR SPORT", "X"),
        ("VIA ROMA 3", "X"),
        ("Ing.", "T"),
    ],
)
def test_what_words_can_be(typed: str, kind: str) -> None:
    assert classes(pl.Series([typed]))[0] == kind


WORDS = st.sampled_from(["ROSSI", "Mario", "ANNA", "De", "Luca", "EREDI", "C/O", "MILANO", "3", "Bar", "Ing.", "E"])
SIGNS = st.sampled_from([" ", " ", " ", ", ", " - ", "/", " (", ") ", "; ", " & "])


@settings(max_examples=60)
@given(st.lists(st.tuples(WORDS, SIGNS), min_size=1, max_size=7))
def test_every_word_is_in_the_name_or_in_the_note(parts: list[tuple[str, str]]) -> None:
    typed = "".join(word + sign for word, sign in parts).strip(" -,/(&;)")
    found = read_beside(pl.Series([typed])).row(0, named=True)
    kept = f"{found['name']} {found['nota'] or ''}"
    for word, _ in parts:
        assert word.strip(".") in kept


def test_what_is_too_long_for_a_name_is_not_read() -> None:
    seen: list[str] = []

    def read(values: pl.Series) -> pl.DataFrame:
        seen.extend(values)
        return pl.DataFrame(
            {"value": values.str.to_uppercase(), "issue": pl.Series([None] * len(values), dtype=pl.String)}
        )

    values = ["ab", "x" * 100_000, "cd", "word " * 20_000, " ".join(f"w{number}" for number in range(20_000))]
    found = long_apart(pl.Series(values), read)
    assert seen == ["ab", "cd"]
    assert found["value"].to_list() == ["AB", values[1], "CD", values[3], values[4]]
    assert found["issue"].to_list() == [None, "name_long", None, "name_long", "name_long"]
