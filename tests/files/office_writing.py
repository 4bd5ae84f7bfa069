"""Word and Excel files written part by part, so that a test says exactly what stands in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MS = "http://schemas.microsoft.com/office/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OPENS = "application/vnd.openxmlformats-officedocument."
DOCX_TYPE, XLSX_TYPE = (
    f"{_OPENS}wordprocessingml.document.main+xml",
    f"{_OPENS}spreadsheetml.sheet.main+xml",
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
Parts = Mapping[str, str | bytes]


def relations(*rows: tuple[str, str] | tuple[str, str, str]) -> str:
    """A .rels part; each row is a type, a target, and the mode where it is not the usual one."""
    lines = [
        f'<Relationship Id="rId{number}" Type="{row[0]}" Target="{row[1]}"'
        + (f' TargetMode="{row[2]}"' if len(row) > 2 else "")
        + "/>"
        for number, row in enumerate(rows, 1)
    ]
    home = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{home}">{"".join(lines)}</Relationships>'


def types(main: str, part: str, *more: str, defaults: str = "") -> str:
    home = "http://schemas.openxmlformats.org/package/2006/content-types"
    known = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="jpeg" ContentType="image/jpeg"/>'
    )
    return (
        f'{_HEAD}<Types xmlns="{home}">{known}{defaults}'
        f'<Override PartName="{part}" ContentType="{main}"/>{"".join(more)}</Types>'
    )


def paragraph(inner: str = "<w:r><w:t>Báo cáo thành tích</w:t></w:r>") -> str:
    return f"<w:p>{inner}</w:p>"


def document(*paragraphs: str) -> str:
    body = "".join(paragraphs or (paragraph(),))
    return (
        f'{_HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml" '
        f'xmlns:o="urn:schemas-microsoft-com:office:office"><w:body>{body}</w:body></w:document>'
    )


def field(*instructions: str, tag: str = "instrText") -> str:
    """A field whose instruction is split over runs, as Word itself splits it."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    runs = "".join(
        text
        if text.startswith("<")
        else f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'
        for text in instructions
    )
    shown = "<w:r><w:t>1</w:t></w:r>"
    return mark.format("begin") + runs + mark.format("separate") + shown + mark.format("end")


def sheet(formula: str = "SUM(B1:B3)") -> str:
    return (
        f'{_HEAD}<worksheet xmlns="{S}" xmlns:r="{R}"><sheetData><row r="1"><c r="A1"><f>{formula}</f>'
        "<v>6</v></c></row></sheetData></worksheet>"
    )


def workbook(inner: str = "") -> str:
    return (
        f'{_HEAD}<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet name="Bảng" sheetId="1" r:id="rId1"/>'
        f"</sheets>{inner}</workbook>"
    )


def zipped(parts: Parts, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (2026, 5, 12, 8, 30, 0))
            entry.compress_type = method
            archive.writestr(entry, content)
    return target.getvalue()


def docx_parts(changes: Parts | None = None) -> dict[str, str | bytes]:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types(DOCX_TYPE, "/word/document.xml"),
        "_rels/.rels": relations((f"{R}/officeDocument", "word/document.xml")),
        "word/document.xml": document(),
    }
    return parts | dict(changes or {})


def xlsx_parts(changes: Parts | None = None) -> dict[str, str | bytes]:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types(XLSX_TYPE, "/xl/workbook.xml"),
        "_rels/.rels": relations((f"{R}/officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook(),
        "xl/_rels/workbook.xml.rels": relations((f"{R}/worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": sheet(),
    }
    return parts | dict(changes or {})


def docx(changes: Parts | None = None) -> bytes:
    return zipped(docx_parts(changes))


def xlsx(changes: Parts | None = None) -> bytes:
    return zipped(xlsx_parts(changes))
