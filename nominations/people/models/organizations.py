"""Agencies and their units, ordered by rank as in the organization decision, never by alphabet."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from nominations.people.body_kinds import OF_AN_ORGANIZATION, BodyKind
from nominations.people.gender import Gender
from nominations.people.models.dated import Dated, DatedQuerySet, ends_after_start
from nominations.people.sectors import AGENCY_SECTORS
from nominations.vietnamese import fold, tidy_name


class Authority(models.TextChoices):
    """The authority that decides an award, and the one that an agency's head has."""

    AGENCY = "agency", _("Head of the agency")
    PROVINCE = "province", _("Chairman of the provincial People's Committee")
    MINISTRY = "ministry", _("Minister")
    PRIME_MINISTER = "prime_minister", _("Prime Minister")
    GOVERNMENT = "government", _("Government")
    PRESIDENT = "president", _("President")


class Organization(Dated):
    """An agency that runs emulation for its own staff; its parent decides the higher awards."""

    code = models.CharField(_("code"), max_length=35, unique=True)
    name = models.CharField(_("name"), max_length=250)
    short_name = models.CharField(_("short name"), max_length=120, blank=True)
    symbol = models.CharField(_("document symbol"), max_length=20, blank=True)
    head_title = models.CharField(_("title of the head"), max_length=120)
    authority = models.CharField(
        _("authority of the head"),
        max_length=20,
        choices=Authority.choices,
        default=Authority.AGENCY,
    )
    place_name = models.CharField(_("place name on papers"), max_length=120, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent agency"),
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )
    on_system = models.BooleanField(_("works on this system"), default=True)
    body_kind = models.CharField(
        _("kind of agency"),
        max_length=12,
        choices=[(kind.value, kind.label) for kind in OF_AN_ORGANIZATION],
        blank=True,
        help_text=_("Which awards and regulations reach it depends on it."),
    )
    sector = models.CharField(
        _("sector"),
        max_length=12,
        choices=AGENCY_SECTORS,
        blank=True,
        help_text=_("Some deadlines differ by it."),
    )
    rank = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["rank", "code"]
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        default_permissions = ("add", "change", "delete", "view")
        permissions = [
            ("view_nominations", "See the nominations of the agency"),
            ("manage_campaigns", "Open campaigns, build sessions, publish, forward"),
            ("decide_nominations", "Decide and revoke"),
            ("receive_dossiers", "Receive dossiers from agencies below"),
            ("inspect_records", "Read every record that is not secret"),
            ("manage_people", "Keep people, units, terms, holidays"),
        ]
        constraints = [
            ends_after_start("organization_ends_after_start"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="organization_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def lineage(self) -> list[Organization]:
        """The agency and those above it, nearest first; a circle of parents ends the walk."""
        line = [self]
        while (above := line[-1].parent) is not None and above not in line:
            line.append(above)
        return line


class UnitQuerySet(DatedQuerySet):
    def workplaces(self) -> UnitQuerySet:
        """The units of the agency without households."""
        return self.exclude(body_kind=BodyKind.HOUSEHOLD)

    def households(self) -> UnitQuerySet:
        """The households that the agency may nominate."""
        return self.filter(body_kind=BodyKind.HOUSEHOLD)


class Unit(Dated):
    """A division of an agency (phòng): reviews its members' nominations, can be nominated.

    One of the kind "the agency as a whole" stands for the agency itself, with the members of all
    its units, where the agency is put up for an award. One of the kind "household" is no place of
    work: it has a representative and an address, no members, roles or grades (docs/decisions/0032).
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="units", verbose_name=_("agency")
    )
    code = models.CharField(_("code"), max_length=35)
    name = models.CharField(_("name"), max_length=250)
    search_key = models.CharField(max_length=260, editable=False, default="", db_index=True)
    body_kind = models.CharField(
        _("kind of unit"),
        max_length=12,
        choices=BodyKind.choices,
        blank=True,
        help_text=_("Which awards it may be given depends on it."),
    )
    rank = models.PositiveIntegerField(_("order"), default=0)
    representative = models.CharField(_("representative"), max_length=150, blank=True)
    representative_gender = models.CharField(
        _("gender of the representative"), max_length=10, choices=Gender.choices, blank=True
    )
    address = models.CharField(_("address"), max_length=250, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )

    # The plugin declares the manager of an abstract base as a class variable, this one as its own.
    objects = UnitQuerySet.as_manager()  # type: ignore[misc]  # the stubs lose the query set's own type

    class Meta:
        ordering = ["organization__rank", "rank", "code"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        permissions = [
            ("view_nominations", "See the nominations of the unit"),
            ("register_nominations", "Register on behalf of colleagues"),
            ("review_nominations", "Endorse, return or decline"),
        ]
        constraints = [
            ends_after_start("unit_ends_after_start"),
            models.UniqueConstraint(
                fields=["organization", "code"], name="unit_code_unique_in_agency"
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=models.Q(body_kind=BodyKind.WHOLE_AGENCY, valid_to__isnull=True),
                name="one_unit_is_the_whole_agency",
                violation_error_message=_("The agency has a unit for itself as a whole already."),
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(body_kind=BodyKind.HOUSEHOLD)
                    & ~models.Q(representative="")
                    & ~models.Q(representative_gender="")
                    & ~models.Q(address="")
                    & models.Q(successor__isnull=True)
                )
                | (
                    ~models.Q(body_kind=BodyKind.HOUSEHOLD)
                    & models.Q(representative="", representative_gender="", address="")
                ),
                name="household_has_representative_and_address",
                violation_error_message=_(
                    "A household has a representative and an address; a unit has neither."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_household(self) -> bool:
        """Whether it is a household that is commended, in which nobody works."""
        return self.body_kind == BodyKind.HOUSEHOLD

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = tidy_name(self.name)
        self.search_key = fold(self.name)
        super().save(*args, **kwargs)
