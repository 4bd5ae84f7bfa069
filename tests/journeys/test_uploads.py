"""Forms with files in a real browser: nothing too large leaves it, and what is sent shows a bar."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route, expect

from config.settings import BASE_DIR

pytestmark = pytest.mark.journey

MEGABYTE = 1024 * 1024
SCRIPTS = BASE_DIR / "nominations" / "static" / "bangvang"
SITE = "http://bang-vang.test"


def form() -> str:
    frame = SimpleNamespace(files_max_bytes=2 * MEGABYTE)
    status = render_to_string("components/upload_status.html", {"frame": frame})
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Tệp</title>'
        '<script src="/app.js" defer></script><script src="/uploads.js" defer></script></head>'
        '<body><form method="post" enctype="multipart/form-data" action="/gui/">'
        '<input type="text" name="note">'
        f'<input type="file" name="file" multiple data-max-bytes="{MEGABYTE}">{status}'
        '<button name="press" value="1">Gửi</button></form></body></html>'
    )


@pytest.fixture
def page(browser: Browser) -> Iterator[tuple[Page, list[Any], list[str]]]:
    """The page, what was sent, and what the console complains of."""
    sent: list[Any] = []
    complaints: list[str] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.endswith(".js"):
            route.fulfill(body=(SCRIPTS / path[1:]).read_text(), content_type="text/javascript")
        elif route.request.method == "POST":
            sent.append(route.request)
            if len(sent) == 1:
                route.abort()
            else:
                text = "<!doctype html><title>Xong</title><h1>Đã đính kèm</h1>"
                route.fulfill(body=text, content_type="text/html; charset=utf-8")
        else:
            route.fulfill(
                body=form(),
                content_type="text/html; charset=utf-8",
                headers={"Content-Security-Policy": "default-src 'self'"},
            )

    opened = browser.new_page(locale="vi-VN")
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.route(f"{SITE}/**", answer)
    opened.goto(f"{SITE}/")
    yield opened, sent, complaints
    opened.close()


def chosen(name: str, size: int) -> Any:
    return {"name": name, "mimeType": "application/pdf", "buffer": bytes(size)}


def test_sizes_are_checked_before_sending_and_a_failure_loses_nothing(
    page: tuple[Page, list[Any], list[str]],
) -> None:
    shown, sent, complaints = page
    files, words = shown.locator("[name=file]"), shown.get_by_role("status")
    shown.fill("[name=note]", "QĐ 12")

    files.set_input_files(chosen("lớn.pdf", MEGABYTE + 900_000))
    expect(words).to_contain_text("“lớn.pdf” có dung lượng 1,9 MB; chỉ nhận tối đa 1 MB.")
    expect(words).not_to_contain_text("quét lại")  # no file that could be a scan is asked for
    files.evaluate("input => { input.accept = '.pdf,.jpg'; }")
    files.set_input_files(chosen("lớn.pdf", MEGABYTE + 900_000))
    expect(words).to_contain_text("chọn tệp nhỏ hơn, hoặc quét lại ở 200 dpi.")
    shown.locator("button").click()
    files.set_input_files([chosen(f"{n}.pdf", MEGABYTE - 9) for n in range(3)])
    expect(words).to_contain_text("tổng dung lượng 3 MB; mỗi lần chỉ gửi được tối đa 2 MB")
    shown.locator("button").click()
    assert sent == []

    files.set_input_files(chosen("vừa.pdf", 1000))
    expect(words).to_be_hidden()
    shown.locator("button").click()
    expect(words).to_contain_text("Chưa gửi được tệp.")
    expect(shown.locator("[name=note]")).to_have_value("QĐ 12")

    shown.locator("button").click()
    expect(shown.locator("h1")).to_have_text("Đã đính kèm")
    assert shown.url == f"{SITE}/gui/"
    assert len(sent) == 2
    assert complaints == []
