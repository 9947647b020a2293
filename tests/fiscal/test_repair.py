"""Mistyped codici fiscali: mended with proof, never without."""

from __future__ import annotations

import random
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from italclean import codice_fiscale
from italclean.codes.personal import MONTHS, OMOCODIA, OMOCODIA_POSITIONS
from italclean.fiscal import agreement, repair
from italclean.fiscal.repair import LEAST_PROOFS, PROOFS, candidates
from tests.cleaners.test_codice_fiscale import omocodes, sealed
from tests.codes.test_checksum import slow_letter

MARIO = "RSSMRA85T10A562S"
ROW = {
    "cognome": "Rossi",
    "nome": "Mario",
    "data_nascita": "1985-12-10",
    "sesso": "M",
    "luogo_nascita": "San Giuliano Terme",
}
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def mended(code: str, **fields: str | None) -> str | None:
    return repair(pl.DataFrame({"codice_fiscale": [code], **{name: [value] for name, value in fields.items()}}))[
        "value"
    ][0]


@pytest.mark.parametrize(
    "typed",
    [
        # Letters for the digits that they look like, once and throughout.
        "RSSMRA85T1OA562S",
        "RSSMRAB5T1OA562S",
        "R5SMRA85T10A562S",
        "R55MRA85T10A562S",
        "RSSMRA85TI0A562S",
        "RSSMRA85TIOA56ZS",
        "RSSMRA85T10A562X",
        "RXSMRA85T10A562S",
        "RSSMRA86T10A562S",
        # Two swapped, one doubled, one lost, one put in.
        "SRSMRA85T10A562S",
        "RSSMRA85T01A562S",
        "RSSSMRA85T10A562S",
        "RSSMRA85T10A5622S",
        "RSSMRA85T10A52S",
        "SSMRA85T10A562S",
        "RSSMRA85T10A562",
        "RSSMRA85T10A562SX",
    ],
)
def test_one_slip_is_mended(typed: str) -> None:
    assert mended(typed, **ROW) == MARIO
    assert mended(typed) is None


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        # Nothing to prove it with, or too little.
        ("RSSMRA85T10A562X", {}),
        ("RSSMRA85T10A562X", {"cognome": "Rossi"}),
        ("RSSMRA85T10A562X", {"sesso": "M", "cognome": "Rossi"}),
        # The check letter may be wrong, or a digit of the place: with the names alone both stand.
        ("RSSMRA85T10A562X", {"cognome": "Rossi", "nome": "Mario"}),
        # The row is somebody else's.
        ("RSSMRA85T10A562X", {**ROW, "cognome": "Verdi"}),
        ("RSSMRA85T10A562X", {**ROW, "data_nascita": "1970-01-01"}),
        ("RSSMRA85T10A562X", {**ROW, "sesso": "F"}),
        ("RSSMRA85T10A562X", {**ROW, "luogo_nascita": "Milano"}),
        # What no field proves is not rewritten: the day, the place, the check letter.
        ("RSSMRA85T11A562S", {"cognome": "Rossi", "nome": "Mario"}),
        ("RSSMRA85T10A502S", {**ROW, "luogo_nascita": None}),
        ("RSSMRA85T10A562X", {**ROW, "luogo_nascita": None}),
        # Letters that may be omocodia stay a rival, even where it is not given first.
        ("RSSMRA85T10A5S2S", ROW),
        # Two slips.
        ("RSSMRA85T10A652X", ROW),
        ("XXSMRA85T10A562S", ROW),
        ("RSSMRA85T10A5", ROW),
        ("", ROW),
        ("00743110158", ROW),
    ],
)
def test_without_proof_nothing_is_mended(typed: str, row: dict[str, str]) -> None:
    assert mended(typed, **row) is None


@pytest.mark.parametrize("typed", ["RSSMRA85T1OA562S", "RSSMRA8ST1OA562S", "RSSMRA85TIOA562S", "R5SMRA85T10A562S"])
def test_letters_among_the_digits_need_the_names_alone(typed: str) -> None:
    expected = MARIO if "8ST" not in typed else None  # S is a letter of omocodia: 6, not 5
    assert mended(typed, cognome="Rossi", nome="Mario") == expected


def test_a_well_formed_code_is_left_alone() -> None:
    assert mended(MARIO, **{**ROW, "cognome": "Rossa", "nome": "Maria"}) is None
    assert candidates(pl.Series([MARIO, *omocodes(MARIO[:15])])).is_empty()


def test_candidates_are_offered() -> None:
    row = {"cognome": ["Rossi"], "nome": ["Mario"], "data_nascita": ["1985-12-10"]}
    found = repair(pl.DataFrame({"codice_fiscale": ["RSSMRA85T10A56PS"], **row})).row(0, named=True)
    # 15 may be omocodia with another check letter, or a digit that was mistyped.
    assert found["value"] is None
    assert MARIO in found["candidates"].split(", ")


def test_proofs_are_named() -> None:
    found = repair(
        pl.DataFrame({"codice_fiscale": ["RSSMRA85T1OA562S"], **{name: [value] for name, value in ROW.items()}})
    )
    assert found["proofs"][0] == "cognome, nome, data_nascita, luogo_nascita"


def test_rows_stay_in_place() -> None:
    typed = [None, "RSSMRA85T1OA562S", "", MARIO, "SRSMRA85T10A562S", "n.d."]
    people = pl.DataFrame({"codice_fiscale": typed, **{name: [value] * len(typed) for name, value in ROW.items()}})
    assert repair(people)["value"].to_list() == [None, MARIO, None, None, MARIO, None]
    assert repair(people.clear()).height == 0


def slow_candidates(typed: str) -> set[str]:
    """All sound codes one slip away, by trying everything."""
    tried = set()
    if len(typed) == 16:
        tried |= {
            typed[:at] + sign + typed[at + 1 :] for at in range(16) for sign in SIGNS if likely(typed, at, sign, 1)
        }
        tried |= {typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :] for at in range(15)}
        digits = {"O": "0", "D": "0", "I": "1", "Z": "2", "G": "6", "B": "8"}
        letters = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"}
        alike = ((digits if at in OMOCODIA_POSITIONS else letters).get(sign, sign) for at, sign in enumerate(typed))
        tried.add("".join(alike))
    if len(typed) == 15:
        tried |= {typed[:at] + sign + typed[at:] for at in range(16) for sign in SIGNS if likely(typed, at, sign, 0)}
    if len(typed) == 17:
        tried |= {typed[:at] + typed[at + 1 :] for at in range(17)}
    return {code for code in tried if code != typed and sound(code)}


def likely(typed: str, at: int, sign: str, taken: int) -> bool:
    """A letter of omocodia is put in only where the letters then stand from the right, without a gap."""
    code = typed[:at] + sign + typed[at + taken :]
    marks = [code[place] in OMOCODIA for place in OMOCODIA_POSITIONS]
    return sign not in OMOCODIA or at not in OMOCODIA_POSITIONS or not shaped(code) or marks == sorted(marks)


def sound(code: str) -> bool:
    return shaped(code) and slow_letter(code[:15]) == code[15] and codice_fiscale.check(code).value is not None


@st.composite
def slips(draw: st.DrawFn) -> str:
    code = draw(
        st.sampled_from([MARIO, sealed("BNCNNA80A41F205"), sealed("RSSMRA85T10A56N"), sealed("FOXLAX04B69Z110")])
    )
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(code) - 1))
        match draw(st.integers(0, 3)):
            case 0:
                code = code[:at] + draw(st.sampled_from(SIGNS)) + code[at + 1 :]
            case 1:
                code = code[:at] + code[at : at + 2][::-1] + code[at + 2 :]
            case 2:
                code = code[:at] + code[at + 1 :]
            case _:
                code = code[:at] + code[at] + code[at:]
    return code


@given(st.lists(slips(), min_size=1, max_size=4))
def test_candidates_are_those_that_trying_everything_finds(typed: list[str]) -> None:
    found = candidates(pl.Series(typed))
    for row, code in enumerate(typed):
        well_formed = len(code) == 16 and slow_letter(code[:15]) == code[15] and shaped(code)
        expected = set() if well_formed else slow_candidates(code)
        assert set(found.filter(pl.col("row") == row)["code"]) == expected, code


def shaped(code: str) -> bool:
    return all(
        sign in ("0123456789" + OMOCODIA if at in OMOCODIA_POSITIONS else MONTHS if at == 8 else SIGNS[:26])
        for at, sign in enumerate(code)
    )


@given(st.lists(slips(), min_size=1, max_size=5), st.sets(st.sampled_from(sorted(ROW))))
def test_what_is_mended_is_proven(typed: list[str], known: set[str]) -> None:
    people = pl.DataFrame({"codice_fiscale": typed, **{name: [ROW[name]] * len(typed) for name in sorted(known)}})
    for code, value in zip(typed, repair(people)["value"], strict=True):
        if value is None:
            continue
        assert codice_fiscale.check(value).value == value
        held = agreement(pl.DataFrame({"codice_fiscale": [value], **{name: [ROW[name]] for name in known}})).row(
            0, named=True
        )
        assert sum(held[name] is True for name in PROOFS) >= LEAST_PROOFS
        assert False not in held.values(), code


def broken(code: str, rng: random.Random) -> str:
    if rng.random() < 0.5:
        at = rng.randrange(16)
        return code[:at] + rng.choice([sign for sign in SIGNS if sign != code[at]]) + code[at + 1 :]
    at = rng.choice([at for at in range(15) if code[at] != code[at + 1]])
    return code[:at] + code[at + 1] + code[at] + code[at + 2 :]


def test_real_codes_are_mended_and_none_wrongly(real: Callable[[str], pl.DataFrame]) -> None:
    people = real("candidati_2022.parquet").with_columns(pl.col("data_nascita").str.to_date("%d/%m/%Y").cast(pl.String))
    true = people["codice_fiscale"]
    rng = random.Random(1976)
    typed = people.with_columns(pl.Series("codice_fiscale", [broken(code, rng) for code in true]))
    found = repair(typed)["value"]
    assert typed.filter((found != true).fill_null(value=False)).is_empty()
    assert (found == true).sum() >= 0.97 * people.height
    assert repair(typed.select("codice_fiscale"))["value"].null_count() == people.height
