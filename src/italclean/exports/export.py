"""An export: the customers of a list as the files of a target, each row checked, none lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from italclean.core.copies import parted
from italclean.errors import Language
from italclean.exports.beside import Beside, Wanted, beside_of
from italclean.exports.columns import columns_for
from italclean.exports.consent import REASON, USELESS, with_states
from italclean.exports.customers import with_derived
from italclean.exports.files import as_bytes, cut
from italclean.exports.overflow import moved
from italclean.exports.preflight import preflight
from italclean.exports.readme import behind, readme
from italclean.exports.source import Customers, Given, customers_of
from italclean.exports.target import STATES, Column, Target, TargetObject, find_target
from italclean.exports.values import written
from italclean.fields.catalogue import RESERVED
from italclean.messages.text import Text, said

_MOST_TOLD = 12
"""How many kinds of findings a summary tells."""
_ASIDE = dict.fromkeys(("golden_id", "object", "field", "value", "why"), pl.String)
_KEYS = dict.fromkeys(("golden_id", "object", "key", "outcome", "file"), pl.String)


@dataclass(frozen=True, slots=True, repr=False)
class Export:
    """The files of a target.

    Attributes:
        target: The target.
        files: The import files by their names, in the order in which they are loaded.
        preflight: One row for each thing to look at: `row`, `golden_id`, `object`, `field`, `value`, `check`,
            `held`, `why`, `what`.
        held: The rows that the system would refuse, all objects below each other: `golden_id`, `object`, then their
            columns.
        aside: What is not loaded though nothing is wrong with it: `golden_id`, `object`, `field` (empty where it is the
            whole row), `value`, `why`.
        keys: Where each customer went: `golden_id`, `object`, `key`, `outcome` (`import`, `held`, `aside`), `file`.
        readme: LEGGIMI.md.
        customers: How many customers there are.
        language: The language of the messages.
        beside: What else was asked for: the merge plan, the keys that are gone, the consents to be learned.
    """

    target: Target
    files: Mapping[str, pl.DataFrame]
    preflight: pl.DataFrame
    held: pl.DataFrame
    aside: pl.DataFrame
    keys: pl.DataFrame
    readme: str
    customers: int
    language: Language
    forms: Mapping[str, Any] = field(default_factory=dict, repr=False)
    beside: Beside = field(default_factory=Beside, repr=False)

    def __repr__(self) -> str:
        return f"<Export to {self.target.name}: {len(self.files)} files, {self.held.height} rows held>"

    def figures(self) -> dict[str, int]:
        """Return its figures: `customers`, `files`, `rows`, `held`, `aside`, `warnings`."""
        return {
            "customers": self.customers,
            "files": len(self.files),
            "rows": sum(frame.height for frame in self.files.values()),
            "held": self.held.height,
            "aside": self.aside.height,
            "warnings": self.preflight.filter(~pl.col("held")).height,
            **self.beside.figures(),
        }

    def summary(self) -> list[Text]:
        """Return what it came to, in sentences: the figures, then what was found, the most frequent first."""
        return [
            said("export.summary", title=self.target.title, **self.figures()),
            *_counted(self.preflight)[:_MOST_TOLD],
            *self.beside.summary(),
        ]

    def content(self, name: str) -> bytes:
        """Return the bytes of an import file.

        Args:
            name: One of `files`.
        """
        return as_bytes(self.files[name], self.forms[name])

    def write(self, folder: str | Path, *, force: bool = False) -> list[Path]:
        """Write the files: all of them, or none.

        Args:
            folder: Where to; it is made if it is not there.
            force: Whether the files of an earlier export may be replaced; others are not, nor those that somebody
                changed since.

        Returns:
            The files written.

        Raises:
            OutputExists: The folder holds something, and `force` is not given.
            OutputForeign: A file that would be replaced is somebody's own, or was changed by somebody.
            OutputNotWritable: The folder cannot be written.
        """
        from italclean.exports.writing import write_export

        return write_export(self, Path(folder), force=force)


@dataclass(slots=True)
class _Made:
    """What became of the customers of one object."""

    one: TargetObject
    columns: Sequence[Column]
    rows: pl.DataFrame
    found: pl.DataFrame
    aside: pl.DataFrame

    def sound(self) -> pl.DataFrame:
        return self.rows.join(self._holding(), on="@at", how="anti")

    def held(self) -> pl.DataFrame:
        return self.rows.join(self._holding(), on="@at", how="semi")

    def of(self, ids: pl.Series) -> _Made:
        """What became of some customers alone."""
        some = {name: pl.col(name).is_in(ids.implode()) for name in ("@id", "golden_id")}
        return replace(
            self,
            rows=self.rows.filter(some["@id"]),
            found=self.found.filter(some["golden_id"]),
            aside=self.aside.filter(some["golden_id"]),
        )

    def _holding(self) -> pl.DataFrame:
        return self.found.filter("holds").select(pl.col("at").alias("@at")).unique()


def export(
    source: Given,
    target: str | Path | Target,
    *,
    changes: bool = False,
    since: str | Path | None = None,
    merge_plan: Sequence[str] = (),
    consents: bool = False,
    language: Language = "it",
) -> Export:
    """Make the files of a target system.

    Args:
        source: A result, the folder that `run` or `add` wrote, its golden table, or a frame like it.
        target: The name of a target (`hubspot`), the path of a TOML file of your own, or what `find_target` gave.
        changes: Whether import files hold only the customers that are new or changed since the last `add`; the keys of
            those that are no more are told.
        since: The folder of the last export to the system: keys in it that are no customer's any more are told, too.
        merge_plan: The sources whose records are in the system already (`crm`, or `Contact=crm_contacts`): how records
            of one customer are merged there is told.
        consents: Whether it is told what each source does not know yet of the consents of its records.
        language: The language of the messages.

    Raises:
        BadTarget: There is no such target, or its file makes no sense.
        BadOption: The list has no `golden_id`, or one stands on several rows; or what is asked for beside it is not
            known of it: a golden table alone has no records, a first delivery no changes.
        FileMissing: There is no such file.
        MasterUnreadable: The folder is not as a run left it.

    Examples:
        >>> import polars as pl
        >>> import italclean as ic
        >>> names = ["Alfa S.r.l.", "Rossi Mario"]
        >>> typed = pl.DataFrame({"Codice": ["1", "2"], "Cliente": names, "Mail": [None, "m.rossi@libero.it"]})
        >>> made = ic.export(ic.run({"erp": typed}), "hubspot")
        >>> {name: frame.height for name, frame in made.files.items()}
        {'1_companies.csv': 1, '2_contacts_da_verificare.csv': 1}
    """
    found = target if isinstance(target, Target) else find_target(target)
    customers = customers_of(source)
    folder = None if since is None else Path(since)
    wanted = Wanted.of(source, changes=changes, since=folder, merge_plan=merge_plan, consents=consents)
    return make_export(customers, found, language, wanted)


def make_export(customers: Customers, target: Target, language: Language, wanted: Wanted | None = None) -> Export:
    """Make the files of a target of customers that were read.

    Args:
        customers: The customers.
        target: The target.
        language: The language of the messages.
        wanted: What else is asked for.
    """
    listed = with_states(with_derived(customers.golden, target)).with_row_index("@at")
    listed = listed.with_columns(pl.col("@state").alias("@split"))
    made: dict[str, _Made] = {}
    for one in target.objects:
        taken, aside = _taken(one, listed, language)
        columns = columns_for(one, taken)
        rows = taken.select(
            "@at", pl.col("golden_id").alias("@id"), "@split", *(written(column, taken.columns) for column in columns)
        )
        rows, told = moved(one, columns, rows, language)
        found = pl.concat([preflight(replace(one, columns=tuple(columns)), rows, taken, language), told])
        found = pl.concat([found, _orphans(one, rows, made, language)])
        made[one.name] = _Made(one, columns, rows, found, aside)
    names = {"object": pl.String, "golden_id": pl.String}
    held = [part.held().select(pl.lit(part.one.name).alias("object"), golden_id="@id") for part in made.values()]
    refused = pl.concat([pl.DataFrame(schema=names), *held])
    beside = beside_of(wanted or Wanted(), customers.golden, listed, target, language, refused)
    return _assembled(customers, target, list(made.values()), listed, language, beside)


def _taken(one: TargetObject, listed: pl.DataFrame, language: Language) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Choose the customers that go to an object, and tell of those that are set aside why."""
    kinds = listed.filter(pl.col("@kind").is_in(list(one.takes)))
    lacks_column = not set(one.needs) <= set(kinds.columns)
    needed = kinds.clear() if lacks_column else kinds.drop_nulls(list(one.needs)) if one.needs else kinds
    asides = []
    if one.mailbox == "row":
        # Who has no address is no matter of a platform that knows people by theirs.
        asides.append(_aside(kinds.join(needed, on="@at", how="anti"), one, "export.aside_no_email", language))
        shared = ~pl.col("@bearer")
        asides.append(_aside(needed.filter(shared), one, "export.aside_shared", language, bearer="@shared_with"))
        needed = needed.filter(~shared)
    if one.mailbox == "cell":
        shared = ~pl.col("@bearer") & pl.col("email").is_not_null()
        told = _aside(needed.filter(shared), one, "export.aside_shared", language, bearer="@shared_with", field="email")
        asides.append(told)
        # A firm has a record of its own; as a contact it is nothing but its mailbox.
        needed = needed.with_columns(email=pl.when(~shared).then("email"))
        needed = needed.filter((pl.col("@kind") != "azienda") | pl.col("email").is_not_null())
    useless = pl.col("email").is_null()
    if REASON in needed.columns:
        useless = useless | ((pl.col("@state") == "no") & pl.col(REASON).is_in(list(USELESS)).fill_null(value=False))
    if one.by_consent and one.mailbox != "row":
        unreached = pl.when(useless).then(pl.lit(STATES[-1])).otherwise("@state")
        needed = needed.with_columns(unreached.alias("@split"))
    elif one.by_consent and REASON in needed.columns:
        told = _aside(needed.filter(useless), one, "export.aside_useless", language, reason=REASON)
        asides.append(told)
        needed = needed.filter(~useless)
    if one.parent:
        needed = needed.sort(pl.col("@parent").fill_null(""), "@at")
    return needed, pl.concat([pl.DataFrame(schema=_ASIDE), *asides])


def _aside(
    rows: pl.DataFrame, one: TargetObject, key: str, language: Language, *, field: str | None = None, **details: str
) -> pl.DataFrame:
    sentence = said(key, **dict.fromkeys(details, "\ue001")).text(language)
    before, _, behind = sentence.partition("\ue001")
    why = [pl.lit(before), *(pl.col(name).fill_null("–") for name in details.values()), pl.lit(behind)]
    return rows.select(
        "golden_id",
        pl.lit(one.name).alias("object"),
        pl.lit(field, dtype=pl.String).alias("field"),
        pl.col("email").alias("value"),
        pl.concat_str(why).alias("why"),
    )


def _orphans(one: TargetObject, rows: pl.DataFrame, made: Mapping[str, _Made], language: Language) -> pl.DataFrame:
    """Hold the rows whose parent is held: a link to what is not there is refused."""
    from italclean.exports.preflight import Finds, nothing_found

    if one.parent is None or one.parent_object is None:
        return nothing_found()
    parents = made[one.parent_object]
    there = parents.sound()[parents.one.key]
    finds = Finds(rows, one.name, language)
    lost = pl.col(one.parent).is_not_null() & ~pl.col(one.parent).is_in(there.implode())
    why = finds.told("export.why_parent", pl.col(one.parent), parent="\ue001")
    return finds.where(lost, one.parent, "parent", holds=True, why=why)


def _assembled(
    customers: Customers, target: Target, whole: list[_Made], listed: pl.DataFrame, language: Language, beside: Beside
) -> Export:
    ids = listed["golden_id"] if beside.changed is None else beside.changed
    made = whole if beside.changed is None else [part.of(ids) for part in whole]
    files: dict[str, pl.DataFrame] = {}
    forms: dict[str, Any] = {}
    told: dict[str, tuple[TargetObject, str, int]] = {}
    keys = [pl.DataFrame(schema=_KEYS)]
    for number, part in enumerate(made, start=1):
        sound = part.sound()
        if part.one.file:
            for name, state, rows in _parted(part, sound, number):
                files[name] = rows.select(column.name for column in part.columns)
                forms[name] = part.one.form
                told[name] = (part.one, state, rows.height)
                keys.append(_keys(rows, part.one, "import", name))
        else:
            keys.append(_keys(sound, part.one, "import", None))
        keys += _other_keys(whole[number - 1], ids)
    held = pl.concat(
        [pl.DataFrame(schema={"golden_id": pl.String, "object": pl.String}), *map(_held, made)], how="diagonal"
    )
    aside = pl.concat([part.aside for part in made])
    where = pl.concat(keys)
    # Whom no object takes is set aside, too: every customer is somewhere.
    nowhere = listed.join(where, on="golden_id", how="anti")
    aside = pl.concat([aside, _nowhere(nowhere.filter(pl.col("golden_id").is_in(ids.implode())), language)])
    where = pl.concat([where, _keys(nowhere, None, "aside", None)])
    found = pl.concat([part.found for part in made]).sort("at", "object", maintain_order=True)
    preflighted = found.select(
        (pl.col("at") + 1).alias("row"), "golden_id", "object", "field", "value", pl.col("code").alias("check"),
        pl.col("holds").alias("held"), "why", "what",
    )  # fmt: skip
    counts = {"held": held.height, "aside": aside.height, "preflight": preflighted.height}
    columns = {part.one.name: part.columns for part in made}
    left = _left(customers.golden, columns)
    text = readme(target, told, columns, counts, customers.terms, _counted(preflighted), left, beside.own, beside.lines)
    return Export(
        target, files, preflighted, held, aside, where, text, customers.golden.height, language, forms, beside
    )


def _other_keys(part: _Made, ids: pl.Series) -> Iterator[pl.DataFrame]:
    """Where the customers of an object are that are in none of its files."""
    unchanged = part.sound().filter(~pl.col("@id").is_in(ids.implode()))
    yield _keys(unchanged, part.one, "unchanged", None)
    yield _keys(part.held(), part.one, "held", None)
    yield _keys(part.aside.filter(pl.col("field").is_null()), part.one, "aside", None)


def _counted(found: pl.DataFrame) -> list[Text]:
    """Count what was found by object, column and check, the most frequent first."""
    counted = found.group_by("object", "field", "check", maintain_order=True).len()
    return [
        said("export.counted", count=count, object=name, field=column, why=said(f"export.check_{check}"))
        for name, column, check, count in counted.sort("len", descending=True, maintain_order=True).rows()
    ]


def _left(golden: pl.DataFrame, columns: Mapping[str, Sequence[Column]]) -> list[str]:
    """The columns of the list that hold something and are in no file."""
    used = {field for written_ in columns.values() for column in written_ for field in behind(column)}
    return [
        name
        for name in golden.columns
        if name not in RESERVED
        and name not in used
        and not (parted(name)[1] > 1 and parted(name)[0] in used)
        and golden[name].null_count() < golden.height
    ]


def _parted(part: _Made, sound: pl.DataFrame, number: int) -> list[tuple[str, str, pl.DataFrame]]:
    """Part the rows of an object into files: by consent state where the platform sets that for a file, by size."""
    one = part.one
    states = [(f"_{state}", state) for state in STATES] if one.by_consent else [("", "")]
    parted = []
    for ending, state in states:
        rows = sound.filter(pl.col("@split") == state) if state else sound
        if rows.is_empty():
            continue
        names = [column.name for column in part.columns]
        pieces = cut(rows.select(names), one.form, rows[one.parent] if one.parent else None)
        at = 0
        for place, piece in enumerate(pieces, start=1):
            name = f"{number}_{one.file}{ending}" + (f"_{place:02d}" if len(pieces) > 1 else "") + ".csv"
            parted.append((name, state, rows[at : at + piece.height]))
            at += piece.height
    return parted


def _keys(rows: pl.DataFrame, one: TargetObject | None, outcome: str, file: str | None) -> pl.DataFrame:
    key = pl.col(one.key) if one is not None and one.key in rows.columns else pl.lit(None, dtype=pl.String)
    return rows.select(
        pl.col("@id" if "@id" in rows.columns else "golden_id").alias("golden_id"),
        pl.lit(None if one is None else one.name, dtype=pl.String).alias("object"),
        key.alias("key"),
        pl.lit(outcome).alias("outcome"),
        pl.lit(file, dtype=pl.String).alias("file"),
    )


def _held(part: _Made) -> pl.DataFrame:
    names = [column.name for column in part.columns if column.name not in ("golden_id", "object")]
    return part.held().select(pl.col("@id").alias("golden_id"), pl.lit(part.one.name).alias("object"), *names)


def _nowhere(rows: pl.DataFrame, language: Language) -> pl.DataFrame:
    nothing = pl.lit(None, dtype=pl.String)
    why = pl.lit(said("export.aside_kind").text(language))
    return rows.select(
        "golden_id", nothing.alias("object"), nothing.alias("field"), nothing.alias("value"), why.alias("why")
    )
