"""The merge plan: records of one customer that the target has twice, which one stays, and what is set on it.

The target keeps its own history, links and automations on its own records: two of them are not made one by an import
file. The plan names them by their own ids, and writes refusals first, so that no merge loses one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from italclean.core.stable_hash import hashed
from italclean.errors import BadOption, Language
from italclean.exports.customers import with_derived
from italclean.exports.merge_rules import MergeRules
from italclean.exports.merge_values import values_to_set
from italclean.exports.records import Records
from italclean.exports.target import Target
from italclean.fields.catalogue import ACTIVITY, RESERVED, is_canonical
from italclean.messages.text import Text, argument, said

PLAN = ("step", "object", "call", "winner_id", "loser_id", "golden_id", "why", "asked")
LEFT = ("object", "record_id", "golden_id", "why")
REFUSALS, VALUES, FIRST_MERGE = 1, 2, 3
"""The steps: refusals, other values, then the objects one after the other; behind them what no two may share."""


@dataclass(frozen=True, slots=True, repr=False)
class MergePlan:
    """What is to be merged in a system, and how.

    Attributes:
        plan: One row for each record that goes: `step`, `object`, `call` (the number of the call, empty where the
            system merges none), `winner_id`, `loser_id`, `golden_id`, `why` the other one stays (`complete`, `oldest`,
            `active`, `id`), `asked` (records of which a person is asked whether they are this customer).
        values: What is set on records: `step`, `object`, `record_id`, `golden_id`, `column`, `old`, `new`, `why`
            (`refusal`, `value`, `key`).
        left: Records of a customer of several that are not merged: `object`, `record_id`, `golden_id`, `why`.
        order: The objects in the order in which they are merged.
        sources: The sources that are the system's own.
    """

    plan: pl.DataFrame
    values: pl.DataFrame
    left: pl.DataFrame
    order: tuple[str, ...]
    sources: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<MergePlan: {self.plan.height} records into {self.plan['winner_id'].n_unique()}>"

    def figures(self) -> dict[str, int]:
        """Return its figures: `losers`, `winners`, `calls`, `values`, `left`."""
        return {
            "losers": self.plan.height,
            "winners": self.plan.select("object", "winner_id").n_unique(),
            "calls": self.plan["call"].n_unique() - bool(self.plan["call"].null_count()),
            "values": self.values.height,
            "left": self.left.height,
        }


def make_merge_plan(
    golden: pl.DataFrame,
    target: Target,
    records: Records,
    sources: Sequence[str],
    language: Language,
    held: pl.DataFrame,
) -> MergePlan:
    """Plan the merging of records that a system has already.

    Args:
        golden: The customers, one row each.
        target: The system.
        records: The records of all sources.
        sources: Which sources are the system's own; `Contact=crm_contacts` where all of its records are of one object.
        language: The language of reasons.
        held: `object` and `golden_id` of the rows that the system would refuse.

    Raises:
        BadOption: Nothing is known of merging there, or there is no such source or object.
    """
    rules = target.merge
    if rules is None:
        raise BadOption(value=target.name, option=argument("merge_plan"), reason=said("export.no_merge"))
    objects = dict(_told_object(one, rules.order, records) for one in sources)
    own, left = _own(records, objects, golden, language)
    own = own.with_columns(_object(own, objects, target, rules, golden))
    # Two records make a group; of which a person speaks otherwise none is touched.
    sized = own.with_columns(size=pl.len().over("golden_id", "object"))
    groups = sized.filter(pl.col("size") > 1)
    decided = pl.col("golden_id").is_in(records.within.implode())
    left += [_left(groups.filter(decided), "export.left_decided", language)]
    chosen = _chosen(groups.filter(~decided), records, rules)
    most = rules.losers_per_record
    if most is not None:
        left += [_left(chosen.filter(pl.col("place") > most), "export.left_limit", language, most=most)]
        chosen = chosen.filter(pl.col("place") <= most)
    plan = _plan(chosen, records, rules)
    values = values_to_set(chosen, golden, target, records, held)
    return MergePlan(plan, values, pl.concat(left), rules.order, tuple(objects))


def _told_object(given: str, order: Sequence[str], records: Records) -> tuple[str, str | None]:
    """Read `Contact=crm_contacts`; a source may be called `a=b`."""
    if given in records.rows["source"].unique().to_list():
        return given, None
    name, sign, source = given.partition("=")
    records.check_sources([source if sign else given], argument("merge_plan"))
    if name not in order:
        raise BadOption(
            value=given, option=argument("merge_plan"), reason=said("export.no_object", names=", ".join(order))
        )
    return source, name


def _own(
    records: Records, objects: Mapping[str, str | None], golden: pl.DataFrame, language: Language
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The records of the system, each once, by its newest row; what cannot be named there is left."""
    rows = records.rows.filter(pl.col("source").is_in(list(objects)))
    named = rows.filter(pl.col("source_id").is_not_null())
    last = named.filter(pl.col("@load") == pl.col("@load").max().over("source", "source_id"))
    doubtful = last.filter(pl.col("golden_id").n_unique().over("source", "source_id") > 1)
    newest = named.filter(pl.col("@newest") & ~pl.col("@at").is_in(doubtful["@at"].implode()))
    first = named.group_by("source", "source_id").agg(pl.struct("@load", "row").min().alias("@first"))
    newest = newest.join(first, on=["source", "source_id"], how="left", maintain_order="left")
    # A system gives an id once, whichever of its lists a record came with.
    newest = newest.unique("source_id", keep="first", maintain_order=True)
    several = newest["golden_id"].implode()
    unnamed = rows.filter(pl.col("source_id").is_null() & pl.col("golden_id").is_in(several))
    told = [pl.DataFrame(schema=dict.fromkeys(LEFT, pl.String))]
    told.append(_left(unnamed.with_columns(object=pl.lit(None, pl.String)), "export.left_no_id", language))
    twice = doubtful.unique(["source_id", "golden_id"], maintain_order=True)
    told.append(_left(twice.with_columns(object=pl.lit(None, pl.String)), "export.left_two", language))
    return newest.filter(pl.col("golden_id").is_in(golden["golden_id"].implode())), told


def _left(rows: pl.DataFrame, key: str, language: Language, **details: object) -> pl.DataFrame:
    why = said(key, **details).text(language)
    return rows.select("object", pl.col("source_id").alias("record_id"), "golden_id", pl.lit(why).alias("why"))


def _object(
    own: pl.DataFrame, objects: Mapping[str, str | None], target: Target, rules: MergeRules, golden: pl.DataFrame
) -> pl.Series:
    """What each record is there: as was said of its source, as its id says, else what its customer goes to first."""
    kinds = with_derived(golden, target).select("golden_id", "@kind")
    goes_to = {kind: one.name for one in reversed(target.objects) for kind in one.takes}
    told = own.select("source", "source_id", "golden_id").join(kinds, on="golden_id", how="left", maintain_order="left")
    said_of = {source: name for source, name in objects.items() if name is not None}
    by_id = [
        pl.when(pl.col("source_id").str.starts_with(prefix)).then(pl.lit(name))
        for name, prefix in rules.prefixes.items()
    ]
    return told.select(
        pl.coalesce(
            pl.col("source").replace_strict(said_of, default=None, return_dtype=pl.String),
            *by_id,
            pl.col("@kind").replace_strict(goes_to, default=None, return_dtype=pl.String),
        ).alias("object")
    ).to_series()


def _chosen(groups: pl.DataFrame, records: Records, rules: MergeRules) -> pl.DataFrame:
    """Rank the records of each group: `place` 0 is the one that stays; `why` is the rule that told it from the next."""
    fields = [name for name in records.rows.columns if is_canonical(name) and name not in RESERVED]
    active = [name for name in ACTIVITY if name in groups.columns]
    keys = {
        "complete": -pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.Int64) for name in fields),
        "oldest": pl.struct("@first").rank("dense").cast(pl.Int64),
        "active": -(pl.max_horizontal(active).str.to_date("%Y-%m-%d", strict=False).to_physical().cast(pl.Int64))
        if active
        else pl.lit(0, pl.Int64),
    }
    order = list(dict.fromkeys(rules.winner))
    # Two records that are equal in all this are told apart by their ids, so that a plan made anew is the same.
    ranked = groups.with_columns(
        *(keys[name].fill_null(1).alias(f"@{name}") for name in order), pl.Series("@tie", hashed(groups["source_id"]))
    )
    places = {name: at for at, name in enumerate(rules.order)}
    position = pl.col("object").replace_strict(places, default=len(places), return_dtype=pl.Int64).alias("@object")
    ranked = ranked.with_columns(position).sort(
        "@object", "golden_id", *(f"@{name}" for name in order), "@tie", "source_id"
    )
    group = ["object", "golden_id"]
    differs = [pl.col(f"@{name}") != pl.col(f"@{name}").first().over(group) for name in order]
    why: pl.Expr = pl.lit("id")
    for name, other in reversed(list(zip(order, differs, strict=True))):
        why = pl.when(other).then(pl.lit(name)).otherwise(why)
    return ranked.with_columns(
        place=pl.int_range(pl.len()).over(group), winner_id=pl.col("source_id").first().over(group), why=why
    )


def _plan(chosen: pl.DataFrame, records: Records, rules: MergeRules) -> pl.DataFrame:
    losers = chosen.filter(pl.col("place") > 0).join(records.asked, on="golden_id", how="left", maintain_order="left")
    share = rules.losers_per_call
    call = pl.lit(None, pl.Int64)
    if share:
        # Of one winner as many as a call takes, then the next call.
        begins = ((pl.col("place") - 1) % share == 0).cast(pl.Int64)
        call = begins.cum_sum()
    return losers.select(
        (pl.col("@object") + FIRST_MERGE).alias("step"),
        "object",
        call.alias("call"),
        "winner_id",
        pl.col("source_id").alias("loser_id"),
        "golden_id",
        "why",
        "asked",
    )


def steps_of(made: MergePlan, rules: MergeRules) -> list[Text]:
    """Tell the steps of a plan, in their order.

    Args:
        made: The plan.
        rules: What is known of merging there.
    """
    counts = dict(made.plan.group_by("step").len().iter_rows())
    sets = dict(made.values.group_by("step").len().iter_rows())
    last = FIRST_MERGE + len(made.order)
    told = [
        said("export.step_refusals", step=REFUSALS, count=sets.get(REFUSALS, 0)),
        said("export.step_values", step=VALUES, count=sets.get(VALUES, 0)),
    ]
    key = "export.step_merge" if rules.losers_per_call else "export.step_instead"
    told += [
        said(key, step=FIRST_MERGE + at, object=name, count=counts[FIRST_MERGE + at], most=rules.losers_per_call)
        for at, name in enumerate(made.order)
        if FIRST_MERGE + at in counts
    ]
    if last in sets:
        told.append(said("export.step_keys", step=last, count=sets[last]))
    return told
