"""The pages of the import: upload, preview, confirm; for the secretary only, all or nothing."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from nominations.awards.models import Award
from nominations.importing import run_files
from nominations.importing.menu import entries
from nominations.importing.models import ImportRun
from nominations.people.models import User
from tests.built_once import built_once
from workflow import clock

from .office import Office, row_counts
from .tables import line, xlsx

START = "/nhap-tu-excel/khen-thuong/"


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Path) -> Office:
    settings.MEDIA_ROOT = tmp_path / "files"
    return built_once("office", Office.build)


def client(user: User) -> Client:
    found = Client()
    found.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return found


def send(office: Office, content: bytes, name: str = "Lịch sử.xlsx") -> Any:
    file = SimpleUploadedFile(name, content)
    data = {"organization": office.agency.pk, "file": file}
    return client(office.secretary).post(START, data)


def seen() -> dict[str, int]:
    """What the page of the only import carries hidden."""
    return {"seen_version": ImportRun.objects.get().version}


def text(response: Any) -> str:
    return response.content.decode()


def test_visitors_log_in_and_others_are_refused(office: Office) -> None:
    assert Client().get(START).status_code == 302
    assert client(office.clerk).get(START).status_code == 403
    assert client(office.clerk).get(f"{START}mau/").status_code == 403
    assert entries(office.clerk) == []
    assert [entry.url_name for entry in entries(office.secretary)] == ["importing:index"]


def test_a_right_table_is_shown_and_then_imported(office: Office) -> None:
    before = row_counts()
    response = send(office, xlsx([line(), line("đặng quốc ưng")]))
    assert response.status_code == 302
    page = text(client(office.secretary).get(response.url))
    assert "Đặng Quốc Ưng" in page
    assert "trong tệp ghi “đặng quốc ưng”" in page
    assert row_counts() == before
    done = client(office.secretary).post(response.url, seen(), follow=True)
    assert "Đã thêm 2 khen thưởng" in text(done)
    assert Award.objects.count() == 2


def test_confirming_twice_adds_nothing_more(office: Office) -> None:
    path = send(office, xlsx([line()])).url
    browser = client(office.secretary)
    browser.post(path, seen())
    assert "không ghi lại lần nữa" in text(browser.post(path, seen(), follow=True))
    assert Award.objects.count() == 1


def test_a_table_with_errors_shows_them_and_gives_the_file_back(office: Office) -> None:
    before = row_counts()
    path = send(office, xlsx([line(), line("Người <b>Lạ</b>")])).url
    browser = client(office.secretary)
    page = text(browser.get(path))
    assert "Dòng 3" in page
    assert "Người &lt;b&gt;Lạ&lt;/b&gt;" in page
    assert browser.post(path, seen()).status_code == 302
    assert row_counts() == before
    file = browser.get(f"{path}loi/")
    assert "attachment" in file.headers["Content-Disposition"]
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    sheet = load_workbook(io.BytesIO(file.content)).active
    assert "Người <b>Lạ</b>" in sheet.cell(3, 13).value


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", b"%PDF-1.4", "không phải tệp Excel"),
        ("a.pdf", b"%PDF-1.4", "Chỉ đọc được tệp Excel"),
        ("a.xlsx", b"", ""),
        ("a.xlsx", xlsx([]), "không có dòng nào"),
        ("a.xlsx", b"x" * (10 * 1024 * 1024 + 5), "lớn hơn 10 MB"),
    ],
)
def test_a_useless_file_is_refused_on_the_page_and_not_kept(
    office: Office, settings: Any, name: str, content: bytes, sentence: str
) -> None:
    before = row_counts()
    response = send(office, content, name)
    assert response.status_code == 200
    assert sentence in text(response)
    assert "error-summary" in text(response)
    assert row_counts() == before
    assert not (settings.MEDIA_ROOT / run_files.FOLDER).exists()


def test_a_forgotten_choice_of_file_is_an_error_on_the_field(office: Office) -> None:
    response = client(office.secretary).post(START, {"organization": office.agency.pk})
    assert response.status_code == 200
    assert "error-summary" in text(response)


def test_nobody_opens_the_upload_of_somebody_else(office: Office) -> None:
    path = send(office, xlsx([line()])).url
    for suffix in ("", "loi/"):
        assert client(office.clerk).get(f"{path}{suffix}").status_code == 403
    root = User.objects.create_superuser("root", password="x")
    assert client(root).get(path).status_code == 403
    forged = client(office.secretary).get(f"/nhap-tu-excel/lan/{uuid4()}/")
    assert forged.status_code == 404


def test_an_agency_of_others_cannot_be_smuggled_in(office: Office) -> None:
    elsewhere = type(office.agency).objects.create(
        code="SNN",
        name="Sở Nông nghiệp",
        head_title="Giám đốc",
        valid_from=office.budget.valid_from,
    )
    file = SimpleUploadedFile("a.xlsx", xlsx([line()]))
    response = client(office.secretary).post(START, {"organization": elsewhere.pk, "file": file})
    assert response.status_code == 200


def test_old_uploads_are_cleared_away(office: Office, settings: Any) -> None:
    send(office, xlsx([line()]))
    old = set((settings.MEDIA_ROOT / run_files.FOLDER).iterdir())
    ImportRun.objects.update(created_at=clock.now() - timedelta(hours=25))
    send(office, xlsx([line()]))
    kept = set((settings.MEDIA_ROOT / run_files.FOLDER).iterdir())
    assert len(old) == len(kept) == 2  # the table, and what was found in it
    assert not old & kept
    assert ImportRun.objects.exclude(state="expired").count() == 1


def test_what_changed_between_preview_and_confirmation_is_noticed(office: Office) -> None:
    path = send(office, xlsx([line()])).url
    office.people["Trần Thị Mai"].full_name = "Trần Thị Mơ"
    office.people["Trần Thị Mai"].save()
    before = row_counts()
    response = client(office.secretary).post(path, seen(), follow=True)
    assert "chưa nhập dòng nào" in text(response)
    assert row_counts() == before


def test_the_blank_table_is_a_download(office: Office) -> None:
    response = client(office.secretary).get(f"{START}mau/")
    assert response.content.startswith(b"PK")
    assert "mau-nhap-lich-su" in response.headers["Content-Disposition"]
