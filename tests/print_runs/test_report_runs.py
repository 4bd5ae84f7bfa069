"""Achievement reports as a print run: Word and PDF of each, one PDF of all, nothing unreadable."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from nominations.council.models import VotingSession
from nominations.council.printed_reports import AgendaReports
from nominations.dossiers.models import Campaign, Nomination, Report
from nominations.dossiers.printed_reports import CampaignReports
from nominations.law.models import AwardType, CommendationType
from nominations.people.authorization import forget_roles
from nominations.people.models import RoleAssignment
from nominations.print_runs import run_files, services
from nominations.print_runs.models import PrintItem, PrintRun
from nominations.print_runs.run_workflow import PrintState
from tests.issued_papers.issuing_office import IssuingOffice
from tests.print_runs.test_runs import body, text_of
from workflow import clock
from workflow.exceptions import NotAllowed

FOREIGN = "Hoàng Kín Đáo"
LONG_NAME = "Nguyễn Phúc Thị Hoàng Công Tằng Tôn Nữ Quỳnh Trâm Anh Thư Đài Các"
OPEN_TEXT = "Đoạn đang viết dở, chưa nộp."


def campaign_page(papers: IssuingOffice) -> str:
    return reverse("print_runs:start", args=[CampaignReports.slug, papers.cast.campaign.pk])


def session_page() -> str:
    return reverse(
        "print_runs:start", args=[AgendaReports.slug, VotingSession.objects.get().public_id]
    )


def all_text(pdf: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages
    )


def file_of(run: PrintRun, form: str) -> bytes:
    return run_files.path_of(run.files.get(format=form)).read_bytes()


@pytest.fixture
def foreign(papers: IssuingOffice) -> Nomination:
    """One of the three is another unit's: its people and the council see it, this unit does not."""
    row = Nomination.objects.get(pk=papers.nominations[1])
    Nomination.objects.filter(pk=row.pk).update(
        unit=papers.cast.other_unit, subject_name=FOREIGN, registered_by=None
    )
    return row


def test_the_reports_of_a_campaign_as_word_and_pdf(papers: IssuingOffice) -> None:
    Nomination.objects.filter(pk=papers.nominations[0]).update(subject_name=LONG_NAME)
    Report.objects.create(  # somebody writes on: what was submitted is printed
        nomination_id=papers.nominations[0],
        number=2,
        achievements=OPEN_TEXT,
        saved_at=clock.now(),
    )
    client, page = papers.cast.client(papers.secretary), campaign_page(papers)
    assert page in text_of(client.get(papers.cast.campaign.get_absolute_url()))
    assert "Danh sách có 3 bản" in text_of(client.get(page))
    client.post(page, {"numbers": ""})
    run = PrintRun.objects.get()
    assert (run.state, run.done, run.failed) == (PrintState.DONE, 3, 0)
    items = list(run.items.order_by("position"))
    shown = text_of(client.get(run.get_absolute_url()))
    assert "Mỗi bản một tệp Word và một tệp PDF" in shown
    with zipfile.ZipFile(io.BytesIO(file_of(run, "zip"))) as archive:
        names = archive.namelist()
        assert names == [item.named(form) for item in items for form in ("docx", "pdf")]
        assert all(name.isascii() and len(name) <= 50 for name in names)
        assert all(one.name.isascii() and len(one.name) <= 50 for one in run.files.all())
        for item in items:
            name, award = item.name.rsplit(", ", 1)
            assert award in AwardType.objects.values_list("name", flat=True)
            assert name in all_text(archive.read(item.named("pdf")))
            with zipfile.ZipFile(io.BytesIO(archive.read(item.named("docx")))) as word:
                assert name in word.read("word/document.xml").decode()
    merged = PdfReader(io.BytesIO(file_of(run, "pdf")))
    assert [one.title for one in merged.outline] == [f"{one.number}. {one.name}" for one in items]
    firsts = [merged.get_destination_page_number(one) for one in merged.outline]
    assert firsts[0] == 0
    for item, first in zip(items, firsts, strict=True):
        assert "BÁO CÁO THÀNH TÍCH" in merged.pages[first].extract_text()
        name = item.name.rsplit(", ", 1)[0]
        assert name.split()[-1] in merged.pages[first].extract_text()
    assert OPEN_TEXT not in all_text(file_of(run, "pdf"))
    assert merged.xmp_metadata.dc_title["x-default"] == run.title
    again = text_of(client.post(page, {"numbers": "2"}))
    assert "Có 1 bản đã in trước đó" in again


def test_the_list_is_narrowed_by_unit_and_award(papers: IssuingOffice, foreign: Nomination) -> None:
    client, page = papers.cast.client(papers.secretary), campaign_page(papers)
    unit = papers.cast.other_unit.name
    shown = text_of(client.get(page, {"don-vi": unit}))
    assert "Danh sách có 1 bản" in shown
    assert FOREIGN in shown
    client.post(f"{page}?don-vi={unit}", {"numbers": ""})
    assert PrintItem.objects.get().key == f"nomination:{foreign.pk}:1"
    assert "Danh sách có 3 bản" in text_of(client.get(page, {"don-vi": "Phòng không có"}))


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (CommendationType.SUDDEN, "về thành tích đột xuất"),
        (CommendationType.MOVEMENT, "trong phong trào thi đua"),
    ],
)
def test_a_report_has_the_form_of_its_campaign(papers: IssuingOffice, kind: str, says: str) -> None:
    Campaign.objects.update(commendation_type=kind)
    campaign, source = Campaign.objects.get(), CampaignReports()
    listed = source.papers(campaign, papers.secretary)
    composed: list[Any] = list(source.composed(campaign, listed))
    assert all(says in one.paper.blocks[0].subject for one in composed)
    assert {one.name for one in composed} == {one.name for one in listed}


# --- what may never be in the file ----------------------------------------------------------------


def test_a_head_prints_the_unit_and_nothing_of_another(
    papers: IssuingOffice, foreign: Nomination
) -> None:
    head = papers.cast.unit_head
    client, page = papers.cast.client(head), campaign_page(papers)
    asked = text_of(client.get(page))
    assert "Danh sách có 2 bản" in asked
    assert FOREIGN not in asked
    client.post(page, {"numbers": "1-9"})
    run = PrintRun.objects.get()
    assert set(run.items.values_list("key", flat=True)) == {
        f"nomination:{pk}:1" for pk in papers.nominations if pk != foreign.pk
    }
    text = all_text(file_of(run, "pdf"))
    assert FOREIGN not in text
    assert FOREIGN.encode() not in file_of(run, "zip")
    assert client.get(run.get_absolute_url()).status_code == 200
    assert body(client.get(reverse("print_runs:file", args=[run.public_id, "pdf"])))


def test_the_service_refuses_what_the_one_who_orders_may_not_read(
    papers: IssuingOffice, foreign: Nomination
) -> None:
    source, campaign = CampaignReports(), papers.cast.campaign
    everything = source.papers(campaign, papers.secretary)
    with pytest.raises(NotAllowed, match="không được xem"):
        services.start(
            actor=papers.cast.unit_head, source=source, record=campaign, papers=everything
        )
    # A nominee reads the own report, and takes no part where reports are printed.
    nominee, row = papers.cast.nominee, Nomination.objects.get(pk=papers.nominations[0])
    Nomination.objects.filter(pk=row.pk).update(person=nominee.person)
    for prints, record in ((source, campaign), (AgendaReports(), VotingSession.objects.get())):
        own = prints.papers(record, nominee)
        assert [one.key for one in own] == [f"nomination:{row.pk}:1"]
        with pytest.raises(NotAllowed, match="Chỉ người"):
            services.start(actor=nominee, source=prints, record=record, papers=own)
    assert not PrintRun.objects.exists()


def test_files_close_to_whoever_may_read_the_reports_no_more(
    papers: IssuingOffice, foreign: Nomination
) -> None:
    head = papers.cast.unit_head
    client = papers.cast.client(head)
    client.post(campaign_page(papers), {"numbers": ""})
    run = PrintRun.objects.get()
    path = reverse("print_runs:file", args=[run.public_id, "zip"])
    assert client.get(path).status_code == 200
    assert papers.cast.client(papers.secretary).get(path).status_code == 200
    for other in (papers.cast.director, papers.cast.other_head, papers.cast.stranger):
        theirs = papers.cast.client(other)
        assert theirs.get(path).status_code == 404
        assert theirs.get(run.get_absolute_url()).status_code == 404
    # A paper of another unit is planted into the run, as a fault of the list would do.
    planted = PrintItem.objects.create(
        run=run, position=9, key=f"nomination:{foreign.pk}:1", name=FOREIGN, is_again=False
    )
    assert client.get(path).status_code == 404
    assert client.get(run.get_absolute_url()).status_code == 404
    planted.delete()
    gone = PrintItem.objects.create(
        run=run, position=9, key="nomination:987654:1", name=FOREIGN, is_again=False
    )
    theirs = papers.cast.client(papers.secretary)
    assert theirs.get(path).status_code == 404
    assert theirs.get(run.get_absolute_url()).status_code == 200  # the log stays
    gone.delete()
    RoleAssignment.objects.filter(person=head.person).update(
        valid_to=clock.today().replace(year=2020)
    )
    forget_roles()
    assert client.get(path).status_code == 404
    assert client.get(run.get_absolute_url()).status_code == 404


def test_the_reports_of_a_meeting_go_to_its_members(papers: IssuingOffice) -> None:
    session, member = VotingSession.objects.get(), papers.cast.member
    client = papers.cast.client(member)
    assert session_page() in text_of(client.get(session.get_absolute_url()))
    client.post(session_page(), {"numbers": ""})
    run = PrintRun.objects.get()
    order = list(session.items.order_by("position", "id").values_list("nomination_id", flat=True))
    printed = list(run.items.order_by("position").values_list("key", flat=True))
    assert printed == [f"nomination:{pk}:1" for pk in order]
    assert client.get(run.get_absolute_url()).status_code == 200
    for other in (papers.cast.nominee, papers.cast.stranger):
        assert papers.cast.client(other).get(session_page()).status_code == 404
    assert run.title in text_of(
        papers.cast.client(papers.secretary).get(reverse("print_runs:index"))
    )


def test_a_nomination_without_a_submitted_report_is_named_as_such(papers: IssuingOffice) -> None:
    Report.objects.filter(nomination=papers.nominations[2]).update(frozen_at=None)
    client = papers.cast.client(papers.secretary)
    client.post(session_page(), {"numbers": ""})
    run = PrintRun.objects.get()
    assert (run.state, run.done, run.failed) == (PrintState.DONE, 2, 1)
    assert "Báo cáo chưa được nộp" in text_of(client.get(run.get_absolute_url()))
