"""An invented regulation, entered through the forms alone, approved; a campaign follows it."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acting import choose_proposed, follow, press
from tests.journeys.conftest import Site
from tests.journeys.reading import fits, meets_axe

pytestmark = pytest.mark.journey
DEADLINE = "Hội đồng họp trong 12 ngày làm việc kể từ ngày nhận đủ hồ sơ"
OPINION = "Lấy ý kiến cơ quan Công an về người được đề nghị trước khi Hội đồng họp"
NAME = "Quy chế thi đua, khen thưởng của Sở Tài chính (ví dụ)"


def _looked_at(site: Site, page: Page, name: str, *, phone: bool = False) -> None:
    """Keep pictures on both screens; nothing is wider than the screen, and axe finds nothing."""
    size = dict(page.viewport_size or {})
    site.picture(page, f"quy-che-{name}-1366")
    if phone:
        page.set_viewport_size({"width": 360, "height": 780})
        site.picture(page, f"quy-che-{name}-360")
        assert fits(page, "phone"), name
        page.set_viewport_size(size)
    assert meets_axe(page, name) == []


def _open(page: Page, draft: str, part: str, place: str = "") -> None:
    """The form of a part that is added, from the page of the draft."""
    page.goto(draft)
    page.locator(".chips").get_by_role("link", name=part, exact=True).click()
    if place:
        page.select_option("select[name=place]", value=place)
        press(page, "Tiếp tục")


def _fill(page: Page, values: dict[str, str | bool], article: str, clause: str = "") -> None:
    for name, value in values.items():
        field = page.locator(f"#part-form [name='{name}']").first
        if isinstance(value, bool):
            field.set_checked(value)
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.fill("input[name=article]", article)
    page.fill("input[name=clause]", clause)
    page.check("input[name=verified]")


def _save(page: Page) -> None:
    press(page, "Lưu phần này")
    expect(page.locator(".messages")).to_contain_text("Đã lưu")


def _begin(site: Site, page: Page) -> str:
    page.goto(f"{site.url}/khen-thuong/quy-dinh/")
    follow(page, "Soạn quy chế")
    _looked_at(site, page, "bat-dau", phone=True)
    page.fill("input[name=name]", NAME)
    page.fill("input[name=source]", "Quyết định 15/QĐ-STC ngày 20/11/2026")
    press(page, "Bắt đầu soạn")
    draft = page.url
    expect(page.locator("main")).to_contain_text("Chưa nhập: Mã ngắn")
    page.get_by_role("link", name="Chưa nhập: Mã ngắn").click()
    page.fill("input[name=code]", "STC-VD-2026")
    page.fill("input[name=valid_from]", f"{date.today():%d/%m/%Y}")
    press(page, "Lưu phần này")
    return draft


def _mistakes(site: Site, page: Page, draft: str) -> None:
    """A share above one, and a quorum lower than any act has it: told at the field."""
    _open(page, draft, "Bỏ phiếu tại Hội đồng", "award.CSTDCS.vote")
    _fill(page, {"numerator": "8/5", "absent": "written"}, "18", "2")
    press(page, "Lưu phần này")
    expect(page.locator(".field-invalid")).to_contain_text("Tỷ lệ nằm trong khoảng từ 0 đến 1")
    expect(page.locator("input[name=numerator]")).to_have_value("8/5")
    expect(page.locator("input[name=clause]")).to_have_value("2")
    _looked_at(site, page, "loi", phone=True)
    page.fill("input[name=numerator]", "85%")
    _save(page)

    _open(page, draft, "Số thành viên dự họp tối thiểu của Hội đồng")
    _fill(page, {"numerator": "1/2"}, "17", "1")
    press(page, "Lưu phần này")
    expect(page.locator(".field-invalid")).to_contain_text("Điều")
    page.fill("input[name=numerator]", "3/4")
    _save(page)


def _condition(site: Site, page: Page, draft: str) -> None:
    """Excellent, or well done with an initiative: built of blocks, read as a sentence."""
    _open(page, draft, "Điều kiện, tiêu chuẩn", "award.GK.standard.moi")
    says = "Hoàn thành xuất sắc nhiệm vụ, hoặc hoàn thành tốt và có sáng kiến được công nhận"
    _fill(page, {"kind": "individual", "says": says}, "9", "1")
    page.select_option("select[name=add-new]", value="grade")
    page.locator("button[value='add:new']").click()
    page.select_option("[name=b0-bound]", value="HTXS", timeout=20_000)
    page.select_option("select[name=add-new]", value="grade")
    page.locator("button[value='add:new']").click()
    page.select_option("[name=b1-bound]", value="HTT")
    page.select_option("select[name=add-1]", value="initiatives")
    page.locator("button[value='add:1']").click()
    page.fill("[name=b2-bound]", "1")
    page.locator("[name=b2-bound]").press("Tab")
    expect(page.locator("#rule-sentence")).to_contain_text("sáng kiến")
    expect(page.locator("#rule-sentence")).to_contain_text("hoặc")
    _looked_at(site, page, "khoi", phone=True)
    _save(page)


def _other_parts(page: Page, draft: str) -> None:
    where = "Trang thông tin điện tử của Sở"
    for part, place, values in (
        ("Niêm yết lấy ý kiến", "defaults.consultation",
         {"days": "7", "where": where, "before": "council"}),
        ("Giấy tờ của hồ sơ", "award.CSTDCS.papers", {"required": True}),
        ("Đăng ký mục tiêu", "defaults.registration", {"day": "28/02"}),
        ("Tiền thưởng", "award.GK.prize", {"individual": "0,3"}),
        ("Hạn nộp hồ sơ", "award.BK_TINH.filing", {"day": "15/01", "next_year": True}),
        ("Số bộ hồ sơ", "award.BK_TINH.sets", {"count": "2"}),
        ("Số lần bỏ phiếu tối đa trong một vòng", "", {"value": "2"}),
        ("Số ngày làm việc gửi tài liệu cho thành viên trước khi họp", "", {"value": "3"}),
        ("Giới hạn số lượng", "award.GK.quota.moi",
         {"type": "percent", "of": "LDTT", "percent": "12,5", "rounding": "floor",
          "kind": "individual", "says": "Không quá 12,5% số cá nhân đạt Lao động tiên tiến"}),
        ("Thời hạn của một bước", "",
         {"step": "vote", "event": "complete_dossier", "count": "12", "says": DEADLINE}),
        ("Ý kiến phải lấy", "",
         {"body": "police", "before": "vote", "days": "7", "says": OPINION}),
    ):  # fmt: skip
        _open(page, draft, part, place)
        _fill(page, values, "12", "3")
        _save(page)


def _deadline_mistake(site: Site, page: Page, draft: str) -> None:
    """More days than a deadline may have: told at the field, and nothing typed is lost."""
    _open(page, draft, "Thời hạn của một bước")
    _fill(page, {"step": "submit", "event": "decision", "count": "500", "says": DEADLINE}, "12")
    press(page, "Lưu phần này")
    expect(page.locator(".field-invalid")).to_contain_text("366")
    expect(page.locator("textarea[name=says]")).to_have_value(DEADLINE)
    _looked_at(site, page, "thoi-han", phone=True)


def test_a_regulation_is_entered_without_a_file_and_a_campaign_follows_it(own_site: Site) -> None:
    site = own_site  # a regulation holds for the meetings of every other journey too
    with site.visit("thuky") as page:
        draft = _begin(site, page)
        _mistakes(site, page, draft)
        _condition(site, page, draft)
        _deadline_mistake(site, page, draft)
        _other_parts(page, draft)
        expect(page.locator("main")).to_contain_text("Không còn thiếu gì.")
        _looked_at(site, page, "ban-soan", phone=True)
        follow(page, "Thay đổi những gì")
        expect(page.locator("main")).to_contain_text("bằng hoặc chặt hơn")
        _looked_at(site, page, "thay-doi", phone=True)
        page.goto(draft)
        press(page, "Gửi phê duyệt")
        expect(page.locator("main .badge-word").first).to_contain_text("chờ phê duyệt")
        regulation = page.url
    with site.visit("giamdoc") as page:
        page.goto(regulation)
        _looked_at(site, page, "phe-duyet")
        press(page, "Phê duyệt")
        expect(page.locator("main .badge-word").first).to_contain_text("Đã phê duyệt")
    with site.visit("thuky") as page:
        _opened_campaign(site, page)


def _opened_campaign(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/dot-thi-dua/mo/")
    page.get_by_role("button", name="Sao chép “Thi đua năm 2026”").click()
    press(page, "Lưu")
    follow(page, "Xem lại và mở đợt")
    choose_proposed(page)
    main = page.locator("main")
    expect(main.locator(".badge-word").first).to_have_text("Đang mở")
    expect(main).to_contain_text(NAME)
    row = main.locator("tr", has_text="Chiến sĩ thi đua cơ sở").first
    expect(row).to_contain_text("85")
    days = main.locator("section", has_text="Mốc ngày, thời hạn")
    expect(days).to_contain_text(DEADLINE)
    expect(days).to_contain_text("Điều 12, khoản 3 Quyết định 15/QĐ-STC")
    _looked_at(site, page, "dot")
    campaign = page.url
    follow(page, "Ghi ý kiến của cơ quan khác")
    expect(page.locator("main")).to_contain_text(OPINION)
    _looked_at(site, page, "y-kien")
    page.goto(campaign)
    follow(page, "Hủy đợt")
    page.fill("textarea[name=comment]", "Mở thử theo quy chế ví dụ.")
    page.locator("main form .btn-danger").click()
    page.goto(f"{site.url}/khen-thuong/quy-dinh/danh-hieu/GK/")
    for words in ("3/4", "7 ngày làm việc", "12,5%", "sáng kiến được công nhận", "0,3"):
        expect(page.locator("main")).to_contain_text(words)
