"""The form field of a paper's number."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nominations.paper_numbers.models import PaperType
from nominations.paper_numbers.services import read_number


class PaperNumberField(forms.CharField):
    """A number in the spelling of the register; refuses a text that is no number of such a paper.

    The type `LETTER` takes a paper of any type: a decision, a letter.
    """

    def __init__(self, *, paper: str = PaperType.LETTER, **kwargs: Any) -> None:
        self.paper = paper
        super().__init__(**{"label": _("Number of the paper"), "max_length": 60, **kwargs})

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "")
        return read_number(text, self.paper).shown if text else ""
