"""The components in a real browser: accessibility, security policy, phones, autosave."""

from __future__ import annotations

import os
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from config.settings import BASE_DIR
from nominations.people.models import User
from tests.journeys.conftest import QUIET, chromium
from tests.nominations.gallery import NUMBER

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE, DESKTOP = (360, 780), (1366, 900)
PAGES = ["/", "/tai-khoan/dang-nhap/", "/gallery/", "/gallery/tasks/", "/nowhere/"]
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # The browser's own loop runs in this thread, which Django takes for asynchronous code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium(), args=QUIET)
        yield running
        running.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def address(settings: Any, live_server: Any) -> str:
    settings.ROOT_URLCONF = "tests.nominations.gallery"
    engine = settings.TEMPLATES[0]
    folder = BASE_DIR / "tests" / "nominations" / "templates"
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], folder]}]
    return str(live_server.url)


def opened(browser: Browser, size: tuple[int, int], **options: Any) -> tuple[Page, list[str]]:
    """A new page and the list that fills with whatever its console complains of."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, **{"locale": "vi-VN", **options}
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if message.type in ("error", "warning") and "status of 404" not in message.text
            else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("where", PAGES)
def test_pages_meet_wcag_aa_and_fit_without_sideways_scrolling(
    browser: Browser, address: str, where: str, size: tuple[int, int]
) -> None:
    page, complaints = opened(browser, size)
    page.goto(address + where)
    page.wait_for_timeout(500)
    result = Axe().run(page, options=AXE)
    assert result.violations_count == 0, result.generate_report()
    for text_size in ("text-size-normal", "text-size-large"):
        page.evaluate("name => { document.documentElement.className = name; }", text_size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], text_size
    assert complaints == []
    page.context.close()


def test_targets_on_a_phone_are_large_enough_for_a_thumb(browser: Browser, address: str) -> None:
    page, _ = opened(browser, PHONE)
    page.goto(f"{address}/gallery/")
    small = page.evaluate(
        """() => [...document.querySelectorAll(
                "button, .btn, .bottom a, .tool, .choice, .page-link")]
            .map(e => [e.className || e.textContent, e.getBoundingClientRect()])
            .filter(([_, box]) => box.width && (box.height < 43.5 || box.width < 43.5))
            .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
    )
    assert small == []
    page.context.close()


def test_the_clip_of_an_attachment_stands_beside_its_name(browser: Browser, address: str) -> None:
    with override_settings(ROOT_URLCONF="config.urls"):
        file = SimpleNamespace(
            public_id=NUMBER, name="Quyết định công nhận sáng kiến cấp cơ sở năm 2026.pdf", size=9
        )
        shown = {"nomination": SimpleNamespace(public_id=NUMBER), "evidence": [file]}
        html = render_to_string("dossiers/part_evidence.html", shown)
    page, _ = opened(browser, PHONE)
    page.goto(f"{address}/gallery/tasks/")
    page.evaluate("html => { document.querySelector('main').innerHTML = html; }", html)
    clip, words = (page.locator(f".file-list li > {one}") for one in (".icon", "div"))
    beside, name = clip.bounding_box(), words.bounding_box()
    assert beside is not None
    assert name is not None
    assert beside["x"] + beside["width"] <= name["x"]
    assert name["y"] <= beside["y"] + beside["height"] / 2 <= name["y"] + name["height"]
    page.context.close()


def test_short_fields_stand_side_by_side_and_six_figures_in_one_row(
    browser: Browser, address: str
) -> None:
    page, _ = opened(browser, DESKTOP)
    page.goto(f"{address}/gallery/")
    tops = "names => names.map(n => document.querySelector(n).getBoundingClientRect().bottom)"
    award, day = page.evaluate(tops, ["#id_award", "#id_day"])
    assert abs(award - day) <= 1
    form, report = (page.locator(one).bounding_box() for one in (".form-page", "#id_report"))
    assert form is not None
    assert report is not None
    assert report["width"] >= form["width"] * 0.95
    figures = """() => {
        const one = document.querySelector(".stat").outerHTML;
        const main = document.querySelector("main");
        main.innerHTML = `<div class="stat-grid">${one.repeat(6)}</div>`;
        return [...main.querySelectorAll(".stat")].map(e => e.getBoundingClientRect().top); }"""
    assert len(set(page.evaluate(figures))) == 1
    page.context.close()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_day_is_typed_or_picked_and_stays_day_month_year(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    """The browser speaks English: its own field for a day would show the month first."""
    page, complaints = opened(browser, size, locale="en-US")
    page.goto(f"{address}/gallery/")
    field = page.locator("#id_day")
    button = page.get_by_role("button", name="Chọn ngày trong lịch: Ngày họp đơn vị")
    calendar = page.locator(".day-picker-calendar").first
    page.evaluate("HTMLInputElement.prototype.showPicker = function () { this.shown = true; }")
    field.fill("5/1/2026")
    button.click()
    assert calendar.evaluate("one => [one.shown, one.value]") == [True, "2026-01-05"]
    calendar.evaluate(
        "one => { one.value = '2026-11-30'; one.dispatchEvent(new Event('change')); }"
    )
    expect(field).to_have_value("30/11/2026")
    expect(button).to_be_focused()
    inside, over = field.bounding_box(), button.bounding_box()
    assert inside is not None
    assert over is not None
    assert abs(inside["x"] + inside["width"] - over["x"] - over["width"]) <= 1
    assert min(over["width"], over["height"]) >= 43.5
    assert complaints == []
    page.context.close()


def test_a_field_for_files_speaks_the_language_of_the_page(browser: Browser, address: str) -> None:
    page, complaints = opened(browser, PHONE, locale="en-US")
    page.goto(f"{address}/gallery/")
    field, whole = page.locator("#id_file"), page.locator(".file-field")
    expect(whole).to_have_text("Chọn tệpchưa chọn tệp nào")
    field.set_input_files({"name": "minh chứng.pdf", "mimeType": "application/pdf", "buffer": b"x"})
    expect(whole).to_have_text("Chọn tệpminh chứng.pdf")
    page.keyboard.press("Tab")
    field.focus()
    assert whole.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    inside, over = whole.bounding_box(), field.bounding_box()
    assert inside is not None
    assert over is not None
    assert over["width"] >= inside["width"] - 4
    assert over["height"] >= max(inside["height"] - 4, 40)
    assert complaints == []
    page.context.close()


def test_everything_can_be_reached_without_javascript(browser: Browser, address: str) -> None:
    User.objects.create_user("hang", password="mat-khau-9")
    page, _ = opened(browser, PHONE, java_script_enabled=False)
    page.goto(f"{address}/tai-khoan/dang-nhap/")
    page.fill("#id_login", "hang")
    page.fill("#id_password", "mat-khau-9")
    page.get_by_role("main").get_by_role("button").click()
    page.click(".user-menu summary")
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    page.click(".bottom a:last-child")
    expect(page.get_by_role("heading", name="Mục lục", exact=True)).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Việc của tôi")).to_be_visible()
    page.context.close()


def test_the_drawer_opens_and_the_error_summary_takes_the_focus(
    browser: Browser, address: str
) -> None:
    page, complaints = opened(browser, PHONE)
    page.goto(f"{address}/gallery/")
    page.click(".bottom a:last-child")
    expect(page.locator("#drawer")).to_be_visible()
    page.click("#drawer .btn-close")
    page.locator(".form-page .btn-primary").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").first.click()
    expect(page.locator("#id_name")).to_be_focused()
    assert complaints == []
    page.context.close()


def test_a_second_press_sends_nothing(browser: Browser, address: str) -> None:
    page, _ = opened(browser, DESKTOP)
    page.goto(f"{address}/gallery/")
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.url) if request.method == "POST" else None
    )
    page.evaluate(
        """() => { const button = document.querySelector(".form-page .btn-primary");
                   button.click(); button.click(); }"""
    )
    page.wait_for_selector(".error-summary")
    page.wait_for_timeout(500)
    assert len(sent) == 1
    page.context.close()


def test_writing_is_saved_after_a_pause_and_the_version_follows(
    browser: Browser, address: str
) -> None:
    page, _ = opened(browser, DESKTOP)
    page.goto(f"{address}/gallery/")
    status = page.locator("[data-autosave-status]")
    page.fill("#id_name", "Sáng kiến một")
    expect(status).to_contain_text("Đã lưu lúc", timeout=8000)
    assert page.input_value("[name=seen_version]") == "2"
    page.fill("#id_name", "invalid")
    expect(status).to_have_text("Tên quá dài.", timeout=8000)
    page.fill("#id_name", "expired")
    expect(status).to_contain_text("đăng nhập lại", timeout=8000)
    page.fill("#id_name", "conflict")
    expect(status).to_have_text("Đã có bản mới hơn.", timeout=8000)
    page.context.close()


def test_nothing_is_sent_in_the_middle_of_a_syllable(browser: Browser, address: str) -> None:
    page, _ = opened(browser, DESKTOP)
    page.goto(f"{address}/gallery/")
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.url) if request.method == "POST" else None
    )
    page.evaluate(
        """() => { const input = document.querySelector("#id_name");
                   input.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true}));
                   input.value = "Nguye";
                   input.dispatchEvent(new InputEvent("input",
                       {bubbles: true, isComposing: true})); }"""
    )
    page.wait_for_timeout(2500)
    assert sent == []
    page.evaluate(
        """() => { const input = document.querySelector("#id_name");
                   input.value = "Nguyễn";
                   input.dispatchEvent(new CompositionEvent("compositionend",
                       {bubbles: true})); }"""
    )
    expect(page.locator("[data-autosave-status]")).to_contain_text("Đã lưu lúc", timeout=8000)
    assert len(sent) == 1
    page.context.close()


def test_what_was_written_without_a_connection_is_sent_when_it_is_back(
    browser: Browser, address: str
) -> None:
    page, _ = opened(browser, DESKTOP)
    page.goto(f"{address}/gallery/")
    page.context.set_offline(True)
    page.fill("#id_report", "Viết khi mất mạng")
    status = page.locator("[data-autosave-status]")
    expect(status).to_contain_text("Mất kết nối", timeout=8000)
    page.context.set_offline(False)
    expect(status).to_contain_text("Đã lưu lúc", timeout=8000)
    page.context.close()


def test_what_never_reached_the_server_is_offered_at_the_next_visit(
    browser: Browser, address: str
) -> None:
    page, _ = opened(browser, DESKTOP)
    page.goto(f"{address}/gallery/")
    page.route("**/gallery/autosave/", lambda route: route.abort())
    page.fill("#id_report", "Viết dở dang")
    status = page.locator("[data-autosave-status]")
    expect(status).to_contain_text("Mất kết nối", timeout=8000)
    page.unroute("**/gallery/autosave/")
    page.goto(f"{address}/gallery/tasks/")
    page.goto(f"{address}/gallery/")
    expect(status).to_contain_text("chưa gửi lên hệ thống")
    page.get_by_role("button", name="Lấy lại").click()
    expect(page.locator("#id_report")).to_have_value("Viết dở dang")
    expect(status).to_contain_text("Đã lưu lúc", timeout=8000)
    page.context.close()


def test_what_was_typed_comes_back_when_the_form_is_refused_for_its_age(
    browser: Browser, address: str
) -> None:
    page, _ = opened(browser, DESKTOP)
    page.goto(f"{address}/gallery/")
    page.fill("#id_name", "Sáng kiến đã gõ rất lâu")
    page.context.clear_cookies()
    page.locator(
        "form:has(#id_name) button[type=submit], form:has(#id_name) button.btn-primary"
    ).first.click()
    again = page.get_by_role("link", name="Mở lại trang với nội dung đã gõ")
    expect(again).to_be_visible()
    expect(page.locator("[data-no-sent-text]")).to_be_hidden()
    again.click()
    expect(page.locator("#id_name")).to_have_value("Sáng kiến đã gõ rất lâu")
    page.goto(f"{address}/gallery/tasks/")
    assert page.evaluate("sessionStorage.getItem('bangvang:sent')") is None
    page.context.close()


def test_a_password_is_shown_while_it_is_typed_and_hidden_when_it_is_sent(
    browser: Browser, address: str
) -> None:
    page, complaints = opened(browser, PHONE)
    page.goto(f"{address}/tai-khoan/dang-nhap/")
    page.fill("#id_password", "Tre-xanh-2026")
    page.get_by_role("button", name="Hiện mật khẩu").click()
    assert page.get_attribute("#id_password", "type") == "text"
    page.get_by_role("button", name="Ẩn mật khẩu").click()
    assert page.get_attribute("#id_password", "type") == "password"
    assert complaints == []
    page.context.close()
