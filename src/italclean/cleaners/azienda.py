"""Azienda: the name of a company or body, its legal form in canonical spelling, a key for matching.

    >>> from italclean import azienda
    >>> outcome = azienda.check("ALFA SERVIZI S.R.L. in liquidazione")
    >>> outcome.value, outcome.forma_giuridica, outcome.chiave
    ('Alfa Servizi S.r.l. in liquidazione', 'S.r.l.', 'ALFASERVIZI')
    >>> azienda.check("Rossi s n c di Rossi Mario & C.").value
    'Rossi S.n.c. di Rossi Mario & C.'

The form may stand anywhere in the name and stays where it was typed; the key leaves it out, together
with `& C.`, the state of the company and the owner after `di`.

Source: the spellings of `data/forme_giuridiche.csv`.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.cleaners.persona import is_given_name
from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.lettering import one_case, restore_accents
from italclean.core.reference import table

_FORM_KINDS = ("capitali", "persone", "cooperativa", "consorzio", "gruppo", "ente", "qualifica")
# Forms that are ordinary words or too short to be told from them.
_NOT_FORMS = {
    "SE",
    "SC",
    "AC",
    "AS",
    "GS",
    "FC",
    "POL",
    "CONS",
    "COM",
    "ASS",
    "PROLOCO",
    "SS",
    "FOND",
    "STUDIO",
    "COMIT",
    "SCS",
    "SSA",
}
_STATE = (
    r"(?i)[\s,(\-]*\b("
    r"in liquidazione(?: coatta)?(?: amministrativa| giudiziale| volontaria)?|in liq\.?|in fallimento|fallimento|"
    r"in concordato(?: preventivo)?|in amministrazione straordinaria|"
    r"a socio unico|con socio unico|con unico socio|socio unico|unipersonale"
    r")\b\.?\)?"
)
_PARTNERS = r"(?i)[\s,]*(?:&|\be\b|\bed\b)\s*(?:c|co|f|figli[oa]?|fratelli|soci)\b\.?|[\s,]*\be\s+c\.?\s*$"
_PARTNERS_SIGN = r"(?i)&\s*(?:c|co|figli)\b|\se\s+c\.?\s*$"
_ADDRESSED = r"(?i)^spett(?:abile|\.?\s?le)?\.?\s+"
_OWNER = r"(?i)\s+di\s+(\p{L}[\p{L}'. ]+)$"
# fmt: off
_SMALL = [
    "DI", "DEL", "DELLA", "DELLE", "DELLO", "DEI", "DEGLI", "DA", "DAL", "DALLA", "E", "ED", "IN", "CON", "PER", "A",
    "AL", "ALLA", "AI", "ALLE", "SU", "SUL", "SULLA", "NEL", "NELLA", "&", "OF", "THE", "AND",
]
_SHORT_WORDS = [
    "BAR", "PUB", "ORO", "BIO", "GAS", "SUD", "EST", "SOL", "MIO", "MIA", "TUO", "UNO", "DUE", "TRE", "SEI", "BEL",
    "BLU", "VIA", "RIO", "REX", "RED", "NEW", "OLD", "ART", "ECO", "GEO", "LUX", "LA", "LO", "LE", "LI",
    "IL", "GLI", "VAL",
]
# fmt: on


def _prepare(value: pl.Expr) -> pl.Expr:
    plain = text.straight(text.tidy(text.mend(value)))
    plain = plain.str.replace_all(r"<[^<>]{1,40}>", " ").str.replace_all(r'["“”«»]', "").str.replace_all(r"\s+", " ")
    return plain.str.replace(_ADDRESSED, "").str.strip_chars(" ,;:-_*/")


@cleaner(
    extras={
        "forma_giuridica": pl.String,
        "stato_azienda": pl.String,
        "titolare": pl.String,
        "chiave": pl.String,
        "parole": pl.String,
    },
    prepare=_prepare,
)
def azienda(values: pl.Series) -> pl.DataFrame:
    """Read the names of companies and bodies.

    The value is the name for print with its legal form in canonical spelling. Extras: `forma_giuridica`,
    the state after it (`stato_azienda`: `in liquidazione`, `unipersonale` …), the `titolare` of a sign with
    its owner (`BAR SPORT DI ROSSI MARIO`), the matching `chiave`, and the words that it joins (`parole`).
    """
    cells = values.to_frame("typed").with_columns(
        stato_azienda=pl.col("typed").str.extract(_STATE).str.to_lowercase(),
        folded=text.fold(pl.col("typed")),
    )
    cells = cells.with_columns(form_typed=_find_form(pl.col("folded")))
    cells = cells.with_columns(form_key=pl.col("form_typed").str.replace_all("[^A-Z]", "")).join(
        _forms(), on="form_key", how="left", maintain_order="left"
    )
    # Folding keeps the length of all but a few letters; where it does, the form is cut where it was found.
    same_length = pl.col("folded").str.len_chars() == pl.col("typed").str.len_chars()
    start = pl.col("folded").str.find(pl.col("form_typed"), literal=True)
    cells = cells.with_columns(
        head=pl.when(pl.col("forma_giuridica").is_not_null() & same_length)
        .then(pl.col("typed").str.slice(0, start))
        .otherwise("typed"),
        tail=pl.when(pl.col("forma_giuridica").is_not_null() & same_length).then(
            pl.col("typed").str.slice(start + pl.col("form_typed").str.len_chars())
        ),
    )
    cells = cells.with_columns(
        head=_print(cells["head"]), tail=_print(cells["tail"].str.replace(r"^\s*\.", " "))
    ).with_columns(
        value=pl.concat_str(
            pl.col("head").str.strip_chars(" ,-"),
            pl.when(same_length).then("forma_giuridica"),
            pl.col("tail").str.strip_chars(" ,-"),
            separator=" ",
            ignore_nulls=True,
        )
        .str.replace(_STATE, pl.concat_str(pl.lit(" "), "stato_azienda"))
        .str.strip_chars(" ")
    )
    name = pl.concat_str(pl.col("head"), pl.lit(" "), pl.col("tail").fill_null(""))
    cells = cells.with_columns(core_name=name.str.replace_all(_STATE, " ").str.strip_chars(" "))
    cells = cells.with_columns(alone=pl.col("core_name").str.replace_all(_PARTNERS, " ").str.strip_chars(" "))
    cells = cells.with_columns(titolare=_owner(cells))
    sign = pl.when(pl.col("titolare").is_not_null()).then(pl.col("alone").str.replace(_OWNER, "")).otherwise("alone")
    bare = text.words(sign).str.replace("^DITTA ", "")
    bare = pl.when(bare.str.len_bytes() >= 2).then(bare).otherwise(text.words(pl.col("core_name")))
    bare = pl.when(bare.str.len_bytes() > 0).then(bare).otherwise(text.words(pl.col("typed")))
    readable = pl.col("typed").str.contains(r"\p{L}|[0-9]")
    return cells.select(
        value=pl.when(readable).then("value"),
        issue=pl.when(~readable).then(pl.lit("name_note")),
        detail=pl.when(~readable).then("typed"),
        forma_giuridica="forma_giuridica",
        stato_azienda="stato_azienda",
        titolare="titolare",
        chiave=bare.str.replace_all(" ", ""),
        parole=bare,
    )


def _owner(cells: pl.DataFrame) -> pl.Series:
    """The person after `di`: `BAR SPORT DI ROSSI MARIO` has an owner, `COMUNE DI MILANO` has none."""
    owner = cells.select("core_name", "alone", owner=pl.col("alone").str.extract(_OWNER)).with_row_index("at")
    named = owner.filter(pl.col("owner").is_not_null())
    words = named.select("at", word=pl.col("owner").str.split(" ")).explode("word")
    personal = words.filter(is_given_name(text.key(pl.col("word"))))["at"].unique()
    several = pl.col("owner").str.contains(" ", literal=True)
    owned = (pl.col("alone") != pl.col("core_name")) | (several & pl.col("at").is_in(personal.implode()))
    return owner.select(pl.when(owned).then("owner")).to_series()


def _print(names: pl.Series) -> pl.Series:
    """Write company names for print; acronyms keep their capitals, mixed case stays as typed."""
    words = (
        names.to_frame("name")
        .with_row_index("at")
        .filter(pl.col("name").is_not_null())
        .select("at", recase=one_case(pl.col("name")), word=pl.col("name").str.split(" "))
        .explode("word")
    )
    distinct = words.select("word", "recase").unique(maintain_order=True)
    bare = text.key(pl.col("word"))
    letters = pl.col("accented").str.to_uppercase()
    acronym = (
        bare.str.contains(r"^[BCDFGHJKLMNPQRSTVWXYZ0-9]+$")
        | pl.col("word").str.contains(r"^(?:\p{L}\.){2,}\p{L}?$")
        | bare.str.contains(r"[0-9]")
        | ((bare.str.len_bytes() <= 3) & ~bare.is_in(_SHORT_WORDS))
    )
    printed = (
        pl.when(~pl.col("recase") | (bare.str.len_bytes() == 0))
        .then("accented")
        .when(bare.is_in(_SMALL))
        .then(pl.col("accented").str.to_lowercase())
        .when(acronym)
        .then(letters)
        .otherwise(pl.col("accented").str.to_titlecase())
    )
    distinct = distinct.with_columns(accented=restore_accents(distinct["word"])).select(
        "word", "recase", printed=printed
    )
    joined = words.join(distinct, on=["word", "recase"], how="left", maintain_order="left")
    together = (
        joined.group_by("at", maintain_order=True).agg("printed").select("at", name=pl.col("printed").list.join(" "))
    )
    first = pl.col("name").str.slice(0, 1).str.to_uppercase() + pl.col("name").str.slice(1)
    return (
        names.to_frame("typed")
        .with_row_index("at")
        .join(together, on="at", how="left", maintain_order="left")
        .select(first.alias("name"))
        .to_series()
    )


def has_form_or_state(typed: pl.Expr) -> pl.Expr:
    """Tell names with a legal form, a state of companies or partners in them."""
    return (
        text.fold(typed).str.contains(_form_pattern()) | typed.str.contains(_STATE) | typed.str.contains(_PARTNERS_SIGN)
    )


def _find_form(folded: pl.Expr) -> pl.Expr:
    """The legal form as typed; at the beginning SAS, SPA and SAPA without dots are names (SPA BENESSERE)."""
    return folded.str.replace(r"^(?:SAS|SPA) ", "___ ").str.replace("^SAPA ", "____ ").str.extract(_form_pattern())


@cache
def _forms() -> pl.DataFrame:
    """The canonical form of each spelling, by its letters."""
    return (
        table("forme_giuridiche")
        .filter(pl.col("tipo").is_in(_FORM_KINDS) & ~pl.col("canonica").str.starts_with("("))
        .select(
            form_key=text.fold(pl.col("forma")).str.replace_all("[^A-Z]", ""),
            forma="forma",
            forma_giuridica="canonica",
            rank=pl.col("confidenza").replace_strict({"high": 0, "medium": 1}, default=2),
        )
        .filter((pl.col("form_key").str.len_bytes() >= 3) & ~pl.col("form_key").is_in(sorted(_NOT_FORMS)))
        .sort("form_key", "rank", "forma_giuridica")
        .unique("form_key", keep="first", maintain_order=True)
        .select("form_key", "forma_giuridica")
        .vstack(pl.DataFrame({"form_key": ["SS"], "forma_giuridica": ["S.s."]}))
    )


@cache
def _form_pattern() -> str:
    """One pattern of all spellings, longest first: letters of abbreviations may stand apart, words may not."""
    spellings = (
        table("forme_giuridiche")
        .filter(pl.col("tipo").is_in(_FORM_KINDS))
        .select(
            letters=text.fold(pl.col("forma")).str.replace_all("[^A-Z]", ""),
            words=text.fold(pl.col("forma")).str.replace_all("[^A-Z]+", " ").str.strip_chars(" "),
        )
        .filter(pl.col("letters").is_in(_forms()["form_key"].to_list()) & (pl.col("letters").str.len_bytes() > 2))
        # "unipersonale", "a socio unico" are the state of a company, not its form.
        .filter(~pl.col("words").str.contains("UNIPERS|SOCIO"))
        # "S.n.c. di", "S.a.s. & C.": the form ends before the partners.
        .filter(~pl.col("words").str.contains(r" (?:DI|C)$") | (pl.col("letters").str.len_bytes() <= 3))
        .unique(maintain_order=True)
        .sort(pl.col("letters").str.len_bytes(), "letters", "words", descending=True)
    )
    patterns: dict[str, None] = {}
    for letters, spelled in spellings.iter_rows():
        if len(letters) <= 6 and (" " not in spelled or all(len(word) <= 2 for word in spelled.split())):
            patterns[r"[.,\s]{0,3}".join(letters)] = None
        else:
            patterns[r"[.'\s]{1,3}".join(spelled.split())] = None
    # Two letters are a form only at the end and with a dot: ALFA S.S.
    return rf"\b((?:{'|'.join(patterns)})\b\.?|S\.\s?S\.?$)"
