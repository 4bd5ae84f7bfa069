"""What is typed of plans, movements, registrations and reviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.awards.models import Award
from nominations.dossiers.models import Campaign
from nominations.law.movements import MovementLauncher, MovementReview
from nominations.movements.attached_files import KINDS
from nominations.movements.services.plans import FIRST_YEAR, LAST_YEAR
from nominations.movements.services.write_checks import MAX_TEXT
from nominations.paper_numbers.forms import PaperNumberField
from nominations.paper_numbers.models import PaperType
from nominations.people.models import Organization
from nominations.web.forms import (
    BaseForm,
    ManyField,
    UploadField,
    VnDateField,
    VnDecimalField,
    VnIntegerField,
)
from nominations.web.transition_form import TransitionForm

Agencies = QuerySet[Organization]
BLANK_ROWS = 3
"""Empty rows below the indicators that are there; saved rows make room for more."""


def _text(label: Any, *, rows: int = 6, required: bool = False, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        **kwargs,
    )


def _file(label: Any) -> UploadField:
    return UploadField(label=label, required=False, kinds=KINDS)


LINES = _("Each line is a paragraph of the paper.")


class EmulationPlanForm(BaseForm):
    """The plan of a year: its texts, its paper."""

    organization = forms.ModelChoiceField(
        label=_("Agency"), queryset=Organization.objects.none(), empty_label=None
    )
    year = VnIntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    theme = forms.CharField(label=_("Theme of emulation"), max_length=300, required=False)
    purpose = _text(_("Purpose, requirements"), rows=4, help_text=LINES)
    tasks = _text(_("Tasks and targets"), rows=8, help_text=LINES)
    solutions = _text(_("Solutions"), help_text=LINES)
    arrangements = _text(_("Who carries it out"), rows=4, help_text=LINES)
    paper_number = PaperNumberField(
        paper=PaperType.PLAN,
        label=_("Number of the signed plan"),
        required=False,
        help_text=_("Only needed when the plan is put in force."),
    )
    paper_date = VnDateField(label=_("Date of the signed plan"), required=False)
    upload = _file(_("File of the signed plan"))

    def __init__(self, data: Any, files: Any, *, agencies: Agencies | None, initial: Any) -> None:
        super().__init__(data, files, initial=initial)
        if agencies is None or len(agencies) == 1:
            del self.fields["organization"]
        else:
            self.row_field("organization").queryset = agencies
        if agencies is None:
            del self.fields["year"]


class EditionForm(BaseForm):
    """Why there is a later edition of the plan in force."""

    reason = _text(
        _("Why there is a later edition"),
        rows=3,
        required=True,
        error_messages={"required": _("Write why there is a later edition.")},
    )


class TextEditionForm(BaseForm):
    """Why there is a later edition of an issued paper."""

    reason = _text(
        pgettext_lazy("a paper", "Why there is a later edition"),
        rows=3,
        required=True,
        error_messages={"required": _("Write why there is a later edition.")},
    )


class MovementForm(BaseForm):
    """Who launched a movement by which paper, its period, who registers, what it asks."""

    organization = forms.ModelChoiceField(
        label=_("Agency"), queryset=Organization.objects.none(), empty_label=None
    )
    name = forms.CharField(
        label=_("Name of the movement"),
        max_length=300,
        error_messages={"required": _("Write the name of the movement.")},
    )
    launched_by = forms.ChoiceField(label=_("Launched by"), choices=MovementLauncher.choices)
    launcher = forms.CharField(
        label=_("Body that launched it"),
        max_length=200,
        required=False,
        help_text=_("As its papers call it, for example Ủy ban nhân dân tỉnh."),
    )
    launch_number = PaperNumberField(label=_("Number of the launching paper"), required=False)
    launch_date = VnDateField(label=_("Date of the launching paper"), required=False)
    starts_on = VnDateField(label=_("Begins on"))
    ends_on = VnDateField(
        label=_("Ends on"), required=False, help_text=_("Empty where it has no end.")
    )
    registration_until = VnDateField(
        label=_("Register until"),
        required=False,
        help_text=_("Empty: as long as the movement runs."),
    )
    for_units = forms.BooleanField(label=_("Units register"), required=False)
    for_persons = forms.BooleanField(label=_("Individuals register"), required=False)
    content = _text(_("Content and criteria"), help_text=LINES)
    upload = _file(_("File of the launching paper"))
    reason = _text(
        _("Why it is corrected"), rows=2, help_text=_("It is kept in the history of the movement.")
    )

    def __init__(
        self, data: Any, files: Any, *, agencies: Agencies | None, asks_reason: bool, initial: Any
    ) -> None:
        super().__init__(data, files, initial=initial)
        if agencies is None or len(agencies) == 1:
            del self.fields["organization"]
        else:
            self.row_field("organization").queryset = agencies
        if not asks_reason:
            del self.fields["reason"]


class ResponsePlanForm(BaseForm):
    """The agency's response plan to a movement."""

    response_content = _text(_("Content of the response"), rows=8, help_text=LINES)
    response_arrangements = _text(_("Who carries out the response"), rows=4, help_text=LINES)
    response_number = PaperNumberField(
        paper=PaperType.PLAN, label=_("Number of the response plan"), required=False
    )
    response_date = VnDateField(label=_("Date of the response plan"), required=False)
    upload = _file(_("File of the signed response plan"))


class IndicatorRowForm(BaseForm):
    """One indicator; a row without a name is left out."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Indicator"), max_length=300, required=False)
    target = VnDecimalField(
        label=pgettext_lazy("of an indicator", "Target"),
        required=False,
        max_digits=14,
        decimal_places=2,
    )
    measure = forms.CharField(label=_("Unit of measure"), max_length=40, required=False)
    at_most = forms.BooleanField(label=_("At most"), required=False)


class ResultRowForm(BaseForm):
    """What was reached of one indicator."""

    reached = VnDecimalField(label=_("Reached"), required=False, max_digits=14, decimal_places=2)
    remark = forms.CharField(label=_("Remark"), max_length=300, required=False)


class RegistrationForm(BaseForm):
    """Who registers, and what is undertaken."""

    who = forms.ChoiceField(label=_("Who registers"), widget=forms.RadioSelect)
    content = _text(
        _("What is registered"),
        rows=5,
        required=True,
        help_text=_("Tasks, targets, works or initiatives that are undertaken, with their day."),
        error_messages={"required": _("Write what is registered.")},
    )

    def __init__(self, data: Any, *, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, initial={"who": choices[0][0] if choices else ""})
        self.choice_field("who").choices = list(choices)


class ReviewForm(BaseForm):
    """An interim or the final review of a movement."""

    review = forms.ChoiceField(label=_("Interim or final"), choices=MovementReview.choices)
    held_on = VnDateField(label=_("Reviewed on"))
    number = PaperNumberField(
        paper=PaperType.REPORT, label=_("Number of the report"), required=False
    )
    dated = VnDateField(label=_("Date of the report"), required=False)
    results = _text(
        _("Results"),
        rows=8,
        required=True,
        help_text=LINES,
        error_messages={"required": _("Write the results.")},
    )
    limits = _text(_("Shortcomings and causes"), rows=4, help_text=LINES)
    lessons = _text(_("Lessons"), rows=4, help_text=LINES)
    directions = _text(_("What comes next"), rows=4, help_text=LINES)


class MovementAwardsForm(BaseForm):
    """In which campaigns the movement is rewarded, and awards named one by one."""

    campaigns = ManyField(
        label=_("Campaigns"),
        queryset=Campaign.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    awards = ManyField(
        label=_("Other awards"),
        queryset=Award.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of the years of the movement, outside these campaigns."),
    )

    def __init__(self, data: Any, *, campaigns: Any, awards: Any, initial: Any) -> None:
        super().__init__(data, initial=initial)
        self.row_field("campaigns").queryset = campaigns
        if awards:
            self.row_field("awards").queryset = awards
        else:
            del self.fields["awards"]


class CopyYearForm(BaseForm):
    """Which movements of the year before go on."""

    movements = forms.MultipleChoiceField(
        label=_("Movements that go on"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any, *, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, initial={"movements": [key for key, _label in choices]})
        self.choice_field("movements").choices = list(choices)
        if not choices:
            del self.fields["movements"]

    def chosen(self) -> list[int]:
        """The keys of the movements that were ticked."""
        return [int(one) for one in self.cleaned_data.get("movements", ())]


class PlainMovementForm(TransitionForm):
    """A step without words."""


class MovementReasonForm(TransitionForm):
    """Why the draft is discarded, the movement cancelled or opened again."""

    comment = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the reason.")},
    )
