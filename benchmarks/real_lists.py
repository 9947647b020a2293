"""Score italclean on customer lists made from public open data, with codes hidden.

    python benchmarks/real_lists.py [--real FOLDER] [--family NAME ...] [--rows N] [--seed N] [--held-out]
        [--codes SHARE:BIRTHS ...] [--kinds N] [--json]

Names, spellings, codes, birth dates, birth places and comuni are real; contacts are made up (`opendata/contacts.py`).
Of the codes and the birth dates only a share is shown, the rest is hidden from italclean and serves as the truth.

Families:
  candidati         2,350 people with real codici fiscali; 65 of them stand several times, as typed each time
  amministratori    53,312 people in office, whole provinces at a time; people of one name in a province are brought
                    together, some men behind one door, as father and son are; codes are computed
  omonimi           the same people, but namesakes of all Italy are brought together: the hard list
  appalti           22,923 bidders with the names really typed for each code; names that a strict test does not find to
                    be the owner's are counted apart (`doubtful`: merged / asked / left apart)
  cinque_per_mille  35,901 associations, cooperatives, parishes and comuni, whole comuni at a time     *held out*

`cinque_per_mille` is held out: no rule may be tuned to it, so it is run with --held-out only, and alone, and kinds of
faults are not shown. Its second spellings are made, not real, so there is little to learn from it; but its names are of
another kind than all others (places, saints, one association's sections), so it tells what a rule does to lists that
nobody looked at. The second half of the amministratori would only be more of the first.

What the figures cannot say: precision depends on who shares an address, a number or a mailbox, and that is made up.

The folder of the data is --real, else ITALCLEAN_REAL_DATA, else `../shared/real` beside the repository. One seed, one
list: a row differs between two settings only in what it hides.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import polars as pl

from opendata import identity
from opendata.lists import make_list
from opendata.measure import Measure, measure
from opendata.source import default_folder

FAMILIES: dict[str, Callable[[Path, np.random.Generator], pl.DataFrame]] = {
    "candidati": identity.candidati,
    "amministratori": identity.amministratori,
    "omonimi": identity.omonimi,
    "appalti": identity.appalti,
    "cinque_per_mille": identity.cinque_per_mille,
}
HELD_OUT = "cinque_per_mille"
BODIES = {"appalti", "cinque_per_mille"}
SETTINGS = ("100:100", "60:60", "30:30", "30:0", "0:60", "0:0")
HEADS = (
    "family", "codes", "births", "rows", "customers", "P", "R", "F1", "wrong pairs", "two codes", "missed",
    "of them asked", "review", "of them same", "doubtful", "expected wrong", "within",
)  # fmt: skip


def family(name: str, folder: Path, seed: int) -> pl.DataFrame:
    """Read a family's spellings."""
    return FAMILIES[name](folder, np.random.default_rng([seed, *name.encode()]))


def settings(name: str, given: Iterable[str]) -> list[tuple[float, float | None]]:
    """Read the shares of codes and births; bodies have no births, so theirs come once for each share of codes."""
    shares = [tuple(float(part) / 100 for part in pair.split(":")) for pair in given]
    if name in BODIES:
        return [(codes, None) for codes in dict.fromkeys(codes for codes, *_ in shares)]
    return [(codes, births[0] if births else codes) for codes, *births in shares]


def line(taken: Measure) -> list[str]:
    """Lay one measure out as cells."""
    found, doubtful = taken.score, taken.doubtful
    return [
        taken.family,
        f"{taken.codes:.0%}",
        "–" if taken.births is None else f"{taken.births:.0%}",
        f"{found.rows:,}",
        f"{found.entities:,}",
        f"{found.precision:.4f}",
        f"{found.recall:.4f}",
        f"{found.f1:.4f}",
        f"{taken.wrong_pairs:,}",
        f"{taken.two_codes:,}",
        f"{taken.missed:,}",
        f"{taken.missed_asked:,}",
        f"{taken.review:,}",
        f"{taken.review_same:,}",
        " / ".join(f"{count:,}" for count in doubtful.values()) if any(doubtful.values()) else "–",
        "–" if taken.expected is None else f"{taken.expected[0]:,.0f}-{taken.expected[1]:,.0f}",
        {None: "–", True: "yes", False: "NO"}[taken.within],
    ]


def show_kinds(taken: Measure) -> None:
    """Print the most frequent kinds of faults of one list."""
    for title, kinds in taken.kinds.items():
        print(f"\n{taken.family}, codes {taken.codes:.0%}: {title}")
        for kind in kinds:
            print(f"{kind['pairs']:6}  {kind['kind']}\n        {kind['example']}")


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    open_families = [name for name in FAMILIES if name != HELD_OUT]
    parser.add_argument("--real", type=Path, default=default_folder(), help="the folder of the open data")
    parser.add_argument("--family", nargs="+", choices=open_families, default=open_families)
    parser.add_argument("--rows", type=int, default=10_000, help="the most rows of a list (default 10,000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--codes", nargs="+", default=SETTINGS, metavar="CODES:BIRTHS", help="shares shown, in per cent"
    )
    parser.add_argument("--kinds", type=int, default=0, help="show so many kinds of wrong merges and misses a list")
    parser.add_argument("--held-out", action="store_true", help=f"measure {HELD_OUT}, which nobody tunes to, alone")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args()
    taken = []
    if not given.json:
        print(f"| {' | '.join(HEADS)} |\n|{' --- |' * len(HEADS)}", flush=True)
    for name in [HELD_OUT] if given.held_out else given.family:
        spellings = family(name, given.real, given.seed)
        for codes, births in settings(name, given.codes):
            made = make_list(name, spellings, given.rows, given.seed, codes, births or 0.0)
            taken.append(measure(made, name, codes, births, 0 if given.held_out else given.kinds))
            if not given.json:
                print(f"| {' | '.join(line(taken[-1]))} |", flush=True)
    if given.json:
        print(json.dumps([asdict(one) | {"within": one.within} for one in taken], indent=2))
        return
    for one in taken:
        show_kinds(one)


if __name__ == "__main__":
    main()
