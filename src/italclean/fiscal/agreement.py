"""Whether a codice fiscale fits the surname, given names, birth date, sex and birth place of its row, part by part.

A part that the row lacks, or that says too little, is neither agreement nor disagreement. Names are read as
Italian lists hold them: with the husband's surname before or behind, with or without the second given name,
shortened to an initial, by a nickname, with particles and apostrophes in any form.

Source: DM 23 December 1976 (n. 13813); a woman's code always bears her maiden surname, and a second given name
enters the code only if the birth record has it without a comma (DPR 396/2000, art. 35).
"""

from __future__ import annotations

from functools import cache

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from italclean.cleaners.luogo_nascita import luogo_nascita
from italclean.codes.checksum import as_bytes, as_text
from italclean.codes.personal import SHAPE, CodeParts, read_code
from italclean.core import text
from italclean.core.columns import is_true, no_text, rows_where
from italclean.core.reference import table
from italclean.core.remembered import remembers
from italclean.fiscal.encoding import given_name_code, surname_code
from italclean.names.given import PARTICLES
from italclean.places.register import places

PARTS = ("cognome", "nome", "data_nascita", "sesso", "luogo_nascita")
"""The parts of a code, by the field that each is held against."""

_MOST_WORDS = 5
_RUNS = pl.DataFrame(
    [(start, end) for start in range(_MOST_WORDS) for end in range(start + 1, _MOST_WORDS + 1)],
    schema={"start": pl.Int64, "end": pl.Int64},
    orient="row",
)
"""Where the runs of some words begin and end."""

_LETTERS_PER_SLIP = 6
_COMMON = 20
"""How many people of the name lists must bear a name for it not to be a stub of a longer one."""
_SHORTEST_STUB, _LONGEST_STUB = 3, 6
_NOT_CONSONANT = "[^BCDFGHJKLMNPQRSTVWXYZ]"
_ABBREVIATED = r"^(?:[A-Za-z]|[^ ]+\.)(?: |\.|$)"


def agreement(people: pl.DataFrame, *, strict: bool = False) -> pl.DataFrame:
    """Hold personal codici fiscali against the other fields of their rows.

    Args:
        people: The column `codice_fiscale` (16 characters of the right shape; anything else agrees with nothing),
            and any of `cognome`, `nome`, `data_nascita` (ISO), `sesso` (`M` or `F`), `luogo_nascita`, all text.
        strict: Whether to count a given name as disagreeing where the surname and the birth date agree, and a
            second given name that nobody typed would explain the code.

    Returns:
        One row for each code, a Boolean column for each of `PARTS`: true, false, or null where the row does not
        tell.

    Examples:
        >>> import polars as pl
        >>> people = pl.DataFrame(
        ...     {
        ...         "codice_fiscale": ["RSSNNA80A41F205Z"],
        ...         "cognome": ["Rossi Bianchi"],
        ...         "nome": ["Anna"],
        ...         "data_nascita": ["1980-02-01"],
        ...     }
        ... )
        >>> agreement(people).row(0)
        (True, True, False, None, None)
    """
    known = dict(zip(people.columns, people.get_columns(), strict=True))
    nothing = no_text(people.height)
    given = {name: known.get(name, nothing).cast(pl.String) for name in ("codice_fiscale", *PARTS)}
    frame = pl.DataFrame(given).with_row_index("at")
    shaped = is_true(frame["codice_fiscale"].str.contains(rf"^{SHAPE}$"))
    return (
        frame.select("at")
        .join(_agreement(frame.filter(shaped), strict), on="at", how="left", maintain_order="left")
        .drop("at")
    )


def _agreement(frame: pl.DataFrame, strict: bool) -> pl.DataFrame:
    code = frame["codice_fiscale"]
    read = read_code(as_bytes(code, 16))
    given_letters = code.str.slice(3, 3)
    found = pl.DataFrame(
        {
            "at": frame["at"],
            "cognome": _same_letters(frame["cognome"], code.str.slice(0, 3), given=False),
            "nome": _same_letters(frame["nome"], given_letters, given=True),
            "data_nascita": _same_day(frame["data_nascita"], read),
            "sesso": (frame["sesso"] == "F") == pl.Series(read.woman),
            "luogo_nascita": _same_place(frame, read),
        }
    ).with_columns(sesso=pl.when(frame["sesso"].is_in(["M", "F"])).then("sesso"))
    if strict:
        return found
    # MARIA beside the code of MARIA GRAZIA.
    proven = pl.col("cognome") & pl.col("data_nascita") & pl.col("sesso").fill_null(value=True)
    untyped = found.select(proven & ~pl.col("nome")).to_series() & _may_go_on(frame["nome"], given_letters)
    return found.with_columns(nome=pl.when(~is_true(untyped)).then("nome"))


def _same_letters(names: pl.Series, letters: pl.Series, *, given: bool) -> pl.Series:
    """Tell which names lead to their three letters: as they stand first, then by their other readings."""
    encode = given_name_code if given else surname_code
    pairs = pl.DataFrame({"name": names, "letters": letters})
    distinct = pairs.select("name").unique(maintain_order=True).drop_nulls().with_columns(key=text.key(pl.col("name")))
    distinct = distinct.filter(pl.col("key").str.len_bytes() > 0).with_columns(plain=encode(pl.col("key")))
    pairs = pairs.join(distinct, on="name", how="left", maintain_order="left")
    same = pairs.select(pl.col("plain") == pl.col("letters")).to_series()
    other = ~same
    if not other.any():
        return same
    others = pairs.filter(is_true(other))
    readings = _readings(others["name"].unique(maintain_order=True), given=given)
    read = others.join(readings, on="name", how="left", maintain_order="left").select(
        pl.when(pl.col("readings").list.contains(pl.col("letters")))
        .then(pl.lit(value=True))
        # An initial neither proves nor, where it may be right, disproves.
        .when("abbreviated")
        .then(
            pl.when(pl.col("initial").is_not_null() & (pl.col("initial") != pl.col("letters").str.head(1))).then(
                pl.lit(value=False)
            )
        )
        .otherwise(pl.lit(value=False))
    )
    return same.scatter(rows_where(other), read.to_series())


@remembers
def _readings(names: pl.Series, *, given: bool) -> pl.DataFrame:
    """All letters that names may lead to: of any run of their words, of full names for nicknames and stubs.

    Returns:
        One row for each name: `name`, `readings` (lists of three letters), `abbreviated`, and the `initial`
        consonant of an abbreviation, null where it begins with a vowel.
    """
    encode = given_name_code if given else surname_code
    words = text.words(pl.col("name")).str.split(" ")
    frame = names.to_frame("name").with_row_index("at").with_columns(words=words)
    consonants = text.key(pl.col("name")).str.replace_all(_NOT_CONSONANT, "")
    begins_with_vowel = text.key(pl.col("name")).str.contains("^[AEIOU]")
    runs = frame.join(_RUNS, how="cross", maintain_order="left_right")
    runs = runs.filter(pl.col("words").list.len() >= pl.col("end")).select(
        "at", run=pl.col("words").list.slice("start", pl.col("end") - pl.col("start"))
    )
    # A particle alone is no surname.
    runs = runs.filter(pl.col("run").list.set_difference(PARTICLES).list.len() > 0)
    read = runs.select("at", readings=encode(pl.col("run").list.join(""))).group_by("at", maintain_order=True)
    frame = frame.join(read.agg("readings"), on="at", how="left", maintain_order="left")
    frame = frame.select(
        "name",
        first=pl.col("words").list.first(),
        readings=pl.col("readings").fill_null([]),
        abbreviated=pl.col("name").str.contains(_ABBREVIATED),
        initial=pl.when(~begins_with_vowel).then(consonants.str.head(1)),
    )
    if given:
        frame = frame.join(_full_names(), on="first", how="left", maintain_order="left").with_columns(
            readings=pl.concat_list("readings", pl.col("full").fill_null([]))
        )
    return frame.select("name", "readings", "abbreviated", "initial")


@cache
def _full_names() -> pl.DataFrame:
    """The letters of the full names that a nickname (`PINO`) or a stub (`GIUS`) may stand for."""
    borne = pl.sum_horizontal(pl.col("maschi", "femmine").cast(pl.Int32))
    names = table("nomi").select(full="nome", borne=borne, letters=given_name_code(pl.col("nome")))
    common = names.filter(pl.col("borne") >= _COMMON)
    stubs = pl.concat(
        names.filter(pl.col("full").str.len_bytes() > length).select("letters", first=pl.col("full").str.head(length))
        for length in range(_SHORTEST_STUB, _LONGEST_STUB + 1)
    ).join(common, left_on="first", right_on="full", how="anti")
    nicknames = table("diminutivi").select(letters=given_name_code(pl.col("nome")), first="diminutivo")
    led = pl.concat([stubs, nicknames]).unique().sort("first", "letters")
    return led.group_by("first", maintain_order=True).agg(full="letters")


def _may_go_on(names: pl.Series, letters: pl.Series) -> pl.Series:
    """Tell which given names, with another behind them, may lead to their letters."""
    consonants = text.key(pl.col("name")).str.replace_all(_NOT_CONSONANT, "")
    distinct = (
        names.unique(maintain_order=True)
        .to_frame("name")
        .with_columns(
            first=consonants.str.slice(0, 1), third=consonants.str.slice(2, 1), many=consonants.str.len_bytes() > 3
        )
    )
    pairs = pl.DataFrame({"name": names, "letters": letters}).join(
        distinct, on="name", how="left", maintain_order="left"
    )
    fits = pl.col("letters").str.starts_with(pl.col("first")) & pl.col("letters").str.slice(1, 1).str.starts_with(
        pl.col("third")
    )
    no_vowels = ~pl.col("letters").str.contains(_NOT_CONSONANT)
    return pairs.select(fits & no_vowels & ~pl.col("many")).to_series()


def _same_day(births: pl.Series, read: CodeParts) -> pl.Series:
    """Tell which dates are the codes'; the century is not in a code."""
    parts = pl.DataFrame({"birth": births, "year": read.year, "month": read.month, "day": read.day})
    typed = [pl.col("birth").str.slice(start, 2).cast(pl.Int32, strict=False) for start in (2, 5, 8)]
    return parts.select(
        pl.all_horizontal(part == pl.col(name) for part, name in zip(typed, ("year", "month", "day"), strict=True))
    ).to_series()


def _same_place(frame: pl.DataFrame, read: CodeParts) -> pl.Series:
    """Tell which birth places are the codes', also by the comune or the state that they went to later."""
    if frame["luogo_nascita"].null_count() == frame.height:
        return pl.Series([None], dtype=pl.Boolean).new_from_index(0, frame.height)
    typed = frame["luogo_nascita"].unique(maintain_order=True)
    candidates = luogo_nascita.series(typed).struct.field("candidati").str.split(" ")
    later = _later()
    named = pl.DataFrame({"luogo_nascita": typed, "candidates": candidates}).with_columns(
        went_to=pl.col("candidates")
        .list.eval(pl.element().replace_strict(later, default="", return_dtype=pl.String))
        .list.join(" ")
    )
    pairs = frame.select("luogo_nascita", "data_nascita", code=as_text(read.plain[:, 11:15])).join(
        named, on="luogo_nascita", how="left", nulls_equal=True, maintain_order="left"
    )
    code = pl.col("code")
    code_went_to = code.replace_strict(later, default=None, return_dtype=pl.String).str.split(" ")
    same = pairs.select(
        pl.col("candidates").list.contains(code)
        | pl.col("went_to").str.contains(code, literal=True)
        | (pl.col("candidates").list.set_intersection(code_went_to).list.len() > 0).fill_null(value=False)
    ).to_series()
    unread = same.is_null() & frame["luogo_nascita"].is_not_null()
    if unread.any():
        same = same.scatter(unread.arg_true(), _nearly_named(pairs.filter(unread)))
    doubtful = is_true(~same)
    if doubtful.any():
        against = _speaks_against(pairs.filter(doubtful))
        same = same.scatter(rows_where(doubtful), pl.select(pl.when(against).then(pl.lit(value=False))).to_series())
    return same


def _nearly_named(pairs: pl.DataFrame) -> pl.Series:
    """Tell names that are in no register but a slip away from a name of the code's place; null for the others."""
    names = pl.concat([table("luoghi").select("codice", "nome"), table("stati").select("codice", "nome")]).unique()
    bare = text.key(pl.col("luogo_nascita").str.replace(r"\s*[(\[].*$", ""))
    near = (
        pairs.with_row_index("row")
        .select("row", codice="code", typed=bare)
        .join(names, on="codice", how="inner")
        .with_columns(name=text.key(pl.col("nome")))
    )
    slips = process.cpdist(near["typed"].to_list(), near["name"].to_list(), scorer=Levenshtein.distance)
    close = near["row"].filter(pl.Series(slips) <= near["name"].str.len_bytes() // _LETTERS_PER_SLIP).unique()
    answer = pl.Series([None], dtype=pl.Boolean).new_from_index(0, pairs.height)
    return answer.scatter(close, [True] * len(close)) if len(close) else answer


def _speaks_against(pairs: pl.DataFrame) -> pl.Series:
    """Tell whether another place than the code's says anything.

    It does not where none of the places that bear the name existed on the day of birth (a comune founded since is
    the one of today, and the code's was another), nor between the states of one territory or a ceded comune and a
    state abroad.
    """
    rows = pairs.with_row_index("row")
    periods = table("luoghi").select("codice", "dal", "al").with_columns(pl.col("al").fill_null("9999-12-31"))
    known = places().select("codice", "gruppo", ceded=pl.col("ended").is_not_null() & pl.col("erede").is_null())
    day = pl.col("data_nascita")
    lived = day.is_null() | pl.col("dal").is_null() | day.is_between("dal", "al")
    abroad = pl.col("codice").str.starts_with("Z")
    one_territory = pl.col("gruppo") == pl.col("gruppo_code")
    ceded = pl.col("ceded_code") & abroad & ~pl.col("code").str.starts_with("Z")
    other = (
        rows.select("row", "code", "data_nascita", codice="candidates")
        .explode("codice")
        .join(periods, on="codice", how="left")
        .join(known, on="codice", how="left")
        .join(known.rename({"codice": "code"}), on="code", how="left", suffix="_code")
        .filter(lived & ~(one_territory | ceded).fill_null(value=False))
    )
    return rows.select(pl.col("row").is_in(other["row"].unique().implode())).to_series()


@cache
def _later() -> dict[str, str]:
    """For each ceased place, the codes of all places that it went to later, blanks between them.

    A comune went to the one that took it in, and with that to the next; a ceased state to every state of its territory.
    """
    known = places().select("codice", "gruppo", "erede", "ended")
    heirs = dict(known.drop_nulls("erede").select("codice", "erede").iter_rows())
    later = {}
    for code in heirs:
        chain: list[str] = []
        while (heir := heirs.get(chain[-1] if chain else code)) and heir not in (code, *chain):
            chain.append(heir)
        later[code] = " ".join(chain)
    states = known.filter(pl.col("gruppo").is_not_null())
    by_group = dict(states.group_by("gruppo").agg(pl.col("codice").sort().str.join(" ")).iter_rows())
    ceased = states.filter(pl.col("ended").is_not_null())
    return later | {code: by_group[group] for code, group in ceased.select("codice", "gruppo").iter_rows()}
