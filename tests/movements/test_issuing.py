"""Plans and reports of movements as issued papers: numbered, frozen, mended by a later edition."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from docx import Document

from nominations.issued_papers.frozen_rows import FROZEN_TABLES
from nominations.issued_papers.models import IssuedKind, IssuedPaper
from nominations.issued_papers.paper_sources import IssueDetails, source_of
from nominations.issued_papers.queries import content_of, paper_statuses
from nominations.issued_papers.services import issue_paper
from nominations.issued_papers.verification import paper_breaks
from nominations.movements import services
from nominations.movements.models import EmulationPlan, Movement, MovementReport
from nominations.movements.plan_workflow import PLANS
from nominations.paper_numbers.models import NumberedBy, PaperNumber, PaperType, SeriesSetting
from nominations.people.models import Organization
from tests.cast import Cast
from tests.movements.test_movements import launched, today
from tests.movements.test_plans import TEXTS, drafted
from workflow.engine import perform
from workflow.exceptions import ConditionUnmet, NotAllowed

CONTENT = "Mỗi phòng đăng ký một việc mới."


@pytest.fixture(autouse=True)
def place_name(cast: Cast) -> None:
    Organization.objects.filter(pk=cast.agency.pk).update(place_name="Sóc Trăng", symbol="STC")


def signed() -> IssueDetails:
    return IssueDetails(day=today(), signer_name="Trần Quốc Hùng", signer_title="Giám đốc")


def issued(cast: Cast, kind: str, record: Any, details: IssueDetails | None = None) -> IssuedPaper:
    source = source_of(kind)
    return issue_paper(
        actor=cast.secretary,
        source=source,
        record=source.load(source.record_of(record)),
        details=details or signed(),
    )


def words_of(paper: IssuedPaper) -> str:
    file = paper.files.get(format="docx")
    return "\n".join(one.text for one in Document(BytesIO(content_of(file))).paragraphs)


def reviewed(cast: Cast, movement: Movement, **given: Any) -> MovementReport:
    values = {"review": "SO_KET", "held_on": today(), "results": "Đạt 9/10 chỉ tiêu."}
    return services.save_review(actor=cast.secretary, movement=movement, **values | given)


def planned(cast: Cast, **given: Any) -> Movement:
    movement = launched(cast)
    return services.save_response(
        actor=cast.secretary, movement=movement, response_content=CONTENT, **given
    )


def test_the_plan_of_a_year_gets_its_number_at_issuing_and_is_frozen(cast: Cast) -> None:
    draft = drafted(cast, today().year)
    paper = issued(cast, IssuedKind.EMULATION_PLAN, draft)
    draft.refresh_from_db()
    assert paper.number == draft.paper_number == "01/KH-STC"
    assert (draft.paper_date, paper.signer_name) == (today(), "Trần Quốc Hùng")
    assert [one.format for one in paper.files.order_by("id")] == ["docx", "pdf"]
    assert PaperNumber.objects.filter(paper="KH", shown="01/KH-STC").count() == 1

    with pytest.raises(ValidationError) as refused:
        services.save_plan(actor=cast.secretary, plan=draft, **TEXTS | {"theme": "Khác"})
    assert refused.value.code == "text_issued"
    with pytest.raises(ConditionUnmet) as unmet:
        perform(PLANS, draft.pk, "discard", actor=cast.secretary, comment="Bỏ.")
    assert unmet.value.key == "emulation_plan_issued"
    perform(PLANS, draft.pk, "put_in_force", actor=cast.secretary)
    with pytest.raises(ValidationError) as refused:
        issued(cast, IssuedKind.EMULATION_PLAN, draft)
    assert refused.value.code == "issued_already"

    later = services.begin_edition(actor=cast.secretary, plan=draft, reason="Tỉnh giao thêm.")
    second = issued(cast, IssuedKind.EMULATION_PLAN, later)
    assert (second.number, second.follows, second.relation) == ("02/KH-STC", paper, "replaces")
    assert "Văn bản này thay thế Kế hoạch thi đua năm số 01/KH-STC" in words_of(second)
    assert not paper_statuses([paper])[paper.pk].is_in_force
    assert paper_statuses([second])[second.pk].is_unchanged
    assert list(paper_breaks()) == []


def test_what_would_be_refused_is_not_offered_on_the_page_of_a_plan(cast: Cast) -> None:
    draft = drafted(cast, today().year)
    client, page = cast.client(cast.secretary), draft.get_absolute_url()
    discard, put = (
        reverse("movements:plan_step", args=[draft.pk, one]) for one in ("discard", "put_in_force")
    )
    before = client.get(page).content.decode()
    assert (discard in before, put in before) == (True, False)
    issued(cast, IssuedKind.EMULATION_PLAN, draft)
    after = client.get(page).content.decode()
    assert (discard in after, put in after) == (False, True)
    assert "offers-reason" in after


def test_a_number_given_outside_is_typed_once_and_goes_on_the_paper(cast: Cast) -> None:
    day = today(-3)
    movement = planned(cast, response_number="8/KH-STC", response_date=day)
    paper = issued(cast, IssuedKind.RESPONSE_PLAN, movement)
    movement.refresh_from_db()
    assert (paper.number, paper.dated_on) == ("08/KH-STC", day)
    assert movement.response_number == paper.number  # as the register spells it
    assert PaperNumber.objects.filter(paper="KH", number=8).count() == 1

    # The same number on the plan of the year would be a second paper under one number.
    plan = drafted(cast, day.year, paper_number="8/KH-STC", paper_date=day)
    with pytest.raises(ValidationError) as refused:
        issued(cast, IssuedKind.EMULATION_PLAN, plan)
    assert refused.value.code == "number_taken"
    assert IssuedPaper.objects.count() == 1


def test_the_registry_gives_the_number_where_the_agency_says_so(cast: Cast) -> None:
    SeriesSetting.objects.create(
        organization=cast.agency, paper=PaperType.REPORT, numbered_by=NumberedBy.REGISTRY
    )
    report = reviewed(cast, launched(cast))
    with pytest.raises(ValidationError) as refused:
        issued(cast, IssuedKind.MOVEMENT_REVIEW, report)
    assert refused.value.code == "number_missing"
    details = IssueDetails(number="77/BC-STC", day=today(), signer_name="Trần Quốc Hùng")
    paper = issued(cast, IssuedKind.MOVEMENT_REVIEW, report, details)
    report.refresh_from_db()
    assert (report.number, report.dated, paper.number) == ("77/BC-STC", today(), "77/BC-STC")


def test_the_plan_and_the_reports_of_a_movement_are_mended_by_a_later_edition(cast: Cast) -> None:
    def text_of(user: Any, path: str) -> str:
        answer = cast.client(user).get(path)
        assert answer.status_code == 200
        return str(answer.content.decode())

    movement = planned(cast)
    first = issued(cast, IssuedKind.RESPONSE_PLAN, movement)
    given = {"actor": cast.secretary, "movement": movement}
    with pytest.raises(ValidationError) as refused:
        services.save_response(**given, response_content="Khác")
    assert refused.value.code == "text_issued"
    with pytest.raises(ValidationError) as refused:
        services.begin_response_edition(**given, reason=" ")
    assert refused.value.code == "no_reason"
    with pytest.raises(NotAllowed):
        services.begin_response_edition(actor=cast.unit_head, movement=movement, reason="Sai.")

    services.begin_response_edition(**given, reason="Sai chỉ tiêu.")
    with pytest.raises(ValidationError) as refused:  # the second one is being written already
        services.begin_response_edition(**given, reason="Sai chỉ tiêu.")
    assert refused.value.code == "not_issued"
    services.save_response(
        **given, response_content="Hai việc mới.",
        response_number=first.number, response_date=first.dated_on,
    )  # fmt: skip
    movement.refresh_from_db()
    assert movement.response_number == first.number  # until the later edition has its own
    plan, page = (
        reverse("movements:response_paper", args=[movement.pk]),
        movement.get_absolute_url(),
    )
    assert "Hai việc mới." in text_of(cast.secretary, plan)
    assert "Hai việc mới." in text_of(cast.secretary, page)
    assert "Hai việc mới." not in text_of(cast.nominee, page)
    for shown in (text_of(cast.nominee, plan), text_of(cast.nominee, f"{plan}tai-ve/?dang=html")):
        assert CONTENT in shown  # the issued one is in force until then
        assert "Hai việc mới." not in shown
    second = issued(cast, IssuedKind.RESPONSE_PLAN, movement)
    movement.refresh_from_db()
    assert movement.response_number == second.number == "02/KH-STC"
    assert (second.follows, second.relation) == (first, "replaces")
    assert "Hai việc mới." in text_of(cast.nominee, page)
    assert CONTENT in words_of(first)
    assert "Hai việc mới." in words_of(second)

    report = reviewed(cast, movement)
    paper = issued(cast, IssuedKind.MOVEMENT_REVIEW, report)
    with pytest.raises(ValidationError) as refused:
        reviewed(cast, movement, report=report, results="Đạt 10/10.")
    assert refused.value.code == "text_issued"
    services.begin_review_edition(actor=cast.secretary, report=report, reason="Sai số.")
    report.refresh_from_db()
    reviewed(
        cast, movement, report=report, results="Đạt 10/10.",
        number=report.number, dated=report.dated,
    )  # fmt: skip
    sentence = reverse("movements:review_paper", args=[report.pk])
    assert "Đạt 9/10" in text_of(cast.nominee, sentence)
    assert "Đạt 10/10" in text_of(cast.secretary, sentence)
    mended = issued(cast, IssuedKind.MOVEMENT_REVIEW, report)
    assert "Đạt 10/10" in text_of(cast.nominee, sentence)
    assert (paper.number, mended.number) == ("01/BC-STC", "02/BC-STC")
    assert "Đạt 9/10" in words_of(paper)
    assert "Đạt 10/10" in words_of(mended)


def test_issuing_and_what_became_of_it_are_shown_and_anybody_may_check(cast: Cast) -> None:
    """The keeper issues from the page; a reader sees the issued text; the public page tells the
    file that was issued from one with a changed byte."""
    movement = planned(cast)
    client = cast.client(cast.secretary)
    page = client.get(movement.get_absolute_url()).content.decode()
    address = reverse("issued_papers:issue", args=["response_plan", movement.pk])
    assert address in page
    shown = client.get(address)
    assert "bản thay thế" in shown.content.decode()
    data = {
        "seen_version": shown.context["seen_version"],
        "day": f"{today():%d/%m/%Y}", "signer_name": "Trần Quốc Hùng", "signer_title": "Giám đốc",
    }  # fmt: skip
    assert client.post(address, data).status_code == 302
    paper = IssuedPaper.objects.get()
    Movement.objects.filter(pk=movement.pk).update(response_content="Sửa lén.")
    text = cast.client(cast.nominee).get(
        reverse("movements:response_paper", args=[movement.pk])
    ).content.decode()  # fmt: skip
    assert CONTENT in text
    assert "Sửa lén." not in text
    page = client.get(movement.get_absolute_url()).content.decode()
    assert reverse("movements:response_edition", args=[movement.pk]) in page
    edit = client.get(reverse("movements:response", args=[movement.pk]), follow=True)
    assert "Kế hoạch đã phát hành nên không sửa được nữa." in edit.content.decode()
    register = client.get(reverse("issued_papers:register")).content.decode()
    assert paper.number in register

    content = content_of(paper.files.get(format="pdf"))
    verify = reverse("issued_papers:verify", args=[paper.code])
    for bytes_given, sentence in (
        (content, "đúng là bản đã phát hành"),
        (content[:-20] + b"x" + content[-19:], "không đúng bản đã phát hành"),
    ):
        upload = SimpleUploadedFile("ke_hoach.pdf", bytes_given, "application/pdf")
        answer = cast.client(cast.stranger).post(verify, {"file": upload}).content.decode()
        assert sentence in answer


def test_a_byte_changed_past_the_triggers_is_found(cast: Cast) -> None:
    issued(cast, IssuedKind.EMULATION_PLAN, drafted(cast, today().year))
    EmulationPlan.objects.update(theme="Sửa lén")
    assert list(paper_breaks()) == []  # the record is not the paper
    content = "X'00'" if connection.vendor == "sqlite" else "'\\x00'"
    with connection.cursor() as cursor:
        for table in FROZEN_TABLES:
            for statement in table.drop_triggers(connection.vendor):
                cursor.execute(statement)
        cursor.execute(f"UPDATE issued_papers_issuedfile SET content = {content}")  # noqa: S608
    assert [one.what.partition(" is")[0] for one in paper_breaks()] == [
        "ke_hoach_thi_dua.docx", "ke_hoach_thi_dua.pdf",
    ]  # fmt: skip
