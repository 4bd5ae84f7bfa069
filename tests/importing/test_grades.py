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
def import_office(db: None) -> ImportOffice:
    return ImportOffice.build()


def test_grades_of_persons_and_collectives_are_entered_with_their_paper(
    import_office: ImportOffice,
) -> None:
    import_office.load("grades", grade(), grade("phòng ngân sách", grade="HTXS"))
    person, unit = AnnualGrade.objects.order_by("pk")
    assert (person.person, person.grade, person.year) == (
        import_office.person("Trần Thị Mai"),
        "HTT",
        2023,
    )
    assert (person.paper_number, person.issuer) == ("12/QĐ-STC", "Giám đốc Sở Tài chính")
    assert f"{person.paper_date:%d/%m/%Y}" == "28/12/2023"
    assert person.recorded_by == import_office.office.secretary
    assert (unit.unit, unit.grade) == (import_office.office.budget, "HTXS")


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
def test_grades_are_known_by_their_usual_words(
    import_office: ImportOffice, words: str, code: str
) -> None:
    assert import_office.plan("grades", grade(grade=words)).entries[0].new.grade == code


def test_the_same_file_twice_changes_nothing(import_office: ImportOffice) -> None:
    rows = [grade(), grade(year=2022), grade("Phòng Ngân sách")]
    import_office.load("grades", *rows)
    before = picture()
    plan = import_office.load("grades", *rows)
    assert (len(plan.entries), len(plan.already)) == (0, 3)
    assert picture() == before


@pytest.mark.parametrize("second", ["Hoàn thành nhiệm vụ", "Hoàn thành tốt nhiệm vụ"])
def test_a_grade_twice_in_one_year_is_refused_with_both_lines(
    import_office: ImportOffice, second: str
) -> None:
    before = picture()
    plan = import_office.plan("grades", grade(), grade("trần thị mai", grade=second))
    assert problems(plan) == [(3, "year")]
    assert "dòng 2" in plan.problems[0].message
    assert picture() == before


def test_another_grade_than_the_recorded_one_is_refused_until_that_is_cancelled(
    import_office: ImportOffice,
) -> None:
    import_office.load("grades", grade())
    other = grade(grade="HTXS")
    plan = import_office.plan("grades", other)
    assert problems(plan) == [(2, "grade")]
    assert "hãy hủy kết quả đó trước" in plan.problems[0].message
    cancel_record(
        actor=import_office.office.secretary, record=AnnualGrade.objects.get(), reason="Ghi nhầm"
    )
    import_office.load("grades", other)
    assert AnnualGrade.objects.not_cancelled().get().grade == "HTXS"


def test_as_above_repeats_the_paper(import_office: ImportOffice) -> None:
    import_office.load(
        "grades", grade(), grade("Đặng Quốc Ưng", number="nt", day="nt", by='"', year="nt")
    )
    assert AnnualGrade.objects.filter(paper_number="12/QĐ-STC", year=2023).count() == 2


def test_a_near_name_is_asked_once_for_all_its_rows(import_office: ImportOffice) -> None:
    rows = [grade("Trần Thị Maii", year=year) for year in (2020, 2021, 2022)]
    (question,) = import_office.plan("grades", *rows).open_questions
    assert question.lines == [2, 3, 4]
    assert "new" not in [choice.value for choice in question.choices]
    mai = import_office.person("Trần Thị Mai")
    import_office.load("grades", *rows, answers={question.key: str(mai.pk)})
    assert AnnualGrade.objects.filter(person=mai).count() == 3


def test_namesakes_need_a_date_of_birth(import_office: ImportOffice) -> None:
    assert problems(import_office.plan("grades", grade("Nguyễn Văn An"))) == [(2, "birth_date")]
    plan = import_office.plan("grades", grade("Nguyễn Văn An", born="1985"))
    assert plan.entries[0].new.subject == import_office.office.younger_an


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
    import_office: ImportOffice, cells: dict[str, Any], column: str
) -> None:
    before = picture()
    assert problems(import_office.plan("grades", grade(**cells))) == [(2, column)]
    assert picture() == before


def test_the_coming_year_is_said_to_have_not_come(import_office: ImportOffice) -> None:
    plan = import_office.plan("grades", grade(year=clock.today().year + 1))
    assert "chưa đến" in plan.problems[0].message
