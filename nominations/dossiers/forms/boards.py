"""Forms beside a board: hypothetical nominations, the reason for late ones, the fairness filter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nominations.dossiers.forms.transitions import reason_field
from nominations.dossiers.models import Nomination
from nominations.law.models import AGENCY_RECIPIENTS, RecipientKind
from nominations.web.forms import BaseForm, VnIntegerField

MAX_ADDED = 2000


class WhatIfForm(BaseForm):
    """ "If n more people were nominated": a GET form that changes nothing."""

    ma = forms.ChoiceField(label=_("Title or form"), required=False)
    them = VnIntegerField(
        label=_("If so many more were endorsed"),
        min_value=0,
        max_value=MAX_ADDED,
        required=False,
        error_messages={
            "invalid": _("Write a whole number from 0 to 2,000."),
            "min_value": _("Write a whole number from 0 to 2,000."),
            "max_value": _("Write a whole number from 0 to 2,000."),
        },
    )

    def __init__(self, data: Any = None, *, awards: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["ma"].choices = list(awards)  # type: ignore[attr-defined]  # fields are typed by their base

    @property
    def added(self) -> dict[str, int]:
        """How many people would be added, by award code; empty for an incomplete form."""
        code, count = self.cleaned_data.get("ma"), self.cleaned_data.get("them")
        return {code: count} if code and count else {}


class LateForm(BaseForm):
    """The reason for nominating people who were not registered; stored with each nomination."""

    reason = reason_field(
        label=_("Why they are nominated now"),
        help_text=_("One reason for all of them; it stays with each nomination's history."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason why they are nominated now.")},
    )


class FairnessForm(BaseForm):
    """Agency, award, year, and how many years before count."""

    co_quan = forms.ChoiceField(label=_("Agency"), required=False)
    ma = forms.ChoiceField(label=_("Title or form"))
    nam = forms.TypedChoiceField(label=_("Year"), coerce=int)
    truoc = forms.TypedChoiceField(
        label=_("Years before that count"),
        coerce=int,
        choices=[(number, str(number)) for number in (1, 2, 3, 5, 10)],
    )

    def __init__(
        self,
        data: Any = None,
        *,
        agencies: Sequence[tuple[str, str]],
        awards: Sequence[tuple[str, str]],
        years: Sequence[int],
    ) -> None:
        super().__init__(data)
        choices = {"co_quan": agencies, "ma": awards, "nam": [(y, str(y)) for y in years]}
        for name, options in choices.items():
            self.fields[name].choices = list(options)  # type: ignore[attr-defined]  # fields are typed by their base
        if len(agencies) < 2:
            del self.fields["co_quan"]


class ListFilterForm(BaseForm):
    """The filters of the Excel file of a list; an unknown value is ignored."""

    don_vi = forms.ChoiceField(label=_("Unit"), required=False)
    loai = forms.ChoiceField(label=_("Kind"), required=False)
    danh_hieu = forms.ChoiceField(label=_("Title or form"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        units: Sequence[tuple[str, str]],
        awards: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        self.choice_field("don_vi").choices = [("", _("All")), *units]
        self.choice_field("loai").choices = [("", _("All")), *RecipientKind.choices]
        self.choice_field("danh_hieu").choices = [("", _("All")), *awards]

    def _chosen(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))

    def passes(self, row: Nomination) -> bool:
        """Whether the row is of the unit, the kind and the award that were chosen."""
        asked = {"don_vi": row.unit_id, "loai": row.kind, "danh_hieu": row.award_type.code}
        return all(self._chosen(name) in ("", str(value)) for name, value in asked.items())

    def filters_in_words(self) -> list[tuple[str, str]]:
        """Each filter as (label, value), as shown above the table."""
        return [
            (str(field.label), str(dict(field.choices)[self._chosen(name)]))  # type: ignore[attr-defined]  # fields are typed by their base
            for name, field in self.fields.items()
        ]


class UnregisteredFilterForm(BaseForm):
    """Filters by unit and kind of subject; an unknown value is ignored."""

    don_vi = forms.ChoiceField(label=_("Unit"), required=False)
    loai = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, data: Any, *, units: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.choice_field("don_vi").choices = [("", _("All")), *units]
        self.choice_field("loai").choices = [
            ("", _("All")),
            *((one.value, one.label) for one in AGENCY_RECIPIENTS),
        ]

    def chosen(self) -> tuple[int | None, str]:
        """The chosen unit and kind; None and "" where none is chosen."""
        self.is_valid()
        unit = self.cleaned_data.get("don_vi", "")
        return (int(unit) if unit else None), self.cleaned_data.get("loai", "")
