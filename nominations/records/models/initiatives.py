"""Initiatives and research topics: authors with shares, recognition at a scope."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.fractions import BodyFraction
from nominations.people.models import Organization, Person, Unit
from nominations.records.council_rules import quorum_of
from nominations.records.initiative_workflow import INITIATIVES, InitiativeState
from nominations.records.models.base import Record
from nominations.records.scales import Scope
from nominations.vietnamese import fold, tidy_name
from nominations.web.addresses import address_of
from workflow.models import WorkflowSubject, state_constraint
from workflow.transition_methods import bind


class InitiativeKind(models.TextChoices):
    INITIATIVE = "initiative", pgettext_lazy("kind", "Initiative")
    TOPIC = "topic", pgettext_lazy("kind", "Research topic")


class Initiative(WorkflowSubject):
    """A solution put forward for recognition. `year` is the year in which it was applied.

    `quorum_...` is the quorum of the council's meeting in a regulation of the agency on the day of
    registration; empty without one.
    """

    workflow = INITIATIVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="initiatives", verbose_name=_("agency")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="initiatives", verbose_name=_("unit")
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=InitiativeKind.choices, default=InitiativeKind.INITIATIVE
    )
    name = models.CharField(_("name"), max_length=300)
    field = models.CharField(_("field"), max_length=120, blank=True)
    summary = models.TextField(_("summary and effect"), blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    members = models.PositiveSmallIntegerField(_("members of the council"), null=True, blank=True)
    present = models.PositiveSmallIntegerField(_("present"), null=True, blank=True)
    agreed = models.PositiveSmallIntegerField(_("agreed"), null=True, blank=True)
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True)
    quorum_numerator = models.PositiveSmallIntegerField(null=True, editable=False)
    quorum_denominator = models.PositiveSmallIntegerField(null=True, editable=False)
    quorum_source = models.CharField(max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"))
    search_key = models.CharField(max_length=320, editable=False, default="")

    register = bind(INITIATIVES, "register")
    assess = bind(INITIATIVES, "assess")
    recognise = bind(INITIATIVES, "recognise")
    fail_assessment = bind(INITIATIVES, "fail_assessment")
    take_over = bind(INITIATIVES, "take_over")
    send_back = bind(INITIATIVES, "send_back")
    reject = bind(INITIATIVES, "reject")
    withdraw = bind(INITIATIVES, "withdraw")

    class Meta:
        ordering = ["-year", "-id"]
        verbose_name = pgettext_lazy("kind", "initiative")
        verbose_name_plural = _("initiatives")
        constraints = [
            state_constraint("initiative_state_known", InitiativeState),
            models.CheckConstraint(
                condition=Q(members__isnull=True)
                | Q(agreed__lte=models.F("present"), present__lte=models.F("members")),
                name="initiative_assessment_in_order",
            ),
        ]
        indexes = [models.Index(fields=["organization", "year"])]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = tidy_name(self.name)
        self.search_key = fold(self.name)
        super().save(*args, **kwargs)

    @property
    def quorum(self) -> BodyFraction:
        """How many of the council have to be present for its assessment."""
        stored = (self.quorum_numerator, self.quorum_denominator, self.quorum_source)
        return quorum_of(*stored)

    @property
    def valid_recognitions(self) -> list[Recognition]:
        """The recognitions that were not cancelled; `queries.with_authors` fetches them ahead."""
        return [one for one in self.recognitions.all() if one.cancelled_on is None]

    def get_absolute_url(self) -> str:
        return address_of("records:initiative", self.public_id)

    @classmethod
    def describe(cls, row: Mapping[str, Any]) -> dict[str, str]:
        """Name and path, for messages."""
        return {"title": row["name"], "path": address_of("records:initiative", row["public_id"])}


class InitiativeAuthor(models.Model):
    """One author with a share in percent; the shares of an initiative add up to 100."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="authors")
    person = models.ForeignKey(Person, models.PROTECT, related_name="authorships")
    share = models.PositiveSmallIntegerField(_("share in percent"))
    is_main = models.BooleanField(_("main author"), default=False)

    class Meta:
        ordering = ["initiative", "-is_main", "-share", "id"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "person"], name="author_once_per_initiative"
            ),
            models.CheckConstraint(
                condition=Q(share__gte=1, share__lte=100), name="share_is_a_percentage"
            ),
        ]


class Recognition(Record):
    """A decision that recognises an initiative at a scope; the widest valid one counts."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="recognitions")
    scope = models.CharField(_("scope"), max_length=12, choices=Scope.choices)

    class Meta:
        ordering = ["initiative", "id"]
        verbose_name = _("recognition of an initiative")
        verbose_name_plural = _("recognitions of initiatives")
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "scope"],
                condition=Q(cancelled_on__isnull=True),
                name="recognised_once_per_scope",
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.get_scope_display()}"
