"""The papers of decisions, postings and sessions, and counts without lists, on both screens."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import SIZES, Site
from tests.journeys.reading import fits, meets_axe

pytestmark = pytest.mark.journey
ONE = r"/[0-9a-f-]{36}/"
PAPERS = {
    "quyet-dinh": ("/quyet-dinh/", "van-ban/"),
    "thong-bao": ("/lay-y-kien/", "thong-bao/van-ban/"),
    "bien-ban-hop": ("/hoi-dong/", "bien-ban/"),
    "bien-ban-kiem-phieu": ("/hoi-dong/", "kiem-phieu/van-ban/"),
    "bao-cao": ("/bao-cao-cap-tren/", "van-ban/"),
}


def _first(page: Page, site: Site, folder: str) -> str:
    """The address of the first row that the list of the folder leads to."""
    page.goto(f"{site.url}{folder}")
    hrefs = page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))")
    wanted = re.compile(folder.rstrip("/") + ONE)
    return next(href for href in hrefs if wanted.fullmatch(href))


def test_papers_and_counts_without_lists_are_read_on_both_screens(site: Site) -> None:
    faults: list[str] = []
    with site.visit("thuky") as page:
        addresses = {
            name: _first(page, site, folder) + rest for name, (folder, rest) in PAPERS.items()
        }
        addresses["so-lieu-tong-hop"] = "/thong-ke/so-lieu-tong-hop/"
        for name, address in addresses.items():
            for size in SIZES:
                page.set_viewport_size(SIZES[size])
                answer = page.goto(f"{site.url}{address}")
                if answer is None or answer.status != 200:
                    faults.append(f"{name}: {answer and answer.status}")
                    continue
                site.picture(page, f"van-ban-{name}-{size}")
                faults += meets_axe(page, f"{name} {size}")
                faults += [] if fits(page, size) else [f"{name}: wider than the {size}"]
    assert faults == []
