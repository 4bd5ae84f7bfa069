"""Reporting upward: the paper, its sealed package, the transitions, delivery to the parent
agency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from nominations.decisions import sealed_package
from nominations.decisions.models import ReportLine, UpwardReport
from nominations.decisions.queries import revoked_after_report, stands_in_report
from nominations.decisions.roles import REPORTERS
from nominations.decisions.step_days import days_of_decisions, days_of_revocations
from nominations.dossiers.models import CampaignTitle, Nomination
from nominations.dossiers.models.managers import NominationQuerySet
from nominations.paper_numbers.models import PaperType
from nominations.paper_numbers.paper_days import StepDay, check_order
from nominations.paper_numbers.series import settle_number
from nominations.people import authorization
from nominations.people.models import Organization, User
from nominations.people.queries import superior_of
from nominations.people.roles import Role
from nominations.pipeline import PIPELINE
from nominations.states import State
from notifications import outbox
from workflow import audit, clock, engine
from workflow.actors import Actor


def _own_authority() -> Exists:
    """Condition on a nomination: the agency itself decides the award in that campaign."""
    return Exists(
        CampaignTitle.objects.filter(
            campaign=OuterRef("campaign"), award_type=OuterRef("award_type"), own_authority=True
        )
    )


def reportable_nominations(organization: Organization, kind: str) -> NominationQuerySet:
    """Nominations that belong in a paper of that kind and are in none yet: decided ones, or those
    revoked after their report."""
    if kind == UpwardReport.Kind.SUPPLEMENT:
        found = revoked_after_report([organization.pk])
    else:
        found = (
            Nomination.objects.filter(
                ~stands_in_report(), organization=organization, state=State.DECIDED
            )
            .annotate(own=_own_authority())
            .filter(own=kind == UpwardReport.Kind.ANNUAL_REPORT)
        )
    return found.select_related("award_type", "unit", "campaign").order_by(
        "campaign", "award_type__rank", "kind", "unit__rank", "person__sort_key", "id"
    )


def _checked(
    organization: Organization, kind: str, nominations: Iterable[Nomination]
) -> list[Nomination]:
    wanted = {nomination.pk for nomination in nominations}
    rows: list[Any] = list(  # nominations with `own`
        Nomination.objects.filter(pk__in=wanted)
        .annotate(own=_own_authority())
        .select_related("award_type", "campaign")
        .order_by("award_type__rank", "kind", "unit__rank", "person__sort_key", "id")
    )
    if not rows or len(rows) != len(wanted):
        raise ValidationError(_("Choose at least one nomination to report."), "empty")
    wants_own = kind == UpwardReport.Kind.ANNUAL_REPORT
    revoked = set(revoked_after_report([organization.pk]).values_list("pk", flat=True))
    for row in rows:
        if row.organization_id != organization.pk:
            problem = _("%(title)s belongs to another agency.")
        elif kind == UpwardReport.Kind.SUPPLEMENT:
            if row.pk in revoked:
                continue
            problem = _("%(title)s was not revoked after a report, or is reported already.")
        elif row.own and not wants_own:
            problem = _(
                "%(title)s is decided by the agency itself: it belongs in the annual report."
            )
        elif wants_own and not row.own:
            problem = _("%(title)s is decided above: it belongs in a submission.")
        else:
            continue
        raise ValidationError(problem, "wrong_paper", {"title": row.title})
    return rows


def _require_reporter(actor: Actor, organization: Organization) -> Organization:
    """The superior agency; refuses an actor who may not issue reports, and an agency without a
    parent."""
    authorization.require(
        actor,
        *REPORTERS,
        organization=organization,
        sentence=_(
            "Only the council secretary, the director and the director's delegate"
            " issue reports upward."
        ),
    )
    return superior_of(organization)


@transaction.atomic
def issue_report(
    *,
    actor: Actor,
    organization: Organization,
    kind: str,
    nominations: Iterable[Nomination],
    name: str,
    number: str = "",
    issued_on: date | None = None,
    priorities: Mapping[int, int] | None = None,
) -> UpwardReport:
    """Issue a submission (awards of a higher authority), an annual report (own awards), or a
    supplementary report of awards revoked after their report.

    Number, sealed package, the move of every nomination and delivery to the parent happen together
    or not at all. `priorities` number nominations within their award and kind, the others follow in
    the usual order. Refuses (NotAllowed) anybody but secretary, director and delegate,
    (ValidationError) an agency without a parent, the wrong kind of award, a number used this year,
    a date in the future or before a decision of the list, and (BulkRefused) what is not decided,
    and the actor's own nomination.
    """
    superior = _require_reporter(actor, organization)
    day = issued_on or clock.today()
    check_order(day)
    if not name.strip():
        raise ValidationError(_("Write what the paper is about."), "no_name")
    priorities = priorities if kind == UpwardReport.Kind.SUBMISSION else None
    rows = in_order_of(_checked(organization, kind, nominations), priorities or {})
    if kind == UpwardReport.Kind.SUPPLEMENT:
        _require_others(rows, actor)
    check_order(day, after=_days_before(kind, [row.pk for row in rows]))
    paper = PaperType.SUBMISSION if kind == UpwardReport.Kind.SUBMISSION else PaperType.REPORT
    campaigns = {row.campaign_id: row.campaign for row in rows}
    report = UpwardReport(
        organization=organization,
        recipient=superior,
        campaign=next(iter(campaigns.values())) if len(campaigns) == 1 else None,
        kind=kind,
        in_priority_order=bool(priorities),
        name=name.strip(),
        issued_on=day,
        created_by_id=actor.pk,
        created_at=clock.now(),
    )
    report.number = settle_number(
        organization, paper, number, day, subject=f"upward_report:{report.public_id}"
    )
    report.package, report.package_sha256 = sealed_package.seal(
        sealed_package.manifest(report, rows)
    )
    report.save()
    _move_and_deliver(actor, report, rows)
    return report


def in_order_of(rows: Sequence[Nomination], priorities: Mapping[int, int]) -> list[Nomination]:
    """The rows by award and kind, within these the numbered ones first.

    Refuses (ValidationError) a number below 1, and a duplicate within an award and kind.
    """
    if not priorities:
        return list(rows)
    taken: dict[tuple[int, str, int], Nomination] = {}
    for row in rows:
        number = priorities.get(row.pk)
        if number is None:
            continue
        if number < 1:
            raise ValidationError(_("Priorities are numbered from 1."), "priority_below_one")
        first = taken.setdefault((row.award_type_id, row.kind, number), row)
        if first is not row:
            raise ValidationError(
                _("%(first)s and %(second)s both have the priority %(number)s."),
                "priority_twice",
                {"first": first.subject_name, "second": row.subject_name, "number": number},
            )
    places = {row.pk: place for place, row in enumerate(rows)}
    last = len(rows) + max(priorities.values(), default=0)

    def key(row: Nomination) -> tuple[int, int, str, int, int]:
        number = priorities.get(row.pk, last)
        return (row.award_type.rank, row.award_type_id, row.kind, number, places[row.pk])

    return sorted(rows, key=key)


def _require_others(rows: Iterable[Nomination], actor: Actor) -> None:
    if any(_is_own(row, actor) for row in rows):
        raise ValidationError(_("Somebody else reports what concerns yourself."), "own_nomination")


def _is_own(nomination: Nomination, actor: Actor) -> bool:
    person_id = authorization.person_id_of(actor)
    return person_id is not None and nomination.person_id == person_id


def _days_before(kind: str, pks: Sequence[int]) -> list[StepDay]:
    """The days that the report must not precede: of the revocations for a supplementary report,
    else of the decisions."""
    is_supplement = kind == UpwardReport.Kind.SUPPLEMENT
    return days_of_revocations(pks) if is_supplement else days_of_decisions(pks)


def _write_lines(report: UpwardReport, rows: Sequence[Nomination]) -> None:
    lines = [
        ReportLine(report=report, nomination=row, position=place)
        for place, row in enumerate(rows, 1)
    ]
    ReportLine.objects.bulk_create(lines, batch_size=500)


def _move_and_deliver(actor: Actor, report: UpwardReport, rows: Sequence[Nomination]) -> None:
    _write_lines(report, rows)
    # Nominations are locked before the agency's history, here as in every other act.
    group = f"report:{report.pk}"
    if report.kind != UpwardReport.Kind.SUPPLEMENT:  # revoked ones keep their state
        engine.perform_many(
            PIPELINE,
            [row.pk for row in rows],
            "report_upward",
            actor=actor,
            joins=True,
            group=group,
        )
    event_key = audit.record(
        f"organization:{report.organization_id}",
        "report.issued",
        actor=actor,
        payload={
            "report": report.pk,
            "number": report.number,
            "kind": report.kind,
            "seal": report.package_sha256,
        },
        group=group,
    )
    if report.recipient is not None and report.recipient.on_system:
        report.sent_at = clock.now()
        report.save(update_fields=["sent_at"])
        outbox.queue_messages(
            topic="nomination.arrived",
            recipients=officers_of(report.recipient),
            event_key=event_key,
            context={
                "title": f"{report.number}, {report.organization.name}",
                "path": reverse("decisions:arrival", args=[report.public_id]),
            },
        )


def officers_of(organization: Organization) -> list[int]:
    """Accounts of the officers who receive dossiers at the agency today."""
    officers = authorization.persons_holding(Role.SUPERIOR_OFFICER, organization)
    accounts = User.objects.filter(is_active=True, person_id__in=officers)
    return list(accounts.values_list("pk", flat=True))
