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
from typing import Literal

import polars as pl

from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.columns import is_true, only_where, rows_where
from italclean.names.beside import NEWLINE, lines_joined, long_apart, one_line, read_beside
from italclean.names.given import (
    are_given_names,
    full_names,
    is_given_name,
    sex_of_given_names,
)
from italclean.names.greeting import greet_person
from italclean.names.impersonal import is_impersonal, is_web_address
from italclean.names.married import _FATHER, _MAIDEN, _MARRIED_SIGN, _WIDOW, without_acquired, without_maiden
from italclean.names.parting import _UNDECIDED, LEANING, joined, split
from italclean.names.titles import TITLE_KINDS
from italclean.names.words import words_of

Part = Literal["intero", "cognome", "nome"]
_NOTES = (
    r"^(?:(?:NON USARE|VEDI|VEDERE|DOPPI[OA]|DUPLICATO|ANNULLAT[OA]|CESSAT[OA]|DA CANCELLARE|CANCELLAT[OA]|ELIMINARE)"
    r"(?: .*)?|"
    r"(?:PROVA|TEST|CLIENT[EI]|CORRISPETTIVI|BANCO|PRIVAT[OI]|ANONIM[OA]|VARI|DIVERSI|CONTANTI|SCONTRINO|UTENTE)"
    r"(?: (?:[0-9]+|PROVA|TEST|VARI[OE]?|GENERIC[OI]|WEB|BANCO|OCCASIONALE|PRIVATO|ANONIMO|DI PASSAGGIO|AL BANCO))*|"
    r"VENDIT[AE] AL (?:BANCO|MINUTO))$"
)
_SEVERAL = r"^SIG E SIG|\bE FIGLI[AEO]?\b|^(?:FAM|FAMIGLIA|SIGG|SIGNORI \S+|EREDI|CONIUGI|F LLI|FRATELLI) "
_REGULAR = r"^[A-Za-z]{3,}(?: [A-Za-z]{4,})*$"
"""No signs, and nothing as short as a particle or the end of SIG RA."""
_AT_THE_ENDS = f" ,;:-_*/{NEWLINE}"


def _prepare(value: pl.Expr) -> pl.Expr:
    plain = text.tidy(text.mend(one_line(value)))
    return pl.when(plain.str.contains(r"[\p{L}0-9]")).then(plain).otherwise(plain.str.strip_chars(f'"“”{_AT_THE_ENDS}'))


def _spelled(value: pl.Expr) -> pl.Expr:
    """Write names in one way, as far as signs and blanks go."""
    return only_where(value, lambda typed: ~typed.str.contains(_REGULAR), _spell)


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
    cells = without_acquired(cells)
    tokens = words_of(cells)
    titles = _titles(tokens)
    bare = tokens.filter(~pl.col("is_title"))
    if part == "intero":
        names = split(bare, leaning)
    else:
        names = joined(bare, part).with_columns(
            pl.lit(None, dtype=pl.String).alias("nome" if part == "cognome" else "cognome"),
            certezza=pl.lit(None, dtype=pl.Float32),
            ordine=pl.lit(None, dtype=pl.String),
        )
    frame = (
        cells.join(titles, on="at", how="left", maintain_order="left")
        .join(names, on="at", how="left", maintain_order="left")
        .join(without_maiden(cells), on="at", how="left", maintain_order="left")
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


def _titles(tokens: pl.DataFrame) -> pl.DataFrame:
    return (
        tokens.filter("is_title")
        .group_by("at", maintain_order=True)
        .agg(
            titolo=pl.col("titolo").filter(pl.col("kind").is_in(TITLE_KINDS)),
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


def _impersonal(frame: pl.DataFrame) -> pl.Series:
    """Tell names that nobody bears, their notes and the sign of a marriage left out."""
    name = only_where(
        pl.col("name"),
        lambda name: name.str.contains(_MARRIED_SIGN),
        lambda name: name.str.replace(_MARRIED_SIGN, " "),
    )
    frame = frame.with_columns(name=name)
    other = rows_where(frame["name"] != frame["spelled"])
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
            "known": is_true(are_given_names(names)),
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
    return max(-LEANING, min(LEANING, odds))
