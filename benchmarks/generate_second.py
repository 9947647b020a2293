"""Generate the second dirty Italian customer list with known truth: a yardstick that nobody tunes to.

    python benchmarks/generate_second.py ROWS --out DIR [--seed N] [--sources] [--codeless] [--poisoned] [--summary]

writes ``DIR/clienti.csv`` (``;`` between cells, every cell text, UTF-8) and ``DIR/truth.csv`` (``row,entity``; ``row``
is the 1-based record number). ``--sources`` adds the same rows as one file a source (erp, crm, cards, shop,
newsletter), with unlike columns and headers, and ``truth_sources.csv`` (``source,row,entity``).
One seed, one set of files.

It shares no code with ``generate.py`` and has another model (``benchmarks/second_generator``): three generations of
households and firms with a life live in the trade area of one company, whose five sources meet them over twenty years.
A row shows what was true on the day, as far as that source asks and that customer tells; rows of an entity are its
meetings and those at which the source did not recognise it.

What is one entity: a person, with any trade under his own name (one codice fiscale); a company through changes of
form, name and seat, with its branches. What is not: sister firms, firms of a group (some with one partita IVA), a
company that a sole trade became (new partita IVA), father and son, the next school.

``--codeless`` leaves out codici fiscali, partite IVA, birth dates and places. ``--poisoned`` gives many first sons
the father's name and never their code or birth date, so that rows with codes teach that name and door suffice.
Rows that no careful reader could tie to the rest of their entity (judged before slips of the pen) stay under 1%: most
customers who would leave such a row tell what they told before, some are recognised and leave none. ``--summary``
says how many there are of each, and how many of the hard cases.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from second_generator.build import make
from second_generator.files import save
from second_generator.summary import summary


def main(args: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sources", action="store_true", help="one file a source as well")
    parser.add_argument("--codeless", action="store_true", help="no codici fiscali, partite IVA, birth dates")
    parser.add_argument("--poisoned", action="store_true", help="sons who bear their father's name have no code")
    parser.add_argument("--summary", action="store_true", help="print what is in the list")
    given = parser.parse_args(args)
    if given.rows < 1:
        parser.error("ROWS must be at least 1")
    made = make(given.rows, given.seed, codeless=given.codeless, poisoned=given.poisoned)
    save(made, given.out, codeless=given.codeless, sources=given.sources)
    if given.summary:
        print("\n".join(summary(made)))


if __name__ == "__main__":
    main()
