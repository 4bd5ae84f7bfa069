"""A session moved by two people at once, on stale pages, and what its history and notices say."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from nominations.council import services
from nominations.council.models import SessionState, VotingMode, VotingSession
from notifications.models import OutboxMessage
from notifications.rendering import render_message
from tests.cast.sessions import move
from tests.council.chamber import Chamber
from workflow import adoption, audit, clock
from workflow.exceptions import ConditionUnmet, StaleVersion, WrongState
from workflow.models import AuditStream
from workflow.verification import chain_breaks

SEEN = re.compile(r'name="seen_version" value="(\d+)"')


def _path(session: VotingSession, act: str = "") -> str:
    return f"/hoi-dong/{session.public_id}/{act}"


def _read(chamber: Chamber, user: Any, session: VotingSession, act: str) -> dict[str, str]:
    """What a form of the page sends back: the version that the person looked at."""
    page = chamber.cast.client(user).get(_path(session, act)).content.decode()
    found = SEEN.search(page)
    assert found is not None
    return {"seen_version": found[1]}


# --- two people at once ---------------------------------------------------------------------------


def test_of_two_who_open_the_same_session_the_second_reads_who_was_first(
    chamber: Chamber,
) -> None:
    session = chamber.prepare()
    chair, secretary = chamber.cast.chair, chamber.cast.secretary
    sent = {user: _read(chamber, user, session, "mo/") for user in (chair, secretary)}
    chamber.cast.client(secretary).post(_path(session, "mo/"), sent[secretary])
    before = chamber.trace()

    answer = chamber.cast.client(chair).post(_path(session, "mo/"), sent[chair])

    assert answer.status_code == 409
    page = answer.content.decode()
    assert page.count(f"{secretary.person.full_name} đã xử lý hồ sơ này") == 1
    assert chamber.trace() == before
    assert session.roster.count() == len(chamber.members)


def test_without_a_version_the_second_opening_is_a_wrong_state(chamber: Chamber) -> None:
    session = chamber.open()
    before = chamber.trace()
    with pytest.raises(WrongState) as refusal:
        move(session, "open", chamber.cast.secretary)
    assert "Mở bỏ phiếu" in refusal.value.message
    assert chamber.trace() == before


def test_whoever_opens_has_read_the_agenda_that_is_opened(chamber: Chamber) -> None:
    session = chamber.prepare()
    chamber.revise(session, nominations=chamber.nominations[:1])
    before = chamber.trace()
    with pytest.raises(StaleVersion):
        move(session, "open", chamber.cast.chair, seen_version=0)
    assert chamber.trace() == before


def test_two_who_change_the_agenda_do_not_overwrite_each_other(chamber: Chamber) -> None:
    session = chamber.prepare()
    sent = _read(chamber, chamber.cast.secretary, session, "sua/")
    chamber.revise(session, name="Phiên họp của người khác")
    form = {
        "name": "Phiên họp của tôi",
        "mode": "named",
        "first_scrutineer": chamber.cast.scrutineers[0].person_id,
        "second_scrutineer": chamber.cast.scrutineers[1].person_id,
        "nominations": [one.pk for one in chamber.nominations],
    }

    client = chamber.cast.client(chamber.cast.secretary)
    page = client.post(_path(session, "sua/"), {**form, **sent}).content.decode()

    session.refresh_from_db()
    assert session.name == "Phiên họp của người khác"
    assert "tải lại trang" in page
    assert "Phiên họp của tôi" in page


# --- signing --------------------------------------------------------------------------------------


def test_nobody_signs_minutes_that_were_completed_meanwhile(chamber: Chamber) -> None:
    session = chamber.complete(chamber.counted())
    chair = chamber.cast.chair
    sent = _read(chamber, chair, session, "ky/")
    given = {"minutes_number": session.minutes_number, "conclusion": "Nhất trí."}
    move(session, "complete_minutes", chamber.cast.secretary, **given)
    before = chamber.trace()

    answer = chamber.cast.client(chair).post(_path(session, "ky/"), sent)

    assert answer.status_code == 409
    secretary = chamber.cast.secretary.person.full_name
    assert answer.content.decode().count(f"{secretary} đã xử lý hồ sơ này") == 1
    assert chamber.trace() == before
    again = _read(chamber, chair, session, "ky/")
    assert chamber.cast.client(chair).post(_path(session, "ky/"), again).status_code == 302
    assert session.chair_signature.person == chair.person


def test_pressing_twice_signs_once(chamber: Chamber) -> None:
    session = chamber.complete(chamber.counted())
    signer = chamber.cast.scrutineers[0]
    sent = _read(chamber, signer, session, "ky/")
    client = chamber.cast.client(signer)
    client.post(_path(session, "ky/"), sent)
    before = chamber.trace()

    page = client.post(_path(session, "ky/"), sent, follow=True).content.decode()

    assert "không thực hiện lại lần nữa" in page
    assert chamber.trace() == before


def test_a_signature_keeps_the_state_and_makes_a_new_version(chamber: Chamber) -> None:
    session = chamber.complete(chamber.counted())
    entered, version = session.state_entered_at, session.version
    move(session, "sign", chamber.cast.scrutineers[0])
    assert (session.state, session.version) == (SessionState.COUNTED, version + 1)
    assert (session.previous_state, session.state_entered_at) == (SessionState.CLOSED, entered)


def test_votes_counts_and_presence_make_no_page_stale(chamber: Chamber) -> None:
    session = chamber.open()
    chamber.cast_all(session, "yes")
    chamber.all_present(session)
    move(session, "close", chamber.cast.chair, seen_version=session.version)
    assert session.state == SessionState.CLOSED


# --- sealed ballots -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "name"), [("draft", "open"), ("open", "close"), ("closed", "count")]
)
def test_the_rows_of_named_and_paper_votes_refuse_a_sealed_session(
    chamber: Chamber, state: str, name: str
) -> None:
    session = chamber.prepare()
    # Django's own query set: the subject's refuses to write the engine's columns.
    rows = models.QuerySet(VotingSession).filter(pk=session.pk)
    rows.update(mode=VotingMode.SEALED, state=state)
    before = chamber.trace()
    with pytest.raises(ConditionUnmet) as refusal:
        move(session, name, chamber.cast.chair)
    assert refusal.value.key == "mode_not_offered"
    assert chamber.trace() == before


# --- history and notices --------------------------------------------------------------------------


def test_the_history_names_who_may_vote_and_what_came_of_it(chamber: Chamber) -> None:
    session = chamber.counted()
    found = {event.action: event.content for event in audit.history(session.stream)}
    assert set(found["session.roster_frozen"]["members"]) == {
        one.person_id for one in chamber.members
    }
    agenda = [one.pk for one in chamber.nominations]
    assert found["session.roster_frozen"]["items"] == agenda
    assert found["session.results_recorded"] == {"items": 3, "passed": 3, "not_passed": 0}


def test_the_history_says_how_many_voted_when_the_voting_closed(chamber: Chamber) -> None:
    session = chamber.open()
    services.cast_named_votes(
        actor=chamber.members[0],
        session=session,
        choices=dict.fromkeys(chamber.items(session), "yes"),
    )
    chamber.close(session)
    found = {event.action: event.content for event in audit.history(session.stream)}
    assert found["session.turnout_recorded"] == {"voted": 1}


def test_the_end_of_the_vote_is_told_to_who_counts_but_not_to_who_closed_it(
    chamber: Chamber,
) -> None:
    session = chamber.open()
    chamber.close(session)
    cast = chamber.cast
    outbox = OutboxMessage.objects.filter(topic="session.close")
    expected = {*cast.scrutineers, cast.delegate, cast.secretary}
    assert set(outbox.values_list("recipient_id", flat=True)) == {one.pk for one in expected}
    message = outbox[0]
    text = render_message(message.topic, message.facts(), "vi")
    assert (text.title, text.path) == (f"Đã kết thúc bỏ phiếu: {session.name}", _path(session))


def test_sessions_from_before_the_table_continue_their_history(chamber: Chamber) -> None:
    cast = chamber.cast
    session = VotingSession.objects.create(
        council=cast.council, name="Phiên họp cũ", created_at=clock.now()
    )
    stream = f"session:{session.pk}"
    for action in ("session.prepared", "session.opened"):
        audit.record(stream, action, actor=cast.secretary, payload={})
    # Django's own query set: the subject's refuses to write the engine's columns.
    models.QuerySet(VotingSession).filter(pk=session.pk).update(state=SessionState.OPEN)

    editor = SimpleNamespace(connection=connection)
    adoption.adopt(apps, editor, "council.VotingSession", prefix="session", initial="draft")

    session.refresh_from_db()
    assert not AuditStream.objects.filter(pk=stream).exists()
    move(session, "close", cast.chair)
    assert [(event.action, event.label) for event in audit.history(stream)] == [
        ("session.prepared", "lập phiên họp"),
        ("session.opened", "mở bỏ phiếu"),
        ("session.adopted", "được đưa vào quy trình xử lý"),
        ("session.close", "kết thúc bỏ phiếu"),
        ("session.turnout_recorded", "ghi số thành viên đã bỏ phiếu trên phần mềm"),
    ]
    assert list(chain_breaks()) == []
