"""No contact of a row is lost, and a second cleaning finds nothing to move: over rows of every combination."""

from __future__ import annotations

import re

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import italclean as ic
from tests.logged import logged

SEPARATORS = (
    " ", " - ", "-", " – ", "–", "/", " / ", " // ", "//", "|", " || ", " & ", "&", " + ", " · ", ";", "; ", ",", ", ",
    " e ", " o ", " oppure ", "\n", "\t", "\r\n", " cell. ", " tel: ",
)  # fmt: skip
NUMBERS = {  # as typed, and what it is
    "0143 635755": "+390143635755",
    "0143/635756": "+390143635756",
    "02-55507676": "+390255507676",
    "06 5550 7677": "+390655507677",
    "045.8001122": "+390458001122",
    "333 1234567": "+393331234567",
    "346.3522398": "+393463522398",
    "3339273965": "+393339273965",
    "+39 347 12 34 567": "+393471234567",
    "0039 055 1234567": "+390551234567",
    "(011) 5550001": "+390115550001",
    "+41 91 123 45 67": "+41911234567",
    "800 123456": "+39800123456",
}
ADDRESSES = ("ugo@rossi.it", "ada@neri.it", "info@ditta.com", "mario.rossi@gmail.com", "rossi@pec.it", "x@legalmail.it")
NOTES = ("", "", "", " (moglie)", " chiedere di Ugo", " ufficio", " dopo le 18", " solo WhatsApp")
OTHERS = (
    "", "", "abc", "37.50040574", "12/05/1980", "NON CHIAMARE", "333 1234567 NON CHIAMARE", "2 55507676", "mike@alice",
    "a@a.it", "mario@gmail.it", "fax 02 55507678", "tel 02 55507676 fax 02 55507679", "02 5550767/8", "33312345678",
    "0346 1234567", "0333 1234567", "0000000", "5550767", "0171 1234567", "045 8001122/33",
)  # fmt: skip
COLUMNS = (
    "telefono",
    "cellulare",
    "fax",
    "telefono_2",
    "cellulare_2",
    "email",
    "email_2",
    "pec",
    "codice_destinatario",
)
CONTACTS = re.compile(r"^(?:telefono|cellulare|fax|email|pec)(?:_[0-9])?$")
TEXTS = re.compile(r"^(?:annotazione|email(?:_[0-9])?_stato|codice_destinatario)$")

numbers = st.sampled_from(sorted(NUMBERS))
one = st.one_of(numbers, st.sampled_from(ADDRESSES))
several = st.builds(
    lambda values, sign, note: sign.join(values) + note,
    st.lists(one, min_size=1, max_size=3, unique=True),
    st.sampled_from(SEPARATORS),
    st.sampled_from(NOTES),
)
cell = st.one_of(several, several, st.sampled_from(OTHERS))


@st.composite
def lists(draw: st.DrawFn, size: int = 12) -> pl.DataFrame:
    """Draw a list with some of the columns of contacts, in their order."""
    columns = [name for name in COLUMNS if draw(st.integers(0, 3))]
    columns = [name for name in columns if not name.endswith("_2") or name[:-2] in columns] or ["telefono"]
    rows = {name: draw(st.lists(cell, min_size=size, max_size=size)) for name in columns}
    states = {"nazione": draw(st.lists(st.sampled_from(["", "Italia", "Germania"]), min_size=size, max_size=size))}
    return pl.DataFrame({"cognome": ["Rossi"] * size, **rows, **(states if draw(st.booleans()) else {})})


def outputs(frame: pl.DataFrame, pattern: re.Pattern[str]) -> pl.DataFrame:
    return frame.select(name for name in frame.columns if pattern.match(name))


def roles_of(frame: pl.DataFrame) -> dict[str, str]:
    """The role of each column by its name: some of these lists hold so little that the content would overrule it."""
    return {name: re.sub(r"_[0-9]$", "", name) for name in frame.columns if name not in ("source", "row", "source_id")}


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(lists())
def test_a_second_cleaning_changes_no_contact(frame: pl.DataFrame) -> None:
    first = ic.clean(frame, mapping=roles_of(frame)).cleaned
    second = ic.clean(first, mapping=roles_of(first)).cleaned
    for pattern in (CONTACTS, TEXTS):
        one_time, two_times = outputs(first, pattern), outputs(second, pattern)
        assert one_time.columns == two_times.columns
        if not one_time.width:
            continue
        for typed, before, after in zip(
            frame.iter_rows(named=True), one_time.iter_rows(named=True), two_times.iter_rows(named=True), strict=True
        ):
            assert before == after, typed


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(lists())
def test_every_digit_run_and_address_is_found_again(frame: pl.DataFrame) -> None:
    result = ic.clean(frame, mapping=roles_of(frame))
    typed_of = dict(logged(result).group_by("row").agg("original").iter_rows())
    for at, (typed, found) in enumerate(
        zip(frame.iter_rows(named=True), result.cleaned.iter_rows(named=True), strict=True), start=1
    ):
        kept = " ".join([*map(str, found.values()), *filter(None, typed_of.get(at, []))])
        for value in typed.values():
            for wanted in re.findall(r"[0-9]{5,}|[a-z.]+@[a-z.]+", value):
                assert wanted in kept, (typed, wanted)


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(["telefono", "cellulare", "fax", "email", "telefono_2"]),
    st.lists(
        st.tuples(
            st.lists(one, min_size=1, max_size=4, unique=True), st.sampled_from(SEPARATORS), st.sampled_from(NOTES)
        ),
        min_size=25,
        max_size=25,
    ),
)
def test_every_value_of_a_cell_has_its_place(column: str, cells: list[tuple[list[str], str, str]]) -> None:
    # 045.8001122-rossi@pec.it is an address as it stands: a hyphen parts numbers from numbers alone.
    cells = [
        (
            values if sign not in ("-", "–") else [value for value in values if "@" not in value] or values[:1],
            sign,
            note,
        )
        for values, sign, note in cells
    ]
    typed = [sign.join(values) + note for values, sign, note in cells]
    columns = {"telefono": [""] * len(typed)} if column == "telefono_2" else {}
    frame = pl.DataFrame({"cognome": ["Rossi"] * len(typed), **columns, column: typed})
    result = ic.clean(frame, mapping=roles_of(frame))
    states = logged(result).filter(pl.col("column") == column).rows_by_key("row", named=True, unique=True)
    for at, ((values, _, note), cell_typed, found) in enumerate(
        zip(cells, typed, result.cleaned.iter_rows(named=True), strict=True), start=1
    ):
        standing = {value for name, value in found.items() if CONTACTS.match(name) and value}
        assert standing == {NUMBERS.get(value, value) for value in values}, cell_typed
        assert (found.get("annotazione") or "") == note.strip(" ()"), cell_typed
        assert states[at]["status"] in ("fixed", "suspect") if at in states else len(values) == 1
        for name, value in found.items():
            if re.fullmatch(r"email(?:_[0-9])?", name) and value:
                assert found[f"{name}_stato"], cell_typed
