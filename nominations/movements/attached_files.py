"""Files that come in with a plan or a movement: checked, stored under a random name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.files.base import ContentFile

from nominations.files.upload_check import AcceptedFile, accept_upload
from nominations.movements.models import AttachedFile, attached_path
from nominations.people.authorization import account_of
from nominations.people.models import Organization
from workflow import clock
from workflow.actors import Actor

KINDS = ("pdf", "docx", "xlsx", "jpg", "png")


@contextmanager
def stored_file(upload: Any, *, organization: Organization, actor: Actor) -> Iterator[Any]:
    """The row of the file that came in, None where none did; on a failure nothing stays on disk.

    Refuses what `accept_upload` refuses (ValidationError), before any row is locked. The
    block has a transaction of its own.
    """
    if not upload:
        yield None
        return
    accepted = upload if isinstance(upload, AcceptedFile) else accept_upload(upload, kinds=KINDS)
    row = AttachedFile(
        organization=organization,
        name=accepted.name,
        size=accepted.size,
        sha256=accepted.sha256,
        added_at=clock.now(),
        added_by=account_of(actor),
    )
    storage = row.file.storage
    path = attached_path(row, f"file.{accepted.kind}")
    try:
        row.file.name = path = storage.save(path, ContentFile(accepted.content))
        row.save()
        yield row
    except BaseException:
        with suppress(OSError):  # also where the disk took only a part of it
            storage.delete(path)
        if row.pk:
            AttachedFile.objects.filter(pk=row.pk).delete()
        raise
