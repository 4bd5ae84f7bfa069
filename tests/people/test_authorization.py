"""Authorization: dated roles of today, read once per request; guardian only for lists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.http import HttpRequest, HttpResponse

from nominations.people import services
from nominations.people.authorization import (
    has_permission,
    holder_exists,
    holds,
    organization_ids,
    person_id_of,
    persons_holding,
    request_cache,
    require,
    roles_today,
    sole_holder,
    unit_ids,
)
from nominations.people.held_roles import PlaceOfWork
from nominations.people.middleware import RolesOncePerRequestMiddleware
from nominations.people.models import (
    Organization,
    OrganizationUserPermission,
    RoleAssignment,
    Unit,
    UnitMembership,
    UnitUserPermission,
    User,
)
from nominations.people.reader import PersonReader
from nominations.people.roles import Role
from nominations.web.frame import Agency
from workflow import clock
from workflow.actors import SYSTEM
from workflow.exceptions import NotAllowed

from .conftest import House, noon


def test_only_an_active_account_of_a_person_is_somebody(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    user = house.account(person)
    assert person_id_of(user) == person.pk
    user.is_active = False
    assert person_id_of(user) is None
    assert person_id_of(SYSTEM) is None
    assert person_id_of(AnonymousUser()) is None
    assert person_id_of(User.objects.create_superuser("root", password="x")) is None


def test_roles_are_read_with_the_places_where_they_are_held(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    house.give(person, Role.UNIT_HEAD)
    house.give(person, Role.UNIT_CLERK, house.foreign)
    house.give(person, Role.SECRETARY)
    held = roles_today(house.account(person))
    assert held.units(Role.UNIT_HEAD) == {house.budget.pk}
    assert held.units(Role.UNIT_HEAD, Role.UNIT_CLERK) == {house.budget.pk, house.foreign.pk}
    assert held.units(Role.SECRETARY) == frozenset()
    assert held.organizations(Role.SECRETARY, Role.DIRECTOR) == {house.agency.pk}
    assert held.units_with("view_nominations") == {house.budget.pk, house.foreign.pk}
    assert held.units_with("register_nominations") == {house.foreign.pk}
    assert held.organizations_with("manage_campaigns") == {house.agency.pk}
    assert held.organizations_with("manage_people") == frozenset()


def test_reading_reaches_what_the_place_succeeded_and_acting_does_not(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    house.give(person, Role.UNIT_HEAD)
    house.give(person, Role.SECRETARY)
    user = house.account(person)
    assert not has_permission(user, "view_nominations", organization=house.elsewhere)
    Unit.objects.filter(pk=house.foreign.pk).update(successor=house.budget)
    Unit.objects.filter(pk=house.office.pk).update(successor=house.budget)
    Organization.objects.filter(pk=house.elsewhere.pk).update(successor=house.agency)
    services.sync_permissions()

    units = {house.budget.pk, house.office.pk, house.foreign.pk}
    agencies = {house.agency.pk, house.elsewhere.pk}
    assert roles_today(user).units_with("view_nominations") == units
    assert unit_ids(user, "view_nominations") == units
    assert organization_ids(user, "view_nominations") == agencies
    assert has_permission(user, "view_nominations", organization=house.elsewhere)
    assert roles_today(user).units_with("review_nominations") == {house.budget.pk}
    assert not has_permission(user, "manage_campaigns", organization=house.elsewhere)
    assert not holds(user, Role.SECRETARY, organization=house.elsewhere)
    assert len(roles_today(user).assignments) == 2


def test_a_role_is_held_where_it_was_given_and_nowhere_else(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    house.give(person, Role.SECRETARY)
    user = house.account(person)
    assert holds(user, Role.SECRETARY, organization=house.agency)
    assert holds(user, Role.DIRECTOR, Role.SECRETARY, organization=house.agency.pk)
    assert holds(user, Role.SECRETARY)
    assert not holds(user, Role.SECRETARY, organization=house.elsewhere)
    assert not holds(user, Role.SECRETARY, organization=house.province)
    assert not holds(user, Role.DIRECTOR, organization=house.agency)
    assert not holds(user, Role.UNIT_CLERK, unit=house.budget)
    assert has_permission(user, "manage_campaigns", organization=house.agency)
    assert not has_permission(user, "manage_campaigns", unit=house.budget)
    assert not has_permission(user, "decide_nominations")


@pytest.mark.parametrize("who", ["system", "visitor", "superuser", "closed account"])
def test_whoever_is_nobody_holds_nothing(house: House, who: str) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    house.give(person, Role.SECRETARY)
    closed = house.account(person)
    closed.is_active = False
    user: Any = {
        "system": SYSTEM,
        "visitor": AnonymousUser(),
        "superuser": User.objects.create_superuser("root", password="x"),
        "closed account": closed,
    }[who]
    assert not holds(user, *Role.values)
    assert organization_ids(user, "manage_campaigns") == frozenset()
    with pytest.raises(NotAllowed):
        require(user, Role.SECRETARY, organization=house.agency, sentence="No.")


def test_a_refusal_has_the_key_and_the_sentence_of_the_room(house: House) -> None:
    user = house.account(house.employ("Trần Thị Mai", username="mai"))
    with pytest.raises(NotAllowed) as refused:
        require(user, Role.SECRETARY, organization=house.agency, sentence="Only her.", key="hers")
    assert (refused.value.key, refused.value.message) == ("hers", "Only her.")
    house.give(user.person, Role.SECRETARY)
    require(user, Role.SECRETARY, organization=house.agency, sentence="Only her.", key="hers")


def test_the_first_and_the_last_day_count_without_any_task(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    first = clock.today() - timedelta(days=30)
    last = clock.today() + timedelta(days=30)
    house.give(person, Role.SECRETARY, valid_from=first, valid_to=last)
    user = house.account(person)
    for day, held in (
        (first - timedelta(days=1), False),
        (first, True),
        (last, True),
        (last + timedelta(days=1), False),
    ):
        with clock.at(noon(day)):
            assert holds(user, Role.SECRETARY, organization=house.agency) is held, day
            assert bool(organization_ids(user, "manage_campaigns")) is held, day
            assert (person.pk in persons_holding(Role.SECRETARY, house.agency.pk)) is held, day
            found = holder_exists(Role.SECRETARY, organization="organization", person="person")
            assert RoleAssignment.objects.filter(found).exists() is held, day
            assert (sole_holder(Role.SECRETARY, house.agency, on=day) == person) is held, day


def test_a_delegate_holds_the_role_until_the_delegation_ends(house: House) -> None:
    holder = house.employ("Trần Thị Mai", username="mai")
    other = house.employ("Lê Văn Nam", username="nam")
    last = clock.today() + timedelta(days=3)
    services.delegate_role(
        actor=house.account(holder),
        assignment=house.give(holder, Role.SECRETARY),
        to=other,
        valid_from=clock.today(),
        valid_to=last,
    )
    assert holds(house.account(other), Role.SECRETARY, organization=house.agency)
    with clock.at(noon(last + timedelta(days=1))):
        assert not holds(house.account(other), Role.SECRETARY, organization=house.agency)
        assert holds(house.account(holder), Role.SECRETARY, organization=house.agency)


# --- read with the roles --------------------------------------------------------------------------


def test_the_place_of_work_is_the_main_one_of_the_day_and_doubles_no_role(house: House) -> None:
    """Two main places overlap for a day where the old one ends on the day the new one begins."""
    today, yesterday = clock.today(), clock.today() - timedelta(days=1)
    person = house.employ("Trần Thị Mai", username="mai")
    house.give(person, Role.SECRETARY)
    house.give(person, Role.UNIT_HEAD)
    house.give(person, Role.DIRECTOR, valid_to=yesterday)
    person.memberships.update(valid_to=today)
    place = {"person": person, "position": house.officer}
    UnitMembership.objects.create(**place, unit=house.foreign, valid_from=today)
    UnitMembership.objects.create(
        **place, unit=house.office, valid_from=today - timedelta(days=9), is_primary=False
    )

    found = roles_today(house.account(person))

    assert found.work == PlaceOfWork("Trần Thị Mai", "Sở Nông nghiệp", house.province.name)
    assert sorted(one.role for one in found.assignments) == [Role.SECRETARY, Role.UNIT_HEAD]
    assert len(PersonReader(house.account(person)).roles) == 2
    with clock.at(noon(yesterday)):
        earlier = roles_today(house.account(person))
    assert earlier.work == PlaceOfWork("Trần Thị Mai", "Sở Tài chính", house.province.name)
    assert Role.DIRECTOR in {one.role for one in earlier.assignments}


def test_whoever_works_nowhere_keeps_name_and_roles(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    house.give(person, Role.SECRETARY)
    person.memberships.all().delete()

    found = roles_today(house.account(person))

    assert found.work == PlaceOfWork("Trần Thị Mai", None, None)
    assert found.organizations(Role.SECRETARY) == {house.agency.pk}
    reader = PersonReader(house.account(person))
    assert (reader.name, reader.organization) == (
        "Trần Thị Mai", Agency("Sở Tài chính", house.province.name),
    )  # fmt: skip


# --- lists ----------------------------------------------------------------------------------------


def test_guardian_narrows_a_list_and_nothing_else(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    house.give(person, Role.SECRETARY)
    house.give(person, Role.UNIT_HEAD)
    user = house.account(person)
    assert organization_ids(user, "manage_campaigns") == {house.agency.pk}
    assert unit_ids(user, "review_nominations") == {house.budget.pk}
    OrganizationUserPermission.objects.all().delete()
    UnitUserPermission.objects.all().delete()
    assert organization_ids(user, "manage_campaigns") == frozenset()
    assert unit_ids(user, "review_nominations") == frozenset()
    assert has_permission(user, "manage_campaigns", organization=house.agency)
    assert has_permission(user, "review_nominations", unit=house.budget)


def test_guardian_alone_grants_nothing(house: House) -> None:
    user = house.account(house.employ("Trần Thị Mai", username="mai"))
    OrganizationUserPermission.objects.create(
        user=user,
        permission=Permission.objects.get(
            codename="decide_nominations", content_type__model="organization"
        ),
        content_object=house.agency,
    )
    assert organization_ids(user, "decide_nominations") == frozenset()
    assert not has_permission(user, "decide_nominations", organization=house.agency)


# --- memory ---------------------------------------------------------------------------------------


def test_a_request_reads_all_roles_in_one_query(
    house: House, django_assert_num_queries: Any
) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    for role in (Role.SECRETARY, Role.UNIT_HEAD):
        house.give(person, role)
    user = house.account(person)
    unit_ids(user, "review_nominations")  # the content type is looked up once per process

    def page(request: HttpRequest) -> HttpResponse:
        with django_assert_num_queries(1):
            holds(user, Role.SECRETARY, organization=house.agency)
            holds(User.objects.model(pk=user.pk, person_id=person.pk), Role.UNIT_HEAD)
            has_permission(user, "manage_campaigns")
            unit_ids(user, "register_nominations")
            assert [row.words + str(row.agency_above) for row in roles_today(user).assignments]
        with django_assert_num_queries(1):
            unit_ids(user, "review_nominations")
            unit_ids(user, "review_nominations")
        return HttpResponse()

    RolesOncePerRequestMiddleware(page)(HttpRequest())
    with django_assert_num_queries(2):  # outside a request nothing is remembered
        holds(user, Role.SECRETARY)
        holds(user, Role.SECRETARY)


def test_a_role_given_or_ended_within_a_request_counts_at_once(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    user = house.account(person)
    with request_cache():
        assert not holds(user, Role.SECRETARY)
        held = house.give(person, Role.SECRETARY, valid_from=clock.today())
        assert holds(user, Role.SECRETARY)
        assert organization_ids(user, "manage_campaigns") == {house.agency.pk}
        services.end_role(actor=SYSTEM, assignment=held, on=clock.today() - timedelta(days=1))
        assert not holds(user, Role.SECRETARY)
        assert organization_ids(user, "manage_campaigns") == frozenset()


def test_what_is_remembered_belongs_to_the_day_and_to_the_request(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    last = clock.today() + timedelta(days=1)
    house.give(person, Role.SECRETARY, valid_to=last)
    user = house.account(person)
    with request_cache():
        assert holds(user, Role.SECRETARY)
        with clock.at(noon(last + timedelta(days=1))):
            assert not holds(user, Role.SECRETARY)
        with request_cache():
            RoleAssignment.objects.all().delete()
            assert not holds(user, Role.SECRETARY)
    assert not holds(user, Role.SECRETARY)
