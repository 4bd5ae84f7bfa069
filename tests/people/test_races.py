"""Two people act at the same moment: on PostgreSQL, with real threads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from nominations.people import services
from nominations.people.models import RoleAssignment, UnitMembership
from nominations.people.permission_projection import permission_differences
from nominations.people.roles import Role
from tests.at_once import run_at_once
from workflow import clock
from workflow.actors import SYSTEM

from .conftest import House

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_two_incompatible_roles_given_at_once_one_is_refused(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    acts = [
        lambda: house.give(person, Role.ADMINISTRATOR),
        lambda: house.give(person, Role.DIRECTOR),
    ]
    outcome = sorted(run_at_once(acts))
    assert outcome == ["done", "incompatible"]
    assert RoleAssignment.objects.count() == 1
    assert not permission_differences()


def test_a_person_moved_to_two_units_at_once_works_in_one(house: House) -> None:
    person = house.employ("Trần Thị Mai")
    day = clock.today()

    def move(unit: Any) -> Callable[[], Any]:
        return lambda: services.place_person(
            actor=SYSTEM, person=person, unit=unit, position=house.officer, valid_from=day
        )

    assert sorted(run_at_once([move(house.office), move(house.foreign)])) == ["done", "two_units"]
    assert UnitMembership.objects.filter(person=person, valid_to__isnull=True).count() == 1


def test_many_syncs_at_once_leave_one_projection(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    house.give(person, Role.UNIT_HEAD, valid_from=clock.today() + timedelta(days=1))
    with_tomorrow = clock.today() + timedelta(days=1)
    outcome = sorted(run_at_once([lambda: services.sync_permissions(on=with_tomorrow)] * 6))
    assert outcome == ["done"] * 6
    assert not permission_differences(with_tomorrow)
