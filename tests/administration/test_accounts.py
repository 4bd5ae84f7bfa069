"""Accounts: only owners know their passwords, and attempts to take over an account are visible."""

from __future__ import annotations

import ast
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from nominations.administration.accounts import proposed_names
from nominations.importing.registry import importer_of
from nominations.people import services
from nominations.people.models import PasswordLink, Person, User
from nominations.people.services.password_links import link_of, token_of
from nominations.web.refusals import key_of
from notifications.models import OutboxMessage
from tests.architecture.sources import inside, python_files, tree
from tests.cast import PASSWORD, Cast
from tests.press_button import press_button
from workflow import audit, clock
from workflow.actors import SYSTEM
from workflow.exceptions import NotAllowed

ADDRESS = re.compile(r"/dat-mat-khau/([0-9]+-[a-z0-9]+)/")
NEW = "Tre-xanh-2026"


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def actions(user: User) -> list[str]:
    return [event.action for event in audit.history(f"person:{user.person_id}")]


def notified(topic: str) -> set[str]:
    rows = OutboxMessage.objects.filter(topic=topic).values_list("recipient__username", flat=True)
    return set(rows)


def refused(key: str, act: Any) -> None:
    with pytest.raises((ValidationError, NotAllowed)) as caught:
        act()
    assert key_of(caught.value) == key


def printed_token(browser: Client, user: User) -> str:
    """Press "reset", read the link from the letter."""
    act = reverse("administration:account_action", args=[user.pk, "dat-lai-mat-khau"])
    letter = press_button(browser, act, {"delivery": "letter"}, follow=True)
    found = ADDRESS.search(text(letter))
    assert found, text(letter)[:2000]
    assert "<svg" in text(letter)
    return found[1]


@pytest.mark.parametrize(
    ("host", "given", "printed"),
    [
        ("127.0.0.1:8000", "http://10.20.3.4:8000", "http://10.20.3.4:8000"),
        ("localhost:8000", "http://10.20.3.4:8000", "http://10.20.3.4:8000"),
        ("thidua.so.example", "http://10.20.3.4:8000", "http://thidua.so.example"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_a_letter_names_an_address_that_its_reader_opens(
    cast: Cast, settings: Any, host: str, given: str, printed: str
) -> None:
    """The administrator sits at the server; the person who gets the letter does not."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL, settings.SITE_URL_GIVEN = given, False
    browser = cast.client(cast.administrator)
    browser.defaults["HTTP_HOST"] = host
    act = reverse("administration:account_action", args=[cast.member.pk, "dat-lai-mat-khau"])
    letter = text(press_button(browser, act, {"delivery": "letter"}, follow=True))
    assert f"{printed}/dat-mat-khau/" in letter
    assert ("Hãy đặt biến BANGVANG_URL" in letter) is printed.startswith("http://127.")


def test_an_administrator_takes_no_account_over_unseen(cast: Cast) -> None:
    """The administrator resets the director, opens the link and logs in as the director."""
    director, working = cast.director, cast.client(cast.director)
    assert working.get("/").status_code == 200
    token = printed_token(cast.client(cast.administrator), director)
    # Told before anything was used: the owner, the inspector and the chain; sessions are ended.
    assert notified("account.password_reset") == {director.username, cast.auditor.username}
    assert actions(director)[-1] == "account.password_reset"
    assert working.get(reverse("people:my_account")).status_code == 302
    # The old password still opens the account: nobody is locked out by a link.
    assert User.objects.get(pk=director.pk).check_password(PASSWORD)

    thief = Client()
    page = reverse("people:password_link", args=[token])
    assert director.username in text(thief.get(page))
    assert thief.post(page, {"password": NEW, "again": "khac"}).status_code == 200
    assert "Mật khẩu quá ngắn" in text(thief.post(page, {"password": "a9!", "again": "a9!"}))
    assert thief.post(page, {"password": NEW, "again": NEW}).status_code == 302
    assert thief.get(page).status_code == thief.post(page, {"password": NEW}).status_code == 404
    login = {"login": director.username, "password": NEW}
    seen = text(thief.post(reverse("account_login"), login, follow=True))
    assert f"do {cast.administrator.get_full_name()} tạo lúc" in seen
    assert "đã được dùng lúc" in seen

    last = audit.history(f"person:{director.person_id}")[-1]
    assert (last.action, last.actor_id) == ("account.password_set", director.pk)
    assert last.content["made_by"] == cast.administrator.get_full_name()
    assert notified("account.password_set") == {director.username, cast.auditor.username}
    # Whoever comes next, the owner, finds every link on the page about the own account.
    kept = text(thief.get(reverse("people:my_account")))
    assert cast.administrator.get_full_name() in kept
    assert "đã dùng lúc" in kept


def test_a_link_opens_once_within_its_days_and_dies_with_the_password_and_the_address(
    cast: Cast,
) -> None:
    admin, member = cast.administrator, cast.member

    def fresh(delivery: str = "letter") -> PasswordLink:
        (link,) = services.make_links(actor=admin, users=[member], delivery=delivery)
        return PasswordLink.objects.get(pk=link.pk)

    first = fresh()
    second = fresh()
    assert link_of(token_of(first)) is None  # a newer one was made
    assert link_of(token_of(second)) == second
    assert link_of(f"{second.pk}-{'a' * 24}") is None
    assert link_of(token_of(second).upper()) == second  # typed from paper
    for odd in ("", "-", "x-y", f"{second.pk}", "9" * 30 + "-a"):
        assert link_of(odd) is None
    with clock.at(clock.now() + timedelta(days=15)):
        assert link_of(token_of(second)) is None

    third, token = fresh(), ""
    token = token_of(third)
    user = User.objects.get(pk=member.pk)
    user.set_password("Doi-roi-2026")
    user.save()
    assert link_of(token) is None  # the owner chose a password meanwhile

    fourth = fresh("email")
    services.change_account(
        actor=admin, user=member, username=member.username, email="khac@so.example"
    )
    assert link_of(token_of(fourth)) is None  # it went to another address
    fifth = fresh()
    services.set_account_active(actor=admin, user=member, active=False)
    assert link_of(token_of(fifth)) is None
    refused(
        "closed_account",
        lambda: services.make_links(actor=admin, users=[member], delivery="letter"),
    )
    User.objects.filter(pk=cast.clerk.pk).update(email="")
    cast.clerk.refresh_from_db()
    refused(
        "no_address",
        lambda: services.make_links(actor=admin, users=[cast.clerk], delivery="email"),
    )
    refused("gone", lambda: services.use_link(token=token, password=NEW))


def test_another_address_and_a_forgotten_password_are_no_way_round(cast: Cast) -> None:
    """The administrator puts an own address on the director's account and has a link sent there."""
    director, working = cast.director, cast.client(cast.director)
    page = reverse("administration:account", args=[director.pk])
    sent = {"username": director.username, "email": "cua-toi@so.example"}
    assert press_button(cast.client(cast.administrator), page, sent).status_code == 302
    assert working.get(reverse("people:my_account")).status_code == 302  # the session is ended
    assert notified("account.changed") == {director.username, cast.auditor.username}
    changed = audit.history(f"person:{director.person_id}")[-1].content["changes"]["email"]
    assert changed == {"before": director.email, "after": "cua-toi@so.example"}

    thief = Client()
    thief.post(reverse("account_reset_password"), {"email": "cua-toi@so.example"})
    (message,) = mail.outbox
    assert message.body.startswith(f"Kính gửi {director.get_full_name()},\n")
    assert re.search(r"Có hiệu lực đến: \d\d/\d\d/\d{4} \d\d:\d\d", message.body), message.body
    (link,) = re.findall(r"/tai-khoan/mat-khau/quen/[^\s]+", message.body)
    form = thief.get(link, follow=True).redirect_chain[-1][0]
    assert thief.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    assert User.objects.get(pk=director.pk).check_password(NEW)
    assert actions(director)[-1] == "account.password_recovered"
    assert notified("account.password_set") == {director.username, cast.auditor.username}


def test_nothing_but_the_owner_s_link_sets_a_password() -> None:
    """No service, form or page of the rooms writes a password; the demonstration invents people."""
    setters = {"set_password", "make_password", "create_user", "create_superuser"}
    named = [path for path in python_files() if any(s in path.read_text("utf-8") for s in setters)]
    found = {
        inside(path)
        for path in named
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute | ast.Name)
        and (node.attr if isinstance(node, ast.Attribute) else node.id) in setters
    }
    assert found == {
        "nominations/people/services/password_links.py",
        "nominations/demo/staff.py",
    }


def test_accounts_for_many_are_issued_with_a_letter_each(cast: Cast) -> None:
    people = [cast.person(name) for name in ("Huỳnh Minh Vinh", "Hồ Mai Vinh", "Đặng Ý")]
    User.objects.create(username="Vinhhm", person=cast.person("Hà My Vinh"), password="!")
    names = proposed_names(people)
    assert [names[one.pk] for one in people] == ["vinhhm2", "vinhhm3", "yd"]

    browser = cast.client(cast.administrator)
    page = reverse("administration:issue")
    # The page of a person without account and the result of an import lead here.
    assert importer_of("persons").next_url_name == "administration:issue"
    assert page in text(browser.get(reverse("people:person", args=[people[0].pk])))
    assert all(one.full_name in text(browser.get(page)) for one in people)
    sent = {f"tick_{one.pk}": "on" for one in people} | {
        f"name_{one.pk}": names[one.pk] for one in people
    }
    taken = sent | {f"name_{people[1].pk}": cast.nominee.username}
    assert "đã có người dùng" in text(browser.post(page, taken))
    assert not User.objects.filter(person__in=people).exists()  # all or none
    mailed = sent | {f"mail_{people[2].pk}": "yd@so.example", "by_mail": "on"}
    letters = text(browser.post(page, mailed, follow=True))
    tokens = ADDRESS.findall(letters)
    assert len(set(tokens)) == 2
    assert letters.count('class="letter"') == 2
    (message,) = mail.outbox
    assert message.to == ["yd@so.example"]
    assert ADDRESS.search(message.body)
    assert notified("account.issued") == {cast.auditor.username}
    event = audit.history(f"organization:{cast.agency.pk}")[-1]
    assert event.action == "account.issued"
    assert {name for name, _login in event.content["accounts"]} == {p.full_name for p in people}
    services.use_link(token=tokens[0], password=NEW)
    # Nobody else, and nobody after an hour, opens the letters again.
    link = PasswordLink.objects.get(pk=int(tokens[1].partition("-")[0]))
    again = reverse("administration:letters", args=[link.batch])
    assert browser.get(again).status_code == 200
    rival = cast.person("Quản Trị Hai", account=True).user
    cast.give(rival, "administrator", cast.agency)
    assert cast.client(rival).get(again).status_code == 404
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert browser.get(again).status_code == 404
    # A first letter is no reset: there was nothing to take over, and the owner is not warned of it.
    assert not PasswordLink.objects.filter(is_reset=True).exists()


def test_a_closed_account_has_no_session_and_gets_none_back_when_it_is_opened(cast: Cast) -> None:
    admin, clerk = cast.administrator, cast.clerk
    working, page = cast.client(clerk), reverse("people:my_account")
    assert working.get(page).status_code == 200
    services.set_account_active(actor=admin, user=clerk, active=False, reason="Chuyển công tác")
    services.set_account_active(actor=admin, user=clerk, active=True, reason="Trở lại")
    assert working.get(page).status_code == 302
    again = cast.client(User.objects.get(pk=clerk.pk))
    assert again.get(page).status_code == 200
    services.end_sessions(actor=admin, user=clerk)
    assert again.get(page).status_code == 302
    assert actions(clerk)[-3:] == ["account.closed", "account.opened", "account.sessions_ended"]
    closed = audit.history(f"person:{clerk.person_id}")[-3].content
    assert closed["changes"] == {"is_active": {"before": True, "after": False}}
    assert closed["reason"] == "Chuyển công tác"


def test_technical_accounts_and_other_agencies_are_out_of_reach(cast: Cast) -> None:
    root = User.objects.create_superuser("root", password=PASSWORD, person=cast.person("Kỹ Thuật"))
    nowhere = Person.objects.create(full_name="Chuyên Viên Cấp Trên")
    services.assign_role(
        actor=SYSTEM,
        person=nowhere,
        role="superior_officer",
        organization=cast.province,
        valid_from=clock.today(),
    )
    above = services.create_account(actor=SYSTEM, person=nowhere, username="captren2")
    for user in (root, cast.stranger, above):
        for act in (
            lambda u=user: services.make_links(
                actor=cast.administrator, users=[u], delivery="letter"
            ),
            lambda u=user: services.set_account_active(
                actor=cast.administrator, user=u, active=False
            ),
            lambda u=user: services.end_sessions(actor=cast.administrator, user=u),
            lambda u=user: services.change_account(
                actor=cast.administrator, user=u, username="x", email=""
            ),
        ):
            with pytest.raises(NotAllowed):
                act()
        page = reverse("administration:account", args=[user.pk])
        assert cast.client(cast.administrator).get(page).status_code == 404
    assert not PasswordLink.objects.exists()
    listed = text(cast.client(cast.administrator).get(reverse("administration:accounts")))
    assert cast.stranger.get_full_name() not in listed
    assert cast.member.get_full_name() in listed
