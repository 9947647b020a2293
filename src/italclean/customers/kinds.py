"""A customer of a person's and of a firm's rows is one or the other: the other's name has a column of its own."""

from __future__ import annotations

import numpy as np
import polars as pl

from italclean.core.columns import flags_at, is_true, no_text
from italclean.customers.ranking import Ranking, Rows
from italclean.fields.catalogue import FIRM, PERSON

# For the kind of a customer: the fields of a name that it does not bear, which of them are printed, and where.
_NOT_OF = {
    "azienda": (PERSON, ("titolo", "nome", "cognome"), "referente"),
    "persona": (FIRM, ("ragione_sociale",), "azienda_di_appartenenza"),
}


def part_kinds(frame: pl.DataFrame, chosen: Rows, ranking: Ranking) -> pl.DataFrame:
    """Take the names of the other kind out of the rows of merged customers, each to the column that it has there.

    ROSSI MARIO, merged by its partita IVA with Carrozzeria Rossi, is the `referente` of that firm.

    Args:
        frame: The cleaned list; it comes back as it is where it has no `tipo`.
        chosen: For each customer the row that its `tipo` is taken from, -1 for none.
        ranking: The rows of each customer.
    """
    rows = ranking.ranked
    source = chosen[ranking.numbers[rows]]
    kinds = frame["tipo"][pl.Series(np.maximum(source, 0))]
    for kind, (names, printed, target) in _NOT_OF.items():
        held = [name for name in names if name in frame.columns]
        shown = [name for name in printed if name in held]
        ours = np.sort(rows[is_true(kinds == kind).to_numpy() & (source >= 0)])
        if not held or not len(ours):
            continue
        theirs = frame.select("tipo", *held)[ours]
        # A person's own Ditta individuale stays where no firm's name goes.
        alien = pl.col("tipo").ne_missing(kind) & pl.any_horizontal(pl.col(*held).is_not_null())
        odd = theirs.select(alien | pl.any_horizontal(pl.lit(value=False), pl.col(shown).is_not_null())).to_series()
        ours, theirs = ours[odd.to_numpy()], theirs.filter(odd)
        if not len(ours):
            continue
        there = frame[target] if target in frame.columns else no_text(frame.height).alias(target)
        printed_name = [
            pl.concat_str(some, separator=" ", ignore_nulls=True).replace("", None) for some in (shown, held) if some
        ]
        whole = theirs.select(pl.coalesce(printed_name))
        known = there[pl.Series(ours)]
        # scatter changes the Series that it is called on.
        there = there.clone().scatter(ours, known.fill_null(whole.to_series()))
        moved = flags_at(frame.height, pl.Series(ours))
        frame = frame.with_columns(there, *(pl.when(~moved).then(pl.col(name)).alias(name) for name in held))
    return frame
