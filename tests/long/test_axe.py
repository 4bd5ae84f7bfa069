"""Every page that each role reaches by links on a phone meets axe and fits the screen."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from html import unescape

import pytest
from playwright.sync_api import Error, Page

from tests.demo.test_crawl import EACH_KIND, LINK, ROLES, SKIPPED
from tests.journeys.conftest import Site
from tests.journeys.reading import fits, meets_axe

pytestmark = pytest.mark.long


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
        kind = re.sub(r"[0-9a-f-]{36}|\d+", "*", path.partition("?")[0])
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] > EACH_KIND or not _open(page, site.url + path):
            continue
        yield path
        for link in map(unescape, LINK.findall(page.content())):
            if link not in seen and not link.startswith(SKIPPED):
                seen.add(link)
                waiting.append(link)


@pytest.mark.parametrize("username", ROLES)
def test_every_page_a_role_reaches_on_a_phone_meets_axe_and_fits(site: Site, username: str) -> None:
    faults: list[str] = []
    visited = 0
    with site.visit(username, size="phone") as page:
        for path in _crawl(page, site):
            visited += 1
            faults += meets_axe(page, path)
            if not fits(page, "phone"):
                faults.append(f"{path}: wider than the screen")
    assert visited >= (2 if not username else 8)
    assert faults == []
