"""Rows valid from one day to another: both ends included, an open end is None."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def holds_on(day: date, prefix: str = "") -> Q:
    """Rows of a dated model that hold on the day; `prefix` is a lookup path such as "unit__"."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    )


class DatedQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> DatedQuerySet:
        """Rows that hold on the day."""
        return self.filter(holds_on(day))


class Dated(models.Model):
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)


def ends_after_start(name: str) -> models.CheckConstraint:
    """A constraint that a dated row does not end before it begins."""
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name=name
    )
