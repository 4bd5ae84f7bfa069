"""Forms of a campaign: drafting, correcting, opening, extending a window, the steps of an award."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import time
from types import SimpleNamespace
from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations import citations
from nominations.dossiers.campaign_dates import date_problems
from nominations.dossiers.campaign_proposal import DAY_BEGINS, DAY_ENDS, moment_of
from nominations.dossiers.campaign_workflow import CampaignState
from nominations.dossiers.forms.transitions import reason_field
from nominations.dossiers.models import Campaign, CampaignTitle
from nominations.dossiers.services.own_choice import KEY, REASON, values_left_today
from nominations.dossiers.services.step_changes import STEP_NAMES
from nominations.law.models import AwardType, CommendationType
from nominations.law.movements import MovementLauncher, MovementReview
from nominations.people.models import Authority, Organization
from nominations.web.forms import (
    BaseForm,
    VnDateField,
    VnDateInput,
    VnDateTimeField,
    VnIntegerField,
)
from nominations.web.transition_form import TransitionForm

MOVEMENT_FIELDS = ("movement_launched_by", "movement_years", "movement_review")
WINDOW_FIELDS = (
    "registration_opens_at",
    "registration_closes_at",
    "submission_opens_at",
    "submission_closes_at",
)


class WindowField(VnDateTimeField):
    """The day on which a window opens or closes, at an hour of the working day; an hour may be
    given with it."""

    widget = VnDateInput  # type: ignore[assignment]  # a date without its hour
    default_error_messages = {
        "invalid": gettext_lazy("Write the date as day/month/year, for example 05/01/2026.")
    }

    def __init__(self, *, hour: time, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hour, self.days = hour, VnDateField()

    def to_python(self, value: Any) -> Any:
        if value not in self.empty_values:
            try:
                return moment_of(self.days.clean(value), self.hour)
            except forms.ValidationError as refusal:
                if refusal.code == "implausible_year":
                    raise
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return localtime(value).date() if hasattr(value, "hour") else value


def award_groups(award_types: Iterable[AwardType]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The awards by who decides them and by whom they are for, in the order of the catalogue."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in award_types:
        if row.for_individuals and row.for_collectives:
            whom = _("individuals and collectives")
            if row.for_households:
                whom = _("individuals, collectives and households")
        else:
            whom = _("collectives") if row.for_collectives else _("individuals")
        name = _("%(authority)s: %(whom)s") % {
            "authority": Authority(row.authority).label,
            "whom": whom,
        }
        groups.setdefault(name, []).append((row.code, row.name))
    return list(groups.items())


class CampaignForm(BaseForm):
    """Everything a campaign needs to open; the parameters of its awards come from the rule set.

    `law_ends`: sentences that the law of today ends or has ended, shown at the year.
    """

    at_fields: ClassVar[Mapping[str, str]] = {
        "no_rule_set": "year",
        "code_taken": "code",
        KEY: REASON,
    }

    organization = forms.ModelChoiceField(
        label=gettext_lazy("Agency"), queryset=Organization.objects.none(), empty_label=None
    )
    name = forms.CharField(label=gettext_lazy("Name of the campaign"), max_length=250)
    code = forms.CharField(
        label=gettext_lazy("Code of the campaign"),
        max_length=40,
        help_text=gettext_lazy("Short and unique, for example 2026-TX."),
    )
    year = VnIntegerField(label=gettext_lazy("Year"), min_value=1990, max_value=2100)
    commendation_type = forms.ChoiceField(
        label=gettext_lazy("Commendation type"), choices=CommendationType.choices
    )
    theme = forms.CharField(label=gettext_lazy("Theme"), max_length=300, required=False)
    movement_launched_by = forms.ChoiceField(
        label=gettext_lazy("Movement launched by"),
        required=False,
        choices=[("", gettext_lazy("not said")), *MovementLauncher.choices],
    )
    movement_years = VnIntegerField(
        label=gettext_lazy("Years that the movement lasted"),
        required=False,
        min_value=0,
        max_value=60,
    )
    movement_review = forms.ChoiceField(
        label=gettext_lazy("Review of the movement"),
        required=False,
        choices=[("", gettext_lazy("not said")), *MovementReview.choices],
    )
    plan_number = forms.CharField(label=gettext_lazy("Plan number"), max_length=60, required=False)
    plan_date = VnDateField(label=gettext_lazy("Plan date"), required=False)
    achievement_from = VnDateField(label=gettext_lazy("Achievements from"))
    achievement_to = VnDateField(label=gettext_lazy("Achievements to"))
    registration_opens_at = WindowField(label=gettext_lazy("Registration opens"), hour=DAY_BEGINS)
    registration_closes_at = WindowField(
        label=gettext_lazy("Registration closes"),
        hour=DAY_ENDS,
        help_text=gettext_lazy("At the end of the working day."),
    )
    submission_opens_at = WindowField(
        label=gettext_lazy("Report submission opens"), hour=DAY_BEGINS
    )
    submission_closes_at = WindowField(
        label=gettext_lazy("Report submission closes"),
        hour=DAY_ENDS,
        help_text=gettext_lazy("At the end of the working day."),
    )
    review_due_on = VnDateField(
        label=gettext_lazy("Units review until"),
        required=False,
        help_text=gettext_lazy("Shown to the units as deadline."),
    )
    award_codes = forms.MultipleChoiceField(
        label=gettext_lazy("Awards of the campaign"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one award.")},
    )
    choice_reason = reason_field(
        label=gettext_lazy("Why the agency chooses what no regulation says"),
        required=False,
        help_text=gettext_lazy(
            "Only where neither a central act nor a regulation entered here says a value that the"
            " campaign uses. Kept with the campaign and in its history."
        ),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        organizations: Any,
        award_types: Iterable[AwardType],
        campaign: Campaign | None = None,
        law_ends: Iterable[str] = (),
        initial: Any = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["year"].help_text = " ".join(law_ends)
        self.fields["award_codes"].choices = award_groups(award_types)  # type: ignore[attr-defined]  # fields are typed by their base
        if campaign is None or campaign.state != CampaignState.OPEN:
            del self.fields[REASON]
        if campaign is not None:
            del self.fields["organization"]
        else:
            self.fields["organization"].queryset = organizations  # type: ignore[attr-defined]  # fields are typed by their base

    def award_groups(self) -> list[tuple[str, list[Any]]]:
        """The tick boxes of each group."""
        groups: Any = self.choice_field("award_codes").choices
        by_value = {str(box.data["value"]): box for box in self["award_codes"].subwidgets}
        return [(str(name), [by_value[code] for code, _name in rows]) for name, rows in groups]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        names = ("year", "achievement_from", "achievement_to", "review_due_on", *WINDOW_FIELDS)
        for problem in date_problems(
            SimpleNamespace(**{name: cleaned.get(name) for name in names})
        ):
            if problem.field not in self.errors:
                self.add_error(problem.field, problem.sentence)
        if cleaned.get("commendation_type") != CommendationType.MOVEMENT:
            for name in MOVEMENT_FIELDS:
                if cleaned.get(name) not in (None, ""):
                    self.add_error(name, _("Only a campaign of an emulation movement says this."))
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """The keyword arguments of `draft_campaign`."""
        given = dict(self.cleaned_data)
        for window in ("registration", "submission"):
            given[window] = (given.pop(f"{window}_opens_at"), given.pop(f"{window}_closes_at"))
        return given


class ExtensionForm(BaseForm):
    """Until when a window stays open, and why."""

    window = forms.ChoiceField(
        label=gettext_lazy("Which window"),
        widget=forms.RadioSelect,
        choices=[
            ("registration", gettext_lazy("Registration of goals")),
            ("submission", gettext_lazy("Report submission")),
        ],
        error_messages={"required": gettext_lazy("Choose which window is extended.")},
    )
    closes_at = WindowField(
        label=gettext_lazy("New closing time"),
        hour=DAY_ENDS,
        help_text=gettext_lazy("At the end of the working day."),
    )
    reason = reason_field(
        label=gettext_lazy("Reason"),
        error_messages={"required": gettext_lazy("Write the reason for the extension.")},
    )


class StepsForm(BaseForm):
    """Which steps an award needs in this campaign; what the rules require cannot be unticked."""

    needs_registration = forms.BooleanField(label=STEP_NAMES["needs_registration"], required=False)
    needs_unit_review = forms.BooleanField(label=STEP_NAMES["needs_unit_review"], required=False)
    needs_vote = forms.BooleanField(label=STEP_NAMES["needs_vote"], required=False)
    needs_consultation = forms.BooleanField(label=STEP_NAMES["needs_consultation"], required=False)
    reason = reason_field(
        label=gettext_lazy("Reason"),
        error_messages={"required": gettext_lazy("Write the reason for the change.")},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        title: CampaignTitle,
        required: Mapping[str, str],
        occupied: Mapping[str, int],
    ) -> None:
        super().__init__(data, initial={name: getattr(title, name) for name in title.STEPS})
        for name in CampaignTitle.STEPS:
            field = self.fields[name]
            if name in required and getattr(title, name):
                field.disabled = True
                field.help_text = (
                    _("Required by %(source)s.") % {"source": citations.plain(required[name])}
                    if required[name]
                    else _("Chosen by the agency, until a regulation lays it down.")
                )
            elif name in occupied:
                field.disabled = True
                field.help_text = _("%(number)s nominations stand in this step or are past it.") % {
                    "number": occupied[name]
                }

    @property
    def is_fixed(self) -> bool:
        """Whether nothing can be changed."""
        return all(self.fields[name].disabled for name in CampaignTitle.STEPS)

    def chosen(self) -> dict[str, bool]:
        return {name: self.cleaned_data[name] for name in CampaignTitle.STEPS}


class CampaignTransitionForm(TransitionForm):
    """Nothing to type in."""

    def __init__(self, data: Any = None, *, campaign: Campaign | None = None) -> None:
        super().__init__(data)


class OpeningForm(CampaignTransitionForm):
    """No fields; but where the law leaves values to province or ministry and no regulation sets
    them, a box and one reason by which the agency chooses the proposed values."""

    at_fields: ClassVar[Mapping[str, str]] = {KEY: REASON}

    takes_proposed = forms.BooleanField(
        label=gettext_lazy("The agency chooses the proposed values for this campaign"),
        error_messages={"required": gettext_lazy("Tick that the agency chooses these values.")},
    )
    choice_reason = reason_field(
        label=gettext_lazy("Why the agency chooses them"),
        help_text=gettext_lazy("Kept with the campaign and in its history."),
        error_messages={"required": gettext_lazy("Write why the agency chooses these values.")},
    )

    def __init__(self, data: Any = None, *, campaign: Campaign) -> None:
        super().__init__(data)
        self.left = values_left_today(campaign)
        if not self.left:
            del self.fields["takes_proposed"], self.fields[REASON]

    def payload(self) -> dict[str, Any]:
        return {REASON: self.cleaned_data[REASON]} if self.left else {}


class CampaignReasonForm(CampaignTransitionForm):
    """The reason, which stays in the history."""

    comment = reason_field(
        label=gettext_lazy("Reason"),
        error_messages={"required": gettext_lazy("Write the reason.")},
    )
