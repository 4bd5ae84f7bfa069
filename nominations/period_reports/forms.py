"""What is typed into a period report: its period, the text of a section, reasons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.people.models import Organization
from nominations.period_reports.models import AgencyReport, ReportMonths, ReportVariant, SectionText
from nominations.period_reports.services import FIRST_YEAR, LAST_YEAR, MAX_TEXT
from nominations.web.forms import BaseForm, VnIntegerField
from nominations.web.transition_form import TransitionForm


class ReportPeriodForm(BaseForm):
    """Kind, period and title of a report."""

    organization = forms.ModelChoiceField(
        label=_("Agency"), queryset=Organization.objects.none(), empty_label=None
    )
    variant = forms.ChoiceField(
        label=pgettext_lazy("a period report", "Kind of report"), choices=ReportVariant.choices
    )
    first_year = VnIntegerField(label=_("First year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    last_year = VnIntegerField(label=_("Last year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    months = forms.TypedChoiceField(
        label=_("Part of the year"),
        choices=[(one.value, one.label) for one in reversed(ReportMonths)],
        coerce=int,
        help_text=_("The first months only for a report of one year."),
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        required=False,
        help_text=_("Leave it empty for the usual title of this kind and period."),
    )
    copy_from = forms.ModelChoiceField(
        label=_("Take over the texts of"),
        queryset=AgencyReport.objects.none(),
        required=False,
        empty_label=_("No earlier report"),
        help_text=_("Periods of the earlier report are found before this one is completed."),
    )

    def __init__(
        self,
        data: Any,
        *,
        organizations: QuerySet[Organization],
        earlier: QuerySet[AgencyReport] | None,
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial=initial)
        self.row_field("organization").queryset = organizations
        if len(organizations) == 1 or earlier is None:
            del self.fields["organization"]
        if earlier is None or not earlier:
            del self.fields["copy_from"]
        else:
            self.row_field("copy_from").queryset = earlier


class SectionTextForm(BaseForm):
    """The agency's own text in a section."""

    text = forms.CharField(
        label=_("Text of the agency"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Each line is a paragraph of the report."),
    )

    def __init__(self, data: Any, *, section: SectionText) -> None:
        super().__init__(data, initial={"text": section.text})


class ReportEditionForm(BaseForm):
    """Why an issued report gets a later edition."""

    reason = forms.CharField(
        label=pgettext_lazy("a report", "Why there is a later edition"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why there is a later edition.")},
    )


class PlainReportForm(TransitionForm):
    """A step without words."""


class CompleteForm(TransitionForm):
    """Why warnings may stand, where there are any."""

    comment = forms.CharField(
        label=_("Why the warnings may stand"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only where warnings are left; it is kept in the history of the report."),
    )


class ReportReasonForm(TransitionForm):
    """Why the report is opened again or discarded."""

    comment = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the reason.")},
    )
