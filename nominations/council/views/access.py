"""A decorator that loads the session of a page and the reader's rights in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from nominations.council.queries import rights_in, visible_to
from nominations.web.access import get_or_404
from nominations.web.refusals import refusals_to

View = Callable[..., HttpResponse]


def on_session(view: View) -> View:
    """Give the view the session and the reader's rights in it; a session not seen answers 404.

    A refusal of a service comes back as a message on the session's page, "not yours" as a 403.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, public_id: UUID, **kwargs: Any) -> HttpResponse:
        session = get_or_404(visible_to(request.user), public_id=public_id)
        rights = rights_in(request.user, session)
        return view(request, session=session, rights=rights, **kwargs)

    return login_required(refusals_to("council:session", "public_id")(wrapped))
