"""Counting in both modes: quorum first, then integers over all members."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from nominations.council import services
from nominations.council.minutes import minutes_of
from nominations.council.models import NamedVote, SessionState, VoteChoice, VotingMode
from nominations.council.paper_counts import agreement
from nominations.council.papers import count_minutes
from nominations.council.services import Counts, MemberPresence
from nominations.council.session_papers import ballot
from nominations.documents.blocks import Table
from nominations.states import State
from tests.cast.sessions import move
from tests.council.chamber import Chamber
from workflow.exceptions import NotAllowed, TransitionRefused


def test_lines_left_open_are_invalid_and_missing_ballots_are_nothing(chamber: Chamber) -> None:
    session = chamber.open()
    items = chamber.items(session)
    voters = chamber.members
    chamber.cast_all(session, "yes", *voters[:3])
    services.cast_named_votes(
        actor=voters[3], session=session, choices={items[0]: "yes", items[1]: "no"}
    )
    chamber.close(session)
    chamber.count(session)
    counts = session.items.order_by("position")
    assert [(one.yes, one.no, one.abstain, one.invalid, one.passed) for one in counts] == [
        (4, 0, 0, 0, True),
        (3, 1, 0, 0, False),
        (3, 0, 0, 1, False),
    ]
    assert {(one.returned, one.valid) for one in counts} == {(4, 4), (4, 3)}
    assert minutes_of(session)["ballots"] == {"out": 5, "returned": 4}


def test_who_is_recused_leaves_no_invalid_line(chamber: Chamber) -> None:
    session = chamber.open()
    first, *others = session.items.order_by("position")
    services.declare_recusal(actor=chamber.members[3], item=first, reason="Người thân.")
    chamber.cast_all(session, "yes", *chamber.members[:3])
    services.cast_named_votes(
        actor=chamber.members[3], session=session, choices={one.pk: "no" for one in others}
    )
    chamber.close(session)
    chamber.count(session)
    assert list(session.items.order_by("position").values_list("yes", "no", "invalid")) == [
        (3, 0, 0),
        (3, 1, 0),
        (3, 1, 0),
    ]


def test_the_minutes_of_the_count_have_the_boxes_of_the_ballot(chamber: Chamber) -> None:
    session = chamber.open(VotingMode.PAPER)
    chamber.all_present(session)
    for scrutineer in chamber.cast.scrutineers:
        chamber.enter(session, scrutineer, Counts(4, 1), Counts(4, 0), Counts(3, 0, invalid=2))
    session = chamber.close(session)
    chamber.count(session)
    session.refresh_from_db()
    table = next(one for one in count_minutes(session).blocks if isinstance(one, Table))
    ballot_table = next(one for one in ballot(session, 1).blocks if isinstance(one, Table))
    boxes = [column.heading for column in ballot_table.columns][-2:]
    assert boxes == ["Đồng ý", "Không đồng ý"]
    assert [column.heading for column in table.columns][2:] == [
        "Thu về",
        "Hợp lệ",
        "Không hợp lệ",
        *boxes,
        "Tỷ lệ (%)",
    ]
    counted = {row.cells[1]: row.cells[2:] for row in table.rows}
    assert ("5", "3", "2", "3", "0", "60,00") in counted.values()
    page = chamber.cast.client(chamber.cast.scrutineers[0]).get(
        f"{session.get_absolute_url()}bien-ban/"
    )
    assert "đánh dấu cả hai ô" in str(count_minutes(session))
    assert "Không có ý kiến" not in page.content.decode()


def test_an_opinion_recorded_before_keeps_its_column(chamber: Chamber) -> None:
    session = chamber.open()
    chamber.cast_all(session, "yes", *chamber.members[:4])
    NamedVote.objects.filter(person=chamber.members[0].person).update(choice=VoteChoice.ABSTAIN)
    chamber.close(session)
    chamber.count(session)
    session.refresh_from_db()
    table = next(one for one in count_minutes(session).blocks if isinstance(one, Table))
    assert "Không có ý kiến" in [column.heading for column in table.columns]
    item = session.items.first()
    assert (item.yes, item.abstain, item.invalid, item.valid) == (3, 1, 0, 4)


def test_the_base_is_all_members_even_when_only_the_quorum_votes(chamber: Chamber) -> None:
    session = chamber.open()
    chamber.cast_all(session, "yes", *chamber.members[:4])
    chamber.close(session)
    chamber.count(session)
    item = session.items.first()
    assert (item.yes, item.members, item.share, item.passed) == (4, 5, "80,00", True)


def test_below_the_quorum_a_session_cannot_be_counted_only_be_void(chamber: Chamber) -> None:
    session = chamber.open()
    chamber.cast_all(session, "yes", *chamber.members[:3])
    chamber.close(session)
    before = chamber.trace()
    with pytest.raises(TransitionRefused) as refusal:
        chamber.count(session)
    assert refusal.value.key == "no_quorum"
    assert "3/5" in refusal.value.message
    assert chamber.trace() == before
    move(session, "void", chamber.cast.secretary, comment="Không đủ 2/3.")
    session.refresh_from_db()
    assert session.state == SessionState.VOID
    assert chamber.states() == [State.UNIT_REVIEWED] * 3


def test_members_recorded_as_present_count_for_the_quorum(chamber: Chamber) -> None:
    session = chamber.open()
    chamber.cast_all(session, "yes", *chamber.members[:3])
    chamber.close(session)
    services.mark_presence(
        actor=chamber.cast.chair,
        session=session,
        presence={chamber.members[3].person_id: MemberPresence(True)},
    )
    assert chamber.count(session).state == SessionState.COUNTED


def test_an_open_session_cannot_be_counted(chamber: Chamber) -> None:
    session = chamber.open()
    chamber.cast_all(session, "yes")
    with pytest.raises(TransitionRefused) as refusal:
        chamber.count(session)
    assert refusal.value.key == "wrong_state"


@pytest.mark.parametrize("part", ["member", "auditor", "nominee", "administrator"])
def test_only_scrutineers_secretary_and_chair_count(chamber: Chamber, part: str) -> None:
    session = chamber.open()
    chamber.cast_all(session, "yes")
    chamber.close(session)
    before = chamber.trace()
    with pytest.raises(NotAllowed):
        move(session, "count", chamber.cast.users[part])
    assert chamber.trace() == before


# --- on paper ------------------------------------------------------------------------------------


def test_two_scrutineers_who_agree_make_the_result(chamber: Chamber) -> None:
    session = chamber.open(VotingMode.PAPER)
    chamber.all_present(session)
    for scrutineer in chamber.cast.scrutineers:
        chamber.enter(session, scrutineer, Counts(4, 1), Counts(3, 1, 1), Counts(3, 0, 0, 2))
    chamber.close(session)
    chamber.count(session)
    rows = session.items.order_by("position").values_list(
        "yes", "no", "abstain", "invalid", "passed"
    )
    assert list(rows) == [(4, 1, 0, 0, True), (3, 1, 1, 0, False), (3, 0, 0, 2, False)]


def test_two_scrutineers_who_disagree_in_one_cell_stop_the_count(chamber: Chamber) -> None:
    session = chamber.open(VotingMode.PAPER)
    chamber.all_present(session)
    first, second = chamber.cast.scrutineers
    chamber.enter(session, first, Counts(4, 1), Counts(5, 0), Counts(3, 1, 1))
    chamber.enter(session, second, Counts(4, 1), Counts(5, 0), Counts(3, 2, 0))
    chamber.close(session)
    before = chamber.trace()
    with pytest.raises(TransitionRefused) as refusal:
        chamber.count(session)
    assert refusal.value.key == "counts_differ"
    assert chamber.nominations[2].title in refusal.value.message
    assert chamber.trace() == before
    found = agreement(session)
    assert found.differing == {chamber.items(session)[2]: ["no", "abstain"]}
    chamber.enter(session, second, Counts(4, 1), Counts(5, 0), Counts(3, 1, 1))
    assert chamber.count(session).state == SessionState.COUNTED


def test_one_scrutineer_alone_is_not_enough(chamber: Chamber) -> None:
    session = chamber.open(VotingMode.PAPER)
    chamber.all_present(session)
    chamber.enter(session, chamber.cast.scrutineers[0], Counts(5, 0))
    chamber.close(session)
    with pytest.raises(TransitionRefused) as refusal:
        chamber.count(session)
    assert refusal.value.key == "counts_missing"


@pytest.mark.parametrize("counts", [Counts(6, 0), Counts(3, 2, 0, 1), Counts(-1, 0)])
def test_impossible_counts_are_refused(chamber: Chamber, counts: Counts) -> None:
    session = chamber.open(VotingMode.PAPER)
    before = chamber.trace()
    with pytest.raises(ValidationError):
        chamber.enter(session, chamber.cast.scrutineers[0], counts)
    assert chamber.trace() == before


def test_a_recused_member_leaves_no_valid_ballot(chamber: Chamber) -> None:
    cast = chamber.cast
    own = chamber.own()
    session = chamber.open(VotingMode.PAPER, nominations=[own])
    with pytest.raises(ValidationError) as refusal:
        chamber.enter(session, cast.scrutineers[0], Counts(5, 0))
    assert "4 thành viên" in refusal.value.messages[0]
    chamber.enter(session, cast.scrutineers[0], Counts(4, 0, 0, 1))


def test_more_ballots_than_people_who_took_part_are_refused_at_the_count(chamber: Chamber) -> None:
    session = chamber.open(VotingMode.PAPER)
    line = {one.person_id: MemberPresence(True) for one in chamber.members[:4]}
    line[chamber.members[4].person_id] = MemberPresence(False, "Ốm")
    services.mark_presence(actor=chamber.cast.secretary, session=session, presence=line)
    for scrutineer in chamber.cast.scrutineers:
        chamber.enter(session, scrutineer, Counts(5, 0))
    chamber.close(session)
    before = chamber.trace()
    with pytest.raises(TransitionRefused) as refusal:
        chamber.count(session)
    assert refusal.value.key == "more_ballots_than_voters"
    assert chamber.trace() == before


def test_an_opinion_in_writing_is_a_ballot_but_no_presence(chamber: Chamber) -> None:
    session = chamber.open(VotingMode.PAPER)
    line = {one.person_id: MemberPresence(True) for one in chamber.members[:4]}
    line[chamber.members[4].person_id] = MemberPresence(False, "Ốm", written_opinion=True)
    services.mark_presence(actor=chamber.cast.secretary, session=session, presence=line)
    for scrutineer in chamber.cast.scrutineers:
        chamber.enter(session, scrutineer, Counts(5, 0))
    chamber.close(session)
    assert chamber.count(session).state == SessionState.COUNTED


@pytest.mark.parametrize("part", ["secretary", "member", "director"])
def test_only_scrutineers_enter_counts(chamber: Chamber, part: str) -> None:
    session = chamber.open(VotingMode.PAPER)
    before = chamber.trace()
    with pytest.raises(NotAllowed):
        chamber.enter(session, chamber.cast.users[part], Counts(5, 0))
    assert chamber.trace() == before
