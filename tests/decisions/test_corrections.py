"""What was recorded wrongly is corrected by an act with a reason, and everything follows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from nominations.awards.models import Award
from nominations.awards.prizes import prize_totals
from nominations.decisions import prizes, services
from nominations.decisions.correction_workflow import CORRECTIONS
from nominations.decisions.inbox import items
from nominations.decisions.models import Decision, Outcome, PaperCorrection, Revocation
from nominations.dossiers.models import Nomination
from nominations.paper_numbers.models import PaperNumber
from nominations.pipeline import PIPELINE
from nominations.states import State
from nominations.statistics.queries import tally
from nominations.web.refusals import key_of
from notifications.models import OutboxMessage
from tests.cast import Cast
from tests.decisions import decision_steps
from workflow import audit, clock
from workflow.engine import perform
from workflow.exceptions import ConditionUnmet, NotAllowed, TransitionRefused
from workflow.verification import chain_breaks


def given(page: Any, **changes: str) -> dict[str, str]:
    """The form as it was shown, with changes and a reason."""
    form = page.context["form"]
    shown = {name: form[name].value() or "" for name in form.values}
    if isinstance(shown.get("date"), date):
        shown["date"] = f"{shown['date']:%d/%m/%Y}"
    seen = page.context["seen_version"]
    return {**shown, "reason": "Văn thư ghi nhầm.", "seen_version": seen, **changes}


def test_a_signed_decision_is_corrected_by_two_people_and_all_follows(cast: Cast) -> None:
    nomination = cast.nomination(State.CONSULTED, award="CSTDCS")
    decision = services.draft_decision(
        actor=cast.secretary, organization=cast.agency, campaign=cast.campaign,
        name="Khen thưởng", nominations=[nomination],
    )  # fmt: skip
    decision_steps.sign(actor=cast.director, decision=decision, number="45/QĐ-STC")
    secretary, director = cast.client(cast.secretary), cast.client(cast.director)
    path = reverse("decisions:correct", args=[decision.public_id])
    right = clock.today() - timedelta(days=3)

    page = secretary.get(path)
    for wrong, sentence in (
        ({"reason": ""}, "lý do đính chính"),
        ({}, "Chưa có nội dung nào khác"),
        ({"number": "xyz"}, "“xyz” chưa đúng cách ghi số"),
        ({"date": "01/01/2020"}, "kết thúc lấy ý kiến công khai"),
    ):
        refused = secretary.post(path, given(page, **wrong))
        assert sentence in refused.content.decode(), wrong
    assert not PaperCorrection.objects.exists()
    day = f"{right:%d/%m/%Y}"
    secretary.post(path, given(page, number="số 54/qđ–stc", date=day))

    # Nothing holds before a second person, and the proposer is not the second one.
    first = PaperCorrection.objects.get()
    decision.refresh_from_db()
    assert (decision.number, first.state) == ("45/QĐ-STC", "proposed")
    assert "chờ duyệt" in secretary.get(decision.get_absolute_url()).content.decode()
    with pytest.raises(NotAllowed):
        perform(CORRECTIONS, first.pk, "approve", actor=cast.secretary)
    again = secretary.post(path, given(page, number="55/QĐ-STC"))
    assert "đang có đề nghị đính chính" in again.content.decode()
    (task,) = [one for one in items(cast.director) if "Duyệt đính chính" in one.title]
    asked = director.get(task.action_path)
    for words in ("45/QĐ-STC", "54/QĐ-STC", "Văn thư ghi nhầm."):
        assert words in asked.content.decode()
    director.post(task.action_path, {"seen_version": asked.context["seen_version"]})

    award = Award.objects.get()
    decision.refresh_from_db()
    assert (decision.number, decision.signed_on) == ("54/QĐ-STC", right)
    assert (award.decision_number, award.decision_date) == ("54/QĐ-STC", right)
    assert not PaperNumber.objects.filter(canonical="45/QĐ-STC").exists()
    assert PaperNumber.objects.get(canonical="54/QĐ-STC").dated_on == right
    entry = audit.history(decision.stream)[-1]
    assert (entry.action, entry.content["before"]["number"]) == ("paper.corrected", "45/QĐ-STC")

    # A correction of the correction goes on where that one ended, and the page shows the chain.
    second = services.propose_correction(
        actor=cast.secretary, paper=decision, values={"number": "46/QĐ-STC"}, reason="Lại nhầm."
    )
    perform(CORRECTIONS, second.pk, "approve", actor=cast.director)
    second.refresh_from_db()
    first.refresh_from_db()
    assert second.before == first.after
    html = secretary.get(decision.get_absolute_url()).content.decode()
    for words in ("<s>45/QĐ-STC</s>", "<s>54/QĐ-STC</s>", "Lại nhầm.", "Trần Quốc Hùng"):
        assert words in html
    assert Award.objects.get().decision_number == "46/QĐ-STC"
    assert list(chain_breaks()) == []


def counted(cast: Cast, day: date) -> int:
    year = cast.campaign.year
    cells = tally(cast.agency, year_from=year, year_to=year, known_on=day)
    return sum(cell.count for cell in cells)


def test_the_prize_and_the_figures_follow_the_corrected_day(cast: Cast) -> None:
    nomination = cast.nomination(State.DECIDED, award="CSTDCS")
    decision = Decision.objects.get()
    today = clock.today()
    first_day = decision.signed_on
    assert first_day is not None
    assert counted(cast, first_day) == 1
    before = prize_totals(prizes.lines_of_decision(decision)).payable

    correction = services.propose_correction(
        actor=cast.secretary, paper=decision, values={"date": today.isoformat()}, reason="Sai ngày."
    )
    perform(CORRECTIONS, correction.pk, "approve", actor=cast.director)

    assert counted(cast, first_day) == 0
    assert counted(cast, today) == 1
    decision.refresh_from_db()
    (line,) = prizes.lines_of_decision(decision)
    assert (line.fact.decided_on, line.payable) == (today, before)
    # A step that follows holds the day where it is.
    services.issue_report(
        actor=cast.secretary, organization=cast.agency, kind="annual_report",
        nominations=[Nomination.objects.get(pk=nomination.pk)], name="Báo cáo",
    )  # fmt: skip
    services.revoke_nomination(
        actor=cast.director, nomination=nomination, ground="Sai.", paper_number="99/QĐ-STC",
        paper_date=today,
    )  # fmt: skip
    with clock.at(clock.now() + timedelta(days=5)), pytest.raises(ValidationError) as refusal:
        services.propose_correction(
            actor=cast.secretary, paper=decision, reason="Sai ngày.",
            values={"date": (today + timedelta(days=1)).isoformat()},
        )  # fmt: skip
    assert key_of(refusal.value) == "after_step"


def test_names_on_a_line_are_corrected_on_the_award_too(cast: Cast) -> None:
    nomination = cast.nomination(State.DECIDED)
    line = nomination.decision_lines.get()
    client = cast.client(cast.secretary)
    path = f"{reverse('decisions:correct', args=[line.decision.public_id])}?dong={line.pk}"

    page = client.get(path)
    client.post(path, given(page, name="Nguyễn Văn Ân", position="Chuyên viên chính"))
    perform(CORRECTIONS, PaperCorrection.objects.get().pk, "approve", actor=cast.director)

    award = Award.objects.get()
    nomination = Nomination.objects.get(pk=nomination.pk)
    assert (award.recipient_name, award.position_name) == ("Nguyễn Văn Ân", "Chuyên viên chính")
    assert nomination.subject_name == "Nguyễn Văn Ân"
    assert nomination.title.startswith("Nguyễn Văn Ân")
    assert "paper.corrected" in [event.action for event in audit.history(nomination.stream)]


def test_an_answer_from_above_and_a_revocation_are_corrected(cast: Cast) -> None:
    nomination = cast.nomination(State.CONFERRED, award="BK_TINH")
    outcome = Outcome.objects.get()
    client = cast.client(cast.secretary)
    report = client.get(nomination.report_lines.get().report.get_absolute_url()).content.decode()
    path = reverse("decisions:outcome_correct", args=[outcome.pk])
    assert f'href="{path}"' in report
    assert cast.client(cast.director).get(path).status_code == 404

    page = client.get(path)
    early = client.post(path, given(page, date="01/01/2010")).content.decode()
    assert "sớm hơn bước phải làm trước" in early
    client.post(path, given(page, number="Số 4321/qđ–ubnd", issuer="Chủ tịch UBND tỉnh"))
    outcome.refresh_from_db()
    award = Award.objects.get()
    assert (outcome.paper_number, award.decision_number) == ("4321/QĐ-UBND", "4321/QĐ-UBND")
    assert award.issuer == "Chủ tịch UBND tỉnh"
    assert PaperCorrection.objects.get().state == "in_effect"
    client.post(path, given(client.get(path), number="4322/QĐ-UBND"))
    assert client.get(path).content.decode().count("Đã đính chính") >= 2

    # A revocation is the act of two people again.
    cast.act([cast.nomination(State.DECIDED, person=cast.colleague).pk], "revoke", cast.director,
             data={"paper_number": "99/QĐ-STC", "paper_date": clock.today().isoformat()},
             comment="Sai.")  # fmt: skip
    revocation = Revocation.objects.get()
    path = reverse("decisions:revocation_correct", args=[revocation.pk])
    day = clock.today() - timedelta(days=1)
    client.post(path, given(client.get(path), number="98/QĐ-STC", date=f"{day:%d/%m/%Y}"))
    row = PaperCorrection.objects.get(revocation=revocation)
    drop = reverse("decisions:correction_drop", args=[row.public_id])
    director = cast.client(cast.director)
    assert director.post(drop, {"comment": "", "seen_version": 1}).status_code == 422
    perform(CORRECTIONS, row.pk, "approve", actor=cast.director)
    revocation.refresh_from_db()
    assert revocation.award is not None
    assert (revocation.paper_number, revocation.award.revoked_on) == ("98/QĐ-STC", day)


def figures(cast: Cast) -> int:
    return counted(cast, clock.today())


def test_an_answer_recorded_as_conferred_is_corrected_to_not_approved_and_back(cast: Cast) -> None:
    nomination = cast.nomination(State.CONFERRED, award="BK_TINH")
    outcome = Outcome.objects.get()
    client = cast.client(cast.secretary)
    path = reverse("decisions:outcome_correct", args=[outcome.pk])
    assert figures(cast) == 1
    OutboxMessage.objects.all().delete()

    page = client.get(path)
    refused = client.post(path, given(page, conferred="no"))
    assert "Ghi lý do không được duyệt" in refused.content.decode()
    assert (figures(cast), Award.objects.get().struck) == (1, False)
    sent = client.post(path, given(page, conferred="no", note="Chưa đủ thời gian."))
    assert sent.status_code == 302

    award = Award.objects.get()
    outcome.refresh_from_db()
    nomination.refresh_from_db()
    assert nomination.state == State.REFUSED_ABOVE
    assert (outcome.conferred, outcome.award, outcome.reason) == (
        False, None, "Chưa đủ thời gian.",
    )  # fmt: skip
    assert (award.struck, award.revoked_on) == (True, award.decision_date)
    assert award.decision_date is not None
    assert counted(cast, award.decision_date) == 0
    fund = prizes.fund_year(cast.agency, award.decision_date.year, on=clock.today())
    assert (fund.lines, fund.elsewhere, fund.outstanding) == ([], [], 0)
    entry = audit.history(nomination.stream)
    assert "correct_to_refusal" in [event.action.rpartition(".")[2] for event in entry]
    assert "Văn thư ghi nhầm." in [event.content.get("comment") for event in entry]
    recipients = set(OutboxMessage.objects.values_list("recipient_id", flat=True))
    assert {cast.nominee.pk, cast.unit_head.pk, cast.superior_officer.pk} <= recipients
    html = client.get(path).content.decode()
    assert "Không được duyệt" in html

    # And back: a new award by the corrected paper, the struck one stays in the record.
    client.post(path, given(client.get(path), conferred="yes", number="77/QĐ-UBND", note=""))
    nomination.refresh_from_db()
    outcome.refresh_from_db()
    assert (nomination.state, figures(cast)) == (State.CONFERRED, 1)
    assert outcome.award is not None
    assert (outcome.award.decision_number, outcome.award.struck) == ("77/QĐ-UBND", False)
    assert Award.objects.filter(struck=True).get() == award
    assert list(chain_breaks()) == []


def test_the_answer_on_a_revoked_award_is_not_turned(cast: Cast) -> None:
    nomination = cast.nomination(State.CONFERRED, award="BK_TINH")
    paper = {"paper_number": "99/QĐ-UBND", "paper_date": clock.today().isoformat()}
    cast.act([nomination.pk], "revoke", cast.secretary, comment="Sai.", data=paper)
    outcome = Outcome.objects.get()

    with pytest.raises(TransitionRefused):
        services.propose_correction(
            actor=cast.secretary, paper=outcome, reason="Nhầm.",
            values={"conferred": "no", "note": "Chưa đủ."},
        )  # fmt: skip

    outcome.refresh_from_db()
    nomination.refresh_from_db()
    assert (outcome.conferred, nomination.state) == (True, State.REVOKED)
    assert not PaperCorrection.objects.exists()


def test_without_a_correction_the_nomination_does_not_change_sides(cast: Cast) -> None:
    nomination = cast.nomination(State.CONFERRED, award="BK_TINH")

    with pytest.raises(ConditionUnmet) as refusal:
        perform(PIPELINE, nomination.pk, "correct_to_refusal", actor=cast.secretary, comment="x")

    assert key_of(refusal.value) == "outcome_not_corrected"
