"""Typed-in wording of papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.documents.agency_texts import EditableText, marked, unknown_placeholders
from nominations.documents.text_check import check_printable
from nominations.web.forms import BaseForm, VnDateField

MAX_TEXT = 2000


class AgencyTextForm(BaseForm):
    """The text of a sentence and the day from which papers say it."""

    text = forms.CharField(
        label=gettext_lazy("Text on the paper"),
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    valid_from = VnDateField(
        label=gettext_lazy("Holds for papers from"),
        help_text=gettext_lazy("By the date of the paper; a draft reads it as of today."),
        error_messages={"required": gettext_lazy("Enter from when the wording holds.")},
    )

    def __init__(self, data: Any = None, *, editable: EditableText, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._editable = editable
        hints = [_("Left empty, the shipped text holds again.")]
        if editable.is_list:
            hints.insert(0, _("One recipient in a line, without a dash and without a mark behind."))
        self.fields["text"].help_text = " ".join(hints)

    def clean_text(self) -> str:
        """Refuses a placeholder that the sentence does not know, and what cannot be printed."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        known = self._editable.placeholders
        if unknown := unknown_placeholders(text, known):
            names = ", ".join(marked(name) for name in known)
            words = {"unknown": ", ".join(unknown), "known": names}
            if known:
                raise ValidationError(
                    _("There is no placeholder %(unknown)s here. Use one of: %(known)s.") % words,
                    "unknown_placeholder",
                )
            raise ValidationError(
                _("There is no placeholder %(unknown)s here; this text knows none.") % words,
                "unknown_placeholder",
            )
        check_printable(text)
        return text
