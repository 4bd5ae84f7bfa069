"""What stands on the screens of nominee, clerk and head, read as a tree."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from nominations.dossiers.campaign_workflow import CampaignState
from nominations.dossiers.models import Campaign, Correction, Nomination, Report
from nominations.dossiers.services import save_report
from nominations.dossiers.urls import DOUBLE_WORDS, STEP_WORDS
from nominations.pipeline import PIPELINE
from nominations.states import State
from tests.cast import REPORT, Cast
from tests.dossiers.situations import graded, live, set_rules, share
from tests.page import Element, page_of
from tests.press_button import press_button
from tests.workflow.placing import place
from workflow import clock, engine

RETURNED = "Bị trả lại, chờ sửa"


def page(cast: Cast, who: str, path: str) -> Element:
    return page_of(cast.client(cast.users[who]).get(path))


def buttons(panel: Element) -> list[str]:
    return [one.text for one in panel.all("a") if "btn" in one.classes]


def step(nomination: Nomination, name: str) -> str:
    return reverse("dossiers:transition", args=[nomination.public_id, name])


def returned(cast: Cast, *items: str) -> Nomination:
    """A submitted dossier that its head returned two hours ago."""
    nomination = cast.nomination(State.SUBMITTED)
    with clock.at(clock.now() - timedelta(hours=2)):
        engine.perform(
            PIPELINE,
            nomination.pk,
            "return_for_correction",
            actor=cast.unit_head,
            comment="Bổ sung số liệu quý IV.",
            data={"items": list(items)},
        )
    nomination.refresh_from_db()
    return nomination


def test_the_first_button_is_the_next_thing_to_do(cast: Cast) -> None:
    def first(nomination: Nomination, who: str = "nominee") -> Element:
        main = page(cast, who, nomination.get_absolute_url()).one("main")
        return main.one("section", aria_labelledby="next-title")

    nomination = cast.nomination(State.REGISTERED)
    panel = first(nomination)
    assert buttons(panel) == ["Viết báo cáo"]
    assert [one.text for one in panel.one("p", "offers-quiet").all("a")] == ["Rút đề nghị"]
    save_report(actor=cast.nominee, nomination=nomination, fields=REPORT, revision=0)
    assert buttons(first(nomination)) == ["Đính kèm giấy tờ còn thiếu"]
    submitted = cast.nomination(State.SUBMITTED, person=cast.person(account=True))
    assert buttons(first(submitted, "unit_head")) == [
        "Đồng ý đề nghị", "Trả lại để sửa", "Không đồng ý đề nghị",
    ]  # fmt: skip


def test_a_returned_dossier_looks_returned_wherever_it_stands(cast: Cast) -> None:
    nomination = returned(cast, "achievements")
    for who, path in (
        ("nominee", "/"), ("nominee", "/de-nghi/"), ("unit_head", "/don-vi/"),
        ("nominee", nomination.get_absolute_url()), ("clerk", "/de-nghi/?state=bi-tra-lai"),
    ):  # fmt: skip
        badges = [one.text for one in page(cast, who, path).all("span", "badge-state")]
        assert RETURNED in badges, path
        assert "Đã đăng ký" not in badges, path
    here = page(cast, "nominee", nomination.get_absolute_url())
    [waiting] = here.all("li", "milestone", data_status="returned")
    assert waiting.one("span", "milestone-note").text == RETURNED
    assert buttons(here.one("section", aria_labelledby="next-title"))[0] == "Sửa hồ sơ"
    assert not page(cast, "clerk", "/de-nghi/?state=registered").all("span", "badge-state")
    stale = cast.client(cast.unit_head).post(
        step(nomination, "decline"), {"seen_version": nomination.version - 1, "comment": "Thiếu."}
    )
    assert RETURNED in page_of(stale).one("main").text
    # in time again, it is an ordinary registered one no more
    fresh = cast.nomination(State.REGISTERED, award="LDTT")
    text = page(cast, "nominee", fresh.get_absolute_url()).one("ol", "milestones").text
    assert "chờ nộp báo cáo" in text


def test_nothing_is_submitted_again_unchanged_without_a_question(cast: Cast) -> None:
    nomination = returned(cast, "achievements", "evidence")
    client = cast.client(cast.nominee)
    asked = page_of(client.get(step(nomination, "submit"))).one("main")
    assert "Hồ sơ chưa thay đổi gì từ khi bị trả lại." in asked.text
    assert not asked.all("input", checked="")

    said = {
        "item_achievements": "fixed",
        "item_evidence": "left",
        "seen_version": nomination.version,
    }
    refused = page_of(client.post(step(nomination, "submit"), said)).one("main")
    faults = [one.text for one in refused.all("div", "field-error")]
    assert len(faults) == 2
    assert "chưa thay đổi so với hồ sơ bị trả lại" in faults[0]
    assert "lý do chưa sửa" in faults[1]
    nomination.refresh_from_db()
    assert nomination.state == State.REGISTERED

    draft = Report.objects.get(nomination=nomination, frozen_at=None)
    text = {"achievements": REPORT["achievements"] + " Quý IV đạt 112%."}
    save_report(actor=cast.nominee, nomination=nomination, fields=text, revision=draft.revision)
    again = page_of(client.get(step(nomination, "submit"))).one("main")
    assert [one.get("value") for one in again.all("input", checked="")] == ["fixed"]
    client.post(step(nomination, "submit"), said | {"comment": "Không có giấy tờ nào khác."})

    nomination.refresh_from_db()
    assert nomination.state == State.SUBMITTED
    correction = Correction.objects.get(nomination=nomination)
    assert correction.answers == {"achievements": "fixed", "evidence": "left"}
    head = page(cast, "unit_head", nomination.get_absolute_url()).one("main")
    top = head.one("section", aria_labelledby="answered-title")
    for words in ("Bổ sung số liệu quý IV.", "Không có giấy tờ nào khác.", "Quý IV đạt 112%."):
        assert words in top.text
    assert [one.text for one in top.all("span", "badge-word")] == ["Đã sửa", "Chưa sửa"]
    sections = [one.get("aria-labelledby") for one in head.all("section")]
    assert sections.index("answered-title") < sections.index("next-title")


def test_to_review_is_to_open_the_dossier_with_what_decides(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)
    assert cast.nominee.person
    graded(cast, [cast.nominee.person], "HTXS")
    client = cast.client(cast.unit_head)
    here = nomination.get_absolute_url()
    for path in ("/", "/don-vi/"):
        paths = [one.get("href") for one in page_of(client.get(path)).all("a", "btn")
                 if one.text.startswith("Xét")]  # fmt: skip
        assert paths == [here], path
    for path in (here, step(nomination, "endorse"), step(nomination, "return_for_correction")):
        facts = page_of(client.get(path)).one("dl", "review-basis").text
        for words in ("Tiêu chuẩn", "Hoàn thành xuất sắc nhiệm vụ", "Mục tiêu", "Họp đơn vị"):
            assert words in facts, path
    for who in ("nominee", "secretary"):
        assert not page(cast, who, here).all("dl", "review-basis")


def test_a_refused_step_says_what_was_done_and_when(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)
    client = cast.client(cast.unit_head)
    engine.perform(
        PIPELINE, nomination.pk, "return_for_correction", actor=cast.unit_head,
        comment="Thiếu.", data={"items": ["duties"]},
    )  # fmt: skip
    notice = page_of(client.get(step(nomination, "endorse"), follow=True)).one("div", "messages")
    assert f"{cast.unit_head.get_full_name()} đã trả lại" in notice.text
    assert f"{clock.today():%d/%m/%Y}" in notice.text
    assert RETURNED in notice.text
    other = cast.nomination(State.SUBMITTED, person=cast.person())
    notice = page_of(cast.client(cast.clerk).get(step(other, "endorse"), follow=True))
    assert "trưởng đơn vị" in notice.one("div", "messages").text.lower()


def test_addresses_are_words_and_the_old_ones_still_lead_there(cast: Cast) -> None:
    offered = {row.name for row in PIPELINE.transitions if row.offered}
    assert offered <= STEP_WORDS.keys()
    assert len(set(STEP_WORDS.values())) == len(STEP_WORDS)
    assert len(set(DOUBLE_WORDS.values())) == len(DOUBLE_WORDS)
    nomination = cast.nomination(State.SUBMITTED)
    assert step(nomination, "endorse") == f"{nomination.get_absolute_url()}chuyen/dong-y/"
    client = cast.client(cast.unit_head)
    for word in ("dong-y", "endorse"):
        assert client.get(f"{nomination.get_absolute_url()}chuyen/{word}/").status_code == 200


def test_the_frame_names_the_account_and_each_form_once(cast: Cast) -> None:
    menu = page(cast, "nominee", "/muc-luc/")
    assert menu.one("summary", "tool").get("aria-label") == "Tài khoản: Nguyễn Văn An"
    named = [one.get("aria-label") for one in menu.all("form") if one.get("aria-label")]
    assert len(named) == len(set(named))
    nomination = cast.nomination(State.REGISTERED)
    report = page(cast, "nominee", reverse("dossiers:report", args=[nomination.public_id]))
    [status] = report.all("p", data_autosave_status="")
    assert status.text == ""  # only the script says that it saves
    assert "tự động lưu" in status.get("data-ready")


def test_a_dossier_on_an_agenda_says_where_and_until_when(cast: Cast) -> None:
    nomination = cast.nomination(State.UNIT_REVIEWED)
    session = cast.session([nomination.pk], until="open")
    closes = clock.now() + timedelta(days=3)
    type(session).objects.filter(pk=session.pk).update(closes_at=closes)
    panel = page(cast, "nominee", nomination.get_absolute_url()).one(
        "section", aria_labelledby="next-title"
    )
    assert (
        f"Đang bỏ phiếu ở {session.name}, đến {closes.astimezone(clock.zone()):%d/%m/%Y}"
        in panel.text
    )


def test_a_question_without_an_answer_says_so(cast: Cast) -> None:
    client = cast.client(cast.clerk)
    asked = page_of(client.get("/de-nghi/moi/"))
    assert not asked.all("div", "field-error")
    button = asked.one("button", name="tiep")
    for query, sentence in (
        ("tiep=title", "Xin chọn một danh hiệu, hình thức."),
        (f"tiep=subject&danh_hieu={cast.awards['LDTT'].pk}", "Xin chọn cá nhân, tập thể"),
    ):
        answer = page_of(client.get(f"/de-nghi/moi/?dot={cast.campaign.pk}&{query}"))
        assert sentence in answer.one("div", "field-error").text
        assert sentence in answer.one("div", "error-summary").text
    # the press of one question is not taken for the press of the next
    here = f"/de-nghi/moi/?tiep={button.get('value')}&danh_hieu={cast.awards['LDTT'].pk}"
    assert not page_of(client.get(here)).all("div", "field-error")


def start_of(cast: Cast) -> str:
    person = cast.nominee.person
    assert person
    award = cast.awards["CSTDCS"].pk
    return f"/de-nghi/moi/?dot={cast.campaign.pk}&danh_hieu={award}&cho=nguoi-{person.pk}"


def test_a_draft_is_saved_empty_and_while_it_is_written(cast: Cast) -> None:
    cast.set_title("CSTDCS", needs_registration=True)
    client, path = cast.client(cast.nominee), start_of(cast)
    form = page_of(client.get(path)).one("form", "form-page")
    assert form.get("data-autosave-url") == path
    assert not Nomination.objects.exists()

    first = client.post(path, {"goals": "Thẩm định"}, headers={"X-Autosave": "1"}).json()
    typed = {"goals": "Thẩm định 100% hồ sơ.", "nhap": first["version"]}
    again = client.post(path, typed, headers={"X-Autosave": "1"}).json()
    assert again == first
    draft = Nomination.objects.get()
    assert (draft.goals, draft.state) == ("Thẩm định 100% hồ sơ.", State.DRAFT)
    elsewhere = client.post(path, {"goals": "Khác"}, headers={"X-Autosave": "1"})
    assert elsewhere.status_code == 422
    draft.refresh_from_db()
    assert draft.goals == "Thẩm định 100% hồ sơ."
    goals = reverse("dossiers:goals", args=[draft.public_id])
    assert client.get(path)["Location"] == goals  # the same start leads to the draft

    press_button(client, goals, {"goals": "", "then": "draft"})
    draft.refresh_from_db()
    assert draft.goals == ""
    refused = page_of(press_button(client, goals, {"goals": "", "then": "register"}))
    assert "phải đăng ký mục tiêu" in refused.one("div", "field-error").text
    assert "register" not in [
        one.transition.name
        for one in engine.offers(PIPELINE, draft.pk, actor=cast.nominee)
        if one.enabled
    ]
    press_button(client, goals, {"goals": "Hoàn thành.", "then": "draft"})
    registered = press_button(client, goals, {"goals": "Hoàn thành.", "then": "register"})
    assert registered["Location"] == step(draft, "register")


def test_goals_written_in_another_tab_are_not_overwritten(cast: Cast) -> None:
    draft = cast.nomination(State.DRAFT)
    client = cast.client(cast.nominee)
    goals = reverse("dossiers:goals", args=[draft.public_id])
    seen = client.get(goals).context["seen_version"]
    by_itself = {"X-Autosave": "1"}

    first = {"goals": "Thẩm định 100% hồ sơ.", "seen_version": seen}
    saved = client.post(goals, first, headers=by_itself).json()
    for stale in (seen, "", "9" * 30, None):
        typed = {"goals": "Bản cũ.", **({} if stale is None else {"seen_version": stale})}
        answer = client.post(goals, typed, headers=by_itself)
        assert answer.status_code == 409
        assert "đã thay đổi sau khi Ông/Bà mở" in answer.json()["message"]
        page = client.post(goals, {**typed, "then": "draft"})
        assert "đã thay đổi sau khi Ông/Bà mở" in page.content.decode()
        assert "Bản cũ." in page.content.decode()
        assert page.context["seen_version"] == saved["version"]
    draft.refresh_from_db()
    assert draft.goals == "Thẩm định 100% hồ sơ."
    client.post(goals, {"goals": "Bản sau.", "seen_version": saved["version"], "then": "draft"})
    draft.refresh_from_db()
    assert draft.goals == "Bản sau."


def test_the_unit_s_list_has_waiting_rows_first_and_ticks_all(cast: Cast) -> None:
    for state in (State.REGISTERED, State.SUBMITTED, State.UNIT_REVIEWED, State.SUBMITTED):
        cast.nomination(state, award="LDTT", person=cast.person())
    listed = page(cast, "unit_head", "/don-vi/").one("form", id="chosen")
    rows = listed.one("tbody").all("tr")
    assert [bool(row.all("input", type="checkbox")) for row in rows] == [True, True, False, False]
    here = page(cast, "unit_head", "/don-vi/")
    line = here.one("p", "tick-all")
    assert line.get("data-ticks-all") == here.one("form", id="chosen").get("id")
    assert "2" in line.one("button", data_tick="all").text
    years = [cast.campaign, *(closed(cast, year) for year in (2024, 2023))]
    cast.nomination(State.SUBMITTED, award="LDTT", person=cast.person(), campaign=years[0])
    here = page(cast, "unit_head", "/don-vi/")
    menu = here.one("details", "chip-menu")
    assert [one.text for one in menu.all("a")] == ["Đợt năm 2024", "Đợt năm 2023"]
    assert "Đợt năm 2024" not in here.one("ul", "chips").text


def closed(cast: Cast, year: int) -> Campaign:
    """A campaign that is over, in which the unit had a nomination."""
    now = clock.now()
    then = now - timedelta(days=365)
    made = Campaign.objects.create(
        organization=cast.agency, code=f"{year}", name=f"Đợt năm {year}", year=year,
        achievement_from=f"{year}-01-01", achievement_to=f"{year}-12-31",
        registration_opens_at=then, registration_closes_at=now, submission_opens_at=then,
        submission_closes_at=now, opened_at=then, closed_at=now,
    )  # fmt: skip
    place(made, CampaignState.CLOSED)
    live(cast, "LDTT", [cast.person()], campaign=made, state="decided")
    return made


def test_the_live_board_is_asked_by_an_element_that_stays(cast: Cast) -> None:
    set_rules(cast, standards={"TTLDTT": [share("member_share(LDTT) >= 70")]}, quotas={"LDTT": []})
    live(cast, "TTLDTT", collective=cast.unit)
    live(cast, "LDTT", [cast.person()])
    here = page(cast, "unit_head", "/don-vi/")
    frame = here.one("div", "board-frame")
    assert frame.get("hx-swap") == "innerHTML"
    assert frame.get("hx-sync") == "this:queue last"
    section = frame.one("section", "board")
    assert not section.get("hx-get")
    shown = section.one("input", name="dau")
    assert f"#{shown.get('id')}" in frame.get("hx-include")
    part = cast.client(cast.unit_head).get(frame.get("hx-get"), headers={"HX-Request": "true"})
    assert not page_of(part).all("div", "board-frame")
    # the sentence and the figures beside it agree
    line = here.one("p", "board-line").text
    assert "chưa đủ tỷ lệ: 0%, cần 70%" in line
    assert here.one("p", "board-line").get("data-tone") == "warn"


def test_the_first_page_names_the_agency_and_what_is_open(cast: Cast) -> None:
    here = page_of(Client().get("/"))
    assert here.one("p", "landing-agency").text == cast.agency.name
    now = here.one("section", "landing-now")
    assert cast.campaign.name in now.text
    until = cast.campaign.submission_closes_at.astimezone(clock.zone())
    assert f"Nộp báo cáo thành tích đến hết ngày {until:%d/%m/%Y}" in now.text


def test_a_refusal_stands_at_the_field_it_is_about(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)
    rule = {"quorum": {"numerator": 2, "denominator": 3, "source": "Quy chế 7"}}
    cast.set_title("CSTDCS", unit_meeting=rule)
    sent = {
        "present": "1", "agreed": "1", "held_on": f"{clock.today():%d/%m/%Y}",
        "report_number": "1", "seen_version": nomination.version,
    }  # fmt: skip
    answer = cast.client(cast.unit_head).post(step(nomination, "endorse"), sent)
    field = page_of(answer).one("div", "field-invalid")
    assert field.one("input").get("name") == "present"
    assert "Quy chế 7" in field.one("div", "field-error").text
    assert field.one("input").get("value") == "1"
