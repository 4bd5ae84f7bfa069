"""The result of a rule: met, or unmet with the reason and the legal citation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Verdict:
    """True if and only if `ok`; `key` is a stable name for tests and APIs ("window_closed")."""

    ok: bool
    key: str
    reason: _StrOrPromise = ""
    citation: str = ""

    def __bool__(self) -> bool:
        return self.ok


_MET = Verdict(True, "")


def met(key: str = "") -> Verdict:
    """A rule that holds."""
    return Verdict(True, key) if key else _MET


def unmet(key: str, reason: _StrOrPromise, citation: str = "") -> Verdict:
    """A rule that does not hold; the reason is a full sentence for the person who asked."""
    return Verdict(False, key, reason, citation)
