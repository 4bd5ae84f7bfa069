"""Links in messages lead to the server that was started, from the demonstration's first mail on."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from config import launch, site_address
from config.management.commands import serve
from config.management.commands.prepare import Command
from config.site_address import KEPT_IN, last_served, serve_at


def test_links_follow_host_and_port_unless_an_address_is_given(
    settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    settings.SITE_URL, settings.SITE_URL_GIVEN = "http://127.0.0.1:8000", False
    assert serve_at("127.0.0.1", 8765) == "http://127.0.0.1:8765/"
    assert settings.SITE_URL == "http://127.0.0.1:8765"
    serve_at("::1", 80)
    assert settings.SITE_URL == "http://[::1]:80"
    settings.SITE_URL, settings.SITE_URL_GIVEN = "https://thidua.so.example", True
    serve_at("127.0.0.1", 8765)
    assert settings.SITE_URL == "https://thidua.so.example"


@pytest.mark.parametrize("host", sorted(site_address.EVERYWHERE))
@pytest.mark.parametrize(
    ("found", "address"),
    [("10.20.3.4", "http://10.20.3.4:8765"), ("2001:db8::7", "http://[2001:db8::7]:8765")],
)
def test_a_server_for_the_whole_office_names_an_address_that_others_open(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, found: str,
    address: str,
) -> None:  # fmt: skip
    """Not 127.0.0.1: that is each reader's own machine. The site answers to the name as well."""
    settings.DATA_DIR, settings.ALLOWED_HOSTS = tmp_path, ["127.0.0.1"]
    settings.SITE_URL, settings.SITE_URL_GIVEN = "http://127.0.0.1:8000", False
    monkeypatch.setattr(site_address, "machine_address", lambda: found)
    monkeypatch.setattr(serve, "machine_address", lambda: found)
    serve_at(host, 8765)
    assert settings.SITE_URL == last_served(tmp_path) == address
    serve._allow(host)
    assert urlsplit(address).netloc.rpartition(":")[0] in settings.ALLOWED_HOSTS
    said = StringIO()
    serve.Command(stdout=said)._welcome(f"{address}/", None, listens_on=host)
    assert f"Đường dẫn trong thông báo và thư ghi {address};" in said.getvalue()
    assert "hãy đặt biến BANGVANG_URL" in said.getvalue()


def test_a_machine_without_a_network_says_which_setting_names_the_address(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Nowhere(socket.socket):
        def connect(self, address: Any) -> None:
            raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(site_address.socket, "socket", Nowhere)
    assert site_address.machine_address() == "127.0.0.1"
    settings.SITE_URL, settings.SITE_URL_GIVEN = "http://127.0.0.1:8765", False
    for host, is_printed in ((min(site_address.EVERYWHERE), True), ("127.0.0.1", False)):
        said = StringIO()
        serve.Command(stdout=said)._welcome("http://127.0.0.1:8765/", None, listens_on=host)
        assert (
            "chỉ mở được trên máy này: hãy đặt biến BANGVANG_URL" in said.getvalue()
        ) is is_printed


def test_the_address_of_this_machine_is_one_that_others_reach_or_none() -> None:
    found = site_address.machine_address()
    assert found == "127.0.0.1" or not site_address.is_own_machine(found)
    for own in ("localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]", *site_address.EVERYWHERE):
        assert site_address.is_own_machine(own), own
    for other in ("thidua.so.example", "10.20.3.4", "fe80::1%eth0"):
        assert not site_address.is_own_machine(other), other


def test_every_process_of_the_installation_learns_the_address_that_is_served(
    root: Path, tmp_path: Path, settings: Any
) -> None:
    """Served at another port once: a management command and a worker link there afterwards."""
    settings.DATA_DIR, settings.SITE_URL_GIVEN = tmp_path, False
    program = "from django.conf import settings; print(settings.SITE_URL)"
    environment = {
        **{name: value for name, value in os.environ.items() if name != "BANGVANG_URL"},
        "BANGVANG_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }

    def address(**more: str) -> str:
        command = [sys.executable, "-c", program]
        done = subprocess.run(
            command, cwd=root, env=environment | more, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    assert address() == "http://127.0.0.1:8000"
    serve_at("127.0.0.1", 8765)
    assert address() == "http://127.0.0.1:8765"
    assert address(BANGVANG_URL="https://thidua.so.example/") == "https://thidua.so.example"
    settings.SITE_URL_GIVEN = True
    serve_at("127.0.0.1", 9000)
    assert last_served(tmp_path) == "http://127.0.0.1:8765"
    for spoilt in ("", "javascript:alert(1)", "http://a b", "http://127.0.0.1:1/x\nBcc: a@b"):
        (tmp_path / KEPT_IN).write_text(spoilt, encoding="utf-8")
        assert last_served(tmp_path) == "http://127.0.0.1:8000"


def test_the_data_is_prepared_for_the_address_that_is_served(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> None:
    run: list[list[str]] = []
    for name in ("make_environment", "compile_catalogues"):
        monkeypatch.setattr(launch, name, lambda: "")
    monkeypatch.setattr(launch, "install", lambda _lock: "")
    monkeypatch.setattr(launch, "check_port", lambda _host, _port: None)
    monkeypatch.setattr(launch, "run_manage", lambda arguments: run.append(arguments) or 0)
    monkeypatch.setattr(launch, "hand_over", lambda arguments: run.append(arguments) or 0)
    monkeypatch.setenv("BANGVANG_DATA_DIR", str(tmp_path))
    assert launch.main(["--port", "8765"]) == 0
    for command in run:
        assert command[command.index("--port") + 1] == "8765", command
    settings.SITE_URL, settings.SITE_URL_GIVEN = "http://127.0.0.1:8000", False
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(Command, "_prepare", lambda _self, **_options: None)
    assert run[0][0] == "prepare"
    Command().run_from_argv(["manage.py", *run[0]])
    assert settings.SITE_URL == "http://127.0.0.1:8765"
