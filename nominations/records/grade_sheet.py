"""The unit and the year of a grade sheet, and the subjects it lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nominations.people.models import Person, Unit, User
from nominations.people.queries import members_of
from nominations.records.models import AnnualGrade
from nominations.records.queries import secretary_agency_ids
from workflow import clock

YEARS_BACK = 6
"""Years offered on the sheet; older ones are entered one by one or imported."""


@dataclass(frozen=True, slots=True)
class GradeSheetUnit:
    """The unit and the year of a sheet, with what else could be chosen."""

    unit: Unit
    year: int
    units: list[Unit]
    years: list[int]

    @classmethod
    def of_query(cls, user: User, unit: str | None, year: str | None) -> GradeSheetUnit | None:
        """The sheet of the query string among the units of the account; None if it has none.

        Invalid values fall back to the first unit and the present year.
        """
        units = list(
            Unit.objects.workplaces()
            .on(clock.today())
            .filter(organization_id__in=sorted(secretary_agency_ids(user)))
            .select_related("organization")
        )
        if not units:
            return None
        newest = clock.today().year
        years = list(range(newest, newest - YEARS_BACK, -1))
        chosen = next((one for one in units if str(one.pk) == unit), units[0])
        wanted = next((one for one in years if str(one) == year), newest)
        return cls(chosen, wanted, units, years)


def last_day(year: int) -> date:
    """The last day of the year, at most today."""
    return min(date(year, 12, 31), clock.today())


def people_of(unit: Unit, year: int) -> list[Person]:
    """The persons whose main place of work was the unit at the end of the year, by rank and
    name."""
    rows = members_of(unit, last_day(year)).filter(is_primary=True)
    return [row.person for row in rows]


def existing_grades(unit: Unit, year: int) -> dict[str, AnnualGrade]:
    """The existing grades, by the sheet's key of the subject."""
    persons = members_of(unit, last_day(year)).filter(is_primary=True).order_by()
    grades = AnnualGrade.objects.not_cancelled().filter(year=year)
    found = {
        f"c{row.person_id}": row for row in grades.filter(person_id__in=persons.values("person_id"))
    }
    return found | {f"d{row.unit_id}": row for row in grades.filter(unit=unit)}
