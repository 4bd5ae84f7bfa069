"""Opening by hand an address that only a button uses leads back to the page of the button."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _


class ButtonAddressMiddleware:
    """A GET that only POST may do (a link copied, a page loaded again) goes to the nearest page."""

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
    """The first address above this one that exists; at the latest the home page."""
    while (path := path.rstrip("/").rpartition("/")[0] + "/") != "/":
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return path
