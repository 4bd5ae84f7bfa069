"""Daily tasks of nominee, head, secretary, director and administrator, on their usual device.

Each page they see has to fit the other screen too. The tests need the days of the demonstration, so
they run before `test_whole_way`, which moves the clock of the site on.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acting import choose_proposed, follow, press, register, write_report
from tests.journeys.conftest import SIZES, Site
from tests.journeys.reading import fits, meets_axe
from workflow import clock

pytestmark = pytest.mark.journey
PHONE, DESKTOP = "phone", "desktop"
ON_BOTH = pytest.mark.parametrize("size", [PHONE, DESKTOP])

GRADED_TOO_LOW = "hangnm"
CONSULTED = "Thạch Văn Quang"
# The contrast of an element's letters with what lies behind them, by the formula of WCAG.
CONTRAST = """one => {
  const parts = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  let behind = one, ground = [];
  while (behind && (ground.length < 3 || ground[3] === 0)) {
    ground = parts(getComputedStyle(behind).backgroundColor);
    behind = behind.parentElement;
  }
  const ink = parts(getComputedStyle(one).color);
  const alpha = ink.length > 3 ? ink[3] : 1;
  const seen = ink.slice(0, 3).map((v, i) => v * alpha + ground[i] * (1 - alpha));
  const [dark, bright] = [light(seen), light(ground)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}"""
REASON = "Đã có kết luận của Ban Giám đốc về mức xếp loại, đang chờ văn bản."


def _seen(site: Site, page: Page, size: str, name: str) -> None:
    """Axe finds nothing on the page, it fits both screens, of each a picture is kept."""
    page.wait_for_load_state()
    assert meets_axe(page, name) == []
    for screen in (DESKTOP if size == PHONE else PHONE, size):
        page.set_viewport_size(SIZES[screen])
        assert fits(page, screen), f"{name} on the {screen}"
        site.picture(page, f"{name}-{screen}")


def _main(page: Page) -> str:
    return page.locator("main").inner_text()


def test_a_nominee_who_is_barred_asks_and_submits_once_it_is_granted(site: Site) -> None:
    with site.visit(GRADED_TOO_LOW, PHONE) as page, site.visit("thuky", PHONE) as secretary:
        address = register(page, site, "Lao động tiên tiến")
        write_report(page, address)
        expect(page.get_by_role("button", name="Nộp báo cáo", exact=True)).to_have_count(0)
        _seen(site, page, PHONE, "bi-chan")
        follow(page, "Gửi yêu cầu ngoại lệ")
        page.fill("textarea[name=reason]", REASON)
        _seen(site, page, PHONE, "xin-ngoai-le")
        press(page, "Gửi yêu cầu ngoại lệ")
        expect(page.locator("main")).to_contain_text("Chờ Thư ký")

        secretary.goto(f"{site.url}{page.url.removeprefix(site.url)}")
        expect(secretary.locator("main")).to_contain_text(REASON)
        _seen(site, secretary, PHONE, "tra-loi-ngoai-le")
        secretary.locator(".offers-open .btn-primary").click()
        secretary.fill("textarea[name=comment]", "Đã xem kết luận; văn bản ban hành trong tháng.")
        secretary.locator("main form .btn-primary").click()
        expect(secretary.locator("main .badge-word").first).to_have_text("Được phép ngoại lệ")

        page.goto(f"{address}chuyen/nop-bao-cao/")
        press(page, "Nộp báo cáo")
        expect(page.locator("main")).to_contain_text("chờ đơn vị xét")


def test_a_draft_begun_by_mistake_is_deleted_where_it_is_listed(site: Site) -> None:
    with site.visit(GRADED_TOO_LOW, DESKTOP) as page:
        page.goto(f"{site.url}/de-nghi/moi/")
        page.get_by_label("Giấy khen", exact=True).check()
        press(page, "Tiếp tục")
        page.fill("textarea[name=goals]", "Viết nhầm.")
        press(page, "Lưu nháp")
        expect(page.locator("main").get_by_role("link", name="Xóa bản nháp")).to_be_visible()
        page.goto(f"{site.url}/de-nghi/?state=draft")
        page.locator("main").get_by_role("link", name=re.compile("^Xóa bản nháp")).click()
        _seen(site, page, DESKTOP, "xoa-ban-nhap")
        press(page, "Xóa bản nháp")
        expect(page.locator(".messages")).to_contain_text("Đã xóa bản nháp.")
        page.goto(f"{site.url}/de-nghi/?state=draft")
        expect(page.locator("main")).not_to_contain_text("Giấy khen năm")


def test_a_head_who_mistypes_the_meeting_is_asked_before_anything_is_recorded(site: Site) -> None:
    with site.visit("truongphong", PHONE) as page:
        page.goto(f"{site.url}/don-vi/")
        page.locator("tbody input[name=chon]").first.check()
        press(page, "Đồng ý các đề nghị đã chọn")
        page.fill("input[name=present]", "20")
        _seen(site, page, PHONE, "hop-don-vi")
        press(page, "Đồng ý các đề nghị đã chọn")
        expect(page.locator(".error-summary")).to_be_focused()
        expect(page.locator(".field-invalid").first).to_contain_text("8")
        _seen(site, page, PHONE, "hop-don-vi-nham")


def test_a_secretary_copies_a_campaign_looks_at_it_and_opens_it(site: Site) -> None:
    with site.visit("thuky", DESKTOP) as page, site.visit("giamdoc", DESKTOP) as director:
        page.goto(f"{site.url}/dot-thi-dua/mo/")
        _seen(site, page, DESKTOP, "lap-dot")
        page.get_by_role("button", name="Sao chép “Thi đua năm 2026”").click()
        expect(page.locator("main")).to_contain_text("Đã soạn “Thi đua năm 2027”")
        _seen(site, page, DESKTOP, "dot-sao-chep")
        press(page, "Lưu")
        expect(page.locator("main .badge-word").first).to_have_text("Đang soạn")
        campaign = page.url
        _seen(site, page, DESKTOP, "dot-nhap")
        _other_steps(site, page, director, campaign)
        page.goto(campaign)
        follow(page, "Xem lại và mở đợt")
        expect(page.locator("main")).to_contain_text("8 đơn vị")
        _seen(site, page, DESKTOP, "xem-truoc-khi-mo")
        choose_proposed(page)
        expect(page.locator("main .badge-word").first).to_have_text("Đang mở")
        follow(page, "Hủy đợt")
        page.fill("textarea[name=comment]", "Mở thử để kiểm tra các mốc thời gian.")
        page.locator("main form .btn-danger").click()
        expect(page.locator("main .badge-word").first).to_have_text("Đã hủy")


def _other_steps(site: Site, page: Page, director: Page, campaign: str) -> None:
    """The secretary proposes to do without the consultation for one award; the director agrees."""
    page.goto(campaign)
    page.locator("main tr", has_text="Giấy khen").first.get_by_role(
        "link", name=re.compile("^Sửa các bước")
    ).click()
    page.get_by_label("Lấy ý kiến công khai").uncheck()
    page.fill("textarea[name=reason]", "Khen thưởng đột xuất, đã công khai ở đơn vị.")
    _seen(site, page, DESKTOP, "de-xuat-buoc")
    press(page, "Đề xuất")
    expect(page.locator("main .badge-word").first).to_be_visible()
    page.goto(campaign)
    link = page.locator("#waiting-title + ul a").first.get_attribute("href")
    director.goto(f"{site.url}{link}")
    expect(director.locator("main")).to_contain_text("Lấy ý kiến")
    _seen(site, director, DESKTOP, "duyet-buoc")
    director.locator("main form .btn-primary").click()
    expect(director.locator("main")).to_contain_text("Kim Hữu An")


def test_a_director_sees_the_last_page_signs_and_approves_a_correction(site: Site) -> None:
    with site.visit("thuky", PHONE) as secretary, site.visit("giamdoc", PHONE) as page:
        secretary.goto(f"{site.url}/quyet-dinh/moi/")
        for box in secretary.locator("main input[type=checkbox][name=nominations]").all():
            box.set_checked(CONSULTED in box.evaluate("one => one.parentElement.innerText"))
        secretary.fill("input[name=name]", f"Khen thưởng đợt 11, {CONSULTED}")
        secretary.locator("main form .action-bar button").first.click()
        expect(secretary.locator("main")).to_contain_text("Dự thảo")
        decision = secretary.url

        page.goto(f"{decision}ky/")
        page.fill("input[name=number]", "con số gì đó")
        press(page, "Xem lại trước khi ký")
        expect(page.locator(".field-invalid")).to_have_count(1)
        page.fill("input[name=number]", "")
        press(page, "Xem lại trước khi ký")
        last = _main(page)
        number = re.search(r"\d+/QĐ-STC", last)
        assert number is not None
        assert "01 cá nhân" in last
        assert "760.000 đồng" in last
        assert f"{clock.today():%d/%m/%Y}" in last
        _seen(site, page, PHONE, "lan-cuoi-truoc-khi-ky")
        press(page, "Ký quyết định")
        expect(page.locator("main")).to_contain_text(number[0])

        wrong = f"{int(number[0].partition('/')[0]) + 40}/QĐ-STC"
        secretary.goto(f"{decision}dinh-chinh/")
        secretary.fill("input[name=number]", wrong)
        secretary.fill("textarea[name=reason]", "Văn thư ghi nhầm số vào sổ công văn đi.")
        _seen(site, secretary, PHONE, "dinh-chinh")
        press(secretary, "Đề nghị đính chính")
        expect(secretary.locator("main")).to_contain_text("Người đề nghị")
        page.goto(decision)
        expect(page.locator("main")).to_contain_text(wrong)
        _seen(site, page, PHONE, "cho-duyet-dinh-chinh")
        page.locator("main a.btn-primary[href*='/duyet/']").click()
        _seen(site, page, PHONE, "duyet-dinh-chinh")
        page.locator("main form .btn-primary").click()
        expect(page.locator("main")).to_contain_text(f"{wrong}, ")


@ON_BOTH
def test_long_papers_fold_on_a_phone_and_are_whole_on_paper(site: Site, size: str) -> None:
    with site.visit("thuky", size) as page:
        page.goto(f"{site.url}/hoi-dong/")
        page.get_by_role("link", name="Phiên họp Hội đồng lần 2", exact=True).click()
        page.goto(f"{page.url}bien-ban/")
        votes = page.locator("details[data-folds=annex] dl").first
        expect(votes).to_be_visible(visible=size == DESKTOP)
        _seen(site, page, size, "bien-ban-gap")
        if size == PHONE:
            assert page.evaluate("document.documentElement.scrollHeight") < 3000
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        expect(votes).to_be_visible()
        page.goto(f"{site.url}/dot-thi-dua/")
        page.get_by_role("link", name="Thi đua năm 2026", exact=True).click()
        follow(page, "Tỷ lệ và chỉ tiêu")
        units = page.locator("details[data-folds=units]")
        expect(units.locator("table")).to_be_visible(visible=size == DESKTOP)
        if size == PHONE:  # turned round, it is wide enough for everything, and back again
            page.set_viewport_size({"width": 844, "height": 390})
            expect(units.locator("table")).to_be_visible()
            page.set_viewport_size(SIZES[size])
            expect(units.locator("table")).to_be_hidden()
        _seen(site, page, size, "bang-gap")
        units.locator("summary").click()  # and it stays so when the board refreshes by itself
        with page.expect_response(lambda answer: "/bang/" in answer.url, timeout=15_000):
            pass
        expect(units.locator("table")).to_be_visible(visible=size == PHONE)


@ON_BOTH
def test_the_header_says_the_whole_name_and_the_letters_can_be_read(site: Site, size: str) -> None:
    with site.visit("canhan", size) as page:
        page.goto(f"{site.url}/muc-luc/")
        agency = page.locator(".masthead").get_by_text("Sở Tài chính tỉnh Minh Họa")
        assert agency.first.evaluate("one => one.scrollWidth <= one.clientWidth + 1")
        for button in page.locator("main .text-size button").all():
            assert button.evaluate(CONTRAST) >= 4.5


def test_an_administrator_names_roles_days_and_units_and_reads_what_was_done(site: Site) -> None:
    name, day = "Nguyễn Quốc Khánh", clock.today() + timedelta(days=47)
    with site.visit("quantri", DESKTOP) as page:
        page.goto(f"{site.url}/nhan-su/vai-tro/them/")
        page.fill("input[name=person]", name)
        page.select_option("select[name=role]", label="Cán bộ thi đua khen thưởng của đơn vị")
        page.select_option("select[name=place]", label="Phòng Tài chính hành chính sự nghiệp")
        page.fill("input[name=paper_number]", "15/QĐ-STC")
        page.fill("input[name=paper_date]", f"{clock.today():%d/%m/%Y}")
        _seen(site, page, DESKTOP, "giao-vai-tro")
        press(page, "Giao vai trò này")
        expect(page.locator("main")).to_contain_text(name)

        page.goto(f"{site.url}/quan-tri/lich-lam-viec/?year={day.year}")
        page.fill("input[name=day]", f"{day:%d/%m/%Y}")
        page.check('input[name=is_working][value="0"]')
        page.fill("input[name=note]", "Nghỉ bù theo thông báo của tỉnh")
        press(page, "Ghi nhận")
        expect(page.locator("main")).to_contain_text("Nghỉ bù theo thông báo của tỉnh")
        _seen(site, page, DESKTOP, "lich-lam-viec")

        page.goto(f"{site.url}/quan-tri/danh-muc/don-vi/")
        _seen(site, page, DESKTOP, "danh-muc")
        page.get_by_role("link", name="Phòng Tin học và Thống kê").click()
        _seen(site, page, DESKTOP, "mot-don-vi")

        page.goto(f"{site.url}/quan-tri/nhat-ky/")
        history = page.locator("main table").first
        for words in (name, "Nghỉ bù theo thông báo của tỉnh"):
            expect(history).to_contain_text(words)
        _seen(site, page, DESKTOP, "nhat-ky")
