"""Whether two systems know of the same refusals and consents.

Of each system the strictest counts that its rows of a customer say, as in a merge. A refusal of marketing is one of
every channel of it; a refusal of a channel is none of marketing (`consent.purposes.covers`). What only notes or columns
of oppositions tell is seen in whom each system may contact.

Source: GDPR art. 7(3) and 21(3): who withdraws or objects has done so towards the controller, not towards one of its
systems.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.audits.cells import Cells
from italclean.audits.compare import FOUND
from italclean.audits.kinds import CONFLICTS, KIND
from italclean.audits.sides import A, B, Sides
from italclean.consent.purposes import CONSENT, REACH, columns_of, covers, is_opposition, is_revocation, purposes
from italclean.consent.reach import KEPT_REASONS, MEANS, NO, REASON, YES
from italclean.core.columns import gathered, is_true, no_text
from italclean.customers.consents import is_merged_here, merge_consents
from italclean.customers.ranking import Rows, rank
from italclean.fields.catalogue import CONTACTS, columns_in
from italclean.result import Result
from italclean.rows.hints import UNREAD

_REFUSED = ("no", "revocato")
_NOTED = [reason for reason in KEPT_REASONS if reason.startswith("nota_non_") or reason == "deceduto"]
_STATED = {"value": pl.String, "refuses": pl.Boolean, "agrees": pl.Boolean, "open": pl.Boolean, "at": pl.Int64}


def compare_consents(result: Result, cells: Cells) -> dict[str, pl.DataFrame]:
    """Hold the consents of two systems against each other.

    Args:
        result: The cleaned list.
        cells: The cells of both systems.

    Returns:
        What was found of each purpose (`consenso_…`) and each means (`contattabile_…`), as `FOUND` has it.
    """
    sides, frame = cells.sides, result.cleaned
    roles = [{column.role for name in tables for column in result.plan.of(name)} for tables in sides.tables]
    stated = [_stated(result, sides, side) for side in (A, B)]
    asked = purposes(frame.columns)
    found: dict[str, pl.DataFrame] = {}
    conflicts = [np.zeros(sides.both, dtype=np.bool_) for _ in CONFLICTS]
    for purpose in asked:
        one, other = (_covered(purpose, known) for known in stated)
        told = [_with_typed(known, purpose, cells, roles[side]) for side, known in ((A, one), (B, other))]
        column = f"{CONSENT}{purpose}"
        has = [any(role and role.startswith(column) for role in known) for known in roles]
        held = _held(told[A], told[B], has, sides)
        for number, kind in enumerate(CONFLICTS):
            conflicts[number] |= held.select(pl.col("kind") == kind).to_series().fill_null(value=False).to_numpy()
        found[column] = _found(held)
    for means in MEANS:
        if REACH + means.name in frame.columns:
            told = [_reached(frame, sides, side, means.name) for side in (A, B)]
            held = _held(told[A], told[B], [True, True], sides).with_columns(
                known=pl.when(pl.col("kind") == CONFLICTS[0])
                .then(pl.Series(conflicts[0]))
                .otherwise(pl.Series(conflicts[1]))
            )
            # What is told of the purpose is not told again of the means; what one system alone knows says nothing.
            new = held.filter(pl.col("kind").is_in(CONFLICTS) & ~pl.col("known"))
            if new.height:
                found[REACH + means.name] = _found(new)
    return found


def _stated(result: Result, sides: Sides, side: int) -> dict[str, pl.DataFrame]:
    """What a system says of each purpose, a row for each customer whom both know."""
    rows = sides.rows(side)
    frame = result.cleaned
    names = [name for name in frame.columns if is_merged_here(name)]
    if not purposes(names):
        return {}
    kept = list(dict.fromkeys(["source", "row", "source_id", *names, *columns_in(frame.columns, *CONTACTS)]))
    some = frame.select(kept)[pl.Series(rows)]
    unread = {
        name.removeprefix(UNREAD): result.hints[name][pl.Series(rows)]
        for name in result.hints.columns
        if name.startswith(UNREAD)
    }
    numbers = sides.numbers[rows]
    ranking = rank(some, pl.Series("cluster", numbers))
    merged = merge_consents(some, ranking, unread)
    # Customers are numbered as they come; both systems' are wanted in one order.
    order = np.argsort(numbers[ranking.base], kind="stable")
    columns = pl.DataFrame([values.rename(name) for name, values in merged.columns.items()])[pl.Series(order)]
    origins = dict(merged.origins)
    stated = {}
    for purpose in purposes(names):
        held = columns_of(purpose, columns.columns)
        open_ = _any(unread.get(f"{CONSENT}{purpose}"), ranking.numbers, len(order))[order]
        where = origins.get(f"{CONSENT}{purpose}", ranking.base)[order]
        stated[purpose] = _state(columns, held, open_, np.where(where >= 0, rows[np.maximum(where, 0)], -1))
    return stated


def _any(flags: pl.Series | None, numbers: Rows, count: int) -> npt.NDArray[np.bool_]:
    found = np.zeros(count, dtype=np.bool_)
    if flags is not None:
        found[numbers[is_true(flags).to_numpy()]] = True
    return found


def _state(columns: pl.DataFrame, held: list[str], open_: npt.NDArray[np.bool_], where: Rows) -> pl.DataFrame:
    refuses = pl.any_horizontal(pl.col(name).is_in(_REFUSED) for name in held).fill_null(value=False)
    agrees = pl.any_horizontal(pl.col(name) == "si" for name in held).fill_null(value=False) & ~refuses
    value = pl.coalesce(pl.when(pl.col(name).is_in(_REFUSED) | agrees).then(pl.col(name)) for name in held)
    told = columns.select(value=value, refuses=refuses, agrees=agrees)
    return told.with_columns(
        open=pl.Series(open_) & pl.col("value").is_null(), at=pl.Series(where.astype(np.int64))
    ).select(*_STATED)


def _covered(purpose: str, stated: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """What is said of a purpose, a refusal of what covers it among it."""
    own = stated[purpose]
    for other, theirs in stated.items():
        if other != purpose and covers(other, purpose):
            refused = theirs["refuses"] & ~own["refuses"]
            if refused.any():
                own = own.select(
                    theirs[name].zip_with(refused, own[name]) if name != "agrees" else own[name] & ~refused
                    for name in _STATED
                )
    return own


def _with_typed(stated: pl.DataFrame, purpose: str, cells: Cells, roles: set[str | None]) -> pl.DataFrame:
    """Add what was typed where it was said: in the purpose's columns, or in those of oppositions."""
    own = [name for name in cells.frame.columns if name in columns_of(purpose, cells.frame.columns)]
    others = [
        name for name in roles if name and (name.startswith(CONSENT) or is_opposition(name) or is_revocation(name))
    ]
    typed = no_text(stated.height)
    for name in (*own, *sorted(set(others) - set(own))):
        said = cells.typed(name)
        if said is not None:
            typed = pl.select(pl.coalesce(typed, gathered(said["typed"], stated["at"].to_numpy()))).to_series()
    silent = stated["value"].is_null() & ~stated["open"]
    return stated.with_columns(typed=typed.zip_with(~silent, no_text(stated.height)))


def _reached(frame: pl.DataFrame, sides: Sides, side: int, means: str) -> pl.DataFrame:
    """Whether a system may contact each customer by a means: a refusal or a note on any row is one."""
    whose = sides.whose(side)
    state, why = (frame[REACH + means + ending][whose["at"]] for ending in ("", REASON))
    told = whose.with_columns(value=state, typed=why).with_columns(
        refuses=(pl.col("value") == NO) & (pl.col("typed").str.starts_with("rifiuto_") | pl.col("typed").is_in(_NOTED)),
        agrees=pl.col("value") == YES,
    )
    gravest = told.sort(~pl.col("refuses").fill_null(value=False), ~pl.col("agrees").fill_null(value=False), "place")
    first = gravest.unique("n", keep="first", maintain_order=True).sort("n")
    return first.select(
        "value",
        pl.col("refuses").fill_null(value=False),
        pl.col("agrees").fill_null(value=False),
        open=pl.lit(value=False),
        at=pl.col("at").cast(pl.Int64),
        typed="typed",
    )


def _held(a: pl.DataFrame, b: pl.DataFrame, has: list[bool], sides: Sides) -> pl.DataFrame:
    """Hold what two systems say of one purpose against each other, a row for each customer whom both know."""
    both = pl.concat([a.select(pl.all().name.suffix("_a")), b.select(pl.all().name.suffix("_b"))], how="horizontal")
    no_a, no_b, yes_a, yes_b, open_a, open_b = (
        pl.col(f"{name}_{side}") for name in ("refuses", "agrees", "open") for side in "ab"
    )
    silent_a, silent_b = (~no_a & ~yes_a & ~open_a), (~no_b & ~yes_b & ~open_b)
    alike = pl.when(pl.col("typed_a") == pl.col("typed_b")).then(pl.lit("equal")).otherwise(pl.lit("rewritten"))
    kind = (
        pl.when(no_a & yes_b)
        .then(pl.lit("refused_a_yes_b"))
        .when(no_b & yes_a)
        .then(pl.lit("refused_b_yes_a"))
        .when(no_a & ~no_b)
        .then(pl.lit("refused_a_unknown_b"))
        .when(no_b & ~no_a)
        .then(pl.lit("refused_b_unknown_a"))
        .when((no_a & no_b) | (yes_a & yes_b))
        .then(alike)
        .when(open_a & open_b)
        .then(pl.when(pl.col("typed_a") == pl.col("typed_b")).then(pl.lit("equal")).otherwise(pl.lit("invalid_both")))
        .when(open_a)
        .then(pl.lit("invalid_a"))
        .when(open_b)
        .then(pl.lit("invalid_b"))
        .when(silent_a & ~silent_b & pl.lit(has[A]))
        .then(pl.lit("missing_a"))
        .when(silent_b & ~silent_a & pl.lit(has[B]))
        .then(pl.lit("missing_b"))
    )
    numbers = pl.Series(np.flatnonzero(sides.shared).astype(np.uint32))
    return both.with_columns(n=numbers, kind=kind.cast(KIND))


def _found(held: pl.DataFrame) -> pl.DataFrame:
    said = [
        pl.when(pl.col(f"value_{side}").is_not_null() | pl.col(f"open_{side}"))
        .then(pl.col(f"at_{side}"))
        .alias(f"at_{side}")
        for side in "ab"
    ]
    told = held.filter(pl.col("kind").is_not_null()).with_columns(said)
    below = [pl.when(pl.col(name) >= 0).then(pl.col(name)).alias(name) for name in ("at_a", "at_b")]
    return told.with_columns(below).select(*FOUND).cast(FOUND)  # type: ignore[arg-type]
