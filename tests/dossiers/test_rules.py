"""The dossier part of the table through the real engine: each act, each refusal explained."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from nominations.dossiers import services
from nominations.dossiers.effects import correction_due
from nominations.dossiers.models import Campaign, Correction, Nomination, Report, UnitReview
from nominations.pipeline import PIPELINE
from nominations.states import State
from notifications.models import OutboxMessage
from tests.cast import REPORT, Cast, endorsement, pdf
from workflow import clock, engine
from workflow.deadlines import WorkingCalendar
from workflow.exceptions import ConditionUnmet, NotAllowed, StaleVersion, WrongState
from workflow.models import AuditEvent

TABLES = (AuditEvent, Correction, OutboxMessage, Report, UnitReview)
RETURN = {"items": ["achievements", "evidence"]}


def snapshot(nomination: Nomination) -> tuple[Any, ...]:
    """Everything an act could have written."""
    row = Nomination.objects.values_list("state", "version", "paused_at", "audit_seq").get(
        pk=nomination.pk
    )
    return (row, *(table.objects.count() for table in TABLES))


def refused(
    error: type[Exception], nomination: Nomination, name: str, actor: Any, **kwargs: Any
) -> str:
    """The key of the first reason, after checking that nothing was written."""
    before = snapshot(nomination)
    with pytest.raises(error) as caught:
        engine.perform(PIPELINE, nomination.pk, name, actor=actor, **kwargs)
    assert snapshot(nomination) == before
    return caught.value.key


def act(nomination: Nomination, name: str, actor: Any, **kwargs: Any) -> Nomination:
    engine.perform(PIPELINE, nomination.pk, name, actor=actor, **kwargs)
    nomination.refresh_from_db()
    return nomination


def move_windows(campaign: Campaign, **columns: Any) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(**columns)


# --- registering ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["nominee", "clerk"])
def test_the_nominee_or_the_clerk_registers(cast: Cast, who: str) -> None:
    nomination = act(cast.nomination(), "register", cast.users[who])

    assert nomination.state == State.REGISTERED


@pytest.mark.parametrize(
    "who", ["unit_head", "deputy", "secretary", "director", "auditor", "administrator", "outsider"]
)
def test_nobody_else_registers(cast: Cast, who: str) -> None:
    assert refused(NotAllowed, cast.nomination(), "register", cast.users[who]) == "not_allowed"


def test_the_head_of_a_collective_registers_it(cast: Cast) -> None:
    nomination = act(cast.nomination(collective=cast.unit), "register", cast.unit_head)

    assert nomination.state == State.REGISTERED


def test_registration_that_closed_a_minute_ago_is_closed(cast: Cast) -> None:
    nomination = cast.nomination()
    move_windows(cast.campaign, registration_closes_at=clock.now() - timedelta(minutes=1))

    assert refused(ConditionUnmet, nomination, "register", cast.nominee) == "window_closed"


def test_registration_that_opens_tomorrow_is_not_open(cast: Cast) -> None:
    nomination = cast.nomination()
    move_windows(cast.campaign, registration_opens_at=clock.now() + timedelta(days=1))

    assert refused(ConditionUnmet, nomination, "register", cast.nominee) == "window_not_open"


def test_the_same_award_is_registered_once_per_campaign(cast: Cast) -> None:
    first, second = cast.nomination(), cast.nomination()
    act(first, "register", cast.nominee)

    assert refused(ConditionUnmet, second, "register", cast.nominee) == "duplicate"


def test_a_withdrawn_nomination_makes_room_for_another(cast: Cast) -> None:
    cast.nomination(State.WITHDRAWN)

    assert act(cast.nomination(), "register", cast.nominee).state == State.REGISTERED


def test_an_award_taken_out_of_the_campaign_is_not_registered(cast: Cast) -> None:
    nomination = cast.nomination()
    cast.campaign.titles.filter(award_type=nomination.award_type).delete()

    assert refused(ConditionUnmet, nomination, "register", cast.nominee) == "title_not_open"


# --- submitting -----------------------------------------------------------------------------------


def registered(cast: Cast, **kwargs: Any) -> Nomination:
    nomination = cast.nomination(State.REGISTERED, **kwargs)
    services.save_report(actor=cast.clerk, nomination=nomination, fields=REPORT, revision=0)
    return nomination


def test_submitting_freezes_the_report_and_keeps_the_rules(cast: Cast) -> None:
    nomination = registered(cast)
    services.attach_evidence(
        actor=cast.nominee, nomination=nomination, paper="initiative", upload=pdf()
    )

    act(nomination, "submit", cast.nominee)

    assert nomination.state == State.SUBMITTED
    assert nomination.reports.get().frozen_at == nomination.state_entered_at
    assert nomination.eligibility["rule_set"] == "thu-nghiem"
    assert nomination.eligibility["required_papers"] == ["initiative|excellence"]


def test_a_dossier_without_a_report_is_not_submitted(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED, award="LDTT")

    assert refused(ConditionUnmet, nomination, "submit", cast.nominee) == "dossier_incomplete"


def test_a_missing_paper_is_named(cast: Cast) -> None:
    nomination = registered(cast)

    with pytest.raises(ConditionUnmet) as caught:
        engine.perform(PIPELINE, nomination.pk, "submit", actor=cast.nominee)

    assert caught.value.message == (
        "Hồ sơ còn thiếu: giấy chứng nhận sáng kiến, đề tài hoặc xác nhận hoàn thành xuất sắc "
        "nhiệm vụ."
    )


def test_removed_evidence_does_not_count(cast: Cast) -> None:
    nomination = registered(cast)
    file = services.attach_evidence(
        actor=cast.nominee, nomination=nomination, paper="excellence", upload=pdf()
    )
    services.remove_evidence(actor=cast.nominee, evidence=file)

    assert refused(ConditionUnmet, nomination, "submit", cast.nominee) == "dossier_incomplete"


def test_submission_that_closed_a_minute_ago_is_closed(cast: Cast) -> None:
    nomination = registered(cast, award="LDTT")
    move_windows(cast.campaign, submission_closes_at=clock.now() - timedelta(minutes=1))

    assert refused(ConditionUnmet, nomination, "submit", cast.nominee) == "window_closed"


def test_only_the_first_of_two_tabs_submits(cast: Cast) -> None:
    nomination = registered(cast, award="LDTT")
    seen = nomination.version
    act(nomination, "submit", cast.nominee, seen_version=seen)

    key = refused(StaleVersion, nomination, "submit", cast.nominee, seen_version=seen)

    assert key == "stale_version"


# --- returning ------------------------------------------------------------------------------------


def test_the_head_returns_and_only_flagged_parts_unlock(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)

    act(nomination, "return_for_correction", cast.unit_head, data=RETURN, comment="Bổ sung.")

    correction = nomination.corrections.get()
    assert nomination.state == State.REGISTERED
    assert (correction.items, correction.reason) == (RETURN["items"], "Bổ sung.")
    assert (correction.requested_by, correction.report_number) == (cast.unit_head, 1)
    draft = nomination.reports.get(frozen_at=None)
    assert (draft.number, draft.achievements) == (2, REPORT["achievements"])
    assert nomination.paused_at is not None


def test_the_secretary_returns_what_the_unit_endorsed(cast: Cast) -> None:
    nomination = cast.nomination(State.UNIT_REVIEWED)

    act(nomination, "return_for_correction", cast.secretary, data=RETURN, comment="Thiếu số liệu.")

    assert nomination.state == State.REGISTERED


def test_a_returned_dossier_has_the_time_that_was_left(cast: Cast) -> None:
    now = clock.now()
    with clock.at(now - timedelta(days=10)):
        nomination = registered(cast, award="LDTT")
        act(nomination, "submit", cast.nominee)
    move_windows(cast.campaign, submission_closes_at=now - timedelta(days=4))

    with clock.at(now):
        act(nomination, "return_for_correction", cast.unit_head, data=RETURN, comment="Bổ sung.")

    wanted = WorkingCalendar.local().working_day_from(clock.day_of(now + timedelta(days=6)))
    assert clock.day_of(nomination.correction_due_at) == wanted


@pytest.mark.parametrize(
    ("submitted", "returned", "review_due", "at_least", "due"),
    [
        # three weeks were left, which would end on a Sunday long after the unit has to review
        ((11, 28), (12, 20), (12, 24), (12, 23), (12, 24)),
        # the unit's last day is a Sunday: the Friday before
        ((11, 28), (12, 20), (12, 27), (12, 23), (12, 25)),
        # what was left ends on a Saturday: the Monday after
        ((12, 12), (12, 12), None, (12, 16), (12, 21)),
        # always as many days as the rules give, whatever the unit's window
        ((12, 18), (12, 24), (12, 24), (12, 29), (12, 29)),
    ],
)
def test_a_correction_is_due_at_the_end_of_a_working_day_inside_the_unit_s_window(
    submitted: Any, returned: Any, review_due: Any, at_least: Any, due: Any
) -> None:
    def moment(day: tuple[int, int]) -> datetime:
        return datetime(2026, *day, 15, 13, tzinfo=clock.zone())

    campaign = Campaign(
        submission_closes_at=moment((12, 19)),
        review_due_on=date(2026, *review_due) if review_due else None,
    )
    found = correction_due(
        campaign=campaign,
        submitted_at=moment(submitted),
        now=moment(returned),
        at_least=date(2026, *at_least),
        calendar=WorkingCalendar(),
    )
    assert found == datetime(2026, *due, 23, 59, 59, tzinfo=clock.zone())


def test_a_returned_dossier_has_at_least_three_working_days(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)
    friday = clock.now().replace(year=2026, month=10, day=16, hour=3)
    with clock.at(friday):
        move_windows(
            cast.campaign,
            submission_opens_at=friday - timedelta(days=500),
            submission_closes_at=friday - timedelta(days=400),
        )
        act(nomination, "return_for_correction", cast.unit_head, data=RETURN, comment="Bổ sung.")

        assert clock.day_of(nomination.correction_due_at).isoformat() == "2026-10-21"
        act(nomination, "submit", cast.nominee)
    assert nomination.state == State.SUBMITTED


def test_submitting_again_resolves_the_correction_and_restarts_the_clock(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)
    now = clock.now()
    with clock.at(now - timedelta(hours=2)):
        act(nomination, "return_for_correction", cast.unit_head, data=RETURN, comment="Bổ sung.")
    with clock.at(now):
        act(nomination, "submit", cast.nominee)

    assert nomination.corrections.get().resolved_at == now
    assert (nomination.paused_at, nomination.paused_seconds) == (None, 7200)
    assert list(nomination.reports.values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    ("data", "comment", "key"),
    [({"items": []}, "Bổ sung.", "no_item_flagged"), ({}, "Bổ sung.", "no_item_flagged")],
)
def test_a_return_without_a_flag_is_refused(
    cast: Cast, data: dict[str, Any], comment: str, key: str
) -> None:
    nomination = cast.nomination(State.SUBMITTED)

    assert key == refused(
        ConditionUnmet,
        nomination,
        "return_for_correction",
        cast.unit_head,
        data=data,
        comment=comment,
    )


def test_a_return_without_a_reason_is_refused(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)

    refused(ConditionUnmet, nomination, "return_for_correction", cast.unit_head, data=RETURN)


@pytest.mark.parametrize("who", ["nominee", "clerk", "deputy", "other_head", "director", "auditor"])
def test_nobody_else_returns(cast: Cast, who: str) -> None:
    nomination = cast.nomination(State.SUBMITTED)

    refused(
        NotAllowed,
        nomination,
        "return_for_correction",
        cast.users[who],
        data=RETURN,
        comment="Bổ sung.",
    )


def test_nothing_is_returned_while_the_council_votes(cast: Cast) -> None:
    nomination = cast.nomination(State.UNIT_REVIEWED)
    cast.session([nomination.pk], until="open")

    key = refused(
        ConditionUnmet,
        nomination,
        "return_for_correction",
        cast.secretary,
        data=RETURN,
        comment="Bổ sung.",
    )

    assert key == "on_open_ballot"


# --- the unit -------------------------------------------------------------------------------------


def test_the_head_endorses_with_the_result_of_the_meeting(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)

    act(nomination, "endorse", cast.unit_head, data=endorsement(nomination, 4, 3))

    review = nomination.unit_reviews.get()
    assert nomination.state == State.UNIT_REVIEWED
    assert (review.present, review.agreed, review.report_number) == (4, 3, 1)
    assert (review.reviewer, review.held_on) == (cast.unit_head, clock.today())


@pytest.mark.parametrize("who", ["deputy", "delegate"])
def test_the_heads_own_nomination_is_endorsed_by_the_deputy_or_the_delegate(
    cast: Cast, who: str
) -> None:
    nomination = cast.nomination(State.SUBMITTED, person=cast.unit_head.person)
    data = endorsement(nomination)

    assert refused(NotAllowed, nomination, "endorse", cast.unit_head, data=data) == "not_allowed"
    assert act(nomination, "endorse", cast.users[who], data=data).state == State.UNIT_REVIEWED


@pytest.mark.parametrize(
    "who", ["nominee", "clerk", "deputy", "delegate", "other_head", "secretary", "director"]
)
def test_nobody_else_endorses(cast: Cast, who: str) -> None:
    nomination = cast.nomination(State.SUBMITTED)

    refused(NotAllowed, nomination, "endorse", cast.users[who], data=endorsement(nomination))


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"report_number": None}, "report_not_read"),
        ({"report_number": 7}, "report_changed"),
        ({"present": None}, "unit_meeting_missing"),
        ({"present": 0}, "unit_meeting_missing"),
        ({"agreed": -1}, "unit_meeting_missing"),
        ({"present": 5, "agreed": 6}, "agreed_more_than_present"),
    ],
)
def test_an_endorsement_needs_the_read_version_and_the_meeting(
    cast: Cast, changes: dict[str, Any], key: str
) -> None:
    nomination = cast.nomination(State.SUBMITTED)
    data = endorsement(nomination) | changes

    assert refused(ConditionUnmet, nomination, "endorse", cast.unit_head, data=data) == key


def test_the_head_declines_with_a_reason(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)
    refused(ConditionUnmet, nomination, "decline", cast.unit_head)

    act(nomination, "decline", cast.unit_head, comment="Chưa hoàn thành nhiệm vụ.")

    assert nomination.state == State.DECLINED


def test_the_secretary_passes_on_where_no_unit_review_is_needed(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)
    refused(NotAllowed, nomination, "waive_unit_review", cast.secretary)
    cast.set_title("CSTDCS", needs_unit_review=False)

    assert act(nomination, "waive_unit_review", cast.secretary).state == State.UNIT_REVIEWED


# --- withdrawing and restoring --------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.REGISTERED, State.SUBMITTED, State.UNIT_REVIEWED])
def test_the_nominee_withdraws_and_the_secretary_restores(cast: Cast, state: str) -> None:
    nomination = act(cast.nomination(state), "withdraw", cast.nominee)
    assert nomination.state == State.WITHDRAWN

    act(nomination, "restore", cast.secretary, comment="Rút nhầm.")

    assert nomination.state == state


def test_nothing_is_withdrawn_from_an_open_ballot(cast: Cast) -> None:
    nomination = cast.nomination(State.UNIT_REVIEWED)
    cast.session([nomination.pk], until="open")

    assert refused(ConditionUnmet, nomination, "withdraw", cast.nominee) == "on_open_ballot"


def test_what_the_council_passed_is_not_withdrawn(cast: Cast) -> None:
    nomination = cast.nomination(State.COUNCIL_VOTED)

    assert refused(WrongState, nomination, "withdraw", cast.nominee) == "wrong_state"


def test_a_nomination_made_again_meanwhile_blocks_restoring(cast: Cast) -> None:
    nomination = cast.nomination(State.WITHDRAWN)
    cast.nomination(State.REGISTERED)

    key = refused(ConditionUnmet, nomination, "restore", cast.secretary, comment="Rút nhầm.")

    assert key == "duplicate"


def test_restoring_to_registered_needs_an_open_window(cast: Cast) -> None:
    nomination = cast.nomination(State.WITHDRAWN)
    move_windows(cast.campaign, submission_closes_at=clock.now() - timedelta(minutes=1))

    key = refused(ConditionUnmet, nomination, "restore", cast.secretary, comment="Rút nhầm.")

    assert key == "window_closed"


def test_buttons_are_not_disabled_by_what_is_typed_in_later(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)

    offered = {
        offer.transition.name: offer.enabled
        for offer in engine.offers(PIPELINE, nomination.pk, actor=cast.unit_head)
    }

    assert offered == {"return_for_correction": True, "endorse": True, "decline": True}
