"""The table `[tariff]` of a contract, and the file of a tariff, which holds that table alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from italclean.contract import shape
from italclean.contract.beside import row_of
from italclean.contract.document import read_document
from italclean.contract.fault import Fault, Faults, shown, unknown
from italclean.contract.shape import known_keys, table_at
from italclean.errors import BadTariff
from italclean.messages.text import said
from italclean.readers.sources import bytes_of
from italclean.tariff import COUNTED, Tariff, Tier, fault_of_tier, price_of

_TABLE = "tariff"
_OF_TARIFF = {
    "counts": shape.TEXT, "steps": shape.LIST, "name": shape.TEXT, "currency": shape.TEXT,
    "further_thousand": shape.ANY,
}  # fmt: skip
_OF_STEP = {"contacts_up_to": shape.WHOLE, "price": shape.ANY}
_LONGEST = 40


def read_tariff(data: Mapping[str, Any], faults: Faults) -> Tariff | None:
    """Read `[tariff]`: what is counted, and the price up to each number of contacts; None where there is none.

    Args:
        data: The contract.
        faults: What is wrong is added to it.

    Examples:
        >>> faults = Faults({})
        >>> steps = [{"contacts_up_to": 1000, "price": 45}, {"contacts_up_to": 500, "price": 90}]
        >>> _ = read_tariff({"tariff": {"counts": "emails", "steps": steps}}, faults)
        >>> [(fault.key, fault.reason.english) for fault in faults.told()]
        [('tariff.steps[1].contacts_up_to', 'each step goes further than the one before: 500 does not follow 1000')]
    """
    if _TABLE not in data:
        return None
    given = table_at(data, (_TABLE,), faults)
    sound = known_keys(given, _OF_TARIFF, (_TABLE,), faults)
    for key in ("counts", "steps"):
        if key not in given:
            faults.add((_TABLE, key), said("contract.missing"))
    counts = sound.get("counts")
    if counts is not None and counts not in COUNTED:
        faults.add((_TABLE, "counts"), unknown(counts, COUNTED))
        counts = None
    for key in ("name", "currency"):
        if len(sound.get(key, "")) > _LONGEST or "\n" in sound.get(key, ""):
            faults.add((_TABLE, key), said("ballast.too_long", most=_LONGEST))
    tiers = _tiers(sound, faults)
    further = sound.get("further_thousand")
    if further is not None and price_of(further) is None:
        faults.add((_TABLE, "further_thousand"), said("ballast.no_price"))
        further = None
    if counts is None or not tiers:
        return None
    return Tariff(counts, tiers, sound.get("name", ""), sound.get("currency", "EUR"), further)


def _tiers(sound: Mapping[str, Any], faults: Faults) -> list[Tier]:
    tiers: list[Tier] = []
    for place, step in enumerate(sound.get("steps", ())):
        path = (_TABLE, "steps", place)
        read = row_of(step, _OF_STEP, path, faults)
        if read is None:
            continue
        fault = fault_of_tier(read["contacts_up_to"], read["price"], tiers[-1] if tiers else None)
        if fault is not None:
            faults.add((*path, fault[0]), fault[1])
            continue
        price = price_of(read["price"])
        assert price is not None  # or there was a fault
        tiers.append(Tier(read["contacts_up_to"], price))
    if "steps" in sound and not sound["steps"]:
        faults.add((_TABLE, "steps"), said("ballast.no_tier"))
    return tiers


def tariff_of_file(path: str | Path) -> Tariff:
    """Read the file of a tariff; without a name of its own it is called as its file.

    Args:
        path: The file.

    Raises:
        FileMissing: There is no such file, or it may not be read.
        BadTariff: It is no TOML, or what it says makes no sense: all that is wrong is told at once.
    """
    found = read_document(bytes_of(str(path)))
    if isinstance(found, Fault):
        raise BadTariff(path=str(path), faults=(found.sentence(),))
    faults = Faults(found.lines)
    try:
        for name in found.data:
            if name != _TABLE:
                faults.add((name,), unknown(name, (_TABLE,)))
        if _TABLE not in found.data:
            faults.add((_TABLE,), said("contract.missing"))
        tariff = read_tariff(found.data, faults)
    except RecursionError:
        raise BadTariff(path=str(path), faults=(said("contract.too_deep"),)) from None
    if faults or tariff is None:
        raise BadTariff(path=str(path), faults=tuple(fault.sentence() for fault in faults.told()))
    name = tariff.name or shown(Path(path).stem)[:_LONGEST]
    return Tariff(tariff.counts, tariff.tiers, name, tariff.currency, tariff.further_thousand)
