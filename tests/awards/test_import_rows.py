"""Rows become awards, all or none; errors are reported by cell."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import pytest

from nominations.awards import services
from nominations.awards.importing import AwardChecker, ImportPlan, import_awards, read_award_table
from nominations.awards.importing.columns import AwardColumn
from nominations.awards.models import Award, AwardOrigin
from nominations.law.models import RecipientKind
from nominations.people.models import Person, Unit
from tests.built_once import built_once
from tests.households import household_of
from workflow import audit
from workflow.actors import SYSTEM
from workflow.exceptions import NotAllowed

from .office import Office, row_counts
from .tables import HEADINGS, csv_file, line, xlsx


@pytest.fixture
def office(db: None) -> Office:
    return built_once("office", Office.build)


def plan_of(office: Office, *rows: list[Any], headings: list[str] = HEADINGS) -> ImportPlan:
    return AwardChecker.make_plan(
        read_award_table("lich-su.xlsx", xlsx(rows, headings)), office.agency
    )


def problems(plan: ImportPlan) -> list[tuple[int, AwardColumn]]:
    return [(problem.line, problem.column) for problem in plan.problems]


def load(office: Office, *rows: list[Any], actor: Any = SYSTEM) -> int:
    sheet = read_award_table("lich-su.xlsx", xlsx(rows))
    outcome = import_awards(actor=actor, sheet=sheet, organization=office.agency)
    assert outcome.plan.ok, outcome.plan.problems
    return outcome.added


def test_a_right_row_becomes_an_award(office: Office) -> None:
    assert load(office, line()) == 1
    award = Award.objects.get()
    assert award.person == office.people["Trần Thị Mai"]
    assert award.award_type.code == "CSTDCS"
    assert (award.year, award.commendation_type, award.kind) == (2015, "CONG_TRANG", "individual")
    assert award.decision_number == "12/QĐ-STC"
    assert award.decision_date == date(2016, 1, 5)
    assert award.issuer == "Giám đốc Sở Tài chính"
    assert (award.recipient_name, award.position_name) == ("Trần Thị Mai", "Chuyên viên")
    assert award.unit_name == "Phòng Ngân sách"
    assert (award.organization, award.origin) == (office.agency, AwardOrigin.IMPORT)


def test_a_collective_is_told_by_its_name(office: Office) -> None:
    row = line("phòng ngân sách", award="Tập thể lao động tiên tiến", post=None, unit=None)
    load(office, row)
    award = Award.objects.get()
    assert (award.kind, award.collective, award.person) == (
        RecipientKind.COLLECTIVE,
        office.budget,
        None,
    )


KIND = [*HEADINGS, "Đối tượng"]


def household_row(name: str, **cells: Any) -> list[Any]:
    given = {"award": "Giấy khen", "post": None, "unit": None, "year": 2024} | cells
    return [*line(name, day=date(2024, 12, 20), **given), "Hộ gia đình"]


@pytest.mark.parametrize("name", ["Nguyễn Văn Hòa", "hộ gia đình ông Nguyễn Văn Hoà", "HO-0001"])
def test_a_household_is_told_by_its_name_its_representative_or_its_code(
    office: Office, name: str
) -> None:
    home = household_of(office.agency)
    (entry,) = plan_of(office, household_row(name), headings=KIND).entries

    assert (entry.new.kind, entry.new.collective_id) == ("household", home.pk)
    assert entry.new.recipient_name == "Hộ gia đình ông Nguyễn Văn Hòa"
    assert entry.new.unit_name == "Ấp 2, xã Mỹ Tú"


def test_an_unknown_household_and_one_of_several_are_named(office: Office) -> None:
    household_of(office.agency)
    household_of(office.agency, address="Ấp 3, xã Mỹ Tú")
    unknown = plan_of(office, household_row("Lý Sáu"), headings=KIND)
    several = plan_of(office, household_row("Nguyễn Văn Hòa"), headings=KIND)
    titled = plan_of(office, household_row("HO-0001", award="Lao động tiên tiến"), headings=KIND)

    assert [one.message for one in unknown.problems] == [
        "Cơ quan chưa có hộ gia đình tên “Lý Sáu”. Hãy thêm hộ gia đình vào danh sách trước."
    ]
    assert "HO-0001, HO-0002" in several.problems[0].message
    assert "không tặng cho hộ gia đình" in titled.problems[0].message


def test_a_column_of_its_own_may_name_the_collective(office: Office) -> None:
    row = [*line("", award="Giấy khen", unit=None), "Phòng Ngân sách"]
    plan = plan_of(office, row, headings=[*HEADINGS, "Tên tập thể"])
    assert plan.ok
    assert plan.entries[0].new.collective_id == office.budget.pk


def test_the_order_of_the_columns_does_not_matter(office: Office) -> None:
    plan = plan_of(office, line()[::-1], headings=HEADINGS[::-1])
    assert plan.ok
    assert plan.entries[0].new.person_id == office.people["Trần Thị Mai"].pk


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "name", ["Lê Hoà Thuý", "Lê Hòa Thúy", "LÊ HOÀ THUÝ", "lê hoà thuý", " Lê  Hoà Thuý "]
)
def test_people_are_found_in_every_spelling_of_their_name(
    office: Office, name: str, form: str
) -> None:
    plan = plan_of(office, line(unicodedata.normalize(form, name)))
    assert plan.ok
    assert plan.entries[0].new.person_id == office.people["Lê Hoà Thuý"].pk
    assert plan.entries[0].new.recipient_name == "Lê Hoà Thuý"


def test_a_name_with_other_marks_is_refused_with_a_suggestion(office: Office) -> None:
    plan = plan_of(office, line("Lê Hóa Thủy"))
    assert problems(plan) == [(2, AwardColumn.NAME)]
    assert "Lê Hoà Thuý" in plan.problems[0].message


def test_namesakes_need_a_date_of_birth(office: Office) -> None:
    plan = plan_of(office, line("Nguyễn Văn An"))
    assert problems(plan) == [(2, AwardColumn.BIRTH_DATE)]
    assert "2 người" in plan.problems[0].message


@pytest.mark.parametrize("born", [date(1985, 12, 25), "25/12/1985", "12/1985", "1985"])
def test_the_date_of_birth_decides_between_namesakes(office: Office, born: Any) -> None:
    plan = plan_of(office, line("Nguyễn Văn An", born=born))
    assert plan.ok
    assert plan.entries[0].new.person_id == office.younger_an.pk


def test_a_date_of_birth_that_fits_no_namesake_is_refused(office: Office) -> None:
    assert problems(plan_of(office, line("Nguyễn Văn An", born="1/1/1990"))) == [
        (2, AwardColumn.BIRTH_DATE)
    ]


def test_a_date_of_birth_that_contradicts_the_record_is_refused(office: Office) -> None:
    Person.objects.filter(pk=office.people["Trần Thị Mai"].pk).update(birth_date=date(1980, 1, 1))
    assert problems(plan_of(office, line(born="2/1/1980"))) == [(2, AwardColumn.BIRTH_DATE)]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"name": "Người Lạ Mặt"}, AwardColumn.NAME),
        ({"name": ""}, AwardColumn.NAME),
        ({"award": "Huy chương vàng"}, AwardColumn.AWARD),
        ({"award": "Bằng khen"}, AwardColumn.AWARD),
        ({"award": None}, AwardColumn.AWARD),
        ({"award": "Tập thể lao động tiên tiến"}, AwardColumn.AWARD),
        ({"kind": "Cá biệt"}, AwardColumn.TYPE),
        ({"award": "Giấy khen", "kind": None}, AwardColumn.TYPE),
        ({"year": 2999}, AwardColumn.YEAR),
        ({"year": 2017}, AwardColumn.YEAR),
        ({"year": None}, AwardColumn.YEAR),
        ({"number": None}, AwardColumn.NUMBER),
        ({"number": "x" * 61}, AwardColumn.NUMBER),
        ({"day": "01/25/2016"}, AwardColumn.DATE),
        ({"day": None}, AwardColumn.DATE),
        ({"day": 42374}, AwardColumn.DATE),
        ({"by": ""}, AwardColumn.ISSUER),
        ({"by": "x" * 201}, AwardColumn.ISSUER),
        ({"post": "x" * 121}, AwardColumn.POSITION),
        ({"born": "31/02/1980"}, AwardColumn.BIRTH_DATE),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_of_the_file_is_written(
    office: Office, cells: dict[str, Any], column: AwardColumn
) -> None:
    before = row_counts()
    sheet = read_award_table("a.xlsx", xlsx([line(), line(**{"number": "13/QĐ-STC", **cells})]))
    outcome = import_awards(actor=SYSTEM, sheet=sheet, organization=office.agency)
    assert outcome.added == 0
    assert problems(outcome.plan) == [(3, column)]
    assert row_counts() == before


def test_every_wrong_cell_of_a_row_is_named(office: Office) -> None:
    plan = plan_of(office, line("Người Lạ Mặt", year="x", day="y", number=None))
    assert {column for _line, column in problems(plan)} == {
        AwardColumn.NAME,
        AwardColumn.YEAR,
        AwardColumn.DATE,
        AwardColumn.NUMBER,
    }


def test_an_individual_title_is_not_given_to_a_unit(office: Office) -> None:
    assert problems(plan_of(office, line("Phòng Ngân sách"))) == [(2, AwardColumn.AWARD)]


def test_a_title_without_commendation_type_is_merit(office: Office) -> None:
    plan = plan_of(office, line(kind=None))
    assert plan.entries[0].new.commendation_type == "CONG_TRANG"


def test_as_above_repeats_the_cell_above(office: Office) -> None:
    second = line(
        "Đặng Quốc Ưng", award="nt", kind="nt", year='"', number="NT", day="-nt-", by="nt"
    )
    plan = plan_of(office, line(), second)
    assert plan.ok
    first, second_entry = (entry.new for entry in plan.entries)
    assert second_entry.decision_date == first.decision_date
    assert second_entry.decision_number == first.decision_number
    assert second_entry.award_type_id == first.award_type_id


# --- once only ------------------------------------------------------------------------------------


def test_the_same_file_twice_adds_nothing(office: Office) -> None:
    rows = [line(), line("Đặng Quốc Ưng"), line("Phòng Ngân sách", award="Giấy khen")]
    assert load(office, *rows) == 3
    before = row_counts()
    sheet = read_award_table("a.xlsx", xlsx(rows))
    outcome = import_awards(actor=SYSTEM, sheet=sheet, organization=office.agency)
    assert (outcome.added, len(outcome.plan.already)) == (0, 3)
    assert row_counts() == before


def test_only_the_new_rows_of_a_longer_file_are_added(office: Office) -> None:
    load(office, line())
    assert load(office, line(number="12 / qđ-stc"), line("Đặng Quốc Ưng")) == 1
    assert Award.objects.count() == 2


def test_the_same_row_twice_in_one_file_is_an_error(office: Office) -> None:
    plan = plan_of(office, line(), line("trần thị mai"))
    assert problems(plan) == [(3, AwardColumn.NAME)]


def test_a_title_is_won_once_a_year(office: Office) -> None:
    load(office, line())
    plan = plan_of(office, line(number="99/QĐ-STC"))
    assert problems(plan) == [(2, AwardColumn.NUMBER)]


def test_two_certificates_of_one_year_under_two_decisions_are_two_awards(office: Office) -> None:
    rows = [line(award="Giấy khen"), line(award="Giấy khen", number="99/QĐ-STC")]
    assert load(office, *rows) == 2


def test_a_revoked_award_does_not_come_back_by_import(office: Office) -> None:
    load(office, line())
    services.revoke(
        awards=Award.objects.all(), on=date(2017, 1, 1), ground="Luật TĐKT", actor=SYSTEM
    )
    assert problems(plan_of(office, line())) == [(2, AwardColumn.NUMBER)]


# --- who, and what is kept ------------------------------------------------------------------------


def test_the_import_stands_in_the_history_of_the_agency(office: Office) -> None:
    load(office, line(), line("Đặng Quốc Ưng"), actor=office.secretary)
    event = audit.history(f"organization:{office.agency.pk}")[-1]
    assert event.action == "awards.imported"
    assert event.actor_id == office.secretary.pk
    assert (event.content["added"], event.content["file"]) == (2, "lich-su.xlsx")


def test_only_the_secretary_of_the_agency_imports(office: Office) -> None:
    before = row_counts()
    sheet = read_award_table("a.xlsx", xlsx([line()]))
    with pytest.raises(NotAllowed):
        import_awards(actor=office.clerk, sheet=sheet, organization=office.agency)
    assert row_counts() == before


def test_people_of_another_agency_are_not_found(office: Office) -> None:
    Unit.objects.filter(pk=office.budget.pk).update(organization=_elsewhere(office))
    assert problems(plan_of(office, line())) == [(2, AwardColumn.NAME)]


def _elsewhere(office: Office) -> Any:
    return type(office.agency).objects.create(
        code="SNN", name="Sở Nông nghiệp", head_title="Giám đốc", valid_from=date(2010, 1, 1)
    )


def test_a_csv_file_is_read_like_an_excel_file(office: Office) -> None:
    sheet = read_award_table("a.csv", csv_file([line()], delimiter=";"))
    assert import_awards(actor=SYSTEM, sheet=sheet, organization=office.agency).added == 1


def test_reading_rows_needs_no_statement_per_row(
    office: Office, django_assert_max_num_queries: Any
) -> None:
    rows = [line(award="Giấy khen", number=f"{number}/QĐ-STC") for number in range(1, 301)]
    sheet = read_award_table("a.xlsx", xlsx(rows))
    with django_assert_max_num_queries(10):
        plan = AwardChecker.make_plan(sheet, office.agency)
    assert len(plan.entries) == 300


def test_the_agency_itself_is_a_collective_once_a_unit_stands_for_it(office: Office) -> None:
    row = line("Sở Tài chính", award="Tập thể lao động xuất sắc", post=None, unit=None)
    assert problems(plan_of(office, row)) != []
    Unit.objects.create(
        organization=office.agency, code="TOANSO", name="Toàn thể Sở Tài chính",
        body_kind="CO_QUAN", valid_from=date(2010, 1, 1),
    )  # fmt: skip

    assert load(office, row) == 1
    award = Award.objects.get()
    assert (award.kind, award.collective.code) == (RecipientKind.COLLECTIVE, "TOANSO")
