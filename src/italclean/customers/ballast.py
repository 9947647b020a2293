"""Ballast: the contacts of a list that cost money and bring none, step by step from the list as it came.

What a contact is, the system says that customers go to. Of one that counts mailboxes the list as it came has its
distinct mailboxes and no more, as duplicates with one mailbox are one there, too: what its own import would join is no
saving of ours. A mailbox of several customers goes only where all of them do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from italclean.cleaners.stato import DORMANT
from italclean.consent.mailboxes import goes_nowhere, mailbox
from italclean.consent.purposes import REACH
from italclean.consent.reach import MEANS, NO, REASON, TOLD_AGAIN
from italclean.fields.catalogue import columns_in
from italclean.messages.text import Spoken, Text, said
from italclean.tariff import Paid, Tariff, a_year

STEPS = ("as_received", "merged", "reachable", "allowed", "awake")
"""The list as it came, and what is left of it after each step: without duplicates, without those whom no message
reaches, without those who refused, without sleepers."""

_EMAIL, _STATE = "email", "stato"
_SAME = {"rows": "customers"}


@dataclass(frozen=True, slots=True)
class BallastStep:
    """What is left after a step, and what it costs.

    Attributes:
        name: The step, one of `STEPS`.
        contacts: How many contacts are left.
        removed: How many the step took away.
        paid: What they cost; None without a tariff.
        saved: What the step saves a month; None where a price is not known.
    """

    name: str
    contacts: int
    removed: int
    paid: Paid | None = None
    saved: Decimal | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Ballast:
    """What a list costs as it came, and after each step.

    Attributes:
        counts: How many contacts are left after each step, by what is counted: records (`customers`), mailboxes
            (`emails`), mailboxes of those who did not refuse (`contactable`).
        tariff: The tariff, or None.
        steps: The steps as the tariff counts them; without one those of records.

    Examples:
        >>> import polars as pl
        >>> import italclean as ic
        >>> people = {"Nome": ["Mario", "Mario", "Anna"], "Cognome": ["Rossi", "Rossi", "Bianchi"]}
        >>> mail = ["m.rossi@libero.it", "mario@gmail.com", "anna@gmail.com"]
        >>> codes = ["RSSMRA85T10A562S", "RSSMRA85T10A562S", "BNCNNA80A41F205U"]
        >>> result = ic.run(pl.DataFrame({**people, "CF": codes, "Email": mail}))
        >>> told = result.ballast(ic.Tariff("emails", [(2, 10), (1000, 45)]))
        >>> [step.contacts for step in told.steps], told.saving_month, told.saving_year
        ([3, 2, 2, 2, 2], Decimal('35'), Decimal('420'))
    """

    counts: Mapping[str, Mapping[str, int]]
    tariff: Tariff | None
    steps: tuple[BallastStep, ...]

    def __repr__(self) -> str:
        return f"<Ballast: {self.steps[0].contacts} contacts, {self.steps[-1].contacts} of use>"

    @property
    def saving_month(self) -> Decimal | None:
        """What is saved a month; None without a tariff, and where a price is not known."""
        first, last = self.steps[0].paid, self.steps[-1].paid
        if first is None or last is None or first.price is None or last.price is None:
            return None
        return first.price - last.price

    @property
    def saving_year(self) -> Decimal | None:
        """What is saved a year."""
        return None if self.saving_month is None else a_year(self.saving_month)

    @property
    def to_lower(self) -> int | None:
        """How many contacts fewer would be in the next lower tier; None in the lowest, and without a tariff."""
        last = self.steps[-1]
        return None if last.paid is None or last.paid.lower is None else last.contacts - last.paid.lower

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data, as `run.json` holds it: prices as text."""
        told: dict[str, Any] = {"counts": {unit: dict(steps) for unit, steps in self.counts.items()}}
        if self.tariff is None:
            return told
        last = self.steps[-1].paid
        return {
            **told,
            "tariff": self.tariff.as_dict(),
            "steps": self.frame.drop("currency").to_dicts(),
            "saving_month": _text(self.saving_month),
            "saving_year": _text(self.saving_year),
            "to_lower": self.to_lower,
            "lower": None if last is None else last.lower,
        }

    @property
    def frame(self) -> pl.DataFrame:
        """One row for each step, as `ballast.csv` has it; prices are text, so that no digit is lost."""
        whole = dict.fromkeys(("contacts", "removed", "up_to"), pl.Int64)
        money = ("price_month", "price_year", "saved_month", "saved_year")
        schema = {"step": pl.String, **whole, **dict.fromkeys((*money, "currency"), pl.String)}
        return pl.DataFrame([self._row(step) for step in self.steps], schema=schema, orient="row")

    def _row(self, step: BallastStep) -> tuple[Any, ...]:
        up_to, price = (None, None) if step.paid is None else (step.paid.up_to, step.paid.price)
        months = (price, None if price is None else a_year(price))
        saved = (step.saved, None if step.saved is None else a_year(step.saved))
        currency = None if self.tariff is None else self.tariff.currency
        return (step.name, step.contacts, step.removed, up_to, *map(_text, (*months, *saved)), currency)

    def told(self) -> list[Text]:
        """Return it in sentences; none without a tariff."""
        if self.tariff is None:
            return []
        tariff = self.tariff
        lines = [said("ballast.head", name=tariff.name or tariff.counts, what=said(f"ballast.of_{tariff.counts}"))]
        for step in self.steps:
            about = {"step": said(f"ballast.{step.name}"), "contacts": shown(step.contacts)}
            if step.paid is None or step.paid.price is None or step.paid.up_to is None:
                last = shown(tariff.tiers[-1].contacts_up_to)
                lines.append(said("ballast.step_beyond", **about, last=last))
                continue
            month, year = (self._money(price) for price in (step.paid.price, a_year(step.paid.price)))
            lines.append(said("ballast.step", **about, up_to=shown(step.paid.up_to), month=month, year=year))
        return [*lines, *self._told_of_saving()]

    def _told_of_saving(self) -> list[Text]:
        saving, lines = self.saving_month, []
        if saving is None:
            lines.append(said("ballast.saving_unknown"))
        elif saving:
            lines.append(said("ballast.saved", month=self._money(saving), year=self._money(a_year(saving))))
        else:
            first, last = self.steps[0].paid, self.steps[-1].paid
            same = first is not None and last is not None and first.up_to == last.up_to
            lines.append(said("ballast.nothing_saved") if same else said("ballast.same_price"))
        paid = self.steps[-1].paid
        if self.to_lower is not None and paid is not None and paid.lower is not None:
            lines.append(said("ballast.to_lower", count=shown(self.to_lower), lower=shown(paid.lower)))
        return lines

    def _money(self, amount: Decimal) -> Spoken:
        number, currency = shown(amount), "" if self.tariff is None else f" {self.tariff.currency}"
        return Spoken(number.italian + currency, number.english + currency)


def shown(number: int | Decimal) -> Spoken:
    """Write a number as people read it; an amount of money with two decimals at least.

    Args:
        number: The number.

    Examples:
        >>> shown(1250).italian, shown(Decimal("1078.8")).italian, shown(Decimal("0.0045")).english
        ('1.250', '1.078,80', '0.0045')
    """
    if isinstance(number, Decimal):
        exponent = number.normalize().as_tuple().exponent
        english = f"{number:,.{max(2, -exponent if isinstance(exponent, int) else 2)}f}"
    else:
        english = f"{number:,}"
    return Spoken(english.replace(",", "\0").replace(".", ",").replace("\0", "."), english)


def ballast_of(rows: pl.DataFrame, golden: pl.DataFrame, tariff: Tariff | None = None) -> Ballast:
    """Count the contacts of a list after each step, and what they cost.

    Args:
        rows: The cleaned list: the list as it came.
        golden: One row for each customer.
        tariff: What the system costs; None for the counts alone.
    """
    emails = _of_mailboxes(rows, golden)
    counts = {
        "customers": _of_records(rows, golden),
        "emails": emails[False],
        "contactable": emails[True],
    }
    unit = "customers" if tariff is None else _SAME.get(tariff.counts, tariff.counts)
    steps: list[BallastStep] = []
    for name in STEPS:
        contacts = counts[unit][name]
        paid = None if tariff is None else tariff.paid(contacts)
        before = steps[-1] if steps else None
        saved = None
        if paid is not None and paid.price is not None:
            if before is None:
                saved = Decimal(0)
            elif before.paid is not None and before.paid.price is not None:
                saved = before.paid.price - paid.price
        steps.append(BallastStep(name, contacts, 0 if before is None else before.contacts - contacts, paid, saved))
    return Ballast(counts, tariff, tuple(steps))


def _of_records(rows: pl.DataFrame, golden: pl.DataFrame) -> dict[str, int]:
    """Count records: one is of no use where every means of contact that the list knows is closed."""
    known = [one for one in MEANS if REACH + one.name in golden.columns]
    closed, useless = pl.lit(value=False), pl.lit(value=False)
    if known:
        closed = pl.all_horizontal(_is_no(golden, one.name) for one in known)
        useless = pl.all_horizontal(_is_useless(golden, one.name) for one in known)
    # With a column, or what holds of nobody would be one row.
    told = golden.select("golden_id", useless=useless, refused=closed, asleep=_is_asleep(golden))
    return _left(told, golden.height, rows.height, refusals_count=False)


def _of_mailboxes(rows: pl.DataFrame, golden: pl.DataFrame) -> dict[bool, dict[str, int]]:
    """Count mailboxes, those of refusals among them or not."""
    if _EMAIL not in golden.columns:
        nothing = dict.fromkeys(STEPS, 0)
        return {False: nothing, True: nothing}
    useless = _is_useless(golden, "email") | pl.lit(goes_nowhere(golden[_EMAIL]))
    told = golden.select(
        mailbox=mailbox(pl.col(_EMAIL)),
        useless=useless,
        refused=_is_no(golden, "email") | useless,
        asleep=_is_asleep(golden),
    )
    boxes = told.drop_nulls("mailbox").group_by("mailbox").agg(pl.col("useless", "refused", "asleep").all())
    came = boxes["mailbox"]
    there = columns_in(rows.columns, _EMAIL)
    if there:
        # A mailbox of a second column that became a customer's first one is of the list as it came, too.
        first = rows.select(mailbox(pl.coalesce(there)).alias("mailbox")).to_series()
        came = pl.concat([came, first.drop_nulls().unique()])
    counted = came.n_unique()
    return {skips: _left(boxes, boxes.height, counted, refusals_count=not skips) for skips in (False, True)}


def _left(told: pl.DataFrame, merged: int, came: int, *, refusals_count: bool) -> dict[str, int]:
    """Count what is left after each step."""
    gone = pl.col("useless")
    out = gone if refusals_count else gone | pl.col("refused")
    reachable, allowed, awake = told.select(
        (~gone).sum().alias("reachable"),
        (~out).sum().alias("allowed"),
        (~(out | pl.col("asleep"))).sum().alias("awake"),
    ).row(0)
    return dict(zip(STEPS, (came, merged, int(reachable), int(allowed), int(awake)), strict=True))


def _is_no(golden: pl.DataFrame, means: str) -> pl.Expr:
    name = REACH + means
    return (pl.col(name) == NO).fill_null(value=False) if name in golden.columns else pl.lit(value=False)


def _is_useless(golden: pl.DataFrame, means: str) -> pl.Expr:
    """A `no` that speaks of the address, not of a will."""
    reason = REACH + means + REASON
    if reason not in golden.columns:
        return pl.lit(value=False)
    return _is_no(golden, means) & pl.col(reason).is_in(list(TOLD_AGAIN)).fill_null(value=False)


def _is_asleep(golden: pl.DataFrame) -> pl.Expr:
    return (pl.col(_STATE) == DORMANT).fill_null(value=False) if _STATE in golden.columns else pl.lit(value=False)


def _text(amount: Decimal | None) -> str | None:
    """Write an amount plainly, with two decimals at least."""
    return None if amount is None else shown(amount).english.replace(",", "")
