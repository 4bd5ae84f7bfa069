"""Web, worker and beat as processes, started as the compose file starts them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import yaml

from tests.config import launching

pytestmark = pytest.mark.services


@contextmanager
def own_database() -> Iterator[str]:
    """A database beside the one the tests use, since other processes cannot see into a test's."""
    given = os.environ.get("DATABASE_URL", "")
    assert given, "Set DATABASE_URL and REDIS_URL to run the tests of the services profile."
    name = f"{urlsplit(given).path.lstrip('/')}_services_{os.getpid()}"
    with psycopg.connect(given, dbname="postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(given)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class Profile:
    """The processes of the profile and a way to ask them."""

    def __init__(self, root: Path, folder: Path, database: str) -> None:
        self.root = root
        self.folder = folder
        self.port = launching.free_port()
        self.environment = launching.environment(
            SECRET_KEY="services-profile-of-the-tests-0123456789-abcdefghijklmnopqrstuvwxyz",
            BANGVANG_URL="https://bang-vang.example.vn",
            DATABASE_URL=database,
            REDIS_URL=os.environ["REDIS_URL"],
            EMAIL_URL="console://",
            TRUSTED_PROXIES="127.0.0.1",
            BANGVANG_DATA_DIR=str(folder / "data"),
            BANGVANG_STATIC_DIR=str(folder / "static"),
        )

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        """`python -m COMMAND`, its output in a file that a failure shows."""
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=self.root,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def get(self, path: str, *, secure: bool = True) -> tuple[int, dict[str, str], str]:
        headers = {"Host": "bang-vang.example.vn"} | (
            {"X-Forwarded-Proto": "https"} if secure else {}
        )
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.build_opener(StayHere).open(request, timeout=10) as answer:
                return answer.status, dict(answer.headers), answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read().decode()
        except urllib.error.URLError:
            return 0, {}, "{}"

    def logs(self) -> str:
        return "\n".join(
            f"--- {path.name}\n{path.read_text()}" for path in self.folder.glob("*.log")
        )

    def wait(self, holds: Any, what: str) -> None:
        end = time.monotonic() + launching.PATIENCE
        while time.monotonic() < end:
            if holds():
                return
            time.sleep(0.3)
        raise AssertionError(f"{what}\n{self.logs()}")


class StayHere(urllib.request.HTTPRedirectHandler):
    """Redirections are what is looked at, not followed."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def celery_arguments(root: Path, name: str) -> list[str]:
    compose = yaml.safe_load((root / "docker-compose.yml").read_text(encoding="utf-8"))
    command: list[str] = compose["services"][name]["command"]
    return command


@pytest.fixture
def profile(root: Path, tmp_path: Path) -> Iterator[Profile]:
    with own_database() as database:
        made = Profile(root, tmp_path, database)
        made.manage("check", "--deploy", "--fail-level", "WARNING")
        made.manage("prepare", "--no-demo")
        made.manage("collectstatic", "--noinput")
        yield made


def test_web_worker_and_beat_work_together_and_end_on_a_signal(profile: Profile) -> None:
    bind = ("--bind", f"127.0.0.1:{profile.port}")
    with ExitStack() as stack:
        running = [
            profile.start("web", *celery_arguments(profile.root, "web"), *bind),
            profile.start("worker", *celery_arguments(profile.root, "worker")),
            profile.start("beat", *celery_arguments(profile.root, "beat")),
        ]
        for process in running:
            stack.callback(process.kill)

        def is_ready() -> bool:
            return json.loads(profile.get("/readyz", secure=False)[2]).get("status") == "ready"

        profile.wait(is_ready, "never ready")

        # A notice queued by one process is delivered by the worker, woken through Redis.
        profile.manage("shell", "-c", launching.QUEUE)
        delivered = lambda: "notices: 1" in profile.manage("shell", "-c", launching.COUNT)  # noqa: E731
        profile.wait(delivered, "the notice was not delivered")

        # The front server speaks HTTPS for us: no redirection loop, secure headers, hashed files.
        status, headers, body = profile.get("/tai-khoan/dang-nhap/")
        assert status == 200, profile.logs()
        assert "max-age" in headers["Strict-Transport-Security"]
        assert "secure" in headers.get("Set-Cookie", "secure").lower()
        static = [part.split('"')[0] for part in body.split('"/static/')[1:]]
        assert static
        status, headers, _ = profile.get(f"/static/{static[0]}")
        assert status == 200
        assert "immutable" in headers["Cache-Control"]
        assert profile.get("/tai-khoan/dang-nhap/", secure=False)[0] == 301

        profile.manage("ready", "--beat-within", "30", "--outbox-within", "60")
        for process in running:
            process.send_signal(signal.SIGTERM)
        assert [process.wait(45) for process in running] == [0, 0, 0], profile.logs()
    assert "Traceback" not in profile.logs()
