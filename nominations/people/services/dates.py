"""Periods in rules and in sentences."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _


def short_date(day: date) -> str:
    """05/01/2026."""
    return f"{day:%d/%m/%Y}"


def period_in_words(valid_from: date, valid_to: date | None) -> str:
    """The period in words, an open end left open."""
    if valid_to is None:
        return _("from %(start)s") % {"start": short_date(valid_from)}
    return _("from %(start)s to %(end)s") % {
        "start": short_date(valid_from),
        "end": short_date(valid_to),
    }


def check_order(valid_from: date, valid_to: date | None) -> None:
    """Refuse a period that ends before it begins."""
    if valid_to is not None and valid_to < valid_from:
        raise ValidationError(
            _("The last day (%(end)s) is before the first day (%(start)s).")
            % {"start": short_date(valid_from), "end": short_date(valid_to)},
            code="end_before_start",
        )


def overlapping_rows(valid_from: date, valid_to: date | None) -> Q:
    """Dated rows that share at least one day with the period."""
    lasts = Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)
    return lasts if valid_to is None else lasts & Q(valid_from__lte=valid_to)
