"""What every screen of a session shares: who may open it, and how a refusal reaches the person."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from nominations.council.models import VotingSession
from nominations.council.queries import Rights, rights_in, sessions_for
from nominations.dossiers.models import Nomination
from workflow.exceptions import BulkRefused, NotAllowed, TransitionRefused

View = Callable[..., HttpResponse]
MOST_NAMED = 5


def on_session(view: View) -> View:
    """Give the view the session and the reader's rights in it; a session not seen answers 404.

    A refusal of a service comes back as a message on the session's page, "not yours" as a 403.
    """

    @wraps(view)
    @login_required
    def wrapped(request: HttpRequest, public_id: Any, **kwargs: Any) -> HttpResponse:
        session = get_object_or_404(sessions_for(request.user), public_id=public_id)
        rights = rights_in(request.user, session)
        try:
            return view(request, session=session, rights=rights, **kwargs)
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.message) from None
        except (TransitionRefused, ValidationError) as refusal:
            for sentence in sentences(refusal):
                messages.error(request, sentence)
            return redirect("council:session", public_id=session.public_id)

    return wrapped


def sentences(refusal: TransitionRefused | ValidationError) -> list[str]:
    """Why, in full sentences; of a refused agenda, which nominations and why."""
    if isinstance(refusal, ValidationError):
        return [str(message) for message in refusal.messages]
    if not isinstance(refusal, BulkRefused):
        return [refusal.message]
    refused = refusal.result.refused
    titles = dict(
        Nomination.objects.filter(pk__in=[one.pk for one in refused]).values_list("pk", "title")
    )
    first = _("Nothing was moved, because the agenda moves as a whole; refused: %(number)s.")
    return [
        first % {"number": len(refused)},
        *(f"{titles.get(one.pk, one.pk)}: {one.reasons[0].reason}" for one in refused[:MOST_NAMED]),
    ]


def require(allowed: bool) -> None:
    """403 unless the reader's rights allow the page."""
    if not allowed:
        raise PermissionDenied


def to_session(session: VotingSession) -> HttpResponse:
    return redirect("council:session", public_id=session.public_id)


__all__ = ["Rights", "on_session", "require", "sentences", "to_session"]
