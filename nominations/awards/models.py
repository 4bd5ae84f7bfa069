"""Conferred awards and commendation funds. Statistics count valid awards, nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.law.models import (
    KINDS_OF_UNITS,
    AwardType,
    CommendationType,
    RecipientKind,
)
from nominations.people.models import Organization, Person, Unit
from nominations.vietnamese import sort_key


class AwardOrigin(models.TextChoices):
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
    kind = models.CharField(_("kind"), max_length=10, choices=RecipientKind.choices)
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
    achievement = models.CharField(_("achievement rewarded"), max_length=300, blank=True)
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    decision_date = models.DateField(_("decision date"), null=True, blank=True)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    recipient_name = models.CharField(_("recipient"), max_length=250)
    position_name = models.CharField(_("position at the time"), max_length=120, blank=True)
    unit_name = models.CharField(_("unit at the time"), max_length=250, blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=AwardOrigin.choices)
    recorded_at = models.DateTimeField(_("recorded at"))
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revocation_ground = models.TextField(_("ground of revocation"), blank=True)
    # Recorded by mistake and never given: it counts on no day and no prize comes back.
    struck = models.BooleanField(_("struck"), default=False)
    # Order of the recipients on lists, by the name as given: `save` and `record_awards` write it.
    sort_key = models.CharField(max_length=400, editable=False, default="")

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["year", "award_type__rank", "kind", "id"]
        verbose_name = pgettext_lazy("a conferred fact", "award")
        verbose_name_plural = pgettext_lazy("conferred facts", "awards")
        constraints = [
            models.CheckConstraint(
                name="award_has_one_recipient",
                condition=(
                    Q(kind=RecipientKind.INDIVIDUAL, person__isnull=False, collective__isnull=True)
                    | Q(kind__in=KINDS_OF_UNITS, person__isnull=True, collective__isnull=False)
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
            models.Index(
                fields=["year", "award_type", "kind", "sort_key", "id"],
                name="award_by_name",
            ),
            models.Index(
                fields=["decision_date"],
                condition=Q(revoked_on__isnull=True),
                name="award_valid_by_day",
            ),
            models.Index(
                fields=["revoked_on"],
                condition=Q(revoked_on__isnull=False),
                name="award_revoked_by_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_name}: {self.award_type}, {self.year}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.recipient_name)
        columns = kwargs.get("update_fields")
        if columns is not None and "recipient_name" in columns:
            kwargs["update_fields"] = [*columns, "sort_key"]
        super().save(*args, **kwargs)


class AwardCount(models.Model):
    """How many awards of one kind stand, by the month of their decision: what large tables add up.

    It is counted anew with every change of awards of its agency and year, in the same transaction
    (`services.award_counts`); `manage.py statistics_check` compares it with the awards.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="award_counts")
    year = models.PositiveSmallIntegerField()
    award_type = models.ForeignKey(AwardType, models.PROTECT, related_name="counts")
    commendation_type = models.CharField(max_length=12, choices=CommendationType.choices)
    kind = models.CharField(max_length=10, choices=RecipientKind.choices)
    issuer = models.CharField(max_length=200, blank=True)
    decided_in = models.DateField(null=True, blank=True)  # the first of the month
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("count of awards")
        verbose_name_plural = _("counts of awards")
        indexes = [models.Index(fields=["organization", "year"], name="award_count_of_year")]

    def __str__(self) -> str:
        return f"{self.organization}, {self.year}, {self.award_type}: {self.number}"


class AwardFigureQuerySet(models.QuerySet["AwardFigure"]):
    def not_withdrawn(self) -> AwardFigureQuerySet:
        """Figures that were not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)


class AwardFigure(models.Model):
    """A number of awards out of a table of counts, without a list of who received them.

    `year_from` and `year_to` are equal for a year; otherwise the number is the sum of the period
    and says nothing of its years. Statistics count a figure only where no awards of the same kind
    are recorded, unless `instead_of_lines` says that it stands for them. `unit` is empty for the
    agency as a whole. A withdrawn figure stays, with the day and the reason, and counts on no day.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="award_figures", verbose_name=_("agency")
    )
    award_type = models.ForeignKey(
        AwardType, models.PROTECT, related_name="figures", verbose_name=_("award type")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=RecipientKind.choices)
    commendation_type = models.CharField(
        _("commendation type"), max_length=12, choices=CommendationType.choices
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="award_figures",
        verbose_name=_("unit"),
    )
    year_from = models.PositiveSmallIntegerField(_("first year"))
    year_to = models.PositiveSmallIntegerField(_("last year"))
    count = models.PositiveIntegerField(_("number of awards"))
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    source = models.CharField(_("source of the figure"), max_length=300)
    instead_of_lines = models.BooleanField(_("counts instead of the award lines"), default=False)
    recorded_at = models.DateTimeField(_("recorded at"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("reason of the withdrawal"), max_length=300, blank=True)

    objects = AwardFigureQuerySet.as_manager()

    class Meta:
        ordering = ["year_from", "year_to", "award_type__rank", "kind", "id"]
        verbose_name = _("figure without a list")
        verbose_name_plural = _("figures without lists")
        constraints = [
            models.CheckConstraint(
                name="figure_years_in_order", condition=Q(year_to__gte=F("year_from"))
            ),
            models.UniqueConstraint(
                name="figure_of_agency_once",
                fields=[
                    "organization", "award_type", "kind", "commendation_type", "year_from",
                    "year_to",
                ],
                condition=Q(unit__isnull=True, withdrawn_on__isnull=True),
            ),
            models.UniqueConstraint(
                name="figure_of_unit_once",
                fields=[
                    "organization", "unit", "award_type", "kind", "commendation_type",
                    "year_from", "year_to",
                ],
                condition=Q(unit__isnull=False, withdrawn_on__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.award_type}, {self.years}: {self.count}"

    @property
    def years(self) -> str:
        """The year, or the period as "2015-2019"."""
        if self.year_from == self.year_to:
            return str(self.year_from)
        return f"{self.year_from}-{self.year_to}"


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
