"""An issued paper: as it was issued, what became of it, its files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nominations.documents.paper_pages import file_answer
from nominations.documents.preview import preview_blocks
from nominations.documents.rendering import PaperFile
from nominations.documents.stored_blocks import paper_of
from nominations.issued_papers import queries
from nominations.issued_papers.models import IssuedKind, IssuedPaper
from nominations.issued_papers.paper_sources import source_of
from nominations.issued_papers.prepared_paper import stored_blocks, verify_address
from nominations.issued_papers.record_differences import differences
from nominations.issued_papers.signed_copies import shown_copies, signs_remotely
from nominations.people import authorization
from nominations.web.access import get_or_404, user_of


@login_required
@require_GET
def paper(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The issued version; says where the record reads otherwise since."""
    found = get_or_404(queries.visible_to(user_of(request)), public_id=public_id)
    return render(request, "issued_papers/paper.html", _context(request, found))


def _context(request: HttpRequest, found: IssuedPaper) -> dict[str, Any]:
    content = stored_blocks(found.blocks)
    is_correction = found.kind == IssuedKind.CORRECTION
    source = source_of(found.kind)
    may_act = authorization.holds(
        user_of(request), *source.roles, organization=found.organization_id
    )
    return {
        "issued": found,
        "paper": preview_blocks(paper_of(content)) if "certificates" not in content else None,
        "certificates": content.get("certificates", []),
        "files": queries.files_of(found),
        "copies": shown_copies(found),
        "status": queries.paper_statuses([found])[found.pk],
        "address": verify_address(found.code),
        "above": source.above(source.load(found.record)),
        "differences": [] if is_correction else differences(found),
        "may_sign": may_act,
        "may_sign_remotely": bool(settings.REMOTE_SIGNING_URL)
        and signs_remotely(user_of(request), found),
        "may_correct": not is_correction and may_act,
    }


@login_required
@require_GET
def file(request: HttpRequest, public_id: UUID, form: str) -> HttpResponse:
    """A file as it was issued, byte for byte."""
    found = get_or_404(queries.visible_to(user_of(request)), public_id=public_id)
    one = get_or_404(found.files.all(), format=form)
    content = bytes(one.content)
    return file_answer(PaperFile(name=one.name, media_type=one.media_type, content=content))
