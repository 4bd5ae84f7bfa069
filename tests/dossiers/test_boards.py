"""Boards against situations made by hand: shares, quotas with their rounding, merged units."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.sessions import BY_ITSELF, SEEN
from nominations.awards.models import Award
from nominations.dossiers.boards.board import board_of_agency, board_of_unit
from nominations.dossiers.boards.quotas import JUST, OVER, ROOM
from nominations.dossiers.models import Campaign, Nomination
from nominations.fractions import percent_words
from nominations.people.models import Unit, UnitMembership
from nominations.records.models import Headcount
from nominations.states import State
from tests.architecture.url_requests import picture
from tests.cast import SINCE, Cast
from tests.dossiers.situations import (
    CAP,
    HEAD_COUNT,
    MANAGERS,
    awarded,
    live,
    people,
    set_rules,
    share,
)
from tests.dossiers.test_pages import assert_vietnamese, shown
from workflow import clock

ENDORSED = State.UNIT_REVIEWED


def award_line(board: Any, code: str, kind: str = "individual") -> Any:
    return next(one for one in board.awards if (one.code, one.kind) == (code, kind))


# --- quotas ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rounding", "limit", "status", "left"),
    [("ceil", 7, JUST, 0), ("nearest", 7, JUST, 0), ("floor", 6, OVER, 0)],
)
def test_seven_of_forty_five_fit_or_not_by_the_rounding_of_the_rule(
    cast: Cast, rounding: str, limit: int, status: str, left: int
) -> None:
    set_rules(cast, quotas={"CSTDCS": [{**CAP, "rounding": rounding}]})
    staff = people(cast, 45)
    live(cast, "LDTT", staff, state=ENDORSED)
    live(cast, "CSTDCS", staff[:7], state=ENDORSED)

    (line,) = board_of_agency(cast.campaign).quotas

    assert (line.base, line.limit, line.used, line.left) == (45, limit, 7, left)
    assert line.status == status
    assert "6,75" in line.working
    assert "15% của 45" in line.working


def test_forty_eight_people_with_eight_winners_pass_with_the_ceiling_alone(cast: Cast) -> None:
    staff = people(cast, 48)
    live(cast, "LDTT", staff)
    live(cast, "CSTDCS", staff[:8], state=ENDORSED)
    found = {}
    for rounding in ("ceil", "nearest", "floor"):
        set_rules(cast, quotas={"CSTDCS": [{**CAP, "rounding": rounding}]})
        (line,) = board_of_agency(cast.campaign).quotas
        found[rounding] = (line.limit, line.status)

    assert found == {"ceil": (8, JUST), "nearest": (7, OVER), "floor": (7, OVER)}


@pytest.mark.parametrize(
    ("winners", "status", "says"),
    [
        (6, JUST, "Đã dùng hết"),
        (7, JUST, "Vượt 1 so với số làm tròn xuống"),
        (8, OVER, "vượt"),
    ],
)
def test_a_share_that_no_act_rounds_warns_before_it_is_over(
    cast: Cast, winners: int, status: str, says: str
) -> None:
    set_rules(cast, quotas={"CSTDCS": [{**CAP, "rounding": "unsaid", "effect": "blocking"}]})
    staff = people(cast, 45)
    live(cast, "LDTT", staff, state=ENDORSED)
    live(cast, "CSTDCS", staff[:winners], state=ENDORSED)

    (line,) = board_of_agency(cast.campaign).quotas

    assert (line.limit, line.limit_rounded_up, line.status) == (6, 7, status)
    assert says.lower() in line.sentence.lower()


def test_those_who_wait_are_told_apart_from_those_who_are_endorsed(cast: Cast) -> None:
    set_rules(cast, quotas={"CSTDCS": [CAP]})
    staff = people(cast, 20)
    live(cast, "LDTT", staff)
    live(cast, "CSTDCS", staff[:2], state=ENDORSED)
    live(cast, "CSTDCS", staff[2:5])

    board = board_of_agency(cast.campaign)
    (line,) = board.quotas

    assert (line.limit, line.used, line.proposed, line.status) == (3, 2, 5, ROOM)
    assert (line.left, line.too_many) == (1, 2)
    assert line.sentence == "Còn 3 đề nghị chờ đơn vị xét; nếu đồng ý tất cả thì vượt 2."
    assert board.tone == "warn"


def test_a_limit_on_other_types_of_commendation_is_not_on_the_board(cast: Cast) -> None:
    set_rules(cast, quotas={"CSTDCS": [{**CAP, "types": ["CONG_TRANG", "CONG_HIEN"]}]})
    for asked, limits in (("CONG_TRANG", 1), ("PHONG_TRAO", 0)):
        cast.campaign.commendation_type = asked
        assert len(board_of_agency(cast.campaign).quotas) == limits


def test_somebody_who_was_given_the_award_meanwhile_counts_once(cast: Cast) -> None:
    set_rules(cast, quotas={"CSTDCS": [CAP]})
    staff = people(cast, 10)
    awarded(cast, "LDTT", staff, cast.campaign.year)
    live(cast, "LDTT", staff[:5], state=State.DECIDED)
    awarded(cast, "CSTDCS", staff[:1], cast.campaign.year)
    awarded(cast, "CSTDCS", staff[1:3], cast.campaign.year - 1)  # another year
    awarded(cast, "CSTDCS", staff[3:4], cast.campaign.year, revoked_on=clock.today())

    board = board_of_agency(cast.campaign)
    (line,) = board.quotas

    assert (line.base, line.used, line.proposed) == (10, 1, 1)
    assert award_line(board, "LDTT").decided == 10


def test_exits_and_drafts_do_not_count(cast: Cast) -> None:
    set_rules(cast, quotas={"CSTDCS": [CAP]})
    staff = people(cast, 6)
    for person, state in zip(
        staff, ("draft", "withdrawn", "declined", "not_passed", "refused", "revoked"), strict=True
    ):
        live(cast, "CSTDCS", [person], state=state)

    board = board_of_agency(cast.campaign)

    assert board.quotas[0].proposed == 0
    assert award_line(board, "CSTDCS").proposed == 0


def test_at_most_a_third_of_the_nominated_are_managers(cast: Cast) -> None:
    set_rules(cast, quotas={"CSTDCS": [MANAGERS]})
    managers, staff = people(cast, 3, post="Phó Trưởng phòng"), people(cast, 5)
    live(cast, "CSTDCS", [*managers, *staff], state=ENDORSED)

    (line,) = board_of_agency(cast.campaign).quotas

    assert (line.base, line.limit, line.used, line.status) == (8, 2, 3, OVER)


@pytest.mark.parametrize(("members", "limit", "status"), [(9, 1, JUST), (10, 0, OVER)])
def test_a_small_unit_may_put_up_one_whatever_the_share_says(
    cast: Cast, members: int, limit: int, status: str
) -> None:
    small = {**CAP, "scope": "unit", "percent": 5, "rounding": "nearest"}
    set_rules(cast, quotas={"GK": [{**small, "small_below": 10, "small_count": 1}]})
    unit = Unit.objects.create(
        organization=cast.agency, code="MOI", name="Phòng Mới", rank=9, valid_from=SINCE
    )
    staff = people(cast, members, unit)
    live(cast, "LDTT", staff[:9], state=ENDORSED, unit=unit)
    live(cast, "GK", staff[:1], state=ENDORSED, unit=unit)

    (line,) = board_of_unit(cast.campaign, unit.pk).quotas

    assert (line.base, line.limit, line.status) == (9, limit, status)
    assert ("dưới 10 người" in line.working) == (members == 9)


def test_a_head_count_is_of_the_campaign_and_of_each_unit(cast: Cast) -> None:
    set_rules(cast, quotas={"GK": [HEAD_COUNT]})
    first, second = people(cast, 3), people(cast, 1, cast.other_unit)
    live(cast, "GK", first, state=ENDORSED)
    live(cast, "GK", second, state=ENDORSED, unit=cast.other_unit)
    awarded(cast, "GK", people(cast, 1), cast.campaign.year)  # before, outside the campaign

    (line,) = board_of_unit(cast.campaign, cast.unit.pk).quotas
    (other,) = board_of_unit(cast.campaign, cast.other_unit.pk).quotas
    agency = board_of_agency(cast.campaign)

    assert (line.used, line.limit, line.status, line.over) == (3, 2, OVER, 1)
    assert line.is_blocking
    assert (other.used, other.status) == (1, ROOM)
    assert agency.quotas == []
    assert [len(one.over) for one in agency.units] == [0, 1, 0]


def test_without_a_rule_set_the_board_counts_and_compares_nothing(cast: Cast) -> None:
    live(cast, "CSTDCS", people(cast, 3))

    board = board_of_agency(cast.campaign)

    assert board.rules is None
    assert board.quotas == []
    assert award_line(board, "CSTDCS").proposed == 3


# --- the share of a collective's members ----------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "members", "holders", "more"),
    [
        ("member_share(LDTT) >= 70", 10, 7, 0),
        ("member_share(LDTT) >= 70", 10, 6, 1),
        ("member_share(LDTT) >= 70", 7, 4, 1),  # 4.9: five people
        ("member_share(LDTT) >= 70", 7, 5, 0),
        ("member_share(LDTT) > 50", 8, 4, 1),  # half is not more than half
        ("member_share(LDTT) > 50", 8, 5, 0),
        ("member_share(LDTT) > 50", 7, 4, 0),
        ("grade >= HTT and (member_share(LDTT) >= 70)", 10, 0, 7),
    ],
)
def test_the_share_of_members_is_reached_exactly_at_the_boundary(
    cast: Cast, rule: str, members: int, holders: int, more: int
) -> None:
    set_rules(cast, standards={"TTLDTT": [share(rule)]})
    unit = Unit.objects.create(
        organization=cast.agency, code="MOI", name="Phòng Mới", rank=9, valid_from=SINCE
    )
    staff = people(cast, members, unit)
    live(cast, "LDTT", staff[:holders], unit=unit)

    (line,) = board_of_unit(cast.campaign, unit.pk).shares

    assert (line.place.members, line.proposed, line.more) == (members, holders, more)
    assert line.holds == (more == 0)
    assert line.status == ("proposed" if more == 0 else "short")


def test_the_share_counts_awards_and_nominations_of_one_person_once_and_a_headcount_wins(
    cast: Cast,
) -> None:
    set_rules(cast, standards={"TTLDTT": [share("member_share(LDTT) >= 70")]})
    unit = Unit.objects.create(
        organization=cast.agency, code="MOI", name="Phòng Mới", rank=9, valid_from=SINCE
    )
    staff = people(cast, 10, unit)
    awarded(cast, "LDTT", staff[:4], cast.campaign.year)
    live(cast, "LDTT", staff[2:7], unit=unit, state=ENDORSED)
    assert board_of_unit(cast.campaign, unit.pk).shares[0].status == "met"

    Headcount.objects.create(
        organization=cast.agency, unit=unit, counted_on=clock.today(), total=11,
        recorded_at=clock.now(),
    )  # fmt: skip
    (line,) = board_of_unit(cast.campaign, unit.pk).shares

    assert (line.proposed, line.place.members, line.members_needed, line.more) == (7, 11, 8, 1)


def test_a_percentage_is_rounded_but_never_up_to_a_whole_percent_it_misses() -> None:
    assert percent_words(4996, 10000) == "49,96%"
    assert percent_words(49_999, 100_000) == "49,99%"
    assert percent_words(1, 2) == "50%"
    assert percent_words(2, 3) == "66,67%"
    assert percent_words(2, 17) == "11,76%"
    assert percent_words(0, 0) == ""


# --- merged units ---------------------------------------------------------------------------------


def test_nominations_of_a_unit_that_was_merged_count_where_its_people_work_now(cast: Cast) -> None:
    set_rules(cast, standards={"TTLDTT": [share("member_share(LDTT) >= 70")]})
    today = clock.today()
    joined = Unit.objects.create(
        organization=cast.agency, code="HN", name="Phòng Hợp nhất", rank=8, valid_from=today
    )
    old = Unit.objects.create(
        organization=cast.agency, code="CU", name="Phòng Cũ", rank=9, valid_from=SINCE,
        valid_to=today - timedelta(days=1), successor=joined,
    )  # fmt: skip
    staff = people(cast, 10, old)
    UnitMembership.objects.filter(unit=old).update(valid_to=today - timedelta(days=1))
    for one in staff:
        UnitMembership.objects.create(
            person=one, unit=joined, position=one.memberships.get().position, valid_from=today
        )
    live(cast, "LDTT", staff[:7], unit=old, state=ENDORSED)

    board = board_of_unit(cast.campaign, joined.pk)
    agency = board_of_agency(cast.campaign)

    assert award_line(board, "LDTT").endorsed == 7
    assert board.shares[0].status == "met"
    assert "Phòng Cũ" not in [one.place.name for one in agency.units]
    assert next(one for one in agency.units if one.place.pk == joined.pk).counts[0].endorsed == 7


# --- what if --------------------------------------------------------------------------------------


def test_what_if_shows_the_board_with_the_ticked_ones_endorsed(cast: Cast) -> None:
    set_rules(cast, quotas={"CSTDCS": [CAP]})
    staff = people(cast, 20)
    live(cast, "LDTT", staff)
    waiting = live(cast, "CSTDCS", staff[:4])

    board = board_of_unit(cast.campaign, cast.unit.pk, chosen=[one.pk for one in waiting])

    assert (board.quotas[0].used, board.quotas[0].status) == (4, OVER)
    assert board.supposed
    assert board_of_unit(cast.campaign, cast.unit.pk).quotas[0].used == 0


def test_more_people_with_the_base_award_raise_the_cap(cast: Cast) -> None:
    set_rules(cast, quotas={"CSTDCS": [CAP]})
    staff = people(cast, 13)
    live(cast, "LDTT", staff)
    live(cast, "CSTDCS", staff[:3], state=ENDORSED)
    assert board_of_agency(cast.campaign).quotas[0].limit == 2

    with_more = board_of_agency(cast.campaign, added={"LDTT": 7}).quotas[0]
    with_winner = board_of_agency(cast.campaign, added={"CSTDCS": 1}).quotas[0]

    assert (with_more.base, with_more.limit, with_more.status) == (20, 3, JUST)
    assert (with_winner.used, with_winner.over) == (4, 2)


def fragment(cast: Cast, who: Any, path: str) -> Any:
    return cast.client(who).get(path, headers={"HX-Request": "true"})


def test_the_page_asks_with_ticks_and_numbers_and_nothing_is_written(cast: Cast) -> None:
    set_rules(cast, quotas={"CSTDCS": [CAP]})
    staff = people(cast, 20)
    live(cast, "LDTT", staff)
    waiting = live(cast, "CSTDCS", staff[:4])
    path = f"/dot-thi-dua/{cast.campaign.pk}/bang/{cast.unit.pk}/"
    before = picture()

    ticked = fragment(
        cast, cast.unit_head, path + "?" + "&".join(f"chon={one.pk}" for one in waiting)
    )
    added = fragment(cast, cast.unit_head, f"{path}?ma=CSTDCS&them=5")

    assert 'data-status="over"' in ticked.content.decode()
    assert 'data-status="over"' in added.content.decode()
    assert picture() == before


@pytest.mark.parametrize("them", ["-1", "ba", "99999", "1e9"])
def test_a_refused_what_if_says_so_in_a_sentence_and_writes_nothing(cast: Cast, them: str) -> None:
    set_rules(cast, quotas={"CSTDCS": [CAP]})
    before = picture()

    answer = fragment(
        cast,
        cast.unit_head,
        f"/dot-thi-dua/{cast.campaign.pk}/bang/{cast.unit.pk}/?ma=CSTDCS&them={them}",
    )

    assert answer.status_code == 422
    assert "Nhập số nguyên từ 0 đến 2.000." in answer.content.decode()
    assert picture() == before


def test_ticks_of_what_the_reader_does_not_see_suppose_nothing(cast: Cast) -> None:
    set_rules(cast, quotas={"CSTDCS": [CAP]})
    elsewhere = live(cast, "CSTDCS", people(cast, 2, cast.other_unit), unit=cast.other_unit)
    path = f"/dot-thi-dua/{cast.campaign.pk}/bang/{cast.unit.pk}/"

    answer = fragment(cast, cast.unit_head, f"{path}?chon={elsewhere[0].pk}&chon=abc&chon=99999999")

    assert "Tỷ lệ, chỉ tiêu tính thử" not in answer.content.decode()


# --- on the screens -------------------------------------------------------------------------------


def test_the_unit_s_board_changes_when_the_head_endorses(cast: Cast) -> None:
    set_rules(cast, quotas={"CSTDCS": [CAP]})
    live(cast, "LDTT", people(cast, 20))
    waiting = cast.nomination(State.SUBMITTED)
    path = f"/dot-thi-dua/{cast.campaign.pk}/bang/{cast.unit.pk}/"
    first = fragment(cast, cast.unit_head, path)
    mark = first.content.decode().split('data-digest="')[1].split('"')[0]
    assert fragment(cast, cast.unit_head, f"{path}?dau={mark}").status_code == 204

    cast.walk([waiting], State.UNIT_REVIEWED)
    after = fragment(cast, cast.unit_head, f"{path}?dau={mark}")

    assert after.status_code == 200
    assert '<b class="quota-used">1</b>' in after.content.decode()


def test_a_screen_that_refreshes_itself_does_not_keep_anybody_logged_in(cast: Cast) -> None:
    path = f"/dot-thi-dua/{cast.campaign.pk}/bang/"
    client = cast.client(cast.secretary)
    assert 'hx-headers=\'{"X-By-Itself": "yes"}\'' in client.get(path).content.decode()
    session = client.session
    session[SEEN] = 1
    session.save()

    client.get(path, headers={"HX-Request": "true", BY_ITSELF: "yes"})
    assert client.session[SEEN] == 1
    client.get(path)
    assert client.session[SEEN] > 1


def test_whoever_was_logged_out_gets_no_login_page_into_the_board(cast: Cast, client: Any) -> None:
    path = f"/dot-thi-dua/{cast.campaign.pk}/bang/{cast.unit.pk}/"

    assert client.get(path, headers={"HX-Request": "true"}).status_code == 401
    assert client.get(path).status_code == 302


def test_a_finished_campaign_is_not_asked_for_again(cast: Cast) -> None:
    Campaign.objects.filter(pk=cast.campaign.pk).update(closed_at=clock.now())
    path = f"/dot-thi-dua/{cast.campaign.pk}/bang/"

    assert fragment(cast, cast.secretary, path).status_code == 286
    assert "hx-trigger" not in cast.client(cast.secretary).get(path).content.decode()


def test_the_review_pages_show_the_board_and_speak_vietnamese(cast: Cast) -> None:
    set_rules(
        cast,
        quotas={"CSTDCS": [CAP, MANAGERS], "GK": [HEAD_COUNT]},
        standards={"TTLDTT": [share("member_share(LDTT) >= 70")]},
    )
    live(cast, "LDTT", people(cast, 20))
    one = cast.nomination(State.SUBMITTED)
    pages = {
        "/don-vi/": cast.unit_head,
        f"/don-vi/dong-y/?chon={one.pk}": cast.unit_head,
        f"/dot-thi-dua/{cast.campaign.pk}/bang/": cast.secretary,
        f"/dot-thi-dua/{cast.campaign.pk}/bang/{cast.unit.pk}/?ma=LDTT&them=2": cast.deputy,
    }
    for path, who in pages.items():
        html = cast.client(who).get(path).content.decode()
        assert_vietnamese(html)
        assert "Không quá 15% số cá nhân đạt Lao động tiên tiến" in shown(html), path
        assert "chưa đối chiếu văn bản gốc" not in shown(html)
        assert shown(html).count("Một số nội dung của trang này") == 1


def test_a_head_sees_the_agency_s_sums_and_the_lines_of_the_own_unit_alone(cast: Cast) -> None:
    path = f"/dot-thi-dua/{cast.campaign.pk}/bang/"

    head = shown(cast.client(cast.unit_head).get(path).content.decode())
    secretary = shown(cast.client(cast.secretary).get(path).content.decode())

    assert cast.unit.name in head
    assert cast.other_unit.name not in head
    assert cast.other_unit.name in secretary


def test_boards_are_closed_to_colleagues_and_do_not_exist_for_others(cast: Cast) -> None:
    own, foreign = cast.unit, cast.foreign_unit
    base = f"/dot-thi-dua/{cast.campaign.pk}/bang/"
    statuses: dict[tuple[str, str], int] = {}
    for who in ("nominee", "other_head", "stranger", "unit_head", "auditor"):
        for name, path in (("agency", base), ("own", f"{base}{own.pk}/"),
                           ("foreign", f"{base}{foreign.pk}/")):  # fmt: skip
            statuses[who, name] = cast.client(cast.users[who]).get(path).status_code

    assert [statuses["nominee", name] for name in ("agency", "own", "foreign")] == [403, 403, 404]
    assert [statuses["other_head", name] for name in ("agency", "own", "foreign")] == [
        200,
        403,
        404,
    ]
    assert [statuses["stranger", name] for name in ("agency", "own", "foreign")] == [404, 404, 404]
    assert [statuses["unit_head", name] for name in ("agency", "own", "foreign")] == [200, 200, 404]
    assert [statuses["auditor", name] for name in ("agency", "own", "foreign")] == [200, 200, 404]


# --- statements -----------------------------------------------------------------------------------


def statements(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return len(captured)


def test_the_boards_ask_as_often_for_many_people_as_for_few(cast: Cast) -> None:
    set_rules(
        cast,
        quotas={"CSTDCS": [CAP, MANAGERS], "GK": [HEAD_COUNT]},
        standards={"TTLDTT": [share("member_share(LDTT) >= 70")]},
    )
    live(cast, "LDTT", people(cast, 3))
    client, head = cast.client(cast.secretary), cast.client(cast.unit_head)
    base = f"/dot-thi-dua/{cast.campaign.pk}/bang/"
    acts = (
        lambda: client.get(base),
        lambda: head.get(f"{base}{cast.unit.pk}/"),
        lambda: head.get("/don-vi/"),
    )
    for act in acts:
        act()  # the session of the client is read at its first request
    few = [statements(act) for act in acts]
    for number in range(5):
        unit = Unit.objects.create(
            organization=cast.agency, code=f"P{number}", name=f"Phòng {number}", rank=9,
            valid_from=SINCE,
        )  # fmt: skip
        live(cast, "LDTT", people(cast, 20, unit), unit=unit)
    live(cast, "CSTDCS", people(cast, 40))

    assert [statements(act) for act in acts] == few
    assert max(few) <= 40
    assert statements(lambda: board_of_agency(cast.campaign)) <= 8
    assert Nomination.objects.count() > 140


YEARLY = {
    "key": "yearly", "type": "yearly", "count": 3, "scope": "agency", "effect": "advisory",
    "says": "Mỗi năm không quá 3 trường hợp",
}  # fmt: skip
OF_MEMBERS = {
    "key": "members", "type": "percent", "of": "members", "percent": 10, "rounding": "nearest",
    "scope": "unit", "effect": "advisory", "kind": "individual",
    "says": "Không quá 10% số người của đơn vị",
}  # fmt: skip
OF_COLLECTIVES = {
    "key": "collectives", "type": "percent", "of": "TTLDTT", "percent": 20, "rounding": "nearest",
    "scope": "agency", "effect": "advisory", "kind": "collective",
    "says": "Không quá 20% số tập thể đạt Tập thể Lao động tiên tiến",
}  # fmt: skip


def test_caps_by_year_by_members_and_by_collectives_each_take_their_own_base(cast: Cast) -> None:
    set_rules(cast, quotas={"GK": [YEARLY, OF_MEMBERS, OF_COLLECTIVES]})
    unit = Unit.objects.create(
        organization=cast.agency, code="MOI", name="Phòng Mới", rank=9, valid_from=SINCE
    )
    staff = people(cast, 25, unit)
    awarded(cast, "GK", staff[:2], cast.campaign.year)
    live(cast, "GK", staff[1:3], unit=unit, state=ENDORSED)
    for one in (cast.board, cast.unit, cast.other_unit):
        live(cast, "TTLDTT", collective=one)
    live(cast, "GK", collective=cast.unit, state=ENDORSED)

    found = {one.quota.key: one for one in board_of_unit(cast.campaign, unit.pk).quotas}

    assert (found["yearly"].used, found["yearly"].status) == (4, OVER)  # three people, one unit
    assert (found["members"].base, found["members"].limit) == (25, 3)  # 2.5 rounds up
    assert (found["members"].used, found["members"].status) == (3, JUST)
    assert (found["collectives"].base, found["collectives"].limit) == (3, 1)  # 0.6 rounds up
    assert (found["collectives"].used, found["collectives"].status) == (1, JUST)


def test_another_type_of_commendation_does_not_count(cast: Cast) -> None:
    set_rules(cast, quotas={"GK": [YEARLY]})
    awarded(cast, "GK", people(cast, 2), cast.campaign.year)
    Award.objects.update(commendation_type="DOT_XUAT")

    assert board_of_agency(cast.campaign).quotas[0].used == 0
