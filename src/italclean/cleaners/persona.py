"""Persona: the name of a natural person, its title apart, surname and given names told from each other.

    >>> from italclean import persona
    >>> outcome = persona.check("Sig. ROSSI MARIO")
    >>> outcome.value, outcome.titolo, outcome.cognome, outcome.nome
    ('Mario Rossi', 'Sig.', 'Rossi', 'Mario')
    >>> persona.check("D'ANGELO NICOLO'").value
    "Nicolò D'Angelo"

The order is decided by how much more often each word is a given name than a surname, with a leaning
towards the order that the rest of the file shows (`order`, found by `name_order`). Particles (De, Di, Lo …)
belong to the surname and take a capital, as in the civil registers.

Source: the name lists of `data/nomi.csv` and `data/cognomi.csv`, the titles of `data/titoli.csv`.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.core import text
from italclean.core.beside import NEWLINE, lines_joined, long_apart, one_line, read_beside
from italclean.core.cleaner import cleaner
from italclean.core.given_names import (
    PARTICLES,
    UNKNOWN_WORD,
    are_given_names,
    full_names,
    is_given_name,
    leanings,
    sex_of_given_names,
)
from italclean.core.greeting import greet_person
from italclean.core.impersonal import is_impersonal, is_web_address
from italclean.core.lettering import one_case, print_name
from italclean.core.reference import table

Part = Literal["intero", "cognome", "nome"]

_TITLE_KINDS = ("honorific", "academic", "professional", "honour", "political", "religious", "military")
_PLAIN_TITLES = ("honorific", "academic")
"""Titles that are no names, so that they need no dot."""
_CALLED = ["DON", "SUOR", "SUORA", "MONSIGNOR", "MONSIGNORE"]
"""Titles that stand without a dot as well; CARDINALE and CONTE are surnames."""
_DROPPED_KINDS = ("salutation",)
_NOTES = (
    r"^(?:(?:NON USARE|VEDI|VEDERE|DOPPI[OA]|DUPLICATO|ANNULLAT[OA]|CESSAT[OA]|DA CANCELLARE|CANCELLAT[OA]|ELIMINARE)"
    r"(?: .*)?|"
    r"(?:PROVA|TEST|CLIENT[EI]|CORRISPETTIVI|BANCO|PRIVAT[OI]|ANONIM[OA]|VARI|DIVERSI|CONTANTI|SCONTRINO|UTENTE)"
    r"(?: (?:[0-9]+|PROVA|TEST|VARI[OE]?|GENERIC[OI]|WEB|BANCO|OCCASIONALE|PRIVATO|ANONIMO|DI PASSAGGIO|AL BANCO))*|"
    r"VENDIT[AE] AL (?:BANCO|MINUTO))$"
)
_SEVERAL = r"^SIG E SIG|\bE FIGLI[AEO]?\b|^(?:FAM|FAMIGLIA|SIGG|SIGNORI \S+|EREDI|CONIUGI|F LLI|FRATELLI) "
# DALLA VEDOVA is a surname.
_ACQUIRED = r"(?i)^(.*?\S)\s+(?:in|ved\.?|vedova|v\.va|con\.|cgt\.?)\s+([^\s].+)$"
_WIDOW = r"(?i)\s(?:ved\.?|vedova|v\.va)\s"
_MARRIED_SIGN = r"(?i) con\. "
_NO_WIDOW = r"(?i)\b(?:dalla|della|la)$"
_FATHER = r"(?i)\s+fu\s+(\p{L}+)$"
_PARTICLE_BEFORE = rf"(?i)\b(?:{'|'.join(PARTICLES)})\s"
_MAIDEN = r"(?i)\s+nata\s+([^\s].+)$"
_SIGNS = "*_;:/+-"
_UNDECIDED = 0.7
_LEANING = 6.0
_PARTICLE_SCORE = -4.0
_INITIAL_SCORE = 3.0
# Scores are added as whole thousandths, so that a sum does not depend on what stood before it in the column.
_THOUSANDTHS = 1000


_REGULAR = r"^[A-Za-z]{3,}(?: [A-Za-z]{4,})*$"
"""No signs, and nothing as short as a particle or the end of SIG RA."""
_AT_THE_ENDS = f" ,;:-_*/{NEWLINE}"


def _prepare(value: pl.Expr) -> pl.Expr:
    plain = text.tidy(text.mend(one_line(value)))
    return pl.when(plain.str.contains(r"[\p{L}0-9]")).then(plain).otherwise(plain.str.strip_chars(f'"“”{_AT_THE_ENDS}'))


def _spelled(value: pl.Expr) -> pl.Expr:
    """Write names in one way, as far as signs and blanks go."""
    return text.only_where(value, lambda typed: ~typed.str.contains(_REGULAR), _spell)


def _spell(value: pl.Expr) -> pl.Expr:
    plain = text.straight(value).str.normalize("NFC")
    # "SIG.ROSSI" hides two words, "Dott.ssa" does not, and CAV. UFF. is one title.
    plain = plain.str.replace_all(r"\.([\p{L}']{4,})", ". $1")
    plain = plain.str.replace_all(r"(?i)\b(sig|dott|prof)\.?\s(ra|na|ssa|re)\b", "$1.$2")
    plain = plain.str.replace_all(r"(?i)\b(cav|gr|per|ten|comm)\.\s(uff|cr|ind|col|lav)\b", "$1.$2")
    # 'Mario Rossi', CALO'', CUTRI ', GIAMPÀ'; "D' ANGELO" is one word, and so is MAIR - PLANK.
    plain = plain.str.replace(r"^'([^']+)'$", "$1")
    plain = plain.str.replace_all("''+", "'").str.replace_all(r"(\p{L}{2,})\s'(\s|$)", "$1'$2")
    plain = plain.str.replace_all("([àèéìòùÀÈÉÌÒÙ])'", "$1")
    plain = plain.str.replace_all(r"(?i)\b(d|dell|dall|degl|nell|sant|o|l)\s?'\s*(\p{L})", "$1'$2")
    plain = plain.str.replace(r"^(\p{L}+)\s-\s(\p{L}+ \p{L}+)$", "$1-$2")
    return plain.str.replace_all(r"\s*\.\s*\.\s*", ". ").str.replace_all(r'["“”]', "").str.strip_chars(_AT_THE_ENDS)


@cleaner(
    extras={
        "titolo": pl.String,
        "cognome": pl.String,
        "nome": pl.String,
        "sesso": pl.String,
        "cognome_acquisito": pl.String,
        "diminutivo_di": pl.String,
        "saluto": pl.String,
        "chiave": pl.String,
        "certezza": pl.Float32,
        "ordine": pl.String,
        "nota": pl.String,
    },
    prepare=_prepare,
    regular=_REGULAR,
)
def persona(values: pl.Series, *, part: Part = "intero", leaning: float = 0.0) -> pl.DataFrame:
    """Read personal names.

    The value is given names and surname for print. Extras: `titolo`, `cognome`, `nome`, the `sesso` that the
    title or else the given name tells, the `cognome_acquisito` (a husband's surname after `in` or `ved.`), what a short
    given name may stand for (`diminutivo_di`), a greeting that is safe to print (`saluto`, empty when anything is
    unsure), the matching key (`chiave`: surname and given names without accents, particles joined), how sure the
    order is (`certezza`, a log-odds), the order found (`cognome nome` or `nome cognome`), and what stands beside the
    name in its cell (`nota`: `EREDI`, `C/O STUDIO BIANCHI`). Names of several people, of saints, places and signs, and
    those with digits in them, stay as they were typed.

    Args:
        values: Tidy text.
        part: What the text holds: the whole name, or the surname or given names alone.
        leaning: Log-odds that the surname comes first in this file, as `name_order` finds it.
    """
    return long_apart(values, lambda names: _read(names, part, leaning))


def _read(values: pl.Series, part: Part, leaning: float) -> pl.DataFrame:
    cells = values.to_frame("typed").with_row_index("at").with_columns(spelled=_spelled(pl.col("typed")))
    beside = read_beside(cells["spelled"], parts=part != "intero")
    cells = pl.concat([cells, beside], how="horizontal").with_columns(words=text.words(pl.col("spelled")))
    cells = cells.with_columns(
        nubile=pl.col("name").str.extract(_MAIDEN),
        padre=pl.col("name").str.extract(_FATHER),
        own=pl.col("name").str.replace(_MAIDEN, "").str.replace(_FATHER, ""),
    )
    cells = _acquired(cells)
    tokens = _tokens(cells)
    titles = _titles(tokens)
    bare = tokens.filter(~pl.col("is_title"))
    if part == "intero":
        names = _split(bare, leaning)
    else:
        names = _joined(bare, part).with_columns(
            pl.lit(None, dtype=pl.String).alias("nome" if part == "cognome" else "cognome"),
            certezza=pl.lit(None, dtype=pl.Float32),
            ordine=pl.lit(None, dtype=pl.String),
        )
    frame = (
        cells.join(titles, on="at", how="left", maintain_order="left")
        .join(names, on="at", how="left", maintain_order="left")
        .join(_maiden(cells), on="at", how="left", maintain_order="left")
        .with_columns(
            cognome=pl.coalesce("cognome_nubile", "cognome"),
            # BIANCHI ANNA NATA ROSSI
            cognome_acquisito=pl.when(pl.col("cognome_nubile").is_not_null())
            .then("cognome")
            .otherwise("cognome_acquisito"),
            widow=pl.col("name").str.contains(_WIDOW),
        )
    )
    return _judge(frame, part)


def _acquired(cells: pl.DataFrame) -> pl.DataFrame:
    """Take a husband's surname off: ROSSI MARIA IN BIANCHI, and ROSSI IN BIANCHI MARIA."""
    married = pl.col("own").str.contains(_ACQUIRED) & ~pl.col("own").str.extract(_ACQUIRED, 1).str.contains(_NO_WIDOW)
    cells = cells.with_columns(married=married)
    if not cells["married"].any():
        return cells.with_columns(bare="own", cognome_acquisito=pl.lit(None, dtype=pl.String))
    parts = cells.select(
        "at",
        before=pl.when("married").then(pl.col("own").str.extract(_ACQUIRED, 1)).otherwise("own"),
        behind=pl.when("married").then(pl.col("own").str.extract(_ACQUIRED, 2)),
    )
    # A surname alone before it: the given names are behind the husband's.
    behind = parts.filter(pl.col("behind").is_not_null()).select("at", bare="behind")
    read = _split(_tokens(behind), _LEANING).select("at", theirs="cognome", given="nome")
    units = pl.col("before").str.replace_all(_PARTICLE_BEFORE, "").str.count_matches(" ", literal=True)
    parts = parts.join(read, on="at", how="left", maintain_order="left")
    lone = (units == 0) & pl.col("given").is_not_null()
    parts = parts.with_columns(
        bare=pl.when(lone).then(pl.concat_str("before", pl.lit(" "), "given")).otherwise("before"),
        cognome_acquisito=pl.when(lone).then("theirs").otherwise("behind"),
    )
    return pl.concat([cells, parts.select("bare", "cognome_acquisito")], how="horizontal")


def _tokens(cells: pl.DataFrame) -> pl.DataFrame:
    """One row for each word, in order: its key, its print, and how much rather it is a given name than a surname."""
    tokens = (
        cells.select(
            "at",
            token=pl.col("bare").str.replace_all(",", " ").str.strip_chars(" ").str.split(" "),
            shouted=one_case(pl.col("bare")),
        )
        .explode("token")
        .filter(pl.col("token").str.strip_chars(_SIGNS + ".").str.len_bytes() > 0)
    )
    distinct = tokens["token"].unique(maintain_order=True)
    # Signs at the ends are not the name's; a dot is, after an initial.
    bare = distinct.str.strip_chars(_SIGNS).str.replace(r"^(.{3,}?)\.+$", "$1")
    known = pl.DataFrame({"token": distinct, "printed": print_name(bare)}).with_columns(key=text.key(pl.col("token")))
    known = known.join(leanings(), on="key", how="left", maintain_order="left").join(
        _title_words(), on="key", how="left", maintain_order="left"
    )
    # GENTILE is a salutation and a surname: such a word is a title only when written with a dot.
    sure = pl.col("token").str.contains(".", literal=True) | pl.col("kind").is_in(_PLAIN_TITLES)
    sure |= pl.col("key").is_in(_CALLED)
    plain = pl.col("score").is_null() & (pl.col("kind").is_in(["professional", *_DROPPED_KINDS]))
    known = known.with_columns(
        is_title=pl.col("titolo").is_not_null() & (sure | plain),
        particle=pl.col("key").is_in([*PARTICLES, "SAN"]),
        # An initial stands for a given name: ROSSI M.
        score=pl.when(pl.col("key").str.len_bytes() == 1)
        .then(_INITIAL_SCORE)
        .otherwise(pl.col("score").fill_null(UNKNOWN_WORD)),
    )
    tokens = tokens.join(known, on="token", how="left", maintain_order="left")
    tokens = tokens.with_columns(particle=_bound_saints(tokens))
    # de' Medici, dal Verme: a particle typed small among capitals is meant so. The first of two is no numeral (Xi).
    small = pl.col("particle") & pl.col("token").str.contains(r"^\p{Ll}") & ~pl.col("shouted")
    first = (pl.col("at") != pl.col("at").shift(1)).fill_null(value=True)
    numeral = first & pl.col("printed").str.contains("^[IVX]{2,}$")
    tokens = tokens.with_columns(
        printed=pl.when(small).then("token").when(numeral).then(pl.col("token").str.to_titlecase()).otherwise("printed")
    )
    alone = (pl.col("at") != pl.col("at").shift(1)).fill_null(value=True) & (
        pl.col("at") != pl.col("at").shift(-1)
    ).fill_null(value=True)
    # DAL MEDICO is a surname: what follows a particle belongs to it.
    bound = (pl.col("particle") & (pl.col("at") == pl.col("at").shift(-1))).shift(1, fill_value=False)
    return tokens.with_columns(pl.col("is_title") & ~alone & ~bound)


def _bound_saints(tokens: pl.DataFrame) -> pl.Series:
    """Bind SANTA to the name behind it where a given name follows: SANTA MARIA LUIGI, but not SANTA ROSSI."""
    santa = tokens["key"] == "SANTA"
    if not santa.any():
        return tokens["particle"]
    at, given = pl.col("at"), is_given_name(pl.col("key"))
    bound = (
        (pl.col("key") == "SANTA")
        & (at != at.shift(1)).fill_null(value=True)
        & (at == at.shift(-2))
        & (at != at.shift(-3)).fill_null(value=True)
        & given.shift(-1)
        & given.shift(-2)
    )
    return tokens.select(pl.col("particle") | bound.fill_null(value=False)).to_series()


def _titles(tokens: pl.DataFrame) -> pl.DataFrame:
    return (
        tokens.filter("is_title")
        .group_by("at", maintain_order=True)
        .agg(
            titolo=pl.col("titolo").filter(pl.col("kind").is_in(_TITLE_KINDS)),
            woman=(pl.col("title_sex") == "F").any(),
            man=(pl.col("titolo") == "Sig.").any(),
        )
        .select(
            "at",
            titolo=pl.when(pl.col("titolo").list.len() > 0).then(
                pl.col("titolo").list.unique(maintain_order=True).list.join(" ")
            ),
            sesso=pl.when("woman").then(pl.lit("F")).when("man").then(pl.lit("M")),
        )
    )


def _joined(tokens: pl.DataFrame, name: str) -> pl.DataFrame:
    """Join the printed words of each name; lists are joined at once, which is far faster than group by group."""
    return (
        tokens.group_by("at", maintain_order=True)
        .agg(pl.col("printed"))
        .select("at", pl.col("printed").list.join(" ").alias(name))
    )


def _split(tokens: pl.DataFrame, leaning: float) -> pl.DataFrame:
    """Choose where the surname ends and which part comes first: the reading of the highest score.

    A reading's score is the sum of its words' log-odds, given names counted for it and surnames against.
    Particles are never parted from the word that follows: `DE LUCA` is one unit, and a surname.
    """
    if tokens.is_empty():
        return pl.DataFrame(
            schema={
                "at": tokens.schema["at"],
                "cognome": pl.String,
                "nome": pl.String,
                "certezza": pl.Float32,
                "ordine": pl.String,
            }
        )
    at = tokens["at"].to_numpy()
    begins = np.flatnonzero(np.concatenate([[True], at[1:] != at[:-1]]))
    lengths = np.diff(np.append(begins, len(at)))
    name = np.repeat(np.arange(len(begins)), lengths)
    last = np.append(begins[1:], len(at)) - 1
    is_last = np.zeros(len(at), dtype=np.bool_)
    is_last[last] = True
    joins_next = tokens["particle"].to_numpy() & ~is_last
    follows_particle = np.concatenate([[False], joins_next[:-1]])
    score = np.where(joins_next, 0.0, np.where(follows_particle, _PARTICLE_SCORE, tokens["score"].to_numpy()))
    score = np.rint(score * _THOUSANDTHS).astype(np.int64)

    def upto(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Running sums within each name."""
        running = np.cumsum(values)
        return running - (running[begins] - values[begins])[name]

    sums, first = upto(score), upto((~follows_particle).astype(np.int64))
    total, rest = sums[last][name], first[last][name] - first
    # A second surname is rarer than a second given name.
    lean = round(leaning * _THOUSANDTHS)
    surname_first = total - 2 * sums - 1500 * (first - 1) - 500 * (rest - 1) + lean
    name_first = 2 * sums - total - 500 * (first - 1) - 1500 * (rest - 1) - lean
    may_cut = (rest > 0) & ~joins_next
    best_sn, cut_sn = _best(np.where(may_cut, surname_first, -np.inf), begins, name)
    best_ns, cut_ns = _best(np.where(may_cut, name_first, -np.inf), begins, name)
    single = ~np.isfinite(best_sn)
    surname_leads = (best_sn >= best_ns) | single
    cut = np.where(single, last, np.where(surname_leads, cut_sn, cut_ns))
    in_head = np.arange(len(at)) <= cut[name]
    is_surname = in_head == surname_leads[name]
    with np.errstate(invalid="ignore"):
        margin = np.where(single, 0.0, np.abs(best_sn - best_ns) / _THOUSANDTHS)
    decided = pl.DataFrame(
        {
            "at": at[begins],
            "certezza": margin,
            "ordine": pl.Series(surname_leads).replace_strict({True: "cognome nome", False: "nome cognome"}),
            "single": single,
        }
    ).with_columns(ordine=pl.when(~pl.col("single")).then("ordine"))
    surname = pl.Series(is_surname)
    return (
        decided.drop("single")
        .join(_joined(tokens.filter(surname), "cognome"), on="at", how="left", maintain_order="left")
        .join(_joined(tokens.filter(~surname), "nome"), on="at", how="left", maintain_order="left")
    )


def _best(
    scores: npt.NDArray[np.float64], begins: npt.NDArray[np.int64], name: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """The highest score of each name, and the first word where it stands."""
    best = np.maximum.reduceat(scores, begins)
    hits = np.flatnonzero(scores == best[name])[::-1]
    where = begins.copy()
    where[name[hits]] = hits
    return best, where


def _maiden(cells: pl.DataFrame) -> pl.DataFrame:
    """The surname after `nata` is the legal one: a married woman keeps her own."""
    named = (
        cells.filter(pl.col("nubile").is_not_null())
        .select("at", token=pl.col("nubile").str.split(" "))
        .explode("token")
    )
    distinct = named["token"].unique(maintain_order=True)
    printed = pl.DataFrame(
        {"token": distinct, "printed": print_name(distinct)}, schema={"token": pl.String, "printed": pl.String}
    )
    return _joined(named.join(printed, on="token", how="left", maintain_order="left"), "cognome_nubile")


def _impersonal(frame: pl.DataFrame) -> pl.Series:
    """Tell names that nobody bears, their notes and the sign of a marriage left out."""
    name = text.only_where(
        pl.col("name"),
        lambda name: name.str.contains(_MARRIED_SIGN),
        lambda name: name.str.replace(_MARRIED_SIGN, " "),
    )
    frame = frame.with_columns(name=name)
    other = (frame["name"] != frame["spelled"]).arg_true()
    words = frame["words"].clone()
    if len(other):
        words = words.scatter(other, frame[other].select(text.words(pl.col("name"))).to_series())
    return is_impersonal(frame["name"], words)


def _judge(frame: pl.DataFrame, part: Part) -> pl.DataFrame:
    whole = part == "intero"
    frame = frame.with_columns(impersonal=_impersonal(frame) if whole else pl.lit(value=False))
    readable = pl.col("typed").str.contains(r"\p{L}")
    undecided = (pl.col("certezza") < _UNDECIDED) if whole else pl.lit(value=False)
    # Names are printed given name first; where the order is not known, as they were typed.
    surname_led = pl.col("ordine").eq_missing("cognome nome")
    in_order = pl.concat_str("cognome", "nome", separator=" ", ignore_nulls=True)
    value = pl.concat_str("nome", "cognome", separator=" ", ignore_nulls=True)
    value = pl.when(undecided & surname_led).then(in_order).otherwise(value)
    # CURATO E BENEDETTO: a word that joins names of nobody.
    joined = pl.col("bare").str.contains(r"(?i)[&/+|;]|\s(?:e|ed)\s|\bnostr[ao] signor") & whole
    several = pl.col("several") | (pl.col("words").str.contains(_SEVERAL) & (part != "nome"))
    titled = pl.col("titolo").is_not_null()
    issue = (
        pl.when(pl.col("words").str.contains(_NOTES) | ~readable | (value == ""))
        .then(pl.lit("name_note"))
        .when(is_web_address(pl.col("typed")))
        .then(pl.lit("name_link"))
        .when(several & ~pl.col("firm"))
        .then(pl.lit("name_several"))
        .when(pl.col("numbered") | pl.col("name").str.contains(r"[0-9@#%_=<>\[\]{}|]"))
        .then(pl.lit("name_digits"))
        .when(pl.col("firm") | joined | (pl.col("impersonal") & ~titled))
        .then(pl.lit("name_kind"))
        .when(pl.col("nota").is_not_null() | pl.col("padre").is_not_null() | pl.col("words").str.contains(_WIDOWED))
        .then(pl.lit("name_remark"))
        .when(undecided)
        .then(pl.lit("name_order"))
    )
    frame = frame.with_columns(issue=issue, read=value, as_typed=lines_joined(pl.col("typed"), "/"))
    refused = pl.col("issue").eq_missing("name_note")
    # Rossi3 Mario can be read, PV01 TORTONA cannot.
    garbled = (pl.col("issue") == "name_digits") & ~pl.col("numbered")
    garbled &= pl.col("name").str.contains(r"(?:^|\s)[0-9]") | ~is_given_name(text.key(pl.col("nome")))
    unread = (pl.col("issue").is_in(["name_several", "name_link"]) | garbled).fill_null(value=False)
    typed = pl.col("issue").is_in(AS_TYPED).fill_null(value=False)
    acquired = pl.col("cognome_acquisito").str.to_titlecase()
    married = pl.when("widow").then(pl.lit("ved. ")).otherwise(pl.lit("in ")) + acquired
    named = ("titolo", "nome", "sesso", "certezza", "ordine")
    kept: dict[str, pl.Expr] = {name: pl.when(~refused & ~unread).then(name) for name in named}
    surname: pl.Expr = pl.when(unread).then("as_typed").when(~refused).then("cognome")
    if part != "intero":
        own = pl.when(typed).then("as_typed").when(~refused).then(part)
        surname = own if part == "cognome" else pl.lit(None, dtype=pl.String)
        kept["nome"] = own if part == "nome" else pl.lit(None, dtype=pl.String)
    return _told_by_the_name(
        frame.select(
            value=pl.when(typed).then("as_typed").when(~refused).then("read"),
            issue="issue",
            detail=pl.when(refused).then("typed"),
            cognome_acquisito=pl.when(~refused & ~unread).then(acquired),
            nota=pl.when(~refused & ~unread).then(
                pl.concat_str(
                    "nota", married, pl.lit("fu ") + pl.col("padre"), separator="; ", ignore_nulls=True
                ).replace("", None)
            ),
            cognome=surname,
            **kept,
        )
    )


_WIDOWED = r"^VED(?:OVA)? "
AS_TYPED = ["name_several", "name_digits", "name_kind", "name_link"]
"""Issues of names that nobody rewrites: they stay as they were typed."""


def _told_by_the_name(frame: pl.DataFrame) -> pl.DataFrame:
    """Add what the parts of the names tell, where nothing about them is open."""
    sure = pl.col("issue").is_null()
    names = frame["nome"].unique(maintain_order=True)
    known = pl.DataFrame(
        {
            "nome": names,
            "sex": sex_of_given_names(names),
            "known": are_given_names(names).fill_null(value=False),
            "diminutivo_di": full_names(names),
        }
    )
    surnames = frame["cognome"].unique(maintain_order=True)
    keys = pl.DataFrame({"cognome": surnames}).with_columns(surname_key=text.key(pl.col("cognome")))
    given_keys = known.with_columns(given_key=text.key(pl.col("nome")))
    frame = frame.join(given_keys, on="nome", how="left", maintain_order="left", nulls_equal=True)
    frame = frame.join(keys, on="cognome", how="left", maintain_order="left", nulls_equal=True)
    return frame.with_columns(
        sesso=pl.coalesce("sesso", pl.when(sure).then("sex")),
        saluto=pl.when(sure).then(greet_person(pl.col("titolo"), pl.col("nome"), pl.col("cognome"), pl.col("known"))),
        chiave=pl.concat_str("surname_key", "given_key", separator=" ", ignore_nulls=True).replace("", None),
    ).drop("sex", "known", "surname_key", "given_key")


def name_order(values: pl.Series) -> float:
    """Find which order the names of a column are in.

    Args:
        values: The whole column, or a fair sample of it.

    Returns:
        The log-odds that the surname comes first, from -6 to 6; 0 when the column does not tell.
    """
    found = persona.series(values.drop_nulls().unique(maintain_order=True)).struct.unnest()
    clear = found.filter(pl.col("certezza") > 2.0)["ordine"]
    surname_first = int((clear == "cognome nome").sum())
    odds = math.log((surname_first + 1) / (len(clear) - surname_first + 1))
    return max(-_LEANING, min(_LEANING, odds))


def read_titles(typed: pl.Series) -> pl.DataFrame:
    """Read titles that stand alone: their canonical spelling (`titolo`) and the `sesso` that they tell.

    Both are null for what is no title.
    """
    words = typed.to_frame("typed").select(key=text.key(pl.col("typed")))
    read = words.join(_title_words(), on="key", how="left", maintain_order="left")
    title = pl.when(pl.col("kind").is_in(_TITLE_KINDS)).then("titolo")
    man = pl.col("titolo") == "Sig."
    return read.select(
        titolo=title, sesso=pl.when(pl.col("title_sex") == "F").then(pl.lit("F")).when(man).then(pl.lit("M"))
    )


@cache
def _title_words() -> pl.DataFrame:
    """Titles that may be taken off, by the key of their form."""
    return (
        table("titoli")
        .filter(pl.col("categoria").is_in(_TITLE_KINDS + _DROPPED_KINDS))
        .select(
            key=text.key(pl.col("forma")),
            titolo="canonica",
            kind="categoria",
            title_sex="sesso",
            sure=pl.col("confidenza") == "high",
        )
        # Sr. is senior as often as signore: it stays with the name.
        .filter((pl.col("key").str.len_bytes() > 1) & (pl.col("key") != "SR"))
        .sort("key", ~pl.col("sure"))
        .unique("key", keep="first", maintain_order=True)
        .drop("sure")
    )
