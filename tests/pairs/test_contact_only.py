"""Rows of a mailbox or a mobile and no name: of the only customer that has it, or of nobody."""

from __future__ import annotations

import random

import numpy as np
import polars as pl
import pytest

import italclean as ic
from italclean.pairs.compare import compare
from italclean.pairs.contact_only import attach
from italclean.pairs.encode import encode
from italclean.pairs.features import make_features
from italclean.pairs.levels import CONFLICT, MISSING
from tests.pairs.lists import Row, crowd

MARIO: Row = {"tipo": "persona", "cognome": "Rossi", "nome": "Mario", "email": "m@rossi.it"}
ANNA: Row = {"tipo": "persona", "cognome": "Bianchi", "nome": "Anna", "email": "m@rossi.it"}
ALONE: Row = {"email": "m@rossi.it"}
ALFA: Row = {"tipo": "azienda", "ragione_sociale": "Alfa Servizi", "email": "info@alfa.it", "telefono": "+390255507676"}


def customers(rows: list[Row], **options: object) -> list[str]:
    found = ic.dedupe(pl.DataFrame([*rows, *crowd()]), **options)  # type: ignore[arg-type]
    return found.crosswalk["golden_id"].head(len(rows)).to_list()


@pytest.mark.parametrize(
    ("rows", "one"),
    [
        ([MARIO, ALONE], True),
        ([ALONE, MARIO], True),
        ([ALFA, {"email": "info@alfa.it"}], True),
        ([{**MARIO, "cellulare": "+393388697860"}, {"cellulare": "+393388697860"}], True),
        ([{**MARIO, "email_2": "x@y.it"}, {"email": "x@y.it"}], True),
        # A landline is a household's or an office's.
        ([ALFA, {"telefono": "+390255507676"}], False),
        # A given name is no hindrance, unless somebody is called otherwise, or it is but an initial.
        ([MARIO, {**ALONE, "nome": "Mario", "tipo": "persona"}], True),
        ([{**MARIO, "nome": "Giuseppe"}, {**ALONE, "nome": "Beppe", "tipo": "persona"}], True),
        ([MARIO, {**ALONE, "nome": "M.", "tipo": "persona"}], False),
        # Another town, number, sex or kind stands beside the mailbox.
        ([{**MARIO, "comune": "Milano"}, {**ALONE, "comune": "Napoli"}], False),
        ([{**MARIO, "telefono": "+390255507676"}, {**ALONE, "telefono": "+390815556677"}], False),
        ([MARIO, {**ALONE, "sesso": "F"}], False),
        ([MARIO, {**ALONE, "tipo": "azienda"}], False),
        ([MARIO, {**ALONE, "nome": "Anna"}], False),
        ([MARIO, {"email": "altro@rossi.it"}], False),
        ([MARIO, {**ALONE, "codice_fiscale": "BNCNNA61B42A562F"}], False),
    ],
)
def test_who_has_a_contact_alone(rows: list[Row], one: bool) -> None:
    assert (len(set(customers(rows))) == 1) is one


def test_of_two_customers_neither() -> None:
    mario, anna, alone = customers([MARIO, ANNA, ALONE])
    assert alone not in (mario, anna)
    assert mario != anna


def test_contacts_of_two_customers_join_nobody() -> None:
    rows = [MARIO, {**ANNA, "email": "a@bianchi.it", "cellulare": "+393388697860"}]
    both = {"email": "m@rossi.it", "cellulare": "+393388697860"}
    assert len(set(customers([*rows, both]))) == 3


MARCO: Row = {"tipo": "persona", "nome": "Marco", "email": "info@officina.it"}


@pytest.mark.parametrize(
    "rows",
    [
        [
            {**MARCO, "cognome": "Bianchi", "comune": "Roma", "cellulare": "+393331234567"},
            {**MARCO, "cognome": "Verdi", "comune": "Napoli", "cellulare": "+393397654321"},
            MARCO,
        ],
        [
            {**MARCO, "cognome": "Rossi", "data_nascita": "1950-02-01"},
            {**MARCO, "cognome": "Rossi", "data_nascita": "1980-02-01"},
            MARCO,
        ],
        [{**MARCO, "cognome": "Bianchi"}, {**MARCO, "cognome": "Verdi"}, MARCO, {**MARCO, "nome": "Luca"}],
    ],
)
def test_a_given_name_is_no_bridge_between_two_people(rows: list[Row]) -> None:
    """Nor where the list is of these rows alone."""
    found = customers(rows)
    assert found[0] != found[1]
    assert found[2] not in found[:2]
    alone = ic.dedupe(pl.DataFrame(rows)).crosswalk["golden_id"]
    assert alone[0] != alone[1]


def test_a_yes_of_nobody_known_does_not_undo_a_refusal() -> None:
    rows = [
        {**MARIO, "consenso_marketing": "no", "data_consenso": "2023-01-01"},
        {**ALONE, "consenso_marketing": "si", "data_consenso": "2024-01-01"},
    ]
    found = ic.dedupe(pl.DataFrame([*rows, *crowd()]))
    one = found.crosswalk["golden_id"][0]
    assert found.crosswalk["golden_id"][1] == one
    assert found.golden.filter(golden_id=one)["consenso_marketing"].to_list() == ["no"]


def test_a_refusal_of_nobody_known_counts_and_so_does_a_yes_that_nobody_denies() -> None:
    for mine, nobodys, merged in (("si", "no", "no"), (None, "si", "si"), ("si", "si", "si")):
        rows = [{**MARIO, "consenso_marketing": mine}, {**ALONE, "consenso_marketing": nobodys}]
        found = ic.dedupe(pl.DataFrame([*rows, *crowd()]))
        one = found.crosswalk["golden_id"][0]
        assert found.golden.filter(golden_id=one)["consenso_marketing"].to_list() == [merged]


def test_it_says_why() -> None:
    found = ic.dedupe(pl.DataFrame([MARIO, ALONE, *crowd()]), language="en")
    assert found.crosswalk["reason"][1].startswith("a contact alone, of one customer alone")
    why = found.explain(1, 2)
    assert (why.verdict, why.rule_name, why.same_customer) == ("merge", "only_customer", True)
    assert why.reason == found.crosswalk["reason"][1]


def test_what_a_person_parted_stays_apart() -> None:
    frame = pl.DataFrame([MARIO, ALONE, *crowd()]).with_columns(
        source=pl.lit("a"), row=pl.int_range(1, pl.len() + 1), source_id=pl.int_range(pl.len()).cast(pl.String)
    )
    decided = pl.DataFrame(
        {"source_a": ["a"], "row_a": ["1"], "id_a": ["0"], "source_b": ["a"], "row_b": ["2"], "id_b": ["1"]}
    ).with_columns(decision=pl.lit("different"))
    found = ic.dedupe(frame, decisions=decided).crosswalk["golden_id"]
    assert found[0] != found[1]


def test_sources_free_of_duplicates_stay_so() -> None:
    frame = pl.DataFrame([MARIO, ALONE, *crowd()]).with_columns(source=pl.lit("erp"))
    found = ic.dedupe(frame, unique=["erp"]).crosswalk["golden_id"]
    assert found[0] != found[1]


def slow(label: list[int], rows: list[Row]) -> list[int]:
    """Each row after the other: whose cluster alone has all that it holds?"""

    def contacts(row: Row) -> list[str]:
        return [row[name] for name in ("email", "email_2", "cellulare") if row.get(name)]

    bare = [
        not any(row.get(name) for name in ("cognome", "nome")) and label.count(mine) == 1
        for row, mine in zip(rows, label, strict=True)
    ]
    found = list(label)
    for place, row in enumerate(rows):
        if not bare[place] or not contacts(row):
            continue
        told = set()
        for contact in contacts(row):
            named = {label[at] for at, other in enumerate(rows) if not bare[at] and contact in contacts(other)}
            alone = [label[at] for at, other in enumerate(rows) if bare[at] and contact in contacts(other)]
            told |= named or {alone[0]}
        if len(told) == 1:
            found[place] = told.pop()
    return found


@pytest.mark.parametrize("seed", range(12))
def test_as_a_clerk_would_do_it(seed: int) -> None:
    rng = random.Random(seed)
    mails = [f"u{number}@x.it" for number in range(8)]
    mobiles = [f"+39338869786{number}" for number in range(4)]
    rows: list[Row] = []
    for _ in range(40):
        row: Row = {}
        for name, values, often in (("email", mails, 0.8), ("email_2", mails, 0.2), ("cellulare", mobiles, 0.4)):
            if rng.random() < often:
                row[name] = rng.choice(values)
        if rng.random() < 0.4:
            row |= {"cognome": rng.choice(["Rossi", "Verdi", "Gallo"]), "nome": "Mario"}
        rows.append(row)
    names = ("cognome", "nome", "email", "email_2", "cellulare")
    frame = pl.DataFrame(
        [{name: row.get(name) for name in names} for row in rows], schema=dict.fromkeys(names, pl.String)
    )
    data = encode(make_features(frame))
    by_name = {name: place for place, name in enumerate(sorted({row.get("cognome", "") for row in rows}))}
    label = [
        by_name[row["cognome"]] if "cognome" in row else 10 + place for place, row in enumerate(rows)
    ]  # those of one surname are one customer
    pairs = tuple(part.astype(np.int64) for part in np.triu_indices(len(rows), 1))
    # What else the rows hold must not contradict: here it is never compared.
    levels = compare(data, *pairs)
    levels[levels == CONFLICT] = MISSING
    found, attached = attach(data, levels, pairs, np.array(label, dtype=np.int64), np.empty(0, np.int64), [])
    assert found.tolist() == slow(label, rows)
    assert set(np.flatnonzero(found != np.array(label)).tolist()) <= set(attached.tolist())
