"""An uploaded package that is not confirmed yet: a file without a row."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.storage import default_storage
from django.http import HttpRequest

from workflow import clock

_FOLDER = "packages/waiting"
_SESSION = "waiting_package"
_KEPT = timedelta(days=1)


def store_upload(request: HttpRequest, upload: Any) -> Path:
    """Store the file for this session, replacing an earlier one."""
    discard_upload(request)
    _sweep()
    name = default_storage.save(f"{_FOLDER}/{uuid4().hex}.zip", upload)
    request.session[_SESSION] = name
    return Path(default_storage.path(name))


def waiting_file(request: HttpRequest) -> Path | None:
    """The pending file of this session."""
    name = request.session.get(_SESSION, "")
    if not name or not default_storage.exists(name):
        return None
    return Path(default_storage.path(name))


def discard_upload(request: HttpRequest) -> None:
    """Delete the pending file. Idempotent."""
    name = request.session.pop(_SESSION, "")
    if name:
        default_storage.delete(name)


def _sweep() -> None:
    """Delete pending files older than a day."""
    if not default_storage.exists(_FOLDER):
        return
    for name in default_storage.listdir(_FOLDER)[1]:
        path = f"{_FOLDER}/{name}"
        if default_storage.get_modified_time(path) < clock.now() - _KEPT:
            default_storage.delete(path)
