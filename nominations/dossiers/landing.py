"""The campaigns under way, for the first page: names and dates only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.dossiers.models import Campaign
from nominations.web.landing import LandingAgency, LandingDeadline
from workflow import clock

MAX_SHOWN = 4


def agencies_with_open_campaigns() -> list[LandingAgency]:
    """The newest open campaigns by agency, each with its open and future windows."""
    now = clock.now()
    running = Campaign.objects.filter(
        opened_at__isnull=False, closed_at__isnull=True, submission_closes_at__gte=now
    )
    rows = running.select_related("organization").defer("rules").order_by("submission_closes_at")
    return [
        LandingAgency(
            name=row.organization.name,
            campaign=row.name,
            deadlines=[
                LandingDeadline(label, until)
                for label, until in (
                    (_("Registration of goals until"), row.registration_closes_at),
                    (_("Reports submitted until"), row.submission_closes_at),
                )
                if until >= now
            ],
        )
        for row in rows[:MAX_SHOWN]
    ]
