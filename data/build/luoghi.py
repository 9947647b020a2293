"""Make luoghi.csv: the Belfiore codes of Italian comuni with their periods."""

import re

import polars as pl
from _read import municipalities
from _write import DATA, write_table

PARTICLES = (
    "di del dello della dei degli delle de de' da dal dallo dalla dai dalle a al allo alla ai "
    "alle in nel nello nella nei nelle ne' con su sul sullo sulla sui sulle per tra presso e ed "
    "la le lo li il i gli du des ob"
)
# Lower case only when a place follows: "Abbadia sopra Adda" but "Forni di Sopra".
POSITIONS = {"sopra", "sotto"}
FRENCH = re.compile(r"-(De|Des|Du|En)(?=-)")
ELIDED = re.compile(r"^(D|Dell|Dall|Nell|Sull|All|Coll)'(?=.)")


def mend(name: str) -> str:
    """Put the particles inside a title-cased name in lower case."""
    first, *rest = name.split(" ")
    words = [first]
    particles = PARTICLES.split()
    for place, word in enumerate(rest, start=1):
        small = word.lower()
        followed = place < len(rest) and words[-1] != "di"
        if small in particles or (small in POSITIONS and followed):
            word = small
        words.append(ELIDED.sub(_lower, word))
    return FRENCH.sub(_lower, " ".join(words))


def _lower(match: re.Match[str]) -> str:
    return match.group().lower()


def main() -> None:
    """Write the table."""
    comuni = pl.read_csv(DATA / "comuni.csv", infer_schema=False)
    official = {name.lower(): name for name in comuni["nome"]}
    today = comuni.select(codice="belfiore", nome_oggi="nome", sigla_oggi="sigla")
    luoghi = (
        municipalities()
        .join(today, on="codice", how="left")
        .with_columns(
            nome=pl.when(pl.col("al").is_null() & pl.col("nome_oggi").is_not_null())
            .then("nome_oggi")
            .otherwise(
                pl.col("nome").map_elements(
                    lambda name: official.get(name.lower()) or mend(name), return_dtype=pl.String
                )
            ),
            sigla=pl.when(pl.col("al").is_null()).then("sigla_oggi").otherwise("sigla"),
        )
        .select("codice", "nome", "sigla", "dal", "al")
        .unique()
        .sort("codice", "dal", "al", "nome")
    )
    write_table(
        "luoghi",
        luoghi,
        title="Belfiore codes of Italian comuni, past and present",
        source=(
            "python-codicefiscale 0.12.1 (municipalities.json and its patch, from the ANPR "
            "archive); names and provinces of today's comuni from comuni.csv"
        ),
        licence="MIT (packages); ISTAT names CC BY 4.0",
        date="2026-02-21",
        made_by="luoghi.py",
        notes=(
            "One row per period; dal and al are both inclusive, al is empty while the comune "
            "exists. A code stays in the codici fiscali of those born in its period for ever. "
            "1861-03-17 stands for any earlier date. sigla is that of the period; PL, FU and ZA "
            "are Pola, Fiume and Zara, ceded in 1947. Periods of a code may leave gaps, and "
            "registries do use today's code for a birth before its first period: a date outside "
            "every period is a reason to look, not proof of an error."
        ),
    )


if __name__ == "__main__":
    main()
