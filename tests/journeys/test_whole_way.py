"""Seven people take one personal and one collective nomination from a goal to the statistics."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acting import follow, press, register, write_report
from tests.journeys.agenda_to_report import consult, decide, hold_session, inbox_path, send_report
from tests.journeys.conftest import Site
from workflow import clock

pytestmark = pytest.mark.journey

PERSONAL, COLLECTIVE = "Giấy khen", "Tập thể lao động xuất sắc"
UNIT = "Phòng Quản lý ngân sách"
DECISION = "Khen thưởng cuối năm"


def _submit_report(page: Page, address: str) -> None:
    write_report(page, address)
    press(page, "Nộp báo cáo")
    expect(page.locator("main")).to_contain_text("chờ đơn vị xét")


def _endorse(page: Page, address: str) -> None:
    page.goto(address)
    follow(page, "Đồng ý đề nghị")
    page.fill("input[name=present]", "5")
    page.fill("input[name=agreed]", "5")
    press(page, "Đồng ý đề nghị")
    expect(page.locator("main")).to_contain_text("chờ Hội đồng")


def _awards(site: Site) -> int:
    """The sum of the statistics page for the current year, as anybody logged in reads it."""
    with site.visit("thanhtra") as page:
        year = clock.today().year
        page.goto(f"{site.url}/thong-ke/?tu=2015&den=2019")
        expect(page.locator("main tfoot tr").last.locator("td").last).to_have_text("611")
        site.picture(page, "thong-ke")
        page.goto(f"{site.url}/thong-ke/?tu={year}&den={year}")
        return int(
            page.locator("main tfoot tr").last.locator("td").last.inner_text().replace(".", "")
        )


def _outcome(site: Site, report: str) -> None:
    with site.visit("captren") as page:
        page.goto(f"{report}ket-qua/")
        page.fill("input[name=paper_number]", "2101/QĐ-UBND")
        page.fill(
            "input[name=paper_date]", (clock.today() + timedelta(days=30)).strftime("%d/%m/%Y")
        )
        page.fill("input[name=issuer]", "Chủ tịch Ủy ban nhân dân tỉnh Minh Họa")
        page.locator("main select[name^=outcome_]").first.select_option("conferred")
        page.locator("main form .action-bar button").first.click()
        page.wait_for_load_state()
        expect(page.locator(".error-summary")).to_have_count(0)


def test_a_personal_and_a_collective_nomination_go_the_whole_way(site: Site) -> None:
    before = _awards(site)
    with site.visit("thuky") as page:
        site.picture(page, "viec-cua-toi")
        page.goto(f"{site.url}/bang-vang/dien-hinh/")
        site.picture(page, "dien-hinh")
    nominee = site.name_of("canhan")
    with site.visit("canhan", size="phone") as page:
        personal = register(page, site, PERSONAL)
        site.picture(page, "de-nghi-dien-thoai")
        _submit_report(page, personal)
    with site.visit("canbotdkt") as page:
        collective = register(page, site, COLLECTIVE, UNIT)
        _submit_report(page, collective)
    with site.visit("truongphong") as page:
        page.goto(f"{site.url}/don-vi/")
        site.picture(page, "don-vi")
        _endorse(page, personal)
        _endorse(page, collective)
        site.picture(page, "de-nghi")
    titles = [f"{nominee}|{PERSONAL}", f"{UNIT}|xuất sắc"]

    hold_session(site, titles, inbox_path(site, "hồ sơ chờ lập phiên họp.*Thi đua năm"))
    consult(site, titles)
    decide(site, titles, DECISION)
    send_report(site, "Báo cáo kết quả khen thưởng", titles[:1])
    submission = send_report(site, "Tờ trình đề nghị khen thưởng", titles[1:])
    with site.visit("thuky") as page:
        for address, state in (
            (personal, "Đã báo cáo cấp trên"),
            (collective, "Đã báo cáo cấp trên"),
        ):
            page.goto(address)
            expect(page.locator("main")).to_contain_text(state)
    assert _awards(site) == before + 1

    _outcome(site, submission)

    with site.visit("canhan", size="phone") as page:
        page.goto(personal)
        site.picture(page, "dien-bien-dien-thoai")
    with site.visit("truongphong") as page:
        page.goto(collective)
        expect(page.locator("main")).to_contain_text("Đã được khen thưởng")
        site.picture(page, "dien-bien")
    assert _awards(site) == before + 2
