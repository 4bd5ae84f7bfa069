"""Forms of a nomination: starting, goals, report, files, list filter, exceptions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nominations.dossiers.models import Campaign, CampaignTitle, PaperKind, ProgressKind, Report
from nominations.dossiers.models.managers import RETURNED_FILTER
from nominations.dossiers.services.evidence import KINDS
from nominations.dossiers.services.late_nominations import MIN_REASON_LENGTH, is_late
from nominations.dossiers.services.progress import COMPLETE_PERCENT, MAX_TEXT_LENGTH
from nominations.files.file_names import ALIASES
from nominations.files.upload_check import KINDS as KINDS_OF_FILES
from nominations.people.models import Unit
from nominations.states import RETURNED, State
from nominations.web.forms import BaseForm, FilesField, ManyField

MAX_RADIO_CHOICES = 8
_LONG = 60_000


def _text(label: Any, rows: int, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=_LONG,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _choice_errors(sentence: Any) -> dict[str, Any]:
    """Error messages of a required choice: nothing chosen, or a choice that is no longer open."""
    return {"required": sentence, "invalid_choice": sentence}


def _named(campaign: Campaign) -> str:
    """The name of a campaign, marked if its registration has closed."""
    if is_late(campaign):
        return str(_("%(name)s (registration has closed)") % {"name": campaign.name})
    return campaign.name


class CampaignChoiceForm(BaseForm):
    """The choice of the campaign."""

    dot = forms.ChoiceField(
        label=_("Campaign"),
        widget=forms.RadioSelect,
        error_messages=_choice_errors(_("Choose a campaign.")),
    )

    def __init__(self, data: Any = None, *, campaigns: Iterable[Campaign]) -> None:
        super().__init__(data)
        self.fields["dot"].choices = [(str(c.pk), _named(c)) for c in campaigns]  # type: ignore[attr-defined]  # fields are typed by their base


class TitleChoiceForm(BaseForm):
    """The choice of the award."""

    danh_hieu = forms.ChoiceField(
        label=_("Award"),
        widget=forms.RadioSelect,
        error_messages=_choice_errors(_("Choose an award.")),
    )

    def __init__(self, data: Any = None, *, titles: Iterable[CampaignTitle]) -> None:
        super().__init__(data)
        self.fields["danh_hieu"].choices = [  # type: ignore[attr-defined]  # fields are typed by their base
            (str(title.award_type_id), title.award_type.name) for title in titles
        ]


class SubjectChoiceForm(BaseForm):
    """The choice of the subject: oneself, a colleague, a collective. A long list is shown as a
    drop-down."""

    cho = forms.ChoiceField(
        label=_("Who is nominated"),
        widget=forms.RadioSelect,
        error_messages=_choice_errors(_("Choose who is nominated.")),
    )

    def __init__(self, data: Any = None, *, subjects: Sequence[tuple[str, Any]]) -> None:
        super().__init__(data)
        if len(subjects) > MAX_RADIO_CHOICES:
            self.fields["cho"].widget = forms.Select(attrs={"class": "form-select"})
        self.fields["cho"].choices = list(subjects)  # type: ignore[attr-defined]  # fields are typed by their base


class GoalsForm(BaseForm):
    """The goals of the subject, and for a late nomination why it was not registered."""

    late_reason = forms.CharField(
        label=_("Why it was not registered at the beginning of the year"),
        help_text=_("The unit head and the council secretary read this reason."),
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=MIN_REASON_LENGTH,
        max_length=2000,
        error_messages={
            "required": _("Registration has closed; write why it was not registered in time."),
            "min_length": _(
                "Write the reason in a sentence of %(limit_value)s characters or more."
            ),
        },
    )
    goals = _text(
        _("Goals of the year"),
        6,
        _("What is to be achieved, with figures where possible."),
    )
    planned_initiative = _text(
        _("Planned initiative or topic"),
        3,
        _("Name of the initiative and what it improves. May be left empty."),
    )

    achievement = forms.CharField(
        label=_("Achievement rewarded"),
        required=False,
        max_length=300,
        help_text=_(
            "Of a commendation: the work or the sudden achievement by its name. One achievement is"
            " rewarded once. May be left empty."
        ),
    )

    nhap = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)

    def __init__(
        self,
        data: Any = None,
        *,
        required: bool = False,
        late: bool = False,
        as_draft: bool = False,
        initial: Any = None,
    ) -> None:
        """`as_draft`: no field is required yet; registration checks them."""
        super().__init__(data, initial=initial)
        if not late:
            del self.fields["late_reason"]
        elif as_draft:
            self.fields["late_reason"].required = False
        if required and not as_draft:
            self.fields["goals"].required = True
            self.fields["goals"].error_messages["required"] = _(
                "This award needs registered goals; write them here."
            )

    @property
    def typed_values(self) -> dict[str, str]:
        """The typed values, without the hidden draft id."""
        return {name: value for name, value in self.cleaned_data.items() if name != "nhap"}


class AchievementReportForm(BaseForm):
    """The parts of the achievement report; locked parts are not in the form at all."""

    duties = _text(
        _("Powers and duties"), 4, _("What the person is responsible for, in a few lines.")
    )
    achievements = _text(
        _("Achievements"),
        10,
        _("Results with figures, by year; what was better than the goal."),
    )
    initiative = _text(
        _("Initiative and its effect"),
        5,
        _("Name of the initiative, the decision that recognised it, what it brought."),
    )
    self_assessment = _text(_("Result against the registered goals"), 4)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, data: Any = None, *, initial: Any = None, unlocked: Iterable[str] = Report.FIELDS
    ) -> None:
        super().__init__(data, initial=initial)
        open_parts = set(unlocked)
        for name in Report.FIELDS:
            if name not in open_parts:
                del self.fields[name]

    @property
    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in Report.FIELDS if name in self.fields}


class EvidenceForm(BaseForm):
    """A file with the kind of paper it is."""

    paper = forms.ChoiceField(
        label=_("Kind of paper"),
        choices=[("", _("Choose the kind of paper")), *((k, PaperKind(k).label) for k in KINDS)],
        error_messages={"required": _("Choose what kind of paper this is.")},
    )
    file = FilesField(
        label=_("Files"),
        max_length=400,
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=300,
        help_text=_("For example the number and date of the decision."),
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        take_files(self.fields["file"])


def take_files(field: Any) -> None:
    """Set the accepted kinds and the size limit of a file field."""
    field.widget.attrs["accept"] = ",".join(f".{kind}" for kind in [*KINDS_OF_FILES, *ALIASES])
    field.help_text = _(
        "%(kinds)s; at most %(limit)s MB each. "
        "Photographs of an iPhone (HEIC) are converted to JPG."
    ) % {
        "kinds": ", ".join(kind.upper() for kind in KINDS_OF_FILES),
        "limit": settings.UPLOAD_MAX_BYTES // (1024 * 1024),
    }


class ProgressForm(BaseForm):
    """Progress on the registered goals, with a file as evidence."""

    kind = forms.ChoiceField(
        label=_("What is written"), choices=ProgressKind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What has been done"),
        help_text=_("Goal by goal, with figures where possible."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=MAX_TEXT_LENGTH,
        error_messages={"required": _("Write what has been done.")},
    )
    percent = forms.IntegerField(
        label=_("Percent of the goals reached"),
        required=False,
        min_value=0,
        max_value=COMPLETE_PERCENT,
        help_text=_("From 0 to 100. May be left empty."),
        error_messages={
            "invalid": _("The percentage lies between 0 and 100."),
            "min_value": _("The percentage lies between 0 and 100."),
            "max_value": _("The percentage lies between 0 and 100."),
        },
    )
    evidence = forms.FileField(
        label=_("File that shows it"), required=False, max_length=400, allow_empty_file=True
    )

    def __init__(self, data: Any = None, files: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, files, initial=initial)
        take_files(self.fields["evidence"])


class NominationFilterForm(BaseForm):
    """The filters above the list of nominations; an unknown value is ignored."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("Where it stands"), required=False)
    award = forms.ChoiceField(label=_("Award"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)
    mine = forms.BooleanField(label=_("Only mine"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        units: Iterable[Unit] = (),
        awards: Iterable[tuple[str, str]] = (),
        years: Iterable[int] = (),
    ) -> None:
        super().__init__(data)
        everything = [("", _("All"))]
        choices: dict[str, list[tuple[str, Any]]] = {
            "state": [
                *((value, State(value).label) for value in State.values),
                (RETURNED_FILTER, RETURNED),
            ],
            "award": list(awards),
            "unit": [(str(unit.pk), unit.name) for unit in units],
            "year": [(str(year), str(year)) for year in years],
        }
        for name, values in choices.items():
            self.fields[name].choices = [*everything, *values]  # type: ignore[attr-defined]  # fields are typed by their base
        self.fields["q"].widget.attrs |= {"type": "search", "autocomplete": "off"}


class InitiativesForm(BaseForm):
    """The recognised initiatives that the nomination uses."""

    initiatives = ManyField(
        label=_("Recognised initiatives and topics"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, choosable: Any, chosen: Iterable[int]) -> None:
        super().__init__(data, initial={"initiatives": list(chosen)})
        self.fields["initiatives"].queryset = choosable  # type: ignore[attr-defined]  # fields are typed by their base


class ExceptionForm(BaseForm):
    """The reason for requesting an exception from the council secretary."""

    reason = forms.CharField(
        label=_("Why an exception is asked for"),
        help_text=_("The council secretary reads it; name the paper that supports it."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
        error_messages={"required": _("Write why an exception is asked for.")},
    )


class OverrideForm(BaseForm):
    """The reason for overriding a standard for one nomination."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Everybody who sees the nomination reads the reason and your name."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Write the reason for the exception.")},
    )
