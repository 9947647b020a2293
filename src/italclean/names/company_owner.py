"""The owner that a firm's name bears: BAR SPORT DI ROSSI MARIO."""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.empty import remembers_empty
from italclean.core.known import among
from italclean.core.reference import table
from italclean.names.company_words import OF_PARTNERS, PUBLIC, kind_words
from italclean.names.given import is_given_name
from italclean.names.legal_form import MARK

_LETTER_WORD = r"\p{L}[\p{L}'.\-]*"
# The last `di` with two words behind it; in VALERIO DI STEFANO it is part of the surname.
_OWNER = rf"(?i)^(.*\S) di ({_LETTER_WORD}(?: {_LETTER_WORD}){{1,3}})$"
_OWNER_OF_FIRM = (
    rf"(?i)^(.*\S) di ({_LETTER_WORD}(?: {_LETTER_WORD}){{0,4}}(?: (?:e|&) {_LETTER_WORD}(?: {_LETTER_WORD}){{0,3}})?)$"
)
_SAINTLY = (
    r"(?i)^(?:san|santo|santa|sant'|s\.|ss\.|beata|beato|don|suor|padre|monte|via|piazza|porto|pulizi|costruzion)"
)
_SMALL_WITHIN = r"(?i)\b(?:del|alla|alle|dell|e|un|una|per|con|il|la|in)\b"
_TELLING_WORDS = 3


def owners(cells: pl.DataFrame) -> pl.DataFrame:
    """The owners behind the last `di`: `at`, `titolare` and the `sign`, which is what the key is made of.

    A person with a given name is an owner; so is whoever stands behind the form of a partnership or before
    `& C.`. `COMUNE DI MILANO` has none.
    """
    return _behind_di(cells.filter(pl.col("alone").str.contains(r"(?i) di \p{L}")))


@remembers_empty
def _behind_di(few: pl.DataFrame) -> pl.DataFrame:
    line = pl.col("alone").str.replace_all(rf"[ ,\-–]*{MARK}", " ").str.replace_all(" {2,}", " ").str.strip_chars(" ")
    partners = pl.col("alone") != pl.col("stated")
    few = few.select(
        "at",
        line=line,
        formed=pl.col("forma_giuridica").is_not_null(),
        firm=partners | pl.col("forma_giuridica").is_in(OF_PARTNERS),
    )
    person = text.groups("line", _OWNER)
    firm = text.groups("line", _OWNER_OF_FIRM)
    few = few.with_columns(
        person=person.struct.field("2"),
        person_sign=person.struct.field("1"),
        firm_owner=firm.struct.field("2"),
        firm_sign=firm.struct.field("1"),
    )
    few = few.with_columns(clear=_is_person(few))
    firm_ok = pl.col("firm").fill_null(value=False) & ~pl.col("firm_owner").str.contains(_SAINTLY)
    few = few.with_columns(
        titolare=pl.when("clear").then("person").when(firm_ok).then("firm_owner"),
        sign=pl.when("clear").then("person_sign").when(firm_ok).then("firm_sign"),
    ).filter(pl.col("titolare").is_not_null())
    sign_words = text.words(pl.col("sign")).str.replace_all(kind_words(), " ").str.strip_chars(" ")
    few = few.with_columns(sign_words=sign_words, surname=_surnames(few["titolare"]))
    named = pl.concat_str("sign", "surname", separator=" ")
    return few.select("at", "titolare", sign=pl.when(_tells_alone()).then("sign").otherwise(named))


def _tells_alone() -> pl.Expr:
    """Tell signs that say enough without their owner: of three words, or with his surname in them."""
    words = pl.col("sign_words").str.split(" ")
    shared = words.list.set_intersection(pl.col("surname").str.split(" ")).list.len() > 0
    return shared | (words.list.len() >= _TELLING_WORDS)


@remembers_empty
def _surnames(owners: pl.Series) -> pl.Series:
    """The surnames of owners, folded and sorted: what `Rossi Mario` and `Rossi M.` have in common."""
    words = text.words(pl.col("owner")).str.split(" ")
    each = owners.to_frame("owner").with_row_index("at").select("at", word=words).explode("word")
    surname = (pl.col("word").str.len_bytes() >= 3) & ~is_given_name(pl.col("word"))
    chosen = pl.when(surname.any()).then(pl.col("word").filter(surname).sort().str.join(" "))
    found = each.group_by("at", maintain_order=True).agg(one=chosen.otherwise(pl.col("word").sort().str.join(" ")))
    return found["one"]


@remembers_empty
def _is_person(few: pl.DataFrame) -> pl.Series:
    """Tell which may-be owners are clearly persons."""
    words = few.select("at", word=pl.col("person").str.split(" ")).explode("word")
    known = words.filter(is_given_name(text.key(pl.col("word"))))["at"].unique()
    place = among(text.key(pl.col("person")), _towns)
    clear = pl.col("at").is_in(known.implode()) & ~place & ~pl.col("person").str.contains(_SAINTLY)
    clear &= ~pl.col("person").str.contains(_SMALL_WITHIN) & ~pl.col("person_sign").str.contains(PUBLIC)
    # The body of another form (ASSOCIAZIONE, S.r.l.) belongs to nobody.
    clear &= ~pl.col("formed") | pl.col("firm")
    return few.select(clear.fill_null(value=False)).to_series()


@cache
def _towns() -> pl.Series:
    """The keys of the towns whose name could be a person's: REGGIO EMILIA."""
    names = table("comuni").select(key=text.key(pl.col("nome"))).to_series()
    return names.append(pl.Series(["REGGIOEMILIA", "REGGIOCALABRIA"])).unique()
