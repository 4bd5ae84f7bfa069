"""Annual grades of persons and units, and attestations of a year."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nominations.people.models import Person, Unit
from nominations.records.models.base import Record, of_person_or_unit
from nominations.records.scales import AttestationKind, Grade


class AnnualGrade(Record):
    """The yearly grade of a person or a unit; one valid grade a year.

    A later decision that replaces it is a row of its own, which refers to the former.
    """

    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="grades")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="grades")
    year = models.PositiveSmallIntegerField(_("year"))
    grade = models.CharField(_("grade"), max_length=4, choices=Grade.choices)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by",
        verbose_name=_("replaces"),
    )  # fmt: skip

    class Meta:
        ordering = ["-year", "id"]
        verbose_name = _("annual grade")
        verbose_name_plural = _("annual grades")
        constraints = [
            of_person_or_unit("grade_of_person_or_unit"),
            models.UniqueConstraint(
                fields=["person", "year"],
                condition=Q(person__isnull=False, cancelled_on__isnull=True),
                name="one_grade_per_person_and_year",
            ),
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=Q(unit__isnull=False, cancelled_on__isnull=True),
                name="one_grade_per_unit_and_year",
            ),
        ]
        indexes = [models.Index(fields=["organization", "year"])]

    def __str__(self) -> str:
        return f"{self.person or self.unit}, {self.year}: {self.get_grade_display()}"


class Attestation(Record):
    """An attestation of a competent body about a person or a unit in a year, for or against."""

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="attestations"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="attestations"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    what = models.CharField(_("what is attested"), max_length=30, choices=AttestationKind.choices)
    holds = models.BooleanField(_("holds"))

    class Meta:
        ordering = ["-year", "what", "id"]
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        constraints = [
            of_person_or_unit("attestation_of_person_or_unit"),
            models.UniqueConstraint(
                fields=["person", "year", "what"],
                condition=Q(person__isnull=False, cancelled_on__isnull=True),
                name="attested_once_per_person_and_year",
            ),
            models.UniqueConstraint(
                fields=["unit", "year", "what"],
                condition=Q(unit__isnull=False, cancelled_on__isnull=True),
                name="attested_once_per_unit_and_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.unit}, {self.year}: {self.get_what_display()}"
