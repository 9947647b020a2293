"""What the pre-flight says of single cells, and the shorter forms that it proposes."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import italclean as ic
from italclean.core.reference import table
from italclean.exports.consent import with_states
from italclean.exports.preflight import _ODD
from italclean.exports.shortening import shorter_comuni, shorter_streets
from italclean.exports.target import find_target, targets
from italclean.exports.target_file import CHARACTERS, read_target
from italclean.messages.text import TEXTS

HEAD = '[target]\nname = "x"\n[[objects]]\nname = "A"\nfile = "a"\nkey = "id"\n'


def made_of(columns: str, row: dict[str, str | None], *, head: str = HEAD) -> ic.Export:
    text = f'{head}columns = [{{ name = "id", from = "@key" }}, {columns}]\n'
    target = read_target(text.encode(), "x.toml")
    return ic.export(pl.DataFrame([{"golden_id": "a.1", **row}]), target, language="en")


@pytest.mark.parametrize(
    ("column", "row", "check"),
    [
        ('from = "nome", max_length = 3', {"nome": "Ada"}, ""),
        ('from = "nome", max_length = 3', {"nome": "Adda"}, "too_long"),
        ('from = "nome", max_length = 3, bytes = true', {"nome": "Adà"}, "too_long"),
        ('from = "nome", required = true', {"nome": None}, "required"),
        ('from = "nome", required = true', {"nome": " "}, "required"),
        ('from = "nome", required = true, only = ["azienda"]', {"nome": None}, ""),
        ('from = "telefono", characters = "no_letters"', {"telefono": "+39 02 55507676"}, ""),
        ('from = "telefono", characters = "no_letters"', {"telefono": "02 int. 5"}, "characters"),
        ('from = "email", characters = "ascii_local"', {"email": "a@è.it"}, ""),
        ('from = "email", characters = "ascii_local"', {"email": "è@a.it"}, "characters"),
        ('from = "nome", characters = "latin1"', {"nome": "Niccolò"}, ""),
        ('from = "nome", characters = "latin1"', {"nome": "D’Angelo"}, "characters"),
        ('from = "cap", pattern = "^[0-9]{5}$"', {"cap": "00184"}, ""),
        ('from = "cap", pattern = "^[0-9]{5}$"', {"cap": "184"}, "pattern"),
        ('from = "stato", allowed = ["lead"]', {"stato": "lead"}, ""),
        ('from = "stato", allowed = ["lead"]', {"stato": "altro"}, "picklist"),
        ('from = "sesso", kind = "picklist", values = { M = "male" }', {"sesso": "F"}, "picklist"),
        ('from = "sesso", kind = "picklist", values = { M = "male" }', {"sesso": "M"}, ""),
        ('from = "telefono", kind = "phone"', {"telefono": "+390255507676"}, ""),
        ('from = "telefono", kind = "phone"', {"telefono": "n.d."}, "phone"),
        ('from = "email", kind = "email"', {"email": "a.b@c-d.co.uk"}, ""),
        ('from = "email", kind = "email"', {"email": "a@b@c.it"}, ""),  # it is taken out before
        ('from = "codice_fiscale", kind = "fiscal_code"', {"codice_fiscale": "RSSMRA85T10A562S"}, ""),
        ('from = "codice_fiscale", kind = "fiscal_code"', {"codice_fiscale": "RSSMRA85T1LA562V"}, ""),
        ('from = "codice_fiscale", kind = "fiscal_code"', {"codice_fiscale": "RSSMRA85T10A562T"}, "code"),
        ('from = "codice_fiscale", kind = "fiscal_code"', {"codice_fiscale": "00743110157"}, ""),
        ('from = "partita_iva", kind = "vat"', {"partita_iva": "IT00743110157"}, ""),
        ('from = "partita_iva", kind = "vat"', {"partita_iva": "00743110158"}, "code"),
        ('from = "partita_iva", kind = "vat"', {"partita_iva": "FR40303265045"}, ""),
        ('from = "data_nascita", kind = "date"', {"data_nascita": "1985-12-10"}, ""),
        ('from = "data_nascita", kind = "date", form = "%-m/%-d/%y"', {"data_nascita": "1985-02-30"}, "date"),
    ],
)
def test_a_cell_is_checked(column: str, row: dict[str, str | None], check: str) -> None:
    made = made_of(f'{{ name = "c", {column} }}', row)
    assert made.preflight["check"].to_list() == ([check] if check else [])
    # What only might be wrong is still written.
    holds = check not in ("", "phone") and "values" not in column
    assert made.held.height == int(holds)
    assert made.keys["outcome"].to_list() == ["held" if holds else "import"]
    warns = made_of(f'{{ name = "c", confidence = "medium", {column} }}', row)
    assert warns.held.is_empty()
    assert warns.preflight["check"].to_list() == made.preflight["check"].to_list()


@pytest.mark.parametrize(
    ("form", "day", "written"),
    [
        ("%Y-%m-%d", "1985-02-03", "1985-02-03"),
        ("%d/%m/%Y", "1985-02-03", "03/02/1985"),
        ("%-m/%-d/%y", "1985-02-03", "2/3/85"),
        ("%-m/%-d/%y", "2005-10-09", "10/9/05"),
        ("%m/%d", "1985-02-03", "02/03"),
    ],
)
def test_days_in_the_form_of_the_target(form: str, day: str, written: str) -> None:
    made = made_of(f'{{ name = "c", from = "data_nascita", kind = "date", form = "{form}" }}', {"data_nascita": day})
    assert made.files["1_a.csv"]["c"].to_list() == [written]


def test_letters_that_a_code_page_lacks_hold_the_row() -> None:
    head = '[file]\nencoding = "cp1252"\n' + HEAD
    row = {"nome": "Škoda", "cognome": "Łódź"}
    columns = '{ name = "n", from = "nome" }, { name = "c", from = "cognome" }'
    made = made_of(columns, row, head=head)
    assert made.preflight.select("field", "check", "held").rows() == [("c", "characters", True)]
    assert "Ł" in made.preflight["why"][0]
    assert (
        made_of(columns, {**row, "cognome": "Rossi"}, head=head).content("1_a.csv") == b"id,n,c\na.1,\x8akoda,Rossi\n"
    )


@given(st.text(max_size=8))
def test_sets_of_characters_are_what_they_say(value: str) -> None:
    cells = pl.Series([value])
    assert set(_ODD) == set(CHARACTERS)
    assert cells.str.contains(_ODD["ascii"])[0] == (not value.isascii())
    assert cells.str.contains(_ODD["ascii_local"])[0] == (not value.partition("@")[0].isascii())
    assert cells.str.contains(_ODD["basic_latin"])[0] == any(not " " <= sign <= "~" for sign in value)
    latin = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x100))}
    assert cells.str.contains(_ODD["latin1"])[0] == bool(set(value) - latin)


def test_every_check_has_its_words() -> None:
    checks = {key.removeprefix("export.why_") for key in TEXTS if key.startswith("export.why_")}
    checks -= {"too_many_bytes", "not_allowed"}
    assert {key.removeprefix("export.check_") for key in TEXTS if key.startswith("export.check_")} == checks


def test_what_is_proposed_for_a_comune_is_read_as_that_comune() -> None:
    comuni = table("comuni")["nome"]
    long = comuni.filter(comuni.str.len_chars() > 25)
    proposed = shorter_comuni(long, 25)
    assert proposed.height > len(long) * 0.6
    assert (proposed["short"].str.len_chars() <= 25).all()
    read = ic.comune.series(proposed["short"]).struct.field("value")
    wrong = proposed.with_columns(read=read).filter(pl.col("read") != pl.col("long"))
    # What several comuni can be is read as none of them, and never as another.
    assert wrong.filter(pl.col("read").is_in(comuni.implode())).is_empty(), wrong


STREETS = [
    "Piazza Generale Carlo Alberto Dalla Chiesa", "Viale della Repubblica", "Circonvallazione Gianicolense",
    "Lungotevere Vittorio Gassman", "Via Vittorio Emanuele II", "Corso Fratelli Rosselli", "Vicolo del Monte",
]  # fmt: skip


@pytest.mark.parametrize("most", [10, 20, 25, 30, 40])
def test_what_is_proposed_for_a_street_is_read_as_that_street(most: int) -> None:
    streets = pl.Series([f"{street}, 12/A" for street in STREETS])
    proposed = shorter_streets(streets, most)
    assert (proposed["short"].str.len_chars() <= most).all()
    for long, short in proposed.rows():
        assert ic.indirizzo.check(short).chiave == ic.indirizzo.check(long).chiave, (long, short)
        assert ic.indirizzo.check(short).civico == "12/A"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a@b.it", "A@B.it", "c@d.it", None]),
            st.sampled_from(["si", "no", "da_verificare", None]),
            st.integers(1, 3),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_a_mailbox_has_one_bearer_and_the_strictest_state(rows: list[tuple[str | None, str | None, int]]) -> None:
    frame = pl.DataFrame(
        [(f"a.{place}", *row) for place, row in enumerate(rows)],
        schema={"golden_id": pl.String, "email": pl.String, "contattabile_email": pl.String, "records": pl.Int64},
        orient="row",
    )
    found = with_states(frame)
    for own in found.rows(named=True):
        mail = own["email"]
        sharers = [one for one in found.rows(named=True) if mail and (one["email"] or "").lower() == mail.lower()]
        states = {one["contattabile_email"] or "da_verificare" for one in sharers or [own]}
        assert own["@state"] == (states.pop() if len(states) == 1 else "da_verificare")
        if mail:
            bearers = [one for one in sharers if one["@bearer"]]
            assert len(bearers) == 1
            assert bearers[0]["records"] == max(one["records"] for one in sharers)
        else:
            assert own["@bearer"]


def test_built_in_targets_are_sound() -> None:
    for name in ("business_central", "hubspot", "salesforce", "dynamics_sales", "odoo"):
        one = find_target(name)
        assert all(one.steps[language] for language in ("it", "en")), name
        assert all(part.key for part in one.objects)


@pytest.mark.parametrize("name", targets())
def test_a_list_of_few_columns_is_exported(name: str) -> None:
    """No sex, no title, no mailbox: a list of value was looked up in a column that is not there."""
    few = pl.DataFrame({"golden_id": ["a.1", "a.2", "a.3"], "cognome": ["Rossi", "Verdi", None]})
    made = ic.export(few, name)
    assert set(made.keys["golden_id"]) == {"a.1", "a.2", "a.3"}
