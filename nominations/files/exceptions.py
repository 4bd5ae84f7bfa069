"""Refusals of files."""

from __future__ import annotations


class FileRefused(Exception):
    """The key of one of `upload_check.SENTENCES`; nothing of the file's own text goes with it."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key
