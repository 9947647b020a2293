"""Amounts as lists write them, read without loss and written plainly.

`1.250,50`, `€ 1250,5`, `1,250.50` and SAP's `1.250,50-` say by themselves which sign parts the decimals. `1.250` does
not: it is read as the other amounts of its source in the same column show, and not at all where they show nothing or
both.

    >>> read = read_amounts(pl.Series(["1.250,50", "1.250", "n.d."]), pl.Series(["erp"] * 3))
    >>> write_amounts(read["whole"], read["fraction"]).to_list()
    ['1250.5', '1250', None]
    >>> read_amounts(pl.Series(["1.250"]), pl.Series(["erp"]))["whole"].to_list()
    [None]
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

_DIGITS = 9
"""How many decimals are kept; what has more is no amount."""
_UNIT = 10**_DIGITS
# A whole part of twelve digits: a million of these are summed within 64 bits.
_WHOLE = r"[0-9]{1,12}"
_PARTS = rf"^({_WHOLE})(?:\.([0-9]{{1,{_DIGITS}}}))?$"
_CURRENCY = r"(?i)^(?:€|euro?\b|eur\b)|(?:€|\beuro?|\beur)$"
# Three digits behind the only sign, and at most three before it: thousands or thousandths.
_OPEN_DOT, _OPEN_COMMA = r"^[1-9][0-9]{0,2}\.[0-9]{3}$", r"^[1-9][0-9]{0,2},[0-9]{3}$"
# What shows by itself where its decimals begin.
_ITALIAN = r"^(?:[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}|[0-9]+,[0-9]+)$"
_PLAIN = r"^(?:[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]+\.[0-9]+)$"
_SPACED = r"^[0-9]{1,3}(?:[' ][0-9]{3})+(?:[.,][0-9]+)?$"


def read_amounts(values: pl.Series, source: pl.Series) -> pl.DataFrame:
    """Read a column of amounts.

    Args:
        values: The column, text.
        source: The source of each row: each writes in its own way.

    Returns:
        `whole` and `fraction` (in billionths, with the sign of the amount), both Int64, null where there is no amount.
    """
    cells = pl.DataFrame({"value": values.cast(pl.String), "source": source.cast(pl.String)})
    distinct = cells.filter(pl.col("value").is_not_null()).unique()
    text = (
        pl.col("value").str.replace_all(r"[\s\x{a0}\x{202f}]+", " ").str.strip_chars(" ").str.replace_all("[−–]", "-")
    )
    # € -5, -€ 5 and 5,00- €
    text = text.str.replace(r"^([-+]) ?(€|(?i:eur))", "${2}${1}").str.replace_all(_CURRENCY, "").str.strip_chars(" ")
    seen = distinct.with_columns(text=text).with_columns(
        minus=pl.col("text").str.contains("^-|-$"),
        body=pl.col("text").str.replace(r"^[-+] ?", "").str.replace(r" ?-$", ""),
    )
    # Two signs are none: 5-3 and -5- stay out, as what is left holds one.
    twice = pl.col("text").str.contains("^[-+].*-$")
    body: pl.Expr = pl.when(~twice).then("body")
    open_dot, open_comma = body.str.contains(_OPEN_DOT), body.str.contains(_OPEN_COMMA)
    seen = seen.with_columns(
        body=body,
        open_dot=open_dot,
        open_comma=open_comma,
        italian=body.str.contains(_ITALIAN) & ~open_comma,
        plain=body.str.contains(_PLAIN) & ~open_dot,
    )
    shown = seen.with_columns(
        only_italian=pl.col("italian").any().over("source") & ~pl.col("plain").any().over("source"),
        only_plain=pl.col("plain").any().over("source") & ~pl.col("italian").any().over("source"),
    )
    body = pl.col("body")
    written = (
        pl.when(pl.col("italian") | (pl.col("only_italian") & (pl.col("open_dot") | pl.col("open_comma"))))
        .then(body.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
        .when(pl.col("plain") | (pl.col("only_plain") & pl.col("open_dot")))
        .then(body.str.replace_all(",", "", literal=True))
        .when(body.str.contains(_SPACED))
        .then(body.str.replace_all("[' ]", "").str.replace(",", ".", literal=True))
        .when(body.str.contains(rf"^{_WHOLE}$"))
        .then(body)
    )
    # What is left of zeros behind: 12,500000000000 is 12.5.
    short = written.str.replace(r"(\.[0-9]*?)0+$", "${1}").str.strip_suffix(".")
    sign = pl.when("minus").then(-1).otherwise(1)
    parts = shown.with_columns(short=short).select(
        "value",
        "source",
        whole=pl.col("short").str.extract(_PARTS, 1).cast(pl.Int64) * sign,
        fraction=pl.when(pl.col("short").str.contains(_PARTS)).then(
            pl.col("short").str.extract(_PARTS, 2).fill_null("").str.pad_end(_DIGITS, "0").cast(pl.Int64) * sign
        ),
    )
    return cells.join(parts, on=["value", "source"], how="left", maintain_order="left").select("whole", "fraction")


def write_amounts(whole: pl.Series, fraction: pl.Series) -> pl.Series:
    """Write amounts plainly: `-1250.5`.

    Args:
        whole: What stands before the decimals, Int64.
        fraction: The decimals, in billionths, with the sign of the amount.
    """
    minus = pl.when((pl.col("whole") < 0) | (pl.col("fraction") < 0)).then(pl.lit("-")).otherwise(pl.lit(""))
    decimals = pl.format(".{}", pl.col("fraction").abs().cast(pl.String).str.zfill(_DIGITS)).str.strip_chars_end("0")
    amounts = pl.DataFrame([whole.rename("whole"), fraction.rename("fraction")])
    told = pl.concat_str(minus, pl.col("whole").abs().cast(pl.String), decimals.str.strip_chars_end("."))
    return amounts.select(told.alias("amount")).to_series()


def carried(
    whole: npt.NDArray[np.int64], fraction: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Bring sums of both parts into form: less than one in the decimals, and both of one sign.

    Args:
        whole: Sums of what stands before the decimals.
        fraction: Sums of the decimals, in billionths.

    Examples:
        >>> [part.tolist() for part in carried(np.array([1, 2]), np.array([1_500_000_000, -2_500_000_000]))]
        [[2, 0], [500000000, -500000000]]
    """
    over = fraction // _UNIT
    whole, fraction = whole + over, fraction - over * _UNIT
    below = (whole < 0) & (fraction > 0)
    return whole + below, fraction - below * _UNIT
