"""Who receives the awards of past years: the same people excel year after year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

from nominations.awards.shipped_history import HistoryFigure
from nominations.demo.pipeline_driver import DraftRow
from nominations.demo.staff import DemoStaff
from nominations.demo.texts import goal
from nominations.law.models import RecipientKind
from nominations.people.models import Person, Unit


def agency_units(staff: DemoStaff) -> list[Unit]:
    """The divisions of the department, without its board."""
    agency = staff.agency.pk
    return [unit for unit in staff.units if unit.organization_id == agency and unit.rank > 0]


def star_units(staff: DemoStaff) -> list[Unit]:
    """The two units that are graded excellent every year; they get the letters of the province."""
    return agency_units(staff)[2:4]


def find_stars(staff: DemoStaff, random: Random) -> list[Person]:
    """Those outside the council who excel year after year; chains of years need them.

    The first of them work in different units, since a unit needs one to be outstanding itself.
    """
    scrutineer = staff.person("kiemphieu")
    free = [
        person
        for person in staff.people
        if person not in staff.members and person.pk in staff.user_of and person != scrutineer
    ]
    shuffled = random.sample(free, len(free))
    first: dict[int, Person] = {}
    for person in shuffled:
        if staff.unit_of[person.pk].rank > 0:
            first.setdefault(staff.unit_of[person.pk].pk, person)
    others = [person for person in shuffled if person not in first.values()]
    return [*first.values(), *others][:12]


# Where in the row of stars an award begins: nobody gets two awards of the State in one year, and
# whoever gets the province's title has the base titles of the years before.
_FIRST_STAR = {"BK_TINH": 4, "BK_BO": 4, "BK_TTG": 8, "HCLD3": 10, "HCLD2": 11}


def recipients_of(
    staff: DemoStaff,
    random: Random,
    stars: Sequence[Person],
    needs: Sequence[HistoryFigure],
    year: int,
) -> list[DraftRow]:
    """Choose distinct subjects per award; the rarer awards go to the stars."""
    rows: list[DraftRow] = []
    everybody = _everybody(staff, random, stars)
    for need in needs:
        if need.kind == RecipientKind.COLLECTIVE:
            chosen = _collectives(need, year, staff, rows)
            rows += [
                DraftRow(award=need.award, unit=unit, collective=unit, goals=goal(unit.rank))
                for unit in chosen
            ]
        else:
            base = need.award in {"LDTT", "GK"}
            people = everybody if base else stars[_FIRST_STAR.get(need.award, 0) :]
            rows += [
                DraftRow(
                    award=need.award,
                    unit=staff.unit_of[person.pk],
                    person=person,
                    goals=goal(index),
                )
                for index, person in enumerate(people[: need.count])
            ]
    return rows


def _everybody(staff: DemoStaff, random: Random, stars: Sequence[Person]) -> list[Person]:
    """The stars, then all in a random order, last two people who are free to count the votes."""
    scrutineer = staff.person("kiemphieu")
    free = [
        person
        for person in staff.people
        if person.pk in staff.user_of
        and person not in staff.members
        and person not in stars
        and person != scrutineer
    ]
    last = [free[-1], scrutineer]
    others = [p for p in staff.people if p not in last and p not in stars]
    return [*stars, *random.sample(others, len(others)), *last]


def _collectives(
    need: HistoryFigure, year: int, staff: DemoStaff, rows: Sequence[DraftRow]
) -> list[Unit]:
    """Units in turn; the outstanding ones have somebody outstanding and few who fell short."""
    if need.award in {"BK_TINH", "BK_BO"}:
        return star_units(staff)[: need.count]
    units = agency_units(staff)
    turned = [*units[year % len(units) :], *units[: year % len(units)]]
    if need.award == "TTLDXS":
        with_fighter = {row.unit.pk for row in rows if row.award == "CSTDCS"}
        advanced = Counter(row.unit.pk for row in rows if row.award == "LDTT")
        size = Counter(unit.pk for unit in staff.unit_of.values())
        turned = sorted(
            (unit for unit in turned if unit.pk in with_fighter),
            key=lambda unit: -advanced[unit.pk] * 100 // size[unit.pk],
        )
    return sorted(turned[: need.count], key=lambda unit: unit.rank)
