"""Who sees which period reports: the council secretary and the director of the agency."""

from __future__ import annotations

from django.db.models import QuerySet

from nominations.people.authorization import roles_today
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.period_reports.models import AgencyReport
from nominations.period_reports.report_workflow import ReportState

WRITERS = (Role.SECRETARY, Role.DIRECTOR)


def writing_agency_ids(user: User) -> frozenset[int]:
    """Agencies whose period reports the account writes."""
    return roles_today(user).organizations(*WRITERS)


def visible_to(user: User) -> QuerySet[AgencyReport]:
    """The reports that the account writes and reads."""
    rows = AgencyReport.objects.filter(organization_id__in=sorted(writing_agency_ids(user)))
    found: QuerySet[AgencyReport] = rows.select_related("organization__parent")
    return found


def reports_to_copy(user: User) -> QuerySet[AgencyReport]:
    """Reports whose texts may begin a new one, the latest first."""
    return visible_to(user).exclude(state=ReportState.DISCARDED)


def texts_of(report: AgencyReport) -> dict[str, str]:
    """The agency's own texts by the key of their section."""
    return dict(report.texts.values_list("key", "text"))
