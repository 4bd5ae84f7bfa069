"""A period report of an agency and the agency's own text in each of its sections."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.people.models import Organization, User
from nominations.period_reports.report_period import WHOLE_YEAR, Period
from nominations.period_reports.report_structure import LATEST
from nominations.period_reports.report_workflow import PERIOD_REPORTS, ReportState
from workflow.models import WorkflowSubject, state_constraint
from workflow.transition_methods import bind


class ReportVariant(models.TextChoices):
    """What the report is made for; titles and some headings differ."""

    INTERIM = "interim", pgettext_lazy("a period report", "Interim review")
    FINAL = "final", pgettext_lazy("a period report", "Final review")
    ANNUAL = "annual", pgettext_lazy("a period report", "Annual report")


class ReportMonths(models.IntegerChoices):
    """How much of the only year the report covers."""

    HALF = 6, _("First six months")
    NINE = 9, _("First nine months")
    YEAR = WHOLE_YEAR, _("Whole years")


class AgencyReport(WorkflowSubject):
    """A report that an agency writes on a period.

    `frozen` is the paper as it was completed; until then the paper is composed from the texts and
    the record. `replaces` is the issued report of which this is a later edition.
    """

    workflow = PERIOD_REPORTS

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="period_reports", verbose_name=_("agency")
    )
    variant = models.CharField(
        pgettext_lazy("a period report", "kind of report"),
        max_length=8,
        choices=ReportVariant.choices,
    )
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    months = models.PositiveSmallIntegerField(
        _("part of the year"), choices=ReportMonths.choices, default=ReportMonths.YEAR
    )
    title = models.CharField(_("title"), max_length=300)
    structure_version = models.CharField(max_length=20, editable=False, default=LATEST)
    frozen = models.JSONField(null=True, editable=False)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="later_editions"
    )
    reason = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"))

    complete = bind(PERIOD_REPORTS, "complete")
    reopen = bind(PERIOD_REPORTS, "reopen")
    discard = bind(PERIOD_REPORTS, "discard")

    class Meta:
        ordering = ["-last_year", "-first_year", "-id"]
        verbose_name = _("period report")
        verbose_name_plural = _("period reports")
        constraints = [
            state_constraint("period_report_state_known", ReportState),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=~Q(state=ReportState.DISCARDED),
                name="one_later_edition_of_a_report",
            ),
            models.CheckConstraint(
                name="period_report_years_in_order", condition=Q(last_year__gte=F("first_year"))
            ),
            models.CheckConstraint(
                name="period_report_part_of_one_year",
                condition=Q(months=WHOLE_YEAR) | Q(last_year=F("first_year")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("period_reports:report", args=[self.pk])

    @property
    def period(self) -> Period:
        return Period(self.first_year, self.last_year, self.months)

    @property
    def is_open(self) -> bool:
        """Whether its texts may change."""
        return bool(self.state == ReportState.DRAFT)

    @classmethod
    def describe(cls, row: Any) -> dict[str, str]:
        path = reverse("period_reports:report", args=[row["id"]])
        return {"title": row["title"], "path": path}


class SectionText(models.Model):
    """The agency's own text in a section of a report; a line is a paragraph."""

    report = models.ForeignKey(AgencyReport, models.CASCADE, related_name="texts")
    key = models.CharField(max_length=40)
    text = models.TextField(_("text"), blank=True)
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["report", "id"]
        verbose_name = _("text of a section")
        verbose_name_plural = _("texts of sections")
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="one_text_per_section")
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.key}"
