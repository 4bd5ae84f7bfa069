"""Units from a table: merged ones with one successor each, nothing by halves."""

from __future__ import annotations

from datetime import date

import pytest

from nominations.people.models import Unit
from tests.importing.import_office import ImportOffice, picture, problems
from tests.importing.sheets import unit


@pytest.fixture
def import_office(db: None) -> ImportOffice:
    return ImportOffice.build()


def test_a_new_unit_is_recorded(import_office: ImportOffice) -> None:
    import_office.load("units", unit())
    found = Unit.objects.get(code="TH")
    assert (found.name, found.rank, found.valid_from) == ("Phòng Tổng hợp", 3, date(2015, 1, 1))
    assert (found.organization, found.search_key) == (import_office.office.agency, "phong tong hop")


def test_the_kind_of_a_unit_is_read_and_a_word_that_is_none_refused(
    import_office: ImportOffice,
) -> None:
    import_office.load("units", unit(kind="Trường học"))
    assert Unit.objects.get(code="TH").body_kind == "TRUONG"
    plan = import_office.plan("units", unit(kind="Phòng"))
    assert plan.entries[0].changes == ("Loại đơn vị: Trường học → Phòng và tương đương",)
    assert problems(import_office.plan("units", unit(kind="nhóm nhỏ"))) == [(2, "kind")]


def test_units_of_one_file_are_merged_into_each_other(import_office: ImportOffice) -> None:
    old = unit("HC", "Phòng Hành chính", last="31/12/2019", into="Phòng Tổng hợp")
    import_office.load("units", old, unit(first="01/01/2020"))
    found = Unit.objects.get(code="HC")
    assert (found.valid_to, found.successor.code) == (date(2019, 12, 31), "TH")


def test_a_recorded_unit_is_changed_by_its_code(import_office: ImportOffice) -> None:
    row = unit("NS", "Phòng Ngân sách", first="01/01/2010", last="30/6/2024", into="TH", rank=None)
    plan = import_office.plan("units", row, unit())
    assert (plan.added, plan.changed) == (1, 1)
    assert any("30/06/2024" in change for change in plan.entries[0].changes)
    import_office.load("units", row, unit())
    import_office.office.budget.refresh_from_db()
    assert import_office.office.budget.successor.code == "TH"
    assert import_office.office.budget.valid_to == date(2024, 6, 30)


def test_the_same_file_twice_changes_nothing(import_office: ImportOffice) -> None:
    rows = [unit("HC", "Phòng Hành chính", last="31/12/2019", into="TH"), unit()]
    import_office.load("units", *rows)
    before = picture()
    plan = import_office.load("units", *rows)
    assert (len(plan.entries), len(plan.already)) == (0, 2)
    assert picture() == before


@pytest.mark.parametrize("into", ["Phòng Tổng hợp; Phòng Ngân sách", "TH\nNS"])
def test_two_successors_in_one_cell_are_refused(import_office: ImportOffice, into: str) -> None:
    plan = import_office.plan(
        "units", unit("HC", "Hành chính", last="31/12/2019", into=into), unit()
    )
    assert problems(plan) == [(2, "successor")]
    assert "2 đơn vị kế thừa" in plan.problems[0].message


def test_two_successors_in_two_rows_are_refused_with_both_lines(
    import_office: ImportOffice,
) -> None:
    first = unit("HC", "Phòng Hành chính", last="31/12/2019", into="Phòng Tổng hợp")
    second = unit("HC", "Phòng Hành chính", last="31/12/2019", into="Phòng Ngân sách")
    plan = import_office.plan("units", first, second, unit())
    assert problems(plan) == [(3, "successor")]
    assert "dòng 2" in plan.problems[0].message
    assert "một đơn vị kế thừa" in plan.problems[0].message


def test_another_successor_than_the_recorded_one_is_refused(import_office: ImportOffice) -> None:
    rows = [unit("HC", "Phòng Hành chính", last="31/12/2019", into="TH"), unit()]
    import_office.load("units", *rows)
    rows[0][5] = "NS"
    plan = import_office.plan("units", *rows)
    assert problems(plan) == [(2, "successor")]
    assert "đã được ghi nhận" in plan.problems[0].message


def test_a_circle_of_successors_is_refused(import_office: ImportOffice) -> None:
    one = unit("A1", "Đơn vị Một", last="31/12/2019", into="B2")
    other = unit("B2", "Phòng Hai", last="31/12/2020", into="A1")
    plan = import_office.plan("units", one, other)
    assert problems(plan) == [(2, "successor"), (3, "successor")]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"code": None}, "code"),
        ({"name": None}, "name"),
        ({"first": "31/02/2015"}, "from"),
        ({"first": None}, "from"),
        ({"last": "31/12/2014"}, "to"),
        ({"into": "Phòng Ngân sách"}, "to"),
        ({"last": "31/12/2019", "into": "Phòng Không Có"}, "successor"),
        ({"last": "31/12/2019", "into": "TH"}, "successor"),
        ({"rank": "đầu"}, "rank"),
        ({"name": "Phòng Ngân sách"}, "code"),
    ],
)
def test_a_wrong_cell_is_named(
    import_office: ImportOffice, cells: dict[str, object], column: str
) -> None:
    before = picture()
    assert problems(import_office.plan("units", unit(**cells))) == [(2, column)]
    assert picture() == before


def test_a_near_name_under_another_code_is_asked_about(import_office: ImportOffice) -> None:
    row = unit("NS2", "Phòng Ngân sach", first="01/01/2010")
    plan = import_office.plan("units", row)
    (question,) = plan.open_questions
    assert [choice.label for choice in question.choices] == ["Phòng Ngân sách", "Đơn vị mới"]
    import_office.load("units", row, answers={question.key: "new"})
    assert Unit.objects.filter(code="NS2").exists()


def test_the_import_stands_in_the_history_of_the_agency(import_office: ImportOffice) -> None:
    from workflow import audit

    import_office.load("units", unit())
    event = audit.history(f"organization:{import_office.office.agency.pk}")[-1]
    assert (event.action, event.content["added"]) == ("units.imported", 1)
    assert event.actor_id == import_office.administrator.pk


def test_a_unit_that_stays_closed_is_told_in_its_row(import_office: ImportOffice) -> None:
    closed = unit("HC", "Phòng Hành chính", last="31/12/2019")
    import_office.load("units", closed, unit())
    (said,) = import_office.plan("units", unit("HC", "Phòng Hành chính"), unit()).warnings

    assert said.startswith("Dòng 2: Phòng Hành chính đã kết thúc hoạt động ngày 31/12/2019 và vẫn")
    assert import_office.plan("units", closed, unit()).warnings == []  # the row says so itself
