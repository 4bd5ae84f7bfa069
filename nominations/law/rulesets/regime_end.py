"""The day from which an act of a regime holds no more by its own text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeEnd:
    """A day named in an act from which it holds no more, or may hold no more in part."""

    day: date
    says: str
    source: str
    is_certain: bool
