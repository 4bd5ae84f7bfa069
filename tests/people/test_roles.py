"""Giving, ending and delegating roles; separation of duties; every refusal writes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from nominations.people import services
from nominations.people.authorization import unit_ids
from nominations.people.models import RoleAssignment, UnitUserPermission, User
from nominations.people.queries import superior_of
from nominations.people.roles import INCOMPATIBLE, UNIT_ROLES, Role
from workflow import audit, clock
from workflow.actors import SYSTEM
from workflow.exceptions import NotAllowed

from .conftest import SINCE, House, noon, row_counts

TODAY = date(2026, 6, 15)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _fixed_day() -> Any:
    with clock.at(noon(TODAY)):
        yield


def refused(code: str, act: Any) -> None:
    """The act is refused with this code and writes nothing."""
    before = row_counts()
    with pytest.raises(ValidationError) as caught:
        act()
    assert [error.code for error in caught.value.error_list] == [code]
    assert len(caught.value.messages) == 1
    assert row_counts() == before


# --- giving ---------------------------------------------------------------------------------------


def test_a_role_and_its_history_entry_are_written_together(house: House) -> None:
    admin = house.administrator()
    person = house.employ("Trần Thị Mai", username="mai")
    services.assign_role(
        actor=admin, person=person, role=Role.UNIT_HEAD, unit=house.budget, valid_from=TODAY
    )
    event = audit.history(f"organization:{house.agency.pk}")[-1]
    assert event.action == "role.assigned"
    assert event.actor_id == admin.pk
    assert event.content["person"] == "Trần Thị Mai"
    assert event.content["valid_from"] == "2026-06-15"


def test_only_an_administrator_gives_roles(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    house.give(person, Role.SECRETARY)
    before = row_counts()
    with pytest.raises(NotAllowed):
        services.assign_role(
            actor=house.account(person),
            person=person,
            role=Role.DIRECTOR,
            organization=house.agency,
            valid_from=TODAY,
        )
    assert row_counts() == before


def test_an_administrator_keeps_no_other_agency(house: House) -> None:
    admin = house.administrator()
    person = house.employ("Lê Văn Tư", house.foreign)
    before = row_counts()
    with pytest.raises(NotAllowed):
        services.assign_role(
            actor=admin, person=person, role=Role.UNIT_HEAD, unit=house.foreign, valid_from=TODAY
        )
    assert row_counts() == before


def test_an_administrator_of_the_province_keeps_the_agencies_below(house: House) -> None:
    person = house.employ("Quản Trị Tỉnh", house.office, username="tinh")
    house.give(person, Role.ADMINISTRATOR, house.province)
    services.assign_role(
        actor=house.account(person),
        person=house.employ("Lê Văn Tư", house.foreign),
        role=Role.UNIT_HEAD,
        unit=house.foreign,
        valid_from=TODAY,
    )


def test_a_closed_account_gives_no_roles(house: House) -> None:
    admin = house.administrator()
    admin.is_active = False
    with pytest.raises(NotAllowed):
        services.assign_role(
            actor=admin,
            person=admin.person,
            role=Role.UNIT_CLERK,
            unit=house.budget,
            valid_from=TODAY,
        )


def test_a_unit_role_needs_a_unit_and_an_agency_role_an_agency(house: House) -> None:
    person = house.employ("Trần Thị Mai")
    common = {"actor": SYSTEM, "person": person, "valid_from": TODAY}
    refused(
        "role_needs_unit",
        lambda: services.assign_role(role=Role.UNIT_HEAD, organization=house.agency, **common),
    )
    refused(
        "role_needs_agency",
        lambda: services.assign_role(role=Role.DIRECTOR, unit=house.budget, **common),
    )
    refused("unknown_role", lambda: services.assign_role(role="king", unit=house.budget, **common))


def test_a_role_ends_after_it_begins(house: House) -> None:
    person = house.employ("Trần Thị Mai")
    refused(
        "end_before_start",
        lambda: house.give(person, Role.UNIT_HEAD, valid_from=TODAY, valid_to=TODAY - DAY),
    )


def test_nobody_holds_a_role_in_a_unit_that_is_closed(house: House) -> None:
    person = house.employ("Trần Thị Mai")
    house.budget.valid_to = TODAY - DAY
    house.budget.save()
    refused("place_closed", lambda: house.give(person, Role.UNIT_HEAD, valid_from=TODAY))


def test_the_same_role_is_not_given_twice_for_one_day(house: House) -> None:
    person = house.employ("Trần Thị Mai")
    house.give(person, Role.UNIT_HEAD, valid_from=TODAY, valid_to=TODAY + DAY)
    refused("held_already", lambda: house.give(person, Role.UNIT_HEAD, valid_from=TODAY + DAY))
    house.give(person, Role.UNIT_HEAD, valid_from=TODAY + 2 * DAY)
    house.give(person, Role.UNIT_HEAD, house.office, valid_from=TODAY)


def test_two_people_of_the_same_name_hold_their_own_roles(house: House) -> None:
    first = house.employ("Nguyễn Văn An", username="an1")
    second = house.employ("Nguyễn Văn An", username="an2")
    house.give(first, Role.UNIT_HEAD)
    assert unit_ids(house.account(first), "review_nominations") == {house.budget.pk}
    assert unit_ids(house.account(second), "review_nominations") == frozenset()
    house.give(second, Role.UNIT_HEAD, valid_from=TODAY)


# --- separation of duties -------------------------------------------------------------------------


@pytest.mark.parametrize("pair", INCOMPATIBLE, ids=lambda pair: "-".join(sorted(pair)))
@pytest.mark.parametrize("turned", [False, True])
def test_incompatible_roles_are_refused_in_either_order(
    house: House, pair: frozenset[str], turned: bool
) -> None:
    first, second = sorted(pair, reverse=turned)
    person = house.employ("Trần Thị Mai", username="mai")
    house.give(person, first)
    before = UnitUserPermission.objects.count()
    refused("incompatible", lambda: house.give(person, second))
    assert UnitUserPermission.objects.count() == before


def test_incompatible_roles_may_follow_one_another(house: House) -> None:
    person = house.employ("Trần Thị Mai")
    house.give(person, Role.ADMINISTRATOR, valid_from=SINCE, valid_to=TODAY)
    refused("incompatible", lambda: house.give(person, Role.DIRECTOR, valid_from=TODAY))
    house.give(person, Role.DIRECTOR, valid_from=TODAY + DAY)


def test_incompatible_roles_are_refused_across_agencies(house: House) -> None:
    person = house.employ("Trần Thị Mai")
    house.give(person, Role.ADMINISTRATOR)
    refused("incompatible", lambda: house.give(person, Role.SECRETARY, house.elsewhere))


def test_a_technical_account_takes_no_part(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    User.objects.filter(person=person).update(is_superuser=True)
    person.refresh_from_db()
    refused("incompatible", lambda: house.give(person, Role.DIRECTOR))


def test_a_delegate_must_be_compatible_too(house: House) -> None:
    director = house.employ("Giám Đốc Sở", username="giamdoc")
    held = house.give(director, Role.DIRECTOR)
    admin = house.administrator()
    refused(
        "incompatible",
        lambda: services.delegate_role(
            actor=house.account(director),
            assignment=held,
            to=admin.person,
            valid_from=TODAY,
            valid_to=TODAY + DAY,
        ),
    )


# --- ending ---------------------------------------------------------------------------------------


def test_an_ended_role_stays_in_the_table_with_its_last_day(house: House) -> None:
    held = house.give(house.employ("Trần Thị Mai"), Role.UNIT_HEAD)
    ended = services.end_role(actor=SYSTEM, assignment=held, on=TODAY)
    assert ended is not None
    assert RoleAssignment.objects.get(pk=held.pk).valid_to == TODAY
    assert audit.history(f"organization:{house.agency.pk}")[-1].action == "role.ended"


def test_a_role_that_has_not_begun_is_taken_back_and_the_history_keeps_it(house: House) -> None:
    held = house.give(house.employ("Trần Thị Mai"), Role.UNIT_HEAD, valid_from=TODAY + 9 * DAY)
    assert services.end_role(actor=SYSTEM, assignment=held, on=TODAY) is None
    assert not RoleAssignment.objects.exists()
    event = audit.history(f"organization:{house.agency.pk}")[-1]
    assert (event.action, event.content["person"]) == ("role.cancelled", "Trần Thị Mai")


def test_a_role_given_by_mistake_today_can_be_taken_back_today(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    held = house.give(person, Role.UNIT_HEAD, valid_from=TODAY)
    services.end_role(actor=SYSTEM, assignment=held, on=TODAY - DAY)
    assert unit_ids(house.account(person), "review_nominations") == frozenset()


def test_a_role_does_not_end_before_it_began_nor_later_than_recorded(house: House) -> None:
    held = house.give(house.employ("Trần Thị Mai"), Role.UNIT_HEAD, valid_to=TODAY)
    refused(
        "end_before_start",
        lambda: services.end_role(actor=SYSTEM, assignment=held, on=SINCE - DAY),
    )
    refused(
        "ends_already", lambda: services.end_role(actor=SYSTEM, assignment=held, on=TODAY + DAY)
    )


def test_the_holder_does_not_end_the_own_role(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    held = house.give(person, Role.UNIT_HEAD)
    before = row_counts()
    with pytest.raises(NotAllowed):
        services.end_role(actor=house.account(person), assignment=held, on=TODAY)
    assert row_counts() == before


# --- delegation -----------------------------------------------------------------------------------


class Deputising:
    """A unit head with an account and a colleague."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.head = house.employ("Trần Thị Mai", username="mai")
        self.colleague = house.employ("Lê Văn Tư", house.office, username="tu")
        self.held = house.give(self.head, Role.UNIT_HEAD)

    def delegate(self, **changes: Any) -> RoleAssignment:
        return services.delegate_role(
            **{
                "actor": self.house.account(self.head),
                "assignment": self.held,
                "to": self.colleague,
                "valid_from": TODAY,
                "valid_to": TODAY + 6 * DAY,
                **changes,
            }
        )

    def colleague_reviews(self) -> bool:
        user = self.house.account(self.colleague)
        return self.house.budget.pk in unit_ids(user, "review_nominations")


def test_a_holder_delegates_for_some_days_and_it_ends_by_itself(house: House) -> None:
    story = Deputising(house)
    given = story.delegate()
    assert given.delegated_by == story.held
    assert story.colleague_reviews()
    assert house.budget.pk in unit_ids(house.account(story.head), "review_nominations")
    with clock.at(noon(TODAY + 6 * DAY)):
        services.sync_permissions()
        assert story.colleague_reviews()
    with clock.at(noon(TODAY + 7 * DAY)):
        services.sync_permissions()
        assert not story.colleague_reviews()


def test_a_delegation_that_begins_later_begins_by_itself(house: House) -> None:
    story = Deputising(house)
    story.delegate(valid_from=TODAY + 3 * DAY)
    assert not story.colleague_reviews()
    with clock.at(noon(TODAY + 3 * DAY)):
        services.sync_permissions()
        assert story.colleague_reviews()


def test_the_giver_ends_the_delegation_and_a_stranger_does_not(house: House) -> None:
    story = Deputising(house)
    given = story.delegate()
    stranger = house.employ("Người Lạ", username="la")
    before = row_counts()
    with pytest.raises(NotAllowed):
        services.end_role(actor=house.account(stranger), assignment=given, on=TODAY)
    assert row_counts() == before
    services.end_role(actor=house.account(story.head), assignment=given, on=TODAY - DAY)
    assert not story.colleague_reviews()


def test_ending_a_role_ends_its_delegations(house: House) -> None:
    story = Deputising(house)
    story.delegate()
    later = story.delegate(valid_from=TODAY + 10 * DAY, valid_to=TODAY + 12 * DAY)
    services.end_role(actor=SYSTEM, assignment=story.held, on=TODAY)
    running = RoleAssignment.objects.get(person=story.colleague)
    assert running.valid_to == TODAY
    assert not RoleAssignment.objects.filter(pk=later.pk).exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"valid_to": None}, "delegation_without_end"),
        ({"valid_to": TODAY - DAY}, "end_before_start"),
        ({"valid_from": SINCE - DAY}, "delegation_outside_role"),
    ],
)
def test_a_delegation_has_an_end_and_lies_within_the_role(
    house: House, changes: dict[str, Any], code: str
) -> None:
    story = Deputising(house)
    refused(code, lambda: story.delegate(**changes))


def test_nobody_delegates_to_oneself_to_another_agency_or_onwards(house: House) -> None:
    story = Deputising(house)
    foreigner = house.employ("Phan Văn Năm", house.foreign)
    refused("delegated_to_self", lambda: story.delegate(to=story.head))
    refused("not_a_colleague", lambda: story.delegate(to=foreigner))
    given = story.delegate()
    third = house.employ("Võ Thị Sáu")
    refused(
        "delegated_already",
        lambda: story.delegate(actor=house.account(story.colleague), assignment=given, to=third),
    )


def test_a_stranger_does_not_delegate_somebody_elses_role(house: House) -> None:
    story = Deputising(house)
    before = row_counts()
    with pytest.raises(NotAllowed):
        story.delegate(actor=house.account(story.colleague))
    assert row_counts() == before


# --- the top --------------------------------------------------------------------------------------


def test_an_agency_without_a_parent_is_legal_and_says_so_when_it_reports(house: House) -> None:
    assert superior_of(house.agency) == house.province
    with pytest.raises(ValidationError) as caught:
        superior_of(house.province)
    assert caught.value.code == "no_superior"
    assert "cơ quan cấp trên" in caught.value.messages[0]


def test_every_role_is_of_a_unit_or_of_an_agency(house: House) -> None:
    for role in Role:
        person = house.employ(f"Người {role.value}")
        held = house.give(person, role)
        assert (held.unit is not None) is (role in UNIT_ROLES)
