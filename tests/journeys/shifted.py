"""A clock moved on by whole days, told in a file of the data folder: consultations take a week."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from workflow import clock

FILE = "clock_days"


class ShiftedClock:
    """Every request happens as many days later as the file says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        file = settings.DATA_DIR / FILE
        days = int(file.read_text()) if file.exists() else 0
        with clock.at(datetime.now(UTC) + timedelta(days=days)):
            return self.get_response(request)
