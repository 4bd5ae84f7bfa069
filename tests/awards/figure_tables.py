"""Tables of counts as offices keep them, for the tests of figures without lists."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from openpyxl import Workbook

from nominations.importing.file_reader import read_table
from nominations.importing.plan import ImportPlan, no_progress
from nominations.importing.registry import importer_of
from nominations.importing.spreadsheet import Spreadsheet
from nominations.law.models import AwardType
from nominations.people.models import User
from tests.awards.office import Office

REPORT = "Báo cáo số 12/BC-STC ngày 05/01/2020"
MERIT = "CONG_TRANG"
SAID_OF_ALL = {"source": REPORT, "type": "Công trạng"}
LONG = ["Năm", "Danh hiệu, hình thức", "Đối tượng", "Số lượng"]
YEARS = [
    ["TỔNG HỢP KẾT QUẢ KHEN THƯỞNG GIAI ĐOẠN 2015 - 2017"],
    ["TT", "Năm", "Danh hiệu thi đua", None, None, "Hình thức khen thưởng", None, None, "Cộng"],
    [None, None, "LĐTT", "Tập thể LĐTT", "CSTĐCS", "Giấy khen", None, "Bằng khen", None],
    [None, None, None, None, None, "Cá nhân", "Tập thể", "tỉnh (CN)", None],
    [1, 2015, 48, 7, 4, 43, "7 tập thể", 3, 112],
    [2, 2016, 48, 7, 8, 46, "06", 1, 116],
    [3, 2017, "48", "-", 7, 42, None, 3, 100],
    [None, "Cộng", 144, 14, 19, 131, 13, 7, 328],
    [],
    [None, "Người lập biểu"],
]
"""A row for each year, headings over three lines, a total, a dash, an empty cell, a signature."""
YEARS_MERGED = ("A1:I1", "A2:A4", "B2:B4", "C2:E2", "F2:H2", "C3:C4", "D3:D4", "E3:E4", "F3:G3",
                "I2:I4")  # fmt: skip
AWARDS = [
    ["TT", "Danh hiệu, hình thức", "2015", "2016", 2017, "Cộng"],
    ["A", "CÁ NHÂN"],
    [1, "Lao động tiên tiến", 48, 48, 48, 144],
    [2, "Giấy khen", 43, 46, 42, 131],
    ["B", "TẬP THỂ"],
    [1, "Tập thể LĐTT", 7, 7, 7, 21],
    [2, "Lao động xuất sắc", 1, 4, 3, 8],
    [3, "Giấy khen", 7, 6, 4, 17],
    [None, "Cộng", 106, 111, 104, 321],
]
"""A row for each award and a column for each year; groups say who received it."""


def workbook(
    rows: Iterable[Sequence[Any]], merged: Iterable[str] = (), title: str = "Số liệu"
) -> bytes:
    """The rows as an Excel file with merged areas."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(content: bytes, for_all: Mapping[str, str] = SAID_OF_ALL) -> Spreadsheet:
    """The table of a file, with what is the same for all rows."""
    layout = importer_of("figures").table.adapted({}, for_all)
    return read_table("số liệu.xlsx", content, layout)


def plan_of(
    office: Office,
    content: bytes,
    answers: Mapping[str, str] | None = None,
    for_all: Mapping[str, str] = SAID_OF_ALL,
    *,
    strict: bool = False,
) -> ImportPlan:
    """What a table of counts would do, people being there to answer unless `strict`."""
    given = None if strict else (answers or {})
    return importer_of("figures").plan(
        sheet_of(content, for_all), office.agency, given, no_progress
    )


def planned_figures(plan: ImportPlan) -> list[str]:
    """The planned figures: "years code kind count", with the unit behind."""
    codes = dict(AwardType.objects.values_list("pk", "code"))
    found = []
    for entry in plan.entries:
        new = entry.new.new
        years = new.year_from if new.year_from == new.year_to else f"{new.year_from}-{new.year_to}"
        words = f"{years} {codes[new.award_type_id]} {new.kind[:3]} {new.count}"
        found.append(f"{words} unit" if new.unit_id else words)
    return found


def load(office: Office, content: bytes, answers: Mapping[str, str] | None = None) -> ImportPlan:
    """Import a table that must be right."""
    with transaction.atomic():
        plan = plan_of(office, content, answers)
        assert plan.ok, (plan.problems, plan.open_questions)
        actor: User = office.secretary
        importer_of("figures").write(plan, actor=actor)
    return plan


def chosen(plan: ImportPlan, *labels: str) -> dict[str, str]:
    """The answers whose labels contain one of these texts, for every open question."""
    return {
        question.key: choice.value
        for question in plan.open_questions
        for choice in question.choices
        if any(label in choice.label for label in labels)
    }
