"""What waits for a person in this room: drafts to sign, papers to write, arrivals, returns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.decisions import queries
from nominations.decisions.correction_workflow import CORRECTIONS
from nominations.decisions.decision_workflow import DECISIONS
from nominations.decisions.models import Decision, Revocation, UpwardReport
from nominations.decisions.returns import fill_returns, is_outstanding
from nominations.dossiers.legal_deadlines import (
    DossierDeadline,
    earliest_by_campaign,
    earliest_of_rows,
)
from nominations.dossiers.models import Nomination
from nominations.dossiers.opinion_inbox import opinion_items
from nominations.people.authorization import holds, roles_today
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.states import State
from nominations.web.inbox import InboxItem
from workflow import engine
from workflow.available import offer_of

DECISION = gettext_lazy("Decision")
REPORT = gettext_lazy("Report upward")
ARRIVAL = gettext_lazy("Arrived dossier")
RETURN = gettext_lazy("Revocation")


def items(user: User) -> list[InboxItem]:
    """The tasks of this room; no query is run for people without a role in it."""
    if not roles_today(user).organizations_with("view_nominations"):
        return []
    agencies = queries.working_agencies(user, "manage_campaigns")
    campaigns = queries.waiting_for_decision(agencies) if agencies else []
    groups = _report_groups(user, agencies)
    return [
        *_to_sign(user),
        *_to_approve(user),
        *_opinions(user, campaigns, groups),
        *_to_draft(campaigns),
        *_to_report(groups),
        *_to_answer(user),
        *_to_receive(user),
        *_to_return(user),
    ]


def _task(title: str, path: str, label: Any, kind: Any, subject: str, **more: Any) -> InboxItem:
    return InboxItem(
        title=title,
        path=path,
        deadline=more.get("deadline"),
        deadline_source=more.get("deadline_source", ""),
        action_label=label,
        action_path=more.get("action_path", path),
        kind=kind,
        subject=subject,
    )


def _to_sign(user: User) -> list[InboxItem]:
    """Drafts that the account can sign as they are: the director, or else the delegate."""
    if not holds(user, Role.DIRECTOR, Role.DIRECTOR_DELEGATE):
        return []
    waiting = engine.actionable(DECISIONS, actor=user)
    offers = engine.offers_many(DECISIONS, waiting, actor=user)
    ready = [pk for pk in waiting if (one := offer_of(offers[pk], "sign")) and one.enabled]
    drafts = Decision.objects.filter(pk__in=ready).select_related("organization")
    return [
        _task(
            _("Sign: %(decision)s") % {"decision": draft.name},
            draft.get_absolute_url(),
            gettext_lazy("Sign"),
            DECISION,
            draft.organization.name,
            action_path=reverse("decisions:sign", args=[draft.public_id]),
        )
        for draft in (drafts.order_by("created_at") if ready else [])
    ]


def _to_approve(user: User) -> list[InboxItem]:
    """Corrections that wait for a second person."""
    if not holds(user, Role.DIRECTOR, Role.DIRECTOR_DELEGATE):
        return []
    waiting = engine.actionable(CORRECTIONS, actor=user)
    rows = queries.corrections_visible_to(user).filter(pk__in=waiting)
    return [
        _task(
            _("Approve the correction: %(paper)s") % {"paper": row.paper},
            row.get_absolute_url(),
            gettext_lazy("Look at the correction"),
            DECISION,
            row.reason,
            action_path=reverse("decisions:correction_approve", args=[row.public_id]),
        )
        for row in (rows if waiting else [])
    ]


def _opinions(
    user: User, campaigns: Iterable[Any], groups: Iterable[queries.ReportGroup]
) -> list[InboxItem]:
    """Opinions that the decision or the report upward waits for."""
    states = []
    if any(one.wants_opinions for one in campaigns):
        states.append(State.CONSULTED)
    if any(one.wants_opinions for one in groups):
        states.append(State.DECIDED)
    return opinion_items(user, *states)


def _to_draft(campaigns: Sequence[Any]) -> list[InboxItem]:
    path = reverse("decisions:new")
    rows = Nomination.objects.filter(
        state=State.CONSULTED, decision_lines__isnull=True, campaign__in=campaigns
    )
    ruled = any(one.says_deadlines for one in campaigns)
    legal = earliest_by_campaign(rows, ["decision"]) if ruled else {}
    return [
        _task(
            _("%(count)s nominations wait for a decision: %(campaign)s")
            % {"count": campaign.waiting, "campaign": campaign.name},
            f"{path}?dot={campaign.pk}",
            gettext_lazy("Draft a decision"),
            DECISION,
            campaign.organization.name,
            **_due([legal.get(campaign.pk)]),
        )
        for campaign in campaigns
    ]


def _due(found: Iterable[DossierDeadline | None]) -> dict[str, Any]:
    """The earliest of the deadlines, with the article that sets it."""
    days = sorted((one.day, one.source) for one in found if one is not None and one.day)
    return {"deadline": days[0][0], "deadline_source": days[0][1]} if days else {}


def _report_groups(user: User, agencies: frozenset[int]) -> list[queries.ReportGroup]:
    held = roles_today(user).assignments
    agencies &= {one.organization_id for one in held if one.agency_above is not None}
    return list(queries.waiting_for_report(agencies, user)) if agencies else []


def _to_report(groups: Sequence[queries.ReportGroup]) -> list[InboxItem]:
    path = reverse("decisions:report_new")
    due = _filing_days([one for one in groups if one.says_deadlines])
    return [
        _task(
            _("%(count)s decided nominations are not reported yet: %(paper)s")
            % {"count": group.count, "paper": UpwardReport.Kind(group.kind).label},
            f"{path}?nhom={group.key}",
            gettext_lazy("Issue the paper"),
            REPORT,
            group.agency,
            **_due([due.get(group.key)]),
        )
        for group in groups
    ]


def _filing_days(groups: Iterable[queries.ReportGroup]) -> dict[str, DossierDeadline]:
    """The earliest day by which the proposals of each group go upward."""
    proposals = {
        (one.organization_id, one.authority, one.commendation_type): one.key
        for one in groups
        if one.kind == UpwardReport.Kind.SUBMISSION
    }
    if not proposals:
        return {}
    rows = Nomination.objects.filter(
        ~queries.told_in_a_report(),
        state=State.DECIDED,
        organization__in={agency for agency, *_rest in proposals},
    )
    found: dict[str, DossierDeadline] = {}
    for row, line in earliest_of_rows(rows, ["report_upward"]):
        place = (row.organization_id, row.award_type.authority, row.campaign.commendation_type)
        key = proposals.get(place, "")
        if key and (key not in found or _day(line) < _day(found[key])):
            found[key] = line
    return found


def _day(line: DossierDeadline) -> date:
    return line.day or date.max


def _to_answer(user: User) -> list[InboxItem]:
    """Submissions sent by hand: their outcomes have to be typed in."""
    reports = UpwardReport.objects.filter(
        organization_id__in=roles_today(user).organizations_with("manage_campaigns"),
        sent_at__isnull=True,
        kind=UpwardReport.Kind.SUBMISSION,
        lines__nomination__state=State.REPORTED,
        lines__returned_at=None,
    ).distinct()
    return [
        _task(
            _("Outcomes of %(number)s, as soon as they arrive") % {"number": report.number},
            reverse("decisions:report", args=[report.public_id]),
            gettext_lazy("Enter outcomes"),
            REPORT,
            report.name,
            action_path=reverse("decisions:outcomes", args=[report.public_id]),
        )
        for report in reports
    ]


def _to_receive(user: User) -> list[InboxItem]:
    reports = (
        UpwardReport.objects.filter(
            recipient_id__in=roles_today(user).organizations_with("receive_dossiers"),
            sent_at__isnull=False,
            received_at__isnull=True,
            lines__returned_at=None,
        )
        .select_related("organization")
        .distinct()
    )
    return [
        _task(
            _("Receive %(number)s of %(agency)s")
            % {"number": report.number, "agency": report.organization.name},
            reverse("decisions:arrival", args=[report.public_id]),
            gettext_lazy("Receive"),
            ARRIVAL,
            report.name,
        )
        for report in reports
    ]


def _to_return(user: User) -> list[InboxItem]:
    ids = roles_today(user).organizations_with("manage_campaigns")
    rows = queries.revocations_visible_to(user).filter(
        nomination__organization_id__in=ids,
        award__isnull=False,
        money_returned_on__isnull=True,
    ) | queries.revocations_visible_to(user).filter(
        nomination__organization_id__in=ids, award__isnull=False, object_returned_on__isnull=True
    )
    return [
        _task(
            _returns(row) % {"title": row.nomination.title},
            reverse("decisions:revocation", args=[row.pk]),
            gettext_lazy("Record the return"),
            RETURN,
            row.paper_number,
            deadline=row.due_on,
        )
        for row in fill_returns(rows.distinct() if ids else [])
        if is_outstanding(row)
    ]


def _returns(row: Revocation) -> str:
    if row.asks_money and row.asks_object:
        return _("Money and certificate to come back: %(title)s")
    if row.asks_money:
        return _("Money to come back: %(title)s")
    return _("Certificate to come back: %(title)s")
