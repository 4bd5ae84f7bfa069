"""Role assignments, the source of truth of permissions; guardian's rows are derived from them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nominations.people.models.dated import Dated, ends_after_start
from nominations.people.models.organizations import Organization, Unit
from nominations.people.models.persons import Person
from nominations.people.roles import UNIT_ROLES, Role


class RoleAssignment(Dated):
    """A person holds a role in a unit or agency from day to day, possibly by delegation."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="role_assignments", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    unit = models.ForeignKey(
        Unit,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="role_assignments",
        verbose_name=_("unit"),
    )
    organization = models.ForeignKey(
        Organization,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="role_assignments",
        verbose_name=_("agency"),
    )
    delegated_by = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name=_("delegated by"),
    )

    paper_number = models.CharField(_("paper number"), max_length=60, blank=True, default="")
    paper_date = models.DateField(_("paper date"), null=True, blank=True)

    class Meta:
        ordering = ["role", "person__sort_key"]
        verbose_name = _("role assignment")
        verbose_name_plural = _("role assignments")
        constraints = [
            ends_after_start("role_assignment_ends_after_start"),
            models.CheckConstraint(
                name="unit_roles_in_units_others_in_agencies",
                condition=(
                    Q(role__in=sorted(UNIT_ROLES), unit__isnull=False, organization__isnull=True)
                    | (
                        ~Q(role__in=sorted(UNIT_ROLES))
                        & Q(unit__isnull=True, organization__isnull=False)
                    )
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "role", "unit"]),
            models.Index(fields=["person", "role", "organization"]),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}, {self.place}"

    @property
    def place(self) -> Unit | Organization:
        """The unit or the agency in which the role is held."""
        if self.unit is not None:
            return self.unit
        assert self.organization is not None  # noqa: S101 -- a constraint of the table
        return self.organization

    @property
    def agency(self) -> Organization:
        """The agency in which the role is held, directly or through its unit."""
        place = self.place
        return place.organization if isinstance(place, Unit) else place

    @property
    def agency_id(self) -> int:
        """The id of that agency, without reading it."""
        place = self.place
        return place.organization_id if isinstance(place, Unit) else place.pk
