"""Names of streets."""

from __future__ import annotations

import polars as pl
import pytest

from italclean.streets.street import read_streets
from italclean.streets.table import is_bare_type


def printed(typed: str) -> str:
    return str(read_streets(pl.Series([typed]))["printed"][0])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        # Particles: small in a name, part of a surname behind an initial (name_facts.md, 2).
        ("VIA DEI MILLE", "Via dei Mille"),
        ("VIA A. DE GASPERI", "Via A. De Gasperi"),
        ("VIA G. DI VITTORIO", "Via G. Di Vittorio"),
        ("VIA DEL MARE", "Via del Mare"),
        ("Via Del Mare", "Via Del Mare"),
        ("VIA LO BIANCO", "Via Lo Bianco"),
        ("VIA CADUTI PER LA PATRIA", "Via Caduti per la Patria"),
        ("VIA LORENZO IL MAGNIFICO", "Via Lorenzo il Magnifico"),
        ("STRADA TORINO A MARE", "Strada Torino a Mare"),
        # Elisions.
        ("VIA DELL'INDUSTRIA", "Via dell'Industria"),
        ("VIA DELL' INDUSTRIA", "Via dell'Industria"),
        ("VIA D'AZEGLIO", "Via D'Azeglio"),
        ("VIA GABRIELE D'ANNUNZIO", "Via Gabriele D'Annunzio"),
        ("VIALE DUCA D'AOSTA", "Viale Duca d'Aosta"),
        ("VIA S. FRANCESCO D'ASSISI", "Via San Francesco d'Assisi"),
        ("VIA SANT'ANNA", "Via Sant'Anna"),
        ("LARGO L'AQUILA", "Largo L'Aquila"),
        # Saints, by the name that follows.
        ("VIA S. ANNA", "Via Sant'Anna"),
        ("VIA S.STEFANO", "Via Santo Stefano"),
        ("VIA S LUCIA", "Via Santa Lucia"),
        ("VIA S. PELLICO", "Via S. Pellico"),
        ("VIA SS. ANNUNZIATA", "Via SS. Annunziata"),
        # Accents.
        ("VIA LIBERTA'", "Via Libertà"),
        ("VIA LIBERTA", "Via Libertà"),
        ("VIA NICOLO' TOMMASEO", "Via Nicolò Tommaseo"),
        ("PIAZZA DELLE ERBE", "Piazza delle Erbe"),
        # Numerals and dates.
        ("VIA UMBERTO I", "Via Umberto I"),
        ("via papa giovanni xxiii", "Via Papa Giovanni XXIII"),
        ("VIA 25 APRILE", "Via XXV Aprile"),
        ("VIA XXV APR.", "Via XXV Aprile"),
        ("PIAZZA 1° MAGGIO", "Piazza Primo Maggio"),
        ("VIA 24 MAGGIO", "Via 24 Maggio"),
        # Abbreviations of one meaning.
        ("VIA F.LLI CERVI", "Via Fratelli Cervi"),
        ("VIA GEN. CANTORE", "Via Generale Cantore"),
        ("C.SO V.E. II", "Corso Vittorio Emanuele II"),
        ("VIA M. POLO", "Via M. Polo"),
        # Types: written out, kept where they are words of their own or may be several.
        ("V.ROMA", "Via Roma"),
        ("P ZZA ROMA", "Piazza Roma"),
        ("VIA PROV.LE", "Via Provinciale"),
        ("BASTIONI DI PORTA VOLTA", "Bastioni di Porta Volta"),
        ("P.TA NUOVA", "P.ta Nuova"),
        ("V TRAVERSA", "V Traversa"),
        ("II TRAV. VIA ROMA", "II Traversa Via Roma"),
        ("S.S. 16 ADRIATICA", "Strada Statale 16 Adriatica"),
        ("S.P. PER LEQUILE", "Strada Provinciale per Lequile"),
        ("RUE DE LA GARE", "Rue de la Gare"),
        ("Unter den Linden", "Unter den Linden"),
        ("ROMA", "Roma"),
    ],
)
def test_for_print(typed: str, expected: str) -> None:
    assert printed(typed) == expected
    assert printed(expected) == expected


def test_types_without_a_name() -> None:
    words = pl.DataFrame({"word": ["VIA", "P.ZZA", "V.", "VIA ?", "Cannaregio", "Castello", "Via Roma", "VIA NAZ.LE"]})
    bare = words.filter(is_bare_type(pl.col("word")))["word"].to_list()
    assert bare == ["VIA", "P.ZZA", "V.", "VIA ?"]
