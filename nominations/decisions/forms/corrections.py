"""Forms of a correction: the corrected values with a reason, approving and dropping it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.decisions.corrected_records import NO, YES
from nominations.decisions.forms.decisions import PAST_DAY
from nominations.paper_numbers.forms import PaperNumberField
from nominations.paper_numbers.models import PaperType
from nominations.web.forms import BaseForm, VnDateField
from nominations.web.transition_form import TransitionForm

LABELS = {
    "number": _("Number of the paper"),
    "date": _("Date of the paper"),
    "issuer": _("Issued by"),
    "conferred": _("Outcome"),
    "award": _("Award given"),
    "note": _("Reason or note"),
    "name": _("Name as printed"),
    "position": _("Position as printed"),
    "unit": _("Unit as printed"),
}
CONFERRED = {YES: _("Conferred"), NO: _("Not approved")}
_MAY_BE_EMPTY = ("position", "unit")
_LENGTHS = {"issuer": 200, "name": 250, "position": 120, "unit": 250}


class PaperCorrectionForm(BaseForm):
    """The present values, to be corrected, and the reason."""

    def __init__(
        self,
        data: Any = None,
        *,
        values: Mapping[str, str],
        is_decision: bool,
        awards: Sequence[tuple[str, str]] = (),
    ) -> None:
        """`awards` are the choices of the award that an outcome gave, code and name."""
        initial: dict[str, Any] = dict(values)
        if values.get("date"):
            initial["date"] = date.fromisoformat(values["date"])
        super().__init__(data, initial=initial)
        paper = PaperType.DECISION if is_decision else PaperType.LETTER
        for name in values:
            self.fields[name] = _field(name, paper, awards)
        self.fields["reason"] = forms.CharField(
            label=_("Reason of the correction"),
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=2000,
            help_text=_("What was recorded wrongly, and by which paper that is known."),
            error_messages={"required": _("Write why this is corrected.")},
        )
        self.values = values

    def corrected(self) -> dict[str, str]:
        """The values by name, days as ISO text."""
        given = {name: self.cleaned_data[name] for name in self.values}
        return {
            name: value.isoformat() if isinstance(value, date) else str(value)
            for name, value in given.items()
        }


def _field(name: str, paper: PaperType, awards: Sequence[tuple[str, str]]) -> forms.Field:
    if name == "number":
        return PaperNumberField(paper=paper, label=LABELS[name])
    if name == "date":
        return VnDateField(label=LABELS[name], validators=PAST_DAY)
    if name == "conferred":
        choices = list(CONFERRED.items())
        return forms.ChoiceField(label=LABELS[name], choices=choices, widget=forms.RadioSelect)
    if name == "award":
        return forms.ChoiceField(
            label=LABELS[name],
            required=False,
            choices=awards,
            help_text=_("Another one where the superior authority gave another award."),
        )
    if name == "note":
        return forms.CharField(
            label=LABELS[name],
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("When the award was not approved, write why. The nominee reads it."),
        )
    required = name not in _MAY_BE_EMPTY
    return forms.CharField(label=LABELS[name], max_length=_LENGTHS[name], required=required)


class CorrectionSettleForm(TransitionForm):
    """Approving has no fields."""


class CorrectionDropForm(CorrectionSettleForm):
    """The reason for dropping a correction."""

    comment = forms.CharField(
        label=pgettext_lazy("a correction", "Why it is not made"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
