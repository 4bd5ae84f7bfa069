"""Papers before a meeting, for who conducts it: on the screen, as Word and as PDF."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from nominations.council.models import VotingSession
from nominations.council.queries import SessionRights
from nominations.council.session_papers import (
    ballot,
    ballot_groups,
    invitation,
    written_opinion_form,
)
from nominations.council.views.access import on_session
from nominations.documents.blocks import Paper
from nominations.documents.paper_pages import paper_download, paper_preview
from nominations.web.access import require_allowed

PAPERS: dict[str, Callable[[VotingSession], Paper]] = {
    "invitation": invitation,
    "opinion": written_opinion_form,
}


def _paper(session: VotingSession, rights: SessionRights, kind: str) -> Paper:
    require_allowed(rights.conducts)
    if kind not in PAPERS:
        raise Http404
    return PAPERS[kind](session)


def _ballot(session: VotingSession, rights: SessionRights, number: int) -> Paper:
    require_allowed(rights.conducts)
    if not 1 <= number <= len(ballot_groups(session)):
        raise Http404
    return ballot(session, number)


@require_GET
@on_session
def preview(
    request: HttpRequest, *, session: VotingSession, rights: SessionRights, kind: str
) -> HttpResponse:
    """The invitation or the form of a written opinion as it would be printed."""
    paper = _paper(session, rights, kind)
    path = reverse("council:paper_file", args=[session.public_id, kind])
    return paper_preview(request, paper, file_path=path, above=session.get_absolute_url())


@require_GET
@on_session
def download(
    request: HttpRequest, *, session: VotingSession, rights: SessionRights, kind: str
) -> HttpResponse:
    """The same as Word or PDF."""
    return paper_download(request, _paper(session, rights, kind))


@require_GET
@on_session
def ballot_preview(
    request: HttpRequest, *, session: VotingSession, rights: SessionRights, number: int
) -> HttpResponse:
    """The ballot of one award as it would be printed."""
    paper = _ballot(session, rights, number)
    path = reverse("council:ballot_paper_file", args=[session.public_id, number])
    return paper_preview(request, paper, file_path=path, above=session.get_absolute_url())


@require_GET
@on_session
def ballot_download(
    request: HttpRequest, *, session: VotingSession, rights: SessionRights, number: int
) -> HttpResponse:
    """The same as Word or PDF."""
    return paper_download(request, _ballot(session, rights, number))
