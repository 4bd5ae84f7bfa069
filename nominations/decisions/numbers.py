"""The agency's own running numbers: 01/QĐ-STC, 02/QĐ-STC... without gaps, from 1 January on.

The row of a series stays locked until the paper that took the number is committed; a refused paper
gives its number back with everything else. Numbers typed in from another system are checked against
the register of paper numbers, and skipped by the series.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.decisions.models import NumberSeries
from nominations.paper_numbers.models import PaperPurpose, PaperType
from nominations.paper_numbers.services import (
    NamedPaper,
    check_free,
    own_issuer,
    read_number,
    standing,
    take,
)
from nominations.people.models import Organization

PURPOSES = {
    PaperType.DECISION: PaperPurpose.COMMEND,
    PaperType.SUBMISSION: PaperPurpose.SUBMISSION,
    PaperType.REPORT: PaperPurpose.REPORT,
}


def own_paper(
    organization: Organization,
    paper: PaperType,
    number: str,
    on: date,
    purpose: PaperPurpose | None = None,
) -> NamedPaper:
    """A paper of the agency's own under the number; refuses a text that is no such number."""
    return NamedPaper(
        issuer=own_issuer(organization),
        paper=paper.value,
        written=read_number(number, paper.value, organization),
        day=on,
        purpose=purpose or PURPOSES[paper],
    )


def _following(
    organization: Organization, paper: PaperType, on: date, last: int
) -> Iterator[tuple[int, NamedPaper]]:
    """Running numbers after `last` that nobody took, each with its paper."""
    if not organization.symbol:
        raise ValidationError(
            _(
                "%(agency)s has no document symbol, so a number cannot be made."
                " Type the number in, or ask the administrator to enter the symbol."
            ),
            "no_symbol",
            {"agency": organization.name},
        )
    while True:
        last += 1
        found = own_paper(organization, paper, f"{last}/{paper.value}-{organization.symbol}", on)
        if standing(found) is None:
            yield last, found


def _series(organization: Organization, paper: PaperType, on: date) -> dict[str, Any]:
    return {"organization": organization, "paper": paper.value, "year": on.year}


def coming_number(organization: Organization, paper: PaperType, number: str, on: date) -> str:
    """The number a paper would bear: the one typed in, or the next of the series; takes none.

    Refuses (ValidationError) what `settle_number` refuses.
    """
    if number.strip():
        found = own_paper(organization, paper, number, on)
        check_free(found)
        return found.written.shown
    series = NumberSeries.objects.filter(**_series(organization, paper, on)).first()
    _last, found = next(_following(organization, paper, on, series.last if series else 0))
    return found.written.shown


def next_number(organization: Organization, paper: PaperType, on: date, *, subject: str) -> str:
    """Take the next number of the agency's series of the year, in the transaction of the paper.

    Refuses an agency without a document symbol.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is taken together with its paper")
    key = _series(organization, paper, on)
    if organization.symbol:
        NumberSeries.objects.get_or_create(**key)
    series = NumberSeries.objects.select_for_update().filter(**key).first()
    last, found = next(_following(organization, paper, on, series.last if series else 0))
    NumberSeries.objects.filter(**key).update(last=last)
    return take(found, subject=subject).shown


def settle_number(
    organization: Organization, paper: PaperType, number: str, on: date, *, subject: str
) -> str:
    """Take the number typed in, or else the next of the series, for the paper `subject`.

    Refuses (ValidationError) a text that is no number of such a paper, and one used this year.
    """
    if not number.strip():
        return next_number(organization, paper, on, subject=subject)
    return take(own_paper(organization, paper, number, on), subject=subject).shown
