"""The days of the steps of a dossier before the council's vote."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from nominations.dossiers.models import Campaign, UnitReview
from nominations.paper_numbers.paper_days import StepDay
from workflow import clock

Pks = Collection[int] | QuerySet[Any, Any]


def days_of_dossiers(pks: Pks) -> list[StepDay]:
    """When the campaigns of the nominations were opened and their units met, the latest of each."""
    found = []
    opened = Campaign.objects.filter(nominations__in=pks).aggregate(last=Max("opened_at"))["last"]
    if opened:
        found.append(StepDay(_("the opening of the campaign"), clock.day_of(opened)))
    met = UnitReview.objects.filter(nomination__in=pks).aggregate(last=Max("held_on"))["last"]
    if met:
        found.append(StepDay(_("the meeting of the unit"), met))
    return found
