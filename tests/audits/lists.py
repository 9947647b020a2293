"""Lists of two systems: customers that are known by their codici fiscali, one a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

import italclean as ic
from italclean import fiscal
from italclean.audits.audit import Audit

_SURNAMES = ("Bianchi", "Verdi", "Ferrari", "Esposito", "Romano", "Colombo", "Ricci", "Marino", "Greco", "Bruno")
_NAMES = ("Mario", "Anna", "Luca", "Giulia", "Paolo", "Sara", "Marco", "Elena", "Andrea", "Chiara")
_FEMALE = {"Anna", "Giulia", "Sara", "Elena", "Chiara"}


def person(number: int) -> dict[str, str]:
    """A person of whom nobody else has the name and the code: there are a hundred."""
    surname, name = _SURNAMES[number // 10], _NAMES[number % 10]
    born = f"19{50 + number % 45}-0{1 + number % 9}-{10 + number % 17}"
    sex = "F" if name in _FEMALE else "M"
    code = fiscal.compute(surname, name, born, sex, "Milano").value
    assert code is not None
    return {"Cognome": surname, "Nome": name, "Codice Fiscale": code}


def listed(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """A list of rows; who is not named is person 0, 1, 2 … by its place."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in columns}, schema=dict.fromkeys(columns, pl.String)
    )


def audited(a: Sequence[Mapping[str, Any]], b: Sequence[Mapping[str, Any]], **options: Any) -> Audit:
    """Hold two lists against each other."""
    return ic.audit({"erp": listed(a), "crm": listed(b)}, **options)


def kinds(found: Audit, field: str) -> dict[str, str]:
    """The kinds of a field by the codici fiscali of the customers, without what is equal."""
    codes = dict(found.result.golden.select("golden_id", "codice_fiscale").iter_rows())
    rows = found.differences.filter(pl.col("field") == field).select("golden_id", pl.col("kind").cast(pl.String))
    return {codes[golden]: kind for golden, kind in rows.iter_rows()}
