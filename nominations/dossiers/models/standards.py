"""Overridden standards, initiatives a nomination relies on, notes of progress."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from nominations.dossiers.models.nominations import Nomination
from nominations.people.models import User
from nominations.records.models import Initiative


class EligibilityOverride(models.Model):
    """An unmet rule that this nomination may pass nevertheless, with the reason.

    `rule` is the key of the rule in its rule set; "*" stands for no rule.
    """

    nomination = models.ForeignKey(
        Nomination, models.CASCADE, related_name="overrides", verbose_name=_("nomination")
    )
    rule = models.CharField(_("rule"), max_length=60)
    reason = models.TextField(_("reason"))
    granted_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("granted by")
    )
    granted_at = models.DateTimeField(_("granted at"))

    class Meta:
        ordering = ["nomination", "id"]
        verbose_name = _("override of a standard")
        verbose_name_plural = _("overrides of standards")
        constraints = [
            models.UniqueConstraint(fields=["nomination", "rule"], name="override_once_per_rule")
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.rule}"


class InitiativeUse(models.Model):
    """The use of an initiative by a nomination: one initiative supports one award."""

    nomination = models.ForeignKey(
        Nomination, models.CASCADE, related_name="initiative_uses", verbose_name=_("nomination")
    )
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="uses", verbose_name=_("initiative")
    )

    class Meta:
        ordering = ["nomination", "id"]
        verbose_name = _("use of an initiative")
        verbose_name_plural = _("uses of initiatives")
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "initiative"], name="initiative_once_per_nomination"
            )
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.initiative_id}"


class ProgressKind(models.TextChoices):
    PROGRESS = "progress", _("Progress in the year")
    RESULT = "result", _("Result of the year")


class ProgressNote(models.Model):
    """Progress on the registered goals: at mid-year, and the result at the end of the year."""

    nomination = models.ForeignKey(
        Nomination, models.CASCADE, related_name="progress_notes", verbose_name=_("nomination")
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=ProgressKind.choices, default=ProgressKind.PROGRESS
    )
    text = models.TextField(_("what has been done"))
    percent = models.PositiveSmallIntegerField(_("percent done"), null=True, blank=True)
    written_at = models.DateTimeField(_("written at"))
    written_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("written by")
    )

    class Meta:
        ordering = ["nomination", "written_at", "id"]
        verbose_name = _("progress note")
        verbose_name_plural = _("progress notes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True) | models.Q(percent__lte=100),
                name="progress_is_a_percentage",
            )
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}, {self.written_at:%d/%m/%Y}"
