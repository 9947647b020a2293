"""The contacts of a row: each in the column of its kind, none lost, and a second run finds nothing to move.

A cell may hold several numbers and addresses, and those of another kind; a column may hold what belongs into another.
First the values that cells begin with change places (a mobile to the mobiles, certified mail to the PEC), then
whatever else the cells hold goes to the first free column of its kind: `cellulare`, `telefono`, `telefono_2` …

Where a value goes depends on the values alone, never on how they were typed: so the cleaned list stays as it is when
it is cleaned again.
"""

from __future__ import annotations

import polars as pl

from italclean.cleaners.email import email
from italclean.core.columns import flags_at, is_true, no_text, rows_where
from italclean.core.copies import is_of, numbered
from italclean.fields.catalogue import CONTACTS
from italclean.rows.loose import RECIPIENT, loose_contacts
from italclean.rows.mailboxes import EMAIL, JUDGED, PEC, mail_columns, note_findings
from italclean.rows.numbers import FAX, MOBILE, PHONE, ZERO_MOBILE
from italclean.rows.step import Fact, step
from italclean.rows.worksheet import Cells, Worksheet

_MOST = 5
"""How many columns of one kind there may be; what a row has beyond them is told in the log."""
_SEVERAL = ["tel_several", "email_several", "tel_and_email", "email_and_tel", "tel_and_fax"]
_ORDINARY = ["gratuita", "storica", "chiusa", "usa e getta"]
_COLUMNS = {field: tuple(numbered(field, place) for place in range(1, _MOST + 1)) for field in (PHONE, FAX, EMAIL)}
_PLACES = {
    "mobile": (MOBILE, *_COLUMNS[PHONE]),
    "fisso": _COLUMNS[PHONE],
    "fax": _COLUMNS[FAX],
    "pec": (PEC, *_COLUMNS[EMAIL]),
    "email": _COLUMNS[EMAIL],
}
"""The columns that a contact of a kind may stand in, in the order in which they are tried."""
_ALL_PLACES = tuple(dict.fromkeys(place for places in _PLACES.values() for place in places))


@step(writes=[*CONTACTS, RECIPIENT, "annotazione"])
def open_contacts(sheet: Worksheet) -> None:
    """Find what the cells of contacts hold beyond their first value, and set faxes and certified addresses apart."""
    numbers = [name for name, cells in sheet.cells.items() if cells.role in (PHONE, MOBILE, FAX)]
    mails = [name for name, cells in sheet.cells.items() if cells.role in (EMAIL, PEC)]
    _keep_notes(sheet, [*numbers, *mails])
    for name in numbers:
        _set_faxes_apart(sheet, name)
    for name in mails:
        if sheet.cells[name].role == PEC:
            _put_certified_first(sheet, name)
    sheet.loose = loose_contacts(sheet, numbers, mails)


def _kinds_of_list(sheet: Worksheet) -> frozenset[str]:
    """The kinds of numbers that a list needs a column for, whether it came with one or not.

    A column that the other numbers of a cell will need is there for all rows, as it will be in a second run.
    """
    held = {PHONE: "fisso", MOBILE: "mobile"}
    came = {held[cells.role] for cells in sheet.cells.values() if cells.role in held}
    assert sheet.loose is not None  # open_contacts has set it
    numbers = sheet.loose.filter(pl.col("kind").is_in(["mobile", "fisso"]))
    rows = flags_at(sheet.height, numbers["at"].unique())
    beside = {
        kind
        for name, cells in sheet.cells.items()
        if cells.role in held
        for kind in ("mobile", "fisso")
        if kind != held[cells.role] and (rows & (_kinds(sheet, name) == kind)).any()
    }
    return frozenset(came | set(numbers["kind"]) | beside)


KINDS_OF_NUMBERS = Fact("kinds_of_numbers", found=_kinds_of_list, together=lambda parts: frozenset().union(*parts))
"""The kinds of numbers, `fisso` and `mobile`, that have or need a column of the list."""


@step(writes=[*CONTACTS, RECIPIENT], needs=[KINDS_OF_NUMBERS])
def settle_contacts(sheet: Worksheet) -> None:
    """Put every number and address of a row in the column of its kind."""
    loose, sheet.loose = sheet.loose, None
    assert loose is not None  # open_contacts has set it
    _exchange_numbers(sheet)
    _move_certified(sheet)
    if loose.height:
        _place(sheet, loose)
    _flag_certified(sheet)
    _flag_ordinary(sheet)


def _keep_notes(sheet: Worksheet, names: list[str]) -> None:
    for name in names:
        note = sheet.finding(name, "nota")
        if note.null_count() < sheet.height:
            sheet.annotate(note)


# The first values of cells
def _set_faxes_apart(sheet: Worksheet, name: str) -> None:
    """Take a number that its cell calls a fax off the telephones; in the column of the faxes, take the other off."""
    cells = sheet.cells[name]
    fax = sheet.finding(name, "fax")
    if fax.null_count() == sheet.height:
        return
    alone = (cells.verdict["issue"] == "tel_fax").fill_null(value=False) | (
        fax.str.split(" ").list.contains(cells.value).fill_null(value=False)
    )
    if cells.role == FAX:
        cells.decide(alone, None, "format")
        # tel. 02 55507676 fax 02 55507677: the second is what the column is for.
        first = fax.str.extract(r"^(\S+)")
        turned = fax.is_not_null() & ~alone & cells.value.is_not_null()
        others = pl.select(pl.concat_str(cells.value, sheet.finding(name, "altri"), separator=" ", ignore_nulls=True))
        rest = fax.str.strip_prefix("").str.replace(r"^\S+ ?", "")
        rest = rest.set((rest == "").fill_null(value=False), None)
        note_findings(
            sheet,
            name,
            telefono=pl.select(pl.when(turned).then(others.to_series())).to_series(),
            altri=pl.select(pl.when(turned).then(rest).otherwise(sheet.finding(name, "altri"))).to_series(),
        )
        cells.decide(turned, first, "tel_several", cells.value)
    else:
        cells.decide(alone, no_text(sheet.height), "moved", FAX)


def _put_certified_first(sheet: Worksheet, name: str) -> None:
    """Where the certified address stands behind another one in the column of the PEC, take that one."""
    cells = sheet.cells[name]
    rows = sheet.finding(name, "altri").is_not_null() & ~is_true(sheet.finding(name, "pec"))
    at = rows_where(rows)
    if at.is_empty():
        return
    others = pl.DataFrame({"at": at, "address": sheet.finding(name, "altri").gather(at).str.split(" ")})
    others = others.explode("address")
    read = email.series(others["address"]).struct.unnest()
    certified = others.with_columns(value=read["value"], pec=read["pec"]).filter(
        pl.col("pec") & pl.col("value").is_not_null()
    )
    certified = certified.unique("at", keep="first", maintain_order=True).sort("at")
    if certified.is_empty():
        return
    first = cells.value.gather(certified["at"])
    left = others.join(certified.select("at", taken="address"), on="at").filter(pl.col("address") != pl.col("taken"))
    rest = left.group_by("at", maintain_order=True).agg(pl.col("address").str.join(" "))
    rest = certified.select("at").join(rest, on="at", how="left", maintain_order="left")
    joined = pl.select(pl.concat_str(first, rest["address"], separator=" ", ignore_nulls=True)).to_series()
    joined = joined.set((joined == "").fill_null(value=False), None)
    where = flags_at(sheet.height, certified["at"])
    note_findings(
        sheet,
        name,
        altri=sheet.finding(name, "altri").scatter(certified["at"], joined),
        pec=sheet.finding(name, "pec").set(where, True),
        genere=sheet.finding(name, "genere").set(where, "pec"),
    )
    put = no_text(sheet.height).scatter(certified["at"], certified["value"])
    told = no_text(sheet.height).scatter(certified["at"], joined)
    cells.decide(where, put, "email_several", told)


def _exchange_numbers(sheet: Worksheet) -> None:
    """Put the mobiles of telephone columns and the landlines of mobile ones into each other's column."""
    phones = [name for name, cells in sheet.cells.items() if cells.role == PHONE]
    mobiles = [name for name, cells in sheet.cells.items() if cells.role == MOBILE]
    kinds = {name: _kinds(sheet, name) for name in [*phones, *mobiles]}
    if sheet.facts[KINDS_OF_NUMBERS.name] != {"mobile", "fisso"}:
        return
    if PHONE in kinds and MOBILE in kinds:
        both = (kinds[PHONE] == "mobile") & (kinds[MOBILE] == "fisso")
        _swap(sheet, kinds, is_true(both))
    for _ in range(2 * _MOST):
        moved = [_move_number(sheet, kinds, name, MOBILE, "mobile") for name in phones]
        moved += [_move_number(sheet, kinds, name, PHONE, "fisso") for name in mobiles]
        if not any(moved):
            break


def _kinds(sheet: Worksheet, name: str) -> pl.Series:
    """The kind of each number as far as it tells its column."""
    value = sheet.value(name)
    kind = sheet.finding(name, "genere")
    sure = value.is_not_null() & kind.is_in(["mobile", "fisso"])
    if sheet.cells[name].role == MOBILE:
        sure &= ~value.str.contains(ZERO_MOBILE)
    return pl.select(pl.when(sure).then(kind)).to_series()


def _swap(sheet: Worksheet, kinds: dict[str, pl.Series], both: pl.Series) -> None:
    if not both.any():
        return
    phones, mobiles = sheet.cells[PHONE], sheet.cells[MOBILE]
    before = phones.verdict, mobiles.verdict
    for cells, other in ((phones, before[1]), (mobiles, before[0])):
        cells.decide(both, other["value"], "tel_swapped")
        _carry(cells, both, other)
    kinds[PHONE], kinds[MOBILE] = (
        kinds[PHONE].zip_with(~both, kinds[MOBILE]),
        kinds[MOBILE].zip_with(~both, kinds[PHONE]),
    )


def _move_number(sheet: Worksheet, kinds: dict[str, pl.Series], name: str, target: str, kind: str) -> bool:
    """Move the numbers of a kind to the column of that kind where it is empty; tell whether there were any."""
    if name == target or name not in kinds:
        return False
    where = is_true((kinds[name] == kind) & sheet.value(target).is_null())
    if not where.any():
        return False
    _move(sheet, name, target, where, "moved")
    moved = no_text(sheet.height).set(where, kind)
    kinds[name] = kinds[name].set(where, None)
    if target in kinds:
        kinds[target] = kinds[target].zip_with(~where, moved)
    return True


def _move_certified(sheet: Worksheet) -> None:
    """Move certified addresses from the e-mail columns to that of the PEC, where it is free.

    Source: Garante, provv. 52 of 1 February 2018: no marketing to a PEC without a consent of its own.
    """
    for name in [name for name, cells in sheet.cells.items() if cells.role == EMAIL]:
        cells = sheet.cells[name]
        certified = is_true(sheet.finding(name, "pec")) & cells.value.is_not_null()
        if not certified.any():
            continue
        pec = sheet.value(PEC)
        free = certified & (pec.is_null() | (pec == cells.value)).fill_null(value=True)
        _move(sheet, name, PEC, free, "email_pec_moved")


def _move(sheet: Worksheet, name: str, target: str, where: pl.Series, issue: str) -> None:
    """Move first values to another column; what is open about them goes along."""
    cells = sheet.cells[name]
    before = cells.verdict
    kind = {extra: sheet.finding(name, extra) for extra in ("genere", "pec") if target == PEC}
    _put(sheet, target, where, before["value"], name, before)
    if target == PEC and target in sheet.findings:
        for extra, found in kind.items():
            known = sheet.finding(target, extra)
            note_findings(sheet, target, **{extra: known.cast(found.dtype).zip_with(~where, found)})
    cells.decide(where, no_text(sheet.height), issue, target)


def _put(
    sheet: Worksheet,
    target: str,
    where: pl.Series,
    values: pl.Series,
    origin: str,
    verdict: pl.DataFrame | None = None,
) -> None:
    """Put values into empty cells of a column; what was refused there is told to be replaced."""
    where = where & sheet.value(target).is_null() & values.is_not_null()
    if not where.any():
        return
    if target not in sheet.cells:
        sheet.fill(target, where, values, origin)
        return
    cells = sheet.cells[target]
    refused = where & (cells.verdict["status"] == "invalid")
    cells.decide(where, values, "derived", origin)
    cells.decide(refused, None, "contact_replaced", origin)
    if verdict is not None:
        _carry(cells, where & ~refused, verdict)


def _carry(cells: Cells, where: pl.Series, verdict: pl.DataFrame) -> None:
    """Let the doubt about a value go along with it."""
    doubted = where & (verdict["status"] == "suspect") & ~verdict["issue"].cast(pl.String).is_in(_SEVERAL)
    for issue in verdict["issue"].filter(doubted).unique().cast(pl.String).sort():
        cells.decide(doubted & (verdict["issue"] == issue), None, issue, verdict["detail"])


def _place(sheet: Worksheet, loose: pl.DataFrame) -> None:
    """Put every further value into the first free column of its kind, one round for each value of a row."""
    rows = loose["at"].unique().sort()
    standing = {place: sheet.value(place)[rows] for place in _ALL_PLACES}
    # What stands in columns beyond these is there already as well.
    beyond = [sheet.cells[name].value[rows] for name in sheet.cells if _beyond(sheet, name)]
    loose = loose.with_columns(turn=pl.int_range(pl.len()).over("at"), row=pl.lit(rows).search_sorted(pl.col("at")))
    put: list[pl.DataFrame] = []
    for turn in range(int(loose["turn"].max() or 0) + 1):  # type: ignore[arg-type]
        items = loose.filter(pl.col("turn") == turn)
        value = no_text(rows.len()).scatter(items["row"], items["value"])
        kind = no_text(rows.len()).scatter(items["row"], items["kind"])
        open_ = value.is_not_null()
        placed = no_text(rows.len())
        arrived = flags_at(rows.len(), pl.Series([], dtype=pl.UInt32))
        for place, current in [*standing.items(), *((None, values) for values in beyond)]:
            again = is_true(open_ & (current == value))
            if again.any():
                placed = placed.set(again, place or PHONE)
                open_ &= ~again
        for one, places in _PLACES.items():
            for place in places:
                here = is_true(open_ & (kind == one) & standing[place].is_null())
                if here.any():
                    standing[place] = standing[place].zip_with(~here, value)
                    placed = placed.set(here, place)
                    arrived |= here
                    open_ &= ~here
        put.append(items.with_columns(place=placed[items["row"]], arrived=arrived[items["row"]]))
    found = pl.concat(put).sort("at", "order")
    for (place,), part in found.filter("arrived").partition_by("place", as_dict=True, maintain_order=True).items():
        _put_all(sheet, str(place), part)
    _tell_origins(sheet, found)


def _beyond(sheet: Worksheet, name: str) -> bool:
    return sheet.cells[name].role in (PHONE, MOBILE, FAX, EMAIL, PEC) and name not in _ALL_PLACES


def _put_all(sheet: Worksheet, place: str, part: pl.DataFrame) -> None:
    """Write what arrives in a column, and what is known of it."""
    at = part["at"]
    for (origin,), some in part.partition_by("origin", as_dict=True, maintain_order=True).items():
        values = no_text(sheet.height).scatter(some["at"], some["value"])
        if place == origin:
            # The first value went to the column of its kind: the next takes its place.
            sheet.cells[place].decide(values.is_not_null(), values, "split")
        else:
            _put(sheet, place, values.is_not_null(), values, str(origin))
    if is_of(place, EMAIL, PEC):
        note_findings(
            sheet,
            place,
            genere=sheet.finding(place, "genere").scatter(at, part["genere"]),
            pec=_flags(sheet, place, "pec").scatter(at, part["pec"]),
            **{JUDGED: sheet.finding(place, JUDGED).scatter(at, part["issue"])},
        )


def _flags(sheet: Worksheet, name: str, extra: str) -> pl.Series:
    return sheet.finding(name, extra).cast(pl.Boolean) if extra in _known(sheet, name) else _false(sheet.height)


def _known(sheet: Worksheet, name: str) -> list[str]:
    return sheet.findings[name].columns if name in sheet.findings else []


def _false(height: int) -> pl.Series:
    return pl.Series([False]).new_from_index(0, height)


def _tell_origins(sheet: Worksheet, found: pl.DataFrame) -> None:
    """Say in each cell that held more where the rest of it stands now."""
    told = found.group_by("origin", "at", maintain_order=True).agg(
        where=pl.col("place").drop_nulls().unique(maintain_order=True).str.join(", "),
        all=pl.col("place").is_not_null().all(),
    )
    for (origin,), part in told.partition_by("origin", as_dict=True, maintain_order=True).items():
        name = str(origin)
        cells = sheet.cells[name]
        whole = part.filter("all")
        where = flags_at(sheet.height, whole["at"])
        detail = no_text(sheet.height).scatter(whole["at"], whole["where"])
        several = is_true(cells.verdict["issue"].is_in(_SEVERAL))
        cells.decide(where & several & cells.value.is_not_null(), None, "several_placed", detail)
        empty = cells.empty & (cells.verdict["status"] == "invalid")
        cells.decide(where & empty, no_text(sheet.height), "moved", detail)
        # A part that is in no column: whatever else the cell was, it is to be looked at.
        lost = flags_at(sheet.height, part.filter(~pl.col("all"))["at"])
        rest = found.filter((pl.col("origin") == name) & pl.col("place").is_null())
        rest = rest.group_by("at", maintain_order=True).agg(pl.col("typed").str.join(" "))
        left = no_text(sheet.height).scatter(rest["at"], rest["typed"])
        sound = cells.verdict["status"].is_in(["valid", "fixed"]) & cells.value.is_not_null()
        issue = "email_several" if cells.role in (EMAIL, PEC) else "tel_several"
        cells.decide(lost & sound, None, issue, left)


# Flags
def _flag_certified(sheet: Worksheet) -> None:
    """Flag certified addresses that stay among the e-mails, because another one is in the column of the PEC."""
    for name in mail_columns(sheet):
        if not is_of(name, EMAIL):
            continue
        certified = is_true(_flags(sheet, name, "pec")) & sheet.value(name).is_not_null()
        if not certified.any():
            continue
        if name in sheet.cells:
            sheet.cells[name].decide(certified, None, "email_is_pec")
        judged = sheet.finding(name, JUDGED)
        note_findings(sheet, name, **{JUDGED: judged.set(certified, "email_is_pec")})


def _flag_ordinary(sheet: Worksheet) -> None:
    """Flag ordinary mail in the column of the PEC."""
    for name, cells in sheet.cells.items():
        if cells.role == PEC:
            ordinary = sheet.finding(name, "genere").is_in(_ORDINARY)
            kept = cells.verdict["status"].is_in(["valid", "fixed"]) & cells.value.is_not_null()
            cells.decide(ordinary & kept, None, "email_not_pec")
