"""One campaign up to its papers: composed once, by the real services, with a hostile name in it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from nominations.consultation.models import Posting
from nominations.consultation.papers import closing_minutes, notice_paper
from nominations.council.appointment_paper import appointment_paper
from nominations.council.models import VotingSession
from nominations.council.papers import count_minutes, meeting_minutes
from nominations.council.session_papers import ballot, invitation, written_opinion_form
from nominations.decisions import services
from nominations.decisions.certificates import certificates_of
from nominations.decisions.models import Decision, UpwardReport
from nominations.decisions.papers import decision_paper
from nominations.decisions.report_papers import report_paper
from nominations.documents.blocks import Paper
from nominations.documents.certificate import Certificate
from nominations.dossiers.achievement_paper import achievement_paper
from nominations.dossiers.models import Nomination
from nominations.dossiers.nomination_list_paper import nomination_list
from nominations.dossiers.registration_papers import registration_list, registration_sheet
from nominations.dossiers.subject_records import subject_records
from nominations.dossiers.unit_minutes_paper import meetings_of_unit, unit_minutes
from nominations.movements.models import (
    EmulationPlan,
    IndicatorResult,
    Movement,
    MovementIndicator,
    MovementReport,
)
from nominations.movements.papers import plan_paper, response_paper, review_paper
from nominations.people.models import Organization
from nominations.period_reports import services as period_reports
from nominations.period_reports.models import AgencyReport
from nominations.period_reports.papers import paper_of_report
from nominations.states import State
from tests.cast import Cast
from tests.cast.sample_data import days_ago
from tests.decisions import decision_steps
from tests.documents.composing import ComposedPapers
from tests.documents.sample_papers import HOSTILE_NAME
from workflow import clock


@dataclass(frozen=True)
class CampaignPapers:
    """The papers by name, the certificates, and the decision they belong to."""

    papers: dict[str, Paper]
    composers: set[str]
    certificates: list[Certificate]
    decision_pk: int


def campaign_papers() -> CampaignPapers:
    """Two certificates of merit and a title of the agency's own, one award of the province."""
    cast = Cast.build()
    Organization.objects.filter(pk=cast.agency.pk).update(place_name="Sóc Trăng")
    hostile = cast.person(HOSTILE_NAME)
    walked = [
        *cast.nominations([(hostile, None), (None, cast.unit)], State.CONSULTED, award="GK"),
        *cast.nominations([(None, None)], State.CONSULTED, award="CSTDCS"),
        *cast.nominations([(cast.colleague, None)], State.CONSULTED, award="BK_TINH"),
    ]
    pks = [one.pk for one in walked]
    with days_ago(25):
        draft = services.draft_decision(
            actor=cast.secretary,
            organization=cast.agency,
            campaign=cast.campaign,
            name="Khen thưởng năm",
            nominations=list(Nomination.objects.filter(pk__in=pks)),
        )
    made = ComposedPapers()
    made.compose("draft", decision_paper, _decision(draft.pk))
    with days_ago(20):
        decision_steps.sign(actor=cast.director, decision=draft)
    made.compose("decision", decision_paper, _decision(draft.pk))
    cast.walk(list(Nomination.objects.filter(pk=pks[-1])), State.REPORTED)
    cast.walk(list(Nomination.objects.filter(pk__in=pks[:-1])), State.REPORTED)
    for kind, name in (("submission", "submission"), ("annual_report", "annual")):
        found = UpwardReport.objects.select_related("organization__parent", "recipient")
        made.compose(name, report_paper, found.filter(kind=kind).order_by("pk")[0])
    session = VotingSession.objects.select_related("council__organization").order_by("pk")[0]
    posting = Posting.objects.select_related("organization__parent").order_by("pk")[0]
    made.compose("meeting", meeting_minutes, session)
    made.compose("count", count_minutes, session)
    made.compose("notice", notice_paper, posting)
    made.compose("minutes", closing_minutes, posting)
    rows = Nomination.objects.select_related("campaign", "award_type", "organization", "unit")
    person, collective = rows.get(pk=pks[0]), rows.get(pk=pks[1])
    records = subject_records([person, collective])
    unit = cast.unit
    for name, row in (("report", person), ("collective report", collective)):
        made.compose(name, achievement_paper, row, row.reports.get(), records[row.pk])
    made.compose("sheet", registration_sheet, person)
    made.compose("registrations", registration_list, cast.campaign)
    made.compose("trich ngang", nomination_list, cast.campaign, unit)
    made.compose("ballot", ballot, session, 1)
    made.compose("opinion", written_opinion_form, session)
    made.compose("invitation", invitation, session)
    made.compose("appointment", appointment_paper, session.council)
    made.compose("period", paper_of_report, _period_report(cast))
    _movement_papers(made, cast)
    day = meetings_of_unit(cast.campaign, unit)[0]
    made.compose("unit minutes", unit_minutes, cast.campaign, unit, day)
    return CampaignPapers(
        made.papers, made.composers, certificates_of(_decision(draft.pk)), draft.pk
    )


def _period_report(cast: Cast) -> AgencyReport:
    """A report on the running year with a text of its own in every section."""
    year = clock.today().year
    report = period_reports.begin_report(
        actor=cast.secretary, organization=cast.agency, variant="annual", first_year=year,
        last_year=year, months=12, title="",
    )  # fmt: skip
    report.texts.update(text=f"Đã giới thiệu bà {HOSTILE_NAME}.\n- Cả cơ quan học tập.")
    return AgencyReport.objects.select_related("organization").get(pk=report.pk)


def _movement_papers(made: ComposedPapers, cast: Cast) -> None:
    """The plan of the year, the response to a movement with indicators, its final review."""
    today, text = clock.today(), f"Bà {HOSTILE_NAME} theo dõi."
    plan = EmulationPlan.objects.create(
        organization=cast.agency, year=today.year, theme=text, purpose=text, tasks=text,
        solutions=f"{text}\n- Đối chiếu.", arrangements=text, created_at=clock.now(),
    )  # fmt: skip
    movement = Movement.objects.create(
        organization=cast.agency, name="Chung sức <w:p> xây dựng", launched_by="TINH",
        launcher="Ủy ban nhân dân tỉnh", launch_number="9/KH-UBND", launch_date=today,
        starts_on=today, ends_on=today, content=text, response_content=text,
        response_arrangements=text, response_number="8/KH-STC", response_date=today,
        created_at=clock.now(),
    )  # fmt: skip
    late = MovementIndicator.objects.create(
        movement=movement, name="Hồ sơ trễ hạn", measure="%", target=Decimal("1.5"), at_most=True
    )
    movement.campaigns.add(cast.campaign)
    review = MovementReport.objects.create(
        movement=movement, review="TONG_KET", held_on=today, results=text, limits=text,
        lessons=text, directions=text, recorded_at=clock.now(),
    )  # fmt: skip
    IndicatorResult.objects.create(
        report=review, indicator=late, target=late.target, reached=Decimal("0.8"), remark=text
    )
    made.compose("plan", plan_paper, plan)
    made.compose("response", response_paper, movement)
    made.compose("review", review_paper, review)


def _decision(pk: int) -> Any:
    return Decision.objects.select_related("organization__parent", "campaign").get(pk=pk)
