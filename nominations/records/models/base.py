"""Columns of every record: agency, paper, who entered it and when, and its cancellation."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nominations.people.models import Organization, User

RecordT = TypeVar("RecordT", bound="Record", covariant=True)


class RecordQuerySet(models.QuerySet[RecordT]):
    def not_cancelled(self) -> Self:
        """Records that are not cancelled; rules read only these."""
        return self.filter(cancelled_on__isnull=True)


class Record(models.Model):
    """A fact with its paper. A wrong one is cancelled with a reason, never changed or deleted."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    paper_number = models.CharField(_("paper number"), max_length=60, blank=True)
    paper_date = models.DateField(_("paper date"), null=True, blank=True)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    cancel_reason = models.CharField(_("reason of the cancellation"), max_length=300, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True


def of_person_or_unit(name: str) -> models.CheckConstraint:
    """A constraint that a record is of a person or of a unit, not both."""
    return models.CheckConstraint(
        condition=Q(person__isnull=False, unit__isnull=True)
        | Q(person__isnull=True, unit__isnull=False),
        name=name,
    )
