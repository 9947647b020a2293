"""Comune, province, CAP, region and state of one row against each other.

What two of them agree on mends or fills the third; where they conflict without a majority, all stay and the row
is doubtful. All is decided once for each combination of what was typed.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.cleaners.comune import comune
from italclean.cleaners.provincia import provincia
from italclean.core import text
from italclean.core.columns import is_true
from italclean.core.reference import table
from italclean.issues.outcome import STATUS
from italclean.places.index import known_places
from italclean.places.register import ABROAD, state_names
from italclean.rows.step import Fact, step
from italclean.rows.worksheet import Worksheet

_COMUNE, _PROVINCE, _CAP = "comune", "provincia", "cap"
_OPEN = ["comune_unknown", "comune_ambiguous", "comune_maybe", "comune_province"]
# In the order in which they overrule each other, and whether what was decided is a new value.
_ISSUES = {"derived": True, "place_decided": True, "places_conflict": False, "cap_other_comune": False}


@step(writes=[_COMUNE, _PROVINCE, _CAP])
def part_places(sheet: Worksheet) -> None:
    """Give the parts of places their columns: the CAP in `20121 Milano (MI)`, the comune in `20121 Milano`."""
    for name in (_COMUNE, _PROVINCE):
        sheet.fill(_CAP, sheet.finding(name, "cap").is_not_null(), sheet.finding(name, "cap"), name)
    _words_of_caps(sheet)


LIST_HAS_CAPS = Fact("list_has_caps", found=lambda sheet: _CAP in sheet.cells or _CAP in sheet.derived, together=any)
"""Whether any row has a CAP. It is given to all or to none: of a list without any, nobody asked for it."""


@step(writes=[_COMUNE, _PROVINCE, _CAP, "regione", "nazione"], needs=[LIST_HAS_CAPS])
def settle_places(sheet: Worksheet) -> None:
    """Hold the places of every row against each other."""
    # Those that addresses brought count as those of the list: what is written now is read the next time.
    if not {_COMUNE, _PROVINCE, _CAP} & {*sheet.cells, *sheet.derived}:
        return
    rows = _combinations(sheet)
    distinct = rows.unique(maintain_order=True).with_row_index("which")
    which = rows.join(distinct, on=rows.columns, how="left", nulls_equal=True, maintain_order="left")["which"]
    decided = _decided(distinct)
    for name in (_COMUNE, _PROVINCE, _CAP):
        _apply(sheet, name, decided.select(pl.col(f"new_{name}", f"issue_{name}", f"detail_{name}"))[which])
    if _COMUNE in sheet.findings and "frazione" in sheet.findings[_COMUNE].columns:
        findings = sheet.findings[_COMUNE]
        part = decided["part"][which].zip_with(decided["part"][which].is_not_null(), findings["frazione"])
        sheet.findings[_COMUNE] = findings.with_columns(part.alias("frazione"))
    # Neither the states nor the regions of the rows have changed; their provinces may have.
    _settle_region(sheet, rows["region"], rows["abroad"])
    _leave_foreign_places(sheet)
    # CHIASSO (SVIZZERA) names the state.
    state = sheet.finding(_COMUNE, "stato")
    sheet.fill("nazione", are_abroad(sheet) & state.is_not_null(), state, _COMUNE)


def _words_of_caps(sheet: Worksheet) -> None:
    """Read what stands beside a CAP in its cell (`20121 Milano`): it goes to the comune, or is there already."""
    beside = sheet.finding(_CAP, "accanto")
    if beside.null_count() == sheet.height:
        return
    read = comune.series(beside).struct.unnest()
    name = pl.select(pl.when(read["belfiore"].is_not_null() & (read["status"] != "suspect")).then(read["value"]))
    sheet.fill(_COMUNE, sheet.value(_COMUNE).is_null(), name.to_series(), "CAP")
    sigla = provincia.series(beside).struct.field("value")
    told = (name.to_series() == sheet.value(_COMUNE)).fill_null(value=False)
    told |= (sigla == sheet.value(_PROVINCE)).fill_null(value=False)
    cells = sheet.cells[_CAP]
    cells.decide(told & (cells.verdict["issue"] == "cap_words").fill_null(value=False), None, "format")


def are_abroad(sheet: Worksheet) -> pl.Series:
    """Tell which rows are abroad: by their state, by EE for a province, or by a foreign city without a province."""
    city = sheet.finding(_COMUNE, "stato").is_not_null()
    province = sheet.value(_PROVINCE)
    return _in_foreign_states(sheet) | (city & province.is_null()) | is_true(province == ABROAD)


def _in_foreign_states(sheet: Worksheet) -> pl.Series:
    """Tell which rows name a foreign state."""
    states = sheet.value("nazione")
    distinct = states.unique().to_frame("state")
    foreign = distinct.filter(text.words(pl.col("state")).is_in(_foreign_states().implode()))
    return is_true(states.is_in(foreign["state"].drop_nulls().implode()))


def _combinations(sheet: Worksheet) -> pl.DataFrame:
    """What the row says of its place, and how sure each part is."""
    typed = sheet.cells[_COMUNE].raw if _COMUNE in sheet.cells else sheet.value(_COMUNE)
    cap = sheet.cells[_CAP].raw if _CAP in sheet.cells else sheet.value(_CAP)
    issues = {
        f"was_{name}": (sheet.cells[name].verdict["issue"].cast(pl.String) if name in sheet.cells else sheet.value("-"))
        for name in (_COMUNE, _PROVINCE, _CAP)
    }
    return pl.DataFrame(
        {
            "typed": typed,
            "comune": sheet.value(_COMUNE),
            "belfiore": _belfiori(sheet),
            "candidates": sheet.finding(_COMUNE, "candidati"),
            "stato": sheet.finding(_COMUNE, "stato"),
            "province": sheet.value(_PROVINCE),
            "cap": sheet.value(_CAP),
            # A spreadsheet's 2603.0 lost as much as 2603.
            "typed_cap": cap.str.replace(r"\.0+$", ""),
            "abroad": _in_foreign_states(sheet) | is_true(sheet.value(_PROVINCE) == ABROAD),
            "region": _regions(sheet),
            **issues,
        }
    )


def _belfiori(sheet: Worksheet) -> pl.Series:
    """The code of each row's comune, as found or, of comuni that came from other columns, by their name."""
    found = sheet.finding(_COMUNE, "belfiore")
    arrived = found.is_null() & sheet.value(_COMUNE).is_not_null()
    if _COMUNE in sheet.cells:
        arrived &= is_true(sheet.cells[_COMUNE].verdict["issue"] == "derived")
    if not arrived.any():
        return found
    unique = table("comuni").unique("nome", keep="none").select("nome", code="belfiore")
    names = sheet.value(_COMUNE).to_frame("nome")
    codes = names.join(unique, on="nome", how="left", maintain_order="left")["code"]
    return found.zip_with(~arrived, codes)


def _decided(rows: pl.DataFrame) -> pl.DataFrame:
    """Decide every combination: a new value, its issue and detail for each of the three, null where all stays."""
    known = pl.col("was_provincia").is_null() | pl.col("was_provincia").is_in(
        ["format", "prov_former", "prov_misspelt", "prov_comune"]
    )
    rows = rows.with_columns(
        sigla=pl.when(known & (pl.col("province").str.len_bytes() == 2) & (pl.col("province") != ABROAD)).then(
            "province"
        ),
        by_cap=pl.when(pl.col("cap").str.contains("^[0-9]{5}$")).then("cap"),
    ).join(_by_cap(), left_on="by_cap", right_on="cap", how="left", maintain_order="left")
    rows = _with_comune(rows)
    here = (
        table("comuni")
        .select("nome", "belfiore", comune_sigla="sigla", comune_region="regione")
        .join(_siglas(), on="belfiore", how="left")
    )
    rows = rows.drop("comune_sigla", strict=False).join(here, on="belfiore", how="left", maintain_order="left")
    # A region that says otherwise leaves nothing to be filled.
    region_fits = (pl.col("region") == pl.col("comune_region")).fill_null(value=True)
    home = ~pl.col("abroad") & (pl.col("stato").is_null() | pl.col("sigla").is_not_null())
    found = pl.col("comune_sigla").is_not_null() & region_fits
    in_comune = pl.col("cap_comuni").list.contains(pl.col("belfiore"))
    in_province = pl.col("cap_siglas").list.contains(pl.col("sigla"))
    other_province = found & (pl.col("sigla") != pl.col("comune_sigla"))
    # The CAP tells which of the two is right; without it nobody does, but for a province that the comune was in.
    once = pl.col("siglas").str.contains(pl.col("sigla"), literal=True).fill_null(value=False)
    mend_province = home & other_province & in_comune.fill_null(value=once)
    comune_of_cap = (
        home & other_province & ~mend_province & ~once & in_province & (pl.col("cap_comuni").list.len() == 1)
    )
    comune_of_cap = comune_of_cap.fill_null(value=False)
    clash = home & other_province & ~mend_province & ~comune_of_cap
    nameless = pl.col("comune").is_null() & pl.col("region").is_null()
    province_by_cap = home & nameless & pl.col("sigla").is_null() & (pl.col("cap_siglas").list.len() == 1)
    one_of_cap = home & nameless & (pl.col("cap_comuni").list.len() == 1)
    comune_by_cap = one_of_cap & (pl.col("sigla").is_null() | in_province.fill_null(value=False))
    agreeing = home & found & (~other_province | mend_province).fill_null(value=True)
    fill_cap = agreeing & pl.col("cap").is_null() & pl.col("only_cap").is_not_null()
    cut = pl.col("only_cap").str.ends_with(pl.col("typed_cap")) & (pl.col("was_cap") == "cap_zeros")
    # 3807 beside Malé (38027): a digit was lost, and no foreign code is meant.
    cap = pl.col("only_cap")
    lost_digit = pl.any_horizontal(
        pl.col("typed_cap") == cap.str.slice(0, place) + cap.str.slice(place + 1) for place in range(5)
    )
    cut |= lost_digit & pl.col("was_cap").is_in(["cap_zeros", "cap_foreign"])
    # Five digits that no comune uses today may be a CAP of yesterday, or of a part of it: they are only doubted.
    wrong = (pl.col("was_cap") == "cap_format") | (cut & ~in_comune.fill_null(value=False))
    lost_cap = agreeing & wrong.fill_null(value=False) & pl.col("only_cap").is_not_null()
    # A CAP that is mended to the comune's says nothing against its province.
    fill_province = (
        home & found & pl.col("sigla").is_null() & (in_comune.fill_null(value=True) | lost_cap.fill_null(value=False))
    )
    other_cap = (
        agreeing
        & ~lost_cap.fill_null(value=False)
        & ((pl.col("cap_comuni").is_not_null() & ~in_comune) | (pl.col("was_cap") == "cap_unknown")).fill_null(
            value=False
        )
    )
    rows = rows.join(_caps(), on="belfiore", how="left", maintain_order="left")
    both_provinces = pl.concat_str("comune_sigla", pl.lit(" / "), "sigla")
    by_comune, by_cap, by_both = pl.lit("comune"), pl.lit("CAP"), pl.lit("comune, CAP")
    # Lazily: what several branches ask is then computed once.
    decided = rows.lazy().select(
        "which",
        part=pl.when("settled").then("part"),
        new_comune=pl.when(pl.col("settled"))
        .then("nome")
        .when(comune_by_cap | comune_of_cap)
        .then(pl.col("cap_names").list.first()),
        issue_comune=pl.when(clash)
        .then(pl.lit("places_conflict"))
        .when(pl.col("settled") | comune_by_cap | comune_of_cap)
        .then(pl.when(pl.col("comune").is_null()).then(pl.lit("derived")).otherwise(pl.lit("place_decided"))),
        detail_comune=pl.when(clash)
        .then(both_provinces)
        .when(pl.col("settled"))
        .then("evidence")
        .when(comune_of_cap)
        .then(pl.lit("provincia, CAP"))
        .when(comune_by_cap)
        .then(by_cap),
        new_provincia=pl.when(mend_province | fill_province)
        .then("comune_sigla")
        .when(province_by_cap)
        .then(pl.col("cap_siglas").list.first()),
        issue_provincia=pl.when(mend_province | ((fill_province | province_by_cap) & pl.col("province").is_not_null()))
        .then(pl.lit("place_decided"))
        .when(fill_province | province_by_cap)
        .then(pl.lit("derived"))
        .when(clash)
        .then(pl.lit("places_conflict")),
        detail_provincia=pl.when(mend_province)
        .then(pl.when(in_comune).then(by_both).otherwise(by_comune))
        .when(fill_province)
        .then(by_comune)
        .when(province_by_cap)
        .then(by_cap)
        .when(clash)
        .then(both_provinces),
        new_cap=pl.when(fill_cap | lost_cap).then("only_cap"),
        issue_cap=pl.when(fill_cap)
        .then(pl.lit("derived"))
        .when(lost_cap)
        .then(pl.lit("place_decided"))
        .when(other_cap)
        .then(pl.lit("cap_other_comune")),
        detail_cap=pl.when(fill_cap | lost_cap)
        .then(by_comune)
        .when(other_cap)
        .then(pl.coalesce("only_cap", "some_caps")),
    )
    return decided.collect()


def _with_comune(rows: pl.DataFrame) -> pl.DataFrame:
    """Settle the comuni that are open or lie in another province: by the province beside them, else by the CAP."""
    siglas = table("comuni").select("belfiore", comune_sigla="sigla")
    rows = rows.join(siglas, on="belfiore", how="left", maintain_order="left")
    elsewhere = pl.col("comune_sigla") != pl.col("sigla")
    abroad = pl.col("stato").is_not_null() & pl.col("sigla").is_not_null()
    cap_elsewhere = ~pl.col("cap_comuni").list.contains(pl.col("belfiore"))
    doubted = pl.col("was_comune").is_in(_OPEN) | elsewhere | abroad | (cap_elsewhere & pl.col("sigla").is_null())
    asked = pl.col("typed").is_not_null() & ~pl.col("abroad") & doubted.fill_null(value=False)
    # The province beside the comune, else the one that the CAP is of.
    of_cap = pl.when(pl.col("cap_siglas").list.len() == 1).then(pl.col("cap_siglas").list.first())
    sigla = pl.coalesce("sigla", of_cap)
    with_sigla = pl.when(asked & sigla.is_not_null()).then(
        pl.concat_str(pl.col("typed").str.replace(r"\s*[(\[].*$", ""), pl.lit(" ("), sigla, pl.lit(")"))
    )
    read = comune.series(rows.select(with_sigla).to_series()).struct.unnest()
    again = pl.DataFrame(
        {
            "again": read["belfiore"],
            "either": read["candidati"],
            "part": read["frazione"],
            "doubt": read["status"] == "suspect",
            "slip": is_true(read["issue"] == "comune_misspelt"),
        }
    )
    rows = pl.concat([rows, again], how="horizontal")
    possible = pl.coalesce("either", "candidates").str.split(" ")
    among = possible.list.set_intersection(pl.coalesce("cap_comuni", pl.lit([], dtype=pl.List(pl.String))))
    by_cap = pl.when(asked & (among.list.len() == 1)).then(among.list.first())
    # Without a province of its own a row has the CAP for it, which must then be the comune's.
    in_cap = pl.col("cap_comuni").list.contains(pl.col("again"))
    told = ~pl.col("doubt") & (pl.col("sigla").is_not_null() | in_cap.fill_null(value=False))
    # Lavagno (GE): that another comune of that province has nearly the same name proves nothing without its CAP.
    sound = pl.col("belfiore").is_not_null() & (pl.col("was_comune") != "comune_misspelt").fill_null(value=True)
    told &= ~(pl.col("slip") & sound) | in_cap.fill_null(value=False)
    by_province = pl.when(told).then("again")
    settled = pl.when(asked).then(pl.coalesce(by_province, by_cap))
    return rows.with_columns(
        settled=settled.is_not_null() & settled.ne_missing(pl.col("belfiore")),
        evidence=pl.when(by_province.is_not_null() & pl.col("sigla").is_not_null())
        .then(pl.lit("provincia"))
        .otherwise(pl.lit("CAP")),
        belfiore=pl.coalesce(settled, "belfiore"),
    )


@cache
def _foreign_states() -> pl.Series:
    """All names and codes of foreign states, in words."""
    names = pl.concat([state_names()["nome"], table("stati")["iso2"]])
    return names.drop_nulls().to_frame("name").select(text.words(pl.col("name"))).to_series().unique()


def _regions(sheet: Worksheet) -> pl.Series:
    """The regions that the rows name, null where none is named or known."""
    if "regione" not in sheet.cells:
        return sheet.value("regione")
    typed = sheet.value("regione")
    distinct = typed.unique(maintain_order=True)
    read = provincia.series(distinct).struct.unnest()
    named = pl.DataFrame({"typed": distinct, "name": read["detail"], "issue": read["issue"].cast(pl.String)})
    official = table("province").select(region="regione").unique().with_columns(name=pl.col("region"))
    named = named.filter(pl.col("issue") == "prov_region").join(official, on="name", how="inner")
    return typed.to_frame("typed").join(named, on="typed", how="left", maintain_order="left")["region"]


@cache
def _by_cap() -> pl.DataFrame:
    """The comuni and provinces of each CAP."""
    comuni = table("comuni").select("istat", "belfiore", "nome", "sigla")
    return (
        table("cap")
        .join(comuni, on="istat", how="inner")
        .sort("cap", "istat")
        .group_by("cap", maintain_order=True)
        .agg(cap_comuni="belfiore", cap_names="nome", cap_siglas=pl.col("sigla").unique(maintain_order=True))
    )


@cache
def _siglas() -> pl.DataFrame:
    """All sigle that each comune has had."""
    return known_places().select("siglas", belfiore="codice").unique("belfiore", maintain_order=True)


@cache
def _caps() -> pl.DataFrame:
    """The single CAP of each comune that has one, and how those of the others begin and end."""
    caps = table("cap").join(table("comuni").select("istat", "belfiore"), on="istat", how="inner").sort("cap")
    return caps.group_by("belfiore", maintain_order=True).agg(
        only_cap=pl.when(pl.len() == 1).then(pl.col("cap").first()),
        some_caps=pl.concat_str(pl.col("cap").first(), pl.lit("-"), pl.col("cap").last()),
    )


def _apply(sheet: Worksheet, name: str, decided: pl.DataFrame) -> None:
    """Put what was decided into a column."""
    value, issue, detail = decided.get_columns()
    if name not in sheet.cells:
        filled = value.is_not_null() & sheet.value(name).is_null()
        if (name != _CAP or sheet.facts[LIST_HAS_CAPS.name]) and filled.any():
            sheet.fill(name, filled, value, "comune")
        return
    cells = sheet.cells[name]
    for code, is_new in _ISSUES.items():
        where = is_true(issue == code)
        cells.decide(where, value if is_new else None, code, detail)
    # What the row only confirms is as it should be.
    same = is_true(issue == "place_decided") & is_true(cells.value == cells.raw)
    cells.verdict = cells.verdict.with_columns(
        issue=pl.when(~same).then("issue"),
        status=pl.when(same).then(pl.lit("valid", dtype=STATUS)).otherwise("status"),
        detail=pl.when(~same).then("detail"),
    )


def _settle_region(sheet: Worksheet, stated: pl.Series, abroad: pl.Series) -> None:
    """Fill empty regions from the province, and flag those that are another one's."""
    if "regione" not in sheet.cells:
        return
    regions = table("province").select("sigla", region="regione")
    named = sheet.value(_PROVINCE).to_frame("sigla").join(regions, on="sigla", how="left", maintain_order="left")
    cells = sheet.cells["regione"]
    cells.decide(cells.empty & named["region"].is_not_null() & ~abroad, named["region"], "derived", "provincia")
    other = (stated != named["region"]).fill_null(value=False) & ~abroad
    cells.decide(other, None, "places_conflict", named["region"])


def _leave_foreign_places(sheet: Worksheet) -> None:
    """Leave what Italian rules do not know of rows abroad as it was typed."""
    outside = are_abroad(sheet)
    if not outside.any():
        return
    for name in (_COMUNE, _PROVINCE, _CAP):
        if name not in sheet.cells:
            continue
        cells = sheet.cells[name]
        odd = is_true(cells.verdict["issue"].cast(pl.String).str.contains("^(?:cap|prov|comune)_"))
        cells.leave(outside & odd, "place_abroad")
