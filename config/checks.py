"""System checks of the wiring: what would start but must not be served."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

from nominations.files import virus_scan

WIDEST = {4: 12, 6: 32}
GUARDED = ("login_failed", "login_failed_account", "login_failed_address", "reset_password")


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


@register(Tags.security, deploy=True)
def front_servers_are_named(**kwargs: Any) -> list[CheckMessage]:
    """Behind a front server nobody named, every visitor would share its address and its limits."""
    found: list[CheckMessage] = []
    if settings.HTTPS and not settings.TRUSTED_PROXIES_GIVEN:
        found.append(
            Error(
                "TRUSTED_PROXIES is not set: which front server may say who the client is?",
                hint="Its address as this process sees it, e.g. TRUSTED_PROXIES=127.0.0.1.",
                id="config.E005",
            )
        )
    found += [
        Error(
            f"TRUSTED_PROXIES: {network} holds strangers, who could claim any address.",
            hint="Name the addresses of your own front servers.",
            id="config.E006",
        )
        for network in settings.TRUSTED_PROXIES
        if network.prefixlen < WIDEST[network.version] and not network.is_loopback
    ]
    return found


@register(Tags.security, deploy=True)
def logins_and_cookies_are_guarded(**kwargs: Any) -> list[CheckMessage]:
    """Limits of logins and the names of cookies, as config/settings.py makes them under HTTPS."""
    found: list[CheckMessage] = []
    limits = settings.ACCOUNT_RATE_LIMITS or {}
    if missing := [name for name in GUARDED if not limits.get(name)]:
        found.append(Error(f"ACCOUNT_RATE_LIMITS lacks {', '.join(missing)}.", id="config.E007"))
    found += [
        Error(f"{name} does not begin with __Host-.", id="config.E008")
        for name in ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME")
        if settings.HTTPS and not getattr(settings, name).startswith("__Host-")
    ]
    return found


@register(Tags.security, deploy=True)
def django_admin_is_off(**kwargs: Any) -> list[CheckMessage]:
    """Pages for whoever mends an installation are no part of a running one."""
    if not settings.DJANGO_ADMIN:
        return []
    return [
        checks.Warning(
            "DJANGO_ADMIN is on: Django's pages of tables are open to technical accounts.",
            hint="Unset DJANGO_ADMIN; the administrators' own pages are at /quan-tri/.",
            id="config.W002",
        )
    ]


@register(deploy=True)
def scanner_answers(**kwargs: Any) -> list[CheckMessage]:
    """A scanner that is asked for and does not answer keeps every file outside."""
    if not settings.CLAMAV_URL or virus_scan.is_there(settings.CLAMAV_URL):
        return []
    return [
        checks.Warning(
            "The virus scanner of CLAMAV_URL does not answer: no upload is accepted.",
            hint="Start clamd, or correct the address.",
            id="config.W003",
        )
    ]
