"""A vote that needs a share of all members and a share of those who took part, and a quorum that an
item of the agenda asks for. The regulations are invented."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.html import strip_tags

from nominations.council import services
from nominations.council.models import BallotItem, VotingMode, VotingSession
from nominations.council.services import Counts, MemberPresence
from nominations.council.wording import threshold_text
from tests.cast.sessions import move
from tests.council.chamber import Chamber
from tests.law.rulebook import LAYER
from tests.law.test_layers import approved
from tests.rows import check_rows
from workflow.exceptions import TransitionRefused

HERE, AWAY = MemberPresence(True), MemberPresence(False, "Đi công tác")
MORE_THAN_HALF_OF_ALL = {
    "threshold_numerator": 1, "threshold_denominator": 2, "threshold_strict": True,
}  # fmt: skip
TWO_THIRDS_TOO = {"also_numerator": 2, "also_denominator": 3}
HEAD = LAYER.partition("[award.LDTT.vote]")[0]
QUORUM = "[award.LDTT.quorum]\nnumerator = 4\ndenominator = 5\n"


def carried(row: tuple[int, int, int, bool]) -> None:
    members, took_part, yes, expected = row
    item = BallotItem(
        members=members, took_part=took_part, yes=yes, **MORE_THAN_HALF_OF_ALL, **TWO_THIRDS_TOO
    )
    assert item.is_carried is expected
    turned = BallotItem(
        members=members, took_part=took_part, yes=yes, vote_base="present",
        threshold_numerator=2, threshold_denominator=3,
        also_numerator=1, also_denominator=2, also_strict=True,
    )  # fmt: skip
    assert turned.is_carried is expected


def test_both_shares_have_to_be_reached() -> None:
    """More than a half of all, and two thirds of those who took part."""
    check_rows(
        [  # members, took part, in favour, carried
            (10, 7, 4, False),  # below both
            (10, 7, 5, False),  # exactly a half of all is not more; 5 of 7 would do
            (10, 7, 6, True),  # above a half, above two thirds
            (10, 9, 5, False),  # below both again
            (10, 9, 6, True),  # exactly two thirds of nine
            (10, 10, 6, False),  # above a half of all, below two thirds of ten (6,67)
            (10, 10, 7, True),  # above both
            (9, 6, 4, False),  # exactly two thirds of six, 4 of 9 is less than a half
            (9, 6, 5, True),  # 5 of 9 is more than a half
            (9, 9, 5, False),
            (9, 9, 6, True),  # exactly two thirds of nine, above a half
            (1, 1, 1, True),
            (1, 0, 0, False),
        ],
        carried,
    )


def test_without_a_second_share_one_is_enough() -> None:
    item = BallotItem(members=10, took_part=10, yes=6, **MORE_THAN_HALF_OF_ALL)

    assert item.is_carried


def on_paper(chamber: Chamber, counts: Counts, *lines: MemberPresence) -> VotingSession:
    session = chamber.open(VotingMode.PAPER)
    people = [one.person_id for one in chamber.members]
    presence = dict(zip(people, lines, strict=True))
    services.mark_presence(actor=chamber.cast.secretary, session=session, presence=presence)
    for scrutineer in chamber.cast.scrutineers:
        chamber.enter(session, scrutineer, counts)
    chamber.close(session)
    return session


@pytest.mark.parametrize(("yes", "state"), [(3, "not_passed"), (4, "council_voted")])
def test_the_nominations_follow_both_shares(chamber: Chamber, yes: int, state: str) -> None:
    """Of five members: three are more than a half of all, but not two thirds of five."""
    chamber.cast.set_title("LDTT", **MORE_THAN_HALF_OF_ALL, **TWO_THIRDS_TOO)
    session = on_paper(chamber, Counts(yes, 5 - yes), *[HERE] * 5)
    chamber.count(session)
    chamber.sign(session)
    move(session, "certify", chamber.cast.chair)

    assert set(chamber.states()) == {state}


def test_both_shares_are_told_before_and_after(chamber: Chamber) -> None:
    chamber.cast.set_title("LDTT", **MORE_THAN_HALF_OF_ALL, **TWO_THIRDS_TOO)
    session = on_paper(chamber, Counts(3, 1), HERE, HERE, HERE, HERE, AWAY)
    item = session.items.get(position=1)
    assert "trên 50% tổng số thành viên" in threshold_text(item)
    assert "Đồng thời" in threshold_text(item)
    chamber.count(session)

    client = Client()
    client.force_login(chamber.cast.secretary)
    page = client.get(f"/hoi-dong/{session.public_id}/bien-ban/").content.decode()
    minutes = " ".join(strip_tags(page).split())
    assert "3/5 phiếu đồng ý (đạt 60,00% tổng số thành viên Hội đồng)" in minutes
    assert "; 3/4 phiếu đồng ý (đạt 75,00% số thành viên tham gia biểu quyết)" in minutes


def test_a_second_share_needs_everybodys_presence(chamber: Chamber) -> None:
    chamber.cast.set_title("LDTT", **MORE_THAN_HALF_OF_ALL, **TWO_THIRDS_TOO)
    session = chamber.open(VotingMode.PAPER)
    people = [one.person_id for one in chamber.members][:4]
    services.mark_presence(
        actor=chamber.cast.secretary, session=session, presence=dict.fromkeys(people, HERE)
    )
    for scrutineer in chamber.cast.scrutineers:
        chamber.enter(session, scrutineer, Counts(4, 0))
    chamber.close(session)

    with pytest.raises(TransitionRefused) as refusal:
        chamber.count(session)
    assert refusal.value.key == "presence_unknown"


def test_the_quorum_is_that_of_the_item_that_asks_for_most(chamber: Chamber) -> None:
    approved(chamber.cast, HEAD + QUORUM)
    session = on_paper(chamber, Counts(3, 0), HERE, HERE, HERE, HERE, AWAY)
    assert (session.quorum.text(), session.quorum_asked_by) == ("4/5", "Lao động tiên tiến")
    assert session.quorum.source == "Quyết định 12/QĐ-STC"
    services.mark_presence(
        actor=chamber.cast.secretary,
        session=session,
        presence={chamber.members[3].person_id: AWAY},
    )

    with pytest.raises(TransitionRefused) as refusal:
        chamber.count(session)
    assert refusal.value.key == "no_quorum"
    assert "Lao động tiên tiến" in refusal.value.message


def test_without_such_an_item_the_common_quorum_holds(chamber: Chamber) -> None:
    approved(chamber.cast, HEAD + QUORUM.replace("LDTT", "CSTDTQ"))
    session = chamber.open()

    assert (session.quorum.text(), session.quorum_asked_by) == ("2/3", "")
