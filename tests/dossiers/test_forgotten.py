"""People who meet a standard and were not nominated: found, explained, nominated in one go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nominations.dossiers.boards.forgotten import explain_forgotten, find_forgotten
from nominations.dossiers.models import Campaign, CampaignTitle, Nomination
from nominations.dossiers.services import NewNomination, nominate_forgotten
from nominations.eligibility.answers import Answer
from nominations.people.models import Person, RoleAssignment, Unit
from nominations.people.roles import Role
from nominations.pipeline import PIPELINE
from nominations.states import State
from notifications.models import OutboxMessage
from tests.architecture.url_requests import picture
from tests.cast import Cast
from tests.dossiers.situations import (
    DONE_WELL,
    EXCELLENT,
    GROUP_DONE_WELL,
    awarded,
    graded,
    live,
    people,
    set_rules,
    units_graded,
)
from tests.dossiers.test_pages import assert_vietnamese, shown
from workflow import audit, clock, engine
from workflow.exceptions import ConditionUnmet, NotAllowed

REASON = "Đơn vị bỏ sót khi lập danh sách đăng ký đầu năm."
ADVICE = {"key": "registered", "kind": "individual", "rule": "registered", "effect": "advisory",
          "says": "Đã đăng ký mục tiêu thi đua"}  # fmt: skip


@pytest.fixture
def judged(cast: Cast) -> Cast:
    """The campaign judges Lao động tiên tiến and Chiến sĩ thi đua cơ sở by the grade."""
    set_rules(cast, standards={"LDTT": [DONE_WELL, ADVICE], "CSTDCS": [EXCELLENT]})
    return cast


def late(cast: Cast) -> None:
    """The registration has closed, reports may still be submitted."""
    now = clock.now()
    Campaign.objects.filter(pk=cast.campaign.pk).update(
        registration_closes_at=now - timedelta(days=1)
    )
    cast.campaign.refresh_from_db()


def row(cast: Cast, person: Person, award: str = "LDTT", unit: Any = None) -> NewNomination:
    return NewNomination(award_type=cast.awards[award], unit=unit or cast.unit, person=person)


def group(cast: Cast, unit: Unit, award: str = "TTLDTT") -> NewNomination:
    return NewNomination(award_type=cast.awards[award], unit=unit, collective=unit)


def pairs(found: Any, **asked: Any) -> set[tuple[str, str]]:
    asked = {"unknown": False, **asked}
    return {(one.name, one.award.code) for one in found.of("", **asked)}


# --- who is found ---------------------------------------------------------------------------------


def test_it_finds_who_meets_the_standard_and_is_neither_nominated_nor_awarded(
    judged: Cast,
) -> None:
    cast = judged
    missed, nominated, holding, weak, drafted = people(cast, 5)
    graded(cast, [missed, nominated, holding, drafted], "HTXS")
    graded(cast, [weak], "HT")
    declined, withdrawn = people(cast, 2)
    graded(cast, [declined, withdrawn], "HTT")
    live(cast, "LDTT", [declined], state="declined")  # the unit said no: not forgotten
    live(cast, "LDTT", [withdrawn], state="withdrawn")
    live(cast, "LDTT", [nominated], state="registered")
    awarded(cast, "LDTT", [holding], cast.campaign.year)
    live(cast, "LDTT", [drafted], state="draft")  # somebody's own business: not known here

    found = find_forgotten(cast.campaign)

    assert pairs(found) == {
        (missed.full_name, "LDTT"),
        (drafted.full_name, "LDTT"),
        *((one.full_name, "CSTDCS") for one in (missed, nominated, holding, drafted)),
    }
    assert [one.code for one in found.without_standards] == ["TTLDTT", "GK", "BK_TINH"]
    assert found.counts["LDTT", Answer.MET] == 2


def test_whose_data_is_missing_is_shown_only_when_asked_for_and_says_what(judged: Cast) -> None:
    (ungraded,) = people(judged, 1)

    found = find_forgotten(judged.campaign)

    assert ungraded.full_name not in {name for name, _code in pairs(found)}
    assert (ungraded.full_name, "LDTT") in pairs(found, unknown=True)
    (one,) = explain_forgotten(
        judged.campaign,
        [c for c in found.of("LDTT", unknown=True) if c.name == ungraded.full_name],
    )
    assert [rule.standard.key for rule in one.unknown] == ["grade"]
    assert one.unknown[0].missing


def test_what_only_warns_does_not_hide_anybody_and_is_shown(judged: Cast) -> None:
    (missed,) = people(judged, 1)
    graded(judged, [missed], "HTT")

    (one,) = explain_forgotten(
        judged.campaign, find_forgotten(judged.campaign).of("LDTT", unknown=False)
    )

    assert [rule.standard.key for rule in one.met] == ["grade"]
    assert [rule.standard.key for rule in one.warnings] == ["registered"]


def test_looking_for_them_asks_as_often_for_many_as_for_few(judged: Cast) -> None:
    path = f"/dot-thi-dua/{judged.campaign.pk}/chua-de-nghi/"
    client = judged.client(judged.secretary)
    graded(judged, people(judged, 2), "HTXS")
    client.get(path)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    few = statements()
    graded(judged, people(judged, 80), "HTXS")

    assert statements() == few
    assert few <= 60


# --- awards of which no source says what has to be achieved ---------------------------------------

SETTING = {**DONE_WELL, "key": "merit", "source": ""}
NOT_EXAMINED = {"key": "examination", "kind": "", "rule": "not under_examination",
                "effect": "blocking", "says": "Không đang bị xem xét"}  # fmt: skip


def test_an_award_that_rests_on_settings_is_left_out_until_it_is_asked_for(cast: Cast) -> None:
    """The standard for merit is a setting; the one with a source bars next to nobody."""
    set_rules(cast, standards={"LDTT": [DONE_WELL], "GK": [SETTING, NOT_EXAMINED]})
    three = people(cast, 3)
    graded(cast, three, "HTT")

    found = find_forgotten(cast.campaign)

    assert {code for _name, code in pairs(found)} == {"LDTT"}
    assert {one.name for one in found.of("GK", unknown=False)} >= {one.full_name for one in three}
    assert [one.code for one in found.sourced_awards] == ["LDTT"]
    assert [one.code for one in found.unsourced_awards] == ["GK"]


@pytest.mark.parametrize(
    ("standards", "left_out"),
    [
        ([DONE_WELL], False),
        ([DONE_WELL, SETTING], False),
        ([SETTING], True),
        ([NOT_EXAMINED], True),
        ([NOT_EXAMINED, {**DONE_WELL, "effect": "advisory"}], True),
    ],
)
def test_only_a_blocking_standard_with_a_source_says_what_has_to_be_achieved(
    cast: Cast, standards: list[dict[str, Any]], left_out: bool
) -> None:
    set_rules(cast, standards={"GK": [{"kind": "individual", **one} for one in standards]})
    graded(cast, people(cast, 1), "HTT")

    assert (find_forgotten(cast.campaign).of("", unknown=False) == []) is left_out


def test_the_page_says_why_an_award_is_left_out_and_offers_it(cast: Cast) -> None:
    set_rules(cast, standards={"LDTT": [DONE_WELL], "GK": [SETTING, NOT_EXAMINED]})
    (missed,) = people(cast, 1)
    graded(cast, [missed], "HTT")
    client = cast.client(cast.secretary)
    path = f"/dot-thi-dua/{cast.campaign.pk}/chua-de-nghi/"

    every, asked = client.get(path).content.decode(), client.get(f"{path}?ma=GK").content.decode()

    assert_vietnamese(every)
    assert "chưa có văn bản quy định thành tích phải đạt" in shown(every)
    assert 'href="?ma=GK"' in every
    value = f'value="{missed.pk}-{cast.awards["GK"].pk}"'
    assert value not in every
    assert value in asked


def test_how_many_lack_data_counts_only_what_would_be_shown(cast: Cast) -> None:
    set_rules(cast, standards={"LDTT": [DONE_WELL], "GK": [SETTING, NOT_EXAMINED]})
    people(cast, 4)

    found = find_forgotten(cast.campaign)

    assert found.incomplete("") == len(found.of("", unknown=True)) == found.incomplete("LDTT")
    assert found.incomplete("GK") == len(found.of("GK", unknown=True)) - len(
        found.of("GK", unknown=False)
    )


# --- collectives ----------------------------------------------------------------------------------


@pytest.fixture
def grouped(cast: Cast) -> Cast:
    """The campaign judges Tập thể lao động tiên tiến by the grade of the unit."""
    set_rules(cast, standards={"LDTT": [DONE_WELL], "TTLDTT": [GROUP_DONE_WELL]})
    return cast


def test_it_finds_the_units_that_meet_the_standard_and_are_not_nominated(grouped: Cast) -> None:
    cast = grouped
    units_graded(cast, [cast.unit, cast.board], "HTT")
    units_graded(cast, [cast.other_unit], "HT")

    assert pairs(find_forgotten(cast.campaign)) == {
        (cast.unit.name, "TTLDTT"),
        (cast.board.name, "TTLDTT"),
    }

    live(cast, "TTLDTT", collective=cast.unit, state="registered")
    live(cast, "TTLDTT", collective=cast.board, state="declined")  # the unit said no
    assert pairs(find_forgotten(cast.campaign)) == set()


def test_a_unit_stands_before_its_people_in_the_order_of_the_house(grouped: Cast) -> None:
    cast = grouped
    (missed,) = people(cast, 1)
    graded(cast, [missed], "HTT")
    units_graded(cast, [cast.unit, cast.other_unit], "HTT")

    names = [one.name for one in find_forgotten(cast.campaign).of("", unknown=False)]

    assert names.index(missed.full_name) == names.index(cast.unit.name) + 1


def test_units_and_people_are_nominated_in_one_act_for_one_reason(grouped: Cast) -> None:
    cast = grouped
    late(cast)
    (missed,) = people(cast, 1)
    graded(cast, [missed], "HTT")
    units_graded(cast, [cast.unit, cast.other_unit], "HTT")
    client, award = cast.client(cast.secretary), cast.awards["TTLDTT"].pk
    path = f"/dot-thi-dua/{cast.campaign.pk}/chua-de-nghi/"
    ticked = [
        f"{missed.pk}-{cast.awards['LDTT'].pk}",
        f"dv{cast.unit.pk}-{award}",
        f"dv{cast.other_unit.pk}-{award}",
    ]
    page = client.get(path).content.decode()
    assert all(f'value="{one}"' in page for one in ticked)
    assert_vietnamese(page)

    answer = client.post(path, {"chon": ticked, "reason": REASON})

    assert answer.status_code == 302
    made = Nomination.objects.filter(state=State.REGISTERED, late_reason=REASON)
    assert {one.subject_name for one in made} == {
        missed.full_name, cast.unit.name, cast.other_unit.name,
    }  # fmt: skip
    assert {one.collective_id for one in made} == {None, cast.unit.pk, cast.other_unit.pk}
    assert {one.registered_by for one in made} == {cast.secretary}
    assert pairs(find_forgotten(cast.campaign)) == set()


def test_a_unit_that_was_nominated_or_has_ended_is_named_with_the_reason(grouped: Cast) -> None:
    cast = grouped
    live(cast, "TTLDTT", collective=cast.unit, state="registered")
    live(cast, "TTLDTT", collective=cast.other_unit, state="declined")
    before = Nomination.objects.count()

    added = nominate_forgotten(
        actor=cast.secretary,
        campaign=cast.campaign,
        rows=[group(cast, cast.unit), group(cast, cast.other_unit), group(cast, cast.unit, "LDTT"),
              group(cast, cast.foreign_unit)],
        reason=REASON,
    )  # fmt: skip

    assert added.registered == []
    assert len(added.left_out) == 4
    assert all(one.reason.endswith(".") for one in added.left_out)
    assert Nomination.objects.count() == before


def test_the_secretary_does_not_add_the_unit_they_lead(grouped: Cast) -> None:
    cast = grouped
    units_graded(cast, [cast.board], "HTT")
    RoleAssignment.objects.create(
        person=cast.secretary.person, role=Role.UNIT_HEAD, unit=cast.board,
        valid_from=clock.today(),
    )  # fmt: skip

    added = nominate_forgotten(
        actor=cast.secretary, campaign=cast.campaign, rows=[group(cast, cast.board)], reason=REASON
    )

    assert added.registered == []
    assert "do mình phụ trách" in added.left_out[0].reason
    assert not Nomination.objects.exists()


# --- nominating -----------------------------------------------------------------------------------


def test_three_forgotten_people_are_registered_in_one_go_with_the_reason(judged: Cast) -> None:
    cast = judged
    late(cast)
    three = people(cast, 2) + people(cast, 1, cast.other_unit)
    graded(cast, three, "HTT")
    places = [cast.unit, cast.unit, cast.other_unit]

    added = nominate_forgotten(
        actor=cast.secretary,
        campaign=cast.campaign,
        rows=[row(cast, person, unit=unit) for person, unit in zip(three, places, strict=True)],
        reason=REASON,
    )

    assert added.left_out == []
    assert [one.state for one in added.registered] == [State.REGISTERED] * 3
    assert {one.person_id for one in added.registered} == {one.pk for one in three}
    assert [one.unit for one in added.registered] == places
    for one in Nomination.objects.filter(pk__in=[n.pk for n in added.registered]):
        assert one.late_reason == REASON
        assert one.registered_by == cast.secretary
        (event,) = audit.history(one.stream)
        assert event.actor_id == cast.secretary.pk
        assert event.content["comment"] == REASON
    recipients = set(OutboxMessage.objects.values_list("recipient_id", flat=True))
    assert {cast.clerk.pk, cast.unit_head.pk, cast.other_head.pk} <= recipients
    event = audit.history(f"campaign:{cast.campaign.pk}")[-1]
    assert event.action == "campaign.forgotten_nominated"
    assert find_forgotten(cast.campaign).counts["LDTT", Answer.MET] == 0


def test_within_the_registration_window_they_are_not_late(judged: Cast) -> None:
    (missed,) = people(judged, 1)

    added = nominate_forgotten(
        actor=judged.secretary, campaign=judged.campaign, rows=[row(judged, missed)], reason=REASON
    )

    assert added.registered[0].late_reason == ""
    (event,) = audit.history(added.registered[0].stream)
    assert event.content["comment"] == REASON


def test_each_who_cannot_be_nominated_is_named_with_the_reason_and_leaves_nothing(
    judged: Cast,
) -> None:
    cast = judged
    good, doubled, declined = people(cast, 3)
    live(cast, "LDTT", [doubled], state="registered")
    live(cast, "LDTT", [declined], state="declined")
    elsewhere = people(cast, 1, cast.foreign_unit)[0]
    before = Nomination.objects.count()

    added = nominate_forgotten(
        actor=cast.secretary,
        campaign=cast.campaign,
        rows=[
            row(cast, good),
            row(cast, good),
            row(cast, doubled),
            row(cast, declined),
            row(cast, elsewhere),
            row(cast, cast.secretary.person, unit=cast.board),
            row(cast, good, "TTLDTT"),
        ],
        reason=REASON,
    )

    assert [one.person_id for one in added.registered] == [good.pk]
    assert {one.name for one in added.left_out} == {
        good.full_name,
        doubled.full_name,
        declined.full_name,
        elsewhere.full_name,
        cast.secretary.person.full_name,
    }
    assert all(one.reason.endswith(".") for one in added.left_out)
    assert Nomination.objects.count() == before + 1
    assert not Nomination.objects.filter(state=State.DRAFT).exists()


def test_an_award_that_needs_goals_in_time_is_refused_after_the_window(judged: Cast) -> None:
    late(judged)
    judged.set_title("LDTT", needs_registration=True)
    (missed,) = people(judged, 1)

    added = nominate_forgotten(
        actor=judged.secretary, campaign=judged.campaign, rows=[row(judged, missed)], reason=REASON
    )

    assert added.registered == []
    assert "gia hạn đăng ký" in added.left_out[0].reason
    assert not Nomination.objects.exists()


def test_after_the_reports_closed_nobody_is_added(judged: Cast) -> None:
    late(judged)
    Campaign.objects.update(submission_closes_at=clock.now() - timedelta(minutes=1))
    (missed,) = people(judged, 1)

    added = nominate_forgotten(
        actor=judged.secretary, campaign=judged.campaign, rows=[row(judged, missed)], reason=REASON
    )

    assert added.registered == []
    assert not Nomination.objects.exists()


@pytest.mark.parametrize("who", ["clerk", "unit_head", "director", "auditor", "stranger"])
def test_only_the_secretary_adds_people_and_a_refusal_writes_nothing(
    judged: Cast, who: str
) -> None:
    (missed,) = people(judged, 1)
    before = picture()

    with pytest.raises(NotAllowed):
        nominate_forgotten(
            actor=judged.users[who],
            campaign=judged.campaign,
            rows=[row(judged, missed)],
            reason=REASON,
        )

    assert picture() == before


@pytest.mark.parametrize(("count", "reason"), [(0, REASON), (1, "  "), (1, "sót"), (301, REASON)])
def test_nobody_no_reason_and_too_many_are_refused_before_anything_is_written(
    judged: Cast, count: int, reason: str
) -> None:
    rows = [row(judged, person) for person in people(judged, count)]
    before = picture()

    with pytest.raises(ValidationError):
        nominate_forgotten(
            actor=judged.secretary, campaign=judged.campaign, rows=rows, reason=reason
        )

    assert picture() == before


# --- separation of duties -------------------------------------------------------------------------


def test_the_secretary_registers_whom_the_secretary_added_and_no_draft_of_others(
    cast: Cast,
) -> None:
    own, others = cast.nomination(award="LDTT"), cast.nomination(award="GK")
    Nomination._base_manager.filter(pk=own.pk).update(registered_by=cast.secretary)

    with pytest.raises(NotAllowed):
        engine.perform(PIPELINE, others.pk, "register", actor=cast.secretary)
    performed = engine.perform(PIPELINE, own.pk, "register", actor=cast.secretary)

    assert performed.target == State.REGISTERED
    for name in ("submit", "withdraw", "endorse"):
        data = {"present": 3, "agreed": 3} if name == "endorse" else None
        state = State.SUBMITTED if name == "endorse" else State.REGISTERED
        Nomination._base_manager.filter(pk=own.pk).update(state=state)
        with pytest.raises(NotAllowed):
            engine.perform(PIPELINE, own.pk, name, actor=cast.secretary, data=data)


def test_a_late_reason_opens_no_window_to_the_unit(cast: Cast) -> None:
    """The reason is no field of any form of the nominee or the clerk."""
    late(cast)
    draft = cast.nomination(award="LDTT")

    with pytest.raises(ConditionUnmet) as refused:
        engine.perform(PIPELINE, draft.pk, "register", actor=cast.nominee)

    assert [one.key for one in refused.value.reasons] == ["window_closed"]
    assert Nomination.objects.get(pk=draft.pk).late_reason == ""


# --- on the screen --------------------------------------------------------------------------------


def test_the_page_lists_them_by_unit_with_reasons_and_nominates_the_ticked(judged: Cast) -> None:
    cast = judged
    late(cast)
    three = people(cast, 3)
    graded(cast, three, "HTXS")
    client = cast.client(cast.secretary)
    path = f"/dot-thi-dua/{cast.campaign.pk}/chua-de-nghi/?ma=LDTT"

    html = client.get(path).content.decode()
    assert_vietnamese(html)
    text = shown(html)
    assert cast.unit.name in text
    assert "Hoàn thành tốt nhiệm vụ trở lên" in text
    award = cast.awards["LDTT"].pk
    ticked = [f"{one.pk}-{award}" for one in three]
    answer = client.post(path, {"chon": ticked, "reason": REASON})

    assert answer.status_code == 302
    assert Nomination.objects.filter(state=State.REGISTERED, late_reason=REASON).count() == 3
    after = shown(client.get(answer["Location"]).content.decode())
    assert "Đã đăng ký 3 đề nghị" in after
    assert "Không sót trường hợp nào" in after


@pytest.mark.parametrize(
    "sent",
    [
        {"reason": REASON},
        {"chon": ["x-y", "1", "9999999-1", "dv9999999-1", "dvx-1", "dv"], "reason": REASON},
    ],
)
def test_nonsense_and_nobody_ticked_get_one_sentence_and_keep_the_reason(
    judged: Cast, sent: dict[str, Any]
) -> None:
    graded(judged, people(judged, 1), "HTXS")
    before = picture()

    answer = judged.client(judged.secretary).post(
        f"/dot-thi-dua/{judged.campaign.pk}/chua-de-nghi/", sent
    )

    assert answer.status_code == 422
    assert "Chọn ít nhất một cá nhân hoặc tập thể." in answer.content.decode()
    assert REASON in answer.content.decode()
    assert picture() == before


def test_without_a_reason_the_ticks_are_kept(judged: Cast) -> None:
    (missed,) = people(judged, 1)
    graded(judged, [missed], "HTXS")
    value = f"{missed.pk}-{judged.awards['LDTT'].pk}"

    answer = judged.client(judged.secretary).post(
        f"/dot-thi-dua/{judged.campaign.pk}/chua-de-nghi/", {"chon": [value], "reason": ""}
    )

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Ghi lý do đề nghị bổ sung." in html
    assert "checked" in html.split(f'value="{value}"')[1].split(">")[0]


def test_the_page_is_the_secretary_s_alone(judged: Cast) -> None:
    path = f"/dot-thi-dua/{judged.campaign.pk}/chua-de-nghi/"
    found = {
        who: judged.client(judged.users[who]).get(path).status_code
        for who in ("secretary", "director", "unit_head", "clerk", "stranger")
    }

    assert found == {
        "secretary": 200, "director": 403, "unit_head": 403, "clerk": 403, "stranger": 404,
    }  # fmt: skip


def test_a_campaign_without_standards_says_that_there_is_nothing_to_judge_by(cast: Cast) -> None:
    set_rules(cast)

    text = shown(
        cast.client(cast.secretary)
        .get(f"/dot-thi-dua/{cast.campaign.pk}/chua-de-nghi/")
        .content.decode()
    )

    assert "Bộ quy định chưa có tiêu chuẩn để đối chiếu" in text
    assert CampaignTitle.objects.count() == 5
