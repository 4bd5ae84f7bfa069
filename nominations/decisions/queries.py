"""Visible papers, waiting nominations, and the lines of papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from nominations.awards.models import Award
from nominations.decisions.decision_workflow import DecisionState
from nominations.decisions.models import (
    Decision,
    PaperCorrection,
    ReportLine,
    Revocation,
    UpwardReport,
)
from nominations.decisions.roles import REPORTERS
from nominations.documents.standard_parts import counts_of_kinds
from nominations.dossiers.campaign_workflow import CampaignState
from nominations.dossiers.models import Campaign, CampaignTitle, Nomination
from nominations.dossiers.models.managers import NominationQuerySet
from nominations.law.models import AwardType, RecipientKind
from nominations.people.authorization import roles_today
from nominations.people.models import Organization, User
from nominations.states import State
from workflow import clock
from workflow.models import AuditEvent

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


def _held(user: User, codename: str) -> frozenset[int]:
    return roles_today(user).organizations_with(codename)


def visible_to(user: User, *, discarded: bool = False) -> QuerySet[Decision]:
    """Decisions of the agencies where the account has a role in this room: secretary, director,
    delegate, officer, inspector. Discarded drafts are excluded unless requested."""
    rows = Decision.objects.filter(organization_id__in=_held(user, "view_nominations"))
    if not discarded:
        rows = rows.exclude(state=DecisionState.DISCARDED)
    return rows.select_related("organization", "campaign")


def reports_visible_to(user: User) -> QuerySet[UpwardReport]:
    """Reports of those agencies, and those addressed to agencies where the account receives
    dossiers."""
    own = _held(user, "view_nominations")
    receives = _held(user, "receive_dossiers")
    return UpwardReport.objects.filter(
        Q(organization_id__in=own) | Q(recipient_id__in=receives, sent_at__isnull=False)
    ).select_related("organization", "recipient", "campaign")


def arrivals_visible_to(user: User) -> QuerySet[UpwardReport]:
    """Reports that arrived at agencies where the account receives dossiers or inspects."""
    ids = _held(user, "receive_dossiers") | _held(user, "inspect_records")
    return UpwardReport.objects.filter(recipient_id__in=ids, sent_at__isnull=False).select_related(
        "organization", "recipient"
    )


def revocations_visible_to(user: User) -> QuerySet[Revocation]:
    """Revocations of awards in those agencies."""
    ids = _held(user, "view_nominations")
    return Revocation.objects.filter(nomination__organization_id__in=ids).select_related(
        "nomination__organization__parent", "award__award_type", "award__organization__parent"
    )


def agencies_with_permission(user: User, *codenames: str) -> frozenset[int]:
    """Ids of the agencies where the account has a role with one of these permissions."""
    allowed = frozenset[int]().union(*(_held(user, name) for name in codenames))
    return allowed & {one.organization_id for one in roles_today(user).assignments}


def reporting_agencies(user: User) -> list[Organization]:
    """Agencies for which the account issues reports upward, in order of rank."""
    ids = roles_today(user).organizations(*REPORTERS)
    return list(Organization.objects.filter(pk__in=ids).order_by("rank", "code"))


def lines_of(decision: Decision) -> list[Any]:
    """The lines of a decision in their order, with the relations that a list shows."""
    return fill_revocations(
        decision.lines.select_related(
            "nomination__award_type", "nomination__unit", "award"
        ).order_by("position", "id")
    )


def own_nominations_set_aside(decision: Decision) -> list[int]:
    """Ids of the signer's own nominations, which signing put on a second draft; from the history
    of the agency."""
    entry = (
        AuditEvent.objects.filter(
            stream=f"organization:{decision.organization_id}",
            group=f"decision:{decision.pk}",
            action="decision.signed",
        )
        .order_by("-seq")
        .first()
    )
    return entry.content["set_aside"] if entry else []


def fill_revocations(lines: Iterable[Any]) -> list[Any]:
    """The lines (with `.nomination_id`) with `revocation`: the paper that revoked the award."""
    filled = list(lines)
    rows = Revocation.objects.filter(nomination_id__in=[line.nomination_id for line in filled])
    by_nomination = {row.nomination_id: row for row in rows.order_by("recorded_at", "id")}
    for line in filled:
        line.revocation = by_nomination.get(line.nomination_id)
    return filled


REVOKED_LINES = Count("lines", filter=Q(lines__nomination__state=State.REVOKED), distinct=True)
"""Annotation of a list of papers: how many of a paper's lines are revoked."""


def corrections_visible_to(user: User) -> QuerySet[PaperCorrection]:
    """Corrections of papers of the agencies where the account has a role in this room."""
    ids = _held(user, "view_nominations")
    return PaperCorrection.objects.filter(organization_id__in=ids).select_related(
        "decision", "line__nomination", "outcome__nomination", "revocation__nomination",
        "proposed_by__person", "settled_by__person",
    )  # fmt: skip


def drafts_of(organizations: Iterable[int], campaign: Campaign | None) -> list[Any]:
    """Drafts of the agencies, or of the campaign, with `number_of_lines`."""
    drafts = Decision.objects.filter(
        organization__in=list(organizations), state=DecisionState.DRAFT
    )
    if campaign is not None:
        drafts = drafts.filter(campaign=campaign)
    return list(drafts.annotate(number_of_lines=Count("lines")).filter(number_of_lines__gt=0))


class WaitingCount(TypedDict):
    """The annotation of `waiting_for_decision`."""

    waiting: int


def waiting_for_decision(
    organizations: Iterable[int],
) -> list[WithAnnotations[Campaign, WaitingCount]]:
    """Campaigns with nominations that passed every gate and are on no decision, annotated with
    their number."""
    waits = Q(nominations__state=State.CONSULTED, nominations__decision_lines__isnull=True)
    return list(
        Campaign.objects.filter(organization__in=list(organizations))
        .annotate(waiting=Count("nominations", filter=waits, distinct=True))
        .filter(waiting__gt=0)
        .select_related("organization")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportGroup:
    """Decided nominations that go into one paper upward: own awards of an agency, or proposals of
    one deciding authority and type of commendation."""

    organization_id: int
    agency: str
    kind: str
    authority: str
    commendation_type: str
    count: int

    @property
    def key(self) -> str:
        return f"{self.organization_id}-{self.kind}-{self.authority}-{self.commendation_type}"


def stands_in_report() -> Exists:
    """Condition on a nomination: on a report upward and not returned."""
    return Exists(ReportLine.objects.filter(nomination=OuterRef("pk"), returned_at__isnull=True))


def waits_for_a_report() -> Q:
    """Condition on a nomination: decided and in no report yet."""
    return Q(~stands_in_report(), state=State.DECIDED)


def is_revoked_after_report() -> Q:
    """Condition on a nomination: revoked after its award was reported, and not in a supplementary
    report."""
    report_lines = ReportLine.objects.filter(nomination=OuterRef("pk"), returned_at__isnull=True)
    supplement = UpwardReport.Kind.SUPPLEMENT
    return Q(
        Exists(report_lines.exclude(report__kind=supplement)),
        ~Exists(report_lines.filter(report__kind=supplement)),
        state=State.REVOKED,
    )


def revoked_after_report(organizations: Iterable[int]) -> NominationQuerySet:
    """Revoked awards that an upward report contains and no supplementary report withdraws."""
    return Nomination.objects.filter(
        is_revoked_after_report(), organization_id__in=list(organizations)
    )


ReportPlace = tuple[str, str, str]


def report_of(state: str, is_own: bool, authority: str, commendation_type: str) -> ReportPlace:
    """The report in which a nomination belongs: kind, authority and type of commendation."""
    if state == State.REVOKED:
        return (UpwardReport.Kind.SUPPLEMENT.value, "", "")
    if is_own:
        return (UpwardReport.Kind.ANNUAL_REPORT.value, "", "")
    return (UpwardReport.Kind.SUBMISSION.value, authority, commendation_type)


def _report_counts(
    organizations: Iterable[int], reader: User
) -> dict[tuple[int, str, str, str, str], int]:
    """The number of nominations waiting for a report, by agency and `ReportPlace`."""
    own = CampaignTitle.objects.filter(
        campaign=OuterRef("campaign"), award_type=OuterRef("award_type"), own_authority=True
    )
    rows = (
        Nomination.objects.filter(
            waits_for_a_report() | is_revoked_after_report(),
            organization_id__in=list(organizations),
        )
        .exclude(person_id=reader.person_id or 0)
        .annotate(own=Exists(own))
        .order_by()
        .values_list(
            "organization_id", "organization__name", "state", "own", "award_type__authority",
            "campaign__commendation_type",
        )
        .annotate(number=Count("id"))
    )  # fmt: skip
    counts: dict[tuple[int, str, str, str, str], int] = defaultdict(int)
    for agency, name, *place, number in rows:
        counts[agency, name, *report_of(*place)] += number
    return counts


def waiting_for_report(organizations: Iterable[int], reader: User) -> list[ReportGroup]:
    """Nominations decided and in no report yet, or revoked after their report, grouped by report;
    one query.

    Without the reader's own nomination, which somebody else reports.
    """
    counts = _report_counts(organizations, reader)
    return [
        ReportGroup(
            organization_id=organization_id,
            agency=agency,
            kind=kind,
            authority=authority,
            commendation_type=commendation_type,
            count=number,
        )
        for (
            organization_id, agency, kind, authority, commendation_type,
        ), number in sorted(counts.items())
    ]  # fmt: skip


@dataclass(slots=True)
class AwardGroup:
    """An award on a list, with its collectives, its households and its individuals."""

    award_type: AwardType
    collectives: list[Any] = field(default_factory=list)
    households: list[Any] = field(default_factory=list)
    individuals: list[Any] = field(default_factory=list)

    @property
    def lines(self) -> list[Any]:
        """All lines in the order of the printed list."""
        return [*self.collectives, *self.households, *self.individuals]

    @property
    def counts(self) -> str:
        """ "04 tập thể và 12 cá nhân", as in papers."""
        return counts_of_kinds(line.nomination.kind for line in self.lines)

    @property
    def collectives_in_force(self) -> int:
        return _in_force(self.collectives)

    @property
    def households_in_force(self) -> int:
        return _in_force(self.households)

    @property
    def individuals_in_force(self) -> int:
        return _in_force(self.individuals)


def _in_force(lines: Iterable[Any]) -> int:
    """Number of lines that are not revoked, as far as `fill_revocations` has loaded them."""
    return sum(getattr(line, "revocation", None) is None for line in lines)


def grouped_by_award(lines: Iterable[Any]) -> list[AwardGroup]:
    """Lines (with `.nomination`) under their award in order of rank, as `AwardGroup.lines`."""
    groups: dict[int, AwardGroup] = {}
    ordered = sorted(
        lines, key=lambda line: (line.nomination.award_type.rank, line.position, line.pk)
    )
    for line in ordered:
        award_type = line.nomination.award_type
        group = groups.setdefault(award_type.pk, AwardGroup(award_type))
        of_kind = {
            RecipientKind.COLLECTIVE: group.collectives,
            RecipientKind.HOUSEHOLD: group.households,
            RecipientKind.INDIVIDUAL: group.individuals,
        }
        of_kind[RecipientKind(line.nomination.kind)].append(line)
    return list(groups.values())


def awaiting_outcome(report: UpwardReport) -> list[Nomination]:
    """Nominations of a submission without an outcome."""
    return list(
        Nomination.objects.filter(
            report_lines__report=report,
            report_lines__returned_at__isnull=True,
            state=State.REPORTED,
        )
        .select_related("award_type", "unit", "arrived_as")
        .order_by("award_type__rank", "kind", "unit__rank", "person__sort_key", "id")
    )


def arrived_from(lines: Iterable[Any]) -> dict[int, Nomination]:
    """The dossier at the agency above for each nomination on the lines, by the id of the one
    below."""
    below = [line.nomination_id for line in lines]
    found = Nomination.objects.filter(arrived_from__in=below)
    return {one.arrived_from_id: one for one in found if one.arrived_from_id is not None}


def award_of(nomination: Nomination) -> Award | None:
    """The award a nomination led to, if any."""
    return Award.objects.filter(
        Q(decision_line__nomination=nomination) | Q(outcome__nomination=nomination)
    ).first()


def campaigns_accepting(report: UpwardReport) -> QuerySet[Campaign]:
    """Open campaigns of the receiving agency for every award of the dossiers that wait, and for
    their commendation type."""
    waiting = Nomination.objects.filter(
        report_lines__report=report,
        report_lines__returned_at__isnull=True,
        state=State.REPORTED,
    ).order_by()
    asked = set(waiting.values_list("award_type__code", "campaign__commendation_type"))
    awards, types = {award for award, _type in asked}, {one for _award, one in asked}
    fitting = Count("titles", filter=Q(titles__award_type__code__in=awards), distinct=True)
    return (
        Campaign.objects.filter(
            organization=report.recipient,
            submission_closes_at__gte=clock.now(),
            state=CampaignState.OPEN,
            commendation_type__in=types,
        )
        .annotate(fitting=fitting)
        .filter(fitting=len(awards))
        .order_by("-year", "code")
    )


def award_name(code: str) -> str:
    """The name of an award, as the newest version of the catalogue has it."""
    found = AwardType.objects.filter(code=code).order_by("-valid_from").first()
    return found.name if found else code


def reports_before(supplement: UpwardReport) -> QuerySet[UpwardReport]:
    """The submissions and reports that contained the awards before their revocation, the earliest
    first."""
    rows: QuerySet[UpwardReport] = UpwardReport.objects.filter(
        lines__nomination__in=supplement.lines.order_by().values("nomination"),
        lines__returned_at=None,
    )
    rows = rows.exclude(kind=UpwardReport.Kind.SUPPLEMENT).distinct()
    return rows.order_by("issued_on", "id")
