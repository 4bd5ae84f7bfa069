"""Values that hold from a day on: the base salary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class BaseSalary:
    """Base salary (lương cơ sở), in đồng per month, from a day on."""

    valid_from: date
    amount: int
    source: str
    verified: bool
