"""Postings: who posts what, for how many working days, and how they end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from nominations.consultation import services
from nominations.consultation.inbox import items
from nominations.consultation.models import PostedItem, Posting
from nominations.consultation.posting_workflow import POSTINGS
from nominations.consultation.tasks import close_due
from nominations.dossiers.models import Nomination
from nominations.pipeline import PIPELINE
from nominations.states import State
from notifications.models import OutboxMessage
from tests.consultation.board import Board, on
from tests.golden import put_in
from workflow import audit, engine, verification
from workflow.exceptions import ConditionUnmet, NotAllowed, StaleVersion, WrongState
from workflow.models import CalendarDay


def _refused(board: Board, key: str, **kwargs: object) -> None:
    before = board.trace()
    with pytest.raises(ValidationError) as refusal:
        board.post(**kwargs)
    assert refusal.value.code == key
    assert board.trace() == before


def test_a_posting_over_tet_ends_after_the_holidays(board: Board) -> None:
    """Tết 2026: the lunar year begins on Tuesday 17 February; off from the 16th to the 20th."""
    with on(date(2026, 2, 12)):
        posting = board.post()
    # Friday 13 is the first working day; Monday 23 the second; Thursday 26 the fifth.
    assert posting.due_on == date(2026, 2, 26)
    assert posting.working_days == 5


def test_a_local_swap_day_counts_and_a_local_day_off_does_not(board: Board) -> None:
    CalendarDay.objects.create(day=date(2026, 11, 7), is_working=True, note="Làm bù")  # Saturday
    for day in (5, 6):
        CalendarDay.objects.create(day=date(2026, 11, day), is_working=False, note="Nghỉ")
    with on(date(2026, 11, 2)):  # Monday: then 3, 4, 7, 9, 10
        posting = board.post()
    assert posting.due_on == date(2026, 11, 10)


def test_the_longest_title_decides_how_long_a_list_is_posted(board: Board) -> None:
    other = board.cast.nomination(State.COUNCIL_VOTED, award="CSTDCS")
    board.cast.set_title("CSTDCS", consultation_days=10)
    posting = board.post(nominations=[*board.nominations, other])
    assert posting.working_days == 10


@pytest.mark.parametrize("part", ["nominee", "unit_head", "director", "member", "administrator"])
def test_only_the_secretary_posts(board: Board, part: str) -> None:
    before = board.trace()
    with pytest.raises(NotAllowed):
        board.post(actor=board.cast.users[part])
    assert board.trace() == before


def test_what_has_not_passed_the_council_cannot_be_posted(board: Board) -> None:
    early = board.cast.nomination(State.UNIT_REVIEWED, award="CSTDCS")
    _refused(board, "not_postable", nominations=[*board.nominations, early])


def test_an_award_without_consultation_cannot_be_posted(board: Board) -> None:
    board.cast.set_title("LDTT", needs_consultation=False)
    _refused(board, "not_postable")


def test_a_nomination_is_posted_once_at_a_time(board: Board) -> None:
    board.post(nominations=board.nominations[:1])
    _refused(board, "not_postable")


def test_a_list_is_not_empty(board: Board) -> None:
    _refused(board, "nothing_to_post", nominations=[])


def test_the_staff_of_the_agency_are_told_with_the_public_address(board: Board) -> None:
    posting = board.post()
    outbox = OutboxMessage.objects.filter(topic="consultation.posted")
    people = set(outbox.values_list("recipient_id", flat=True))
    assert board.cast.nominee.pk in people
    assert board.cast.stranger.pk not in people
    assert board.cast.secretary.pk not in people
    assert f"/cong-khai/{posting.public_id}/" in outbox[0].context


def test_the_summary_comes_from_the_frozen_report_without_private_numbers(board: Board) -> None:
    from nominations.dossiers.models import Report

    Report.objects.filter(nomination=board.own).update(
        achievements="Vượt 12% kế hoạch. Liên hệ 0903 123 456 hoặc an@example.vn."
    )
    board.post()
    summary = board.item(board.own).summary
    assert "Vượt 12% kế hoạch" in summary
    assert "0903" not in summary
    assert "an@example.vn" not in summary


# --- the end -------------------------------------------------------------------------------------


def test_the_clock_ends_a_posting_the_day_after_its_last_day(board: Board) -> None:
    with on(date(2026, 11, 2)):
        posting = board.post()
    assert posting.due_on == date(2026, 11, 9)
    with on(posting.due_on, 23, 59, 59):
        assert close_due() == 0
        assert board.states() == [State.COUNCIL_VOTED] * 3
    with on(posting.due_on + timedelta(days=1), 0, 5):
        assert close_due() == 3
        assert close_due() == 0
    assert board.states() == [State.CONSULTED] * 3
    posting.refresh_from_db()
    assert posting.closed_at is not None
    assert not PostedItem.objects.filter(ended_at=None).exists()


def test_a_manual_close_before_the_last_day_is_refused_by_the_room_and_by_the_engine(
    board: Board,
) -> None:
    posting = board.post()
    before = board.trace()
    with pytest.raises(ConditionUnmet) as refusal:
        services.close_posting(actor=board.cast.secretary, posting=posting)
    assert refusal.value.key == "still_running"
    with pytest.raises(ConditionUnmet) as refusal:
        engine.perform(PIPELINE, board.own.pk, "close_consultation", actor=board.cast.secretary)
    assert refusal.value.key == "consultation_running"
    assert board.trace() == before


def test_an_open_case_holds_its_nomination_and_no_other(board: Board) -> None:
    with on(date(2026, 11, 2)):
        posting = board.post()
        case = board.case(board.item())
    with on(posting.due_on + timedelta(days=1)):
        assert close_due() == 2
        assert board.states() == [State.COUNCIL_VOTED, State.CONSULTED, State.CONSULTED]
        posting.refresh_from_db()
        result = services.close_posting(actor=board.cast.secretary, posting=posting)
        assert [one.reasons[0].key for one in result.refused] == ["objection_open"]
        board.settle(case)
        assert close_due() == 1
    assert board.states() == [State.CONSULTED] * 3


def test_a_finding_that_sends_back_stops_the_clock_and_needs_a_new_vote(board: Board) -> None:
    with on(date(2026, 11, 2)):
        posting = board.post()
        board.settle(board.case(board.item()), "back_to_council")
    target = board.nominations[0]
    with on(posting.due_on + timedelta(days=1)):
        assert close_due() == 2
        with pytest.raises(ConditionUnmet):
            engine.perform(PIPELINE, target.pk, "close_consultation", actor=board.cast.secretary)
        engine.perform(PIPELINE, target.pk, "send_back_to_council", actor=board.cast.secretary)
    assert Nomination.objects.get(pk=target.pk).state == State.UNIT_REVIEWED
    assert not PostedItem.objects.filter(nomination=target, ended_at=None).exists()


def test_sending_back_needs_such_a_finding(board: Board) -> None:
    board.post()
    board.settle(board.case(board.item()), "none")
    before = board.trace()
    with pytest.raises(ConditionUnmet):
        engine.perform(
            PIPELINE, board.nominations[0].pk, "send_back_to_council", actor=board.cast.secretary
        )
    assert board.trace() == before


def _extend(board: Board, posting: Posting, due_on: date, reason: str) -> None:
    engine.perform(
        POSTINGS,
        posting.pk,
        "extend",
        actor=board.cast.secretary,
        comment=reason,
        data={"due_on": due_on},
    )


def test_more_time_is_later_and_has_a_reason(board: Board) -> None:
    with on(date(2026, 11, 2)):
        posting = board.post()
        for due_on, reason, key in (
            (posting.due_on, "Có lý do", "not_later"),
            (date(2026, 11, 13), " ", "reason_needed"),
        ):
            with pytest.raises(ConditionUnmet) as refusal:
                _extend(board, posting, due_on, reason)
            assert refusal.value.key == key
        _extend(board, posting, date(2026, 11, 13), "Nhiều ý kiến.")
        posting.refresh_from_db()
        assert (posting.due_on, posting.working_days) == (date(2026, 11, 13), 9)
    with on(date(2026, 11, 10)):
        assert close_due() == 0
    with on(date(2026, 11, 14)):
        with pytest.raises(ConditionUnmet) as refusal:
            _extend(board, posting, date(2026, 11, 30), "Trễ.")
        assert refusal.value.key == "posting_over"
        assert close_due() == 3
        with pytest.raises(WrongState):
            _extend(board, posting, date(2026, 11, 30), "Trễ.")


# --- two people at once ---------------------------------------------------------------------------


def test_a_posting_that_somebody_else_closed_meanwhile_says_so_once(board: Board) -> None:
    with on(date(2026, 11, 2)):
        posting = board.post()
        board.case(board.item())
    with on(posting.due_on + timedelta(days=1)):
        services.close_posting(actor=board.cast.secretary, posting=posting, seen_version=0)
        before = board.trace()
        posting.refresh_from_db()
        for seen in (posting, Posting(pk=posting.pk)):  # seen as closed, and as still open
            with pytest.raises(StaleVersion) as refusal:
                services.close_posting(actor=board.cast.secretary, posting=seen, seen_version=0)
            assert board.cast.secretary.get_full_name() in refusal.value.message
        response = board.cast.client(board.cast.secretary).post(
            f"/lay-y-kien/{posting.public_id}/ket-thuc/", {"seen_version": "0"}
        )
        assert response.status_code == 409
        assert "đã xử lý hồ sơ này" in response.content.decode()
    assert board.trace() == before


def test_a_stale_closing_moves_no_name(board: Board) -> None:
    with on(date(2026, 11, 2)):
        posting = board.post()
        _extend(board, posting, date(2026, 11, 13), "Nhiều ý kiến.")
    with on(date(2026, 11, 16)):
        before = board.trace()
        with pytest.raises(StaleVersion):
            services.close_posting(actor=board.cast.secretary, posting=posting, seen_version=0)
    assert board.trace() == before


def test_the_last_name_that_goes_back_to_the_council_closes_the_posting(board: Board) -> None:
    posting = board.post(nominations=board.nominations[:1])
    board.settle(board.case(board.item()), "back_to_council")
    engine.perform(
        PIPELINE, board.nominations[0].pk, "send_back_to_council", actor=board.cast.secretary
    )
    posting.refresh_from_db()
    assert not posting.is_open
    assert audit.last_event(posting.stream).action == "posting.close"
    assert list(verification.chain_breaks()) == []


def test_the_minutes_say_that_no_other_opinion_came(board: Board) -> None:
    with on(date(2026, 11, 2)):
        posting = board.post()
    with on(posting.due_on + timedelta(days=1)):
        close_due()
        page = board.cast.client(board.cast.secretary).get(
            f"/lay-y-kien/{posting.public_id}/bien-ban/"
        )
    text = page.content.decode()
    assert "không có ý kiến khác" in text
    days = "từ ngày 02 tháng 11 năm 2026 đến hết ngày 09 tháng 11 năm 2026"
    assert f"05 ngày làm việc, {days}" in text
    assert "gồm 03 cá nhân" in text


def test_the_secretary_posts_on_screen_in_two_steps(board: Board) -> None:
    client = board.cast.client(board.cast.secretary)
    page = client.get("/lay-y-kien/dang/").content.decode()
    assert page.count('name="nominations"') == 3
    chosen = [one.pk for one in board.nominations[:2]]
    preview = client.post("/lay-y-kien/dang/", {"step": "preview", "nominations": chosen})
    assert preview.content.decode().count("<textarea") == 2
    assert not PostedItem.objects.exists()
    data = {"step": "publish", "nominations": chosen, "name": "Danh sách công khai"}
    data[f"summary-{chosen[0]}"] = "Tóm tắt do thư ký viết."
    response = client.post("/lay-y-kien/dang/", data, follow=True)
    assert "Đã công khai danh sách" in response.content.decode()
    assert PostedItem.objects.count() == 2
    assert PostedItem.objects.get(nomination_id=chosen[0]).summary == "Tóm tắt do thư ký viết."


def test_nobody_writes_the_public_summary_of_the_own_nomination_nor_ends_the_own_list(
    board: Board,
) -> None:
    cast, own = board.cast, board.nominations[0]
    Nomination.objects.filter(pk=own.pk).update(person=cast.secretary.person)
    own.refresh_from_db()
    with on(date(2026, 11, 2)):
        with pytest.raises(NotAllowed):
            board.post(summaries={own.pk: "Thành tích rất xuất sắc."})
        posting = board.post(summaries=services.default_summaries([own.pk]))
        item = board.item(own)
        before = board.trace()
        with pytest.raises(NotAllowed):
            services.write_summary(actor=cast.secretary, item=item, summary="Rất xuất sắc.")
        assert board.trace() == before
        services.write_summary(actor=cast.director, item=item, summary="Theo báo cáo.")
    with on(posting.due_on + timedelta(days=1)):
        with pytest.raises(NotAllowed):
            services.close_posting(actor=cast.secretary, posting=posting)
        assert "Kết thúc" not in {str(one.action_label) for one in items(cast.secretary)}
        services.close_due()
    assert board.states() == [State.CONSULTED] * 3


def test_the_public_page_takes_no_opinion_on_somebody_who_has_gone_on(board: Board) -> None:
    posting, item = board.post(), board.item()
    path = f"/cong-khai/{posting.public_id}/gop-y/{item.pk}/"
    assert Client().get(path).status_code == 200
    put_in(board.nominations[0], State.CONSULTED)
    assert Client().get(path).status_code == 302
    assert path not in Client().get(f"/cong-khai/{posting.public_id}/").content.decode()
    with pytest.raises(ValidationError) as refusal:
        board.opinion(item)
    assert refusal.value.code == "opinions_closed"
