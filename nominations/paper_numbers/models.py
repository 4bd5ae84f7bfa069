"""The register of paper numbers: which number of which issuer and year is whose."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nominations.people.models import Organization


class PaperType(models.TextChoices):
    """Types of paper with their abbreviation in a number (Decree 30/2020, appendix III)."""

    DECISION = "QĐ", _("Decision")
    SUBMISSION = "TTr", _("Submission")
    REPORT = "BC", _("Report")
    MINUTES = "BB", _("Minutes")
    NOTICE = "TB", _("Notice")
    PLAN = "KH", _("Plan")
    LETTER = "CV", _("Letter or other paper")


class PaperPurpose(models.TextChoices):
    """What a paper does; one number is not given to papers of two purposes."""

    COMMEND = "commend", _("paper on commendation")
    REVOKE = "revoke", _("decision to revoke")
    MINUTES = "minutes", _("minutes of the council")
    SUBMISSION = "submission", _("submission")
    REPORT = "report", _("report")
    NOTICE = "notice", _("notice of a consultation")
    CORRECT = "correct", _("decision to correct")
    PLAN = "plan", _("plan")


class NumberedBy(models.TextChoices):
    """Who gives the numbers of a type of paper in an agency."""

    EITHER = "either", _("The registry or this system")
    REGISTRY = "registry", _("The registry only")
    HERE = "here", _("This system only")


class SeriesSetting(models.Model):
    """Where an agency numbers a type of paper; without a row it is `NumberedBy.EITHER`."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    paper = models.CharField(_("type of paper"), max_length=3, choices=PaperType.choices)
    numbered_by = models.CharField(_("numbered by"), max_length=8, choices=NumberedBy.choices)

    class Meta:
        verbose_name = _("setting of a number series")
        verbose_name_plural = _("settings of number series")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "paper"], name="one_setting_of_a_series"
            )
        ]

    def __str__(self) -> str:
        return f"{self.paper}: {self.numbered_by}"


class NumberSeries(models.Model):
    """The running numbers given here: one series per organ (by its `symbol`), type and year."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    symbol = models.CharField(max_length=20)
    paper = models.CharField(max_length=3)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "symbol", "paper", "year"],
                name="one_series_of_an_organ_a_year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.paper}-{self.symbol} {self.year}: {self.last}"


class PaperNumber(models.Model):
    """A number that a paper bears: once for an issuer, a type of paper and a year.

    `issuer` is "agency:12" for an agency on record, otherwise the issuer's name, folded. `number`
    is None for an old text that is no number; `duplicate_of` marks a number that stood on two
    papers when the register was first filled. `is_named_only` says that nobody took the number
    here: a paper of the issuer was named by another agency.
    """

    issuer = models.CharField(_("issued by"), max_length=250)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="+", verbose_name=_("agency")
    )
    paper = models.CharField(_("type of paper"), max_length=3, choices=PaperType.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    canonical = models.CharField(_("number for comparing"), max_length=120)
    number = models.PositiveIntegerField(_("running number"), null=True)
    shown = models.CharField(_("number"), max_length=120)
    dated_on = models.DateField(_("date"))
    purpose = models.CharField(_("what for"), max_length=10, choices=PaperPurpose.choices)
    is_named_only = models.BooleanField(_("only named by another agency"), default=False)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="duplicates", verbose_name=_("same as")
    )

    class Meta:
        ordering = ["issuer", "paper", "-year", "-number"]
        verbose_name = _("number of a paper")
        verbose_name_plural = _("numbers of papers")
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "paper", "year", "canonical"],
                condition=Q(duplicate_of__isnull=True),
                name="paper_number_once",
            )
        ]

    def __str__(self) -> str:
        return self.shown


class PaperNumberUse(models.Model):
    """A record that bears the number: "decision:7", "award:12". Awards of one decision share it."""

    paper_number = models.ForeignKey(PaperNumber, models.CASCADE, related_name="uses")
    subject = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "paper_number"], name="number_named_once_by_a_record"
            )
        ]

    def __str__(self) -> str:
        return self.subject
