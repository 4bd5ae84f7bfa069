"""A movement from its launch to the period report that tells it, and the report to its files."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from nominations.period_reports.report_structure import structure
from tests.journeys.acting import press
from tests.journeys.conftest import Site
from tests.journeys.reading import fits, meets_axe
from workflow import clock

pytestmark = pytest.mark.journey
NAME = "Lao động giỏi, lao động sáng tạo"
RESULTS = "Các phòng đã rút ngắn thời gian giải quyết hồ sơ."
NEEDED = {one.key for one in structure() if one.text == "needed"}


def _send(page: Page, **given: str) -> None:
    """Fill the fields of the page's form and press its first button."""
    for name, value in given.items():
        page.fill(f"main [name={name}]", value)
    page.locator("main form .btn-primary").first.click()


def _launch(page: Page, site: Site) -> str:
    """The address of a movement that the union and the agency launch together."""
    today = clock.today()
    page.goto(f"{site.url}/phong-trao/moi/")
    page.select_option("[name=launched_by]", "CO_QUAN")
    page.locator("[name=for_units]").check()
    _send(
        page,
        name=NAME,
        launcher="Sở Tài chính và Công đoàn cơ sở",
        starts_on=f"{today:%d/%m/%Y}",
        ends_on=f"31/12/{today.year}",
        content="Mỗi phòng đăng ký một việc.",
    )
    address = page.url.removesuffix("chi-tieu/")
    page.goto(f"{address}chuyen/phat-dong/")
    press(page, "Phát động tại cơ quan")
    expect(page.locator("main .badge-word").first).to_have_text("Đang thực hiện")
    return address


def _register(site: Site, movement: str) -> None:
    with site.visit("truongphong", "phone") as page:
        page.goto(f"{movement}dang-ky/")
        page.locator("[name=who]:not([value=ca-nhan])").first.check()
        _send(page, content="Giải quyết 100% hồ sơ trước hạn.")
        expect(page.locator(".messages")).to_contain_text("Đã ghi nhận đăng ký.")
        assert fits(page, "phone")


def _compose(page: Page, site: Site) -> str:
    """A report of this year with a text wherever one is needed; its address."""
    page.goto(f"{site.url}/bao-cao-giai-doan/moi/")
    _send(page)
    report = page.url
    page.goto(f"{report}muc/basis/")
    while "/muc/" in page.url:
        if page.url.rstrip("/").rpartition("/")[2] in NEEDED:
            page.fill("main [name=text]", "Cơ quan đã triển khai, kiểm tra thường xuyên.")
        page.locator("main form .btn-primary").click()
    page.goto(report)
    return report


def test_a_movement_is_launched_answered_reviewed_and_told_in_a_completed_report(
    site: Site,
) -> None:
    with site.visit("thuky") as page:
        movement = _launch(page, site)
        _register(site, movement)
        page.goto(f"{movement}so-tong-ket/moi/")
        page.select_option("[name=review]", "SO_KET")
        _send(page, held_on=f"{clock.today():%d/%m/%Y}", results=RESULTS)
        expect(page.locator("main")).to_contain_text(RESULTS)
        assert meets_axe(page, "phong-trao-da-so-ket") == []
        site.picture(page, "phong-trao")

        report = _compose(page, site)
        section = page.locator("#muc-unions")
        section.locator("summary").click()
        expect(section).to_contain_text(f"“{NAME}”, do Sở Tài chính và Công đoàn cơ sở phát động")
        expect(section).to_contain_text(RESULTS)
        expect(page.locator("#muc-movements")).not_to_contain_text(NAME)
        site.picture(page, "bao-cao-giai-doan-dang-soan")

        page.goto(f"{report}chuyen/hoan-thanh/")
        reason = page.locator("main form textarea[name=comment]")
        if reason.count():
            reason.fill("Số liệu các năm trước không có danh sách.")
        press(page, "Hoàn thành báo cáo")
        expect(page.locator("main .badge-word").first).to_have_text("Đã hoàn thành, đã khóa")
        site.picture(page, "bao-cao-giai-doan-hoan-thanh")

        files = f"{report}van-ban/tai-ve/"
        word = Document(BytesIO(page.request.get(f"{files}?dang=docx").body()))
        text = "\n".join(one.text for one in word.paragraphs)
        assert NAME in text
        assert RESULTS in text
        assert page.request.get(f"{files}?dang=pdf").body().startswith(b"%PDF-")
