"""Tables as workbooks, for people: every cell text, nothing that runs, a list to choose from where one decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO

import polars as pl

from italclean.core.late import of_extra
from italclean.messages.text import Text, said

EXTRA = "excel"
MOST_ROWS = 100_000
"""Above so many rows a workbook takes minutes and gigabytes to write, and nobody opens it."""
_LONGEST_CELL = 32_767
"""How many characters a cell of a workbook holds: the rest would be cut without a word."""
_TEXT = {"num_format": "@", "valign": "top"}
_HEAD = {"bold": True, "bg_color": "#1F4E5F", "font_color": "#FFFFFF", **_TEXT}
_UNLIKE = {"bg_color": "#FCE4D6", **_TEXT}
_OPEN = {"bg_color": "#FFF9DB", **_TEXT}
_WIDEST, _NARROWEST, _LOOKED_AT = 42, 8, 200


class Spreadsheet:
    """Workbooks of Excel, one sheet in each.

    Args:
        choices: What may be chosen in a column, by its name.
        compared: Columns beside each other whose cells are marked where they differ.

    Examples:
        >>> import io
        >>> file = io.BytesIO()
        >>> Spreadsheet({"decision": ("same", "different")}).write([pl.DataFrame({"decision": [None]})], file)
        >>> file.getvalue()[:2]
        b'PK'
    """

    suffix = ".xlsx"
    # No cell runs, but who saves the sheet as CSV shall have harmless cells, too: they are the same in both.
    is_text = True
    holds = "workbooks: the review with a list to choose from, the golden records of up to 100,000 customers"
    extra = EXTRA
    example = "clienti.csv --out pulito --xlsx"

    def __init__(
        self, choices: Mapping[str, Sequence[str]] | None = None, compared: Sequence[tuple[str, str]] = ()
    ) -> None:
        self.choices = choices or {}
        self.compared = compared

    def write(self, parts: Iterable[pl.DataFrame], file: BinaryIO) -> None:
        """Write a table.

        Args:
            parts: The table, some rows at a time, all of the same columns, as `why_not` accepts them.
            file: Where to.

        Raises:
            ExtraMissing: The library that writes workbooks is not installed.
        """
        table = pl.concat(parts).with_columns(pl.all().cast(pl.String))
        # Strings are strings: none becomes a formula, a link or a number. Nothing goes to a folder for all.
        options = {
            "in_memory": True,
            **dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False),
        }
        with of_extra("xlsxwriter", EXTRA).Workbook(file, options) as book:
            book.set_properties({"created": datetime(1980, 1, 1)})  # noqa: DTZ001 - the same table is the same file
            formats = {name: book.add_format(given) for name, given in _FORMATS.items()}
            self._fill(book.add_worksheet("italclean"), table, formats)

    def _fill(self, sheet: Any, table: pl.DataFrame, formats: Mapping[str, Any]) -> None:
        last = table.height
        for place, column in enumerate(table.get_columns()):
            sheet.set_column(place, place, _width(column), formats["text"])
            sheet.write_string(0, place, column.name, formats["head"])
            styles = self._styles(table, column.name)
            # A blank cell keeps its format: what somebody types there stays text.
            for row, (cell, style) in enumerate(zip(column.to_list(), styles, strict=True), start=1):
                if cell is not None:
                    sheet.write_string(row, place, cell, formats[style])
                elif style != "text":
                    sheet.write_blank(row, place, None, formats[style])
            if last and (chosen := self.choices.get(column.name)):
                words = {"validate": "list", "source": list(chosen), "ignore_blank": True, "error_type": "warning"}
                sheet.data_validation(1, place, last, place, words)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(last, 1), max(table.width - 1, 0))

    def _styles(self, table: pl.DataFrame, name: str) -> list[str]:
        """Which format each cell of a column has."""
        if name in self.choices:
            return ["open"] * table.height
        for pair in self.compared:
            if name in pair:
                one, other = (pl.col(side).str.strip_chars() for side in pair)
                unlike = (one != other) & (one != "") & (other != "")
                return (
                    table.select(pl.when(unlike).then(pl.lit("unlike")).otherwise(pl.lit("text"))).to_series().to_list()
                )
        return ["text"] * table.height


_FORMATS = {"text": _TEXT, "head": _HEAD, "unlike": _UNLIKE, "open": _OPEN}


def why_not(table: pl.DataFrame, name: str) -> Text | None:
    """Return why a table is not written as a workbook, or None where it can be.

    Args:
        table: The table.
        name: Its name, for the message.
    """
    if table.height > MOST_ROWS:
        return said("run.xlsx_rows", name=name, rows=table.height, most=MOST_ROWS)
    texts = table.select(pl.col(pl.String).str.len_bytes().max()) if table.height else pl.DataFrame()
    # A character that takes four bytes counts as two.
    longest = max((size or 0 for size in texts.row(0)), default=0) if texts.height else 0
    return said("run.xlsx_cell", name=name, most=_LONGEST_CELL) if longest > _LONGEST_CELL else None


def ready() -> None:
    """Make sure that workbooks can be written, before hours of work.

    Raises:
        ExtraMissing: The library is not installed.
    """
    of_extra("xlsxwriter", EXTRA)


def _width(column: pl.Series) -> int:
    longest = column.head(_LOOKED_AT).str.len_chars().max()
    return max(_NARROWEST, min(_WIDEST, max(len(column.name) + 4, int(str(longest or 0)) + 1)))
