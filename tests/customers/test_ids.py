"""Golden ids stay the same when the same records come again."""

from __future__ import annotations

import numpy as np
import polars as pl

import italclean as ic
from italclean.customers.ids import golden_ids

FRAME = pl.DataFrame(
    {
        "Cognome": ["Rossi", "Bianchi", "Verdi", "ROSSI", "Neri"],
        "Nome": ["Mario", "Anna", "Ida", "MARIO", "Ugo"],
        "CF": ["RSSMRA85T10A562S", None, None, "RSSMRA85T10A562S", None],
        "E-mail": ["m@rossi.it", "anna@bianchi.it", "ida@verdi.it", None, None],
    }
)


def by_name(frame: pl.DataFrame) -> dict[str, str]:
    result = ic.run({"clienti": frame})
    return dict(result.golden.select("cognome", "golden_id").iter_rows())


def test_rows_without_ids_are_known_by_what_they_say() -> None:
    before = by_name(FRAME)
    assert before["Rossi"].startswith("clienti:~")
    new = pl.DataFrame({"Cognome": ["Gialli"], "Nome": ["Eva"], "CF": [None], "E-mail": ["eva@gialli.it"]})
    after = by_name(pl.concat([new, FRAME.reverse()], how="vertical_relaxed"))
    assert {name: after[name] for name in before} == before


def test_a_codice_fiscale_is_enough() -> None:
    moved = FRAME.with_columns(pl.lit("altro@altrove.it").alias("E-mail"))
    assert by_name(moved)["Rossi"] == by_name(FRAME)["Rossi"]


def test_ids_of_the_list_stand_before_what_it_says() -> None:
    numbered = FRAME.with_columns(pl.Series("Codice", ["C1", "C2", None, None, "C5"]))
    assert by_name(numbered) | {"Verdi": ""} == {
        "Rossi": "clienti:C1", "Bianchi": "clienti:C2", "Verdi": "", "Neri": "clienti:C5",
    }  # fmt: skip


def test_the_digits_never_change() -> None:
    # Computed by hand: the sum of (byte + 1) times the powers of the odd number, mixed, modulo 2 to the 64.
    def slow(text: str) -> str:
        odd, whole = 0x9E3779B97F4A7C15, 1 << 64
        total = sum((sign + 1) * pow(odd, place + 1, whole) for place, sign in enumerate(f"{text}\n".encode())) % whole
        total ^= total >> 32
        total = total * 0xD6E8FEB86659FD93 % whole
        total ^= total >> 32
        return f"a:~{total % 10**12:012}"

    codes = ["RSSMRA85T10A562S", "", "Città", "x" * 300]
    frame = pl.DataFrame({"source": ["a"] * 4, "source_id": [None] * 4, "row": [1, 2, 3, 4], "codice_fiscale": codes})
    frame = frame.with_columns(pl.col("source_id").cast(pl.String))
    found = golden_ids(frame, pl.Series("cluster", np.arange(4)))
    assert found.to_list() == [slow(code) for code in codes]


def test_rows_that_say_the_same_have_their_own_ids() -> None:
    frame = pl.DataFrame({"Cognome": ["Rossi"] * 3, "Nome": ["Mario"] * 3})
    result = ic.run(frame)
    assert result.golden["golden_id"].n_unique() == result.golden.height == 3
