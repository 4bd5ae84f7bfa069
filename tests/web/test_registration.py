"""Rooms register what they add to the frame; nothing looks for their files."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from nominations.people.models import User
from nominations.people.reader import PersonReader
from nominations.records.initiative_workflow import INITIATIVES
from nominations.records.models import Initiative
from nominations.web import frame, inbox, menu
from nominations.web.frame import Frame, Reader
from nominations.web.inbox import InboxItem, OwnRecord
from nominations.web.menu import MenuEntry


def entry(url_name: str, order: int) -> MenuEntry:
    return MenuEntry(label=url_name, url_name=url_name, icon="house", order=order)


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """No room registered anything."""
    monkeypatch.setattr(menu, "_sources", [])
    monkeypatch.setattr(inbox, "_sources", [])
    monkeypatch.setattr(inbox, "_workflows", {})


def modules(sources: list[Any]) -> set[str]:
    return {source.__module__.removeprefix("nominations.") for source in sources}


def test_every_room_with_a_menu_or_an_inbox_is_registered() -> None:
    assert modules(menu._sources) == {
        f"{room}.menu"
        for room in [
            "administration",
            "importing",
            "people",
            "records",
            "law",
            "dossiers",
            "council",
            "consultation",
            "decisions",
            "issued_papers",
            "model_examples",
            "movements",
            "packages",
            "print_runs",
            "period_reports",
            "statistics",
        ]
    }
    assert modules(inbox._sources) == {
        f"{room}.inbox"
        for room in [
            "records",
            "law",
            "model_examples",
            "dossiers",
            "council",
            "consultation",
            "decisions",
            "movements",
        ]
    }


@pytest.mark.usefixtures("empty")
def test_entries_of_equal_order_keep_the_order_of_registration() -> None:
    def first(user: Any) -> list[MenuEntry]:
        return [entry("menu", 20), entry("home", 10)]

    def second(user: Any) -> list[MenuEntry]:
        return [entry("text_size", 20)]

    menu.register(first)
    menu.register(second)
    menu.register(first)  # once is enough

    found = [one.url_name for one in menu.entries_for(User())]
    assert found == ["home", "home", "menu", "text_size"]


@pytest.mark.usefixtures("empty")
def test_each_user_is_asked_anew() -> None:
    asked: list[User] = []

    def items(user: User) -> list[InboxItem]:
        asked.append(user)
        return []

    inbox.register(items)
    one, other = User(username="one"), User(username="other")
    inbox.items_for(one)
    inbox.items_for(other)
    assert [user.username for user in asked] == ["one", "other"]


@pytest.mark.usefixtures("empty")
def test_a_workflow_is_asked_about_by_one_room_alone() -> None:
    """The rows of the second room would stand for those of the first, which may be fewer."""

    def first(user: User) -> list[InboxItem]:
        return []

    def second(user: User) -> list[InboxItem]:
        return []

    inbox.register(first, lambda _user: {INITIATIVES: Initiative.objects.none()})
    inbox.register(second, lambda _user: {INITIATIVES: None})
    with pytest.raises(ValueError, match="two rooms"):
        inbox.items_for(User(username="one"))


@pytest.mark.usefixtures("empty")
def test_own_records_are_no_items() -> None:
    inbox.register(lambda user: [OwnRecord(1), OwnRecord(2)])
    inbox.register(lambda user: [OwnRecord("a")])
    assert inbox.work_of(User()) == inbox.Work([], [1, 2, "a"])


def test_people_describes_the_reader() -> None:
    assert frame._reader_class == [PersonReader]


def test_a_frame_without_people_shows_the_bare_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "_reader_class", [Reader])
    request = RequestFactory().get("/")
    request.user = User(username="hang")
    shown = Frame(request)
    assert (shown.name, shown.initial, shown.organization, shown.roles) == ("hang", "H", None, [])
    request.user = AnonymousUser()
    assert Frame(request).name == ""
