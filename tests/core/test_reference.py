"""The tables of `data/`."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import polars as pl
import pytest

from italclean.core.reference import folder, table

TABLES = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "data").glob("*.csv"))


@pytest.mark.parametrize("name", TABLES)
def test_table_is_text_and_has_its_provenance(name: str) -> None:
    rows = table(name)
    assert rows.height > 0
    assert set(rows.schema.values()) == {pl.String}
    facts = tomllib.loads((folder() / f"{name}.toml").read_text(encoding="utf-8"))
    assert {"title", "licence"} <= set(facts)
    content = (folder() / f"{name}.csv").read_bytes()
    assert facts.get("sha256", hashlib.sha256(content).hexdigest()) == hashlib.sha256(content).hexdigest()
    assert b"\r" not in content


def test_every_comune_has_a_province_a_place_code_and_a_cap() -> None:
    comuni = table("comuni")
    assert comuni["istat"].is_unique().all()
    assert comuni["belfiore"].is_unique().all()
    assert set(comuni["sigla"]) == set(table("province")["sigla"])
    assert set(comuni["belfiore"]) <= set(table("luoghi")["codice"])
    without = comuni.join(table("cap"), on="istat", how="anti")["nome"].to_list()
    assert without == []
    assert table("cap")["cap"].str.contains(r"^\d{5}$").all()


def test_headers_name_known_roles() -> None:
    from italclean.fields.catalogue import field_of

    headers = table("intestazioni")
    assert [role for role in headers["ruolo"].unique() if field_of(role) is None] == []
    assert headers["intestazione"].is_unique().all()


def test_comuni_agree_with_istat(real: object) -> None:
    assert callable(real)
    istat = real("situas_comuni_2026-08-14.csv")
    assert istat.height == table("comuni").height
