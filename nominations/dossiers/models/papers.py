"""The contents of a dossier: versions of the achievement report, and evidence files."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from nominations.dossiers.models.nominations import Nomination
from nominations.dossiers.models.standards import ProgressNote
from nominations.people.models import User


class PaperKind(models.TextChoices):
    """Papers a dossier may contain; the rule set says which an award needs."""

    REPORT = "report", _("Achievement report")
    INITIATIVE = "initiative", _("Certificate of initiative or topic")
    EXCELLENCE = "excellence", _("Confirmation of excellent completion of duty")
    UNIT_MINUTES = "unit_minutes", _("Minutes of the unit meeting")
    OTHER = "other", _("Other evidence")


class Report(models.Model):
    """A version of the achievement report. The open version is autosaved; submission freezes it."""

    nomination = models.ForeignKey(
        Nomination, models.CASCADE, related_name="reports", verbose_name=_("nomination")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    duties = models.TextField(_("duties"), blank=True)
    achievements = models.TextField(_("achievements"), blank=True)
    initiative = models.TextField(_("initiative and its effect"), blank=True)
    self_assessment = models.TextField(_("result against the registered goals"), blank=True)
    saved_at = models.DateTimeField(_("saved at"))
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True)

    class Meta:
        ordering = ["nomination", "number"]
        verbose_name = _("achievement report")
        verbose_name_plural = _("achievement reports")
        constraints = [
            models.UniqueConstraint(fields=["nomination", "number"], name="report_version_once"),
            models.UniqueConstraint(
                fields=["nomination"],
                condition=models.Q(frozen_at__isnull=True),
                name="one_open_report_per_nomination",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}/{self.number}"

    FIELDS = ("duties", "achievements", "initiative", "self_assessment")

    @classmethod
    def label_of(cls, name: str) -> str:
        """The label of one of FIELDS."""
        field = cls._meta.get_field(name)
        return str(field.verbose_name) if isinstance(field, models.Field) else name


def evidence_path(instance: Evidence, filename: str) -> str:
    """A random file name in the nomination's folder; the row stores the original name."""
    suffix = filename.rsplit(".", 1)[-1].lower()[:8]
    return f"evidence/{instance.nomination_id}/{uuid.uuid4().hex}.{suffix}"


class Evidence(models.Model):
    """A file of the dossier, checked for type and size when it came in."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nomination = models.ForeignKey(
        Nomination, models.CASCADE, related_name="evidence", verbose_name=_("nomination")
    )
    paper = models.CharField(_("kind of paper"), max_length=20, choices=PaperKind.choices)
    progress = models.ForeignKey(
        ProgressNote,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("progress note"),
    )
    file = models.FileField(_("file"), upload_to=evidence_path, max_length=200)
    name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    note = models.CharField(_("note"), max_length=300, blank=True)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    class Meta:
        ordering = ["nomination", "paper", "id"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """The extension of the stored file: what the content was found to be."""
        return str(self.file.name).rpartition(".")[2]
