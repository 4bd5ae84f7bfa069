"""The results of the engine: rows that moved, and rows that were refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from workflow.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Performed:
    """One row that moved (or kept its state, where the transition leads to the same state)."""

    pk: int
    name: str
    source: str
    target: str
    version: int
    event_key: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """One row of a set that did not move, with every reason."""

    pk: Any
    reasons: list[Verdict]


@dataclass(frozen=True, slots=True)
class BulkResult:
    """The rows of a set that moved and those that were refused."""

    moved: list[Performed] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
