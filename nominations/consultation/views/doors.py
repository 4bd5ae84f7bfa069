"""What the screens share: who may open them, and how a refusal reaches the person."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from nominations.consultation.queries import conducts, postings_for
from workflow.exceptions import NotAllowed, TransitionRefused

View = Callable[..., HttpResponse]


def unlisted(view: View) -> View:
    """Ask search engines to leave the page alone: names are public for weeks, not for ever."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return wrapped


def on_posting(view: View) -> View:
    """Give the view the posting and whether the reader conducts it; one not seen answers 404."""

    @wraps(view)
    @login_required
    def wrapped(request: HttpRequest, public_id: Any, **kwargs: Any) -> HttpResponse:
        posting = get_object_or_404(postings_for(request.user), public_id=public_id)
        try:
            return view(
                request,
                posting=posting,
                is_conductor=conducts(request.user, posting.organization_id),
                **kwargs,
            )
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.message) from None
        except (TransitionRefused, ValidationError) as refusal:
            tell(request, refusal)
            return redirect("consultation:posting", public_id=posting.public_id)

    return wrapped


def tell(request: HttpRequest, refusal: TransitionRefused | ValidationError) -> None:
    """The refusal as messages on the next page."""
    sentences = refusal.messages if isinstance(refusal, ValidationError) else [refusal.message]
    for sentence in sentences:
        messages.error(request, str(sentence))


def require(allowed: bool) -> None:
    """403 unless allowed."""
    if not allowed:
        raise PermissionDenied
