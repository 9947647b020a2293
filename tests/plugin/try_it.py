"""Use the plug-in in every place where a cleaner can be used, as it is installed in this interpreter.

python try_it.py FOLDER    writes its list and its results into an empty folder
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import polars as pl

import italclean as ic

LIST = """Cognome;Nome;CodCli AS400;CAP
Rossi;Mario;sm3473;20121
Rossi;Mario;SM-03473;20121
Bianchi;Anna;TS00012;34121
Verdi;Ugo;7 bis;40121
"""


def italclean(*arguments: str, given: str | None = None) -> str:
    """Run the command line, and return what it writes."""
    command = [sys.executable, "-m", "italclean", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8", input=given).stdout


def main(folder: Path) -> None:
    """Use it."""
    clienti, out = folder / "clienti.csv", folder / "out"
    clienti.write_text(LIST, encoding="utf-8")

    # Python: the registry, the namespace, one value.
    assert ic.CLEANERS["codice_gestionale"].check("sm3473").value == "SM03473"
    frame = pl.DataFrame({"codice": ["sm 1", "x9"]})
    found = frame.select(pl.col("codice").ital.codice_gestionale().struct.unnest())  # type: ignore[attr-defined]
    assert found["value"].to_list() == ["SM00001", None]
    assert found["issue"].to_list() == ["format", "gestionale_format"]
    assert "codice_gestionale" in dir(pl.Series(["a"]).ital)  # type: ignore[attr-defined]

    # The command line: the list of cleaners, one value, the plan by its header.
    assert "codice_gestionale" in italclean("cleaners")
    told = json.loads(italclean("check", "codice_gestionale", "TS00012"))
    assert told["filiale"] == "TS", told
    assert told["issue"] == "gestionale_closed", told
    plan = json.loads(italclean("plan", str(clienti), "--json"))
    assert "codice_gestionale" in json.dumps(plan), plan

    # A run: the column, the log, the report.
    italclean("run", str(clienti), "--out", str(out), "--lang", "en")
    cleaned = read(out / "cleaned.csv")
    assert [row["codice_gestionale"] for row in cleaned] == ["SM03473", "SM03473", "TS00012", ""]
    issues = {row["original"]: row for row in read(out / "issues.csv") if row["role"] == "codice_gestionale"}
    assert issues["7 bis"]["issue"] == "gestionale_format"
    assert issues["7 bis"]["status"] == "invalid"
    assert issues["TS00012"]["message"].startswith("The branch TS is closed")
    report = (out / "report.html").read_text(encoding="utf-8")
    assert "codice_gestionale" in report
    assert "two letters and five digits" in report
    print("the plug-in works")


def read(path: Path) -> list[dict[str, str]]:
    """Read one of the written tables."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
