"""Responses with files: always attachments, never shown inline."""

from __future__ import annotations

from io import BytesIO
from typing import IO

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

UNKNOWN_TYPE = "application/octet-stream"


def attachment(content: bytes | str, *, name: str, content_type: str) -> HttpResponse:
    """A file that the application made."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def uploaded_attachment(
    content: bytes | IO[bytes], *, name: str, content_type: str = UNKNOWN_TYPE
) -> HttpResponseBase:
    """An uploaded file: sandboxed, so that nothing in it runs, and not cached."""
    response = FileResponse(
        BytesIO(content) if isinstance(content, bytes) else content,
        as_attachment=True,
        filename=name,
        content_type=content_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response
