"""Wrong passwords: who guesses waits longer and longer, and nobody else waits with him.

The waiting time belongs to one account tried from one address. Guessing at one account from many
addresses, or at many accounts from one, is slowed down as well, but never for an account at an
address from which it has logged in before: a stranger cannot lock out an office.
"""

from __future__ import annotations

import math
import time
from hashlib import sha256

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

APP = "allauth.account"
PAIR, ACCOUNT, ADDRESS = "login_failed", "login_failed_account", "login_failed_address"
KNOWN_FOR = 30 * 24 * 3600


class Attempt:
    """One attempt to log in: `begin` before the password is read, `succeeded` if it was right."""

    def __init__(self, request: HttpRequest, login: str) -> None:
        self.request = request
        self.login = login.strip().casefold()
        self.address = str(get_adapter(request).get_client_ip(request))
        self._counted: list[ratelimit.RateLimitUsage] = []

    def begin(self) -> int:
        """Count the attempt; the minutes to wait when it is one too many, else 0."""
        for action, key in self._keys():
            usage = ratelimit.consume(self.request, app=APP, action=action, key=key)
            if usage is None:
                self._take_back()
                return _minutes_left(self.request, action, key)
            self._counted.append(usage)
        return 0

    def succeeded(self) -> None:
        """The password was right: this attempt counts for nothing, the pair is known from now."""
        self._take_back()
        cache.set(self._known_key, True, KNOWN_FOR)

    def forget(self) -> None:
        """The account has a new password: its owner may try at once."""
        ratelimit.clear(self.request, app=APP, action=PAIR, key=self._pair)

    @property
    def _pair(self) -> str:
        return f"{self.login}|{self.address}"

    @property
    def _known_key(self) -> str:
        return f"login:known:{sha256(self._pair.encode()).hexdigest()[:40]}"

    def _keys(self) -> list[tuple[str, str]]:
        if cache.get(self._known_key):
            return [(PAIR, self._pair)]
        return [(PAIR, self._pair), (ACCOUNT, self.login), (ADDRESS, self.address)]

    def _take_back(self) -> None:
        for usage in self._counted:
            usage.rollback()
        self._counted.clear()


def _minutes_left(request: HttpRequest, action: str, key: str) -> int:
    """How long until the rate that is full has room again."""
    now, longest = time.time(), 0.0
    for rate in ratelimit.get_rates(app=APP, action=action):
        place = ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key)
        history = [at for at in cache.get(place, []) if at > now - rate.duration]
        if len(history) >= rate.amount:
            longest = max(longest, history[rate.amount - 1] + rate.duration - now)
    return max(1, math.ceil(longest / 60))
