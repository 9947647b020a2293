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

import polars as pl

from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.columns import only_where, rows_where
from italclean.core.empty import remembers_empty
from italclean.core.late import library
from italclean.telephones.cell import parted
from italclean.telephones.numbering import ITALY, KINDS, italian_lengths, italian_patterns

# Digits and the signs within a number, and nothing else.
_PLAIN = r"^[(]?[+]?[0-9][0-9 ./()-]{3,24}$"
# Of these, what may be several, or no number at all: 02 5550767/8, 37.50040574, 12/05/1980, 9.00-12.30, +41 (0)91 …
_RISKY = (
    r"[/-]\s*[0-9]{1,2}$|\(0\)|^[1-9]?[0-9]\.[0-9]+(?:\.[0-9]{3})?$|^(?:19|20)[0-9]{2}-"
    r"|^[0-9]{1,2}[./-][0-9]{1,2}[./-](?:19|20)[0-9]{2}\b|[0-9]{1,2}\.[0-9]{2}\s?[/-]\s?[0-9]{1,2}\.[0-9]{2}"
)
# As many digits as one number has, and too few for two.
_ONE_NUMBER = r"^(?:(?:\+|00)?39)?(?:3[0-9]{8,9}|0[1-9][0-9]{4,9}|800[0-9]{6})$"
_BARE = r"^\+?[0-9]+$"
_LABELLED = r"^(?i:tel(?:efono)?|cell(?:ulare)?|cel|mob(?:ile)?)\b\.?\s*:?\s*"
_NONE = r"(?i)^(?:no|non|nessun[oa]?|senza)\b[^0-9]*$"
_FILLER = (
    r"^(?:[0-9]+0{7,}|0{3,}[0-9]?|0?1{5,}|2{5,}|3{7,}|4{5,}|5{5,}|6{5,}|7{5,}|8{5,}|9{5,}|"
    r"0?123456789?0?|1234567|0{0,2}0)$"
)
_VATICAN = "06698"
# What leaves a number a number of the plan.
_SOUND = ("tel_mobile_zero",)


def _prepare(value: pl.Expr) -> pl.Expr:
    # A new line and a tabulator part numbers as a semicolon does; tidied, they would be blanks.
    lines = only_where(
        value,
        lambda typed: typed.str.contains(r"[\t\n\r\v]"),
        lambda typed: typed.str.replace_all(r"[\t\n\r\v]+", " ; "),
    )
    # Spreadsheets turn numbers into 3331234567.0 and 3,331234567E+09.
    tidy = text.tidy(lines).str.replace(r"^([0-9]{6,15})[.,]0$|^([0-9]{9,13})[.,]00$", "$1$2").str.strip_chars(" ;")
    whole = pl.when(text.is_scientific(tidy)).then(text.whole_number(tidy, 6))
    return pl.coalesce(whole, tidy)


@cleaner(
    extras={
        "genere": pl.String,
        "paese": pl.String,
        "altri": pl.String,
        "fax": pl.String,
        "forse": pl.String,
        "email": pl.String,
        "nota": pl.String,
    },
    prepare=_prepare,
)
def telefono(values: pl.Series, *, region: str = ITALY) -> pl.DataFrame:
    """Judge telephone numbers.

    The value is the number in E.164. Extras: its kind (`genere`: `mobile`, `fisso`, `verde`, `premium`,
    `condiviso`, `voip`, `altro`), its `paese` (ISO 3166 alpha-2), the other numbers of the cell (`altri`,
    E.164, one blank apart), those called `fax` in it, the number that was perhaps meant (`forse`), the mail
    addresses of the cell (`email`, one blank apart) and what else stands in it (`nota`: `chiedere di Ugo`).

    Args:
        values: Tidy text.
        region: The country (ISO 3166 alpha-2) in which numbers without a country code are dialled.
    """
    parts, beside = _numbers_of_cells(values, region)
    parts = parts.join(
        _judge_numbers(parts["digits"], region), on="digits", how="left", maintain_order="left", nulls_equal=True
    )
    nothing = pl.lit(None, dtype=pl.String)
    if beside is None:
        first = parts.with_columns(
            altri=nothing, faxes=nothing, lines=pl.lit(value=False), email=nothing, nota=nothing, unread=nothing
        )
    else:
        first = _first_of_cell(parts).join(beside, on="at", how="left", maintain_order="left")
    sound = pl.col("value").is_not_null() & (pl.col("issue").is_null() | pl.col("issue").is_in(_SOUND))
    several = pl.col("altri").is_not_null()
    lines = pl.col("lines").fill_null(value=False) & several
    none = pl.lit(values).str.contains(_NONE)
    # NON CHIAMARE, vecchio: whoever wrote it knew why.
    remark = text.doubt(pl.lit(values))
    cases: tuple[tuple[str, pl.Expr, pl.Expr], ...] = (
        ("tel_filler", none, nothing),
        ("contact_doubted", sound & remark.is_not_null() & ~none, remark),
        ("tel_lines", sound & lines, pl.col("altri")),
        ("tel_several", sound & several, pl.col("altri")),
        ("tel_rest", sound & pl.col("unread").is_not_null(), pl.col("unread")),
        ("tel_fax", sound & pl.col("fax"), pl.col("hint")),
        ("tel_and_fax", sound & pl.col("faxes").is_not_null(), pl.col("faxes")),
        ("tel_and_email", sound & pl.col("email").is_not_null(), pl.col("email")),
    )
    issue, detail = pl.col("issue"), pl.col("hint")
    for code, where, said in reversed(cases):
        issue = pl.when(where).then(pl.lit(code)).otherwise(issue)
        detail = pl.when(where).then(said).otherwise(detail)
    return first.select(
        "value",
        issue=issue,
        detail=detail,
        genere="genere",
        paese="paese",
        altri="altri",
        fax="faxes",
        forse=pl.when(pl.col("issue") == "tel_zero").then("hint"),
        email="email",
        nota=pl.when(pl.col("value").is_not_null() | pl.col("email").is_not_null()).then("nota"),
    )


def _first_of_cell(parts: pl.DataFrame) -> pl.DataFrame:
    """Choose the number of each cell, the first that is no fax, and join the others to it."""
    ordered = parts.sort("at", "fax", "place")
    first = ordered.unique("at", keep="first", maintain_order=True)
    sound = pl.col("issue").is_null() | pl.col("issue").is_in(_SOUND)
    numbers = ordered.filter(pl.col("value").is_not_null() & sound)
    chosen = first.select("at", chosen="place", first="value")
    numbers = numbers.join(chosen, on="at", how="left", maintain_order="left")
    others = (
        numbers.filter(~pl.col("fax") & (pl.col("place") != pl.col("chosen")) & (pl.col("value") != pl.col("first")))
        .group_by("at")
        .agg(altri=pl.col("value").unique(maintain_order=True).str.join(" "))
    )
    faxes = numbers.filter("fax").group_by("at").agg(faxes=pl.col("value").unique(maintain_order=True).str.join(" "))
    unsure = ordered.group_by("at").agg(lines=pl.col("unsure").any())
    for more in (others, faxes, unsure):
        first = first.join(more, on="at", how="left", maintain_order="left")
    return first


def _numbers_of_cells(values: pl.Series, region: str) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    """Part cells into their numbers: `at`, `place`, `fax`, `unsure` and `digits`, in the order of the cells.

    The second frame tells of the cells that had to be parted what else they hold: `email`, `nota`, `unread`; none
    where every cell is one number.
    """
    cells = values.to_frame("typed").with_row_index("at")
    bare = values.str.contains(_BARE)
    digits, simple = values, bare
    if not bare.all() and region == ITALY:
        signed = rows_where(~bare)
        told = cells[signed].select(_digits_of_one(pl.col("typed"))).to_series()
        # scatter changes the Series that it is called on.
        digits = values.clone().scatter(signed, told)
        simple = bare.clone().scatter(signed, told.is_not_null())
    cells = cells.with_columns(digits=digits.str.replace("^00", "+"))
    alone = cells.filter(simple).select(
        "at",
        place=pl.lit(0, dtype=pl.Int64),
        fax=pl.lit(value=False),
        unsure=pl.lit(value=False),
        digits=_code_once(pl.col("digits")),
    )
    if alone.height == cells.height:
        return alone, None
    odd = cells.filter(~simple).select("at", "typed")
    numbers, beside = _parted_cells(odd["typed"].unique(maintain_order=True), region)
    mixed = odd.join(numbers, on="typed", how="left", maintain_order="left").select(alone.columns)
    return (
        pl.concat([alone, mixed]).sort("at", "place"),
        odd.join(beside, on="typed", how="left", maintain_order="left").drop("typed"),
    )


def _digits_of_one(typed: pl.Expr) -> pl.Expr:
    """What one dials, of cells that are one number and the signs within it; null of all others."""
    bare = only_where(typed, lambda cell: cell.str.contains("^[A-Za-z]"), lambda cell: cell.str.replace(_LABELLED, ""))
    dialled = pl.when(bare.str.contains(_PLAIN) & ~bare.str.contains(_RISKY)).then(bare.str.replace_all("[^0-9+]", ""))
    return pl.when(dialled.str.contains(_ONE_NUMBER)).then(dialled)


def _parted_cells(distinct: pl.Series, region: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part each of some distinct cells: the numbers of each, at least one row, and what else it holds."""
    numbers: list[tuple[str, int, bool, bool, str]] = []
    beside: list[tuple[str, str | None, str | None, str | None]] = []
    for typed in distinct:
        found = parted(typed, region)
        numbers += [
            (typed, place, number.fax, number.unsure, number.dialled) for place, number in enumerate(found.numbers)
        ] or [(typed, 0, False, False, "")]
        beside.append((typed, " ".join(dict.fromkeys(found.addresses)) or None, found.note, found.unread))
    columns = {"typed": pl.String, "place": pl.Int64, "fax": pl.Boolean, "unsure": pl.Boolean, "digits": pl.String}
    frame = pl.DataFrame(numbers, schema=columns, orient="row")
    return (
        frame.with_columns(digits=_code_once(pl.col("digits").str.replace("^00", "+"))),
        pl.DataFrame(beside, schema=dict.fromkeys(("typed", "email", "nota", "unread"), pl.String), orient="row"),
    )


def _code_once(dialled: pl.Expr) -> pl.Expr:
    """Write the country code of Italy once: `+39 0039` and `+39 +39` are `+39`."""
    return dialled.str.replace(r"^(?:\+39)+(?:0039)*\+?([0-9])", "+39$1")


@remembers_empty
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
        paese=pl.when(asked).then("country").otherwise(pl.lit(ITALY)),
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


@remembers_empty
def _italian(distinct: pl.DataFrame, region: str) -> pl.DataFrame:
    """Judge the numbers of Italy by the library's patterns, reading by reading on what is still open.

    Adds `e164_it`, `genere`, `hint` (the number perhaps meant) and `verdict`: the issue, null for a number of
    the plan, `ask` for what only the library can tell.
    """
    digits = pl.col("digits")
    national = digits.str.extract(r"^(?:\+39)?([0-9]+)$" if region == ITALY else r"^\+39([0-9]+)$")
    readings: list[tuple[pl.Expr, tuple[str, ...], str | None]] = [(national, _ALL_KINDS, None)]
    if region == ITALY:
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
    possible = national.str.len_bytes().is_in(italian_lengths())
    return (
        pl.when(ours & possible)
        .then(pl.lit("tel_unassigned"))
        .when(ours)
        .then(pl.lit("tel_format"))
        .otherwise(pl.lit("ask"))
    )


_ALL_KINDS = tuple(KINDS)


def _kind(numbers: pl.Series, kinds: tuple[str, ...]) -> pl.Series:
    """Tell the kind of national numbers, each pattern asked only of what the ones before it left."""
    at = rows_where(numbers.is_not_null())
    found = pl.Series("genere", [None], dtype=pl.String).new_from_index(0, len(numbers))
    for kind in kinds:
        if not at.len():
            break
        fits = numbers[at].str.contains(italian_patterns()[kind])
        places = at.filter(fits)
        if places.len():
            found = found.scatter(places, kind)
        at = at.filter(~fits)
    return found


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
