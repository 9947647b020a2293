"""What the catalogue knows of fields, and that every part of a run sees all columns of a field."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import italclean as ic
from italclean.core.copies import numbered, parted
from italclean.fields import catalogue
from italclean.fields.catalogue import FIELDS, MAILS, PHONES, columns_in, field_of, is_canonical
from italclean.fields.field import Field
from italclean.pairs.features import make_features
from italclean.registry import CLEANERS

CODE = "RSSMRA85T10A562S"
# Three sound values of each cleaner, as the cleaner writes them.
VALUES = {
    "testo": ("uno", "due", "tre"),
    "indirizzo": ("Via Roma", "Via Po", "Via Verdi"),
    "civico": ("1", "2", "3"),
    "cap": ("20121", "10121", "40121"),
    "comune": ("Milano", "Torino", "Bologna"),
    "provincia": ("MI", "TO", "BO"),
    "email": ("mario@rossi.it", "info@bianchi.it", "studio@verdi.it"),
    "telefono": ("+393331234567", "+393471234567", "+393281234567"),
    "codice_destinatario": ("ABCDEF1", "GHILMN2", "OPQRST3"),
    "iban": ("IT60X0542811101000000123456", "IT66A0306909606100000012345", "IT23B0200801633000104567890"),
    "partita_iva": ("00743110157", "07643520567", "00159560366"),
    "luogo_nascita": ("Bologna", "Milano", "Torino"),
    "consenso": ("si", "si", "si"),
    "data": ("2024-01-01", "2023-01-01", "2022-01-01"),
    "stato": ("cliente attivo", "cliente dormiente", "lead"),
}
SEVERAL = [name for name, field in FIELDS.items() if field.many and not field.input_only]
# What the cleaning writes by itself is no role of several columns: a state belongs to its address.
WRITTEN = ("saluto", "email_stato", "contattabile")


@pytest.mark.parametrize("name", [name for name in SEVERAL if not name.startswith(WRITTEN)])
def test_every_column_of_a_field_is_seen(name: str) -> None:
    values = VALUES[FIELDS[name].cleaner.name]
    base = {"Cognome": ["Rossi"] * 2, "Nome": ["Mario"] * 2, "Codice fiscale": [CODE] * 2}
    # The second row holds the values in another order, and one row lacks the third.
    typed = {f"c{place}": [values[place - 1], values[-place] if place < 3 else None] for place in (1, 2, 3)}
    result = ic.run(pl.DataFrame({**base, **typed}), mapping=dict.fromkeys(typed, name))
    outputs = {column.name: column.output for column in result.plan.columns}
    columns = [outputs[column] for column in typed]
    assert {parted(column) for column in columns} == {(name, 1), (name, 2), (name, 3)}
    assert set(columns) <= set(result.cleaned.columns)
    held = {value for column in columns_in(result.cleaned.columns, *_kin(name)) for value in result.cleaned[column]}
    given_values = {value for cells in typed.values() for value in cells if value}
    assert given_values <= held
    told = _all_texts(result.golden) | _all_texts(result.contacts) | _all_texts(result.survivorship)
    assert all(any(value in text for text in told) for value in given_values), name


def _kin(name: str) -> tuple[str, ...]:
    """A number or an address may stand in the column of its kind: a mobile among the telephones."""
    return catalogue.CONTACTS if name in catalogue.CONTACTS else (name,)


def _all_texts(frame: pl.DataFrame) -> set[str]:
    return {str(value) for column in frame.columns for value in frame[column].cast(pl.String, strict=False) if value}


@pytest.mark.parametrize("name", [*MAILS, "telefono", "cellulare"])
@pytest.mark.parametrize("number", range(1, 6))
def test_the_features_know_every_contact(name: str, number: int) -> None:
    value = VALUES[FIELDS[name].cleaner.name][0]
    column = numbered(name, number)
    frame = pl.DataFrame({"source": ["a"], "row": [1], "nome": ["Mario"], column: [value]})
    features = make_features(frame)
    assert value in {cell for made in features for cell in made if made.name.startswith(("mail_", "phone_"))}


@pytest.mark.parametrize("one", ["email", "email_2", "email_3", "pec", "cellulare", "cellulare_2", "telefono_4"])
@pytest.mark.parametrize("other", ["email", "email_2", "email_3", "pec", "cellulare", "cellulare_2", "telefono_4"])
def test_a_shared_contact_joins_whatever_column_holds_it(one: str, other: str) -> None:
    kinds = {name: FIELDS[parted(name)[0]].cleaner.name for name in (one, other)}
    if kinds[one] != kinds[other]:
        pytest.skip("a mailbox and a number")
    value = VALUES[kinds[one]][0]
    person = {"tipo": "persona", "cognome": "Brambilla", "nome": "Ambrogio", "data_nascita": "1961-12-07"}
    rows = [{**person, one: value}, {**person, other: value}]
    rows += [{**person, "cognome": f"Altro{place}", "nome": "Ugo", "data_nascita": None} for place in range(9)]
    found = ic.dedupe(pl.from_dicts(rows, infer_schema_length=None))
    assert found.crosswalk["golden_id"][0] == found.crosswalk["golden_id"][1]


@given(st.sampled_from([*FIELDS, "consenso_sms", "opposizione_posta"]), st.integers(1, 40))
def test_numbered_columns_are_parted_again(name: str, number: int) -> None:
    assert parted(numbered(name, number)) == (name, number)
    assert is_canonical(numbered(name, number))


def test_groups_follow_the_canonical_order() -> None:
    assert catalogue.ADDRESS == ("indirizzo", "civico", "cap", "comune", "provincia", "regione", "nazione")
    assert catalogue.CONTACTS == ("email", "pec", "telefono", "cellulare", "fax")
    assert catalogue.PERSON == ("titolo", "cognome", "nome")


def test_what_tells_a_customer_never_changes_its_order() -> None:
    """The anchors of decisions and the golden ids are made of it: another order would lose them."""
    assert ",".join(catalogue.IDENTITY) == (
        "codice_fiscale,partita_iva,cognome,nome,ragione_sociale,data_nascita,email,pec,cellulare,telefono,"
        "indirizzo,civico,cap,comune"
    )


@pytest.fixture
def card() -> Iterator[Field]:
    field = Field("tessera_socio", CLEANERS["testo"])
    catalogue.register_field(field)
    yield field
    catalogue.forget_field(field.name)


@pytest.mark.usefixtures("card")
def test_a_field_from_outside_is_a_role_like_the_others(tmp_path: Path) -> None:
    rows = {"Cognome": ["Rossi"] * 2, "CF": [CODE] * 2, "Tessera": ["A 17", None], "Altra": ["B 18", None]}
    result = ic.run(pl.DataFrame(rows), mapping={"Tessera": "tessera_socio", "Altra": "tessera_socio"})
    assert result.cleaned["tessera_socio"].to_list() == ["A 17", None]
    assert result.golden["tessera_socio_2"].to_list() == ["B 18"]
    result.write(tmp_path / "out")
    assert "tessera_socio" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("card")
@pytest.mark.parametrize("name", ["tessera_socio", "email", "consenso_sms", "Tessera", "golden_id", "2a", "a b", ""])
def test_names_that_cannot_be_registered(name: str) -> None:
    with pytest.raises(ic.UsageError):
        catalogue.register_field(Field(name, CLEANERS["cap"]))
    assert field_of("tessera_socio") is not None


@pytest.mark.parametrize("known", [{"group": "telefono"}, {"input_only": True}])
def test_what_a_field_from_outside_cannot_be(known: dict[str, Any]) -> None:
    with pytest.raises(ic.UsageError):
        catalogue.register_field(Field("telefono_ufficio", CLEANERS["telefono"], **known))
    assert field_of("telefono_ufficio") is None


# Where names of fields stand together for what is no list of fields.
ALLOWED = {
    "fields/detect.py": "patterns by which a value is known, and the order in which they are tried",
    "fields/choice.py": "which kinds of values speak against a name",
    "fields/unused.py": "what a column without a role looks like",
    "fields/plan.py": "a second column of contacts found by content",
    "consent/purposes.py": "channels",
    "consent/reach.py": "channels",
    "rows/addresses.py": "the parts of one address, row by row",
    "rows/codes.py": "parts of a codice fiscale",
    "rows/opening.py": "findings of the cleaners",
    "rows/contacts.py": "kinds of numbers, and the columns that each may stand in",
    "rows/invoicing.py": "what a step says that it reads",
    "rows/names.py": "the parts of one name, row by row",
    "rows/places.py": "the parts of one address, row by row",
    "rows/reach.py": "what keeps an address from being used",
    "pairs/blocking.py": "names of passes",
    "pairs/compare.py": "comparisons",
    "customers/decisions.py": "key fields of a review",
    "pairs/encode.py": "keys of records",
    "pairs/explain.py": "what stands behind each comparison",
    "pairs/features.py": "what keys are made of",
    "customers/blocks.py": "what travels together, the field that leads it first",
    "customers/kinds.py": "a name as it is printed",
    "customers/tasks.py": "by what a person is reached, in the order of the columns",
    "pairs/model.py": "comparisons",
    "pairs/one_record.py": "comparisons",
    "pairs/review.py": "key fields of a review",
    "pairs/score.py": "comparisons",
    "exports": "what derived columns are made of",
    "contract/odcs.py": "what values look like, for those who read a contract",
    "fiscal": "parts of a codice fiscale",
    "report/figures.py": "the fields of the samples",
    "report/opening.py": "the channels by which one may contact",
    "report/portrait.py": "what tells of no single person",
    "remarks.py": "cleaners whose values are no formulas",
    "rows/name_order.py": "the parts of one name, row by row",
    "audits/compared.py": "what each system has of its own, and is not compared",
    "rows/greetings.py": "the parts of one name, row by row",
    "consent/header_patterns.py": "channels",
    "consent/headers.py": "channels",
    "cleaners": "extras of cleaners, which are called like fields",
    "core": "extras of cleaners",
    "fields": "the catalogue",
    "__init__.py": "the public names",
}


def test_lists_of_fields_stand_in_the_catalogue_alone() -> None:
    package = Path(ic.__file__).parent
    found = set()
    for file in package.rglob("*.py"):
        name = file.relative_to(package).as_posix()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict):
                items = node.keys if isinstance(node, ast.Dict) else node.elts
                texts = [item.value for item in items if isinstance(item, ast.Constant)]
                if sum(text in FIELDS for text in texts) >= 3:
                    found.add(name if name in ALLOWED else name.split("/")[0])
    assert found <= set(ALLOWED)
    assert set(PHONES) == {name for name, field in FIELDS.items() if field.cleaner.name == "telefono"}
