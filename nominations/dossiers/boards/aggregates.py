"""Aggregates behind a board: nominations by stage, members by unit.

Counted by subject, not by row: a person who is nominated for an award and meanwhile received it
counts once, at the most advanced stage.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from nominations.awards.models import Award
from nominations.dossiers.models import Campaign, Nomination
from nominations.eligibility.subject_kinds import RecordReading, is_among
from nominations.eligibility.unit_members import counting_day
from nominations.law.models import AGENCY_RECIPIENTS, RecipientKind
from nominations.law.rulesets import from_frozen
from nominations.people.body_kinds import BodyKind
from nominations.people.models import Unit, UnitMembership
from nominations.people.models.dated import holds_on
from nominations.records.models import Headcount
from nominations.states import State
from workflow import clock

PROPOSED, ENDORSED, PASSED, DECIDED = 1, 2, 3, 4
STAGE = {
    State.REGISTERED: PROPOSED,
    State.SUBMITTED: PROPOSED,
    State.UNIT_REVIEWED: ENDORSED,
    State.COUNCIL_VOTED: PASSED,
    State.CONSULTED: PASSED,
    State.DECIDED: DECIDED,
    State.REPORTED: DECIDED,
    State.CONFERRED: DECIDED,
}
"""The stage of a state; nominations in other states are not counted."""


@dataclass(frozen=True, slots=True)
class UnitPlacement:
    """A unit on the day of the board, with its number of members."""

    pk: int
    name: str
    members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardSubject:
    """A person or collective nominated for or holding an award; `here`: in this campaign; `kinds`:
    the kinds it may be of, None if unknown."""

    pk: int
    unit: int | None
    stage: int
    here: bool
    manager: bool = False
    kinds: frozenset[str] | None = None

    def is_of(self, asked: Collection[str]) -> bool | None:
        """Whether it is of one of these kinds of person or body; None if unknown."""
        if self.kinds is None:
            return None
        return is_among(self.kinds, asked)


Subjects = Mapping[int, BoardSubject]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardAggregates:
    """The figures of an agency for the year of a campaign.

    `subjects`: by award code and kind, every subject that is nominated (in any campaign of the year
    with the same type of commendation) or received the award in the year. `home`: person -> unit.
    `added`: hypothetical people, by award code. `kinds`: the kinds that each person may be of.
    """

    campaign: Campaign
    day: date
    places: Mapping[int, UnitPlacement]
    home: Mapping[int, int]
    subjects: Mapping[tuple[str, str], Subjects]
    added: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def members_of_kinds(self, whom: Collection[str], unit: int | None = None) -> int:
        """How many people of the agency, or of a unit, are certainly of one of these kinds."""
        return sum(
            is_among(found, whom) is True
            for pk, found in self.kinds.items()
            if unit is None or self.home.get(pk) == unit
        )

    @property
    def members(self) -> int:
        return sum(place.members for place in self.places.values())

    def of(
        self, code: str, kind: str = "", unit: int | None = None, *, whom: Collection[str] = (),
        surely: bool = False,
    ) -> list[BoardSubject]:  # fmt: skip
        """The subjects of an award, of one kind and one unit where these are given; `whom` limits
        to these kinds of person or body, including those of unknown kind unless `surely`."""
        kinds = (kind,) if kind else AGENCY_RECIPIENTS
        found = [one for name in kinds for one in self.subjects.get((code, name), {}).values()]
        if whom:
            found = [
                one for one in found if one.is_of(whom) or (not surely and one.is_of(whom) is None)
            ]
        return found if unit is None else [one for one in found if one.unit == unit]

    def holders_in(self, unit: int, codes: Collection[str], stage: int = PROPOSED) -> int:
        """How many members of the unit hold one of the awards, or are nominated for it."""
        found = {
            pk
            for code in codes
            for pk, one in self.subjects.get((code, RecipientKind.INDIVIDUAL), {}).items()
            if one.stage >= stage and self.home.get(pk, one.unit) == unit
        }
        return len(found)

    def supposing(self, endorsed: Collection[int], added: Mapping[str, int]) -> BoardAggregates:
        """A copy of the figures as if these nominations were endorsed and these people added.

        `endorsed` are primary keys of nominations; those that are not waiting are ignored.
        """
        return replace(self, subjects=_endorsed(self, endorsed), added=dict(added))


def _endorsed(tally: BoardAggregates, pks: Collection[int]) -> Mapping[tuple[str, str], Subjects]:
    if not pks:
        return tally.subjects
    rows = Nomination.objects.filter(
        pk__in=list(pks), campaign=tally.campaign, state=State.SUBMITTED
    ).values_list("award_type__code", "kind", "person_id", "collective_id")
    changed = {key: dict(value) for key, value in tally.subjects.items()}
    for code, kind, person, collective in rows:
        of_award = changed.get((code, kind), {})
        one = of_award.get(person if kind == RecipientKind.INDIVIDUAL else collective)
        if one is not None and one.stage < ENDORSED:
            of_award[one.pk] = replace(one, stage=ENDORSED)
    return changed


def read_aggregates(campaign: Campaign) -> BoardAggregates:
    """Read the aggregates of the campaign's agency; a constant number of queries."""
    day = counting_day(campaign.year, clock.today())
    units, present = _units(campaign, day)
    home, managers, staff_kinds = _homes(campaign, day)
    body_kinds = {unit.pk: unit.body_kind for unit in units}
    unrecorded = _reading(campaign).unrecorded
    places = _places(units, home, campaign, day)
    subjects: dict[tuple[str, str], dict[int, BoardSubject]] = {}
    for row in [*_nominations(campaign), *_awards(campaign)]:
        kind, code = row["kind"], row["code"]
        pk = row["person_id"] if kind == RecipientKind.INDIVIDUAL else row["collective_id"]
        unit = present.get(row["unit_id"] or 0) or (
            home.get(pk) if kind == RecipientKind.INDIVIDUAL else present.get(pk)
        )
        one = BoardSubject(
            pk=pk,
            unit=unit,
            stage=row["stage"],
            here=row["here"],
            manager=kind == RecipientKind.INDIVIDUAL and pk in managers,
            kinds=_single_kind(staff_kinds.get(pk)) or unrecorded
            if kind == RecipientKind.INDIVIDUAL
            else _single_kind(body_kinds.get(pk)),
        )
        _keep(subjects.setdefault((code, kind), {}), one)
    kinds = {person: _single_kind(kind) or unrecorded for person, kind in staff_kinds.items()}
    return BoardAggregates(
        campaign=campaign, day=day, places=places, home=home, subjects=subjects, kinds=kinds
    )


def _single_kind(kind: str | None) -> frozenset[str] | None:
    return frozenset({kind}) if kind else None


def _reading(campaign: Campaign) -> RecordReading:
    """How the rule set of the campaign reads the kinds of staff."""
    return (
        RecordReading.of(from_frozen(campaign.rules))
        if "content" in campaign.rules
        else RecordReading()
    )


def _keep(of_award: dict[int, BoardSubject], one: BoardSubject) -> None:
    before = of_award.get(one.pk)
    if before is not None:
        one = replace(
            one,
            stage=max(one.stage, before.stage),
            here=one.here or before.here,
            unit=before.unit or one.unit,
        )
    of_award[one.pk] = one


def _units(campaign: Campaign, day: date) -> tuple[list[Unit], dict[int, int]]:
    """The agency's units on the day, without the one that stands for the agency as a whole and
    without households; and for every former unit the one that succeeded it."""
    of_agency = Unit.objects.workplaces().filter(organization=campaign.organization_id)
    rows = {unit.pk: unit for unit in of_agency}
    present: dict[int, int] = {}
    for pk, unit in rows.items():
        walked: set[int] = set()
        current: Unit | None = unit
        while current is not None and not current.holds_on(day) and current.pk not in walked:
            walked.add(current.pk)
            current = rows.get(current.successor_id or 0)
        if current is not None and current.holds_on(day):
            present[pk] = current.pk
    current_units = [unit for unit in rows.values() if unit.holds_on(day)]
    return [unit for unit in current_units if unit.body_kind != BodyKind.WHOLE_AGENCY], present


def _homes(campaign: Campaign, day: date) -> tuple[dict[int, int], frozenset[int], dict[int, str]]:
    """By person: unit and kind on the day; and who holds a management post."""
    rows = (
        UnitMembership.objects.filter(
            holds_on(day), unit__organization_id=campaign.organization_id, is_primary=True
        )
        .order_by("valid_from", "pk")
        .values_list("person_id", "unit_id", "position__is_manager", "staff_kind")
    )
    home: dict[int, int] = {}
    kinds: dict[int, str] = {}
    managers = set()
    for person, unit, manager, kind in rows:
        home[person], kinds[person] = unit, kind
        managers.discard(person)
        if manager:
            managers.add(person)
    return home, frozenset(managers), kinds


def _places(
    units: Iterable[Unit], home: Mapping[int, int], campaign: Campaign, day: date
) -> dict[int, UnitPlacement]:
    """Units with their number of members: the headcount of the year, else current members."""
    counted = dict(
        Headcount.objects.not_cancelled()
        .filter(
            organization_id=campaign.organization_id,
            counted_on__year=campaign.year,
            counted_on__lte=day,
        )
        .order_by("counted_on")
        .values_list("unit_id", "total")
    )
    working: dict[int, int] = {}
    for unit_id in home.values():
        working[unit_id] = working.get(unit_id, 0) + 1
    return {
        unit.pk: UnitPlacement(unit.pk, unit.name, counted.get(unit.pk, working.get(unit.pk, 0)))
        for unit in units
    }


def _nominations(campaign: Campaign) -> list[dict[str, Any]]:
    rows = Nomination.objects.filter(
        organization_id=campaign.organization_id,
        campaign__year=campaign.year,
        campaign__commendation_type=campaign.commendation_type,
        state__in=list(STAGE),
    ).values_list(
        "award_type__code", "kind", "person_id", "collective_id", "unit_id", "state", "campaign_id"
    )
    return [
        {
            "code": code,
            "kind": kind,
            "person_id": person,
            "collective_id": collective,
            "unit_id": unit,
            "stage": STAGE[State(state)],
            "here": campaign_id == campaign.pk,
        }
        for code, kind, person, collective, unit, state, campaign_id in rows.order_by()
    ]


def _awards(campaign: Campaign) -> list[dict[str, Any]]:
    rows = (
        Award.objects.valid()
        .filter(
            organization_id=campaign.organization_id,
            year=campaign.year,
            commendation_type=campaign.commendation_type,
        )
        .order_by()
        .values_list("award_type__code", "kind", "person_id", "collective_id")
    )
    return [
        {
            "code": code,
            "kind": kind,
            "person_id": person,
            "collective_id": collective,
            "unit_id": None,
            "stage": DECIDED,
            "here": False,
        }
        for code, kind, person, collective in rows
    ]
