"""From the registered goal to the result: notes with evidence, the tasks, nominating late."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import make_aware

from nominations.dossiers.inbox import items
from nominations.dossiers.models import Campaign, Evidence, Nomination, ProgressNote
from nominations.dossiers.panels.progress import midpoint
from nominations.dossiers.services import (
    NewNomination,
    attach_evidence,
    save_goals,
    save_report,
    start_once,
    write_progress,
)
from nominations.pipeline import PIPELINE
from nominations.states import State
from nominations.web.inbox import InboxItem
from tests.architecture.url_requests import picture
from tests.cast import Cast, pdf
from tests.dossiers.test_pages import assert_vietnamese, shown
from tests.press_button import press_button
from workflow import audit, clock, engine
from workflow.engine import SYSTEM
from workflow.exceptions import ConditionUnmet, NotAllowed

DONE = "Đã thẩm định 60 trên 100 hồ sơ, không có hồ sơ trễ hạn."
RESULT = "Thẩm định 112 hồ sơ, vượt mục tiêu 12%."
REASON = "Chuyển công tác về đơn vị sau khi hết hạn đăng ký."


def write(cast: Cast, nomination: Nomination, **given: Any) -> ProgressNote:
    values = {"actor": cast.nominee, "kind": "progress", "text": DONE} | given
    return write_progress(nomination=nomination, **values)


def close_registration(cast: Cast) -> None:
    """The registration has closed, reports may still be submitted."""
    Campaign.objects.filter(pk=cast.campaign.pk).update(
        registration_closes_at=clock.now() - timedelta(days=1)
    )
    cast.campaign.refresh_from_db()


# --- writing -------------------------------------------------------------------------------------


def test_a_note_is_kept_with_percent_and_file_and_told_in_the_history(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)

    note = write(cast, nomination, percent=60, evidence=pdf("bang-ke.pdf"))

    assert (note.text, note.percent, note.written_by) == (DONE, 60, cast.nominee)
    assert [file.name for file in note.evidence.all()] == ["bang-ke.pdf"]
    actions = [event.action for event in audit.history(nomination.stream)]
    assert actions[-2:] == ["progress.written", "evidence.attached"]
    page = cast.client(cast.unit_head).get(nomination.get_absolute_url()).content.decode()
    assert "ghi kết quả thực hiện mục tiêu: Tiến độ trong năm" in page


@pytest.mark.parametrize("who", ["clerk", "nominee"])
def test_the_clerk_writes_as_the_nominee_does(cast: Cast, who: str) -> None:
    note = write(cast, cast.nomination(State.REGISTERED), actor=cast.users[who])

    assert note.written_by == cast.users[who]


@pytest.mark.parametrize(
    "who", ["outsider", "unit_head", "secretary", "director", "stranger", "member"]
)
def test_others_write_nothing(cast: Cast, who: str) -> None:
    nomination = cast.nomination(State.REGISTERED)
    before = picture()

    with pytest.raises(NotAllowed):
        write(cast, nomination, actor=cast.users[who], evidence=pdf())

    assert picture() == before


def test_the_system_has_done_nothing_to_write_of(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        write(cast, cast.nomination(State.REGISTERED), actor=SYSTEM)


@pytest.mark.parametrize(
    ("state", "key"),
    [(State.DRAFT, "not_registered"), (State.SUBMITTED, "dossier_locked"),
     (State.WITHDRAWN, "dossier_locked")],
)  # fmt: skip
def test_notes_are_written_only_while_it_is_registered(cast: Cast, state: str, key: str) -> None:
    nomination = cast.nomination(state)
    before = picture()

    with pytest.raises(NotAllowed) as caught:
        write(cast, nomination)

    assert [reason.key for reason in caught.value.reasons] == [key]
    assert picture() == before


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"text": "  \n"}, "no_text"),
        ({"text": "a" * 10_001}, "too_long"),
        ({"percent": 101}, "not_a_percentage"),
        ({"percent": -1}, "not_a_percentage"),
        ({"kind": "plan"}, "unknown_kind"),
        ({"evidence": pdf("x.exe")}, "kind_not_accepted"),
    ],
)
def test_bad_input_is_one_sentence_and_writes_nothing(
    cast: Cast, given: dict[str, Any], code: str
) -> None:
    nomination = cast.nomination(State.REGISTERED)
    before = picture()

    with pytest.raises(ValidationError) as caught:
        write(cast, nomination, **given)

    assert len(caught.value.messages) == 1
    assert caught.value.messages[0].endswith(".")
    assert caught.value.code == code
    assert picture() == before


def test_a_year_that_has_not_begun_has_no_progress(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)
    day = clock.today() + timedelta(days=1)
    Campaign.objects.filter(pk=cast.campaign.pk).update(
        achievement_from=day, achievement_to=day + timedelta(days=300)
    )

    with pytest.raises(ValidationError) as caught:
        write(cast, nomination)

    assert caught.value.code == "in_the_future"
    assert not ProgressNote.objects.exists()


def test_a_double_press_writes_once_and_other_words_are_another_note(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)

    first = write(cast, nomination, evidence=pdf())
    events = len(audit.history(nomination.stream))
    assert write(cast, nomination, evidence=pdf()) == first
    assert (ProgressNote.objects.count(), Evidence.objects.count()) == (1, 1)
    assert len(audit.history(nomination.stream)) == events

    # Other words, another figure, another writer: something else was said.
    write(cast, nomination, text="Khác.")
    write(cast, nomination, text="Khác.", percent=5)
    write(cast, nomination, text="Khác.", percent=5, actor=cast.clerk)
    assert ProgressNote.objects.count() == 4


def test_after_a_return_the_same_words_are_written_anew(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)
    with clock.at(nomination.state_entered_at - timedelta(days=1)):
        write(cast, nomination)

    write(cast, nomination)

    assert ProgressNote.objects.count() == 2


def test_the_same_file_belongs_to_the_note_it_was_sent_with(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)
    attach_evidence(actor=cast.nominee, nomination=nomination, paper="other", upload=pdf())

    note = write(cast, nomination, evidence=pdf())

    assert note.evidence.count() == 1
    assert nomination.evidence.filter(removed_at=None).count() == 2


# --- the page ------------------------------------------------------------------------------------


def test_one_page_leads_from_the_goal_to_where_it_stands(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)
    write(cast, nomination, percent=60, evidence=pdf("bang-ke.pdf"))
    write(cast, nomination, kind="result", text="Bản ghi lần đầu.")
    write(cast, nomination, kind="result", text=RESULT, percent=100)

    html = cast.client(cast.unit_head).get(nomination.get_absolute_url()).content.decode()

    assert_vietnamese(html)
    words = shown(html)
    story = [
        "Từ mục tiêu đến kết quả", "Hoàn thành 100% nhiệm vụ được giao.", DONE, "60% mục tiêu",
        "bang-ke.pdf", RESULT, "Bản ghi lần đầu.", "Tình trạng đề nghị", "Đã đăng ký",
    ]  # fmt: skip
    start = words.index(story[0])
    for part in story:
        start = words.index(part, start)
    assert '<progress max="100" value="60"' in html
    assert "style=" not in html[html.index("<main") : html.index("</main")]
    assert "/tien-do/" not in html
    assert (
        "/tien-do/" in cast.client(cast.clerk).get(nomination.get_absolute_url()).content.decode()
    )


def test_many_notes_take_as_many_statements_as_one(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)
    client, counts = cast.client(cast.nominee), []
    for texts in (1, 12):
        for number in range(texts):
            write(cast, nomination, text=f"Việc {texts}.{number}", evidence=pdf(f"{number}.pdf"))
        with CaptureQueriesContext(connection) as statements:
            client.get(nomination.get_absolute_url())
        counts.append(len(statements))

    assert counts[1] <= counts[0]


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)
    path = f"{nomination.get_absolute_url()}tien-do/"
    client = cast.client(cast.nominee)
    assert_vietnamese(client.get(f"{path}?kind=result").content.decode())

    bad = client.post(path, {"kind": "result", "text": RESULT, "percent": "140"})
    assert bad.status_code == 422
    assert RESULT in bad.content.decode()
    assert "Tỷ lệ hoàn thành là số nguyên từ 0 đến 100." in bad.content.decode()
    assert not ProgressNote.objects.exists()

    good = client.post(path, {"kind": "result", "text": RESULT, "percent": "100"})
    assert (good.status_code, good["Location"]) == (302, nomination.get_absolute_url())
    assert ProgressNote.objects.get().text == RESULT


def test_the_report_begins_with_the_result(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)
    write(cast, nomination, kind="result", text="Cũ.")
    write(cast, nomination, kind="result", text=RESULT)
    client, path = cast.client(cast.nominee), f"{nomination.get_absolute_url()}bao-cao/"

    opened = client.get(path).content.decode()
    assert RESULT in opened
    assert "Gợi ý từ kết quả cả năm đã ghi" in opened
    assert not nomination.reports.exists()

    save_report(
        actor=cast.nominee, nomination=nomination, fields={"self_assessment": "Tự viết."},
        revision=0,
    )  # fmt: skip
    assert RESULT not in client.get(path).content.decode()


# --- my work -------------------------------------------------------------------------------------


def labels(cast: Cast, who: str = "nominee") -> set[str]:
    found = items(cast.users[who])
    return {str(task.action_label) for task in found if isinstance(task, InboxItem)}


def test_the_middle_of_the_year_asks_for_progress_and_its_end_for_the_result(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)
    middle = make_aware(datetime.combine(midpoint(cast.campaign), time(9)))
    assert middle.month == 7
    opens = middle + timedelta(days=120)
    Campaign.objects.filter(pk=cast.campaign.pk).update(
        submission_opens_at=opens, submission_closes_at=opens + timedelta(days=30)
    )
    progress, result = "Ghi tiến độ giữa năm", "Ghi kết quả cả năm"

    with clock.at(middle - timedelta(days=1)):
        assert not {progress, result} & labels(cast)
    with clock.at(middle):
        assert progress in labels(cast)
        assert progress not in labels(cast, "unit_head")
        write(cast, nomination)
        assert not {progress, result} & labels(cast)
    with clock.at(opens):
        assert result in labels(cast)
        write(cast, nomination, kind="result", text=RESULT)
        assert not {progress, result} & labels(cast)


# --- nominating without registration -------------------------------------------------------------


def row(cast: Cast, reason: str = "", award: str = "LDTT") -> NewNomination:
    return NewNomination(
        award_type=cast.awards[award],
        unit=cast.unit,
        person=cast.nominee.person,
        goals="Mục tiêu.",
        late_reason=reason,
    )


@pytest.mark.parametrize("reason", ["", "   ", "Quên."])
def test_a_late_nomination_without_a_reason_is_not_started(cast: Cast, reason: str) -> None:
    close_registration(cast)
    before = picture()

    with pytest.raises(ValidationError) as caught:
        start_once(actor=cast.nominee, campaign=cast.campaign, row=row(cast, reason))

    assert caught.value.code == "no_reason"
    assert picture() == before


def test_where_registration_is_a_precondition_no_reason_helps(cast: Cast) -> None:
    cast.set_title("LDTT", needs_registration=True)
    close_registration(cast)
    before = picture()

    with pytest.raises(ValidationError) as caught:
        start_once(actor=cast.nominee, campaign=cast.campaign, row=row(cast, REASON))

    assert caught.value.code == "registration_needed"
    assert picture() == before


def test_a_reason_given_while_the_registration_is_open_is_not_kept(cast: Cast) -> None:
    made, _new = start_once(actor=cast.nominee, campaign=cast.campaign, row=row(cast, REASON))

    assert made.late_reason == ""


def test_a_late_nomination_is_registered_from_the_screen_with_its_reason(cast: Cast) -> None:
    cast.set_title("GK", needs_registration=True)
    close_registration(cast)
    client = cast.client(cast.nominee)

    chosen = client.get(f"/de-nghi/moi/?dot={cast.campaign.pk}").content.decode()
    assert_vietnamese(chosen)
    assert "yêu cầu đăng ký mục tiêu đúng hạn" in chosen
    assert f'value="{cast.awards["GK"].pk}"' not in chosen
    path = (
        f"/de-nghi/moi/?dot={cast.campaign.pk}&danh_hieu={cast.awards['LDTT'].pk}"
        f"&cho=nguoi-{cast.nominee.person_id}"
    )
    asked = client.get(path).content.decode()
    assert_vietnamese(asked)
    assert "Lý do chưa đăng ký từ đầu năm" in asked
    given = {"goals": "Hoàn thành nhiệm vụ.", "planned_initiative": "", "then": "register"}
    refused = client.post(path, given).content.decode()
    assert "ghi lý do chưa đăng ký đúng hạn" in refused
    assert "Hoàn thành nhiệm vụ." in refused
    assert not Nomination.objects.exists()

    client.post(path, given | {"late_reason": REASON})

    made = Nomination.objects.get()
    assert (made.state, made.late_reason) == (State.REGISTERED, REASON)
    for who in ("unit_head", "secretary"):
        page = cast.client(cast.users[who]).get(made.get_absolute_url()).content.decode()
        assert REASON in shown(page)
        assert "Người ghi lý do: Nguyễn Văn An" in shown(page)
    listed = cast.client(cast.unit_head).get("/don-vi/").content.decode()
    assert REASON in shown(listed)
    assert "không qua đăng ký" in shown(listed)


def test_a_draft_that_missed_the_registration_is_saved_by_its_reason(cast: Cast) -> None:
    draft = cast.nomination(award="LDTT")
    close_registration(cast)
    client = cast.client(cast.nominee)
    with pytest.raises(ConditionUnmet):
        engine.perform(PIPELINE, draft.pk, "register", actor=cast.nominee)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "thì vẫn đề nghị được" in page
    path = f"{draft.get_absolute_url()}muc-tieu/"

    assert (
        press_button(client, path, {"goals": "Mới.", "planned_initiative": ""}).status_code == 200
    )
    draft.refresh_from_db()
    assert (draft.goals, draft.late_reason) != ("Mới.", REASON)
    press_button(client, path, {"goals": "Mới.", "planned_initiative": "", "late_reason": REASON})
    engine.perform(PIPELINE, draft.pk, "register", actor=cast.nominee)

    draft.refresh_from_db()
    assert (draft.state, draft.late_reason) == (State.REGISTERED, REASON)


def test_a_draft_of_an_award_that_needs_registration_is_told_so(cast: Cast) -> None:
    draft = cast.nomination(award="LDTT")
    cast.set_title("LDTT", needs_registration=True)
    close_registration(cast)

    page = cast.client(cast.nominee).get(draft.get_absolute_url()).content.decode()
    assert "chỉ đề nghị được nếu thời hạn đăng ký được gia hạn" in shown(page)
    with pytest.raises(ValidationError) as caught:
        save_goals(actor=cast.nominee, nomination=draft, goals="Mới.", late_reason=REASON)

    draft.refresh_from_db()
    assert caught.value.code == "registration_needed"
    assert (draft.goals, draft.late_reason) == ("Hoàn thành 100% nhiệm vụ được giao.", "")
