"""Minutes, signatures, and the whole agenda in one move."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from nominations.council import services
from nominations.council.inbox import items
from nominations.council.models import BallotItem, SessionState
from nominations.dossiers.models import Nomination
from nominations.states import State
from nominations.web.refusals import key_of
from notifications.models import OutboxMessage
from tests.cast.sessions import move
from tests.council.chamber import Chamber
from tests.press_button import press_button
from workflow import audit
from workflow.exceptions import ConditionUnmet, NotAllowed, TransitionRefused
from workflow.models import AuditEvent


def _mixed(chamber: Chamber) -> Any:
    """Two nominations pass, the third does not."""
    session = chamber.open()
    items = chamber.items(session)
    for number, voter in enumerate(chamber.members):
        last = "no" if number < 2 else "yes"
        choices = {items[0]: "yes", items[1]: "yes", items[2]: last}
        services.cast_named_votes(actor=voter, session=session, choices=choices)
    chamber.close(session)
    return chamber.complete(chamber.count(session))


def test_the_whole_agenda_moves_at_once(chamber: Chamber) -> None:
    session = _mixed(chamber)
    chamber.sign(session)
    move(session, "certify", chamber.cast.chair)
    moved = AuditEvent.objects.filter(group=session.stream).values_list("action", flat=True)
    assert sorted(moved) == ["nomination.fail_vote", *["nomination.pass_vote"] * 2]
    assert chamber.states() == [State.COUNCIL_VOTED, State.COUNCIL_VOTED, State.NOT_PASSED]
    session.refresh_from_db()
    assert session.state == SessionState.CERTIFIED
    assert not BallotItem.objects.filter(live=True).exists()
    found = {event.action: event.content for event in audit.history(session.stream)}
    assert found["session.results_in_force"] == {"passed": 2, "not_passed": 1}


def test_one_refused_nomination_holds_the_whole_agenda(chamber: Chamber) -> None:
    session = _mixed(chamber)
    chamber.sign(session)
    broken = chamber.nominations[1]
    Nomination._base_manager.filter(pk=broken.pk).update(state=State.WITHDRAWN)
    before, sent_before = chamber.trace(), OutboxMessage.objects.count()
    with pytest.raises(ConditionUnmet):
        move(session, "certify", chamber.cast.chair)
    assert chamber.trace() == before
    assert OutboxMessage.objects.count() == sent_before
    client = chamber.cast.client(chamber.cast.chair)
    page = press_button(client, f"/hoi-dong/{session.public_id}/hieu-luc/", follow=True)
    assert "Chưa chuyển hồ sơ nào" in page.content.decode()
    assert broken.title in page.content.decode()
    assert chamber.trace() == before


def test_a_failure_in_the_second_half_takes_the_first_half_back(chamber: Chamber) -> None:
    session = _mixed(chamber)
    chamber.sign(session)
    loser = session.items.get(passed=False)
    BallotItem.objects.filter(pk=loser.pk).update(yes=5, no=0)  # now it reaches the threshold
    before = chamber.trace()
    with pytest.raises(ConditionUnmet):
        move(session, "certify", chamber.cast.chair)
    assert chamber.trace() == before


def test_results_need_every_signature(chamber: Chamber) -> None:
    session = _mixed(chamber)
    signers = (*chamber.cast.scrutineers, chamber.cast.chair)
    for signer in signers:
        before = chamber.trace()
        with pytest.raises(ConditionUnmet) as refusal:
            move(session, "certify", chamber.cast.chair)
        assert refusal.value.key == "signatures_missing"
        assert chamber.trace() == before
        move(session, "sign", signer)
    move(session, "certify", chamber.cast.chair)


@pytest.mark.parametrize("part", ["secretary", "member", "scrutineer", "auditor", "administrator"])
def test_only_the_chair_or_vice_chair_puts_results_in_force(chamber: Chamber, part: str) -> None:
    session = _mixed(chamber)
    chamber.sign(session)
    before = chamber.trace()
    with pytest.raises(NotAllowed):
        move(session, "certify", chamber.cast.users[part])
    assert chamber.trace() == before


def test_the_vice_chair_may_preside(chamber: Chamber) -> None:
    session = _mixed(chamber)
    for signer in (*chamber.cast.scrutineers, chamber.cast.delegate):
        move(session, "sign", signer)
    move(session, "certify", chamber.cast.delegate)
    assert State.COUNCIL_VOTED in chamber.states()


@pytest.mark.parametrize("part", ["secretary", "member", "auditor", "nominee"])
def test_nobody_else_signs(chamber: Chamber, part: str) -> None:
    session = _mixed(chamber)
    before = chamber.trace()
    with pytest.raises(NotAllowed):
        move(session, "sign", chamber.cast.users[part])
    assert chamber.trace() == before


def test_nobody_signs_twice_and_there_is_one_chair_s_signature(chamber: Chamber) -> None:
    session = _mixed(chamber)
    chamber.sign(session)
    before = chamber.trace()
    for signer in (chamber.cast.scrutineers[0], chamber.cast.chair, chamber.cast.delegate):
        with pytest.raises(TransitionRefused):
            move(session, "sign", signer)
    assert chamber.trace() == before


def test_minutes_are_completed_before_the_first_signature_only(chamber: Chamber) -> None:
    session = chamber.counted()
    secretary, signer = chamber.cast.secretary, chamber.cast.scrutineers[0]
    for given in ({}, {"minutes_number": "12/BB-HĐTĐKT"}, {"conclusion": "Thống nhất."}):
        move(session, "complete_minutes", secretary, **given)
        for person in (signer, chamber.cast.chair):
            before = chamber.trace()
            with pytest.raises(ConditionUnmet, match="Thư ký Hội đồng hoặc Chủ tịch") as refusal:
                move(session, "sign", person)
            assert refusal.value.key == "minutes_incomplete"
            assert chamber.trace() == before
    assert "Ghi số và kết luận biên bản" in str([item.title for item in items(secretary)])
    for wrong, key in (("con số gì đó", "number_form"), ("12/QĐ-STC", "number_form")):
        with pytest.raises(ValidationError) as refused:
            move(session, "complete_minutes", secretary, minutes_number=wrong, conclusion="Có.")
        assert key_of(refused.value) == key
    move(
        session,
        "complete_minutes",
        secretary,
        minutes_number="số 012/BB–HĐTĐKT.",
        conclusion="Thống nhất thông qua.",
    )
    assert session.minutes_number == "12/BB-HĐTĐKT"
    page = chamber.cast.client(secretary).get(session.get_absolute_url()).content.decode()
    assert "Hoàn thiện biên bản" in page
    assert "Ghi số và kết luận biên bản" not in str([item.title for item in items(secretary)])
    move(session, "sign", signer)
    page = chamber.cast.client(secretary).get(session.get_absolute_url()).content.decode()
    assert "Hoàn thiện biên bản" not in page
    before = chamber.trace()
    with pytest.raises(TransitionRefused):
        move(session, "complete_minutes", chamber.cast.secretary, conclusion="Khác.")
    session.refresh_from_db()
    assert session.conclusion == "Thống nhất thông qua."
    assert chamber.trace() == before


def test_after_counting_only_who_presides_may_declare_void(chamber: Chamber) -> None:
    session = _mixed(chamber)
    with pytest.raises(NotAllowed):
        move(session, "void", chamber.cast.secretary, comment="Nhầm.")
    move(session, "void", chamber.cast.chair, comment="Sai danh sách.")
    session.refresh_from_db()
    assert (session.state, session.void_reason) == (SessionState.VOID, "Sai danh sách.")
    assert chamber.states() == [State.UNIT_REVIEWED] * 3


def test_void_needs_a_reason_and_cannot_undo_results(chamber: Chamber) -> None:
    session = _mixed(chamber)
    with pytest.raises(TransitionRefused):
        move(session, "void", chamber.cast.chair, comment="  ")
    chamber.sign(session)
    move(session, "certify", chamber.cast.chair)
    before = chamber.trace()
    with pytest.raises(TransitionRefused):
        move(session, "void", chamber.cast.chair, comment="Nhầm.")
    with pytest.raises(TransitionRefused):
        move(session, "certify", chamber.cast.chair)
    assert chamber.trace() == before


def test_the_minutes_say_the_share_of_all_members_in_two_decimals(chamber: Chamber) -> None:
    session = _mixed(chamber)
    cast = chamber.cast
    page = (
        cast.client(cast.auditor).get(f"/hoi-dong/{session.public_id}/bien-ban/").content.decode()
    )
    assert "3/5 phiếu đồng ý (đạt 60,00% tổng số thành viên Hội đồng)" in page
    assert "5/5 phiếu đồng ý (đạt 100,00% tổng số thành viên Hội đồng)" in page
    assert "BIÊN BẢN" in page
