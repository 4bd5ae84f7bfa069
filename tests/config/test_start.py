"""The whole start, as a newcomer sees it, in a folder whose name is not plain ASCII."""

from __future__ import annotations

import json
import signal
import stat
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.config import launching

pytestmark = pytest.mark.installation


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy for all: the first start compiles it, and each test has a data folder of its own."""
    folder = tmp_path_factory.mktemp("project")
    return launching.copy_project(folder / "Thi đua, khen thưởng (bản 1)")


def get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # loopback
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def wait_until(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + launching.PATIENCE
    while time.monotonic() < end:
        if holds():
            return
        time.sleep(0.2)
    raise AssertionError(what)


def test_one_command_starts_web_worker_and_beat_and_a_signal_ends_them(project: Path) -> None:
    """It begins again where loading the demonstration was cut off."""
    data = project / "dữ liệu"
    data.mkdir()
    (data / "demo.unfinished").touch()
    (data / "bangvang.sqlite3").write_bytes(b"half a database")
    port = str(launching.free_port())
    with launching.serving(project, "--no-demo", "--port", port, "--data-dir", "dữ liệu") as server:
        address = server.wait_for(r"http://127\.0\.0\.1:\d+/")[0]
        server.wait_for("Bấm Ctrl-C")
        assert "Sẵn sàng sau" in server.output
        assert get(f"{address}livez") == (200, "ok\n")
        wait_until(
            lambda: json.loads(get(f"{address}readyz")[1])["status"] == "ready", "never ready"
        )

        # Queued by another process, delivered by the worker thread of this one.
        shell = ("manage", "--data-dir", "dữ liệu", "shell", "-c")
        assert launching.run(project, *shell, launching.QUEUE).returncode == 0
        wait_until(
            lambda: "notices: 1" in launching.run(project, *shell, launching.COUNT).stdout,
            "the notice was not delivered",
        )

        assert not (data / "demo.unfinished").exists()
        migrated = launching.run(project, "manage", "--data-dir", data.name, "migrate", "--check")
        assert migrated.returncode == 0, migrated.stderr
        assert stat.S_IMODE((data / "secret_key").stat().st_mode) == 0o600

        other = str(launching.free_port())
        second = launching.run(project, "--no-demo", "--port", other, "--data-dir", "dữ liệu")
        assert second.returncode == 1
        assert address in second.stderr

        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(20) == 0
        server.wait_for("Đã dừng")
    assert "Traceback" not in server.output

    started = time.monotonic()
    with launching.serving(project, "--no-demo", "--port", port, "--data-dir", "dữ liệu") as server:
        server.wait_for("Bấm Ctrl-C")
        assert time.monotonic() - started < 20
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(20) == 0


def test_management_commands_find_the_data_folder(project: Path) -> None:
    done = launching.run(project, "manage", "--data-dir", "kho", "migrate", "contenttypes")
    assert done.returncode == 0, done.stderr
    assert (project / "kho" / "bangvang.sqlite3").exists()
    assert not (project / "data").exists()
    refused = launching.run(project, "manage", "no_such_command")
    assert refused.returncode == 1
