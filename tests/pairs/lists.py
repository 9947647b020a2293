"""Lists that the tests of the deduplication share."""

from __future__ import annotations

import random

Row = dict[str, str]


def crowd(count: int = 60) -> list[Row]:
    """Other customers, from whom the weights are learned."""
    rng = random.Random(3)
    surnames = [
        "Esposito",
        "Ferrari",
        "Colombo",
        "Ricci",
        "Marino",
        "Greco",
        "Bruno",
        "Gallo",
        "Conti",
        "Costa",
        "Giordano",
        "Mancini",
        "Rizzo",
        "Lombardi",
        "Moretti",
    ]
    names = ["Paolo", "Sara", "Elena", "Giulia", "Marco", "Davide", "Chiara", "Irene", "Silvia", "Fabio"]
    return [
        {
            "cognome": rng.choice(surnames),
            "nome": rng.choice(names),
            "data_nascita": f"19{rng.randint(50, 99)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
            "tipo": "persona",
            "indirizzo": f"Via Garibaldi {number}",
            "cap": f"{rng.randint(10, 98)}0{rng.randint(10, 99)}",
            "comune": rng.choice(["Milano", "Roma", "Bari"]),
            "email": f"u{number}@esempio.it",
            "cellulare": f"+3934{rng.randint(10_000_000, 99_999_999)}",
        }
        for number in range(count)
    ]
