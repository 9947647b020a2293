"""An export: the customers of a list as the files of a target, each row checked, none lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from italclean.errors import Language
from italclean.exports.beside import Beside, Wanted, beside_of
from italclean.exports.columns import columns_for
from italclean.exports.consent import with_states
from italclean.exports.customers import with_derived
from italclean.exports.files import as_bytes, cut
from italclean.exports.filling import Filling, filling_of
from italclean.exports.mailboxes import without_impossible_mail
from italclean.exports.matching import impossible, lacking
from italclean.exports.overflow import moved
from italclean.exports.preflight import Finds, nothing_found, preflight
from italclean.exports.readme import readme
from italclean.exports.source import Customers, Given, customers_of
from italclean.exports.taking import taken_by
from italclean.exports.target import STATES, Column, Target, TargetObject, find_target
from italclean.exports.values import written
from italclean.exports.whereabouts import KEYS, counted, keys, left_behind, nowhere_of
from italclean.messages.text import Text, said

_MOST_TOLD = 12
"""How many kinds of findings a summary tells."""


@dataclass(frozen=True, slots=True, repr=False)
class Export:
    """The files of a target.

    Attributes:
        target: The target.
        files: The import files by their names, in the order in which they are loaded; `clienti.xlsx#Customer` is a
            sheet of a workbook that is filled.
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
        told: What there is to know of the workbook that is filled.
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
    told: tuple[Text, ...] = ()
    filling: Filling | None = field(default=None, repr=False)
    beside: Beside = field(default_factory=Beside, repr=False)

    def __repr__(self) -> str:
        return f"<Export to {self.target.name}: {len(self.files)} files, {self.held.height} rows held>"

    def figures(self) -> dict[str, int]:
        """Return its figures: `customers`, `files`, `rows`, `held`, `aside`, `warnings`."""
        return {
            "customers": self.customers,
            "files": len(self.names()),
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
            *(said("export.told", what=one) for one in self.told),
            *counted(self.preflight)[:_MOST_TOLD],
            *self.beside.summary(),
        ]

    def as_dict(self) -> dict[str, Any]:
        """Return what it came to as plain data, as `run.json` and the report tell it.

        `checks` counts what was found by object, field and check: the rows `held`, and those of which was `warned`.
        """
        counted = self.preflight.group_by("object", "field", "check", maintain_order=True).agg(
            pl.col("held").sum().cast(pl.Int64), warned=(~pl.col("held")).sum().cast(pl.Int64)
        )
        return {
            "target": self.target.name,
            "title": self.target.title,
            "figures": self.figures(),
            "checks": counted.sort("held", "warned", descending=True, maintain_order=True).to_dicts(),
            "told": [{"it": one.italian, "en": one.english} for one in self.told],
        }

    def names(self) -> list[str]:
        """Return the names of the import files as they are written: a workbook is one, whatever its sheets."""
        return list(dict.fromkeys(name if self._is_csv(name) else self._workbook() for name in self.files))

    def content(self, name: str) -> bytes:
        """Return the bytes of an import file.

        Args:
            name: One of `names`, or of `files`.
        """
        if self.filling is not None and not self._is_csv(name):
            return self.filling.content(self.files)
        return as_bytes(self.files[name], self.forms[name])

    def _is_csv(self, name: str) -> bool:
        return name in self.forms

    def _workbook(self) -> str:
        return "" if self.filling is None else self.filling.template.name

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
        return self.rows.join(self._holding(), on="@line", how="anti")

    def held(self) -> pl.DataFrame:
        return self.rows.join(self._holding(), on="@line", how="semi")

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
        return self.found.filter("holds").select(pl.col("line").alias("@line")).unique()


def export(
    source: Given,
    target: str | Path | Target,
    *,
    template: str | Path | None = None,
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
        template: A workbook that the system exported, to be filled (Business Central): its columns count, and all of it
            but the rows stays as it is.
        changes: Whether import files hold only the customers that are new or changed since the last `add`; the keys of
            those that are no more are told.
        since: The folder of the last export to the system: keys in it that are no customer's any more are told, too.
        merge_plan: The sources whose records are in the system already (`crm`, or `Contact=crm_contacts`): how records
            of one customer are merged there is told.
        consents: Whether it is told what each source does not know yet of the consents of its records.
        language: The language of the messages.

    Raises:
        BadTarget: There is no such target, or its file makes no sense.
        BadTemplate: The workbook cannot be filled: no table of it is known, it holds rows, or lacks a key.
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
    filling = None if template is None else filling_of(found, template)
    folder = None if since is None else Path(since)
    wanted = Wanted.of(source, changes=changes, since=folder, merge_plan=merge_plan, consents=consents)
    return make_export(customers_of(source), found, language, filling, wanted)


def make_export(
    customers: Customers,
    target: Target,
    language: Language,
    filling: Filling | None = None,
    wanted: Wanted | None = None,
) -> Export:
    """Make the files of a target of customers that were read.

    Args:
        customers: The customers.
        target: The target.
        language: The language of the messages.
        filling: The workbook that is filled, or None.
        wanted: What else is asked for.

    Raises:
        BadTemplate: The workbook lacks a column without which no row is taken, or has no room for all rows.
    """
    # Who shares a mailbox is asked before it is taken out: a refusal holds, whether mail can go there or not.
    golden, left_out = without_impossible_mail(with_states(customers.golden), target, language)
    listed = with_derived(golden, target).with_row_index("@at")
    listed = listed.with_columns(pl.col("@state").alias("@split"))
    made: dict[str, _Made] = {}
    told: list[Text] = []
    for one in target.objects:
        taken, aside = taken_by(one, listed, language)
        columns = columns_for(one, taken)
        rows = taken.select(
            "@at", pl.col("golden_id").alias("@id"), "@split", *(written(column, taken.columns) for column in columns)
        ).with_row_index("@line")
        match = None if filling is None else filling.matches.get(one.name)
        if filling is not None and match is not None:
            told += lacking(one, match, columns, rows, filling.template)
            columns = [column for column in columns if column.name in match.letters]
        elif filling is not None and rows.height:
            told.append(said("template.no_sheet", object=one.name, rows=rows.height))
        rows, begun = moved(one, columns, rows, language)
        found = pl.concat([preflight(replace(one, columns=tuple(columns)), rows, taken, language), begun])
        found = pl.concat([found, _orphans(one, rows, made, language)])
        if match is not None:
            found = pl.concat([found, *impossible(Finds(rows, one.name, language), columns)])
        made[one.name] = _Made(one, columns, rows, found, aside)
    names = {"object": pl.String, "golden_id": pl.String}
    held = [part.held().select(pl.lit(part.one.name).alias("object"), golden_id="@id") for part in made.values()]
    refused = pl.concat([pl.DataFrame(schema=names), *held])
    beside = beside_of(wanted or Wanted(), customers.golden, listed, target, language, refused)
    return _assembled(customers, target, list(made.values()), listed, language, left_out, filling, told, beside)


def _orphans(one: TargetObject, rows: pl.DataFrame, made: Mapping[str, _Made], language: Language) -> pl.DataFrame:
    """Hold the rows whose parent is held: a link to what is not there is refused."""
    if one.parent is None or one.parent_object is None:
        return nothing_found()
    parents = made[one.parent_object]
    there = parents.sound()[parents.one.key]
    finds = Finds(rows, one.name, language)
    lost = pl.col(one.parent).is_not_null() & ~pl.col(one.parent).is_in(there.implode())
    why = finds.told("export.why_parent", pl.col(one.parent), parent="\ue001")
    return finds.where(lost, one.parent, "parent", holds=True, why=why)


def _assembled(
    customers: Customers,
    target: Target,
    whole: list[_Made],
    listed: pl.DataFrame,
    language: Language,
    left_out: pl.DataFrame,
    filling: Filling | None,
    notices: Sequence[Text],
    beside: Beside,
) -> Export:
    ids = listed["golden_id"] if beside.changed is None else beside.changed
    made = whole if beside.changed is None else [part.of(ids) for part in whole]
    files: dict[str, pl.DataFrame] = {}
    forms: dict[str, Any] = {}
    told: dict[str, tuple[TargetObject, str, int]] = {}
    went = [pl.DataFrame(schema=KEYS)]
    for number, part in enumerate(made, start=1):
        sound = part.sound()
        if filling is not None and part.one.name in filling.matches:
            name = filling.file(part.one.name)
            files[name] = filling.ordered(part.one.name, sound)
            told[name] = (part.one, "", sound.height)
            went.append(keys(sound, part.one, "import", name))
        elif part.one.file:
            for name, state, rows in _parted(part, sound, number):
                files[name] = rows.select(column.name for column in part.columns)
                forms[name] = part.one.form
                told[name] = (part.one, state, rows.height)
                went.append(keys(rows, part.one, "import", name))
        else:
            went.append(keys(sound, part.one, "import", None))
        went += _other_keys(whole[number - 1], ids)
    held = pl.concat(
        [pl.DataFrame(schema={"golden_id": pl.String, "object": pl.String}), *map(_held, made)], how="diagonal"
    )
    aside = pl.concat([*(part.aside for part in made), left_out])
    where = pl.concat(went)
    # Whom no object takes is set aside, too: every customer is somewhere.
    nowhere = listed.join(where, on="golden_id", how="anti")
    some = pl.col("golden_id").is_in(ids.implode())
    aside = pl.concat([aside, nowhere_of(nowhere, language)]).filter(some)
    where = pl.concat([where, keys(nowhere, None, "aside", None)])
    found = pl.concat([part.found for part in made]).sort("at", "object", maintain_order=True)
    preflighted = found.select(
        (pl.col("at") + 1).alias("row"), "golden_id", "object", "field", "value", pl.col("code").alias("check"),
        pl.col("holds").alias("held"), "why", "what",
    )  # fmt: skip
    counts = {"held": held.height, "aside": aside.height, "preflight": preflighted.height}
    columns = {part.one.name: part.columns for part in made}
    left = left_behind(customers.golden, columns)
    steps = target.steps if filling is None else target.filled
    text = readme(
        target, steps, told, columns, counts, customers.terms, counted(preflighted), left, notices, beside.own,
        beside.lines,
    )  # fmt: skip
    return Export(
        target, files, preflighted, held, aside, where, text, customers.golden.height, language, forms,
        tuple(notices), filling, beside,
    )  # fmt: skip


def _other_keys(part: _Made, ids: pl.Series) -> Iterator[pl.DataFrame]:
    """Where the customers of an object are that are in none of its files."""
    unchanged = part.sound().filter(~pl.col("@id").is_in(ids.implode()))
    yield keys(unchanged, part.one, "unchanged", None)
    yield keys(part.held(), part.one, "held", None)
    yield keys(part.aside.filter(pl.col("field").is_null()), part.one, "aside", None)


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


def _held(part: _Made) -> pl.DataFrame:
    names = [column.name for column in part.columns if column.name not in ("golden_id", "object")]
    return part.held().select(pl.col("@id").alias("golden_id"), pl.lit(part.one.name).alias("object"), *names)
