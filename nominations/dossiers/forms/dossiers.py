"""Choosing what to register, writing it, attaching files, filtering the list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nominations.dossiers import uploads
from nominations.dossiers.models import Campaign, CampaignTitle, PaperKind, Report
from nominations.dossiers.services.evidence import KINDS
from nominations.forms import BaseForm, ManyField
from nominations.people.models import Unit
from nominations.states import State

MANY = 8
_LONG = 60_000


def _text(label: Any, rows: int, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=_LONG,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class CampaignChoiceForm(BaseForm):
    """Which campaign."""

    dot = forms.ChoiceField(label=_("Campaign"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, campaigns: Iterable[Campaign]) -> None:
        super().__init__(data)
        self.fields["dot"].choices = [(str(c.pk), c.name) for c in campaigns]  # type: ignore[attr-defined]


class TitleChoiceForm(BaseForm):
    """Which award of the campaign."""

    danh_hieu = forms.ChoiceField(label=_("Award"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, titles: Iterable[CampaignTitle]) -> None:
        super().__init__(data)
        self.fields["danh_hieu"].choices = [  # type: ignore[attr-defined]
            (str(title.award_type_id), title.award_type.name) for title in titles
        ]


class SubjectChoiceForm(BaseForm):
    """For whom: oneself, a colleague, a collective. A long list is shown as a drop-down."""

    cho = forms.ChoiceField(label=_("Who is nominated"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, subjects: Sequence[tuple[str, Any]]) -> None:
        super().__init__(data)
        if len(subjects) > MANY:
            self.fields["cho"] = forms.ChoiceField(label=_("Who is nominated"))
            self.fields["cho"].widget.attrs["class"] = "form-select"
        self.fields["cho"].choices = list(subjects)  # type: ignore[attr-defined]


class GoalsForm(BaseForm):
    """What the subject sets out to do."""

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

    def __init__(self, data: Any = None, *, required: bool = False, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        if required:
            self.fields["goals"].required = True
            self.fields["goals"].error_messages["required"] = _(
                "This award needs registered goals; write them here."
            )


class ReportForm(BaseForm):
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
        choices=[(kind, PaperKind(kind).label) for kind in KINDS],
        error_messages={"required": _("Choose what kind of paper this is.")},
    )
    file = forms.FileField(
        label=_("File"),
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
        extensions = [*uploads.KINDS, *uploads.ALIASES]
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{kind}" for kind in extensions)
        self.fields["file"].help_text = _("%(kinds)s; at most %(limit)s MB each.") % {
            "kinds": ", ".join(kind.upper() for kind in uploads.KINDS),
            "limit": settings.UPLOAD_MAX_BYTES // (1024 * 1024),
        }


class FilterForm(BaseForm):
    """The filters above the list of nominations; an unknown value filters nothing."""

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
            "state": [(value, State(value).label) for value in State.values],
            "award": list(awards),
            "unit": [(str(unit.pk), unit.name) for unit in units],
            "year": [(str(year), str(year)) for year in years],
        }
        for name, values in choices.items():
            self.fields[name].choices = [*everything, *values]  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs |= {"type": "search", "autocomplete": "off"}


class InitiativesForm(BaseForm):
    """On which recognised initiatives the nomination rests."""

    initiatives = ManyField(
        label=_("Recognised initiatives and topics"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, choosable: Any, chosen: Iterable[int]) -> None:
        super().__init__(data, initial={"initiatives": list(chosen)})
        self.fields["initiatives"].queryset = choosable  # type: ignore[attr-defined]


class OverrideForm(BaseForm):
    """Why a standard is set aside for one nomination."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Everybody who sees the nomination reads the reason and your name."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Write the reason for the exception.")},
    )
