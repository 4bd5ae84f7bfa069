"""The public side: reachable without login, an allow-list of fields, not for search engines."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.consultation import services
from nominations.consultation.forms import OpinionForm, VisitorOpinionForm
from nominations.consultation.models import PostedItem, Posting
from nominations.consultation.queries import (
    is_public,
    is_taking_opinions,
    public_items,
    public_postings,
)
from nominations.consultation.rate_limit import may_send
from nominations.people.models import User
from nominations.web.refusals import refusals_in

TOO_MANY_REQUESTS = 429

View = Callable[..., HttpResponse]


def not_indexed(view: View) -> View:
    """Ask search engines not to index the page: names are public for weeks, not forever."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return wrapped


@require_GET
@not_indexed
def public(request: HttpRequest) -> HttpResponse:
    """Lists posted for opinions, running ones first."""
    lists = [(one, is_taking_opinions(one)) for one in public_postings()]
    return render(request, "consultation/public.html", {"lists": lists})


def _shown(public_id: UUID) -> Posting:
    posting = get_object_or_404(Posting.objects.select_related("organization"), public_id=public_id)
    if not is_public(posting):
        raise Http404
    return posting


@require_GET
@not_indexed
def public_posting(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One list: names, awards, achievements, deadline for opinions."""
    posting = _shown(public_id)
    groups: dict[str, list[Any]] = {}
    for item in public_items(posting):
        groups.setdefault(item.award, []).append(item)
    return render(
        request,
        "consultation/public_posting.html",
        {
            "posting": posting,
            "groups": list(groups.items()),
            "is_open": is_taking_opinions(posting),
        },
    )


@require_http_methods(["GET", "POST"])
@not_indexed
def comment(request: HttpRequest, public_id: UUID, item_id: int) -> HttpResponse:
    """Send an opinion on one nomination of the list."""
    posting = _shown(public_id)
    shown = next((item for item in public_items(posting) if item.id == item_id), None)
    if shown is None:
        raise Http404
    if not shown.is_open and request.method == "GET":  # a POST shows its text again
        messages.warning(request, _("The time for opinions on this name is over."))
        return redirect("consultation:public_posting", public_id=public_id)
    signed_in = request.user.is_authenticated
    form = (OpinionForm if signed_in else VisitorOpinionForm)(
        request.POST if request.method == "POST" else None
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        if not may_send(request):
            form.add_error(
                None, _("Many opinions came from here in a short time. Please try again later.")
            )
            status = TOO_MANY_REQUESTS
        elif _send(form, posting, item_id, request.user):
            messages.success(
                request, _("Your opinion has reached the council secretary. Thank you.")
            )
            return redirect("consultation:public_posting", public_id=public_id)
    context = {"posting": posting, "item": shown, "form": form, "signed_in": signed_in}
    return render(request, "consultation/comment.html", context, status=status)


def _send(form: OpinionForm, posting: Posting, item_id: int, reader: User | AnonymousUser) -> bool:
    item = get_object_or_404(
        PostedItem.objects.select_related("posting"), pk=item_id, posting=posting
    )
    with refusals_in(form):
        author = reader if isinstance(reader, User) else None
        services.submit_comment(item=item, author=author, **form.cleaned_data)
        return True
    return False
