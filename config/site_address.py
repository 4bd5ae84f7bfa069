"""The address people type, where none is set: that of the server which is started."""

from __future__ import annotations

from django.conf import settings

EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104  # asked for by name, not a default


def address_of(host: str, port: int) -> str:
    """The address of a server on this machine, as one types it."""
    shown = "127.0.0.1" if host in EVERYWHERE else host
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def serve_at(host: str, port: int) -> str:
    """Let links in messages lead to the server that is started, unless BANGVANG_URL is given."""
    address = address_of(host, port)
    if not settings.SITE_URL_GIVEN:
        settings.SITE_URL = address.rstrip("/")
    return address
