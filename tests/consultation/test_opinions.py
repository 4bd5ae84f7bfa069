"""Opinions from staff and visitors: limits, deadline, normal form, and who learns the sender."""

from __future__ import annotations

import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_network
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client, override_settings

from nominations.consultation import rate_limit, services
from nominations.consultation.models import MAX_TEXT_LENGTH, Comment
from nominations.documents.word import MEDIA_TYPE as WORD
from nominations.people.models import User
from nominations.people.roles import Role
from tests.consultation.board import Board, on
from tests.documents.reading_papers import pdf_text, word_text
from tests.press_button import press_button
from workflow.exceptions import NotAllowed
from workflow.models import AuditEvent

TEXT = "Tôi thấy thành tích này xứng đáng."
NOON = datetime(2026, 11, 2, 5, 30, tzinfo=UTC)
SENDER = {"sender_name": "Hà Thị Người Gửi", "sender_contact": "0903 111 222"}


def _path(board: Board) -> str:
    item = board.item()
    return f"/cong-khai/{item.posting.public_id}/gop-y/{item.pk}/"


def test_a_visitor_writes_with_name_and_contact(board: Board) -> None:
    board.post()
    response = Client().post(_path(board), {"text": TEXT, **SENDER}, follow=True)
    assert "Ý kiến đã gửi đến thư ký" in response.content.decode()
    opinion = Comment.objects.get()
    assert (opinion.text, opinion.author, opinion.sender_name) == (TEXT, None, "Hà Thị Người Gửi")


def test_somebody_logged_in_is_asked_for_the_opinion_only(board: Board) -> None:
    board.post()
    client = board.cast.client(board.cast.member)
    assert "sender_name" not in client.get(_path(board)).content.decode()
    client.post(_path(board), {"text": TEXT, "is_objection": "on"})
    opinion = Comment.objects.get()
    assert (opinion.author, opinion.sender_name, opinion.is_objection) == (
        board.cast.member,
        "",
        True,
    )


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"sender_name": " "}, "sender_missing"),
        ({"sender_contact": ""}, "sender_missing"),
        ({"text": "ngắn"}, "text_too_short"),
        ({"text": "a" * (MAX_TEXT_LENGTH + 1)}, "text_too_long"),
    ],
)
def test_an_incomplete_opinion_is_refused(board: Board, change: dict, key: str) -> None:
    board.post()
    before = board.trace()
    with pytest.raises(ValidationError) as refusal:
        board.opinion(board.item(), **change)
    assert refusal.value.code == key
    assert board.trace() == before


def test_a_visitor_reads_how_long_an_opinion_may_be(board: Board) -> None:
    board.post()
    page = Client().get(_path(board)).content.decode()
    assert "Tối đa 2.000 ký tự" in page
    with pytest.raises(ValidationError) as refusal:
        board.opinion(board.item(), text="a" * (MAX_TEXT_LENGTH + 1))
    assert "2.001" in refusal.value.messages[0]


def test_opinions_freeze_at_the_end_of_the_last_day(board: Board) -> None:
    with on(date(2026, 11, 2)):
        posting = board.post()
        item = board.item()
    with on(posting.due_on, 23, 59, 59):
        board.opinion(item)
    before = board.trace()
    with on(posting.due_on + timedelta(days=1), 0, 0, 0):
        with pytest.raises(ValidationError) as refusal:
            board.opinion(item)
        response = Client().post(_path(board), {"text": TEXT, **SENDER}, follow=True)
    assert "đã kết thúc ngày 09/11/2026" in refusal.value.messages[0]
    assert "ý kiến chưa được gửi" in response.content.decode()
    assert TEXT in response.content.decode()
    assert board.trace() == before


def test_opinions_are_stored_in_normal_form_c_without_control_characters(board: Board) -> None:
    board.post()
    typed = unicodedata.normalize("NFD", "Đề nghị xem lại số liệu.") + "\u202e\x00\r\nDòng hai."
    opinion = board.opinion(
        board.item(), text=typed, sender_name=unicodedata.normalize("NFD", "Hồ Thị Hệ")
    )
    assert opinion.text == "Đề nghị xem lại số liệu.\nDòng hai."
    assert opinion.sender_name == "Hồ Thị Hệ"


def test_markup_is_plain_text(board: Board) -> None:
    posting = board.post()
    board.opinion(board.item(), text="<script>alert(1)</script> và <b>đậm</b>")
    page = board.cast.client(board.cast.secretary).get(f"/lay-y-kien/{posting.public_id}/")
    assert "<script>alert" not in page.content.decode()
    assert "&lt;script&gt;alert(1)" in page.content.decode()


def test_one_browser_may_send_a_few_and_is_then_asked_to_wait(board: Board) -> None:
    board.post()
    client = Client()
    most = rate_limit.BROWSER_LIMIT[0]
    for number in range(most):
        sent = client.post(_path(board), {"text": f"{TEXT} {number}", **SENDER})
        assert sent.status_code == 302
    response = client.post(_path(board), {"text": TEXT, **SENDER})
    assert response.status_code == 429
    assert "gửi lại sau" in response.content.decode()
    assert TEXT in response.content.decode()
    assert Comment.objects.count() == most


def test_one_address_has_a_limit_whatever_the_browsers(board: Board) -> None:
    board.post()
    path, most = _path(board), rate_limit.ADDRESS_LIMIT[0]
    statuses = [
        Client(REMOTE_ADDR="203.0.113.9").post(path, {"text": TEXT, **SENDER}).status_code
        for _number in range(most + 2)
    ]
    assert statuses.count(302) == most
    assert statuses[-2:] == [429, 429]
    other = Client(REMOTE_ADDR="203.0.113.10").post(path, {"text": TEXT, **SENDER})
    assert other.status_code == 302


def _through(peer: str, path: str, said: str) -> int:
    """One opinion over a connection from `peer` that says whom it speaks for; the status."""
    client = Client(REMOTE_ADDR=peer, headers={"X-Forwarded-For": said})
    return client.post(path, {"text": TEXT, **SENDER}).status_code


@pytest.mark.parametrize("named", ["127.0.0.1", "10.20.0.0/24"])
def test_behind_the_front_server_each_visitor_has_an_own_limit(
    board: Board, named: str, monkeypatch: pytest.MonkeyPatch, time_machine: Any
) -> None:
    time_machine.move_to(NOON, tick=False)
    monkeypatch.setattr(rate_limit, "ADDRESS_LIMIT", (3, 3600))
    board.post()
    path, front = _path(board), named.replace(".0/24", ".4")
    with override_settings(TRUSTED_PROXIES=[ip_network(named)]):
        visitors = [f"203.0.113.{number}" for number in range(1, 6)]
        assert [_through(front, path, visitor) for visitor in visitors] == [302] * 5
        # The limit counts the client that the front server saw, not what the client says itself.
        first = [_through(front, path, f"6.6.6.{number}, {visitors[0]}") for number in range(3)]
        assert first == [302, 302, 429]
        assert _through(front, path, visitors[1]) == 302


def test_a_stranger_does_not_get_round_the_limit_with_a_forged_header(
    board: Board, monkeypatch: pytest.MonkeyPatch, time_machine: Any
) -> None:
    time_machine.move_to(NOON, tick=False)
    monkeypatch.setattr(rate_limit, "ADDRESS_LIMIT", (3, 3600))
    board.post()
    path = _path(board)
    with override_settings(TRUSTED_PROXIES=[ip_network("10.20.0.4")]):
        forged = [_through("198.51.100.7", path, f"203.0.113.{number}") for number in range(5)]
        assert forged == [302, 302, 302, 429, 429]
        # Nobody else's limit was used up by it.
        assert [_through("10.20.0.4", path, "203.0.113.1") for _number in range(3)] == [302] * 3


def test_the_same_opinion_of_the_same_sender_is_kept_once(board: Board) -> None:
    board.post()
    for text in (TEXT, f" {TEXT}\r\n", TEXT):
        assert Client().post(_path(board), {"text": text, **SENDER}).status_code == 302
    assert Comment.objects.count() == 1
    assert AuditEvent.objects.filter(action="consultation.comment_received").count() == 1
    Client().post(_path(board), {"text": TEXT, **SENDER, "sender_contact": "0987654321"})
    Client().post(_path(board), {"text": f"{TEXT} Thêm.", **SENDER})
    assert Comment.objects.count() == 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_four_equal_opinions_at_the_same_moment_are_one(board: Board) -> None:
    board.post()
    item, gate = board.item(), Barrier(4)

    def send(_number: int) -> int:
        gate.wait(10)
        try:
            return services.submit_comment(item=item, text=TEXT, **SENDER).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        kept = set(pool.map(send, range(4)))
    assert len(kept) == Comment.objects.count() == 1


# --- who learns the sender -----------------------------------------------------------------------

LINK = re.compile(r'href="(/[^"#]*)')


def _text_of(response: Any) -> str:
    """What a page or a paper says: papers are read as Word and as PDF."""
    if response.streaming:
        return ""
    readers = {"application/pdf": pdf_text, WORD: word_text}
    read = readers.get(response.headers.get("Content-Type", "").split(";")[0])
    return read(response.content) if read else response.content.decode()


def _reachable(board: Board, user: User | None, start: list[str]) -> str:
    """The text of every page of this room the person reaches by links."""
    client = board.cast.client(user) if user else Client()
    waiting, seen, texts = list(start), set(), []
    while waiting and len(seen) < 60:
        path = waiting.pop()
        if path in seen or not path.startswith(("/lay-y-kien", "/cong-khai", "/de-nghi", "/?")):
            continue
        seen.add(path)
        response = client.get(path)
        text = _text_of(response)
        texts.append(text)
        waiting += LINK.findall(text)
    return "\n".join(texts)


def _places(board: Board) -> list[str]:
    posting = board.item().posting
    base = f"/lay-y-kien/{posting.public_id}/"
    opinions = [f"/lay-y-kien/gop-y/{one.public_id}/" for one in Comment.objects.all()]
    return ["/lay-y-kien/", "/cong-khai/", base, f"{base}bien-ban/", *opinions]


def test_the_sender_is_shown_to_the_secretary_and_to_nobody_else(board: Board) -> None:
    board.post()
    board.opinion(board.item())
    services.submit_comment(
        item=board.item(), text="Ý kiến của người trong cơ quan.", author=board.cast.stranger
    )
    secret = ("Hà Thị Người Gửi", "0903 111 222", board.cast.stranger.get_full_name())
    start = _places(board)
    for user in [*board.cast.users.values(), None]:
        text = _reachable(board, user, start)
        if user == board.cast.secretary:
            assert all(one in text for one in secret)
        elif user != board.cast.stranger:
            assert not any(one in text for one in secret), user


def test_who_examines_a_case_sees_the_matter_and_not_the_sender(board: Board) -> None:
    board.post()
    opinion = board.opinion(board.item())
    case = board.case(board.item(), comment=opinion, assigned_to=board.cast.deputy)
    page = board.cast.client(board.cast.deputy).get(f"/lay-y-kien/vu-viec/{case.public_id}/")
    assert page.status_code == 200
    assert "Số liệu chưa chính xác." in page.content.decode()
    assert "Hà Thị Người Gửi" not in page.content.decode()


def test_a_secretary_who_is_the_nominee_sees_nothing_said_about_themselves(board: Board) -> None:
    board.cast.give(board.cast.nominee, Role.SECRETARY, board.cast.agency)
    posting = board.post()
    about_nominee = board.opinion(board.item(board.own), text="Điều riêng về người được đề nghị.")
    board.opinion(board.item(), text="Điều về người khác trong danh sách.")
    nominee = User.objects.get(pk=board.cast.nominee.pk)
    page = board.cast.client(nominee).get(f"/lay-y-kien/{posting.public_id}/").content.decode()
    assert "Điều về người khác" in page
    assert "Điều riêng" not in page
    assert "không hiển thị tại đây" in page
    path = f"/lay-y-kien/gop-y/{about_nominee.public_id}/"
    assert board.cast.client(nominee).get(path).status_code == 404
    with pytest.raises(NotAllowed):
        services.note_comment(actor=nominee, comment=about_nominee)


def test_the_history_says_that_an_opinion_came_and_not_from_whom(board: Board) -> None:
    board.post()
    services.submit_comment(item=board.item(), text=TEXT, author=board.cast.member)
    event = AuditEvent.objects.get(action="consultation.comment_received")
    assert event.actor_id is None
    assert board.cast.member.get_full_name() not in event.actor_name + event.payload


def test_the_secretary_takes_note_and_the_note_is_in_the_minutes(board: Board) -> None:
    posting = board.post()
    opinion = board.opinion(board.item())
    client = board.cast.client(board.cast.secretary)
    press_button(
        client,
        f"/lay-y-kien/gop-y/{opinion.public_id}/",
        {"act": "note", "note": "Đã kiểm tra, số liệu đúng."},
    )
    opinion.refresh_from_db()
    assert opinion.state == Comment.State.NOTED
    minutes = client.get(f"/lay-y-kien/{posting.public_id}/bien-ban/").content.decode()
    assert "Đã kiểm tra, số liệu đúng." in minutes
    assert "Hà Thị Người Gửi" not in minutes


@pytest.mark.parametrize("part", ["nominee", "director", "auditor", "member", "administrator"])
def test_nobody_else_takes_note(board: Board, part: str) -> None:
    board.post()
    opinion = board.opinion(board.item())
    before = board.trace()
    with pytest.raises(NotAllowed):
        services.note_comment(actor=board.cast.users[part], comment=opinion)
    assert board.trace() == before
