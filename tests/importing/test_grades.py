"""Grades from a table: one a year for each person or collective."""

from __future__ import annotations

from typing import Any

import pytest

from nominations.records.models import AnnualGrade
from nominations.records.services import cancel_record
from tests.importing.import_office import ImportOffice, picture, problems
from tests.importing.sheets import grade
from workflow import clock


@pytest.fixture
def desk(db: None) -> ImportOffice:
    return ImportOffice.build()


def test_grades_of_persons_and_collectives_are_entered_with_their_paper(desk: ImportOffice) -> None:
    desk.load("grades", grade(), grade("phòng ngân sách", grade="HTXS"))
    person, unit = AnnualGrade.objects.order_by("pk")
    assert (person.person, person.grade, person.year) == (desk.person("Trần Thị Mai"), "HTT", 2023)
    assert (person.paper_number, person.issuer) == ("12/QĐ-STC", "Giám đốc Sở Tài chính")
    assert f"{person.paper_date:%d/%m/%Y}" == "28/12/2023"
    assert person.recorded_by == desk.office.secretary
    assert (unit.unit, unit.grade) == (desk.office.budget, "HTXS")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Hoàn thành xuất sắc nhiệm vụ", "HTXS"),
        ("HTXSNV", "HTXS"),
        ("hoan thanh tot", "HTT"),
        ("Hoàn thành nhiệm vụ", "HT"),
        ("Không hoàn thành nhiệm vụ", "KHT"),
        ("KHT", "KHT"),
    ],
)
def test_grades_are_known_by_their_usual_words(desk: ImportOffice, words: str, code: str) -> None:
    assert desk.plan("grades", grade(grade=words)).entries[0].new.grade == code


def test_the_same_file_twice_changes_nothing(desk: ImportOffice) -> None:
    rows = [grade(), grade(year=2022), grade("Phòng Ngân sách")]
    desk.load("grades", *rows)
    before = picture()
    plan = desk.load("grades", *rows)
    assert (len(plan.entries), len(plan.already)) == (0, 3)
    assert picture() == before


@pytest.mark.parametrize("second", ["Hoàn thành nhiệm vụ", "Hoàn thành tốt nhiệm vụ"])
def test_a_grade_twice_in_one_year_is_refused_with_both_lines(
    desk: ImportOffice, second: str
) -> None:
    before = picture()
    plan = desk.plan("grades", grade(), grade("trần thị mai", grade=second))
    assert problems(plan) == [(3, "year")]
    assert "dòng 2" in plan.problems[0].message
    assert picture() == before


def test_another_grade_than_the_recorded_one_is_refused_until_that_is_cancelled(
    desk: ImportOffice,
) -> None:
    desk.load("grades", grade())
    other = grade(grade="HTXS")
    plan = desk.plan("grades", other)
    assert problems(plan) == [(2, "grade")]
    assert "hãy hủy kết quả đó trước" in plan.problems[0].message
    cancel_record(actor=desk.office.secretary, record=AnnualGrade.objects.get(), reason="Ghi nhầm")
    desk.load("grades", other)
    assert AnnualGrade.objects.not_cancelled().get().grade == "HTXS"


def test_as_above_repeats_the_paper(desk: ImportOffice) -> None:
    desk.load("grades", grade(), grade("Đặng Quốc Ưng", number="nt", day="nt", by='"', year="nt"))
    assert AnnualGrade.objects.filter(paper_number="12/QĐ-STC", year=2023).count() == 2


def test_a_near_name_is_asked_once_for_all_its_rows(desk: ImportOffice) -> None:
    rows = [grade("Trần Thị Maii", year=year) for year in (2020, 2021, 2022)]
    (question,) = desk.plan("grades", *rows).open_questions
    assert question.lines == [2, 3, 4]
    assert "new" not in [choice.value for choice in question.choices]
    mai = desk.person("Trần Thị Mai")
    desk.load("grades", *rows, answers={question.key: str(mai.pk)})
    assert AnnualGrade.objects.filter(person=mai).count() == 3


def test_namesakes_need_a_date_of_birth(desk: ImportOffice) -> None:
    assert problems(desk.plan("grades", grade("Nguyễn Văn An"))) == [(2, "birth_date")]
    plan = desk.plan("grades", grade("Nguyễn Văn An", born="1985"))
    assert plan.entries[0].new.subject == desk.office.younger_an


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"name": "Người Lạ Mặt"}, "name"),
        ({"name": None}, "name"),
        ({"year": 2199}, "year"),
        ({"year": 2024}, "year"),
        ({"grade": "Giỏi"}, "grade"),
        ({"grade": None}, "grade"),
        ({"number": None}, "number"),
        ({"number": "x" * 61}, "number"),
        ({"day": "12/28/2023"}, "date"),
        ({"day": None}, "date"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_written(
    desk: ImportOffice, cells: dict[str, Any], column: str
) -> None:
    before = picture()
    assert problems(desk.plan("grades", grade(**cells))) == [(2, column)]
    assert picture() == before


def test_the_coming_year_is_said_to_have_not_come(desk: ImportOffice) -> None:
    plan = desk.plan("grades", grade(year=clock.today().year + 1))
    assert "chưa đến" in plan.problems[0].message
