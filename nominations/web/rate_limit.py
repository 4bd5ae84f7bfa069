"""Rate limits of public forms: per browser and per address, in fixed windows."""

from __future__ import annotations

import time
from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest

Limit = tuple[int, int]
"""A number of attempts in a number of seconds."""


def may_try(request: HttpRequest, form: str, *, browser: Limit, address: Limit) -> bool:
    """Count one attempt at the form; False when the browser or the address made too many lately.

    Behind a trusted proxy the address is the client's (`config.proxies`).
    """
    if request.session.session_key is None:
        request.session.create()
    by_browser = _count(f"{form}:browser", str(request.session.session_key), browser)
    by_address = _count(f"{form}:address", str(request.META.get("REMOTE_ADDR", "")), address)
    return by_browser and by_address


def _count(scope: str, who: str, limit: Limit) -> bool:
    maximum, seconds = limit
    window = int(time.time()) // seconds
    # The address itself is not stored.
    key = f"{scope}:{sha256(who.encode()).hexdigest()[:32]}:{window}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) <= maximum
    except ValueError:  # it expired in between
        return True
