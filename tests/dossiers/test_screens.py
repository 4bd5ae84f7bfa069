"""What stands on the screens of nominee, clerk and head, read as a tree."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from nominations.dossiers.models import Correction, Nomination, Report
from nominations.dossiers.services import save_report
from nominations.dossiers.urls import DOUBLE_WORDS, STEP_WORDS
from nominations.pipeline import PIPELINE
from nominations.states import State
from tests.cast import REPORT, Cast
from tests.dossiers.situations import graded
from tests.page import Element, page_of
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
    told = page_of(client.get(step(nomination, "endorse"), follow=True)).one("div", "messages")
    assert f"{cast.unit_head.get_full_name()} đã trả lại" in told.text
    assert f"{clock.now():%d/%m/%Y}" in told.text
    assert RETURNED in told.text
    other = cast.nomination(State.SUBMITTED, person=cast.person())
    told = page_of(cast.client(cast.clerk).get(step(other, "endorse"), follow=True))
    assert "trưởng đơn vị" in told.one("div", "messages").text.lower()


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


def test_passed_standards_are_folded_and_papers_lie_beside_their_clip(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)
    here = page(cast, "unit_head", nomination.get_absolute_url())
    for one in here.all("details"):
        if "Các tiêu chuẩn đã đạt" in one.text:
            assert "open" not in one.attributes


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
