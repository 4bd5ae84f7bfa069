"""The day on which a council voted on nominations."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from nominations.council.models import BallotItem, VotingSession
from nominations.council.session_workflow import SessionState
from nominations.paper_numbers.paper_days import StepDay
from workflow import clock


def day_of_session(session: VotingSession) -> StepDay | None:
    """The day of the meeting, or else the day on which its votes were counted."""
    day = session.held_on or (session.counted_at and clock.day_of(session.counted_at))
    return StepDay(_("the meeting of the council"), day) if day else None


def days_of_votes(pks: Collection[int] | QuerySet[Any, Any]) -> list[StepDay]:
    """The meetings whose results on the nominations are in force."""
    sessions = VotingSession.objects.filter(
        state=SessionState.CERTIFIED, items__nomination__in=pks
    ).distinct()
    return [day for session in sessions if (day := day_of_session(session))]


def meeting_day() -> Subquery:
    """A subquery for a nomination: the day of the last counted meeting that voted on it."""
    counted = TruncDate("session__counted_at", tzinfo=clock.zone())
    items = BallotItem.objects.filter(
        nomination=OuterRef("pk"), session__state__in=[SessionState.COUNTED, SessionState.CERTIFIED]
    ).order_by("-session__counted_at")
    return Subquery(items.values(day=Coalesce("session__held_on", counted))[:1])
