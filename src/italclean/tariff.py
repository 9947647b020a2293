"""What a system costs that customers go to: what it counts as a contact, and the price up to each number of them.

Money is decimal from the file to the last line: `89.9` is 89.90, and twelve months of it are 1078.80.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from italclean.errors import BadOption
from italclean.messages.text import Text, said

COUNTED = ("customers", "rows", "emails", "contactable")
"""What a system may count: records (`customers`, or `rows`, as each row of a list is loaded as one), mailboxes whatever
their owners said of mail (`emails`), or the mailboxes of those who did not refuse it (`contactable`)."""

MOST_CONTACTS = 10**9
_THOUSAND = 1000
_MONTHS = 12
_WRITTEN = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,4})?")
# 1.250 between quotes may be a thousand or one and a quarter.
_OPEN = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


def price_of(given: Any) -> Decimal | None:
    """Return a price as it was written, None where it is none: below zero, too great, of more than four decimals.

    A number of TOML or Python with so few digits is written as it was typed: no digit of `89.9` is lost on the way.

    Args:
        given: A number, or a text, in which a comma may part the decimals.

    Examples:
        >>> price_of(89.9), price_of("89,90"), price_of(0.1 + 0.2), price_of("1.250"), price_of(-1)
        (Decimal('89.9'), Decimal('89.90'), None, None, None)
    """
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal | str):
        return None
    text = given.strip() if isinstance(given, str) else repr(given) if isinstance(given, float) else str(given)
    if not _WRITTEN.fullmatch(text) or (isinstance(given, str) and _OPEN.fullmatch(text)):
        return None
    return Decimal(text.replace(",", "."))


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier of a tariff.

    Attributes:
        contacts_up_to: The most contacts that it takes.
        price: What it costs a month.
    """

    contacts_up_to: int
    price: Decimal


@dataclass(frozen=True, slots=True)
class Paid:
    """What some contacts cost.

    Attributes:
        up_to: The most contacts of their tier; None beyond the last one.
        price: The price a month; None where the tariff does not tell it.
        lower: The most contacts of the next lower tier; None in the lowest.
    """

    up_to: int | None
    price: Decimal | None
    lower: int | None


@dataclass(frozen=True)
class Tariff:
    """What a system costs a month.

    Attributes:
        counts: What it counts as a contact, one of `COUNTED`.
        steps: Its tiers, each of more contacts than the one before: the most contacts, and the price a month.
        name: What it is called.
        currency: What stands behind a price.
        further_thousand: What each further thousand begun beyond the last tier costs a month; None where nobody says.

    Raises:
        BadOption: It counts what nobody knows, its tiers do not rise, or a price is none.

    Examples:
        >>> import italclean as ic
        >>> tariff = ic.Tariff("emails", [(1000, 45), (5000, "89,90")])
        >>> tariff.paid(1001).price, tariff.paid(1001).lower, tariff.paid(5001).price
        (Decimal('89.90'), 1000, None)
    """

    counts: str
    steps: Sequence[Tier | tuple[int, Any]]
    name: str = ""
    currency: str = "EUR"
    further_thousand: Any = None

    def __post_init__(self) -> None:
        if self.counts not in COUNTED:
            raise _wrong("counts", self.counts, said("error.one_of", names=", ".join(COUNTED)))
        tiers: list[Tier] = []
        for given in self.steps:
            up_to, price = (given.contacts_up_to, given.price) if isinstance(given, Tier) else given
            fault = fault_of_tier(up_to, price, tiers[-1] if tiers else None)
            if fault is not None:
                raise _wrong("steps", given, fault[1])
            made = price_of(price)
            assert made is not None
            tiers.append(Tier(up_to, made))
        if not tiers:
            raise _wrong("steps", self.steps, said("ballast.no_tier"))
        object.__setattr__(self, "steps", tuple(tiers))
        if self.further_thousand is not None:
            made = price_of(self.further_thousand)
            if made is None:
                raise _wrong("further_thousand", self.further_thousand, said("ballast.no_price"))
            object.__setattr__(self, "further_thousand", made)

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """The tiers, from the lowest on."""
        return tuple(tier for tier in self.steps if isinstance(tier, Tier))

    def paid(self, contacts: int) -> Paid:
        """Return what some contacts cost. Beyond the last tier nothing is made up: the price is None.

        Args:
            contacts: How many.

        Examples:
            >>> Tariff("emails", [(1000, 45)], further_thousand="7.50").paid(2500)
            Paid(up_to=3000, price=Decimal('60.00'), lower=2000)
        """
        lower: int | None = None
        for tier in self.tiers:
            if contacts <= tier.contacts_up_to:
                return Paid(tier.contacts_up_to, tier.price, lower)
            lower = tier.contacts_up_to
        last = self.tiers[-1]
        if self.further_thousand is None:
            return Paid(None, None, last.contacts_up_to)
        begun = -(-(contacts - last.contacts_up_to) // _THOUSAND)
        up_to = last.contacts_up_to + begun * _THOUSAND
        return Paid(up_to, last.price + begun * self.further_thousand, up_to - _THOUSAND)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data, prices as text."""
        further = self.further_thousand
        return {
            "name": self.name,
            "currency": self.currency,
            "counts": self.counts,
            "steps": [{"contacts_up_to": tier.contacts_up_to, "price": str(tier.price)} for tier in self.tiers],
            "further_thousand": None if further is None else str(further),
        }

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Tariff:
        """Make a tariff of what `as_dict` returned.

        Args:
            told: The plain data.

        Examples:
            >>> tariff = Tariff("emails", [(1000, "45.00")])
            >>> Tariff.from_dict(tariff.as_dict()) == tariff
            True
        """
        # As decimals: between quotes 100.125 could be a thousand.
        steps = [(tier["contacts_up_to"], Decimal(tier["price"])) for tier in told["steps"]]
        further = told.get("further_thousand")
        return cls(told["counts"], steps, told["name"], told["currency"], None if further is None else Decimal(further))

    @classmethod
    def read(cls, path: str | Path) -> Tariff:
        r"""Read the file of a tariff: a TOML file with the table `[tariff]` of a contract.

        Args:
            path: The file.

        Raises:
            FileMissing: There is no such file, or it may not be read.
            BadTariff: It is no TOML, or what it says makes no sense: all that is wrong is told at once, each with its
                line and the path of its key.

        Examples:
            >>> import tempfile
            >>> import italclean as ic
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     path = Path(folder, "tariffa.toml")
            ...     steps = "steps = [{contacts_up_to = 1000, price = 45.50}]"
            ...     _ = path.write_text(f'[tariff]\ncounts = "emails"\n{steps}\n', encoding="utf-8")
            ...     ic.Tariff.read(path).paid(17).price
            Decimal('45.5')
        """
        from italclean.contract.tariff import tariff_of_file

        return tariff_of_file(path)

    @classmethod
    def given(cls, tariff: Tariff | str | Path | None) -> Tariff | None:
        """Return a tariff that was given as one, or as its file.

        Args:
            tariff: The tariff, its file, or None.
        """
        return tariff if tariff is None or isinstance(tariff, Tariff) else cls.read(tariff)


def fault_of_tier(up_to: Any, price: Any, before: Tier | None) -> tuple[str, Text] | None:
    """Say what is wrong with a tier, and at which of its keys; None where nothing is.

    A tier of more contacts that costs less is a slip of the pen: who has fewer would take it.

    Args:
        up_to: The most contacts.
        price: The price.
        before: The tier before.
    """
    least = 0 if before is None else before.contacts_up_to
    if isinstance(up_to, bool) or not isinstance(up_to, int) or up_to > MOST_CONTACTS:
        return "contacts_up_to", said("ballast.no_number", most=MOST_CONTACTS)
    if up_to <= least:
        return "contacts_up_to", said("contract.steps_fall", number=up_to, before=least)
    made = price_of(price)
    if made is None:
        return "price", said("ballast.no_price")
    if before is not None and made < before.price:
        return "price", said("ballast.price_falls", price=made, before=before.price)
    return None


def a_year(price: Decimal) -> Decimal:
    """Return what a price a month is a year.

    Examples:
        >>> a_year(Decimal("89.90"))
        Decimal('1078.80')
    """
    return price * _MONTHS


def _wrong(name: str, value: Any, reason: Text) -> BadOption:
    return BadOption(value=value, option=f"Tariff({name})", reason=reason)
