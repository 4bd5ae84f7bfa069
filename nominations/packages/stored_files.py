"""Deletes files stored before a commit if the transaction fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models.fields.files import FieldFile


@contextmanager
def stored_files() -> Iterator[list[FieldFile]]:
    """A list of what was stored within the block; an exception deletes all of it."""
    stored: list[FieldFile] = []
    try:
        yield stored
    except BaseException:
        for file in stored:
            if file.name:
                file.storage.delete(file.name)
        raise
