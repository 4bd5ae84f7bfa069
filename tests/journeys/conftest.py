"""A running installation with the demonstration, and a browser: Debian's Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from nominations.demo.staff import PASSWORD
from tests.journeys.shifted import FILE

OUTPUT = Path(__file__).parent / "output"
SIZES = {"phone": {"width": 360, "height": 780}, "desktop": {"width": 1366, "height": 900}}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Site:
    """The running installation as a person sees it."""

    url: str
    data: Path
    browser: Browser
    sessions: dict[str, Any] = field(default_factory=dict)
    """The cookies of whoever has logged in before: a real password is slow to check."""

    def later(self, days: int) -> None:
        """Move the installation's clock on: `days` from the real today."""
        (self.data / FILE).write_text(str(days))

    @contextmanager
    def visit(self, username: str = "", size: str = "desktop") -> Iterator[Page]:
        """A page of a browser of its own, logged in; script errors fail the journey.

        Whoever has logged in before comes back with that session, if it still holds.
        """
        context = self.browser.new_context(
            viewport=SIZES[size], locale="vi-VN", storage_state=self.sessions.get(username)
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda message: errors.append(message.text) if message.type == "error" else None,
        )
        page.goto(self.url)
        if username and not page.locator(".user-panel-name").count():
            self.log_in(page, username)
            self.sessions[username] = {"cookies": context.cookies(), "origins": []}
        try:
            yield page
        finally:
            context.close()
        assert [error for error in errors if "status of 4" not in error] == []

    def log_in(self, page: Page, username: str) -> None:
        page.goto(f"{self.url}/tai-khoan/dang-nhap/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", PASSWORD)
        page.click("main form button.btn-primary")
        page.wait_for_url(f"{self.url}/")

    def name_of(self, username: str) -> str:
        """The full name shown to whoever logs in as this person."""
        with self.visit(username) as page:
            return (page.locator(".user-panel-name").first.text_content() or "").strip()

    def picture(self, page: Page, name: str) -> None:
        """Keep a screenshot to be looked at, where the environment asks: JOURNEY_PICTURES=1.

        The caret stays: hiding it writes `style` into fields, which the page's policy complains of.
        """
        if not os.environ.get("JOURNEY_PICTURES"):
            return
        OUTPUT.mkdir(exist_ok=True)
        page.evaluate("window.scrollTo(0, 0)")  # the head of the page stands at its head
        page.screenshot(path=str(OUTPUT / f"{name}.png"), full_page=True, caret="initial")


def _wait(url: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer")


def chromium() -> str:
    """Debian's Chromium: without windows where it is there, which takes half of the processor."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert found, "the journeys need Debian's chromium-headless-shell or chromium"
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield launched
        launched.close()


def environment(data: Path) -> dict[str, str]:
    """That of a program on the installation of the folder."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
        "BANGVANG_DATA_DIR": str(data),
    }


MANAGE = (sys.executable, "manage.py")


@contextmanager
def _served(data: Path, browser: Browser, root: Path) -> Iterator[Site]:
    """A server over the data folder, until the block ends."""
    port = _free_port()
    with (data / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*MANAGE, "serve", "--port", str(port)],
            cwd=root,
            env=environment(data),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            _wait(f"{url}/livez", server)
            yield Site(url, data, browser)
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture(scope="session")
def site(
    browser: Browser, demo_folder: Path, tmp_path_factory: pytest.TempPathFactory, root: Path
) -> Iterator[Site]:
    """The site that the journeys share."""
    data = shutil.copytree(demo_folder, tmp_path_factory.mktemp("journey") / "data")
    with _served(data, browser, root) as site:
        yield site


@pytest.fixture
def own_site(browser: Browser, demo_folder: Path, tmp_path: Path, root: Path) -> Iterator[Site]:
    """A site of one journey, which may change what all others rest on."""
    with _served(shutil.copytree(demo_folder, tmp_path / "data"), browser, root) as site:
        yield site
