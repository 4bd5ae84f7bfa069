"""Home, the menu without JavaScript, the text size, and error pages."""

from __future__ import annotations

from collections import Counter
from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from nominations.web.frame import TEXT_SIZE_COOKIE, TEXT_SIZES
from nominations.web.inbox import work_of
from nominations.web.landing import agencies_now

ONE_YEAR = 365 * 24 * 3600


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The reader's own work, nearest deadline first; an introduction for visitors."""
    if not request.user.is_authenticated:
        return render(request, "home/landing.html", {"agencies": agencies_now()})
    work = work_of(request.user)
    items = work.items
    kinds = Counter(str(item.kind) for item in items if item.kind)
    wanted = request.GET.get("loai", "")
    return render(
        request,
        "home/my_work.html",
        {
            "tasks": [item for item in items if not wanted or str(item.kind) == wanted],
            "total": len(items),
            "kinds": kinds.most_common(),
            "wanted": wanted,
            "mine": work.own,
        },
    )


@require_GET
@login_required
def menu(request: HttpRequest) -> HttpResponse:
    """The navigation as a page, for phones without JavaScript."""
    return render(request, "home/menu.html")


@require_POST
def text_size(request: HttpRequest) -> HttpResponse:
    """Remember A-, A or A+ for a year and go back to the page it was chosen on."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = redirect(target)
    size = request.POST.get("size")
    if size in TEXT_SIZES:
        response.set_cookie(
            TEXT_SIZE_COOKIE,
            size,
            max_age=ONE_YEAR,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400, with a page of its own for oversized requests."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return render(request, "413.html", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)
