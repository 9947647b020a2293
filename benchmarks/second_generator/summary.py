"""What is in a list: counted, not intended."""

from __future__ import annotations

import numpy as np
import polars as pl

from second_generator.build import Made
from second_generator.firms import CLUB, COMPANY, CONDOMINIUM, GROUP, PARISH, PUBLIC, SCHOOL, SISTER
from second_generator.meetings import SOURCES
from second_generator.people import TODAY
from second_generator.shows import HUSBANDS

KINDS = {
    COMPANY: "companies",
    SISTER: "sister firms",
    GROUP: "firms of groups",
    CONDOMINIUM: "condominiums",
    SCHOOL: "schools",
    PARISH: "parishes",
    PUBLIC: "public offices",
    CLUB: "clubs",
}


def summary(made: Made) -> list[str]:
    """Lines to print."""
    rows, shown, world, n = made.rows, made.shown, made.world, len(made.rows)
    people, firms = world.people, world.firms
    entity, times = np.unique(rows.entity, return_counts=True)
    ours = entity[entity < len(people)]
    theirs = entity[entity >= len(people)] - len(people)
    lines = [f"rows {n:,}, entities {len(entity):,}: {len(entity) / n:.3f} a row"]

    def share(what: str, count: int, of: int) -> None:
        lines.append(f"  {what:58} {count:>9,}  {100 * count / max(of, 1):6.2f}%")

    lines.append("entities with 1, 2, 3 ... rows")
    for number in range(1, int(times.max()) + 1):
        share(str(number), int((times == number).sum()), len(entity))
    lines.append("entities")
    share("people", len(ours), len(entity))
    share("people with a trade of their own", int((world.traders.of[ours] >= 0).sum()), len(entity))
    for kind, word in KINDS.items():
        share(word, int((firms.kind[theirs] == kind).sum()), len(entity))
    lines.append("hard cases, of the people")
    frame = pl.DataFrame(
        {
            "s": people.surname[ours],
            "g": people.given[ours],
            "b": people.born[ours],
            "m": people.home[ours],
            "h": np.maximum(people.own, people.home)[ours],
        }
    )
    town = world.homes.town[np.maximum(frame["h"].to_numpy(), 0), 0]
    frame = frame.with_columns(t=pl.Series(town))
    share("namesakes in one town", int(frame.filter(pl.len().over("s", "g", "t") > 1).height), len(ours))
    share("share a household with another customer", int(frame.filter(pl.len().over("h") > 1).height), len(ours))
    share(
        "twins, both customers", int(frame.filter((pl.col("m") >= 0) & (pl.len().over("m", "b") > 1)).height), len(ours)
    )
    parent = np.where(people.female, people.mother, people.father)[ours]
    both = people.junior[ours] & np.isin(parent, ours)
    share("bear the name of a parent who is a customer", int(both.sum()), len(ours))
    share("born abroad", int((people.place[ours] < 0).sum()), len(ours))
    share("changed e-mail provider", int((world.mails.switch[ours] <= TODAY).sum()), len(ours))
    lines.append("hard cases, of the firms")
    share("have an administrator or accountant", int((firms.keeper[theirs] >= 0).sum()), len(theirs))
    share("changed name or form", int((firms.renamed[theirs] <= TODAY).sum()), len(theirs))
    share("moved", int((firms.moved[theirs] <= TODAY).sum()), len(theirs))
    share("have branches", int(firms.branches[theirs].sum()), len(theirs))
    share("are a former sole trade, another entity", int((world.came_from[theirs] >= 0).sum()), len(theirs))
    share("owner is a customer", int(np.isin(firms.owner[theirs], ours).sum()), len(theirs))
    lines.append("rows")
    for source, word in enumerate(SOURCES):
        share(word, int((rows.source == source).sum()), n)
    share("of firms", int((rows.entity >= len(people)).sum()), n)
    share("of a sole trader as a firm", int((shown.business & (rows.entity < len(people))).sum()), n)
    share("with the husband's surname", int((shown.name == HUSBANDS).sum()), n)
    share("code of the spouse", int(((shown.code_of >= 0) & (shown.code_of != rows.entity)).sum()), n)
    share("a name and nothing else", int(made.name_only.sum()), n)
    share("nothing ties them to the other rows of their entity", int(made.bare.sum()), n)
    share("told what they had told before, else nothing would", int(made.mended.sum()), n)
    for column in made.cells.columns:
        share(f"filled: {column}", int((made.cells[column] != "").sum()), n)
    return lines
