"""Nobody acts on their own nomination: every row of every workflow with nominations.

What is open to whom a row concerns is written here by hand. The actor below holds every role of the
agency and of the one above, a seat in the chair, and is a scrutineer and the examiner of the case.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from nominations.council.models import CouncilMember
from nominations.decisions.models import PaperCorrection
from nominations.dossiers.models import (
    CampaignTitle,
    ExceptionRequest,
    Nomination,
    StepChange,
)
from nominations.people.models import RoleAssignment
from nominations.people.roles import UNIT_ROLES, Role
from tests.golden import put_in
from tests.model_examples.rows import award_of, example_of
from tests.pipeline.stage import LONG_AGO, NOW, TODAY, Stage
from tests.pipeline.test_golden_matrix import GOLDEN
from workflow import clock, registry
from workflow.engine import actionable, offers, perform
from workflow.exceptions import NotAllowed, TransitionRefused
from workflow.models import WorkflowSubject
from workflow.rules import ActorRelation
from workflow.table import Transition, Workflow

OPEN_TO_NOMINEE: dict[str, set[str]] = {
    "nomination": {"register", "submit", "withdraw", "pass_vote", "fail_vote"},
    "session": {"revise", "open", "count", "complete_minutes", "sign", "certify"},
    "decision": {"change_list", "sign", "discard"},
    "paper_correction": set(),
    "posting": {"extend"},
    "objection": set(),
    "exception": set(),
    "model_example": {"take_down"},
    "step_change": {"withdraw"},
}
ABOUT_NO_NOMINATION = {
    "campaign",
    "emulation_plan",
    "initiative",
    "import",
    "movement",
    "period_report",
    "print_run",
    "rule_layer",
}


def _tables() -> dict[str, Workflow]:
    return {one.name: one for one in registry.workflows() if one.documented}


def test_every_table_says_what_whom_it_concerns_may_do() -> None:
    tables = _tables()
    found = {n: set(t.open_to_concerned) for n, t in tables.items() if t.concerned is not None}

    assert found == OPEN_TO_NOMINEE
    assert set(tables) - set(found) == ABOUT_NO_NOMINATION


def test_no_relation_opens_a_closed_row_to_whom_it_concerns() -> None:
    """In logic: with every relation there is, the rows that are not named stay closed."""
    for name, table in _tables().items():
        if table.concerned is None:
            continue
        concerned = table.concerned
        assert isinstance(concerned, ActorRelation)
        for row in table.transitions:
            if row.name not in OPEN_TO_NOMINEE[name]:
                facts = {leaf.name: True for leaf in row.allowed_for.leaves()}
                assert not row.allowed_for.holds(facts), (name, row.name)
                assert concerned in row.allowed_for.leaves()
                assert concerned not in row.allowed_for.granting()


def test_a_table_names_only_its_own_rows_as_open() -> None:
    table = _tables()["objection"]
    with pytest.raises(ValueError, match="open_to_concerned"):
        Workflow(
            "own", states=table.states, initial=table.initial, transitions=table.transitions,
            concerned=table.concerned, open_to_concerned={"nothing"},
        )  # fmt: skip


def test_somebody_else_can_do_what_is_closed_to_the_nominee() -> None:
    """Staff, head, director and secretary: whoever is nominated, each step has somebody."""
    for (name, state), row in GOLDEN.items():
        if name not in OPEN_TO_NOMINEE["nomination"]:
            able = {letter for role in list(row)[3:] for letter in row[role].split()}
            assert able >= set("shdc"), (name, state)


class OwnStage:
    """The agency, and somebody with every role in it who is nominated there."""

    def __init__(self) -> None:
        self.stage = stage = Stage()
        self.person, self.actor = stage.people["nominee"], stage.actors["nominee"]
        for role in Role:
            where: dict[str, Any] = {"organization": stage.agency}
            if role in UNIT_ROLES:
                where = {"unit": stage.unit}
            elif role == Role.SUPERIOR_OFFICER:
                where = {"organization": stage.province}
            RoleAssignment.objects.create(
                person=self.person, role=role, valid_from=LONG_AGO, **where
            )
        CouncilMember.objects.create(
            council=stage.council, person=self.person, seat="vice_chair", valid_from=LONG_AGO
        )
        CampaignTitle.objects.update(
            needs_unit_review=False, needs_vote=False, needs_consultation=False
        )

        self.nomination = stage.put("registered", self.person)
        self.item = stage.posted(self.nomination, due_on=TODAY - timedelta(days=1))

    def own(self, state: str) -> Nomination:
        put_in(self.nomination, state)
        return self.nomination

    def _request(self) -> ExceptionRequest:
        return ExceptionRequest.objects.create(
            nomination=self.own("registered"), title="Xin ngoại lệ", rules={}, reason="Ốm dài.",
            asked_by=self.stage.actors["staff"], asked_at=NOW,
        )  # fmt: skip

    def _step_change(self) -> StepChange:
        return StepChange.objects.create(
            title=self.stage.title, needs_registration=False, needs_unit_review=True,
            needs_vote=True, needs_consultation=True, reason="Khen đột xuất.", proposed_at=NOW,
            proposed_by=self.stage.actors["staff"],
        )  # fmt: skip

    def _correction(self) -> PaperCorrection:
        return PaperCorrection.objects.create(
            organization=self.stage.agency, reason="Ghi nhầm số.", before={"number": "1/QĐ-STC"},
            after={"number": "2/QĐ-STC"}, proposed_by=self.stage.actors["staff"], proposed_at=NOW,
            decision=self.stage.decision(self.own("consulted"), state="draft"),
        )  # fmt: skip

    def subjects(self) -> dict[str, Callable[[], WorkflowSubject]]:
        """One that contains the own nomination, by the name of its table."""
        stage = self.stage
        return {
            "nomination": lambda: self.own("registered"),
            "session": lambda: stage.session(self.own("unit_reviewed"), state="open", yes=8),
            "decision": lambda: stage.decision(self.own("consulted"), state="draft"),
            "paper_correction": self._correction,
            "step_change": self._step_change,
            "exception": self._request,
            "posting": lambda: self.item.posting,
            "model_example": lambda: example_of(
                award_of(stage.agency, self.person), "draft", proposer=stage.actors["staff"]
            ),
            "objection": lambda: stage.objection(
                self.item, assigned_to=self.actor, finding="Đúng.", effect="none"
            ),
        }


@pytest.mark.django_db(transaction=True)
def test_every_closed_row_of_every_table_is_refused_to_whom_it_concerns() -> None:
    with clock.at(NOW):
        stage = OwnStage()
        walked = set()
        for name, make in stage.subjects().items():
            subject = make()
            for row in subject.workflow.transitions:
                if row.name in OPEN_TO_NOMINEE[name]:
                    continue
                for state in sorted(row.sources):
                    if (name, state) == ("session", "draft"):
                        continue  # nothing has been voted yet
                    put_in(subject, state)
                    _refused(subject, row, stage.actor)
                    walked.add((name, row.name))
    assert walked == {
        (name, row.name)
        for name, table in _tables().items()
        for row in table.transitions
        if name in OPEN_TO_NOMINEE and row.name not in OPEN_TO_NOMINEE[name]
    }


def _refused(subject: WorkflowSubject, row: Transition, actor: Any) -> None:
    with pytest.raises(TransitionRefused) as refusal:
        perform(subject.workflow, subject.pk, row.name, actor=actor, comment="Lý do ghi ở đây.")
    assert isinstance(refusal.value, NotAllowed), (row, refusal.value)
    said = str(refusal.value.message)
    assert said.startswith("Việc này liên quan đến chính Ông/Bà"), said
    assert str(row.allowed_for.label) in said
    shown = {one.transition.name for one in offers(subject.workflow, subject.pk, actor=actor)}
    assert row.name not in shown
    others = OPEN_TO_NOMINEE[subject.workflow.name]
    if subject.pk in actionable(subject.workflow, actor=actor):
        assert any(one.inbox and one.name in others for one in subject.workflow.transitions)


@pytest.mark.django_db(transaction=True)
def test_a_scrutineer_ends_a_session_when_all_who_conduct_it_stand_on_its_agenda() -> None:
    with clock.at(NOW):
        stage = Stage()
        session = stage.session(stage.put("unit_reviewed", stage.people["staff"]), state="open")
        scrutineer = stage.actors["scrutineer"]
        for role in ("council_chair", "secretary"):
            with pytest.raises(NotAllowed):
                perform(session.workflow, session.pk, "close", actor=scrutineer)
            extra = stage.put("unit_reviewed", stage.people[role])
            session.items.create(
                nomination=extra, members=9, threshold_numerator=1, threshold_denominator=2
            )
            with pytest.raises(NotAllowed):
                perform(session.workflow, session.pk, "close", actor=stage.actors[role])

        perform(session.workflow, session.pk, "void", actor=scrutineer, comment="Sai danh sách.")
    session.refresh_from_db()
    assert session.state == "void"
