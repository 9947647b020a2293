"""Indirizzo: the line of an address, parted into the street for print, its number and what else stands there.

    >>> from italclean import indirizzo
    >>> outcome = indirizzo.check("V.LE G. GARIBALDI 12 A - 20121 MILANO (MI)")
    >>> outcome.value, outcome.civico, outcome.cap, outcome.comune, outcome.provincia
    ('Viale G. Garibaldi', '12/A', '20121', 'Milano', 'MI')
    >>> indirizzo.check("via roma snc int. 4, c/o Bar Sport").value
    'Via Roma, c/o Bar Sport'
    >>> indirizzo.check("P.TA NUOVA 5").message("en")
    'The abbreviation may stand for several types of street (passeggiata, piazzetta, porta): left as it is.'

Most lines are a street and a number: few different ones of either, each read once. The others are taken apart.

Source: the street types of `data/tipi_strada.csv`; ANNCSU's model of an address: type, name, number, exponent,
internal number, with the locality apart.
"""

from __future__ import annotations

import polars as pl

from italclean.cleaners.civico import read_numbers
from italclean.cleaners.comune import comune
from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.columns import no_text, rows_where
from italclean.core.empty import remembers_empty
from italclean.core.known import among
from italclean.core.long_text import read_short
from italclean.core.reference import table
from italclean.core.remembered import remembers
from italclean.streets.known_comuni import _both_languages, _caps, _words, patterns_of_places
from italclean.streets.street import read_streets
from italclean.streets.table import is_bare_type
from italclean.streets.words import (
    BOX,
    BUSY,
    CARE_OF,
    ITALY,
    LABEL,
    LOCALITIES,
    NAMED,
    NAMED_STREET_AND_NUMBER,
    NEARBY,
    NO_STREET,
    NO_STREETS,
    OF_NAMES,
    PLAIN_STREET,
    SIGN,
    STREET_AND_NUMBER,
    TYPES,
    UNIT_ALONE,
)

_NUMBERS = ("civico", "interno")
_BESIDE = ("frazione", "presso", "casella_postale", "resto")
_PLACES = ("cap", "comune", "provincia")
_ALSO = ("nazione", "ripetuto")
_PARTS = (*_NUMBERS, *_BESIDE, *_PLACES, *_ALSO)
_LONGEST = 300
"""The letters of the longest line that is read: what is longer is a text, and no address."""
_GLUED = 5
"""Which of the patterns of places finds a comune that nothing parts from the house number."""


def _prepare(value: pl.Expr) -> pl.Expr:
    straight = text.straight(text.tidy(text.mend(value))).str.replace_all("\\", "/", literal=True)
    # An empty label: VIA ROMA N°
    named = straight.str.replace_all(f"[{NAMED}|]", " ").str.replace(r"(?i)[\s,]+(?:n[°º]|nr\.?|n\.r\.?)$", "")
    return named.str.strip_chars('" ,;')


@cleaner(
    extras={"tipo": pl.String, "via": pl.String, **dict.fromkeys(_PARTS, pl.String), "chiave": pl.String},
    scalar=True,
    prepare=_prepare,
    regular=r"^[A-Za-z0-9,./;:()]+(?: [A-Za-z0-9,./;:()-]+)*$",
)
def indirizzo(values: pl.Series) -> pl.DataFrame:
    """Part address lines into street, number and the rest.

    The value is the street for print, without its number, and behind it what has no column of its own: a
    locality, c/o, a P.O. box, words that were not understood. Extras: the `tipo` of the street and the whole `via`, the
    `civico` with its exponent and the `interno`, `frazione`, `presso`, `casella_postale`, `resto`; `cap`, `comune`,
    `provincia` and `nazione` typed into the line; a house number that is typed twice (`ripetuto`); and the `chiave`
    under which the spellings of one street's name meet.
    A line that cannot be read stays as typed.
    """
    return read_short(values, _LONGEST, "indirizzo_unread", _judged)


def _judged(values: pl.Series) -> pl.DataFrame:
    parts = _read(values.rename("line"))
    # What would be read in another way the second time is not understood; and the key is that of the street as it is
    # written now, so that it is one for all who wrote it otherwise: PROV.LE and VIA PROVINCIALE.
    again = _read(parts["value"].drop_nulls().unique(maintain_order=True).rename("line"))
    settled = again.filter((pl.col("value") == pl.col("typed")) & pl.col("moved").is_null())
    odd = pl.col("apart") & pl.col("read") & ~pl.col("value").is_in(settled["typed"].implode()).fill_null(value=False)
    keys = again.select(value="typed", written="key")
    parts = parts.join(keys, on="value", how="left", maintain_order="left")
    parts = parts.with_columns(unread=pl.col("unread") | odd, read=pl.col("read") & ~odd)
    return parts.select(
        value=pl.when("read").then("value").when("unread").then("typed"),
        issue=pl.when("filler")
        .then(pl.lit("filler"))
        .when("unread")
        .then(pl.lit("indirizzo_unread"))
        .when(pl.col("types").is_not_null())
        .then(pl.lit("indirizzo_ambiguous"))
        .when(pl.col("ripetuto").is_not_null())
        .then(pl.lit("indirizzo_twice"))
        .when(pl.col("moved").is_not_null())
        .then(pl.lit("indirizzo_parted")),
        detail=pl.when("read").then(pl.coalesce("types", "ripetuto", "moved")),
        via=pl.when("read").then("printed"),
        chiave=pl.when("read").then("written"),
        **{name: pl.when("read").then(name) for name in ("tipo", *_PARTS)},
    )


@remembers
def _read(values: pl.Series) -> pl.DataFrame:
    """Read each line once: its parts, the street for print, the `value`, whether it is `read`, `unread` or a filler.

    Lines that were taken `apart` are those that were not just a street and a number.
    """
    parts = _parted(values)
    streets = read_streets(parts["street"].drop_nulls().unique(maintain_order=True))
    parts = parts.join(
        streets.drop("name", "locality"), left_on="street", right_on="typed", how="left", maintain_order="left"
    )
    # A type without a name says nothing: VIA, or Via 12.
    held = pl.any_horizontal(pl.col(name).is_not_null() for name in _PARTS)
    bare = pl.col("bare").fill_null(value=False)
    parts = parts.with_columns(filler=bare & ~held, unread=(bare & held) | ~pl.col("understood"))
    return parts.with_columns(_value(parts), moved=_moved(parts), read=~pl.col("filler") & ~pl.col("unread"))


def _value(parts: pl.DataFrame) -> pl.Series:
    """The street, and behind it what has no column of its own."""
    some = rows_where(parts.select(pl.any_horizontal(pl.col(name).is_not_null() for name in _BESIDE)).to_series())
    joined = parts[some].select(
        pl.concat_str(
            "printed",
            "frazione",
            pl.lit("c/o ") + pl.col("presso"),
            pl.lit("Casella Postale ") + pl.col("casella_postale"),
            "resto",
            separator=", ",
            ignore_nulls=True,
        )
    )
    return parts["printed"].clone().scatter(some, joined.to_series()).rename("value")


def _moved(parts: pl.DataFrame) -> pl.Series:
    """What was set apart, by name: most often the house number alone."""
    civico = parts.select(pl.when(pl.col("civico").is_not_null()).then(pl.lit("civico"))).to_series()
    others = [name for name in (*_NUMBERS, *_PLACES, "nazione") if name != "civico"]
    some = rows_where(parts.select(pl.any_horizontal(pl.col(name).is_not_null() for name in others)).to_series())
    names = (pl.when(pl.col(name).is_not_null()).then(pl.lit(name)) for name in (*_NUMBERS, *_PLACES, "nazione"))
    joined = parts[some].select(pl.concat_str(names, separator=", ", ignore_nulls=True))
    return civico.scatter(some, joined.to_series())


def _parted(typed: pl.Series) -> pl.DataFrame:
    """Part each line: `typed`, the `street`, the other parts, whether it was taken `apart` and `understood`."""
    lines = typed.to_frame("typed").with_columns(parts=text.groups("typed", STREET_AND_NUMBER))
    parts = pl.col("parts").struct
    lines = lines.select(
        "typed",
        street=pl.when(parts.field("1").is_null()).then("typed").otherwise(parts.field("1")),
        number=pl.coalesce(parts.field("2"), parts.field("3")),
    )
    heads = lines["street"].unique(maintain_order=True).to_frame("street")
    named = pl.col("street").str.contains(PLAIN_STREET) & ~pl.col("street").str.contains(BUSY)
    heads = heads.with_columns(plain=named & ~is_bare_type(pl.col("street")))
    numbers = read_numbers(lines["number"].drop_nulls().unique(maintain_order=True))
    # Five digits may be a CAP.
    read = (pl.col("rest") == "") & ~pl.col("typed").str.contains("^[^0-9]*[0-9]{5}")
    numbers = numbers.select("civico", "interno", number="typed", read=read)
    lines = lines.join(heads, on="street", how="left", maintain_order="left")
    lines = lines.join(numbers, on="number", how="left", maintain_order="left")
    plain = lines.select(pl.col("plain") & pl.col("read").fill_null(pl.col("number").is_null())).to_series()
    lines = lines.select(
        "typed",
        pl.when(plain).then("street").alias("street"),
        *(pl.when(plain).then(name).alias(name) for name in _NUMBERS),
        *(pl.lit(None, dtype=pl.String).alias(name) for name in (*_BESIDE, *_PLACES, *_ALSO)),
        understood=pl.lit(value=True),
        apart=~plain,
    )
    rest = rows_where(~plain)
    if len(rest) == 0:
        return lines
    apart = _taken_apart(typed[rest])
    names = ["street", *_PARTS, "understood"]
    return lines.with_columns(lines[name].scatter(rest, apart[name]) for name in names)


@remembers_empty
def _taken_apart(typed: pl.Series) -> pl.DataFrame:
    """Take lines apart at the signs and words that tell what stands beside a street."""
    lines = typed.to_frame("typed").with_columns(line=pl.col("typed").str.replace_all(r"[()\[\]]", "|"))
    lines = lines.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in _PLACES)
    lines = _italy_out(lines)
    lines = _places_out(lines)
    lines = _out(lines, BOX, "casella_postale")
    lines = _out(lines, CARE_OF, "presso")
    lines = _out(lines, UNIT_ALONE, "unit")
    named = pl.col("line").str.replace_all(rf"(?i)([0-9]\s?/?[a-z]?)[\s,;-]+((?:{LOCALITIES})(?:[\s.]|$))", "$1|$2")
    for pattern in OF_NAMES:
        named = named.str.replace_all(pattern, f"${{1}}{NAMED}${{2}}{NAMED}")
    lines = _out(
        lines.with_columns(line=named), r"(?i)^(.*?)[\s,|;-]*\b(km\.?\s*[0-9]+(?:\s?[.,+]\s?[0-9]{1,3})?)\b(.*)$", "km"
    )
    lines = lines.with_columns(parts=text.groups("line", NAMED_STREET_AND_NUMBER))
    parts = pl.col("parts").struct
    lines = lines.with_columns(
        head=pl.coalesce(parts.field("1"), "line"), number=pl.coalesce(parts.field("2"), parts.field("3"))
    ).drop("parts")
    numbers = read_numbers(lines["number"].drop_nulls().unique(maintain_order=True))
    lines = lines.join(
        numbers.select("civico", "interno", "rest", number_rest="rest", number="typed"),
        on="number",
        how="left",
        maintain_order="left",
    )
    # VIA ALDO MORO, 11 11
    again = pl.col("rest").str.replace(LABEL, "")
    twice = (again == pl.col("civico")) & again.str.contains("^[0-9]+$")
    lines = lines.with_columns(
        ripetuto=pl.when(twice).then(again), rest=pl.when(twice).then(pl.lit("")).otherwise("rest")
    )
    unit = read_numbers(lines["unit"])
    lines = lines.with_columns(unit["interno"].alias("unit"), alone=unit["civico"]).with_row_index("at")
    lines = lines.with_columns(rest=pl.concat_str("rest", unit["rest"], separator=" | ", ignore_nulls=True))
    segments = _segments(lines)
    lines = lines.join(segments, on="at", how="left", maintain_order="left")
    kilometre = read_numbers(lines["km"].str.replace_all(NAMED, ""))["civico"]
    digits = pl.concat_str("resto", "frazione", ignore_nulls=True).str.contains("[0-9]")
    lost = pl.col("civico").is_null() & (pl.col("number_rest") != "")
    doors = pl.sum_horizontal(pl.col(name).is_not_null() for name in ("km", "civico", "alone"))
    # Five digits are a CAP that nobody knows.
    several = (doors > 1) | pl.col("number").str.contains(r"^[^0-9]*[0-9]{5}|[0-9]{5}$")
    elsewhere = pl.col("head").str.strip_chars(" .").str.contains(NEARBY)
    odd = pl.col("street").str.contains(NO_STREET)
    # 10 Downing Street
    nameless = pl.col("street").is_null() & (pl.col("number").is_not_null() | pl.col("resto").is_not_null())
    unknown = [digits, lost, several, elsewhere & pl.col("number").is_not_null(), nameless, odd]
    return lines.with_columns(kilometre=kilometre).select(
        "street",
        *_BESIDE,
        *_PLACES,
        *_ALSO,
        civico=pl.coalesce("civico", "alone", "kilometre"),
        interno=pl.concat_str("interno", "unit", separator=" ", ignore_nulls=True).replace("", None),
        understood=~pl.any_horizontal(flaw.fill_null(value=False) for flaw in unknown),
    )


def _out(lines: pl.DataFrame, pattern: str, name: str) -> pl.DataFrame:
    """Take a part out of the lines that hold it; a bar stays where it stood."""
    if not lines["line"].str.contains(pattern).any():
        return lines.with_columns(no_text(len(lines), name))
    parts = lines["line"].str.extract_groups(pattern).struct
    before, part, after = parts.field("1"), parts.field("2"), parts.field("3").fill_null("")
    line = pl.when(before.is_null()).then("line").otherwise(pl.concat_str(before, pl.lit(" | "), after))
    return lines.with_columns(line.alias("line"), part.str.strip_chars(" -").alias(name))


def _segments(lines: pl.DataFrame) -> pl.DataFrame:
    """Sort what stands before and behind the number of each line (`at`): its `street`, `frazione` and `resto`."""
    head = (
        pl.col("head")
        .str.replace(rf"(?i)^((?:{LOCALITIES})(?:[\s.].*?)?)[\s,-]+((?:{TYPES})[\s.].+)$", "$1|$2")
        .str.replace_all(r"(?i)(\S+\s+\S+)[\s,-]+((?:fraz|loc|c\.da|c/da)\S*[\s.]*\p{L})", "$1|$2")
        .str.replace_all("[,;]", "|")
    )
    rest = pl.col("rest").fill_null("").str.replace_all(SIGN, "|")
    pieces = pl.concat(
        lines.select("at", piece=part.str.split("|"), behind=pl.lit(value=behind)).explode("piece")
        for part, behind in ((head, False), (rest, True))
    )
    pieces = pieces.with_columns(
        pl.col("piece").str.replace_all(NAMED, "").str.replace_all(r"\s+", " ").str.strip_chars(" ,;:/*_-")
    )
    pieces = pieces.filter(pl.col("piece").str.contains(r"[\p{L}0-9]")).with_row_index("order")
    read = read_streets(pieces["piece"].unique(maintain_order=True))
    pieces = pieces.join(
        read.select("tipo", "types", "locality", "printed", piece="typed"),
        on="piece",
        how="left",
        maintain_order="left",
    )
    typed = pl.col("tipo").is_not_null() | pl.col("types").is_not_null()
    locality = (typed & (pl.col("locality") | (pl.col("tipo") == "Contrada"))).fill_null(value=False)
    is_street = typed & ~locality & ~pl.col("tipo").is_in(NO_STREETS).fill_null(value=False)
    rank = pl.when(is_street & ~pl.col("behind")).then(0).when(~pl.col("behind")).then(1).when(is_street).then(2)
    pieces = pieces.with_columns(locality=locality, rank=rank)
    first = (
        pl.col("order").sort_by("rank", "order").filter(pl.col("rank").sort_by("rank", "order").is_not_null()).first()
    )
    pieces = pieces.with_columns(street=(pl.col("order") == first.over("at")).fill_null(value=False))
    beside = ~pl.col("street")
    grouped = pieces.group_by("at", maintain_order=True).agg(
        street=pl.col("piece").filter("street").first(),
        frazione=pl.col("printed").filter(beside & pl.col("locality")).str.join(", "),
        resto=pl.col("piece").filter(beside & ~pl.col("locality")).str.join(", "),
    )
    return grouped.with_columns(pl.col("frazione", "resto").replace("", None))


def _italy_out(lines: pl.DataFrame) -> pl.DataFrame:
    """Take the country off the ends of lines: `Via Roma 5 - 20121 Milano (MI) - Italia`."""
    parts = lines["line"].str.extract_groups(ITALY).struct
    before = pl.coalesce(parts.field("signed"), parts.field("capped"), parts.field("numbered"))
    some = pl.select(before.str.contains(r"\p{L}").fill_null(value=False)).to_series()
    return lines.with_columns(
        line=pl.when(some).then(before).otherwise("line"), nazione=pl.when(some).then(pl.lit("Italia"))
    )


def _places_out(lines: pl.DataFrame) -> pl.DataFrame:
    """Take CAP, comune and province out of the lines whose end or beginning they are."""
    patterns = enumerate(patterns_of_places())
    held = lines.select(pl.col("line").str.contains(pattern).alias(str(order)) for order, pattern in patterns)
    rows = [rows_where(flags) for flags in held.get_columns()]
    each = [_found_places(lines["line"], some, order) for order, some in enumerate(rows) if len(some)]
    if not each:
        return lines
    found = pl.concat(each)
    known = _known_comuni(found.select("comune", "provincia").unique(maintain_order=True))
    found = found.join(known, on=["comune", "provincia"], how="left", nulls_equal=True, maintain_order="left")
    real_cap = among(pl.col("cap"), _caps).fill_null(value=False)
    named = pl.col("official").is_not_null()
    # Without a CAP or a sigla only the name as it is, and no word as short as Re, Ne, Lu.
    alone = pl.col("as_is") & (pl.col("comune").str.len_chars() > 3) & (~pl.col("glued") | pl.col("capital"))
    told = named & pl.col("cap").is_null() & (pl.col("provincia").is_not_null() | alone)
    found = found.filter(real_cap | told | (pl.col("comune").is_null() & pl.col("cap").is_null()))
    found = found.sort("order").unique("at", keep="first", maintain_order=True).sort("at")
    # Mestre is in the comune of Venezia, and stays in the address.
    odd = ~named | pl.col("within")
    stays = pl.when(odd).then(pl.lit(" | ") + pl.col("comune")).fill_null("")
    found = found.with_columns(line=pl.concat_str(pl.col("before"), stays), comune=pl.col("official"))
    return lines.with_columns(lines[name].scatter(found["at"], found[name]) for name in ("line", *_PLACES))


def _found_places(lines: pl.Series, some: pl.Series, order: int) -> pl.DataFrame:
    """What one of the patterns finds: the line's place (`at`), what is `before`, the places, the pattern's `order`."""
    pattern = patterns_of_places()[order]
    found = lines[some].to_frame("line").select(text.groups("line", pattern)).unnest("line")
    nothing = pl.lit(None, dtype=pl.String)
    return found.select(
        "before",
        *(pl.col(name) if name in found.columns else nothing.alias(name) for name in _PLACES),
        at=some,
        order=pl.lit(order),
        glued=pl.lit(value=order == _GLUED),
    ).with_columns(pl.col("provincia").str.to_uppercase())


@remembers_empty
def _known_comuni(pairs: pl.DataFrame) -> pl.DataFrame:
    """The official names of the comuni that are named rightly, of pairs of `comune` and `provincia`."""
    beside = pl.concat_str(pl.col("comune"), pl.lit(" ("), pl.col("provincia"), pl.lit(")"))
    read = comune.series(pairs.select(pl.coalesce(beside, "comune")).to_series()).struct.unnest()
    issue = read["issue"].cast(pl.String).fill_null("format")
    # ROMA/EUR is more than a comune.
    parted = pairs["comune"].str.contains("/", literal=True) & ~_words(pairs["comune"]).is_in(
        _both_languages().implode()
    )
    right = read["belfiore"].is_not_null() & issue.is_in(["format", "comune_former", "comune_frazione"]) & ~parted
    capital = read["belfiore"].is_in(table("comuni").filter(pl.col("capoluogo") == "1")["belfiore"].implode())
    return pairs.with_columns(
        pl.select(pl.when(right).then(read["value"])).to_series().alias("official"),
        within=issue != "format",
        as_is=_words(pairs["comune"]) == _words(read["value"]),
        capital=capital,
    )
