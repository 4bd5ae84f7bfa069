"""Opinions to be asked of other bodies: recorded, corrected, shown, and waited for."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nominations.consultation.services import open_posting
from nominations.decisions.services import draft_decision, issue_report
from nominations.dossiers.models import CampaignTitle, Nomination, OpinionPaper, RequestedOpinion
from nominations.dossiers.required_opinions import title_opinions
from nominations.dossiers.services.opinions import OpinionEntry, record_opinion
from nominations.law.catalogue import entries
from nominations.law.models import AwardType
from nominations.law.rulesets import frozen_copy, rule_set_on
from nominations.law.rulesets.lookup import defaults_under
from nominations.law.rulesets.title_procedure import read_deadlines
from nominations.states import State
from tests.at_once import run_at_once
from tests.cast import Cast
from tests.cast.sessions import move
from tests.decisions import decision_steps
from tests.files.honest_files import _photo, _saved
from tests.page import page_of
from workflow import audit, clock
from workflow.exceptions import BulkRefused, NotAllowed, TransitionRefused

PARTY: dict[str, Any] = {
    "key": "party",
    "body": "party_committee",
    "says": "Hỏi ý kiến Đảng ủy",
    "before": "report_upward",
    "source": "Quyết định 7/QĐ-BIA Đ4",
    "verified": True,
    "days": 10,
}


def asks(cast: Cast, award: str = "BK_TINH", **rule: Any) -> None:
    """Let the campaign's rules ask for an opinion about the award."""
    CampaignTitle.objects.filter(campaign=cast.campaign, award_type__code=award).update(
        opinions=[PARTY | rule]
    )


def answer(**values: Any) -> OpinionEntry:
    return OpinionEntry(
        **{
            "answer": "agrees",
            "number": "12-CV/TU",
            "dated": clock.today(),
            **values,
        }
    )


def reported(cast: Cast, nomination: Nomination) -> object:
    return issue_report(
        actor=cast.secretary,
        organization=cast.agency,
        kind="submission",
        nominations=[nomination],
        name="Đề nghị tặng Bằng khen",
    )


# --- what waits -----------------------------------------------------------------------------------


def test_the_proposal_upward_waits_for_the_opinion_and_names_the_article(cast: Cast) -> None:
    asks(cast)
    nomination = cast.nomination(State.DECIDED, award="BK_TINH")

    with pytest.raises(BulkRefused) as refusal:
        reported(cast, nomination)
    assert "Điều 4 Quyết định 7/QĐ-BIA" in str(refusal.value)
    assert "chưa xin ý kiến" in str(refusal.value)
    assert Nomination.objects.get(pk=nomination.pk).state == State.DECIDED

    record_opinion(
        actor=cast.secretary,
        nominations=[nomination],
        key="party",
        given=OpinionEntry(asked_on=clock.today()),
    )
    with pytest.raises(BulkRefused):  # asked is not answered
        reported(cast, nomination)

    record_opinion(actor=cast.secretary, nominations=[nomination], key="party", given=answer())
    reported(cast, nomination)
    assert Nomination.objects.get(pk=nomination.pk).state == State.REPORTED


def test_a_negative_answer_is_there_and_is_asked_about(cast: Cast) -> None:
    asks(cast)
    nomination = cast.nomination(State.DECIDED, award="BK_TINH")
    given = answer(answer="disagrees", summary="Chưa thống nhất.")
    record_opinion(actor=cast.secretary, nominations=[nomination], key="party", given=given)
    client, path = cast.client(cast.secretary), reverse("decisions:report_new")

    page = page_of(client.get(path)).one("main")
    assert "không đồng ý (văn bản số 12-CV/TU" in page.text
    form = {
        "name": "Tờ trình", "number": "", "issued_on": f"{clock.today():%d/%m/%Y}",
        "nominations": [nomination.pk],
    }  # fmt: skip
    again = page_of(client.post(path, form)).one("main")
    assert "Xin xem các ý kiến chưa đồng thuận" in again.text
    assert Nomination.objects.get(pk=nomination.pk).state == State.DECIDED
    client.post(path, {**form, "opinions_seen": "on"})
    assert Nomination.objects.get(pk=nomination.pk).state == State.REPORTED


def test_the_council_reads_an_early_answer_that_does_not_agree(cast: Cast) -> None:
    """Asked before the proposal upward, answered before the vote."""
    asks(cast)
    nomination = cast.nomination(State.UNIT_REVIEWED, award="BK_TINH")
    given = answer(answer="disagrees", summary="Chưa thống nhất.")
    record_opinion(actor=cast.secretary, nominations=[nomination], key="party", given=given)
    session = cast.session([nomination.pk], until="open")

    seen = page_of(cast.client(cast.member).get(session.get_absolute_url())).one("main").text
    assert "không đồng ý (văn bản số 12-CV/TU" in seen


def test_the_vote_the_posting_and_the_decision_wait_too(cast: Cast) -> None:
    asks(cast, "LDTT", before="vote")
    nomination = cast.nomination(State.UNIT_REVIEWED, award="LDTT")
    session = cast.session([nomination.pk], until="draft")
    with pytest.raises(TransitionRefused) as refusal:
        move(session, "open", cast.chair)
    assert refusal.value.key == "opinion_missing"
    seen = page_of(cast.client(cast.member).get(session.get_absolute_url())).one("main").text
    assert "chưa xin ý kiến" not in seen  # only who conducts the session is told what to do
    record_opinion(actor=cast.secretary, nominations=[nomination], key="party", given=answer())
    move(session, "open", cast.chair)

    asks(cast, "LDTT", before="consultation")
    posted = cast.nomination(State.COUNCIL_VOTED, award="LDTT", person=cast.clerk.person)
    with pytest.raises(ValidationError) as unposted:
        open_posting(
            actor=cast.secretary, organization=cast.agency, campaign=cast.campaign,
            name="Lấy ý kiến", nominations=[posted],
        )  # fmt: skip
    assert unposted.value.code == "opinion_missing"

    asks(cast, "LDTT", before="decision")
    decided = cast.nomination(State.CONSULTED, award="LDTT", person=cast.deputy.person)
    draft = draft_decision(
        actor=cast.secretary, organization=cast.agency, campaign=cast.campaign,
        name="Khen thưởng", nominations=[decided],
    )  # fmt: skip
    with pytest.raises(BulkRefused):
        decision_steps.sign(actor=cast.director, decision=draft)
    record_opinion(actor=cast.secretary, nominations=[decided], key="party", given=answer())
    decision_steps.sign(actor=cast.director, decision=draft)


def test_silence_agrees_only_after_the_last_day_and_where_the_rules_say_so(cast: Cast) -> None:
    asks(cast, silence="agrees")
    nomination = cast.nomination(State.DECIDED, award="BK_TINH")
    given = OpinionEntry(asked_on=clock.today())
    record_opinion(actor=cast.secretary, nominations=[nomination], key="party", given=given)
    due = RequestedOpinion.objects.get().due_on
    assert due is not None
    last = clock.now() + (due - clock.today())
    with clock.at(last), pytest.raises(BulkRefused):
        reported(cast, nomination)
    with clock.at(last + timedelta(days=1)):
        asks(cast, silence="waits")
        with pytest.raises(BulkRefused):
            reported(cast, nomination)
        asks(cast, silence="agrees")
        reported(cast, nomination)


def test_of_whom_it_is_asked_the_secretary_says_with_a_reason(cast: Cast) -> None:
    asks(cast, who=["party_managed"])
    nomination = cast.nomination(State.DECIDED, award="BK_TINH")
    with pytest.raises(BulkRefused) as refusal:
        reported(cast, nomination)
    assert "chưa ghi người được đề nghị có thuộc diện" in str(refusal.value)

    page = reverse("dossiers:opinion", args=[nomination.public_id, 1])
    client = cast.client(cast.secretary)
    mark = page_of(client.get(page)).one("input", name="seen_version").get("value")
    form = {"is_concerned": "no", "concern_reason": "", "answer": "", "seen_version": mark}
    assert "Xin ghi căn cứ" in page_of(client.post(page, form)).one("main").text
    client.post(page, {**form, "concern_reason": "Thuộc diện Sở quản lý"})
    reported(cast, nomination)


# --- recording ------------------------------------------------------------------------------------


def test_the_page_records_an_answer_with_its_file_and_corrects_it_with_a_reason(
    cast: Cast,
) -> None:
    asks(cast)
    nomination = cast.nomination(State.UNIT_REVIEWED, award="BK_TINH")
    client = cast.client(cast.secretary)
    page = reverse("dossiers:opinion", args=[nomination.public_id, 1])
    first = page_of(client.get(page))
    today = f"{clock.today():%d/%m/%Y}"
    form: dict[str, Any] = {
        "asked_on": today, "answer": "agrees", "number": "12-CV/TU", "dated": today,
        "seen_version": first.one("input", name="seen_version").get("value"),
        "file": SimpleUploadedFile("y-kien.png", _saved(_photo(1), "PNG")),
    }  # fmt: skip
    without = page_of(client.post(page, form | {"number": "", "file": ""}))
    assert "Xin ghi số văn bản" in without.one("main").text
    assert client.post(page, form).status_code == 302
    [paper] = OpinionPaper.objects.all()
    assert (paper.name, bool(paper.file)) == ("y-kien.png", True)

    shown = page_of(client.get(nomination.get_absolute_url()))
    assert "Đồng ý" in shown.one("section", "panel", id="opinions").text
    assert "12-CV/TU" in shown.one("section", "panel", id="opinions").text
    file = reverse("dossiers:opinion_file", args=[nomination.public_id, paper.public_id])
    assert client.get(file).status_code == 200
    theirs = page_of(cast.client(cast.nominee).get(nomination.get_absolute_url()))
    assert "12-CV/TU" not in theirs.one("section", "panel", id="opinions").text
    assert cast.client(cast.nominee).get(file).status_code == 404

    form |= {"answer": "disagrees", "file": ""}
    stale = page_of(client.post(page, form))
    assert "thay đổi" in stale.one("main").text
    form["seen_version"] = page_of(client.get(page)).one("input", name="seen_version").get("value")
    refused = page_of(client.post(page, form))
    assert "xin ghi lý do sửa" in refused.one("main").text
    client.post(page, form | {"reason": "Ghi nhầm."})
    row = RequestedOpinion.objects.get()
    assert (row.answer, row.paper_id) == ("disagrees", paper.pk)
    [first_entry, last_entry] = [
        one for one in audit.history(nomination.stream) if one.action.startswith("opinion.")
    ]
    assert first_entry.action == "opinion.recorded"
    assert last_entry.content["comment"] == "Ghi nhầm."
    assert last_entry.content["before"]["answer"] == "agrees"


def test_one_paper_for_many_keeps_what_is_left_empty(cast: Cast) -> None:
    asks(cast)
    people = [cast.nominee, cast.clerk, cast.deputy]
    rows = [
        cast.nomination(State.UNIT_REVIEWED, award="BK_TINH", person=person.person)
        for person in people
    ]
    record_opinion(
        actor=cast.secretary, nominations=rows, key="party",
        given=OpinionEntry(asked_on=clock.today()),
    )  # fmt: skip
    client = cast.client(cast.secretary)
    page = reverse("dossiers:campaign_opinions", args=[cast.campaign.pk])
    shown = page_of(client.get(page))
    form: dict[str, Any] = {
        "seen_version": shown.one("input", name="seen_version").get("value"),
        "answer": "agrees", "number": "12-CV/TU", "dated": f"{clock.today():%d/%m/%Y}",
    }  # fmt: skip
    assert "Xin đánh dấu" in page_of(client.post(page, form)).one("main").text
    ticked = [rows[0].pk, rows[1].pk]
    assert client.post(page, form | {"nominations": ticked}).status_code == 302
    found = {one.nomination_id: one for one in RequestedOpinion.objects.all()}
    assert [bool(found[row.pk].answer) for row in rows] == [True, True, False]
    assert {one.asked_on for one in found.values()} == {clock.today()}
    assert OpinionPaper.objects.count() == 1
    assert cast.client(cast.director).get(page).status_code == 403


IMPOSSIBLE: list[tuple[dict[str, Any], str]] = [
    ({"answer": "agrees", "number": ""}, "no_paper"),
    ({"answer": "agrees", "dated": None}, "no_paper"),
    ({"answer": "perhaps"}, "no_answer"),
    ({"answer": "other", "summary": " "}, "no_summary"),
    ({"dated": date(2100, 1, 1)}, "future"),
    ({"asked_on": date(2100, 1, 1)}, "future"),
    ({"dated": date(2020, 1, 1), "asked_on": date(2020, 1, 2)}, "before_request"),
]


def test_what_cannot_be_is_refused_and_nothing_is_written(cast: Cast) -> None:
    asks(cast)
    nomination = cast.nomination(State.UNIT_REVIEWED, award="BK_TINH")
    for given, code in IMPOSSIBLE:
        with pytest.raises(ValidationError) as refusal:
            record_opinion(
                actor=cast.secretary, nominations=[nomination], key="party", given=answer(**given)
            )
        assert refusal.value.code == code
    assert not RequestedOpinion.objects.exists()
    assert not OpinionPaper.objects.exists()


def test_nobody_else_records_and_nobody_the_own(cast: Cast) -> None:
    asks(cast)
    nomination = cast.nomination(State.UNIT_REVIEWED, award="BK_TINH")
    secretary = cast.secretary.person
    assert secretary
    place = secretary.membership_on(clock.today())
    assert place
    own = cast.nomination(State.REGISTERED, award="BK_TINH", person=secretary, unit=place.unit)
    for actor, row in [
        (cast.nominee, nomination), (cast.unit_head, nomination), (cast.director, nomination),
        (cast.secretary, own), (cast.auditor, nomination),
    ]:  # fmt: skip
        with pytest.raises(NotAllowed):
            record_opinion(actor=actor, nominations=[row], key="party", given=answer())
    record_opinion(actor=cast.director, nominations=[own], key="party", given=answer())
    with pytest.raises(ValidationError) as unknown:
        record_opinion(actor=cast.secretary, nominations=[nomination], key="tax", given=answer())
    assert unknown.value.code == "not_required"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_secretaries_at_once_leave_one_answer(cast: Cast) -> None:
    asks(cast)
    nomination = cast.nomination(State.UNIT_REVIEWED, award="BK_TINH")

    def act(word: str) -> None:
        record_opinion(
            actor=cast.secretary, nominations=[nomination], key="party",
            given=answer(answer=word, number=f"1-CV/{word[:2].upper()}"),
        )  # fmt: skip

    ended = run_at_once([lambda: act("agrees"), lambda: act("disagrees")])
    assert sorted(ended)[0] == "done"
    assert "done" not in sorted(ended)[1:]
    assert RequestedOpinion.objects.count() == OpinionPaper.objects.count() == 1


def test_campaigns_of_before_get_what_a_new_one_would_keep(cast: Cast) -> None:
    module = import_module(
        "nominations.dossiers.migrations.0013_deadlines_and_opinions_of_open_campaigns"
    )
    day = date(2026, 6, 1)
    rows = {}
    for level in ("agency", "province"):
        type(cast.agency).objects.filter(pk=cast.agency.pk).update(authority=level)
        rule_set = rule_set_on(day)
        for code in ("CO_CP", "CSTDTQ", "BK_TINH", "CSTDCS"):
            award, _made = AwardType.objects.get_or_create(
                code=code,
                defaults={"name": code, "short_name": code, "form": entries()[code].form,
                          "authority": "president", "for_individuals": True,
                          "valid_from": date(2000, 1, 1)},
            )  # fmt: skip
            CampaignTitle.objects.filter(campaign=cast.campaign, award_type=award).delete()
            rows[code] = CampaignTitle.objects.create(campaign=cast.campaign, award_type=award)
        type(cast.campaign).objects.filter(pk=cast.campaign.pk).update(rules=frozen_copy(rule_set))

        module.fill(apps, None)

        for code, row in rows.items():
            row.refresh_from_db()
            kept = defaults_under(
                rule_set, code, commendation_type=cast.campaign.commendation_type, level=level
            )
            assert read_deadlines(row.deadlines) == read_deadlines(kept.deadlines), code
            assert title_opinions(row.opinions) == title_opinions(kept.opinions), code
        assert bool(rows["CSTDTQ"].opinions) == (level == "province")
