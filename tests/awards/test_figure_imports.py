"""Tables of counts without names: headings, cells, sums, and conflicts with recorded awards."""

from __future__ import annotations

from json import loads
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from nominations.awards.figures.cells import YearSpan, read_counts, read_span
from nominations.awards.figures.headings import HeadingReader
from nominations.awards.models import Award, AwardFigure
from nominations.awards.services import NewAward, record_awards
from nominations.importing.annotated_file import marked_copy
from nominations.importing.cells import CellError
from nominations.importing.plan import ImportPlan
from nominations.law import catalogue
from nominations.law.models import AwardType
from tests.awards.figure_tables import (
    AWARDS,
    LONG,
    REPORT,
    YEARS,
    YEARS_MERGED,
    chosen,
    load,
    plan_of,
    planned_figures,
    sheet_of,
    workbook,
)
from tests.awards.office import Office
from tests.built_once import built_once
from tests.rows import check_rows
from workflow.actors import SYSTEM
from workflow.models import AuditEvent


@pytest.fixture
def office(db: None) -> Office:
    return built_once("office", Office.build)


def asked(plan: ImportPlan) -> list[str]:
    return [question.why for question in plan.open_questions]


def wrong(plan: ImportPlan) -> list[tuple[str, str]]:
    return [(problem.cell, problem.message) for problem in plan.problems]


# --- cells ----------------------------------------------------------------------------------------


def test_a_cell_says_how_many_of_whom() -> None:
    def read(row: tuple[Any, dict[str, int]]) -> None:
        assert read_counts(row[0]) == row[1]

    check_rows(
        [
            (48, {"": 48}), (48.0, {"": 48}), ("48", {"": 48}), ("07", {"": 7}),
            ("1.250", {"": 1250}), ("-", {"": 0}), ("–", {"": 0}), (0, {"": 0}),
            ("không", {"": 0}), (None, {}), ("  ", {}),
            ("12 tập thể", {"collective": 12}), ("12 TT", {"collective": 12}),
            ("07 cá nhân", {"individual": 7}), ("48 người", {"individual": 48}),
            ("48 cá nhân và 07 tập thể", {"individual": 48, "collective": 7}),
            ("48 CN; 7 TT", {"individual": 48, "collective": 7}),
            ("48 cá nhân, 7 tập thể", {"individual": 48, "collective": 7}),
        ],
        read,
        name=lambda row: repr(row[0]),
    )  # fmt: skip

    def refused(value: Any) -> None:
        with pytest.raises(CellError, match=r"không phải số lượng|quá mức"):
            read_counts(value)

    check_rows(
        ["x", "4 5", 12.5, "45.5", -3, "48/7", "khoảng 10", "10+", "12 tập", "3 cá nhân 2 cá nhân",
         "1 cá nhân và 2 cá nhân", "5 và 6 tập thể", 100_001, "2015 – 2019"],
        refused,
        name=repr,
    )  # fmt: skip


def test_a_year_or_a_period() -> None:
    def read(row: tuple[Any, tuple[int, int]]) -> None:
        assert read_span(row[0]) == YearSpan(*row[1])

    check_rows(
        [
            (2015, (2015, 2015)), ("Năm 2015", (2015, 2015)), ("2015-2019", (2015, 2019)),
            ("2015 – 2019", (2015, 2019)), ("Giai đoạn 2015-2019", (2015, 2019)),
            ("giai đoạn 2015 đến 2019", (2015, 2019)), ("Năm 2015 đến năm 2019", (2015, 2019)),
            ("05 năm (2015-2019)", (2015, 2019)), ("năm học 2019-2020", (2020, 2020)),
        ],
        read,
        name=lambda row: repr(row[0]),
    )  # fmt: skip

    def refused(value: Any) -> None:
        with pytest.raises(CellError):
            read_span(value)

    check_rows(
        ["2019-2015", "2015-2199", 1930, "2015, 2016", "15-19", "Cộng", ""], refused, name=repr
    )


def test_what_headings_count(db: None) -> None:
    catalogue.load_award_types()
    reader = HeadingReader()

    def read(row: tuple[list[str], str]) -> None:
        found = reader.heading(row[0])
        if found is None:
            assert row[1] == "nothing"
            return
        words = (found.award, found.kind[:3], found.type, str(found.span or ""))
        said = [*words, found.unknown and "?"]
        assert " ".join([one for one in said if one] + ["sum"] * found.is_sum) == row[1]

    check_rows(
        [
            (["LĐTT"], "LDTT"), (["Tập thể LĐTT"], "TTLDTT"), (["Lao động xuất sắc"], "TTLDXS"),
            (["CSTĐCS"], "CSTDCS"), (["Giấy khen (CN)"], "GK ind"),
            (["Giấy khen", "Tập thể"], "GK col"),
            (["Hình thức khen thưởng", "Giấy khen", "Cá nhân"], "GK ind"),
            (["Danh hiệu thi đua", "CSTĐ cơ sở"], "CSTDCS"),
            (["Bằng khen", "tỉnh (CN)"], "BK_TINH ind"), (["Giấy khen chuyên đề"], "GK PHONG_TRAO"),
            (["Năm 2015", "Cá nhân"], "ind 2015"), (["2015"], "2015"), (["2015-2019"], "2015-2019"),
            (["Cộng"], "sum"), (["Giấy khen", "Cộng"], "GK sum"),
            (["Tổng số", "Tập thể"], "col sum"),
            (["Bằng khen"], "nothing"), (["Ghi chú"], "nothing"), (["Danh hiệu"], "nothing"),
            (["GKTT (CN)"], "ind ?"), (["Năm 2015", "2016"], "?"), (["Cá nhân"], "ind"),
            (["Số lượng"], ""),
        ],
        read,
        name=lambda row: " / ".join(row[0]),
    )  # fmt: skip


# --- whole tables ---------------------------------------------------------------------------------


def test_a_table_of_years_by_awards_is_read_with_its_headings_sums_and_signature(
    office: Office,
) -> None:
    plan = plan_of(office, workbook(YEARS, YEARS_MERGED))
    assert (plan.problems, plan.open_questions) == ([], [])
    assert planned_figures(plan) == [
        "2015 LDTT ind 48", "2015 TTLDTT col 7", "2015 CSTDCS ind 4", "2015 GK ind 43",
        "2015 GK col 7", "2015 BK_TINH ind 3",
        "2016 LDTT ind 48", "2016 TTLDTT col 7", "2016 CSTDCS ind 8", "2016 GK ind 46",
        "2016 GK col 6", "2016 BK_TINH ind 1",
        "2017 LDTT ind 48", "2017 TTLDTT col 0", "2017 CSTDCS ind 7", "2017 GK ind 42",
        "2017 BK_TINH ind 3",
    ]  # fmt: skip
    assert len(plan.sheet.rows) == 3
    assert any(
        "1 dòng tổng cộng" in words and "1 dòng dưới bảng" in words for words in plan.notices
    )
    assert {entry.new.new.source for entry in plan.entries} == {REPORT}


def test_a_table_of_awards_by_years_takes_the_kind_from_its_groups(office: Office) -> None:
    plan = plan_of(office, workbook(AWARDS))
    assert (plan.problems, plan.open_questions) == ([], [])
    assert planned_figures(plan) == [
        *(f"{year} LDTT ind 48" for year in (2015, 2016, 2017)),
        "2015 GK ind 43", "2016 GK ind 46", "2017 GK ind 42",
        *(f"{year} TTLDTT col 7" for year in (2015, 2016, 2017)),
        "2015 TTLDXS col 1", "2016 TTLDXS col 4", "2017 TTLDXS col 3",
        "2015 GK col 7", "2016 GK col 6", "2017 GK col 4",
    ]  # fmt: skip


def test_a_table_with_years_over_kinds_and_one_with_a_row_for_each_number(office: Office) -> None:
    over = [
        ["Danh hiệu", "Năm 2015", None, "Năm 2016", None],
        [None, "CN", "TT", "CN", "TT"],
        ["Giấy khen", 43, 7, 46, 6],
        ["LĐTT", 48, 7, 48, 7],
    ]
    plan = plan_of(office, workbook(over, ("A1:A2", "B1:C1", "D1:E1")))
    assert planned_figures(plan) == [
        "2015 GK ind 43", "2015 GK col 7", "2016 GK ind 46", "2016 GK col 6",
        "2015 LDTT ind 48", "2015 TTLDTT col 7", "2016 LDTT ind 48", "2016 TTLDTT col 7",
    ]  # fmt: skip
    long = [
        [*LONG, "Đơn vị"],
        [2015, "LĐTT", "Cá nhân", 48, "Phòng Ngân sách"],
        ["nt", "Giấy khen", "", "43 cá nhân và 07 tập thể", "Sở Tài chính"],
        ["2016-2019", "Giấy khen", "Tập thể", 19, "Toàn cơ quan"],
    ]
    plan = plan_of(office, workbook(long))
    assert plan.ok, (plan.problems, plan.open_questions)
    assert planned_figures(plan) == [
        "2015 LDTT ind 48 unit", "2015 GK ind 43", "2015 GK col 7", "2016-2019 GK col 19",
    ]  # fmt: skip


def test_what_is_wrong_or_open_is_said_cell_by_cell(office: Office) -> None:
    rows = [
        ["Năm", "LĐTT", "GKTT (CN)", "Nội dung khác", "Giấy khen"],
        [2015, 48, 12, "abc", 3],
        [2016, "x", 5, None, "4 5"],
        [2199, 40, None, None, None],
        [2018],
    ]
    plan = plan_of(office, workbook(rows))
    assert [cell for cell, _message in wrong(plan)] == ["B3", "E3", "A4"]
    assert "không phải số lượng" in wrong(plan)[0][1]
    assert [question.text for question in plan.open_questions] == ["GKTT (CN)", "Giấy khen"]
    assert any(words == "Các cột không dùng đến: Nội dung khác." for words in plan.notices)
    assert any("không có số nào" in words and "dòng 5" in words for words in plan.notices)
    assert not plan.ok

    right = [rows[0], rows[1], [2016, 40, 5, None, 4]]
    plan = plan_of(office, workbook(right))
    answers = chosen(plan, "Không nhập cột này", "Cá nhân")
    plan = plan_of(office, workbook(right), answers)
    assert (plan.ok, planned_figures(plan)) == (True, [
        "2015 LDTT ind 48", "2015 GK ind 3", "2016 LDTT ind 40", "2016 GK ind 4",
    ])  # fmt: skip
    taken = {**answers, next(iter(answers)): "KNC"}
    assert "2015 KNC ind 12" in planned_figures(plan_of(office, workbook(right), taken))
    strict = plan_of(office, workbook(right), strict=True)
    assert {message for _cell, message in wrong(strict)} == {
        "Tiêu đề “GKTT (CN)” không có trong danh mục danh hiệu, hình thức.",
        "Bảng không ghi đối tượng được khen: cá nhân hay tập thể.",
    }


def test_a_merged_number_is_never_counted_for_several_years(office: Office) -> None:
    rows = [["Năm", "LĐTT", "CSTĐCS"], [2015, 48, 4], [2016, None, 8], [2017, 48, 7]]
    plan = plan_of(office, workbook(rows, ("B2:B3",)))
    assert [cell for cell, _message in wrong(plan)] == ["B2", "B3"]
    assert "bỏ trộn" in wrong(plan)[0][1]


def test_a_sum_that_differs_is_told_and_confirmed(office: Office) -> None:
    def check_row(row: tuple[str, list[list[Any]], str]) -> None:
        _about, rows, expected = row
        plan = plan_of(office, workbook(rows))
        assert asked(plan) == [expected]
        assert not plan.ok
        agreed = plan_of(office, workbook(rows), chosen(plan, "cộng lại là"))
        assert agreed.ok
        assert "2015 LDTT ind 48" in planned_figures(agreed)
        strict = plan_of(office, workbook(rows), strict=True)
        assert [message for _cell, message in wrong(strict)] == [expected]
        assert marked_copy(strict.sheet, strict.problems)[1]

    heads = ["Năm", "LĐTT", "CSTĐCS", "Cộng"]
    check_rows(
        [
            ("line", [heads[:3], [2015, 48, 4], [2016, 48, 8], ["Cộng", 96, 13]],
             "Dòng cộng ghi 13; cộng các dòng phía trên được 12."),
            ("column", [heads, [2015, 48, 4, 52], [2016, 48, 8, 57]],
             "Ô cộng ghi 57; cộng các số của dòng được 56."),
            ("corner", [heads, [2015, 48, 4, 52], ["Tổng cộng", 48, 4, 53]],
             "Dòng cộng ghi 53; cộng các dòng phía trên được 52."),
            ("words", [heads[:3], [2015, 48, 4], ["Cộng", "48 cá nhân", "5 cá nhân"]],
             "Dòng cộng ghi 5; cộng các dòng phía trên được 4."),
        ],
        check_row,
        name=lambda row: row[0],
    )  # fmt: skip
    groups = [
        heads[:2],
        ["I. Khối văn phòng"],
        [2015, 48],
        ["Cộng I", 48],
        ["II. Khối phòng"],
        [2016, 40],
        ["Cộng II", 40],
        ["Tổng cộng", 88],
    ]
    assert plan_of(office, workbook(groups)).ok


def test_a_period_is_the_sum_of_its_years_where_the_table_has_them(office: Office) -> None:
    rows = [["Năm", "LĐTT"], [2015, 48], [2016, 48], [2017, 40], ["2015-2017", 136]]
    plan = plan_of(office, workbook(rows))
    assert plan.ok
    assert (len(plan.entries), len(plan.already)) == (3, 1)
    rows[-1] = ["Giai đoạn 2015-2017", 137]
    plan = plan_of(office, workbook(rows))
    assert asked(plan) == ["Lao động tiên tiến, 2015-2017: bảng ghi 137, cộng từng năm được 136."]
    plan = plan_of(office, workbook(rows), chosen(plan, "Ghi theo từng năm"))
    assert (plan.ok, len(plan.entries), len(plan.already)) == (True, 3, 1)


def test_two_years_in_a_row_are_a_period_or_a_school_year_as_people_say(office: Office) -> None:
    content = workbook([["Năm", "LĐTT"], ["2019-2020", 48]])
    plan = plan_of(office, content)
    assert len(plan.open_questions) == 1
    assert planned_figures(plan_of(office, content, chosen(plan, "Năm học"))) == [
        "2020 LDTT ind 48"
    ]
    assert planned_figures(plan_of(office, content, chosen(plan, "cả hai năm"))) == [
        "2019-2020 LDTT ind 48"
    ]


def test_what_the_table_lacks_is_asked_for_or_named(office: Office) -> None:
    def refused(row: tuple[list[str], str]) -> None:
        with pytest.raises(ValidationError, match=row[1]):
            sheet_of(workbook([row[0], ["x", "y", 3]]), {})

    check_rows(
        [
            (["Năm", "LĐTT", "CSTĐCS"], "Bảng thiếu các cột: Nguồn số liệu"),
            (["Đơn vị", "LĐTT", "Nguồn số liệu"], "Bảng thiếu các cột: Năm hoặc giai đoạn"),
            (["Năm", "Số lượng", "Nguồn số liệu"], "Bảng thiếu các cột: Danh hiệu"),
            (["Năm", "Danh hiệu", "Nguồn số liệu"], "Bảng thiếu các cột: Số lượng"),
        ],
        refused,
        name=lambda row: " ".join(row[0]),
    )


# --- what is on record already --------------------------------------------------------------------


def lines(office: Office, count: int, year: int = 2015, **more: Any) -> list[Award]:
    award = AwardType.objects.filter(code="LDTT").earliest("valid_from")
    rows = [
        NewAward(
            organization_id=office.agency.pk, award_type_id=award.pk, kind="individual",
            commendation_type="CONG_TRANG", year=year, recipient_name=person.full_name,
            person_id=person.pk, decision_number=f"1{place}/QĐ", **more,
        )
        for place, person in enumerate(list(office.people.values())[:count])
    ]  # fmt: skip
    return record_awards(rows=rows, actor=SYSTEM)


def test_the_same_table_twice_adds_nothing_and_another_number_is_asked_about(
    office: Office,
) -> None:
    load(office, workbook(AWARDS))
    again = plan_of(office, workbook(AWARDS))
    assert (again.ok, len(again.entries), len(again.already)) == (True, 0, 15)
    event = loads(AuditEvent.objects.get(action="figures.imported").payload)
    assert (event["rows"], event["added"]) == (5, 15)
    assert event["figures"][0][1:] == ["LDTT", "individual", "CONG_TRANG", "2015", 48]

    other = workbook([["Năm", "LĐTT"], [2015, 47]])
    plan = plan_of(office, other)
    assert asked(plan) == [f"Lao động tiên tiến, 2015: đã ghi 48 ({REPORT}), bảng này ghi 47."]
    kept = plan_of(office, other, chosen(plan, "Giữ số đã ghi"))
    assert (kept.ok, len(kept.entries), kept.left_out) == (True, 0, {1})
    load(office, other, chosen(plan, "Sửa thành 47"))
    row = AwardFigure.objects.get(year_from=2015, award_type__code="LDTT")
    assert (row.count, AwardFigure.objects.count()) == (47, 15)
    corrected = loads(AuditEvent.objects.get(action="figures.corrected").payload)
    assert corrected["changes"] == {"count": {"before": 48, "after": 47}}
    assert "số liệu.xlsx" in corrected["reason"]


def test_where_award_lines_stand_people_choose_and_both_never_count(office: Office) -> None:
    lines(office, 3)
    content = workbook([["Năm", "LĐTT"], [2015, 48], [2016, 48]])
    plan = plan_of(office, content)
    said = (
        "Lao động tiên tiến, 2015: hệ thống đã có danh sách 3 lượt theo quyết định, bảng ghi 48."
        " Thống kê chỉ tính một trong hai."
    )
    assert asked(plan) == [said]
    kept = plan_of(office, content, chosen(plan, "Tính theo danh sách"))
    assert (kept.ok, planned_figures(kept), kept.left_out) == (True, ["2016 LDTT ind 48"], {1})
    instead = plan_of(office, content, chosen(plan, "thay cho danh sách"))
    assert [entry.new.new.instead_of_lines for entry in instead.entries] == [True, False]
    strict = plan_of(office, content, strict=True)
    assert [cell for cell, _message in wrong(strict)] == ["B2"]
    same = plan_of(office, workbook([["Năm", "LĐTT"], [2015, 3]]))
    assert (same.ok, len(same.already)) == (True, 1)


def test_a_period_that_overlaps_a_recorded_one_in_part_is_refused(office: Office) -> None:
    load(office, workbook([["Năm", "LĐTT"], ["2015-2017", 140]]))
    plan = plan_of(office, workbook([["Năm", "LĐTT"], ["2017-2019", 140], ["2015-2019", 230]]))
    assert wrong(plan) == [("B2", "2017-2019 trùng một phần với giai đoạn đã ghi 2015-2017.")]


def test_the_same_number_twice_in_one_file_is_refused_with_both_places(office: Office) -> None:
    plan = plan_of(office, workbook([["Năm", "LĐTT"], [2015, 48], ["Năm 2015", 47]]))
    assert wrong(plan) == [("B3", "Số liệu này đã có ở dòng 2.")]


def test_every_row_of_a_table_of_counts_is_written_there_already_or_listed(office: Office) -> None:
    load(office, workbook([["Năm", "LĐTT", "CSTĐCS"], [2015, 48, 4]]))
    rows = [
        ["Năm", "LĐTT", "CSTĐCS"],
        [2015, 48, 4], [2016, 48, None], [2017], ["x", 1, 1], [2018, "?", 3], ["2019-2020", 5, 5],
        [2015, 1, None],
    ]  # fmt: skip
    plan = plan_of(office, workbook(rows))
    plan.account()
    written = {entry.index for entry in plan.entries}
    there = {entry.index for entry in plan.already}
    listed = {problem.index for problem in plan.problems} | plan.waiting | plan.left_out
    assert (written - listed, there - listed) == ({2}, {1})
    assert listed == {3, 4, 5, 6, 7}
    assert written | there | listed == {row.index for row in plan.sheet.rows}
