"""Seven people take one personal and one collective nomination from a goal to the statistics."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acting import follow, press, register, write_report
from tests.journeys.conftest import Site
from workflow import clock

pytestmark = pytest.mark.journey

PERSONAL, COLLECTIVE = "Giấy khen", "Tập thể lao động xuất sắc"
UNIT = "Phòng Quản lý ngân sách"
MINUTES = count(901)
DECISION = "Khen thưởng cuối năm"


def _only(page: Page, titles: list[str]) -> None:
    """Tick exactly the lines of a list that name our subjects and awards."""
    for box in page.locator("main form input[type=checkbox][name=nominations]").all():
        row = box.evaluate(
            "box => (box.closest('tr') || box.parentElement).innerText + ' '"
            " + (box.closest('fieldset')?.querySelectorAll('h3') ? [...box.closest('fieldset')"
            ".querySelectorAll('h3')].filter(h => h.compareDocumentPosition(box) & 4).pop()"
            "?.innerText : '')"
        )
        box.set_checked(any(all(part in row for part in title.split("|")) for title in titles))


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


def _vote(site: Site, username: str, session: str) -> None:
    with site.visit(username, size="phone") as page:
        page.goto(session)
        follow(page, "Bỏ phiếu")
        for choice in page.locator("label.choice[data-choice=yes]").all():
            choice.click()
        if username == "uyvien":
            site.picture(page, "bo-phieu-dien-thoai")
        press(page, "Gửi phiếu")
        press(page, "Gửi phiếu")
        expect(page.locator("main")).to_contain_text("Đã ghi nhận phiếu của Ông/Bà")


def _act(page: Page, session: str, step: str) -> None:
    page.goto(f"{session}{step}/")
    page.locator("main form .action-bar button").first.click()
    page.wait_for_load_state()


def _hold_session(site: Site, titles: list[str]) -> str:
    with site.visit("thuky") as page:
        page.goto(f"{site.url}/hoi-dong/lap-phien/")
        _only(page, titles)
        page.fill("input[name=name]", "Phiên họp xét khen thưởng")
        names = {}
        for login in ("kiemphieu", "thanhtra"):
            names[login] = site.name_of(login)
        page.fill("input[name=first_scrutineer]", names["kiemphieu"])
        page.fill("input[name=second_scrutineer]", names["thanhtra"])
        site.picture(page, "lap-phien")
        press(page, "Lưu phiên họp")
        session = page.url
    with site.visit("chutich") as page:
        _act(page, session, "mo")
    for member in ("chutich", "giamdoc", "phogiamdoc", "truongphong", "uyvien", "thuky"):
        _vote(site, member, session)
    with site.visit("chutich") as page:
        _act(page, session, "dong")
        _act(page, session, "kiem-phieu")
    with site.visit("thuky") as page:
        page.goto(f"{session}bien-ban/hoan-thien/")
        page.fill("input[name=minutes_number]", f"{next(MINUTES)}/BB-HĐTĐKT")
        page.fill("textarea[name=conclusion]", "Hội đồng thống nhất kết quả kiểm phiếu.")
        page.locator("main form .action-bar button").first.click()
        page.wait_for_load_state()
    for scrutineer in ("kiemphieu", "thanhtra"):
        with site.visit(scrutineer) as page:
            _act(page, session, "ky")
    with site.visit("chutich") as page:
        _act(page, session, "ky")
        _act(page, session, "hieu-luc")
        page.goto(f"{session}bien-ban/")
        site.picture(page, "bien-ban")
    return session


def _consult(site: Site, titles: list[str]) -> None:
    with site.visit("thuky") as page:
        page.goto(f"{site.url}/lay-y-kien/dang/")
        _only(page, titles)
        press(page, "Tiếp theo: nội dung công khai")
        page.fill("input[name=name]", "Lấy ý kiến kết quả bình xét")
        press(page, "Công khai")
        posting = page.url
        site.picture(page, "lay-y-kien")
    with site.visit(size="phone") as page:
        page.goto(f"{site.url}/cong-khai/")
        site.picture(page, "cong-khai-dien-thoai")
    site.later(30)
    with site.visit("thuky") as page:
        page.goto(posting)
        page.locator("main form[action$='/ket-thuc/'] button").click()
        page.wait_for_load_state()


def _decide(site: Site, titles: list[str]) -> None:
    with site.visit("thuky") as page:
        page.goto(f"{site.url}/quyet-dinh/moi/")
        _only(page, titles)
        page.fill("input[name=name]", DECISION)
        page.locator("main form .action-bar button").first.click()
        page.wait_for_load_state()
        decision = page.url
    with site.visit("giamdoc") as page:
        page.goto(f"{decision}ky/")
        press(page, "Xem lại trước khi ký")
        press(page, "Ký quyết định")
        expect(page.locator("main")).to_contain_text("QĐ-STC")
        site.picture(page, "quyet-dinh")


def _report(site: Site, words: str, titles: list[str]) -> str:
    with site.visit("thuky") as page:
        page.goto(f"{site.url}/bao-cao-cap-tren/moi/")
        chips = page.locator("main nav.chips a").all()
        for address in [chip.get_attribute("href") for chip in chips] or [""]:
            page.goto(f"{site.url}/bao-cao-cap-tren/moi/{address}")
            if all(part in page.inner_text("main") for part in titles[0].split("|")):
                break
        _only(page, titles)
        page.fill("input[name=name]", words)
        page.locator("main form .action-bar button").first.click()
        page.wait_for_load_state()
        site.picture(page, "bao-cao-cap-tren")
        return page.url


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

    _hold_session(site, titles)
    _consult(site, titles)
    _decide(site, titles)
    _report(site, "Báo cáo kết quả khen thưởng", titles[:1])
    submission = _report(site, "Tờ trình đề nghị khen thưởng", titles[1:])
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
