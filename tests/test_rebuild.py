"""Nothing is lost: the input is built again from `cleaned`, `issues` and `rewritten`, and the plan of `run.json`."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import italclean as ic
from italclean.cli.app import main
from italclean.core import formula
from italclean.core.reference import folder
from italclean.errors import EmptyInput, ItalcleanError, NoUsableColumn
from italclean.fields.catalogue import FIELDS
from italclean.readers.sources import read
from tests.cleaners.corpus import OF
from tests.logged import logged

HEADERS = {
    "Cod. Cliente": "testo",
    "Ragione Sociale": "nominativo",
    "Cod.Fisc.": "codice_fiscale",
    "P.IVA": "partita_iva",
    "Data di nascita": "data",
    "Indirizzo": "testo",
    "CAP": "cap",
    "Città": "comune",
    "Prov": "provincia",
    "Telefono": "telefono",
    "Cellulare": "telefono",
    "E-mail": "email",
    "PEC": "email",
    "Consenso": "consenso",
    "Newsletter": "consenso",
    "Opt-out": "consenso",
    "Data revoca": "data",
    "contattabile_email": "consenso",
    "Sesso": "sesso",
    "Cognome": "persona",
    "Nome": "persona",
    "Tipo": "tipo",
    "Note": "testo",
    "telefono": "telefono",
    "source": "testo",
    "Ragione Sociale 2": "nominativo",
    "Indirizzo 2": "testo",
    "Nome 2": "persona",
}


def rebuilt(
    cleaned: pl.DataFrame,
    issues: pl.DataFrame,
    rewritten: pl.DataFrame,
    plan: list[dict[str, str]],
    source: str,
) -> dict[str, list[str]]:
    """Build the cells of a source again, empty text for missing cells."""
    height = cleaned.height
    logged = [
        ((row["column"], int(row["row"])), row["original"] or "")
        for part in (issues, rewritten)
        for row in part.iter_rows(named=True)
    ]
    originals = dict(logged)
    assert len(originals) == len(logged), "a cell stands twice in the log"
    cells = {}
    for column in plan:
        if column["source"] != source:
            continue
        name, role = column["column"], column["role"]
        held = {"id": "source_id"}.get(role or "", column["output"])
        # A name is parted into its fields, so whatever was in its column stands in the log.
        kept = (
            [value or "" for value in cleaned[held]]
            if held in cleaned.columns and role not in ("nominativo", "ragione_sociale")
            else [""] * height
        )
        cells[name] = [originals.get((name, row), kept[row - 1]) for row in range(1, height + 1)]
    return cells


def rebuilt_of(result: ic.Result, source: str) -> dict[str, list[str]]:
    """Build the cells of one of the sources of a result again."""
    parts = [result.cleaned, result.issues, result.rewritten]
    # A list alone may name its sources itself.
    if len(result.sources) > 1:
        parts = [part.filter(pl.col("source") == source) for part in parts]
    return rebuilt(parts[0], parts[1], parts[2], result.plan.as_dict(), source)


def as_typed(frame: pl.DataFrame) -> dict[str, list[str]]:
    """Return the cells by column; a column without a name has one by its place."""
    return {
        name if name.strip() else f"colonna_{place}": [cell or "" for cell in frame[name]]
        for place, name in enumerate(frame.columns, start=1)
    }


def assert_rebuilt_from_files(paths: list[Path], out: Path) -> None:
    plan = json.loads((out / "run.json").read_text(encoding="utf-8"))["plan"]
    sources = json.loads((out / "run.json").read_text(encoding="utf-8"))["sources"]
    delimiter = sources[0]["delimiter"]
    files = {}
    for name in ("cleaned", "issues", "rewritten"):
        path = out / f"{name}.csv"
        if not path.exists():
            files[name] = pl.read_parquet(out / f"{name}.parquet").cast(pl.String)
            continue
        with path.open(encoding="utf-8", newline="") as text:
            header, *rows = list(csv.reader(text, delimiter=delimiter))
        files[name] = pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String), orient="row")
        # What people open in a spreadsheet has apostrophes before formulas.
        if name != "cleaned":
            files[name] = formula.in_frame(files[name], undo=True)
    for path in paths:
        (table,) = read(str(path))
        parts = [files[name] for name in ("cleaned", "issues", "rewritten")]
        if len(paths) > 1:
            parts = [part.filter(pl.col("source") == table.name) for part in parts]
        assert parts[0].height == table.frame.height
        again = rebuilt(parts[0], parts[1], parts[2], plan, table.name)
        typed = as_typed(pl.DataFrame({name: table.typed(name) for name in table.frame.columns}))
        assert list(again) == list(typed)
        for name in typed:
            wrong = [
                (row, one, other)
                for row, (one, other) in enumerate(zip(typed[name], again[name], strict=True), start=1)
                if one != other
            ]
            assert wrong == [], name


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    return int(stopped.value.code or 0)


def test_demo_file(tmp_path: Path) -> None:
    sample = Path(str(folder() / "demo" / "clienti.csv"))
    assert run("demo", "--out", str(tmp_path / "out"), "--quiet") == 0
    assert_rebuilt_from_files([sample], tmp_path / "out")


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8-sig"), ("\t", "utf-16")])
def test_ugly_file(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rng = random.Random(delimiter)
    columns = list(HEADERS)[: 25 if delimiter != "," else 18]
    path = tmp_path / "clienti.csv"
    with path.open("w", encoding=encoding, newline="") as text:
        writer = csv.writer(text, delimiter=delimiter)
        writer.writerow(columns)
        for _ in range(200):
            writer.writerow(
                [
                    rng.choice(OF[HEADERS[name]])
                    if rng.random() < 0.8
                    else rng.choice(["", " ", "n.d.", "NA", "\u00a0", "x\ny"])
                    for name in columns
                ]
            )
    kept_as = "csv" if delimiter == "," else "parquet"
    command = ["run" if delimiter == "," else "clean", str(path), "--out", str(tmp_path / "out"), "--quiet"]
    assert run(*command, "--rewritten", kept_as) == 0
    assert_rebuilt_from_files([path], tmp_path / "out")


IDIOMS = ['="00184"', "'00184", "'Mario Rossi'", "#N/D", "#######", "'", '=""', "=1+2", "'Ntoni", " '7 ", "", "x"]
ALL_CELLS = sorted({cell for cells in OF.values() for cell in cells})


@settings(max_examples=6, suppress_health_check=list(HealthCheck))
@given(st.data(), st.sampled_from(["parquet", "csv"]), st.sampled_from(["run", "clean"]))
def test_hostile_files_of_two_sources(tmp_path_factory: Any, data: st.DataObject, kept_as: str, command: str) -> None:
    """Any cell in any column, roles or none, in files of their own: all three outputs together hold the input."""
    folder, paths = tmp_path_factory.mktemp("hostile"), []
    headers = [*(name for name in HEADERS if name != "source"), "Agente", "X"]
    for source in ("erp", "crm"):
        names = data.draw(st.lists(st.sampled_from(headers), min_size=2, max_size=6, unique=True))
        cell = st.sampled_from([*ALL_CELLS, *IDIOMS, "", " ", "n.d.", "=1+1", "a;b", 'a"b', "x\ny"])
        rows = data.draw(st.lists(st.lists(cell, min_size=len(names), max_size=len(names)), min_size=2, max_size=6))
        paths.append(folder / f"{source}.csv")
        with paths[-1].open("w", encoding="utf-8", newline="") as text:
            writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
            # A row that no line of titles or totals is.
            writer.writerows([["N", *names], *(["7", *cells] for cells in rows)])
    out = folder / "out"
    code = run(command, *map(str, paths), "--out", str(out), "--rewritten", kept_as, "--quiet")
    if code == 0:
        assert (out / f"rewritten.{kept_as}").exists()
        assert_rebuilt_from_files(paths, out)


def _column(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from([*OF[HEADERS[name]], "", " ", "-", "n.d.", "\t", "x", "\u00a0 a"]) | st.text(max_size=6)


@settings(max_examples=12)
@given(st.data())
def test_small_tables(data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(list(HEADERS)), min_size=1, max_size=5, unique=True))
    height = data.draw(st.integers(1, 7))
    frame = pl.DataFrame({name: data.draw(st.lists(_column(name), min_size=height, max_size=height)) for name in names})
    try:
        result = ic.run(frame)
    except ItalcleanError:
        return
    assert rebuilt_of(result, "frame") == as_typed(frame)


def test_several_sources() -> None:
    erp = pl.DataFrame({"Cliente": ["ROSSI MARIO", "alfa srl"], "Tel": ["333 1234567", ""], "X": ["a", "b"]})
    crm = pl.DataFrame(
        {"Nome": ["Mario"], "Cognome": [" rossi "], "Cellulare": ["n.d."], "X": [" "], "Telefono": ["02-55507676"]}
    )
    result = ic.run({"erp": erp, "crm": crm})
    for name, frame in (("erp", erp), ("crm", crm)):
        assert rebuilt_of(result, name) == as_typed(frame)


def test_a_column_named_like_an_output() -> None:
    frame = pl.DataFrame(
        {
            "Cognome": ["Rossi"],
            "golden_id": ["G1"],
            "row": ["7"],
            "records": ["2"],
            "probability": ["x"],
            "provincia_orig": ["y"],
        }
    )
    result = ic.run(frame)
    assert len(set(result.cleaned.columns)) == result.cleaned.width
    assert rebuilt_of(result, "frame") == as_typed(frame)


def test_two_columns_of_ids() -> None:
    frame = pl.DataFrame({"Cod": ["7", "8"], "Altro": ["a", "b"], "Cognome": ["Rossi", "Verdi"]})
    result = ic.run(frame, mapping={"Cod": "id", "Altro": "id"})
    assert rebuilt_of(result, "frame") == as_typed(frame)


POOL = (
    "Cod. Cliente",
    "Ragione Sociale",
    "Cognome",
    "Nome",
    "Cod.Fisc.",
    "Telefono",
    "Telefono 2",
    "Tel.",
    "E-mail",
    "Indirizzo",
    "Indirizzo 2",
    "RAGSOC2",
    "Nome 2",
    "Città",
    "Consenso",
    "Note",
    "note",
    "",
    " ",
    "a",
    "row",
    "source",
    "records",
    "golden_id",
    "telefono_2",
    "email_2_orig",
    "consenso_x",
    "x[/b]\n\x1b[31m",
    "y" * 300,
)
CELLS = (
    "",
    "Rossi",
    "Mario",
    "ALFA SRL",
    "RSSMRA85T10A562S",
    "333 1234567",
    "m.rossi@esempio.it",
    "Milano",
    "sì",
    "7",
    " ",
)


@st.composite
def several(draw: st.DrawFn) -> dict[str, pl.DataFrame]:
    """Make one to four sources, whose columns are there or not, and in any order."""
    sources = {}
    for number in range(draw(st.integers(1, 4))):
        names = draw(st.lists(st.sampled_from(POOL), max_size=6, unique=True))
        height = draw(st.integers(0, 3))
        cells = st.lists(st.sampled_from(CELLS), min_size=height, max_size=height)
        sources[f"s{number}"] = pl.DataFrame(
            {name: draw(cells) for name in names}, schema=dict.fromkeys(names, pl.String)
        )
    return sources


@settings(max_examples=15)
@given(several(), st.dictionaries(st.sampled_from(POOL), st.sampled_from(["-", "", *FIELDS, "consenso_x"])))
def test_any_sources_together(sources: dict[str, pl.DataFrame], wanted: dict[str, str]) -> None:
    # A column without a name is given one.
    known = {name for frame in sources.values() for name in frame.columns if name.strip()}
    mapping = {name: role for name, role in wanted.items() if name in known and role}
    try:
        result = ic.run(sources, mapping=mapping)
    except (EmptyInput, NoUsableColumn):
        # Nothing at all, or nothing that says what it is.
        return
    assert result.cleaned["source"].len() == sum(frame.height for frame in sources.values())
    assert len(set(result.cleaned.columns)) == result.cleaned.width
    if "source" in {column.role for column in result.plan.columns}:
        return
    for name, frame in sources.items():
        assert rebuilt_of(result, name) == as_typed(frame)


def test_joined_columns() -> None:
    erp = pl.DataFrame(
        {
            "RAGSOC1": ["ALFA", "BETA SRL", "n.d.", None, "DELTA SRL", " "],
            "RAGSOC2": ["COSTRUZIONI SRL", None, "GAMMA SPA", "-", "DELTA SRL", "  x"],
            "Indirizzo 1": ["Via Roma 1", "Via Po", None, "Via Roma, 5", "", "Via Po  3"],
            "Indirizzo 2": ["Scala B", "12", None, "presso Bar Sport", "Via Po 1", None],
        }
    )
    crm = pl.DataFrame({"Ragione sociale": ["Epsilon Srl"], "Indirizzo": ["Via Po 1"], "Indirizzo 2": [None]})
    result = ic.run({"erp": erp, "crm": crm.cast(pl.String)})
    for name, frame in (("erp", erp), ("crm", crm)):
        assert rebuilt_of(result, name) == as_typed(frame)
    names = result.cleaned["ragione_sociale"].to_list()
    assert names[:3] + names[4:5] == ["Alfa Costruzioni S.r.l.", "Beta S.r.l.", "Gamma S.p.A.", "Delta S.r.l."]
    assert result.cleaned["civico"].to_list()[:2] == ["1 scala B", "12"]
    # Each of the columns has its own entry, an empty cell of the second one none.
    second = logged(result).filter(pl.col("column").cast(pl.String) == "RAGSOC2")["row"].sort().to_list()
    assert second == [1, 3, 4, 5, 6]


@settings(max_examples=12)
@given(st.data())
def test_cells_of_spreadsheets_in_every_column(data: st.DataObject) -> None:
    names = ["Cod. Cliente", "Cognome", "CAP", "Prov", "Note", "Agente", "Telefono", "E-mail"]
    height = data.draw(st.integers(1, 5))
    cells = st.lists(st.sampled_from(IDIOMS), min_size=height, max_size=height)
    frames = {
        source: pl.DataFrame({name: data.draw(cells) for name in data.draw(st.permutations(names))[:6]})
        for source in ("erp", "crm")
    }
    try:
        result = ic.clean(frames)
    except ItalcleanError:
        return
    for source, frame in frames.items():
        assert rebuilt_of(result, source) == as_typed(frame)


def test_columns_without_a_role_and_ids_are_undone_and_logged() -> None:
    frame = pl.DataFrame(
        {
            "Cod. Cliente": ["'007", "8", '="009"'],
            "Cognome": ["Rossi", "Verdi", "Neri"],
            "Agente": ['="12"', "#N/D", "=1+2"],
        }
    )
    result = ic.clean(frame)
    assert result.cleaned["source_id"].to_list() == ["007", "8", "009"]
    assert result.cleaned["Agente"].to_list() == ["12", None, "=1+2"]
    told = result.rewritten.filter(pl.col("column").is_in(["Agente", "Cod. Cliente"])).sort("row", "column")
    columns = ["row", "column", "role", "original", "cleaned", "issue"]
    assert told.select(columns).rows() == [
        (1, "Agente", None, '="12"', "12", "format"),
        (1, "Cod. Cliente", "id", "'007", "007", "format"),
        (2, "Agente", None, "#N/D", None, "filler"),
        (3, "Cod. Cliente", "id", '="009"', "009", "format"),
    ]
    assert result.issues.is_empty()
    assert told["source_id"].to_list() == ["007", "007", "8", "009"]


def test_issues_of_a_cleaner_from_outside() -> None:
    """What its issues declare parts its cells: nothing said, a person looks at them."""

    def bonus(values: pl.Series) -> pl.DataFrame:
        typed = pl.col("v").str.to_uppercase()
        issue = (
            pl.when(typed.str.starts_with("A"))
            .then(pl.lit("bonus_short"))
            .when(typed.str.starts_with("B"))
            .then(pl.lit("bonus_mended"))
            .when(typed.str.starts_with("C"))
            .then(pl.lit("bonus_none"))
        )
        value = pl.when(~typed.str.starts_with("C")).then("X" + typed)
        return values.to_frame("v").select(value=value, issue=issue, detail=pl.lit(None))

    issues = [
        ic.Issue("bonus_short", "fixed", "Abbreviato.", "Shortened.", rewriting=True),
        ic.Issue("bonus_mended", "fixed", "Corretto.", "Mended."),
        ic.Issue("bonus_none", "missing", "Nessun bonus.", "No bonus."),
    ]
    ic.register(ic.Field("bonus", ic.Cleaner(bonus, extras={}, issues=issues), headers=("BONUS",)))
    try:
        frame = pl.DataFrame({"Cognome": ["Rossi"] * 4, "Bonus": ["a1", "b2", "c3", "d4"]})
        result = ic.clean(frame)
        assert rebuilt_of(result, "frame") == as_typed(frame)
        of_bonus = [part.filter(pl.col("role") == "bonus") for part in (result.issues, result.rewritten)]
        assert [part["original"].to_list() for part in of_bonus] == [["b2", "c3"], ["a1", "d4"]]
        assert result.figures()["repaired"] == 1
    finally:
        ic.unregister("bonus")
