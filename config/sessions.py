"""A session ends after some idle time, without a database write on every page."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SEEN = "seen_at"
WRITE_EVERY = 300
BY_ITSELF = "X-By-Itself"
"""A page that refreshes itself says so in this header: a screen left alone still logs out."""


class IdleSessionMiddleware:
    """Push the end of the session forward while its owner works.

    SESSION_SAVE_EVERY_REQUEST would write on every page, which SQLite feels; here the session is
    saved at most every five minutes. What a page asks by itself is nobody's work. Django itself
    drops a session older than SESSION_COOKIE_AGE.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = request.session
        by_itself = request.headers.get(BY_ITSELF) == "yes"
        known = settings.SESSION_COOKIE_NAME in request.COOKIES and "_auth_user_id" in session
        if known and not by_itself:
            now = int(time.time())
            if now - int(session.get(SEEN, 0)) >= WRITE_EVERY:
                session[SEEN] = now
        return self.get_response(request)
