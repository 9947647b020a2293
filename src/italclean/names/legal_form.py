"""Legal forms within names: `S.r.l.`, `Soc. coop. a r.l.`, wherever and however they were typed.

A form of one word (`SRL`, `s.r.l.`, `Soc.Coop.`) is recognised by its letters, as a whole word: so it never
begins within an acronym (`B.R.S.A.`) and never ends before its last letter. Only forms of several words
(`S R L`, `Società per azioni`, `a r.l.`) ask for a pattern over the whole name, and only where a hint of one
stands in it.
"""

from __future__ import annotations

from functools import cache
from itertools import product

import polars as pl

from italclean.core import text
from italclean.core.columns import rows_where
from italclean.core.reference import table

MARK = "\x02"
"""Stands for a form where it was cut out of a name."""

_KINDS = ("capitali", "persone", "cooperativa", "consorzio", "gruppo", "ente", "qualifica")
# fmt: off
# Ordinary words, names, or too short to be told from them.
_NOT_FORMS = [
    "SE", "SC", "AC", "AS", "GS", "FC", "POL", "CONS", "COM", "ASS", "PROLOCO", "SS", "FOND", "STUDIO", "COMIT",
    "CURIA",
]
# Letters that are a form only with dots between them.
_ONLY_DOTTED = ["SCS", "SSA"]
# Without dots at the beginning these are a name: SPA BENESSERE, GIE ARREDI.
_NAMES_AT_FIRST = ["SAS", "SPA", "SAPA", "GIE", "SCE", "ARL", "SDF"]
# fmt: on
# Spellings that say more than their canonical form, or something else: printing it would lose what was typed.
# Their parts are found one by one.
_LOSSY = (
    r"UNIPERS|SOCIO| UNI$|SRLU| CULT|DIOCESI|CONGREGAZIONE|ECCLESIASTIC|IST REL|E E C R|SUPERCOND|"
    r"^POL |^POLISPORTIVA|^CONSORZIO .|SSD .|S S D .|APS ETS|ODV ETS|. ONLUS|F C D|U S D|G S D|A P D|EUROPAEA|"
    r"SOC AGR|PRO LOCO|EUROPE| COOP$|^SRL S$| (?:DI|C)$"
)
_LIMITED = ("A R L", "ARL", "R L", "A RESPONSABILITA LIMITATA", "A RESP LIM", "A RESP LIMITATA")
_SHARES = ("P A", "PA", "PER AZIONI")
_NEVER_APART = ["SS", "COND", "PARR"]
_LAST_RANK = 4


def _combined() -> list[tuple[str, str, str, int]]:
    """Spellings of cooperatives and consortia, put together of their parts: words, canonical, printed, rank."""
    found = []
    heads = [
        f"{society} {kind}".strip()
        for society, kind in product(
            ("", "SOC", "SOCIETA", "S", "PICCOLA", "PICCOLA SOC", "PICCOLA SOCIETA"),
            ("COOP", "COOPERATIVA", "COOP VA", "COOPVA"),
        )
    ]
    for head, social, ending in product(heads, ("", "SOC", "SOCIALE"), ("", *_LIMITED, *_SHARES)):
        canonical = "Soc. coop." + (" sociale" if social else "")
        tail = " a r.l." if ending in _LIMITED else " p.a." if ending in _SHARES else ""
        named = canonical + tail if tail == " a r.l." and not social else canonical
        small = "Piccola soc. coop." + (" sociale" if social else "")
        # COOPERATIVA alone is mostly a word of the name: COOPERATIVA PER IL RECUPERO.
        printed = "Cooperativa" if (head, social, ending) == ("COOPERATIVA", "", "") else canonical + tail
        printed = small + tail if head.startswith("PICCOLA") else printed
        found.append((" ".join(f"{head} {social} {ending}".split()), named, printed, 1))
    for head, kind in product(("SOC", "SOCIETA", "S"), ("CONS", "CONSORTILE")):
        found += [(f"{head} {kind} {ending}", "S.c. a r.l.", "S.c. a r.l.", 0) for ending in _LIMITED]
        found += [(f"{head} {kind} {ending}", "S.c.p.a.", "S.c.p.a.", 0) for ending in _SHARES]
    found += [(f"{head} {ending}", "S.c. a r.l.", "S.c. a r.l.", 0) for head in ("S C", "SC") for ending in _LIMITED]
    found += [(f"S C {ending}", "S.c.p.a.", "S.c.p.a.", 0) for ending in _SHARES]
    for head in ("SOC", "SOCIETA", "S"):
        found += [(f"{head} {ending}", "S.r.l.", "S.r.l.", 0) for ending in _LIMITED]
        found += [(f"{head} {ending} SEMPLIFICATA", "S.r.l.s.", "S.r.l.s.", 0) for ending in _LIMITED]
        found += [(f"{head} {ending}", "S.p.A.", "S.p.A.", 0) for ending in _SHARES]
    found.append(("CONSORZIO STABILE", "Consorzio", "Consorzio Stabile", 2))
    # The liability alone is the form of what stands before it: COOPERATIVA SOCIALE ALFA A R.L.
    return [*found, ("A R L", "S.r.l.", "a r.l.", _LAST_RANK), ("S S", "S.s.", "S.s.", 0)]


def _sporting() -> list[tuple[str, str, str, int]]:
    """Spellings of associations and clubs in full or abbreviated: words, canonical, printed, rank."""
    heads = ("ASSOCIAZIONE", "ASS", "ASSOC", "ASSOCIAZ", "ASS NE", "ASSNE")
    found = []
    for head, sport, amateur in product(heads, ("SPORTIVA", "SPORT"), ("DILETTANTISTICA", "DILETT", "DIL")):
        found.append((f"{head} {sport} {amateur}", "A.S.D.", "A.S.D.", 2))
    found += [(f"{head} DI PROMOZIONE SOCIALE", "A.P.S.", "A.P.S.", 2) for head in heads]
    for head, amateur in product(("SOCIETA", "SOC", "SOC TA"), ("DILETTANTISTICA", "DILETT", "DIL")):
        found.append((f"{head} SPORTIVA {amateur}", "S.S.D.", "S.S.D.", 2))
    return found


def _professional() -> list[tuple[str, str, str, int]]:
    """Spellings of partnerships of professionals: words, canonical, printed, rank."""
    heads = ("ASSOCIAZIONE", "ASS", "ASSOC", "ASS NE", "ASSNE")
    found = [
        (f"{head} {kind}", "Studio associato", "Associazione professionale", 2)
        for head, kind in product(heads, ("PROFESSIONALE", "PROF", "PROF LE", "TRA PROFESSIONISTI"))
    ]
    studios = product(("STUDIO", "ST"), ("ASSOCIATO", "ASS", "ASSOC", "ASS TO"))
    return found + [(f"{head} {kind}", "Studio associato", "Studio associato", 2) for head, kind in studios]


@cache
def _spellings() -> pl.DataFrame:
    """All spellings: their words, letters, canonical form, how it is printed, and which wins in one name."""
    listed = (
        table("forme_giuridiche")
        .filter(pl.col("tipo").is_in(_KINDS) & ~pl.col("canonica").str.starts_with("("))
        .with_columns(
            words=text.words(pl.col("forma").str.replace_all(r"[.,\-()]", " ")),
            sure=pl.col("confidenza").replace_strict({"high": 0, "medium": 1}, default=2, return_dtype=pl.Int64),
            rank=pl.col("tipo").replace_strict(
                {"capitali": 0, "persone": 0, "cooperativa": 1, "qualifica": 3}, default=2, return_dtype=pl.Int64
            ),
        )
        .filter(~pl.col("words").str.contains(_LOSSY) | pl.col("words").str.contains("^(?:PARR|SOC COOP|S COOP)"))
        .select("words", "canonica", printed="canonica", rank="rank", sure="sure")
    )
    combined = pl.DataFrame(_combined(), schema=["words", "canonica", "printed", "rank"], orient="row")
    associations = pl.DataFrame([*_sporting(), *_professional()], schema=combined.schema, orient="row")
    # Those put together have their own patterns, the others one each.
    return (
        pl.concat(
            [combined.with_columns(sure=pl.lit(-1)), associations.with_columns(sure=pl.lit(0)), listed],
            how="vertical_relaxed",
        )
        .with_columns(letters=pl.col("words").str.replace_all(" ", ""))
        .filter((pl.col("letters").str.len_bytes() >= 3) | (pl.col("letters") == "SS"))
        .filter(~pl.col("letters").is_in(_NOT_FORMS) | (pl.col("letters") == "SS"))
        .sort("letters", "sure", "canonica", maintain_order=True)
    )


@cache
def forms() -> pl.DataFrame:
    """The form that some letters spell: `letters`, `canonica`, `printed`, `rank` (the least wins in a name)."""
    return _spellings().unique("letters", keep="first", maintain_order=True).drop("words", "sure")


_LIMITED_AS_TYPED = r"(?:a[ .]*)?r[ .]*l|a[ .]+resp(?:onsabilit[aà]'?)?[ .]+lim(?:itata)?"
_SHARES_AS_TYPED = r"p[ .]*a|per[ .]+az(?:ioni)?"
_SOCIETY = r"(?:soc(?:iet[aà]'?)?|s)"
_LIABILITY = rf"(?:{_LIMITED_AS_TYPED}|{_SHARES_AS_TYPED})"
_COOPERATIVE = (
    rf"(?:piccola +)?(?:{_SOCIETY}[ .]+)?coop(?:erativa|[ .]?va)?(?:[ .]+soc(?:iale)?)?(?:[ .]+{_LIABILITY})?"
)
_CONSORTIUM = rf"{_SOCIETY}[ .]+cons(?:ortile)?[ .]+{_LIABILITY}"
_SHORT_CONSORTIUM = r"s[ .]*c[ .]+(?:a[ .]*r[ .]*l|r[ .]*l|p[ .]*a)"
_COMPANY = rf"{_SOCIETY}[ .]+{_LIABILITY}(?:[ .]+semplificata)?"


@cache
def several_words() -> str:
    """One pattern of the forms of several words: what stands before, the form, what stands behind."""
    patterns: dict[str, None] = dict.fromkeys(
        [r"consorzio +stabile", _COOPERATIVE, _CONSORTIUM, _SHORT_CONSORTIUM, _COMPANY]
    )
    composed = pl.col("words").str.contains("COOP|CONSORTILE| CONS ") | pl.col("letters").is_in(_NEVER_APART)
    rows = _spellings().filter((pl.col("sure") >= 0) & ~composed)
    rows = rows.unique("words", keep="first", maintain_order=True).sort(
        pl.col("letters").str.len_bytes(), "letters", "words", descending=True
    )
    for words, letters in rows.select("words", "letters").iter_rows():
        parts = words.split()
        if len(parts) > 1 and max(map(len, parts)) > 1:
            patterns[_spelled(parts)] = None
        elif len(letters) <= 5:
            patterns |= dict.fromkeys(_apart(letters))
    patterns[r"a +r[ .]*l"] = None
    return rf"(?i)(^|[ ,;:(/&\-–*_+])((?:{'|'.join(patterns)})(?: *\.)*)([ ,;:)/&\-–*_+]|$)"


def _apart(letters: str) -> list[str]:
    """Patterns of letters that stand apart, in one way all of them: `S R L`, `S. R. L.`, `S . R . L .`."""
    apart = [" +".join(letters), r" *\. +".join(letters)] if len(letters) <= 4 else []
    if letters in ("SRL", "SPA", "SNC"):
        first, second, third = list(letters)
        # S. R.L., s.r. l., S,r.l.
        apart += [rf"{first}[ .,]+{second}[ .,]*{third}", rf"{first}{second}[ .,]+{third}"]
    return apart


def _spelled(parts: list[str]) -> str:
    """The pattern of words, an accent or apostrophe at their end."""
    return r"[ .\-]+".join(part[:-1] + "[aà]'?" if part.endswith("TA") and len(part) > 6 else part for part in parts)


def mark(names: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Put a mark for each form of several words; give what stood there, in the order of the marks."""
    names = _unglued(names)
    rows = rows_where(names.str.contains(several_words()))
    # The blank behind a form may also be the one before the next.
    spaced = names[rows].str.replace_all(" ", "  ", literal=True)
    # COOP SOCIETA COOPERATIVA: the SOCIETA is the second's.
    spaced = spaced.str.replace_all(_TWO_COOPERATIVES, f"${{1}} {_APART}${{2}}")
    found = spaced.str.extract_all(several_words()).explode().drop_nulls()
    marked = spaced.str.replace_all(several_words(), f"${{1}} {MARK} ${{3}}")
    marked = marked.str.replace_all(_APART, "", literal=True)
    return names.clone().scatter(rows, marked.str.replace_all(" {2,}", " ").str.strip_chars(" ")), found


_APART = "\x03"
_TWO_COOPERATIVES = r"(?i)(coop(?:erativa)?\.?)( +(?:piccola +)?(?:soc[a-zà']*|s)\.? +coop)"
_GLUED_BEHIND = r"(?i)\b(s\.n\.c\.|s\.a\.s\.|s\.r\.l\.|s\.p\.a\.)(di|unipersonale)\b"
_GLUED_BEFORE = r"(?i)(\p{L}[./])(srls?|spa|snc|sas|scarl)$"
# E.C.S.A.S., and E C S.A.S., whose letters are no initials.
_GLUED_PARTNERS = r"(?i)(?:\be|&)(?:\. ?c\. ?| c )(s[. ]?a[. ]?s|s[. ]?n[. ]?c|soc[a-zà.]*'? in)\b"


def _unglued(names: pl.Series) -> pl.Series:
    """Part a form from what it was typed onto: `CO.GE.AL.SRL`, `S.A.S.DI ROSSI`, `ROSSI E.C.S.A.S.`, `E C SAS`."""
    glued = rows_where(names.str.contains(rf"{_GLUED_BEHIND}|{_GLUED_BEFORE}|{_GLUED_PARTNERS}"))
    few = names[glued].str.replace(_GLUED_BEHIND, "${1} ${2}").str.replace(_GLUED_BEFORE, "${1} ${2}")
    few = few.str.replace(_GLUED_PARTNERS, "& C. ${1}")
    return names.clone().scatter(glued, few)


def letters_of(form: pl.Expr) -> pl.Expr:
    """The letters of a form as typed."""
    return text.fold(form).str.replace_all("[^A-Z]", "")


def one_word_forms(words: pl.Series) -> pl.DataFrame:
    """Read distinct words as forms: `letters`, null where they are none.

    `not_first` says that the word begins a name without being its form, `only_last` that it is one at the end
    alone; `before` and `behind` are the brackets and commas around it.
    """
    around = text.groups("word", r"^([(\[,;:\-–]*)(.*?)([)\],;:\-–]*)$")
    frame = words.to_frame("word").with_columns(around=around).unnest("around")
    inner = pl.col("2")
    frame = frame.with_columns(letters=letters_of(inner), dotted=inner.str.contains(r"\p{L}\.\p{L}"))
    plain = inner.str.contains(r"(?i)^[a-zà]+(?:[.,][a-zà]+)*'?\.*(?:-s\.?)?$")
    letters, dotted = pl.col("letters"), pl.col("dotted")
    known = letters.is_in(forms()["letters"].implode()) & (dotted | ~letters.is_in([*_ONLY_DOTTED, "SS"]))
    return frame.select(
        letters=pl.when(known & plain).then("letters"),
        before="1",
        behind="3",
        not_first=~dotted & letters.is_in(_NAMES_AT_FIRST),
        only_last=letters.str.len_bytes() == 2,
    )


def contains_form(typed: pl.Expr) -> pl.Expr:
    """Tell names with a form in them."""
    return typed.str.contains(_one_word()) | typed.str.contains(several_words()) | typed.str.contains(_GLUED_PARTNERS)


@cache
def _one_word() -> str:
    """One pattern of the forms of one word, dots between their letters or not."""
    single = _spellings().filter(~pl.col("words").str.contains(" ") | (pl.col("letters").str.len_bytes() <= 5))
    letters = single["letters"].unique(maintain_order=True).to_list()
    words = [word if len(word) > 5 else r"[.,]?".join(word) for word in letters if word not in (*_ONLY_DOTTED, "SS")]
    words += [r"\.".join(word) for word in _ONLY_DOTTED] + [r"(?:soc|s)\.?coop[a-z.]*", r"coop\.[a-z.]+"]
    spelled = "|".join(sorted(words, key=len, reverse=True))
    return rf"(?i)(?:^|[ ,;:(/&\-–*_+])(?:(?:{spelled})\.?(?:[ ,;:)/&\-–*_+]|$)|s\. ?s\.?$)"
