"""Acts from the pages: two tabs, double clicks, stale pages, bulk endorsement, autosave."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from nominations.dossiers.inbox import items
from nominations.dossiers.models import Campaign, Nomination, Report, UnitReview
from nominations.dossiers.panels.timeline import timeline
from nominations.dossiers.services import save_report
from nominations.people.models import User
from nominations.pipeline import PIPELINE
from nominations.states import State
from nominations.web.inbox import InboxItem, OwnRecord
from tests.cast import REPORT, Cast, endorsement
from workflow import clock, engine
from workflow.models import AuditEvent

MEETING = {"present": "4", "agreed": "3", "held_on": "01/09/2026", "report_number": "1"}


def address(nomination: Nomination, name: str) -> str:
    return f"{nomination.get_absolute_url()}chuyen/{name}/"


def said(answer: Any) -> str:
    """The messages on the page reached by following redirects."""
    return unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


def post(cast: Cast, who: str, path: str, data: Any = None) -> Any:
    return cast.client(cast.users[who]).post(path, data or {}, follow=True)


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


# --- transitions ----------------------------------------------------------------------------------


def test_the_head_endorses_on_the_page(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)

    answer = post(
        cast,
        "unit_head",
        address(nomination, "endorse"),
        {**MEETING, "seen_version": nomination.version, "comment": "Nhất trí."},
    )

    nomination.refresh_from_db()
    assert nomination.state == State.UNIT_REVIEWED
    assert nomination.unit_reviews.get().comment == "Nhất trí."
    assert "Đã đồng ý đề nghị: Nguyễn Văn An" in said(answer)


def test_a_double_click_is_told_that_it_was_recorded(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)
    data = {**MEETING, "seen_version": nomination.version}
    post(cast, "unit_head", address(nomination, "endorse"), data)
    events = AuditEvent.objects.count()

    answer = post(cast, "unit_head", address(nomination, "endorse"), data)

    assert "Thao tác của Ông/Bà đã được ghi nhận lúc" in said(answer)
    assert UnitReview.objects.count() == 1
    assert AuditEvent.objects.count() == events


def test_a_stale_page_keeps_what_was_typed_and_says_who_was_faster(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)
    seen = nomination.version
    engine.perform(
        PIPELINE,
        nomination.pk,
        "return_for_correction",
        actor=cast.unit_head,
        data={"items": ["duties"]},
        comment="Bổ sung.",
    )
    engine.perform(PIPELINE, nomination.pk, "submit", actor=cast.nominee)

    answer = post(
        cast,
        "unit_head",
        address(nomination, "decline"),
        {"seen_version": seen, "comment": "Lý do đã gõ rất dài."},
    )

    nomination.refresh_from_db()
    assert answer.status_code == 409
    assert nomination.state == State.SUBMITTED
    assert "Lý do đã gõ rất dài." in said(answer)
    assert "Nguyễn Văn An" in said(answer)
    assert f'name="seen_version" value="{nomination.version}"' in answer.content.decode()


def test_what_is_missing_in_the_form_is_said_and_nothing_is_done(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)
    data = {**MEETING, "agreed": "8", "comment": "Đã gõ.", "seen_version": nomination.version}

    answer = post(cast, "unit_head", address(nomination, "endorse"), data)

    nomination.refresh_from_db()
    assert nomination.state == State.SUBMITTED
    assert "Số người đồng ý nhiều hơn số người dự họp." in said(answer)
    assert "Đã gõ." in said(answer)


def test_a_meeting_in_the_future_is_refused(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)
    tomorrow = clock.today() + timedelta(days=1)
    data = {**MEETING, "held_on": f"{tomorrow:%d/%m/%Y}", "seen_version": nomination.version}

    answer = post(cast, "unit_head", address(nomination, "endorse"), data)

    assert "Ngày họp không được sau ngày hôm nay." in said(answer)
    assert not UnitReview.objects.exists()


def test_a_report_submitted_again_must_be_read_first(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)
    engine.perform(
        PIPELINE,
        nomination.pk,
        "return_for_correction",
        actor=cast.unit_head,
        data={"items": ["duties"]},
        comment="Bổ sung.",
    )
    engine.perform(PIPELINE, nomination.pk, "submit", actor=cast.nominee)

    nomination.refresh_from_db()
    given = {**MEETING, "seen_version": nomination.version}
    answer = post(cast, "unit_head", address(nomination, "endorse"), given)

    assert answer.status_code == 422
    assert "Vui lòng đọc bản mới." in said(answer)
    assert 'name="report_number" value="2"' in answer.content.decode()


@pytest.mark.parametrize("name", ["khong-co", "pass_vote", "decide", "report_upward"])
def test_steps_that_do_not_exist_or_belong_elsewhere_get_a_sentence(cast: Cast, name: str) -> None:
    nomination = cast.nomination(State.SUBMITTED)

    for answer in (
        post(cast, "unit_head", address(nomination, name)),
        cast.client(cast.unit_head).get(address(nomination, name), follow=True),
    ):
        assert "Bước này không có hoặc được thực hiện ở trang khác." in said(answer)
    nomination.refresh_from_db()
    assert nomination.state == State.SUBMITTED


def test_a_step_for_others_gets_a_sentence(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)

    given = {**MEETING, "seen_version": nomination.version}
    answer = post(cast, "secretary", address(nomination, "endorse"), given)

    nomination.refresh_from_db()
    assert "trưởng đơn vị" in said(answer)
    assert nomination.state == State.SUBMITTED


def test_a_window_closed_a_minute_ago_gets_a_sentence(cast: Cast) -> None:
    nomination = cast.nomination()
    Campaign.objects.update(registration_closes_at=clock.now() - timedelta(minutes=1))

    answer = post(cast, "nominee", address(nomination, "register"))

    assert "Thời gian đăng ký đã kết thúc lúc" in said(answer)


def test_a_get_changes_nothing(cast: Cast) -> None:
    nomination = cast.nomination()

    cast.client(cast.nominee).get(address(nomination, "register"))

    nomination.refresh_from_db()
    assert nomination.state == State.DRAFT


# --- starting -------------------------------------------------------------------------------------


def start_path(cast: Cast, code: str, subject: str = "") -> str:
    return f"/de-nghi/moi/?danh_hieu={cast.awards[code].pk}&cho={subject}"


def test_a_nominee_registers_with_four_answers_and_one_press(cast: Cast) -> None:
    goals = unicodedata.normalize("NFD", "Hoàn thành tốt nhiệm vụ.")

    answer = post(cast, "nominee", start_path(cast, "CSTDCS"), {"goals": goals, "then": "register"})

    nomination = Nomination.objects.get()
    assert (nomination.state, nomination.goals) == (State.REGISTERED, "Hoàn thành tốt nhiệm vụ.")
    assert "Đã đăng ký mục tiêu." in said(answer)


def test_a_double_click_makes_one_nomination(cast: Cast) -> None:
    for _press in range(2):
        answer = post(
            cast, "nominee", start_path(cast, "CSTDCS"), {"goals": "A", "then": "register"}
        )

    assert Nomination.objects.count() == 1
    assert "Đề nghị này đã được ghi nhận trước đó" in said(answer)


def test_what_cannot_be_registered_stays_as_a_draft_with_the_reason(cast: Cast) -> None:
    cast.nomination(State.REGISTERED)
    Nomination.objects.update(registered_by=cast.clerk)
    cast.nomination()
    path = start_path(cast, "CSTDCS")

    answer = post(cast, "nominee", path, {"goals": "A", "then": "register"})

    assert Nomination.objects.count() == 2
    assert "Đề nghị này đã được ghi nhận trước đó" in said(answer)


def test_the_clerk_registers_for_a_colleague_without_an_account(cast: Cast) -> None:
    path = start_path(cast, "CSTDCS", f"nguoi-{cast.colleague.pk}")

    post(cast, "clerk", path, {"goals": "A", "then": "draft"})

    nomination = Nomination.objects.get()
    assert (nomination.person, nomination.registered_by) == (cast.colleague, cast.clerk)
    assert nomination.state == State.DRAFT


def test_the_head_registers_the_collective(cast: Cast) -> None:
    post(cast, "unit_head", start_path(cast, "TTLDTT"), {"goals": "A", "then": "register"})

    nomination = Nomination.objects.get()
    assert (nomination.collective, nomination.state) == (cast.unit, State.REGISTERED)


def test_nobody_is_smuggled_in_by_the_address(cast: Cast) -> None:
    path = start_path(cast, "CSTDCS", f"nguoi-{cast.colleague.pk}")

    post(cast, "nominee", path, {"goals": "A"})

    assert not Nomination.objects.filter(person=cast.colleague).exists()


def test_registered_goals_are_asked_for_where_the_award_needs_them(cast: Cast) -> None:
    cast.set_title("CSTDCS", needs_registration=True)

    answer = post(
        cast,
        "nominee",
        start_path(cast, "CSTDCS"),
        {"planned_initiative": "Đã gõ tên sáng kiến", "then": "register"},
    )

    assert "Danh hiệu này phải đăng ký mục tiêu" in said(answer)
    assert "Đã gõ tên sáng kiến" in said(answer)
    assert not Nomination.objects.exists()


# --- autosave -------------------------------------------------------------------------------------


def autosave(cast: Cast, who: str, nomination: Nomination, **data: Any) -> Any:
    return cast.client(cast.users[who]).post(
        f"{nomination.get_absolute_url()}bao-cao/", data, headers={"X-Autosave": "1"}
    )


def test_autosave_answers_the_new_revision(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)

    first = autosave(cast, "nominee", nomination, **REPORT, revision=0)
    second = autosave(cast, "nominee", nomination, **REPORT | {"duties": "Khác"}, revision=1)

    assert (first.json(), second.json()) == ({"version": 1}, {"version": 2})


def test_two_tabs_do_not_overwrite_each_other(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)
    autosave(cast, "nominee", nomination, **REPORT, revision=0)

    answer = autosave(cast, "clerk", nomination, **REPORT | {"duties": "Tab khác"}, revision=0)

    assert answer.status_code == 409
    assert "Nguyễn Văn An đã lưu báo cáo này" in answer.json()["message"]
    assert Report.objects.get().duties == REPORT["duties"]


def test_the_button_after_a_conflict_keeps_the_text_and_shows_the_other(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)
    save_report(actor=cast.clerk, nomination=nomination, fields={"duties": "Của Lan"}, revision=0)
    path = f"{nomination.get_absolute_url()}bao-cao/"

    answer = post(cast, "nominee", path, REPORT | {"duties": "Của An", "revision": "0"})
    again = post(cast, "nominee", path, REPORT | {"duties": "Của An", "revision": "1"})

    assert answer.status_code == 409
    assert "Của An" in said(answer)
    assert "Của Lan" in said(answer)
    assert 'name="revision" value="1"' in answer.content.decode()
    assert "data-autosave-url" not in answer.content.decode()
    assert again.status_code == 200
    assert Report.objects.get().duties == "Của An"


def test_after_a_conflict_parts_left_empty_take_the_other_text(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)
    save_report(actor=cast.clerk, nomination=nomination, fields={"duties": "Của Lan"}, revision=0)
    path = f"{nomination.get_absolute_url()}bao-cao/"

    answer = post(cast, "nominee", path, {"achievements": "Của An", "revision": "0"})

    form = answer.context["form"]
    assert (form["duties"].value(), form["achievements"].value()) == ("Của Lan", "Của An")


def test_an_autosave_after_submission_is_refused_with_a_sentence(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)

    answer = autosave(cast, "nominee", nomination, **REPORT | {"duties": "Muộn"}, revision=1)

    assert answer.status_code == 422
    assert "Hồ sơ đã nộp" in answer.json()["message"]


def test_a_stranger_does_not_learn_that_the_report_exists(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)

    assert autosave(cast, "stranger", nomination, **REPORT, revision=0).status_code == 404


# --- bulk -----------------------------------------------------------------------------------------


def test_the_preview_names_those_left_out_with_the_reason(cast: Cast) -> None:
    good = cast.nomination(State.SUBMITTED)
    own = cast.nomination(State.SUBMITTED, person=cast.unit_head.person)
    early = cast.nomination(State.REGISTERED, person=cast.colleague)
    foreign = cast.nomination(
        State.SUBMITTED, person=cast.outsider.person, unit=cast.other_unit, award="LDTT"
    )
    query = "&".join(f"chon={row.pk}" for row in (good, own, early, foreign))

    page = said(cast.client(cast.unit_head).get(f"/don-vi/dong-y/?{query}"))

    assert "Không ai tự xét đề nghị của chính mình" in page
    assert "Báo cáo thành tích chưa được nộp." in page
    assert page.count("Số người đồng ý: ") == 1
    assert "Vũ Đình Khoa" not in page


def bulk(cast: Cast, rows: list[Nomination], **more: str) -> Any:
    data: dict[str, Any] = {
        "chon": [row.pk for row in rows],
        "present": "4",
        "held_on": "01/09/2026",
    }
    for row in rows:
        data |= {f"version_{row.pk}": row.version, f"report_{row.pk}": "1"}
    return post(cast, "unit_head", "/don-vi/dong-y/", data | more)


def test_bulk_endorsement_records_each_result(cast: Cast) -> None:
    first, second = cast.nominations(
        [(None, None), (cast.colleague, None)], State.SUBMITTED, award="LDTT"
    )

    answer = bulk(cast, [first, second], **{f"agreed_{second.pk}": "3"})

    assert "Đã đồng ý 2 đề nghị." in said(answer)
    assert dict(UnitReview.objects.values_list("nomination_id", "agreed")) == {
        first.pk: 4,
        second.pk: 3,
    }


def test_who_loses_the_tick_on_the_page_that_asks_is_not_endorsed(cast: Cast) -> None:
    first, second = cast.nominations(
        [(None, None), (cast.colleague, None)], State.SUBMITTED, award="LDTT"
    )
    shown = {f"version_{second.pk}": str(second.version), f"report_{second.pk}": "1"}

    bulk(cast, [first], **shown)

    assert UnitReview.objects.get().nomination == first
    second.refresh_from_db()
    assert second.state == State.SUBMITTED


def test_in_bulk_what_changed_meanwhile_is_left_out_and_named(cast: Cast) -> None:
    first, second = cast.nominations(
        [(None, None), (cast.colleague, None)], State.SUBMITTED, award="LDTT"
    )
    engine.perform(PIPELINE, second.pk, "withdraw", actor=cast.clerk)

    answer = bulk(cast, [first, second])

    assert "Đã đồng ý 1 đề nghị." in said(answer)
    assert "Chưa đồng ý được: Trần Thị Mai, Lao động tiên tiến" in said(answer)
    assert UnitReview.objects.get().nomination == first


def test_a_second_press_of_bulk_endorsement_records_nothing_twice(cast: Cast) -> None:
    rows = [cast.nomination(State.SUBMITTED)]
    bulk(cast, rows)

    answer = bulk(cast, rows)

    assert UnitReview.objects.count() == 1
    assert "Nguyễn Văn An" in said(answer)


def test_bulk_with_an_impossible_figure_does_nothing(cast: Cast) -> None:
    rows = [cast.nomination(State.SUBMITTED)]

    answer = bulk(cast, rows, **{f"agreed_{rows[0].pk}": "9"})

    assert answer.status_code == 422
    assert "Số người đồng ý nhiều hơn số người dự họp." in said(answer)
    assert not UnitReview.objects.exists()


# --- my work and the story ------------------------------------------------------------------------


def tasks(user: User) -> list[tuple[str, str]]:
    found = [one for one in items(fresh(user)) if isinstance(one, InboxItem)]
    return [(str(task.kind), str(task.action_label)) for task in found]


def own_records(user: User) -> list[Any]:
    return [one.record for one in items(fresh(user)) if isinstance(one, OwnRecord)]


def test_my_work_has_what_i_must_do_and_nothing_else(cast: Cast) -> None:
    draft = cast.nomination(award="LDTT")
    registered = cast.nomination(State.REGISTERED)
    assert tasks(cast.nominee) == [
        ("Bản nháp cần hoàn thành", "Hoàn thành và đăng ký"),
        ("Báo cáo cần viết", "Viết báo cáo"),
        ("Mục tiêu và kết quả", "Ghi kết quả cả năm"),
    ]
    assert tasks(cast.unit_head) == []
    assert tasks(cast.clerk) == []
    assert own_records(cast.nominee) == [registered, draft]


def test_below_my_work_are_my_nominations_of_any_state_and_of_my_collective(cast: Cast) -> None:
    decided = cast.nomination(State.DECIDED)
    draft = cast.nomination(award="LDTT")
    collective = cast.nomination(State.REGISTERED, collective=cast.unit)

    assert own_records(cast.nominee) == [draft, decided]
    assert own_records(cast.unit_head) == [collective]
    assert own_records(cast.clerk) == []  # who registered them


def test_submitted_dossiers_are_rows_for_the_head(cast: Cast) -> None:
    cast.nomination(State.SUBMITTED)

    assert tasks(cast.unit_head) == [("Đơn vị xét", "Xét")]
    assert tasks(cast.nominee) == tasks(cast.secretary) == tasks(cast.deputy) == []


def test_a_returned_dossier_comes_first_with_its_reason(cast: Cast) -> None:
    cast.nomination(award="LDTT")
    nomination = cast.nomination(State.SUBMITTED)
    engine.perform(
        PIPELINE,
        nomination.pk,
        "return_for_correction",
        actor=cast.unit_head,
        data={"items": ["duties"]},
        comment="Bổ sung số liệu.",
    )

    first = items(fresh(cast.nominee))[0]

    assert (str(first.kind), first.subject) == (
        "Hồ sơ bị trả lại",
        "Trả lại: Bổ sung số liệu.",
    )


def test_steps_the_campaign_does_without_wait_for_the_secretary(cast: Cast) -> None:
    cast.set_title("CSTDCS", needs_vote=False)
    cast.nomination(State.UNIT_REVIEWED)

    assert tasks(cast.secretary) == [("Chuyển tiếp", "Chuyển tiếp, không bỏ phiếu")]


def test_the_story_is_told_in_plain_words_and_the_council_speaks_as_one(cast: Cast) -> None:
    nomination = cast.nomination(State.CONFERRED)

    lines = [(line.who, line.sentence) for line in timeline(nomination, cast.nominee)]

    assert lines[-1] == ("Nguyễn Văn An", "đã đăng ký mục tiêu")
    assert ("Nguyễn Thị Hòa", "đã đồng ý đề nghị") in lines
    assert ("Hội đồng", "đã bỏ phiếu thông qua đề nghị") in lines
    assert ("Trần Quốc Hùng", "đã ký quyết định") in lines


def test_names_of_other_agencies_are_not_told(cast: Cast) -> None:
    nomination = cast.nomination(State.REPORTED, award="BK_TINH")
    data = {"paper_number": "1/QĐ", "paper_date": clock.today().isoformat(), "issuer": "Chủ tịch"}
    engine.perform(
        PIPELINE, nomination.pk, "record_outcome", actor=cast.superior_officer, data=data
    )

    assert timeline(nomination, cast.nominee)[0].who == "Cơ quan cấp trên"
    assert timeline(nomination, cast.superior_officer)[0].who == "Võ Thị Dung"


def test_the_story_shows_what_changed_on_resubmission(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)
    engine.perform(
        PIPELINE,
        nomination.pk,
        "return_for_correction",
        actor=cast.unit_head,
        data={"items": ["duties"]},
        comment="Bổ sung.",
    )
    save_report(
        actor=cast.nominee, nomination=nomination, fields={"duties": "Nhiệm vụ mới."}, revision=0
    )
    engine.perform(PIPELINE, nomination.pk, "submit", actor=cast.nominee)
    engine.perform(
        PIPELINE, nomination.pk, "endorse", actor=cast.unit_head, data=endorsement(nomination)
    )

    submitted = timeline(nomination, cast.unit_head)[1]

    assert [(c.name, c.before, c.after) for c in submitted.differences] == [
        ("duties", REPORT["duties"], "Nhiệm vụ mới.")
    ]
    page = cast.client(cast.secretary).get(f"{nomination.get_absolute_url()}bao-cao/2/")
    assert "<ins>" in page.content.decode()
