"""A contract as the Open Data Contract Standard 3.1.0 has it, with what it knows no word for in `customProperties`.

The YAML is written here: nothing but tables, lists, texts in double quotes, numbers and truths, which need no library.
A text between double quotes is the same in JSON and YAML but for a few signs, which are written as their numbers.

Source: bitol.io, Open Data Contract Standard 3.1.0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from italclean.contract.contract import Contract
from italclean.contract.rules import DEFAULT, block_of
from italclean.fields.catalogue import ACTIVITY, MAILS, canonical_position, field_of
from italclean.fields.field import Field

VERSION = "v3.1.0"

_PATTERNS = {
    "codice_fiscale": "^([A-Z0-9]{16}|[0-9]{11})$",
    "cap": "^[0-9]{5}$",
    "provincia": "^[A-Z]{2}$",
    "codice_destinatario": "^[A-Z0-9]{6,7}$",
}
_CONSENTS = ("si", "no", "revocato")
_GENERAL = 120
# What YAML lets nobody print, and what Python's JSON prints all the same.
_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def as_odcs(contract: Contract) -> dict[str, Any]:
    """Return a contract as the standard has it, as plain data.

    Args:
        contract: The contract.

    Examples:
        >>> from italclean.terms import FieldTerms, Terms
        >>> terms = Terms(fields={"email": FieldTerms("owner", "crm", writers=["erp"])})
        >>> told = as_odcs(Contract("clienti", "1.0.0", terms=terms))
        >>> [one["value"] for one in told["schema"][0]["properties"][1]["customProperties"]]
        ['crm', ['crm', 'erp'], 'owner']
    """
    names = sorted({*contract.terms.fields}, key=canonical_position)
    key = {"name": "golden_id", "logicalType": "string", "primaryKey": True, "required": True, "unique": True}
    outputs = contract.outputs
    form = str(outputs.get("format", "csv"))
    table = {
        "name": "golden",
        "logicalType": "object",
        "physicalType": "file",
        "description": "One row a customer.",
        "properties": [key, *(_property(name, contract) for name in names)],
    }
    clocks = {"": contract.told.get("periods", {}).get("retention", _GENERAL), **contract.terms.retention}
    retention = [_retention(purpose, months, names) for purpose, months in clocks.items() if months]
    sources = {
        name: {**({"kind": one.kind} if one.kind else {}), **({"priority": one.priority} if one.priority else {})}
        for name, one in contract.sources.items()
    }
    own = [{"property": "sources", "value": [{"name": name, **said} for name, said in sources.items()]}]
    own += [{"property": "targets", "value": [one.name for one in contract.targets]}] if contract.targets else []
    return {
        "apiVersion": VERSION,
        "kind": "DataContract",
        "id": contract.name,
        "name": contract.name,
        "version": contract.version,
        "status": "active",
        "servers": [
            {"server": "file", "type": "local", "path": f"{outputs.get('out', 'pulito')}/golden.{form}", "format": form}
        ],
        "schema": [table],
        **({"slaProperties": retention} if retention else {}),
        "customProperties": own,
    }


def _property(name: str, contract: Contract) -> dict[str, Any]:
    terms, field = contract.terms.fields[name], field_of(name)
    told: dict[str, Any] = {"name": name, "logicalType": "string"}
    is_consent = name.startswith("consenso_")
    options: dict[str, Any] = {}
    if name in _PATTERNS:
        options = {"pattern": _PATTERNS[name]}
    elif name in MAILS:
        options = {"format": "email"}
    elif is_consent:
        options = {"maxLength": max(map(len, _CONSENTS))}
    if options:
        told["logicalTypeOptions"] = options
    if _is_personal(field):
        told["classification"] = "personal"
    if is_consent:
        values = {"validValues": list(_CONSENTS)}
        told["quality"] = [{"metric": "invalidValues", "arguments": values, "mustBe": 0, "unit": "rows"}]
    agreed: list[tuple[str, Any]] = []
    if terms.owner is not None:
        agreed.append(("fieldOwner", terms.owner))
    if terms.writers is not None:
        agreed.append(("writableBy", list(dict.fromkeys([*([terms.owner] if terms.owner else []), *terms.writers]))))
    block = block_of(name, contract.terms.blocks)
    if len(block) > 1:
        agreed.append(("survivesWith", list(block)))
    agreed.append(("conflictRule", terms.rule or DEFAULT))
    if terms.sources:
        agreed.append(("sumOver", list(terms.sources)))
    told["customProperties"] = [{"property": key, "value": value} for key, value in agreed]
    return told


def _is_personal(field: Field | None) -> bool:
    return field is not None and (bool(field.group) or field.telling) and not field.name.startswith(ACTIVITY)


def _retention(purpose: str, months: int, names: list[str]) -> dict[str, Any]:
    element = next((f"golden.{name}" for name in ACTIVITY if name in names), "golden")
    told = {"property": "retention", "value": months, "unit": "m", "element": element, "driver": "regulatory"}
    return {**told, "description": f"purpose: {purpose}"} if purpose else told


def as_yaml(data: Mapping[str, Any]) -> str:
    """Write plain data as YAML.

    Args:
        data: Tables, lists, texts, numbers and truths.

    Examples:
        >>> print(as_yaml({"a": [{"b": "no", "c": 1}, "d"], "e": {"f": True, "g": []}}), end="")
        a:
        - b: "no"
          c: 1
        - "d"
        e:
          f: true
          g: []
    """
    return "".join(f"{line}\n" for line in _lines(data))


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, held in value.items():
            name = key if re.fullmatch(r"[A-Za-z]+", key) and key.lower() not in _WORDS else _scalar(key)
            if isinstance(held, Mapping | list) and held:
                yield f"{name}:"
                indent = "  " if isinstance(held, Mapping) else ""
                yield from (f"{indent}{line}" for line in _lines(held))
            else:
                yield f"{name}: {_scalar(held)}"
    else:
        for one in value:
            lines = list(_lines(one)) if isinstance(one, Mapping | list) and one else [_scalar(one)]
            yield from (f"{'  ' if place else '- '}{line}" for place, line in enumerate(lines))


# Words that YAML 1.1 takes for a truth, or for nothing.
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _ODD.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False))
    return json.dumps(value)
