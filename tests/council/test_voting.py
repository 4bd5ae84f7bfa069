"""Casting votes by name: once, again, late, on one's own, from outside."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from nominations.council import services
from nominations.council.models import NamedVote, Recusal
from nominations.council.services import MemberPresence
from tests.council.chamber import Chamber
from workflow import audit, clock
from workflow.exceptions import NotAllowed


def _vote(chamber: Chamber, session: object, voter: object, choice: str = "yes") -> None:
    items = chamber.items(session)
    services.cast_named_votes(actor=voter, session=session, choices=dict.fromkeys(items, choice))


def test_a_member_votes_and_may_change_it_until_the_close(chamber: Chamber) -> None:
    session = chamber.open()
    _vote(chamber, session, chamber.cast.member, "yes")
    _vote(chamber, session, chamber.cast.member, "no")
    assert list(NamedVote.objects.values_list("choice", flat=True)) == ["no"] * 3
    assert session.roster.get(has_voted=True).person_id == chamber.cast.member.person_id


def test_casting_twice_counts_once(chamber: Chamber) -> None:
    session = chamber.open()
    chamber.cast_all(session, "yes")
    chamber.cast_all(session, "yes", chamber.cast.member)
    chamber.close(session)
    chamber.count(session)
    assert [item.yes for item in session.items.all()] == [5, 5, 5]


def test_a_part_of_the_agenda_may_be_answered_first(chamber: Chamber) -> None:
    session = chamber.open()
    items = chamber.items(session)
    member = chamber.cast.member
    services.cast_named_votes(actor=member, session=session, choices={items[0]: "yes"})
    services.cast_named_votes(actor=member, session=session, choices={items[2]: "no"})
    assert dict(NamedVote.objects.values_list("item_id", "choice")) == {
        items[0]: "yes",
        items[2]: "no",
    }


@pytest.mark.parametrize("choice", ["abstain", "both", ""])
def test_only_the_two_boxes_are_taken(chamber: Chamber, choice: str) -> None:
    session = chamber.open()
    with pytest.raises(ValidationError) as refusal:
        _vote(chamber, session, chamber.cast.member, choice)
    assert refusal.value.code == "unknown_choice"
    assert not NamedVote.objects.exists()


def test_a_vote_a_second_after_the_close_is_refused(chamber: Chamber) -> None:
    closes_at = clock.now() + timedelta(hours=1)
    session = chamber.open(closes_at=closes_at)
    with clock.at(closes_at):
        _vote(chamber, session, chamber.cast.member)
    before = chamber.trace()
    with clock.at(closes_at + timedelta(seconds=1)), pytest.raises(ValidationError) as refusal:
        _vote(chamber, session, chamber.cast.delegate)
    assert refusal.value.code == "voting_over"
    assert chamber.trace() == before


def test_a_vote_after_the_chair_closed_is_refused(chamber: Chamber) -> None:
    session = chamber.open()
    chamber.close(session)
    before = chamber.trace()
    with pytest.raises(ValidationError) as refusal:
        _vote(chamber, session, chamber.cast.member)
    assert refusal.value.code == "wrong_session_state"
    assert chamber.trace() == before


def test_a_member_does_not_vote_on_their_own_nomination(chamber: Chamber) -> None:
    cast = chamber.cast
    own = chamber.own()
    session = chamber.open(nominations=[*chamber.nominations, own])
    before = chamber.trace()
    with pytest.raises(ValidationError) as refusal:
        _vote(chamber, session, cast.member)
    assert refusal.value.code == "own_nomination"
    assert chamber.trace() == before
    item = session.items.get(nomination=own)
    page = cast.client(cast.member).get(f"/hoi-dong/{session.public_id}/bo-phieu/").content.decode()
    assert f'name="item-{item.pk}"' not in page
    assert "hồ sơ của chính Ông/Bà" in page


@pytest.mark.parametrize("part", ["nominee", "unit_head", "auditor", "administrator", "scrutineer"])
def test_who_is_not_on_the_roster_does_not_vote(chamber: Chamber, part: str) -> None:
    session = chamber.open()
    before = chamber.trace()
    with pytest.raises(NotAllowed):
        _vote(chamber, session, chamber.cast.users[part])
    assert chamber.trace() == before


def test_a_member_who_joined_after_the_opening_does_not_vote_in_this_session(
    chamber: Chamber,
) -> None:
    session = chamber.open()
    late = chamber.cast.person(account=True)
    services.seat_member(
        actor=chamber.cast.secretary,
        council=chamber.cast.council,
        person=late,
        valid_from=clock.today(),
    )
    with pytest.raises(NotAllowed):
        _vote(chamber, session, late.user)


@pytest.mark.parametrize(
    ("choices", "key"),
    [
        ({}, "no_answer"),
        ({"first": "maybe"}, "unknown_choice"),
        ({"foreign": "yes"}, "unknown_item"),
    ],
)
def test_what_is_no_answer_is_refused_whole(chamber: Chamber, choices: dict, key: str) -> None:
    session = chamber.open()
    places = {"first": chamber.items(session)[0], "foreign": 987_654}
    before = chamber.trace()
    with pytest.raises(ValidationError) as refusal:
        services.cast_named_votes(
            actor=chamber.cast.member,
            session=session,
            choices={places[name]: choice for name, choice in choices.items()},
        )
    assert refusal.value.code == key
    assert chamber.trace() == before


def test_a_paper_session_takes_no_vote_on_screen(chamber: Chamber) -> None:
    session = chamber.open("paper")
    with pytest.raises(ValidationError) as refusal:
        _vote(chamber, session, chamber.cast.member)
    assert refusal.value.code == "not_online"


def test_a_relative_declares_and_the_answer_given_before_is_taken_back(chamber: Chamber) -> None:
    session = chamber.open()
    member = chamber.cast.member
    _vote(chamber, session, member)
    item = session.items.first()
    recusal = services.declare_recusal(actor=member, item=item, reason="Là em ruột")
    assert not NamedVote.objects.filter(item=item, person=member.person).exists()
    with pytest.raises(ValidationError) as refusal:
        services.cast_named_votes(actor=member, session=session, choices={item.pk: "yes"})
    assert refusal.value.code == "recused"
    services.lift_recusal(actor=member, recusal=recusal)
    services.cast_named_votes(actor=member, session=session, choices={item.pk: "yes"})
    assert not Recusal.objects.exists()


def test_the_recusal_from_one_s_own_nomination_cannot_be_lifted(chamber: Chamber) -> None:
    cast = chamber.cast
    own = chamber.own()
    session = chamber.open(nominations=[own])
    recusal = Recusal.objects.get(item__session=session)
    with pytest.raises(ValidationError):
        services.lift_recusal(actor=cast.chair, recusal=recusal)
    assert Recusal.objects.filter(pk=recusal.pk).exists()


def test_the_history_says_who_sent_a_ballot_and_never_what_it_says(chamber: Chamber) -> None:
    session = chamber.open()
    _vote(chamber, session, chamber.cast.member, "no")
    event = audit.last_event(f"session:{session.pk}")
    assert event.action == "session.voted"
    assert event.content == {"answers": 3}


def test_presence_is_recorded_by_who_conducts_only(chamber: Chamber) -> None:
    session = chamber.open()
    absent = chamber.cast.member.person_id
    line = {absent: MemberPresence(False, "Đi công tác", written_opinion=True)}
    with pytest.raises(NotAllowed):
        services.mark_presence(actor=chamber.cast.member, session=session, presence=line)
    services.mark_presence(actor=chamber.cast.secretary, session=session, presence=line)
    entry = session.roster.get(person_id=absent)
    assert (entry.present, entry.absence_reason, entry.written_opinion) == (
        False,
        "Đi công tác",
        True,
    )
    with pytest.raises(ValidationError):
        services.mark_presence(
            actor=chamber.cast.secretary, session=session, presence={987_654: MemberPresence(True)}
        )
