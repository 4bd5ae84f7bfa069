"""What is asked when a figure without a list is corrected or withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nominations.awards.figures.cells import MAX_COUNT
from nominations.awards.models import AwardFigure
from nominations.web.forms import BaseForm, VnIntegerField


class FigureReasonForm(BaseForm):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason.")},
    )


class CorrectFigureForm(FigureReasonForm):
    """The right number, giver and source, beginning with those recorded."""

    count = VnIntegerField(label=_("Number of awards"), min_value=0, max_value=MAX_COUNT)
    issuer = forms.CharField(label=_("Issued by"), max_length=200, required=False)
    source = forms.CharField(
        label=_("Source of the figure"),
        max_length=300,
        help_text=_("The paper the number is from, such as a report with number and date."),
    )
    field_order = ("count", "issuer", "source", "reason")

    def __init__(self, *args: Any, figure: AwardFigure, **kwargs: Any) -> None:
        initial = {"count": figure.count, "issuer": figure.issuer, "source": figure.source}
        super().__init__(*args, initial=initial, **kwargs)
