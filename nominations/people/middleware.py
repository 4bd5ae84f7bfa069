"""Middleware that reads the roles of the reader once per request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from nominations.people.authorization import request_cache


class RolesOncePerRequestMiddleware:
    """Cache the roles of today until the response is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with request_cache():
            return self.get_response(request)
