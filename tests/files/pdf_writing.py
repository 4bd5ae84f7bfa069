"""PDF files written object by object, so that a test says exactly what stands in them."""

from __future__ import annotations

import io
import re

import pikepdf

CONTENT = b"BT /F1 14 Tf 60 760 Td (Bao cao thanh tich) Tj ET"
BASE = {
    1: b"<< /Type /Catalog /Pages 2 0 R %s >>",
    2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    3: (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> %s >>"
    ),
    4: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(CONTENT), CONTENT),
    5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
}


def pdf_bytes(objects: dict[int, bytes], first: bytes = b"%PDF-1.7\n", previous: int = 0) -> bytes:
    """The objects with a table of their places, as a whole file or as a new version's part."""
    body, places = first, {}
    for number, content in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(body)
    body += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        body += b"%d 1\n%010d 00000 n \n" % (number, place)
    size = max(20, *objects) + 1
    back = b" /Prev %d" % previous if previous else b""
    trailer = b"trailer << /Size %d /Root 1 0 R%s >>\n" % (size, back)
    return body + trailer + b"startxref\n%d\n%%%%EOF\n" % table


def pdf(catalog: bytes = b"", page: bytes = b"", **more: bytes) -> bytes:
    """One page; `catalog` and `page` are further entries, o10=... further objects."""
    return pdf_bytes(objects_of(catalog, page, **more))


def objects_of(catalog: bytes = b"", page: bytes = b"", **more: bytes) -> dict[int, bytes]:
    objects = {**BASE, 1: BASE[1] % catalog, 3: BASE[3] % page}
    return objects | {int(name[1:]): content for name, content in more.items()}


def spelt_in_hex(content: bytes) -> bytes:
    """The same names, each with its second letter written as a number."""
    names = rb"/(JavaScript|JS|Launch|GoToR|GoToE|SubmitForm|ImportData|EmbeddedFiles?|EF|RichMedia"
    names += rb"\w*|FileAttachment|Rendition|Movie|Sound|Screen|XFA|3D|OpenAction|AA|URI|Named|S)\b"
    return re.sub(
        names,
        lambda found: (
            b"/"
            + found[1][:1]
            + b"".join(b"#%02x" % letter for letter in found[1][1:2])
            + found[1][2:]
        ),
        content,
    )


def in_object_streams(content: bytes) -> bytes:
    """The same objects, packed where no search for words finds them."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as opened:
        opened.save(
            target,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return target.getvalue()


def with_harmless_newer_version(objects: dict[int, bytes]) -> bytes:
    """What acts stands in the older part; some programs show that one."""
    old = pdf_bytes(objects)
    table = int(re.findall(rb"startxref\n(\d+)", old)[-1])
    return pdf_bytes(objects_of(), first=old, previous=table)


def without_table(content: bytes) -> bytes:
    """The table of places points nowhere, so that readers search for the objects."""
    return re.sub(rb"startxref\n\d+", b"startxref\n7", content)
