"""The export is held against the published package of the Open Data Contract Standard: its types and its schema."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from open_data_contract_standard.model import OpenDataContractStandard

import italclean as ic
from italclean.contract.odcs import as_odcs, as_yaml
from tests.contract.lists import AGREED, write_contract
from tests.contract.test_draft import drafted

SCHEMA = json.loads(files("open_data_contract_standard").joinpath("schema.json").read_text(encoding="utf-8"))


def validated(text: str) -> dict[str, Any]:
    OpenDataContractStandard.from_string(text)
    told: dict[str, Any] = yaml.safe_load(text)
    jsonschema.validate(told, SCHEMA)
    return told


def of_field(told: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [one for one in told["schema"][0]["properties"] if one["name"] == name]
    return {one["property"]: one["value"] for one in found["customProperties"]}


def test_a_contract_is_one_of_the_standard(tmp_path: Path) -> None:
    told = validated(as_yaml(as_odcs(ic.Contract.read(write_contract(tmp_path)))))
    assert (told["apiVersion"], told["id"], told["version"]) == ("v3.1.0", "clienti", "2.1.0")
    assert of_field(told, "email") == {
        "fieldOwner": "marketing",
        "writableBy": ["marketing", "erp"],
        "conflictRule": "valid-then-owner",
    }
    assert of_field(told, "indirizzo")["survivesWith"][:3] == ["indirizzo", "civico", "cap"]
    assert of_field(told, "Fatturato") == {"fieldOwner": "erp", "conflictRule": "sum", "sumOver": ["erp"]}
    (consent,) = [one for one in told["schema"][0]["properties"] if one["name"] == "consenso_email"]
    # A withdrawal is longer than a yes.
    assert consent["logicalTypeOptions"]["maxLength"] == len("revocato")
    assert consent["quality"][0]["arguments"]["validValues"] == ["si", "no", "revocato"]
    assert [(one["value"], one.get("description")) for one in told["slaProperties"]] == [
        (96, None),
        (24, "purpose: marketing"),
    ]


@pytest.mark.parametrize(
    "text", ["", "[fields.email]\n", AGREED.replace("[targets]", '[outputs]\nformat = "parquet"\n[targets]')]
)
def test_other_contracts_are_of_the_standard_too(tmp_path: Path, text: str) -> None:
    validated(as_yaml(as_odcs(ic.Contract.read(write_contract(tmp_path, text)))))


def test_what_is_drafted_is_of_the_standard(tmp_path: Path) -> None:
    from italclean.core.reference import folder

    told = validated(as_yaml(as_odcs(drafted(tmp_path / "c.toml", [str(folder() / "demo" / "clienti.csv")]))))
    assert len(told["schema"][0]["properties"]) > 12


def test_the_published_example_passes_once_it_knows_withdrawals(repository: Path) -> None:
    path = repository.parent / "shared" / "facts" / "contract_odcs_example.yaml"
    if not path.is_file():
        pytest.skip("no example at hand")
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    (consent,) = [one for one in told["schema"][0]["properties"] if one["name"] == "consenso_marketing"]
    consent["logicalTypeOptions"]["maxLength"] = len("revocato")
    assert validated(as_yaml(told)) == told


LETTERS = st.characters(codec="utf-8")
ODD = st.sampled_from(
    ["no", "yes", "~", "null", "2026-01-01", "a: b", "- c", "# d", "'", '"', "\\", "\n", " x ", "😀", "\u2028", "1e3"]
)
PLAIN = st.recursive(
    st.one_of(ODD, st.text(LETTERS, max_size=8), st.integers(-99, 99), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(LETTERS, max_size=5), inner)),
    max_leaves=12,
)


@given(st.dictionaries(st.text(LETTERS, max_size=5), PLAIN, min_size=1, max_size=4))
def test_any_data_is_read_back(data: dict[str, Any]) -> None:
    assert yaml.safe_load(as_yaml(data)) == data
