"""Workbooks as systems export them: their parts written one by one, since libraries lose what lies behind a table."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CUSTOMER = (
    ("No.", "Nr."), ("Name", "Nome"), ("Name 2", "Nome 2"), ("Address", "Indirizzo"), ("City", "Città"),
    ("Phone No.", "Nr. telefono"), ("Country/Region Code", "Cod. paese"), ("VAT Registration No.", "Partita IVA"),
    ("Post Code", "CAP"), ("County", "Provincia"), ("E-Mail", "Indirizzo e-mail"),
    ("Mobile Phone No.", "Nr. cellulare"), ("Fiscal Code", "Cod. fiscale"), ("Individual Person", "Persona fisica"),
    ("First Name", "Nome di battesimo"), ("Last Name", "Cognome"), ("Date of Birth", "Data di nascita"),
    ("Place of Birth", "Luogo di nascita"), ("PA Code", "Codice PA"), ("PEC E-Mail Address", "Indirizzo PEC"),
    ("Fax No.", "Fax"), ("Contact Type", "Tipo contatto"),
)  # fmt: skip
BANK = (("Customer No.", "Nr. cliente"), ("Code", "Codice"), ("IBAN", "IBAN"))


def element(name: str) -> str:
    """The name of an element, as Business Central makes it of a field's (`Config. XML Exchange`, GetElementName)."""
    kept = re.sub(r"[?'`<>,./\\+&()%:]", "", name).replace("-", "_")
    return kept.replace(" ", "")


def letters(number: int) -> str:
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


@dataclass
class Sheet:
    """A sheet of a configuration package: name and captions in the language of the session."""

    number: str = "18"
    name: str = "Cliente"
    fields: Sequence[tuple[str, str]] = CUSTOMER
    rows: Sequence[Sequence[str]] = ()
    row: int = 3
    mapped: bool = True
    inline: bool = False
    prefix: str = "x:"
    begins: int = 1
    below: str = ""
    paths: dict[str, str] = field(default_factory=dict)


def package(*sheets: Sheet, **parts: bytes) -> bytes:
    """Write a workbook as Business Central exports it: prefixed tags, an XML map, one table for each sheet."""
    sheets = sheets or (Sheet(),)
    texts: list[str] = []

    def shared(text: str) -> int:
        if text not in texts:
            texts.append(text)
        return texts.index(text)

    files: dict[str, str] = {}
    for place, sheet in enumerate(sheets, start=1):
        p = sheet.prefix

        def cell(at: str, text: str, sheet: Sheet = sheet, p: str = p) -> str:
            if sheet.inline:
                return f'<{p}c r="{at}" t="inlineStr"><{p}is><{p}t>{escape(text)}</{p}t></{p}is></{p}c>'
            return f'<{p}c r="{at}" t="s"><{p}v>{shared(text)}</{p}v></{p}c>'

        body = f'<{p}row r="1">{cell("A1", "CLIENTI")}{cell("B1", sheet.name)}{cell("C1", sheet.number)}</{p}row>'
        for row, cells in enumerate([[caption for _, caption in sheet.fields], *sheet.rows], start=sheet.row):
            written = "".join(cell(f"{letters(sheet.begins + n)}{row}", text) for n, text in enumerate(cells))
            body += f'<{p}row r="{row}">{written}</{p}row>'
        space = f'xmlns:{p[:-1]}="{MAIN}"' if p else f'xmlns="{MAIN}"'
        first, last = letters(sheet.begins), letters(sheet.begins + len(sheet.fields) - 1)
        bounds = f"{first}{sheet.row}:{last}{sheet.row + max(len(sheet.rows), 1)}"
        files[f"xl/worksheets/sheet{place}.xml"] = (
            f'<?xml version="1.0" encoding="utf-8"?><{p}worksheet {space} xmlns:r="{_KINDS}">'
            f'<{p}dimension ref="A1:{last}{sheet.row}"/><{p}cols><{p}col min="1" max="9" width="20"/></{p}cols>'
            f"<{p}sheetData>{body}{sheet.below}</{p}sheetData>"
            f'<{p}legacyDrawing r:id="rId9"/><{p}tableParts count="1"><{p}tablePart r:id="rId1"/></{p}tableParts>'
            f"</{p}worksheet>"
        )
        columns = ""
        for number, (name, caption) in enumerate(sheet.fields, start=1):
            path = f"/DataList/{element(sheet.name)}List/{element(sheet.name)}/{sheet.paths.get(name, element(name))}"
            inner = f'<{p}xmlColumnPr mapId="1" xpath={quoteattr(path)} xmlDataType="string"/>' if sheet.mapped else ""
            unique = quoteattr(element(caption))
            columns += (
                f'<{p}tableColumn id="{number}" uniqueName={unique} name={quoteattr(caption)}>{inner}</{p}tableColumn>'
            )
        files[f"xl/tables/table{place}.xml"] = (
            f'<?xml version="1.0" encoding="utf-8"?><{p}table {space} id="{place}" name="Table{place}" '
            f'displayName="Table{place}" ref="{bounds}" tableType="xml" totalsRowShown="0">'
            f'<{p}autoFilter ref="{bounds}"/>'
            f'<{p}tableColumns count="{len(sheet.fields)}">{columns}</{p}tableColumns>'
            f'<{p}tableStyleInfo name="TableStyleMedium2" showRowStripes="1"/></{p}table>'
        )
        files[f"xl/worksheets/_rels/sheet{place}.xml.rels"] = _links(
            ("rId1", "table", f"/xl/tables/table{place}.xml"), ("rId9", "vmlDrawing", f"/xl/drawings/vml{place}.vml")
        )
        files[f"xl/drawings/vml{place}.vml"] = "<xml><!-- comments at the headers --></xml>"
    listed = "".join(
        f'<x:sheet name={quoteattr(one.name)} sheetId="{n}" r:id="rId{n}"/>' for n, one in enumerate(sheets, start=1)
    )
    files["xl/workbook.xml"] = (
        f'<x:workbook xmlns:x="{MAIN}" xmlns:r="{_KINDS}"><x:sheets>{listed}</x:sheets></x:workbook>'
    )
    files["xl/xmlMaps.xml"] = (
        f'<MapInfo xmlns="{MAIN}" SelectionNamespaces=""><Schema ID="Schema1"><xs:schema '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="DataList"/></xs:schema></Schema>'
        '<Map ID="1" Name="DataList_Map" RootElement="DataList" SchemaID="Schema1"/></MapInfo>'
    )
    files["xl/styles.xml"] = (
        f'<x:styleSheet xmlns:x="{MAIN}"><x:fonts count="1"><x:font/></x:fonts><x:fills count="1">'
        '<x:fill><x:patternFill patternType="none"/></x:fill></x:fills><x:borders count="1"><x:border/></x:borders>'
        '<x:cellStyleXfs count="1"><x:xf/></x:cellStyleXfs><x:cellXfs count="2"><x:xf numFmtId="0" xfId="0"/>'
        '<x:xf numFmtId="49" applyNumberFormat="1" xfId="0"/></x:cellXfs><x:cellStyles count="1">'
        '<x:cellStyle name="Normal" xfId="0" builtinId="0"/></x:cellStyles></x:styleSheet>'
    )
    items = "".join(f"<x:si><x:t>{escape(text)}</x:t></x:si>" for text in texts)
    files["xl/sharedStrings.xml"] = f'<x:sst xmlns:x="{MAIN}" count="{len(texts)}">{items}</x:sst>'
    files["xl/_rels/workbook.xml.rels"] = _links(
        *((f"rId{n}", "worksheet", f"/xl/worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)),
        ("rId97", "styles", "/xl/styles.xml"),
        ("rId98", "sharedStrings", "/xl/sharedStrings.xml"),
        ("rId99", "xmlMaps", "/xl/xmlMaps.xml"),
    )
    files["_rels/.rels"] = _links(("rId1", "officeDocument", "/xl/workbook.xml"))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}{_content(name)}+xml"/>'
        for name in files
        if name.startswith("xl/") and name.endswith(".xml")
    )
    files["[Content_Types].xml"] = (
        f'<Types xmlns="{_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="vml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>{overrides}</Types>'
    )
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        for name in ("[Content_Types].xml", *(name for name in files if name != "[Content_Types].xml")):
            whole.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), parts.get(name, files[name].encode()))
        whole.comment = b"from a package"
    return made.getvalue()


def _content(name: str) -> str:
    if "worksheets" in name:
        return "worksheet"
    return {"workbook": "sheet.main", "xmlMaps": "xml"}.get(Path(name).stem, re.sub("[0-9]", "", Path(name).stem))


def _links(*links: tuple[str, str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{_KINDS}/{kind}" Target="{target}"/>' for key, kind, target in links
    )
    return f'<Relationships xmlns="{_LINKS}">{inner}</Relationships>'


def parts_of(raw: bytes) -> dict[str, bytes]:
    """Every part of a workbook, in the order of the file."""
    with zipfile.ZipFile(BytesIO(raw)) as whole:
        return {name: whole.read(name) for name in whole.namelist()}
