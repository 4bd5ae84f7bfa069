"""Two invented households that a unit puts up for a Giấy khen in the current year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from nominations.demo.pipeline_driver import DraftRow
from nominations.demo.texts import HOUSEHOLD_GOAL
from nominations.demo.year import DemoYear
from nominations.people.gender import Gender
from nominations.people.models import Unit
from nominations.people.services import save_household
from workflow import clock

_HOUSEHOLDS = (
    ("Lâm Văn Thiện", Gender.MALE, "Ấp 3, xã Bình An, tỉnh Minh Họa"),
    ("Trịnh Thị Ngọc Diệp", Gender.FEMALE, "Số 27, đường Hòa Bình, phường 2, tỉnh Minh Họa"),
)


def listed_households(year: DemoYear, at: datetime) -> list[Unit]:
    """The households, put on the list of the agency by its secretary at the moment."""
    found = []
    with clock.at(at):
        for representative, gender, address in _HOUSEHOLDS:
            row = Unit()
            save_household(
                actor=year.staff.roles["thuky"],
                row=row,
                values={
                    "organization": year.staff.agency,
                    "representative": representative,
                    "representative_gender": gender,
                    "address": address,
                    "valid_from": at.date(),
                    "valid_to": None,
                },
            )
            found.append(row)
    return found


def household_rows(year: DemoYear, award: str, households: Sequence[Unit]) -> list[DraftRow]:
    """A nomination for each household, by the unit of the clerk whose account is shown."""
    unit = year.staff.unit_of[year.staff.person("canbotdkt").pk]
    return [
        DraftRow(award=award, unit=unit, collective=one, goals=HOUSEHOLD_GOAL) for one in households
    ]
