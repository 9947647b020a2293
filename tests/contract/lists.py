"""Two lists of one firm, as its ERP and its marketing platform export them, and contracts of them."""

from __future__ import annotations

from pathlib import Path

ERP = """Codice;Ragione Sociale;Cod.Fisc.;P.IVA;Indirizzo;CAP;Città;Prov;Telefono;Email;Ultimo ordine;Fatturato
101;ROSSI MARIO;RSSMRA85T10A562S;;Via Roma 1;56017;San Giuliano Terme;PI;050 815311;m.rossi@libero.it;10/02/2024;1200,50
102;BIANCHI ANNA;BNCNNA80A41F205U;;Corso Magenta 12;20123;Milano;MI;02 55507676;;01/12/2025;80
103;CARROZZERIA VERDI SRL;;00743110157;Via Po 3;10123;Torino;TO;011 5551234;info@carrozzeriaverdi.it;15/01/2026;9000
"""
MARKETING = """Email;Nome;Cognome;Codice Fiscale;Cellulare;Newsletter;Data consenso;Fatturato
mario.rossi@gmail.com;Mario;Rossi;RSSMRA85T10A562S;333 1234567;no;03/03/2025;300
anna@bianchi.it;Anna;Bianchi;BNCNNA80A41F205U;347 7654321;si;05/05/2025;
luca.neri@gmail.com;Luca;Neri;;340 1112223;si;06/06/2025;
"""
HEADERS = {
    "erp": ERP.split("\n", maxsplit=1)[0].split(";"),
    "marketing": MARKETING.split("\n", maxsplit=1)[0].split(";"),
}

AGREED = """[contract]
name = "clienti"
version = "2.1.0"
language = "en"

[sources.erp]
kind = "erp"
priority = 1
unique = true
file = "erp.csv"

[sources.erp.columns]
"Cod.Fisc." = "codice_fiscale"
Fatturato = "-"

[sources.marketing]
kind = "marketing"
priority = 2
file = "marketing.csv"

[sources.marketing.columns]
Newsletter = "consenso_email"
Fatturato = "-"

[fields.email]
owner = "marketing"
writers = ["erp"]
rule = "valid-then-owner"

[fields.indirizzo]
owner = "erp"
rule = "owner"

[fields.consenso_email]
owner = "marketing"
rule = "strictest"

[fields.Fatturato]
owner = "erp"
rule = "sum"
sources = ["erp"]

[thresholds]
merge_from = 0.97
review_from = 0.6

[periods]
dormant_after = 12
today = 2026-06-30

[retention]
default = 96
marketing = 24

[gates]
rejected = "1%"
duplicates = 0

[privacy]
key_file = "../chiavi/italclean.key"

[tariff]
counts = "contactable"
steps = [{contacts_up_to = 1000, price = 45}, {contacts_up_to = 5000, price = 89.9}]

[[segments.dormienti]]
field = "data_ultimo_ordine"
operator = "before"
value = 2025-01-01

[targets]
names = ["hubspot"]
"""


def write_lists(folder: Path) -> None:
    """Write both lists to a folder."""
    (folder / "erp.csv").write_text(ERP, encoding="utf-8")
    (folder / "marketing.csv").write_text(MARKETING, encoding="utf-8")


def write_contract(folder: Path, text: str = AGREED) -> Path:
    """Write a contract, and both lists beside it."""
    write_lists(folder)
    path = folder / "contratto.toml"
    path.write_text(text, encoding="utf-8")
    return path
