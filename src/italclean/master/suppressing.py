"""Rows of forgotten persons that a later delivery brings again: they stand in `suppressed.csv` and nowhere else.

A codice fiscale tells a person by itself. What others may have, too, does so only where nothing speaks for somebody
else: a wife with the family's landline and a name of her own is no row of her husband's, and must not vanish.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from italclean.cleaners.codice_fiscale import codice_fiscale
from italclean.cleaners.telefono import telefono
from italclean.core import text
from italclean.core.columns import flags_at
from italclean.customers.erased import Erased, domains_of_nobody_else
from italclean.customers.identifiers import (
    BIRTH,
    CODE,
    ID,
    MAIL,
    PHONE,
    VAT,
    canonical_value,
    identifiers,
    known_as,
    name_keys,
    name_words,
    personal_codes,
)
from italclean.master.fingerprints import GOLDEN, NAME, NO_CODE, OMOCODE, Forgotten
from italclean.messages.text import Text, said
from italclean.result import Result
from italclean.rows.batches import Cleaned
from italclean.stages import Sources

NAMELESS = "-"
"""What a contact is bound to whose owner has no name: then no name is another one."""

_CONTACTS, _LOOSE = (MAIL, PHONE), (ID, VAT)
_TOKENS = {
    MAIL: r"[^\s;,|<>\"'()]+@[^\s;,|<>\"'()]+",
    CODE: r"(?i)\b[A-Z]{6}[A-Z0-9]{10}\b",
    VAT: r"(?i)\b(?:IT)?[0-9]{11}\b",
    PHONE: r"\+?[0-9][0-9 ./()\-]{5,}[0-9]",
}
"""What identifiers look like in a line that is no row."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """What became of the rows of forgotten persons.

    Attributes:
        tables: `suppressed` and `forgotten`, where there are such.
        notices: What a user should know of it.
        mails: The mailboxes of the rows that were left out.
    """

    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    notices: tuple[Text, ...] = ()
    mails: pl.Series = field(default_factory=lambda: pl.Series([], dtype=pl.String))

    def erased(self, frame: pl.DataFrame, hints: pl.DataFrame) -> Erased | None:
        """Return what else lies in the folder of rows that were left out: answers of the DNS on their domains.

        Args:
            frame: The rows of the list.
            hints: What the cleaning knew beyond them.
        """
        if self.mails.is_empty():
            return None
        known = identifiers(frame, hints)
        return Erased.nobody(domains_of_nobody_else(self.mails, known.filter(pl.col("kind") == MAIL)["value"]))


def bound(kind: pl.Expr, value: pl.Expr, key: pl.Expr) -> pl.Expr:
    """Bind what a name is compared by to a contact: a name alone tells nobody.

    Args:
        kind: The kind of the contact.
        value: The contact.
        key: What the name is compared by.
    """
    return pl.concat_str(kind, value, key, separator="\n")


def plain_codes(codes: pl.DataFrame) -> pl.DataFrame:
    """Undo omocodia in codes; `value` is replaced.

    Args:
        codes: `value`, codici fiscali of persons, and any other columns.
    """
    found = codice_fiscale.series(codes["value"]).struct.field("codice_base")
    return codes.with_columns(found.alias("value")).drop_nulls("value")


def keep_out(
    forgotten: Forgotten | None, allow: Iterable[str], cleaned: Cleaned, sources: Sources
) -> tuple[Cleaned, Sources, Suppressed]:
    """Leave the rows of forgotten persons out of a delivery, and its broken lines that hold one of their identifiers.

    Args:
        forgotten: The fingerprints of the master; None where nobody was forgotten.
        allow: Identifiers of persons who want back in: a row that bears one comes in, and all of its fingerprints go.
        cleaned: The delivery.
        sources: What is told of its sources.

    Returns:
        The delivery and its sources without them, and what became of them.
    """
    if forgotten is None:
        return cleaned, sources, Suppressed()
    hits, ties = matched(forgotten, cleaned.frame, cleaned.hints)
    taken = forgotten.held(_allowed(allow)).select("kind", "fingerprint")
    wanted = hits.join(taken, on=["kind", "fingerprint"], how="semi")["at"].unique()
    back = pl.col("at").is_in(wanted.implode())
    taken = pl.concat([taken, *(found.filter(back).select(taken.columns) for found in (hits, ties))]).unique()
    # What is lifted holds of the other rows of that person, too.
    left = forgotten.without(taken)
    hits = matched(left, cleaned.frame, cleaned.hints)[0] if taken.height else hits
    told = hits.filter("tells", ~back)["at"].unique().sort()
    gone = flags_at(cleaned.frame.height, told)
    theirs = pl.col("at").is_in(told.implode())
    stayed = hits.filter(~back & ~theirs)["at"].n_unique()
    lines, rejected = _of_lines(left, sources.rejected)
    rows = _told(cleaned.frame, hits.filter(theirs))
    suppressed = pl.concat([rows, lines])
    tables = {"forgotten": left.table}
    notices = []
    if suppressed.height:
        tables["suppressed"] = suppressed
        notices.append(said("master.suppressed", rows=rows.height, lines=lines.height))
    if stayed:
        notices.append(said("master.stayed", rows=stayed))
    if taken.height:
        notices.append(said("master.lifted", count=taken.height, rows=len(wanted)))
    left_out = identifiers(cleaned.frame.filter(gone), cleaned.hints.filter(gone))
    mails = left_out.filter(pl.col("kind") == MAIL)["value"]
    if gone.any():
        cleaned = cleaned.without(gone)
    return cleaned, replace(sources, rejected=rejected), Suppressed(tables, tuple(notices), mails)


def lifted(forgotten: Forgotten | None, allow: Iterable[str], result: Result) -> Result:
    """Take the fingerprints of identifiers back, where no rows came.

    Args:
        forgotten: The fingerprints of the master; None where none is to be looked at.
        allow: The identifiers.
        result: The list.
    """
    if forgotten is None:
        return result
    found = forgotten.held(_allowed(allow)).select("kind", "fingerprint")
    notice = said("master.lifted", count=found.height, rows=0)
    beside = {**result.beside, "forgotten": forgotten.without(found).table}
    return replace(result, beside=beside, notices=(notice, *result.notices))


def matched(forgotten: Forgotten, frame: pl.DataFrame, hints: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Find the identifiers of rows that were forgotten.

    Args:
        forgotten: The fingerprints.
        frame: The cleaned rows.
        hints: What the cleaning knew beyond them.

    Returns:
        `at`, `kind`, `value`, `fingerprint` of each, and `tells`: whether it tells that the row is of that person. And
        the fingerprints that bind names to them: `at`, `kind`, `fingerprint`.
    """
    hits = forgotten.held(identifiers(frame, hints))
    rows = hits["at"].unique().sort()
    some = frame[rows]
    words = _of_places(name_words(some), rows).select("at", key="w " + pl.col("word"))
    keys = _of_places(name_keys(some, borne=False), rows)
    names = _bound_names(forgotten, hits, keys, words)
    uncoded = _uncoded(forgotten, hits)
    # The codes of rows that are of nobody who was forgotten.
    codes = _of_places(personal_codes(some), rows)
    theirs = forgotten.held(codes.with_columns(kind=pl.lit(CODE)))["at"].implode()
    others = codes.filter(~pl.col("at").is_in(theirs))
    plain = forgotten.held(plain_codes(others).with_columns(kind=pl.lit(OMOCODE)))
    told = hits
    for flag, found in (("named", names), ("uncoded", uncoded)):
        one = found.select("at", kind="of", value="contact").unique().with_columns(pl.lit(value=True).alias(flag))
        told = told.join(one, on=["at", "kind", "value"], how="left", maintain_order="left")
    told = told.with_columns(
        pl.col("named", "uncoded").fill_null(value=False),
        nameless=~pl.col("at").is_in(words["at"].implode()),
        coded=pl.col("at").is_in(others["at"].implode()),
        omocode=pl.col("at").is_in(plain["at"].implode()),
    )
    ties = pl.concat([part.select("at", "kind", "fingerprint") for part in (names, uncoded, plain)])
    return told.select("at", "kind", "value", "fingerprint", tells=_tells()), ties


def _tells() -> pl.Expr:
    """Whether an identifier that a row shares with a forgotten person tells that it is of that person."""
    kind = pl.col("kind")
    agrees = pl.col("named") | pl.col("nameless")
    another = pl.col("coded") & ~pl.col("uncoded")
    return (
        pl.when(kind.is_in(_CONTACTS))
        # Codes that differ by omocodia alone are two people's, or the old and the new one of one person: they are no
        # proof of another person where a mailbox and the name say that it is the same. Of a homonym born on one day
        # they are.
        .then(agrees & ~(another & ~pl.col("omocode")))
        .when(kind.is_in(_LOOSE))
        .then(agrees)
        .when(kind == BIRTH)
        .then(~another)
        .otherwise(pl.lit(value=True))
    )


def _bound_names(forgotten: Forgotten, hits: pl.DataFrame, keys: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """The names of rows that the contacts are bound to, which they share with a forgotten person.

    A mailbox or a number asks for surname and given name, as a family shares them; an id and a partita IVA for one word
    of the name: ids are given anew, and then belong to somebody who is called otherwise.
    """
    columns = ("at", "kind", "value", "key")
    asked = [
        hits.filter(pl.col("kind").is_in(kinds)).join(told, on="at").select(columns)
        for kinds, told in ((_CONTACTS, keys), (_LOOSE, words))
    ]
    whole = pl.concat([*asked, hits.select("at", "kind", "value", pl.lit(NAMELESS).alias("key"))])
    value = bound(pl.col("kind"), pl.col("value"), pl.col("key"))
    return forgotten.held(whole.select("at", of="kind", contact="value", kind=pl.lit(NAME), value=value))


def _uncoded(forgotten: Forgotten, hits: pl.DataFrame) -> pl.DataFrame:
    """The contacts of persons without a codice fiscale: a row's code then speaks for nobody else."""
    value = bound(pl.col("kind"), pl.col("value"), pl.lit(""))
    return forgotten.held(hits.select("at", of="kind", contact="value", kind=pl.lit(NO_CODE), value=value))


def _of_places(found: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """Say of some rows where they stand in the whole list."""
    return found.with_columns(at=rows.gather(found["at"]).cast(pl.UInt32))


def _allowed(allow: Iterable[str]) -> pl.DataFrame:
    """What is allowed, as any kind of identifier that it can be read as."""
    typed = pl.Series("value", list(allow), dtype=pl.String)
    ids = [
        typed.to_frame().select(kind=pl.lit(ID), value=pl.col("value").str.replace(colon, "${1}\n${2}"))
        for colon in (r"^([^:]+):(.+)$", r"^(.+):([^:]+)$")
    ]
    golden = typed.to_frame().select(kind=pl.lit(GOLDEN), value="value")
    return pl.concat([known_as(typed).select("kind", "value"), *ids, golden]).unique(maintain_order=True)


def _told(frame: pl.DataFrame, hits: pl.DataFrame) -> pl.DataFrame:
    """The rows that were left out, each with the kinds of identifiers that it shares with a forgotten person."""
    kinds = hits.group_by("at").agg(matched=pl.col("kind").unique().sort().str.join(" ")).sort("at")
    rows = frame.select("source", "row")[kinds["at"]]
    return rows.select("source", pl.col("row").cast(pl.UInt32), line=pl.lit(None, dtype=pl.String)).with_columns(
        kinds["matched"]
    )


def _of_lines(forgotten: Forgotten, rejected: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lines that are no rows and hold an identifier of a forgotten person, and the other ones.

    Of a line nobody knows whose name is whose: a number counts where a name stands in it that it is bound to.
    """
    lines = rejected.select("source", "line", "text").with_columns(at=pl.int_range(pl.len(), dtype=pl.UInt32))
    parts = [
        lines.select("at", kind=pl.lit(kind), value=pl.col("text").str.extract_all(pattern))
        .explode("value")
        .drop_nulls()
        .with_columns(value=canonical_value(kind, pl.col("value")) if kind != PHONE else pl.col("value"))
        for kind, pattern in _TOKENS.items()
    ]
    asked = pl.concat(parts).unique()
    numbers = asked.filter(pl.col("kind") == PHONE)
    numbers = numbers.with_columns(value=telefono.series(numbers["value"]).struct.field("value")).drop_nulls()
    hits = forgotten.held(pl.concat([asked.filter(pl.col("kind") != PHONE), numbers]))
    by_number = hits.filter(pl.col("kind") == PHONE)
    firms = lines.join(by_number, on="at", how="semi").select("at", ragione_sociale=text.words(pl.col("text")))
    keys = _of_places(name_keys(firms.drop("at"), borne=False), firms["at"])
    tied = by_number.join(keys, on="at").select(
        "at", kind=pl.lit(NAME), value=bound(pl.lit(PHONE), pl.col("value"), pl.col("key"))
    )
    named = forgotten.held(tied)["at"].implode()
    hits = hits.filter((pl.col("kind") != PHONE) | pl.col("at").is_in(named))
    kinds = hits.group_by("at").agg(matched=pl.col("kind").unique().sort().str.join(" "))
    out = lines.join(kinds, on="at", how="inner", maintain_order="left")
    told = out.select("source", pl.lit(None, dtype=pl.UInt32).alias("row"), pl.col("line").cast(pl.String), "matched")
    return told, rejected.filter(~flags_at(rejected.height, out["at"]))
