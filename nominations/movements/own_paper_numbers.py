"""The numbers of the agency's own plans and reports, in the register of paper numbers."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nominations.paper_numbers.services import (
    NamedPaper,
    attach_number,
    own_issuer,
    read_number,
    release_numbers,
)
from nominations.people.models import Organization


def name_own_paper(
    organization: Organization, *, subject: str, paper: str, purpose: str, number: str, day: date
) -> None:
    """Let the record `subject` name the paper, and no other one any more.

    One paper may answer several movements, so that its number is named and not taken. Refuses
    (ValidationError) what is no number of such a paper and one that stands on another paper.
    """
    parsed = read_number(number, paper, organization)
    release_numbers(subject)
    named = NamedPaper(
        issuer=own_issuer(organization), paper=paper, number=parsed, day=day, purpose=purpose
    )
    attach_number(named, subjects=[subject], is_named_only=False)


def checked_pair(number: str, day: date | None) -> None:
    """Refuse (ValidationError) a number without its day, or a day without its number."""
    if bool(number) != (day is not None):
        raise ValidationError(
            _("Write both the number and the date of the paper, or neither."), code="half_a_paper"
        )
