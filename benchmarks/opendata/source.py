"""The files of open data, and the places that they name.

Nothing here uses italclean: places come from python-codicefiscale through the generator's gazetteer, so that a fault
of the library's own tables cannot hide itself.
"""

from __future__ import annotations

import json
import os
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from generator.places import gazetteer

Arr = npt.NDArray[Any]

_REPOSITORY = Path(__file__).resolve().parents[2]
_MARKS = {"À": "A", "È": "E", "É": "E", "Ì": "I", "Ò": "O", "Ù": "U", "Ü": "U", "Ö": "O", "Ä": "A"}
_NOT_PLAIN = r"[^A-Z0-9]+"


class DataMissing(SystemExit):
    """A file of open data is not there."""


def default_folder() -> Path:
    """Return where the open data lie: the environment says, else the folder beside the repository, as for the tests."""
    return Path(os.environ.get("ITALCLEAN_REAL_DATA") or _REPOSITORY.parent / "shared" / "real")


def read(folder: Path, name: str) -> pl.DataFrame:
    """Read one file of open data, every row with its number `line`."""
    path = folder / f"{name}.parquet"
    if not path.is_file():
        raise DataMissing(f"{path} is not there: give the folder with --real or ITALCLEAN_REAL_DATA")
    return pl.read_parquet(path).with_row_index("line")


def plain(text: pl.Expr, glue: str = "") -> pl.Expr:
    """Make capitals without accents and signs, words joined by `glue`."""
    bare = text.str.to_uppercase().str.replace_many(list(_MARKS), list(_MARKS.values()))
    return bare.str.replace_all(_NOT_PLAIN, glue or "").str.strip_chars(glue or None)


def without_sigla(place: pl.Expr) -> pl.Expr:
    """Take the province off a place as typed: `MARINO (RM)`, `MONSELICE PD`, `BOLZANO .BOZEN.`."""
    return place.str.replace(r"\s*(\(.*|\s[A-Z]{2}|\..*)$", "")


def sigla_of(place: pl.Expr) -> pl.Expr:
    """Return the province that is typed behind a place, or null."""
    return place.str.extract(r"\(([A-Z]{2})\)\s*$")


@lru_cache(maxsize=1)
def _towns() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the towns by name and province, and those whose name no other town bears."""
    known = gazetteer()
    names = pl.DataFrame({"name": known.name.tolist(), "sigla": known.province.tolist()}).with_row_index("town")
    keyed = names.with_columns(place=plain(pl.col("name"))).unique(["place", "sigla"], keep="first")
    return keyed.select("place", "sigla", "town"), keyed.filter(pl.len().over("place") == 1).select("place", one="town")


def town_numbers(place: pl.Series, sigla: pl.Series | None = None) -> Arr:
    """Find each place among the towns of the gazetteer; -1 where it is none, or several of that name."""
    by_both, by_name = _towns()
    typed = pl.DataFrame({"typed": place}).select(
        place=plain(without_sigla(pl.col("typed"))), sigla=sigla_of(pl.col("typed"))
    )
    if sigla is not None:
        typed = typed.with_columns(sigla)
    found = typed.join(by_both, on=["place", "sigla"], how="left", maintain_order="left").join(
        by_name, on="place", how="left", maintain_order="left"
    )
    return found.select(pl.coalesce("town", "one").cast(pl.Int64).fill_null(-1)).to_series().to_numpy()


@lru_cache(maxsize=1)
def _codes() -> pl.DataFrame:
    """Return the cadastral codes by name and province, those of today before those of former times, and the states."""
    folder = files("codicefiscale").joinpath("data")
    listed = [
        {"place": entry["name"], "sigla": sigla, "code": entry["code"], "today": entry["active"]}
        for name, abroad in (("municipalities.json", False), ("countries.json", True))
        for entry in json.loads(folder.joinpath(name).read_text("utf-8"))
        for sigla in (["", entry["province"]] if abroad else [entry["province"]])
    ]
    frame = pl.DataFrame(listed).with_columns(plain(pl.col("place")))
    return frame.sort("today", "code", descending=[True, False]).unique(["place", "sigla"], keep="first")


def birth_codes(place: pl.Series) -> pl.Series:
    """Find the cadastral code of each birth place (`MARINO (RM)`, `SVIZZERA`); empty where it is not known."""
    typed = pl.DataFrame({"typed": place}).select(
        place=plain(without_sigla(pl.col("typed"))), sigla=sigla_of(pl.col("typed")).fill_null("")
    )
    found = typed.join(_codes(), on=["place", "sigla"], how="left", maintain_order="left")
    return found["code"].fill_null("")


def towns_of_province(number: Arr) -> dict[int, Arr]:
    """Group the towns by the number of their province, as partite IVA know it."""
    province = gazetteer().province_no
    return {int(one): np.flatnonzero(province == one) for one in np.unique(number)}
