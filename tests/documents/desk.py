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
from tests.cast.props import days_ago
from tests.decisions import acts
from tests.documents.sample_papers import HOSTILE_NAME
from workflow import clock

PAPERS = (
    "draft", "decision", "submission", "annual", "meeting", "count", "notice", "minutes",
    "report", "collective report", "sheet", "registrations", "trich ngang", "unit minutes",
    "ballot", "opinion", "invitation", "appointment", "period",
    "plan", "response", "review",
)  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """The papers by name, the certificates, and the decision they belong to."""

    papers: dict[str, Paper]
    certificates: list[Certificate]
    decision_pk: int


def desk() -> Desk:
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
    papers = {"draft": decision_paper(_decision(draft.pk))}
    with days_ago(20):
        acts.sign(actor=cast.director, decision=draft)
    papers["decision"] = decision_paper(_decision(draft.pk))
    cast.walk(list(Nomination.objects.filter(pk=pks[-1])), State.REPORTED)
    cast.walk(list(Nomination.objects.filter(pk__in=pks[:-1])), State.REPORTED)
    for kind, name in (("submission", "submission"), ("annual_report", "annual")):
        found = UpwardReport.objects.select_related("organization__parent", "recipient")
        papers[name] = report_paper(found.filter(kind=kind).order_by("pk")[0])
    session = VotingSession.objects.select_related("council__organization").order_by("pk")[0]
    posting = Posting.objects.select_related("organization__parent").order_by("pk")[0]
    papers |= {
        "meeting": meeting_minutes(session),
        "count": count_minutes(session),
        "notice": notice_paper(posting),
        "minutes": closing_minutes(posting),
    }
    rows = Nomination.objects.select_related("campaign", "award_type", "organization", "unit")
    person, collective = rows.get(pk=pks[0]), rows.get(pk=pks[1])
    records = subject_records([person, collective])
    unit = cast.unit
    papers |= {
        "report": achievement_paper(person, person.reports.get(), records[person.pk]),
        "collective report": achievement_paper(
            collective, collective.reports.get(), records[collective.pk]
        ),
        "sheet": registration_sheet(person),
        "registrations": registration_list(cast.campaign),
        "trich ngang": nomination_list(cast.campaign, unit),
        "ballot": ballot(session, 1),
        "opinion": written_opinion_form(session),
        "invitation": invitation(session),
        "appointment": appointment_paper(session.council),
        "period": _period_paper(cast),
        **_movement_papers(cast),
        "unit minutes": unit_minutes(cast.campaign, unit, meetings_of_unit(cast.campaign, unit)[0]),
    }
    return Desk(papers, certificates_of(_decision(draft.pk)), draft.pk)


def _period_paper(cast: Cast) -> Paper:
    """A report on the running year with a text of its own in every section."""
    year = clock.today().year
    report = period_reports.begin_report(
        actor=cast.secretary, organization=cast.agency, variant="annual", first_year=year,
        last_year=year, months=12, title="",
    )  # fmt: skip
    report.texts.update(text=f"Đã giới thiệu bà {HOSTILE_NAME}.\n- Cả cơ quan học tập.")
    return paper_of_report(AgencyReport.objects.select_related("organization").get(pk=report.pk))


def _movement_papers(cast: Cast) -> dict[str, Paper]:
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
    return {
        "plan": plan_paper(plan),
        "response": response_paper(movement),
        "review": review_paper(review),
    }


def _decision(pk: int) -> Any:
    return Decision.objects.select_related("organization__parent", "campaign").get(pk=pk)
