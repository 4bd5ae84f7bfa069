"""The period report as Word, PDF, HTML and Excel: the same paragraphs and all 51 figures."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.html import strip_tags
from django.utils.translation import override
from openpyxl import load_workbook

from nominations.awards.models import Award
from nominations.awards.services.award_counts import count_all
from nominations.people.models import Organization
from nominations.statistics.period_report import period_report
from tests.documents.reading_papers import bare, pdf_text, word_text


def report_output(folder: Path, wanted: str) -> bytes:
    file = folder / f"bao_cao.{wanted}"
    call_command(
        "period_report",
        year_from=2015,
        year_to=2019,
        format=wanted,
        organization="STC",
        output=file,
        stdout=StringIO(),
    )
    return file.read_bytes()


def test_every_format_carries_the_paragraphs_and_the_table(
    department: Organization, five_years: list[Award], tmp_path: Path
) -> None:
    report = period_report(department, year_from=2015, year_to=2019)
    word = word_text(report_output(tmp_path, "docx"))
    pdf = pdf_text(report_output(tmp_path, "pdf"))
    html = unescape(strip_tags(report_output(tmp_path, "html").decode()).replace("&nbsp;", " "))

    assert bare(word) == bare(pdf)
    for text in (bare(word), bare(pdf), bare(html)):
        for paragraph in report.paragraphs.values():
            assert bare(paragraph) in text
        for row in report.table:
            assert bare("".join(row)) in text
        assert "ghinhận611lượtkhenthưởng" in text


def test_the_workbook_holds_the_51_figures(
    department: Organization, five_years: list[Award], tmp_path: Path
) -> None:
    report = period_report(department, year_from=2015, year_to=2019)
    book = load_workbook(BytesIO(report_output(tmp_path, "xlsx")))
    table, figures, paragraphs = (list(sheet.values) for sheet in book)

    assert book.sheetnames == ["Tổng hợp", "Số liệu", "Theo năm"]
    assert len(figures) == 1 + 51
    assert sum(row[-1] for row in figures[1:]) == 611
    assert [list(map(str, row)) for row in table] == report.table
    assert [row[1] for row in paragraphs[1:]] == list(report.paragraphs.values())


def test_a_planted_figure_is_in_every_place_that_tells_it(
    department: Organization, five_years: list[Award], tmp_path: Path
) -> None:
    """The control: an award more changes paragraph, table and sum together."""
    one = Award.objects.filter(year=2019, award_type__code="LDTT", kind="individual").first()
    Award.objects.filter(pk=one.pk).update(year=2018)
    count_all()
    text = bare(pdf_text(report_output(tmp_path, "pdf")))

    assert "tiêntiếncho46cánhânvà06tậpthể" in text  # 2018, which had 45
    assert "tiêntiếncho45cánhânvà06tậpthể" in text  # 2019, which had 46
    assert "LĐTT(CN)4848484645235" in text


def test_a_file_needs_a_name_and_a_place_that_can_be_written(
    department: Organization, five_years: list[Award], tmp_path: Path
) -> None:
    with override("vi"), pytest.raises(CommandError) as refused:
        call_command("period_report", year_from=2015, year_to=2019, format="pdf")
    assert str(refused.value) == "Hãy ghi tên tệp cần lập sau --output."

    with override("vi"), pytest.raises(CommandError) as refused:
        report_output(tmp_path / "khong_co", "xlsx")
    assert re.match(r"Không ghi được tệp .*bao_cao\.xlsx: ", str(refused.value))
