"""Print runs of certificates, or of papers, as tests write them past the service."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from nominations.documents.blocks import Letterhead, Paper, Paragraph, Title
from nominations.documents.stored_blocks import as_data
from nominations.people.models import Organization, User
from nominations.print_runs.models import PrintItem, PrintRun
from tests.documents.sample_papers import certificate
from workflow import canonical, clock


def sample_report(name: str) -> Paper:
    """A report of three pages, as much as a nominee writes, that names the person."""
    work = Paragraph(text="Hoàn thành xuất sắc nhiệm vụ được giao, tham mưu kịp thời. " * 12)
    return Paper(
        file_name="bao_cao_thanh_tich",
        title=f"Báo cáo thành tích: {name}",
        letterhead=Letterhead(
            parent="SỞ TÀI CHÍNH", issuer="PHÒNG NGÂN SÁCH", number="", place_and_date="…, năm 2026"
        ),
        blocks=(Title(name="BÁO CÁO THÀNH TÍCH", subject=name), *[work] * 12),
    )


def print_run(
    organization: Organization,
    user: User,
    names: list[str],
    *,
    as_reports: bool = False,
    **changes: Any,
) -> PrintRun:
    """A run that waits, with a certificate (or a report) for each name."""
    run = PrintRun.objects.create(
        **{
            "kind": "certificates",
            "record": "decision:1",
            "organization": organization,
            "title": "Giấy khen theo Quyết định số 45/QĐ-STC",
            "created_by": user,
            "created_at": clock.now(),
            "handed_at": clock.now(),
            "total": len(names),
            **changes,
        }
    )
    PrintItem.objects.bulk_create(
        PrintItem(
            run=run,
            position=place,
            key=f"nomination:{place}",
            number=str(place),
            name=name,
            content=canonical.encode(
                {"paper": as_data(sample_report(name))}
                if as_reports
                else {"certificate": asdict(replace(certificate(), recipient=name))}
            ),
            is_again=False,
            file_name=f"{place:04}.pdf",
        )
        for place, name in enumerate(names, 1)
    )
    return run
