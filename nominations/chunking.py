"""Many rows in portions that one statement of the database can take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
CHUNK = 2000


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in their order, at most CHUNK at a time."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def key_chunks(keys: Iterable[int]) -> Iterator[Sequence[int]]:
    """Every key once, in rising order."""
    return chunks(sorted(set(keys)))
