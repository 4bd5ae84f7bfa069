"""Objection cases: opened, assigned, closed with a finding; a gate until then."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from nominations.consultation import services
from nominations.consultation.inbox import items
from nominations.consultation.models import Comment, Objection
from nominations.states import State
from notifications.models import OutboxMessage
from tests.consultation.board import Board, on
from workflow import clock
from workflow.exceptions import NotAllowed


def test_a_case_comes_from_an_opinion_on_screen(board: Board) -> None:
    board.post()
    opinion = board.opinion(board.item(), is_objection=True)
    client = board.cast.client(board.cast.secretary)
    due = clock.today() + timedelta(days=5)
    response = client.post(
        f"/lay-y-kien/gop-y/{opinion.public_id}/",
        {
            "act": "case",
            "subject_matter": "Số liệu thu chi chưa chính xác.",
            "assigned_to": board.cast.deputy.pk,
            "due_on": f"{due:%d/%m/%Y}",
        },
        follow=True,
    )
    assert "Đã lập vụ việc" in response.content.decode()
    case = Objection.objects.get()
    opinion.refresh_from_db()
    assert (case.comment, case.assigned_to, case.due_on) == (opinion, board.cast.deputy, due)
    assert opinion.state == Comment.State.CASE
    assert OutboxMessage.objects.filter(
        topic="objection.assigned", recipient=board.cast.deputy
    ).exists()
    assert [task.deadline for task in items(board.cast.deputy)] == [due]


def test_who_examines_closes_the_case_with_a_finding(board: Board) -> None:
    board.post()
    case = board.case(board.item(), assigned_to=board.cast.deputy)
    client = board.cast.client(board.cast.deputy)
    path = f"/lay-y-kien/vu-viec/{case.public_id}/"
    empty = client.post(path, {"act": "close", "finding": "", "effect": ""})
    assert "error-summary" in empty.content.decode()
    client.post(path, {"act": "close", "finding": "Số liệu đúng.", "effect": "none", "answer": ""})
    case.refresh_from_db()
    assert (case.finding, case.effect, case.closed_by) == (
        "Số liệu đúng.",
        "none",
        board.cast.deputy,
    )


@pytest.mark.parametrize("part", ["nominee", "director", "member", "auditor", "unit_head"])
def test_nobody_else_opens_assigns_or_closes(board: Board, part: str) -> None:
    board.post()
    case = board.case(board.item())
    user = board.cast.users[part]
    before = board.trace()
    with pytest.raises(NotAllowed):
        board.case(board.item(), actor=user)
    with pytest.raises(NotAllowed):
        services.assign_objection(actor=user, objection=case, assigned_to=board.cast.deputy)
    with pytest.raises(NotAllowed):
        board.settle(case, actor=user)
    assert board.trace() == before
    path = f"/lay-y-kien/vu-viec/{case.public_id}/"
    assert board.cast.client(user).get(path).status_code == 404


def test_the_nominee_never_examines_their_own_case(board: Board) -> None:
    board.post()
    case = board.case(board.item(board.own))
    before = board.trace()
    with pytest.raises(ValidationError) as refusal:
        services.assign_objection(
            actor=board.cast.secretary, objection=case, assigned_to=board.cast.nominee
        )
    assert refusal.value.code == "assigned_to_nominee"
    assert board.trace() == before


def test_a_case_is_closed_once_and_needs_finding_and_effect(board: Board) -> None:
    board.post()
    case = board.case(board.item())
    for finding, effect in (("", "none"), ("Đúng.", "")):
        with pytest.raises(ValidationError):
            services.close_objection(
                actor=board.cast.secretary, objection=case, finding=finding, effect=effect
            )
    board.settle(case)
    before = board.trace()
    with pytest.raises(ValidationError):
        board.settle(case, "back_to_council")
    assert board.trace() == before


def test_an_opinion_becomes_one_case_and_is_then_not_merely_noted(board: Board) -> None:
    board.post()
    opinion = board.opinion(board.item())
    board.case(board.item(), comment=opinion)
    before = board.trace()
    with pytest.raises(ValidationError):
        board.case(board.item(), comment=opinion)
    with pytest.raises(ValidationError):
        services.note_comment(actor=board.cast.secretary, comment=opinion)
    assert board.trace() == before


def test_no_case_once_the_consultation_has_ended(board: Board) -> None:
    with on(date(2026, 11, 2)):
        posting = board.post()
        item = board.item()
    with on(posting.due_on + timedelta(days=1)):
        services.close_due()
        before = board.trace()
        with pytest.raises(ValidationError) as refusal:
            board.case(item)
    assert refusal.value.code == "consultation_ended"
    assert board.trace() == before
    assert board.states() == [State.CONSULTED] * 3


def test_a_day_for_examining_lies_ahead(board: Board) -> None:
    board.post()
    case = board.case(board.item())
    with pytest.raises(ValidationError):
        services.assign_objection(
            actor=board.cast.secretary,
            objection=case,
            assigned_to=board.cast.deputy,
            due_on=clock.today() - timedelta(days=1),
        )
