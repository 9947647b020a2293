"""Mistyped personal codici fiscali, mended where the other fields of the row leave a single candidate.

The candidates of a code are all codes one slip of the finger away that pass the check letter: one character
wrong, two neighbours swapped, one character doubled or lost, letters typed for the digits that they look like. A
candidate stands if it agrees with at least two of surname, given names, birth date and birth place, and disagrees
with none of them nor with the sex. A code is mended only where a single candidate stands and the part that the
slip is in agrees too: what no field of the row proves is not rewritten, but for letters among the digits that
look like them. A wrong check letter stands for all parts, and needs all four. The other candidates are offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from italclean.cleaners.codice_fiscale import codice_fiscale
from italclean.codes.checksum import WEIGHTS, Bytes, Flags, as_bytes, as_text, check_letters
from italclean.codes.personal import ALLOWED, OMOCODIA_POSITIONS
from italclean.core.columns import is_true
from italclean.fiscal.agreement import PARTS, agreement

PROOFS = ("cognome", "nome", "data_nascita", "luogo_nascita")
"""The fields whose agreement proves; the sex is in the given name and in the day already."""

LEAST_PROOFS = 2
"""How many of them must agree."""

_PART_OF = np.repeat(np.arange(5, dtype=np.uint8), (3, 3, 5, 4, 1))
"""The part that each position belongs to: the place in `PROOFS`, or 4 for the check letter."""
_CHECKED = 4

_MOST_OFFERED = 6
_LENGTH, _CHECK = 16, 15
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
    found = candidates(people["codice_fiscale"].cast(pl.String))
    held = agreement(people[found["row"]].with_columns(codice_fiscale=found["code"]), strict=True)
    agreeing = pl.concat_str(
        *(pl.when(pl.col(name)).then(pl.lit(name)) for name in PROOFS), separator=", ", ignore_nulls=True
    )
    judged = pl.concat(
        [
            found,
            held.select(
                *PROOFS,
                proofs=agreeing,
                number=pl.sum_horizontal(pl.col(name).fill_null(value=False) for name in PROOFS),
                against=pl.any_horizontal((~pl.col(name)).fill_null(value=False) for name in PARTS),
            ),
        ],
        how="horizontal",
    ).filter(~pl.col("against"))
    *spared, check_spared = ((pl.col("touched") & (1 << part)) == 0 for part in range(_CHECKED + 1))
    backed = [whole | pl.col(name).fill_null(value=False) for whole, name in zip(spared, PROOFS, strict=True)]
    checked = check_spared | (pl.col("number") == len(PROOFS))
    stands = pl.col("number") >= LEAST_PROOFS
    proven = pl.all_horizontal(*backed, checked)
    single = (stands.sum() == 1) & (stands & proven).any()
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
        One row for each candidate: `row` (the place of the code in `typed`), `code`, and the parts that the slip
        `touched`, a bit for each: in the order of `PROOFS`, the check letter last.
    """
    found: list[Slips] = []
    for length, slips in ((15, _one_lost), (16, _one_wrong), (17, _one_too_many)):
        rows = np.flatnonzero(is_true(typed.str.contains(rf"^[A-Z0-9]{{{length}}}$")))
        if len(rows):
            cells = as_bytes(typed[rows], length)
            if length == _LENGTH:
                wrong = ~_sound(cells)
                rows, cells = rows[wrong], cells[wrong]
            found.extend(Slips(rows[made.at], made.cells, made.touched) for made in slips(cells))
    made = pl.concat(
        [
            pl.DataFrame(
                {
                    "row": pl.Series(slip.at, dtype=pl.UInt32),
                    "code": as_text(slip.cells),
                    "touched": pl.Series(slip.touched, dtype=pl.UInt8),
                }
            )
            for slip in found
        ]
        or [pl.DataFrame(schema={"row": pl.UInt32, "code": pl.String, "touched": pl.UInt8})]
    )
    # One code may come of two slips (a letter doubled where two parts meet): either will do, so the lesser.
    made = made.group_by("row", "code", maintain_order=True).agg(pl.col("touched").min())
    return made.filter(codice_fiscale.series(made["code"]).struct.field("value").is_not_null())


@dataclass(frozen=True, slots=True)
class Slips:
    """Codes that one kind of slip leads back to.

    Attributes:
        at: Which of the given codes each comes from.
        cells: The codes, shape (rows, 16).
        touched: The parts that the slip is in, a bit for each.
    """

    at: Places
    cells: Bytes
    touched: Bytes


def _sound(cells: Bytes) -> Flags:
    """Tell codes of the right shape that pass the check letter."""
    shaped = ALLOWED[np.arange(16), cells].all(axis=1)
    return np.asarray(shaped & (check_letters(cells[:, :_CHECK]) == cells[:, _CHECK]))


def _one_wrong(cells: Bytes) -> Iterator[Slips]:
    """One character wrong, two neighbours swapped, or letters and digits mixed up throughout."""
    for place in range(_LENGTH):
        yield _filled(cells, place)
    for place in range(_CHECK):
        swapped = cells.copy()
        swapped[:, [place, place + 1]] = cells[:, [place + 1, place]]
        yield _different(cells, swapped)
    # A letter among the digits shows by itself where the slip is, and its likeness what was meant.
    alike = _different(cells, _LOOKS[np.arange(16), cells])
    yield Slips(alike.at, alike.cells, np.where(_as_assigned(alike.cells), 0, alike.touched).astype(np.uint8))


def _different(cells: Bytes, changed: Bytes) -> Slips:
    """The sound ones among codes that were changed."""
    differs = changed != cells
    at = np.flatnonzero(_sound(changed) & differs.any(axis=1))
    bits = np.where(differs[at], _BIT_OF, 0)
    return Slips(at, changed[at], np.bitwise_or.reduce(bits, axis=1).astype(np.uint8))


def _one_lost(cells: Bytes) -> Iterator[Slips]:
    """One character lost, in any place."""
    for place in range(_LENGTH):
        yield _filled(np.insert(cells, place, 0, axis=1), place)


def _one_too_many(cells: Bytes) -> Iterator[Slips]:
    """One character doubled or put in, in any place."""
    for place in range(_LENGTH + 1):
        without = np.delete(cells, place, axis=1)
        at = np.flatnonzero(_sound(without))
        yield Slips(at, without[at], np.full(len(at), _BIT_OF[min(place, _CHECK)], dtype=np.uint8))


def _filled(cells: Bytes, place: int) -> Slips:
    """Put every character that makes the code sound into one place."""
    valid = ALLOWED[np.arange(16), cells]
    weights = WEIGHTS[_SIDE, cells]
    open_to = np.flatnonzero((~valid).sum(axis=1) == ~valid[:, place])
    signs = np.flatnonzero(ALLOWED[place])
    total = weights[open_to, :_CHECK].sum(axis=1).astype(np.int64)
    if place == _CHECK:
        fits = total[:, None] % _CHECKS + _FIRST_LETTER == signs
    else:
        wanted = cells[open_to, _CHECK].astype(np.int64) - _FIRST_LETTER
        rest = total - weights[open_to, place]
        fits = (rest[:, None] + WEIGHTS[_SIDE[place], signs]) % _CHECKS == wanted[:, None]
    fits &= cells[open_to, place][:, None] != signs
    at, which = np.nonzero(fits)
    made = cells[open_to[at]]
    made[:, place] = signs[which]
    if place in OMOCODIA_POSITIONS:
        likely = _as_assigned(made) | (signs[which] <= ord("9"))
        at, made = at[likely], made[likely]
    return Slips(open_to[at], made, np.full(len(at), _BIT_OF[place], dtype=np.uint8))


def _as_assigned(cells: Bytes) -> Flags:
    """Tell codes whose letters of omocodia stand as they are assigned: from the right, without a gap.

    A candidate may keep a letter that was typed elsewhere, but no other is put there.
    """
    letters = cells[:, OMOCODIA_POSITIONS] > ord("9")
    return np.asarray((letters[:, :-1] <= letters[:, 1:]).all(axis=1))


_BIT_OF = np.left_shift(1, _PART_OF).astype(np.uint8)
_LOOKS = np.tile(np.arange(256, dtype=np.uint8), (16, 1))
for _place in range(16):
    for _typed, _meant in (_DIGIT_FOR if _place in OMOCODIA_POSITIONS else _LETTER_FOR).items():
        _LOOKS[_place, ord(_typed)] = ord(_meant)
