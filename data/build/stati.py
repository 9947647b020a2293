"""Make stati.csv: the codes of foreign states used in codici fiscali (Z000)."""

import argparse
import re
from pathlib import Path

import polars as pl
from _read import fold, js_places, npm_array, package_json, pippofc_states
from _stati import GROUPS, OTHER_NAMES, RARE
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


def check_names(states: dict[str, dict[str, str]]) -> None:
    """Stop when a name leads to two states that have nothing to do with each other."""
    owners: dict[str, str] = {}
    for code, state in states.items():
        for name in (state["nome"], *state["altri_nomi"].split("|")):
            other = owners.setdefault(fold(name), code) if name else code
            same = other == code or (state["gruppo"] and state["gruppo"] == states[other]["gruppo"])
            assert same, f"{name}: {other} and {code}"


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", type=Path, required=True, help="unpacked @italia-tools/faker")
    parser.add_argument("--pippofc", type=Path, required=True, help="unpacked pippofc")
    parser.add_argument("--codice-fiscale-js", type=Path, required=True, help="unpacked codice-fiscale-js")
    options = parser.parse_args()
    listed = pippofc_states(options.pippofc) | {
        code for code in js_places(options.codice_fiscale_js) if code.startswith("Z")
    }
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
    for record in npm_array(options.package, "countries"):
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
    # The new names fill exactly the gap between the main packages and the longer lists of codes.
    assert RARE.keys() == listed - states.keys(), sorted(RARE.keys() ^ (listed - states.keys()))
    for code, (name, english, iso2) in RARE.items():
        states[code] = {"codice": code, "nome": name, "nome_inglese": english, "iso2": iso2, "dal": "", "al": ""}
    group_of = {code: group for group, codes in GROUPS.items() for code in codes.split()}
    assert len(group_of) == sum(len(codes.split()) for codes in GROUPS.values()), "a code has two groups"
    for code in (*group_of, *OTHER_NAMES):
        assert code in states, code
    for code, state in states.items():
        own = {fold(state["nome"]), ""}
        names = [name for name in OTHER_NAMES.get(code, "").split("|") if fold(name) not in own]
        state |= {"gruppo": group_of.get(code, ""), "altri_nomi": "|".join(dict.fromkeys(names))}
    check_names(states)
    columns = ["codice", "nome", "nome_inglese", "iso2", "dal", "al", "gruppo", "altri_nomi"]
    write_table(
        "stati",
        pl.DataFrame(list(states.values())).select(columns).sort("codice"),
        title="Foreign states in the codice fiscale",
        source=(
            "python-codicefiscale 0.12.1 and @italia-tools/faker 0.2.0-alpha.0; that the rarer codes exist: "
            "pippofc 0.0.5 and codice-fiscale-js 2.4.0; rarer, other and group names: the project"
        ),
        licence="MIT; from codice-fiscale-js (CC BY-SA) no text is taken, only which codes exist",
        date="2026-11-22",
        made_by="stati.py",
        notes=(
            "al is the end of a state (or, for Z136, of its code), empty for all others: some states and codes ended "
            "on a day no source gives; dal is known only for some ceased states. People born in a ceased state often "
            "have the code of the state that came after it (born in Kiev in 1980: Z138), so a missing dal is on "
            "purpose: never refuse a successor's code for an early birth date. gruppo is shared by codes whose land "
            "was once one state or is the same land (congo: the same name). altri_nomi are other names people type, "
            "divided by |; a name may stand on several codes of one group. Z905 is the dependencies of the United "
            "States in codice-fiscale-js, of Norway in pippofc: the first fits the order of the codes. Not every "
            "code ever assigned is in the sources: an unknown Z code is a reason to look, not an error."
        ),
    )


if __name__ == "__main__":
    main()
