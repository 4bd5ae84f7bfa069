"""Every address, also where the demonstration has no example, and the page of a mistake there.

Both meet axe and fit the screen, on a phone and a desktop.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

from tests.architecture.test_urls import world
from tests.architecture.url_payloads import SENT
from tests.architecture.url_requests import ROWS, path_of
from tests.architecture.url_world import World
from tests.journeys.conftest import SIZES
from tests.journeys.reading import fits, meets_axe

__all__ = ["world"]
pytestmark = pytest.mark.long
SITE = "http://bangvang.invalid"
STATIC = "/static/"
UNCHANGED = {"text_size", "account_logout"}
"""Buttons that are not refused whatever is sent."""


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Iterator[Page]:
    """A page whose static files come from the source tree; the text of the page is put in."""
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    page.route(f"{SITE}/**", _serve)
    yield page
    context.close()


SHOWN: dict[str, bytes] = {}


def _serve(route: Route) -> None:
    path = route.request.url.removeprefix(SITE).partition("?")[0]
    if path.startswith(STATIC):
        found = finders.find(path.removeprefix(STATIC))
        if found:
            kind = mimetypes.guess_type(str(found))[0] or "application/octet-stream"
            route.fulfill(body=Path(str(found)).read_bytes(), content_type=kind)
            return
    body = SHOWN.get(path)
    if body is None:
        route.fulfill(status=404, body="")
    else:
        route.fulfill(body=body, content_type="text/html; charset=utf-8")


def _shown(answer: Any) -> bytes:
    """The page that was sent; nothing for a file, a part of a page, or where it led elsewhere."""
    if getattr(answer, "streaming", False) or b"<html" not in answer.content:
        return b""
    return bytes(answer.content)


def _pages(world: World, name: str) -> Iterator[tuple[str, bytes]]:
    """(what it is, the page) for who opens the address and for who sends nothing or nonsense."""
    path, client = path_of(name, world), world.client(ROWS[name]["doer"])
    yield "opened", _shown(client.get(path))
    if ROWS[name]["does"].endswith("/-") or name in UNCHANGED:
        return
    nonsense = dict.fromkeys(SENT[name](world), "x y") if name in SENT else {}
    for what, given in (("nothing", {}), ("nonsense", nonsense)):
        answer = client.post(path, given)
        if answer.status_code == 302 and answer["Location"].startswith("/"):
            answer = client.get(answer["Location"])
        yield f"{what} sent", _shown(answer)


def _faults(screen: Page, what: str, content: bytes) -> list[str]:
    faults = []
    SHOWN["/"] = content
    for number, size in enumerate(("phone", "desktop")):
        screen.set_viewport_size(SIZES[size])
        if not number:
            screen.goto(f"{SITE}/")
        if not fits(screen, size):
            faults.append(f"{what}: wider than the screen of a {size}")
        faults += meets_axe(screen, f"{what} on a {size}")
    return faults


@pytest.mark.parametrize("name", sorted(ROWS))
def test_an_address_and_the_page_of_a_mistake_there_meet_axe_and_fit(
    world: World, db: None, empty_cache: None, screen: Page, name: str
) -> None:
    faults: list[str] = []
    seen: set[bytes] = set()
    for what, content in _pages(world, name):
        if content and content not in seen:
            faults += _faults(screen, f"{name}, {what}", content)
        seen.add(content)
    assert faults == []
