"""Pictures: what they draw is what they were told, in its place and within their ground."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from italclean.core.reference import table
from italclean.report.charts.bars import Line, bars
from italclean.report.charts.chart import WIDTH
from italclean.report.charts.columns import columns
from italclean.report.charts.regions import TILES, regions
from italclean.report.figures import Quality
from italclean.report.meeting import _between
from italclean.report.pictures import done, filled_after, filled_before

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=4).map(
    lambda parts: [part / max(sum(parts), 1) for part in parts]
)


@given(st.lists(SHARES, min_size=1, max_size=6))
def test_bars_stay_within_their_ground_and_are_as_long_as_their_shares(lines: list[list[float]]) -> None:
    drawn = bars([Line("x<", [[("plain", share) for share in parts]], "1") for parts in lines], "said")
    picture = ET.fromstring(drawn)
    parts = [one for one in picture.iter("rect") if one.attrib["class"] == "plain"]
    assert len(parts) == sum(share > 0 for line in lines for share in line)
    for one in parts:
        assert float(one.attrib["x"]) + float(one.attrib["width"]) <= WIDTH + 0.2
    whole = sum(float(one.attrib["width"]) for one in parts)
    expected = sum(max(share * WIDTH, 1) for line in lines for share in line if share)
    assert whole == pytest.approx(expected, abs=0.06 * len(parts) + 1.1 * len(parts))


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=8), st.booleans())
def test_columns_are_as_high_as_their_numbers(numbers: list[int], logarithmic: bool) -> None:
    drawn = columns([(str(number), [("plain", number)], "") for number in numbers], "said", logarithmic=logarithmic)
    heights = [float(one.attrib["height"]) for one in ET.fromstring(drawn).iter("rect")]
    filled = [number for number in numbers if number]
    assert len(heights) == len(filled)
    ordered = [height for _, height in sorted(zip(filled, heights, strict=True))]
    assert ordered == sorted(ordered)


def test_every_region_has_a_tile_of_its_own() -> None:
    assert set(TILES) == set(table("province")["regione"])
    assert len({(column, line) for _, column, line in TILES.values()}) == len(TILES)
    # North is up, and the islands lie apart.
    line = {name: line for name, (_, _, line) in TILES.items()}
    assert line["Lombardia"] < line["Toscana"] < line["Lazio"] < line["Campania"] < line["Calabria"] < line["Sicilia"]
    column = {name: column for name, (_, column, _) in TILES.items()}
    assert column["Sardegna"] < column["Lazio"] < column["Abruzzo"]
    assert column["Piemonte"] < column["Emilia-Romagna"]
    assert column["Toscana"] < column["Umbria"] < column["Marche"]
    assert column["Campania"] < column["Basilicata"] < column["Puglia"]


def test_the_map_is_strongest_where_most_are() -> None:
    drawn = ET.fromstring(regions({"Lazio": 0.6, "Puglia": 0.3}, {"Lazio": "6", "Puglia": "3"}, "said"))
    strength = {
        (one.findtext("title") or "").split(":")[0]: float(one.attrib["fill-opacity"])
        for one in drawn.iter("rect")
        if "fill-opacity" in one.attrib
    }
    assert strength["Lazio"] > strength["Puglia"] > strength["Molise"] == 0


@given(st.lists(st.floats(0, 1), max_size=50))
def test_probabilities_are_counted_once(values: list[float]) -> None:
    edges = [0.5, 0.9, 0.95]
    slow = [sum(low <= value < high for value in values) for low, high in zip([-1, *edges], [*edges, 2], strict=True)]
    assert _between(pl.Series(values, dtype=pl.Float64), edges) == slow


def test_rewritten_is_told_apart_from_repaired() -> None:
    column = Quality(
        "cap",
        {"valid": 5, "fixed": 6, "suspect": 2, "invalid": 3, "missing": 4},
        (
            ("cap_shape", "invalid", 3),
            ("x", "suspect", 2),
            ("format", "fixed", 1),
            ("derived", "fixed", 2),
            ("cap_zeros", "fixed", 3),
        ),
    )
    assert done(column) == {"rewritten": 3, "repaired": 3, "suspect": 2, "invalid": 3}
    # Filled in from the row: empty before, full after. Refused: full before, empty after.
    assert (filled_before(column), filled_after(column)) == (14, 13)
