"""Refusals of packages."""

from __future__ import annotations


class PackageRefused(Exception):
    """The key of one of `package_refusals.SENTENCES`, with what the sentence names."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values
