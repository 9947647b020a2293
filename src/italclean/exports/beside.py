"""What is written beside the import files where it is asked for: merge plan, keys that are gone, consents to learn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from italclean.errors import Language
from italclean.exports.changed import changed_customers, gone_since, together
from italclean.exports.learned import REFUSAL, consents_to_learn
from italclean.exports.merge_plan import MergePlan, make_merge_plan, steps_of
from italclean.exports.records import Records, records_of
from italclean.exports.source import Given
from italclean.exports.target import Target
from italclean.messages.text import Text, said


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for beside the import files.

    Attributes:
        changes: Whether the files hold only what changed.
        since: The folder of the last export.
        merge_plan: The sources whose records are in the system already.
        consents: Whether the consents to be learned are told.
        own: The sources that are the system itself, where they are known.
        records: The records behind the customers; None where nothing of this needs them.
    """

    changes: bool = False
    since: Path | None = None
    merge_plan: tuple[str, ...] = ()
    consents: bool = False
    own: tuple[str, ...] = ()
    records: Records | None = None

    @classmethod
    def of(
        cls,
        source: Given,
        *,
        changes: bool = False,
        since: Path | None = None,
        merge_plan: Sequence[str] = (),
        consents: bool = False,
        own: Sequence[str] = (),
        records: Records | None = None,
    ) -> Wanted:
        """Find what is needed for what is asked for.

        Args:
            source: What is exported.
            changes: As above.
            since: As above.
            merge_plan: As above.
            consents: As above.
            own: As above.
            records: Its records, where they were read already.

        Raises:
            BadOption: The source does not tell its records.
            MasterUnreadable: The folder is not as it was written.
        """
        consents = consents or changes
        needed = changes or consents or since is not None or merge_plan
        found = (records or records_of(source)) if needed else None
        return cls(changes, since, tuple(merge_plan), consents, tuple(own), found)


@dataclass(frozen=True, slots=True, repr=False)
class Beside:
    """What was asked for beside the import files.

    Attributes:
        changed: The customers whose rows are in the files; None for all.
        retired: The keys that are no customer's any more: `object`, `old_key`, `new_key`, `old_id`, `new_id`, `what`.
        merge: The merge plan.
        consents: What each source does not know yet.
        own: The sources that are the system itself.
        lines: What LEGGIMI.md says of it, by language.
    """

    changed: pl.Series | None = None
    retired: pl.DataFrame | None = None
    merge: MergePlan | None = None
    consents: pl.DataFrame | None = None
    own: tuple[str, ...] = ()
    lines: Mapping[Language, Sequence[str]] = field(default_factory=dict)

    def tables(self) -> dict[str, pl.DataFrame]:
        """Return the tables that are written, by the names of their files."""
        found: dict[str, pl.DataFrame] = {}
        if self.merge is not None:
            found |= {
                "merge_plan": self.merge.plan, "merge_values": self.merge.values, "merge_left": self.merge.left
            }  # fmt: skip
        if self.retired is not None:
            found["ritirati"] = self.retired
        if self.consents is not None:
            found["consensi"] = self.consents
        return found

    def figures(self) -> dict[str, int]:
        """Return what each of them comes to."""
        found = {} if self.merge is None else {f"merge_{name}": count for name, count in self.merge.figures().items()}
        found |= {} if self.retired is None else {"retired": self.retired.height}
        return found | ({} if self.consents is None else {"to_learn": self.consents.height})

    def summary(self) -> list[Text]:
        """Return what each of them comes to, in sentences."""
        told = []
        if self.merge is not None:
            told.append(said("export.told_merge", **self.merge.figures()))
        if self.retired is not None and self.retired.height:
            told.append(said("export.told_retired", count=self.retired.height))
        if self.consents is not None:
            refusals = self.consents.filter(pl.col("change") == REFUSAL).height
            told.append(said("export.told_consents", count=self.consents.height, refusals=refusals))
        return told


def beside_of(
    wanted: Wanted,
    golden: pl.DataFrame,
    listed: pl.DataFrame,
    target: Target,
    language: Language,
    held: pl.DataFrame,
) -> Beside:
    """Make what is asked for beside the import files of a target.

    Args:
        wanted: What is asked for.
        golden: The customers.
        listed: The customers with what is derived of them.
        target: The target.
        language: The language of reasons.
        held: `object` and `golden_id` of the rows that the target would refuse.

    Raises:
        BadOption: It cannot be told of this list, or of this target.
    """
    records = wanted.records
    if records is None:
        return Beside(own=wanted.own)
    changed, retired, merge = None, None, None
    if wanted.changes:
        found = changed_customers(listed, target, records)
        changed, retired = found.ids, found.retired
    if wanted.since is not None:
        gone = gone_since(wanted.since, listed, target, records)
        retired = gone if retired is None else together(gone, retired)
    if wanted.merge_plan:
        merge = make_merge_plan(golden, target, records, wanted.merge_plan, language, held)
    consents = consents_to_learn(golden, records) if wanted.consents else None
    own = tuple(dict.fromkeys((*wanted.own, *(() if merge is None else merge.sources))))
    made = Beside(changed, retired, merge, consents, own)
    lines = {one: _lines(made, target, one) for one in ("it", "en")}
    return Beside(changed, retired, merge, consents, own, lines)  # type: ignore[arg-type]


def _lines(made: Beside, target: Target, language: Language) -> list[str]:
    """What LEGGIMI.md says of what is beside."""
    lines: list[str] = []
    if made.merge is not None and target.merge is not None:
        lines += [said("export.readme_merge").text(language), ""]
        lines += [said("export.readme_merge_why").text(language), ""]
        lines += [step.text(language) for step in steps_of(made.merge, target.merge)]
        lines += ["", target.merge.how.get(language, "").strip(), ""]
        if target.merge.calls_per_request is not None:
            lines += [said("export.readme_merge_calls", most=target.merge.calls_per_request).text(language), ""]
        asked = made.merge.plan["asked"].count()
        if asked or made.merge.left.height:
            lines += [said("export.readme_merge_left", asked=asked, left=made.merge.left.height).text(language), ""]
    if made.changed is not None:
        lines += [said("export.readme_changes").text(language), ""]
        lines += [said("export.readme_changes_why", count=len(made.changed)).text(language), ""]
    if made.retired is not None and made.retired.height:
        lines += [said("export.readme_retired", count=made.retired.height).text(language), ""]
    if made.consents is not None:
        refusals = made.consents.filter(pl.col("change") == REFUSAL).height
        lines += [said("export.readme_consents").text(language), ""]
        told = said("export.readme_consents_why", count=made.consents.height, refusals=refusals)
        lines += [told.text(language), ""]
    return lines
