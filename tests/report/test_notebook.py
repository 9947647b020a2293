"""What a notebook shows of a result."""

from __future__ import annotations

import polars as pl

import italclean as ic
from italclean.report.notebook import notebook_view

LARGEST_VIEW = 60_000
ROWS = {
    "Cliente": ["ROSSI MARIO", "Sig. Mario Rossi", "<b>Bianchi</b> Anna"],
    "Cod.Fisc.": ["RSSMRA85T10A562S", "rssmra85t10a562s", None],
    "Prov": ["(MI)", "MI", "Narnia"],
    "Note <i>": ["<script>", None, None],
}


def test_shows_figures_columns_and_customers() -> None:
    found = ic.run(pl.DataFrame(ROWS))
    view = found._repr_html_()
    assert view == notebook_view(found)
    assert view.startswith("<div>")
    assert "<b>2</b> clienti" in view
    assert ">codice_fiscale<" in view
    assert 'role="img"' in view
    assert "I primi clienti" in view


def test_escapes_values() -> None:
    view = notebook_view(ic.run(pl.DataFrame(ROWS), language="en"))
    assert "<script" not in view
    assert "&lt;script&gt;" in view
    assert "Note &lt;i&gt;" in view
    assert "The first customers" in view


def test_after_clean_shows_rows() -> None:
    view = notebook_view(ic.clean(pl.DataFrame(ROWS), language="en"))
    assert "The first rows" in view
    assert "customers" not in view


def test_is_small_for_a_large_and_wide_list() -> None:
    rows = pl.DataFrame(ROWS | {f"Altra {place}": ["y" * 300] * 3 for place in range(200)})
    assert len(notebook_view(ic.clean(pl.concat([rows] * 500)))) < LARGEST_VIEW
