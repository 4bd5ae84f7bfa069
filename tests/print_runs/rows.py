"""Print runs of certificates as tests write them past the service."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from nominations.people.models import Organization, User
from nominations.print_runs.models import PrintItem, PrintRun
from tests.documents.sample_papers import certificate
from workflow import canonical, clock


def print_run(organization: Organization, user: User, names: list[str], **changes: Any) -> PrintRun:
    """A run that waits, with a certificate for each name."""
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
                {"certificate": asdict(replace(certificate(), recipient=name))}
            ),
            is_again=False,
            file_name=f"{place:04}.pdf",
        )
        for place, name in enumerate(names, 1)
    )
    return run
