"""The ministry's yearly tables: counted from the lines, adding up, empty where nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from docx import Document
from openpyxl import load_workbook

from nominations.awards.models import Award, AwardOrigin
from nominations.awards.services import NewAward, record_awards
from nominations.documents.rendering import PaperFormat, render
from nominations.law.datafile import DataFileError
from nominations.law.models import AwardType, RecipientKind
from nominations.people.models import Organization, Person, Position, RoleAssignment, Unit, User
from nominations.people.roles import Role
from nominations.statistics import annex_counts
from nominations.statistics.annex_counts import Annex, AnnexSumError, annex
from nominations.statistics.annex_paper import annex_paper, annex_workbook
from nominations.statistics.annex_templates import read_template, template_of, templates
from tests.statistics.conftest import SINCE
from workflow.actors import SYSTEM

YEAR = 2024
DATA = Path(annex_counts.__file__).parent / "data" / "annexes"
PERSONS = (
    ("BK_TINH", "CONG_TRANG", "Phó Giám đốc Sở", "Ban Giám đốc"),
    ("BK_TINH", "PHONG_TRAO", "Trưởng phòng", "Phòng Ngân sách"),
    ("BK_TINH", "DOT_XUAT", "Chuyên viên", "Phòng Ngân sách"),
    ("CSTD_TINH", "CONG_TRANG", "Chuyên viên", "Phòng Ngân sách"),
    ("KNC_BO", "CONG_HIEN", "Giám đốc", "Ban Giám đốc"),
    ("KNC_BO", "NIEN_HAN", "", "Phòng Ngân sách"),
    ("BK_TTG", "CONG_TRANG", "Trưởng phòng", "Phòng Ngân sách"),
    ("HCLD3", "CONG_TRANG", "Giám đốc Sở", "Ban Giám đốc"),
    ("LDTT", "CONG_TRANG", "Chuyên viên", "Phòng Ngân sách"),  # of the agency: in neither form
)


def _award(agency: Organization, code: str, method: str, **subject: Any) -> NewAward:
    return NewAward(
        organization_id=agency.pk,
        award_type_id=AwardType.objects.filter(code=code).earliest("valid_from").pk,
        commendation_type=method,
        year=YEAR,
        decision_number="12/QĐ-UBND",
        decision_date=date(YEAR, 12, 20),
        issuer="Chủ tịch Ủy ban nhân dân tỉnh",
        origin=AwardOrigin.IMPORT,
        **subject,
    )


@pytest.fixture
def lines(department: Organization) -> Iterator[Organization]:
    """Nine persons and two collectives, one of these an enterprise."""
    for name, is_manager in (("Trưởng phòng", True), ("Chuyên viên", False)):
        Position.objects.create(name=name, is_manager=is_manager)
    rows = []
    for place, (code, method, position, unit) in enumerate(PERSONS):
        person = Person.objects.create(full_name=f"Người Thứ {place}")
        rows.append(
            _award(
                department, code, method, kind=RecipientKind.INDIVIDUAL, person_id=person.pk,
                recipient_name=person.full_name, position_name=position, unit_name=unit,
            )
        )  # fmt: skip
    for name, body_kind in (("Công ty Xổ số", "DOANH_NGHIEP"), ("Phòng Ngân sách", "PHONG")):
        unit_row = Unit.objects.create(
            organization=department, code=name, name=name, body_kind=body_kind, valid_from=SINCE
        )
        rows.append(
            _award(
                department, "CO_TINH", "PHONG_TRAO", kind=RecipientKind.COLLECTIVE,
                collective_id=unit_row.pk, recipient_name=name,
            )
        )  # fmt: skip
    record_awards(rows=rows, actor=SYSTEM)
    with override("vi"):
        yield department


def filled(agency: Organization, key: str, **given: Any) -> Annex:
    template = template_of(key)
    assert template is not None
    return annex(template, agency, YEAR, **given)


def figures(found: Annex, number: str) -> list[int | None]:
    return list(next(one.figures for one in found.rows if one.row.number == number))


def test_the_form_of_the_province_is_counted_from_the_lines(lines: Organization) -> None:
    found = filled(lines, "2023-0603")
    assert [one.key for one in found.columns] == ["tong", "bang_khen", "cstd", "co", "huy_hieu"]
    expected = {
        "01": [8, 3, 1, 2, 2],
        "04": [2, 0, 0, 2, 0],
        "05": [1, 0, 0, 1, 0],
        "07": [6, 3, 1, 0, 2],
        "08": [0, 0, 0, 0, 0],
        "09": [2, 1, 0, 0, 1],
        "10": [0, 0, 0, 0, 0],
        "11": [1, 1, 0, 0, 0],
        "12": [2, 1, 1, 0, 0],
        "13": [2, 1, 1, 0, 0],
        "14": [3, 1, 0, 2, 0],
        "15": [1, 1, 0, 0, 0],
        "16": [0, 0, 0, 0, 0],
        "17": [1, 0, 0, 0, 1],
        "18": [1, 0, 0, 0, 1],
    }
    assert {number: figures(found, number) for number in expected} == expected
    notes = "\n".join(found.notes)
    assert "Tổng số: 1 cá nhân chưa ghi chức vụ" in notes


def test_what_the_record_does_not_say_is_an_empty_cell_with_a_note(lines: Organization) -> None:
    found = filled(lines, "2023-0603")
    for number in ("02", "03", "19"):
        assert figures(found, number) == [None] * 5, number
    assert figures(found, "06") == [0] * 5
    Unit.objects.filter(name="Công ty Xổ số").update(body_kind="")
    found = filled(lines, "2023-0603")
    assert figures(found, "05") == [None, 0, 0, None, 0]
    assert any("1 tập thể chưa ghi loại đơn vị" in one for one in found.notes)
    Award.objects.filter(year=YEAR).update(year=2025)
    notes = annex(found.template, lines, 2025).notes
    assert any("Thông tư 18/2025/TT-BNV" in one for one in notes)


def test_the_form_of_the_state_stands_by_kind_of_recipient(lines: Organization) -> None:
    found = filled(lines, "2023-0602")
    row = dict(zip([one.key for one in found.columns], figures(found, "01"), strict=True))
    assert row["tong"] == 2
    assert (row["huan_chuong-individual"], row["huan_chuong-collective"]) == (1, 0)
    assert row["bang_khen_ttg-individual"] == 1
    assert figures(found, "09")[0] == 1
    assert figures(found, "11")[0] == 1


@pytest.fixture
def households(lines: Organization) -> Organization:
    """A household with an award of each form, beside the others."""
    row = Unit.objects.create(
        organization=lines, code="HO-0001", name="Hộ gia đình ông Nguyễn Văn Hòa",
        body_kind="HO_GIA_DINH", representative="Nguyễn Văn Hòa", representative_gender="male",
        address="Khóm 2, phường Phú Lợi", valid_from=SINCE,
    )  # fmt: skip
    rows = [
        _award(
            lines, code, "DOT_XUAT", kind=RecipientKind.HOUSEHOLD, collective_id=row.pk,
            recipient_name=row.name,
        )
        for code in ("BK_TINH", "BK_TTG")
    ]  # fmt: skip
    record_awards(rows=rows, actor=SYSTEM)
    return lines


def test_households_have_a_row_and_stand_in_no_half_of_a_column(
    households: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    province = filled(households, "2023-0603")
    assert figures(province, "06") == [1, 1, 0, 0, 0]
    assert figures(province, "01") == [9, 4, 1, 2, 2]
    assert not any("hộ gia đình" in one for one in province.notes)
    state = filled(households, "2023-0602")
    total, *halves = figures(state, "01")
    assert (total, sum(one or 0 for one in halves)) == (3, 2)
    assert "Cột tổng số có 1 hộ gia đình" in "".join(state.notes)
    right = annex_counts.columns_of
    monkeypatch.setattr(annex_counts, "columns_of", lambda one: right(one)[:-1])
    with pytest.raises(AnnexSumError, match="its columns"):
        annex(state.template, households, YEAR)


def test_a_total_that_does_not_add_up_is_no_annex(
    lines: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two rows that count the same lines, and a column that leaves some out."""
    template = template_of("2023-0603")
    assert template is not None
    client, asked = _secretary(lines), {"bieu": "2023-0603", "nam": YEAR}
    assert "<table" in client.get(reverse("statistics:annex"), asked).content.decode()
    twice = tuple(
        replace(row, counts="collective") if row.number == "07" else row for row in template.rows
    )
    with pytest.raises(AnnexSumError, match="01, tong"):
        annex(replace(template, rows=twice), lines, YEAR)
    right = annex_counts.columns_of

    def without_the_last(one: Any) -> Any:
        return right(one)[:-1]

    monkeypatch.setattr(annex_counts, "columns_of", without_the_last)
    with pytest.raises(AnnexSumError, match="its columns"):
        annex(template, lines, YEAR)
    page = client.get(reverse("statistics:annex"), asked).content.decode()
    assert "cộng không khớp" in page
    assert "<table" not in page
    file = client.get(reverse("statistics:download_annex"), asked | {"dang": "docx"}, follow=True)
    assert "cộng không khớp" in file.content.decode()


def test_a_file_that_counts_an_award_twice_is_refused(tmp_path: Path) -> None:
    assert [one.form for one in templates()] == ["0602.N/BNV-TĐKT", "0603.N/BNV-TĐKT"]
    text = (DATA / "2023_0603.toml").read_text()
    for old, new in (
        ('"CO_BO"', '"BK_TINH"'),
        ('number = "07"', 'number = "04"'),
        ('part_of = "07"', 'part_of = "99"'),
        ('value = "worker"', 'value = "hero"'),
    ):
        changed = tmp_path / "2023_0603.toml"
        changed.write_text(text.replace(old, new, 1))
        with pytest.raises(DataFileError):
            read_template(changed)


def test_codes_of_the_forms_are_those_of_the_catalogue(department: Organization) -> None:
    known = set(AwardType.objects.values_list("code", flat=True))
    assert {code for one in templates() for code in one.awards} <= known


def test_word_pdf_and_excel_say_what_the_screen_says(lines: Organization) -> None:
    found = filled(lines, "2023-0603")
    paper = annex_paper(found, known_on=date(YEAR, 12, 31))
    word = Document(BytesIO(render(paper, PaperFormat.WORD).content))
    table = next(one for one in word.tables if len(one.columns) == 7)
    rows = {row.cells[1].text: [cell.text for cell in row.cells[2:]] for row in table.rows[1:]}
    for one in found.rows:
        shown = ["" if each is None else str(each) for each in one.figures]
        assert rows[one.row.number] == shown
    text = "\n".join(one.text for one in word.paragraphs)
    assert "Thông tư 02/2023/TT-BNV" in text
    assert "Ô để trống" in text
    assert render(paper, PaperFormat.PDF).content.startswith(b"%PDF")
    sheet = load_workbook(BytesIO(annex_workbook(found))).worksheets[0]
    cells = {
        row[1]: row[2:7] for row in sheet.iter_rows(values_only=True) if row[1] and row[2:] != ()
    }
    for one in found.rows:
        assert cells[one.row.number] == one.figures


def _secretary(agency: Organization) -> Client:
    person = Person.objects.create(full_name="Trần Thị Thư Ký")
    RoleAssignment.objects.create(
        person=person, role=Role.SECRETARY, organization=agency, valid_from=SINCE
    )
    user = User.objects.create_user(username="thuky.bieu", password="x", person=person)
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_every_figure_leads_to_its_lines(lines: Organization) -> None:
    client = _secretary(lines)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        page = client.get(reverse("statistics:annex"), {"bieu": "2023-0603", "nam": YEAR})
    assert len(caught) <= 40
    shown = [
        (figure, path) for _row, cells in page.context["rows"] for figure, path in cells if path
    ]
    assert shown
    unknown = {
        row.number: {figure for figure, _path in cells} for row, cells in page.context["rows"]
    }
    assert [unknown[number] for number in ("02", "03", "19")] == [{""}] * 3
    assert unknown["06"] == {"0"}
    for figure, path in shown:
        found = client.get(path)
        assert found.context["page"].paginator.count == int(figure), path
    assert "12/QĐ-UBND" in found.content.decode()
    for form, start in (("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK")):
        address = reverse("statistics:download_annex")
        made = client.get(address, {"bieu": "2023-0603", "nam": YEAR, "dang": form})
        assert made.content.startswith(start)
    for wrong in ({"bieu": "x"}, {"bieu": "2023-0603", "dong": "19", "cot": "tong"}, {"cot": "y"}):
        assert client.get(reverse("statistics:annex_lines"), wrong).status_code == 404
