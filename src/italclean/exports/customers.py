"""Customers as objects of a target: which kind each is, by which key it is known there, and whose contact it is."""

from __future__ import annotations

import polars as pl

from italclean.core import text
from italclean.core.copies import parted
from italclean.core.reference import table
from italclean.core.stable_hash import as_letters, hashed
from italclean.exports.target import KINDS, Target
from italclean.fields.catalogue import columns_in
from italclean.places.register import ABROAD, country_codes

FIRM, TRADER, PRIVATE = KINDS
_NO_CHANNEL, _NO_CHANNEL_ABROAD, _NO_CAP = "0000000", "XXXXXXX", "00000"
_PLAIN = r"^[A-Za-z0-9_.~-]+$"
_PUBLIC = (
    r"(?i)^(?:comune|provincia|regione|ministero|prefettura|questura|universit[àa]|citt[àa] metropolitana|"
    r"unione (?:dei )?comuni|asl|a\.s\.l\.|azienda (?:sanitaria|ospedaliera|usl)|"
    r"istituto (?:comprensivo|scolastico|d'istruzione))\b"
)
"""How the names of bodies begin whose invoices go to a code of their own."""
_READ = (
    "tipo", "cognome", "nome", "ragione_sociale", "partita_iva", "indirizzo", "civico", "cap", "comune", "provincia",
    "nazione", "codice_destinatario", "pec", "azienda_di_appartenenza", "forma_giuridica", "email",
)  # fmt: skip
"""What derived columns are made of."""


def with_derived(golden: pl.DataFrame, target: Target) -> pl.DataFrame:
    """Add what the columns of a target can be made of beside the fields.

    Args:
        golden: One row for each customer, with its `golden_id`.
        target: The target.

    Returns:
        The list with the columns `@key`, `@kind`, `@name` … (`values.DERIVED`).
    """
    missing = [name for name in _READ if name not in golden.columns]
    whole = golden.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in missing)
    person = pl.concat_str("nome", "cognome", separator=" ", ignore_nulls=True)
    whole = whole.with_columns(_kind().alias("@kind"), pl.coalesce("ragione_sociale", _filled(person)).alias("@name"))
    codes = _countries(whole)
    # The source writes UK, as Britain does; ISO 3166 keeps GB for it.
    states = table("stati").filter(pl.col("al").is_null()).with_columns(pl.col("iso2").replace("UK", "GB"))
    names = states.drop_nulls("iso2").unique("iso2", maintain_order=True)
    italian = pl.concat([names.select("iso2", name="nome"), pl.DataFrame({"iso2": ["IT"], "name": ["Italia"]})])
    english = pl.concat([names.select("iso2", name="nome_inglese"), pl.DataFrame({"iso2": ["IT"], "name": ["Italy"]})])
    provinces = table("province").select("sigla", pl.col("nome").str.split("/").list.first())
    sigla = pl.when(pl.col("provincia").is_in(provinces["sigla"].implode())).then("provincia")
    keys = keys_of(golden["golden_id"], key_length(target))
    whole = whole.with_columns(
        keys.alias("@key"),
        codes.alias("@country"),
        _called(codes, italian).alias("@country_it"),
        _called(codes, english).alias("@country_en"),
        sigla.alias("@sigla"),
        _filled(pl.concat_str("indirizzo", "civico", separator=", ", ignore_nulls=True)).alias("@street"),
        _further(golden, "email").alias("@extra_email"),
        _further(golden, "telefono", "cellulare").alias("@extra_phone"),
    )
    place = pl.concat_str("cap", "comune", "@sigla", separator=" ", ignore_nulls=True)
    abroad = pl.col("@country").is_not_null() & (pl.col("@country") != "IT")
    whole = whole.with_columns(
        _named(provinces).alias("@province"),
        _recipient().alias("@recipient"),
        pl.when(abroad).then("@country_it").alias("@country_abroad"),
        pl.when(abroad).then(pl.lit(_NO_CAP)).otherwise("cap").alias("@cap"),
        _filled(place).alias("@place"),
    )
    return whole.with_columns(_parents(whole, target))


def _named(provinces: pl.DataFrame) -> pl.Expr:
    return pl.col("@sigla").replace_strict(dict(provinces.rows()), default=None, return_dtype=pl.String)


def keys_of(golden_ids: pl.Series, longest: int | None) -> pl.Series:
    """Make keys that every system takes: no longer than it allows, different in more than capitals.

    Business Central writes keys in capitals, Salesforce, Dataverse and HubSpot compare them without: of the ids that a
    CRM gave (`0015000000Gv7aB`, `0015000000Gv7Ab`) two would be one. Such an id, and one that is too long, becomes `~`
    and fourteen letters, a hash of it, the same at every export.

    Args:
        golden_ids: The ids.
        longest: How many characters a key may have; None for any number.

    Examples:
        >>> keys_of(pl.Series(["erp.A17", "crm.0015000000Gv7aB", "gestionale.000000000017"]), 20).to_list()
        ['erp.A17', '~doldkuigkgzylv', '~dagzlqloejueww']
    """
    ids = golden_ids.to_frame("id").with_columns(own=pl.col("id").str.splitn(".", 2).struct[1].fill_null(pl.col("id")))
    odd = pl.col("own").str.contains("[a-z]") & pl.col("own").str.contains("[A-Z]")
    # What Dataverse cannot look up (a blank, a colon) no golden id has, but the list may be of another making.
    odd = odd | ~pl.col("id").str.contains(_PLAIN)
    if longest is not None:
        odd = odd | (pl.col("id").str.len_bytes() > longest)
    found = ids.with_row_index("at").filter(odd)
    if found.is_empty():
        return golden_ids.alias("@key")
    made = "~" + as_letters(pl.Series(hashed(found["id"])))
    return golden_ids.clone().scatter(found["at"], made).alias("@key")


def key_length(target: Target) -> int | None:
    """Return how long the keys of a target may be, None for any length.

    Args:
        target: The target.
    """
    lengths = [
        column.fact.max_length
        for one in target.objects
        for column in one.columns
        if column.fact.max_length is not None and {"@key", "@parent"} & set(column.given)
    ]
    return min(lengths, default=None)


def _kind() -> pl.Expr:
    """What a customer is; who has no kind but a firm's name is a firm."""
    firm = (pl.col("tipo") == "azienda") | (pl.col("tipo").is_null() & pl.col("ragione_sociale").is_not_null())
    trades = pl.col("partita_iva").is_not_null()
    return pl.when(firm).then(pl.lit(FIRM)).when(trades).then(pl.lit(TRADER)).otherwise(pl.lit(PRIVATE))


def _filled(joined: pl.Expr) -> pl.Expr:
    return pl.when(joined != "").then(joined)


def _countries(whole: pl.DataFrame) -> pl.Series:
    """The country of each customer: that which is said, else Italy where an address is and nothing says abroad."""
    said = country_codes(whole["nazione"].cast(pl.String))
    placed = pl.any_horizontal(pl.col("cap", "comune", "provincia").is_not_null())
    italian = placed & pl.col("nazione").is_null() & (pl.col("provincia") != ABROAD).fill_null(value=True)
    return whole.with_columns(said=said).select(
        pl.coalesce("said", pl.when(italian).then(pl.lit("IT")))
    ).to_series()  # fmt: skip


def _called(codes: pl.Series, names: pl.DataFrame) -> pl.Series:
    asked = codes.to_frame("iso2")
    return asked.join(names.unique("iso2"), on="iso2", how="left", maintain_order="left")["name"]


def _recipient() -> pl.Expr:
    """The codice destinatario, or what stands for none; nothing does of a public body, which has one of its own."""
    no_channel = ~pl.col("@name").str.contains(_PUBLIC).fill_null(value=False)
    return pl.coalesce(
        "codice_destinatario",
        pl.when(pl.col("@country").is_not_null() & (pl.col("@country") != "IT"))
        .then(pl.lit(_NO_CHANNEL_ABROAD))
        .when(no_channel & (pl.col("@country") == "IT"))
        .then(pl.lit(_NO_CHANNEL)),
    )


def _further(golden: pl.DataFrame, *fields: str) -> pl.Expr:
    """The second, the third … contact of some fields in one cell."""
    further = [name for name in columns_in(golden.columns, *fields) if parted(name)[1] > 1]
    if not further:
        return pl.lit(None, dtype=pl.String)
    return _filled(pl.concat_str(further, separator="; ", ignore_nulls=True))


def _parents(whole: pl.DataFrame, target: Target) -> list[pl.Series]:
    """Find whose contact a customer is: its own account, or a person's firm where it is known beyond doubt.

    A firm that a person names is one of the list if it alone is called so, and its legal form is part of the name or
    both are of one comune: there is a Bar Sport in every town.
    """
    key, name = whole["@key"], whole["@name"]
    firms = whole.filter(pl.col("@kind") == FIRM).select(
        called=text.key(pl.col("ragione_sociale")), parent="@key", parent_name="@name", form="forma_giuridica",
        there="comune",
    ).filter(pl.col("called").is_not_null() & pl.col("called").is_unique())  # fmt: skip
    asked = whole.select(called=text.key(pl.col("azienda_di_appartenenza")), here="comune", kind="@kind")
    found = asked.join(firms, on="called", how="left", maintain_order="left", nulls_equal=False)
    sure = pl.col("form").is_not_null() | (pl.col("here") == pl.col("there"))
    sure = sure & (pl.col("kind") != FIRM)
    found = found.select(pl.when(sure).then("parent"), pl.when(sure).then("parent_name"))
    accounts = {one.parent_object for one in target.objects if one.parent_object is not None}
    taken = {kind for one in target.objects if one.name in accounts for kind in one.takes}
    own = whole["@kind"].is_in(list(taken))
    # What is loaded as an account and as its contact is its own parent.
    return [
        key.zip_with(own & found["parent"].is_null(), found["parent"]).alias("@parent"),
        name.zip_with(own & found["parent_name"].is_null(), found["parent_name"]).alias("@parent_name"),
    ]
