"""From the council's agenda to the report upward, as secretary, members and director go there."""

from __future__ import annotations

import re
from itertools import count

from playwright.sync_api import Page, expect

from tests.journeys.acting import follow, press
from tests.journeys.conftest import Site

MEMBERS = ("chutich", "giamdoc", "phogiamdoc", "truongphong", "uyvien", "thuky")
MINUTES = count(901)


def inbox_path(site: Site, words: str) -> str:
    """Where the row of the secretary's inbox with these words (a pattern) leads to."""
    with site.visit("thuky") as page:
        row = page.locator("main a[href*='dot=']", has_text=re.compile(words))
        return row.first.get_attribute("href") or ""


def tick_only(page: Page, titles: list[str]) -> None:
    """Tick exactly the lines of a list that name our subjects and awards ("name|award"); without
    any, leave what the page proposes."""
    if not titles:
        return
    for box in page.locator("main form input[type=checkbox][name=nominations]").all():
        row = box.evaluate(
            "box => (box.closest('tr') || box.parentElement).innerText + ' '"
            " + (box.closest('fieldset')?.querySelectorAll('h2, h3') ? [...box.closest('fieldset')"
            ".querySelectorAll('h2, h3')].filter(h => h.compareDocumentPosition(box) & 4).pop()"
            "?.innerText : '')"
        )
        box.set_checked(any(all(part in row for part in title.split("|")) for title in titles))


def vote(site: Site, username: str, session: str) -> None:
    """Vote for everybody on the agenda, on a phone."""
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


def take_step(page: Page, session: str, step: str) -> None:
    """Take a step of the session by the last part of its address."""
    page.goto(f"{session}{step}/")
    page.locator("main form .action-bar button").first.click()
    page.wait_for_load_state()


def hold_session(site: Site, titles: list[str], start: str = "/hoi-dong/lap-phien/") -> str:
    """Prepare a session from that page, vote, count and put the result in force; its address."""
    with site.visit("thuky") as page:
        page.goto(f"{site.url}{start}")
        tick_only(page, titles)
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
        take_step(page, session, "mo")
    for member in MEMBERS:
        vote(site, member, session)
    with site.visit("chutich") as page:
        take_step(page, session, "dong")
        take_step(page, session, "kiem-phieu")
    with site.visit("thuky") as page:
        page.goto(f"{session}bien-ban/hoan-thien/")
        page.fill("input[name=minutes_number]", f"{next(MINUTES)}/BB-HĐTĐKT")
        page.fill("textarea[name=conclusion]", "Hội đồng thống nhất kết quả kiểm phiếu.")
        page.locator("main form .action-bar button").first.click()
        page.wait_for_load_state()
    for scrutineer in ("kiemphieu", "thanhtra"):
        with site.visit(scrutineer) as page:
            take_step(page, session, "ky")
    with site.visit("chutich") as page:
        take_step(page, session, "ky")
        take_step(page, session, "hieu-luc")
        page.goto(f"{session}bien-ban/")
        site.picture(page, "bien-ban")
    return session


def consult(site: Site, titles: list[str], start: str = "/lay-y-kien/dang/") -> str:
    """Post the lines, let the days pass, close; the address of the posting."""
    with site.visit("thuky") as page:
        page.goto(f"{site.url}{start}")
        tick_only(page, titles)
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
    return posting


def decide(site: Site, titles: list[str], name: str, start: str = "/quyet-dinh/moi/") -> str:
    """Draft the decision and sign it; its address."""
    with site.visit("thuky") as page:
        page.goto(f"{site.url}{start}")
        tick_only(page, titles)
        page.fill("input[name=name]", name)
        page.locator("main form .action-bar button").first.click()
        page.wait_for_load_state()
        decision = page.url
    with site.visit("giamdoc") as page:
        page.goto(f"{decision}ky/")
        press(page, "Xem lại trước khi ký")
        press(page, "Ký quyết định")
        expect(page.locator("main")).to_contain_text("QĐ-STC")
        site.picture(page, "quyet-dinh")
    return decision


def send_report(site: Site, words: str, titles: list[str]) -> str:
    """Issue the paper upward of the group where our lines are; its address."""
    with site.visit("thuky") as page:
        page.goto(f"{site.url}/bao-cao-cap-tren/moi/")
        chips = page.locator("main nav.chips a").all()
        for address in [chip.get_attribute("href") for chip in chips] or [""]:
            page.goto(f"{site.url}/bao-cao-cap-tren/moi/{address}")
            if all(part in page.inner_text("main") for part in titles[0].split("|")):
                break
        tick_only(page, titles)
        page.fill("input[name=name]", words)
        page.locator("main form .action-bar button").first.click()
        page.wait_for_load_state()
        site.picture(page, "bao-cao-cap-tren")
        return page.url
