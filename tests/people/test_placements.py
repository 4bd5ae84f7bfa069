"""Where people work, their accounts and their names."""

from __future__ import annotations

import json
import unicodedata
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from nominations.people import services
from nominations.people.demo_logins import demo_logins
from nominations.people.models import Person, User
from nominations.people.queries import (
    members_of,
    search_people,
    units_of,
    units_with_members,
    visible_to,
)
from workflow import audit
from workflow.actors import SYSTEM
from workflow.exceptions import NotAllowed

from .conftest import SINCE, House, row_counts

DAY = timedelta(days=1)
MOVED = date(2020, 7, 1)


def place(house: House, person: Person, unit: Any, day: date, **more: Any) -> Any:
    return services.place_person(
        actor=SYSTEM, person=person, unit=unit, position=house.officer, valid_from=day, **more
    )


def refused(code: str, act: Any) -> str:
    before = row_counts()
    with pytest.raises(ValidationError) as caught:
        act()
    assert caught.value.error_list[0].code == code
    assert row_counts() == before
    return caught.value.messages[0]


# --- places ---------------------------------------------------------------------------------------


def test_moving_a_person_ends_the_place_before(house: House) -> None:
    person = house.employ("Trần Thị Mai")
    place(house, person, house.office, MOVED)
    old, new = person.memberships.order_by("valid_from")
    assert (old.unit, old.valid_to) == (house.budget, MOVED - DAY)
    assert (new.unit, new.valid_to) == (house.office, None)
    assert person.membership_on(MOVED - DAY) == old
    assert person.membership_on(MOVED) == new
    assert audit.history(f"person:{person.pk}")[-1].action == "person.placed"


def test_a_person_is_not_in_two_main_units_on_one_day(house: House) -> None:
    person = house.employ("Trần Thị Mai")
    place(house, person, house.office, MOVED)
    sentence = refused("two_units", lambda: place(house, person, house.foreign, date(2018, 1, 1)))
    assert "Văn phòng" in sentence
    refused("two_units", lambda: place(house, person, house.foreign, MOVED))
    assert person.memberships.get(unit=house.budget).valid_to == MOVED - DAY


def test_a_second_post_stands_beside_the_main_place(house: House) -> None:
    person = house.employ("Trần Thị Mai")
    place(house, person, house.office, MOVED, is_primary=False)
    assert person.membership_on(MOVED).unit == house.budget
    refused("two_units", lambda: place(house, person, house.office, MOVED, is_primary=False))


def test_nobody_is_placed_in_a_closed_unit(house: House) -> None:
    person = house.employ("Trần Thị Mai")
    house.office.valid_to = MOVED - DAY
    house.office.save()
    refused("place_closed", lambda: place(house, person, house.office, MOVED))
    assert person.memberships.get().valid_to is None


def test_a_place_ends_on_or_after_its_first_day(house: House) -> None:
    membership = house.employ("Trần Thị Mai").memberships.get()
    refused(
        "end_before_start",
        lambda: services.end_membership(actor=SYSTEM, membership=membership, on=SINCE - DAY),
    )
    services.end_membership(actor=SYSTEM, membership=membership, on=MOVED)
    assert list(members_of(house.budget, MOVED)) == [membership]
    assert list(members_of(house.budget, MOVED + DAY)) == []


def test_only_the_administrator_of_the_agency_places_people(house: House) -> None:
    admin = house.administrator()
    person = house.employ("Trần Thị Mai", username="mai")
    for actor, unit in ((house.account(person), house.office), (admin, house.foreign)):
        before = row_counts()
        with pytest.raises(NotAllowed):
            services.place_person(
                actor=actor,
                person=person,
                unit=unit,
                position=house.officer,
                valid_from=MOVED,
            )
        assert row_counts() == before


def test_units_and_members_come_in_rank_order(house: House) -> None:
    for name in ("Trần Văn Bình", "Lê Thị Ánh", "Đỗ Văn Dũng", "Vũ Thị Đào"):
        house.employ(name)
    head = Person.objects.create(full_name="Phạm Văn Yên")
    services.place_person(
        actor=SYSTEM, person=head, unit=house.budget, position=house.head, valid_from=SINCE
    )
    assert list(units_of(house.agency, MOVED)) == [house.office, house.budget]
    expected = [
        "Phạm Văn Yên",
        "Lê Thị Ánh",
        "Trần Văn Bình",
        "Đỗ Văn Dũng",
        "Vũ Thị Đào",
    ]
    assert [str(m.person) for m in members_of(house.budget, MOVED)] == expected
    listed = units_with_members(house.agency, MOVED)[1]
    assert [str(m.person) for m in listed.members] == expected


# --- search ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["Đặng", "dang", "ĐẶNG ưng", "ung quoc", "Đa\u0323\u0306ng", "quô"]
)
def test_people_are_found_without_marks_case_or_order(house: House, text: str) -> None:
    person = house.employ("Đặng Quốc Ưng")
    house.employ("Trần Thị Mai")
    assert list(search_people(text)) == [person]
    assert list(search_people(text, house.agency)) == [person]
    assert list(search_people(text, house.elsewhere)) == []


def test_an_empty_search_finds_nobody(house: House) -> None:
    house.employ("Trần Thị Mai")
    assert list(search_people("  ")) == []


def test_names_are_stored_in_normal_form(house: House) -> None:
    person = house.employ(unicodedata.normalize("NFD", "  Đặng   Quốc Ưng "))
    person.refresh_from_db()
    assert person.full_name == "Đặng Quốc Ưng"


def test_one_sees_the_people_of_ones_own_agencies(house: House) -> None:
    mai = house.employ("Trần Thị Mai", username="mai")
    tu = house.employ("Lê Văn Tư", house.office)
    foreigner = house.employ("Phan Văn Năm", house.foreign)
    Person.objects.create(full_name="Chưa Có Đơn Vị")
    assert set(visible_to(house.account(mai))) == {mai, tu}
    assert foreigner not in visible_to(house.account(mai))


# --- accounts -------------------------------------------------------------------------------------


def account(person: Person, **changes: Any) -> User:
    values = {
        "actor": SYSTEM,
        "person": person,
        "username": "mai",
        "email": "mai@example.vn",
    }
    return services.create_account(**{**values, **changes})


def test_an_account_belongs_to_its_person_and_lets_nobody_in_without_its_link(house: House) -> None:
    user = account(house.employ("Trần Thị Mai"))
    assert user.get_full_name() == "Trần Thị Mai"
    assert not user.has_usable_password()


def test_bad_accounts_are_refused(house: House) -> None:
    mai, tu = house.employ("Trần Thị Mai"), house.employ("Lê Văn Tư")
    account(mai)
    refused("has_account", lambda: account(mai, username="mai2"))
    refused("username_taken", lambda: account(tu, username="MAI"))
    refused("invalid", lambda: account(tu, username="tu", email="không phải thư"))
    before = row_counts()
    with pytest.raises(ValidationError):
        account(tu, username="có dấu cách")
    assert row_counts() == before


def test_only_the_administrator_makes_and_closes_accounts(house: House) -> None:
    admin = house.administrator()
    mai, tu = house.employ("Trần Thị Mai", username="mai"), house.employ("Lê Văn Tư")
    before = row_counts()
    with pytest.raises(NotAllowed):
        account(tu, actor=house.account(mai), username="tu")
    assert row_counts() == before
    user = account(tu, actor=admin, username="tu")
    services.set_account_active(actor=admin, user=user, active=False)
    assert not User.objects.get(pk=user.pk).is_active
    refused(
        "own_account",
        lambda: services.set_account_active(actor=admin, user=admin, active=False),
    )


# --- the demonstration's log-ins ------------------------------------------------------------------


def test_the_demonstration_logins_are_read_from_the_data_folder(
    settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    assert demo_logins() == []
    (tmp_path / "demo_logins.json").write_text("nonsense", encoding="utf-8")
    assert demo_logins() == []
    row = {"role": "Thư ký", "username": "maitt", "password": "demo"}
    (tmp_path / "demo_logins.json").write_text(json.dumps([row]), encoding="utf-8")
    assert demo_logins() == [("Thư ký", "maitt", "demo")]
