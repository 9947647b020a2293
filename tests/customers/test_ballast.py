"""What a list costs: a slow tariff and slow counts in plain Python, and what must hold of every list."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import italclean as ic
from italclean.consent.reach import TOLD_AGAIN
from italclean.customers.ballast import STEPS, Ballast, ballast_of, shown
from italclean.errors import BadOption
from italclean.tariff import COUNTED, Tariff, price_of

NO_MAIL = ("a@b.i", "a@rossi.zzzzz")
"""Mailboxes at top-level domains that do not exist."""
MAIL = st.sampled_from([None, "a@rossi.it", "A@Rossi.it ", "b@rossi.it", "c@verdi.it", *NO_MAIL])
REACH = st.sampled_from(
    [
        (None, None),
        ("si", "consenso_marketing"),
        ("da_verificare", "consenso_mancante"),
        ("no", "rifiuto_marketing"),
        ("no", "deceduto"),
        ("no", "email_chiusa"),
        ("no", "manca_telefono"),
    ]
)
CUSTOMER = st.fixed_dictionaries(
    {
        "email": MAIL,
        "by_mail": REACH,
        "by_phone": REACH,
        "stato": st.sampled_from([None, "cliente attivo", "cliente dormiente", "lead"]),
        "rows": st.lists(MAIL, max_size=3),
    }
)
PRICES = st.decimals(0, 999, places=2, allow_nan=False)


@st.composite
def tariffs(draw: st.DrawFn) -> Tariff:
    bounds = sorted(draw(st.sets(st.integers(1, 12), min_size=1, max_size=4)))
    prices = sorted(draw(PRICES) for _ in bounds)
    further = draw(st.none() | PRICES)
    return Tariff(draw(st.sampled_from(COUNTED)), list(zip(bounds, prices, strict=True)), further_thousand=further)


def tables(customers: list[dict[str, Any]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows and the golden table of customers; each has one row with its own mailbox, and others."""
    text = dict.fromkeys(("golden_id", "email", "email_2"), pl.String)
    rows = [
        {"golden_id": str(number), "email": mail, "email_2": None}
        for number, one in enumerate(customers)
        for mail in (one["email"], *one["rows"])
    ]
    golden = [
        {
            "golden_id": str(number),
            "email": one["email"],
            "contattabile_email": one["by_mail"][0],
            "contattabile_email_motivo": one["by_mail"][1],
            "contattabile_telefono": one["by_phone"][0],
            "contattabile_telefono_motivo": one["by_phone"][1],
            "stato": one["stato"],
        }
        for number, one in enumerate(customers)
    ]
    names = (
        "golden_id", "email", "contattabile_email", "contattabile_email_motivo", "contattabile_telefono",
        "contattabile_telefono_motivo", "stato",
    )  # fmt: skip
    return pl.DataFrame(rows, schema=text), pl.DataFrame(golden, schema=dict.fromkeys(names, pl.String))


def counted_slowly(customers: list[dict[str, Any]], counts: str) -> list[int]:
    """Count the contacts after each step, one customer at a time."""

    def useless(reach: tuple[str | None, str | None]) -> bool:
        return reach[0] == "no" and reach[1] in TOLD_AGAIN

    if counts in ("customers", "rows"):
        came = sum(1 + len(one["rows"]) for one in customers)
        left = list(customers)
        result = [came, len(left)]
        left = [one for one in left if not (useless(one["by_mail"]) and useless(one["by_phone"]))]
        result.append(len(left))
        left = [one for one in left if not (one["by_mail"][0] == "no" and one["by_phone"][0] == "no")]
        result.append(len(left))
        return [*result, len([one for one in left if one["stato"] != "cliente dormiente"])]
    boxes = defaultdict(list)
    typed = set()
    for one in customers:
        typed |= {mail.strip().lower() for mail in (one["email"], *one["rows"]) if mail is not None}
        if one["email"] is not None:
            boxes[one["email"].strip().lower()].append(one)
    result = [len(typed), len(boxes)]
    left = {
        box: owners
        for box, owners in boxes.items()
        if box not in NO_MAIL and not all(useless(one["by_mail"]) for one in owners)
    }
    result.append(len(left))
    if counts == "contactable":
        left = {box: owners for box, owners in left.items() if not all(one["by_mail"][0] == "no" for one in owners)}
    result.append(len(left))
    return [*result, sum(any(one["stato"] != "cliente dormiente" for one in owners) for owners in left.values())]


def priced_slowly(tariff: Tariff, contacts: int) -> Decimal | None:
    """Climb the tiers one by one, and the thousands behind them."""
    for tier in tariff.tiers:
        if tier.contacts_up_to >= contacts:
            return tier.price
    last = tariff.tiers[-1]
    if tariff.further_thousand is None:
        return None
    price, room = last.price, last.contacts_up_to
    while room < contacts:
        price, room = price + tariff.further_thousand, room + 1000
    return price


@given(st.lists(CUSTOMER, max_size=8), tariffs())
def test_counts_and_prices_are_those_of_the_slow_oracle(customers: list[dict[str, Any]], tariff: Tariff) -> None:
    found = ballast_of(*tables(customers), tariff)
    assert [step.name for step in found.steps] == list(STEPS)
    assert [step.contacts for step in found.steps] == counted_slowly(customers, tariff.counts)
    for step in found.steps:
        assert step.paid is not None
        assert step.paid.price == priced_slowly(tariff, step.contacts)
    for unit, counts in found.counts.items():
        assert list(counts.values()) == counted_slowly(customers, unit)


@given(st.lists(CUSTOMER, max_size=8), tariffs())
def test_steps_add_up_and_nothing_is_saved_below_zero(customers: list[dict[str, Any]], tariff: Tariff) -> None:
    found = ballast_of(*tables(customers), tariff)
    steps = found.steps
    assert all(step.removed >= 0 for step in steps)
    assert steps[0].contacts - sum(step.removed for step in steps) == steps[-1].contacts
    saved = [step.saved for step in steps]
    assert all(one is None or one >= 0 for one in saved)
    if None not in saved:
        assert sum(one for one in saved if one is not None) == found.saving_month
        assert found.saving_year == found.saving_month * 12 if found.saving_month is not None else True
    if found.to_lower is not None:
        fewer = tariff.paid(steps[-1].contacts - found.to_lower)
        assert fewer.up_to == steps[-1].contacts - found.to_lower
        one_more = tariff.paid(steps[-1].contacts - found.to_lower + 1)
        assert one_more == steps[-1].paid
    told = found.told()
    assert len(told) == 1 + len(STEPS) + 1 + (found.to_lower is not None)
    for line in told:
        assert line.italian.strip()
        assert line.english.strip()
    assert found.frame.height == len(STEPS)


@given(tariffs(), st.integers(0, 9000), st.integers(0, 9000))
def test_more_contacts_cost_no_less(tariff: Tariff, one: int, other: int) -> None:
    less, more = (tariff.paid(number).price for number in sorted((one, other)))
    assert less is None or more is None or less <= more
    assert not (less is None and more is not None)
    assert Tariff.from_dict(tariff.as_dict()) == tariff


TARIFF = Tariff("emails", [(1000, 45), (5000, "89.90")], further_thousand="12.50")
PAID = [
    (0, 1000, "45", None),
    (1000, 1000, "45", None),
    (1001, 5000, "89.90", 1000),
    (5000, 5000, "89.90", 1000),
    (5001, 6000, "102.40", 5000),
    (6000, 6000, "102.40", 5000),
    (6001, 7000, "114.90", 6000),
]


@pytest.mark.parametrize(("contacts", "up_to", "price", "lower"), PAID)
def test_the_ends_of_tiers(contacts: int, up_to: int, price: str, lower: int | None) -> None:
    paid = TARIFF.paid(contacts)
    assert (paid.up_to, paid.price, paid.lower) == (up_to, Decimal(price), lower)


def test_beyond_the_last_tier_nothing_is_made_up() -> None:
    golden = pl.DataFrame({"golden_id": ["a", "b", "c"]})
    found = ballast_of(golden, golden, Tariff("rows", [(2, 10)]))
    assert (found.saving_month, found.saving_year, found.to_lower) == (None, None, 1)
    assert "the tariff has no price" in found.told()[1].english
    assert found.frame["price_month"].to_list() == [None] * 5
    assert "non si può dire" in found.told()[-2].italian
    # The list as it came is beyond it, what is left is not: the saving is not known, and the price is.
    found = ballast_of(golden, golden.head(2), Tariff("rows", [(2, 10)]))
    assert found.saving_month is None
    assert found.frame["price_month"].to_list() == [None, "10.00", "10.00", "10.00", "10.00"]


def test_a_tier_that_is_not_left_saves_nothing() -> None:
    golden = pl.DataFrame({"golden_id": ["a", "b", "c"]})
    found = ballast_of(pl.concat([golden, golden]), golden, Tariff("customers", [(1, 10), (9, 20)]))
    assert found.saving_month == 0
    assert [line.english for line in found.told()[-2:]] == [
        "  saving: none, the step stays the same",
        "  to the next lower step (up to 1): 2 contacts fewer",
    ]
    same = ballast_of(pl.concat([golden, golden]), golden, Tariff("customers", [(3, 20), (9, 20)]))
    assert same.told()[-1].italian == "  risparmio: nessuno, lo scaglione più basso costa lo stesso"


def test_a_mailbox_of_several_goes_only_with_all_of_them() -> None:
    def left(*customers: tuple[str, str, str]) -> list[int]:
        frame = pl.DataFrame(
            [("a", "casa@rossi.it", *one) for one in customers],
            schema=["golden_id", "email", "contattabile_email", "contattabile_email_motivo", "stato"],
            orient="row",
        )
        return list(ballast_of(frame, frame).counts["contactable"].values())

    refused, asleep = ("no", "rifiuto_marketing", "lead"), ("si", "consenso_marketing", "cliente dormiente")
    assert left(refused, asleep) == [1, 1, 1, 1, 1]
    assert left(refused, refused) == [1, 1, 1, 0, 0]
    assert left(asleep, asleep) == [1, 1, 1, 1, 0]


def test_a_list_without_mailboxes_or_anybody() -> None:
    names = pl.DataFrame({"golden_id": ["a", "b"]})
    assert ballast_of(names, names).counts["emails"] == dict.fromkeys(STEPS, 0)
    assert list(ballast_of(names, names).counts["customers"].values()) == [2] * 5
    empty = names.clear().with_columns(email=pl.lit(None, dtype=pl.String))
    assert [step.contacts for step in ballast_of(empty, empty, TARIFF).steps] == [0] * 5


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"counts": "mail"}, "emails"),
    ({"steps": []}, "at least one step"),
    ({"steps": [(0, 1)]}, "0 does not follow 0"),
    ({"steps": [(10, 1), (10, 2)]}, "10 does not follow 10"),
    ({"steps": [(10, 2), (20, 1)]}, "1 is below 2"),
    ({"steps": [(True, 2)]}, "whole number"),
    ({"steps": [(1.5, 2)]}, "whole number"),
    ({"steps": [(1 << 70, 2)]}, "whole number"),
    ({"steps": [(10, -1)]}, "a price goes from 0"),
    ({"steps": [(10, float("nan"))]}, "a price goes from 0"),
    ({"steps": [(10, 0.1 + 0.2)]}, "a price goes from 0"),
    ({"steps": [(10, "1.250")]}, "a price goes from 0"),
    ({"steps": [(10, "gratis")]}, "a price goes from 0"),
    ({"steps": [(10, 1)], "further_thousand": "-1"}, "a price goes from 0"),
]


@pytest.mark.parametrize(("given", "part"), WRONG)
def test_a_tariff_that_makes_no_sense(given: dict[str, Any], part: str) -> None:
    with pytest.raises(BadOption, match=part):
        Tariff(**{"counts": "emails", "steps": [(10, 1)], **given})


@given(st.one_of(st.integers(), st.floats(), st.text(max_size=12), st.booleans(), st.none(), st.decimals()))
def test_a_price_is_what_was_written_or_none(typed: Any) -> None:
    price = price_of(typed)
    if price is not None:
        assert not isinstance(typed, bool)
        assert 0 <= price < 10**9
        assert price == Decimal(str(typed).strip().replace(",", "."))


def test_numbers_are_written_as_people_read_them() -> None:
    assert shown(1234567).italian == "1.234.567"
    assert shown(Decimal("1234.5")).italian == "1.234,50"
    assert shown(Decimal("1E+3")).english == "1,000.00"


def test_a_result_is_asked_again_and_again() -> None:
    rows = {"Cliente": ["Rossi Mario", "Mario Rossi"], "CF": ["RSSMRA85T10A562S"] * 2, "Email": ["a@b.it", "c@d.it"]}
    agreed = ic.Tariff("emails", [(1, "10.10"), (9, "20.20")], name="Prova")
    result = ic.run(pl.DataFrame(rows), tariff=agreed)
    found: Ballast = result.ballast()
    assert found.saving_month == Decimal("10.10")
    assert result.summary()["ballast"]["saving_year"] == "121.20"
    assert result.options["tariff"] == agreed.as_dict()
    assert result.ballast(ic.Tariff("emails", [(9, 1)])).saving_month == 0
    assert set(ic.run(pl.DataFrame(rows)).summary()["ballast"]) == {"counts"}
    with pytest.raises(AttributeError, match="not deduplicated"):
        ic.clean(pl.DataFrame(rows)).ballast()
