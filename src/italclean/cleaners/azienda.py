"""Azienda: the name of a company or body, its legal form in canonical spelling, a key for matching.

    >>> from italclean import azienda
    >>> outcome = azienda.check("ALFA SERVIZI S.R.L. in liquidazione")
    >>> outcome.value, outcome.forma_giuridica, outcome.chiave
    ('Alfa Servizi S.r.l. in liquidazione', 'S.r.l.', 'ALFASERVIZI')
    >>> azienda.check("Rossi s n c di Rossi Mario & C.").value
    'Rossi S.n.c. di Rossi Mario & C.'

The form may stand anywhere in the name and stays where it was typed; the key leaves all forms out, together
with `& C.`, the state of the company, words of its kind, brackets, and the owner after `di` where enough of a
name is left without him. An address, a number or markup typed into the name is taken out of it and reported.

Source: the spellings of `data/forme_giuridiche.csv`.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.columns import no_text, rows_where
from italclean.core.empty import remembers_empty
from italclean.names import legal_form
from italclean.names.beside import long_apart
from italclean.names.company_owner import owners as read_owners
from italclean.names.company_print import _capital, _form_of_name, _in_context, for_print, printed, recased
from italclean.names.company_words import PUBLIC, STATE, kind_words
from italclean.names.legal_form import MARK
from italclean.names.lettering import one_case

# Not in the names of two letters: B & C.
_PARTNERS = (
    rf"(?i)(\p{{L}}{{2}}|\p{{L}}[.,])[ ,]*(?:(?:&|\be|\bed)[ ,]*(?:c|co|figli[oa]?|fratelli|soci)\b ?\.?|"
    rf" c\. ?(?:$|{MARK}))"
)
_PARTNERS_SIGN = r"(?i)&\s*(?:c|co|figli[oae]?|fratell[io]|soci)\b|\se\s+c\.?\s*$"
_ADDRESSED = r"(?i)^spett(?:abile|\.?\s?le)?\.?\s+"
_STREET = (
    r"(?:via|viale|v\.le|piazza|p\.zza|p\.za|piazzale|p\.le|corso|c\.so|strada|vicolo|largo|localit[aà]'?|loc\.|"
    r"frazione|fraz\.|contrada|c\.da)"
)
_SIGNED = r"\s*[-–;,(]+\s*"
_NUMBERED = (
    r"(?:p\.?\s?iva|part\.\s?iva|partita iva|p\.\s?i\.|c\.\s?f\.|cf|cod\.?\s?fisc\.?|codice fiscale|piva)"
    r"(?:\s*(?:/|e)\s*(?:p\.?\s?iva|partita iva|c\.\s?f\.|cf))?[\s.:=n°]*(?:it)?\s?"
)
# What people type into a name beside it: markup, e-mail, fiscal codes, telephones, addresses.
_EXTRA = (
    r"(?i)<[^<>]{1,40}>|&(?:#\w{2,6}|[a-z]{2,8});|[\s,;(\-]*\S+@\S+\.[a-z]{2,}\)?|"
    rf"[\s,;(\-]*\b{_NUMBERED}[0-9a-z]{{11,16}}\b\)?|[\s,;(\-]*\b(?:[0-9]{{11}}|[a-z]{{6}}[0-9]{{2}}[a-z][0-9]{{2}}[a-z][0-9]{{3}}[a-z])\b\)?|"
    r"[\s,;(\-]*\b(?:tel|telefono|cell|cellulare|fax|mob)\b[\s.:n°]*\+?[0-9][0-9 ./\-]{5,}[0-9]\)?|"
    rf"(?: con|{_SIGNED}con) sede (?:legale|operativa|amministrativa|secondaria|in|di|a|via)\b.*$|"
    rf"{_SIGNED}sede (?:legale|operativa|amministrativa|secondaria|in|di|a)\b.*(?:\b{_STREET} |[0-9]{{5}}).*$|"
    rf"{_SIGNED}{_STREET} [^0-9]+[0-9].*$|{_SIGNED}[0-9]{{5}} +\p{{L}}.*$|\s+c/o\s.*$"
)
# A street without a number is surely one behind a legal form alone: ALFA SRL - via Roma, but Teatro - via dei Mille.
_STREET_BEHIND_FORM = (
    rf"(?i)(\b(?:s\.?r\.?l\.?(?:s\.?)?|s\.?p\.?a\.?|s\.?n\.?c\.?|s\.?a\.?s\.?|coop\.?))({_SIGNED}via \p{{L}}.*$)"
)
_ADDRESS_BEHIND_FORM = (
    rf"(?i)(\b(?:s\.?r\.?l\.?(?:s\.?)?|s\.?p\.?a\.?|s\.?n\.?c\.?|s\.?a\.?s\.?|coop\.?))( {_STREET} [^0-9]+[0-9].*$)"
)
_EXTRA_HINT = r"(?i)[0-9@<]|&[#a-z]\w+;|sede|[-–;,(] *via |c/o"
_WEB = r"(?i)^(?:https?://\S+|www\.\S+|[^\s@]+@[^\s@]+\.[a-z]{2,})$"
_CONDOMINIUM = r"(?i)^\W*(?:super)?cond"
# Another name of the same firm, or who commands it.
_ALIAS = (
    r"(?i)[\s,;(\-]+(?:(?:o|ovvero|anche)\s+)?(?:in (?:sigla|breve|forma abbreviata)|brevemente|siglabile|enunciabile|"
    r"(?:soggetta|sogg\.) ad? (?:attivit[aà]'? di )?dir\w*|gi[aà]'? denominat[ao]|denominat[ao] |non usare|vedi )\b.*$|"
    r"[\s,;(\-]+(?:filiale|fil\.) (?:di )?\p{L}.*$"
)


# fmt: on
def _prepare(value: pl.Expr) -> pl.Expr:
    plain = text.straight(text.tidy(text.mend(value)))
    plain = plain.str.replace_all(r'["“”«»\x02\x03]', "").str.replace_all("-( |$)", " -${1}")
    plain = plain.str.replace_all(" {2,}", " ")
    return plain.str.replace(_ADDRESSED, "").str.strip_chars(" ,;:-_*/\\")


@cleaner(
    extras={
        "forma_giuridica": pl.String,
        "stato_azienda": pl.String,
        "titolare": pl.String,
        "chiave": pl.String,
        "parole": pl.String,
        "nota": pl.String,
    },
    prepare=_prepare,
)
def azienda(values: pl.Series) -> pl.DataFrame:
    """Read the names of companies and bodies.

    The value is the name for print with its legal form in canonical spelling. Extras: `forma_giuridica`,
    the state after it (`stato_azienda`: `in liquidazione`, `unipersonale` …), the `titolare` of a sign with
    its owner (`BAR SPORT DI ROSSI MARIO`), the matching `chiave`, and the words that it joins (`parole`).
    """
    return long_apart(values, _read)


def _read(values: pl.Series) -> pl.DataFrame:
    cells = _without_extras(values)
    words = _read_words(cells["typed"])
    cells = cells.with_columns(
        words.group_by("at", maintain_order=True).agg("shown").select(value=pl.col("shown").list.join(" ")),
        stato_azienda=pl.col("typed").str.extract(STATE).str.to_lowercase(),
        forma_giuridica=_form_of_name(words, cells.height),
    )
    line = pl.col("value").str.replace_all(rf"[ ,\-–]*{MARK}[^{MARK}]*{MARK}[ ,\-–]*", f" {MARK} ")
    cells = cells.with_columns(line=line, value=printed(cells))
    cells = _key(cells)
    readable = pl.col("typed").str.contains(r"\p{L}|[0-9]")
    web = pl.Series("web", values).str.contains(_WEB)
    return cells.select(
        value=pl.when(web).then(values).when(readable).then("value"),
        issue=pl.when(~readable)
        .then(pl.lit("name_note"))
        .when(web)
        .then(pl.lit("name_link"))
        .when(pl.col("taken").is_not_null())
        .then(pl.lit("company_extra")),
        detail=pl.when(~readable).then("typed").otherwise("taken"),
        forma_giuridica="forma_giuridica",
        stato_azienda="stato_azienda",
        titolare="titolare",
        chiave=pl.col("parole").str.replace_all(" ", "", literal=True),
        parole="parole",
        nota=pl.col("taken").str.replace_all("<[^<>]*>|&[#a-z0-9]+;", "").str.strip_chars("; ").replace("", None),
    )


def _without_extras(names: pl.Series) -> pl.DataFrame:
    """Take out what is no part of a name: `typed` without it, and `taken`, null where there is nothing."""
    rows = rows_where(names.str.contains(_EXTRA_HINT))
    few = names[rows].to_frame("typed")
    behind = [pl.col("typed").str.extract(pattern, 2) for pattern in (_ADDRESS_BEHIND_FORM, _STREET_BEHIND_FORM)]
    rest = pl.col("typed").str.replace(_ADDRESS_BEHIND_FORM, "${1}").str.replace(_STREET_BEHIND_FORM, "${1}")
    few = few.with_columns(behind=pl.coalesce(behind).str.strip_chars(" ,;:-–("), rest=rest)
    few = few.with_columns(inside=pl.col("rest").str.extract_all(_EXTRA)).with_columns(
        taken=pl.concat_str(
            pl.col("inside").list.eval(pl.element().str.strip_chars(" ,;:-–")).list.join("; "),
            "behind",
            separator="; ",
            ignore_nulls=True,
        ).str.strip_chars("; "),
        rest=pl.col("rest").str.replace_all(_EXTRA, " ").str.replace_all(" {2,}", " ").str.strip_chars(" ,;:-_*/(–"),
    )
    kept = (
        ~pl.col("rest").str.contains(r"\p{L}{2}|\p{L}.*\p{L}")
        | pl.col("typed").str.contains(_CONDOMINIUM)
        | (pl.col("taken") == "")
    )
    few = few.select(typed=pl.when(kept).then("typed").otherwise("rest"), taken=pl.when(~kept).then("taken"))
    taken = no_text(len(names), "taken")
    return pl.DataFrame(
        {"typed": names.clone().scatter(rows, few["typed"]), "taken": taken.scatter(rows, few["taken"])}
    )


def _read_words(names: pl.Series) -> pl.DataFrame:
    """Part names into words: `at`, the `word`, its `form` if it is one, and how it is `shown`."""
    marked, spelled = legal_form.mark(names)
    frame = _letters_joined(marked).to_frame("name").with_row_index("at")
    # Keyboards type à small among capitals.
    letters = pl.col("name").str.replace_all("[àèéìòù]", "")
    words = frame.select(
        "at",
        one=one_case(letters) | one_case(_capital(letters)),
        public=pl.col("name").str.contains(PUBLIC),
        word=pl.col("name").str.split(" "),
    ).explode("word")
    distinct = words["word"].unique(maintain_order=True)
    known = pl.concat(
        [distinct.to_frame("word"), legal_form.one_word_forms(distinct), for_print(distinct)], how="horizontal"
    )
    words = _in_context(words.join(known, on="word", how="left", maintain_order="left"))
    first, last = (
        pl.col("at") != pl.col("at").shift(by).fill_null(pl.lit(2**32 - 1, dtype=pl.UInt32)) for by in (1, -1)
    )
    no_form = (pl.col("not_first") & first & ~last) | (pl.col("only_last") & ~last)
    words = words.with_columns(letters=pl.when(~no_form).then("letters"))
    marks = rows_where(words["word"] == MARK)
    of_marks = spelled.to_frame("typed").select(legal_form.letters_of(pl.col("typed")).alias("letters")).to_series()
    words = words.with_columns(
        letters=words["letters"].scatter(marks, of_marks),
        word=words["word"].scatter(marks, spelled.str.strip_chars(" ")),
    )
    words = words.join(legal_form.forms(), on="letters", how="left", maintain_order="left")
    return words.with_columns(recase=recased(words)).select(
        "at",
        "word",
        "rank",
        form="canonica",
        shown=pl.when(pl.col("canonica").is_not_null())
        .then(
            pl.concat_str(
                pl.col("before").fill_null(""), pl.lit(MARK), "printed", pl.lit(MARK), pl.col("behind").fill_null("")
            )
        )
        .when(pl.col("kept") == MARK)
        .then("word")
        .when("recase")
        .then("cased")
        .otherwise("kept"),
    )


@remembers_empty
def _letters_joined(names: pl.Series) -> pl.Series:
    """Join capitals that stand apart: `I N P S`. A pair of them may be initials, an `E` between two a word."""
    rows = rows_where(names.str.contains(r"\b[A-Z] [A-DF-Z] [A-DF-Z]\b|\b[A-Z](?: [A-Z]){3}\b"))
    few = names[rows]
    for _ in range(2):
        few = few.str.replace_all(r"\b([A-Z]) ([A-Z])\b", "${1}\x03${2}")
    pair = "(^|[^\x03])([A-Z])\x03([A-Z])([^\x03]|$)"
    few = few.str.replace_all(pair, "${1}${2} ${3}${4}").str.replace_all("\x03", ".", literal=True)
    return names.clone().scatter(rows, few)


def _key(cells: pl.DataFrame) -> pl.DataFrame:
    """Add the matching words (`parole`) and the owner (`titolare`)."""
    rows = rows_where(cells["line"].str.contains(_busy()))
    few = _shortened(cells.select("line", "forma_giuridica")[rows]).with_row_index("at")
    few = few.join(read_owners(few), on="at", how="left", maintain_order="left")
    signs = cells["line"].clone().scatter(rows, few.select(pl.coalesce("sign", "alone")).to_series())
    owners = no_text(cells.height).scatter(rows, few["titolare"])
    bare = _bare(signs)
    named = _tidied(bare.str.replace_all(kind_words(), " "))
    # Where next to nothing is left, more of the name has to tell.
    poor = rows_where(named.str.len_bytes() < 2)
    full = cells.select("line", "value")[poor]
    tries = [bare[poor], _bare(full["line"]), _bare(full["value"])]
    told = pl.DataFrame([one.alias(str(at)) for at, one in enumerate([*tries, named[poor]])])
    best = [pl.when(pl.col(name).str.len_bytes() >= 2).then(name) for name in told.columns]
    chosen = told.select(pl.coalesce(*best, "3", "0")).to_series()
    return cells.with_columns(parole=named.clone().scatter(poor, chosen), titolare=owners)


@remembers_empty
def _bare(names: pl.Series) -> pl.Series:
    """The words of names whose apostrophes are straight already; the letters of an acronym are one word."""
    folded = names.to_frame("name").select(text.fold(pl.col("name"))).to_series()
    folded = folded.str.replace_all(r"\bF\.? ?LLI\b", "FRATELLI")
    rows = rows_where(folded.str.contains(r"\b[A-Z]\.[A-Z]\b"))
    few = folded[rows]
    for _ in range(2):
        few = few.str.replace_all(r"\b([A-Z])\.([A-Z])\b", "${1}\x03${2}")
    folded = folded.scatter(rows, few).str.replace_all("['\x03]", "")
    return folded.str.replace_all("[^A-Z0-9]+", " ").str.strip_chars(" ")


def _tidied(names: pl.Series) -> pl.Series:
    return names.str.replace_all(" {2,}", " ").str.strip_chars(" ")


@remembers_empty
def _shortened(few: pl.DataFrame) -> pl.DataFrame:
    """Leave out what is no part of a firm's own name: `stated` without its state, `alone` without partners."""
    short = _or_before(pl.col("line").str.replace(_ALIAS, ""), pl.col("line"))
    few = few.with_columns(short=short).with_columns(
        short=_or_before(pl.col("short").str.replace_all(r"\([^()]*\)?", " "), pl.col("short"))
    )
    few = few.with_columns(stated=_tidied(few["short"].str.replace_all(STATE, " ")).str.strip_chars(" ,;-–"))
    return few.with_columns(alone=_tidied(few["stated"].str.replace_all(_PARTNERS, "${1} ")))


@cache
def _busy() -> str:
    """A pattern of the names of which a part may have to leave the key."""
    words = (
        "di|e|ed|c|in|anche|brevemente|siglabile|enunciabile|soggetta|sogg|denominat[ao]|non|vedi|socio|unico|"
        "unip|unipers|unipersonale|fallimento|filiale|fil"
    )
    return rf"(?i)[(&{MARK}]|\b(?:{words})\b"


def _or_before(after: pl.Expr, before: pl.Expr) -> pl.Expr:
    """What is left of a name, unless next to nothing is."""
    return pl.when(after.str.contains(r"[\p{L}0-9].*[\p{L}0-9]")).then(after).otherwise(before)


def has_form_or_state(typed: pl.Expr) -> pl.Expr:
    """Tell names with a legal form, a state of companies or partners in them."""
    return legal_form.contains_form(typed) | typed.str.contains(STATE) | typed.str.contains(_PARTNERS_SIGN)
