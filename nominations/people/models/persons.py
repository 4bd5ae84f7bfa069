"""Persons, with or without an account, and where they work."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from nominations.people.employment import StaffKind
from nominations.people.gender import Gender
from nominations.people.models.dated import Dated, ends_after_start
from nominations.people.models.organizations import Unit
from nominations.vietnamese import fold, sort_key, tidy_name

if TYPE_CHECKING:
    from collections.abc import Iterable


class Position(models.Model):
    """A post such as Trưởng phòng; `rank` orders lists, `is_manager` feeds the fairness figures."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    rank = models.PositiveIntegerField(_("order"), default=0)
    is_manager = models.BooleanField(_("management post"), default=False)

    class Meta:
        ordering = ["rank", "name"]
        verbose_name = _("position")
        verbose_name_plural = _("positions")

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """A human being the agency may nominate; history outlives the account."""

    full_name = models.CharField(_("full name"), max_length=150)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender.choices, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    search_key = models.CharField(max_length=160, editable=False, default="", db_index=True)
    sort_key = models.CharField(max_length=400, editable=False, default="", db_index=True)

    class Meta:
        ordering = ["sort_key", "id"]
        verbose_name = _("person")
        verbose_name_plural = _("persons")

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.full_name = tidy_name(self.full_name)
        self.search_key = fold(self.full_name)
        self.sort_key = sort_key(self.full_name)
        super().save(*args, **kwargs)

    @property
    def honorific(self) -> str:
        """ "Ông" or "Bà" as printed before a name; "Ông/Bà" while the gender is not recorded."""
        if self.gender == Gender.FEMALE:
            return pgettext("before a name", "Ms")
        if self.gender == Gender.MALE:
            return pgettext("before a name", "Mr")
        return pgettext("before a name", "Mr/Ms")

    def membership_on(self, day: date) -> UnitMembership | None:
        """Where the person works on the day: the primary membership that holds then."""
        memberships: Iterable[UnitMembership] = self.memberships.all()
        holding = [m for m in memberships if m.is_primary and m.holds_on(day)]
        return max(holding, key=lambda m: m.valid_from, default=None)


class UnitMembership(Dated):
    """A person works in a unit in a position; one primary membership at a time."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="memberships", verbose_name=_("unit")
    )
    position = models.ForeignKey(
        Position, models.PROTECT, related_name="memberships", verbose_name=_("position")
    )
    is_primary = models.BooleanField(_("main place of work"), default=True)
    staff_kind = models.CharField(
        _("kind of staff"), max_length=12, choices=StaffKind.choices, blank=True
    )

    class Meta:
        ordering = ["unit__rank", "position__rank", "person__sort_key"]
        verbose_name = _("unit membership")
        verbose_name_plural = _("unit memberships")
        constraints = [
            ends_after_start("membership_ends_after_start"),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(is_primary=True, valid_to__isnull=True),
                name="one_open_primary_membership",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.position}, {self.unit}"
