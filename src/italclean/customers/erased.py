"""What is gone from a list, so that what else lies in its folder can be cleaned of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from italclean.core import text
from italclean.customers.decision_files import SIDE_FIELDS, SIDES, sides_of
from italclean.messages.text import Text
from italclean.pairs import anchor
from italclean.pairs.review import KEY_FIELDS

_BETWEEN = r"([0-9])[ ./()\-]+"
"""What people write between the digits of a number."""


@dataclass(frozen=True, slots=True)
class Erased:
    """Persons that are gone from a list.

    Attributes:
        customers: How many they were.
        rows: Their rows, as `anchors_of` tells them.
        codes: Their codes and mailboxes, in capitals, that nobody else has.
        numbers: Their telephone numbers without prefix, that nobody else has.
        names: The words of each of their names, surname and given name together.
        domains: The mail domains that nobody else uses.
        unreached: What may still hold them, as sentences.
        paths: The same as plain paths.
        missing: What was asked for and found nobody.
        fingerprints: How many fingerprints they left.
    """

    customers: int
    rows: pl.DataFrame
    codes: Sequence[str] = ()
    numbers: Sequence[str] = ()
    names: Sequence[Sequence[str]] = ()
    domains: Sequence[str] = ()
    unreached: tuple[Text, ...] = ()
    paths: tuple[str, ...] = ()
    missing: tuple[str, ...] = field(default=(), repr=False)
    fingerprints: int = 0

    @classmethod
    def nobody(cls, domains: Sequence[str] = ()) -> Erased:
        """Return that nobody is gone, but for rows that never came in.

        Args:
            domains: Their mail domains that nobody else uses.
        """
        types = {"source": pl.String, "row": pl.UInt32, "named": pl.UInt64, "told": pl.UInt64}
        return cls(0, pl.DataFrame(schema=types), domains=domains)

    def as_dict(self) -> dict[str, Any]:
        """Return what may be told of it: nothing that tells who it was."""
        return {
            "customers": self.customers,
            "rows": self.rows.height,
            "not_found": len(self.missing),
            "fingerprints": self.fingerprints,
            "unreached": [{"it": one.italian, "en": one.english} for one in self.unreached],
            "paths": list(self.paths),
        }

    def mentioned(self, texts: pl.Series, *, by_name: bool = True) -> pl.Series:
        """Tell the texts that hold a code, a mailbox or a number of one of them, or surname and given name.

        Args:
            texts: Text, as lines of a file.
            by_name: Whether a name alone tells them: others may bear it.
        """
        upper = texts.fill_null("").str.to_uppercase()
        found = _contains(upper, self.codes) | _contains(upper.str.replace_all(r"[\s.\-]", ""), self.codes)
        joined = upper.str.replace_all(_BETWEEN, "$1")
        found |= _contains(joined, self.numbers)
        words = texts.fill_null("").alias("line").to_frame().select(" " + text.words(pl.col("line")) + " ").to_series()
        for name in self.names if by_name else ():
            # Of a few persons, not of rows.
            held = pl.Series([True]).new_from_index(0, len(words))
            for word in name:
                held &= words.str.contains(f" {word} ", literal=True)
            found |= held
        return found

    def without(self, decisions: pl.DataFrame) -> pl.DataFrame:
        """Leave out the decisions of which one of them is a side.

        A side is theirs by its anchor, by source and id, by source and row where it has neither, or by what it shows.

        Args:
            decisions: A table of decisions, or of pairs to decide.
        """
        if decisions.is_empty() or not self.customers:
            return decisions
        absent = [
            pl.lit(None, dtype=pl.String).alias(name)
            for side in SIDES
            for name in (f"{column}_{side}" for column in SIDE_FIELDS)
            if name not in decisions.columns
        ]
        sides = sides_of(decisions.with_columns(absent))
        named, told = (self.rows[name].drop_nulls().implode() for name in ("named", "told"))
        by_row = sides.select("source", pl.col("row").cast(pl.UInt32, strict=False)).with_columns(known=pl.lit(1))
        rows = self.rows.select("source", "row").with_columns(gone=pl.lit(1)).unique()
        at_row = by_row.join(rows, on=["source", "row"], how="left", maintain_order="left")["gone"].is_not_null()
        bare = pl.col("named").is_null() & pl.col("told").is_null()
        shown = sides.select(pl.concat_str(*KEY_FIELDS, separator=" ; ", ignore_nulls=True)).to_series()
        theirs = sides.select(
            "at",
            gone=pl.col("named").is_in(named).fill_null(value=False)
            | pl.col("told").is_in(told).fill_null(value=False)
            | (bare & (at_row | self.mentioned(shown)))
            | self.mentioned(shown, by_name=False),
        )
        gone = theirs.filter("gone")["at"].unique().implode()
        return decisions.filter(~pl.int_range(pl.len(), dtype=pl.UInt32).is_in(gone))


def domains_of_nobody_else(mails: pl.Series, others: pl.Series) -> list[str]:
    """Return the domains of mailboxes that no others have.

    Args:
        mails: Mailboxes of rows that are gone.
        others: Those of the rows that stay.

    Examples:
        >>> domains_of_nobody_else(pl.Series(["a@rossi.it", "b@libero.it"]), pl.Series(["c@libero.it"]))
        ['rossi.it']
    """
    theirs, kept = (some.str.extract(r"@([^@]+)$").drop_nulls().unique() for some in (mails, others))
    return theirs.filter(~theirs.is_in(kept.implode())).sort().to_list()


def anchors_of(frame: pl.DataFrame, gone: pl.Series) -> pl.DataFrame:
    """Return what rows are known by in decisions: `source`, `row`, `named`, `told`.

    Args:
        frame: The cleaned list.
        gone: Which rows are gone.
    """
    rows = frame.filter(gone)
    told = anchor.told(rows)
    # What another row says, too, tells nobody.
    others = anchor.told(frame.filter(~gone)).drop_nulls().unique().implode()
    told = pl.select(pl.when(~told.is_in(others)).then(told)).to_series().alias("told")
    return rows.select("source", "row").with_columns(anchor.named(rows), told)


def _contains(texts: pl.Series, signs: Sequence[str]) -> pl.Series:
    if not signs:
        return pl.Series([False]).new_from_index(0, len(texts))
    return texts.str.contains_any(list(signs))
