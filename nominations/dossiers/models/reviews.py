"""The unit's review, and requests for correction."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nominations.dossiers.models.nominations import Nomination
from nominations.people.models import User

EVIDENCE_ITEM = "evidence"
"""The item of a correction request that unlocks the files; the others are parts of the report."""


class UnitReview(models.Model):
    """Result of the unit meeting on a nomination: how many were present, how many agreed."""

    nomination = models.ForeignKey(
        Nomination, models.CASCADE, related_name="unit_reviews", verbose_name=_("nomination")
    )
    report_number = models.PositiveSmallIntegerField(_("version of the report that was read"))
    present = models.PositiveSmallIntegerField(_("present at the meeting"))
    agreed = models.PositiveSmallIntegerField(_("agreed"))
    held_on = models.DateField(_("meeting held on"))
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("reviewer"))
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(_("reviewed at"))

    class Meta:
        ordering = ["nomination", "id"]
        verbose_name = _("unit review")
        verbose_name_plural = _("unit reviews")
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed__lte=F("present"), present__gt=0),
                name="agreed_not_more_than_present",
            )
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.agreed}/{self.present}"


class Correction(models.Model):
    """A request to correct flagged items; only these unlock until the next submission."""

    nomination = models.ForeignKey(
        Nomination, models.CASCADE, related_name="corrections", verbose_name=_("nomination")
    )
    items = models.JSONField(_("flagged items"))
    reason = models.TextField(_("reason"))
    requested_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    requested_at = models.DateTimeField(_("requested at"))
    report_number = models.PositiveSmallIntegerField(
        _("version of the report that was read"), default=0
    )
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    answers = models.JSONField(_("what was said of each item"), default=dict, blank=True)
    answer_reason = models.TextField(_("why something was left"), blank=True)

    class Meta:
        ordering = ["nomination", "id"]
        verbose_name = _("correction request")
        verbose_name_plural = _("correction requests")
        constraints = [
            models.UniqueConstraint(
                fields=["nomination"],
                condition=Q(resolved_at__isnull=True),
                name="one_open_correction_per_nomination",
            )
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.items}"
