"""Papers composed for tests, each under a name, with what composed it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nominations.documents.blocks import Paper


@dataclass
class ComposedPapers:
    """Papers by name, what composed them, the files of the issued ones and their kinds."""

    papers: dict[str, Paper] = field(default_factory=dict)
    composers: set[str] = field(default_factory=set)
    files: dict[str, dict[str, bytes]] = field(default_factory=dict)
    issued_kinds: set[str] = field(default_factory=set)

    def compose(self, name: str, composer: Callable[..., Paper | None], *given: Any) -> None:
        """Keep what the composer makes of this."""
        paper = composer(*given)
        assert paper is not None, name
        assert name not in self.papers, name
        self.papers[name] = paper
        self.composers.add(f"{composer.__module__}.{composer.__qualname__}")

    def keep_files(self, name: str, kind: str, files: dict[str, bytes]) -> None:
        """Keep the files of an issued paper, by format."""
        self.files[name] = files
        self.issued_kinds.add(str(kind))
