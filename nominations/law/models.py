"""The catalogue of awards, and the regulations on top of the central rule sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nominations.law.layer_workflow import RULE_LAYERS, LayerState
from nominations.people.models import Authority, Organization, Unit, User
from nominations.people.models.dated import Dated, ends_after_start
from workflow.models import WorkflowSubject, state_constraint
from workflow.transition_methods import bind


class RecipientKind(models.TextChoices):
    INDIVIDUAL = "individual", _("Individual")
    COLLECTIVE = "collective", _("Collective")
    HOUSEHOLD = "household", _("Household")


AGENCY_RECIPIENTS = (RecipientKind.INDIVIDUAL, RecipientKind.COLLECTIVE)
"""The kinds that belong to an agency, which its campaigns address and its quotas count."""

PRINTED_ORDER = (RecipientKind.COLLECTIVE, RecipientKind.HOUSEHOLD, RecipientKind.INDIVIDUAL)
"""The order of the kinds on lists under one award."""

KINDS_OF_UNITS = (RecipientKind.COLLECTIVE, RecipientKind.HOUSEHOLD)
"""The kinds whose row is a unit: a collective, or a household kept with the units."""


def kind_of_subject(unit: Unit | None) -> str:
    """The kind of a subject by its unit: None is that of a person."""
    if unit is None:
        return RecipientKind.INDIVIDUAL.value
    return (RecipientKind.HOUSEHOLD if unit.is_household else RecipientKind.COLLECTIVE).value


class CommendationType(models.TextChoices):
    """Type of commendation (loại hình khen thưởng): Law 06/2022/QH15 article 8; Decree 91/2017
    article 13 before it."""

    MERIT = "CONG_TRANG", _("Merit and achievement")
    SUDDEN = "DOT_XUAT", _("Sudden achievement")
    MOVEMENT = "PHONG_TRAO", _("Emulation campaign")
    CONTRIBUTION = "CONG_HIEN", _("Process of contribution")
    SENIORITY = "NIEN_HAN", _("Seniority")
    FOREIGN = "DOI_NGOAI", _("Foreign relations")


class AwardCategory(models.TextChoices):
    TITLE = "title", _("Emulation title")
    COMMENDATION = "commendation", _("Form of commendation")


class AwardType(Dated):
    """An entry of the catalogue: an award with its recipients, authority and article."""

    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=120)
    form = models.CharField(
        _("title or commendation"), max_length=15, choices=AwardCategory.choices
    )
    for_individuals = models.BooleanField(_("for individuals"), default=False)
    for_collectives = models.BooleanField(_("for collectives"), default=False)
    for_households = models.BooleanField(_("for households"), default=False)
    authority = models.CharField(_("deciding authority"), max_length=20, choices=Authority.choices)
    rank = models.PositiveIntegerField(_("order"), default=0)
    citation = models.CharField(_("legal source"), max_length=300, blank=True)
    verified = models.BooleanField(_("checked against the original text"), default=False)

    class Meta:
        app_label = "awards"
        ordering = ["rank", "code"]
        verbose_name = _("award type")
        verbose_name_plural = _("award types")
        constraints = [
            ends_after_start("award_type_ends_after_start"),
            models.UniqueConstraint(
                fields=["code", "valid_from"], name="award_type_once_per_start"
            ),
            models.CheckConstraint(
                condition=Q(for_individuals=True) | Q(for_collectives=True),
                name="award_type_is_for_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_for(self, kind: str) -> bool:
        """Whether that kind of recipient may be given it."""
        if kind == RecipientKind.HOUSEHOLD:
            return self.for_households
        return self.for_individuals if kind == RecipientKind.INDIVIDUAL else self.for_collectives


class LayerLevel(models.TextChoices):
    """The level of a regulation; each overrides only what it may."""

    PROVINCE = "province", _("Province")
    AGENCY = "agency", _("Agency")


class RuleLayer(WorkflowSubject):
    """A regulation of a province or an agency on top of the central rule sets.

    `content` is the text of a layer file (docs/rules.md). One person proposes it, another approves
    it; an approved layer is never changed: two people end it, and a new one is proposed.
    """

    workflow = RULE_LAYERS

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="rule_layers", verbose_name=_("agency")
    )
    level = models.CharField(_("level"), max_length=10, choices=LayerLevel.choices)
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=250)
    source = models.CharField(_("legal source"), max_length=300)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    content = models.TextField(_("content of the layer file"))
    digest = models.CharField(max_length=64, editable=False)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    approved_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    ending_on = models.DateField(_("proposed last day"), null=True, blank=True)
    ending_reason = models.TextField(_("reason for ending"), blank=True)
    ending_proposed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("end proposed by"),
    )
    ended_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("end approved by"),
    )

    approve = bind(RULE_LAYERS, "approve")
    reject = bind(RULE_LAYERS, "reject")
    propose_end = bind(RULE_LAYERS, "propose_end")
    drop_end = bind(RULE_LAYERS, "drop_end")
    approve_end = bind(RULE_LAYERS, "approve_end")

    class Meta:
        app_label = "awards"
        ordering = ["organization", "valid_from", "code"]
        verbose_name = _("rule layer")
        verbose_name_plural = _("rule layers")
        constraints = [
            state_constraint("rule_layer_state_known", LayerState),
            ends_after_start("rule_layer_ends_after_start"),
            models.UniqueConstraint(
                fields=["organization", "code"], name="rule_layer_code_once_per_agency"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="rule_layer_needs_two_people",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True) | ~Q(ended_by=F("ending_proposed_by")),
                name="rule_layer_end_needs_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("awards:layer", args=[self.pk])

    @classmethod
    def describe(cls, row: Mapping[str, Any]) -> dict[str, str]:
        """Name and path, for messages."""
        return {"title": row["name"], "path": reverse("awards:layer", args=[row["id"]])}


class LayerDraft(models.Model):
    """A regulation being written, part by part, before it is proposed for approval.

    `content` is the text of the layer file so far; the forms read and write its tables. It has no
    states: a draft is proposed, which creates a `RuleLayer`, or discarded.
    """

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="layer_drafts", verbose_name=_("agency")
    )
    name = models.CharField(_("name"), max_length=250)
    content = models.TextField(_("content of the layer file"))
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("created by")
    )
    updated_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("changed by")
    )
    updated_at = models.DateTimeField(_("changed at"))

    class Meta:
        app_label = "awards"
        ordering = ["-updated_at", "pk"]
        verbose_name = _("draft of a regulation")
        verbose_name_plural = _("drafts of regulations")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("awards:layer_draft", args=[self.pk])
