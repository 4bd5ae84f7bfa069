"""What is sent at once has a limit, and whoever exceeds it reads why, in Vietnamese.

The page is a plain file, because it is shown where Django does not run: by waitress before it takes
the body, by gunicorn's workers before Django reads it, and by the front server.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ErrorTask
from waitress.utilities import RequestEntityTooLarge

PAGE = Path(__file__).resolve().parent / "too_large.html"
STATUS = "413 Request Entity Too Large"
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
    ("Connection", "close"),
]
# A browser shows the page only when it could send everything; so much more is taken and dropped.
DROPPED = 4
PATIENCE = 60.0
_PIECE = 64 * 1024

Application = Callable[..., Iterable[bytes]]


@cache
def page() -> bytes:
    """The page that says what to do instead."""
    return PAGE.read_bytes()


def with_body_limit(application: Application) -> Application:
    """The application behind a limit on the length that a request declares."""

    def limited(call: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        length = str(call.get("CONTENT_LENGTH") or "0")
        if not length.isdigit() or int(length) <= settings.REQUEST_MAX_BYTES:
            return application(call, start_response)
        _drop(call["wsgi.input"], int(length))
        start_response(STATUS, [*HEADERS, ("Content-Length", str(len(page())))])
        return [page()]

    return limited


def _drop(body: Any, length: int) -> None:
    """Take what is being sent, up to a limit of bytes and of time, and keep nothing of it."""
    left, end = min(length, settings.REQUEST_MAX_BYTES * DROPPED), time.monotonic() + PATIENCE
    while left > 0 and time.monotonic() < end:
        piece = body.read(min(_PIECE, left))
        if not piece:
            return
        left -= len(piece)


class _TooLargeTask(ErrorTask):  # type: ignore[misc]  # waitress ships no types
    """Waitress' answer to a bad request; in our words where people may meet it."""

    def execute(self) -> None:
        if not isinstance(self.request.error, RequestEntityTooLarge):
            super().execute()
            return
        self.status = STATUS
        self.response_headers.extend(HEADERS)
        self.set_close_on_finish()
        self.content_length = len(page())
        self.write(page())


class _DroppingParser(HTTPRequestParser):  # type: ignore[misc]  # waitress ships no types
    """Takes a body that is too large and keeps nothing of it, before the refusal is written.

    Refused while it is still sending, a browser shows that the connection broke, and not the page.
    """

    left = 0

    def received(self, data: bytes) -> int:
        """How much of the data belongs to this request."""
        if self.left:
            taken = min(len(data), self.left)
            self.left -= taken
            self.completed = self.left == 0
            return taken
        consumed: int = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge) and self.content_length:
            self.left = min(self.content_length, self.adj.max_request_body_size * DROPPED)
            self.completed = False
        return consumed


class BodyLimitChannel(HTTPChannel):  # type: ignore[misc]  # waitress ships no types
    """A connection of the embedded server with the limit and its page."""

    error_task_class = _TooLargeTask
    parser_class = _DroppingParser
