"""The command, its folder and its page, also where cells and names are hostile."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

import italclean as ic
from italclean.audits.page import audit_page
from italclean.audits.writing import FILES
from italclean.core import formula
from italclean.errors import InputInTheWay, OutputExists, OutputForeign
from tests.audits.lists import audited, person

ERP = """Codice;Cliente;CF;Telefono;Indirizzo;Città;Ultimo ordine;Newsletter;Agente
1;Sig. Rossi Mario;RSSMRA85T10A562S;333 1234567;via Roma, 3;Pisa;10/02/2024;no;Neri
2;BIANCHI ANNA;BNCNNA80A41F205U;02 55507676;Corso Magenta 12;Milano;01/12/2025;;Neri
3;Carrozzeria Verdi srl;00743110157;;Via Po 3;Torino;;;Gialli
"""
CRM = """Email;Nome;Cognome;Codice Fiscale;Cellulare;Città;Iscritto;Agente
m.rossi@libero.it;Mario;Rossi;RSSMRA85T10A562S;+393331234567;Livorno;si;Neri
anna@bianchi.it;Anna;Bianchi;BNCNNA80A41F205U;347 7654321;Milano;si;Verdi
luca@neri.it;Luca;Neri;;340 1112223;Roma;no;Verdi
"""
CONTRACT = """[contract]
name = "clienti"
language = "en"
[sources.erp]
kind = "erp"
file = "clienti.csv"
[sources.crm]
kind = "crm"
file = "contatti.csv"
[fields.indirizzo]
owner = "crm"
rule = "owner"
[gates]
consent_conflict = 0
different = "10%"
rejected = "1%"
[outputs]
out = "pulito"
"""
MAP = ("--map", "Iscritto=consenso_marketing")


def italclean(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "italclean", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    (tmp_path / "clienti.csv").write_text(ERP, encoding="utf-8")
    (tmp_path / "contatti.csv").write_text(CRM, encoding="utf-8")
    (tmp_path / "contratto.toml").write_text(CONTRACT, encoding="utf-8")
    return tmp_path


def test_from_two_files_to_a_folder(lists: Path) -> None:
    two = ("audit", "erp=clienti.csv", "crm=contatti.csv", *MAP, "--out", "esame", "--lang", "it")
    done = italclean(*two, "--json", "--sample", "3", "--seed", "9", folder=lists)
    assert done.returncode == 0, done.stderr
    assert "2 clienti in entrambi, 1 solo in erp, 1 solo in crm" in done.stderr
    out = lists / "esame"
    expected = {"differences.csv", "coverage.csv", "only_a.csv", "only_b.csv", "crosswalk.csv", "sample.csv"}
    assert {path.name for path in out.iterdir()} == {*expected, "audit.json", "audit.html"}
    told = json.loads(done.stdout)
    kept = json.loads((out / "audit.json").read_text(encoding="utf-8"))
    assert kept["figures"] == told["figures"]
    assert set(kept["files"]) == {*expected, "audit.html"}
    assert told["figures"]["consent_conflict"] == 1
    first = pl.read_csv(out / "differences.csv", separator=";", infer_schema=False).row(0, named=True)
    assert (first["name"], first["kind"], first["typed_a"], first["typed_b"]) == (
        "Rossi Mario", "refused_a_yes_b", "no", "si",
    )  # fmt: skip
    assert pl.read_csv(out / "sample.csv", separator=";").height == 3
    rows = pl.read_csv(out / "crosswalk.csv", separator=";", infer_schema=False)
    assert rows.select("source", "row").unique().height == 6
    assert pl.read_csv(out / "only_b.csv", separator=";", infer_schema=False)["cognome"].to_list() == ["Neri"]
    page = (out / "audit.html").read_text(encoding="utf-8")
    assert "dicono la stessa cosa?" in page
    # Nothing is replaced unless it is said, and nothing at all that a person wrote.
    assert italclean(*two, folder=lists).returncode == 2
    again = italclean(*two, "--force", "--format", "parquet", folder=lists)
    assert again.returncode == 0, again.stderr
    assert "differences.parquet" in {path.name for path in out.iterdir()}
    assert "differences.csv" not in {path.name for path in out.iterdir()}
    with (out / "sample.csv").open("a", encoding="utf-8") as file:
        file.write("mine\n")
    foreign = italclean(*two, "--force", folder=lists)
    assert foreign.returncode == 2
    assert "sample.csv" in foreign.stderr


def test_gates_typed_and_of_a_contract(lists: Path) -> None:
    dry = ("audit", "--dry-run", "--lang", "en", *MAP)
    files = ("erp=clienti.csv", "crm=contatti.csv")
    over = italclean(*dry, *files, "--fail-on", "consent_conflict=0", folder=lists)
    assert (over.returncode, "over the gate: consent_conflict = 1, at most 0" in over.stderr) == (1, True)
    # Two customers are in both, and of each something differs: all of them are 100%.
    assert italclean(*dry, *files, "--fail-on", "different=100%", folder=lists).returncode == 0
    assert italclean(*dry, *files, "--fail-on", "different=99%", folder=lists).returncode == 1
    # One of three of the first system is there alone.
    assert italclean(*dry, *files, "--fail-on", "only_a=34%", folder=lists).returncode == 0
    assert italclean(*dry, *files, "--fail-on", "only_a=33%", folder=lists).returncode == 1
    assert italclean(*dry, *files, "--fail-on", "held=0", folder=lists).returncode == 2
    agreed = italclean(*dry, "--contract", "contratto.toml", folder=lists)
    assert agreed.returncode == 1
    assert "consent_conflict = 1" in agreed.stderr
    assert "different = 2, at most 10%" in agreed.stderr
    # What is typed wins over the contract; its sources may be called by their names.
    typed = (
        "erp",
        "crm",
        "--contract",
        "contratto.toml",
        "--fail-on",
        "consent_conflict=1",
        "--fail-on",
        "different=2",
    )
    assert italclean(*dry, *typed, folder=lists).returncode == 0
    # A run knows nothing of them, and is not held against them.
    run = italclean("run", "--contract", "contratto.toml", "--dry-run", *MAP, folder=lists)
    assert run.returncode == 0, run.stderr
    assert italclean("run", *files, "--dry-run", "--fail-on", "consent_conflict=0", folder=lists).returncode == 2
    assert not (lists / "pulito").exists()


def test_what_is_refused_before_the_work(lists: Path) -> None:
    one = italclean("audit", "clienti.csv", "--dry-run", "--lang", "it", folder=lists)
    assert one.returncode == 2
    assert "servono due sistemi" in one.stderr
    nowhere = italclean("audit", "clienti.csv", "contatti.csv", folder=lists)
    assert (nowhere.returncode, "--out" in nowhere.stderr) == (2, True)
    missing = italclean("audit", "clienti.csv", "altro.csv", "--dry-run", folder=lists)
    assert missing.returncode == 3
    in_the_way = lists / "esame"
    in_the_way.mkdir()
    (lists / "contatti.csv").rename(in_the_way / "coverage.csv")
    found = ("audit", "clienti.csv", "esame/coverage.csv", "--out", "esame", "--force")
    assert italclean(*found, folder=lists).returncode == 2
    assert (in_the_way / "coverage.csv").read_text(encoding="utf-8") == CRM


def test_the_folder_in_python(lists: Path) -> None:
    found = ic.audit(f"erp={lists / 'clienti.csv'}", f"crm={lists / 'contatti.csv'}")
    paths = found.write(lists / "esame", sample=0)
    assert {path.name for path in paths} <= {*FILES, "audit.json"}
    assert not (lists / "esame" / "sample.csv").exists()
    with pytest.raises(OutputExists):
        found.write(lists / "esame")
    found.write(lists / "esame", force=True)
    (lists / "esame" / "audit.html").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputForeign, match=r"audit\.html"):
        found.write(lists / "esame", force=True)
    with pytest.raises(ic.UsageError, match="csv, parquet"):
        found.write(lists / "due", format="json")  # type: ignore[arg-type]
    with pytest.raises(ic.UsageError, match="whole number"):
        found.write(lists / "due", sample=-1)
    assert not (lists / "due").exists()
    (lists / "tre").mkdir()
    (lists / "clienti.csv").rename(lists / "tre" / "differences.csv")
    moved = ic.audit(lists / "tre" / "differences.csv", lists / "contatti.csv")
    with pytest.raises(InputInTheWay):
        moved.write(lists / "tre", force=True)


def test_a_workbook_for_the_sample(lists: Path) -> None:
    pytest.importorskip("xlsxwriter")
    found = ic.audit(lists / "clienti.csv", lists / "contatti.csv")
    found.write(lists / "esame", xlsx=True)
    assert (lists / "esame" / "sample.xlsx").read_bytes()[:2] == b"PK"
    assert not (lists / "esame" / "sample.csv").exists()


def test_a_workbook_of_two_sheets_is_one_system(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(tmp_path / "filiali.xlsx") as book:
        for name, number in (("Pisa", 0), ("Milano", 1)):
            told = {**person(number), "CAP": "20121"}
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, list(told))
            sheet.write_row(1, 0, list(told.values()))
    frame = pl.DataFrame([{**person(1), "CAP": "20122"}])
    path = tmp_path / "crm.csv"
    frame.write_csv(path)
    found = ic.audit(f"filiali={tmp_path / 'filiali.xlsx'}", path)
    assert found.names == ("filiali", "crm")
    assert found.figures()["customers_a"] == 2
    assert found.differences.filter(pl.col("field") == "cap")["source_a"].to_list() == ["filiali_Milano"]


HOSTILE = (
    "<script>alert(1)</script>", "=HYPERLINK(\"http://x\"&A1)", "'\"><img src=x onerror=alert(1)>", "\x1b[2J",
    "{0}{name}", "[[a|b]]", "\u202eabc", "@SUM(1)", "a\nb", "&lt;",
)  # fmt: skip


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.mark.parametrize("language", ["it", "en"])
def test_hostile_cells_and_names_do_no_harm(tmp_path: Path, language: ic.errors.Language) -> None:
    a = [{**person(place), "Agente": cell, cell: "x", "Stato": cell} for place, cell in enumerate(HOSTILE)]
    b = [{**person(place), "Agente": "Neri", cell: "y", "Stato": "lead"} for place, cell in enumerate(HOSTILE)]
    frames = {HOSTILE[0]: pl.DataFrame(a), HOSTILE[2]: pl.DataFrame(b)}
    found = ic.audit(frames, language=language)
    page = audit_page(found)
    seen = _Tags()
    seen.feed(page)
    assert not seen.tags & {"script", "img", "iframe", "object", "link"}
    assert not {name for name in seen.attributes if name.startswith("on")} | (seen.attributes & {"src", "href"})
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in page.replace("&#x27;", "'")
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert page.count("<style>") == 1
    found._repr_html_()
    found.write(tmp_path / "esame")
    for name in ("differences", "coverage", "sample", "only_a", "only_b", "crosswalk"):
        table = pl.read_csv(tmp_path / "esame" / f"{name}.csv", infer_schema=False)
        assert formula.count_risky(table) == {}, name


def test_the_page_holds_no_cell_of_anybody(lists: Path) -> None:
    found = ic.audit(
        f"erp={lists / 'clienti.csv'}", f"crm={lists / 'contatti.csv'}", mapping={"Iscritto": "consenso_marketing"}
    )
    page = audit_page(found)
    for cell in ("Rossi", "Bianchi", "RSSMRA85T10A562S", "libero.it", "Livorno", "1234567", "Gialli", "Roma"):
        assert cell not in page
    # What a narrow screen needs: its width, and tables that scroll by themselves.
    assert 'content="width=device-width,initial-scale=1"' in page
    assert len(re.findall("<table", page)) == len(re.findall('<div class="scroll"><table', page))
    assert "do they tell the same story" in audit_page(ic.audit(*found_pair(lists), language="en"))


def found_pair(lists: Path) -> tuple[Path, Path]:
    return lists / "clienti.csv", lists / "contatti.csv"


def test_three_things_to_do_begin_with_refusals() -> None:
    a = [{**person(0), "Newsletter": "no", "CAP": "20121"}, {**person(1), "Newsletter": "no", "CAP": "20121"}]
    b = [{**person(0), "Newsletter": "si", "CAP": "20122"}, {**person(1), "Newsletter": None, "CAP": "20122"}]
    page = audit_page(audited(a, b))
    listed = re.findall(r"<li><b>(\d+)</b><div><span>(.*?)</span>", page)
    assert [count for count, _ in listed] == ["1", "1", "2"]
    assert listed[0][1].startswith("Clienti che in un sistema hanno detto no e nell&#x27;altro sì")
    same = audit_page(audited([{**person(0), "CAP": "20121"}], [{**person(0), "CAP": "20121"}]))
    assert "Nulla di urgente" in same
