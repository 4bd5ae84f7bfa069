"""Issued papers: one row each with its files, never changed after the insert."""

from __future__ import annotations

import secrets
import uuid
from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.people.models import Organization, User

CODE_BYTES = 16
"""Random bytes of the code in the public path: 128 bits cannot be guessed."""


class IssuedKind(models.TextChoices):
    """What is issued; each kind has a source that composes it out of a record."""

    COUNT_MINUTES = "count_minutes", _("Minutes of the count")
    MEETING_MINUTES = "meeting_minutes", _("Minutes of the council's meeting")
    NOTICE = "notice", _("Notice of a consultation")
    CONSULTATION_MINUTES = "consultation_minutes", _("Minutes of the consultation")
    DECISION = "decision", _("Decision on commendation")
    CERTIFICATES = "certificates", _("Certificates of a decision")
    SUBMISSION = "submission", _("Submission upward")
    ANNUAL_REPORT = "annual_report", _("Report on commendations")
    SUPPLEMENT = "supplement", _("Supplementary report on commendations")
    REVOCATION = "revocation", _("Decision to revoke")
    CORRECTION = "correction", _("Decision to correct a paper")
    PERIOD_REPORT = "period_report", _("Report of a period")
    EMULATION_PLAN = "emulation_plan", _("Emulation plan of a year")
    RESPONSE_PLAN = "response_plan", _("Plan of a movement")
    MOVEMENT_REVIEW = "movement_review", _("Report on a movement")


class PaperRelation(models.TextChoices):
    """What a later paper does to the one it follows."""

    CORRECTS = "corrects", _("corrects")
    SUPPLEMENTS = "supplements", _("supplements")
    REVOKES = "revokes", _("revokes in part")
    WITHDRAWS = "withdraws", _("revokes as a whole")
    REPLACES = "replaces", pgettext_lazy("a paper", "replaces")


class FrozenPaperError(RuntimeError):
    """Raised on an attempt to change or delete an issued paper or one of its files."""


class FrozenQuerySet(models.QuerySet[Any]):
    """A query set of rows that are written once and never changed or deleted."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse (FrozenPaperError)."""
        raise FrozenPaperError("an issued paper is not changed")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse (FrozenPaperError)."""
        raise FrozenPaperError("an issued paper is not changed")

    def delete(self) -> NoReturn:
        """Refuse (FrozenPaperError)."""
        raise FrozenPaperError("an issued paper is not deleted")


class FrozenRow(models.Model):
    """A row that is inserted and stays as it is; triggers of the database say the same."""

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; refuses (FrozenPaperError) to write it a second time."""
        if not self._state.adding:
            raise FrozenPaperError("an issued paper is not changed")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse (FrozenPaperError)."""
        raise FrozenPaperError("an issued paper is not deleted")


def new_code() -> str:
    """A code for the address of the public page."""
    return secrets.token_urlsafe(CODE_BYTES)


class IssuedPaper(FrozenRow):
    """A paper as it was issued.

    `record` names what it was composed of ("decision:7"), `blocks` are its blocks and `facts` what
    it says of whom, both as canonical JSON. `follows` is the paper that this one corrects,
    supplements or revokes; the later paper alone says so, the earlier row stays as it was. `digest`
    is SHA-256 over the row and the hashes of its files; the history holds it under `event_key`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="issued_papers", verbose_name=_("agency")
    )
    kind = models.CharField(_("kind of paper"), max_length=24, choices=IssuedKind.choices)
    record = models.CharField(max_length=60)
    issuer = models.CharField(_("issued by"), max_length=250)
    name = models.CharField(_("subject"), max_length=500)
    number = models.CharField(_("number"), max_length=120, blank=True)
    dated_on = models.DateField(_("date"))
    signer_name = models.CharField(_("signed by"), max_length=150, blank=True)
    signer_title = models.CharField(_("title of the signer"), max_length=150, blank=True)
    collectives = models.PositiveIntegerField(_("collectives"))
    individuals = models.PositiveIntegerField(_("individuals"))
    blocks = models.TextField()
    facts = models.TextField()
    code = models.CharField(max_length=32, unique=True, default=new_code)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="followed_by", verbose_name=_("follows")
    )
    relation = models.CharField(
        _("what it does to it"), max_length=12, choices=PaperRelation.choices, blank=True
    )
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64)
    event_key = models.CharField(max_length=200)

    class Meta:
        ordering = ["-issued_at", "-id"]
        verbose_name = _("issued paper")
        verbose_name_plural = _("issued papers")
        indexes = [models.Index(fields=["record", "kind"], name="issued_paper_of_record")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record"],
                condition=~Q(kind="correction"),
                name="record_issued_once",
            ),
            models.CheckConstraint(
                name="paper_says_what_it_does_to_another",
                condition=Q(follows=None, relation="")
                | (Q(follows__isnull=False) & ~Q(relation="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()

    def get_absolute_url(self) -> str:
        return reverse("issued_papers:paper", args=[self.public_id])

    @property
    def stream(self) -> str:
        """The stream of the paper, by which the register and later papers refer to it."""
        return f"issued_paper:{self.public_id}"


class CopyForm(models.TextChoices):
    """The form of a signed copy."""

    SIGNATURE = "signature", _("File with a digital signature")
    SCAN = "scan", _("Scan of the signed paper")


class SignedCopy(FrozenRow):
    """A signed copy of an issued paper: a file that begins with the issued bytes, or a scan.

    `issued_sha256` is the hash of the issued file that the copy begins with. `findings` is what the
    signatures said when the copy came in, as canonical JSON; `is_test` where one of them rests on
    the certificate of the demonstration.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    paper = models.ForeignKey(IssuedPaper, models.PROTECT, related_name="signed_copies")
    form = models.CharField(_("kind of copy"), max_length=12, choices=CopyForm.choices)
    name = models.CharField(_("file name"), max_length=250)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64, db_index=True)
    issued_sha256 = models.CharField(max_length=64, blank=True)
    findings = models.TextField()
    is_test = models.BooleanField(default=False)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["paper", "id"]
        verbose_name = _("signed copy")
        verbose_name_plural = _("signed copies")
        constraints = [
            models.UniqueConstraint(fields=["paper", "sha256"], name="signed_copy_once"),
            models.CheckConstraint(
                name="signature_rests_on_the_issued_file",
                condition=Q(form="scan", issued_sha256="")
                | (Q(form="signature") & ~Q(issued_sha256="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TrustRoot(models.Model):
    """The certificate of an authority that vouches for signers; kept by the administrator.

    `added_by` and `ended_by` are empty where it was done by the command.
    """

    name = models.CharField(_("authority"), max_length=200)
    pem = models.TextField()
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    valid_to = models.DateTimeField(_("valid until"))
    source = models.CharField(_("compared with"), max_length=300)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("trusted authority")
        verbose_name_plural = _("trusted authorities")
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"], condition=Q(ended_at=None), name="trusted_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.name


class IssuedFile(FrozenRow):
    """A file of an issued paper, byte for byte as it was issued."""

    paper = models.ForeignKey(IssuedPaper, models.PROTECT, related_name="files")
    format = models.CharField(_("format"), max_length=5)
    name = models.CharField(_("file name"), max_length=80)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64, db_index=True)

    class Meta:
        ordering = ["paper", "id"]
        verbose_name = _("file of an issued paper")
        verbose_name_plural = _("files of issued papers")
        constraints = [
            models.UniqueConstraint(fields=["paper", "format"], name="one_issued_file_of_a_format")
        ]

    def __str__(self) -> str:
        return self.name
