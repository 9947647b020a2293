"""What an earlier run knows of the rows of a list to which others are added.

Its customers stay as they are: their rows are not compared with each other again, and no row that is only alike joins
two of them. That takes a rule on codes, or a person. A row that comes again under the id that it has in its source is
the record that it was, if nothing in it contradicts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core.columns import gathered
from italclean.pairs.encode import ODD, Encoded, Keys, Rows
from italclean.pairs.reasons import number_of
from italclean.pairs.score import Scorer

Flags = npt.NDArray[np.bool_]
Pairs = tuple[Rows, Rows]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the rows of a list, row by row.

    Attributes:
        before: The number of the customer that each row was of, -1 for a row that is new.
        whole: Which rows are of a customer that stays together; the others of a customer are looked at anew.
        ids: The golden id of each number.
        taken: Ids that were given away: customers' of today, and those that were joined to others.
        load: The number of the delivery in which each row came.
        reasons: The number of the reason why each row is where it is, null for a new one.
        probability: How sure that is, likewise.
        attached: Which rows hold a contact alone and were given to the only customer that has it.
        scorer: Makes the scorer of what was learned; None to learn anew.
        barred: Tells which ids are not given again beyond those, as their customers were forgotten.
        later: The rows that a later delivery brought anew, where they were looked for (`with_versions`).
    """

    before: Rows
    whole: Flags
    ids: pl.Series
    taken: pl.Series
    load: Rows
    reasons: pl.Series
    probability: pl.Series
    attached: Flags
    scorer: Callable[[Encoded], Scorer] | None = field(default=None, repr=False)
    barred: Callable[[pl.Series], pl.Series] | None = field(default=None, repr=False)
    later: Pairs | None = field(default=None, repr=False)

    @property
    def customer(self) -> Rows:
        """The number of the customer that each row is held in, -1 where it is open."""
        return np.where(self.whole, self.before, -1)

    @property
    def was(self) -> pl.Series:
        """The golden id that each row had, null for a new one."""
        return gathered(self.ids, self.before)

    def gave(self, ids: pl.Series) -> pl.Series:
        """Tell which of some ids were given away.

        Args:
            ids: Ids that customers might get.
        """
        given = ids.is_in(self.taken.implode())
        return given if self.barred is None else given | self.barred(ids)

    def and_new(self, count: int) -> Known:
        """Return what is known of the rows and of some new ones behind them, of which nothing is.

        Args:
            count: How many new rows there are, of one delivery.
        """
        nothing = pl.Series([None]).new_from_index(0, count)
        return replace(
            self,
            before=np.concatenate([self.before, np.full(count, -1)]),
            whole=np.concatenate([self.whole, np.zeros(count, dtype=np.bool_)]),
            load=np.concatenate([self.load, np.full(count, self.load.max(initial=-1) + 1)]),
            reasons=pl.concat([self.reasons, nothing.cast(self.reasons.dtype)]),
            probability=pl.concat([self.probability, nothing.cast(self.probability.dtype)]),
            attached=np.concatenate([self.attached, np.zeros(count, dtype=np.bool_)]),
            later=None,
        )

    def take(self, rows: Rows) -> Known:
        """Return what is known of some rows."""
        places = pl.Series(rows)
        return replace(
            self,
            before=self.before[rows],
            whole=self.whole[rows],
            load=self.load[rows],
            reasons=self.reasons[places],
            probability=self.probability[places],
            attached=self.attached[rows],
            later=None,
        )

    def with_versions(self, frame: pl.DataFrame) -> Known:
        """Return it with the rows that came anew, which are asked for again and again.

        Args:
            frame: `source` and `source_id` of each row.
        """
        return replace(self, later=self.versions(frame))

    def parted(self, decisions: pl.DataFrame) -> Known:
        """Take the customers apart of which a person said that two of their rows are not one.

        Args:
            decisions: `low`, `high` (rows of the list), `same`.
        """
        different = decisions.filter(~pl.col("same"))
        one, other = (self.before[different[side].to_numpy()] for side in ("low", "high"))
        return replace(self, whole=self.whole & ~np.isin(self.before, one[(one >= 0) & (one == other)]))

    def of_all_versions(self, pairs: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
        """Let what parts two records part all of their versions: a decision is found on the newest ones alone.

        Else `erp:1` and `erp:2` of one codice fiscale, which a person parted, would be one again by their older rows as
        soon as both came anew.

        Args:
            pairs: `low`, `high` (rows of the list), `same`.
            frame: `source` and `source_id` of each row.
        """
        different = pairs.filter(~pl.col("same"))
        low, high = self.versions(frame)
        if different.is_empty() or not len(low):
            return pairs
        key = ["source", "source_id"]
        records = frame.select(key).with_row_index("at").with_columns(pl.col("at").cast(pl.Int64), was=self.before)
        records = records[pl.Series(np.union1d(low, high))]
        for side in ("low", "high"):
            # Who had the id before, and is another customer, is no version.
            mine = different.select(pl.col(side).unique()).join(records, left_on=side, right_on="at")
            theirs = mine.join(records, on=key, suffix="_other")
            theirs = theirs.filter((pl.col("was") < 0) | (pl.col("was") == pl.col("was_other")))
            both = pl.concat([theirs.select(side, "at"), different.select(side, at=side)]).unique()
            different = different.join(both, on=side).drop(side).rename({"at": side})
        told = different.select(
            low=pl.min_horizontal("low", "high"), high=pl.max_horizontal("low", "high"), same="same"
        )
        return pl.concat([pairs, told.sort("low", "high")]).unique(["low", "high"], keep="first", maintain_order=True)

    def recognise(self, content: Keys, identifying: Flags) -> Known:
        """Give new rows that say just what rows of one customer alone say to that customer.

        Args:
            content: One number for all that each row says.
            identifying: Which rows say of whom they are.
        """
        customer = self.customer
        asked = np.flatnonzero(identifying & (self.before < 0))
        held = np.flatnonzero(identifying & (customer >= 0))
        if not len(asked) or not len(held):
            return self
        owners = (
            pl.DataFrame({"content": content[held], "customer": customer[held]})
            .group_by("content")
            .agg(pl.col("customer").min(), several=pl.col("customer").n_unique() > 1)
            .filter(~pl.col("several"))
        )
        new = pl.DataFrame({"content": content[asked], "at": asked})
        met = new.join(owners, on="content", how="inner")
        before, whole = self.before.copy(), self.whole.copy()
        where = met["at"].to_numpy()
        before[where], whole[where] = met["customer"].to_numpy(), True
        return replace(self, before=before, whole=whole)

    def marked(self, content: Keys) -> Keys:
        """Make the contents of rows of different customers differ, so that they are not taken for identical."""
        return (content ^ (self.customer + 1).astype(np.uint64)) * ODD

    def are_open(self, low: Rows, high: Rows) -> Flags:
        """Tell the pairs that are to be looked at: with a new row, or within a customer that was taken apart."""
        new = self.before < 0
        anew = (self.before[low] == self.before[high]) & ~self.whole[low]
        return np.asarray(new[low] | new[high] | anew)

    def versions(self, frame: pl.DataFrame) -> Pairs:
        """Find the rows that a later delivery brought under the id of an earlier row of the same source.

        An id that comes twice in one delivery tells nothing.

        Args:
            frame: `source` and `source_id` of each row.

        Returns:
            The earlier rows, each the last one before the later one, and the later rows.
        """
        if self.later is not None:
            return self.later
        held = frame.select("source", "source_id").with_row_index("at").with_columns(load=pl.Series(self.load))
        held = held.filter(pl.col("source_id").is_not_null())
        key = ["source", "source_id"]
        held = held.filter(pl.len().over(*key) > 1).filter(pl.len().over(*key, "load") == 1).sort(*key, "load")
        pairs = held.select(low=pl.col("at").shift(1).over(key), high="at").drop_nulls()
        return pairs["low"].to_numpy().astype(np.int64), pairs["high"].to_numpy().astype(np.int64)

    def numbered(self, frame: pl.DataFrame, ours: Flags) -> tuple[Rows, Rows]:
        """Number the rows of a source free of duplicates: rows of different numbers are different customers.

        The record that comes again under its id keeps its number. Rows without an id differ from those of their own
        delivery alone: that a source holds nobody twice says nothing of what it held a month before.

        Args:
            frame: `source_id` of each row.
            ours: Which rows are of the source.

        Returns:
            Numbers of the rows with an id, of whichever delivery, and of those of the last delivery, -1 elsewhere.
        """
        named = frame["source_id"].is_not_null().to_numpy()
        last = int(self.load[ours].max(initial=0))
        ids = frame["source_id"].rank("dense").fill_null(0).to_numpy().astype(np.int64)
        numbers = np.where(named, ids, len(ids) + 1 + np.arange(len(ids)))
        return np.where(ours & named, numbers, -1), np.where(ours & (self.load == last), numbers, -1)

    def not_joined(self, before: Rows, label: Rows, attached: Rows) -> tuple[Rows, Rows]:
        """Undo where a known record of a contact alone was given to another known customer.

        Args:
            before: The cluster of each record before.
            label: The cluster of each record.
            attached: The records that were given to the only customer with their contact.

        Returns:
            The clusters, and the records that stay attached.
        """
        others = np.ones(len(label), dtype=np.bool_)
        others[attached] = False
        held = np.zeros(len(label), dtype=np.bool_)
        held[label[others & (self.before >= 0)]] = True
        known = attached[self.before[attached] >= 0]
        # Of several such records one may become the new customer.
        _, first = np.unique(label[known], return_index=True)
        is_first = np.zeros(len(known), dtype=np.bool_)
        is_first[first] = True
        undone = known[held[label[known]] | ~is_first]
        label = label.copy()
        label[undone] = before[undone]
        return label, np.setdiff1d(attached, undone)

    def remember(self, crosswalk: pl.DataFrame) -> pl.DataFrame:
        """Tell of rows that stay where they were why they are there, as it was told before.

        Args:
            crosswalk: `probability`, and `reason` as its number.
        """
        kept = self.reasons.is_not_null() & pl.Series(self.whole) & (self.reasons != number_of("single"))
        told = pl.DataFrame({"reason": self.reasons, "probability": self.probability, "kept": kept})
        return crosswalk.with_columns(
            told.select(pl.when("kept").then(name).otherwise(crosswalk[name]).alias(name) for name in told.columns[:2])
        )

    def newest(self, frame: pl.DataFrame) -> pl.Series:
        """Tell the rows that no later delivery brought anew.

        Args:
            frame: `source` and `source_id` of each row.
        """
        low, _ = self.versions(frame)
        newest = np.ones(len(self.before), dtype=np.bool_)
        newest[low] = False
        return pl.Series(newest)

    def superseded(self, frame: pl.DataFrame, labels: pl.Series) -> Flags:
        """Tell the rows of which a later row of the same customer is the newer version.

        Args:
            frame: `source` and `source_id` of each row.
            labels: The cluster of each row.
        """
        low, high = self.versions(frame)
        one = (labels[pl.Series(low)] == labels[pl.Series(high)]).to_numpy()
        older = np.zeros(len(self.before), dtype=np.bool_)
        older[low[one]] = True
        return older


def chains(numbers: Rows) -> Pairs:
    """Join the records of each number along a chain.

    Args:
        numbers: A number for each record, -1 for none.

    Examples:
        >>> [part.tolist() for part in chains(np.array([4, -1, 7, 4, 4]))]
        [[0, 3], [3, 4]]
    """
    order = np.argsort(numbers, kind="stable")
    order = order[numbers[order] >= 0]
    one = numbers[order[1:]] == numbers[order[:-1]]
    return order[:-1][one], order[1:][one]
