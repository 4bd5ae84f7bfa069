"""The administrator issues accounts, somebody opens a letter, an account is closed, all is read."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.acting import press
from tests.journeys.conftest import Site

pytestmark = pytest.mark.journey
PHONE = {"width": 390, "height": 844}
NEW_PASSWORD = "Tre-xanh-2026"


def _new_people(page: Page, site: Site, count: int) -> list[str]:
    """People without account, entered one by one."""
    names = [f"Lâm Thị Mới {word}" for word in ("Một", "Hai", "Ba", "Bốn", "Năm")[:count]]
    for name in names:
        page.goto(f"{site.url}/quan-tri/nhan-su/them/")
        page.fill("input[name=full_name]", name)
        page.select_option("select[name=unit]", label="Văn phòng")
        page.select_option("select[name=position]", label="Chuyên viên")
        press(page, "Lưu")
        expect(page.locator("main")).to_contain_text("chưa có tài khoản")
    return names


def _letters(page: Page, site: Site, names: list[str]) -> list[tuple[str, str]]:
    """Issue accounts to these people; (user name, path of the link) of each, in their order."""
    page.goto(f"{site.url}/quan-tri/tai-khoan/cap/")
    for tick in page.locator("input[name^=tick_]").all():
        label = (tick.locator("xpath=..").text_content() or "").strip()
        tick.set_checked(label in names)
    press(page, "Cấp tài khoản và in thư")
    expect(page.locator(".letter")).to_have_count(len(names))
    site.picture(page, f"quan-tri-thu-{page.viewport_size['width']}")
    return [_read(page.locator(".letter", has_text=re.compile(rf"{name},"))) for name in names]


def _read(letter: Locator) -> tuple[str, str]:
    """User name and path of the link that stand in a letter."""
    address = (letter.locator(".letter-link").text_content() or "").strip()
    return (letter.locator(".letter-name").text_content() or "").strip(), urlsplit(address).path


@pytest.mark.parametrize(("size", "count"), [("desktop", 5), ("phone", 0)])
def test_accounts_from_the_letter_to_the_history(site: Site, size: str, count: int) -> None:
    with site.visit("quantri") as admin:
        if size == "phone":
            admin.set_viewport_size(PHONE)
        admin.goto(f"{site.url}/quan-tri/")
        expect(admin.get_by_role("heading", name="Quản trị", exact=True)).to_be_visible()
        site.picture(admin, f"quan-tri-{size}")
        if count:
            letters = _letters(admin, site, _new_people(admin, site, count))
            login, path = letters[0]
        else:
            login, path = _reset(admin, site, "Lâm Thị Mới Một")
        with site.visit(size="desktop") as owner:
            owner.set_viewport_size(PHONE)
            owner.goto(f"{site.url}{path}")
            owner.fill("input[name=password]", NEW_PASSWORD)
            owner.fill("input[name=again]", NEW_PASSWORD)
            site.picture(owner, f"dat-mat-khau-{size}")
            press(owner, "Lưu mật khẩu")
            owner.fill("input[name=login]", login)
            owner.fill("input[name=password]", NEW_PASSWORD)
            press(owner, "Đăng nhập")
            expect(owner).to_have_url(f"{site.url}/")
            if not count:  # a reset: who made the link and when it was used
                expect(owner.locator(".messages")).to_contain_text("đã được dùng lúc")
            _close(admin, site, "Lâm Thị Mới Một", open_again=bool(count))
            owner.goto(f"{site.url}/thong-bao/")
            expect(owner).to_have_url(re.compile("/tai-khoan/dang-nhap/"))
        admin.goto(f"{site.url}/quan-tri/nhat-ky/?kind=person")
        for words in ("Đặt mật khẩu bằng liên kết dùng một lần", "Khóa tài khoản"):
            expect(admin.locator("table")).to_contain_text(words)
        expect(admin.locator("table")).to_contain_text("có → không")
        site.picture(admin, f"quan-tri-nhat-ky-{size}")
        wide = admin.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, "the page is wider than the screen"


def _open_account(page: Page, site: Site, name: str) -> None:
    page.goto(f"{site.url}/quan-tri/tai-khoan/?q={name}")
    page.get_by_role("link", name=name, exact=True).click()


def _reset(page: Page, site: Site, name: str) -> tuple[str, str]:
    _open_account(page, site, name)
    page.get_by_role("link", name="Đặt lại mật khẩu", exact=True).click()
    press(page, "Đặt lại mật khẩu")
    letter = page.locator(".letter")
    expect(letter).to_have_count(1)
    return _read(letter)


def _close(page: Page, site: Site, name: str, *, open_again: bool) -> None:
    for act in ("Đóng tài khoản", "Mở lại tài khoản")[: 2 if open_again else 1]:
        _open_account(page, site, name)
        page.get_by_role("link", name=act, exact=True).click()
        page.fill("textarea[name=reason]", "Chuyển công tác, bàn giao xong.")
        press(page, act)
