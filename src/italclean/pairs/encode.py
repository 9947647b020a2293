"""The features as numbers, so that equal values cost nothing to compare and keys nothing to build."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core.columns import gathered
from italclean.core.parallel import each
from italclean.pairs import person_names as names
from italclean.pairs.judged import Judged

Rows = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Keys = npt.NDArray[np.uint64]

ODD = np.uint64(0x9E3779B97F4A7C15)
"""Times this, keys that lie together lie far apart."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """The features as numbers, so that equality costs nothing.

    Attributes:
        codes: For each text field the number of its value, -1 where it is missing.
        values: For each text field the distinct values that the numbers stand for.
        printed: The values of a field whose keys are joined (`MARIAGRAZIA`) with their words apart.
        phones: The records' phone numbers as a matrix of numbers, -1 where there is none.
        mobile: Which of the phone numbers are mobile.
        mails: The records' mailboxes, likewise; the first of them is also the code `email`.
        judged: What was found of pairs of values, for each field whose values are compared.
    """

    codes: dict[str, Codes]
    values: dict[str, pl.Series]
    printed: dict[str, pl.Series]
    phones: Codes
    mobile: npt.NDArray[np.bool_]
    mails: Codes
    judged: defaultdict[str, Judged] = field(default_factory=lambda: defaultdict(Judged))

    def take(self, rows: Rows) -> Encoded:
        """Return some of the records."""
        codes = {field: numbers[rows] for field, numbers in self.codes.items()}
        contacts = self.phones[rows], self.mobile[rows], self.mails[rows]
        return Encoded(codes, self.values, self.printed, *contacts, self.judged)

    def content(self) -> Keys:
        """Return one number for all that each record holds."""
        return mixed(*self.codes.values(), *self.phones.T, *self.mails.T[1:])

    @property
    def firms(self) -> npt.NDArray[np.bool_]:
        """Which records are surely a firm's."""
        return np.asarray((self.codes["company"] >= 0) & (self.codes["surname"] < 0))

    def text(self, field: str, rows: Rows) -> pl.Series:
        """Return the values of a field for some rows, null where missing."""
        return self._gathered(self.values[field], field, rows)

    def words(self, field: str, rows: Rows) -> pl.Series:
        """Return the values of a field for some rows with their words apart, null where missing."""
        return self._gathered(self.printed[field], field, rows)

    def _gathered(self, values: pl.Series, field: str, rows: Rows) -> pl.Series:
        return gathered(values, self.codes[field][rows])

    def initials(self, field: str) -> npt.NDArray[np.uint8]:
        """Return the first letter of a field for every row, 0 where it is missing."""
        first = self.values[field].str.slice(0, 1).cast(pl.Binary).bin.encode("hex")
        letters = first.str.slice(0, 2).str.to_integer(base=16, strict=False).fill_null(0).cast(pl.UInt8).to_numpy()
        codes = self.codes[field]
        return np.where(codes < 0, np.uint8(0), letters[np.maximum(codes, 0)])

    def shortened(self, field: str, length: int) -> Codes:
        """Number the beginnings of a field's values."""
        if (self.codes[field] < 0).all():
            return self.codes[field]
        codes, _ = _number(self.values[field].str.slice(0, length))
        return np.where(self.codes[field] < 0, np.int32(-1), codes[np.maximum(self.codes[field], 0)])


_ENCODED = (
    "kind",
    "form",
    "cf",
    "cf_typed",
    "piva",
    "vat",
    "piva_typed",
    "surname",
    "given",
    "given_first",
    "full",
    "company",
    "words",
    "birth",
    "street",
    "number",
    "cap",
    "comune",
    "provincia",
    "born",
    "others_code",
    "woman",
    "which_one",
)


def encode(features: pl.DataFrame) -> Encoded:
    """Number the values of every field."""
    numbered = dict(zip(_ENCODED, each(_number, (features[field] for field in _ENCODED)), strict=True))
    codes = {field: numbers for field, (numbers, _) in numbered.items()}
    values = {field: distinct for field, (_, distinct) in numbered.items()}
    phones, distinct = _numbered_together(features, "phone_")
    mails, addresses = _numbered_together(features, "mail_")
    codes["email"], values["email"] = mails[:, 0], addresses
    is_mobile = distinct.str.starts_with("+393").to_numpy().astype(np.bool_)
    mobile = (phones >= 0) & is_mobile[np.maximum(phones, 0)]
    return Encoded(codes, values, {"given": _words_of(features, values["given"])}, phones, mobile, mails)


def _numbered_together(features: pl.DataFrame, prefix: str) -> tuple[Codes, pl.Series]:
    """Number the values of several columns of one kind, as a matrix: one column for each."""
    columns = [values.rename("value") for values in features if values.name.startswith(prefix)]
    flat, distinct = _number(pl.concat(columns))
    return flat.reshape(len(columns), -1).T.copy(), distinct


def _words_of(features: pl.DataFrame, keys: pl.Series) -> pl.Series:
    """The words of given names, in the spelling with the most of them."""
    spelled = features.select("given", "given_words").drop_nulls().unique()
    blanks = pl.col("given_words").str.count_matches(" ", literal=True)
    best = spelled.sort("given", blanks, "given_words", descending=[False, True, False]).unique(
        "given", keep="first", maintain_order=True
    )
    found = keys.to_frame("given").join(best, on="given", how="left", maintain_order="left")
    words = found.select(pl.coalesce("given_words", "given")).to_series()
    return names.apart(words)


def mixed(*parts: Codes) -> Keys:
    """One number for each combination of values, missing ones among them."""
    key = np.zeros(len(parts[0]), dtype=np.uint64)
    for part in parts:
        key = (key ^ (part.astype(np.int64) + 1).astype(np.uint64)) * ODD
        key ^= key >> np.uint64(29)
    return key


def _number(values: pl.Series) -> tuple[Codes, pl.Series]:
    if values.null_count() == len(values):
        return np.full(len(values), -1, dtype=np.int32), pl.Series([""], dtype=pl.String)
    distinct = values.unique().sort()
    if values.null_count():
        # Null stands first.
        distinct = distinct.slice(1)
    places = values.to_frame("value").join(
        distinct.to_frame("value").with_row_index("code"), on="value", how="left", maintain_order="left"
    )["code"]
    codes = places.cast(pl.Int32)
    return (codes.fill_null(-1) if codes.null_count() else codes).to_numpy(), distinct
