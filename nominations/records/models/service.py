"""Service and absence of persons, headcounts of units."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nominations.people.employment import ServiceBegin, ServiceEnd
from nominations.people.models import Person, Unit
from nominations.people.models.dated import Dated, ends_after_start
from nominations.records.models.base import Record, RecordQuerySet
from nominations.records.scales import AbsenceKind, TrainingResult


class Service(Record, Dated):
    """A period of service in an agency, on payroll or contract."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="services")
    begins_by = models.CharField(
        _("how it began"), max_length=14, choices=ServiceBegin.choices, blank=True
    )
    ends_by = models.CharField(
        _("how it ended"), max_length=14, choices=ServiceEnd.choices, blank=True
    )

    objects = RecordQuerySet.as_manager()  # type: ignore[assignment, misc]  # each base has one

    class Meta:
        ordering = ["person", "valid_from"]
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            ends_after_start("service_ends_after_start"),
            models.UniqueConstraint(
                fields=["person", "organization", "valid_from"],
                condition=Q(cancelled_on__isnull=True),
                name="service_once_per_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.valid_from:%d/%m/%Y}"


class Absence(Record, Dated):
    """Days away from work, both ends included."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    kind = models.CharField(_("kind"), max_length=12, choices=AbsenceKind.choices)
    result = models.CharField(
        _("training result"), max_length=8, choices=TrainingResult.choices, blank=True
    )

    objects = RecordQuerySet.as_manager()  # type: ignore[assignment, misc]  # each base has one

    class Meta:
        ordering = ["person", "valid_from"]
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [ends_after_start("absence_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}, {self.valid_from:%d/%m/%Y}"


class Headcount(Record):
    """A counted number of people of a unit on a day; without one its members are counted."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="headcounts")
    counted_on = models.DateField(_("counted on"))
    total = models.PositiveIntegerField(_("persons"))

    class Meta:
        ordering = ["unit", "counted_on"]
        verbose_name = _("headcount")
        verbose_name_plural = _("headcounts")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "counted_on"],
                condition=Q(cancelled_on__isnull=True),
                name="one_headcount_per_unit_and_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.counted_on:%d/%m/%Y}: {self.total}"
