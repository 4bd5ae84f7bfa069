"""Files of plans and movements."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from nominations.files.upload_check import CONTENT_TYPES
from nominations.movements.queries import files_visible_to
from nominations.web.access import get_or_404, user_of
from nominations.web.attachments import UNKNOWN_TYPE, uploaded_attachment


@login_required
@require_GET
def file(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """A file as an attachment, for those who see its plan or movement."""
    row = get_or_404(files_visible_to(user_of(request)), public_id=public_id)
    try:
        content = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return uploaded_attachment(
        content, name=row.name, content_type=CONTENT_TYPES.get(row.kind, UNKNOWN_TYPE)
    )
