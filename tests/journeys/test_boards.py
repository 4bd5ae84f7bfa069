"""A head watches the board change on endorsing; a secretary finds three forgotten people."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Site

pytestmark = pytest.mark.journey

REASON = "Đơn vị bỏ sót khi lập danh sách đăng ký đầu năm."


def _campaign(page: Page, site: Site) -> str:
    """The address of the yearly campaign that runs."""
    page.goto(f"{site.url}/dot-thi-dua/")
    # A draft, which another journey may have made, says so beside its name.
    running = page.locator("main tbody td:not(:has(.badge-word))")
    link = running.locator("a", has_text=re.compile(r"^Thi đua năm \d{4}$")).first
    return f"{site.url}{link.get_attribute('href')}"


def _endorsed(page: Page, award: str) -> Locator:
    return page.locator(f".board [data-award='{award}-individual'] [data-endorsed]").first


def _number(cell: Locator) -> int:
    return int(cell.inner_text())


def _waiting(page: Page, site: Site) -> tuple[Locator, str]:
    """The first box of the unit's list, and the award it stands for."""
    page.goto(f"{site.url}/don-vi/")
    box = page.locator("#chosen input[name=chon]").first
    expect(box).to_be_visible()
    words = box.locator("xpath=ancestor::tr").inner_text()
    return box, "CSTDCS" if "Chiến sĩ thi đua cơ sở" in words else "LDTT"


def test_a_head_watches_the_board_change_on_endorsing(site: Site) -> None:
    with site.visit("thuky") as screen, site.visit("truongphong") as head:
        screen.goto(f"{_campaign(screen, site)}bang/")
        box, award = _waiting(head, site)
        on_screen = _number(_endorsed(screen, award))
        before = _number(_endorsed(head, award))

        box.check()
        expect(head.locator(".board h2").first).to_have_text("Tỷ lệ, chỉ tiêu tính thử")
        expect(_endorsed(head, award)).to_have_text(str(before + 1))
        expect(head.locator("#board-line")).to_contain_text("Tính thử")
        site.picture(head, "bang-gia-dinh")
        box.uncheck()
        expect(_endorsed(head, award)).to_have_text(str(before))
        expect(_endorsed(screen, award)).to_have_text(str(on_screen))

        box.check()
        head.get_by_role("button", name="Đồng ý các đề nghị đã chọn").click()
        head.fill("input[name=present]", "5")
        expect(_endorsed(head, award)).to_have_text(str(before + 1))
        head.get_by_role("button", name="Đồng ý các đề nghị đã chọn").click()

        expect(head.locator("main")).to_contain_text("Đã đồng ý 1 đề nghị.")
        expect(_endorsed(head, award)).to_have_text(str(before + 1))
        site.picture(head, "bang-don-vi")
        # Nobody touched the screen of the meeting.
        expect(_endorsed(screen, award)).to_have_text(str(on_screen + 1), timeout=15_000)
        site.picture(screen, "bang-co-quan")


def test_on_a_phone_the_board_fits_and_what_if_needs_no_mouse(site: Site) -> None:
    with site.visit("truongphong", size="phone") as page:
        page.goto(f"{site.url}/don-vi/")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360
        page.locator("summary", has_text="Tính thử nếu đề nghị thêm").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.type("3")
        page.keyboard.press("Tab")
        expect(page.locator(".board h2").first).to_have_text("Tỷ lệ, chỉ tiêu tính thử")
        site.picture(page, "bang-dien-thoai")


def test_a_secretary_finds_three_forgotten_people_and_nominates_them_in_one_go(site: Site) -> None:
    with site.visit("thuky") as page:
        campaign = _campaign(page, site)
        page.goto(campaign)
        page.get_by_role("link", name="Đủ điều kiện mà chưa được đề nghị").click()
        page.get_by_role("link", name=re.compile("^Lao động tiên tiến")).click()
        boxes = page.locator("main form input[name=chon]")
        names = []
        for box in boxes.all()[:3]:
            box.check()
            names.append((box.get_attribute("aria-label") or "").split(",")[0])
        assert len(names) == 3
        site.picture(page, "bo-sot")
        page.get_by_role("button", name="Đề nghị các trường hợp đã chọn").click()
        expect(page.locator(".error-summary")).to_contain_text("Ghi lý do đề nghị bổ sung.")
        page.fill("textarea[name=reason]", REASON)
        page.get_by_role("button", name="Đề nghị các trường hợp đã chọn").click()

        expect(page.locator("main")).to_contain_text("Đã đăng ký 3 đề nghị")
        for name in names:
            expect(page.locator(f"main form label:has-text('{name}')")).to_have_count(0)
            page.goto(f"{site.url}/de-nghi/?q={name}&award=LDTT")
            expect(page.locator("main tbody")).to_contain_text("Đã đăng ký")
            page.goto(f"{campaign}chua-de-nghi/?ma=LDTT")
        page.goto(f"{site.url}/can-doi/?ma=CSTDCS&nam=2019&co_quan=STC")
        expect(page.locator("main canvas")).to_have_count(1)
        site.picture(page, "can-doi")
