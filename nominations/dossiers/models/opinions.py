"""Opinions of other bodies about a nomination, and the papers with their answers."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nominations.dossiers.models.nominations import Nomination
from nominations.people.models import Organization, User


class OpinionAnswer(models.TextChoices):
    """The answer of a body; no rule gives an answer a legal effect."""

    AGREES = "agrees", _("Agrees")
    DISAGREES = "disagrees", _("Does not agree")
    OTHER = "other", _("Another opinion")


def opinion_path(instance: OpinionPaper, filename: str) -> str:
    """A random file name in the agency's folder; the row stores the original name."""
    suffix = filename.rsplit(".", 1)[-1].lower()[:8]
    return f"opinions/{instance.organization_id}/{uuid.uuid4().hex}.{suffix}"


class OpinionPaper(models.Model):
    """A paper in which a body answers, about one nomination or about many; never changed.

    `name`, `size` and `sha256` are those of the file, empty without one.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    number = models.CharField(_("number of the paper"), max_length=60)
    dated = models.DateField(_("date of the paper"))
    file = models.FileField(_("file"), upload_to=opinion_path, max_length=200, blank=True)
    name = models.CharField(_("file name"), max_length=200, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-dated", "-id"]
        verbose_name = _("paper with an opinion")
        verbose_name_plural = _("papers with opinions")

    def __str__(self) -> str:
        return f"{self.number}, {self.dated:%d/%m/%Y}"

    @property
    def kind(self) -> str:
        """The extension of the stored file: what the content was found to be."""
        return str(self.file.name).rpartition(".")[2]


class RequestedOpinion(models.Model):
    """The record of an opinion that the rules require about a nomination.

    `key` is that of the rule. `is_concerned`: whether the opinion is required for this nominee, if
    the secretary has to decide that (`concern_reason`). `due_on` is the last day to answer, if the
    rules set one.
    """

    nomination = models.ForeignKey(
        Nomination, models.CASCADE, related_name="opinions", verbose_name=_("nomination")
    )
    key = models.CharField(_("opinion"), max_length=60)
    is_concerned = models.BooleanField(_("the nominee is one of those meant"), null=True)
    concern_reason = models.CharField(_("reason"), max_length=300, blank=True)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    due_on = models.DateField(_("answer due on"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=OpinionAnswer.choices, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    summary = models.TextField(_("content of the opinion"), blank=True)
    paper = models.ForeignKey(
        OpinionPaper,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
        verbose_name=_("paper with an opinion"),
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["nomination", "id"]
        verbose_name = _("requested opinion")
        verbose_name_plural = _("requested opinions")
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "key"], name="opinion_once_per_nomination"
            ),
            models.CheckConstraint(
                name="answer_has_its_paper",
                condition=Q(answer="", answered_on__isnull=True, paper__isnull=True)
                | (~Q(answer="") & Q(answered_on__isnull=False, paper__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.key}"
