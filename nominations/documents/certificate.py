"""What stands on a certificate, and how far it is moved on a blank."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).resolve().parent / "data" / "certificate.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The lines of one certificate from top to bottom; `book_number` is the recipient's number in
    the decision, `emblem` the hash of the picture above them on a full page."""

    giver: str
    verb: str
    award: str
    recipient: str
    post: str
    achievement: str
    decision: str
    book_number: str
    place_and_date: str
    position: str
    signer: str
    emblem: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The texts from top to bottom, without the head of the sheet."""
        return (
            self.giver,
            self.verb,
            self.award,
            self.recipient,
            self.post,
            self.achievement,
            self.decision,
            self.book_number,
            self.place_and_date,
            self.position,
            self.signer,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Overprint:
    """Printing onto blanks: how far everything is moved, in millimetres to the right and down.

    `is_test` draws the first certificate over a ruled grid, with a cross where each line stands.
    """

    right: float = 0
    down: float = 0
    is_test: bool = False


@cache
def certificate_layout() -> dict[str, Any]:
    """Where the lines of a full page stand: lengths in millimetres, sizes in points."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
