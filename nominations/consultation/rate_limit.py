"""Rate limit of the public form: opinions per browser and per address."""

from __future__ import annotations

from django.http import HttpRequest

from nominations.web.rate_limit import may_try

BROWSER_LIMIT = (5, 600)
"""(number, seconds): opinions that one browser session may send."""
ADDRESS_LIMIT = (40, 3600)
"""(number, seconds): opinions that one network address may send, which a whole agency may share."""


def may_send(request: HttpRequest) -> bool:
    """Count one opinion; False when the browser or the address has sent too many lately."""
    return may_try(request, "opinions", browser=BROWSER_LIMIT, address=ADDRESS_LIMIT)
