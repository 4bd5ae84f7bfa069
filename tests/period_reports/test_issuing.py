"""A period report as an issued paper: numbered, frozen, replaced by a later edition only."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from docx import Document
from openpyxl import load_workbook

from nominations.awards.models import Award
from nominations.issued_papers.models import IssuedKind, IssuedPaper
from nominations.issued_papers.paper_sources import IssueDetails, source_of
from nominations.issued_papers.queries import content_of, paper_statuses
from nominations.issued_papers.services import issue_paper
from nominations.people.models import Organization, User
from nominations.people.roles import Role
from nominations.period_reports import services
from nominations.period_reports.models import AgencyReport
from tests.period_reports.test_reports import act, report_with_texts, somebody, write
from workflow import clock
from workflow.exceptions import ConditionUnmet, NotAllowed

BACKEND = "django.contrib.auth.backends.ModelBackend"
DAY = date(2020, 3, 16)
SIGNED = IssueDetails(day=DAY, signer_name="Trần Quốc Hùng", signer_title="Giám đốc")


@pytest.fixture
def secretary(department: Organization, five_years: list[Award]) -> User:
    Organization.objects.filter(pk=department.pk).update(symbol="STC", place_name="Sóc Trăng")
    department.refresh_from_db()
    return somebody(department, "thuky.bh", Role.SECRETARY)


def issued(secretary: User, report: AgencyReport, **given: Any) -> IssuedPaper:
    source = source_of(IssuedKind.PERIOD_REPORT)
    return issue_paper(
        actor=secretary, source=source, record=source.load(report.stream),
        details=given.pop("details", SIGNED), **given,
    )  # fmt: skip


def completed(secretary: User, agency: Organization, **texts: str) -> AgencyReport:
    report = report_with_texts(secretary, agency, **texts)
    act(secretary, report, "complete")
    report.refresh_from_db()
    return report


def words_of(paper: IssuedPaper) -> str:
    file = paper.files.get(format="docx")
    found = Document(BytesIO(content_of(file)))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in found.paragraphs), *cells])


def test_the_completed_report_is_issued_as_it_was_completed(
    department: Organization, secretary: User
) -> None:
    report = report_with_texts(secretary, department, strengths="Đúng hạn.")
    with pytest.raises(ValidationError) as refused:
        issued(secretary, report)
    assert refused.value.code == "not_ready"
    act(secretary, report, "complete")
    director = somebody(department, "giamdoc.bh", Role.DIRECTOR)
    with pytest.raises(NotAllowed):
        issued(director, report)
    # What the record says afterwards is not on the paper that was completed.
    Award.objects.filter(year=2015).update(year=2014)
    paper = issued(secretary, report)
    words = words_of(paper)
    assert (paper.number, paper.dated_on) == ("01/BC-STC", DAY)
    assert "Số: 01/BC-STC" in words
    assert "ngày 16 tháng 3 năm 2020" in words
    assert "Trần Quốc Hùng" in words
    assert "Đúng hạn." in words
    formats = {one.format: one for one in paper.files.all()}
    assert set(formats) == {"docx", "pdf", "xlsx"}
    sheet = load_workbook(BytesIO(content_of(formats["xlsx"]))).worksheets[0]
    assert "611" in {str(cell.value) for row in sheet.iter_rows() for cell in row}


def test_an_issued_report_is_neither_opened_again_nor_written(
    department: Organization, secretary: User
) -> None:
    report = completed(secretary, department)
    issued(secretary, report)
    with override("vi"), pytest.raises(ConditionUnmet) as unmet:
        act(secretary, report, "reopen", "Sửa số.")
    assert str(unmet.value) == (
        "Báo cáo đã phát hành nên không mở lại được. Hãy lập báo cáo thay thế."
    )
    report.refresh_from_db()
    assert report.state == "completed"
    with pytest.raises(ValidationError) as refused:
        write(secretary, report, strengths="Khác.")
    assert refused.value.code == "report_locked"


def test_a_later_edition_replaces_it_and_says_so(department: Organization, secretary: User) -> None:
    report = completed(secretary, department, strengths="Đúng hạn.")
    with pytest.raises(ValidationError) as refused:
        services.begin_edition(actor=secretary, report=report, reason="Sai.")
    assert refused.value.code == "not_issued"
    first = issued(secretary, report)
    later = services.begin_edition(actor=secretary, report=report, reason="Sai tên đơn vị.")
    assert later.texts.get(key="strengths").text == "Đúng hạn."
    with pytest.raises(ValidationError) as refused:
        services.begin_edition(actor=secretary, report=report, reason="Nữa.")
    assert refused.value.code == "has_edition"
    act(secretary, later, "discard", "Làm lại.")
    later = services.begin_edition(actor=secretary, report=report, reason="Sai tên đơn vị.")
    write(secretary, later, strengths="Trước hạn.")
    act(secretary, later, "complete")
    with pytest.raises(ValidationError) as refused:  # not before the one that it replaces
        issued(secretary, later, details=IssueDetails(day=date(2020, 3, 1), signer_name="Hùng"))
    assert refused.value.code == "before_step"
    second = issued(secretary, later)
    assert (second.number, second.follows, second.relation) == ("02/BC-STC", first, "replaces")
    assert "thay thế Báo cáo giai đoạn số 01/BC-STC ngày 16 tháng 3 năm 2020" in words_of(second)
    assert "Đúng hạn." in words_of(first)
    assert paper_statuses([first])[first.pk].replaced_by == (second,)


def test_a_later_edition_is_about_the_same_period(
    department: Organization, secretary: User, client: Client
) -> None:
    report = completed(secretary, department)
    issued(secretary, report)
    later = services.begin_edition(actor=secretary, report=report, reason="Sai tên đơn vị.")
    same = {name: getattr(report, name) for name in services.PERIOD}
    half = {"variant": "annual", "first_year": report.last_year, "months": 6}
    for other in ({"first_year": report.first_year + 1}, half):
        with override("vi"), pytest.raises(ValidationError, match="Báo cáo này thay thế") as no:
            services.revise_report(actor=secretary, report=later, title="Báo cáo", **same | other)
        assert no.value.code == "other_period"
    client.force_login(secretary, BACKEND)
    page = reverse("period_reports:edit", args=[later.pk])
    seen = client.get(page).context["seen_version"]
    sent = {**same, "first_year": report.first_year + 1, "title": "Tên khác", "seen_version": seen}
    answer = client.post(page, sent).content.decode()
    assert "hãy lập báo cáo mới" in answer
    assert 'value="Tên khác"' in answer  # nothing typed is lost
    services.revise_report(actor=secretary, report=later, title="Báo cáo mười năm", **same)
    later.refresh_from_db()
    assert (later.title, later.first_year) == ("Báo cáo mười năm", report.first_year)


def test_the_pages_issue_it_and_lead_to_the_later_edition(
    department: Organization, secretary: User, client: Client
) -> None:
    report = completed(secretary, department, strengths="Đúng hạn.")
    client.force_login(secretary, BACKEND)
    page = client.get(report.get_absolute_url()).content.decode()
    address = reverse("issued_papers:issue", args=["period_report", report.pk])
    assert address in page
    shown = client.get(address)
    given = {
        "seen_version": shown.context["seen_version"], "day": f"{clock.today():%d/%m/%Y}",
        "signer_name": "Trần Quốc Hùng", "signer_title": "Giám đốc",
    }  # fmt: skip
    reopen = reverse("period_reports:step", args=[report.pk, "reopen"])
    assert reopen in client.get(report.get_absolute_url()).content.decode()
    assert client.post(address, given).status_code == 302
    paper = IssuedPaper.objects.get()
    page = client.get(report.get_absolute_url()).content.decode()
    assert paper.number in page
    edition = reverse("period_reports:edition", args=[report.pk])
    assert edition in page
    text = client.get(reverse("period_reports:paper", args=[report.pk])).content.decode()
    assert paper.number in text
    assert reopen not in page  # what would be refused is not offered
    assert "Báo cáo đã phát hành nên không mở lại được" in client.get(reopen).content.decode()
    seen = client.get(edition).context["seen_version"]
    asked = client.post(edition, {"seen_version": seen, "reason": ""}).content.decode()
    assert "Hãy ghi lý do thay đổi." in asked
    made = client.post(edition, {"seen_version": seen, "reason": "Sai tên."}, follow=True)
    assert "Lý do thay thế" in made.content.decode()
    correct = reverse("issued_papers:issue", args=["correction", paper.public_id])
    page_text = client.get(correct, follow=True).content.decode()
    assert "không đính chính bằng quyết định" in page_text
    public = Client().get(reverse("issued_papers:verify", args=[paper.code])).content.decode()
    assert paper.number in public
