"""Whatever stands in a contract is read, or refused by our own error, which is told in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from datetime import time as hour
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from italclean.contract import shape
from italclean.contract.contract import Contract, examine
from italclean.contract.toml import entry
from italclean.errors import BadContract
from italclean.settings import Settings
from italclean.terms import RULES
from tests.contract.lists import AGREED

WORDS = sorted(
    {
        *shape.TABLES, *shape.OF_FIELD, *shape.OF_SOURCE, *shape.OF_OUTPUTS, *shape.OF_CONTRACT, *RULES, "ask", "erp",
        "crm", "email", "cap", "indirizzo", "consenso_sms", "disiscritto", "default", "steps", "counts", "names",
        "merge_from", "review_from", "delimiter", "widths", "query", "query_file", "dormant_after", "today", "value",
        "field", "operator", "contacts_up_to", "price", "key_file", "-", "auto", "codice_fiscale", "1%", "",
        "a\nb", "env:X", "postgresql://a:b@c/d", "sqlite:///x", "\ufeff", "ò", "x" * 300, "telefono_2", "is", "in",
        "rejected", "resolver", "timeout", "columns", "marketing",
    }
)  # fmt: skip
WORD = st.one_of(st.sampled_from(WORDS), st.text(st.characters(codec="utf-8"), max_size=4))
SCALARS = st.one_of(
    WORD,
    st.integers(),
    st.just(10**400),
    st.booleans(),
    st.floats(),
    st.sampled_from([date(1, 1, 1), date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1), hour(1)]),  # noqa: DTZ001
)
SHAPES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORD, inner, max_size=3)),
    max_leaves=8,
)


def told(value: Any) -> str:
    """Write a value as TOML does, tables in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{entry(key, 0)[:-4]} = {told(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(told, value)) + "]"
    if isinstance(value, float):
        return repr(value) if "n" in repr(value) or "." in repr(value) else f"{value:.1f}"
    return value.isoformat() if isinstance(value, date | hour) else entry("k", value)[4:]


def examined(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)
    found = examine(path)
    if isinstance(found, Contract):
        # What passed makes settings, and can be told.
        assert found.settings(Settings()).as_dict()["contract"]["sha256"] == found.sha256
        assert found.as_dict()["name"] == found.name
        return
    assert found
    for fault in found:
        assert fault.as_dict()["it"]
        assert fault.as_dict()["en"]
    with pytest.raises(BadContract) as caught:
        Contract.read(path)
    assert len(str(caught.value).splitlines()) == len(found) + 1


@given(st.dictionaries(st.sampled_from(WORDS), SHAPES, max_size=4))
def test_any_shape_is_read_or_refused(tmp_path: Path, tables: dict[str, Any]) -> None:
    examined(
        tmp_path / "c.toml", "\n".join(f"{entry(key, 0)[:-4]} = {told(one)}" for key, one in tables.items()).encode()
    )


@given(
    st.sampled_from(shape.TABLES), st.dictionaries(WORD, st.dictionaries(st.sampled_from(WORDS), SHAPES), max_size=2)
)
def test_any_table_below_a_known_one_is_read_or_refused(
    tmp_path: Path, name: str, tables: dict[str, dict[str, Any]]
) -> None:
    examined(tmp_path / "c.toml", f"{name} = {told(tables)}".encode())


@given(st.data())
def test_a_sound_contract_with_one_value_replaced(tmp_path: Path, data: st.DataObject) -> None:
    lines = AGREED.splitlines()
    places = [place for place, line in enumerate(lines) if " = " in line]
    place = data.draw(st.sampled_from(places))
    lines[place] = lines[place].partition(" = ")[0] + f" = {told(data.draw(SHAPES))}"
    examined(tmp_path / "c.toml", "\n".join(lines).encode())


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(tmp_path: Path, raw: bytes) -> None:
    examined(tmp_path / "c.toml", raw)


@given(
    st.integers(0, len(AGREED)),
    st.integers(0, 8),
    st.sampled_from(['"', "'", "[", "]", "{", "=", "\n", "\t", "#", "\x00", "é"]),
)
def test_a_contract_cut_and_mended_by_hand(tmp_path: Path, place: int, length: int, sign: str) -> None:
    examined(tmp_path / "c.toml", (AGREED[:place] + sign + AGREED[place + length :]).encode())


@pytest.mark.parametrize(
    "raw",
    [
        b"a = " + b"[" * 100_000,
        b"a = " + b"[" * 150 + b"]" * 150,
        b"a." * 20_000 + b"b = 1",
        b"a = 1" + b"0" * 10_000,
        b"x" * (1 << 21),
        b"[sources]\nerp = 1\n",
        b"[[sources]]\n[[fields]]\n[[blocks]]\n[[dns]]\n[[segments]]\n[[tariff]]\n[[gates]]\n[[retention]]\n",
        b"sources.erp.columns = [1]\nfields.email = []\ndns = 5\n",
    ],
)
def test_what_is_long_deep_or_of_another_kind(tmp_path: Path, raw: bytes) -> None:
    examined(tmp_path / "c.toml", raw)
