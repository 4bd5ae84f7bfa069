"""What the campaign's rules ask of the unit's meeting: who must be present, how many must agree.

Five people work in the unit; one of them came a month ago.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nominations.dossiers.models import Nomination, UnitReview
from nominations.dossiers.unit_meeting import (
    MeetingRule,
    UnitMeeting,
    enough_agreed,
    enough_present,
    staff_on,
)
from nominations.fractions import BodyFraction
from nominations.law import rulesets
from nominations.people.models import UnitMembership
from nominations.people.queries import members_of
from nominations.pipeline import PIPELINE
from nominations.states import State
from tests.cast import Cast
from tests.cast.sample_data import endorsement
from tests.law.rulebook import LAYER
from workflow import clock, engine
from workflow.exceptions import ConditionUnmet
from workflow.models import AuditEvent

HEAD = LAYER.partition("[award.LDTT.vote]")[0]
QUORUM = "[quorum.unit_meeting]\nnumerator = 2\ndenominator = 3\n"
VOTE = "[award.LDTT.unit_meeting]\nneeded = true\nnumerator = 4\ndenominator = 5\nstrict = false\n"
SOURCE = "Quyết định 12/QĐ-STC"


def _asked(text: str) -> Any:
    layer = rulesets.read_layer_text(HEAD + text, "quy-che.toml")
    rule_set = rulesets.with_layers(rulesets.regime_on(layer.valid_from), [layer])
    return rulesets.defaults_under(
        rule_set, "LDTT", commendation_type="CONG_TRANG", level="agency"
    ).unit_meeting


def _given(nomination: Nomination, present: int, agreed: int, days_ago: int = 0) -> dict[str, Any]:
    held_on = (clock.today() - timedelta(days=days_ago)).isoformat()
    return {**endorsement(nomination), "present": present, "agreed": agreed, "held_on": held_on}


def _trace(nomination: Nomination) -> tuple[Any, ...]:
    nomination.refresh_from_db()
    reviews, events = UnitReview.objects.count(), AuditEvent.objects.count()
    return nomination.state, nomination.version, reviews, events


@pytest.fixture
def nomination(cast: Cast) -> Nomination:
    """Submitted, in a unit of five of whom one is new."""
    row = cast.nomination(State.SUBMITTED, award="LDTT")
    assert members_of(cast.unit, clock.today()).count() == 5
    came = clock.today() - timedelta(days=30)
    UnitMembership.objects.filter(person=cast.deputy.person).update(valid_from=came)
    return row


def _endorse(cast: Cast, nomination: Nomination, **data: Any) -> None:
    engine.perform(
        PIPELINE, nomination.pk, "endorse", actor=cast.unit_head, data=_given(nomination, **data)
    )


# --- from the rules to the campaign ---------------------------------------------------------------


def test_only_what_is_written_for_the_units_meeting_is_kept() -> None:
    assert _asked("[quorum.council]\nnumerator = 3\ndenominator = 4\n") is None
    assert _asked(QUORUM) == {"quorum": {"numerator": 2, "denominator": 3, "source": SOURCE}}
    kept = _asked(QUORUM + VOTE)
    assert kept["vote"] == {
        "numerator": 4, "denominator": 5, "source": SOURCE, "strict": False, "base": "all"
    }  # fmt: skip


def test_where_nothing_is_written_two_people_are_a_meeting(
    cast: Cast, nomination: Nomination
) -> None:
    _endorse(cast, nomination, present=2, agreed=2)

    assert _trace(nomination)[0] == State.UNIT_REVIEWED


# --- the refusals ---------------------------------------------------------------------------------


def test_fewer_present_than_the_quorum_are_refused_and_nothing_changes(
    cast: Cast, nomination: Nomination
) -> None:
    cast.set_title("LDTT", unit_meeting=_asked(QUORUM))
    before = _trace(nomination)

    with pytest.raises(ConditionUnmet) as refused:
        _endorse(cast, nomination, present=3, agreed=3)

    verdict = refused.value.reasons[0]
    assert (verdict.key, verdict.citation) == ("unit_meeting_not_quorate", SOURCE)
    for word in ("3", "5 người", "ít nhất 4", "2/3", SOURCE):
        assert word in str(verdict.reason)
    assert _trace(nomination) == before
    _endorse(cast, nomination, present=4, agreed=3)


def test_the_staff_is_that_of_the_day_of_the_meeting(cast: Cast, nomination: Nomination) -> None:
    cast.set_title("LDTT", unit_meeting=_asked(QUORUM))

    _endorse(cast, nomination, present=3, agreed=3, days_ago=31)

    assert _trace(nomination)[0] == State.UNIT_REVIEWED


@pytest.mark.parametrize(
    ("base", "present", "agreed", "refused"),
    [
        ("all", 5, 3, True),
        ("all", 4, 4, False),
        ("present", 4, 3, True),
        ("present", 3, 3, False),
        ("all", 3, 3, True),
    ],
)
def test_the_agreed_reach_the_share_of_the_staff_or_of_those_present(
    cast: Cast, nomination: Nomination, base: str, present: int, agreed: int, refused: bool
) -> None:
    cast.set_title("LDTT", unit_meeting=_asked(VOTE + f'base = "{base}"\n'))
    before = _trace(nomination)

    if not refused:
        _endorse(cast, nomination, present=present, agreed=agreed)
        return
    with pytest.raises(ConditionUnmet) as error:
        _endorse(cast, nomination, present=present, agreed=agreed)
    assert [one.key for one in error.value.reasons] == ["unit_vote_not_reached"]
    assert SOURCE in str(error.value.reasons[0].reason)
    assert _trace(nomination) == before


def test_several_at_once_are_judged_one_by_one(cast: Cast, nomination: Nomination) -> None:
    other = cast.nomination(State.SUBMITTED, award="LDTT", person=cast.colleague)
    cast.set_title("LDTT", unit_meeting=_asked(QUORUM + VOTE))

    result = engine.perform_many(
        PIPELINE,
        [nomination.pk, other.pk],
        "endorse",
        actor=cast.unit_head,
        data_for={nomination.pk: _given(nomination, 4, 4), other.pk: _given(other, 4, 3)},
        all_or_nothing=False,
    )

    assert [one.pk for one in result.refused] == [other.pk]
    assert _trace(nomination)[0] == State.UNIT_REVIEWED
    assert _trace(other)[0] == State.SUBMITTED


def test_declining_needs_no_quorum(cast: Cast, nomination: Nomination) -> None:
    cast.set_title("LDTT", unit_meeting=_asked(QUORUM + VOTE))

    cast.act([nomination.pk], "decline", cast.unit_head, comment="Cuộc họp không đồng ý.")

    assert _trace(nomination)[0] == State.DECLINED


# --- the pages ------------------------------------------------------------------------------------


@pytest.fixture
def head(cast: Cast) -> Client:
    """The unit head at work."""
    client = Client()
    client.force_login(cast.unit_head)
    return client


def test_the_form_says_what_is_asked_before_anything_is_typed(
    cast: Cast, nomination: Nomination, head: Client
) -> None:
    path = reverse("dossiers:transition", args=[nomination.public_id, "endorse"])
    assert SOURCE not in head.get(path).content.decode()
    cast.set_title("LDTT", unit_meeting=_asked(QUORUM + VOTE))

    page = head.get(path).content.decode()

    assert f"ít nhất 4 trong số 5 người của đơn vị (2/3) có mặt: {SOURCE}." in page
    assert f"ít nhất 4 trong số 5 người của đơn vị (4/5) đồng ý: {SOURCE}." in page


def test_the_list_says_it_too_and_tells_who_was_refused(
    cast: Cast, nomination: Nomination, head: Client
) -> None:
    cast.set_title("LDTT", unit_meeting=_asked(QUORUM))
    page = head.get(f"/don-vi/dong-y/?chon={nomination.pk}")
    text = page.content.decode()
    assert f"ít nhất 4 trong số 5 người của đơn vị (2/3) có mặt: {SOURCE}." in text

    data = {
        "chon": nomination.pk, "present": 3, "held_on": f"{clock.today():%d/%m/%Y}",
        f"version_{nomination.pk}": nomination.version, f"report_{nomination.pk}": 1,
    }  # fmt: skip
    answer = head.post("/don-vi/dong-y/", data, follow=True)

    assert "ít nhất 4 (2/3)" in answer.content.decode()
    assert _trace(nomination)[0] == State.SUBMITTED


# --- figures --------------------------------------------------------------------------------------


def test_a_span_counts_on_its_first_and_last_day() -> None:
    day = clock.today()
    text = f"7 {day.isoformat()} {day.isoformat()},7 2000-01-01 ,8 2000-01-01 "

    assert staff_on(text, day) == 2
    assert staff_on(f"9 {day.isoformat()} ", day - timedelta(days=1)) == 0
    assert staff_on(f"9 2000-01-01 {day.isoformat()}", day + timedelta(days=1)) == 0
    assert staff_on(None, day) == 0


def test_more_than_a_share_is_one_more_than_the_share() -> None:
    rule = MeetingRule(BodyFraction(2, 3), BodyFraction(1, 2, strict=True))
    day = clock.today()
    nine = ",".join(f"{person} 2000-01-01 " for person in range(9))

    def meeting(present: int, agreed: int) -> UnitMeeting:
        return UnitMeeting(rule=rule, present=present, agreed=agreed, day=day, memberships=nine)

    assert not enough_present(meeting(5, 5))
    assert enough_present(meeting(6, 5))
    assert not enough_agreed(meeting(9, 4))
    assert enough_agreed(meeting(9, 5))


def test_the_example_of_2020_asks_for_two_thirds_of_the_staff() -> None:
    path = rulesets.FOLDER.parent / "layers" / "dhdn_2020.toml"
    layer = rulesets.read_layer_file(path)
    rule_set = rulesets.with_layers(rulesets.regime_on(layer.valid_from), [layer])
    kept = rulesets.defaults_under(
        rule_set, "LDTT", commendation_type="CONG_TRANG", level="agency"
    ).unit_meeting

    assert (kept["quorum"]["numerator"], kept["quorum"]["denominator"]) == (2, 3)
    assert "vote" not in kept


def test_no_more_are_present_than_work_in_the_unit_on_that_day(
    cast: Cast, nomination: Nomination
) -> None:
    page = reverse("dossiers:transition", args=[nomination.public_id, "endorse"])
    client, before = cast.client(cast.unit_head), _trace(nomination)
    assert "Đơn vị có 5 người" in client.get(page).content.decode()
    for present, days_ago, staff in ((6, 0, 5), (20, 0, 5), (5, 31, 4)):
        with pytest.raises(ConditionUnmet) as refusal:
            _endorse(cast, nomination, present=present, agreed=present, days_ago=days_ago)
        assert refusal.value.key == "more_present_than_staff"
        day = clock.today() - timedelta(days=days_ago)
        typed = {"present": present, "agreed": present, "held_on": f"{day:%d/%m/%Y}"}
        shown = client.post(
            page, {**typed, "report_number": 1, "seen_version": nomination.version}
        ).content.decode()
        assert f"đơn vị chỉ có {staff} người" in shown
        bulk = {f"version_{nomination.pk}": nomination.version, f"report_{nomination.pk}": 1,
                "chon": nomination.pk, **typed}  # fmt: skip
        shown = client.post(reverse("dossiers:unit_endorse"), bulk).content.decode()
        assert f"đơn vị chỉ có {staff} người" in shown
        assert f'value="{present}"' in shown
    assert _trace(nomination) == before


def test_against_the_majority_is_endorsed_only_when_confirmed(
    cast: Cast, nomination: Nomination
) -> None:
    client, before = cast.client(cast.unit_head), _trace(nomination)
    with pytest.raises(ConditionUnmet) as refusal:
        _endorse(cast, nomination, present=4, agreed=2)
    assert refusal.value.key == "unit_minority"
    typed = {"present": 4, "agreed": 1, "held_on": f"{clock.today():%d/%m/%Y}", "report_number": 1,
             "seen_version": nomination.version}  # fmt: skip
    page = reverse("dossiers:transition", args=[nomination.public_id, "endorse"])
    assert "minority_confirmed" not in client.get(page).content.decode()
    shown = client.post(page, typed).content.decode()
    assert "Chỉ có 1/4 người dự họp đồng ý" in shown
    assert 'name="minority_confirmed"' in shown
    bulk = {f"version_{nomination.pk}": nomination.version, f"report_{nomination.pk}": 1,
            f"agreed_{nomination.pk}": 1, "chon": nomination.pk, **typed}  # fmt: skip
    shown = client.post(reverse("dossiers:unit_endorse"), bulk).content.decode()
    assert 'name="minority_confirmed"' in shown
    assert _trace(nomination) == before
    client.post(page, typed | {"minority_confirmed": "on"})
    nomination.refresh_from_db()
    assert nomination.state == State.UNIT_REVIEWED
    event = AuditEvent.objects.filter(stream=nomination.stream).latest("seq")
    assert event.content["data"]["minority_confirmed"] is True
