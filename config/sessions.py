"""A session ends after some idle time, without a database write on every page."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SEEN = "seen_at"
WRITE_EVERY = 300


class IdleSessionMiddleware:
    """Push the end of the session forward while its owner works.

    SESSION_SAVE_EVERY_REQUEST would write on every page, which SQLite feels; here the session is
    saved at most every five minutes. Django itself drops a session older than SESSION_COOKIE_AGE.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = request.session
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "_auth_user_id" in session:
            now = int(time.time())
            if now - int(session.get(SEEN, 0)) >= WRITE_EVERY:
                session[SEEN] = now
        return self.get_response(request)
