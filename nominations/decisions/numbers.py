"""The agency's own running numbers: 01/QĐ-STC, 02/QĐ-STC... without gaps, from 1 January on.

The row of a series stays locked until the paper that took the number is committed; a refused paper
gives its number back with everything else. Numbers typed in from another system are checked against
the papers of the year, and skipped by the series.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.decisions.models import Decision, NumberSeries, UpwardReport
from nominations.people.models import Organization


class PaperType(models.TextChoices):
    """Types of paper with their abbreviation in a number (Decree 30/2020, appendix III)."""

    DECISION = "QĐ", gettext_lazy("Decision")
    SUBMISSION = "TTr", gettext_lazy("Submission")
    REPORT = "BC", gettext_lazy("Report")


def is_taken(organization: Organization, number: str, on: date) -> bool:
    """Whether a paper of the agency bears the number in that year."""
    return (
        Decision.objects.filter(
            organization=organization, number=number, signed_on__year=on.year
        ).exists()
        or UpwardReport.objects.filter(
            organization=organization, number=number, issued_on__year=on.year
        ).exists()
    )


def next_number(organization: Organization, paper: PaperType, on: date) -> str:
    """Take the next number of the agency's series of the year, in the transaction of the paper.

    Refuses an agency without a document symbol.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is taken together with its paper")
    if not organization.symbol:
        raise ValidationError(
            _(
                "%(agency)s has no document symbol, so a number cannot be made."
                " Type the number in, or ask the administrator to enter the symbol."
            ),
            "no_symbol",
            {"agency": organization.name},
        )
    key: dict[str, Any] = {"organization": organization, "paper": paper.value, "year": on.year}
    NumberSeries.objects.get_or_create(**key)
    series = NumberSeries.objects.select_for_update().get(**key)
    while True:
        series.last += 1
        number = f"{series.last:02d}/{paper.value}-{organization.symbol}"
        if not is_taken(organization, number, on):
            break
    series.save(update_fields=["last"])
    return number


def settle_number(organization: Organization, paper: PaperType, number: str, on: date) -> str:
    """The number typed in, or else the next of the series. Refuses one used this year."""
    number = number.strip()
    if not number:
        return next_number(organization, paper, on)
    if is_taken(organization, number, on):
        raise ValidationError(
            _("Number %(number)s is already used this year. Check the register of papers."),
            "number_taken",
            {"number": number},
        )
    return number
