"""Setup of the matrix: one agency, one person per role, one nomination in any state.

Everything is written row by row, past the services, so that the matrix does not lean on the code
it judges.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

from nominations.awards.models import Award
from nominations.consultation.models import Objection, PostedItem, Posting
from nominations.council.models import (
    BallotItem,
    ChairSignature,
    Council,
    CouncilMember,
    Scrutineer,
    VotingSession,
)
from nominations.decisions.models import Decision, DecisionLine, Outcome, ReportLine, UpwardReport
from nominations.dossiers.models import Campaign, CampaignTitle, Evidence, Nomination, Report
from nominations.law.models import AwardType
from nominations.people.models import (
    Organization,
    Person,
    Position,
    RoleAssignment,
    Unit,
    UnitMembership,
    User,
)
from tests.workflow.placing import place
from workflow.engine import SYSTEM

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TODAY = NOW.date()
LONG_AGO = date(2015, 1, 1)

UNIT_ROLES = ("unit_clerk", "unit_head", "deputy_head")
AGENCY_ROLES = ("secretary", "director", "director_delegate", "auditor", "administrator")
ROLES = (
    "nominee",
    *UNIT_ROLES,
    "secretary",
    "director",
    "director_delegate",
    "council_member",
    "council_chair",
    "scrutineer",
    "superior_officer",
    "auditor",
    "administrator",
    "outsider",
    "system",
)
RELATIONS = {"o": "own", "s": "staff", "h": "unit_head", "d": "director", "c": "secretary"}


class Stage:
    """The agency with its people; `put` makes the nomination, `arrange` a transition possible."""

    def __init__(self) -> None:
        self.province = self._organization("ST", None)
        self.agency = self._organization("STC", self.province)
        self.elsewhere = self._organization("SNN", self.province)
        self.unit = self._unit(self.agency, "NS")
        self.foreign_unit = self._unit(self.elsewhere, "VP")
        self.post = Position.objects.create(name="Chuyên viên", rank=5)
        self.people: dict[str, Person] = {}
        self.actors: dict[str, Any] = {"system": SYSTEM}
        for role in (*ROLES[:-1], "staff"):
            self._member(role)
        for role in UNIT_ROLES:
            self._assign(role, unit=self.unit)
        for role in AGENCY_ROLES:
            self._assign(role, organization=self.agency)
        self._assign("superior_officer", organization=self.province)
        self.council = Council.objects.create(
            organization=self.agency, name="Hội đồng", valid_from=LONG_AGO
        )
        self._seat("council_chair", "chair")
        self._seat("council_member", "member")
        self.award_type = AwardType.objects.create(
            code="LDTT",
            name="Lao động tiên tiến",
            short_name="LĐTT",
            form="title",
            for_individuals=True,
            authority="agency",
            valid_from=LONG_AGO,
        )
        self.campaign = Campaign.objects.create(
            organization=self.agency,
            code="2026",
            name="Thi đua năm 2026",
            year=2026,
            achievement_from=date(2026, 1, 1),
            achievement_to=date(2026, 12, 31),
            registration_opens_at=NOW - timedelta(days=300),
            registration_closes_at=NOW + timedelta(days=20),
            submission_opens_at=NOW - timedelta(days=30),
            submission_closes_at=NOW + timedelta(days=20),
        )
        place(self.campaign, "open")
        self.title = CampaignTitle.objects.create(
            campaign=self.campaign, award_type=self.award_type, consultation_days=5
        )

    def _organization(self, code: str, parent: Organization | None) -> Organization:
        return Organization.objects.create(
            code=code,
            name=f"Cơ quan {code}",
            head_title="Giám đốc",
            parent=parent,
            valid_from=LONG_AGO,
        )

    def _unit(self, organization: Organization, code: str) -> Unit:
        return Unit.objects.create(
            organization=organization, code=code, name=f"Phòng {code}", valid_from=LONG_AGO
        )

    def _member(self, role: str) -> None:
        person = Person.objects.create(full_name=f"Nguyễn Văn {role}")
        self.people[role] = person
        self.actors[role] = User.objects.create(username=role, person=person)
        unit = self.foreign_unit if role == "outsider" else self.unit
        UnitMembership.objects.create(
            person=person, unit=unit, position=self.post, valid_from=LONG_AGO
        )

    def _assign(self, role: str, **where: Any) -> None:
        RoleAssignment.objects.create(
            person=self.people[role], role=role, valid_from=LONG_AGO, **where
        )

    def _seat(self, role: str, seat: str) -> None:
        CouncilMember.objects.create(
            council=self.council, person=self.people[role], seat=seat, valid_from=LONG_AGO
        )

    def put(self, state: str, person: Person, previous: str = "submitted") -> Nomination:
        """A nomination of the person in the state, past every rule."""
        return self.put_all(state, [person], previous)[0]

    def put_all(
        self, state: str, people: Sequence[Person], previous: str = "submitted"
    ) -> list[Nomination]:
        """A nomination of each person in the state, in the same order."""
        made = Nomination._base_manager.bulk_create(
            Nomination(
                organization=self.agency,
                unit=self.unit,
                campaign=self.campaign,
                award_type=self.award_type,
                kind="individual",
                person=person,
                title=f"{person.full_name}, Lao động tiên tiến năm 2026",
                subject_name=person.full_name,
                created_at=NOW,
            )
            for person in people
        )
        rows = Nomination._base_manager.filter(pk__in=[one.pk for one in made])
        rows.update(state=state, previous_state=previous, version=3)
        by_person = {row.person_id: row for row in rows}
        return [by_person[person.pk] for person in people]

    # --- what makes a transition possible --------------------------------------------------------

    def arrange(self, transition: str, nomination: Nomination) -> dict[str, Any]:
        """Make every condition of the transition hold; gives the comment and data for it."""
        arrange = getattr(self, f"_for_{transition}", None)
        given = {"comment": "Lý do ghi ở đây.", "data": {}}
        if arrange is not None:
            given["data"] = arrange(nomination) or {}
        return given

    def _title(self, **values: Any) -> None:
        CampaignTitle.objects.filter(pk=self.title.pk).update(**values)

    def report(self, nomination: Nomination, *, frozen: bool, number: int = 1) -> Report:
        return Report.objects.create(
            nomination=nomination,
            number=number,
            duties="Quản lý ngân sách",
            achievements="Hoàn thành tốt nhiệm vụ",
            saved_at=NOW,
            frozen_at=NOW if frozen else None,
        )

    def _for_submit(self, nomination: Nomination) -> None:
        self.report(nomination, frozen=False)

    def _for_return_for_correction(self, nomination: Nomination) -> dict[str, Any]:
        self.report(nomination, frozen=True)
        return {"items": ["achievements"]}

    def _for_endorse(self, nomination: Nomination) -> dict[str, Any]:
        self.report(nomination, frozen=True)
        return {"present": 6, "agreed": 6, "held_on": TODAY, "report_number": 1}

    def _for_waive_unit_review(self, nomination: Nomination) -> None:
        self._title(needs_unit_review=False)

    def session(
        self, nomination: Nomination, *, state: str, yes: int | None = None
    ) -> VotingSession:
        session = VotingSession.objects.create(
            council=self.council, name="Phiên họp", created_at=NOW
        )
        # Django's own query set: the subject's refuses to write the engine's columns.
        models.QuerySet(VotingSession).filter(pk=session.pk).update(state=state)
        session.refresh_from_db()
        counts = {} if yes is None else {"yes": yes, "no": 9 - yes, "abstain": 0, "invalid": 0}
        BallotItem.objects.create(
            session=session,
            nomination=nomination,
            members=9,
            threshold_numerator=8,
            threshold_denominator=10,
            **counts,
        )
        for role in ("scrutineer", "nominee"):
            Scrutineer.objects.create(session=session, person=self.people[role], signed_at=NOW)
        ChairSignature.objects.create(
            session=session, person=self.people["council_chair"], signed_at=NOW
        )
        return session

    def _for_pass_vote(self, nomination: Nomination) -> None:
        self.session(nomination, state="counted", yes=8)

    def _for_fail_vote(self, nomination: Nomination) -> None:
        self.session(nomination, state="counted", yes=7)

    def _for_waive_vote(self, nomination: Nomination) -> None:
        self._title(needs_vote=False)

    def posted(self, nomination: Nomination, *, due_on: date, working_days: int = 5) -> PostedItem:
        posting = Posting.objects.create(
            organization=self.agency,
            name="Lấy ý kiến",
            working_days=working_days,
            posted_at=NOW - timedelta(days=10),
            posted_on=TODAY - timedelta(days=10),
            due_on=due_on,
        )
        return PostedItem.objects.create(posting=posting, nomination=nomination)

    def objection(self, item: PostedItem, *, closed: bool = False, **values: Any) -> Objection:
        case = Objection.objects.create(
            item=item, subject_matter="Thành tích", opened_at=NOW, **values
        )
        if closed:  # Django's own query set: the subject's refuses to write the engine's columns
            models.QuerySet(Objection).filter(pk=case.pk).update(state="closed")
        return case

    def _for_close_consultation(self, nomination: Nomination) -> None:
        self.posted(nomination, due_on=TODAY - timedelta(days=1))

    def _for_waive_consultation(self, nomination: Nomination) -> None:
        self._title(needs_consultation=False)

    def _for_send_back_to_council(self, nomination: Nomination) -> None:
        item = self.posted(nomination, due_on=TODAY)
        self.objection(item, closed=True, finding="Đúng một phần", effect="back_to_council")

    def _for_decide(self, nomination: Nomination) -> None:
        self.decision(nomination, number="45/QĐ-STC", signed_on=TODAY, state="signed")

    def decision(self, nomination: Nomination, *, state: str, **values: Any) -> Decision:
        decision = Decision.objects.create(
            organization=self.agency, name="Khen thưởng", created_at=NOW, **values
        )
        place(decision, state)
        DecisionLine.objects.create(decision=decision, nomination=nomination)
        return decision

    def upward(self, nomination: Nomination, kind: str) -> UpwardReport:
        report = UpwardReport.objects.create(
            organization=self.agency,
            kind=kind,
            name="Báo cáo",
            number="12/BC-STC",
            issued_on=TODAY,
            package="{}",
            package_sha256="0" * 64,
            created_at=NOW,
        )
        ReportLine.objects.create(report=report, nomination=nomination)
        return report

    def _for_report_upward(self, nomination: Nomination) -> None:
        self.upward(nomination, "annual_report")

    def outcome_data(self) -> dict[str, Any]:
        return {"paper_number": "99/QĐ-UBND", "paper_date": TODAY, "issuer": "Chủ tịch UBND tỉnh"}

    def _for_record_outcome(self, nomination: Nomination) -> dict[str, Any]:
        self._title(own_authority=False)
        return self.outcome_data()

    _for_record_refusal = _for_record_outcome

    def _for_return_from_above(self, nomination: Nomination) -> None:
        self._title(own_authority=False)

    def _for_arrive_in_package(self, nomination: Nomination) -> None:
        self._title(own_authority=False)
        self.upward(nomination, "submission")

    def outcome(self, nomination: Nomination, *, conferred: bool) -> None:
        """The recorded answer as its correction left it, before the nomination follows."""
        self._title(own_authority=False)
        Outcome.objects.create(
            nomination=nomination,
            conferred=conferred,
            paper_number="99/QĐ-UBND",
            paper_date=TODAY,
            issuer="Chủ tịch UBND tỉnh",
            recorded_at=NOW,
        )

    def _for_correct_to_refusal(self, nomination: Nomination) -> None:
        self.outcome(nomination, conferred=False)

    def _for_correct_to_conferral(self, nomination: Nomination) -> None:
        self.outcome(nomination, conferred=True)

    def _for_revoke(self, nomination: Nomination) -> dict[str, Any]:
        if nomination.state == "conferred":
            self._title(own_authority=False)
        else:
            self.award(nomination)
        return {"paper_number": "120/QĐ-STC", "paper_date": TODAY}

    def award(self, nomination: Nomination) -> Award:
        award = Award.objects.create(
            organization=self.agency,
            award_type=self.award_type,
            kind="individual",
            person=nomination.person,
            commendation_type="CONG_TRANG",
            year=2026,
            recipient_name=nomination.subject_name,
            origin="decision",
            recorded_at=NOW,
        )
        decision = self.decision(nomination, number="45/QĐ-STC", signed_on=TODAY, state="signed")
        decision.lines.update(award=award)
        return award

    def evidence(self, nomination: Nomination, paper: str) -> Evidence:
        return Evidence.objects.create(
            nomination=nomination,
            paper=paper,
            file="x.pdf",
            name="x.pdf",
            size=1,
            sha256="0",
            added_at=NOW,
        )
