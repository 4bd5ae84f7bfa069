"""What the people of the tests use: a password, a report, a file, days before now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from nominations.demo.evidence import one_page_pdf
from nominations.dossiers.models import Nomination, Report
from workflow import clock

PASSWORD = "mat-khau-thu-2026"
SINCE = date(2015, 1, 1)
PDF = one_page_pdf("Xac nhan")
REPORT = {
    "duties": "Theo dõi thu chi ngân sách khối huyện.",
    "achievements": "Hoàn thành 112% kế hoạch; rút ngắn thời gian thẩm định từ 10 xuống 6 ngày.",
    "initiative": "Mẫu đối chiếu số liệu tự động giữa các phòng.",
    "self_assessment": "Đạt và vượt các mục tiêu đã đăng ký.",
}


def pdf(name: str = "xac-nhan.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A small valid PDF as an upload."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@contextmanager
def days_ago(days: float) -> Iterator[datetime]:
    """The clock put `days` back."""
    moment = clock.now() - timedelta(days=days)
    with clock.at(moment):
        yield moment


def endorsement(nomination: Nomination, present: int = 3, agreed: int = 3) -> dict[str, Any]:
    """What a head types in with an endorsement of the version now submitted."""
    frozen = Report.objects.filter(nomination=nomination, frozen_at__isnull=False)
    latest = frozen.order_by("-number").first()
    return {
        "present": present,
        "agreed": agreed,
        "held_on": clock.today().isoformat(),
        "report_number": latest.number if latest else None,
    }
