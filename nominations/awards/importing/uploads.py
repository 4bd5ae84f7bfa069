"""An uploaded table between its preview and its confirmation."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from nominations.awards.importing.sheet import Sheet
from nominations.awards.importing.source import read
from workflow import clock

FOLDER = "imports"
SALT = "awards.import"
KEPT_HOURS = 24


@dataclass(frozen=True, slots=True)
class Upload:
    """A table waiting for confirmation: whose, for which agency, and where its file lies."""

    user_id: int
    organization_id: int
    file_name: str
    stored: str

    @property
    def token(self) -> str:
        """The upload as part of an address; it cannot be forged."""
        parts = [self.user_id, self.organization_id, self.file_name, self.stored]
        return signing.dumps(parts, salt=SALT, compress=True)

    def sheet(self) -> Sheet:
        """Read the table anew; FileNotFoundError when it was imported or cleared away."""
        with default_storage.open(self.stored) as file:
            return read(self.file_name, file.read())

    def discard(self) -> None:
        """The file is not needed any more."""
        default_storage.delete(self.stored)


def keep(*, user_id: int, organization_id: int, sheet: Sheet) -> Upload:
    """Store a table that could be read, and clear away those nobody confirmed within a day."""
    _clear_old()
    name = f"{FOLDER}/{uuid.uuid4().hex}.{sheet.format}"
    stored = default_storage.save(name, ContentFile(sheet.content))
    return Upload(user_id, organization_id, sheet.file_name, stored)


def find(token: str, *, user_id: int) -> Upload | None:
    """The upload of a token, if it is this user's and not too old; None otherwise."""
    try:
        parts = signing.loads(token, salt=SALT, max_age=timedelta(hours=KEPT_HOURS))
        upload = Upload(*parts)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    if upload.user_id != user_id or not default_storage.exists(upload.stored):
        return None
    return upload


def _clear_old() -> None:
    if not default_storage.exists(FOLDER):
        return
    oldest = clock.now() - timedelta(hours=KEPT_HOURS)
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        modified = default_storage.get_modified_time(path)
        if timezone.is_naive(modified):
            modified = timezone.make_aware(modified)
        if modified < oldest:
            default_storage.delete(path)
