"""The pages: asking before a paper is issued, the issued version, the register, the public page."""

from __future__ import annotations

import io
from html import unescape
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from nominations.decisions.models import Decision
from nominations.dossiers.models import Nomination
from nominations.issued_papers.models import IssuedKind, IssuedPaper
from nominations.issued_papers.number_register import RegisterRow
from nominations.issued_papers.queries import content_of, files_of
from nominations.issued_papers.views import public
from nominations.paper_numbers.models import (
    NumberedBy,
    PaperNumber,
    PaperPurpose,
    PaperType,
    SeriesSetting,
)
from nominations.paper_numbers.series import own_paper
from nominations.paper_numbers.services import attach_number
from tests.issued_papers.issuing_office import IssuingOffice
from tests.issued_papers.rows import issued_paper
from workflow import clock


def text_of(response: Any) -> str:
    return " ".join(unescape(response.content.decode()).split())


def test_the_secretary_issues_on_the_page_and_sees_the_issued_version(
    papers: IssuingOffice,
) -> None:
    client = papers.cast.client(papers.secretary)
    decision = Decision.objects.get()
    page = text_of(client.get(decision.get_absolute_url()))
    path = reverse("issued_papers:issue", args=["decision", decision.public_id])
    assert path in page
    assert "/van-ban/phat-hanh/quyet-dinh/" in path
    asked = client.get(path)
    for words in (decision.number, decision.signer_name, "01 tập thể, 02 cá nhân"):
        assert words in text_of(asked)
    stale = client.post(path, {"seen_version": "0" * 24})
    assert "tải lại trang" in text_of(stale)
    made = client.post(path, {"seen_version": asked.context["seen_version"]})
    paper = IssuedPaper.objects.get()
    assert made["Location"] == paper.get_absolute_url()
    shown = text_of(client.get(made["Location"]))
    for file in files_of(paper):
        assert file.sha256 in shown
        got = client.get(reverse("issued_papers:file", args=[paper.public_id, file.format]))
        assert got.content == content_of(file)
    assert "Dữ liệu hiện nay khác" not in shown
    assert client.get(path)["Location"] == paper.get_absolute_url()
    Nomination.objects.filter(pk=papers.nominations[1]).update(subject_name="Trần Thị Mơ")
    again = text_of(client.get(paper.get_absolute_url()))
    assert "Trần Thị Mai: văn bản ghi “Trần Thị Mai”, dữ liệu ghi “Trần Thị Mơ”" in again
    panel = text_of(client.get(decision.get_absolute_url()))
    assert f"Đã phát hành: số {paper.number}" in panel
    assert path not in panel
    # What contradicts an issued paper is told instead of a button.
    report = papers.record(IssuedKind.ANNUAL_REPORT)
    page_text = text_of(
        client.get(reverse("issued_papers:issue", args=["annual_report", report.public_id]))
    )
    assert "chưa khớp nhau" in page_text
    assert "“Trần Thị Mơ” ở Báo cáo kết quả khen thưởng" in page_text
    assert "Phát hành</button>" not in page_text


def test_what_is_typed_in_is_asked_kept_and_refused_in_words(papers: IssuingOffice) -> None:
    client = papers.cast.client(papers.secretary)
    posting = papers.record(IssuedKind.NOTICE)
    path = reverse("issued_papers:issue", args=["notice", posting.public_id])
    asked = client.get(path)
    assert set(asked.context["form"].fields) == {"number", "signer_name", "signer_title"}
    seen = asked.context["seen_version"]
    typed = {"number": "số gì", "signer_name": "Lê Văn Tư", "seen_version": seen}
    refused = text_of(client.post(path, typed))
    assert "chưa đúng cách ghi số" in refused
    assert "Lê Văn Tư" in refused
    assert "Hãy nhập người đã ký" in text_of(client.post(path, {"seen_version": seen}))
    organization = posting.organization
    SeriesSetting.objects.create(
        organization=organization, paper="TB", numbered_by=NumberedBy.REGISTRY
    )
    missing = {"signer_name": "Lê Văn Tư", "seen_version": seen}
    assert "Hãy nhập số văn thư đã cấp" in text_of(client.post(path, missing))
    assert not IssuedPaper.objects.exists()
    client.post(path, {**missing, "number": "5/TB-STC"})
    assert IssuedPaper.objects.get().number == "05/TB-STC"
    director = papers.cast.client(papers.cast.director)
    report = papers.record(IssuedKind.ANNUAL_REPORT)
    closed = director.get(reverse("issued_papers:issue", args=["annual_report", report.public_id]))
    assert (closed.status_code, "Chỉ Thư ký Hội đồng" in text_of(closed)) == (403, True)


def test_the_register_lists_numbers_gaps_and_corrections(papers: IssuingOffice) -> None:
    for kind in (IssuedKind.MEETING_MINUTES, IssuedKind.DECISION):
        papers.issue(kind)
    decision = IssuedPaper.objects.get(kind=IssuedKind.DECISION)
    client = papers.cast.client(papers.secretary)
    path = reverse("issued_papers:register")
    page = client.get(path, {"nam": decision.dated_on.year})
    page_text = text_of(page)
    for paper in IssuedPaper.objects.exclude(number=""):
        assert paper.number in page_text
    assert "còn" not in " ".join(page.context["gaps"])
    chosen = client.get(path, {"nam": decision.dated_on.year, "loai": "QĐ", "ky_hieu": "STC"})
    assert [row.number.shown for row in chosen.context["rows"]] == [decision.number]
    issued_paper(
        organization=decision.organization,
        kind=IssuedKind.CORRECTION,
        record=decision.stream,
        number="80/QĐ-STC",
        follows=decision,
        relation="corrects",
    )
    assert "Được đính chính bởi" in text_of(client.get(path, {"nam": decision.dated_on.year}))
    sheet = client.get(reverse("issued_papers:register_workbook"), {"nam": decision.dated_on.year})
    rows = list(load_workbook(io.BytesIO(sheet.content)).active.values)
    (line,) = [row for row in rows if row[1] == decision.number]
    assert "được đính chính bởi 80/QĐ-STC" in line[8]


def check(client: Client, paper: IssuedPaper, content: bytes, name: str = "a.pdf") -> Any:
    path = reverse("issued_papers:verify", args=[paper.code])
    return client.post(path, {"file": SimpleUploadedFile(name, content)})


def test_anybody_checks_a_paper_and_reads_no_name(
    papers: IssuingOffice, empty_cache: object
) -> None:
    paper = papers.issue(IssuedKind.DECISION)
    content = content_of(files_of(paper)[1])
    visitor = Client()
    page = visitor.get(reverse("issued_papers:verify", args=[paper.code]))
    page_text = text_of(page)
    for words in ("còn hiệu lực", paper.number, "Quyết định khen thưởng", "SỞ TÀI CHÍNH"):
        assert words in page_text
    for secret in (*(line for line in Nomination.objects.values_list("subject_name", flat=True)),
                   paper.signer_name):  # fmt: skip
        assert secret not in page_text
    assert page["X-Robots-Tag"].startswith("noindex")
    assert "đúng là bản đã phát hành" in text_of(check(visitor, paper, content))
    assert "không đúng bản đã phát hành" in text_of(check(visitor, paper, content + b" "))
    assert "không có nội dung" in text_of(check(visitor, paper, b""))
    nothing = visitor.post(reverse("issued_papers:verify", args=[paper.code]))
    assert "Hãy chọn tệp" in text_of(nothing)
    unknown = visitor.get(reverse("issued_papers:verify", args=["x" * 22]))
    assert unknown.status_code == 404
    assert "Không có văn bản nào mang mã này" in text_of(unknown)
    issued_paper(
        organization=paper.organization, kind=IssuedKind.REVOCATION, record="revocation:1",
        number="90/QĐ-STC", follows=paper, relation="withdraws",
    )  # fmt: skip
    page_text = text_of(visitor.get(reverse("issued_papers:verify", args=[paper.code])))
    assert "đã bị hủy bỏ (thu hồi)" in page_text
    assert "90/QĐ-STC" in page_text


@pytest.mark.django_db
def test_a_checked_file_is_bounded_counted_and_never_stored(
    empty_cache: object, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    paper, visitor = issued_paper(), Client()
    settings.UPLOAD_MAX_BYTES = 100_000
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    large = text_of(check(visitor, paper, b"x" * 200_000))
    assert "Tệp này quá lớn" in large
    monkeypatch.setattr(public, "BROWSER_LIMIT", (2, 600))
    answers = [check(visitor, paper, b"x" * 90_000).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("paper", "purpose", "subject"),
    [
        (PaperType.DECISION, PaperPurpose.COMMEND, ""),
        (PaperType.MINUTES, PaperPurpose.MINUTES, ""),
        (PaperType.DECISION, PaperPurpose.REVOKE, "quyết định hủy khen thưởng"),
    ],
)
def test_the_subject_of_a_number_not_issued_here_does_not_repeat_its_type(
    paper: PaperType, purpose: PaperPurpose, subject: str
) -> None:
    number = PaperNumber(paper=paper, purpose=purpose)
    assert RegisterRow(number=number, paper=None, status=None).subject == subject


def test_the_register_asks_no_more_with_more_rows(papers: IssuingOffice) -> None:
    client, path = papers.cast.client(papers.secretary), reverse("issued_papers:register")
    client.get(path)  # what the first page of a session asks besides
    asked = []
    for numbers in (range(101, 103), range(103, 115)):
        for number in numbers:
            _numbered(papers, number)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(path)
        asked.append(len(queries))
    assert len(page.context["rows"]) >= 14
    assert asked[0] == asked[1] <= 22
    gaps = page.context["gaps"]
    assert "QĐ-STC: còn 99 số chưa có văn bản (tính đến số 114): 02–100." in gaps


def _numbered(papers: IssuingOffice, number: int) -> None:
    agency = papers.cast.agency
    paper = issued_paper(
        organization=agency, record=f"decision:{number}", number=f"{number}/QĐ-STC"
    )
    named = own_paper(agency, PaperType.DECISION, paper.number, clock.today())
    attach_number(named, subjects=[paper.stream], is_named_only=False)
