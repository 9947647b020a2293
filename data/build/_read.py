"""Read the packages that the reference tables are made from."""

import ast
import json
import re
import unicodedata
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl


def package_json(name: str) -> Any:
    """Return a JSON file of python-codicefiscale."""
    return json.loads(files("codicefiscale").joinpath("data", name).read_text(encoding="utf-8"))


def npm_array(package: Path, name: str) -> list[Any]:
    """Return the array literal of a data module of @italia-tools/faker."""
    text = (package / "dist" / "lib" / "data" / f"{name}.json.mjs").read_text(encoding="utf-8")
    start = text.index("[")
    # Only bare keys need quoting to turn these literals into JSON.
    literal = re.sub(r"([{,])([A-Za-z]\w*):", r'\1"\2":', text[start:])
    return list(json.JSONDecoder().raw_decode(literal)[0])


def pippofc_states(package: Path) -> set[str]:
    """Return the codes of states in pippofc."""
    tree = ast.parse((package / "pippo_fc" / "data.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_COUNTRIES":
            return {record["code"] for record in ast.literal_eval(node.value)}
    raise SystemExit("pippofc: no list of states")


def js_places(package: Path) -> set[str]:
    """Return the codes of comuni and states in codice-fiscale-js."""
    text = (package / "src" / "lista-comuni.js").read_text(encoding="utf-8")
    return set(re.findall(r"^\s*\['([A-MZ]\d{3})',", text, re.MULTILINE))


def archive(package: Path) -> pl.DataFrame:
    """Return the archive of place codes of the Agenzia delle Entrate in odoo14-addon-l10n-it-fiscalcode."""
    path = package / "odoo" / "addons" / "l10n_it_fiscalcode" / "data" / "res.city.it.code.csv"
    return pl.read_csv(path, infer_schema=False).select(
        riga=pl.col("id").cast(pl.Int32),
        codice="national_code",
        nome="name",
        sigla="province",
        nota=pl.col("notes").str.strip_chars(),
        erede="national_code_var",
        data="var_date",
    )


def municipalities() -> pl.DataFrame:
    """Return the periods of Italian comuni known to python-codicefiscale."""
    records = package_json("municipalities.json") + package_json("municipalities-patch.json")
    day = r"^(\d{4}-\d{2}-\d{2})"
    return (
        pl.DataFrame(records, schema_overrides={"name_slugs": pl.List(pl.String)})
        .select(
            codice="code",
            nome="name",
            sigla="province",
            dal=pl.col("date_created").str.extract(day),
            al=pl.col("date_deleted").str.extract(day),
        )
        .filter(pl.col("codice").str.contains(r"^[A-M]\d{3}$"))
        .unique()
        .sort("codice", "dal", "al", "nome")
    )


def fold(text: str) -> str:
    """Return `text` in capitals without accents."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ß", "ss"))
    return "".join(char for char in plain if not unicodedata.combining(char)).upper()
