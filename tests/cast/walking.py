"""The steps of a walk: each taken by the right people through the real services, on its own day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nominations.council.models import VoteChoice
from nominations.dossiers.models import CampaignTitle, Nomination, Report
from nominations.states import State
from tests.cast.sample_data import REPORT, days_ago, endorsement, pdf
from workflow import clock
from workflow.engine import perform

if TYPE_CHECKING:
    from tests.cast import Cast

# Days before now on which `walk` takes each step.
DAYS_AGO = {
    "register": 100,
    "submit": 90,
    "endorse": 80,
    "vote": 70,
    "post": 60,
    "close_consultation": 30,
    "decide": 20,
    "report_upward": 10,
    "record_outcome": 5,
    "revoke": 2,
}
WAY = (
    State.DRAFT,
    State.REGISTERED,
    State.SUBMITTED,
    State.UNIT_REVIEWED,
    State.COUNCIL_VOTED,
    State.CONSULTED,
    State.DECIDED,
    State.REPORTED,
    State.CONFERRED,
)
EXITS = {
    State.WITHDRAWN: State.REGISTERED,
    State.DECLINED: State.SUBMITTED,
    State.NOT_PASSED: State.UNIT_REVIEWED,
    State.REFUSED: State.CONSULTED,
    State.REFUSED_ABOVE: State.REPORTED,
    State.REVOKED: State.DECIDED,
}


def _owners(cast: Cast, pks: Sequence[int]) -> list[tuple[int, Any]]:
    """Who acts for each nomination: the nominee's own account, else the clerk of the unit."""
    rows = Nomination.objects.filter(pk__in=pks).select_related("person__user").order_by("pk")
    return [(row.pk, getattr(row.person, "user", None) or cast.clerk) for row in rows]


def _register(cast: Cast, pks: Sequence[int]) -> None:
    with days_ago(DAYS_AGO["register"]):
        for pk, owner in _owners(cast, pks):
            cast.act([pk], "register", owner)


def _submit(cast: Cast, pks: Sequence[int]) -> None:
    from nominations.dossiers.services import attach_evidence, save_report

    with days_ago(DAYS_AGO["submit"]):
        for pk, owner in _owners(cast, pks):
            nomination = Nomination.objects.get(pk=pk)
            open_report = Report.objects.filter(nomination=nomination, frozen_at=None).first()
            revision = open_report.revision if open_report else 0
            save_report(actor=owner, nomination=nomination, fields=REPORT, revision=revision)
            attach_evidence(actor=owner, nomination=nomination, paper="excellence", upload=pdf())
            cast.act([pk], "submit", owner)


def _endorse(cast: Cast, pks: Sequence[int]) -> None:
    with days_ago(DAYS_AGO["endorse"]):
        for nomination in Nomination.objects.filter(pk__in=pks):
            own = nomination.person_id == cast.unit_head.person_id
            reviewer = (
                cast.other_head
                if nomination.unit_id == cast.other_unit.pk
                else cast.deputy
                if own
                else cast.unit_head
            )
            cast.act([nomination.pk], "endorse", reviewer, data=endorsement(nomination))


def _vote(choice: str) -> Any:
    def step(cast: Cast, pks: Sequence[int]) -> None:
        with days_ago(DAYS_AGO["vote"]):
            cast.session(pks, choice=choice)

    return step


def _consult(cast: Cast, pks: Sequence[int]) -> None:
    from nominations.consultation.services import open_posting

    with days_ago(DAYS_AGO["post"]):
        open_posting(
            actor=cast.secretary,
            organization=cast.agency,
            campaign=cast.campaign,
            name="Lấy ý kiến kết quả bình xét",
            nominations=list(Nomination.objects.filter(pk__in=pks).order_by("pk")),
            contact="Văn phòng Sở",
        )
    with days_ago(DAYS_AGO["close_consultation"]):
        cast.act(pks, "close_consultation", cast.secretary)


def _decide(cast: Cast, pks: Sequence[int]) -> None:
    from nominations.decisions.decision_workflow import DECISIONS
    from nominations.decisions.services import draft_decision

    with days_ago(DAYS_AGO["decide"]):
        decision = draft_decision(
            actor=cast.secretary,
            organization=cast.agency,
            campaign=cast.campaign,
            name="Về việc công nhận danh hiệu thi đua",
            nominations=list(Nomination.objects.filter(pk__in=pks).order_by("pk")),
        )
        perform(DECISIONS, decision.pk, "sign", actor=cast.director)


def _report_upward(cast: Cast, pks: Sequence[int]) -> None:
    from nominations.decisions.services import issue_report

    with days_ago(DAYS_AGO["report_upward"]):
        nominations = list(Nomination.objects.filter(pk__in=pks).order_by("pk"))
        own = CampaignTitle.objects.get(
            campaign=nominations[0].campaign, award_type=nominations[0].award_type
        ).own_authority
        issue_report(
            actor=cast.secretary,
            organization=cast.agency,
            kind="annual_report" if own else "submission",
            nominations=nominations,
            name="Báo cáo kết quả thi đua, khen thưởng",
        )


def _outcome(conferred: bool) -> Any:
    def step(cast: Cast, pks: Sequence[int]) -> None:
        from nominations.decisions.services import record_outcomes

        with days_ago(DAYS_AGO["record_outcome"]):
            record_outcomes(
                actor=cast.secretary,
                nominations=list(Nomination.objects.filter(pk__in=pks).order_by("pk")),
                conferred=conferred,
                paper_number="1234/QĐ-UBND",
                paper_date=clock.today(),
                issuer="Chủ tịch Ủy ban nhân dân tỉnh",
                reason="" if conferred else "Chưa đủ thời gian theo quy định.",
            )

    return step


def _revoke(cast: Cast, pks: Sequence[int]) -> None:
    with days_ago(DAYS_AGO["revoke"]):
        data = {"paper_number": "99/QĐ-STC", "paper_date": clock.today().isoformat()}
        cast.act(pks, "revoke", cast.director, data=data, comment="Kê khai sai thành tích.")


def _withdraw(cast: Cast, pks: Sequence[int]) -> None:
    with days_ago(DAYS_AGO["submit"]):
        for pk, owner in _owners(cast, pks):
            cast.act([pk], "withdraw", owner)


def _decline(cast: Cast, pks: Sequence[int]) -> None:
    with days_ago(DAYS_AGO["endorse"]):
        cast.act(pks, "decline", cast.unit_head, comment="Chưa hoàn thành nhiệm vụ quý IV.")


def _refuse(cast: Cast, pks: Sequence[int]) -> None:
    with days_ago(DAYS_AGO["decide"]):
        cast.act(pks, "refuse", cast.director, comment="Chưa đủ điều kiện theo quy chế.")


STEPS: dict[str, Any] = {
    State.REGISTERED: _register,
    State.SUBMITTED: _submit,
    State.UNIT_REVIEWED: _endorse,
    State.COUNCIL_VOTED: _vote(VoteChoice.YES),
    State.CONSULTED: _consult,
    State.DECIDED: _decide,
    State.REPORTED: _report_upward,
    State.CONFERRED: _outcome(True),
    State.WITHDRAWN: _withdraw,
    State.DECLINED: _decline,
    State.NOT_PASSED: _vote(VoteChoice.NO),
    State.REFUSED: _refuse,
    State.REFUSED_ABOVE: _outcome(False),
    State.REVOKED: _revoke,
}
