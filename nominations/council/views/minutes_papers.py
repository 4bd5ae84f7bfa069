"""The minutes of a meeting and of its count: on the screen, as Word and as PDF."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nominations.council.models import VotingSession
from nominations.council.papers import count_minutes, meeting_minutes
from nominations.council.queries import SessionRights
from nominations.council.session_page import is_counted
from nominations.council.views.access import on_session
from nominations.documents.blocks import Paper
from nominations.documents.paper_pages import paper_download, paper_preview
from nominations.web.refusals import refused

PAPERS: dict[str, Callable[[VotingSession], Paper]] = {
    "meeting": meeting_minutes,
    "count": count_minutes,
}


def _paper(session: VotingSession, kind: str) -> Paper:
    """The paper of a counted session; refuses (ValidationError) one that is not counted."""
    if not is_counted(session):
        raise refused("not_counted", _("The minutes exist once the votes are counted."))
    return PAPERS[kind](session)


@require_GET
@on_session
def preview(
    request: HttpRequest, *, session: VotingSession, rights: SessionRights, kind: str
) -> HttpResponse:
    """The minutes as they would be printed, for everybody who sees the session."""
    path = reverse(f"council:{kind}_paper_file", args=[session.public_id])
    return paper_preview(
        request, _paper(session, kind), file_path=path, above=session.get_absolute_url()
    )


@require_GET
@on_session
def download(
    request: HttpRequest, *, session: VotingSession, rights: SessionRights, kind: str
) -> HttpResponse:
    """The minutes as Word or PDF."""
    return paper_download(request, _paper(session, kind))
