"""Two people act at the same moment: on PostgreSQL, with real threads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from nominations.people import services
from nominations.people.models import RoleAssignment, UnitMembership
from nominations.people.projection import drift
from nominations.people.roles import Role
from workflow import clock
from workflow.actors import SYSTEM

from .conftest import House

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def together(*acts: Callable[[], Any]) -> Sequence[str]:
    """Run the acts at once; "" for each that went through, the code of each that was refused."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> str:
        gate.wait(10)
        try:
            act()
        except ValidationError as refusal:
            return str(refusal.error_list[0].code)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_of_two_incompatible_roles_given_at_once_one_is_refused(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    outcome = together(
        lambda: house.give(person, Role.ADMINISTRATOR),
        lambda: house.give(person, Role.DIRECTOR),
    )
    assert outcome == ["", "incompatible"]
    assert RoleAssignment.objects.count() == 1
    assert not drift()


def test_a_person_moved_to_two_units_at_once_works_in_one(house: House) -> None:
    person = house.employ("Trần Thị Mai")
    day = clock.today()

    def move(unit: Any) -> Callable[[], Any]:
        return lambda: services.place_person(
            actor=SYSTEM, person=person, unit=unit, position=house.officer, valid_from=day
        )

    assert together(move(house.office), move(house.foreign)) == ["", "two_units"]
    assert UnitMembership.objects.filter(person=person, valid_to__isnull=True).count() == 1


def test_many_syncs_at_once_leave_one_projection(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    house.give(person, Role.UNIT_HEAD, valid_from=clock.today() + timedelta(days=1))
    with_tomorrow = clock.today() + timedelta(days=1)
    outcome = together(*[lambda: services.sync_permissions(on=with_tomorrow)] * 6)
    assert outcome == [""] * 6
    assert not drift(with_tomorrow)
