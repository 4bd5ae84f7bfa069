"""Settings of an agency's papers: texts, offsets of blanks, emblem."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from nominations.people.models import Organization, User


class AgencyText(models.Model):
    """A sentence of the agency's papers from a day on; rows are added and never changed.

    The row recorded last counts of those that hold on the day of a paper. Without a text the
    shipped sentence holds again.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    name = models.CharField(_("sentence"), max_length=60)
    text = models.TextField(_("text"), blank=True)
    valid_from = models.DateField(_("holds from"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )

    class Meta:
        ordering = ["organization", "name", "-pk"]
        verbose_name = _("wording of papers")
        verbose_name_plural = _("wordings of papers")
        indexes = [models.Index(fields=["organization", "name"])]

    def __str__(self) -> str:
        return f"{self.name}, {self.valid_from:%d/%m/%Y}"


class BlankOffsets(models.Model):
    """How far lines are moved on a blank of the agency, in millimetres to the right and down.

    `blank` is the award as it is printed on it. Rows are added and never changed; the last counts.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    blank = models.CharField(_("Award on the blank"), max_length=200)
    right = models.DecimalField(_("To the right (mm)"), max_digits=4, decimal_places=1)
    down = models.DecimalField(_("Down (mm)"), max_digits=4, decimal_places=1)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )

    class Meta:
        ordering = ["organization", "blank", "-pk"]
        verbose_name = _("offsets of a blank")
        verbose_name_plural = _("offsets of blanks")
        indexes = [models.Index(fields=["organization", "blank"], name="offsets_of_a_blank")]

    def __str__(self) -> str:
        return f"{self.blank}: {self.right}, {self.down}"


class AgencyEmblem(models.Model):
    """A picture that certificates of the agency bear on their full page, as it was written anew.

    One counts at a time, the one that was not ended. `sha256` is the hash of `content`.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    kind = models.CharField(_("format"), max_length=5)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64, db_index=True)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["organization", "-pk"]
        verbose_name = _("emblem of an agency")
        verbose_name_plural = _("emblems of agencies")
        constraints = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=models.Q(ended_at=None),
                name="one_emblem_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.sha256[:8]}"
