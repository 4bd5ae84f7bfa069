"""A file that does not come in: the key of the reason, for the sentence that people read."""

from __future__ import annotations


class FileRefused(Exception):
    """The key of one of `accepting.SENTENCES`; nothing of the file's own text goes with it."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key
