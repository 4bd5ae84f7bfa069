"""Home, the menu page, the size of the text, and the pages for what went wrong."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import include, path

from nominations.people.models import (
    Organization,
    Person,
    Position,
    RoleAssignment,
    Unit,
    UnitMembership,
    User,
)
from nominations.people.roles import Role
from nominations.web import inbox, menu
from nominations.web.frame import Frame
from nominations.web.inbox import InboxItem, items_for
from nominations.web.menu import MenuEntry, entries_for

FROM = date(2015, 1, 1)


def forbidden(request: Any) -> Any:
    raise PermissionDenied("Chỉ thư ký Hội đồng được mở trang này.")


def absent(request: Any) -> Any:
    raise Http404


def too_big(request: Any) -> Any:
    raise RequestDataTooBig


def broken(request: Any) -> Any:
    raise RuntimeError("on purpose")


def echo(request: Any) -> Any:
    raise AssertionError("the form must not get here without its token")


urlpatterns = [
    path("forbidden/", forbidden),
    path("too-big/", too_big),
    path("broken/", broken),
    path("form/", echo),
    path("tai-khoan/", include("config.account_urls")),
    path("thong-bao/", include("notifications.urls")),
    path("", include("nominations.web.urls")),
]
handler400 = "nominations.web.views.bad_request"


@pytest.fixture
def frame(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    settings.LANGUAGE_CODE = "vi"


@pytest.fixture
def head(db: None) -> User:
    """The head of a unit of a department that has a parent."""
    parent = Organization.objects.create(
        code="UBND", name="Ủy ban nhân dân thành phố", head_title="Chủ tịch", valid_from=FROM
    )
    department = Organization.objects.create(
        code="STC", name="Sở Tài chính", head_title="Giám đốc", parent=parent, valid_from=FROM
    )
    unit = Unit.objects.create(
        organization=department, code="QLNS", name="Phòng Quản lý ngân sách", valid_from=FROM
    )
    person = Person.objects.create(full_name="Nguyễn Thị Thu Hằng")
    UnitMembership.objects.create(
        person=person,
        unit=unit,
        position=Position.objects.create(name="Trưởng phòng"),
        valid_from=FROM,
    )
    RoleAssignment.objects.create(person=person, role=Role.UNIT_HEAD, unit=unit, valid_from=FROM)
    RoleAssignment.objects.create(
        person=person,
        role=Role.SECRETARY,
        organization=department,
        valid_from=FROM,
        valid_to=date(2016, 1, 1),
    )
    return User.objects.create_user("hang", password="x", person=person)


def vietnamese(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "vi"
    return client


@pytest.mark.django_db
def test_a_visitor_reads_what_this_is_and_where_to_log_in(frame: None, client: Client) -> None:
    page = vietnamese(client).get("/")
    assert page.status_code == 200
    assert "Đăng nhập" in page.text
    assert 'class="side"' not in page.text


@pytest.mark.usefixtures("frame")
def test_a_person_without_work_is_told_so(client: Client, head: User) -> None:
    client.force_login(head)
    page = vietnamese(client).get("/")
    assert "Việc của tôi" in page.text
    assert "Hiện không có việc nào chờ Ông/Bà." in page.text


@pytest.mark.usefixtures("frame")
def test_the_frame_names_the_agency_and_today_s_roles(client: Client, head: User) -> None:
    client.force_login(head)
    page = vietnamese(client).get("/").text
    assert "Ủy ban nhân dân thành phố" in page
    assert "Sở Tài chính" in page
    assert "Phòng Quản lý ngân sách" in page
    shown = Frame(request_of(head))
    assert len(shown.roles) == 1, "a role that ended is not shown"
    assert shown.organization is not None
    assert shown.organization.name == "Sở Tài chính"


def request_of(user: Any) -> Any:
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_the_frame_costs_two_queries(head: User, django_assert_num_queries: Any) -> None:
    user = User.objects.get(pk=head.pk)
    with django_assert_num_queries(2):
        shown = Frame(request_of(user))
        assert shown.unread == 0
        assert shown.organization is not None
        assert shown.organization.above
        assert shown.roles
        assert shown.initial == "H"


def test_a_visitor_costs_no_query(django_assert_num_queries: Any, db: None) -> None:
    with django_assert_num_queries(0):
        shown = Frame(request_of(AnonymousUser()))
        assert (shown.menu, shown.unread, shown.organization, shown.roles) == ([], 0, None, [])


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Replace what the rooms registered."""

    def furnish(*, entries: Any = None, items: Any = None) -> None:
        monkeypatch.setattr(menu, "_sources", [entries] if entries else [])
        monkeypatch.setattr(inbox, "_sources", [items] if items else [])

    return furnish


def item(title: str, deadline: date | None, kind: str = "Xét", method: str = "get") -> InboxItem:
    return InboxItem(
        title=title,
        path="/x/",
        deadline=deadline,
        action_label="Làm",
        action_path="/x/lam/",
        action_method=method,
        kind=kind,
    )


def test_tasks_come_by_deadline_and_those_without_one_last(rooms: Any) -> None:
    late, soon, never = (
        item("c", date(2026, 12, 1)),
        item("b", date(2026, 11, 1)),
        item("a", None),
    )
    rooms(items=lambda user: [never, late, soon])
    assert items_for(None) == [soon, late, never]


def test_entries_without_an_address_are_left_out(rooms: Any, frame: None) -> None:
    rooms(
        entries=lambda user: [
            MenuEntry(label="x", url_name="no_such:name", icon="house", order=5),
            MenuEntry(label="m", url_name="menu", icon="list", order=3),
        ]
    )
    assert [entry.url_name for entry in entries_for(None)] == ["home", "menu"]


@pytest.mark.usefixtures("frame")
def test_the_act_stands_on_the_row_and_kinds_are_counted(
    client: Client, head: User, rooms: Any
) -> None:
    rooms(
        items=lambda user: [
            item("Hồ sơ một", date(2026, 11, 20)),
            item("Hồ sơ hai", None, kind="Bỏ phiếu", method="post"),
        ]
    )
    client.force_login(head)
    page = vietnamese(client).get("/").text
    assert "Có 2 việc đang chờ" in page
    assert 'href="/x/lam/"' in page
    assert 'action="/x/lam/"' in page
    only_one = client.get("/", {"loai": "Bỏ phiếu"}).text
    assert "Hồ sơ hai" in only_one
    assert "Hồ sơ một" not in only_one


@pytest.mark.usefixtures("frame", "db")
def test_the_menu_page_needs_a_login(client: Client) -> None:
    assert client.get("/muc-luc/").status_code == 302


@pytest.mark.usefixtures("frame")
def test_the_menu_page_works_without_javascript(client: Client, head: User) -> None:
    client.force_login(head)
    page = vietnamese(client).get("/muc-luc/").text
    assert page.count("Việc của tôi") >= 3


@pytest.mark.usefixtures("frame", "db")
def test_the_size_of_the_text_is_remembered(client: Client) -> None:
    answer = client.post("/co-chu/", {"size": "large", "next": "/?loai=x"})
    assert (answer.status_code, answer["Location"]) == (302, "/?loai=x")
    assert client.cookies["text_size"].value == "large"
    assert 'class="text-size-large"' in client.get("/").text


@pytest.mark.usefixtures("frame", "db")
def test_a_strange_size_or_a_foreign_address_changes_nothing(client: Client) -> None:
    answer = client.post("/co-chu/", {"size": "huge", "next": "https://evil.example/"})
    assert answer["Location"] == "/"
    assert "text_size" not in client.cookies
    client.cookies["text_size"] = '"><script>'
    assert 'class="text-size-normal"' in client.get("/").text


@pytest.mark.usefixtures("frame", "db")
def test_reading_never_changes_the_size(client: Client) -> None:
    answer = client.get("/co-chu/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "text_size" not in client.cookies
    assert client.put("/co-chu/").status_code == 405


@pytest.mark.usefixtures("frame", "db")
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/forbidden/", 403, "Chỉ thư ký Hội đồng được mở trang này."),
        ("/nowhere/", 404, "Không tìm thấy nội dung"),
        ("/too-big/", 413, "quá lớn"),
        ("/broken/", 500, "Hệ thống gặp lỗi"),
    ],
)
def test_each_mishap_has_a_page_that_says_what_to_do_next(
    address: str, status: int, words: str
) -> None:
    client = vietnamese(Client(raise_request_exception=False))
    page = client.get(address)
    assert page.status_code == status
    assert words in page.text
    assert "Về trang chủ" in page.text


@pytest.mark.usefixtures("frame", "db")
def test_a_form_from_an_old_page_is_refused_in_words() -> None:
    page = vietnamese(Client(enforce_csrf_checks=True)).post("/form/", {"x": "y"})
    assert page.status_code == 403
    assert "Trang đã mở quá lâu" in page.text


@pytest.mark.usefixtures("frame")
def test_a_wrong_password_is_refused_without_saying_which_part_was_wrong(
    client: Client, head: User
) -> None:
    vietnamese(client)
    known = client.post("/tai-khoan/dang-nhap/", {"login": "hang", "password": "sai"}).text
    unknown = client.post("/tai-khoan/dang-nhap/", {"login": "ai-do", "password": "sai"}).text
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in known
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in unknown


@pytest.mark.usefixtures("frame", "db")
@pytest.mark.parametrize(
    "address",
    [
        "/tai-khoan/dang-nhap/",
        "/tai-khoan/mat-khau/quen/",
        "/tai-khoan/mat-khau/quen/da-gui/",
        "/tai-khoan/mat-khau/quen/1-sai/",
        "/tai-khoan/ngung-hoat-dong/",
    ],
)
def test_account_pages_stand_in_our_frame_and_in_vietnamese(client: Client, address: str) -> None:
    page = vietnamese(client).get(address, follow=True)
    assert page.status_code == 200
    assert 'class="gate"' in page.text
    for english in ("Sign In", "Password Reset", "Username", "Remember", "Inactive"):
        assert english not in page.text


@pytest.mark.usefixtures("frame")
def test_pages_of_one_s_own_account_stand_in_our_frame(client: Client, head: User) -> None:
    client.force_login(head)
    for address in ("/tai-khoan/mat-khau/doi/", "/tai-khoan/dang-xuat/"):
        page = vietnamese(client).get(address)
        assert page.status_code == 200
        assert 'class="gate"' in page.text


def test_an_entry_knows_its_address(frame: None) -> None:
    assert MenuEntry(label="x", url_name="home", icon="house", order=0).path == "/"
    assert MenuEntry(label="x", url_name="no_such:name", icon="house", order=0).path == ""


def test_the_present_entry_is_the_longest_beginning_of_the_address() -> None:
    shown = Frame(SimpleNamespace(path="/thong-bao/tuy-chon/", COOKIES={}))
    shown.menu = [
        SimpleNamespace(path="/"),
        SimpleNamespace(path="/thong-bao/"),
        SimpleNamespace(path="/thong-bao/tuy-chon/"),
    ]
    assert shown.current_entry is shown.menu[2]
