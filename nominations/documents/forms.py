"""Forms of the texts of papers, offsets on blanks and the emblem."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.documents.agency_texts import EditableText, placeholder, unknown_placeholders
from nominations.documents.certificate import Overprint
from nominations.documents.emblems import PICTURES
from nominations.documents.text_check import check_printable
from nominations.web.forms import BaseForm, UploadField, VnDateField

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
            names = ", ".join(placeholder(name) for name in known)
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


def _offset_field(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=-50, max_value=50, decimal_places=1, localize=True
    )


class OverprintForm(BaseForm):
    """How far the lines of certificates are moved on blanks, in millimetres.

    An offset that is left empty is the one kept for the blank, or 0.
    """

    right = _offset_field(gettext_lazy("To the right (mm)"))
    down = _offset_field(gettext_lazy("Down (mm)"))

    def __init__(self, data: Any = None, *, stored: Overprint | None = None, **more: Any) -> None:
        self.stored = stored
        if stored is not None:
            more["initial"] = {
                "right": stored.right,
                "down": stored.down,
                **more.get("initial", {}),
            }
        super().__init__(data, **more)

    def offsets(self, stored: Overprint | None = None) -> tuple[Decimal, Decimal]:
        """What was typed, filled from what is stored for the blank: to the right and down."""
        held, given = stored or self.stored or Overprint(), self.cleaned_data
        right, down = given.get("right"), given.get("down")
        return (
            Decimal(str(held.right)) if right is None else right,
            Decimal(str(held.down)) if down is None else down,
        )


class EmblemForm(BaseForm):
    """A picture for the top of certificates."""

    file = UploadField(
        label=gettext_lazy("Picture of the emblem"),
        kinds=PICTURES,
        max_mb=5,
        error_messages={
            "required": gettext_lazy("Choose the picture first."),
            "empty": gettext_lazy("This file is empty. Choose the picture of the emblem."),
        },
    )

    def __init__(self, data: Any = None, files: Any = None, *, wants_file: bool = True) -> None:
        super().__init__(data, files)
        self.fields["file"].required = wants_file
