"""Sent and received packages, and trusted senders."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.decisions.models import UpwardReport
from nominations.packages.sealing.signing_keys import PublicKey
from nominations.people.models import Organization, Person, User


class PackageKind(models.TextChoices):
    DOSSIERS = "dossiers", _("Dossiers")
    REPORT = "report", pgettext_lazy("a package", "Report")
    OUTCOMES = "outcomes", pgettext_lazy("a package", "Outcomes")
    SUPPLEMENT = "supplement", _("Return for supplement")


UPWARD = (PackageKind.DOSSIERS, PackageKind.REPORT)
"""The kinds sent upward; the others are replies."""


class TrustedSender(models.Model):
    """The key of an agency that works on another installation, compared by hand.

    Its packages are accepted until `ended_at`; rows are not deleted, since received packages refer
    to them.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="trusted_senders", verbose_name=_("agency")
    )
    public_key = models.CharField(_("public key"), max_length=64)
    fingerprint = models.CharField(_("fingerprint"), max_length=40, db_index=True)
    compared_with = models.CharField(
        _("compared with"),
        max_length=200,
        help_text=_("Who at the other agency read the fingerprint to you."),
    )
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(_("recorded at"))
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        ordering = ["organization__rank", "organization__code", "added_at"]
        verbose_name = _("trusted sender")
        verbose_name_plural = _("trusted senders")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "fingerprint"],
                condition=Q(ended_at__isnull=True),
                name="a_key_is_trusted_once_per_agency",
            )
        ]

    def __str__(self) -> str:
        return self.organization.name

    @property
    def key(self) -> PublicKey:
        return PublicKey(self.public_key)


class SentPackage(models.Model):
    """A package made here: dossiers of a submission, a report, or a reply to what was received.

    Equal content gives the same file and no second row; `number` counts different ones. `told`
    holds the ids of the dossiers whose outcome a reply contains.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    package_id = models.UUIDField(unique=True, editable=False)
    report = models.ForeignKey(UpwardReport, models.PROTECT, related_name="sent_packages")
    kind = models.CharField(_("kind"), max_length=10, choices=PackageKind.choices)
    number = models.PositiveSmallIntegerField(_("number"))
    file = models.FileField(_("file"), upload_to="packages/sent", max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    lines = models.PositiveIntegerField(_("number of dossiers"))
    told = models.JSONField(_("outcomes told"), default=list, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("sent package")
        verbose_name_plural = _("sent packages")
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="package_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.report.number}/{self.number}"


class ReceivedPackage(models.Model):
    """An imported package: dossiers or a report of an agency below, or the reply of the one
    above."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    package_id = models.UUIDField(unique=True, editable=False)
    sender = models.ForeignKey(TrustedSender, models.PROTECT, related_name="packages")
    report = models.ForeignKey(UpwardReport, models.PROTECT, related_name="received_packages")
    kind = models.CharField(_("kind"), max_length=10, choices=PackageKind.choices)
    file = models.FileField(_("file"), upload_to="packages/received", max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64, unique=True)
    manifest = models.JSONField(_("manifest"))
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(_("received at"))

    class Meta:
        ordering = ["-received_at", "-id"]
        verbose_name = _("received package")
        verbose_name_plural = _("received packages")

    def __str__(self) -> str:
        return f"{self.report.number}, {self.sender}"


class ArrivedPerson(models.Model):
    """Maps the key of a person in packages of an agency to the person here."""

    key = models.UUIDField(unique=True, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="package_keys")

    class Meta:
        verbose_name = _("person of a package")
        verbose_name_plural = _("persons of packages")
