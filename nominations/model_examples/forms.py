"""What is typed into a model example: the award it is chosen from, story, picture, consent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.model_examples.models import ConferenceLevel, ModelExample
from nominations.model_examples.services import MAX_STORY, PICTURES
from nominations.web.forms import BaseForm, UploadField, VnDateField
from nominations.web.transition_form import TransitionForm


class AwardChoiceForm(BaseForm):
    """Which awards are offered: of words that they say, of a year."""

    ten = forms.CharField(label=_("Name, unit or award"), required=False, max_length=100)
    nam = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, data: Any, *, years: list[int]) -> None:
        super().__init__(data)
        every = [("", _("All years"))]
        self.choice_field("nam").choices = [*every, *((str(year), str(year)) for year in years)]


class StoryForm(BaseForm):
    """Headline, story and picture of an example that is being written."""

    title = forms.CharField(
        label=_("Headline"),
        max_length=200,
        help_text=_("What readers see in the list and in the preview of a link."),
        error_messages={"required": _("Write the headline of the example.")},
    )
    story = forms.CharField(
        label=_("Story"),
        required=False,
        max_length=MAX_STORY,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "What was done, how, with which result, and what others can learn from it. Each line "
            "is a paragraph."
        ),
    )
    picture = UploadField(
        label=_("Picture"),
        required=False,
        kinds=PICTURES,
        max_mb=10,
        help_text=_(
            "JPG, PNG or HEIC, at most 10 MB. Place, time and camera are taken out of the file."
        ),
    )
    picture_text = forms.CharField(
        label=_("What the picture shows"),
        required=False,
        max_length=200,
        help_text=_("For readers who do not see the picture."),
    )
    without_picture = forms.BooleanField(label=_("Delete the picture"), required=False)

    def __init__(self, data: Any, files: Any, *, example: ModelExample) -> None:
        initial = {name: getattr(example, name) for name in ("title", "story", "picture_text")}
        super().__init__(data, files, initial=initial)
        if not example.picture:
            del self.fields["without_picture"]


class PaperConsentForm(BaseForm):
    """A consent that was signed on paper."""

    given_by = forms.CharField(label=_("Who signed the consent"), max_length=150)
    given_on = VnDateField(label=_("Signed on"))
    paper = forms.CharField(
        label=_("Paper and where it is kept"),
        max_length=200,
        help_text=_("For example: the signed page, file of model examples of this year."),
    )


class ConferenceForm(BaseForm):
    """A conference to which the example is put forward."""

    level = forms.ChoiceField(
        label=pgettext_lazy("a conference of model examples", "Level"),
        choices=ConferenceLevel.choices,
    )
    held_on = VnDateField(label=_("Day of the conference"))
    name = forms.CharField(label=_("Name of the conference"), max_length=200)
    place = forms.CharField(label=pgettext_lazy("a conference", "Place"), max_length=200)
    paper_number = forms.CharField(
        label=_("Number of the paper that puts it forward"), required=False, max_length=60
    )
    paper_date = VnDateField(label=_("Date of the paper"), required=False)


class UptakeForm(BaseForm):
    """Where the example was taken up."""

    place = forms.CharField(label=_("Unit or agency that took it up"), max_length=250)
    taken_up_on = VnDateField(label=_("Taken up on"))
    what = forms.CharField(
        label=_("What was done there"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class PlainExampleForm(TransitionForm):
    """A step without words."""


class ExampleReasonForm(TransitionForm):
    """Why the example is sent back, withdrawn or taken up again."""

    comment = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the reason.")},
    )
