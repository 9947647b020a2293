"""Provinces in any spelling."""

from __future__ import annotations

import polars as pl
import pytest

from italclean import provincia
from italclean.core.reference import table
from tests.cleaners.common_words import COMMON_WORDS

ALIASES = table("province_alias")
SURE = ALIASES.filter(pl.col("tipo").is_in(["sigla", "official_name"]) & pl.col("sigla").is_not_null()).to_dicts()
TODAY = set(table("province")["sigla"])


@pytest.mark.parametrize("row", [row for row in SURE if row["sigla"] in TODAY], ids=lambda row: row["alias"])
def test_sigle_and_official_names(row: dict[str, str]) -> None:
    for typed in (row["alias"], row["alias"].upper(), row["alias"].lower(), f"({row['alias']})", f" {row['alias']} "):
        outcome = provincia.check(typed)
        assert (outcome.value or "").upper() == row["sigla"], typed
        assert outcome.ok


def test_every_province_of_today_has_its_name_and_region() -> None:
    for sigla, name, region in table("province").select("sigla", "nome", "regione").iter_rows():
        outcome = provincia.check(sigla)
        # PO and FM too, which were Pola and Fiume: a sigla of today means the province of today.
        assert (outcome.value, outcome.status, outcome.nome, outcome.regione) == (sigla, "valid", name, region)
        for typed in (name, f"prov. di {name}", f"Provincia di {name}", f"PROV {name.upper()}"):
            assert provincia.check(typed).value == sigla, typed


def test_long_forms_and_variants_are_never_refused() -> None:
    rows = ALIASES.filter(pl.col("tipo").is_in(["long_form", "variant"]) & (pl.col("confidenza") == "high"))
    found = provincia.series(rows["alias"]).struct.unnest()
    wrong = rows.filter((found["status"] == "invalid") & rows["sigla"].is_in(sorted(TODAY)))
    assert wrong["alias"].to_list() == []


@pytest.mark.parametrize(
    ("typed", "value", "issue"),
    [
        ("PO", "PO", None),
        ("FM", "FM", None),
        ("Roma (IT)", "RM", "format"),  # the name of a state in Odoo
        ("Forlì-Cesena (IT)", "FC", "format"),
        ("Torino, Italia", "TO", "format"),
        ("RM (IT)", "RM", "format"),
        ("IT-RM", "RM", "format"),
        ("Wien (AT)", "Wien (AT)", "prov_foreign"),
        ("Bern (CH)", "Bern (CH)", "prov_foreign"),
        ("Vasto (CH)", "CH", "prov_comune"),
        ("Segrate (MI)", "MI", "prov_comune"),
        ("Estero", "EE", "format"),
        ("SP", "SP", None),
        ("NA", "NA", None),
        ("na", "NA", "format"),
        ("Napoli", "NA", "format"),
        ("Reggio", "Reggio", "prov_ambiguous"),
        ("Reggio Emilia", "RE", "format"),
        ("Reggio nell'Emilia", "RE", "format"),
        ("Reggio Calabria", "RC", "format"),
        ("Reggio di Calabria", "RC", "format"),
        ("FO", "FC", "prov_former"),
        ("PS", "PU", "prov_former"),
        ("FORLI'", "FC", None),
        ("Forlì-Cesena", "FC", "format"),
        ("Forli Cesena", "FC", "format"),
        ("Massa Carrara", "MS", "format"),
        ("Pesaro e Urbino", "PU", "format"),
        ("Monza e della Brianza", "MB", "format"),
        ("VCO", "VB", None),
        ("B.A.T.", "BT", None),
        ("L'AQUILA", "AQ", "format"),
        ("LAquila", "AQ", None),
        ("Bolzano/Bozen", "BZ", "format"),
        ("Lombardia", None, "prov_region"),
        ("EE", "EE", None),
        ("RSM", "RSM", "prov_foreign"),
        ("Narnia", None, "prov_unknown"),
        ("-", None, None),
        ("n.d.", None, "filler"),
        ("Milano (MI)", "MI", None),
        ("MI - Milano", "MI", None),
    ],
)
def test_typed(typed: str, value: str | None, issue: str | None) -> None:
    outcome = provincia.check(typed)
    assert outcome.value == value
    if issue:
        assert outcome.issue == issue


@pytest.mark.parametrize(
    ("typed", "sigla"),
    [
        ("Bergmao", "BG"),
        ("Milnao", "MI"),
        ("Pallermo", "PA"),
        ("Bologgna", "BO"),
        ("Alesandria", "AL"),
        ("Caltanisetta", "CL"),
        ("Frosinoe", "FR"),
        ("Pordenonne", "PN"),
        ("Regio Calabria", "RC"),
        ("Massa Carara", "MS"),
        ("prov. di Campobaso", "CB"),
    ],
)
def test_sure_slips_are_mended(typed: str, sigla: str) -> None:
    outcome = provincia.check(typed)
    assert (outcome.value, outcome.issue) == (sigla, "prov_misspelt")


@pytest.mark.parametrize("typed", ["Torono", "Bergano", "Sasari", "Firenza", "Mantoa"])
def test_doubtful_slips_are_only_told(typed: str) -> None:
    outcome = provincia.check(typed)
    assert (outcome.value, outcome.issue) == (typed, "prov_maybe")


def test_no_word_or_name_becomes_a_province() -> None:
    known = pl.concat([text_of("nomi", "nome"), text_of("cognomi", "cognome"), text_of("parole_azienda", "parola")])
    streets = text_of("tipi_strada", "canonica")
    words = pl.concat([known, streets, pl.Series(COMMON_WORDS)]).unique()
    for spelled in (words, words.str.to_lowercase(), words.str.to_titlecase(), words + "!", "#" + words + "?"):
        found = provincia.series(spelled).struct.unnest().with_columns(typed=spelled)
        assert found.filter(pl.col("issue") == "prov_misspelt")["typed"].to_list() == []


def text_of(name: str, column: str) -> pl.Series:
    return table(name)[column].alias("word")
