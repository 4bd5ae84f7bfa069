"""Content of the first page about agencies, registered by rooms in their `apps.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class LandingDeadline:
    """Something that is open now, with its end."""

    label: str | Promise
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LandingAgency:
    """An agency with its open deadlines."""

    name: str
    campaign: str
    deadlines: Sequence[LandingDeadline]


AgenciesNow = Callable[[], Iterable[LandingAgency]]
_sources: list[AgenciesNow] = []


def register(agencies: AgenciesNow) -> None:
    """Register a room's agencies (called at every visit of the first page)."""
    if agencies not in _sources:
        _sources.append(agencies)


def agencies_now() -> list[LandingAgency]:
    """The agencies of all rooms, in the order of registration."""
    return [one for agencies in _sources for one in agencies()]
