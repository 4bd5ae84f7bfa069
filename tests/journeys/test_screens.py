"""Nominee, clerk and head at their screens, on a phone and a desktop; every menu page under axe."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Site
from tests.journeys.reading import fits, meets_axe

pytestmark = pytest.mark.journey

RETURNED = "Bị trả lại, chờ sửa"
EVERY_PAGE = ("thuky", "giamdoc", "truongphong", "canhan")
"""Each at the pages that nobody before has in the menu: the secretary at most of them."""
FRAME_ONLY = ("canbotdkt", "uyvien", "kiemphieu", "thanhtra", "captren")


def test_every_page_of_the_menu_passes_axe_on_a_phone(site: Site) -> None:
    """Also with the drawer, the account menu and the size of the text in sight."""
    faults: list[str] = []
    seen: set[str] = set()
    for who in (*EVERY_PAGE, *FRAME_ONLY):
        with site.visit(who, size="phone") as page:
            page.goto(f"{site.url}/muc-luc/")
            faults += meets_axe(page, f"{who} /muc-luc/")
            page.click(".user-menu summary")
            faults += meets_axe(page, f"{who} /muc-luc/, account")
            links = page.locator("main .menu-list a").evaluate_all(
                "all => all.map(one => one.getAttribute('href'))"
            )
            for path in sorted({*links} - seen) if who in EVERY_PAGE else links[:1]:
                seen.add(path)
                page.goto(site.url + path)
                faults += meets_axe(page, f"{who} {path}")
                assert fits(page, "phone")
    with site.visit("canhan") as page:
        for path in ("/muc-luc/", "/"):
            page.goto(site.url + path)
            faults += meets_axe(page, f"desktop {path}")
    assert faults == []
    assert len(seen) > 20


def test_a_returned_dossier_comes_back_with_an_answer_and_is_reviewed_where_it_lies(
    site: Site,
) -> None:
    with site.visit("canbotdkt", size="phone") as page:
        row = page.locator(".task-row", has_text="Hồ sơ bị trả lại").first
        address = row.locator("a.task-title").get_attribute("href")
        page.goto(f"{site.url}{address}")
        expect(page.locator("main .badge-state").first).to_have_text(RETURNED)
        expect(page.locator(".milestones")).to_contain_text(RETURNED)
        expect(page.locator(".offers .btn").first).to_have_text("Sửa hồ sơ")
        assert meets_axe(page, "returned") == []
        site.picture(page, "bi-tra-lai-360")
        page.goto(f"{site.url}{address}chuyen/nop-bao-cao/")
        expect(page.locator("main")).to_contain_text("Hồ sơ chưa thay đổi gì từ khi bị trả lại.")
        for item in page.locator("fieldset").all():
            item.get_by_label("Chưa sửa").check()
        page.fill("textarea[name=comment]", "Số liệu đã đúng, có đối chiếu với sổ theo dõi.")
        site.picture(page, "nop-lai-360")
        page.get_by_role("button", name="Nộp báo cáo", exact=True).click()
        expect(page.locator("main .badge-state").first).not_to_have_text(RETURNED)
        assert fits(page, "phone")
    for size in ("desktop", "phone"):
        with site.visit("truongphong", size=size) as page:
            page.goto(f"{site.url}{address}")
            expect(page.locator("#answered-title")).to_be_visible()
            expect(page.locator(".review-basis")).to_contain_text("Họp đơn vị")
            buttons = page.locator(".offers-open .btn")
            expect(buttons).to_have_text(
                ["Đồng ý đề nghị", "Trả lại để sửa", "Không đồng ý đề nghị"]
            )
            assert meets_axe(page, f"review {size}") == []
            assert fits(page, size)
            site.picture(page, f"xet-ho-so-{size}")


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_figures_beside_the_button_follow_quick_ticks(site: Site, size: str) -> None:
    with site.visit("truongphong", size=size) as page:
        page.goto(f"{site.url}/don-vi/")
        boxes = page.locator("tbody input[name=chon]")
        count = boxes.count()
        assert count > 1
        line = page.locator("#board-line")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.evaluate("document.querySelectorAll('tbody input[name=chon]').forEach(e => e.click())")
        expect(line).to_contain_text("Tính thử:")
        page.wait_for_timeout(1500)
        last = [url for url in asked if "/bang/" in url][-1]
        assert last.count("chon=") == count
        page.get_by_role("button", name="Bỏ chọn tất cả").click()
        expect(line).not_to_contain_text("Tính thử:")
        page.get_by_role("button", name=re.compile("^Chọn tất cả")).click()
        expect(line).to_contain_text("Tính thử:")
        assert page.locator("tbody input[name=chon]:checked").count() == count
        site.picture(page, f"don-vi-{size}")
        assert fits(page, size)


def test_what_is_written_in_the_first_form_is_saved_by_itself(site: Site) -> None:
    with site.visit("canhan", size="phone") as page:
        page.goto(f"{site.url}/de-nghi/moi/")
        page.get_by_role("button", name="Tiếp tục", exact=True).click()
        expect(page.locator(".error-summary")).to_be_focused()
        site.picture(page, "chua-chon-360")
        page.get_by_label("Chiến sĩ thi đua cơ sở", exact=True).check()
        page.get_by_role("button", name="Tiếp tục", exact=True).click()
        status = page.locator("[data-autosave-status]")
        expect(status).to_contain_text("tự động lưu")
        page.fill("textarea[name=goals]", "Thẩm định 100% hồ sơ, không trễ hạn.")
        expect(status).to_contain_text("Đã lưu lúc", timeout=10_000)
        page.goto(f"{site.url}/de-nghi/?state=draft")
        page.locator("tbody a").first.click()
        expect(page.locator("#muc-tieu")).to_contain_text("không trễ hạn")
        assert fits(page, "phone")
