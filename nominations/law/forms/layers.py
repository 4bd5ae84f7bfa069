"""Forms of the pages of rules: day and agency, a regulation, its transitions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nominations.people.models import Organization, User
from nominations.people.queries import agency_id_shown_first
from nominations.web.forms import BaseForm, UploadField, VnDateField
from nominations.web.transition_form import TransitionForm

YEARS_BACK = 5


def agency_field(agencies: Iterable[int]) -> forms.ModelChoiceField[Organization]:
    """A choice among the reader's agencies, without an empty one."""
    return forms.ModelChoiceField(
        Organization.objects.filter(pk__in=agencies), label=_("Agency"), empty_label=None
    )


class AgencyForm(BaseForm):
    """A form about one of the reader's agencies, by default that where the reader works; without a
    choice if there is only one.
    """

    def __init__(self, *args: Any, agencies: Iterable[int], reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = sorted(agencies)
        field = self.row_field("organization")
        field.queryset = Organization.objects.filter(pk__in=agencies).select_related("parent")
        field.initial = agency_id_shown_first(reader, agencies)
        if len(agencies) == 1:
            field.widget = forms.HiddenInput()


class DayForm(AgencyForm):
    """The choice of day and agency."""

    organization = agency_field(())
    on = VnDateField(label=_("On the day"))


class LayerForm(AgencyForm):
    """A regulation as a layer file, pasted or uploaded."""

    organization = agency_field(())
    text = forms.CharField(
        label=_("Text of the layer file"),
        required=False,
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "class": "font-monospace"}),
        help_text=_("Paste the text here, or choose a file below."),
    )
    file = UploadField(
        label=_("Regulation file"),
        required=False,
        kinds=("toml",),
        called=_("regulation (.toml)"),
        max_mb=1,
    )

    def clean(self) -> dict[str, Any]:
        """Validate; an uploaded file replaces the typed text."""
        data = super().clean() or {}
        upload = data.get("file")
        if upload is not None:
            try:
                data["text"] = upload.read().decode("utf-8-sig")
                data["name"] = upload.name
            except UnicodeDecodeError:
                self.add_error("file", _("The text of the file is not written in UTF-8."))
        elif not data.get("text", "").strip() and "file" not in self.errors:
            self.add_error("text", _("Paste the text of a layer file, or choose a file."))
        return data


class LayerDraftForm(AgencyForm):
    """The name of a new draft."""

    organization = agency_field(())
    name = forms.CharField(
        label=_("Name of the regulation"),
        help_text=_("As its title has it, with the year."),
        max_length=250,
        error_messages={"required": _("Write the name of the regulation.")},
    )
    source = forms.CharField(
        label=_("Number and day of the act"),
        help_text=_(
            "Such as: Quyết định 12/QĐ-STC ngày 15/02/2026. Articles are added part by part."
        ),
        max_length=250,
        required=False,
    )


class LayerDraftFileForm(BaseForm):
    """A layer file that replaces a draft."""

    file = UploadField(
        label=_("Regulation file"),
        kinds=("toml",),
        called=_("regulation (.toml)"),
        max_mb=1,
        error_messages={"required": _("Choose a file.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if upload := data.get("file"):
            try:
                data["text"] = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("The text of the file is not written in UTF-8."))
        return data


class PartPlaceForm(BaseForm):
    """The scope of a new part of a regulation."""

    place = forms.ChoiceField(label=_("Holds for"))

    def __init__(self, *args: Any, places: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice_field("place").choices = list(places)


class LayerTransitionForm(TransitionForm):
    """Base form of a transition of a regulation; without fields."""

    def __init__(self, data: Any = None, *, user: User) -> None:
        self.user = user
        super().__init__(data)


class ReasonForm(LayerTransitionForm):
    """The reason for rejecting a regulation or its end."""

    comment = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the reason.")},
    )


class LayerEndForm(ReasonForm):
    """The last day of a regulation, and the reason."""

    last_day = VnDateField(
        label=_("Last day in force"),
        error_messages={"required": _("Say until which day it holds.")},
    )
    field_order = ("last_day", "comment")

    def payload(self) -> dict[str, Any]:
        return {"last_day": self.cleaned_data["last_day"].isoformat()}
