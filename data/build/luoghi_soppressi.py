"""Make luoghi_soppressi.csv: suppressed Belfiore codes and the comune each was joined to."""

import argparse
import re
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from _read import archive, js_places
from _write import DATA, write_table
from comuni import MERGED
from luoghi import mend

# The archive knows no merger after this day.
ARCHIVE_ENDS = "2014-02-22"
# Since then a merger founds a comune on the day after: earlier ends are left to the archive.
MERGERS_BEGIN = "2007-01-01"
# An AGG row tells one heir; the others tell a temporary one, one of several, a name to look up or a new code.
NOTES = ["AGG", "AGT", "AGP", "VED", "ORA"]
# Capitals write an accent as an apostrophe; "Ca'" and "de'" are too short to be meant.
ACCENT = re.compile(r"(\w{3,})([aeiou])'(?= |$)")

# Heirs the archive does not know, where more than one comune was founded in the province that day.
FOUNDED = {
    "Abetone Cutigliano": "Abetone, Cutigliano",
    "Alluvioni Piovera": "Alluvioni Cambiò, Piovera",
    "Alpago": "Farra d'Alpago, Pieve d'Alpago, Puos d'Alpago",
    "Altavalle": "Faver, Grauno, Grumes, Valda",
    "Alto Sermenza": "Rima San Giuseppe, Rimasco",
    "Altopiano della Vigolana": "Bosentino, Centa San Nicolò, Vattaro, Vigolo Vattaro",
    "Amblar-Don": "Amblar, Don",
    "Borgo Chiese": "Brione, Cimego, Condino",
    "Borgo Lares": "Bolbeno, Zuclo",
    "Borgo d'Anaunia": "Castelfondo, Fondo, Malosco",
    "Borgocarbonara": "Borgofranco sul Po, Carbonara di Po",
    "Campiglia Cervo": "Campiglia Cervo, Quittengo, San Paolo Cervo",
    "Cassano Spinola": "Cassano Spinola, Gavazzana",
    "Castel Ivano": "Spera, Strigno, Villa Agnedo",
    "Cellio con Breia": "Breia, Cellio",
    "Cembra Lisignago": "Cembra, Lisignago",
    "Colceresa": "Mason Vicentino, Molvena",
    "Colli al Metauro": "Montemaggiore al Metauro, Saltara, Serrungarina",
    "Contà": "Cunevo, Flavon, Terres",
    "Dimaro Folgarida": "Dimaro, Monclassico",
    "Fiumicello Villa Vicentina": "Fiumicello, Villa Vicentina",
    "Lessona": "Crosa, Lessona",
    "Lusiana Conco": "Conco, Lusiana",
    "Madruzzo": "Calavino, Lasino",
    "Novella": "Brez, Cagnò, Cloz, Revò, Romallo",
    "Pieve di Bono-Prezzo": "Pieve di Bono, Prezzo",
    "Porte di Rendena": "Darè, Vigo Rendena, Villa Rendena",
    "Predaia": "Coredo, Smarano, Taio, Tres, Vervò",
    "Primiero San Martino di Castrozza": "Fiera di Primiero, Siror, Tonadico, Transacqua",
    "Quaregna Cerreto": "Cerreto Castello, Quaregna",
    "Riva del Po": "Berra, Ro",
    "San Giorgio Bigarello": "Bigarello",
    "San Lorenzo Dorsino": "Dorsino, San Lorenzo in Banale",
    "San Marcello Piteglio": "Piteglio, San Marcello Pistoiese",
    "Sella Giudicarie": "Bondo, Breguzzo, Lardaro, Roncone",
    "Terre Roveresche": "Barchi, Orciano di Pesaro, Piagge, San Giorgio di Pesaro",
    "Tre Ville": "Montagne, Preore, Ragoli",
    "Treppo Ligosullo": "Ligosullo, Treppo Carnico",
    "Tresignana": "Formignana, Tresigallo",
    "Val di Chy": "Alice Superiore, Lugnacco, Pecco",
    "Val di Zoldo": "Forno di Zoldo, Zoldo Alto",
    "Valchiusa": "Meugliano, Trausella, Vico Canavese",
    "Valdaone": "Bersone, Daone, Praso",
    "Valdilana": "Mosso, Soprana, Trivero, Valle Mosso",
    "Vallelaghi": "Padergnone, Terlago, Vezzano",
    "Ville d'Anaunia": "Nanno, Tassullo, Tuenno",
    "Ville di Fiemme": "Carano, Daiano, Varena",
}
# Comuni that joined one that was there already.
JOINED = {
    "Alagna Valsesia": "Riva Valdobbia",
    "Bellano": "Vendrogno",
    "Bienno": "Prestine",
    "Busca": "Valmala",
    "Castel Ivano": "Ivano-Fracena",
    "Gordona": "Menarola",
    "Pesaro": "Monteciccardo",
    "Pettinengo": "Selve Marcone",
    "Saluzzo": "Castellar",
    "San Fermo della Battaglia": "Cavallasca",
    "San Michele all'Adige": "Faedo",
    "Santo Stefano Belbo": "Camo",
    "Torre de' Picenardi": "Ca' d'Andrea",
    "Varallo": "Sabbia",
}


def suppressed() -> pl.DataFrame:
    """Return the codes of luoghi.csv that ended, with their last name."""
    last_day = pl.col("al").fill_null("9999-12-31")
    places = pl.read_csv(DATA / "luoghi.csv", infer_schema=False).sort("codice", last_day)
    last = places.group_by("codice", maintain_order=True).last()
    return last.filter(pl.col("al").is_not_null()).select("codice", "nome", "sigla", "al")


def unlisted(codes: pl.DataFrame, listed: set[str]) -> pl.DataFrame:
    """Return the codes of the archive and of codice-fiscale-js that luoghi.csv does not have."""
    luoghi = pl.read_csv(DATA / "luoghi.csv", infer_schema=False)
    missing = codes.join(luoghi, on="codice", how="anti").filter(pl.col("codice").is_in(list(listed)))
    # A row that points to its own code holds an earlier name.
    last = missing.filter(pl.col("erede").is_null() | (pl.col("erede") != pl.col("codice")))
    return (
        last.sort("codice", "riga")
        .group_by("codice", maintain_order=True)
        .agg(pl.col("nome").last(), pl.col("sigla").last(), al=pl.col("data").drop_nulls().last())
        .with_columns(
            pl.col("nome").map_elements(mixed, return_dtype=pl.String), pl.col("sigla").replace("Fiume", "FU")
        )
    )


def mixed(name: str) -> str:
    """Return a name in capitals, Italian before German, as Italians print it."""
    italian = name.partition(" * ")[0].strip().title()
    accented = ACCENT.sub(lambda match: match[1] + match[2].translate(str.maketrans("aeiou", "àèìòù")), italian)
    return mend(accented)


def archive_heirs(codes: pl.DataFrame, places: pl.DataFrame) -> dict[str, list[str]]:
    """Return the heirs in the archive of the codes that ended in its time, the chief one first."""
    ended = dict(places.select("codice", pl.col("al").fill_null("")).iter_rows())
    luoghi = pl.read_csv(DATA / "luoghi.csv", infer_schema=False)
    known = {*luoghi["codice"], *places["codice"]}
    rows = (
        codes.filter(pl.col("nota").is_in(NOTES) & (pl.col("erede") != pl.col("codice")))
        .with_columns(rango=pl.col("nota").replace_strict({note: rank for rank, note in enumerate(NOTES)}))
        .sort("codice", "rango", "riga")
    )
    heirs: dict[str, list[str]] = {}
    for code, note, heir in rows.select("codice", "nota", "erede").iter_rows():
        # A temporary union of 1928 says nothing about a merger of today.
        late = ended.get(code, "") > ARCHIVE_ENDS
        # An heir that ended first was ceded with its land.
        gone = ended.get(heir, "") and ended[heir] < ended.get(code, "")
        if code in ended and heir in known and not late and not gone:
            known_heirs = heirs.setdefault(code, [heir])
            # Joined to several, or in part to another.
            if note in ("AGG", "AGP") and heir not in known_heirs:
                known_heirs.append(heir)
    return heirs


def later_heirs(places: pl.DataFrame) -> dict[str, str]:
    """Return the heirs of the comuni that merged too late for the archive."""
    luoghi = pl.read_csv(DATA / "luoghi.csv", infer_schema=False)
    heirs = dict(MERGED)
    late = places.filter(pl.col("al") > MERGERS_BEGIN)
    chosen = {old: new for new, olds in FOUNDED.items() for old in olds.split(", ")}
    joined = {old: new for new, olds in JOINED.items() for old in olds.split(", ")}
    for code, name, sigla, end in late.iter_rows():
        here = luoghi.filter((pl.col("sigla") == sigla) & (pl.col("codice") != code))
        if name in joined:
            found = here.filter((pl.col("nome") == joined.pop(name)) & pl.col("al").is_null())
        else:
            day_after = (date.fromisoformat(end) + timedelta(days=1)).isoformat()
            found = here.filter(pl.col("dal") == day_after)
            if name in chosen:
                found = found.filter(pl.col("nome") == chosen.pop(name))
        if found.height == 1:
            heirs.setdefault(code, found["codice"][0])
    assert not chosen, chosen
    assert not joined, joined
    return heirs


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", type=Path, required=True, help="unpacked odoo14-addon-l10n-it-fiscalcode")
    parser.add_argument("--codice-fiscale-js", type=Path, required=True, help="unpacked codice-fiscale-js")
    options = parser.parse_args()
    codes = archive(options.archive)
    ended = suppressed()
    older = unlisted(codes, js_places(options.codice_fiscale_js))
    places = pl.concat([ended, older])
    divided = archive_heirs(codes, places)
    later = {code: heir for code, heir in later_heirs(ended).items() if code not in divided}
    heirs = later | {code: several[0] for code, several in divided.items()}
    others = {code: " ".join(several[1:]) for code, several in divided.items() if len(several) > 1}
    table = places.with_columns(
        erede=pl.col("codice").replace_strict(heirs, default=None),
        altri_eredi=pl.col("codice").replace_strict(others, default=None, return_dtype=pl.String),
    ).sort("codice")
    assert table["codice"].is_unique().all()
    assert not (table["codice"] == table["erede"]).any()
    for part, rows in (("luoghi.csv", ended), ("archive only", older)):
        without = table.join(rows, on="codice", how="semi")["erede"].null_count()
        print(f"{part}: {rows.height} codes, {without} without heir")
    write_table(
        "luoghi_soppressi",
        table,
        title="Suppressed Belfiore codes of comuni and their heirs",
        source=(
            "luoghi.csv; archive of place codes of the Agenzia delle Entrate (February 2014) as copied in "
            "odoo14-addon-l10n-it-fiscalcode 14.0.1.0.3; that a code exists also: codice-fiscale-js 2.4.0; "
            "mergers after that: luoghi.csv and, where it leaves a choice, the project"
        ),
        licence="MIT (luoghi.csv); archive data CC BY 4.0",
        date="2026-02-21",
        made_by="luoghi_soppressi.py",
        notes=(
            "One row per code no longer given. erede is the code of the comune it was joined to, one step only: the "
            "heir may be suppressed too. Where the archive divides a comune among several, erede is the first of "
            "them and altri_eredi holds the others. erede is empty where the land was ceded. al is the "
            "last day in luoghi.csv, the day of the change in the archive; it is empty for nearly all codes that "
            "luoghi.csv does not have: the archive gives no date. nome and sigla are the last ones of the code."
        ),
    )


if __name__ == "__main__":
    main()
