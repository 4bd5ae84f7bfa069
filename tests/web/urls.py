"""One address for the tests of this folder."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path


def page(request: HttpRequest, key: int) -> HttpResponse:
    return HttpResponse(str(key))


urlpatterns = [path("page/<int:key>/", page, name="numbered_page")]
