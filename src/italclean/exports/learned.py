"""`consensi.csv`: what each source does not know yet of the consents of its own records; refusals first.

A customer who refuses in one system has refused (GDPR art. 21(3)), and the others go on writing until they are told. A
yes is told only to the record of the address that it was given with: to another one it is none.
"""

from __future__ import annotations

import polars as pl

from italclean.consent.purposes import CONSENT, REACH, channels_of, columns_of, date_column, purposes
from italclean.consent.reach import KEPT_REASONS, MEANS, NO, OPEN, REASON, REFUSED_BY_OTHERS
from italclean.core.copies import is_of
from italclean.exports.records import Records

CONSENTS = (
    "change", "source", "record_id", "row", "golden_id", "field", "contact", "says", "master", "since", "said_by",
    "said_by_row",
)  # fmt: skip
REFUSAL, DOUBT, PERMISSION = "rifiuto", "dubbio", "permesso"
"""What is to be learned: a refusal, one of somebody else with the same address, or a consent."""
_REFUSED = ("no", "revocato")
_SCHEMA = {**dict.fromkeys(CONSENTS, pl.String), "row": pl.UInt32, "said_by_row": pl.UInt32}


def consents_to_learn(golden: pl.DataFrame, records: Records) -> pl.DataFrame:
    """Tell what each source does not know yet of the consents of its records.

    Args:
        golden: The customers, one row each.
        records: The records of all sources.

    Returns:
        The columns of `CONSENTS`, refusals first: `change` (`rifiuto`, `dubbio`, `permesso`), the record by its own id
        and row, the `field`, the record's `contact`, what it `says` and what the `master` says, `since` when, and whose
        word that is.
    """
    rows = records.rows
    told = [
        pl.DataFrame(schema=_SCHEMA),
        *(_of_purpose(purpose, golden, rows) for purpose in purposes(golden.columns)),
        *(_of_means(REACH + means.name, means.contacts, golden, rows) for means in MEANS),
    ]
    order = pl.Enum([REFUSAL, DOUBT, PERMISSION])
    whole = pl.concat(told).with_columns(pl.col("change").cast(order))
    return whole.sort("change", "source", "row", "field").with_columns(pl.col("change").cast(pl.String))


def _of_purpose(purpose: str, golden: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """What the golden records say of a purpose, against what their records say."""
    name = f"{CONSENT}{purpose}"
    name = name if name in golden.columns else columns_of(purpose, golden.columns)[0]
    mine = columns_of(purpose, rows.columns)
    date = date_column(purpose, golden.columns)
    decided = golden.select(
        "golden_id", master=name, since=pl.col(date) if date in golden.columns else pl.lit(None, pl.String)
    ).drop_nulls("master")
    # On one row a refusal stands beside a yes of the same purpose.
    refused = pl.any_horizontal(pl.col(column).is_in(list(_REFUSED)).fill_null(value=False) for column in mine)
    known = rows.select(
        "@at", "@newest", "source", "source_id", "row", "golden_id",
        says=pl.when(refused).then(pl.coalesce(pl.when(pl.col(one).is_in(list(_REFUSED))).then(one) for one in mine))
        .otherwise(pl.coalesce(mine)),
        when=pl.col(date) if date in rows.columns else pl.lit(None, pl.String),
        contact=_contact(_kinds_of(purpose), rows),
    ) if mine else None  # fmt: skip
    if known is None:
        return pl.DataFrame(schema=_SCHEMA)
    whole = known.join(decided, on="golden_id", how="inner", maintain_order="left")
    no = pl.col("master").is_in(list(_REFUSED))
    agrees = pl.when(no).then(pl.col("says").is_in(list(_REFUSED))).otherwise(pl.col("says") == pl.col("master"))
    # Whose word it is: of those who say the same, the one of that day, else the latest.
    word = (
        whole.filter(agrees.fill_null(value=False))
        .with_columns(of_the_day=(pl.col("when") == pl.col("since")).fill_null(value=False))
        .sort("of_the_day", "when", "@at", descending=[True, True, False], nulls_last=True)
        .group_by("golden_id", maintain_order=True)
        .agg(
            said_by=pl.col("source").first(), said_by_row=pl.col("row").first(), by=pl.col("@at").first(),
            given_with=pl.col("contact").filter(~no).unique(),
        )
    )  # fmt: skip
    lacking = whole.filter("@newest", ~agrees.fill_null(value=False)).join(
        word, on="golden_id", how="left", maintain_order="left"
    )
    # A yes is none for another address, and what nobody says is nothing to learn.
    theirs = pl.col("contact").is_null() | pl.col("contact").is_in(pl.col("given_with")).fill_null(value=False)
    yes = (pl.col("master") == "si") & theirs & pl.col("said_by").is_not_null()
    return lacking.filter(no | yes).select(
        pl.when(no).then(pl.lit(REFUSAL)).otherwise(pl.lit(PERMISSION)).alias("change"),
        "source", pl.col("source_id").alias("record_id"), "row", "golden_id", pl.lit(name).alias("field"), "contact",
        "says", "master", "since", "said_by", "said_by_row",
    )  # fmt: skip


def _of_means(name: str, contacts: tuple[str, ...], golden: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """What notes refuse (`NON CONTATTARE`, a death), and what others refuse with the same address."""
    reason = name + REASON
    if name not in golden.columns or reason not in golden.columns or name not in rows.columns:
        return pl.DataFrame(schema=_SCHEMA)
    noted = (pl.col(name) == NO) & pl.col(reason).is_in(list(KEPT_REASONS))
    others = (pl.col(name) == OPEN) & (pl.col(reason) == REFUSED_BY_OTHERS)
    decided = golden.filter(noted | others).select(
        "golden_id", pl.col(reason).alias("master"), pl.col(name).alias("answer")
    )
    known = rows.select(
        "@at", "@newest", "source", "source_id", "row", "golden_id", says=name, why=reason,
        contact=_contact(contacts, rows),
    ).join(decided, on="golden_id", how="inner", maintain_order="left")  # fmt: skip
    word = known.filter(pl.col("why") == pl.col("master")).group_by("golden_id", maintain_order=True).agg(
        said_by=pl.col("source").first(), said_by_row=pl.col("row").first()
    )  # fmt: skip
    lacking = known.filter("@newest", pl.col("why").ne_missing(pl.col("master")) & (pl.col("says") != NO).fill_null(
        value=True)).join(word, on="golden_id", how="left", maintain_order="left")  # fmt: skip
    change = pl.when(pl.col("answer") == NO).then(pl.lit(REFUSAL)).otherwise(pl.lit(DOUBT))
    return lacking.select(
        change.alias("change"), "source", pl.col("source_id").alias("record_id"), "row", "golden_id",
        pl.lit(name).alias("field"), "contact", "says", "master", pl.lit(None, pl.String).alias("since"), "said_by",
        "said_by_row",
    )  # fmt: skip


def _kinds_of(purpose: str) -> tuple[str, ...]:
    """The fields of the addresses that a consent is given with: mailboxes, or numbers where it is one to calls."""
    channels = channels_of(purpose)
    for means in MEANS:
        if channels and channels <= set(means.channels):
            return means.contacts
    return ("email",)


def _contact(kinds: tuple[str, ...], rows: pl.DataFrame) -> pl.Expr:
    there = [name for name in rows.columns if is_of(name, *kinds)]
    return pl.coalesce(there) if there else pl.lit(None, pl.String)
