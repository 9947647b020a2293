"""Text as Italian exports hold it, mended and compared over whole columns.

The functions take and return polars expressions, so that they join a query plan.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import cache

import polars as pl

from italclean.core.columns import OnlyWhere

# Characters that nobody sees: soft hyphen, zero-width blanks and joiners, byte-order mark, controls.
_INVISIBLE = "[\u00ad\u200b-\u200f\u2060\ufeff\\x00-\\x08\\x0e-\\x1f\\x7f]"
_BLANKS = "[\\s\u00a0\u2007\u202f]+"
_BEYOND_ASCII = r"[^\x00-\x7f]"
_TIDY = r"^[!-~]+(?: [!-~]+)*$"
"""Visible ASCII signs, one blank apart: most values are this, and need no more than a look."""
_LIGATURES = ["ŉ", "ﬁ", "ﬂ", "ﬀ", "ﬃ", "ﬄ"]
_APOSTROPHES = "[\u2018\u2019\u201b\u02bc\u00b4`\u2032]"

_SIGNS_BEHIND = "¨©¬²¹±¶¼¤§ˆ‰™"
"""What the second half of a letter is misread as, where nobody writes it behind ã."""
_LETTERS = "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßšžŠŽ°’‘“”–€"


def _misread(letter: str, written: str, read: str) -> str:
    return letter.encode(written, errors="ignore").decode(read, errors="ignore")


def _mojibake() -> dict[str, str]:
    """Pair each misreading with the letter it stands for: UTF-8 read as cp1252, and twice so."""
    pairs: dict[str, str] = {}
    for letter in _LETTERS:
        once = _misread(letter, "utf-8", "latin-1")
        once_windows = _misread(letter, "utf-8", "cp1252")
        for wrong in (_misread(once_windows, "utf-8", "cp1252"), once_windows, once):
            if len(wrong) >= 2 and wrong != letter:
                pairs.setdefault(wrong, letter)
                # Put into small letters afterwards: nicolã²
                if wrong[0] == "Ã" and wrong[1] in _SIGNS_BEHIND:
                    pairs.setdefault("ã" + wrong[1:], letter.lower())
    return dict(sorted(pairs.items(), key=lambda pair: -len(pair[0])))


_MOJIBAKE = _mojibake()
_MOJIBAKE_MARK = rf"[ÃÂ]|â€|â‚|Å|(?i:it|et|nt|rt)(?:ã|…)|ã[{_SIGNS_BEHIND}]|\p{{L}}[•‚]"

_ENTITIES = {
    f"&{name}": letter
    for name, letter in html.entities.html5.items()
    if name.endswith(";") and len(letter) == 1 and (letter in _LETTERS or letter in "&<>\"'\u00a0")
} | {
    f"&#{form};": chr(code)
    for code in (34, 38, 39, 96, *range(160, 256), 8211, 8216, 8217, 8220, 8221)
    for form in (str(code), f"{code:03d}", f"x{code:x}", f"x{code:X}")
}


def _holds(pattern: str) -> Callable[[pl.Expr], pl.Expr]:
    return lambda value: value.str.contains(pattern)


def _not_ascii(value: pl.Expr) -> pl.Expr:
    return value.str.len_bytes() != value.str.len_chars()


def tidy(value: pl.Expr) -> pl.Expr:
    """Remove what nobody sees: invisible characters, blanks at the ends, runs of blanks; empty becomes null."""
    return _tidied(value)


def _seen(untidy: pl.Expr) -> pl.Expr:
    seen = untidy.str.replace_all(_INVISIBLE, "").str.replace_all(_BLANKS, " ").str.strip_chars(" ")
    return seen.replace("", None)


_tidied = OnlyWhere(lambda typed: ~typed.str.contains(_TIDY), _seen)


def mend(value: pl.Expr) -> pl.Expr:
    """Mend letters that came through a wrong encoding (`NicolÃ²`) or as HTML entities (`Nicol&ograve;`)."""
    return _read_rightly(_unescaped(value))


_unescaped = OnlyWhere(
    _holds(r"&[#A-Za-z][#A-Za-z0-9;]*;"),
    # Escaped twice or more: &amp;amp;agrave;
    lambda escaped: escaped.str.replace_all(r"&(?:amp;)+", "&").str.replace_many(
        list(_ENTITIES), list(_ENTITIES.values())
    ),
    signs="&",
)
_read_rightly = OnlyWhere(
    lambda typed: _not_ascii(typed) & typed.str.contains(_MOJIBAKE_MARK),
    # Of two blanks, the second half of à and that behind the word, one may be left: SocietÃ a. Italian has à at the
    # end of words alone. In small letters the mark is ã; in cp850 read as cp1252, the signs …, • and ‚
    lambda misread: (
        # à ends in the byte 0xA0, which often comes out as a plain blank, and the last blank of all is trimmed
        # away: CittÃ. Behind a letter alone: a name that begins with Ã bears it.
        misread.str.replace_all(r"(\p{L})Ã (\p{L})", "${1}à $2")
        .str.replace_all(r"(\p{L})Ã(?: |$)", "${1}à")
        .str.replace_all(r"\b(\p{L}*(?i:it|et|nt|rt))(?:ã[ \x{a0}]?|…)([\s,;]|$)", "${1}à${2}")
        .str.replace_many(list(_MOJIBAKE), list(_MOJIBAKE.values()), leftmost=True)
        .str.replace_all(r"(\p{L})•(\P{L}|$)", "${1}ò${2}")
        .str.replace_all(r"(\p{L})‚", "${1}é")
    ),
    signs=_BEYOND_ASCII,
)


def straight(value: pl.Expr) -> pl.Expr:
    """Write every kind of apostrophe, accent mark or back-tick as the straight apostrophe."""
    return _straightened(value)


def _with_apostrophes(signed: pl.Expr) -> pl.Expr:
    apostrophes = signed.str.replace_all(_APOSTROPHES, "'")
    return apostrophes.str.replace_many(_LIGATURES, ["n", "fi", "fl", "ff", "ffi", "ffl"])


_straightened = OnlyWhere(
    lambda typed: _not_ascii(typed) | typed.str.contains("`", literal=True),
    _with_apostrophes,
    signs=f"{_BEYOND_ASCII}|`",
)


def fold(value: pl.Expr) -> pl.Expr:
    """Fold to upper-case ASCII: no accents, ligatures apart. What has no ASCII letter stays."""
    return _folded(value.str.to_uppercase())


_folded = OnlyWhere(
    _not_ascii,
    lambda accented: (
        accented.str.normalize("NFKD")
        .str.replace_all(r"\p{M}", "")
        .str.replace_many(["Æ", "Œ", "Ø", "Đ", "Ł", "ß", "ẞ", "’"], ["AE", "OE", "O", "D", "L", "SS", "SS", "'"])
    ),
    signs=_BEYOND_ASCII,
)


def key(value: pl.Expr) -> pl.Expr:
    """Reduce to upper-case ASCII letters and digits: two spellings of one thing share their key."""
    together = fold(value).str.replace_all(" ", "", literal=True)
    return _without_signs(together)


_without_signs = OnlyWhere(
    _holds("[^A-Z0-9]"), lambda folded: folded.str.replace_all("[^A-Z0-9]", ""), signs="[^A-Z0-9]"
)


def words(value: pl.Expr) -> pl.Expr:
    """Reduce to upper-case ASCII words, one blank apart; apostrophes join, other signs part."""
    return _parted(fold(straight(value)))


_parted = OnlyWhere(
    lambda folded: ~folded.str.contains("^[A-Z0-9]+(?: [A-Z0-9]+)*$"),
    lambda folded: folded.str.replace_all("'", "").str.replace_all("[^A-Z0-9]+", " ").str.strip_chars(" "),
)


@cache
def groups(column: str, pattern: str) -> pl.Expr:
    """Return the groups of a pattern in a column of text, made once: polars reads the pattern to name them."""
    return pl.col(column).str.extract_groups(pattern)


def encodable(value: str) -> str:
    r"""Put `?` where a text holds what no encoding has, as names of files do that are no text.

    Examples:
        >>> encodable("citt\udce0")
        'citt?'
    """
    return value.encode("utf-8", "replace").decode()


_ERROR_WORDS = (
    # Italian and English, as Excel, LibreOffice and Google Sheets write them
    "#N/D", "#VALORE!", "#RIF!", "#NOME?", "#DIV/0!", "#NUM!", "#NULLO!", "#ESPANSIONE!", "#CAMPO!", "#CALC!",
    "#BLOCCATO!", "#SCONOSCIUTO!", "#CONNESSIONE!", "#OCCUPATO!", "#ERRORE!", "#ESTRAZIONE_DATI_IN_CORSO",
    "#N/A", "#NA", "#VALUE!", "#REF!", "#NAME?", "#NULL!", "#SPILL!", "#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#CONNECT!",
    "#BUSY!", "#ERROR!", "#GETTING_DATA", "#EXTERNAL!", "#PYTHON!", "#TIMEOUT!", "#MACRO?", "#ADD?",
    # German, French, Spanish, Portuguese, Dutch
    "#NV", "#WERT!", "#BEZUG!", "#ZAHL!", "#ÜBERLAUF!", "#FELD!", "#KALK!", "#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!",
    "#PROPAGATION!", "#CHAMP!", "#VALOR!", "#NOMBRE?", "#NULO!", "#DESBORDAMIENTO!", "#NÚM!", "#DESPEJAR!", "#DERRAME!",
    "#N/B", "#WAARDE!", "#VERW!", "#NAAM?", "#GETAL!", "#LEEG!", "#DEEL/0!", "#OVERLOOP!",
    # Polish, Czech, Hungarian, Romanian, the Nordic languages, Turkish, Russian
    "#ARG!", "#ADR!", "#NAZWA?", "#LICZBA!", "#ZERO!", "#DZIEL/0!", "#HODNOTA!", "#ODKAZ!", "#NÁZEV?", "#ČÍSLO!",
    "#DĚLENÍ_NULOU!", "#NENÍ_K_DISPOZICI", "#ÉRTÉK!", "#HIV!", "#NÉV?", "#SZÁM!", "#HIÁNYZIK", "#ZÉRÓOSZTÓ!", "#NULLA!",
    "#VÄRDEFEL!", "#REFERENS!", "#NAMN?", "#OGILTIGT!", "#SKÄRNING!", "#SAKNAS!", "#DIVISION/0!", "#VÆRDI!", "#VERDI!",
    "#REFERENCE!", "#NAVN?", "#I/T", "#ARVO!", "#VIITTAUS!", "#NIMI?", "#LUKU!", "#TYHJÄ!", "#PUUTTUU!", "#JAKO/0!",
    "#DEĞER!", "#BAŞV!", "#AD?", "#SAYI!", "#SAYI/0!", "#BOŞ!", "#YOK", "#ЗНАЧ!", "#ССЫЛКА!", "#ИМЯ?", "#ЧИСЛО!",
    "#Н/Д", "#ДЕЛ/0!", "#ПУСТО!",
)  # fmt: skip
"""What a spreadsheet shows where a formula failed."""
_ERRORS = [word.lower() for word in _ERROR_WORDS]
_OTHER_ERRORS = r"^\s*(?:#{2,}|(?:Err|err|ERR|Errore|Error):[0-9]{3})\s*$"
"""A column that is too narrow (`#######`), and errors that LibreOffice has no word for."""

_IDIOM = r"^\s*(?:=\s*\"|'|#|[Ee][Rr][Rr](?:ore|or)?:)"
_AS_FORMULA = r'^\s*=\s*"((?:[^"]|"")*)"\s*$'
_AS_FORMULA_DOUBLED = r'^\s*=\s*""([^"]+)""\s*$'
_ELIDED = (
    # 'Ntoni, 'NDRANGHETA, 'Mbriachella: n and m before a consonant; 'O SOLE MIO, 'A livella, 'E figlie; 'na, 'sta;
    # 's-Hertogenbosch; 'ncoppa. And years: '99, '68. In small letters.
    r"^'(?:[nm][bcdfghjklmnpqrstvwxyz]|[aeioulnsd](?:[ -]|$)|(?:n[aueo]|st[aoieu]|cca|gnor[a-z]*|twas|tis)[ -]"
    r"|[0-9]{2}(?:[^0-9]|$))"
)
_CLOSED = r"(?s)[^\s']'+[^\p{L}\p{N}'].*\S"
_WRAPPED = r"(?s)^\s*'+(.*[^\s'].*?)'+\s*$"
_MARKED = r"(?s)^\s*'+([\p{L}\p{N}#+=@(\"/.-].*?|)\s*$"


def undo(value: pl.Expr) -> pl.Expr:
    """Undo what spreadsheets wrap around the text of a cell.

    `="00184"` (text that must not become a number) and `'00184`, `'Mario Rossi'` (an apostrophe that marks text) lose
    their wrapping; `#N/D`, `#VALORE!`, `#######` and the like, of any language, say that there is nothing. Formulas
    (`=1+2`) and apostrophes that belong to a word (`'Ntoni`, `'O SOLE MIO`, `'99`) stay.

    Args:
        value: Text.

    Returns:
        The text without its wrapping; null where a spreadsheet shows an error.
    """
    return _unwrapped(value)


def _undone(wrapped: pl.Series) -> pl.Series:
    # One may stand inside the other: '="00184"
    for _ in range(3):
        wrapped = wrapped.to_frame("value").select(_undone_once(pl.col("value"))).to_series()
    return wrapped


def is_idiom(value: pl.Expr) -> pl.Expr:
    """Tell which cells begin as those do that a spreadsheet wrapped, or that show an error of one."""
    return value.str.contains(_IDIOM)


_unwrapped = OnlyWhere(
    is_idiom, lambda wrapped: wrapped.map_batches(_undone, return_dtype=pl.String, is_elementwise=True)
)


def _undone_once(value: pl.Expr) -> pl.Expr:
    formula = pl.coalesce(
        value.str.extract(_AS_FORMULA).str.replace_all('""', '"', literal=True), value.str.extract(_AS_FORMULA_DOUBLED)
    )
    small = value.str.strip_chars().str.to_lowercase()
    elided = small.str.contains(_ELIDED)
    # 'Bar Sport' di Rossi, 'NICOLO' ROSSI: what closes before the end does not stand around the whole.
    closed = value.str.contains(_CLOSED)
    # 'O CAFFE' may end in an accent.
    accented = elided & small.str.contains(r"[aeiou]'$")
    inner = value.str.extract(_WRAPPED)
    marked = value.str.extract(_MARKED)
    return (
        pl.when(small.str.replace(r"^#[¡¿]", "#").is_in(_ERRORS) | value.str.contains(_OTHER_ERRORS))
        .then(pl.lit(None, dtype=pl.String))
        .when(formula.is_not_null())
        .then(formula)
        .when(inner.is_not_null() & ~closed & ~accented)
        .then(inner)
        .when(~elided & ~closed & marked.is_not_null())
        .then(marked)
        .otherwise(value)
    )


_FILLERS = (
    r"(?i)^(?:[-–—_.,*?/\\#=+0'`´’]+|n\.?\s?d\.?|n\.?\s?n\.?|n/d|n/a|#n/d|#n/a|nan|null|none|nil|"
    r"nessun[oa]?|"
    r"non (?:disponibile|(?:indicat|comunicat|pervenut|fornit|dichiarat)[oa])|"
    r"sconosciut[oa]|vuoto|assente|mancante|x{2,}|z{3,})$"
)
"""Words and signs that stand for nothing. `NA` is not among them: it is Napoli."""


def is_filler(value: pl.Expr) -> pl.Expr:
    """Tell which tidy values stand for nothing (`-`, `n.d.`, `NULL`, `XXX`, `000`)."""
    return value.str.contains(_FILLERS)


def doubt(value: pl.Expr) -> pl.Expr:
    """Return the remark that casts doubt on what stands beside it (`NON CHIAMARE`, `vecchio`, `errata`); else null."""
    return value.str.extract(
        r"(?i)\b(non\s+\w+|errat[oa]|sbagliat[oa]|vecchi[oa]|disattiv\w+|inesistente|cessat[oa]|ex)\b"
    )


def whole_number(value: pl.Expr, least: int) -> pl.Expr:
    """Recover a number of many digits from the ways in which spreadsheets write it; null for anything else.

    `743110157.0` and `743110157,00` lose their decimals. Scientific notation is recovered only where it holds
    every digit (`7.43110157E+8`); one that was rounded (`7,4311E+08`) is not.

    Args:
        value: Text.
        least: How many digits there must be.
    """
    decimal = value.str.extract(r"^\s*([0-9]+)[.,]0+\s*$")
    parts = value.str.extract_groups(r"^\s*([0-9])(?:[.,]([0-9]+))?[eE]\+?0*([0-9]{1,2})\s*$")
    decimals = parts.struct.field("2")
    held = decimals.str.len_bytes() == parts.struct.field("3").cast(pl.UInt32)
    scientific = pl.when(held).then(parts.struct.field("1") + decimals)
    digits = pl.coalesce(decimal, scientific)
    return pl.when(digits.str.len_bytes() >= least).then(digits)


def is_scientific(value: pl.Expr) -> pl.Expr:
    """Tell which values are in scientific notation (`7,4311E+08`)."""
    return value.str.contains(r"^\s*[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,3}\s*$")


def is_filler_number(digits: pl.Expr) -> pl.Expr:
    """Tell which numbers are typed to fill a field: one digit throughout, or counted up."""
    return digits.str.contains(r"^(?:0+|1+|2+|3+|4+|5+|6+|7+|8+|9+|12345678901|01234567890|12345678910)$")
