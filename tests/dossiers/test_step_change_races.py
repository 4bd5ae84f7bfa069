"""Two people settle one change of steps at the same moment: on PostgreSQL, with real threads."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from nominations.dossiers.models import StepChange
from nominations.dossiers.services import propose_steps
from nominations.dossiers.step_change_workflow import STEP_CHANGES
from tests.at_once import run_at_once
from tests.cast import Cast
from workflow import audit
from workflow.engine import perform
from workflow.verification import chain_breaks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def proposed(cast: Cast) -> StepChange:
    title = cast.campaign.titles.get(award_type=cast.awards["GK"])
    change = propose_steps(
        actor=cast.secretary, title=title, reason="Khen đột xuất.", needs_unit_review=True,
        needs_vote=True, needs_consultation=False,
    )  # fmt: skip
    assert change is not None
    return change


def test_of_two_confirmations_exactly_one_counts_and_the_other_is_told(cast: Cast) -> None:
    change = proposed(cast)
    before = len(audit.history(change.stream))
    path = reverse("dossiers:step_change", args=[change.pk])
    answers: dict[str, Any] = {}

    def press(name: str, client: Any) -> None:
        answers[name] = client.post(path, {"act": "confirm", "seen_version": 0}, follow=True)

    clients = {name: cast.client(cast.users[name]) for name in ("director", "delegate")}
    acts = [lambda n=name, c=client: press(n, c) for name, client in clients.items()]
    assert run_at_once(acts) == ["done", "done"]

    change.refresh_from_db()
    assert (change.state, change.version) == ("confirmed", 1)
    assert len(audit.history(change.stream)) == before + 1
    first = audit.history(change.stream)[-1].actor_id
    is_refused = {
        name: f"{cast.users[first_name(cast, first)].get_full_name()} đã xử lý hồ sơ này lúc"
        in answer.content.decode()
        for name, answer in answers.items()
    }
    assert is_refused == {name: cast.users[name].pk != first for name in clients}
    change.title.refresh_from_db()
    assert not change.title.needs_consultation
    assert list(chain_breaks()) == []


def first_name(cast: Cast, pk: int | None) -> str:
    return next(name for name in ("director", "delegate") if cast.users[name].pk == pk)


def test_confirming_and_turning_down_at_once_give_one_of_the_two(cast: Cast) -> None:
    change = proposed(cast)
    ended = run_at_once(
        [
            lambda: perform(STEP_CHANGES, change.pk, "confirm", actor=cast.director),
            lambda: perform(
                STEP_CHANGES, change.pk, "reject", actor=cast.delegate, comment="Chưa cần."
            ),
        ]
    )
    assert sorted(ended) == ["done", "wrong_state"]
    change.refresh_from_db()
    change.title.refresh_from_db()
    assert change.title.needs_consultation == (change.state == "rejected")
