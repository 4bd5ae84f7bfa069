"""The current year of the demonstration: its days, its campaigns, who can be nominated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from nominations.demo.pipeline_driver import DraftRow, local_time
from nominations.demo.staff import DemoStaff
from nominations.demo.texts import goal
from nominations.dossiers import services as dossiers
from nominations.dossiers.models import Campaign
from nominations.people.models import Person, Unit
from workflow import clock

DAY = timedelta(days=1)
CHOICE_REASON = "Chưa có quy định của tỉnh; giữ cách làm của năm trước để kịp tiến độ xét."
"""Why the agency chooses what neither the law nor its own regulation says."""


@dataclass
class DemoYear:
    """The current year of the demonstration, as seen from `today`."""

    staff: DemoStaff
    random: Random
    today: date

    def ago(self, days: int, hour: int = 9) -> datetime:
        return local_time(self.today - days * DAY, hour)

    @property
    def units(self) -> list[Unit]:
        agency = self.staff.agency.pk
        return [
            unit for unit in self.staff.units if unit.organization_id == agency and unit.rank > 0
        ]

    def open_campaign(
        self,
        code: str,
        name: str,
        kind: str,
        awards: Sequence[str],
        registration: tuple[int, int],
        submission: tuple[int, int],
    ) -> Campaign:
        """Open a campaign whose windows are given in days before today (negative: after today)."""
        year = self.today.year
        with clock.at(self.ago(registration[0], 8)):
            return dossiers.open_campaign(
                actor=self.staff.roles["thuky"],
                organization=self.staff.agency,
                code=code,
                name=name,
                year=year,
                commendation_type=kind,
                award_codes=list(awards),
                achievement_from=date(year, 1, 1),
                achievement_to=date(year, 12, 31),
                registration=(self.ago(registration[0], 8), self.ago(registration[1], 17)),
                submission=(self.ago(submission[0], 8), self.ago(submission[1], 17)),
                review_due_on=self.today - (submission[1] - 5) * DAY,
                plan_number="06/KH-STC",
                plan_date=self.today - registration[0] * DAY,
                choice_reason=CHOICE_REASON,
            )


def free_people(staff: DemoStaff) -> list[Person]:
    """Who may be nominated without missing where votes are cast and counted."""
    return [p for p in staff.people if p not in staff.members and p != staff.person("kiemphieu")]


def people_rows(staff: DemoStaff, award: str, people: Sequence[Person]) -> list[DraftRow]:
    """A nomination for each person, by the unit."""
    return [
        DraftRow(award=award, unit=staff.unit_of[person.pk], person=person, goals=goal(index))
        for index, person in enumerate(people)
    ]


def collective_rows(award: str, units: Sequence[Unit]) -> list[DraftRow]:
    """A nomination for each unit as a collective."""
    return [
        DraftRow(award=award, unit=unit, collective=unit, goals=goal(unit.rank)) for unit in units
    ]
