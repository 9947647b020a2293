"""Make stati.csv: the codes of foreign states used in codici fiscali (Z000)."""

import argparse
import re
from pathlib import Path

import polars as pl
from _read import npm_array, package_json
from _write import write_table
from luoghi import mend

# English name and ISO code of the states that only one source has, or has without them.
KNOWN = {
    "Z105": ("Czechoslovakia", ""),
    "Z111": ("East Germany", ""),
    "Z118": ("Yugoslavia", ""),
    "Z135": ("Soviet Union", ""),
    "Z136": ("Georgia", ""),
    "Z157": ("Serbia and Montenegro", ""),
    "Z201": ("Federation of South Arabia", ""),
    "Z202": ("Protectorate of South Arabia", ""),
    "Z221": ("Hong Kong", "HK"),
    "Z250": ("South Yemen", ""),
    "Z300": ("Namibia", "NA"),
    "Z350": ("Tanganyika", ""),
    "Z360": ("Mayotte", "YT"),
    "Z513": ("Martinique", "MQ"),
    "Z518": ("Puerto Rico", "PR"),
    "Z520": ("United States Virgin Islands", "VI"),
}
UNKNOWN_DATE = "1900-01-01"


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", type=Path, required=True, help="unpacked @italia-tools/faker")
    package = parser.parse_args().package
    states: dict[str, dict[str, str]] = {}
    for name in ("countries.json", "countries-patch.json", "deleted-countries.json"):
        for record in package_json(name):
            ceased = record["date_deleted"][:10]
            since = record["date_created"][:10]
            states[record["code"]] = {
                "codice": record["code"],
                "nome": mend(record["name"]),
                "nome_inglese": record["name_alt_en"],
                "iso2": "",
                # Only a state that ceased has a start worth checking against.
                "dal": since if ceased and since != UNKNOWN_DATE else "",
                "al": ceased,
            }
    for record in npm_array(package, "countries"):
        code = record["codiceAt"]
        if not code:
            continue
        state = states.setdefault(code, {"codice": code, "dal": "", "al": ""})
        state["nome"] = re.sub(r" \([A-Z]{2}\)$", "", record["denominazioneIt"])
        state["nome_inglese"] = re.sub(r" \([A-Z]{2}\)$", "", record["denominazioneEn"])
        state["iso2"] = record["codiceIso3166Alpha2"]
    for code, (english, iso2) in KNOWN.items():
        states[code]["nome_inglese"] = english
        states[code]["iso2"] = iso2
    columns = ["codice", "nome", "nome_inglese", "iso2", "dal", "al"]
    write_table(
        "stati",
        pl.DataFrame(list(states.values())).select(columns).sort("codice"),
        title="Foreign states in the codice fiscale",
        source="python-codicefiscale 0.12.1 and @italia-tools/faker 0.2.0-alpha.0",
        licence="MIT",
        date="2026-09-07",
        made_by="stati.py",
        notes=(
            "al is the end of a state (or, for Z136, of its code), empty for all others; dal is "
            "known only for some ceased states. People born in a ceased state often have the code "
            "of the state that came after it (born in Kiev in 1980: Z138), so a missing dal is "
            "on purpose: never refuse a successor's code for an early birth date. Not every code "
            "ever assigned is in the sources: an unknown Z code is a reason to look, not an error."
        ),
    )


if __name__ == "__main__":
    main()
