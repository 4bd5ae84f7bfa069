"""Concurrent acts on PostgreSQL with real threads: close against cast, two certifications, two
openings, signing against completing the minutes."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from nominations.council import services
from nominations.council.models import NamedVote, SessionState
from nominations.council.services import Counts
from nominations.dossiers.models import Nomination
from nominations.states import State
from notifications.models import OutboxMessage
from tests.at_once import run_at_once
from tests.cast import Cast
from tests.cast.sessions import move
from tests.council.chamber import Chamber
from workflow.models import AuditEvent

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: Any, settings: Any, tmp_path: Any) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    return Cast.build()


def _race_the_close(chamber: Chamber) -> None:
    session = chamber.open()
    items = chamber.items(session)
    # The quorum is in before the race.
    for voter in chamber.members[:4]:
        services.cast_named_votes(actor=voter, session=session, choices=dict.fromkeys(items, "no"))
    casts = [
        lambda voter=voter: services.cast_named_votes(
            actor=voter, session=session, choices=dict.fromkeys(items, "yes")
        )
        for voter in chamber.members
    ]
    ended = run_at_once([*casts, lambda: chamber.close(session)])
    assert ended[-1] == "done"
    assert set(ended[:-1]) <= {"done", "wrong_session_state"}
    chamber.count(session)
    assert {item.yes for item in session.items.all()} == {ended[:-1].count("done")}
    move(session, "void", chamber.cast.chair, comment="Lượt thử.")


def test_every_acknowledged_ballot_is_counted_and_no_other(chamber: Chamber) -> None:
    for _round in range(8):
        _race_the_close(chamber)


def test_one_member_casting_sixteen_times_at_once_has_one_ballot(chamber: Chamber) -> None:
    session = chamber.open()
    items = chamber.items(session)
    member = chamber.cast.member
    acts = [
        lambda choice=choice: services.cast_named_votes(
            actor=member, session=session, choices=dict.fromkeys(items, choice)
        )
        for choice in ("yes", "no") * 8
    ]
    assert Counter(run_at_once(acts)) == {"done": 16}
    assert NamedVote.objects.count() == 3
    assert len(set(NamedVote.objects.values_list("choice", flat=True))) == 1


def test_of_two_certifications_exactly_one_moves_the_agenda(chamber: Chamber) -> None:
    session = chamber.counted()
    chamber.sign(session)
    acts = [
        lambda user=user: move(session, "certify", user)
        for user in (chamber.cast.chair, chamber.cast.delegate) * 4
    ]
    assert Counter(run_at_once(acts)) == {"done": 1, "wrong_state": 7}
    assert chamber.states() == [State.COUNCIL_VOTED] * 3
    moves = AuditEvent.objects.filter(action="nomination.pass_vote")
    assert moves.count() == 3


def test_of_two_openings_exactly_one_freezes_the_roster(chamber: Chamber) -> None:
    session = chamber.prepare()
    acts = [
        lambda user=user: move(session, "open", user)
        for user in (chamber.cast.chair, chamber.cast.secretary) * 4
    ]
    assert Counter(run_at_once(acts)) == {"done": 1, "wrong_state": 7}
    assert session.roster.count() == len(chamber.members)
    opened = AuditEvent.objects.filter(stream=session.stream, action="session.open")
    assert opened.count() == 1
    assert OutboxMessage.objects.filter(topic="voting.opened").count() == len(chamber.members)


def test_of_two_who_saw_the_same_version_the_second_is_told_who_was_first(
    chamber: Chamber,
) -> None:
    session = chamber.prepare()
    acts = [
        lambda user=user: move(session, "open", user, seen_version=0)
        for user in (chamber.cast.chair, chamber.cast.secretary)
    ]
    assert Counter(run_at_once(acts)) == {"done": 1, "stale_version": 1}


def test_nobody_signs_minutes_that_are_rewritten_at_the_same_moment(chamber: Chamber) -> None:
    session = chamber.complete(chamber.counted())
    read, seen = session.conclusion, session.version
    written = {"minutes_number": session.minutes_number, "conclusion": "Kết luận khác."}
    secretary = chamber.cast.secretary
    ended = run_at_once(
        [
            lambda: move(session, "sign", chamber.cast.chair, seen_version=seen),
            *[lambda: move(session, "complete_minutes", secretary, seen_version=seen, **written)]
            * 3,
        ]
    )
    assert Counter(ended) == {"done": 1, "stale_version": 3}
    session.refresh_from_db()
    assert session.conclusion == (read if ended[0] == "done" else "Kết luận khác.")


def test_certify_and_void_at_once_give_one_of_the_two(chamber: Chamber) -> None:
    session = chamber.counted()
    chamber.sign(session)
    ended = run_at_once(
        [
            lambda: move(session, "certify", chamber.cast.chair),
            lambda: move(session, "void", chamber.cast.delegate, comment="Sai sót."),
        ]
    )
    assert sorted(ended) == ["done", "wrong_state"]
    session.refresh_from_db()
    moved = session.state == SessionState.CERTIFIED
    assert chamber.states() == [State.COUNCIL_VOTED if moved else State.UNIT_REVIEWED] * 3


def test_two_sessions_cannot_take_the_same_nomination_at_once(chamber: Chamber) -> None:
    ended = run_at_once([chamber.prepare] * 6)
    assert ended.count("done") == 1
    assert set(ended) <= {"done", "not_ready_for_vote", "on_another_agenda"}


def test_opening_and_withdrawing_at_once_never_leave_a_withdrawn_name_on_an_open_ballot(
    chamber: Chamber,
) -> None:
    session = chamber.prepare()
    target = chamber.nominations[0]
    ended = run_at_once(
        [
            lambda: move(session, "open", chamber.cast.chair),
            lambda: chamber.cast.act([target.pk], "withdraw", chamber.cast.clerk),
        ]
    )
    session.refresh_from_db()
    state = Nomination.objects.get(pk=target.pk).state
    assert ended.count("done") == 1
    assert (session.state, state) in (
        (SessionState.OPEN, State.UNIT_REVIEWED),
        (SessionState.DRAFT, State.WITHDRAWN),
    )


def test_counts_entered_while_the_session_is_counted_are_in_or_refused(chamber: Chamber) -> None:
    session = chamber.open("paper")
    chamber.all_present(session)
    first, second = chamber.cast.scrutineers
    chamber.enter(session, first, Counts(5, 0))
    chamber.enter(session, second, Counts(5, 0))
    chamber.close(session)
    ended = run_at_once(
        [
            lambda: chamber.count(session),
            lambda: chamber.enter(session, first, Counts(1, 4)),
        ]
    )
    session.refresh_from_db()
    if ended[0] == "done":
        assert {item.yes for item in session.items.all()} == {5}
        assert ended[1] == "wrong_session_state"
    else:
        assert ended == ["counts_differ", "done"]
