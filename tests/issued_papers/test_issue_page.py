"""Papers are issued with their files and their hash, once, by the secretary, and never change."""

from __future__ import annotations

import io
from dataclasses import replace
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from openpyxl import load_workbook
from pypdf import PdfReader

from nominations.council.models import VotingSession
from nominations.decisions.models import Decision
from nominations.documents.annex_sheet import annexes_workbook
from nominations.documents.pdf import pdf_bytes
from nominations.documents.preview import preview_blocks
from nominations.documents.stored_blocks import as_data, paper_of
from nominations.documents.word import word_bytes
from nominations.dossiers.models import Nomination
from nominations.issued_papers import services
from nominations.issued_papers.models import IssuedKind, IssuedPaper
from nominations.issued_papers.paper_sources import IssueDetails, source_of
from nominations.issued_papers.prepared_paper import stored_blocks, verify_address
from nominations.issued_papers.queries import content_of, files_of
from nominations.issued_papers.rendered_check import table_rows
from nominations.paper_numbers.models import PaperNumber, PaperNumberUse
from nominations.web.refusals import key_of, sentences
from tests.documents.reading_papers import bare, pdf_text, reader
from tests.documents.sample_papers import HOSTILE_NAME, MADE_AT, whole_paper
from tests.issued_papers.issuing_office import LONG_POSITION, SET, SIGNER, IssuingOffice
from workflow import audit
from workflow.exceptions import NotAllowed, StaleVersion
from workflow.verification import chain_breaks


def test_a_paper_comes_back_from_its_data() -> None:
    paper = whole_paper()
    assert paper_of(as_data(paper)) == paper


def test_an_annex_of_three_thousand_lines_is_written_and_read_back() -> None:
    paper = replace(whole_paper(rows=3000), blocks=whole_paper().blocks)
    rows = [row for row in table_rows(word_bytes(paper, made_at=MADE_AT)) if row[0].isdigit()]
    content = annexes_workbook(paper)
    assert content is not None
    (sheet,) = load_workbook(io.BytesIO(content), read_only=True).worksheets
    written = [row for row in sheet.values if str(row[0]).isdigit()]
    assert len(written) == 3000
    assert [row[1] for row in rows[-2:]] == [row[1] for row in written[-2:]]
    pages = [bare(one.extract_text()) for one in reader(pdf_bytes(paper, made_at=MADE_AT)).pages]
    begins = next(number for number, text in enumerate(pages) if text.startswith("Phụlục"))
    for name in ("NguyễnThịƯớc1C", "NguyễnThịƯớc1500C", "NguyễnThịƯớc3000C"):
        assert sum(name in one for one in pages[begins:]) == 1, name
    assert "Tổngsố3000cánhân" in pages[-1]
    assert len(pages) > 80


def test_the_whole_set_is_issued_and_each_file_is_what_its_hash_says(papers: IssuingOffice) -> None:
    made = {kind: papers.issue(kind) for kind in SET}

    for kind, paper in made.items():
        files = files_of(paper)
        wanted = {"docx", "pdf"}
        if kind in (IssuedKind.DECISION, IssuedKind.ANNUAL_REPORT, IssuedKind.NOTICE):
            wanted.add("xlsx")
        assert {file.format for file in files} == wanted, kind
        for file in files:
            assert sha256(content_of(file)).hexdigest() == file.sha256
            assert len(content_of(file)) == file.size
        entry = audit.history(f"organization:{paper.organization_id}")
        contents = [one.content for one in entry if one.action == "paper.issued"]
        (own,) = [one for one in contents if one["paper"] == str(paper.public_id)]
        assert own["digest"] == paper.digest
        assert own["files"] == {file.name: file.sha256 for file in files}
    decision = made[IssuedKind.DECISION]
    assert (decision.collectives, decision.individuals) == (1, 2)
    assert decision.number == Decision.objects.get().number
    assert list(chain_breaks()) == []
    _the_files_say_it(decision)


def _the_files_say_it(decision: IssuedPaper) -> None:
    by_format = {file.format: content_of(file) for file in files_of(decision)}
    text = bare(pdf_text(by_format["pdf"]))
    assert bare(HOSTILE_NAME) in text
    assert len(LONG_POSITION) >= 80
    assert bare(LONG_POSITION) in text
    assert bare(verify_address(decision.code)) in text
    (sheet,) = load_workbook(io.BytesIO(by_format["xlsx"])).worksheets
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert HOSTILE_NAME in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s"}
    paper = paper_of(stored_blocks(decision.blocks))
    assert preview_blocks(paper)["blocks"][-1]["code"]["text"] == verify_address(decision.code)
    assert len(PdfReader(io.BytesIO(by_format["pdf"])).pages) == 2


def test_the_number_of_a_record_is_the_number_of_its_paper(papers: IssuingOffice) -> None:
    paper = papers.issue(IssuedKind.DECISION)
    row = PaperNumber.objects.get(shown=paper.number)
    subjects = set(
        PaperNumberUse.objects.filter(paper_number=row).values_list("subject", flat=True)
    )

    assert {paper.record, paper.stream} <= subjects
    assert PaperNumber.objects.filter(shown=paper.number).count() == 1
    notice = papers.issue(IssuedKind.NOTICE, details=replace(SIGNER, number="3 /tb–stc"))
    assert notice.number == "03/TB-STC"
    assert PaperNumber.objects.get(shown="03/TB-STC").paper == "TB"
    assert papers.record(IssuedKind.NOTICE).notice_number == "03/TB-STC"


def refusal(papers: IssuingOffice, kind: str, **given: object) -> tuple[str, str]:
    with override("vi"), pytest.raises((ValidationError, StaleVersion, NotAllowed)) as refused:
        papers.issue(kind, **given)
    return key_of(refused.value), " ".join(sentences(refused.value))


def test_what_is_refused_leaves_nothing_and_says_why(papers: IssuingOffice) -> None:
    number = Decision.objects.get().number
    nominations = Nomination.objects.filter(pk=papers.nominations[0])
    for kind, given, key, words in (
        (IssuedKind.NOTICE, {"details": IssueDetails()}, "no_signer", "người đã ký"),
        (
            IssuedKind.NOTICE,
            {"details": replace(SIGNER, number="số gì đó")},
            "number_form",
            "chưa đúng cách ghi số",
        ),
        (IssuedKind.DECISION, {"seen": "0" * 24}, "stale_version", "tải lại trang"),
    ):
        assert refusal(papers, kind, **given)[0] == key, kind
        assert words in refusal(papers, kind, **given)[1]
    papers.issue(IssuedKind.DECISION)
    key, words = refusal(papers, IssuedKind.DECISION)
    assert (key, "đã phát hành nên không thay đổi" in words) == ("issued_already", True)
    nominations.update(subject_name="Nguyễn Văn A\U0001f600")
    key, words = refusal(papers, IssuedKind.ANNUAL_REPORT)
    assert (key, "không có trong phông chữ" in words) == ("letter_not_in_font", True)
    assert IssuedPaper.objects.count() == 1
    assert PaperNumber.objects.filter(shown=number).count() == 1


def test_only_the_secretary_issues_and_not_before_the_record_is_ready(
    papers: IssuingOffice,
) -> None:
    source, record = source_of(IssuedKind.DECISION), papers.record(IssuedKind.DECISION)
    with pytest.raises(NotAllowed):
        services.issue_paper(actor=papers.cast.director, source=source, record=record)
    for kind, state in (
        (IssuedKind.DECISION, "draft"),
        (IssuedKind.MEETING_MINUTES, "counted"),
        (IssuedKind.CONSULTATION_MINUTES, "open"),
    ):
        record = papers.record(kind)
        record.__dict__["state"] = state
        assert refusal(papers, kind, record=record)[0] == "not_ready"
    assert not IssuedPaper.objects.exists()
    assert VotingSession.objects.get().minutes_number
