"""Text in exported spreadsheets is never a formula; one module writes them all."""

from __future__ import annotations

import ast
import csv
import io

import openpyxl

from nominations.files.spreadsheet_writer import csv_bytes, put_value, xlsx_bytes
from tests.architecture.sources import inside, nodes, python_files, tree
from tests.rows import check_rows

WRITER = "nominations/files/spreadsheet_writer.py"
ALL_WRITERS = {
    WRITER,
    "nominations/files/table_workbook.py",
    "nominations/importing/blank_table.py",
    "nominations/importing/marked_workbook.py",
    "nominations/importing/annotated_file.py",
    "nominations/documents/annex_sheet.py",
    "nominations/issued_papers/number_register.py",
    "nominations/packages/package_sheets.py",
    "nominations/statistics/exports.py",
    "nominations/decisions/prize_workbook.py",
}


def test_texts_are_disarmed_and_freed_of_what_excel_cannot_hold() -> None:
    def written(row: tuple[str, str, str]) -> None:
        text, in_csv, in_excel = row
        content = csv_bytes([[text, 5, None]])
        (cells,) = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        assert cells == [in_csv, "5", ""]
        book = openpyxl.Workbook()
        put_value(book.active["A1"], text)
        cell = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(book))).active["A1"]
        assert (cell.data_type, cell.value) == ("s", in_excel)

    texts = ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "\n=1", "＝1+1", "＋1", "－1", "＠A", "  =1"]
    rows = [(text, f"'{text}", text) for text in texts]
    rows += [
        ("Giám đốc\x02Sở", "Giám đốcSở", "Giám đốcSở"),
        ("a\x00b\x1fc\ufffed", "abcd", "abcd"),
        ("\x07=1", "'=1", "=1"),
        ("Phòng - Ban", "Phòng - Ban", "Phòng - Ban"),
        ("x" * 40_000, "x" * 32_767, "x" * 32_767),
    ]
    check_rows(rows, written, name=lambda row: repr(row[0][:20]))


def test_no_other_module_writes_cells_or_csv() -> None:
    """Whoever touches openpyxl or csv.writer is listed, and puts no value in a cell by itself."""
    users, offenders = set(), []
    for path in python_files():
        name = inside(path)
        for node in nodes(tree(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("openpyxl"):
                users.add(name)
            if isinstance(node, ast.Attribute) and node.attr in ("writer", "DictWriter"):
                users.add(name)
            if name == WRITER:
                continue
            if isinstance(node, ast.Assign) and name in ALL_WRITERS:
                offenders += [
                    f"{name}:{node.lineno}"
                    for target in node.targets
                    if isinstance(target, ast.Attribute)
                    and target.attr == "value"
                    and not (isinstance(node.value, ast.Constant) and node.value.value is None)
                ]
    assert users <= ALL_WRITERS, users - ALL_WRITERS
    assert not offenders
