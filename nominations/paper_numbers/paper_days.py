"""The days of papers in their order: no paper is older than the step it follows.

Each room tells the day of its own step with the words for it; the check is here only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from workflow import clock

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class StepDay:
    """A step and the day on which it was taken."""

    label: _StrOrPromise
    day: date


def check_order(
    day: date, *, after: Iterable[StepDay | None] = (), before: Iterable[StepDay | None] = ()
) -> None:
    """Refuse (ValidationError) a day of the future, before a step it follows, or after one that
    follows it. The refusal says which step on which day."""
    if day > clock.today():
        raise ValidationError(_("The date of the paper lies in the future."), "future")
    earlier = max((one for one in after if one), key=_day_of, default=None)
    if earlier is not None and day < earlier.day:
        raise ValidationError(
            _("The date %(day)s lies before a step that comes first: %(step)s on %(other)s."),
            "before_step",
            _words(day, earlier),
        )
    later = min((one for one in before if one), key=_day_of, default=None)
    if later is not None and day > later.day:
        raise ValidationError(
            _("The date %(day)s lies after a step that follows it: %(step)s on %(other)s."),
            "after_step",
            _words(day, later),
        )


def _day_of(step: StepDay) -> date:
    return step.day


def _words(day: date, step: StepDay) -> dict[str, str]:
    return {"day": f"{day:%d/%m/%Y}", "step": str(step.label), "other": f"{step.day:%d/%m/%Y}"}
