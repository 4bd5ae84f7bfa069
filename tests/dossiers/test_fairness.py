"""How awards are spread, against figures made by hand; names only for whom they are open."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nominations.dossiers.boards.fairness import MIN_GROUP_SIZE, award_distribution
from nominations.people.models import Person, Unit, UnitMembership
from tests.cast import SINCE, Cast
from tests.dossiers.situations import awarded, live, people
from tests.dossiers.test_pages import assert_vietnamese, shown
from workflow import clock


def groups(found: Any, heading: int) -> dict[str, tuple[int, int, int]]:
    return {one.label: (one.members, one.proposed, one.held) for one in found.groups[heading][1]}


@pytest.fixture
def staffed(cast: Cast) -> Cast:
    """A unit of twelve: two managers, four women, eight men."""
    UnitMembership.objects.all().delete()
    unit = Unit.objects.create(
        organization=cast.agency, code="DT", name="Phòng Đầu tư", rank=5, valid_from=SINCE
    )
    staff = people(cast, 2, unit, post="Phó Trưởng phòng") + people(cast, 10, unit)
    Person.objects.filter(pk__in=[one.pk for one in staff[:4]]).update(gender="female")
    cast.staff = staff
    return cast


def test_it_counts_managers_and_staff_women_and_men_each_person_once(staffed: Cast) -> None:
    cast, staff, year = staffed, staffed.staff, staffed.campaign.year
    awarded(cast, "CSTDCS", staff[:3], year)
    live(cast, "CSTDCS", staff[2:6])

    found = award_distribution(cast.agency, code="CSTDCS", year=year, names=True)

    assert (found.members, found.held, found.proposed) == (12, 3, 3)
    assert groups(found, 0) == {
        "Lãnh đạo, quản lý": (2, 0, 2),
        "Không giữ chức vụ": (10, 3, 1),
    }
    assert groups(found, 1) == {"Nữ": (4, 1, 3), "Nam": (8, 2, 0)}
    assert groups(found, 2) == {"Phòng Đầu tư": (12, 3, 3)}
    by_label = {one.label: one.share for _heading, rows in found.groups for one in rows}
    assert by_label["Không giữ chức vụ"] == "40%"
    assert by_label["Nam"] == "25%"
    assert by_label["Nữ"] == ""  # four women: a group too small for a share
    assert MIN_GROUP_SIZE == 5


def test_it_tells_who_wins_again_for_the_first_time_and_never(staffed: Cast) -> None:
    cast, staff, year = staffed, staffed.staff, staffed.campaign.year
    awarded(cast, "CSTDCS", staff[:5], year)
    awarded(cast, "CSTDCS", staff[:2], year - 1)
    awarded(cast, "CSTDCS", staff[:1], year - 2)
    awarded(cast, "CSTDCS", staff[2:3], year - 7)  # before the years that count, not first-time
    awarded(cast, "GK", staff[5:7], year - 3)
    awarded(cast, "GK", staff[7:8], year - 3, revoked_on=clock.today())

    found = award_distribution(cast.agency, code="CSTDCS", year=year, span=5, names=True)

    assert [count for _word, count in found.repeats] == [3, 1, 1, 0]
    assert found.first_timers == 2
    assert found.never == 5
    assert [one.years for one in found.again] == [(year - 2, year - 1), (year - 1,)]
    assert len(found.never_named) == 5
    assert found.chart["labels"] == [str(year - 2), str(year - 1), str(year)]


def test_the_post_is_that_of_the_award_and_those_who_left_belong_to_no_unit(
    staffed: Cast,
) -> None:
    cast, year = staffed, staffed.campaign.year
    (gone,) = people(cast, 1)
    UnitMembership.objects.filter(person=gone).delete()
    awarded(cast, "CSTDCS", [gone], year, post="Phó Trưởng phòng")

    found = award_distribution(cast.agency, code="CSTDCS", year=year)

    assert groups(found, 0)["Lãnh đạo, quản lý"] == (2, 0, 1)
    assert groups(found, 2)["Không còn công tác tại cơ quan"] == (0, 0, 1)
    assert found.chart["series"][0]["data"] == [1]


def test_without_names_small_units_become_one_line_and_nobody_is_named(staffed: Cast) -> None:
    cast, year = staffed, staffed.campaign.year
    for number in range(2):
        unit = Unit.objects.create(
            organization=cast.agency, code=f"N{number}", name=f"Tổ nhỏ {number}", rank=8,
            valid_from=SINCE,
        )  # fmt: skip
        awarded(cast, "CSTDCS", people(cast, 2, unit)[:1], year)

    closed = award_distribution(cast.agency, code="CSTDCS", year=year)
    opened = award_distribution(cast.agency, code="CSTDCS", year=year, names=True)

    assert groups(closed, 2)["Các đơn vị dưới 5 người"] == (4, 0, 2)
    assert "Tổ nhỏ 0" in groups(opened, 2)
    assert closed.again == closed.never_named == []


def test_the_page_names_people_to_the_director_and_not_to_a_chair_without_that_right(
    cast: Cast,
) -> None:
    year = cast.campaign.year
    staff = people(cast, 6)
    awarded(cast, "CSTDCS", staff[:2], year)
    awarded(cast, "CSTDCS", staff[:2], year - 1)
    cast.council.members.filter(person=cast.member.person).update(seat="chair")
    pages = {
        who: cast.client(cast.users[who]).get("/can-doi/?ma=CSTDCS").content.decode()
        for who in ("director", "secretary", "member")
    }

    for html in pages.values():
        assert_vietnamese(html)
    assert staff[0].full_name in shown(pages["director"])
    assert staff[0].full_name in shown(pages["secretary"])
    assert "Lãnh đạo, quản lý" in shown(pages["member"])
    assert not [one for one in staff if one.full_name in pages["member"]]


def test_the_page_is_closed_to_colleagues_and_other_agencies_do_not_exist(cast: Cast) -> None:
    found = {
        who: cast.client(cast.users[who]).get("/can-doi/").status_code
        for who in ("nominee", "unit_head", "clerk", "auditor", "secretary", "administrator")
    }

    assert found == {
        "nominee": 403, "unit_head": 403, "clerk": 403, "auditor": 200, "secretary": 200,
        "administrator": 403,
    }  # fmt: skip
    other = cast.client(cast.secretary).get(f"/can-doi/?co_quan={cast.other_agency.code}")
    assert other.status_code == 404


@pytest.mark.parametrize("query", ["?nam=abc", "?ma=KHONG", "?truoc=999", "?nam=1"])
def test_nonsense_in_the_address_gets_a_sentence(cast: Cast, query: str) -> None:
    answer = cast.client(cast.secretary).get(f"/can-doi/{query}")

    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()


def test_the_spread_asks_as_often_for_many_as_for_few(cast: Cast) -> None:
    year = cast.campaign.year
    client = cast.client(cast.secretary)
    awarded(cast, "CSTDCS", people(cast, 2), year)
    client.get("/can-doi/")

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/can-doi/")
        return len(captured)

    few = statements()
    staff = people(cast, 60)
    for back in range(4):
        awarded(cast, "CSTDCS", staff, year - back)

    assert statements() == few
    assert few <= 35
