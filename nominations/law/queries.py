"""Reading the catalogue of awards."""

from __future__ import annotations

from datetime import date

from nominations.law.models import AwardType


def open_types(on: date) -> list[AwardType]:
    """The award types that hold on the day, in order of rank."""
    return list(AwardType.objects.on(on).order_by("rank", "code"))
