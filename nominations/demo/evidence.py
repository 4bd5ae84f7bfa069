"""A small, valid PDF for the papers a dossier must hold."""

from __future__ import annotations

from nominations.dossiers.models import Nomination
from nominations.vietnamese import fold

_NAMES = {
    "initiative": "chung-nhan-sang-kien",
    "excellence": "xac-nhan-hoan-thanh-xuat-sac",
    "unit_minutes": "bien-ban-hop-don-vi",
    "other": "minh-chung",
}


def certificate(paper: str, nomination: Nomination) -> tuple[str, bytes]:
    """File name and content of a one-page PDF naming the paper and its subject, unmarked."""
    words = f"{_NAMES[paper]} {fold(nomination.subject_name)} {nomination.campaign.year}"
    return f"{_NAMES[paper]}.pdf", one_page_pdf(words)


def one_page_pdf(text: str) -> bytes:
    """A PDF 1.4 of one page that shows one line of ASCII text."""
    line = text.encode("ascii", "replace").replace(b"(", b"[").replace(b")", b"]")
    stream = b"BT /F1 14 Tf 60 760 Td (" + line + b") Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    xref = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        xref,
    )
