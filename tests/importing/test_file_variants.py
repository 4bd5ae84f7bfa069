"""Five or more tables in each layout used by offices, and how each is read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from nominations.importing.file_reader import read_table
from nominations.importing.legacy_encodings import LegacyEncoding
from nominations.importing.registry import importer_of
from nominations.importing.spreadsheet import Spreadsheet
from nominations.importing.table_settings import TableSettings
from nominations.vietnamese import clean_text
from tests.importing import sheets
from tests.importing.hostile_workbooks import HEADINGS, ROW, TABLE, cell, sheet, workbook
from tests.importing.hostile_workbooks import line as raw_line
from tests.importing.test_legacy_encodings import NAMES, back
from tests.importing.test_office_files import built, counts, names, unread
from tests.rows import check_rows

ISSUER = "Giám đốc Sở Tài chính"
EXCEL, CSV = "bảng.xlsx", "bảng.csv"


@dataclass(frozen=True)
class Variant:
    """A file and what it is read as; `reads` has the texts of a column, row by row.

    `refused` is the key with which the whole file is refused.
    """

    shape: str
    about: str
    content: bytes
    kind: str = "awards"
    file: str = EXCEL
    reads: dict[str, list[str]] = field(default_factory=dict)
    unread: str = ""
    skipped: dict[str, int] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    refused: str = ""

    def check(self) -> None:
        if self.refused:
            with pytest.raises(ValidationError) as refusal:
                self.found()
            assert (refusal.value.code, len(refusal.value.messages)) == (self.refused, 1)
            return
        found = self.found()
        shown = {code: [row.text(found.columns[code]) for row in found.rows] for code in self.reads}
        assert shown == self.reads
        typed = [found.rows[0].value(at) for at in found.columns.values()]
        assert [one for one in typed if isinstance(one, str) and clean_text(one) != one] == []
        assert unread(found) == self.unread
        assert counts(found) == self.skipped
        assert tuple(found.unused) == self.unused

    def found(self) -> Spreadsheet:
        return read_table(self.file, self.content, importer_of(self.kind).table)


def award(**cells: str) -> str:
    """A right line of the raw table, with cells replaced by their raw XML; B, C ... name them."""
    found = {f"{chr(65 + at)}": cell(f"{chr(65 + at)}2", text) for at, text in enumerate(ROW)}
    return f'<row r="2">{"".join((found | cells).values())}</row>'


def book(row: str, headings: tuple[str, ...] = HEADINGS, **more: str) -> bytes:
    return workbook(sheet(raw_line(1, headings) + row), **more)


def text(column: str, value: str) -> dict[str, str]:
    """The cell of the column with this raw text."""
    return {column: cell(f"{column}2", value)}


def formula(column: str, inside: str, more: str = "") -> dict[str, str]:
    return {column: f'<c r="{column}2"{more}>{inside}</c>'}


def lines_of_csv(*lines: list[str], sign: str = ",", encoding: str = "utf-8") -> bytes:
    return "\r\n".join(sign.join(one) for one in lines).encode(encoding)


def csv_award(**cells: str) -> list[str]:
    values = dict(zip("ABCDEFGH", ROW, strict=True))
    return list((values | cells).values())


def people(*names_of_rows: str, **cells: Any) -> list[list[Any]]:
    return [sheets.PERSONS, *(sheets.person(name, **cells) for name in names_of_rows)]


# --- characters ------------------------------------------------------------------------------

CONTROLS = [
    ("a line end of another program after the text", text("H", f"{ISSUER}_x000D_"), "issuer",
     ISSUER),
    ("the same in small letters and twice", text("H", f"{ISSUER}_x000d__x000a_"), "issuer", ISSUER),
    ("a cell end between words", text("H", "Giám đốc_x0007_Sở Tài chính"), "issuer", ISSUER),
    ("a hyphen that does not break", text("F", "77/QĐ_x001E_STC"), "number", "77/QĐ-STC"),
    ("a backspace inside a word", text("B", "Trần_x0008_ Thị Mai"), "name", "Trần Thị Mai"),
    ("half of a pair that is not there", text("B", "Trần Thị Mai_xD800_"), "name", "Trần Thị Mai"),
    ("an underscore that was written so", text("H", "Sở_x005F_x000D_"), "issuer", "Sở_x000D_"),
]  # fmt: skip
SHARED = f"<si><t>Trần Thị Mai_x000D_</t></si><si><r><t>{ISSUER}</t></r><r><t>_x0000_</t></r></si>"
ETH = [
    ("the letter of Iceland", text("B", "\u00d0ặng Quốc Ưng"), "name", "Đặng Quốc Ưng"),
    ("the letter of Africa", text("B", "\u0189ặng Quốc Ưng"), "name", "Đặng Quốc Ưng"),
    ("small, in an award", text("C", "Lao \u00f0ộng tiên tiến"), "award", "Lao động tiên tiến"),
    ("small with a tail", text("H", "Giám \u0256ốc Sở Tài chính"), "issuer", ISSUER),
    ("in a number", text("F", "77/Q\u00d0-STC"), "number", "77/QĐ-STC"),
    ("with its marks apart", text("B", "\u00d0a\u0306\u0323ng Quốc Ưng"), "name", "Đặng Quốc Ưng"),
]
UNSEEN = [
    ("no width, inside a name", text("B", "Trần\u200b Thị Mai"), "name", "Trần Thị Mai"),
    ("a mark of bytes before a year", text("E", "\ufeff2019"), "year", "2019"),
    ("a direction behind a day", text("G", "15/12/2019\u200e"), "date", "15/12/2019"),
    ("a soft hyphen in a number", text("F", "77/QĐ-\u00adSTC"), "number", "77/QĐ-STC"),
    ("a joiner and wide spaces", text("H", "Giám\u2007đốc\u2060 Sở\u3000Tài chính"), "issuer",
     ISSUER),
    ("a filler for a name", text("B", "\u3164"), "name", ""),
]  # fmt: skip
ODD_HEADINGS = [
    ("no width", 1, "Họ\u200b và tên"), ("no break", 1, "Họ\u00a0và\u00a0tên"),
    ("a soft hyphen", 5, "Số quyết\u00ad định"), ("the letter of Iceland", 5, "Số quyết \u00d0ịnh"),
    ("a line end of another program", 6, "Ngày_x000D_\nquyết định"),
    ("a colon and a star", 1, "Họ và tên (*):"),
]  # fmt: skip


def headings(place: int, written: str) -> tuple[str, ...]:
    return (*HEADINGS[:place], written, *HEADINGS[place + 1 :])


def in_every_cell(shape: str, rows: list[tuple[str, dict[str, str], str, str]]) -> list[Variant]:
    return [
        Variant(shape, about, book(award(**cells)), reads={code: [kept]})
        for about, cells, code, kept in rows
    ]


CHARACTERS = [
    *in_every_cell("control characters", CONTROLS),
    Variant(
        "control characters",
        "in shared texts",
        book(
            award(B='<c r="B2" t="s"><v>0</v></c>', H='<c r="H2" t="s"><v>1</v></c>'), shared=SHARED
        ),
        reads={"name": ["Trần Thị Mai"], "issuer": [ISSUER]},
    ),
    Variant(
        "control characters",
        "in plain text",
        lines_of_csv(list(HEADINGS), csv_award(B="Trần\x1f Thị Mai", F="77/QĐ-STC\x7f")),
        file=CSV,
        reads={"name": ["Trần Thị Mai"], "number": ["77/QĐ-STC"]},
    ),
    *in_every_cell("Đ of other alphabets", ETH),
    *in_every_cell("what cannot be seen", UNSEEN),
    *(
        Variant(
            "headings with odd characters",
            about,
            book(award(), headings(at, written)),
            reads={"name": ["Trần Thị Mai"], "number": ["77/QĐ-STC"], "date": ["15/12/2019"]},
        )
        for about, at, written in ODD_HEADINGS
    ),
]


# --- cells without a value ---------------------------------------------------------------------

EMPTY = "<f>A1</f>"
FORMULAS = [
    ("never calculated", formula("B", EMPTY), "B2", {"name": [""]}),
    ("with an empty value", formula("E", f"{EMPTY}<v></v>"), "E2", {"year": [""]}),
    ("shared with others", formula("F", '<f t="shared" si="0"/>'), "F2", {"number": [""]}),
    ("over an area", formula("G", '<f t="array" ref="G2:G3">NOW()</f>'), "G2", {"date": [""]}),
    ("in several cells", formula("B", EMPTY) | formula("H", EMPTY), "B2 H2", {"issuer": [""]}),
    ("an empty text, which is a value", formula("H", f"{EMPTY}<v></v>", ' t="str"'), "",
     {"issuer": [""]}),
    ("calculated", formula("E", f"{EMPTY}<v>2019</v>"), "", {"year": ["2019"]}),
]  # fmt: skip
WRONG = [
    ("a division by nothing", formula("E", "<f>1/0</f><v>#DIV/0!</v>", ' t="e"'), "E2"),
    ("a number that is none", formula("E", "<v>#NUM!</v>", ' t="e"'), "E2"),
    ("a name that is none", formula("H", "<f>giamdoc</f><v>#NAME?</v>", ' t="e"'), "H2"),
    ("an area that is taken", formula("B", "<f>B:B</f><v>#SPILL!</v>", ' t="e"'), "B2"),
    ("as text, with spaces", text("F", " #REF! "), "F2"),
    ("two of them", formula("B", "<v>#N/A</v>", ' t="e"') | text("G", "#VALUE!"), "B2 G2"),
]
VALUES = [
    *(
        Variant("formulas without a value", about, book(award(**cells)), reads=reads, unread=where)
        for about, cells, where, reads in FORMULAS
    ),
    *(
        Variant("cells with an error", about, book(award(**cells)), unread=where)
        for about, cells, where in WRONG
    ),
    Variant(
        "cells with an error",
        "of a data base",
        lines_of_csv(list(HEADINGS), csv_award(E="NULL", H="NaN")),
        file=CSV,
        unread="E2 H2",
    ),
]


# --- tables -----------------------------------------------------------------------------------

TCVN3, VNI = LegacyEncoding.TCVN3, LegacyEncoding.VNI


def old(rows: list[list[Any]], legacy: LegacyEncoding) -> list[list[Any]]:
    return [[back(one, legacy) if isinstance(one, str) else one for one in r] for r in rows]


PEOPLE = people(*NAMES)


def award_row(name: str) -> list[str]:
    return [*ROW[:1], name, ROW[2], "Khen thưởng đột xuất", *ROW[4:]]


ONE_COLUMN = [
    sheets.PERSONS,
    *(sheets.person(back(name, TCVN3)) for name in NAMES),
]
OLD = [
    Variant("old encodings", "all of it in TCVN3", built(("A", old(PEOPLE, TCVN3))), "persons",
            reads={"name": list(NAMES), "unit": ["Phòng Ngân sách"] * 5}),
    Variant("old encodings", "all of it in VNI", built(("A", old(PEOPLE, VNI))), "persons",
            reads={"name": list(NAMES), "unit": ["Phòng Ngân sách"] * 5}),
    Variant("old encodings", "one column", built(("A", ONE_COLUMN)), "persons",
            reads={"name": list(NAMES), "position": ["Chuyên viên"] * 5}),
    Variant("old encodings", "the second sheet only",
            built(("A", people("Vũ Thị Hạnh")), ("B", old(PEOPLE, TCVN3))), "persons",
            reads={"name": ["Vũ Thị Hạnh", *NAMES]}),
    Variant("old encodings", "a plain file with semicolons",
            lines_of_csv(*([str(one or "") for one in line] for line in old(PEOPLE, TCVN3)),
                         sign=";", encoding="latin-1"),
            "persons", CSV, reads={"name": list(NAMES)}),
    Variant("old encodings", "with a title above and a group",
            built(("A", old([["DANH SÁCH CÁN BỘ"], [], PEOPLE[0], ["I", "Phòng Ngân sách"],
                             *PEOPLE[1:]], VNI))), "persons",
            reads={"name": list(NAMES)}, skipped={"group": 1}),
    Variant("old encodings", "headings of awards, with letters that Unicode does not show",
            built(("A", old([HEADINGS, *(award_row(name) for name in NAMES)], TCVN3))),
            reads={"name": list(NAMES), "type": ["Khen thưởng đột xuất"] * 5}),
    *(
        Variant("old encodings", f"group, sum and signature in {legacy.value}",
                built(("A", old([PEOPLE[0], ["I", "Trường Chính trị"], *PEOPLE[1:],
                                 [None, "Tổng cộng: 5 người"], [],
                                 [None, "Người lập biểu"], [None, "Nguyễn Thị Hường"]], legacy))),
                "persons",
                reads={"name": list(NAMES)}, skipped={"group": 1, "total": 1, "foot": 2})
        for legacy in LegacyEncoding
    ),
    Variant("old encodings", "spoilt so that nobody can tell",
            built(("A", people("Tr§n V¨x Bñp", "H¸q Kµw"))), "persons",
            refused="unknown_encoding"),
]  # fmt: skip

GROUPED = ["STT", "Họ và tên", "Chức vụ, đơn vị", None, "Quyết định", None, None]
BELOW = [None, None, "Chức vụ", "Đơn vị", "Số", "Ngày", "Cơ quan ban hành"]
REST = ["Danh hiệu", "Loại hình", "Năm"]
GIVEN = [1, "Trần Thị Mai", "Chuyên viên", "Phòng Ngân sách", "77/QĐ-STC", "15/12/2019", ISSUER,
         "Giấy khen", "Công trạng", 2019]  # fmt: skip
READ = {"unit": ["Phòng Ngân sách"], "number": ["77/QĐ-STC"], "date": ["15/12/2019"]}
TITLES = [["SỞ TÀI CHÍNH"], ["DANH SÁCH ĐỀ NGHỊ"], []]


def two_lines(*above: list[Any], first: list[Any], second: list[Any]) -> bytes:
    return built(("A", [*above, first, second, GIVEN]))


HEADS = [
    ("groups over columns", two_lines(first=[*GROUPED, *REST], second=BELOW)),
    ("titles above", two_lines(*TITLES, first=[*GROUPED, *REST], second=BELOW)),
    ("what one line says is on the second",
     two_lines(first=[*GROUPED, None, None, None], second=[*BELOW, *REST])),
    ("capitals", two_lines(first=[one and one.upper() for one in (*GROUPED, *REST)],
                           second=[one and one.upper() for one in BELOW])),
    ("numbers of the columns below",
     built(("A", [[*GROUPED, *REST], BELOW, [f"({n})" for n in range(1, 11)], GIVEN]))),
    ("a line end inside a heading",
     two_lines(first=[*GROUPED[:4], "Quyết\nđịnh", None, None, *REST],
               second=[*BELOW[:5], "Ngày,\ntháng", BELOW[6]])),
]  # fmt: skip
HEADED = [
    Variant(
        "headings on two lines",
        about,
        content,
        reads=READ,
        skipped={"numbering": 1} if "numbers" in about else {},
    )
    for about, content in HEADS
]

VARIANTS = [*CHARACTERS, *VALUES, *OLD, *HEADED]


def test_five_files_of_each_shape_are_read_as_people_see_them() -> None:
    check_rows(VARIANTS, Variant.check, name=lambda one: f"{one.shape}: {one.about}")
    assert min(Counter(one.shape for one in VARIANTS).values()) >= 5


def test_a_column_of_any_heading_is_read_as_people_name_it() -> None:
    """One heading after the other that nobody could know, named by hand."""
    places = {"name": 1, "award": 2, "type": 3, "year": 4, "number": 5, "date": 6, "issuer": 7}
    importer = importer_of("awards")

    def named(row: tuple[str, int]) -> None:
        code, place = row
        content = book(award(), headings(place, "Mục khác"))
        table = TableSettings({"Mục khác": code}).applied(importer.table)
        found = read_table(EXCEL, content, table)
        assert [one.text(found.columns[code]) for one in found.rows] == [ROW[place]]
        assert names(found) == "2 Trần Thị Mai"

    check_rows(places.items(), named)


def test_a_heading_that_people_give_another_column_is_no_longer_its_own() -> None:
    content = book(award(), headings(3, "Ngày ký"))
    table = TableSettings({"Ngày ký": "type"}).applied(importer_of("awards").table)
    found = read_table(EXCEL, content, table)
    assert found.rows[0].text(found.columns["type"]) == "Công trạng"
    assert found.rows[0].text(found.columns["date"]) == "15/12/2019"
    assert TABLE.count("<row") == 2
