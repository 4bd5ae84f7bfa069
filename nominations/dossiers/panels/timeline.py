"""The history of a nomination in plain words: who, when, what, and what changed."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from nominations.dossiers.models import Nomination, Report
from nominations.dossiers.panels.report_diff import ReportPartChange, report_diff
from nominations.people.authorization import has_permission
from nominations.people.models import User
from nominations.people.queries import of_agency_ever
from nominations.pipeline import PIPELINE
from nominations.states import MILESTONES, State
from workflow import audit
from workflow.models import AuditEvent

COUNCIL_TRANSITIONS = frozenset({"pass_vote", "fail_vote"})
PUBLIC_COUNCIL_ACTIONS = frozenset(
    {"evidence.attached", "evidence.removed", "progress.written", "standard.overridden"}
    | {"exception.asked", "exception.answered"}
)
"""Audit actions besides transitions that everybody who sees the nomination may read about."""
_PREFIX = f"{PIPELINE.topic_prefix}."


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationTimelineEntry:
    """One line of the timeline."""

    at: datetime
    who: str
    sentence: str
    comment: str = ""
    differences: Sequence[ReportPartChange] = field(default_factory=tuple)
    state: str = ""
    action: str = ""


def _name(event: Any, reader: User) -> str:
    """The name of the actor for the reader: shown of the reader and of anybody who ever worked or
    acted in the agency; others appear as their role, council members as the council."""
    if event.action.removeprefix(_PREFIX) in COUNCIL_TRANSITIONS:
        return _("The council")
    if event.actor_id is None:
        return _("The system")
    if event.actor_id == reader.pk or event.is_of_agency:
        return str(event.actor_name)
    return _("The superior agency")


def _history(nomination: Nomination) -> QuerySet[AuditEvent]:
    """The entries, each with `is_of_agency`: whether its actor ever belonged to the agency."""
    belongs = of_agency_ever(nomination.organization_id, "person_id")
    actors = User.objects.filter(belongs, pk=OuterRef("actor_id"))
    return audit.entries(nomination.stream).annotate(is_of_agency=Exists(actors))


def timeline(
    nomination: Nomination, user: User, *, versions: Sequence[Report] | None = None
) -> list[NominationTimelineEntry]:
    """The entries of the nomination's history the user may read, newest first.

    `versions` are the reports of the nomination, in order, where the caller has read them.

    Transitions and files are shown to everybody who sees the nomination; acts of other rooms only
    to those who see all of the agency's nominations.
    """
    events = list(_history(nomination))
    if not has_permission(user, "view_nominations", organization=nomination.organization_id):
        events = [
            e for e in events if e.action.startswith(_PREFIX) or e.action in PUBLIC_COUNCIL_ACTIONS
        ]
    reports = nomination.reports.all() if versions is None else versions
    frozen = [report for report in reports if report.frozen_at is not None]
    frozen_at = {report.frozen_at: report for report in frozen}
    previous = {report.number: before for before, report in itertools.pairwise(frozen)}
    return [_entry(event, user, frozen_at, previous) for event in reversed(events)]


def _entry(
    event: Any,
    reader: User,
    versions: Mapping[datetime | None, Report],
    previous: Mapping[int, Report],
) -> NominationTimelineEntry:
    content = event.content
    differences: Sequence[ReportPartChange] = ()
    report = versions.get(event.at)
    if event.action == f"{_PREFIX}submit" and report is not None and report.number in previous:
        differences = report_diff(previous[report.number], report)
    sentence = audit.label_of(event.action)
    if event.action in PUBLIC_COUNCIL_ACTIONS:
        sentence = f"{sentence}: {content.get('name', '')}"
    return NominationTimelineEntry(
        at=event.at,
        who=_name(event, reader),
        sentence=sentence,
        comment=str(content.get("comment") or ""),
        differences=differences,
        state=str(content.get("to") or ""),
        action=event.action,
    )


def milestone_dates(history: Sequence[NominationTimelineEntry]) -> dict[str, datetime]:
    """When each milestone was reached, from a history with the newest entry first: a repeated step
    has its last date, the registration its first."""
    dates: dict[str, datetime] = {}
    for entry in history:
        first = entry.state not in dates or entry.state == State.REGISTERED
        if entry.state in MILESTONES and first:
            dates[entry.state] = entry.at
    return dates
