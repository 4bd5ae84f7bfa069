"""The catalogue of awards and the conferred awards. Statistics count valid Awards, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.awards.layer_workflow import RULE_LAYERS, LayerState
from nominations.people.models import Authority, Organization, Person, Unit, User
from nominations.people.models.dated import Dated, ends_after_start
from workflow.binding import bind
from workflow.models import SubjectQuerySet, WorkflowSubject, state_constraint


class Kind(models.TextChoices):
    INDIVIDUAL = "individual", _("Individual")
    COLLECTIVE = "collective", _("Collective")


class CommendationType(models.TextChoices):
    """Loại hình khen thưởng: Law 06/2022/QH15 article 8; Decree 91/2017 article 13 before it."""

    MERIT = "CONG_TRANG", _("Merit and achievement")
    SUDDEN = "DOT_XUAT", _("Sudden achievement")
    MOVEMENT = "PHONG_TRAO", _("Emulation campaign")
    CONTRIBUTION = "CONG_HIEN", _("Process of contribution")
    SENIORITY = "NIEN_HAN", _("Seniority")
    FOREIGN = "DOI_NGOAI", _("Foreign relations")


class Form(models.TextChoices):
    TITLE = "title", _("Emulation title")
    COMMENDATION = "commendation", _("Form of commendation")


class AwardType(Dated):
    """An entry of the catalogue: what may be awarded, to whom, by whom, under which article."""

    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=120)
    form = models.CharField(_("title or commendation"), max_length=15, choices=Form.choices)
    for_individuals = models.BooleanField(_("for individuals"), default=False)
    for_collectives = models.BooleanField(_("for collectives"), default=False)
    authority = models.CharField(_("deciding authority"), max_length=20, choices=Authority.choices)
    rank = models.PositiveIntegerField(_("order"), default=0)
    citation = models.CharField(_("legal source"), max_length=300, blank=True)
    verified = models.BooleanField(_("checked against the original text"), default=False)

    class Meta:
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
        return self.for_individuals if kind == Kind.INDIVIDUAL else self.for_collectives


class Origin(models.TextChoices):
    DECISION = "decision", _("Decision of the agency")
    OUTCOME = "outcome", _("Outcome from the superior authority")
    IMPORT = "import", _("Import of history")


class AwardQuerySet(models.QuerySet["Award"]):
    def valid(self) -> AwardQuerySet:
        """Awards that stand: the only rows a figure may count."""
        return self.filter(revoked_on__isnull=True)

    def known_on(self, day: date) -> AwardQuerySet:
        """Awards as known on the day: decided by then and not yet revoked then."""
        return self.filter(Q(decision_date__lte=day) | Q(decision_date__isnull=True)).filter(
            Q(revoked_on__isnull=True) | Q(revoked_on__gt=day)
        )


class Award(models.Model):
    """A conferred award: a fact with its paper. Revoked awards stay, with the day and ground."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="awards", verbose_name=_("agency")
    )
    award_type = models.ForeignKey(
        AwardType, models.PROTECT, related_name="awards", verbose_name=_("award type")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("person"),
    )
    collective = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("collective"),
    )
    commendation_type = models.CharField(
        _("commendation type"), max_length=12, choices=CommendationType.choices
    )
    year = models.PositiveSmallIntegerField(_("year"))
    achievement_from = models.DateField(_("achievement from"), null=True, blank=True)
    achievement_to = models.DateField(_("achievement to"), null=True, blank=True)
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    decision_date = models.DateField(_("decision date"), null=True, blank=True)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    recipient_name = models.CharField(_("recipient"), max_length=250)
    position_name = models.CharField(_("position at the time"), max_length=120, blank=True)
    unit_name = models.CharField(_("unit at the time"), max_length=250, blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin.choices)
    recorded_at = models.DateTimeField(_("recorded at"))
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revocation_ground = models.TextField(_("ground of revocation"), blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["year", "award_type__rank", "kind", "id"]
        verbose_name = pgettext_lazy("a conferred fact", "award")
        verbose_name_plural = pgettext_lazy("conferred facts", "awards")
        constraints = [
            models.CheckConstraint(
                name="award_has_one_recipient",
                condition=(
                    Q(kind=Kind.INDIVIDUAL, person__isnull=False, collective__isnull=True)
                    | Q(kind=Kind.COLLECTIVE, person__isnull=True, collective__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="achievement_period_in_order",
                condition=Q(achievement_to__isnull=True)
                | Q(achievement_from__isnull=True)
                | Q(achievement_to__gte=F("achievement_from")),
            ),
            models.UniqueConstraint(
                name="individual_award_once_per_decision",
                fields=["person", "award_type", "year", "commendation_type", "decision_number"],
                condition=Q(person__isnull=False, revoked_on__isnull=True),
            ),
            models.UniqueConstraint(
                name="collective_award_once_per_decision",
                fields=["collective", "award_type", "year", "commendation_type", "decision_number"],
                condition=Q(collective__isnull=False, revoked_on__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "year", "award_type", "commendation_type", "kind"],
                condition=Q(revoked_on__isnull=True),
                name="award_valid_for_counting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_name}: {self.award_type}, {self.year}"


class LayerLevel(models.TextChoices):
    """Who may add to the central law: each level overrides only what it may."""

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

    objects = SubjectQuerySet.as_manager()

    approve = bind(RULE_LAYERS, "approve")
    reject = bind(RULE_LAYERS, "reject")
    propose_end = bind(RULE_LAYERS, "propose_end")
    drop_end = bind(RULE_LAYERS, "drop_end")
    approve_end = bind(RULE_LAYERS, "approve_end")

    class Meta:
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
        """What a notice may say of it: its name and where to open it."""
        return {"title": row["name"], "path": reverse("awards:layer", args=[row["id"]])}


class CommendationFund(models.Model):
    """The agency's commendation fund of a year, in whole đồng; prizes are paid out of it."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="commendation_funds", verbose_name=_("agency")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.PositiveBigIntegerField(_("fund in đồng"))
    pay_fund = models.PositiveBigIntegerField(
        _("yearly pay fund by grade and step in đồng"), null=True, blank=True
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["organization", "-year"]
        verbose_name = _("commendation fund")
        verbose_name_plural = _("commendation funds")
        constraints = [
            models.UniqueConstraint(fields=["organization", "year"], name="one_fund_per_year")
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.year}"
