"""Oversized requests get a page in Vietnamese, from every server."""

from __future__ import annotations

import io
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.forms import FileField
from waitress.server import create_server

from config import body_limit, env, settings
from nominations.web.forms import BaseForm, FilesField, UploadField
from tests.config.launching import free_port

LIMIT = 300_000
GUNICORN = """
from django.conf import settings
settings.configure(REQUEST_MAX_BYTES=300_000)
from config.body_limit import with_body_limit
def plain(call, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
application = with_body_limit(plain)
"""


def answered(port: int, size: int) -> tuple[str, str]:
    """Send the whole body first, as a browser does; head and text of the answer."""
    with socket.create_connection(("127.0.0.1", port), 20) as connection:
        head = f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {size}\r\n\r\n"
        connection.sendall(head.encode() + bytes(size))
        found = b""
        while piece := connection.recv(65536):
            found += piece
            if re.search(rb"\r\n\r\n(ok|.*</html>)", found, re.S):
                break
    text = found.decode()
    return text.partition("\r\n\r\n")[0], text.partition("\r\n\r\n")[2]


@contextmanager
def waitress() -> Iterator[int]:
    def plain(call: Any, start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    port = free_port()
    server = create_server(
        plain, host="127.0.0.1", port=port, threads=1, max_request_body_size=LIMIT
    )
    server.channel_class = body_limit.BodyLimitChannel
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield port
    finally:
        server.close()
        thread.join(5)


@contextmanager
def gunicorn(folder: Path, root: Path) -> Iterator[int]:
    (folder / "limited.py").write_text(GUNICORN, encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "limited:application", "--bind"]
    command += [f"127.0.0.1:{port}", "--worker-class", "gthread", "--log-level", "error"]
    with subprocess.Popen([*command, "--pythonpath", f"{folder},{root}"]) as process:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
        process.terminate()


@pytest.mark.parametrize("server", ["waitress", "gunicorn"])
def test_a_server_takes_the_body_and_shows_the_page(
    server: str, tmp_path: Path, root: Path
) -> None:
    running = waitress() if server == "waitress" else gunicorn(tmp_path, root)
    with running as port:
        small, large = answered(port, 1000), answered(port, 4 * LIMIT)

    assert small[1] == "ok"
    assert large[0].startswith("HTTP/1.1 413 ")
    assert "text/html; charset=utf-8" in large[0]
    assert "Tệp gửi lên quá lớn" in large[1]
    assert 'href="/"' in large[1]
    assert "max_body" not in large[1]


def test_of_a_body_far_too_large_only_a_part_is_taken(settings: Any) -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            self.taken += size
            return bytes(size)

    settings.REQUEST_MAX_BYTES = LIMIT
    body, heads = Endless(), []
    call = {"CONTENT_LENGTH": str(10**12), "wsgi.input": body}

    answer = body_limit.with_body_limit(None)(call, lambda *head: heads.append(head))

    assert heads[0][0].startswith("413")
    assert answer == [body_limit.page()]
    assert body.taken <= LIMIT * body_limit.DROPPED


def test_the_front_servers_limit_what_the_program_does_and_show_the_same_page(root: Path) -> None:
    compose = (root / "docker-compose.yml").read_text(encoding="utf-8")
    default = int(re.search(r"UPLOAD_MAX_MEGABYTES:-(\d+)", compose)[1])
    form = settings.REQUEST_MAX_BYTES // 1024**2 - 5 * settings.UPLOAD_MAX_BYTES // 1024**2
    nginx = (root / "docs" / "front-server" / "nginx.conf").read_text(encoding="utf-8")
    caddy = (root / "docs" / "front-server" / "Caddyfile").read_text(encoding="utf-8")

    assert f"client_max_body_size {5 * default + form}m;" in nginx
    assert f"max_size {5 * default + form}MiB" in caddy
    assert "error_page 413 /too_large.html" in nginx
    assert "handle_errors 413" in caddy
    assert body_limit.PAGE.name == "too_large.html"
    assert "CLAMAV_URL" in env.known_names()


def test_every_form_with_files_checks_their_size_in_the_browser(root: Path) -> None:
    forms = {
        path
        for path in (root / "nominations").rglob("templates/**/*.html")
        if "multipart/form-data" in path.read_text(encoding="utf-8")
    }

    assert len(forms) >= 4
    for path in forms:
        assert "components/upload_status.html" in path.read_text(encoding="utf-8"), path.name


def test_a_field_for_files_tells_the_browser_how_large_they_may_be(settings: Any) -> None:
    """Whatever kind of field: the script asks for the limit before anything is sent."""

    class Sending(BaseForm):
        one = FileField()
        many = FilesField()
        small = UploadField(max_mb=1)

    limits = {
        name: field.widget.attrs["data-max-bytes"] for name, field in Sending().fields.items()
    }
    limit = settings.UPLOAD_MAX_BYTES
    assert limits == {"one": limit, "many": limit, "small": 1024 * 1024}
