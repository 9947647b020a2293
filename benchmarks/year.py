"""A year of a master: a list, then a delivery a month of new and of changed rows, held against one run over everything.

    python benchmarks/year.py LIST --out DIR [--base N] [--month N] [--months N] [--changed SHARE] [--seed N]

LIST is a folder that `generate.py` or `generate_second.py` wrote. Its rows are shuffled and dealt out to two sources,
`erp` and `crm`; each month a part of the rows is a record of the list that comes again under its id, with another
telephone, mailbox or house number. It prints, month by month, F1 of the customers, the time of the adding, and whether
any id of a known customer changed; at the end the same of one run over all rows, and how far the two agree on pairs.
Some pairs of the first review are decided, half of them `same`, half `different`; how many of these decisions hold in
the last month, under newer versions of the records, is told (`decisions_held`).
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from italclean.readers.plain import read_plain
from score import score

SOURCES = ("erp", "crm")
_DIGITS = "0123456789"
_DECIDED = 20


@dataclass(frozen=True)
class Delivery:
    """The files of one month, and what is true of their rows."""

    files: dict[str, Path]
    truth: pl.DataFrame


def _columns(frame: pl.DataFrame) -> dict[str, str]:
    """The columns that change in a life, by what they hold, and the column of ids."""
    known = {
        "E-MAIL": "email",
        "EMAIL": "email",
        "CELL": "phone",
        "TEL": "phone",
        "CODCLI": "id",
        "INDIRIZZO": "address",
    }
    return {name: known[name.upper()] for name in frame.columns if name.upper() in known}


def _changed(rows: pl.DataFrame, chance: random.Random) -> pl.DataFrame:
    """Records as they come again: one of their contacts, or the number of their house, is another."""
    changed = []
    kinds = _columns(rows)
    for record in rows.to_dicts():
        name = chance.choice([name for name, kind in kinds.items() if kind != "id"])
        value = record[name]
        if value and kinds[name] == "email":
            record[name] = "".join(chance.sample("abcdefghilmnopqrstuvz", 9)) + "@" + value.rpartition("@")[2]
        elif value:
            head = value.rstrip(_DIGITS)
            record[name] = head + "".join(chance.choice("123456789") for _ in value[len(head) :])
        changed.append(record)
    return pl.DataFrame(changed, schema=rows.schema)


def deal(folder: Path, out: Path, base: int, month: int, months: int, share: float, seed: int) -> list[Delivery]:
    """Deal a list out to deliveries.

    Args:
        folder: The list with its truth.
        out: Where the files go.
        base: The rows of the first delivery.
        month: The rows of each further one.
        months: How many of these there are.
        share: Which part of them are changed records.
        seed: The seed.
    """
    chance = random.Random(seed)
    rows = read_plain((folder / "clienti.csv").read_bytes(), "clienti.csv").with_columns(
        truth=read_plain((folder / "truth.csv").read_bytes(), "truth.csv")["entity"]
    )
    rows = rows.with_columns(origin=pl.Series(chance.choices(SOURCES, weights=(3, 2), k=rows.height)))
    rows = rows.sample(fraction=1, shuffle=True, seed=seed)
    ids = next(name for name, kind in _columns(rows).items() if kind == "id")
    changes = int(month * share)
    taken, deliveries, numbered = 0, [], dict.fromkeys(SOURCES, 0)
    once = rows.slice(0, base).filter(pl.struct("origin", ids).is_unique() & pl.col(ids).is_not_null())
    for number in range(months + 1):
        fresh = rows.slice(taken, base if number == 0 else month - changes)
        taken += fresh.height
        if number:
            again = once.sample(changes, seed=seed + number)
            fresh = pl.concat([fresh, _changed(again, chance)]).sample(fraction=1, shuffle=True, seed=seed)
        files, truths = {}, []
        for source in SOURCES:
            theirs = fresh.filter(pl.col("origin") == source)
            path = out / f"{number:02}" / f"{source}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            theirs.drop("truth", "origin").write_csv(path, separator=";")
            first = numbered[source]
            truths.append(
                theirs.select(
                    pl.lit(source).alias("source"),
                    (pl.int_range(1, pl.len() + 1) + first).cast(pl.String).alias("row"),
                    entity="truth",
                )
            )
            numbered[source] += theirs.height
            files[source] = path
        deliveries.append(Delivery(files, pl.concat(truths)))
    return deliveries


def command(*arguments: str) -> tuple[float, float]:
    """Run italclean, and return its wall and CPU seconds."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", "italclean", *arguments, "--quiet", "--lang", "en"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, cpu


def _crosswalk(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(folder / "crosswalk.parquet").with_columns(pl.col("row").cast(pl.String))


def _scored(crosswalk: pl.DataFrame, truth: pl.DataFrame) -> dict[str, float]:
    joined = crosswalk.join(truth, on=["source", "row"], how="inner").with_row_index("at")
    rows = pl.col("at").cast(pl.String).alias("row")
    found = score(joined.select(rows, "golden_id"), joined.select(rows, "entity"))
    return {"precision": found.precision, "recall": found.recall, "f1": found.f1, "rows": joined.height}


def decide(folder: Path, most: int) -> pl.DataFrame:
    """Decide on pairs of a review, and fill the decisions in: the likeliest are one customer, the others two.

    Pairs of two codes are left out: a person could not join them.

    Args:
        folder: The master.
        most: How many pairs.
    """
    path = folder / "review.csv"
    review = read_plain(path.read_bytes(), "review.csv").with_row_index("at")
    codes = pl.all_horizontal(pl.col("codice_fiscale_a", "codice_fiscale_b").is_not_null())
    asked = review.filter(~codes).sort(pl.col("probability").cast(pl.Float64), descending=True, maintain_order=True)
    asked = pl.concat([asked.head(most // 2), asked.tail(most - most // 2)]).unique("at", maintain_order=True)
    same = pl.int_range(pl.len()) < most // 2
    asked = asked.with_columns(decision=pl.when(same).then(pl.lit("same")).otherwise(pl.lit("different")))
    decided = review.drop("decision").join(asked.select("at", "decision"), on="at", how="left", maintain_order="left")
    decided.select(review.columns).drop("at").write_csv(path, separator=";")
    return asked.select("source_a", "row_a", "source_b", "row_b", "decision")


def held(decided: pl.DataFrame, crosswalk: pl.DataFrame) -> tuple[int, int]:
    """Count the decisions that hold, and all."""
    for side in ("a", "b"):
        named = {"source": f"source_{side}", "row": f"row_{side}", "golden_id": f"id_{side}"}
        ids = crosswalk.select(pl.col("source").cast(pl.String), "row", "golden_id").rename(named)
        decided = decided.join(ids, on=[f"source_{side}", f"row_{side}"], how="left", maintain_order="left")
    together = pl.col("id_a") == pl.col("id_b")
    return int(decided.select((together == (pl.col("decision") == "same")).sum()).item()), decided.height


def _moved(before: pl.DataFrame, after: pl.DataFrame) -> int:
    """Count the customers whose id is another without having been joined to a known one."""
    known = before.select("source", "row", was="golden_id").join(after, on=["source", "row"], how="inner")
    ids = set(before["golden_id"])
    moved = known.filter(pl.col("was") != pl.col("golden_id"))
    return moved.filter(~pl.col("golden_id").is_in(list(ids))).height


def agreement(one: pl.DataFrame, other: pl.DataFrame) -> float:
    """Return the share of the pairs of rows that are one customer by either, but not by both."""
    both = one.join(other.select("source", "row", other="golden_id"), on=["source", "row"], how="inner")

    def pairs(*names: str) -> int:
        size = both.group_by(names).len()["len"]
        return int((size * (size - 1) // 2).sum())

    common, first, second = pairs("golden_id", "other"), pairs("golden_id"), pairs("other")
    return (first + second - 2 * common) / max(first + second - common, 1)


def main(args: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("list", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", type=int, default=300_000)
    parser.add_argument("--month", type=int, default=10_000)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--changed", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(args)
    deliveries = deal(given.list, given.out / "files", given.base, given.month, given.months, given.changed, given.seed)
    truth, before, decided = pl.DataFrame(), pl.DataFrame(), pl.DataFrame()
    for number, delivery in enumerate(deliveries):
        folder, last = given.out / f"master-{number:02}", given.out / f"master-{number - 1:02}"
        files = [f"{source}={path}" for source, path in delivery.files.items()]
        what = ["run", *files] if number == 0 else ["add", str(last), *files]
        wall, cpu = command(*what, "--out", str(folder), "--force", "--format", "parquet")
        truth = pl.concat([truth, delivery.truth]) if number else delivery.truth
        now = _crosswalk(folder)
        if number == 0:
            decided = decide(folder, _DECIDED)
        moved = _moved(before, now) if number else 0
        print(
            json.dumps(
                {"month": number, "wall": round(wall, 1), "cpu": round(cpu, 1), "ids_changed": moved}
                | _scored(now, truth)
            )
        )
        before = now
    print(json.dumps({"decisions_held": held(decided, before)}))
    together = given.out / "everything"
    together.mkdir(parents=True, exist_ok=True)
    for source in SOURCES:
        parts = [read_plain(one.files[source].read_bytes(), source) for one in deliveries]
        pl.concat(parts).write_csv(together / f"{source}.csv", separator=";")
    files = [f"{source}={together / source}.csv" for source in SOURCES]
    wall, cpu = command("run", *files, "--out", str(given.out / "at-once"), "--force", "--format", "parquet")
    whole = _crosswalk(given.out / "at-once")
    told = {
        "at_once": True,
        "wall": round(wall, 1),
        "cpu": round(cpu, 1),
        "disagree": round(agreement(before, whole), 5),
    }
    print(json.dumps(told | _scored(whole, truth)))


if __name__ == "__main__":
    main()
