"""When the next step of a dossier is due."""

from __future__ import annotations

from datetime import date, datetime

from nominations.dossiers.models import Nomination
from nominations.dossiers.services.late_nominations import is_late
from nominations.states import State
from workflow import clock


def deadline_of(nomination: Nomination) -> date | None:
    """The day by which the author or the unit has to take the next step; None if there is none."""
    campaign = nomination.campaign
    if nomination.state == State.DRAFT:
        if nomination.late_reason and is_late(campaign):
            return clock.day_of(campaign.submission_closes_at)
        return clock.day_of(campaign.registration_closes_at)
    if nomination.state == State.REGISTERED:
        return clock.day_of(submission_closes(nomination))
    if nomination.state == State.SUBMITTED:
        return campaign.review_due_on
    return None


def submission_closes(nomination: Nomination) -> datetime:
    """When the report must be in: the window's end, or later for a returned dossier."""
    closes = nomination.campaign.submission_closes_at
    due = nomination.correction_due_at
    return due if due is not None and due > closes else closes
