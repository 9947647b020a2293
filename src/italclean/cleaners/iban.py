"""IBAN: the coordinates of a bank account, Italian ones to their last check, old ones without their IBAN.

    >>> from italclean import iban
    >>> outcome = iban.check("IT60 X054 2811 1010 0000 0123 456")
    >>> outcome.value, outcome.abi, outcome.cab, outcome.conto
    ('IT60X0542811101000000123456', '05428', '11101', '000000123456')
    >>> iban.check("CIN X ABI 5428 CAB 11101 C/C 123456").value
    'IT60X0542811101000000123456'
    >>> iban.check("IT65A0542811101000000123456").issue
    'iban_cin'

Source: ISO 13616 (mod 97); an Italian IBAN (27 characters, San Marino alike) holds CIN, ABI, CAB and account,
and the CIN is the check letter of the codice fiscale over the last three. Other countries' are python-stdnum's.
A well-formed IBAN may be that of an account long closed.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.codes.checksum import Bytes, as_bytes, as_text, check_letters
from italclean.core import text
from italclean.core.cleaner import cleaner
from italclean.core.columns import flags_at, no_text
from italclean.core.late import library

_SHAPE = r"^(?:IT|SM)[0-9]{2}[A-Z][0-9]{10}[A-Z0-9]{12}$"
_LENGTH = 27
_COORDINATES = 22  # ABI, CAB and account
_LABEL = r"^(?:COD(?:ICE)?\.?\s*)?(?:IBAN|I\.B\.A\.N\.)\s*(?:CODE)?\s*[:.]?\s*"
_WITHIN = r"\b(?:IT|SM)\s?[0-9]{2}\s?[A-Z]\s?(?:[0-9]\s?){10}(?:[A-Z0-9]\s?){11}[A-Z0-9]\b"
_ABI = r"\bABI\b[^0-9A-Z]*([0-9]{1,5})\b"
_CAB = r"\bCAB\b[^0-9A-Z]*([0-9]{1,5})\b"
_CIN = r"\bCIN\b[^0-9A-Z]*([A-Z])\b"
_ACCOUNT = (
    r"\b(?:C/?/?C|CC|CONTO(?:\s+CORRENTE)?|N(?:R|UM(?:ERO)?)?)\b[^0-9A-Z]*(?:N\.?\s*)?([0-9A-Z/.-]*[0-9][0-9A-Z/.-]*)"
)
_NUMERAL = {"O": "0", "Q": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8"}
# Where an Italian IBAN has digits: the check digits, ABI and CAB.
_DIGITS_AT = ((2, 2), (5, 10))


def _prepare(value: pl.Expr) -> pl.Expr:
    upper = text.tidy(value).str.to_uppercase().str.replace(_LABEL, "")
    upper = upper.str.replace_all(r"\b(A)\.(B)\.(I)\b\.?|\b(C)\.(A)\.(B)\b\.?", "$1$2$3$4$5$6")
    joined = upper.str.replace_all("[^A-Z0-9]", "")
    # Words beside the number: a bank, a holder, a BIC.
    among = upper.str.contains(_WITHIN) & ~joined.str.contains(_SHAPE)
    labelled = upper.str.contains(r"\bABI\b|\bCAB\b") | among
    bare = pl.when(labelled).then(upper).otherwise(joined)
    return pl.when(joined.str.len_bytes() > 0).then(bare).otherwise(text.tidy(value))


@cleaner(
    extras={"paese": pl.String, "cin": pl.String, "abi": pl.String, "cab": pl.String, "conto": pl.String},
    prepare=_prepare,
)
def iban(values: pl.Series) -> pl.DataFrame:
    """Judge IBANs.

    The value is the IBAN without blanks. Extras: its `paese` (ISO 3166 alpha-2) and, of Italian ones, `cin`, `abi`,
    `cab` and `conto`.
    """
    readings = _readings(values)
    found = pl.DataFrame({"typed": values, "value": no_text(len(values)), "issue": no_text(len(values))})
    # In the order of trust: as typed, then what both of its checks prove, then what none can.
    trusted = {
        "whole": None,
        "numerals": "iban_mended",
        "filled": "iban_zeros",
        "headed": "iban_mended",
        "from_bban": "iban_computed",
        "no_cin": "iban_unchecked",
    }
    for name, issue in trusted.items():
        found = _take(found, readings[name], _is_sound(readings[name]), issue)
    found = _take(found, readings["whole"], _is_sound(readings["whole"], cin=False), "iban_cin")
    rest = found.filter(pl.col("value").is_null() & pl.col("issue").is_null())
    asked = rest["typed"].unique(maintain_order=True)
    foreign = pl.DataFrame(
        [_ask_library(typed) for typed in asked],
        schema={"number": pl.String, "said": pl.String, "why": pl.String},
        orient="row",
    ).with_columns(typed=asked)
    judged = found.join(foreign, on="typed", how="left", maintain_order="left").with_columns(
        value=pl.coalesce("value", "number"), issue=pl.coalesce("issue", "said"), others=readings["others"]
    )
    italian = pl.col("value").str.contains(_SHAPE)
    several = pl.col("others").is_not_null() & pl.col("value").is_not_null() & pl.col("issue").is_null()
    return judged.select(
        "value",
        issue=pl.when(several).then(pl.lit("iban_several")).otherwise("issue"),
        detail=pl.when(several).then("others").otherwise("why"),
        paese=pl.col("value").str.slice(0, 2),
        cin=pl.when(italian).then(pl.col("value").str.slice(4, 1)),
        abi=pl.when(italian).then(pl.col("value").str.slice(5, 5)),
        cab=pl.when(italian).then(pl.col("value").str.slice(10, 5)),
        conto=pl.when(italian).then(pl.col("value").str.slice(15)),
    )


def _take(found: pl.DataFrame, reading: pl.Series, sound: pl.Series, issue: str | None) -> pl.DataFrame:
    """Give the cells that are still open what a sound reading says."""
    here = found["value"].is_null() & sound
    return found.with_columns(
        value=pl.when(here).then(reading).otherwise("value"),
        issue=pl.when(here).then(pl.lit(issue, dtype=pl.String)).otherwise("issue"),
    )


def _readings(values: pl.Series) -> pl.DataFrame:
    """Read each cell as an Italian IBAN in every way that lists have: whole, or to be completed."""
    typed = pl.col("typed")
    within = typed.str.extract_all(_WITHIN).list.eval(pl.element().str.replace_all(r"\s", ""))
    distinct = within.list.unique(maintain_order=True)
    bare = pl.coalesce(within.list.first(), typed.str.replace_all("[^A-Z0-9]", ""))
    account = typed.str.extract(_ACCOUNT).str.replace_all("[^A-Z0-9]", "")
    labelled = pl.concat_str(
        typed.str.extract(_ABI).str.zfill(5), typed.str.extract(_CAB).str.zfill(5), account.str.zfill(12)
    )
    # The account lost its leading zeros: IT60X 05428 11101 123456.
    short = bare.str.extract_groups(r"^((?:IT|SM)[0-9]{2}[A-Z][0-9]{10})([A-Z0-9]{4,11})$")
    bban = pl.coalesce(
        pl.concat_str(typed.str.extract(_CIN), labelled), bare.str.extract(r"^([A-Z][0-9]{10}[A-Z0-9]{12})$")
    )
    no_cin = pl.coalesce(
        pl.when(typed.str.extract(_CIN).is_null()).then(labelled), bare.str.extract(r"^([0-9]{10}[A-Z0-9]{12})$")
    )
    frame = values.to_frame("typed").select(
        whole=pl.when(bare.str.contains(_SHAPE)).then(bare),
        numerals=_with_numerals(bare),
        filled=short.struct.field("1") + short.struct.field("2").str.zfill(12),
        headed=pl.lit("IT") + bare.str.extract(r"^([0-9]{2}[A-Z][0-9]{10}[A-Z0-9]{12})$"),
        bban=bban,
        no_cin=no_cin,
        others=pl.when(distinct.list.len() > 1).then(distinct.list.slice(1).list.join(" ")),
    )
    return frame.with_columns(
        from_bban=_with_check_digits(frame["bban"]), no_cin=_with_check_digits(_with_cin(frame["no_cin"]))
    )


def _with_numerals(bare: pl.Expr) -> pl.Expr:
    """Write digits where an Italian IBAN has them and letters like them were typed (IT6O …)."""
    parts: list[pl.Expr] = []
    start = 0
    for at, width in _DIGITS_AT:
        parts += [bare.str.slice(start, at - start), bare.str.slice(at, width).str.replace_many(_NUMERAL)]
        start = at + width
    whole = pl.concat_str(*parts, bare.str.slice(start))
    return pl.when(
        bare.str.contains("^(?:IT|SM)") & (bare.str.len_bytes() == _LENGTH) & whole.str.contains(_SHAPE)
    ).then(whole)


def _with_cin(coordinates: pl.Series) -> pl.Series:
    """Put the check letter in front of ABI, CAB and account."""
    places = coordinates.is_not_null().arg_true()
    known = coordinates.gather(places)
    letters = as_text(check_letters(as_bytes(known, _COORDINATES)).reshape(-1, 1))
    return no_text(len(coordinates)).scatter(places, letters + known) if len(places) else coordinates


def _with_check_digits(bban: pl.Series) -> pl.Series:
    """Put the country and its check digits in front of CIN, ABI, CAB and account."""
    places = bban.is_not_null().arg_true()
    if not len(places):
        return bban
    known = "IT00" + bban.gather(places)
    digits = pl.Series(98 - _remainder(as_bytes(known, _LENGTH))).cast(pl.String).str.zfill(2)
    return no_text(len(bban)).scatter(places, "IT" + digits + bban.gather(places))


def _is_sound(numbers: pl.Series, *, cin: bool = True) -> pl.Series:
    """Tell which Italian IBANs have the right remainder and, if asked, the right CIN."""
    places = numbers.is_not_null().arg_true()
    if not len(places):
        return numbers.is_not_null()
    cells = as_bytes(numbers.gather(places), _LENGTH)
    passes = _remainder(cells) == 1
    if cin:
        passes &= check_letters(cells[:, 5:]) == cells[:, 4]
    return flags_at(len(numbers), places.filter(pl.Series(passes)))


def _remainder(cells: Bytes) -> npt.NDArray[np.int64]:
    """Divide by 97 the numbers that IBANs stand for: the first four characters last, letters from A = 10."""
    turned = np.concatenate([cells[:, 4:], cells[:, :4]], axis=1).astype(np.int64)
    letters = turned >= ord("A")
    numbers = np.where(letters, turned - ord("A") + 10, turned - ord("0"))
    remainder = np.zeros(len(cells), dtype=np.int64)
    for at in range(cells.shape[1]):
        remainder = (remainder * np.where(letters[:, at], 100, 10) + numbers[:, at]) % 97
    return remainder


def _ask_library(typed: str) -> tuple[str | None, str | None, str | None]:
    """Judge what is no Italian IBAN: the number, the issue, what fills its message."""
    library("stdnum")
    from stdnum import iban as international
    from stdnum.exceptions import InvalidChecksum, ValidationError

    number = "".join(filter(str.isalnum, typed))
    if len(set(number.lstrip("ITSM"))) == 1 and not number[2:].isalpha():
        return None, "iban_filler", None
    if not re.fullmatch("[A-Z]{2}[0-9]{2}[A-Z0-9]{8,}", number):
        return None, "iban_format", None
    italian = number.startswith(("IT", "SM"))
    if italian and len(number) != _LENGTH:
        return None, "iban_length", str(len(number))
    try:
        return str(international.validate(number, check_country=False)), None, None
    except InvalidChecksum:
        return None, "iban_check", None
    except ValidationError:
        pass
    try:
        right = international.calc_check_digits(number) == number[2:4]
    except (ValidationError, ValueError):
        right = False
    # The remainder is right, but the library knows no such country or structure.
    return (number, "iban_country", number[:2]) if right and not italian else (None, "iban_format", None)
