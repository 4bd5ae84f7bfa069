"""The client's address: taken from the headers of a trusted proxy only."""

from __future__ import annotations

import re
import time
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from config import checks, env
from config import settings as real
from config.proxies import STRANGER, ClientAddressMiddleware
from tests.rows import check_rows

OURS = [ip_network("127.0.0.1"), ip_network("10.0.0.0/24"), ip_network("fd00::/64")]

# connection from, X-Forwarded-For, the client
CHAINS = [
    ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
    ("127.0.0.1", "", "127.0.0.1"),
    ("127.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9"),
    ("127.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.7", "203.0.113.9"),
    ("127.0.0.1", "10.0.0.8, 10.0.0.7", "10.0.0.8"),
    ("127.0.0.1", "203.0.113.9:4711", "203.0.113.9"),
    ("127.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
    ("::ffff:127.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
    ("fd00::5", "2001:db8::1", "2001:db8::1"),
    ("127.0.0.1", "203.0.113.9, rubbish", "127.0.0.1"),
    ("127.0.0.1", ", ,", "127.0.0.1"),
    ("198.51.100.1", "203.0.113.9", "198.51.100.1"),
    ("", "203.0.113.9", ""),
    ("127.0.0.1", "6.6.6.6, " * 500 + "203.0.113.9", "203.0.113.9"),
]


def seen_by_the_site(peer: str, forwarded: str) -> HttpRequest:
    headers = {"X-Forwarded-Proto": "https"} | ({"X-Forwarded-For": forwarded} if forwarded else {})
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer)
    ClientAddressMiddleware(lambda _request: HttpResponse())(request)
    return request


@override_settings(
    TRUSTED_PROXIES=OURS, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")
)
def test_the_client_is_the_last_address_that_a_trusted_server_saw() -> None:
    def check(row: tuple[str, str, str]) -> None:
        peer, forwarded, client = row
        request = seen_by_the_site(peer, forwarded)
        assert request.META["REMOTE_ADDR"] == client
        trusted = peer not in ("", "198.51.100.1")
        assert request.is_secure() == trusted, "strangers cannot claim HTTPS"
        assert ("HTTP_X_FORWARDED_FOR" in request.META) == (trusted and bool(forwarded))

    check_rows(CHAINS, check)
    assert cache.get(STRANGER) == "198.51.100.1"


def test_networks_are_read_and_what_holds_strangers_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TESTED_VARIABLE", "10.0.0.4, fd00::/64")
    assert env.networks("TESTED_VARIABLE", ()) == [ip_network("10.0.0.4"), ip_network("fd00::/64")]
    monkeypatch.setenv("TESTED_VARIABLE", "front.example.vn")
    with pytest.raises(ImproperlyConfigured, match="TESTED_VARIABLE must be a list"):
        env.networks("TESTED_VARIABLE", ())
    for wide in ("0.0.0.0/0", "10.0.0.0/8", "::/0"):
        with override_settings(TRUSTED_PROXIES=[ip_network(wide)]):
            assert [one.id for one in checks.front_servers_are_named()] == ["config.E006"]
    with override_settings(HTTPS=True, TRUSTED_PROXIES_GIVEN=False):
        assert [one.id for one in checks.front_servers_are_named()] == ["config.E005"]
    with override_settings(ACCOUNT_RATE_LIMITS=False, HTTPS=True, SESSION_COOKIE_NAME="bangvang"):
        found = [one.id for one in checks.logins_and_cookies_are_guarded()]
        assert found == ["config.E007", "config.E008", "config.E008"]


def test_the_front_servers_shown_hand_over_who_the_client_is(root: Path) -> None:
    nginx = (root / "docs" / "front-server" / "nginx.conf").read_text(encoding="utf-8")
    assert re.search(r"proxy_set_header X-Forwarded-For \$remote_addr;", nginx)
    assert re.search(r"proxy_set_header X-Forwarded-Proto \$scheme;", nginx)
    caddy = (root / "docs" / "front-server" / "Caddyfile").read_text(encoding="utf-8")
    assert "reverse_proxy 127.0.0.1:8000" in caddy
    assert "trusted_proxies" not in caddy.replace("# ", ""), "Caddy drops what clients claim"


# --- wrong passwords ------------------------------------------------------------------------------


@pytest.fixture
def guarded(empty_cache: None, db: None) -> Any:
    with override_settings(ACCOUNT_RATE_LIMITS=real.ACCOUNT_RATE_LIMITS, TRUSTED_PROXIES=OURS):
        for name in ("thuky", "truong"):
            get_user_model().objects.create_user(username=name, password="Tre-xanh-2026")
        yield


def log_in(name: str, password: str, address: str) -> str:
    """The page that answers; "" when the person is in. Everybody comes through the front server."""
    client = Client(headers={"X-Forwarded-For": address})
    answer = client.post(reverse("account_login"), {"login": name, "password": password})
    return "" if answer.status_code == 302 else answer.content.decode()


def test_twenty_wrong_passwords_of_one_visitor_lock_nobody_else_out(guarded: Any) -> None:
    office, guesser = "203.0.113.9", "198.51.100.1"
    assert log_in("thuky", "Tre-xanh-2026", office) == ""
    pages = [log_in("thuky", "sai", guesser) for _number in range(20)]
    assert ["Xin chờ 1 phút" in page for page in pages] == [False] * 5 + [True] * 15
    assert log_in("thuky", "Tre-xanh-2026", office) == ""
    assert log_in("truong", "Tre-xanh-2026", office) == ""
    assert "Xin chờ" in log_in("thuky", "Tre-xanh-2026", guesser), "even the right one has to wait"


def test_a_guesser_inside_the_office_makes_no_colleague_wait(guarded: Any) -> None:
    office = "203.0.113.9"
    for name in ("thuky", "truong"):
        assert log_in(name, "Tre-xanh-2026", office) == ""
    limits = {**real.ACCOUNT_RATE_LIMITS, "login_failed_address": "8/h/key"}
    with override_settings(ACCOUNT_RATE_LIMITS=limits):
        for number in range(9):
            page = log_in(f"ai-do-{number}", "sai", office)
        assert "Xin chờ 60 phút" in page, "many accounts from one address are slowed down"
        assert log_in("thuky", "Tre-xanh-2026", office) == ""
        assert "Xin chờ" not in log_in("thuky", "sai", office)


def test_who_guesses_on_waits_longer_and_has_twenty_guesses_an_hour(
    guarded: Any, time_machine: Any
) -> None:
    waits, read, began = [], 0, time.time()
    time_machine.move_to(began)
    while time.time() < began + 3500:
        page = log_in("thuky", "sai", "198.51.100.1")
        if wait := re.search(r"Xin chờ (\d+) phút", page):
            waits.append(int(wait[1]))
            time_machine.shift(waits[-1] * 60)
        else:
            read += 1
    assert waits[0] == 1
    assert max(waits) > 10
    assert read <= 20


def test_the_administration_has_no_login_of_its_own(guarded: Any) -> None:
    answer = Client().post("/quan-tri/", {"username": "a", "password": "b"})
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_login')}?next=/quan-tri/"
    client = Client()
    client.force_login(get_user_model().objects.get(username="thuky"))
    assert client.get("/quan-tri/").status_code == 403
    assert client.get("/quan-tri/login/").status_code == 404
