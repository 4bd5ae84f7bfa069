"""Items of "my work": drafts to sign, reports to issue, arrivals, returns; and the steps of all
rooms that wait for a council secretary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.consultation.inbox import lists_to_post
from nominations.council.inbox import agendas
from nominations.decisions import queries
from nominations.decisions.correction_workflow import CORRECTIONS
from nominations.decisions.decision_workflow import DECISIONS
from nominations.decisions.models import Decision, DecisionLine, Revocation, UpwardReport
from nominations.decisions.prize_returns import fill_returns, is_outstanding
from nominations.decisions.secretary_inbox_query import read_waiting
from nominations.dossiers.opinion_inbox import opinion_items
from nominations.dossiers.waiting_dossiers import STATES, WaitingDossiers, WaitingGroup, WaitsFor
from nominations.people.authorization import holds, roles_today
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.web.inbox import InboxItem, InboxWorkflows, waiting_for

DECISION = gettext_lazy("Decision")
REPORT = gettext_lazy("Report upward")
ARRIVAL = gettext_lazy("Arrived dossier")
RETURN = gettext_lazy("Revocation")


def inbox_workflows(user: User) -> InboxWorkflows:
    """The workflows of "my work", for the director and the delegate: drafts with a nomination of
    somebody else, and corrections."""
    if not holds(user, Role.DIRECTOR, Role.DIRECTOR_DELEGATE):
        return {}
    lines = DecisionLine.objects.filter(decision=OuterRef("pk"))
    of_others = Exists(lines.exclude(nomination__person_id=user.person_id or 0))
    return {DECISIONS: Decision.objects.filter(of_others), CORRECTIONS: None}


def items(user: User) -> list[InboxItem]:
    """The items of this room, and for a council secretary those of all steps, read together; no
    query for people without a role."""
    if not roles_today(user).organizations_with("view_nominations"):
        return []
    waiting, acts = read_waiting(user), waiting_for(user, inbox_workflows)
    return [
        *agendas(waiting),
        *opinion_items(waiting, WaitsFor.SESSION),
        *lists_to_post(waiting),
        *opinion_items(waiting, WaitsFor.POSTING),
        *_to_sign(acts.get(DECISIONS, [])),
        *_to_approve(user, acts.get(CORRECTIONS, [])),
        *opinion_items(waiting, WaitsFor.DECISION, WaitsFor.REPORT),
        *_to_draft(waiting),
        *_to_report(user, waiting),
        *_to_answer(waiting),
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


def _to_sign(waiting: Sequence[int]) -> list[InboxItem]:
    """Drafts that the account can sign as they are: the director, or else the delegate."""
    drafts = Decision.objects.filter(pk__in=waiting).select_related("organization")
    return [
        _task(
            _("Sign: %(decision)s") % {"decision": draft.name},
            draft.get_absolute_url(),
            gettext_lazy("Sign"),
            DECISION,
            draft.organization.name,
            action_path=reverse("decisions:sign", args=[draft.public_id]),
        )
        for draft in (drafts.order_by("created_at") if waiting else [])
    ]


def _to_approve(user: User, waiting: Sequence[int]) -> list[InboxItem]:
    """Corrections that wait for a second person."""
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


def _to_draft(waiting: WaitingDossiers) -> list[InboxItem]:
    groups: dict[int, list[WaitingGroup]] = defaultdict(list)
    for group in waiting.waiting_for(WaitsFor.DECISION):
        groups[group.campaign_id].append(group)
    path = reverse("decisions:new")
    return [
        _task(
            _("%(count)s nominations wait for a decision: %(campaign)s")
            % {"count": sum(one.number for one in together), "campaign": together[0].campaign},
            f"{path}?dot={campaign_id}",
            gettext_lazy("Draft a decision"),
            DECISION,
            together[0].agency,
            **waiting.due_of(together),
        )
        for campaign_id, together in groups.items()
    ]


def _to_report(user: User, waiting: WaitingDossiers) -> list[InboxItem]:
    """Items of reports upward, for agencies with a parent; without the reader's own nomination,
    which somebody else reports."""
    held = roles_today(user).assignments
    below = {one.organization_id for one in held if one.agency_above is not None}
    papers: dict[tuple[int, queries.ReportPlace], list[WaitingGroup]] = defaultdict(list)
    for one in waiting.waiting_for(WaitsFor.REPORT, WaitsFor.SUPPLEMENT):
        if one.organization_id in below and not one.is_own:
            state, own = STATES[one.waits_for], one.title.own_authority
            paper = queries.report_of(state, own, one.authority, one.commendation_type)
            papers[one.organization_id, paper].append(one)
    return [_paper(*paper, together, waiting) for (_at, paper), together in sorted(papers.items())]


def _paper(
    kind: str,
    authority: str,
    commendation_type: str,
    together: Sequence[WaitingGroup],
    waiting: WaitingDossiers,
) -> InboxItem:
    group = queries.ReportGroup(
        organization_id=together[0].organization_id,
        agency=together[0].agency,
        kind=kind,
        authority=authority,
        commendation_type=commendation_type,
        count=sum(one.number for one in together),
    )
    return _task(
        _("%(count)s decided nominations are not reported yet: %(paper)s")
        % {"count": group.count, "paper": UpwardReport.Kind(kind).label},
        f"{reverse('decisions:report_new')}?nhom={group.key}",
        gettext_lazy("Issue the paper"),
        REPORT,
        group.agency,
        **waiting.due_of(together if kind == UpwardReport.Kind.SUBMISSION else []),
    )


def _to_answer(waiting: WaitingDossiers) -> list[InboxItem]:
    """Submissions sent outside the system, whose outcomes have to be entered."""
    groups = waiting.waiting_for(WaitsFor.OUTCOME)
    return [
        _task(
            _("Outcomes of %(number)s, as soon as they arrive") % {"number": paper.number},
            reverse("decisions:report", args=[paper.public_id]),
            gettext_lazy("Enter outcomes"),
            REPORT,
            paper.name,
            action_path=reverse("decisions:outcomes", args=[paper.public_id]),
        )
        for paper in dict.fromkeys(one.proposed_by for one in groups if one.proposed_by)
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
