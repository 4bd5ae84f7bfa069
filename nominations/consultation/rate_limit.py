"""Rate limit of the public form: opinions per browser and per address, in fixed windows."""

from __future__ import annotations

import time
from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest

BROWSER_LIMIT = (5, 600)
"""Opinions that one browser session may send in so many seconds."""
ADDRESS_LIMIT = (40, 3600)
"""Opinions that one network address may send: a whole agency may sit behind a single one."""


def may_send(request: HttpRequest) -> bool:
    """Count one attempt; False when the browser or the address has sent too many lately.

    Behind a front server that is trusted the address is the client's (`config.proxies`).
    """
    if request.session.session_key is None:
        request.session.create()
    browser = _count("browser", str(request.session.session_key), BROWSER_LIMIT)
    address = _count("address", str(request.META.get("REMOTE_ADDR", "")), ADDRESS_LIMIT)
    return browser and address


def _count(scope: str, who: str, limit: tuple[int, int]) -> bool:
    maximum, seconds = limit
    window = int(time.time()) // seconds
    # The address itself is kept nowhere.
    key = f"opinions:{scope}:{sha256(who.encode()).hexdigest()[:32]}:{window}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) <= maximum
    except ValueError:  # it expired in between
        return True
