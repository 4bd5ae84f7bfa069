"""What is asked of a page in every journey: that axe finds nothing, and that it fits the screen."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import SIZES

AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "rules": {"landmark-unique": {"enabled": True}, "summary-name": {"enabled": True}},
    "resultTypes": ["violations"],  # of what is right nothing is described and sent
}


def meets_axe(page: Page, what: str) -> list[str]:
    """What axe finds on the page, each with what the page is called here."""
    result = Axe().run(page, options=AXE)
    return [f"{what}: {one['id']}" for one in result.response["violations"]]


def fits(page: Page, size: str) -> bool:
    """Whether nothing is wider than the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"])
