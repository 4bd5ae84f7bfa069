"""Two hundred files and more that must not be kept as they are; the same list on every run."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

from PIL import Image, PngImagePlugin

from tests.files.hostile_office import docx, hostile_office, huge_png
from tests.files.hostile_pdf import hostile_pdfs
from tests.files.pdf_writing import pdf

MARK = b"<script>alert(1)</script>"
"""What pictures carry along; a picture may be kept when it has lost this."""


def _picture(form: str = "JPEG", size: tuple[int, int] = (48, 32), **options: object) -> bytes:
    target = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(target, form, **options)
    return target.getvalue()


def _jpeg_of(width: int, height: int) -> bytes:
    """A photograph that claims other sides than it has."""
    content = _picture()
    place = content.index(b"\xff\xc0") + 5
    return (
        content[:place]
        + height.to_bytes(2, "big")
        + width.to_bytes(2, "big")
        + content[place + 4 :]
    )


def _pictures() -> Iterator[tuple[str, str, bytes]]:
    html = b"<html>" + MARK + b"</html>"
    whole, drawn = _picture(), _picture("PNG")
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", MARK.decode())
    exif = Image.Exif()
    exif[0x9286], exif[0x010E] = MARK.decode(), MARK.decode()
    yield "100,000 pixels square", "png", huge_png(100_000, 100_000)
    yield "100,000 pixels wide", "png", huge_png(100_000, 2)
    yield "100,000 pixels high", "png", huge_png(2, 100_000)
    yield "20,000 pixels square", "png", huge_png(20_000, 20_000)
    yield "photograph of 65,000 pixels square", "jpg", _jpeg_of(65_000, 65_000)
    yield "photograph of 65,000 pixels in a line", "jpg", _jpeg_of(65_000, 8)
    yield "photograph of 12,000 pixels square", "jpg", _jpeg_of(12_000, 12_000)
    yield "page in the comment", "jpg", _picture(comment=MARK)
    yield "page in the description", "jpg", _picture(exif=exif)
    yield "page behind the picture", "jpg", whole + html
    yield "page in the profile", "jpg", _picture(icc_profile=MARK * 9)
    yield "page in a note", "png", _picture("PNG", pnginfo=notes)
    yield "page behind the drawing", "png", drawn + html
    yield "archive behind the picture", "jpg", whole + docx({"word/a.xml": MARK})
    yield "page in the colours", "png", _paletted()
    yield "page called a picture", "jpg", html
    yield "page called a drawing", "png", html
    yield "page with the head of a drawing", "png", drawn[:8] + html
    yield "page with the head of a picture", "jpg", b"\xff\xd8\xff\xe0" + html + b"\xff\xd9"
    yield "drawing that is a program", "png", b"<svg onload='alert(1)'/>"
    yield "another kind", "jpg", _picture("GIF")
    yield "another kind called a drawing", "png", _picture("BMP")
    yield "document called a picture", "jpg", pdf()
    yield "drawing called a picture", "jpg", drawn
    yield "cut off early", "jpg", whole[:40]
    yield "cut off", "jpg", whole[: len(whole) * 2 // 3]
    yield "drawing cut off", "png", drawn[: len(drawn) // 2]
    yield "drawing without pixels", "png", huge_png(64, 64, zlib.compress(b""))
    yield "photograph of an iPhone that is none", "heic", b"\x00\x00\x00\x18ftypheic" + bytes(80)
    yield "picture called an iPhone's", "heic", whole


def _paletted() -> bytes:
    picture = Image.new("P", (16, 16))
    picture.putpalette(MARK.ljust(768, b"\0"))
    target = io.BytesIO()
    picture.save(target, "PNG", pnginfo=_note())
    return target.getvalue()


def _note() -> PngImagePlugin.PngInfo:
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("Ghi chú", MARK.decode(), zip=True)
    return notes


NAMES = (
    "bao-cao\u202efdp.exe.pdf", "bao-cao\u202dfdp.pdf", "bao-cao\u2066a.pdf", "bao\u200bcao.pdf",
    "bao\u200dcao.pdf", "bao\u00adcao.pdf", "\ufeffbao-cao.pdf", "bao-cao\u200e.pdf", "bao\u2060cao.pdf",
    "bao-cao.exe\x00.pdf", "bao\ncao.pdf", "bao\u2028cao.pdf", "bao\u3164cao.pdf", "bao\u2800cao.pdf",
    "bao\ufe0fcao.pdf", "bao\U000e0041cao.pdf", "bao\ue000cao.pdf", "bao-cao.exe.pdf", "bao-cao.EXE .pdf",
    "bao-cao.js.pdf", "bao-cao.lnk.pdf", "bao-cao.docm.pdf", "bao-cao.html.pdf", "bao-cao.pdf.exe",
    "bao-cao.docm", "bao-cao.xlsb", "bao-cao.svg", "bao-cao.pdf.", "bao-cao", ".pdf", "setup.exe",
    "bao-cao.pdf\u00a0.exe", "bao-cao.zip", "bao-cao.doc", "a" * 190 + ".pdf",
)  # fmt: skip


def hostile_files() -> Iterator[tuple[str, str, bytes]]:
    """Title, name and content of each."""
    for title, content in hostile_pdfs():
        yield f"PDF: {title}", "bao-cao.pdf", content
    for title, kind, content in hostile_office():
        yield f"{kind}: {title}", f"bao-cao.{kind}", content
    for title, kind, content in _pictures():
        yield f"picture: {title}", f"anh.{kind}", content
    for name in NAMES:
        yield f"name: {name!r}", name, pdf()
    yield "empty", "bao-cao.pdf", b""
