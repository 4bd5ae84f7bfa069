"""A period report from its beginning to its locked paper, over the department's real figures."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from nominations.awards.models import Award
from nominations.awards.services.award_counts import count_all
from nominations.documents.blocks import Paragraph, PartHeading, Table
from nominations.people.models import Organization, Person, RoleAssignment, User
from nominations.people.roles import Role
from nominations.period_reports import services
from nominations.period_reports.findings import findings_of
from nominations.period_reports.models import AgencyReport
from nominations.period_reports.papers import paper_of_report
from nominations.period_reports.queries import texts_of
from nominations.period_reports.report_structure import structure
from nominations.period_reports.report_workflow import PERIOD_REPORTS
from nominations.statistics.period_report import period_report
from tests.statistics.conftest import SINCE
from workflow.engine import perform
from workflow.exceptions import NotAllowed

BACKEND = "django.contrib.auth.backends.ModelBackend"
WRONG = "Trong giai đoạn 2010-2015, công tác khen thưởng đi vào nền nếp."
RIGHT = "Trong giai đoạn 2015-2019, công tác khen thưởng đi vào nền nếp."


@pytest.fixture
def secretary(department: Organization) -> User:
    return somebody(department, "thuky.bc", Role.SECRETARY)


def somebody(agency: Organization, name: str, role: Role) -> User:
    person = Person.objects.create(full_name=f"Trần {name}")
    RoleAssignment.objects.create(person=person, role=role, organization=agency, valid_from=SINCE)
    return User.objects.create_user(username=name, password="x", person=person)


def begun(secretary: User, agency: Organization, **given: Any) -> AgencyReport:
    values = {"variant": "final", "first_year": 2015, "last_year": 2019, "months": 12, "title": ""}
    return services.begin_report(actor=secretary, organization=agency, **{**values, **given})


def write(secretary: User, report: AgencyReport, **texts: str) -> None:
    for key, text in texts.items():
        section = report.texts.select_related("report").get(key=key)
        services.save_text(actor=secretary, section=section, text=text)


def report_with_texts(secretary: User, agency: Organization, **texts: str) -> AgencyReport:
    """A report with a text wherever one is needed."""
    report = begun(secretary, agency)
    needed = {one.key: "Nội dung của mục." for one in structure() if one.text == "needed"}
    write(secretary, report, **{**needed, **texts})
    return report


def act(secretary: User, report: AgencyReport, name: str, comment: str = "") -> None:
    perform(PERIOD_REPORTS, report.pk, name, actor=secretary, comment=comment)


def paragraphs_of(report: AgencyReport) -> list[str]:
    return [one.text for one in paper_of_report(report).blocks if isinstance(one, Paragraph)]


def test_the_paper_holds_texts_and_the_paragraphs_of_the_figures_in_their_places(
    department: Organization, five_years: list[Award], secretary: User
) -> None:
    report = report_with_texts(secretary, department, strengths="Một.\n\nHai.", unions="Công đoàn.")
    paper = paper_of_report(report)
    headings = [one.text for one in paper.blocks if isinstance(one, PartHeading)]
    figures = period_report(department, year_from=2015, year_to=2019)
    shown = paragraphs_of(report)

    place = shown.index(figures.paragraphs[2015])
    assert shown[place : place + 5] == list(figures.paragraphs.values())
    assert "Giám đốc Sở tặng" in shown[place]  # the giver, whoever writes the report
    assert shown[shown.index("Một.") + 1] == "Hai."
    assert headings[:4] == [
        "Phần I",
        "KẾT QUẢ THỰC HIỆN PHONG TRÀO THI ĐUA, CÔNG TÁC KHEN THƯỞNG GIAI ĐOẠN 2015-2019",
        "I. ĐẶC ĐIỂM, TÌNH HÌNH",
        "II. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO",
    ]
    # What is free and empty is left out, and the numbers close up.
    assert "3. Công tác phối hợp với các tổ chức đoàn thể" in headings
    assert not any("KIẾN NGHỊ" in one for one in headings)
    (table,) = paper.appendices[0].blocks
    assert isinstance(table, Table)
    assert table.rows[-1].cells[-1] == "611"


def test_a_planted_period_bars_completing_until_it_is_corrected(
    department: Organization, five_years: list[Award], secretary: User
) -> None:
    report = report_with_texts(secretary, department, strengths=WRONG)
    (error,) = findings_of(report)
    assert (error.section, error.sentence, error.is_error) == ("strengths", WRONG, True)
    with override("vi"), pytest.raises(ValidationError) as refused:
        act(secretary, report, "complete", "Không sao.")
    assert "“2010-2015” không phải là kỳ báo cáo" in refused.value.messages[0]
    report.refresh_from_db()
    assert (report.state, report.frozen) == ("draft", None)

    write(secretary, report, strengths=RIGHT)
    act(secretary, report, "complete")
    report.refresh_from_db()
    assert report.state == "completed"


def test_warnings_stand_with_a_reason_only(
    department: Organization, five_years: list[Award], secretary: User
) -> None:
    report = report_with_texts(
        secretary, department, examples="Giới thiệu ông Nguyễn Văn Không Có Ai."
    )
    assert [one.is_error for one in findings_of(report)] == [False]
    with pytest.raises(ValidationError) as refused:
        act(secretary, report, "complete")
    assert refused.value.code == "warnings_unconfirmed"

    act(secretary, report, "complete", "Người của đơn vị phối hợp.")
    report.refresh_from_db()
    assert report.state == "completed"


def test_totals_and_missing_texts_are_found_in_the_record(
    department: Organization, five_years: list[Award], secretary: User
) -> None:
    report = begun(secretary, department, last_year=2020)
    write(secretary, report, examples="Năm 2016, có 99 cá nhân đạt Lao động tiên tiến.")
    found = findings_of(report)

    assert "99 cá nhân" in next(one.message for one in found if one.section == "examples")
    needed = {one.key for one in structure() if one.text == "needed"} - {"examples"}
    assert {one.section for one in found if one.is_error and not one.sentence} == needed
    assert any("2020" in one.message for one in found if not one.is_error)


def test_a_completed_report_stays_as_it_is_until_it_is_opened_again(
    department: Organization, five_years: list[Award], secretary: User
) -> None:
    report = report_with_texts(secretary, department)
    act(secretary, report, "complete")
    report.refresh_from_db()
    before = paper_of_report(report)
    Award.objects.filter(year=2015, award_type__code="GK").update(revoked_on=SINCE)
    count_all()

    assert paper_of_report(report) == before
    with pytest.raises(ValidationError) as refused:
        write(secretary, report, strengths="Sửa sau khi khóa.")
    assert refused.value.code == "report_locked"
    act(secretary, report, "reopen", "Số liệu năm 2015 đã sửa.")
    report.refresh_from_db()
    assert paper_of_report(report) != before


def test_texts_are_taken_over_in_one_step_and_old_periods_are_found(
    department: Organization, five_years: list[Award], secretary: User
) -> None:
    first = report_with_texts(secretary, department, strengths=RIGHT, unions="Công đoàn cơ sở.")
    later = begun(secretary, department, first_year=2020, last_year=2025, copy_from=first)

    assert texts_of(later) == texts_of(first)
    assert "strengths" in {one.section for one in findings_of(later) if one.is_error}


def test_only_secretary_and_director_write(department: Organization, secretary: User) -> None:
    auditor = somebody(department, "thanhtra.bc", Role.AUDITOR)
    with pytest.raises(NotAllowed):
        begun(auditor, department)
    begun(somebody(department, "giamdoc.bc", Role.DIRECTOR), department)
    with pytest.raises(ValidationError) as refused:
        begun(secretary, department, variant="annual")
    assert refused.value.code == "not_one_year"


def test_two_writers_of_a_section_do_not_lose_a_text(
    department: Organization, secretary: User, client: Client
) -> None:
    report = begun(secretary, department)
    client.force_login(secretary, BACKEND)
    page = reverse("period_reports:section", args=[report.pk, "strengths"])
    seen = client.get(page).context["seen_version"]
    write(secretary, report, strengths="Người khác vừa viết.")

    answer = client.post(page, {"text": "Tôi viết.", "seen_version": seen})
    assert "Tôi viết." in answer.content.decode()
    assert "Người khác vừa viết." in answer.content.decode()
    assert texts_of(report)["strengths"] == "Người khác vừa viết."
    sent = {"text": "Tôi viết.", "seen_version": answer.context["seen_version"]}
    assert client.post(page, sent).status_code == 302
    assert texts_of(report)["strengths"] == "Tôi viết."


def test_the_page_of_a_report_asks_the_database_a_bounded_number_of_times(
    department: Organization,
    five_years: list[Award],
    secretary: User,
    client: Client,
    django_assert_max_num_queries: Any,
) -> None:
    report = report_with_texts(secretary, department)
    client.force_login(secretary, BACKEND)
    client.get(report.get_absolute_url())
    with django_assert_max_num_queries(32):
        page = client.get(report.get_absolute_url()).content.decode()
    assert "Năm 2019" in page
    for wanted, begin in (("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK"), ("html", b"<!doc")):
        path = reverse("period_reports:paper_file", args=[report.pk])
        content = client.get(path, {"dang": wanted}).content
        assert content.startswith(begin)
        if wanted == "xlsx":
            text, table = load_workbook(BytesIO(content)).worksheets
            column_texts = [str(cell.value) for cell in text["A"]]
            assert (text.title, column_texts[0]) == ("Nội dung báo cáo", "BÁO CÁO")
            assert any("Năm 2019" in one for one in column_texts)
            assert table.max_column > 5
