"""The minutes of a meeting and of its count: on the screen, as Word and as PDF."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nominations.council.minutes import signatures_of, votes_by_name
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
def minutes(request: HttpRequest, *, session: VotingSession, rights: SessionRights) -> HttpResponse:
    """The minutes of the meeting, for everybody who sees the session; below them the votes by name
    for those who answer for the minutes."""
    path = reverse("council:meeting_paper_file", args=[session.public_id])
    return paper_preview(
        request,
        _paper(session, "meeting"),
        file_path=path,
        above=session.get_absolute_url(),
        template="council/minutes.html",
        more={
            "session": session,
            "annex": votes_by_name(session) if rights.sees_named_votes else [],
            "signatures": signatures_of(session),
        },
    )


@require_GET
@on_session
def count(request: HttpRequest, *, session: VotingSession, rights: SessionRights) -> HttpResponse:
    """The minutes of the count as they would be printed."""
    path = reverse("council:count_paper_file", args=[session.public_id])
    return paper_preview(
        request, _paper(session, "count"), file_path=path, above=session.get_absolute_url()
    )


@require_GET
@on_session
def download(
    request: HttpRequest, *, session: VotingSession, rights: SessionRights, kind: str
) -> HttpResponse:
    """The minutes as Word or PDF."""
    return paper_download(request, _paper(session, kind))
