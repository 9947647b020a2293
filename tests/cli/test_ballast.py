"""`--tariff` and segments on the command line, each in an interpreter of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

LIST = """Codice;Cliente;Codice Fiscale;Telefono;Email;Newsletter;Ultimo ordine;Fatturato;Agente
1;Rossi Mario;RSSMRA85T10A562S;050 815311;m.rossi@libero.it;si;10/02/2026;12.000,50;Verdi
2;ROSSI MARIO;RSSMRA85T10A562S;;mario.rossi@gmail.com;si;10/01/2026;;Verdi
3;Bianchi Anna;BNCNNA80A41F205U;02 55507676;anna@bianchi.it;no;12/03/2026;300;Neri
4;Xyzq;;;xyzq@gmail.com;si;12/03/2024;15.000,00;=cmd|'/c calc'!A1
5;Gialli Luca;;340 1112223;luca.gialli@gmail.com;si;12/03/2019;vedi scheda;Neri
"""
AGREED = """[sources.erp]
file = "erp.csv"
[sources.erp.columns]
Fatturato = "-"
Agente = "-"
[periods]
today = 2026-06-30
[segments.vip]
action = "personal"
all = [{field = "Fatturato", operator = "at-least", value = 10000}]
[[segments.silenti]]
field = "data_ultimo_ordine"
operator = "older-than"
value = 24
[tasks]
manager = "Agente"
[tariff]
name = "Del contratto"
counts = "rows"
steps = [{contacts_up_to = 100, price = 1}]
"""
TARIFF = """[tariff]
name = "Esempio"
counts = "contactable"
steps = [{contacts_up_to = 3, price = 20}, {contacts_up_to = 1000, price = 60.50}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("erp.csv", LIST), ("contratto.toml", AGREED), ("tariffa.toml", TARIFF)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def italclean(folder: Path, *arguments: str, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "italclean", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    return done.stderr


def table(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, separator=";", infer_schema=False)


IT = """Tariffa Esempio: un contatto è ogni casella e-mail di chi non ha rifiutato.
  com'è arrivata: 5 contatti, fino a 1.000: 60,50 EUR al mese, 726,00 EUR all'anno
  senza doppioni: 4 contatti, fino a 1.000: 60,50 EUR al mese, 726,00 EUR all'anno
  senza recapiti inutili: 4 contatti, fino a 1.000: 60,50 EUR al mese, 726,00 EUR all'anno
  senza chi ha rifiutato: 3 contatti, fino a 3: 20,00 EUR al mese, 240,00 EUR all'anno
  senza dormienti: 1 contatti, fino a 3: 20,00 EUR al mese, 240,00 EUR all'anno
  risparmio: 40,50 EUR al mese, 486,00 EUR all'anno
"""
EN = """Tariff Esempio: a contact is every mailbox of those who did not refuse.
  as it came: 5 contacts, up to 1,000: 60.50 EUR a month, 726.00 EUR a year
  without duplicates: 4 contacts, up to 1,000: 60.50 EUR a month, 726.00 EUR a year
  without useless addresses: 4 contacts, up to 1,000: 60.50 EUR a month, 726.00 EUR a year
  without those who refused: 3 contacts, up to 3: 20.00 EUR a month, 240.00 EUR a year
  without sleepers: 1 contacts, up to 3: 20.00 EUR a month, 240.00 EUR a year
  saving: 40.50 EUR a month, 486.00 EUR a year
"""


@pytest.mark.parametrize(
    ("language", "told", "context"),
    [
        ("it", IT, "ultimo ordine: 12 marzo 2024, in ritardo"),
        ("en", EN, "last order of 12 March 2024, late"),
    ],
)
def test_from_the_list_to_what_it_costs_and_whose_task_it_is(
    folder: Path, language: str, told: str, context: str
) -> None:
    typed = ("--contract", "contratto.toml", "--tariff", "tariffa.toml", "--out", "out", "--for", "mailchimp")
    err = italclean(folder, "run", *typed, "--lang", language)
    assert told in err
    assert "vedi scheda" in err
    out = folder / "out"
    assert dict(table(out / "golden.csv").select("golden_id", "segmento").rows()) == {
        "erp.1": "vip", "erp.3": None, "erp.4": "vip", "erp.5": "silenti",
    }  # fmt: skip
    tasks = table(out / "attivita.csv")
    assert tasks.select("responsabile", "cliente", "saluto", "contesto").rows()[0] == (
        "'=cmd|'/c calc'!A1", "Xyzq", None, context,
    )  # fmt: skip
    assert tasks.row(1, named=True)["saluto"] == "Gentile Mario Rossi"
    assert table(out / "ballast.csv")["price_month"].to_list() == ["60.50", "60.50", "60.50", "20.00", "20.00"]
    told_of = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert told_of["ballast"]["saving_year"] == "486.00"
    assert told_of["ballast"]["tariff"]["name"] == "Esempio"
    assert told_of["segments"] == {"vip": 2, "silenti": 1}
    aside = pl.read_csv(out / "mailchimp" / "aside.csv", infer_schema=False)
    assert set(aside["golden_id"]) == {"erp.1", "erp.4"}
    loaded = b"".join(path.read_bytes() for path in (out / "mailchimp").glob("[0-9]_*.csv"))
    assert b"xyzq@gmail.com" not in loaded
    assert b"luca.gialli@gmail.com" in loaded


def test_a_master_keeps_its_tariff_and_its_segments(folder: Path) -> None:
    typed = ("--contract", "contratto.toml", "--tariff", "tariffa.toml", "--out", "out", "--quiet")
    italclean(folder, "run", *typed)
    rows = LIST.splitlines()
    (folder / "erp2.csv").write_text(f"{rows[0]}\n{rows[3].replace(';300;', ';30.000,00;')}\n", encoding="utf-8")
    err = italclean(folder, "add", "out", "erp=erp2.csv", "--out", "dopo", "--lang", "it")
    assert "Tariffa Esempio" in err
    assert set(table(folder / "dopo" / "attivita.csv")["golden_id"]) == {"erp.1", "erp.3", "erp.4"}
    changes = table(folder / "dopo" / "changes.csv").filter(pl.col("field") == "segmento")
    assert changes.select("golden_id", "old", "new").rows() == [("erp.3", None, "vip")]
    # What the contract says counts where no tariff is typed; and without either nothing is said.
    err = italclean(
        folder, "add", "out", "erp=erp2.csv", "--out", "per contratto", "--contract", "contratto.toml", "--lang", "en"
    )
    assert "Tariff Del contratto" in err
    err = italclean(folder, "run", "erp.csv", "--out", "senza", "--lang", "en")
    assert "Tariff" not in err
    assert not (folder / "senza" / "ballast.csv").exists()
    assert not (folder / "senza" / "attivita.csv").exists()
    assert "segmento" not in table(folder / "senza" / "golden.csv").columns
    told = json.loads((folder / "senza" / "run.json").read_text(encoding="utf-8"))
    assert told["ballast"]["counts"]["emails"]["as_received"] == 5
    # Who was forgotten is nobody's task any more.
    italclean(folder, "forget", "dopo", "erp.4", "--key", "chiave.key", "--quiet")
    assert "Xyzq" not in (folder / "dopo" / "attivita.csv").read_text(encoding="utf-8")


def test_a_tariff_that_makes_no_sense_stops_before_the_work(folder: Path) -> None:
    (folder / "rotta.toml").write_text(TARIFF.replace("price = 60.50", "price = 6"), encoding="utf-8")
    err = italclean(folder, "run", "erp.csv", "--tariff", "rotta.toml", "--out", "out", "--lang", "it", code=2)
    assert "riga 4, tariff.steps[1].price: più contatti non costano meno: 6 è sotto 20" in err
    assert not (folder / "out").exists()
    err = italclean(folder, "run", "erp.csv", "--tariff", "manca.toml", "--out", "out", "--lang", "en", code=3)
    assert "manca.toml" in err


def test_a_list_that_names_columns_as_ours(folder: Path) -> None:
    renamed = LIST.replace("Fatturato;Agente", "segmento;azione")
    (folder / "erp.csv").write_text(renamed, encoding="utf-8")
    agreed = AGREED.replace("Fatturato", "segmento").replace("Agente", "azione")
    (folder / "contratto.toml").write_text(agreed, encoding="utf-8")
    err = italclean(folder, "contract", "check", "contratto.toml")
    assert err == ""
    italclean(folder, "run", "--contract", "contratto.toml", "--out", "out", "--quiet")
    golden = table(folder / "out" / "golden.csv")
    assert golden.filter(golden["golden_id"] == "erp.3")["segmento_orig"].to_list() == ["300"]
