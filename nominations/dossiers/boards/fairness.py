"""How an award is distributed: by post, gender and unit; repeated winners; staff never awarded.

Figures count people. Former staff count as winners by the post recorded in the award, and belong to
no unit. The share of a group of fewer than five people is not shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nominations.awards.models import Award
from nominations.dossiers.boards.aggregates import STAGE
from nominations.dossiers.models import Nomination
from nominations.fractions import percent_words
from nominations.law.models import RecipientKind
from nominations.people.gender import Gender
from nominations.people.models import Organization, Position, UnitMembership
from nominations.people.models.dated import holds_on
from workflow import clock

MIN_GROUP_SIZE = 5
MAX_TIMES = 3
MAX_NAMES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """Somebody who works in the agency on the day."""

    pk: int
    name: str
    unit_id: int
    unit: str
    gender: str
    manager: bool


@dataclass(kw_only=True, slots=True)
class StaffGroup:
    """A group of the staff: how many belong to it, are nominated, hold the award."""

    label: str
    members: int = 0
    proposed: int = 0
    held: int = 0
    outside: bool = False
    of_members: int = 0
    of_current: int = 0

    @property
    def is_small(self) -> bool:
        return self.members < MIN_GROUP_SIZE and not self.outside

    @property
    def share(self) -> str:
        """Holders and nominees as a share of the group; "" for a small group."""
        if self.is_small or self.outside:
            return ""
        return percent_words(self.current, self.members)

    @property
    def current(self) -> int:
        """How many are nominated or hold the award: each person once."""
        return self.proposed + self.held

    @property
    def of_staff(self) -> str:
        """The group as a share of the staff."""
        return "" if self.outside else percent_words(self.members, self.of_members)

    @property
    def of_winners(self) -> str:
        """The group as a share of those nominated or holding; "" for a small group."""
        return "" if self.is_small else percent_words(self.current, self.of_current)


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name on the page, for readers who may see names."""

    name: str
    unit: str
    years: tuple[int, ...] = ()


@dataclass(kw_only=True, slots=True)
class Fairness:
    """The data of the page. `groups`: tables by heading; `repeats`: how often this year's winners
    won in the years before. The lists of names are filled only for readers who may see every
    nomination."""

    year: int
    span: int
    members: int
    proposed: int
    held: int
    groups: list[tuple[str, list[StaffGroup]]] = field(default_factory=list)
    repeats: list[tuple[str, int]] = field(default_factory=list)
    first_timers: int = 0
    never: int = 0
    again: list[ListedName] = field(default_factory=list)
    never_named: list[ListedName] = field(default_factory=list)
    chart: dict[str, Any] = field(default_factory=dict)

    @property
    def current(self) -> int:
        return self.proposed + self.held

    @property
    def never_more(self) -> int:
        return self.never - len(self.never_named)


def _members(organization: Organization, day: date) -> dict[int, StaffMember]:
    rows = (
        UnitMembership.objects.filter(
            holds_on(day), unit__organization=organization, is_primary=True
        )
        .select_related("person", "unit", "position")
        .order_by("unit__rank", "unit__code", "position__rank", "person__sort_key", "valid_from")
    )
    return {
        row.person_id: StaffMember(
            pk=row.person_id,
            name=row.person.full_name,
            unit_id=row.unit_id,
            unit=row.unit.name,
            gender=row.person.gender,
            manager=row.position.is_manager,
        )
        for row in rows
    }


@dataclass(kw_only=True, slots=True)
class _History:
    """The years in which each person won the award; who is nominated now; who ever received any
    award."""

    years: Mapping[int, set[int]]
    posts: Mapping[tuple[int, int], bool]
    proposed: frozenset[int]
    before: frozenset[int]
    ever: frozenset[int]

    def winners(self, year: int) -> set[int]:
        return {pk for pk, years in self.years.items() if year in years}


def _history(
    organization: Organization, code: str, year: int, span: int, members: Iterable[int]
) -> _History:
    managers = set(Position.objects.filter(is_manager=True).values_list("name", flat=True))
    awards = Award.objects.valid().filter(kind=RecipientKind.INDIVIDUAL).order_by()
    years: dict[int, set[int]] = defaultdict(set)
    posts: dict[tuple[int, int], bool] = {}
    own = awards.filter(
        organization=organization, award_type__code=code, year__gte=year - span, year__lte=year
    )
    for pk, of_year, post in own.values_list("person_id", "year", "position_name"):
        years[pk].add(of_year)
        posts[pk, of_year] = post in managers
    working = UnitMembership.objects.filter(unit__organization=organization).values("person_id")
    past = awards.filter(person_id__in=working)
    before = past.filter(award_type__code=code, year__lt=year)
    nominated = Nomination.objects.filter(
        organization=organization,
        campaign__year=year,
        award_type__code=code,
        kind=RecipientKind.INDIVIDUAL,
        state__in=list(STAGE),
    ).order_by()
    return _History(
        years=years,
        posts=posts,
        proposed=frozenset(nominated.values_list("person_id", flat=True)),
        before=frozenset(before.values_list("person_id", flat=True).distinct()),
        ever=frozenset(past.filter(year__lte=year).values_list("person_id", flat=True).distinct()),
    )


def award_distribution(
    organization: Organization, *, code: str, year: int, span: int = 5, names: bool = False
) -> Fairness:
    """How the individual award `code` of the year is distributed over the agency's staff.

    `span`: how many earlier years count as a repeat. `names`: include names, for readers who may
    see every nomination of the agency. A constant number of queries.
    """
    day = min(clock.today(), date(year, 12, 31))
    members = _members(organization, day)
    history = _history(organization, code, year, span, members)
    held = history.winners(year)
    proposed = set(history.proposed) - held
    found = Fairness(
        year=year, span=span, members=len(members), proposed=len(proposed), held=len(held)
    )
    found.groups = [
        (pgettext("a group of people", "Post"), _by_post(members, history, proposed, held, year)),
        (_("Women and men"), _by_gender(members, proposed, held)),
        (_("Unit"), _by_unit(members, proposed, held, fold=not names)),
    ]
    for _heading, lines in found.groups:
        for line in lines:
            line.of_members, line.of_current = found.members, found.current
    current = held | proposed
    _again(found, members, history, current, names)
    unawarded = [one for pk, one in members.items() if pk not in history.ever]
    found.never = len(unawarded)
    if names:
        found.never_named = [ListedName(one.name, one.unit) for one in unawarded[:MAX_NAMES]]
    found.chart = _chart(members, history, year, span)
    return found


def _count(groups: Mapping[Any, StaffGroup], key: Any, pk: int, proposed: set[int]) -> None:
    group = groups[key]
    if pk in proposed:
        group.proposed += 1
    else:
        group.held += 1


def _by_post(
    members: Mapping[int, StaffMember],
    history: _History,
    proposed: set[int],
    held: set[int],
    year: int,
) -> list[StaffGroup]:
    groups = {
        True: StaffGroup(label=pgettext("a group of people", "Managers")),
        False: StaffGroup(label=pgettext("a group of people", "Staff without a management post")),
    }
    for one in members.values():
        groups[one.manager].members += 1
    for pk in proposed | held:
        member = members.get(pk)
        manager = member.manager if member else history.posts.get((pk, year), False)
        _count(groups, manager, pk, proposed)
    return list(groups.values())


def _by_gender(
    members: Mapping[int, StaffMember], proposed: set[int], held: set[int]
) -> list[StaffGroup]:
    words = {
        Gender.FEMALE.value: pgettext("a group of people", "Women"),
        Gender.MALE.value: pgettext("a group of people", "Men"),
        "": pgettext("a group of people", "Not recorded"),
        None: pgettext("a group of people", "No longer in the agency"),
    }
    groups = {key: StaffGroup(label=word, outside=key is None) for key, word in words.items()}
    for one in members.values():
        groups[one.gender].members += 1
    for pk in proposed | held:
        member = members.get(pk)
        _count(groups, member.gender if member else None, pk, proposed)
    return [one for key, one in groups.items() if one.members or one.current]


def _by_unit(
    members: Mapping[int, StaffMember], proposed: set[int], held: set[int], *, fold: bool
) -> list[StaffGroup]:
    """A line per unit; with `fold`, units so small that a line would identify people are merged."""
    groups: dict[int | None, StaffGroup] = {}
    for one in members.values():
        groups.setdefault(one.unit_id, StaffGroup(label=one.unit)).members += 1
    groups[None] = StaffGroup(
        label=pgettext("a group of people", "No longer in the agency"), outside=True
    )
    for pk in proposed | held:
        member = members.get(pk)
        _count(groups, member.unit_id if member else None, pk, proposed)
    lines = [one for one in groups.values() if one.members or one.current]
    small = [one for one in lines if one.is_small] if fold else []
    if not small:
        return lines
    together = StaffGroup(
        label=_("Units of fewer than five"),
        members=sum(one.members for one in small),
        proposed=sum(one.proposed for one in small),
        held=sum(one.held for one in small),
    )
    return [*[one for one in lines if not one.is_small], together]


def _again(
    found: Fairness,
    members: Mapping[int, StaffMember],
    history: _History,
    current: set[int],
    names: bool,
) -> None:
    """How often this year's winners won the award in earlier years, and who never received any."""
    times: Counter[int] = Counter()
    again = []
    for pk in current:
        years = tuple(sorted(one for one in history.years.get(pk, ()) if one < found.year))
        times[min(len(years), MAX_TIMES)] += 1
        if years and pk in members:
            again.append((-len(years), members[pk].name, ListedName(members[pk].name,
                          members[pk].unit, years)))  # fmt: skip
    words = [_("Not once"), _("Once"), _("Twice"), _("Three times or more")]
    found.repeats = [(word, times[number]) for number, word in enumerate(words)]
    found.first_timers = len(current - history.before)
    if names:
        found.again = [one for _times, _name, one in sorted(again, key=lambda row: row[:2])][
            :MAX_NAMES
        ]


def _chart(
    members: Mapping[int, StaffMember], history: _History, year: int, span: int
) -> dict[str, Any]:
    """Managers and others among the winners of each year; years without a winner are left out."""
    counted: dict[int, Counter[bool]] = {}
    for of_year in range(year - span, year + 1):
        winners = history.winners(of_year)
        if winners:
            counted[of_year] = Counter(_managed(members, history, pk, of_year) for pk in winners)
    return {
        "labels": [str(one) for one in counted],
        "series": [
            {
                "label": pgettext("a group of people", "Managers"),
                "data": [one[True] for one in counted.values()],
            },
            {
                "label": pgettext("a group of people", "Staff without a management post"),
                "data": [one[False] for one in counted.values()],
            },
        ],
        "stacked": True,
    }


def _managed(members: Mapping[int, StaffMember], history: _History, pk: int, year: int) -> bool:
    """Whether the person was a manager by the post recorded in the award, not by that of today."""
    return history.posts.get((pk, year), pk in members and members[pk].manager)
