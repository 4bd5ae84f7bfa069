"""A session before voting: who prepares it, what it takes, what opening freezes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from nominations.council import services
from nominations.council.models import BallotItem, SessionState, VotingMode, VotingSession
from nominations.council.queries import eligible_nominations, quorum_forecast
from nominations.people.models import User
from nominations.states import State
from notifications.models import OutboxMessage
from notifications.moments import moment_text
from notifications.rendering import render_message
from tests.cast import Cast
from tests.cast.sessions import move
from tests.council.chamber import Chamber
from workflow import clock
from workflow.exceptions import NotAllowed, TransitionRefused


def _refused(chamber: Chamber, key: str, **kwargs: object) -> None:
    before = chamber.trace()
    with pytest.raises(TransitionRefused) as refusal:
        chamber.prepare(**kwargs)
    assert refusal.value.key == key
    assert chamber.trace() == before


def test_the_secretary_prepares_a_session_with_an_ordered_agenda(chamber: Chamber) -> None:
    session = chamber.prepare()
    agenda = session.items.order_by("position").values_list("nomination_id", flat=True)
    assert list(agenda) == [one.pk for one in chamber.nominations]
    assert session.state == SessionState.DRAFT
    assert session.scrutineers.count() == 2


@pytest.mark.parametrize("part", ["nominee", "unit_head", "member", "auditor", "administrator"])
def test_nobody_else_prepares_a_session(chamber: Chamber, part: str) -> None:
    before = chamber.trace()
    with pytest.raises(NotAllowed):
        services.prepare_session(
            actor=chamber.cast.users[part],
            council=chamber.cast.council,
            campaign=chamber.cast.campaign,
            name="Phiên họp",
            mode=VotingMode.NAMED,
            nominations=chamber.nominations,
            scrutineers=[one.person for one in chamber.cast.scrutineers],
        )
    assert chamber.trace() == before


def test_sealed_ballots_are_refused_in_a_clear_sentence(chamber: Chamber) -> None:
    with pytest.raises(TransitionRefused) as refusal:
        chamber.prepare(VotingMode.SEALED)
    assert "chưa dùng được trong bản này" in refusal.value.message


def test_a_nomination_that_is_not_endorsed_cannot_be_put_on_an_agenda(chamber: Chamber) -> None:
    early = chamber.cast.nomination(State.SUBMITTED, award="LDTT")
    _refused(chamber, "not_ready_for_vote", nominations=[*chamber.nominations, early])


def test_an_award_that_needs_no_vote_cannot_be_put_on_an_agenda(chamber: Chamber) -> None:
    chamber.cast.set_title("LDTT", needs_vote=False)
    _refused(chamber, "not_ready_for_vote")


def test_a_nomination_is_on_one_live_session_at_a_time(chamber: Chamber) -> None:
    chamber.prepare()
    _refused(chamber, "not_ready_for_vote", nominations=chamber.nominations[:1])


def test_a_void_session_frees_its_nominations(chamber: Chamber) -> None:
    session = chamber.open()
    move(session, "void", chamber.cast.chair, comment="Không đủ thành viên.")
    again = services.prepare_again(actor=chamber.cast.secretary, session=session)
    assert again.replaces == session
    assert again.items.count() == 3
    assert again.state == SessionState.DRAFT


def test_an_agenda_is_not_empty(chamber: Chamber) -> None:
    _refused(chamber, "empty_agenda", nominations=[])


def test_two_different_scrutineers_are_needed(chamber: Chamber) -> None:
    one = chamber.cast.scrutineers[0]
    _refused(chamber, "few_scrutineers", scrutineers=[one, one])


def test_a_candidate_cannot_count(chamber: Chamber) -> None:
    own = chamber.cast.nomination(State.UNIT_REVIEWED, award="LDTT")
    scrutineers = [chamber.cast.nominee, chamber.cast.scrutineers[0]]
    _refused(
        chamber,
        "scrutineer_is_candidate",
        nominations=[*chamber.nominations, own],
        scrutineers=scrutineers,
    )


def test_the_chair_cannot_count(chamber: Chamber) -> None:
    people = [chamber.cast.chair, chamber.cast.scrutineers[0]]
    _refused(chamber, "scrutineer_is_chair", scrutineers=people)


def test_a_draft_can_be_changed_and_an_open_session_cannot(chamber: Chamber) -> None:
    session = chamber.prepare()
    change = {
        "name": "Phiên họp bổ sung",
        "mode": VotingMode.PAPER,
        "nominations": chamber.nominations[1:],
    }
    chamber.revise(session, **change)
    assert (session.name, session.mode, session.items.count()) == ("Phiên họp bổ sung", "paper", 2)
    move(session, "open", chamber.cast.chair)
    before = chamber.trace()
    with pytest.raises(TransitionRefused):
        chamber.revise(session, **change)
    assert chamber.trace() == before


def test_opening_freezes_roster_base_thresholds_and_quorum(chamber: Chamber) -> None:
    session = chamber.open()
    assert session.roster.count() == 5
    item = session.items.first()
    assert (item.members, item.threshold_numerator, item.threshold_denominator) == (5, 2, 3)
    assert item.citation == "Quy chế thử nghiệm"
    assert (session.quorum_numerator, session.quorum_denominator) == (2, 3)
    chamber.cast.set_title("LDTT", threshold_numerator=1)
    services.seat_member(
        actor=chamber.cast.secretary,
        council=chamber.cast.council,
        person=chamber.cast.person(account=True),
        valid_from=clock.today(),
    )
    item.refresh_from_db()
    assert (item.members, item.threshold_numerator, session.roster.count()) == (5, 2, 5)


def test_members_are_told_of_the_opening_once_with_a_link_and_the_deadline(
    chamber: Chamber,
) -> None:
    with translation.override("en"):  # the language of the secretary, not of the readers
        session = chamber.open(closes_at=clock.now() + timedelta(hours=3))
    outbox = OutboxMessage.objects.filter(topic="voting.opened")
    assert set(outbox.values_list("recipient_id", flat=True)) == {one.pk for one in chamber.members}
    assert f"/hoi-dong/{session.public_id}/" in outbox[0].context
    assert (
        moment_text(session.closes_at)
        in render_message("voting.opened", outbox[0].facts(), "vi").body
    )


def test_nobody_is_invited_to_open_a_vote_that_is_on_paper(chamber: Chamber) -> None:
    chamber.open(VotingMode.PAPER)
    assert not OutboxMessage.objects.filter(topic="voting.opened").exists()


def test_a_member_is_recused_from_their_own_nomination_and_the_base_stays(chamber: Chamber) -> None:
    own = chamber.own()
    session = chamber.open(nominations=[*chamber.nominations, own])
    item = session.items.get(nomination=own)
    assert [one.person_id for one in item.recusals.all()] == [chamber.cast.member.person_id]
    assert item.members == 5


def test_a_session_does_not_open_when_a_nomination_has_left_meanwhile(chamber: Chamber) -> None:
    session = chamber.prepare()
    chamber.cast.act([chamber.nominations[0].pk], "withdraw", chamber.cast.clerk)
    before = chamber.trace()
    with pytest.raises(TransitionRefused) as refusal:
        move(session, "open", chamber.cast.chair)
    assert refusal.value.key == "agenda_changed"
    assert chamber.nominations[0].title in refusal.value.message
    assert chamber.trace() == before


def test_a_nomination_on_an_open_ballot_cannot_be_withdrawn(chamber: Chamber) -> None:
    chamber.open()
    before = chamber.trace()
    with pytest.raises(Exception, match="Hội đồng"):
        chamber.cast.act([chamber.nominations[0].pk], "withdraw", chamber.cast.clerk)
    assert chamber.trace() == before


def test_a_scrutineer_without_an_account_cannot_sign_so_the_session_does_not_open(
    chamber: Chamber,
) -> None:
    session = chamber.prepare()
    User.objects.filter(pk=chamber.cast.scrutineers[1].pk).update(is_active=False)
    with pytest.raises(TransitionRefused) as refusal:
        move(session, "open", chamber.cast.chair)
    assert refusal.value.key == "scrutineer_without_account"


def test_voting_cannot_close_before_it_opens(chamber: Chamber) -> None:
    with pytest.raises(TransitionRefused) as refusal:
        chamber.open(closes_at=clock.now() - timedelta(seconds=1))
    assert refusal.value.key == "closes_in_the_past"
    assert not VotingSession.objects.filter(state=SessionState.OPEN).exists()


def test_the_forecast_warns_of_unanimity_and_of_what_cannot_pass(chamber: Chamber) -> None:
    cast = chamber.cast
    own = chamber.own("CSTDCS")
    other = cast.nomination(State.UNIT_REVIEWED, award="CSTDCS", person=cast.person())
    cast.set_title("CSTDCS", threshold_numerator=90, threshold_denominator=100)
    lines = {
        line.item.nomination_id: line
        for line in quorum_forecast(chamber.prepare(nominations=[own, other]))
    }
    assert (lines[own.pk].needed, lines[own.pk].members, lines[own.pk].able) == (5, 5, 4)
    assert lines[own.pk].impossible
    assert not lines[own.pk].unanimous
    assert lines[other.pk].unanimous
    session = BallotItem.objects.first().session
    page = cast.client(cast.secretary).get(f"/hoi-dong/{session.public_id}/mo/").content.decode()
    assert "cần 5/5" in page
    assert "chỉ 4 người được biểu quyết" in page


def test_only_today_s_members_conduct(cast: Cast) -> None:
    """A seat that ended yesterday gives no right today."""
    chamber = Chamber(cast)
    session = chamber.prepare()
    seat = cast.council.members.get(person=cast.director.person)
    services.end_seat(actor=cast.secretary, member=seat, on=clock.today() - timedelta(days=1))
    with pytest.raises(NotAllowed):
        move(session, "open", cast.director)


def test_what_is_on_a_draft_no_longer_waits(chamber: Chamber) -> None:
    waiting = eligible_nominations(chamber.cast.council)
    assert {one.pk for one in waiting} == {one.pk for one in chamber.nominations}
    chamber.prepare(nominations=chamber.nominations[:2])
    left = [one.pk for one in eligible_nominations(chamber.cast.council)]
    assert left == [chamber.nominations[2].pk]
