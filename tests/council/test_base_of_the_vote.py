"""The base of a threshold and how absent members count, by the rules of the vote.

Five members, two thirds: of all five that is four, of three who take part two.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.html import strip_tags

from nominations.council import services
from nominations.council.models import BallotItem, VotingMode, VotingSession
from nominations.council.queries import quorum_forecast
from nominations.council.services import Counts, MemberPresence
from nominations.dossiers.models import VoteAbsent, VoteBase
from nominations.law import rulesets
from nominations.law.datafile import DataFileError
from tests.cast.sessions import move
from tests.council.chamber import Chamber
from tests.law.rulebook import LAYER
from workflow.exceptions import TransitionRefused

HEAD = LAYER.partition("[award.LDTT.vote]")[0]
VOTE = "[award.LDTT.vote]\nneeded = true\nnumerator = 2\ndenominator = 3\nstrict = false\n"
AWAY = MemberPresence(False, "Đi công tác")
WROTE = MemberPresence(False, "Đi công tác", written_opinion=True)


def _defaults(text: str) -> Any:
    layer = rulesets.read_layer_text(HEAD + text, "quy-che.toml")
    rule_set = rulesets.with_layers(rulesets.regime_on(layer.valid_from), [layer])
    return rulesets.defaults_under(rule_set, "LDTT", commendation_type="CONG_TRANG", level="agency")


def _present(chamber: Chamber, session: VotingSession, *lines: MemberPresence) -> None:
    people = [one.person_id for one in chamber.members]
    services.mark_presence(
        actor=chamber.cast.secretary,
        session=session,
        presence=dict(zip(people, lines, strict=False)),
    )


def _on_paper(chamber: Chamber, counts: Counts, *lines: MemberPresence) -> VotingSession:
    session = chamber.open(VotingMode.PAPER)
    _present(chamber, session, *lines)
    for scrutineer in chamber.cast.scrutineers:
        chamber.enter(session, scrutineer, counts)
    chamber.close(session)
    return session


def _figures(session: VotingSession) -> tuple[Any, ...]:
    item = session.items.order_by("position").first()
    assert item is not None
    return item.in_favour, item.base, item.silent, item.passed


def _states_after(chamber: Chamber, session: VotingSession) -> list[str]:
    chamber.sign(session)
    move(session, "certify", chamber.cast.chair)
    return chamber.states()


def _minutes(chamber: Chamber, session: VotingSession) -> str:
    client = Client()
    client.force_login(chamber.cast.secretary)
    page = client.get(f"/hoi-dong/{session.public_id}/bien-ban/").content.decode()
    return " ".join(strip_tags(page).split())


# --- what the rules say is kept -------------------------------------------------------------------


def test_where_nothing_is_written_the_base_is_all_and_a_written_opinion_is_a_ballot() -> None:
    title = _defaults(VOTE)

    assert (title.vote_base, title.vote_absent) == ("all", "written")


def test_base_and_absent_come_from_the_rules_to_the_title_and_to_the_item(
    chamber: Chamber,
) -> None:
    title = _defaults(VOTE + 'base = "present"\nabsent = "counts_no"\n')
    chamber.cast.set_title("LDTT", vote_base=title.vote_base, vote_absent=title.vote_absent)

    item = chamber.open().items.get(position=1)
    chamber.cast.set_title("LDTT", vote_base=VoteBase.ALL, vote_absent=VoteAbsent.WRITTEN)
    item.refresh_from_db()

    assert (item.vote_base, item.vote_absent) == ("present", "counts_no")


def test_who_is_left_out_of_the_base_cannot_agree_by_silence() -> None:
    with pytest.raises(DataFileError) as error:
        _defaults(VOTE + 'base = "present"\nabsent = "silence_agrees"\n')

    assert error.value.key == "award.LDTT.vote.absent"
    assert _defaults(VOTE + 'base = "all"\nabsent = "silence_agrees"\n')


# --- the members taking part ----------------------------------------------------------------------


@pytest.mark.parametrize(("base", "passed"), [("all", False), ("present", True)])
def test_three_yes_of_four_present_pass_over_the_present_and_not_over_all(
    chamber: Chamber, base: str, passed: bool
) -> None:
    chamber.cast.set_title("LDTT", vote_base=base)
    session = _on_paper(chamber, Counts(3, 1), *[MemberPresence(True)] * 4, AWAY)
    chamber.count(session)

    assert _figures(session) == (3, 4 if base == "present" else 5, 0, passed)
    states = _states_after(chamber, session)
    assert set(states) == {"council_voted" if passed else "not_passed"}


def test_whoever_votes_on_screen_takes_part(chamber: Chamber) -> None:
    chamber.cast.set_title("LDTT", vote_base="present")
    session = chamber.open()
    chamber.cast_all(session, "yes", *chamber.members[:3])
    _present(chamber, session, AWAY, *[MemberPresence(True)] * 3, AWAY)
    chamber.close(session)
    chamber.count(session)

    assert _figures(session) == (3, 4, 0, True)


def test_the_result_waits_until_everybodys_presence_is_known(chamber: Chamber) -> None:
    chamber.cast.set_title("LDTT", vote_base="present")
    session = _on_paper(chamber, Counts(3, 1), *[MemberPresence(True)] * 4)
    before = chamber.trace()

    with pytest.raises(TransitionRefused) as refusal:
        chamber.count(session)

    assert refusal.value.key == "presence_unknown"
    assert chamber.members[4].person.full_name in refusal.value.message
    assert chamber.trace() == before
    _present(chamber, session, *[MemberPresence(True)] * 4, AWAY)
    chamber.count(session)


def test_over_all_members_nobody_is_asked_for_the_presence_of_the_rest(chamber: Chamber) -> None:
    session = _on_paper(chamber, Counts(4, 0), *[MemberPresence(True)] * 4)

    assert chamber.count(session).state == "counted"


def test_the_quorum_stays_over_all_members(chamber: Chamber) -> None:
    chamber.cast.set_title("LDTT", vote_base="present")
    session = _on_paper(chamber, Counts(3, 0), *[MemberPresence(True)] * 3, AWAY, AWAY)

    with pytest.raises(TransitionRefused) as refusal:
        chamber.count(session)

    assert refusal.value.key == "no_quorum"


# --- the absent -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("absent", "taken"), [("written", True), ("counts_no", False)])
def test_a_written_opinion_is_a_ballot_unless_the_rules_say_no(
    chamber: Chamber, absent: str, taken: bool
) -> None:
    chamber.cast.set_title("LDTT", vote_absent=absent)
    session = _on_paper(chamber, Counts(5, 0), *[MemberPresence(True)] * 4, WROTE)

    if taken:
        chamber.count(session)
        assert _figures(session) == (5, 5, 0, True)
        return
    before = chamber.trace()
    with pytest.raises(TransitionRefused) as refusal:
        chamber.count(session)
    assert refusal.value.key == "more_ballots_than_voters"
    assert chamber.trace() == before


def test_a_written_opinion_belongs_to_the_base_of_those_taking_part(chamber: Chamber) -> None:
    chamber.cast.set_title("LDTT", vote_base="present")
    session = _on_paper(chamber, Counts(3, 2), *[MemberPresence(True)] * 4, WROTE)
    chamber.count(session)

    assert _figures(session) == (3, 5, 0, False)


@pytest.mark.parametrize(("absent", "passed"), [("written", False), ("silence_agrees", True)])
def test_silence_agrees_only_where_the_rules_say_so(
    chamber: Chamber, absent: str, passed: bool
) -> None:
    chamber.cast.set_title("LDTT", vote_absent=absent)
    session = _on_paper(chamber, Counts(3, 1), *[MemberPresence(True)] * 4, AWAY)
    chamber.count(session)
    item = BallotItem.objects.get(session=session, position=1)

    assert (item.yes, item.silent) == (3, int(passed))
    assert item.passed is passed
    assert set(_states_after(chamber, session)) == {"council_voted" if passed else "not_passed"}


def test_who_wrote_or_is_recused_does_not_agree_by_silence(chamber: Chamber) -> None:
    chamber.cast.set_title("LDTT", vote_absent="silence_agrees")
    own = chamber.own()
    session = chamber.open(VotingMode.PAPER, nominations=[own, chamber.nominations[0]])
    names = [chamber.cast.director, chamber.cast.delegate, chamber.cast.secretary]
    line = {one.person_id: MemberPresence(True) for one in [*names, chamber.cast.other_head]}
    line[chamber.cast.member.person_id] = AWAY
    services.mark_presence(actor=chamber.cast.secretary, session=session, presence=line)
    for scrutineer in chamber.cast.scrutineers:
        chamber.enter(session, scrutineer, Counts(3, 1))
    chamber.close(session)
    chamber.count(session)

    silent = dict(session.items.values_list("nomination_id", "silent"))
    assert silent == {own.pk: 0, chamber.nominations[0].pk: 1}


def test_a_member_who_wrote_is_not_silent(chamber: Chamber) -> None:
    chamber.cast.set_title("LDTT", vote_absent="silence_agrees")
    session = _on_paper(chamber, Counts(3, 2), *[MemberPresence(True)] * 4, WROTE)
    chamber.count(session)

    assert _figures(session) == (3, 5, 0, False)


def test_the_table_refuses_more_voices_than_members(chamber: Chamber) -> None:
    chamber.cast.set_title("LDTT", vote_absent="silence_agrees")
    session = _on_paper(chamber, Counts(3, 1), *[MemberPresence(True)] * 4, AWAY)
    chamber.count(session)

    for wrong in ({"silent": 2}, {"took_part": 5}, {"vote_base": "present"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            session.items.update(**wrong)


# --- what people read -----------------------------------------------------------------------------


def test_the_minutes_name_the_base_and_tell_silence_apart(chamber: Chamber) -> None:
    chamber.cast.set_title("LDTT", vote_absent="silence_agrees")
    session = _on_paper(chamber, Counts(3, 1), *[MemberPresence(True)] * 4, AWAY)
    chamber.count(session)
    text = _minutes(chamber, session)

    assert "tổng số thành viên: cần 4/5" in text
    assert "Thành viên vắng mặt không có ý kiến thì coi là đồng ý" in text
    assert "3 phiếu và 1 thành viên vắng mặt không có ý kiến" in text


def test_the_minutes_say_that_the_base_is_those_taking_part(chamber: Chamber) -> None:
    chamber.cast.set_title("LDTT", vote_base="present")
    session = _on_paper(chamber, Counts(3, 1), *[MemberPresence(True)] * 4, AWAY)
    chamber.count(session)
    text = _minutes(chamber, session)

    assert "số thành viên tham gia biểu quyết: cần 3/4" in text
    assert "3/4 phiếu đồng ý (đạt 75,00% số thành viên tham gia biểu quyết)" in text
    assert "% tổng số thành viên Hội đồng)" not in text


def test_before_the_vote_nothing_is_forecast_of_those_taking_part(chamber: Chamber) -> None:
    own = chamber.own()
    chamber.cast.set_title("LDTT", threshold_numerator=9, threshold_denominator=10)
    session = chamber.prepare(nominations=[own])
    assert quorum_forecast(session)[0].impossible

    chamber.cast.set_title("LDTT", vote_base="present")

    assert not quorum_forecast(session)[0].impossible
    assert quorum_forecast(session)[0].base == 0
