"""The screens: the voting page with and without scripts, forms, tasks, refusals as sentences."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from nominations.council.inbox import items
from nominations.council.models import NamedVote, SessionState, VotingMode, VotingSession
from nominations.law.models import AwardType
from nominations.states import State
from nominations.web.inbox import items_for
from tests.cast import Cast
from tests.cast.sessions import move
from tests.council.chamber import Chamber
from tests.press_button import press_button
from tests.web.test_query_ceilings import rules_say_much
from workflow import clock


def _path(session: VotingSession, act: str = "") -> str:
    return f"/hoi-dong/{session.public_id}/{act}"


def test_a_member_votes_looks_again_and_sends(chamber: Chamber) -> None:
    session = chamber.open()
    client = chamber.cast.client(chamber.cast.member)
    items = chamber.items(session)
    page = client.get(_path(session, "bo-phieu/")).content.decode()
    assert page.count('type="radio"') == 6
    assert "<b>3</b>" in page
    answers = {f"item-{items[0]}": "yes", f"item-{items[1]}": "no"}
    review = client.post(_path(session, "bo-phieu/"), {"step": "review", **answers})
    text = review.content.decode()
    assert "Còn 1 hồ sơ chưa cho ý kiến" in text
    assert not NamedVote.objects.exists()
    edit = client.post(_path(session, "bo-phieu/"), {"step": "edit", **answers}).content.decode()
    assert edit.count(" checked") == 2
    sent = client.post(_path(session, "bo-phieu/"), {"step": "cast", **answers}, follow=True)
    assert "Đã ghi nhận phiếu" in sent.content.decode()
    assert dict(NamedVote.objects.values_list("item_id", "choice")) == {
        items[0]: "yes",
        items[1]: "no",
    }


def test_a_late_ballot_is_answered_with_a_sentence_and_changes_nothing(chamber: Chamber) -> None:
    closes_at = clock.now() + timedelta(hours=1)
    session = chamber.open(closes_at=closes_at)
    client = chamber.cast.client(chamber.cast.member)
    answers = {f"item-{chamber.items(session)[0]}": "yes", "step": "cast"}
    before = chamber.trace()
    with clock.at(closes_at + timedelta(seconds=1)):
        response = client.post(_path(session, "bo-phieu/"), answers, follow=True)
    assert response.status_code == 200
    assert chamber.trace() == before


def test_a_forged_vote_on_one_s_own_nomination_is_refused(chamber: Chamber) -> None:
    own = chamber.own()
    session = chamber.open(nominations=[own])
    client = chamber.cast.client(chamber.cast.member)
    before = chamber.trace()
    response = client.post(
        _path(session, "bo-phieu/"),
        {"step": "cast", f"item-{session.items.get().pk}": "yes"},
        follow=True,
    )
    assert "không biểu quyết hồ sơ của chính mình" in response.content.decode()
    assert chamber.trace() == before


def test_no_get_changes_anything(chamber: Chamber) -> None:
    session = chamber.open()
    chamber.cast_all(session, "yes")
    before = chamber.trace()
    for user in (chamber.cast.secretary, chamber.cast.chair, chamber.cast.scrutineers[0]):
        client = chamber.cast.client(user)
        for act in ("mo/", "dong/", "kiem-phieu/", "ky/", "hieu-luc/", "huy/", "lap-lai/"):
            client.get(_path(session, act))
    assert chamber.trace() == before


def test_the_secretary_prepares_on_screen_and_sealed_is_not_offered(cast: Cast) -> None:
    chamber = Chamber(cast)
    client = cast.client(cast.secretary)
    page = client.get("/hoi-dong/lap-phien/").content.decode()
    assert "sealed" not in page
    assert page.count('name="nominations"') == 3
    response = client.post(
        "/hoi-dong/lap-phien/",
        {
            "name": "Phiên họp tháng 12",
            "mode": "named",
            "held_on": "05/12/2026",
            "place": "Phòng họp",
            "first_scrutineer": cast.scrutineers[0].person_id,
            "second_scrutineer": cast.scrutineers[1].person_id,
            "nominations": [one.pk for one in chamber.nominations],
        },
        follow=True,
    )
    assert "Đã lập phiên họp" in response.content.decode()
    session = VotingSession.objects.get()
    assert session.items.count() == 3
    press_button(client, _path(session, "mo/"), {"closes_at": ""})
    session.refresh_from_db()
    assert session.state == SessionState.OPEN


@pytest.mark.parametrize("data", [{}, {"mode": "sealed"}, {"nominations": ["x"]}])
def test_a_wrong_form_is_handed_back_with_reasons(cast: Cast, data: dict) -> None:
    chamber = Chamber(cast)
    response = cast.client(cast.secretary).post("/hoi-dong/lap-phien/", data)
    assert response.status_code == 200
    assert "error-summary" in response.content.decode()
    assert not VotingSession.objects.exists()
    assert chamber.states() == ["unit_reviewed"] * 3


def test_a_filter_keeps_what_was_ticked_before(cast: Cast) -> None:
    chamber = Chamber(cast)
    session = chamber.prepare()
    page = cast.client(cast.secretary).get(_path(session, "sua/"), {"ten": "be"}).content.decode()
    assert len(re.findall(r'type="checkbox" name="nominations"', page)) == 1
    assert len(re.findall(r'type="hidden" name="nominations"', page)) == 2


def test_presence_and_paper_counts_are_entered_on_screen(chamber: Chamber) -> None:
    session = chamber.open(VotingMode.PAPER)
    cast = chamber.cast
    rows = {}
    for entry in session.roster.all():
        rows[f"r{entry.pk}-present"] = "yes"
    press_button(cast.client(cast.secretary), _path(session, "diem-danh/"), rows)
    assert session.roster.filter(present=True).count() == 5
    for scrutineer in cast.scrutineers:
        lines = {}
        for item in chamber.items(session):
            lines |= {f"i{item}-yes": "4", f"i{item}-no": "1"}
        press_button(cast.client(scrutineer), _path(session, "nhap-phieu/"), lines)
    chamber.close(session)
    page = cast.client(cast.scrutineers[0]).get(_path(session, "doi-chieu/")).content.decode()
    assert "khớp hoàn toàn" in page
    assert chamber.count(session).state == SessionState.COUNTED


def test_impossible_counts_come_back_with_a_sentence(chamber: Chamber) -> None:
    session = chamber.open(VotingMode.PAPER)
    item = chamber.items(session)[0]
    client = chamber.cast.client(chamber.cast.scrutineers[0])
    page = press_button(
        client, _path(session, "nhap-phieu/"), {f"i{item}-yes": "9", f"i{item}-no": "0"}
    )
    assert "chỉ có 5 thành viên" in page.content.decode()
    page = client.post(_path(session, "nhap-phieu/"), {f"i{item}-yes": "3", f"i{item}-no": ""})
    assert "không có thì ghi 0" in page.content.decode()


def test_what_waits_follows_the_session(chamber: Chamber) -> None:
    cast = chamber.cast

    def labels(user: object) -> list[str]:
        return [str(task.action_label) for task in items(user)]

    assert labels(cast.secretary) == []
    assert "Lập phiên họp" in [str(task.action_label) for task in items_for(cast.secretary)]
    session = chamber.open()
    assert labels(cast.member) == ["Bỏ phiếu"]
    chamber.cast_all(session, "yes")
    assert labels(cast.member) == []
    chamber.close(session)
    assert labels(cast.scrutineers[0]) == ["Kiểm phiếu"]
    chamber.count(session)
    assert labels(cast.scrutineers[0]) == []  # number and conclusion are not written yet
    chamber.complete(session)
    assert labels(cast.scrutineers[0]) == ["Ký"]
    assert labels(cast.chair) == ["Ký"]
    chamber.sign(session)
    assert labels(cast.chair) == ["Công nhận"]
    move(session, "certify", cast.chair)
    assert all(not labels(user) for user in cast.users.values())


def test_the_whole_way_on_screen(chamber: Chamber) -> None:
    session = chamber.open()
    cast = chamber.cast
    chamber.cast_all(session, "yes")
    chair, counter = cast.client(cast.chair), cast.client(cast.scrutineers[0])
    press_button(chair, _path(session, "dong/"))
    press_button(counter, _path(session, "kiem-phieu/"))
    press_button(
        cast.client(cast.secretary),
        _path(session, "bien-ban/hoan-thien/"),
        {"minutes_number": "12/BB-HĐTĐKT", "conclusion": "Nhất trí."},
    )
    for user in (*cast.scrutineers, cast.chair):
        press_button(cast.client(user), _path(session, "ky/"))
    page = press_button(chair, _path(session, "hieu-luc/"), follow=True).content.decode()
    assert "Đã công nhận kết quả" in page
    assert chamber.states() == ["council_voted"] * 3
    minutes = chair.get(_path(session, "bien-ban/")).content.decode()
    assert "12/BB-HĐTĐKT" in minutes
    assert "ký trên hệ thống" in minutes


def test_the_voting_page_asks_the_database_a_fixed_number_of_times(
    chamber: Chamber, django_assert_max_num_queries: object
) -> None:
    session = chamber.open()
    client = chamber.cast.client(chamber.cast.member)
    client.get(_path(session, "bo-phieu/"))
    with django_assert_max_num_queries(30):
        client.get(_path(session, "bo-phieu/"))


def test_one_vote_costs_twelve_queries_at_most(
    chamber: Chamber, django_assert_max_num_queries: object
) -> None:
    """All of the request: login session, account, lock, roster, agenda, vote, history. What the
    rules ask for beside adds nothing."""
    session = chamber.open()
    rules_say_much()
    client = chamber.cast.client(chamber.cast.member)
    answers = {f"item-{pk}": "yes" for pk in chamber.items(session)}
    client.get(_path(session, "bo-phieu/"))
    for choice in ("yes", "no"):  # the first ballot, then another one in its place
        sent = {**dict.fromkeys(answers, choice), "step": "cast"}
        with django_assert_max_num_queries(12):
            assert client.post(_path(session, "bo-phieu/"), sent).status_code == 302
        assert set(NamedVote.objects.values_list("choice", flat=True)) == {choice}


@pytest.mark.parametrize("for_both", [True, False])
def test_only_an_award_for_both_says_that_it_is_given_to_collectives(
    chamber: Chamber, for_both: bool
) -> None:
    cast = chamber.cast
    AwardType.objects.filter(code="GK").update(for_individuals=for_both)
    unit = cast.nomination(State.UNIT_REVIEWED, award="GK", collective=cast.unit)
    session = chamber.prepare(nominations=[unit])

    page = cast.client(cast.chair).get(_path(session)).content.decode()

    assert f"{unit.award_type.name}{' (tập thể)' if for_both else ' <'}" in page


def test_the_address_of_a_button_opened_by_hand_leads_back_to_its_page(chamber: Chamber) -> None:
    session = chamber.open()
    client = chamber.cast.client(chamber.cast.secretary)
    shown = client.get(_path(session, "lap-lai/"), follow=True)
    assert shown.redirect_chain == [(session.get_absolute_url(), 302)]
    assert "bằng nút trên trang" in shown.content.decode()
