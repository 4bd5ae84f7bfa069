"""Tables as clerks send them, built for the tests of the import."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

HEADINGS = [
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Chức vụ",
    "Phòng, đơn vị",
    "Danh hiệu/Hình thức đề nghị",
    "Loại hình khen thưởng",
    "Năm",
    "Số quyết định",
    "Ngày quyết định",
    "Cơ quan ban hành",
    "Ghi chú",
]


def line(name: str = "Trần Thị Mai", **cells: Any) -> list[Any]:
    """One right row; keywords replace cells."""
    values = {
        "serial": 1,
        "name": name,
        "born": None,
        "post": "Chuyên viên",
        "unit": "Phòng Ngân sách",
        "award": "Chiến sĩ thi đua cơ sở",
        "kind": "Công trạng",
        "year": 2015,
        "number": "12/QĐ-STC",
        "day": date(2016, 1, 5),
        "by": "Giám đốc Sở Tài chính",
        "note": None,
    }
    unknown = set(cells) - set(values)
    assert not unknown, unknown
    return list({**values, **cells}.values())


def xlsx(
    rows: Sequence[Sequence[Any]], headings: Sequence[str] = HEADINGS, above: int = 0
) -> bytes:
    """An Excel file with `above` lines of titles over the headings."""
    workbook = Workbook()
    sheet = workbook.active
    for number in range(above):
        sheet.append([f"DANH SÁCH KHEN THƯỞNG {number}"])
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def csv_file(
    rows: Sequence[Sequence[Any]],
    headings: Sequence[str] = HEADINGS,
    delimiter: str = ",",
    encoding: str = "utf-8-sig",
) -> bytes:
    """A CSV file with days as dd/mm/yyyy."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(headings)
    for row in rows:
        writer.writerow(
            [f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell or "" for cell in row]
        )
    return out.getvalue().encode(encoding)
