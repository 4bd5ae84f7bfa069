"""Importing a table of counts on the pages: questions, preview, writing, result."""

from __future__ import annotations

import io
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from nominations.awards.models import AwardFigure
from nominations.importing.file_reader import read_table
from nominations.importing.models import ImportRun
from nominations.importing.plan import no_progress
from nominations.importing.registry import importer_of
from tests.awards.figure_tables import AWARDS, REPORT, workbook
from tests.awards.office import Office, row_counts

PATH = "/nhap-tu-excel/so-lieu-tong-hop/"


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Path, empty_cache: None, client: Client) -> Office:
    settings.MEDIA_ROOT = tmp_path / "files"
    office = Office.build()
    client.force_login(office.secretary)
    return office


def sent(client: Client, office: Office, content: bytes, **said: str) -> Any:
    file = SimpleUploadedFile("số liệu.xlsx", content)
    return client.post(PATH, {"organization": office.agency.pk, "file": file, **said}, follow=True)


def text(response: Any) -> str:
    return " ".join(unescape(response.content.decode().split("<main")[-1]).split())


def test_a_table_of_counts_goes_from_the_file_to_the_statistics(
    office: Office, client: Client
) -> None:
    lacking = text(sent(client, office, workbook(AWARDS)))
    assert "Bảng thiếu các cột: Nguồn số liệu. Nếu mọi dòng giống nhau" in lacking
    assert 'name="chung_source"' in lacking
    before = row_counts()
    shown = sent(client, office, workbook(AWARDS), chung_source=REPORT)
    page = text(shown)
    assert "Bảng không ghi loại hình khen thưởng của hình thức này." in page
    path = shown.redirect_chain[-1][0]
    (question,) = [one for one in shown.context["page"] if one.text == "Giấy khen"]
    version = shown.context["run"].version
    answer = {f"ten_{question.key}": "CONG_TRANG", "seen_version": version}
    page = text(client.post(f"{path}ten/", answer, follow=True))
    assert "Năm 2015" in page
    assert "48 cá nhân" in page
    assert REPORT in page
    assert (row_counts(), AwardFigure.objects.count()) == (before, 0)
    done = client.post(path, {"seen_version": ImportRun.objects.get().version}, follow=True)
    assert "Đã thêm 15 số liệu" in text(done)
    assert AwardFigure.objects.count() == 15
    figures = text(client.get("/thong-ke/so-lieu-tong-hop/"))
    assert figures.count("Được tính") == 15
    assert "106<sup" in text(client.get("/thong-ke/"))


def test_wrong_cells_of_two_sheets_are_named_by_their_sheet_and_come_back_marked(
    office: Office, client: Client
) -> None:
    book = load_workbook(io.BytesIO(workbook([["Năm", "LĐTT"], [2015, 48]], title="Cá nhân")))
    second = book.create_sheet("Xếp loại 2025")
    for row in (["Năm", "Tập thể LĐTT"], [2015, 7], [2016, "nhiều"]):
        second.append(row)
    out = io.BytesIO()
    book.save(out)
    shown = sent(client, office, out.getvalue(), chung_source=REPORT)
    assert "Trang tính “Xếp loại 2025”, dòng 3" in text(shown)
    assert "ô B3" in text(shown)
    file = client.get(f"{shown.redirect_chain[-1][0]}loi/")
    marked = load_workbook(io.BytesIO(b"".join(file) if file.streaming else file.content))
    assert "không phải số lượng" in str(marked["Xếp loại 2025"]["C3"].value)
    assert AwardFigure.objects.count() == 0


def test_the_blank_table_is_filled_in_and_read_back(office: Office, client: Client) -> None:
    blank = client.get(f"{PATH}mau/").content
    book = load_workbook(io.BytesIO(blank))
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[3]]
    row = {
        "Năm hoặc giai đoạn": "2015-2019", "Danh hiệu / Hình thức khen thưởng": "Giấy khen",
        "Đối tượng": "Cá nhân", "Loại hình khen thưởng": "Công trạng và thành tích",
        "Số lượng": 215, "Nguồn số liệu": REPORT,
    }  # fmt: skip
    for at, heading in enumerate(headings, start=1):
        sheet.cell(4, at).value = row.get(str(heading))
    out = io.BytesIO()
    book.save(out)
    plan = importer_of("figures").plan(
        read_table("mẫu.xlsx", out.getvalue(), importer_of("figures").table),
        office.agency,
        {},
        no_progress,
    )
    assert set(row) <= set(headings)
    assert plan.ok, (plan.problems, plan.open_questions)
    assert (plan.entries[0].new.new.count, plan.entries[0].new.new.year_to) == (215, 2019)


def test_only_the_secretary_imports_counts(office: Office, client: Client) -> None:
    client.force_login(office.clerk)
    assert client.get(PATH).status_code == 403
