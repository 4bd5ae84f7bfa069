"""Tables as clerks send them, for every kind of import."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

UNITS = [
    "Mã đơn vị",
    "Tên đơn vị",
    "Thứ tự sắp xếp",
    "Ngày thành lập",
    "Ngày kết thúc",
    "Sáp nhập vào",
    "Loại đơn vị",
]
HOUSEHOLDS = ["Danh xưng", "Người đại diện", "Địa chỉ", "Từ ngày", "Đến ngày", "Mã hộ"]
PERSONS = [
    "STT", "Họ và tên", "Ngày sinh", "Giới tính", "Chức vụ", "Đơn vị", "Ngày về đơn vị",
    "Ngày tuyển dụng", "Bắt đầu do", "Loại người làm việc",
]  # fmt: skip
GRADES = [
    "Họ và tên / Tên tập thể", "Ngày sinh", "Năm", "Xếp loại", "Số quyết định",
    "Ngày quyết định", "Cơ quan ban hành",
]  # fmt: skip
INITIATIVES = [
    "Tên sáng kiến", "Loại", "Năm", "Tác giả (tỷ lệ đóng góp)", "Đơn vị", "Phạm vi",
    "Số quyết định", "Ngày quyết định", "Cơ quan công nhận",
]  # fmt: skip


def xlsx(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """An Excel file with the headings in its first line."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def unit(code: str = "TH", name: str = "Phòng Tổng hợp", **cells: Any) -> list[Any]:
    """A right row of a table of units."""
    values = {
        "code": code,
        "name": name,
        "rank": 3,
        "first": "01/01/2015",
        "last": None,
        "into": None,
        "kind": None,
    }
    return _row(values, cells)


def household(name: str | None = "Nguyễn Văn Hòa", **cells: Any) -> list[Any]:
    """A right row of a table of households."""
    values = {
        "honorific": "Ông", "name": name, "address": "Ấp 2, xã Mỹ Tú", "first": "01/01/2024",
        "last": None, "code": None,
    }  # fmt: skip
    return _row(values, cells)


def person(name: str = "Vũ Thị Hạnh", **cells: Any) -> list[Any]:
    """A right row of a table of persons."""
    values = {
        "serial": 1, "name": name, "born": "17/05/1990", "gender": "Nữ", "post": "Chuyên viên",
        "unit": "Phòng Ngân sách", "since": "01/07/2016", "recruited": "01/07/2016",
        "began": None, "kind": None,
    }  # fmt: skip
    return _row(values, cells)


def grade(name: str = "Trần Thị Mai", **cells: Any) -> list[Any]:
    """A right row of a table of grades."""
    values = {
        "name": name, "born": None, "year": 2023, "grade": "Hoàn thành tốt nhiệm vụ",
        "number": "12/QĐ-STC", "day": "28/12/2023", "by": "Giám đốc Sở Tài chính",
    }  # fmt: skip
    return _row(values, cells)


def initiative(name: str = "Đối chiếu số liệu tự động", **cells: Any) -> list[Any]:
    """A right row of a table of initiatives."""
    values = {
        "name": name, "kind": "Sáng kiến", "year": 2022,
        "authors": "Trần Thị Mai (60%); Đặng Quốc Ưng (40%)", "unit": None, "scope": "Cơ sở",
        "number": "45/QĐ-STC", "day": "20/12/2022", "by": "Giám đốc Sở Tài chính",
    }  # fmt: skip
    return _row(values, cells)


def _row(values: dict[str, Any], cells: dict[str, Any]) -> list[Any]:
    unknown = set(cells) - set(values)
    assert not unknown, unknown
    return list({**values, **cells}.values())
