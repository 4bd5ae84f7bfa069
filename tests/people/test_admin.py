"""The administration: reference data of one's own agencies, through the services, nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from nominations.people.models import (
    Organization,
    Person,
    RoleAssignment,
    Unit,
    UnitMembership,
    UnitUserPermission,
    User,
)
from nominations.people.projection import drift
from nominations.people.roles import Role
from workflow import clock
from workflow.models import AuditEvent

from .conftest import House, noon, written
from .test_pages import client, text

ADMIN = "/quan-tri/people"


@pytest.fixture
def browser(house: House) -> Client:
    return client(house.administrator())


def day(value: Any) -> str:
    return f"{value:%d/%m/%Y}"


def test_who_is_no_administrator_does_not_enter(house: House) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    house.give(person, Role.SECRETARY)
    assert client(house.account(person)).get("/quan-tri/people/unit/").status_code == 302


def test_the_administration_opens_by_the_role_of_the_day_not_by_the_staff_flag(
    house: House,
) -> None:
    user = house.administrator()
    RoleAssignment.objects.update(valid_to=clock.today())
    index = "/quan-tri/"
    with clock.at(noon(clock.today() + timedelta(days=1))):
        assert User.objects.get(pk=user.pk).is_staff  # no task has run
        assert client(user).get(index).status_code == 302
    User.objects.update(is_staff=False)
    assert client(user).get(index).status_code == 200


def test_every_list_and_form_of_reference_data_opens(house: House, browser: Client) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    held = house.give(person, Role.UNIT_HEAD)
    rows = {
        "organization": house.agency.pk,
        "unit": house.budget.pk,
        "position": house.officer.pk,
        "person": person.pk,
        "unitmembership": person.memberships.get().pk,
        "roleassignment": held.pk,
        "user": house.account(person).pk,
    }
    for model, pk in rows.items():
        assert browser.get(f"{ADMIN}/{model}/").status_code == 200, model
        assert browser.get(f"{ADMIN}/{model}/{pk}/change/").status_code == 200, model
        assert browser.get(f"{ADMIN}/{model}/?q=mai").status_code == 200, model
        if model != "organization":
            assert browser.get(f"{ADMIN}/{model}/add/").status_code == 200, model
    assert browser.get(f"{ADMIN}/organization/add/").status_code == 403
    assert browser.get("/quan-tri/").status_code == 200


def test_other_agencies_are_neither_listed_nor_chosen(house: House, browser: Client) -> None:
    house.employ("Phan Văn Năm", house.foreign)
    assert "Phòng Trồng trọt" not in text(browser.get(f"{ADMIN}/unit/"))
    assert "Phòng Trồng trọt" not in text(browser.get(f"{ADMIN}/unitmembership/add/"))
    assert "Phan Văn Năm" not in text(browser.get(f"{ADMIN}/roleassignment/add/"))
    assert browser.get(f"{ADMIN}/unit/{house.foreign.pk}/change/").status_code == 302


def test_nothing_of_the_reference_data_is_deleted(house: House, browser: Client) -> None:
    held = house.give(house.employ("Trần Thị Mai", username="mai"), Role.UNIT_HEAD)
    before = written()
    for path in (
        f"roleassignment/{held.pk}",
        f"unit/{house.budget.pk}",
        f"person/{held.person_id}",
    ):
        assert browser.post(f"{ADMIN}/{path}/delete/", {"post": "yes"}).status_code == 403
    browser.post(
        f"{ADMIN}/roleassignment/",
        {"action": "delete_selected", "_selected_action": [held.pk], "post": "yes"},
    )
    assert written() == before


def test_a_role_given_here_gives_its_permissions(house: House, browser: Client) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    response = browser.post(
        f"{ADMIN}/roleassignment/add/",
        {
            "person": person.pk,
            "role": "unit_head",
            "unit": house.budget.pk,
            "organization": "",
            "valid_from": "01/01/2026",
            "valid_to": "",
        },
    )
    assert response.status_code == 302
    assert RoleAssignment.objects.filter(person=person).count() == 1
    assert UnitUserPermission.objects.filter(user__person=person).exists()
    assert AuditEvent.objects.filter(action="role.assigned").count() == 2
    assert not drift()


def test_incompatible_roles_are_refused_here_with_a_sentence(house: House, browser: Client) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    house.give(person, Role.DIRECTOR)
    before = written()
    response = browser.post(
        f"{ADMIN}/roleassignment/add/",
        {
            "person": person.pk,
            "role": "administrator",
            "unit": "",
            "organization": house.agency.pk,
            "valid_from": "01/01/2026",
            "valid_to": "",
        },
    )
    assert "phân tách nhiệm vụ" in text(response)
    assert written() == before


def test_a_role_ended_here_loses_its_permissions(house: House, browser: Client) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    held = house.give(person, Role.UNIT_HEAD)
    yesterday = clock.today() - timedelta(days=1)
    response = browser.post(
        f"{ADMIN}/roleassignment/{held.pk}/change/", {"valid_to": day(yesterday)}
    )
    assert response.status_code == 302
    held.refresh_from_db()
    assert held.valid_to == yesterday
    assert not drift()
    assert not UnitUserPermission.objects.filter(user__person=person).exists()


def test_the_state_of_a_role_cannot_be_rewritten_here(house: House, browser: Client) -> None:
    held = house.give(house.employ("Trần Thị Mai"), Role.UNIT_CLERK)
    browser.post(
        f"{ADMIN}/roleassignment/{held.pk}/change/",
        {"role": "unit_head", "valid_from": "01/01/2000", "valid_to": ""},
    )
    held.refresh_from_db()
    assert (held.role, held.valid_from.year) == (Role.UNIT_CLERK, 2015)


def test_a_person_moves_here_through_the_service(house: House, browser: Client) -> None:
    person = house.employ("Trần Thị Mai")
    data = {
        "person": person.pk,
        "unit": house.office.pk,
        "position": house.officer.pk,
        "is_primary": "on",
        "valid_from": "01/07/2020",
    }
    assert browser.post(f"{ADMIN}/unitmembership/add/", data).status_code == 302
    assert [m.unit for m in person.memberships.order_by("valid_from")] == [
        house.budget,
        house.office,
    ]
    before = written()
    response = browser.post(f"{ADMIN}/unitmembership/add/", data, follow=True)
    assert "đơn vị công tác chính" in text(response)
    assert written() == before


def test_a_place_of_work_ends_here(house: House, browser: Client) -> None:
    membership = house.employ("Trần Thị Mai").memberships.get()
    browser.post(f"{ADMIN}/unitmembership/{membership.pk}/change/", {"valid_to": "01/07/2020"})
    membership.refresh_from_db()
    assert day(membership.valid_to) == "01/07/2020"
    before = written()
    browser.post(f"{ADMIN}/unitmembership/{membership.pk}/change/", {"valid_to": "01/07/2010"})
    assert written() == before
    membership.refresh_from_db()
    assert day(membership.valid_to) == "01/07/2020"


def test_names_and_dates_are_typed_the_vietnamese_way(house: House, browser: Client) -> None:
    browser.post(
        f"{ADMIN}/person/add/",
        {"full_name": "  Đặng   Quốc Ưng ", "gender": "male", "birth_date": "5/1/1980"},
    )
    person = Person.objects.get(full_name="Đặng Quốc Ưng")
    assert (person.birth_date.day, person.birth_date.month) == (5, 1)


def account_data(person: Person, **changes: Any) -> dict[str, Any]:
    return {
        "username": "mai",
        "person": person.pk,
        "email": "mai@example.vn",
        "usable_password": "true",
        "password1": "mat-khau-thu-2026",
        "password2": "mat-khau-thu-2026",
        **changes,
    }


def test_an_account_made_here_goes_through_the_service(house: House, browser: Client) -> None:
    person = house.employ("Trần Thị Mai")
    house.give(person, Role.UNIT_HEAD)
    response = browser.post(f"{ADMIN}/user/add/", account_data(person))
    assert response.status_code == 302
    user = User.objects.get(person=person)
    assert user.check_password("mat-khau-thu-2026")
    assert AuditEvent.objects.filter(stream=f"person:{person.pk}", action="account.created")
    assert not drift()


def test_nobody_makes_a_technical_account_here(house: House, browser: Client) -> None:
    person = house.employ("Trần Thị Mai")
    browser.post(f"{ADMIN}/user/add/", account_data(person, is_superuser="on", is_staff="on"))
    user = User.objects.get(person=person)
    assert not user.is_superuser
    assert not user.is_staff
    browser.post(
        f"{ADMIN}/user/{user.pk}/change/",
        {"username": "mai", "email": "", "is_active": "on", "is_superuser": "on", "is_staff": "on"},
    )
    user.refresh_from_db()
    assert not user.is_superuser
    assert not user.is_staff


def test_technical_accounts_are_out_of_reach(house: House, browser: Client) -> None:
    root = User.objects.create_superuser("root", password="mat-khau-goc-2026")
    assert "root" not in text(browser.get(f"{ADMIN}/user/"))
    assert browser.get(f"{ADMIN}/user/{root.pk}/password/").status_code in (302, 403, 404)
    browser.post(
        f"{ADMIN}/user/{root.pk}/password/",
        {"password1": "mat-khau-moi-2026", "password2": "mat-khau-moi-2026"},
    )
    root.refresh_from_db()
    assert root.check_password("mat-khau-goc-2026")


def test_an_account_closed_here_loses_its_permissions(house: House, browser: Client) -> None:
    person = house.employ("Trần Thị Mai", username="mai")
    house.give(person, Role.UNIT_HEAD)
    user = house.account(person)
    browser.post(f"{ADMIN}/user/{user.pk}/change/", {"username": "mai", "email": ""})
    user.refresh_from_db()
    assert not user.is_active
    assert not drift()
    assert not UnitUserPermission.objects.filter(user=user).exists()


def test_administrators_of_the_province_keep_the_units_below(house: House) -> None:
    person = house.employ("Quản Trị Tỉnh", house.office, username="tinh")
    house.give(person, Role.ADMINISTRATOR, house.province)
    page = text(client(house.account(person)).get(f"{ADMIN}/unit/"))
    assert "Phòng Trồng trọt" in page
    assert "Phòng Ngân sách" in page


def test_a_technical_account_makes_agencies(house: House) -> None:
    root = client(User.objects.create_superuser("root", password="x"))
    response = root.post(
        f"{ADMIN}/organization/add/",
        {
            "code": "SGD",
            "name": "Sở Giáo dục",
            "short_name": "",
            "symbol": "SGD",
            "head_title": "Giám đốc",
            "authority": "agency",
            "place_name": "",
            "parent": house.province.pk,
            "successor": "",
            "on_system": "on",
            "rank": "3",
            "valid_from": "01/01/2020",
            "valid_to": "",
        },
    )
    assert response.status_code == 302
    assert Organization.objects.filter(code="SGD").exists()
    assert Unit.objects.count() == 3
    assert UnitMembership.objects.count() == 0
