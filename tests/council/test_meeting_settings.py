"""Settings of meetings from regulations: reading time, number of ballots, ties, substitutes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from nominations.council import services
from nominations.council.inbox import items
from nominations.council.models import SessionState, VotingSession
from nominations.council.queries import visible_to
from notifications.models import OutboxMessage
from tests.cast.sessions import move
from tests.council.chamber import Chamber
from tests.law.test_layers import approved
from workflow import clock
from workflow.exceptions import TransitionRefused
from workflow.models import CalendarDay

SOURCE = "Quyết định 3828/QĐ-ĐHĐN"
MONDAY = datetime(2026, 8, 10, 9, 0, tzinfo=clock.zone())


def _write(chamber: Chamber, **values: Any) -> None:
    """The campaign was opened under rules with these settings."""
    campaign = chamber.cast.campaign
    campaign.rules = {
        "settings": {
            name: {"value": value, "source": SOURCE, "verified": True, "layer": "DHDN-2024"}
            for name, value in values.items()
        }
    }
    campaign.save(update_fields=["rules"])


def _revise(chamber: Chamber, session: VotingSession, nominations: Any, **more: Any) -> None:
    chamber.revise(session, nominations=nominations, **more)


def _opens(chamber: Chamber, session: VotingSession, day: int) -> str:
    """Try to open so many days after the Monday: "" or the code of the refusal."""
    with clock.at(MONDAY + timedelta(days=day)):
        before = chamber.trace()
        try:
            move(session, "open", chamber.cast.chair)
        except TransitionRefused as refusal:
            assert chamber.trace() == before
            return refusal.key
    return ""


def _agenda_messages() -> Any:
    return OutboxMessage.objects.filter(topic="voting.agenda")


# --- time to read ---------------------------------------------------------------------------------


def test_without_a_rule_a_session_opens_at_once_and_nobody_is_told_of_the_draft(
    chamber: Chamber,
) -> None:
    with clock.at(MONDAY):
        session = chamber.prepare()

    assert _opens(chamber, session, 0) == ""
    assert not _agenda_messages().exists()


@pytest.mark.parametrize(
    ("day", "code"), [(0, "agenda_too_recent"), (2, "agenda_too_recent"), (3, "")]
)
def test_three_working_days_after_a_monday_are_over_on_thursday(
    chamber: Chamber, day: int, code: str
) -> None:
    _write(chamber, papers_lead_days=3)
    with clock.at(MONDAY):
        session = chamber.prepare()

    assert _opens(chamber, session, day) == code


def test_a_weekend_and_a_day_off_do_not_count_and_the_refusal_names_the_day(
    chamber: Chamber,
) -> None:
    _write(chamber, papers_lead_days=3)
    CalendarDay.objects.create(
        day=(MONDAY + timedelta(days=7)).date(), is_working=False, note="Nghỉ"
    )
    with clock.at(MONDAY + timedelta(days=3)):  # a Thursday: Friday, Tuesday, Wednesday
        session = chamber.prepare()
        with pytest.raises(TransitionRefused) as refusal:
            move(session, "open", chamber.cast.chair)

    assert "19/08/2026" in refusal.value.message
    assert SOURCE in refusal.value.message
    assert _opens(chamber, session, 8) == "agenda_too_recent"
    assert _opens(chamber, session, 9) == ""


def test_another_agenda_starts_the_time_anew_and_another_name_does_not(chamber: Chamber) -> None:
    _write(chamber, papers_lead_days=3)
    with clock.at(MONDAY):
        session = chamber.prepare()
    with clock.at(MONDAY + timedelta(days=2)):
        _revise(chamber, session, chamber.nominations, name="Phiên họp thứ hai")
        assert _agenda_messages().count() == len(chamber.members)
        _revise(chamber, session, chamber.nominations[:2])
        assert _agenda_messages().count() == 2 * len(chamber.members)

    assert _opens(chamber, session, 3) == "agenda_too_recent"
    assert _opens(chamber, session, 7) == ""


def test_the_members_are_told_and_may_read_the_agenda_before_it_opens(chamber: Chamber) -> None:
    services.sync_members()
    draft = chamber.prepare(nominations=chamber.nominations[:1])
    assert draft not in visible_to(chamber.cast.member)
    _write(chamber, papers_lead_days=3)
    with clock.at(MONDAY):
        session = chamber.prepare(nominations=chamber.nominations[1:])

    assert set(_agenda_messages().values_list("recipient_id", flat=True)) == {
        one.pk for one in chamber.members
    }
    assert "13/08/2026" in _agenda_messages()[0].context
    assert session in visible_to(chamber.cast.member)
    client = Client()
    client.force_login(chamber.cast.member)
    page = client.get(f"/hoi-dong/{session.public_id}/").content.decode()
    assert chamber.nominations[1].subject_name in page
    assert "13/08/2026" in page
    assert f"/hoi-dong/{session.public_id}/mo/" not in page


def test_an_agenda_from_before_the_rule_has_to_be_sent_first(chamber: Chamber) -> None:
    with clock.at(MONDAY - timedelta(days=30)):
        session = chamber.prepare()
    _write(chamber, papers_lead_days=3)

    assert _opens(chamber, session, 0) == "agenda_not_sent"
    with clock.at(MONDAY):
        _revise(chamber, session, chamber.nominations)
    assert _opens(chamber, session, 3) == ""


def test_opening_is_a_task_once_the_members_have_had_their_time(chamber: Chamber) -> None:
    _write(chamber, papers_lead_days=3)
    with clock.at(MONDAY):
        session = chamber.prepare()
    path = f"/hoi-dong/{session.public_id}/"

    found = []
    for day in (2, 3):
        with clock.at(MONDAY + timedelta(days=day)):
            found.append([one.path for one in items(chamber.cast.chair)])

    assert path not in found[0]
    assert path in found[1]


def test_a_campaign_keeps_the_rule_it_was_opened_with(chamber: Chamber) -> None:
    _write(chamber)  # opened under rules without the setting
    approved(chamber.cast)  # a regulation that gives three working days from now on
    session = chamber.prepare()

    move(session, "open", chamber.cast.chair)

    assert session.settings == {}


# --- the number of ballots ------------------------------------------------------------------------


def _void(chamber: Chamber, session: VotingSession) -> None:
    move(session, "void", chamber.cast.chair, comment="Không đủ thành viên.")


def _again(chamber: Chamber, session: VotingSession) -> VotingSession:
    return services.prepare_again(actor=chamber.cast.secretary, session=session)


def test_a_third_ballot_is_refused_where_two_are_allowed(chamber: Chamber) -> None:
    _write(chamber, ballots=2)
    first = chamber.open()
    _void(chamber, first)
    second = move(_again(chamber, first), "open", chamber.cast.chair)
    _void(chamber, second)
    before = chamber.trace()

    with pytest.raises(TransitionRefused) as refusal:
        _again(chamber, second)

    assert refusal.value.key == "ballots_used"
    for word in ("2 lần", "Số lần bỏ phiếu", SOURCE):
        assert word in refusal.value.message
    assert chamber.trace() == before


def test_without_the_rule_and_for_a_draft_that_was_never_opened_there_is_no_limit(
    chamber: Chamber,
) -> None:
    first = chamber.open()
    _void(chamber, first)
    assert _again(chamber, first).state == SessionState.DRAFT
    _void(chamber, VotingSession.objects.get(replaces=first))

    _write(chamber, ballots=2)
    draft = VotingSession.objects.get(replaces=first)
    again = _again(chamber, draft)

    assert (again.replaces, again.state) == (draft, SessionState.DRAFT)


# --- what is only shown ---------------------------------------------------------------------------


def _page(session: VotingSession, user: Any, tail: str = "") -> str:
    client = Client()
    client.force_login(user)
    return client.get(f"/hoi-dong/{session.public_id}/{tail}").content.decode()


def test_tie_ballots_and_proxy_are_shown_to_who_presides_and_in_the_minutes(
    chamber: Chamber,
) -> None:
    _write(chamber, tie="chair", ballots=2, proxy="none")
    session = chamber.counted()
    words = ("phiếu của Chủ tịch", "Số lần bỏ phiếu", "không được thay", SOURCE)
    for page in (
        _page(session, chamber.cast.chair),
        _page(session, chamber.cast.chair, "bien-ban/"),
    ):
        assert [word for word in words if word.lower() not in page.lower()] == []
    assert SOURCE not in _page(session, chamber.cast.member)


def test_nothing_is_shown_where_nothing_is_written(chamber: Chamber) -> None:
    session = chamber.counted()

    for tail in ("", "bien-ban/"):
        assert "Số lần bỏ phiếu" not in _page(session, chamber.cast.chair, tail)


def test_the_minutes_keep_what_held_when_the_session_opened(chamber: Chamber) -> None:
    _write(chamber, tie="chair")
    session = chamber.counted()
    _write(chamber, tie="head")

    session.refresh_from_db()

    assert session.settings["tie"]["value"] == "chair"
    assert "phiếu của chủ tịch" in _page(session, chamber.cast.chair, "bien-ban/").lower()
