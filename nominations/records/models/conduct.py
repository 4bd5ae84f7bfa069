"""Discipline, and what is still being examined."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nominations.people.models import Person, Unit
from nominations.records.models.base import Record, of_person_or_unit
from nominations.records.scales import (
    DisciplineConcern,
    DisciplineForm,
    DisciplineTrack,
    ExaminationKind,
)


class Discipline(Record):
    """A disciplinary decision; achievements count again from the end of its period.

    `counted_year` is the year whose grade the act counts in where that is not the year of the
    decision: an act counts in one year only, whatever decisions it brought.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="disciplines")
    form = models.CharField(_("form of discipline"), max_length=20, choices=DisciplineForm.choices)
    decided_on = models.DateField(_("decided on"))
    ends_on = models.DateField(_("period ends on"), null=True, blank=True)
    track = models.CharField(
        _("whose discipline"), max_length=12, choices=DisciplineTrack.choices,
        default=DisciplineTrack.ADMINISTRATIVE,
    )  # fmt: skip
    concerns = models.CharField(
        _("what the act concerns"), max_length=10, choices=DisciplineConcern.choices, blank=True
    )
    counted_year = models.PositiveSmallIntegerField(
        _("counted in the grade of the year"), null=True, blank=True
    )

    class Meta:
        ordering = ["-decided_on", "id"]
        verbose_name = _("discipline")
        verbose_name_plural = _("disciplines")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("decided_on")),
                name="discipline_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_form_display()}, {self.decided_on:%d/%m/%Y}"


class Examination(Record):
    """A matter under examination: it suspends a nomination until it is closed without fault."""

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="examinations"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="examinations"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ExaminationKind.choices)
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    fault_found = models.BooleanField(_("fault found"), null=True, blank=True)

    class Meta:
        ordering = ["-opened_on", "id"]
        verbose_name = _("examination")
        verbose_name_plural = _("examinations")
        constraints = [
            of_person_or_unit("examination_of_person_or_unit"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, fault_found__isnull=True)
                | Q(closed_on__gte=F("opened_on"), fault_found__isnull=False),
                name="examination_closed_with_finding",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.unit}: {self.get_kind_display()}, {self.opened_on:%d/%m/%Y}"
