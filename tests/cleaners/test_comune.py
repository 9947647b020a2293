"""Comuni in their official spelling."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

import polars as pl
import pytest

from italclean import comune
from italclean.core.reference import table

COMUNI = table("comuni")


def without_accents(name: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", name.upper()) if not unicodedata.combining(sign))


def with_apostrophes(name: str) -> str:
    upper = name.upper()
    return "".join(without_accents(sign) + ("'" if without_accents(sign) != sign else "") for sign in upper)


@pytest.mark.parametrize(
    "spell",
    [str, str.upper, str.lower, without_accents, with_apostrophes, lambda name: f" {name}  "],
    ids=["official", "upper", "lower", "bare", "apostrophes", "blanks"],
)
def test_every_official_name_is_found(spell: object) -> None:
    assert callable(spell)
    found = comune.series(pl.Series([spell(name) for name in COMUNI["nome"]])).struct.unnest()
    told = found.with_columns(COMUNI.select("nome", true="istat"))
    wrong = told.filter(pl.col("istat").is_not_null() & (pl.col("istat") != pl.col("true")))
    assert wrong["nome"].to_list() == []
    # A true homonym is left open; Paterno and Paternò are one in capitals without accents.
    left = told.filter(pl.col("istat").is_null())
    assert left["issue"].cast(pl.String).unique().to_list() == ["comune_ambiguous"]
    assert left.height <= 16


def test_the_sigla_beside_tells_namesakes_apart() -> None:
    typed = [f"{name.upper()} ({sigla})" for name, sigla in COMUNI.select("nome", "sigla").iter_rows()]
    found = comune.series(pl.Series(typed)).struct.unnest()
    assert found["value"].to_list() == COMUNI["nome"].to_list()
    clear = COMUNI.select(pl.len().over("nome", "sigla") == 1).to_series()
    assert found.filter(clear)["belfiore"].to_list() == COMUNI.filter(clear)["belfiore"].to_list()


def test_namesakes_without_a_sigla_stay_open() -> None:
    twice = COMUNI.filter(pl.len().over("nome") > 1)
    assert twice.height >= 10
    found = comune.series(twice["nome"]).struct.unnest()
    assert found["value"].to_list() == twice["nome"].to_list()
    assert found["issue"].cast(pl.String).unique().to_list() == ["comune_ambiguous"]
    assert found["belfiore"].null_count() == twice.height


def test_names_in_the_other_language() -> None:
    rows = COMUNI.filter(pl.col("nome_altra_lingua").is_not_null())
    assert rows.height > 100
    both = [f"{one}/{other}" for one, other in rows.select("nome", "nome_altra_lingua").iter_rows()]
    assert comune.series(pl.Series(both)).struct.field("value").to_list() == rows["nome"].to_list()


@pytest.mark.parametrize(
    ("typed", "value", "status"),
    [
        ("FORLI'", "Forlì", "fixed"),
        ("reggio nell'emilia (RE)", "Reggio nell'Emilia", "fixed"),
        ("L`AQUILA", "L'Aquila", "fixed"),
        ("LAquila", "L'Aquila", "fixed"),
        ("Milano MI", "Milano", "fixed"),
        ("Parigi", "Parigi", "valid"),
        ("PARIGI (Francia)", "Parigi", "fixed"),
        ("Francia", "Francia", "suspect"),
        ("REGGIO EMILIA", "Reggio nell'Emilia", "fixed"),
        ("Reggio Calabria", "Reggio di Calabria", "fixed"),
        ("S.MARIA CAPUA V.", "Santa Maria Capua Vetere", "fixed"),
        ("SANTARCANGELO (RN)", "Santarcangelo di Romagna", "fixed"),
        ("Millano (MI)", "Milano", "fixed"),
        ("CASTELLAMARE DI STABIA", "Castellammare di Stabia", "fixed"),
        # Without a province a slip or a beginning is only said.
        ("Naples", "Naples", "suspect"),
        ("Venice", "Venice", "suspect"),
        ("Montecchio Magg", "Montecchio Magg", "suspect"),
        ("Reggio", "Reggio", "suspect"),
        ("Castelfranco", "Castelfranco", "suspect"),
        ("Castelfranco (TV)", "Castelfranco Veneto", "fixed"),
        ("Nizza (AT)", "Nizza Monferrato", "fixed"),
        # Regions, states and words are near no comune.
        ("Sardegna", "Sardegna", "suspect"),
        ("Italia", "Italia", "suspect"),
        ("Altro", "Altro", "suspect"),
        ("Milano 2", "Milano 2", "suspect"),
        ("Milano/Roma", "Milano/Roma", "suspect"),
        # Milano and Mileto are both one slip away.
        ("MILNO", "MILNO", "suspect"),
        ("Milano Marittima (Cervia)", "Cervia", "fixed"),
        ("CERVIA (Milano Marittima)", "Cervia", "fixed"),
        ("ROMA (MI)", "ROMA (MI)", "suspect"),
        # Ceased: one heir, an heir of an heir, several heirs.
        ("NICASTRO", "Lamezia Terme", "fixed"),
        ("Malamocco", "Venezia", "fixed"),
        ("Apuania", "Apuania", "suspect"),
        # In South Tyrol cut off in the middle of the second name.
        ("APPIANO SULLA STRADA DEL VINO .EPPAN AN (BZ)", "Appiano sulla strada del vino", "fixed"),
        ("Paperopoli", "Paperopoli", "suspect"),
        ("-", None, "missing"),
        # Word by word, as twenty characters force it.
        ("Barcellona P.G.", "Barcellona Pozzo di Gotto", "fixed"),
        ("S. GIOVANNI V.NO (AR)", "San Giovanni Valdarno", "fixed"),
        ("CASALE M.TO", "Casale Monferrato", "fixed"),
        ("CERNUSCO S/N", "Cernusco sul Naviglio", "fixed"),
        ("REGGIO E.", "Reggio nell'Emilia", "fixed"),
        # A quarter behind the comune, in its province only.
        ("GENOVA NERVI (GE)", "Genova", "fixed"),
        ("ROMA EUR (RM)", "Roma", "fixed"),
        ("ROMA EUR", "ROMA EUR", "suspect"),
        ("MILANO MARITTIMA (RA)", "MILANO MARITTIMA (RA)", "suspect"),
        ("Fondi Scalo", "Fondi", "fixed"),
        ("Roma Capitale", "Roma", "fixed"),
        ("20121 MILANO (MI)", "Milano", "fixed"),
        ("Vaticano", "Stato della Città del Vaticano", "suspect"),
        ("Repubblica di San Marino", "San Marino", "suspect"),
        ("BOZEN", "Bolzano", "fixed"),
        ("CittÃ  di Castello", "Città di Castello", "fixed"),
    ],
)
def test_typed(typed: str, value: str | None, status: str) -> None:
    outcome = comune.check(typed)
    assert (outcome.value, outcome.status) == (value, status)


def test_places_of_the_south_tyrol_keep_their_italian_name() -> None:
    # name_facts.md 12: double forms are one place.
    assert comune.check("Merano/Meran").value == "Merano"
    assert comune.check("MERAN").sigla == "BZ"


def one_slip_each(names: pl.Series, seed: int) -> pl.Series:
    rng = random.Random(seed)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

    def slip(name: str) -> str:
        at = rng.randrange(len(name))
        return rng.choice(
            [
                name[:at] + rng.choice(letters) + name[at + 1 :],
                name[:at] + name[at + 1 :],
                name[:at] + rng.choice(letters) + name[at:],
                name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
            ]
        )

    return pl.Series([slip(name.upper()) for name in names])


def test_misspelt_names_beside_their_sigla() -> None:
    typed = one_slip_each(COMUNI["nome"], 7894).to_frame("typed").with_columns(COMUNI["sigla"])
    beside = typed.select(pl.concat_str("typed", pl.lit(" ("), "sigla", pl.lit(")"))).to_series()
    found = comune.series(beside).struct.field("istat")
    assert (found == COMUNI["istat"]).sum() >= 0.97 * COMUNI.height
    assert (found != COMUNI["istat"]).sum() <= 0.001 * COMUNI.height


def test_real_comuni_as_typed(real: Callable[[str], pl.DataFrame]) -> None:
    bodies = real("cinque_per_mille_2022.parquet")
    typed = bodies.select(pl.concat_str("comune_originale", pl.lit(" ("), "provincia", pl.lit(")"))).to_series()
    found = comune.series(typed).struct.unnest()
    # The codes of Sardinia have changed since 2022: there the name decides.
    same_code = found["istat"] == bodies["codice_istat"]
    same_name = found["value"].str.to_uppercase().str.replace_all("[^A-Z]", "") == bodies["comune"].str.replace_all(
        "[^A-Z]", ""
    )
    assert (same_code | same_name).fill_null(value=False).mean() >= 0.998


def test_the_comuni_of_istat(real: Callable[[str], pl.DataFrame]) -> None:
    theirs = real("situas_comuni_2026-08-14.csv")
    columns = {"Codice Comune (alfanumerico)": "istat", "Codice catasto": "belfiore", "Sigla automobilistica": "sigla"}
    ours = COMUNI.select(columns.values())
    names = pl.concat_str("Comune (dizione italiana)", pl.lit(" ("), "Sigla automobilistica", pl.lit(")"))
    found = comune.series(theirs.select(names).to_series()).struct.unnest()
    assert found["istat"].equals(theirs["Codice Comune (alfanumerico)"].rename("istat"))
    differing = theirs.rename(columns).select(columns.values()).join(ours, on=list(columns.values()), how="anti")
    assert differing.is_empty()


@pytest.mark.parametrize(
    ("typed", "value", "former"),
    [
        ("Negrar", "Negrar di Valpolicella", "Negrar"),
        ("NEGRAR (VR)", "Negrar di Valpolicella", "Negrar"),
        ("Capaccio", "Capaccio Paestum", "Capaccio"),
        ("Popoli", "Popoli Terme", "Popoli"),
        ("Montemagno", "Montemagno Monferrato", "Montemagno"),
        ("ORTONOVO", "Luni", "Ortonovo"),
        ("S. Giorgio di Mantova", "San Giorgio Bigarello", "San Giorgio di Mantova"),
        ("Calliano (AT)", "Calliano Monferrato", "Calliano"),
        ("Nicastro", "Lamezia Terme", "Nicastro"),
    ],
)
def test_names_of_the_past_lead_to_the_comune_of_today(typed: str, value: str, former: str) -> None:
    outcome = comune.check(typed)
    assert (outcome.value, outcome.issue, outcome.detail) == (value, "comune_former", former)


def test_every_name_borne_until_lately_means_its_comune_or_stays_open() -> None:
    """Of all renamings since 1970: none leads to another comune, and all but the shared names lead to theirs."""
    today = COMUNI.select(codice="belfiore", oggi="nome")
    past = table("luoghi").filter(pl.col("al") >= "1970-01-01").join(today, on="codice")
    past = past.filter(pl.col("nome") != pl.col("oggi")).unique(["codice", "nome"])
    found = comune.series(past["nome"]).struct.unnest()
    told = past.with_columns(found["belfiore"], found["candidati"])
    assert told.height > 80
    right = pl.col("belfiore") == pl.col("codice")
    shared = pl.col("candidati").str.contains(" ")
    assert told.filter(~right.fill_null(value=False) & ~shared)["nome"].to_list() == []
    # A shared name is that of the comune that bears it now.
    other = told.filter(pl.col("belfiore").is_not_null() & ~right).join(today, left_on="belfiore", right_on="codice")
    assert other.filter(pl.col("nome").str.to_lowercase() != pl.col("oggi_right").str.to_lowercase()).is_empty()


@pytest.mark.parametrize(
    ("typed", "value", "part"),
    [
        ("FRAZ LOCARA SAN BONIFACIO", "San Bonifacio", "Locara"),
        ("Fraz. Locara - San Bonifacio (VR)", "San Bonifacio", "Locara"),
        ("SAN BONIFACIO FRAZ. LOCARA", "San Bonifacio", "Locara"),
        ("San Bonifacio loc. Locara", "San Bonifacio", "Locara"),
        ("C.DA SAN VITO OSTUNI", "Ostuni", "San Vito"),
        ("LOCARA - SAN BONIFACIO", "San Bonifacio", "Locara"),
        ("VAGO LAVAGNO", "Lavagno", "Vago"),
        ("VAGO LAVAGNO VR", "Lavagno", "Vago"),
        ("CASTIGLIONCELLO ROSIGNANO MARITTIMO", "Rosignano Marittimo", "Castiglioncello"),
        ("MILANO MARITTIMA CERVIA", "Cervia", "Milano Marittima"),
    ],
)
def test_a_locality_beside_its_comune(typed: str, value: str, part: str) -> None:
    outcome = comune.check(typed)
    assert (outcome.value, outcome.issue, outcome.frazione) == (value, "comune_frazione", part)


@pytest.mark.parametrize(
    "typed",
    [
        "MARINA DI PISA", "LOCARA DI SAN BONIFACIO", "FRAZ. SAN BONIFACIO", "FRAZIONE MARINA DI PISA", "BORGO ROMA",
        "ROSSI MILANO", "MARIO ROSSI LAVAGNO", "HOTEL VENEZIA", "SEGRATE MILANO", "ARZIGNANO VICENZA", "CLIENTE MILANO",
        "BASILIANO VENZONE", "LIDO DI OSTIA", "VIVARELLI COLONNA", "NUOVA LAVAGNO",
    ],
)  # fmt: skip
def test_what_is_no_locality_stays_as_typed(typed: str) -> None:
    outcome = comune.check(typed)
    assert (outcome.value, outcome.frazione) == (typed, None)
    assert outcome.status == "suspect"


@pytest.mark.parametrize("typed", ["REGGIO EMILIA", "SAN BONIFACIO", "SESTO SAN GIOVANNI", "PONTE SAN PIETRO"])
def test_a_comune_of_several_words_is_whole(typed: str) -> None:
    outcome = comune.check(typed)
    assert outcome.ok
    assert outcome.frazione is None


@pytest.mark.parametrize(
    "typed",
    [
        "domina",
        "Montevecchi",
        "Macchiarella",
        "Montecassino",
        "Croce",
        "Acqua",
        "Marco",
        "Di Marco",
        "Dell'Acqua",
    ],
)
def test_words_and_surnames_become_no_comune(typed: str) -> None:
    outcome = comune.check(typed)
    assert outcome.value == typed
