"""Make nomi.csv and cognomi.csv: given names with their sex, and surnames with a weight."""

import argparse
import re
from collections import Counter
from pathlib import Path

import polars as pl
from _read import fold, npm_array, package_json
from _write import write_table
from faker.providers.person.it_IT import Provider

SOURCE = "@italia-tools/faker 0.2.0-alpha.0, python-codicefiscale 0.12.1, Faker 40.54.0 (it_IT)"
FILLERS = {"DATO MANCANTE", "MISSING", "RISERVATO"}
PARTICLES = {
    *("AL", "DA", "DAL", "DE", "DEI", "DEL", "DELLA", "DELLE", "DI", "DU"),
    *("ED", "EL", "IN", "LA", "LE", "LO", "VAN", "VON"),
}
# The lists cut their entries at this length, so a last word that reaches it may be broken.
CUT = 19


def tokens(name: str) -> list[str]:
    """Return the words of a given name in plain capitals, or nothing for an unusable entry."""
    plain = re.sub(r"(?<=NICOL|ICCOL)¥", "O", fold(name.strip()))
    if plain in FILLERS:
        return []
    words = [word for word in re.split(r"[ ,-]+", plain.replace("'", "").replace("`", "")) if word]
    while words and words[0] in PARTICLES:
        words = words[1:]
    return words if all(word.isascii() and word.isalpha() for word in words) else []


def given_names(package: Path) -> pl.DataFrame:
    """Return given names with the number of men and women of the sources."""
    male = {(row["value"], row["weight"]) for row in npm_array(package, "maleFirstNames")}
    # Half of the female list is the tail of the male list, weights included: leave it out.
    female = {(row["value"], row["weight"]) for row in npm_array(package, "femaleFirstNames")}
    counts: dict[str, Counter[str]] = {"M": Counter(), "F": Counter()}
    others: dict[str, set[str]] = {"M": set(), "F": set()}
    for sex, rows in (("M", male), ("F", female - male)):
        for name, weight in sorted(rows):
            words = tokens(name)
            if not words:
                continue
            counts[sex][words[0]] += weight
            rest = words[1:-1] if len(name) >= CUT else words[1:]
            others[sex].update(word for word in rest if word not in PARTICLES)
    lists = package_json("names.json")
    others["M"].update(*map(tokens, [*lists["M"], *Provider.first_names_male]))
    others["F"].update(*map(tokens, [*lists["F"], *Provider.first_names_female]))
    known = set(counts["M"]) | set(counts["F"])
    for sex, found in others.items():
        counts[sex].update(word for word in found if word not in known)
    for sex, extra in (("M", Provider.first_names_male), ("F", Provider.first_names_female)):
        for name in [*lists[sex], *extra]:
            for word in tokens(name):
                counts[sex][word] = max(counts[sex][word], 1)
    names = sorted(word for word in counts["M"].keys() | counts["F"].keys() if len(word) > 1)
    return pl.DataFrame(
        {
            "nome": names,
            "maschi": [counts["M"][name] for name in names],
            "femmine": [counts["F"][name] for name in names],
        }
    )


def surnames(package: Path) -> pl.DataFrame:
    """Return surnames with a weight that grows with provinces and rank."""
    weights: Counter[str] = Counter()

    def plain(name: str) -> str:
        return " ".join(fold(name).rstrip("' ").split())

    for listed in (Provider.last_names, npm_array(package, "lastNames")):
        weights.update({plain(name) for name in listed})
    for province in npm_array(package, "lastNamesByProvince"):
        for rank, name in enumerate(province["surnames"]):
            weights[plain(name)] += max(10 - rank, 1)
    usable = sorted(name for name in weights if re.fullmatch(r"[A-Z][A-Z' -]+", name))
    return pl.DataFrame({"cognome": usable, "peso": [weights[name] for name in usable]})


def main() -> None:
    """Write the two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", type=Path, required=True, help="unpacked @italia-tools/faker")
    package = parser.parse_args().package
    write_table(
        "nomi",
        given_names(package),
        title="Given names in use in Italy, with men and women counted",
        source=SOURCE,
        licence="MIT",
        date="2024-12-07",
        made_by="nomi.py",
        notes=(
            "Single words in capitals without accents or apostrophes. A double name counts for "
            "its first word; its other words count 1 when not known otherwise. The counts come "
            "from a sample of people born around 1990-2010 and hold slips of the pen (LROENZO) "
            "and of sex (MARIA 11 men): compare the two counts, never ask whether one is zero."
        ),
    )
    write_table(
        "cognomi",
        surnames(package),
        title="Surnames in use in Italy",
        source=SOURCE,
        licence="MIT",
        date="2026-09-07",
        made_by="nomi.py",
        notes=(
            "Capitals without accents; apostrophes kept inside (D'ANGELO), blanks kept (DE LUCA). "
            "peso: 1 for each general list that has the surname, plus 10 to 1 for its place "
            "among the ten most common of each province. Far from complete: absence means nothing."
        ),
    )


if __name__ == "__main__":
    main()
