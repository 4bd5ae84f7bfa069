"""Which papers are printed, why once more, and onto what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.documents.certificate import Overprint
from nominations.documents.forms import OverprintForm
from nominations.print_runs.print_sources import PrintablePaper

_PART = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?")


class PrintForm(OverprintForm):
    """The papers by their numbers in the list; all of them where nothing is written."""

    numbers = forms.CharField(
        label=gettext_lazy("Numbers in the list"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example 1-20, 35. Leave empty to print all of them."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for printing again"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Only where a paper was printed before; it is kept in the print log."
        ),
    )
    on_blanks = forms.BooleanField(
        label=gettext_lazy("Print onto blanks that are printed already"), required=False
    )

    def __init__(
        self,
        data: Any = None,
        *,
        papers: Sequence[PrintablePaper],
        on_blanks: bool,
        stored: Mapping[str, Overprint],
        **more: Any,
    ) -> None:
        self._papers, self._stored = papers, stored
        blanks = {one.blank for one in papers}
        super().__init__(
            data, stored=stored.get(blanks.pop()) if len(blanks) == 1 else None, **more
        )
        if not on_blanks:
            for name in ("on_blanks", "right", "down"):
                del self.fields[name]

    def clean_numbers(self) -> list[PrintablePaper]:
        """The chosen papers in the order of the list."""
        text = self.cleaned_data["numbers"]
        if not text:
            return list(self._papers)
        known = {one.number: one for one in self._papers}
        wanted: set[str] = set()
        for part in re.split(r"[,;\s]+(?![-–])(?<![-–])", text.strip(" ,;")):
            found = _PART.fullmatch(part.strip())
            if found is None:
                raise ValidationError(
                    _("“%(part)s” is no number. Write numbers as in 1-20, 35."),
                    "no_number",
                    {"part": part[:30]},
                )
            first, last = int(found[1]), int(found[2] or found[1])
            named = {number for number in known if first <= int(number) <= last}
            if not named:
                raise ValidationError(
                    _("There is no number %(part)s in this list."),
                    "not_in_list",
                    {"part": part},
                )
            wanted |= named
        return [one for one in self._papers if one.number in wanted]

    def clean(self) -> dict[str, Any]:
        """Refuses blanks of two awards at once: each lies in the printer by itself."""
        cleaned = super().clean() or self.cleaned_data
        blanks = list(dict.fromkeys(one.blank for one in cleaned.get("numbers") or ()))
        if cleaned.get("on_blanks") and len(blanks) > 1:
            names = ", ".join(blanks)
            self.add_error(
                "numbers",
                ValidationError(
                    _("These numbers go onto different blanks (%(names)s). Print one kind a time."),
                    "two_blanks",
                    {"names": names},
                ),
            )
        return cleaned

    @property
    def chosen(self) -> dict[str, Any]:
        """The papers, the reason, and onto what they are printed."""
        given = self.cleaned_data
        layout: dict[str, Any] = {}
        if given.get("on_blanks"):
            blank = given["numbers"][0].blank if given["numbers"] else ""
            right, down = self.offsets(self._stored.get(blank))
            layout = {"on_blanks": True, "blank": blank, "right": str(right), "down": str(down)}
        return {"papers": given["numbers"], "reason": given["reason"], "layout": layout}
