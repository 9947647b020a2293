"""A master that was made by a contract goes on by it."""

from __future__ import annotations

from pathlib import Path

import polars as pl

import italclean as ic
from tests.contract.lists import AGREED, write_contract

OF_ITS_OWN = AGREED.replace('Newsletter = "consenso_email"', 'Note2 = "opposizione_email"\nNewsletter = "-"')


def test_what_comes_later_is_read_as_agreed(tmp_path: Path) -> None:
    path = write_contract(tmp_path, OF_ITS_OWN)
    # The platform is not there the first time: its place among the sources is agreed on all the same.
    ic.run(tmp_path / "erp.csv", contract=path).write(tmp_path / "master")
    later = pl.DataFrame(
        {"Cognome": ["Rossi"], "Nome": ["Mario"], "CF": ["RSSMRA85T10A562S"], "Newsletter": ["si"], "Note2": ["si"]}
    )
    added = ic.add(tmp_path / "master", {"marketing": later})
    rossi = added.golden.filter(pl.col("codice_fiscale") == "RSSMRA85T10A562S").row(0, named=True)
    # A yes to being left alone, below a header that only the contract understands.
    assert (rossi["records"], rossi["consenso_email"]) == (2, "revocato")
    assert added.options["contract"]["name"] == "clienti"
    added.write(tmp_path / "next")
    leads = pl.DataFrame({"Cognome": ["Neri"], "Nome": ["Ada"], "Note2": ["x"]})
    later = ic.add(tmp_path / "next", {"fiera": leads})
    assert later.golden.height == added.golden.height + 1
    # Below that header nobody agreed on anything: it is told, and that it may be a delivery without its name.
    assert {notice.key for notice in later.notices} >= {"master.new_source", "master.not_agreed"}
