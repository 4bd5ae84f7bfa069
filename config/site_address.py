"""The address people type, where none is set: that of the server which is started.

It is kept in the data folder, so that every process of the installation writes the same links into
its messages: a management command knows no port.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from django.conf import settings

KEPT_IN = "site_address"
DEFAULT = "http://127.0.0.1:8000"
_WELL_FORMED = re.compile(r"http://[A-Za-z0-9.:\[\]_-]{1,250}")
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
        with suppress(OSError):  # the server itself knows it anyway
            (Path(settings.DATA_DIR) / KEPT_IN).write_text(settings.SITE_URL, encoding="utf-8")
    return address


def last_served(folder: Path) -> str:
    """The address of the server that was started last on this data folder."""
    try:
        text = (folder / KEPT_IN).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return DEFAULT
    return text if _WELL_FORMED.fullmatch(text) else DEFAULT
