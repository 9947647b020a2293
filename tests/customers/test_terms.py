"""Golden records by what was agreed on fields: each rule on small lists, all of them against a slow obvious oracle."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import italclean as ic
from italclean.customers.amounts import read_amounts, write_amounts
from italclean.customers.arrivals import Arrivals
from italclean.customers.dedupe import dedupe_frame
from italclean.customers.golden import Golden, make_golden
from italclean.customers.ranking import rank
from italclean.customers.source_kinds import source_rank
from italclean.customers.survivorship import RULES, parse_lost
from italclean.master.adding import add
from italclean.pipeline import run_with
from italclean.rows.hints import SUSPECT
from italclean.settings import Settings
from italclean.terms import RULES as AGREED
from italclean.terms import FieldTerms, Terms

Row = dict[str, str | None]
CODE = "RSSMRA85T10A562S"
AMOUNTS = {"10": Decimal(10), "2,5": Decimal("2.5"), "-3": Decimal(-3), "1.000,10": Decimal("1000.1"), "0": Decimal(0)}
VALUES: dict[str, list[str]] = {
    "cognome": ["Rossi", "Bianchi"],
    "nome": ["Mario", "M.", "Mario Ugo"],
    "codice_fiscale": [CODE],
    "indirizzo": ["Via Po", "Via G. Verdi"],
    "cap": ["10121", "10123"],
    "comune": ["Torino", "Moncalieri"],
    "email": ["a@x.it", "b@x.it", "c@x.it"],
    "email_2": ["a@x.it", "d@x.it"],
    "iban": ["a", "bb", "ccc"],
    "consenso_marketing": ["si", "no", "revocato"],
    "data_consenso": ["2020-01-01", "2022-01-01"],
    "data_ultimo_ordine": ["2018-05-05", "2023-01-01"],
    "data_modifica": ["2019-05-05", "2024-01-01"],
    "Fatturato": [*AMOUNTS, "n.d."],
    "Agente": ["Neri", "Verdi | Neri", "Bruni"],
    "Zona": ["Nord", "Sud"],
    "Note": ["CHIUSO, NON CHIAMARE", "cliente storico, paga bene", "vedi [1] | a\\b, row 2"],
    "Newsletter": ["SI", "NO"],
}
BLOCKS = (("cognome", ("cognome", "nome")), ("comune", ("indirizzo", "cap", "comune")))
ADDRESS = BLOCKS[1][1]
SOURCES = ("erp", "crm", "web", "fiera")
STRICT = ("consenso_marketing", "data_consenso", "Newsletter")
KEPT_FIRST = ("never-overwrite", "review")


@dataclass
class Scene:
    """A list, its customers, what came when, what is doubted, and what was agreed."""

    frame: pl.DataFrame
    customers: list[int]
    load: list[int]
    superseded: list[bool]
    doubted: dict[str, list[bool]] = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)

    def shuffled(self, order: list[int]) -> Scene:
        def moved(values: list[Any]) -> list[Any]:
            return [values[at] for at in order]

        doubted = {name: moved(flags) for name, flags in self.doubted.items()}
        lists = moved(self.customers), moved(self.load), moved(self.superseded)
        return Scene(self.frame[order], *lists, doubted, self.terms)

    def golden(self, terms: Terms | None = None) -> Golden:
        arrivals = Arrivals(np.array(self.load, dtype=np.int64), np.array(self.superseded, dtype=np.bool_))
        labels = pl.Series("cluster", self.customers, dtype=pl.Int64)
        ids = pl.Series("golden_id", [f"g{one}" for one in self.customers])
        hints = pl.DataFrame({SUSPECT + name: flags for name, flags in self.doubted.items()}) if self.doubted else None
        agreed = self.terms if terms is None else terms
        return make_golden(self.frame, labels, ids, hints=hints, terms=agreed, arrivals=arrivals)


def listed(rows: Sequence[Row], names: Sequence[str], sources: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            pl.Series("source", sources, dtype=pl.String),
            pl.Series("row", [list(sources[:at]).count(one) + 1 for at, one in enumerate(sources)], dtype=pl.UInt32),
            pl.Series("source_id", [str(at) for at in range(len(rows))], dtype=pl.String),
            *(pl.Series(name, [row.get(name) for row in rows], dtype=pl.String) for name in names),
        ]
    )


def agreement(chance: random.Random, names: Sequence[str]) -> Terms:
    fields: dict[str, FieldTerms] = {}
    for name in chance.sample(names, chance.randint(0, len(names))):
        # What was agreed on two fields of a block must be the same.
        if any(name in members and set(members) & set(fields) for _, members in (*BLOCKS, ("", ("Agente", "Zona")))):
            continue
        rule = chance.choice([None, *(rule for rule in AGREED if rule != "sum" or name == "Fatturato")])
        if name == "Fatturato":
            rule = chance.choice([rule, "sum"])
        if name.startswith("consenso"):
            rule = chance.choice(["strictest", "review"])
        owner = chance.choice([None, *SOURCES])
        writers = chance.choice([None, tuple(chance.sample(SOURCES, chance.randint(0, 3)))])
        over = tuple(chance.sample(SOURCES, chance.randint(0, 2))) if rule == "sum" else ()
        fields[name] = FieldTerms(rule, owner, writers, over)
    together: list[dict[str, tuple[str, ...]]] = [{}, {"Agente": ("Agente", "Zona")}, {"Zona": ("Agente",)}]
    return Terms(fields=fields, blocks=chance.choice(together))


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    chance = draw(st.randoms(use_true_random=False))
    names = [name for name in VALUES if chance.random() < 0.7] or ["iban"]
    count = chance.randint(2, 9)
    filled = chance.choice([0.4, 0.9])
    rows: list[Row] = [
        {name: chance.choice(VALUES[name]) if chance.random() < filled else None for name in names}
        for _ in range(count)
    ]
    doubtful = [name for name in ("iban", "comune", "nome", "email", "email_2") if chance.random() < 0.5]
    return Scene(
        listed(rows, names, [chance.choice(SOURCES) for _ in range(count)]),
        [chance.choice([0, 0, 0, 1, 2]) for _ in range(count)],
        [chance.randint(0, 2) for _ in range(count)],
        [chance.random() < 0.3 for _ in range(count)],
        {name: [chance.random() < 0.4 for _ in range(count)] for name in doubtful},
        agreement(chance, names),
    )


# --- the oracle: one customer, one field after the other -------------------------------------------------------------


class Oracle:
    """What the golden records are, told row by row."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.terms = scene, scene.terms
        labels = pl.Series("cluster", scene.customers, dtype=pl.Int64)
        # How far rows are trusted is told of old, and tested elsewhere.
        ranked = rank(scene.frame, labels).ranked.tolist()
        trust = {at: place for place, at in enumerate(ranked)}
        self.rows = [
            {**row, "at": at, "load": scene.load[at], "old": scene.superseded[at], "trust": trust.get(at, 0)}
            for at, row in enumerate(scene.frame.to_dicts())
        ]
        self.names = [name for name in scene.frame.columns if name not in ("source", "row", "source_id")]
        blocks = [*BLOCKS]
        for lead, members in scene.terms.blocks.items():
            both = tuple(dict.fromkeys((lead, *members)))
            blocks.append((lead, both))
        self.blocks = blocks

    def block(self, name: str) -> tuple[list[str], list[str], FieldTerms]:
        """The leads, the members and the terms of a field's block."""
        for lead, members in self.blocks:
            if name in members:
                present = [one for one in members if one in self.names]
                agreed = [self.terms.fields[one] for one in members if one in self.terms.fields]
                leads = [lead] if lead in present else present[:1]
                if leads == ["comune"]:
                    leads = [one for one in ADDRESS if one in present]
                return leads, present, agreed[0] if agreed else FieldTerms()
        return [name], [name], self.terms.fields.get(name, FieldTerms())

    def key(self, row: dict[str, Any], leads: list[str], members: list[str], terms: FieldTerms) -> tuple[Any, ...]:
        """What a row is sorted by; the least is the first."""
        if terms.rule in (None, "strictest"):
            return row["old"], row["trust"]
        order = [terms.owner, *(terms.writers or ())]
        owned = order.index(row["source"]) if row["source"] in order else len(order)
        first: tuple[Any, ...] = ()
        if terms.rule == "valid-then-owner":
            first = (any(self.scene.doubted[name][row["at"]] for name in members if name in self.scene.doubted),)
        elif terms.rule == "most-recent":
            latest = max((row.get(name) or "" for name in ("data_ultimo_ordine", "data_modifica")), default="")
            first = (tuple(-ord(sign) for sign in latest) or (1,),)
        elif terms.rule == "most-complete" and len(members) > 1:
            first = (-sum(row[name] is not None for name in members),)
        elif terms.rule == "most-complete":
            first = (-len(row[members[0]] or ""),)
        elif terms.rule == "max":
            lead = row[leads[0]] or ""
            amount = Decimal(lead) if lead.isdigit() else AMOUNTS.get(lead)
            day = lead if lead[:2] == "20" else ""
            first = (amount is None, -(amount or 0), tuple(-ord(sign) for sign in day) or (1,))
        if terms.rule in KEPT_FIRST:
            return row["load"], owned, row["trust"]
        return row["old"], *first, owned, row["trust"]

    def ordered(self, customer: int, name: str) -> list[dict[str, Any]]:
        """The rows of a customer that may write a field, as they are asked for it."""
        leads, members, terms = self.block(name)
        rows = [row for row in self.rows if self.scene.customers[row["at"]] == customer]
        rows = [row for row in rows if terms.may_write(row["source"])]
        return sorted(rows, key=lambda row: self.key(row, leads, members, terms))

    def value(self, customer: int, name: str) -> str | None:
        leads, members, terms = self.block(name)
        rows = self.ordered(customer, name)
        own = [row for row in rows if row[name] is not None]
        alone = self.scene.customers.count(customer) == 1
        if terms.rule == "sum":
            return self._sum(own, terms, alone=alone)
        if alone:
            return own[0][name] if own else None
        if terms.rule == "join" or (name == "Note" and terms.rule in (None, "strictest")):
            own = [row for row in own if not row["old"]] or own
            if len({row[name] for row in own}) < 2:
                return own[0][name] if own else None
            return " | ".join(dict.fromkeys(part.strip() for row in own for part in row[name].split(" | ")))
        chosen = next((row for row in rows if any(row[lead] is not None for lead in leads)), None)
        chosen = chosen or next((row for row in rows if any(row[one] is not None for one in members)), None)
        if chosen is None:
            return None
        if "indirizzo" in members and chosen["indirizzo"] is None:
            chosen = next((row for row in rows if row["indirizzo"] and says_no_less(row, chosen, members)), chosen)
        if name == "cap" and set(ADDRESS) <= set(self.names) and chosen["cap"] is None:
            same = [row for row in rows if row["cap"] and all(chosen[one] and row[one] == chosen[one] for one in PLACE)]
            return same[0]["cap"] if same else None
        found: str | None = chosen[name]
        return found

    def _sum(self, own: list[dict[str, Any]], terms: FieldTerms, *, alone: bool) -> str | None:
        if alone:
            return plain(AMOUNTS[own[0]["Fatturato"]]) if own and own[0]["Fatturato"] in AMOUNTS else one_of(own)
        added = [row for row in own if not row["old"] and (not terms.sources or row["source"] in terms.sources)]
        if not added:
            return one_of(own)
        if all(row["Fatturato"] in AMOUNTS for row in added):
            return plain(sum((AMOUNTS[row["Fatturato"]] for row in added), Decimal(0)))
        return one_of(added)

    def mailboxes(self, customer: int) -> list[str]:
        """The mailboxes of a customer of several rows, the first first."""
        terms = self.terms.fields.get("email", FieldTerms())
        if terms.rule in ("join", "sum", "max", "most-complete"):
            terms = FieldTerms("owner", terms.owner, terms.writers)
        cells = []
        for row in self.rows:
            if self.scene.customers[row["at"]] != customer:
                continue
            for column in ("email", "email_2"):
                if row.get(column):
                    key = self.key(row, [column], [column], terms)
                    cells.append((not terms.may_write(row["source"]), key, column, row[column]))
        return list(dict.fromkeys(value for *_, value in sorted(cells)))

    def disputed(self, customer: int, name: str) -> bool:
        """Whether a person must see the values that compete."""
        rows = self.ordered(customer, name)
        if name in STRICT:
            rows = [row for row in self.rows if self.scene.customers[row["at"]] == customer]
        return len({row[name] for row in rows if row[name] is not None}) > 1


PLACE = ("comune", "indirizzo")


def says_no_less(row: dict[str, Any], other: dict[str, Any], members: list[str]) -> bool:
    """Whether an address contradicts another nowhere, and is of the same place."""
    met = [name for name in members if row[name] is not None and other[name] is not None]
    return all(row[name] == other[name] for name in met) and bool({"cap", "comune"} & set(met))


def one_of(rows: list[dict[str, Any]]) -> str | None:
    return rows[0]["Fatturato"] if rows else None


def plain(amount: Decimal) -> str:
    whole = f"{amount:f}"
    return (whole.rstrip("0").rstrip(".") if "." in whole else whole) or "0"


@settings(max_examples=100, deadline=None)
@given(scenes())
def test_the_golden_records_are_those_of_the_oracle(scene: Scene) -> None:
    made, oracle = scene.golden(), Oracle(scene)
    for record in made.frame.to_dicts():
        customer = int(record["golden_id"][1:])
        for name in oracle.names:
            if name in STRICT or name.startswith("email"):
                continue
            assert record[name] == oracle.value(customer, name), (name, scene.terms.fields.get(name))
        if scene.customers.count(customer) > 1:
            found = [record.get("email"), record.get("email_2")]
            assert [one for one in found if one] == oracle.mailboxes(customer)[:2]


@settings(max_examples=60, deadline=None)
@given(scenes())
def test_no_refusal_is_lost_whatever_was_agreed(scene: Scene) -> None:
    made, plainly = scene.golden(), scene.golden(Terms())
    kept = [name for name in ("golden_id", *STRICT) if name in made.frame.columns]
    assert made.frame.select(kept).equals(plainly.frame.select(kept))
    if "Newsletter" in made.frame.columns:
        for record in made.frame.to_dicts():
            rows = [at for at, one in enumerate(scene.customers) if f"g{one}" == record["golden_id"]]
            said = [scene.frame["Newsletter"][at] for at in rows]
            assert "NO" not in said or record["Newsletter"] == "NO"


@settings(max_examples=60, deadline=None)
@given(scenes())
def test_each_value_is_kept_or_told_whatever_was_agreed(scene: Scene) -> None:
    made = scene.golden()
    golden = {row["golden_id"]: row for row in made.frame.to_dicts()}
    contacts = set(made.contacts.frame.select("golden_id", "value").iter_rows())
    lost: dict[tuple[str, str], list[tuple[str, str, int]]] = {}
    for line in made.survivorship.frame.to_dicts():
        assert line["rule"] in RULES
        its = lost.setdefault((line["golden_id"], line["field"]), [])
        its += [(value, source, number) for value, rows in parse_lost(line["lost"]) for source, number in rows]
    for row, customer in zip(scene.frame.to_dicts(), scene.customers, strict=True):
        name = f"g{customer}"
        for column, value in row.items():
            if value is None or column in ("source", "row", "source_id"):
                continue
            kept = golden[name].get(column)
            if column.startswith("email"):
                assert (name, value) in contacts
                continue
            told = (value, row["source"], row["row"]) in lost.get((name, column), [])
            whole = kept is not None and {part.strip() for part in value.split(" | ")} <= set(kept.split(" | "))
            written = column == "Fatturato" and value in AMOUNTS and plain(AMOUNTS[value]) == kept
            assert kept == value or told or whole or written


@settings(max_examples=60, deadline=None)
@given(scenes())
def test_what_a_person_must_see_is_counted_and_listed(scene: Scene) -> None:
    made, oracle = scene.golden(), Oracle(scene)
    listed_ = made.survivorship.frame.filter(pl.col("rule") == "review")
    assert listed_.height == made.conflicts
    expected = set()
    for customer in set(scene.customers):
        for name in oracle.names:
            rule = oracle.block(name)[2].rule
            listed_here = rule == "review" and name != "data_consenso" and not name.startswith("email")
            if listed_here and scene.customers.count(customer) > 1 and oracle.disputed(customer, name):
                expected.add((f"g{customer}", name))
    assert {pair for pair in listed_.select("golden_id", "field").iter_rows() if pair[1] != "email"} == expected


@settings(max_examples=60, deadline=None)
@given(scenes(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_plays_no_part(scene: Scene, chance: random.Random) -> None:
    order = list(range(len(scene.customers)))
    chance.shuffle(order)
    one, other = scene.golden(), scene.shuffled(order).golden()
    pairs = (
        (one.frame, other.frame),
        (one.contacts.frame, other.contacts.frame),
        (one.survivorship.frame, other.survivorship.frame),
    )
    for its, others in pairs:
        assert sorted(map(repr, its.to_dicts())) == sorted(map(repr, others.to_dicts()))


@settings(max_examples=40, deadline=None)
@given(scenes())
def test_terms_of_other_fields_change_nothing(scene: Scene) -> None:
    scene.superseded = [False] * len(scene.customers)
    labels = pl.Series("cluster", scene.customers, dtype=pl.Int64)
    plainly = make_golden(scene.frame, labels, pl.Series("golden_id", [f"g{one}" for one in scene.customers]))
    made = scene.golden(Terms(fields={"Provvigione": FieldTerms("owner", "crm", ("erp",))}))
    assert made.frame.equals(plainly.frame)
    assert made.contacts.frame.equals(plainly.contacts.frame)
    assert made.survivorship.frame.equals(plainly.survivorship.frame)


# --- each rule on small lists ----------------------------------------------------------------------------------------


def told(
    rows: Sequence[Row],
    name: str,
    terms: FieldTerms | Terms,
    load: Sequence[int] = (),
    superseded: Sequence[bool] = (),
    doubted: dict[str, list[bool]] | None = None,
) -> tuple[Any, ...]:
    """Value, row, rule and losses of a field of one customer; the rows are numbered from 1."""
    names = list(dict.fromkeys(one for row in rows for one in row if one not in ("source", "source_id")))
    frame = listed(rows, names, [row.get("source") or "erp" for row in rows])
    frame = frame.with_columns(
        row=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32),
        source_id=pl.Series([row.get("source_id") for row in rows], dtype=pl.String),
    )
    agreed = terms if isinstance(terms, Terms) else Terms(fields={name: terms})
    count = len(rows)
    scene = Scene(
        frame, [0] * count, list(load) or [0] * count, list(superseded) or [False] * count, doubted or {}, agreed
    )
    found = scene.golden().survivorship.frame.filter(pl.col("field") == name)
    lines = found.select("value", "row", "rule", "lost").rows()
    assert len(lines) == 1
    return lines[0]


ERP: Row = {"source": "erp", "iban": "a", "codice_fiscale": CODE}
CRM: Row = {"source": "crm", "iban": "bb"}
WEB: Row = {"source": "web", "iban": "ccc", "data_modifica": "2024-01-01"}


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (FieldTerms("owner", "crm"), ("bb", 2, "owner", "a [erp row 1] | ccc [web row 3]")),
        (FieldTerms("owner", "crm", ("web",)), ("bb", 2, "owner", "ccc [web row 3] | a [erp row 1]")),
        (FieldTerms("owner", None, ("web", "crm")), ("ccc", 3, "owner", "bb [crm row 2] | a [erp row 1]")),
        # The owner has nothing, and the writers come in their order.
        (FieldTerms("owner", "fiera", ("web", "crm")), ("ccc", 3, "owner", "bb [crm row 2] | a [erp row 1]")),
        # Nobody who may write it says anything: what the others say is told, and not taken.
        (FieldTerms("owner", "fiera", ()), (None, None, "owner", "a [erp row 1] | ccc [web row 3] | bb [crm row 2]")),
        (FieldTerms(None, "crm", ()), ("bb", 2, "owner", "a [erp row 1] | ccc [web row 3]")),
        # Without a rule the writers are asked by trust.
        (FieldTerms(None, "crm", ("erp",)), ("a", 1, "fiscally_validated", "bb [crm row 2] | ccc [web row 3]")),
        (FieldTerms("most-recent", "crm"), ("ccc", 3, "most-recent", "bb [crm row 2] | a [erp row 1]")),
        # The latest may not write it; of those who may none has a date, and the owner comes first.
        (FieldTerms("most-recent", "crm", ("erp",)), ("bb", 2, "owner", "a [erp row 1] | ccc [web row 3]")),
        (FieldTerms("most-complete", "crm"), ("ccc", 3, "most-complete", "bb [crm row 2] | a [erp row 1]")),
        (FieldTerms("join", "crm"), ("bb | a | ccc", 2, "join", None)),
        (FieldTerms("join", "crm", ("web",)), ("bb | ccc", 2, "join", "a [erp row 1]")),
        (FieldTerms("review", "crm"), ("bb", 2, "review", "a [erp row 1] | ccc [web row 3]")),
        # What may not be written does not compete.
        (FieldTerms("review", "crm", ()), ("bb", 2, "owner", "a [erp row 1] | ccc [web row 3]")),
        (FieldTerms("never-overwrite", "crm"), ("bb", 2, "owner", "a [erp row 1] | ccc [web row 3]")),
        (FieldTerms("strictest"), ("a", 1, "fiscally_validated", "ccc [web row 3] | bb [crm row 2]")),
    ],
)
def test_who_wins_by_which_rule(terms: FieldTerms, expected: tuple[Any, ...]) -> None:
    assert told([ERP, CRM, WEB], "iban", terms) == expected


def test_within_the_owner_the_order_is_that_of_trust() -> None:
    rows: list[Row] = [CRM, {**CRM, "iban": "x", "data_modifica": "2020-01-01"}, ERP]
    assert told(rows, "iban", FieldTerms("owner", "crm")) == ("x", 2, "most_recent", "bb [crm row 1] | a [erp row 3]")


def test_a_doubtful_cell_stands_behind_those_without_doubt() -> None:
    terms = FieldTerms("valid-then-owner", "erp")
    assert told([ERP, CRM], "iban", terms, doubted={"iban": [True, False]})[:3] == ("bb", 2, "valid-then-owner")
    assert told([ERP, CRM], "iban", terms)[:3] == ("a", 1, "valid-then-owner")
    # It is better than nothing.
    assert told([ERP, {"source": "crm"}], "iban", terms, doubted={"iban": [True, False]})[:3] == ("a", 1, "only_value")


def test_a_block_follows_the_terms_of_any_of_its_members() -> None:
    rows: list[Row] = [
        {"source": "erp", "indirizzo": "Via Po", "cap": "10121", "comune": "Torino", "codice_fiscale": CODE},
        {"source": "crm", "indirizzo": "Via Verdi", "cap": None, "comune": "Moncalieri"},
    ]
    agreed = Terms(fields={"indirizzo": FieldTerms("owner", "crm")})
    assert told(rows, "comune", agreed)[:3] == ("Moncalieri", 2, "owner")
    assert told(rows, "cap", agreed) == (None, 2, "owner", "10121 [erp row 1]")
    fuller = Terms(fields={"cap": FieldTerms("most-complete", "crm")})
    assert told(rows, "comune", fuller)[:3] == ("Torino", 1, "most-complete")


def test_the_cap_of_a_street_comes_from_those_who_may_write_it() -> None:
    street: Row = {"indirizzo": "Via Po", "comune": "Torino"}
    rows: list[Row] = [{**street, "source": "erp", "cap": "10121"}, {**street, "source": "crm", "cap": None}]
    alone = Terms(fields={"indirizzo": FieldTerms("owner", "crm", ())})
    assert told(rows, "cap", alone) == (None, 2, "owner", "10121 [erp row 1]")
    both = Terms(fields={"indirizzo": FieldTerms("owner", "crm")})
    assert told(rows, "cap", both) == ("10121", 1, "same_street", None)


def test_a_consent_without_a_role_is_no_matter_of_who_may_write() -> None:
    rows: list[Row] = [{"source": "erp", "Newsletter": "SI"}, {"source": "crm", "cognome": "Rossi"}]
    agreed = Terms(fields={"Newsletter": FieldTerms("owner", "crm", ())})
    assert told(rows, "Newsletter", agreed)[:2] == ("SI", 1)
    refusing: list[Row] = [*rows, {"source": "web", "Newsletter": "NO"}]
    assert told(refusing, "Newsletter", agreed)[:3] == ("NO", 3, "strictest")


def test_a_block_that_was_agreed_comes_from_one_record() -> None:
    rows: list[Row] = [{"Agente": "Neri", "codice_fiscale": CODE}, {"Agente": "Verdi", "Zona": "Sud"}]
    assert told(rows, "Zona", Terms())[0] == "Sud"
    agreed = Terms(blocks={"Agente": ("Agente", "Zona")})
    assert told(rows, "Zona", agreed)[0] is None
    # What travels with one of an address travels with the whole.
    of_address = Terms(fields={"Zona": FieldTerms("owner", "crm")}, blocks={"comune": ("comune", "Zona")})
    rows = [{"comune": "Torino", "Zona": "Nord"}, {"source": "crm", "comune": "Lodi", "Zona": "Sud"}]
    assert told(rows, "comune", of_address)[:3] == ("Lodi", 2, "owner")
    assert told(rows, "Zona", of_address)[:3] == ("Sud", 2, "owner")


def of_turnover(*cells: str | None, **more: list[str]) -> list[Row]:
    return [
        {"Fatturato": cell, "source": "crm" if at else "erp", **{name: values[at] for name, values in more.items()}}
        for at, cell in enumerate(cells)
    ]


@pytest.mark.parametrize(
    ("rows", "terms", "superseded", "expected"),
    [
        (of_turnover("1.250,50", "749,5"), FieldTerms("sum"), [], ("2000", 1, "sum")),
        (of_turnover("0.1", "0.2"), FieldTerms("sum"), [], ("0.3", 1, "sum")),
        (of_turnover("10", "10"), FieldTerms("sum"), [], ("20", 1, "sum")),
        # The older version of a record is not counted beside its newer one.
        (of_turnover("10", "20", "30"), FieldTerms("sum"), [False, True, False], ("40", 1, "sum")),
        # Nothing newer says anything: the older version fills the gap.
        (of_turnover(None, "20"), FieldTerms("sum"), [False, True], ("20", 2, "only_value")),
        (of_turnover("10", "20", None, "40"), FieldTerms("sum", "erp", sources=("erp",)), [], ("10", 1, "owner")),
        (of_turnover(None, "20", "20"), FieldTerms("sum", "crm", sources=("erp",)), [], ("20", 2, "only_value")),
        (of_turnover("10", "20", "30"), FieldTerms("sum", "erp", ()), [], ("10", 1, "owner")),
        # What is no number is not left out: nothing is summed.
        (of_turnover("10", "n.d."), FieldTerms("sum", "erp"), [], ("10", 1, "not_summed")),
        # Whether this is a thousand or one and a quarter nothing in the list tells.
        (of_turnover("1.250", "1.250"), FieldTerms("sum"), [], ("1.250", 1, "not_summed")),
        # The export repeats a record; two records may have one amount.
        (
            of_turnover("10", "30", "30", source_id=["7", "8", "8"]),
            FieldTerms("sum"),
            [],
            ("40", 1, "sum"),
        ),
        (of_turnover("9", "1.000,5", "n.d."), FieldTerms("max", "erp"), [], ("1.000,5", 2, "max")),
        (of_turnover("2020-01-01", "2023-01-01"), FieldTerms("max", "erp"), [], ("2023-01-01", 2, "max")),
        (of_turnover("9", "10"), FieldTerms("max"), [False, True], ("9", 1, "newer_version")),
        (of_turnover("alta", "bassa"), FieldTerms("max", "crm"), [], ("bassa", 2, "owner")),
    ],
)
def test_amounts(rows: list[Row], terms: FieldTerms, superseded: list[bool], expected: tuple[Any, ...]) -> None:
    assert told(rows, "Fatturato", terms, superseded=superseded)[:3] == expected


def test_an_export_without_ids_that_comes_again_is_no_second_turnover() -> None:
    whole = of_turnover("10", "30", "10", "35", "5", source_id=["7", None, "8", None, None])  # type: ignore[list-item]
    rows: list[Row] = [row | {"source": "erp" if at == 0 else "crm"} for at, row in enumerate(whole)]
    assert told(rows, "Fatturato", FieldTerms("sum"), load=[0, 0, 0, 1, 1])[0] == "60"
    # What came together is several amounts; where the latest delivery says none, the earlier one counts.
    assert told(rows, "Fatturato", FieldTerms("sum"))[0] == "90"
    rows[3]["Fatturato"] = rows[4]["Fatturato"] = None
    assert told(rows, "Fatturato", FieldTerms("sum"), load=[0, 0, 0, 1, 1])[0] == "50"


def test_what_is_summed_is_told_with_its_parts() -> None:
    lost = told(of_turnover("10", "2,5"), "Fatturato", FieldTerms("sum"))[3]
    assert parse_lost(lost) == [("10", [("erp", 1)]), ("2,5", [("crm", 2)])]


@pytest.mark.parametrize("rule", ["never-overwrite", "review"])
def test_what_came_first_stays(rule: str) -> None:
    rows: list[Row] = [{**ERP, "iban": "new"}, {"source": "web", "iban": "first"}, {"source": "erp", "iban": "old"}]
    terms = FieldTerms(rule, "erp")
    assert told(rows, "iban", terms, load=[1, 0, 1])[:3] == ("first", 2, rule)
    # Also where its own source says otherwise by now; a gap is filled.
    assert told(rows, "iban", terms, load=[1, 2, 0], superseded=[False, False, True])[:3] == ("old", 3, rule)
    rows[1]["iban"] = None
    assert told(rows, "iban", terms, load=[1, 0, 2])[0] == "new"


@pytest.mark.parametrize("rule", ["never-overwrite", "review"])
def test_a_record_that_comes_again_as_it_was_changes_nothing_of_what_came_first(rule: str) -> None:
    # Two rows of the ERP came together, and the newer one's agent stood; the ERP exports that row again.
    rows: list[Row] = [
        {"Agente": "Neri", "data_ultimo_ordine": "2023-01-01"},
        {"Agente": "Verdi", "data_ultimo_ordine": "2018-05-05"},
        {"Agente": "Neri", "data_ultimo_ordine": "2024-01-01"},
    ]
    terms = FieldTerms(rule, "erp")
    expected = "review" if rule == "review" else "most_recent"
    assert told(rows[:2], "Agente", terms)[:3] == ("Neri", 1, expected)
    assert told(rows, "Agente", terms, load=[0, 0, 1], superseded=[True, False, False])[:3] == ("Neri", 1, expected)


@pytest.mark.parametrize(
    "terms",
    [FieldTerms(), FieldTerms("most-recent"), FieldTerms("owner", "crm"), FieldTerms("review", "crm")],
)
def test_a_place_without_a_street_takes_none_away(terms: FieldTerms) -> None:
    whole: Row = {"indirizzo": "Via Po", "cap": "10121", "comune": "Torino", "data_ultimo_ordine": "2018-05-05"}
    # The platform knows the comune alone, and is more recent; its codice fiscale was verified.
    place: Row = {"source": "crm", "comune": "Torino", "codice_fiscale": CODE, "data_ultimo_ordine": "2023-01-01"}
    assert [told([whole, place], name, terms)[0] for name in ADDRESS] == ["Via Po", "10121", "Torino"]
    # Who has moved to another town does not live in the street of the old one.
    moved = place | {"comune": "Moncalieri"}
    assert [told([whole, moved], name, terms)[0] for name in ADDRESS] == [None, None, "Moncalieri"]
    # Nor is it a street of a place of which nothing is known, or one that may not be taken.
    assert told([whole | {"cap": None, "comune": None}, place | {"cap": "10121"}], "indirizzo", terms)[0] is None
    if terms.owner:
        denied = FieldTerms(terms.rule, terms.owner, ())
        assert told([whole, place], "indirizzo", denied)[0] is None


@pytest.mark.parametrize("terms", [None, FieldTerms("owner", "erp"), FieldTerms("most-complete", "erp")])
def test_an_older_version_fills_gaps_and_wins_over_nothing(terms: FieldTerms | None) -> None:
    agreed = Terms() if terms is None else terms
    older: Row = {**ERP, "iban": "older version"}
    assert told([older, WEB], "iban", agreed, superseded=[True, False])[:3] == ("ccc", 2, "newer_version")
    assert told([older, {**WEB, "iban": None}], "iban", agreed, superseded=[True, False])[:2] == ("older version", 1)


def test_what_an_older_version_said_of_consent_still_counts() -> None:
    rows: list[Row] = [{"consenso_marketing": "no"}, {"consenso_marketing": "si"}]
    assert told(rows, "consenso_marketing", Terms(), superseded=[True, False])[0] == "no"
    later: list[Row] = [
        {"consenso_marketing": "no", "data_consenso": "2020-01-01"},
        {"consenso_marketing": "si", "data_consenso": "2023-01-01"},
    ]
    assert told(later, "consenso_marketing", Terms(), superseded=[True, False])[0] == "si"


def test_a_note_that_its_source_has_changed_is_told_as_lost() -> None:
    rows: list[Row] = [{"Note": "cliente, paga male"}, {"Note": "cliente, paga bene"}]
    value, _, _, lost = told(rows, "Note", Terms(), superseded=[True, False])
    assert (value, lost) == ("cliente, paga bene", r"cliente\, paga male [erp row 1]")


def test_a_consent_under_review_is_the_strictest_and_listed() -> None:
    rows: list[Row] = [{"consenso_marketing": "si", "codice_fiscale": CODE}, {"consenso_marketing": "no"}]
    assert told(rows, "consenso_marketing", FieldTerms("review", "erp"))[:3] == ("no", 2, "review")
    assert told(rows, "consenso_marketing", FieldTerms("owner", "erp", ()))[:3] == ("no", 2, "strictest")
    agreeing: list[Row] = [{"consenso_marketing": "no"}, {"consenso_marketing": "no"}]
    assert told(agreeing, "consenso_marketing", FieldTerms("review"))[2] == "only_value"


@pytest.mark.parametrize(
    ("terms", "doubted", "expected"),
    [
        (FieldTerms("owner", "web"), [False] * 3, ("c@x.it", 3, "owner")),
        (FieldTerms("owner", "web", ()), [False] * 3, ("c@x.it", 3, "owner")),
        (FieldTerms("most-recent"), [False] * 3, ("b@x.it", 2, "most-recent")),
        (FieldTerms("valid-then-owner", "web"), [False, False, True], ("a@x.it", 1, "fiscally_validated")),
        (FieldTerms("valid-then-owner", "erp"), [True, True, False], ("c@x.it", 3, "valid-then-owner")),
        (FieldTerms("join", "crm"), [False] * 3, ("b@x.it", 2, "owner")),
        (FieldTerms("review", "crm"), [False] * 3, ("b@x.it", 2, "review")),
    ],
)
def test_of_contacts_the_rule_says_which_comes_first(
    terms: FieldTerms, doubted: list[bool], expected: tuple[Any, ...]
) -> None:
    rows: list[Row] = [
        {"source": "erp", "email": "a@x.it", "codice_fiscale": CODE},
        {"source": "crm", "email": "b@x.it", "data_modifica": "2024-01-01"},
        {"source": "web", "email": "c@x.it"},
    ]
    assert told(rows, "email", terms, doubted={"email": doubted})[:3] == expected


def test_doubt_makes_no_older_contact_the_first() -> None:
    rows: list[Row] = [{"source": "erp", "email": "old@x.it"}, {"source": "crm", "email": "new@x.it"}]
    doubted = {"email": [False, True]}
    terms = FieldTerms("valid-then-owner", "erp")
    assert told(rows, "email", terms, superseded=[True, False], doubted=doubted)[:3] == ("new@x.it", 2, "newer_version")


def test_a_contact_stands_where_the_best_of_its_rows_stands() -> None:
    rows: list[Row] = [
        {"source": "erp", "email": "a@x.it", "codice_fiscale": CODE},
        {"source": "erp", "email": "b@x.it", "data_modifica": "2020-01-01"},
        {"source": "web", "email": "b@x.it"},
    ]
    assert told(rows, "email", FieldTerms("owner", "web"))[:3] == ("b@x.it", 3, "owner")


def test_two_contacts_of_one_record_do_not_compete() -> None:
    rows: list[Row] = [{"email": "a@x.it", "email_2": "b@x.it", "codice_fiscale": CODE}, {"source": "crm"}]
    assert told(rows, "email", FieldTerms("review"))[2] == "first_in_row"


def test_a_record_alone_may_not_write_what_is_not_its_own_either() -> None:
    frame = listed([{"iban": "a"}, {"iban": "b"}], ["iban"], ["erp", "web"])
    terms = Terms(fields={"iban": FieldTerms("owner", "erp", ())})
    made = Scene(frame, [0, 1], [0, 0], [False, False], terms=terms).golden()
    assert made.frame["iban"].to_list() == ["a", None]
    lines = made.survivorship.frame.select("golden_id", "field", "value", "source", "row", "rule", "lost").rows()
    assert lines == [("g1", "iban", None, None, None, "owner", "b [web row 1]")]


def test_a_kind_that_was_said_beats_the_name_of_the_source() -> None:
    rows: list[Row] = [{"source": "newsletter", "iban": "a"}, {"source": "sap", "iban": "b"}]
    assert told(rows, "iban", Terms())[0] == "b"
    assert told(rows, "iban", Terms(kinds={"newsletter": "erp", "sap": "marketing"}))[0] == "a"
    assert told(rows, "iban", Terms(kinds={"sap": "marketing"}))[2] in ("content", "most_complete")
    names = pl.Series(["elenco", "crm", "other"])
    assert source_rank(names, (), {"other": "other"}).to_list() == [1, 1, 1]


def test_the_most_trusted_kind_gives_the_golden_id() -> None:
    frame = pl.DataFrame(
        {
            "source": ["a", "b"],
            "row": pl.Series([1, 1], dtype=pl.UInt32),
            "source_id": ["7", "8"],
            "cognome": ["Rossi"] * 2,
            "nome": ["Mario"] * 2,
            "codice_fiscale": [CODE] * 2,
        }
    )
    assert dedupe_frame(frame).golden["golden_id"].to_list() == ["a.7"]
    kinds = {"a": "marketing", "b": "erp"}
    assert dedupe_frame(frame, terms=Terms(kinds=kinds)).golden["golden_id"].to_list() == ["b.8"]


def test_a_run_by_terms() -> None:
    person = {"Nominativo": ["ROSSI MARIO"], "CF": [CODE]}
    erp = pl.DataFrame({**person, "Prov": ["Reggio"], "Email": ["mario@gmial.com"], "Agente": ["Neri"]})
    crm = pl.DataFrame({**person, "Prov": ["MI"], "Email": ["m@libero.it"], "Agente": ["Verdi"]})
    sound = FieldTerms("valid-then-owner", "erp")
    terms = Terms(fields={"email": sound, "provincia": sound, "Agente": FieldTerms("review", "crm")})
    result = run_with({"erp": erp, "crm": crm}, Settings(terms=terms))
    record = result.golden.row(0, named=True)
    # What the cleaning doubts stands behind.
    assert (record["provincia"], record["email"], record["email_2"]) == ("MI", "m@libero.it", "mario@gmial.com")
    assert result.figures()["conflicts"] == 1
    assert any(notice.key == "run.conflicts" for notice in result.notices)
    lines = {line["field"]: line for line in result.survivorship.to_dicts()}
    assert (lines["Agente"]["value"], lines["Agente"]["rule"]) == ("Verdi", "review")
    assert ic.run({"erp": erp, "crm": crm}).figures()["conflicts"] == 0


def test_what_a_later_delivery_brings_again_by_terms(tmp_path: Path) -> None:
    person = {"Codice": ["7"], "Nominativo": ["ROSSI MARIO"], "CF": [CODE]}
    first = {**person, "Agente": ["Neri"], "Fatturato": ["100"], "Iscritto da": ["2020"], "Consenso marketing": ["no"]}
    later = {**person, "Agente": ["Verdi"], "Fatturato": ["150"], "Iscritto da": ["2024"], "Prov": ["Reggio"]}
    sound = {"provincia": FieldTerms("valid-then-owner", "erp")}
    terms = Terms(fields={"Fatturato": FieldTerms("sum"), "Iscritto da": FieldTerms("never-overwrite"), **sound})
    crm = {**person, "Prov": ["MI"], "Fatturato": ["1"]}
    run_with({"erp": pl.DataFrame(first), "crm": pl.DataFrame(crm)}, Settings(terms=terms)).write(tmp_path)
    result = add(tmp_path, {"erp": pl.DataFrame(later)})
    record = result.golden.row(0, named=True)
    assert result.golden.height == 1
    found = [record[name] for name in ("Agente", "Fatturato", "Iscritto da", "consenso_marketing", "provincia")]
    assert found == ["Verdi", "151", "2020", "no", "MI"]
    rules = dict(result.survivorship.select(pl.col("field").cast(pl.String), pl.col("rule").cast(pl.String)).rows())
    assert [rules[name] for name in ("Agente", "Fatturato", "Iscritto da", "provincia")] == [
        "newer_version", "sum", "never-overwrite", "valid-then-owner",
    ]  # fmt: skip


# --- amounts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1.250,50", "1250.5"),
        ("1.250", None),
        ("12,500", None),
        ("€ 1.250,00", "1250"),
        ("1250,00 EUR", "1250"),
        ("-5", "-5"),
        ("-0,25", "-0.25"),
        ("1.250,50-", "-1250.5"),
        ("- € 5,5", "-5.5"),
        ("1 250,00", "1250"),
        ("1'250.5", "1250.5"),
        ("1.000.000", "1000000"),
        ("1,250.75", "1250.75"),
        ("0.250", "0.25"),
        ("00012", "12"),
        ("12,0000000000000", "12"),
        ("12,12345678901", None),
        ("1234567890123", None),
        ("-5-", None),
        ("5-3", None),
        ("12.05.2024", None),
        ("2024-05-12", None),
        ("10%", None),
        ("n.d.", None),
        ("", None),
    ],
)
def test_an_amount_alone_in_its_list(typed: str, read: str | None) -> None:
    found = read_amounts(pl.Series([typed]), pl.Series(["erp"]))
    assert write_amounts(found["whole"], found["fraction"]).to_list() == [read]


def test_what_a_sign_means_its_source_shows() -> None:
    values = pl.Series(["1.250", "12,500", "0,5", "1.250", "12,500", "0.5", "1.250", "0,5", "0.5"])
    sources = pl.Series(["it"] * 3 + ["plain"] * 3 + ["both"] * 3)
    found = read_amounts(values, sources)
    written = write_amounts(found["whole"], found["fraction"]).to_list()
    assert written == ["1250", "12.5", "0.5", "1.25", None, "0.5", None, "0.5", "0.5"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.decimals(-(10**9), 10**9, places=4), min_size=1, max_size=8))
def test_sums_are_exact(amounts: list[Decimal]) -> None:
    cells = [f"{amount:,f}".translate(str.maketrans(",.", ".,")) for amount in amounts]
    rows: list[Row] = [{"Fatturato": cell} for cell in [*cells, "0"]]
    assert told(rows, "Fatturato", FieldTerms("sum"))[0] == plain(sum(amounts, Decimal(0)))
