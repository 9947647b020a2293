"""What the page on the contract shows of each rule is what a run by a contract gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

import italclean as ic

CODE = "RSSMRA85T10A562S"
LONG_AGO, LATELY = {"Ultimo ordine": "10/02/2024"}, {"Ultimo ordine": "11/01/2026"}
Rows = dict[str, dict[str, str]]

SHOWN: dict[str, tuple[Rows, str, dict[str, str | None], dict[str, str]]] = {
    # The rows of one customer by source, what was agreed, what stands, and the rules that survivorship tells.
    "owner": (
        {"erp": {"Email": "m.rossi@libero.it"}, "marketing": {"Email": "mario.rossi@gmail.com"}},
        '[fields.email]\nowner = "marketing"\nwriters = ["erp"]\nrule = "owner"',
        {"email": "mario.rossi@gmail.com", "email_2": "m.rossi@libero.it"},
        {},
    ),
    "owner: the next writer": (
        {"erp": {"Email": "m.rossi@libero.it"}, "marketing": {"Email": ""}},
        '[fields.email]\nowner = "marketing"\nwriters = ["erp"]\nrule = "owner"',
        {"email": "m.rossi@libero.it"},
        {},
    ),
    "owner: no writer": (
        {"erp": {"IBAN": ""}, "fiera": {"IBAN": "IT60X0542811101000000123456"}},
        '[fields.iban]\nowner = "erp"\nwriters = []\nrule = "owner"',
        {"iban": None},
        {"iban": "owner"},
    ),
    "valid-then-owner": (
        {"erp": {"Email": "m.rossi@libero.it"}, "marketing": {"Email": "m.rossi@gmaill.com"}},
        '[fields.email]\nowner = "marketing"\nwriters = ["erp"]\nrule = "valid-then-owner"',
        {"email": "m.rossi@libero.it"},
        {},
    ),
    "most-recent": (
        {
            "erp": {"Indirizzo": "Via Roma 1", "CAP": "56017", "Comune": "San Giuliano Terme", **LONG_AGO},
            "marketing": {"Indirizzo": "Lungarno Pacinotti 5", "CAP": "56126", "Comune": "Pisa", **LATELY},
        },
        '[fields.indirizzo]\nrule = "most-recent"',
        {"indirizzo": "Lungarno Pacinotti", "civico": "5", "cap": "56126", "comune": "Pisa"},
        {"indirizzo": "most-recent", "cap": "most-recent", "comune": "most-recent"},
    ),
    "join": (
        {"erp": {"Zona": "Pisa nord"}, "crm": {"Zona": "Valdarno"}},
        '[fields.Zona]\nrule = "join"',
        {"Zona": "Pisa nord | Valdarno"},
        {},
    ),
    "sum": (
        {"erp": {"Fatturato": "1.200,50"}, "negozi": {"Fatturato": "300"}, "marketing": {"Fatturato": "300"}},
        '[fields.Fatturato]\nrule = "sum"\nsources = ["erp", "negozi"]',
        {"Fatturato": "1500.5"},
        {"Fatturato": "sum"},
    ),
    "sum: no number": (
        {"erp": {"Fatturato": "1.200,50"}, "negozi": {"Fatturato": "vedi scheda"}},
        '[fields.Fatturato]\nowner = "erp"\nrule = "sum"\nsources = ["erp", "negozi"]',
        {"Fatturato": "1.200,50"},
        {},
    ),
    "max": (
        {"erp": {"Ultimo ordine": "10/02/2024"}, "marketing": {"Ultimo ordine": "11/01/2026"}},
        '[fields.data_ultimo_ordine]\nrule = "max"',
        {"data_ultimo_ordine": "2026-01-11"},
        {"data_ultimo_ordine": "max"},
    ),
    "review": (
        {"erp": {"IBAN": "IT60X0542811101000000123456"}, "crm": {"IBAN": "IT68D0300203280000400162854"}},
        '[fields.iban]\nrule = "review"',
        {"iban": "IT60X0542811101000000123456"},
        {"iban": "review"},
    ),
    "a zone with its comune": (
        {
            "erp": {"Comune": "Milano", "CAP": "20121", "Zona": "nord", **LONG_AGO},
            "crm": {"Comune": "Pisa", "CAP": "56126", "Zona": "ovest", **LATELY},
        },
        '[blocks]\nzona = ["comune", "Zona"]\n[fields.comune]\nrule = "most-recent"',
        {"comune": "Pisa", "Zona": "ovest"},
        {"Zona": "most-recent"},
    ),
}  # fmt: skip


def merged(folder: Path, rows: Rows, agreed: str) -> ic.Result:
    names = dict.fromkeys(name for row in rows.values() for name in row)
    free = "".join(f"{name} = '-'\n" for name in ("Zona", "Fatturato") if name in names)
    sources = "".join(f"[sources.{name}.columns]\n{free}" for name in rows)
    path = folder / "c.toml"
    path.write_text(sources + agreed, encoding="utf-8")
    frames: dict[str, Any] = {
        name: pl.DataFrame({"Cognome": "Rossi", "Nome": "Mario", "CF": CODE, **dict.fromkeys(names, ""), **row})
        for name, row in rows.items()
    }
    result = ic.run(frames, contract=path)
    assert result.golden.height == 1
    return result


@pytest.mark.parametrize("case", SHOWN)
def test_each_rule_does_what_the_page_shows(case: str, tmp_path: Path) -> None:
    rows, agreed, stands, told = SHOWN[case]
    result = merged(tmp_path, rows, agreed)
    golden = result.golden.row(0, named=True)
    assert {name: golden.get(name) for name in stands} == stands
    rules = dict(result.survivorship.select("field", "rule").cast(pl.String).iter_rows())
    assert {name: rules.get(name) for name in told} == told
    assert result.figures()["conflicts"] == (1 if case == "review" else 0)


def test_the_page_shows_a_table_of_each_rule(repository: Path) -> None:
    from italclean.contract.rules import DEFAULT
    from italclean.terms import RULES

    page = (repository / "docs" / "contract.md").read_text(encoding="utf-8")
    assert [rule for rule in (*RULES, DEFAULT) if f"\n**`{rule}`**: " not in page] == []
