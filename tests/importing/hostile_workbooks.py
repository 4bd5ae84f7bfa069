"""Workbooks made to hurt whoever reads them: small files that claim, repeat or unpack to much."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
HEADINGS = (
    "STT", "Họ và tên", "Danh hiệu", "Loại hình khen thưởng", "Năm", "Số quyết định",
    "Ngày quyết định", "Cơ quan ban hành",
)  # fmt: skip
ROW = (
    "1", "Trần Thị Mai", "Giấy khen", "Công trạng", "2019", "77/QĐ-STC", "15/12/2019",
    "Giám đốc Sở Tài chính",
)  # fmt: skip


def cell(reference: str, text: str, more: str = "") -> str:
    """A cell with its own text."""
    return f'<c r="{reference}" t="inlineStr"{more}><is><t>{text}</t></is></c>'


def line(number: int, texts: tuple[str, ...], more: str = "") -> str:
    """A line with its texts from column A."""
    cells = (cell(f"{chr(65 + at)}{number}", text) for at, text in enumerate(texts))
    return f'<row r="{number}"{more}>{"".join(cells)}</row>'


TABLE = line(1, HEADINGS) + line(2, ROW)


def sheet(rows: str, after: str = "", before: str = "") -> str:
    """A worksheet."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def workbook(
    worksheet: str, *, sheets: str = "", shared: str = "", styles: str = "", doctype: str = ""
) -> bytes:
    """An .xlsx with one worksheet."""
    listed = sheets or '<sheet name="Bảng" sheetId="1" r:id="rId1"/>'
    kinds = {"worksheet": "worksheets/sheet1.xml"}
    parts: dict[str, str] = {"xl/worksheets/sheet1.xml": worksheet}
    if shared:
        kinds["sharedStrings"] = "sharedStrings.xml"
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{shared}</sst>'
    if styles:
        kinds["styles"] = "styles.xml"
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(kinds.items(), start=1)
    )
    parts["xl/workbook.xml"] = (
        f'{doctype}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>'
    )
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1"'
        f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def far(reference: str, text: str = "x") -> bytes:
    """The table, and one cell far away."""
    number = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return workbook(sheet(f'{TABLE}<row r="{number}">{cell(reference, text)}</row>'))


def _repeated(piece: str, times: int) -> str:
    return piece * times


def _many_rows(number: int, cells: str = "") -> str:
    return "".join(f'<row r="{at}">{cells}</row>' for at in range(3, number + 3))


def _short_claim() -> bytes:
    """The sheet unpacks to far more than the archive says."""
    content = bytearray(workbook(sheet(TABLE + _repeated(" ", 30_000_000))))
    true = len(sheet(TABLE + _repeated(" ", 30_000_000)).encode()).to_bytes(4, "little")
    return bytes(content.replace(true, (5_000).to_bytes(4, "little")))


def _overlapping() -> bytes:
    """Thousands of entries that all point to the same packed bytes."""
    packed = zlib.compress(bytes(10_000_000), 9)[2:-4]
    base = workbook(sheet(TABLE))
    out = io.BytesIO(base)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb0.bin", bytes(10_000_000))
        info = archive.getinfo("xl/bomb0.bin")
        for number in range(1, 3_000):
            twin = zipfile.ZipInfo(f"xl/bomb{number}.bin")
            twin.header_offset, twin.CRC = info.header_offset, info.CRC
            twin.compress_size, twin.file_size = len(packed), info.file_size
            twin.compress_type = zipfile.ZIP_DEFLATED
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin
    return out.getvalue()


_LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "' + f"&{chr(97 + n)};" * 10 + '">' for n in range(9))
    + "]>"
)
_EXTERNAL = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
_TEXT = "x" * 32_000

HOSTILE: dict[str, Callable[[], bytes]] = {
    "the last cell of the sheet": lambda: far("XFD1048576"),
    "row 1,000,000": lambda: far("B1000000"),
    "row 60,000 of the last column": lambda: far("XFD60000"),
    "column 2,000 of row 20,000": lambda: far("BXX20000"),
    "a million rows without cells": lambda: workbook(sheet(TABLE + _many_rows(1_000_000))),
    "a million rows of blank cells": lambda: workbook(
        sheet(TABLE + _many_rows(1_000_000, '<c s="1"/><c s="1"/>'))
    ),
    "a million rows with a number": lambda: workbook(
        sheet(TABLE + _many_rows(1_000_000, "<c><v>1</v></c>"))
    ),
    "two million cells in a row": lambda: workbook(
        sheet(f'{TABLE}<row r="3">{_repeated("<c><v>1</v></c>", 2_000_000)}</row>')
    ),
    "40,000 rows of 250 numbers": lambda: workbook(
        sheet(TABLE + _many_rows(40_000, _repeated("<c><v>1</v></c>", 250)))
    ),
    "one long text in 900,000 cells": lambda: workbook(
        sheet(TABLE + _many_rows(45_000, _repeated('<c t="s"><v>0</v></c>', 20))),
        shared=f"<si><t>{_TEXT}</t></si>",
    ),
    "five million shared texts": lambda: workbook(
        sheet(TABLE), shared=_repeated("<si><t>a</t></si>", 5_000_000)
    ),
    "a merged area of the whole sheet": lambda: workbook(
        sheet(TABLE, '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    ),
    "50,000 merged areas over 45,000 rows": lambda: workbook(
        sheet(
            TABLE + _many_rows(45_000, "<c><v>1</v></c>"),
            "<mergeCells>" + _repeated('<mergeCell ref="A1:B1048576"/>', 50_000) + "</mergeCells>",
        )
    ),
    "a sheet that unpacks to 199 MB of blanks": lambda: workbook(
        sheet(TABLE + _repeated(" ", 199_000_000))
    ),
    "a sheet that says it is short": _short_claim,
    "3,000 entries on the same bytes": _overlapping,
    "a billion laughs": lambda: workbook(
        sheet(TABLE), doctype=_LAUGHS, sheets='<sheet name="&j;" sheetId="1" r:id="rId1"/>'
    ),
    "a file of the server": lambda: workbook(
        sheet(TABLE), doctype=_EXTERNAL, sheets='<sheet name="&x;" sheetId="1" r:id="rId1"/>'
    ),
    "a million levels": lambda: workbook(
        sheet(TABLE, _repeated("<a>", 1_000_000) + _repeated("</a>", 1_000_000))
    ),
    "an attribute of 90 MB": lambda: workbook(
        sheet(TABLE, '<a b="' + _repeated("x", 90_000_000) + '"/>')
    ),
    "a million names of elements": lambda: workbook(
        sheet(TABLE, "".join(f"<e{number}/>" for number in range(1_000_000)))
    ),
    "two million styles": lambda: workbook(
        sheet(TABLE), styles=f"<cellXfs>{_repeated('<xf/>', 2_000_000)}</cellXfs>"
    ),
    "100,000 sheets": lambda: workbook(
        sheet(TABLE),
        sheets="".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId1"/>' for n in range(100_000)),
    ),
}


OUTCOMES = {
    "the last cell of the sheet": "1 rows",
    "row 1,000,000": "1 rows",
    "row 60,000 of the last column": "1 rows",
    "column 2,000 of row 20,000": "1 rows",
    "a merged area of the whole sheet": "no_header",
    "a sheet that says it is short": "damaged",
    "a billion laughs": "damaged",
    "a file of the server": "damaged",
    "100,000 sheets": "too_large",
}
"""What becomes of those that are built quickly: the rows read, or the key of the refusal."""


def all_hostile() -> Iterator[tuple[str, bytes]]:
    """(what it is, the file) of each."""
    for name, make in HOSTILE.items():
        yield name, make()
