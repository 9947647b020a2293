"""Lists with pairs to decide, hostile cells among them, and what the page of their pairs holds."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

import italclean as ic

SCRIPT = "</script><script>window.ran=1</script>"
IMAGE = "<img src=x onerror=window.ran=1>"
BREAK = "a\u2028b\u2029c & <!-- \"q\"; 'x'\nzwei\u202egnp"
FORMULA = '=HYPERLINK("http://x.it?"&A2)'
HOSTILE = (SCRIPT, IMAGE, BREAK, FORMULA)
NAMES = (("1", "2"), ("3", "4"), ("5", "6"), ("7", "8"))
MAPPING = {"Cod": "id"}
SOURCE = "<b>erp & co"


def asked(*ids: tuple[str, str], **more: list[str]) -> pl.DataFrame:
    """Persons of a name with two valid codes: each two rows are a pair to decide."""
    rows = []
    surnames = ("Rossi", "Verdi", "Bianchi", "Neri", "Gialli", "Bruni", "Moretti", "Conti", "Riva", "Sala")
    for (one, other), surname in zip(ids, surnames, strict=False):
        for number, (code, place) in enumerate(((one, "A562"), (other, "H501"))):
            rows.append({"Cod": code, "Cognome": surname, "Nome": "Mario", "Codice Fiscale": code_of(surname, place)})
            rows[-1]["Indirizzo"] = f"Via {'Roma' if number else 'Po'} {len(rows)}"
            rows[-1] |= {name: values[len(rows) - 1] for name, values in more.items()}
    return pl.DataFrame(rows)


def hostile() -> pl.DataFrame:
    """Four pairs of hostile cells."""
    ids = ((SCRIPT, "2"), (IMAGE, "4"), (BREAK, "6"), (FORMULA, "8"))
    return asked(*ids, Indirizzo=[*HOSTILE, *HOSTILE])


def chain() -> pl.DataFrame:
    """Three customers of a name with three codes, one of which has two rows: three pairs, four rows."""
    codes = [*(code_of("Rossi", place) for place in ("A562", "H501", "F205", "F205"))]
    people = {"Cod": ["1", "2", "3", "4"], "Cognome": "Rossi", "Nome": "Mario", "Codice Fiscale": codes}
    return pl.concat([pl.DataFrame(people), asked(("5", "6"), ("7", "8"))[2:].select(list(people))])


def code_of(surname: str, place: str) -> str:
    """The codice fiscale of a Mario who was born on 10 December 1985."""
    from codicefiscale import codicefiscale

    names = {"A562": "San Giuliano Terme", "H501": "Roma", "F205": "Milano"}
    made = codicefiscale.encode(
        lastname=surname, firstname="Mario", gender="M", birthdate="10/12/1985", birthplace=names[place]
    )
    return str(made)


def data_of(page: str) -> dict[str, Any]:
    """What the script of a page reads."""
    found = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert len(found) == 1
    return dict(json.loads(found[0]))


def written(data: Mapping[str, Any], answers: Mapping[int, str]) -> bytes:
    """The file of decisions as the script makes it: `answers` by the number of the pair, from 1."""

    def quoted(text: str | None) -> str:
        return "" if text is None else '"' + text.replace('"', '""') + '"'

    risky = {tuple(one) for one in data["apostrophes"]}
    lines = [list(data["columns"])]
    for index, pair in enumerate(data["pairs"]):
        answer = answers.get(index + 1)
        if answer in ("same", "different"):
            cells = [f"'{text}" if (index, place) in risky else text for place, text in enumerate(pair["cells"])]
            lines.append([answer, datetime.date.today().isoformat(), None, *cells])
    return ("\ufeff" + "".join(data["delimiter"].join(map(quoted, line)) + "\n" for line in lines)).encode()


def filled(data: Mapping[str, Any], answers: Mapping[int, str], path: Path) -> Path:
    """Write the file of decisions."""
    path.write_bytes(written(data, answers))
    return path


def joined(result: ic.Result, one: str, other: str) -> bool:
    """Whether two records, by their ids, are one customer."""
    ids = dict(result.crosswalk.select("source_id", "golden_id").iter_rows())
    return bool(ids[one] == ids[other])
