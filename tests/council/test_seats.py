"""Seats on a council and their projection for guardian."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from nominations.council import services
from nominations.council.models import CouncilUserPermission, SeatRole
from nominations.council.queries import seats_today, takes_part
from nominations.council.services import NewSeat
from nominations.council.tasks import sync_council_members
from nominations.people.models import User
from tests.cast import Cast
from workflow import clock
from workflow.exceptions import NotAllowed


def _projected(cast: Cast) -> set[int]:
    rows = CouncilUserPermission.objects.filter(content_object=cast.council)
    return set(rows.values_list("user_id", flat=True))


def _members(cast: Cast) -> set[int]:
    return {
        one.pk
        for one in (cast.director, cast.delegate, cast.secretary, cast.member, cast.other_head)
    }


def test_the_projection_is_today_s_members_and_syncing_again_changes_nothing(cast: Cast) -> None:
    services.sync_members()
    assert _projected(cast) == _members(cast)
    assert services.sync_members() == 0
    assert [seat.council for seat in seats_today(cast.member.person_id)] == [cast.council]
    assert takes_part(cast.member)
    assert not takes_part(cast.nominee)


def test_a_seat_taken_and_ended_changes_the_projection_in_the_same_act(cast: Cast) -> None:
    services.sync_members()
    newcomer = cast.person(account=True)
    yesterday = clock.today() - timedelta(days=1)
    seat = services.seat_member(
        actor=cast.secretary, council=cast.council, person=newcomer, valid_from=yesterday
    )
    assert newcomer.user.pk in _projected(cast)
    with pytest.raises(ValidationError):
        services.end_seat(actor=cast.secretary, member=seat, on=yesterday - timedelta(days=1))
    services.end_seat(actor=cast.secretary, member=seat, on=yesterday)
    assert _projected(cast) == _members(cast)


def test_the_nightly_task_follows_the_calendar_and_closed_accounts(cast: Cast) -> None:
    services.sync_members()
    seat = cast.council.members.get(person=cast.member.person)
    seat.valid_to = clock.today()
    seat.save()
    User.objects.filter(pk=cast.other_head.pk).update(is_active=False)
    with clock.at(clock.now() + timedelta(days=1)):
        assert sync_council_members() == 2
    assert _projected(cast) == _members(cast) - {cast.member.pk, cast.other_head.pk}


def test_a_council_is_established_with_one_chair(cast: Cast) -> None:
    people = [cast.person(account=True) for _number in range(3)]
    seats = [
        NewSeat(people[0], SeatRole.CHAIR),
        NewSeat(people[1]),
        NewSeat(people[2], SeatRole.SECRETARY),
    ]
    council = services.establish_council(
        actor=cast.administrator,
        organization=cast.agency,
        name="Hội đồng nhiệm kỳ mới",
        seats=seats,
        valid_from=clock.today(),
    )
    assert council.members.count() == 3
    assert [seat.council for seat in seats_today(people[1].pk)] == [council]
    assert takes_part(people[1].user)
    with pytest.raises(ValidationError):
        services.establish_council(
            actor=cast.administrator,
            organization=cast.agency,
            name="Không có chủ tịch",
            seats=seats[1:],
            valid_from=clock.today(),
        )


@pytest.mark.parametrize("part", ["member", "nominee", "director", "auditor"])
def test_nobody_else_keeps_the_list_of_members(cast: Cast, part: str) -> None:
    with pytest.raises(NotAllowed):
        services.seat_member(
            actor=cast.users[part],
            council=cast.council,
            person=cast.person(),
            valid_from=clock.today(),
        )
    assert cast.council.members.count() == 5


def test_a_second_chair_and_a_second_seat_are_refused(cast: Cast) -> None:
    for person, seat in ((cast.person(), SeatRole.CHAIR), (cast.member.person, SeatRole.MEMBER)):
        with pytest.raises(ValidationError):
            services.seat_member(
                actor=cast.secretary,
                council=cast.council,
                person=person,
                seat=seat,
                valid_from=clock.today(),
            )
    assert cast.council.members.count() == 5
