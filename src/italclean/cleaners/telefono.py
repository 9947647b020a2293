"""Telefono: telephone numbers of any kind, to E.164.

    >>> from italclean import telefono
    >>> outcome = telefono.check("0039 333/1234567")
    >>> outcome.value, outcome.genere
    ('+393331234567', 'mobile')
    >>> telefono.check("+44 20 7946 0958").paese
    'GB'

The numbering plan is Google's, through phonenumbers. Its own patterns for Italy judge the regular numbers
over the whole column; every other number goes through the library one by one.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.cleaner import cleaner

_EXTENSION = r"(?i)\s*(?:int(?:erno)?|ext|est|x)\.?\s*:?\s*[0-9]{1,5}\s*$"
_LABEL = r"(?i)\b(?:tel(?:efono)?|cell(?:ulare)?|fax|mob(?:ile)?|uff(?:icio)?|casa|ab(?:itazione)?)\b\.?\s*:?"
_SEPARATOR = r"(?i)\s*(?:[;,|\n]|\s+(?:o|oppure|e|-)\s+)\s*"


def _prepare(value: pl.Expr) -> pl.Expr:
    # Spreadsheets turn numbers into 3331234567.0
    return text.tidy(value).str.replace(r"^([0-9]{6,15})[.,]0$", "$1")


@cleaner(extras={"genere": pl.String, "paese": pl.String, "altri": pl.String}, prepare=_prepare)
def telefono(values: pl.Series) -> pl.DataFrame:
    """Judge telephone numbers.

    The value is the number in E.164. Extras: its kind (`genere`: `mobile`, `fisso`, `verde`,
    `premium`, `altro`), its `paese` (ISO 3166 alpha-2), and the other numbers of the cell (`altri`, E.164,
    one blank apart).
    """
    cells = values.to_frame("typed").with_row_index("at")
    parts = (
        cells.select("at", part=_numbers_of_cell(pl.col("typed")))
        .explode("part")
        .with_columns(place=pl.int_range(pl.len()).over("at"), digits=_dialled(pl.col("part")))
    )
    parts = parts.join(
        _judge_numbers(parts["digits"]), on="digits", how="left", maintain_order="left", nulls_equal=True
    )
    first = parts.filter(pl.col("place") == 0).sort("at")
    others = (
        parts.filter((pl.col("place") > 0) & pl.col("value").is_not_null())
        .group_by("at")
        .agg(altri=pl.col("value").str.join(" "))
    )
    joined = first.join(others, on="at", how="left", maintain_order="left")
    several = pl.col("altri").is_not_null() & pl.col("value").is_not_null()
    return joined.select(
        "value",
        issue=pl.when(several & pl.col("issue").is_null()).then(pl.lit("tel_several")).otherwise("issue"),
        detail=pl.when(several & pl.col("issue").is_null()).then("altri").otherwise("detail"),
        genere="genere",
        paese="paese",
        altri="altri",
    )


def _numbers_of_cell(typed: pl.Expr) -> pl.Expr:
    """Part a cell into its numbers; a slash parts only what is long enough on both sides."""
    plain = typed.str.replace(_EXTENSION, "").str.replace_all(_LABEL, ";").str.replace_all(r"\([^)0-9]*\)", " ")
    for _ in range(2):  # three numbers share the one in the middle
        plain = plain.str.replace_all(r"((?:[0-9][\s.\-]?){8,})\s*[/\\]\s*((?:\+?[0-9][\s.\-]?){8,})", "$1;$2")
    plain = plain.str.replace_all(_SEPARATOR, ";").str.strip_chars("; ")
    pieces = plain.str.split(";").list.eval(pl.element().filter(pl.element().str.contains(r"[0-9]")))
    return pl.when(pieces.list.len() > 0).then(pieces).otherwise(pl.concat_list(typed))


def _dialled(part: pl.Expr) -> pl.Expr:
    """Keep what one dials: digits and a leading plus; `0039` and `+39 0039` become `+39`."""
    # 347/1234567-8 is a number and the next one.
    part = part.str.replace(r"(3[0-9]{2}[\s/.-]*[0-9]{7})\s*-\s*[0-9]{1,2}$", "$1")
    # A letter among the digits (O6 1234567) has no sure reading.
    among = part.str.contains(r"(?i)(?:^|[0-9\s])[a-z][0-9]|[0-9][a-z](?:[0-9]|$)")
    letters = part.str.contains(r"(?i)[a-z]{3,}")
    dialled = (
        part.str.replace(r"^((?:\+|00)\s*39)\s*\(0\)", "${1}0")
        .str.replace_all(r"([0-9])\s*\(0\)", "$1")
        .str.replace_all(r"[^0-9+]", "")
        .str.replace(r"^\+?00", "+")
    )
    dialled = dialled.str.replace(r"^(?:\+39)+(?:0039)?\+?([0-9])", "+39$1")
    return pl.when((letters & (dialled.str.len_bytes() < 5)) | among).then(pl.lit("")).otherwise(dialled)


def _judge_numbers(digits: pl.Series) -> pl.DataFrame:
    distinct = digits.unique(maintain_order=True).to_frame()
    national = pl.col("digits").str.extract(r"^(?:\+39)?([0-9]{5,12})$")
    # 39 before a whole Italian number is the country code without its plus.
    bare_code = pl.col("digits").str.extract(r"^39([0-9]{8,11})$")
    kinds = _italian_kinds()
    frame = distinct.with_columns(
        national=pl.when(_is_any(national, kinds))
        .then(national)
        .when(_is_any(bare_code, kinds) & ~_is_any(national, kinds))
        .then(bare_code)
    )
    frame = frame.with_columns(genere=_kind(pl.col("national"), kinds))
    filler = pl.col("digits").str.replace(r"^\+39", "").str.contains(_FILLER)
    frame = frame.with_columns(filler=filler.fill_null(value=False))
    odd = frame.filter(pl.col("national").is_null() & ~pl.col("filler"))["digits"]
    library = pl.DataFrame(
        [_ask_library(number) for number in odd],
        schema={"e164": pl.String, "kind": pl.String, "region": pl.String, "verdict": pl.String, "hint": pl.String},
        orient="row",
    ).with_columns(digits=odd)
    frame = frame.join(library, on="digits", how="left", maintain_order="left", nulls_equal=True)
    return frame.select(
        "digits",
        value=pl.when(~pl.col("filler")).then(
            pl.when(pl.col("national").is_not_null()).then(pl.lit("+39") + pl.col("national")).otherwise("e164")
        ),
        issue=pl.when("filler").then(pl.lit("tel_filler")).otherwise("verdict"),
        detail="hint",
        genere=pl.when(~pl.col("filler")).then(pl.coalesce("genere", "kind")),
        paese=pl.when(~pl.col("filler")).then(
            pl.when(pl.col("national").is_not_null()).then(pl.lit("IT")).otherwise("region")
        ),
    )


_FILLER = r"^(?:0{3,}[0-9]?|0?1{5,}|2{5,}|3{7,}|4{5,}|5{5,}|6{5,}|7{5,}|8{5,}|9{5,}|0?123456789?0?|1234567|0{0,2}0)$"


def _is_any(number: pl.Expr, kinds: dict[str, str]) -> pl.Expr:
    return number.str.contains(f"^(?:{'|'.join(kinds.values())})$")


def _kind(number: pl.Expr, kinds: dict[str, str]) -> pl.Expr:
    found = pl.lit(None, dtype=pl.String)
    for kind, pattern in reversed(kinds.items()):
        found = pl.when(number.str.contains(f"^(?:{pattern})$")).then(pl.lit(kind)).otherwise(found)
    return found


@cache
def _italian_kinds() -> dict[str, str]:
    """The library's own patterns of Italian national numbers, by our names of the kinds."""
    from phonenumbers.phonemetadata import PhoneMetadata

    plan = PhoneMetadata.metadata_for_region("IT", None)
    if plan is None:  # pragma: no cover
        return {}
    described = {
        "mobile": plan.mobile,
        "fisso": plan.fixed_line,
        "verde": plan.toll_free,
        "premium": plan.premium_rate,
        "condiviso": plan.shared_cost,
        "voip": plan.voip,
        "altro": plan.uan,
    }
    return {
        kind: entry.national_number_pattern.replace(r"\d", "[0-9]")
        for kind, entry in described.items()
        if entry is not None and entry.national_number_pattern
    }


def _ask_library(dialled: str | None) -> tuple[str | None, str | None, str | None, str | None, str | None]:
    """Judge one irregular number: E.164, kind, region, issue, hint."""
    import phonenumbers

    refused = (None, None, None, "tel_format", None)
    try:
        number = phonenumbers.parse(dialled or "", "IT")
    except phonenumbers.NumberParseException:
        return refused
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    region = phonenumbers.region_code_for_number(number)
    if phonenumbers.is_valid_number(number):
        return e164, _KINDS.get(phonenumbers.number_type(number), "altro"), region, None, None
    national = str(number.national_number)
    if number.country_code == 39 and len(national) in range(6, 12) and national[0] not in "0348":
        restored = phonenumbers.parse(f"0{national}", "IT")
        if phonenumbers.is_valid_number(restored):
            return e164, None, region, "tel_zero", f"+390{national}"
    if phonenumbers.is_possible_number(number):
        return e164, None, region, "tel_unassigned", None
    return refused


# phonenumbers.PhoneNumberType: 0 fixed, 1 mobile, 2 either, 3 toll-free, 4 premium, 5 shared cost, 6 VoIP.
_KINDS = {0: "fisso", 1: "mobile", 2: "mobile", 3: "verde", 4: "premium", 5: "condiviso", 6: "voip"}
