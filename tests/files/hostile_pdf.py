"""PDF files that must not come in: every kind of active content in every spelling."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

import pikepdf

from tests.files.pdf_writing import (
    in_object_streams,
    objects_of,
    pdf,
    pdf_bytes,
    spelt_in_hex,
    with_harmless_newer_version,
    without_table,
)

SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
LAUNCH = b"<< /S /Launch /F (cmd.exe) >>"
FILE = b"<< /Type /Filespec /F (a.exe) /EF << /F 12 0 R >> >>"
STORED = b"<< /Type /EmbeddedFile /Length 2 >>\nstream\nMZ\nendstream"
_LINK = b"/Annots [10 0 R]"


def _annotation(rest: bytes) -> bytes:
    return b"<< /Type /Annot /Rect [0 0 9 9] " + rest + b" >>"


def _clicked(action: bytes) -> dict[int, bytes]:
    return objects_of(page=_LINK, o10=_annotation(b"/Subtype /Link /A " + action))


ACTIVE: dict[str, dict[int, bytes]] = {
    "script on opening": objects_of(b"/OpenAction " + SCRIPT),
    "script by reference": objects_of(b"/OpenAction 10 0 R", o10=SCRIPT),
    "script of the page": objects_of(page=b"/AA << /O " + SCRIPT + b" >>"),
    "script of a link": _clicked(SCRIPT),
    "script by name": objects_of(b"/Names << /JavaScript << /Names [(a) 10 0 R] >> >>", o10=SCRIPT),
    "script after a page": objects_of(
        b"/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next " + SCRIPT + b" >>"
    ),
    "script of a field": objects_of(
        b"/AcroForm << /Fields [10 0 R] >>",
        _LINK,
        o10=_annotation(b"/Subtype /Widget /FT /Tx /T (a) /AA << /K " + SCRIPT + b" >>"),
    ),
    "program on opening": objects_of(b"/OpenAction " + LAUNCH),
    "program of a link": _clicked(LAUNCH),
    "another file": _clicked(b"<< /S /GoToR /F (\\\\\\\\host\\\\share\\\\a.pdf) /D [0 /Fit] >>"),
    "a file inside": _clicked(b"<< /S /GoToE /T << /R /C /N (a) >> /D [0 /Fit] >>"),
    "sends the form": _clicked(b"<< /S /SubmitForm /F (http://example.vn/) >>"),
    "reads data in": _clicked(b"<< /S /ImportData /F (a.fdf) >>"),
    "attached files": objects_of(
        b"/Names << /EmbeddedFiles << /Names [(a.exe) 11 0 R] >> >>", o11=FILE, o12=STORED
    ),
    "attached to a page": objects_of(
        page=_LINK, o10=_annotation(b"/Subtype /FileAttachment /FS 11 0 R"), o11=FILE, o12=STORED
    ),
    "associated file": objects_of(b"/AF [11 0 R]", o11=FILE, o12=STORED),
    "rich media": objects_of(
        page=_LINK, o10=_annotation(b"/Subtype /RichMedia /RichMediaContent << >>")
    ),
    "film": _clicked(b"<< /S /Rendition /OP 0 >>"),
    "old film": objects_of(page=_LINK, o10=_annotation(b"/Subtype /Screen /A << /S /Movie >>")),
    "sound": _clicked(b"<< /S /Sound >>"),
    "solid model": objects_of(page=_LINK, o10=_annotation(b"/Subtype /3D /3DD << >>")),
    "form with scripts": objects_of(
        b"/AcroForm << /Fields [] /XFA 10 0 R >>", o10=b"<< /Length 1 >>\nstream\nx\nendstream"
    ),
    "link to a script": _clicked(b"<< /S /URI /URI (javascript:alert\\(1\\)) >>"),
    "link to a program": _clicked(b"<< /S /URI /URI (file:///C:/Windows/System32/calc.exe) >>"),
    "link to a share": _clicked(b"<< /S /URI /URI (\\\\\\\\host\\\\share\\\\a) >>"),
    "prints on opening": objects_of(b"/OpenAction << /S /Named /N /Print >>"),
    "page on opening": objects_of(b"/OpenAction << /S /URI /URI (http://example.vn/) >>"),
    "unknown action": _clicked(b"<< /S /Frobnicate >>"),
    "content from elsewhere": objects_of(
        o10=b"<< /Length 0 /F (http://example.vn/a) >>\nstream\n\nendstream"
    ),
    "huge picture": objects_of(
        o10=b"<< /Subtype /Image /Width 100000 /Height 100000 /Length 1 >>\nstream\nx\nendstream"
    ),
}


def _bombs() -> Iterator[tuple[str, bytes]]:
    once = zlib.compress(bytes(257 * 1024 * 1024), 1)
    stream = b"<< /Filter %s /Length %d >>\nstream\n%s\nendstream"
    yield "unpacks to 257 MB", pdf(o10=stream % (b"/FlateDecode", len(once), once))
    twice = zlib.compress(once)
    names = b"[/FlateDecode /FlateDecode]"
    yield "packed twice", pdf(o10=stream % (names, len(twice), twice))


def _locked() -> Iterator[tuple[str, bytes]]:
    rights = pikepdf.Permissions(extract=False)
    for title, way in {
        "password": pikepdf.Encryption(user="a", owner="b", R=6),
        "old password": pikepdf.Encryption(user="a", owner="b", R=3, aes=False, metadata=False),
        "only an owner": pikepdf.Encryption(user="", owner="b", R=4, allow=rights),
    }.items():
        target = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf())) as opened:
            opened.save(target, encryption=way)
        yield title, target.getvalue()


def _broken() -> Iterator[tuple[str, bytes]]:
    whole = in_object_streams(pdf())
    for part in (9, 60, len(whole) // 2, len(whole) - 30, len(whole) - 8):
        yield f"cut off after {part}", whole[:part]
    yield "a page before it", b"<html><script>alert(1)</script></html>" + whole
    yield "a program", b"MZ\x90\x00" + bytes(60) + whole
    yield "an empty catalogue", pdf_bytes({1: b"<< /Type /Catalog >>"})
    yield (
        "no page",
        pdf_bytes(
            {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 0 >>"}
        ),
    )
    yield (
        "a page that is its own parent",
        pdf_bytes(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>",
            }
        ),
    )
    yield "only a head", b"%PDF-1.7\n%%EOF\n"


def hostile_pdfs() -> Iterator[tuple[str, bytes]]:
    """Title and content of each."""
    for title, objects in ACTIVE.items():
        plain = pdf_bytes(objects)
        yield title, plain
        yield f"{title}, spelt in hex", pdf_bytes({n: spelt_in_hex(o) for n, o in objects.items()})
    for title in list(ACTIVE)[:22]:
        yield f"{title}, packed", in_object_streams(pdf_bytes(ACTIVE[title]))
    for title in list(ACTIVE)[:6]:
        yield f"{title}, in an older version", with_harmless_newer_version(ACTIVE[title])
        yield f"{title}, without a table", without_table(pdf_bytes(ACTIVE[title]))
    yield from _bombs()
    yield from _locked()
    yield from _broken()
