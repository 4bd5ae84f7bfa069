"""The form of another body's opinion, for one nomination or for many."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.dossiers.forms.nominations import take_files
from nominations.dossiers.forms.transitions import reason_field
from nominations.dossiers.models import Nomination, OpinionAnswer, RequestedOpinion
from nominations.dossiers.required_opinions import TitleOpinion
from nominations.dossiers.services.opinions import OpinionEntry
from nominations.paper_numbers.forms import PaperNumberField
from nominations.web.forms import BaseForm, ManyField, VnDateField
from workflow import clock

YES, NO = "yes", "no"


def not_in_the_future(day: Any) -> None:
    """Refuse a date in the future."""
    if day > clock.today():
        raise ValidationError(_("The date lies in the future."), code="future")


class BodyOpinionForm(BaseForm):
    """An opinion: whether the nominee is concerned, the request, the answer and its paper."""

    is_concerned = forms.ChoiceField(
        label=gettext_lazy("Is the nominee one of those meant?"),
        choices=[(YES, gettext_lazy("Yes")), (NO, gettext_lazy("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether the nominee is one of those meant.")},
    )
    concern_reason = forms.CharField(
        label=gettext_lazy("On what this rests"),
        max_length=300,
        help_text=gettext_lazy("For example the decision on who is managed by whom."),
        error_messages={"required": gettext_lazy("Write on what this rests.")},
    )
    asked_on = VnDateField(
        label=gettext_lazy("Asked on"),
        required=False,
        help_text=gettext_lazy("The day of the request; leave it empty while nobody has asked."),
        validators=[not_in_the_future],
    )
    answer = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        choices=[("", gettext_lazy("No answer yet")), *OpinionAnswer.choices],
        required=False,
    )
    number = PaperNumberField(
        label=gettext_lazy("Number of the paper with the opinion"), required=False
    )
    dated = VnDateField(
        label=gettext_lazy("Date of the paper"), required=False, validators=[not_in_the_future]
    )
    summary = reason_field(
        label=gettext_lazy("Content of the opinion"),
        required=False,
        help_text=gettext_lazy("Needed where the answer is another opinion."),
    )
    file = forms.FileField(label=gettext_lazy("File of the paper"), required=False, max_length=400)
    reason = reason_field(
        label=gettext_lazy("Why what is on record is corrected"),
        help_text=gettext_lazy("Needed where an answer on record changes."),
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        rule: TitleOpinion,
        kinds: Collection[str],
        row: RequestedOpinion | None = None,
        corrects: bool = False,
    ) -> None:
        self.rule = rule
        super().__init__(data, files, initial=_initial(row))
        take_files(self.fields["file"])
        must_be_said = rule.who or any(rule.reaches(kind) is None for kind in kinds)
        if not must_be_said:
            del self.fields["is_concerned"], self.fields["concern_reason"]
        else:
            whom = _(" or ").join(dict.fromkeys(filter(None, map(rule.whom, kinds))))
            self.fields["is_concerned"].help_text = _("Meant are: %(whom)s.") % {"whom": whom}
        if not corrects:
            del self.fields["reason"]

    @property
    def is_left_out(self) -> bool:
        """Whether the opinion does not concern the nominee, so that none is requested."""
        return self.cleaned_data.get("is_concerned") == NO

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_left_out:
            return cleaned
        if not cleaned.get("answer"):
            for name in ("number", "dated", "file"):
                if cleaned.get(name):
                    self.add_error("answer", _("Choose what was answered."))
                    break
            return cleaned
        wanted = {
            "number": _("Write the number of the paper with the opinion."),
            "dated": _("Write the date of the paper with the opinion."),
        }
        if cleaned["answer"] == OpinionAnswer.OTHER:
            wanted["summary"] = _("Write what the opinion says.")
        for name, sentence in wanted.items():
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, sentence)
        return cleaned

    keeps_the_rest = False

    def entry(self) -> OpinionEntry:
        """What is recorded."""
        values = self.cleaned_data
        said = values.get("is_concerned")
        return OpinionEntry(
            is_concerned=None if said is None else said == YES,
            concern_reason=values.get("concern_reason", ""),
            asked_on=values["asked_on"],
            answer=values["answer"],
            number=values["number"],
            dated=values["dated"],
            summary=values["summary"],
            file=values["file"],
            keeps_the_rest=self.keeps_the_rest,
        )


def _initial(row: RequestedOpinion | None) -> dict[str, Any]:
    if row is None:
        return {}
    said = {True: YES, False: NO, None: None}[row.is_concerned]
    return {
        "is_concerned": said,
        "concern_reason": row.concern_reason,
        "asked_on": row.asked_on,
        "answer": row.answer,
        "number": row.paper.number if row.paper else "",
        "dated": row.paper.dated if row.paper else None,
        "summary": row.summary,
    }


class NominationsField(ManyField):
    """Several nominations, each a box to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Nomination) -> str:
        return str(obj.title)


class CampaignOpinionForm(BodyOpinionForm):
    """The same for several nominations of a campaign: one request or one paper; empty fields keep
    the recorded values."""

    keeps_the_rest = True

    nominations = NominationsField(
        label=gettext_lazy("About these nominations"),
        queryset=Nomination.objects.none(),
        error_messages={"required": gettext_lazy("Tick at least one nomination.")},
    )
    field_order = ("nominations",)

    def __init__(self, *args: Any, nominations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nominations"].queryset = nominations  # type: ignore[attr-defined]  # fields are typed by their base
