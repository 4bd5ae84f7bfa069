"""Separation of duties of administrators: no seat on a council, no other agency, no form that
bypasses a service."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import include, path, reverse

import config.urls
from config.administration import ADDRESS, SHOWN
from config.read_only_admin import ReadOnlyModelAdmin, ReadOnlySite
from nominations.administration.services import save_day
from nominations.council import services as councils
from nominations.council.models import CouncilMember, SeatRole
from nominations.council.services import NewSeat
from nominations.law.services import rename_award
from nominations.people import services
from nominations.people.models import Person, Position, Unit, User
from nominations.people.roles import ADMINISTRATORS, Role
from nominations.web.inbox import items_for
from nominations.web.refusals import key_of
from notifications.models import OutboxMessage
from tests.architecture.url_requests import picture
from tests.cast import Cast
from tests.cast.sessions import move
from workflow import audit, clock
from workflow.actors import SYSTEM
from workflow.exceptions import ConditionUnmet, NotAllowed
from workflow.models import CalendarDay
from workflow.verification import chain_breaks

DAY = timedelta(days=1)
with_admin = [*config.urls.urlpatterns, path(ADDRESS, admin.site.urls)]


class urlconf:  # noqa: N801 -- Django takes anything with urlpatterns for a module of addresses
    """The addresses with Django's own administration on."""

    handler400 = config.urls.handler400
    urlpatterns = [path("", include(with_admin))]


def refused(key: str, act: Any) -> None:
    before = picture()
    with pytest.raises((ValidationError, NotAllowed)) as caught:
        act()
    assert key_of(caught.value) == key
    assert picture() == before


def seat(cast: Cast, person: Person, seat: str = SeatRole.MEMBER, **times: Any) -> Any:
    return councils.seat_member(
        actor=times.pop("actor", cast.secretary),
        council=cast.council,
        person=person,
        seat=seat,
        valid_from=times.pop("valid_from", clock.today()),
        **times,
    )


def test_an_administrator_is_no_member_of_a_council_and_a_member_no_administrator(
    cast: Cast,
) -> None:
    admin_person, keeper = cast.administrator.person, cast.person("Giữ Danh Mục", account=True)
    cast.give(keeper, Role.SHARED_DATA_ADMINISTRATOR, cast.agency)
    for person in (admin_person, keeper):
        for actor in (cast.administrator, cast.secretary):
            refused("administrator_seated", lambda p=person, a=actor: seat(cast, p, actor=a))
        refused(
            "administrator_seated",
            lambda p=person: councils.establish_council(
                actor=cast.administrator,
                organization=cast.agency,
                name="Hội đồng của tôi",
                seats=[NewSeat(p, SeatRole.CHAIR)],
                valid_from=clock.today(),
            ),
        )
    for role in sorted(ADMINISTRATORS):
        refused(
            "sits_on_council",
            lambda r=role: services.assign_role(
                actor=SYSTEM,
                person=cast.member.person,
                role=r,
                organization=cast.agency,
                valid_from=clock.today(),
            ),
        )
    held = admin_person.role_assignments.get(role=Role.ADMINISTRATOR)
    refused(
        "sits_on_council",
        lambda: services.delegate_role(
            actor=cast.administrator,
            assignment=held,
            to=cast.member.person,
            valid_from=clock.today(),
            valid_to=clock.today() + DAY,
        ),
    )
    # By the page as well: the sentence, and nobody is seated.
    page = reverse("administration:council", args=[cast.council.pk])
    sent = {"person": str(admin_person.pk), "seat": "chair", "valid_from": "01/01/2026"}
    answer = cast.client(cast.administrator).post(page, sent)
    assert "phân tách nhiệm vụ" in unescape(answer.content.decode())
    assert not CouncilMember.objects.filter(person=admin_person).exists()
    # The day after the one ends the other may begin.
    services.end_role(actor=SYSTEM, assignment=held, on=clock.today() - DAY)
    assert seat(cast, admin_person).pk


@pytest.mark.parametrize("until", ["open", "closed", "counted", "certified"])
def test_who_presides_stays_while_a_session_runs(cast: Cast, until: str) -> None:
    nomination = cast.nomination("unit_reviewed")
    chair = cast.council.members.get(seat=SeatRole.CHAIR)
    vice = cast.council.members.get(seat=SeatRole.VICE_CHAIR)
    draft = cast.session([nomination.pk], until="draft")
    newcomer = cast.person()
    councils.end_seat(actor=cast.secretary, member=vice, on=clock.today() + DAY)  # still a draft
    assert draft.state == "draft"
    move(draft, "void", cast.secretary, comment="Lập lại")
    councils.confirm_members(actor=cast.director, council=cast.council)
    cast.session([nomination.pk], until=until)
    acts = {
        "end the chair": lambda: councils.end_seat(
            actor=cast.administrator, member=chair, on=clock.today()
        ),
        "a second vice chair": lambda: seat(
            cast, newcomer, SeatRole.VICE_CHAIR, actor=cast.administrator
        ),
        "end the council": lambda: councils.change_council(
            actor=cast.administrator, council=cast.council, values={"valid_to": clock.today()}
        ),
    }
    if until == "certified":
        for act in acts.values():
            act()
        return
    for act in acts.values():
        refused("session_running", act)
    assert seat(cast, newcomer).pk  # a plain member: the roster of the session is frozen


def test_whom_one_person_seats_presides_once_a_second_person_confirms_it(cast: Cast) -> None:
    """The administrator replaces the vice chair alone; the council votes after somebody else."""
    nomination = cast.nomination("unit_reviewed")
    draft = cast.session([nomination.pk], until="draft")
    vice = cast.council.members.get(seat=SeatRole.VICE_CHAIR)
    newcomer = cast.person("Bạn Của Quản Trị", account=True)
    councils.end_seat(actor=cast.administrator, member=vice, on=clock.today() - DAY)
    seat(cast, newcomer, SeatRole.VICE_CHAIR, actor=cast.administrator)

    for actor in (cast.chair, newcomer.user, cast.secretary):
        with pytest.raises(ConditionUnmet) as caught:
            move(draft, "open", actor)
        assert key_of(caught.value) == "members_unconfirmed"
    page = reverse("administration:council_confirm", args=[cast.council.pk])
    admin_page = cast.client(cast.administrator)
    shown = unescape(admin_page.get(page).content.decode())
    assert "Người đã thay đổi danh sách thành viên không tự xác nhận" in shown
    seen = {"seen_version": admin_page.get(page).context["seen_version"]}
    assert admin_page.post(page, seen).status_code == 403
    for stranger in (cast.member, newcomer.user):
        assert cast.client(stranger).get(page).status_code == 403
    refused(
        "not_confirmer",
        lambda: councils.confirm_members(actor=cast.member, council=cast.council),
    )

    # The director finds it among the own work, and confirms what the page shows.
    (task,) = [one for one in items_for(cast.director) if one.path == page]
    assert str(task.action_label) == "Xác nhận thành viên"
    assert not [one for one in items_for(cast.administrator) if one.path == page]
    director = cast.client(cast.director)
    for unread in ({}, {"seen_version": "x" * 24}):
        assert "đã thay đổi sau khi Ông/Bà mở" in director.post(page, unread).content.decode()
    opened = director.get(page)
    assert "Bạn Của Quản Trị" in opened.content.decode()
    assert "Người thay đổi: " + cast.administrator.get_full_name() in opened.content.decode()
    seat(cast, cast.person("Thêm Sau"), actor=cast.secretary)
    old = director.post(page, {"seen_version": opened.context["seen_version"]})
    assert "đã thay đổi sau khi Ông/Bà mở" in old.content.decode()
    for changer in (cast.administrator, cast.secretary):
        refused(
            "own_change", lambda a=changer: councils.confirm_members(actor=a, council=cast.council)
        )
    done = director.post(page, {"seen_version": old.context["seen_version"]}, follow=True)
    assert "Danh sách thành viên đã được xác nhận" in done.content.decode()
    entry = audit.history(f"council:{cast.council.pk}")[-1]
    assert (entry.action, entry.actor_id) == ("council.confirmed", cast.director.pk)
    assert entry.content["changed_by"] == sorted([cast.administrator.pk, cast.secretary.pk])
    assert ["Bạn Của Quản Trị", "vice_chair"] in entry.content["people"]
    refused(
        "confirmed_already",
        lambda: councils.confirm_members(actor=cast.director, council=cast.council),
    )
    move(draft, "open", cast.chair)
    # A council that one person sets up waits as well, and so does another term.
    made = councils.establish_council(
        actor=cast.administrator, organization=cast.agency, name="Hội đồng khác",
        seats=[NewSeat(newcomer, SeatRole.CHAIR)], valid_from=clock.today(),
    )  # fmt: skip
    assert (made.is_confirmed, made.changed_by) == (False, [cast.administrator.pk])
    councils.confirm_members(actor=cast.secretary, council=made)
    councils.change_council(
        actor=cast.secretary, council=made, values={"valid_to": clock.today() + DAY}
    )
    made.refresh_from_db()
    assert (made.is_confirmed, made.changed_by) == (False, [cast.secretary.pk])


def test_what_all_agencies_share_is_kept_by_one_role(cast: Cast) -> None:
    admin_user, award = cast.administrator, cast.awards["GK"]
    day_off = {"day": clock.today(), "is_working": False, "note": "Nghỉ bù"}
    acts = {
        "calendar": lambda: save_day(actor=admin_user, row=CalendarDay(), values=day_off),
        "position": lambda: services.save_position(
            actor=admin_user, row=Position(), values={"name": "Chức vụ mới", "rank": 20}
        ),
        "award": lambda: rename_award(actor=admin_user, row=award, values={"short_name": "GK"}),
        "the role itself": lambda: services.assign_role(
            actor=admin_user,
            person=admin_user.person,
            role=Role.SHARED_DATA_ADMINISTRATOR,
            organization=cast.agency,
            valid_from=clock.today(),
        ),
    }
    for act in acts.values():
        refused("not_shared_data_administrator", act)
    held = cast.give(admin_user, Role.SHARED_DATA_ADMINISTRATOR, cast.agency)
    refused("law_is_data", lambda: rename_award(actor=admin_user, row=award, values={"code": "X"}))
    for name in ("calendar", "position", "award"):
        assert acts[name]()
    services.end_role(actor=admin_user, assignment=held, on=clock.today() - DAY)
    refused("not_shared_data_administrator", acts["position"])
    # Whoever keeps the shared data alone opens its pages, and no account.
    keeper = cast.person("Giữ Danh Mục", account=True)
    cast.give(keeper, Role.SHARED_DATA_ADMINISTRATOR, cast.agency)
    browser = cast.client(keeper.user)
    answers = {
        name: browser.get(reverse(f"administration:{name}", args=args)).status_code
        for name, args in (
            ("home", []), ("calendar", []), ("table", ["chuc-vu"]), ("history", []),
            ("accounts", []), ("issue", []), ("councils", []),
        )
    }  # fmt: skip
    opened = {name for name, status in answers.items() if status == 200}
    assert opened == {"home", "calendar", "table", "history"}
    assert set(answers.values()) == {200, 403}
    assert browser.get(reverse("administration:table", args=["don-vi"])).status_code == 403


def test_an_agency_s_administrator_reaches_no_other_agency(cast: Cast) -> None:
    """Services refuse, pages answer 404, lists and messages do not show."""
    stranger = cast.stranger
    services.assign_role(
        actor=SYSTEM,
        person=stranger.person,
        role=Role.ADMINISTRATOR,
        organization=cast.other_agency,
        valid_from=clock.today(),
    )
    unit, person = cast.unit, cast.member.person
    place = person.memberships.get()
    refused("not_keeper", lambda: seat(cast, person, actor=stranger))
    for act in (
        lambda: services.save_unit(actor=stranger, row=unit, values={"name": "Khác"}),
        lambda: services.save_person(actor=stranger, row=person, values={"full_name": "Khác"}),
        lambda: services.save_organization(
            actor=stranger, row=cast.agency, values={"name": "Khác"}
        ),
        lambda: services.place_person(
            actor=stranger,
            person=person,
            unit=cast.other_unit,
            position=place.position,
            valid_from=clock.today(),
        ),
        lambda: services.end_membership(actor=stranger, membership=place, on=clock.today()),
        lambda: services.issue_accounts(
            actor=stranger,
            organization=cast.agency,
            accounts=[services.NewAccount(cast.colleague, "moi")],
        ),
    ):
        refused("not_administrator", act)
    # A unit of one's own is not moved into by naming the other agency in the form.
    refused(
        "not_administrator",
        lambda: services.save_unit(
            actor=stranger, row=Unit(), values={"organization": cast.agency, "name": "X"}
        ),
    )
    dead = OutboxMessage.objects.create(
        event_key="dead#1",
        recipient=cast.member,
        topic="default",
        channel="email",
        context='{"title": "Phiên họp tháng 11"}',
        created_at=clock.now(),
        due_at=clock.now(),
        dead_at=clock.now(),
        last_error="SMTP 550",
    )
    shown = {
        user: unescape(
            cast.client(user).get(reverse("notifications:dead_letters")).content.decode()
        )
        for user in (stranger, cast.administrator)
    }
    assert cast.member.get_full_name() not in shown[stranger]
    assert cast.member.get_full_name() in shown[cast.administrator]
    again = reverse("notifications:send_again", args=[dead.pk])
    assert cast.client(stranger).post(again).status_code == 404
    cast.client(stranger).post(reverse("notifications:send_all_again"))
    dead.refresh_from_db()
    assert dead.dead_at is not None
    stream = f"person:{cast.member.person_id}"
    assert not [one for one in audit.history(stream) if one.action == "message.sent_again"]
    assert cast.client(cast.administrator).post(again).status_code == 302
    dead.refresh_from_db()
    assert dead.dead_at is None
    # The history says who sent which message again, once, to whoever inspects it.
    cast.client(cast.administrator).post(again)
    (entry,) = [one for one in audit.history(stream) if one.action == "message.sent_again"]
    assert entry.actor_id == cast.administrator.pk
    assert entry.content["keys"] == [[dead.pk, "dead#1", "email", "default"]]
    assert entry.content["messages"] == ["Phiên họp tháng 11"]
    assert entry.content["errors"] == ["SMTP 550"]
    history = cast.client(cast.auditor).get(reverse("administration:history")).content.decode()
    assert "Gửi lại thông báo đã ngừng gửi" in history
    assert "Phiên họp tháng 11" in history
    assert list(chain_breaks()) == []


# --- Django's own administration ------------------------------------------------------------------


def test_no_page_of_django_s_administration_writes(db: None, rf: RequestFactory) -> None:
    """Every registered page, asked as a technical account; and pages that packages bring along."""
    request = rf.get("/")
    request.user = User(username="root", is_superuser=True, is_staff=True, is_active=True)
    assert {model._meta.label_lower for model in admin.site._registry} == set(SHOWN)
    for model, page in admin.site._registry.items():
        assert page.has_view_permission(request), model
        allowed = [
            page.has_add_permission(request),
            page.has_change_permission(request),
            page.has_delete_permission(request),
            page.has_change_permission(request, model()),
            page.has_delete_permission(request, model()),
        ]
        assert not any(allowed), model
        assert page.get_actions(request) == {}, model
        assert page.get_inline_instances(request) == [], model

    class Writable(admin.ModelAdmin):
        pass

    site = ReadOnlySite()
    site.register(Person, Writable)
    site.register(User, Writable)
    assert {type(page) for page in site._registry.values()} == {ReadOnlyModelAdmin}
    assert list(site._registry) == [Person]


def test_django_s_administration_is_off_and_only_shows_when_it_is_on(
    cast: Cast, settings: Any
) -> None:
    root = User.objects.create_superuser("root", password="x")
    browser = cast.client(root)
    assert browser.get(f"/{ADDRESS}").status_code == 404
    assert browser.get("/quan-tri/").status_code == 200

    settings.ROOT_URLCONF = urlconf
    assert browser.get(f"/{ADDRESS}").status_code == 200
    before = picture()
    for label in SHOWN:
        app, _dot, model = label.partition(".")
        where = f"/{ADDRESS}{app}/{model}/"
        assert browser.get(where).status_code == 200, label
        assert browser.post(f"{where}add/", {}).status_code == 403, label
    row = f"/{ADDRESS}people/person/{cast.member.person_id}/"
    assert browser.get(f"{row}change/").status_code == 200
    assert browser.post(f"{row}change/", {"full_name": "Khác"}).status_code == 403
    assert browser.post(f"{row}delete/", {"post": "yes"}).status_code == 403
    assert browser.get(f"/{ADDRESS}people/user/").status_code == 404
    assert picture() == before
    # An administrator of an agency is a stranger here, and a visitor is sent to the one login page.
    assert cast.client(cast.administrator).get(f"/{ADDRESS}", follow=True).status_code == 403
    assert "/tai-khoan/dang-nhap/" in Client().get(f"/{ADDRESS}", follow=True).redirect_chain[-1][0]
