"""Rows of issued papers as tests write them past the service."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from nominations.issued_papers.models import IssuedFile, IssuedKind, IssuedPaper
from nominations.people.models import Organization
from workflow import clock

DAY = date(2026, 3, 5)
CONTENT = b"%PDF-1.7 khen"


def agency() -> Organization:
    found, _made = Organization.objects.get_or_create(
        code="STC",
        defaults={
            "name": "Sở Tài chính",
            "symbol": "STC",
            "head_title": "Giám đốc",
            "valid_from": date(2010, 1, 1),
        },
    )
    return found


def issued_paper(**changes: Any) -> IssuedPaper:
    """A decision with one file, as if it had been issued."""
    values: dict[str, Any] = {
        "organization": agency(),
        "kind": IssuedKind.DECISION,
        "record": "decision:7",
        "issuer": "SỞ TÀI CHÍNH",
        "name": "Về việc tặng Giấy khen",
        "number": "45/QĐ-STC",
        "dated_on": DAY,
        "collectives": 1,
        "individuals": 2,
        "blocks": "{}",
        "facts": '{"day":"","lines":[],"number":"","rests_on":[]}',
        "issued_at": clock.now(),
        "digest": "0" * 64,
        "event_key": "organization:1#1",
    }
    paper = IssuedPaper.objects.create(**{**values, **changes})
    IssuedFile.objects.create(
        paper=paper,
        format="pdf",
        name="quyet_dinh.pdf",
        media_type="application/pdf",
        content=CONTENT,
        size=len(CONTENT),
        sha256=sha256(CONTENT).hexdigest(),
    )
    return paper
