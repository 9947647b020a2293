"""The pre-flight of every row: what a system would refuse, what it would change, and what to do about it.

What the facts are sure of holds a row back; whatever is less sure only warns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from italclean.cleaners.codice_fiscale import codice_fiscale
from italclean.cleaners.iban import iban
from italclean.cleaners.partita_iva import partita_iva
from italclean.consent.mailboxes import impossible_mail
from italclean.core import text
from italclean.core.reference import table
from italclean.errors import Language
from italclean.exports.files import is_utf8
from italclean.exports.shortening import shorter_comuni, shorter_streets
from italclean.exports.target import KINDS, Column, TargetObject
from italclean.exports.values import as_given
from italclean.messages.text import said

FINDINGS = {
    "at": pl.UInt32,
    "line": pl.UInt32,
    "golden_id": pl.String,
    "object": pl.String,
    "field": pl.String,
    "value": pl.String,
    "holds": pl.Boolean,
    "code": pl.String,
    "why": pl.String,
    "what": pl.String,
}
"""The columns of what is found: the row in the list and that in the object, the cell, whether the row is held, why, and
what to do."""

_ODD = {
    "no_letters": r"\p{L}",
    "ascii": r"[^\x00-\x7f]",
    "ascii_local": r"^[^@]*?([^\x00-\x7f@])",
    "basic_latin": r"[^\x20-\x7e]",
    # FatturaPA's schema: Basic Latin and Latin-1, without the signs for controlling a device.
    "latin1": r"[^\x20-\x7e\u00a0-\u00ff]",
}
"""The characters that a set has not."""
_PHONE = r"^\+?[0-9][0-9 ()./-]{4,}$"
_EMAIL = r"^[^\s@,;<>()\[\]\"]+@[^\s@,;<>()\[\]\"]+\.[^\s@.,;<>()\[\]\"]{2,}$"
_CODES = {
    "fiscal_code": ("", codice_fiscale),
    "iban": ("", iban),
    "vat": ("^[0-9]{11}$", partita_iva),
    "vat_with_country": ("^IT[0-9]{11}$", partita_iva),
}
"""Which values of a kind are codes with a check character, and what knows it."""
_INVOICED = {"invoice": KINDS, "invoice_person": ("persona",)}
"""Of which kinds of customers an e-invoice needs a field."""
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


@dataclass(frozen=True, slots=True)
class Finds:
    """Puts findings of one object into rows.

    Attributes:
        rows: The rows: `@at`, `@line`, `@id` and what is written.
        name: The object.
        language: The language of why and what.
    """

    rows: pl.DataFrame
    name: str
    language: Language

    def where(
        self,
        wrong: pl.Expr,
        field: str,
        code: str,
        *,
        holds: bool,
        why: pl.Expr | None = None,
        what: pl.Expr | None = None,
        value: pl.Series | None = None,
    ) -> pl.DataFrame:
        """Return a finding for each row of which something holds.

        Args:
            wrong: What holds.
            field: The column.
            code: What is wrong, by a word.
            holds: Whether the row is held.
            why: The reason; without it the sentence of the code.
            what: What to do; without it the sentence of the code.
            value: The values that are shown, one a row; without them those of the column.
        """
        rows = self.rows if value is None else self.rows.with_columns(value.alias(_SHOWN))
        shown = _SHOWN if value is not None else field
        return rows.filter(wrong).select(
            pl.col("@at").alias("at"),
            pl.col("@line").alias("line"),
            pl.col("@id").alias("golden_id"),
            pl.lit(self.name).alias("object"),
            pl.lit(field).alias("field"),
            pl.col(shown).cast(pl.String).alias("value"),
            pl.lit(holds).alias("holds"),
            pl.lit(code).alias("code"),
            (why if why is not None else self.told(f"export.why_{code}", field=field)).cast(pl.String).alias("why"),
            (what if what is not None else self.told(f"export.do_{code}")).cast(pl.String).alias("what"),
        )

    def told(self, key: str, *parts: pl.Expr, **details: object) -> pl.Expr:
        """Write a sentence out for each row: details given as `{}` are filled from the row.

        Args:
            key: The sentence.
            *parts: What fills them, in the order of the sentence in this language.
            **details: Its other details.
        """
        sentence = said(key, **details).text(self.language)
        if not parts:
            return pl.lit(sentence)
        pieces: list[pl.Expr] = []
        for place, piece in enumerate(sentence.split(_HERE)):
            pieces += [pl.lit(piece)] if not place else [parts[place - 1].cast(pl.String).fill_null("–"), pl.lit(piece)]
        return pl.concat_str(pieces)


_SHOWN = "@shown"
_HERE = "\ue001"
"""Where something of the row goes in a sentence: a sign that no text holds."""


def nothing_found() -> pl.DataFrame:
    """Return a table of findings without any."""
    return pl.DataFrame(schema=FINDINGS)


def preflight(one: TargetObject, rows: pl.DataFrame, listed: pl.DataFrame, language: Language) -> pl.DataFrame:
    """Check every row that goes to an object.

    Args:
        one: The object.
        rows: What is written: `@at`, `@line`, `@id`, and its columns.
        listed: The customers of these rows, in the same order, derived columns among them.
        language: The language of the reasons.

    Returns:
        A row for each finding, of the columns `FINDINGS`.
    """
    finds = Finds(rows, one.name, language)
    found = [part for column in one.columns for part in _of_column(finds, column, listed)]
    found += list(_of_object(finds, one, listed))
    return pl.concat([nothing_found(), *found])


def _of_column(finds: Finds, column: Column, listed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    fact, cell = column.fact, pl.col(column.name)
    if fact.required == "yes":
        asked = cell.is_null() & pl.lit(listed["@kind"].is_in(list(column.only)))
        yield finds.where(asked, column.name, "required", holds=fact.required_holds)
    if "@recipient" in column.given:
        # A firm has a channel as a rule: without it the invoice waits in its drawer at the Agenzia delle Entrate.
        firm = listed["@kind"].is_in(["azienda", "persona_iva"]) & (listed["@country"] == "IT").fill_null(value=False)
        none = listed["codice_destinatario"].is_null() & listed["pec"].is_null()
        yield finds.where(pl.lit(firm & none) & cell.is_not_null(), column.name, "recipient", holds=False)
    if fact.max_length is not None:
        yield from _too_long(finds, column, fact.max_length)
    if fact.characters:
        odd = _ODD[fact.characters]
        signs = cell.str.extract_all(odd).list.unique(maintain_order=True).list.join(" ").str.slice(-20)
        yield finds.where(
            cell.str.contains(odd), column.name, "characters", holds=fact.check_holds,
            why=finds.told("export.why_characters", signs, field=column.name, signs=_HERE),
            what=_plain_form(finds, column),
        )  # fmt: skip
    if fact.pattern:
        what = finds.told("export.do_pattern", pattern=fact.pattern)
        yield finds.where(~cell.str.contains(fact.pattern), column.name, "pattern", holds=fact.check_holds, what=what)
    if fact.allowed or column.values:
        yield from _off_list(finds, column, listed)
    nobody = pl.Series(dtype=pl.String)
    lost = impossible_mail(finds.rows[column.name]) if column.kind == "email" else nobody
    for kind, form in (("phone", _PHONE), ("email", _EMAIL)):
        if column.kind == kind:
            # A wrong number is stored as it is by most systems; a wrong address is refused by all.
            wrong = ~cell.str.contains(form) & ~cell.is_in(lost.implode())
            yield finds.where(wrong, column.name, kind, holds=kind == "email" and fact.check_holds)
    # Whatever a system says of it: no mail can go there.
    yield finds.where(cell.is_in(lost.implode()), column.name, "mailbox", holds=True)
    if column.kind in _CODES:
        # A field of one's own takes anything; one that the system knows is held against the check character there.
        broken = _broken(finds.rows[column.name], column.kind)
        yield finds.where(
            cell.is_in(broken.implode()), column.name, "code", holds=fact.check_holds and not column.custom
        )
    if column.kind == "date":
        typed = listed.with_columns(as_given(column, listed.columns).alias(_SHOWN))[_SHOWN]
        day = typed.str.contains(_DAY) & typed.str.to_date("%Y-%m-%d", strict=False).is_not_null()
        yield finds.where(pl.lit(~day) & cell.is_not_null(), column.name, "date", holds=fact.check_holds)


def _broken(cells: pl.Series, kind: str) -> pl.Series:
    """Return the codes whose check character is wrong; of partite IVA the Italian ones alone are looked at."""
    pattern, cleaner = _CODES[kind]
    distinct = cells.drop_nulls().unique()
    asked = distinct.filter(distinct.str.contains(pattern))
    if asked.is_empty():
        return asked
    judged = cleaner.series(asked).struct.field("status").cast(pl.String)
    return asked.filter(judged == "invalid")


def _too_long(finds: Finds, column: Column, most: int) -> Iterator[pl.DataFrame]:
    cell = pl.col(column.name)
    in_bytes = column.fact.in_bytes
    size = cell.str.len_bytes() if in_bytes else cell.str.len_chars()
    long = finds.rows.filter(size > most)
    if long.is_empty():
        return
    key = "export.why_too_many_bytes" if in_bytes else "export.why_too_long"
    shorter = _shorter(column, long[column.name].unique(maintain_order=True), most)
    own = Finds(
        long.join(shorter, left_on=column.name, right_on="long", how="left", maintain_order="left"),
        finds.name,
        finds.language,
    )
    proposal = pl.when(pl.col("short").is_null()).then(own.told("export.do_too_long")).otherwise(
        own.told("export.do_shorter", pl.col("short"), short=_HERE)
    )  # fmt: skip
    yield own.where(
        pl.lit(value=True), column.name, "too_long", holds=column.fact.length_holds,
        why=own.told(key, size, length=_HERE, most=most), what=proposal,
    )  # fmt: skip


def _shorter(column: Column, long: pl.Series, most: int) -> pl.DataFrame:
    """Propose what italclean knows to abbreviate: streets and comuni."""
    if column.given[:1] in (("@street",), ("indirizzo",)):
        return shorter_streets(long, most)
    if column.given[:1] in (("comune",), ("luogo_nascita",)):
        return shorter_comuni(long, most)
    return pl.DataFrame(schema={"long": pl.String, "short": pl.String})


def _plain_form(finds: Finds, column: Column) -> pl.Expr:
    """Propose the letters that every set has, where nothing but accents and signs goes."""
    cell = pl.col(column.name)
    if column.fact.characters not in ("latin1", "basic_latin"):
        return finds.told("export.do_characters")
    plain = text.straight(cell).str.replace_all("[–—−]", "-").str.replace_all("€", "EUR").str.replace_all("[“”„]", '"')
    # Compatible forms are left alone: `Carbon…` came through a wrong encoding, and is no `Carbon...`.
    plain = pl.when(plain.str.contains(_ODD[column.fact.characters])).then(
        plain.str.normalize("NFD").str.replace_all(r"\p{M}", "")
    ).otherwise(plain)  # fmt: skip
    good = ~plain.str.contains(_ODD[column.fact.characters])
    return pl.when(good).then(finds.told("export.do_shorter", plain, short=_HERE)).otherwise(
        finds.told("export.do_characters")
    )  # fmt: skip


def _off_list(finds: Finds, column: Column, listed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    fact, cell = column.fact, pl.col(column.name)
    names = ", ".join(fact.allowed or tuple(dict.fromkeys(column.values.values())))
    what = finds.told("export.do_picklist", names=names)
    if fact.allowed and column.kind not in ("flag", "refusal", "permission"):
        wrong = ~cell.is_in(list(fact.allowed))
        why = finds.told("export.why_not_allowed")
        yield finds.where(wrong, column.name, "picklist", holds=fact.check_holds, why=why, what=what)
    if column.kind == "picklist" and column.values and column.constant is None:
        typed = listed.with_columns(as_given(column, listed.columns).alias(_SHOWN))[_SHOWN]
        lost = pl.lit(typed.is_not_null() & listed["@kind"].is_in(list(column.only))) & cell.is_null()
        yield finds.where(lost, column.name, "picklist", holds=False, what=what, value=typed)


def _uninvoiced(finds: Finds, one: TargetObject, listed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Tell what is missing for an e-invoice, once a customer: who only gets letters will never have one."""
    asked = [
        pl.when(pl.col(column.name).is_null() & pl.lit(listed["@kind"].is_in(kinds))).then(pl.lit(column.name))
        for column in one.columns
        if (kinds := [kind for kind in column.only if kind in _INVOICED.get(column.fact.required, ())])
    ]
    if not asked:
        return
    missing = finds.rows.with_columns(pl.concat_str(asked, separator=", ", ignore_nulls=True).alias("@missing"))
    own = Finds(missing, finds.name, finds.language)
    why = own.told("export.why_invoice", pl.col("@missing"), fields=_HERE)
    # It is told of the first field that is missing: of Fiscal Code where nothing else is.
    begins = missing["@missing"].str.split(", ").list.first()
    for name in filter(None, begins.unique(maintain_order=True).to_list()):
        yield own.where(pl.lit(begins == name).fill_null(value=False), name, "invoice", holds=False, why=why)


def _of_object(finds: Finds, one: TargetObject, listed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    yield from _uninvoiced(finds, one, listed)
    for group in one.one_of:
        there = [name for name in group if name in finds.rows.columns]
        why = finds.told("export.why_one_of", names=", ".join(group))
        empty = pl.all_horizontal(pl.col(name).is_null() for name in there)
        yield finds.where(empty, there[0], "one_of", holds=True, why=why)
    if one.key:
        # Keys are compared without capitals by nearly all systems.
        same = pl.len().over([pl.col(name).str.to_lowercase() for name in (one.key, *one.together)])
        twice = pl.col(one.key).is_not_null() & (same > 1)
        counted = Finds(finds.rows.with_columns(same=same), finds.name, finds.language)
        why = counted.told("export.why_duplicate_key", pl.col("same"), count=_HERE)
        yield counted.where(twice, one.key, "duplicate_key", holds=True, why=why)
    if one.parent:
        named = listed["azienda_di_appartenenza"].is_not_null() & (listed["@kind"] != "azienda")
        unknown = pl.lit(named) & pl.col(one.parent).is_null()
        yield finds.where(unknown, one.parent, "no_firm", holds=False, value=listed["azienda_di_appartenenza"])
    if not is_utf8(one.form):
        for column in one.columns:
            yield from _beyond_code_page(finds, column, one.form.encoding)
    if one.checks_places:
        yield from _places(finds, one, listed)


def _beyond_code_page(finds: Finds, column: Column, encoding: str) -> Iterator[pl.DataFrame]:
    """Tell of the letters that a code page lacks: in its file they would be question marks."""
    odd = finds.rows[column.name].drop_nulls().unique().str.replace_all(r"[\x00-\x7f]", "")
    lacking = [sign for sign in sorted(set(odd.str.join("").item() or "")) if not sign.encode(encoding, "ignore")]
    if not lacking:
        return
    cell = pl.col(column.name)
    signs = cell.str.extract_many(lacking).list.unique(maintain_order=True).list.join(" ")
    yield finds.where(
        cell.str.contains_any(lacking), column.name, "characters", holds=True,
        why=finds.told("export.why_characters", signs, field=column.name, signs=_HERE),
        what=finds.told("export.do_characters"),
    )  # fmt: skip


def _places(finds: Finds, one: TargetObject, listed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Tell where a CAP is not one of the comune: the system would write another city, that of the CAP."""
    known = table("cap").join(table("comuni"), on="istat").select("cap", "sigla", name=text.words(pl.col("nome")))
    asked = listed.select("cap", sigla="provincia", name=text.words(pl.col("comune")), country="@country")
    there = asked.with_row_index("place").join(known.unique(), on=["cap", "sigla", "name"], how="semi")["place"]
    fits = pl.Series([False]).new_from_index(0, listed.height).scatter(there, True)
    asks = asked.select((pl.col("country") == "IT") & pl.col("cap").is_not_null() & pl.col("name").is_not_null())
    wrong = asks.to_series().fill_null(value=False) & ~fits
    field = next((column.name for column in one.columns if set(column.given) & {"cap", "@cap"}), None)
    if field is None:
        return
    shown = listed.select(pl.concat_str("cap", "comune", "provincia", separator=" ", ignore_nulls=True)).to_series()
    yield finds.where(pl.lit(wrong), field, "places", holds=False, value=shown)
