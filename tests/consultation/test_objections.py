"""Objection cases: opened, assigned, closed with a finding; a gate until then."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from nominations.consultation import services
from nominations.consultation.inbox import items
from nominations.consultation.models import Comment, Objection
from nominations.consultation.papers import events_of
from nominations.dossiers.models import Nomination
from nominations.states import State
from notifications.models import OutboxMessage
from tests.consultation.board import Board, on
from tests.press_button import press_button
from workflow import audit, clock
from workflow.exceptions import ConditionUnmet, NotAllowed, WrongState


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
            "assigned_to": board.cast.deputy.person_id,
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


def test_one_person_finds_and_another_closes(board: Board) -> None:
    board.post()
    case = board.case(board.item())
    examiner, secretary = (
        board.cast.client(one) for one in (board.cast.deputy, board.cast.secretary)
    )
    path = f"/lay-y-kien/vu-viec/{case.public_id}/"
    typed = {"act": "conclude", "finding": "Số liệu đúng.", "effect": "none", "answer": ""}
    empty = press_button(examiner, path, {"act": "conclude", "finding": "", "effect": ""})
    assert "error-summary" in empty.content.decode()
    assert "không có quyền" in press_button(secretary, path, typed, follow=True).content.decode()
    press_button(examiner, path, typed)
    case.refresh_from_db()
    assert (case.state, case.finding, case.effect) == ("examined", "Số liệu đúng.", "none")
    assert [task.action_label for task in items(board.cast.secretary)] == ["Xem và kết thúc"]
    press_button(examiner, path, {"act": "close"})
    case.refresh_from_db()
    assert case.is_open
    press_button(secretary, path, {"act": "reexamine", "comment": "Chưa đối chiếu sổ cái."})
    press_button(examiner, path, {**typed, "finding": "Đã đối chiếu sổ cái."})
    press_button(secretary, path, {"act": "close"})
    case.refresh_from_db()
    assert (case.state, case.closed_by) == ("closed", board.cast.secretary)
    assert case.finding == "Đã đối chiếu sổ cái."


def test_a_case_opens_with_somebody_whom_it_does_not_concern(board: Board) -> None:
    board.post()
    opinion = board.opinion(board.item(board.own), author=board.cast.outsider)
    client = board.cast.client(board.cast.secretary)
    path, due = f"/lay-y-kien/gop-y/{opinion.public_id}/", clock.today() + timedelta(days=5)
    typed = {"act": "case", "subject_matter": "Số liệu thu chi.", "due_on": f"{due:%d/%m/%Y}"}
    before = board.trace()
    for barred in ("", *(one.person_id for one in (
        board.cast.nominee, board.cast.secretary, board.cast.outsider, board.cast.stranger,
    ))):  # fmt: skip
        page = client.post(path, typed | {"assigned_to": barred}).content.decode()
        assert "error-summary" in page, barred
        assert f"{due:%d/%m/%Y}" in page
    assert board.trace() == before
    for who, key in ((None, "examiner_missing"), (board.cast.secretary, "assigned_to_opener")):
        with pytest.raises(ConditionUnmet) as unmet:
            board.case(board.item(), assigned_to=who)
        assert unmet.value.key == key
    assert board.trace() == before


def test_what_is_said_about_the_secretary_is_handled_by_the_director(board: Board) -> None:
    cast = board.cast
    own = board.nominations[0]
    Nomination.objects.filter(pk=own.pk).update(person=cast.secretary.person)
    board.post(nominations=[own])
    opinion = board.opinion(board.item(own))
    path = f"/lay-y-kien/gop-y/{opinion.public_id}/"
    assert cast.client(cast.secretary).get(path).status_code == 404
    assert [one.path for one in items(cast.director)] == [path]
    client = cast.client(cast.director)
    assert client.get(path).status_code == 200
    client.post(
        path, {"act": "case", "subject_matter": "Số liệu.", "assigned_to": cast.deputy.person_id}
    )
    case = Objection.objects.get()
    assert cast.client(cast.secretary).get(case.get_absolute_url()).status_code == 404
    board.settle(case, actor=cast.delegate)
    assert case.closed_by == cast.delegate


@pytest.mark.parametrize("part", ["nominee", "director", "member", "auditor", "unit_head"])
def test_nobody_else_opens_assigns_or_closes(board: Board, part: str) -> None:
    board.post()
    case = board.case(board.item())
    user = board.cast.users[part]
    before = board.trace()
    with pytest.raises(NotAllowed):
        board.case(board.item(), actor=user)
    with pytest.raises(NotAllowed):
        board.assign(case, actor=user)
    with pytest.raises(NotAllowed):
        board.conclude(case, actor=user)
    assert board.trace() == before
    path = f"/lay-y-kien/vu-viec/{case.public_id}/"
    assert board.cast.client(user).get(path).status_code == 404


def test_the_nominee_never_examines_their_own_case(board: Board) -> None:
    board.post()
    case = board.case(board.item(board.own))
    before = board.trace()
    with pytest.raises(ConditionUnmet) as refusal:
        board.assign(case, assigned_to=board.cast.nominee.pk)
    assert refusal.value.key == "assigned_to_nominee"
    assert board.trace() == before


def test_a_case_is_closed_once_and_needs_finding_and_effect(board: Board) -> None:
    board.post()
    case = board.case(board.item())
    before = board.trace()
    for finding, effect, key in (("", "none", "finding_missing"), ("Đúng.", "", "effect_missing")):
        with pytest.raises(ConditionUnmet) as unmet:
            board.conclude(case, effect, finding=finding)
        assert unmet.value.key == key
    assert board.trace() == before
    board.settle(case)
    before = board.trace()
    with pytest.raises(WrongState):
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
    before = board.trace()
    with pytest.raises(ConditionUnmet) as refusal:
        board.assign(case, due_on=clock.today() - timedelta(days=1))
    assert refusal.value.key == "due_in_the_past"
    assert board.trace() == before


# --- two people at once ---------------------------------------------------------------------------


def test_a_case_that_somebody_else_changed_meanwhile_says_so_and_keeps_what_was_typed(
    board: Board,
) -> None:
    board.post()
    case = board.case(board.item())
    board.assign(case, due_on=clock.today() + timedelta(days=9))
    before = board.trace()
    client = board.cast.client(board.cast.deputy)
    typed = {"finding": "Kết luận của người xem xét.", "effect": "back_to_council", "answer": ""}
    response = client.post(
        f"/lay-y-kien/vu-viec/{case.public_id}/", {"act": "conclude", "seen_version": "1", **typed}
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert f"{board.cast.secretary.get_full_name()} đã xử lý hồ sơ này" in page
    assert typed["finding"] in page
    assert board.trace() == before


def test_a_second_press_of_the_same_person_closes_a_case_once(board: Board) -> None:
    board.post()
    case = board.case(board.item())
    client = board.cast.client(board.cast.deputy)
    path = f"/lay-y-kien/vu-viec/{case.public_id}/"
    typed = {"act": "conclude", "seen_version": "1", "finding": "Đúng.", "effect": "none"}
    client.post(path, typed)
    before = board.trace()
    text = client.post(path, {**typed, "finding": "Sai."}, follow=True).content.decode()
    assert "không thực hiện lại lần nữa" in text
    assert board.trace() == before


def test_the_history_of_a_case_says_what_follows_and_not_who_said_what(board: Board) -> None:
    posting = board.post()
    case = board.case(board.item(), assigned_to=board.cast.deputy)
    board.settle(case, "back_to_council")
    actions = [event.action for event in audit.history(case.stream)]
    assert actions == [
        "consultation.objection_opened", "objection.assign", "objection.conclude",
        "objection.close",
    ]  # fmt: skip
    finding = audit.history(case.stream)[2]
    assert finding.content["data"] == {"effect": "back_to_council"}
    sentences = [event["sentence"] for event in events_of(posting)]
    assert sentences == [str(label) for label in (
        "công khai danh sách lấy ý kiến", "lập vụ việc phản ánh", "giao xem xét vụ việc phản ánh",
        "ghi kết luận vụ việc phản ánh", "kết thúc vụ việc phản ánh",
    )]  # fmt: skip
