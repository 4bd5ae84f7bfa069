"""What the first page says of the agencies here: each room registers it in its `apps.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class LandingDeadline:
    """Something that is open now, and until when."""

    label: str | Promise
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LandingAgency:
    """An agency with what it has under way."""

    name: str
    campaign: str
    deadlines: Sequence[LandingDeadline]


AgenciesNow = Callable[[], Iterable[LandingAgency]]
_sources: list[AgenciesNow] = []


def register(agencies: AgenciesNow) -> None:
    """Add a room's agencies, asked at every visit of the first page."""
    if agencies not in _sources:
        _sources.append(agencies)


def agencies_now() -> list[LandingAgency]:
    """What every room has to say, in their order."""
    return [one for agencies in _sources for one in agencies()]
