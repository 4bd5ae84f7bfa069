"""Drafting and signing: what may be on a decision, and that it takes effect as a whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from nominations.awards.models import Award, AwardOrigin
from nominations.decisions import queries, services
from nominations.decisions.decision_workflow import DecisionState
from nominations.decisions.models import Decision, DecisionLine
from nominations.dossiers.models import Campaign, Nomination
from nominations.law.models import RecipientKind
from nominations.people.roles import Role
from nominations.states import State
from tests.cast import Cast
from tests.decisions import decision_steps
from tests.dossiers.situations import CAP, awarded, live, people, set_rules
from workflow import audit, clock
from workflow.exceptions import BulkRefused, ConditionUnmet, NotAllowed, WrongState

Picture = Callable[[], dict[str, object]]


def drafted(cast: Cast, nominations: list[Nomination], **given: object) -> Decision:
    values: dict[str, object] = {
        "actor": cast.secretary,
        "organization": cast.agency,
        "campaign": cast.campaign,
        "name": "Về việc công nhận danh hiệu thi đua",
        "nominations": nominations,
    }
    return services.draft_decision(**(values | given))


def test_a_signed_decision_confers_own_awards_with_paper_and_period(cast: Cast) -> None:
    nomination = cast.nomination(State.CONSULTED)
    decision = drafted(cast, [nomination])

    decision_steps.sign(actor=cast.director, decision=decision, number="45/QĐ-STC")

    award = Award.objects.get()
    nomination = Nomination.objects.get(pk=nomination.pk)
    assert nomination.state == State.DECIDED
    assert award.decision_number == "45/QĐ-STC"
    assert award.decision_date == clock.today()
    assert award.issuer == "Giám đốc Sở Tài chính tỉnh Sóc Trăng"
    assert award.origin == AwardOrigin.DECISION
    assert (award.kind, award.person_id) == (RecipientKind.INDIVIDUAL, nomination.person_id)
    assert award.year == cast.campaign.year
    assert award.achievement_from == cast.campaign.achievement_from
    assert award.recipient_name == "Nguyễn Văn An"
    assert award.position_name == "Chuyên viên"
    assert DecisionLine.objects.get().award == award
    decision.refresh_from_db()
    assert decision.signer_name == "Trần Quốc Hùng"
    assert decision.signer_title == cast.agency.head_title
    history = [event.action for event in audit.history(f"organization:{cast.agency.pk}")]
    assert {"decision.drafted", "decision.signed", "awards.conferred"} <= set(history)


def test_an_award_of_a_higher_authority_is_agreed_but_not_conferred(cast: Cast) -> None:
    nomination = cast.nomination(State.CONSULTED, award="BK_TINH")
    decision = drafted(cast, [nomination])

    decision_steps.sign(actor=cast.director, decision=decision)

    assert Nomination.objects.get(pk=nomination.pk).state == State.DECIDED
    assert not Award.objects.exists()


def test_only_nominations_that_passed_every_gate_can_be_drafted(
    cast: Cast, everything: Picture
) -> None:
    early = cast.nomination(State.COUNCIL_VOTED)
    before = everything()

    with pytest.raises(ValidationError, match=early.title):
        drafted(cast, [early])

    assert everything() == before


def test_a_nomination_is_on_one_decision_only(cast: Cast, everything: Picture) -> None:
    nomination = cast.nomination(State.CONSULTED)
    drafted(cast, [nomination])
    before = everything()

    with pytest.raises(ValidationError) as refusal:
        drafted(cast, [nomination])

    assert refusal.value.code == "already_listed"
    assert everything() == before


def test_a_nomination_of_another_agency_is_refused(cast: Cast, everything: Picture) -> None:
    nomination = cast.nomination(State.CONSULTED)
    cast.give(cast.secretary, Role.SECRETARY, cast.other_agency)
    before = everything()

    with pytest.raises(ValidationError) as refusal:
        drafted(cast, [nomination], organization=cast.other_agency, campaign=None)

    assert refusal.value.code == "foreign"
    assert everything() == before


@pytest.mark.parametrize("part", ["nominee", "unit_head", "member", "auditor", "delegate"])
def test_only_secretary_and_director_draft(cast: Cast, everything: Picture, part: str) -> None:
    nomination = cast.nomination(State.CONSULTED)
    before = everything()

    with pytest.raises(NotAllowed):
        drafted(cast, [nomination], actor=cast.users[part])

    assert everything() == before


@pytest.mark.parametrize("part", ["secretary", "unit_head", "auditor", "administrator"])
def test_nobody_signs_for_the_director(cast: Cast, everything: Picture, part: str) -> None:
    decision = drafted(cast, [cast.nomination(State.CONSULTED)])
    before = everything()

    with pytest.raises(NotAllowed):
        decision_steps.sign(actor=cast.users[part], decision=decision)

    assert everything() == before


def test_the_delegate_does_not_sign_for_others_than_the_director(
    cast: Cast, everything: Picture
) -> None:
    decision = drafted(cast, [cast.nomination(State.CONSULTED)])
    before = everything()

    with pytest.raises(NotAllowed):
        decision_steps.sign(actor=cast.delegate, decision=decision)

    assert everything() == before


def test_signing_is_all_or_nothing_and_gives_the_number_back(
    cast: Cast, everything: Picture
) -> None:
    first, second = cast.nominations(
        [(cast.nominee.person, None), (cast.colleague, None)], State.CONSULTED
    )
    decision = drafted(cast, [first, second])
    cast.act([second.pk], "refuse", cast.director, comment="Chưa đủ điều kiện.")
    before = everything()

    with pytest.raises(BulkRefused) as refusal:
        decision_steps.sign(actor=cast.director, decision=decision)

    assert [one.pk for one in refusal.value.result.refused] == [second.pk]
    assert everything() == before
    decision_steps.change_list(actor=cast.secretary, decision=decision, remove=[second.pk])
    decision_steps.sign(actor=cast.director, decision=decision)
    decision.refresh_from_db()
    assert decision.number == "01/QĐ-STC"


def test_the_directors_own_line_goes_on_a_second_paper_for_the_delegate(cast: Cast) -> None:
    own, other = cast.nominations(
        [(cast.nominee.person, None), (cast.colleague, None)], State.CONSULTED
    )
    director = cast.nominee
    cast.give(director, Role.DIRECTOR, cast.agency)
    decision = drafted(cast, [own, other])

    decision_steps.sign(actor=director, decision=decision)

    assert Nomination.objects.get(pk=other.pk).state == State.DECIDED
    assert Nomination.objects.get(pk=own.pk).state == State.CONSULTED
    assert queries.own_nominations_set_aside(decision) == [own.pk]
    second = Decision.objects.get(state=DecisionState.DRAFT)
    assert [line.nomination_id for line in second.lines.all()] == [own.pk]
    with pytest.raises(ConditionUnmet, match="thứ hai") as refusal:
        decision_steps.sign(actor=director, decision=second)
    assert refusal.value.key == "own_nomination"
    decision_steps.sign(actor=cast.delegate, decision=second)
    second.refresh_from_db()
    assert second.signer_title == "Phó Giám đốc"
    assert Nomination.objects.get(pk=own.pk).state == State.DECIDED
    assert Award.objects.filter(person=director.person).exists()


def test_a_number_is_used_once_a_year(cast: Cast, everything: Picture) -> None:
    first, second = cast.nominations(
        [(cast.nominee.person, None), (cast.colleague, None)], State.CONSULTED
    )
    decision_steps.sign(actor=cast.director, decision=drafted(cast, [first]), number="45/QĐ-STC")
    decision = drafted(cast, [second])
    before = everything()

    with pytest.raises(ValidationError) as refusal:
        decision_steps.sign(actor=cast.director, decision=decision, number="45/QĐ-STC")

    assert refusal.value.code == "number_taken"
    assert everything() == before


def test_a_decision_is_not_dated_in_the_future(cast: Cast, everything: Picture) -> None:
    decision = drafted(cast, [cast.nomination(State.CONSULTED)])
    before = everything()

    with pytest.raises(ConditionUnmet) as refusal:
        decision_steps.sign(
            actor=cast.director, decision=decision, signed_on=clock.today() + timedelta(days=1)
        )

    assert refusal.value.key == "future"
    assert everything() == before


def test_a_signed_decision_does_not_change_any_more(cast: Cast, everything: Picture) -> None:
    nomination = cast.nomination(State.DECIDED)
    decision = Decision.objects.get()
    before = everything()

    for act in (
        lambda: decision_steps.change_list(
            actor=cast.secretary, decision=decision, remove=[nomination.pk]
        ),
        lambda: decision_steps.discard(actor=cast.secretary, decision=decision),
        lambda: decision_steps.sign(actor=cast.director, decision=decision),
    ):
        with pytest.raises(WrongState, match="Đã ký"):
            act()

    assert everything() == before


def test_a_discarded_draft_sets_its_nominations_free(cast: Cast) -> None:
    nomination = cast.nomination(State.CONSULTED)
    draft = drafted(cast, [nomination])

    decision_steps.discard(actor=cast.secretary, decision=draft)

    assert not queries.visible_to(cast.secretary).exists()
    assert Decision.objects.get().state == DecisionState.DISCARDED
    assert not DecisionLine.objects.exists()
    assert [event.action for event in audit.history(draft.stream)] == ["decision.discard"]
    assert list(services.undecided_nominations(cast.agency, cast.campaign)) == [nomination]


def test_what_passed_but_is_not_on_the_draft_is_told(cast: Cast) -> None:
    listed, forgotten = cast.nominations(
        [(cast.nominee.person, None), (cast.colleague, None)], State.CONSULTED
    )
    decision = drafted(cast, [listed])

    assert list(services.undecided_nominations(cast.agency, cast.campaign)) == [forgotten]
    decision_steps.change_list(actor=cast.secretary, decision=decision, add=[forgotten.pk])
    assert decision.lines.count() == 2


# --- limits in number -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("winners", "asked", "is_signed"),
    [(1, "CONG_TRANG", True), (2, "CONG_TRANG", False), (2, "PHONG_TRAO", True)],
)
def test_a_decision_above_every_rounding_of_a_share_is_not_signed(
    cast: Cast, winners: int, asked: str, is_signed: bool
) -> None:
    """15 % of 45 is 6,75: with six given, the seventh is signed, the eighth is too many, where the
    share is one of the campaign's type of commendation."""
    cap = {**CAP, "rounding": "unsaid", "effect": "blocking", "types": ["CONG_TRANG"]}
    Campaign.objects.filter(pk=cast.campaign.pk).update(commendation_type=asked)
    cast.campaign.refresh_from_db()
    set_rules(cast, quotas={"CSTDCS": [cap]})
    staff = people(cast, 45)
    awarded(cast, "LDTT", staff, cast.campaign.year)
    awarded(cast, "CSTDCS", staff[:6], cast.campaign.year)
    live(cast, "CSTDCS", staff[6 : 6 + winners], state=State.CONSULTED)
    rows = list(Nomination.objects.filter(state=State.CONSULTED))
    decision = drafted(cast, rows)

    if is_signed:
        decision_steps.sign(actor=cast.director, decision=decision, number="45/QĐ-STC")
    else:
        with pytest.raises(ConditionUnmet) as refusal:
            decision_steps.sign(actor=cast.director, decision=decision, number="45/QĐ-STC")
        assert refusal.value.key == "quota_exceeded"
        assert "sẽ là 8, nhiều nhất là 7" in str(refusal.value.reasons[0].reason)

    decision.refresh_from_db()
    assert (decision.state == DecisionState.SIGNED) == is_signed
    states = set(Nomination.objects.values_list("state", flat=True))
    assert states == {State.DECIDED if is_signed else State.CONSULTED}


def test_a_limit_that_only_warns_does_not_stop_a_decision(cast: Cast) -> None:
    set_rules(cast, quotas={"CSTDCS": [{**CAP, "rounding": "floor", "effect": "advisory"}]})
    staff = people(cast, 4)
    live(cast, "CSTDCS", staff[:2], state=State.CONSULTED)
    rows = list(Nomination.objects.filter(state=State.CONSULTED))
    decision_steps.sign(actor=cast.director, decision=drafted(cast, rows), number="45/QĐ-STC")

    assert set(Nomination.objects.values_list("state", flat=True)) == {State.DECIDED}
