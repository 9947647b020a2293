"""`forget`: a person removed from every file of a master, and kept out of it (GDPR, art. 17)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from italclean.customers.decisions import Decisions
from italclean.customers.erased import Erased, anchors_of, domains_of_nobody_else
from italclean.customers.identifiers import (
    BIRTH,
    CODE,
    ID,
    MAIL,
    PHONE,
    VAT,
    name_keys,
    name_words,
    personal_codes,
    whole_names,
)
from italclean.customers.ids import FORMER, ids_given_up
from italclean.customers.loads import day_of
from italclean.errors import BadOption, Language
from italclean.master.fingerprints import GOLDEN, NAME, NO_CODE, OMOCODE, opened
from italclean.master.naming import listed
from italclean.master.reading import Master, read_master
from italclean.master.rebuilding import carried, decisions_of, rebuilt
from italclean.master.seeking import Sought, sought
from italclean.master.suppressing import NAMELESS, bound, plain_codes
from italclean.master.unreached import open_pairs, unreached
from italclean.messages.text import said
from italclean.result import Parts, Result
from italclean.settings import Settings
from italclean.stages import Progress


def forget(
    master: str | Path,
    names: str | Iterable[str],
    *,
    key: str | Path,
    language: Language | None = None,
    progress: Progress | None = None,
) -> Result:
    """Remove persons from a list that is kept, and keep them out of it (GDPR, art. 17).

    What identified them stays as fingerprints alone, made with a key that lies outside the list's folder: `add` leaves
    out rows that bear one. The folder is cleaned when the result is written to it.

    Args:
        master: The folder that `run` or `add` wrote.
        names: Whom: golden ids, also such as a customer had before, `erp:17` by the source's id, `crm#4` by the number
            of the row, codici fiscali, partite IVA, mailboxes, telephone numbers.
        key: The file of the key, made where there is none. Without it nobody is kept out: keep it as long as the list.
        language: The language of messages; None for the master's.
        progress: As for `run`.

    Returns:
        The list without them. `erased` says how many customers they were, what was asked for and found nobody
        (`missing`), and what may still hold them (`unreached`).

    Raises:
        MasterUnreadable: The folder is no master, files of it are missing or were changed.
        BadOption: A name is of several customers or of no kind that is known; or the key lies in the folder, or is
            another one than before.

    Examples:
        >>> import tempfile
        >>> import polars as pl
        >>> import italclean as ic
        >>> people = {"ID": ["1", "2"], "Cliente": ["Rossi Mario", "Bianchi Anna"], "Mail": ["m@rossi.it", "a@x.it"]}
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = ic.run({"erp": pl.DataFrame(people)}).write(f"{folder}/clienti")
        ...     left = ic.forget(f"{folder}/clienti", ["m@rossi.it"], key=f"{folder}/key")
        ...     _ = left.write(f"{folder}/clienti", force=True)
        ...     again = ic.add(f"{folder}/clienti", {"erp": pl.DataFrame(people)}, key=f"{folder}/key")
        >>> left.golden["golden_id"].to_list(), again.beside["suppressed"]["matched"].to_list()
        (['erp.2'], ['email id'])
    """
    kept = read_master(Path(master))
    return forget_with(kept, sought(kept, listed(names)), Path(key), language=language, progress=progress)


def forget_with(
    master: Master,
    found: Sought,
    key: Path,
    *,
    out: Path | None = None,
    writes: bool = True,
    language: Language | None = None,
    progress: Progress | None = None,
) -> Result:
    """Remove persons of a list that was read; see `forget`.

    Args:
        master: The list.
        found: Who.
        key: The file of the key.
        out: Where the list is written to; None for where it lies.
        writes: Whether a key may be made.
        language: The language of messages; None for the master's.
        progress: As for `run`.

    Raises:
        BadOption: The key cannot be used, or nobody would be left.
    """
    settings = replace(master.settings, language=language or master.settings.language)
    customers = pl.Series(found.customers, dtype=pl.String)
    gone = master.known.was.is_in(customers.implode())
    if gone.all():
        raise BadOption(value=master.folder, option="MASTER", reason=said("master.nobody_left"))
    forgotten, made = opened(master, key, make=writes and gone.any())
    own = _own(found.known, gone)
    given_up = _ids_of(master, customers, gone)
    kept_as = forgotten.and_of(_fingerprinted(master, own, given_up, gone), day_of(settings.periods))
    before = decisions_of(master, None)
    left, paths = unreached(master, out)
    erased = replace(
        _erased(master, found, own, gone),
        fingerprints=kept_as.table.height - forgotten.table.height,
        unreached=left,
        paths=paths,
    )
    asked = open_pairs(master, gone)
    decisions = Decisions(erased.without(before.table))
    settings = _without_sources(settings, set(master.frame["source"].filter(~gone).unique().to_list()))
    result = rebuilt(_without_ids(master, given_up), settings, decisions, kept=(~gone).to_numpy(), progress=progress)
    earlier, dropped = _carried(master, result, erased, given_up)
    notices = [
        said("master.forgotten", customers=len(customers), rows=int(gone.sum()), fingerprints=erased.fingerprints)
    ]
    notices += [said("master.key_made", path=key)] if made and gone.any() else []
    notices += [said("master.lines_dropped", lines=dropped)] if dropped else []
    notices += [said("master.open_pairs", ids=", ".join(asked))] if asked else []
    beside = {**result.beside, "forgotten": kept_as.table} if gone.any() else result.beside
    return replace(
        result,
        earlier=earlier,
        beside=beside,
        erased=erased,
        notices=(*notices, *erased.unreached, *result.notices),
    )


def _own(known: pl.DataFrame, gone: pl.Series) -> pl.DataFrame:
    """What the persons are known by and nobody else is: a family's landline tells the others of the family, too."""
    of_them = pl.lit(gone).gather(pl.col("at"))
    others = known.filter(~of_them).select("kind", "value").unique()
    return known.filter(of_them).join(others, on=["kind", "value"], how="anti", maintain_order="left")


def _ids_of(master: Master, customers: pl.Series, gone: pl.Series) -> pl.Series:
    """The ids of the persons, today's and those before that are nobody else's."""
    theirs, others = (ids_given_up(pl.DataFrame({FORMER: master.former.filter(flags)})) for flags in (gone, ~gone))
    taken = pl.concat([others, master.known.was.filter(~gone).unique()])
    return pl.concat([customers.alias("golden_id"), theirs.filter(~theirs.is_in(taken.implode()))]).unique().sort()


def _fingerprinted(master: Master, own: pl.DataFrame, ids: pl.Series, gone: pl.Series) -> pl.DataFrame:
    """All of which fingerprints are kept: `kind`, `value`."""
    was, rows = master.known.was, gone.arg_true()
    frame = master.frame[rows]

    def of_persons(told: pl.DataFrame) -> pl.DataFrame:
        # The rows of a person are one: what one row says holds of the contacts of the others.
        return told.with_columns(person=was.gather(rows.gather(told["at"]))).drop("at").unique()

    words = name_words(frame).select("at", key="w " + pl.col("word"))
    names = of_persons(pl.concat([name_keys(frame, borne=True), words]))
    codes = of_persons(personal_codes(frame))
    own = own.with_columns(person=was.gather(own["at"])).drop("at").unique()
    bound_to_names = own.filter(pl.col("kind").is_in([MAIL, PHONE, ID, VAT]))
    tied = bound_to_names.join(names, on="person", how="left").with_columns(pl.col("key").fill_null(NAMELESS))
    uncoded = own.filter(pl.col("kind").is_in([MAIL, PHONE, BIRTH])).join(codes, on="person", how="anti")
    own_codes = codes.join(own.filter(pl.col("kind") == CODE), on="value", how="semi")
    return pl.concat(
        [
            own.select("kind", "value"),
            tied.select(kind=pl.lit(NAME), value=bound(pl.col("kind"), pl.col("value"), pl.col("key"))),
            uncoded.select(kind=pl.lit(NO_CODE), value=bound(pl.col("kind"), pl.col("value"), pl.lit(""))),
            plain_codes(own_codes).select(kind=pl.lit(OMOCODE), value="value"),
            ids.alias("value").to_frame().select(kind=pl.lit(GOLDEN), value="value"),
        ]
    ).unique()


def _erased(master: Master, found: Sought, own: pl.DataFrame, gone: pl.Series) -> Erased:
    frame, known = master.frame.filter(gone), found.known
    mails = known.filter(pl.col("kind") == MAIL)
    theirs = pl.lit(gone).gather(pl.col("at"))
    codes = own.filter(pl.col("kind").is_in([CODE, VAT, MAIL]))["value"].str.to_uppercase()
    numbers = own.filter(pl.col("kind") == PHONE)["value"].str.replace(r"^\+39", "").str.replace(r"^\+", "")
    return Erased(
        len(found.customers),
        anchors_of(master.frame, gone),
        codes.unique().sort().to_list(),
        numbers.unique().sort().to_list(),
        whole_names(frame),
        domains_of_nobody_else(mails.filter(theirs)["value"], mails.filter(~theirs)["value"]),
        missing=found.missing,
    )


def _without_sources(settings: Settings, there: set[str]) -> Settings:
    """Leave sources out of the settings of which no row is left."""
    matching = settings.matching
    return replace(
        settings,
        matching=replace(
            matching,
            priority=tuple(name for name in matching.priority if name in there),
            unique=tuple(name for name in matching.unique if name in there),
        ),
    )


def _without_ids(master: Master, ids: pl.Series) -> Master:
    """Take ids out of what is known of the customers that stay: one that was parted from a person had the person's."""
    told = master.former
    parts = (
        told.to_frame(FORMER)
        .with_row_index("at")
        .drop_nulls()
        .with_columns(pl.col(FORMER).str.split(" "))
        .explode(FORMER)
    )
    left = parts.filter(~pl.col(FORMER).is_in(ids.implode())).group_by("at", maintain_order=True).agg(pl.col(FORMER))
    left = left.with_columns(pl.col(FORMER).list.join(" "))
    former = pl.DataFrame({"at": np.arange(len(told), dtype=np.uint32)}).join(
        left, on="at", how="left", maintain_order="left"
    )
    return replace(master, former=former[FORMER])


def _carried(master: Master, result: Result, erased: Erased, ids: pl.Series) -> tuple[dict[str, Parts], int]:
    """The tables that go on, without what they say of the persons; and how many broken lines are gone."""
    earlier = dict(result.earlier)
    earlier.update(carried(master, ["suppressed"]))
    dropped = 0
    lines = master.whole("rejected")
    if lines is not None:
        kept = lines.filter(~erased.mentioned(lines["text"]))
        dropped = lines.height - kept.height
        earlier["rejected"] = lambda: [kept] if kept.height else []
    restored = master.whole("restore")
    if restored is not None:
        left = _restore(restored, erased, ids)
        earlier["restore"] = lambda: [left] if left.height else []
    return earlier, dropped


def _restore(lines: pl.DataFrame, erased: Erased, ids: pl.Series) -> pl.DataFrame:
    """The lines of customers and records that stay; the id of who is gone stands in none of them."""
    rows = erased.rows.select("source", pl.col("row").cast(pl.String)).unique()
    of_them = pl.col("golden_id").is_in(ids.implode())
    left = lines.filter(~of_them)
    if "row" in left.columns:
        left = left.join(rows, on=["source", "row"], how="anti", maintain_order="left")
    if "was" in left.columns:
        left = left.with_columns(was=pl.when(~pl.col("was").is_in(ids.implode())).then("was"))
    return left
