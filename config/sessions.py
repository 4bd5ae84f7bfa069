"""A session ends after idle time and after a working day; its pages are kept nowhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

SEEN = "seen_at"
BEGAN = "began_at"
WRITE_EVERY = 300
BY_ITSELF = "X-By-Itself"
"""A page that refreshes itself says so in this header: a screen left alone still logs out."""


@receiver(user_logged_in)
def session_begins(request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Every login begins a new span, also in a session that was there before."""
    if request is not None:
        request.session[BEGAN] = int(time.time())


class SessionEndMiddleware:
    """End a session SESSION_HOURS after the login; push its idle end forward until then.

    SESSION_SAVE_EVERY_REQUEST would write on every page, which SQLite feels; here the session is
    saved at most every five minutes. What a page asks by itself is nobody's work. Django itself
    drops a session older than SESSION_COOKIE_AGE.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = request.session
        by_itself = request.headers.get(BY_ITSELF) == "yes"
        known = settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in session
        now = int(time.time())
        if known and now - int(session.setdefault(BEGAN, now)) >= settings.SESSION_HOURS * 3600:
            logout(request)
        elif known and not by_itself and now - int(session.get(SEEN, 0)) >= WRITE_EVERY:
            session[SEEN] = now
        return self.get_response(request)


class PrivatePagesMiddleware:
    """Nothing that a signed-in person gets is kept by a browser or on the way to it.

    Pages and files behind a login hold personal data, and computers of an office are shared. What
    visitors get stays as its view made it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_signed_in = self._is_signed_in(request)
        response = self.get_response(request)
        if was_signed_in or self._is_signed_in(request):
            response.headers["Cache-Control"] = "private, no-store"
        return response

    @staticmethod
    def _is_signed_in(request: HttpRequest) -> bool:
        """Asked of the session alone, which the page has read already."""
        return settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session
