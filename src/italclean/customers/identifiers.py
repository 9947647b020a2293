"""What a customer is known by: codes, mailboxes, numbers, a name with a day of birth, the id in a source.

Each is written in one way, whatever was typed: codes in capitals without signs, addresses in small letters (a dot in
`mario.rossi@` stays: with most providers `mariorossi@` is somebody else), numbers as the cleaner writes them.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from italclean.cleaners.email import email
from italclean.cleaners.partita_iva import partita_iva
from italclean.cleaners.telefono import telefono
from italclean.core import text
from italclean.fields.catalogue import CODES, MAILS, PHONES, columns_in

(CODE, VAT), MAIL, PHONE, BIRTH, ID = CODES, MAILS[0], PHONES[0], "nascita", "id"
"""The kinds of identifiers; a firm's codice fiscale of eleven digits is a partita IVA."""

SCHEMA = {"at": pl.UInt32, "kind": pl.String, "value": pl.String}

_HINTS = {"other_emails": MAIL, "other_phones": PHONE, "other_faxes": PHONE, "cf_typed": CODE, "piva_typed": VAT}
"""What the cleaning knows beyond the cells, a blank between two."""

_PERSONAL = "^[A-Z]{6}"
_NAMES = ("cognome", "nome")
_FIRM = "ragione_sociale"


def identifiers(frame: pl.DataFrame, hints: pl.DataFrame) -> pl.DataFrame:
    r"""Return what each row is known by.

    Args:
        frame: The cleaned rows: `source`, `source_id` and canonical columns.
        hints: What the cleaning knew beyond them, row by row.

    Returns:
        `at` (the place of the row), `kind`, `value`, each once.

    Examples:
        >>> row = {"source": "erp", "source_id": "17", "email": "M.Rossi@x.it", "telefono": "+390212345"}
        >>> identifiers(pl.DataFrame(row), pl.DataFrame()).select("kind", "value").rows()
        [('email', 'm.rossi@x.it'), ('telefono', '+390212345'), ('id', 'erp\n17')]
    """
    cells = [(MAIL, frame[name]) for name in columns_in(frame.columns, *MAILS)]
    cells += [(PHONE, frame[name]) for name in columns_in(frame.columns, *PHONES)]
    cells += [(CODE, frame[name]) for name in columns_in(frame.columns, *CODES)]
    parts = [_held(kind, values) for kind, values in cells]
    parts += [_held(kind, hints[name], several=True) for name, kind in _HINTS.items() if name in hints.columns]
    ids = frame.select(pl.concat_str("source", "source_id", separator="\n")).to_series()
    parts += [_rows(ids).with_columns(kind=pl.lit(ID)), _births(frame)]
    whole = _together(parts)
    return whole.filter(pl.col("value") != "").unique(maintain_order=True)


def canonical_value(kind: str, value: pl.Expr) -> pl.Expr:
    """Write identifiers of a kind in one way.

    Args:
        kind: The kind.
        value: What was typed or cleaned.
    """
    if kind == MAIL:
        return value.str.strip_chars().str.to_lowercase()
    if kind == PHONE:
        return value.str.replace_all("[^0-9+]", "")
    if kind in (CODE, VAT):
        return text.key(value).str.replace("^IT([0-9]{11})$", "$1")
    return value


def personal_codes(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the codici fiscali of persons that passed: `at`, `value`.

    Args:
        frame: The cleaned rows.
    """
    parts = [_held(CODE, frame[name]) for name in columns_in(frame.columns, CODES[0])]
    whole = _together(parts)
    return whole.filter(pl.col("kind") == CODE).select("at", "value").unique()


def name_words(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the words of each row's names: `at`, `word`, those of one letter left out.

    Args:
        frame: The cleaned rows.
    """
    there = [name for name in (*_NAMES, _FIRM) if name in frame.columns]
    said = [text.words(pl.col(name)) for name in there] or [pl.lit(None, dtype=pl.String)]
    whole = frame.select(at=_places(), word=pl.concat_str(said, separator=" ", ignore_nulls=True).str.split(" "))
    return whole.explode("word").filter(pl.col("word").str.len_bytes() > 1).unique(maintain_order=True)


def name_keys(frame: pl.DataFrame, *, borne: bool) -> pl.DataFrame:
    """Return by what each row's name is compared: `at`, `key`.

    Names agree in their first given name and surname, in whatever order (`Rossi Mario Luca` and `Mario Rossi`), in all
    of their words, and in the initial where one has no more. A firm's name agrees with a person's where it names both
    (`Idraulica Rossi di Mario Rossi`).

    Args:
        frame: The cleaned rows.
        borne: Whether these are the names of those that others are compared with; else those of the others.
    """
    absent = [pl.lit(None, dtype=pl.String).alias(name) for name in (*_NAMES, _FIRM) if name not in frame.columns]
    words = frame.with_columns(absent).select(
        at=_places(),
        surname=text.words(pl.col(_NAMES[0])).replace("", None),
        given=text.words(pl.col(_NAMES[1])).replace("", None),
        firm=text.words(pl.col(_FIRM)).replace("", None),
    )
    words = words.with_columns(
        last=pl.col("surname").str.replace_all(" ", ""), first=pl.col("given").str.extract("^([A-Z0-9]+)")
    )
    both = words.filter(pl.col("last").is_not_null() & pl.col("first").is_not_null())
    alone = words if borne else words.filter(pl.col("last").is_null() | pl.col("first").is_null())
    parts = [
        both.select("at", key="p " + _in_order(pl.concat_list("last", "first"))),
        both.select("at", key="f " + _in_order(pl.format("{} {}", "surname", "given").str.split(" "))),
        alone.select("at", key="s " + pl.col("last")),
        alone.select("at", key="g " + pl.col("first")),
        words.select("at", key="f " + _in_order(pl.col("firm").str.split(" "))),
    ]
    if borne:
        initial = pl.col("first").str.slice(0, 1)
        parts.append(both.select("at", key="p " + _in_order(pl.concat_list("last", initial))))
    else:
        single = words.select("at", word=pl.col("firm").str.split(" ")).drop_nulls().explode("word")
        pairs = single.join(single, on="at").filter(pl.col("word") < pl.col("word_right"))
        parts.append(pairs.select("at", key=pl.format("p {} {}", "word", "word_right")))
    return pl.concat(parts).drop_nulls().unique(maintain_order=True)


def whole_names(frame: pl.DataFrame) -> list[list[str]]:
    """Return the words of each distinct surname with its first given name, and of each firm's name of several words.

    Args:
        frame: The cleaned rows of a few customers.
    """
    persons = [text.words(pl.col(name)) for name in _NAMES if name in frame.columns]
    names = []
    if len(persons) == len(_NAMES):
        first = persons[1].str.extract("^([A-Z0-9]+)")
        names.append(frame.select(pl.concat_str(persons[0], first, separator=" ")).to_series())
    if _FIRM in frame.columns:
        names.append(frame.select(text.words(pl.col(_FIRM))).to_series())
    told = pl.concat([pl.Series([], dtype=pl.String), *names]).drop_nulls().unique().sort()
    return [name.split(" ") for name in told.to_list() if " " in name]


def _in_order(words: pl.Expr) -> pl.Expr:
    return words.list.sort().list.join(" ")


def _together(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=SCHEMA), *(part.select(list(SCHEMA)) for part in parts)])


def _births(frame: pl.DataFrame) -> pl.DataFrame:
    """A whole name and a day of birth together."""
    if "data_nascita" not in frame.columns:
        return pl.DataFrame(schema=SCHEMA)
    born = frame.select(day=pl.col("data_nascita").cast(pl.String)).with_columns(at=_places()).drop_nulls()
    keys = name_keys(frame[born["at"]], borne=False).filter(pl.col("key").str.contains(r"^[pf] "))
    keys = keys.with_columns(at=born["at"].gather(keys["at"]))
    # A firm has no day of birth, and its words are no name of a person.
    persons = [name for name in _NAMES if name in frame.columns]
    named = frame.select(at=_places(), named=pl.all_horizontal(pl.col(persons).is_not_null()) & (len(persons) == 2))
    held = keys.join(born, on="at").join(named.filter("named"), on="at", how="semi")
    return held.select("at", kind=pl.lit(BIRTH), value=pl.format("{}\n{}", "day", "key"))


def _held(kind: str, cells: pl.Series, *, several: bool = False) -> pl.DataFrame:
    rows = _rows(cells.cast(pl.String))
    if several:
        rows = rows.with_columns(pl.col("value").str.split(" ")).explode("value")
    rows = rows.with_columns(kind=pl.lit(kind), value=canonical_value(kind, pl.col("value")))
    if kind not in (CODE, VAT):
        return rows
    of_person = pl.col("value").str.contains(_PERSONAL)
    return rows.with_columns(kind=pl.when(of_person).then(pl.lit(CODE)).otherwise(pl.lit(VAT)))


def _rows(cells: pl.Series) -> pl.DataFrame:
    return cells.alias("value").to_frame().select(_places().alias("at"), "value").drop_nulls()


def _places() -> pl.Expr:
    return pl.int_range(pl.len(), dtype=pl.UInt32)


def known_as(names: Iterable[str]) -> pl.DataFrame:
    """Return as what identifiers some texts can be read: `at`, `kind`, `value`; none where a text is no identifier.

    Eleven digits may be a partita IVA, a codice fiscale or a number without its prefix: they are read as each.

    Args:
        names: What was typed.

    Examples:
        >>> known_as(["rss mra 85t10 a562s", "0039 347 1234567", "Rossi"]).rows()
        [(0, 'codice_fiscale', 'RSSMRA85T10A562S'), (1, 'telefono', '+393471234567')]
    """
    typed = pl.Series("typed", list(names), dtype=pl.String)
    bare = typed.to_frame().select(text.key(pl.col("typed"))).to_series()
    like_code = bare.str.contains(r"^[A-Z]{6}[A-Z0-9]{9,11}$") & ~typed.str.contains("@", literal=True)
    parts = [_held(CODE, bare.set(~like_code, None))]
    like_mail = typed.str.contains("@", literal=True)
    parts.append(_held(MAIL, email.series(typed.set(~like_mail, None)).struct.field("value")))
    parts.append(_held(MAIL, typed.set(~like_mail, None)))
    like_number = typed.str.contains(r"^\s*\+?[0-9][0-9 ./()\-]{4,}$")
    parts.append(_held(PHONE, telefono.series(typed.set(~like_number, None)).struct.field("value")))
    like_vat = bare.str.contains(r"^(?:IT)?[0-9]{10,11}$|^[A-Z]{2}[0-9][A-Z0-9]{6,13}$") & ~like_code & ~like_mail
    parts.append(_held(VAT, partita_iva.series(typed.set(~like_vat, None)).struct.field("value")))
    whole = _together(parts)
    return whole.filter(pl.col("value") != "").unique(maintain_order=True).sort("at", maintain_order=True)
