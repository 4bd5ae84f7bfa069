"""A model example from the award to its public page and back, and what is refused on the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from PIL import Image

from nominations.awards.models import Award
from nominations.awards.services import revoke
from nominations.files.upload_check import AcceptedFile
from nominations.law.models import AwardType
from nominations.model_examples import services
from nominations.model_examples.example_workflow import MODEL_EXAMPLES
from nominations.model_examples.inbox import items
from nominations.model_examples.models import ModelExample
from nominations.model_examples.queries import public_examples, visible_to
from nominations.people.models import User
from nominations.period_reports.record_blocks import report_record
from nominations.period_reports.report_period import Period
from notifications.models import OutboxMessage
from tests.model_examples.rows import STORY, award_of, example_of, picture_bytes
from tests.pipeline.stage import NOW, Stage
from tests.rows import check_rows
from workflow import clock, engine
from workflow.exceptions import ConditionUnmet, NotAllowed
from workflow.models import AuditEvent

BACKEND = "django.contrib.auth.backends.ModelBackend"
QUERIES = 20
"""Of every page, with the session and the account."""


@pytest.fixture
def stage(db: None) -> Any:
    with clock.at(NOW):
        yield Stage()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, BACKEND)
    return client


def act(name: str, row: ModelExample, actor: Any, comment: str = "") -> None:
    engine.perform(MODEL_EXAMPLES, row.pk, name, actor=actor, comment=comment, joins=True)


def refuses(key: str, name: str, row: ModelExample, actor: Any) -> None:
    with pytest.raises(ConditionUnmet) as refusal:
        act(name, row, actor)
    assert refusal.value.key == key


def stored() -> set[str]:
    folder = "model_examples"
    return set(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else set()


def page(client: Client, name: str, *args: Any, status: int = 200) -> str:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(reverse(f"model_examples:{name}", args=args))
    assert answer.status_code == status, f"{name}: {answer.status_code}"
    assert len(asked) <= QUERIES, f"{name}: {len(asked)} queries"
    return "" if answer.streaming else answer.content.decode()


def test_the_awards_to_choose_from_are_found_by_name_unit_award_and_year(stage: Stage) -> None:
    secretary, staff = stage.actors["secretary"], stage.people["staff"]
    person = award_of(stage.agency, staff)
    Award.objects.filter(pk=person.pk).update(unit_name=stage.unit.name)
    AwardType.objects.create(
        code="TTLDTT", name="Tập thể lao động tiên tiến", short_name="TTLĐTT", form="title",
        for_collectives=True, authority="agency", valid_from=person.decision_date,
    )  # fmt: skip
    unit = award_of(stage.agency, stage.unit, code="TTLDTT", year=2013)
    other = award_of(stage.agency, stage.people["director"], year=2014)
    browser = client_of(secretary)

    def found(text: str, **asked: Any) -> set[int]:
        answer = browser.get(reverse("model_examples:new"), {"ten": text, **asked})
        return {one.pk for one in answer.context["page"]}

    assert found("") == {person.pk, unit.pk, other.pk}
    assert found(staff.full_name.upper()) == {person.pk}
    assert found(stage.unit.name) == {person.pk, unit.pk}
    assert found("lao dong tien tien 2014") == {other.pk}
    assert found("tập thể tiên tiến") == {unit.pk}
    assert found("", nam="2013") == {unit.pk}
    assert found(f"{stage.unit.name} 2012") == {person.pk}
    assert found("không có ai") == set()
    page(browser, "new")


def test_the_whole_way_of_an_example_and_its_consent(
    stage: Stage, django_capture_on_commit_callbacks: Any
) -> None:
    """Chosen, written with a picture, consented to, approved, published, linked from the roll;
    taken down by the person, and gone from the disk."""
    secretary, director, person = (stage.actors[one] for one in ("secretary", "director", "staff"))
    award = award_of(stage.agency, stage.people["staff"])
    browser, own, anybody = client_of(secretary), client_of(person), Client()

    assert award.recipient_name in page(browser, "new")
    chosen = browser.post(reverse("model_examples:new"), {"award": award.pk})
    row = ModelExample.objects.get(award=award)
    edit = reverse("model_examples:edit", args=[row.pk])
    assert chosen["Location"] == edit

    # Written with a photograph that says where it was taken; what the reader types stays text.
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh"
    exif.get_ifd(0x8825)[2] = (9.0, 36.0, 0.0)
    photograph = SimpleUploadedFile(
        "anh.jpg", picture_bytes(size=(2400, 1200), exif=exif), "image/jpeg"
    )
    typed = {
        "title": "Rút ngắn thời gian {{7*7}}",
        "story": f"{STORY}\n<script>alert(1)</script>",
        "picture": photograph,
        "picture_text": "Tại nơi làm việc",
        "seen_version": browser.get(edit).context["seen_version"],
    }
    assert browser.post(edit, typed)["Location"] == row.get_absolute_url()
    row.refresh_from_db()
    with Image.open(row.picture.open("rb")) as kept:
        assert kept.size == (1600, 800)
        assert not kept.getexif()
    shown = page(browser, "example", row.pk)
    assert "{{7*7}}" in shown
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown

    assert not visible_to(person).exists()
    page(own, "example", row.pk, status=404)
    act("propose", row, secretary)
    assert [one.action_path for one in items(person)] == [
        reverse("model_examples:consent", args=[row.pk])
    ]
    act("approve", row, director)
    refuses("no_consent", "publish", row, secretary)
    page(anybody, "public", row.pk, status=404)

    consent = reverse("model_examples:consent", args=[row.pk])
    assert STORY in page(own, "consent", row.pk)
    answer = {"answer": "give", "seen_version": own.get(consent).context["seen_version"]}
    assert own.post(consent, answer).status_code == 302
    given = row.consents.get()
    assert (given.given_by, given.paper, given.ended_at) == (str(person.person), "", None)
    page(anybody, "public", row.pk, status=404)  # consented to, not published
    act("publish", row, secretary)

    # Everybody sees it: the page with a preview of its link, the list, the row in the roll.
    public = reverse("model_examples:public", args=[row.pk])
    shown = page(anybody, "public", row.pk)
    for part in ('property="og:image"', 'content="article"', "12/QĐ-STC", "{{7*7}}"):
        assert part in shown, part
    assert "<script>alert" not in shown
    assert page(anybody, "public_picture", row.pk) == ""
    assert public in page(anybody, "roll")
    assert public in anybody.get(reverse("statistics:roll")).content.decode()

    # The person takes it back: closed at once, its picture is deleted.
    path = row.picture.name
    seen = own.get(consent).context["seen_version"]
    with django_capture_on_commit_callbacks(execute=True):
        own.post(consent, {"answer": "take_back", "seen_version": seen})
    row.refresh_from_db()
    assert (row.state, row.published_on, row.picture.name) == ("approved", None, "")
    assert not default_storage.exists(path)
    for name in ("public", "public_picture"):
        page(anybody, name, row.pk, status=404)
    assert public not in anybody.get(reverse("statistics:roll")).content.decode()
    act("withdraw", row, secretary, comment="Cá nhân đã rút đồng ý.")
    assert "Cá nhân đã rút đồng ý." in page(browser, "example", row.pk)


def test_a_revoked_award_closes_the_page_at_once_and_says_so(stage: Stage) -> None:
    secretary, director = stage.actors["secretary"], stage.actors["director"]
    award = award_of(stage.agency, stage.people["staff"])
    row = example_of(award, "published", consents=secretary)
    waits = example_of(
        award_of(stage.agency, stage.people["nominee"]), "proposed", consents=secretary
    )
    bare = example_of(award_of(stage.agency, stage.people["auditor"]), "published")
    anybody, path = Client(), reverse("model_examples:public", args=[row.pk])
    page(anybody, "public", bare.pk, status=404)  # whatever its state says, nobody consents
    assert path in anybody.get(reverse("statistics:roll")).content.decode()

    revoke(awards=[award, waits.award], on=NOW.date(), ground="Kê khai sai.", actor=director)

    page(anybody, "public", row.pk, status=404)
    assert path not in page(anybody, "roll")
    assert "Kê khai sai." in page(client_of(secretary), "example", row.pk)
    assert {one.action_path for one in items(director)} == {
        reverse("model_examples:step", args=[one.pk, "withdraw"]) for one in (row, waits)
    }
    refuses("award_revoked", "approve", waits, director)
    lines = report_record(stage.agency, Period(2012, 2012)).paragraphs["examples"]
    assert lines == ()


def test_a_consent_on_paper_is_one_to_the_text_of_its_day(stage: Stage) -> None:
    secretary = stage.actors["secretary"]
    award = award_of(stage.agency, stage.people["staff"])
    begun = NOW - timedelta(days=9)
    for days, story in ((0, STORY), (3, f"{STORY} Thêm."), (6, "Bài khác.")):
        with clock.at(begun + timedelta(days=days)):
            row = ModelExample.objects.first() or services.begin_example(
                actor=secretary, organization=stage.agency, award=award
            )
            services.write_example(actor=secretary, example=row, title="Tên", story=story)
    act("propose", row, secretary)

    def signed(days: int) -> None:
        services.record_consent(
            actor=secretary, example=row, given_by="A", paper="Hồ sơ 05",
            given_on=(begun + timedelta(days=days)).date(),
        )  # fmt: skip

    for days in (0, 5):
        with translation.override("vi"), pytest.raises(ValidationError) as refused:
            signed(days)
        assert refused.value.code == "before_text"
    written = f"{begun + timedelta(days=6):%d/%m/%Y}"
    assert f"từ ngày {written}" in refused.value.messages[0]
    assert not row.consents.exists()

    act("send_back", row, secretary, comment="Trở lại bài trước.")
    services.write_example(actor=secretary, example=row, title="Tên", story=f"{STORY} Thêm.")
    act("propose", row, secretary)
    with pytest.raises(ValidationError):
        signed(2)
    signed(3)  # the day on which these words stood first
    assert row.consents.get().given_on == (begun + timedelta(days=3)).date()


def test_what_is_refused_leaves_nothing_behind(stage: Stage) -> None:
    """Each with one sentence; rows and files are as they were."""
    secretary, person = stage.actors["secretary"], stage.actors["staff"]
    foreign = award_of(stage.elsewhere, stage.people["outsider"])
    gone = award_of(stage.agency, stage.people["unit_clerk"])
    revoke(awards=[gone], on=NOW.date(), ground="Sai.", actor=secretary)
    draft = example_of(award_of(stage.agency, stage.people["staff"]), "draft")
    asked = example_of(award_of(stage.agency, stage.people["nominee"]), "proposed")
    done = example_of(award_of(stage.agency, stage.people["unit_head"]), "approved")

    def begin(award: Any) -> Callable[[], object]:
        return lambda: services.begin_example(
            actor=secretary, organization=stage.agency, award=award
        )

    def write(row: ModelExample, **values: Any) -> Callable[[], object]:
        given = {"title": "Tên", "story": STORY, **values}
        return lambda: services.write_example(actor=secretary, example=row, **given)

    def conference(row: ModelExample, **values: Any) -> Callable[[], object]:
        given = {"level": "TINH", "name": "Hội nghị", "held_on": NOW.date(), "place": "Sóc Trăng"}
        return lambda: services.add_conference(actor=secretary, example=row, **{**given, **values})

    def uptake(row: ModelExample, day: date) -> Callable[[], object]:
        return lambda: services.add_uptake(
            actor=secretary, example=row, place="Phòng Giá", taken_up_on=day, what="Áp dụng."
        )

    def paper(row: ModelExample, day: date) -> Callable[[], object]:
        return lambda: services.record_consent(
            actor=secretary, example=row, given_by="A", given_on=day, paper="Hồ sơ 05"
        )

    conference(done)()
    no_picture = SimpleUploadedFile("anh.jpg", b"\xff\xd8\xffkhong phai anh", "image/jpeg")
    kept = AcceptedFile("a.png", "png", picture_bytes("PNG"))
    day_before = date(2012, 12, 19)
    cases: list[tuple[str, Callable[[], object], str]] = [
        ("no award", begin(None), "no_award"),
        ("another agency's award", begin(foreign), "no_award"),
        ("a revoked award", begin(gone), "award_revoked"),
        ("a second example", begin(draft.award), "example_exists"),
        ("no picture", write(draft, picture=no_picture, picture_text="Ảnh"), "content_mismatch"),
        ("a picture without words", write(draft, picture=kept), "no_picture_text"),
        ("no headline", write(draft, title=" "), "no_title"),
        ("a proposed text", write(asked), "example_locked"),
        ("consent before the text", paper(draft, NOW.date()), "no_consent_asked"),
        ("consent of tomorrow", paper(asked, date(2026, 11, 21)), "future"),
        ("consent of before", paper(asked, day_before), "before_example"),
        ("a conference before the award", conference(done, held_on=day_before), "before_award"),
        ("the same conference", conference(done), "conference_twice"),
        ("a strange number", conference(done, level="BO", paper_number="abc"), "number_form"),
        ("a paper after it", conference(done, paper_date=date(2026, 12, 1)), "paper_after"),
        ("not approved", conference(asked), "not_approved"),
        ("taken up before", uptake(done, day_before), "before_award"),
        ("taken up tomorrow", uptake(done, date(2026, 11, 21)), "future"),
    ]

    def check(case: tuple[str, Callable[[], object], str]) -> None:
        with pytest.raises(ValidationError) as refusal:
            case[1]()
        assert refusal.value.code == case[2]

    before = list(ModelExample.objects.values())
    files = stored()
    check_rows(cases, check, name=lambda case: case[0])
    assert list(ModelExample.objects.values()) == before
    assert stored() == files

    clerk = stage.actors["unit_clerk"]
    for not_theirs in (
        lambda: services.give_consent(actor=person, example=asked),
        lambda: services.take_consent_back(actor=person, example=asked),
        lambda: services.begin_example(actor=clerk, organization=stage.agency, award=gone),
    ):
        with pytest.raises(NotAllowed):
            not_theirs()
    empty = example_of(award_of(stage.agency, stage.people["director"]), "draft", story="")
    refuses("no_story", "propose", empty, secretary)


def test_an_entry_that_is_taken_out_twice_is_told_and_not_missing(stage: Stage) -> None:
    secretary = stage.actors["secretary"]
    row = example_of(award_of(stage.agency, stage.people["staff"]), "approved")
    entry = services.add_uptake(
        actor=secretary, example=row, place="Phòng Giá", taken_up_on=NOW.date(), what="Học."
    )
    path = reverse("model_examples:uptake_remove", args=[row.pk, entry.pk])
    for user in ("auditor", "staff", "outsider"):
        assert client_of(stage.actors[user]).post(path).status_code == 404
    assert row.uptakes.exists()
    browser = client_of(secretary)
    for outbox in ("Đã bỏ", "đã được bỏ trước đó"):
        assert outbox in browser.post(path, follow=True).content.decode()
    assert not row.uptakes.exists()


def test_a_consent_is_to_this_text_and_to_no_other(stage: Stage) -> None:
    secretary, head = stage.actors["secretary"], stage.actors["unit_head"]
    stage.award_type.for_collectives = True
    stage.award_type.save()
    row = example_of(award_of(stage.agency, stage.unit), "proposed", proposer=secretary)
    services.give_consent(actor=head, example=row)  # a unit's is given by its head
    with pytest.raises(ValidationError) as refusal:
        services.give_consent(actor=head, example=row)
    assert refusal.value.code == "consent_there"
    act("send_back", row, secretary, comment="Thêm số liệu.")
    given = {"actor": secretary, "example": row, "title": row.title}
    services.write_example(story=STORY, **given)
    assert row.consents.filter(ended_at__isnull=True).exists()  # the same words
    services.write_example(story=f"{STORY} Thêm số liệu.", **given)
    assert row.consents.get().ended_because == "text_changed"
    assert not public_examples().exists()


def test_the_period_report_lists_the_examples_of_its_awards(stage: Stage) -> None:
    """Of the period, approved and consented to; with conferences and places."""
    secretary = stage.actors["secretary"]
    shown = example_of(
        award_of(stage.agency, stage.people["staff"]), "published", consents=secretary,
        title="Rút ngắn thời gian thẩm định",
    )  # fmt: skip
    services.add_conference(
        actor=secretary, example=shown, level="TINH", name="Hội nghị điển hình tiên tiến tỉnh",
        held_on=date(2013, 5, 6), place="Sóc Trăng", paper_number="15/KH-STC",
    )  # fmt: skip
    services.add_uptake(
        actor=secretary, example=shown, place="Phòng Giá", taken_up_on=date(2013, 6, 1), what="Học."
    )
    example_of(award_of(stage.agency, stage.people["nominee"]), "approved")  # no consent
    example_of(
        award_of(stage.agency, stage.people["staff"], year=2014), "published", consents=secretary
    )
    paragraphs = report_record(stage.agency, Period(2012, 2013)).paragraphs["examples"]
    assert [one.text for one in paragraphs] == [
        "Các điển hình tiên tiến đã được lựa chọn, giới thiệu:",
        (
            "- Nguyễn Văn staff: Rút ngắn thời gian thẩm định; Lao động tiên tiến năm 2012;"
            " giới thiệu tại Hội nghị điển hình tiên tiến tỉnh (ngày 06 tháng 5 năm 2013);"
            " được học tập, nhân rộng tại Phòng Giá."
        ),
    ]


def test_the_secretary_is_told_when_the_award_of_a_published_example_is_revoked(
    stage: Stage,
) -> None:
    published = example_of(award_of(stage.agency, stage.people["staff"], year=2012), "published")
    quiet = example_of(award_of(stage.agency, stage.people["nominee"], year=2013), "approved")
    without = award_of(stage.agency, stage.people["nominee"], year=2014)
    director = stage.actors["director"]
    outbox = OutboxMessage.objects.filter(topic="model_example.award_revoked")
    with pytest.raises(ValidationError):
        revoke(awards=[published.award], on=NOW.date(), ground=" ", actor=director)
    assert not outbox.exists()
    awards = [published.award, quiet.award, without]
    revoke(awards=awards, on=NOW.date(), ground="Kê khai sai.", actor=director)
    (message,) = outbox
    assert message.recipient_id == stage.actors["secretary"].pk
    facts = json.loads(message.context)
    assert facts["path"] == published.get_absolute_url()
    event = AuditEvent.objects.get(action="model_example.award_revoked")
    assert event.content == {"award": published.award_id}
    with translation.override("vi"):
        title, body = (
            render_to_string(f"notifications/topics/model_example.award_revoked/{part}.txt", facts)
            for part in ("title", "body")
        )
    assert title.strip() == f"Khen thưởng bị thu hồi, đã đóng trang điển hình: {published.title}"
    assert "đã đóng" in body
