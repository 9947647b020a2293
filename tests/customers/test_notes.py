"""Free text of merged rows is joined; numbers, dates, codes and flags are not."""

from __future__ import annotations

import itertools

import polars as pl
import pytest

import italclean as ic
from italclean.customers.notes import is_free_text

CITIES = ["Alba", "Bra", "Cuneo", "Mondovì", "Saluzzo", "Savigliano", "Fossano", "Dronero"]


@pytest.mark.parametrize(
    ("header", "values", "free"),
    [
        # Notes, by their header: short, repeated, with numbers in them.
        ("Note", ["CHIUSO, NON CHIAMARE", "cliente storico"], True),
        ("NOTE", ["gemello", "prova", "VIP"], True),
        ("Note 2", ["paga a 60 gg", "agente 07", "insoluto 2019"] * 100, True),
        ("note_interne", ["tel da verificare"], True),
        ("NoteCliente", ["chiamare prima di passare, chiedere di Ugo", "in ferie ad agosto"], True),
        ("Osservazioni", ["non lasciare il pacco al vicino"], True),
        ("Comments", ["prefers to be called in the morning"], True),
        ("Annotazioni", ["EREDI"], True),
        ("Note agente", ["passare dopo le 18"], True),
        # Text that nobody calls a note, told by itself.
        ("Campo 7", [f"ha chiamato la figlia da {city}, richiamare lunedì" for city in CITIES], True),
        ("Varie", ["chiuso per ferie fino a settembre", "il figlio di Mario, non confondere"], True),
        # Numbers, dates, amounts, codes and flags stay one, whatever their column is called.
        ("Note", ["12/03/2024", "2024-01-05", "1.250,00"], False),
        ("Note", ["si", "no", "SI", "x"], False),
        ("Fatturato", ["1.250,00", "300"], False),
        ("Ultima visita", ["12 marzo 2024", "3 aprile 2023"], False),
        ("Barcode", ["8001234567890", "8009876543210"], False),
        ("Tag", ["A12", "B7", "C-9"], False),
        ("Newsletter", ["true", "false"], False),
        ("Vuota", [None, None], False),
        ("Vuota", [], False),
        ("Note", ["-", "n.d.", None], False),
        ("Data nota", ["ieri o l'altro ieri"], False),
        # One of a list, however many words its names have.
        ("Agente", ["Mario Rossi", "Anna Bianchi"], False),
        ("Zona", ["Nord Ovest", "Sud e isole"], False),
        ("Listino", ["Listino base del 2024", "Listino grandi clienti sconto"], False),
        ("Cond. pagamento", ["Bonifico bancario a trenta giorni"], False),
        ("Modo", ["Bonifico bancario a trenta giorni", "Ricevuta bancaria fine mese"] * 20, False),
        ("Sito", ["https://www.alfa.it/chi-siamo", "www.beta.it"], False),
        ("Soprannome", CITIES, False),
        ("Referente", ["Rossi Mario ufficio acquisti"], False),
    ],
)
def test_a_column_is_judged_as_a_whole(header: str, values: list[str | None], free: bool) -> None:
    column = pl.Series(values, dtype=pl.String)
    assert is_free_text(header, column) is free
    assert is_free_text(header, column.reverse()) is free


def test_long_columns_are_judged_by_what_they_say_not_by_its_order() -> None:
    said = [f"ha chiamato la figlia il giorno {at}, richiamare {CITIES[at % 8]}" for at in range(60_000)]
    column = pl.Series(said)
    assert is_free_text("Campo", column)
    assert is_free_text("Campo", column.shuffle(seed=1))
    codes = pl.Series([f"canale di vendita {CITIES[at % 8]}" for at in range(60_000)])
    assert not is_free_text("Campo", codes)


def merged(**columns: list[str | None]) -> pl.DataFrame:
    count = len(next(iter(columns.values())))
    base = {"Nominativo": ["ROSSI MARIO"] * count, "CF": ["RSSMRA85T10A562S"] * count}
    result = ic.run(pl.DataFrame({**base, **columns}))
    assert result.golden.height == 1
    return result.golden


@pytest.mark.parametrize(
    ("notes", "joined"),
    [
        (["CHIUSO, NON CHIAMARE", "cliente storico"], "CHIUSO, NON CHIAMARE | cliente storico"),
        (["cliente storico", None], "cliente storico"),
        (["cliente storico", "cliente storico"], "cliente storico"),
        (["cliente storico ", "cliente storico"], "cliente storico"),
        # What was joined once is not joined again.
        (["cliente storico | chiuso", "chiuso"], "cliente storico | chiuso"),
        (["due righe\ndi note", "vedi | sotto"], "due righe\ndi note | vedi | sotto"),
        ([None, None], None),
    ],
)
def test_notes_of_all_rows_are_joined(notes: list[str | None], joined: str | None) -> None:
    dates: list[str | None] = ["01/02/2024", "01/02/2023"]
    for order in itertools.permutations(zip(notes, dates, strict=True)):
        said, when = zip(*order, strict=True)
        found = merged(**{"Note": list(said), "Data modifica": list(when)})["Note"].to_list()
        assert [text and text.strip() for text in found] == [joined]


def test_the_note_of_the_most_trusted_row_is_first() -> None:
    golden = merged(**{"Note": ["la seconda", "la prima"], "Data modifica": ["01/01/2020", "01/01/2024"]})
    assert golden["Note"].to_list() == ["la prima | la seconda"]


def test_codes_of_other_rows_are_not_joined() -> None:
    golden = merged(Agente=["Neri Ugo", "Verdi Ada"], Zona=["Nord", "Sud"], Listino=["1", "2"])
    for name, values in (("Agente", ["Neri Ugo", "Verdi Ada"]), ("Zona", ["Nord", "Sud"]), ("Listino", ["1", "2"])):
        assert golden[name][0] in values


def test_columns_of_notes_may_be_missing_double_or_called_otherwise() -> None:
    person = {"Nominativo": ["ROSSI MARIO"], "CF": ["RSSMRA85T10A562S"]}
    sources = {
        "erp": pl.DataFrame({**person, "Note": ["paga sempre"], "Note_2": ["suona due volte"], "Tel": ["011 6543210"]}),
        "crm": pl.DataFrame({**person, "Agente": ["Neri"], "Note": ["chiuso ad agosto"], "Tel": ["011 5550001"]}),
        "web": pl.DataFrame({"note": ["iscritto alla newsletter dal sito"], **person}),
    }
    for order in itertools.permutations(sources):
        result = ic.run({name: sources[name] for name in order})
        row = result.golden.row(0, named=True)
        assert row["records"] == 3
        assert row["Note"] == "paga sempre | chiuso ad agosto"
        assert (row["Note_2"], row["Agente"]) == ("suona due volte", "Neri")
        assert row["note"] == "iscritto alla newsletter dal sito"
        assert (row["telefono"], row["telefono_2"]) == ("+390116543210", "+390115550001")
