"""Every page that each role reaches by links meets axe and fits both screens."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from html import unescape

import pytest
from playwright.sync_api import Error, Page

from tests.demo.test_crawl import EACH_KIND, LINK, ROLES, SKIPPED
from tests.journeys.conftest import SIZES, Site
from tests.journeys.reading import fits, meets_axe

pytestmark = pytest.mark.long
AXE_AT_THE_DESK: set[str] = set()
"""Kinds of pages on which axe has run on the large screen, whoever opened them."""


def _kind(path: str) -> str:
    return re.sub(r"[0-9a-f-]{36}|\d+", "*", path.partition("?")[0])


def _open(page: Page, address: str) -> bool:
    """Whether the address is a page; what is sent as a file is none."""
    try:
        answer = page.goto(address)
    except Error as error:
        if "Download is starting" in error.message:
            return False
        raise
    kind = answer.headers.get("content-type", "") if answer else ""
    return "text/html" in kind


def _crawl(page: Page, site: Site) -> Iterator[str]:
    """The paths of the pages reached from the first one, `EACH_KIND` of each kind."""
    waiting, seen = deque(["/"]), {"/"}
    kinds: dict[str, int] = {}
    while waiting:
        path = waiting.popleft()
        kind = _kind(path)
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] > EACH_KIND or not _open(page, site.url + path):
            continue
        yield path
        for link in map(unescape, LINK.findall(page.content())):
            if link not in seen and not link.startswith(SKIPPED):
                seen.add(link)
                waiting.append(link)


def _faults(page: Page, path: str, size: str, *, axe: bool) -> list[str]:
    page.set_viewport_size(SIZES[size])
    wide = [] if fits(page, size) else [f"{path}: wider than the screen of a {size}"]
    return wide + (meets_axe(page, f"{path} on a {size}") if axe else [])


@pytest.mark.parametrize("username", ROLES)
def test_every_page_a_role_reaches_meets_axe_and_fits(site: Site, username: str) -> None:
    faults: list[str] = []
    visited = 0
    with site.visit(size="phone") as page:
        page.set_default_timeout(60_000)  # also on a machine that has other work
        if username:
            site.log_in(page, username)
        for path in _crawl(page, site):
            visited += 1
            faults += _faults(page, path, "phone", axe=True)
            new = _kind(path) not in AXE_AT_THE_DESK
            faults += _faults(page, path, "desktop", axe=new)
            AXE_AT_THE_DESK.add(_kind(path))
            page.set_viewport_size(SIZES["phone"])
            import os

            os.write(2, f"{username} {path} {faults[-3:] if faults else ''}\n".encode())
    assert visited >= (2 if not username else 8)
    assert faults == []
