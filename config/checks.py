"""System checks of the wiring: what would start but must not be served."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def secret_key_is_given(**kwargs: Any) -> list[CheckMessage]:
    """With several processes the signing key must come from outside, not from one data folder."""
    if settings.SECRET_KEY_GIVEN:
        return []
    return [
        Error(
            "SECRET_KEY is not set.",
            hint="A generated key lives in one data folder; set SECRET_KEY for all processes.",
            id="config.E001",
        )
    ]


@register(deploy=True)
def services_are_complete(**kwargs: Any) -> list[CheckMessage]:
    """PostgreSQL and Redis go together: web, worker and beat are separate processes then."""
    found: list[CheckMessage] = []
    if not settings.DATABASE_URL:
        found.append(
            Error("DATABASE_URL is not set: SQLite serves one process only.", id="config.E002")
        )
    if not settings.REDIS_URL:
        found.append(
            Error(
                "REDIS_URL is not set: the in-memory broker and cache cannot be shared.",
                hint="Login limits and wake-ups of the worker need one broker for all processes.",
                id="config.E003",
            )
        )
    return found


@register(deploy=True)
def mail_leaves_the_house(**kwargs: Any) -> list[CheckMessage]:
    """Messages written to files reach nobody."""
    if settings.EMAIL_BACKEND == "django.core.mail.backends.filebased.EmailBackend":
        return [
            checks.Warning(
                "EMAIL_URL is not set: messages are written to files.",
                hint="Set EMAIL_URL=smtp://... or EMAIL_URL=console:// to choose on purpose.",
                id="config.W001",
            )
        ]
    return []


@register()
def debug_stays_home(**kwargs: Any) -> list[CheckMessage]:
    """Tracebacks with settings never on a public address."""
    if settings.DEBUG and settings.HTTPS:
        return [Error("BANGVANG_DEBUG is on while BANGVANG_URL is public.", id="config.E004")]
    return []
