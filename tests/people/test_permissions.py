"""Guardian's rows follow the role assignments: at every act, on every day, and checkably."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.management import CommandError, call_command
from guardian.shortcuts import assign_perm, get_objects_for_user
from guardian.utils import get_user_obj_perms_model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nominations.people import services, tasks
from nominations.people.authorization import may_enter_administration, organization_ids, unit_ids
from nominations.people.models import (
    Organization,
    OrganizationUserPermission,
    Person,
    RoleAssignment,
    Unit,
    UnitUserPermission,
    User,
)
from nominations.people.permission_projection import (
    expected_grants,
    permission_differences,
    stored_grants,
)
from nominations.people.roles import (
    ORGANIZATION_PERMISSIONS,
    UNIT_PERMISSIONS,
    UNIT_ROLES,
    Role,
)
from workflow import clock
from workflow.actors import SYSTEM

from .conftest import House, noon

FIRST = date(2024, 3, 1)
LAST = date(2024, 3, 31)


def rights(person: Person) -> set[tuple[str, int, str]]:
    """What guardian itself says the account may do, asked permission by permission."""
    user = User.objects.get(person=person)
    found = set()
    for place, permissions in ((Unit, UNIT_PERMISSIONS), (Organization, ORGANIZATION_PERMISSIONS)):
        for codename in {name for names in permissions.values() for name in names}:
            for pk in get_objects_for_user(
                user, codename, klass=place, accept_global_perms=False
            ).values_list("pk", flat=True):
                found.add((place.__name__, pk, codename))
    return found


def truth(person: Person, day: date) -> set[tuple[str, int, str]]:
    """The same, read by hand from the role assignments."""
    found = set()
    for held in RoleAssignment.objects.filter(person=person):
        if held.valid_from <= day and (held.valid_to is None or held.valid_to >= day):
            if held.role in UNIT_ROLES:
                names = UNIT_PERMISSIONS[held.role]
                found |= {("Unit", held.unit_id, name) for name in names}
            else:
                names = ORGANIZATION_PERMISSIONS[held.role]
                found |= {("Organization", held.organization_id, name) for name in names}
    return found


def test_guardian_uses_our_direct_tables(house: House) -> None:
    user = house.account(house.employ("Trần Thị Mai", username="mai"))
    assert get_user_obj_perms_model(Unit) is UnitUserPermission
    assert get_user_obj_perms_model(Organization) is OrganizationUserPermission
    assign_perm("view_nominations", user, house.budget)
    assert UnitUserPermission.objects.get().content_object == house.budget
    assert user.has_perm("people.view_nominations", house.budget)
    assert not user.has_perm("people.view_nominations", house.agency)


def test_a_role_gives_its_permissions_at_once(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    house.give(person, Role.UNIT_HEAD)
    user = house.account(person)
    assert unit_ids(user, "review_nominations") == {house.budget.pk}
    assert unit_ids(user, "register_nominations") == frozenset()
    assert organization_ids(user, "view_nominations") == frozenset()


def test_the_last_day_of_a_role_is_included_and_the_next_day_is_not(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    house.give(person, Role.UNIT_HEAD, valid_from=FIRST, valid_to=LAST)
    for day, held in (
        (FIRST - timedelta(days=1), False),
        (FIRST, True),
        (LAST, True),
        (LAST + timedelta(days=1), False),
    ):
        with clock.at(noon(day)):
            tasks.sync_permissions()
        assert bool(rights(person)) is held, day


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    spells=st.lists(
        st.tuples(
            st.sampled_from([role for role in Role if role != Role.ADMINISTRATOR]),
            st.integers(0, 40),
            st.one_of(st.none(), st.integers(0, 20)),
        ),
        max_size=6,
    ),
    days=st.lists(st.integers(-1, 65), min_size=1, max_size=8),
)
def test_on_every_day_the_projection_is_what_the_assignments_say(
    house: House, spells: list[tuple[Role, int, int | None]], days: list[int]
) -> None:
    RoleAssignment.objects.all().delete()
    user = User.objects.filter(username="mai").first()
    person = user.person if user else house.employ("Trần Thị Mai", username="mai")
    for role, start, length in spells:
        first = FIRST + timedelta(days=start)
        place = {"unit": house.budget} if role in UNIT_ROLES else {"organization": house.agency}
        RoleAssignment.objects.create(
            person=person,
            role=role,
            valid_from=first,
            valid_to=None if length is None else first + timedelta(days=length),
            **place,
        )
    for offset in days:
        day = FIRST + timedelta(days=offset)
        services.sync_permissions(on=day)
        assert rights(person) == truth(person, day)
        assert not permission_differences(day)
        assert services.sync_permissions(on=day) == 0


def test_ending_a_role_takes_its_permissions_away(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    held = house.give(person, Role.SECRETARY)
    services.end_role(actor=SYSTEM, assignment=held, on=clock.today() - timedelta(days=1))
    assert rights(person) == set()


def test_an_account_made_later_gets_the_permissions_of_roles_held_already(house: House) -> None:
    person = house.employ("Trần Thị Mai")
    house.give(person, Role.UNIT_CLERK)
    assert stored_grants() == set()
    services.create_account(actor=SYSTEM, person=person, username="mai")
    assert rights(person) == truth(person, clock.today()) != set()


def test_a_closed_account_has_no_permissions_and_an_opened_one_has_them_again(
    house: House,
) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    house.give(person, Role.UNIT_HEAD)
    user = house.account(person)
    services.set_account_active(actor=SYSTEM, user=user, active=False)
    assert UnitUserPermission.objects.count() == 0
    assert unit_ids(house.account(person), "review_nominations") == frozenset()
    services.set_account_active(actor=SYSTEM, user=user, active=True)
    assert unit_ids(house.account(person), "review_nominations") == {house.budget.pk}


def test_only_administrators_enter_the_administration(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    held = house.give(person, Role.ADMINISTRATOR, valid_from=clock.today())
    assert may_enter_administration(house.account(person))
    services.end_role(actor=SYSTEM, assignment=held, on=clock.today() - timedelta(days=1))
    assert not may_enter_administration(house.account(person))


def test_superusers_and_visitors_have_no_silent_rights(house: House) -> None:
    root = User.objects.create_superuser("root", password="x")
    assert unit_ids(root, "view_nominations") == frozenset()
    assert organization_ids(root, "view_nominations") == frozenset()
    assert unit_ids(AnonymousUser(), "view_nominations") == frozenset()


# --- the check ------------------------------------------------------------------------------------


def run(*options: str) -> str:
    out = StringIO()
    call_command("check_permissions_sync", *options, stdout=out)
    return out.getvalue()


def test_the_check_is_content_when_everything_is_in_step(house: House) -> None:
    house.give(house.employ("Trần Thị Mai", username="mai"), Role.UNIT_HEAD)
    assert "khớp" in run()


def test_the_check_finds_a_row_that_was_taken_away(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    house.give(person, Role.UNIT_HEAD)
    UnitUserPermission.objects.filter(permission__codename="review_nominations").delete()
    with pytest.raises(CommandError):
        run()
    assert UnitUserPermission.objects.count() == 1
    assert "review_nominations" in run("--fix")
    assert rights(person) == truth(person, clock.today())
    assert "khớp" in run()


def test_the_check_finds_a_row_that_was_smuggled_in(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    OrganizationUserPermission.objects.create(
        user=house.account(person),
        permission=Permission.objects.get(
            codename="decide_nominations", content_type__model="organization"
        ),
        content_object=house.agency,
    )
    assert permission_differences().count == 1
    with pytest.raises(CommandError):
        run()
    run("--fix")
    assert rights(person) == set()


def test_the_check_finds_permissions_of_a_role_that_ended_unnoticed(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    held = house.give(person, Role.UNIT_HEAD)
    RoleAssignment.objects.filter(pk=held.pk).update(valid_to=clock.today() - timedelta(days=1))
    assert len(permission_differences().surplus) == len(UNIT_PERMISSIONS[Role.UNIT_HEAD])
    assert expected_grants(clock.today()) == set()
