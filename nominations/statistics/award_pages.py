"""Pages of a long list of awards in the order of years, rank and names.

A page is found by counting groups of year, award and kind, and reading the groups that stand on it
by an index, so that no page sorts more than it shows, however long the list is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from nominations.awards.models import Award, AwardQuerySet
from nominations.law.models import AwardType, RecipientKind


class YearAwardKind(NamedTuple):
    year: int
    award_type_id: int
    kind: str


class AwardPages:
    """Awards by year, by rank, people before collectives, by name. A paginator counts and slices
    it. `numbers` answers those of the groups where they are known without counting the awards."""

    def __init__(
        self,
        awards: AwardQuerySet,
        numbers: Callable[[], Mapping[YearAwardKind, int]] | None = None,
        *,
        latest_first: bool = False,
    ) -> None:
        self.awards = awards.order_by()
        self._numbers = numbers
        self._latest_first = latest_first

    @cached_property
    def _types(self) -> dict[int, AwardType]:
        return {one.pk: one for one in AwardType.objects.order_by("rank", "code", "valid_from")}

    @cached_property
    def _groups(self) -> list[tuple[YearAwardKind, int]]:
        numbers = (self._numbers or self._counted)()
        rank = {pk: place for place, pk in enumerate(self._types)}
        return sorted(
            numbers.items(),
            key=lambda one: (
                -one[0].year if self._latest_first else one[0].year,
                rank[one[0].award_type_id],
                RecipientKind.values.index(one[0].kind),
            ),
        )

    def _counted(self) -> Mapping[YearAwardKind, int]:
        rows = self.awards.values_list(*YearAwardKind._fields).annotate(number=Count("id"))
        return Counter({YearAwardKind(*row[:-1]): row[-1] for row in rows})

    def count(self) -> int:
        return sum(number for _group, number in self._groups)

    def page(self, number: Any, size: int) -> Page[Any]:
        """The page of that number, the first or the last one where there is no such page."""
        # A paginator asks its list for nothing but its length and a portion of it.
        pages: Paginator[Any] = Paginator(self, size)  # type: ignore[arg-type]
        return pages.get_page(number)

    def __getitem__(self, portion: slice) -> list[Any]:
        """A page: one statement for all groups that stand on it whole, one for each of the at most
        two groups that begin or go on elsewhere."""
        start, stop = portion.start or 0, portion.stop
        shown: dict[YearAwardKind, list[Award]] = {}
        whole = []
        place = 0
        for group, number in self._groups:
            first, last = max(start - place, 0), min(stop - place, number)
            place += number
            if first >= last:
                continue
            shown[group] = []
            if last - first == number:
                whole.append(group)
            else:
                shown[group] = list(self._of(Q(**group._asdict()))[first:last])
        if whole:
            condition = Q()
            for group in whole:
                condition |= Q(**group._asdict())
            for award in self._of(condition):
                shown[YearAwardKind(award.year, award.award_type_id, award.kind)].append(award)
        page = [award for awards in shown.values() for award in awards]
        for award in page:
            award.award_type = self._types[award.award_type_id]
        return page

    def _of(self, condition: Q) -> AwardQuerySet:
        return self.awards.filter(condition).order_by("sort_key", "id")
