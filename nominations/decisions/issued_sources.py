"""Sources of issued papers: decisions, certificates, reports upward and revocations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from nominations.awards.issuer_name import head_position
from nominations.consultation.issued_sources import meetings_of
from nominations.decisions import queries
from nominations.decisions.certificates import certificates_of
from nominations.decisions.decision_workflow import DecisionState
from nominations.decisions.models import (
    Decision,
    DecisionLine,
    ReportLine,
    Revocation,
    UpwardReport,
)
from nominations.decisions.papers import decision_paper
from nominations.decisions.report_papers import KINDS, has_paper, report_paper
from nominations.decisions.revocation_paper import lines_of_revocation, revocation_paper
from nominations.documents.blocks import Paper
from nominations.documents.certificate import Certificate
from nominations.dossiers.models import CampaignTitle, Nomination
from nominations.issued_papers.models import IssuedKind, IssuedPaper, PaperRelation
from nominations.issued_papers.paper_facts import EarlierPaper, PaperFacts, line_of
from nominations.issued_papers.paper_sources import DraftAddresses, IssueDetails, PaperSource
from nominations.issued_papers.prepared_paper import signed_paper
from nominations.issued_papers.queries import issued_paper_of
from nominations.law.models import AwardCategory
from nominations.paper_numbers.models import PaperPurpose, PaperType
from nominations.paper_numbers.series import OwnPapers
from nominations.people.models import Organization, User
from nominations.states import State
from nominations.web.access import get_or_404


def _state_in_words(nominations: Iterable[Nomination]) -> dict[int, str]:
    """The state in words of nominations that no paper of the kind contains."""
    return {
        one.pk: _("%(title)s: %(state)s.") % {"title": one.title, "state": one.state_label}
        for one in nominations
    }


class _DecisionRecord(PaperSource):
    def find(self, user: User, key: str) -> Decision:
        rows = queries.visible_to(user).select_related("organization__parent")
        return get_or_404(rows, public_id=key)

    def load(self, record: str) -> Decision:
        rows = Decision.objects.select_related("organization__parent", "campaign")
        return rows.get(pk=int(record.partition(":")[2]))

    def key_of(self, record: Decision) -> str:
        return str(record.public_id)

    def record_of(self, record: Decision) -> str:
        return record.stream

    def above(self, record: Decision) -> str:
        return record.get_absolute_url()

    def organization(self, record: Decision) -> Organization:
        return record.organization

    def not_yet(self, record: Decision) -> str:
        if record.state != DecisionState.SIGNED:
            return _("The decision is issued once it is signed.")
        return ""

    def recorded_details(self, record: Decision) -> IssueDetails:
        return IssueDetails(
            number=record.number,
            day=record.signed_on,
            signer_name=record.signer_name,
            signer_title=record.signer_title,
        )


class DecisionSource(_DecisionRecord):
    kind = IssuedKind.DECISION

    def draft(self, record: Decision) -> DraftAddresses:
        return DraftAddresses(
            preview=reverse("decisions:paper", args=[record.public_id]),
            file=reverse("decisions:paper_file", args=[record.public_id]),
        )

    def numbers(self, record: Decision) -> OwnPapers:
        """Decisions of the agency."""
        return OwnPapers(organization=record.organization, paper=PaperType.DECISION)

    def compose(self, record: Decision, details: IssueDetails) -> Paper:
        return decision_paper(record)

    def facts(self, record: Decision) -> PaperFacts:
        lines = queries.lines_of(record)
        return PaperFacts(
            lines=tuple(line_of(line.nomination) for line in lines),
            rests_on=meetings_of([line.nomination_id for line in lines]),
        )

    def elsewhere(self, facts: PaperFacts, missing: Collection[int]) -> Mapping[int, str]:
        """Why nominations are not on this decision: on another one, not decided yet, or ended."""
        listed = DecisionLine.objects.filter(nomination_id__in=missing)
        others = Nomination.objects.filter(pk__in=missing).exclude(state=State.CONSULTED)
        return {
            **_state_in_words(others),
            **dict.fromkeys(listed.values_list("nomination_id", flat=True), ""),
        }

    def may_supplement(self, record: Decision) -> QuerySet[IssuedPaper]:
        """Issued decisions of the same campaign."""
        others = Decision.objects.filter(
            organization=record.organization, campaign=record.campaign, state=DecisionState.SIGNED
        ).exclude(pk=record.pk)
        records = [one.stream for one in others] if record.campaign_id else []
        return IssuedPaper.objects.filter(kind=IssuedKind.DECISION, record__in=records)


class CertificatesSource(_DecisionRecord):
    kind = IssuedKind.CERTIFICATES

    def draft(self, record: Decision) -> DraftAddresses:
        """The address of the certificates on their own page."""
        return DraftAddresses()

    def compose(self, record: Decision, details: IssueDetails) -> Paper:
        raise ValueError("certificates are no paper of blocks")

    def certificates(self, record: Decision) -> list[Certificate]:
        return certificates_of(record)

    def facts(self, record: Decision) -> PaperFacts:
        own = _own_pairs(line.nomination for line in queries.lines_of(record))
        lines = [
            line
            for line in queries.lines_of(record)
            if line.nomination.award_type.form == AwardCategory.COMMENDATION
            and line.revocation is None
            and (line.nomination.campaign_id, line.nomination.award_type_id) in own
        ]
        decision = EarlierPaper(
            kind=IssuedKind.DECISION.value,
            record=record.stream,
            number=record.number,
            day=record.signed_on.isoformat() if record.signed_on else "",
            nominations=tuple(line.nomination_id for line in lines),
        )
        return PaperFacts(
            lines=tuple(line_of(line.nomination) for line in lines), rests_on=(decision,)
        )

    def elsewhere(self, facts: PaperFacts, missing: Collection[int]) -> Mapping[int, str]:
        """Why lines have no certificate: titles, awards of the level above, revoked ones."""
        rows = list(
            Nomination.objects.filter(pk__in=missing).select_related("award_type", "campaign")
        )
        own = _own_pairs(rows)
        return {
            one.pk: ""
            for one in rows
            if one.award_type.form != AwardCategory.COMMENDATION
            or (one.campaign_id, one.award_type_id) not in own
            or one.state == State.REVOKED
        }


def _own_pairs(nominations: Iterable[Any]) -> set[tuple[int, int]]:
    """(campaign, award) of the awards that the agency decides itself."""
    campaigns = {one.campaign_id for one in nominations}
    return set(
        CampaignTitle.objects.filter(campaign__in=campaigns, own_authority=True).values_list(
            "campaign_id", "award_type_id"
        )
    )


class ReportSource(PaperSource):
    """A submission, an annual or a supplementary report; its signer is entered by hand."""

    def __init__(self, kind: IssuedKind) -> None:
        self._kind = kind

    @property
    def kind(self) -> IssuedKind:  # type: ignore[override]  # one class serves three kinds
        return self._kind

    def find(self, user: User, key: str) -> UpwardReport:
        rows = queries.reports_visible_to(user).select_related("organization__parent")
        return get_or_404(rows.filter(kind=self.kind.value), public_id=key)

    def load(self, record: str) -> UpwardReport:
        rows = UpwardReport.objects.select_related("organization__parent", "recipient", "campaign")
        return rows.get(public_id=record.partition(":")[2])

    def draft(self, record: UpwardReport) -> DraftAddresses:
        return DraftAddresses(
            preview=reverse("decisions:report_paper", args=[record.public_id]),
            file=reverse("decisions:report_paper_file", args=[record.public_id]),
        )

    def key_of(self, record: UpwardReport) -> str:
        return str(record.public_id)

    def record_of(self, record: UpwardReport) -> str:
        return _record_of(record)

    def above(self, record: UpwardReport) -> str:
        return record.get_absolute_url()

    def organization(self, record: UpwardReport) -> Organization:
        return record.organization

    def not_yet(self, record: UpwardReport) -> str:
        if not has_paper(record):
            return _("This report has no addressee, so there is no paper to issue.")
        return ""

    def numbers(self, record: UpwardReport) -> OwnPapers:
        """Submissions or reports of the agency."""
        paper = KINDS[UpwardReport.Kind(record.kind)]
        return OwnPapers(organization=record.organization, paper=paper)

    def recorded_details(self, record: UpwardReport) -> IssueDetails:
        return IssueDetails(number=record.number, day=record.issued_on)

    def compose(self, record: UpwardReport, details: IssueDetails) -> Paper:
        return signed_paper(report_paper(record), details, head_position(record.organization))

    def facts(self, record: UpwardReport) -> PaperFacts:
        lines = list(
            record.lines.select_related("nomination__award_type").order_by("position", "id")
        )
        ids = [line.nomination_id for line in lines]
        if record.kind == UpwardReport.Kind.SUPPLEMENT:  # its content no longer holds
            return PaperFacts(lines=tuple(line_of(line.nomination) for line in lines))
        meetings = meetings_of(ids) if record.kind == UpwardReport.Kind.SUBMISSION else ()
        return PaperFacts(
            lines=tuple(line_of(line.nomination) for line in lines),
            rests_on=(*_decisions_of(ids, cited=not meetings), *meetings),
        )

    def follows(self, record: UpwardReport) -> tuple[IssuedPaper, PaperRelation] | None:
        """A supplementary report supplements the issued report that contained its awards, if there
        is only one."""
        if record.kind != UpwardReport.Kind.SUPPLEMENT:
            return None
        records = [_record_of(one) for one in queries.reports_before(record)]
        found = list(IssuedPaper.objects.filter(record__in=records).order_by("id")[:2])
        return (found[0], PaperRelation.SUPPLEMENTS) if len(found) == 1 else None

    def elsewhere(self, facts: PaperFacts, missing: Collection[int]) -> Mapping[int, str]:
        """Why nominations are not on this report: on another one or another kind, not decided, or
        revoked since."""
        rows = list(
            Nomination.objects.filter(pk__in=missing).select_related("award_type", "campaign")
        )
        reported = set(
            ReportLine.objects.filter(nomination_id__in=missing).values_list(
                "nomination_id", flat=True
            )
        )
        own = _own_pairs(rows)
        wants_own = self.kind == IssuedKind.ANNUAL_REPORT
        awards = {line.award for line in facts.lines}
        silent = {
            one.pk
            for one in rows
            if one.pk in reported
            or ((one.campaign_id, one.award_type_id) in own) != wants_own
            or (not wants_own and one.award_type.name not in awards)
        }
        away = _state_in_words(
            one for one in rows if one.pk not in silent and one.state != State.DECIDED
        )
        return {**away, **dict.fromkeys(silent, "")}


def issued_report(report: UpwardReport) -> IssuedPaper | None:
    """The issued paper of the submission or report; None if not issued."""
    return issued_paper_of(report.kind, _record_of(report))


def _record_of(report: UpwardReport) -> str:
    return f"upward_report:{report.public_id}"


def _decisions_of(nomination_ids: list[int], *, cited: bool) -> tuple[EarlierPaper, ...]:
    """The signed decisions of the nominations; a report cites them, a submission does not."""
    found: dict[int, tuple[Decision, list[int]]] = {}
    lines = DecisionLine.objects.filter(
        nomination_id__in=nomination_ids, decision__state=DecisionState.SIGNED
    ).select_related("decision")
    for line in lines.order_by("decision_id", "position", "id"):
        found.setdefault(line.decision_id, (line.decision, []))[1].append(line.nomination_id)
    return tuple(
        EarlierPaper(
            kind=IssuedKind.DECISION.value,
            record=decision.stream,
            number=decision.number if cited else "",
            day=decision.signed_on.isoformat() if cited and decision.signed_on else "",
            nominations=tuple(ids),
        )
        for decision, ids in found.values()
    )


class RevocationSource(PaperSource):
    """The decision to revoke awards of the agency; one paper may revoke several."""

    kind = IssuedKind.REVOCATION

    def find(self, user: User, key: str) -> Revocation:
        rows = queries.revocations_visible_to(user).select_related(
            "nomination__organization__parent"
        )
        found = get_or_404(rows, pk=key)
        return lines_of_revocation(found)[0]

    def load(self, record: str) -> Revocation:
        rows = Revocation.objects.select_related("nomination__organization__parent")
        return rows.get(pk=int(record.partition(":")[2]))

    def key_of(self, record: Revocation) -> str:
        return str(record.pk)

    def record_of(self, record: Revocation) -> str:
        return f"revocation:{lines_of_revocation(record)[0].pk}"

    def above(self, record: Revocation) -> str:
        return record.get_absolute_url()

    def organization(self, record: Revocation) -> Organization:
        return record.nomination.organization

    def not_yet(self, record: Revocation) -> str:
        if _decision_of(record) is None:
            return _("This award was revoked by the level that gave it, which issues the paper.")
        return ""

    def numbers(self, record: Revocation) -> OwnPapers:
        """The agency's numbers of decisions to revoke."""
        return OwnPapers(
            organization=record.nomination.organization,
            paper=PaperType.DECISION,
            purpose=PaperPurpose.REVOKE,
        )

    def recorded_details(self, record: Revocation) -> IssueDetails:
        return IssueDetails(number=record.paper_number, day=record.paper_date)

    def compose(self, record: Revocation, details: IssueDetails) -> Paper:
        organization = record.nomination.organization
        return signed_paper(revocation_paper(record), details, head_position(organization))

    def facts(self, record: Revocation) -> PaperFacts:
        rows = lines_of_revocation(record)
        return PaperFacts(lines=tuple(line_of(row.nomination) for row in rows))

    def follows(self, record: Revocation) -> tuple[IssuedPaper, PaperRelation] | None:
        """The issued decision: withdrawn as a whole if all its lines are revoked, else in part."""
        decision = _decision_of(record)
        found = issued_paper_of(IssuedKind.DECISION, decision.stream) if decision else None
        if decision is None or found is None:
            return None
        revoked = {row.nomination_id for row in lines_of_revocation(record)}
        stands = (
            decision.lines.exclude(nomination_id__in=revoked)
            .exclude(nomination__state=State.REVOKED)
            .exists()
        )
        return found, PaperRelation.REVOKES if stands else PaperRelation.WITHDRAWS


def _decision_of(record: Revocation) -> Decision | None:
    """The agency's own decision that gave the award."""
    line = (
        DecisionLine.objects.filter(nomination_id=record.nomination_id, award__isnull=False)
        .select_related("decision")
        .first()
    )
    return line.decision if line is not None else None
