from __future__ import annotations

import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import NoReverseMatch, reverse

from config.sessions import BEGAN, BY_ITSELF, SEEN
from tests.config import launching

PUBLIC = {
    "SECRET_KEY": "k" * 30 + "0123456789abcdefghijklmnopqrstuvwxyz-not-a-real-key",
    "BANGVANG_URL": "https://bang-vang.example.vn",
    "DATABASE_URL": "postgres://bangvang:x@127.0.0.1:1/bangvang",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://mail.example.vn",
    "TRUSTED_PROXIES": "127.0.0.1",
}


def manage(root: Path, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=root,
        env=launching.environment(**extra),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_services_profile_is_ready_for_deployment(root: Path, tmp_path: Path) -> None:
    check = ("check", "--deploy", "--fail-level", "WARNING")
    done = manage(root, *check, BANGVANG_DATA_DIR=str(tmp_path), **PUBLIC)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_what_must_not_be_deployed_is_found(root: Path, tmp_path: Path) -> None:
    """One start for all: each finding has a check of its own, and the start above has none."""
    left_out = {
        "SECRET_KEY": "config.E001",
        "DATABASE_URL": "config.E002",
        "REDIS_URL": "config.E003",
        "EMAIL_URL": "config.W001",
    }
    given = {name: value for name, value in PUBLIC.items() if name not in left_out}
    check = ("check", "--deploy", "--fail-level", "WARNING")
    done = manage(root, *check, BANGVANG_DATA_DIR=str(tmp_path), DJANGO_ADMIN="on", **given)
    assert done.returncode == 1
    assert [one for one in (*left_out.values(), "config.W002") if one not in done.stderr] == []


def test_debug_on_a_public_address_is_refused(root: Path, tmp_path: Path) -> None:
    done = manage(root, "check", BANGVANG_DATA_DIR=str(tmp_path), BANGVANG_DEBUG="1", **PUBLIC)
    assert done.returncode == 1
    assert "config.E004" in done.stderr


def test_a_bad_setting_stops_the_start_with_a_sentence(root: Path, tmp_path: Path) -> None:
    done = manage(root, "check", BANGVANG_DATA_DIR=str(tmp_path), BANGVANG_DATADIR="x")
    assert done.returncode != 0
    assert "Unknown setting BANGVANG_DATADIR" in done.stderr.strip().splitlines()[-1]


def test_the_content_policy_allows_nothing_inline_and_nothing_foreign(client: Client) -> None:
    policy = client.get("/livez")["Content-Security-Policy"]
    directives = {part.split()[0]: part.split()[1:] for part in policy.split(";")}
    assert directives["default-src"] == ["'self'"]
    assert directives["object-src"] == directives["frame-ancestors"] == ["'none'"]
    assert "unsafe" not in policy
    assert "http" not in policy


def test_login_has_a_vietnamese_address_and_nobody_signs_up(client: Client) -> None:
    assert reverse("account_login") == "/tai-khoan/dang-nhap/"
    answer = client.get(reverse("account_signup"))
    assert answer.status_code == 302
    assert answer["Location"] == "/tai-khoan/dang-nhap/"
    with pytest.raises(NoReverseMatch):
        reverse("account_confirm_email", args=["key"])


def test_no_view_is_reached_over_a_foreign_host(client: Client) -> None:
    assert client.get("/livez", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.django_db
def test_the_end_of_a_session_moves_while_its_owner_works(client: Client) -> None:
    client.force_login(get_user_model().objects.create_user(username="an", password="x"))
    store = import_module(settings.SESSION_ENGINE).SessionStore
    client.get("/livez")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    first = store(key)[SEEN]
    client.get("/livez")
    assert store(key)[SEEN] == first  # no write on every page
    session = store(key)
    session[SEEN] = int(time.time()) - 600
    session.save()
    answer = client.get("/livez")
    assert store(key)[SEEN] >= first
    assert settings.SESSION_COOKIE_NAME in answer.cookies


@pytest.mark.django_db
def test_a_session_ends_a_working_day_after_the_login_whatever_its_owner_does(
    client: Client,
) -> None:
    user = get_user_model().objects.create_user(username="an", password="x")
    client.force_login(user)
    home = reverse("menu")
    assert client.get(home).status_code == 200
    session = client.session
    session[BEGAN] -= settings.SESSION_HOURS * 3600 - 60
    session.save()
    assert client.get(home).status_code == 200
    session[BEGAN] -= 60
    session.save()
    ended = client.get(home, headers={BY_ITSELF: "yes"})
    assert ended.status_code == 302
    assert ended["Location"].startswith("/tai-khoan/dang-nhap/?next=")
    client.force_login(user)
    assert client.get(home).status_code == 200


@pytest.mark.django_db
def test_what_a_signed_in_person_gets_is_kept_nowhere(client: Client) -> None:
    public = ["/", "/cong-khai/", "/bang-vang/", reverse("account_login")]
    assert not any("private" in client.get(path).get("Cache-Control", "") for path in public[:3])
    client.force_login(get_user_model().objects.create_user(username="an", password="x"))
    for path in (*public, reverse("menu"), "/khong-co/", reverse("notifications:inbox")):
        assert client.get(path)["Cache-Control"] == "private, no-store", path
    logged_out = client.post(reverse("account_logout"))
    assert logged_out["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_a_visitor_gets_no_session(client: Client) -> None:
    client.get("/livez")
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_an_english_browser_gets_vietnamese_until_its_reader_chooses(client: Client) -> None:
    assert client.get("/livez", headers={"accept-language": "en"})["Content-Language"] == "vi"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert client.get("/livez")["Content-Language"] == "en"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "nonsense"
    assert client.get("/livez")["Content-Language"] == "vi"
