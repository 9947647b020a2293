"""Birth places: comuni of today and of the past, foreign states and cities."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from italclean import luogo_nascita
from italclean.core.reference import table


@pytest.mark.parametrize(
    ("typed", "value", "code"),
    [
        ("Roma", "Roma", "H501"),
        ("ROMA (RM)", "Roma", "H501"),
        ("ROMA RM", "Roma", "H501"),
        ("Roma - RM", "Roma", "H501"),
        ("roma(rm)", "Roma", "H501"),
        ("Roma (Roma)", "Roma", "H501"),
        ("Nato a Roma", "Roma", "H501"),
        ("Comune di Roma", "Roma", "H501"),
        ("Città di Castello", "Città di Castello", "C745"),
        ("FORLI'", "Forlì", "D704"),
        ("S.GIULIANO TERME", "San Giuliano Terme", "A562"),
        ("SAN REMO (IM)", "Sanremo", "I138"),
        ("SANT 'EGIDIO DEL MONTE ALBINO (SA)", "Sant'Egidio del Monte Albino", "I317"),
        ("REGGIO EMILIA", "Reggio nell'Emilia", "H223"),
        ("REGGIO CALABRIA", "Reggio di Calabria", "H224"),
        ("Bolzano/Bozen", "Bolzano", "A952"),
        ("BOZEN", "Bolzano", "A952"),
        # The province of the time: Lodi and Rimini had none of their own.
        ("LODI (MI)", "Lodi", "E648"),
        ("RIMINI (FO)", "Rimini", "H294"),
        ("RIMINI (FC)", "Rimini", "H294"),
        # Ceased comuni, and those ceded in 1947 (fiscal_facts.md 1.13).
        ("NICASTRO (CZ)", "Nicastro", "F888"),
        ("FIUME", "Fiume", "D620"),
        ("POLA", "Pola", "G778"),
        ("Malamocco", "Malamocco", "E845"),
        # A name that two living places bear needs its sigla.
        ("CASTRO (LE)", "Castro (LE)", "M261"),
        ("Castro (BG)", "Castro (BG)", "C337"),
        # States, of today and of the past, and cities in them.
        ("FRANCIA", "Francia", "Z110"),
        ("U.S.A.", "Stati Uniti d'America", "Z404"),
        ("Germania Ovest", "Germania", "Z112"),
        ("JUGOSLAVIA", "Jugoslavia", "Z118"),
        ("Parigi", "Parigi (Francia)", "Z110"),
        ("PARIGI (FRANCIA)", "Parigi (Francia)", "Z110"),
        ("SETTAT  MAROCCO (EE)", "Settat (Marocco)", "Z330"),
        ("Torino (TO) - Italia", "Torino", "L219"),
        ("Chieri prov. di Torino", "Chieri", "C627"),
        ("Chieri, Torino", "Chieri", "C627"),
        ("Carbonia (prov. SU)", "Carbonia", "B745"),
        ("Bozen/Bolzano", "Bolzano", "A952"),
        ("S. Zenone al Po", "San Zenone al Po", "I416"),
        ("Quartu S. Elena", "Quartu Sant'Elena", "H118"),
        ("POLA (PO)", "Pola", "G778"),
        ("Paris (FR)", "Paris (Francia)", "Z110"),
        ("Congo (Kinshasa)", "Repubblica Democratica del Congo", "Z312"),
        # A comune, and no filler.
        ("None", "None", "F931"),
        # The code itself.
        ("A562", "San Giuliano Terme", "A562"),
    ],
)
def test_places(typed: str, value: str, code: str) -> None:
    outcome = luogo_nascita.check(typed)
    assert (outcome.value, outcome.codice_luogo, outcome.ok) == (value, code, True)


@pytest.mark.parametrize(
    ("typed", "issue", "candidates"),
    [
        ("CASTRO", "luogo_ambiguous", "C337 M261"),
        ("ROMA (MI)", "luogo_province", "H501"),
        # What stands beside it is not understood.
        ("Roma (Texas)", "luogo_province", "H501"),
        ("Parigi (F)", "luogo_province", "Z110"),
        ("Atlantide", "luogo_unknown", None),
        # Signs and letters that reduce to nothing.
        ("北京", "luogo_unknown", None),
        ("di", "luogo_unknown", None),
        ("S.", "luogo_unknown", None),
        ("Via Roma 12", "luogo_unknown", None),
    ],
)
def test_doubts_keep_what_was_typed(typed: str, issue: str, candidates: str | None) -> None:
    outcome = luogo_nascita.check(typed)
    assert (outcome.value, outcome.status, outcome.issue) == (typed, "suspect", issue)
    assert (outcome.codice_luogo, outcome.candidati) == (None, candidates)


def test_every_comune_of_today_is_found_in_every_spelling() -> None:
    comuni = table("comuni").select("belfiore", "nome", "sigla")
    plain = pl.col("nome").str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    accents = pl.col("nome").str.to_uppercase().str.replace_many(list("ÀÈÉÌÒÙ"), ["A'", "E'", "E'", "I'", "O'", "U'"])
    with_sigla = pl.concat_str(accents, pl.lit(" ("), "sigla", pl.lit(")"))
    for spelling in (pl.col("nome"), pl.col("nome").str.to_uppercase(), plain, accents, with_sigla):
        typed = comuni.select(spelling.alias("typed"))["typed"]
        found = luogo_nascita.series(typed).struct.unnest().with_columns(comuni)
        missed = found.filter(pl.col("codice_luogo").ne_missing(pl.col("belfiore")))
        # Only a true homonym is left open, and then the right one is among the candidates.
        assert missed.filter(pl.col("issue") != "luogo_ambiguous")["nome"].to_list() == []
        right = missed.filter(pl.col("candidati").str.contains(pl.col("belfiore"), literal=True))
        assert right.height == missed.height
        assert missed.height < 40
    assert missed.is_empty()


def test_every_state_is_found() -> None:
    states = table("stati").filter(pl.col("al").is_null())
    for name in ("nome", "nome_inglese"):
        found = luogo_nascita.series(states[name].str.to_uppercase()).struct.unnest().with_columns(states["codice"])
        missed = found.filter(~pl.col("candidati").fill_null("").str.contains(pl.col("codice"), literal=True))
        assert missed["codice"].to_list() == []


def test_real_birth_places(real: Callable[[str], pl.DataFrame]) -> None:
    typed = real("amministratori_2025.parquet")["luogo"]
    typed = typed.filter(typed != "")
    found = luogo_nascita.series(typed).struct.unnest()
    assert found["candidati"].is_not_null().mean() >= 0.995
