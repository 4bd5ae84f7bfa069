"""Whether the dates of a campaign agree with each other and with its year. No models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class DateProblem:
    """A date that contradicts another: at which field, a stable key, the sentence."""

    field: str
    key: str
    sentence: _StrOrPromise


def _day(moment: datetime | date) -> date:
    return localtime(moment).date() if isinstance(moment, datetime) else moment


def date_problems(plan: Any) -> Iterator[DateProblem]:
    """What contradicts itself in the dates of a campaign, or of anything with its attributes.

    Dates that are not there yet (None) contradict nothing.
    """
    begins, ends = plan.achievement_from, plan.achievement_to
    opens, closes = plan.registration_opens_at, plan.registration_closes_at
    due_from, due_to = plan.submission_opens_at, plan.submission_closes_at
    reverse = _("A window closes before it opens.")
    if begins and ends and ends < begins:
        yield DateProblem(
            "achievement_to",
            "period_in_reverse",
            _("The achievement period ends before it begins."),
        )
    if opens and closes and closes <= opens:
        yield DateProblem("registration_closes_at", "window_in_reverse", reverse)
    if due_from and due_to and due_to <= due_from:
        yield DateProblem("submission_closes_at", "window_in_reverse", reverse)
    if opens and due_from and due_from < opens:
        yield DateProblem(
            "submission_opens_at",
            "windows_out_of_order",
            _("Reports cannot be submitted before the registration opens."),
        )
    if closes and due_to and due_to < closes:
        yield DateProblem(
            "submission_closes_at",
            "windows_out_of_order",
            _("The submission of reports closes before the registration does."),
        )
    if plan.review_due_on and due_from and plan.review_due_on < _day(due_from):
        yield DateProblem(
            "review_due_on",
            "review_too_early",
            _("The units review until a day before any report can be submitted."),
        )
    yield from _year_of(plan.year, [one for one in (begins, ends, opens, due_to) if one])


def _year_of(year: int | None, dates: list[Any]) -> Iterator[DateProblem]:
    years = {_day(one).year for one in dates}
    if year and years and not min(years) <= year <= max(years):
        span = "-".join(str(one) for one in sorted({min(years), max(years)}))
        yield DateProblem(
            "year",
            "year_disagrees",
            _("The year of the campaign is %(year)s, but its dates lie in %(years)s.")
            % {"year": year, "years": span},
        )
