"""Opening a campaign, extending a window, changing the steps of an award."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nominations.dossiers.forms.transitions import reason_field
from nominations.law.models import AwardType, CommendationType
from nominations.people.models import Organization
from nominations.web.forms import BaseForm, VnDateField, VnDateTimeField, VnIntegerField


class CampaignForm(BaseForm):
    """Everything a campaign needs to open; the parameters of its awards come from the rule set."""

    organization = forms.ModelChoiceField(
        label=_("Agency"), queryset=Organization.objects.none(), empty_label=None
    )
    name = forms.CharField(label=_("Name of the campaign"), max_length=250)
    code = forms.CharField(
        label=_("Code of the campaign"),
        max_length=40,
        help_text=_("Short and unique, for example 2026-TX."),
    )
    year = VnIntegerField(label=_("Year"), min_value=1990, max_value=2100)
    commendation_type = forms.ChoiceField(
        label=_("Commendation type"), choices=CommendationType.choices
    )
    theme = forms.CharField(label=_("Theme"), max_length=300, required=False)
    plan_number = forms.CharField(label=_("Plan number"), max_length=60, required=False)
    plan_date = VnDateField(label=_("Plan date"), required=False)
    achievement_from = VnDateField(label=_("Achievements from"))
    achievement_to = VnDateField(label=_("Achievements to"))
    registration_opens_at = VnDateTimeField(label=_("Registration opens"))
    registration_closes_at = VnDateTimeField(label=_("Registration closes"))
    submission_opens_at = VnDateTimeField(label=_("Report submission opens"))
    submission_closes_at = VnDateTimeField(label=_("Report submission closes"))
    review_due_on = VnDateField(
        label=_("Units review until"),
        required=False,
        help_text=_("Shown to the units as deadline."),
    )
    award_codes = forms.MultipleChoiceField(
        label=_("Awards of the campaign"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one award.")},
    )
    in_order = (
        ("achievement_from", "achievement_to", _("The achievement period ends before it begins.")),
        ("registration_opens_at", "registration_closes_at", _("A window closes before it opens.")),
        ("submission_opens_at", "submission_closes_at", _("A window closes before it opens.")),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        organizations: Any,
        award_types: Iterable[AwardType],
        initial: Any = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["organization"].queryset = organizations  # type: ignore[attr-defined]
        self.fields["award_codes"].choices = [  # type: ignore[attr-defined]
            (row.code, row.name) for row in award_types
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for first, last, sentence in self.in_order:
            before, after = cleaned.get(first), cleaned.get(last)
            # A period may be one day long, a window may not be no time at all.
            too_short = "opens" in first and after == before
            if before and after and (after < before or too_short):
                self.add_error(last, sentence)
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """What `open_campaign` takes."""
        given = dict(self.cleaned_data)
        for window in ("registration", "submission"):
            given[window] = (given.pop(f"{window}_opens_at"), given.pop(f"{window}_closes_at"))
        return given


class ExtensionForm(BaseForm):
    """Until when a window stays open, and why."""

    window = forms.ChoiceField(
        label=_("Which window"),
        widget=forms.RadioSelect,
        choices=[
            ("registration", _("Registration of goals")),
            ("submission", _("Report submission")),
        ],
        error_messages={"required": _("Choose which window is extended.")},
    )
    closes_at = VnDateTimeField(label=_("New closing time"))
    reason = reason_field(
        label=_("Reason"), error_messages={"required": _("Write the reason for the extension.")}
    )


class TitleForm(BaseForm):
    """Which steps an award needs in this campaign."""

    needs_unit_review = forms.BooleanField(label=_("Unit review"), required=False)
    needs_vote = forms.BooleanField(label=_("Council vote"), required=False)
    needs_consultation = forms.BooleanField(label=_("Public consultation"), required=False)
    needs_registration = forms.BooleanField(label=_("Registration of goals"), required=False)
    reason = reason_field(
        label=_("Reason"), error_messages={"required": _("Write the reason for the change.")}
    )
    steps: Sequence[str] = (
        "needs_unit_review",
        "needs_vote",
        "needs_consultation",
        "needs_registration",
    )

    def chosen(self) -> dict[str, bool]:
        return {name: self.cleaned_data[name] for name in self.steps}
