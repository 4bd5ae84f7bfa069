"""Links in messages lead to the server that was started, from the demonstration's first mail on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from config import launch
from config.management.commands.prepare import Command
from config.site_address import KEPT_IN, last_served, serve_at


def test_links_follow_host_and_port_unless_an_address_is_given(
    settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    settings.SITE_URL, settings.SITE_URL_GIVEN = "http://127.0.0.1:8000", False
    assert serve_at("::", 8765) == "http://127.0.0.1:8765/"
    assert settings.SITE_URL == "http://127.0.0.1:8765"
    serve_at("::1", 80)
    assert settings.SITE_URL == "http://[::1]:80"
    settings.SITE_URL, settings.SITE_URL_GIVEN = "https://thidua.so.example", True
    serve_at("127.0.0.1", 8765)
    assert settings.SITE_URL == "https://thidua.so.example"


def test_every_process_of_the_installation_learns_the_address_that_is_served(
    root: Path, tmp_path: Path, settings: Any
) -> None:
    """Served at another port once: a management command and a worker link there afterwards."""
    settings.DATA_DIR, settings.SITE_URL_GIVEN = tmp_path, False
    told = "from django.conf import settings; print(settings.SITE_URL)"
    environment = {
        **{name: value for name, value in os.environ.items() if name != "BANGVANG_URL"},
        "BANGVANG_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }

    def address(**more: str) -> str:
        command = [sys.executable, "-c", told]
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
