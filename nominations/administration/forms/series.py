"""Who numbers each type of paper of an agency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from nominations.paper_numbers.models import NumberedBy, PaperType
from nominations.web.forms import BaseForm

TYPES = [paper for paper in PaperType if paper != PaperType.LETTER]
"""Types that an agency numbers itself; letters are the registry's."""


class SeriesForm(BaseForm):
    """A choice for each type of paper."""

    def __init__(self, data: Any = None, *, current: Mapping[str, str]) -> None:
        super().__init__(data)
        for paper in TYPES:
            self.fields[paper.name.lower()] = forms.ChoiceField(
                label=f"{paper.label} ({paper.value})",
                choices=NumberedBy.choices,
                initial=current.get(paper.value, NumberedBy.EITHER),
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def settled(self) -> dict[str, str]:
        """The choice for each type, by its abbreviation."""
        return {paper.value: self.cleaned_data[paper.name.lower()] for paper in TYPES}
