"""How a cell is written: dates, truths, refusals, lists of values, as a system wants them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from italclean.consent.reach import YES
from italclean.exports.target import KINDS, Column

DERIVED = {
    "@key": "the key of the customer in the target",
    "@parent": "the key of the customer's parent",
    "@parent_name": "the name of that parent",
    "@kind": "azienda, persona_iva or persona",
    "@name": "the firm's name, or given name and surname",
    "@street": "street and house number",
    "@country": "the country, two letters",
    "@country_it": "the country in Italian",
    "@country_en": "the country in English",
    "@country_abroad": "the country in Italian, where it is not Italy",
    "@province": "the name of the province",
    "@sigla": "the two letters of an Italian province",
    "@recipient": "the codice destinatario, or what stands for none",
    "@cap": "the CAP, 00000 abroad",
    "@place": "CAP, comune and province on one line",
    "@extra_email": "further mailboxes",
    "@extra_phone": "further numbers",
    "@state": "si, da_verificare or no: what holds for all who share the mailbox",
    "@state_reason": "why; casella_condivisa where the others of the mailbox decide",
    "@refusal_reason": "the same of who may not be written to",
}
"""What a column may be made of beside fields."""

_NOTHING = pl.lit(None, dtype=pl.String)
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_ITALIAN_VAT = r"^IT([0-9]{11})$"


def written(column: Column, names: Sequence[str]) -> pl.Expr:
    """Return what a column holds.

    Args:
        column: The column.
        names: The columns of the list, derived ones among them.

    Returns:
        Text; null where there is nothing.

    Examples:
        >>> sex = Column("gendercode", ("sesso",), kind="picklist", values={"M": "Male", "F": "Female"})
        >>> pl.DataFrame({"sesso": ["F", None]}).select(written(sex, ["sesso"]))["gendercode"].to_list()
        ['Female', None]
    """
    if column.constant is not None:
        made: pl.Expr = pl.lit(column.constant)
    else:
        made = WRITERS[column.kind](column, _given(column, names))
    if set(column.only) != set(KINDS):
        made = pl.when(pl.col("@kind").is_in(list(column.only))).then(made)
    return pl.when(made != "").then(made).alias(column.name)


def as_given(column: Column, names: Sequence[str]) -> pl.Expr:
    """Return what a column is made of, before it is written: what a person looks for."""
    return _given(column, names).alias(column.name)


def _given(column: Column, names: Sequence[str]) -> pl.Expr:
    there = [_plain(name, column) for name in column.given if name in names]
    if not there:
        return _NOTHING
    if len(there) == 1:
        return there[0]
    if column.join is None:
        return pl.coalesce(there)
    if column.whole:
        return pl.concat_str(there, separator=column.join) if len(there) == len(column.given) else _NOTHING
    joined = pl.concat_str(there, separator=column.join, ignore_nulls=True)
    return pl.when(pl.any_horizontal(one.is_not_null() for one in there)).then(joined)


def _plain(name: str, column: Column) -> pl.Expr:
    """A cell without line breaks, which most imports take for the end of the record."""
    text = pl.col(name).cast(pl.String)
    if column.kind != "memo":
        text = text.str.replace_all(r"[\r\n\t\x0b\x0c\u2028\u2029]+", " ")
    return text.str.strip_chars()


def _text(_: Column, given: pl.Expr) -> pl.Expr:
    return given


def _code(_: Column, given: pl.Expr) -> pl.Expr:
    return given.str.to_uppercase()


def _tail(column: Column, given: pl.Expr) -> pl.Expr:
    """The end of a code: a key that is made of it stays the same wherever the code stands."""
    most = column.fact.max_length
    code = given.str.to_uppercase()
    return code if most is None else code.str.tail(most)


def _vat(_: Column, given: pl.Expr) -> pl.Expr:
    return given.str.replace(_ITALIAN_VAT, "$1")


def _vat_with_country(_: Column, given: pl.Expr) -> pl.Expr:
    return given.str.replace(r"^([0-9]{11})$", "IT$1")


def _date(column: Column, given: pl.Expr) -> pl.Expr:
    """A day in the form of the target; what is no day stays what it is, for the check to tell."""
    day = given.str.extract(_DAY.replace("^", "^(").replace("$", ")$"), 1).str.to_date("%Y-%m-%d", strict=False)
    # Marketo's list import wants M/D/YY without zeros in front.
    wanted = column.form.replace("%-m", "%m").replace("%-d", "%d")
    made = day.dt.to_string(wanted)
    if wanted != column.form:
        made = made.str.replace_all(r"\b0([0-9])", "$1")
        made = (
            made
            if not column.form.endswith("%y")
            else day.dt.to_string("%m/%d/").str.replace_all(r"\b0([0-9])", "$1") + day.dt.to_string("%y")
        )
    return pl.coalesce(made, given)


def _flag(column: Column, given: pl.Expr) -> pl.Expr:
    true, false = column.words
    return pl.when(given.is_in(list(column.yes))).then(pl.lit(true)).otherwise(pl.lit(false))


def _refusal(column: Column, given: pl.Expr) -> pl.Expr:
    """A flag that says no: whatever is not a proven yes is refused, since an empty flag counts as allowed."""
    true, false = column.words
    return pl.when(given == YES).then(pl.lit(false)).otherwise(pl.lit(true))


def _permission(column: Column, given: pl.Expr) -> pl.Expr:
    true, false = column.words
    return pl.when(given == YES).then(pl.lit(true)).otherwise(pl.lit(false))


def _picklist(column: Column, given: pl.Expr) -> pl.Expr:
    """What the system calls a value; of what it has no word for nothing is written, and the check tells."""
    if not column.values:
        return given
    return given.replace_strict(dict(column.values), default=None, return_dtype=pl.String)


WRITERS: dict[str, Callable[[Column, pl.Expr], pl.Expr]] = {
    "text": _text,
    "memo": _text,
    "code": _code,
    "fiscal_code": _code,
    "iban": _code,
    "tail": _tail,
    "vat": _vat,
    "vat_with_country": _vat_with_country,
    "date": _date,
    "flag": _flag,
    "refusal": _refusal,
    "permission": _permission,
    "picklist": _picklist,
    "phone": _text,
    "email": _text,
}
"""How the value of a column is written, by its kind."""
