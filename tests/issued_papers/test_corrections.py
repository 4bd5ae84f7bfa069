"""An issued paper is mended by a later paper: a correction, a supplement, a revocation."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from nominations.decisions import services as decisions
from nominations.decisions.models import Decision, Revocation
from nominations.documents.blocks import Paragraph
from nominations.documents.stored_blocks import paper_of
from nominations.dossiers.models import Nomination
from nominations.issued_papers import services
from nominations.issued_papers.models import IssuedKind, IssuedPaper, PaperRelation
from nominations.issued_papers.paper_sources import IssueDetails, source_of
from nominations.issued_papers.prepared_paper import stored_blocks
from nominations.issued_papers.queries import corrected_facts, paper_statuses
from nominations.issued_papers.record_differences import differences
from nominations.paper_numbers.models import PaperNumber
from nominations.states import State
from nominations.web.refusals import key_of
from tests.issued_papers.issuing_office import SIGNER, IssuingOffice
from workflow import clock
from workflow.engine import perform


def signed_today() -> IssueDetails:
    return replace(SIGNER, number="80/QĐ-STC", day=clock.today())


def corrected_line(papers: IssuingOffice, name: str) -> None:
    """The record is corrected by two people, as on its page."""
    from nominations.decisions.correction_workflow import CORRECTIONS

    line = Decision.objects.get().lines.get(nomination=papers.nominations[1])
    proposed = decisions.propose_correction(
        actor=papers.secretary,
        paper=Decision.objects.get(),
        line=line,
        values={"name": name},
        reason="Ghi sai họ tên.",
    )
    perform(CORRECTIONS, proposed.pk, "approve", actor=papers.cast.director)


def texts(paper: IssuedPaper) -> list[str]:
    blocks = paper_of(stored_blocks(paper.blocks)).blocks
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def test_a_correction_of_the_record_becomes_a_decision_to_correct(papers: IssuingOffice) -> None:
    paper = papers.issue(IssuedKind.DECISION)
    before = paper.blocks
    with override("vi"), pytest.raises(ValidationError) as refused:
        papers.issue(IssuedKind.CORRECTION, record=paper, details=signed_today())
    assert key_of(refused.value) == "not_ready"

    corrected_line(papers, "Trần Thị Mơ")
    (found,) = differences(paper)
    assert (found.field, found.before, found.after) == ("name", "Trần Thị Mai", "Trần Thị Mơ")
    for wrong, key in (
        (replace(signed_today(), day=None), "no_day"),
        (replace(signed_today(), day=paper.dated_on.replace(year=2020)), "before_step"),
        (replace(signed_today(), number=paper.number), "number_taken"),
        (replace(signed_today(), signer_name=" "), "no_signer"),
    ):
        with override("vi"), pytest.raises(ValidationError) as refused:
            papers.issue(IssuedKind.CORRECTION, record=paper, details=wrong)
        assert key_of(refused.value) == key
    # The draft is read and signed before it bears a number.
    client = papers.cast.client(papers.secretary)
    draft = client.get(reverse("issued_papers:draft", args=["correction", paper.public_id]))
    assert "nay sửa thành “Trần Thị Mơ”" in draft.content.decode()
    path = reverse("issued_papers:draft_file", args=["correction", paper.public_id])
    assert client.get(path, {"dang": "docx"}).content[:2] == b"PK"
    other = reverse("issued_papers:draft", args=["decision", Decision.objects.get().public_id])
    assert client.get(other).status_code == 404
    correction = papers.issue(IssuedKind.CORRECTION, record=paper, details=signed_today())

    assert (correction.follows, correction.relation) == (paper, PaperRelation.CORRECTS)
    assert texts(correction)[0].endswith(
        "Phòng Ngân sách: tên đã ghi “Trần Thị Mai”, nay sửa thành “Trần Thị Mơ”."
    )
    assert PaperNumber.objects.get(shown="80/QĐ-STC").purpose == "correct"
    paper = IssuedPaper.objects.get(pk=paper.pk)
    assert paper.blocks == before
    assert differences(paper) == []
    names = {line.name for line in corrected_facts(paper).lines}
    assert "Trần Thị Mơ" in names
    # The next paper is compared with what the correction says.
    papers.issue(IssuedKind.ANNUAL_REPORT)
    with override("vi"), pytest.raises(ValidationError) as refused:
        papers.issue(IssuedKind.CORRECTION, record=paper, details=signed_today())
    assert key_of(refused.value) == "not_ready"


def test_control_without_the_correction_the_next_paper_contradicts(papers: IssuingOffice) -> None:
    papers.issue(IssuedKind.DECISION)
    corrected_line(papers, "Trần Thị Mơ")
    with override("vi"), pytest.raises(ValidationError) as refused:
        papers.issue(IssuedKind.ANNUAL_REPORT)
    assert key_of(refused.value) == "name"


def test_a_revocation_is_issued_and_says_what_is_left_of_the_decision(
    papers: IssuingOffice,
) -> None:
    paper = papers.issue(IssuedKind.DECISION)
    source = source_of(IssuedKind.REVOCATION)
    rows = Nomination.objects.in_bulk(papers.nominations)
    for place, pk in enumerate(papers.nominations[:2]):
        decisions.revoke_nomination(
            actor=papers.cast.director,
            nomination=rows[pk],
            ground="Kê khai sai thành tích.",
            paper_number="90/QĐ-STC",
            paper_date=clock.today(),
        )
        assert Revocation.objects.count() == place + 1
    record = source.load(source.record_of(Revocation.objects.latest("pk")))
    made = services.issue_paper(
        actor=papers.secretary, source=source, record=record, details=SIGNER
    )

    assert (made.number, made.follows, made.relation) == (
        "90/QĐ-STC", paper, PaperRelation.REVOKES,
    )  # fmt: skip
    assert made.individuals == 2
    assert "Lý do: Kê khai sai thành tích." in texts(made)
    status = paper_statuses([paper])[paper.pk]
    assert (status.is_in_force, status.revoked_by) == (True, (made,))
    assert Nomination.objects.get(pk=papers.nominations[0]).state == State.REVOKED


def test_a_later_decision_of_the_campaign_supplements_the_first(papers: IssuingOffice) -> None:
    first = papers.issue(IssuedKind.DECISION)
    late = papers.cast.nomination(State.DECIDED, award="GK", person=papers.cast.person())
    second = Decision.objects.get(lines__nomination=late)
    source = source_of(IssuedKind.DECISION)
    record = source.load(second.stream)
    assert list(source.may_supplement(record)) == [first]
    made = services.issue_paper(
        actor=papers.secretary, source=source, record=record, supplements=first
    )
    assert (made.follows, made.relation) == (first, PaperRelation.SUPPLEMENTS)
    assert paper_statuses([first])[first.pk].supplemented_by == (made,)
