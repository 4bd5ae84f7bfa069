"""Accounts of these tests, a real mail server, and an installation whose processes may be
killed."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.contrib.auth import get_user_model

from notifications.outbox import queue_messages
from tests.notifications.mailroom import Mailroom

TITLE = "Nguyễn Văn Ái, Chiến sĩ thi đua cơ sở năm 2026"


@pytest.fixture
def person() -> Callable[..., Any]:
    """Make an account: `person("an")`, `person("an", email="", is_active=False)`."""

    def make(username: str, **values: Any) -> Any:
        values.setdefault("email", f"{username}@so.example")
        return get_user_model().objects.create_user(username=username, **values)

    return make


@pytest.fixture
def tell() -> Callable[..., None]:
    """Queue one message: `tell(user, key="nomination:1#1", topic="nomination.submit")`."""

    def send(
        *people: Any, key: str = "nomination:1#1", topic: str = "nomination.submit", **context: Any
    ) -> None:
        facts = {"title": TITLE, "path": "/de-nghi/1/", "act": "submit", "comment": "", **context}
        queue_messages(topic=topic, recipients=[p.pk for p in people], event_key=key, context=facts)

    return send


@pytest.fixture
def free_port() -> int:
    """A port on loopback where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def mailroom(settings: Any, free_port: int) -> Iterator[Mailroom]:
    """A real SMTP server on loopback, and Django told to use it."""
    room = Mailroom()
    server = Controller(room, hostname="127.0.0.1", port=free_port, enable_SMTPUTF8=False)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    try:
        yield room
    finally:
        server.stop()
