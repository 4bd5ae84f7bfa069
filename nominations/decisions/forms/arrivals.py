"""Forms of arrived dossiers: receiving them, and returning some of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nominations import citations
from nominations.decisions.arrival_campaign import ArrivalCampaignProposal
from nominations.decisions.forms.decisions import NominationChoice
from nominations.decisions.services.outcomes import DUE_PASSED
from nominations.dossiers.campaign_proposal import DAY_ENDS, moment_of
from nominations.dossiers.models import Campaign
from nominations.people.models import Unit
from nominations.web.forms import BaseForm, VnDateField, VnIntegerField
from nominations.web.refusals import refused
from workflow import clock


class ReceiveForm(BaseForm):
    """The campaign that receives a submission, and the appraising unit."""

    campaign = forms.ModelChoiceField(
        label=_("Campaign"),
        queryset=Campaign.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose a campaign of your own agency.")},
    )
    unit = forms.ModelChoiceField(
        label=_("Unit that appraises"),
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose a unit of your own agency.")},
    )

    def __init__(self, data: Any = None, *, campaigns: Any, units: Any) -> None:
        super().__init__(data)
        self.campaigns = list(campaigns)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]  # fields are typed by their base
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # fields are typed by their base


class ArrivalCampaignForm(BaseForm):
    """The campaign opened for arrived dossiers: all values proposed and editable."""

    name = forms.CharField(label=_("Name of the campaign"), max_length=250)
    code = forms.CharField(label=_("Code of the campaign"), max_length=40)
    year = VnIntegerField(label=_("Year"), min_value=1990, max_value=2100)
    achievement_from = VnDateField(label=_("Achievements from"))
    achievement_to = VnDateField(label=_("Achievements to"))
    closes_on = VnDateField(label=_("Dossiers are taken until"))
    unit = forms.ModelChoiceField(
        label=_("Unit that appraises"),
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose a unit of your own agency.")},
    )
    choice_reason = forms.CharField(
        label=_("Why the agency chooses the proposed values"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why the agency chooses these values.")},
    )

    def __init__(self, data: Any = None, *, proposal: ArrivalCampaignProposal, units: Any) -> None:
        names = ("name", "code", "year", "achievement_from", "achievement_to", "closes_on")
        super().__init__(data, initial={name: getattr(proposal, name) for name in names})
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # fields are typed by their base
        if proposal.source:
            self.fields["closes_on"].help_text = _("Last day to submit: %(source)s.") % {
                "source": citations.plain(proposal.source)
            }
        if not proposal.open_values:
            del self.fields["choice_reason"]

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        if day < clock.today():
            raise ValidationError(_("This day is over; choose today or a later one."), "past")
        return day

    def arguments(self) -> dict[str, Any]:
        """The keyword arguments of `receive_into_new_campaign`."""
        given = dict(self.cleaned_data)
        given["closes_at"] = moment_of(given.pop("closes_on"), DAY_ENDS)
        return given


class ReturnDossiersForm(BaseForm):
    """The dossiers of a submission to be returned, and what they lack."""

    reason = forms.CharField(
        label=_("What has to be supplemented"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Write what has to be supplemented.")},
    )
    due = VnDateField(
        label=_("To be supplemented until"),
        required=False,
        help_text=_("The agency below is told this day with the reason; leave it empty for none."),
    )
    nominations = NominationChoice(label=_("Dossiers to return"), queryset=None)

    def __init__(self, data: Any = None, *, nominations: Any) -> None:
        super().__init__(data)
        self.fields["nominations"].queryset = nominations  # type: ignore[attr-defined]  # fields are typed by their base

    def clean_due(self) -> date | None:
        """Refuse a day in the past."""
        due: date | None = self.cleaned_data["due"]
        if due is not None and due < clock.today():
            raise refused("due_passed", DUE_PASSED)
        return due
