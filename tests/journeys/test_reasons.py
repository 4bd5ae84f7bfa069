"""A nominee reads why not, the secretary corrects the record, the nominee sees that it is met."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.acting import press
from tests.journeys.conftest import Site
from workflow import clock

pytestmark = pytest.mark.journey

AWARD = "Chiến sĩ thi đua cơ sở"
UNIT = "Phòng Quản lý ngân sách"
RULE = "Hoàn thành xuất sắc nhiệm vụ, hoặc có sáng kiến"
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def _draft(page: Page, site: Site) -> str:
    """The address of a new draft of the nominee."""
    page.goto(f"{site.url}/de-nghi/moi/")
    page.get_by_label(AWARD, exact=True).check()
    press(page, "Tiếp tục")
    if page.get_by_role("button", name="Tiếp tục", exact=True).count():
        page.get_by_label(re.compile("^Bản thân")).first.check()
        press(page, "Tiếp tục")
    page.fill("textarea[name=goals]", "Thẩm định 100% hồ sơ trước hạn 02 ngày.")
    press(page, "Lưu nháp")
    expect(page.locator("#dieu-kien")).to_be_visible()
    return page.url


def _rule(page: Page) -> Locator:
    return page.locator("#dieu-kien .eligibility-list > li", has_text=RULE).first


def _grade_anew(page: Page, site: Site, name: str) -> None:
    """The secretary cancels this year's grade of the person and enters a better one."""
    page.goto(f"{site.url}/ho-so/xep-loai/nhap/")
    page.select_option("#sheet-unit", label=UNIT)
    page.select_option("#sheet-year", label=str(clock.today().year))
    press(page, "Xem")
    row = page.locator("tbody tr", has_text=name).first
    row.get_by_role("link", name=re.compile("^Hủy")).click()
    expect(page.locator("main")).to_contain_text(AWARD)  # what may rest on the grade
    page.fill("textarea[name=reason]", "Ghi nhầm mức xếp loại, đã đối chiếu biên bản họp.")
    press(page, "Hủy nội dung này")
    page.goto(f"{site.url}/ho-so/xep-loai/nhap/")
    page.select_option("#sheet-unit", label=UNIT)
    page.select_option("#sheet-year", label=str(clock.today().year))
    press(page, "Xem")
    row = page.locator("tbody tr", has_text=name).first
    row.locator("select").select_option(label="Hoàn thành xuất sắc nhiệm vụ")
    page.fill("input[name=paper_number]", "215/QĐ-STC")
    page.fill("input[name=paper_date]", f"{clock.today():%d/%m/%Y}")
    press(page, "Ghi các mức đã chọn")
    expect(page.locator("main")).to_contain_text("Đã ghi")


def test_a_nominee_reads_why_not_and_sees_it_met_once_the_record_is_right(site: Site) -> None:
    name = site.name_of("canhan")
    with site.visit("canhan", size="phone") as page, site.visit("thuky") as secretary:
        page.set_viewport_size(PHONE)
        address = _draft(page, site)
        rule = _rule(page)
        expect(rule.locator(".badge-word").first).to_have_text("Không đạt")
        expect(rule.locator(".eligibility-missing")).to_contain_text("hiện là: Hoàn thành tốt")
        expect(rule.locator(".eligibility-source")).to_contain_text("Luật 06/2022/QH15")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        site.picture(page, "vi-sao-chua-dat-390")
        page.set_viewport_size(DESKTOP)
        site.picture(page, "vi-sao-chua-dat-1280")
        page.set_viewport_size(PHONE)

        _grade_anew(secretary, site, name)

        page.goto(address)
        page.locator("#dieu-kien summary", has_text="Các tiêu chuẩn đã đạt").click()
        expect(_rule(page).locator(".badge-word").first).to_have_text("Đạt")
        site.picture(page, "da-dat-390")


def test_a_goal_and_what_came_of_it_are_read_on_one_page(site: Site) -> None:
    with site.visit("landt", size="phone") as page:
        page.set_viewport_size(PHONE)
        page.goto(f"{site.url}/")
        page.get_by_role("link", name=re.compile("^Ghi kết quả cả năm")).first.click()
        expect(page.get_by_label("Kết quả cả năm")).to_be_checked()
        page.get_by_label("Tiến độ trong năm").check()
        page.fill("textarea[name=text]", "Đã thẩm định 60 trên 100 hồ sơ, không trễ hạn.")
        page.fill("input[name=percent]", "60")
        site.picture(page, "ghi-tien-do-390")
        press(page, "Ghi nhận")
        thread = page.locator("#muc-tieu")
        expect(thread).to_contain_text("60% mục tiêu")
        thread.get_by_role("link", name="Ghi kết quả").click()
        page.fill("textarea[name=text]", "Thẩm định 112 hồ sơ, vượt mục tiêu 12%.")
        page.fill("input[name=percent]", "100")
        press(page, "Ghi nhận")
        expect(thread).to_contain_text("100% mục tiêu")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        site.picture(page, "muc-tieu-den-ket-qua-390")
        page.set_viewport_size(DESKTOP)
        site.picture(page, "muc-tieu-den-ket-qua-1280")
