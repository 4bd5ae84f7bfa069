"""The address people type, where none is set: that of the server which is started.

It is kept in the data folder, so that every process of the installation writes the same links into
its messages: a management command knows no port.
"""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

KEPT_IN = "site_address"
DEFAULT = "http://127.0.0.1:8000"
_WELL_FORMED = re.compile(r"http://[A-Za-z0-9.:\[\]_-]{1,250}")
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104  # asked for by name, not a default


def machine_address() -> str:
    """The address under which other machines reach this one, as far as its routes say.

    127.0.0.1 where it has no network. Nothing is sent: the sockets are only given a target, one
    kept for examples (RFC 5737 and 3849), and tell which address of this machine leads there.
    """
    for family, target in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((target, 9))
            found = str(probe.getsockname()[0])
            if not is_own_machine(found):
                return found
    return "127.0.0.1"


def is_own_machine(host: str) -> bool:
    """Whether a name or address leads everybody to the machine before them (127.0.0.1)."""
    try:
        address = ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return host == "localhost"
    return address.is_loopback or address.is_unspecified


def leads_to_own_machine(url: str) -> bool:
    """Whether links below this address open on the machine of the server alone."""
    return is_own_machine(urlsplit(url).hostname or "")


def address_of(host: str, port: int) -> str:
    """The address of a server on this machine, as one types it on this or on another one."""
    shown = machine_address() if host in EVERYWHERE else host
    return f"http://{bracketed_host(shown)}:{port}/"


def bracketed_host(host: str) -> str:
    """A host as an address holds it: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


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
