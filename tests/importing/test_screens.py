"""The imports on the screen: kinds by role, names to confirm, the bar, the file handed back."""

from __future__ import annotations

import io
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import load_workbook

from nominations.importing import run_files, runs
from nominations.importing.models import ImportRun
from nominations.importing.registry import importers
from nominations.importing.run_workflow import RunStatus
from nominations.people.models import User
from nominations.records.models import AnnualGrade
from tests.importing.import_office import HEADINGS, ImportOffice, picture
from tests.importing.sheets import PERSONS, grade, initiative, person, unit, xlsx
from tests.page import page_of

ROOT = "/nhap-tu-excel/"
LED_ON = re.compile(r'class="btn btn-primary" href="([^"]+)"')
RIGHT = {"units": unit, "persons": person, "grades": grade, "initiatives": initiative}
WRONG = {
    "units": unit(first="hôm qua"),
    "persons": person(unit="Phòng Không Có"),
    "grades": grade(year=2199),
    "initiatives": initiative(authors="Người Lạ Mặt"),
}


@pytest.fixture
def import_office(db: None, settings: Any, tmp_path: Path, empty_cache: None) -> ImportOffice:
    settings.MEDIA_ROOT = tmp_path / "files"
    return ImportOffice.build()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def slug(kind: str) -> str:
    return next(one.slug for one in importers() if one.kind == kind)


def send(
    import_office: ImportOffice, kind: str, *rows: Any, name: str = "bảng.xlsx"
) -> tuple[Client, str]:
    client = browser(import_office.actor(kind))
    file = SimpleUploadedFile(name, import_office.content(kind, rows))
    data = {"organization": import_office.office.agency.pk, "file": file}
    response = client.post(f"{ROOT}{slug(kind)}/", data)
    assert response.status_code == 302, response.content.decode()
    return client, response.url


def seen() -> dict[str, int]:
    """What the page of the only import carries hidden."""
    return {"seen_version": ImportRun.objects.get().version}


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_everybody_sees_the_kinds_of_their_role(import_office: ImportOffice) -> None:
    secretary, keeper = (
        page(browser(import_office.office.secretary), ROOT),
        browser(import_office.administrator),
    )
    assert "Lịch sử khen thưởng" in secretary
    assert f"{ROOT}nhan-su/" not in secretary
    assert f"{ROOT}nhan-su/" in page(keeper, ROOT)
    assert browser(import_office.office.clerk).get(ROOT).status_code == 403
    assert keeper.get(f"{ROOT}xep-loai/").status_code == 403
    assert browser(import_office.office.secretary).get(f"{ROOT}don-vi/").status_code == 403
    assert keeper.get(f"{ROOT}khong-co/").status_code == 404


@pytest.mark.parametrize("kind", RIGHT)
def test_a_right_table_is_shown_and_then_imported(import_office: ImportOffice, kind: str) -> None:
    before = picture()
    client, path = send(import_office, kind, RIGHT[kind]())
    shown = page(client, path)
    assert "Xác nhận" in shown
    assert picture() == before
    given = seen()
    client.post(path, given)
    done = page(client, path)
    assert "Đã thêm 1" in done
    assert client.get(unescape(LED_ON.findall(done)[0])).status_code == 200
    assert picture() != before
    before = picture()
    again = client.post(path, given, follow=True)
    assert "không ghi lại lần nữa" in again.content.decode()
    assert picture() == before


@pytest.mark.parametrize("kind", RIGHT)
def test_one_wrong_row_imports_nothing_and_the_file_comes_back(
    import_office: ImportOffice, kind: str
) -> None:
    before = picture()
    client, path = send(import_office, kind, RIGHT[kind](), WRONG[kind])
    assert "Dòng 3" in page(client, path)
    assert client.post(path).status_code == 302
    assert picture() == before
    file = client.get(f"{path}loi/")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    workbook = load_workbook(io.BytesIO(file.content))
    sheet, last = workbook.active, len(HEADINGS[kind]) + 1
    assert sheet.cell(1, last).value == "Lỗi"
    assert sheet.cell(2, last).value is None
    assert sheet.cell(3, last).value

    # The reasons are not read; the corrected file is imported as it came back.
    for position, value in enumerate(RIGHT[kind](), start=1):
        sheet.cell(3, position).value = None
        sheet.cell(2, position).value = value
    out = io.BytesIO()
    workbook.save(out)
    again = SimpleUploadedFile("bảng-loi.xlsx", out.getvalue())
    data = {"organization": import_office.office.agency.pk, "file": again}
    response = client.post(f"{ROOT}{slug(kind)}/", data)
    run = ImportRun.objects.get(public_id=response.url.split("/")[-2])
    assert (run.result["ok"], run.result["added"], run.result["unused"]) == (True, 1, [])


def test_names_are_confirmed_on_the_page(import_office: ImportOffice) -> None:
    client, path = send(import_office, "persons", person("Trần Thị Maii"))
    before = picture()
    shown = page(client, path)
    assert "giống 91%" in shown
    assert "Người mới" in shown
    assert client.post(path).status_code == 302
    assert picture() == before
    assert client.post(f"{path}ten/", {}).status_code == 302
    assert "Hãy chọn ít nhất một tên" in page(client, path)
    (question,) = run_files.findings_of(ImportRun.objects.get())["questions"]
    client.post(f"{path}ten/", {f"ten_{question.key}": "new", **seen()})
    assert picture() == before
    assert "1 chỗ Ông/Bà đã xác nhận" in page(client, path)
    client.post(path, seen())
    assert import_office.person("Trần Thị Maii")


def test_the_bar_is_asked_for_until_the_work_is_over(
    import_office: ImportOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "MAX_ROWS_IN_REQUEST", 0)
    client, path = send(import_office, "grades", grade())
    shown = page(client, path)
    assert 'hx-trigger="every 1s"' in shown
    assert "<progress" in shown
    bar = client.get(f"{path}tien-do/")
    assert "HX-Refresh" not in bar.headers
    assert "0 trên 1 dòng" in bar.content.decode()
    client.post(f"{path}lam-ngay/")
    assert client.get(f"{path}tien-do/").headers["HX-Refresh"] == "true"
    assert ImportRun.objects.get().state == RunStatus.CHECKED


def test_a_converted_column_is_shown_with_a_sample(import_office: ImportOffice) -> None:
    client, path = send(import_office, "persons", person("Vò §×nh Khoa"), person("NguyÔn ThÞ H»ng"))
    shown = page(client, path)
    assert "TCVN3" in shown
    assert "Nguyễn Thị Hằng" in shown


@pytest.mark.parametrize("kind", RIGHT)
def test_the_blank_table_has_vietnamese_headings_and_is_read_back(
    import_office: ImportOffice, kind: str
) -> None:
    client = browser(import_office.actor(kind))
    response = client.get(f"{ROOT}{slug(kind)}/mau/")
    workbook = load_workbook(io.BytesIO(response.content))
    sheet = workbook.worksheets[0]
    headings = [cell.value for cell in sheet[3]]
    importer = next(one for one in importers() if one.kind == kind)
    known = importer.table.recognise([str(heading) for heading in headings])
    assert len(known) == len(headings)
    assert set(importer.table.needed) <= set(known)
    if kind in ("grades", "persons"):
        assert sheet.data_validations.dataValidation


# --- the command ----------------------------------------------------------------------------------


def run(*arguments: Any) -> str:
    out = io.StringIO()
    call_command("import_table", *map(str, arguments), stdout=out, stderr=out)
    return out.getvalue()


def test_the_command_imports_every_kind_once(import_office: ImportOffice, tmp_path: Path) -> None:
    for kind, right in RIGHT.items():
        file = tmp_path / f"{kind}.xlsx"
        file.write_bytes(import_office.content(kind, [right()]))
        before = picture()
        assert "sẽ thêm 1" in run(kind, file, "--dry-run")
        assert picture() == before
        assert "Đã thêm 1" in run(kind, file, "--organization", "STC")
        assert "đã có sẵn 1" in run(kind, file)


def test_the_command_asks_nobody_and_guesses_nothing(
    import_office: ImportOffice, tmp_path: Path
) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(import_office.content("persons", [person("Trần Thị Maii")]))
    before = picture()
    with pytest.raises(CommandError):
        run("persons", file)
    assert picture() == before
    assert (
        "Trần Thị Mai"
        in load_workbook(tmp_path / "a-loi.xlsx").active.cell(2, len(PERSONS) + 1).value
    )


def test_the_command_finishes_what_no_worker_took_up(
    import_office: ImportOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "MAX_ROWS_IN_REQUEST", 0)
    client, path = send(import_office, "grades", grade())
    run("waiting")
    client.post(path, seen())
    run("waiting")
    assert AnnualGrade.objects.count() == 1


def test_columns_that_may_be_said_once_for_all_rows_are_asked_for_in_place(
    import_office: ImportOffice,
) -> None:
    client = browser(import_office.actor("grades"))
    without = [head for head in HEADINGS["grades"] if "uyết định" not in head]
    row = [cell for head, cell in zip(HEADINGS["grades"], grade(), strict=True) if head in without]
    file = SimpleUploadedFile("bảng.xlsx", xlsx(without, [row]))
    data = {"organization": import_office.office.agency.pk, "file": file}

    answer = page_of(client.post(f"{ROOT}{slug('grades')}/", data)).one("main")

    said = "Bảng thiếu các cột: Số quyết định, Ngày quyết định. Nếu mọi dòng giống nhau"
    assert said in answer.text
    shown = answer.one("details", "panel")
    assert shown.get("open") is not None
    assert shown.one("input", name="chung_number")
