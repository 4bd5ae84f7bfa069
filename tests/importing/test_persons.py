"""Persons from a table: namesakes, near names, moves; the same file twice changes nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nominations.people.employment import ServiceBegin, StaffKind
from nominations.people.models import Person, Position, UnitMembership
from nominations.records.models import Service
from tests.importing.import_office import ImportOffice, picture, problems
from tests.importing.sheets import person, unit


@pytest.fixture
def import_office(db: None) -> ImportOffice:
    return ImportOffice.build()


def test_a_new_person_is_recorded_with_place_and_recruitment(import_office: ImportOffice) -> None:
    import_office.load("persons", person())
    found = import_office.person("Vũ Thị Hạnh")
    assert (found.birth_date, found.gender) == (date(1990, 5, 17), "female")
    assert (found.search_key, bool(found.sort_key)) == ("vu thi hanh", True)
    place = found.memberships.get()
    assert (place.unit, place.position.name) == (import_office.office.budget, "Chuyên viên")
    assert (place.valid_from, place.valid_to) == (date(2016, 7, 1), None)
    service = Service.objects.get(person=found)
    assert (service.valid_from, service.organization) == (
        date(2016, 7, 1),
        import_office.office.agency,
    )


def test_the_same_file_twice_changes_nothing(import_office: ImportOffice) -> None:
    rows = [person(), person("Bùi Đình Khoa", gender="Nam", born="1/2/1985")]
    import_office.load("persons", *rows)
    before = picture()
    plan = import_office.load("persons", *rows)
    assert (len(plan.entries), len(plan.already)) == (0, 2)
    assert picture() == before


def test_what_is_missing_of_a_recorded_person_is_added(import_office: ImportOffice) -> None:
    row = person("Trần Thị Mai", recruited="01/3/2010", since=None)
    plan = import_office.load("persons", row)
    assert (plan.added, plan.changed) == (0, 1)
    found = import_office.person("Trần Thị Mai")
    assert (found.birth_date, found.gender) == (date(1990, 5, 17), "female")
    assert found.memberships.count() == 1
    assert Service.objects.get(person=found).valid_from == date(2010, 3, 1)


def test_an_empty_cell_changes_nothing(import_office: ImportOffice) -> None:
    import_office.load("persons", person())
    plan = import_office.plan("persons", person(gender=None, since=None, recruited=None))
    assert (len(plan.entries), len(plan.already)) == (0, 1)


def test_a_move_ends_the_present_place_the_day_before(import_office: ImportOffice) -> None:
    import_office.load("units", unit())
    import_office.load("persons", person())
    row = person(unit="TH", post="Trưởng phòng", since="01/09/2020")
    plan = import_office.load("persons", row)
    assert "Phòng Ngân sách → Trưởng phòng, Phòng Tổng hợp" in plan.entries[0].changes[0]
    first, second = import_office.person("Vũ Thị Hạnh").memberships.order_by("valid_from")
    assert first.valid_to == date(2020, 8, 31)
    assert (second.unit.code, second.valid_to) == ("TH", None)
    assert not import_office.plan("persons", row).entries
    assert not import_office.plan(
        "persons", person()
    ).entries  # the older file again: it is history


def test_a_new_position_is_announced_and_manages_nothing(import_office: ImportOffice) -> None:
    plan = import_office.load("persons", person(post="Kế toán trưởng"))
    assert "Kế toán trưởng" in plan.notices[0]
    position = Position.objects.get(name="Kế toán trưởng")
    assert not position.is_manager
    assert position.rank > Position.objects.get(name="Chuyên viên").rank


def test_a_position_that_comes_near_is_asked_about(import_office: ImportOffice) -> None:
    plan = import_office.plan("persons", person(post="Chuyên vien"))
    (question,) = plan.open_questions
    assert [choice.label for choice in question.choices] == ["Chuyên viên", "Chức vụ mới"]


def test_a_name_in_capitals_is_kept_as_a_name(import_office: ImportOffice) -> None:
    import_office.load("persons", person("VŨ THỊ HẠNH"))
    assert import_office.person("Vũ Thị Hạnh")


# --- who is meant ---------------------------------------------------------------------------------


def test_a_near_name_is_shown_with_its_score_and_nothing_is_taken_for_granted(
    import_office: ImportOffice,
) -> None:
    before = picture()
    plan = import_office.plan("persons", person("Trần Thị Maii"))
    assert not plan.ok
    (question,) = plan.open_questions
    assert question.lines == [2]
    assert [choice.label for choice in question.choices][-1] == "Người mới"
    assert "Trần Thị Mai" in question.choices[0].label
    assert question.choices[0].score == 91
    assert picture() == before


def test_the_answer_decides(import_office: ImportOffice) -> None:
    row = person("Trần Thị Maii")
    (question,) = import_office.plan("persons", row).open_questions
    mai = import_office.person("Trần Thị Mai")
    plan = import_office.plan("persons", row, answers={question.key: str(mai.pk)})
    assert plan.entries[0].new.person == mai
    import_office.load("persons", row, answers={question.key: "new"})
    assert import_office.person("Trần Thị Maii") != mai


def test_somebody_born_on_another_day_is_not_offered(import_office: ImportOffice) -> None:
    plan = import_office.plan("persons", person("Nguyễn Văn Ann", born="3/3/1999"))
    assert plan.ok
    assert plan.added == 1


def test_a_namesake_born_on_another_day_is_asked_about(import_office: ImportOffice) -> None:
    plan = import_office.plan("persons", person("Nguyễn Văn An", born="3/3/1999"))
    (question,) = plan.open_questions
    assert len(question.choices) == 3
    import_office.load(
        "persons", person("Nguyễn Văn An", born="3/3/1999"), answers={question.key: "new"}
    )
    assert Person.objects.filter(full_name="Nguyễn Văn An").count() == 3


def test_the_date_of_birth_tells_recorded_namesakes_apart(import_office: ImportOffice) -> None:
    plan = import_office.plan("persons", person("Nguyễn Văn An", born="25/12/1985", gender="Nam"))
    assert plan.entries[0].new.person == import_office.office.younger_an


def test_recorded_namesakes_without_a_date_of_birth_are_refused(
    import_office: ImportOffice,
) -> None:
    plan = import_office.plan("persons", person("Nguyễn Văn An", born=None))
    assert problems(plan) == [(2, "birth_date")]
    assert "2 người" in plan.problems[0].message


@pytest.mark.parametrize(
    ("first", "second"), [(None, None), ("1/1/1980", None), (None, "1/1/1980")]
)
def test_two_new_people_of_one_name_need_their_dates_of_birth(
    import_office: ImportOffice, first: Any, second: Any
) -> None:
    before = picture()
    plan = import_office.plan("persons", person(born=first), person(born=second))
    assert problems(plan) == [(3, "birth_date")]
    assert "ở dòng 2" in plan.problems[0].message
    assert picture() == before


def test_two_new_people_of_one_name_with_dates_of_birth_are_two_people(
    import_office: ImportOffice,
) -> None:
    import_office.load("persons", person(born="1/1/1980"), person(born="2/1/1980"))
    assert Person.objects.filter(full_name="Vũ Thị Hạnh").count() == 2


def test_the_same_person_twice_is_refused(import_office: ImportOffice) -> None:
    assert problems(import_office.plan("persons", person(), person("VŨ THỊ HẠNH"))) == [(3, "name")]
    mai = person("Trần Thị Mai")
    assert problems(import_office.plan("persons", mai, mai)) == [(3, "name")]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"name": None}, "name"),
        ({"born": "31/02/1990"}, "birth_date"),
        ({"born": "1990"}, "birth_date"),
        ({"born": "01/01/2199"}, "birth_date"),
        ({"gender": "khác"}, "gender"),
        ({"post": None}, "position"),
        ({"unit": "Phòng Không Có"}, "unit"),
        ({"unit": None}, "unit"),
        ({"since": None, "recruited": None}, "since"),
        ({"since": "01/06/2016"}, "since"),
        ({"recruited": "01/07/2199", "since": None}, "recruited"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_written(
    import_office: ImportOffice, cells: dict[str, Any], column: str
) -> None:
    before = picture()
    assert problems(import_office.plan("persons", person(**cells))) == [(2, column)]
    assert picture() == before


def test_a_move_before_the_present_place_is_refused(import_office: ImportOffice) -> None:
    import_office.load("units", unit())
    import_office.load("persons", person())
    row = person(unit="TH", since="01/07/2016")
    assert problems(import_office.plan("persons", row)) == [(2, "since")]


def test_another_day_of_recruitment_than_the_recorded_one_is_refused(
    import_office: ImportOffice,
) -> None:
    import_office.load("persons", person())
    assert problems(import_office.plan("persons", person(recruited="02/07/2015"))) == [
        (2, "recruited")
    ]


def test_a_closed_unit_takes_nobody(import_office: ImportOffice) -> None:
    import_office.load("units", unit(last="31/12/2015"))
    assert problems(import_office.plan("persons", person(unit="TH"))) == [(2, "unit")]
    assert UnitMembership.objects.filter(unit__code="TH").count() == 0


def test_kind_of_staff_and_how_the_service_began_are_imported(import_office: ImportOffice) -> None:
    import_office.load("persons", person(began="Chuyển đến từ cơ quan khác", kind="Viên chức"))
    found = import_office.person("Vũ Thị Hạnh")
    assert found.memberships.get().staff_kind == StaffKind.PUBLIC_EMPLOYEE
    assert Service.objects.get(person=found).begins_by == ServiceBegin.TRANSFERRED
    row = person(kind="công chức")
    plan = import_office.load("persons", row)
    assert plan.entries[0].changes == ("Loại người làm việc: Viên chức → Công chức",)
    assert found.memberships.get().staff_kind == StaffKind.CIVIL_SERVANT
    assert not import_office.plan("persons", row).entries
    assert not import_office.plan("persons", person()).entries  # an empty cell takes nothing away


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"kind": "tạm tuyển"}, "staff_kind"),
        ({"began": "không rõ"}, "began_by"),
        ({"began": "Mới tuyển dụng", "recruited": None}, "recruited"),
    ],
)
def test_an_unknown_kind_or_beginning_is_refused(
    import_office: ImportOffice, cells: dict[str, Any], column: str
) -> None:
    assert problems(import_office.plan("persons", person(**cells))) == [(2, column)]


def test_somebody_who_left_and_stays_away_is_told_in_the_row(import_office: ImportOffice) -> None:
    import_office.load("persons", person(), person("Bùi Đình Khoa", gender="Nam", born="1/2/1985"))
    UnitMembership.objects.filter(person=import_office.person("Vũ Thị Hạnh")).update(
        valid_to=date(2024, 6, 30)
    )
    both = (person(), person("Bùi Đình Khoa", gender="Nam", born="1/2/1985"))
    plan = import_office.plan("persons", *both)

    assert (len(plan.entries), len(plan.already)) == (0, 2)
    (said,) = plan.warnings
    assert said == (
        "Dòng 2: Vũ Thị Hạnh đã thôi làm việc (Phòng Ngân sách đến hết ngày 30/06/2024) và dòng này"
        " không đưa người ấy trở lại: nếu người ấy đã trở lại, ghi ngày bắt đầu làm việc lại tại"
        " đơn vị."
    )
    back = import_office.plan("persons", person(since="01/01/2025"))
    assert (back.changed, back.warnings) == (1, [])
