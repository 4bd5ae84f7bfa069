"""The fields of a unit's meeting, and checks of their values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nominations.people.models import Unit
from nominations.people.queries import staff_count
from nominations.web.forms import VnDateField, VnIntegerField
from workflow import clock

MAX_PRESENT = 2000


def meeting_fields() -> dict[str, forms.Field]:
    """The number of people at the unit meeting, and its day."""
    return {
        "present": VnIntegerField(
            label=_("How many were present"),
            min_value=1,
            max_value=MAX_PRESENT,
            error_messages={"required": _("Write how many were present.")},
        ),
        "held_on": VnDateField(
            label=_("Day of the unit meeting"),
            error_messages={"required": _("Write the day of the unit meeting.")},
        ),
    }


def minority_field() -> forms.BooleanField:
    """A confirmation, shown when no more than half agreed."""
    return forms.BooleanField(
        label=_("The figures are right; the unit proposes the nomination all the same"),
        required=False,
    )


def check_present(form: forms.BaseForm, units: Iterable[Unit]) -> None:
    """Refuse more people present than the unit had members on the day of the meeting."""
    present, day = form.cleaned_data.get("present"), form.cleaned_data.get("held_on")
    if present is None or day is None:
        return
    for staff in {staff_count(unit, day) for unit in units}:
        if 0 < staff < present:
            sentence = gettext("The unit had only %(staff)s members on %(day)s.")
            form.add_error("present", sentence % {"staff": staff, "day": f"{day:%d/%m/%Y}"})


def check_meeting_day(day: Any) -> Any:
    """Refuse a meeting in the future."""
    if day > clock.today():
        raise ValidationError(_("The day of the meeting lies in the future."), code="future")
    return day


def staff_of(unit: Unit) -> int:
    """How many people work in the unit today."""
    return staff_count(unit, clock.today())
