"""What a deduplication found."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.customers.contacts import ContactBook
from italclean.customers.survivorship import Survivorship
from italclean.messages.text import Text
from italclean.pairs.blocking import Pass
from italclean.pairs.expected import Expected
from italclean.pairs.explain import Explainer, Explanation, RowName


@dataclass(frozen=True, slots=True)
class Reasons:
    """The reasons of a deduplication as numbers (`reasons.number_reasons`), which no language changes.

    Attributes:
        crosswalk: That of each row of the crosswalk.
        review: That of each pair of the review.
    """

    crosswalk: pl.Series
    review: pl.Series


@dataclass(frozen=True, slots=True, repr=False)
class Deduped:
    """A deduplicated list.

    Attributes:
        golden: One row for each customer.
        crosswalk: One row for each input row: `source`, `row`, `source_id`, `golden_id`, `probability`, `reason`.
        review: One row for each pair that a person must decide.
        reasons: The reasons of both as numbers, row by row.
        sources: For each source its `rows`, its `customers` and how many `only_here`.
        links: For each two sources (`source_a`, `source_b`) how many `customers` they have in common.
        passes: What each blocking pass gave.
        hardest: The merges by likeness that were the least sure, explained.
        figures: Counts and the fitted weights.
        book: The contacts, from which `contacts` is laid out.
        kept: What the merges kept and lost, from which `survivorship` is laid out.
        explainer: Explains any two rows.
        expected: How many wrong merges and missed duplicates to expect, and what other thresholds would give.
        attached: Which rows hold a contact alone, and were given to the only customer that has it.
        decisions: What a person decided, with what became of each decision (`state`).
        notices: What a user should know of those decisions, and of the segments.
        tasks: The customers of personal segments, by account manager.
    """

    golden: pl.DataFrame
    crosswalk: pl.DataFrame
    review: pl.DataFrame
    reasons: Reasons
    sources: pl.DataFrame
    links: pl.DataFrame
    passes: tuple[Pass, ...]
    hardest: tuple[Explanation, ...]
    figures: dict[str, object]
    book: ContactBook = field(repr=False)
    kept: Survivorship = field(repr=False)
    explainer: Explainer = field(repr=False)
    expected: Expected = field(repr=False)
    attached: npt.NDArray[np.bool_] = field(repr=False)
    decisions: pl.DataFrame = field(default_factory=pl.DataFrame)
    notices: tuple[Text, ...] = ()
    tasks: pl.DataFrame = field(default_factory=pl.DataFrame)

    def __repr__(self) -> str:
        rows, review = self.crosswalk.height, self.review.height
        return f"<Deduped: {rows} rows, {self.golden.height} customers, {review} pairs to decide>"

    @property
    def contacts(self) -> pl.DataFrame:
        """One row for each distinct contact of a customer, by seat; laid out when first asked for.

        Examples:
            >>> import polars as pl
            >>> import italclean as ic
            >>> rows = {"cognome": ["Rossi"] * 2, "nome": ["Mario"] * 2, "codice_fiscale": ["RSSMRA85T10A562S"] * 2}
            >>> more = {"email": ["m@rossi.it", "mario@studio.it"], "data_modifica": ["2024-01-01", "2020-01-01"]}
            >>> found = ic.dedupe(pl.DataFrame({**rows, **more}))
            >>> found.contacts.select("kind", "value", "row").rows()
            [('email', 'm@rossi.it', 1), ('email', 'mario@studio.it', 2)]
            >>> found.golden.select("email", "email_2").rows()
            [('m@rossi.it', 'mario@studio.it')]
        """
        return self.book.frame

    @property
    def survivorship(self) -> pl.DataFrame:
        """One row for each field of a customer of several rows: what won, why, what was lost.

        Laid out when first asked for.
        """
        return self.kept.frame

    def explain(self, one: RowName, other: RowName) -> Explanation:
        """Explain why two rows are one customer or not; the arguments and errors are those of `Result.explain`.

        Examples:
            >>> import polars as pl
            >>> import italclean as ic
            >>> people = {"cognome": ["Rossi"] * 2, "nome": ["Mario", "M."], "email": ["m@rossi.it"] * 2}
            >>> why = ic.dedupe(pl.DataFrame(people)).explain(1, 2)
            >>> why.verdict, why.same_customer, why.fields["level"].to_list()[:2]
            ('merge', True, ['same', 'partly'])
        """
        return self.explainer.explain(one, other)
