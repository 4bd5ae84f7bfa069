"""Files of offices, one or two for each finding, sent by a secretary: what the page then says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nominations.importing import grid
from nominations.importing.models import ImportRun
from nominations.importing.registry import importers
from nominations.importing.xlsx_workbook import read_workbook
from nominations.people.models import Person, Position, Unit, UnitMembership
from tests.importing.import_office import ImportOffice
from tests.importing.test_cell_meaning import RECORDED
from tests.importing.test_office_files import FILES
from tests.rows import check_rows

NUMBERS = Path(__file__).resolve().parents[1] / "awards" / "data"


@dataclass(frozen=True)
class Sent:
    """A file and what its page shows: rows read, to add, to change, wrong, to confirm, and words.

    `read` is "" for a file that is refused as a whole.
    """

    finding: str
    file: str
    kind: str
    read: str
    says: tuple[str, ...]


SENT = (
    Sent("F1", "far-cell-a.xlsx", "awards", "1 1 0 0 0", ("Nguyễn Ngọc Dung",)),
    Sent("F2", "two-sheets.xlsx", "awards", "3 3 0 0 0",
         ("Trang tính “Nam 2019”, dòng 3", "trang tính “Nam 2018”: 1 dòng")),
    Sent("F2", "second-table-below.xlsx", "awards", "2 2 0 0 0", ("Dòng 6", "Thanh tra")),
    Sent("F3", "03-title-1.xlsx", "awards", "1 1 0 0 0", ("99/QĐ-STC, 15/12/2019",)),
    Sent("F3", "03-zero-1.xlsx", "awards", "1 1 0 0 0", ("99/QĐ-STC, 15/12/2019",)),
    Sent("F5", "two-line-header.xlsx", "awards", "2 2 0 0 0",
         ("Các cột không dùng đến: Chức vụ, đơn vị công tác.", "Dòng 10")),
    Sent("F5", "nam-grades.xlsx", "grades", "", ("Bảng thiếu các cột: Năm.",)),
    Sent("F6", "control.csv", "awards", "1 1 0 0 0", ("Phòng Kế hoạch", "98/QĐ-STC")),
    Sent("F6", "x000d.xlsx", "awards", "1 1 0 0 0", ("Giám đốc Sở Tài chính",)),
    Sent("F7", "formula-persons.xlsx", "persons", "3 0 0 2 1",
         ("ô D4", "công thức mà tệp không lưu kết quả")),
    Sent("F8", "hook-awards.xlsx", "awards", "1 1 0 0 0", ("Đặng Ngọc Ánh",)),
    Sent("F8", "eth-persons.xlsx", "persons", "2 1 1 0 0", ("Đinh Công Minh",)),
    Sent("F9", "invisible-awards.xlsx", "awards", "4 4 0 0 0", ("Huỳnh Minh An",)),
    Sent("F9", "invisible-headings.xlsx", "awards", "1 1 0 0 0", ("Nguyễn Ngọc Dung",)),
    Sent("F10", "merged-awards.xlsx", "awards", "3 3 0 0 0", ("Kim Hữu An",)),
    Sent("F10", "merged-persons.xlsx", "persons", "3 3 0 0 0", ("Thanh tra",)),
    Sent("F11", "hidden-row.xlsx", "awards", "3 2 0 0 1",
         ("Trang tính “Bang”: 1 dòng Excel không hiển thị", "Bỏ qua các dòng này", "Dòng 3")),
    Sent("F11", "hidden-col.xlsx", "awards", "1 1 0 0 0", ("không dùng đến: Ngày QĐ.",)),
    Sent("F12", "persons-namsinh-nam-nu.xlsx", "persons", "2 0 0 2 0", ("ô C3", "1985")),
    Sent("F13", "tcvn3.xlsx", "persons", "2 2 0 0 0",
         ("TCVN3", "Lê Hoàng Sơn", "Đỗ Thị Hằng")),
    Sent("F14", "error-cells-awards.xlsx", "awards", "1 0 0 1 0", ("ô K2", "#N/A", "ô D2")),
    Sent("F14", "na.csv", "persons", "2 0 0 2 0", ("NULL", "đang báo lỗi của bảng tính")),
    Sent("F15", "names-awards.xlsx", "awards", "5 5 0 0 0", ("Huỳnh Kim Dung", "Đ/c")),
    Sent("F15", "names-persons.xlsx", "persons", "7 5 0 1 1",
         ("Ô này ghi nhiều người", "Nguyễn Văn Khoát")),
    Sent("F16", "groups.xlsx", "awards", "2 2 0 0 0",
         ("2 dòng tên nhóm (“I Văn phòng”;", "2 dòng tổng cộng", "3 dòng dưới bảng")),
)  # fmt: skip


@pytest.fixture
def import_office(
    db: None,
    settings: Any,
    tmp_path: Path,
    empty_cache: None,
    monkeypatch: pytest.MonkeyPatch,
) -> ImportOffice:
    """The agency with the people and units that the files name; workbooks are read in place."""
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr(grid, "run_in_child", lambda _read, content, **_how: read_workbook(content))
    import_office = ImportOffice.build()
    units = [
        Unit(
            organization=import_office.office.agency,
            code=code,
            name=name,
            search_key=name,
            valid_from=date(2010, 1, 1),
        )
        for code, name in (("VP", "Văn phòng"), ("TTr", "Thanh tra"))
    ]
    Unit.objects.bulk_create(units)
    post = Position.objects.get()
    for name in (*RECORDED, "Kim Văn Tâm"):
        UnitMembership.objects.create(
            person=Person.objects.create(full_name=name),
            unit=units[0],
            position=post,
            valid_from=date(2012, 1, 1),
        )
    Position.objects.create(name="Giám đốc")
    return import_office


def test_every_finding_about_files_of_offices_is_answered_on_the_page(
    import_office: ImportOffice,
) -> None:
    slugs = {one.kind: one.slug for one in importers()}

    def check_case(case: Sent) -> None:
        folder = NUMBERS if case.file.startswith("03") else FILES
        client = Client()
        client.force_login(
            import_office.actor(case.kind), "django.contrib.auth.backends.ModelBackend"
        )
        file = SimpleUploadedFile(case.file, (folder / case.file).read_bytes())
        data = {"organization": import_office.office.agency.pk, "file": file}
        answer = client.post(f"/nhap-tu-excel/{slugs[case.kind]}/", data, follow=True)
        page = " ".join(unescape(answer.content.decode().split("<main")[-1]).split())
        assert [words for words in case.says if words not in page] == []
        assert bool(answer.redirect_chain) == bool(case.read)
        if not case.read:
            return
        found = ImportRun.objects.latest("pk").result
        names = ("rows", "added", "changed", "bad", "asked")
        assert " ".join(str(found[name]) for name in names) == case.read
        planned = found["added"] + found["changed"] + found["already"]
        assert found["rows"] == planned + found["bad"] + found["waiting"] + found["left_out"]

    check_rows(SENT, check_case, name=lambda case: f"{case.finding} {case.file}")
