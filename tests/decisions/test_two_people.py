"""Concurrent acts on one decision: the second is refused with one clear sentence, nothing
half-done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from nominations.awards.models import Award
from nominations.decisions import services
from nominations.decisions.decision_workflow import DECISIONS
from nominations.decisions.models import Decision
from nominations.dossiers.models import Nomination
from nominations.paper_numbers.models import NumberSeries
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.states import State
from nominations.web.refusals import key_of
from tests.cast import Cast
from tests.decisions import decision_steps
from tests.decisions.signing import confirmed, sign_on_page
from workflow import clock
from workflow.engine import perform
from workflow.exceptions import StaleVersion, TransitionRefused, WrongState
from workflow.verification import chain_breaks

Picture = Callable[[], dict[str, object]]


@pytest.fixture
def second(cast: Cast) -> User:
    """Another director of the agency."""
    cast.give(cast.member, Role.DIRECTOR, cast.agency)
    return cast.member


def drafted(cast: Cast, nominations: Sequence[Nomination]) -> Decision:
    return services.draft_decision(
        actor=cast.secretary, organization=cast.agency, campaign=cast.campaign,
        name="Khen thưởng", nominations=nominations,
    )  # fmt: skip


def pair(cast: Cast) -> list[Nomination]:
    return cast.nominations([(cast.nominee.person, None), (cast.colleague, None)], State.CONSULTED)


def messages_of(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_a_list_changed_since_it_was_read_is_not_signed(cast: Cast, everything: Picture) -> None:
    first, other = pair(cast)
    draft = drafted(cast, [first])
    decision_steps.change_list(actor=cast.secretary, decision=draft, add=[other.pk])
    before = everything()

    with pytest.raises(StaleVersion, match=cast.secretary.person.full_name):
        perform(DECISIONS, draft.pk, "sign", actor=cast.director, seen_version=0)

    assert everything() == before
    perform(DECISIONS, draft.pk, "sign", actor=cast.director, seen_version=1)
    assert list(chain_breaks()) == []


def test_the_page_keeps_what_was_typed_and_says_who_was_faster(
    cast: Cast, everything: Picture
) -> None:
    first, other = pair(cast)
    draft = drafted(cast, [first])
    sign = reverse("decisions:sign", args=[draft.public_id])
    given = {"number": "45/QĐ-STC", "signed_on": f"{clock.today():%d/%m/%Y}"}
    client = cast.client(cast.director)
    seen = client.get(sign).context["seen_version"]
    decision_steps.change_list(actor=cast.secretary, decision=draft, add=[other.pk])
    before = everything()

    page = client.post(sign, {**given, "seen_version": seen})

    assert page.status_code == 409
    assert cast.secretary.person.full_name in page.content.decode()
    assert "45/QĐ-STC" in page.content.decode()
    assert everything() == before
    again = {**given, "seen_version": page.context["seen_version"]}
    assert sign_on_page(client, draft, **again).status_code == 302
    assert Award.objects.count() == 2


def test_a_decision_is_signed_once(cast: Cast, second: User, everything: Picture) -> None:
    draft = drafted(cast, pair(cast))
    decision_steps.sign(actor=cast.director, decision=draft)
    before = everything()

    with pytest.raises(StaleVersion):
        perform(DECISIONS, draft.pk, "sign", actor=second, seen_version=0)
    with pytest.raises(WrongState, match="Đã ký"):
        decision_steps.sign(actor=second, decision=draft)

    assert everything() == before


def test_a_second_press_of_the_same_button_is_told_so(cast: Cast, everything: Picture) -> None:
    draft = drafted(cast, pair(cast))
    sign = reverse("decisions:sign", args=[draft.public_id])
    given = {"number": "", "signed_on": f"{clock.today():%d/%m/%Y}", "seen_version": 0}
    client = cast.client(cast.director)
    given = confirmed(client.post(sign, given))
    client.post(sign, given)
    before = everything()

    answer = client.post(sign, given)

    assert "đã được ghi nhận" in messages_of(answer)
    assert everything() == before


def test_a_draft_discarded_meanwhile_is_not_signed(cast: Cast, everything: Picture) -> None:
    draft = drafted(cast, pair(cast))
    sign = reverse("decisions:sign", args=[draft.public_id])
    client = cast.client(cast.director)
    client.get(sign)
    decision_steps.discard(actor=cast.secretary, decision=draft)
    before = everything()

    given = {"number": "", "signed_on": f"{clock.today():%d/%m/%Y}", "seen_version": 0}
    page = client.post(sign, given)

    assert page.status_code == 409
    assert cast.secretary.person.full_name in page.content.decode()
    assert "Ký quyết định</button>" not in page.content.decode()
    assert everything() == before
    found = client.get(draft.get_absolute_url())
    assert found.status_code == 200
    assert "Đã bỏ" in found.content.decode()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_sign_at_once_one_signs_and_takes_one_number() -> None:
    cast = Cast.build()
    cast.give(cast.member, Role.DIRECTOR, cast.agency)
    draft = drafted(cast, pair(cast))
    gate = Barrier(2)

    def sign(actor: User) -> str:
        gate.wait(10)
        try:
            perform(DECISIONS, draft.pk, "sign", actor=actor, seen_version=0)
        except TransitionRefused as refusal:
            return refusal.key
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        outcome = sorted(pool.map(sign, (cast.director, cast.member)))

    assert outcome == ["", "stale_version"]
    assert NumberSeries.objects.get().last == 1
    assert Award.objects.count() == 2
    assert list(chain_breaks()) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_drafts_signed_at_once_with_one_number_one_is_signed() -> None:
    cast = Cast.build()
    cast.give(cast.member, Role.DIRECTOR, cast.agency)
    drafts = [drafted(cast, [one]) for one in pair(cast)]
    gate = Barrier(2)

    def sign(draft: Decision, actor: User, number: str) -> str:
        gate.wait(10)
        try:
            decision_steps.sign(actor=actor, decision=draft, number=number)
        except ValidationError as refusal:
            return key_of(refusal)
        finally:
            connection.close()
        return ""

    signers, numbers = (cast.director, cast.member), ("45/QĐ-STC", "Số 045/QĐ–STC")
    with ThreadPoolExecutor(2) as pool:
        outcome = sorted(pool.map(sign, drafts, signers, numbers))

    assert outcome == ["", "number_taken"]
    assert list(Decision.objects.exclude(number="").values_list("number")) == [("45/QĐ-STC",)]
    assert Award.objects.count() == 1
    assert list(chain_breaks()) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_signing_and_discarding_at_once_one_happens_whole() -> None:
    cast = Cast.build()
    draft = drafted(cast, pair(cast))
    gate = Barrier(2)

    def act(name: str, actor: User) -> str:
        gate.wait(10)
        try:
            perform(DECISIONS, draft.pk, name, actor=actor, seen_version=0)
        except TransitionRefused as refusal:
            return refusal.key
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        outcome = list(pool.map(act, ("sign", "discard"), (cast.director, cast.secretary)))

    assert sorted(outcome) == ["", "stale_version"]
    signed = outcome[0] == ""
    draft.refresh_from_db()
    assert (draft.state, draft.lines.count()) == (("signed", 2) if signed else ("discarded", 0))
    assert Award.objects.count() == (2 if signed else 0)
    assert list(chain_breaks()) == []
