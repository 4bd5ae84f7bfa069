"""Whose request is it? The address of the client, where a front server passes requests on.

A header is believed only when it comes from a front server that TRUSTED_PROXIES names. Everything
behind this middleware (limits, logs, "is it HTTPS") reads the connection as the client made it.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

FORWARDED_FOR = "HTTP_X_FORWARDED_FOR"
OTHER_HEADERS = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")
MAX_HOPS = 20
STRANGER = "proxies:stranger"
STRANGER_KEPT = 7 * 24 * 3600


class ClientAddressMiddleware:
    """Put the client's address where Django looks for it, and drop headers of strangers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._logged_peers: set[Address] = set()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta, trusted = request.META, settings.TRUSTED_PROXIES
        peer = address_of(meta.get("REMOTE_ADDR", ""))
        if peer is not None and is_trusted(peer, trusted):
            client = client_address(peer, meta.get(FORWARDED_FOR, ""), trusted)
            meta["REMOTE_ADDR"] = str(client)
            return self.get_response(request)
        if meta.pop(FORWARDED_FOR, "") and peer is not None:
            self._tell(peer)
        for header in OTHER_HEADERS:
            meta.pop(header, None)
        return self.get_response(request)

    def _tell(self, peer: Address) -> None:
        """Once per process and address: is it a front server that nobody named?"""
        if peer in self._logged_peers or len(self._logged_peers) >= MAX_HOPS:
            return
        self._logged_peers.add(peer)
        logger.warning("X-Forwarded-For of %s is ignored: it is not in TRUSTED_PROXIES", peer)
        with suppress(Exception):  # the cache may be away; the log has said it
            cache.set(STRANGER, str(peer), STRANGER_KEPT)


def client_address(peer: Address, forwarded: str, trusted: Sequence[Network]) -> Address:
    """The last address that a trusted server saw: read from the right, as far as trust goes."""
    found = peer
    for entry in reversed(forwarded.rsplit(",", MAX_HOPS)[-MAX_HOPS:]):
        if not is_trusted(found, trusted):
            break
        one = address_of(entry)
        if one is None:
            break
        found = one
    return found


def is_trusted(address: Address, trusted: Sequence[Network]) -> bool:
    """Whether the address belongs to a front server of ours."""
    return any(address in network for network in trusted)


def address_of(text: str) -> Address | None:
    """The address in "1.2.3.4", "1.2.3.4:567", "[::1]:567" or "::ffff:1.2.3.4"; None otherwise."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address
