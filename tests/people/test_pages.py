"""The pages of people and roles: who sees what, what a click does, what a refusal leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from nominations.people.menu import entries
from nominations.people.models import Person, RoleAssignment, User
from nominations.people.roles import Role
from tests.press_button import press_button
from workflow import clock

from .conftest import House, row_counts

DAY = timedelta(days=1)


def client(user: User) -> Client:
    found = Client()
    found.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return found


@pytest.fixture
def mai(house: House) -> Person:
    person = house.employ("Trần Thị Mai", username="mai")
    house.give(person, Role.UNIT_HEAD)
    return person


def text(response: Any) -> str:
    return response.content.decode()


# --- people and units -----------------------------------------------------------------------------


def test_every_page_asks_a_visitor_to_log_in(house: House, mai: Person) -> None:
    for path in ("", "vai-tro/", "vai-tro/them/", "uy-quyen/", f"{mai.pk}/"):
        response = Client().get(f"/nhan-su/{path}")
        assert response.status_code == 302
        assert "/tai-khoan/" in response.url


def test_the_list_shows_the_units_of_ones_agency_in_rank_order(house: House, mai: Person) -> None:
    house.employ("Lê Văn Tư", house.office)
    house.employ("Phan Văn Năm", house.foreign)
    page = text(client(house.account(mai)).get("/nhan-su/"))
    assert page.index(f"unit-{house.office.pk}") < page.index(f"unit-{house.budget.pk}")
    assert "Lê Văn Tư" in page
    assert "Phan Văn Năm" not in page
    assert "Ủy ban nhân dân tỉnh Sóc Trăng" in page


def test_a_search_without_marks_finds_people(house: House, mai: Person) -> None:
    house.employ("Đặng Quốc Ưng")
    browser = client(house.account(mai))
    assert "Đặng Quốc Ưng" in text(browser.get("/nhan-su/?q=dang ung"))
    assert "Không tìm thấy" in text(browser.get("/nhan-su/?q=<b>x</b>"))
    assert "<b>x</b>" not in text(browser.get("/nhan-su/?q=<b>x</b>"))


@pytest.mark.parametrize("query", ["agency=999999", "agency=x", "page=x", "page=99", "q=%00"])
def test_nonsense_in_the_address_is_no_error(house: House, mai: Person, query: str) -> None:
    assert client(house.account(mai)).get(f"/nhan-su/?{query}").status_code == 200


def test_another_agency_cannot_be_asked_for(house: House, mai: Person) -> None:
    house.employ("Phan Văn Năm", house.foreign)
    page = text(client(house.account(mai)).get(f"/nhan-su/?agency={house.elsewhere.pk}"))
    assert "Phan Văn Năm" not in page


def test_an_account_without_agency_is_told_so(house: House) -> None:
    user = User.objects.create_user("moi", password="x")
    assert "chưa gắn với cơ quan" in text(client(user).get("/nhan-su/"))


def test_the_list_needs_few_statements(
    house: House, mai: Person, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        house.employ(f"Nguyễn Văn Số {number}", house.office)
    browser = client(house.account(mai))
    browser.get("/nhan-su/")
    with django_assert_max_num_queries(25):
        browser.get("/nhan-su/")


def test_a_colleague_is_shown_without_the_date_of_birth(house: House, mai: Person) -> None:
    tu = house.employ("Lê Văn Tư", house.office, username="tu")
    Person.objects.filter(pk=tu.pk).update(birth_date=clock.today().replace(year=1980, day=3))
    shown = f"{clock.today().replace(year=1980, day=3):%d/%m/%Y}"
    assert shown not in text(client(house.account(mai)).get(f"/nhan-su/{tu.pk}/"))
    assert shown in text(client(house.account(tu)).get(f"/nhan-su/{tu.pk}/"))


def test_somebody_of_another_agency_is_not_found(house: House, mai: Person) -> None:
    foreigner = house.employ("Phan Văn Năm", house.foreign)
    browser = client(house.account(mai))
    assert browser.get(f"/nhan-su/{foreigner.pk}/").status_code == 404
    assert browser.get("/nhan-su/999999/").status_code == 404


# --- roles ----------------------------------------------------------------------------------------


def test_only_administrators_see_the_roles(house: House, mai: Person) -> None:
    browser = client(house.account(mai))
    assert browser.get("/nhan-su/vai-tro/").status_code == 404
    assert browser.get("/nhan-su/vai-tro/them/").status_code == 404
    before = row_counts()
    assert browser.post("/nhan-su/vai-tro/them/", {}).status_code == 404
    assert row_counts() == before
    admin = client(house.administrator())
    assert "Trần Thị Mai" in text(admin.get("/nhan-su/vai-tro/"))
    assert "Trần Thị Mai" in text(admin.get("/nhan-su/vai-tro/?q=mai"))
    assert "Thủ trưởng đơn vị" not in text(admin.get("/nhan-su/vai-tro/?q=quan"))


def give(browser: Client, person: Person, role: str, place: str, **more: str) -> Any:
    data = {"person": person.pk, "role": role, "place": place, "valid_from": "01/01/2026"}
    return browser.post("/nhan-su/vai-tro/them/", {**data, **more})


def test_an_administrator_gives_a_role_on_the_page(house: House) -> None:
    admin = house.administrator()
    tu = house.employ("Lê Văn Tư", house.office)
    response = give(client(admin), tu, "secretary", f"organization:{house.agency.pk}")
    assert response.status_code == 302
    assert RoleAssignment.objects.get(person=tu).role == "secretary"


@pytest.mark.parametrize(
    ("role", "place", "more"),
    [
        ("unit_head", "organization", {}),
        ("secretary", "unit", {}),
        ("king", "unit", {}),
        ("unit_head", "nowhere", {}),
        ("unit_head", "unit", {"valid_from": "2026/31/12"}),
        ("unit_head", "unit", {"valid_to": "31/12/2025"}),
    ],
)
def test_a_refused_role_writes_nothing_and_keeps_what_was_typed(
    house: House, role: str, place: str, more: dict[str, str]
) -> None:
    admin = house.administrator()
    tu = house.employ("Lê Văn Tư", house.office)
    value = {
        "organization": f"organization:{house.agency.pk}",
        "unit": f"unit:{house.budget.pk}",
    }.get(place, place)
    before = row_counts()
    response = give(client(admin), tu, role, value, **more)
    assert response.status_code == 200
    assert "error-summary" in text(response)
    assert row_counts() == before


def test_the_foreign_unit_cannot_be_smuggled_into_the_form(house: House) -> None:
    admin = house.administrator()
    tu = house.employ("Lê Văn Tư", house.office)
    before = row_counts()
    assert give(client(admin), tu, "unit_head", f"unit:{house.foreign.pk}").status_code == 200
    assert row_counts() == before


def test_incompatible_roles_come_back_as_a_sentence(house: House, mai: Person) -> None:
    before_page = client(house.administrator())
    before = row_counts()
    response = give(before_page, mai, "administrator", f"organization:{house.agency.pk}")
    assert "phân tách nhiệm vụ" in text(response)
    assert row_counts() == before


def test_an_administrator_ends_a_role_on_the_page(house: House, mai: Person) -> None:
    held = RoleAssignment.objects.get(person=mai)
    browser = client(house.administrator())
    path = f"/nhan-su/vai-tro/{held.pk}/ket-thuc/"
    assert browser.get(path).status_code == 200
    held.refresh_from_db()
    assert held.valid_to is None
    assert press_button(browser, path, {"on": "01/01/2014"}).status_code == 200
    held.refresh_from_db()
    assert held.valid_to is None
    assert press_button(browser, path, {"on": f"{clock.today():%d/%m/%Y}"}).status_code == 302
    held.refresh_from_db()
    assert held.valid_to == clock.today()


def test_a_holder_delegates_and_takes_back_on_the_page(house: House, mai: Person) -> None:
    tu = house.employ("Lê Văn Tư", house.office)
    held = RoleAssignment.objects.get(person=mai)
    browser = client(house.account(mai))
    assert "Thủ trưởng đơn vị" in text(browser.get("/nhan-su/uy-quyen/"))
    data = {
        "to": tu.pk,
        "valid_from": f"{clock.today():%d/%m/%Y}",
        "valid_to": f"{clock.today() + 3 * DAY:%d/%m/%Y}",
    }
    assert browser.get(f"/nhan-su/vai-tro/{held.pk}/uy-quyen/").status_code == 200
    assert browser.post(f"/nhan-su/vai-tro/{held.pk}/uy-quyen/", data).status_code == 302
    given = RoleAssignment.objects.get(person=tu)
    assert given.delegated_by == held
    assert "Lê Văn Tư" in text(browser.get("/nhan-su/uy-quyen/"))
    response = press_button(
        browser, f"/nhan-su/vai-tro/{given.pk}/ket-thuc/", {"on": f"{clock.today() - DAY:%d/%m/%Y}"}
    )
    assert response.status_code == 302
    assert not RoleAssignment.objects.filter(pk=given.pk).exists()


def test_strangers_meet_no_role_of_others_and_holders_do_not_end_their_own(
    house: House, mai: Person
) -> None:
    held = RoleAssignment.objects.get(person=mai)
    stranger = client(house.account(house.employ("Lê Văn Tư", username="tu")))
    holder = client(house.account(mai))
    before = row_counts()
    for act in ("ket-thuc", "uy-quyen"):
        path = f"/nhan-su/vai-tro/{held.pk}/{act}/"
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, {"on": "01/01/2026"}).status_code == 404
    assert (
        holder.post(f"/nhan-su/vai-tro/{held.pk}/ket-thuc/", {"on": "1/1/2026"}).status_code == 403
    )
    assert row_counts() == before


def test_the_menu_shows_roles_and_households_to_who_keeps_them(house: House, mai: Person) -> None:
    names = [entry.url_name for entry in entries(house.account(mai))]
    assert names == ["people:index"]
    names = [entry.url_name for entry in entries(house.administrator())]
    assert names == ["people:index", "people:households", "people:roles"]
