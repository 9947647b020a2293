"""Mistyped personal codici fiscali, mended where the other fields of the row leave a single candidate.

The candidates of a code are all codes one slip of the finger away that pass the check letter: one character
wrong, two neighbours swapped, one character doubled or lost, letters typed for the digits that they look like. A
candidate stands if it agrees with at least two of surname, given names, birth date and birth place, and
disagrees with none of them nor with the sex. A code is mended only where a single candidate stands; the others
are offered.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.cleaners.codice_fiscale import ALLOWED, OMOCODIA_POSITIONS, codice_fiscale
from italclean.core.checksum import WEIGHTS, Bytes, Flags, as_bytes, as_text, check_letters
from italclean.fiscal.agreement import PARTS, agreement

PROOFS = ("cognome", "nome", "data_nascita", "luogo_nascita")
"""The fields whose agreement proves; the sex is in the given name and in the day already."""

LEAST_PROOFS = 2
"""How many of them must agree."""

_MOST_OFFERED = 6
_CHECK = 15
_SLICE = 20_000
_FIRST_LETTER, _CHECKS = ord("A"), 26
_SIDE = np.arange(16) % 2
# Letters typed where digits stand, and the other way round. L and S are letters of omocodia: they are left to
# the candidates with one character wrong.
_DIGIT_FOR = {"O": "0", "D": "0", "I": "1", "Z": "2", "G": "6", "B": "8"}
_LETTER_FOR = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"}

Places = npt.NDArray[np.int64]


def repair(people: pl.DataFrame) -> pl.DataFrame:
    """Mend personal codici fiscali that a slip of the finger spoilt.

    Args:
        people: The column `codice_fiscale`, codes as typed (capitals and digits), and any of `cognome`, `nome`,
            `data_nascita` (ISO), `sesso`, `luogo_nascita`, all text.

    Returns:
        One row for each code: `value`, the single candidate that the row proves, or null; `proofs`, the fields
        that it agrees with; `candidates`, where several stand or too little is known, at most six.
        A code that passes its check letter is left alone, whatever the row says.

    Examples:
        >>> import polars as pl
        >>> typed = {"codice_fiscale": ["RSSMRA85T1OA562S"], "cognome": ["Rossi"], "nome": ["Mario"]}
        >>> repair(pl.DataFrame(typed)).row(0)
        ('RSSMRA85T10A562S', 'cognome, nome', None)
        >>> repair(pl.DataFrame({"codice_fiscale": ["RSSMRA85T1OA562S"]})).row(0)
        (None, None, 'RSSMRA85T10A562S')
    """
    parts = [_repair(people.slice(start, _SLICE)) for start in range(0, max(people.height, 1), _SLICE)]
    return pl.concat(parts)


def _repair(people: pl.DataFrame) -> pl.DataFrame:
    typed = people["codice_fiscale"]
    found = candidates(typed)
    held = agreement(people[found["row"]].with_columns(codice_fiscale=found["code"]), strict=True)
    agreeing = pl.concat_str(
        *(pl.when(pl.col(name)).then(pl.lit(name)) for name in PROOFS), separator=", ", ignore_nulls=True
    )
    judged = pl.concat(
        [
            found,
            held.select(
                proofs=agreeing,
                number=pl.sum_horizontal(pl.col(name).fill_null(value=False) for name in PROOFS),
                against=pl.any_horizontal((~pl.col(name)).fill_null(value=False) for name in PARTS),
            ),
        ],
        how="horizontal",
    ).filter(~pl.col("against"))
    stands = pl.col("number") >= LEAST_PROOFS
    single = stands.sum() == 1
    # Those with the most agreements are offered first.
    best = pl.col("code").sort_by(pl.col("number"), pl.col("code"), descending=[True, False])
    rows = judged.group_by("row").agg(
        value=pl.when(single).then(pl.col("code").filter(stands).first()),
        proofs=pl.when(single).then(pl.col("proofs").filter(stands).first()),
        candidates=pl.when(~single & (pl.len() <= _MOST_OFFERED)).then(best.str.join(", ")),
    )
    return (
        pl.DataFrame({"row": pl.int_range(people.height, dtype=pl.UInt32, eager=True)})
        .join(rows, on="row", how="left", maintain_order="left")
        .drop("row")
    )


def candidates(typed: pl.Series) -> pl.DataFrame:
    """Find all well-formed codes one slip away from codes that are not.

    Args:
        typed: Codes of 15, 16 or 17 capitals and digits; others have no candidates, nor have well-formed ones.

    Returns:
        One row for each candidate: `row` (the place of the code in `typed`) and `code`.
    """
    found: list[tuple[Places, Bytes]] = []
    for length, slips in ((15, _one_lost), (16, _one_wrong), (17, _one_too_many)):
        rows = np.flatnonzero(typed.str.contains(rf"^[A-Z0-9]{{{length}}}$").fill_null(value=False))
        if len(rows):
            cells = as_bytes(typed.gather(rows), length)
            if length == 16:
                wrong = ~_sound(cells)
                rows, cells = rows[wrong], cells[wrong]
            found.extend((rows[at], codes) for at, codes in slips(cells))
    made = pl.concat(
        [
            pl.DataFrame({"row": pl.Series(at, dtype=pl.UInt32), "code": as_text(codes)})
            for at, codes in found
            if len(at)
        ]
        or [pl.DataFrame(schema={"row": pl.UInt32, "code": pl.String})]
    ).unique(maintain_order=True)
    made = made.filter(pl.Series(_as_assigned(as_bytes(made["code"], 16))))
    return made.filter(codice_fiscale.series(made["code"]).struct.field("value").is_not_null())


def _sound(cells: Bytes) -> Flags:
    """Tell codes of the right shape that pass the check letter."""
    shaped = ALLOWED[np.arange(16), cells].all(axis=1)
    return np.asarray(shaped & (check_letters(cells[:, :_CHECK]) == cells[:, _CHECK]))


def _one_wrong(cells: Bytes) -> Iterator[tuple[Places, Bytes]]:
    """One character wrong, two neighbours swapped, or letters and digits mixed up throughout."""
    yield from _filled(cells)
    for place in range(_CHECK):
        swapped = cells.copy()
        swapped[:, [place, place + 1]] = cells[:, [place + 1, place]]
        at = np.flatnonzero(_sound(swapped) & (swapped != cells).any(axis=1))
        yield at, swapped[at]
    alike = _LOOKS[np.arange(16), cells]
    at = np.flatnonzero(_sound(alike) & (alike != cells).any(axis=1))
    yield at, alike[at]


def _one_lost(cells: Bytes) -> Iterator[tuple[Places, Bytes]]:
    """One character lost, in any place."""
    for place in range(16):
        gap = np.insert(cells, place, 0, axis=1)
        yield from _filled(gap, [place])


def _one_too_many(cells: Bytes) -> Iterator[tuple[Places, Bytes]]:
    """One character doubled or put in, in any place."""
    for place in range(17):
        without = np.delete(cells, place, axis=1)
        at = np.flatnonzero(_sound(without))
        yield at, without[at]


def _filled(cells: Bytes, places: list[int] | None = None) -> Iterator[tuple[Places, Bytes]]:
    """Put every character that makes the code sound into one place after the other."""
    valid = ALLOWED[np.arange(16), cells]
    faults = (~valid).sum(axis=1)
    weights = WEIGHTS[_SIDE, cells]
    total = weights[:, :_CHECK].sum(axis=1)
    wanted = cells[:, _CHECK].astype(np.int64) - _FIRST_LETTER
    for place in places or range(16):
        open_to = np.flatnonzero(faults == ~valid[:, place])
        signs = np.flatnonzero(ALLOWED[place])
        if place == _CHECK:
            sums = total[open_to] % _CHECKS
            fits = sums[:, None] + _FIRST_LETTER == signs
        else:
            rest = total[open_to].astype(np.int64) - weights[open_to, place]
            fits = (rest[:, None] + WEIGHTS[_SIDE[place], signs]) % _CHECKS == wanted[open_to, None]
        fits &= cells[open_to, place][:, None] != signs
        at, which = np.nonzero(fits)
        made = cells[open_to[at]]
        made[:, place] = signs[which]
        yield open_to[at], made


def _as_assigned(cells: Bytes) -> Flags:
    """Tell codes whose letters of omocodia stand as they are assigned: from the right, without a gap.

    A letter elsewhere is well formed, but far likelier the slip itself.
    """
    letters = cells[:, OMOCODIA_POSITIONS] > ord("9")
    return np.asarray((letters[:, :-1] <= letters[:, 1:]).all(axis=1))


_LOOKS = np.tile(np.arange(256, dtype=np.uint8), (16, 1))
for _place in range(16):
    for _typed, _meant in (_DIGIT_FOR if _place in OMOCODIA_POSITIONS else _LETTER_FOR).items():
        _LOOKS[_place, ord(_typed)] = ord(_meant)
