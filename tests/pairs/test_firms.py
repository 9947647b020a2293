"""Firms that are one and firms that are two: each kind by scenes of two rows as typed, all in one list."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import italclean as ic
from italclean.pairs import company_names
from italclean.pairs.features import make_features
from italclean.pairs.levels import CONFLICT, PARTLY
from tests.pairs.lists import Row, crowd

APART, REVIEW, MERGE = "apart", "review", "merge"
SOUND, OTHER_SOUND, REFUSED, MISTYPED = "00743110157", "01654010345", "91234567890", "00743110158"

# What the two rows share (m: mailbox, t: landline, c: mobile, h: address, o: comune alone), what each of them has for a
# partita IVA, and what is decided.
SCENES: list[tuple[str, str, str, str, str, str]] = [
    # Bodies that differ in the telling word, however much they share: a number, a place, a letter.
    ("Comune di Lodi", "Comune di Lodi Vecchio", "mth", "", "", APART),
    ("Città di Vigone", "Città di Vigonza", "mth", "", "", APART),
    ("Istituto Comprensivo Modena I", "Istituto Comprensivo Modena II", "mth", "", "", APART),
    ("Istituto Comprensivo Carpi 3", "Istituto Comprensivo Carpi IV", "mth", "", "", APART),
    ("Direzione Didattica III Circolo", "Direzione Didattica IV Circolo", "mth", "", "", APART),
    ("ASL Roma A", "ASL Roma B", "mth", "", "", APART),
    ("Farmacia Comunale 1", "Farmacia Comunale 12", "mth", "", "", APART),
    ("Scuola Materna Aquilone", "Scuola Media Aquilone", "mth", "", "", APART),
    # The same one, written otherwise.
    ("Istituto Comprensivo Mirandola III", "Istituto Comprensivo Mirandola 3", "mt", "", "", MERGE),
    ("Comune di Correggio", "COMUNE CORREGGIO", "mt", "", "", MERGE),
    ("Istituto Comprensivo Zanzotto", "I.C. Zanzotto", "mt", "", "", MERGE),
    # Initials are a body's name where two things more say so.
    ("Unione Sammarinese Fabbri", "U.S.F.", "mt", "", "", MERGE),
    ("Unione Casearia Ravennate", "U.C.R.", "o", "", "", APART),
    # A word more, and no address in common: the branch, the sister, the next school. At one address it is one name.
    ("Condominio Gelsomino", "Condominio Gelsomino 2", "mo", "", "", REVIEW),
    ("Parrocchia Sant'Eusebio", "Parrocchia Sant'Eusebio al Ponte", "mto", "", "", REVIEW),
    ("Oratorio Quercioli", "Oratorio Quercioli Nuovo", "mto", "", "", REVIEW),
    ("Tessitura Zambelli", "Tessitura Zambelli Arcangelo", "mth", "", "", MERGE),
    # Of a sole trader the word more is the owner.
    ("Pizzeria Mergellina", "Pizzeria Mergellina di Cacace Gennaro", "mto", "", "", MERGE),
    # Sisters behind one door.
    ("Bortolazzi Srl", "Bortolazzi Immobiliare Srl", "th", "", "", REVIEW),
    ("Fornaciari Srl", "Nuova Fornaciari Srl", "th", "", "", REVIEW),
    ("Quarantini Costruzioni Srl", "Quarantini Immobiliare Srl", "mth", "", "", APART),
    # Two legal forms: a transformation, or two firms; a code says which.
    ("Alfonsi Srl", "Alfonsi Spa", "mth", "", "", REVIEW),
    ("Zerbinati S.n.c.", "Zerbinati S.r.l.", "mth", "", "", REVIEW),
    ("Galeazzi Srl", "Galeazzi Spa", "mth", SOUND, SOUND, MERGE),
    # A name without its form.
    ("TESSITURA RASTELLI & TROISI", "Tessitura Rastelli & Troisi S.n.c.", "mt", "", "", MERGE),
    ("Vetreria Mazzucato", "Vetreria Mazzucato S.r.l.", "mt", "", "", MERGE),
    # As a person's it is asked about, where two contacts are shared.
    ("Bevilacqua Ugo", "Bevilacqua Ugo S.n.c.", "mt", "", "", REVIEW),
    # A name twice in its cell.
    ("Cartiera Bonomelli Cartiera Bonomelli", "Cartiera Bonomelli", "mt", "", "", MERGE),
    ("FONDERIA TOGNETTI SRL FONDERIA TOGNETTI SRL", "Fonderia Tognetti Srl", "mt", "", "", MERGE),
    # The number of another state, with and without its zeros.
    ("Titano Marmi S.A.", "TITANO MARMI SA", "h", "SM03473", "SM3473", MERGE),
    ("Titano Legnami S.A.", "Titano Legnami S.A.", "h", "SM03474", "SM03475", APART),
    ("Hellas Olearia", "Hellas Olearia", "h", "EL094259216", "GR 094259216", MERGE),
    # A refused number: nearly the other's it speaks for one, another one against it.
    ("Officine Malavasi", "Officine Malavasi", "o", SOUND, MISTYPED, MERGE),
    ("Condominio Rododendro", "Condominio Rododendro", "o", OTHER_SOUND, REFUSED, REVIEW),
    ("Cantine Buonarroti", "Cantine Buonarroti", "mo", "", REFUSED, MERGE),
]


def _row(place: int, name: str, shared: str, number: str) -> Row:
    row = {"ragione_sociale": name, "partita_iva": number}
    row |= {"email": f"info{place}@posta{place}.it"} if "m" in shared else {}
    row |= {"telefono": f"05180{place:04}"} if "t" in shared else {}
    row |= {"cellulare": f"333880{place:04}"} if "c" in shared else {}
    row |= {"indirizzo": f"Via Gramsci {place + 1}"} if "h" in shared else {}
    where = {"cap": "40121", "comune": "Bologna", "provincia": "BO"}
    return row | (where if "h" in shared or "o" in shared else {})


@pytest.fixture(scope="module")
def result() -> ic.Result:
    rows = [
        _row(place, name, shared, number)
        for place, (one, other, shared, first, second, _) in enumerate(SCENES)
        for name, number in ((one, first), (other, second))
    ]
    columns = {name: pl.String for row in (*rows, *crowd()) for name in row}
    return ic.run(pl.DataFrame([*rows, *crowd()], schema=columns))


@pytest.mark.parametrize("place", range(len(SCENES)), ids=[f"{scene[0]}-{scene[1]}" for scene in SCENES])
def test_scene(result: ic.Result, place: int) -> None:
    why = result.explain(2 * place + 1, 2 * place + 2)
    assert why.verdict == SCENES[place][-1], f"{why.rule_name}\n{why}"


def test_a_refused_number_in_the_column_of_codici_fiscali_counts_too() -> None:
    rows = [
        {"ragione_sociale": "Officine Malavasi", "partita_iva": SOUND, "codice_fiscale": "", "cap": "40121"},
        {"ragione_sociale": "Officine Malavasi", "partita_iva": "", "codice_fiscale": MISTYPED, "cap": "40121"},
    ]
    why = ic.run(pl.DataFrame([*rows, *crowd()])).explain(1, 2)
    assert why.fields.row(by_predicate=pl.col("field") == "partita_iva", named=True)["level"] == "close"


@pytest.mark.parametrize("filler", ["12345678901", "11111111111", "00000000000"])
def test_a_number_typed_to_fill_the_field_is_none(filler: str) -> None:
    rows = [{"ragione_sociale": name, "partita_iva": filler} for name in ("Officine Malavasi", "Pizzeria Mergellina")]
    why = ic.run(pl.DataFrame([*rows, *crowd()])).explain(1, 2)
    assert why.fields.row(by_predicate=pl.col("field") == "partita_iva", named=True)["level"] == "missing"


@given(st.sampled_from(["SM", "RO", "LI", "BE", "DE", "CHE"]), st.integers(1, 10**8), st.integers(0, 4))
def test_zeros_in_front_are_no_part_of_a_state_s_number(state: str, number: int, zeros: int) -> None:
    written = [f"{state}{number}", f"{state}{'0' * zeros}{number}", f"{state}{'0' * zeros}{number + 1}"]
    keys = make_features(pl.DataFrame({"partita_iva": written}))["piva"].to_list()
    assert keys[0] == keys[1] != keys[2]


@given(st.from_regex(r"[0-9]{11}", fullmatch=True))
def test_italian_numbers_keep_their_zeros(number: str) -> None:
    assert make_features(pl.DataFrame({"partita_iva": [number]}))["piva"].to_list() == [number]


def _level(one: str, other: str) -> int:
    found = {int(company_names.companies(pl.Series([a]), pl.Series([b]))[0]) for a, b in ((one, other), (other, one))}
    assert len(found) == 1, "the order of the two must not matter"
    return found.pop()


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][ones]


@given(st.integers(1, 24), st.integers(1, 24), st.booleans(), st.booleans())
def test_two_numbers_are_two_bodies_in_digits_and_roman(one: int, other: int, roman: bool, also: bool) -> None:
    # A single letter beside another is as likely an initial.
    first, second = (_roman(number) if how else str(number) for number, how in ((one, roman), (other, also)))
    if len(first) == len(second) == 1 and first.isalpha() and second.isalpha():
        return
    found = _level(f"ISTITUTO COMPRENSIVO MODENA {first}", f"ISTITUTO COMPRENSIVO MODENA {second}")
    assert (found == CONFLICT) == (one != other)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("CNA", "CONFEDERAZIONE NAZIONALE DELLARTIGIANATO", PARTLY),
        ("IC MANZONI", "ISTITUTO COMPRENSIVO MANZONI", PARTLY),
        # Two letters alone are anybody's, and so are those of other words.
        ("CN", "CONFEDERAZIONE NAZIONALE", CONFLICT),
        ("IC MANZONI", "ISTITUTO COMPRENSIVO LEOPARDI", CONFLICT),
        ("CNR", "CONFEDERAZIONE NAZIONALE DELLARTIGIANATO", CONFLICT),
        # A number that one name lacks.
        ("CONDOMINIO AURORA", "CONDOMINIO AURORA 2", PARTLY),
        # LODI and LODI VECCHIO are two comuni, CASTELFRANCO is none but short for one.
        ("COMUNE DI LODI", "COMUNE DI LODI VECCHIO", CONFLICT),
        ("COMUNE DI CASTELFRANCO", "COMUNE DI CASTELFRANCO EMILIA", PARTLY),
    ],
)
def test_levels(one: str, other: str, expected: int) -> None:
    assert _level(one, other) == expected
