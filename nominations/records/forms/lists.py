"""Filters of the lists, and the sheet on which a unit's grades of a year are entered at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nominations.people.models import Person, Unit
from nominations.records.forms.entries import RecordPaperForm
from nominations.records.initiative_workflow import InitiativeState
from nominations.records.models import AnnualGrade
from nominations.records.scales import Grade
from nominations.web.forms import BaseForm


class _Filters(BaseForm):
    """Filters by name, unit and year; an unknown value is ignored."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, data: Any, *, units: Iterable[Unit], years: Iterable[int]) -> None:
        super().__init__(data)
        everything = ("", _("All"))
        self.choice_field("unit").choices = [
            everything,
            *((str(one.pk), one.name) for one in units),
        ]
        self.choice_field("year").choices = [
            everything,
            *((str(year), str(year)) for year in years),
        ]
        self.fields["q"].widget.attrs |= {"type": "search", "autocomplete": "off"}


class GradeFilterForm(_Filters):
    """Filters of the list of grades."""

    grade = forms.ChoiceField(
        label=_("Grade"), required=False, choices=[("", _("All")), *Grade.choices[::-1]]
    )


class InitiativeFilterForm(_Filters):
    """Filters of the list of initiatives."""

    state = forms.ChoiceField(
        label=_("Where it stands"),
        required=False,
        choices=[("", _("All")), *InitiativeState.choices],
    )
    mine = forms.BooleanField(label=_("Only mine"), required=False)


class GradeSheetForm(RecordPaperForm):
    """One select per member and one for the unit itself; existing grades are read-only."""

    def __init__(
        self,
        data: Any = None,
        *,
        unit: Unit,
        persons: Iterable[Person],
        existing: Mapping[str, AnnualGrade],
    ) -> None:
        super().__init__(data)
        self.subjects: dict[str, Person | Unit] = {f"d{unit.pk}": unit}
        self.subjects |= {f"c{person.pk}": person for person in persons}
        self.existing = existing
        for key, subject in self.subjects.items():
            if key not in existing:
                self.fields[f"grade_{key}"] = forms.ChoiceField(
                    label=str(subject),
                    required=False,
                    choices=[("", _("Not entered")), *Grade.choices[::-1]],
                    widget=forms.Select(attrs={"class": "form-select"}),
                )

    def rows(self) -> list[dict[str, Any]]:
        """Per subject the select or the existing grade; the unit comes first."""
        return [
            {
                "subject": subject,
                "is_unit": isinstance(subject, Unit),
                "field": self[f"grade_{key}"] if key not in self.existing else None,
                "existing": self.existing.get(key),
            }
            for key, subject in self.subjects.items()
        ]

    def grades(self) -> dict[Person | Unit, str]:
        """The chosen grades."""
        return {
            subject: self.cleaned_data[f"grade_{key}"]
            for key, subject in self.subjects.items()
            if self.cleaned_data.get(f"grade_{key}")
        }
