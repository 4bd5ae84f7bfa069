"""The public roll of honour: the public data of awards, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from nominations.awards.models import Award, AwardCount
from nominations.law.models import AwardType
from nominations.model_examples.queries import public_example_ids
from nominations.people.models import Organization, Person, Unit
from nominations.people.queries import with_predecessors
from nominations.statistics.award_pages import AwardPages
from nominations.statistics.line_counts import group_numbers
from nominations.vietnamese import fold

MAX_NAMESAKES = 1000
"""How many people, and how many collectives, a name may stand for where no agency is chosen."""


class TooManyNamesakes(Exception):
    """A name with more recipients than one search returns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HonouredAward:
    """Everything that the public may see of an award; `example` is its model example."""

    year: int
    award: str
    kind: str
    recipient: str
    unit: str
    agency: str
    decision_number: str
    decision_date: date | None
    achievement: str
    example: int | None = None


class HonourRoll(AwardPages):
    """The latest year first; of each award what the public may see."""

    def __getitem__(self, portion: slice) -> list[HonouredAward]:
        awards = super().__getitem__(portion)
        examples = public_example_ids(award.pk for award in awards)
        return [
            HonouredAward(
                year=award.year,
                award=award.award_type.name,
                kind=award.kind,
                recipient=award.recipient_name,
                unit=award.unit_name,
                agency=award.organization.name,
                decision_number=award.decision_number,
                decision_date=award.decision_date,
                achievement=award.achievement,
                example=examples.get(award.pk),
            )
            for award in awards
        ]


def honour_roll(
    *,
    year: int | None = None,
    organization: Organization | None = None,
    award_code: str = "",
    unit_name: str = "",
    text: str = "",
) -> HonourRoll:
    """The roll, narrowed; `text` is searched without marks.

    A name without an agency is looked up among the people first, and refused (TooManyNamesakes)
    where it stands for very many.
    """
    chosen: dict[str, Any] = {}
    if year is not None:
        chosen["year"] = year
    if organization is not None:
        chosen["organization_id__in"] = sorted(with_predecessors({organization.pk}))
    if award_code:
        types = AwardType.objects.filter(code=award_code)
        chosen["award_type_id__in"] = list(types.values_list("pk", flat=True))
    awards = Award.objects.valid().filter(**chosen).prefetch_related("organization")
    if not unit_name and not fold(text):
        return HonourRoll(awards, partial(group_numbers, Q(**chosen)), latest_first=True)
    if unit_name:
        awards = awards.filter(Q(unit_name=unit_name) | Q(collective__name=unit_name))
    if fold(text):
        awards = awards.filter(_named(text, is_bounded=organization is not None))
    return HonourRoll(awards, latest_first=True)


def _named(text: str, *, is_bounded: bool) -> Q:
    condition = Q()
    for word in fold(text).split():
        condition &= Q(search_key__contains=word)
    people: Any = Person.objects.filter(condition).order_by().values_list("pk", flat=True)
    units: Any = Unit.objects.filter(condition).order_by().values_list("pk", flat=True)
    if not is_bounded:
        people, units = list(people[: MAX_NAMESAKES + 1]), list(units[: MAX_NAMESAKES + 1])
        if max(len(people), len(units)) > MAX_NAMESAKES:
            raise TooManyNamesakes
    return Q(person_id__in=people) | Q(collective_id__in=units)


def honoured_agencies() -> list[Organization]:
    """The agencies that have awards, in their order."""
    theirs = AwardCount.objects.filter(organization=OuterRef("pk"))
    return list(Organization.objects.filter(Exists(theirs)).order_by("rank", "code"))


def honoured_years() -> list[int]:
    """The years with awards, the latest first."""
    years = AwardCount.objects.order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def honoured_awards() -> list[AwardType]:
    """The awards that somebody holds, each code once under its latest name, by rank."""
    theirs = AwardCount.objects.filter(award_type=OuterRef("pk"))
    types = AwardType.objects.filter(Exists(theirs)).order_by("valid_from")
    by_code = {one.code: one for one in types}
    return sorted(by_code.values(), key=lambda one: (one.rank, one.code))


def unit_names(organization: Organization) -> list[str]:
    """The units of an agency and of its predecessors, each name once, in their order."""
    agencies = sorted(with_predecessors({organization.pk}))
    units: QuerySet[Unit, str] = (
        Unit.objects.workplaces()
        .filter(organization_id__in=agencies)
        .order_by("rank", "code")
        .values_list("name", flat=True)
    )
    return list(dict.fromkeys(units))
