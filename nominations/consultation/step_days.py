"""The day on which the public consultation on nominations ended."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from nominations.consultation.models import PostedItem
from nominations.paper_numbers.paper_days import StepDay
from workflow import clock


def days_of_consultation(pks: Collection[int] | QuerySet[Any, Any]) -> list[StepDay]:
    """The latest end of a posting of the nominations."""
    ended = PostedItem.objects.filter(nomination__in=pks).aggregate(last=Max("ended_at"))["last"]
    if ended is None:
        return []
    return [StepDay(_("the end of the public consultation"), clock.day_of(ended))]
