"""The file of a tariff: what is read of it, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import italclean as ic
from italclean.errors import BadContract, BadTariff, FileMissing, ItalcleanError
from italclean.tariff import Tariff

GOOD = """# invented
[tariff]
counts = "contactable"
currency = "CHF"
further_thousand = 7.5
steps = [{contacts_up_to = 1000, price = 45}, {contacts_up_to = 5000, price = 89.90},
  {contacts_up_to = 9000, price = "100,10"}]
"""


def test_a_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "tariffa esempio.toml"
    path.write_text(GOOD, encoding="utf-8")
    tariff = ic.Tariff.read(path)
    assert (tariff.name, tariff.currency, tariff.counts) == ("tariffa esempio", "CHF", "contactable")
    assert [tier.price for tier in tariff.tiers] == [Decimal(45), Decimal("89.9"), Decimal("100.10")]
    assert all(isinstance(tier.price, Decimal) for tier in tariff.tiers)
    assert tariff.paid(9001).price == Decimal("107.60")


@pytest.mark.parametrize("typed", ["0.1", "0.7", "19.99", "1234567.89", "999999999.9999", "4.35", "1.15", "2.675"])
def test_no_digit_of_a_price_is_lost(typed: str, tmp_path: Path) -> None:
    path = tmp_path / "t.toml"
    path.write_text(f'[tariff]\ncounts = "rows"\nsteps = [{{contacts_up_to = 1, price = {typed}}}]\n', encoding="utf-8")
    assert str(ic.Tariff.read(path).tiers[0].price) == typed


WRONG = [
    ("", "tariff: it is missing"),
    ("[tarif]\n", "Did you mean “tariff”?"),
    (GOOD + "[gates]\nrejected = 0\n", "line 8, gates"),
    (GOOD.replace("45}", "99}"), "line 6, tariff.steps[1].price: more contacts cost no less: 89.9 is below 99"),
    (GOOD.replace("contactable", "contacts"), "line 3, tariff.counts"),
    (GOOD.replace("contacts_up_to = 1000", "contacts_up_to = 1000.5"), "tariff.steps[0].contacts_up_to"),
    (GOOD.replace("price = 45", "prezzo = 45"), "tariff.steps[0].price"),
    (GOOD.replace("price = 45", "price = inf"), "tariff.steps[0].price"),
    (GOOD.replace("price = 45", "price = -0.01"), "tariff.steps[0].price"),
    (GOOD.replace('"CHF"', '"' + "x" * 50 + '"'), "line 4, tariff.currency"),
    (GOOD.replace('counts = "contactable"', "counts contactable"), "line 3"),
]


@pytest.mark.parametrize(("text", "part"), WRONG)
def test_what_is_wrong_is_told_by_line_and_key(text: str, part: str, tmp_path: Path) -> None:
    path = tmp_path / "t.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadTariff) as caught:
        ic.Tariff.read(path)
    assert part in caught.value.text("en")
    assert caught.value.text("it").startswith(f"La tariffa {path} non si può usare:\n")


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        ic.Tariff.read(tmp_path / "t.toml")


VALUES = st.recursive(
    st.sampled_from(["1", "-1", "1.5", "nan", '"1,5"', '""', "true", "2025-01-01", '"\\u0000"', "[]", "{}", "1e999"]),
    lambda inner: st.lists(inner, max_size=2).map(lambda found: f"[{', '.join(found)}]"),
    max_leaves=4,
)
KEYS = st.sampled_from(["contacts_up_to", "price", "prezzo"])
STEP = st.dictionaries(KEYS, VALUES, max_size=3).map(
    lambda told: "{" + ", ".join(f"{key} = {value}" for key, value in told.items()) + "}"
)


@settings(max_examples=60)
@given(st.lists(STEP | VALUES, max_size=3), VALUES, VALUES, st.sampled_from(["tariff", "segments.a", "segments"]))
def test_whatever_stands_in_it_an_error_says_so(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str], counts: str, further: str, table: str
) -> None:
    path = tmp_path_factory.mktemp("t") / "t.toml"
    text = f"counts = {counts}\nfurther_thousand = {further}\nall = {further}\naction = {counts}\n"
    path.write_text(f"[{table}]\n{text}steps = [{', '.join(steps)}]\n", encoding="utf-8")
    for read, error in ((Tariff.read, BadTariff), (ic.Contract.read, BadContract)):
        with pytest.raises(ItalcleanError) as caught:
            read(path)  # type: ignore[operator]
        assert isinstance(caught.value, error)
