"""Tables in the shapes that offices make them: what is read, what is skipped, what is asked."""

from __future__ import annotations

import contextlib
import io
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook
from openpyxl.styles import Font

from nominations.importing.file_reader import read_table
from nominations.importing.registry import importer_of
from nominations.importing.spreadsheet import SHEET_LINES, Spreadsheet
from nominations.importing.xlsx_formats import number_format, shown_number
from tests.awards.tables import HEADINGS, line, xlsx
from tests.importing import sheets
from tests.importing.hostile_workbooks import (
    HOSTILE,
    OUTCOMES,
    TABLE,
    all_hostile,
    cell,
    far,
    sheet,
    workbook,
)
from tests.importing.hostile_workbooks import line as raw_line
from tests.rows import check_rows

FILES = Path(__file__).parent / "files"


def spread(name: str, kind: str, content: bytes | None = None) -> Spreadsheet:
    return read_table(name, content or (FILES / name).read_bytes(), importer_of(kind).table)


def at(found: Spreadsheet, index: int) -> str:
    """A line in short: "2", "Sheet: 2" where there are several sheets."""
    line = str(index % SHEET_LINES + 1)
    return f"{found.part_of(index).sheet_name}: {line}" if found.has_sheets else line


def names(found: Spreadsheet) -> str:
    """ "place name" of every row."""
    places = []
    for row in found.rows:
        name = row.text(found.columns.get("name")) or row.text(found.columns.get("collective"))
        places.append(f"{at(found, row.index)} {name or '-'}")
    return ", ".join(places)


def unread(found: Spreadsheet) -> str:
    """The addresses of cells that could not be read."""
    return " ".join(
        found.address(row.index, code)
        for row in found.rows
        for code, at in found.columns.items()
        if row.problem(at)
    )


def asked(found: Spreadsheet) -> str:
    """The places of rows that may not be meant, with the reason."""
    return " ".join(f"{at(found, r.index)}:{r.concealed}" for r in found.rows if r.concealed)


def counts(found: Spreadsheet) -> dict[str, int]:
    """Lines that are no rows by their kind; titles and headings are left out."""
    kinds = Counter(str(line.kind) for line in found.skipped)
    return {kind: number for kind, number in kinds.items() if kind not in ("above", "headings")}


@dataclass(frozen=True)
class Seen:
    """What a file of the folder must be read as."""

    file: str
    kind: str
    rows: str
    unread: str = ""
    asked: str = ""
    skipped: tuple[tuple[str, int], ...] = ()
    unused: tuple[str, ...] = ()

    def check(self) -> None:
        found = spread(self.file, self.kind)
        assert names(found) == self.rows
        assert unread(found) == self.unread
        assert asked(found) == self.asked
        assert counts(found) == dict(self.skipped)
        assert tuple(found.unused) == self.unused


THREE = "2 Nguyễn Ngọc Dung, 3 Đặng Hữu Bình, 4 Kim Hữu An"
CASES = (
    Seen("formula-awards.xlsx", "awards", "2 -, 3 Đặng Hữu Bình", unread="B2 C3 D3"),
    Seen("formula-persons.xlsx", "persons", "2 Trần Văn Tâm, 3 -, 4 -", unread="B3 B4 D4"),
    Seen("formula-optional.xlsx", "persons", "2 Trần Văn Tâm", unread="C2 D2"),
    Seen("blank-name.xlsx", "persons", "2 Trần Quốc Toàn, 3 -, 4 -", unread="B4"),
    Seen("formula-grades.xlsx", "grades", "2 Nguyễn Ngọc Dung, 3 -, 4 -", unread="A3 C3 A4 C4"),
    Seen("formula-units.xlsx", "units", "2 Phòng Pháp chế, 3 -", unread="A3 B3"),
    Seen("formula-names.xlsx", "persons", "2 Hà Huy Khoái, 3 -, 4 -", unread="B3 B4"),
    Seen("merged-awards.xlsx", "awards", THREE),
    Seen("merged-persons.xlsx", "persons", "2 Trần Quốc Toàn, 3 Ngô Quyền Linh, 4 Mạc Thị Bưởi"),
    Seen("merged-optional.xlsx", "awards", "2 Nguyễn Ngọc Dung, 3 Đặng Hữu Bình"),
    Seen("merged-grades.xlsx", "grades", "2 Nguyễn Ngọc Dung, 3 Đặng Hữu Bình"),
    Seen(
        "two-sheets.xlsx",
        "awards",
        "Nam 2018: 2 Nguyễn Ngọc Dung, Nam 2019: 2 Đặng Hữu Bình, Nam 2019: 3 Kim Hữu An",
    ),
    Seen("canhan-tapthe.xlsx", "awards", "Cá nhân: 2 Nguyễn Ngọc Dung, Tập thể: 2 Thanh tra"),
    Seen(
        "second-table-below.xlsx",
        "awards",
        "2 Nguyễn Ngọc Dung, 6 Thanh tra",
        skipped=(("group", 1),),
    ),
    Seen(
        "one-sheet-per-year.xlsx",
        "awards",
        "2018: 2 Nguyễn Ngọc Dung, 2017: 2 Đặng Hữu Bình, 2016: 2 Đặng Hữu Bình",
    ),
    Seen("grades-sheet-per-unit.xlsx", "grades", "VP: 2 Nguyễn Ngọc Dung, TTr: 2 Kim Văn Tâm"),
    Seen("hidden-row.xlsx", "awards", THREE, asked="3:hidden"),
    Seen("hidden-col.xlsx", "awards", "2 Nguyễn Ngọc Dung", unused=("Ngày QĐ",)),
    Seen("zero-height.xlsx", "grades", "2 Nguyễn Ngọc Dung, 3 Đặng Hữu Bình", asked="3:hidden"),
    Seen(
        "collapsed-group.xlsx",
        "persons",
        "2 Trần Quốc Toàn, 3 Mạc Thị Bưởi",
        asked="3:hidden",
    ),
    Seen("strikethrough.xlsx", "awards", "2 Nguyễn Ngọc Dung, 3 Đặng Hữu Bình", asked="3:struck"),
    Seen(
        "two-line-header.xlsx",
        "awards",
        "8 Thanh tra, 10 Nguyễn Ngọc Dung",
        skipped=(("group", 2), ("total", 1)),
        unused=("Chức vụ, đơn vị công tác",),
    ),
    Seen("nam-nu-x.xlsx", "awards", "2 Nguyễn Ngọc Dung"),
    Seen("nam-birthyear.xlsx", "awards", "2 Kim Hữu An"),
    Seen("persons-namsinh-nam-nu.xlsx", "persons", "3 Trần Quốc Toàn, 4 Mạc Thị Bưởi"),
    Seen("persons-nam-nu-x.xlsx", "persons", "2 Trần Quốc Toàn, 3 Mạc Thị Bưởi"),
    Seen(
        "groups.xlsx",
        "awards",
        "4 Nguyễn Ngọc Dung, 6 Đặng Hữu Bình",
        skipped=(("group", 2), ("total", 2), ("foot", 3)),
    ),
    Seen(
        "groups-persons.xlsx",
        "persons",
        "3 Trần Quốc Toàn, 5 Mạc Thị Bưởi",
        skipped=(("group", 2), ("total", 1)),
    ),
    Seen(
        "groups-grades.xlsx",
        "grades",
        "3 Nguyễn Ngọc Dung, 5 Đặng Hữu Bình",
        skipped=(("group", 2), ("total", 1)),
    ),
    Seen(
        "error-cells-persons.xlsx",
        "persons",
        "2 Trần Quốc Toàn, 3 Mạc Thị Bưởi, 4 -, 5 Ngô Quyền Linh",
        unread="E2 E3 B4 C5",
    ),
    Seen("error-cells-awards.xlsx", "awards", "2 Nguyễn Ngọc Dung", unread="D2 E2 I2 K2"),
    Seen("error-cells-units.xlsx", "units", "2 -, 3 Phòng Một cửa, 4 -", unread="B2 A3 B4"),
    Seen("na.csv", "persons", "2 Trần Quốc Toàn, 3 Mạc Thị Bưởi", unread="B2 B3"),
    *(Seen(f"far-cell-{one}.xlsx", "awards", "2 Nguyễn Ngọc Dung") for one in "abcdefg"),
)


def test_files_of_offices_are_read_as_people_see_them() -> None:
    check_rows(CASES, Seen.check, name=lambda case: case.file)


def test_what_columns_for_men_and_women_say() -> None:
    def check_row(row: tuple[str, str, list[tuple[Any, str]]]) -> None:
        file, kind, expected = row
        found = spread(file, kind)
        born, gender = found.columns.get("birth_date"), found.columns.get("gender")
        assert [(one.value(born), one.text(gender)) for one in found.rows] == expected

    check_rows(
        [
            ("persons-namsinh-nam-nu.xlsx", "persons", [(1985, "Nam"), (1990, "Nữ")]),
            ("persons-nam-nu-x.xlsx", "persons", [(None, "Nam"), (None, "Nữ")]),
            ("nam-birthyear.xlsx", "awards", [(1990, "")]),
            ("nam-nu-x.xlsx", "awards", [(None, "")]),
            ("two-line-header.xlsx", "awards", [(None, ""), ("26/03/1973", "")]),
        ],
        check_row,
        name=lambda row: row[0],
    )
    with pytest.raises(ValidationError) as refusal:
        spread("nam-grades.xlsx", "grades")  # a year of birth is no year of a grade
    assert "Năm" in refusal.value.messages[0]


def test_no_control_character_of_a_file_is_read_on() -> None:
    files = [*FILES.glob("*.csv"), FILES / "x000d.xlsx"]

    def clean(file: Path) -> None:
        found = spread(file.name, "persons" if file.stem == "na" else "awards")
        texts = [value for row in found.rows for value in row.cells if isinstance(value, str)]
        assert texts
        assert all(one.isprintable() or one == "\n" for text in texts for one in text), texts

    check_rows(files, clean, name=lambda file: file.name)


# --- variants -------------------------------------------------------------------------------------


def built(*pages: tuple[str, list[list[Any]]], edit: Callable[[Workbook], object] = id) -> bytes:
    """A workbook with these sheets, edited."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in pages:
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(*names_of_rows: str, **cells: Any) -> list[list[Any]]:
    return [HEADINGS, *(line(name, **cells) for name in names_of_rows)]


def person_rows(*names_of_rows: str) -> list[list[Any]]:
    return [sheets.PERSONS, *(sheets.person(name) for name in names_of_rows)]


PERSON_FOOT = [
    [], [None, "Người lập biểu"], [None, "(Ký, họ tên)"], [], [None, "Hoàng Thị Yến"],
]  # fmt: skip


def test_signatures_groups_numbering_and_repeated_headings_are_told_and_not_read() -> None:
    numbering = [f"({n})" for n in range(1, 9)]
    rows: list[tuple[str, str, bytes, str, dict[str, int]]] = [
        (
            "signature under persons", "persons",
            built(("A", [*person_rows("Vũ Thị Hạnh", "Lê Văn Tám"), *PERSON_FOOT])),
            "2 Vũ Thị Hạnh, 3 Lê Văn Tám", {"foot": 3},
        ),
        (
            "place and day, receivers", "units",
            built(("A", [sheets.UNITS, sheets.unit(), [],
                         [None, "Sóc Trăng, ngày 5 tháng 1 năm 2020"], ["Nơi nhận:"],
                         ["- Như trên;"], ["- Lưu: VT."]])),
            "2 Phòng Tổng hợp", {"foot": 4},
        ),
        (
            "numbers of columns and repeated headings", "persons",
            built(("A", [sheets.PERSONS, numbering, sheets.person(), sheets.PERSONS,
                         sheets.person("Lê Văn Tám")])),
            "3 Vũ Thị Hạnh, 5 Lê Văn Tám", {"numbering": 1, "repeated": 1},
        ),
        (
            "groups by letters and words", "persons",
            built(("A", [sheets.PERSONS, ["A", "Ban Giám đốc"], sheets.person(),
                         ["B.", "Văn phòng"], sheets.person("Lê Văn Tám"), [None, "Cộng: 2"]])),
            "3 Vũ Thị Hạnh, 5 Lê Văn Tám", {"group": 2, "total": 1},
        ),
        (
            "numbered lines left blank", "persons",
            built(("A", [*person_rows("Vũ Thị Hạnh"), [2], [3]])), "2 Vũ Thị Hạnh", {"empty": 2},
        ),
        (
            "a name and nothing else is a row with errors", "persons",
            built(("A", [*person_rows("Vũ Thị Hạnh"), [2, "Lê Văn Tám"]])),
            "2 Vũ Thị Hạnh, 3 Lê Văn Tám", {},
        ),
        (
            "a company is no total", "awards",
            xlsx([line("Công ty Cấp nước"), line("Tổng công ty Điện")]),
            "2 Công ty Cấp nước, 3 Tổng công ty Điện", {},
        ),
    ]  # fmt: skip

    def check_row(row: tuple[str, str, bytes, str, dict[str, int]]) -> None:
        _about, kind, content, expected, skipped = row
        found = spread("a.xlsx", kind, content)
        assert names(found) == expected
        assert counts(found) == skipped
        assert not skipped or any("Không tính là dòng" in words for words in found.notices)

    check_rows(rows, check_row, name=lambda row: row[0])


def _hide(book: Workbook) -> None:
    book.active.row_dimensions[3].hidden = True


def _flatten(book: Workbook) -> None:
    book.active.row_dimensions[3].height = 0


def _strike_name(book: Workbook) -> None:
    book.active["B3"].font = Font(strike=True)


def _hide_second_sheet(book: Workbook) -> None:
    book.worksheets[1].sheet_state = "hidden"


def test_rows_that_may_not_be_meant_are_marked() -> None:
    two, other = table("Trần Thị Mai", "Lê Hoà Thuý"), table("Đặng Quốc Ưng")
    rows = [
        ("hidden", built(("A", two), edit=_hide), "3:hidden"),
        ("flat", built(("A", two), edit=_flatten), "3:hidden"),
        ("name struck", built(("A", two), edit=_strike_name), "3:struck"),
        ("hidden sheet", built(("A", two), ("B", other), edit=_hide_second_sheet), "B: 2:sheet"),
        ("copy", built(("A", two), ("Tổng hợp", [*two, line("Đặng Quốc Ưng")])),
         "Tổng hợp: 2:copy Tổng hợp: 3:copy"),
        ("all rows hidden by default", workbook(
            sheet(TABLE, before='<sheetFormatPr zeroHeight="1"/>')), "2:hidden"),
        ("text partly struck", workbook(
            sheet(raw_line(1, HEADINGS_OF_TABLE) + '<row r="2"><c r="A2" t="s"><v>0</v></c>'
                  + cell("B2", "Trần Thị Mai") + cell("C2", "Giấy khen") + "</row>"),
            shared="<si><r><t>1</t></r><r><rPr><strike/></rPr><t>2</t></r></si>"), "2:struck"),
    ]  # fmt: skip
    check_rows(
        rows,
        lambda row: _equal(asked(spread("a.xlsx", "awards", row[1])), row[2]),
        name=lambda row: row[0],
    )


HEADINGS_OF_TABLE = (
    "STT", "Họ và tên", "Danh hiệu", "Loại hình khen thưởng", "Năm", "Số quyết định",
    "Ngày quyết định", "Cơ quan ban hành",
)  # fmt: skip


def _equal(one: object, other: object) -> None:
    assert one == other


def _merge(*areas: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        for area in areas:
            book.active.merge_cells(area)

    return edit


def test_merged_cells_are_read_in_each_of_their_rows() -> None:
    """What stands under an area is shown by nobody; a name over two columns is one name."""
    under = table("Trần Thị Mai", "Lê Hoà Thuý")
    under[2][8] = "99/QĐ-CU"
    halves = [
        ["STT", "Họ và tên", None, "Chức vụ", "Đơn vị"],
        [1, "Trần Thị", "Mai", "Chuyên viên", "Phòng Ngân sách"],
        [2, "Lê Hoà", "Thuý", "Chuyên viên", None],
    ]
    raw = sheet(TABLE + raw_line(3, ("2", "Lê Hoà Thuý")),
                '<mergeCells><mergeCell ref="C2:C1048576"/></mergeCells>')  # fmt: skip
    rows = [
        ("number", "awards", built(("A", under), edit=_merge("I2:I3")), "number",
         ["12/QĐ-STC", "12/QĐ-STC"]),
        ("to the end of the sheet", "awards", workbook(raw), "award", ["Giấy khen", "Giấy khen"]),
        ("name in two columns", "persons", built(("A", halves), edit=_merge("B1:C1", "E2:E3")),
         "name", ["Trần Thị Mai", "Lê Hoà Thuý"]),
        ("unit", "persons", built(("A", halves), edit=_merge("B1:C1", "E2:E3")), "unit",
         ["Phòng Ngân sách", "Phòng Ngân sách"]),
        ("whole block", "awards", built(("A", under), edit=_merge("F2:G3")), "award",
         ["Chiến sĩ thi đua cơ sở"] * 2),
    ]  # fmt: skip

    def check_row(row: tuple[str, str, bytes, str, list[str]]) -> None:
        _about, kind, content, code, expected = row
        found = spread("a.xlsx", kind, content)
        assert [one.text(found.columns[code]) for one in found.rows] == expected

    check_rows(rows, check_row, name=lambda row: row[0])


def test_headings_on_two_lines_and_by_their_marks() -> None:
    paper = ["STT", "Họ và tên", "Danh hiệu", "Loại hình", "Năm", "Quyết định", None, None]
    below = [None, None, None, None, None, "Số", "Ngày", "Cơ quan ban hành"]
    row = [1, "Trần Thị Mai", "Giấy khen", "Công trạng", 2015, "1/QĐ", "05/01/2016", "Giám đốc"]
    named = ["TT", "Họ tên", "Nam", "Nữ", "Hình thức", "Loại hình", "Năm", "Số QĐ", "Ngày QĐ",
             "Nơi cấp"]  # fmt: skip
    woman = [1, "Trần Thị Mai", None, "1990", "Giấy khen", "Công trạng", 2015, "1/QĐ", "05/01/2016",
             "Giám đốc"]  # fmt: skip
    plain = [heading.replace("Năm", "Nam") for heading in HEADINGS]
    rows = [
        ("blank cells over the second line", [paper, below, row], ("number", "1/QĐ")),
        ("issuer below", [paper, below, row], ("issuer", "Giám đốc")),
        ("title above", [["DANH SÁCH"], [], paper, below, row], ("date", "05/01/2016")),
        ("year beside Nam and Nữ", [named, woman], ("year", "2015")),
        ("born under Nữ", [named, woman], ("birth_date", "1990")),
        ("a year without its marks", [plain, line()], ("year", "2015")),
    ]

    def check_row(row: tuple[str, list[list[Any]], tuple[str, str]]) -> None:
        _about, lines, (code, expected) = row
        found = spread("a.xlsx", "awards", built(("A", lines)))
        assert [one.text(found.columns[code]) for one in found.rows] == [expected]

    check_rows(rows, check_row, name=lambda row: row[0])


def test_several_sheets_and_tables_are_read_or_named() -> None:
    one, two = table("Trần Thị Mai"), table("Lê Hoà Thuý")
    turned = [list(reversed(row)) for row in two]
    other = [["Ghi chú", "nội dung khác"], ["a", "b"]]
    lacking = [HEADINGS[:7], line()[:7]]
    rows = [
        ("three", built(("A", one), ("B", two)),
         "A: 2 Trần Thị Mai, B: 2 Lê Hoà Thuý", "trang tính “A”: 1 dòng"),
        ("columns in another order", built(("A", one), ("B", turned)),
         "A: 2 Trần Thị Mai, B: 2 Lê Hoà Thuý", "trang tính “B”: 1 dòng"),
        ("another sheet", built(("Bìa", other), ("A", one)), "2 Trần Thị Mai", "“Bìa” (2 dòng)"),
        ("a sheet that lacks columns", built(("A", one), ("B", lacking)), "2 Trần Thị Mai",
         "Bảng thiếu các cột"),
        ("a table below", built(("A", [*one, [], ["II", "Phần hai"], *turned])),
         "2 Trần Thị Mai, 6 Lê Hoà Thuý", "trang tính “A”: 1 dòng; trang tính “A”: 1 dòng"),
    ]  # fmt: skip

    def check_row(row: tuple[str, bytes, str, str]) -> None:
        _about, content, expected, notice = row
        found = spread("a.xlsx", "awards", content)
        assert names(found) == expected
        assert any(notice in words for words in found.notices), found.notices

    check_rows(rows, check_row, name=lambda row: row[0])


def test_lines_are_named_by_their_sheet_where_there_are_several() -> None:
    two = [
        [*HEADINGS],
        line("Trần Thị Mai"),
        line("Lê Hoà Thuý"),
    ]
    found = spread("a.xlsx", "awards", built(("Xếp loại 2025", two), ("B", table("Vũ An"))))
    indices = [row.index for row in found.rows]
    assert found.place(indices[1]) == "trang tính “Xếp loại 2025”, dòng 3"
    said = "trang tính “Xếp loại 2025”, dòng 2, 3; trang tính “B”, dòng 2"
    assert (found.places(indices), found.address(indices[2], "name")) == (said, "B2")
    alone = spread("a.xlsx", "awards", built(("Xếp loại 2025", two)))
    assert (alone.place(1), alone.places([1, 2])) == ("dòng 2", "dòng 2, 3")


def test_a_file_whose_sheets_all_lack_a_column_is_refused_with_the_name_of_the_first() -> None:
    lacking = [HEADINGS[:7], line()[:7]]
    with pytest.raises(ValidationError, match="Trang tính “A”: Bảng thiếu các cột") as refusal:
        spread("a.xlsx", "awards", built(("A", lacking), ("B", lacking)))
    assert refusal.value.code == "missing_columns"


def test_a_table_of_another_kind_below_is_refused_with_its_line() -> None:
    below = [["STT", "Họ và tên", "Năm", "Số quyết định"], [1, "Lê Hoà Thuý", 2015, "1/QĐ"]]
    with pytest.raises(ValidationError, match="Từ dòng 4 là một bảng khác"):
        spread("a.xlsx", "awards", built(("A", [*table("Trần Thị Mai"), [], *below])))


def test_a_cell_far_away_costs_one_cell(real_child: None) -> None:
    """Five more places; what stands too far to the right is told."""
    rows = [
        ("XFD1048576", True), ("IW3", True), ("B1000000", False), ("AAA60000", True),
        ("H1048576", False),
    ]  # fmt: skip

    def check_row(row: tuple[str, bool]) -> None:
        reference, is_outside = row
        found = spread("a.xlsx", "awards", far(reference))
        assert names(found).startswith("2 Trần Thị Mai")
        assert any(reference in words for words in found.notices) == is_outside

    check_rows(rows, check_row, name=lambda row: row[0])


def test_hostile_workbooks_are_refused_in_one_sentence_or_read(real_child: None) -> None:
    def outcome(name: str) -> None:
        expected = OUTCOMES[name]
        if expected.endswith(" rows"):
            found = spread("a.xlsx", "awards", HOSTILE[name]())
            assert f"{len(found.rows)} rows" == expected
            return
        with pytest.raises(ValidationError) as refusal:
            spread("a.xlsx", "awards", HOSTILE[name]())
        assert (refusal.value.code, len(refusal.value.messages)) == (expected, 1)

    check_rows(OUTCOMES, outcome)


@pytest.mark.long
def test_the_worst_workbooks_take_a_few_seconds_each(real_child: None) -> None:
    """All of them; the limits are for a machine of its own."""
    for name, content in all_hostile():
        began = time.monotonic()
        with contextlib.suppress(ValidationError):
            spread("a.xlsx", "awards", content)
        assert time.monotonic() - began < 5, name


def test_hidden_columns_are_told(real_child: None) -> None:
    def hide(book: Workbook) -> None:
        book.active.column_dimensions["E"].hidden = True

    found = spread("a.xlsx", "awards", built(("A", table("Trần Thị Mai")), edit=hide))
    assert found.rows[0].text(found.columns["unit"]) == "Phòng Ngân sách"
    assert any("cột đang bị ẩn: Phòng, đơn vị" in words for words in found.notices)


def test_what_excel_shows_of_a_number_is_kept() -> None:
    forms: list[tuple[Any, str, str]] = [
        (45, "000", "045"), (1, "000", "001"), (7, '00"/QĐ-STC"', "07/QĐ-STC"),
        (12, r"000\-\Q\Đ", "012-QĐ"), (45, "General", "45"), (0.6, "0%", "60%"),
        (0.605, "0.0%", "60,5%"), (123456, '00"."0000', "12.3456"), (1234, "#,##0", "1234"),
        (date(1980, 1, 1), "yyyy", "1980"), (date(1980, 5, 1), "mm/yyyy", "05/1980"),
        (date(1980, 5, 1), "d/m/yyyy", "01/05/1980"), (date(1980, 5, 1), "[$-42A]dd mmmm yyyy",
                                                      "01/05/1980"),
    ]  # fmt: skip
    content = built(
        ("A", table(*("Trần Thị Mai" for _form in forms))),
        edit=lambda book: [
            _formatted(book.active.cell(at, 9), value, form)
            for at, (value, form, _shown) in enumerate(forms, start=2)
        ],
    )
    found = spread("a.xlsx", "awards", content)
    shown = [row.text(found.columns["number"]) for row in found.rows]
    assert shown == [form[2] for form in forms]
    assert shown_number(-5, number_format("000")) is None


def _formatted(target: Any, value: Any, form: str) -> None:
    target.value = value
    target.number_format = form


def test_error_values_typed_as_text_are_errors_of_their_cell() -> None:
    texts = ["#N/A", "#REF!", "#NAME?", "NULL", "#VALUE!"]
    content = xlsx([line(unit=text, post=None, note="#N/A là gì") for text in texts])
    assert unread(spread("a.xlsx", "awards", content)) == "E2 E3 E4 E5 E6"
    assert {row.concealed for row in spread("a.xlsx", "awards", content).rows} == {None}
