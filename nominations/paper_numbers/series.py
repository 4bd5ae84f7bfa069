"""Running numbers that are given here: 01/QĐ-STC, 02/QĐ-STC... without gaps, from 1 January on.

The row of a series stays locked until the paper that took the number is committed; a refused paper
gives its number back with everything else. Numbers typed in from another system are checked against
the register of paper numbers, and skipped by the series. An agency settles for each type of paper
whether its registry or this series gives the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.paper_numbers.models import (
    NumberedBy,
    NumberSeries,
    PaperPurpose,
    PaperType,
    SeriesSetting,
)
from nominations.paper_numbers.services import (
    NamedPaper,
    check_number_free,
    own_issuer,
    read_number,
    registered_number,
    take_number,
)
from nominations.people.models import Organization

PURPOSES = {
    PaperType.DECISION: PaperPurpose.COMMEND,
    PaperType.SUBMISSION: PaperPurpose.SUBMISSION,
    PaperType.REPORT: PaperPurpose.REPORT,
    PaperType.MINUTES: PaperPurpose.MINUTES,
    PaperType.NOTICE: PaperPurpose.NOTICE,
    PaperType.PLAN: PaperPurpose.PLAN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPapers:
    """Papers of one type and purpose of an organ: the agency itself, or its council by its symbol.

    Without `purpose` it is the usual one of the type.
    """

    organization: Organization
    paper: PaperType
    symbol: str = ""
    purpose: PaperPurpose | None = None

    @property
    def organ_symbol(self) -> str:
        """What stands behind the type in a number."""
        return self.symbol or self.organization.symbol

    def named(self, number: str, on: date) -> NamedPaper:
        """The paper under the number; refuses (ValidationError) a text that is no such number."""
        return NamedPaper(
            issuer=own_issuer(self.organization),
            paper=self.paper.value,
            number=read_number(number, self.paper.value, self.organization),
            day=on,
            purpose=self.purpose or PURPOSES[self.paper],
        )

    @property
    def numbered_by(self) -> NumberedBy:
        """Who gives the number by the settings of the agency."""
        found = SeriesSetting.objects.filter(
            organization=self.organization, paper=self.paper.value
        ).values_list("numbered_by", flat=True)
        return NumberedBy(found.first() or NumberedBy.EITHER)

    def check_typed(self, number: str) -> None:
        """Refuse (ValidationError) a typed number where the series gives it, none where it is the
        registry's."""
        numbered_by, is_typed = self.numbered_by, bool(number.strip())
        if is_typed and numbered_by == NumberedBy.HERE:
            raise ValidationError(
                _(
                    "Papers of the type %(paper)s are numbered here one after the other."
                    " Leave the number empty."
                ),
                "numbered_here",
                {"paper": self.paper.value},
            )
        if not is_typed and numbered_by == NumberedBy.REGISTRY:
            raise ValidationError(
                _(
                    "The registry numbers papers of the type %(paper)s."
                    " Type in the number it gave the paper."
                ),
                "number_missing",
                {"paper": self.paper.value},
            )

    def _series(self, on: date) -> dict[str, Any]:
        return {
            "organization": self.organization,
            "symbol": self.organ_symbol,
            "paper": self.paper.value,
            "year": on.year,
        }

    def _following(self, on: date, last: int) -> Iterator[tuple[int, NamedPaper]]:
        """Running numbers after `last` that nobody took, each with its paper."""
        if not self.organ_symbol:
            raise ValidationError(
                _(
                    "%(agency)s has no document symbol, so a number cannot be made."
                    " Type the number in, or ask the administrator to enter the symbol."
                ),
                "no_symbol",
                {"agency": self.organization.name},
            )
        while True:
            last += 1
            found = self.named(f"{last}/{self.paper.value}-{self.organ_symbol}", on)
            if registered_number(found) is None:
                yield last, found

    def coming(self, number: str, on: date) -> str:
        """The number a paper would bear: the one typed in, or the next of the series; takes none.

        Refuses (ValidationError) what `settle` refuses.
        """
        self.check_typed(number)
        if number.strip():
            found = self.named(number, on)
            check_number_free(found)
            return found.number.shown
        series = NumberSeries.objects.filter(**self._series(on)).first()
        _last, found = next(self._following(on, series.last if series else 0))
        return found.number.shown

    def next(self, on: date, *, subject: str) -> str:
        """Take the next number of the year's series, in the transaction of the paper.

        Refuses an organ without a document symbol.
        """
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError("a number is taken together with its paper")
        key = self._series(on)
        if self.organ_symbol:
            NumberSeries.objects.get_or_create(**key)
        series = NumberSeries.objects.select_for_update().filter(**key).first()
        last, found = next(self._following(on, series.last if series else 0))
        NumberSeries.objects.filter(**key).update(last=last)
        return take_number(found, subject=subject).shown

    def settle(self, number: str, on: date, *, subject: str) -> str:
        """Take the number typed in, or else the next of the series, for the record `subject`.

        Refuses (ValidationError) a text that is no number of such a paper, one used this year, and
        what the settings of the agency do not let.
        """
        self.check_typed(number)
        if not number.strip():
            return self.next(on, subject=subject)
        return take_number(self.named(number, on), subject=subject).shown


def own_paper(
    organization: Organization,
    paper: PaperType,
    number: str,
    on: date,
    purpose: PaperPurpose | None = None,
) -> NamedPaper:
    """A paper of the agency's own under the number; refuses a text that is no such number."""
    return OwnPapers(organization=organization, paper=paper, purpose=purpose).named(number, on)


def coming_number(organization: Organization, paper: PaperType, number: str, on: date) -> str:
    """The number a paper of the agency would bear, see `OwnPapers.coming`."""
    return OwnPapers(organization=organization, paper=paper).coming(number, on)


def next_number(organization: Organization, paper: PaperType, on: date, *, subject: str) -> str:
    """The next number of the agency's series, see `OwnPapers.next`."""
    return OwnPapers(organization=organization, paper=paper).next(on, subject=subject)


def settle_number(
    organization: Organization, paper: PaperType, number: str, on: date, *, subject: str
) -> str:
    """The number of a paper of the agency, see `OwnPapers.settle`."""
    return OwnPapers(organization=organization, paper=paper).settle(number, on, subject=subject)
