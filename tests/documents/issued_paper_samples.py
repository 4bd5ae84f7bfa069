"""A year up to its issued papers: every kind issued by the real services, some mended since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from nominations.consultation.models import Posting
from nominations.consultation.services import close_due
from nominations.council.models import VotingSession
from nominations.decisions import services as decisions
from nominations.decisions.correction_workflow import CORRECTIONS
from nominations.decisions.models import Decision, Revocation, UpwardReport
from nominations.decisions.report_papers import report_paper
from nominations.decisions.revocation_paper import revocation_paper
from nominations.documents.stored_blocks import paper_of
from nominations.dossiers.achievement_paper import achievement_paper
from nominations.dossiers.models import Campaign, Nomination
from nominations.dossiers.nomination_list_paper import nomination_list
from nominations.dossiers.registration_papers import registration_list, registration_sheet
from nominations.dossiers.subject_records import subject_records
from nominations.issued_papers.edition_source import shown_paper
from nominations.issued_papers.models import IssuedKind, IssuedPaper
from nominations.issued_papers.paper_sources import IssueDetails, source_of
from nominations.issued_papers.prepared_paper import stored_blocks
from nominations.issued_papers.services import issue_paper
from nominations.law.models import CommendationType
from nominations.movements import services as movements
from nominations.movements.issued_sources import PlanSource
from nominations.movements.models import EmulationPlan, MovementIndicator
from nominations.movements.movement_workflow import MOVEMENTS
from nominations.movements.plan_workflow import PLANS
from nominations.period_reports import services as period_reports
from nominations.period_reports.models import AgencyReport, ReportVariant
from nominations.period_reports.papers import composed_report
from nominations.period_reports.queries import texts_of
from nominations.period_reports.record_blocks import report_record
from nominations.period_reports.report_workflow import PERIOD_REPORTS
from nominations.states import State
from nominations.statistics.annex_counts import annex
from nominations.statistics.annex_paper import annex_paper
from nominations.statistics.annex_templates import templates
from nominations.statistics.extract_paper import extract_paper
from nominations.statistics.period_paper import period_paper
from nominations.statistics.period_report import period_report
from tests.cast import Cast
from tests.documents.composing import ComposedPapers
from tests.documents.sample_papers import HOSTILE_NAME
from tests.households import household
from workflow import clock
from workflow.engine import perform

TEXT = f"Bà {HOSTILE_NAME} theo dõi."
SETS = (
    IssuedKind.COUNT_MINUTES, IssuedKind.MEETING_MINUTES, IssuedKind.NOTICE,
    IssuedKind.CONSULTATION_MINUTES, IssuedKind.DECISION, IssuedKind.CERTIFICATES,
    IssuedKind.SUBMISSION, IssuedKind.ANNUAL_REPORT,
)  # fmt: skip


def issued_paper_samples() -> ComposedPapers:
    """Two persons, a unit and a household with an award of the agency, one of them with one of the
    province too; then a correction, a revocation and later editions."""
    cast = Cast.build()
    hostile, home = cast.person(HOSTILE_NAME), household(cast, HOSTILE_NAME)
    subjects = [(hostile, None), (cast.colleague, None), (None, cast.unit), (None, home)]
    own = [one.pk for one in cast.nominations(subjects, State.REPORTED, award="GK")]
    cast.nominations([(hostile, None)], State.CONFERRED, award="BK_TINH")
    close_due()
    made = _Issued(cast)
    for kind in SETS:
        for record in _records(kind):
            made.issue(kind, record)
    made.dossiers(own)
    made.statistics(hostile)
    made.mended_decision(own)
    made.plans()
    made.movements()
    made.period_reports()
    return made.composed


def _records(kind: str) -> Iterable[Any]:
    if kind in (IssuedKind.COUNT_MINUTES, IssuedKind.MEETING_MINUTES):
        return VotingSession.objects.order_by("pk")
    if kind in (IssuedKind.NOTICE, IssuedKind.CONSULTATION_MINUTES):
        return Posting.objects.order_by("pk")
    if kind == IssuedKind.DECISION:
        return Decision.objects.order_by("pk")
    if kind == IssuedKind.CERTIFICATES:  # of the decision on the agency's own award
        return Decision.objects.order_by("pk")[:1]
    return UpwardReport.objects.filter(kind=kind).order_by("pk")


class _Issued:
    """The papers while they are issued by the secretary."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.composed, self._places = cast, ComposedPapers(), count(1)

    def issue(self, kind: str, record: Any, name: str = "") -> IssuedPaper:
        """Issue the paper of the record; what is kept is the paper as it is stored."""
        source = source_of(kind)
        made = issue_paper(
            actor=self.cast.secretary,
            source=source,
            record=source.load(source.record_of(record)),
            details=IssueDetails(
                day=clock.today(), signer_name=HOSTILE_NAME, signer_title="Phó Giám đốc"
            ),
        )
        name = f"{name or 'issued'} {kind} {next(self._places)}"
        content = stored_blocks(made.blocks)
        if "certificates" not in content:
            self.composed.compose(name, paper_of, content)
        files = {one.format: bytes(one.content) for one in made.files.all()}
        self.composed.keep_files(name, kind, files)
        return made

    def dossiers(self, pks: list[int]) -> None:
        """What is printed of each kind of subject, for every type of commendation."""
        rows = Nomination.objects.select_related("campaign", "award_type", "organization", "unit")
        found = [rows.get(pk=pk) for pk in pks]
        campaign, unit, records = found[0].campaign, found[0].unit, subject_records(found)
        for name, place in (("unit", unit), ("agency", None)):
            self.composed.compose(f"registrations of {name}", registration_list, campaign, place)
            self.composed.compose(f"nominations of {name}", nomination_list, campaign, place)
        for row in (found[0], found[2], found[3]):
            self.composed.compose(f"sheet of {row.kind}", registration_sheet, row)
            for commendation in CommendationType:
                row.campaign = Campaign.objects.get(pk=campaign.pk)
                row.campaign.commendation_type = commendation
                name = f"report of {row.kind} {commendation}"
                self.composed.compose(
                    name, achievement_paper, row, row.reports.get(), records[row.pk]
                )

    def statistics(self, person: Any) -> None:
        """The extract, the forms of the ministry, the figures of a period."""
        agency, year = self.cast.agency, clock.today().year
        self.composed.compose("extract", extract_paper, person)
        for template in templates():
            name = f"annex {template.key}"
            self.composed.compose(name, annex_paper, annex(template, agency, year))
        report = period_report(agency, year_from=year - 4, year_to=year)
        self.composed.compose("figures of a period", period_paper, agency, report)

    def mended_decision(self, pks: list[int]) -> None:
        """A name corrected by two people, an award revoked and the level above told of it."""
        secretary, director = self.cast.secretary, self.cast.director
        decision = Decision.objects.order_by("pk")[0]
        proposed = decisions.propose_correction(
            actor=secretary,
            paper=decision,
            line=decision.lines.get(nomination=pks[1]),
            values={"name": f"{HOSTILE_NAME} Mơ"},
            reason="Ghi sai họ tên.",
        )
        perform(CORRECTIONS, proposed.pk, "approve", actor=director)
        issued = IssuedPaper.objects.get(kind=IssuedKind.DECISION, record=decision.stream)
        self.issue(IssuedKind.CORRECTION, issued)
        decisions.revoke_nomination(
            actor=director,
            nomination=Nomination.objects.get(pk=pks[0]),
            ground="Kê khai sai thành tích.",
            paper_number="90/QĐ-STC",
            paper_date=clock.today(),
        )
        revocation = Revocation.objects.get()
        self.composed.compose("revocation", revocation_paper, revocation)
        self.issue(IssuedKind.REVOCATION, revocation)
        supplement = decisions.issue_report(
            actor=secretary,
            organization=self.cast.agency,
            kind=UpwardReport.Kind.SUPPLEMENT,
            nominations=[Nomination.objects.get(pk=pks[0])],
            name="Báo cáo bổ sung",
        )
        self.composed.compose("supplement", report_paper, supplement)
        self.issue(IssuedKind.SUPPLEMENT, supplement)

    def plans(self) -> None:
        """The plan of the year and its later edition."""
        secretary = self.cast.secretary
        plan = movements.draft_plan(
            actor=secretary,
            organization=self.cast.agency,
            year=clock.today().year,
            **dict.fromkeys(("theme", "purpose", "tasks", "solutions", "arrangements"), TEXT),
        )
        self.composed.compose("shown plan", shown_paper, PlanSource(), plan)
        self.issue(IssuedKind.EMULATION_PLAN, plan)
        perform(PLANS, plan.pk, "put_in_force", actor=secretary)
        plan = EmulationPlan.objects.get(pk=plan.pk)
        later = movements.begin_edition(actor=secretary, plan=plan, reason="Tỉnh giao thêm.")
        self.issue(IssuedKind.EMULATION_PLAN, later, "later")

    def movements(self) -> None:
        """The agency's plan of a movement and both of its reviews, each with a later edition."""
        secretary, today = self.cast.secretary, clock.today()
        movement = movements.draft_movement(
            actor=secretary,
            organization=self.cast.agency,
            name=f"Chung sức {HOSTILE_NAME}",
            launched_by="TINH",
            launcher="Ủy ban nhân dân tỉnh",
            launch_number="9/KH-UBND",
            launch_date=today - timedelta(days=60),
            starts_on=today - timedelta(days=60),
            ends_on=today,
            registration_until=today,
            for_units=True,
            for_persons=True,
        )
        perform(MOVEMENTS, movement.pk, "launch", actor=secretary)
        MovementIndicator.objects.create(
            movement=movement,
            name="Hồ sơ trễ hạn",
            measure="%",
            target=Decimal("1.5"),
            at_most=True,
        )
        movement = movements.save_response(
            actor=secretary, movement=movement, response_content=TEXT, response_arrangements=TEXT
        )
        self.issue(IssuedKind.RESPONSE_PLAN, movement)
        movements.begin_response_edition(actor=secretary, movement=movement, reason="Sai số.")
        self.issue(IssuedKind.RESPONSE_PLAN, movement, "later")
        for review in ("SO_KET", "TONG_KET"):
            report = movements.save_review(
                actor=secretary,
                movement=movement,
                review=review,
                held_on=today - timedelta(days=1) if review == "SO_KET" else today,
                **dict.fromkeys(("results", "limits", "lessons", "directions"), TEXT),
            )
            self.issue(IssuedKind.MOVEMENT_REVIEW, report, review)
        movements.begin_review_edition(actor=secretary, report=report, reason="Sai số.")
        self.issue(IssuedKind.MOVEMENT_REVIEW, report, "later")

    def period_reports(self) -> None:
        """A report of every variant; the annual one with a later edition."""
        secretary, year = self.cast.secretary, clock.today().year
        for variant in ReportVariant:
            report = period_reports.begin_report(
                actor=secretary,
                organization=self.cast.agency,
                variant=variant,
                first_year=year,
                last_year=year,
                months=12,
                title="",
            )
            report.texts.update(text=f"{TEXT}\n- Cả cơ quan học tập.")
            record = report_record(report.organization, report.period)
            name = f"period report {variant}"
            self.composed.compose(name, composed_report, report, texts_of(report), record)
            perform(PERIOD_REPORTS, report.pk, "complete", actor=secretary)
            self.issue(IssuedKind.PERIOD_REPORT, report, variant)
        report = AgencyReport.objects.get(pk=report.pk)
        later = period_reports.begin_edition(actor=secretary, report=report, reason="Sai tên.")
        perform(PERIOD_REPORTS, later.pk, "complete", actor=secretary)
        self.issue(IssuedKind.PERIOD_REPORT, later, "later")
