"""The form of a report upward: subject, number, list with priorities."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nominations.decisions.forms.decisions import NUMBER_HELP, PAST_DAY, NominationChoice
from nominations.dossiers.models import Nomination
from nominations.web.forms import BaseForm, VnDateField, VnIntegerField, style_widget

PRIORITY = "priority_"


class UpwardReportForm(BaseForm):
    """A report upward with its nominations."""

    name = forms.CharField(
        label=_("Subject of the paper"),
        max_length=300,
        error_messages={"required": _("Write what the paper is about.")},
    )
    number = forms.CharField(
        label=_("Number of the paper"), max_length=60, required=False, help_text=NUMBER_HELP
    )
    issued_on = VnDateField(label=_("Date of the paper"), validators=PAST_DAY)
    nominations = NominationChoice(label=_("List of the paper"), queryset=None)
    opinions_seen = forms.BooleanField(
        label=_(
            "I have read the opinions that are not in favour; the paper goes upward all the same"
        ),
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        nominations: Any,
        initial: Any = None,
        has_priorities: bool = False,
        not_in_favour: Callable[[Iterable[Nomination]], list[str]] = lambda rows: [],
    ) -> None:
        """`has_priorities`: each line may be numbered. `not_in_favour`: lines about opinions that
        are not in favour."""
        super().__init__(data, initial=initial)
        self.rows = list(nominations)
        self.fields["nominations"].queryset = nominations  # type: ignore[attr-defined]  # fields are typed by their base
        for row in self.rows if has_priorities else ():
            self.fields[f"{PRIORITY}{row.pk}"] = _priority_field(row)
        self.has_priorities = has_priorities
        self._not_in_favour = not_in_favour
        self.asks_about_opinions = bool(not_in_favour(nominations))
        if not self.asks_about_opinions:
            del self.fields["opinions_seen"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["priorities"] = self._priorities(cleaned)
        seen = cleaned.pop("opinions_seen", True)
        if not seen and self._not_in_favour(cleaned.get("nominations") or ()):
            self.add_error(
                "opinions_seen",
                _(
                    "Read the opinions that are not in favour, then tick this box, or take their"
                    " nominations off the list."
                ),
            )
        return cleaned

    def lines_by_award(self) -> list[tuple[Any, list[tuple[Nomination, bool, Any]]]]:
        """The lines under their award: nomination, whether it is ticked, its priority if any."""
        ticked = {str(one) for one in self["nominations"].value() or ()}
        lines = [
            (
                row,
                str(row.pk) in ticked,
                self[f"{PRIORITY}{row.pk}"] if self.has_priorities else None,
            )
            for row in self.rows
        ]
        return [
            (award, list(group)) for award, group in groupby(lines, lambda one: one[0].award_type)
        ]

    def _priorities(self, cleaned: dict[str, Any]) -> dict[int, int]:
        """The priorities of the chosen lines, by nomination; a duplicate is an error."""
        chosen = {row.pk for row in cleaned.get("nominations") or ()}
        found: dict[int, int] = {}
        taken: dict[tuple[int, str, int], Nomination] = {}
        for row in self.rows:
            number = cleaned.pop(f"{PRIORITY}{row.pk}", None)
            if number is None or row.pk not in chosen:
                continue
            first = taken.setdefault((row.award_type_id, row.kind, number), row)
            if first is not row:
                self.add_error(
                    f"{PRIORITY}{row.pk}",
                    _("%(name)s has the priority %(number)s already.")
                    % {"name": first.subject_name, "number": number},
                )
            found[row.pk] = number
        return found


def _priority_field(row: Nomination) -> VnIntegerField:
    label = _("Priority of %(name)s") % {"name": row.subject_name}
    field = VnIntegerField(label=label, required=False, min_value=1, max_value=9999)
    style_widget(field.widget)
    return field
