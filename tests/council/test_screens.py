"""Screens of the council: names that are told apart, errors at their field, whom a list offers."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from nominations.council import services
from nominations.council.models import BallotItem
from nominations.states import State
from tests.cast.sessions import move
from tests.council.chamber import Chamber
from tests.page import page_of
from workflow import clock


def test_a_session_that_is_held_again_says_which_time_it_is(chamber: Chamber) -> None:
    secretary = chamber.cast.secretary
    first = chamber.open()
    move(first, "void", chamber.cast.chair, comment="Không đủ số người.")
    second = services.prepare_again(actor=secretary, session=first)
    assert second.name == f"{first.name} (lần 2)"
    move(second, "open", chamber.cast.chair, closes_at=None)
    move(second, "void", chamber.cast.chair, comment="Không đủ số người.")
    assert services.prepare_again(actor=secretary, session=second).name == f"{first.name} (lần 3)"


def test_a_second_session_of_the_same_name_says_so(chamber: Chamber) -> None:
    first = chamber.prepare()
    people = [(chamber.cast.person(), None) for _number in range(2)]
    others = chamber.cast.nominations(people, State.UNIT_REVIEWED)
    second = chamber.prepare(nominations=others[:1])
    third = chamber.prepare(nominations=others[1:])
    assert [one.name for one in (second, third)] == [
        f"{first.name} (lần 2)",
        f"{first.name} (lần 3)",
    ]


def test_a_closing_time_in_the_past_is_said_at_its_field_and_kept(chamber: Chamber) -> None:
    session = chamber.prepare()
    past = f"{clock.now().astimezone(clock.zone()) - timedelta(hours=1):%d/%m/%Y %H:%M}"
    client = chamber.cast.client(chamber.cast.chair)
    path = reverse("council:open", args=[session.public_id])
    answer = page_of(client.post(path, {"closes_at": past, "seen_version": session.version}))
    field = answer.one("div", "field-invalid")
    assert "Thời điểm kết thúc đã qua" in field.text
    assert field.one("input", name="closes_at").get("value") == past
    session.refresh_from_db()
    assert session.state == "draft"


def test_scrutineers_are_chosen_by_name_unit_and_year_without_those_barred(
    chamber: Chamber,
) -> None:
    client = chamber.cast.client(chamber.cast.secretary)
    form = page_of(client.get(reverse("council:prepare")))
    offered = [one.get("value") for one in form.one("datalist").all("option")]
    assert any(one.startswith(chamber.cast.scrutineers[0].get_full_name()) for one in offered)
    assert all("," in one for one in offered)  # with the unit
    barred = [chamber.cast.chair.get_full_name(), "Lý Văn An"]
    assert not [one for one in offered for name in barred if one.startswith(name)]
    sent = {
        "name": "Phiên họp",
        "mode": "named",
        "first_scrutineer": chamber.cast.chair.get_full_name(),
        "second_scrutineer": chamber.cast.scrutineers[1].get_full_name(),
        "nominations": [one.pk for one in chamber.nominations],
    }
    refused = page_of(client.post(reverse("council:prepare"), sent))
    assert "Chủ tịch Hội đồng không kiểm phiếu" in refused.one("div", "field-error").text
    assert refused.one("input", name="second_scrutineer").get("value")


INFERRED = "Nghị định 152/2025/NĐ-CP Đ33 k5 (suy theo Nghị định 98/2023/NĐ-CP Đ30 k7)"
PLAIN = "Điều 33, khoản 5 Nghị định 152/2025/NĐ-CP"
MARK, NOTICE = "chưa đối chiếu văn bản gốc", "Một số nội dung của trang này"


def test_the_article_of_the_vote_is_marked_in_the_notice_of_maintainers_alone(
    chamber: Chamber,
) -> None:
    session = chamber.open()
    BallotItem.objects.filter(session=session).update(citation=INFERRED, verified=False)
    page = reverse("council:session", args=[session.public_id])

    member = chamber.cast.client(chamber.cast.member).get(page).content.decode()
    secretary = chamber.cast.client(chamber.cast.secretary).get(page).content.decode()

    assert PLAIN in member
    assert member.count(NOTICE) == 1
    assert not [word for word in (MARK, "suy theo", "Đ33") if word in member]
    lines, notice = secretary.split('id="unchecked"')
    assert PLAIN in lines
    assert not [word for word in (MARK, "suy theo") if word in lines]
    assert f"{PLAIN} (suy theo Điều 30, khoản 7 Nghị định 98/2023/NĐ-CP)" in notice


def test_the_minutes_name_the_article_in_full_without_marks(chamber: Chamber) -> None:
    session = chamber.counted()
    BallotItem.objects.filter(session=session).update(citation=INFERRED, verified=False)

    page = reverse("council:minutes", args=[session.public_id])
    for who in (chamber.cast.secretary, chamber.cast.director):
        text = chamber.cast.client(who).get(page).content.decode()
        assert f" {PLAIN}" in text
        assert "suy theo" not in text
        assert "Đ33" not in text
