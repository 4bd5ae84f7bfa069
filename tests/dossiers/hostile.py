"""Files somebody might send, made here: good ones, and those that must not come in."""

from __future__ import annotations

import io
import unicodedata
import zipfile

from tests.cast import PDF

JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 32 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 17 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
EXE = b"MZ\x90\x00" + b"\x00" * 128
HTML = b"<html><script>alert(1)</script></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512
TYPES = b'<?xml version="1.0"?><Types><Override ContentType="application/xml"/></Types>'
MACRO_TYPES = (
    b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled"/></Types>'
)


def office(
    part: str, *extra: str, types: bytes = TYPES, content: bytes = b"<x/>", deflate: bool = False
) -> bytes:
    """A zip with the parts an office file has, and whatever else is asked for."""
    buffer = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(part, content)
        for name in extra:
            archive.writestr(name, b"x")
    return buffer.getvalue()


DOCX = office("word/document.xml")
XLSX = office("xl/workbook.xml")


def _bomb() -> bytes:
    return office("word/document.xml", content=b"\x00" * (301 * 1024 * 1024), deflate=True)


def _only_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", b"x")
    return buffer.getvalue()


GOOD = {
    "bao-cao.pdf": PDF,
    "BAO CAO.PDF": PDF,
    "bao-cao.docx": DOCX,
    "danh-sach.xlsx": XLSX,
    "anh.jpg": JPG,
    "anh.JPEG": JPG,
    "anh.png": PNG,
    "QĐ số 45.QĐ-STC ngày 12.05.2026.pdf": PDF,
    unicodedata.normalize("NFD", "Quyết định công nhận sáng kiến.pdf"): PDF,
    "C:\\Users\\an\\xac nhan.pdf": PDF,
}

HOSTILE = [
    ("a program", "setup.exe", EXE, "kind_not_accepted"),
    ("a program called pdf", "bao-cao.pdf", EXE, "content_mismatch"),
    ("a page called pdf", "bao-cao.pdf", HTML, "content_mismatch"),
    ("a page called png", "anh.png", HTML, "content_mismatch"),
    ("a page with a pdf mark behind it", "bao-cao.pdf", HTML + PDF, "content_mismatch"),
    ("a vector picture", "anh.svg", b"<svg onload='x'/>", "kind_not_accepted"),
    ("a page", "trang.html", HTML, "kind_not_accepted"),
    ("no extension", "baocao", PDF, "kind_not_accepted"),
    ("only an extension", ".pdf", PDF, "kind_not_accepted"),
    ("nothing in it", "bao-cao.pdf", b"", "empty"),
    ("a picture called pdf", "bao-cao.pdf", PNG, "content_mismatch"),
    ("a pdf called picture", "anh.jpg", PDF, "content_mismatch"),
    ("a pdf cut off", "bao-cao.pdf", b"%PDF-1.4\n1 0 obj", "content_mismatch"),
    ("a png cut off", "anh.png", PNG[:20], "content_mismatch"),
    ("a jpg cut off", "anh.jpg", JPG[:10], "content_mismatch"),
    ("program before pdf", "bao-cao.exe.pdf", PDF, "double_extension"),
    ("pdf before program", "bao-cao.pdf.exe", PDF, "kind_not_accepted"),
    ("script before docx", "bao-cao.js.docx", DOCX, "double_extension"),
    ("docx before pdf", "bao-cao.docx.pdf", PDF, "double_extension"),
    ("macro file by name", "bao-cao.docm", DOCX, "kind_not_accepted"),
    ("macro before docx", "bao-cao.docm.docx", DOCX, "double_extension"),
    (
        "macros inside",
        "bao-cao.docx",
        office("word/document.xml", "word/vbaProject.bin"),
        "active_content",
    ),
    (
        "macros inside a table",
        "bang.xlsx",
        office("xl/workbook.xml", "xl/vbaProject.bin"),
        "active_content",
    ),
    (
        "macros by content type",
        "bao-cao.docx",
        office("word/document.xml", types=MACRO_TYPES),
        "active_content",
    ),
    (
        "an embedded program",
        "bao-cao.docx",
        office("word/document.xml", "word/activeX/activeX1.bin"),
        "active_content",
    ),
    ("a table called docx", "bao-cao.docx", XLSX, "content_mismatch"),
    ("a document called xlsx", "bang.xlsx", DOCX, "content_mismatch"),
    ("an archive called docx", "bao-cao.docx", _only_zip(), "content_mismatch"),
    ("an old document called docx", "bao-cao.docx", OLE, "content_mismatch"),
    ("a broken archive", "bao-cao.docx", DOCX[:40], "content_mismatch"),
    ("an archive that unpacks too large", "bao-cao.docx", _bomb(), "unpacks_too_large"),
    ("a script in a pdf", "bao-cao.pdf", PDF[:9] + b"/JavaScript " + PDF[9:], "active_content"),
    (
        "a pdf that starts programs",
        "bao-cao.pdf",
        PDF[:9] + b"/Launch " + PDF[9:],
        "active_content",
    ),
    ("a name that turns round", "bao-cao\u202efdp.exe.pdf", PDF, "hidden_characters"),
    ("a name with a zero byte", "bao-cao.exe\x00.pdf", PDF, "hidden_characters"),
    ("a name with a hidden blank", "bao\u200bcao.pdf", PDF, "hidden_characters"),
    ("a name that is far too long", "a" * 190 + ".pdf", PDF, "name_too_long"),
]
