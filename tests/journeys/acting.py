"""What people do in several journeys."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site


def press(page: Page, words: str) -> None:
    """Press the first button of these words."""
    page.get_by_role("button", name=words, exact=True).first.click()


def choose_proposed(page: Page) -> None:
    """Tick that the agency chooses what no regulation says, with its reason, and open."""
    page.check("input[name=takes_proposed]")
    page.fill("textarea[name=choice_reason]", "Chưa có quy định của tỉnh; giữ cách làm năm trước.")
    page.locator("main form .btn-primary").click()


def follow(page: Page, words: str) -> None:
    """Follow the first link of these words in the main part."""
    page.locator("main").get_by_role("link", name=words, exact=True).first.click()


def register(page: Page, site: Site, award: str, subject: str = "") -> str:
    """Register goals for the award; the address of the nomination."""
    page.goto(f"{site.url}/de-nghi/moi/")
    page.get_by_label(award, exact=True).check()
    press(page, "Tiếp tục")
    if page.get_by_role("button", name="Tiếp tục", exact=True).count():
        page.get_by_label(re.compile(subject)).first.check()
        press(page, "Tiếp tục")
    page.fill(
        "textarea[name=goals]", "Hoàn thành 100% nhiệm vụ; thẩm định dự toán trước hạn 02 ngày."
    )
    press(page, "Đăng ký ngay")
    expect(page.locator("main")).to_contain_text("Đã đăng ký")
    return page.url


def write_report(page: Page, address: str) -> None:
    """Write the achievement report and go on to the page that asks before it is submitted."""
    page.goto(address)
    follow(page, "Viết báo cáo")
    page.fill("textarea[name=duties]", "Thẩm định, tổng hợp dự toán ngân sách các đơn vị cấp tỉnh.")
    page.fill("textarea[name=achievements]", "Hoàn thành 112% kế hoạch; không có hồ sơ trễ hạn.")
    expect(page.get_by_text(re.compile("Đã lưu lúc"))).to_be_visible(timeout=8000)
    press(page, "Lưu và nộp")
