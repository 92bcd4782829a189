"""Writing an XLSX file, row by row: every cell a text with its exact signs, so that nothing is ever a formula or a number.

Nothing of it touches the disk unencrypted, and no more than one part of it is in memory uncompressed.
"""

import zipfile
from collections.abc import Sequence
from types import TracebackType
from typing import IO
from xml.sax.saxutils import escape

from resident.patterns import Pattern
from resident.sheets.tables import letters

LONGEST_CELL = 32_767  # what a cell holds in Excel, in units of UTF-16
LONGEST_TITLE = 31
BAD = "\ufffd"  # stands for a sign that no XML file may hold
CUT = "…"
NO_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
# What Excel takes for a sign written as a number, where somebody has typed just that.
LOOKS_CODED = Pattern(r"_(?=x[0-9A-Fa-f]{4}_)", longest=LONGEST_CELL)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TEXT_FORMAT, PLAIN, BOLD = 49, 1, 2  # Excel's own number of the format "text", and our two styles
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    f'<xf numFmtId="{TEXT_FORMAT}" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    f'<xf numFmtId="{TEXT_FORMAT}" fontId="1" applyNumberFormat="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
BOOK = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="%s" sheetId="1" r:id="rId1"/></sheets></workbook>'
BEGIN = (
    f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>%s</cols><sheetData>'
)
END = "</sheetData></worksheet>"


class Book:
    """One sheet under its headings, written to a stream: `with Book(…) as book: book.add(cells)`; closing it ends the file."""

    def __init__(self, stream: IO[bytes], *, title: str, headings: Sequence[str], widths: Sequence[int]) -> None:
        self._file = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
        for name, content in PARTS.items():
            self._file.writestr(name, HEAD + content)
        name = title.translate(NO_TITLE).strip()[:LONGEST_TITLE] or "1"
        self._file.writestr("xl/workbook.xml", HEAD + BOOK % _escaped(name, '"'))
        self._sheet = self._file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True)
        self._rows = 0
        columns = (f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>' for i, width in enumerate(widths, 1))
        self._write(HEAD + BEGIN % "".join(columns))
        self._add(headings, BOLD)

    def __enter__(self) -> "Book":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self._write(END)
        self._sheet.close()
        self._file.close()

    def add(self, cells: Sequence[str]) -> None:
        """One row more."""
        self._add(cells, PLAIN)

    def _add(self, cells: Sequence[str], style: int) -> None:
        self._rows += 1
        self._write(
            f'<row r="{self._rows}">{"".join(self._cell(i, text, style) for i, text in enumerate(cells))}</row>'
        )

    def _cell(self, column: int, text: str, style: int) -> str:
        if not text:
            return ""
        said = f'<is><t xml:space="preserve">{_escaped(exact(text))}</t></is>'
        return f'<c r="{letters(column)}{self._rows}" s="{style}" t="inlineStr">{said}</c>'

    def _write(self, text: str) -> None:
        self._sheet.write(text.encode())


def exact(text: str) -> str:
    """A text as a cell can hold it: ends of lines one way, a sign no file may hold shown as such, at most as much as fits."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isprintable():
        text = "".join(one if _may_stand(ord(one)) else BAD for one in text)
    if len(text) > LONGEST_CELL // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST_CELL:
        most = (LONGEST_CELL - len(CUT)) * 2
        text = text.encode("utf-16-le")[:most].decode("utf-16-le", errors="ignore") + CUT
    return text


def _may_stand(code: int) -> bool:
    """What XML 1.0 allows (section 2.2)."""
    return code in (0x9, 0xA) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def _escaped(text: str, *quotes: str) -> str:
    return escape(LOOKS_CODED.sub("_x005F_", text), dict.fromkeys(quotes, "&quot;"))
