"""A set of papers that contradicts itself is not issued, and the sentence says where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import override

from nominations.consultation.models import Posting
from nominations.council.models import BallotItem, VotingSession
from nominations.decisions.models import Decision, DecisionLine, ReportLine, UpwardReport
from nominations.documents.rendering import PaperFormat, render
from nominations.dossiers.models import Nomination
from nominations.issued_papers import prepared_paper
from nominations.issued_papers.models import IssuedKind, IssuedPaper
from nominations.issued_papers.paper_sources import source_of
from nominations.issued_papers.rendered_check import (
    check_certificates,
    check_rendered,
    table_rows,
)
from nominations.law.models import AwardType
from nominations.states import State
from tests.issued_papers.issuing_office import IssuingOffice
from tests.rows import check_rows

Change = Callable[[IssuingOffice], Any]


def renamed(papers: IssuingOffice) -> Any:
    return Nomination.objects.filter(pk=papers.nominations[1]).update(subject_name="Trần Thị Mơ")


def promoted(papers: IssuingOffice) -> Any:
    return Nomination.objects.filter(pk=papers.nominations[1]).update(position_name="Trưởng phòng")


def moved(papers: IssuingOffice) -> Any:
    rows = Nomination.objects.filter(pk=papers.nominations[1])
    return rows.update(unit_name="Phòng Quản lý giá")


def other_award(papers: IssuingOffice) -> Any:
    award = AwardType.objects.get(code="CSTDCS")
    return Nomination.objects.filter(pk=papers.nominations[1]).update(award_type=award)


def other_kind(papers: IssuingOffice) -> Any:
    return Nomination.objects.filter(pk=papers.nominations[1]).update(
        kind="collective", person=None, collective=papers.cast.other_unit
    )


def renumbered(papers: IssuingOffice) -> Any:
    return Decision.objects.update(number="77/QĐ-STC")


def dated_before(papers: IssuingOffice) -> Any:
    day = Decision.objects.get().signed_on
    assert day is not None
    return UpwardReport.objects.update(issued_on=day.replace(year=day.year - 1))


FIELDS: list[tuple[Change, str, str]] = [
    (renamed, "name", "tên ghi “"),
    (promoted, "position", "“Trưởng phòng”"),
    (moved, "unit", "“Phòng Quản lý giá”"),
    (other_award, "award", "“Giấy khen"),
    (other_kind, "kind", "loại đối tượng"),
    (renumbered, "citation", "viện dẫn số 77/QĐ-STC"),
    (dated_before, "day", "sớm hơn ngày"),
]


def codes(papers: IssuingOffice, kind: str) -> dict[str, str]:
    with override("vi"):
        try:
            papers.issue(kind)
        except ValidationError as refusal:
            return {str(one.code): one.messages[0] for one in refusal.error_list}
    return {}


def test_each_field_that_differs_from_an_issued_paper_blocks_the_next(
    papers: IssuingOffice,
) -> None:
    papers.issue(IssuedKind.DECISION)

    def blocks(row: tuple[Change, str, str]) -> None:
        change, key, words = row
        point = transaction.savepoint()
        change(papers)
        found = codes(papers, IssuedKind.ANNUAL_REPORT)
        transaction.savepoint_rollback(point)
        assert key in found, found
        assert words in found[key]
        assert "Quyết định khen thưởng số" in found[key]

    check_rows(FIELDS, blocks, name=lambda row: row[1])
    assert IssuedPaper.objects.count() == 1
    # The control: with nothing changed the report agrees.
    assert codes(papers, IssuedKind.ANNUAL_REPORT) == {}


def test_a_line_that_is_lost_between_two_papers_is_named(papers: IssuingOffice) -> None:
    papers.issue(IssuedKind.DECISION)
    name = Nomination.objects.get(pk=papers.nominations[1]).subject_name
    ReportLine.objects.filter(nomination=papers.nominations[1]).delete()
    _placed(papers.nominations[1], State.DECIDED)
    found = codes(papers, IssuedKind.ANNUAL_REPORT)

    assert found["missing"] == (
        "Báo cáo kết quả khen thưởng: 01 tập thể và 01 cá nhân; Quyết định khen thưởng số"
        f" {Decision.objects.get().number}: 01 tập thể và 02 cá nhân; thiếu: {name}."
    )
    # Reported on a paper of its own, nothing is missing any more.
    other = UpwardReport.objects.get()
    other.pk, other.public_id = None, uuid4()
    other.save()
    ReportLine.objects.create(report=other, nomination_id=papers.nominations[1])
    first = UpwardReport.objects.order_by("pk")[0]
    source = source_of(IssuedKind.ANNUAL_REPORT)
    papers.issue(IssuedKind.ANNUAL_REPORT, record=source.load(source.record_of(first)))


def test_a_line_taken_off_the_list_and_one_that_never_passed_are_named(
    papers: IssuingOffice,
) -> None:
    papers.issue(IssuedKind.MEETING_MINUTES)
    BallotItem.objects.filter(nomination=papers.nominations[0]).update(passed=False)
    assert "not_on_earlier" not in codes(papers, IssuedKind.CERTIFICATES)
    DecisionLine.objects.filter(nomination=papers.nominations[1]).delete()
    _placed(papers.nominations[1], State.CONSULTED)
    found = codes(papers, IssuedKind.DECISION)
    assert "Biên bản họp Hội đồng" in found["missing"]


def test_a_line_that_left_by_an_act_of_its_own_is_told_and_stops_nothing(
    papers: IssuingOffice,
) -> None:
    papers.issue(IssuedKind.MEETING_MINUTES)
    ReportLine.objects.filter(nomination=papers.nominations[1]).delete()
    DecisionLine.objects.filter(nomination=papers.nominations[1]).delete()
    _placed(papers.nominations[1], State.WITHDRAWN)
    assert codes(papers, IssuedKind.DECISION) == {}


def test_an_earlier_paper_issued_late_is_compared_with_the_later_one(papers: IssuingOffice) -> None:
    papers.issue(IssuedKind.DECISION)
    VotingSession.objects.update(minutes_number="88/BB-HĐTĐKT")
    found = codes(papers, IssuedKind.MEETING_MINUTES)
    assert "viện dẫn số" in found["citation"]
    assert IssuedPaper.objects.count() == 1


def test_the_annex_as_printed_is_read_back_out_of_the_file(papers: IssuingOffice) -> None:
    source = source_of(IssuedKind.DECISION)
    record = papers.record(IssuedKind.DECISION)
    with override("vi"):
        paper = source.compose(record, source.recorded_details(record))
        word = render(paper, PaperFormat.WORD).content
    facts = source.facts(record)
    assert check_rendered(word, facts) == []
    for change, keys in (
        (promoted, {"post_not_printed"}),
        (renamed, {"name_not_printed"}),
        (other_kind, {"sum_printed"}),
    ):
        change(papers)
        found_keys = {one.key for one in check_rendered(word, source.facts(record))}
        assert keys <= found_keys, (change, found_keys)
    DecisionLine.objects.filter(nomination=papers.nominations[1]).delete()
    found_keys = {one.key for one in check_rendered(word, source.facts(record))}
    assert {"count_printed", "sum_printed"} <= found_keys


def test_certificates_as_printed_are_read_back_before_they_are_issued(
    papers: IssuingOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers.issue_until(IssuedKind.CERTIFICATES)
    record, right = papers.record(IssuedKind.CERTIFICATES), prepared_paper.render_certificates_word
    pages = source_of(IssuedKind.CERTIFICATES).certificates(record)
    word = right(pages, title="Giấy khen").content
    assert check_certificates(word, pages) == []
    others = [*pages[:-1], replace(pages[-1], signer="Nguyễn Văn Khác")]
    assert [one.key for one in check_certificates(word, others)] == ["certificate_printed"]
    assert [one.key for one in check_certificates(word, pages[:-1])] == ["certificates_printed"]

    def without_the_last(found: Any, *, title: str) -> Any:
        return right(found[:-1], title=title)

    monkeypatch.setattr(prepared_paper, "render_certificates_word", without_the_last)
    before = IssuedPaper.objects.count()
    found = codes(papers, IssuedKind.CERTIFICATES)
    assert pages[-1].recipient in found["certificate_printed"]
    assert IssuedPaper.objects.count() == before


def test_a_list_that_is_split_by_award_has_the_right_sum_below_each_part(
    papers: IssuingOffice,
) -> None:
    award = AwardType.objects.get(code="BK_TINH")
    Nomination.objects.filter(pk=papers.nominations[1]).update(award_type=award)
    source, record = source_of(IssuedKind.DECISION), papers.record(IssuedKind.DECISION)
    with override("vi"):
        word = render(
            source.compose(record, source.recorded_details(record)), PaperFormat.WORD
        ).content
    sums = [row[0] for row in table_rows(word) if len(row) == 1 and "Tổng số" in row[0]]
    assert len(sums) == 2
    assert check_rendered(word, source.facts(record)) == []
    other_kind(papers)
    assert [one.key for one in check_rendered(word, source.facts(record))] == ["sum_printed"]


def _placed(pk: int, state: str) -> None:
    """Past the engine, as somebody with the rights of the database's owner."""
    from tests.workflow.placing import place

    place(Nomination.objects.get(pk=pk), state)


def test_the_notice_of_a_posting_counts_what_the_minutes_passed(papers: IssuingOffice) -> None:
    papers.issue(IssuedKind.MEETING_MINUTES)
    Posting.objects.get().items.filter(nomination=papers.nominations[2]).delete()
    _placed(papers.nominations[2], State.COUNCIL_VOTED)
    found = codes(papers, IssuedKind.NOTICE)
    assert "02 cá nhân; Biên bản họp Hội đồng" in found["missing"]
