"""What the screens of this room share: how a refusal reaches the person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest

from nominations.dossiers.models import Nomination
from workflow.exceptions import BulkRefused, NotAllowed, TransitionRefused

MOST_SHOWN = 8


def sentences(refusal: TransitionRefused | ValidationError) -> list[str]:
    """Why, in full sentences; of a refused set, each nomination with its reason."""
    if isinstance(refusal, ValidationError):
        return [str(message) for message in refusal.messages]
    if not isinstance(refusal, BulkRefused):
        return [refusal.message]
    refused = refusal.result.refused[:MOST_SHOWN]
    titles = Nomination.objects.in_bulk([one.pk for one in refused])
    return [refusal.message] + [
        f"{titles[one.pk].title if one.pk in titles else one.pk}: {one.reasons[0].reason}"
        for one in refused
    ]


def succeeds(request: HttpRequest, act: Callable[[], Any], form: Form | None = None) -> bool:
    """Do it; a refusal becomes errors of the form, or messages. "Not yours" is a 403."""
    try:
        act()
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from None
    except (TransitionRefused, ValidationError) as refusal:
        for sentence in sentences(refusal):
            if form is not None:
                form.add_error(None, sentence)
            else:
                messages.error(request, sentence)
        return False
    return True


def found(items: Any) -> Any:
    """404 for whoever has no part in this work at all: the page does not exist for them."""
    if not items:
        raise Http404
    return items
