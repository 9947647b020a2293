"""Telefono: telephone numbers of any kind, to E.164.

    >>> from italclean import telefono
    >>> outcome = telefono.check("0039 333/1234567")
    >>> outcome.value, outcome.genere
    ('+393331234567', 'mobile')
    >>> telefono.check("030 901820", region="DE").value
    '+4930901820'
    >>> telefono.check("tel. 02 55507676 fax 02 55507677").fax
    '+390255507677'

The numbering plan is Google's, through phonenumbers. Its own patterns for Italy judge Italian numbers over
the whole column; every other number goes through the library one by one.

Landlines are dialled with their zero since 1998, mobiles without it since 2001 (Piano nazionale di
numerazione): old lists hold both otherwise.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl

from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.late import library

_ITALY = "IT"
# One number and nothing else: the cells that need no parting.
_SIMPLE = r"^\+?[0-9]{5,18}$|^(?:(?:\+|00)39[ .]?)?[0-9]{2,4}[ ./-]?[0-9 .]{5,10}$"
_EXTENSION = r"(?i)\s*(?:int(?:erno)?|ext|est|x)\.?\s*:?\s*[0-9]{1,5}\s*$"
_INNER_EXTENSION = r"(?i)\b(?:int(?:erno)?|ext|est)\b\.?\s*:?\s*[0-9]{1,5}\b"
# Tel/Fax: one line for both.
_BOTH = r"(?i)\btel(?:efono)?\.?\s*(?:[/+&,-]|e)\s*fax\b\.?\s*:?"
_FAX = r"(?i)\b(?:tele)?fax\b\.?\s*:?"
# 02 12345678 (fax): the word behind the number, and nothing behind the word.
_FAX_BEHIND = r"(?i)(^|[;,/])\s*(\+?[0-9]{2,4}[ ./-]?[0-9 .-]*[0-9]{3,})\s*\(?\s*\bfax\b\.?\)?\s*($|[;,])"
# A word with a number of lines or hours beside it: 5 linee r.a., (h. 9-13).
_BESIDE = r"(?i)\([^()0-9]*[a-z][^()0-9]*(?:[0-9]{1,2}[^()0-9]*){0,4}\)|\(?\s*\b[0-9]{1,2}\s+line[ea]\b.*$"
_LABEL = r"(?i)\b(?:tel(?:efono)?|cell(?:ulare)?|mob(?:ile)?|uff(?:icio)?|casa|ab(?:itazione)?)[0-9]?\b\.?\s*:?"
_SEPARATOR = r"(?i)\s*(?:[;,|]|\s(?:o|e)\s)\s*"
# After what may be a whole number, a dash between blanks and a plus begin the next.
_NEXT = r"((?:[0-9][\s./-]?){6,})(?:\s-\s|(\+))"
_NONE = r"(?i)^(?:no|non|nessun[oa]?|senza)\b[^0-9]*$"
# Eight digits on both sides of a slash are two numbers; a country code does not count.
_TWO_NUMBERS = (
    r"((?:^|[^0-9+])(?:(?:\+|00)[\s.-]?(?:[0-9][\s.-]?){10,}|(?:0[\s.-]?)?[1-9][\s.-]?(?:[0-9][\s.-]?){7,}))"
    r"\s*[/\\]\s*((?:\+?[0-9][\s.-]?){8,})"
)
_TWO_IN_A_ROW = r"((?:^|[^0-9])[0-9]{9,13})\s+(\+?[0-9]{9,})"
_TWO_SPACED = r"((?:^|[^0-9])(?:0[0-9]{1,3}|3[0-9]{2})[ ./-]?[0-9]{6,8})\s+((?:0[0-9]{1,3}|3[0-9]{2})[ ./-][0-9]{6,8})"
_WORD = r"(?i)[a-zà-ÿ']{2,}\.?"
_SHORTEST = 5
# 02 02 55507676: the area code twice.
_CODE_TWICE = r"^(0[1-9][0-9]{0,2}|3[0-9]{2})[\s./-]+(0[1-9][0-9]{0,2}|3[0-9]{2})[\s./-]+([0-9].*)$"
_LONGEST = 11
_FAX_MARK = "\u2709"
# 347/1234567-8 is a number and the next one.
_NEXT_MOBILE = r"(3[0-9]{2}[\s/.-]*[0-9]{7})\s*-\s*[0-9]{1,2}$"
# 02 1234567/68 is perhaps a switchboard with several lines, perhaps one number.
_LINES = (
    r"^((?:(?:\+|00)39\s*)?0[1-9](?:[\s./-]?[0-9]){6,}?)"
    r"((?:(?:\s*[/\\]\s*|\s+-\s+)[0-9]{1,2}|-[0-9]|-[0-9][/-][0-9])+)$"
)
_FILLER = (
    r"^(?:[0-9]+0{7,}|0{3,}[0-9]?|0?1{5,}|2{5,}|3{7,}|4{5,}|5{5,}|6{5,}|7{5,}|8{5,}|9{5,}|"
    r"0?123456789?0?|1234567|0{0,2}0)$"
)
_VATICAN = "06698"


def _prepare(value: pl.Expr) -> pl.Expr:
    # Spreadsheets turn numbers into 3331234567.0 and 3,331234567E+09.
    tidy = text.tidy(value).str.replace(r"^([0-9]{6,15})[.,]0$", "$1")
    whole = pl.when(text.is_scientific(tidy)).then(text.whole_number(tidy, 6))
    return pl.coalesce(whole, tidy)


@cleaner(
    extras={"genere": pl.String, "paese": pl.String, "altri": pl.String, "fax": pl.String, "forse": pl.String},
    prepare=_prepare,
)
def telefono(values: pl.Series, *, region: str = _ITALY) -> pl.DataFrame:
    """Judge telephone numbers.

    The value is the number in E.164. Extras: its kind (`genere`: `mobile`, `fisso`, `verde`, `premium`,
    `condiviso`, `voip`, `altro`), its `paese` (ISO 3166 alpha-2), the other numbers of the cell (`altri`,
    E.164, one blank apart), those called `fax` in it, and the number that was perhaps meant (`forse`).

    Args:
        values: Tidy text.
        region: The country (ISO 3166 alpha-2) in which numbers without a country code are dialled.
    """
    parts = _numbers_of_cells(values)
    parts = parts.join(
        _judge_numbers(parts["digits"], region), on="digits", how="left", maintain_order="left", nulls_equal=True
    )
    lines = pl.col("lines").is_not_null() & pl.col("issue").is_null()
    parts = parts.with_columns(
        issue=pl.when(lines).then(pl.lit("tel_lines")).otherwise("issue"),
        hint=pl.when(lines).then("lines").otherwise("hint"),
    )
    if parts.height == len(values):
        first = parts.with_columns(altri=pl.lit(None, dtype=pl.String), faxes=pl.when("fax").then("value"))
    else:
        first = _first_of_cell(parts)
    several = pl.col("altri").is_not_null() & pl.col("value").is_not_null() & pl.col("issue").is_null()
    and_fax = pl.col("faxes").is_not_null() & ~pl.col("fax") & pl.col("issue").is_null()
    only_fax = pl.col("fax") & pl.col("issue").is_null() & pl.col("value").is_not_null()
    none = pl.lit(values).str.contains(_NONE)
    # NON CHIAMARE, vecchio: whoever wrote it knew why.
    remark = text.doubt(pl.lit(values))
    doubted = remark.is_not_null() & ~none & pl.col("issue").is_null() & pl.col("value").is_not_null()
    return first.select(
        "value",
        issue=pl.when(none)
        .then(pl.lit("tel_filler"))
        .when(doubted)
        .then(pl.lit("contact_doubted"))
        .when(several)
        .then(pl.lit("tel_several"))
        .when(only_fax)
        .then(pl.lit("tel_fax"))
        .when(and_fax)
        .then(pl.lit("tel_and_fax"))
        .otherwise("issue"),
        detail=pl.when(doubted).then(remark).when(several).then("altri").when(and_fax).then("faxes").otherwise("hint"),
        genere="genere",
        paese="paese",
        altri="altri",
        fax="faxes",
        forse=pl.when(pl.col("issue") == "tel_zero").then("hint"),
    )


def _first_of_cell(parts: pl.DataFrame) -> pl.DataFrame:
    """Choose the number of each cell, the first that is no fax, and join the others to it."""
    ordered = parts.sort("at", "fax", "place")
    first = ordered.unique("at", keep="first", maintain_order=True)
    numbers = ordered.filter(pl.col("value").is_not_null() & pl.col("issue").is_null())
    chosen = first.select("at", chosen="place", first="value")
    numbers = numbers.join(chosen, on="at", how="left", maintain_order="left")
    others = (
        numbers.filter(~pl.col("fax") & (pl.col("place") != pl.col("chosen")) & (pl.col("value") != pl.col("first")))
        .group_by("at")
        .agg(altri=pl.col("value").unique(maintain_order=True).str.join(" "))
    )
    faxes = numbers.filter("fax").group_by("at").agg(faxes=pl.col("value").unique(maintain_order=True).str.join(" "))
    return first.join(others, on="at", how="left", maintain_order="left").join(
        faxes, on="at", how="left", maintain_order="left"
    )


def _numbers_of_cells(values: pl.Series) -> pl.DataFrame:
    """Part cells into their numbers: `at`, `place`, `fax`, `lines` and `digits`, in the order of the cells."""
    cells = values.to_frame("typed").with_row_index("at")
    simple = values.str.contains(_SIMPLE)
    alone = cells.filter(simple).select(
        "at",
        place=pl.lit(0, dtype=pl.Int64),
        fax=pl.lit(value=False),
        lines=pl.lit(None, dtype=pl.String),
        digits=pl.col("typed").str.replace_all("[^0-9+]", "").str.replace("^00", "+"),
    )
    if alone.height == cells.height:
        return alone.with_columns(digits=_code_once(pl.col("digits")))
    mixed = (
        cells.filter(~simple)
        .select("at", part=_parted(pl.col("typed")))
        .explode("part")
        .select(
            "at",
            place=pl.int_range(pl.len()).over("at"),
            fax=pl.col("part").str.starts_with(_FAX_MARK),
            lines=pl.col("part").str.extract(_LINES, 2),
            digits=_dialled(pl.col("part").str.replace(_FAX_MARK, "", literal=True)),
        )
    )
    return pl.concat([alone, mixed]).sort("at", "place").with_columns(digits=_code_once(pl.col("digits")))


def _parted(typed: pl.Expr) -> pl.Expr:
    """Part a cell into its numbers; a slash parts only what is long enough on both sides."""
    plain = (
        typed.str.replace(_EXTENSION, "")
        .str.replace_all(_INNER_EXTENSION, ";")
        .str.replace_all(_FAX_BEHIND, "$1;" + _FAX_MARK + "$2;$3")
        .str.replace_all(_BESIDE, " ")
        .str.replace_all(_BOTH, ";")
        .str.replace_all(_FAX, ";" + _FAX_MARK)
        .str.replace_all(_LABEL, ";")
        .str.replace_all(r"\([^)0-9]*\)", " ")
    )
    for _ in range(2):  # three numbers share the one in the middle
        plain = plain.str.replace_all(_TWO_NUMBERS, "$1;$2").str.replace_all(_TWO_IN_A_ROW, "$1;$2")
        plain = plain.str.replace_all(_TWO_SPACED, "$1;$2")
    plain = plain.str.replace_all(_NEXT, "$1;$2").str.replace_all(_SEPARATOR, ";")
    pieces = plain.str.replace_all(_WORD, ";").str.split(";").list.eval(pl.element().str.strip_chars(" "))
    # An hour or a floor beside the number (333 1234567 dopo le 18) is no number.
    numbers = pieces.list.eval(pl.element().filter(pl.element().str.count_matches("[0-9]") >= _SHORTEST))
    some = pieces.list.eval(pl.element().filter(pl.element().str.contains("[0-9]")))
    return (
        pl.when(numbers.list.len() > 0)
        .then(numbers)
        .when(some.list.len() > 0)
        .then(some)
        .otherwise(pl.concat_list(typed))
    )


def _dialled(part: pl.Expr) -> pl.Expr:
    """Keep what one dials: digits and a leading plus, `00` as a plus."""
    part = part.str.replace(_NEXT_MOBILE, "$1").str.replace(_LINES, "$1")
    code, again, rest = (part.str.extract(_CODE_TWICE, group) for group in (1, 2, 3))
    too_long = part.str.count_matches("[0-9]") > _LONGEST
    part = pl.when((code == again) & too_long).then(code + rest).otherwise(part)
    # A letter among the digits (O6 1234567) has no sure reading.
    among = part.str.contains(r"(?i)(?:^|[0-9\s])[a-z][0-9]|[0-9][a-z](?:[0-9]|$)")
    dialled = (
        part.str.replace(r"^((?:\+|00)\s*39)\s*\(0\)", "${1}0")
        .str.replace_all(r"([0-9])\s*\(0\)", "$1")
        .str.replace_all(r"[^0-9+]", "")
        .str.replace(r"^\+?00", "+")
    )
    return pl.when(among).then(pl.lit("")).otherwise(dialled)


def _code_once(dialled: pl.Expr) -> pl.Expr:
    """Write the country code of Italy once: `+39 0039` and `+39 +39` are `+39`."""
    return dialled.str.replace(r"^(?:\+39)+(?:0039)?\+?([0-9])", "+39$1")


def _judge_numbers(digits: pl.Series, region: str) -> pl.DataFrame:
    distinct = digits.unique(maintain_order=True).to_frame()
    frame = _italian(distinct, region)
    filler = pl.col("digits").str.replace(r"^\+39", "").str.contains(_FILLER)
    frame = frame.with_columns(filler=filler.fill_null(value=False))
    odd = frame.filter((pl.col("verdict") == "ask") & ~pl.col("filler"))["digits"]
    library = pl.DataFrame(
        [_ask_library(number, region) for number in odd],
        schema={"e164": pl.String, "kind": pl.String, "country": pl.String, "judged": pl.String},
        orient="row",
    ).with_columns(digits=odd)
    frame = frame.join(library, on="digits", how="left", maintain_order="left", nulls_equal=True)
    asked = (pl.col("verdict") == "ask").fill_null(value=False)
    said = frame.select(
        "digits",
        "filler",
        "hint",
        value=pl.when(asked).then("e164").otherwise("e164_it"),
        issue=pl.when(asked).then("judged").otherwise("verdict"),
        genere=pl.coalesce("genere", "kind"),
        paese=pl.when(asked).then("country").otherwise(pl.lit(_ITALY)),
    )
    speaks = ~pl.col("filler")
    return said.select(
        "digits",
        value=pl.when(speaks).then("value"),
        issue=pl.when(speaks).then("issue").otherwise(pl.lit("tel_filler")),
        hint=pl.when(speaks).then("hint"),
        genere=pl.when(speaks).then("genere"),
        paese=pl.when(speaks & pl.col("value").is_not_null()).then("paese"),
    )


def _italian(distinct: pl.DataFrame, region: str) -> pl.DataFrame:
    """Judge the numbers of Italy by the library's patterns, reading by reading on what is still open.

    Adds `e164_it`, `genere`, `hint` (the number perhaps meant) and `verdict`: the issue, null for a number of
    the plan, `ask` for what only the library can tell.
    """
    digits = pl.col("digits")
    national = digits.str.extract(r"^(?:\+39)?([0-9]+)$" if region == _ITALY else r"^\+39([0-9]+)$")
    readings: list[tuple[pl.Expr, tuple[str, ...], str | None]] = [(national, _ALL_KINDS, None)]
    if region == _ITALY:
        readings += [
            # 39 before a whole Italian number is the country code without its plus.
            (digits.str.extract(r"^39([0-9]{6,})$"), _ALL_KINDS, None),
            # Typed twice: only a full mobile or a landline is not a number with a digit too many.
            (digits.str.extract(r"^\+?39(?:00)?39(3[0-9]{9}|0[0-9]{6,})$"), ("mobile", "fisso"), None),
            (national.str.extract(r"^0(3[0-9]+)$"), ("mobile",), "tel_mobile_zero"),
            (pl.lit("0") + national, ("fisso",), "tel_zero"),
        ]
    still_open, solved = distinct, []
    for reading, kinds, issue in readings:
        read = still_open.select(reading).to_series()
        kind = _kind(read, kinds)
        number = ("+39" + read).alias("number")
        # The voicemail of a mobile has one digit more, or two: on a customer list, more likely a slip.
        verdict = pl.when(kind == "voicemail").then(pl.lit("tel_voicemail")).otherwise(pl.lit(issue, dtype=pl.String))
        kind = kind.replace("voicemail", "altro")
        answer = still_open.with_columns(number, genere=kind, verdict=verdict)
        solved.append(answer.filter(kind.is_not_null()))
        still_open = still_open.filter(kind.is_null())
    nothing = pl.lit(None, dtype=pl.String)
    rest = still_open.with_columns(number=nothing, genere=nothing, verdict=_unread(national))
    maybe = pl.col("verdict") == "tel_zero"
    as_typed = pl.when(pl.col("verdict").is_in(["tel_zero", "tel_unassigned"])).then(pl.lit("+39") + national)
    return pl.concat([*solved, rest]).select(
        "digits",
        "verdict",
        genere=pl.when(~maybe.fill_null(value=False)).then("genere"),
        hint=pl.when(maybe).then("number"),
        e164_it=pl.coalesce(as_typed, "number"),
    )


def _unread(national: pl.Expr) -> pl.Expr:
    """Judge numbers that no pattern fits; what may bear a country code, and the Vatican's, is for the library."""
    ours = national.is_not_null() & ~pl.col("digits").str.contains(rf"^39|^(?:\+39)?(?:00|{_VATICAN})")
    possible = national.str.len_bytes().is_in(_lengths())
    return (
        pl.when(ours & possible)
        .then(pl.lit("tel_unassigned"))
        .when(ours)
        .then(pl.lit("tel_format"))
        .otherwise(pl.lit("ask"))
    )


_PATTERNS = {
    "mobile": "mobile",
    "fisso": "fixed_line",
    "verde": "toll_free",
    "premium": "premium_rate",
    "condiviso": "shared_cost",
    "voip": "voip",
    "altro": "uan personal_number pager",
    "voicemail": "voicemail",
}
_ALL_KINDS = tuple(_PATTERNS)


def _kind(numbers: pl.Series, kinds: tuple[str, ...]) -> pl.Series:
    """Tell the kind of national numbers, each pattern asked only of what the ones before it left."""
    at = numbers.is_not_null().arg_true()
    found = pl.Series("genere", [None], dtype=pl.String).new_from_index(0, len(numbers))
    for kind in kinds:
        if not at.len():
            break
        fits = numbers.gather(at).str.contains(_italian_patterns()[kind])
        places = at.filter(fits)
        if places.len():
            found = found.scatter(places, kind)
        at = at.filter(~fits)
    return found


@cache
def _italian_patterns() -> dict[str, str]:
    """The library's own patterns of Italian national numbers, by our names of the kinds."""
    patterns = {}
    for kind, entries in _PATTERNS.items():
        described = [getattr(_plan(), entry) for entry in entries.split()]
        alternatives = [entry.national_number_pattern for entry in described if entry is not None]
        # Without any, a pattern that nothing fits.
        united = "|".join(filter(None, alternatives)).replace(r"\d", "[0-9]") or "[^0-9]"
        patterns[kind] = f"^(?:{united})$"
    return patterns


@cache
def _lengths() -> list[int]:
    described = _plan().general_desc
    return sorted({*described.possible_length, *described.possible_length_local_only})


def _plan() -> Any:
    return library("phonenumbers").PhoneMetadata.metadata_for_region(_ITALY, None)


def _ask_library(dialled: str | None, region: str) -> tuple[str | None, str | None, str | None, str | None]:
    """Judge one irregular number: E.164, kind, country, issue."""
    phonenumbers = library("phonenumbers")
    refused = (None, None, None, "tel_format")
    try:
        number = phonenumbers.parse(dialled or "", region)
    except phonenumbers.NumberParseException:
        return refused
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    country = phonenumbers.region_code_for_number(number)
    # What has a type in the plan of its country is valid: is_valid_number would ask the same a second time.
    kind = phonenumbers.number_type(number)
    if country is not None and kind != phonenumbers.PhoneNumberType.UNKNOWN:
        return e164, _KINDS.get(kind, "altro"), country, None
    if phonenumbers.is_possible_number(number):
        return e164, None, country, "tel_unassigned"
    return refused


# phonenumbers.PhoneNumberType: 0 fixed, 1 mobile, 2 either, 3 toll-free, 4 premium, 5 shared cost, 6 VoIP.
_KINDS = {0: "fisso", 1: "mobile", 2: "mobile", 3: "verde", 4: "premium", 5: "condiviso", 6: "voip"}
