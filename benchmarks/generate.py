"""Generate a large dirty Italian customer list with known truth.

    python benchmarks/generate.py ROWS --out DIR [--seed N] [--encoding cp1252] [--summary]

writes ``DIR/clienti.csv`` (``;`` between cells, every cell text) and ``DIR/truth.csv``
(``row,entity``; ``row`` is the 1-based record number). One seed, one pair of files.

Population (entities): 70% persons, 22% companies, 8% sole traders. 63 entities per 100 rows, so 37%
of the rows could be removed; 68% of the entities have 1 row, then 17, 8, 4, 1.7, 0.8, 0.3, 0.2% have 2 to 8.

Hard cases, share of the person entities (sole traders are persons):
  families of three (couple and child, one address and landline)    12%
  couples 11%, parent and child 6%, siblings 3%                     20%
  twins (surname, birth date and place, address)                    1.0%
  father and son of one name at one address                         0.8%
  grandfather's name: one name and birth place, one city            0.6%
  homonyms (40% of them in one city, 25% born in one year)          4%
  omocodes (one base code, the second with letters for digits)      0.3%
  one person, two valid codes (another place code)                  0.5%
  e-mail shared inside a household  17% of its members; mobile 7%
  women also filed under the husband's surname                      18%, more among couples
  born abroad                                                       4%
  code of a household member typed by mistake    0.6% of all rows of persons; of a stranger 0.08%
Hard cases, share of the company entities:
  look-alikes (one name, another city and P.IVA)                    5%
  VAT groups of three (one P.IVA, own 11-digit CF)                  1.2%
  sister firms (first word, address and landline in common)         4%
  accountant's e-mail shared by four                                5%
  switchboard and address shared by four                            3%
  certified mail shared by two                                      2%
  owner is also a customer (mobile, half the e-mails and addresses) 3%
  numeric CF different from the P.IVA                               4%, all condominiums and associations
  branches (one P.IVA, two addresses: one entity)                   6%
Sole traders: one row in two carries the sign with the person, some the sign alone, the rest the person.

Every row shows the first or, in 8 to 20% of the rows per field, an older or newer address with its
landline, mobile and e-mail. Rows of one entity share enough besides the name to be tied to each other by
a careful reader, except 0.4% that were left bare on purpose.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from generator.build import build, write


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, help="rows to write")
    parser.add_argument("--out", type=Path, required=True, help="directory for clienti.csv and truth.csv")
    parser.add_argument("--seed", type=int, default=1, help="same seed, same files (default 1)")
    parser.add_argument("--encoding", choices=["utf-8", "cp1252"], default="utf-8")
    parser.add_argument("--summary", action="store_true", help="print the counts of the hard cases as JSON")
    args = parser.parse_args()
    start = time.perf_counter()
    table, truth, summary = build(args.rows, args.seed)
    write(table, truth, args.out, args.encoding)
    print(f"{len(table)} rows, {truth['entity'].n_unique()} entities, {time.perf_counter() - start:.1f} s")
    if args.summary:
        print(json.dumps(summary, indent=2))


if __name__ == "__main__":
    main()
