"""Two people enter the same record at the same moment: on PostgreSQL, with real threads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from nominations.records import services
from nominations.records.models import Absence, AnnualGrade, Examination, Initiative
from nominations.records.services import AuthorShare
from nominations.records.services.entry import stream_of
from tests.at_once import run_at_once
from workflow import audit, clock

from .conftest import Office

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
RIVALS = 4


def test_of_grades_entered_at_once_one_stands_and_the_others_are_told(office: Office) -> None:
    person = office.cast.nominee.person
    grades = ("KHT", "HT", "HTXS")
    acts = [lambda grade=grade: office.grade(person, grade=grade) for grade in grades]
    assert sorted(run_at_once(acts)) == ["done", "graded_already", "graded_already"]
    assert AnnualGrade.objects.not_cancelled().count() == 1
    assert len(audit.history(stream_of(office.cast.agency.pk))) == 1


def test_of_two_sheets_with_a_common_person_one_is_entered_whole(office: Office) -> None:
    cast = office.cast
    common, *others = [cast.person() for _ in range(5)]

    def sheet(people: list[Any]) -> Callable[[], Any]:
        return lambda: services.enter_grades(
            year=office.year - 1, grades=dict.fromkeys(people, "HTT"), **office.by_secretary
        )

    outcome = sorted(run_at_once([sheet([*others[:2], common]), sheet([*others[2:], common])]))
    assert outcome == ["done", "graded_already"]
    assert AnnualGrade.objects.count() == 3


def test_of_absences_that_overlap_one_is_recorded(office: Office) -> None:
    def away(day: int) -> Callable[[], Any]:
        return lambda: services.enter_absence(
            person=office.cast.nominee.person, kind="other", valid_from=date(2024, 3, day),
            valid_to=date(2024, 3, 20), **office.by_secretary,
        )  # fmt: skip

    assert sorted(run_at_once([away(day) for day in range(1, RIVALS + 1)])) == [
        *["absence_overlaps"] * (RIVALS - 1), "done",
    ]  # fmt: skip
    assert Absence.objects.count() == 1


def test_an_examination_is_closed_once(office: Office) -> None:
    row = office.examination()

    def close(fault: bool) -> Callable[[], Any]:
        return lambda: services.close_examination(
            actor=office.cast.secretary, examination=row, closed_on=clock.today(), fault_found=fault
        )

    assert sorted(run_at_once([close(True), close(False)])) == ["closed_already", "done"]
    assert Examination.objects.get().closed_on == clock.today()


def test_an_initiative_pressed_twice_is_written_once(office: Office) -> None:
    def press() -> Any:
        return services.draft_initiative(
            actor=office.cast.nominee, name="Một lần", year=office.year,
            authors=[AuthorShare(office.cast.nominee.person, 100)],
        )  # fmt: skip

    assert sorted(run_at_once([press] * RIVALS)) == ["done", *["registered_already"] * (RIVALS - 1)]
    assert Initiative.objects.count() == 1
