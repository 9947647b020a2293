"""Make prefissi.csv: the area codes of Italian landlines with the town that each is named after."""

import phonenumbers
import polars as pl
from _write import DATA, write_table
from phonenumbers.geodata import GEOCODE_DATA

ITALY = "39"


def main() -> None:
    """Write the table."""
    towns = pl.DataFrame(
        [
            (code.removeprefix(ITALY), names.get("it") or names.get("en"))
            for code, names in GEOCODE_DATA.items()
            if code.startswith(f"{ITALY}0")
        ],
        schema=["prefisso", "distretto"],
        orient="row",
    )
    comuni = pl.read_csv(DATA / "comuni.csv", infer_schema=False).select("sigla", distretto="nome")
    named = towns.join(comuni.unique("distretto", keep="none"), on="distretto").sort("prefisso")
    write_table(
        "prefissi",
        named,
        title="Area codes of Italian landlines",
        source=f"geocoding data of phonenumbers {phonenumbers.__version__} (Python package)",
        licence="Apache-2.0",
        date="2026-11-22",
        made_by="prefissi.py",
        notes=(
            "distretto is the town that the district is named after, sigla its province of today. A district "
            "may reach into the provinces beside: a number of another district is no proof of an error. "
            "Districts without the name of a comune are left out."
        ),
    )


if __name__ == "__main__":
    main()
