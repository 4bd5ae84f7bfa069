"""An uploaded file of which only the hash is kept: read in pieces, written nowhere."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload


class HashedUpload(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs only
    """A file that was only read: its name, size and SHA-256."""

    def __init__(self, name: str, size: int, digest: str) -> None:
        super().__init__(file=None, name=name, size=size)
        self.sha256 = digest


class HashingUploadHandler(FileUploadHandler):
    """Takes one file up to the size of an upload; stops reading beyond it."""

    chunk_size = 64 * 1024

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_too_large = False
        self._hash = sha256()
        self._size = 0
        self._is_taken = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Take the first file only."""
        super().new_file(*args, **kwargs)
        if self._is_taken:
            raise SkipFile
        self._is_taken = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Hash a piece and forget it."""
        self._size += len(raw_data)
        if self._size > settings.UPLOAD_MAX_BYTES:
            self.is_too_large = True
            raise StopUpload
        self._hash.update(raw_data)

    def file_complete(self, file_size: int) -> HashedUpload | None:
        """The hash of what was read."""
        return HashedUpload(str(self.file_name), file_size, self._hash.hexdigest())
