"""Middleware for forms: repeated submissions act once, and a GET of a POST-only path is
redirected."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


class ButtonAddressMiddleware:
    """Redirects a GET of a POST-only path (a copied link, a reload) to the nearest page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET":
            return response
        if not isinstance(response, HttpResponseNotAllowed) or "POST" not in response["Allow"]:
            return response
        messages.info(
            request, _("This step is taken with the button on the page, not by its link.")
        )
        return redirect(nearest_page(request.path_info))


def nearest_page(path: str) -> str:
    """The nearest existing path above this one, at last the home page."""
    while (path := path.rstrip("/").rpartition("/")[0] + "/") != "/":
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return path


class OnePressMiddleware:
    """Answers a repeated submission of a form within seconds without performing it again.

    Every page has a token for its forms, so the same token with the same content is a double click
    or a retry. The later request waits for the first and gets its redirect. Pages shown again with
    errors are not stored.
    """

    TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # the name of the field
    WAITS = 20.0
    REMEMBERS = 10
    RUNNING = ""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse | None = None
        try:
            response = self.get_response(request)
            return response
        finally:
            if key := getattr(request, "one_press", ""):
                self._remember(key, response)

    def _remember(self, key: str, response: HttpResponse | None) -> None:
        with suppress(Exception):  # the cache is unavailable: the mark expires
            if response is not None and response.status_code == HTTPStatus.FOUND:
                cache.set(key, response["Location"], self.REMEMBERS)
            else:
                cache.delete(key)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method != "POST" or getattr(view, "reads_its_upload", False):
            return None
        if not request.POST.get(self.TOKEN):
            return None
        try:
            return self._hold(request, _key_of_press(request))
        except Exception:  # the site works without its cache, as without a broker
            logger.exception("presses are not counted: the cache does not answer")
            return None

    def _hold(self, request: HttpRequest, key: str) -> HttpResponse | None:
        if cache.add(key, self.RUNNING, int(self.WAITS)):
            request.one_press = key  # type: ignore[attr-defined]  # ours alone, read above
            return None
        until = time.monotonic() + self.WAITS
        while (way_on := cache.get(key)) == self.RUNNING and time.monotonic() < until:
            time.sleep(0.05)
        return redirect(way_on) if way_on else None


def _key_of_press(request: HttpRequest) -> str:
    files = [
        (name, file.name, file.size)
        for name, uploaded in request.FILES.lists()
        for file in uploaded
    ]
    press = [request.get_full_path(), list(request.POST.lists()), files]
    return f"press:{sha256(json.dumps(press).encode()).hexdigest()}"
