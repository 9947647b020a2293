"""A map of the regions of Italy, each a tile of one size, near where it lies."""

from __future__ import annotations

from collections.abc import Mapping

from italclean.report.charts.chart import WIDTH, box, label, picture
from italclean.report.markup import Markup, tag

TILES = {
    "Valle d'Aosta/Vallée d'Aoste": ("VdA", 0, 0), "Lombardia": ("Lom", 1, 0),
    "Trentino-Alto Adige/Südtirol": ("TAA", 2, 0), "Veneto": ("Ven", 3, 0), "Friuli-Venezia Giulia": ("FVG", 4, 0),
    "Piemonte": ("Pie", 0, 1), "Liguria": ("Lig", 1, 1), "Emilia-Romagna": ("E-R", 2, 1),
    "Toscana": ("Tos", 1, 2), "Umbria": ("Umb", 2, 2), "Marche": ("Mar", 3, 2),
    "Lazio": ("Laz", 2, 3), "Abruzzo": ("Abr", 3, 3), "Molise": ("Mol", 4, 3),
    "Sardegna": ("Sar", 0, 4), "Campania": ("Cam", 3, 4), "Basilicata": ("Bas", 4, 4), "Puglia": ("Pug", 5, 4),
    "Calabria": ("Cal", 4, 5), "Sicilia": ("Sic", 3, 6),
}  # fmt: skip
"""Of each region its short name, its column and its line."""

_SIDE = WIDTH / 6
_HIGH = 44
_FAINT, _STRONG = 0.04, 0.46
"""How strong the colour of a tile is at least and at most: what is written on it stays legible."""


def regions(shares: Mapping[str, float], told: Mapping[str, str], said: str) -> Markup:
    """Draw the map.

    Args:
        shares: Of each region its share of the whole (0 to 1).
        told: What its tile says of it.
        said: What the picture shows.
    """
    most = max(shares.values(), default=0) or 1
    drawn: list[Markup] = []
    for name, (sign, column, line) in TILES.items():
        x, y = column * _SIDE, line * _HIGH
        share = shares.get(name, 0.0)
        strength = _FAINT + (_STRONG - _FAINT) * share / most if share else 0.0
        tile = box(x + 1, y + 1, _SIDE - 2, _HIGH - 2, "tile")
        shade = tag(
            "rect", tag("title", f"{name}: {told.get(name, '0')}"), x=f"{x + 1:.1f}", y=f"{y + 1:.1f}",
            width=f"{_SIDE - 2:.1f}", height=_HIGH - 2, class_="plain", fill_opacity=f"{strength:.3f}",
        )  # fmt: skip
        middle = x + _SIDE / 2
        drawn += [tile, shade, label(sign, middle, y + 18, "middle", "name")]
        drawn.append(label(told.get(name, "–"), middle, y + 34, "middle", "figure"))
    return picture(drawn, 7 * _HIGH, said)
