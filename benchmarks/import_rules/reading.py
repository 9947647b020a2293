"""Read a file as strictly as its target does (encoding, delimiter, lines, size) and say which object it holds."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from import_rules.facts import Field, Object, objects
from import_rules.findings import ROW, Findings

_MB = 1_000_000
_FILES = {".csv", ".tsv", ".txt", ".ssv", ".xlsx"}

# What may part the cells, the first of them where the header has none: one column.
_DELIMITERS = {"salesforce": ",;\t|^`", "marketo": ",;\t", "brevo": ";"}
_ANY_DELIMITER = ",;\t|"

# Bytes of a file, by target and ending, each with its rule and how sure it is.
_SIZES = {
    "dynamics_sales": [(8 * _MB, "the wizard takes files up to 8 MB", "high")],
    "salesforce": [(100 * _MB, "Bulk API 2.0 takes files up to 100 MB", "high")],
    "hubspot": [
        (512 * _MB, "a paid account takes files up to 512 MB", "high"),
        (20 * _MB, "a free account takes files up to 20 MB", "medium"),
    ],
    "marketo": [(10 * _MB, "the bulk import takes files under 10 MB", "high")],
    "brevo": [(10 * _MB, "fileBody takes 10 MB", "high"), (8 * _MB, "8 MB are advised for fileBody", "medium")],
}
_ROWS = {
    "salesforce": (50_000, "the Data Import Wizard takes 50,000 records", "medium"),
    "hubspot": (1_048_576, "a file holds 1,048,576 rows", "high"),
}
# Where a custom column may be called anything, a list of refused rows must not pass for an import.
_FREE = {"hubspot", "marketo"}
_WORKBOOKS = {"business_central", "dynamics_sales", "hubspot", "odoo", "mailchimp", "generic", "fatturapa"}


@dataclass
class Sheet:
    """A table of a file that the target will read: every cell text, an empty one as ``""``; `order` is its turn."""

    file: str
    order: int
    target: str
    object: Object | None
    frame: pl.DataFrame
    fields: dict[str, Field] = field(default_factory=dict)  # by header
    forms: dict[str, str] = field(default_factory=dict)  # by header: api, label, case, custom

    @property
    def about(self) -> str:
        """The name of its object."""
        return self.object.name if self.object else "generic"

    @property
    def headers(self) -> list[str]:
        """Its columns as they are called in the file."""
        return [name for name in self.frame.columns if name != ROW]

    def column(self, name: str) -> str | None:
        """The header under which a field stands here, by its API name."""
        return next((header for header, one in self.fields.items() if one.name == name), None)


def read(
    target: str, folder: Path, findings: Findings, left_out: Collection[str] = ()
) -> tuple[list[Sheet], list[str]]:
    """The sheets of a folder in the order of their names, which is that of the import, and the files that are none."""
    sheets: list[Sheet] = []
    others: list[str] = []
    paths = [path for path in folder.rglob("*") if path.is_file()]
    for path in sorted(paths, key=lambda path: str(path.relative_to(folder)).casefold()):
        name = str(path.relative_to(folder))
        if path.suffix.casefold() not in _FILES or name in left_out:
            others.append(name)
            continue
        held = Findings()
        tables = _workbook(target, path) if path.suffix.casefold() == ".xlsx" else _delimited(target, path, name, held)
        found = [sheet for table in tables if (sheet := _recognised(target, name, len(sheets), table)) is not None]
        if not found:
            others.append(name)
            continue
        findings.parts += held.parts
        _limits(target, path, name, found, findings)
        sheets += found
    if not sheets:
        findings.file("", "no file of the folder is one that the target reads", "high")
    return sheets, others


def _limits(target: str, path: Path, name: str, sheets: list[Sheet], findings: Findings) -> None:
    size = path.stat().st_size
    for limit, rule, confidence in _SIZES.get(target, []):
        if size > limit or (target == "marketo" and size == limit):
            findings.file(name, rule, confidence, value=str(size))
            break
    if target in _ROWS and max(sheet.frame.height for sheet in sheets) > _ROWS[target][0]:
        findings.file(name, *_ROWS[target][1:])
    if target == "hubspot" and len(sheets[0].headers) >= 1000:
        findings.file(name, "fewer than 1,000 columns", "high", value=str(len(sheets[0].headers)))
    if path.suffix.casefold() != ".xlsx":
        return
    if target not in _WORKBOOKS:
        findings.file(name, "this target reads delimited text alone", "high")
    if target == "hubspot" and len(_sheet_names(path)) > 1:
        findings.file(name, "a workbook has one sheet", "high", value=str(len(_sheet_names(path))))
    with zipfile.ZipFile(path) as archive:
        if target == "business_central" and "xl/xmlMaps.xml" not in archive.namelist():
            findings.file(name, "not exported by the package: its cells must be pasted into one that is", "medium")


def _sheet_names(path: Path) -> list[str]:
    import fastexcel

    return list(fastexcel.read_excel(path).sheet_names)


def _workbook(target: str, path: Path) -> list[pl.DataFrame]:
    """Every sheet as text, its headers in the first row; of a package of Business Central they stand in the third."""
    import fastexcel

    book = fastexcel.read_excel(path)
    tables = []
    for sheet in book.sheet_names:
        cells = book.load_sheet(sheet, header_row=None, dtypes="string").to_polars().cast(pl.String).fill_null("")
        # A cell that is a day is read as one, whatever its format shows.
        cells = cells.with_columns(pl.all().str.replace(r"^(\d{4}-\d{2}-\d{2}) 00:00:00$", "$1"))
        if cells.height == 0:
            continue
        tops = [cells.row(at) for at in range(min(3, cells.height))] if target == "business_central" else [cells.row(0)]
        known = [sum(_known(target, header) for header in top) for top in tops]
        at = int(np.argmax(known))
        tables.append(_headed(cells.slice(at + 1), [str(cell) for cell in tops[at]], np.arange(1, cells.height - at)))
    return tables


def _known(target: str, header: str) -> bool:
    return any(one.find(header) for one in objects(target))


def _headed(cells: pl.DataFrame, headers: list[str], numbers: np.ndarray) -> pl.DataFrame:
    """The cells under their headers. One that comes twice is told apart by a sign, and found below as such."""
    seen: dict[str, int] = {}
    names = []
    for header in headers:
        seen[header] = seen.get(header, 0) + 1
        names.append(header if seen[header] == 1 else f"{header}\x00{seen[header]}")
    frame = cells.rename(dict(zip(cells.columns, names, strict=True)))
    return frame.with_columns(pl.Series(ROW, numbers, dtype=pl.Int64))


def _delimited(target: str, path: Path, name: str, findings: Findings) -> list[pl.DataFrame]:
    data = path.read_bytes()
    bom = data.startswith(b"\xef\xbb\xbf")
    if bom:
        data = data[3:]
    elif target == "marketo" and data.startswith((b"\xff\xfe", b"\xfe\xff")):  # its list import reads UTF-16, too
        data = data.decode("utf-16").encode()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        findings.file(name, "the file is UTF-8", "high", value=f"byte {error.start}: {data[error.start : error.end]!r}")
        data = data.decode("cp1252", errors="replace").encode()
    if target == "dynamics_sales" and not bom and not data.isascii():
        findings.file(name, "UTF-8 with a BOM where letters are not ASCII", "medium")
    if not data:
        findings.file(name, "a header row", "high")
        return []
    header = data.split(b"\n", 1)[0].decode().rstrip("\r")
    counted = {sign: header.count(sign) for sign in _ANY_DELIMITER + "^`"}
    likely = max(counted, key=lambda sign: counted[sign])
    allowed = _DELIMITERS.get(target, _ANY_DELIMITER)
    if counted[likely] == 0:
        likely = allowed[0]
    elif likely not in allowed:
        findings.file(name, f"cells are parted by one of {allowed!r}", "high", value=likely)
    return [_records(target, data, likely, name, findings)]


def _records(target: str, data: bytes, delimiter: str, name: str, findings: Findings) -> pl.DataFrame:
    """The records of a text, every one with as many cells as the header; the others are findings and are left out."""
    signs = np.frombuffer(data, dtype=np.uint8)
    quotes = signs == ord('"')
    # One byte is enough to count: only whether the number is even matters.
    inside = (np.cumsum(quotes, dtype=np.uint8) & 1).astype(bool)
    if inside[-1]:
        findings.file(name, "a quote is opened and not closed", "high")
    before = np.concatenate([[ord("\n")], signs[:-1]])
    opened = quotes & inside & ~np.isin(before, [ord(delimiter), ord("\n"), ord('"')])
    for at in np.flatnonzero(opened)[:3]:
        findings.file(name, "a quote within a cell that is not quoted", "high", value=_around(data, int(at)))
    ends = np.flatnonzero((signs == ord("\n")) & ~inside)
    carriage = before[ends] == ord("\r")
    if carriage.any() and not carriage.all():
        confidence = "high" if target == "salesforce" else "medium"
        findings.file(
            name, "lines end in one way, LF or CRLF", confidence, value=f"{int(carriage.sum())} of {len(ends)} CRLF"
        )
    lonely = (signs[:-1] == ord("\r")) & (signs[1:] != ord("\n")) & ~inside[:-1]
    if lonely.any():
        findings.file(name, "lines end in LF or CRLF, not in CR", "high", value=str(int(lonely.sum())))
    if not len(ends) or ends[-1] != len(signs) - 1:
        ends = np.append(ends, len(signs))
    parted = np.flatnonzero((signs == ord(delimiter)) & ~inside)
    counts = np.diff(np.searchsorted(parted, ends), prepend=0)
    starts = np.concatenate([[0], ends[:-1] + 1])
    lengths = ends - starts
    blank = (lengths == 0) | ((lengths == 1) & (signs[np.minimum(starts, len(signs) - 1)] == ord("\r")))
    wrong = (counts != counts[0]) & ~blank
    if wrong.any():
        cells = pl.Series(counts[wrong] + 1).cast(pl.String) + f" cells, {counts[0] + 1} in the header"
        findings.rows(name, pl.Series(np.flatnonzero(wrong)), cells, "as many cells as the header has", "high")
    if blank.any():
        findings.file(name, "no empty lines", "medium", value=str(int(blank.sum())))
    good = ~(wrong | blank)
    if not good.all():
        data = signs[: int(ends[-1]) + 1][np.repeat(good, np.diff(ends, prepend=-1))[: len(signs)]].tobytes()
    cells = pl.read_csv(
        io.BytesIO(data),
        separator=delimiter,
        has_header=False,
        infer_schema=False,
        quote_char='"',
        truncate_ragged_lines=True,
    ).fill_null("")
    return _headed(cells.slice(1), [str(cell) for cell in cells.row(0)], np.flatnonzero(good)[1 : cells.height])


def _around(data: bytes, at: int) -> str:
    return data[max(0, at - 20) : at + 20].decode(errors="replace")


# What a file is called decides between objects that its headers fit alike.
_NAMED = {
    "account": r"account|aziend|compan|client",
    "companies": r"compan|aziend|account",
    "lead": r"lead",
    "contact": r"contact|contatt|person",
    "contacts": r"contact|contatt|person",
    "customer bank account (287)": r"bank|banc|287",
    "customer (18)": r"customer|client|18",
    "contact (5050)": r"contact|contatt|5050",
}

_SAYS_WHO = {"golden_id", "tipo", "cognome", "nome", "ragione_sociale", "codice_fiscale", "partita_iva", "indirizzo"}
_SAYS_WHO |= {"cap", "comune", "provincia", "email", "telefono", "cellulare"}


def _recognised(target: str, name: str, order: int, frame: pl.DataFrame) -> Sheet | None:
    """The sheet with its object: the one that knows most of its columns, at least two in five, and a telling one."""
    headers = [column for column in frame.columns if column != ROW]
    if target == "generic":
        # A list of refused customers has ids, too; one to import says who they are.
        told = {header.casefold() for header in headers} & _SAYS_WHO
        return Sheet(name, order, target, None, frame) if len(told) >= 3 else None
    best: tuple[float, Object, dict[str, tuple[Field, str]]] | None = None
    for one in objects(target):
        found = {header: hit for header in headers if (hit := _find(target, one, header))}
        told = one.telling & {hit[0].name for hit in found.values()}
        # Custom columns are nobody's: they speak neither for an object nor against one, where their names tell them.
        plain = [
            header for header in headers if header not in found and (target in _FREE or not custom(target, header))
        ]
        known = len(found) / max(1, len(found) + len(plain))
        if not told or known < 0.4:
            continue
        named = re.search(_NAMED.get(one.name.casefold(), "(?!)"), Path(name).stem.casefold()) is not None
        score = known + len(told) / 10 + named / 2
        if best is None or score > best[0]:
            best = (score, one, found)
    if best is None:
        return None
    _, one, found = best
    return Sheet(
        name,
        order,
        target,
        one,
        frame,
        {h: f for h, (f, _) in found.items()},
        {h: form for h, (_, form) in found.items()},
    )


def _find(target: str, one: Object, header: str) -> tuple[Field, str] | None:
    if target == "odoo":  # `country_id/id` and `state_id/.id` name a record by its id
        header = re.sub(r"^(.+)/\.?id$", lambda hit: hit[1] if hit[1] != "parent_id" else hit[0], header)
    return one.find(header)


def custom(target: str, header: str) -> bool:
    """Is this the name of a column that a user of the target has made?"""
    shape = {
        "salesforce": r"(\w+\.)?\w+__c",
        "dynamics_sales": r"[a-z][a-z0-9]{1,7}_\w+(@odata\.bind)?",
        "odoo": r"x_\w+",
        "brevo": r"[A-Z][A-Z0-9_]*",
        "mailchimp": r"[A-Z][A-Z0-9_]{0,9}",
        "hubspot": r"[a-z][a-z0-9_]*",
        "marketo": r"[a-z]\w*",
    }.get(target)
    return shape is not None and re.fullmatch(shape, header) is not None
