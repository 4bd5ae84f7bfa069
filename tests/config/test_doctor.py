"""`doctor`: one line for each part of an installation, with its status and what to do."""

from __future__ import annotations

import os
import re
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from config import doctor, launch
from config.lease import Lease
from config.proxies import STRANGER
from notifications.models import OutboxMessage

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def house(empty_cache: None, db: None, settings: Any, tmp_path: Path) -> Any:
    """The start without services, in a data folder of its own."""
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    settings.REDIS_URL, settings.SERVICES, settings.HTTPS = "", False, False
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return settings


def lines(capsys: pytest.CaptureFixture[str], code: int) -> str:
    """What the command prints; it must end with the code."""
    try:
        call_command("doctor")
        ended = 0
    except SystemExit as end:
        ended = int(str(end.code))
    said = capsys.readouterr().out
    assert ended == code, said
    return said


def test_a_good_installation_is_said_to_be_one(house: Any, capsys: Any) -> None:
    with Lease(Path(house.DATA_DIR), "http://127.0.0.1:8765/"):
        said = lines(capsys, 0)
    for words in (
        "[được] Cơ sở dữ liệu: ",
        "[được] Bảng dữ liệu: không có gì thay đổi",
        "[được] Redis: không dùng",
        "[được] Gửi thông báo: máy chủ tại http://127.0.0.1:8765/ đang chạy",
        "[được] Thư điện tử: chưa đặt máy chủ thư",
        f"[được] Thư mục dữ liệu: ghi được {house.DATA_DIR}",
        "[được] Đồng hồ: ",
        "(Asia/Ho_Chi_Minh)",
        "[được] TRUSTED_PROXIES: tin cậy: 127.0.0.0/8",
        "[được] Cấu hình: ",
        "Không có lỗi.",
    ):
        assert words in said, said
    assert "LỖI" not in said
    # A server that is not started is worth knowing and no fault.
    assert "[lưu ý] Gửi thông báo: máy chủ chưa chạy" in lines(capsys, 0)
    assert sorted(path.name for path in Path(house.DATA_DIR).iterdir()) == ["server.lock"]


def test_links_that_open_nowhere_else_are_told_with_the_setting(house: Any, capsys: Any) -> None:
    house.SITE_URL, house.SITE_URL_GIVEN = "http://127.0.0.1:8000", False
    said = lines(capsys, 0)
    assert (
        "[lưu ý] BANGVANG_URL: đường dẫn trong thông báo và thư ghi http://127.0.0.1:8000" in said
    )
    assert "Đặt biến BANGVANG_URL bằng địa chỉ mà người khác dùng" in said
    house.SITE_URL = "http://10.20.3.4:8000"
    assert "Đặt biến BANGVANG_URL nếu người khác mở hệ thống ở địa chỉ khác" in lines(capsys, 0)
    house.SITE_URL, house.SITE_URL_GIVEN = "https://thidua.so.example", True
    said = lines(capsys, 0)
    assert "[được] BANGVANG_URL: đường dẫn trong thông báo và thư ghi https://thidua" in said


def test_tables_that_are_behind_are_a_fault(house: Any, capsys: Any) -> None:
    (last,) = MigrationLoader(connection).graph.leaf_nodes("sessions")
    MigrationRecorder(connection).record_unapplied(*last)
    assert "[LỖI] Bảng dữ liệu: còn " in (said := lines(capsys, 1))
    assert "manage migrate" in said


def test_a_database_that_does_not_answer_is_one_line_and_the_rest_goes_on(
    house: Any, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: Any, **_kwargs: Any) -> Any:
        raise OperationalError("connection refused\nIs the server running?")

    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", away)
        said = lines(capsys, 1)
    assert "[LỖI] Cơ sở dữ liệu: không trả lời: connection refused. Khởi động" in said
    assert "[được] Thư mục dữ liệu: " in said


def test_redis_worker_and_beat_that_do_not_answer_are_faults(house: Any, capsys: Any) -> None:
    house.REDIS_URL = "redis://127.0.0.1:1/0"
    house.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": house.REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 1},
        }
    }
    said = lines(capsys, 1)
    assert "[LỖI] Redis: không trả lời: ConnectionError. Khởi động Redis" in said
    assert "[LỖI] Beat: không có tín hiệu" in said
    assert "[LỖI] Gửi thông báo: không worker nào trả lời" in said


def test_messages_that_wait_too_long_are_a_fault(house: Any, capsys: Any) -> None:
    due = timezone.now() - timedelta(minutes=12)
    OutboxMessage.objects.create(
        event_key="x:1",
        recipient=get_user_model().objects.create(username="nguoi-nhan"),
        topic="default",
        channel="email",
        created_at=due,
        due_at=due,
    )
    said = lines(capsys, 1)
    assert "[LỖI] Thông báo chờ gửi: thông báo cũ nhất đã chờ 12 phút" in said


@pytest.fixture
def mail_server() -> Iterator[int]:
    """A mail server that greets and takes leave."""
    listening = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        conversation, _peer = listening.accept()
        with conversation, conversation.makefile("rwb") as lines_:
            for answer in (b"220 ready", b"250 hello", b"221 bye"):
                lines_.write(answer + b"\r\n")
                lines_.flush()
                if not lines_.readline():
                    break

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    listening.close()


def test_the_mail_server_is_greeted(house: Any, capsys: Any, mail_server: int) -> None:
    house.EMAIL_BACKEND, house.EMAIL_HOST, house.EMAIL_PORT = SMTP, "127.0.0.1", mail_server
    house.EMAIL_USE_TLS = house.EMAIL_USE_SSL = False
    assert f"[được] Thư điện tử: 127.0.0.1:{mail_server} trả lời" in lines(capsys, 0)


def test_a_mail_server_that_is_away_is_a_fault(house: Any, capsys: Any) -> None:
    house.EMAIL_BACKEND, house.EMAIL_HOST, house.EMAIL_PORT = SMTP, "127.0.0.1", 1
    said = lines(capsys, 1)
    assert "[LỖI] Thư điện tử: 127.0.0.1:1 không trả lời: " in said
    assert "Kiểm tra EMAIL_URL" in said


def test_a_folder_that_cannot_be_written_or_is_full_is_a_fault(
    house: Any, capsys: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "a file"
    blocked.write_bytes(b"")
    house.MEDIA_ROOT = blocked / "files"
    said = lines(capsys, 1)
    assert f"[LỖI] Các tệp: không ghi được {house.MEDIA_ROOT} (" in said
    assert "Cấp quyền ghi" in said

    house.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr(doctor, "MIN_FREE_BYTES", 1 << 62)
    assert "chỉ còn trống " in lines(capsys, 1)


def test_a_clock_that_was_set_back_is_a_fault(house: Any, capsys: Any) -> None:
    rows = MigrationRecorder(connection).migration_qs
    rows.filter(app="workflow").update(applied=timezone.now() + timedelta(days=400))
    assert "sớm hơn thời điểm đã ghi trong dữ liệu. Bật dịch vụ" in lines(capsys, 1)


def test_front_servers_are_named_and_none_is_a_stranger(house: Any, capsys: Any) -> None:
    cache.set(STRANGER, "10.1.1.4", 60)
    said = lines(capsys, 1)
    assert "[LỖI] TRUSTED_PROXIES: 10.1.1.4 chuyển tiếp yêu cầu nhưng chưa được khai báo" in said
    cache.delete(STRANGER)
    house.HTTPS, house.TRUSTED_PROXIES_GIVEN = True, True
    house.TRUSTED_PROXIES = [ip_network("0.0.0.0/0")]
    assert "[LỖI] Cấu hình: TRUSTED_PROXIES gồm cả máy lạ" in lines(capsys, 1)


def test_every_own_check_of_the_settings_has_its_sentence(root: Path) -> None:
    text = (root / "config" / "checks.py").read_text(encoding="utf-8")
    own = set(re.findall(r'id="(config\.[EW]\d+)"', text))
    assert own - set(doctor.sentences_of_checks()) == {"config.E007", "config.E008"}


def test_a_check_that_breaks_is_a_line(
    house: Any, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Any:
        raise RuntimeError("no such thing")

    monkeypatch.setattr(doctor, "CHECKS", (("Mail", broken),))
    assert "[LỖI] Mail: không kiểm tra được: RuntimeError: no such thing" in lines(capsys, 1)


def test_run_py_hands_over_to_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run: list[list[str]] = []
    for name in ("make_environment", "compile_catalogues"):
        monkeypatch.setattr(launch, name, lambda: "")
    monkeypatch.setattr(launch, "install", lambda _lock: "")
    monkeypatch.setattr(launch, "hand_over", lambda arguments: run.append(arguments) or 0)
    monkeypatch.setenv("BANGVANG_DATA_DIR", "elsewhere")
    assert launch.main(["doctor"]) == 0
    assert launch.main(["doctor", "--data-dir", str(tmp_path)]) == 0
    assert run == [["doctor"], ["doctor"]]
    assert os.environ["BANGVANG_DATA_DIR"] == str(tmp_path)
